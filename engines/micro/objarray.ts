// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// bytearray, array, memoryview and struct: raw memory in a block of its own (header, byte length, bytes). bytearray and
// array: header, typecode | spare bytes << 8, length in bytes, data. memoryview: header, code | read-only 256, the object,
// offset and length in a second block's words. Models py/objarray.c, py/binary.c, py/modstruct.c.
import { T } from './layout.ts';
import { H, B, alloc, realloc, keep } from './heap.ts';
import { Q, text } from './qstr.ts';
import {
  type,
  module,
  isStr,
  isHeap,
  bool,
  small,
  put,
  print,
  fail,
  typeError,
  valueError,
  newFloat,
  bytes,
  intArg,
  argCount,
  noKw,
  setBuffer,
  getBuffer,
  tryBuffer,
  BUF,
  seqIndex,
  W,
  wn,
  rewind,
  slots,
  newTuple,
  equal,
  take,
  putByte,
  deeper,
  shallower,
  noConversion,
  unhashable,
} from './obj.ts';
import { unwrap } from './objtype.ts';
import { newInt, newBig, intToBytes, isInt } from './objint.ts';
import { toFloat } from './objfloat.ts';
import { newIter, forEach } from './runtime.ts';
import { plainSlice, SLICE, newList, listAppend } from './objlist.ts';
import { bytesRows, byteArrayMaker, hex, printBytes, putBytesOf } from './objstr.ts';

/** Size of a typecode as native, aligned items, by LP64 rules of the host word: l and P are four bytes here. */
const SIZE: Record<string, number> = {
  b: 1,
  B: 1,
  c: 1,
  x: 1,
  '?': 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 4,
  L: 4,
  P: 4,
  O: 4,
  S: 4,
  f: 4,
  q: 8,
  Q: 8,
  d: 8,
  n: 4,
  N: 4,
  e: 2,
};
const sizeOfCode = (code: number) => SIZE[String.fromCharCode(code)] ?? 0;

const view = new DataView(new ArrayBuffer(8));
const scratch = new Uint8Array(view.buffer);

/** Reads one item at a byte address. */
export function getItem(code: number, at: number, big: boolean): number {
  const c = String.fromCharCode(code);
  const n = SIZE[c];
  for (let i = 0; i < n; i++) scratch[i] = B[at + i];
  switch (c) {
    case 'b':
      return small(view.getInt8(0));
    case 'B':
      return small(scratch[0]);
    case '?':
      return bool(scratch[0] !== 0);
    case 'c':
      return bytes(scratch, 0, 1);
    case 'h':
      return small(view.getInt16(0, !big));
    case 'H':
      return small(view.getUint16(0, !big));
    case 'i':
    case 'l':
    case 'n':
      return newInt(view.getInt32(0, !big));
    case 'q':
      return newBig(view.getBigInt64(0, !big));
    case 'Q':
      return newBig(view.getBigUint64(0, !big));
    case 'f':
      return newFloat(view.getFloat32(0, !big));
    case 'd':
      return newFloat(view.getFloat64(0, !big));
    case 'e': {
      const h = view.getUint16(0, !big);
      const e = (h >> 10) & 31;
      const m = h & 1023;
      const x = e === 0 ? m * 2 ** -24 : e === 31 ? (m ? NaN : Infinity) : (1 + m / 1024) * 2 ** (e - 15);
      return newFloat(h & 0x8000 ? -x : x);
    }
    case 'O':
      return view.getInt32(0, !big);
    default:
      return newInt(view.getUint32(0, !big));
  }
}
/** Writes one item into `into`. */
export function putItem(code: number, into: Uint8Array, at: number, v: number, big: boolean): void {
  const c = String.fromCharCode(code);
  switch (c) {
    case 'f':
    case 'd':
    case 'e': {
      const x = toFloat(v);
      if (c === 'f') view.setFloat32(0, x, !big);
      else if (c === 'd') view.setFloat64(0, x, !big);
      else view.setUint16(0, half(x), !big);
      for (let i = 0; i < SIZE[c]; i++) into[at + i] = scratch[i];
      return;
    }
    case '?':
      into[at] = v === T.TRUE || (isInt(v) && v !== 1 && v !== T.FALSE) ? 1 : 0;
      return;
    case 'O':
      view.setInt32(0, v, !big);
      for (let i = 0; i < 4; i++) into[at + i] = scratch[i];
      return;
    case 'c':
      getBuffer(v);
      into[at] = B[BUF.at_];
      return;
  }
  const u = unwrap(v);
  if (!isInt(u)) noConversion(v, 'int');
  intToBytes(u, into, at, SIZE[c], big);
}
function half(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const a = Math.abs(x);
  if (x !== x) return 0x7e00;
  if (a >= 65520) return sign | 0x7c00;
  if (a < 2 ** -14) return sign | Math.round(a / 2 ** -24);
  const e = Math.floor(Math.log2(a));
  const m = Math.round((a / 2 ** e - 1) * 1024);
  return sign | (((e + 15) << 10) + m);
}

