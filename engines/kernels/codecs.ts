// Text to bytes and back: utf-8, utf-16, utf-32, latin-1, ascii, with the error handlers that need nothing but the data. Models CPython's
// codecs in Objects/unicodeobject.c and the handlers of Python/codecs.c. Left out: registered handlers and other encodings, which
// modules/codecs.ts has; `namereplace`, which needs the names of characters.
import { roomFor } from './byte-slab.ts';
import { lazyDecoder } from './lazy-decoder.ts';
import { KernelError } from './error.ts';
import { fromPoints, fromUnits, pointAt, textFromHost } from './text.ts';
import type { Text } from './text.ts';

export type Encoding =
  'utf-8' | 'latin-1' | 'ascii' | 'utf-16' | 'utf-16-le' | 'utf-16-be' | 'utf-32' | 'utf-32-le' | 'utf-32-be';

const NAMES: Record<string, Encoding> = {
  utf_8: 'utf-8',
  utf8: 'utf-8',
  u8: 'utf-8',
  utf: 'utf-8',
  cp65001: 'utf-8',
  latin_1: 'latin-1',
  latin1: 'latin-1',
  latin: 'latin-1',
  l1: 'latin-1',
  iso8859_1: 'latin-1',
  iso_8859_1: 'latin-1',
  iso8859: 'latin-1',
  '8859': 'latin-1',
  cp819: 'latin-1',
  ascii: 'ascii',
  us_ascii: 'ascii',
  '646': 'ascii',
  utf_16: 'utf-16',
  utf16: 'utf-16',
  u16: 'utf-16',
  utf_16_le: 'utf-16-le',
  utf_16le: 'utf-16-le',
  utf_16_be: 'utf-16-be',
  utf_16be: 'utf-16-be',
  utf_32: 'utf-32',
  utf32: 'utf-32',
  u32: 'utf-32',
  utf_32_le: 'utf-32-le',
  utf_32le: 'utf-32-le',
  utf_32_be: 'utf-32-be',
  utf_32be: 'utf-32-be',
};

/** The encoding of that name, if it is one of the kernel's. */
export function encodingOf(name: string): Encoding | undefined {
  return NAMES[name.toLowerCase().replace(/[^a-z0-9.]+/g, '_')];
}

const ENCODE_HANDLERS = new Set([
  'strict',
  'ignore',
  'replace',
  'backslashreplace',
  'xmlcharrefreplace',
  'surrogateescape',
  'surrogatepass',
]);
const DECODE_HANDLERS = new Set([
  'strict',
  'ignore',
  'replace',
  'backslashreplace',
  'surrogateescape',
  'surrogatepass',
]);

export const canEncodeWith = (errors: string): boolean => ENCODE_HANDLERS.has(errors);
export const canDecodeWith = (errors: string): boolean => DECODE_HANDLERS.has(errors);

function encodeError(encoding: string, text: Text, start: number, end: number, reason: string): KernelError {
  return new KernelError('UnicodeEncodeError', reason, [encoding, text, start, end, reason]);
}

function decodeError(
  encoding: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  reason: string,
): KernelError {
  return new KernelError('UnicodeDecodeError', reason, [encoding, bytes, start, end, reason]);
}

// --- bytes that grow

