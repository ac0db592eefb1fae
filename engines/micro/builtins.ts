// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-constants-from ./bytecode.ts CODE
// @inline-constants-from ./bytecode.ts FLAG
// The builtins module: functions that need no type of their own. Models py/modbuiltins.c and py/builtinevex.c.
import { R, T, LAST_NAMED, FIRST_EXC } from './layout.ts';
import { H, B, keep } from './heap.ts';
import { text, intern, Qs } from './qstr.ts';
import {
  module,
  moduleTables,
  typeNames,
  fun,
  locals,
  typeOf,
  isUser,
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
  strOf,
  strArg,
  intArg,
  truth,
  hash,
  argCount,
  keyword,
  getBuffer,
  BUF,
  str,
  newFloat,
  bases,
  putLatin,
  noConversion,
  attempt,
  latin,
  wrongType,
  extraKeywords,
} from './obj.ts';
import type { Native } from './obj.ts';
import * as map from './map.ts';
import {
  tryAttr,
  loadAttr,
  storeAttr,
  newClass,
  isSubclass,
  isCallable,
  userMethod,
  callMethod0,
  unwrap,
  basesOf,
} from './objtype.ts';
import { newInt, newBig, toBig, power3, real, isInt, floatToInt } from './objint.ts';
import { getIter, iterNext, len, binaryOp, unaryOp, forEach, some } from './runtime.ts';
import { callN, runBody, runCode, stopIteration } from './vm.ts';
import { newList, listAppend, listOf, sortList, all } from './objlist.ts';
import { newDict, isDict } from './objdict.ts';
import { chr, ord } from './objstr.ts';
import { compile } from './compile.ts';
import { callIterator } from './objiter.ts';
import { importName } from './import.ts';
import { readWhole, resolvePath } from './host.ts';
import { openFile, writeTo, readLine } from './modio.ts';
import { printTo } from './modsys.ts';
import { CODE, FLAG } from './bytecode.ts';

/** What the loop's LOAD_BUILD_CLASS pushes: (bases, body, name). */
export const buildClass = fun('__build_class__$3', (basesTuple, body, name) => {
  const dict = newDict();
  keep(dict);
  const cell = runBody(body, dict);
  const cls = newClass(name, basesTuple, dict);
  if (isHeap(cell, -T.CELL)) H[cell + 1] = cls;
  return cls;
});

/** Globals of the frame that called the running native. */
export const currentGlobals = () => (H[R.CUR] ? H[H[H[R.CUR] + 2] + 2] : H[H[R.MAIN] + 1]);
const currentLocals = (): number => {
  const hd = H[R.CUR];
  const code = hd && H[H[hd + 2] + 1];
  const slot0 = hd && H[hd - (H[code + CODE.SIZES] & 0xffff)];
  return hd && (H[code + CODE.ARGS] >> 24) & FLAG.NAMES ? slot0 : currentGlobals();
};

const [q_sep, q_end, q_file, q_key, q_default] = Qs('sep end file key default');
const printFunction = (n: number, nkw: number, a: number): number => {
  const kw = (name: number) => {
    const v = keyword(nkw, a + n, name);
    return v === T.NONE ? 0 : v;
  };
  for (let i = a + n; i < a + n + 2 * nkw; i += 2)
    if (![q_sep, q_end, q_file].includes(H[i])) extraKeywords();
  const mark = wn;
  const out = kw(q_file) || H[R.STDOUT];
  const between = (name: number, none: number) => {
    const v = kw(name);
    if (v) putLatin(latin(strArg(v)));
    else putByte(none);
  };
  const flush = () => {
    writeTo(out, mark);
    rewind(mark);
  };
  for (let i = 0; i < n; i++) {
    if (i) between(q_sep, 32);
    print(H[a + i], false);
    // A user's stream gets each piece by itself.
    if (isUser(typeOf(out))) flush();
  }
  between(q_end, 10);
  flush();
  return T.NONE;
};

const extreme = (op: number) => (n: number, nkw: number, a: number) => {
  const key = keyword(nkw, a + n, q_key) || T.NONE;
  if (!n) argCount(n, 1, 1);
  const top = H[R.TOP];
  H[top] = H[top + 1] = 0;
  H[R.TOP] = top + 2;
  const see = (v: number) => {
    const k = key === T.NONE ? v : callN(key, v);
    if (!H[top] || truth(binaryOp(op, k, H[top + 1]))) {
      H[top] = v;
      H[top + 1] = k;
    }
  };
  if (n < 2) forEach(H[a], see);
  else for (let i = 0; i < n; i++) see(H[a + i]);
  H[R.TOP] = top;
  return H[top] || keyword(nkw, a + n, q_default) || valueError('arg is an empty sequence');
};