// ---- bytearray and array. ----

const code = (v: number) => H[v + 1] & 255;
const dataAt = (v: number) => H[v + 3] * 4 + 8;
function rawBlock(n: number): number {
  const p = alloc((n + 11) >> 2);
  H[p] = -T.RAW;
  return p;
}
function newArray(header: number, typecode: number, n: number): number {
  const p = alloc(4);
  H[p] = header;
  H[p + 1] = typecode;
  H[p + 3] = rawBlock(n);
  H[p + 2] = n;
  return p;
}
export function newByteArray(src: Uint8Array, at: number, n: number): number {
  const p = newArray(-T.BYTEARRAY, 66, n);
  B.set(src.subarray(at, at + n), dataAt(p));
  return p;
}
byteArrayMaker(newByteArray);
/** Makes the data n bytes long. */
function resize(v: number, n: number): void {
  const words = (n + 11) >> 2;
  const have = H[v + 1] >>> 8;
  if (n > have) {
    const room = H[v + 2] > 0 && n < H[v + 2] + 16 ? n + 8 : n;
    H[v + 3] = realloc(H[v + 3], Math.max(words, (room + 11) >> 2));
    H[v + 1] = (H[v + 1] & 255) | (room << 8);
  }
  H[v + 2] = n;
}
function extend(v: number, from: number): number {
  const u = unwrap(from);
  if (tryBuffer(u) && !isStr(u)) {
    const { at_: at, n_: n } = BUF;
    const have = H[v + 2];
    const self = u === v;
    resize(v, have + n);
    B.copyWithin(dataAt(v) + have, self ? dataAt(v) : at, (self ? dataAt(v) : at) + n);
  } else {
    const size = sizeOfCode(code(v));
    forEach(from, (x) => {
      const mark = wn;
      for (let i = 0; i < size; i++) putByte(0);
      putItem(code(v), W, mark, x, false);
      const have = H[v + 2];
      resize(v, have + size);
      B.set(W.subarray(mark, mark + size), dataAt(v) + have);
      rewind(mark);
    });
  }
  return T.NONE;
}
function append(v: number, x: number): number {
  const size = sizeOfCode(code(v));
  const have = H[v + 2];
  const mark = wn;
  for (let i = 0; i < size; i++) putByte(0);
  putItem(code(v), W, mark, x, false);
  resize(v, have + size);
  B.set(W.subarray(mark, mark + size), dataAt(v) + have);
  rewind(mark);
  return T.NONE;
}
function arraySubscr(v: number, index: number, value: number): number {
  const size = sizeOfCode(code(v));
  const n = H[v + 2] / size;
  if (isHeap(index, -T.SLICE)) {
    const [start, count] = plainSlice(index, n);
    if (value === T.STOP) {
      const p = newArray(H[v], code(v), count * size);
      B.copyWithin(dataAt(p), dataAt(v) + start * size, dataAt(v) + (start + count) * size);
      return p;
    }
    const stop = Math.max(start, SLICE.stop_) * size;
    let at = 0;
    let len = 0;
    if (value !== 0) {
      const u = unwrap(value);
      if (isHeap(u, -T.LIST) || isHeap(u, -T.TUPLE)) fail(T.TypeError, 'array/bytes required on right side');
      if (isStr(u) || !tryBuffer(u)) typeError('array/bytes required on right side');
      if (isHeap(v, -T.ARRAY) && isHeap(u, -T.ARRAY) && code(u) !== code(v))
        valueError('lhs and rhs should be compatible');
      at = BUF.at_;
      len = BUF.n_;
    } else return 0;
    const copy = B.slice(at, at + len);
    const total = H[v + 2] + len - (stop - start * size);
    const old = H[v + 2];
    if (total > old) resize(v, total);
    B.copyWithin(dataAt(v) + start * size + len, dataAt(v) + stop, dataAt(v) + old);
    B.set(copy, dataAt(v) + start * size);
    H[v + 2] = total;
    return T.NONE;
  }
  const i = seqIndex(v, index, n);
  if (value === T.STOP) return getItem(code(v), dataAt(v) + i * size, false);
  if (value === 0) return 0;
  putItem(code(v), B, dataAt(v) + i * size, value, false);
  return T.NONE;
}
function arrayBinary(op: number, a: number, b: number): number {
  if (op === 13 || op === 45) {
    const u = unwrap(b);
    if (isStr(u) || isHeap(u, -T.LIST) || !tryBuffer(u))
      return op === 45 && isHeap(u, -T.LIST) ? (extend(a, u), a) : 0;
    let v = a;
    if (op === 13) {
      v = newArray(H[a], code(a), H[a + 2]);
      B.copyWithin(dataAt(v), dataAt(a), dataAt(a) + H[a + 2]);
    }
    extend(v, b);
    return v;
  }
  if (op === 15 && isInt(b)) {
    const times = Math.max(0, intArg(b));
    const n = H[a + 2];
    const v = newArray(H[a], code(a), n * times);
    for (let i = 0; i < times; i++) B.copyWithin(dataAt(v) + i * n, dataAt(a), dataAt(a) + n);
    return v;
  }
  if (op === 6) {
    if (H[a] === -T.BYTEARRAY) return slots[T.BYTES >> 3].binary_!(6, a, b);
    const size = sizeOfCode(code(a));
    for (let i = 0; i < H[a + 2]; i += size)
      if (equal(getItem(code(a), dataAt(a) + i, false), b)) return T.TRUE;
    return T.FALSE;
  }
  if (op < 5) {
    const u = unwrap(b);
    if (!isStr(u) && tryBuffer(u) && (H[a] !== -T.ARRAY || isHeap(u, -T.ARRAY))) {
      const x = BUF.at_;
      const n = BUF.n_;
      const y = dataAt(a);
      const k = H[a + 2];
      if (
        H[a] === -T.ARRAY &&
        ((code(a) ^ code(u)) & ~32 || (code(a) | 32) === 102 || (code(a) | 32) === 100)
      )
        fail(T.NotImplementedError);
      let d = 0;
      for (let i = 0; d === 0 && i < Math.min(n, k); i++) d = B[y + i] - B[x + i];
      if (d === 0) d = k - n;
      return bool(op === 0 ? d < 0 : op === 1 ? d > 0 : op === 2 ? d === 0 : op === 3 ? d <= 0 : d >= 0);
    }
    return op === 2 ? T.FALSE : 0;
  }
  return 0;
}
const common = {
  unary_: (op: number, v: number) => {
    const n = H[v + 2] / sizeOfCode(code(v));
    return op === 26 ? small(n) : op === 25 ? bool(n > 0) : op === 27 ? unhashable(v) : 0;
  },
  binary_: arrayBinary,
  subscr_: arraySubscr,
  iter_: newIter,
  buffer_: (v: number) => setBuffer(dataAt(v), H[v + 2], code(v)),
};
const edit = { append$2: append, extend$2: extend };
type(
  T.BYTEARRAY,
  'bytearray',
  0,
  {
    ...common,
    make_: (_t, n, nkw, a) => {
      const mark = wn;
      putBytesOf(n, nkw, a);
      const p = newByteArray(W, mark, wn - mark);
      rewind(mark);
      return p;
    },
    print_: (v) => {
      put('bytearray(');
      printBytes(dataAt(v), H[v + 2]);
      put(')');
    },
  },
  { ...bytesRows, ...edit },
);
function arrayCode(v: number): number {
  const s = text(v);
  if (s.length !== 1 || !'bBhHiIlLqQfdOPS'.includes(s)) valueError('bad typecode');
  return s.charCodeAt(0);
}
type(
  T.ARRAY,
  'array',
  0,
  {
    ...common,
    make_: (_t, n, nkw, a) => {
      noKw(nkw);
      argCount(n, 1, 2);
      const c = arrayCode(H[a]);
      const p = newArray(-T.ARRAY, c, 0);
      if (n === 2) {
        const u = unwrap(H[a + 1]);
        if (isHeap(u, -T.BYTES) || isHeap(u, -T.BYTEARRAY)) {
          getBuffer(u);
          const len = BUF.n_ - (BUF.n_ % sizeOfCode(c));
          const at = BUF.at_;
          resize(p, len);
          B.copyWithin(dataAt(p), at, at + len);
        } else if (isHeap(u, -T.ARRAY) && code(u) !== c) {
          const sb = sizeOfCode(code(u));
          for (let i = 0; i < H[u + 2]; i += sb) append(p, getItem(code(u), dataAt(u) + i, false));
        } else extend(p, H[a + 1]);
      }
      return p;
    },
    print_: (v) => {
      deeper();
      put(`array('${String.fromCharCode(code(v))}'`);
      const size = sizeOfCode(code(v));
      if (H[v + 2] > 0) {
        put(', [');
        for (let i = 0; i < H[v + 2]; i += size) {
          if (i > 0) put(', ');
          print(getItem(code(v), dataAt(v) + i, false), true);
        }
        put(']');
      }
      put(')');
      shallower();
    },
  },
  { ...edit, decode$1: (v) => (getBuffer(v), bytes(B, BUF.at_, BUF.n_)) },
);
module('array', { array: T.ARRAY });

