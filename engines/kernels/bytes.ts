// Python's bytes methods on Uint8Array. Models CPython's Objects/bytes_methods.c and stringlib: letters and white space are those of ASCII.
// Results that equal the argument may be the argument itself: nobody writes into bytes.
import { copyBytes } from './byte-slab.ts';
import { findLongBytes, LONG_NEEDLE } from './two-way-search.ts';
import { roomForBytes, valueError } from './error.ts';
import { clip, fromUnits } from './text.ts';
import type { Side } from './text.ts';

const FAR = Number.MAX_SAFE_INTEGER;

export function equals(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The units of a text that has none above 255. */
export function bytesOfUnits(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export function compare(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

export function concat(parts: readonly Uint8Array[], separator?: Uint8Array): Uint8Array {
  const between = separator?.length ?? 0;
  let length = Math.max(0, parts.length - 1) * between;
  for (const part of parts) length += part.length;
  const result = new Uint8Array(length);
  let at = 0;
  parts.forEach((part, i) => {
    if (i > 0 && between > 0) {
      result.set(separator!, at);
      at += between;
    }
    result.set(part, at);
    at += part.length;
  });
  return result;
}

export function repeat(bytes: Uint8Array, count: number): Uint8Array {
  const n = Math.max(0, count);
  const result = new Uint8Array(bytes.length * n);
  if (bytes.length === 1) return result.fill(bytes[0]);
  for (let i = 0; i < n; i++) result.set(bytes, i * bytes.length);
  return result;
}

/** `count` bytes from `start` on, every `step`th. */
export function slice(bytes: Uint8Array, start: number, count: number, step: number): Uint8Array {
  if (step === 1) return copyBytes(bytes, start, start + Math.max(0, count));
  const result = new Uint8Array(Math.max(0, count));
  for (let i = 0, at = start; i < result.length; i++, at += step) result[i] = bytes[at];
  return result;
}

function findIn(bytes: Uint8Array, sub: Uint8Array, from: number, end: number): number {
  const last = end - sub.length;
  if (from > last) return -1;
  if (sub.length === 0) return from;
  if (sub.length >= LONG_NEEDLE) return findLongBytes(bytes, sub, from, end);
  const [first] = sub;
  for (let i = from; i <= last; i++) {
    i = bytes.indexOf(first, i);
    if (i < 0 || i > last) return -1;
    let k = 1;
    while (k < sub.length && bytes[i + k] === sub[k]) k++;
    if (k === sub.length) return i;
  }
  return -1;
}

function rfindIn(bytes: Uint8Array, sub: Uint8Array, from: number, end: number): number {
  if (end - sub.length < from) return -1;
  if (sub.length === 0) return end;
  for (let i = end - sub.length; i >= from; i--) {
    let k = 0;
    while (k < sub.length && bytes[i + k] === sub[k]) k++;
    if (k === sub.length) return i;
  }
  return -1;
}

const from = (start: number, length: number): number => (start > length ? FAR : clip(start, length));

export const find = (bytes: Uint8Array, sub: Uint8Array, start = 0, end = FAR): number =>
  findIn(bytes, sub, from(start, bytes.length), clip(end, bytes.length));

export const rfind = (bytes: Uint8Array, sub: Uint8Array, start = 0, end = FAR): number =>
  rfindIn(bytes, sub, from(start, bytes.length), clip(end, bytes.length));

export function count(bytes: Uint8Array, sub: Uint8Array, start = 0, end = FAR): number {
  const first = from(start, bytes.length);
  const stop = clip(end, bytes.length);
  if (first > stop) return 0;
  if (sub.length === 0) return stop - first + 1;
  let n = 0;
  for (let i = findIn(bytes, sub, first, stop); i >= 0; i = findIn(bytes, sub, i + sub.length, stop)) n++;
  return n;
}

export function startsWith(bytes: Uint8Array, prefix: Uint8Array, start = 0, end = FAR): boolean {
  const first = from(start, bytes.length);
  const stop = clip(end, bytes.length);
  return stop - first >= prefix.length && equals(bytes.subarray(first, first + prefix.length), prefix);
}

export function endsWith(bytes: Uint8Array, suffix: Uint8Array, start = 0, end = FAR): boolean {
  const first = from(start, bytes.length);
  const stop = clip(end, bytes.length);
  return stop - first >= suffix.length && equals(bytes.subarray(stop - suffix.length, stop), suffix);
}

export function replace(bytes: Uint8Array, old: Uint8Array, by: Uint8Array, max = -1): Uint8Array {
  if (max === 0) return bytes;
  if (old.length === 0) {
    const places = max < 0 ? bytes.length + 1 : Math.min(max, bytes.length + 1);
    const parts: Uint8Array[] = [];
    for (let i = 0; i < places; i++) {
      parts.push(by);
      if (i < bytes.length) parts.push(bytes.subarray(i, i + 1));
    }
    parts.push(bytes.subarray(Math.min(places, bytes.length)));
    return concat(parts);
  }
  const parts = splitBy(bytes, old, max);
  return parts.length === 1 ? bytes : concat(parts, by);
}

// --- splitting

export const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);

function splitBy(bytes: Uint8Array, separator: Uint8Array, max: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (max < 0 || parts.length < max) {
    const i = findIn(bytes, separator, at, bytes.length);
    if (i < 0) break;
    parts.push(copyBytes(bytes, at, i));
    at = i + separator.length;
  }
  parts.push(bytes.slice(at));
  return parts;
}

export function split(bytes: Uint8Array, separator: Uint8Array | null, max = -1): Uint8Array[] {
  if (separator !== null) {
    if (separator.length === 0) throw valueError('empty separator');
    return splitBy(bytes, separator, max);
  }
  const parts: Uint8Array[] = [];
  const { length } = bytes;
  for (let i = 0; ;) {
    while (i < length && isSpace(bytes[i])) i++;
    if (i === length) return parts;
    if (max >= 0 && parts.length >= max) {
      parts.push(bytes.slice(i));
      return parts;
    }
    const start = i;
    while (i < length && !isSpace(bytes[i])) i++;
    parts.push(copyBytes(bytes, start, i));
  }
}

export function rsplit(bytes: Uint8Array, separator: Uint8Array | null, max = -1): Uint8Array[] {
  const parts: Uint8Array[] = [];
  if (separator !== null) {
    if (separator.length === 0) throw valueError('empty separator');
    let end = bytes.length;
    while (max < 0 || parts.length < max) {
      const i = rfindIn(bytes, separator, 0, end);
      if (i < 0) break;
      parts.push(bytes.slice(i + separator.length, end));
      end = i;
    }
    parts.push(bytes.slice(0, end));
    return parts.reverse();
  }
  for (let i = bytes.length; ;) {
    while (i > 0 && isSpace(bytes[i - 1])) i--;
    if (i === 0) return parts.reverse();
    if (max >= 0 && parts.length >= max) {
      parts.push(bytes.slice(0, i));
      return parts.reverse();
    }
    const end = i;
    while (i > 0 && !isSpace(bytes[i - 1])) i--;
    parts.push(bytes.slice(i, end));
  }
}

export function splitlines(bytes: Uint8Array, keepEnds = false): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let i = 0; i < bytes.length;) {
    const start = i;
    while (i < bytes.length && bytes[i] !== 10 && bytes[i] !== 13) i++;
    let end = i;
    if (i < bytes.length) {
      i += bytes[i] === 13 && bytes[i + 1] === 10 ? 2 : 1;
      if (keepEnds) end = i;
    }
    lines.push(copyBytes(bytes, start, end));
  }
  return lines;
}

