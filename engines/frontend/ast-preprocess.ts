// @inline-constants-from ./ast-kinds.ts Kind
// What the compiler does to the tree before it looks at names (CPython 3.14's Python/ast_preprocess.c): `__debug__` becomes a
// constant, `'…%s' % (x,)` an f-string, signs and complex literals in patterns constants; -OO drops docstrings; leaving a
// `finally` block by return, break or continue warns (PEP 765). The tree is changed in place. Folding of
// constants is not done here but on instructions (flowgraph.ts).
import { Constant, FormattedValue, JoinedStr, Kind, Load, Operator, Pass, UnaryOperator } from './ast.ts';
import type { Arguments, BinOp, Expr, Located, Mod, Pattern, Stmt, TypeParam } from './ast.ts';
import { CodeFlag } from './code-object.ts';
import type { Constant as ConstantValue } from './code-object.ts';
import { compileMessages as messages } from './compile-messages.ts';
import { foldBinary, foldNegative } from './constant-folding.ts';
import { docstringOf } from './docstring.ts';
import { Nb } from './opcodes.ts';
import type { SyntaxWarning } from './syntax-errors.ts';

/** What a statement is directly inside of. */
const IN_FINALLY = 1;
const IN_FUNCTION = 2;
const IN_LOOP = 3;

export function preprocess(tree: Mod, optimize: number, features: number, warnings: SyntaxWarning[]): void {
  const p = new Preprocessor(optimize, (features & CodeFlag.FUTURE_ANNOTATIONS) === 0, warnings);
  switch (tree.kind) {
    case Kind.Module:
      p.body(tree.body);
      break;
    case Kind.Interactive:
      p.statements(tree.body);
      break;
    case Kind.Expression:
      tree.body = p.expr(tree.body);
      break;
    default:
      break;
  }
}

class Preprocessor {
  private readonly optimize: number;
  /** False under `from __future__ import annotations`: they become text. */
  private readonly annotations: boolean;
  private readonly warnings: SyntaxWarning[];
  private readonly context: number[] = [];

  constructor(optimize: number, annotations: boolean, warnings: SyntaxWarning[]) {
    this.optimize = optimize;
    this.annotations = annotations;
    this.warnings = warnings;
  }

  body(body: Stmt[]): void {
    let docstring = docstringOf(body) !== null;
    if (docstring && this.optimize >= 2) {
      const first = body[0];
      if (body.length > 1) body.shift();
      else body[0] = Pass(first.lineno, first.col_offset, first.lineno, first.col_offset + 4);
      docstring = false;
    }
    this.statements(body);
    // What was not the docstring in the source must not become it.
    if (!docstring && docstringOf(body) !== null) {
      const first = body[0];
      if (first.kind === Kind.ExprStmt) {
        first.value = JoinedStr(
          [first.value],
          first.lineno,
          first.col_offset,
          first.end_lineno,
          first.end_col_offset,
        );
      }
    }
  }

