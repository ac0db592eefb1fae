// The format-spec mini language (`format(x, '>+#012,.3f')`) on unwrapped values. Models CPython's Python/formatter_unicode.c. The locale
// type `n` is that of the C locale.
import { KernelError, overflowError, valueError } from './error.ts';
import { formatDouble } from './float.ts';
import type { FloatStyle } from './float.ts';
import { toBase, toFloat } from './int.ts';
import type { Int } from './int.ts';
import type { Complex } from './complex.ts';
import { concat, fromPoint, hostOf, ljust, pointAt, range, repeat, rjust } from './text.ts';
import type { Text } from './text.ts';
import { decimalValue } from './unicode.ts';

export interface FormatSpec {
  fill: Text;
  /** `<`, `>`, `^`, `=`. */
  align: string;
  sign: string;
  /** `z` */
  noNegativeZero: boolean;
  alternate: boolean;
  /** -1: none */
  width: number;
  /** `,`, `_` or '' */
  grouping: string;
  precision: number;
  fractionGrouping: string;
  type: string;
}

const isAlign = (c: number): boolean => c === 0x3c || c === 0x3e || c === 0x3d || c === 0x5e;

const MAX_SIZE = 2 ** 63 - 1;

/** Digits at `at`; the value, and how many there were. */
export function readDigits(text: Text, at: number): [value: number, count: number] {
  let value = 0;
  let i = at;
  for (; i < text.length; i++) {
    const digit = decimalValue(pointAt(text, i));
    if (digit < 0) break;
    value = value * 10 + digit;
    if (value >= MAX_SIZE) throw valueError('Too many decimal digits in format string');
  }
  return [value, i - at];
}

function quotedType(type: string): string {
  const c = type.codePointAt(0)!;
  return c > 32 && c < 128 ? type : `\\x${c.toString(16)}`;
}

function unknownType(type: string, typeName: string): KernelError {
  return valueError(`Unknown format code '${quotedType(type)}' for object of type '${typeName}'`);
}

/** Specs parsed lately, for each default type: a program has few, and uses each often. Nobody changes them. */
const parsedOf: Record<string, Map<string, FormatSpec>> = { d: new Map(), '': new Map(), s: new Map() };
const PARSED_KEPT = 200;

/** `defaultType` and `defaultAlign` are those of the value's type (one align for each type), `typeName` its name for messages. */
export function parseSpec(
  text: Text,
  defaultType: string,
  defaultAlign: string,
  typeName: string,
): FormatSpec {
  if (typeof text !== 'string') return parseSpecAnew(text, defaultType, defaultAlign, typeName);
  const parsed = parsedOf[defaultType];
  let spec = parsed.get(text);
  if (spec === undefined) {
    spec = parseSpecAnew(text, defaultType, defaultAlign, typeName);
    if (parsed.size >= PARSED_KEPT) parsed.clear();
    parsed.set(text, spec);
  }
  return spec;
}

function parseSpecAnew(text: Text, defaultType: string, defaultAlign: string, typeName: string): FormatSpec {
  const spec: FormatSpec = {
    fill: ' ',
    align: defaultAlign,
    sign: '',
    noNegativeZero: false,
    alternate: false,
    width: -1,
    grouping: '',
    precision: -1,
    fractionGrouping: '',
    type: defaultType,
  };
  const { length } = text;
  let at = 0;
  const peek = (): number => (at < length ? pointAt(text, at) : -1);
  let hasFill = false;
  let hasAlign = false;
  if (length >= 2 && isAlign(pointAt(text, 1))) {
    spec.fill = fromPoint(pointAt(text, 0));
    spec.align = String.fromCharCode(pointAt(text, 1));
    hasFill = hasAlign = true;
    at = 2;
  } else if (length >= 1 && isAlign(pointAt(text, 0))) {
    spec.align = String.fromCharCode(pointAt(text, 0));
    hasAlign = true;
    at = 1;
  }
  if (peek() === 0x20 || peek() === 0x2b || peek() === 0x2d)
    spec.sign = String.fromCharCode(pointAt(text, at++));
  if (peek() === 0x7a) {
    spec.noNegativeZero = true;
    at++;
  }
  if (peek() === 0x23) {
    spec.alternate = true;
    at++;
  }
  if (!hasFill && peek() === 0x30) {
    spec.fill = '0';
    if (!hasAlign && defaultAlign === '>') spec.align = '=';
    at++;
  }
  const [width, widthDigits] = readDigits(text, at);
  at += widthDigits;
  if (widthDigits > 0) spec.width = width;
  const grouping = (): string => {
    let found = '';
    if (peek() === 0x2c) {
      found = ',';
      at++;
    }
    if (peek() === 0x5f) {
      if (found !== '') throw valueError("Cannot specify both ',' and '_'.");
      found = '_';
      at++;
    }
    if (peek() === 0x2c && found === '_') throw valueError("Cannot specify both ',' and '_'.");
    return found;
  };
  spec.grouping = grouping();
  if (peek() === 0x2e) {
    at++;
    const [precision, digits] = readDigits(text, at);
    at += digits;
    if (digits > 0) spec.precision = precision;
    spec.fractionGrouping = grouping();
    if (digits === 0 && spec.fractionGrouping === '') throw valueError('Format specifier missing precision');
  }
  if (length - at > 1) {
    throw valueError(`Invalid format specifier '${hostOf(text)}' for object of type '${typeName}'`);
  }
  if (length - at === 1) spec.type = String.fromCodePoint(pointAt(text, at));
  const badGrouping = (separator: string): KernelError =>
    valueError(`Cannot specify '${separator}' with '${quotedType(spec.type)}'.`);
  if (spec.grouping !== '' && !'defgEG%F'.includes(spec.type)) {
    if (spec.grouping !== '_' || !'boxX'.includes(spec.type)) throw badGrouping(spec.grouping);
  }
  if (spec.fractionGrouping !== '' && spec.type === 'n') throw badGrouping(spec.fractionGrouping);
  return spec;
}

