// Python's int on host values: a number while it is a safe integer, a bigint outside, always normalised and never -0. Models
// CPython's Objects/longobject.c. Multiplying, dividing, parsing and printing big values are V8's, which are subquadratic.
import { KernelError, overflowError, roomForBytes, valueError, zeroDivision } from './error.ts';

export type Int = number | bigint;

const MAX = Number.MAX_SAFE_INTEGER;
const MIN = Number.MIN_SAFE_INTEGER;
const MAX_BIG = BigInt(MAX);
const MIN_BIG = BigInt(MIN);

/** `sys.set_int_max_str_digits`: decimal conversions beyond it are refused; 0 is no limit. One engine an isolate, so one setting. */
export const intLimits = { maxStrDigits: 4300 };

export function normalize(value: bigint): Int {
  return value <= MAX_BIG && value >= MIN_BIG ? Number(value) : value;
}

const isSafe = (r: number): boolean => r <= MAX && r >= MIN;
const isInt32 = (a: Int): a is number => typeof a === 'number' && (a | 0) === a;

/** The host says RangeError where a bigint would have more than 2^30 bits. */
function tooLarge(): KernelError {
  return new KernelError('MemoryError', '');
}

// --- arithmetic

export function add(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b;
    if (isSafe(r)) return r;
  }
  return normalize(BigInt(a) + BigInt(b));
}

export function sub(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b;
    if (isSafe(r)) return r;
  }
  return normalize(BigInt(a) - BigInt(b));
}

export function mul(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b;
    // The sum turns -0 into 0.
    if (isSafe(r)) return r + 0;
  }
  try {
    return normalize(BigInt(a) * BigInt(b));
  } catch {
    throw tooLarge();
  }
}

export function neg(a: Int): Int {
  return typeof a === 'number' ? 0 - a : -a;
}

export function abs(a: Int): Int {
  return a < 0 ? neg(a) : a;
}

export function invert(a: Int): Int {
  return sub(-1, a);
}

const byZero = (message: string): KernelError => zeroDivision(message);

export function floordiv(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) throw byZero('division by zero');
    const r = a % b;
    // a - r is exact: its magnitude is not above that of a.
    const q = (a - r) / b;
    return r !== 0 && r < 0 !== b < 0 ? q - 1 : q + 0;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  if (y === 0n) throw byZero('division by zero');
  const q = x / y;
  return normalize(x < 0n !== y < 0n && q * y !== x ? q - 1n : q);
}

export function mod(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) throw byZero('division by zero');
    const r = a % b;
    return r !== 0 && r < 0 !== b < 0 ? r + b : r + 0;
  }
  const y = BigInt(b);
  if (y === 0n) throw byZero('division by zero');
  const r = BigInt(a) % y;
  return normalize(r !== 0n && r < 0n !== y < 0n ? r + y : r);
}

export function divmod(a: Int, b: Int): [Int, Int] {
  if (typeof a === 'number' && typeof b === 'number') return [floordiv(a, b), mod(a, b)];
  const x = BigInt(a);
  const y = BigInt(b);
  if (y === 0n) throw byZero('division by zero');
  let q = x / y;
  let r = x - q * y;
  if (r !== 0n && r < 0n !== y < 0n) {
    r += y;
    q -= 1n;
  }
  return [normalize(q), normalize(r)];
}

/** `a ** b` with b ≥ 0; a negative exponent is the caller's, who answers a float. */
export function pow(a: Int, b: Int): Int {
  if (typeof a === 'number') {
    if (a === 0) return b === 0 ? 1 : 0;
    if (a === 1) return 1;
    if (a === -1) return isOdd(b) ? -1 : 1;
    if (typeof b === 'number' && b < 53) {
      // Products are exact while they are safe; Math.pow is not always.
      let result = 1;
      let base = a;
      let n = b;
      for (;;) {
        if (n & 1) result *= base;
        n >>>= 1;
        if (n === 0) break;
        base *= base;
        if (base > MAX) break;
      }
      if (n === 0 && isSafe(result)) return result;
    }
  }
  try {
    if (a === 2) return normalize(1n << BigInt(b));
    return normalize(BigInt(a) ** BigInt(b));
  } catch {
    throw tooLarge();
  }
}

