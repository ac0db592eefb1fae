// exp, ln, log10 and powers, correctly rounded: fixed-point approximations with a few digits more than wanted, and again with more digits
// where the digits behind do not decide (Ziv). Exact results are found first.
import { order } from './arithmetic.ts';
import {

  digitsOf,
  finish,
  finite,
  INEXACT,
  infinity,
  invalid,
  nanOf,
  ONE,
  pow10,
  ROUNDED,
} from './number.ts';
import type { Context, Decimal } from './number.ts';

const bitLength = (n: bigint): number => n.toString(2).length;

/** e^(x / scale) × scale, within a few units; |x| not above a few times `scale`. */
function expFixed(x: bigint, scale: bigint): bigint {
  // Halve until the series is short, then square again.
  const halvings = Math.max(0, Math.floor(Math.sqrt(bitLength(scale))));
  const guard = scale << BigInt(2 * halvings + 16);
  const small = (x << BigInt(2 * halvings + 16)) >> BigInt(halvings);
  let term = guard;
  let sum = guard;
  for (let n = 1n; term !== 0n; n++) {
    term = (term * small) / (guard * n);
    sum += term;
  }
  for (let i = 0; i < halvings; i++) sum = (sum * sum) / guard;
  return sum >> BigInt(2 * halvings + 16);
}

/** atanh(1/n) × scale. */
function atanhInverse(n: bigint, scale: bigint): bigint {
  let term = scale / n;
  let sum = term;
  const square = n * n;
  for (let k = 3n; term !== 0n; k += 2n) {
    term /= square;
    sum += term / k;
  }
  return sum;
}

let ln10Digits = 0;
let ln10Value = 0n;

/** ln(10) × 10^digits */
export function ln10(digits: number): bigint {
  if (digits > ln10Digits) {
    const wanted = digits + 20;
    const scale = pow10(wanted + 10);
    // ln 10 = 46 atanh(1/31) + 34 atanh(1/49) + 20 atanh(1/161)
    const value = 46n * atanhInverse(31n, scale) + 34n * atanhInverse(49n, scale) + 20n * atanhInverse(161n, scale);
    ln10Value = value / pow10(10);
    ln10Digits = wanted;
  }
  return ln10Value / pow10(ln10Digits - digits);
}

/** ln(m / scale) × scale for 0.1 ≤ m / scale ≤ 10, by Newton's steps on exp. */
function lnFixed(m: bigint, scale: bigint): bigint {
  const digits = digitsOf(scale) - 1;
  // The first sixteen digits from the host.
  const start = Math.log(Number((m * 10n ** 17n) / scale) / 1e17);
  let precision = 14;
  let y = BigInt(Math.round(start * 2 ** 50));
  let yScale = 1n << 50n;
  for (;;) {
    const stepDigits = Math.min(digits + 6, precision * 3);
    const s = pow10(stepDigits);
    y = (y * s) / yScale;
    yScale = s;
    const target = (m * s) / scale;
    const e = expFixed(y, s);
    // Halley: y += 2 (m - e^y) / (m + e^y)
    y += (2n * (target - e) * s) / (target + e);
    if (stepDigits === digits + 6) return (y * scale) / s;
    precision = stepDigits - 2;
  }
}

/** Rounds an approximation whose error is below one unit of its last place; null: it does not decide. */
function decide(coefficient: bigint, exponent: number, negative: boolean, context: Context): Decimal | null {
  const spare = digitsOf(coefficient) - context.prec;
  const unit = pow10(spare);
  const rest = coefficient % unit;
  const half = unit / 2n;
  const near = (point: bigint): boolean => {
    const distance = rest - point;
    return (distance < 0n ? -distance : distance) <= 10n;
  };
  if (near(0n) || near(half) || near(unit)) return null;
  return finite(negative, coefficient, exponent);
}

/** Asks `approximate` for ever more digits until rounding is certain. */
function ziv(
  context: Context,
  approximate: (digits: number) => { coefficient: bigint; exponent: number; negative: boolean },
): Decimal {
  for (let extra = 8; ; extra += extra) {
    const { coefficient, exponent, negative } = approximate(context.prec + extra);
    const value = decide(coefficient, exponent, negative, context);
    if (value !== null) return value;
  }
}

