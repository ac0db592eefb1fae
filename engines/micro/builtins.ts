// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-constants-from ./bytecode.ts CODE
// The builtins module: functions that need no type of their own. Models py/modbuiltins.c and py/builtinevex.c.
import { R, T } from './layout.ts';
import { H, B, keep } from './heap.ts';
import { Q, text, strp, intern, Qs } from './qstr.ts';
import {
  module,
  type,
  moduleTables,
  fun,
  locals,
  typeOf,
  isUser,
  isStr,
  isHeap,
  isTuple,
  isType,
  bool,
  small,
  fail,
  typeError,
  valueError,
  nameOf,
  put,
  print,
  putByte,
  wn,
  rewind,
  take,
  strOf,
  strArg,
  intArg,
  truth,
  hash,
  argCount,
  noKw,
  keyword,
  tryBuffer,
  BUF,
  str,
  newFloat,
  bases,
  putStr,
  noConversion,
} from './obj.ts';
import * as map from './map.ts';
import {
  tryAttr,
  loadAttr,
  storeAttr,
  newClass,
  isSubclass,
  isCallable,
  userMethod,
  methodOf,
  callMethod0,
  unwrap,
  moduleName,
} from './objtype.ts';
import { newInt, newBig, toBig, power3, real, isInt } from './objint.ts';
import { getIter, iterNext, len, binaryOp, unaryOp, forEach } from './runtime.ts';
import { callN, runBody, runCode, stopIteration } from './vm.ts';
import { newList, listAppend, listOf, sortList } from './objlist.ts';
import { newDict, isDict } from './objdict.ts';
import { chr, ord } from './objstr.ts';
import { exceptionTypes } from './exception.ts';
import { compile } from './compile.ts';
import type { Mode } from './compile.ts';
import { callIterator } from './objiter.ts';
import { importName } from './import.ts';
import { openFile, writeTo, readLineOf } from './modio.ts';
import { CODE } from './bytecode.ts';

/** What the loop's LOAD_BUILD_CLASS pushes: (bases, body, name). */
export const buildClass = fun('__build_class__', '3', (basesTuple, body, name) => {
  const dict = newDict();
  keep(dict);
  const cell = runBody(body, dict);
  const cls = newClass(name, basesTuple, dict);
  if (isHeap(cell, -T.CELL)) H[cell + 1] = cls;
  return cls;
});

/** Globals of the frame that called the running native. */
export const currentGlobals = () => (!H[R.CUR] ? H[H[R.MAIN] + 1] : H[H[H[R.CUR] + 2] + 2]);
function currentLocals(): number {
  const hd = H[R.CUR];
  if (hd === 0) return currentGlobals();
  const code = H[H[hd + 2] + 1];
  const kind = ((H[code + CODE.NAME] & 0xffff) << 3) | 2;
  const slot0 = H[hd - (H[code + CODE.SIZES] & 0xffff)];
  // Modules and class bodies keep their names in a dict in slot 0.
  return !(H[code + CODE.ARGS] & 0xff) && isDict(slot0) && (kind === q_moduleBlock || isClassBody(code))
    ? slot0
    : currentGlobals();
}
const q_moduleBlock = Q('<module>');
const isClassBody = (code: number) => B[code * 4 + (H[code + CODE.START] & 0xffff)] !== 0;

const [q_sep, q_end, q_file] = Qs('sep end file');
function printFunction(n: number, nkw: number, a: number): number {
  let sep = 0;
  let end = 0;
  let file = 0;
  for (let i = 0; i < nkw; i++) {
    const k = H[a + n + 2 * i];
    const v = H[a + n + 2 * i + 1];
    if (k === q_sep) sep = v;
    else if (k === q_end) end = v;
    else if (k === q_file) file = v;
    else typeError('extra keyword arguments given');
  }
  const mark = wn;
  const out = file === 0 || file === T.NONE ? H[R.STDOUT] : file;
  // A user's stream gets each piece by itself.
  const pieces = isUser(typeOf(out));
  for (let i = 0; i < n; i++) {
    if (i > 0) {
      if (sep === 0 || sep === T.NONE) putByte(32);
      else putStr(strArg(sep));
    }
    print(H[a + i], false);
    if (pieces) {
      writeTo(out, mark);
      rewind(mark);
    }
  }
  if (end === 0 || end === T.NONE) putByte(10);
  else putStr(strArg(end));
  writeTo(out, mark);
  rewind(mark);
  return T.NONE;
}

