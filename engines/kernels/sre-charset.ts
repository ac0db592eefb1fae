// Characters and sets of them, as the regular expression engine asks for them: case, categories, the little programs behind `[…]`. Models
// the macros and SRE(charset) of CPython's Modules/_sre/sre.c and sre_lib.h.
import * as op from './sre-codes.ts';
import { ALPHA, DECIMAL, DIGIT, flagsOf, lowerOf, NUMERIC, SPACE, upperOf } from './unicode.ts';

// --- case

export const asciiLower = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);

/** The simple mapping: where the full one has several characters (only U+0130) it is the first. */
export function unicodeLower(c: number): number {
  if (c < 128) return asciiLower(c);
  const lower = lowerOf(c);
  return typeof lower === 'number' ? lower : lower[0];
}

/** Likewise; several characters (ß) have no simple mapping but themselves. */
export function unicodeUpper(c: number): number {
  if (c < 128) return c >= 97 && c <= 122 ? c - 32 : c;
  const upper = upperOf(c);
  return typeof upper === 'number' ? upper : c;
}

export const asciiIsCased = (c: number): boolean => (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
export const unicodeIsCased = (c: number): boolean => lowerOf(c) !== c || upperOf(c) !== c;

/** Case in the C and the UTF-8 locales, where characters past ASCII have none. */
export const localeLower = asciiLower;

// --- categories

export const isAsciiWord = (c: number): boolean =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95;
const isAsciiSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);
const isAsciiDigit = (c: number): boolean => c >= 48 && c <= 57;

export const isUnicodeWord = (c: number): boolean =>
  c < 128 ? isAsciiWord(c) : (flagsOf(c) & (ALPHA | DECIMAL | DIGIT | NUMERIC)) !== 0;

const isUnicodeLinebreak = (c: number): boolean =>
  (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c === 0x85 || c === 0x2028 || c === 0x2029;

export function inCategory(category: number, c: number): boolean {
  switch (category) {
    case 0:
      return isAsciiDigit(c);
    case 1:
      return !isAsciiDigit(c);
    case 2:
      return isAsciiSpace(c);
    case 3:
      return !isAsciiSpace(c);
    case 4:
    case 8:
      return isAsciiWord(c);
    case 5:
    case 9:
      return !isAsciiWord(c);
    case 6:
      return c === 10;
    case 7:
      return c !== 10;
    case 10:
      return (flagsOf(c) & DECIMAL) !== 0;
    case 11:
      return (flagsOf(c) & DECIMAL) === 0;
    case 12:
      return (flagsOf(c) & SPACE) !== 0;
    case 13:
      return (flagsOf(c) & SPACE) === 0;
    case 14:
      return isUnicodeWord(c);
    case 15:
      return !isUnicodeWord(c);
    case 16:
      return isUnicodeLinebreak(c);
    case 17:
      return !isUnicodeLinebreak(c);
  }
  return false;
}

/** Does the set whose program begins at `from` hold `c`? */
export function charset(code: Uint32Array, from: number, c: number): boolean {
  let ok = true;
  let at = from;
  for (;;) {
    switch (code[at++]) {
      case op.FAILURE:
        return !ok;
      case op.LITERAL:
        if (c === code[at]) return ok;
        at++;
        break;
      case op.CATEGORY:
        if (inCategory(code[at], c)) return ok;
        at++;
        break;
      case op.CHARSET:
        if (c < 256 && (code[at + (c >> 5)] & (1 << (c & 31))) !== 0) return ok;
        at += 8;
        break;
      case op.RANGE:
        if (code[at] <= c && c <= code[at + 1]) return ok;
        at += 2;
        break;
      case op.RANGE_UNI_IGNORE: {
        const low = code[at];
        const high = code[at + 1];
        if (low <= c && c <= high) return ok;
        const upper = unicodeUpper(c);
        if (low <= upper && upper <= high) return ok;
        at += 2;
        break;
      }
      case op.NEGATE:
        ok = !ok;
        break;
      case op.BIGCHARSET: {
        const count = code[at++];
        // Numbers of blocks, one byte each, in the machine's (little-endian) order.
        const block = c < 65536 ? (code[at + (c >> 10)] >>> (8 * ((c >> 8) & 3))) & 255 : -1;
        at += 64;
        if (block >= 0 && (code[at + block * 8 + ((c & 255) >> 5)] & (1 << (c & 31))) !== 0) return ok;
        at += count * 8;
        break;
      }
      default:
        return false;
    }
  }
}

/** A set with its answers for the first 256 characters remembered. */
export class CharacterSet {
  private readonly code: Uint32Array;
  private readonly from: number;
  private readonly lower: ((c: number) => number) | null;
  /** 0 not asked yet, 1 no, 2 yes. */
  private readonly known = new Uint8Array(256);

  constructor(code: Uint32Array, from: number, lower: ((c: number) => number) | null) {
    this.code = code;
    this.from = from;
    this.lower = lower;
  }

  has(c: number): boolean {
    if (c < 256) {
      const known = this.known[c];
      if (known !== 0) return known === 2;
      const answer = this.ask(c);
      this.known[c] = answer ? 2 : 1;
      return answer;
    }
    return this.ask(c);
  }

  private ask(c: number): boolean {
    const { code, from, lower } = this;
    if (lower !== localeEither) return charset(code, from, lower === null ? c : lower(c));
    // With LOCALE a set holds a character when it holds either case of it.
    const low = localeLower(c);
    if (charset(code, from, low)) return true;
    const up = low >= 97 && low <= 122 ? low - 32 : low;
    return up !== low && charset(code, from, up);
  }
}

/** Stands for the LOCALE way of asking in `CharacterSet`. */
export const localeEither = (c: number): number => c;
