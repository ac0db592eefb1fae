// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// Importing: builtin modules, then modules, packages and precompiled files of the program on sys.path; modules as objects.
// Models py/builtinimport.c and py/objmodule.c.
import { R, T } from './layout.ts';
import { H, keep } from './heap.ts';
import { text, intern, Qs } from './qstr.ts';
import {
  type,
  modules,
  moduleTables,
  box,
  fail,
  str,
  isStr,
  isHeap,
  isUser,
  truth,
  typeOf,
  strArg,
  put,
  attempt,
} from './obj.ts';
import * as map from './map.ts';
import { newDict } from './objdict.ts';
import { tryAttr, storeAttr, loadAttr, mapStore, dictOf } from './objtype.ts';
import { all } from './objlist.ts';
import { builtinsModule } from './builtins.ts';
import { runCode, callN } from './vm.ts';
import { compile } from './compile.ts';
import { statOf, readWhole, resolvePath } from './host.ts';
import { forEach } from './runtime.ts';
import { loadPrecompiled, isPrecompiled } from './precompiled.ts';

const [q_name, q_file, q_path, q_all, q_main, q_exec, q_dict, q_getattr, q_star] = Qs(
  '__name__ __file__ __path__ __all__ __main__ exec __dict__ __getattr__ *',
);

type(T.MODULE, 'module', 0, {
  print_: (v) => {
    const file = v & 3 ? 0 : map.get(H[v + 1] + 1, q_file);
    put(`<module '${text(loadAttr(v, q_name))}'${file ? ` from '${text(file)}'` : ''}>`);
  },
  attr_: (o, name) => {
    const table = moduleTables[o >> 3];
    const get = (q: number) => {
      if (!(o & 3)) return map.get(H[o + 1] + 1, q);
      const x = (o === builtinsModule && H[R.HOOK] && map.get(H[R.HOOK] + 1, q)) || (table.get(q) ?? 0);
      return x < 0 ? H[-x] : x;
    };
    const v = get(name);
    if (v) return v;
    if (name === q_dict) return o & 3 ? dictOf(table) : H[o + 1];
    const getattr = get(q_getattr);
    return getattr && callN(getattr, name);
  },
  setAttr_: (o, name, value) => {
    if (!(o & 3)) return mapStore(H[o + 1] + 1, name, value);
    const word = moduleTables[o >> 3].get(name)!;
    if (word < 0 && value) H[-word] = value;
    if (o !== builtinsModule) return word < 0;
    return mapStore((H[R.HOOK] ||= newDict()) + 1, name, value);
  },
});

export const newModule = (name: number): number => {
  const dict = newDict();
  keep(dict);
  map.set(dict + 1, q_name, name);
  return box(-T.MODULE, dict);
};
/** Source or precompiled bytes to a code object. */
export const codeFrom = (data: Uint8Array, file: string) =>
  isPrecompiled(data) ? loadPrecompiled(data) : compile(data, intern(str(file)), q_exec);

/** A module's file, or its folder with a slash behind. */
const findFile = (folder: string, name: string): string | undefined => {
  const base = folder === '' ? name : folder + '/' + name;
  const isFolder = (p: string) => statOf(resolvePath(p))?.folder_;
  return isFolder(base)
    ? base + '/'
    : ['.py', '.mpy'].map((e) => base + e).find((p) => isFolder(p) === false);
};

/** Builtin modules that a file of the same name on sys.path may stand in front of (`import uos` finds the builtin). */
const EXTENSIBLE =
  /^(array|binascii|collections|errno|hashlib|heapq|io|json|os|platform|random|re|struct|time)$/;
