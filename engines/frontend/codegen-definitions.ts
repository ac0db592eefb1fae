// @inline-constants-from ./ast-kinds.ts Kind
// @inline-constants-from ./opcodes.ts Op
// Code generation for what makes code objects of its own: functions, lambdas, classes, type parameters and aliases (PEP 695),
// and the functions that compute annotations (PEP 649, 749).
import { CompareOperator, Kind, Load, Store } from './ast.ts';
import type {
  Arg,
  Arguments,
  AsyncFunctionDef,
  ClassDef,
  Expr,
  FunctionDef,
  Lambda,
  TypeAlias,
  TypeParam,
} from './ast.ts';
import { unparseExpression } from './ast-unparse.ts';
import { scopeBody, visitStmt } from './codegen.ts';
import { callArguments, emitCompare, loadGlobalOrName as nameOp, visitExpr } from './codegen-expressions.ts';
import { CodeFlag, LocalKind, TupleConstant } from './code-object.ts';
import type { CodeObject } from './code-object.ts';
import { compileMessages as messages } from './compile-messages.ts';
import { FrameBlock, NO_LABEL, UnitKind, addName } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { cleanDocstring, docstringOf } from './docstring.ts';
import { Instr, InstrSequence, Loc, NO_LOCATION, locOf } from './instruction.ts';
import { CommonConstant, FunctionAttribute, Intrinsic1, Intrinsic2, Op } from './opcodes.ts';
import { BlockType } from './symtable.ts';
import type { SymtableEntry } from './symtable.ts';

/** A function object of a code object, with its free variables and what is on the stack by `flags`. */
export function makeClosure(c: Compiler, loc: Loc, code: CodeObject, flags: number): void {
  let free = 0;
  for (let i = 0; i < code.localsplusnames.length; i++) {
    if ((code.localspluskinds[i] & LocalKind.FREE) === 0) continue;
    c.opI(Op.LOAD_CLOSURE, c.closureIndex(code.localsplusnames[i]), loc);
    free++;
  }
  if (free > 0) {
    flags |= FunctionAttribute.CLOSURE;
    c.opI(Op.BUILD_TUPLE, free, loc);
  }
  c.loadConst(code, loc);
  c.op(Op.MAKE_FUNCTION, loc);
  if ((flags & FunctionAttribute.CLOSURE) !== 0) setAttribute(c, loc, FunctionAttribute.CLOSURE);
  if ((flags & FunctionAttribute.ANNOTATIONS) !== 0) setAttribute(c, loc, FunctionAttribute.ANNOTATIONS);
  if ((flags & FunctionAttribute.ANNOTATE) !== 0) setAttribute(c, loc, FunctionAttribute.ANNOTATE);
  if ((flags & FunctionAttribute.KWDEFAULTS) !== 0) setAttribute(c, loc, FunctionAttribute.KWDEFAULTS);
  if ((flags & FunctionAttribute.DEFAULTS) !== 0) setAttribute(c, loc, FunctionAttribute.DEFAULTS);
}

function setAttribute(c: Compiler, loc: Loc, attribute: number): void {
  c.opI(Op.SET_FUNCTION_ATTRIBUTE, attribute, loc);
}

// --------------------------------------------------------------------------------------------------------- annotations

/** Enters a scope with the parameter `.format` and refuses formats that it cannot give. */
function enterAnnotations(c: Compiler, loc: Loc, entry: SymtableEntry, name: string): void {
  c.enterScope(name, UnitKind.Annotations, entry, loc.line, null, 0, 1, 0);
  c.opI(Op.LOAD_FAST, 0, loc);
  // Format.VALUE_WITH_FAKE_GLOBALS
  c.loadConst(2, loc);
  emitCompare(c, loc, CompareOperator.Gt);
  const body = c.newLabel();
  c.jump(Op.POP_JUMP_IF_FALSE, body, loc);
  c.opI(Op.LOAD_COMMON_CONSTANT, CommonConstant.NOTIMPLEMENTEDERROR, loc);
  c.opI(Op.RAISE_VARARGS, 1, loc);
  c.useLabel(body);
}

