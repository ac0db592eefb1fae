// Finds CPython's error for a source that the parser has rejected. CPython's parser is a packrat parser that makes two passes,
// the second with `invalid_…` rules; which error it shows, and where, depends on the order of its attempts and on how far it
// has looked ahead. So this file walks the same grammar (diagnose-grammar.ts) in the same order over the tokens, and models
// Parser/pegen.c and pegen_errors.c. It is only ever run on wrong sources; speed is not its aim, faithfulness is.
import { grammar } from './diagnose-grammar.ts';
import * as notation from './grammar-notation.ts';
import type { Alternative, Item, Rule } from './grammar-notation.ts';
import { actions } from './diagnose-actions.ts';
import type { Action, DiagnosedNode } from './diagnose-actions.ts';
import { PythonSyntaxError, messages } from './syntax-errors.ts';
import type { SyntaxErrorType } from './syntax-errors.ts';
import { charactersOf, stride, utf8Length } from './tokenizer.ts';
import type { Tokens } from './tokenizer.ts';
import { Tok } from './token-types.ts';

/** Stands for "does not match". A missing optional part gives null. */
const FAIL = undefined;

const leftRecursive = [
  'bitwise_or',
  'bitwise_xor',
  'bitwise_and',
  'shift_expr',
  'sum',
  'term',
  'primary',
  't_primary',
  'dotted_name',
  'attr',
];

let rules: Map<string, Rule> | undefined;

/** Carries an error out of the walk. */
class Raised {
  readonly error: PythonSyntaxError;
  constructor(error: PythonSyntaxError) {
    this.error = error;
  }
}

interface Memo {
  value: unknown;
  mark: number;
}

/** The current position, where an error range may end. */
const CURRENT = -5;

export class Diagnoser {
  readonly tokens: Tokens;
  readonly source: string;
  private readonly data: Int32Array;
  private readonly count: number;
  private readonly filename: string;
  /** Index of the current token, and how many tokens CPython would have fetched. */
  mark = 0;
  fill = 0;
  callInvalid = false;
  flufl: boolean;
  allowIncomplete = false;
  private memo: Map<number, Memo>[] = [];
  private readonly nodes: DiagnosedNode[] = [];
  private levels: Int32Array | null = null;

  constructor(tokens: Tokens, filename: string, flufl: boolean) {
    this.tokens = tokens;
    this.source = tokens.source;
    this.data = tokens.data;
    this.count = tokens.length / stride;
    this.filename = filename;
    this.flufl = flufl;
  }

  run(start: string): PythonSyntaxError {
    rules ??= readRules();
    const rule = rules.get(start)!;
    try {
      this.memo = [];
      const value = this.rule(rule);
      if (value !== FAIL) {
        // The parser and this grammar disagree: say so by the plainest error, at the last token.
        return this.invalidSyntax(this.fill - 1);
      }
      if (this.allowIncomplete && this.sawEnd()) return this.incomplete();
      const last = this.fill - 1;
      this.memo = [];
      this.mark = 0;
      this.callInvalid = true;
      this.rule(rule);
      const type = this.type(last);
      if (type === Tok.INDENT || type === Tok.DEDENT) {
        return this.located(
          'IndentationError',
          type === Tok.INDENT ? 'unexpected indent' : 'unexpected unindent',
          this.fill - 1,
        );
      }
      return this.checkRest(this.invalidSyntax(last));
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      if (!this.callInvalid && this.allowIncomplete && this.sawEnd()) return this.incomplete();
      return this.checkRest(error.error);
    }
  }

  private incomplete(): PythonSyntaxError {
    return this.located('_IncompleteInputError', messages.incompleteInput, this.fill - 1);
  }

  /** Whether the tokenizer had come to the end of the source when the first pass gave up. */
  private sawEnd(): boolean {
    const last = (this.fill - 1) * stride;
    const type = this.data[last];
    if (type === Tok.ERRORTOKEN) {
      const { kind, message } = this.tokens.error!;
      if (kind === 'raised') {
        if (message.startsWith('unterminated triple-quoted')) return true;
        return message.startsWith('unterminated string') && !this.source.includes('\n', this.data[last + 7]);
      }
      return kind === 'eof';
    }
    if (type === Tok.ENDMARKER) return true;
    // Tokens whose end is only known from the character behind them.
    const closed = type === Tok.STRING || type === Tok.FSTRING_END || type === Tok.TSTRING_END;
    const isNewline = type === Tok.NEWLINE && this.data[last + 4] !== -1;
    return this.data[last + 7] >= this.source.length && !closed && !isNewline;
  }

