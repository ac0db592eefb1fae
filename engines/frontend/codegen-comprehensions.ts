// @inline-constants-from ./ast-kinds.ts Kind
// @inline-constants-from ./opcodes.ts Op
// Code generation for comprehensions and generator expressions. List, set and dict comprehensions run in place (PEP 709):
// variables of the scope around that have the same names are put aside on the stack. Others are functions of their own.
import { Kind } from './ast.ts';
import type { Comprehension, DictComp, Expr, GeneratorExp, ListComp, SetComp } from './ast.ts';
import { makeClosure, wrapInStopIterationHandler } from './codegen-definitions.ts';
import { addYieldFrom, emitYield, jumpIf, visitExpr } from './codegen-expressions.ts';
import { FrameBlock, NO_LABEL, UnitKind, addName } from './compiler.ts';
import type { Compiler, InlinedState } from './compiler.ts';
import { Loc, NO_LOCATION, locOf } from './instruction.ts';
import { Op } from './opcodes.ts';
import { Def, SCOPE_OFFSET, Scope } from './symtable.ts';
import type { SymtableEntry } from './symtable.ts';

type ComprehensionNode = GeneratorExp | ListComp | SetComp | DictComp;

const names: Readonly<Record<number, string>> = {
  [Kind.GeneratorExp]: '<genexpr>',
  [Kind.ListComp]: '<listcomp>',
  [Kind.SetComp]: '<setcomp>',
  [Kind.DictComp]: '<dictcomp>',
};

export function comprehensionExpression(c: Compiler, e: ComprehensionNode): void {
  const entry = c.symtable.entry(e);
  const inlined = entry.compInlined;
  const isGenerator = e.kind === Kind.GeneratorExp;
  const isAsync = entry.coroutine;
  const loc = locOf(e);
  const outermost = e.generators[0];
  const state: InlinedState = { pushedLocals: null, tempSymbols: null, fastHidden: null, cleanup: NO_LABEL };
  if (inlined) {
    outermostIterator(c, outermost);
    c.tweakScopes(entry, state);
    pushLocals(c, loc, entry, state);
  } else {
    c.enterScope(names[e.kind], UnitKind.Comprehension, entry, e.lineno, null, 1);
  }
  if (!isGenerator) {
    const op =
      e.kind === Kind.ListComp ? Op.BUILD_LIST : e.kind === Kind.SetComp ? Op.BUILD_SET : Op.BUILD_MAP;
    c.opI(op, 0, loc);
    if (inlined) c.opI(Op.SWAP, 2, loc);
  }
  generator(c, loc, e, 0, 0, inlined);
  if (inlined) {
    popLocals(c, loc, state);
    c.revertScopes(state);
    return;
  }
  if (isGenerator) wrapInStopIterationHandler(c);
  else c.op(Op.RETURN_VALUE, loc);
  const code = c.assembleUnit(true);
  c.exitScope();
  makeClosure(c, loc, code, 0);
  outermostIterator(c, outermost);
  c.opI(Op.CALL, 0, loc);
  if (isAsync && !isGenerator) {
    c.opI(Op.GET_AWAITABLE, 0, loc);
    c.loadConst(null, loc);
    addYieldFrom(c, loc, true);
  }
}

/** The outermost iterable is evaluated outside, down to its iterator. */
function outermostIterator(c: Compiler, g: Comprehension): void {
  visitExpr(c, g.iter);
  c.op(g.is_async !== 0 ? Op.GET_AITER : Op.GET_ITER, locOf(g.iter));
}

function generator(
  c: Compiler,
  loc: Loc,
  e: ComprehensionNode,
  index: number,
  depth: number,
  onStack: boolean,
): void {
  if (e.generators[index].is_async !== 0) asyncGenerator(c, loc, e, index, depth, onStack);
  else syncGenerator(c, loc, e, index, depth, onStack);
}

function syncGenerator(
  c: Compiler,
  loc: Loc,
  e: ComprehensionNode,
  index: number,
  depth: number,
  onStack: boolean,
): void {
  const g = e.generators[index];
  let start = c.newLabel();
  const ifCleanup = c.newLabel();
  const anchor = c.newLabel();
  const iterLoc = locOf(g.iter);
  if (index === 0) {
    if (!onStack) c.opI(Op.LOAD_FAST, 0, loc);
  } else {
    // `for y in [f(x)]` is an assignment, not a loop.
    const iter = g.iter;
    const single: Expr | null =
      (iter.kind === Kind.List || iter.kind === Kind.Tuple) && iter.elts.length === 1 ? iter.elts[0] : null;
    if (single !== null && single.kind !== Kind.Starred) {
      visitExpr(c, single);
      start = NO_LABEL;
    } else {
      visitExpr(c, iter);
      c.op(Op.GET_ITER, iterLoc);
    }
  }
  if (start !== NO_LABEL) {
    depth++;
    c.useLabel(start);
    c.jump(Op.FOR_ITER, anchor, iterLoc);
  }
  visitExpr(c, g.target);
  for (const test of g.ifs) jumpIf(c, loc, test, ifCleanup, false);
  const elementLoc = innerOrElement(c, loc, e, index + 1, depth);
  c.useLabel(ifCleanup);
  if (start !== NO_LABEL) {
    c.jump(Op.JUMP, start, elementLoc);
    c.useLabel(anchor);
    c.op(Op.END_FOR, NO_LOCATION);
    c.op(Op.POP_ITER, NO_LOCATION);
  }
}

