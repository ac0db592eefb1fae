// @inline-constants-from ./layout.ts T
// @inline-scalars
// Ints beyond 31 bits, and arithmetic over all numbers. A big int: header, number of words, two's complement words, least
// first; 64 bits fit one block. Up to 2^53 the host's doubles compute, beyond that its BigInt; results live in the heap.
// Models py/objint_mpz.c, py/objbool.c and the number parser py/parsenum.c.
import { T } from './layout.ts';
import { H, B, F, alloc } from './heap.ts';
import { text, Qs } from './qstr.ts';
import {
  type,
  fun,
  classMethod,
  typeOf,
  isStr,
  isHeap,
  isUser,
  bool,
  small,
  put,
  fail,
  typeError,
  compared,
  valueError,
  newFloat,
  bytes,
  intArg,
  tryBuffer,
  BUF,
  argCount,
  keyword,
  noKw,
  truth,
  tupleOf,
  noConversion,
} from './obj.ts';
import { methodOf, callMethod0, unwrap, nativeOf } from './objtype.ts';
import { floatBinary, complexBinary } from './objfloat.ts';
import { newBytesObject } from './qstr.ts';
import { opNames } from './obj.ts';

/** Does a host number with |n| < 2^53 fit a small int? */
export const fitsSmall = (n: number) => n >= -0x40000000 && n <= 0x3fffffff;

export function newInt(n: number): number {
  if (n >= -0x40000000 && n <= 0x3fffffff) return (n << 1) | 1;
  if (n > SAFE || n < -SAFE) return newBig(BigInt(n));
  const hi = Math.floor(n / 4294967296);
  if (hi === n >> 31 && n === (n | 0)) return bigWords1(n | 0);
  const p = alloc(4);
  H[p] = -T.INT;
  H[p + 1] = 2;
  H[p + 2] = n - hi * 4294967296;
  H[p + 3] = hi;
  return p;
}
function bigWords1(n: number): number {
  const p = alloc(4);
  H[p] = -T.INT;
  H[p + 1] = 1;
  H[p + 2] = n;
  return p;
}

/** 2^32 digits at most that the heap could ever hold; checked before the host computes. */
const MAX_BITS = 1 << 26;

/** Wide ints met last, by pointer: converting digits costs more than most operations. Fixed size, emptied by collections. */
const recentAt = new Int32Array(64);
const recent: bigint[] = [];
export function flushInts(): void {
  recentAt.fill(0);
  recent.length = 0;
}
export function newBig(b: bigint): number {
  if (b >= -0x40000000n && b <= 0x3fffffffn) return (Number(b) << 1) | 1;
  const s = (b < 0n ? ~b : b).toString(16);
  // One bit more for the sign.
  const words = ((s.length * 4 - (s.charCodeAt(0) < 56 ? 1 : 0)) >> 5) + 1;
  const p = alloc(words + 2);
  H[p] = -T.INT;
  H[p + 1] = words;
  const flip = b < 0n ? -1 : 0;
  for (let i = 0, end = s.length; i < words; i++, end -= 8)
    H[p + 2 + i] = (end > 0 ? parseInt(s.slice(Math.max(0, end - 8), end), 16) : 0) ^ flip;
  if (words > 2) {
    recentAt[(p >> 2) & 63] = p;
    recent[(p >> 2) & 63] = b;
  }
  return p;
}

export function toBig(v: number): bigint {
  if (v & 1) return BigInt(v >> 1);
  if (v === T.TRUE) return 1n;
  if (v === T.FALSE) return 0n;
  const n = H[v + 1];
  if (n === 1) return BigInt(H[v + 2]);
  if (n === 2) return (BigInt(H[v + 3]) << 32n) | BigInt(H[v + 2] >>> 0);
  const flip = H[v + 1 + n] < 0 ? -1 : 0;
  const slot = (v >> 2) & 63;
  if (recentAt[slot] === v) return recent[slot];
  let s = '';
  for (let i = n - 1; i >= 0; i--) s += ((H[v + 2 + i] ^ flip) >>> 0).toString(16).padStart(8, '0');
  const b = BigInt('0x' + s);
  recentAt[slot] = v;
  return (recent[slot] = flip ? ~b : b);
}

