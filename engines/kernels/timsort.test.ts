import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadOracle } from './test-oracle.ts';
import { sortByKey, sortNumbers, sortStrings, timsort } from './timsort.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
beforeAll(async () => {
  oracle = await loadOracle();
});

/** Runs, plateaus, descents, noise: what makes merges gallop. */
const piece = fc.tuple(
  fc.constantFrom('up', 'down', 'flat', 'noise', 'few', 'steps'),
  fc.integer({ min: 1, max: 200 }),
  fc.integer({ min: 0, max: 500 }),
);
function numbers(pieces: [string, number, number][]): number[] {
  const result: number[] = [];
  for (const [kind, length, start] of pieces) {
    for (let i = 0; i < length; i++) {
      const noise = Math.abs(Math.imul(start * 7919 + i * 104729, 2654435761) >> 8);
      if (kind === 'up') result.push(start + i);
      else if (kind === 'down') result.push(start - i);
      else if (kind === 'flat') result.push(start);
      else if (kind === 'steps') result.push(start - (i >> 2));
      else result.push(kind === 'few' ? noise % 4 : noise % 1000);
    }
  }
  return result;
}
const lists = fc.sample(fc.array(piece, { maxLength: 8 }), { numRuns: 150, seed: 314 }).map(numbers);

const PROGRAM = `
log = []
class Item:
    def __init__(self, n, at): self.n, self.at = n, at
    def __lt__(self, other):
        log.append(self.at * 10007 + other.at)
        if limit is not None and len(log) > limit: raise ZeroDivisionError
        return self.n < other.n
answer = []
for items, limit in input_:
    log.clear()
    items = [Item(n, at) for at, n in enumerate(items)]
    try: items.sort()
    except ZeroDivisionError: pass
    h = 0
    for x in log: h = (h * 31 + x) % 1000003
    answer.append([[i.at for i in items], len(log), h])
`;

describe('timsort', () => {
  it.each([null, 0, 1, 50, 500] as const)(
    'makes the comparisons of list.sort, in its order; raising at %s',
    (limit) => {
      const expected = oracle.run<[number[], number, number][]>(
        PROGRAM,
        lists.map((list) => [list, limit]),
      );
      lists.forEach((list, k) => {
        const keys = list.map((n, at) => ({ n, at }));
        const values = keys.map((key) => key.at);
        let calls = 0;
        let digest = 0;
        try {
          timsort(keys, values, (a, b) => {
            calls++;
            digest = (digest * 31 + a.at * 10007 + b.at) % 1000003;
            if (limit !== null && calls > limit) throw new RangeError();
            return a.n < b.n;
          });
        } catch (e) {
          expect(e).toBeInstanceOf(RangeError);
        }
        expect([calls, digest], `list ${k}`).toEqual(expected[k].slice(1));
        expect(keys.map((key) => key.at)).toEqual(values);
        expect([...values].sort((a, b) => a - b)).toEqual(list.map((_, at) => at));
        if (limit === null) expect(values).toEqual(expected[k][0]);
      });
    },
  );

  it('sorts without calls', () => {
    for (const list of lists) {
      const sorted = [...list].sort((a, b) => a - b);
      const copy = [...list];
      sortNumbers(copy);
      expect(copy).toEqual(sorted);
      const keys = [...list];
      const values = list.map((_, at) => at);
      sortByKey(keys, values);
      expect(values.map((at) => list[at])).toEqual(sorted);
    }
    // Equal keys keep their order: halves are no small ints, the texts agree in more than a prefix or have wide units.
    const halves = Array.from({ length: 300 }, (_, i) => ((i * 37) % 11) / 2 - 1);
    const texts = halves.map((x) => `prefix of some length ${x}`);
    const wide = halves.map((x) => (x === 0 ? '' : `\u0100${x}`));
    for (const keys of [
      halves,
      [Infinity, ...halves, -Infinity, -0, 0],
      texts,
      [...texts, 'prefix', 'prefix\0', ''],
      wide,
    ]) {
      const values = keys.map((_, at) => at);
      sortByKey([...keys] as number[] | string[], values);
      const expected = keys
        .map((key, at) => ({ key, at }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.at - b.at));
      expect(values).toEqual(expected.map(({ at }) => at));
    }
    const zeros = [0, 1, -0, 0, -1, -0];
    sortNumbers(zeros);
    expect(zeros.map((x) => (Object.is(x, -0) ? '-0' : String(x)))).toEqual([
      '-1',
      '0',
      '-0',
      '0',
      '-0',
      '1',
    ]);
    const words = ['b', '\ufffd', 'a', '', 'ab', 'B', '\ud800'];
    sortStrings(words);
    expect(words).toEqual(['', 'B', 'a', 'ab', 'b', '\ud800', '\ufffd']);
  });
});
