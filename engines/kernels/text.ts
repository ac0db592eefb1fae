// Python's str on host values: a host string while every code point is one UTF-16 unit (lone surrogates included), else an object
// with the code points. Models CPython's Objects/unicodeobject.c. Texts of one unit a code point run on native string operations.
// Case and properties of characters come from unicode.ts, bytes from codecs.ts.
import { lazyDecoder } from './lazy-decoder.ts';
import { findLongText, LONG_NEEDLE } from './two-way-search.ts';
import { KernelError, overflowError, valueError } from './error.ts';
import {
  ALPHA,
  CASED,
  CASE_IGNORABLE,
  DECIMAL,
  DIGIT,
  ID_CONTINUE,
  ID_START,
  LOWERCASE,
  NUMERIC,
  PRINTABLE,
  SPACE,
  TITLECASE,
  UPPERCASE,
  decimalValue,
  flagsOf,
  foldOf,
  isSpace,
  lowerOf,
  titleOf,
  upperOf,
} from './unicode.ts';

/** A text with at least one code point above U+FFFF. */
export class CodePoints {
  readonly points: Uint32Array;
  private host: string | null;

  constructor(points: Uint32Array, host: string | null = null) {
    this.points = points;
    this.host = host;
  }

  get length(): number {
    return this.points.length;
  }

  /** The text as UTF-16. */
  toString(): string {
    this.host ??= decodeAll(this.points);
    return this.host;
  }
}

export type Text = string | CodePoints;

const CHUNK = 4096;

const decodeChunk = (points: ArrayLike<number>): string =>
  String.fromCodePoint.apply(null, points as number[]);

function decodeAll(points: Uint32Array): string {
  if (points.length <= CHUNK) return decodeChunk(points);
  const parts: string[] = [];
  for (let i = 0; i < points.length; i += CHUNK) parts.push(decodeChunk(points.subarray(i, i + CHUNK)));
  return parts.join('');
}

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** Up to so many units a loop is done before a regular expression has begun. */
const SHORT_HOST = 24;

/** From UTF-16, where a pair is one code point. */
export function textFromHost(host: string): Text {
  const { length } = host;
  if (length < SHORT_HOST) {
    let i = 0;
    while (i < length && (host.charCodeAt(i) & 0xf800) !== 0xd800) i++;
    if (i === length) return host;
  }
  if (!PAIR.test(host)) return host;
  const points = new Uint32Array(host.length);
  let n = 0;
  for (let i = 0; i < host.length; n++) {
    const c = host.codePointAt(i)!;
    points[n] = c;
    i += c > 0xffff ? 2 : 1;
  }
  return new CodePoints(points.slice(0, n), host);
}

/** To UTF-16; two lone surrogates that happen to be neighbours become a pair. */
export function hostOf(text: Text): string {
  return typeof text === 'string' ? text : text.toString();
}

/** From code points; may keep the array. */
export function fromPoints(points: Uint32Array): Text {
  for (let i = 0; i < points.length; i++) if (points[i] > 0xffff) return new CodePoints(points);
  return fromUnits(points);
}

/** A string of code units that are known to be below U+10000. */
function fromUnits(units: Uint32Array | Uint16Array | Uint8Array): string {
  if (units.length <= CHUNK) return fromChunk(units);
  const parts: string[] = [];
  for (let i = 0; i < units.length; i += CHUNK) parts.push(fromChunk(units.subarray(i, i + CHUNK)));
  return parts.join('');
}

/** By `apply`: spreading a typed array goes through its iterator (upper() of 150,000 letters: 3.1 ms, so 1.7). */
const fromChunk = (units: ArrayLike<number>): string => String.fromCharCode.apply(null, units as number[]);

export { fromUnits };

/** The code points as an array that is not to be changed. */
export function pointsOf(text: Text): Uint32Array {
  if (typeof text !== 'string') return text.points;
  const points = new Uint32Array(text.length);
  for (let i = 0; i < text.length; i++) points[i] = text.charCodeAt(i);
  return points;
}

