// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-constants-from ./bytecode.ts OP
// @inline-constants-from ./bytecode.ts CODE
// @inline-constants-from ./bytecode.ts FLAG
// @inline-scalars
// The eval loop and calls. Frames lie in the stack region: locals (the caller's arguments, where they are), three words
// (caller's frame, caller's ip << 4 | kind, function), then the value stack. A call or a generator met by the loop runs in
// it; only natives that call back nest it. Slow paths stand outside, so that the loop stays small enough to be optimised.
// Models py/vm.c, py/bc.c, py/objfun.c and py/objgenerator.c.
import { R, T } from './layout.ts';
import { H, B, F, alloc, keep, sizeOf, word, copy } from './heap.ts';
import { text, intern, Qs } from './qstr.ts';
import { OP, CODE, FLAG } from './bytecode.ts';
import * as map from './map.ts';
import {
  type,
  slots,
  functions,
  functionNames,
  minArgs,
  maxArgs,
  keywordNames,
  typeOf,
  isHeap,
  isStr,
  isException,
  isExcType,
  isType,
  bool,
  small,
  box,
  fail,
  typeError,
  valueError,
  newError,
  put,
  boxFloat,
  newTuple,
  tupleOf,
  addTraceback,
  nativeExc,
  truth,
  tooDeep,
  wn,
  rewind,
  argCount,
  address,
  isNot,
  attempt,
  isTuple,
  extraKeywords,
  givenTwice,
  unexpected,
  notException,
  DEEP,
} from './obj.ts';
import {
  M0,
  M1,
  classFind,
  callInstance,
  newInstance,
  loadAttr,
  tryAttr,
  loadMethod,
  storeAttr,
  isSubclass,
  initResult,
  className,
  q_init,
} from './objtype.ts';
import { newList, listAppend, listExtend, listOf, all, itemsOf, countOf } from './objlist.ts';
import { newDict, dictUpdate } from './objdict.ts';
import { newSet, setAdd, setUpdate } from './objset.ts';
import { warn } from './modio.ts';
import { newInt, toNumber } from './objint.ts';
import { binaryOp, unaryOp, subscr, getIter, iterNext, contains, exceptionMatch } from './runtime.ts';
import { importName, importFrom, importStar } from './import.ts';
import { builtinById, buildClass } from './builtins.ts';

/** Frame kinds: in the low bits of the saved ip. */
const METHOD = 1;
const ENTRY = 2;
const INIT = 3;
const FOR_GEN = 4;
const ENTRY_GEN = 5;

/** The watchdog's word; the loop reads element 0. */
let breaker: Int32Array = new Int32Array(4);
export const watch = (shared: Int32Array): void => {
  breaker = shared;
};
/** Thrown through everything when a stated limit is over. */
export const STOPPED = {};
const serve = (): void => {
  const bits = breaker[0];
  if (bits & 2) throw STOPPED;
  Atomics.and(breaker, 0, ~13);
  if (bits & 1) fail(T.KeyboardInterrupt);
};
export const pollBreaker = (): void => {
  if (breaker[0]) serve();
};

/** Deterministic costs: calls of Python functions, generator resumptions. */
export let calls = 0;
let nativeDepth = 0;
export const resetVm = (): void => {
  calls = nativeDepth = 0;
};

const codeStart = (code: number) => code * 4 + (H[code + CODE.START] & 0xffff);
/** Where the value stack of a frame ends: the next frame may begin there. */
const frameEnd = (hd: number, fun: number) => hd + 3 + (H[H[fun + 1] + CODE.SIZES] >>> 16);
const localCount = (fun: number) => H[H[fun + 1] + CODE.SIZES] & 0xffff;
const flagsOf = (fun: number) => H[H[fun + 1] + CODE.ARGS] >>> 24;

// ---- Calls. ----

/** Calls any object: arguments in H[a..a+n), then nkw pairs. */
export const call = (f: number, n: number, nkw: number, a: number): number => {
  const id = f >> 3;
  if ((f & 7) === 6 && functions[id]) {
    const native = functions[id];
    const most = maxArgs[id];
    if (most < 0) return native(n, nkw, a, f);
    if (n < minArgs[id] || n > most || nkw) return callKeywords(id, n, nkw, a);
    return native(n > 0 ? H[a] : 0, n > 1 ? H[a + 1] : 0, n > 2 ? H[a + 2] : 0, n > 3 ? H[a + 3] : 0);
  }
  if (isHeap(f, -T.FUN)) return callFun(f, n, nkw, a);
  if (!(f & 3) && H[f] > 0) return callInstance(f, n, nkw, a);
  if (isType(f) && f & 3) typeError(`can't create '${text(className(f))}' instances`);
  const s = slots[typeOf(f) >> 3].call_;
  return s ? s(f, n, nkw, a) : isNot(f, 'callable');
};
/** Keywords go to the places that the function's table names for them. */
const callKeywords = (id: number, n: number, nkw: number, a: number): number => {
  const names = keywordNames[id];
  const args = [0, 0, 0, 0];
  if (n > maxArgs[id] || !nkw) argCount(n, minArgs[id], maxArgs[id]);
  for (let i = 0; i < n; i++) args[i] = H[a + i];
  for (let at = a + n; at < a + n + 2 * nkw; at += 2) {
    if (!names) typeError("function doesn't take keyword arguments");
    const i = names!.indexOf(H[at]);
    if (i < 0) extraKeywords();
    args[i] = H[at + 1];
  }
  if (args.indexOf(0) >>> 0 < minArgs[id]) argCount(n, minArgs[id], maxArgs[id]);
  return functions[id](...args);
};

/** Calls with arguments given by the host. */
export const callN = (f: number, ...args: number[]): number => {
  const top = H[R.TOP];
  const n = args.length;
  if (top + n > H[R.STACK_HI]) tooDeep();
  for (let i = 0; i < n; i++) H[top + i] = args[i];
  H[R.TOP] = top + n;
  const r = call(f, n, 0, top);
  H[R.TOP] = top;
  return r;
};