const [q_dir, q_round] = Qs('__dir__ __round__');
const directory = (v: number): number => {
  const found = new Set<number>();
  const fromMap = (m: number) => {
    for (const at of map.entries(m)) found.add(H[at]);
  };
  const add = (_v: number, q: number) => found.add(q);
  const fromType = (t: number): void => {
    if (isUser(t)) {
      fromMap(H[t + 3] + 1);
      basesOf(t).forEach(fromType);
    } else for (; t; t = bases[t >> 3]) locals[t >> 3].forEach(add);
  };
  const t = v && typeOf(v);
  if (!v) fromMap(currentGlobals() + 1);
  else if (userMethod(v, q_dir)) return listOf(callMethod0());
  else if (t === T.MODULE)
    if (v & 3) moduleTables[v >> 3].forEach(add);
    else fromMap(H[v + 1] + 1);
  else if (t === T.TYPE) fromType(v);
  else {
    if (isUser(t)) fromMap(v + 1);
    fromType(t);
  }
  const l = newList(0);
  found.forEach((q) => listAppend(l, q));
  return l;
};

const [q_string, q_eval, q_exec, q_single] = Qs('<string> eval exec single');
const sourceOf = (v: number): Uint8Array => {
  getBuffer(v);
  return B.slice(BUF.at_, BUF.at_ + BUF.n_);
};
const dictArg = (v: number) => (isDict(v) ? unwrap(v) : wrongType());
const evaluate = (source: number, globals: number, locals: number, mode: number): number => {
  const g = globals && globals !== T.NONE ? dictArg(globals) : currentGlobals();
  const l = locals && locals !== T.NONE ? dictArg(locals) : globals ? g : currentLocals();
  const code = isHeap(source, -T.CODE) ? source : compile(sourceOf(source), q_string, mode);
  keep(code);
  return runCode(code, g, l);
};

/** Is t one of these classes (in tuples, too) or below one? */
const matches = (t: number, classes: number): boolean => {
  if (isTuple(classes)) {
    for (let i = H[classes + 1]; i; i--) if (matches(t, H[classes + 1 + i])) return true;
    return false;
  }
  if (!isType(classes)) typeError('issubclass() arg 2 must be a class or a tuple of classes');
  return isSubclass(t, classes);
};

const based =
  (base: number, prefix: string): Native =>
  (v) => {
    const u = unwrap(v);
    if (!isInt(u)) noConversion(v, 'int');
    return str(
      toBig(u)
        .toString(base)
        .replace(/^-?/, '$&' + prefix),
    );
  };
