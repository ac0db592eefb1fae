import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findPrograms, observed, runConformance, tally, unmetNeed } from './conformance.ts';
import type { EngineUnderTest } from './conformance.ts';
import { documentedEngines, judge, readDifferences } from './differences.ts';
import { makeExpectations, staleExpectations } from './expectations.ts';
import type { EngineEntry, Execute, ExecutionResult } from './execution.ts';
import { loadReference } from './reference.ts';
import type { Reference } from './reference.ts';

const neverExecuted: Execute = () => Promise.reject(new Error('not to be executed'));
const entry = (id: string): EngineEntry => ({
  kind: 'embedded',
  id,
  title: id,
  role: 'reference',
  bundle: '',
});

let reference: Reference;
beforeAll(async () => {
  reference = await loadReference();
});
afterAll(() => reference.close());

describe('the programs as they stand', () => {
  const programs = findPrograms();

  test('every expectation is there and fresh', () => {
    expect(staleExpectations()).toEqual([]);
  });

  test('real CPython 3.14 passes them all', async () => {
    const results = await runConformance(programs, [{ entry: entry('cpython-wasm'), batch: reference }], {
      execute: neverExecuted,
    });
    expect(results.filter((r) => r.verdict !== 'passed' && r.verdict !== 'unsupported')).toEqual([]);
    const sum = tally(results).get('')!;
    expect(sum.passed).toBeGreaterThan(100);
    expect(sum.unsupported).toBe(programs.filter((p) => p.reference === 'native').length);
  }, 120_000);

  test('no name shadows a module of the library', async () => {
    const source = 'import sys\ndef names():\n    return sorted(sys.stdlib_module_names)\n';
    const modules = new Set((await reference.call(source, 'names')) as string[]);
    expect(programs.map((p) => p.id).filter((id) => modules.has(id.split('/')[1]!))).toEqual([]);
  });

  test('each says in its first line what it checks', () => {
    expect(programs.filter((p) => p.title.length < 10).map((p) => p.id)).toEqual([]);
  });

  test('no expectation has an address in it', () => {
    expect(programs.filter((p) => / at 0x[0-9a-f]{4,}/.test(p.expected ?? '')).map((p) => p.id)).toEqual([]);
  });

  test('every list of differences is well-formed and about programs that exist', () => {
    const known = new Set(programs.map((p) => p.id));
    for (const engine of documentedEngines()) {
      expect(judge([], readDifferences(engine), known).unknown).toEqual([]);
    }
  });
});

test('an expectation is stdout, and stderr with the status where that is not 0', () => {
  expect(observed({ stdout: 'a', stderr: 'ignored', status: 0 })).toBe('a');
  expect(observed({ stdout: 'a', stderr: 'Traceback\n  File "/x/y/p.py", line 1\n', status: 1 })).toBe(
    'a\n[stderr]\nTraceback\n  File "p.py", line 1\n[exit 1]\n',
  );
  expect(observed({ stdout: '', stderr: '  File "C:\\x\\p.py", line 1', status: 3 })).toBe(
    '[stderr]\n  File "p.py", line 1\n[exit 3]\n',
  );
});

