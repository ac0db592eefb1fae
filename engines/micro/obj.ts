// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// What every other file stands on: the registry of types and static functions, values to and from the host, errors,
// the scratch writer, tuples, truth, equality, hashes and printing. Models py/obj.c and py/objexcept.c's raising half.
// First of all: the others fill its tables while they are loaded.
export * from './registry.ts';
import { R, T, FIRST_EXC, UNIT, EMERGENCY_EXC, EMERGENCY_ARGS } from './layout.ts';
import { H, B, F, alloc, tryAlloc, poolBytes, move, copy } from './heap.ts';
import {
  Q,
  strp,
  text,
  hashOf,
  qstrPointer,
  newBytesObject,
  findQstr,
  hashBytes,
  Qs,
  asciiFlag,
  decoder,
} from './qstr.ts';
import {
  callMethod0,
  methodOf,
  classHash,
  classEqual,
  isSubclass,
  className,
  nativeOf,
  unwrap,
} from './objtype.ts';
import { toNumber, isInt } from './objint.ts';
import { newByteArray } from './objarray.ts';
import {
  slots,
  staticTypes,
  typeNames,
  opNames,
  errnoNames,
  OP_EQ,
  OP_BOOL,
  OP_LEN,
  OP_HASH,
} from './registry.ts';

export const typeOf = (v: number): number => {
  if (v & 1) return T.INT;
  if (!(v & 3)) {
    const h = H[v];
    return h < 0 ? -h : h;
  }
  return (v & 7) === 2 ? T.STR : staticTypes[v >> 3];
};

/** True for a user's class as a type (they live in the heap). */
export const isUser = (t: number) => !(t & 3);
export const isStr = (v: number) => (v & 7) === 2 || isHeap(v, -T.STR);
export const isTuple = (v: number) => isHeap(v, -T.TUPLE) || isHeap(v, -T.ATTRTUPLE);
export const isHeap = (v: number, header: number) => !(v & 3) && H[v] === header;
export const bool = (b: boolean) => (b ? T.TRUE : T.FALSE);
export const small = (n: number) => (n << 1) | 1;
/** Is v an exception type or a class that derives from one? */
export const isExcType = (v: number) => isSubclass(v, T.BaseException);
export const isType = (v: number) => typeOf(v) === T.TYPE;

// ---- Scratch writer: bytes on their way to a str, a stream or a number. Nested uses keep a mark. ----

export let W = new Uint8Array(256);
/** Bytes written. Set with `rewind`. */
export let wn = 0;
export const rewind = (mark: number): void => {
  wn = mark;
};
const room = (n: number): void => {
  if (wn + n <= W.length) return;
  if (wn + n > poolBytes()) noMemory(wn + n);
  const more = new Uint8Array(Math.max(W.length * 2, wn + n));
  more.set(W);
  W = more;
};
export const putByte = (c: number): void => {
  if (wn === W.length) room(1);
  W[wn++] = c;
};
export const putBytes = (src: Uint8Array, at: number, n: number): void => {
  room(n);
  if (n < 32) for (let i = 0; i < n; i++) W[wn + i] = src[at + i];
  else W.set(src.subarray(at, at + n), wn);
  wn += n;
};
/** The code point as UTF-8; surrogates too. */
export const putChar = (c: number): void => {
  if (c < 128) return putByte(c);
  let more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  putByte((-128 >> more) | (c >> (6 * more)));
  while (more--) putByte(128 | ((c >> (6 * more)) & 63));
};
export const put = (s: string): void => {
  for (let i = 0; i < s.length; i++) {
    const c = s.codePointAt(i)!;
    putChar(c);
    if (c > 65535) i++;
  }
};
/** Bytes given as a host string of characters below 256. */
export const putLatin = (s: string): void => {
  room(s.length);
  for (let i = 0; i < s.length; i++) W[wn++] = s.charCodeAt(i);
};
/** What was written since the mark, as a str (a qstr when there is one), bytes or bytearray. */
export const take = (mark: number, header: number): number => {
  const v = newStr(W, mark, wn - mark, header);
  wn = mark;
  return v;
};

