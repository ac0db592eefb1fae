// `compile`, `eval`, `exec`: source to code object, and running it in given namespaces. Models builtin_compile_impl, builtin_eval_impl and builtin_exec_impl of
// CPython's Python/bltinmodule.c. Syntax trees as objects are syntax-trees.ts.
import { encodeText } from '../types/str.ts';
import { hasBuffer } from '../types/bytes.ts';
import type { CompileMode } from '../../frontend/index.ts';
import type { ParseMode } from '../../frontend/parse.ts';
import { hostOf } from '../../kernels/text.ts';
import { compileSource, compileSyntaxTree, optimisedTree, parseSource } from '../compile-source.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { CodePayload } from '../types/function.ts';
import { objectToTree, treeToObject } from './syntax-trees.ts';

/** Futures, PyCF_SOURCE_IS_UTF8 … PyCF_OPTIMIZED_AST (Include/cpython/compile.h: PyCF_MASK, PyCF_COMPILE_MASK). */
const KNOWN_FLAGS = 0x1fe0000 | 0x10 | 0x200 | 0x400 | 0x1000 | 0x2000 | 0x4000 | 0x8400;

/** `ast.PyCF_ONLY_AST` */
const ONLY_AST = 0x400;
/** `ast.PyCF_OPTIMIZED_AST` */
const OPTIMIZED_AST = 0x8400;

/** Compiles, and hands back the code object as a value. */
function compiled(
  space: Space,
  source: string | Uint8Array,
  filename: string,
  mode: CompileMode,
  flags: number,
  optimize: 0 | 1 | 2,
): W {
  return space.newcode(compileSource(space, source, filename, mode, { flags, optimize }).code);
}

/** Code, or with PyCF_ONLY_AST another tree, of a tree made by Python code. */
function compiledTree(
  space: Space,
  w_tree: W,
  filename: string,
  mode: ParseMode,
  flags: number,
  optimize: 0 | 1 | 2,
): W {
  if ((flags & ONLY_AST) !== 0 && (flags & OPTIMIZED_AST) !== OPTIMIZED_AST) return w_tree;
  const wanted = { exec: 'Module', eval: 'Expression', single: 'Interactive', func_type: 'FunctionType' }[
    mode
  ];
  const type = space.type(w_tree);
  if (!type.mro.some((t) => t.shortName === wanted)) {
    throw raise(space, 'TypeError', `expected ${wanted} node, got ${type.shortName}`);
  }
  const tree = objectToTree(space, w_tree);
  if ((flags & ONLY_AST) !== 0)
    return treeToObject(space, optimisedTree(space, tree, filename, flags, optimize));
  return space.newcode(compileSyntaxTree(space, tree, filename, { flags, optimize }).code);
}

/** The text or bytes of a source argument. */
function sourceOf(space: Space, w: W, who: string, what: string): string | Uint8Array {
  const type = space.type(w);
  if (type.isSubtype(space.types.str)) {
    const text = hostOf(space.text_w(w));
    if (text.includes('\0'))
      throw raise(space, 'SyntaxError', 'source code string cannot contain null bytes');
    // A lone surrogate has no UTF-8: the codec says so.
    if (!text.isWellFormed()) encodeText(space, w, 'utf-8', 'strict');
    return text;
  }
  if (type.isSubtype(space.types.bytes) || type.isSubtype(space.types.bytearray)) return space.buffer_w(w);
  throw raise(space, 'TypeError', `${who}() arg 1 must be a ${what}`);
}

/** Flags of `from __future__` that the calling code has, which `compile` hands on. */
function inheritedFlags(space: Space): number {
  const frame = space.currentFrame(0);
  if (frame === null) return 0;
  const FUTURES = 0x1fe0000;
  return (space.data(frame.w_code) as CodePayload).code.flags & FUTURES;
}

const optimisation = (space: Space): 0 | 1 | 2 => Math.min(2, space.host.flags.optimize) as 0 | 1 | 2;

