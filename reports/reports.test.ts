// Reports from a stored result: complete, escaped, the same numbers in every format; the page opens in a real browser where one is
// installed (visibly skipped where none is).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
  it('shows where outputs differ', () => {
    expect(page).toMatch(/Group 2 differs in stdout from line \d/);
  });

  const browser = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  it.skipIf(!browser)('opens in a browser without an error, its script has run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-page-'));
    try {
      const path = join(folder, 'report.html');
      // An error of the page's script becomes part of the page.
      const watched = page.replace(
        '<body>',
        "<body><script>addEventListener('error', (e) => document.documentElement.setAttribute('data-error', e.message));</script>",
      );
      writeFileSync(path, watched);
      const flags =
        '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
      const dom = execFileSync(
        browser!,
        [
          ...flags.split(' '),
          `--user-data-dir=${join(folder, 'profile')}`,
          '--dump-dom',
          `file://${path}#filter=small`,
        ],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      expect(dom).not.toMatch(/<html[^>]*data-error/);
      expect(dom).toContain('1 workloads shown');
      expect(dom).toMatch(/<th scope="col"><button type="button">engine<\/button>/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
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
