// Elementary functions to the last bit where the host's are not: exp, log, pow in double-double arithmetic (error below 0.51 units in the
// last place, as good C libraries have), gamma by Lanczos' approximation as in CPython's Modules/mathmodule.c, erf by its series, exact
// sums. The rest of `Math` (sin, cos, tan, asin, acos, atan, expm1, log1p, cbrt) comes from the same fdlibm in V8 and in musl.

import { quickExp, quickLog, quickLog10, quickLog2 } from './exp-log-tables.ts';
import {
  LN2,
  LN10,
  SPLITTER,
  dividePair,
  expPair,
  frexp,
  logPair,
  multiplyPair,
  twoProduct,
} from './double-double.ts';
export { frexp, twoProduct };

/** Multiplies by a power of two, in steps that stay in range; subnormal results are rounded once more. */
export function ldexp(x: number, exponent: number): number {
  let e = exponent;
  while (e > 1023) {
    x *= 2 ** 1023;
    e -= 1023;
    if (!Number.isFinite(x)) return x;
  }
  if (e >= -1022) return x * 2 ** e;
  // One rounding only: what is left is multiplied when all exact steps are done.
  while (e < -1074) {
    if (x === 0) return x;
    const [, own] = frexp(x);
    if (own + e < -1080) return x > 0 ? 0 : -0;
    x *= 2 ** -600;
    e += 600;
  }
  return x * 2 ** e;
}

export function exp(x: number): number {
  if (!(x > -746 && x < 710)) return Math.exp(x);
  if (x === 0) return 1;
  const quick = quickExp(x);
  if (quick === quick) return quick;
  const { value, exponent } = expPair([x, 0]);
  return ldexp(value[0] + value[1], exponent);
}

export function exp2(x: number): number {
  if (!(x > -1076 && x < 1025)) return 2 ** x;
  if (Number.isInteger(x)) return ldexp(1, x);
  const { value, exponent } = expPair(multiplyPair(LN2, [x, 0]));
  return ldexp(value[0] + value[1], exponent);
}

const isOrdinary = (x: number): boolean => x > 0 && x < Infinity;

export function log(x: number): number {
  if (!isOrdinary(x) || x === 1) return Math.log(x);
  const quick = quickLog(x);
  if (quick === quick) return quick;
  const [hi, lo] = logPair(x);
  return hi + lo;
}

export function log2(x: number): number {
  if (!isOrdinary(x)) return Math.log2(x);
  const [m, e] = frexp(x);
  if (m === 0.5) return e - 1;
  const quick = quickLog2(x);
  if (quick === quick) return quick;
  const [hi, lo] = dividePair(logPair(x), LN2);
  return hi + lo;
}

export function log10(x: number): number {
  if (!isOrdinary(x)) return Math.log10(x);
  const quick = quickLog10(x);
  if (quick === quick) return quick;
  const [hi, lo] = dividePair(logPair(x), LN10);
  return hi + lo;
}

/** IEEE's pow for a base above zero that is not one, and a finite exponent; everything else is exact in the host's. */
export function pow(x: number, y: number): number {
  // C has 1 for these two, JS NaN.
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  if (!Number.isFinite(x) || !Number.isFinite(y) || x === 0 || y === 0) return x ** y;
  if (x < 0 && !Number.isInteger(y)) return NaN;
  const size = Math.abs(x);
  if (size === 1 || y === 1) return x ** y;
  if (y === 2) return x * x;
  const power = multiplyPair(logPair(size), [y, 0]);
  const sign = x < 0 && Math.abs(y) % 2 === 1 ? -1 : 1;
  if (power[0] > 710) return sign * Infinity;
  if (power[0] < -746) return sign * 0;
  const { value, exponent } = expPair(power);
  return sign * ldexp(value[0] + value[1], exponent);
}

// --- sums

/** Adds `x` to a list of partial sums that do not overlap (Shewchuk). */
export function addPartial(partials: number[], x: number): void {
  let count = 0;
  for (let y of partials) {
    if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
    const hi = x + y;
    const lo = y - (hi - x);
    if (lo !== 0) partials[count++] = lo;
    x = hi;
  }
  partials.length = count;
  partials.push(x);
}

