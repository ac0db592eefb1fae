// @inline-constants-from ./token-types.ts Tok
// @inline-constants-from ./ast-kinds.ts Kind
// Statements and whole modules of Python 3.14, on top of parse-expressions.ts. Soft keywords (`match`, `case`, `type`) and the
// brackets of `with` are told apart by a look ahead over tokens. `# type:` comments are not read, as without PyCF_TYPE_COMMENTS.
import { Kind } from './ast-kinds.ts';
import * as ast from './ast.ts';
import type {
  Alias,
  ExceptHandler,
  Expr,
  Keyword,
  MatchCase,
  Mod,
  Stmt,
  TypeParam,
  WithItem,
} from './ast.ts';
import { ExpressionParser, rejected, startsExpression } from './parse-expressions.ts';
import { Tok } from './token-types.ts';
import { stride } from './tokenizer.ts';

/** Augmented assignment: operator number by token. */
const augmentedOperator = new Uint8Array(128);
for (const [token, operator] of [
  [Tok.PLUSEQUAL, 1],
  [Tok.MINEQUAL, 2],
  [Tok.STAREQUAL, 3],
  [Tok.ATEQUAL, 4],
  [Tok.SLASHEQUAL, 5],
  [Tok.PERCENTEQUAL, 6],
  [Tok.DOUBLESTAREQUAL, 7],
  [Tok.LEFTSHIFTEQUAL, 8],
  [Tok.RIGHTSHIFTEQUAL, 9],
  [Tok.VBAREQUAL, 10],
  [Tok.CIRCUMFLEXEQUAL, 11],
  [Tok.AMPEREQUAL, 12],
  [Tok.DOUBLESLASHEQUAL, 13],
]) {
  augmentedOperator[token] = operator;
}

export class Parser extends ExpressionParser {
  // Modes -------------------------------------------------------------------------------------------------------------

  // file: [statements] ENDMARKER
  module(): Mod {
    const body: Stmt[] = [];
    while (this.t !== Tok.ENDMARKER) this.statement(body);
    return ast.Module(body, []);
  }

  // interactive: compound_stmt NEWLINE | simple_stmts | NEWLINE
  interactive(): Mod {
    const d = this.data;
    const s = this.p;
    if (this.t === Tok.NEWLINE) {
      this.next();
      return ast.Interactive([ast.Pass(d[s + 3], d[s + 4], d[s + 5], d[s + 6])]);
    }
    const body: Stmt[] = [];
    if (this.compoundStatement(body)) this.expect(Tok.NEWLINE);
    else this.simpleStatements(body);
    return ast.Interactive(body);
  }

  // eval: expressions NEWLINE* ENDMARKER
  evaluation(): Mod {
    const body = this.expressions();
    while (this.t === Tok.NEWLINE) this.next();
    this.expect(Tok.ENDMARKER);
    return ast.Expression(body);
  }

  // func_type: '(' [type_expressions] ')' '->' expression NEWLINE* ENDMARKER
  functionType(): Mod {
    const argtypes: Expr[] = [];
    this.expect(Tok.LPAR);
    let stars = 0;
    while (this.t !== Tok.RPAR) {
      if (this.t === Tok.STAR && stars === 0) stars = 1;
      else if (this.t === Tok.DOUBLESTAR && stars < 2) stars = 2;
      else if (stars > 0) throw rejected;
      else {
        argtypes.push(this.expression());
        if (this.t !== Tok.COMMA) break;
        this.next();
        if (this.t === Tok.RPAR) throw rejected;
        continue;
      }
      this.next();
      argtypes.push(this.expression());
      if (this.t !== Tok.COMMA) break;
      this.next();
      if (this.t !== Tok.DOUBLESTAR) throw rejected;
    }
    this.expect(Tok.RPAR);
    this.expect(Tok.RARROW);
    const returns = this.expression();
    while (this.t === Tok.NEWLINE) this.next();
    this.expect(Tok.ENDMARKER);
    return ast.FunctionType(argtypes, returns);
  }

