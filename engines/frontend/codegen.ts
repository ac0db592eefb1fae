// @inline-constants-from ./ast-kinds.ts Kind
// @inline-constants-from ./opcodes.ts Op
// Code generation for modules and statements: tree to instructions with labels, as CPython 3.14's Python/codegen.c.
// Functions, classes and annotations are in codegen-definitions.ts, expressions in codegen-expressions.ts, comprehensions
// in codegen-comprehensions.ts, `match` in codegen-patterns.ts. No optimisation here: that is flowgraph.ts.
import { Kind, Load, Store, Del } from './ast.ts';
import type {
  AnnAssign,
  Assert,
  AsyncFor,
  AsyncWith,
  AugAssign,
  Expr,
  For,
  If,
  Import,
  ImportFrom,
  Mod,
  Return,
  Stmt,
  Try,
  TryStar,
  While,
  With,
} from './ast.ts';
import { unparseExpression } from './ast-unparse.ts';
import {
  annotationsFunction,
  classDefinition,
  functionDefinition,
  typeAlias,
} from './codegen-definitions.ts';
import {
  addYieldFrom,
  attributeStart,
  binaryOperation,
  emitNameAttribute,
  isTwoPartSlice,
  jumpIf,
  loadGlobalOrName,
  sliceTwoParts,
  visitExpr,
} from './codegen-expressions.ts';
import { matchStatement } from './codegen-patterns.ts';
import { CodeFlag, TupleConstant } from './code-object.ts';
import type { CodeObject } from './code-object.ts';
import { compileMessages as messages } from './compile-messages.ts';
import { FrameBlock, NO_LABEL, UnitKind, addName } from './compiler.ts';
import type { Compiler, FBlock } from './compiler.ts';
import { cleanDocstring, docstringOf } from './docstring.ts';
import { Loc, NO_LOCATION, locOf } from './instruction.ts';
import { CommonConstant, Intrinsic1, Intrinsic2, Nb, Op, SpecialMethod } from './opcodes.ts';

// ------------------------------------------------------------------------------------------------------------ modules

export function compileModule(c: Compiler, tree: Mod): CodeObject {
  c.enterScope('<module>', UnitKind.Module, c.symtable.top, 1);
  let addNone = true;
  switch (tree.kind) {
    case Kind.Module:
      moduleBody(c, tree.body, false);
      break;
    case Kind.Interactive:
      c.interactive = true;
      moduleBody(c, tree.body, true);
      break;
    case Kind.Expression:
      visitExpr(c, tree.body);
      addNone = false;
      break;
    default:
      throw new Error('no code for a function type');
  }
  return c.assembleUnit(addNone);
}

function moduleBody(c: Compiler, body: Stmt[], interactive: boolean): void {
  const loc = body.length > 0 ? locOf(body[0]) : new Loc(1, 1, 0, 0);
  if (c.entry.hasConditionalAnnotations) {
    c.opI(Op.BUILD_SET, 0, loc);
    c.opI(Op.STORE_NAME, addName(c.unit.names, '__conditional_annotations__'), loc);
  }
  scopeBody(c, loc, body, interactive);
}

/** The body of a module or class. */
export function scopeBody(c: Compiler, loc: Loc, body: Stmt[], interactive: boolean): void {
  const future = (c.future.features & CodeFlag.FUTURE_ANNOTATIONS) !== 0;
  if (future && c.entry.annotationsUsed) c.op(Op.SETUP_ANNOTATIONS, loc);
  if (body.length === 0) return;
  let first = 0;
  if (!interactive && c.entry.hasDocstring) {
    const docstring = docstringOf(body);
    if (docstring !== null && body[0].kind === Kind.ExprStmt) {
      first = 1;
      c.loadConst(cleanDocstring(docstring), locOf(body[0].value));
      nameOp(c, NO_LOCATION, '__doc__', Store);
    }
  }
  for (let i = first; i < body.length; i++) visitStmt(c, body[i]);
  if (!future) annotationsFunction(c, loc);
}

// --------------------------------------------------------------------------------------------------------- statements

export function visitBody(c: Compiler, body: readonly Stmt[]): void {
  for (let i = 0; i < body.length; i++) visitStmt(c, body[i]);
}

function nameOp(c: Compiler, loc: Loc, name: string, ctx: number): void {
  loadGlobalOrName(c, loc, name, ctx);
}

