// Decimal floating-point numbers of any precision over bigints, by the General Decimal Arithmetic Specification as libmpdec implements it
// for CPython's Modules/_decimal. This file: the numbers, contexts, rounding to a context, text in and out.

// Conditions, with libmpdec's bits.
export const CLAMPED = 0x1;
export const CONVERSION_SYNTAX = 0x2;
export const DIVISION_BY_ZERO = 0x4;
export const DIVISION_IMPOSSIBLE = 0x8;
export const DIVISION_UNDEFINED = 0x10;
export const INEXACT = 0x40;
export const INVALID_CONTEXT = 0x80;
export const INVALID_OPERATION = 0x100;
export const OVERFLOW = 0x800;
export const ROUNDED = 0x1000;
export const SUBNORMAL = 0x2000;
export const UNDERFLOW = 0x4000;
export const FLOAT_OPERATION = 0x8000;
export const IEEE_INVALID =
  CONVERSION_SYNTAX | DIVISION_IMPOSSIBLE | DIVISION_UNDEFINED | INVALID_CONTEXT | INVALID_OPERATION;

/** Exact as a bigint; as a host number one more, which serves for comparisons. */
export const MAX_EMAX_EXACT = 999_999_999_999_999_999n;
export const MAX_EMAX = Number(MAX_EMAX_EXACT);
export const MIN_EMIN = -MAX_EMAX;
export const MAX_PREC = MAX_EMAX;

export const ROUNDINGS = [
  'ROUND_UP',
  'ROUND_DOWN',
  'ROUND_CEILING',
  'ROUND_FLOOR',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_HALF_EVEN',
  'ROUND_05UP',
] as const;
export type Rounding = (typeof ROUNDINGS)[number];

export type Kind = 'finite' | 'infinite' | 'qnan' | 'snan';

export class Decimal {
  readonly kind: Kind;
  readonly negative: boolean;
  /** The coefficient; of a NaN its payload. */
  readonly coefficient: bigint;
  readonly exponent: number;
  /** 0: not counted yet. */
  private digitCount: number;

  constructor(kind: Kind, negative: boolean, coefficient: bigint, exponent: number, digitCount = 0) {
    this.kind = kind;
    this.negative = negative;
    this.coefficient = coefficient;
    this.exponent = exponent;
    this.digitCount = digitCount;
  }

  get isFinite(): boolean {
    return this.kind === 'finite';
  }
  get isNaN(): boolean {
    return this.kind === 'qnan' || this.kind === 'snan';
  }
  get isZero(): boolean {
    return this.kind === 'finite' && this.coefficient === 0n;
  }
  get isInfinite(): boolean {
    return this.kind === 'infinite';
  }
  /** Digits of the coefficient; 1 for zero. */
  get digits(): number {
    if (this.digitCount === 0) this.digitCount = digitsOf(this.coefficient);
    return this.digitCount;
  }
  /** Exponent of the first digit. */
  get adjusted(): number {
    return this.exponent + this.digits - 1;
  }
  withSign(negative: boolean): Decimal {
    if (negative === this.negative) return this;
    return new Decimal(this.kind, negative, this.coefficient, this.exponent);
  }
}

export const finite = (negative: boolean, coefficient: bigint, exponent: number): Decimal =>
  new Decimal('finite', negative, coefficient, exponent);
/** The same where it is known how many digits the coefficient has: counting them takes as long as a division. */
export const finiteOf = (negative: boolean, coefficient: bigint, exponent: number, digits: number): Decimal =>
  new Decimal('finite', negative, coefficient, exponent, digits);
export const infinity = (negative: boolean): Decimal => new Decimal('infinite', negative, 0n, 0);
export const NAN = new Decimal('qnan', false, 0n, 0);
export const ZERO = finite(false, 0n, 0);
export const ONE = finite(false, 1n, 0);

