// @inline-constants-from ./ast-kinds.ts Kind
// @inline-constants-from ./opcodes.ts Op
// Code generation for expressions: loads and stores of names, calls, comparisons, displays, strings, subscripts.
// See codegen.ts.
import {
  BoolOperator,
  CompareOperator,
  Del,
  Kind,
  Load,
  Operator,
  Store,
  SurrogateString,
  UnaryOperator,
} from './ast.ts';
import type {
  Attribute,
  BoolOp,
  Call,
  Compare,
  ConstantValue,
  Dict,
  Expr,
  FormattedValue,
  IfExp,
  Interpolation,
  JoinedStr,
  Keyword,
  Slice,
  Subscript,
  TemplateStr,
} from './ast.ts';
import { comprehensionExpression } from './codegen-comprehensions.ts';
import { lambdaExpression } from './codegen-definitions.ts';
import {
  EllipsisConstant,
  FloatConstant,
  SliceConstant,
  TupleConstant,
  ComplexConstant,
} from './code-object.ts';
import { compileMessages as messages } from './compile-messages.ts';
import { NameOp, UnitKind, addName } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { Loc, NO_LOCATION, locOf } from './instruction.ts';
import { CommonConstant, Conversion, Intrinsic1, Nb, Op, ResumeAt } from './opcodes.ts';
import { BlockType, Def, SCOPE_OFFSET, Scope } from './symtable.ts';

/** More values than this are not built on the stack (CPython's _PY_STACK_USE_GUIDELINE). */
const STACK_GUIDELINE = 30;

export function visitExpr(c: Compiler, e: Expr): void {
  switch (e.kind) {
    case Kind.Name:
      loadGlobalOrName(c, locOf(e), e.id, e.ctx);
      break;
    case Kind.Constant:
      c.loadConst(e.value, locOf(e));
      break;
    case Kind.Attribute:
      attribute(c, e);
      break;
    case Kind.Call:
      call(c, e);
      break;
    case Kind.Subscript:
      subscript(c, e);
      break;
    case Kind.BinOp: {
      // Long sums lean to the left: go down without recursion.
      const spine: (typeof e)[] = [];
      let left: Expr = e;
      while (left.kind === Kind.BinOp) {
        spine.push(left);
        left = left.left;
      }
      visitExpr(c, left);
      for (let i = spine.length - 1; i >= 0; i--) {
        visitExpr(c, spine[i].right);
        c.opI(Op.BINARY_OP, binaryOperation(spine[i].op), locOf(spine[i]));
      }
      break;
    }
    case Kind.Compare:
      compare(c, e);
      break;
    case Kind.NamedExpr:
      visitExpr(c, e.value);
      c.opI(Op.COPY, 1, locOf(e));
      visitExpr(c, e.target);
      break;
    case Kind.BoolOp:
      boolOp(c, e);
      break;
    case Kind.UnaryOp: {
      const loc = locOf(e);
      visitExpr(c, e.operand);
      switch (e.op) {
        case UnaryOperator.UAdd:
          c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.UNARY_POSITIVE, loc);
          break;
        case UnaryOperator.Not:
          c.op(Op.TO_BOOL, loc);
          c.op(Op.UNARY_NOT, loc);
          break;
        case UnaryOperator.Invert:
          c.op(Op.UNARY_INVERT, loc);
          break;
        default:
          c.op(Op.UNARY_NEGATIVE, loc);
      }
      break;
    }
    case Kind.Lambda:
      lambdaExpression(c, e);
      break;
    case Kind.IfExp:
      ifExpression(c, e);
      break;
    case Kind.Dict:
      dictDisplay(c, e);
      break;
    case Kind.Set:
      unpackDisplay(c, locOf(e), e.elts, null, 0, Op.BUILD_SET, Op.SET_ADD, Op.SET_UPDATE, false);
      break;
    case Kind.GeneratorExp:
    case Kind.ListComp:
    case Kind.SetComp:
    case Kind.DictComp:
      comprehensionExpression(c, e);
      break;
    case Kind.Yield: {
      const loc = locOf(e);
      if (!c.entry.isFunctionLike) c.error(loc, messages.yieldOutside);
      if (e.value !== null) visitExpr(c, e.value);
      else c.loadConst(null, loc);
      emitYield(c, loc);
      break;
    }
    case Kind.YieldFrom: {
      const loc = locOf(e);
      if (!c.entry.isFunctionLike) c.error(loc, messages.yieldFromOutside);
      if (c.unit.kind === UnitKind.AsyncFunction) c.error(loc, messages.yieldFromAsync);
      visitExpr(c, e.value);
      c.op(Op.GET_YIELD_FROM_ITER, loc);
      c.loadConst(null, loc);
      addYieldFrom(c, loc, false);
      break;
    }
    case Kind.Await: {
      const loc = locOf(e);
      visitExpr(c, e.value);
      c.opI(Op.GET_AWAITABLE, 0, loc);
      c.loadConst(null, loc);
      addYieldFrom(c, loc, true);
      break;
    }
    case Kind.JoinedStr:
      joinedString(c, e);
      break;
    case Kind.TemplateStr:
      templateString(c, e);
      break;
    case Kind.FormattedValue:
      formattedValue(c, e);
      break;
    case Kind.Interpolation:
      interpolation(c, e);
      break;
    case Kind.Starred:
      c.error(locOf(e), e.ctx === Store ? messages.starTarget : messages.starHere);
      break;
    case Kind.Slice:
      slice(c, e);
      break;
    case Kind.List:
    case Kind.Tuple:
      if (e.ctx === Store) unpackAssignment(c, locOf(e), e.elts);
      else if (e.ctx === Load) {
        unpackDisplay(
          c,
          locOf(e),
          e.elts,
          null,
          0,
          Op.BUILD_LIST,
          Op.LIST_APPEND,
          Op.LIST_EXTEND,
          e.kind === Kind.Tuple,
        );
      } else for (const item of e.elts) visitExpr(c, item);
      break;
  }
}