/** Runs a frame nested in the host's stack; `bp` is free again behind it. */
const nest = (hd: number, kind: number, ip: number, sp: number, thrown: number, bp: number): number => {
  const cur = H[R.CUR];
  H[hd] = cur;
  H[hd + 1] = kind;
  H[R.CUR] = hd;
  const r = run(hd, ip, sp, thrown);
  H[R.TOP] = bp;
  H[R.CUR] = cur;
  return r;
};
/** A Python function, called by a native: its frame nests the loop. */
const callFun = (f: number, n: number, nkw: number, a: number): number => {
  const bp = H[R.TOP];
  const total = n + 2 * nkw;
  if (bp + total > H[R.STACK_HI]) tooDeep();
  copy(bp, a, total);
  const hd = enter(f, bp, n, nkw);
  if (!(flagsOf(f) & FLAG.GENERATOR)) return nest(hd, ENTRY, codeStart(H[f + 1]), hd + 2, 0, bp);
  const g = newGenerator(f, bp, hd);
  H[R.TOP] = bp;
  return g;
};

/** Runs a code object whose names live in a dict (module, class body, exec); globals may be another one. */
export const runCode = (code: number, globals: number, locals: number) =>
  runBody(box(-T.FUN, code, globals), locals);
export const runBody = (fun: number, locals: number): number => {
  const bp = H[R.TOP];
  const hd = enter(fun, bp, 0, 0);
  H[bp] = locals;
  return nest(hd, ENTRY, codeStart(H[fun + 1]), hd + 2, 0, bp);
};

/** Makes the frame whose arguments lie at bp; answers its header. */
const enter = (fun: number, bp: number, n: number, nkw: number): number => {
  const code = H[fun + 1];
  const hd = bp + localCount(fun);
  const top = frameEnd(hd, fun);
  if (top > H[R.STACK_HI]) tooDeep();
  if (H[code + CODE.ARGS] === n && !nkw) clear(bp + n, hd);
  else bindArgs(fun, code, bp, n, nkw);
  H[hd + 2] = fun;
  H[R.TOP] = top;
  calls++;
  return hd;
};

const clear = (from: number, to: number): void => {
  while (from < to) H[from++] = 0;
};
/** Puts arguments into the slots of their parameters. */
const bindArgs = (fun: number, code: number, bp: number, n: number, nkw: number): void => {
  const info = H[code + CODE.ARGS];
  const npos = info & 255;
  const named = npos + ((info >> 8) & 255);
  const ndef = (info >> 16) & 255;
  const flags = info >>> 24;
  const nameAt = (i: number) => (word(codeStart(code) - 2 * (named - i)) << 3) | 2;
  const hd = bp + localCount(fun);
  H[R.TOP] = Math.max(H[R.TOP], bp + n + 2 * nkw);
  if (n > npos && !(flags & FLAG.VARARGS))
    typeError(`function takes ${npos} positional arguments but ${n} were given`);
  const rest = flags & FLAG.VARARGS ? newTuple(Math.max(0, n - npos), bp + npos) : 0;
  const dict = flags & FLAG.VARKW ? newDict() : 0;
  const given = nkw ? [...H.subarray(bp + n, bp + n + 2 * nkw)] : [];
  clear(bp + Math.min(n, npos), hd);
  // From here on nothing is allocated before all arguments are in place, but for entries of the dict.
  given.forEach(keep);
  for (let i = 0; i < given.length; i += 2) {
    const name = given[i];
    let slot = 0;
    while (slot < named && nameAt(slot) !== name) slot++;
    if (slot < named) {
      if (H[bp + slot]) givenTwice(name);
      H[bp + slot] = given[i + 1];
    } else if (dict) map.set(dict + 1, name, given[i + 1]);
    else unexpected(name);
  }
  for (let i = 0; i < named; i++) {
    if (H[bp + i]) continue;
    const k = i - npos + ndef;
    if (i < npos) {
      if (k < 0)
        typeError(
          nkw || named > npos || flags
            ? `function missing required positional argument #${i + 1}`
            : `function missing ${npos - ndef - n} required positional arguments`,
        );
      H[bp + i] = H[fun + 3 + k];
    } else if (!(flags & FLAG.KWDEFS) || !(H[bp + i] = map.get(H[fun + 3 + ndef] + 1, nameAt(i))))
      typeError(`function missing required keyword argument '${text(nameAt(i))}'`);
  }
  let slot = bp + named;
  if (rest) H[slot++] = rest;
  if (dict) H[slot] = dict;
  if (flags & FLAG.CLOSED) {
    const frees = H[code + CODE.START] >>> 16;
    const cells = fun + 3 + ndef + (flags & FLAG.KWDEFS ? 1 : 0);
    copy(hd - frees, cells, frees);
  }
};

/** Words of a function behind the first three: defaults, dict of keyword defaults, cells. */
const extraOf = (code: number) => {
  const info = H[code + CODE.ARGS];
  return ((info >> 16) & 255) + ((info >>> 24) & FLAG.KWDEFS ? 1 : 0) + (H[code + CODE.START] >>> 16);
};
const makeFunction = (code: number, globals: number, sp: number): number => {
  const extra = extraOf(code);
  const f = alloc(3 + extra);
  H[f] = -T.FUN;
  H[f + 1] = code;
  H[f + 2] = globals;
  copy(f + 3, sp - extra + 1, extra);
  return f;
};

// ---- Generators: header, function, ip (0 finished, -1 running), depth, pended exception; then locals and stack. ----

const newGenerator = (fun: number, bp: number, hd: number): number => {
  const code = H[fun + 1];
  // The frame is not entered: its words stay roots until they are copied.
  const g = alloc(5 + hd - bp + (H[code + CODE.SIZES] >>> 16));
  H[g] = -T.GEN;
  H[g + 1] = fun;
  H[g + 2] = codeStart(code);
  copy(g + 5, bp, hd - bp);
  return g;
};

/** Copies a generator's frame behind the stack top; answers the header of the new frame. */
const thaw = (g: number, at: number): number => {
  const fun = H[g + 1];
  const n = localCount(fun);
  const bp = at + 1;
  const hd = bp + n;
  const top = frameEnd(hd, fun);
  if (top > H[R.STACK_HI]) tooDeep();
  H[at] = g;
  copy(bp, g + 5, n);
  copy(hd + 3, g + 5 + n, H[g + 3]);
  H[hd + 2] = fun;
  H[R.TOP] = top;
  calls++;
  return hd;
};
const freeze = (g: number, bp: number, hd: number, sp: number, ip: number): void => {
  const n = hd - bp;
  const depth = sp - hd - 2;
  H[g + 2] = ip;
  H[g + 3] = depth;
  copy(g + 5, bp, n);
  copy(g + 5 + n, hd + 3, depth);
};