export function visitStmt(c: Compiler, s: Stmt): void {
  switch (s.kind) {
    case Kind.ExprStmt:
      expressionStatement(c, locOf(s), s.value);
      break;
    case Kind.Assign: {
      visitExpr(c, s.value);
      const n = s.targets.length;
      for (let i = 0; i < n; i++) {
        if (i < n - 1) c.opI(Op.COPY, 1, locOf(s));
        visitExpr(c, s.targets[i]);
      }
      break;
    }
    case Kind.FunctionDef:
    case Kind.AsyncFunctionDef:
      functionDefinition(c, s);
      break;
    case Kind.ClassDef:
      classDefinition(c, s);
      break;
    case Kind.TypeAlias:
      typeAlias(c, s);
      break;
    case Kind.Return:
      returnStatement(c, s);
      break;
    case Kind.Delete:
      for (const e of s.targets) visitExpr(c, e);
      break;
    case Kind.AugAssign:
      augmentedAssignment(c, s);
      break;
    case Kind.AnnAssign:
      annotatedAssignment(c, s);
      break;
    case Kind.For:
    case Kind.AsyncFor:
    case Kind.While:
    case Kind.If:
    case Kind.Match:
    case Kind.Try:
    case Kind.TryStar:
    case Kind.With:
    case Kind.AsyncWith: {
      const unit = c.unit;
      unit.inConditionalBlock++;
      compound(c, s);
      unit.inConditionalBlock--;
      break;
    }
    case Kind.Raise: {
      let n = 0;
      if (s.exc !== null) {
        visitExpr(c, s.exc);
        n = 1;
        if (s.cause !== null) {
          visitExpr(c, s.cause);
          n = 2;
        }
      }
      c.opI(Op.RAISE_VARARGS, n, locOf(s));
      break;
    }
    case Kind.Assert:
      assertStatement(c, s);
      break;
    case Kind.Import:
      importStatement(c, s);
      break;
    case Kind.ImportFrom:
      importFrom(c, s);
      break;
    case Kind.Pass:
      c.op(Op.NOP, locOf(s));
      break;
    case Kind.Break:
      breakStatement(c, locOf(s));
      break;
    case Kind.Continue:
      continueStatement(c, locOf(s));
      break;
    default:
      break;
  }
}

function compound(c: Compiler, s: Stmt): void {
  switch (s.kind) {
    case Kind.If:
      return ifStatement(c, s);
    case Kind.For:
      return forLoop(c, s);
    case Kind.AsyncFor:
      return asyncForLoop(c, s);
    case Kind.While:
      return whileLoop(c, s);
    case Kind.Match:
      return matchStatement(c, s);
    case Kind.Try:
      return s.finalbody.length > 0 ? tryFinally(c, s) : tryExcept(c, s);
    case Kind.TryStar:
      return s.finalbody.length > 0 ? tryFinally(c, s) : tryExceptStar(c, s);
    case Kind.With:
    case Kind.AsyncWith:
      return withItems(c, s, 0);
    default:
      throw new Error('no compound statement');
  }
}

function expressionStatement(c: Compiler, loc: Loc, value: Expr): void {
  if (c.isInteractiveTop) {
    visitExpr(c, value);
    c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.PRINT, loc);
    c.op(Op.POP_TOP, NO_LOCATION);
  } else if (value.kind === Kind.Constant) {
    c.op(Op.NOP, loc);
  } else {
    visitExpr(c, value);
    c.op(Op.POP_TOP, NO_LOCATION);
  }
}

function ifStatement(c: Compiler, s: If): void {
  const end = c.newLabel();
  const hasElse = s.orelse.length > 0;
  const next = hasElse ? c.newLabel() : end;
  jumpIf(c, locOf(s), s.test, next, false);
  visitBody(c, s.body);
  if (hasElse) {
    c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
    c.useLabel(next);
    visitBody(c, s.orelse);
  }
  c.useLabel(end);
}

function forLoop(c: Compiler, s: For): void {
  const loc = locOf(s);
  const start = c.newLabel();
  const cleanup = c.newLabel();
  const end = c.newLabel();
  c.pushBlock(FrameBlock.ForLoop, start, end, loc);
  visitExpr(c, s.iter);
  const iterLoc = locOf(s.iter);
  c.op(Op.GET_ITER, iterLoc);
  c.useLabel(start);
  c.jump(Op.FOR_ITER, cleanup, iterLoc);
  // For tracing of a `for` whose target stands on another line.
  c.op(Op.NOP, locOf(s.target));
  visitExpr(c, s.target);
  visitBody(c, s.body);
  c.jump(Op.JUMP, start, NO_LOCATION);
  c.useLabel(cleanup);
  c.op(Op.END_FOR, NO_LOCATION);
  c.op(Op.POP_ITER, NO_LOCATION);
  c.popBlock();
  visitBody(c, s.orelse);
  c.useLabel(end);
}

