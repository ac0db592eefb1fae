// @inline-constants-from ./token-types.ts Tok
// @inline-constants-from ./ast-kinds.ts Kind
// Expressions and patterns of Python 3.14: recursive descent over the token array, precedence climbing for binary operators,
// loops for chains that associate to the left. The grammar rule (Grammar/python.gram) stands above each function. This parser
// only accepts or rejects: where the source is wrong it throws `rejected`, and diagnose.ts finds out what CPython would say.
// Targets are parsed as expressions and then marked; the few places with ambiguity look ahead over tokens.
import { Kind } from './ast-kinds.ts';
import * as ast from './ast.ts';
import type { Arguments, Arg, Comprehension, Expr, Keyword, Pattern } from './ast.ts';
import { Tok } from './token-types.ts';
import { charactersOf, stride, utf8Length } from './tokenizer.ts';
import type { Tokens } from './tokenizer.ts';
import { messages } from './syntax-errors.ts';
import type { SyntaxWarning } from './syntax-errors.ts';
import {
  LiteralError,
  concatenateText,
  decodeText,
  decoderPosition,
  parseLiteral,
} from './string-literals.ts';
import type { InvalidEscape } from './string-literals.ts';
import {
  StringParts,
  concatenateStrings,
  concatenateTemplates,
  debugText,
  interpolationText,
} from './fstring-parts.ts';
import { parseNumber } from './number-literals.ts';

/** Thrown, without a stack, where the source is no Python. */
export const rejected = { rejected: true } as const;

/** Thrown where CPython's parser would give up with a MemoryError. */
export const tooComplex = { tooComplex: true } as const;

/** CPython's MAXSTACK: how many grammar rules may be under way at once. */
const MAX_STACK = 4000;

/** Binary operators by token number: binding strength, and the operator's number in the tree. */
const binaryStrength = new Uint8Array(128);
const binaryOperator = new Uint8Array(128);
for (const [token, strength, operator] of [
  [Tok.VBAR, 1, 10],
  [Tok.CIRCUMFLEX, 2, 11],
  [Tok.AMPER, 3, 12],
  [Tok.LEFTSHIFT, 4, 8],
  [Tok.RIGHTSHIFT, 4, 9],
  [Tok.PLUS, 5, 1],
  [Tok.MINUS, 5, 2],
  [Tok.STAR, 6, 3],
  [Tok.SLASH, 6, 5],
  [Tok.DOUBLESLASH, 6, 13],
  [Tok.PERCENT, 6, 6],
  [Tok.AT, 6, 4],
]) {
  binaryStrength[token] = strength;
  binaryOperator[token] = operator;
}

/** Tokens that can begin an expression (`*` apart). */
const startsExpression = new Uint8Array(128);
for (const token of [
  Tok.NAME,
  Tok.NUMBER,
  Tok.STRING,
  Tok.FSTRING_START,
  Tok.TSTRING_START,
  Tok.LPAR,
  Tok.LSQB,
  Tok.LBRACE,
  Tok.MINUS,
  Tok.PLUS,
  Tok.TILDE,
  Tok.ELLIPSIS,
  Tok.FALSE,
  Tok.NONE,
  Tok.TRUE,
  Tok.NOT,
  Tok.LAMBDA,
  Tok.AWAIT,
]) {
  startsExpression[token] = 1;
}

export const noExprs: readonly Expr[] = Object.freeze([]);

