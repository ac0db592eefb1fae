// The two ways to time agree: the lab's own engines are timed from outside, by tinybench in their worker (worker.ts); programs
// time themselves, by Python's clock in drivers/measure.py. Here one and the same engine goes both ways: the real CPython
// in wasm as an embedded engine, and as a program whose command is `lab run`. Needs `npm run build`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEmbedded } from './embedded-execution.ts';
import { execute } from './execute.ts';
import type { EmbeddedEntry, EngineEntry, Sample } from './execution.ts';
import { DIST } from './folders.ts';
import { EMBEDDED } from './registry.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-timing-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WORKLOAD = `
def workload(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total
`;

async function samplesOf(entry: EngineEntry, path: string, n: number): Promise<readonly Sample[]> {
  const result = await execute({
    entry,
    request: {
      program: { kind: 'file', path },
      args: [],
      env: { PATH: process.env.PATH ?? '', HOME: folder },
      cwd: folder,
      fileSystem: { kind: 'real' },
      limits: { timeMs: 60_000 },
      options: { 'lab.module-name': 'workload' },
      flags: [],
      events: [],
    },
    // Samples so short that many fall between two switches of the system, for long enough that V8 has compiled the engine.
    measure: { function: 'workload', args: [n], iterations: 300, minSampleMs: 2, budgetMs: 5000 },
    stdio: 'capture',
  });
  expect(result).toMatchObject({ state: 'ok', message: undefined });
  expect(result.samples.length).toBeGreaterThan(30);
  expect(result.samples.reduce((sum, s) => sum + s.ms, 0)).toBeLessThan(result.times.total);
  return result.samples;
}

test('of one call, by tinybench in the worker and by the clock of the Python driver', async () => {
  const path = join(folder, 'counts.py');
  writeFileSync(path, WORKLOAD);
  const inside = EMBEDDED.find((e) => e.id === 'cpython-wasm') as EmbeddedEntry;
  const asProgram: EngineEntry = {
    kind: 'program',
    id: 'cpython-by-command',
    role: 'reference',
    title: 'the same, as a program',
    command: [process.execPath, join(DIST, 'cli.js'), 'run', '--engine', 'cpython-wasm'],
    description: await describeEmbedded(inside),
  };
  // What else runs on the machine only ever makes a sample longer: the shortest of both ways are compared, taken in turns,
  // and again when a busy moment hit the one way more than the other.
  const shortest = (samples: readonly Sample[]) => Math.min(...samples.slice(2).map((s) => s.ms / s.loops));
  for (const n of [2000, 20_000]) {
    const best = { worker: Infinity, driver: Infinity };
    const apart = () => Math.max(best.worker / best.driver, best.driver / best.worker);
    for (let turn = 0; turn < 6 && !(apart() < 1.3); turn++) {
      best.worker = Math.min(best.worker, shortest(await samplesOf(inside, path, n)));
      best.driver = Math.min(best.driver, shortest(await samplesOf(asProgram, path, n)));
    }
    expect(best.worker).toBeGreaterThan(n * 1e-6);
    expect(apart(), JSON.stringify({ n, ...best })).toBeLessThan(1.6);
  }
}, 120_000);
