// A whole comparison on a simulated machine: rows, ratios, groups, doubts, what failure and interruption leave.
import { describe, expect, test } from 'vitest';
import { analyse } from './analyse.ts';
import { compare, defaultBaseline } from './compare.ts';
import type { CompareHooks, CompareRequest } from './compare.ts';
import { readEnvironment } from './environment.ts';
import { profiles } from './measure.ts';
import type { Workload } from './measure.ts';
import { labResultSchema, parseResult } from './result.ts';
import { createRandom } from './statistics.ts';
import { FakeMachine } from './testing/fake-execution.ts';
import type { FakeEngine } from './testing/fake-execution.ts';

const program = (name: string, mode: Workload['mode'] = 'function'): Workload => ({
  name,
  path: `/${name}.py`,
  sha256: '0',
  mode,
  args: [],
});
const calm = { ...readEnvironment(), loadAverage: { start: 0 } };

async function run(
  engines: FakeEngine[],
  request: Partial<CompareRequest> = {},
  hooks: Partial<CompareHooks> = {},
  prepare: (machine: FakeMachine) => void = () => {},
) {
  const machine = new FakeMachine(engines);
  prepare(machine);
  const result = await compare(
    {
      workloads: [program('w')],
      entries: machine.entries,
      profile: 'default',
      settings: {
        ...profiles.default,
        seed: 1,
        limits: { timeMs: 60_000, outputBytes: 1e6 },
        env: {},
        cwd: '/',
      },
      margin: 0.02,
      baseline: engines[0].id,
      command: ['lab', 'compare'],
      environment: calm,
      execute: machine.execute,
      ...request,
    },
    { now: machine.now, date: () => '2026-01-01T00:00:00.000Z', ...hooks },
  );
  const [first] = result.analysis.workloads;
  return { result, machine, first, row: (id: string) => first.rows.find((r) => r.engine === id)! };
}

/** Calls of `ms` with 2 % between and 1 % within processes. */
const noisy = (ms: number, seed: number) => {
  const random = createRandom(seed);
  const levels: number[] = [];
  return (_i: number, p: number) => {
    levels[p] ??= ms * (1 + 0.04 * (random() - 0.5));
    return levels[p] * (1 + 0.02 * (random() - 0.5));
  };
};

describe('times', () => {
  test('ratio and verdict against the baseline; raw samples are kept; the file is valid', async () => {
    const { result, row } = await run([
      { id: 'base', callMs: noisy(10, 1) },
      { id: 'slow', callMs: noisy(25, 2) },
      { id: 'fast', callMs: noisy(2, 3) },
    ]);
    expect(row('base')).toMatchObject({ state: 'ok', verdict: 'baseline', processes: 10, iterations: 30 });
    expect(row('slow').verdict).toBe('slower');
    expect(row('slow').ratio!.value).toBeCloseTo(2.5, 1);
    expect(row('fast').verdict).toBe('faster');
    expect(row('fast').ratio!.low).toBeLessThan(0.2);
    expect(result.executions.length).toBe(30);
    expect(result.executions.every((e) => e.samples.length === 30)).toBe(true);
    expect(parseResult(JSON.stringify(result), 'x')).toEqual(labResultSchema.parse(result));
  });
  test('an engine against itself is the same', async () => {
    const quiet = (seed: number) => {
      const random = createRandom(seed);
      return () => 10 * (1 + 0.01 * (random() - 0.5));
    };
    const { row } = await run([
      { id: 'a', callMs: quiet(1) },
      { id: 'a#2', callMs: quiet(2) },
    ]);
    expect(row('a#2').verdict).toBe('same');
  });
  test('start-up, first run and steady state are three numbers, and warm-up has a class', async () => {
    const { row } = await run([
      { id: 'base' },
      { id: 'jit', startMs: 300, callMs: (i) => (i === 0 ? 500 : i < 4 ? 40 : 5) },
    ]);
    expect(row('jit').startup!.value).toBeCloseTo(300);
    expect(row('jit').first!.value).toBeCloseTo(500);
    expect(row('jit').steady!.value).toBeCloseTo(5);
    expect(row('jit').warmup).toEqual({
      class: 'warm-up',
      counts: { 'warm-up': 10 },
      steadyFrom: 4,
      untilSteadyMs: 620,
    });
  });
  test('--quick can tell nothing, and says why', async () => {
    const { row, result } = await run([{ id: 'base' }, { id: 'b', callMs: () => 100.123 }], {
      settings: { ...profiles.quick, seed: 1, limits: { timeMs: 1e4, outputBytes: 1e6 }, env: {}, cwd: '/' },
    });
    expect(row('b').verdict).toBe("can't tell");
    expect(row('b').ratio!.value).toBeCloseTo(10);
    expect(result.analysis.warnings.filter((w) => w.name === 'few-processes' && w.matters).length).toBe(2);
  });
  test('a whole program is compared by its main module where all engines tell it, else by the process', async () => {
    const workloads = [program('w', 'whole')];
    const main = await run(
      [
        { id: 'base', mainMs: 10 },
        { id: 'b', mainMs: 30, startMs: 900 },
      ],
      { workloads },
    );
    expect(main.first.measured).toBe('main');
    expect(main.row('b').ratio!.value).toBeCloseTo(3);
    expect(main.row('b').first).toBeUndefined();
    const whole = await run(
      [
        { id: 'base', mainMs: 10, startMs: 90 },
        { id: 'b', result: () => ({ times: { total: 400 } }) },
      ],
      { workloads },
    );
    expect(whole.first.measured).toBe('process');
    expect(whole.row('b').ratio!.value).toBeCloseTo(4);
    expect(whole.row('b').startup).toBeUndefined();
  });
  test('an analysis can be made again from a stored file', async () => {
    const { result } = await run(
      [
        { id: 'base', callMs: noisy(10, 1) },
        { id: 'b', callMs: noisy(11, 2) },
      ],
      {
        workloads: [program('v'), program('w')],
      },
    );
    const stored = parseResult(JSON.stringify(result), 'x');
    expect(analyse(stored)).toEqual(stored.analysis);
  });
});

