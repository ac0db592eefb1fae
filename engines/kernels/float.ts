// Python's float on host numbers: text in and out, division, rounding, ratios. Models CPython's Objects/floatobject.c and
// Python/pystrtod.c. The host rounds shortest digits and toFixed correctly but for ties, which it rounds up: those go an exact way.
import { overflowError, rangeError, valueError, zeroDivision } from './error.ts';
import { bitLength, fromFloat, mul, normalize, roundToFloat } from './int.ts';
import type { Int } from './int.ts';

// --- decimal digits

/** Value 0.DIGITS × 10^point; digits without zeros at either end, empty for zero. */
export interface Decimal {
  digits: string;
  point: number;
}

function stripZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

function fromExponential(text: string): Decimal {
  const e = text.indexOf('e');
  const digits = stripZeros(text[0] + text.slice(2, e));
  return { digits, point: digits === '' ? 1 : Number(text.slice(e + 1)) + 1 };
}

/** x ≥ 0 finite. The fewest digits that read back as x. */
export function shortest(x: number): Decimal {
  return fromExponential(x.toExponential());
}

const view = new DataView(new ArrayBuffer(8));

/** x = m × 2^e with m an integer below 2^53; x ≥ 0 finite. */
export function decompose(x: number): [m: number, e: number] {
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  const fraction = (high & 0xfffff) * 2 ** 32 + view.getUint32(4);
  return biased === 0 ? [fraction, -1074] : [fraction + 2 ** 52, biased - 1075];
}

/** x × 10^n rounded to an integer, halves to even. */
function scaledInteger(x: number, n: number): bigint {
  const [m, e] = decompose(x);
  let numerator = BigInt(m);
  let denominator = 1n;
  if (n >= 0) numerator *= 10n ** BigInt(n);
  else denominator = 10n ** BigInt(-n);
  if (e >= 0) numerator <<= BigInt(e);
  else denominator <<= BigInt(-e);
  const q = numerator / denominator;
  const twice = (numerator - q * denominator) * 2n;
  return twice > denominator || (twice === denominator && (q & 1n) === 1n) ? q + 1n : q;
}

/** Is the host's `toFixed` right? It rounds up what lies halfway between two results: only if one more binary digit than decimal ones makes an integer. */
const hasFixed = (x: number, n: number): boolean =>
  n >= 0 && n <= 100 && x < 1e21 && (Number.isInteger(x) || n > 60 || !Number.isInteger(x * 2 ** (n + 1)));

/** x rounded to `n` digits behind the point (before it, where n < 0). */
export function fixed(x: number, n: number): Decimal {
  if (hasFixed(x, n)) return ofFixed(x.toFixed(n));
  const text = scaledInteger(x, n).toString();
  return text === '0' ? { digits: '', point: 1 } : { digits: stripZeros(text), point: text.length - n };
}

function ofFixed(text: string): Decimal {
  const dot = text.indexOf('.');
  const whole = dot < 0 ? text : text.slice(0, dot);
  const all = dot < 0 ? text : whole + text.slice(dot + 1);
  let zeros = 0;
  while (all.charCodeAt(zeros) === 48) zeros++;
  const digits = stripZeros(all.slice(zeros));
  return { digits, point: digits === '' ? 1 : whole.length - zeros };
}

/** x rounded to `n` ≥ 1 significant digits. */
export function significant(x: number, n: number): Decimal {
  if (n <= 100) {
    const more = x.toExponential(n);
    // Halfway only if one digit more, a five, is all there is to x.
    if (more.charCodeAt(n + (n > 0 ? 1 : 0)) !== 53 || Number(more) !== x)
      return fromExponential(x.toExponential(n - 1));
  }
  if (x === 0) return { digits: '', point: 1 };
  let point = shortest(x).point;
  let text = scaledInteger(x, n - point).toString();
  // The shortest digits may have been rounded up to a power of ten.
  if (text.length < n) text = scaledInteger(x, n - --point).toString();
  return { digits: stripZeros(text), point: point + text.length - n };
}

// --- text

export interface FloatStyle {
  /** `#`: keep the point and the zeros. */
  alternate?: boolean;
  /** `.0` behind what would look like an int. */
  addDotZero?: boolean;
  /** `z`: no minus before what rounds to zero. */
  noNegativeZero?: boolean;
}

/**
 * As C's printf and Python's repr would: code 'r' (precision ignored), 'e', 'f', 'g' or upper case. A minus sign is part of
 * the text, no plus. PyOS_double_to_string.
 */
