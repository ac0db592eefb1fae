// The history on a real database file: adding once, series in the order of time, steps, files that are none of ours.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderTimelinePage, renderTimelines, sparkline } from '../reports/timeline.ts';
import { createPaint } from '../reports/table.ts';
import { History, HistoryError } from './history.ts';
import { stepsOf } from './history-steps.ts';
import { parseResult } from './result.ts';
import type { LabResult, TimelinePoint } from './result.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'history-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const stored = join(dirname(fileURLToPath(import.meta.url)), '..', 'reports', 'testdata', 'result.json');
const base = parseResult(readFileSync(stored, 'utf8'), stored);

/** The stored result as another day's run, its first workload's steady times scaled. */
function dayRun(day: number, scale: number, change?: (r: LabResult) => void): LabResult {
  const copy = structuredClone(base);
  copy.startedAt = `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
  copy.environment.lab.revision = `revision${day}`;
  for (const row of copy.analysis.workloads[0].rows)
    if (row.steady) row.steady = { value: 10 * scale, low: 9.9 * scale, high: 10.1 * scale };
  change?.(copy);
  return copy;
}

const open = (name: string) => new History(join(root, name), { create: true });

describe('the history', () => {
  test('keeps a run once, in the order of time whatever the order of adding; a removed run is gone', () => {
    const history = open('a.sqlite');
    expect(history.add(dayRun(3, 1))).toBe(true);
    expect(history.add(dayRun(1, 1))).toBe(true);
    expect(history.add(dayRun(3, 1))).toBe(false);
    expect(history.runs().map((r) => [r.startedAt.slice(0, 10), r.workloads])).toEqual([
      ['2026-01-01', base.workloads.length],
      ['2026-01-03', base.workloads.length],
    ]);
    const [first] = history.series({ engines: [base.engines[0].id], workloads: [base.workloads[0].name] });
    expect(first.points.map((p) => p.revision)).toEqual(['revision1', 'revision3']);
    expect(history.remove(1)).toBe(true);
    expect(history.remove(1)).toBe(false);
    expect(history.series({ engines: [base.engines[0].id] })[0].points).toHaveLength(1);
    history.close();
  });
  test('a changed program and another machine are series of their own', () => {
    const history = open('b.sqlite');
    history.add(dayRun(1, 1));
    history.add(dayRun(2, 1, (r) => (r.workloads[0].sha256 = 'f'.repeat(64))));
    history.add(dayRun(3, 1, (r) => (r.environment.fingerprint = 'elsewhere')));
    const name = base.workloads[0].name;
    expect(history.series({ engines: [base.engines[0].id], workloads: [name] })).toHaveLength(3);
    history.close();
  });
  test('stays when it is opened again', () => {
    open('c.sqlite').close();
    const history = open('c.sqlite');
    history.add(dayRun(1, 1));
    history.close();
    const again = new History(join(root, 'c.sqlite'), { create: false });
    expect(again.runs()).toHaveLength(1);
    again.close();
  });
  test('a file that is none of ours is refused and left as it is', () => {
    const text = join(root, 'text.sqlite');
    writeFileSync(text, 'no database at all, but long enough to have a header of a hundred bytes '.repeat(3));
    const before = readFileSync(text);
    expect(() => new History(text, { create: true })).toThrow(HistoryError);
    expect(readFileSync(text).equals(before)).toBe(true);
    expect(() => new History(join(root, 'absent.sqlite'), { create: false })).toThrow('lab history add');
  });
});

const timed = (values: readonly (number | undefined)[]): TimelinePoint[] =>
  values.map((v, i) => ({
    run: i,
    at: `2026-01-${String(i + 1).padStart(2, '0')}T00:00:00.000Z`,
    ...(v === undefined ? { error: 'died' } : { steady: { value: v } }),
  }));

describe('steps', () => {
  test('none in noise of a percent, none for one disturbed run', () => {
    expect(stepsOf(timed([100, 101, 99, 100, 101, 100, 99, 100]))).toEqual([]);
    expect(stepsOf(timed([100, 101, 99, 100, 160, 100, 99, 100, 101, 100]))).toEqual([]);
  });
  test('a slowdown of a fifth, at its place; failed runs between do not move it', () => {
    const steps = stepsOf(timed([100, 101, undefined, 99, 100, 120, 121, 119, undefined, 120]));
    expect(steps).toHaveLength(1);
    expect(steps[0].index).toBe(5);
    expect(steps[0].ratio).toBeCloseTo(1.2, 2);
  });
  test('too few runs say nothing', () => expect(stepsOf(timed([100, 200]))).toEqual([]));
});

describe('what is shown', () => {
  const points = timed([100, 101, 99, 100, undefined, 130, 131, 129, 130]);
  const series = [{ workload: 'nbody', engine: 'e<1>', cpu: 'cpu', n: 5, points, steps: stepsOf(points) }];
  test('a line a series, a mark a run, the step with its day', () => {
    expect(sparkline(points)).toBe('▁▁▁▁×████');
    const text = renderTimelines(series, { width: 100, paint: createPaint(false) });
    expect(text).toContain('nbody (n = 5) on e<1>');
    expect(text).toMatch(/since 2026-01-06: 1\.30× slower \(100 ms to 130 ms\)/);
  });
  test('the page escapes what it shows and says each step', () => {
    const page = renderTimelinePage(series);
    expect(page).toContain('on e&#60;1&#62;');
    expect(page).not.toContain('e<1>');
    expect(page).toContain('1.30× slower');
    expect(page.match(/class="failed"/g)).toHaveLength(1);
  });
});