// --- numbers

function checkWidth(width: number): void {
  if (width > 0x1fffffe8) throw new KernelError('MemoryError', '');
}

/** Digits in groups from the right, with zeros in front up to `width`. */
function group(digits: string, separator: string, size: number, width: number): string {
  if (separator === '') return digits.padStart(width, '0');
  const groups: string[] = [];
  let left = digits.length;
  let missing = width;
  do {
    const n = Math.min(size, Math.max(left, missing, 1));
    groups.push(digits.slice(Math.max(0, left - n), Math.max(0, left)).padStart(n, '0'));
    left -= n;
    missing -= n;
    if (left <= 0 && missing <= 0) break;
    missing -= 1;
  } while (left > 0 || missing > -1);
  return groups.reverse().join(separator);
}

function groupFraction(digits: string, separator: string): string {
  return separator === '' ? digits : (digits.match(/.{1,3}/g) ?? []).join(separator);
}

interface NumberParts {
  negative: boolean;
  /** `0x` and the like */
  prefix: string;
  whole: string;
  /** with its point */
  fraction: string;
  /** exponent, percent sign, `inf`, `nan` */
  rest: string;
}

function assemble(parts: NumberParts, spec: FormatSpec, groupSize = 3): Text {
  const sign = parts.negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';
  const tail = parts.fraction + parts.rest;
  const around = sign.length + parts.prefix.length + tail.length;
  checkWidth(spec.width);
  const zeroWidth = spec.fill === '0' && spec.align === '=' ? spec.width - around : 0;
  const whole = parts.whole === '' ? '' : group(parts.whole, spec.grouping, groupSize, zeroWidth);
  const missing = spec.width - around - whole.length;
  const number = whole + tail;
  const head = sign + parts.prefix;
  if (missing <= 0) return head + number;
  switch (spec.align) {
    case '<':
      return concat(head + number, repeat(spec.fill, missing));
    case '>':
      return concat(repeat(spec.fill, missing), head + number);
    case '=':
      return concat(concat(head, repeat(spec.fill, missing)), number);
    default: {
      const left = missing >> 1;
      return concat(concat(repeat(spec.fill, left), head + number), repeat(spec.fill, missing - left));
    }
  }
}

const BASES: Record<string, [base: number, prefix: string]> = {
  b: [2, '0b'],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
  d: [10, ''],
  n: [10, ''],
};

/** An int, formatted by any code that ints have; the empty spec is the caller's (`str`). */
export function formatInt(value: Int, text: Text, typeName = 'int'): Text {
  const spec = parseSpec(text, 'd', '>', typeName);
  if ('eEfFgG%'.includes(spec.type)) return formatFloatSpec(toFloat(value), spec);
  if (!'bcdoxXn'.includes(spec.type)) throw unknownType(spec.type, typeName);
  if (spec.precision >= 0) throw valueError('Precision not allowed in integer format specifier');
  if (spec.noNegativeZero) {
    throw valueError('Negative zero coercion (z) not allowed in integer format specifier');
  }
  if (spec.type === 'c') return formatCharacter(value, spec);
  const [base, prefix] = BASES[spec.type];
  const negative = value < 0;
  const digits = toBase(negative ? (-value as Int) : value, base);
  if (isOnePiece(spec) && !spec.alternate) {
    return pad((negative ? '-' : '') + (spec.type === 'X' ? digits.toUpperCase() : digits), spec);
  }
  return assemble(
    {
      negative,
      prefix: spec.alternate ? prefix : '',
      whole: spec.type === 'X' ? digits.toUpperCase() : digits,
      fraction: '',
      rest: '',
    },
    spec,
    base === 10 ? 3 : 4,
  );
}

