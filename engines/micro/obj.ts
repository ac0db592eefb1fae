// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// What every other file stands on: the registry of types and static functions, values to and from the host, errors,
// the scratch writer, tuples, truth, equality, hashes and printing. Models py/obj.c and py/objexcept.c's raising half.
// First of all: the others fill its tables while they are loaded.
export * from './registry.ts';
import { R, T, FIRST_EXC, UNIT, EMERGENCY_EXC, EMERGENCY_ARGS } from './layout.ts';
import { H, B, F, alloc, tryAlloc, heapHooks, poolBytes } from './heap.ts';
import { Q, strp, text, hashOf, qstrPointer, newBytesObject, findQstr, hashBytes, Qs } from './qstr.ts';
import { callMethod0, methodOf, classHash, classEqual, isSubclass, className, nativeOf } from './objtype.ts';
import { flushInts, printBig, hashInt, toNumber, isNumber, numbersEqual } from './objint.ts';
import { printFloat } from './objfloat.ts';
import { printStr } from './objstr.ts';
import { flushMapCache } from './map.ts';
import {
  slots,
  staticTypes,
  typeNames,
  opNames,
  errnoNames,
  finalisers,
  OP_EQ,
  OP_BOOL,
  OP_LEN,
  OP_HASH,
} from './registry.ts';
import type { Slots } from './registry.ts';

export function typeOf(v: number): number {
  if (v & 1) return T.INT;
  if (!(v & 3)) {
    const h = H[v];
    return h < 0 ? -h : h;
  }
  if ((v & 7) === 2) return T.STR;
  return staticTypes[v >> 3];
}

/** True for a user's class as a type (they live in the heap). */
export const isUser = (t: number) => (t & 3) === 0;
export const isStr = (v: number) => (v & 7) === 2 || ((v & 3) === 0 && H[v] === -T.STR);
export const isTuple = (v: number) => (v & 3) === 0 && (H[v] === -T.TUPLE || H[v] === -T.ATTRTUPLE);
export const isHeap = (v: number, header: number) => (v & 3) === 0 && H[v] === header;
export const bool = (b: boolean) => (b ? T.TRUE : T.FALSE);
export const small = (n: number) => (n << 1) | 1;
/** Is v an exception type or a class that derives from one? */
export const isExcType = (v: number) => isSubclass(v, T.BaseException);
export const isType = (v: number) => typeOf(v) === T.TYPE;

/** Slots of a value's type; a user's class has those of its native base. */
export function slotsOf(v: number): Slots {
  const t = typeOf(v);
  return isUser(t) ? {} : slots[t >> 3];
}

// ---- Scratch writer: bytes on their way to a str, a stream or a number. Nested uses keep a mark. ----

export let W = new Uint8Array(256);
/** Bytes written. Set with `rewind`. */
export let wn = 0;
export function rewind(mark: number): void {
  wn = mark;
}
function room(n: number): void {
  if (wn + n <= W.length) return;
  if (wn + n > poolBytes()) noMemory(wn + n);
  const more = new Uint8Array(Math.max(W.length * 2, wn + n));
  more.set(W.subarray(0, wn));
  W = more;
}
export function putByte(c: number): void {
  if (wn === W.length) room(1);
  W[wn++] = c;
}
export function putBytes(src: Uint8Array, at: number, n: number): void {
  room(n);
  if (n < 32) for (let i = 0; i < n; i++) W[wn + i] = src[at + i];
  else W.set(src.subarray(at, at + n), wn);
  wn += n;
}
const encoder = new TextEncoder();
export function put(s: string): void {
  let i = 0;
  room(s.length);
  for (; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c > 127) break;
    W[wn++] = c;
  }
  if (i < s.length) {
    const rest = encoder.encode(s.slice(i));
    putBytes(rest, 0, rest.length);
  }
}
/** The code point as UTF-8; surrogates too. */
export function putChar(c: number): void {
  if (c < 128) putByte(c);
  else {
    if (c < 0x800) putByte(0xc0 | (c >> 6));
    else {
      if (c < 0x10000) putByte(0xe0 | (c >> 12));
      else {
        putByte(0xf0 | (c >> 18));
        putByte(0x80 | ((c >> 12) & 63));
      }
      putByte(0x80 | ((c >> 6) & 63));
    }
    putByte(0x80 | (c & 63));
  }
}
export function putStr(v: number): void {
  const p = strp(v);
  putBytes(B, p * 4 + 12, H[p + 1]);
}
/** What was written since the mark, as a str (a qstr when there is one) or bytes. */
export function take(mark: number, header: number): number {
  const v = newStr(W, mark, wn - mark, header);
  wn = mark;
  return v;
}

