// Properties and case mappings of code points, as CPython 3.14 has them (Objects/unicodectype.c, Unicode 16). Unpacked from
// unicode-tables.ts at first use; below U+0100 there is a table of its own, so that most texts never unpack the rest.
import {
  DECIMAL_ZEROS,
  FOLD,
  FOLD_SPECIAL,
  LOWER,
  LOWER_SPECIAL,
  PROPERTY_RUNS,
  TITLE,
  TITLE_SPECIAL,
  UPPER,
  UPPER_SPECIAL,
} from './unicode-tables.ts';

// Bits of a code point's flags; make-unicode-tables.mjs writes them.
export const ALPHA = 1;
export const DECIMAL = 2;
export const DIGIT = 4;
export const NUMERIC = 8;
export const SPACE = 16;
export const PRINTABLE = 32;
export const LOWERCASE = 64;
export const UPPERCASE = 128;
export const TITLECASE = 256;
/** Cased and not case-ignorable: what decides about a final sigma. */
export const CASED = 512;
export const CASE_IGNORABLE = 1024;
export const ID_START = 2048;
export const ID_CONTINUE = 4096;

const latin1 = new Uint16Array(256);
let latin1Ready = false;
let basic: Uint16Array | null = null;
const upperStarts: number[] = [];
const upperFlags: number[] = [];

function fillLatin1(): void {
  latin1Ready = true;
  let at = 0;
  for (const [, length, flags] of PROPERTY_RUNS.slice(0, 2000).matchAll(/(\w+),(\w+) /g)) {
    const end = at + parseInt(length, 36);
    latin1.fill(parseInt(flags, 36), at, Math.min(end, 256));
    at = end;
    if (at >= 256) return;
  }
}

function unpack(): Uint16Array {
  const table = new Uint16Array(0x10000);
  let at = 0;
  for (const run of PROPERTY_RUNS.split(' ')) {
    const comma = run.indexOf(',');
    const end = at + parseInt(run.slice(0, comma), 36);
    const flags = parseInt(run.slice(comma + 1), 36);
    if (at < 0x10000) table.fill(flags, at, Math.min(end, 0x10000));
    if (end > 0x10000) {
      upperStarts.push(Math.max(at, 0x10000));
      upperFlags.push(flags);
    }
    at = end;
  }
  basic = table;
  return table;
}

export function flagsOf(c: number): number {
  if (c < 256) {
    if (!latin1Ready) fillLatin1();
    return latin1[c];
  }
  const table = basic ?? unpack();
  if (c < 0x10000) return table[c];
  let low = 0;
  let high = upperStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (upperStarts[middle] <= c) low = middle;
    else high = middle;
  }
  return upperFlags[low];
}

export const isSpace = (c: number): boolean =>
  c < 0x80 ? c === 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) : (flagsOf(c) & SPACE) !== 0;

let zeros: number[] | null = null;

/** Value of a decimal digit of any script, or -1. */
export function decimalValue(c: number): number {
  if (c < 0x80) return c >= 48 && c <= 57 ? c - 48 : -1;
  if ((flagsOf(c) & DECIMAL) === 0) return -1;
  zeros ??= DECIMAL_ZEROS.split(' ').map((z) => parseInt(z, 36));
  let low = 0;
  let high = zeros.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (zeros[middle] <= c) low = middle;
    else high = middle;
  }
  return c - zeros[low];
}

export type Mapping = ReadonlyMap<number, number | readonly number[]>;

function unpackMapping(simple: string, special: string): Mapping {
  const map = new Map<number, number | readonly number[]>();
  let at = 0;
  for (const run of simple.split(' ')) {
    const [distance, count, step, added] = run.split(',').map((n) => parseInt(n, 36));
    at += distance;
    for (let k = 0; k < count; k++) map.set(at + k * step, at + k * step + added);
  }
  if (special !== '') {
    for (const entry of special.split(' ')) {
      const [c, ...mapped] = entry.split(',').map((n) => parseInt(n, 36));
      map.set(c, mapped);
    }
  }
  return map;
}

/** One mapping, with its answers below U+10000 remembered in a flat table. */
function mapping(
  unpackOwn: () => Mapping,
  otherwise: (c: number) => number | readonly number[],
): (c: number) => number | readonly number[] {
  let map: Mapping | null = null;
  let known: Int32Array | null = null;
  const find = (c: number): number | readonly number[] => {
    map ??= unpackOwn();
    return map.get(c) ?? otherwise(c);
  };
  return (c) => {
    if (c > 0xffff) return find(c);
    known ??= new Int32Array(0x10000);
    const answer = known[c];
    // One more than the answer; -1: several code points.
    if (answer > 0) return answer - 1;
    const found = find(c);
    if (answer === 0) known[c] = typeof found === 'number' ? found + 1 : -1;
    return found;
  };
}

const itself = (c: number): number => c;

export const upperOf = mapping(() => unpackMapping(UPPER, UPPER_SPECIAL), itself);
export const lowerOf = mapping(() => unpackMapping(LOWER, LOWER_SPECIAL), itself);
export const titleOf = mapping(() => unpackMapping(TITLE, TITLE_SPECIAL), upperOf);
export const foldOf = mapping(() => unpackMapping(FOLD, FOLD_SPECIAL), lowerOf);