/** The different code points, in the order of their first places. */
export function distinctPoints(text: Text): number[] {
  if (typeof text !== 'string') return [...new Set(text.points)];
  const points: number[] = [];
  const seen = new Uint8Array(128);
  let others: Set<number> | null = null;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) {
      if (seen[c] === 1) continue;
      seen[c] = 1;
    } else {
      others ??= new Set();
      if (others.has(c)) continue;
      others.add(c);
    }
    points.push(c);
  }
  return points;
}

/** `chr(c)`. */
export function fromPoint(c: number): Text {
  return c <= 0xffff ? String.fromCharCode(c) : new CodePoints(Uint32Array.of(c));
}

export const pointAt = (text: Text, i: number): number =>
  typeof text === 'string' ? text.charCodeAt(i) : text.points[i];

export const charAt = (text: Text, i: number): Text =>
  typeof text === 'string' ? text[i] : fromPoint(text.points[i]);

export const isAscii = (text: Text): boolean => typeof text === 'string' && !NOT_ASCII.test(text);

/** Some unit is above U+00FF. */
export const isWide = (text: string): boolean => NOT_LATIN1.test(text);

const NOT_LATIN1 = /[^\0-\xff]/;
const NOT_ASCII = /[^\0-\x7f]/;

// --- building

/** Collects pieces of a text. */
export class TextBuilder {
  private parts: Text[] = [];
  private astral = false;

  add(text: Text): void {
    if (typeof text !== 'string') this.astral = true;
    this.parts.push(text);
  }

  addPoint(c: number): void {
    this.add(fromPoint(c));
  }

  done(): Text {
    return this.astral ? joinPoints(this.parts, null) : this.parts.join('');
  }
}

function joinPoints(parts: readonly Text[], separator: Text | null): Text {
  const between = separator === null ? 0 : separator.length;
  let length = Math.max(0, parts.length - 1) * between;
  for (const part of parts) length += part.length;
  const points = new Uint32Array(length);
  let at = 0;
  const put = (text: Text): void => {
    if (typeof text === 'string') {
      for (let i = 0; i < text.length; i++) points[at++] = text.charCodeAt(i);
    } else {
      points.set(text.points, at);
      at += text.length;
    }
  };
  parts.forEach((part, i) => {
    if (i > 0 && between > 0) put(separator!);
    put(part);
  });
  return fromPoints(points);
}

export function concat(a: Text, b: Text): Text {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  return joinPoints([a, b], null);
}

/** More parts are joined by the host, which does not make a text of each beginning on the way; up to here that is twice as fast. */
const MOST_CONCATENATED = 20_000;

export function join(separator: Text, parts: readonly Text[]): Text {
  if (parts.length === 0) return '';
  if (typeof separator !== 'string' || parts.length > MOST_CONCATENATED) return joinAll(separator, parts);
  let [joined] = parts;
  if (typeof joined !== 'string') return joinAll(separator, parts);
  const isEmpty = separator === '';
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i];
    if (typeof part !== 'string') return joinAll(separator, parts);
    joined = isEmpty ? joined + part : joined + separator + part;
  }
  return joined;
}

function joinAll(separator: Text, parts: readonly Text[]): Text {
  if (typeof separator === 'string' && parts.every((part) => typeof part === 'string'))
    return parts.join(separator);
  return joinPoints(parts, separator);
}

export function repeat(text: Text, count: number): Text {
  if (count <= 0 || text.length === 0) return '';
  if (text.length * count > 0x1fffffe8) throw new KernelError('MemoryError', '');
  if (typeof text === 'string') return text.repeat(count);
  const points = new Uint32Array(text.length * count);
  for (let i = 0; i < count; i++) points.set(text.points, i * text.length);
  return new CodePoints(points);
}

/** Up to so many characters, putting them together one by one is faster than a typed array. */
const SHORT = 12;