/** Rounds half to even, as the specification wants of these functions, with the conditions in the caller's context. */
function finishHalfEven(value: Decimal, context: Context): Decimal {
  const own: Context = { ...context, rounding: 'ROUND_HALF_EVEN' };
  const result = finish(value, own);
  context.status |= own.status;
  return result;
}

export function exp(a: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a);
  if (nan !== null) return nan;
  if (a.isInfinite) return a.negative ? finite(false, 0n, 0) : a;
  if (a.isZero) return ONE;
  const { prec } = context;
  // So large or so small that only the direction counts.
  if (a.adjusted > 20) {
    const value = a.negative ? finite(false, 1n, context.emin - 2 * prec - 10) : finite(false, 1n, context.emax + 1);
    context.status |= INEXACT | ROUNDED;
    return finishHalfEven(value, context);
  }
  if (a.adjusted < -prec - 1) {
    const nudge = finite(false, a.negative ? pow10(prec + 1) - 1n : pow10(prec + 1) + 1n, -prec - 1);
    return finishHalfEven(nudge, context);
  }
  const value = ziv(context, (digits) => {
    const extra = Math.max(0, a.adjusted) + 4;
    const working = digits + extra;
    const scale = pow10(working);
    const shifted = a.exponent + working;
    const magnitude = shifted >= 0 ? a.coefficient * pow10(shifted) : a.coefficient / pow10(-shifted);
    const x = a.negative ? -magnitude : magnitude;
    const log = ln10(working);
    let power = x / log;
    let rest = x - power * log;
    if (rest < 0n) {
      rest += log;
      power--;
    }
    const result = expFixed(rest, scale);
    // e^x = result × 10^power
    const cutOff = digitsOf(result) - digits;
    return {
      coefficient: cutOff > 0 ? result / pow10(cutOff) : result,
      exponent: Number(power) - working + Math.max(0, cutOff),
      negative: false,
    };
  });
  return finishHalfEven(value, context);
}

/** ln(a) as coefficient × 10^-working, for a positive number. */
function lnApproximate(a: Decimal, working: number): bigint {
  const scale = pow10(working);
  // a = m × 10^k with m between 0.31… and 3.1…
  let k = a.adjusted;
  let shifted = a.exponent - k + working;
  let m = shifted >= 0 ? a.coefficient * pow10(shifted) : a.coefficient / pow10(-shifted);
  if (m * m > scale * scale * 10n) {
    k++;
    shifted--;
    m = shifted >= 0 ? a.coefficient * pow10(shifted) : a.coefficient / pow10(-shifted);
  }
  return lnFixed(m, scale) + BigInt(k) * ln10(working);
}

/** How far ln(a) may lie under one: near 1 leading digits are lost. */
function lossNearOne(a: Decimal): number {
  if (a.adjusted !== 0 && a.adjusted !== -1) return 0;
  const low = Math.min(a.exponent, 0);
  const difference = a.coefficient * pow10(a.exponent - low) - pow10(-low);
  if (difference === 0n) return 0;
  const size = difference < 0n ? -difference : difference;
  return Math.max(0, -low - digitsOf(size) + 1);
}

function logarithm(a: Decimal, context: Context, byTen: boolean): Decimal {
  const value = ziv(context, (digits) => {
    const working = digits + lossNearOne(a) + 6;
    let log = lnApproximate(a, working);
    if (byTen) log = (log * pow10(working)) / ln10(working);
    const negative = log < 0n;
    const size = negative ? -log : log;
    const cutOff = digitsOf(size) - digits;
    return {
      coefficient: cutOff > 0 ? size / pow10(cutOff) : size,
      exponent: -working + Math.max(0, cutOff),
      negative,
    };
  });
  return finishHalfEven(value, context);
}

function logSpecial(a: Decimal, context: Context): Decimal | null {
  const nan = nanOf(context, a);
  if (nan !== null) return nan;
  if (a.isZero) return infinity(true);
  if (a.negative) return invalid(context);
  return a.isInfinite ? a : null;
}

export function ln(a: Decimal, context: Context): Decimal {
  const special = logSpecial(a, context);
  if (special !== null) return special;
  if (order(a, ONE) === 0) return finite(false, 0n, 0);
  return logarithm(a, context, false);
}

