// The result format: what is refused and how it is said, and that the published JSON Schema is the current one.
// `UPDATE_SCHEMA=1 npx vitest run harness/result.test.ts` writes docs/result.schema.json anew.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseResult, resultJsonSchema, RESULT_FORMAT, RESULT_VERSION, ResultFormatError } from './result.ts';
import type { LabResult } from './result.ts';

const minimal: LabResult = {
  format: RESULT_FORMAT,
  version: RESULT_VERSION,
  command: ['lab', 'compare', 'a.py'],
  startedAt: '2026-01-02T03:04:05.000Z',
  wallMs: 10,
  childrenMs: 9,
  partial: false,
  plan: {
    profile: 'quick',
    processes: 3,
    iterations: 10,
    minSampleMs: 5,
    budgetMs: 500,
    timeoutMs: 60000,
    outputBytes: 1e6,
    seed: 1,
    margin: 0.02,
  },
  environment: {
    fingerprint: 'x',
    cpu: { model: 'c', cores: 2 },
    memoryBytes: 1,
    os: { platform: 'linux', release: '6', arch: 'x64' },
    node: '20.19.0',
    loadAverage: { start: 0 },
    lab: { version: '0.1.0' },
  },
  engines: [],
  workloads: [],
  outputs: [],
  executions: [],
  analysis: { workloads: [], overall: [], warnings: [] },
};

const refusal = (text: string): string => {
  try {
    parseResult(text, 'old.json');
  } catch (error) {
    expect(error).toBeInstanceOf(ResultFormatError);
    return (error as Error).message;
  }
  throw new Error('was accepted');
};

describe('reading', () => {
  test('a result comes back as it was written', () => {
    expect(parseResult(JSON.stringify(minimal), 'x')).toEqual(minimal);
  });
  test('cut off in the middle', () => {
    expect(refusal(JSON.stringify(minimal).slice(0, 300))).toMatch(
      /^old\.json: not a result file: broken JSON/,
    );
  });
  test('empty', () => expect(refusal('\n')).toBe('old.json: not a result file: it is empty'));
  test('some other JSON', () => expect(refusal('{"a": 1}')).toContain('does not say "format"'));
  test('newer and older versions say which way to go', () => {
    expect(refusal(JSON.stringify({ ...minimal, version: RESULT_VERSION + 1 }))).toContain('update the lab');
    expect(refusal(JSON.stringify({ ...minimal, version: 0 }))).toContain('older lab');
  });
  test('damage is named by its place', () => {
    expect(refusal(JSON.stringify({ ...minimal, plan: { ...minimal.plan, seed: 'x' } }))).toContain(
      'plan.seed',
    );
  });
});

test('docs/result.schema.json is made from this schema', () => {
  const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'result.schema.json');
  const current = JSON.stringify(resultJsonSchema(), null, 2) + '\n';
  if (process.env.UPDATE_SCHEMA) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, current);
  }
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(current));
});