// --------------------------------------------------------------------------------------------------------------- names

/** Loads, stores or deletes a name, wherever it lives. */
export function loadGlobalOrName(c: Compiler, loc: Loc, name: string, ctx: number): void {
  const mangled = c.mangleMaybe(name);
  const entry = c.entry;
  const scope = entry.scope(mangled);
  const { kind, index } = c.resolveName(mangled, scope);
  let op: number;
  switch (kind) {
    case NameOp.Deref:
      if (ctx === Store) op = Op.STORE_DEREF;
      else if (ctx === Del) op = Op.DELETE_DEREF;
      else if (entry.type === BlockType.Class && c.unit.inInlinedComp === 0) {
        op = Op.LOAD_FROM_DICT_OR_DEREF;
        c.op(Op.LOAD_LOCALS, loc);
      } else if (entry.canSeeClassScope) {
        op = Op.LOAD_FROM_DICT_OR_DEREF;
        loadClassdict(c, loc);
      } else op = Op.LOAD_DEREF;
      break;
    case NameOp.Fast:
      op = ctx === Load ? Op.LOAD_FAST : ctx === Store ? Op.STORE_FAST : Op.DELETE_FAST;
      break;
    case NameOp.Global:
      if (ctx === Store) op = Op.STORE_GLOBAL;
      else if (ctx === Del) op = Op.DELETE_GLOBAL;
      else if (entry.canSeeClassScope && scope === Scope.GLOBAL_IMPLICIT) {
        op = Op.LOAD_FROM_DICT_OR_GLOBALS;
        loadClassdict(c, loc);
      } else {
        c.opI(Op.LOAD_GLOBAL, index << 1, loc);
        return;
      }
      break;
    default:
      if (ctx === Store) op = Op.STORE_NAME;
      else if (ctx === Del) op = Op.DELETE_NAME;
      else if (entry.type === BlockType.Class && c.unit.inInlinedComp > 0) {
        c.opI(Op.LOAD_GLOBAL, index << 1, loc);
        return;
      } else op = Op.LOAD_NAME;
  }
  c.opI(op, index, loc);
}

function loadClassdict(c: Compiler, loc: Loc): void {
  c.opI(Op.LOAD_DEREF, addName(c.unit.freevars, '__classdict__'), loc);
}

// ------------------------------------------------------------------------------------------------------------ operators

const operations = new Uint8Array(14);
operations[Operator.Add] = Nb.ADD;
operations[Operator.Sub] = Nb.SUBTRACT;
operations[Operator.Mult] = Nb.MULTIPLY;
operations[Operator.MatMult] = Nb.MATRIX_MULTIPLY;
operations[Operator.Div] = Nb.TRUE_DIVIDE;
operations[Operator.Mod] = Nb.REMAINDER;
operations[Operator.Pow] = Nb.POWER;
operations[Operator.LShift] = Nb.LSHIFT;
operations[Operator.RShift] = Nb.RSHIFT;
operations[Operator.BitOr] = Nb.OR;
operations[Operator.BitXor] = Nb.XOR;
operations[Operator.BitAnd] = Nb.AND;
operations[Operator.FloorDiv] = Nb.FLOOR_DIVIDE;

/** The argument of BINARY_OP for an operator of the tree. */
export function binaryOperation(operator: number): number {
  return operations[operator];
}

/** Operator and mask of COMPARE_OP, for `==` … `>=` of the tree. */
const comparisons = [0, (2 << 5) | 8, (3 << 5) | 7, (0 << 5) | 2, (1 << 5) | 10, (4 << 5) | 4, (5 << 5) | 12];

export function emitCompare(c: Compiler, loc: Loc, operator: number): void {
  switch (operator) {
    case CompareOperator.Is:
      return c.opI(Op.IS_OP, 0, loc);
    case CompareOperator.IsNot:
      return c.opI(Op.IS_OP, 1, loc);
    case CompareOperator.In:
      return c.opI(Op.CONTAINS_OP, 0, loc);
    case CompareOperator.NotIn:
      return c.opI(Op.CONTAINS_OP, 1, loc);
    default:
      return c.opI(Op.COMPARE_OP, comparisons[operator], loc);
  }
}