  /** The error to give when the walk was too deep for the host: the tokenizer's, or "invalid syntax" where we had got to. */
  withoutWalk(): PythonSyntaxError {
    if (this.tokens.error !== null) return this.tokenizerError();
    return this.invalidSyntax(Math.max(this.fill - 1, 0));
  }

  private invalidSyntax(index: number): PythonSyntaxError {
    const d = this.data;
    const p = index * stride;
    return this.known('SyntaxError', d[p + 3], d[p + 4], d[p + 5], d[p + 6], 'invalid syntax');
  }

  /** Errors of the tokenizer in what has not been read yet may come before the parser's. */
  private checkRest(error: PythonSyntaxError): PythonSyntaxError {
    const { tokens } = this;
    if (tokens.error === null || this.fill >= this.count) return error;
    if (!/^(?:Syntax|Indentation|Tab)Error$/.test(error.type)) return error;
    // What goes wrong later inside an f-string does not hide what was wrong in it.
    if (tokens.insideFString) return error;
    if (tokens.error.kind === 'raised') return this.tokenizerError();
    const line = this.data[(this.fill - 1) * stride + 3];
    const open = tokens.openBrackets[tokens.openBrackets.length - 1];
    if (open !== undefined && line > open.lineno) {
      this.fill = this.count;
      return this.unclosed();
    }
    return error;
  }

  // Tokens ------------------------------------------------------------------------------------------------------------

  /** Type of a token; fetching the error token raises its error. */
  type(index: number): number {
    if (index >= this.fill) {
      this.fill = index + 1;
      if (this.data[index * stride] === Tok.ERRORTOKEN) throw new Raised(this.tokenizerError());
    }
    return this.data[index * stride];
  }

  text(index: number): string {
    return this.source.slice(this.data[index * stride + 1], this.data[index * stride + 2]);
  }

  /** Bracket depth behind a token. */
  level(index: number): number {
    if (this.levels === null) {
      this.levels = new Int32Array(this.count);
      let depth = 0;
      for (let i = 0; i < this.count; i++) {
        const t = this.data[i * stride];
        if (t === Tok.LPAR || t === Tok.LSQB || t === Tok.LBRACE) depth++;
        else if (t === Tok.RPAR || t === Tok.RSQB || t === Tok.RBRACE) depth--;
        this.levels[i] = depth;
      }
    }
    return this.levels[index];
  }

  /** The f- or t-string that the tokenizer is in behind the last token fetched: its prefix and quotes. */
  private openString(): string {
    const open: number[] = [];
    for (let i = 0; i < this.fill; i++) {
      const t = this.data[i * stride];
      if (t === Tok.FSTRING_START || t === Tok.TSTRING_START) open.push(i);
      else if (t === Tok.FSTRING_END || t === Tok.TSTRING_END) open.pop();
    }
    return open.length === 0 ? '' : this.text(open[open.length - 1]);
  }

  stringLetter(): string {
    return /t/i.test(this.openString()) ? 't' : 'f';
  }

  inRawString(): boolean {
    return /r/i.test(this.openString());
  }

  private node(index: number): DiagnosedNode {
    let node = this.nodes[index];
    if (node === undefined) {
      const d = this.data;
      const p = index * stride;
      const type = d[p];
      node = {
        kind: type === Tok.NAME ? 'Name' : 'token',
        text: this.text(index),
        token: type,
        lineno: d[p + 3],
        col_offset: d[p + 4],
        end_lineno: d[p + 5],
        end_col_offset: d[p + 6],
        elts: [],
        value: null,
      };
      this.nodes[index] = node;
    }
    return node;
  }

  // Errors ------------------------------------------------------------------------------------------------------------

