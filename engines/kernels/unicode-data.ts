// The database behind the module unicodedata, unpacked at first use from unicode-data-tables.ts. Models CPython's
// Modules/unicodedata.c (getrecord); Hangul syllables decompose by rule.
import * as tables from './unicode-data-tables.ts';

/** A property as runs: where each begins and its value. */
class Runs {
  private readonly text: string;
  private readonly values: readonly string[];
  private starts: number[] | null = null;
  private indices: number[] = [];
  constructor(text: string, values: readonly string[]) {
    this.text = text;
    this.values = values;
  }
  at(c: number): string {
    if (this.starts === null) {
      this.starts = [];
      let at = 0;
      for (const run of this.text.split(' ')) {
        const comma = run.indexOf(',');
        this.starts.push(at);
        this.indices.push(parseInt(run.slice(comma + 1), 36));
        at += parseInt(run.slice(0, comma), 36);
      }
    }
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= c) low = middle;
      else high = middle;
    }
    return this.values[this.indices[low]];
  }
}

const category = new Runs(tables.CATEGORY_RUNS, tables.CATEGORY_VALUES);
const bidirectional = new Runs(tables.BIDIRECTIONAL_RUNS, tables.BIDIRECTIONAL_VALUES);
const combining = new Runs(tables.COMBINING_RUNS, tables.COMBINING_VALUES);
const width = new Runs(tables.EAST_ASIAN_WIDTH_RUNS, tables.EAST_ASIAN_WIDTH_VALUES);
const mirrored = new Runs(tables.MIRRORED_RUNS, tables.MIRRORED_VALUES);

export const categoryOf = (c: number): string => category.at(c);
export const bidirectionalOf = (c: number): string => bidirectional.at(c);
export const combiningOf = (c: number): number => Number(combining.at(c));
export const eastAsianWidthOf = (c: number): string => width.at(c);
export const isMirrored = (c: number): boolean => mirrored.at(c) !== '0';

let decompositions: Map<number, string> | null = null;

export function decompositionOf(c: number): string {
  if (c >= 0xac00 && c < 0xd7a4) return '';
  if (decompositions === null) {
    decompositions = new Map();
    for (const entry of tables.DECOMPOSITIONS.split(';')) {
      const colon = entry.indexOf(':');
      decompositions.set(parseInt(entry.slice(0, colon), 36), entry.slice(colon + 1));
    }
  }
  return decompositions.get(c) ?? '';
}

export interface NumericValue {
  numeric: number;
  digit: number;
  decimal: number;
}

let numbers: Map<number, NumericValue> | null = null;

export function numericValueOf(c: number): NumericValue | undefined {
  if (numbers === null) {
    numbers = new Map();
    for (const entry of tables.NUMBERS.split(';')) {
      const [code, numeric, digit, decimal] = entry.split(':');
      numbers.set(parseInt(code, 36), {
        numeric: Number(numeric),
        digit: Number(digit),
        decimal: Number(decimal),
      });
    }
  }
  return numbers.get(c);
}

export { UNIDATA_VERSION } from './unicode-data-tables.ts';