function compare(c: Compiler, e: Compare): void {
  const loc = locOf(e);
  checkCompare(c, e);
  visitExpr(c, e.left);
  const n = e.ops.length - 1;
  if (n === 0) {
    visitExpr(c, e.comparators[0]);
    emitCompare(c, loc, e.ops[0]);
    return;
  }
  const cleanup = c.newLabel();
  for (let i = 0; i < n; i++) {
    visitExpr(c, e.comparators[i]);
    c.opI(Op.SWAP, 2, loc);
    c.opI(Op.COPY, 2, loc);
    emitCompare(c, loc, e.ops[i]);
    c.opI(Op.COPY, 1, loc);
    c.op(Op.TO_BOOL, loc);
    c.jump(Op.POP_JUMP_IF_FALSE, cleanup, loc);
    c.op(Op.POP_TOP, loc);
  }
  visitExpr(c, e.comparators[n]);
  emitCompare(c, loc, e.ops[n]);
  const end = c.newLabel();
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  c.useLabel(cleanup);
  c.opI(Op.SWAP, 2, loc);
  c.op(Op.POP_TOP, loc);
  c.useLabel(end);
}

function boolOp(c: Compiler, e: BoolOp): void {
  const loc = locOf(e);
  const op = e.op === BoolOperator.And ? Op.JUMP_IF_FALSE : Op.JUMP_IF_TRUE;
  const end = c.newLabel();
  const n = e.values.length - 1;
  for (let i = 0; i < n; i++) {
    visitExpr(c, e.values[i]);
    c.jump(op, end, loc);
    c.op(Op.POP_TOP, loc);
  }
  visitExpr(c, e.values[n]);
  c.useLabel(end);
}

function ifExpression(c: Compiler, e: IfExp): void {
  const end = c.newLabel();
  const next = c.newLabel();
  jumpIf(c, locOf(e), e.test, next, false);
  visitExpr(c, e.body);
  c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  c.useLabel(next);
  visitExpr(c, e.orelse);
  c.useLabel(end);
}

/** Jumps to `next` if the truth of `e` is `condition`, else falls through. */
export function jumpIf(c: Compiler, loc: Loc, e: Expr, next: number, condition: boolean): void {
  switch (e.kind) {
    case Kind.UnaryOp:
      if (e.op === UnaryOperator.Not) return jumpIf(c, loc, e.operand, next, !condition);
      break;
    case Kind.BoolOp: {
      const n = e.values.length - 1;
      const isOr = e.op === BoolOperator.Or;
      const next2 = isOr === condition ? next : c.newLabel();
      for (let i = 0; i < n; i++) jumpIf(c, loc, e.values[i], next2, isOr);
      jumpIf(c, loc, e.values[n], next, condition);
      if (next2 !== next) c.useLabel(next2);
      return;
    }
    case Kind.IfExp: {
      const end = c.newLabel();
      const next2 = c.newLabel();
      jumpIf(c, loc, e.test, next2, false);
      jumpIf(c, loc, e.body, next, condition);
      c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
      c.useLabel(next2);
      jumpIf(c, loc, e.orelse, next, condition);
      c.useLabel(end);
      return;
    }
    case Kind.Compare: {
      const n = e.ops.length - 1;
      if (n === 0) break;
      const eloc = locOf(e);
      checkCompare(c, e);
      const cleanup = c.newLabel();
      visitExpr(c, e.left);
      for (let i = 0; i < n; i++) {
        visitExpr(c, e.comparators[i]);
        c.opI(Op.SWAP, 2, eloc);
        c.opI(Op.COPY, 2, eloc);
        emitCompare(c, eloc, e.ops[i]);
        c.op(Op.TO_BOOL, eloc);
        c.jump(Op.POP_JUMP_IF_FALSE, cleanup, eloc);
      }
      visitExpr(c, e.comparators[n]);
      emitCompare(c, eloc, e.ops[n]);
      c.op(Op.TO_BOOL, eloc);
      c.jump(condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next, eloc);
      const end = c.newLabel();
      c.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION);
      c.useLabel(cleanup);
      c.op(Op.POP_TOP, eloc);
      if (!condition) c.jump(Op.JUMP_NO_INTERRUPT, next, NO_LOCATION);
      c.useLabel(end);
      return;
    }
    default:
      break;
  }
  visitExpr(c, e);
  const eloc = locOf(e);
  c.op(Op.TO_BOOL, eloc);
  c.jump(condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next, eloc);
}

// -------------------------------------------------------------------------------------------------------------- yield

export function emitYield(c: Compiler, loc: Loc): void {
  if (c.entry.generator && c.entry.coroutine) {
    c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.ASYNC_GEN_WRAP, loc);
  }
  c.opI(Op.YIELD_VALUE, 0, loc);
  c.opI(Op.RESUME, ResumeAt.AFTER_YIELD, loc);
}

