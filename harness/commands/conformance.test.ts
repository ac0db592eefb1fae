import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineEntry, ExecutionResult } from '../execution.ts';
import { parseResultFile } from '../result.ts';
import { runConformanceCommand } from './conformance.ts';
import type { ConformanceArguments, ConformanceSurroundings } from './conformance.ts';

let root: string;
let out: string;
let err: string;
/** Program → what each engine prints; an Error is an engine that dies. */
let answers: Record<string, string | Error>;

const defaults: ConformanceArguments = { jobs: 2, timeout: 5, fresh: false, list: false };
const entry = (id: string): EngineEntry => ({ kind: 'embedded', id, title: id, role: 'lab', bundle: '' });

function surroundings(): ConformanceSurroundings {
  return {
    execute: async (job) => {
      const path = job.request.program.kind === 'file' ? job.request.program.path : '';
      const answer = answers[path.split('/').at(-1)!.replace('.py', '')];
      if (answer instanceof Error) {
        return {
          state: 'died',
          status: 134,
          message: answer.message,
          stdout: '',
          stderr: '',
        } as ExecutionResult;
      }
      return { state: 'ok', status: 0, stdout: answer, stderr: '' } as ExecutionResult;
    },
    available: async () => [entry('ours')],
    find: async (ids) => ids.map(entry),
    describe: async () => undefined,
    loadReference: () => Promise.reject(new Error('not needed')),
    programs: join(root, 'programs'),
    differences: join(root, 'differences'),
    stdout: { write: (text) => (out += text), columns: 100 },
    stderr: { write: (text) => (err += text) },
    env: { NO_COLOR: '1' },
  };
}

const run = (args: Partial<ConformanceArguments> = {}) =>
  runConformanceCommand({ ...defaults, ...args }, surroundings());

function document(programs: string[]) {
  const differences = [
    { title: 'no such thing', cause: 'It is small.', workaround: 'Do without.', programs },
  ];
  writeFileSync(join(root, 'differences', 'ours.json'), JSON.stringify({ engine: 'ours', differences }));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab-conformance-command-'));
  mkdirSync(join(root, 'differences'));
  for (const [feature, name] of [
    ['alpha', 'one'],
    ['alpha', 'two'],
    ['beta', 'three'],
  ]) {
    const folder = join(root, 'programs', feature);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.py`), `# Checks ${name} of ${feature}.\nprint("${name}")\n`);
    writeFileSync(join(folder, `${name}.expected`), `${name}\n`);
  }
  out = err = '';
  answers = { one: 'one\n', two: 'two\n', three: 'three\n' };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('all passed: status 0 and counts by feature', async () => {
  expect(await run()).toBe(0);
  expect(out).toMatch(/^alpha +2 \/ 0 \/ 0$/m);
  expect(out).toMatch(/^beta +1 \/ 0 \/ 0$/m);
  expect(out).toContain('ours: 3 passed, 0 failed, 0 documented differences, 0 unsupported');
});

test('programs on what implementations share are counted apart', async () => {
  expect(await run()).toBe(0);
  expect(out).not.toMatch(/^core /m);
  const core = join(root, 'programs', 'beta', 'core-basics');
  writeFileSync(`${core}.py`, '# Checks the core of beta.\nprint(1)\n');
  writeFileSync(`${core}.expected`, '1\n');
  answers['core-basics'] = '2\n';
  expect(await run()).toBe(1);
  expect(out).toMatch(/^core +0 \/ 1 \/ 0\nall +3 \/ 1 \/ 0$/m);
});

test('a failure is named, with the command that takes it apart', async () => {
  answers.two = 'zwei\n';
  answers.three = new Error('the engine died');
  expect(await run()).toBe(1);
  expect(out).toContain('failed   alpha/two\n');
  expect(out).toContain('failed   beta/three: the engine died\n');
  expect(out).toContain('lab conformance --show alpha/two --engine ours');
});

test('a documented difference is no failure; one that passes again is', async () => {
  answers.two = 'zwei\n';
  document(['alpha/two']);
  expect(await run()).toBe(0);
  expect(out).toContain('2 passed, 0 failed, 1 documented difference,');
  answers.two = 'two\n';
  expect(await run()).toBe(1);
  expect(out).toContain('stale    alpha/two: documented as different, and passes');
  document(['alpha/gone']);
  expect(await run()).toBe(1);
  expect(out).toContain('unknown  alpha/gone');
});

test('--show: program, expected, got, diff, documented cause', async () => {
  answers.two = 'zwei\n';
  expect(await run({ show: 'two', engine: 'ours' })).toBe(1);
  expect(out).toContain('print("two")');
  expect(out).toContain('-two\n+zwei\n');
  expect(out).toContain('alpha/two on ours: failed');
  document(['alpha/two']);
  expect(await run({ show: 'alpha/two', engine: 'ours' })).toBe(0);
  expect(out).toContain('documented: no such thing. It is small.\ninstead: Do without.');
});

test('selection, --list, --json', async () => {
  expect(await run({ feature: ['beta'], list: true })).toBe(0);
  expect(out).toMatch(/^beta\/three +Checks three of beta\.\n$/);
  const file = join(root, 'out.json');
  answers.one = 'eins\n';
  expect(await run({ only: ['alpha/*'], json: file, engines: ['a,b'] })).toBe(1);
  const json = JSON.parse(readFileSync(file, 'utf8'));
  expect(json).toMatchObject({ format: 'python-implementation-lab/conformance', version: 1 });
  expect(json.engines.map((e: { id: string }) => e.id)).toEqual(['a', 'b']);
  const verdicts = json.engines[0].results.map((r: { verdict: string }) => r.verdict);
  expect(verdicts.sort()).toEqual(['failed', 'passed']);
  expect(parseResultFile(readFileSync(file, 'utf8'), file)).toEqual(json);
  expect(json.engines[0].results[0]).toMatchObject({
    program: 'alpha/one',
    verdict: 'failed',
    got: 'eins\n',
  });
});

test.each([
  [{ feature: ['gamma'] }, "no feature 'gamma'. Features: alpha, beta"],
  [{ only: ['nothing'] }, 'no program has such a name'],
  [{ show: 'nothing', engine: 'ours' }, "no program 'nothing'"],
  [{ show: 'one' }, '--show wants --engine'],
])('wrong usage is status 2 and says what to do: %o', async (args, message) => {
  expect(await run(args)).toBe(2);
  expect(err).toContain(message);
});
