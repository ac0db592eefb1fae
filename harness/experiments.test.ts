// The experiments themselves on a machine without one: what must be found is found, and what must fail fails.
import { describe, expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { coverage, COVERAGE_BAR, plantedNeeded, runAa, runPlanted, summariseAa } from './experiments.ts';
import { profiles } from './measure.ts';
import { FakeMachine } from './testing/fake-execution.ts';

const workload = { name: 'w', path: '/w.py', sha256: '', mode: 'function' as const, args: [1000] };
const common = {
  workloads: [workload],
  profile: 'default' as const,
  settings: { ...profiles.default, seed: 3, limits: { timeMs: 1000, outputBytes: 1000 }, env: {}, cwd: '/' },
  margin: 0.02,
  command: ['lab'],
  environment: readEnvironment(),
};
const hooks = (machine: FakeMachine) => ({ now: machine.now, date: () => '2026-01-01T00:00:00.000Z' });

test('intervals of the default profile cover the truth in 92 to 98 of 100', () => {
  const { share } = coverage({
    results: 200,
    processes: 10,
    iterations: 30,
    between: 0.05,
    within: 0.03,
    seed: 1,
  });
  expect(share).toBeGreaterThanOrEqual(COVERAGE_BAR[0]);
  expect(share).toBeLessThanOrEqual(COVERAGE_BAR[1]);
});

describe('A/A', () => {
  test('an engine with little noise is the same as itself', async () => {
    const machine = new FakeMachine([{ id: 'e', callMs: (i, p) => 10 + 0.01 * ((i * 7 + p) % 5) }]);
    const pairs = await runAa(
      { ...common, entries: machine.entries, execute: machine.execute },
      hooks(machine),
      { repeats: 2 },
    );
    expect(pairs).toEqual([
      { workload: 'w', engine: 'e', verdicts: ['same', 'same'], flat: true, steady: true },
    ]);
    expect(summariseAa(pairs).passed).toBe(true);
  });
  test('a budget measures fewer pairs, evenly, and a later run measures the rest', async () => {
    const ids = ['a', 'b', 'c'];
    const machine = new FakeMachine(ids.map((id) => ({ id })));
    const workloads = ids.map((name) => ({ ...workload, name, path: `/${name}.py` }));
    const request = { ...common, workloads, entries: machine.entries, execute: machine.execute };
    const told: [number, number][] = [];
    const first = await runAa(request, hooks(machine), {
      repeats: 1,
      // Each process takes some 320 ms, a pair 20 of them.
      budgetMs: 25_000,
      onLeft: (pairs, ms) => told.push([pairs, Math.round(ms / 1000)]),
    });
    expect(first.map((p) => p.workload + p.engine)).toEqual(['aa', 'bb', 'cc']);
    expect(told).toEqual([
      [8, 19],
      [7, 12],
    ]);
    expect(summariseAa(first, 9)).toMatchObject({ pairs: 3, planned: 9 });
    const all = await runAa(request, hooks(machine), { repeats: 1, done: first });
    expect(all.slice(0, 3)).toEqual(first);
    expect(new Set(all.map((p) => p.workload + p.engine)).size).toBe(9);
  });
  test('an engine that cannot run a workload is no comparison, and is named', async () => {
    const machine = new FakeMachine([
      { id: 'e', result: () => ({ state: 'python-error', status: 1, message: 'MemoryError' }) },
    ]);
    const request = { ...common, entries: machine.entries, execute: machine.execute };
    const summary = summariseAa(await runAa(request, hooks(machine), { repeats: 2 }));
    expect(summary).toMatchObject({
      pairs: 0,
      comparisons: 0,
      failed: ['w on e: MemoryError'],
      passed: false,
    });
  });
  const pair = (...verdicts: string[]) => ({
    workload: 'w',
    engine: 'e',
    verdicts,
    flat: true,
    steady: true,
  });
  test('both directions, many differences, much undecided: each fails', () => {
    expect(summariseAa([pair('faster', 'slower')]).bothDirections).toEqual(['w on e']);
    const same = Array.from({ length: 19 }, () => 'same');
    expect(summariseAa([pair(...same, 'faster')]).passed).toBe(true);
    expect(summariseAa([pair(...same, 'faster', 'faster')]).passed).toBe(false);
    expect(summariseAa([pair('same', "can't tell")]).passed).toBe(false);
    expect(summariseAa([{ ...pair('same', "can't tell"), flat: false, steady: false }]).passed).toBe(true);
    // What is steady after a warm-up is counted beside, and asked nothing.
    const warm = { ...pair('same', "can't tell"), flat: false };
    expect(summariseAa([warm])).toMatchObject({ flat: 0, steady: 2, steadyUndecided: 1, passed: true });
    expect(summariseAa([]).passed).toBe(false);
  });
});

test('a planted slowdown reaches the twin alone, and is found', async () => {
  const machine = new FakeMachine([{ id: 'e' }]);
  const seen = new Map<string, unknown>();
  // Time in proportion to the argument, which the machine's rows do not see.
  const execute: typeof machine.execute = async (job, options) => {
    seen.set(job.entry.id, job.measure?.args);
    const result = await machine.execute(job, options);
    const factor = Number(job.measure!.args[0]) / 1000;
    return {
      ...result,
      samples: result.samples.map((s, i) => ({ ...s, ms: s.ms * factor * (1 + 0.001 * (i % 3)) })),
    };
  };
  const request = { ...common, entry: machine.entries[0], execute };
  const trials = await runPlanted(request, hooks(machine), { factor: 1.2, trials: 2 });
  expect(trials.map((t) => t.verdict)).toEqual(['slower', 'slower']);
  expect(trials[0]).toMatchObject({ processes: 10, samples: 30 });
  const more = await runPlanted(request, hooks(machine), { factor: 1.2, trials: 3, done: trials });
  expect(more.slice(0, 2)).toEqual(trials);
  expect(more).toHaveLength(3);
  // A sixth of the time that a trial takes: fewer samples, and the verdict says on how many it stands.
  const [short] = await runPlanted(request, hooks(machine), { factor: 1.2, trials: 1, budgetMs: 1500 });
  expect(short.samples).toBeLessThan(30);
  expect(seen.get('e')).toEqual([1000]);
  expect(seen.get('e#slow')).toEqual([1200]);
  expect(plantedNeeded('default', 20)).toBe(20);
  expect(plantedNeeded('rigorous', 20)).toBe(16);
});
