// The inside of string and bytes literals: prefixes, escapes, surrogates. Models CPython's Parser/string_parser.c with the
// decoders it calls (_PyUnicode_DecodeUnicodeEscape, _PyBytes_DecodeEscape), down to the positions that their errors name.
import { SurrogateString } from './ast.ts';
import { messages } from './syntax-errors.ts';
import { utf8Length } from './tokenizer.ts';
import { codePointOfName } from './unicode-names.ts';

/** A literal that cannot be decoded; the message is complete but for its place. */
export class LiteralError extends Error {}

/** An escape that Python does not know: kept as it stands, with a warning. */
export interface InvalidEscape {
  /** The character after the backslash, or the three digits of an octal escape above 0o377. */
  what: string;
  octal: boolean;
  /** Offset of the backslash in the literal's body. */
  offset: number;
}

export interface DecodedText {
  value: string | SurrogateString;
  invalidEscape: InvalidEscape | null;
}

export interface DecodedBytes {
  value: Uint8Array;
  invalidEscape: InvalidEscape | null;
}

function hexValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 97 && c <= 102) return c - 87;
  if (c >= 65 && c <= 70) return c - 55;
  return -1;
}

/**
 * Position in the text that CPython hands to its escape decoder: every character beyond ASCII has become `\UXXXXXXXX` there
 * (10 bytes), and a backslash before such a character has become `\u005c`.
 */
export function decoderPosition(body: string, offset: number): number {
  let position = 0;
  for (let i = 0; i < offset; i++) {
    const c = body.charCodeAt(i);
    if (c === 92) {
      const next = i + 1 < body.length ? body.charCodeAt(i + 1) : 128;
      position += next >= 128 ? 6 : 1;
      if (next < 128 && i + 1 < offset) {
        position++;
        i++;
      }
    } else if (c < 128) position++;
    else {
      position += 10;
      if (c >= 0xd800 && c < 0xdc00 && i + 1 < body.length) i++;
    }
  }
  return position;
}