// ---- memoryview: header, code | 256 when read-only, object, second block: offset, length in bytes. ----

const mvBase = (v: number): number => {
  const o = H[v + 2];
  tryBuffer(o);
  return BUF.at_ + H[v + 4];
};
function newView(o: number, codeFlags: number, offset: number, n: number): number {
  const p = alloc(6);
  H[p] = -T.MEMORYVIEW;
  H[p + 1] = codeFlags;
  H[p + 2] = o;
  H[p + 4] = offset;
  H[p + 5] = n;
  return p;
}
const q_itemsize = Q('itemsize');
type(
  T.MEMORYVIEW,
  'memoryview',
  0,
  {
    make_: (_t, n, nkw, a) => {
      noKw(nkw);
      argCount(n, 1, 1);
      const o = unwrap(H[a]);
      getBuffer(o);
      const { n_: len, code_: c } = BUF;
      return newView(o, c | (tryBuffer(o, true) ? 0 : 256), 0, len);
    },
    unary_: (op, v) =>
      op === 26 ? small(H[v + 5] / sizeOfCode(H[v + 1] & 255)) : op === 25 ? bool(H[v + 5] > 0) : 0,
    attr_: (v, name) => (name === q_itemsize ? small(sizeOfCode(H[v + 1] & 255)) : 0),
    iter_: newIter,
    buffer_: (v, write) => {
      if (write && H[v + 1] & 256) return false;
      const at = mvBase(v);
      return setBuffer(at, H[v + 5], H[v + 1] & 255);
    },
    binary_: (op, a, b) => {
      if (op >= 5) return 0;
      const u = unwrap(b);
      if (isStr(u) || !tryBuffer(u)) return op === 2 ? T.FALSE : 0;
      const x = BUF.at_;
      const n = BUF.n_;
      const y = mvBase(a);
      let d = 0;
      for (let i = 0; d === 0 && i < Math.min(n, H[a + 5]); i++) d = B[y + i] - B[x + i];
      if (d === 0) d = H[a + 5] - n;
      return bool(op === 0 ? d < 0 : op === 1 ? d > 0 : op === 2 ? d === 0 : op === 3 ? d <= 0 : d >= 0);
    },
    subscr_: (v, index, value) => {
      const c = H[v + 1] & 255;
      const size = sizeOfCode(c);
      const n = H[v + 5] / size;
      if (isHeap(index, -T.SLICE)) {
        const [start, count] = plainSlice(index, n);
        if (value === T.STOP) {
          if (H[v + 4] + start * size > 0xffffff) fail(T.OverflowError, 'memoryview offset too large');
          return newView(H[v + 2], H[v + 1], H[v + 4] + start * size, count * size);
        }
        if (value === 0 || H[v + 1] & 256) return 0;
        getBuffer(value);
        if (isHeap(value, -T.ARRAY) && sizeOfCode(code(value)) !== size)
          valueError('lhs and rhs should be compatible');
        const { at_: at, n_: len } = BUF;
        if (len !== count * size) valueError('lhs and rhs should be compatible');
        const to = mvBase(v) + start * size;
        B.copyWithin(to, at, at + len);
        return T.NONE;
      }
      const i = seqIndex(v, index, n);
      const at = mvBase(v) + i * size;
      if (value === T.STOP) return getItem(c, at, false);
      if (value === 0 || H[v + 1] & 256) return 0;
      putItem(c, B, at, value, false);
      return T.NONE;
    },
  },
  { hex$12: (v, sep) => hex(v, sep, -T.STR) },
);