export function partition(bytes: Uint8Array, separator: Uint8Array): Uint8Array[] {
  if (separator.length === 0) throw valueError('empty separator');
  const i = findIn(bytes, separator, 0, bytes.length);
  if (i < 0) return [bytes, new Uint8Array(0), new Uint8Array(0)];
  return [bytes.slice(0, i), separator, bytes.slice(i + separator.length)];
}

export function rpartition(bytes: Uint8Array, separator: Uint8Array): Uint8Array[] {
  if (separator.length === 0) throw valueError('empty separator');
  const i = rfindIn(bytes, separator, 0, bytes.length);
  if (i < 0) return [new Uint8Array(0), new Uint8Array(0), bytes];
  return [bytes.slice(0, i), separator, bytes.slice(i + separator.length)];
}

export function strip(bytes: Uint8Array, characters: Uint8Array | null, side: Side = 'both'): Uint8Array {
  const drops = characters === null ? isSpace : (c: number): boolean => characters.includes(c);
  let start = 0;
  let end = bytes.length;
  if (side !== 'right') while (start < end && drops(bytes[start])) start++;
  if (side !== 'left') while (end > start && drops(bytes[end - 1])) end--;
  return start === 0 && end === bytes.length ? bytes : copyBytes(bytes, start, end);
}

