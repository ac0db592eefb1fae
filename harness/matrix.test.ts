// A matrix file: what it stands for, each complaint, and that the whole of it reaches a comparison.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matrixJsonSchema, readMatrix, withMatrix } from './matrix.ts';
import { UsageError } from './run-arguments.ts';

let root = '';
beforeAll(() => (root = mkdtempSync(join(tmpdir(), 'matrix-'))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function read(content: unknown) {
  const file = join(root, 'matrix.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readMatrix(file);
}

function complaint(content: unknown): string {
  try {
    read(content);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('nothing was said against it');
}

test('engines × options are multiplied out; paths count from the file', () => {
  expect(
    read({
      workloads: ['a.py', 'bench/*.py', '/abs/b.py'],
      engines: ['micro', { id: 'pypy-like', options: { jit: ['on', 'off'], threshold: [3, 1039] } }],
      sizes: ['tiny', 'small'],
      tags: ['loops'],
      profile: 'quick',
      margin: 1,
    }),
  ).toEqual({
    workloads: [join(root, 'a.py'), join(root, 'bench/*.py'), '/abs/b.py'],
    engines: [
      'micro',
      'pypy-like:jit=on:threshold=3',
      'pypy-like:jit=on:threshold=1039',
      'pypy-like:jit=off:threshold=3',
      'pypy-like:jit=off:threshold=1039',
    ],
    size: ['tiny', 'small'],
    tag: ['loops'],
    quick: true,
    rigorous: false,
    margin: 1,
  });
});

describe('complaints name the file and the key', () => {
  test.each([
    ['{"workloads": [', 'no JSON'],
    [{}, '  workloads: '],
    [{ workloads: [] }, '  workloads: '],
    [{ workloads: ['a.py'], engine: ['micro'] }, '  engine: no such key; did you mean engines?'],
    [{ workloads: ['a.py'], sizes: ['huge'] }, '  sizes.0: '],
    [{ workloads: ['a.py'], n: [0] }, '  n.0: '],
    [{ workloads: ['a.py'], n: [1.5] }, '  n.0: '],
    [{ workloads: ['a.py'], n: [1], sizes: ['tiny'] }, 'choose one'],
    [{ workloads: ['a.py'], engines: [{ options: {} }] }, '  engines.0: an engine is an id'],
    [{ workloads: ['a.py'], profile: 'fast' }, '  profile: '],
    [{ workloads: ['a.py'], timeout: -1 }, '  timeout: '],
  ])('%j', (content, said) => {
    const text = complaint(content);
    expect(text).toContain(join(root, 'matrix.json'));
    expect(text).toContain(said);
  });
  test('every wrong key at once', () => {
    expect(complaint({ workloads: ['a.py'], timeout: 'x', seed: 0.5 }).split('\n')).toHaveLength(3);
  });
  test('no such file', () => {
    expect(() => readMatrix(join(root, 'none.json'))).toThrow('cannot read the matrix');
  });
});

test('what the command line says too is refused; its defaults and what only it says are not', () => {
  const matrix = read({ workloads: ['a.py'], engines: ['micro'], margin: 1 });
  const args = { workloads: [], margin: 2, seed: 7 };
  expect(withMatrix(args, matrix, { margin: 2 })).toMatchObject({ engines: ['micro'], margin: 1, seed: 7 });
  expect(() => withMatrix({ ...args, workloads: ['b.py'] }, matrix, { margin: 2 })).toThrow(
    'the programs are told',
  );
  expect(() => withMatrix({ ...args, engines: ['x'] }, matrix, { margin: 2 })).toThrow('--engines is told');
});

test('docs/matrix.schema.json is made from this schema', () => {
  const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'matrix.schema.json');
  const current = JSON.stringify(matrixJsonSchema(), null, 2) + '\n';
  if (process.env.UPDATE_SCHEMA) writeFileSync(file, current);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(current));
});