const executing = () => valueError('generator already executing');
/** Runs a generator to its next yield (YIELDED is 1 then) or its end, with a value sent or an exception thrown in. */
const resume = (g: number, send: number, thrown: number): number => {
  const ip = H[g + 2];
  H[R.YIELDED] = 0;
  if (ip < 0) executing();
  if (!ip) {
    if (thrown) throw makeException(thrown);
    return T.NONE;
  }
  const fresh = ip === codeStart(H[H[g + 1] + 1]);
  if (H[g + 4]) {
    thrown = makeException(H[g + 4]);
    H[g + 4] = 0;
  }
  if (fresh && send !== T.NONE && !thrown) typeError("can't send non-None value to a just-started generator");
  const at = H[R.TOP];
  const hd = thaw(g, at);
  H[g + 2] = -1;
  let sp = hd + 2 + H[g + 3];
  if (!fresh) H[++sp] = send;
  return nest(hd, ENTRY_GEN, ip, sp, thrown, at);
};
/** The value yielded, or 0 at the end with the returned value in SAVED. */
const step = (g: number, send: number, thrown = 0): number => {
  const r = resume(g, send, thrown);
  if (H[R.YIELDED]) return r;
  H[R.SAVED] = r;
  return 0;
};
const orStop = (r: number): number => r || stopIteration(H[R.SAVED]);
export function stopIteration(value: number): never {
  throw box(-T.StopIteration, tupleOf(...(value && value !== T.NONE ? [value] : [])));
}
/** Of a StopIteration: its value goes to SAVED; 0 as the end of an iteration. */
export const stopValue = (e: number): number => {
  const args = H[nativeExc(e) + 1];
  H[R.SAVED] = H[args + 1] > 0 ? H[args + 2] : T.NONE;
  return 0;
};

/** An exception from what throw() was given: a type is called. */
const makeException = (t: number, value = 0): number => {
  if (isType(t) && isExcType(t)) {
    if (value && value !== T.NONE) t = isException(value) ? value : callN(t, value);
    else t = callN(t);
  }
  return isException(t) ? t : notException();
};
const generatorClose = (g: number): number => {
  const end = () => T.NONE;
  if (!H[g + 2]) return T.NONE;
  const r = attempt(
    T.GeneratorExit,
    () => attempt(T.StopIteration, () => step(g, T.NONE, newError(T.GeneratorExit)), end),
    end,
  );
  return r && H[R.YIELDED] ? fail(T.RuntimeError, 'generator ignored GeneratorExit') : T.NONE;
};
const [q_name, q_send, q_throw, q_close, q_globals, q_code] = Qs(
  '__name__ send throw close __globals__ __code__',
);
type(
  T.GEN,
  'generator',
  0,
  {
    next_: (g) => step(g, T.NONE),
    print_: (v) => put(`<generator object '${text(funName(H[v + 1]))}' at ${address(v)}>`),
    attr_: (v, name) => (name === q_name ? funName(H[v + 1]) : 0),
  },
  {
    __next__$1: (g) => orStop(step(g, T.NONE)),
    send$2: (g, v) => orStop(step(g, v)),
    // As it was given: a sub-iterator's throw() gets it so.
    throw$24: (g, t, v) => orStop(step(g, T.NONE, v && v !== T.NONE ? makeException(t, v) : t)),
    close$1: generatorClose,
    pend_throw$2: (g, exc) => {
      if (H[g + 2] < 0) executing();
      const before = H[g + 4] || T.NONE;
      H[g + 4] = exc === T.NONE ? 0 : exc;
      return before;
    },
  },
);

/** `yield from`: the value yielded, or 0 with SAVED. */
const delegate = (it: number, send: number): number => {
  if (isHeap(it, -T.GEN)) return step(it, send);
  return attempt(
    T.StopIteration,
    () => (send === T.NONE ? iterNext(it) : callN(loadAttr(it, q_send), send)),
    stopValue,
  );
};
/** An exception thrown into a generator that waits in `yield from`. Answers as `delegate`. */
const delegateThrow = (it: number, exc: number): number => {
  const isExit = isSubclass(isType(exc) ? exc : typeOf(exc), T.GeneratorExit);
  if (isHeap(it, -T.GEN)) {
    if (!isExit) return step(it, T.NONE, exc);
    generatorClose(it);
    throw makeException(exc);
  }
  const m = tryAttr(it, isExit ? q_close : q_throw);
  if (m && !isExit) return attempt(T.StopIteration, () => callN(m, exc), stopValue);
  if (m) callN(m);
  throw makeException(exc);
};

// ---- Functions and code as objects. ----

const funName = (f: number) => ((H[H[f + 1] + CODE.NAME] & 0xffff) << 3) | 2;
type(T.FUN, 'function', 0, {
  call_: callFun,
  print_: (v) => put(`<function ${text(funName(v))} at ${address(v)}>`),
  attr_: (v, name) =>
    name === q_name ? funName(v) : name === q_globals ? H[v + 2] : name === q_code ? H[v + 1] : 0,
});
type(T.BUILTIN, 'function', 0, {
  call_: call,
  print_: () => put('<function>'),
  attr_: (v, name) => (name === q_name ? functionNames[v >> 3] : 0),
});
type(T.CODE, 'code', 0, {});

// ---- Exceptions. ----

/** File and line of a byte address inside a code object. */
export const lineOf = (code: number, ip: number): number => {
  let at = code * 4 + H[code + CODE.EXC];
  at += 2 + word(at) * 7;
  let line = word(at);
  let pos = codeStart(code);
  at += 2;
  // The table ends with the block: zero bytes add nothing.
  for (const end = code * 4 + sizeOf(code); at < end;) {
    const b = B[at++];
    let d = b >> 4;
    if (b & 128) {
      d = B[at++];
      if (d === 255) {
        d = (B[at] << 8) | B[at + 1];
        at += 2;
      }
    }
    pos += b & (b & 128 ? 127 : 15);
    if (!b || pos > ip) break;
    line = (line + d) & 0xffff;
  }
  return line;
};

/** Byte address of the handler for an exception at ip, or 0; its depth goes to `handlerDepth`. */
let handlerDepth = 0;
const findHandler = (code: number, ip: number): number => {
  const start = codeStart(code);
  let at = code * 4 + H[code + CODE.EXC];
  for (let n = word(at); n--; at += 7)
    if (ip - start >= word(at + 2) && ip - start < word(at + 4)) {
      handlerDepth = B[at + 8];
      return start + word(at + 6);
    }
  return 0;
};
const traceHere = (exc: number, fun: number, ip: number): void => {
  const code = H[fun + 1];
  const name = H[code + CODE.NAME];
  addTraceback(exc, ((name >>> 16) << 3) | 2, lineOf(code, ip), ((name & 0xffff) << 3) | 2);
};