// ---- Strings, numbers, tuples from the host. ----

export function newStr(src: Uint8Array, at: number, n: number, header = -T.STR): number {
  if (header === -T.STR) {
    if (n < 2) {
      if (!n) return q_empty;
      if (src[at] < 128) return ((src[at] + 1) << 3) | 2;
    }
    if (n <= 10) {
      const q = findQstr(src, at, n, hashBytes(src, at, n));
      if (q) return q;
    }
  }
  const p = newBytesObject(header, n);
  const to = p * 4 + 12;
  if (n < 32) for (let i = 0; i < n; i++) B[to + i] = src[at + i];
  else if (src === B) B.copyWithin(to, at, at + n);
  else B.set(src.subarray(at, at + n), to);
  return p;
}
const q_empty = Q('');

export function str(s: string): number {
  const mark = wn;
  put(s);
  return take(mark, -T.STR);
}
export const bytes = (src: Uint8Array, at = 0, n = src.length) => newStr(src, at, n, -T.BYTES);

export function newFloat(x: number): number {
  const p = alloc(4);
  H[p] = -T.FLOAT;
  F[(p >> 1) + 1] = x;
  return p;
}

/** Items are copied from H[a..a+n). */
export function newTuple(n: number, a: number, header = -T.TUPLE): number {
  if (!n && header === -T.TUPLE) return UNIT;
  const p = alloc(n + 2);
  H[p] = header;
  H[p + 1] = n;
  for (let i = 0; i < n; i++) H[p + 2 + i] = H[a + i];
  return p;
}
export function tupleOf(...items: number[]): number {
  const p = alloc(items.length + 2);
  H[p] = -T.TUPLE;
  H[p + 1] = items.length;
  items.forEach((v, i) => (H[p + 2 + i] = v));
  return p;
}

/** An object with up to three fields. */
export function box(header: number, a = 0, b = 0, c = 0): number {
  const p = alloc(4);
  H[p] = header;
  H[p + 1] = a;
  H[p + 2] = b;
  H[p + 3] = c;
  return p;
}

// ---- Errors: a Python exception travels through host frames as the number that is its value. ----

/** Makes an exception object of a builtin type with one text argument. */
export function newError(t: number, message?: string): number {
  const p = box(-t, UNIT);
  if (message !== undefined) {
    const args = alloc(3);
    H[args] = -T.TUPLE;
    H[args + 1] = 1;
    H[p + 1] = args;
    H[args + 2] = str(message);
  }
  return p;
}
export function fail(t: number, message?: string): never {
  throw newError(t, message);
}
export const typeError = (message: string): never => fail(T.TypeError, message);
export const valueError = (message?: string): never => fail(T.ValueError, message);
// Messages that several files use.
export const noConversion = (v: number, to: string): never =>
  typeError(`can't convert ${nameOf(v)} to ${to}`);
export const notImplicit = (v: number, to: string): never =>
  typeError(`can't convert '${nameOf(v)}' object to ${to} implicitly`);
export const isNot = (v: number, what: string): never => typeError(`'${nameOf(v)}' object isn't ${what}`);
export const unhashable = (v: number): never => typeError(`unsupported type for __hash__: '${nameOf(v)}'`);
export const address = (v: number) => `0x${(v * 4).toString(16)}`;

/** An OSError with its number. */
export function osError(errno: number): never {
  throw box(-T.OSError, tupleOf(small(errno)));
}
export function indexError(): never {
  return fail(T.IndexError, 'index out of range');
}

const q_memory = Q('memory allocation failed, allocating 0000000000 bytes');
const q_traceback = Q('.'.repeat(100));
/** The MemoryError that needs no memory: its message is written over in place. */
export function noMemory(size: number): never {
  const p = qstrPointer(q_memory);
  const message =
    H[R.LOCK] > 0
      ? 'memory allocation failed, heap is locked'
      : `memory allocation failed, allocating ${size} bytes`;
  for (let i = 0; i < message.length; i++) B[p * 4 + 12 + i] = message.charCodeAt(i);
  H[p + 1] = message.length;
  H[p + 2] = 0;
  H[EMERGENCY_EXC] = -T.MemoryError;
  H[EMERGENCY_EXC + 1] = EMERGENCY_ARGS;
  const tb = qstrPointer(q_traceback);
  H[tb] = -T.RAW;
  H[tb + 1] = 0;
  H[EMERGENCY_EXC + 2] = tb;
  H[EMERGENCY_EXC + 3] = 0;
  H[EMERGENCY_ARGS] = -T.TUPLE;
  H[EMERGENCY_ARGS + 1] = 1;
  H[EMERGENCY_ARGS + 2] = p;
  throw EMERGENCY_EXC;
}
heapHooks(
  noMemory,
  (p) => finalisers.forEach((f) => f(p)),
  () => {
    flushMapCache();
    flushInts();
  },
);