const powers: bigint[] = [];
for (let i = 0, p = 1n; i < 400; i++, p *= 10n) powers.push(p);

export const pow10 = (n: number): bigint => (n < 400 ? powers[n] : 10n ** BigInt(n));

/** As host numbers, exact. */
const numberPowers = Array.from({ length: 17 }, (_, i) => 10 ** i);
const SAFE = 0x1f_ffff_ffff_ffffn;
/** Below this a bigint is a finite host number. */
const FLOATING = 10n ** 300n;

export function digitsOf(value: bigint): number {
  if (value < SAFE) {
    const n = Number(value);
    let count = 1;
    while (n >= numberPowers[count]) count++;
    return count;
  }
  // From the size, right but for one.
  let count: number;
  if (value < FLOATING) count = Math.max(1, Math.floor(Math.log10(Number(value))));
  else count = Math.max(1, Math.floor((value.toString(16).length * 4 - 4) * 0.30102999566398114));
  while (pow10(count) <= value) count++;
  return count;
}

/** What an operation is done in; `status` gathers its conditions. */
export interface Context {
  prec: number;
  rounding: Rounding;
  emin: number;
  emax: number;
  capitals: number;
  clamp: number;
  status: number;
}

export const etiny = (context: Context): number => context.emin - (context.prec - 1);
export const etop = (context: Context): number => context.emax - (context.prec - 1);

/** A context without limits that matter, for exact intermediate results. */
export const unlimited = (prec: number, rounding: Rounding = 'ROUND_HALF_EVEN'): Context => ({
  prec,
  rounding,
  emin: MIN_EMIN,
  emax: MAX_EMAX,
  capitals: 1,
  clamp: 0,
  status: 0,
});

// --- rounding

/** Whether a truncated coefficient is to grow by one; `rest` are the digits cut off, of `unit` to one. */
function roundsUp(rounding: Rounding, negative: boolean, kept: bigint, rest: bigint, unit: bigint): boolean {
  if (rest === 0n) return false;
  switch (rounding) {
    case 'ROUND_DOWN':
      return false;
    case 'ROUND_UP':
      return true;
    case 'ROUND_CEILING':
      return !negative;
    case 'ROUND_FLOOR':
      return negative;
    case 'ROUND_05UP':
      return kept % 5n === 0n;
  }
  const twice = rest * 2n;
  if (twice !== unit) return twice > unit;
  if (rounding === 'ROUND_HALF_UP') return true;
  return rounding === 'ROUND_HALF_EVEN' && kept % 2n === 1n;
}

/** Cuts `count` digits off; answers the new coefficient and whether something was lost. */
export function cut(
  coefficient: bigint,
  count: number,
  negative: boolean,
  rounding: Rounding,
): { coefficient: bigint; inexact: boolean } {
  if (count <= 0) return { coefficient, inexact: false };
  // Far more digits than there are: nothing but a rest remains.
  if (count > digitsOf(coefficient)) {
    if (coefficient === 0n) return { coefficient: 0n, inexact: false };
    const up = roundsUp(rounding, negative, 0n, 1n, 100n);
    return { coefficient: up ? 1n : 0n, inexact: true };
  }
  return cutWithin(coefficient, count, negative, rounding);
}

/** `cut` of no more digits than there are. */
function cutWithin(
  coefficient: bigint,
  count: number,
  negative: boolean,
  rounding: Rounding,
): { coefficient: bigint; inexact: boolean } {
  const unit = pow10(count);
  const kept = coefficient / unit;
  const rest = coefficient - kept * unit;
  if (rest === 0n) return { coefficient: kept, inexact: false };
  return { coefficient: roundsUp(rounding, negative, kept, rest, unit) ? kept + 1n : kept, inexact: true };
}