/** Loads one module, whose parent package (0: none) is loaded. */
const loadOne = (full: string, parent: number): number => {
  const q = intern(str(full));
  // With an empty sys.path builtins are asked for, not what a file of that name has made.
  const loaded = truth(H[R.PATH]) && map.get(H[R.MODULES] + 1, q);
  if (loaded) return loaded;
  const last = full.slice(full.lastIndexOf('.') + 1);
  let found: string | undefined;
  if (!parent) {
    const forced = last[0] === 'u' && modules.get(intern(str(last.slice(1))));
    const builtin = modules.get(q);
    if (forced) return forced;
    if (!builtin || EXTENSIBLE.test(last))
      forEach(H[R.PATH], (folder) => (found ??= isStr(folder) ? findFile(text(folder), last) : found));
    if (!found && builtin) return builtin;
  } else {
    const path = tryAttr(parent, q_path);
    found = path ? findFile(text(path), last) : undefined;
  }
  if (!found) return fail(T.ImportError, `no module named '${full}'`);
  const m = newModule(q);
  keep(m);
  const dict = H[m + 1];
  map.set(H[R.MODULES] + 1, q, m);
  if (found.endsWith('/')) {
    found = found.slice(0, -1);
    map.set(dict + 1, q_path, str(found));
    found = findFile(found, '__init__');
  }
  try {
    if (found) {
      map.set(dict + 1, q_file, str(found));
      const code = codeFrom(readWhole(resolvePath(found)), found);
      keep(code);
      runCode(code, dict, dict);
    }
  } catch (e) {
    map.remove(H[R.MODULES] + 1, q);
    throw e;
  }
  if (parent) storeAttr(parent, intern(str(last)), m);
  return m;
};

/** What IMPORT_NAME does: level counts dots, fromlist is a tuple or None. */
export const importName = (name: number, fromlist: number, level: number, globals: number): number => {
  let full = text(name);
  let dots = level >> 1;
  if (dots > 0) {
    const own = map.get(globals + 1, q_name);
    const isPackage = map.get(globals + 1, q_path);
    if (isPackage) dots--;
    const base = own && (own !== q_main || isPackage) ? text(own).split('.') : [];
    if (base.length <= dots) fail(T.ImportError, "can't perform relative import");
    full = base.slice(0, base.length - dots).join('.') + (full && '.' + full);
  } else if (!full) fail(T.ValueError);
  const parts = full.split('.');
  let m = 0;
  let first = 0;
  parts.forEach((_p, i) => {
    m = loadOne(parts.slice(0, i + 1).join('.'), m);
    first ||= m;
  });
  if (!truth(fromlist)) return first;
  // Names that are submodules are loaded now.
  if (isHeap(m, -T.MODULE) && map.get(H[m + 1] + 1, q_path))
    for (const q of all(fromlist))
      if (q !== q_star && !map.get(H[m + 1] + 1, q))
        attempt(
          T.ImportError,
          () => loadOne(full + '.' + text(q), m),
          () => 0,
        );
  return m;
};

export const importFrom = (m: number, name: number) =>
  tryAttr(m, name) || fail(T.ImportError, `can't import name ${text(name)}`);

export const importStar = (m: number, into: number): void => {
  const t = typeOf(m);
  const set = (q: number, v: number) => map.set(into + 1, q, v);
  // Whatever lies in sys.modules: a class or an instance will do.
  const isClass = t === T.TYPE && isUser(m);
  if (t !== T.MODULE && !isClass && !isUser(t)) fail(T.ImportError, 'not a module');
  const names = m & 3 ? 0 : t === T.MODULE ? H[m + 1] + 1 : isClass ? H[m + 3] + 1 : m + 1;
  const none = () => 0;
  const list = names && (map.get(names, q_all) || attempt(T.AttributeError, () => tryAttr(m, q_all), none));
  if (list) forEach(list, (q) => set(intern(strArg(q)), loadAttr(m, intern(q))));
  else {
    const d = names ? 0 : dictOf(moduleTables[m >> 3]);
    for (const at of map.entries(names || d + 1)) {
      const q = H[at];
      if (isStr(q) && text(q)[0] !== '_') set(q, H[at + 1]);
    }
  }
};
