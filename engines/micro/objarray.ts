// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// bytearray, array, memoryview and struct. bytearray and array: header, typecode, length in bytes, data
// in a block of its own (header, its size, bytes). memoryview: header, code | read-only 256, the object, -, offset and
// length in bytes. Models py/objarray.c, py/binary.c, py/modstruct.c.
import { T } from './layout.ts';
import { H, B, V, alloc, realloc } from './heap.ts';
import { Q, newBytesObject } from './qstr.ts';
import {
  type,
  module,
  isStr,
  isHeap,
  bool,
  small,
  put,
  print,
  printItems,
  fail,
  valueError,
  newFloat,
  bytes,
  intArg,
  argCount,
  setBuffer,
  getBuffer,
  tryBuffer,
  BUF,
  W,
  wn,
  rewind,
  tupleOf,
  equal,
  noConversion,
  compared,
  latin,
  truth,
  codeOf,
} from './obj.ts';
import type { Slots } from './obj.ts';
import { unwrap } from './objtype.ts';
import { newInt, newBig, isInt, toBig, toNumber } from './objint.ts';
import { toFloat } from './objfloat.ts';
import { forEach } from './runtime.ts';
import { onlyStep1 } from './objlist.ts';
import { bytesRows, hex, printStr, putBytesOf, textBinary, compareBytes } from './objstr.ts';

/** By typecode: size as native, aligned items (l and P are four bytes here), and what a DataView calls them. */
const CODES: Record<string, [number, string]> = {};
for (const row of 'b1Int8 B1Uint8 ?1Uint8 c1 x1 s1 h2Int16 H2Uint16 e2Float16 i4Int32 I4Uint32 l4Int32 L4Uint32 P4Uint32 S4Uint32 O4Int32 f4Float32 d8Float64 q8BigInt64 Q8BigUint64'.split(
  ' ',
))
  // An older host knows no half floats.
  if (!row[2] || 'get' + row.slice(2) in DataView.prototype) CODES[row[0]] = [+row[1], row.slice(2)];
const sizeOfCode = (code: number) => CODES[String.fromCharCode(code)][0];
type Access = Record<string, (at: number, ...rest: unknown[]) => number>;
const view = () => V as unknown as Access;

/** Reads one item at a byte address. */
const getItem = (code: number, at: number, big = false): number => {
  if (code === 66) return small(B[at]);
  const c = String.fromCharCode(code);
  if (c === 'c') return bytes(B, at, 1);
  const name = CODES[c][1];
  const x = view()['get' + name](at, !big);
  if (c === '?') return bool(x !== 0);
  if (c === 'O') return x;
  return name[0] === 'F' ? newFloat(x) : name[0] === 'B' ? newBig(x as unknown as bigint) : newInt(x);
};
/** Writes one item. */
const putItem = (code: number, at: number, v: number, big = false): void => {
  const c = String.fromCharCode(code);
  const name = CODES[c][1];
  let x: number | bigint;
  if (c === 'c') x = codeOf(latin(v));
  else if (c === '?') x = truth(v) ? 1 : 0;
  else if (c === 'O') x = v;
  else if (/[fde]/.test(c)) x = toFloat(v);
  else {
    const u = unwrap(v);
    if (!isInt(u)) noConversion(v, 'int');
    x = name[0] === 'B' ? toBig(u) : isHeap(u, -T.INT) ? Number(BigInt.asIntN(32, toBig(u))) : toNumber(u);
  }
  view()['set' + (name || 'Uint8')](at, x, !big);
};
// ---- bytearray and array. ----

