// Modelled bytes of the two big engines, counted in processes of their own, against what the real implementations say of the same objects: CPython
// 3.13's sys.getsizeof and tracemalloc, PyPy 7.3.11's gc.get_rpy_memory_usage, both 64-bit, as differences between 3000 and 1000 items.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from './execute.ts';
import type { Execute, ExecutionJob, ExecutionResult } from './execution.ts';
import { profiles } from './measure.ts';
import type { MeasureSettings, Workload } from './measure.ts';
import { countBytes, countsBytes } from './modelled-bytes.ts';
import { EMBEDDED } from './registry.ts';

const settings: MeasureSettings = {
  ...profiles.quick,
  seed: 1,
  limits: { timeMs: 60_000, outputBytes: 1e6 },
  env: {},
  cwd: tmpdir(),
};
const entry = (id: string) => EMBEDDED.find((e) => e.id === id)!;
const TIME = { usualMs: 100, leftMs: Infinity };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-bytes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function workload(lines: readonly string[], n: number): Workload {
  const path = join(folder, 'w.py');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return { name: 'w', path, sha256: '0', mode: 'function', args: [n], n };
}

const MAKERS: Record<string, { lines: readonly string[]; cpython: number; pypy: number }> = {
  // 24 bytes a float and the list's pointers; PyPy holds the numbers themselves.
  'a list of floats': { lines: ['return [float(i) for i in range(n)]'], cpython: 65_184, pypy: 16_000 },
  // Texts of 45 bytes on average, and twice the room in the table; PyPy's str is two objects of 32.
  'a dict of strs': {
    lines: ["return {str(i) + 'k': None for i in range(n)}"],
    cpython: 169_824,
    pypy: 205_592,
  },
  'a list of pairs': {
    lines: ['return [(i, None) for i in range(1000, 1000 + n)]'],
    cpython: 185_184,
    pypy: 96_000,
  },
  // tracemalloc: 96 bytes an instance; PyPy: 56, and its list is one for objects.
  'instances of three attributes': {
    lines: ['return [P() for i in range(n)]'],
    cpython: 2000 * 96 + 17_184,
    pypy: 2000 * 56 + 16_000,
  },
};

describe.each(['cpython-like', 'pypy-like'] as const)('%s counts what is alive', (id) => {
  it.each(Object.keys(MAKERS))('%s as the real one', async (name) => {
    const { lines, cpython, pypy } = MAKERS[name];
    const program = [
      'class P:',
      '    def __init__(self):',
      '        self.a = self.b = self.c = None',
      'def make(n):',
      ...lines.map((line) => `    ${line}`),
      'def workload(n):',
      '    global kept',
      '    kept = make(n)',
      '    return len(kept)',
    ];
    const counts = [];
    for (const n of [1000, 3000])
      counts.push(await countBytes(workload(program, n), entry(id), settings, TIME, execute));
    expect(counts.map((c) => c.note)).toEqual([undefined, undefined]);
    const grown = counts[1].current! - counts[0].current!;
    const real = id === 'cpython-like' ? cpython : pypy;
    // What differs is the room that a list has grown by, an eighth of its pointers at the most.
    expect(grown / real).toBeGreaterThan(0.95);
    expect(grown / real).toBeLessThan(1.05);
  });

  it('twice the same, and sees a peak that is gone at the end', async () => {
    const program = [
      'def workload(n):',
      '    rows = []',
      '    for i in range(n):',
      '        rows.append([i, str(i)])',
      '    total = 0',
      '    for row in rows:',
      '        total += row[0]',
      '    return total',
    ];
    const once = await countBytes(workload(program, 2000), entry(id), settings, TIME, execute);
    const again = await countBytes(workload(program, 2000), entry(id), settings, TIME, execute);
    expect(again).toEqual(once);
    expect(once.peak! - once.current!).toBeGreaterThan(2000 * 100);
    expect(once.current!).toBeLessThan(20_000);
  });
});

describe('a process of its own', () => {
  const answer = (over: Partial<ExecutionResult>): ExecutionResult => ({
    engine: 'cpython-like',
    state: 'ok',
    status: 0,
    stdout: '',
    stderr: '',
    outputBytes: 0,
    truncated: false,
    times: { total: 1 },
    samples: [],
    memory: {},
    host: { name: 'h', flags: [], warnings: [] },
    events: [],
    ...over,
  });
  const ask = async (over: Partial<ExecutionResult>, time = TIME) => {
    const jobs: ExecutionJob[] = [];
    const fake: Execute = async (job) => {
      jobs.push(job);
      return answer(over);
    };
    const count = await countBytes(workload([''], 5), entry('cpython-like'), settings, time, fake);
    return { count, jobs };
  };

  it('is told to count, calls once, and keeps the options of its engine', async () => {
    const { count, jobs } = await ask({ memory: { modelledCurrent: 5, modelledPeak: 9 } });
    expect(count).toEqual({ engine: 'cpython-like', workload: 'w', current: 5, peak: 9 });
    expect(jobs[0].measure?.iterations).toBe(1);
    expect(jobs[0].request.options).toMatchObject({ 'lab.census': '1', 'lab.module-name': 'workload' });
  });

  it('says why there is no figure', async () => {
    expect((await ask({ state: 'limit' })).count.note).toBe('not counted: not done after 5 s');
    expect((await ask({ state: 'died', message: 'gone\nmore' })).count.note).toBe('not counted: gone');
    const late = await ask({}, { usualMs: 100, leftMs: 300 });
    expect(late.count.note).toBe('not counted: no time was left');
    expect(late.jobs).toEqual([]);
  });

  it('is for engines that know the figure in no other way', () => {
    expect(EMBEDDED.filter(countsBytes).map((e) => e.id)).toEqual(['cpython-like', 'pypy-like']);
  });
});