export function addYieldFrom(c: Compiler, loc: Loc, isAwait: boolean): void {
  const send = c.newLabel();
  const fail = c.newLabel();
  const exit = c.newLabel();
  c.useLabel(send);
  c.jump(Op.SEND, exit, loc);
  // A StopIteration out of close() or throw() comes out of YIELD_VALUE.
  c.jump(Op.SETUP_FINALLY, fail, loc);
  c.opI(Op.YIELD_VALUE, 1, loc);
  c.op(Op.POP_BLOCK, NO_LOCATION);
  c.opI(Op.RESUME, isAwait ? ResumeAt.AFTER_AWAIT : ResumeAt.AFTER_YIELD_FROM, loc);
  c.jump(Op.JUMP_NO_INTERRUPT, send, loc);
  c.useLabel(fail);
  c.op(Op.CLEANUP_THROW, loc);
  c.useLabel(exit);
  c.op(Op.END_SEND, loc);
}

// ------------------------------------------------------------------------------------------------- displays, unpacking

/** Elements of a list, set, tuple or call: built at once, or piece by piece where one is starred or they are many. */
function unpackDisplay(
  c: Compiler,
  loc: Loc,
  elements: readonly Expr[],
  injected: string | null,
  pushed: number,
  build: number,
  add: number,
  extend: number,
  tuple: boolean,
): void {
  let n = elements.length;
  const big = n + pushed + (injected === null ? 0 : 1) > STACK_GUIDELINE;
  let star = false;
  for (let i = 0; i < n; i++) {
    if (elements[i].kind === Kind.Starred) {
      star = true;
      break;
    }
  }
  if (!star && !big) {
    for (let i = 0; i < elements.length; i++) visitExpr(c, elements[i]);
    if (injected !== null) {
      loadGlobalOrName(c, loc, injected, Load);
      n++;
    }
    c.opI(tuple ? Op.BUILD_TUPLE : build, n + pushed, loc);
    return;
  }
  let built = false;
  if (big) {
    c.opI(build, pushed, loc);
    built = true;
  }
  for (let i = 0; i < n; i++) {
    const e = elements[i];
    if (e.kind === Kind.Starred) {
      if (!built) {
        c.opI(build, i + pushed, loc);
        built = true;
      }
      visitExpr(c, e.value);
      c.opI(extend, 1, loc);
    } else {
      visitExpr(c, e);
      if (built) c.opI(add, 1, loc);
    }
  }
  if (injected !== null) {
    loadGlobalOrName(c, loc, injected, Load);
    c.opI(add, 1, loc);
  }
  if (tuple) c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE, loc);
}

function unpackAssignment(c: Compiler, loc: Loc, elements: readonly Expr[]): void {
  const n = elements.length;
  let star = false;
  for (let i = 0; i < n; i++) {
    if (elements[i].kind !== Kind.Starred) continue;
    if (star) c.error(loc, messages.twoStarTargets);
    if (i >= 1 << 8 || n - i - 1 >= 0x7fffffff >> 8) c.error(loc, messages.tooManyStarTargets);
    c.opI(Op.UNPACK_EX, i + ((n - i - 1) << 8), loc);
    star = true;
  }
  if (!star) c.opI(Op.UNPACK_SEQUENCE, n, loc);
  for (let i = 0; i < n; i++) {
    const e = elements[i];
    visitExpr(c, e.kind === Kind.Starred ? e.value : e);
  }
}

function partOfDict(c: Compiler, e: Dict, begin: number, end: number): void {
  const loc = locOf(e);
  const n = end - begin;
  const big = n * 2 > STACK_GUIDELINE;
  if (big) c.opI(Op.BUILD_MAP, 0, loc);
  for (let i = begin; i < end; i++) {
    visitExpr(c, e.keys[i]!);
    visitExpr(c, e.values[i]);
    if (big) c.opI(Op.MAP_ADD, 1, loc);
  }
  if (!big) c.opI(Op.BUILD_MAP, n, loc);
}

function dictDisplay(c: Compiler, e: Dict): void {
  const loc = locOf(e);
  const n = e.values.length;
  let haveDict = false;
  let elements = 0;
  for (let i = 0; i < n; i++) {
    if (e.keys[i] === null) {
      if (elements > 0) {
        partOfDict(c, e, i - elements, i);
        if (haveDict) c.opI(Op.DICT_UPDATE, 1, loc);
        haveDict = true;
        elements = 0;
      }
      if (!haveDict) {
        c.opI(Op.BUILD_MAP, 0, loc);
        haveDict = true;
      }
      visitExpr(c, e.values[i]);
      c.opI(Op.DICT_UPDATE, 1, loc);
    } else if (elements * 2 > STACK_GUIDELINE) {
      partOfDict(c, e, i - elements, i + 1);
      if (haveDict) c.opI(Op.DICT_UPDATE, 1, loc);
      haveDict = true;
      elements = 0;
    } else {
      elements++;
    }
  }
  if (elements > 0) {
    partOfDict(c, e, n - elements, n);
    if (haveDict) c.opI(Op.DICT_UPDATE, 1, loc);
    haveDict = true;
  }
  if (!haveDict) c.opI(Op.BUILD_MAP, 0, loc);
}

// --------------------------------------------------------------------------------------------------------------- calls

