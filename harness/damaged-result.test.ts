// Result files with one thing wrong somewhere: each is either refused by name or good enough for everything that reads results. Nothing may end in
// a fault of ours.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderHtml } from '../reports/html.ts';
import { renderCsv, renderMarkdown } from '../reports/markdown.ts';
import { renderTradeoffs } from '../reports/tradeoffs.ts';
import { analyse } from './analyse.ts';
import { parseResult, ResultFormatError } from './result.ts';
import type { LabResult } from './result.ts';
import { diffResults } from './result-diff.ts';
import { createRandom } from './statistics.ts';

const text = readFileSync(new URL('../reports/testdata/result.json', import.meta.url), 'utf8');
const MUTATIONS = 500;

type Node = Record<string, unknown>;

/** Every place of the file, as the keys that lead to it. */
function placesOf(node: unknown, at: readonly string[] = []): string[][] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [[...at, key], ...placesOf(value, [...at, key])]);
}

const WRONG = [null, 0, -1, 1e308, 99_999, 'zzz', '', [], {}, true];

function damaged(random: () => number, places: readonly string[][]): { place: string; text: string } {
  const data = JSON.parse(text) as Node;
  const place = places[Math.floor(random() * places.length)];
  const key = place.at(-1)!;
  let node = data;
  for (const step of place.slice(0, -1)) node = node[step] as Node;
  const value = node[key];
  const choice = Math.floor(random() * 3);
  if (choice === 0) {
    if (Array.isArray(node)) node.splice(Number(key), 1);
    else delete node[key];
  } else if (choice === 1) node[key] = WRONG[Math.floor(random() * WRONG.length)];
  else if (typeof value === 'number') node[key] = value * 1000 + 7;
  else if (Array.isArray(value)) node[key] = value.slice(1);
  else node[key] = 'changed';
  return { place: place.join('.'), text: JSON.stringify(data) };
}

const whole = parseResult(text, 'whole.json');
const readers: Record<string, (result: LabResult) => unknown> = {
  page: (r) => renderHtml([r]),
  markdown: (r) => renderMarkdown([r]),
  csv: (r) => renderCsv([r]),
  tradeoffs: (r) => renderTradeoffs([r], []),
  'diff, after': (r) => diffResults(whole, r, { seed: 1, margin: 0.02 }),
  'diff, before': (r) => diffResults(r, whole, { seed: 1, margin: 0.02 }),
  analysis: (r) => analyse(r),
};

test('is refused by name, or can be read', () => {
  const random = createRandom(7);
  const places = placesOf(JSON.parse(text));
  let refused = 0;
  const faults: string[] = [];
  for (let i = 0; i < MUTATIONS; i++) {
    const { place, text: wrong } = damaged(random, places);
    let result: LabResult;
    try {
      result = parseResult(wrong, 'wrong.json');
    } catch (error) {
      expect(error).toBeInstanceOf(ResultFormatError);
      expect((error as Error).message).toContain('wrong.json');
      refused++;
      continue;
    }
    for (const [reader, read] of Object.entries(readers)) {
      try {
        read(result);
      } catch (error) {
        faults.push(`${place}: ${reader}: ${(error as Error).message}`);
      }
    }
  }
  expect(faults).toEqual([]);
  expect(refused).toBeGreaterThan(MUTATIONS / 4);
  expect(refused).toBeLessThan(MUTATIONS);
}, 60_000);

test.each([
  ['an engine that is not there', (r: LabResult) => (r.executions[0].engine = 'gone'), 'no engine gone'],
  ['a workload that is not there', (r: LabResult) => (r.workloads[0].name = 'other'), 'no workload'],
  ['an output that is not there', (r: LabResult) => (r.executions[0].output = 77), 'no output 77'],
])('%s is damage', (_, harm, said) => {
  const result = JSON.parse(text) as LabResult;
  harm(result);
  expect(() => parseResult(JSON.stringify(result), 'r.json')).toThrow(`r.json: damaged result file: `);
  expect(() => parseResult(JSON.stringify(result), 'r.json')).toThrow(said);
});
