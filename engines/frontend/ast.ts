// @inline-constants-from ./ast-kinds.ts Kind
// The abstract syntax tree: every node of Python 3.14's ASDL (Parser/Python.asdl) as one union told apart by `kind`.
// Fields bear CPython's names, with two exceptions: the statement Expr is ExprStmt, and
// Constant's own field `kind` ('u' or nothing) is `ukind`. Lines count
// from 1; columns count bytes of the UTF-8 line from 0, as CPython's do. Each node has one constructor function that
// always sets all fields in the same order, so that each node type has one hidden class. No validation, no visitor.
import { Kind } from './ast-kinds.ts';

export { Kind };
type Kinds = typeof Kind;

/** `ctx` of Name, Attribute, Subscript, Starred, List, Tuple; CPython's numbers. */
export const Load = 1;
export const Store = 2;
export const Del = 3;
export const expressionContexts = ['', 'Load', 'Store', 'Del'] as const;

/** `op` of BinOp and AugAssign: index into this list; CPython's numbers. */
export const operators = [
  '',
  'Add',
  'Sub',
  'Mult',
  'MatMult',
  'Div',
  'Mod',
  'Pow',
  'LShift',
  'RShift',
  'BitOr',
  'BitXor',
  'BitAnd',
  'FloorDiv',
] as const;
export const Operator = {
  Add: 1,
  Sub: 2,
  Mult: 3,
  MatMult: 4,
  Div: 5,
  Mod: 6,
  Pow: 7,
  LShift: 8,
  RShift: 9,
  BitOr: 10,
  BitXor: 11,
  BitAnd: 12,
  FloorDiv: 13,
} as const;

/** `op` of UnaryOp. */
export const unaryOperators = ['', 'Invert', 'Not', 'UAdd', 'USub'] as const;
export const UnaryOperator = { Invert: 1, Not: 2, UAdd: 3, USub: 4 } as const;

/** `op` of BoolOp. */
export const boolOperators = ['', 'And', 'Or'] as const;
export const BoolOperator = { And: 1, Or: 2 } as const;

/** Members of `ops` of Compare. */
export const compareOperators = [
  '',
  'Eq',
  'NotEq',
  'Lt',
  'LtE',
  'Gt',
  'GtE',
  'Is',
  'IsNot',
  'In',
  'NotIn',
] as const;
export const CompareOperator = {
  Eq: 1,
  NotEq: 2,
  Lt: 3,
  LtE: 4,
  Gt: 5,
  GtE: 6,
  Is: 7,
  IsNot: 8,
  In: 9,
  NotIn: 10,
} as const;