  private tokenizerError(): PythonSyntaxError {
    const error = this.tokens.error!;
    this.fill = this.count;
    switch (error.kind) {
      case 'raised':
        return new PythonSyntaxError(
          'SyntaxError',
          error.message,
          this.filename,
          error.lineno,
          error.offset,
          error.text,
          error.lineno,
          error.endOffset,
        );
      case 'eof':
        if (this.tokens.openBrackets.length > 0) return this.unclosed();
        return this.located('SyntaxError', error.message, this.fill - 1);
      case 'dedent':
        return this.located('IndentationError', error.message, this.fill - 1);
      case 'tabs':
        return this.known('TabError', error.lineno, 0, error.lineno, -1, error.message);
      case 'too-deep':
        return this.known('IndentationError', error.lineno, 0, error.lineno, -1, error.message);
      case 'line-continuation': {
        const col = utf8Length(this.source, this.tokens.bufferStart, this.tokens.cursor) - 1;
        return this.known('SyntaxError', error.lineno, Math.max(col, 0), error.lineno, -1, error.message);
      }
    }
  }

  private unclosed(): PythonSyntaxError {
    const open = this.tokens.openBrackets[this.tokens.openBrackets.length - 1];
    const message = messages.neverClosed(String.fromCharCode(open.char));
    return this.known('SyntaxError', open.lineno, open.col, open.lineno, -1, message);
  }

  /** An error at a token (RAISE_SYNTAX_ERROR and its kin). */
  private located(type: SyntaxErrorType, message: string, index: number): PythonSyntaxError {
    if (this.fill === 0) return this.at(type, message, 0, 0, 0, -1);
    const d = this.data;
    const p = index * stride;
    let col = d[p + 4] + 1;
    if (col === 0) {
      const last = (this.fill - 1) * stride;
      const lineStart = this.tokens.lineStarts[d[last + 5]];
      col = utf8Length(this.source, lineStart, d[last + 7]);
    }
    const endCol = d[p + 6] === -1 ? -1 : d[p + 6] + 1;
    return this.at(type, message, d[p + 3], col, d[p + 5], endCol);
  }

  /** An error at a known place, with columns from 0. */
  private known(
    type: SyntaxErrorType,
    line: number,
    col: number,
    endLine: number,
    endCol: number,
    message: string,
  ): PythonSyntaxError {
    return this.at(type, message, line, col + 1, endLine, endCol === CURRENT ? CURRENT : endCol + 1);
  }

  /** The error itself: columns are bytes from 1 and become characters of the line shown. */
  private at(
    type: SyntaxErrorType,
    message: string,
    line: number,
    col: number,
    endLine: number,
    endCol: number,
  ): PythonSyntaxError {
    const d = this.data;
    const { lineStarts } = this.tokens;
    const last = Math.max(this.fill - 1, 0) * stride;
    const currentLine = d[last + 5];
    const currentStart = currentLine === 0 ? 0 : lineStarts[currentLine];
    if (endLine === CURRENT) endLine = currentLine;
    if (endCol === CURRENT) endCol = utf8Length(this.source, currentStart, d[last + 7]);
    let text: string;
    if (currentLine <= line) {
      const newline = this.source.indexOf('\n', currentStart);
      text = this.source.slice(currentStart, newline < 0 ? this.source.length : newline + 1);
    } else {
      const from = line === 0 ? 0 : lineStarts[line];
      const newline = this.source.indexOf('\n', from);
      text = this.source.slice(from, newline < 0 ? this.source.length : newline);
    }
    return new PythonSyntaxError(
      type,
      message,
      this.filename,
      line,
      charactersOf(text, col),
      text,
      endLine,
      endCol > 0 ? charactersOf(text, endCol) : endCol,
    );
  }

  /** An error at the last of `count` tokens. */
  errorAtToken(message: string, count: number): PythonSyntaxError {
    this.fill = count;
    return this.located('SyntaxError', message, count - 1);
  }

  // For the actions.

  raise(message: string, type: SyntaxErrorType = 'SyntaxError'): never {
    throw new Raised(this.located(type, message, this.fill - 1));
  }

  raiseOnNext(message: string): never {
    this.type(this.mark);
    throw new Raised(this.located('SyntaxError', message, this.mark));
  }

