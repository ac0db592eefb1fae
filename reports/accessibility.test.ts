// Every page in a real browser: no script error, nothing that axe objects to; light, dark, on a phone.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseResult, parseResultFile } from '../harness/result.ts';
import type { LabConformance, LabPipeline, TimelineSeries } from '../harness/result.ts';
import { renderHeapPage } from './heap-page.ts';
import { renderHtml } from './html.ts';
import { renderMatrix } from './matrix.ts';
import { browser, openPage, violations } from './testing/browser.ts';
import { renderTradeoffs } from './tradeoffs.ts';
import { renderTimelinePage } from './timeline.ts';
import { tracePage } from './trace-page.ts';
import type { TraceLog } from './trace-page.ts';

const file = join(dirname(fileURLToPath(import.meta.url)), 'testdata', 'result.json');
const result = parseResult(readFileSync(file, 'utf8'), file);
result.analysis.growth = result.engines.map(({ id }, i) => ({
  program: 'sieve',
  engine: id,
  points: [1, 10, 100].map((n) => ({ n, ms: n ** (1 + i / 4) })),
  exponent: { value: 1 + i / 4, low: 0.9 + i / 4, high: 1.1 + i / 4 },
}));
const conformance = parseResultFile(
  readFileSync(join(dirname(file), 'conformance.json'), 'utf8'),
  'conformance.json',
) as LabConformance;
const series: TimelineSeries = {
  workload: 'nbody',
  engine: 'cpython-wasm',
  cpu: 'a processor',
  n: 5,
  points: [100, 101, 130].map((value, run) => ({
    run,
    at: `2026-01-0${run + 1}T00:00:00.000Z`,
    steady: { value, low: value - 1, high: value + 1 },
  })),
  steps: [{ index: 2, before: 100, after: 130, ratio: 1.3 }],
};
series.points.push({ run: 3, at: '2026-01-04T00:00:00.000Z', error: 'died' });

const heap = {
  allocations: 12,
  used: 2048,
  largestFree: 32768,
  fragmentation: 0.05,
  total: 65536,
  peak: 4096,
  runs: [
    { block: 0, blocks: 100, type: 'str' },
    { block: 100, blocks: 1000, type: '' },
    { block: 1100, blocks: 28, type: 'list' },
  ],
  byType: { str: { objects: 1, bytes: 1600 }, list: { objects: 1, bytes: 448 } },
  stackBytes: 1024,
  history: [{ allocations: 7, used: 1024, largestFree: 40000, fragmentation: 0.1 }],
};

const operation = {
  text: 'guard_true b1',
  function: 'f',
  line: 1,
  opcode: 'COMPARE_OP',
  failures: 3,
  bridge: 1,
};
const traces: TraceLog = {
  version: 1,
  units: ['f', 'g'].map((name) => ({
    kind: 'loop' as const,
    name,
    file: 'a.py',
    line: 1,
    state: 'compiled',
    operations: 1,
    emissions: 1,
    entered: 1,
    left: 1,
    thrownAway: 0,
    aborts: [{ reason: 'too long', count: 2 }],
    traces: [{ number: 0, kind: 'root', operations: [operation], end: 'loop', stopped: null }],
    js: 'return 1;',
  })),
  counters: { 'jit-loops': 2 },
};

const pipeline: LabPipeline = {
  format: 'python-implementation-lab/pipeline',
  version: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  name: 'loop.py',
  source: 'print(1 < 2)\n',
  engines: ['cpython-like', 'micro'].map((id) => ({
    id,
    title: id,
    role: 'lab' as const,
    implementation: 'CPython',
    languageVersion: '3.14.2',
    stages: [
      { kind: 'tokens', title: 'tokens', state: 'ok' as const, text: '<NAME>\n', from: 'front-end' },
      {
        kind: 'quickened',
        title: 'quickened bytecode',
        state: 'unanswered' as const,
        note: 'it does not show this',
      },
      { kind: 'result', title: 'result', state: 'failed' as const, text: 'MemoryError\n' },
    ],
  })),
};

const pages: [string, string][] = [
  ['comparison', renderHtml([result])],
  ['timeline', renderTimelinePage([series])],
  ['matrix', renderMatrix(conformance)],
  ['heap', renderHeapPage('Heap of micro', 'micro', heap)],
  ['traces', tracePage(traces, 'a.py', 'while i < 5: pass\n')],
  ['trade-offs', renderTradeoffs([result], [conformance], [pipeline])],
];

describe.skipIf(!browser)('pages in a browser', () => {
  for (const [name, page] of pages) {
    it.each([
      ['light', { hash: 'theme=light' }],
      ['dark', { hash: 'theme=dark' }],
      ['a phone', { width: 400 }],
    ])(`${name}, %s: axe finds nothing`, (_, options) => {
      expect(violations(page, options)).toEqual([]);
    });
  }
  it('a planted fault is found', () => {
    const faulty = pages[0][1].replace('<label for="theme">Colours</label>', '');
    expect(violations(faulty)).toEqual([expect.stringContaining('select-name')]);
  });
  it('sorts and filters as the URL says', () => {
    const [, page] = pages[0];
    const { dom, error } = openPage(page, { hash: 'filter=small&sort=0.0.down' });
    expect(error).toBeUndefined();
    expect(dom).toContain('>1 shown<');
    expect(dom).toMatch(/<th scope="col" aria-sort="descending"><button type="button">workload<\/button>/);
  });
});