// --- padding

function pad(bytes: Uint8Array, left: number, right: number, fill: number): Uint8Array {
  if (left <= 0 && right <= 0) return bytes;
  const result = roomForBytes(Math.max(0, left) + bytes.length + Math.max(0, right)).fill(fill);
  result.set(bytes, Math.max(0, left));
  return result;
}

export const ljust = (bytes: Uint8Array, width: number, fill = 32): Uint8Array =>
  pad(bytes, 0, width - bytes.length, fill);
export const rjust = (bytes: Uint8Array, width: number, fill = 32): Uint8Array =>
  pad(bytes, width - bytes.length, 0, fill);

export function center(bytes: Uint8Array, width: number, fill = 32): Uint8Array {
  const margin = width - bytes.length;
  if (margin <= 0) return bytes;
  const left = (margin >> 1) + (margin & width & 1);
  return pad(bytes, left, margin - left, fill);
}

export function zfill(bytes: Uint8Array, width: number): Uint8Array {
  const missing = width - bytes.length;
  if (missing <= 0) return bytes;
  const result = pad(bytes, missing, 0, 48);
  if (bytes[0] === 43 || bytes[0] === 45) {
    result[0] = bytes[0];
    result[missing] = 48;
  }
  return result;
}

export function expandtabs(bytes: Uint8Array, size: number): Uint8Array {
  const out: number[] = [];
  let column = 0;
  for (const c of bytes) {
    if (c === 9) {
      if (size > 0) {
        const spaces = size - (column % size);
        for (let i = 0; i < spaces; i++) out.push(32);
        column += spaces;
      }
    } else {
      out.push(c);
      column = c === 10 || c === 13 ? 0 : column + 1;
    }
  }
  return Uint8Array.from(out);
}

// --- letters

export const isLower = (c: number): boolean => c >= 97 && c <= 122;
export const isUpper = (c: number): boolean => c >= 65 && c <= 90;
export const isAlpha = (c: number): boolean => isLower(c) || isUpper(c);
export const isDigit = (c: number): boolean => c >= 48 && c <= 57;
export const isAlnum = (c: number): boolean => isAlpha(c) || isDigit(c);

const toUpper = (c: number): number => (isLower(c) ? c - 32 : c);
const toLower = (c: number): number => (isUpper(c) ? c + 32 : c);

/** Each byte's entry; a loop of one kind, where `map` would call a function of many for each. */
function mapped(bytes: Uint8Array, table: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < out.length; i++) out[i] = table[bytes[i]];
  return out;
}
const tableOf = (map: (c: number) => number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, c) => map(c));
const UPPER = tableOf(toUpper);
const LOWER = tableOf(toLower);

export const upper = (bytes: Uint8Array): Uint8Array => mapped(bytes, UPPER);
export const lower = (bytes: Uint8Array): Uint8Array => mapped(bytes, LOWER);
export const swapcase = (bytes: Uint8Array): Uint8Array =>
  bytes.map((c) => (isLower(c) ? c - 32 : toLower(c)));
export const capitalize = (bytes: Uint8Array): Uint8Array =>
  bytes.map((c, i) => (i === 0 ? toUpper(c) : toLower(c)));

export function title(bytes: Uint8Array): Uint8Array {
  return bytes.map((c, i) => (i > 0 && isAlpha(bytes[i - 1]) ? toLower(c) : toUpper(c)));
}

/** Every byte passes, and there is one. */
export const every = (bytes: Uint8Array, test: (c: number) => boolean): boolean =>
  bytes.length > 0 && bytes.every(test);

export const islower = (bytes: Uint8Array): boolean => bytes.some(isLower) && !bytes.some(isUpper);
export const isupper = (bytes: Uint8Array): boolean => bytes.some(isUpper) && !bytes.some(isLower);

export function istitle(bytes: Uint8Array): boolean {
  let seen = false;
  for (let i = 0; i < bytes.length; i++) {
    const inWord = i > 0 && isAlpha(bytes[i - 1]);
    if (isUpper(bytes[i])) {
      if (inWord) return false;
      seen = true;
    } else if (isLower(bytes[i])) {
      if (!inWord) return false;
      seen = true;
    }
  }
  return seen;
}

