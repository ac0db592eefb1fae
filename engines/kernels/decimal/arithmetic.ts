// Arithmetic of the General Decimal Arithmetic Specification: each function answers the result and adds its conditions to the context's status.
import {
  CLAMPED,
  cut,
  DIVISION_BY_ZERO,
  DIVISION_IMPOSSIBLE,
  digitsOf,
  DIVISION_UNDEFINED,
  etiny,
  etop,
  finish,
  finite,
  finiteOf,
  INEXACT,
  infinity,
  invalid,
  INVALID_OPERATION,
  nanOf,
  pow10,
  ROUNDED,
} from './number.ts';
import type { Context, Decimal, Rounding } from './number.ts';

const signed = (value: Decimal): bigint => (value.negative ? -value.coefficient : value.coefficient);

export function add(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  if (a.isInfinite || b.isInfinite) {
    if (a.isInfinite && b.isInfinite && a.negative !== b.negative) return invalid(context);
    return a.isInfinite ? a : b;
  }
  const exponent = Math.min(a.exponent, b.exponent);
  if (a.isZero && b.isZero) {
    const negative = a.negative === b.negative ? a.negative : context.rounding === 'ROUND_FLOOR';
    return finish(finite(negative, 0n, exponent), context);
  }
  if (a.isZero || b.isZero) {
    const other = a.isZero ? b : a;
    // Zeros behind, as far as the precision goes.
    const lowest = Math.max(exponent, other.exponent - Math.max(0, context.prec + 1 - other.digits));
    const padded =
      other.exponent > lowest ? other.coefficient * pow10(other.exponent - lowest) : other.coefficient;
    return finish(finite(other.negative, padded, Math.min(other.exponent, lowest)), context);
  }
  // A number that is too small to show but for its sign stands in for a very small one.
  const big = a.exponent >= b.exponent ? a : b;
  let small = a.exponent >= b.exponent ? b : a;
  const gap = big.exponent - small.exponent;
  if (gap > context.prec + 4) {
    const lowest = big.exponent - Math.max(2, context.prec + 3 - big.digits);
    if (small.adjusted < lowest - 1 && lowest < big.exponent) small = finite(small.negative, 1n, lowest - 1);
  }
  const low = small.exponent;
  const sum = signed(big) * pow10(big.exponent - low) + signed(small);
  if (sum === 0n) return finish(finite(context.rounding === 'ROUND_FLOOR', 0n, exponent), context);
  return finish(finite(sum < 0n, sum < 0n ? -sum : sum, low), context);
}

export const subtract = (a: Decimal, b: Decimal, context: Context): Decimal =>
  nanOf(context, a, b) ?? add(a, b.withSign(!b.negative), context);

export function multiply(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  const negative = a.negative !== b.negative;
  if (a.isInfinite || b.isInfinite) {
    if (a.isZero || b.isZero) return invalid(context);
    return infinity(negative);
  }
  return finish(finite(negative, a.coefficient * b.coefficient, a.exponent + b.exponent), context);
}

export function divide(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  const negative = a.negative !== b.negative;
  if (a.isInfinite) return b.isInfinite ? invalid(context) : infinity(negative);
  if (b.isInfinite) {
    context.status |= CLAMPED;
    return finite(negative, 0n, etiny(context));
  }
  if (b.isZero) {
    if (a.isZero) return invalid(context, DIVISION_UNDEFINED);
    context.status |= DIVISION_BY_ZERO;
    return infinity(negative);
  }
  let exponent = a.exponent - b.exponent;
  if (a.isZero) return finish(finite(negative, 0n, exponent), context);
  const shift = b.digits - a.digits + context.prec + 1;
  exponent -= shift;
  const numerator = shift >= 0 ? a.coefficient * pow10(shift) : a.coefficient;
  const denominator = shift >= 0 ? b.coefficient : b.coefficient * pow10(-shift);
  let quotient = numerator / denominator;
  // Of the numerator's digits the shift has left so many, or one more.
  let digits = context.prec + 1;
  if (quotient >= pow10(digits)) digits++;
  if (quotient * denominator !== numerator) {
    // Not a five at the end, so that rounding sees that there is more.
    if (quotient % 5n === 0n) quotient++;
  } else {
    const ideal = a.exponent - b.exponent;
    while (exponent < ideal && quotient % 10n === 0n) {
      quotient /= 10n;
      exponent++;
      digits--;
    }
  }
  return finish(finiteOf(negative, quotient, exponent, digits), context);
}

