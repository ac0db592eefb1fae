import { expect, test } from 'vitest';
import { sortByColumns } from './column-sort.ts';

/** A small generator, the same numbers each time. */
function randomInts(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => (state = (state * 1366 + 150889) % 714025) % limit;
}

test('sorts as a comparison of all keys does, and stably', () => {
  const next = randomInts(5);
  for (const n of [0, 1, 2, 9, 11, 40, 700]) {
    const rows = Array.from({ length: n }, (_, i) => ({
      keys: [String.fromCharCode(97 + next(4)), next(5) - 2, next(7) / 4 - 1, `t${next(900)}`] as const,
      i,
    }));
    const before = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
    for (const width of [1, 2, 3, 4]) {
      const expected = rows.slice().sort((a, b) => {
        for (let k = 0; k < width; k++) {
          const sign = before(a.keys[k], b.keys[k]);
          if (sign !== 0) return sign;
        }
        return a.i - b.i;
      });
      const columns = Array.from(
        { length: width },
        (_, k) => rows.map((row) => row.keys[k]) as number[] | string[],
      );
      const values = rows.slice();
      sortByColumns(columns, values);
      expect(values).toEqual(expected);
    }
  }
});

test('zeros of both signs are equal', () => {
  const values = Array.from({ length: 20 }, (_, i) => i);
  sortByColumns([values.map((i) => (i % 2 === 0 ? 0 : -0)), values.map((i) => -i)], values);
  expect(values).toEqual(Array.from({ length: 20 }, (_, i) => 19 - i));
});