/** An attribute's range begins at its name, if that stands on another line than the beginning of the expression. */
export function attributeStart(loc: Loc, e: Attribute): Loc {
  if (loc.line === e.end_lineno) return loc;
  const line = e.end_lineno;
  let col: number;
  let endCol = loc.endCol;
  const length = codePointLength(e.attr);
  if (length <= e.end_col_offset) col = e.end_col_offset - length;
  else {
    col = -1;
    endCol = -1;
  }
  const endLine = Math.max(line, loc.endLine);
  if (line === endLine) endCol = Math.max(col, endCol);
  return new Loc(line, endLine, col, endCol);
}

function codePointLength(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) n--;
  }
  return n;
}

/** LOAD_ATTR, or the same for a method call (`flag` 1). */
export function emitNameAttribute(c: Compiler, op: number, name: string, flag: number, loc: Loc): void {
  c.opI(op, (c.nameIndex(name) << 1) | flag, loc);
}

function attribute(c: Compiler, e: Attribute): void {
  let loc = locOf(e);
  if (e.ctx === Load && canOptimizeSuper(c, e)) {
    const value = e.value as Call;
    loadSuperArguments(c, value);
    c.opI(Op.LOAD_SUPER_ATTR, (c.nameIndex(e.attr) << 2) | (value.args.length > 0 ? 2 : 0), loc);
    loc = attributeStart(loc, e);
    c.op(Op.NOP, loc);
    return;
  }
  c.addStaticAttribute(e);
  visitExpr(c, e.value);
  loc = attributeStart(loc, e);
  switch (e.ctx) {
    case Load:
      emitNameAttribute(c, Op.LOAD_ATTR, e.attr, 0, loc);
      break;
    case Store:
      c.opName(Op.STORE_ATTR, e.attr, loc);
      break;
    default:
      c.opName(Op.DELETE_ATTR, e.attr, loc);
  }
}

/** `super().name` and `super(a, b).name`, where `super` can only be the builtin. */
function canOptimizeSuper(c: Compiler, e: Attribute): boolean {
  const value = e.value;
  if (
    value.kind !== Kind.Call ||
    value.func.kind !== Kind.Name ||
    value.func.id !== 'super' ||
    e.attr === '__class__' ||
    value.keywords.length !== 0
  ) {
    return false;
  }
  if (c.entry.scope('super') !== Scope.GLOBAL_IMPLICIT) return false;
  if (c.symtable.top.symbol('super') >> SCOPE_OFFSET !== 0) return false;
  const args = value.args;
  if (args.length === 2) return args[0].kind !== Kind.Starred && args[1].kind !== Kind.Starred;
  if (args.length !== 0) return false;
  if (c.unit.argcount === 0 && c.unit.posonlyargcount === 0) return false;
  return c.refType('__class__') === Scope.FREE;
}

function loadSuperArguments(c: Compiler, e: Call): void {
  loadGlobalOrName(c, locOf(e.func), 'super', Load);
  if (e.args.length === 2) {
    visitExpr(c, e.args[0]);
    visitExpr(c, e.args[1]);
    return;
  }
  const loc = locOf(e);
  loadGlobalOrName(c, loc, '__class__', Load);
  loadGlobalOrName(c, loc, c.unit.varnames.keys().next().value!, Load);
}

function validateKeywords(c: Compiler, keywords: readonly Keyword[]): void {
  const n = keywords.length;
  for (let i = 0; i < n; i++) {
    const name = keywords[i].arg;
    if (name === null) continue;
    for (let j = i + 1; j < n; j++) {
      if (keywords[j].arg === name) c.error(locOf(keywords[j]), messages.keywordRepeated(name));
    }
  }
}

function keywordNames(keywords: readonly Keyword[]): TupleConstant {
  return new TupleConstant(keywords.map((k) => k.arg!));
}

function methodCall(c: Compiler, e: Call): boolean {
  const method = e.func;
  if (method.kind !== Kind.Attribute || method.ctx !== Load) return false;
  const value = method.value;
  // A name that a module-level import binds is a module rather than an object with methods.
  if (value.kind === Kind.Name && (c.symtable.top.symbol(value.id) & Def.IMPORT) !== 0) return false;
  const n = e.args.length;
  const nk = e.keywords.length;
  if (n + nk + (nk !== 0 ? 1 : 0) >= STACK_GUIDELINE) return false;
  for (let i = 0; i < n; i++) if (e.args[i].kind === Kind.Starred) return false;
  for (let i = 0; i < nk; i++) if (e.keywords[i].arg === null) return false;
  let loc = locOf(method);
  if (canOptimizeSuper(c, method)) {
    const superCall = value as Call;
    loadSuperArguments(c, superCall);
    c.opI(Op.LOAD_SUPER_ATTR, (c.nameIndex(method.attr) << 2) | (superCall.args.length > 0 ? 3 : 1), loc);
    loc = attributeStart(loc, method);
    c.op(Op.NOP, loc);
  } else {
    visitExpr(c, value);
    loc = attributeStart(loc, method);
    emitNameAttribute(c, Op.LOAD_ATTR, method.attr, 1, loc);
  }
  for (let i = 0; i < n; i++) visitExpr(c, e.args[i]);
  if (nk > 0) {
    for (let i = 0; i < nk; i++) visitExpr(c, e.keywords[i].value);
    c.loadConst(keywordNames(e.keywords), loc);
    c.opI(Op.CALL_KW, n + nk, attributeStart(locOf(e), method));
  } else {
    c.opI(Op.CALL, n, attributeStart(locOf(e), method));
  }
  return true;
}