/** `text[start:start + count * step:step]`, with indices that are in range. */
export function slice(text: Text, start: number, count: number, step = 1): Text {
  if (count <= 0) return '';
  if (step === 1) {
    if (typeof text === 'string') return text.slice(start, start + count);
    return start === 0 && count === text.length ? text : fromPoints(text.points.slice(start, start + count));
  }
  if (typeof text === 'string') {
    if (count <= SHORT) {
      let units = '';
      for (let i = 0, at = start; i < count; i++, at += step) units += text[at];
      return units;
    }
    const units = new Uint16Array(count);
    for (let i = 0, at = start; i < count; i++, at += step) units[i] = text.charCodeAt(at);
    return fromUnits(units);
  }
  const points = new Uint32Array(count);
  for (let i = 0, at = start; i < count; i++, at += step) points[i] = text.points[at];
  return fromPoints(points);
}

/** From `start` to before `end`. */
export const range = (text: Text, start: number, end: number): Text => slice(text, start, end - start);

// --- comparison

export function equals(a: Text, b: Text): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a.points[i] !== b.points[i]) return false;
  return true;
}

/** Negative, 0 or positive, by code point. */
export function compare(a: Text, b: Text): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a === b ? 0 : 1;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const d = pointAt(a, i) - pointAt(b, i);
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

// --- searching; `start` and `end` are Python's: negative ones count from the end

/** A Python index clipped into 0 … length. */
export function clip(index: number, length: number): number {
  if (index < 0) return Math.max(0, index + length);
  return index > length ? length : index;
}

function findPoints(text: Text, sub: Text, from: number, end: number): number {
  const t = pointsOf(text);
  const s = pointsOf(sub);
  const last = end - s.length;
  for (let i = from; i <= last; i++) {
    i = t.indexOf(s[0], i);
    if (i < 0 || i > last) return -1;
    let k = 1;
    while (k < s.length && t[i + k] === s[k]) k++;
    if (k === s.length) return i;
  }
  return -1;
}

/** Between clipped bounds. */
function findIn(text: Text, sub: Text, from: number, end: number): number {
  if (sub.length > end - from) return -1;
  if (sub.length === 0) return from;
  if (typeof text === 'string') {
    if (typeof sub !== 'string') return -1;
    if (sub.length >= LONG_NEEDLE) return findLongText(text, sub, from, end);
    return end === text.length ? text.indexOf(sub, from) : text.slice(0, end).indexOf(sub, from);
  }
  return findPoints(text, sub, from, end);
}

function rfindIn(text: Text, sub: Text, from: number, end: number): number {
  if (sub.length > end - from) return -1;
  if (sub.length === 0) return end;
  if (typeof text === 'string') {
    if (typeof sub !== 'string') return -1;
    const i = text.lastIndexOf(sub, end - sub.length);
    return i < from ? -1 : i;
  }
  const t = text.points;
  const s = pointsOf(sub);
  for (let i = end - s.length; i >= from; i--) {
    let k = 0;
    while (k < s.length && t[i + k] === s[k]) k++;
    if (k === s.length) return i;
  }
  return -1;
}

const FAR = Number.MAX_SAFE_INTEGER;

export function find(text: Text, sub: Text, start = 0, end = FAR): number {
  const from = start > text.length ? FAR : clip(start, text.length);
  return findIn(text, sub, from, clip(end, text.length));
}

export function rfind(text: Text, sub: Text, start = 0, end = FAR): number {
  const from = start > text.length ? FAR : clip(start, text.length);
  return rfindIn(text, sub, from, clip(end, text.length));
}

