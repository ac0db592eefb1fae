// Python's arithmetic on safe host ints and floats where the host has no operator for it; used by constant folding and by emitted code.
// A result that is no safe int comes out as some number outside the safe range: the caller tests.

export const MAX_INT = 9007199254740991;
export const MIN_INT = -9007199254740991;

export const isSafe = (x: number): boolean => x <= MAX_INT && x >= MIN_INT;

/** Sums of two of these are exact. */
const HALF = 2 ** 52;

export function intMod(x: number, y: number): number {
  // The host's remainder of numbers that are no 32-bit ints is a call of a slow function.
  if (x < HALF && x > -HALF && y < HALF && y > -HALF) {
    if (y > 0 && isInt32(x) && isInt32(y)) {
      const r = (x % y) | 0;
      return r < 0 ? r + y : r;
    }
    return x - Math.floor(x / y) * y;
  }
  const r = x % y;
  // `+ 0`: a remainder of zero is never negative.
  return r !== 0 && r < 0 !== y < 0 ? r + y : r + 0;
}

/** Exact: a quotient of safe ints that is no integer is further from one than the rounding goes. */
export const intFloordiv = (x: number, y: number): number => Math.floor(x / y) + 0;

const isInt32 = (x: number): boolean => (x | 0) === x;

/** What stands above the low 32 bits, with the sign; the host's operators take the low ones. */
const above = (x: number): number => Math.floor(x / 0x1_0000_0000);
const joined = (high: number, low: number): number => high * 0x1_0000_0000 + (low >>> 0);

export function intAnd(x: number, y: number): number {
  return isInt32(x) && isInt32(y) ? x & y : joined(above(x) & above(y), x & y);
}
export function intOr(x: number, y: number): number {
  return isInt32(x) && isInt32(y) ? x | y : joined(above(x) | above(y), x | y);
}
export function intXor(x: number, y: number): number {
  return isInt32(x) && isInt32(y) ? x ^ y : joined(above(x) ^ above(y), x ^ y);
}

/** NaN where the count is negative: that raises. */
export function intLshift(x: number, count: number): number {
  if (count < 0) return NaN;
  if (x === 0) return 0;
  return count < 64 ? x * 2 ** count : Infinity;
}
export function intRshift(x: number, count: number): number {
  if (count < 32 && isInt32(x)) return x >> count;
  return count > 60 ? (x < 0 ? -1 : 0) : Math.floor(x / 2 ** count);
}

/** A product without the negative zero. */
export const intMul = (x: number, y: number): number => x * y + 0;

export function floatMod(x: number, y: number): number {
  const r = x % y;
  if (r === 0) return y < 0 ? -0 : 0;
  return r < 0 !== y < 0 ? r + y : r;
}
export function floatFloordiv(x: number, y: number): number {
  const r = x % y;
  let q = (x - r) / y;
  if (r !== 0 && r < 0 !== y < 0) q -= 1;
  // A zero with the sign of the quotient.
  if (q === 0) return (x / y) * 0;
  const floor = Math.floor(q);
  return q - floor > 0.5 ? floor + 1 : floor;
}
