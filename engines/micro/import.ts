// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// Importing: builtin modules, then modules, packages and precompiled files of the program on sys.path. Models
// py/builtinimport.c.
import { R, T } from './layout.ts';
import { H, keep } from './heap.ts';
import { Q, text, intern, Qs } from './qstr.ts';
import {
  modules,
  box,
  fail,
  str,
  isStr,
  truth,
  isTuple,
  isHeap,
  isType,
  isUser,
  typeOf,
  moduleTables,
} from './obj.ts';
import * as map from './map.ts';
import { newDict } from './objdict.ts';
import { tryAttr, storeAttr, isSubclass, noAttr } from './objtype.ts';
import { runCode } from './vm.ts';
import { compile } from './compile.ts';
import { statOf, readWhole, resolvePath } from './host.ts';
import { forEach } from './runtime.ts';
import { loadPrecompiled, isPrecompiled } from './precompiled.ts';

const [q_name, q_file, q_path, q_all] = Qs('__name__ __file__ __path__ __all__');

export function newModule(name: number): number {
  const dict = newDict();
  keep(dict);
  map.set(dict + 1, q_name, name);
  return box(-T.MODULE, dict);
}
/** Source or precompiled bytes to a code object. */
export function codeFrom(data: Uint8Array, file: string): number {
  return isPrecompiled(data) ? loadPrecompiled(data) : compile(data, intern(str(file)), 'exec');
}

function findFile(folder: string, name: string): string | undefined {
  const base = folder === '' ? name : folder + '/' + name;
  const s = statOf(resolvePath(base));
  if (s?.folder_) return base;
  for (const ending of ['.py', '.mpy'])
    if (statOf(resolvePath(base + ending))?.folder_ === false) return base + ending;
  return undefined;
}

function notFound(name: string): never {
  return fail(T.ImportError, `no module named '${name}'`);
}

/** Builtin modules that a file of the same name on sys.path may stand in front of (`import uos` finds the builtin). */
const EXTENSIBLE = new Set(
  'array binascii collections errno hashlib heapq io json os platform random re struct time'.split(' '),
);
/** Loads one module, whose parent package (0: none) is loaded. */
function loadOne(full: string, parent: number): number {
  const q = intern(str(full));
  const loaded = map.get(H[R.MODULES] + 1, q);
  if (loaded) return loaded;
  const last = full.slice(full.lastIndexOf('.') + 1);
  let found: string | undefined;
  if (!parent) {
    const forced = last[0] === 'u' ? modules.get(intern(str(last.slice(1)))) : undefined;
    if (forced !== undefined) return forced;
    const builtin = modules.get(q);
    if (builtin !== undefined && modules.has(q) && !EXTENSIBLE.has(last)) return builtin;
    forEach(H[R.PATH], (folder) => {
      if (found === undefined && isStr(folder)) found = findFile(text(folder), last);
    });
    if (found === undefined && builtin !== undefined) return builtin;
  } else {
    const path = tryAttr(parent, q_path);
    if (!path) return notFound(full);
    found = findFile(text(path), last);
  }
  if (found === undefined) return notFound(full);
  const m = newModule(q);
  keep(m);
  const dict = H[m + 1];
  map.set(H[R.MODULES] + 1, q, m);
  const folder = statOf(resolvePath(found))?.folder_ === true;
  try {
    if (folder) {
      map.set(dict + 1, q_path, str(found));
      const init = findFile(found, '__init__');
      if (init !== undefined) run(m, init);
    } else run(m, found);
  } catch (e) {
    map.remove(H[R.MODULES] + 1, q);
    throw e;
  }
  if (parent) storeAttr(parent, intern(str(last)), m);
  return m;
}
function run(m: number, file: string): void {
  const dict = H[m + 1];
  map.set(dict + 1, q_file, str(file));
  const code = codeFrom(readWhole(resolvePath(file)), file);
  keep(code);
  runCode(code, dict, dict);
}

/** What IMPORT_NAME does: level counts dots, fromlist is a tuple or None. */
export function importName(name: number, fromlist: number, level: number, globals: number): number {
  let full = text(name);
  let dots = level >> 1;
  if (dots > 0) {
    const own = map.get(globals + 1, q_name);
    if (!own) fail(T.ImportError, "can't perform relative import");
    let base = text(own);
    const isPackage = map.get(globals + 1, q_path) !== 0;
    if (own === Q_MAIN && !isPackage) fail(T.ImportError, "can't perform relative import");
    if (isPackage) dots--;
    for (; dots > 0; dots--) {
      const at = base.lastIndexOf('.');
      if (at < 0 && dots > 0) {
        if (base === '') fail(T.ImportError, "can't perform relative import");
        base = '';
        if (dots > 1) fail(T.ImportError, "can't perform relative import");
        break;
      }
      base = base.slice(0, at);
    }
    if (base === '') fail(T.ImportError, "can't perform relative import");
    full = full === '' ? base : base + '.' + full;
  } else if (full === '') fail(T.ValueError);
  const parts = full.split('.');
  let m = 0;
  let first = 0;
  for (let i = 0; i < parts.length; i++) {
    m = loadOne(parts.slice(0, i + 1).join('.'), m);
    if (!i) first = m;
  }
  if (!truth(fromlist)) return first;
  if (!isTuple(fromlist)) return m;
  // Names that are submodules are loaded now.
  if (isHeap(m, -T.MODULE) && map.get(H[m + 1] + 1, q_path))
    for (let i = 0; i < H[fromlist + 1]; i++) {
      const q = H[fromlist + 2 + i];
      if (text(q) === '*' || map.get(H[m + 1] + 1, q)) continue;
      try {
        loadOne(full + '.' + text(q), m);
      } catch (e) {
        if (typeof e !== 'number' || !isSubclass(typeOf(e), T.ImportError)) throw e;
      }
    }
  return m;
}
const Q_MAIN = Q('__main__');

export function importFrom(m: number, name: number): number {
  const v = tryAttr(m, name);
  if (v) return v;
  return fail(T.ImportError, `can't import name ${text(name)}`);
}

export function importStar(m: number, into: number): void {
  if (m & 3) {
    if (typeOf(m) !== T.MODULE) fail(T.ImportError, 'not a module');
    for (const [q, v] of moduleTables[m >> 3])
      if (!text(q).startsWith('_')) map.set(into + 1, q, v < 0 ? H[-v] : v);
    return;
  }
  // Whatever lies in sys.modules: a class or an instance will do.
  const isClass = isType(m) && isUser(m);
  if (H[m] < 0 && H[m] !== -T.MODULE && !isClass) fail(T.ImportError, 'not a module');
  const names = H[m] === -T.MODULE ? H[m + 1] + 1 : isClass ? H[m + 3] + 1 : m + 1;
  const all = map.get(names, q_all) || (H[m] === -T.MODULE ? 0 : tryAttr(m, q_all));
  if (all) {
    forEach(all, (q) => {
      if (!isStr(q)) fail(T.TypeError, "can't convert 'int' object to str implicitly");
      const v = tryAttr(m, intern(q));
      if (!v) noAttr(m, intern(q));
      map.set(into + 1, intern(q), v);
    });
    return;
  }
  for (let pos = map.nextSlot(names, 0); pos >= 0; pos = map.nextSlot(names, pos + 1)) {
    const q = map.keyAt(names, pos);
    if (isStr(q) && text(q)[0] !== '_') map.set(into + 1, q, map.valueAt(names, pos));
  }
}