/** `table` null: as they are. */
export function translate(bytes: Uint8Array, table: Uint8Array | null, dropped: Uint8Array): Uint8Array {
  if (dropped.length === 0) return table === null ? bytes : mapped(bytes, table);
  const isDropped = new Uint8Array(256);
  for (const c of dropped) isDropped[c] = 1;
  const out = new Uint8Array(bytes.length);
  let count = 0;
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i];
    if (isDropped[c] === 0) out[count++] = table === null ? c : table[c];
  }
  return out.slice(0, count);
}

// --- text

/** `repr` of bytes, without the name of the type. */
export function repr(bytes: Uint8Array): string {
  const text = fromUnits(bytes);
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text.replace(/[^ !#-&(-[\]-~]/g, (c) => {
    if (c === '"' || c === "'") return c === quote ? `\\${c}` : c;
    if (c === '\\') return '\\\\';
    if (c === '\n') return '\\n';
    if (c === '\r') return '\\r';
    if (c === '\t') return '\\t';
    return `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `b${quote}${inside}${quote}`;
}

const HEX_UNITS = Array.from('0123456789abcdef', (c) => c.charCodeAt(0));

/** What newer hosts have of their own (ECMAScript 2026). */
type WithHex = Uint8Array & { toHex?: () => string };

/** The host's buffers where it has them: for long bytes six times as fast as `toHex` and `fromHex`, for short ones slower. */
interface HostBuffer {
  toString(encoding: 'hex'): string;
  write(digits: string, encoding: 'hex'): number;
}
const hostBuffers = (
  globalThis as { Buffer?: { from(bytes: ArrayBufferLike, at: number, length: number): HostBuffer } }
).Buffer;
const WORTH_A_BUFFER = 128;
const viewOf = (bytes: Uint8Array): HostBuffer | undefined =>
  hostBuffers?.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** The digits of `bytes`, two for each, as units of text. */
function hexDigits(bytes: Uint8Array): Uint8Array {
  const digits = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    digits[2 * i] = HEX_UNITS[bytes[i] >> 4];
    digits[2 * i + 1] = HEX_UNITS[bytes[i] & 15];
  }
  return digits;
}

/** `separator` null: none; `group` < 0 counts groups from the left. */
export function hex(bytes: Uint8Array, separator: string | null = null, group = 1): string {
  const long = bytes.length >= WORTH_A_BUFFER ? viewOf(bytes)?.toString('hex') : undefined;
  const digits = long ?? (bytes as WithHex).toHex?.() ?? fromUnits(hexDigits(bytes));
  if (separator === null || group === 0) return digits;
  const size = Math.abs(group) * 2;
  const groups: string[] = [];
  const first = group > 0 ? digits.length % size : 0;
  if (first > 0) groups.push(digits.slice(0, first));
  for (let i = first; i < digits.length; i += size) groups.push(digits.slice(i, i + size));
  return groups.join(separator);
}

/** A digit's value by its unit, 16 for what is none. */
const HEX_VALUES = Uint8Array.from({ length: 128 }, (_, c) => {
  const digit = parseInt(String.fromCharCode(c), 16);
  return Number.isNaN(digit) ? 16 : digit;
});

const WIDE = /[^\0-\xff]/;

export function fromHex(text: string): Uint8Array {
  // The host takes a wider unit for the digit that its lower byte is.
  if (text.length >= WORTH_A_BUFFER && text.length % 2 === 0 && !WIDE.test(text)) {
    const whole = new Uint8Array(text.length >> 1);
    // Less is written where there is white space or a fault, which is told below.
    if (viewOf(whole)?.write(text, 'hex') === whole.length) return whole;
  }
  const bytes = new Uint8Array(text.length >> 1);
  const { length } = text;
  let n = 0;
  for (let i = 0; i < length;) {
    const c = text.charCodeAt(i);
    const high = c < 128 ? HEX_VALUES[c] : 16;
    if (high === 16) {
      if (isSpace(c)) {
        i++;
        continue;
      }
      throw valueError(`non-hexadecimal number found in fromhex() arg at position ${i}`);
    }
    if (i + 1 >= length) {
      throw valueError('fromhex() arg must contain an even number of hexadecimal digits');
    }
    const d = text.charCodeAt(i + 1);
    const low = d < 128 ? HEX_VALUES[d] : 16;
    if (low === 16) {
      throw valueError(`non-hexadecimal number found in fromhex() arg at position ${i + 1}`);
    }
    bytes[n++] = (high << 4) | low;
    i += 2;
  }
  return n === bytes.length ? bytes : bytes.slice(0, n);
}
