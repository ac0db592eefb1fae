// Bytes as text: base64, uuencoding, quoted-printable, hexadecimal. Models CPython's Modules/binascii.c, with its leniency and its error texts.

export class EncodingError extends Error {
  /** `Incomplete` where more data would mend it. */
  readonly isIncomplete: boolean;
  constructor(message: string, isIncomplete = false) {
    super(message);
    this.isIncomplete = isIncomplete;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const ENCODE = Uint8Array.from(ALPHABET, (c) => c.charCodeAt(0));
const DECODE = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) DECODE[ENCODE[i]] = i;
const PAD = 61;

export function encodeBase64(bytes: Uint8Array, newline: boolean): Uint8Array {
  const { length } = bytes;
  const out = new Uint8Array(Math.ceil(length / 3) * 4 + (newline ? 1 : 0));
  let o = 0;
  let i = 0;
  for (; i + 3 <= length; i += 3) {
    const word = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    out[o++] = ENCODE[word >> 18];
    out[o++] = ENCODE[(word >> 12) & 63];
    out[o++] = ENCODE[(word >> 6) & 63];
    out[o++] = ENCODE[word & 63];
  }
  if (length - i === 1) {
    out[o++] = ENCODE[bytes[i] >> 2];
    out[o++] = ENCODE[(bytes[i] & 3) << 4];
    out[o++] = PAD;
    out[o++] = PAD;
  } else if (length - i === 2) {
    out[o++] = ENCODE[bytes[i] >> 2];
    out[o++] = ENCODE[((bytes[i] & 3) << 4) | (bytes[i + 1] >> 4)];
    out[o++] = ENCODE[(bytes[i + 1] & 15) << 2];
    out[o++] = PAD;
  }
  if (newline) out[o] = 10;
  return out;
}

export function decodeBase64(ascii: Uint8Array, strict: boolean): Uint8Array {
  const out = new Uint8Array(Math.ceil(ascii.length / 4) * 3);
  let o = 0;
  let position = 0;
  let left = 0;
  let pads = 0;
  let padded = false;
  if (strict && ascii[0] === PAD) throw new EncodingError('Leading padding not allowed');
  let i = 0;
  for (; i < ascii.length; i++) {
    const c = ascii[i];
    if (c === PAD) {
      padded = true;
      if (strict && position === 0) {
        throw new EncodingError(
          pads >= 1 || i > 0 ? 'Excess padding not allowed' : 'Leading padding not allowed',
        );
      }
      if (position >= 2 && position + ++pads >= 4) {
        // A full group with its padding ends the data.
        if (strict && i + 1 < ascii.length) {
          throw new EncodingError(
            ascii[i + 1] === PAD ? 'Excess padding not allowed' : 'Excess data after padding',
          );
        }
        return out.slice(0, o);
      }
      continue;
    }
    const value = DECODE[c];
    if (value < 0) {
      if (strict) throw new EncodingError('Only base64 data is allowed');
      continue;
    }
    if (strict && padded) throw new EncodingError('Discontinuous padding not allowed');
    pads = 0;
    switch (position) {
      case 0:
        position = 1;
        left = value;
        break;
      case 1:
        position = 2;
        out[o++] = (left << 2) | (value >> 4);
        left = value & 15;
        break;
      case 2:
        position = 3;
        out[o++] = (left << 4) | (value >> 2);
        left = value & 3;
        break;
      default:
        position = 0;
        out[o++] = (left << 6) | value;
        left = 0;
    }
  }
  if (position !== 0) {
    if (position === 1) {
      const count = Math.floor(o / 3) * 4 + 1;
      const text = `Invalid base64-encoded string: number of data characters (${count}) cannot be 1 more than a multiple of 4`;
      throw new EncodingError(text);
    }
    throw new EncodingError('Incorrect padding');
  }
  return out.slice(0, o);
}

export function encodeUu(bytes: Uint8Array, backtick: boolean): Uint8Array {
  if (bytes.length > 45) throw new EncodingError('At most 45 bytes at once');
  const zero = (value: number): number => (backtick && value === 0 ? 96 : value + 32);
  const out: number[] = [zero(bytes.length)];
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) out.push(zero((word >> shift) & 63));
  }
  out.push(10);
  return Uint8Array.from(out);
}