function isOdd(a: Int): boolean {
  return typeof a === 'number' ? a % 2 !== 0 : (a & 1n) === 1n;
}

/** `pow(a, b, m)`. */
export function powmod(a: Int, b: Int, m: Int): Int {
  if (m === 0) throw valueError('pow() 3rd argument cannot be 0');
  let exponent = BigInt(b);
  let base = BigInt(a);
  const signed = BigInt(m);
  const modulus = signed < 0n ? -signed : signed;
  if (modulus === 1n) return 0;
  if (exponent < 0n) {
    base = inverse(base, modulus);
    exponent = -exponent;
  }
  let result =
    modulus < 0x4000000n ? powmodSmall(base, exponent, Number(modulus)) : powmodBig(base, exponent, modulus);
  if (signed < 0n && result !== 0n) result -= modulus;
  return normalize(result);
}

function powmodSmall(a: bigint, exponent: bigint, modulus: number): bigint {
  let base = Number(a % BigInt(modulus));
  if (base < 0) base += modulus;
  let result = 1;
  const bits = exponent.toString(2);
  for (let i = 0; i < bits.length; i++) {
    result = (result * result) % modulus;
    if (bits.charCodeAt(i) === 49) result = (result * base) % modulus;
  }
  return BigInt(result);
}

/** Left to right with a window of four bits. */
function powmodBig(a: bigint, exponent: bigint, modulus: bigint): bigint {
  let base = a % modulus;
  if (base < 0n) base += modulus;
  const digits = exponent.toString(16);
  if (digits.length < 4) {
    let result = 1n;
    for (const bit of exponent.toString(2)) {
      result = (result * result) % modulus;
      if (bit === '1') result = (result * base) % modulus;
    }
    return result;
  }
  const powers = [1n % modulus];
  for (let i = 1; i < 16; i++) powers.push((powers[i - 1] * base) % modulus);
  let result = powers[parseInt(digits[0], 16)];
  for (let i = 1; i < digits.length; i++) {
    for (let k = 0; k < 4; k++) result = (result * result) % modulus;
    const digit = parseInt(digits[i], 16);
    if (digit !== 0) result = (result * powers[digit]) % modulus;
  }
  return result;
}

function inverse(a: bigint, modulus: bigint): bigint {
  let [r0, r1] = [modulus, ((a % modulus) + modulus) % modulus];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  if (r0 !== 1n) throw valueError('base is not invertible for the given modulus');
  return t0 < 0n ? t0 + modulus : t0;
}

// --- bits

export function lshift(a: Int, b: Int): Int {
  if (b < 0) throw valueError('negative shift count');
  if (a === 0) return 0;
  if (typeof a === 'number' && b <= 53) {
    const r = a * 2 ** Number(b);
    if (isSafe(r)) return r;
  }
  try {
    return normalize(BigInt(a) << BigInt(b));
  } catch {
    throw b > 0x7fff_ffff_ffff_ffffn ? overflowError('too many digits in integer') : tooLarge();
  }
}

export function rshift(a: Int, b: Int): Int {
  if (b < 0) throw valueError('negative shift count');
  if (typeof a === 'number') {
    if (b > 53) return a < 0 ? -1 : 0;
    return Math.floor(a / 2 ** Number(b));
  }
  if (b > 0x4000_0000) return a < 0n ? -1 : 0;
  return normalize(a >> BigInt(b));
}

const WORD = 2 ** 32;

// A safe integer in two's complement is a signed upper word and an unsigned lower one.
const joinWords = (high: number, low: number): number => high * WORD + (low >>> 0);