/** Name of a value's type, as messages say it. */
export const nameOf = (v: number) => text(className(typeOf(v)));

/** The builtin exception object behind an exception value (an instance of a user's class holds one). */
export function nativeExc(v: number): number {
  return isUser(typeOf(v)) ? nativeOf(v) : v;
}
export function isException(v: number): boolean {
  const t = typeOf(v);
  return isUser(t) ? isExcType(t) : t >= FIRST_EXC;
}

/** Adds a line to the traceback of an exception: three words each, file and function as qstrs. */
export function addTraceback(exc: number, file: number, line: number, block: number): void {
  const p = nativeExc(exc);
  let tb = H[p + 2];
  if (!tb) {
    tb = tryAlloc(8);
    if (!tb) return;
    H[tb] = -T.RAW;
    H[tb + 1] = 0;
    H[p + 2] = tb;
  }
  const n = H[tb + 1];
  if (n > 90) return;
  const words = tb < H[R.STACK_LO] ? 24 : H[p + 3] || 8;
  if (n + 5 > words) {
    if (tb < H[R.STACK_LO]) return;
    const more = tryAlloc(words + 12);
    if (!more) return;
    H.copyWithin(more, tb, tb + n + 2);
    tb = more;
    H[p + 2] = tb;
    H[p + 3] = words + 12;
  }
  H[tb + 2 + n] = file;
  H[tb + 3 + n] = line;
  H[tb + 4 + n] = block;
  H[tb + 1] = n + 3;
}

/** A comparison (an index of OPS below 6) from the order of its sides: negative, 0, positive, or NaN for none. */
export function compared(op: number, order: number): number {
  if (op < 1) return bool(order < 0);
  if (op < 2) return bool(order > 0);
  if (op < 3) return bool(order === 0);
  if (op < 4) return bool(order <= 0);
  return bool(op < 5 ? order >= 0 : order !== 0);
}

// ---- Truth, equality, hash. ----

export function truth(v: number): boolean {
  if (v === T.TRUE) return true;
  if (v === T.FALSE || v === T.NONE || v === 1) return false;
  if (v & 1) return true;
  if ((v & 7) === 2) return v !== q_empty;
  if ((v & 7) === 6) return true;
  switch (H[v]) {
    case -T.STR:
    case -T.BYTES:
    case -T.TUPLE:
    case -T.ATTRTUPLE:
      return H[v + 1] !== 0;
    case -T.LIST:
    case -T.SET:
    case -T.FROZENSET:
      return H[v + 2] !== 0;
    case -T.DICT:
    case -T.ORDERED:
      return H[v + 1] >> 1 !== 0;
    case -T.FLOAT:
      return F[(v >> 1) + 1] !== 0;
    case -T.INT:
      return true;
  }
  if (H[v] > 0) {
    let m = methodOf(v, opNames[OP_BOOL]);
    if (m) return callMethod0(m, v) === T.TRUE;
    m = methodOf(v, opNames[OP_LEN]);
    if (m) return callMethod0(m, v) !== 1;
    const native = nativeOf(v);
    return native === 0 || truth(native);
  }
  const unary = slotsOf(v).unary_;
  const r = unary ? unary(OP_BOOL, v) || (unary(OP_LEN, v) === 1 ? T.FALSE : 0) : 0;
  return r !== T.FALSE;
}