/** Integer quotient and remainder of finite numbers, b not zero; null: the quotient has too many digits. */
function integerDivision(
  a: Decimal,
  b: Decimal,
  context: Context,
): { quotient: bigint; remainder: Decimal } | null {
  const ideal = Math.min(a.exponent, b.exponent);
  const distance = a.adjusted - b.adjusted;
  if (a.isZero || distance < -1) {
    // The remainder is `a` itself, with the smaller exponent.
    const coefficient = a.isZero ? 0n : a.coefficient * pow10(a.exponent - ideal);
    return { quotient: 0n, remainder: finite(a.negative, coefficient, ideal) };
  }
  if (distance > context.prec) return null;
  const top = a.coefficient * pow10(a.exponent - ideal);
  const bottom = b.coefficient * pow10(b.exponent - ideal);
  const quotient = top / bottom;
  if (digitsOf(quotient) > context.prec) return null;
  return { quotient, remainder: finite(a.negative, top - quotient * bottom, ideal) };
}

export function divmod(a: Decimal, b: Decimal, context: Context): [Decimal, Decimal] {
  const nan = nanOf(context, a, b);
  if (nan !== null) return [nan, nan];
  const negative = a.negative !== b.negative;
  if (a.isInfinite) {
    const remainder = invalid(context);
    return b.isInfinite ? [remainder, remainder] : [infinity(negative), remainder];
  }
  if (b.isInfinite) return [finite(negative, 0n, 0), finish(a, context)];
  if (b.isZero) {
    if (a.isZero) {
      const undefinedResult = invalid(context, DIVISION_UNDEFINED);
      return [undefinedResult, undefinedResult];
    }
    context.status |= DIVISION_BY_ZERO;
    return [infinity(negative), invalid(context)];
  }
  const result = integerDivision(a, b, context);
  if (result === null) {
    const impossible = invalid(context, DIVISION_IMPOSSIBLE);
    return [impossible, impossible];
  }
  return [finish(finite(negative, result.quotient, 0), context), finish(result.remainder, context)];
}

export function divideInt(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  const negative = a.negative !== b.negative;
  if (a.isInfinite) return b.isInfinite ? invalid(context) : infinity(negative);
  if (b.isInfinite) return finite(negative, 0n, 0);
  if (b.isZero) {
    if (a.isZero) return invalid(context, DIVISION_UNDEFINED);
    context.status |= DIVISION_BY_ZERO;
    return infinity(negative);
  }
  const result = integerDivision(a, b, context);
  if (result === null) return invalid(context, DIVISION_IMPOSSIBLE);
  return finish(finite(negative, result.quotient, 0), context);
}

export function remainder(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  if (a.isInfinite) return invalid(context);
  if (b.isInfinite) return finish(a, context);
  if (b.isZero) return a.isZero ? invalid(context, DIVISION_UNDEFINED) : invalid(context);
  const result = integerDivision(a, b, context);
  return result === null ? invalid(context, DIVISION_IMPOSSIBLE) : finish(result.remainder, context);
}

export function remainderNear(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  if (a.isInfinite) return invalid(context);
  if (b.isInfinite) return finish(a, context);
  if (b.isZero) return a.isZero ? invalid(context, DIVISION_UNDEFINED) : invalid(context);
  const ideal = Math.min(a.exponent, b.exponent);
  if (a.isZero) return finish(finite(a.negative, 0n, ideal), context);
  const distance = a.adjusted - b.adjusted;
  if (distance >= context.prec + 1) return invalid(context, DIVISION_IMPOSSIBLE);
  if (distance <= -2)
    return finish(finite(a.negative, a.coefficient * pow10(a.exponent - ideal), ideal), context);
  const top = a.coefficient * pow10(a.exponent - ideal);
  const bottom = b.coefficient * pow10(b.exponent - ideal);
  let quotient = top / bottom;
  let rest = top - quotient * bottom;
  let { negative } = a;
  if (2n * rest + (quotient & 1n) > bottom) {
    rest -= bottom;
    quotient++;
  }
  if (digitsOf(quotient) > context.prec) return invalid(context, DIVISION_IMPOSSIBLE);
  if (rest < 0n) {
    negative = !negative;
    rest = -rest;
  }
  return finish(finite(negative, rest, ideal), context);
}