const [q_key, q_default] = Qs('key default');
function extreme(op: number) {
  return (n: number, nkw: number, a: number) => {
    const key = keyword(nkw, a + n, q_key) || T.NONE;
    const none = keyword(nkw, a + n, q_default);
    if (n === 0) argCount(0, 1, 1);
    let best = 0;
    let bestKey = 0;
    const see = (v: number) => {
      const k = key === T.NONE ? v : callN(key, v);
      if (best === 0 || truth(binaryOp(op, k, bestKey, false))) {
        best = v;
        bestKey = k;
        H[top] = v;
        H[top + 1] = k;
      }
    };
    const top = H[R.TOP];
    H[top] = H[top + 1] = 0;
    H[R.TOP] = top + 2;
    if (n === 1) forEach(H[a], see);
    else for (let i = 0; i < n; i++) see(H[a + i]);
    H[R.TOP] = top;
    if (best === 0) return none || valueError('arg is an empty sequence');
    return best;
  };
}

function directory(n: number, _k: number, a: number): number {
  const l = newList(0);
  keep(l);
  const add = (q: number) => {
    for (let i = 0; i < H[l + 2]; i++) if (H[H[l + 3] + i] === q) return;
    listAppend(l, q);
  };
  const fromMap = (m: number) => {
    for (let pos = map.nextSlot(m, 0); pos >= 0; pos = map.nextSlot(m, pos + 1)) add(map.keyAt(m, pos));
  };
  const fromType = (t: number): void => {
    if (isUser(t)) {
      fromMap(H[t + 3] + 1);
      for (let i = 0; i < H[H[t + 2] + 1]; i++) fromType(H[H[t + 2] + 2 + i]);
    } else for (let b = t; b; b = bases[b >> 3]) locals[b >> 3]?.forEach((_v, q) => add(q));
  };
  if (n === 0) {
    fromMap(currentGlobals() + 1);
    return l;
  }
  const v = H[a];
  const t = typeOf(v);
  const own = userMethod(v, Q_DIR);
  if (own !== 0) return listOf(callMethod0(own, v));
  if (t === T.MODULE) {
    if (!(v & 3)) fromMap(H[v + 1] + 1);
    else moduleTables[v >> 3].forEach((_x, q) => add(q));
  } else if (t === T.TYPE) fromType(v);
  else {
    if (isUser(t)) fromMap(v + 1);
    fromType(t);
  }
  return l;
}

function sourceOf(v: number): Uint8Array {
  if (isStr(v)) {
    const p = strp(v);
    return B.slice(p * 4 + 12, p * 4 + 12 + H[p + 1]);
  }
  if (!tryBuffer(v)) typeError('object with buffer protocol required');
  return B.slice(BUF.at_, BUF.at_ + BUF.n_);
}
const q_string = Q('<string>');
function evaluate(n: number, a: number, mode: Mode): number {
  argCount(n, 1, 3);
  let globals = n > 1 && H[a + 1] !== T.NONE ? H[a + 1] : currentGlobals();
  const locals = n > 2 && H[a + 2] !== T.NONE ? H[a + 2] : n > 1 ? globals : currentLocals();
  if (!isDict(globals) || !isDict(locals)) typeError('argument has wrong type');
  globals = unwrap(globals);
  const code = isHeap(H[a], -T.CODE) ? H[a] : compile(sourceOf(H[a]), q_string, mode);
  keep(code);
  return runCode(code, globals, locals);
}

function isInstance(v: number, classes: number): boolean {
  const t = typeOf(v);
  return matches(t, classes);
}
function matches(t: number, classes: number): boolean {
  if (isTuple(classes)) {
    for (let i = 0; i < H[classes + 1]; i++) if (matches(t, H[classes + 2 + i])) return true;
    return false;
  }
  if (!isType(classes)) typeError('issubclass() arg 2 must be a class or a tuple of classes');
  return isSubclass(t, classes);
}