/** An int as a host number; not exact beyond 2^53. */
export function toNumber(v: number): number {
  if (v & 1) return v >> 1;
  if (v === T.TRUE) return 1;
  if (v === T.FALSE) return 0;
  const n = H[v + 1];
  if (n === 1) return H[v + 2];
  if (n === 2) {
    const hi = H[v + 3];
    if (hi >= -0x200000 && hi < 0x200000) return hi * 4294967296 + (H[v + 2] >>> 0);
  }
  return Number(toBig(v));
}

export const isIntType = (t: number) => t === T.INT || t === T.BOOL;
export const isNumber = (t: number) => t === T.INT || t === T.FLOAT || t === T.BOOL || t === T.COMPLEX;
export const isInt = (v: number) => (v & 1) !== 0 || v === T.TRUE || v === T.FALSE || isHeap(v, -T.INT);
/** bool, float or int as a host number. */
export function real(v: number): number {
  return !(v & 3) && H[v] === -T.FLOAT ? F[(v >> 1) + 1] : toNumber(v);
}

export function bigEqual(a: number, b: number): boolean {
  return toBig(a) === toBig(b);
}
export function hashInt(v: number): number {
  return H[v + 2] & 0x3fffffff;
}
export function printBig(v: number): void {
  const b = toBig(v);
  if (H[v + 1] > 2) checkSize(H[v + 1] * 32);
  put(b.toString());
}
function checkSize(bits: number): void {
  if (bits > MAX_BITS) alloc(bits >> 5);
}

export function numbersEqual(a: number, b: number): boolean {
  const ta = typeOf(a);
  const tb = typeOf(b);
  if (ta === T.COMPLEX || tb === T.COMPLEX) return complexBinary(2, a, b) === T.TRUE;
  if (ta === T.FLOAT || tb === T.FLOAT) {
    const x = real(a);
    const y = real(b);
    if (x !== y) return false;
    if (ta === tb || !Number.isFinite(x) || Math.abs(x) < 2 ** 53) return true;
    return (ta === T.FLOAT ? BigInt(x) : toBig(a)) === (tb === T.FLOAT ? BigInt(y) : toBig(b));
  }
  return toBig(a) === toBig(b);
}

const isWide = (v: number) => (v & 3) === 0 && H[v + 1] > 2;
export const divideByZero = (): never => fail(T.ZeroDivisionError, 'divide by zero');

/** The greatest whole number below which doubles are exact. */
const SAFE = 2 ** 53 - 1;
const negativeShift = (): never => valueError('negative shift count');