  // Statements --------------------------------------------------------------------------------------------------------

  // statement: compound_stmt | simple_stmts
  statement(into: Stmt[]): void {
    if (!this.compoundStatement(into)) this.simpleStatements(into);
  }

  compoundStatement(into: Stmt[]): boolean {
    switch (this.t) {
      case Tok.DEF:
        into.push(this.functionDef(this.p, [], false));
        return true;
      case Tok.AT:
        into.push(this.decorated());
        return true;
      case Tok.ASYNC:
        into.push(this.asyncStatement());
        return true;
      case Tok.IF:
        into.push(this.ifStatement());
        return true;
      case Tok.CLASS:
        into.push(this.classDef([]));
        return true;
      case Tok.WITH:
        into.push(this.withStatement(this.p, false));
        return true;
      case Tok.FOR:
        into.push(this.forStatement(this.p, false));
        return true;
      case Tok.TRY:
        into.push(this.tryStatement());
        return true;
      case Tok.WHILE:
        into.push(this.whileStatement());
        return true;
      case Tok.NAME:
        if (this.isSoftKeyword('match') && this.looksLikeMatch()) {
          into.push(this.matchStatement());
          return true;
        }
        return false;
      default:
        return false;
    }
  }

  // simple_stmts: ';'.simple_stmt+ [';'] NEWLINE
  simpleStatements(into: Stmt[]): void {
    for (;;) {
      into.push(this.simpleStatement());
      if (this.t === Tok.NEWLINE) {
        this.next();
        return;
      }
      this.expect(Tok.SEMI);
      if (this.t === Tok.NEWLINE) {
        this.next();
        return;
      }
    }
  }