/** Rounds and fits a result into its context (the specification's finalisation). */
export function finish(value: Decimal, context: Context): Decimal {
  if (value.kind !== 'finite') return value.isNaN ? fixNaN(value, context) : value;
  const { prec, emin, emax, rounding, clamp } = context;
  let { coefficient, exponent } = value;
  const { negative } = value;
  const tiny = etiny(context);
  const top = clamp === 1 ? etop(context) : emax;
  if (coefficient === 0n) {
    const clamped = Math.min(Math.max(exponent, tiny), top);
    if (clamped === exponent) return value;
    context.status |= CLAMPED;
    return finite(negative, 0n, clamped);
  }
  // Subnormal before rounding: it stays told even where rounding brings the smallest normal number.
  if (value.adjusted < emin) {
    context.status |= SUBNORMAL;
    if (exponent >= tiny) return value;
    const result = cut(coefficient, tiny - exponent, negative, rounding);
    context.status |= ROUNDED;
    if (result.inexact) context.status |= INEXACT | UNDERFLOW;
    if (result.coefficient === 0n) context.status |= CLAMPED;
    return finite(negative, result.coefficient, tiny);
  }
  let digits = value.digits;
  let changed = false;
  if (digits > prec) {
    const count = digits - prec;
    const result = cutWithin(coefficient, count, negative, rounding);
    context.status |= ROUNDED;
    if (result.inexact) context.status |= INEXACT;
    coefficient = result.coefficient;
    exponent += count;
    digits = prec;
    // 999… may have become 1000….
    if (coefficient === pow10(prec)) {
      coefficient = pow10(prec - 1);
      exponent++;
    }
    changed = true;
  }
  const adjusted = exponent + digits - 1;
  if (adjusted > emax) {
    context.status |= OVERFLOW | INEXACT | ROUNDED;
    const away =
      rounding === 'ROUND_DOWN' ||
      rounding === 'ROUND_05UP' ||
      (rounding === 'ROUND_CEILING' && negative) ||
      (rounding === 'ROUND_FLOOR' && !negative);
    return away ? finite(negative, pow10(prec) - 1n, etop(context)) : infinity(negative);
  }
  if (clamp === 1 && exponent > top) {
    context.status |= CLAMPED;
    return finite(negative, coefficient * pow10(exponent - top), top);
  }
  return changed ? finiteOf(negative, coefficient, exponent, digits) : value;
}

/** A payload longer than the precision is cut from the left. */
export function fixNaN(value: Decimal, context: Context): Decimal {
  const max = context.prec - context.clamp;
  if (value.coefficient === 0n || value.digits <= max) return value;
  return new Decimal(value.kind, value.negative, max <= 0 ? 0n : value.coefficient % pow10(max), 0);
}

/** The NaN that an operation with a NaN gives; null: there is none. A signalling one is an invalid operation. */
export function nanOf(context: Context, a: Decimal, b: Decimal | null = null): Decimal | null {
  if (!a.isNaN && (b === null || !b.isNaN)) return null;
  let source: Decimal;
  if (a.kind === 'snan') source = a;
  else if (b !== null && b.kind === 'snan') source = b;
  else source = a.isNaN ? a : b!;
  if (source.kind === 'snan') context.status |= INVALID_OPERATION;
  return fixNaN(new Decimal('qnan', source.negative, source.coefficient, 0), context);
}

export function invalid(context: Context, condition = INVALID_OPERATION): Decimal {
  context.status |= condition;
  return NAN;
}

// --- text

const NUMBER =
  /^([+-])?(?:(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:e([+-]?[0-9]+))?|(inf(?:inity)?)|(s?nan)([0-9]*))$/i;

