// Slice bounds against a length, checked against Python's definition: the indices that a loop from start to stop visits.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adjust } from './slice.ts';

const FAR = Number.MAX_SAFE_INTEGER;
const bound = fc.integer({ min: -12, max: 12 });

/** Items of a list of `length` items that `[start:stop:step]` selects, by the language reference. */
function selected(start: number, stop: number, step: number, length: number): number[] {
  const clip = (i: number): number => {
    const k = i < 0 ? i + length : i;
    return step > 0 ? Math.min(Math.max(k, 0), length) : Math.min(Math.max(k, -1), length - 1);
  };
  const indices: number[] = [];
  for (let i = clip(start); step > 0 ? i < clip(stop) : i > clip(stop); i += step) indices.push(i);
  return indices;
}

it('visits the indices of the language reference', () => {
  const step = fc.integer({ min: -4, max: 4 }).filter((n) => n !== 0);
  fc.assert(
    fc.property(bound, bound, step, fc.nat(10), (start, stop, stride, length) => {
      const found = adjust({ start, stop, step: stride }, length);
      const indices = Array.from({ length: found.count }, (_, k) => found.start + k * stride);
      expect(indices).toEqual(selected(start, stop, stride, length));
    }),
  );
});

it('takes bounds and steps as far as they go', () => {
  expect(adjust({ start: FAR, stop: -FAR, step: -1 }, 3)).toEqual({ start: 2, stop: -1, step: -1, count: 3 });
  expect(adjust({ start: 0, stop: FAR, step: FAR }, 3).count).toBe(1);
  expect(adjust({ start: 0, stop: FAR, step: 1 }, 0).count).toBe(0);
});