/** Leaves it with a function on the stack whose parameter is called `format`, which must not clash in the scope. */
function leaveAnnotations(c: Compiler, loc: Loc): void {
  c.op(Op.RETURN_VALUE, loc);
  const code = c.assembleUnit(true);
  const renamed = code.withLocalsplusnames(['format', ...code.localsplusnames.slice(1)]);
  c.exitScope();
  makeClosure(c, loc, renamed, 0);
}

/** The `__annotate__` of a module or class, from the annotations met in its body. */
export function annotationsFunction(c: Compiler, loc: Loc): void {
  const unit = c.unit;
  const deferred = unit.deferredAnnotations;
  if (deferred === null) return;
  const inModule = unit.kind === UnitKind.Module;
  // In a module the function is made before anything runs.
  if (inModule) {
    unit.stashedSeq = unit.seq;
    unit.seq = new InstrSequence();
  }
  const block = unit.entry.annotationBlock!;
  enterAnnotations(c, loc, block, block.name);
  c.opI(Op.BUILD_MAP, 0, loc);
  for (let i = 0; i < deferred.length; i++) {
    const s = deferred[i];
    const sloc = locOf(s);
    const name = s.target.kind === Kind.Name ? c.mangle(s.target.id) : '';
    const index = unit.conditionalIndices[i];
    const notSet = c.newLabel();
    if (index !== -1) {
      c.loadConst(index, sloc);
      if (unit.kind === UnitKind.Class) {
        c.opI(Op.LOAD_DEREF, addName(c.unit.freevars, '__conditional_annotations__'), sloc);
      } else {
        c.opI(Op.LOAD_GLOBAL, c.nameIndex('__conditional_annotations__') << 1, sloc);
      }
      c.opI(Op.CONTAINS_OP, 0, sloc);
      c.jump(Op.POP_JUMP_IF_FALSE, notSet, sloc);
    }
    visitExpr(c, s.annotation);
    c.opI(Op.COPY, 2, sloc);
    c.loadConst(name, sloc);
    c.op(Op.STORE_SUBSCR, loc);
    c.useLabel(notSet);
  }
  leaveAnnotations(c, loc);
  nameOp(c, loc, unit.entry.type === BlockType.Class ? '__annotate_func__' : '__annotate__', Store);
  if (inModule) {
    const annotations = unit.seq;
    unit.seq = unit.stashedSeq!;
    unit.stashedSeq = null;
    unit.seq.annotations = annotations;
  }
}

function argumentAnnotation(c: Compiler, name: string, annotation: Expr | null, loc: Loc): number {
  if (annotation === null) return 0;
  c.loadConst(c.mangleMaybe(name), loc);
  if ((c.future.features & CodeFlag.FUTURE_ANNOTATIONS) !== 0) {
    c.loadConst(unparseExpression(annotation), locOf(annotation));
  } else if (annotation.kind === Kind.Starred) {
    // `*args: *Ts` means `[args] = [*Ts]`.
    visitExpr(c, annotation.value);
    c.opI(Op.UNPACK_SEQUENCE, 1, loc);
  } else {
    visitExpr(c, annotation);
  }
  return 1;
}

function argumentAnnotations(c: Compiler, args: readonly Arg[], loc: Loc): number {
  let n = 0;
  for (const arg of args) n += argumentAnnotation(c, arg.arg, arg.annotation, loc);
  return n;
}

function functionAnnotations(c: Compiler, loc: Loc, args: Arguments, returns: Expr | null): number {
  const entry = c.symtable.entry(args);
  if (!entry.annotationsUsed) return 0;
  enterAnnotations(c, loc, entry, entry.name);
  let n = argumentAnnotations(c, args.args, loc);
  n += argumentAnnotations(c, args.posonlyargs, loc);
  if (args.vararg !== null) n += argumentAnnotation(c, args.vararg.arg, args.vararg.annotation, loc);
  n += argumentAnnotations(c, args.kwonlyargs, loc);
  if (args.kwarg !== null) n += argumentAnnotation(c, args.kwarg.arg, args.kwarg.annotation, loc);
  n += argumentAnnotation(c, 'return', returns, loc);
  c.opI(Op.BUILD_MAP, n, loc);
  leaveAnnotations(c, loc);
  return FunctionAttribute.ANNOTATE;
}

// ----------------------------------------------------------------------------------------------------------- functions