/** The sum of finite floats, rounded once; a sum beyond the range has an infinity or a NaN in it. */
export function sumExactly(values: Float64Array): number {
  // Partials that do not overlap: few where sums are dense, up to one for every second of the 2100 bits that a float can reach.
  let partials = new Float64Array(48);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    let x = values[i];
    let kept = 0;
    for (let k = 0; k < count; k++) {
      let y = partials[k];
      if (Math.abs(x) < Math.abs(y)) {
        const t = x;
        x = y;
        y = t;
      }
      const hi = x + y;
      const lo = y - (hi - x);
      if (lo !== 0) partials[kept++] = lo;
      x = hi;
    }
    if (x - x !== 0) return x;
    if (kept === partials.length) {
      const more = new Float64Array(2 * kept);
      more.set(partials);
      partials = more;
    }
    partials[kept] = x;
    count = kept + 1;
  }
  return roundPartials(Array.from(partials.subarray(0, count)));
}

/** The sum of partials, rounded once, half to even. */
export function roundPartials(partials: readonly number[]): number {
  let n = partials.length;
  if (n === 0) return 0;
  let hi = partials[--n];
  let lo = 0;
  while (n > 0) {
    const x = hi;
    const y = partials[--n];
    hi = x + y;
    lo = y - (hi - x);
    if (lo !== 0) break;
  }
  if (n > 0 && ((lo < 0 && partials[n - 1] < 0) || (lo > 0 && partials[n - 1] > 0))) {
    const twice = lo * 2;
    const x = hi + twice;
    if (twice === x - hi) hi = x;
  }
  return hi;
}

/** Square root of a sum of squares, correctly rounded but for rare cases. */
export function norm(values: readonly number[]): number {
  let largest = 0;
  let isNaN_ = false;
  for (const value of values) {
    const size = Math.abs(value);
    if (size === Infinity) return Infinity;
    if (size !== size) isNaN_ = true;
    else if (size > largest) largest = size;
  }
  if (isNaN_) return NaN;
  if (largest === 0) return 0;
  if (values.length === 1) return largest;
  const [, exponent] = frexp(largest);
  if (exponent < -1023) {
    // Subnormal numbers are made normal ones: what scales the largest to 1 would overflow.
    return 2 ** -1022 * norm(values.map((value) => value / 2 ** -1022));
  }
  const scale = ldexp(1, -exponent);
  // Scaled to below 1, squared exactly (double-double.ts: twoProduct), summed with both sums of errors (mathmodule.c: vector_norm).
  let sum = 1;
  let products = 0;
  let sums = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] * scale;
    const square = x * x;
    const t = SPLITTER * x;
    const high = t - (t - x);
    const low = x - high;
    products += high * high - square + 2 * high * low + low * low;
    const next = sum + square;
    sums += sum - next + square;
    sum = next;
  }
  const root = Math.sqrt(sum - 1 + (products + sums));
  // A step on the residue corrects the root.
  const [p, e] = twoProduct(-root, root);
  const next = sum + p;
  sums += sum - next + p;
  products += e;
  return (root + (next - 1 + (products + sums)) / (2 * root)) / scale;
}

/** a·b + c rounded once. */
export function fma(a: number, b: number, c: number): number {
  // The product does not overflow where what is added is infinite.
  if (!Number.isFinite(c) && Number.isFinite(a) && Number.isFinite(b)) return c;
  if (!Number.isFinite(a) || !Number.isFinite(b) || a === 0 || b === 0) return a * b + c;
  const [ma, ea] = frexp(a);
  const [mb, eb] = frexp(b);
  const [p, e] = twoProduct(ma, mb);
  const shift = ea + eb;
  const [, ec] = frexp(c);
  if (c === 0 || ec < shift - 2200) return ldexp(p, shift);
  // Exactly, as integers times a power of two.
  const unit = Math.min(shift - 110, c === 0 ? 0 : ec - 54);
  const integer = (mantissa: number, exponent: number): bigint => {
    if (mantissa === 0) return 0n;
    const [m, own] = frexp(mantissa);
    const bits = BigInt(m * 2 ** 53);
    const left = own + exponent - 53 - unit;
    return left >= 0 ? bits << BigInt(left) : bits >> BigInt(-left);
  };
  const total = integer(p, shift) + integer(e, shift) + integer(c, 0);
  if (total === 0n) return a * b + c === 0 ? a * b + c : 0;
  return bigToFloat(total, unit);
}