  statements(body: Stmt[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i]);
  }

  private inside(context: number, body: Stmt[], isBody = false): void {
    this.context.push(context);
    if (isBody) this.body(body);
    else this.statements(body);
    this.context.pop();
  }

  private checkFinally(keyword: string, at: Located): void {
    if (this.context.length === 0 || this.context[this.context.length - 1] !== IN_FINALLY) return;
    this.warnings.push({
      category: 'SyntaxWarning',
      message: messages.leavesFinally(keyword),
      lineno: at.lineno,
      offset: at.col_offset + 1,
      endOffset: at.end_col_offset + 1,
    });
  }

  private stmt(s: Stmt): void {
    switch (s.kind) {
      case Kind.FunctionDef:
      case Kind.AsyncFunctionDef:
        this.typeParams(s.type_params);
        this.arguments(s.args);
        this.inside(IN_FUNCTION, s.body, true);
        this.exprs(s.decorator_list);
        if (this.annotations && s.returns !== null) s.returns = this.expr(s.returns);
        break;
      case Kind.ClassDef:
        this.typeParams(s.type_params);
        this.exprs(s.bases);
        for (const k of s.keywords) k.value = this.expr(k.value);
        this.body(s.body);
        this.exprs(s.decorator_list);
        break;
      case Kind.Return:
        this.checkFinally('return', s);
        if (s.value !== null) s.value = this.expr(s.value);
        break;
      case Kind.Delete:
        this.exprs(s.targets);
        break;
      case Kind.Assign:
        this.exprs(s.targets);
        s.value = this.expr(s.value);
        break;
      case Kind.AugAssign:
        s.target = this.expr(s.target);
        s.value = this.expr(s.value);
        break;
      case Kind.AnnAssign:
        s.target = this.expr(s.target);
        if (this.annotations) s.annotation = this.expr(s.annotation);
        if (s.value !== null) s.value = this.expr(s.value);
        break;
      case Kind.TypeAlias:
        this.typeParams(s.type_params);
        s.value = this.expr(s.value);
        break;
      case Kind.For:
      case Kind.AsyncFor:
        s.target = this.expr(s.target);
        s.iter = this.expr(s.iter);
        this.inside(IN_LOOP, s.body);
        this.statements(s.orelse);
        break;
      case Kind.While:
        s.test = this.expr(s.test);
        this.inside(IN_LOOP, s.body);
        this.statements(s.orelse);
        break;
      case Kind.If:
        s.test = this.expr(s.test);
        this.statements(s.body);
        this.statements(s.orelse);
        break;
      case Kind.With:
      case Kind.AsyncWith:
        for (const item of s.items) {
          item.context_expr = this.expr(item.context_expr);
          if (item.optional_vars !== null) item.optional_vars = this.expr(item.optional_vars);
        }
        this.statements(s.body);
        break;
      case Kind.Raise:
        if (s.exc !== null) s.exc = this.expr(s.exc);
        if (s.cause !== null) s.cause = this.expr(s.cause);
        break;
      case Kind.Try:
      case Kind.TryStar:
        this.statements(s.body);
        for (const h of s.handlers) {
          if (h.type !== null) h.type = this.expr(h.type);
          this.statements(h.body);
        }
        this.statements(s.orelse);
        this.inside(IN_FINALLY, s.finalbody);
        break;
      case Kind.Assert:
        s.test = this.expr(s.test);
        if (s.msg !== null) s.msg = this.expr(s.msg);
        break;
      case Kind.ExprStmt:
        s.value = this.expr(s.value);
        break;
      case Kind.Match:
        s.subject = this.expr(s.subject);
        for (const m of s.cases) {
          this.pattern(m.pattern);
          if (m.guard !== null) m.guard = this.expr(m.guard);
          this.statements(m.body);
        }
        break;
      case Kind.Break:
        this.checkFinally('break', s);
        break;
      case Kind.Continue:
        this.checkFinally('continue', s);
        break;
      default:
        break;
    }
  }

  private typeParams(params: readonly TypeParam[]): void {
    for (const p of params) {
      if (p.kind === Kind.TypeVar && p.bound !== null) p.bound = this.expr(p.bound);
      if (p.default_value !== null) p.default_value = this.expr(p.default_value);
    }
  }

  private arguments(a: Arguments): void {
    if (this.annotations) {
      for (const arg of a.posonlyargs)
        if (arg.annotation !== null) arg.annotation = this.expr(arg.annotation);
      for (const arg of a.args) if (arg.annotation !== null) arg.annotation = this.expr(arg.annotation);
      for (const arg of a.kwonlyargs) if (arg.annotation !== null) arg.annotation = this.expr(arg.annotation);
      if (a.vararg !== null && a.vararg.annotation !== null) {
        a.vararg.annotation = this.expr(a.vararg.annotation);
      }
      if (a.kwarg !== null && a.kwarg.annotation !== null) a.kwarg.annotation = this.expr(a.kwarg.annotation);
    }
    this.exprs(a.kw_defaults);
    this.exprs(a.defaults);
  }

  private exprs(list: (Expr | null)[]): void {
    for (let i = 0; i < list.length; i++) {
      const e = list[i];
      if (e === null) continue;
      const other = this.expr(e);
      if (other !== e) list[i] = other;
    }
  }

  expr(e: Expr): Expr {
    switch (e.kind) {
      case Kind.Name:
        if (e.id === '__debug__' && e.ctx === Load) {
          return Constant(this.optimize === 0, null, e.lineno, e.col_offset, e.end_lineno, e.end_col_offset);
        }
        return e;
      case Kind.Constant:
        return e;
      case Kind.Attribute:
        e.value = this.expr(e.value);
        return e;
      case Kind.Call:
        e.func = this.expr(e.func);
        this.exprs(e.args);
        for (const k of e.keywords) k.value = this.expr(k.value);
        return e;
      case Kind.BinOp:
        return this.binOp(e);
      case Kind.Subscript:
        e.value = this.expr(e.value);
        e.slice = this.expr(e.slice);
        return e;
      case Kind.BoolOp:
      case Kind.JoinedStr:
      case Kind.TemplateStr:
        this.exprs(e.values);
        return e;
      case Kind.UnaryOp:
        e.operand = this.expr(e.operand);
        return e;
      case Kind.Lambda:
        this.arguments(e.args);
        e.body = this.expr(e.body);
        return e;
      case Kind.IfExp:
        e.test = this.expr(e.test);
        e.body = this.expr(e.body);
        e.orelse = this.expr(e.orelse);
        return e;
      case Kind.Dict:
        this.exprs(e.keys);
        this.exprs(e.values);
        return e;
      case Kind.Set:
      case Kind.List:
      case Kind.Tuple:
        this.exprs(e.elts);
        return e;
      case Kind.ListComp:
      case Kind.SetComp:
      case Kind.GeneratorExp:
      case Kind.DictComp:
        if (e.kind === Kind.DictComp) {
          e.key = this.expr(e.key);
          e.value = this.expr(e.value);
        } else e.elt = this.expr(e.elt);
        for (const g of e.generators) {
          g.target = this.expr(g.target);
          g.iter = this.expr(g.iter);
          this.exprs(g.ifs);
        }
        return e;
      case Kind.Await:
      case Kind.YieldFrom:
      case Kind.Starred:
        e.value = this.expr(e.value);
        return e;
      case Kind.NamedExpr:
        e.value = this.expr(e.value);
        return e;
      case Kind.Yield:
        if (e.value !== null) e.value = this.expr(e.value);
        return e;
      case Kind.Compare:
        e.left = this.expr(e.left);
        this.exprs(e.comparators);
        return e;
      case Kind.FormattedValue:
      case Kind.Interpolation:
        e.value = this.expr(e.value);
        if (e.format_spec !== null) e.format_spec = this.expr(e.format_spec);
        return e;
      case Kind.Slice:
        if (e.lower !== null) e.lower = this.expr(e.lower);
        if (e.upper !== null) e.upper = this.expr(e.upper);
        if (e.step !== null) e.step = this.expr(e.step);
        return e;
    }
  }

  /** Down the left side without recursion: sums are long. */
  private binOp(e: BinOp): Expr {
    const spine: BinOp[] = [];
    let left: Expr = e;
    while (left.kind === Kind.BinOp) {
      spine.push(left);
      left = left.left;
    }
    let result = this.expr(left);
    for (let i = spine.length - 1; i >= 0; i--) {
      const node = spine[i];
      node.left = result;
      node.right = this.expr(node.right);
      result = formatToJoined(node) ?? node;
    }
    return result;
  }

  private pattern(p: Pattern): void {
    switch (p.kind) {
      case Kind.MatchValue:
        p.value = foldPattern(p.value);
        break;
      case Kind.MatchSequence:
      case Kind.MatchOr:
        for (const q of p.patterns) this.pattern(q);
        break;
      case Kind.MatchMapping:
        for (let i = 0; i < p.keys.length; i++) p.keys[i] = foldPattern(p.keys[i]);
        for (const q of p.patterns) this.pattern(q);
        break;
      case Kind.MatchClass:
        p.cls = this.expr(p.cls);
        for (const q of p.patterns) this.pattern(q);
        for (const q of p.kwd_patterns) this.pattern(q);
        break;
      case Kind.MatchAs:
        if (p.pattern !== null) this.pattern(p.pattern);
        break;
      default:
        break;
    }
  }
}