/** Decodes the body of a str literal that has a backslash and is not raw. */
export function decodeText(body: string): DecodedText {
  let out = '';
  let invalidEscape: InvalidEscape | null = null;
  // Offsets in `out` between two escapes that a JS string would fuse into one character.
  const seams: number[] = [];
  let from = 0;
  let i = body.indexOf('\\');
  const size = body.length;
  while (i >= 0) {
    out += body.slice(from, i);
    const backslash = i++;
    if (i >= size) {
      out += '\\';
      from = size;
      break;
    }
    const c = body.charCodeAt(i++);
    switch (c) {
      case 10:
        break;
      case 92:
        out += '\\';
        break;
      case 39:
        out += "'";
        break;
      case 34:
        out += '"';
        break;
      case 98:
        out += '\b';
        break;
      case 102:
        out += '\f';
        break;
      case 116:
        out += '\t';
        break;
      case 110:
        out += '\n';
        break;
      case 114:
        out += '\r';
        break;
      case 118:
        out += '\v';
        break;
      case 97:
        out += '\x07';
        break;
      case 48:
      case 49:
      case 50:
      case 51:
      case 52:
      case 53:
      case 54:
      case 55: {
        let value = c - 48;
        for (let n = 1; n < 3 && i < size; n++) {
          const d = body.charCodeAt(i) - 48;
          if (d < 0 || d > 7) break;
          value = value * 8 + d;
          i++;
        }
        if (value > 0o377 && invalidEscape === null) {
          invalidEscape = { what: body.slice(backslash + 1, backslash + 4), octal: true, offset: backslash };
        }
        out += String.fromCharCode(value);
        break;
      }
      case 120:
      case 117:
      case 85: {
        const wanted = c === 120 ? 2 : c === 117 ? 4 : 8;
        let value = 0;
        let n = 0;
        for (; n < wanted && i < size; n++) {
          const h = hexValue(body.charCodeAt(i));
          if (h < 0) break;
          value = value * 16 + h;
          i++;
        }
        const position = (to: number): [number, number] => {
          const first = decoderPosition(body, backslash);
          return [first, first + (to - backslash) - 1];
        };
        if (n < wanted) {
          const [first, last] = position(i);
          const name = c === 120 ? '\\xXX' : c === 117 ? '\\uXXXX' : '\\UXXXXXXXX';
          throw new LiteralError(messages.unicodeError(first, last, `truncated ${name} escape`));
        }
        if (value > 0x10ffff) {
          const [first, last] = position(i);
          throw new LiteralError(messages.unicodeError(first, last, 'illegal Unicode character'));
        }
        if (value >= 0xdc00 && value < 0xe000 && endsHigh(out)) seams.push(out.length);
        out += String.fromCodePoint(value);
        break;
      }
      case 78: {
        const first = decoderPosition(body, backslash);
        let end = i;
        let problem = 'malformed \\N character escape';
        if (i < size && body.charCodeAt(i) === 123) {
          const close = body.indexOf('}', i + 1);
          if (close > i + 1) {
            const code = codePointOfName(body.slice(i + 1, close));
            end = close + 1;
            if (code >= 0) {
              out += String.fromCodePoint(code);
              i = end;
              break;
            }
            problem = 'unknown Unicode character name';
          } else end = close < 0 ? size : close === i + 1 ? i + 1 : close;
        }
        const last = first + (decoderPosition(body, end) - decoderPosition(body, backslash)) - 1;
        throw new LiteralError(messages.unicodeError(first, last, problem));
      }
      default:
        if (c < 128 && invalidEscape === null) {
          invalidEscape = { what: String.fromCharCode(c), octal: false, offset: backslash };
        }
        out += body.slice(backslash, i);
    }
    from = i;
    i = body.indexOf('\\', i);
  }
  if (from < size) out += body.slice(from);
  return { value: seams.length > 0 ? separate(out, seams) : out, invalidEscape };
}

function endsHigh(text: string): boolean {
  const c = text.charCodeAt(text.length - 1);
  return c >= 0xd800 && c < 0xdc00;
}

/** Code points of a text in which the surrogates on both sides of each seam are characters of their own. */
function separate(text: string, seams: readonly number[]): SurrogateString {
  const codePoints: number[] = [];
  let from = 0;
  for (const seam of [...seams, text.length]) {
    for (const char of text.slice(from, seam)) codePoints.push(char.codePointAt(0)!);
    from = seam;
  }
  return new SurrogateString(codePoints);
}

/** Decodes the body of a bytes literal, ASCII only. */
export function decodeBytes(body: string): DecodedBytes {
  const size = body.length;
  const out = new Uint8Array(size);
  let length = 0;
  let invalidEscape: InvalidEscape | null = null;
  for (let i = 0; i < size;) {
    const c = body.charCodeAt(i++);
    if (c !== 92 || i >= size) {
      out[length++] = c;
      continue;
    }
    const backslash = i - 1;
    const e = body.charCodeAt(i++);
    switch (e) {
      case 10:
        break;
      case 92:
      case 39:
      case 34:
        out[length++] = e;
        break;
      case 98:
        out[length++] = 8;
        break;
      case 102:
        out[length++] = 12;
        break;
      case 116:
        out[length++] = 9;
        break;
      case 110:
        out[length++] = 10;
        break;
      case 114:
        out[length++] = 13;
        break;
      case 118:
        out[length++] = 11;
        break;
      case 97:
        out[length++] = 7;
        break;
      case 120: {
        const high = i < size ? hexValue(body.charCodeAt(i)) : -1;
        const low = i + 1 < size ? hexValue(body.charCodeAt(i + 1)) : -1;
        if (high < 0 || low < 0) throw new LiteralError(messages.invalidBytesEscape(backslash));
        out[length++] = high * 16 + low;
        i += 2;
        break;
      }
      default:
        if (e >= 48 && e <= 55) {
          let value = e - 48;
          for (let n = 1; n < 3 && i < size; n++) {
            const d = body.charCodeAt(i) - 48;
            if (d < 0 || d > 7) break;
            value = value * 8 + d;
            i++;
          }
          if (value > 0o377 && invalidEscape === null) {
            invalidEscape = {
              what: body.slice(backslash + 1, backslash + 4),
              octal: true,
              offset: backslash,
            };
          }
          out[length++] = value & 255;
        } else {
          if (invalidEscape === null) {
            invalidEscape = { what: String.fromCharCode(e), octal: false, offset: backslash };
          }
          out[length++] = 92;
          out[length++] = e;
        }
    }
  }
  return { value: out.subarray(0, length).slice(), invalidEscape };
}