function asyncForLoop(c: Compiler, s: AsyncFor): void {
  const loc = locOf(s);
  const start = c.newLabel();
  const send = c.newLabel();
  const except = c.newLabel();
  const end = c.newLabel();
  visitExpr(c, s.iter);
  c.op(Op.GET_AITER, locOf(s.iter));
  c.useLabel(start);
  c.pushBlock(FrameBlock.AsyncForLoop, start, end, loc);
  c.jump(Op.SETUP_FINALLY, except, loc);
  c.op(Op.GET_ANEXT, loc);
  c.loadConst(null, loc);
  c.useLabel(send);
  addYieldFrom(c, loc, true);
  c.op(Op.POP_BLOCK, loc);
  c.op(Op.NOT_TAKEN, loc);
  visitExpr(c, s.target);
  visitBody(c, s.body);
  c.jump(Op.JUMP, start, NO_LOCATION);
  c.popBlock();
  c.useLabel(except);
  c.jump(Op.END_ASYNC_FOR, send, locOf(s.iter));
  visitBody(c, s.orelse);
  c.useLabel(end);
}

function whileLoop(c: Compiler, s: While): void {
  const loop = c.newLabel();
  const end = c.newLabel();
  const anchor = c.newLabel();
  c.useLabel(loop);
  c.pushBlock(FrameBlock.WhileLoop, loop, end, locOf(s));
  jumpIf(c, locOf(s), s.test, anchor, false);
  visitBody(c, s.body);
  c.jump(Op.JUMP, loop, NO_LOCATION);
  c.popBlock();
  c.useLabel(anchor);
  visitBody(c, s.orelse);
  c.useLabel(end);
}

// ---------------------------------------------------------------------------------- leaving blocks: return, break, continue

function callExitWithNones(c: Compiler, loc: Loc): void {
  c.loadConst(null, loc);
  c.loadConst(null, loc);
  c.loadConst(null, loc);
  c.opI(Op.CALL, 3, loc);
}

/** Emits what leaving a block takes; answers the location of what follows. */
function unwindBlock(c: Compiler, loc: Loc, block: FBlock, preserveTos: boolean): Loc {
  switch (block.type) {
    case FrameBlock.ForLoop:
    case FrameBlock.AsyncForLoop:
      if (preserveTos) c.opI(Op.SWAP, 2, loc);
      c.op(Op.POP_TOP, loc);
      return loc;
    case FrameBlock.TryExcept:
      c.op(Op.POP_BLOCK, loc);
      return loc;
    case FrameBlock.FinallyTry:
      c.op(Op.POP_BLOCK, loc);
      if (preserveTos) c.pushBlock(FrameBlock.PopValue, NO_LABEL, NO_LABEL, loc);
      visitBody(c, block.datum as Stmt[]);
      if (preserveTos) c.popBlock();
      return NO_LOCATION;
    case FrameBlock.FinallyEnd:
      if (preserveTos) c.opI(Op.SWAP, 2, loc);
      c.op(Op.POP_TOP, loc);
      if (preserveTos) c.opI(Op.SWAP, 2, loc);
      c.op(Op.POP_BLOCK, loc);
      c.op(Op.POP_EXCEPT, loc);
      return loc;
    case FrameBlock.With:
    case FrameBlock.AsyncWith:
      loc = block.loc;
      c.op(Op.POP_BLOCK, loc);
      if (preserveTos) {
        c.opI(Op.SWAP, 3, loc);
        c.opI(Op.SWAP, 2, loc);
      }
      callExitWithNones(c, loc);
      if (block.type === FrameBlock.AsyncWith) {
        c.opI(Op.GET_AWAITABLE, 2, loc);
        c.loadConst(null, loc);
        addYieldFrom(c, loc, true);
      }
      c.op(Op.POP_TOP, loc);
      return NO_LOCATION;
    case FrameBlock.HandlerCleanup:
      if (block.datum !== null) c.op(Op.POP_BLOCK, loc);
      if (preserveTos) c.opI(Op.SWAP, 2, loc);
      c.op(Op.POP_BLOCK, loc);
      c.op(Op.POP_EXCEPT, loc);
      if (block.datum !== null) forgetName(c, loc, block.datum as string);
      return loc;
    case FrameBlock.PopValue:
      if (preserveTos) c.opI(Op.SWAP, 2, loc);
      c.op(Op.POP_TOP, loc);
      return loc;
    default:
      return loc;
  }
}