export function builtinCompile(
  space: Space,
  w_source: W,
  w_filename: W,
  mode: string,
  flags: number,
  dontInherit: boolean,
  optimize: number,
): W {
  const onlyTree = (flags & ONLY_AST) !== 0;
  if (mode !== 'exec' && mode !== 'eval' && mode !== 'single' && mode !== 'func_type') {
    const modes = onlyTree ? "'exec', 'eval', 'single' or 'func_type'" : "'exec', 'eval' or 'single'";
    throw raise(space, 'ValueError', `compile() mode must be ${modes}`);
  }
  if (mode === 'func_type' && !onlyTree)
    throw raise(space, 'ValueError', "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  for (const n of [flags, optimize])
    if (n !== (n | 0)) throw raise(space, 'OverflowError', 'Python int too large to convert to C int');
  if ((flags & ~KNOWN_FLAGS) !== 0) throw raise(space, 'ValueError', 'compile(): unrecognised flags');
  if (optimize < -1 || optimize > 2) throw raise(space, 'ValueError', 'compile(): invalid optimize value');
  if (space.type(w_source) === space.types.code) return w_source;
  const isText = space.type(w_filename).isSubtype(space.types.str);
  if (!isText && !hasBuffer(space, w_filename)) {
    const got = space.type(w_filename).name;
    throw raise(space, 'TypeError', `expected str, bytes or os.PathLike object, not ${got}`);
  }
  const filename = isText ? space.str_w(w_filename) : new TextDecoder().decode(space.buffer_w(w_filename));
  const all = dontInherit ? flags : flags | inheritedFlags(space);
  const level = (optimize < 0 ? optimisation(space) : optimize) as 0 | 1 | 2;
  const isTree =
    space.types['_ast.AST'] !== undefined && space.type(w_source).isSubtype(space.types['_ast.AST']);
  if (isTree) return compiledTree(space, w_source, filename, mode, all, level);
  const source = sourceOf(space, w_source, 'compile', 'string, bytes or AST object');
  if (onlyTree || mode === 'func_type') {
    const isOptimised = (flags & OPTIMIZED_AST) === OPTIMIZED_AST;
    return treeToObject(space, parseSource(space, source, filename, mode, all, isOptimised ? level : null));
  }
  return compiled(space, source, filename, mode, all, level);
}

/** The namespaces that code runs in: those given, else those of the caller. */
function namespaces(
  space: Space,
  who: 'exec' | 'eval',
  w_globals: W,
  w_locals: W,
): { w_globals: W; w_locals: W } {
  const frame = space.currentFrame(0);
  const noGlobals = space.is(w_globals, space.w_None);
  const noLocals = space.is(w_locals, space.w_None);
  if (noGlobals) {
    if (frame === null) {
      throw raise(space, 'SystemError', `globals and locals cannot be NULL`);
    }
    return { w_globals: frame.w_globals, w_locals: noLocals ? frame.locals() : w_locals };
  }
  if (!space.type(w_globals).isSubtype(space.types.dict)) {
    const got = space.type(w_globals).name;
    throw raise(
      space,
      'TypeError',
      who === 'exec'
        ? `exec() globals must be a dict, not ${got}`
        : space.type(w_globals).slots.getitem !== null
          ? 'globals must be a real dict; try eval(code, {}, mapping)'
          : 'globals must be a dict',
    );
  }
  return { w_globals, w_locals: noLocals ? w_globals : w_locals };
}

function checkLocals(space: Space, who: string, w_locals: W): void {
  if (space.type(w_locals).slots.getitem !== null) return;
  const got = space.type(w_locals).name;
  throw raise(
    space,
    'TypeError',
    who === 'exec' ? `locals must be a mapping or None, not ${got}` : 'locals must be a mapping',
  );
}

function addBuiltins(space: Space, w_globals: W): void {
  if (space.dictgetstr(w_globals, '__builtins__') === undefined) {
    space.dictsetstr(w_globals, '__builtins__', space.w_builtins);
  }
}

export function builtinEval(space: Space, w_source: W, w_globals: W, w_locals: W): W {
  const places = namespaces(space, 'eval', w_globals, w_locals);
  checkLocals(space, 'eval', places.w_locals);
  addBuiltins(space, places.w_globals);
  if (space.type(w_source) === space.types.code) {
    const { code } = space.data(w_source) as CodePayload;
    if (code.freevars.length > 0) {
      throw raise(space, 'TypeError', 'code object passed to eval() may not contain free variables');
    }
    return space.runcode(w_source, places.w_globals, places.w_locals, null);
  }
  let source = sourceOf(space, w_source, 'eval', 'string, bytes or code object');
  if (typeof source === 'string') source = source.replace(/^[ \t]+/, '');
  const w_code = compiled(space, source, '<string>', 'eval', inheritedFlags(space), optimisation(space));
  return space.runcode(w_code, places.w_globals, places.w_locals, null);
}

export function builtinExec(space: Space, w_source: W, w_globals: W, w_locals: W, w_closure: W): W {
  const places = namespaces(space, 'exec', w_globals, w_locals);
  checkLocals(space, 'exec', places.w_locals);
  addBuiltins(space, places.w_globals);
  const noClosure = space.is(w_closure, space.w_None);
  if (space.type(w_source) === space.types.code) {
    const { code } = space.data(w_source) as CodePayload;
    const free = code.freevars.length;
    if (free === 0 && !noClosure) {
      throw raise(space, 'TypeError', 'cannot use a closure with this code object');
    }
    const cells = space.types.cell;
    const fits =
      !noClosure &&
      space.type(w_closure) === space.types.tuple &&
      space.tuple_w(w_closure).length === free &&
      space.tuple_w(w_closure).every((w) => space.type(w) === cells);
    if (free > 0 && !fits) {
      throw raise(space, 'TypeError', `code object requires a closure of exactly length ${free}`);
    }
    return space.runcode(w_source, places.w_globals, places.w_locals, noClosure ? null : w_closure);
  }
  if (!noClosure) throw raise(space, 'TypeError', 'closure can only be used when source is a code object');
  const source = sourceOf(space, w_source, 'exec', 'string, bytes or code object');
  const w_code = compiled(space, source, '<string>', 'exec', inheritedFlags(space), optimisation(space));
  return space.runcode(w_code, places.w_globals, places.w_locals, null);
}
