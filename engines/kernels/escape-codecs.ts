// The codecs that write text with ASCII escapes, and UTF-7: unicode_escape, raw_unicode_escape, bytes escapes, RFC 2152. Models
// Objects/unicodeobject.c and bytesobject.c (_PyBytes_DecodeEscape). A decoder stops at what it cannot read and says why; the error
// handlers are the caller's.
import { pointAt } from './text.ts';
import type { Text } from './text.ts';

/** Where a decoder stopped: at the end (`reason` null) or at bytes that mean nothing. */
export interface Stop {
  at: number;
  end: number;
  reason: string | null;
}

const BACKSLASH = 92;
const SIMPLE: Readonly<Record<string, number>> = {
  '\\': 92,
  "'": 39,
  '"': 34,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};
const MAX_POINT = 0x10ffff;

const hexValue = (c: number): number => {
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 65 && c <= 70) return c - 55;
  return c >= 97 && c <= 102 ? c - 87 : -1;
};

/** Reads up to `digits` hexadecimal digits; answers how many there were, and their value. */
function readHex(b: Uint8Array, from: number, digits: number): { count: number; value: number } {
  let value = 0;
  let count = 0;
  for (; count < digits && from + count < b.length; count++) {
    const digit = hexValue(b[from + count]);
    if (digit < 0) break;
    value = value * 16 + digit;
  }
  return { count, value };
}

const TRUNCATED: Readonly<Record<string, string>> = {
  x: 'truncated \\xXX escape',
  u: 'truncated \\uXXXX escape',
  U: 'truncated \\UXXXXXXXX escape',
};
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

const done = (at: number): Stop => ({ at, end: at, reason: null });

/**
 * Decodes from `from` on into `out`. `nameOf` answers the code point of a character's name, -1 for none. `invalid` is told of the first
 * escape that has no meaning. With `final` false an escape that is not complete is left for the next piece.
 */
export function decodeUnicodeEscape(
  b: Uint8Array,
  from: number,
  final: boolean,
  out: number[],
  nameOf: (name: string) => number,
  invalid: (escape: string) => void,
): Stop {
  let i = from;
  while (i < b.length) {
    const c = b[i];
    if (c !== BACKSLASH) {
      out.push(c);
      i++;
      continue;
    }
    if (i + 1 >= b.length) return final ? { at: i, end: b.length, reason: '\\ at end of string' } : done(i);
    const letter = String.fromCharCode(b[i + 1]);
    if (letter === '\n') {
      i += 2;
      continue;
    }
    const simple = SIMPLE[letter];
    if (simple !== undefined) {
      out.push(simple);
      i += 2;
      continue;
    }
    if (letter >= '0' && letter <= '7') {
      let value = 0;
      let n = 0;
      while (n < 3 && i + 1 + n < b.length && b[i + 1 + n] >= 48 && b[i + 1 + n] <= 55)
        value = value * 8 + b[i + 1 + n++] - 48;
      if (n < 3 && i + 1 + n === b.length && !final) return done(i);
      if (value > 0o377) invalid(String.fromCharCode(...b.subarray(i + 1, i + 1 + n)));
      out.push(value);
      i += 1 + n;
      continue;
    }
    const digits = DIGITS[letter];
    if (digits !== undefined) {
      const { count, value } = readHex(b, i + 2, digits);
      const end = i + 2 + count;
      if (count < digits) {
        if (end === b.length && !final) return done(i);
        return { at: i, end, reason: TRUNCATED[letter] };
      }
      if (value > MAX_POINT) return { at: i, end, reason: 'illegal Unicode character' };
      out.push(value);
      i = end;
      continue;
    }
    if (letter === 'N') {
      const malformed = 'malformed \\N character escape';
      if (i + 2 >= b.length) return final ? { at: i, end: b.length, reason: malformed } : done(i);
      if (b[i + 2] !== 123) return { at: i, end: i + 2, reason: malformed };
      const close = b.indexOf(125, i + 3);
      if (close < 0) return final ? { at: i, end: b.length, reason: malformed } : done(i);
      if (close === i + 3) return { at: i, end: close, reason: malformed };
      const point = nameOf(String.fromCharCode(...b.subarray(i + 3, close)));
      if (point < 0) return { at: i, end: close + 1, reason: 'unknown Unicode character name' };
      out.push(point);
      i = close + 1;
      continue;
    }
    invalid(letter);
    out.push(BACKSLASH, b[i + 1]);
    i += 2;
  }
  return done(i);
}

