// The order and the budgets of processes, on a simulated clock.
import { describe, expect, test } from 'vitest';
import { blocks, dropForTime, measureWorkload, profiles, sampleBudget } from './measure.ts';
import type { Done, MeasureHooks, MeasureSettings, Workload } from './measure.ts';
import { FakeMachine, fakeEntry } from './testing/fake-execution.ts';
import type { FakeEngine } from './testing/fake-execution.ts';

const workload: Workload = { name: 'w', path: '/w.py', sha256: '', mode: 'function', args: [] };
const settings = (more: Partial<MeasureSettings> = {}): MeasureSettings => ({
  ...profiles.default,
  seed: 1,
  limits: { timeMs: 60_000, outputBytes: 1e6 },
  env: {},
  cwd: '/',
  ...more,
});
const run = async (engines: FakeEngine[], more: Partial<MeasureSettings> = {}, w = workload) => {
  const machine = new FakeMachine(engines);
  const made = await measureWorkload(w, machine.entries, settings(more), machine.execute, {
    now: machine.now,
  });
  const count = (id: string) => made.filter((m) => m.entry.id === id).length;
  return { machine, made, count };
};

describe('blocks', () => {
  test('each block holds each engine once; every second mirrors the one before; the seed decides', () => {
    const b = blocks(['a', 'b', 'c'], 6, 7);
    for (const block of b) expect([...block].sort()).toEqual(['a', 'b', 'c']);
    for (const i of [1, 3, 5]) expect(b[i]).toEqual([...b[i - 1]].reverse());
    expect(blocks(['a', 'b', 'c'], 6, 7)).toEqual(b);
    const orders = new Set(
      Array.from({ length: 40 }, (_, seed) => blocks(['a', 'b', 'c'], 1, seed)[0].join('')),
    );
    expect(orders.size).toBe(6);
  });
  test('a linear drift of the machine is no difference between engines', async () => {
    // Both engines slow down by 1 % a process; interleaved, their means stay together.
    let calls = 0;
    const drifting = () => 10 * (1 + 0.01 * Math.floor(calls++ / 30));
    const { made } = await run([
      { id: 'a', callMs: drifting },
      { id: 'b', callMs: drifting },
    ]);
    const meanOf = (id: string) => {
      const own = made.filter((m) => m.entry.id === id).map((m) => m.result.samples[5].ms);
      return own.reduce((x, y) => x + y, 0) / own.length;
    };
    expect(Math.abs(meanOf('a') / meanOf('b') - 1)).toBeLessThan(0.002);
  });
});

describe('processes', () => {
  test('default: ten of each, thirty samples in each', async () => {
    const { made, count } = await run([{ id: 'a' }, { id: 'b' }]);
    expect([count('a'), count('b')]).toEqual([10, 10]);
    expect(made.every((m) => m.result.samples.length === 30)).toBe(true);
  });
  test('what fails is not run again, and the others go on', async () => {
    const { count } = await run([{ id: 'a', result: () => ({ state: 'died', message: 'x' }) }, { id: 'b' }]);
    expect([count('a'), count('b')]).toEqual([1, 10]);
  });
  test('an executor that throws is one engine’s failure', async () => {
    const machine = new FakeMachine([{ id: 'a' }, { id: 'b' }]);
    const made = await measureWorkload(
      workload,
      machine.entries,
      settings(),
      (job, options) => {
        if (job.entry.id === 'a') throw new Error('boom');
        return machine.execute(job, options);
      },
      { now: machine.now },
    );
    expect(made.filter((m) => m.entry.id === 'a').map((m) => m.result)).toMatchObject([
      { state: 'died', message: expect.stringContaining('boom') },
    ]);
    expect(made.filter((m) => m.entry.id === 'b').length).toBe(10);
  });
  test('a whole program has no plan of samples', async () => {
    const { machine } = await run([{ id: 'a' }], {}, { ...workload, mode: 'whole' });
    expect(machine.executed.every((e) => e.budgetMs === undefined)).toBe(true);
  });
  test('stops when told and keeps what was made', async () => {
    const machine = new FakeMachine([{ id: 'a' }, { id: 'b' }]);
    const stop = new AbortController();
    machine.before = (count) => {
      if (count === 5) stop.abort();
    };
    const made = await measureWorkload(workload, machine.entries, settings(), machine.execute, {
      now: machine.now,
      signal: stop.signal,
    });
    expect(made.length).toBe(5);
    expect(made[4].result.state).toBe('interrupted');
  });
});

