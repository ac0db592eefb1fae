// Source to code object for `compile`, `exec`, `eval`, imports: errors of the front end become Python's SyntaxError. Models
// CPython's Python/pythonrun.c (Py_CompileStringObject) and the raising part of Parser/pegen_errors.c.
import { compile, compileTree, parse, parseFlags } from '../frontend/index.ts';
import type { Mod } from '../frontend/ast.ts';
import { preprocess } from '../frontend/ast-preprocess.ts';
import type { CodeObject, CompileMode, CompileOptions } from '../frontend/index.ts';
import type { ParseMode } from '../frontend/parse.ts';
import { PythonSyntaxError } from '../frontend/index.ts';
import type { SyntaxWarning } from '../frontend/index.ts';
import type { BuiltinTypeName } from './builtin-types.ts';
import type { OperationError } from './error.ts';
import { textFromHost } from '../kernels/text.ts';
import { warningAsError } from '../frontend/syntax-errors.ts';
import { warnExplicitNested } from './modules/warn.ts';
import { raise, raiseWith } from './raise.ts';
import { exceptionOf, setField } from './types/exceptions.ts';
import type { Space } from './space.ts';

/** Place of `filename` among the fields of a SyntaxError. */
const FILENAME = 1;

/** `SyntaxError(msg, (filename, lineno, offset, text, end_lineno, end_offset))`, or another type where the front end says so. */
export function syntaxError(space: Space, error: PythonSyntaxError): OperationError {
  const type = error.type as BuiltinTypeName;
  if (!space.types[type].isSubtype(space.types.SyntaxError)) return raise(space, type, error.msg);
  const text = (value: string | null) => (value === null ? space.w_None : space.newtext(textFromHost(value)));
  const number = (value: number | null) => (value === null ? space.w_None : space.newint(value));
  if (error.lineno === null && error.filename === null) return raise(space, type, error.msg);
  const shown = error.shownArguments;
  const w_details = space.newtuple([
    text(shown === 'no-filename' ? null : error.filename),
    number(error.lineno),
    number(error.offset),
    text(error.text),
    ...(shown === 'no-end' ? [] : [number(error.end_lineno), number(error.end_offset)]),
  ]);
  const raised = raiseWith(space, type, [text(error.msg), w_details]);
  if (shown === 'no-filename')
    setField(space, exceptionOf(space, space.errorValue(raised)), FILENAME, text(error.filename));
  return raised;
}

export interface Compiled {
  code: CodeObject;
  warnings: SyntaxWarning[];
}

/** A warning of the compiler through the library's `warnings`; where a filter makes it an error, that is a SyntaxError. */
function report(space: Space, warning: SyntaxWarning, filename: string): void {
  const { category, message, lineno, offset, endOffset } = warning;
  try {
    warnExplicitNested(space, category, message, filename, lineno);
  } catch (e) {
    const error = space.asOperationError(e);
    if (!error.matches(space.types[category])) throw error;
    space.dropError(error);
    throw raiseWith(space, 'SyntaxError', [
      space.newstr(warningAsError(message)),
      space.newtuple([
        space.newstr(filename),
        space.newint(lineno),
        space.newint(offset),
        space.w_None,
        space.newint(lineno),
        space.newint(endOffset),
      ]),
    ]);
  }
}

/** Compiles; throws what Python code sees. */
export function compileSource(
  space: Space,
  source: string | Uint8Array,
  filename: string,
  mode: CompileMode,
  options: CompileOptions = {},
): Compiled {
  try {
    const compiled = compile(source, filename, mode, options);
    for (const warning of compiled.warnings) report(space, warning, filename);
    return compiled;
  } catch (e) {
    if (e instanceof PythonSyntaxError) throw syntaxError(space, e);
    throw e;
  }
}

/** Errors of the front end as Python's. */
export function translated<T>(space: Space, run: () => T): T {
  try {
    return run();
  } catch (e) {
    if (e instanceof PythonSyntaxError) throw syntaxError(space, e);
    throw e;
  }
}

/** The tree of a source; with `optimize` as the compiler would see it (PyCF_OPTIMIZED_AST). */
export function parseSource(
  space: Space,
  source: string | Uint8Array,
  filename: string,
  mode: ParseMode,
  flags: number,
  optimize: 0 | 1 | 2 | null,
): Mod {
  const { tree, warnings } = translated(space, () => parse(source, { filename, mode, ...parseFlags(flags) }));
  for (const warning of warnings) report(space, warning, filename);
  return optimize === null ? tree : optimisedTree(space, tree, filename, flags, optimize);
}

export function optimisedTree(
  space: Space,
  tree: Mod,
  filename: string,
  flags: number,
  optimize: 0 | 1 | 2,
): Mod {
  const warnings: SyntaxWarning[] = [];
  translated(space, () => preprocess(tree, optimize, flags, warnings));
  for (const warning of warnings) report(space, warning, filename);
  return tree;
}

/** Compiles a tree, which is changed by it. */
export function compileSyntaxTree(
  space: Space,
  tree: Mod,
  filename: string,
  options: CompileOptions,
): Compiled {
  const compiled = translated(space, () => compileTree(tree, filename, options));
  for (const warning of compiled.warnings) report(space, warning, filename);
  return compiled;
}
