// The %-format language on unwrapped values: the parser of its fields, and how a number or text fills one. Models unicode_format in
// CPython's Objects/unicode_format.c. Fetching arguments and converting them is the caller's, field by field.
import { KernelError, overflowError, typeError, valueError } from './error.ts';
import { formatDouble } from './float.ts';
import { toBase } from './int.ts';
import type { Int } from './int.ts';
import { find, fromPoint, ljust, pointAt, range, rjust } from './text.ts';
import type { Text } from './text.ts';

export interface PercentField {
  /** What stands between the parentheses; null: the next argument. */
  key: Text | null;
  minus: boolean;
  plus: boolean;
  blank: boolean;
  alternate: boolean;
  zero: boolean;
  /** -1: none; STAR: from the arguments, then set by `setWidth`. */
  width: number;
  precision: number;
  type: string;
  /** Position of the type, for messages. */
  at: number;
}

export const STAR = -2;

/** Yields the pieces of a template one by one, so that errors come when what stands before them has been done. */
export class PercentParser {
  private readonly template: Text;
  private at = 0;

  private readonly onKey: (() => void) | undefined;

  /** `onKey` is called before a key is read: a place for "format requires a mapping". */
  constructor(template: Text, onKey?: () => void) {
    this.template = template;
    this.onKey = onKey;
  }

  /** The next literal text (`%%` is one), a field, or null at the end. */
  next(): Text | PercentField | null {
    const { template } = this;
    const { length } = template;
    if (this.at >= length) return null;
    const percent = find(template, '%', this.at);
    if (percent < 0 || percent > this.at) {
      const end = percent < 0 ? length : percent;
      const literal = range(template, this.at, end);
      this.at = end;
      return literal;
    }
    if (percent + 1 < length && pointAt(template, percent + 1) === 0x25) {
      this.at = percent + 2;
      return '%';
    }
    return this.field(percent + 1);
  }

  private field(start: number): PercentField {
    const { template } = this;
    const { length } = template;
    const field: PercentField = {
      key: null,
      minus: false,
      plus: false,
      blank: false,
      alternate: false,
      zero: false,
      width: -1,
      precision: -1,
      type: '',
      at: 0,
    };
    let at = start;
    const peek = (): number => (at < length ? pointAt(template, at) : -1);
    if (peek() === 0x28) {
      this.onKey?.();
      const from = ++at;
      let depth = 1;
      for (; at < length; at++) {
        const c = pointAt(template, at);
        if (c === 0x28) depth++;
        else if (c === 0x29 && --depth === 0) break;
      }
      if (at >= length) throw valueError('incomplete format key');
      field.key = range(template, from, at++);
    }
    for (; ; at++) {
      const c = peek();
      if (c === 0x2d) field.minus = true;
      else if (c === 0x2b) field.plus = true;
      else if (c === 0x20) field.blank = true;
      else if (c === 0x23) field.alternate = true;
      else if (c === 0x30) field.zero = true;
      else break;
    }
    const size = (what: string): number => {
      if (peek() === 0x2a) {
        at++;
        return STAR;
      }
      let value = -1;
      for (; peek() >= 0x30 && peek() <= 0x39; at++) {
        value = Math.max(0, value) * 10 + pointAt(template, at) - 0x30;
        if (value > (what === 'width' ? Number.MAX_SAFE_INTEGER : 0x7fffffff))
          throw valueError(`${what} too big`);
      }
      return value;
    };
    field.width = size('width');
    if (peek() === 0x2e) {
      at++;
      field.precision = Math.max(size('precision'), STAR);
      if (field.precision === -1) field.precision = 0;
    }
    // Length modifiers of C mean nothing.
    if (peek() === 0x68 || peek() === 0x6c || peek() === 0x4c) at++;
    if (at >= length) throw valueError('incomplete format');
    field.at = at;
    field.type = String.fromCodePoint(pointAt(template, at));
    this.at = at + 1;
    return field;
  }
}

export function setWidth(field: PercentField, width: number): void {
  if (width < 0) field.minus = true;
  field.width = Math.abs(width);
}

export function setPrecision(field: PercentField, precision: number): void {
  field.precision = Math.max(0, precision);
}

export function unsupportedType(field: PercentField): KernelError {
  const c = field.type.codePointAt(0)!;
  const shown = c > 31 && c < 128 ? field.type : '?';
  return valueError(`unsupported format character '${shown}' (0x${c.toString(16)}) at index ${field.at}`);
}

/** Sign, prefix and digits are apart so that zeros go between them. */
function numeric(text: string, field: PercentField, prefixLength: number): string {
  let sign = '';
  let body = text;
  if (body.startsWith('-')) {
    sign = '-';
    body = body.slice(1);
  } else if (field.plus) sign = '+';
  else if (field.blank) sign = ' ';
  const missing = field.width - sign.length - body.length;
  if (missing <= 0) return sign + body;
  if (missing > 0x1fffffe8) throw new KernelError('MemoryError', '');
  if (field.minus) return (sign + body).padEnd(field.width);
  if (!field.zero) return (sign + body).padStart(field.width);
  return sign + body.slice(0, prefixLength) + '0'.repeat(missing) + body.slice(prefixLength);
}

/** Types d, i, u, o, x, X. */
export function fillInt(value: Int, field: PercentField): string {
  const base = field.type === 'o' ? 8 : field.type === 'x' || field.type === 'X' ? 16 : 10;
  let digits = toBase(value, base);
  let sign = '';
  if (value < 0) {
    sign = '-';
    digits = digits.slice(1);
  }
  if (field.precision > 0x1fffffe8) throw overflowError('precision too large');
  if (field.precision > digits.length) digits = digits.padStart(field.precision, '0');
  const prefix = field.alternate && base !== 10 ? (base === 8 ? '0o' : '0x') : '';
  const text = field.type === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
  return numeric(sign + text, field, prefix.length);
}

/** Types e, E, f, F, g, G. */
export function fillFloat(value: number, field: PercentField): string {
  const precision = field.precision < 0 ? 6 : field.precision;
  return numeric(formatDouble(value, field.type, precision, { alternate: field.alternate }), field, 0);
}

/** Types s, r, a: `text` is already the argument's str, repr or ascii. */
export function fillText(text: Text, field: PercentField): Text {
  const cut = field.precision >= 0 && field.precision < text.length ? range(text, 0, field.precision) : text;
  return padded(cut, field);
}

/** Type c, from a str or an int. */
export function fillCharacter(value: Text | Int, field: PercentField): Text {
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (value < 0 || value > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
    return padded(fromPoint(Number(value)), field);
  }
  if (value.length !== 1) {
    throw typeError(`%c requires an int or a unicode character, not a string of length ${value.length}`);
  }
  return padded(value, field);
}

function padded(text: Text, field: PercentField): Text {
  if (field.width <= text.length) return text;
  return field.minus ? ljust(text, field.width) : rjust(text, field.width);
}