// ---- Strings, numbers, tuples from the host. ----

export const newStr = (src: Uint8Array, at: number, n: number, header = -T.STR): number => {
  if (header === -T.BYTEARRAY) return newByteArray(src, at, n);
  if (header === -T.STR && n < 11) {
    const q =
      n < 2 && !(n && src[at] > 127)
        ? n && ((src[at] + 1) << 3) | 2
        : findQstr(src, at, n, hashBytes(src, at, n));
    if (q || !n) return q || q_empty;
  }
  const p = newBytesObject(header, n);
  const to = p * 4 + 12;
  if (n < 32) for (let i = 0; i < n; i++) B[to + i] = src[at + i];
  else B.set(src.subarray(at, at + n), to);
  return p;
};
export const q_empty = Q('');

export const str = (s: string): number => {
  const mark = wn;
  put(s);
  return take(mark, -T.STR);
};
export const bytes = (src: Uint8Array, at = 0, n = src.length) => newStr(src, at, n, -T.BYTES);
/** A str, bytes or bytearray from a host string of its bytes. */
export const fromLatin = (s: string, header: number): number => {
  const mark = wn;
  putLatin(s);
  return take(mark, header);
};
/** The long str or bytes met last, by its place: searching on in it needs it again and again. */
let lastAt = 0;
let lastText = '';
export const flushText = (): void => {
  lastAt = 0;
  lastText = '';
};
/** The bytes of a str or of any buffer as a host string. */
export const latin = (v: number): string => {
  getBuffer(v);
  const { at_: at, n_: n } = BUF;
  if (n > 40) {
    if (at === lastAt && n === lastText.length) return lastText;
    const data = B.subarray(at, at + n);
    const u = unwrap(v);
    if (!isStr(u) && !isHeap(u, -T.BYTES)) return latinOf(data);
    lastAt = at;
    return (lastText = asciiFlag(strp(u)) < 2 ? decoder.decode(data) : latinOf(data));
  }
  let s = '';
  for (let i = at; i < at + n; i++) s += String.fromCharCode(B[i]);
  return s;
};
export const latinOf = (data: Uint8Array): string => {
  let s = '';
  for (let i = 0; i < data.length; i += 4096)
    s += String.fromCharCode.apply(null, data.subarray(i, i + 4096) as unknown as number[]);
  return s;
};

export const newFloat = (x: number): number => {
  F[R.SCRATCH >> 1] = x;
  return boxFloat();
};
/** The double in SCRATCH. */
export const boxFloat = (): number => {
  const p = alloc(4);
  H[p] = -T.FLOAT;
  F[(p >> 1) + 1] = F[R.SCRATCH >> 1];
  return p;
};

/** Items are copied from H[a..a+n). */
export const newTuple = (n: number, a: number, header = -T.TUPLE): number => {
  if (!n && header === -T.TUPLE) return UNIT;
  const p = alloc(n + 2);
  H[p] = header;
  H[p + 1] = n;
  copy(p + 2, a, n);
  return p;
};
export const tupleOf = (...items: number[]): number => {
  if (!items.length) return UNIT;
  const p = alloc(items.length + 2);
  H[p] = -T.TUPLE;
  H[p + 1] = items.length;
  H.set(items, p + 2);
  return p;
};

/** An object with up to three fields. */
export const box = (header: number, a = 0, b = 0, c = 0): number => {
  const p = alloc(4);
  H[p] = header;
  H[p + 1] = a;
  H[p + 2] = b;
  H[p + 3] = c;
  return p;
};

// ---- Errors: a Python exception travels through host frames as the number that is its value. ----

/** Makes an exception object of a builtin type with one text argument. */
export const newError = (t: number, message?: string): number => {
  const p = box(-t, UNIT);
  if (message !== undefined) {
    const args = tupleOf(1);
    H[p + 1] = args;
    H[args + 2] = str(message);
  }
  return p;
};
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
export const givenTwice = (q: number): never =>
  typeError(`function got multiple values for argument '${text(q)}'`);
