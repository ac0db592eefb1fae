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
import { Tok, startsExpression } from './token-types.ts';

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

/** CPython's MAXSTACK: how many of its parser's functions may be under way. */
const MAX_STACK = 6000;

/** How many functions of CPython's generated parser an item is, the rules in it not counted. */
function levelsOf(item: Item): number {
  switch (item.op) {
    case notation.STAR:
    case notation.PLUS:
      return 1;
    case notation.GATHER:
      return 1;
    case notation.OPTIONAL: {
      const [first, ...more] = item.alternatives;
      return more.length === 0 && first.items.length === 1 ? 0 : 1;
    }
    default:
      return 0;
  }
}

/** What a step answers when it has pushed a frame and waits for its result. */
const WAIT = Symbol('wait');

/** One use of a rule, of alternatives, or of a repetition or look-ahead. Which fields matter depends on `op`. */
interface Frame {
  op: number;
  /** How much it adds to CPython's count of depth. */
  levels: number;
  item: Item | null;
  rule: Rule | null;
  list: readonly Alternative[];
  /** Where it began. */
  start: number;
  /** Alternatives: which one, and at which item; whether a `~` has been passed; what has been gathered. */
  alternative: number;
  at: number;
  cut: boolean;
  captured: Record<string, unknown> | null;
  only: unknown;
  /** Also the values of a repetition. */
  values: unknown[] | null;
  /** Rules: the memo's entry; the longest match so far and its end. Repetitions: where the last turn began. */
  memo: Memo | null;
  key: number;
  grown: unknown;
  end: number;
  /** Repetition with separators: the separator has been taken. */
  separated: boolean;
  callInvalid: boolean;
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
  /** How many tokens the first pass has fetched. */
  fetched = 0;
  callInvalid = false;
  flufl: boolean;
  allowIncomplete = false;
  private memo: Map<number, Memo>[] = [];
  private stack: Frame[] = [];
  private depth = 0;
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

  /**
   * `from`, or 0 where CPython's second pass may stumble over right code before it: it takes `match(x)` for a `match` without
   * a colon, looks for an expression behind the `type` of a type alias, and for an old `print` in `print -1`.
   */
  safeStart(from: number): number {
    const d = this.data;
    for (let i = 0; i < from; i++) {
      if (d[i * stride] !== Tok.NAME) continue;
      const length = d[i * stride + 2] - d[i * stride + 1];
      if (length !== 4 && length !== 5) continue;
      const next = d[(i + 1) * stride];
      const word = this.text(i);
      if (word === 'type') {
        if (next === Tok.NAME) return 0;
      } else if (word === 'match') {
        const before = i === 0 ? Tok.NEWLINE : d[(i - 1) * stride];
        if ([Tok.NEWLINE, Tok.INDENT, Tok.DEDENT, Tok.SEMI, Tok.COLON].includes(before)) return 0;
      } else if ((word === 'print' || word === 'exec') && startsExpression[next] !== 0 && next !== Tok.LPAR)
        return 0;
    }
    return from;
  }

  /**
   * The error; `from` is the token to begin with. What the parser has accepted need not be walked again, but for the statement
   * before the wrong one: a few messages are about what may not follow it (`elif` after `else`).
   */
  run(start: string, from: number): PythonSyntaxError {
    rules ??= readRules();
    const rule = rules.get(start)!;
    let secondPass = false;
    try {
      this.memo = [];
      this.mark = this.fill = from;
      const value = this.walk(rule);
      if (value !== FAIL) {
        // The parser and this grammar disagree: say so by the plainest error, at the last token.
        return this.invalidSyntax(this.fill - 1);
      }
      if (this.allowIncomplete && this.sawEnd()) return this.incomplete();
      const last = this.fill - 1;
      this.fetched = this.fill;
      this.memo = [];
      this.mark = from;
      this.callInvalid = secondPass = true;
      this.walk(rule);
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
      if (!secondPass) this.fetched = this.fill;
      const sawEnd = this.sawEnd();
      if (!secondPass && this.allowIncomplete && sawEnd) return this.incomplete();
      // Where the tokenizer is at the end already (`eval` and `single` want no last newline), CPython looks no further.
      return sawEnd ? error.error : this.checkRest(error.error);
    }
  }

  private incomplete(): PythonSyntaxError {
    return this.located('_IncompleteInputError', messages.incompleteInput, this.fill - 1);
  }

  /** Whether the tokenizer has come to the end of the source with the last token fetched. */
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
  //
  // The walk keeps a stack of its own, so that two hundred nested brackets do not depend on the host's. A frame is one use of a
  // rule, of a list of alternatives, or of a repetition or look-ahead; `step` functions go on with the top frame until it
  // needs another one (they push it and answer WAIT) or has its result (they answer it, and the frame is dropped).