/** n·2^exponent rounded half to even, subnormals included. */
function bigToFloat(n: bigint, exponent: number): number {
  const sign = n < 0n ? -1 : 1;
  let size = n < 0n ? -n : n;
  const bits = size.toString(2).length;
  const lowest = Math.max(exponent + bits - 53, -1074);
  const drop = lowest - exponent;
  if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    const rest = size & ((1n << BigInt(drop)) - 1n);
    size >>= BigInt(drop);
    if (rest > half || (rest === half && (size & 1n) === 1n)) size += 1n;
    return sign * ldexp(Number(size), lowest);
  }
  return sign * ldexp(Number(size), exponent);
}

// --- gamma

const LANCZOS_G = 6.024680040776729583740234375;
const LANCZOS_G_MINUS_HALF = 5.524680040776729583740234375;
const LANCZOS_NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028,
  1439720407.3117216, 248874557.86205417, 31426415.585400194, 2876370.6289353725, 186056.26539522348,
  8071.672002365816, 210.82427775157936, 2.5066282746310002,
];
const LANCZOS_DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];

function lanczosSum(x: number): number {
  let numerator = 0;
  let denominator = 0;
  if (x < 5) {
    for (let i = 12; i >= 0; i--) {
      numerator = numerator * x + LANCZOS_NUMERATOR[i];
      denominator = denominator * x + LANCZOS_DENOMINATOR[i];
    }
  } else {
    for (let i = 0; i <= 12; i++) {
      numerator = numerator / x + LANCZOS_NUMERATOR[i];
      denominator = denominator / x + LANCZOS_DENOMINATOR[i];
    }
  }
  return numerator / denominator;
}

function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const sign = x < 0 ? -1 : 1;
  switch (Math.round(2 * y)) {
    case 0:
      return sign * Math.sin(Math.PI * y);
    case 1:
      return sign * Math.cos(Math.PI * (y - 0.5));
    case 2:
      return sign * Math.sin(Math.PI * (1 - y));
    case 3:
      return sign * -Math.cos(Math.PI * (y - 1.5));
    default:
      return sign * Math.sin(Math.PI * (y - 2));
  }
}

/** Γ(x); the caller has sorted out infinities and poles. Infinite where it overflows. */
export function gamma(x: number): number {
  if (Number.isInteger(x) && x > 0 && x <= 23) {
    let product = 1;
    for (let n = 2; n < x; n++) product *= n;
    return product;
  }
  const size = Math.abs(x);
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? 0 / sinPi(x) : Infinity;
  const y = size + LANCZOS_G_MINUS_HALF;
  const lost =
    size > LANCZOS_G_MINUS_HALF ? y - size - LANCZOS_G_MINUS_HALF : y - LANCZOS_G_MINUS_HALF - size;
  const z = (lost * LANCZOS_G) / y;
  let r: number;
  if (x < 0) {
    r = ((-Math.PI / sinPi(size) / size) * exp(y)) / lanczosSum(size);
    r -= z * r;
    if (size < 140) return r / pow(y, size - 0.5);
    const root = pow(y, size / 2 - 0.25);
    return r / root / root;
  }
  r = lanczosSum(size) / exp(y);
  r += z * r;
  if (size < 140) return r * pow(y, size - 0.5);
  const root = pow(y, size / 2 - 0.25);
  return r * root * root;
}

const LOG_PI = 1.1447298858494002;

/** ln |Γ(x)|; the caller has sorted out infinities and poles. */
export function lgamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  const size = Math.abs(x);
  if (size < 1e-20) return -log(size);
  let r = log(lanczosSum(size)) - LANCZOS_G;
  r += (size - 0.5) * (log(size + LANCZOS_G - 0.5) - 1);
  if (x < 0) r = LOG_PI - log(Math.abs(sinPi(size))) - log(size) - r;
  return r;
}

