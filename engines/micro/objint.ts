// @inline-constants-from ./layout.ts T
// @inline-scalars
// Ints beyond 31 bits, and arithmetic over all numbers. A big int: header, number of words, two's complement words, least
// first; 64 bits fit one block. Up to 2^53 the host's doubles compute, beyond that its BigInt; results live in the heap.
// Models py/objint_mpz.c, py/objbool.c and the number parser py/parsenum.c.
import { T } from './layout.ts';
import { H, F, I, alloc } from './heap.ts';
import { text } from './qstr.ts';
import {
  type,
  typeOf,
  isStr,
  isHeap,
  bool,
  small,
  put,
  fail,
  typeError,
  compared,
  valueError,
  newFloat,
  intArg,
  tryBuffer,
  truth,
  tupleOf,
  noConversion,
  latin,
  fromLatin,
  opNames,
  hexDigits,
} from './obj.ts';
import type { Slots } from './obj.ts';
import { userMethod, callMethod0, unwrap } from './objtype.ts';
import { floatBinary, complexBinary } from './objfloat.ts';
import { hexOf, unhex } from './objstr.ts';

export const newInt = (n: number): number => {
  if ((n << 1) >> 1 === n) return (n << 1) | 1;
  if (Math.abs(n) > SAFE) return newBig(BigInt(n));
  const p = newWords(2);
  H[p + 2] = n;
  H[p + 3] = Math.floor(n / TWO32);
  return p;
};
const newWords = (n: number): number => {
  const p = alloc(n + 2);
  H[p] = -T.INT;
  H[p + 1] = n;
  return p;
};

/** Bits at most that the host computes with; more is refused as the heap would. */
const MAX_BITS = 67108864;
const checkSize = (bits: number): void => {
  if (bits > MAX_BITS) alloc(bits / 32);
};

/** Wide ints met last, by pointer: converting digits costs more than most operations. Fixed size, emptied by collections. */
const recentAt: number[] = [];
const recent: bigint[] = [];
export const flushInts = (): void => {
  recentAt.length = recent.length = 0;
};
export const newBig = (b: bigint): number => {
  if (BigInt.asIntN(31, b) === b) return (Number(b) << 1) | 1;
  if (BigInt.asIntN(64, b) === b) {
    const p = newWords(2);
    I[(p >> 1) + 1] = b;
    return p;
  }
  let n = 1;
  let top = b;
  for (const step of [983040, 960])
    if (Math.abs(Number(top)) > 1e300)
      for (let t; (t = top >> BigInt(step)) && ~t; n += step >> 6) top = t;
  // One bit more for the sign, one for what log2 rounds off.
  n += (Math.log2(Math.abs(Number(top))) + 2) >> 6;
  const p = newWords(2 * n);
  putDigits(b, (p >> 1) + 1, n);
  return remember(p, b);
};
/** n digits of 64 bits in I[at..]; many by halves, because each shift copies what is left. */
const putDigits = (b: bigint, at: number, n: number): void => {
  if (n > 16) {
    const low = n >> 1;
    putDigits(BigInt.asUintN(low * 64, b), at, low);
    putDigits(b >> BigInt(low * 64), at + low, n - low);
  } else for (; n--; b >>= 64n) I[at++] = b;
};
const getDigits = (at: number, n: number): bigint => {
  const low = n > 8 ? n >> 1 : 1;
  return n < 2
    ? I[at]
    : (getDigits(at + low, n - low) << BigInt(low * 64)) | BigInt.asUintN(low * 64, getDigits(at, low));
};
const remember = (v: number, b: bigint): number => {
  recentAt[(v >> 2) & 63] = v;
  recent[(v >> 2) & 63] = b;
  return v;
};

export const toBig = (v: number): bigint => {
  if (!isHeap(v, -T.INT)) return BigInt(toNumber(v));
  const n = H[v + 1];
  if (n < 3) return I[(v >> 1) + 1];
  if (recentAt[(v >> 2) & 63] !== v) remember(v, getDigits((v >> 1) + 1, n >> 1));
  return recent[(v >> 2) & 63];
};

/** An int as a host number; not exact beyond 2^53. */
export const toNumber = (v: number): number => {
  if (v & 1) return v >> 1;
  if (v & 3) return v === T.TRUE ? 1 : 0;
  return H[v + 1] < 3 ? H[v + 3] * TWO32 + (H[v + 2] >>> 0) : Number(toBig(v));
};

const isReal = (t: number) => t === T.INT || t === T.FLOAT || t === T.BOOL;
export const isNumber = (t: number) => isReal(t) || t === T.COMPLEX;
export const isInt = (v: number) => (v & 1) > 0 || v === T.TRUE || v === T.FALSE || isHeap(v, -T.INT);
/** bool, float or int as a host number. */
export const real = (v: number) => (isHeap(v, -T.FLOAT) ? F[(v >> 1) + 1] : toNumber(v));