function asyncGenerator(
  c: Compiler,
  loc: Loc,
  e: ComprehensionNode,
  index: number,
  depth: number,
  onStack: boolean,
): void {
  const g = e.generators[index];
  const start = c.newLabel();
  const send = c.newLabel();
  const except = c.newLabel();
  const ifCleanup = c.newLabel();
  if (index === 0) {
    if (!onStack) c.opI(Op.LOAD_FAST, 0, loc);
  } else {
    visitExpr(c, g.iter);
    c.op(Op.GET_AITER, locOf(g.iter));
  }
  c.useLabel(start);
  c.pushBlock(FrameBlock.AsyncComprehension, start, NO_LABEL, loc);
  c.jump(Op.SETUP_FINALLY, except, loc);
  c.op(Op.GET_ANEXT, loc);
  c.loadConst(null, loc);
  c.useLabel(send);
  addYieldFrom(c, loc, true);
  c.op(Op.POP_BLOCK, loc);
  visitExpr(c, g.target);
  for (const test of g.ifs) jumpIf(c, loc, test, ifCleanup, false);
  const elementLoc = innerOrElement(c, loc, e, index + 1, depth + 1);
  c.useLabel(ifCleanup);
  c.jump(Op.JUMP, start, elementLoc);
  c.popBlock();
  c.useLabel(except);
  c.jump(Op.END_ASYNC_FOR, send, loc);
}

/** The next `for`, or after the last one the element; answers the element's location. */
function innerOrElement(c: Compiler, loc: Loc, e: ComprehensionNode, index: number, depth: number): Loc {
  const element = e.kind === Kind.DictComp ? e.key : e.elt;
  const elementLoc = locOf(element);
  if (index < e.generators.length) {
    generator(c, loc, e, index, depth, false);
    return elementLoc;
  }
  visitExpr(c, element);
  switch (e.kind) {
    case Kind.GeneratorExp:
      emitYield(c, elementLoc);
      c.op(Op.POP_TOP, elementLoc);
      return elementLoc;
    case Kind.ListComp:
      c.opI(Op.LIST_APPEND, depth + 1, elementLoc);
      return elementLoc;
    case Kind.SetComp:
      c.opI(Op.SET_ADD, depth + 1, elementLoc);
      return elementLoc;
    case Kind.DictComp: {
      visitExpr(c, e.value);
      const pair = new Loc(element.lineno, e.value.end_lineno, element.col_offset, e.value.end_col_offset);
      c.opI(Op.MAP_ADD, depth + 1, pair);
      return pair;
    }
  }
}

// ------------------------------------------------------------------------------------------------------ in place

function pushLocals(c: Compiler, loc: Loc, comp: SymtableEntry, state: InlinedState): void {
  const unit = c.unit;
  for (const [name, symbol] of comp.symbols) {
    if ((symbol & Def.LOCAL) === 0 || (symbol & Def.NONLOCAL) !== 0) continue;
    const mangled = c.mangleMaybe(name);
    c.opI(Op.LOAD_FAST_AND_CLEAR, addName(unit.varnames, mangled), loc);
    if (symbol >> SCOPE_OFFSET === Scope.CELL) {
      const outer = unit.entry.scope(name);
      c.opI(Op.MAKE_CELL, addName(outer === Scope.FREE ? unit.freevars : unit.cellvars, mangled), loc);
    }
    (state.pushedLocals ??= []).push(name);
  }
  if (state.pushedLocals !== null) {
    // The iterator goes back on top.
    c.opI(Op.SWAP, state.pushedLocals.length + 1, loc);
    state.cleanup = c.newLabel();
    c.jump(Op.SETUP_FINALLY, state.cleanup, loc);
  }
}

function restoreLocals(c: Compiler, loc: Loc, pushed: readonly string[]): void {
  c.opI(Op.SWAP, pushed.length + 1, loc);
  for (let i = pushed.length - 1; i >= 0; i--) {
    c.opI(Op.STORE_FAST_MAYBE_NULL, addName(c.unit.varnames, c.mangleMaybe(pushed[i])), loc);
  }
}

function popLocals(c: Compiler, loc: Loc, state: InlinedState): void {
  if (state.pushedLocals === null) return;
  c.op(Op.POP_BLOCK, NO_LOCATION);
  const end = c.newLabel();
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  c.useLabel(state.cleanup);
  c.opI(Op.SWAP, 2, NO_LOCATION);
  c.op(Op.POP_TOP, NO_LOCATION);
  restoreLocals(c, loc, state.pushedLocals);
  c.opI(Op.RERAISE, 0, NO_LOCATION);
  c.useLabel(end);
  restoreLocals(c, loc, state.pushedLocals);
}