export function count(text: Text, sub: Text, start = 0, end = FAR): number {
  const from = start > text.length ? FAR : clip(start, text.length);
  const stop = clip(end, text.length);
  if (from > stop) return 0;
  if (sub.length === 0) return stop - from + 1;
  let n = 0;
  if (typeof text === 'string' && typeof sub === 'string' && sub.length < LONG_NEEDLE) {
    const within = stop === text.length ? text : text.slice(0, stop);
    for (let i = within.indexOf(sub, from); i >= 0; i = within.indexOf(sub, i + sub.length)) n++;
    return n;
  }
  for (let i = findIn(text, sub, from, stop); i >= 0; i = findIn(text, sub, i + sub.length, stop)) n++;
  return n;
}

export function startsWith(text: Text, prefix: Text, start = 0, end = FAR): boolean {
  const from = start > text.length ? FAR : clip(start, text.length);
  const stop = clip(end, text.length);
  if (stop - from < prefix.length) return false;
  if (typeof text === 'string') return typeof prefix === 'string' && text.startsWith(prefix, from);
  return equals(range(text, from, from + prefix.length), prefix);
}

export function endsWith(text: Text, suffix: Text, start = 0, end = FAR): boolean {
  const from = start > text.length ? FAR : clip(start, text.length);
  const stop = clip(end, text.length);
  if (stop - from < suffix.length) return false;
  if (typeof text === 'string') return typeof suffix === 'string' && text.endsWith(suffix, stop);
  return equals(range(text, stop - suffix.length, stop), suffix);
}

/** `max` < 0: all. */
export function replace(text: Text, old: Text, by: Text, max = -1): Text {
  if (max === 0) return text;
  if (typeof text === 'string' && typeof old === 'string' && typeof by === 'string') {
    if (max < 0 && old !== '') return text.includes(old) ? text.replaceAll(old, () => by) : text;
    if (old !== '') return replaceSome(text, old, by, max);
  }
  if (old.length === 0) {
    const pieces = new TextBuilder();
    const places = max < 0 ? text.length + 1 : Math.min(max, text.length + 1);
    for (let i = 0; i < places; i++) {
      pieces.add(by);
      if (i < text.length) pieces.add(charAt(text, i));
    }
    if (places < text.length) pieces.add(range(text, places, text.length));
    return pieces.done();
  }
  const parts = splitBy(text, old, max);
  return parts.length === 1 ? text : join(by, parts);
}

function replaceSome(text: string, old: string, by: string, max: number): string {
  let result = '';
  let at = 0;
  for (let n = 0; n < max; n++) {
    const i = text.indexOf(old, at);
    if (i < 0) break;
    result += text.slice(at, i) + by;
    at = i + old.length;
  }
  return result + text.slice(at);
}

// --- splitting

/** Python's white space. */
const WORDS = /[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

export function split(text: Text, separator: Text | null, max = -1): Text[] {
  if (separator === null) return splitSpaces(text, max);
  if (separator.length === 0) throw valueError('empty separator');
  return splitBy(text, separator, max);
}

function splitBy(text: Text, separator: Text, max: number): Text[] {
  if (max < 0 && typeof text === 'string')
    return typeof separator === 'string' ? text.split(separator) : [text];
  const parts: Text[] = [];
  let at = 0;
  while (max < 0 || parts.length < max) {
    const i = findIn(text, separator, at, text.length);
    if (i < 0) break;
    parts.push(range(text, at, i));
    at = i + separator.length;
  }
  parts.push(range(text, at, text.length));
  return parts;
}

function splitSpaces(text: Text, max: number): Text[] {
  if (max < 0 && typeof text === 'string') return text.match(WORDS) ?? [];
  const parts: Text[] = [];
  const { length } = text;
  let i = 0;
  for (;;) {
    while (i < length && isSpace(pointAt(text, i))) i++;
    if (i === length) return parts;
    if (max >= 0 && parts.length >= max) break;
    const from = i;
    while (i < length && !isSpace(pointAt(text, i))) i++;
    parts.push(range(text, from, i));
  }
  parts.push(range(text, i, length));
  return parts;
}

export function rsplit(text: Text, separator: Text | null, max = -1): Text[] {
  if (max < 0 && (separator === null || separator.length === 1)) return split(text, separator, max);
  const parts: Text[] = [];
  if (separator === null) {
    let i = text.length;
    for (;;) {
      while (i > 0 && isSpace(pointAt(text, i - 1))) i--;
      if (i === 0) return parts.reverse();
      if (parts.length >= max) break;
      const end = i;
      while (i > 0 && !isSpace(pointAt(text, i - 1))) i--;
      parts.push(range(text, i, end));
    }
    parts.push(range(text, 0, i));
    return parts.reverse();
  }
  if (separator.length === 0) throw valueError('empty separator');
  let end = text.length;
  while (max < 0 || parts.length < max) {
    const i = rfindIn(text, separator, 0, end);
    if (i < 0) break;
    parts.push(range(text, i + separator.length, end));
    end = i;
  }
  parts.push(range(text, 0, end));
  return parts.reverse();
}

const isLineBreak = (c: number): boolean =>
  c < 0x80 ? (c >= 10 && c <= 13) || (c >= 28 && c <= 30) : c === 0x85 || c === 0x2028 || c === 0x2029;

const LINE_BREAK = /\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]/g;