export function log10(a: Decimal, context: Context): Decimal {
  const special = logSpecial(a, context);
  if (special !== null) return special;
  // A power of ten exactly?
  const digits = a.coefficient.toString();
  if (/^10*$/.test(digits)) {
    const n = a.adjusted;
    return finishHalfEven(finite(n < 0, BigInt(Math.abs(n)), 0), context);
  }
  return logarithm(a, context, true);
}

// --- powers

const isInteger = (a: Decimal): boolean =>
  a.isFinite && (a.exponent >= 0 || a.isZero || a.coefficient % pow10(Math.min(-a.exponent, a.digits)) === 0n && -a.exponent < a.digits);

const isOdd = (a: Decimal): boolean =>
  a.exponent > 0 ? false : (a.coefficient / pow10(-a.exponent)) % 2n === 1n;

export function power(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  if (b.isZero) {
    if (a.isZero) return invalid(context);
    return ONE;
  }
  let negative = false;
  let base = a;
  if (a.negative) {
    if (isInteger(b)) negative = isOdd(b);
    else if (!a.isZero) {
      if (b.isInfinite) {
        // (-1)^inf and its like have no sign to choose.
        return invalid(context);
      }
      return invalid(context);
    }
    base = a.withSign(false);
  }
  if (base.isZero) {
    if (!b.negative) return finite(negative, 0n, 0);
    context.status |= 0;
    return b.isInfinite ? infinity(negative) : infinity(negative);
  }
  if (base.isInfinite) return b.negative ? finite(negative, 0n, 0) : infinity(negative);
  const byOne = order(base, ONE);
  if (byOne === 0) {
    // 1 to an integral power is 1 exactly; to any other it is rounded.
    if (isInteger(b)) {
      if (b.negative) return finite(negative, 1n, 0);
      const n = Number(b.coefficient) * 10 ** b.exponent;
      if (base.digits * n <= context.prec + 1) {
        return finish(finite(negative, base.coefficient ** BigInt(n), base.exponent * n), context);
      }
      if (base.exponent >= 0) return finite(negative, 1n, 0);
      context.status |= ROUNDED;
      return finite(negative, pow10(context.prec - 1), 1 - context.prec);
    }
    context.status |= INEXACT | ROUNDED;
    return finite(false, pow10(context.prec - 1), 1 - context.prec);
  }
  if (b.isInfinite) {
    if (byOne < 0 === b.negative) return infinity(false);
    return finite(false, 0n, 0);
  }
  // Far out of range?
  const magnitude = b.adjusted + Math.max(0, digitsOf(BigInt(Math.abs(base.adjusted) || 1)) - 2);
  if (magnitude > 22 && base.adjusted !== 0 && base.adjusted !== -1) {
    const grows = byOne > 0 !== b.negative;
    const value = grows
      ? finite(negative, 1n, context.emax + 1)
      : finite(negative, 1n, context.emin - 2 * context.prec - 10);
    context.status |= INEXACT | ROUNDED;
    return finish(value, context);
  }
  const exact = exactPower(base, b, context);
  if (exact !== null) {
    let value = exact.withSign(negative);
    // A power with an exponent that is no integer is rounded, even when it is exact.
    if (!isInteger(b)) {
      if (value.digits <= context.prec) {
        const missing = context.prec + 1 - value.digits;
        value = finite(negative, value.coefficient * pow10(missing), value.exponent - missing);
      }
      const result = finish(value, context);
      context.status |= ROUNDED | INEXACT;
      return result;
    }
    return finish(value, context);
  }
  const value = ziv(context, (digits) => {
    const lead = Math.max(0, b.adjusted) + Math.max(0, digitsOf(BigInt(Math.abs(base.adjusted) || 1))) + 6;
    const working = digits + lead + lossNearOne(base);
    const log = lnApproximate(base, working);
    const shifted = b.exponent;
    const product = log * b.coefficient;
    const x = shifted >= 0 ? product * pow10(shifted) : product / pow10(-shifted);
    const argument = b.negative ? -x : x;
    const tens = ln10(working);
    let whole = argument / tens;
    let rest = argument - whole * tens;
    if (rest < 0n) {
      rest += tens;
      whole--;
    }
    const result = expFixed(rest, pow10(working));
    const cutOff = digitsOf(result) - digits;
    return {
      coefficient: cutOff > 0 ? result / pow10(cutOff) : result,
      exponent: Number(whole) - working + Math.max(0, cutOff),
      negative,
    };
  });
  return finish(value, context);
}