/** Arithmetic and order of two numbers of builtin types. */
export function numberBinary(op: number, a: number, b: number): number {
  const ta = typeOf(a);
  const tb = typeOf(b);
  if (ta === T.COMPLEX || tb === T.COMPLEX) return complexBinary(op, a, b);
  if (ta === T.FLOAT || tb === T.FLOAT) return floatBinary(op, real(a), real(b), a, b);
  // Wide ints have no use for doubles.
  if (op !== 18 && op !== 20 && op !== 21 && (isWide(a) || isWide(b)))
    return bigBinary(op, toBig(a), toBig(b));
  const x = toNumber(a);
  const y = toNumber(b);
  // Bools keep their type under | ^ &.
  const exact = Math.abs(x) <= SAFE && Math.abs(y) <= SAFE;
  if (exact) {
    if (op < 6) return compared(op, x < y ? -1 : x > y ? 1 : 0);
    switch (op) {
      case 8:
      case 9:
      case 10:
        if (ta === T.BOOL && tb === T.BOOL)
          return bool(op === 8 ? x + y > 0 : op === 9 ? x !== y : x * y > 0);
        if ((x | 0) === x && (y | 0) === y) return newInt(op === 8 ? x | y : op === 9 ? x ^ y : x & y);
        break;
      case 11:
        if (y < 0) negativeShift();
        if (x === 0) return 1;
        if (y < 32 && Math.abs(x) < 2097152) return newInt(x * 2 ** y);
        break;
      case 12:
        if (y < 0) negativeShift();
        if ((x | 0) === x) return newInt(y > 31 ? (x < 0 ? -1 : 0) : x >> y);
        break;
      case 13:
        if (Math.abs(x + y) <= SAFE) return newInt(x + y);
        break;
      case 14:
        if (Math.abs(x - y) <= SAFE) return newInt(x - y);
        break;
      case 15:
        if (Math.abs(x * y) <= SAFE) return newInt(x * y);
        break;
      case 17: {
        if (y === 0) divideByZero();
        const q = Math.floor(x / y);
        // The quotient of doubles may round up to a whole number that is one too great.
        if (Math.abs(q) < 2 ** 50) return newInt(q * y > x === y > 0 && q * y !== x ? q - 1 : q);
        break;
      }
      case 19: {
        if (y === 0) divideByZero();
        const m = x % y;
        return newInt(m !== 0 && m < 0 !== y < 0 ? m + y : m === 0 ? 0 : m);
      }
    }
  }
  switch (op) {
    case 18:
      if (y === 0) divideByZero();
      return newFloat(exact ? x / y : bigDivide(toBig(a), toBig(b)));
    case 20:
      if (y < 0) {
        if (x === 0) divideByZero();
        return newFloat(Math.pow(x, y));
      }
      if (x === 0 || x === 1) return y === 0 ? 3 : small(x);
      if (x === -1) return small(toBig(b) & 1n ? -1 : 1);
      {
        const r = Math.pow(x, y);
        if (exact && Math.abs(r) <= SAFE) return newInt(r);
        checkSize(Math.ceil(Math.log2(Math.abs(x))) * y);
      }
      break;
    case 21: {
      const q = numberBinary(17, a, b);
      return tupleOf(q, numberBinary(19, a, b));
    }
  }
  return bigBinary(op, toBig(a), toBig(b));
}

function bigDivide(a: bigint, b: bigint): number {
  const x = Number(a);
  const y = Number(b);
  if (Number.isFinite(x) && Number.isFinite(y)) return x / y;
  const shift = BigInt(Math.max(a.toString(16).length, b.toString(16).length) * 4 - 1000);
  return Number(a >> shift) / Number(b >> shift);
}

function bigBinary(op: number, x: bigint, y: bigint): number {
  if (op < 6) return compared(op, x < y ? -1 : x > y ? 1 : 0);
  switch (op) {
    case 8:
      return newBig(x | y);
    case 9:
      return newBig(x ^ y);
    case 10:
      return newBig(x & y);
    case 11:
      if (y < 0n) negativeShift();
      if (y > 67108864n) fail(T.MemoryError);
      checkSize(Number(y));
      return newBig(x << y);
    case 12:
      if (y < 0n) negativeShift();
      return newBig(x >> y);
    case 13:
      return newBig(x + y);
    case 14:
      return newBig(x - y);
    case 15:
      return newBig(x * y);
    case 17:
    case 19: {
      if (y === 0n) divideByZero();
      const q = x / y;
      const r = x - q * y;
      const down = r !== 0n && r < 0n !== y < 0n;
      return newBig(op === 17 ? (down ? q - 1n : q) : down ? r + y : r);
    }
    case 20:
      return newBig(x ** y);
  }
  return 0;
}

export function intUnary(op: number, v: number): number {
  switch (op) {
    case 22:
      return v & 1 || isHeap(v, -T.INT) ? v : small(toNumber(v));
    case 23:
      return !(v & 3) ? newBig(-toBig(v)) : newInt(-toNumber(v) + 0);
    case 24:
      return !(v & 3) ? newBig(~toBig(v)) : newInt(~toNumber(v));
    case 25:
      return bool(v !== 1 && v !== T.FALSE);
    case 27:
      return !(v & 3) ? small(hashInt(v)) : small(toNumber(v));
    case 28:
      return toNumber(v) < 0 ? intUnary(23, v) : intUnary(22, v);
    case 29:
      return intUnary(22, v);
    case 30:
      return newFloat(toNumber(v));
  }
  return 0;
}

