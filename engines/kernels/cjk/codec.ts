// East Asian encodings of several bytes a character that keep no state: tables from the reference (scripts/make-cjk-tables.mjs) and what
// is told by rule: the four-byte codes of GB 18030 beyond the basic plane, syllables of EUC-KR spelt by their letters. Models
// CPython's Modules/cjkcodecs (what each codec takes, where it finds a fault and how long that is).
import { inflateRaw } from '../inflate.ts';
import { ENCODINGS, PACKED } from './tables.ts';

export const ILLEGAL = 'illegal multibyte sequence';
export const INCOMPLETE = 'incomplete multibyte sequence';

interface Table {
  /** Text by byte sequence, which is read as a number, the first byte highest. */
  decode: Map<number, string>;
  /** Byte sequence by text of one or two characters. */
  encode: Map<string, number>;
  /** Bytes that begin a longer sequence. */
  leads: Uint8Array;
  /** Characters that begin a text of two. */
  starters: Set<string>;
}

interface Told {
  base: string | null;
  singles: number[][];
  pairs: number[][];
  removed: number[][];
  leads: number[][];
  odd: number[][];
}

let told: Map<string, Told> | null = null;

function readAll(): Map<string, Told> {
  const bytes = inflateRaw(Uint8Array.from(atob(PACKED), (c) => c.charCodeAt(0)));
  let at = 0;
  const number = (): number => {
    let n = 0;
    let weight = 1;
    for (; ; weight *= 128) {
      const byte = bytes[at++];
      n += (byte & 127) * weight;
      if (byte < 128) break;
    }
    return n % 2 === 0 ? n / 2 : -(n + 1) / 2;
  };
  const list = (width: number): number[][] => {
    const length = number();
    const columns = Array.from({ length: width }, () => {
      let last = 0;
      return Array.from({ length }, () => (last += number()));
    });
    return Array.from({ length }, (_, i) => columns.map((column) => column[i]));
  };
  const all = new Map<string, Told>();
  for (const [name, base] of ENCODINGS) {
    const singles = list(2);
    const pairs = list(3);
    const removed = list(1);
    const leads = list(1);
    all.set(name, { base, singles, pairs, removed, leads, odd: list(2) });
  }
  return all;
}

function decodingOf(name: string): Map<number, string> {
  const { base, singles, pairs, removed } = (told ??= readAll()).get(name)!;
  const decode = base === null ? new Map<number, string>() : new Map(decodingOf(base));
  for (const [code] of removed) decode.delete(code);
  for (const [code, point] of singles) decode.set(code, String.fromCodePoint(point));
  for (const [code, ...points] of pairs) decode.set(code, String.fromCodePoint(...points));
  return decode;
}

const tables = new Map<string, Table>();

function tableOf(name: string): Table {
  let table = tables.get(name);
  if (table === undefined) {
    const decode = decodingOf(name);
    const encode = new Map<string, number>();
    for (const code of [...decode.keys()].sort((a, b) => a - b)) {
      const text = decode.get(code)!;
      if (!encode.has(text)) encode.set(text, code);
    }
    const { leads, odd } = told!.get(name)!;
    for (const [point, code] of odd) {
      if (code < 0) encode.delete(String.fromCodePoint(point));
      else encode.set(String.fromCodePoint(point), code);
    }
    const isLead = new Uint8Array(256);
    for (const [lead] of leads) isLead[lead] = 1;
    const starters = new Set<string>();
    for (const text of encode.keys()) {
      const first = String.fromCodePoint(text.codePointAt(0)!);
      if (first.length < text.length) starters.add(first);
    }
    tables.set(name, (table = { decode, encode, leads: isLead, starters }));
  }
  return table;
}

export const isTableEncoding = (name: string): boolean => ENCODINGS.some(([known]) => known === name);

/** Where it stopped, and the fault there: null at the end of the input. */
export interface Decoded {
  text: string;
  at: number;
  fault: { reason: string; length: number } | null;
}

/** The last linear number of four bytes that GB 18030 gives a character. */
const GB_LAST = 189000 + 0xfffff;

export function decodeTable(name: string, bytes: Uint8Array, from: number): Decoded {
  const { decode, leads } = tableOf(name);
  let text = '';
  let at = from;
  const stop = (reason: string, length: number): Decoded => ({ text, at, fault: { reason, length } });
  while (at < bytes.length) {
    const first = bytes[at];
    const single = decode.get(first);
    if (single !== undefined) {
      text += single;
      at++;
      continue;
    }
    if (leads[first] === 0) return stop(ILLEGAL, 1);
    const left = bytes.length - at;
    if (left < 2) return stop(INCOMPLETE, left);
    const second = bytes[at + 1];
    if (name === 'gb18030' && second >= 0x30 && second <= 0x39) {
      if (left < 4) return stop(INCOMPLETE, left);
      const character = gbFour(decode, bytes, at);
      if (character === null) return stop(ILLEGAL, 1);
      text += character;
      at += 4;
      continue;
    }
    if (first === 0x8f && name.startsWith('euc_j')) {
      if (left < 3) return stop(INCOMPLETE, left);
      const found = decode.get((first << 16) | (second << 8) | bytes[at + 2]);
      if (found === undefined) return stop(ILLEGAL, 1);
      text += found;
      at += 3;
      continue;
    }
    if (name === 'euc_kr' && first === 0xa4 && second === 0xd4) {
      if (left < 8) return stop(INCOMPLETE, left);
      const syllable = spelt(bytes, at);
      if (syllable === null) return stop(ILLEGAL, 1);
      text += syllable;
      at += 8;
      continue;
    }
    const found = decode.get((first << 8) | second);
    if (found === undefined) return stop(ILLEGAL, 1);
    text += found;
    at += 2;
  }
  return { text, at, fault: null };
}