/** The power where it has not many more digits than the precision; null: it is not exact, or too long to tell. */
function exactPower(base: Decimal, b: Decimal, context: Context): Decimal | null {
  const limit = context.prec * 4 + 40;
  let { coefficient, exponent } = base;
  while (coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  // b as a fraction
  let p = b.coefficient;
  let q = 1n;
  if (b.exponent >= 0) {
    if (b.exponent > 20) return null;
    p *= pow10(b.exponent);
  } else {
    if (b.exponent < -40) return null;
    q = pow10(-b.exponent);
    const common = gcd(p, q);
    p /= common;
    q /= common;
  }
  if (p > 1_000_000_000n) return null;
  if (q !== 1n) {
    if (q > 10_000n) return null;
    const root = Number(q);
    if (exponent % root !== 0) return null;
    const r = nthRoot(coefficient, root);
    if (r === null) return null;
    coefficient = r;
    exponent /= root;
  }
  const n = Number(p);
  if (b.negative) {
    // 1 / c^n is a decimal only for products of twos and fives.
    let rest = coefficient;
    let twos = 0;
    let fives = 0;
    for (; rest % 2n === 0n; twos++) rest /= 2n;
    for (; rest % 5n === 0n; fives++) rest /= 5n;
    if (rest !== 1n) return null;
    const places = Math.max(twos, fives) * n;
    if (places > limit * 4) return null;
    const top = 2n ** BigInt(places - twos * n) * 5n ** BigInt(places - fives * n);
    return digitsOf(top) > limit ? null : finite(false, top, -places - exponent * n);
  }
  if ((digitsOf(coefficient) - 1) * n > limit) return null;
  const value = coefficient ** BigInt(n);
  if (digitsOf(value) > limit) return null;
  let result = finite(false, value, exponent * n);
  // The exponent that repeated multiplication would give, as far as there is room.
  if (q === 1n) {
    const ideal = base.exponent * n;
    const room = context.prec - result.digits;
    if (result.exponent - ideal > room) context.status |= ROUNDED;
    const zeros = Math.min(result.exponent - ideal, room);
    if (zeros > 0) result = finite(false, value * pow10(zeros), result.exponent - zeros);
  }
  return result;
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function nthRoot(value: bigint, n: number): bigint | null {
  let low = 1n;
  let high = 1n << BigInt(Math.ceil(bitLength(value) / n) + 1);
  while (low < high) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(n) < value) low = middle + 1n;
    else high = middle;
  }
  return low ** BigInt(n) === value ? low : null;
}

/** `pow(a, b, m)` of integers, the sign as C's remainder has it. */
export function powerModulo(a: Decimal, b: Decimal, m: Decimal, context: Context): Decimal {
  if (a.isNaN || b.isNaN || m.isNaN) {
    if (a.kind === 'snan' || b.kind === 'snan') return nanOf(context, a, b)!;
    if (m.kind === 'snan') return nanOf(context, m)!;
    return a.isNaN || b.isNaN ? nanOf(context, a, b)! : nanOf(context, m)!;
  }
  if (!isInteger(a) || !isInteger(b) || !isInteger(m)) return invalid(context);
  if (b.negative && !b.isZero) return invalid(context);
  if (m.isZero || m.adjusted >= context.prec || (a.isZero && b.isZero)) return invalid(context);
  const integer = (x: Decimal): bigint =>
    x.exponent >= 0 ? x.coefficient * pow10(x.exponent) : x.coefficient / pow10(-x.exponent);
  const negative = a.negative && isOdd(b);
  const modulus = integer(m);
  let result = 1n % modulus;
  let base = integer(a) % modulus;
  for (let e = integer(b); e > 0n; e >>= 1n) {
    if ((e & 1n) === 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return finite(negative, result, 0);
}