const code = (v: number) => H[v + 1] & 255;
const dataAt = (v: number) => H[v + 3] * 4 + 8;
const newArray = (header: number, typecode: number, n: number): number => {
  const p = alloc(4);
  H[p] = header;
  H[p + 1] = typecode;
  const data = alloc((n + 11) >> 2);
  H[data] = -T.RAW;
  H[data + 1] = (n + 23) & ~15;
  H[p + 3] = data;
  H[p + 2] = n;
  return p;
};
export const newByteArray = (src: Uint8Array, at: number, n: number): number => {
  const p = newArray(-T.BYTEARRAY, 66, n);
  B.set(src.subarray(at, at + n), dataAt(p));
  return p;
};
/** Makes room for n bytes; growing by little at a time, for some more. */
const reserve = (v: number, n: number): void => {
  if (n + 8 > H[H[v + 3] + 1]) {
    const room = (n + (n < H[v + 2] + 16 && H[v + 2] ? 31 : 23)) & ~15;
    H[v + 3] = realloc(H[v + 3], room >> 2);
    H[H[v + 3] + 1] = room;
  }
};
const append = (v: number, x: number): number => {
  const n = H[v + 2];
  const size = sizeOfCode(code(v));
  reserve(v, n + size);
  putItem(code(v), dataAt(v) + n, x);
  H[v + 2] = n + size;
  return T.NONE;
};
/** Bytes [start, stop) give way to others. */
export const splice = (v: number, start: number, stop: number, copy: Uint8Array): void => {
  const old = H[v + 2];
  const n = old + copy.length - (stop - start);
  reserve(v, n);
  const at = dataAt(v);
  B.copyWithin(at + start + copy.length, at + stop, at + old);
  B.set(copy, at + start);
  H[v + 2] = n;
};
const replace = (v: number, start: number, stop: number, from: number): void => {
  getBuffer(from);
  splice(v, start, stop, B.slice(BUF.at_, BUF.at_ + BUF.n_));
};
const extend = (v: number, from: number): number => {
  const u = unwrap(from);
  if (!isStr(u) && tryBuffer(u)) replace(v, H[v + 2], H[v + 2], u);
  else forEach(from, (x) => append(v, x));
  return T.NONE;
};
const incompatible = (): never => valueError('lhs and rhs should be compatible');
/** What buffers of all three types do. */
const common: Slots = {
  len_: (v) => (getBuffer(v), BUF.n_ / sizeOfCode(BUF.code_)),
  item_: (v, i, value) => {
    if (value !== T.STOP && (!value || !tryBuffer(v, true))) return 0;
    getBuffer(v);
    const at = BUF.at_ + i * sizeOfCode(BUF.code_);
    if (value === T.STOP) return getItem(BUF.code_, at);
    if (BUF.code_ === 66 && value & 1) B[at] = value >> 1;
    else putItem(BUF.code_, at, value);
    return T.NONE;
  },
  binary_: (op, a, b) => {
    const u = unwrap(b);
    if (op > 4) return 0;
    if (isStr(u) || !tryBuffer(u) || (isHeap(a, -T.ARRAY) && !isHeap(u, -T.ARRAY)))
      return op === 2 ? T.FALSE : 0;
    const { at_: q, n_: n, code_: c } = BUF;
    getBuffer(a);
    if (isHeap(a, -T.ARRAY) && ((c ^ BUF.code_) & ~32 || /[fd]/i.test(String.fromCharCode(c))))
      fail(T.NotImplementedError);
    return compared(op, compareBytes(BUF.at_, BUF.n_, q, n));
  },
};
const growing: Slots = {
  ...common,
  buffer_: (v) => setBuffer(dataAt(v), H[v + 2], code(v)),
  slice_: (v, start, n, step, value) => {
    const size = sizeOfCode(code(v));
    const u = unwrap(value);
    onlyStep1(step);
    if (value === T.STOP) {
      const p = newArray(H[v], code(v), n * size);
      B.copyWithin(dataAt(p), dataAt(v) + start * size, dataAt(v) + (start + n) * size);
      return p;
    }
    if (!value) return 0;
    if (isStr(u) || !tryBuffer(u)) fail(T.NotImplementedError, 'array/bytes required on right side');
    if (isHeap(v, -T.ARRAY) && isHeap(u, -T.ARRAY) && code(u) !== code(v)) incompatible();
    replace(v, start * size, (start + n) * size, u);
    return T.NONE;
  },
};
const edit = { append$2: append, extend$2: extend };
type(
  T.BYTEARRAY,
  'bytearray',
  0,
  {
    ...growing,
    // Quicker than through the buffer protocol.
    len_: (v) => H[v + 2],
    item_: (v, i, value) => {
      const at = dataAt(v) + i;
      if (value === T.STOP) return small(B[at]);
      if (!(value & 1)) return common.item_!(v, i, value);
      B[at] = value >> 1;
      return T.NONE;
    },
    binary_: (op, a, b) => (op === 45 ? (extend(a, b), a) : textBinary(op, a, b)),
    print_: (v) => {
      put('bytearray(');
      printStr(v, true);
      put(')');
    },
  },
  {
    ...bytesRows,
    ...edit,
    '$03 - encoding': (v, encoding) => {
      const mark = wn;
      if (v & 1 && v > 0) return newArray(-T.BYTEARRAY, 66, v >> 1);
      putBytesOf(v, encoding);
      const p = newByteArray(W, mark, wn - mark);
      rewind(mark);
      return p;
    },
  },
);
/** The items of an array. */
function* items(v: number): Generator<number> {
  const size = sizeOfCode(code(v));
  for (let i = 0; i < H[v + 2]; i += size) yield getItem(code(v), dataAt(v) + i);
}
type(
  T.ARRAY,
  'array',
  0,
  {
    ...growing,
    print_: (v) => {
      const open = `array('${String.fromCharCode(code(v))}'`;
      if (H[v + 2]) printItems(open + ', [', '])', items(v), (x) => print(x, true));
      else put(open + ')');
    },
    binary_: (op, a, b) => {
      const u = unwrap(b);
      const n = H[a + 2];
      if (op === 45) return isStr(u) ? 0 : (extend(a, u), a);
      if (op === 13 && !isStr(u) && tryBuffer(u)) {
        const v = growing.slice_!(a, 0, n / sizeOfCode(code(a)), 1, T.STOP);
        extend(v, u);
        return v;
      }
      if (op === 15 && isInt(b)) {
        const times = Math.max(0, intArg(b));
        const v = newArray(H[a], code(a), n * times);
        for (let i = 0; i < times; i++) B.copyWithin(dataAt(v) + i * n, dataAt(a), dataAt(a) + n);
        return v;
      }
      if (op === 6) {
        for (const x of items(a)) if (equal(x, b)) return T.TRUE;
        return T.FALSE;
      }
      return common.binary_!(op, a, b);
    },
  },
  {
    $12: (typecode, from) => {
      const c = latin(typecode);
      if (!/^[bBhHiIlLqQfdOPS]$/.test(c)) valueError('bad typecode');
      const p = newArray(-T.ARRAY, codeOf(c), 0);
      const u = from && unwrap(from);
      if (u && isHeap(u, -T.ARRAY)) for (const x of items(u)) append(p, x);
      else if (from) extend(p, from);
      H[p + 2] -= H[p + 2] % sizeOfCode(code(p));
      return p;
    },
    ...edit,
  },
);
module('array', { array: T.ARRAY });

