// The statistics on fixed and on simulated data: each simulation is seeded, so that a failure repeats.
import { describe, expect, test } from 'vitest';
import {
  blockRatio,
  changepoints,
  classify,
  clockStep,
  createRandom,
  deriveSeed,
  geometricMean,
  mad,
  median,
  outliers,
  overallRatio,
  pairedRatio,
  processesNeeded,
  quantile,
  shuffled,
  steadyRatio,
  steadyState,
  steadyTime,
  studentQuantile,
  verdictOf,
} from './statistics.ts';
import type { Random } from './statistics.ts';

/** Standard normal, by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `k` processes of `n` iterations around `truth`, with relative deviations between and within processes. */
function simulate(
  random: Random,
  k: number,
  n: number,
  truth: number,
  between = 0.05,
  within = 0.03,
): number[][] {
  return Array.from({ length: k }, () => {
    const level = truth * Math.exp(between * normal(random));
    return Array.from({ length: n }, () => level * Math.exp(within * normal(random)));
  });
}

describe('order statistics', () => {
  const values = [7, 1, 3, 100, 5];
  test('median, MAD and quantiles do not need sorted input and leave it alone', () => {
    expect(median(values)).toBe(5);
    expect(mad(values)).toBe(2);
    expect(quantile(values, 0.25)).toBe(3);
    expect(quantile(values, 1)).toBe(100);
    expect(values).toEqual([7, 1, 3, 100, 5]);
  });
  test('geometric mean of 1, 10 and 100 is 10', () =>
    expect(geometricMean([1, 10, 100])).toBeCloseTo(10, 10));
  test('nothing has no median', () => expect(median([])).toBeNaN());
});

describe("Student's t", () => {
  // Table values, two-sided 95 %.
  test.each([
    [1, 12.706],
    [2, 4.3027],
    [3, 3.1824],
    [4, 2.7764],
    [9, 2.2622],
    [18, 2.1009],
    [29, 2.0452],
    [Infinity, 1.96],
  ])('0.975 quantile with %d degrees of freedom', (df, expected) => {
    expect(Math.abs(studentQuantile(0.975, df) / expected - 1)).toBeLessThan(0.005);
  });
  test('falls steadily as degrees of freedom grow, also between whole numbers', () => {
    let previous = Infinity;
    for (let df = 1; df < 12; df += 0.25) {
      const t = studentQuantile(0.975, df);
      expect(t).toBeLessThan(previous);
      previous = t;
    }
  });
});

describe('random source', () => {
  test('the same seed gives the same numbers, another seed others', () => {
    const take = (seed: number) => {
      const r = createRandom(seed);
      return [r(), r(), r()];
    };
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
    expect(deriveSeed(1, 'ab', 'c')).not.toBe(deriveSeed(1, 'a', 'bc'));
  });
  test('is uniform enough: 100,000 draws into 20 bins', () => {
    const r = createRandom(42);
    const bins = new Array(20).fill(0);
    for (let i = 0; i < 100_000; i++) bins[Math.floor(r() * 20)]++;
    const chi = bins.reduce((sum, b) => sum + (b - 5000) ** 2 / 5000, 0);
    expect(chi).toBeLessThan(43.8); // 99.9 % with 19 degrees of freedom
  });
  test('shuffling keeps the items and reaches all orders', () => {
    const r = createRandom(3);
    const seen = new Set<string>();
    for (let i = 0; i < 300; i++) seen.add(shuffled(['a', 'b', 'c'], r).join(''));
    expect(seen.size).toBe(6);
  });
});

describe('changepoints', () => {
  test('two steps in a noiseless series', () => {
    expect(changepoints([5, 5, 5, 5, 9, 9, 9, 1, 1, 1], 1)).toEqual([4, 7]);
  });
  test('none in a flat one, even when long', () => {
    const r = createRandom(5);
    const series = Array.from({ length: 500 }, () => 1 + 0.01 * normal(r));
    expect(changepoints(series, 3 * Math.log(500) * 0.01 ** 2)).toEqual([]);
  });
  test('agrees with an exhaustive search over all segmentations', () => {
    const r = createRandom(8);
    const cost = (xs: number[]) => {
      const m = xs.reduce((a, b) => a + b, 0) / xs.length;
      return xs.reduce((a, b) => a + (b - m) ** 2, 0);
    };
    for (let trial = 0; trial < 50; trial++) {
      const series = Array.from({ length: 9 }, () => Math.floor(r() * 6));
      const total = (starts: number[]) =>
        [0, ...starts].reduce(
          (sum, s, i, all) => sum + cost(series.slice(s, all[i + 1] ?? 9)),
          2 * starts.length,
        );
      let best = Infinity;
      for (let mask = 0; mask < 256; mask++) {
        const starts = [1, 2, 3, 4, 5, 6, 7, 8].filter((_, i) => mask & (1 << i));
        best = Math.min(best, total(starts));
      }
      expect(total(changepoints(series, 2))).toBeCloseTo(best, 9);
    }
  });
});