describe('a folder of programs', () => {
  let root: string;
  const write = (id: string, text: string) => {
    mkdirSync(join(root, id.split('/')[0]!), { recursive: true });
    writeFileSync(join(root, `${id}.py`), text);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lab-conformance-'));
    write('one/good', '# Checks a good thing.\nprint("x")\n');
    write('one/fails', '# Checks a traceback.\n# needs: python-3.12, json\n1 / 0\n');
    write('two/native', '# Checks a native thing.\n# reference: native\nprint(1)\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('is selected by feature and glob', () => {
    const ids = (selection: object) => findPrograms(root, selection).map((p) => p.id);
    expect(ids({})).toEqual(['one/fails', 'one/good', 'two/native']);
    expect(ids({ features: ['two'] })).toEqual(['two/native']);
    expect(ids({ only: ['one/g*', 'nat?ve'] })).toEqual(['one/good', 'two/native']);
  });

  test('gets expectations; a changed program, a lost one and a changed mark are told', async () => {
    const first = await makeExpectations(reference, undefined, { root });
    expect(first.problems).toEqual(['two/native: needs a native 64-bit CPython ≥ 3.13 (--native COMMAND)']);
    expect(first.changed).toEqual(['one/fails', 'one/good']);
    expect(findPrograms(root)[0]!.expected).toContain('[stderr]\nTraceback');
    expect(staleExpectations(root)).toEqual(['two/native: no expectation']);
    rmSync(join(root, 'two/native.py'));

    expect((await makeExpectations(reference, undefined, { root })).changed).toEqual([]);
    write('one/good', '# Checks a good thing.\nprint("y")\n');
    expect(staleExpectations(root)).toEqual(['one/good: changed since its expectation was made']);
    expect((await makeExpectations(reference, undefined, { root, write: false })).changed).toEqual([
      'one/good',
    ]);
    expect(findPrograms(root, { only: ['good'] })[0]!.expected).toBe('x\n');
    rmSync(join(root, 'one/fails.py'));
    expect(staleExpectations(root)).toHaveLength(3);
    await makeExpectations(reference, undefined, { root });
    expect(staleExpectations(root)).toEqual([]);
  });

  test('verdicts: passed, failed, unsupported before and after running, not run', async () => {
    rmSync(join(root, 'two/native.py'));
    await makeExpectations(reference, undefined, { root });
    const programs = findPrograms(root);
    const outcome =
      (more: Partial<ExecutionResult>): Execute =>
      async () =>
        ({ state: 'ok', status: 0, stdout: '', stderr: '', ...more }) as ExecutionResult;
    const engine: EngineUnderTest = { entry: entry('e') };
    const verdicts = async (execute: Execute, under = engine) =>
      (await runConformance(programs, [under], { execute })).map((r) => [r.program, r.verdict, r.reason]);
    expect(await verdicts(outcome({ stdout: 'x\n' }))).toEqual([
      ['one/fails', 'failed', undefined],
      ['one/good', 'passed', undefined],
    ]);
    const lacks = outcome({ status: 1, stderr: "ModuleNotFoundError: No module named 'json'\n" });
    expect(await verdicts(lacks)).toEqual([
      ['one/fails', 'unsupported', 'module json'],
      ['one/good', 'failed', undefined],
    ]);
    expect(await verdicts(outcome({ state: 'not-started', message: 'no such file' }))).toEqual([
      ['one/fails', 'not-run', 'no such file'],
      ['one/good', 'not-run', 'no such file'],
    ]);
    expect((await verdicts(outcome({ state: 'died', status: 139, message: 'killed' })))[1]).toEqual([
      'one/good',
      'failed',
      'killed',
    ]);
    const description = { languageVersion: '3.9.16' } as EngineUnderTest['description'];
    expect(unmetNeed(programs[0]!, description)).toBe('python-3.12');
    expect((await verdicts(outcome({ stdout: 'x\n' }), { ...engine, description }))[0]![1]).toBe(
      'unsupported',
    );
  });

  test('a documented difference explains a failure, and is stale when the program passes', async () => {
    rmSync(join(root, 'two/native.py'));
    await makeExpectations(reference, undefined, { root });
    const folder = join(root, 'differences');
    mkdirSync(folder);
    const file = (programs: string[]) =>
      writeFileSync(
        join(folder, 'e.json'),
        JSON.stringify({ engine: 'e', differences: [{ title: 't', cause: 'c', programs }] }),
      );
    const programs = findPrograms(root);
    const known = new Set(programs.map((p) => p.id));
    const results = await runConformance(programs, [{ entry: entry('e') }], {
      execute: async () => ({ state: 'ok', status: 0, stdout: 'x\n', stderr: '' }) as ExecutionResult,
    });
    file(['one/fails', 'one/good', 'one/gone']);
    const judgement = judge(results, readDifferences('e', folder), known);
    expect(judgement.documented.map((d) => d.result.program)).toEqual(['one/fails']);
    expect(judgement).toMatchObject({ unexplained: [], stale: ['one/good'], unknown: ['one/gone'] });
    expect(judge(results, undefined, known).unexplained.map((r) => r.program)).toEqual(['one/fails']);
    file([]);
    expect(() => readDifferences('e', folder)).toThrow(/e\.json: .*programs/s);
  });
});
