// The front end's entry: Python source or tree to a code object, as the builtin `compile()` does it.
import type { Mod } from './ast.ts';
import { preprocess } from './ast-preprocess.ts';
import { CodeFlag } from './code-object.ts';
import type { CodeObject } from './code-object.ts';
import { compileModule } from './codegen.ts';
import { compileMessages } from './compile-messages.ts';
import { Compiler } from './compiler.ts';
import { futureFeatures } from './future.ts';
import { parse } from './parse.ts';
import type { ParseOptions } from './parse.ts';
import { buildSymtable } from './symtable.ts';
import { PythonSyntaxError } from './syntax-errors.ts';
import type { SyntaxWarning } from './syntax-errors.ts';

export { CodeObject, CodeFlag, codeLines, codePositions, parseExceptionTable } from './code-object.ts';
export type { Constant } from './code-object.ts';
export { dumps, loads, MarshalError } from './marshal.ts';
export { readPyc, sourceHash, writePyc } from './pyc.ts';
export { parse } from './parse.ts';
export { dumpAst } from './ast-dump.ts';
export { disassemble, getInstructions } from './dis.ts';
export { symtableText } from './symtable-view.ts';
export { buildSymtable } from './symtable.ts';
export { futureFeatures } from './future.ts';
export { compareCode, differentFields } from './code-difference.ts';
export { constantRepr } from './constant-repr.ts';
export { PythonSyntaxError } from './syntax-errors.ts';
export type { SyntaxWarning } from './syntax-errors.ts';

export type CompileMode = 'exec' | 'eval' | 'single';

export interface CompileOptions {
  /** CodeFlag.FUTURE_… bits, `ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`, and what `parseFlags` knows. */
  flags?: number;
  /** 0, 1 (`-O`) or 2 (`-OO`). */
  optimize?: 0 | 1 | 2;
}

export interface CompileResult {
  code: CodeObject;
  /** In the order given; the same one may come twice. */
  warnings: SyntaxWarning[];
}

/** `ast.PyCF_ALLOW_TOP_LEVEL_AWAIT` */
export const ALLOW_TOP_LEVEL_AWAIT = 0x2000;

/** PyCF_DONT_IMPLY_DEDENT and PyCF_ALLOW_INCOMPLETE_INPUT, for interactive use (`codeop`). */
const DONT_IMPLY_DEDENT = 0x200;
const ALLOW_INCOMPLETE_INPUT = 0x4000;

/** What flags of `compile()` say to the parser. */
export const parseFlags = (
  flags: number,
): Pick<ParseOptions, 'barryAsFlufl' | 'allowIncompleteInput' | 'dontImplyDedent'> => ({
  barryAsFlufl: (flags & CodeFlag.FUTURE_BARRY_AS_BDFL) !== 0,
  allowIncompleteInput: (flags & ALLOW_INCOMPLETE_INPUT) !== 0,
  dontImplyDedent: (flags & DONT_IMPLY_DEDENT) !== 0,
});

/** Compiles a source; throws PythonSyntaxError. */
export function compile(
  source: string | Uint8Array,
  filename: string,
  mode: CompileMode,
  options: CompileOptions = {},
): CompileResult {
  const { tree, warnings } = parse(source, { filename, mode, ...parseFlags(options.flags ?? 0) });
  return compileTree(tree, filename, options, warnings);
}

/** Compiles a tree, which is changed by it. */
export function compileTree(
  tree: Mod,
  filename: string,
  options: CompileOptions = {},
  warnings: SyntaxWarning[] = [],
): CompileResult {
  const flags = options.flags ?? 0;
  const optimize = options.optimize ?? 0;
  try {
    const future = futureFeatures(tree, filename, flags);
    preprocess(tree, optimize, future.features, warnings);
    const symtable = buildSymtable(tree, filename, future, (flags & ALLOW_TOP_LEVEL_AWAIT) !== 0);
    const compiler = new Compiler(filename, symtable, future, optimize, warnings);
    return { code: compileModule(compiler, tree), warnings };
  } catch (error) {
    // The host's stack is ours too: what is too deep for it is too deep, as in CPython.
    if (error instanceof RangeError) {
      throw new PythonSyntaxError('RecursionError', compileMessages.tooDeep, filename);
    }
    throw error;
  }
}
