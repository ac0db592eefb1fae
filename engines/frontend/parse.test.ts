// The parser on small programs: trees as CPython's (testdata/trees.txt, by scripts/make-tree-examples.mjs), the layout of dumps,
// nesting without end, encodings, warnings.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dumpAst } from './ast-dump.ts';
import { Kind } from './ast.ts';
import { parse } from './parse.ts';
import type { ParseMode, ParseOptions } from './parse.ts';
import { PythonSyntaxError, warningAsError } from './syntax-errors.ts';
import { listTokens, dumpTokens } from './tokens-dump.ts';

function failure(source: string | Uint8Array, options: ParseOptions = {}): PythonSyntaxError {
  try {
    parse(source, options);
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('trees equal CPython’s', () => {
  const text = readFileSync(new URL('./testdata/trees.txt', import.meta.url), 'utf8');
  for (const block of text.split(/^%% ?/m).slice(1)) {
    const [head, ...lines] = block.replace(/\n$/, '').split('\n');
    const wanted = lines.pop()!.slice(3);
    const source = lines.join('\n');
    test(source.split('\n')[0] || '(newline)', () => {
      const mode = (/mode=(\w+)/.exec(head)?.[1] ?? 'exec') as ParseMode;
      expect(dumpAst(parse(source, { mode }).tree, { includeAttributes: true })).toBe(wanted);
    });
  }
});

test('dumps with indentation as ast.dump(indent=2)', () => {
  expect(dumpAst(parse('x = [1]').tree, { indent: 2 })).toBe(
    [
      'Module(',
      '  body=[',
      '    Assign(',
      '      targets=[',
      "        Name(id='x', ctx=Store())],",
      '      value=List(',
      '        elts=[',
      '          Constant(value=1)],',
      '        ctx=Load()))])',
    ].join('\n'),
  );
});

test('one hidden class for each node type: fields are always set, in the same order', () => {
  const keys = (source: string): string => {
    const { tree } = parse(source);
    if (tree.kind !== Kind.Module) throw new Error('no module');
    return Object.keys(tree.body[0]).join();
  };
  expect(keys('def f(): pass')).toBe(keys('@a\ndef f[T](x: int = 1) -> y:\n  return 1'));
  expect(keys('x: int')).toBe(keys('(y.z): str = 1'));
});

describe('nesting', () => {
  const times = (text: string, n: number): string => text.repeat(n);
  test.each([
    ['5,000 terms', Array(5000).fill('a').join('+')],
    ['10,000 attributes', 'a' + times('.b', 10_000)],
    ['10,000 calls', 'a' + times('()', 10_000)],
    ['10,000 comparisons', Array(10_000).fill('a').join('<')],
    ['10,000 targets', times('a=', 10_000) + '1'],
    ['10,000 strings', times('"a" ', 10_000)],
    ['200 brackets', times('(', 200) + '1' + times(')', 200)],
    [
      '98 blocks',
      Array.from({ length: 98 }, (_, i) => ' '.repeat(i) + 'if x:\n').join('') + ' '.repeat(98) + 'y',
    ],
  ])('%s are accepted', (_name, source) => {
    expect(parse(source).tree.kind).toBe(Kind.Module);
  });

  test.each([
    ['10,000 brackets', times('(', 10_000), 'SyntaxError: too many nested parentheses'],
    [
      '10,000 closed brackets',
      times('[', 10_000) + times(']', 10_000),
      'SyntaxError: too many nested parentheses',
    ],
    ['200 f-strings', times('f"{', 200) + '1', 'SyntaxError: too many nested f-strings or t-strings'],
    ['10,000 signs', times('-', 10_000) + '1', 'MemoryError: Parser stack overflowed'],
    ['10,000 nots', times('not ', 10_000) + '1', 'MemoryError: Parser stack overflowed'],
    ['10,000 lambdas', times('lambda:', 10_000) + '1', 'MemoryError: Parser stack overflowed'],
    ['10,000 powers', Array(10_000).fill('a').join('**'), 'MemoryError: Parser stack overflowed'],
    ['10,000 conditions', times('a if b else ', 10_000) + 'c', 'MemoryError: Parser stack overflowed'],
    ['10,000 elifs', 'if a: b\n' + times('elif a: b\n', 10_000), 'MemoryError: Parser stack overflowed'],
    ['a wrong sum of 10,000', Array(10_000).fill('a').join('+') + ' b', 'SyntaxError: invalid syntax'],
    ['a mistake in 199 brackets', times('(', 199) + '1 2' + times(')', 199), 'SyntaxError: '],
  ])('%s are refused as an error of Python', (_name, source, wanted) => {
    const { type, msg } = failure(source);
    expect(`${type}: ${msg}`.startsWith(wanted)).toBe(true);
  });
});

describe('source text', () => {
  const bytes = (...parts: (string | number)[]): Uint8Array =>
    Uint8Array.from(
      parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part, 'latin1')])),
    );
  const value = (source: Uint8Array): string => dumpAst(parse(source).tree);

  test('a cookie in the first two lines', () => {
    expect(value(bytes('# coding: latin-1\nx = "', 0xe9, '"'))).toContain("Constant(value='é')");
    expect(value(bytes('#!/bin/sh\n# -*- coding: koi8-r -*-\nx = "', 0xc1, '"'))).toContain(
      "Constant(value='а')",
    );
    expect(failure(bytes('x = 1\n# coding: latin-1\ny = "', 0xe9, '"')).msg).toContain(
      "Non-UTF-8 code starting with '\\xe9'",
    );
  });

  test('a byte order mark', () => {
    expect(value(bytes(0xef, 0xbb, 0xbf, 'x = 1'))).toBe(value(bytes('x = 1')));
    expect(failure(bytes(0xef, 0xbb, 0xbf, '# coding: latin-1\nx')).msg).toBe(
      'encoding problem: iso-8859-1 with BOM',
    );
  });

  test('an unknown encoding', () => {
    const error = failure(bytes('# coding: nope\nx'), { filename: 'f.py' });
    expect([error.msg, error.filename, error.lineno, error.offset]).toEqual([
      'unknown encoding: nope',
      'f.py',
      0,
      -1,
    ]);
  });

  test('null bytes and surrogates', () => {
    expect(failure('a\0b').msg).toBe('source code string cannot contain null bytes');
    expect(failure('x = "\ud800"').type).toBe('UnicodeEncodeError');
  });

  test('all kinds of newline', () => {
    const wanted = dumpAst(parse('if x:\n  """a\nb"""\n').tree, { includeAttributes: true });
    for (const newline of ['\r\n', '\r']) {
      const source = ['if x:', '  """a', 'b"""', ''].join(newline);
      expect(dumpAst(parse(source).tree, { includeAttributes: true })).toBe(wanted);
    }
  });
});

