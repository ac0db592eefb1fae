// Operators of Python's ints on host numbers within the safe range, beyond what `+ - *` say: floor division, remainder, bits, shifts. NaN: the
// result, or a step to it, is outside of what numbers can do exactly; then bigints decide (ops/operators.ts).
const MOST = 9007199254740991;
/** Quotients of numbers up to here are told from their neighbours by a double. */
const MOST_DIVIDEND = 0xf_ffff_ffff_ffff;
const TWO_32 = 0x1_0000_0000;

export function floorDivide(x: number, y: number): number {
  if (y === 0 || x > MOST_DIVIDEND || x < -MOST_DIVIDEND) return NaN;
  return Math.floor(x / y) + 0;
}

export function remainder(x: number, y: number): number {
  if (y === 0) return NaN;
  const r = x % y;
  return r !== 0 && r < 0 !== y < 0 ? r + y : r + 0;
}

export function bitAnd(x: number, y: number): number {
  if ((x | 0) === x && (y | 0) === y) return x & y;
  // With a mask of 32 bits the other's sign and upper bits do not matter.
  if (y >= 0 && y < TWO_32) return (x & y) >>> 0;
  if (x >= 0 && x < TWO_32) return (x & y) >>> 0;
  if (x < 0 || y < 0) return NaN;
  const high = Math.floor(x / TWO_32) & Math.floor(y / TWO_32);
  return high * TWO_32 + ((x & y) >>> 0);
}

export function bitOr(x: number, y: number): number {
  if ((x | 0) === x && (y | 0) === y) return x | y;
  if (x < 0 || y < 0) return NaN;
  const high = Math.floor(x / TWO_32) | Math.floor(y / TWO_32);
  return high * TWO_32 + ((x | y) >>> 0);
}

export function bitXor(x: number, y: number): number {
  if ((x | 0) === x && (y | 0) === y) return x ^ y;
  if (x < 0 || y < 0) return NaN;
  const high = Math.floor(x / TWO_32) ^ Math.floor(y / TWO_32);
  return high * TWO_32 + ((x ^ y) >>> 0);
}

export function leftShift(x: number, y: number): number {
  if (y < 0 || y > 53) return NaN;
  const r = x * 2 ** y;
  return r <= MOST && r >= -MOST ? r : NaN;
}

export function rightShift(x: number, y: number): number {
  if (y < 0) return NaN;
  if ((x | 0) === x && y < 32) return x >> y;
  return y > 1000 ? (x < 0 ? -1 : 0) : Math.floor(x / 2 ** y);
}
