import { describe, expect, test } from 'vitest';
import { findWorkloadFunction } from './workload-function.ts';

describe('a top-level def workload is found', () => {
  test.each([
    ['plain', 'def workload(n=10):\n    return n\n', 1, ['n']],
    ['without a default, with a type', 'x = 1\ndef workload(n: int) -> int: return n', 2, ['n']],
    [
      'over several lines',
      'def workload(\n    n=10,  # size )\n    seed=(1, 2),\n):\n    pass',
      1,
      ['n', 'seed'],
    ],
    ['a continued line among them', 'def workload(n, \\\n             m=1): pass', 1, ['n', 'm']],
    ['no parameters', 'def workload():\n    pass', 1, []],
    ['type parameters', 'def workload[T](n: T) -> T:\n    return n', 1, ['n']],
    ['spaces', 'def  workload (n) :\n pass', 1, ['n']],
    ['star arguments', 'def workload(n, /, *rest, **more):\n pass', 1, ['n', 'rest', 'more']],
    ['after a docstring', '"""\ntext\n"""\ndef workload(n=1): pass', 4, ['n']],
    ['after a string that ends in a backslash pair', "s = '\\\\'\ndef workload(n=1): pass", 2, ['n']],
    ['after a raw string with a quoted quote', "s = r'\\''\ndef workload(n=1): pass", 2, ['n']],
    ['after a quote inside a comment', "# don't\ndef workload(n=1): pass", 2, ['n']],
    ['with a byte order mark and CRLF', '\uFEFFimport x\r\ndef workload(n=1):\r\n    pass\r\n', 2, ['n']],
    ['the last of two', 'def workload(a): pass\ndef workload(b): pass', 2, ['b']],
  ])('%s', (_name, source, line, parameters) => {
    expect(findWorkloadFunction(source)).toEqual({ line, parameters });
  });
});

describe('what only looks like one is not', () => {
  test.each([
    ['none', 'print(1)'],
    ['empty', ''],
    ['in a comment', '# def workload(n=1):'],
    ['in a triple-quoted string', "text = '''\ndef workload(n=1):\n    pass\n'''"],
    ['in a docstring with the other quotes inside', '"""it\'s\ndef workload(n=1):\n    pass\n"""'],
    ['in an f-string of three quotes', 'f"""\ndef workload(n=1): pass\n"""'],
    ['a method', 'class A:\n    def workload(self): pass'],
    ['another name', 'def workloads(n): pass\ndef my_workload(n): pass'],
    ['async: a call of it makes a coroutine', 'async def workload(n=1): pass'],
    ['inside brackets', 'x = [\n1,\ndef workload(n)\n]'],
    ['after a continued line', 'x = \\\ndef workload(n): pass'],
    ['an unclosed triple quote', '"""\ndef workload(n=1): pass'],
  ])('%s', (_name, source) => {
    expect(findWorkloadFunction(source)).toBeUndefined();
  });
});
