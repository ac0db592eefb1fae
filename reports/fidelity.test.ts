import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseResult } from '../harness/result.ts';
import type { LabResult } from '../harness/result.ts';
import { fidelityBody, fidelityOf, rankCorrelation } from './fidelity.ts';

const pairs = (f: (x: number, i: number) => number): [number, number][] =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((x, i) => [x, f(x, i)]);

describe('rank correlation', () => {
  test('the same order is 1, the opposite -1, whatever the scale', () => {
    expect(rankCorrelation(pairs((x) => x ** 3))!.value).toBeCloseTo(1, 12);
    expect(rankCorrelation(pairs((x) => -Math.exp(x)))!.value).toBeCloseTo(-1, 12);
  });
  test('a known value with ties', () => {
    // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) is 0.8207826816681233.
    const tied: [number, number][] = [
      [1, 5],
      [2, 6],
      [3, 7],
      [4, 8],
      [5, 7],
    ];
    expect(rankCorrelation(tied)!.value).toBeCloseTo(0.8207826816681233, 12);
  });
  test('the interval holds the value; too few say nothing', () => {
    const c = rankCorrelation(pairs((x, i) => x + (i % 3) * 2))!;
    expect(c.low).toBeLessThan(c.value);
    expect(c.high).toBeGreaterThan(c.value);
    expect(rankCorrelation(pairs((x) => x).slice(0, 3))).toBeUndefined();
  });
});

const file = join(dirname(fileURLToPath(import.meta.url)), 'testdata', 'result.json');
const stored = parseResult(readFileSync(file, 'utf8'), file);

/** The stored result with the rows of one workload for these engines. */
function made(times: Record<string, number[]>): LabResult {
  const result = structuredClone(stored);
  const [engine] = stored.engines;
  const implementations: Record<string, string> = { python3: 'CPython', pypy3: 'PyPy' };
  result.engines = Object.keys(times).map((id) => ({
    ...engine,
    id,
    role: id in implementations ? 'reference' : 'lab',
    kind: id in implementations ? 'program' : 'embedded',
    implementation: implementations[id],
  }));
  const [analysis] = stored.analysis.workloads;
  result.analysis.workloads = Object.values(times)[0].map((_, i) => ({
    ...analysis,
    workload: `w${i}`,
    rows: Object.entries(times).map(([id, values]) => ({
      engine: id,
      state: 'ok' as const,
      processes: 10,
      iterations: 30,
      steady: { value: values[i] },
      perProcess: [],
      memory: {},
    })),
  }));
  return result;
}

describe('fidelity', () => {
  const times = {
    'cpython-like': [10, 20, 30, 40],
    'pypy-like': [1, 4, 9, 20],
    python3: [5, 5, 5, 5],
    pypy3: [0.5, 1, 1.5, 2],
  };
  test('ratios of ours beside the real ones', () => {
    const [f] = fidelityOf(made(times));
    expect(f).toMatchObject({ measure: 'time', ours: 'pypy-like : cpython-like', real: 'pypy3 : python3' });
    expect(f.rows.map((r) => [r.ours, r.real])).toEqual([
      [0.1, 0.1],
      [0.2, 0.2],
      [0.3, 0.3],
      [0.5, 0.4],
    ]);
    expect(f.correlation!.value).toBeCloseTo(1, 12);
    expect(fidelityBody(made(times))).toContain('1.00 (');
  });
  test('without the real ones there is nothing to say', () => {
    const { pypy3: _, ...rest } = times;
    expect(fidelityOf(made(rest))).toEqual([]);
    expect(fidelityBody(stored)).toBe('');
  });
});