export const unexpected = (q: number): never => typeError(`unexpected keyword argument '${text(q)}'`);
export const extraKeywords = (): never => typeError('extra keyword arguments given');
export const notException = (): never => typeError('exceptions must derive from BaseException');
export const wrongType = (): never => typeError('argument has wrong type');
/** Hexadecimal, with so many digits at least. */
export const hexDigits = (x: number | bigint, n = 1) => x.toString(16).padStart(n, '0');
export const codeOf = (s: string) => s.charCodeAt(0);
export const address = (v: number) => '0x' + hexDigits(v * 4);

/** An OSError with its number. */
export function osError(errno: number): never {
  throw box(-T.OSError, tupleOf(small(errno)));
}
export function indexError(message?: string): never {
  return fail(T.IndexError, message);
}

/** Runs f; an exception of type t is caught and its handler's answer given. */
export const attempt = (t: number, f: () => number, handler: (exc: number) => number): number => {
  const top = H[R.TOP];
  const cur = H[R.CUR];
  try {
    return f();
  } catch (e) {
    if (typeof e !== 'number' || !isSubclass(typeOf(e), t)) throw e;
    H[R.TOP] = top;
    H[R.CUR] = cur;
    return handler(e);
  }
};

const q_memory = Q('memory allocation failed, allocating 0000000000 bytes');
const q_traceback = Q('.'.repeat(100));
/** The MemoryError that needs no memory: its message is written over in place. */
export function noMemory(size: number): never {
  const p = qstrPointer(q_memory);
  const message =
    'memory allocation failed, ' + (H[R.LOCK] > 0 ? 'heap is locked' : `allocating ${size} bytes`);
  for (let i = 0; i < message.length; i++) B[p * 4 + 12 + i] = message.charCodeAt(i);
  H[p + 1] = message.length;
  H[p + 2] = 0;
  const tb = qstrPointer(q_traceback);
  H[tb] = -T.RAW;
  H[tb + 1] = 0;
  H.set([-T.MemoryError, EMERGENCY_ARGS, tb, 0, -T.TUPLE, 1, p], EMERGENCY_EXC);
  throw EMERGENCY_EXC;
}
/** Name of a value's type, as messages say it. */
export const nameOf = (v: number) => text(className(typeOf(v)));

/** The builtin exception object behind an exception value (an instance of a user's class holds one). */
export const nativeExc = (v: number) => (H[v] > 0 ? nativeOf(v) : v);
export const isException = (v: number): boolean => {
  const t = typeOf(v);
  return isUser(t) ? isExcType(t) : t >= FIRST_EXC;
};

/** Adds a line to the traceback of an exception: three words each, file and function as qstrs. */
export const addTraceback = (exc: number, file: number, line: number, block: number): void => {
  const p = nativeExc(exc);
  let tb = H[p + 2];
  const n = tb && H[tb + 1];
  const fixed = tb && tb < H[R.STACK_LO];
  const words = fixed ? 24 : H[p + 3];
  if (n > 90) return;
  if (n + 5 > words) {
    const more = fixed ? 0 : tryAlloc(words + (tb ? 12 : 8));
    if (!more) return;
    if (tb) move(more, tb, n + 2);
    H[more] = -T.RAW;
    H[p + 2] = tb = more;
    H[p + 3] = words + (words ? 12 : 8);
  }
  H.set([file, line, block], tb + 2 + n);
  H[tb + 1] = n + 3;
};

/** A comparison (one of opNames below 6) from the order of its sides: negative, 0, positive, or NaN for none. */
export const compared = (op: number, order: number): number => {
  if (op < 1) return bool(order < 0);
  if (op < 2) return bool(order > 0);
  if (op < 3) return bool(order === 0);
  if (op < 4) return bool(order <= 0);
  return bool(op < 5 ? order >= 0 : order !== 0);
};