export function fma(a: Decimal, b: Decimal, c: Decimal, context: Context): Decimal {
  const nan = a.isNaN || b.isNaN ? fmaNaN(a, b, c, context) : nanOf(context, c);
  if (a.kind === 'snan' || b.kind === 'snan' || c.kind === 'snan' || a.isNaN || b.isNaN) return nan!;
  const negative = a.negative !== b.negative;
  if ((a.isInfinite && b.isZero) || (a.isZero && b.isInfinite)) return invalid(context);
  if (nan !== null) return nan;
  const product =
    a.isInfinite || b.isInfinite
      ? infinity(negative)
      : finite(negative, a.coefficient * b.coefficient, a.exponent + b.exponent);
  return add(product, c, context);
}

function fmaNaN(a: Decimal, b: Decimal, c: Decimal, context: Context): Decimal | null {
  if (a.kind === 'snan' || b.kind === 'snan') return nanOf(context, a, b);
  if (c.kind === 'snan') return nanOf(context, c);
  return nanOf(context, a, b);
}

// --- comparison

/** -1, 0, 1 of numbers that are no NaN. */
export function order(a: Decimal, b: Decimal): number {
  if (a.isInfinite || b.isInfinite) {
    const rank = (x: Decimal): number => (x.isInfinite ? (x.negative ? -1 : 1) : 0);
    return Math.sign(rank(a) - rank(b));
  }
  if (a.isZero || b.isZero) {
    if (a.isZero && b.isZero) return 0;
    if (a.isZero) return b.negative ? 1 : -1;
    return a.negative ? -1 : 1;
  }
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const flip = a.negative ? -1 : 1;
  if (a.adjusted !== b.adjusted) return a.adjusted < b.adjusted ? -flip : flip;
  const low = Math.min(a.exponent, b.exponent);
  const x = a.coefficient * pow10(a.exponent - low);
  const y = b.coefficient * pow10(b.exponent - low);
  return x === y ? 0 : x < y ? -flip : flip;
}

const ofSign = (n: number): Decimal => finite(n < 0, n === 0 ? 0n : 1n, 0);

export const compare = (a: Decimal, b: Decimal, context: Context): Decimal =>
  nanOf(context, a, b) ?? ofSign(order(a, b));

export function compareSignal(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan === null) return ofSign(order(a, b));
  context.status |= INVALID_OPERATION;
  return nan;
}

/** The order in which all representations have a place. */
export function totalOrder(a: Decimal, b: Decimal): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const flip = a.negative ? -1 : 1;
  const rank = (x: Decimal): number => (x.kind === 'qnan' ? 2 : x.kind === 'snan' ? 1 : 0);
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -flip : flip;
  if (rank(a) > 0) {
    if (a.coefficient === b.coefficient) return 0;
    // Longer payloads are greater, whatever their zeros.
    return a.coefficient < b.coefficient ? -flip : flip;
  }
  const by = order(a, b);
  if (by !== 0) return by;
  if (a.exponent === b.exponent) return 0;
  return a.exponent < b.exponent ? -flip : flip;
}

export const compareTotal = (a: Decimal, b: Decimal): Decimal => ofSign(totalOrder(a, b));
export const compareTotalMagnitude = (a: Decimal, b: Decimal): Decimal =>
  ofSign(totalOrder(a.withSign(false), b.withSign(false)));

/** `max` and `min`, by value or by magnitude; one quiet NaN is no number and gives way. */
export function extreme(
  a: Decimal,
  b: Decimal,
  context: Context,
  wantMax: boolean,
  byMagnitude: boolean,
): Decimal {
  if (a.isNaN || b.isNaN) {
    if (a.kind === 'qnan' && !b.isNaN) return finish(b, context);
    if (b.kind === 'qnan' && !a.isNaN) return finish(a, context);
    return nanOf(context, a, b)!;
  }
  let by = byMagnitude ? order(a.withSign(false), b.withSign(false)) : order(a, b);
  if (by === 0) by = totalOrder(a, b);
  return finish(by < 0 === wantMax ? b : a, context);
}

// --- one operand

export const plus = (a: Decimal, context: Context): Decimal => {
  const nan = nanOf(context, a);
  if (nan !== null) return nan;
  const positive = a.isZero && context.rounding !== 'ROUND_FLOOR' ? a.withSign(false) : a;
  return finish(positive, context);
};

