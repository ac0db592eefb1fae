// Memory over time: thinning keeps peaks; a real child is looked at while it is busy, and only when that was asked for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute } from './execute.ts';
import type { EngineEntry } from './execution.ts';
import { profiles } from './measure.ts';
import type { Workload } from './measure.ts';
import { thinned, traceMemory } from './memory-trace.ts';
import { EMBEDDED, isBuilt } from './registry.ts';

test('of many points the highest of each span stay', () => {
  const points = Array.from({ length: 1000 }, (_, i) => ({ ms: i, hostHeap: i === 500 ? 9999 : i % 7 }));
  const kept = thinned(points, 50);
  expect(kept).toHaveLength(50);
  expect(Math.max(...kept.map((p) => p.hostHeap!))).toBe(9999);
  expect(kept[0].ms).toBe(0);
  expect(thinned(points.slice(0, 10), 50)).toHaveLength(10);
});

test('a figure that is only in some points of a span is kept', () => {
  const points = [
    { ms: 0, processSize: 5 },
    { ms: 1, modelled: 7 },
    { ms: 9, processSize: 4 },
    { ms: 10, modelled: 1 },
  ];
  expect(thinned(points, 2)).toEqual([
    { ms: 0, processSize: 5, modelled: 7 },
    { ms: 9, processSize: 4, modelled: 1 },
  ]);
});

const micro = EMBEDDED.find((e) => e.id === 'micro')!;
const settings = {
  ...profiles.quick,
  seed: 1,
  limits: { timeMs: 60_000, outputBytes: 1e6 },
  env: {},
  cwd: tmpdir(),
};
let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'lab-trace-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(!isBuilt(micro))('an engine of ours: process, host heap and modelled bytes', async () => {
  const path = join(folder, 'w.py');
  writeFileSync(path, 'def workload(n=2000):\n    return len([[i] for i in range(n)])\n');
  const workload: Workload = { name: 'w', path, sha256: '', mode: 'function', args: [] };
  const trace = await traceMemory(workload, micro as EngineEntry, settings, 10, execute);
  expect(trace.state).toBe('ok');
  expect(trace.points.length).toBeGreaterThan(5);
  const of = (at: 1 | 2 | 3) => trace.points.flatMap((p) => p[at] ?? []);
  expect(Math.min(...of(1))).toBeGreaterThan(2 ** 20);
  expect(Math.max(...of(3))).toBeGreaterThan(2000 * 16);
  // Node 24 and later can ask the engine's thread; the pinned host is one.
  expect(of(2).length).toBeGreaterThan(0);
  expect(trace.points.map((p) => p[0])).toEqual(trace.points.map((p) => p[0]).toSorted((a, b) => a - b));
});
