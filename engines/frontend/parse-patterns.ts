// @inline-constants-from ./token-types.ts Tok
// @inline-constants-from ./ast-kinds.ts Kind
// Patterns of the match statement (PEP 634), on top of parse-expressions.ts. The grammar rule stands above each function.
import { Kind } from './ast-kinds.ts';
import * as ast from './ast.ts';
import type { Expr, Pattern } from './ast.ts';
import { DEPTH_PATTERN, ExpressionParser, rejected } from './parse-expressions.ts';
import { Tok } from './token-types.ts';

export class PatternParser extends ExpressionParser {
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
    this.enter(DEPTH_PATTERN);
    const patterns: Pattern[] = [];
    let sawComma = false;
    while (this.t !== close) {
      patterns.push(this.maybeStarPattern());
      if (this.t !== Tok.COMMA) break;
      sawComma = true;
      this.next();
    }
    this.expect(close);
    this.level -= DEPTH_PATTERN;
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
    this.enter(DEPTH_PATTERN);
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
    this.level -= DEPTH_PATTERN;
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
    this.enter(DEPTH_PATTERN);
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
    this.level -= DEPTH_PATTERN;
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