export interface Literal {
  value: string | SurrogateString | Uint8Array;
  isUnicodePrefixed: boolean;
  invalidEscape: InvalidEscape | null;
  /** Offset of the body in the token. */
  bodyStart: number;
}

/** Value of a whole STRING token, `text[start, end)`. */
export function parseLiteral(source: string, start: number, end: number): Literal {
  let p = start;
  let bytes = false;
  let raw = false;
  let unicode = false;
  let c = source.charCodeAt(p);
  while (c !== 34 && c !== 39) {
    const lower = c | 32;
    if (lower === 98) bytes = true;
    else if (lower === 114) raw = true;
    else if (c === 117) unicode = true;
    c = source.charCodeAt(++p);
  }
  const triple = end - p >= 6 && source.charCodeAt(p + 1) === c && source.charCodeAt(p + 2) === c;
  const bodyStart = p + (triple ? 3 : 1);
  const body = source.slice(bodyStart, end - (triple ? 3 : 1));
  if (bytes) {
    if (/[^\x00-\x7f]/.test(body)) throw new LiteralError(messages.bytesNotAscii);
    if (raw || !body.includes('\\')) {
      const value = new Uint8Array(body.length);
      for (let i = 0; i < body.length; i++) value[i] = body.charCodeAt(i);
      return { value, isUnicodePrefixed: false, invalidEscape: null, bodyStart: bodyStart - start };
    }
    const decoded = decodeBytes(body);
    return {
      value: decoded.value,
      isUnicodePrefixed: false,
      invalidEscape: decoded.invalidEscape,
      bodyStart: bodyStart - start,
    };
  }
  if (raw || !body.includes('\\')) {
    return { value: body, isUnicodePrefixed: unicode, invalidEscape: null, bodyStart: bodyStart - start };
  }
  const decoded = decodeText(body);
  return {
    value: decoded.value,
    isUnicodePrefixed: unicode,
    invalidEscape: decoded.invalidEscape,
    bodyStart: bodyStart - start,
  };
}

/** Joins str values, keeping surrogates apart that stood in different literals. */
export function concatenateText(parts: readonly (string | SurrogateString)[]): string | SurrogateString {
  let plain = true;
  for (const part of parts) if (typeof part !== 'string') plain = false;
  if (plain) {
    let joined = '';
    for (const part of parts as readonly string[]) {
      if (joined !== '' && part !== '' && fuses(joined, part)) {
        plain = false;
        break;
      }
      joined += part;
    }
    if (plain) return joined;
  }
  const codePoints: number[] = [];
  for (const part of parts) {
    if (typeof part === 'string') for (const char of part) codePoints.push(char.codePointAt(0)!);
    else codePoints.push(...part.codePoints);
  }
  return new SurrogateString(codePoints);
}

function fuses(left: string, right: string): boolean {
  const c = right.charCodeAt(0);
  return endsHigh(left) && c >= 0xdc00 && c < 0xe000;
}

/** Bytes of a str in UTF-8, as CPython counts columns. */
export function byteLength(text: string): number {
  return utf8Length(text, 0, text.length);
}