describe('warnings', () => {
  test.each([
    [
      '"a\\z"',
      1,
      3,
      '"\\z" is an invalid escape sequence. Did you mean "\\\\z"? A raw string is also an option.',
    ],
    [
      'x = """\n\n\\400"""',
      3,
      1,
      '"\\400" is an invalid octal escape sequence. Did you mean "\\\\400"? A raw string is also an option.',
    ],
    ['1if x else 2', 1, 1, 'invalid decimal literal'],
    [
      'f"\\{x}"',
      1,
      4,
      '"\\{" is an invalid escape sequence. Did you mean "\\\\{"? A raw string is also an option.',
    ],
  ])('%s', (source, lineno, offset, asError) => {
    const [warning] = parse(source).warnings;
    expect([warning.lineno, warning.offset, warningAsError(warning.message)]).toEqual([
      lineno,
      offset,
      asError,
    ]);
  });

  test('come with the error when one follows', () => {
    expect(failure('"\\z"\nx y').warnings.map(({ lineno }) => lineno)).toEqual([1]);
  });
});

describe('input that may go on, as in an interactive console', () => {
  const verdict = (source: string): string => {
    const options: ParseOptions = { mode: 'single', allowIncompleteInput: true, dontImplyDedent: true };
    try {
      parse(source, options);
      return 'complete';
    } catch (error) {
      return (error as PythonSyntaxError).type;
    }
  };
  test.each([
    ['x = 1', 'complete'],
    ['if x:', '_IncompleteInputError'],
    ['if x:\n  y', '_IncompleteInputError'],
    ['if x:\n  y\n', 'complete'],
    ['x = (', '_IncompleteInputError'],
    ['x = """a\n', '_IncompleteInputError'],
    ['@a\n', '_IncompleteInputError'],
    ['x \\\n', '_IncompleteInputError'],
    // Without a newline the tokenizer has seen the end behind `y`.
    ['x y', '_IncompleteInputError'],
    ['x y\n', 'SyntaxError'],
    ['x = "abc\n', 'SyntaxError'],
    ['x)', 'SyntaxError'],
  ])('%j', (source, wanted) => {
    expect(verdict(source)).toBe(wanted);
  });
});

test('barry_as_FLUFL', () => {
  expect(dumpAst(parse('from __future__ import barry_as_FLUFL\n1 <> 2').tree)).toContain('NotEq()');
  expect(failure('from __future__ import barry_as_FLUFL\n1 != 2').msg).toContain('with Barry as BDFL');
  expect(failure('1 <> 2').msg).toBe('invalid syntax');
});

describe('tokens as python -m tokenize shows them', () => {
  const tokenLines = (source: string): string[] => {
    const answer = dumpTokens(source);
    if (!answer.ok) throw new Error(answer.error);
    return answer.text.split('\n').map((line) => line.trimEnd());
  };

  test('comments, newlines, indentation', () => {
    expect(tokenLines('if x:  # c\n\n  y')).toEqual([
      "0,0-0,0:            ENCODING       'utf-8'",
      "1,0-1,2:            NAME           'if'",
      "1,3-1,4:            NAME           'x'",
      "1,4-1,5:            OP             ':'",
      "1,7-1,10:           COMMENT        '# c'",
      "1,10-1,11:          NEWLINE        '\\n'",
      "2,0-2,1:            NL             '\\n'",
      "3,0-3,2:            INDENT         '  '",
      "3,2-3,3:            NAME           'y'",
      "3,3-3,4:            NEWLINE        ''",
      "4,0-4,0:            DEDENT         ''",
      "4,0-4,0:            ENDMARKER      ''",
      '',
    ]);
  });

  test('an error in place of the list', () => {
    expect(dumpTokens('x = (\n', { filename: 'f.py' })).toEqual({
      ok: false,
      error: 'f.py:1:0: error: unexpected EOF in multi-line statement\n',
    });
  });

  test('errors end the list', () => {
    const { tokens, error } = listTokens('x = "abc\n');
    expect(tokens.length).toBe(2);
    expect(error?.message).toBe('unterminated string literal (detected at line 1)');
  });
});
