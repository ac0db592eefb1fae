// The sort as a generator: order, stability, that nothing is lost when a comparison fails, and the number of comparisons that real
// CPython 3.14.2 makes (workloads/conformance/sorting/comparisons-used.expected).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timsort } from './resumable-timsort.ts';
import type { Question } from './resumable-timsort.ts';

interface Item {
  key: number;
  place: number;
}

function sort(keys: readonly number[], failAt = Infinity): { items: Item[]; comparisons: number } {
  const items = keys.map((key, place) => ({ key, place }));
  const question: Question<Item> = { a: items[0], b: items[0], less: false };
  const sorting = timsort(items, question);
  let comparisons = 0;
  while (!sorting.next().done) {
    comparisons++;
    if (comparisons === failAt) {
      sorting.return();
      break;
    }
    question.less = question.a.key < question.b.key;
  }
  return { items, comparisons };
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const keysWithRuns = fc
  .array(fc.oneof(fc.array(fc.integer({ min: 0, max: 50 })), fc.nat(200).map(range)), { maxLength: 8 })
  .map((parts) => parts.flat());

describe('timsort', () => {
  it('orders, and leaves equal keys in their order', () => {
    fc.assert(
      fc.property(keysWithRuns, (keys) => {
        const { items } = sort(keys);
        const expected = keys
          .map((key, place) => ({ key, place }))
          .sort((a, b) => a.key - b.key || a.place - b.place);
        expect(items).toEqual(expected);
      }),
    );
  });

  it('keeps every item when a comparison fails', () => {
    fc.assert(
      fc.property(keysWithRuns, fc.nat(2000), (keys, failAt) => {
        const places = sort(keys, failAt + 1).items.map((item) => item.place);
        expect(places.sort((a, b) => a - b)).toEqual(range(keys.length));
      }),
    );
  });

  it('keeps every item under a comparison that contradicts itself', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.infiniteStream(fc.boolean()), (n, answers) => {
        const items = range(n);
        const question: Question<number> = { a: 0, b: 0, less: false };
        const sorting = timsort(items, question);
        while (!sorting.next().done) question.less = answers.next().value!;
        expect([...items].sort((a, b) => a - b)).toEqual(range(n));
      }),
    );
  });

  it.each([
    ['ascending', range(200)],
    ['descending', range(200).reverse()],
    ['all equal', range(200).fill(7)],
  ])('sees that %s is one run', (_name, keys) => {
    expect(sort(keys).comparisons).toBeLessThanOrEqual(2 * keys.length);
  });
});