/** `all`, `any` and `tuple` of a generator expression run its loop in place, if the name still means the builtin. */
function builtinOfGenerator(c: Compiler, e: Call, end: number): void {
  const func = e.func;
  if (
    func.kind !== Kind.Name ||
    e.args.length !== 1 ||
    e.keywords.length !== 0 ||
    e.args[0].kind !== Kind.GeneratorExp
  ) {
    return;
  }
  let constant: number;
  if (func.id === 'all') constant = CommonConstant.BUILTIN_ALL;
  else if (func.id === 'any') constant = CommonConstant.BUILTIN_ANY;
  else if (func.id === 'tuple') constant = CommonConstant.BUILTIN_TUPLE;
  else return;
  const loc = locOf(func);
  const isTuple = constant === CommonConstant.BUILTIN_TUPLE;
  const initial = constant === CommonConstant.BUILTIN_ALL;
  const skip = c.newLabel();
  c.opI(Op.COPY, 1, loc);
  c.opI(Op.LOAD_COMMON_CONSTANT, constant, loc);
  c.opI(Op.IS_OP, 0, loc);
  c.jump(Op.POP_JUMP_IF_FALSE, skip, loc);
  c.op(Op.POP_TOP, loc);
  if (isTuple) c.opI(Op.BUILD_LIST, 0, loc);
  visitExpr(c, e.args[0]);
  const loop = c.newLabel();
  const cleanup = c.newLabel();
  c.useLabel(loop);
  c.jump(Op.FOR_ITER, cleanup, loc);
  if (isTuple) {
    c.opI(Op.LIST_APPEND, 2, loc);
    c.jump(Op.JUMP, loop, loc);
  } else {
    c.op(Op.TO_BOOL, loc);
    c.jump(initial ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, loop, loc);
  }
  c.op(Op.POP_ITER, NO_LOCATION);
  if (!isTuple) c.loadConst(!initial, loc);
  c.jump(Op.JUMP, end, loc);
  c.useLabel(cleanup);
  c.op(Op.END_FOR, NO_LOCATION);
  c.op(Op.POP_ITER, NO_LOCATION);
  if (isTuple) c.opI(Op.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE, loc);
  else c.loadConst(initial, loc);
  c.jump(Op.JUMP, end, loc);
  c.useLabel(skip);
}

function call(c: Compiler, e: Call): void {
  validateKeywords(c, e.keywords);
  if (methodCall(c, e)) return;
  const skip = c.newLabel();
  checkCaller(c, e.func);
  visitExpr(c, e.func);
  builtinOfGenerator(c, e, skip);
  c.op(Op.PUSH_NULL, locOf(e.func));
  callArguments(c, locOf(e), 0, e.args, null, e.keywords);
  c.useLabel(skip);
}

function partOfKeywords(
  c: Compiler,
  loc: Loc,
  keywords: readonly Keyword[],
  begin: number,
  end: number,
): void {
  const n = end - begin;
  const big = n * 2 > STACK_GUIDELINE;
  if (big) c.opI(Op.BUILD_MAP, 0, NO_LOCATION);
  for (let i = begin; i < end; i++) {
    c.loadConst(keywords[i].arg, loc);
    visitExpr(c, keywords[i].value);
    if (big) c.opI(Op.MAP_ADD, 1, NO_LOCATION);
  }
  if (!big) c.opI(Op.BUILD_MAP, n, loc);
}

/** Arguments and the call; `pushed` of them are on the stack, `injected` is a name that comes after the positional ones. */
export function callArguments(
  c: Compiler,
  loc: Loc,
  pushed: number,
  args: readonly Expr[],
  injected: string | null,
  keywords: readonly Keyword[],
): void {
  validateKeywords(c, keywords);
  let n = args.length;
  const nk = keywords.length;
  if (
    n + nk * 2 > STACK_GUIDELINE ||
    args.some((a) => a.kind === Kind.Starred) ||
    keywords.some((k) => k.arg === null)
  ) {
    return unpackingCall(c, loc, pushed, args, injected, keywords);
  }
  for (let i = 0; i < args.length; i++) visitExpr(c, args[i]);
  if (injected !== null) {
    loadGlobalOrName(c, loc, injected, Load);
    n++;
  }
  if (nk > 0) {
    for (let i = 0; i < nk; i++) visitExpr(c, keywords[i].value);
    c.loadConst(keywordNames(keywords), loc);
    c.opI(Op.CALL_KW, pushed + n + nk, loc);
  } else {
    c.opI(Op.CALL, pushed + n, loc);
  }
}

