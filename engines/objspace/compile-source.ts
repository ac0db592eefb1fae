// Source to code object for `compile`, `exec`, `eval`, imports: errors of the front end become Python's SyntaxError. Models
// CPython's Python/pythonrun.c (Py_CompileStringObject) and the raising part of Parser/pegen_errors.c.
import { compile } from '../frontend/index.ts';
import type { CodeObject, CompileMode, CompileOptions } from '../frontend/index.ts';
import { PythonSyntaxError } from '../frontend/index.ts';
import type { SyntaxWarning } from '../frontend/index.ts';
import type { BuiltinTypeName } from './builtin-types.ts';
import type { OperationError } from './error.ts';
import { textFromHost } from '../kernels/text.ts';
import { warningAsError } from '../frontend/syntax-errors.ts';
import { warnExplicitNested } from './modules/warn.ts';
import { raise, raiseWith } from './raise.ts';
import type { Space } from './space.ts';

/** `SyntaxError(msg, (filename, lineno, offset, text, end_lineno, end_offset))`, or another type where the front end says so. */
export function syntaxError(space: Space, error: PythonSyntaxError): OperationError {
  const type = error.type as BuiltinTypeName;
  if (!space.types[type].isSubtype(space.types.SyntaxError)) return raise(space, type, error.msg);
  const text = (value: string | null) => (value === null ? space.w_None : space.newtext(textFromHost(value)));
  const number = (value: number | null) => (value === null ? space.w_None : space.newint(value));
  if (error.lineno === null && error.filename === null) return raise(space, type, error.msg);
  const w_details = space.newtuple([
    text(error.filename),
    number(error.lineno),
    number(error.offset),
    text(error.text),
    number(error.end_lineno),
    number(error.end_offset),
  ]);
  return raiseWith(space, type, [text(error.msg), w_details]);
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