// ---- memoryview. ----

const newView = (o: number, codeFlags: number, offset: number, n: number): number => {
  const p = alloc(6);
  H.set([-T.MEMORYVIEW, codeFlags, o, 0, offset, n], p);
  return p;
};
const q_itemsize = Q('itemsize');
type(
  T.MEMORYVIEW,
  'memoryview',
  0,
  {
    ...common,
    attr_: (v, name) => (name === q_itemsize ? small(sizeOfCode(code(v))) : 0),
    buffer_: (v, write) => {
      if (write && H[v + 1] & 256) return false;
      getBuffer(H[v + 2]);
      return setBuffer(BUF.at_ + H[v + 4], H[v + 5], code(v));
    },
    slice_: (v, start, n, step, value) => {
      const size = sizeOfCode(code(v));
      const from = H[v + 4] + start * size;
      onlyStep1(step);
      if (value === T.STOP) {
        if (from > 0xffffff) fail(T.OverflowError, 'memoryview offset too large');
        return newView(H[v + 2], H[v + 1], from, n * size);
      }
      if (!value || H[v + 1] & 256) return 0;
      getBuffer(value);
      const { at_: at, n_: len, code_: c } = BUF;
      if (sizeOfCode(c) !== size && c !== 66) incompatible();
      if (len !== n * size) incompatible();
      getBuffer(v);
      B.copyWithin(BUF.at_ + start * size, at, at + len);
      return T.NONE;
    },
  },
  {
    $1: (v) => {
      const readOnly = tryBuffer(v, true) ? 0 : 256;
      getBuffer(v);
      return newView(unwrap(v), BUF.code_ | readOnly, 0, BUF.n_);
    },
    hex$12: hex(-T.STR),
  },
);

