// Arithmetic on unevaluated sums of two doubles (Dekker, Knuth), and e^x and ln x to some 100 bits by it: slow and right.

/** An unevaluated sum of two doubles, the second below half a unit of the first. */
export type Pair = readonly [hi: number, lo: number];

export const SPLITTER = 134217729;

export function twoSum(a: number, b: number): Pair {
  const sum = a + b;
  const back = sum - a;
  return [sum, a - (sum - back) + (b - back)];
}

function fastTwoSum(a: number, b: number): Pair {
  const sum = a + b;
  return [sum, b - (sum - a)];
}

/** The product and its rounding error (Dekker); operands below 2^996. */
export function twoProduct(a: number, b: number): Pair {
  const product = a * b;
  const ta = SPLITTER * a;
  const ah = ta - (ta - a);
  const al = a - ah;
  const tb = SPLITTER * b;
  const bh = tb - (tb - b);
  const bl = b - bh;
  return [product, ah * bh - product + ah * bl + al * bh + al * bl];
}

export function addPair(a: Pair, b: Pair): Pair {
  const [s, e] = twoSum(a[0], b[0]);
  const [t, f] = twoSum(a[1], b[1]);
  const [hi, lo] = fastTwoSum(s, e + t);
  return fastTwoSum(hi, lo + f);
}

export function multiplyPair(a: Pair, b: Pair): Pair {
  const [p, e] = twoProduct(a[0], b[0]);
  return fastTwoSum(p, e + (a[0] * b[1] + a[1] * b[0]));
}

export function scalePair(a: Pair, factor: number): Pair {
  return [a[0] * factor, a[1] * factor];
}

// ln 2 in three parts; the first has 21 trailing zero bits, so that its product with an exponent is exact.
export const LN2_HIGH = 0.6931471803691238;
export const LN2_REST: Pair = [1.9082149292705877e-10, 1.1612227229362532e-26];
export const LN2: Pair = [0.6931471805599453, 2.3190468138462996e-17];
export const LN10: Pair = [2.302585092994046, -2.1707562233822494e-16];
/** 1/n! as pairs, from n = 3 on. */
const INVERSE_FACTORIALS: Pair[] = [];
for (let n = 1, value: Pair = [1, 0]; n <= 16; n++) {
  value = dividePair(value, [n, 0]);
  if (n >= 3) INVERSE_FACTORIALS.push(value);
}

export function dividePair(a: Pair, b: Pair): Pair {
  const q = a[0] / b[0];
  const rest = addPair(a, scalePair(multiplyPair(b, [q, 0]), -1));
  const [hi, lo] = fastTwoSum(q, rest[0] / b[0]);
  const rest2 = addPair(a, scalePair(multiplyPair(b, [hi, lo]), -1));
  return fastTwoSum(hi, lo + rest2[0] / b[0]);
}

/** Mantissa from 0.5 to 1 and exponent. */
export function frexp(x: number): [mantissa: number, exponent: number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  VIEW.setFloat64(0, x);
  let bits = (VIEW.getUint32(0) >>> 20) & 0x7ff;
  let shift = 0;
  if (bits === 0) {
    VIEW.setFloat64(0, x * 2 ** 54);
    bits = (VIEW.getUint32(0) >>> 20) & 0x7ff;
    shift = 54;
  }
  VIEW.setUint32(0, (VIEW.getUint32(0) & 0x800fffff) | (1022 << 20));
  return [VIEW.getFloat64(0), bits - 1022 - shift];
}

const VIEW = new DataView(new ArrayBuffer(8));

/** e^(hi+lo) as a pair and a power of two. */
export function expPair([hi, lo]: Pair): { value: Pair; exponent: number } {
  const k = Math.round(hi / LN2[0]);
  let r = addPair([hi, lo], [-k * LN2_HIGH, 0]);
  r = addPair(r, scalePair(multiplyPair(LN2_REST, [k, 0]), -1));
  // e^(r/64) by its series, then squared six times.
  const x = scalePair(r, 1 / 64);
  const square = multiplyPair(x, x);
  let tail: Pair = [0, 0];
  for (let i = 8; i >= 0; i--) tail = addPair(multiplyPair(tail, x), INVERSE_FACTORIALS[i]);
  // e^x - 1, so that nothing is lost against the one.
  let s = addPair(x, addPair(scalePair(square, 0.5), multiplyPair(multiplyPair(square, x), tail)));
  for (let i = 0; i < 6; i++) s = addPair(scalePair(s, 2), multiplyPair(s, s));
  return { value: addPair([1, 0], s), exponent: k };
}

/** The natural logarithm of a positive finite number, by one Newton step in pairs. */
export function logPair(x: number): Pair {
  const [m, e] = frexp(x);
  // Near one the exponent must be none, or the sum would cancel.
  const [mantissa, exponent] = m < Math.SQRT1_2 ? [m * 2, e - 1] : [m, e];
  const y = Math.log(mantissa);
  const { value, exponent: k } = expPair([-y, 0]);
  const inverse = scalePair(value, 2 ** k);
  const t = addPair(multiplyPair(inverse, [mantissa, 0]), [-1, 0]);
  const log = addPair([y, 0], addPair(t, [(-t[0] * t[0]) / 2, 0]));
  if (exponent === 0) return log;
  const high = addPair([exponent * LN2_HIGH, 0], multiplyPair(LN2_REST, [exponent, 0]));
  return addPair(high, log);
}