function defaultArguments(c: Compiler, loc: Loc, args: Arguments): number {
  let flags = 0;
  if (args.defaults.length > 0) {
    for (const e of args.defaults) visitExpr(c, e);
    c.opI(Op.BUILD_TUPLE, args.defaults.length, loc);
    flags |= FunctionAttribute.DEFAULTS;
  }
  let n = 0;
  for (let i = 0; i < args.kwonlyargs.length; i++) {
    const value = args.kw_defaults[i];
    if (value === null) continue;
    n++;
    c.loadConst(c.mangleMaybe(args.kwonlyargs[i].arg), loc);
    visitExpr(c, value);
  }
  if (n > 0) {
    c.opI(Op.BUILD_MAP, n, loc);
    flags |= FunctionAttribute.KWDEFAULTS;
  }
  return flags;
}

/** A generator turns a StopIteration that leaves it into a RuntimeError. */
export function wrapInStopIterationHandler(c: Compiler): void {
  const handler = c.newLabel();
  c.unit.seq.prepend(new Instr(Op.SETUP_CLEANUP, handler, NO_LOCATION));
  c.loadConst(null, NO_LOCATION);
  c.op(Op.RETURN_VALUE, NO_LOCATION);
  c.useLabel(handler);
  c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.STOPITERATION_ERROR, NO_LOCATION);
  c.opI(Op.RERAISE, 1, NO_LOCATION);
}

function functionBody(
  c: Compiler,
  s: FunctionDef | AsyncFunctionDef,
  flags: number,
  firstlineno: number,
): void {
  c.enterScope(
    s.name,
    s.kind === Kind.AsyncFunctionDef ? UnitKind.AsyncFunction : UnitKind.Function,
    c.symtable.entry(s),
    firstlineno,
    null,
    s.args.args.length,
    s.args.posonlyargs.length,
    s.args.kwonlyargs.length,
  );
  const entry = c.entry;
  let first = 0;
  if (entry.hasDocstring) {
    const docstring = docstringOf(s.body);
    if (docstring !== null) {
      first = 1;
      c.unit.consts.add(cleanDocstring(docstring));
    }
  }
  const start = c.newLabel();
  c.useLabel(start);
  const handler = entry.coroutine || entry.generator;
  if (handler) c.pushBlock(FrameBlock.StopIteration, start, NO_LABEL, NO_LOCATION);
  for (let i = first; i < s.body.length; i++) visitStmt(c, s.body[i]);
  if (handler) {
    wrapInStopIterationHandler(c);
    c.popBlock();
  }
  const code = c.assembleUnit(true);
  c.exitScope();
  makeClosure(c, locOf(s), code, flags);
}

export function functionDefinition(c: Compiler, s: FunctionDef | AsyncFunctionDef): void {
  for (const e of s.decorator_list) visitExpr(c, e);
  const firstlineno = s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno;
  const loc = locOf(s);
  const generic = s.type_params.length > 0;
  let flags = defaultArguments(c, loc, s.args);
  let typeParamArgs = 0;
  if (generic) {
    if ((flags & FunctionAttribute.DEFAULTS) !== 0) typeParamArgs++;
    if ((flags & FunctionAttribute.KWDEFAULTS) !== 0) typeParamArgs++;
    if (typeParamArgs === 2) c.opI(Op.SWAP, 2, loc);
    c.enterScope(
      `<generic parameters of ${s.name}>`,
      UnitKind.Annotations,
      c.symtable.entry(s.type_params),
      firstlineno,
      null,
      typeParamArgs,
    );
    typeParameters(c, s.type_params);
    for (let i = 0; i < typeParamArgs; i++) c.opI(Op.LOAD_FAST, i, loc);
  }
  flags |= functionAnnotations(c, loc, s.args, s.returns);
  functionBody(c, s, flags, firstlineno);
  if (generic) {
    c.opI(Op.SWAP, 2, loc);
    c.opI(Op.CALL_INTRINSIC_2, Intrinsic2.SET_FUNCTION_TYPE_PARAMS, loc);
    const code = c.assembleUnit(false);
    c.exitScope();
    makeClosure(c, loc, code, 0);
    if (typeParamArgs > 0) {
      c.opI(Op.SWAP, typeParamArgs + 1, loc);
      c.opI(Op.CALL, typeParamArgs - 1, loc);
    } else {
      c.op(Op.PUSH_NULL, loc);
      c.opI(Op.CALL, 0, loc);
    }
  }
  applyDecorators(c, s.decorator_list);
  nameOp(c, loc, s.name, Store);
}

