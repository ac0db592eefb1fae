// e^x, ln x, log2 x and log10 x by a table and a short series, with the rounding tested (Ziv): the answer is the double nearest to the
// true value, or NaN where some 60 bits cannot tell and `double-double.ts` has to. The tables are computed by that file when first needed. The
// scheme is Tang's: an argument near the middle of an interval, whose value is known to twice the precision.
import {
  LN10,
  LN2,
  LN2_HIGH,
  LN2_REST,
  SPLITTER,
  dividePair,
  expPair,
  logPair,
  multiplyPair,
  twoProduct,
} from './double-double.ts';
import type { Pair } from './double-double.ts';

const double = new Float64Array(1);
/** Lower half first: hosts with the other order of bytes do not exist any more. */
const words = new Int32Array(double.buffer);

// --- logarithms

/** Intervals for one unit of the mantissa. */
const LOG_STEPS = 128;
/** Mantissas go from this many steps (below 1/sqrt 2) on. */
const LOG_FIRST = 90;
const LOG_SIZE = 182 - LOG_FIRST;
/** The reciprocals have ten bits, so that a product with half a mantissa is exact. */
let reciprocals: Float64Array | null = null;
const logHigh = new Float64Array(LOG_SIZE);
const logLow = new Float64Array(LOG_SIZE);

function fillLogs(): Float64Array {
  const table = new Float64Array(LOG_SIZE);
  for (let i = 0; i < LOG_SIZE; i++) {
    const reciprocal = Math.round((LOG_STEPS / (i + LOG_FIRST)) * 512) / 512;
    table[i] = reciprocal;
    if (reciprocal === 1) continue;
    const [hi, lo] = logPair(reciprocal);
    logHigh[i] = -hi;
    logLow[i] = -lo;
  }
  reciprocals = table;
  return table;
}

/** ln x as `sum` + `rest`, to some 64 bits; `sum` is NaN for subnormal x. */
let sum = 0;
let rest = 0;

function logParts(x: number): void {
  double[0] = x;
  const top = words[1];
  let k = (top >> 20) - 1023;
  if (k === -1023) {
    sum = NaN;
    return;
  }
  words[1] = (top & 0xfffff) | 0x3ff00000;
  let m = double[0];
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const table = reciprocals ?? fillLogs();
  const i = Math.round(m * LOG_STEPS) - LOG_FIRST;
  const reciprocal = table[i];
  let t = SPLITTER * m;
  const mh = t - (t - m);
  // Both parts exact.
  const a = mh * reciprocal - 1;
  const b = (m - mh) * reciprocal;
  const r = a + b;
  let back = r - a;
  let low = a - (r - back) + (b - back);
  // ln(1 + r) = r - r²/2 + …; the upper half of r squares exactly.
  t = SPLITTER * r;
  const rh = t - (t - r);
  low -= ((r - rh) * (r + rh)) / 2;
  low += r * r * r * (1 / 3 + r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r / 9))))));
  const exponent = k * LN2_HIGH;
  const known = logHigh[i];
  let s = exponent + known;
  back = s - exponent;
  low += exponent - (s - back) + (known - back);
  let before = s;
  s += r;
  back = s - before;
  low += before - (s - back) + (r - back);
  const half = (-rh * rh) / 2;
  before = s;
  s += half;
  back = s - before;
  low += before - (s - back) + (half - back);
  low += k * LN2_REST[0] + logLow[i];
  sum = s;
  rest = low;
}

/** Both neighbours of what is off by at most `error` agree, or NaN. */
function rounded(hi: number, lo: number, error: number): number {
  const result = hi + (lo + error);
  return result === hi + (lo - error) ? result : NaN;
}

/** ln x for finite x above zero; NaN: not known well enough. */
export function quickLog(x: number): number {
  logParts(x);
  return rounded(sum, rest, Math.abs(sum) * 2 ** -62);
}

function quickLogTo(x: number, [inverse, inverseLow]: Pair): number {
  logParts(x);
  const hi = sum + rest;
  const lo = rest - (hi - sum);
  const [product, error] = twoProduct(hi, inverse);
  return rounded(product, error + (hi * inverseLow + lo * inverse), Math.abs(product) * 2 ** -61);
}

const INVERSE_LN2 = dividePair([1, 0], LN2);
const INVERSE_LN10 = dividePair([1, 0], LN10);
export const quickLog2 = (x: number): number => quickLogTo(x, INVERSE_LN2);
export const quickLog10 = (x: number): number => quickLogTo(x, INVERSE_LN10);

// --- e^x

const EXP_STEPS = 128;
/** ln 2 / 128 with 18 zero bits at its end, so that a product with 17 bits is exact, and what is left of it. */
const STEP = Math.fround(LN2[0] / EXP_STEPS);
const STEP_REST = LN2[0] / EXP_STEPS - STEP + LN2[1] / EXP_STEPS;
let expHigh: Float64Array | null = null;
const expLow = new Float64Array(EXP_STEPS);

function fillExps(): Float64Array {
  const table = new Float64Array(EXP_STEPS);
  for (let i = 0; i < EXP_STEPS; i++) {
    const { value, exponent } = expPair(multiplyPair(LN2, [i / EXP_STEPS, 0]));
    table[i] = value[0] * 2 ** exponent;
    expLow[i] = value[1] * 2 ** exponent;
  }
  expHigh = table;
  return table;
}

/** e^x; NaN: not known well enough, or a result near the ends of the range. */
export function quickExp(x: number): number {
  if (!(x < 700 && x > -700)) return NaN;
  const k = Math.round(x * (EXP_STEPS / LN2[0]));
  const a = x - k * STEP;
  const b = -k * STEP_REST;
  const r = a + b;
  const back = r - a;
  const low = a - (r - back) + (b - back);
  const series =
    low + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r / 5040)))));
  const table = expHigh ?? fillExps();
  const i = k & (EXP_STEPS - 1);
  const power = table[i];
  const step = power * r;
  const s = power + step;
  const result = rounded(s, step - (s - power) + expLow[i] + power * series, 2 ** -59);
  words[0] = 0;
  words[1] = ((k - i) / EXP_STEPS + 1023) << 20;
  return result * double[0];
}