export function splitlines(text: Text, keepEnds = false): Text[] {
  const lines: Text[] = [];
  if (typeof text === 'string') {
    let at = 0;
    LINE_BREAK.lastIndex = 0;
    for (let match = LINE_BREAK.exec(text); match !== null; match = LINE_BREAK.exec(text)) {
      const end = LINE_BREAK.lastIndex;
      lines.push(text.slice(at, keepEnds ? end : match.index));
      at = end;
    }
    if (at < text.length) lines.push(text.slice(at));
    return lines;
  }
  const { length } = text;
  for (let i = 0; i < length;) {
    const from = i;
    while (i < length && !isLineBreak(text.points[i])) i++;
    let end = i;
    if (i < length) {
      i += text.points[i] === 13 && text.points[i + 1] === 10 ? 2 : 1;
      if (keepEnds) end = i;
    }
    lines.push(range(text, from, end));
  }
  return lines;
}

/** Before the separator, whether it is there, after it. */
export function partition(text: Text, separator: Text): [Text, boolean, Text] {
  if (separator.length === 0) throw valueError('empty separator');
  const i = findIn(text, separator, 0, text.length);
  if (i < 0) return [text, false, ''];
  return [range(text, 0, i), true, range(text, i + separator.length, text.length)];
}

export function rpartition(text: Text, separator: Text): [Text, boolean, Text] {
  if (separator.length === 0) throw valueError('empty separator');
  const i = rfindIn(text, separator, 0, text.length);
  if (i < 0) return ['', false, text];
  return [range(text, 0, i), true, range(text, i + separator.length, text.length)];
}

export type Side = 'left' | 'right' | 'both';

/** `characters` null: white space. */
export function strip(text: Text, characters: Text | null, side: Side = 'both'): Text {
  let from = 0;
  let end = text.length;
  const drops: (c: number) => boolean =
    characters === null
      ? isSpace
      : characters.length === 1
        ? (
            (one) => (c: number) =>
              c === one
          )(pointAt(characters, 0))
        : (
            (set) => (c: number) =>
              set.has(c)
          )(new Set(pointsOf(characters)));
  if (side !== 'right') while (from < end && drops(pointAt(text, from))) from++;
  if (side !== 'left') while (end > from && drops(pointAt(text, end - 1))) end--;
  return from === 0 && end === text.length ? text : range(text, from, end);
}

// --- padding

function pad(text: Text, left: number, right: number, fill: Text): Text {
  if (left <= 0 && right <= 0) return text;
  return concat(concat(repeat(fill, left), text), repeat(fill, right));
}

export const ljust = (text: Text, width: number, fill: Text = ' '): Text =>
  pad(text, 0, width - text.length, fill);
export const rjust = (text: Text, width: number, fill: Text = ' '): Text =>
  pad(text, width - text.length, 0, fill);