function gbFour(decode: Map<number, string>, bytes: Uint8Array, at: number): string | null {
  const [a, b, c, d] = bytes.subarray(at, at + 4);
  if (c < 0x81 || c > 0xfe || d < 0x30 || d > 0x39) return null;
  const linear = (((a - 0x81) * 10 + b - 0x30) * 126 + c - 0x81) * 10 + d - 0x30;
  if (linear >= 189000) return linear > GB_LAST ? null : String.fromCodePoint(linear - 189000 + 0x10000);
  return decode.get(((a << 24) | (b << 16) | (c << 8) | d) >>> 0) ?? null;
}

// --- syllables by their letters (KS X 1001, annex 3)

const INITIALS = [
  0xa1, 0xa2, 0xa4, 0xa7, 0xa8, 0xa9, 0xb1, 0xb2, 0xb3, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd,
  0xbe,
];
const FINALS = [
  0xd4, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf, 0xb0, 0xb1, 0xb2,
  0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xba, 0xbb, 0xbc, 0xbd, 0xbe,
];
const FIRST_VOWEL = 0xbf;
const VOWELS = 21;
const SYLLABLES = 0xac00;

function spelt(bytes: Uint8Array, at: number): string | null {
  if (bytes[at + 2] !== 0xa4 || bytes[at + 4] !== 0xa4 || bytes[at + 6] !== 0xa4) return null;
  const initial = INITIALS.indexOf(bytes[at + 3]);
  const vowel = bytes[at + 5] - FIRST_VOWEL;
  const final = FINALS.indexOf(bytes[at + 7]);
  if (initial < 0 || vowel < 0 || vowel >= VOWELS || final < 0) return null;
  return String.fromCharCode(SYLLABLES + (initial * VOWELS + vowel) * FINALS.length + final);
}

function spelling(point: number): readonly number[] {
  const n = point - SYLLABLES;
  const final = n % FINALS.length;
  const vowel = Math.floor(n / FINALS.length) % VOWELS;
  const initial = Math.floor(n / FINALS.length / VOWELS);
  return [0xa4, 0xd4, 0xa4, INITIALS[initial], 0xa4, FIRST_VOWEL + vowel, 0xa4, FINALS[final]];
}

// --- encoding

export interface Encoded {
  bytes: number[];
  /** Code points taken. */
  at: number;
  /** What stands at `at` has no code; or, where `isPending`, may be the beginning of a pair. */
  isStopped: boolean;
  isPending: boolean;
}

/** Encodes code points from `from` on; `isFinal`: nothing comes behind them. */
export function encodeTable(
  name: string,
  points: readonly number[],
  from: number,
  isFinal: boolean,
): Encoded {
  const { encode, starters } = tableOf(name);
  const bytes: number[] = [];
  for (let at = from; at < points.length; at++) {
    const point = points[at];
    const character = String.fromCodePoint(point);
    let code: number | undefined;
    if (starters.has(character)) {
      if (at + 1 === points.length && !isFinal) return { bytes, at, isStopped: false, isPending: true };
      code =
        at + 1 < points.length ? encode.get(character + String.fromCodePoint(points[at + 1])) : undefined;
      if (code !== undefined) at++;
    }
    code ??= encode.get(character);
    if (code === undefined) {
      if (name === 'gb18030' && point > 0xffff) {
        let n = point - 0x10000 + 189000;
        const d = 0x30 + (n % 10);
        n = Math.floor(n / 10);
        const c = 0x81 + (n % 126);
        n = Math.floor(n / 126);
        bytes.push(0x81 + Math.floor(n / 10), 0x30 + (n % 10), c, d);
        continue;
      }
      if (name === 'euc_kr' && point >= SYLLABLES && point < 0xd7a4) {
        bytes.push(...spelling(point));
        continue;
      }
      return { bytes, at, isStopped: true, isPending: false };
    }
    if (code > 0xffffff) bytes.push(code >>> 24);
    if (code > 0xffff) bytes.push((code >> 16) & 255);
    if (code > 0xff) bytes.push((code >> 8) & 255);
    bytes.push(code & 255);
  }
  return { bytes, at: points.length, isStopped: false, isPending: false };
}
