// Each doubt arises where its rule says and nowhere else, and is printed only where it could change a verdict.
import { describe, expect, test } from 'vitest';
import { couldChange, doubtsOf, toWarning } from './warnings.ts';
import type { Judged, Measurements } from './warnings.ts';
import type { SteadyState } from './statistics.ts';

const steady: SteadyState = { class: 'flat', from: 1, changes: [] };
const samplesOf = (ms: (i: number) => number) =>
  Array.from({ length: 30 }, (_, i) => ({ ms: ms(i), loops: 1 }));
const good: Measurements = {
  engine: 'e',
  workload: 'w',
  mode: 'function',
  processes: 10,
  processesWanted: 10,
  iterationsWanted: 30,
  samples: Array.from({ length: 10 }, () => samplesOf((i) => 10.0123 + (i % 3) * 0.0511)),
  steadyStates: Array.from({ length: 10 }, () => steady),
  warmup: { class: 'flat', counts: { flat: 10 } },
  steady: { value: 10, low: 9.9, high: 10.1 },
  outputs: 1,
  hostWarnings: [],
  loadAverage: 0.3,
  cores: 2,
};
const names = (more: Partial<Measurements>) => doubtsOf({ ...good, ...more }).map((d) => d.name);

test('good measurements raise no doubt', () => expect(names({})).toEqual([]));

describe('each rule', () => {
  const all = (ms: (i: number) => number) => Array.from({ length: 10 }, () => samplesOf(ms));
  test.each([
    ['few-processes', { processes: 3 }],
    ['few-iterations', { samples: good.samples.map((p) => p.slice(0, 2)) }],
    ['unstable', { steady: { value: 10, low: 9, high: 11 } }],
    ['no-steady-state', { warmup: { class: 'inconsistent', counts: { flat: 5, 'no-steady-state': 5 } } }],
    ['too-short', { samples: all((i) => 0.2 + i * 0.00131) }],
    ['clock-resolution', { samples: all((i) => 10 + (i % 3)) }],
    ['outliers', { samples: all((i) => (i % 5 === 3 ? 31.7 : 10.0123 + (i % 3) * 0.01)) }],
    ['load-average', { loadAverage: 1.5 }],
    ['machine-disturbed', { disturbed: { processes: 4, worst: 1.5 } }],
    ['pinned-host-missing', { hostWarnings: ['pinned-host-missing'] }],
    ['host-overridden', { hostWarnings: ['host-overridden'] }],
    ['output-varies', { outputs: 2 }],
    [
      'baseline-code',
      {
        webAssembly: true,
        mode: 'whole',
        samples: Array.from({ length: 10 }, (_, i) => [{ ms: 10.0123 + i * 0.0131, loops: 1 }]),
        steadyStates: Array.from({ length: 10 }, () => ({ ...steady, from: 0 })),
      },
    ],
    ['host-doubt', { hostWarnings: ['something-else'] }],
  ] as [string, Partial<Measurements>][])('%s', (name, more) => {
    expect(names(more)).toEqual([name]);
  });
  test('a machine that was disturbed now and then, with calm processes enough, raises none', () => {
    expect(names({ disturbed: { processes: 0, worst: 1 } })).toEqual([]);
    const [{ text, error }] = doubtsOf({ ...good, disturbed: { processes: 4, worst: 1.5 } });
    expect(text).toContain('1.5 times at the worst, around 4 of 10 processes');
    expect(error).toBeCloseTo(0.5);
  });
  test('whole programs are not asked for samples they cannot have', () => {
    expect(
      names({
        mode: 'whole',
        samples: Array.from({ length: 10 }, (_, i) => [{ ms: 10.0123 + i * 0.0131, loops: 1 }]),
        steadyStates: Array.from({ length: 10 }, () => ({ ...steady, from: 0 })),
      }),
    ).toEqual([]);
  });
  test('unstable says how many processes would settle it', () => {
    const levels = [9, 11, 9, 11, 9, 11, 9, 11, 9, 11];
    const samples = levels.map((l) => samplesOf((i) => l + (i % 3) * 0.00131));
    const [doubt] = doubtsOf({ ...good, samples, steady: { value: 10, low: 9.2, high: 10.8 } });
    // deviation 10.5 % of the mean: 4 · 1.96² · 0.105² / 0.04² = 107
    expect(doubt.text).toBe('processes differ: ±8.0 % (±2 % would take about 107 of them)');
  });
  test('processes that did not run are told from those that did', () => {
    expect(doubtsOf({ ...good, processes: 1, processesWanted: 3 })[0].text).toContain('1 of 3 processes');
  });
});

describe('printed only where it matters', () => {
  const clear: Judged = {
    ratio: { value: 30, low: 29, high: 31 },
    verdict: 'slower',
    processes: 10,
    margin: 0.02,
  };
  const close: Judged = {
    ratio: { value: 1.1, low: 1.08, high: 1.12 },
    verdict: 'slower',
    processes: 10,
    margin: 0.02,
  };
  const open: Judged = {
    ratio: { value: 1.02, low: 0.9, high: 1.1 },
    verdict: "can't tell",
    processes: 10,
    margin: 0.02,
  };
  test('10 % of doubt: not at thirty times, but at 1.1 times and where nothing was decided', () => {
    expect([clear, close, open].map((j) => couldChange(j, 0.1))).toEqual([false, true, true]);
  });
  test('a clear verdict stays clear under another host, unless that could be as much', () => {
    expect(couldChange(clear, 3)).toBe(false);
    expect(couldChange(clear, 40)).toBe(true);
  });
  test('without a ratio nothing can change; varying output is said all the same', () => {
    const doubt = { name: 'unstable', text: '', error: 0.1 } as const;
    expect(toWarning(doubt, good, []).matters).toBe(false);
    expect(toWarning(doubt, good, [clear, close]).matters).toBe(true);
    expect(toWarning({ ...doubt, name: 'output-varies' }, good, []).matters).toBe(true);
  });
});