export function center(text: Text, width: number, fill: Text = ' '): Text {
  const margin = width - text.length;
  if (margin <= 0) return text;
  const left = (margin >> 1) + (margin & width & 1);
  return pad(text, left, margin - left, fill);
}

export function zfill(text: Text, width: number): Text {
  const missing = width - text.length;
  if (missing <= 0) return text;
  const sign = text.length > 0 ? pointAt(text, 0) : 0;
  if (sign !== 43 && sign !== 45) return pad(text, missing, 0, '0');
  return concat(concat(charAt(text, 0), repeat('0', missing)), range(text, 1, text.length));
}

export function expandtabs(text: Text, size: number): Text {
  if (find(text, '\t') < 0) return text;
  const pieces = new TextBuilder();
  let column = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = pointAt(text, i);
    if (c === 9) {
      pieces.add(range(text, from, i));
      from = i + 1;
      if (size > 0) {
        const spaces = size - (column % size);
        if (spaces > 0x1fffffe8) throw overflowError('new string is too long');
        pieces.add(' '.repeat(spaces));
        column += spaces;
      }
    } else {
      column = c === 10 || c === 13 ? 0 : column + 1;
    }
  }
  pieces.add(range(text, from, text.length));
  return pieces.done();
}

// --- case

// Where the host's case mappings are Python's, whatever its version of Unicode; text.test.ts goes through all of them.
const NOT_STABLE = /[^\0-\u052f]/;
// A final sigma depends on its neighbours' properties, which changed between versions.
const NOT_STABLE_LOWER = /[^\0-\u03a2\u03a4-\u052f]/;
const isStable = (text: Text): text is string => typeof text === 'string' && !NOT_STABLE.test(text);

function mapPoints(text: Text, map: (c: number, i: number) => number | readonly number[]): Text {
  let out = new Uint32Array(text.length + 8);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const mapped = map(pointAt(text, i), i);
    if (n + 4 > out.length) {
      const larger = new Uint32Array(out.length * 2);
      larger.set(out);
      out = larger;
    }
    if (typeof mapped === 'number') out[n++] = mapped;
    else for (const c of mapped) out[n++] = c;
  }
  return fromPoints(out.slice(0, n));
}

const SIGMA = 0x3a3;

/** Lower case of the code point at `i`, where a capital sigma at the end of a word is another letter. */
function lowerAt(text: Text, c: number, i: number): number | readonly number[] {
  if (c !== SIGMA) return lowerOf(c);
  let j = i - 1;
  while (j >= 0 && (flagsOf(pointAt(text, j)) & CASE_IGNORABLE) !== 0) j--;
  if (j < 0 || (flagsOf(pointAt(text, j)) & CASED) === 0) return 0x3c3;
  j = i + 1;
  while (j < text.length && (flagsOf(pointAt(text, j)) & CASE_IGNORABLE) !== 0) j++;
  return j < text.length && (flagsOf(pointAt(text, j)) & CASED) !== 0 ? 0x3c3 : 0x3c2;
}

export function upper(text: Text): Text {
  return isStable(text) ? text.toUpperCase() : mapPoints(text, upperOf);
}

export function lower(text: Text): Text {
  return typeof text === 'string' && !NOT_STABLE_LOWER.test(text)
    ? text.toLowerCase()
    : mapPoints(text, (c, i) => lowerAt(text, c, i));
}

export function casefold(text: Text): Text {
  return isAscii(text) ? (text as string).toLowerCase() : mapPoints(text, foldOf);
}

export function swapcase(text: Text): Text {
  return mapPoints(text, (c, i) => {
    const flags = flagsOf(c);
    return flags & UPPERCASE ? lowerAt(text, c, i) : flags & LOWERCASE ? upperOf(c) : c;
  });
}

export function capitalize(text: Text): Text {
  if (isAscii(text)) {
    const ascii = text as string;
    return ascii.slice(0, 1).toUpperCase() + ascii.slice(1).toLowerCase();
  }
  return mapPoints(text, (c, i) => (i === 0 ? titleOf(c) : lowerAt(text, c, i)));
}