  private walk(rule: Rule): unknown {
    const stack: Frame[] = [];
    this.stack = stack;
    this.depth = 0;
    this.callRule(rule);
    let value: unknown = WAIT;
    for (;;) {
      const frame = stack[stack.length - 1];
      const depth = stack.length;
      const before = value;
      value = WAIT;
      const result = this.step(frame, before);
      if (result === WAIT) continue;
      // A step that answers has pushed nothing.
      this.depth -= frame.levels;
      stack.length = depth - 1;
      if (depth === 1) return result;
      value = result;
    }
  }

  private step(frame: Frame, value: unknown): unknown {
    switch (frame.op) {
      case notation.RULE:
        return this.stepRule(frame, value);
      case notation.GROUP:
        return this.stepAlternatives(frame, value);
      case notation.OPTIONAL:
        if (value === WAIT) return this.callAlternatives(frame.item!.alternatives);
        if (value !== FAIL) return value;
        this.mark = frame.start;
        return null;
      case notation.STAR:
      case notation.PLUS:
        return this.stepRepetition(frame, value);
      case notation.GATHER:
        return this.stepGather(frame, value);
      default:
        // Look-ahead.
        if (value === WAIT) value = this.use(frame.item!.item!);
        if (value === WAIT) return WAIT;
        this.mark = frame.start;
        return (value !== FAIL) === (frame.op === notation.AND) ? null : FAIL;
    }
  }

  private push(
    op: number,
    item: Item | null,
    rule: Rule | null,
    list: readonly Alternative[],
    levels: number,
  ): typeof WAIT {
    this.depth += levels;
    if (this.depth > MAX_STACK) {
      this.raiseOther(new PythonSyntaxError('MemoryError', messages.stackOverflow));
    }
    this.stack.push({
      op,
      levels,
      item,
      rule,
      list,
      start: this.mark,
      alternative: 0,
      at: 0,
      cut: false,
      captured: null,
      only: FAIL,
      values: null,
      memo: null,
      grown: FAIL,
      end: this.mark,
      separated: false,
      key: 0,
      callInvalid: this.callInvalid,
    });
    return WAIT;
  }

  /** Starts a rule, or answers from the memo. */
  private callRule(rule: Rule): unknown {
    if (rule.withoutInvalid || !rule.memo) {
      this.push(notation.RULE, null, rule, rule.alternatives, rule.leftRecursive ? 2 : 1);
      return WAIT;
    }
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
    const entry: Memo = { value: FAIL, mark: start };
    // A left-recursive rule finds its shorter self in the memo; for others an entry would be a wrong answer.
    if (rule.leftRecursive) memo.set(key, entry);
    this.push(notation.RULE, null, rule, rule.alternatives, rule.leftRecursive ? 2 : 1);
    const frame = this.stack[this.stack.length - 1];
    frame.memo = entry;
    frame.key = key;
    return WAIT;
  }

  private callAlternatives(list: readonly Alternative[], levels = 0): unknown {
    return this.push(notation.GROUP, null, null, list, levels);
  }

  private stepRule(frame: Frame, value: unknown): unknown {
    const rule = frame.rule!;
    if (value === WAIT) {
      if (rule.withoutInvalid) this.callInvalid = false;
      return this.callAlternatives(frame.list);
    }
    if (rule.withoutInvalid) {
      this.callInvalid = frame.callInvalid;
      return value;
    }
    const entry = frame.memo;
    if (entry === null) return value;
    if (rule.leftRecursive) {
      // Grow the match from the shortest one as long as it gets longer.
      if (value !== FAIL && this.mark > frame.end) {
        entry.value = frame.grown = value;
        entry.mark = frame.end = this.mark;
        this.mark = frame.start;
        return this.callAlternatives(frame.list);
      }
      if (frame.grown === FAIL) this.mark = frame.start;
      else this.mark = frame.end;
      return frame.grown;
    }
    entry.value = value;
    entry.mark = this.mark;
    this.memo[frame.start].set(frame.key, entry);
    return value;
  }

  private stepRepetition(frame: Frame, value: unknown): unknown {
    const values = (frame.values ??= []);
    for (;;) {
      if (value === WAIT) {
        frame.end = this.mark;
        value = this.use(frame.item!.item!);
        if (value === WAIT) return WAIT;
      }
      if (value === FAIL) {
        this.mark = frame.end;
        return values.length === 0 && frame.op === notation.PLUS ? FAIL : values;
      }
      values.push(value);
      value = WAIT;
    }
  }