describe('outputs', () => {
  test('equal ones are one group and stored once', async () => {
    const { first, result } = await run([{ id: 'a' }, { id: 'b' }]);
    expect(first).toMatchObject({ unanimous: true, groups: [{ engines: ['a', 'b'] }], differences: [] });
    expect(result.outputs.length).toBe(1);
  });
  test('a different one is named with its first differing line', async () => {
    const { first } = await run([
      { id: 'odd', stdout: () => '1\n2L\n' },
      { id: 'a', stdout: () => '1\n2\n' },
      { id: 'b', stdout: () => '1\n2\n' },
    ]);
    expect(first.unanimous).toBe(false);
    expect(first.groups.map((g) => g.engines)).toEqual([['a', 'b'], ['odd']]);
    expect(first.differences).toMatchObject([
      {
        group: 1,
        where: 'stdout',
        line: 2,
        expected: '2',
        actual: '2L',
        diff: expect.stringContaining('-2\n+2L'),
      },
    ]);
  });
  test('another result with the same text is a difference', async () => {
    const { first } = await run([{ id: 'a' }, { id: 'b', resultRepr: '43' }]);
    expect(first.differences).toMatchObject([{ where: 'result', expected: '42', actual: '43' }]);
  });
  test('an output that varies between processes agrees with nobody', async () => {
    const { first, result } = await run([
      { id: 'a', stdout: (_path, p) => (p === 3 ? 'x' : 'y') },
      { id: 'b', stdout: () => 'y' },
    ]);
    expect(first.groups).toMatchObject([{ engines: ['a', 'b'] }]);
    expect(first.unanimous).toBe(false);
    expect(result.analysis.warnings).toMatchObject([{ name: 'output-varies', engine: 'a', matters: true }]);
  });
  test('all engines raising the same is agreement, and a row each', async () => {
    const raise = () => ({
      state: 'python-error' as const,
      status: 1,
      stderr: 'Traceback (most recent call last):\n  File "w.py", line 1\nValueError: no\n',
      samples: [],
    });
    const { first } = await run([
      { id: 'a', result: raise },
      { id: 'b', result: raise },
    ]);
    expect(first.unanimous).toBe(true);
    expect(first.rows).toMatchObject([
      { state: 'python-error', error: 'ValueError: no' },
      { state: 'python-error', error: 'ValueError: no' },
    ]);
  });
});

