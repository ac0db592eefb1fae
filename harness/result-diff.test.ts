// Two results of a simulated machine, before and after: a planted slowdown, a program that fails now, another machine.
import { describe, expect, test } from 'vitest';
import { analyse } from './analyse.ts';
import type { DiffRow, LabResult } from './result.ts';
import { diffResults } from './result-diff.ts';
import { compare } from './compare.ts';
import { profiles } from './measure.ts';
import { readEnvironment } from './environment.ts';
import { FakeMachine } from './testing/fake-execution.ts';

async function run(callMs: (i: number, p: number) => number): Promise<LabResult> {
  const machine = new FakeMachine([
    { id: 'a', callMs },
    { id: 'b', callMs: () => 20.0123 },
  ]);
  const workload = { name: 'w', path: '/w.py', sha256: '0'.repeat(64), mode: 'function' as const, args: [] };
  return compare(
    {
      workloads: [workload],
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
      command: [],
      environment: { ...readEnvironment(), loadAverage: { start: 0 } },
      execute: machine.execute,
    },
    { now: machine.now, date: () => '2026-01-01T00:00:00.000Z' },
  );
}

const noise = (i: number, p: number) => 1 + 0.004 * ((i * 7 + p * 3) % 5);
const before = await run((i, p) => 10 * noise(i, p));
const options = { seed: 1, margin: 0.02 };
const verdicts = (rows: readonly DiffRow[]) => Object.fromEntries(rows.map((r) => [r.engine, r.verdict]));

/** The stored result after an edit, judged again. */
function edited(change: (r: LabResult) => void): LabResult {
  const copy = structuredClone(before);
  change(copy);
  copy.analysis = analyse(copy);
  return copy;
}

describe('what changed between two results', () => {
  test('nothing, with itself and with a second run of the same', async () => {
    expect(verdicts(diffResults(before, before, options).rows)).toEqual({ a: 'same', b: 'same' });
    const again = await run((i, p) => 10 * noise(i + 2, p + 1));
    expect(verdicts(diffResults(before, again, options).rows)).toEqual({ a: 'same', b: 'same' });
  });
  test('a slowdown of a fifth, and the other way about', async () => {
    const slower = await run((i, p) => 12 * noise(i, p));
    const { rows, doubts } = diffResults(before, slower, options);
    expect(verdicts(rows)).toEqual({ a: 'slower', b: 'same' });
    expect(rows[0].ratio!.value).toBeCloseTo(1.2, 2);
    expect(doubts).toEqual([]);
    expect(verdicts(diffResults(slower, before, options).rows).a).toBe('faster');
  });
  test('what fails now is broken, what failed is mended', () => {
    const failing = edited((r) => {
      for (const e of r.executions.filter((x) => x.engine === 'a')) {
        e.state = 'died';
        e.message = 'killed by SIGSEGV';
      }
    });
    expect(diffResults(before, failing, options).rows[0]).toMatchObject({
      verdict: 'broken',
      note: 'killed by SIGSEGV',
    });
    expect(diffResults(failing, before, options).rows[0]).toMatchObject({ verdict: 'mended' });
    expect(diffResults(failing, failing, options).rows[0]).toMatchObject({ verdict: 'fails in both' });
  });
  test('another program, another size, an engine that is gone: not compared, with the reason', () => {
    const changed = edited((r) => (r.workloads[0].sha256 = '1'.repeat(64)));
    expect(diffResults(before, changed, options).rows[0]).toMatchObject({
      verdict: 'not compared',
      note: 'the program itself has changed',
    });
    const resized = edited((r) => (r.workloads[0].n = 5));
    expect(diffResults(before, resized, options).rows[0].note).toBe('n was undefined, is 5');
    const alone = edited((r) => (r.engines = r.engines.filter((e) => e.id === 'a')));
    expect(diffResults(before, alone, options).rows[1]).toMatchObject({ note: 'only in the first result' });
  });
  test('another machine, another version: said', () => {
    const elsewhere = edited((r) => {
      r.environment.fingerprint = 'other';
      r.engines[0].implementationVersion = '2';
    });
    const { doubts } = diffResults(before, elsewhere, options);
    expect(doubts[0]).toContain('different machines');
    expect(doubts[1]).toBe('a was 1, is 2');
  });
});