function formatCharacter(value: Int, spec: FormatSpec): Text {
  if (spec.sign !== '') throw valueError("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'");
  if (value > 0x7fff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) {
    throw overflowError('Python int too large to convert to C long');
  }
  if (value < 0 || value > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
  return pad(fromPoint(Number(value)), spec);
}

function pad(text: Text, spec: FormatSpec): Text {
  checkWidth(spec.width);
  if (spec.width <= text.length) return text;
  if (spec.align === '<') return ljust(text, spec.width, spec.fill);
  if (spec.align !== '^') return rjust(text, spec.width, spec.fill);
  // Here the odd place is on the right, unlike in str.center.
  const left = (spec.width - text.length) >> 1;
  return ljust(rjust(text, text.length + left, spec.fill), spec.width, spec.fill);
}

function splitNumber(text: string): NumberParts {
  const negative = text.startsWith('-');
  const match = /^-?([0-9]*)(\.[0-9]*)?(.*)$/.exec(text)!;
  return { negative, prefix: '', whole: match[1], fraction: match[2] ?? '', rest: match[3] };
}

/** Code, precision and flags as PyOS_double_to_string is called with them. */
function floatText(x: number, spec: FormatSpec, bare: boolean): string {
  let code = spec.type;
  let precision = spec.precision;
  const style: FloatStyle = { alternate: spec.alternate, noNegativeZero: spec.noNegativeZero };
  if (precision > 0x7fffffff) throw valueError('precision too big');
  if (code === '') {
    style.addDotZero = !bare;
    code = precision < 0 ? 'r' : 'g';
  } else if (code === 'n') code = 'g';
  else if (code === '%') code = 'f';
  if (precision < 0) precision = 6;
  return formatDouble(spec.type === '%' ? x * 100 : x, code, precision, style);
}

/** Neither sign, groups nor padding between sign and digits: the text of the number is one piece. */
const isOnePiece = (spec: FormatSpec): boolean =>
  spec.sign === '' && spec.grouping === '' && spec.fractionGrouping === '' && spec.align !== '=';

function formatFloatSpec(x: number, spec: FormatSpec): Text {
  if (isOnePiece(spec)) {
    const text = floatText(x, spec, false);
    return pad(spec.type === '%' ? `${text}%` : text, spec);
  }
  const parts = splitNumber(floatText(x, spec, false));
  if (spec.type === '%') parts.rest += '%';
  if (parts.fraction !== '')
    parts.fraction = `.${groupFraction(parts.fraction.slice(1), spec.fractionGrouping)}`;
  return assemble(parts, spec);
}

export function formatFloat(x: number, text: Text, typeName = 'float'): Text {
  const spec = parseSpec(text, '', '>', typeName);
  if (!'eEfFgGn%'.includes(spec.type)) throw unknownType(spec.type, typeName);
  return formatFloatSpec(x, spec);
}

export function formatComplex(z: Complex, text: Text, typeName = 'complex'): Text {
  const spec = parseSpec(text, '', '>', typeName);
  if (spec.type === '%' || !'eEfFgGn'.includes(spec.type)) throw unknownType(spec.type, typeName);
  if (spec.fill === '0') throw valueError('Zero padding is not allowed in complex format specifier');
  if (spec.align === '=') throw valueError("'=' alignment flag is not allowed in complex format specifier");
  const inner: FormatSpec = { ...spec, width: -1, fill: ' ', align: '<' };
  const onlyImag = spec.type === '' && z.real === 0 && !Object.is(z.real, -0);
  const part = (x: number, sign: string): string => {
    const parts = splitNumber(floatText(x, spec, true));
    if (parts.fraction !== '')
      parts.fraction = `.${groupFraction(parts.fraction.slice(1), spec.fractionGrouping)}`;
    return hostOf(assemble(parts, { ...inner, sign }));
  };
  const imag = part(z.imag, onlyImag ? spec.sign : '+');
  let whole = onlyImag ? `${imag}j` : `${part(z.real, spec.sign)}${imag}j`;
  if (spec.type === '' && !onlyImag) whole = `(${whole})`;
  return pad(whole, spec);
}

// --- str

export function formatText(value: Text, text: Text, typeName = 'str'): Text {
  if (text.length === 0) return value;
  const spec = parseSpec(text, 's', '<', typeName);
  if (spec.type !== 's') throw unknownType(spec.type, typeName);
  if (spec.sign !== '') {
    throw valueError(`${spec.sign === ' ' ? 'Space' : 'Sign'} not allowed in string format specifier`);
  }
  if (spec.noNegativeZero)
    throw valueError('Negative zero coercion (z) not allowed in string format specifier');
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier');
  if (spec.align === '=') throw valueError("'=' alignment not allowed in string format specifier");
  const cut = spec.precision >= 0 && spec.precision < value.length ? range(value, 0, spec.precision) : value;
  return pad(cut, spec);
}