describe('warm-up classes', () => {
  const r = createRandom(11);
  const noisy = (levels: [number, number][], noise = 0.01) =>
    levels.flatMap(([level, count]) => Array.from({ length: count }, () => level * (1 + noise * normal(r))));

  test('flat: steady from the second sample on (the first is the first run)', () => {
    expect(steadyState(noisy([[10, 30]]))).toMatchObject({ class: 'flat', from: 1 });
  });
  test('warm-up: steady from the last step down', () => {
    const s = steadyState(
      noisy([
        [100, 1],
        [20, 4],
        [10, 25],
      ]),
    );
    expect(s.class).toBe('warm-up');
    expect(s.from).toBe(5);
  });
  test('slowdown: ends slower than it was', () => {
    expect(
      steadyState(
        noisy([
          [10, 10],
          [13, 20],
        ]),
      ),
    ).toMatchObject({ class: 'slowdown', from: 10 });
  });
  test('no steady state: still changing near the end', () => {
    expect(
      steadyState(
        noisy([
          [10, 9],
          [20, 9],
          [10, 9],
          [20, 3],
        ]),
      ).class,
    ).toBe('no-steady-state');
  });
  test('a spike is an outlier, not a level; a slow first sample is no outlier', () => {
    const series = noisy([[10, 30]]);
    series[0] = 40;
    series[17] = 60;
    expect(outliers(series)).toEqual([17]);
    expect(steadyState(series)).toMatchObject({ class: 'warm-up', from: 1 });
  });
  test('a curve as real CPython in wasm shows it: two slow samples, then steady', () => {
    const series = [113.6, 53.6, 35.1, 34.7, 35.4, 36.4, 34.5, 33.8, 35.4, 34.8];
    expect(outliers(series)).toEqual([]);
    expect(steadyState(series)).toMatchObject({ class: 'warm-up', from: 2 });
  });
  test('few samples have an answer too', () => {
    expect(steadyState([5])).toMatchObject({ class: 'flat', from: 0 });
    expect(steadyState([50, 5])).toMatchObject({ class: 'flat', from: 1 });
    expect(steadyState([50, 5, 5.01, 4.99])).toMatchObject({ class: 'warm-up', from: 1 });
  });
  test('nineteen of twenty flat series are called flat, at 10 and at 30 samples and 1 to 5 % noise', () => {
    for (const n of [10, 30])
      for (const noise of [0.01, 0.03, 0.05]) {
        let flat = 0;
        for (let i = 0; i < 200; i++) flat += Number(steadyState(noisy([[10, n]], noise)).class === 'flat');
        expect(flat, `${n} samples, ${noise}`).toBeGreaterThanOrEqual(190);
      }
  });
  test('processes that differ are inconsistent; one in ten may', () => {
    const of = (c: 'flat' | 'warm-up') => ({ class: c, from: 1, changes: [] });
    expect(classify([of('flat'), of('flat'), of('flat')]).class).toBe('flat');
    expect(classify([of('flat'), of('warm-up'), of('warm-up')])).toEqual({
      class: 'inconsistent',
      counts: { flat: 1, 'warm-up': 2 },
    });
    expect(classify([...Array.from({ length: 9 }, () => of('flat')), of('warm-up')]).class).toBe('flat');
  });
});