export function formatDouble(x: number, code: string, precision: number, style: FloatStyle = {}): string {
  const kind = code.toLowerCase();
  const upper = code !== kind;
  if (!Number.isFinite(x)) {
    const name = Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
    return upper ? name.toUpperCase() : name;
  }
  const size = Math.abs(x);
  if (kind === 'f' && precision > 0 && hasFixed(size, precision)) {
    const text = size.toFixed(precision);
    const isNegative = x < 0 || Object.is(x, -0);
    return isNegative && !(style.noNegativeZero === true && Number(text) === 0) ? `-${text}` : text;
  }
  let decimal: Decimal;
  let exponential = false;
  /** Digits to be shown at least. */
  let shown = 0;
  switch (kind) {
    case 'r':
      decimal = shortest(size);
      exponential = decimal.point <= -4 || decimal.point > 16;
      break;
    case 'e':
      decimal = significant(size, precision + 1);
      shown = precision + 1;
      exponential = true;
      break;
    case 'f':
      decimal = fixed(size, precision);
      shown = decimal.point + precision;
      break;
    default: {
      const digits = Math.max(1, precision);
      decimal = significant(size, digits);
      exponential = decimal.point <= -4 || decimal.point > digits - (style.addDotZero ? 1 : 0);
      if (style.alternate) shown = digits;
    }
  }
  let { digits, point } = decimal;
  let exponent = 0;
  if (exponential) {
    exponent = point - 1;
    point = 1;
  }
  if (digits.length < shown) digits = digits.padEnd(shown, '0');
  let whole: string;
  let fraction: string;
  if (point <= 0) {
    whole = '0';
    fraction = '0'.repeat(-point) + digits;
  } else {
    whole = digits.slice(0, point).padEnd(point, '0');
    fraction = digits.slice(point);
  }
  if (kind === 'f') fraction = fraction.slice(0, precision).padEnd(precision, '0');
  let text = whole;
  if (fraction !== '') text += `.${fraction}`;
  else if (style.addDotZero && !exponential) text += '.0';
  else if (style.alternate) text += '.';
  if (exponential) {
    const power = Math.abs(exponent);
    text += `${upper ? 'E' : 'e'}${exponent < 0 ? '-' : '+'}${power < 10 ? '0' : ''}${power}`;
  }
  const negative = x < 0 || Object.is(x, -0);
  return negative && !(style.noNegativeZero && decimal.digits === '') ? `-${text}` : text;
}

/** `repr(x)`. */
export function repr(x: number): string {
  if (x >= -1e16 && x <= 1e16) {
    // The host's text is Python's, but for the point and small exponents.
    if (Number.isInteger(x))
      return x === 0
        ? Object.is(x, -0)
          ? '-0.0'
          : '0.0'
        : Math.abs(x) < 1e16
          ? `${x}.0`
          : formatDouble(x, 'r', 0);
    if (x >= 1e-4 || x <= -1e-4) return `${x}`;
  }
  return formatDouble(x, 'r', 0, { addDotZero: true });
}

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** Value of a word such as `-inf`; undefined for none. */
export function parseSpecial(text: string): number | undefined {
  switch (text.toLowerCase()) {
    case 'inf':
    case '+inf':
    case 'infinity':
    case '+infinity':
      return Infinity;
    case '-inf':
    case '-infinity':
      return -Infinity;
    case 'nan':
    case '+nan':
    case '-nan':
      return NaN;
  }
  return undefined;
}

/** Without the underscores; undefined where one is not between digits. */
export function stripUnderscores(text: string): string | undefined {
  if (!text.includes('_')) return text;
  return /(?:^|[^0-9])_|_(?:$|[^0-9])/.test(text) ? undefined : text.replaceAll('_', '');
}

/** `float(text)` for text that went through `numericText`; undefined where it is no literal. */
export function parse(source: string): number | undefined {
  const text = stripUnderscores(source.trim());
  if (text === undefined) return undefined;
  return DECIMAL.test(text) ? Number(text) : parseSpecial(text);
}