function constantLike(e: Expr, value: ConstantValue | undefined): Expr {
  if (value === undefined) return e;
  return Constant(
    value as Parameters<typeof Constant>[0],
    null,
    e.lineno,
    e.col_offset,
    e.end_lineno,
    e.end_col_offset,
  );
}

/** `-1`, `1+2j`, `-1-2j` of a pattern as one constant. */
function foldPattern(e: Expr): Expr {
  if (e.kind === Kind.UnaryOp && e.op === UnaryOperator.USub && e.operand.kind === Kind.Constant) {
    return constantLike(e, foldNegative(e.operand.value));
  }
  if (e.kind !== Kind.BinOp || (e.op !== Operator.Add && e.op !== Operator.Sub)) return e;
  if (e.right.kind !== Kind.Constant) return e;
  e.left = foldPattern(e.left);
  if (e.left.kind !== Kind.Constant) return e;
  return constantLike(
    e,
    foldBinary(e.left.value, e.op === Operator.Add ? Nb.ADD : Nb.SUBTRACT, e.right.value),
  );
}

// ------------------------------------------------------------------------------------------------- '%' with a tuple

/** `'a %s b' % (x,)` as an f-string, where only %s, %r and %a with plain widths and precisions occur. */
function formatToJoined(node: BinOp): Expr | undefined {
  if (node.op !== Operator.Mod || node.right.kind !== Kind.Tuple || node.left.kind !== Kind.Constant) {
    return undefined;
  }
  const format = node.left.value;
  const elements = node.right.elts;
  if (typeof format !== 'string' || elements.some((e) => e.kind === Kind.Starred)) return undefined;
  const values: Expr[] = [];
  let used = 0;
  let at = 0;
  for (;;) {
    const start = at;
    while (at < format.length) {
      if (format[at] !== '%') at++;
      else if (format[at + 1] === '%') at += 2;
      else break;
    }
    if (at > start) {
      const text = format.slice(start, at).replaceAll('%%', '%');
      values.push(Constant(text, null, -1, -1, -1, -1));
    }
    if (at >= format.length) break;
    if (used >= elements.length) return undefined;
    const arg = elements[used++];
    const spec = /^%([-+ #0]*)(\d{1,2})?(?:\.(\d{0,2}))?([sra])/.exec(format.slice(at, at + 24));
    if (spec === null) return undefined;
    const [whole, flags, width, precision, conversion] = spec;
    at += whole.length;
    let text = '';
    if (width !== undefined) {
      if (!flags.includes('-') && Number(width) > 0) text += '>';
      text += Number(width);
    }
    if (precision !== undefined) text += '.' + Number(precision);
    values.push(
      FormattedValue(
        arg,
        conversion.charCodeAt(0),
        text === '' ? null : Constant(text, null, -1, -1, -1, -1),
        arg.lineno,
        arg.col_offset,
        arg.end_lineno,
        arg.end_col_offset,
      ),
    );
  }
  if (used < elements.length) return undefined;
  return JoinedStr(values, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset);
}