function unpackingCall(
  c: Compiler,
  loc: Loc,
  pushed: number,
  args: readonly Expr[],
  injected: string | null,
  keywords: readonly Keyword[],
): void {
  if (pushed === 0 && args.length === 1 && args[0].kind === Kind.Starred) visitExpr(c, args[0].value);
  else {
    unpackDisplay(c, loc, args, injected, pushed, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND, true);
  }
  const nk = keywords.length;
  if (nk > 0) {
    let haveDict = false;
    let seen = 0;
    for (let i = 0; i < nk; i++) {
      if (keywords[i].arg !== null) {
        seen++;
        continue;
      }
      if (seen > 0) {
        partOfKeywords(c, loc, keywords, i - seen, i);
        if (haveDict) c.opI(Op.DICT_MERGE, 1, loc);
        haveDict = true;
        seen = 0;
      }
      if (!haveDict) {
        c.opI(Op.BUILD_MAP, 0, loc);
        haveDict = true;
      }
      visitExpr(c, keywords[i].value);
      c.opI(Op.DICT_MERGE, 1, loc);
    }
    if (seen > 0) {
      partOfKeywords(c, loc, keywords, nk - seen, nk);
      if (haveDict) c.opI(Op.DICT_MERGE, 1, loc);
    }
  } else {
    c.op(Op.PUSH_NULL, loc);
  }
  c.op(Op.CALL_FUNCTION_EX, loc);
}

// ------------------------------------------------------------------------------------------------------------- strings

function joinedString(c: Compiler, e: JoinedStr): void {
  const loc = locOf(e);
  const n = e.values.length;
  if (n > STACK_GUIDELINE) {
    c.loadConst('', loc);
    emitNameAttribute(c, Op.LOAD_ATTR, 'join', 1, loc);
    c.opI(Op.BUILD_LIST, 0, loc);
    for (const v of e.values) {
      visitExpr(c, v);
      c.opI(Op.LIST_APPEND, 1, loc);
    }
    c.opI(Op.CALL, 1, loc);
    return;
  }
  for (let i = 0; i < n; i++) visitExpr(c, e.values[i]);
  if (n > 1) c.opI(Op.BUILD_STRING, n, loc);
  else if (n === 0) c.loadConst('', loc);
}

function conversionArgument(conversion: number): number {
  // 's', 'r', 'a'
  return conversion === 115 ? Conversion.STR : conversion === 114 ? Conversion.REPR : Conversion.ASCII;
}

function formattedValue(c: Compiler, e: FormattedValue): void {
  visitExpr(c, e.value);
  const loc = locOf(e);
  if (e.conversion !== -1) c.opI(Op.CONVERT_VALUE, conversionArgument(e.conversion), loc);
  if (e.format_spec !== null) {
    visitExpr(c, e.format_spec);
    c.op(Op.FORMAT_WITH_SPEC, loc);
  } else {
    c.op(Op.FORMAT_SIMPLE, loc);
  }
}

function templateString(c: Compiler, e: TemplateStr): void {
  const loc = locOf(e);
  let afterInterpolation = true;
  let strings = 0;
  let interpolations = 0;
  for (const v of e.values) {
    if (v.kind === Kind.Interpolation) {
      if (afterInterpolation) {
        c.loadConst('', loc);
        strings++;
      }
      afterInterpolation = true;
    } else {
      visitExpr(c, v);
      strings++;
      afterInterpolation = false;
    }
  }
  if (afterInterpolation) {
    c.loadConst('', loc);
    strings++;
  }
  c.opI(Op.BUILD_TUPLE, strings, loc);
  for (const v of e.values) {
    if (v.kind === Kind.Interpolation) {
      visitExpr(c, v);
      interpolations++;
    }
  }
  c.opI(Op.BUILD_TUPLE, interpolations, loc);
  c.op(Op.BUILD_TEMPLATE, loc);
}

function interpolation(c: Compiler, e: Interpolation): void {
  const loc = locOf(e);
  visitExpr(c, e.value);
  c.loadConst(e.str, loc);
  let arg = 2;
  if (e.format_spec !== null) {
    arg++;
    visitExpr(c, e.format_spec);
  }
  if (e.conversion !== -1) arg |= conversionArgument(e.conversion) << 2;
  c.opI(Op.BUILD_INTERPOLATION, arg, loc);
}

// ---------------------------------------------------------------------------------------------------------- subscripts

function isConstantSlice(e: Slice): boolean {
  return (
    (e.lower === null || e.lower.kind === Kind.Constant) &&
    (e.upper === null || e.upper.kind === Kind.Constant) &&
    (e.step === null || e.step.kind === Kind.Constant)
  );
}

export function isTwoPartSlice(e: Expr): e is Slice {
  return e.kind === Kind.Slice && e.step === null && !isConstantSlice(e);
}

export function sliceTwoParts(c: Compiler, e: Slice): void {
  if (e.lower !== null) visitExpr(c, e.lower);
  else c.loadConst(null, locOf(e));
  if (e.upper !== null) visitExpr(c, e.upper);
  else c.loadConst(null, locOf(e));
}

function constantOf(e: Expr | null): ConstantValue {
  return e !== null && e.kind === Kind.Constant ? e.value : null;
}