/** pow(a, b, m) with ints. */
export function power3(a: number, b: number, m: number): number {
  if (!isInt(a) || !isInt(b) || !isInt(m)) return typeError('pow() with 3 arguments requires integers');
  const mod = toBig(m);
  if (mod === 0n) valueError('pow() 3rd argument cannot be 0');
  let e = toBig(b);
  if (e < 0n) valueError('negative exponent');
  let base = toBig(a) % mod;
  let r = 1n;
  for (; e > 0n; e >>= 1n) {
    if (e & 1n) r = (r * base) % mod;
    base = (base * base) % mod;
  }
  r %= mod;
  return newBig(r !== 0n && r < 0n !== mod < 0n ? r + mod : r);
}

/** Python's int(text, base): white space, sign, prefix, single underscores. Answers 0 when it is no number. */
export function parseInt10(s: string, base: number): number {
  const m = /^[ \t\n\v\f\r]*([+-]?)(.*?)[ \t\n\v\f\r]*$/s.exec(s)!;
  let digits = m[2].toLowerCase();
  const prefix = digits.slice(0, 2);
  const by = prefix === '0x' ? 16 : prefix === '0o' ? 8 : prefix === '0b' ? 2 : 0;
  if (by !== 0 && (base === 0 || base === by)) {
    digits = digits.slice(2);
    base = by;
    if (digits[0] === '_') digits = digits.slice(1);
  } else if (base === 0) {
    base = 10;
    if (/^0+_*[1-9]/.test(digits)) return 0;
  }
  if (!/^[0-9a-z]+(_[0-9a-z]+)*$/.test(digits)) return 0;
  digits = digits.replaceAll('_', '');
  let n = 0;
  let big = 0n;
  let wide = false;
  if (base === 10 && digits.length > 9) {
    if (!/^[0-9]+$/.test(digits)) return 0;
    checkSize(digits.length * 4);
    big = BigInt(digits);
    wide = true;
  } else
    for (let i = 0; i < digits.length; i++) {
      const c = digits.charCodeAt(i);
      const d = c < 58 ? c - 48 : c - 87;
      if (d >= base) return 0;
      if (wide) big = big * BigInt(base) + BigInt(d);
      else if (n > 2 ** 45) {
        wide = true;
        big = BigInt(n) * BigInt(base) + BigInt(d);
      } else n = n * base + d;
    }
  const negative = m[1] === '-';
  return wide ? newBig(negative ? -big : big) : newInt(negative ? 0 - n : n);
}

const [q_little, q_big] = Qs('little big');
function isBigEndian(v: number): boolean {
  if (v === q_big) return true;
  if (v !== q_little && text(v) !== 'little')
    return text(v) === 'big' || valueError('endianness must be little or big');
  return false;
}

export function bytesToInt(at: number, n: number, bigEndian: boolean, signed: boolean): number {
  let s = '';
  for (let i = 0; i < n; i++) s += B[at + (bigEndian ? i : n - 1 - i)].toString(16).padStart(2, '0');
  let b = BigInt('0x' + (s || '0'));
  if (signed) b = BigInt.asIntN(n * 8, b);
  return newBig(b);
}
/** Writes the low n bytes. */
export function intToBytes(v: number, into: Uint8Array, at: number, n: number, bigEndian: boolean): void {
  let b = toBig(v);
  if (n <= 4) {
    let x = Number(BigInt.asIntN(32, b));
    for (let i = 0; i < n; i++, x >>= 8) into[at + (bigEndian ? n - 1 - i : i)] = x;
    return;
  }
  b = BigInt.asUintN(n * 8, b);
  const s = b.toString(16).padStart(n * 2, '0');
  for (let i = 0; i < n; i++)
    into[at + (bigEndian ? i : n - 1 - i)] = parseInt(s.slice(2 * i, 2 * i + 2), 16);
}

