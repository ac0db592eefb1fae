import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LN10, LN2, dividePair, expPair, logPair } from './double-double.ts';
import { quickExp, quickLog, quickLog10, quickLog2 } from './exp-log-tables.ts';
import { ldexp } from './math.ts';

const RUNS = 20_000;
const above = fc.double({ noNaN: true, noDefaultInfinity: true, min: 2 ** -1022 });
const near = fc.double({ noNaN: true, min: 0.5, max: 2 });

/** Where the quick way answers, it answers what twice the precision says; how often it does not. */
function check(
  arguments_: fc.Arbitrary<number>,
  quick: (x: number) => number,
  slow: (x: number) => number,
): number {
  let undecided = 0;
  fc.assert(
    fc.property(arguments_, (x) => {
      const y = quick(x);
      if (y !== y) undecided++;
      else expect(y).toBe(slow(x));
    }),
    { numRuns: RUNS, seed: 1 },
  );
  return undecided / RUNS;
}

const total = ([hi, lo]: readonly [number, number]): number => hi + lo;

test('logarithms are those of twice the precision, and mostly decided', () => {
  for (const x of [above, near]) {
    const other = x.filter((v) => v !== 1);
    expect(check(other, quickLog, (v) => total(logPair(v)))).toBeLessThan(0.05);
    expect(check(other, quickLog2, (v) => total(dividePair(logPair(v), LN2)))).toBeLessThan(0.05);
    expect(check(other, quickLog10, (v) => total(dividePair(logPair(v), LN10)))).toBeLessThan(0.05);
  }
});

test('so are exponentials', () => {
  const slow = (x: number): number => {
    const { value, exponent } = expPair([x, 0]);
    return ldexp(total(value), exponent);
  };
  for (const size of [700, 1]) {
    const x = fc.double({ noNaN: true, min: -size, max: size });
    expect(check(x, quickExp, slow)).toBeLessThan(0.05);
  }
  expect(quickExp(709)).toBeNaN();
});