export function equal(a: number, b: number): boolean {
  if (a === b) {
    // Floats are equal to themselves but for nan; a user's class may say otherwise.
    if (a & 3 || (H[a] !== -T.FLOAT && H[a] < 0)) return true;
  }
  // Two qstrs, two small ints.
  if (a & b & 1) return false;
  const aq = (a & 7) === 2;
  const bq = (b & 7) === 2;
  if (aq || bq) {
    if (aq && bq) return false;
    const other = aq ? b : a;
    if (other & 3) return false;
    if (H[other] === -T.STR) return sameBytes(strp(a), strp(b));
    if (H[other] < 0) return false;
    return classEqual(other, aq ? a : b);
  }
  const ta = typeOf(a);
  const tb = typeOf(b);
  if (isUser(ta)) return classEqual(a, b);
  if (isUser(tb)) return classEqual(b, a);
  if ((ta === T.STR || ta === T.BYTES) && ta === tb) return sameBytes(a, b);
  if (isNumber(ta)) return isNumber(tb) && numbersEqual(a, b);
  const binary = slots[ta >> 3].binary_;
  if (binary) {
    const r = binary(OP_EQ, a, b);
    if (r) return r === T.TRUE;
  }
  const other = slots[tb >> 3].binary_;
  if (other && tb !== ta && !isNumber(tb)) {
    const r = other(OP_EQ, b, a);
    if (r) return r === T.TRUE;
  }
  return false;
}

export function sameBytes(p: number, q: number): boolean {
  const n = H[p + 1];
  if (n !== H[q + 1]) return false;
  const a = p * 4 + 12;
  const b = q * 4 + 12;
  for (let i = 0; i < n; i++) if (B[a + i] !== B[b + i]) return false;
  return true;
}

/** The hash as an int32, as dicts and `hash()` use it. */
export function hash(v: number): number {
  if (v & 1) return v >> 1;
  if ((v & 7) === 2) return H[qstrPointer(v) + 2] & 0xffff;
  if ((v & 7) === 6) return v === T.TRUE ? 1 : v === T.FALSE ? 0 : v >> 3;
  switch (H[v]) {
    case -T.STR:
    case -T.BYTES:
      return hashOf(v);
    case -T.INT:
      return hashInt(v);
    case -T.FLOAT:
    case -T.COMPLEX:
      return hashFloat(F[(v >> 1) + 1]);
    case -T.TUPLE:
    case -T.ATTRTUPLE: {
      let h = v === UNIT ? 0 : 5381;
      for (let i = 0; i < H[v + 1]; i++) h = (Math.imul(h, 33) + hash(H[v + 2 + i])) | 0;
      return h;
    }
  }
  if (H[v] > 0) return classHash(v);
  const unary = slotsOf(v).unary_;
  const r = unary ? unary(OP_HASH, v) : small(v);
  if (!r) return unhashable(v);
  return r >> 1;
}
function hashFloat(x: number): number {
  if (x === Math.floor(x) && Math.abs(x) < 2 ** 52)
    return Math.abs(x) < 2 ** 30 ? x | 0 : (x % 2147483647) | 0;
  return Math.imul(Math.fround(x % 1) * 2 ** 30, 31) | 0;
}

// ---- Printing. ----

const [q_str, q_repr] = Qs('__str__ __repr__');

export function print(v: number, repr: boolean): void {
  if (v & 1) return put(String(v >> 1));
  if (isStr(v)) return printStr(v, repr);
  const t = typeOf(v);
  if (t === T.INT) return printBig(v);
  if (t === T.FLOAT) return printFloat(v);
  if (isUser(t)) return printInstance(v, repr);
  const p = slots[t >> 3].print_;
  if (p) return p(v, repr);
  put(`<${text(typeNames[t >> 3])}>`);
}

function printInstance(v: number, repr: boolean): void {
  let m = repr ? 0 : lookupClassMethod(v, q_str);
  if (!m) m = lookupClassMethod(v, q_repr);
  if (m) {
    const r = callMethod0(m, v);
    if (!isStr(r)) notImplicit(r, 'str');
    return printStr(r, false);
  }
  const native = nativeOf(v);
  if (native) {
    if (isException(v)) return printException(v, native, repr);
    return print(native, repr);
  }
  put(`<${nameOf(v)} object at ${address(v)}>`);
}
const lookupClassMethod = (v: number, name: number) => methodOf(v, name);

/** str or repr of an exception: `ValueError(1, 2)`, `(1, 2)`, `1`. */
export function printException(v: number, native: number, repr: boolean): void {
  const args = H[native + 1];
  const n = H[args + 1];
  if (repr) put(nameOf(v));
  else if (!n) return;
  else if (n === 1) {
    const only = H[args + 2];
    if (isSubclass(typeOf(v), T.OSError) && only & 1) return putErrno(only);
    return print(only, false);
  } else if (n === 2 && isSubclass(typeOf(v), T.OSError) && H[args + 2] & 1) {
    putErrno(H[args + 2]);
    put(': ');
    return print(H[args + 3], false);
  }
  printItems('(', n === 1 ? ',)' : ')', n, args + 2);
}