const [q_signed, q_length, q_byteorder] = Qs('signed length byteorder');
export function toInt(v: number): number {
  if (isInt(v)) return intUnary(22, v);
  const t = typeOf(v);
  if (t === T.FLOAT) return floatToInt(F[(v >> 1) + 1]);
  if (isUser(t)) {
    const m = methodOf(v, opNames[29]);
    if (m !== 0) {
      const r = callMethod0(m, v);
      if (!isInt(r)) noConversion(v, 'int');
      return r;
    }
    if (nativeOf(v) !== 0) return toInt(nativeOf(v));
  }
  return noConversion(v, 'int');
}
export function floatToInt(x: number): number {
  if (x !== x) valueError("can't convert NaN to int");
  if (!Number.isFinite(x)) fail(T.OverflowError, "can't convert inf to int");
  return newInt(Math.trunc(x) + 0);
}

type(
  T.INT,
  'int',
  0,
  {
    make_: (_t, n, nkw, a) => {
      noKw(nkw);
      argCount(n, 0, 2);
      if (n === 0) return 1;
      const v = unwrap(H[a]);
      if (n === 1 && !isStr(v) && (isInt(v) || isHeap(v, -T.FLOAT) || !tryBuffer(v))) return toInt(H[a]);
      let s: string;
      if (isStr(v)) s = text(v);
      else if (tryBuffer(v)) s = text(bytesAsStr(BUF.at_, BUF.n_));
      else return typeError("can't convert to int");
      const base = n === 2 ? intArg(H[a + 1]) : 10;
      if (base !== 0 && (base < 2 || base > 36)) valueError('int() arg 2 must be >= 2 and <= 36');
      return (
        parseInt10(s, base) || valueError(`invalid syntax for integer with base ${base === 0 ? 10 : base}`)
      );
    },
    unary_: intUnary,
    binary_: (op, a, b) => (isNumber(typeOf(b)) ? numberBinary(op, a, b) : 0),
  },
  {
    to_bytes$v: (n, nkw, a) => {
      const self = H[a];
      const kw = a + n;
      const length = n > 1 ? H[a + 1] : keyword(nkw, kw, q_length) || 3;
      const order = n > 2 ? H[a + 2] : keyword(nkw, kw, q_byteorder) || q_big;
      const signed = keyword(nkw, kw, q_signed);
      const size = intArg(length);
      if (size < 0) valueError();
      const big = isBigEndian(order);
      const b = toBig(self);
      const isSigned = signed !== 0 && truth(signed);
      const bits = BigInt(size * 8);
      const fits = isSigned
        ? size === 0
          ? b === 0n
          : b >= -(1n << (bits - 1n)) && b < 1n << (bits - 1n)
        : b >= 0n && b < 1n << bits;
      if (!fits)
        fail(
          T.OverflowError,
          !isSigned && b < 0n ? "can't convert negative int to unsigned" : 'buffer too small',
        );
      const p = newBytesObject(-T.BYTES, size);
      if (size > 0) intToBytes(self, B, p * 4 + 12, size, big);
      return p;
    },
    from_bytes: classMethod(
      fun('from_bytes', 'v', (n, nkw, a) => {
        const order = n > 1 ? H[a + 1] : keyword(nkw, a + n, q_byteorder) || q_big;
        const signed = keyword(nkw, a + n, q_signed);
        if (!tryBuffer(H[a])) typeError('object with buffer protocol required');
        return bytesToInt(BUF.at_, BUF.n_, isBigEndian(order), signed !== 0 && truth(signed));
      }),
      2,
    ),
    bit_length$1: (v) =>
      small(
        toBig(v) < 0n ? (-toBig(v)).toString(2).length : toBig(v) === 0n ? 0 : toBig(v).toString(2).length,
      ),
  },
);
function bytesAsStr(at: number, n: number): number {
  const v = bytes(B, at, n);
  const p = newBytesObject(-T.STR, n);
  B.copyWithin(p * 4 + 12, v * 4 + 12, v * 4 + 12 + n);
  return p;
}

type(T.BOOL, 'bool', 0, {
  make_: (_t, n, nkw, a) => {
    noKw(nkw);
    argCount(n, 0, 1);
    return bool(n > 0 && truth(H[a]));
  },
  print_: (v) => put(v === T.TRUE ? 'True' : 'False'),
  unary_: intUnary,
  binary_: (op, a, b) => (isNumber(typeOf(b)) ? numberBinary(op, a, b) : 0),
});