/** A host error as a Python exception; faults of ours go on. */
export const asException = (e: unknown): number => {
  if (typeof e === 'number') return e;
  if (e instanceof RangeError && /call stack/.test(e.message)) return newError(T.RuntimeError, DEEP);
  throw e;
};

// ---- Slow paths of the loop. ----

function nameError(q: number): never {
  return fail(T.NameError, `name '${text(q)}' isn't defined`);
}
/** A name in locals, globals or among the builtins. */
const loadName = (locals: number, globals: number, q: number): number => {
  const at = (locals && map.find(locals + 1, q)) || map.find(globals + 1, q);
  return at ? H[at + 1] : builtinById(q) || nameError(q);
};
function unbound(): never {
  return fail(T.NameError, 'local variable referenced before assignment');
}
const deleteName = (dict: number, q: number): void => {
  if (!map.remove(dict + 1, q)) nameError(q);
};

/** Unpacks a sequence to the stack, last item deepest. */
const unpack = (v: number, n: number, sp: number): void => {
  const few = (len: number) => valueError(`need more than ${len} values to unpack`);
  const many = () => valueError(`too many values to unpack (expected ${n})`);
  if (isHeap(v, -T.LIST) || isTuple(v)) {
    const len = countOf(v);
    if (len < n) few(len);
    if (len > n) many();
    for (let i = 0; i < n; i++) H[sp + n - 1 - i] = H[itemsOf(v) + i];
    return;
  }
  const it = getIter(v);
  keep(it);
  for (let i = 0; i < n; i++) {
    const x = iterNext(it);
    keep(x);
    H[sp + n - 1 - i] = x || few(i);
  }
  if (iterNext(it)) many();
};
const unpackEx = (v: number, before: number, after: number, sp: number): void => {
  const l = listOf(v);
  const len = H[l + 2];
  if (len < before + after) valueError(`need more than ${len} values to unpack`);
  const middle = newList(0);
  all(l).forEach((x, i) => {
    if (i < before) H[sp + before + after - i] = x;
    else if (i < len - after) listAppend(middle, x);
    else H[sp + len - 1 - i] = x;
  });
  H[sp + after] = middle;
};

const stringKey = (key: number) => (isStr(key) ? intern(key) : typeError('keywords must be strings'));
/** f(*list, **dict): spreads them behind the stack and calls. */
const callVar = (f: number, list: number, dict: number): number => {
  const n = H[list + 2];
  const top = H[R.TOP];
  const nkw = H[dict + 1] >> 1;
  let at = top + n;
  if (at + 2 * nkw > H[R.STACK_HI]) tooDeep();
  copy(top, H[list + 3], n);
  if (nkw)
    for (const e of map.entries(dict + 1)) {
      H[at] = stringKey(H[e]);
      H[at + 1] = H[e + 1];
      H[R.TOP] = at += 2;
    }
  H[R.TOP] = at;
  const r = call(f, n, nkw, top);
  H[R.TOP] = top;
  return r;
};

/** Keywords given by ** must not repeat ones given before. */
const updateKeywords = (dict: number, from: number): void => {
  const more = newDict();
  dictUpdate(more, from);
  for (const at of map.entries(more + 1)) {
    const key = stringKey(H[at]);
    if (map.find(dict + 1, key)) givenTwice(key);
    map.set(dict + 1, key, H[at + 1]);
  }
};

const [q_enter, q_exit, q_await, q_range, q_new, q_import] = Qs(
  '__enter__ __exit__ __await__ range __new__ __import__',
);
const withEnter = (ctx: number, sp: number): number => {
  loadMethod(ctx, q_exit);
  H[sp] = M0;
  H[sp + 1] = M1;
  keep(ctx);
  keep(M0);
  return callN(loadAttr(ctx, q_enter));
};
/** Calls an exit method with what the token at sp says. */
const callExit = (m: number, self: number, sp: number): number => {
  const token = H[sp];
  const [t, v] = token & 3 ? [T.NONE, T.NONE] : [typeOf(token), token];
  return callN(m, ...(self ? [self] : []), t, v, T.NONE);
};
/** An exception is swallowed when the exit method says so. */
const swallow = (r: number, sp: number): void => {
  if (!(H[sp] & 3) && truth(r)) H[sp] = T.NONE;
};
const getAwait = (v: number): number => {
  const m = isHeap(v, -T.GEN) ? 0 : tryAttr(v, q_await);
  return getIter(m ? callN(m) : v);
};

/** start, end, step in H[sp-2..sp]: small ints stay, anything else becomes an iterator over a range object. */
const rangePrepare = (sp: number): void => {
  let plain = true;
  for (let i = sp - 2; i <= sp; i++) {
    if (H[i] === T.TRUE || H[i] === T.FALSE) H[i] = small(toNumber(H[i]));
    if (!(H[i] & 1) || Math.abs(H[i]) > 1 << 29) plain = false;
  }
  if (plain) return;
  const r = call(builtinById(q_range), 3, 0, sp - 2);
  H[sp - 2] = getIter(r);
  H[sp - 1] = T.STOP;
};

/** The __init__ of a class that needs nothing but a plain instance, or 0. */
const plainInit = (cls: number): number => {
  if (H[cls + 4] || classFind(cls, q_new)) return 0;
  const init = classFind(cls, q_init);
  return isHeap(init, -T.FUN) && !(flagsOf(init) & FLAG.GENERATOR) ? init : 0;
};

/** An __import__ that the program has put into builtins goes first. */
const importHooked = (name: number, fromlist: number, level: number, globals: number): number => {
  const own = H[R.HOOK] && map.get(H[R.HOOK] + 1, q_import);
  return own
    ? callN(own, name, globals, T.NONE, fromlist, level)
    : importName(name, fromlist, level, globals);
};

/** + - * where the sides are not both small ints, or the result is none. */
const arithmetic = (op: number, x: number, y: number): number => {
  const inplace = op > 0xc7;
  op &= 15;
  if (x & 3 || y & 3 || H[x] !== -T.FLOAT || H[y] !== -T.FLOAT) return binaryOp(op, x, y, inplace);
  const a = F[(x >> 1) + 1];
  const b = F[(y >> 1) + 1];
  F[R.SCRATCH >> 1] = op < 14 ? a + b : op < 15 ? a - b : a * b;
  return boxFloat();
};

// ---- The loop. ----

/**
 * Runs from ip in the frame at hd until that frame returns or yields. `inject` is thrown at ip first. The value stack
 * holds its top at sp.
 */