export function decodeUu(ascii: Uint8Array): Uint8Array {
  const length = ((ascii[0] ?? 32) - 32) & 63;
  const out = new Uint8Array(length);
  let o = 0;
  let i = 1;
  let bits = 0;
  let word = 0;
  while (o < length) {
    let c = ascii[i++] ?? 0;
    if (c === 10 || c === 13 || i > ascii.length) c = 0;
    else {
      if (c < 32 || c > 96) throw new EncodingError('Illegal char');
      c = (c - 32) & 63;
    }
    word = ((word << 6) | c) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[o++] = (word >> bits) & 255;
      word &= (1 << bits) - 1;
    }
  }
  for (; i < ascii.length; i++) {
    const c = ascii[i];
    // A space may stand for the zero that some encoders add.
    if (c !== 32 && c !== 96 && c !== 10 && c !== 13) throw new EncodingError('Trailing garbage');
  }
  return out;
}

const HEX = '0123456789ABCDEF';
const digitValue = (c: number | undefined): number => {
  if (c === undefined) return -1;
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 65 && c <= 70) return c - 55;
  return c >= 97 && c <= 102 ? c - 87 : -1;
};

export function decodeHex(ascii: Uint8Array): Uint8Array {
  if (ascii.length % 2 === 1) throw new EncodingError('Odd-length string');
  const out = new Uint8Array(ascii.length / 2);
  for (let i = 0; i < out.length; i++) {
    const high = digitValue(ascii[2 * i]);
    const low = digitValue(ascii[2 * i + 1]);
    if (high < 0 || low < 0) throw new EncodingError('Non-hexadecimal digit found');
    out[i] = high * 16 + low;
  }
  return out;
}

export function decodeQuoted(ascii: Uint8Array, header: boolean): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < ascii.length;) {
    const c = ascii[i];
    if (c === PAD) {
      i++;
      if (i >= ascii.length) break;
      if (ascii[i] === 10 || ascii[i] === 13) {
        // A soft line break.
        if (ascii[i] !== 10) while (i < ascii.length && ascii[i] !== 10) i++;
        if (i < ascii.length) i++;
      } else if (ascii[i] === PAD) {
        // Broken case from broken python qp.
        out.push(PAD);
        i++;
      } else {
        const high = digitValue(ascii[i]);
        const low = digitValue(ascii[i + 1]);
        if (high >= 0 && low >= 0) {
          out.push(high * 16 + low);
          i += 2;
        } else out.push(PAD);
      }
    } else if (header && c === 95) {
      out.push(32);
      i++;
    } else {
      out.push(c);
      i++;
    }
  }
  return Uint8Array.from(out);
}

const MAX_LINE = 76;

export function encodeQuoted(
  bytes: Uint8Array,
  quotetabs: boolean,
  istext: boolean,
  header: boolean,
): Uint8Array {
  const out: number[] = [];
  // The kind of line end is that of the first line.
  const firstNewline = bytes.indexOf(10);
  const crlf = firstNewline > 0 && bytes[firstNewline - 1] === 13;
  let line = 0;
  const softBreak = (): void => {
    out.push(PAD);
    if (crlf) out.push(13);
    out.push(10);
    line = 0;
  };
  const quote = (c: number): void => {
    out.push(PAD, HEX.charCodeAt(c >> 4), HEX.charCodeAt(c & 15));
  };
  const n = bytes.length;
  for (let i = 0; i < n;) {
    const c = bytes[i];
    const next = bytes[i + 1];
    const mustQuote =
      c > 126 ||
      c === PAD ||
      (header && c === 95) ||
      (c === 46 && line === 0 && (i + 1 === n || next === 10 || next === 13 || next === 0)) ||
      (!istext && (c === 13 || c === 10)) ||
      ((c === 9 || c === 32) && i + 1 === n) ||
      (c < 33 && c !== 13 && c !== 10 && c !== 9 && c !== 32) ||
      (c < 33 && c !== 13 && c !== 10 && (quotetabs || (!quotetabs && c !== 9 && c !== 32)));
    if (mustQuote) {
      if (line + 3 >= MAX_LINE) softBreak();
      quote(c);
      line += 3;
      i++;
    } else if (istext && (c === 10 || (c === 13 && next === 10))) {
      line = 0;
      // White space at a line's end is quoted.
      const last = out[out.length - 1];
      if (last === 32 || last === 9) {
        out.pop();
        quote(last);
      }
      if (crlf) out.push(13);
      out.push(10);
      i += c === 13 ? 2 : 1;
    } else {
      if (i + 1 !== n && next !== 10 && line + 1 >= MAX_LINE) softBreak();
      line++;
      if (header && c === 32) out.push(95);
      else out.push(c);
      i++;
    }
  }
  return Uint8Array.from(out);
}