export const minus = (a: Decimal, context: Context): Decimal => {
  const nan = nanOf(context, a);
  if (nan !== null) return nan;
  const negated =
    a.isZero && context.rounding !== 'ROUND_FLOOR' ? a.withSign(false) : a.withSign(!a.negative);
  return finish(negated, context);
};

export const absolute = (a: Decimal, context: Context): Decimal =>
  nanOf(context, a) ?? finish(a.withSign(false), context);

export function normalize(a: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a);
  if (nan !== null) return nan;
  const rounded = finish(a, context);
  if (!rounded.isFinite) return rounded;
  if (rounded.isZero) return finite(rounded.negative, 0n, 0);
  let { coefficient, exponent } = rounded;
  const top = context.clamp === 1 ? etop(context) : context.emax;
  while (coefficient % 10n === 0n && exponent < top) {
    coefficient /= 10n;
    exponent++;
  }
  return finite(rounded.negative, coefficient, exponent);
}

/** To a given exponent, exactly as many digits as that takes. */
function rescale(a: Decimal, exponent: number, rounding: Rounding, context: Context | null): Decimal {
  if (a.isZero) return finite(a.negative, 0n, exponent);
  if (a.exponent >= exponent)
    return finite(a.negative, a.coefficient * pow10(a.exponent - exponent), exponent);
  const { coefficient, inexact } = cut(a.coefficient, exponent - a.exponent, a.negative, rounding);
  if (context !== null) {
    context.status |= ROUNDED;
    if (inexact) context.status |= INEXACT;
  }
  return finite(a.negative, coefficient, exponent);
}

export function quantize(a: Decimal, b: Decimal, context: Context, rounding = context.rounding): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  if (a.isInfinite || b.isInfinite) return a.isInfinite && b.isInfinite ? a : invalid(context);
  const { exponent } = b;
  if (exponent < etiny(context) || exponent > context.emax) return invalid(context);
  if (a.isZero) return finish(finite(a.negative, 0n, exponent), context);
  if (a.adjusted > context.emax || a.adjusted - exponent + 1 > context.prec) return invalid(context);
  const scaled = rescale(a, exponent, rounding, context);
  if (scaled.adjusted > context.emax || scaled.digits > context.prec) {
    context.status &= ~(ROUNDED | INEXACT);
    return invalid(context);
  }
  return finish(scaled, context);
}

/** `exact`: says where something was lost. */
export function toIntegral(a: Decimal, context: Context, rounding: Rounding, exact: boolean): Decimal {
  const nan = nanOf(context, a);
  if (nan !== null) return nan;
  if (a.isInfinite || a.exponent >= 0) return a;
  return rescale(a, 0, rounding, exact ? context : null);
}

export function roundToPlaces(a: Decimal, places: number): Decimal {
  return rescale(a, -places, 'ROUND_HALF_EVEN', null);
}
export const roundTo = (a: Decimal, exponent: number, rounding: Rounding): Decimal =>
  rescale(a, exponent, rounding, null);

function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(16).length * 4 + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

export function sqrt(a: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a);
  if (nan !== null) return nan;
  if (a.isZero) return finish(finite(a.negative, 0n, Math.floor(a.exponent / 2)), context);
  if (a.negative) return invalid(context);
  if (a.isInfinite) return a;
  const prec = context.prec + 1;
  let exponent = Math.floor(a.exponent / 2);
  let c = a.coefficient;
  let length: number;
  if ((a.exponent & 1) !== 0) {
    c *= 10n;
    length = (a.digits >> 1) + 1;
  } else length = (a.digits + 1) >> 1;
  const shift = prec - length;
  let exact: boolean;
  if (shift >= 0) {
    c *= pow10(2 * shift);
    exact = true;
  } else {
    const unit = pow10(-2 * shift);
    const kept = c / unit;
    exact = kept * unit === c;
    c = kept;
  }
  exponent -= shift;
  let n = integerRoot(c);
  exact = exact && n * n === c;
  if (exact) {
    if (shift >= 0) n /= pow10(shift);
    else n *= pow10(-shift);
    exponent += shift;
  } else if (n % 5n === 0n) n++;
  const own: Context = { ...context, rounding: 'ROUND_HALF_EVEN' };
  const result = finish(finite(false, n, exponent), own);
  context.status |= own.status;
  return result;
}

// --- neighbours, logic, places

