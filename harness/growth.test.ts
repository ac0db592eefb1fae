import { describe, expect, test } from 'vitest';
import { fitExponent } from './growth.ts';

const points = (f: (n: number) => number) => [10, 100, 1000, 10_000].map((n) => ({ n, ms: f(n) }));

describe('the exponent of growth', () => {
  test('a power law gives its exponent, with no width', () => {
    for (const k of [0, 1, 1.5, 2]) {
      const fit = fitExponent(points((n) => 0.003 * n ** k))!;
      expect(fit.value).toBeCloseTo(k, 9);
      expect(fit.high! - fit.low!).toBeLessThan(1e-6);
    }
  });
  test('n log n lies between linear and quadratic, and the interval says that it is no power law', () => {
    const fit = fitExponent(points((n) => n * Math.log(n)))!;
    expect(fit.value).toBeGreaterThan(1);
    expect(fit.value).toBeLessThan(1.4);
    expect(fit.high! - fit.low!).toBeGreaterThan(0.01);
  });
  test('two sizes have an exponent and no interval; one has neither', () => {
    const two = points((n) => n * n).slice(0, 2);
    expect(fitExponent(two)).toEqual({ value: expect.closeTo(2, 9) });
    expect(fitExponent(two.slice(0, 1))).toBeUndefined();
    expect(fitExponent([two[0], two[0]])).toBeUndefined();
  });
});