function run(hd: number, ip: number, sp: number, inject: number): number {
  const h = H;
  const b = B;
  const word = breaker;
  const tp = h[R.TP];
  const scratch = wn;
  let fun = h[hd + 2];
  let bp = hd - localCount(fun);
  let op = 0;
  let arg = 0;
  if (++nativeDepth > 100) {
    nativeDepth--;
    h[R.CUR] = h[hd];
    tooDeep();
  }
  for (;;) {
    let exc = 0;
    // What leaves the frame, and where a generator goes on; or the function that is entered, with its arguments.
    let v = 0;
    let again = 0;
    let callee = 0;
    let base = 0;
    let n = 0;
    let kind = 0;
    try {
      if (inject) {
        const e = inject;
        inject = 0;
        if (b[ip] !== OP.YIELD_FROM) throw makeException(e);
        // The sub-iterator takes it; it lies below the value that would have been sent.
        v = delegateThrow(h[sp - 1], e);
        if (v) {
          h[sp] = T.NONE;
          freeze(h[bp - 1], bp, hd, sp - 1, ip);
          nativeDepth--;
          h[R.YIELDED] = 1;
          h[R.TP] = tp;
          keep(v);
          return v;
        }
        h[--sp] = h[R.SAVED];
        ip++;
      }
      // One loop alone: an inner one would be optimised by itself, and left for the interpreter at every call.
      exec: for (;;) {
        tail: {
          op = b[ip++];
          if (op >= 0x40 && op < 0x90) {
            if (op >= 0x80) {
              arg = ((b[ip] << 24) >> 16) | b[ip + 1];
              ip += 2;
            } else {
              arg = b[ip++];
              if (arg > 127) {
                arg &= 127;
                let more = 0;
                do {
                  more = b[ip++];
                  arg = (arg << 7) | (more & 127);
                } while (more > 127);
              }
            }
          }
          switch (op) {
            case OP.LOAD_NULL:
              h[++sp] = 0;
              break;
            case OP.DUP_TOP:
              h[sp + 1] = h[sp];
              sp++;
              break;
            case OP.DUP_TOP_TWO:
              h[sp + 1] = h[sp - 1];
              h[sp + 2] = h[sp];
              sp += 2;
              break;
            case OP.POP_TOP:
              sp--;
              break;
            case OP.ROT_TWO: {
              const t = h[sp];
              h[sp] = h[sp - 1];
              h[sp - 1] = t;
              break;
            }
            case OP.ROT_THREE: {
              const t = h[sp];
              h[sp] = h[sp - 1];
              h[sp - 1] = h[sp - 2];
              h[sp - 2] = t;
              break;
            }
            case OP.LOAD_SUBSCR: {
              const o = h[sp - 1];
              const i = h[sp];
              sp--;
              if (i & 1 && !(o & 3) && h[o] === -T.LIST && i > 0 && i >> 1 < h[o + 2]) {
                h[sp] = h[h[o + 3] + (i >> 1)];
                break;
              }
              h[sp] = subscr(o, i, T.STOP);
              break;
            }
            case OP.STORE_SUBSCR: {
              const o = h[sp - 1];
              const i = h[sp];
              if (i & 1 && !(o & 3) && h[o] === -T.LIST && i > 0 && i >> 1 < h[o + 2])
                h[h[o + 3] + (i >> 1)] = h[sp - 2];
              else subscr(o, i, h[sp - 2]);
              sp -= 3;
              break;
            }
            case OP.DELETE_SUBSCR:
              subscr(h[sp - 1], h[sp], 0);
              sp -= 2;
              break;
            case OP.RETURN_VALUE:
              v = h[sp];
              again = 0;
              break tail;
            case OP.YIELD_VALUE:
              v = h[sp];
              again = ip;
              break tail;
            case OP.YIELD_FROM:
              v = delegate(h[sp - 1], h[sp]);
              if (v) {
                // Yield, and come back to this instruction with the value sent.
                again = ip - 1;
                break tail;
              }
              h[--sp] = h[R.SAVED];
              break;
            case OP.GET_ITER:
              h[sp] = getIter(h[sp]);
              break;
            case OP.RAISE_LAST: {
              const e = h[sp--];
              if (e & 3) fail(T.RuntimeError, 'no active exception to reraise');
              exc = e;
              break exec;
            }
            case OP.RAISE_FROM:
              if (h[sp--] !== T.NONE) warn('exception chaining not supported');
            // falls through
            case OP.RAISE_OBJ:
              exc = makeException(h[sp]);
              break exec;
            case OP.END_FINALLY: {
              const token = h[sp];
              if (token === T.NONE) sp -= 2;
              else if (token & 1) {
                sp--;
                ip = token >> 1;
              } else {
                exc = token;
                break exec;
              }
              break;
            }
            case OP.WITH_ENTER: {
              const r = withEnter(h[sp], sp);
              sp += 2;
              h[sp] = r;
              break;
            }
            case OP.WITH_EXIT:
              swallow(callExit(h[sp - 3], h[sp - 2], sp), sp);
              break;
            case OP.AEXIT:
              h[sp + 1] = callExit(h[sp - 2], 0, sp);
              sp++;
              break;
            case OP.AEXIT_END:
              sp--;
              swallow(h[sp + 1], sp);
              break;
            case OP.GET_AWAIT:
              h[sp] = getAwait(h[sp]);
              break;
            case OP.IMPORT_STAR:
              importStar(h[sp--], h[bp]);
              break;
            case OP.LOAD_BUILD_CLASS:
              h[++sp] = buildClass;
              break;
            case OP.NOT: {
              const v = h[sp];
              h[sp] = v === T.TRUE ? T.FALSE : v === T.FALSE ? T.TRUE : bool(!truth(v));
              break;
            }
            case OP.POS:
            case OP.NEG:
            case OP.INVERT: {
              const v = h[sp];
              if (op === OP.NEG && v & 1 && v !== -0x7fffffff) h[sp] = 2 - v;
              else h[sp] = unaryOp(op - OP.POS + 22, v);
              break;
            }
            case OP.EXC_MATCH:
              sp--;
              h[sp] = bool(exceptionMatch(h[sp], h[sp + 1]));
              break;
            case OP.LOAD_LOCALS:
              h[++sp] = h[bp];
              break;
            case OP.RANGE_PREP:
              rangePrepare(sp);
              break;

            case OP.LOAD_INT:
              h[++sp] = arg & 1 ? -arg : arg + 1;
              break;
            case OP.LOAD_STR:
              h[++sp] = (arg << 3) | 2;
              break;
            case OP.LOAD_CONST:
              h[++sp] = h[h[fun + 1] + CODE.CONSTS + arg];
              break;
            case OP.LOAD_STATIC:
              h[++sp] = (arg << 3) | 6;
              break;
            case OP.LOAD_FAST: {
              h[sp + 1] = h[bp + arg] || unbound();
              sp++;
              break;
            }
            case OP.STORE_FAST:
              h[bp + arg] = h[sp--];
              break;
            case OP.DELETE_FAST:
              if (!h[bp + arg]) unbound();
              h[bp + arg] = 0;
              break;
            case OP.LOAD_DEREF: {
              const v = h[h[bp + arg] + 1];
              if (!v) unbound();
              h[++sp] = v;
              break;
            }
            case OP.STORE_DEREF:
              h[h[bp + arg] + 1] = h[sp--];
              break;
            case OP.DELETE_DEREF:
              if (!h[h[bp + arg] + 1]) unbound();
              h[h[bp + arg] + 1] = 0;
              break;
            case OP.LOAD_CELL:
              h[++sp] = h[bp + arg];
              break;
            case OP.MAKE_CELL:
              h[bp + arg] = box(-T.CELL, h[bp + arg]);
              break;
            case OP.LOAD_NAME:
              h[sp + 1] = loadName(h[bp], h[fun + 2], (arg << 3) | 2);
              sp++;
              break;
            case OP.STORE_NAME:
            case OP.STORE_GLOBAL:
              map.set((op === OP.STORE_NAME ? h[bp] : h[fun + 2]) + 1, (arg << 3) | 2, h[sp]);
              sp--;
              break;
            case OP.DELETE_NAME:
            case OP.DELETE_GLOBAL:
              deleteName(op === OP.DELETE_NAME ? h[bp] : h[fun + 2], (arg << 3) | 2);
              break;
            case OP.LOAD_GLOBAL:
              h[sp + 1] = loadName(0, h[fun + 2], (arg << 3) | 2);
              sp++;
              break;
            case OP.LOAD_ATTR: {
              const o = h[sp];
              const q = (arg << 3) | 2;
              if (!(o & 3) && h[o] > 0) {
                const at = map.find(o + 1, q);
                if (at) {
                  h[sp] = h[at + 1];
                  break;
                }
              }
              h[sp] = loadAttr(o, q);
              break;
            }
            case OP.STORE_ATTR: {
              storeAttr(h[sp], (arg << 3) | 2, h[sp - 1]);
              sp -= 2;
              break;
            }
            case OP.DELETE_ATTR:
              storeAttr(h[sp], (arg << 3) | 2, 0);
              sp--;
              break;
            case OP.LOAD_METHOD:
              loadMethod(h[sp], (arg << 3) | 2);
              h[sp] = M0;
              h[++sp] = M1;
              break;
            case OP.BUILD_TUPLE: {
              if (arg >= 1 << 20) {
                const l = h[sp];
                h[sp] = newTuple(h[l + 2], h[l + 3]);
                break;
              }
              const v = newTuple(arg, sp - arg + 1);
              sp -= arg - 1;
              h[sp] = v;
              break;
            }
            case OP.BUILD_LIST: {
              const l = newList(arg);
              sp -= arg - 1;
              for (let i = 0; i < arg; i++) h[h[l + 3] + i] = h[sp + i];
              h[sp] = l;
              break;
            }
            case OP.BUILD_MAP:
              h[++sp] = newDict(arg);
              break;
            case OP.BUILD_SET: {
              const s = newSet(-T.SET);
              keep(s);
              for (let i = 0; i < arg; i++) setAdd(s, h[sp - arg + 1 + i]);
              sp -= arg - 1;
              h[sp] = s;
              break;
            }
            case OP.BUILD_SLICE: {
              const s = box(-T.SLICE, h[sp - 2], h[sp - 1], h[sp]);
              sp -= 2;
              h[sp] = s;
              break;
            }
            case OP.LIST_APPEND: {
              const l = h[sp - 1 - arg];
              const n = h[l + 2];
              if (n < h[l + 1]) {
                h[h[l + 3] + n] = h[sp];
                h[l + 2] = n + 1;
              } else listAppend(l, h[sp]);
              sp--;
              break;
            }
            case OP.LIST_EXTEND:
              listExtend(h[sp - 1 - arg], h[sp]);
              sp--;
              break;
            case OP.MAP_ADD:
              map.set(h[sp - 2 - arg] + 1, h[sp], h[sp - 1]);
              sp -= 2;
              break;
            case OP.MAP_UPDATE:
              if (arg === 1) updateKeywords(h[sp - 1], h[sp]);
              else dictUpdate(h[sp - 1], h[sp]);
              sp--;
              break;
            case OP.SET_ADD:
              setAdd(h[sp - 1 - arg], h[sp]);
              sp--;
              break;
            case OP.SET_UPDATE:
              setUpdate(h[sp - 1 - arg], h[sp]);
              sp--;
              break;
            case OP.UNPACK:
              unpack(h[sp], arg, sp);
              sp += arg - 1;
              break;
            case OP.UNPACK_EX:
              unpackEx(h[sp], arg & 255, arg >> 8, sp);
              sp += (arg & 255) + (arg >> 8);
              break;
            case OP.MAKE_FUNCTION: {
              const code = h[h[fun + 1] + CODE.CONSTS + arg];
              const f = makeFunction(code, h[fun + 2], sp);
              sp -= extraOf(code) - 1;
              h[sp] = f;
              break;
            }

            case OP.CALL: {
              h[R.TP] = tp;
              const at = sp - arg;
              const f = h[at];
              let self = 0;
              callee = 0;
              kind = 0;
              if (!(f & 3)) {
                const header = h[f];
                if (header === -T.FUN) callee = f;
                else if (header === -T.TYPE) {
                  callee = plainInit(f);
                  if (callee) {
                    self = h[at] = newInstance(f);
                    kind = INIT;
                  }
                } else if (header === -T.BOUND && h[h[f + 1]] === -T.FUN) {
                  callee = h[f + 1];
                  self = h[f + 2];
                }
              }
              if (callee) {
                n = arg;
                base = at + 1;
                if (self) {
                  for (let i = sp; i > at; i--) h[i + 1] = h[i];
                  h[base] = self;
                  n++;
                }
                break tail;
              }
              const r = call(f, arg, 0, at + 1);
              sp = at;
              h[sp] = r;
              break;
            }
            case OP.CALL_METHOD: {
              h[R.TP] = tp;
              const at = sp - arg - 1;
              const f = h[at];
              kind = METHOD;
              base = at + 2;
              n = arg;
              if (h[at + 1]) {
                kind = 0;
                base--;
                n++;
              }
              if (!(f & 3) && h[f] === -T.FUN) {
                callee = f;
                break tail;
              }
              const r = call(f, n, 0, base);
              sp = at;
              h[sp] = r;
              break;
            }
            case OP.CALL_KW: {
              h[R.TP] = tp;
              const at = sp - (arg & 255) - 2 * (arg >> 8);
              const r = call(h[at], arg & 255, arg >> 8, at + 1);
              sp = at;
              h[sp] = r;
              break;
            }
            case OP.CALL_METHOD_KW: {
              h[R.TP] = tp;
              const at = sp - (arg & 255) - 2 * (arg >> 8) - 1;
              const none = h[at + 1] ? 0 : 1;
              const r = call(h[at], (arg & 255) + 1 - none, arg >> 8, at + 1 + none);
              sp = at;
              h[sp] = r;
              break;
            }
            case OP.CALL_VAR: {
              h[R.TP] = tp;
              const r = callVar(h[sp - 2], h[sp - 1], h[sp]);
              sp -= 2;
              h[sp] = r;
              break;
            }
            case OP.LOAD_STACK:
              h[sp + 1] = h[hd + 3 + arg];
              sp++;
              break;
            case OP.IMPORT_NAME: {
              h[R.TP] = tp;
              const m = importHooked((arg << 3) | 2, h[sp], h[sp - 1], h[fun + 2]);
              sp--;
              h[sp] = m;
              break;
            }
            case OP.IMPORT_FROM:
              h[sp + 1] = importFrom(h[sp], (arg << 3) | 2);
              sp++;
              break;
            case OP.TRIM:
              h[sp - arg] = h[sp];
              sp -= arg;
              break;

            case OP.JUMP:
              ip += arg;
              break;
            case OP.JUMP_BACK:
              // Before the jump: what is thrown belongs to the loop's own try.
              if (word[0] !== 0) serve();
              ip += arg;
              h[R.TP] = tp;
              break;
            case OP.JUMP_TRUE_BACK: {
              const v = h[sp--];
              if (v === T.TRUE || (v !== T.FALSE && truth(v))) {
                if (word[0] !== 0) serve();
                ip += arg;
                h[R.TP] = tp;
              }
              break;
            }
            case OP.POP_JUMP_TRUE: {
              const v = h[sp--];
              if (v === T.TRUE || (v !== T.FALSE && truth(v))) ip += arg;
              break;
            }
            case OP.POP_JUMP_FALSE: {
              const v = h[sp--];
              if (v === T.FALSE || (v !== T.TRUE && !truth(v))) ip += arg;
              break;
            }
            case OP.JUMP_TRUE_OR_POP:
              if (truth(h[sp])) ip += arg;
              else sp--;
              break;
            case OP.JUMP_FALSE_OR_POP:
              if (truth(h[sp])) sp--;
              else ip += arg;
              break;
            case OP.FOR_ITER: {
              const it = h[sp];
              if (h[it] === -T.GEN && h[it + 2] > 0 && !h[it + 4]) {
                const from = h[it + 2];
                const head = thaw(it, sp + 1);
                h[it + 2] = -1;
                h[head] = hd;
                h[head + 1] = (ip << 4) | FOR_GEN;
                h[R.CUR] = hd = head;
                fun = h[it + 1];
                bp = sp + 2;
                sp = hd + 2 + h[it + 3];
                // A generator that has begun gets None as the value of its yield.
                if (from !== h[fun + 1] * 4 + (h[h[fun + 1] + CODE.START] & 0xffff)) h[++sp] = T.NONE;
                ip = from;
                break;
              }
              if (h[it] === -T.ITER && h[h[it + 1]] === -T.RANGE) {
                const r = h[it + 1];
                const cur = h[r + 1] + h[it + 2] * h[r + 3];
                if (h[r + 3] > 0 ? cur >= h[r + 2] : cur <= h[r + 2]) {
                  sp--;
                  ip += arg;
                } else {
                  h[it + 2]++;
                  h[sp + 1] = (cur << 1) >> 1 === cur ? (cur << 1) | 1 : newInt(cur);
                  sp++;
                }
                break;
              }
              if (h[it] === -T.ITER && h[h[it + 1]] === -T.LIST) {
                const l = h[it + 1];
                const i = h[it + 2];
                if (i < h[l + 2]) {
                  h[it + 2] = i + 1;
                  h[++sp] = h[h[l + 3] + i];
                } else {
                  sp--;
                  ip += arg;
                }
                break;
              }
              const v = iterNext(it);
              if (!v) {
                sp--;
                ip += arg;
              } else h[++sp] = v;
              break;
            }
            case OP.FOR_RANGE: {
              const cur = h[sp - 2];
              const end = h[sp - 1];
              const step = h[sp];
              if (cur & end & 1) {
                if (step > 0 ? cur < end : cur > end) {
                  h[sp - 2] = cur + step - 1;
                  h[++sp] = cur;
                } else {
                  sp -= 3;
                  ip += arg;
                }
                break;
              }
              const v = iterNext(cur);
              if (!v) {
                sp -= 3;
                ip += arg;
              } else h[++sp] = v;
              break;
            }
            case OP.PUSH_ADDR:
              h[++sp] = ((ip + arg) << 1) | 1;
              break;

            case 0xb0:
            case 0xb1:
            case 0xb2:
            case 0xb3:
            case 0xb4:
            case 0xb5: {
              const x = h[sp - 1];
              const y = h[sp];
              sp--;
              if (x & y & 1) {
                // Four bits an operation: holds for less, equal, greater.
                const holds = (0x563241 >> ((op - 0xb0) << 2)) & (x < y ? 1 : x === y ? 2 : 4);
                if (b[ip] === OP.POP_JUMP_FALSE) {
                  sp--;
                  ip += holds ? 3 : 3 + (((b[ip + 1] << 24) >> 16) | b[ip + 2]);
                } else h[sp] = holds ? T.TRUE : T.FALSE;
              } else h[sp] = binaryOp(op - 0xb0, x, y);
              break;
            }
            case 0xb6:
              sp--;
              h[sp] = bool(contains(h[sp + 1], h[sp]));
              break;
            case 0xb7:
              sp--;
              h[sp] = h[sp] === h[sp + 1] ? T.TRUE : T.FALSE;
              break;
            case 0xb8:
            case 0xc8:
            case 0xba:
            case 0xca: {
              const x = h[sp - 1];
              const y = h[sp];
              sp--;
              h[sp] = x & y & 1 ? (op & 2 ? x & y : x | y) : binaryOp(op & 15, x, y, op > 0xc7);
              break;
            }
            case 0xbc:
            case 0xcc: {
              const x = h[sp - 1];
              const y = h[sp];
              sp--;
              h[sp] = x & y & 1 && y > 0 && y < 63 ? (x >> (y >> 1)) | 1 : binaryOp(12, x, y, op > 0xc7);
              break;
            }
            case 0xbd:
            case 0xcd: {
              const x = h[sp - 1];
              const y = h[sp];
              sp--;
              if (x & y & 1) {
                const r = (x + y - 1) | 0;
                if (((r ^ x) & (r ^ y)) >= 0) {
                  h[sp] = r;
                  break;
                }
              }
              h[sp] = arithmetic(op, x, y);
              break;
            }
            case 0xbe:
            case 0xce: {
              const x = h[sp - 1];
              const y = h[sp];
              sp--;
              if (x & y & 1) {
                const r = (x - y + 1) | 0;
                if (((x ^ y) & (x ^ r)) >= 0) {
                  h[sp] = r;
                  break;
                }
              }
              h[sp] = arithmetic(op, x, y);
              break;
            }
            case 0xbf:
            case 0xcf: {
              const x = h[sp - 1];
              const y = h[sp];
              sp--;
              if (x & y & 1) {
                const r = (x >> 1) * (y >> 1);
                if ((r << 1) >> 1 === r) {
                  h[sp] = (r << 1) | 1;
                  break;
                }
              }
              h[sp] = arithmetic(op, x, y);
              break;
            }
            case 0xc1:
            case 0xd1:
            case 0xc3:
            case 0xd3: {
              const x = h[sp - 1];
              const y = h[sp];
              sp--;
              h[sp] =
                x & y & 1 && x > 0 && y > 1
                  ? ((op & 2 ? (x >> 1) % (y >> 1) : ((x >> 1) / (y >> 1)) | 0) << 1) | 1
                  : binaryOp((op & 15) + 16, x, y, op > 0xc7);
              break;
            }
            default:
              if (op < 0xa0) {
                h[sp + 1] = h[bp + op - 0x90] || unbound();
                sp++;
              } else if (op < 0xb0) h[bp + op - 0xa0] = h[sp--];
              else if (op >= 0xdc) h[++sp] = ((op - 0xdc - 4) << 1) | 1;
              else {
                sp--;
                h[sp] = binaryOp(op > 0xc7 ? op - 0xc0 : op - 0xb0, h[sp], h[sp + 1], op > 0xc7);
              }
          }
          continue;
        }
        if (callee) {
          // A function is entered; its arguments are where its locals begin.
          const f = callee;
          const code = h[f + 1];
          callee = 0;
          const info = h[code + CODE.ARGS];
          const sizes = h[code + CODE.SIZES];
          const head = base + (sizes & 0xffff);
          if (info === n && head + 3 + (sizes >>> 16) <= h[R.STACK_HI]) {
            for (let i = base + n; i < head; i++) h[i] = 0;
            h[head + 2] = f;
            h[R.TOP] = head + 3 + (sizes >>> 16);
            calls++;
          } else {
            if (base + n > h[R.TOP]) h[R.TOP] = base + n;
            enter(f, base, n, 0);
            if ((info >> 24) & FLAG.GENERATOR) {
              const g = newGenerator(f, base, head);
              h[R.TOP] = frameEnd(hd, fun);
              sp = base - (kind === METHOD ? 2 : 1);
              h[sp] = g;
              continue;
            }
          }
          h[head] = hd;
          h[head + 1] = (ip << 4) | kind;
          h[R.CUR] = hd = head;
          fun = f;
          bp = base;
          ip = code * 4 + (h[code + CODE.START] & 0xffff);
          sp = hd + 2;
          if (word[0]) serve();
          continue;
        }
        const link = h[hd + 1];
        kind = link & 15;
        if (again) freeze(h[bp - 1], bp, hd, sp - 1, again);
        else if (kind >= FOR_GEN) h[h[bp - 1] + 2] = 0;
        if (kind === ENTRY || kind === ENTRY_GEN) {
          nativeDepth--;
          h[R.YIELDED] = again && 1;
          h[R.TP] = tp;
          keep(v);
          return v;
        }
        ip = link >> 4;
        sp = bp - 1;
        if (kind === INIT) initResult(v);
        else if (kind === FOR_GEN && !again) {
          // The loop over the generator ends: its iterator is dropped.
          sp -= 2;
          ip += ((b[ip - 2] << 24) >> 16) | b[ip - 1];
        } else {
          if (kind === METHOD) sp--;
          h[sp] = v;
        }
        hd = h[hd];
        h[R.CUR] = hd;
        fun = h[hd + 2];
        const sizes = h[h[fun + 1] + CODE.SIZES];
        bp = hd - (sizes & 0xffff);
        h[R.TOP] = hd + 3 + (sizes >>> 16);
      }
    } catch (e) {
      exc = asException(e);
    }
    h[R.EXC] = exc;
    rewind(scratch);
    h[R.TP] = tp;
    // Re-raised exceptions have this line already.
    let fresh = op !== OP.END_FINALLY && op !== OP.RAISE_LAST;
    for (;;) {
      const code = h[fun + 1];
      h[R.TOP] = frameEnd(hd, fun);
      h[R.CUR] = hd;
      if (fresh) traceHere(exc, fun, ip - 1);
      fresh = true;
      const handler = findHandler(code, ip - 1);
      if (handler) {
        sp = hd + 2 + (handlerDepth & 127);
        if (handlerDepth > 127) h[++sp] = T.NONE;
        h[++sp] = exc;
        ip = handler;
        break;
      }
      const link = h[hd + 1];
      kind = link & 15;
      if (kind >= FOR_GEN) {
        h[h[bp - 1] + 2] = 0;
        if (isSubclass(typeOf(exc), T.StopIteration))
          h[R.EXC] = exc = newError(T.RuntimeError, 'generator raised StopIteration');
      }
      if (kind === ENTRY || kind === ENTRY_GEN) {
        nativeDepth--;
        h[R.TOP] = bp;
        h[R.CUR] = h[hd];
        h[R.YIELDED] = 0;
        throw exc;
      }
      ip = link >> 4;
      hd = h[hd];
      fun = h[hd + 2];
      bp = hd - localCount(fun);
    }
    op = 0;
  }
}