export function decodeRawUnicodeEscape(b: Uint8Array, from: number, final: boolean, out: number[]): Stop {
  let i = from;
  while (i < b.length) {
    const c = b[i];
    if (c !== BACKSLASH) {
      out.push(c);
      i++;
      continue;
    }
    if (i + 1 >= b.length && !final) return done(i);
    const letter = String.fromCharCode(b[i + 1]);
    if (i + 1 >= b.length || (letter !== 'u' && letter !== 'U')) {
      out.push(c);
      i++;
      if (i < b.length) out.push(b[i++]);
      continue;
    }
    const digits = DIGITS[letter];
    const { count, value } = readHex(b, i + 2, digits);
    const end = i + 2 + count;
    if (count < digits) {
      if (end === b.length && !final) return done(i);
      return { at: i, end, reason: TRUNCATED[letter] };
    }
    if (value > MAX_POINT) return { at: i, end, reason: '\\Uxxxxxxxx out of range' };
    out.push(value);
    i = end;
  }
  return done(i);
}

const hex = (c: number, digits: number): string => c.toString(16).padStart(digits, '0');

const SHORT: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

export function encodeUnicodeEscape(text: Text): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = pointAt(text, i);
    if (SHORT[c] !== undefined) out += SHORT[c];
    else if (c >= 32 && c < 127) out += String.fromCharCode(c);
    else if (c < 0x100) out += `\\x${hex(c, 2)}`;
    else out += c < 0x10000 ? `\\u${hex(c, 4)}` : `\\U${hex(c, 8)}`;
  }
  return out;
}

export function encodeRawUnicodeEscape(text: Text): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = pointAt(text, i);
    if (c < 0x100) out += String.fromCharCode(c);
    else out += c < 0x10000 ? `\\u${hex(c, 4)}` : `\\U${hex(c, 8)}`;
  }
  return out;
}

/** Bytes literals' escapes. Throws a text where an escape is wrong. */
export function decodeBytesEscape(
  b: Uint8Array,
  errors: string,
  invalid: (escape: string) => void,
): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < b.length;) {
    if (b[i] !== BACKSLASH) {
      out.push(b[i++]);
      continue;
    }
    if (i + 1 >= b.length) throw new EscapeError('Trailing \\ in string');
    const letter = String.fromCharCode(b[i + 1]);
    const simple = SIMPLE[letter];
    if (letter === '\n') {
      i += 2;
    } else if (simple !== undefined) {
      out.push(simple);
      i += 2;
    } else if (letter >= '0' && letter <= '7') {
      let value = 0;
      let n = 0;
      while (n < 3 && i + 1 + n < b.length && b[i + 1 + n] >= 48 && b[i + 1 + n] <= 55)
        value = value * 8 + b[i + 1 + n++] - 48;
      if (value > 0o377) invalid(String.fromCharCode(...b.subarray(i + 1, i + 1 + n)));
      out.push(value & 255);
      i += 1 + n;
    } else if (letter === 'x') {
      const { count, value } = readHex(b, i + 2, 2);
      if (count === 2) {
        out.push(value);
        i += 4;
        continue;
      }
      if (errors === 'strict') throw new EscapeError(`invalid \\x escape at position ${i}`);
      if (errors === 'replace') out.push(63);
      else if (errors !== 'ignore')
        throw new EscapeError(`decoding error; unknown error handling code: ${errors}`);
      i += 2 + count;
    } else {
      invalid(letter);
      out.push(BACKSLASH, b[i + 1]);
      i += 2;
    }
  }
  return Uint8Array.from(out);
}

export class EscapeError extends Error {}

export function encodeBytesEscape(b: Uint8Array): string {
  let out = '';
  for (const c of b) {
    if (c === 39 || c === 92) out += `\\${String.fromCharCode(c)}`;
    else if (c === 9) out += '\\t';
    else if (c === 10) out += '\\n';
    else if (c === 13) out += '\\r';
    else out += c < 32 || c >= 127 ? `\\x${hex(c, 2)}` : String.fromCharCode(c);
  }
  return out;
}