// ---- struct. ----

/** Walks a format: each item's code, byte offset and count (for s). Answers the whole size. */
function eachItem(format: number, see: (c: string, at: number, n: number, big: boolean) => void): number {
  let f = '';
  if (isStr(format)) f = text(format);
  else {
    getBuffer(format);
    for (let i = 0; i < BUF.n_; i++) f += String.fromCharCode(B[BUF.at_ + i]);
  }
  let native = true;
  let big = false;
  let i = 0;
  if ('@=<>!'.includes(f[0] ?? ' ')) {
    native = f[0] === '@';
    big = f[0] === '>' || f[0] === '!';
    i = 1;
  }
  let at = 0;
  for (; i < f.length; i++) {
    let n = 1;
    const m = /^\d+/.exec(f.slice(i));
    if (m) {
      n = +m[0];
      i += m[0].length;
    }
    const c = f[i];
    if (c === undefined) valueError('bad typecode');
    if (c === 's') {
      see(c, at, n, big);
      at += n;
      continue;
    }
    const size = SIZE[c];
    if (size === undefined) valueError('bad typecode');
    if (native) at = (at + size - 1) & -size;
    for (; n > 0; n--) {
      if (c !== 'x') see(c, at, 1, big);
      at += size;
    }
  }
  return at;
}
const calcsize = (format: number) => eachItem(format, () => {});
function packInto(format: number, into: Uint8Array, base: number, n: number, a: number): void {
  let next = 0;
  eachItem(format, (c, at, count, big) => {
    if (next >= n) return;
    const v = H[a + next++];
    if (c === 's') {
      getBuffer(v);
      const len = Math.min(count, BUF.n_);
      for (let i = 0; i < count; i++) into[base + at + i] = i < len ? B[BUF.at_ + i] : 0;
    } else putItem(c.charCodeAt(0), into, base + at, v, big);
  });
}
function unpackFrom(format: number, buffer: number, offset: number, exact: boolean): number {
  getBuffer(buffer);
  const n = BUF.n_;
  const at = BUF.at_;
  let from = offset;
  if (from < 0) {
    from += n;
    if (from < 0) valueError('buffer too small');
  }
  const size = calcsize(format);
  if (exact ? n < size : n - from < size) valueError('buffer too small');
  const l = newList(0);
  keep(l);
  eachItem(format, (c, o, count, big) =>
    listAppend(l, c === 's' ? bytes(B, at + from + o, count) : getItem(c.charCodeAt(0), at + from + o, big)),
  );
  return newTuple(H[l + 2], H[l + 3]);
}
module('struct', {
  calcsize$1: (f) => small(calcsize(f)),
  pack$v: (n, _k, a) => {
    argCount(n, 1, 999);
    const size = calcsize(H[a]);
    const mark = wn;
    for (let i = 0; i < size; i++) putByte(0);
    packInto(H[a], W, mark, n - 1, a + 1);
    return take(mark, -T.BYTES);
  },
  pack_into$v: (n, _k, a) => {
    argCount(n, 3, 999);
    const size = calcsize(H[a]);
    getBuffer(H[a + 1], true);
    const { at_: at, n_: len } = BUF;
    let o = intArg(H[a + 2]);
    if (o < 0) o += len;
    if (o < 0 || o + size > len) valueError('buffer too small');
    B.fill(0, at + o, at + o + size);
    packInto(H[a], B, at + o, n - 3, a + 3);
    return T.NONE;
  },
  unpack$2: (f, b) => unpackFrom(f, b, 0, true),
  unpack_from$23: (f, b, o) => unpackFrom(f, b, o === 0 ? 0 : intArg(o), false),
});