export function and(a: Int, b: Int): Int {
  if (isInt32(a) && isInt32(b)) return a & b;
  if (typeof a === 'number' && typeof b === 'number') {
    const r = joinWords(Math.floor(a / WORD) & Math.floor(b / WORD), a & b);
    // -2^53 needs a bit more than a safe integer has.
    if (isSafe(r)) return r;
  }
  return normalize(BigInt(a) & BigInt(b));
}

export function or(a: Int, b: Int): Int {
  if (isInt32(a) && isInt32(b)) return a | b;
  if (typeof a === 'number' && typeof b === 'number')
    return joinWords(Math.floor(a / WORD) | Math.floor(b / WORD), a | b);
  return normalize(BigInt(a) | BigInt(b));
}

export function xor(a: Int, b: Int): Int {
  if (isInt32(a) && isInt32(b)) return a ^ b;
  if (typeof a === 'number' && typeof b === 'number') {
    const r = joinWords(Math.floor(a / WORD) ^ Math.floor(b / WORD), a ^ b);
    if (isSafe(r)) return r;
  }
  return normalize(BigInt(a) ^ BigInt(b));
}

export function bitLength(a: Int): number {
  if (typeof a === 'number') {
    const x = Math.abs(a);
    return x < WORD ? 32 - Math.clz32(x) : 64 - Math.clz32(Math.floor(x / WORD));
  }
  const hex = (a < 0n ? -a : a).toString(16);
  return hex.length * 4 - Math.clz32(parseInt(hex[0], 16)) + 28;
}