function putErrno(v: number): void {
  const name = errnoNames.get(v >> 1);
  put(name === undefined ? String(v >> 1) : `[Errno ${v >> 1}] ${name}`);
}
let printDepth = 0;
/** Items of a container with commas. */
export function printItems(open: string, close: string, n: number, at: number): void {
  deeper();
  put(open);
  for (let i = 0; i < n; i++) {
    if (i > 0) put(', ');
    print(H[at + i], true);
  }
  put(close);
  printDepth--;
}
export function deeper(): void {
  if (++printDepth > 120) {
    printDepth = 0;
    tooDeep();
  }
}
export function shallower(): void {
  printDepth--;
}
export function tooDeep(): never {
  return fail(T.RuntimeError, 'maximum recursion depth exceeded');
}

export function repr(v: number): string {
  const mark = wn;
  print(v, true);
  const s = decoder.decode(W.subarray(mark, wn));
  wn = mark;
  return s;
}
export function toText(v: number): string {
  const mark = wn;
  print(v, false);
  const s = decoder.decode(W.subarray(mark, wn));
  wn = mark;
  return s;
}
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
export function strOf(v: number, asRepr = false): number {
  if (!asRepr && isStr(v)) return v;
  const mark = wn;
  print(v, asRepr);
  return take(mark, -T.STR);
}

// ---- Arguments. ----

/** An int argument as a host number; anything but an int (or an object with __int__-less index) is a TypeError. */
export function intArg(v: number): number {
  if (v & 1) return v >> 1;
  if (v === T.TRUE) return 1;
  if (v === T.FALSE) return 0;
  const t = typeOf(v);
  if (t === T.INT) {
    const n = toNumber(v);
    if (n > 0x7fffffff || n < -0x80000000)
      fail(T.OverflowError, 'overflow converting long int to machine word');
    return n;
  }
  if (isUser(t) && nativeOf(v)) return intArg(nativeOf(v));
  return typeError(`can't convert ${text(className(t))} to int`);
}
export function strArg(v: number): number {
  if (isStr(v)) return v;
  if (isUser(typeOf(v)) && nativeOf(v)) return strArg(nativeOf(v));
  return notImplicit(v, 'str');
}
export function noKw(nkw: number): void {
  if (nkw > 0) typeError("function doesn't take keyword arguments");
}
export function argCount(n: number, least: number, most: number): void {
  if (least === most ? n !== least : n < least && least === most)
    typeError(`function takes ${least} positional arguments but ${n} were given`);
  if (n < least) typeError(`function missing ${least - n} required positional arguments`);
  if (n > most) typeError(`function expected at most ${most} arguments, got ${n}`);
}
/** The value of keyword `name` among nkw pairs at H[a..], or 0. */
export function keyword(nkw: number, a: number, name: number): number {
  for (let i = 0; i < nkw; i++) if (H[a + 2 * i] === name) return H[a + 2 * i + 1];
  return 0;
}

/** Memory of an object with the buffer protocol, as `getBuffer` found it: byte offset, length, typecode. */
export const BUF = { at_: 0, n_: 0, code_: 66 };
export function setBuffer(at: number, n: number, code: number): boolean {
  BUF.at_ = at;
  BUF.n_ = n;
  BUF.code_ = code;
  return true;
}
export function tryBuffer(v: number, write = false): boolean {
  if (isStr(v) || isHeap(v, -T.BYTES)) {
    if (write) return false;
    const p = strp(v);
    return setBuffer(p * 4 + 12, H[p + 1], 66);
  }
  if (v & 1) return false;
  const t = typeOf(v);
  if (isUser(t)) return nativeOf(v) !== 0 && tryBuffer(nativeOf(v), write);
  const b = slots[t >> 3].buffer_;
  return b !== undefined && b(v, write);
}
export function getBuffer(v: number, write = false): void {
  if (!tryBuffer(v, write)) typeError('object with buffer protocol required');
}

/** Length-adjusted index of a sequence. */
export function seqIndex(self: number, index: number, n: number): number {
  let i = index & 1 ? index >> 1 : seqInt(self, index);
  if (i < 0) i += n;
  if (i < 0 || i >= n) fail(T.IndexError, `${nameOf(self)} index out of range`);
  return i;
}
function seqInt(self: number, index: number): number {
  if (typeOf(index) !== T.INT && typeOf(index) !== T.BOOL && !(isUser(typeOf(index)) && nativeOf(index)))
    typeError(`${nameOf(self)} indices must be integers, not ${nameOf(index)}`);
  return intArg(index);
}

export { intern } from './qstr.ts';