export class ExpressionParser {
  readonly source: string;
  readonly tokens: Tokens;
  /** The token array; a token is `stride` numbers: type, start, end, line, column, end line, end column, cursor. */
  readonly data: Int32Array;
  /** Index of the current token in `data`, and its type. */
  p = 0;
  t: number;
  readonly ascii: boolean;
  readonly warnings: SyntaxWarning[];
  /** Rules under way, counted roughly as CPython counts them. */
  level = 0;
  /** `from __future__ import barry_as_FLUFL` has been seen. */
  flufl = false;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
    this.source = tokens.source;
    this.data = tokens.data;
    this.t = tokens.data[0];
    this.ascii = tokens.ascii;
    this.warnings = tokens.warnings;
  }

  next(): void {
    this.p += stride;
    this.t = this.data[this.p];
  }

  expect(type: number): void {
    if (this.t !== type) throw rejected;
    this.p += stride;
    this.t = this.data[this.p];
  }

  accept(type: number): boolean {
    if (this.t !== type) return false;
    this.p += stride;
    this.t = this.data[this.p];
    return true;
  }

  /** Type of the token after the current one. */
  peek(): number {
    return this.data[this.p + stride];
  }

  moveTo(p: number): void {
    this.p = p;
    this.t = this.data[p];
  }

  enter(levels: number): void {
    this.level += levels;
    if (this.level > MAX_STACK) throw tooComplex;
  }

  /** Name of the current NAME token, in normal form. */
  nameText(): string {
    const data = this.data;
    const p = this.p;
    const text = this.source.slice(data[p + 1], data[p + 2]);
    return this.ascii ? text : normalise(text);
  }

  /** Takes a NAME and answers its text. */
  identifier(): string {
    if (this.t !== Tok.NAME) throw rejected;
    const text = this.nameText();
    this.next();
    return text;
  }

  isSoftKeyword(word: string): boolean {
    const data = this.data;
    const p = this.p;
    return (
      this.t === Tok.NAME &&
      data[p + 2] - data[p + 1] === word.length &&
      this.source.startsWith(word, data[p + 1])
    );
  }

  // Expressions -------------------------------------------------------------------------------------------------------

  // expression: disjunction ['if' disjunction 'else' expression] | lambdef
  expression(): Expr {
    if (this.t === Tok.LAMBDA) return this.lambda();
    const s = this.p;
    const body = this.disjunction();
    if (this.t !== Tok.IF) return body;
    this.next();
    const test = this.disjunction();
    this.expect(Tok.ELSE);
    this.enter(1);
    const orelse = this.expression();
    this.level--;
    const d = this.data;
    return ast.IfExp(test, body, orelse, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // named_expression: NAME ':=' expression | expression !':='
  namedExpression(): Expr {
    if (this.t === Tok.NAME && this.data[this.p + stride] === Tok.COLONEQUAL) {
      const s = this.p;
      const target = this.name(ast.Store);
      this.next();
      const value = this.expression();
      const d = this.data;
      return ast.NamedExpr(target, value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    const value = this.expression();
    if (this.t === Tok.COLONEQUAL) throw rejected;
    return value;
  }

  name(ctx: number): ast.Name {
    const d = this.data;
    const p = this.p;
    const id = this.nameText();
    this.next();
    return ast.Name(id, ctx, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
  }

  // star_expression: '*' bitwise_or | expression
  starExpression(): Expr {
    return this.t === Tok.STAR ? this.starred() : this.expression();
  }

  // star_named_expression: '*' bitwise_or | named_expression
  starNamedExpression(): Expr {
    return this.t === Tok.STAR ? this.starred() : this.namedExpression();
  }

  starred(): Expr {
    const s = this.p;
    this.next();
    const value = this.binary(1);
    const d = this.data;
    return ast.Starred(value, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // starred_expression: '*' expression
  starredArgument(): Expr {
    const s = this.p;
    this.next();
    const value = this.expression();
    const d = this.data;
    return ast.Starred(value, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // star_expressions: star_expression (',' star_expression)* [',']
  starExpressions(): Expr {
    const s = this.p;
    const first = this.starExpression();
    if (this.t !== Tok.COMMA) return first;
    return this.restOfTuple(s, first, false);
  }

  /** After the first element of a tuple without brackets, at a comma. */
  restOfTuple(s: number, first: Expr, named: boolean): Expr {
    const elts = [first];
    while (this.t === Tok.COMMA) {
      this.next();
      if (startsExpression[this.t] === 0 && this.t !== Tok.STAR) break;
      elts.push(named ? this.starNamedExpression() : this.starExpression());
    }
    const d = this.data;
    return ast.Tuple(elts, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // expressions: expression (',' expression)* [',']
  expressions(): Expr {
    const s = this.p;
    const first = this.expression();
    if (this.t !== Tok.COMMA) return first;
    const elts = [first];
    while (this.t === Tok.COMMA) {
      this.next();
      if (startsExpression[this.t] === 0) break;
      elts.push(this.expression());
    }
    const d = this.data;
    return ast.Tuple(elts, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // yield_expr: 'yield' 'from' expression | 'yield' [star_expressions]
  yieldExpression(): Expr {
    const s = this.p;
    const d = this.data;
    this.next();
    if (this.t === Tok.FROM) {
      this.next();
      const value = this.expression();
      return ast.YieldFrom(value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    const value = startsExpression[this.t] !== 0 || this.t === Tok.STAR ? this.starExpressions() : null;
    return ast.Yield(value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // annotated_rhs: yield_expr | star_expressions
  annotatedRhs(): Expr {
    return this.t === Tok.YIELD ? this.yieldExpression() : this.starExpressions();
  }

  // disjunction: conjunction ('or' conjunction)*
  disjunction(): Expr {
    const s = this.p;
    const first = this.inversion();
    if (this.t !== Tok.AND && this.t !== Tok.OR) return first;
    const left = this.t === Tok.AND ? this.restOfConjunction(s, first) : first;
    if (this.t !== Tok.OR) return left;
    const values = [left];
    while (this.t === Tok.OR) {
      this.next();
      const q = this.p;
      const value = this.inversion();
      values.push(this.t === Tok.AND ? this.restOfConjunction(q, value) : value);
    }
    const d = this.data;
    return ast.BoolOp(2, values, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // conjunction: inversion ('and' inversion)*
  restOfConjunction(s: number, first: Expr): Expr {
    const values = [first];
    while (this.t === Tok.AND) {
      this.next();
      values.push(this.inversion());
    }
    const d = this.data;
    return ast.BoolOp(1, values, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // inversion: 'not' inversion | comparison
  inversion(): Expr {
    if (this.t === Tok.NOT) {
      const s = this.p;
      this.next();
      this.enter(1);
      const operand = this.inversion();
      this.level--;
      const d = this.data;
      return ast.UnaryOp(2, operand, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    const s = this.p;
    const left = this.binary(1);
    const t = this.t;
    if (t < Tok.LESS || (t > Tok.GREATEREQUAL && t !== Tok.IN && t !== Tok.NOT && t !== Tok.IS)) return left;
    return this.comparison(s, left);
  }

  // comparison: bitwise_or (compare_op bitwise_or)*
  comparison(s: number, left: Expr): Expr {
    let op = this.compareOperator();
    if (op === 0) return left;
    const ops: number[] = [];
    const comparators: Expr[] = [];
    do {
      ops.push(op);
      comparators.push(this.binary(1));
      op = this.compareOperator();
    } while (op !== 0);
    const d = this.data;
    return ast.Compare(left, ops, comparators, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  /** Takes a comparison operator and answers its number, or 0. */
  compareOperator(): number {
    let op: number;
    switch (this.t) {
      case Tok.EQEQUAL:
        op = 1;
        break;
      case Tok.NOTEQUAL:
        // `<>` is this operator only with barry_as_FLUFL, and then `!=` is not.
        if ((this.source.charCodeAt(this.data[this.p + 1]) === 60) !== this.flufl) throw rejected;
        op = 2;
        break;
      case Tok.LESS:
        op = 3;
        break;
      case Tok.LESSEQUAL:
        op = 4;
        break;
      case Tok.GREATER:
        op = 5;
        break;
      case Tok.GREATEREQUAL:
        op = 6;
        break;
      case Tok.IN:
        op = 9;
        break;
      case Tok.IS:
        this.next();
        if (this.t !== Tok.NOT) return 7;
        op = 8;
        break;
      case Tok.NOT:
        if (this.peek() !== Tok.IN) return 0;
        this.next();
        op = 10;
        break;
      default:
        return 0;
    }
    this.next();
    return op;
  }

  // bitwise_or … term: operators that associate to the left, by strength
  binary(strength: number): Expr {
    const s = this.p;
    let left = this.factor();
    for (;;) {
      const own = binaryStrength[this.t];
      if (own < strength || own === 0) return left;
      const op = binaryOperator[this.t];
      this.next();
      const right = this.binary(own + 1);
      const d = this.data;
      left = ast.BinOp(left, op, right, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
  }

  // factor: ('+' | '-' | '~') factor | power
  factor(): Expr {
    const t = this.t;
    const d = this.data;
    if (t === Tok.MINUS || t === Tok.PLUS || t === Tok.TILDE) {
      const s = this.p;
      this.next();
      this.enter(1);
      const operand = this.factor();
      this.level--;
      const op = t === Tok.MINUS ? 4 : t === Tok.PLUS ? 3 : 1;
      return ast.UnaryOp(op, operand, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    const s = this.p;
    const left = t === Tok.AWAIT ? this.awaitPrimary() : this.primary();
    if (this.t !== Tok.DOUBLESTAR) return left;
    // power: await_primary '**' factor
    this.next();
    this.enter(2);
    const right = this.factor();
    this.level -= 2;
    return ast.BinOp(left, 7, right, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // await_primary: 'await' primary
  awaitPrimary(): Expr {
    const s = this.p;
    this.next();
    const value = this.primary();
    const d = this.data;
    return ast.Await(value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // primary: atom ('.' NAME | genexp | '(' [arguments] ')' | '[' slices ']')*
  primary(): Expr {
    const s = this.p;
    const d = this.data;
    let value = this.atom();
    for (;;) {
      switch (this.t) {
        case Tok.DOT: {
          this.next();
          const attr = this.identifier();
          value = ast.Attribute(value, attr, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
          break;
        }
        case Tok.LPAR:
          value = this.call(s, value);
          break;
        case Tok.LSQB: {
          this.next();
          this.enter(18);
          const slice = this.slices();
          this.level -= 18;
          this.expect(Tok.RSQB);
          value = ast.Subscript(value, slice, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
          break;
        }
        default:
          return value;
      }
    }
  }

  /** A call's brackets, whose function began at `s`. */
  call(s: number, func: Expr): Expr {
    const d = this.data;
    const args: Expr[] = [];
    const keywords: Keyword[] = [];
    const open = this.p;
    this.next();
    if (this.t !== Tok.RPAR) {
      this.enter(18);
      this.callArguments(open, args, keywords);
      this.level -= 18;
    }
    this.expect(Tok.RPAR);
    return ast.Call(func, args, keywords, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // arguments: args [','] &')'
  // args: positional or starred ones, then keywords mixed with starred ones, then keywords mixed with '**'
  callArguments(open: number, args: Expr[], keywords: Keyword[]): void {
    const d = this.data;
    let sawKeyword = false;
    let sawDoubleStar = false;
    for (;;) {
      const s = this.p;
      const t = this.t;
      if (t === Tok.NAME && this.peek() === Tok.EQUAL) {
        const arg = this.nameText();
        this.next();
        this.next();
        const value = this.expression();
        keywords.push(ast.Keyword(arg, value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]));
        sawKeyword = true;
      } else if (t === Tok.STAR) {
        if (sawDoubleStar) throw rejected;
        args.push(this.starredArgument());
      } else if (t === Tok.DOUBLESTAR) {
        this.next();
        const value = this.expression();
        keywords.push(ast.Keyword(null, value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]));
        sawKeyword = sawDoubleStar = true;
      } else {
        if (sawKeyword) throw rejected;
        const value = this.namedExpression();
        if (this.t === Tok.FOR || this.t === Tok.ASYNC) {
          // A generator expression without brackets of its own must be the only argument.
          if (args.length > 0) throw rejected;
          const generators = this.comprehensionClauses();
          if (this.t !== Tok.RPAR) throw rejected;
          args.push(
            ast.GeneratorExp(value, generators, d[open + 3], d[open + 4], d[this.p + 5], d[this.p + 6]),
          );
          return;
        }
        args.push(value);
      }
      if (this.t !== Tok.COMMA) return;
      this.next();
      if (this.t === Tok.RPAR) return;
    }
  }

  // slices: slice !',' | ','.(slice | starred_expression)+ [',']
  slices(): Expr {
    const s = this.p;
    const first = this.t === Tok.STAR ? this.starredArgument() : this.slice();
    if (this.t !== Tok.COMMA && first.kind !== Kind.Starred) return first;
    const elts = [first];
    while (this.t === Tok.COMMA) {
      this.next();
      if (this.t === Tok.RSQB) break;
      elts.push(this.t === Tok.STAR ? this.starredArgument() : this.slice());
    }
    const d = this.data;
    return ast.Tuple(elts, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // slice: [expression] ':' [expression] [':' [expression]] | named_expression
  slice(): Expr {
    const s = this.p;
    let lower: Expr | null = null;
    if (this.t !== Tok.COLON) {
      lower = this.namedExpression();
      if (this.t !== Tok.COLON) return lower;
      if (lower.kind === Kind.NamedExpr && this.data[s] !== Tok.LPAR) throw rejected;
    }
    this.next();
    let upper: Expr | null = null;
    let step: Expr | null = null;
    if (startsExpression[this.t] !== 0) upper = this.expression();
    if (this.accept(Tok.COLON) && startsExpression[this.t] !== 0) step = this.expression();
    const d = this.data;
    return ast.Slice(lower, upper, step, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // atom
  atom(): Expr {
    const d = this.data;
    const p = this.p;
    switch (this.t) {
      case Tok.NAME: {
        const id = this.nameText();
        this.next();
        return ast.Name(id, ast.Load, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
      }
      case Tok.NUMBER: {
        const value = parseNumber(this.source, d[p + 1], d[p + 2]);
        if (value === null) throw rejected;
        this.next();
        return ast.Constant(value, null, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
      }
      case Tok.STRING:
      case Tok.FSTRING_START:
      case Tok.TSTRING_START:
        return this.strings();
      case Tok.LPAR:
        return this.parenthesised();
      case Tok.LSQB:
        return this.list();
      case Tok.LBRACE:
        return this.braces();
      case Tok.TRUE:
        this.next();
        return ast.Constant(true, null, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
      case Tok.FALSE:
        this.next();
        return ast.Constant(false, null, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
      case Tok.NONE:
        this.next();
        return ast.Constant(null, null, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
      case Tok.ELLIPSIS:
        this.next();
        return ast.Constant(ast.Ellipsis, null, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
      default:
        throw rejected;
    }
  }

  // tuple | group | genexp
  parenthesised(): Expr {
    const d = this.data;
    const s = this.p;
    this.next();
    if (this.t === Tok.RPAR) {
      this.next();
      return ast.Tuple([], ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    this.enter(18);
    if (this.t === Tok.YIELD) {
      const value = this.yieldExpression();
      this.expect(Tok.RPAR);
      this.level -= 18;
      return value;
    }
    const first = this.starNamedExpression();
    let result: Expr;
    if (this.t === Tok.COMMA) {
      const elts = this.restOfElements(first, Tok.RPAR);
      this.expect(Tok.RPAR);
      result = ast.Tuple(elts, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    } else if (first.kind === Kind.Starred) throw rejected;
    else if (this.t === Tok.FOR || this.t === Tok.ASYNC) {
      const generators = this.comprehensionClauses();
      this.expect(Tok.RPAR);
      result = ast.GeneratorExp(first, generators, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    } else {
      this.expect(Tok.RPAR);
      result = first;
    }
    this.level -= 18;
    return result;
  }

  // star_named_expressions: ','.star_named_expression+ [',']
  restOfElements(first: Expr, close: number): Expr[] {
    const elts = [first];
    while (this.t === Tok.COMMA) {
      this.next();
      if (this.t === close) break;
      elts.push(this.starNamedExpression());
    }
    return elts;
  }

  // list | listcomp
  list(): Expr {
    const d = this.data;
    const s = this.p;
    this.next();
    if (this.t === Tok.RSQB) {
      this.next();
      return ast.List([], ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    this.enter(18);
    const first = this.starNamedExpression();
    let result: Expr;
    if (this.t === Tok.FOR || this.t === Tok.ASYNC) {
      if (first.kind === Kind.Starred) throw rejected;
      const generators = this.comprehensionClauses();
      this.expect(Tok.RSQB);
      result = ast.ListComp(first, generators, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    } else {
      const elts = this.restOfElements(first, Tok.RSQB);
      this.expect(Tok.RSQB);
      result = ast.List(elts, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    this.level -= 18;
    return result;
  }

  // dict | set | dictcomp | setcomp
  braces(): Expr {
    const d = this.data;
    const s = this.p;
    this.next();
    if (this.t === Tok.RBRACE) {
      this.next();
      return ast.Dict([], [], d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    this.enter(18);
    let result: Expr;
    if (this.t === Tok.DOUBLESTAR) result = this.restOfDict(s, null, null);
    else {
      const q = this.p;
      const first = this.starNamedExpression();
      if (this.t === Tok.COLON && first.kind !== Kind.Starred) {
        if (first.kind === Kind.NamedExpr && d[q] !== Tok.LPAR) throw rejected;
        this.next();
        const value = this.expression();
        if (this.t === Tok.FOR || this.t === Tok.ASYNC) {
          const generators = this.comprehensionClauses();
          this.expect(Tok.RBRACE);
          result = ast.DictComp(first, value, generators, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
        } else result = this.restOfDict(s, first, value);
      } else if (this.t === Tok.FOR || this.t === Tok.ASYNC) {
        if (first.kind === Kind.Starred) throw rejected;
        const generators = this.comprehensionClauses();
        this.expect(Tok.RBRACE);
        result = ast.SetComp(first, generators, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
      } else {
        const elts = this.restOfElements(first, Tok.RBRACE);
        this.expect(Tok.RBRACE);
        result = ast.Set(elts, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
      }
    }
    this.level -= 18;
    return result;
  }

  // double_starred_kvpairs: ','.('**' bitwise_or | expression ':' expression)+ [',']
  restOfDict(s: number, firstKey: Expr | null, firstValue: Expr | null): Expr {
    const keys: (Expr | null)[] = [];
    const values: Expr[] = [];
    if (firstValue !== null) {
      keys.push(firstKey);
      values.push(firstValue);
      if (this.t === Tok.COMMA) this.next();
      else if (this.t !== Tok.RBRACE) throw rejected;
    }
    while (this.t !== Tok.RBRACE) {
      if (this.t === Tok.DOUBLESTAR) {
        this.next();
        keys.push(null);
        values.push(this.binary(1));
      } else {
        keys.push(this.expression());
        this.expect(Tok.COLON);
        values.push(this.expression());
      }
      if (this.t === Tok.COMMA) this.next();
      else if (this.t !== Tok.RBRACE) throw rejected;
    }
    this.next();
    const d = this.data;
    return ast.Dict(keys, values, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // for_if_clauses: (['async'] 'for' star_targets 'in' disjunction ('if' disjunction)*)+
  comprehensionClauses(): Comprehension[] {
    const clauses: Comprehension[] = [];
    while (this.t === Tok.FOR || this.t === Tok.ASYNC) {
      const isAsync = this.accept(Tok.ASYNC) ? 1 : 0;
      this.expect(Tok.FOR);
      const target = this.starTargets();
      this.expect(Tok.IN);
      const iter = this.disjunction();
      const ifs: Expr[] = [];
      while (this.t === Tok.IF) {
        this.next();
        ifs.push(this.disjunction());
      }
      clauses.push(ast.Comprehension(target, iter, ifs, isAsync));
    }
    return clauses;
  }

  // Targets -----------------------------------------------------------------------------------------------------------

  // star_targets: star_target (',' star_target)* [',']
  starTargets(): Expr {
    const s = this.p;
    const first = this.starTarget();
    if (this.t !== Tok.COMMA) return first;
    const elts = [first];
    while (this.t === Tok.COMMA) {
      this.next();
      if (startsExpression[this.t] === 0 && this.t !== Tok.STAR) break;
      elts.push(this.starTarget());
    }
    const d = this.data;
    return ast.Tuple(elts, ast.Store, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // star_target: '*' (!'*' star_target) | target_with_star_atom
  starTarget(): Expr {
    if (this.t !== Tok.STAR) {
      const target = this.primary();
      this.markTarget(target, ast.Store);
      return target;
    }
    const s = this.p;
    this.next();
    const value = this.primary();
    this.markTarget(value, ast.Store);
    const d = this.data;
    return ast.Starred(value, ast.Store, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  /** Turns an expression into a target, or rejects it. */
  markTarget(e: Expr, ctx: number): void {
    switch (e.kind) {
      case Kind.Name:
      case Kind.Attribute:
      case Kind.Subscript:
        e.ctx = ctx;
        return;
      case Kind.Tuple:
      case Kind.List:
        e.ctx = ctx;
        for (const elt of e.elts) this.markTarget(elt, ctx);
        return;
      case Kind.Starred:
        if (ctx === ast.Del) throw rejected;
        e.ctx = ctx;
        this.markTarget(e.value, ctx);
        return;
      default:
        throw rejected;
    }
  }

  // Lambda ------------------------------------------------------------------------------------------------------------

  // lambdef: 'lambda' [lambda_params] ':' expression
  lambda(): Expr {
    const s = this.p;
    this.next();
    const args = this.parameters(Tok.COLON);
    this.expect(Tok.COLON);
    this.enter(2);
    const body = this.expression();
    this.level -= 2;
    const d = this.data;
    return ast.Lambda(args, body, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // parameters, lambda_parameters; `close` is ')' for a function, ':' for a lambda, whose parameters have no annotations
  parameters(close: number): Arguments {
    const posonlyargs: Arg[] = [];
    let args: Arg[] = [];
    let vararg: Arg | null = null;
    const kwonlyargs: Arg[] = [];
    const kwDefaults: (Expr | null)[] = [];
    let kwarg: Arg | null = null;
    const defaults: Expr[] = [];
    const annotated = close === Tok.RPAR;
    let sawStar = false;
    let sawSlash = false;
    while (this.t !== close) {
      if (kwarg !== null) throw rejected;
      if (this.t === Tok.NAME) {
        const arg = this.parameter(annotated, false);
        if (sawStar) {
          kwonlyargs.push(arg);
          kwDefaults.push(this.accept(Tok.EQUAL) ? this.expression() : null);
        } else {
          args.push(arg);
          if (this.t === Tok.EQUAL) {
            this.next();
            defaults.push(this.expression());
          } else if (defaults.length > 0) throw rejected;
        }
      } else if (this.t === Tok.SLASH) {
        if (sawSlash || sawStar || args.length === 0) throw rejected;
        sawSlash = true;
        posonlyargs.push(...args);
        args = [];
        this.next();
      } else if (this.t === Tok.STAR) {
        if (sawStar) throw rejected;
        sawStar = true;
        this.next();
        if (this.t === Tok.COMMA) {
          // A bare star needs a parameter after it.
          if (this.peek() !== Tok.NAME) throw rejected;
        } else vararg = this.parameter(annotated, true);
      } else if (this.t === Tok.DOUBLESTAR) {
        this.next();
        kwarg = this.parameter(annotated, false);
      } else throw rejected;
      if (this.t === Tok.COMMA) this.next();
      else if (this.t !== close) throw rejected;
    }
    return ast.Arguments(posonlyargs, args, vararg, kwonlyargs, kwDefaults, kwarg, defaults);
  }

  // param: NAME [':' expression]; after '*' also ':' star_expression
  parameter(annotated: boolean, star: boolean): Arg {
    const s = this.p;
    const name = this.identifier();
    let annotation: Expr | null = null;
    if (annotated && this.t === Tok.COLON) {
      this.next();
      annotation = star ? this.starExpression() : this.expression();
    }
    const d = this.data;
    return ast.Arg(name, annotation, null, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // Strings -----------------------------------------------------------------------------------------------------------

  // strings: (fstring | string)+ | tstring+
  strings(): Expr {
    const s = this.p;
    const d = this.data;
    if (this.t === Tok.STRING) {
      const first = this.string();
      if (this.t !== Tok.STRING && this.t !== Tok.FSTRING_START) {
        if (this.t === Tok.TSTRING_START) throw rejected;
        return first;
      }
      return this.moreStrings(s, [first]);
    }
    if (this.t === Tok.TSTRING_START) {
      const parts: ast.TemplateStr[] = [];
      while (this.t === Tok.TSTRING_START) parts.push(this.templateString());
      if (this.t === Tok.STRING || this.t === Tok.FSTRING_START) throw rejected;
      return concatenateTemplates(parts, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    return this.moreStrings(s, []);
  }

  moreStrings(s: number, parts: (ast.Constant | ast.JoinedStr)[]): Expr {
    while (this.t === Tok.STRING || this.t === Tok.FSTRING_START) {
      parts.push(this.t === Tok.STRING ? this.string() : this.formattedString());
    }
    if (this.t === Tok.TSTRING_START) throw rejected;
    const d = this.data;
    const result = concatenateStrings(parts, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    if (result === null) throw rejected;
    return result;
  }

  // string: STRING
  string(): ast.Constant {
    const d = this.data;
    const p = this.p;
    const source = this.source;
    const start = d[p + 1];
    const end = d[p + 2];
    const quote = source.charCodeAt(start);
    // The usual case first: one quote on each side, no prefix, no escape.
    if ((quote === 34 || quote === 39) && source.charCodeAt(start + 1) !== quote) {
      const body = source.slice(start + 1, end - 1);
      if (!body.includes('\\')) {
        this.next();
        return ast.Constant(body, null, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
      }
    }
    try {
      const literal = parseLiteral(source, start, end);
      if (literal.invalidEscape !== null) {
        const body = source.slice(start + literal.bodyStart, end);
        this.warnInvalidEscape(literal.invalidEscape, body, p);
      }
      this.next();
      return ast.Constant(
        literal.value,
        literal.isUnicodePrefixed ? 'u' : null,
        d[p + 3],
        d[p + 4],
        d[p + 5],
        d[p + 6],
      );
    } catch (error) {
      if (error instanceof LiteralError) throw rejected;
      throw error;
    }
  }

  /** Notes an escape in `text` that Python does not know; CPython counts its place from the token at `p`. */
  warnInvalidEscape(escape: InvalidEscape, text: string, p: number): void {
    const d = this.data;
    const before = text.slice(0, escape.offset);
    const newlines = before.split('\n').length - 1;
    const lineno = d[p + 3] + newlines;
    // The column if the warning becomes an error: counted in the decoder's copy, where characters beyond ASCII are escapes,
    // from the first quotes of the token, but not past a prefix.
    let column = decoderPosition(text, escape.offset);
    if (newlines > 0) column -= decoderPosition(text, before.lastIndexOf('\n') + 1);
    else column += d[p + 4] + /^["']*/.exec(this.source.slice(d[p + 1], d[p + 1] + 3))![0].length;
    const lineStart = this.tokens.lineStarts[lineno];
    const lineEnd = this.source.indexOf('\n', lineStart);
    const line = this.source.slice(lineStart, lineEnd < 0 ? this.source.length : lineEnd + 1);
    this.warnings.push({
      category: 'SyntaxWarning',
      message: escape.octal ? messages.invalidOctalEscape(escape.what) : messages.invalidEscape(escape.what),
      lineno,
      offset: charactersOf(line, column + 1),
      endOffset: charactersOf(line, column + 3),
    });
  }

  // fstring: FSTRING_START fstring_middle* FSTRING_END
  formattedString(): ast.JoinedStr {
    const d = this.data;
    const s = this.p;
    const raw = this.isRawPrefix(s);
    this.next();
    const parts = this.stringMiddles(raw, Tok.FSTRING_MIDDLE);
    this.expect(Tok.FSTRING_END);
    return ast.JoinedStr(parts, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // tstring: TSTRING_START tstring_middle* TSTRING_END
  templateString(): ast.TemplateStr {
    const d = this.data;
    const s = this.p;
    const raw = this.isRawPrefix(s);
    this.next();
    const parts = this.stringMiddles(raw, Tok.TSTRING_MIDDLE);
    this.expect(Tok.TSTRING_END);
    return ast.TemplateStr(parts, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  isRawPrefix(p: number): boolean {
    const first = this.source.charCodeAt(this.data[p + 1]) | 32;
    const second = this.source.charCodeAt(this.data[p + 1] + 1) | 32;
    return first === 114 || second === 114;
  }

  stringMiddles(raw: boolean, middle: number): Expr[] {
    const parts = new StringParts();
    const escapes: [InvalidEscape, string][] = [];
    for (;;) {
      if (this.t === middle) {
        const constant = this.literalPart(raw, escapes);
        if (constant.value !== '') parts.add(constant);
      } else if (this.t === Tok.LBRACE) {
        this.replacementField(parts, middle, middle === Tok.TSTRING_MIDDLE, raw);
      } else {
        // CPython decodes the parts when it has the end, and counts lines and columns from there.
        for (const [escape, text] of escapes) this.warnInvalidEscape(escape, text, this.p);
        return parts.values;
      }
    }
  }

  /** A literal part of an f- or t-string. */
  literalPart(raw: boolean, escapes: [InvalidEscape, string][] | null): ast.Constant {
    const d = this.data;
    const p = this.p;
    const text = this.source.slice(d[p + 1], d[p + 2]);
    this.next();
    if (raw || !text.includes('\\')) {
      return ast.Constant(text, null, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
    }
    try {
      const decoded = decodeText(text);
      const escape = decoded.invalidEscape;
      // The tokenizer has warned of a backslash before a brace already.
      if (escape !== null && escape.what !== '{' && escape.what !== '}') {
        if (escapes !== null) escapes.push([escape, text]);
        else this.warnInvalidEscape(escape, text, p);
      }
      return ast.Constant(decoded.value, null, d[p + 3], d[p + 4], d[p + 5], d[p + 6]);
    } catch (error) {
      if (error instanceof LiteralError) throw rejected;
      throw error;
    }
  }

  // fstring_replacement_field: '{' annotated_rhs ['='] ['!' NAME] [':' format_spec*] '}'
  replacementField(parts: StringParts, middle: number, template: boolean, raw: boolean): void {
    const d = this.data;
    const s = this.p;
    this.next();
    this.enter(18);
    const value = this.annotatedRhs();
    const valueEnd = this.p;
    const debug = this.accept(Tok.EQUAL);
    let conversion = -1;
    let conversionAt = -1;
    if (this.t === Tok.EXCLAMATION) {
      conversionAt = this.p;
      this.next();
      // The name must follow the exclamation mark at once.
      if (this.t !== Tok.NAME || d[this.p + 1] !== d[conversionAt + 2]) throw rejected;
      const letter = this.nameText();
      if (letter !== 's' && letter !== 'r' && letter !== 'a') throw rejected;
      conversion = letter.charCodeAt(0);
      this.next();
    }
    let formatSpec: ast.JoinedStr | null = null;
    const formatAt = this.p;
    if (this.t === Tok.COLON) {
      this.next();
      formatSpec = this.formatSpec(formatAt, middle, raw);
    }
    const closeAt = this.p;
    this.expect(Tok.RBRACE);
    this.level -= 18;
    if (debug && conversion < 0 && formatSpec === null) conversion = 114;
    const line = d[s + 3];
    const col = d[s + 4];
    const endLine = d[closeAt + 5];
    const endCol = d[closeAt + 6];
    // What stands first behind the expression: conversion, format or the closing brace.
    const after = conversionAt >= 0 ? conversionAt : formatSpec !== null ? formatAt : closeAt;
    if (debug) {
      const text = debugText(this.source, d[s + 2], d[after + 1]);
      parts.add(ast.Constant(text, null, line, col + 1, d[after + 3], d[after + 4]));
    }
    if (template) {
      const end = debug ? d[after + 1] : d[valueEnd + 1];
      const text = interpolationText(debugText(this.source, d[s + 2], end));
      parts.add(ast.Interpolation(value, text, conversion, formatSpec, line, col, endLine, endCol));
    } else parts.add(ast.FormattedValue(value, conversion, formatSpec, line, col, endLine, endCol));
  }

  // fstring_full_format_spec: ':' (FSTRING_MIDDLE | fstring_replacement_field)*
  formatSpec(colon: number, middle: number, raw: boolean): ast.JoinedStr {
    const parts = new StringParts();
    for (;;) {
      if (this.t === middle) {
        const constant = this.literalPart(raw, null);
        if (constant.value !== '') parts.add(constant);
      } else if (this.t === Tok.LBRACE) this.replacementField(parts, middle, false, raw);
      else break;
    }
    const d = this.data;
    return ast.JoinedStr(parts.folded(), d[colon + 3], d[colon + 4], d[this.p - 3], d[this.p - 2]);
  }

  // Patterns ----------------------------------------------------------------------------------------------------------

  // patterns: open_sequence_pattern | pattern
  patterns(): Pattern {
    const s = this.p;
    const first = this.maybeStarPattern();
    if (this.t !== Tok.COMMA) {
      if (first.kind === Kind.MatchStar) throw rejected;
      return first;
    }
    const patterns = [first];
    while (this.t === Tok.COMMA) {
      this.next();
      if (this.t === Tok.COLON || this.t === Tok.IF) break;
      patterns.push(this.maybeStarPattern());
    }
    const d = this.data;
    return ast.MatchSequence(patterns, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // maybe_star_pattern: '*' (capture | '_') | pattern
  maybeStarPattern(): Pattern {
    if (this.t !== Tok.STAR) return this.pattern();
    const s = this.p;
    this.next();
    const d = this.data;
    const name = this.isSoftKeyword('_') ? null : this.captureTarget();
    if (name === null) this.next();
    return ast.MatchStar(name, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // pattern: or_pattern ['as' pattern_capture_target]
  pattern(): Pattern {
    const s = this.p;
    const pattern = this.orPattern();
    if (this.t !== Tok.AS) return pattern;
    this.next();
    const name = this.captureTarget();
    const d = this.data;
    return ast.MatchAs(pattern, name, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // pattern_capture_target: !"_" NAME !('.' | '(' | '=')
  captureTarget(): string {
    if (this.t !== Tok.NAME || this.isSoftKeyword('_')) throw rejected;
    const name = this.nameText();
    this.next();
    if (this.t === Tok.DOT || this.t === Tok.LPAR || this.t === Tok.EQUAL) throw rejected;
    return name;
  }

  // or_pattern: '|'.closed_pattern+
  orPattern(): Pattern {
    const s = this.p;
    const first = this.closedPattern();
    if (this.t !== Tok.VBAR) return first;
    const patterns = [first];
    while (this.t === Tok.VBAR) {
      this.next();
      patterns.push(this.closedPattern());
    }
    const d = this.data;
    return ast.MatchOr(patterns, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // closed_pattern
  closedPattern(): Pattern {
    const d = this.data;
    const s = this.p;
    switch (this.t) {
      case Tok.NUMBER:
      case Tok.MINUS:
      case Tok.STRING:
      case Tok.FSTRING_START:
      case Tok.TSTRING_START: {
        const value = this.literalExpression();
        return ast.MatchValue(value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
      }
      case Tok.NONE:
        this.next();
        return ast.MatchSingleton(null, d[s + 3], d[s + 4], d[s + 5], d[s + 6]);
      case Tok.TRUE:
        this.next();
        return ast.MatchSingleton(true, d[s + 3], d[s + 4], d[s + 5], d[s + 6]);
      case Tok.FALSE:
        this.next();
        return ast.MatchSingleton(false, d[s + 3], d[s + 4], d[s + 5], d[s + 6]);
      case Tok.NAME: {
        const following = this.peek();
        if (following === Tok.DOT || following === Tok.LPAR) {
          const value = this.nameOrAttribute();
          if (this.t === Tok.LPAR) return this.classPattern(s, value);
          if (value.kind === Kind.Name || this.t === Tok.EQUAL) throw rejected;
          return ast.MatchValue(value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
        }
        if (this.isSoftKeyword('_')) {
          this.next();
          return ast.MatchAs(null, null, d[s + 3], d[s + 4], d[s + 5], d[s + 6]);
        }
        const name = this.captureTarget();
        return ast.MatchAs(null, name, d[s + 3], d[s + 4], d[s + 5], d[s + 6]);
      }
      case Tok.LPAR:
        return this.groupOrSequencePattern(s, Tok.RPAR);
      case Tok.LSQB:
        return this.groupOrSequencePattern(s, Tok.RSQB);
      case Tok.LBRACE:
        return this.mappingPattern(s);
      default:
        throw rejected;
    }
  }

  // group_pattern | sequence_pattern
  groupOrSequencePattern(s: number, close: number): Pattern {
    const d = this.data;
    this.next();
    this.enter(18);
    const patterns: Pattern[] = [];
    let sawComma = false;
    while (this.t !== close) {
      patterns.push(this.maybeStarPattern());
      if (this.t !== Tok.COMMA) break;
      sawComma = true;
      this.next();
    }
    this.expect(close);
    this.level -= 18;
    if (close === Tok.RPAR && patterns.length === 1 && !sawComma) {
      if (patterns[0].kind === Kind.MatchStar) throw rejected;
      return patterns[0];
    }
    return ast.MatchSequence(patterns, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // literal_expr: signed_number | complex_number | strings
  literalExpression(): Expr {
    if (this.t !== Tok.NUMBER && this.t !== Tok.MINUS) return this.strings();
    const d = this.data;
    const s = this.p;
    const real = this.signedNumber();
    if (this.t !== Tok.PLUS && this.t !== Tok.MINUS) return real;
    const op = this.t === Tok.PLUS ? 1 : 2;
    this.next();
    if (this.t !== Tok.NUMBER) throw rejected;
    const imaginary = this.atom() as ast.Constant;
    const realConstant = real.kind === Kind.UnaryOp ? (real.operand as ast.Constant) : (real as ast.Constant);
    if (!(imaginary.value instanceof ast.ComplexConstant)) throw rejected;
    if (realConstant.value instanceof ast.ComplexConstant) throw rejected;
    return ast.BinOp(real, op, imaginary, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // signed_number: ['-'] NUMBER
  signedNumber(): Expr {
    const d = this.data;
    const s = this.p;
    if (this.t !== Tok.MINUS) return this.atom();
    this.next();
    if (this.t !== Tok.NUMBER) throw rejected;
    const operand = this.atom();
    return ast.UnaryOp(4, operand, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // name_or_attr: NAME ('.' NAME)*
  nameOrAttribute(): Expr {
    const d = this.data;
    const s = this.p;
    let value: Expr = this.name(ast.Load);
    while (this.t === Tok.DOT) {
      this.next();
      const attr = this.identifier();
      value = ast.Attribute(value, attr, ast.Load, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    return value;
  }

  // mapping_pattern: '{' [','.(key ':' pattern | '**' NAME)+ [',']] '}'
  mappingPattern(s: number): Pattern {
    const d = this.data;
    this.next();
    this.enter(18);
    const keys: Expr[] = [];
    const patterns: Pattern[] = [];
    let rest: string | null = null;
    while (this.t !== Tok.RBRACE) {
      if (rest !== null) throw rejected;
      if (this.t === Tok.DOUBLESTAR) {
        this.next();
        rest = this.captureTarget();
      } else {
        keys.push(this.mappingKey());
        this.expect(Tok.COLON);
        patterns.push(this.pattern());
      }
      if (this.t !== Tok.COMMA) break;
      this.next();
    }
    this.expect(Tok.RBRACE);
    this.level -= 18;
    return ast.MatchMapping(keys, patterns, rest, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // key: literal_expr | attr
  mappingKey(): Expr {
    switch (this.t) {
      case Tok.NUMBER:
      case Tok.MINUS:
      case Tok.STRING:
      case Tok.FSTRING_START:
      case Tok.TSTRING_START:
        return this.literalExpression();
      case Tok.NONE:
      case Tok.TRUE:
      case Tok.FALSE:
        return this.atom();
      case Tok.NAME: {
        const value = this.nameOrAttribute();
        if (value.kind === Kind.Name) throw rejected;
        return value;
      }
      default:
        throw rejected;
    }
  }

  // class_pattern: name_or_attr '(' [','.pattern+] [','.(NAME '=' pattern)+] [','] ')'
  classPattern(s: number, cls: Expr): Pattern {
    const d = this.data;
    this.next();
    this.enter(18);
    const patterns: Pattern[] = [];
    const kwdAttrs: string[] = [];
    const kwdPatterns: Pattern[] = [];
    while (this.t !== Tok.RPAR) {
      if (this.t === Tok.NAME && this.peek() === Tok.EQUAL) {
        kwdAttrs.push(this.nameText());
        this.next();
        this.next();
        kwdPatterns.push(this.pattern());
      } else {
        if (kwdAttrs.length > 0) throw rejected;
        patterns.push(this.pattern());
      }
      if (this.t !== Tok.COMMA) break;
      this.next();
    }
    this.expect(Tok.RPAR);
    this.level -= 18;
    return ast.MatchClass(
      cls,
      patterns,
      kwdAttrs,
      kwdPatterns,
      d[s + 3],
      d[s + 4],
      d[this.p - 3],
      d[this.p - 2],
    );
  }
}

/** Identifiers beyond ASCII are compared, and shown, in normal form NFKC. */
export function normalise(name: string): string {
  return utf8Length(name, 0, name.length) === name.length ? name : name.normalize('NFKC');
}

export { concatenateText, startsExpression };