class ByteBuilder {
  private bytes: Uint8Array;
  length = 0;
  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }
  private room(n: number): void {
    if (this.length + n <= this.bytes.length) return;
    const larger = new Uint8Array((this.length + n) * 2);
    larger.set(this.bytes);
    this.bytes = larger;
  }
  add(byte: number): void {
    this.room(1);
    this.bytes[this.length++] = byte;
  }
  /** `size` bytes of a number. */
  addUnit(unit: number, size: number, little: boolean): void {
    this.room(size);
    for (let i = 0; i < size; i++)
      this.bytes[this.length + (little ? i : size - 1 - i)] = (unit >>> (8 * i)) & 255;
    this.length += size;
  }
  done(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

const hex = (c: number, digits: number): string => c.toString(16).padStart(digits, '0');

function escaped(c: number): string {
  if (c < 0x100) return `\\x${hex(c, 2)}`;
  return c < 0x10000 ? `\\u${hex(c, 4)}` : `\\U${hex(c, 8)}`;
}

const isSurrogate = (c: number): boolean => c >= 0xd800 && c <= 0xdfff;

// --- encoding

const SURROGATE = /[\ud800-\udfff]/;
const encoder = new TextEncoder();

/** What a codec does with one code point: false where it cannot. */
type Put = (out: ByteBuilder, c: number) => boolean;

const putUtf8: Put = (out, c) => {
  if (c < 0x80) out.add(c);
  else if (c < 0x800) {
    out.add(0xc0 | (c >> 6));
    out.add(0x80 | (c & 63));
  } else if (c < 0x10000) {
    if (isSurrogate(c)) return false;
    putThree(out, c);
  } else {
    out.add(0xf0 | (c >> 18));
    out.add(0x80 | ((c >> 12) & 63));
    out.add(0x80 | ((c >> 6) & 63));
    out.add(0x80 | (c & 63));
  }
  return true;
};

function putThree(out: ByteBuilder, c: number): void {
  out.add(0xe0 | (c >> 12));
  out.add(0x80 | ((c >> 6) & 63));
  out.add(0x80 | (c & 63));
}

const putBelow =
  (limit: number): Put =>
  (out, c) => {
    if (c >= limit) return false;
    out.add(c);
    return true;
  };

const putUtf16 =
  (little: boolean): Put =>
  (out, c) => {
    if (isSurrogate(c)) return false;
    if (c > 0xffff) {
      out.addUnit(0xd800 + ((c - 0x10000) >> 10), 2, little);
      out.addUnit(0xdc00 + (c & 0x3ff), 2, little);
    } else out.addUnit(c, 2, little);
    return true;
  };

const putUtf32 =
  (little: boolean): Put =>
  (out, c) => {
    if (isSurrogate(c)) return false;
    out.addUnit(c, 4, little);
    return true;
  };

const REASONS: Partial<Record<Encoding, string>> = {
  'latin-1': 'ordinal not in range(256)',
  ascii: 'ordinal not in range(128)',
};

/** Up to so many units a loop is done before the host's encoder has begun. */
const SHORT = 256;

function encodeAscii(text: string): Uint8Array | null {
  const { length } = text;
  const bytes = roomFor(length);
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c > 127) return null;
    bytes[i] = c;
  }
  return bytes;
}

export function encode(text: Text, encoding: Encoding, errors: string): Uint8Array {
  if (encoding === 'utf-8') {
    if (typeof text === 'string') {
      const ascii = text.length <= SHORT ? encodeAscii(text) : null;
      if (ascii !== null) return ascii;
      if (!SURROGATE.test(text)) return encoder.encode(text);
    } else if (!text.points.some(isSurrogate)) return encoder.encode(text.toString());
    return encodeSlowly(text, encoding, errors, putUtf8, null);
  }
  if (encoding === 'latin-1' || encoding === 'ascii') {
    const limit = encoding === 'ascii' ? 128 : 256;
    if (typeof text === 'string') {
      const bytes = new Uint8Array(text.length);
      let i = 0;
      for (; i < text.length; i++) {
        const c = text.charCodeAt(i);
        if (c >= limit) break;
        bytes[i] = c;
      }
      if (i === text.length) return bytes;
    }
    return encodeSlowly(text, encoding, errors, putBelow(limit), null);
  }
  const little = !encoding.endsWith('-be');
  const wide = encoding.startsWith('utf-32');
  const mark = encoding === 'utf-16' ? 2 : encoding === 'utf-32' ? 4 : null;
  return encodeSlowly(text, encoding, errors, wide ? putUtf32(little) : putUtf16(little), mark);
}

function encodeSlowly(
  text: Text,
  encoding: Encoding,
  errors: string,
  put: Put,
  mark: 2 | 4 | null,
): Uint8Array {
  const out = new ByteBuilder(text.length * 2 + 8);
  if (mark !== null) out.addUnit(0xfeff, mark, true);
  const { length } = text;
  for (let i = 0; i < length;) {
    if (put(out, pointAt(text, i))) {
      i++;
      continue;
    }
    let end = i + 1;
    // One error for all neighbours that cannot be encoded; utf-16 and utf-32 take them one by one.
    const limit = encoding === 'ascii' ? 0x80 : encoding === 'latin-1' ? 0x100 : 0;
    if (limit > 0) while (end < length && pointAt(text, end) >= limit) end++;
    else if (encoding === 'utf-8') while (end < length && isSurrogate(pointAt(text, end))) end++;
    const reason = REASONS[encoding] ?? 'surrogates not allowed';
    if (!handleEncode(out, text, i, end, encoding, errors, put)) {
      // Those in front that could be escaped are not part of the error.
      const isEscape = (c: number): boolean => c >= 0xdc80 && c <= 0xdcff;
      if (errors === 'surrogateescape' && end - i > 1) while (isEscape(pointAt(text, i))) i++;
      throw encodeError(encoding, text, i, end, reason);
    }
    i = end;
  }
  return out.done();
}