function based(base: number, prefix: string) {
  return (v: number) => {
    const u = unwrap(v);
    if (!isInt(u)) noConversion(v, 'int');
    const b = toBig(u);
    return str((b < 0n ? '-' : '') + prefix + (b < 0n ? -b : b).toString(base));
  };
}
function round(v: number, digits: number): number {
  const t = typeOf(v);
  if (isInt(v)) {
    if (digits === 0 || digits === T.NONE) return unaryOp(22, v);
    const d = intArg(digits);
    if (d >= 0) return v;
    const m = 10n ** BigInt(-d);
    const b = toBig(v);
    let r = ((b % m) + m) % m;
    if (r * 2n < m || (r * 2n === m && ((b - r) / m) % 2n === 0n)) r = -r;
    else r = m - r;
    return newBig(b + r);
  }
  if (t !== T.FLOAT) {
    const m = isUser(t) ? methodOf(v, Q_ROUND) : 0;
    if (m !== 0) return callMethod0(m, v);
    noConversion(v, 'float');
  }
  const x = real(v);
  if (digits === 0 || digits === T.NONE) {
    if (x !== x) valueError("can't convert NaN to int");
    if (!Number.isFinite(x)) fail(T.OverflowError, "can't convert inf to int");
    const f = Math.floor(x);
    const d = x - f;
    return newInt(d < 0.5 || (d === 0.5 && f % 2 === 0) ? f : f + 1);
  }
  const d = intArg(digits);
  const scaled = Number(Number(x + 'e' + d).toString());
  if (Number.isFinite(scaled) && scaled === scaled) {
    const f = Math.floor(scaled);
    const diff = scaled - f;
    const whole = diff < 0.5 || (diff === 0.5 && f % 2 === 0) ? f : f + 1;
    return newFloat(d > 0 ? Number(whole + 'e-' + d) : whole * 10 ** -d);
  }
  return newFloat(Number(x.toFixed(Math.min(100, Math.max(0, d)))));
}
const [Q_ROUND, q_enterMode, q_evalMode] = Qs('__round__ exec eval');
export const builtinsModule = module('builtins', {
  __build_class__: buildClass,
  ...exceptionTypes,
  int: T.INT,
  float: T.FLOAT,
  complex: T.COMPLEX,
  bool: T.BOOL,
  str: T.STR,
  bytes: T.BYTES,
  bytearray: T.BYTEARRAY,
  memoryview: T.MEMORYVIEW,
  list: T.LIST,
  tuple: T.TUPLE,
  dict: T.DICT,
  set: T.SET,
  frozenset: T.FROZENSET,
  object: T.OBJECT,
  type: T.TYPE,
  range: T.RANGE,
  slice: T.SLICE,
  property: T.PROPERTY,
  staticmethod: T.STATICMETHOD,
  classmethod: T.CLASSMETHOD,
  super: T.SUPER,
  map: T.MAP,
  filter: T.FILTER,
  zip: T.ZIP,
  enumerate: T.ENUMERATE,
  reversed: T.REVERSED,
  Ellipsis: T.ELLIPSIS,
  NotImplemented: T.NOTIMPL,
  print$v: printFunction,
  len$1: (v) => small(len(v)),
  repr$1: (v) => strOf(v, true),
  abs$1: (v) => unaryOp(28, v),
  hash$1: (v) => newInt(hash(v)),
  id$1: (v) => newInt(!(v & 3) ? v * 4 : v),
  chr$1: (v) => chr(intArg(v)),
  ord$1: (v) => small(ord(unwrap(v))),
  bin$1: based(2, '0b'),
  oct$1: based(8, '0o'),
  hex$1: based(16, '0x'),
  callable$1: (v) => bool(isCallable(v)),
  divmod$2: (x, y) => binaryOp(21, x, y, false),
  pow$23: (x, y, z) => (z === 0 || z === T.NONE ? binaryOp(20, x, y, false) : power3(x, y, z)),
  round$12: round,
  all$1: (v) => bool(!some(v, false)),
  any$1: (v) => bool(some(v, true)),
  max$v: extreme(1),
  min$v: extreme(0),
  sum$12: (v, start) => {
    const top = H[R.TOP];
    H[top] = start || 1;
    H[R.TOP] = top + 1;
    forEach(v, (x) => (H[top] = binaryOp(13, H[top], x, false)));
    H[R.TOP] = top;
    return H[top];
  },
  sorted$v: (n, nkw, a) => {
    if (n !== 1) typeError('must use keyword argument for key function');
    const l = listOf(H[a]);
    keep(l);
    sortList(l, nkw, a + n);
    return l;
  },
  iter$12: (v, s) => (s === 0 ? getIter(v) : callIterator(v, s)),
  next$12: (it, none) => {
    const v = iterNext(it);
    if (v !== 0) return v;
    return none || stopIteration(H[R.SAVED]);
  },
  isinstance$2: (v, c) => bool(isInstance(v, c)),
  issubclass$2: (t, c) => {
    if (!isType(t)) typeError('issubclass() arg 1 must be a class');
    return bool(matches(t, c));
  },
  getattr$23: (o, name, none) => {
    if (none === 0) return loadAttr(o, intern(strArg(name)));
    const top = H[R.TOP];
    const cur = H[R.CUR];
    try {
      return tryAttr(o, intern(strArg(name))) || none;
    } catch (e) {
      if (typeof e !== 'number' || !isSubclass(typeOf(e), T.AttributeError)) throw e;
      H[R.TOP] = top;
      H[R.CUR] = cur;
      return none;
    }
  },
  hasattr$2: (o, name) => {
    const top = H[R.TOP];
    const cur = H[R.CUR];
    try {
      return bool(tryAttr(o, intern(strArg(name))) !== 0);
    } catch (e) {
      if (typeof e !== 'number' || !isSubclass(typeOf(e), T.AttributeError)) throw e;
      H[R.TOP] = top;
      H[R.CUR] = cur;
      return T.FALSE;
    }
  },
  setattr$3: (o, name, v) => (storeAttr(o, intern(strArg(name)), v), T.NONE),
  delattr$2: (o, name) => (storeAttr(o, intern(strArg(name)), 0), T.NONE),
  dir$v: directory,
  globals$0: currentGlobals,
  locals$0: currentLocals,
  eval$v: (n, _k, a) => evaluate(n, a, 'eval'),
  exec$v: (n, _k, a) => (evaluate(n, a, 'exec'), T.NONE),
  execfile$v: (n, _k, a) => {
    const file = openFile(text(strArg(H[a])), 'rb');
    const source = file.read_();
    const code = compile(source, intern(strArg(H[a])), 'exec');
    const globals = n > 1 ? H[a + 1] : currentGlobals();
    keep(code);
    runCode(code, globals, n > 2 ? H[a + 2] : globals);
    return T.NONE;
  },
  compile$v: (n, nkw, a) => {
    noKw(nkw);
    argCount(n, 3, 6);
    const mode =
      H[a + 2] === q_enterMode
        ? 'exec'
        : H[a + 2] === q_evalMode
          ? 'eval'
          : text(strArg(H[a + 2])) === 'single'
            ? 'single'
            : 0;
    if (mode === 0) return valueError('bad compile mode');
    return compile(sourceOf(H[a]), intern(strArg(H[a + 1])), mode);
  },
  __import__$v: (n, _k, a) => {
    argCount(n, 1, 5);
    if (n > 4 && intArg(H[a + 4]) < 0) valueError();
    return importName(
      intern(strArg(H[a])),
      n > 3 ? H[a + 3] : T.NONE,
      n > 4 ? H[a + 4] : 1,
      n > 1 && isDict(H[a + 1]) ? H[a + 1] : currentGlobals(),
    );
  },
  __repl_print__$1: (v) => (v !== T.NONE && callN(builtinById(Q_PRINT), strOf(v, true)), T.NONE),
  input$01: (prompt) => {
    if (prompt !== 0) {
      const mark = wn;
      print(prompt, false);
      writeTo(H[R.STDOUT], mark);
      rewind(mark);
    }
    const mark = wn;
    if (!readLineOf(H[R.STDIN])) fail(T.EOFError);
    return take(mark, -T.STR);
  },
  open$v: (n, nkw, a) => {
    const file = strArg(H[a]);
    const mode = n > 1 ? H[a + 1] : keyword(nkw, a + n, Q_MODE);
    return openFile(text(file), mode === 0 ? 'r' : text(strArg(mode))).object_();
  },
  help$01: (v) => {
    const mark = wn;
    if (v === 0)
      put(
        'Welcome to micro, a small Python of the implementation lab.\nhelp(object) lists what an object has.\n',
      );
    else {
      put('object ');
      print(v, false);
      put(` is of type ${nameOf(v)}\n`);
      const top = H[R.TOP];
      H[top] = v;
      const l = directory(1, 0, top);
      for (let i = 0; i < H[l + 2]; i++) {
        const q = H[H[l + 3] + i];
        put(`  ${text(q)} -- `);
        const x = tryAttr(v, q);
        if (x !== 0) print(x, false);
        put('\n');
      }
    }
    writeTo(H[R.STDOUT], mark);
    rewind(mark);
    return T.NONE;
  },
});
const [Q_PRINT, Q_DIR, Q_MODE] = Qs('print __dir__ mode');
function some(v: number, wanted: boolean): boolean {
  const it = getIter(v);
  keep(it);
  const mark = H[R.TP];
  for (let x = iterNext(it); x !== 0; x = iterNext(it)) {
    if (truth(x) === wanted) return true;
    H[R.TP] = mark;
  }
  return false;
}

/** Builtins by qstr; the program may add to them (`builtins.x = …`). */
const table = moduleTables[builtinsModule >> 3];
export function builtinById(q: number): number {
  if (H[R.HOOK]) {
    const own = map.get(H[R.HOOK] + 1, q);
    if (own !== 0) return own;
  }
  return table.get(q) ?? 0;
}
type(T.MODULE, 'module', 0, {
  print_: (v) => {
    const file = !(v & 3) ? map.get(H[v + 1] + 1, Q_FILE) : 0;
    put(`<module '${text(moduleName(v))}'${file !== 0 ? ` from '${text(file)}'` : ''}>`);
  },
});
const Q_FILE = Q('__file__');