/** A float constant: boxed, because an int and a float of equal value are one JS number. */
export class FloatConstant {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A complex constant; a literal has only an imaginary part, folding can give both. */
export class ComplexConstant {
  readonly real: number;
  readonly imag: number;
  constructor(real: number, imag: number) {
    this.real = real;
    this.imag = imag;
  }
}

/**
 * A str whose code points a JS string cannot hold apart: a high surrogate followed by a low one, both written as escapes,
 * are two code points in Python and would be one here. All other strings are plain JS strings.
 */
export class SurrogateString {
  readonly codePoints: readonly number[];
  constructor(codePoints: readonly number[]) {
    this.codePoints = codePoints;
  }
}

/** The constant `...`. */
export class EllipsisConstant {
  readonly name = 'Ellipsis';
}
export const Ellipsis = new EllipsisConstant();

/**
 * What a Constant holds: None is null, bool is boolean, int is number where it is a safe integer and bigint where not,
 * float and complex are boxed, str is a JS string (lone surrogates possible), bytes is Uint8Array.
 */
export type ConstantValue =
  | null
  | boolean
  | number
  | bigint
  | FloatConstant
  | ComplexConstant
  | string
  | SurrogateString
  | Uint8Array
  | EllipsisConstant;

export interface Located {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}

export interface Module {
  kind: Kinds['Module'];
  body: Stmt[];
  type_ignores: TypeIgnore[];
}
export function Module(body: Stmt[], type_ignores: TypeIgnore[]): Module {
  return { kind: Kind.Module, body, type_ignores };
}

export interface Interactive {
  kind: Kinds['Interactive'];
  body: Stmt[];
}
export function Interactive(body: Stmt[]): Interactive {
  return { kind: Kind.Interactive, body };
}

export interface Expression {
  kind: Kinds['Expression'];
  body: Expr;
}
export function Expression(body: Expr): Expression {
  return { kind: Kind.Expression, body };
}

export interface FunctionType {
  kind: Kinds['FunctionType'];
  argtypes: Expr[];
  returns: Expr;
}
export function FunctionType(argtypes: Expr[], returns: Expr): FunctionType {
  return { kind: Kind.FunctionType, argtypes, returns };
}

export interface FunctionDef extends Located {
  kind: Kinds['FunctionDef'];
  name: string;
  args: Arguments;
  body: Stmt[];
  decorator_list: Expr[];
  returns: Expr | null;
  type_comment: string | null;
  type_params: TypeParam[];
}
export function FunctionDef(
  name: string,
  args: Arguments,
  body: Stmt[],
  decorator_list: Expr[],
  returns: Expr | null,
  type_comment: string | null,
  type_params: TypeParam[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): FunctionDef {
  return {
    kind: Kind.FunctionDef,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    name,
    args,
    body,
    decorator_list,
    returns,
    type_comment,
    type_params,
  };
}

export interface AsyncFunctionDef extends Located {
  kind: Kinds['AsyncFunctionDef'];
  name: string;
  args: Arguments;
  body: Stmt[];
  decorator_list: Expr[];
  returns: Expr | null;
  type_comment: string | null;
  type_params: TypeParam[];
}
export function AsyncFunctionDef(
  name: string,
  args: Arguments,
  body: Stmt[],
  decorator_list: Expr[],
  returns: Expr | null,
  type_comment: string | null,
  type_params: TypeParam[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): AsyncFunctionDef {
  return {
    kind: Kind.AsyncFunctionDef,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    name,
    args,
    body,
    decorator_list,
    returns,
    type_comment,
    type_params,
  };
}

export interface ClassDef extends Located {
  kind: Kinds['ClassDef'];
  name: string;
  bases: Expr[];
  keywords: Keyword[];
  body: Stmt[];
  decorator_list: Expr[];
  type_params: TypeParam[];
}
export function ClassDef(
  name: string,
  bases: Expr[],
  keywords: Keyword[],
  body: Stmt[],
  decorator_list: Expr[],
  type_params: TypeParam[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ClassDef {
  return {
    kind: Kind.ClassDef,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    name,
    bases,
    keywords,
    body,
    decorator_list,
    type_params,
  };
}

export interface Return extends Located {
  kind: Kinds['Return'];
  value: Expr | null;
}
export function Return(
  value: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Return {
  return { kind: Kind.Return, lineno, col_offset, end_lineno, end_col_offset, value };
}

export interface Delete extends Located {
  kind: Kinds['Delete'];
  targets: Expr[];
}
export function Delete(
  targets: Expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Delete {
  return { kind: Kind.Delete, lineno, col_offset, end_lineno, end_col_offset, targets };
}

export interface Assign extends Located {
  kind: Kinds['Assign'];
  targets: Expr[];
  value: Expr;
  type_comment: string | null;
}
export function Assign(
  targets: Expr[],
  value: Expr,
  type_comment: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Assign {
  return { kind: Kind.Assign, lineno, col_offset, end_lineno, end_col_offset, targets, value, type_comment };
}

export interface TypeAlias extends Located {
  kind: Kinds['TypeAlias'];
  name: Expr;
  type_params: TypeParam[];
  value: Expr;
}
export function TypeAlias(
  name: Expr,
  type_params: TypeParam[],
  value: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): TypeAlias {
  return { kind: Kind.TypeAlias, lineno, col_offset, end_lineno, end_col_offset, name, type_params, value };
}

export interface AugAssign extends Located {
  kind: Kinds['AugAssign'];
  target: Expr;
  op: number;
  value: Expr;
}
export function AugAssign(
  target: Expr,
  op: number,
  value: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): AugAssign {
  return { kind: Kind.AugAssign, lineno, col_offset, end_lineno, end_col_offset, target, op, value };
}

export interface AnnAssign extends Located {
  kind: Kinds['AnnAssign'];
  target: Expr;
  annotation: Expr;
  value: Expr | null;
  simple: number;
}
export function AnnAssign(
  target: Expr,
  annotation: Expr,
  value: Expr | null,
  simple: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): AnnAssign {
  return {
    kind: Kind.AnnAssign,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    target,
    annotation,
    value,
    simple,
  };
}

export interface For extends Located {
  kind: Kinds['For'];
  target: Expr;
  iter: Expr;
  body: Stmt[];
  orelse: Stmt[];
  type_comment: string | null;
}
export function For(
  target: Expr,
  iter: Expr,
  body: Stmt[],
  orelse: Stmt[],
  type_comment: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): For {
  return {
    kind: Kind.For,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    target,
    iter,
    body,
    orelse,
    type_comment,
  };
}

export interface AsyncFor extends Located {
  kind: Kinds['AsyncFor'];
  target: Expr;
  iter: Expr;
  body: Stmt[];
  orelse: Stmt[];
  type_comment: string | null;
}
export function AsyncFor(
  target: Expr,
  iter: Expr,
  body: Stmt[],
  orelse: Stmt[],
  type_comment: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): AsyncFor {
  return {
    kind: Kind.AsyncFor,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    target,
    iter,
    body,
    orelse,
    type_comment,
  };
}

export interface While extends Located {
  kind: Kinds['While'];
  test: Expr;
  body: Stmt[];
  orelse: Stmt[];
}
export function While(
  test: Expr,
  body: Stmt[],
  orelse: Stmt[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): While {
  return { kind: Kind.While, lineno, col_offset, end_lineno, end_col_offset, test, body, orelse };
}

export interface If extends Located {
  kind: Kinds['If'];
  test: Expr;
  body: Stmt[];
  orelse: Stmt[];
}
export function If(
  test: Expr,
  body: Stmt[],
  orelse: Stmt[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): If {
  return { kind: Kind.If, lineno, col_offset, end_lineno, end_col_offset, test, body, orelse };
}

export interface With extends Located {
  kind: Kinds['With'];
  items: WithItem[];
  body: Stmt[];
  type_comment: string | null;
}
export function With(
  items: WithItem[],
  body: Stmt[],
  type_comment: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): With {
  return { kind: Kind.With, lineno, col_offset, end_lineno, end_col_offset, items, body, type_comment };
}

export interface AsyncWith extends Located {
  kind: Kinds['AsyncWith'];
  items: WithItem[];
  body: Stmt[];
  type_comment: string | null;
}
export function AsyncWith(
  items: WithItem[],
  body: Stmt[],
  type_comment: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): AsyncWith {
  return { kind: Kind.AsyncWith, lineno, col_offset, end_lineno, end_col_offset, items, body, type_comment };
}

export interface Match extends Located {
  kind: Kinds['Match'];
  subject: Expr;
  cases: MatchCase[];
}
export function Match(
  subject: Expr,
  cases: MatchCase[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Match {
  return { kind: Kind.Match, lineno, col_offset, end_lineno, end_col_offset, subject, cases };
}

export interface Raise extends Located {
  kind: Kinds['Raise'];
  exc: Expr | null;
  cause: Expr | null;
}
export function Raise(
  exc: Expr | null,
  cause: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Raise {
  return { kind: Kind.Raise, lineno, col_offset, end_lineno, end_col_offset, exc, cause };
}

export interface Try extends Located {
  kind: Kinds['Try'];
  body: Stmt[];
  handlers: ExceptHandler[];
  orelse: Stmt[];
  finalbody: Stmt[];
}
export function Try(
  body: Stmt[],
  handlers: ExceptHandler[],
  orelse: Stmt[],
  finalbody: Stmt[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Try {
  return {
    kind: Kind.Try,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    body,
    handlers,
    orelse,
    finalbody,
  };
}

export interface TryStar extends Located {
  kind: Kinds['TryStar'];
  body: Stmt[];
  handlers: ExceptHandler[];
  orelse: Stmt[];
  finalbody: Stmt[];
}
export function TryStar(
  body: Stmt[],
  handlers: ExceptHandler[],
  orelse: Stmt[],
  finalbody: Stmt[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): TryStar {
  return {
    kind: Kind.TryStar,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    body,
    handlers,
    orelse,
    finalbody,
  };
}

export interface Assert extends Located {
  kind: Kinds['Assert'];
  test: Expr;
  msg: Expr | null;
}
export function Assert(
  test: Expr,
  msg: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Assert {
  return { kind: Kind.Assert, lineno, col_offset, end_lineno, end_col_offset, test, msg };
}

export interface Import extends Located {
  kind: Kinds['Import'];
  names: Alias[];
}
export function Import(
  names: Alias[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Import {
  return { kind: Kind.Import, lineno, col_offset, end_lineno, end_col_offset, names };
}

export interface ImportFrom extends Located {
  kind: Kinds['ImportFrom'];
  module: string | null;
  names: Alias[];
  level: number;
}
export function ImportFrom(
  module: string | null,
  names: Alias[],
  level: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ImportFrom {
  return { kind: Kind.ImportFrom, lineno, col_offset, end_lineno, end_col_offset, module, names, level };
}

export interface Global extends Located {
  kind: Kinds['Global'];
  names: string[];
}
export function Global(
  names: string[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Global {
  return { kind: Kind.Global, lineno, col_offset, end_lineno, end_col_offset, names };
}

export interface Nonlocal extends Located {
  kind: Kinds['Nonlocal'];
  names: string[];
}
export function Nonlocal(
  names: string[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Nonlocal {
  return { kind: Kind.Nonlocal, lineno, col_offset, end_lineno, end_col_offset, names };
}

export interface ExprStmt extends Located {
  kind: Kinds['ExprStmt'];
  value: Expr;
}
export function ExprStmt(
  value: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ExprStmt {
  return { kind: Kind.ExprStmt, lineno, col_offset, end_lineno, end_col_offset, value };
}

export interface Pass extends Located {
  kind: Kinds['Pass'];
}
export function Pass(lineno: number, col_offset: number, end_lineno: number, end_col_offset: number): Pass {
  return { kind: Kind.Pass, lineno, col_offset, end_lineno, end_col_offset };
}

export interface Break extends Located {
  kind: Kinds['Break'];
}
export function Break(lineno: number, col_offset: number, end_lineno: number, end_col_offset: number): Break {
  return { kind: Kind.Break, lineno, col_offset, end_lineno, end_col_offset };
}

export interface Continue extends Located {
  kind: Kinds['Continue'];
}
export function Continue(
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Continue {
  return { kind: Kind.Continue, lineno, col_offset, end_lineno, end_col_offset };
}

export interface BoolOp extends Located {
  kind: Kinds['BoolOp'];
  op: number;
  values: Expr[];
}
export function BoolOp(
  op: number,
  values: Expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): BoolOp {
  return { kind: Kind.BoolOp, lineno, col_offset, end_lineno, end_col_offset, op, values };
}

export interface NamedExpr extends Located {
  kind: Kinds['NamedExpr'];
  target: Expr;
  value: Expr;
}
export function NamedExpr(
  target: Expr,
  value: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): NamedExpr {
  return { kind: Kind.NamedExpr, lineno, col_offset, end_lineno, end_col_offset, target, value };
}

export interface BinOp extends Located {
  kind: Kinds['BinOp'];
  left: Expr;
  op: number;
  right: Expr;
}
export function BinOp(
  left: Expr,
  op: number,
  right: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): BinOp {
  return { kind: Kind.BinOp, lineno, col_offset, end_lineno, end_col_offset, left, op, right };
}

export interface UnaryOp extends Located {
  kind: Kinds['UnaryOp'];
  op: number;
  operand: Expr;
}
export function UnaryOp(
  op: number,
  operand: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): UnaryOp {
  return { kind: Kind.UnaryOp, lineno, col_offset, end_lineno, end_col_offset, op, operand };
}

export interface Lambda extends Located {
  kind: Kinds['Lambda'];
  args: Arguments;
  body: Expr;
}
export function Lambda(
  args: Arguments,
  body: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Lambda {
  return { kind: Kind.Lambda, lineno, col_offset, end_lineno, end_col_offset, args, body };
}

export interface IfExp extends Located {
  kind: Kinds['IfExp'];
  test: Expr;
  body: Expr;
  orelse: Expr;
}
export function IfExp(
  test: Expr,
  body: Expr,
  orelse: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): IfExp {
  return { kind: Kind.IfExp, lineno, col_offset, end_lineno, end_col_offset, test, body, orelse };
}

export interface Dict extends Located {
  kind: Kinds['Dict'];
  keys: (Expr | null)[];
  values: Expr[];
}
export function Dict(
  keys: (Expr | null)[],
  values: Expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Dict {
  return { kind: Kind.Dict, lineno, col_offset, end_lineno, end_col_offset, keys, values };
}

export interface Set extends Located {
  kind: Kinds['Set'];
  elts: Expr[];
}
export function Set(
  elts: Expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Set {
  return { kind: Kind.Set, lineno, col_offset, end_lineno, end_col_offset, elts };
}

export interface ListComp extends Located {
  kind: Kinds['ListComp'];
  elt: Expr;
  generators: Comprehension[];
}
export function ListComp(
  elt: Expr,
  generators: Comprehension[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ListComp {
  return { kind: Kind.ListComp, lineno, col_offset, end_lineno, end_col_offset, elt, generators };
}

export interface SetComp extends Located {
  kind: Kinds['SetComp'];
  elt: Expr;
  generators: Comprehension[];
}
export function SetComp(
  elt: Expr,
  generators: Comprehension[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): SetComp {
  return { kind: Kind.SetComp, lineno, col_offset, end_lineno, end_col_offset, elt, generators };
}

export interface DictComp extends Located {
  kind: Kinds['DictComp'];
  key: Expr;
  value: Expr;
  generators: Comprehension[];
}
export function DictComp(
  key: Expr,
  value: Expr,
  generators: Comprehension[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): DictComp {
  return { kind: Kind.DictComp, lineno, col_offset, end_lineno, end_col_offset, key, value, generators };
}

export interface GeneratorExp extends Located {
  kind: Kinds['GeneratorExp'];
  elt: Expr;
  generators: Comprehension[];
}
export function GeneratorExp(
  elt: Expr,
  generators: Comprehension[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): GeneratorExp {
  return { kind: Kind.GeneratorExp, lineno, col_offset, end_lineno, end_col_offset, elt, generators };
}

export interface Await extends Located {
  kind: Kinds['Await'];
  value: Expr;
}
export function Await(
  value: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Await {
  return { kind: Kind.Await, lineno, col_offset, end_lineno, end_col_offset, value };
}

export interface Yield extends Located {
  kind: Kinds['Yield'];
  value: Expr | null;
}
export function Yield(
  value: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Yield {
  return { kind: Kind.Yield, lineno, col_offset, end_lineno, end_col_offset, value };
}

export interface YieldFrom extends Located {
  kind: Kinds['YieldFrom'];
  value: Expr;
}
export function YieldFrom(
  value: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): YieldFrom {
  return { kind: Kind.YieldFrom, lineno, col_offset, end_lineno, end_col_offset, value };
}

export interface Compare extends Located {
  kind: Kinds['Compare'];
  left: Expr;
  ops: number[];
  comparators: Expr[];
}
export function Compare(
  left: Expr,
  ops: number[],
  comparators: Expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Compare {
  return { kind: Kind.Compare, lineno, col_offset, end_lineno, end_col_offset, left, ops, comparators };
}

export interface Call extends Located {
  kind: Kinds['Call'];
  func: Expr;
  args: Expr[];
  keywords: Keyword[];
}
export function Call(
  func: Expr,
  args: Expr[],
  keywords: Keyword[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Call {
  return { kind: Kind.Call, lineno, col_offset, end_lineno, end_col_offset, func, args, keywords };
}

export interface FormattedValue extends Located {
  kind: Kinds['FormattedValue'];
  value: Expr;
  conversion: number;
  format_spec: Expr | null;
}
export function FormattedValue(
  value: Expr,
  conversion: number,
  format_spec: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): FormattedValue {
  return {
    kind: Kind.FormattedValue,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    value,
    conversion,
    format_spec,
  };
}

export interface Interpolation extends Located {
  kind: Kinds['Interpolation'];
  value: Expr;
  str: ConstantValue;
  conversion: number;
  format_spec: Expr | null;
}
export function Interpolation(
  value: Expr,
  str: ConstantValue,
  conversion: number,
  format_spec: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Interpolation {
  return {
    kind: Kind.Interpolation,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    value,
    str,
    conversion,
    format_spec,
  };
}

export interface JoinedStr extends Located {
  kind: Kinds['JoinedStr'];
  values: Expr[];
}
export function JoinedStr(
  values: Expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): JoinedStr {
  return { kind: Kind.JoinedStr, lineno, col_offset, end_lineno, end_col_offset, values };
}

export interface TemplateStr extends Located {
  kind: Kinds['TemplateStr'];
  values: Expr[];
}
export function TemplateStr(
  values: Expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): TemplateStr {
  return { kind: Kind.TemplateStr, lineno, col_offset, end_lineno, end_col_offset, values };
}

export interface Constant extends Located {
  kind: Kinds['Constant'];
  value: ConstantValue;
  ukind: string | null;
}
export function Constant(
  value: ConstantValue,
  ukind: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Constant {
  return { kind: Kind.Constant, lineno, col_offset, end_lineno, end_col_offset, value, ukind };
}

export interface Attribute extends Located {
  kind: Kinds['Attribute'];
  value: Expr;
  attr: string;
  ctx: number;
}
export function Attribute(
  value: Expr,
  attr: string,
  ctx: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Attribute {
  return { kind: Kind.Attribute, lineno, col_offset, end_lineno, end_col_offset, value, attr, ctx };
}

export interface Subscript extends Located {
  kind: Kinds['Subscript'];
  value: Expr;
  slice: Expr;
  ctx: number;
}
export function Subscript(
  value: Expr,
  slice: Expr,
  ctx: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Subscript {
  return { kind: Kind.Subscript, lineno, col_offset, end_lineno, end_col_offset, value, slice, ctx };
}

export interface Starred extends Located {
  kind: Kinds['Starred'];
  value: Expr;
  ctx: number;
}
export function Starred(
  value: Expr,
  ctx: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Starred {
  return { kind: Kind.Starred, lineno, col_offset, end_lineno, end_col_offset, value, ctx };
}

export interface Name extends Located {
  kind: Kinds['Name'];
  id: string;
  ctx: number;
}
export function Name(
  id: string,
  ctx: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Name {
  return { kind: Kind.Name, lineno, col_offset, end_lineno, end_col_offset, id, ctx };
}

export interface List extends Located {
  kind: Kinds['List'];
  elts: Expr[];
  ctx: number;
}
export function List(
  elts: Expr[],
  ctx: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): List {
  return { kind: Kind.List, lineno, col_offset, end_lineno, end_col_offset, elts, ctx };
}

export interface Tuple extends Located {
  kind: Kinds['Tuple'];
  elts: Expr[];
  ctx: number;
}
export function Tuple(
  elts: Expr[],
  ctx: number,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Tuple {
  return { kind: Kind.Tuple, lineno, col_offset, end_lineno, end_col_offset, elts, ctx };
}

export interface Slice extends Located {
  kind: Kinds['Slice'];
  lower: Expr | null;
  upper: Expr | null;
  step: Expr | null;
}
export function Slice(
  lower: Expr | null,
  upper: Expr | null,
  step: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Slice {
  return { kind: Kind.Slice, lineno, col_offset, end_lineno, end_col_offset, lower, upper, step };
}

export interface Comprehension {
  kind: Kinds['Comprehension'];
  target: Expr;
  iter: Expr;
  ifs: Expr[];
  is_async: number;
}
export function Comprehension(target: Expr, iter: Expr, ifs: Expr[], is_async: number): Comprehension {
  return { kind: Kind.Comprehension, target, iter, ifs, is_async };
}

export interface ExceptHandler extends Located {
  kind: Kinds['ExceptHandler'];
  type: Expr | null;
  name: string | null;
  body: Stmt[];
}
export function ExceptHandler(
  type: Expr | null,
  name: string | null,
  body: Stmt[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ExceptHandler {
  return { kind: Kind.ExceptHandler, lineno, col_offset, end_lineno, end_col_offset, type, name, body };
}

export interface Arguments {
  kind: Kinds['Arguments'];
  posonlyargs: Arg[];
  args: Arg[];
  vararg: Arg | null;
  kwonlyargs: Arg[];
  kw_defaults: (Expr | null)[];
  kwarg: Arg | null;
  defaults: Expr[];
}
export function Arguments(
  posonlyargs: Arg[],
  args: Arg[],
  vararg: Arg | null,
  kwonlyargs: Arg[],
  kw_defaults: (Expr | null)[],
  kwarg: Arg | null,
  defaults: Expr[],
): Arguments {
  return { kind: Kind.Arguments, posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults };
}

export interface Arg extends Located {
  kind: Kinds['Arg'];
  arg: string;
  annotation: Expr | null;
  type_comment: string | null;
}
export function Arg(
  arg: string,
  annotation: Expr | null,
  type_comment: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Arg {
  return { kind: Kind.Arg, lineno, col_offset, end_lineno, end_col_offset, arg, annotation, type_comment };
}

export interface Keyword extends Located {
  kind: Kinds['Keyword'];
  arg: string | null;
  value: Expr;
}
export function Keyword(
  arg: string | null,
  value: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Keyword {
  return { kind: Kind.Keyword, lineno, col_offset, end_lineno, end_col_offset, arg, value };
}

export interface Alias extends Located {
  kind: Kinds['Alias'];
  name: string;
  asname: string | null;
}
export function Alias(
  name: string,
  asname: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Alias {
  return { kind: Kind.Alias, lineno, col_offset, end_lineno, end_col_offset, name, asname };
}

export interface WithItem {
  kind: Kinds['WithItem'];
  context_expr: Expr;
  optional_vars: Expr | null;
}
export function WithItem(context_expr: Expr, optional_vars: Expr | null): WithItem {
  return { kind: Kind.WithItem, context_expr, optional_vars };
}

export interface MatchCase {
  kind: Kinds['MatchCase'];
  pattern: Pattern;
  guard: Expr | null;
  body: Stmt[];
}
export function MatchCase(pattern: Pattern, guard: Expr | null, body: Stmt[]): MatchCase {
  return { kind: Kind.MatchCase, pattern, guard, body };
}

export interface MatchValue extends Located {
  kind: Kinds['MatchValue'];
  value: Expr;
}
export function MatchValue(
  value: Expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): MatchValue {
  return { kind: Kind.MatchValue, lineno, col_offset, end_lineno, end_col_offset, value };
}

export interface MatchSingleton extends Located {
  kind: Kinds['MatchSingleton'];
  value: ConstantValue;
}
export function MatchSingleton(
  value: ConstantValue,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): MatchSingleton {
  return { kind: Kind.MatchSingleton, lineno, col_offset, end_lineno, end_col_offset, value };
}

export interface MatchSequence extends Located {
  kind: Kinds['MatchSequence'];
  patterns: Pattern[];
}
export function MatchSequence(
  patterns: Pattern[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): MatchSequence {
  return { kind: Kind.MatchSequence, lineno, col_offset, end_lineno, end_col_offset, patterns };
}

export interface MatchMapping extends Located {
  kind: Kinds['MatchMapping'];
  keys: Expr[];
  patterns: Pattern[];
  rest: string | null;
}
export function MatchMapping(
  keys: Expr[],
  patterns: Pattern[],
  rest: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): MatchMapping {
  return { kind: Kind.MatchMapping, lineno, col_offset, end_lineno, end_col_offset, keys, patterns, rest };
}

export interface MatchClass extends Located {
  kind: Kinds['MatchClass'];
  cls: Expr;
  patterns: Pattern[];
  kwd_attrs: string[];
  kwd_patterns: Pattern[];
}
export function MatchClass(
  cls: Expr,
  patterns: Pattern[],
  kwd_attrs: string[],
  kwd_patterns: Pattern[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): MatchClass {
  return {
    kind: Kind.MatchClass,
    lineno,
    col_offset,
    end_lineno,
    end_col_offset,
    cls,
    patterns,
    kwd_attrs,
    kwd_patterns,
  };
}

export interface MatchStar extends Located {
  kind: Kinds['MatchStar'];
  name: string | null;
}
export function MatchStar(
  name: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): MatchStar {
  return { kind: Kind.MatchStar, lineno, col_offset, end_lineno, end_col_offset, name };
}

export interface MatchAs extends Located {
  kind: Kinds['MatchAs'];
  pattern: Pattern | null;
  name: string | null;
}
export function MatchAs(
  pattern: Pattern | null,
  name: string | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): MatchAs {
  return { kind: Kind.MatchAs, lineno, col_offset, end_lineno, end_col_offset, pattern, name };
}

export interface MatchOr extends Located {
  kind: Kinds['MatchOr'];
  patterns: Pattern[];
}
export function MatchOr(
  patterns: Pattern[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): MatchOr {
  return { kind: Kind.MatchOr, lineno, col_offset, end_lineno, end_col_offset, patterns };
}

export interface TypeIgnore {
  kind: Kinds['TypeIgnore'];
  lineno: number;
  tag: string;
}
export function TypeIgnore(lineno: number, tag: string): TypeIgnore {
  return { kind: Kind.TypeIgnore, lineno, tag };
}

export interface TypeVar extends Located {
  kind: Kinds['TypeVar'];
  name: string;
  bound: Expr | null;
  default_value: Expr | null;
}
export function TypeVar(
  name: string,
  bound: Expr | null,
  default_value: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): TypeVar {
  return { kind: Kind.TypeVar, lineno, col_offset, end_lineno, end_col_offset, name, bound, default_value };
}

export interface ParamSpec extends Located {
  kind: Kinds['ParamSpec'];
  name: string;
  default_value: Expr | null;
}
export function ParamSpec(
  name: string,
  default_value: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): ParamSpec {
  return { kind: Kind.ParamSpec, lineno, col_offset, end_lineno, end_col_offset, name, default_value };
}

export interface TypeVarTuple extends Located {
  kind: Kinds['TypeVarTuple'];
  name: string;
  default_value: Expr | null;
}
export function TypeVarTuple(
  name: string,
  default_value: Expr | null,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): TypeVarTuple {
  return { kind: Kind.TypeVarTuple, lineno, col_offset, end_lineno, end_col_offset, name, default_value };
}

export type Mod = Module | Interactive | Expression | FunctionType;

export type Stmt =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExprStmt
  | Pass
  | Break
  | Continue;

export type Expr =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | Set
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | Interpolation
  | JoinedStr
  | TemplateStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice;

export type Pattern =
  MatchValue | MatchSingleton | MatchSequence | MatchMapping | MatchClass | MatchStar | MatchAs | MatchOr;

export type TypeParam = TypeVar | ParamSpec | TypeVarTuple;

export type Node =
  | Mod
  | Stmt
  | Expr
  | Pattern
  | TypeParam
  | Comprehension
  | ExceptHandler
  | Arguments
  | Arg
  | Keyword
  | Alias
  | WithItem
  | MatchCase
  | TypeIgnore;

/** How a field is shown and walked: a node, a list, a constant, an identifier, an operator … */
export type FieldType =
  | 'node'
  | 'identifier'
  | 'int'
  | 'string'
  | 'constant'
  | 'operator'
  | 'boolop'
  | 'unaryop'
  | 'cmpop'
  | 'expr_context';

export interface FieldDescription {
  /** CPython's name of the field. */
  name: string;
  /** Name of the property here; differs from `name` for Constant.kind alone. */
  property: string;
  type: FieldType;
  /** `?`: may be null; `*`: a list; `?*`: a list whose members may be null. */
  quantifier: '' | '?' | '*' | '?*';
}

export interface NodeDescription {
  /** CPython's name of the node: `Name`, `arguments`, … */
  name: string;
  located: boolean;
  fields: readonly FieldDescription[];
}

const described: Record<string, string> = {
  Module: 'Module node*:body node*:type_ignores',
  Interactive: 'Interactive node*:body',
  Expression: 'Expression node:body',
  FunctionType: 'FunctionType node*:argtypes node:returns',
  FunctionDef:
    'FunctionDef! identifier:name node:args node*:body node*:decorator_list node?:returns string?:type_comment node*:type_params',
  AsyncFunctionDef:
    'AsyncFunctionDef! identifier:name node:args node*:body node*:decorator_list node?:returns string?:type_comment node*:type_params',
  ClassDef:
    'ClassDef! identifier:name node*:bases node*:keywords node*:body node*:decorator_list node*:type_params',
  Return: 'Return! node?:value',
  Delete: 'Delete! node*:targets',
  Assign: 'Assign! node*:targets node:value string?:type_comment',
  TypeAlias: 'TypeAlias! node:name node*:type_params node:value',
  AugAssign: 'AugAssign! node:target operator:op node:value',
  AnnAssign: 'AnnAssign! node:target node:annotation node?:value int:simple',
  For: 'For! node:target node:iter node*:body node*:orelse string?:type_comment',
  AsyncFor: 'AsyncFor! node:target node:iter node*:body node*:orelse string?:type_comment',
  While: 'While! node:test node*:body node*:orelse',
  If: 'If! node:test node*:body node*:orelse',
  With: 'With! node*:items node*:body string?:type_comment',
  AsyncWith: 'AsyncWith! node*:items node*:body string?:type_comment',
  Match: 'Match! node:subject node*:cases',
  Raise: 'Raise! node?:exc node?:cause',
  Try: 'Try! node*:body node*:handlers node*:orelse node*:finalbody',
  TryStar: 'TryStar! node*:body node*:handlers node*:orelse node*:finalbody',
  Assert: 'Assert! node:test node?:msg',
  Import: 'Import! node*:names',
  ImportFrom: 'ImportFrom! identifier?:module node*:names int:level',
  Global: 'Global! identifier*:names',
  Nonlocal: 'Nonlocal! identifier*:names',
  ExprStmt: 'Expr! node:value',
  Pass: 'Pass! ',
  Break: 'Break! ',
  Continue: 'Continue! ',
  BoolOp: 'BoolOp! boolop:op node*:values',
  NamedExpr: 'NamedExpr! node:target node:value',
  BinOp: 'BinOp! node:left operator:op node:right',
  UnaryOp: 'UnaryOp! unaryop:op node:operand',
  Lambda: 'Lambda! node:args node:body',
  IfExp: 'IfExp! node:test node:body node:orelse',
  Dict: 'Dict! node?*:keys node*:values',
  Set: 'Set! node*:elts',
  ListComp: 'ListComp! node:elt node*:generators',
  SetComp: 'SetComp! node:elt node*:generators',
  DictComp: 'DictComp! node:key node:value node*:generators',
  GeneratorExp: 'GeneratorExp! node:elt node*:generators',
  Await: 'Await! node:value',
  Yield: 'Yield! node?:value',
  YieldFrom: 'YieldFrom! node:value',
  Compare: 'Compare! node:left cmpop*:ops node*:comparators',
  Call: 'Call! node:func node*:args node*:keywords',
  FormattedValue: 'FormattedValue! node:value int:conversion node?:format_spec',
  Interpolation: 'Interpolation! node:value constant:str int:conversion node?:format_spec',
  JoinedStr: 'JoinedStr! node*:values',
  TemplateStr: 'TemplateStr! node*:values',
  Constant: 'Constant! constant:value string?:ukind',
  Attribute: 'Attribute! node:value identifier:attr expr_context:ctx',
  Subscript: 'Subscript! node:value node:slice expr_context:ctx',
  Starred: 'Starred! node:value expr_context:ctx',
  Name: 'Name! identifier:id expr_context:ctx',
  List: 'List! node*:elts expr_context:ctx',
  Tuple: 'Tuple! node*:elts expr_context:ctx',
  Slice: 'Slice! node?:lower node?:upper node?:step',
  Comprehension: 'comprehension node:target node:iter node*:ifs int:is_async',
  ExceptHandler: 'ExceptHandler! node?:type identifier?:name node*:body',
  Arguments:
    'arguments node*:posonlyargs node*:args node?:vararg node*:kwonlyargs node?*:kw_defaults node?:kwarg node*:defaults',
  Arg: 'arg! identifier:arg node?:annotation string?:type_comment',
  Keyword: 'keyword! identifier?:arg node:value',
  Alias: 'alias! identifier:name identifier?:asname',
  WithItem: 'withitem node:context_expr node?:optional_vars',
  MatchCase: 'match_case node:pattern node?:guard node*:body',
  MatchValue: 'MatchValue! node:value',
  MatchSingleton: 'MatchSingleton! constant:value',
  MatchSequence: 'MatchSequence! node*:patterns',
  MatchMapping: 'MatchMapping! node*:keys node*:patterns identifier?:rest',
  MatchClass: 'MatchClass! node:cls node*:patterns identifier*:kwd_attrs node*:kwd_patterns',
  MatchStar: 'MatchStar! identifier?:name',
  MatchAs: 'MatchAs! node?:pattern identifier?:name',
  MatchOr: 'MatchOr! node*:patterns',
  TypeIgnore: 'TypeIgnore int:lineno string:tag',
  TypeVar: 'TypeVar! identifier:name node?:bound node?:default_value',
  ParamSpec: 'ParamSpec! identifier:name node?:default_value',
  TypeVarTuple: 'TypeVarTuple! identifier:name node?:default_value',
};

/** Descriptions by `kind`, for dumps and generic walks; made at first use. */
let descriptions: NodeDescription[] | undefined;
export function nodeDescriptions(): readonly NodeDescription[] {
  if (descriptions) return descriptions;
  descriptions = [];
  for (const [key, kind] of Object.entries(Kind)) {
    const [head, ...fields] = described[key].split(' ').filter((part) => part !== '');
    descriptions[kind] = {
      name: head.replace('!', ''),
      located: head.endsWith('!'),
      fields: fields.map((field) => {
        const [type, property] = field.split(':');
        const base = type.replace(/[?*]+$/, '');
        return {
          name: property === 'ukind' ? 'kind' : property,
          property,
          type: base as FieldType,
          quantifier: type.slice(base.length) as FieldDescription['quantifier'],
        };
      }),
    };
  }
  return descriptions;
}