const isWide = (v: number) => !(v & 3) && H[v + 1] > 2;
export const divideByZero = (): never => fail(T.ZeroDivisionError, 'divide by zero');

/** The greatest whole number below which doubles are exact. */
const SAFE = 9007199254740991;
const TWO32 = 4294967296;

const bits = (op: number, x: number, y: number) => (op < 9 ? x | y : op < 10 ? x ^ y : x & y);

/** Arithmetic and order of two numbers of builtin types. */
export const numberBinary = (op: number, a: number, b: number): number => {
  const ta = typeOf(a);
  const tb = typeOf(b);
  if (ta === T.COMPLEX || tb === T.COMPLEX) return complexBinary(op, a, b);
  if (ta === T.FLOAT || tb === T.FLOAT) return floatBinary(op, a, b);
  if (op === 21) return tupleOf(numberBinary(17, a, b), numberBinary(19, a, b));
  // Wide ints have no use for doubles.
  if (isWide(a) || isWide(b)) return bigBinary(op, a, b);
  const x = toNumber(a);
  const y = toNumber(b);
  if (op > 16 && op < 20 && !y) divideByZero();
  let r = NaN;
  if (Math.abs(x) <= SAFE && Math.abs(y) <= SAFE) {
    if (op < 6) return compared(op, x - y);
    switch (op) {
      case 8:
      case 9:
      case 10:
        // By halves: the host's operators know 32 bits.
        r = bits(op, Math.floor(x / TWO32), Math.floor(y / TWO32)) * TWO32 + (bits(op, x, y) >>> 0);
        if (ta === T.BOOL && tb === T.BOOL) return bool(r > 0);
        break;
      case 11:
        if (y >= 0 && y < 53) r = x * 2 ** y;
        break;
      case 12:
        if (y >= 0) r = Math.floor(x / 2 ** Math.min(y, 60));
        break;
      case 13:
        r = x + y;
        break;
      case 14:
        r = x - y;
        break;
      case 15:
        r = x * y;
        break;
      case 17: {
        const q = Math.floor(x / y);
        // The quotient of doubles may round up to a whole number that is one too great.
        if (Math.abs(q) < 2 ** 50) r = q * y > x === y > 0 && q * y !== x ? q - 1 : q;
        break;
      }
      case 18:
        return newFloat(x / y);
      case 19:
        r = x % y;
        if (r && r < 0 !== y < 0) r += y;
        break;
      case 20:
        if (y < 0) return x ? newFloat(x ** y) : divideByZero();
        r = x ** y;
    }
    if (Math.abs(r) <= SAFE) return newInt(r);
  }
  return bigBinary(op, a, b);
};

const bigBinary = (op: number, a: number, b: number): number => {
  const x = toBig(a);
  const y = toBig(b);
  if (op < 6) return compared(op, x < y ? -1 : x > y ? 1 : 0);
  if (op > 16 && op < 20 && !y) divideByZero();
  const n = Number(y);
  if ((op === 11 || op === 12) && n < 0) valueError('negative shift count');
  switch (op) {
    case 11:
      if (n > MAX_BITS) fail(T.MemoryError);
      checkSize(n);
      return newBig(x << y);
    case 12:
      return newBig(x >> y);
    case 8:
      return newBig(x | y);
    case 9:
      return newBig(x ^ y);
    case 10:
      return newBig(x & y);
    case 13:
      return newBig(x + y);
    case 14:
      return newBig(x - y);
    case 15:
      return newBig(x * y);
    case 18: {
      // Both are made small enough for doubles.
      const digits = Math.max(x.toString(16).length, y.toString(16).length);
      const shift = BigInt(Math.max(0, digits * 4 - 1000));
      return newFloat(Number(x >> shift) / Number(y >> shift));
    }
    case 17: {
      const q = x / y;
      return newBig(x < 0n !== y < 0n && q * y !== x ? q - 1n : q);
    }
    case 19: {
      const r = x % y;
      return newBig(r && r < 0n !== y < 0n ? r + y : r);
    }
    case 20:
      if (n < 0) return newFloat(Number(x) ** n);
      if (x * x > 1n) checkSize(x.toString(2).length * n - n);
      return newBig(x ** y);
  }
  return 0;
};

const intUnary = (op: number, v: number): number => {
  const x = toNumber(v);
  if (op === 28) op = x < 0 ? 23 : 22;
  if (op === 22 || op === 29) return v & 1 || !(v & 3) ? v : small(x);
  if (op === 23) return newBig(-toBig(v));
  if (op === 24) return newBig(~toBig(v));
  if (op === 25) return bool(x !== 0);
  if (op === 27) return small(v & 3 ? x : H[v + 2]);
  return op === 30 ? newFloat(x) : 0;
};
export { intUnary };

