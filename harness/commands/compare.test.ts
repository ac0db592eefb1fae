// The command over a simulated machine: exit statuses, complaints before anything runs, the JSON file, stopping.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult } from '../result.ts';
import { UsageError } from '../run-arguments.ts';
import { FakeMachine } from '../testing/fake-execution.ts';
import type { FakeEngine } from '../testing/fake-execution.ts';
import { EXIT, runCompare } from './compare.ts';
import type { CompareArguments, CompareSurroundings } from './compare.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'compare-'));
  writeFileSync(join(root, 'w.py'), 'def workload(n=3):\n    return n\n');
  writeFileSync(join(root, 'v.py'), 'print(1)\n');
  mkdirSync(join(root, 'empty'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const two: FakeEngine[] = [
  { id: 'python3', implementation: 'CPython', callMs: () => 10.0123 },
  { id: 'other', callMs: (i, p) => 30.0456 + 0.01 * ((i + p) % 3) },
];

async function lab(args: Partial<CompareArguments>, engines = two, more: Partial<CompareSurroundings> = {}) {
  const machine = new FakeMachine(engines);
  let out = '';
  let err = '';
  let stop: (signal: string) => void = () => {};
  machine.before = (count) => {
    if (count === stopAt) stop('SIGINT');
  };
  const { stopAt } = { stopAt: -1, ...(more as { stopAt?: number }) };
  const status = await runCompare(
    {
      workloads: [join(root, 'w.py')],
      quick: false,
      rigorous: false,
      timeout: 60,
      maxOutput: 1e6,
      unanimous: false,
      seed: 1,
      margin: 2,
      ...args,
    },
    {
      execute: machine.execute,
      available: async () => machine.entries,
      find: async (ids) =>
        ids.map((id) => {
          const entry = machine.entries.find((e) => e.id === id);
          if (!entry) throw new UsageError(`unknown engine '${id}'; \`lab engines\` lists them`);
          return entry;
        }),
      stdout: { columns: 120, write: (t) => (out += t) },
      stderr: { write: (t) => (err += t) },
      env: {},
      now: machine.now,
      begunAt: 0,
      date: () => '2026-01-01T00:00:00.000Z',
      onStop: (s) => {
        stop = s;
        return () => {};
      },
      ...more,
    },
  );
  return { status, out, err, machine };
}

describe('a comparison', () => {
  test('prints a row an engine, the verdict and who agrees; status 0', async () => {
    const { status, out, err } = await lab({});
    expect(status).toBe(EXIT.agree);
    expect(out).toMatch(/^w {2}workload\(\), time per call$/m);
    expect(out).toMatch(/^python3 .* baseline/m);
    expect(out).toMatch(/^other .* 3\.00× slower/m);
    expect(out).toContain('Both engines print the same.');
    expect(out).toContain('10 processes × up to 30 samples');

    expect(out + err).not.toMatch(/\u001b/);
  });
  test('outputs that differ are status 1, with the diff', async () => {
    const { status, out } = await lab({}, [two[0], { ...two[1], stdout: () => 'no\n' }]);
    expect(status).toBe(EXIT.differ);
    expect(out).toContain('other: first difference in line 1: "no" instead of "ok"');
    expect(out).toContain('  -ok\n  +no');
  });
  test('an engine that fails is a row, status 1', async () => {
    const { status, out } = await lab({}, [
      two[0],
      { id: 'bad', result: () => ({ state: 'died', message: 'ended by SIGSEGV' }) },
    ]);
    expect(status).toBe(EXIT.differ);
    expect(out).toMatch(/^bad +died: ended by SIGSEGV/m);
  });
  test('control characters of a program do not reach the terminal', async () => {
    const { out } = await lab({}, [two[0], { ...two[1], stdout: () => '\u001b[2J\u0007\n' }]);
    expect(out).toContain('\\x1b[2J\\x07');
  });
  test('several workloads end in a mean', async () => {
    const { out } = await lab({ workloads: [join(root, '*.py')] });
    expect(out).toContain('Geometric mean of time, × python3');
    expect(out).toMatch(/^other .* 2 of 2 workloads/m);
  });
  test('tables fit the width; FORCE_COLOR colours them', async () => {
    let out = '';
    await lab({}, two, { stdout: { columns: 60, write: (t) => (out += t) } });
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(out).toContain('(no room for:');
    let painted = '';
    await lab({}, two, { stdout: { columns: 120, write: (t) => (painted += t) }, env: { FORCE_COLOR: '1' } });
    expect(painted).toContain('\u001b[31m3.00× slower\u001b[39m');
  });
  test('the same engine twice is an A/A check', async () => {
    const { out, status, machine } = await lab({ engines: ['other,other'] });
    expect(status).toBe(0);
    expect(out).toMatch(/^other#2 .* same/m);
    expect(machine.executed.filter((e) => e.engine === 'other#2').length).toBe(10);
  });
});

describe('--unanimous', () => {
  test('one process, one call, one line', async () => {
    const { status, out, machine } = await lab({
      unanimous: true,
      workloads: [join(root, 'w.py'), join(root, 'v.py')],
    });
    expect(status).toBe(0);
    expect(out).toBe('same    w\nsame    v\n');
    expect(machine.executed.length).toBe(4);
  });
  test('says who differs', async () => {
    const { status, out } = await lab({ unanimous: true }, [
      two[0],
      { ...two[1], stdout: () => 'no' },
      { id: 'bad', result: () => ({ state: 'limit', message: 'the time limit is over (60 s)' }) },
    ]);
    expect(status).toBe(1);
    expect(out).toBe('differs w: python3 | other; failed: bad (the time limit is over (60 s))\n');
  });
});

describe('a matrix', () => {
  test('engines with options are engines of their own, sizes workloads of their own; the growth is told', async () => {
    const file = join(root, 'matrix.json');
    const { status, machine } = await lab({
      engines: ['other,other:jit=off:x=1'],
      n: [10, 100],
      quick: true,
      json: file,
    });
    expect(status).toBe(EXIT.agree);
    const result = parseResult(readFileSync(file, 'utf8'), file);
    expect(result.engines.map((e) => [e.id, e.options])).toEqual([
      ['other', undefined],
      ['other:jit=off:x=1', { jit: 'off', x: '1' }],
    ]);
    expect(new Set(machine.executed.map((e) => e.engine))).toEqual(new Set(['other', 'other:jit=off:x=1']));
    expect(result.workloads.map((w) => w.name)).toEqual(['w@n=10', 'w@n=100']);
    // The simulated machine takes no notice of n.
    expect(
      result.analysis.growth!.map((g) => [g.program, g.engine, Math.round(g.exponent.value * 10)]),
    ).toEqual([
      ['w', 'other', 0],
      ['w', 'other:jit=off:x=1', 0],
    ]);
  });
});

describe('a run that was stopped', () => {
  const file = () => join(root, 'stopped.json');
  test('goes on: nothing is measured twice, and the end is that of a run in one piece', async () => {
    const whole = await lab({ json: join(root, 'whole.json') });
    const first = await lab({ json: file() }, two, { stopAt: 7 } as never);
    expect(first.status).toBe(EXIT.interrupted);
    const kept = parseResult(readFileSync(file(), 'utf8'), file()).executions.filter((e) => e.state === 'ok');
    const second = await lab({ json: file(), resume: true });
    expect(second.status).toBe(EXIT.agree);
    expect(second.machine.executed.length).toBe(whole.machine.executed.length - kept.length);
    const result = parseResult(readFileSync(file(), 'utf8'), file());
    expect(result.partial).toBe(false);
    expect(result.executions.map((e) => e.sequence)).toEqual(result.executions.map((_, i) => i));
    const order = (name: string) =>
      parseResult(readFileSync(join(root, name), 'utf8'), name).executions.map((e) => [e.engine, e.block]);
    expect(order('stopped.json')).toEqual(order('whole.json'));
  });
  test.each([
    [{ seed: 2 }, 'its seed is 1, now it is 2'],
    [{ quick: true }, 'its profile is default, now it is quick'],
    [{ engines: ['other'] }, 'its engines are python3, other'],
    [{ n: [4] }, 'w has changed since'],
  ])('another comparison, %j, is refused', async (args, message) => {
    await lab({ json: file() }, two, { stopAt: 3 } as never);
    const { status, err, machine } = await lab({
      json: file(),
      resume: true,
      ...args,
      ...('engines' in args ? { baseline: 'other' } : {}),
    });
    expect([status, machine.executed]).toEqual([EXIT.usage, []]);
    expect(err).toMatch('engines' in args ? /its (baseline|engines)/ : message);
  });
  test('a damaged file is refused and left as it is', async () => {
    writeFileSync(file(), '{"format": "python-impl');
    const { status, err } = await lab({ json: file(), resume: true });
    expect([status, err]).toEqual([EXIT.usage, expect.stringContaining('broken JSON')]);
    expect(readFileSync(file(), 'utf8')).toBe('{"format": "python-impl');
  });
  test('nothing stored yet: begins; no file named: refused', async () => {
    rmSync(file(), { force: true });
    expect((await lab({ json: file(), resume: true })).status).toBe(EXIT.agree);
    expect((await lab({ resume: true })).err).toContain('--resume wants --json FILE');
  });
});

describe('a budget for all of it', () => {
  test('fewer processes, and an end in time', async () => {
    const full = await lab({});
    const short = await lab({ budget: full.machine.clock / 4000 });
    expect(short.status).toBe(EXIT.agree);
    expect(short.machine.executed.length).toBeGreaterThan(1);
    expect(short.machine.clock).toBeLessThan(full.machine.clock / 2.5);
  });
});

describe('what is wrong is said before anything runs: status 2', () => {
  test.each([
    [{ workloads: ['/nowhere/x.py'] }, 'no such file or folder: /nowhere/x.py'],
    [{ engines: ['pyhton3'] }, "unknown engine 'pyhton3'"],
    [{ engines: [','] }, '--engines wants ids'],
    [{ baseline: 'jython' }, '--baseline jython is not among the engines compared: python3, other'],
    [{ quick: true, rigorous: true }, 'exclude each other'],
    [{ n: [5], size: ['tiny'] }, 'exclude each other'],
    [{ n: [1.5] }, '--n wants a whole number'],
    [{ n: [NaN] }, '--n wants a whole number'],
    [{ size: ['huge'] }, 'no such size; there are tiny'],
    [{ tag: ['loops'] }, 'none of these programs says so'],
    [{ timeout: 0 }, '--timeout wants a number above 0'],
    [{ seed: NaN }, '--seed wants a whole number'],
    [{ json: '/nowhere/out.json' }, 'the folder /nowhere does not exist'],
    [{ json: '/' }, 'it is a folder'],
  ])('%j', async (args, message) => {
    const { status, out, err, machine } = await lab(args);
    expect(err).toContain(message);
    expect(err).toMatch(/^lab compare: /);
    expect([status, out, machine.executed]).toEqual([EXIT.usage, '', []]);
  });
  test('a folder without programs', async () => {
    const { status, err } = await lab({ workloads: [join(root, 'empty')] });
    expect([status, err]).toEqual([2, expect.stringContaining('no Python programs')]);
  });
  test('no engine at all', async () => {
    expect(await lab({}, [])).toMatchObject({ status: 2, err: expect.stringContaining('lab engines') });
  });
  test('an unwritable folder', async () => {
    if (process.getuid?.() === 0) return; // root may write everywhere
    const folder = join(root, 'locked');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    expect(await lab({ json: join(folder, 'x.json') })).toMatchObject({
      status: 2,
      err: expect.stringContaining('EACCES'),
    });
  });
});

describe('--json', () => {
  test('writes a valid file, whole or not at all', async () => {
    const file = join(root, 'out.json');
    writeFileSync(file, 'older');
    await lab({ json: file });
    const result = parseResult(readFileSync(file, 'utf8'), file);
    expect(result.partial).toBe(false);
    expect(result.executions.length).toBe(20);
    expect(readdirSync(root).filter((f) => f.includes('.part'))).toEqual([]);
  });
  test('- is stdout, and the table goes to stderr', async () => {
    const { out, err } = await lab({ json: '-' });
    expect(parseResult(out, '-').engines.length).toBe(2);
    expect(err).toContain('Both engines print the same.');
  });
  test('refused, it leaves no file', async () => {
    const file = join(root, 'none.json');
    await lab({ json: file, engines: ['nope'] });
    expect(readdirSync(root).filter((f) => f.includes('none.json'))).toEqual([]);
  });
  test.skipIf(process.platform !== 'linux')(
    'a full disk is said, and the result saved elsewhere',
    async () => {
      const { status, err } = await lab({ json: '/dev/full' });
      expect(status).toBe(1);
      const saved = /the result is in (\S+)/.exec(err)![1];
      expect(parseResult(readFileSync(saved, 'utf8'), saved).partial).toBe(false);
      rmSync(join(saved, '..'), { recursive: true });
    },
  );
});

test('Ctrl-C in the middle: the table of what there is, a file marked partial, status 130', async () => {
  const file = join(root, 'partial.json');
  const { status, out, err, machine } = await lab({ json: file }, two, { stopAt: 14 } as never);
  expect(status).toBe(EXIT.interrupted);
  expect(machine.executed.length).toBe(14);
  expect(err).toContain('Stopping');
  expect(out).toMatch(/^other .* slower/m);
  expect(out).toContain('Stopped before its end');
  const result = parseResult(readFileSync(file, 'utf8'), file);
  expect(result.partial).toBe(true);
  expect(result.executions.filter((e) => e.state === 'ok').length).toBe(13);
});

describe('a matrix from a file', () => {
  const matrixFile = () => {
    const file = join(root, 'matrix.json');
    const content = { workloads: ['w.py'], engines: ['python3', 'other'], n: [3, 30], profile: 'quick' };
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  test('runs all of it; stopped, it goes on where it was', async () => {
    const json = join(root, 'matrix-result.json');
    const args = { workloads: [], matrix: matrixFile(), json };
    const stopped = await lab(args, two, { stopAt: 4 } as Partial<CompareSurroundings>);
    expect(stopped.status).toBe(EXIT.interrupted);
    const first = parseResult(readFileSync(json, 'utf8'), json);
    expect(first.partial).toBe(true);
    const rest = await lab({ ...args, resume: true });
    expect(rest.status).toBe(EXIT.agree);
    const whole = parseResult(readFileSync(json, 'utf8'), json);
    expect(whole.workloads.map((w) => w.name)).toEqual(['w@n=3', 'w@n=30']);
    const kept = first.executions.filter((e) => e.state === 'ok').length;
    expect(kept).toBeGreaterThan(0);
    expect(rest.machine.executed.length).toBe(12 - kept);
  });
  test('a wrong key is status 2 before anything runs', async () => {
    const file = join(root, 'wrong.json');
    writeFileSync(file, JSON.stringify({ workloads: ['w.py'], size: ['tiny'] }));
    const { status, err, machine } = await lab({ workloads: [], matrix: file });
    expect(status).toBe(EXIT.usage);
    expect(err).toContain('size: no such key; did you mean sizes?');
    expect(machine.executed).toEqual([]);
  });
  test('neither programs nor a matrix is wrong usage', async () => {
    const { status, err } = await lab({ workloads: [] });
    expect(status).toBe(EXIT.usage);
    expect(err).toContain('--matrix');
  });
});

test('smallest heaps and memory over time stand in the result, and are not searched twice', async () => {
  const json = join(root, 'heaps.json');
  const engines: FakeEngine[] = [two[0], two[1]];
  const args = { json, smallestHeap: true, memoryOverTime: 10, quick: true };
  const { status, out } = await lab(args, engines);
  expect(status).toBe(EXIT.agree);
  const result = parseResult(readFileSync(json, 'utf8'), json);
  expect(result.heapSearches?.map((s) => s.note)).toEqual(['its heap has no cap', 'its heap has no cap']);
  expect(result.memoryTraces?.map((t) => t.engine)).toEqual(['python3', 'other']);
  expect(out).not.toContain('smallest heap');
  const again = await lab({ ...args, resume: true }, engines);
  expect(again.machine.executed).toEqual([]);
});