function handleEncode(
  out: ByteBuilder,
  text: Text,
  start: number,
  end: number,
  encoding: Encoding,
  errors: string,
  put: Put,
): boolean {
  switch (errors) {
    case 'ignore':
      return true;
    case 'replace':
      for (let i = start; i < end; i++) put(out, 0x3f);
      return true;
    case 'backslashreplace':
    case 'xmlcharrefreplace':
      for (let i = start; i < end; i++) {
        const c = pointAt(text, i);
        const by = errors === 'backslashreplace' ? escaped(c) : `&#${c};`;
        for (const unit of by) put(out, unit.charCodeAt(0));
      }
      return true;
    case 'surrogateescape':
      // One byte is no unit of a wide encoding.
      if (encoding.startsWith('utf-16') || encoding.startsWith('utf-32')) return false;
      for (let i = start; i < end; i++) {
        const c = pointAt(text, i);
        if (c < 0xdc80 || c > 0xdcff) return false;
      }
      for (let i = start; i < end; i++) out.add(pointAt(text, i) & 255);
      return true;
    case 'surrogatepass':
      if (encoding === 'ascii' || encoding === 'latin-1') return false;
      for (let i = start; i < end; i++) {
        const c = pointAt(text, i);
        if (encoding === 'utf-8') putThree(out, c);
        else out.addUnit(c, encoding.startsWith('utf-16') ? 2 : 4, !encoding.endsWith('-be'));
      }
      return true;
  }
  return false;
}

// --- decoding

const decoder = lazyDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One step of a decoder: a code point and its length, or what is wrong from here on. */
interface Step {
  point: number;
  length: number;
  reason: string | null;
}

const isTail = (byte: number): boolean => (byte & 0xc0) === 0x80;

function stepUtf8(b: Uint8Array, i: number, step: Step): void {
  const first = b[i];
  const left = b.length - i;
  const wrong = (length: number, reason: string): void => {
    step.length = length;
    step.reason = reason;
  };
  const bad = (length: number): void => wrong(length, 'invalid continuation byte');
  const short = (): void => wrong(left, 'unexpected end of data');
  step.reason = null;
  if (first < 0x80) {
    step.point = first;
    step.length = 1;
  } else if (first < 0xc2 || first > 0xf4) wrong(1, 'invalid start byte');
  else if (first < 0xe0) {
    if (left < 2) return short();
    if (!isTail(b[i + 1])) return bad(1);
    step.point = ((first & 31) << 6) | (b[i + 1] & 63);
    step.length = 2;
  } else if (first < 0xf0) {
    if (left < 2) return short();
    const second = b[i + 1];
    if (!isTail(second) || (first === 0xe0 && second < 0xa0) || (first === 0xed && second >= 0xa0))
      return bad(1);
    if (left < 3) return short();
    if (!isTail(b[i + 2])) return bad(2);
    step.point = ((first & 15) << 12) | ((second & 63) << 6) | (b[i + 2] & 63);
    step.length = 3;
  } else {
    if (left < 2) return short();
    const second = b[i + 1];
    if (!isTail(second) || (first === 0xf0 && second < 0x90) || (first === 0xf4 && second >= 0x90))
      return bad(1);
    if (left < 3) return short();
    if (!isTail(b[i + 2])) return bad(2);
    if (left < 4) return short();
    if (!isTail(b[i + 3])) return bad(3);
    step.point = ((first & 7) << 18) | ((second & 63) << 12) | ((b[i + 2] & 63) << 6) | (b[i + 3] & 63);
    step.length = 4;
  }
}

function stepUtf16(little: boolean) {
  return (b: Uint8Array, i: number, step: Step): void => {
    const unit = (at: number): number => (little ? b[at] | (b[at + 1] << 8) : (b[at] << 8) | b[at + 1]);
    const left = b.length - i;
    const wrong = (length: number, reason: string): void => {
      step.length = length;
      step.reason = reason;
    };
    step.reason = null;
    if (left < 2) return wrong(left, 'truncated data');
    const c = unit(i);
    step.point = c;
    step.length = 2;
    if (!isSurrogate(c)) return;
    if (c >= 0xdc00) return wrong(2, 'illegal encoding');
    if (left < 4) return wrong(left, 'unexpected end of data');
    const low = unit(i + 2);
    if (low < 0xdc00 || low > 0xdfff) return wrong(2, 'illegal UTF-16 surrogate');
    step.point = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    step.length = 4;
  };
}