/** pow(a, b, m) with ints. */
export const power3 = (a: number, b: number, m: number): number => {
  if (!isInt(a) || !isInt(b) || !isInt(m)) return typeError('pow() with 3 arguments requires integers');
  const mod = toBig(m);
  let e = toBig(b);
  if (!mod) valueError('pow() 3rd argument cannot be 0');
  if (e < 0n) valueError('negative exponent');
  let base = toBig(a) % mod;
  let r = 1n;
  for (; e; e >>= 1n) {
    if (e & 1n) r = (r * base) % mod;
    base = (base * base) % mod;
  }
  r %= mod;
  return newBig(r && r < 0n !== mod < 0n ? r + mod : r);
};

export const RADIX: Record<string, number> = { x: 16, o: 8, b: 2 };
/** Python's int(text, base): white space, sign, prefix, single underscores. Answers 0 when it is no number. */
export const parseInt10 = (s: string, base: number): number => {
  const m = /^[ \t-\r]*([+-]?)(0[xob]_?)?(.*?)[ \t-\r]*$/is.exec(s)!;
  let digits = m[3].toLowerCase();
  const by = m[2] ? RADIX[m[2][1].toLowerCase()] : 0;
  if (by && base && base !== by) digits = m[2].toLowerCase() + digits;
  else if (!base) {
    base = by || 10;
    if (!by && /^0+_*[1-9]/.test(digits)) return 0;
  }
  if (!/^[0-9a-z]+(_[0-9a-z]+)*$/.test(digits)) return 0;
  digits = digits.replaceAll('_', '');
  for (const c of digits) if (parseInt(c, 36) >= base) return 0;
  checkSize(digits.length * 4);
  let n = BigInt(digits.length < 10 ? parseInt(digits, base) : 0);
  if (digits.length > 9)
    if (base === 10) n = BigInt(digits);
    else for (const c of digits) n = n * BigInt(base) + BigInt(parseInt(c, 36));
  return newBig(m[1] === '-' ? -n : n);
};

const isBig = (v: number) =>
  !v || text(v) === 'big' || (text(v) !== 'little' && valueError('endianness must be little or big'));
const reversed = (s: string) => s.split('').reverse().join('');

const [q_int] = opNames.slice(29);
export const toInt = (v: number): number => {
  if (isInt(v)) return intUnary(22, v);
  if (isHeap(v, -T.FLOAT)) return floatToInt(F[(v >> 1) + 1]);
  if (userMethod(v, q_int)) {
    const r = callMethod0();
    return isInt(r) ? r : noConversion(v, 'int');
  }
  const u = unwrap(v);
  return u === v ? noConversion(v, 'int') : toInt(u);
};
export const floatToInt = (x: number): number => {
  if (x !== x) valueError("can't convert NaN to int");
  if (!Number.isFinite(x)) fail(T.OverflowError, "can't convert inf to int");
  return newInt(Math.trunc(x));
};

const slots: Slots = {
  unary_: intUnary,
  binary_: (op, a, b) => (isNumber(typeOf(b)) ? numberBinary(op, a, b) : 0),
};
type(
  T.INT,
  'int',
  0,
  {
    ...slots,
    print_: (v) => {
      if (isWide(v)) checkSize(H[v + 1] * 32);
      put(toBig(v).toString());
    },
  },
  {
    $02: (x, by) => {
      if (!x) return 1;
      const v = unwrap(x);
      if (!by && !isStr(v) && (isNumber(typeOf(v)) || !tryBuffer(v))) return toInt(x);
      const base = by ? intArg(by) : 10;
      if (base && (base < 2 || base > 36)) valueError('int() arg 2 must be >= 2 and <= 36');
      const s = isStr(v) || tryBuffer(v) ? latin(v) : typeError("can't convert to int");
      return parseInt10(s, base) || valueError(`invalid syntax for integer with base ${base || 10}`);
    },
    'to_bytes$13 - length byteorder signed': (self, length, order, signed) => {
      const size = length ? intArg(length) : 1;
      if (size < 0) valueError();
      const b = toBig(self);
      const bits = size * 8;
      const isSigned = signed && truth(signed);
      if (!isSigned && b < 0n) fail(T.OverflowError, "can't convert negative int to unsigned");
      if ((isSigned ? BigInt.asIntN(bits, b) : BigInt.asUintN(bits, b)) !== b)
        fail(T.OverflowError, 'buffer too small');
      const s = size ? unhex(hexDigits(BigInt.asUintN(bits, b), size * 2)) : '';
      return fromLatin(isBig(order) ? s : reversed(s), -T.BYTES);
    },
    'from_bytes$s12 - byteorder signed': (v, order, signed) => {
      const s = latin(v);
      const b = BigInt('0x0' + hexOf(isBig(order) ? s : reversed(s)));
      return newBig(signed && truth(signed) ? BigInt.asIntN(s.length * 8, b) : b);
    },
    bit_length$1: (v) => {
      const b = toBig(v);
      return small(b ? (b < 0n ? -b : b).toString(2).length : 0);
    },
  },
);

type(
  T.BOOL,
  'bool',
  0,
  { ...slots, print_: (v) => put(v === T.TRUE ? 'True' : 'False') },
  { $01: (v) => bool(v !== 0 && truth(v)) },
);