describe('hierarchical bootstrap', () => {
  test('fixed data: value is the ratio of geometric means of process medians, and the seed decides the interval', () => {
    const a = [
      [2, 2, 2],
      [8, 8, 8],
    ];
    const b = [
      [1, 1, 9],
      [4, 4, 4],
    ];
    const once = steadyRatio(a, b, { seed: 1 });
    expect(once.value).toBeCloseTo(2, 10);
    expect(steadyRatio(a, b, { seed: 1 })).toEqual(once);
    expect(once.low).toBeLessThan(2);
    expect(once.high).toBeGreaterThan(2);
  });
  test('the ratio turned around is the inverse', () => {
    const r = createRandom(2);
    const a = simulate(r, 10, 30, 3);
    const b = simulate(r, 10, 30, 1);
    const there = steadyRatio(a, b, { seed: 1, resamples: 4000 });
    const back = steadyRatio(b, a, { seed: 1, resamples: 4000 });
    expect(there.value * back.value).toBeCloseTo(1, 10);
    expect(there.low * back.high).toBeCloseTo(1, 1);
  });
  test('identical samples have an interval of no width; one process has none at all', () => {
    const flat = [
      [3, 3],
      [3, 3],
    ];
    expect(steadyTime(flat, { seed: 1 })).toEqual({
      value: expect.closeTo(3, 10),
      low: expect.closeTo(3, 10),
      high: expect.closeTo(3, 10),
    });
    expect(steadyTime([[3, 3]], { seed: 1 })).toMatchObject({ low: 0, high: Infinity });
  });

  // 5 % between, 3 % within processes, 500 results each. The uncorrected bootstrap covers 80 %, 90 % and 94.5 %.
  test.each([
    ['--quick', 3, 10, 0.92, 0.995],
    ['default', 10, 30, 0.92, 0.98],
    ['--rigorous', 30, 30, 0.92, 0.98],
    ['whole runs', 10, 1, 0.92, 0.98],
  ])('95-percent intervals cover the truth: %s, %d×%d', (_name, k, n, low, high) => {
    const r = createRandom(77);
    let covered = 0;
    for (let i = 0; i < 500; i++) {
      const ratio = steadyRatio(simulate(r, k, n, 1.3), simulate(r, k, n, 1), { seed: i, resamples: 800 });
      covered += Number(ratio.low <= 1.3 && 1.3 <= ratio.high);
    }
    expect(covered / 500).toBeGreaterThanOrEqual(low);
    expect(covered / 500).toBeLessThanOrEqual(high);
  });

  test('A/A: never both directions, at least 95 % same or undecided; a quiet machine says same', () => {
    const r = createRandom(99);
    let moved = 0;
    let same = 0;
    for (let i = 0; i < 200; i++) {
      const noisy = steadyRatio(simulate(r, 10, 30, 1), simulate(r, 10, 30, 1), { seed: i, resamples: 800 });
      moved += Number(['faster', 'slower'].includes(verdictOf(noisy, 10, 0.02)));
      const quiet = steadyRatio(simulate(r, 10, 30, 1, 0.005, 0.01), simulate(r, 10, 30, 1, 0.005, 0.01), {
        seed: i,
        resamples: 800,
      });
      same += Number(verdictOf(quiet, 10, 0.02) === 'same');
    }
    expect(moved / 200).toBeLessThanOrEqual(0.05);
    expect(same / 200).toBeGreaterThanOrEqual(0.95);
  });

  test('a slowdown of 20 % is found at 10×30, of 5 % at 30×30 in four of five', () => {
    const r = createRandom(123);
    let twenty = 0;
    let five = 0;
    for (let i = 0; i < 20; i++) {
      const a = steadyRatio(simulate(r, 10, 30, 1.2), simulate(r, 10, 30, 1), { seed: i });
      twenty += Number(verdictOf(a, 10, 0.02) === 'slower');
      const b = steadyRatio(simulate(r, 30, 30, 1.05, 0.03), simulate(r, 30, 30, 1, 0.03), { seed: i });
      five += Number(verdictOf(b, 30, 0.02) === 'slower');
    }
    expect(twenty).toBe(20);
    expect(five).toBeGreaterThanOrEqual(16);
  });
});

