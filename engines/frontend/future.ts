// `from __future__ import …`: which features a module asks for, and where its last such statement stands
// (CPython's Python/future.c). Features that became mandatory set nothing.
import { Kind } from './ast.ts';
import type { Located, Mod } from './ast.ts';
import { CodeFlag } from './code-object.ts';
import { docstringOf } from './docstring.ts';
import { PythonSyntaxError } from './syntax-errors.ts';
import { compileMessages } from './compile-messages.ts';

export interface FutureFeatures {
  /** CodeFlag.FUTURE_… bits, those given to `compile()` included. */
  features: number;
  /** The last future statement; null where there is none. */
  location: Located | null;
}

const mandatory: ReadonlySet<string> = new Set([
  'nested_scopes',
  'generators',
  'division',
  'absolute_import',
  'with_statement',
  'print_function',
  'unicode_literals',
  'generator_stop',
]);

export function futureFeatures(tree: Mod, filename: string, inherited: number): FutureFeatures {
  const future: FutureFeatures = { features: inherited, location: null };
  if (tree.kind !== Kind.Module && tree.kind !== Kind.Interactive) return future;
  const body = tree.body;
  for (let i = docstringOf(body) === null ? 0 : 1; i < body.length; i++) {
    const s = body[i];
    if (s.kind !== Kind.ImportFrom || s.level !== 0 || s.module !== '__future__') break;
    for (const alias of s.names) {
      if (mandatory.has(alias.name)) continue;
      if (alias.name === 'annotations') future.features |= CodeFlag.FUTURE_ANNOTATIONS;
      else if (alias.name === 'barry_as_FLUFL') future.features |= CodeFlag.FUTURE_BARRY_AS_BDFL;
      else {
        throw new PythonSyntaxError(
          'SyntaxError',
          alias.name === 'braces' ? compileMessages.braces : compileMessages.unknownFeature(alias.name),
          filename,
          alias.lineno,
          alias.col_offset + 1,
          null,
          alias.end_lineno,
          alias.end_col_offset + 1,
        );
      }
    }
    future.location = s;
  }
  return future;
}