export function nextTo(a: Decimal, context: Context, up: boolean): Decimal {
  const nan = nanOf(context, a);
  if (nan !== null) return nan;
  if (a.isInfinite) {
    if (a.negative !== up) return a;
    return finite(a.negative, pow10(context.prec) - 1n, etop(context));
  }
  const quiet: Context = { ...context, rounding: up ? 'ROUND_CEILING' : 'ROUND_FLOOR', status: 0 };
  const rounded = finish(a, quiet);
  if (order(rounded, a) !== 0) return rounded;
  return add(a, finite(!up, 1n, etiny(context) - 1), quiet);
}

export function scaleb(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  if (!b.isFinite || b.exponent !== 0) return invalid(context);
  const limit = 2 * (context.emax + context.prec);
  const n = Number(signed(b));
  if (n < -limit || n > limit) return invalid(context);
  if (a.isInfinite) return a;
  return finish(finite(a.negative, a.coefficient, a.exponent + n), context);
}

/** A count of places: an int from -prec to prec; null: it is none. */
function places(b: Decimal, context: Context): number | null {
  if (!b.isFinite || b.exponent !== 0) return null;
  const n = Number(signed(b));
  return n < -context.prec || n > context.prec ? null : n;
}

/** Without a power of ten where nothing is cut off: a precision may be larger than any number that fits into memory. */
const lastDigits = (coefficient: bigint, count: number): bigint =>
  digitsOf(coefficient) <= count ? coefficient : coefficient % pow10(count);

export function shift(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  const n = places(b, context);
  if (n === null) return invalid(context);
  if (a.isInfinite) return a;
  const kept = lastDigits(a.coefficient, context.prec);
  const moved = n < 0 ? kept / pow10(-n) : lastDigits(kept * pow10(n), context.prec);
  return finite(a.negative, moved, a.exponent);
}

export function rotate(a: Decimal, b: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a, b);
  if (nan !== null) return nan;
  const n = places(b, context);
  if (n === null) return invalid(context);
  if (a.isInfinite) return a;
  const { prec } = context;
  const kept = lastDigits(a.coefficient, prec);
  const left = (n + prec) % prec;
  const unit = pow10(prec - left);
  return finite(a.negative, (kept % unit) * pow10(left) + kept / unit, a.exponent);
}

const isLogical = (a: Decimal): boolean =>
  a.isFinite && !a.negative && a.exponent === 0 && !/[^01]/.test(a.coefficient.toString());

export function logical(
  a: Decimal,
  b: Decimal,
  context: Context,
  combine: (x: number, y: number) => number,
): Decimal {
  if (!isLogical(a) || !isLogical(b)) return invalid(context);
  const { prec } = context;
  const bits = (x: Decimal): string => x.coefficient.toString().padStart(prec, '0').slice(-prec);
  const p = bits(a);
  const q = bits(b);
  let out = '';
  for (let i = 0; i < prec; i++) out += combine(p.charCodeAt(i) - 48, q.charCodeAt(i) - 48);
  return finite(false, BigInt(out), 0);
}

export function logicalInvert(a: Decimal, context: Context): Decimal {
  const ones = finite(false, (pow10(context.prec) - 1n) / 9n, 0);
  return logical(a, ones, context, (x, y) => x ^ y);
}

export function logb(a: Decimal, context: Context): Decimal {
  const nan = nanOf(context, a);
  if (nan !== null) return nan;
  if (a.isInfinite) return a.withSign(false);
  if (a.isZero) {
    context.status |= DIVISION_BY_ZERO;
    return infinity(true);
  }
  return finish(finite(a.adjusted < 0, BigInt(Math.abs(a.adjusted)), 0), context);
}

export const isSubnormal = (a: Decimal, context: Context): boolean =>
  a.isFinite && !a.isZero && a.adjusted < context.emin;
export const isNormal = (a: Decimal, context: Context): boolean =>
  a.isFinite && !a.isZero && a.adjusted >= context.emin;

export function numberClass(a: Decimal, context: Context): string {
  if (a.kind === 'snan') return 'sNaN';
  if (a.kind === 'qnan') return 'NaN';
  const sign = a.negative ? '-' : '+';
  if (a.isInfinite) return `${sign}Infinity`;
  if (a.isZero) return `${sign}Zero`;
  return `${sign}${isSubnormal(a, context) ? 'Subnormal' : 'Normal'}`;
}