let foundLoop: FBlock | null = null;

/** Leaves all blocks, or those inside the innermost loop (then in `foundLoop`), innermost first. */
function unwindStack(c: Compiler, loc: Loc, preserveTos: boolean, toLoop: boolean): Loc {
  const blocks = c.unit.fblocks;
  if (blocks.length === 0) return loc;
  const top = blocks[blocks.length - 1];
  if (top.type === FrameBlock.ExceptionGroupHandler) c.error(loc, messages.leaveExceptStar);
  if (
    toLoop &&
    (top.type === FrameBlock.WhileLoop ||
      top.type === FrameBlock.ForLoop ||
      top.type === FrameBlock.AsyncForLoop)
  ) {
    foundLoop = top;
    return loc;
  }
  c.popBlock();
  loc = unwindBlock(c, loc, top, preserveTos);
  loc = unwindStack(c, loc, preserveTos, toLoop);
  c.pushBlock(top.type, top.block, top.exit, top.loc, top.datum);
  return loc;
}

function returnStatement(c: Compiler, s: Return): void {
  let loc = locOf(s);
  const value = s.value;
  const preserveTos = value !== null && value.kind !== Kind.Constant;
  const entry = c.entry;
  if (!entry.isFunctionLike) c.error(loc, messages.returnOutside);
  if (value !== null && entry.coroutine && entry.generator) c.error(loc, messages.returnInAsyncGenerator);
  if (preserveTos) visitExpr(c, value);
  else if (value !== null) {
    loc = locOf(value);
    c.op(Op.NOP, loc);
  }
  if (value === null || value.lineno !== s.lineno) {
    loc = locOf(s);
    c.op(Op.NOP, loc);
  }
  loc = unwindStack(c, loc, preserveTos, false);
  if (value === null) c.loadConst(null, loc);
  else if (value.kind === Kind.Constant) c.loadConst(value.value, loc);
  c.op(Op.RETURN_VALUE, loc);
}

function breakStatement(c: Compiler, origin: Loc): void {
  c.op(Op.NOP, origin);
  foundLoop = null;
  let loc = unwindStack(c, origin, false, true);
  const loop = foundLoop as FBlock | null;
  if (loop === null) c.error(origin, messages.breakOutside);
  loc = unwindBlock(c, loc, loop, false);
  c.jump(Op.JUMP, loop.exit, loc);
}

function continueStatement(c: Compiler, origin: Loc): void {
  c.op(Op.NOP, origin);
  foundLoop = null;
  const loc = unwindStack(c, origin, false, true);
  const loop = foundLoop as FBlock | null;
  if (loop === null) c.error(origin, messages.continueOutside);
  c.jump(Op.JUMP, loop.block, loc);
}

// ----------------------------------------------------------------------------------------------------------------- try

function popExceptAndReraise(c: Compiler, loc: Loc): void {
  c.opI(Op.COPY, 3, loc);
  c.op(Op.POP_EXCEPT, loc);
  c.opI(Op.RERAISE, 1, loc);
}

/** `name = None; del name` at the end of an `except … as name`. */
function forgetName(c: Compiler, loc: Loc, name: string): void {
  c.loadConst(null, loc);
  nameOp(c, loc, name, Store);
  nameOp(c, loc, name, Del);
}

function tryFinally(c: Compiler, s: Try | TryStar): void {
  const loc = locOf(s);
  const body = c.newLabel();
  const end = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  c.jump(Op.SETUP_FINALLY, end, loc);
  c.useLabel(body);
  c.pushBlock(FrameBlock.FinallyTry, body, end, loc, s.finalbody);
  if (s.handlers.length === 0) visitBody(c, s.body);
  else if (s.kind === Kind.Try) tryExcept(c, s);
  else tryExceptStar(c, s);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.popBlock();
  visitBody(c, s.finalbody);
  c.jump(Op.JUMP_NO_INTERRUPT, exit, NO_LOCATION);
  c.useLabel(end);
  c.jump(Op.SETUP_CLEANUP, cleanup, NO_LOCATION);
  c.op(Op.PUSH_EXC_INFO, NO_LOCATION);
  c.pushBlock(FrameBlock.FinallyEnd, end, NO_LABEL, NO_LOCATION);
  visitBody(c, s.finalbody);
  c.popBlock();
  c.opI(Op.RERAISE, 0, NO_LOCATION);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(exit);
}