export function hex(x: number): string {
  if (!Number.isFinite(x)) return formatDouble(x, 'r', 0);
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  if (x === 0) return `${sign}0x0.0p+0`;
  const [m, e] = decompose(Math.abs(x));
  const normal = m >= 2 ** 52;
  const fraction = (normal ? m - 2 ** 52 : m).toString(16).padStart(13, '0');
  const exponent = e + 52;
  return `${sign}0x${normal ? 1 : 0}.${fraction}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

const HEX = /^([+-]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?[0-9]+))?$/i;

export function fromHex(source: string): number {
  const text = source.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '');
  const special = parseSpecial(text);
  if (special !== undefined) return special;
  const match = HEX.exec(text);
  const [, sign, whole, fraction = '', power = '0'] = match ?? ['', '', ''];
  if (match === null || whole + fraction === '')
    throw valueError('invalid hexadecimal floating-point string');
  const mantissa = BigInt(`0x${whole}${fraction}`);
  const negative = sign === '-';
  if (mantissa === 0n) return negative ? -0 : 0;
  const exponent = Number(power) - 4 * fraction.length;
  const top = bitLength(mantissa) + exponent;
  if (top > 1024) throw overflowError('hexadecimal value too large to represent as a float');
  const value = top < -1080 ? 0 : roundToFloat(mantissa, -exponent);
  if (value === Infinity) throw overflowError('hexadecimal value too large to represent as a float');
  return negative ? -value : value;
}

// --- arithmetic

const SPLITTER = 2 ** 27 + 1;

/** What rounding left of a product p = a × b, exactly (Dekker). */
function productError(a: number, b: number, p: number): number {
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - p + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** C's hypot. The host's loses the last place; this one does not: one step of Newton on the exact remainder. */
export function hypot(x: number, y: number): number {
  let a = Math.abs(x);
  let b = Math.abs(y);
  if (a === Infinity || b === Infinity) return Infinity;
  if (a < b) [a, b] = [b, a];
  if (b === 0) return a;
  let scale = 1;
  if (a > 1e150) scale = 2 ** -600;
  else if (b < 1e-140) scale = 2 ** 600;
  a *= scale;
  b *= scale;
  if (b < a * 1e-17) return (a + b) / scale;
  const aa = a * a;
  const bb = b * b;
  const h = Math.sqrt(aa + bb);
  const hh = h * h;
  const rest = aa - hh + bb + (productError(a, a, aa) + productError(b, b, bb) - productError(h, h, hh));
  return (h + rest / (2 * h)) / scale;
}

export function mod(a: number, b: number): number {
  if (b === 0) throw zeroDivision('division by zero');
  let r = a % b;
  if (r !== 0) {
    if (b < 0 !== r < 0) r += b;
    return r;
  }
  // Zero has the divisor's sign.
  return b < 0 || Object.is(b, -0) ? -0 : 0;
}

export function divmod(a: number, b: number): [number, number] {
  if (b === 0) throw zeroDivision('division by zero');
  let r = a % b;
  let q = (a - r) / b;
  if (r !== 0) {
    if (b < 0 !== r < 0) {
      r += b;
      q -= 1;
    }
  } else {
    r = b < 0 ? -0 : 0;
  }
  let floor: number;
  if (q !== 0) {
    floor = Math.floor(q);
    if (q - floor > 0.5) floor += 1;
  } else {
    floor = Object.is(a / b, -0) || a / b < 0 ? -0 : 0;
  }
  return [floor, Number.isNaN(r) ? NaN : r];
}

export const floordiv = (a: number, b: number): number => divmod(a, b)[0];

export function truediv(a: number, b: number): number {
  if (b === 0) throw zeroDivision('division by zero');
  return a / b;
}

/** undefined: the answer is complex. The text of the overflow is that of C's strerror, with its number. */
export function pow(a: number, b: number): number | undefined {
  if (b === 0 || a === 1) return 1;
  if (a === -1 && (b === Infinity || b === -Infinity)) return 1;
  if (a === 0 && b < 0 && b !== -Infinity) throw zeroDivision('zero to a negative power');
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) return undefined;
  const r = b === 2 ? a * a : a ** b;
  if ((r === Infinity || r === -Infinity) && Number.isFinite(a) && Number.isFinite(b)) {
    throw rangeError();
  }
  return r;
}

/** `round(x)`: halves to even. */
export function roundToInt(x: number): Int {
  const whole = Math.round(x);
  return fromFloat(Math.abs(x) < 2 ** 52 && whole - x === 0.5 && whole % 2 !== 0 ? whole - 1 : whole);
}

/** `round(x, digits)`. */
export function roundTo(x: number, digits: Int): number {
  if (!Number.isFinite(x) || x === 0 || digits > 323) return x;
  if (digits < -308) return x < 0 ? -0 : 0;
  const n = Number(digits);
  const decimal = fixed(Math.abs(x), n);
  if (decimal.digits === '') return x < 0 ? -0 : 0;
  const r = Number(`0.${decimal.digits}e${decimal.point}`);
  if (r === Infinity) throw overflowError('rounded value too large to represent');
  return x < 0 ? -r : r;
}

export function asIntegerRatio(x: number): [Int, Int] {
  if (Number.isNaN(x)) throw valueError('cannot convert NaN to integer ratio');
  if (!Number.isFinite(x)) throw overflowError('cannot convert Infinity to integer ratio');
  if (Number.isInteger(x)) return [fromFloat(x), 1];
  let [m, e] = decompose(Math.abs(x));
  while (m % 2 === 0) {
    m /= 2;
    e++;
  }
  return [mul(m, x < 0 ? -1 : 1), normalize(1n << BigInt(-e))];
}