function slice(c: Compiler, e: Slice): void {
  const loc = locOf(e);
  if (isConstantSlice(e)) {
    c.loadConst(new SliceConstant(constantOf(e.lower), constantOf(e.upper), constantOf(e.step)), loc);
    return;
  }
  sliceTwoParts(c, e);
  if (e.step !== null) visitExpr(c, e.step);
  c.opI(Op.BUILD_SLICE, e.step !== null ? 3 : 2, loc);
}

function subscript(c: Compiler, e: Subscript): void {
  const loc = locOf(e);
  if (e.ctx === Load) {
    checkSubscripter(c, e.value);
    checkIndex(c, e.value, e.slice);
  }
  visitExpr(c, e.value);
  if (e.ctx !== Del && isTwoPartSlice(e.slice)) {
    sliceTwoParts(c, e.slice);
    c.op(e.ctx === Load ? Op.BINARY_SLICE : Op.STORE_SLICE, loc);
    return;
  }
  visitExpr(c, e.slice);
  if (e.ctx === Load) c.opI(Op.BINARY_OP, Nb.SUBSCR, loc);
  else c.op(e.ctx === Store ? Op.STORE_SUBSCR : Op.DELETE_SUBSCR, loc);
}

// ------------------------------------------------------------------------------------------------------------ warnings

function constantType(value: ConstantValue): string {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'number':
    case 'bigint':
      return 'int';
    case 'boolean':
      return 'bool';
  }
  if (value === null) return 'NoneType';
  if (value instanceof FloatConstant) return 'float';
  if (value instanceof ComplexConstant) return 'complex';
  if (value instanceof EllipsisConstant) return 'ellipsis';
  if (value instanceof SurrogateString) return 'str';
  return 'bytes';
}

/** The type that an expression's value surely has, or null. */
function inferType(e: Expr): string | null {
  switch (e.kind) {
    case Kind.Tuple:
      return 'tuple';
    case Kind.List:
    case Kind.ListComp:
      return 'list';
    case Kind.Dict:
    case Kind.DictComp:
      return 'dict';
    case Kind.Set:
    case Kind.SetComp:
      return 'set';
    case Kind.GeneratorExp:
      return 'generator';
    case Kind.Lambda:
      return 'function';
    case Kind.TemplateStr:
    case Kind.Interpolation:
      return 'string.templatelib.Template';
    case Kind.JoinedStr:
    case Kind.FormattedValue:
      return 'str';
    case Kind.Constant:
      return constantType(e.value);
    default:
      return null;
  }
}

function mayBeSingleton(e: Expr): boolean {
  if (e.kind === Kind.Tuple) return !e.elts.every((x) => x.kind === Kind.Constant);
  if (e.kind !== Kind.Constant) return true;
  return e.value === null || typeof e.value === 'boolean' || e.value instanceof EllipsisConstant;
}

function checkCompare(c: Compiler, e: Compare): void {
  let left = e.left;
  let leftOk = mayBeSingleton(left);
  for (let i = 0; i < e.ops.length; i++) {
    const right = e.comparators[i];
    const rightOk = mayBeSingleton(right);
    const op = e.ops[i];
    if ((op === CompareOperator.Is || op === CompareOperator.IsNot) && !(leftOk && rightOk)) {
      const type = inferType(leftOk ? right : left)!;
      c.warn(locOf(e), messages.isLiteral(op === CompareOperator.Is ? 'is' : 'is not', type));
      return;
    }
    left = right;
    leftOk = rightOk;
  }
}

function checkCaller(c: Compiler, e: Expr): void {
  if (e.kind === Kind.Lambda) return;
  const type = inferType(e);
  if (type !== null) c.warn(locOf(e), messages.notCallable(type));
}

function checkSubscripter(c: Compiler, e: Expr): void {
  switch (e.kind) {
    case Kind.Constant: {
      const v = e.value;
      const isNumber = typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean';
      if (
        v !== null &&
        !isNumber &&
        !(v instanceof EllipsisConstant) &&
        !(v instanceof FloatConstant) &&
        !(v instanceof ComplexConstant)
      ) {
        return;
      }
      break;
    }
    case Kind.Set:
    case Kind.SetComp:
    case Kind.GeneratorExp:
    case Kind.TemplateStr:
    case Kind.Interpolation:
    case Kind.Lambda:
      break;
    default:
      return;
  }
  c.warn(locOf(e), messages.notSubscriptable(inferType(e)!));
}

function checkIndex(c: Compiler, e: Expr, index: Expr): void {
  const type = inferType(index);
  if (type === null || type === 'int' || type === 'bool') return;
  switch (e.kind) {
    case Kind.Constant: {
      const v = e.value;
      if (typeof v !== 'string' && !(v instanceof SurrogateString) && !(v instanceof Uint8Array)) return;
      break;
    }
    case Kind.Tuple:
    case Kind.List:
    case Kind.ListComp:
    case Kind.JoinedStr:
    case Kind.FormattedValue:
      break;
    default:
      return;
  }
  c.warn(locOf(e), messages.badIndex(inferType(e)!, type));
}