describe('failures', () => {
  test('each kind is a row with its error, and the others are measured', async () => {
    const { row, first } = await run([
      { id: 'base' },
      {
        id: 'raises',
        result: () => ({ state: 'python-error', status: 1, message: 'KeyError: 1', samples: [] }),
      },
      {
        id: 'loops',
        result: () => ({ state: 'limit', status: 124, message: 'the time limit is over (5 s)' }),
      },
      { id: 'dies', result: () => ({ state: 'died', status: 139, message: 'ended by SIGSEGV' }) },
      { id: 'absent', result: () => ({ state: 'not-started', status: 127, message: 'not built' }) },
      { id: 'exits', result: () => ({ state: 'python-error', status: 3, message: 'exit status 3' }) },
      { id: 'good' },
    ]);
    expect(row('raises')).toMatchObject({ state: 'python-error', error: 'KeyError: 1' });
    expect(row('loops')).toMatchObject({ state: 'limit', error: 'the time limit is over (5 s)' });
    expect(row('dies')).toMatchObject({ state: 'died', error: 'ended by SIGSEGV' });
    expect(row('absent')).toMatchObject({ state: 'not-started', error: 'not built' });
    expect(row('exits')).toMatchObject({ state: 'python-error', error: 'exit status 3' });
    expect(row('good')).toMatchObject({ state: 'ok', verdict: 'same', processes: 10 });
    expect(first.unanimous).toBe(false);
    for (const id of ['raises', 'loops', 'dies', 'absent']) expect(row(id).steady).toBeUndefined();
  });
  test('of a flood that was stopped a little is kept, and how much it was', async () => {
    const { result } = await run([
      { id: 'base' },
      {
        id: 'floods',
        stdout: () => 'x'.repeat(4_000_000),
        result: () => ({ state: 'limit', message: 'the output limit', truncated: true, outputBytes: 64e6 }),
      },
    ]);
    expect(result.outputs.find((o) => o.stdout.startsWith('x'))).toMatchObject({
      truncated: true,
      bytes: 64e6,
    });
    expect(JSON.stringify(result.outputs).length).toBeLessThan(20_000);
  });
  test('a wrong result has no time', async () => {
    const { row } = await run([
      { id: 'base' },
      {
        id: 'wrong',
        result: () => ({
          state: 'python-error',
          status: 1,
          outcome: {
            status: 1,
            exception: { type: 'AssertionError', text: '41 != 42', traceback: '' },
            counters: {},
            memory: {},
          },
        }),
      },
    ]);
    expect(row('wrong')).toMatchObject({
      state: 'wrong-result',
      error: 'wrong result: AssertionError: 41 != 42',
    });
    expect(row('wrong').steady).toBeUndefined();
  });
  test('a failure in a later process takes the time away and says how many had run', async () => {
    const { row } = await run([
      { id: 'base' },
      { id: 'b', result: (_path, p) => (p === 4 ? { state: 'died', message: 'gone' } : undefined) },
    ]);
    expect(row('b')).toMatchObject({
      state: 'died',
      error: 'gone (in process 5, after 4 that ran)',
      processes: 4,
    });
  });
  test('without its baseline a workload has times and no ratios', async () => {
    const { row, first } = await run([
      { id: 'base', result: () => ({ state: 'died', message: 'x' }) },
      { id: 'b' },
    ]);
    expect(row('b').steady).toBeDefined();
    expect(row('b').ratio).toBeUndefined();
    expect(first.baseline).toBe('base');
  });
});

describe('stopping', () => {
  test('keeps what is done; what had not begun is said', async () => {
    const stop = new AbortController();
    const { result, row } = await run(
      [{ id: 'a' }, { id: 'b' }],
      { workloads: [program('w'), program('never')] },
      { signal: stop.signal },
      (machine) => {
        machine.before = (count) => {
          if (count === 15) stop.abort();
        };
      },
    );
    expect(result.partial).toBe(true);
    expect(result.workloads.map((w) => w.name)).toEqual(['w']);
    expect(row('a').processes + row('b').processes).toBe(14);
    expect(row('a').ratio ?? row('b').ratio).toBeDefined();
    expect(parseResult(JSON.stringify(result), 'x').partial).toBe(true);
  });
  test('in the very first process', async () => {
    const stop = new AbortController();
    const { first } = await run([{ id: 'a' }, { id: 'b' }], {}, { signal: stop.signal }, (machine) => {
      machine.before = () => stop.abort();
    });
    expect(first.rows.map((r) => r.state).sort()).toEqual(['interrupted', 'not-run']);
    expect(first.unanimous).toBe(false);
  });
});

test('means over workloads name what they leave out', async () => {
  const { result } = await run(
    [
      { id: 'base', callMs: () => 10 },
      {
        id: 'b',
        callMs: (_i, _p, path) => (path === '/v.py' ? 20 : 80),
        result: (path) => (path === '/x.py' ? { state: 'limit', message: 'MemoryError' } : undefined),
      },
    ],
    { workloads: [program('v'), program('w'), program('x')] },
  );
  expect(result.analysis.overall).toMatchObject([
    {
      engine: 'b',
      ratio: { value: expect.closeTo(4, 5) },
      workloads: ['v', 'w'],
      excluded: [{ workload: 'x', reason: 'MemoryError' }],
    },
  ]);
});

test('the baseline is a CPython on the machine, else one of the references', () => {
  const machine = new FakeMachine([
    { id: 'pypy3', implementation: 'PyPy' },
    { id: 'python3', implementation: 'CPython' },
  ]);
  const wasm = { kind: 'embedded', id: 'cpython-wasm', title: '', role: 'reference', bundle: '' } as const;
  const lab = { kind: 'embedded', id: 'micro', title: '', role: 'lab', bundle: '' } as const;
  expect(defaultBaseline([lab, wasm, ...machine.entries])).toBe('python3');
  expect(defaultBaseline([lab, machine.entries[0], wasm])).toBe('cpython-wasm');
  expect(defaultBaseline([lab])).toBe('micro');
  expect(defaultBaseline([])).toBeUndefined();
});