describe('blocks beyond the plan', () => {
  const measured = async (
    hooks: Partial<MeasureHooks>,
    more: Partial<MeasureSettings> = {},
    done: readonly Done[] = [],
  ) => {
    const machine = new FakeMachine([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    const made = await measureWorkload(
      workload,
      machine.entries,
      settings(more),
      machine.execute,
      { now: machine.now, ...hooks },
      done,
    );
    return made.map((m) => `${m.entry.id}${m.block}`).sort();
  };
  const ofBlocks = (engines: string, from: number, to: number) =>
    [...engines].flatMap((e) => Array.from({ length: to - from }, (_, i) => `${e}${from + i}`)).sort();

  test('a block in which the machine was disturbed is run again, with all its engines', async () => {
    // Readings 0-3 stand around the processes of block 0, 9-12 around those of block 3.
    let reading = 0;
    const made = await measured({ witness: () => (reading++ === 11 ? 1.5 : 1) });
    expect(made).toEqual(ofBlocks('abc', 0, 11));
  });
  test('a machine that is always at something else ends all the same', async () => {
    let reading = 0;
    const made = await measured({ witness: () => (reading++ % 3 === 0 ? 1 : 2) });
    expect(made).toEqual(ofBlocks('abc', 0, 20));
  });
  test('engines whose verdict is open go on, once', async () => {
    let asked = 0;
    const further = () => {
      asked++;
      return { engines: new Set(['a', 'c']), blocks: 14 };
    };
    expect(await measured({ further })).toEqual([...ofBlocks('b', 0, 10), ...ofBlocks('ac', 0, 14)].sort());
    expect(asked).toBe(1);
  });
  test('disturbed blocks of the second stage are run again too, by those who take part in it', async () => {
    let reading = 0;
    const made = await measured({
      // 31 readings belong to the plan; the next stands between the two processes of a block.
      witness: () => (reading++ === 31 ? 1.5 : 1),
      further: () => ({ engines: new Set(['a', 'b']), blocks: 12 }),
    });
    expect(made).toEqual([...ofBlocks('c', 0, 10), ...ofBlocks('ab', 0, 13)].sort());
  });
  test('no more of them than the time allows', async () => {
    // A process takes some 320 ms.
    const made = await measured(
      { further: () => ({ engines: new Set(['a', 'b', 'c']), blocks: 30 }) },
      { wallMs: 13_000 },
    );
    expect(made.length).toBeGreaterThan(30);
    expect(made.length).toBeLessThan(42);
  });
  test('a resumed run adds what is missing of the plan, then asks', async () => {
    const done = [...'abc'].flatMap((engine) =>
      Array.from({ length: engine === 'b' ? 9 : 12 }, (_, block) => ({ engine, block, ok: true })),
    );
    const made = await measured({ further: () => ({ engines: new Set(['a', 'c']), blocks: 13 }) }, {}, done);
    expect(made).toEqual(['a12', 'b9', 'c12']);
  });
});

describe('--quick stays within its time', () => {
  const quick = profiles.quick;
  test.each([
    ['quick engines', [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }]],
    [
      'a slow starter beside quick ones',
      [{ id: 'a', startMs: 3000 }, { id: 'b', startMs: 1200 }, { id: 'c' }, { id: 'd' }],
    ],
    [
      'slow calls',
      [
        { id: 'a', startMs: 1200, callMs: () => 500 },
        { id: 'b', callMs: () => 900 },
        { id: 'c', callMs: () => 100 },
        { id: 'd', callMs: () => 3 },
      ],
    ],
  ] as [string, FakeEngine[]][])('%s: all three processes in 20 s', async (_name, engines) => {
    const { machine, count } = await run(engines, quick);
    expect(machine.clock).toBeLessThan(20_000);
    for (const { id } of engines) expect(count(id)).toBe(3);
  });
  test('an engine that takes too long keeps its first process, the others all of theirs', async () => {
    const { machine, count } = await run(
      [{ id: 'a', callMs: () => 8000 }, { id: 'b' }, { id: 'c' }, { id: 'd' }],
      quick,
    );
    expect(machine.clock).toBeLessThan(20_000);
    expect(count('a')).toBe(1);
    for (const id of ['b', 'c', 'd']) expect(count(id)).toBe(3);
  });
  test('all engines too slow: one process each, however long', async () => {
    const { count } = await run(
      [
        { id: 'a', callMs: () => 9000 },
        { id: 'b', callMs: () => 9000 },
      ],
      quick,
    );
    expect([count('a'), count('b')]).toEqual([1, 1]);
  });
});

test('budgets: an equal share of what the starts leave, within bounds', () => {
  const costs = { least: () => 100 };
  expect(sampleBudget(['a', 'b'], 1200, costs, 3000)).toBe(500);
  expect(sampleBudget(['a', 'b'], 100_000, costs, 3000)).toBe(3000);
  expect(sampleBudget(['a', 'b'], 10, costs, 3000)).toBe(50);
  expect(sampleBudget(['a', 'b'], Infinity, costs, 3000)).toBe(3000);
});

test('dropping for time takes the dearest engine’s last processes first', () => {
  const [a, b] = [fakeEntry({ id: 'a' }), fakeEntry({ id: 'b' })];
  const queue = [0, 1, 2].flatMap((block) => [a, b].map((entry) => ({ entry, block })));
  const costs = { ran: () => false, least: (id: string) => (id === 'a' ? 1000 : 10) };
  const left = dropForTime(queue, 2500, costs).map((q) => `${q.entry.id}${q.block}`);
  expect(left).toEqual(['a0', 'b0', 'a1', 'b1', 'b2']);
  expect(dropForTime(queue, 0, costs).map((q) => `${q.entry.id}${q.block}`)).toEqual(['a0', 'b0']);
});
