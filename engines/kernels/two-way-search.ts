// Searching for long needles in linear time, by the two-way algorithm of Crochemore and Perrin (J. ACM 38, 1991), as CPython's
// Objects/stringlib/fastsearch.h does from a certain length on. The host's own search is faster on ordinary text, but takes time
// proportional to the product of both lengths on repetitive ones. Left out: the table of shifts by the last characters.

/** From this length of the needle on, the worst case of the host's search is worse than the preparation here. */
export const LONG_NEEDLE = 512;

/** Where the maximal suffix of `x` begins (minus one), and its period, by `<` or by `>`. */
function maximalSuffix(x: ArrayLike<number>, reversed: boolean): { before: number; period: number } {
  let before = -1;
  let period = 1;
  let k = 1;
  for (let j = 0; j + k < x.length;) {
    const a = x[j + k];
    const b = x[before + k];
    if (a === b) {
      if (k !== period) k++;
      else {
        j += period;
        k = 1;
      }
    } else if (reversed ? a > b : a < b) {
      j += k;
      k = 1;
      period = j - before;
    } else {
      before = j;
      j = before + 1;
      k = period = 1;
    }
  }
  return { before, period };
}

/** A needle, cut at its critical position. */
class LongNeedle {
  private readonly x: ArrayLike<number>;
  private readonly cut: number;
  private readonly period: number;
  private readonly isPeriodic: boolean;

  constructor(x: ArrayLike<number>) {
    this.x = x;
    const one = maximalSuffix(x, false);
    const other = maximalSuffix(x, true);
    const { before, period } = one.before > other.before ? one : other;
    this.cut = before;
    let i = 0;
    while (i <= before && x[i] === x[i + period]) i++;
    this.isPeriodic = i > before;
    this.period = this.isPeriodic ? period : Math.max(before + 1, x.length - before - 1) + 1;
  }

  /** The first place between `from` and `end` of the text that `unitAt` reads; -1: none. */
  findIn(unitAt: (i: number) => number, from: number, end: number): number {
    const { x, cut, period, isPeriodic } = this;
    const m = x.length;
    const last = end - m;
    // How much of the left half is known to match after a shift by the period.
    let known = -1;
    for (let at = from; at <= last;) {
      let i = Math.max(cut, known) + 1;
      while (i < m && x[i] === unitAt(at + i)) i++;
      if (i < m) {
        at += i - cut;
        known = -1;
        continue;
      }
      i = cut;
      while (i > known && x[i] === unitAt(at + i)) i--;
      if (i <= known) return at;
      at += period;
      known = isPeriodic ? m - period - 1 : -1;
    }
    return -1;
  }
}

/** The first place of `sub` in `text` between `from` and `end`, counted in code units; -1: none. */
export function findLongText(text: string, sub: string, from: number, end: number): number {
  const units = Uint16Array.from({ length: sub.length }, (_, i) => sub.charCodeAt(i));
  return new LongNeedle(units).findIn((i) => text.charCodeAt(i), from, end);
}

export function findLongBytes(bytes: Uint8Array, sub: Uint8Array, from: number, end: number): number {
  return new LongNeedle(sub).findIn((i) => bytes[i], from, end);
}