// ---- struct. ----

/** Walks a format: each item's code, byte offset and count (for s). Answers the whole size. */
const eachItem = (format: number, see?: (c: string, at: number, n: number, big: boolean) => void): number => {
  const [, order, rows] = /^([@=<>!]?)(.*)$/s.exec(latin(format))!;
  let at = 0;
  for (const [, digits, c] of rows.matchAll(/(\d*)([^]?)/g)) {
    if (!c && !digits) break;
    const size = CODES[c]?.[0] ?? valueError('bad typecode');
    let n = digits ? +digits : 1;
    if (/^@?$/.test(order)) at = (at + size - 1) & -size;
    if (c === 's') {
      see?.(c, at, n, false);
      at += n;
    } else for (; n > 0; n--, at += size) if (c !== 'x') see?.(c, at, 1, order === '>' || order === '!');
  }
  return at;
};
const packInto = (format: number, base: number, n: number, a: number): void => {
  let next = 0;
  eachItem(format, (c, at, count, big) => {
    if (next >= n) return;
    const v = H[a + next++];
    at += base;
    if (c !== 's') return putItem(codeOf(c), at, v, big);
    getBuffer(v);
    B.copyWithin(at, BUF.at_, BUF.at_ + Math.min(count, BUF.n_));
  });
};
const tooSmall = (): never => valueError('buffer too small');
/** The address of `size` bytes at an offset of a buffer. */
const room = (buffer: number, offset: number, size: number, write: boolean): number => {
  getBuffer(buffer, write);
  let o = offset ? intArg(offset) : 0;
  if (o < 0) o += BUF.n_;
  return o < 0 || o + size > BUF.n_ ? tooSmall() : BUF.at_ + o;
};
const unpack = (format: number, buffer: number, offset: number) => {
  const from = room(buffer, offset, eachItem(format), false);
  const found: number[] = [];
  eachItem(format, (c, at, n, big) =>
    found.push(c === 's' ? bytes(B, from + at, n) : getItem(codeOf(c), from + at, big)),
  );
  return tupleOf(...found);
};
module('struct', {
  calcsize$1: (f) => small(eachItem(f)),
  pack$v: (n, _k, a) => {
    argCount(n, 1, 999);
    const p = newBytesObject(-T.BYTES, eachItem(H[a]));
    packInto(H[a], p * 4 + 12, n - 1, a + 1);
    return p;
  },
  pack_into$v: (n, _k, a) => {
    argCount(n, 3, 999);
    const size = eachItem(H[a]);
    const at = room(H[a + 1], H[a + 2], size, true);
    B.fill(0, at, at + size);
    packInto(H[a], at, n - 3, a + 3);
    return T.NONE;
  },
  unpack$2: unpack,
  unpack_from$23: unpack,
});