function tryExcept(c: Compiler, s: Try): void {
  const loc = locOf(s);
  const body = c.newLabel();
  let except = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  c.jump(Op.SETUP_FINALLY, except, loc);
  c.useLabel(body);
  c.pushBlock(FrameBlock.TryExcept, body, NO_LABEL, loc);
  visitBody(c, s.body);
  c.popBlock();
  c.op(Op.POP_BLOCK, NO_LOCATION);
  visitBody(c, s.orelse);
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  const n = s.handlers.length;
  c.useLabel(except);
  c.jump(Op.SETUP_CLEANUP, cleanup, NO_LOCATION);
  c.op(Op.PUSH_EXC_INFO, NO_LOCATION);
  c.pushBlock(FrameBlock.ExceptionHandler, NO_LABEL, NO_LABEL, loc);
  for (let i = 0; i < n; i++) {
    const handler = s.handlers[i];
    const hloc = locOf(handler);
    if (handler.type === null && i < n - 1) c.error(hloc, messages.bareExceptLast);
    except = c.newLabel();
    if (handler.type !== null) {
      visitExpr(c, handler.type);
      c.op(Op.CHECK_EXC_MATCH, hloc);
      c.jump(Op.POP_JUMP_IF_FALSE, except, hloc);
    }
    if (handler.name !== null) {
      const cleanupEnd = c.newLabel();
      const cleanupBody = c.newLabel();
      nameOp(c, hloc, handler.name, Store);
      c.jump(Op.SETUP_CLEANUP, cleanupEnd, hloc);
      c.useLabel(cleanupBody);
      c.pushBlock(FrameBlock.HandlerCleanup, cleanupBody, NO_LABEL, hloc, handler.name);
      visitBody(c, handler.body);
      c.popBlock();
      c.op(Op.POP_BLOCK, NO_LOCATION);
      c.op(Op.POP_BLOCK, NO_LOCATION);
      c.op(Op.POP_EXCEPT, NO_LOCATION);
      forgetName(c, NO_LOCATION, handler.name);
      c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
      c.useLabel(cleanupEnd);
      forgetName(c, NO_LOCATION, handler.name);
      c.opI(Op.RERAISE, 1, NO_LOCATION);
    } else {
      const cleanupBody = c.newLabel();
      c.op(Op.POP_TOP, hloc);
      c.useLabel(cleanupBody);
      c.pushBlock(FrameBlock.HandlerCleanup, cleanupBody, NO_LABEL, hloc);
      visitBody(c, handler.body);
      c.popBlock();
      c.op(Op.POP_BLOCK, NO_LOCATION);
      c.op(Op.POP_EXCEPT, NO_LOCATION);
      c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
    }
    c.useLabel(except);
  }
  c.popBlock();
  c.opI(Op.RERAISE, 0, NO_LOCATION);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(end);
}