// --- error function: its Taylor series on integers scaled by a power of two, with as many bits as the cancellation eats

/** sqrt(pi) · 2^bits. */
function sqrtPi(bits: number): bigint {
  // pi by Machin's formula.
  const scale = 1n << BigInt(2 * bits + 20);
  const inverseTangent = (n: bigint): bigint => {
    let term = scale / n;
    let sum = term;
    const square = n * n;
    for (let k = 3n, sign = -1n; term !== 0n; k += 2n, sign = -sign) {
      term /= square;
      sum += (sign * term) / k;
    }
    return sum;
  };
  const pi = 4n * (4n * inverseTangent(5n) - inverseTangent(239n));
  const target = pi >> 20n;
  let root = 1n << BigInt(bits + 1);
  for (;;) {
    const better = (root + target / root) >> 1n;
    if (better >= root) return root;
    root = better;
  }
}

/** erf(x) · 2^bits for x above zero. */
function erfScaled(x: number, bits: number): bigint {
  const [m, e] = frexp(x);
  const mantissa = BigInt(m * 2 ** 53);
  const shift = bits + e - 53;
  const fixed = shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
  const one = BigInt(bits);
  const square = (fixed * fixed) >> one;
  let term = fixed;
  let sum = fixed;
  for (let n = 1n; term !== 0n; n++) {
    term = -((term * square) >> one) / n;
    sum += term / (2n * n + 1n);
  }
  return ((2n * sum) << one) / sqrtPi(bits);
}

export function erf(x: number): number {
  if (x !== x) return x;
  const size = Math.abs(x);
  if (size >= 6) return Math.sign(x);
  // 2/sqrt(pi) · x is all that is left of the series.
  if (size < 1e-9) return x === 0 ? x : x * 1.1283791670955126;
  const bits = 160 + Math.ceil(3 * size * size);
  return Math.sign(x) * bigToFloat(erfScaled(size, bits), -bits);
}

export function erfc(x: number): number {
  if (x !== x) return x;
  if (x > 27.3) return 0;
  if (x < -6) return 2;
  if (Math.abs(x) < 1e-20) return 1;
  const size = Math.abs(x);
  const bits = 200 + Math.ceil(4.4 * size * size);
  const one = 1n << BigInt(bits);
  const value = erfScaled(size, bits);
  return bigToFloat(x > 0 ? one - value : one + value, -bits);
}

// --- neighbours

const BITS = new BigInt64Array(1);
const FLOAT = new Float64Array(BITS.buffer);

/** The double that lies `steps` further from `x` towards `y`. */
export function nextafter(x: number, y: number, steps = 1n): number {
  if (x !== x || y !== y) return x + y;
  if (x === y) return y;
  // Bit patterns as integers that grow with the value.
  const ordered = (value: number): bigint => {
    FLOAT[0] = value;
    return BITS[0] < 0n ? -(BITS[0] & 0x7fff_ffff_ffff_ffffn) : BITS[0];
  };
  const from = ordered(x);
  const to = ordered(y);
  const distance = to > from ? to - from : from - to;
  if (steps >= distance) return y;
  const at = to > from ? from + steps : from - steps;
  if (at === 0n) return from < 0n ? -0 : 0;
  BITS[0] = at < 0n ? -at : at;
  return at < 0n ? -FLOAT[0] : FLOAT[0];
}

export function ulp(x: number): number {
  if (x !== x) return x;
  const size = Math.abs(x);
  if (size === Infinity) return size;
  const above = nextafter(size, Infinity);
  return above === Infinity ? size - nextafter(size, -Infinity) : above - size;
}

/** IEEE's remainder: x − n·y with n nearest to x/y, even in the middle. */
export function remainder(x: number, y: number): number {
  const size = Math.abs(x);
  const divisor = Math.abs(y);
  const m = size % divisor;
  const c = divisor - m;
  let r: number;
  if (m < c) r = m;
  else if (m > c) r = -c;
  else r = m - 2 * ((0.5 * (size - m)) % divisor);
  return (x < 0 || Object.is(x, -0) ? -1 : 1) * r;
}