describe('pairs of a block', () => {
  /** Each block has a speed of the machine, and one process in `rare` is slowed by something else. */
  function simulateBlocks(random: Random, k: number, ratio: number, rare = Infinity) {
    const one = (truth: number, machine: number) => {
      const level = truth * machine * (random() < 1 / rare ? 1.5 : 1) * Math.exp(0.02 * normal(random));
      return Array.from({ length: 30 }, () => level * Math.exp(0.03 * normal(random)));
    };
    const blocks = Array.from({ length: k }, () => {
      const machine = Math.exp(0.1 * normal(random));
      return [one(ratio, machine), one(1, machine)];
    });
    return [blocks.map((b) => b[0]), blocks.map((b) => b[1])];
  }
  test('fixed data: the middle three of five differences decide, and the inverse has the inverse interval', () => {
    const b = [[1], [2], [4], [1], [3]];
    const a = [[2.2], [4], [8], [9], [0.3]];
    const { value, low, high } = pairedRatio(a, b);
    expect(value).toBeCloseTo(Math.cbrt(2.2 * 2 * 2), 10);
    const back = pairedRatio(b, a);
    expect([1 / back.high, 1 / back.value, 1 / back.low]).toEqual(
      [low, value, high].map((x) => expect.closeTo(x, 10)),
    );
  });
  test('what the machine does from block to block is in no difference', () => {
    const machine = [1, 1.5, 0.7, 1.2, 2, 1.1];
    const { value, low, high } = pairedRatio(
      machine.map((m) => [3 * m]),
      machine.map((m) => [2 * m]),
    );
    expect([value, low, high]).toEqual([1.5, 1.5, 1.5].map((x) => expect.closeTo(x, 10)));
  });
  test.each([5, 10, 30])('they cover the truth on a machine that drifts and is disturbed: %d blocks', (k) => {
    const r = createRandom(41);
    let covered = 0;
    for (let i = 0; i < 500; i++) {
      const ratio = pairedRatio(...(simulateBlocks(r, k, 1.3, 10) as [number[][], number[][]]));
      covered += Number(ratio.low <= 1.3 && 1.3 <= ratio.high);
    }
    expect(covered / 500).toBeGreaterThanOrEqual(0.92);
    expect(covered / 500).toBeLessThanOrEqual(0.98);
  });
  test('there 5 % is found by 30 blocks in nine of ten, where independent processes show it in fewer than one of ten', () => {
    const r = createRandom(42);
    let paired = 0;
    let independent = 0;
    for (let i = 0; i < 50; i++) {
      const [a, b] = simulateBlocks(r, 30, 1.05, 20);
      paired += Number(verdictOf(pairedRatio(a, b), 30, 0.02) === 'slower');
      independent += Number(verdictOf(steadyRatio(a, b, { seed: i, resamples: 500 }), 30, 0.02) === 'slower');
    }
    expect(paired).toBeGreaterThanOrEqual(45);
    expect(independent).toBeLessThan(5);
  });
  test('blocks that lack a side fall out; with too many of them, or fewer than five, the processes count as independent', () => {
    const side = (blocks: number[], f: number) =>
      blocks.map((block) => ({ block, steady: [f * (block + 1)] }));
    const whole = [0, 1, 2, 3, 4, 5];
    expect(blockRatio(side(whole, 2), side(whole.slice(1), 1), { seed: 1 })).toEqual({
      value: expect.closeTo(2, 10),
      low: expect.closeTo(2, 10),
      high: expect.closeTo(2, 10),
    });
    for (const few of [whole.slice(2), whole.slice(0, 4)]) {
      const [a, b] = [side(whole, 2), side(few, 1)];
      const independent = steadyRatio(
        a.map((p) => p.steady),
        b.map((p) => p.steady),
        { seed: 1 },
      );
      expect(blockRatio(a, b, { seed: 1 })).toEqual(independent);
    }
  });
});

describe('verdicts', () => {
  const of = (low: number, high: number, processes = 10) =>
    verdictOf({ value: Math.sqrt(low * high), low, high }, processes, 0.02);
  test('outside the margin a direction, inside the same, across it neither', () => {
    expect(of(0.5, 0.9)).toBe('faster');
    expect(of(1.1, 1.3)).toBe('slower');
    expect(of(0.99, 1.01)).toBe('same');
    expect(of(0.9, 1.01)).toBe("can't tell");
    expect(of(1.01, 1.3)).toBe("can't tell");
  });
  test('below five processes nothing can be told, however clear it looks', () => {
    expect(of(5, 6, 4)).toBe("can't tell");
    expect(of(5, 6, 5)).toBe('slower');
  });
});

test('overall ratio is the geometric mean with a t interval on logarithms', () => {
  const overall = overallRatio([2, 4, 8]);
  expect(overall.value).toBeCloseTo(4, 10);
  // half-width: t(0.975, 2) · log 2 / √3
  expect(Math.log(overall.high)).toBeCloseTo(Math.log(4) + (4.3027 * Math.log(2)) / Math.sqrt(3), 2);
  expect(overallRatio([2, 8])).toEqual({ value: expect.closeTo(4, 10), low: 0, high: Infinity });
});

test("processes needed follow pyperf's rule", () => {
  const values = [0.98, 1.02, 0.98, 1.02];
  const sigma = Math.sqrt((4 * 0.02 ** 2) / 3);
  expect(processesNeeded(values)).toBe(Math.ceil((4 * 1.96 ** 2 * sigma ** 2) / 0.01 ** 2));
});

describe('clock step', () => {
  test('whole milliseconds betray a clock that moves in them', () =>
    expect(clockStep([5, 6, 5, 7, 6])).toBe(1));
  test('tens betray a slower one', () => expect(clockStep([10, 20, 10, 30, 10])).toBe(10));
  test('a fine clock has no step to be seen, and few readings betray nothing', () => {
    expect(clockStep([5.12345, 6.0001, 5.2342, 7.1, 6.7])).toBe(0);
    expect(clockStep([5, 6])).toBe(0);
  });
});