function tryExceptStar(c: Compiler, s: TryStar): void {
  const loc = locOf(s);
  const body = c.newLabel();
  let except = c.newLabel();
  const orelse = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  const reraiseStar = c.newLabel();
  c.jump(Op.SETUP_FINALLY, except, loc);
  c.useLabel(body);
  c.pushBlock(FrameBlock.TryExcept, body, NO_LABEL, loc);
  visitBody(c, s.body);
  c.popBlock();
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.jump(Op.JUMP_NO_INTERRUPT, orelse, NO_LOCATION);
  const n = s.handlers.length;
  c.useLabel(except);
  c.jump(Op.SETUP_CLEANUP, cleanup, NO_LOCATION);
  c.op(Op.PUSH_EXC_INFO, NO_LOCATION);
  c.pushBlock(FrameBlock.ExceptionGroupHandler, NO_LABEL, NO_LABEL, loc);
  // Stack inside: the group, a list of what was raised in handlers, what is not yet matched.
  for (let i = 0; i < n; i++) {
    const handler = s.handlers[i];
    const hloc = locOf(handler);
    except = c.newLabel();
    const exceptWithError = c.newLabel();
    const noMatch = c.newLabel();
    if (i === 0) {
      c.opI(Op.BUILD_LIST, 0, hloc);
      c.opI(Op.COPY, 2, hloc);
    }
    if (handler.type !== null) {
      visitExpr(c, handler.type);
      c.op(Op.CHECK_EG_MATCH, hloc);
      c.opI(Op.COPY, 1, hloc);
      c.jump(Op.POP_JUMP_IF_NONE, noMatch, hloc);
    }
    const cleanupEnd = c.newLabel();
    const cleanupBody = c.newLabel();
    if (handler.name !== null) nameOp(c, hloc, handler.name, Store);
    else c.op(Op.POP_TOP, hloc);
    c.jump(Op.SETUP_CLEANUP, cleanupEnd, hloc);
    c.useLabel(cleanupBody);
    c.pushBlock(FrameBlock.HandlerCleanup, cleanupBody, NO_LABEL, hloc, handler.name);
    visitBody(c, handler.body);
    c.popBlock();
    c.op(Op.POP_BLOCK, NO_LOCATION);
    if (handler.name !== null) forgetName(c, NO_LOCATION, handler.name);
    c.jump(Op.JUMP_NO_INTERRUPT, except, NO_LOCATION);
    c.useLabel(cleanupEnd);
    if (handler.name !== null) forgetName(c, NO_LOCATION, handler.name);
    c.opI(Op.LIST_APPEND, 3, NO_LOCATION);
    c.op(Op.POP_TOP, NO_LOCATION);
    c.jump(Op.JUMP_NO_INTERRUPT, exceptWithError, NO_LOCATION);
    c.useLabel(except);
    // Holds the line number that is propagated here.
    c.op(Op.NOP, NO_LOCATION);
    c.jump(Op.JUMP_NO_INTERRUPT, exceptWithError, NO_LOCATION);
    c.useLabel(noMatch);
    c.op(Op.POP_TOP, hloc);
    c.useLabel(exceptWithError);
    if (i === n - 1) {
      c.opI(Op.LIST_APPEND, 1, NO_LOCATION);
      c.jump(Op.JUMP_NO_INTERRUPT, reraiseStar, NO_LOCATION);
    }
  }
  c.popBlock();
  const reraise = c.newLabel();
  c.useLabel(reraiseStar);
  c.opI(Op.CALL_INTRINSIC_2, Intrinsic2.PREP_RERAISE_STAR, NO_LOCATION);
  c.opI(Op.COPY, 1, NO_LOCATION);
  c.jump(Op.POP_JUMP_IF_NOT_NONE, reraise, NO_LOCATION);
  c.op(Op.POP_TOP, NO_LOCATION);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.op(Op.POP_EXCEPT, NO_LOCATION);
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  c.useLabel(reraise);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.opI(Op.SWAP, 2, NO_LOCATION);
  c.op(Op.POP_EXCEPT, NO_LOCATION);
  c.opI(Op.RERAISE, 0, NO_LOCATION);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(orelse);
  visitBody(c, s.orelse);
  c.useLabel(end);
}

// ---------------------------------------------------------------------------------------------------------------- with

function withItems(c: Compiler, s: With | AsyncWith, pos: number): void {
  const isAsync = s.kind === Kind.AsyncWith;
  const item = s.items[pos];
  const block = c.newLabel();
  const final = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  visitExpr(c, item.context_expr);
  const loc = locOf(item.context_expr);
  c.opI(Op.COPY, 1, loc);
  c.opI(Op.LOAD_SPECIAL, isAsync ? SpecialMethod.AEXIT : SpecialMethod.EXIT, loc);
  c.opI(Op.SWAP, 2, loc);
  c.opI(Op.SWAP, 3, loc);
  c.opI(Op.LOAD_SPECIAL, isAsync ? SpecialMethod.AENTER : SpecialMethod.ENTER, loc);
  c.opI(Op.CALL, 0, loc);
  if (isAsync) {
    c.opI(Op.GET_AWAITABLE, 1, loc);
    c.loadConst(null, loc);
    addYieldFrom(c, loc, true);
  }
  c.jump(Op.SETUP_WITH, final, loc);
  c.useLabel(block);
  c.pushBlock(isAsync ? FrameBlock.AsyncWith : FrameBlock.With, block, final, loc);
  if (item.optional_vars !== null) visitExpr(c, item.optional_vars);
  else c.op(Op.POP_TOP, loc);
  if (pos + 1 === s.items.length) visitBody(c, s.body);
  else withItems(c, s, pos + 1);
  if (isAsync) {
    c.popBlock();
    c.op(Op.POP_BLOCK, loc);
  } else {
    c.op(Op.POP_BLOCK, NO_LOCATION);
    c.popBlock();
  }
  callExitWithNones(c, loc);
  if (isAsync) {
    c.opI(Op.GET_AWAITABLE, 2, loc);
    c.loadConst(null, loc);
    addYieldFrom(c, loc, true);
  }
  c.op(Op.POP_TOP, loc);
  c.jump(Op.JUMP, exit, loc);
  c.useLabel(final);
  c.jump(Op.SETUP_CLEANUP, cleanup, loc);
  c.op(Op.PUSH_EXC_INFO, loc);
  c.op(Op.WITH_EXCEPT_START, loc);
  if (isAsync) {
    c.opI(Op.GET_AWAITABLE, 2, loc);
    c.loadConst(null, loc);
    addYieldFrom(c, loc, true);
  }
  withExceptFinish(c, cleanup);
  c.useLabel(exit);
}

