// Reports from a stored result: complete, escaped, the same numbers in every format. How the page fares in a browser is in
// accessibility.test.ts.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseResult } from '../harness/result.ts';
import { duration } from './figures.ts';
import { renderHtml } from './html.ts';
import { renderCsv, renderMarkdown } from './markdown.ts';
import { forestPlot, logTicks } from './svg.ts';

const file = join(dirname(fileURLToPath(import.meta.url)), 'testdata', 'result.json');
const result = parseResult(readFileSync(file, 'utf8'), file);
const steady = result.analysis.workloads[0].rows[0].steady!.value;

describe('every format', () => {
  it('names each engine and workload, and the same figure', () => {
    for (const text of [renderHtml([result]), renderMarkdown([result])]) {
      for (const { id } of result.engines) expect(text).toContain(id);
      for (const { name } of result.workloads) expect(text).toContain(name);
      expect(text).toContain(duration(steady));
    }
  });
  it('CSV: one line a workload and engine, numbers as they are', () => {
    const lines = renderCsv([result]).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + result.workloads.length * result.engines.length);
    expect(lines[1].split(',')).toContain(String(steady));
  });
  it('CSV: a text that a spreadsheet would run is none, quotes are doubled', () => {
    const evil = structuredClone(result);
    evil.analysis.workloads[0].rows[0].error = '=cmd("x")';
    expect(renderCsv([evil])).toContain('"\'=cmd(""x"")"');
  });
  it('Markdown: a bar in a cell does not end it', () => {
    const evil = structuredClone(result);
    evil.analysis.workloads[0].rows[0] = {
      ...evil.analysis.workloads[0].rows[0],
      state: 'died',
      error: 'a | b',
    };
    expect(renderMarkdown([evil])).toContain('a \\| b');
  });
});

describe('the page', () => {
  const page = renderHtml([result]);
  it('what a program says is text, never markup', () => {
    expect(JSON.stringify(result)).toContain('<script>alert(1)</script>');
    expect(page).not.toContain('<script>alert(1)');
    expect(page).toContain('&#60;script&#62;alert(1)');
  });
  it('asks nothing of the network', () => {
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).toContain("default-src 'none'");
  });
  it('gives no verdict at a glance that no workload has', () => {
    const unsure = structuredClone(result);
    for (const { rows } of unsure.analysis.workloads)
      for (const row of rows) if (row.ratio) row.verdict = "can't tell";
    unsure.analysis.overall = unsure.engines
      .filter((x) => x.id !== unsure.plan.baseline)
      .map((x) => ({
        engine: x.id,
        ratio: { value: 3, low: 2.9, high: 3.1 },
        workloads: ['w'],
        excluded: [],
      }));
    expect(renderHtml([unsure])).not.toMatch(/3\.00× slower|takes the least time/);
    for (const { rows } of unsure.analysis.workloads)
      for (const row of rows) if (row.ratio) row.verdict = 'slower';
    expect(renderHtml([unsure])).toContain('3.00× slower');
  });
  it('says the same doubt of several engines once', () => {
    const doubted = structuredClone(result);
    const { name } = doubted.workloads[0];
    doubted.analysis.warnings = doubted.engines.map((x) => ({
      name: 'few-processes' as const,
      engine: x.id,
      workload: name,
      text: 'too few of them',
      matters: true,
    }));
    for (const text of [renderHtml([doubted]), renderMarkdown([doubted])]) {
      expect(text.match(/too few of them/g)).toHaveLength(1);
      expect(text).toContain('all engines: too few of them');
    }
  });
  it('shows where outputs differ', () => {
    expect(page).toMatch(/Group 2 differs in stdout from line \d/);
  });
});

describe('drawings', () => {
  it('ticks: 1, 2, 5 on a short axis, powers of ten on a long one', () => {
    expect(logTicks(0.9, 11)).toEqual([1, 2, 5, 10]);
    expect(logTicks(1e-3, 1e3)).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
  });
  it('an interval that leaves the axis is cut with an arrow', () => {
    const drawn = forestPlot([{ label: 'a', value: 1, low: 1e-6, high: 1e6 }], 'a');
    expect(drawn.match(/<path class="mark"/g)).toHaveLength(2);
  });
});