function applyDecorators(c: Compiler, decorators: readonly Expr[]): void {
  for (let i = decorators.length - 1; i >= 0; i--) c.opI(Op.CALL, 0, locOf(decorators[i]));
}

export function lambdaExpression(c: Compiler, e: Lambda): void {
  const loc = locOf(e);
  const flags = defaultArguments(c, loc, e.args);
  c.enterScope(
    '<lambda>',
    UnitKind.Lambda,
    c.symtable.entry(e),
    e.lineno,
    null,
    e.args.args.length,
    e.args.posonlyargs.length,
    e.args.kwonlyargs.length,
  );
  visitExpr(c, e.body);
  let code: CodeObject;
  if (c.entry.generator) code = c.assembleUnit(false);
  else {
    c.op(Op.RETURN_VALUE, locOf(e.body));
    code = c.assembleUnit(true);
  }
  c.exitScope();
  makeClosure(c, loc, code, flags);
}

// ------------------------------------------------------------------------------------------------------------- classes

function classBody(c: Compiler, s: ClassDef, firstlineno: number): void {
  c.enterScope(s.name, UnitKind.Class, c.symtable.entry(s), firstlineno, s.name);
  const unit = c.unit;
  const entry = c.entry;
  const loc = new Loc(firstlineno, firstlineno, 0, 0);
  nameOp(c, loc, '__name__', Load);
  nameOp(c, loc, '__module__', Store);
  c.loadConst(unit.qualname, loc);
  nameOp(c, loc, '__qualname__', Store);
  c.loadConst(firstlineno, loc);
  nameOp(c, loc, '__firstlineno__', Store);
  if (s.type_params.length > 0) {
    nameOp(c, loc, '.type_params', Load);
    nameOp(c, loc, '__type_params__', Store);
  }
  if (entry.needsClassdict) {
    c.op(Op.LOAD_LOCALS, loc);
    c.opI(Op.STORE_DEREF, addName(unit.cellvars, '__classdict__'), loc);
  }
  if (entry.hasConditionalAnnotations) {
    c.opI(Op.BUILD_SET, 0, loc);
    c.opI(Op.STORE_DEREF, addName(unit.cellvars, '__conditional_annotations__'), loc);
  }
  scopeBody(c, loc, s.body, false);
  c.loadConst(new TupleConstant(c.staticAttributes()), NO_LOCATION);
  nameOp(c, NO_LOCATION, '__static_attributes__', Store);
  if (entry.needsClassdict) {
    c.opI(Op.LOAD_CLOSURE, unit.cellvars.get('__classdict__')!, NO_LOCATION);
    nameOp(c, NO_LOCATION, '__classdictcell__', Store);
  }
  if (entry.needsClassClosure) {
    c.opI(Op.LOAD_CLOSURE, unit.cellvars.get('__class__')!, NO_LOCATION);
    c.opI(Op.COPY, 1, NO_LOCATION);
    nameOp(c, NO_LOCATION, '__classcell__', Store);
  } else {
    c.loadConst(null, NO_LOCATION);
  }
  c.op(Op.RETURN_VALUE, NO_LOCATION);
  const code = c.assembleUnit(true);
  c.exitScope();
  const sloc = locOf(s);
  c.op(Op.LOAD_BUILD_CLASS, sloc);
  c.op(Op.PUSH_NULL, sloc);
  makeClosure(c, sloc, code, 0);
  c.loadConst(s.name, sloc);
}

export function classDefinition(c: Compiler, s: ClassDef): void {
  for (const e of s.decorator_list) visitExpr(c, e);
  const firstlineno = s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno;
  const loc = locOf(s);
  const generic = s.type_params.length > 0;
  if (generic) {
    c.enterScope(
      `<generic parameters of ${s.name}>`,
      UnitKind.Annotations,
      c.symtable.entry(s.type_params),
      firstlineno,
      s.name,
    );
    typeParameters(c, s.type_params);
    nameOp(c, loc, '.type_params', Store);
  }
  classBody(c, s, firstlineno);
  if (generic) {
    nameOp(c, loc, '.type_params', Load);
    c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.SUBSCRIPT_GENERIC, loc);
    nameOp(c, loc, '.generic_base', Store);
    callArguments(c, loc, 2, s.bases, '.generic_base', s.keywords);
    const code = c.assembleUnit(false);
    c.exitScope();
    makeClosure(c, loc, code, 0);
    c.op(Op.PUSH_NULL, loc);
    c.opI(Op.CALL, 0, loc);
  } else {
    callArguments(c, loc, 2, s.bases, null, s.keywords);
  }
  applyDecorators(c, s.decorator_list);
  nameOp(c, loc, s.name, Store);
}