function withExceptFinish(c: Compiler, cleanup: number): void {
  const suppress = c.newLabel();
  c.op(Op.TO_BOOL, NO_LOCATION);
  c.jump(Op.POP_JUMP_IF_TRUE, suppress, NO_LOCATION);
  c.opI(Op.RERAISE, 2, NO_LOCATION);
  c.useLabel(suppress);
  c.op(Op.POP_TOP, NO_LOCATION);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.op(Op.POP_EXCEPT, NO_LOCATION);
  c.op(Op.POP_TOP, NO_LOCATION);
  c.op(Op.POP_TOP, NO_LOCATION);
  c.op(Op.POP_TOP, NO_LOCATION);
  const exit = c.newLabel();
  c.jump(Op.JUMP_NO_INTERRUPT, exit, NO_LOCATION);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(exit);
}

// ------------------------------------------------------------------------------------------------------ imports, assert

function importStatement(c: Compiler, s: Import): void {
  const loc = locOf(s);
  for (const alias of s.names) {
    c.loadConst(0, loc);
    c.loadConst(null, loc);
    c.opName(Op.IMPORT_NAME, alias.name, loc);
    if (alias.asname === null) {
      const dot = alias.name.indexOf('.');
      nameOp(c, loc, dot < 0 ? alias.name : alias.name.slice(0, dot), Store);
      continue;
    }
    // `import a.b.c as d` binds the innermost module, fetched from its parents one by one.
    const parts = alias.name.split('.');
    for (let i = 1; i < parts.length; i++) {
      c.opI(Op.IMPORT_FROM, addName(c.unit.names, parts[i]), loc);
      if (i === parts.length - 1) break;
      c.opI(Op.SWAP, 2, loc);
      c.op(Op.POP_TOP, loc);
    }
    nameOp(c, loc, alias.asname, Store);
    if (parts.length > 1) c.op(Op.POP_TOP, loc);
  }
}

function importFrom(c: Compiler, s: ImportFrom): void {
  const loc = locOf(s);
  c.loadConst(s.level, loc);
  c.loadConst(new TupleConstant(s.names.map((a) => a.name)), loc);
  c.opName(Op.IMPORT_NAME, s.module ?? '', loc);
  if (s.names[0].name === '*') {
    c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.IMPORT_STAR, loc);
    c.op(Op.POP_TOP, NO_LOCATION);
    return;
  }
  for (const alias of s.names) {
    c.opName(Op.IMPORT_FROM, alias.name, loc);
    nameOp(c, loc, alias.asname ?? alias.name, Store);
  }
  c.op(Op.POP_TOP, loc);
}

function assertStatement(c: Compiler, s: Assert): void {
  if (s.test.kind === Kind.Tuple && s.test.elts.length > 0) c.warn(locOf(s), messages.alwaysTrue);
  if (c.optimize > 0) return;
  const loc = locOf(s);
  const end = c.newLabel();
  jumpIf(c, loc, s.test, end, true);
  c.opI(Op.LOAD_COMMON_CONSTANT, CommonConstant.ASSERTIONERROR, loc);
  if (s.msg !== null) {
    visitExpr(c, s.msg);
    c.opI(Op.CALL, 0, loc);
  }
  c.opI(Op.RAISE_VARARGS, 1, locOf(s.test));
  c.useLabel(end);
}

// --------------------------------------------------------------------------------------------------------- assignments

