// The compatibility matrix and the trade-off page, from results of real runs.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseResult, parseResultFile } from '../harness/result.ts';
import type { LabConformance } from '../harness/result.ts';
import { featureRows, shareOf, spreadOf } from './compatibility.ts';
import { matrixMarkdown, renderMatrix } from './matrix.ts';
import { cardOf } from './implementation-cards.ts';
import { renderTradeoffs, tradeoffRows } from './tradeoffs.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'testdata');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const conformance = parseResultFile(read('conformance.json'), 'conformance.json') as LabConformance;
const result = parseResult(read('result.json'), 'result.json');

describe('features', () => {
  test('each program is counted once an engine, and once in all, some or none', () => {
    const rows = featureRows(conformance);
    for (const row of rows) {
      for (const cell of row.cells)
        expect(cell.passed + cell.documented + cell.failed + cell.unsupported).toBe(row.programs.length);
      expect(row.spread.all + row.spread.some + row.spread.none).toBe(row.programs.length);
    }
    expect(rows.reduce((sum, r) => sum + r.programs.length, 0)).toBe(conformance.programs.length);
  });
  test('an engine that cannot run a program has no say in where it passes', () => {
    const engines = structuredClone(conformance.engines);
    const failing = engines[1].results.find((r) => r.verdict === 'failed')!;
    expect(spreadOf(engines, failing.program)).toBe('some');
    failing.verdict = 'unsupported';
    expect(spreadOf(engines, failing.program)).toBe('all');
  });
  test('speed of the workloads that stress a feature stands in its cell', () => {
    const tagged = structuredClone(result);
    tagged.workloads[0].tags = ['generators'];
    const engine = tagged.analysis.workloads[0].rows.find((r) => r.ratio)!;
    const cells = featureRows(conformance, [tagged])[0].cells;
    const index = conformance.engines.findIndex((e) => e.id === engine.engine);
    expect(cells[index].speed).toEqual({ ratio: engine.ratio!.value, workloads: [tagged.workloads[0].name] });
    expect(matrixMarkdown(conformance, [tagged])).toContain(' · ');
  });
  test('the share has an interval that holds it, narrower with more programs', () => {
    const share = shareOf(conformance.engines[1])!;
    expect(share.low).toBeLessThan(share.value);
    expect(share.high).toBeGreaterThan(share.value);
    const [{ results }] = conformance.engines;
    const many = { ...conformance.engines[0], results: Array.from({ length: 50 }, () => results).flat() };
    expect(shareOf(many)!.high - shareOf(many)!.low).toBeLessThan(0.01);
  });
});

describe('the matrix page', () => {
  const page = renderMatrix(conformance);
  test('a failing program has its text, the difference, the cause; a passing one is not listed', () => {
    const engine = conformance.engines.find((e) => e.differences.length > 0)!;
    const failed = engine.results.filter((r) => r.verdict === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const r of failed) expect(page).toContain(`<details id="${r.program}">`);
    const passed = conformance.programs.filter((p) => spreadOf(conformance.engines, p.id) === 'all');
    for (const p of passed) expect(page).not.toContain(`<details id="${p.id}">`);
    for (const d of engine.differences) expect(page).toContain(d.title);
  });
  test('a difference that is gone is told', () => {
    const stale = structuredClone(conformance);
    stale.engines[1].stale = ['generators/yield-from'];
    expect(renderMatrix(stale)).toContain('generators/yield-from is documented as different, and passes');
  });
});

describe('trade-offs', () => {
  test('engines belong to the implementation they model, with options and versions too', () => {
    expect(cardOf({ id: 'pypy-like:jit=off' })?.name).toBe('PyPy');
    expect(cardOf({ id: 'micro' })?.name).toBe('MicroPython');
    expect(cardOf({ id: 'python3.13', implementation: 'CPython' })?.name).toBe('CPython');
    expect(cardOf({ id: 'other' })).toBeUndefined();
  });
  test('figures are those of the results; what was not run has none', () => {
    const rows = tradeoffRows([result], [conformance]);
    for (const { engine, ratio } of result.analysis.overall)
      expect(rows.find((r) => r.engine === engine)?.speed?.value).toBe(ratio.value);
    const page = renderTradeoffs([result], [conformance]);
    expect(page).toContain('IronPython');
    expect(page).toContain('not run: nothing was measured');
  });
});