  raiseRange(from: DiagnosedNode, to: DiagnosedNode, message: string): never {
    throw new Raised(
      this.known('SyntaxError', from.lineno, from.col_offset, to.end_lineno, to.end_col_offset, message),
    );
  }

  raiseAt(node: DiagnosedNode, message: string): never {
    this.raiseRange(node, node, message);
  }

  raiseFrom(node: DiagnosedNode, message: string): never {
    throw new Raised(this.known('SyntaxError', node.lineno, node.col_offset, CURRENT, CURRENT, message));
  }

  raisePlace(line: number, col: number, endLine: number, endCol: number, message: string): never {
    throw new Raised(this.known('SyntaxError', line, col, endLine, endCol, message));
  }

  raiseOther(error: PythonSyntaxError): never {
    throw new Raised(error);
  }

  // Walk --------------------------------------------------------------------------------------------------------------

  private rule(rule: Rule): unknown {
    if (rule.withoutInvalid) {
      const before = this.callInvalid;
      this.callInvalid = false;
      try {
        return this.alternatives(rule.alternatives);
      } finally {
        this.callInvalid = before;
      }
    }
    if (!rule.memo) return this.alternatives(rule.alternatives);
    const start = this.mark;
    // As CPython does before it looks into the memo.
    this.type(start);
    const memo = (this.memo[start] ??= new Map());
    const key = rule.index * 2 + (rule.shared || rule.leftRecursive || !this.callInvalid ? 0 : 1);
    const known = memo.get(key);
    if (known !== undefined) {
      this.mark = known.mark;
      return known.value;
    }
    if (rule.leftRecursive) return this.leftRecursiveRule(rule, memo, key);
    const value = this.alternatives(rule.alternatives);
    memo.set(key, { value, mark: this.mark });
    return value;
  }

  /** Grows a left-recursive match from the shortest one. */
  private leftRecursiveRule(rule: Rule, memo: Map<number, Memo>, key: number): unknown {
    const start = this.mark;
    const entry: Memo = { value: FAIL, mark: start };
    memo.set(key, entry);
    let value: unknown = FAIL;
    let end = start;
    for (;;) {
      entry.value = value;
      entry.mark = end;
      this.mark = start;
      const longer = this.alternatives(rule.alternatives);
      if (longer === FAIL || this.mark <= end) break;
      end = this.mark;
      value = longer;
    }
    entry.value = value;
    entry.mark = end;
    this.mark = end;
    return value;
  }

  private alternatives(list: readonly Alternative[]): unknown {
    const start = this.mark;
    for (const alternative of list) {
      if (alternative.invalid && !this.callInvalid) continue;
      let captured: Record<string, unknown> | null = null;
      let only: unknown = FAIL;
      let failed = false;
      let cut = false;
      let values: unknown[] | null = null;
      const { items } = alternative;
      for (let i = 0; i < items.length; i++) {
        const item = items[i];
        let value: unknown;
        if (item.op === notation.TOKEN) {
          if (this.type(this.mark) === item.token) value = this.node(this.mark++);
          else value = FAIL;
        } else if (item.op === notation.RULE) value = this.rule(item.rule!);
        else if (item.op === notation.CUT) {
          cut = true;
          continue;
        } else value = this.item(item);
        if (value === FAIL) {
          failed = true;
          break;
        }
        if (item.name !== '') (captured ??= {})[item.name] = value;
        if (i === alternative.only) only = value;
        if (item.valued && alternative.only < 0) (values ??= []).push(value);
      }
      if (!failed) {
        if (alternative.action !== '') {
          const action: Action = actions[alternative.action];
          const result = action(
            this,
            (captured ?? {}) as Record<string, DiagnosedNode>,
            this.span(start, ''),
          );
          // No value and no error: the rule fails, whatever alternatives are left.
          return result === null ? FAIL : result;
        }
        if (alternative.node !== '') {
          const node = this.span(start, alternative.node);
          if (captured !== null) {
            node.elts = flatten(captured['a'], captured['b']);
            node.value = (captured['a'] as DiagnosedNode) ?? null;
          }
          return node;
        }
        if (alternative.only >= 0) return only;
        const node = this.span(start, '');
        node.elts = (values ?? []) as DiagnosedNode[];
        return node;
      }
      this.mark = start;
      if (cut) return FAIL;
    }
    return FAIL;
  }