/** A number as it is written, exactly; null: it is no number. White space and underscores are the caller's. */
export function parse(text: string): Decimal | null {
  const plain = parsePlain(text);
  if (plain !== null) return plain;
  const found = NUMBER.exec(text);
  if (found === null) return null;
  const [, sign, whole, fraction = '', only, exponent, inf, nan, payload] = found;
  const negative = sign === '-';
  if (inf !== undefined) return infinity(negative);
  if (nan !== undefined) {
    const kind = nan.length === 4 ? 'snan' : 'qnan';
    return new Decimal(kind, negative, payload === '' ? 0n : BigInt(payload), 0);
  }
  const digits = only !== undefined ? only : whole + fraction;
  const places = only !== undefined ? only.length : fraction.length;
  const e = exponent === undefined ? 0 : Number(exponent);
  return finite(negative, BigInt(digits), e - places);
}

/** A sign, digits, perhaps a point among them, few enough for a host number; null: anything else. */
function parsePlain(text: string): Decimal | null {
  const { length } = text;
  if (length === 0 || length > 16) return null;
  const first = text.charCodeAt(0);
  let at = first === 0x2d || first === 0x2b ? 1 : 0;
  let value = 0;
  let digits = 0;
  let point = -1;
  for (; at < length; at++) {
    const c = text.charCodeAt(at);
    if (c >= 0x30 && c <= 0x39) {
      value = value * 10 + (c - 0x30);
      digits++;
    } else if (c === 0x2e && point < 0) point = digits;
    else return null;
  }
  if (digits === 0 || digits > 15) return null;
  return finite(first === 0x2d, BigInt(value), point < 0 ? 0 : point - digits);
}

function special(value: Decimal): string {
  if (value.kind === 'infinite') return 'Infinity';
  const name = value.kind === 'snan' ? 'sNaN' : 'NaN';
  return value.coefficient === 0n ? name : name + value.coefficient.toString();
}

/** `str(value)`; `engineering`: exponents are multiples of three. */
export function toText(value: Decimal, capitals: number, engineering = false): string {
  const sign = value.negative ? '-' : '';
  if (value.kind !== 'finite') return sign + special(value);
  const digits = value.coefficient.toString();
  const { exponent } = value;
  const left = exponent + digits.length;
  let point: number;
  if (exponent <= 0 && left > -6) point = left;
  else if (!engineering) point = 1;
  else if (value.coefficient === 0n) point = ((((left + 1) % 3) + 3) % 3) - 1;
  else point = ((((left - 1) % 3) + 3) % 3) + 1;
  let whole: string;
  let fraction: string;
  if (point <= 0) {
    whole = '0';
    fraction = `.${'0'.repeat(-point)}${digits}`;
  } else if (point >= digits.length) {
    whole = digits + '0'.repeat(point - digits.length);
    fraction = '';
  } else {
    whole = digits.slice(0, point);
    fraction = `.${digits.slice(point)}`;
  }
  const e = left - point;
  const tail = e === 0 ? '' : `${capitals === 1 ? 'E' : 'e'}${e < 0 ? '-' : '+'}${Math.abs(e)}`;
  return sign + whole + fraction + tail;
}

export function ofInt(value: number | bigint): Decimal {
  const big = BigInt(value);
  return finite(big < 0n, big < 0n ? -big : big, 0);
}

/** Exactly. */
export function ofFloat(x: number): Decimal {
  if (Number.isNaN(x)) return NAN;
  if (!Number.isFinite(x)) return infinity(x < 0);
  const negative = x < 0 || Object.is(x, -0);
  let m = Math.abs(x);
  if (m === 0) return finite(negative, 0n, 0);
  let e = 0;
  while (!Number.isInteger(m)) {
    m *= 2;
    e--;
  }
  const whole = BigInt(m);
  // m / 2^k = m × 5^k / 10^k
  return e === 0 ? finite(negative, whole, 0) : finite(negative, whole * 5n ** BigInt(-e), e);
}

/** Towards zero; the value is finite. */
export function toInteger(value: Decimal): bigint {
  const { coefficient, exponent, negative } = value;
  const size =
    exponent >= 0
      ? coefficient * pow10(exponent)
      : -exponent >= value.digits
        ? 0n
        : coefficient / pow10(-exponent);
  return negative ? -size : size;
}
