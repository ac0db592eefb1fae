// How many blocks a verdict that is open needs.
import { expect, test } from 'vitest';
import { blocksToDecide, furtherBlocks } from './second-stage.ts';
import type { ResultRow } from './result.ts';

const row = (more: Partial<ResultRow>): ResultRow => ({
  engine: 'a',
  state: 'ok',
  processes: 10,
  iterations: 30,
  perProcess: [],
  memory: {},
  verdict: "can't tell",
  ratio: { value: 1, low: 0.98, high: 1.02 },
  ...more,
});

test('blocks grow with the square of the width, whatever the ratio', () => {
  const of = (half: number, ratio = 1) =>
    blocksToDecide({ low: ratio * Math.exp(-half), high: ratio * Math.exp(half) }, 10, 0.02);
  expect(of(0.012)).toBeLessThanOrEqual(11);
  expect(of(0.024)).toBe(of(0.024, 3));
  expect(of(0.048) / of(0.024)).toBeCloseTo(4, 0);
});
test('what is decided, failed or has too few processes needs none', () => {
  expect(furtherBlocks([row({ verdict: 'slower' }), row({ verdict: 'baseline' })], 'b', 0.02, 30)).toBe(
    undefined,
  );
  expect(furtherBlocks([row({ processes: 3 }), row({ ratio: { value: 1 } })], 'b', 0.02, 30)).toBe(undefined);
});
test('the neediest decides how many, the cap how many at most; decided engines stay out', () => {
  const rows = [
    row({ engine: 'b', verdict: 'baseline' }),
    row({ engine: 'c' }),
    row({ engine: 'd', ratio: { value: 1, low: 0.97, high: 1.03 } }),
    row({ engine: 'e', verdict: 'faster' }),
  ];
  expect(furtherBlocks(rows, 'b', 0.02, 100)).toEqual({ engines: new Set(['b', 'c', 'd']), blocks: 64 });
  expect(furtherBlocks(rows, 'b', 0.02, 30)?.blocks).toBe(30);
});