// ---- Truth, equality, hash. ----

export const truth = (v: number): boolean => {
  if (v === T.TRUE) return true;
  if (v === T.FALSE || v === T.NONE) return false;
  if (v & 1) return v !== 1;
  const t = typeOf(v);
  if (isUser(t)) {
    let m = methodOf(v, opNames[OP_BOOL]);
    if (m) return callMethod0() === T.TRUE;
    m = methodOf(v, opNames[OP_LEN]);
    if (m) return callMethod0() !== 1;
    const native = nativeOf(v);
    return !native || truth(native);
  }
  const { len_, unary_ } = slots[t >> 3];
  return len_ ? len_(v) > 0 : unary_?.(OP_BOOL, v) !== T.FALSE;
};

export const equal = (a: number, b: number): boolean => {
  // Floats are equal to themselves but for nan; a user's class may say otherwise.
  if (a === b && (a & 3 || (H[a] !== -T.FLOAT && H[a] < 0))) return true;
  // Two qstrs, two small ints.
  if (a & b & 1 || ((a & 7) === 2 && (b & 7) === 2)) return false;
  const ta = typeOf(a);
  const tb = typeOf(b);
  if (ta === tb) {
    if (ta === T.STR || ta === T.BYTES) return sameBytes(strp(a), strp(b));
    if (ta === T.TUPLE) {
      let n = H[a + 1];
      if (n === H[b + 1]) for (; n && equal(H[++a + 1], H[++b + 1]); n--);
      else n = 1;
      return !n;
    }
  }
  if (isUser(ta)) return classEqual(a, b);
  if (isUser(tb)) return classEqual(b, a);
  return (slots[ta >> 3].binary_?.(OP_EQ, a, b) || slots[tb >> 3].binary_?.(OP_EQ, b, a)) === T.TRUE;
};

export const sameBytes = (p: number, q: number): boolean => {
  const n = H[p + 1];
  if (n !== H[q + 1]) return false;
  const a = p * 4 + 12;
  const b = q * 4 + 12;
  for (let i = 0; i < n; i++) if (B[a + i] !== B[b + i]) return false;
  return true;
};

/** The hash as an int32, as dicts and `hash()` use it. */
export const hash = (v: number): number => {
  if (v & 1) return v >> 1;
  if ((v & 7) === 2) return H[qstrPointer(v) + 2] & 0xffff;
  const t = typeOf(v);
  if (t === T.STR) return hashOf(v);
  if (isUser(t)) return classHash(v);
  const s = slots[t >> 3];
  return (s.unary_?.(OP_HASH, v) || (s.len_ || s.subscr_ ? unhashable(v) : v)) >> 1;
};

// ---- Printing. ----

const [q_str, q_repr] = Qs('__str__ __repr__');

export const print = (v: number, repr: boolean): void => {
  if (v & 1) return put('' + (v >> 1));
  const t = typeOf(v);
  if (!isUser(t)) {
    const p = slots[t >> 3].print_;
    return p ? p(v, repr) : put(`<${text(typeNames[t >> 3])}>`);
  }
  if ((!repr && methodOf(v, q_str)) || methodOf(v, q_repr)) {
    const r = callMethod0();
    return print(isStr(r) ? r : notImplicit(r, 'str'), false);
  }
  const native = nativeOf(v);
  if (!native) put(`<${nameOf(v)} object at ${address(v)}>`);
  else if (isException(v)) printException(v, repr);
  else print(native, repr);
};

/** str or repr of an exception: `ValueError(1, 2)`, `(1, 2)`, `1`. */
export function printException(v: number, repr: boolean): void {
  const args = H[nativeExc(v) + 1];
  const n = H[args + 1];
  const code = H[args + 2];
  if (repr) put(nameOf(v));
  else if (!n) return;
  else if (n < 3 && code & 1 && isSubclass(typeOf(v), T.OSError)) {
    const name = errnoNames.get(code >> 1);
    put(name ? `[Errno ${code >> 1}] ${name}` : '' + (code >> 1));
    if (n < 2) return;
    put(': ');
    return print(H[args + 3], false);
  } else if (n < 2) return print(code, false);
  printItems('(', n === 1 ? ',)' : ')', H.subarray(args + 2, args + 2 + n));
}

