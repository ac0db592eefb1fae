// A report of 24 workloads on 6 engines: its size, and that a real browser opens it without an error and axe finds nothing.
// `SAVE_REPORT=file.html npx vitest run harness/large-report.test.ts` writes it, to be looked at.
import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../reports/html.ts';
import { browser, violations } from '../reports/testing/browser.ts';
import { renderTradeoffs } from '../reports/tradeoffs.ts';
import type { LabResult } from './result.ts';
import { labResultSchema } from './result.ts';
import { simulatedComparison } from './testing/simulated-comparison.ts';

let result: LabResult;
let page: string;
beforeAll(async () => {
  result = await simulatedComparison();
  page = renderHtml([result]);
  if (process.env.SAVE_REPORT) {
    writeFileSync(process.env.SAVE_REPORT, page);
    writeFileSync(process.env.SAVE_REPORT.replace(/html$/, 'json'), JSON.stringify(result));
  }
}, 120_000);

test('is a result as any other, of 24 workloads and 6 engines', () => {
  expect(labResultSchema.safeParse(result).error).toBeUndefined();
  expect([result.workloads.length, result.engines.length]).toEqual([24, 6]);
  expect(
    result.analysis.workloads.flatMap((w) => w.rows).filter((r) => r.smallestHeap !== undefined).length,
  ).toBeGreaterThan(40);
});

test('is at most 2 MB', () => {
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(2_000_000);
});

test('its trade-offs have a smallest heap for the engines with a cap', () => {
  expect(renderTradeoffs([result], []).match(/KiB <span class="soft">\(\d+\)/g)).toHaveLength(2);
});

describe.skipIf(!browser)('in a browser', () => {
  test.each([
    ['light', { hash: 'theme=light' }],
    ['dark', { hash: 'theme=dark' }],
    ['a phone', { width: 400 }],
  ])(
    '%s: no error, and axe finds nothing',
    (_, options) => {
      expect(violations(page, options)).toEqual([]);
    },
    180_000,
  );
});