function stepUtf32(little: boolean) {
  return (b: Uint8Array, i: number, step: Step): void => {
    const left = b.length - i;
    step.reason = null;
    if (left < 4) {
      step.length = left;
      step.reason = 'truncated data';
      return;
    }
    const view = new DataView(b.buffer, b.byteOffset + i, 4);
    const c = view.getUint32(0, little);
    step.point = c;
    step.length = 4;
    if (c > 0x10ffff) step.reason = 'code point not in range(0x110000)';
    else if (isSurrogate(c)) step.reason = 'code point in surrogate code point range(0xd800, 0xe000)';
  };
}

function stepAscii(b: Uint8Array, i: number, step: Step): void {
  step.point = b[i];
  step.length = 1;
  step.reason = b[i] < 128 ? null : 'ordinal not in range(128)';
}

function isAsciiBytes(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] >= 128) return false;
  return true;
}

export function decode(bytes: Uint8Array, encoding: Encoding, errors: string): Text {
  if (encoding === 'latin-1') return fromUnits(bytes);
  if ((encoding === 'utf-8' || encoding === 'ascii') && bytes.length < 64 && isAsciiBytes(bytes)) {
    return fromUnits(bytes);
  }
  if (encoding === 'utf-8') {
    try {
      return textFromHost(decoder.decode(bytes));
    } catch {
      return decodeSlowly(bytes, 0, encoding, errors, stepUtf8);
    }
  }
  if (encoding === 'ascii') {
    return isAsciiBytes(bytes) ? fromUnits(bytes) : decodeSlowly(bytes, 0, encoding, errors, stepAscii);
  }
  const size = encoding.startsWith('utf-16') ? 2 : 4;
  let little = !encoding.endsWith('-be');
  let start = 0;
  let name: Encoding = encoding;
  if (encoding === 'utf-16' || encoding === 'utf-32') {
    const zeros = size === 4 ? [0, 0] : [];
    const starts = (...mark: number[]): boolean => mark.every((byte, i) => bytes[i] === byte);
    if (starts(0xff, 0xfe, ...zeros)) start = size;
    else if (starts(...zeros, 0xfe, 0xff)) {
      start = size;
      little = false;
    }
    name = `${encoding}-${little ? 'le' : 'be'}` as Encoding;
  }
  return decodeSlowly(bytes, start, name, errors, size === 2 ? stepUtf16(little) : stepUtf32(little));
}

function decodeSlowly(
  bytes: Uint8Array,
  start: number,
  encoding: Encoding,
  errors: string,
  next: (b: Uint8Array, i: number, step: Step) => void,
): Text {
  const points = new Uint32Array(bytes.length * 4);
  let n = 0;
  const step: Step = { point: 0, length: 0, reason: null };
  for (let i = start; i < bytes.length;) {
    next(bytes, i, step);
    if (step.reason === null) {
      points[n++] = step.point;
      i += step.length;
      continue;
    }
    const end = i + step.length;
    const fail = (): KernelError => decodeError(encoding, bytes, i, end, step.reason!);
    switch (errors) {
      case 'ignore':
        i = end;
        break;
      case 'replace':
        points[n++] = 0xfffd;
        i = end;
        break;
      case 'backslashreplace':
        for (; i < end; i++) for (const unit of `\\x${hex(bytes[i], 2)}`) points[n++] = unit.charCodeAt(0);
        break;
      case 'surrogateescape': {
        if (bytes[i] < 128) throw fail();
        const from = i;
        while (i < end && i < from + 4 && bytes[i] >= 128) points[n++] = 0xdc00 + bytes[i++];
        break;
      }
      case 'surrogatepass': {
        const passed = passedSurrogate(bytes, i, encoding);
        if (passed < 0) throw fail();
        points[n++] = passed;
        i += encoding === 'utf-8' ? 3 : encoding.startsWith('utf-16') ? 2 : 4;
        break;
      }
      default:
        throw fail();
    }
  }
  return fromPoints(points.slice(0, n));
}

/** The lone surrogate encoded at `i`, or -1. */
function passedSurrogate(b: Uint8Array, i: number, encoding: Encoding): number {
  let c = -1;
  const little = !encoding.endsWith('-be');
  if (encoding === 'utf-8') {
    if (b.length - i >= 3 && (b[i] & 0xf0) === 0xe0 && isTail(b[i + 1]) && isTail(b[i + 2])) {
      c = ((b[i] & 15) << 12) | ((b[i + 1] & 63) << 6) | (b[i + 2] & 63);
    }
  } else if (encoding.startsWith('utf-16')) {
    if (b.length - i >= 2) c = little ? b[i] | (b[i + 1] << 8) : (b[i] << 8) | b[i + 1];
  } else if (encoding.startsWith('utf-32') && b.length - i >= 4) {
    c = new DataView(b.buffer, b.byteOffset + i, 4).getUint32(0, little);
  }
  return isSurrogate(c) ? c : -1;
}