function augmentedAssignment(c: Compiler, s: AugAssign): void {
  const target = s.target;
  let loc = locOf(target);
  switch (target.kind) {
    case Kind.Attribute:
      visitExpr(c, target.value);
      c.opI(Op.COPY, 1, loc);
      loc = attributeStart(loc, target);
      emitNameAttribute(c, Op.LOAD_ATTR, target.attr, 0, loc);
      break;
    case Kind.Subscript:
      visitExpr(c, target.value);
      if (isTwoPartSlice(target.slice)) {
        sliceTwoParts(c, target.slice);
        c.opI(Op.COPY, 3, loc);
        c.opI(Op.COPY, 3, loc);
        c.opI(Op.COPY, 3, loc);
        c.op(Op.BINARY_SLICE, loc);
      } else {
        visitExpr(c, target.slice);
        c.opI(Op.COPY, 2, loc);
        c.opI(Op.COPY, 2, loc);
        c.opI(Op.BINARY_OP, Nb.SUBSCR, loc);
      }
      break;
    case Kind.Name:
      nameOp(c, loc, target.id, Load);
      break;
    default:
      throw new Error('invalid node type for augmented assignment');
  }
  visitExpr(c, s.value);
  c.opI(Op.BINARY_OP, binaryOperation(s.op) + Nb.INPLACE, locOf(s));
  loc = locOf(target);
  switch (target.kind) {
    case Kind.Attribute:
      loc = attributeStart(loc, target);
      c.opI(Op.SWAP, 2, loc);
      c.opName(Op.STORE_ATTR, target.attr, loc);
      break;
    case Kind.Subscript:
      if (isTwoPartSlice(target.slice)) {
        c.opI(Op.SWAP, 4, loc);
        c.opI(Op.SWAP, 3, loc);
        c.opI(Op.SWAP, 2, loc);
        c.op(Op.STORE_SLICE, loc);
      } else {
        c.opI(Op.SWAP, 3, loc);
        c.opI(Op.SWAP, 2, loc);
        c.op(Op.STORE_SUBSCR, loc);
      }
      break;
    case Kind.Name:
      nameOp(c, loc, target.id, Store);
      break;
  }
}

function checkAnnotationExpression(c: Compiler, e: Expr): void {
  visitExpr(c, e);
  c.op(Op.POP_TOP, locOf(e));
}

function checkAnnotationSubscript(c: Compiler, e: Expr): void {
  switch (e.kind) {
    case Kind.Slice:
      if (e.lower !== null) checkAnnotationExpression(c, e.lower);
      if (e.upper !== null) checkAnnotationExpression(c, e.upper);
      if (e.step !== null) checkAnnotationExpression(c, e.step);
      break;
    case Kind.Tuple:
      for (const item of e.elts) checkAnnotationSubscript(c, item);
      break;
    default:
      checkAnnotationExpression(c, e);
  }
}

function annotatedAssignment(c: Compiler, s: AnnAssign): void {
  const loc = locOf(s);
  const target = s.target;
  if (s.value !== null) {
    visitExpr(c, s.value);
    visitExpr(c, target);
  }
  const unit = c.unit;
  switch (target.kind) {
    case Kind.Name: {
      if (s.simple === 0 || (unit.kind !== UnitKind.Module && unit.kind !== UnitKind.Class)) break;
      if ((c.future.features & CodeFlag.FUTURE_ANNOTATIONS) !== 0) {
        c.loadConst(unparseExpression(s.annotation), locOf(s.annotation));
        c.opName(Op.LOAD_NAME, '__annotations__', loc);
        c.loadConst(c.mangleMaybe(target.id), loc);
        c.op(Op.STORE_SUBSCR, loc);
        break;
      }
      (unit.deferredAnnotations ??= []).push(s);
      if (unit.kind !== UnitKind.Module && unit.inConditionalBlock === 0) {
        unit.conditionalIndices.push(-1);
        break;
      }
      const index = unit.nextConditionalIndex++;
      unit.conditionalIndices.push(index);
      if (unit.kind === UnitKind.Class) {
        c.opI(Op.LOAD_DEREF, addName(unit.cellvars, '__conditional_annotations__'), loc);
      } else {
        c.opName(Op.LOAD_NAME, '__conditional_annotations__', loc);
      }
      c.loadConst(index, loc);
      c.opI(Op.SET_ADD, 1, loc);
      c.op(Op.POP_TOP, loc);
      break;
    }
    case Kind.Attribute:
      if (s.value === null) checkAnnotationExpression(c, target.value);
      break;
    case Kind.Subscript:
      if (s.value === null) {
        checkAnnotationExpression(c, target.value);
        checkAnnotationSubscript(c, target.slice);
      }
      break;
    default:
      throw new Error('invalid node type for annotated assignment');
  }
}
