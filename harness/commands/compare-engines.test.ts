// `lab compare` on a real engine, real CPython in wasm, which is always there: needs `npm run build`. Small and few, because
// each process takes a second; everything else about the command is tested on a simulated machine (compare.test.ts).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseResult } from '../result.ts';
import { runCompare, surroundings } from './compare.ts';
import type { CompareArguments } from './compare.ts';

let root = '';
const programs: Record<string, string> = {
  counts: `
print('module', __name__)
calls = 0
def workload(n=2000):
    total = 0
    for i in range(n):
        total += i * i
    return total
if __name__ == '__main__':
    raise SystemExit('the main block is not part of a measured run')
`,
  endless: 'while True:\n    pass\n',
  wrong: "def workload(n=1):\n    assert n == 2, 'n is %d' % n\n",
};
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'compare-engines-'));
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(root, `${name}.py`), text);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function lab(name: string, more: Partial<CompareArguments> = {}, stopAfterMs?: number) {
  let out = '';
  let err = '';
  const started = performance.now();
  const status = await runCompare(
    {
      workloads: [join(root, `${name}.py`)],
      engines: ['cpython-wasm'],
      quick: true,
      rigorous: false,
      timeout: 60,
      maxOutput: 1e6,
      unanimous: false,
      seed: 1,
      margin: 2,
      json: '-',
      ...more,
    },
    {
      ...surroundings,
      begunAt: started,
      stdout: { write: (t) => (out += t) },
      stderr: { columns: 140, write: (t) => (err += t) },
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      onStop(stop) {
        const timer = stopAfterMs === undefined ? undefined : setTimeout(() => stop('SIGINT'), stopAfterMs);
        return () => clearTimeout(timer);
      },
    },
  );
  return { status, err, result: parseResult(out, 'stdout'), ms: performance.now() - started };
}

test('--quick: times, one output, a host, within 20 s and with little overhead', async () => {
  const { status, result, err, ms } = await lab('counts', { engines: ['cpython-wasm,cpython-wasm'] });
  expect(err).toContain('Both engines print the same.');
  expect(status).toBe(0);
  expect(ms).toBeLessThan(20_000);
  expect(result.childrenMs / result.wallMs).toBeGreaterThan(0.9);
  const [row] = result.analysis.workloads[0].rows;
  expect(row).toMatchObject({ state: 'ok', processes: 3, verdict: 'baseline' });
  expect(row.steady!.value).toBeGreaterThan(0.001);
  expect(row.startup!.value).toBeGreaterThan(row.steady!.value);
  expect(result.executions.every((e) => e.samples.length === 10 && e.samples[0][1] === 1)).toBe(true);
  expect(result.outputs).toMatchObject([{ resultRepr: '2664667000' }]);
  expect(result.outputs[0].stdout).toMatch(/^module /);
  expect(result.engines[0].host!.name).toMatch(/^node /);
});

test('a wrong result has no time; an endless program ends by its limit', async () => {
  const wrong = await lab('wrong');
  expect(wrong.status).toBe(1);
  expect(wrong.result.analysis.workloads[0].rows).toMatchObject([
    { state: 'wrong-result', error: 'wrong result: AssertionError: n is 1' },
  ]);
  const endless = await lab('endless', { timeout: 2 });
  expect(endless.status).toBe(1);
  expect(endless.result.analysis.workloads[0].rows).toMatchObject([{ state: 'limit' }]);
  expect(endless.result.executions.length).toBe(1);
});

test('stopped in the middle of a process: ended soon, kept and marked', async () => {
  const { status, result, ms } = await lab('endless', {}, 1500);
  expect(status).toBe(130);
  expect(ms).toBeLessThan(5000);
  expect(result.partial).toBe(true);
  expect(result.executions).toMatchObject([{ state: 'interrupted' }]);
});
