import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from './run-arguments.ts';
import { globExpression, selectWorkloads } from './select-workloads.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'select-'));
  for (const folder of ['bench/deep', 'other', 'empty', 'bench/__pycache__', 'bench/.hidden'])
    mkdirSync(join(root, folder), { recursive: true });
  const files: Record<string, string> = {
    'bench/a.py': 'def workload(n=3):\n    return n\n',
    'bench/b.py': 'print(1)\n',
    'bench/none.py': 'def workload():\n    return 1\n',
    'bench/deep/c.py': 'print(2)\n',
    'bench/_support.py': '',
    'bench/notes.txt': '',
    'bench/__pycache__/x.py': '',
    'bench/.hidden/y.py': '',
    'other/a.py': 'print(3)\n',
    'empty/readme.md': '',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const names = (...args: string[]) => selectWorkloads(args, {}, root).map((w) => w.name);
const refusal = (args: string[], selection = {}) => {
  try {
    selectWorkloads(args, selection, root);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('was accepted');
};

describe('files, folders, patterns', () => {
  test('a file; it says how it is measured', () => {
    expect(selectWorkloads(['bench/a.py', 'bench/b.py'], {}, root)).toMatchObject([
      { name: 'a', path: join(root, 'bench/a.py'), mode: 'function', args: [] },
      { name: 'b', mode: 'whole' },
    ]);
  });
  test('a folder gives its programs at any depth; support files, caches and hidden ones are none', () => {
    expect(names('bench')).toEqual(['a', 'b', 'c', 'none']);
  });
  test('patterns', () => {
    expect(names('bench/*.py')).toEqual(['_support', 'a', 'b', 'none']);
    expect(names('**/c.py')).toEqual(['c']);
    expect(names('bench/{a,b}.py')).toEqual(['a', 'b']);
    expect(names('*/[ab].py')).toEqual(['bench/a', 'b', 'other/a']);
  });
  test('the same file named twice is one workload; files of one name are told apart by their folders', () => {
    expect(names('bench/a.py', 'bench', './bench/a.py')).toEqual(['a', 'b', 'c', 'none']);
    expect(names('bench/a.py', 'other/a.py')).toEqual(['bench/a', 'other/a']);
  });
  test('globs', () => {
    expect(globExpression('/x/**').test('/x/a/b.py')).toBe(true);
    expect(globExpression('/x/**/b.py').test('/x/b.py')).toBe(true);
    expect(globExpression('/x/*.py').test('/x/a/b.py')).toBe(false);
    expect(globExpression('/x/[!a].py').test('/x/a.py')).toBe(false);
    expect(globExpression('/x/a+(1).py').test('/x/a+(1).py')).toBe(true);
    expect(globExpression('/x/a.py').test('/x/aXpy')).toBe(false);
  });
});

describe('what names nothing is refused with what to do', () => {
  test.each([
    [['nope.py'], 'no such file or folder: nope.py'],
    [['bench/a'], 'did you mean a.py?'],
    [['empty'], 'no Python programs (*.py) in the folder empty'],
    [['bench/*.rb'], 'no file matches bench/*.rb'],
    [['nowhere/*.py'], 'no file matches nowhere/*.py'],
  ])('%j', (args, message) => expect(refusal(args)).toContain(message));
});

describe('sizes', () => {
  const sizesOf = (path: string) => (path.endsWith('a.py') ? { tiny: 1, large: 100 } : undefined);
  test('a number, or a size of the manifest', () => {
    expect(selectWorkloads(['bench/a.py'], { ns: [7] }, root)).toMatchObject([
      { name: 'a', args: [7], n: 7 },
    ]);
    expect(selectWorkloads(['bench/a.py'], { sizes: ['large'], sizesOf }, root)).toMatchObject([
      { args: [100], n: 100, size: 'large' },
    ]);
  });
  test('several sizes: a workload each, that knows its program', () => {
    expect(
      selectWorkloads(['bench/a.py'], { sizes: ['tiny', 'large'], sizesOf }, root).map((w) => [
        w.name,
        w.program,
        w.n,
      ]),
    ).toEqual([
      ['a@tiny', 'a', 1],
      ['a@large', 'a', 100],
    ]);
    expect(selectWorkloads(['bench/a.py'], { ns: [1, 2] }, root).map((w) => w.name)).toEqual([
      'a@n=1',
      'a@n=2',
    ]);
  });
  test('what cannot take the size is refused', () => {
    expect(refusal(['bench/a.py'], { sizes: ['small'], sizesOf })).toContain('it has tiny, large');
    expect(refusal(['bench/a.py'], { sizes: ['small'] })).toContain('no row in the manifest');
    expect(refusal(['bench/b.py'], { ns: [5] })).toContain('no top-level `def workload(n=…)`');
    expect(refusal(['bench/none.py'], { ns: [5] })).toContain('takes no size');
  });
});