const isCased = (c: number): boolean => (flagsOf(c) & (UPPERCASE | LOWERCASE | TITLECASE)) !== 0;

export function title(text: Text): Text {
  if (isAscii(text)) {
    return (text as string).replace(
      /[A-Za-z]+/g,
      (word) => word[0].toUpperCase() + word.slice(1).toLowerCase(),
    );
  }
  let inWord = false;
  return mapPoints(text, (c, i) => {
    const mapped = inWord ? lowerAt(text, c, i) : titleOf(c);
    inWord = isCased(c);
    return mapped;
  });
}

// --- predicates

function every(text: Text, flag: number): boolean {
  const { length } = text;
  if (typeof text === 'string') {
    for (let i = 0; i < length; i++) if ((flagsOf(text.charCodeAt(i)) & flag) === 0) return false;
  } else {
    for (let i = 0; i < length; i++) if ((flagsOf(text.points[i]) & flag) === 0) return false;
  }
  return length > 0;
}

export const isalpha = (text: Text): boolean => every(text, ALPHA);
export const isdecimal = (text: Text): boolean => every(text, DECIMAL);
export const isdigit = (text: Text): boolean => every(text, DIGIT);
export const isnumeric = (text: Text): boolean => every(text, NUMERIC);
export const isalnum = (text: Text): boolean => every(text, ALPHA | DECIMAL | DIGIT | NUMERIC);
export const isspace = (text: Text): boolean => every(text, SPACE);
export const isprintable = (text: Text): boolean => text.length === 0 || every(text, PRINTABLE);

export function isidentifier(text: Text): boolean {
  if (text.length === 0 || (flagsOf(pointAt(text, 0)) & ID_START) === 0) return false;
  return text.length === 1 || every(range(text, 1, text.length), ID_CONTINUE);
}

function hasCase(text: Text, wanted: number, refused: number): boolean {
  let seen = false;
  for (let i = 0; i < text.length; i++) {
    const flags = flagsOf(pointAt(text, i));
    if (flags & refused) return false;
    if (flags & wanted) seen = true;
  }
  return seen;
}

export const islower = (text: Text): boolean => hasCase(text, LOWERCASE, UPPERCASE | TITLECASE);
export const isupper = (text: Text): boolean => hasCase(text, UPPERCASE, LOWERCASE | TITLECASE);

export function istitle(text: Text): boolean {
  let seen = false;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const flags = flagsOf(pointAt(text, i));
    if (flags & (UPPERCASE | TITLECASE)) {
      if (inWord) return false;
      inWord = seen = true;
    } else if (flags & LOWERCASE) {
      if (!inWord) return false;
      seen = true;
    } else {
      inWord = false;
    }
  }
  return seen;
}

// --- translating

const asciiDecoder = lazyDecoder('utf-8');

/** The same of ASCII alone, by bytes: a third of the time. */
function translateAscii(text: string, map: (c: number) => number | Text | null | undefined): string | null {
  const { length } = text;
  if (length < 32) return null;
  const bytes = new Uint8Array(length);
  const known = new Int16Array(128).fill(-2);
  let n = 0;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c > 127) return null;
    let by = known[c];
    if (by === -2) {
      const mapped = map(c);
      if (mapped === undefined) by = c;
      else if (mapped === null) by = -1;
      else if (typeof mapped === 'number') by = mapped;
      else if (typeof mapped === 'string' && mapped.length === 1) by = mapped.charCodeAt(0);
      else return null;
      if (by > 127) return null;
      known[c] = by;
    }
    if (by >= 0) bytes[n++] = by;
  }
  return asciiDecoder.decode(n === length ? bytes : bytes.subarray(0, n));
}