/** The nearest whole number, the even one of two. */
const nearest = (x: number) => {
  const f = Math.floor(x);
  return x - f < 0.5 || (x - f === 0.5 && f % 2 === 0) ? f : f + 1;
};
const round = (v: number, digits: number): number => {
  const d = digits && digits !== T.NONE ? intArg(digits) : 0;
  if (isInt(v)) {
    if (d >= 0) return unaryOp(22, v);
    const m = 10n ** BigInt(-d);
    const b = toBig(v);
    const r = ((b % m) + m) % m;
    const down = r * 2n < m || (r * 2n === m && ((b - r) / m) % 2n === 0n);
    return newBig(b - r + (down ? 0n : m));
  }
  if (typeOf(v) !== T.FLOAT) return userMethod(v, q_round) ? callMethod0() : noConversion(v, 'float');
  const x = real(v);
  if (!digits || digits === T.NONE) return floatToInt(Number.isFinite(x) ? nearest(x) : x);
  // By decimal exponents, so that nothing is lost in a product.
  const whole = nearest(+(x + 'e' + d));
  return newFloat(
    Number.isFinite(whole) && whole === whole ? (d > 0 ? +(whole + 'e-' + d) : whole * 10 ** -d) : x,
  );
};
const attribute = (none: (found: number) => number) => (o: number, name: number, other: number) => {
  const get = () => tryAttr(o, intern(strArg(name)));
  return none(0) === 0 && !other
    ? loadAttr(o, intern(strArg(name)))
    : none(attempt(T.AttributeError, get, () => 0)) || other;
};
export const builtinsModule = module('builtins', {
  __build_class__: buildClass,
  Ellipsis: T.ELLIPSIS,
  NotImplemented: T.NOTIMPL,
  print$v: printFunction,
  len$1: (v) => newInt(len(v)),
  repr$1: (v) => strOf(v, true),
  abs$1: (v) => unaryOp(28, v),
  hash$1: (v) => newInt(hash(v)),
  id$1: (v) => newInt(v & 3 ? v : v * 4),
  chr$1: (v) => chr(intArg(v)),
  ord$1: (v) => small(ord(unwrap(v))),
  bin$1: based(2, '0b'),
  oct$1: based(8, '0o'),
  hex$1: based(16, '0x'),
  callable$1: (v) => bool(isCallable(v)),
  divmod$2: (x, y) => binaryOp(21, x, y),
  pow$23: (x, y, z) => (z && z !== T.NONE ? power3(x, y, z) : binaryOp(20, x, y)),
  round$12: round,
  all$1: (v) => bool(!some(v, (x) => !truth(x))),
  any$1: (v) => bool(some(v, truth)),
  max$v: extreme(1),
  min$v: extreme(0),
  sum$12: (v, start) => {
    const top = H[R.TOP];
    H[top] = start || 1;
    H[R.TOP] = top + 1;
    forEach(v, (x) => (H[top] = binaryOp(13, H[top], x)));
    H[R.TOP] = top;
    return H[top];
  },
  'sorted$1 - key reverse': (v, key, reverse) => {
    const l = listOf(v);
    keep(l);
    sortList(l, key, reverse);
    return l;
  },
  iter$12: (v, s) => (s ? callIterator(v, s) : getIter(v)),
  next$12: (it, none) => iterNext(it) || none || stopIteration(H[R.SAVED]),
  isinstance$2: (v, c) => bool(matches(typeOf(v), c)),
  issubclass$2: (t, c) => bool(matches(isType(t) ? t : typeError('issubclass() arg 1 must be a class'), c)),
  getattr$23: attribute((found) => found),
  hasattr$2: attribute((found) => bool(found !== 0)),
  setattr$3: (o, name, v) => (storeAttr(o, intern(strArg(name)), v), T.NONE),
  delattr$2: (o, name) => (storeAttr(o, intern(strArg(name)), 0), T.NONE),
  dir$01: directory,
  globals$0: currentGlobals,
  locals$0: currentLocals,
  eval$13: (source, globals, locals) => evaluate(source, globals, locals, q_eval),
  exec$13: (source, globals, locals) => evaluate(source, globals, locals, q_exec) && T.NONE,
  execfile$13: (file, globals, locals) => {
    const code = compile(readWhole(resolvePath(text(strArg(file)))), intern(file), q_exec);
    return evaluate(code, globals, locals, q_exec) && T.NONE;
  },
  compile$36: (source, file, mode) => {
    const m = intern(strArg(mode));
    if (![q_eval, q_exec, q_single].includes(m)) valueError('bad compile mode');
    return compile(sourceOf(source), intern(strArg(file)), m);
  },
  __import__$v: (n, _k, a) => {
    argCount(n, 1, 5);
    const level = n > 4 ? H[a + 4] : 1;
    const globals = n > 1 && level > 1 ? dictArg(H[a + 1]) : currentGlobals();
    if (level < 0) valueError();
    return importName(intern(strArg(H[a])), n > 3 ? H[a + 3] : T.NONE, level, globals);
  },
  __repl_print__$1: (v) => (v === T.NONE ? v : callN(builtinById(q_print), strOf(v, true))),
  input$01: (prompt) => {
    if (prompt) printTo(H[R.STDOUT], () => print(prompt, false));
    const s = readLine(H[R.STDIN], -1);
    return s ? str(s.replace(/\n$/, '')) : fail(T.EOFError);
  },
  'open$14 - mode - encoding': openFile,
  help$01: (v) =>
    printTo(H[R.STDOUT], () => {
      if (!v) return put('help(object)\n');
      put('object ');
      print(v, false);
      put(` is of type ${nameOf(v)}\n`);
      for (const q of all(directory(v))) {
        put(`  ${text(q)} -- `);
        print(tryAttr(v, q) || T.NONE, false);
        put('\n');
      }
    }),
});
const [q_print] = Qs('print');

/** Builtins by qstr; the program may add to them (`builtins.x = …`). */
const table = moduleTables[builtinsModule >> 3];
/** Once all are known: types under their names. */
export const nameTypes = (): void => {
  for (let t = T.STR as number; t <= T.ZeroDivisionError; t += t === LAST_NAMED ? FIRST_EXC - t : 8)
    if (t !== T.RAW) table.set(typeNames[t >> 3], t);
};
export const builtinById = (q: number) => (H[R.HOOK] && map.get(H[R.HOOK] + 1, q)) || (table.get(q) ?? 0);
