// The text of a comparison from a fixed analysis: what is said of agreement, differences, errors and doubts.
import { expect, test } from 'vitest';
import { RESULT_FORMAT, RESULT_VERSION } from '../harness/result.ts';
import type { LabResult, ResultRow, WorkloadAnalysis } from '../harness/result.ts';
import { renderSummary, renderUnanimous, renderWorkload } from './compare.ts';
import { createPaint } from './table.ts';

const options = { width: 110, paint: createPaint(false) };
const ok = (engine: string, more: Partial<ResultRow> = {}): ResultRow => ({
  engine,
  state: 'ok',
  processes: 10,
  iterations: 30,
  steady: { value: 12.5, low: 12, high: 13 },
  perProcess: [],
  memory: {},
  ...more,
});
const failed = (engine: string, error: string): ResultRow => ({
  engine,
  state: 'python-error',
  error,
  processes: 0,
  iterations: 0,
  perProcess: [],
  memory: {},
});
const analysisOf = (more: Partial<WorkloadAnalysis>): WorkloadAnalysis => ({
  workload: 'w',
  measured: 'call',
  baseline: 'a',
  unanimous: true,
  groups: [],
  differences: [],
  rows: [],
  ...more,
});
const resultOf = (analysis: WorkloadAnalysis, more: Partial<LabResult['analysis']> = {}): LabResult => ({
  format: RESULT_FORMAT,
  version: RESULT_VERSION,
  command: [],
  startedAt: '',
  wallMs: 1000,
  childrenMs: 950,
  partial: false,
  plan: {
    profile: 'default',
    processes: 10,
    iterations: 30,
    minSampleMs: 5,
    budgetMs: 3000,
    timeoutMs: 1,
    outputBytes: 1,
    seed: 7,
    margin: 0.02,
    baseline: 'a',
  },
  environment: {
    fingerprint: '',
    cpu: { model: 'Processor', cores: 2 },
    memoryBytes: 8 * 2 ** 30,
    os: { platform: 'linux', release: '', arch: 'x64' },
    node: '20',
    loadAverage: { start: 0.25 },
    lab: { version: '1' },
  },
  engines: [],
  workloads: [{ name: 'w', path: '', sha256: '', mode: 'function', n: 9, size: 'tiny' }],
  outputs: [],
  executions: [],
  analysis: { workloads: [analysis], overall: [], warnings: [], ...more },
});
const text = (analysis: WorkloadAnalysis, more: Partial<LabResult['analysis']> = {}) =>
  renderWorkload(resultOf(analysis, more), analysis, options).split('\n');

test('three memory numbers have a column each, and only where there is one', () => {
  const rows = [
    ok('a', { verdict: 'baseline', memory: { processPeak: 50 * 2 ** 20, hostHeap: 2 ** 20 } }),
    ok('b', {
      ratio: { value: 0.25, low: 0.2, high: 0.3 },
      verdict: 'faster',
      memory: { processPeak: 60 * 2 ** 20, modelledPeak: 4096 },
    }),
  ];
  const out = text(analysisOf({ rows, groups: [{ output: 0, engines: ['a', 'b'] }] }));
  expect(out).toEqual([
    'w  workload(9) tiny, time per call',
    'engine   steady          × a                 verdict       process peak  host heap  modelled peak',
    'a       12.5 ms  ±4 %      1                 baseline          50.0 MiB   1.00 MiB',
    'b       12.5 ms  ±4 %  0.250  (0.200…0.300)  4.00× faster      60.0 MiB                  4.00 KiB',
    'Both engines print the same.',
  ]);
});

test('where modelled bytes were not counted, it is said why', () => {
  const analysis = analysisOf({ rows: [ok('a'), ok('b')], groups: [{ output: 0, engines: ['a', 'b'] }] });
  const byteCounts = [
    { engine: 'a', workload: 'w', current: 1, peak: 2 },
    { engine: 'b', workload: 'w', note: 'not counted: not done after 5 s' },
    { engine: 'a', workload: 'another', note: 'not counted: no time was left' },
  ];
  const out = renderWorkload({ ...resultOf(analysis, {}), byteCounts }, analysis, options);
  expect(out.split('\n').filter((l) => l.startsWith('(modelled'))).toEqual([
    '(modelled bytes of b: not counted: not done after 5 s)',
  ]);
});

test('engines that failed stand in the table and not among the differences', () => {
  const out = text(
    analysisOf({
      unanimous: false,
      rows: [ok('a'), ok('b'), failed('c', "ImportError: no module named 'x'")],
      groups: [
        { output: 0, engines: ['a', 'b'] },
        { output: 1, engines: ['c'] },
      ],
      differences: [{ group: 1, where: 'exception', line: 1, actual: 'ImportError', diff: '+ImportError' }],
    }),
  );
  expect(out).toContain("c       ImportError: no module named 'x'");
  expect(out).toContain('2 engines print the same; 1 failed.');
  expect(out.join('\n')).not.toContain('first difference');
});

test('where all fail, the ways they fail are compared', () => {
  const out = text(
    analysisOf({
      unanimous: false,
      rows: [failed('a', 'ValueError: 1'), failed('b', 'ValueError: 2')],
      groups: [
        { output: 0, engines: ['a'] },
        { output: 1, engines: ['b'] },
      ],
      differences: [
        {
          group: 1,
          where: 'exception',
          line: 1,
          expected: 'ValueError: 1',
          actual: 'ValueError: 2',
          diff: '--- a\n+++ b\n@@ -1,1 +1,1 @@\n-ValueError: 1\n+ValueError: 2',
        },
      ],
    }),
  );
  expect(out.slice(-4)).toEqual([
    'Outputs differ: 2 groups.',
    '  1. a',
    '  2. b',
    'b: first difference in the exception: "ValueError: 2" instead of "ValueError: 1"',
  ]);
});

test('doubts: those that matter, the same of several engines once', () => {
  const doubt = (engine: string, matters: boolean) =>
    ({ name: 'unstable', engine, workload: 'w', text: 'processes differ: ±9 %', matters }) as const;
  const out = text(
    analysisOf({ rows: [ok('a'), ok('b'), ok('c')], groups: [{ output: 0, engines: ['a', 'b', 'c'] }] }),
    {
      warnings: [doubt('a', true), doubt('b', false), doubt('c', true)],
    },
  );
  expect(out.at(-1)).toBe('unstable  a, c: processes differ: ±9 %');
});

test('the summary names the machine, the method and what the means leave out', () => {
  const out = renderSummary(
    resultOf(analysisOf({}), {
      workloads: [analysisOf({}), analysisOf({}), analysisOf({})],
      overall: [
        {
          engine: 'b',
          ratio: { value: 4, low: 3, high: 5 },
          workloads: ['v', 'w'],
          excluded: [{ workload: 'x', reason: 'MemoryError' }],
        },
      ],
    }),
    options,
  );
  expect(out).toContain('b       4.00 (3.00…5.00)  4.00× as long  2 of 3 workloads');
  expect(out).toContain('b without: x (MemoryError)');
  expect(out).toContain('Processor, 2 cores, 8.00 GiB, linux x64; load 0.3');
  expect(out).toContain(
    '10 processes × up to 30 samples, seed 7; 1.00 s, 95 % of it in the measured processes',
  );
});

test('--unanimous: one line', () => {
  expect(renderUnanimous(analysisOf({}), options)).toBe('same    w');
});