let printDepth = 0;
/** Items of a container with commas. */
export const printItems = (
  open: string,
  close: string,
  items: Iterable<number>,
  one: (v: number) => void = (v) => print(v, true),
  comma = ', ',
): void => {
  deeper();
  put(open);
  let between = '';
  for (const v of items) {
    put(between);
    between = comma;
    one(v);
  }
  put(close);
  printDepth--;
};
export const deeper = (): void => {
  if (++printDepth > 120) {
    printDepth = 0;
    tooDeep();
  }
};
export const shallower = (): void => {
  printDepth--;
};
export const DEEP = 'maximum recursion depth exceeded';
export function tooDeep(): never {
  return fail(T.RuntimeError, DEEP);
}

/** What is printed, as a host string. */
export const toText = (v: number, repr = false): string => {
  const mark = wn;
  print(v, repr);
  const s = decoder.decode(W.subarray(mark, wn));
  wn = mark;
  return s;
};
export const strOf = (v: number, repr = false): number => {
  if (!repr && isStr(v)) return v;
  const mark = wn;
  print(v, repr);
  return take(mark, -T.STR);
};

// ---- Arguments. ----

/** An int argument as a host number; anything but an int is a TypeError. */
export const intArg = (v: number): number => {
  if (v & 1) return v >> 1;
  const u = unwrap(v);
  if (!isInt(u)) noConversion(v, 'int');
  const n = toNumber(u);
  return n === (n | 0) ? n : fail(T.OverflowError, 'overflow converting long int to machine word');
};
export const strArg = (v: number): number => {
  const u = unwrap(v);
  return isStr(u) ? u : notImplicit(v, 'str');
};
export const argCount = (n: number, least: number, most: number): void => {
  if (least === most ? n !== most : n > most)
    typeError(
      least < most
        ? `function expected at most ${most} arguments, got ${n}`
        : `function takes ${least} positional arguments but ${n} were given`,
    );
  if (n < least) typeError(`function missing ${least - n} required positional arguments`);
};
/** The value of keyword `name` among nkw pairs at H[a..], or 0. */
export const keyword = (nkw: number, a: number, name: number): number => {
  for (let i = 0; i < nkw; i++) if (H[a + 2 * i] === name) return H[a + 2 * i + 1];
  return 0;
};

/** Memory of an object with the buffer protocol, as `getBuffer` found it: byte offset, length, typecode. */
export const BUF = { at_: 0, n_: 0, code_: 66 };
export const setBuffer = (at: number, n: number, code = 66): boolean => {
  BUF.at_ = at;
  BUF.n_ = n;
  BUF.code_ = code;
  return true;
};
export const tryBuffer = (v: number, write = false): boolean => {
  const u = unwrap(v);
  if (isStr(u) || isHeap(u, -T.BYTES)) {
    const p = strp(u);
    return !write && setBuffer(p * 4 + 12, H[p + 1]);
  }
  const b = slots[typeOf(u) >> 3]?.buffer_;
  return b !== undefined && b(u, write);
};
export const getBuffer = (v: number, write = false): void => {
  if (!tryBuffer(v, write)) typeError('object with buffer protocol required');
};

/** Length-adjusted index of a sequence. */
export const seqIndex = (self: number, index: number, n: number): number => {
  if (!(index & 1) && !isInt(unwrap(index)))
    typeError(`${nameOf(self)} indices must be integers, not ${nameOf(index)}`);
  let i = intArg(index);
  if (i < 0) i += n;
  return i >= 0 && i < n ? i : indexError(`${nameOf(self)} index out of range`);
};

export { intern } from './qstr.ts';