  private item(item: Item): unknown {
    switch (item.op) {
      case notation.TOKEN:
        return this.type(this.mark) === item.token ? this.node(this.mark++) : FAIL;
      case notation.RULE:
        return this.rule(item.rule!);
      case notation.SOFT:
        return this.type(this.mark) === Tok.NAME && this.text(this.mark) === item.text
          ? this.node(this.mark++)
          : FAIL;
      case notation.ANY_SOFT:
        return this.type(this.mark) === Tok.NAME && /^(?:_|case|match|type)$/.test(this.text(this.mark))
          ? this.node(this.mark++)
          : FAIL;
      case notation.GROUP:
        return this.alternatives(item.alternatives);
      case notation.OPTIONAL: {
        const start = this.mark;
        const value = this.alternatives(item.alternatives);
        if (value !== FAIL) return value;
        this.mark = start;
        return null;
      }
      case notation.STAR:
      case notation.PLUS: {
        const values: unknown[] = [];
        for (;;) {
          const start = this.mark;
          const value = this.item(item.item!);
          if (value === FAIL) {
            this.mark = start;
            break;
          }
          values.push(value);
        }
        return values.length === 0 && item.op === notation.PLUS ? FAIL : values;
      }
      case notation.GATHER: {
        const first = this.item(item.item!);
        if (first === FAIL) return FAIL;
        const values = [first];
        for (;;) {
          const start = this.mark;
          let value: unknown = FAIL;
          if (this.item(item.separator!) !== FAIL) value = this.item(item.item!);
          if (value === FAIL) {
            this.mark = start;
            break;
          }
          values.push(value);
        }
        return values;
      }
      case notation.AND:
      case notation.NOT: {
        const start = this.mark;
        const value = this.item(item.item!);
        this.mark = start;
        return (value !== FAIL) === (item.op === notation.AND) ? null : FAIL;
      }
      case notation.FORCED: {
        if (this.type(this.mark) === item.token) return this.node(this.mark++);
        return this.raiseAt(this.node(this.mark), `expected '${item.text}'`);
      }
      default:
        throw new Error(`grammar: operation ${item.op}`);
    }
  }

  /** A node from the token at `start` to the last token taken that is not white space. */
  private span(start: number, kind: string): DiagnosedNode {
    const d = this.data;
    let end = this.mark - 1;
    while (end > 0) {
      const t = d[end * stride];
      if (t !== Tok.ENDMARKER && t !== Tok.NEWLINE && t !== Tok.INDENT && t !== Tok.DEDENT) break;
      end--;
    }
    end = Math.max(end, 0);
    const p = start * stride;
    const q = end * stride;
    return {
      kind,
      text: '',
      token: -1,
      lineno: d[p + 3],
      col_offset: d[p + 4],
      end_lineno: d[q + 5],
      end_col_offset: d[q + 6],
      elts: [],
      value: null,
    };
  }
}

function readRules(): Map<string, Rule> {
  return notation.readGrammar(grammar, leftRecursive);
}

function flatten(...parts: unknown[]): DiagnosedNode[] {
  const out: DiagnosedNode[] = [];
  for (const part of parts) {
    if (Array.isArray(part)) out.push(...(part as DiagnosedNode[]));
    else if (part !== null && part !== undefined) out.push(part as DiagnosedNode);
  }
  return out;
}

const startRules = { exec: 'file', eval: 'eval', single: 'interactive', func_type: 'func_type' } as const;

/** The error that CPython gives for tokens that are no program. */
export function diagnose(
  tokens: Tokens,
  mode: keyof typeof startRules,
  filename: string,
  options: { barryAsFlufl?: boolean; allowIncompleteInput?: boolean },
): PythonSyntaxError {
  const diagnoser = new Diagnoser(tokens, filename, options.barryAsFlufl === true);
  diagnoser.allowIncomplete = options.allowIncompleteInput === true;
  try {
    return diagnoser.run(startRules[mode]);
  } catch (error) {
    // Nesting too deep for the host's stack (some ninety brackets in Node's usual one): the plainest answer that holds.
    if (error instanceof RangeError) return diagnoser.withoutWalk();
    throw error;
  }
}