/** Translates a string whose points all go to points below U+10000 or away; null where the text has to be put together from pieces. */
function translateUnits(text: string, map: (c: number) => number | Text | null | undefined): string | null {
  const ascii = translateAscii(text, map);
  if (ascii !== null) return ascii;
  const units = new Uint16Array(text.length);
  // By point, of ASCII: what stands for it, -1 where nothing does, -2 not asked yet.
  const known = new Int32Array(128).fill(-2);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    let by = c < 128 ? known[c] : -2;
    if (by === -2) {
      const mapped = map(c);
      if (mapped === undefined) by = c;
      else if (mapped === null) by = -1;
      else if (typeof mapped === 'number' && mapped <= 0xffff) by = mapped;
      else if (typeof mapped === 'string' && mapped.length === 1) by = mapped.charCodeAt(0);
      else return null;
      if (c < 128) known[c] = by;
    }
    if (by >= 0) units[n++] = by;
  }
  return fromUnits(n === units.length ? units : units.subarray(0, n));
}

/**
 * What stands for a code point: a code point, a text, null to drop it, undefined to leave it. Asked once for each code
 * point of the text that is ASCII, each time for the others.
 */
export function translate(text: Text, map: (c: number) => number | Text | null | undefined): Text {
  if (typeof text === 'string') {
    const plain = translateUnits(text, map);
    if (plain !== null) return plain;
  }
  const pieces = new TextBuilder();
  const cache: (number | Text | null)[] = new Array(128);
  // What stays as it is goes over in one piece.
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = pointAt(text, i);
    let by = c < 128 ? cache[c] : undefined;
    if (by === undefined) {
      const mapped = map(c);
      by = mapped === undefined ? c : mapped;
      if (c < 128) cache[c] = by;
    }
    if (by === c) continue;
    if (from < i) pieces.add(range(text, from, i));
    from = i + 1;
    if (typeof by === 'number') pieces.addPoint(by);
    else if (by !== null) pieces.add(by);
  }
  if (from < text.length) pieces.add(range(text, from, text.length));
  return pieces.done();
}

// --- repr

const PLAIN = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/;

const hex = (c: number, digits: number): string => c.toString(16).padStart(digits, '0');

function escapePoint(c: number): string {
  switch (c) {
    case 9:
      return '\\t';
    case 10:
      return '\\n';
    case 13:
      return '\\r';
  }
  if (c <= 0xff) return `\\x${hex(c, 2)}`;
  return c <= 0xffff ? `\\u${hex(c, 4)}` : `\\U${hex(c, 8)}`;
}

/** `repr(text)`; with `ascii`, that of `ascii(text)`. */
export function repr(text: Text, ascii = false): Text {
  if (typeof text === 'string' && PLAIN.test(text)) return `'${text}'`;
  const quote = find(text, "'") >= 0 && find(text, '"') < 0 ? 34 : 39;
  const pieces = new TextBuilder();
  pieces.addPoint(quote);
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = pointAt(text, i);
    const quoted = c === quote || c === 92;
    if (!quoted && (c < 0x7f ? c >= 32 : !ascii && (flagsOf(c) & PRINTABLE) !== 0)) continue;
    pieces.add(range(text, from, i));
    pieces.add(quoted ? `\\${String.fromCharCode(c)}` : escapePoint(c));
    from = i + 1;
  }
  pieces.add(range(text, from, text.length));
  pieces.addPoint(quote);
  return pieces.done();
}

/**
 * For `int()`, `float()` and `complex()`: decimal digits of every script and white space as ASCII, other characters outside
 * ASCII as `?`.
 */
export function numericText(text: Text): string {
  if (isAscii(text)) {
    return /[\x1c-\x1f]/.test(text as string)
      ? (text as string).replace(/[\x1c-\x1f]/g, ' ')
      : (text as string);
  }
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const c = pointAt(text, i);
    if (isSpace(c)) result += ' ';
    else if (c < 128) result += String.fromCharCode(c);
    else {
      const digit = decimalValue(c);
      result += digit < 0 ? '?' : String(digit);
    }
  }
  return result;
}