function popcount32(x: number): number {
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function bitCount(a: Int): number {
  if (typeof a === 'number') {
    const x = Math.abs(a);
    return popcount32((x % WORD) | 0) + popcount32(Math.floor(x / WORD));
  }
  const hex = (a < 0n ? -a : a).toString(16);
  let count = 0;
  for (let end = hex.length; end > 0; end -= 8)
    count += popcount32(parseInt(hex.slice(Math.max(0, end - 8), end), 16));
  return count;
}

// --- comparison

/** -1, 0 or 1. */
export function compare(a: Int, b: Int): number {
  return a < b ? -1 : a === b ? 0 : 1;
}

export const equal = (a: Int, b: Int): boolean => a === b;

// --- text

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

function digitsLimit(text: string): KernelError {
  return valueError(
    `Exceeds the limit (${intLimits.maxStrDigits} digits) for integer string conversion${text}; use sys.set_int_max_str_digits() to increase the limit`,
  );
}

/** `str(a)`. */
export function toDecimal(a: Int): string {
  if (typeof a === 'number') return `${a}`;
  const limit = intLimits.maxStrDigits;
  // 2^bits has at least bits × 0.301 digits: do not print what will be refused.
  if (limit > 0 && bitLength(a) * 0.30103 > limit + 1) throw digitsLimit('');
  const text = a.toString();
  if (limit > 0 && text.length - (a < 0n ? 1 : 0) > limit) throw digitsLimit('');
  return text;
}

/** Digits of `a` in a base from 2 to 36, lower case, with a minus where negative and no prefix. */
export function toBase(a: Int, base: number): string {
  return base === 10 ? toDecimal(a) : a.toString(base);
}

const isPowerOfTwo = (base: number): boolean => (base & (base - 1)) === 0;

/** Value of digits that are known to be right, without underscores. */
export function fromDigits(digits: string, base: number): Int {
  if (digits.length * Math.log2(base) < 53) return parseInt(digits, base);
  switch (base) {
    case 10:
      return normalize(BigInt(digits));
    case 16:
      return normalize(BigInt(`0x${digits}`));
    case 8:
      return normalize(BigInt(`0o${digits}`));
    case 2:
      return normalize(BigInt(`0b${digits}`));
  }
  return normalize(combine(digits, base));
}

/** Divides and conquers, so that the work is that of a few big multiplications. */
function combine(digits: string, base: number): bigint {
  const chunk = Math.floor(52 / Math.log2(base));
  let parts: bigint[] = [];
  for (let end = digits.length; end > 0; end -= chunk)
    parts.push(BigInt(parseInt(digits.slice(Math.max(0, end - chunk), end), base)));
  let scale = BigInt(base) ** BigInt(chunk);
  while (parts.length > 1) {
    const next: bigint[] = [];
    for (let i = 0; i < parts.length; i += 2)
      next.push(i + 1 < parts.length ? parts[i + 1] * scale + parts[i] : parts[i]);
    parts = next;
    scale *= scale;
  }
  return parts[0];
}

const PREFIX_BASE: Record<string, number> = { x: 16, X: 16, o: 8, O: 8, b: 2, B: 2 };

/** The value of a text of 1 to 15 ASCII digits; -1 for any other text. */
export function valueOfDigits(text: string): number {
  const { length } = text;
  if (length === 0 || length > 15) return -1;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * `int(text, base)` for text whose white space and Unicode digits are already plain (`text.ts: numericText`); undefined where
 * it is no literal. Throws beyond the limit of digits.
 */
export function parse(source: string, base: number): Int | undefined {
  const text = source.trim();
  if (base === 10 && text.length < 16 && /^[+-]?[0-9]+$/.test(text)) return Number(text) + 0;
  let at = 0;
  let negative = false;
  if (text[0] === '-' || text[0] === '+') {
    negative = text[0] === '-';
    at = 1;
  }
  let radix = base;
  const prefix = text[at] === '0' ? PREFIX_BASE[text[at + 1]] : undefined;
  if (prefix !== undefined && (base === 0 || base === prefix)) {
    radix = prefix;
    at += 2;
    if (text[at] === '_') at++;
  } else if (base === 0) {
    radix = 10;
    // Old octal: only zeros may start with zero.
    if (text[at] === '0' && !/^[0_]*$/.test(text.slice(at))) return undefined;
  }
  let digits = text.slice(at);
  if (digits.includes('_')) {
    if (/^_|__|_$/.test(digits)) return undefined;
    digits = digits.replaceAll('_', '');
  }
  if (digits === '' || !digitPattern(radix).test(digits)) return undefined;
  const limit = intLimits.maxStrDigits;
  if (limit > 0 && digits.length > limit && !isPowerOfTwo(radix)) {
    throw digitsLimit(`: value has ${digits.length} digits`);
  }
  const value = fromDigits(digits, radix);
  return negative ? neg(value) : value;
}

const patterns = new Map<number, RegExp>();

function digitPattern(base: number): RegExp {
  let pattern = patterns.get(base);
  if (pattern === undefined) {
    // Both cases told: without regard to case the host's compiler takes many times as long.
    const digits = DIGITS.slice(0, base);
    pattern = new RegExp(`^[${digits}${digits.toUpperCase()}]+$`);
    patterns.set(base, pattern);
  }
  return pattern;
}

// --- bytes

export type ByteOrder = 'little' | 'big';

export function toBytes(a: Int, length: number, order: ByteOrder, signed: boolean): Uint8Array {
  if (a < 0 && !signed) throw overflowError("can't convert negative int to unsigned");
  const bytes = roomForBytes(length);
  if (typeof a === 'number' && length <= 6) {
    const bits = length * 8;
    const limit = signed ? 2 ** (bits - 1) : 2 ** bits;
    if (length === 0 ? a !== 0 : a >= limit || a < -limit) throw overflowError('int too big to convert');
    let rest = a;
    for (let i = 0; i < length; i++) {
      const low = ((rest % 256) + 256) % 256;
      bytes[order === 'little' ? i : length - 1 - i] = low;
      rest = Math.floor(rest / 256);
    }
    return bytes;
  }
  let value = BigInt(a);
  const needed = bitLength(a < 0 ? invert(a) : a) + (signed ? 1 : 0);
  if (needed > length * 8) throw overflowError('int too big to convert');
  if (value < 0n) value += 1n << BigInt(length * 8);
  const hex = value.toString(16).padStart(length * 2, '0');
  for (let i = 0; i < length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return order === 'little' ? bytes.reverse() : bytes;
}

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export function fromBytes(bytes: Uint8Array, order: ByteOrder, signed: boolean): Int {
  const { length } = bytes;
  if (length === 0) return 0;
  const top = order === 'little' ? bytes[length - 1] : bytes[0];
  let value: Int;
  if (length <= 6) {
    value = 0;
    for (let i = 0; i < length; i++) value = value * 256 + bytes[order === 'little' ? length - 1 - i : i];
    return signed && top >= 128 ? value - 2 ** (8 * length) : value;
  }
  const hex: string[] = [];
  for (let i = 0; i < length; i++) hex.push(HEX_OF_BYTE[bytes[order === 'little' ? length - 1 - i : i]]);
  const big = BigInt('0x' + hex.join(''));
  return normalize(signed && top >= 128 ? big - (1n << BigInt(8 * length)) : big);
}

// --- int and float

/** The nearest float, halves to even; OverflowError beyond the range. */
export function toFloat(a: Int): number {
  if (typeof a === 'number') return a;
  const x = Number(a);
  if (x === Infinity || x === -Infinity) throw overflowError('int too large to convert to float');
  return x;
}

/** `int(x)`: towards zero. */
export function fromFloat(x: number): Int {
  if (Number.isNaN(x)) throw valueError('cannot convert float NaN to integer');
  if (x === Infinity || x === -Infinity) throw overflowError('cannot convert float infinity to integer');
  const whole = Math.trunc(x);
  return isSafe(whole) ? whole + 0 : BigInt(whole);
}

/** -1, 0, 1, or NaN where x is a NaN; exact. */
export function compareFloat(a: Int, x: number): number {
  return a < x ? -1 : a > x ? 1 : Number.isNaN(x) ? NaN : 0;
}

/** `a / b`, correctly rounded. */
export function truediv(a: Int, b: Int): number {
  if (b === 0) throw zeroDivision('division by zero');
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  if (a === 0) return b < 0 ? -0 : 0;
  const negative = a < 0 !== b < 0;
  let x = BigInt(abs(a));
  let y = BigInt(abs(b));
  // Scale so that the quotient has 55 or 56 bits; what is cut off goes into the last one, so that one rounding follows.
  let shift = bitLength(abs(b)) - bitLength(abs(a)) + 55;
  // Results below the normal range have fewer bits: cut at 2^-1076, two places under the last one.
  if (shift > 1076) shift = 1076;
  if (shift >= 0) x <<= BigInt(shift);
  else y <<= BigInt(-shift);
  let q = x / y;
  if (q * y !== x) q |= 1n;
  let result = roundToFloat(q, shift);
  if (result === Infinity) throw overflowError('integer division result too large for a float');
  if (negative) result = -result;
  return result;
}

/** q × 2^-shift with one rounding, halves to even. */
export function roundToFloat(q: bigint, shift: number): number {
  const bits = bitLength(q);
  // Bits that the result keeps: 53, fewer below 2^-1022.
  const drop = Math.max(bits - 53, shift - 1074);
  if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    const rest = q & ((1n << BigInt(drop)) - 1n);
    let kept = q >> BigInt(drop);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
    return scale(Number(kept), drop - shift);
  }
  return scale(Number(q), -shift);
}

/** x × 2^n where the result is exact. */
function scale(x: number, n: number): number {
  while (n < -1000) {
    x *= 2 ** -1000;
    n += 1000;
  }
  while (n > 1000) {
    x *= 2 ** 1000;
    n -= 1000;
  }
  return x * 2 ** n;
}

// --- number theory

/** `round(a, digits)` with negative digits: halves to even. */
export function roundTo(a: Int, digits: Int): Int {
  if (digits >= 0) return a;
  const unit = pow(10, neg(digits));
  let r = mod(a, unit);
  const low = sub(a, r);
  const twice = mul(r, 2);
  if (twice > unit || (twice === unit && isOdd(floordiv(low, unit)))) r = unit;
  else r = 0;
  return add(low, r);
}

export function isqrt(a: Int): Int {
  if (a < 0) throw valueError('isqrt() argument must be nonnegative');
  if (typeof a === 'number') {
    let r = Math.floor(Math.sqrt(a));
    while (r * r > a) r--;
    while ((r + 1) * (r + 1) <= a) r++;
    return r;
  }
  return normalize(isqrtBig(a));
}

/** Zimmermann's recursion would be no faster here: Newton from above, with precision doubled from the leading bits. */
function isqrtBig(n: bigint): bigint {
  const bits = bitLength(n);
  if (bits <= 104) {
    let r = BigInt(Math.floor(Math.sqrt(Number(n))));
    while (r * r > n) r--;
    while ((r + 1n) * (r + 1n) <= n) r++;
    return r;
  }
  const k = BigInt((bits >> 2) & ~1);
  // The root of the upper half of the bits, one division more for the lower half.
  const high = isqrtBig(n >> (2n * k));
  let r = ((high << k) + (n >> k) / high) >> 1n;
  while (r * r > n) r--;
  return r;
}

export function gcd(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') return gcdOfNumbers(Math.abs(a), Math.abs(b));
  let x = BigInt(abs(a));
  let y = BigInt(abs(b));
  if (x < y) [x, y] = [y, x];
  if (y > MAX_BIG) [x, y] = reduceByLehmer(x, y);
  if (y === 0n) return normalize(x);
  return gcdOfNumbers(Number(y), Number(x % y));
}

function gcdOfNumbers(x: number, y: number): number {
  while (y !== 0) {
    const rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}

/**
 * Euclid's steps on the leading digits of both numbers as long as these tell the quotients, then on the numbers themselves all at once
 * (Lehmer; Knuth 4.5.2 L, and long_gcd of CPython's Objects/longobject.c). Ends when the smaller one is a host number. x ≥ y.
 */
function reduceByLehmer(x: bigint, y: bigint): [bigint, bigint] {
  // Above this many bits nothing of x is set.
  let bits = x.toString(16).length * 4;
  while (y > MAX_BIG) {
    let shift = BigInt(bits - LEADING_BITS);
    let high = Number(x >> shift);
    if (high < 2 ** (LEADING_BITS - 4)) {
      bits -= LEADING_BITS - (high === 0 ? 0 : Math.floor(Math.log2(high)) + 1);
      if (bits < LEADING_BITS) bits = LEADING_BITS;
      shift = BigInt(bits - LEADING_BITS);
      high = Number(x >> shift);
    }
    let low = Number(y >> shift);
    let [a, b, c, d] = [1, 0, 0, 1];
    while (low + c !== 0 && low + d !== 0) {
      const quotient = Math.floor((high + a) / (low + c));
      if (quotient !== Math.floor((high + b) / (low + d))) break;
      const nextC = a - quotient * c;
      const nextD = b - quotient * d;
      const rest = high - quotient * low;
      if (Math.abs(nextC) > COFACTOR_LIMIT || Math.abs(nextD) > COFACTOR_LIMIT) break;
      [a, b, c, d] = [c, d, nextC, nextD];
      high = low;
      low = rest;
    }
    if (b === 0) [x, y] = [y, x % y];
    else {
      const [bigA, bigB, bigC, bigD] = [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
      [x, y] = [bigA * x + bigB * y, bigC * x + bigD * y];
    }
  }
  return [x, y];
}

/** So many leading bits are looked at: their products with cofactors are exact host numbers. */
const LEADING_BITS = 50;
const COFACTOR_LIMIT = 2 ** 49;

/** The product of `from` … `to`, halved again and again so that factors are of like size. */
export function product(from: number, to: number): bigint {
  if (from > to) return 1n;
  if (to - from < 8) {
    let p = BigInt(from);
    for (let i = from + 1; i <= to; i++) p *= BigInt(i);
    return p;
  }
  const middle = Math.floor((from + to) / 2);
  return product(from, middle) * product(middle + 1, to);
}