  private stepGather(frame: Frame, value: unknown): unknown {
    const values = (frame.values ??= []);
    for (;;) {
      if (value === WAIT) {
        if (values.length > 0 && !frame.separated) {
          frame.end = this.mark;
          value = this.use(frame.item!.separator!);
          if (value === FAIL) break;
          frame.separated = true;
        }
        value = this.use(frame.item!.item!);
        if (value === WAIT) return WAIT;
      }
      frame.separated = false;
      if (value === FAIL) break;
      if (values.length === 0) {
        // All but the first are read by one more function of CPython's.
        frame.levels++;
        this.depth++;
      }
      values.push(value);
      value = WAIT;
    }
    if (values.length === 0) return FAIL;
    this.mark = frame.end;
    return values;
  }

  private stepAlternatives(frame: Frame, value: unknown): unknown {
    const { list, start } = frame;
    while (frame.alternative < list.length) {
      const alternative = list[frame.alternative];
      if (alternative.invalid && !this.callInvalid) {
        frame.alternative++;
        continue;
      }
      const { items } = alternative;
      let failed = false;
      while (frame.at < items.length) {
        const item = items[frame.at];
        if (value === WAIT) {
          if (item.op === notation.CUT) {
            frame.cut = true;
            frame.at++;
            continue;
          }
          value = this.use(item);
          if (value === WAIT) return WAIT;
        }
        if (value === FAIL) {
          failed = true;
          break;
        }
        if (item.name !== '') (frame.captured ??= {})[item.name] = value;
        if (frame.at === alternative.only) frame.only = value;
        if (item.valued && alternative.only < 0) (frame.values ??= []).push(value);
        value = WAIT;
        frame.at++;
      }
      if (!failed) return this.finish(alternative, frame);
      value = WAIT;
      this.mark = start;
      if (frame.cut) return FAIL;
      frame.alternative++;
      frame.at = 0;
      frame.captured = null;
      frame.only = FAIL;
      frame.values = null;
    }
    return FAIL;
  }

  /** Value of an alternative whose items have all matched. */
  private finish(alternative: Alternative, frame: Frame): unknown {
    const { captured, start } = frame;
    if (alternative.action !== '') {
      const action: Action = actions[alternative.action];
      const result = action(this, (captured ?? {}) as Record<string, DiagnosedNode>, this.span(start, ''));
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
    if (alternative.only >= 0) return frame.only;
    const node = this.span(start, '');
    node.elts = (frame.values ?? []) as DiagnosedNode[];
    return node;
  }

  /** Uses an item: answers at once for tokens and what the memo knows, else pushes a frame and answers WAIT. */
  private use(item: Item): unknown {
    switch (item.op) {
      case notation.TOKEN:
        return this.type(this.mark) === item.token ? this.node(this.mark++) : FAIL;
      case notation.RULE:
        return this.callRule(item.rule!);
      case notation.SOFT:
        return this.type(this.mark) === Tok.NAME && this.text(this.mark) === item.text
          ? this.node(this.mark++)
          : FAIL;
      case notation.ANY_SOFT:
        return this.type(this.mark) === Tok.NAME && /^(?:_|case|match|type)$/.test(this.text(this.mark))
          ? this.node(this.mark++)
          : FAIL;
      case notation.GROUP:
        return this.callAlternatives(item.alternatives, 1);
      case notation.FORCED: {
        if (this.type(this.mark) === item.token) return this.node(this.mark++);
        return this.raiseAt(this.node(this.mark), `expected '${item.text}'`);
      }
      default:
        return this.push(item.op, item, null, [], levelsOf(item));
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

/** The error that CPython gives for tokens that are no program, and how many tokens its first pass has fetched. */
export function diagnose(
  tokens: Tokens,
  mode: keyof typeof startRules,
  filename: string,
  options: { barryAsFlufl?: boolean; allowIncompleteInput?: boolean; from?: number },
): { error: PythonSyntaxError; fetched: number } {
  const diagnoser = new Diagnoser(tokens, filename, options.barryAsFlufl === true);
  diagnoser.allowIncomplete = options.allowIncompleteInput === true;
  try {
    const error = diagnoser.run(startRules[mode], diagnoser.safeStart(options.from ?? 0));
    return { error, fetched: diagnoser.fetched };
  } catch (error) {
    // The host's stack was nearly used up before the walk began: the plainest answer that holds.
    if (error instanceof RangeError) return { error: diagnoser.withoutWalk(), fetched: diagnoser.fill };
    throw error;
  }
}