// --- UTF-7 (RFC 2152)

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SET_D = "'(),-./:?";
const SET_O = '!"#$%&*;<=>@[]^_`{|}';
const isBase64 = (c: number): boolean => c < 128 && BASE64.includes(String.fromCharCode(c));

/** Characters that CPython writes as they are: all of sets D and O, white space. */
function isDirect(c: number): boolean {
  if (c >= 128) return false;
  const letter = String.fromCharCode(c);
  return /[A-Za-z0-9\n\t\r ]/.test(letter) || SET_D.includes(letter) || SET_O.includes(letter);
}

export function encodeUtf7(text: Text): string {
  let out = '';
  let inShift = false;
  let bits = 0;
  let count = 0;
  const put = (unit: number): void => {
    bits = (bits << 16) | unit;
    count += 16;
    while (count >= 6) {
      count -= 6;
      out += BASE64[(bits >>> count) & 63];
    }
    bits &= (1 << count) - 1;
  };
  for (let i = 0; i < text.length; i++) {
    const c = pointAt(text, i);
    if (inShift && isDirect(c)) {
      if (count > 0) out += BASE64[(bits << (6 - count)) & 63];
      bits = count = 0;
      inShift = false;
      if (isBase64(c) || c === 45) out += '-';
      out += String.fromCharCode(c);
      continue;
    }
    if (!inShift) {
      if (c === 43) {
        out += '+-';
        continue;
      }
      if (isDirect(c)) {
        out += String.fromCharCode(c);
        continue;
      }
      out += '+';
      inShift = true;
    }
    if (c > 0xffff) {
      put(0xd800 + ((c - 0x10000) >> 10));
      put(0xdc00 + ((c - 0x10000) & 0x3ff));
    } else put(c);
  }
  if (inShift) {
    if (count > 0) out += BASE64[(bits << (6 - count)) & 63];
    out += '-';
  }
  return out;
}

export function decodeUtf7(b: Uint8Array, from: number, final: boolean, out: number[]): Stop {
  let inShift = false;
  let bits = 0;
  let count = 0;
  let high = 0;
  let shiftStart = from;
  let lengthAtShift = out.length;
  let i = from;
  const unit = (value: number): void => {
    if (high !== 0) {
      if (value >= 0xdc00 && value <= 0xdfff) {
        out.push(0x10000 + ((high - 0xd800) << 10) + (value - 0xdc00));
        high = 0;
        return;
      }
      out.push(high);
      high = 0;
    }
    if (value >= 0xd800 && value <= 0xdbff) high = value;
    else out.push(value);
  };
  while (i < b.length) {
    const c = b[i];
    if (inShift) {
      if (isBase64(c)) {
        bits = (bits << 6) | BASE64.indexOf(String.fromCharCode(c));
        count += 6;
        i++;
        if (count >= 16) {
          count -= 16;
          unit((bits >>> count) & 0xffff);
          bits &= (1 << count) - 1;
        }
        continue;
      }
      inShift = false;
      if (count > 0) {
        if (count >= 6) return { at: shiftStart, end: i + 1, reason: 'partial character in base64 sequence' };
        if (bits !== 0)
          return { at: shiftStart, end: i + 1, reason: 'non-zero padding bits in base64 sequence' };
      }
      if (high !== 0 && isDirect(c)) out.push(high);
      high = 0;
      if (c === 45) i++;
      continue;
    }
    if (c === 43) {
      shiftStart = i++;
      if (i < b.length && b[i] === 45) {
        i++;
        out.push(43);
      } else if (i < b.length && !isBase64(b[i])) {
        return { at: shiftStart, end: i + 1, reason: 'ill-formed sequence' };
      } else {
        inShift = true;
        bits = count = high = 0;
        lengthAtShift = out.length;
      }
      continue;
    }
    if (c >= 128) return { at: i, end: i + 1, reason: 'unexpected special character' };
    out.push(c);
    i++;
  }
  if (inShift) {
    if (final) {
      if (high !== 0 || count >= 6 || (count > 0 && bits !== 0))
        return { at: shiftStart, end: b.length, reason: 'unterminated shift sequence' };
    } else {
      out.length = lengthAtShift;
      return done(shiftStart);
    }
  }
  return done(i);
}