// ---------------------------------------------------------------------------------------- type parameters and aliases

function boundOrDefault(
  c: Compiler,
  e: Expr,
  name: string,
  entry: SymtableEntry,
  allowStarred: boolean,
): void {
  const loc = locOf(e);
  c.loadConst(new TupleConstant([1]), loc);
  enterAnnotations(c, loc, entry, name);
  if (allowStarred && e.kind === Kind.Starred) {
    visitExpr(c, e.value);
    c.opI(Op.UNPACK_SEQUENCE, 1, loc);
  } else {
    visitExpr(c, e);
  }
  c.op(Op.RETURN_VALUE, loc);
  const code = c.assembleUnit(true);
  c.exitScope();
  makeClosure(c, loc, code, FunctionAttribute.DEFAULTS);
}

function typeParameters(c: Compiler, params: readonly TypeParam[]): void {
  let seenDefault = false;
  for (const p of params) {
    const loc = locOf(p);
    c.loadConst(p.name, loc);
    switch (p.kind) {
      case Kind.TypeVar:
        if (p.bound !== null) {
          boundOrDefault(c, p.bound, p.name, c.symtable.entry(p), false);
          c.opI(
            Op.CALL_INTRINSIC_2,
            p.bound.kind === Kind.Tuple ? Intrinsic2.TYPEVAR_WITH_CONSTRAINTS : Intrinsic2.TYPEVAR_WITH_BOUND,
            loc,
          );
        } else {
          c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.TYPEVAR, loc);
        }
        break;
      case Kind.TypeVarTuple:
        c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.TYPEVARTUPLE, loc);
        break;
      case Kind.ParamSpec:
        c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.PARAMSPEC, loc);
        break;
    }
    if (p.default_value !== null) {
      seenDefault = true;
      const entry = p.kind === Kind.TypeVar ? c.symtable.defaultBlocks.get(p)! : c.symtable.entry(p);
      boundOrDefault(c, p.default_value, p.name, entry, p.kind === Kind.TypeVarTuple);
      c.opI(Op.CALL_INTRINSIC_2, Intrinsic2.SET_TYPEPARAM_DEFAULT, loc);
    } else if (seenDefault) {
      c.error(loc, messages.nonDefaultTypeParam(p.name));
    }
    c.opI(Op.COPY, 1, loc);
    nameOp(c, loc, p.name, Store);
  }
  c.opI(Op.BUILD_TUPLE, params.length, locOf(params[0]));
}

export function typeAlias(c: Compiler, s: TypeAlias): void {
  const loc = locOf(s);
  const name = s.name.kind === Kind.Name ? s.name.id : '';
  const generic = s.type_params.length > 0;
  if (generic) {
    c.enterScope(
      `<generic parameters of ${name}>`,
      UnitKind.Annotations,
      c.symtable.entry(s.type_params),
      loc.line,
    );
    c.loadConst(name, loc);
    typeParameters(c, s.type_params);
  } else {
    c.loadConst(name, loc);
    c.loadConst(null, loc);
  }
  c.loadConst(new TupleConstant([1]), loc);
  enterAnnotations(c, loc, c.symtable.entry(s), name);
  visitExpr(c, s.value);
  c.op(Op.RETURN_VALUE, loc);
  const code = c.assembleUnit(false);
  c.exitScope();
  makeClosure(c, loc, code, FunctionAttribute.DEFAULTS);
  c.opI(Op.BUILD_TUPLE, 3, loc);
  c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.TYPEALIAS, loc);
  if (generic) {
    const outer = c.assembleUnit(false);
    c.exitScope();
    makeClosure(c, loc, outer, 0);
    c.op(Op.PUSH_NULL, loc);
    c.opI(Op.CALL, 0, loc);
  }
  nameOp(c, loc, name, Store);
}
