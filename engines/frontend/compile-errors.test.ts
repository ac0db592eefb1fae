// Errors and warnings of the compiler's own stages, against the reference's: type, text, position. Expectations are remade by
// `node scripts/make-compile-errors.mjs` from compile-errors.txt.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PythonSyntaxError, compile } from './index.ts';

interface Expected {
  source: string;
  error: null | {
    type: string;
    msg: string;
    lineno?: number;
    offset?: number;
    end_lineno?: number;
    end_offset?: number;
  };
  warnings: { category: string; message: string; lineno: number }[];
}

const expected = JSON.parse(
  readFileSync(new URL('./testdata/compile-errors.json', import.meta.url), 'utf8'),
) as Expected[];

function answer(source: string): Omit<Expected, 'source'> {
  try {
    const { warnings } = compile(source, 'f.py', 'exec');
    return {
      error: null,
      warnings: warnings.map(({ category, message, lineno }) => ({ category, message, lineno })),
    };
  } catch (e) {
    if (!(e instanceof PythonSyntaxError)) throw e;
    const { type, msg, lineno, offset, end_lineno, end_offset } = e;
    return {
      error: {
        type,
        msg,
        lineno: lineno ?? undefined,
        offset: offset ?? undefined,
        end_lineno: end_lineno ?? undefined,
        end_offset: end_offset ?? undefined,
      },
      warnings: [],
    };
  }
}

describe('errors and warnings of the compiler', () => {
  it.each(expected.map((e) => [e.source, e] as const))('%s', (source, { error, warnings }) => {
    const ours = answer(source);
    expect(ours.error).toEqual(error);
    // An error ends the compilation: which warnings came before it is a matter of the order of stages.
    if (error === null) expect(ours.warnings).toEqual(warnings);
  });
});