  simpleStatement(): Stmt {
    const d = this.data;
    const s = this.p;
    switch (this.t) {
      case Tok.NAME:
        if (this.peek() === Tok.NAME && this.isSoftKeyword('type')) return this.typeAlias();
        return this.expressionStatement();
      case Tok.RETURN: {
        this.next();
        const value = startsExpression[this.t] !== 0 || this.t === Tok.STAR ? this.starExpressions() : null;
        return ast.Return(value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
      }
      case Tok.IMPORT:
        return this.importName();
      case Tok.FROM:
        return this.importFrom();
      case Tok.RAISE: {
        this.next();
        let exc: Expr | null = null;
        let cause: Expr | null = null;
        if (startsExpression[this.t] !== 0) {
          exc = this.expression();
          if (this.accept(Tok.FROM)) cause = this.expression();
        }
        return ast.Raise(exc, cause, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
      }
      case Tok.PASS:
        this.next();
        return ast.Pass(d[s + 3], d[s + 4], d[s + 5], d[s + 6]);
      case Tok.BREAK:
        this.next();
        return ast.Break(d[s + 3], d[s + 4], d[s + 5], d[s + 6]);
      case Tok.CONTINUE:
        this.next();
        return ast.Continue(d[s + 3], d[s + 4], d[s + 5], d[s + 6]);
      case Tok.DEL:
        return this.deleteStatement();
      case Tok.YIELD: {
        const value = this.yieldExpression();
        return ast.ExprStmt(value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
      }
      case Tok.ASSERT: {
        this.next();
        const test = this.expression();
        const msg = this.accept(Tok.COMMA) ? this.expression() : null;
        return ast.Assert(test, msg, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
      }
      case Tok.GLOBAL: {
        const names = this.nameList();
        return ast.Global(names, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
      }
      case Tok.NONLOCAL: {
        const names = this.nameList();
        return ast.Nonlocal(names, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
      }
      default:
        return this.expressionStatement();
    }
  }

  // ('global' | 'nonlocal') ','.NAME+
  nameList(): string[] {
    const names: string[] = [];
    do {
      this.next();
      names.push(this.identifier());
    } while (this.t === Tok.COMMA);
    return names;
  }

  // assignment | star_expressions
  expressionStatement(): Stmt {
    const d = this.data;
    const s = this.p;
    const first = this.starExpressions();
    const t = this.t;
    if (t === Tok.NEWLINE || t === Tok.SEMI) {
      return ast.ExprStmt(first, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    if (t === Tok.EQUAL) {
      const targets: Expr[] = [];
      let value = first;
      while (this.t === Tok.EQUAL) {
        // Only a yield may not be followed by another '='.
        if (value.kind === Kind.Yield || value.kind === Kind.YieldFrom) throw rejected;
        this.markTarget(value, ast.Store);
        targets.push(value);
        this.next();
        value = this.annotatedRhs();
      }
      return ast.Assign(targets, value, null, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    if (t === Tok.COLON) return this.annotatedAssignment(s, first);
    const operator = augmentedOperator[t];
    if (operator !== 0) {
      if (first.kind !== Kind.Name && first.kind !== Kind.Attribute && first.kind !== Kind.Subscript)
        throw rejected;
      first.ctx = ast.Store;
      this.next();
      const value = this.annotatedRhs();
      return ast.AugAssign(first, operator, value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    return ast.ExprStmt(first, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // assignment: (NAME | '(' single_target ')' | attribute or subscript) ':' expression ['=' annotated_rhs]
  annotatedAssignment(s: number, target: Expr): Stmt {
    const d = this.data;
    if (target.kind !== Kind.Name && target.kind !== Kind.Attribute && target.kind !== Kind.Subscript)
      throw rejected;
    target.ctx = ast.Store;
    const simple = target.kind === Kind.Name && d[s] === Tok.NAME ? 1 : 0;
    this.next();
    const annotation = this.expression();
    const value = this.accept(Tok.EQUAL) ? this.annotatedRhs() : null;
    return ast.AnnAssign(target, annotation, value, simple, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // del_stmt: 'del' ','.del_target+ [','] &(';' | NEWLINE)
  deleteStatement(): Stmt {
    const d = this.data;
    const s = this.p;
    this.next();
    const targets: Expr[] = [];
    for (;;) {
      const target = this.primary();
      this.markTarget(target, ast.Del);
      targets.push(target);
      if (this.t !== Tok.COMMA) break;
      this.next();
      if (this.t === Tok.SEMI || this.t === Tok.NEWLINE) break;
    }
    if (this.t !== Tok.SEMI && this.t !== Tok.NEWLINE) throw rejected;
    return ast.Delete(targets, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // type_alias: "type" NAME [type_params] '=' expression
  typeAlias(): Stmt {
    const d = this.data;
    const s = this.p;
    this.next();
    const name = this.name(ast.Store);
    const params = this.typeParams();
    this.expect(Tok.EQUAL);
    const value = this.expression();
    return ast.TypeAlias(name, params, value, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // type_params: ['[' ','.type_param+ [','] ']']
  typeParams(): TypeParam[] {
    const params: TypeParam[] = [];
    if (this.t !== Tok.LSQB) return params;
    this.next();
    for (;;) {
      params.push(this.typeParam());
      if (this.t !== Tok.COMMA) break;
      this.next();
      if (this.t === Tok.RSQB) break;
    }
    this.expect(Tok.RSQB);
    return params;
  }

  // type_param: NAME [':' expression] ['=' expression] | '*' NAME ['=' star_expression] | '**' NAME ['=' expression]
  typeParam(): TypeParam {
    const d = this.data;
    const s = this.p;
    if (this.t === Tok.STAR) {
      this.next();
      const name = this.identifier();
      const byDefault = this.accept(Tok.EQUAL) ? this.starExpression() : null;
      return ast.TypeVarTuple(name, byDefault, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    if (this.t === Tok.DOUBLESTAR) {
      this.next();
      const name = this.identifier();
      const byDefault = this.accept(Tok.EQUAL) ? this.expression() : null;
      return ast.ParamSpec(name, byDefault, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
    }
    const name = this.identifier();
    const bound = this.accept(Tok.COLON) ? this.expression() : null;
    const byDefault = this.accept(Tok.EQUAL) ? this.expression() : null;
    return ast.TypeVar(name, bound, byDefault, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // Imports -----------------------------------------------------------------------------------------------------------

  // dotted_name: NAME ('.' NAME)*
  dottedName(): string {
    let name = this.identifier();
    while (this.t === Tok.DOT) {
      this.next();
      name += '.' + this.identifier();
    }
    return name;
  }

  // import_name: 'import' ','.(dotted_name ['as' NAME])+
  importName(): Stmt {
    const d = this.data;
    const s = this.p;
    const names: Alias[] = [];
    do {
      this.next();
      const q = this.p;
      const name = this.dottedName();
      const asname = this.accept(Tok.AS) ? this.identifier() : null;
      names.push(ast.Alias(name, asname, d[q + 3], d[q + 4], d[this.p - 3], d[this.p - 2]));
    } while (this.t === Tok.COMMA);
    return ast.Import(names, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // import_from: 'from' ('.' | '...')* [dotted_name] 'import' ('*' | '(' names [','] ')' | names)
  importFrom(): Stmt {
    const d = this.data;
    const s = this.p;
    this.next();
    let level = 0;
    while (this.t === Tok.DOT || this.t === Tok.ELLIPSIS) {
      level += this.t === Tok.DOT ? 1 : 3;
      this.next();
    }
    let module: string | null = null;
    if (this.t === Tok.NAME) module = this.dottedName();
    else if (level === 0) throw rejected;
    this.expect(Tok.IMPORT);
    const names: Alias[] = [];
    if (this.t === Tok.STAR) {
      const q = this.p;
      this.next();
      names.push(ast.Alias('*', null, d[q + 3], d[q + 4], d[q + 5], d[q + 6]));
    } else {
      const brackets = this.accept(Tok.LPAR);
      for (;;) {
        const q = this.p;
        const name = this.identifier();
        const asname = this.accept(Tok.AS) ? this.identifier() : null;
        names.push(ast.Alias(name, asname, d[q + 3], d[q + 4], d[this.p - 3], d[this.p - 2]));
        if (this.t !== Tok.COMMA) break;
        this.next();
        if (brackets && this.t === Tok.RPAR) break;
      }
      if (brackets) this.expect(Tok.RPAR);
    }
    if (module === '__future__' && level === 0) {
      for (const { name } of names) if (name === 'barry_as_FLUFL') this.flufl = true;
    }
    return ast.ImportFrom(module, names, level, d[s + 3], d[s + 4], d[this.p - 3], d[this.p - 2]);
  }

  // Blocks ------------------------------------------------------------------------------------------------------------

  // block: NEWLINE INDENT statements DEDENT | simple_stmts
  block(): Stmt[] {
    const body: Stmt[] = [];
    if (this.t !== Tok.NEWLINE) {
      this.simpleStatements(body);
      return body;
    }
    this.next();
    this.expect(Tok.INDENT);
    do this.statement(body);
    while (this.t !== Tok.DEDENT);
    this.next();
    return body;
  }

  /** Index of the last token before the current one that is not white space: where a compound statement ends. */
  lastToken(): number {
    const d = this.data;
    let q = this.p - stride;
    while (d[q] === Tok.DEDENT || d[q] === Tok.NEWLINE || d[q] === Tok.INDENT) q -= stride;
    return q;
  }

  colonBlock(): Stmt[] {
    this.expect(Tok.COLON);
    return this.block();
  }

  // else_block: 'else' ':' block
  elseBlock(): Stmt[] {
    if (this.t !== Tok.ELSE) return [];
    this.next();
    return this.colonBlock();
  }

  // if_stmt: 'if' named_expression ':' block (elif_stmt | [else_block])
  ifStatement(): Stmt {
    const s = this.p;
    this.next();
    const test = this.namedExpression();
    const body = this.colonBlock();
    let orelse: Stmt[];
    if (this.t === Tok.ELIF) {
      this.enter(1);
      orelse = [this.ifStatement()];
      this.level--;
    } else orelse = this.elseBlock();
    const d = this.data;
    const e = this.lastToken();
    return ast.If(test, body, orelse, d[s + 3], d[s + 4], d[e + 5], d[e + 6]);
  }

  // while_stmt: 'while' named_expression ':' block [else_block]
  whileStatement(): Stmt {
    const s = this.p;
    this.next();
    const test = this.namedExpression();
    const body = this.colonBlock();
    const orelse = this.elseBlock();
    const d = this.data;
    const e = this.lastToken();
    return ast.While(test, body, orelse, d[s + 3], d[s + 4], d[e + 5], d[e + 6]);
  }

  // for_stmt: ['async'] 'for' star_targets 'in' star_expressions ':' block [else_block]
  forStatement(s: number, isAsync: boolean): Stmt {
    this.next();
    const target = this.starTargets();
    this.expect(Tok.IN);
    const iter = this.starExpressions();
    const body = this.colonBlock();
    const orelse = this.elseBlock();
    const d = this.data;
    const e = this.lastToken();
    return (isAsync ? ast.AsyncFor : ast.For)(
      target,
      iter,
      body,
      orelse,
      null,
      d[s + 3],
      d[s + 4],
      d[e + 5],
      d[e + 6],
    ) as Stmt;
  }

  asyncStatement(): Stmt {
    const s = this.p;
    this.next();
    switch (this.t) {
      case Tok.DEF:
        return this.functionDef(s, [], true);
      case Tok.WITH:
        return this.withStatement(s, true);
      case Tok.FOR:
        return this.forStatement(s, true);
      default:
        throw rejected;
    }
  }

  // with_stmt: ['async'] 'with' ('(' ','.with_item+ [','] ')' | ','.with_item+) ':' block
  withStatement(s: number, isAsync: boolean): Stmt {
    this.next();
    const items = this.t === Tok.LPAR ? this.withItemsFromBracket() : this.withItems();
    const body = this.colonBlock();
    const d = this.data;
    const e = this.lastToken();
    return (isAsync ? ast.AsyncWith : ast.With)(
      items,
      body,
      null,
      d[s + 3],
      d[s + 4],
      d[e + 5],
      d[e + 6],
    ) as Stmt;
  }

  withItems(): WithItem[] {
    const items = [this.withItem()];
    while (this.t === Tok.COMMA) {
      this.next();
      items.push(this.withItem());
    }
    return items;
  }

  /** At a bracket: it holds the items, or the first item begins with it. */
  withItemsFromBracket(): WithItem[] {
    const d = this.data;
    const s = this.p;
    // The bracket holds items only when a colon follows it.
    let depth = 0;
    let q = s;
    for (; ; q += stride) {
      const t = d[q];
      if (t === Tok.LPAR || t === Tok.LSQB || t === Tok.LBRACE) depth++;
      else if (t === Tok.RPAR || t === Tok.RSQB || t === Tok.RBRACE) {
        if (--depth === 0) break;
      } else if (t === Tok.ENDMARKER || t === Tok.ERRORTOKEN) throw rejected;
    }
    if (d[q + stride] === Tok.COLON) {
      const level = this.level;
      const warnings = this.warnings.length;
      try {
        this.next();
        const items = [this.withItem()];
        while (this.t === Tok.COMMA) {
          this.next();
          if (this.t === Tok.RPAR) break;
          items.push(this.withItem());
        }
        this.expect(Tok.RPAR);
        if (this.t === Tok.COLON) return items;
      } catch (error) {
        if (error !== rejected) throw error;
      }
      this.level = level;
      this.warnings.length = warnings;
      this.moveTo(s);
    }
    return this.withItems();
  }

  // with_item: expression ['as' star_target]
  withItem(): WithItem {
    const context = this.expression();
    if (this.t !== Tok.AS) return ast.WithItem(context, null);
    this.next();
    const target = this.starTarget();
    return ast.WithItem(context, target);
  }

  // try_stmt
  tryStatement(): Stmt {
    const d = this.data;
    const s = this.p;
    this.next();
    const body = this.colonBlock();
    const handlers: ExceptHandler[] = [];
    let star = false;
    while (this.t === Tok.EXCEPT) {
      const isStar = this.peek() === Tok.STAR;
      if (handlers.length > 0 && isStar !== star) throw rejected;
      star = isStar;
      handlers.push(this.exceptBlock(isStar));
    }
    const orelse = handlers.length > 0 ? this.elseBlock() : [];
    let finalbody: Stmt[] = [];
    if (this.t === Tok.FINALLY) {
      this.next();
      finalbody = this.colonBlock();
    } else if (handlers.length === 0) throw rejected;
    const e = this.lastToken();
    return (star ? ast.TryStar : ast.Try)(
      body,
      handlers,
      orelse,
      finalbody,
      d[s + 3],
      d[s + 4],
      d[e + 5],
      d[e + 6],
    ) as Stmt;
  }

  // except_block: 'except' ['*'] [expressions | expression 'as' NAME] ':' block
  exceptBlock(star: boolean): ExceptHandler {
    const d = this.data;
    const s = this.p;
    this.next();
    if (star) this.next();
    let type: Expr | null = null;
    let name: string | null = null;
    if (star || this.t !== Tok.COLON) {
      const q = this.p;
      type = this.expressions();
      if (this.t === Tok.AS) {
        // A tuple without brackets takes no name.
        if (type.kind === Kind.Tuple && this.data[q] !== Tok.LPAR) throw rejected;
        if (
          type.kind === Kind.Tuple &&
          (type.end_col_offset !== d[this.p - 2] ||
            type.end_lineno !== d[this.p - 3] ||
            type.lineno !== d[q + 3] ||
            type.col_offset !== d[q + 4])
        )
          throw rejected;
        if (type.kind === Kind.Tuple && this.isBareTuple(q)) throw rejected;
        this.next();
        name = this.identifier();
      }
    }
    const body = this.colonBlock();
    const e = this.lastToken();
    return ast.ExceptHandler(type, name, body, d[s + 3], d[s + 4], d[e + 5], d[e + 6]);
  }

  /** True when the tokens from `q` to the current one have a comma outside brackets. */
  isBareTuple(q: number): boolean {
    const d = this.data;
    let depth = 0;
    for (; q < this.p; q += stride) {
      const t = d[q];
      if (t === Tok.LPAR || t === Tok.LSQB || t === Tok.LBRACE) depth++;
      else if (t === Tok.RPAR || t === Tok.RSQB || t === Tok.RBRACE) depth--;
      else if (t === Tok.COMMA && depth === 0) return true;
    }
    return false;
  }

  // Definitions -------------------------------------------------------------------------------------------------------

  // decorators: ('@' named_expression NEWLINE)+
  decorated(): Stmt {
    const decorators: Expr[] = [];
    while (this.t === Tok.AT) {
      this.next();
      decorators.push(this.namedExpression());
      this.expect(Tok.NEWLINE);
    }
    if (this.t === Tok.CLASS) return this.classDef(decorators);
    const s = this.p;
    if (this.t === Tok.ASYNC) {
      this.next();
      if (this.t !== Tok.DEF) throw rejected;
      return this.functionDef(s, decorators, true);
    }
    if (this.t !== Tok.DEF) throw rejected;
    return this.functionDef(s, decorators, false);
  }

  // function_def_raw: ['async'] 'def' NAME [type_params] '(' [params] ')' ['->' expression] ':' block
  functionDef(s: number, decorators: Expr[], isAsync: boolean): Stmt {
    this.next();
    const name = this.identifier();
    const typeParams = this.typeParams();
    this.expect(Tok.LPAR);
    const args = this.parameters(Tok.RPAR);
    this.expect(Tok.RPAR);
    const returns = this.accept(Tok.RARROW) ? this.expression() : null;
    const body = this.colonBlock();
    const d = this.data;
    const e = this.lastToken();
    return (isAsync ? ast.AsyncFunctionDef : ast.FunctionDef)(
      name,
      args,
      body,
      decorators,
      returns,
      null,
      typeParams,
      d[s + 3],
      d[s + 4],
      d[e + 5],
      d[e + 6],
    ) as Stmt;
  }

  // class_def_raw: 'class' NAME [type_params] ['(' [arguments] ')'] ':' block
  classDef(decorators: Expr[]): Stmt {
    const s = this.p;
    this.next();
    const name = this.identifier();
    const typeParams = this.typeParams();
    const bases: Expr[] = [];
    const keywords: Keyword[] = [];
    if (this.t === Tok.LPAR) {
      const open = this.p;
      this.next();
      if (this.t !== Tok.RPAR) {
        this.callArguments(open, bases, keywords);
        // `class C(x for x in y)` is a call's privilege.
        if (
          bases.length === 1 &&
          bases[0].kind === Kind.GeneratorExp &&
          this.isBareGenerator(open, bases[0])
        ) {
          throw rejected;
        }
      }
      this.expect(Tok.RPAR);
    }
    const body = this.colonBlock();
    const d = this.data;
    const e = this.lastToken();
    return ast.ClassDef(
      name,
      bases,
      keywords,
      body,
      decorators,
      typeParams,
      d[s + 3],
      d[s + 4],
      d[e + 5],
      d[e + 6],
    );
  }

  isBareGenerator(open: number, e: Expr): boolean {
    return e.lineno === this.data[open + 3] && e.col_offset === this.data[open + 4];
  }

  // Match -------------------------------------------------------------------------------------------------------------

  /** At the name `match`: whether its line ends in a colon with an indented block behind it. */
  looksLikeMatch(): boolean {
    const d = this.data;
    const following = this.peek();
    if (startsExpression[following] === 0 && following !== Tok.STAR) return false;
    for (let q = this.p + stride; ; q += stride) {
      const t = d[q];
      if (t === Tok.NEWLINE) return d[q - stride] === Tok.COLON && d[q + stride] === Tok.INDENT;
      if (t === Tok.ENDMARKER || t === Tok.ERRORTOKEN) return false;
    }
  }

  // match_stmt: "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT
  matchStatement(): Stmt {
    const d = this.data;
    const s = this.p;
    this.next();
    const q = this.p;
    let subject = this.starNamedExpression();
    if (this.t === Tok.COMMA) subject = this.restOfTuple(q, subject, true);
    else if (subject.kind === Kind.Starred) throw rejected;
    this.expect(Tok.COLON);
    this.expect(Tok.NEWLINE);
    this.expect(Tok.INDENT);
    const cases: MatchCase[] = [];
    do {
      if (!this.isSoftKeyword('case')) throw rejected;
      this.next();
      const pattern = this.patterns();
      const guard = this.accept(Tok.IF) ? this.namedExpression() : null;
      const body = this.colonBlock();
      cases.push(ast.MatchCase(pattern, guard, body));
    } while (this.t !== Tok.DEDENT);
    this.next();
    const e = this.lastToken();
    return ast.Match(subject, cases, d[s + 3], d[s + 4], d[e + 5], d[e + 6]);
  }
}
