// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-constants-from ./parse.ts K
// Expressions of one statement to a small tree in an arena, which lives in the heap and is emptied after the statement.
// A reference: small int, qstr (a name) and static value stand for themselves; else word index << 2 of a node, whose first
// word is kind | line << 8. Nodes with a count have it in the second word. Models py/parse.c and py/grammar.h.
import { R, T } from './layout.ts';
import { H, alloc, sizeOf, free } from './heap.ts';
import { Qs } from './qstr.ts';
import { typeOf, small, bool, DEEP } from './obj.ts';
import * as lex from './lexer.ts';
import { NAME, STRING, BYTES, FSTRING, END, syntaxError, textConst, unescape, skipLiteral } from './lexer.ts';
import { numberBinary, intUnary } from './objint.ts';

/** Node kinds. Counted ones come first. */
export const K = {
  TUPLE: 1,
  LIST: 2,
  SET: 3,
  DICT: 4,
  CALL: 5,
  COMPARE: 6,
  AND: 7,
  OR: 8,
  COMP: 9,
  PARAMS: 10,
  CONST: 20,
  ATTR: 21,
  SUBSCR: 22,
  SLICE: 23,
  UNARY: 24,
  BINOP: 25,
  NOT: 26,
  IF: 27,
  LAMBDA: 28,
  STAR: 29,
  NAMED: 30,
  YIELD: 31,
  YIELD_FROM: 32,
  AWAIT: 33,
  KW: 34,
  DSTAR: 35,
  PARAM: 36,
  FOR: 37,
  COMP_IF: 38,
  STR: 39,
} as const;

export const nodeKind = (r: number) => (!(r & 3) && r ? H[r >> 2] & 255 : 0);
export const nodeLine = (r: number) => H[r >> 2] >> 8;
export const child = (r: number, i: number) => H[(r >> 2) + 1 + i];
/** Children of a counted node. */
export const items = (r: number) => Array.from(H.subarray((r >> 2) + 2, (r >> 2) + 2 + child(r, 0)));
/** A literal that needs no code to make. */
export const isConst = (r: number) =>
  (r & 1) !== 0 || (r & 7) === 6 || nodeKind(r) === K.CONST || nodeKind(r) === K.STR;
export const constValue = (r: number) => (r & 3 ? r : child(r, 0));
export const isName = (r: number) => (r & 7) === 2;

const room = (words: number): number => {
  let chunk = H[R.ARENA];
  if (!chunk || H[chunk + 1] + words > sizeOf(chunk) >> 2) {
    const fresh = alloc(Math.max(words + 2, !chunk ? 32 : 64));
    H[fresh] = chunk;
    H[fresh + 1] = 2;
    H[R.ARENA] = chunk = fresh;
  }
  const at = chunk + H[chunk + 1];
  H[chunk + 1] += words;
  return at;
};
/** Empties the arena, keeping its first chunk. */
export const resetArena = (): void => {
  let chunk = H[R.ARENA];
  while (chunk && H[chunk]) {
    const before = H[chunk];
    free(chunk);
    chunk = before;
  }
  if (chunk) H[chunk + 1] = 2;
  H[R.ARENA] = chunk;
};

export const node = (kind: number, ...children: number[]): number => {
  const w = room(1 + children.length);
  H[w] = kind | (lex.line << 8);
  for (let i = 0; i < children.length; i++) H[w + 1 + i] = children[i];
  return w << 2;
};
export const counted = (kind: number, items: number[], line = lex.line): number => {
  const w = room(2 + items.length);
  H[w] = kind | (line << 8);
  H[w + 1] = items.length;
  for (let i = 0; i < items.length; i++) H[w + 2 + i] = items[i];
  return w << 2;
};

export const at = (w: string) => lex.word === w;
export const accept = (w: string): boolean => {
  if (lex.word !== w) return false;
  lex.next();
  return true;
};
export const expect = (w: string): void => {
  if (!accept(w)) syntaxError();
};
export const expectName = (): number => {
  if (lex.kind !== NAME) syntaxError();
  const q = lex.value;
  lex.next();
  return q;
};

let nesting = 0;
export const resetNesting = (): void => {
  nesting = 0;
};

/** Nothing more to come in a list of expressions? */
export const atEnd = () => lex.kind < lex.NAME || /^([)\]}:;]|in|[^!<>=]*=)$/.test(lex.word);

/** expr (',' expr)* [','], a TUPLE when there is a comma. `one` reads an element. */
export const list = (one: () => number): number => {
  const line = lex.line;
  const first = one();
  if (!at(',')) return first;
  const items = [first];
  while (accept(',')) {
    if (atEnd()) break;
    items.push(one());
  }
  return counted(K.TUPLE, items, line);
};
export const starOrTest = (): number => (accept('*') ? node(K.STAR, binary(0)) : named());
/** As the last, but a bare := is an error. */
export const starOrPlain = (): number => (accept('*') ? node(K.STAR, binary(0)) : test());
const starOrExpr = (): number => (accept('*') ? node(K.STAR, binary(0)) : binary(0));
/** testlist_star_expr, or a yield. */
export const testList = (): number => (at('yield') ? yieldExpr() : list(starOrTest));
/** Targets of a for. */
export const exprList = (): number => list(starOrExpr);

export const yieldExpr = (): number => {
  lex.next();
  if (accept('from')) return node(K.YIELD_FROM, test());
  return node(K.YIELD, atEnd() ? T.NONE : list(starOrTest));
};

export const named = (one = test): number => {
  const left = one();
  if (!at(':=')) return left;
  if (!isName(left)) syntaxError();
  lex.next();
  return node(K.NAMED, left, test());
};

export const test = (): number => {
  if (++nesting > 90) {
    nesting = 0;
    syntaxError(DEEP, T.RuntimeError);
  }
  const r = testInner();
  nesting--;
  return r;
};
const testInner = (): number => {
  if (accept('lambda')) {
    const params = parameters(':');
    expect(':');
    return node(K.LAMBDA, params, test());
  }
  const value = orTest();
  if (!accept('if')) return value;
  const cond = orTest();
  expect('else');
  return node(K.IF, cond, value, test());
};
const chain = (word: string, kind: number, next: () => number): number => {
  const first = next();
  if (!at(word)) return first;
  const items = [first];
  while (accept(word)) items.push(next());
  return counted(kind, items);
};
export const orTest = (): number => chain('or', K.OR, andTest);
const andTest = (): number => chain('and', K.AND, notTest);
const notTest = (): number => (accept('not') ? node(K.NOT, notTest()) : comparison());

/** Operator → index into OPS; 30 and 31 are `not in` and `is not`. */
const COMPARE = ['<', '>', '==', '<=', '>=', '!=', 'in', 'is'];
const comparison = (): number => {
  const first = binary(0);
  let items: number[] | undefined;
  for (;;) {
    let op = COMPARE.indexOf(lex.word);
    if (at('not')) op = 30;
    if (op < 0) break;
    lex.next();
    if (op === 30) expect('in');
    else if (op === 7 && accept('not')) op = 31;
    items ??= [first];
    items.push(small(op), binary(0));
  }
  return items ? counted(K.COMPARE, items) : first;
};

/** Binary operators by level, lowest first. */
const LEVELS = '|,^,&,<< >>,+ -,* / // % @'.split(',').map((level) => level.split(' '));
export const BINARY = '| ^ & << >> + - * @ // / % **'.split(' ');
const binary = (level: number): number => {
  if (level === 6) return factor();
  let left = binary(level + 1);
  while (lex.word !== '' && LEVELS[level].includes(lex.word)) {
    const op = BINARY.indexOf(lex.word) + 8;
    lex.next();
    left = fold(op, left, binary(level + 1));
  }
  return left;
};
/** Operations on literal ints are done here, unless they fail or grow out of hand. */
const fold = (op: number, a: number, b: number): number => {
  const power = op === 11 || op === 12 || op === 20;
  if (a & b & 1 && op !== 18 && op !== 16 && (power ? b > 0 && b < 62 : b !== 1 || op < 17)) {
    const v = numberBinary(op, a, b);
    if (v & 1) return v;
    if (typeOf(v) === T.INT) return node(K.CONST, v);
  }
  return node(K.BINOP, small(op), a, b);
};
const factor = (): number => {
  const op = lex.word && '+-~'.indexOf(lex.word);
  if (op !== '' && op >= 0) {
    lex.next();
    const x = factor();
    if (isConst(x) && typeOf(constValue(x)) === T.INT) {
      const v = intUnary(22 + op, constValue(x));
      return v & 1 ? v : node(K.CONST, v);
    }
    return node(K.UNARY, small(op), x);
  }
  const base = accept('await') ? node(K.AWAIT, trailers()) : trailers();
  if (!accept('**')) return base;
  return fold(20, base, factor());
};

const trailers = (): number => {
  let x = atom();
  for (;;) {
    if (at('.')) {
      lex.next();
      x = node(K.ATTR, x, expectName());
    } else if (at('(')) {
      const line = lex.line;
      lex.next();
      const args = callArgs();
      x = counted(K.CALL, [x, ...args], line);
    } else if (at('[')) {
      lex.next();
      x = node(K.SUBSCR, x, list(subscript));
      expect(']');
    } else return x;
  }
};
const subscript = (): number => {
  const part = () => (/^[:\],]$/.test(lex.word) ? 0 : starOrTest());
  const a = part();
  if (!accept(':')) return a || syntaxError();
  const b = part();
  return node(K.SLICE, a, b, accept(':') ? part() : 0);
};

export const callArgs = (): number[] => {
  const args: number[] = [];
  // 1 after a keyword, 2 after **.
  let saw = 0;
  while (!at(')')) {
    if (accept('*')) {
      if (saw) syntaxError('* arg after **');
      args.push(node(K.STAR, test()));
    } else if (accept('**')) {
      saw = 2;
      args.push(node(K.DSTAR, test()));
    } else {
      const x = named();
      if (at('=')) {
        if (!isName(x)) syntaxError('LHS of keyword arg must be an id');
        lex.next();
        saw ||= 1;
        args.push(node(K.KW, x, test()));
      } else if (atFor()) {
        args.push(comprehension(4, x, 0));
      } else {
        if (saw) syntaxError('positional arg after ' + (saw > 1 ? '**' : 'keyword arg'));
        args.push(x);
      }
    }
    if (!accept(',')) break;
  }
  expect(')');
  return args;
};

/** kind: scope kind of compile.ts (4 generator, 5 list, 6 dict, 7 set); element (and value) read already. */
const comprehension = (kind: number, element: number, value: number): number => {
  const items = [small(kind), element, value];
  for (;;) {
    const isAsync = accept('async');
    if (accept('for')) {
      const target = exprList();
      expect('in');
      items.push(node(K.FOR, target, orTest(), bool(isAsync)));
    } else if (accept('if')) items.push(node(K.COMP_IF, named(orTest)));
    else break;
  }
  return counted(K.COMP, items);
};
const [q_format, Q0] = Qs('format *');
const WORDS = 'None True False ... __debug__'.split(' ');
const atom = (): number => {
  const k = lex.kind;
  const v = lex.value;
  if (k === FSTRING) return formatted();
  const i = WORDS.indexOf(lex.word);
  if (i < 0 && (k < NAME || k > BYTES)) return display(lex.word);
  lex.next();
  if (i >= 0) return [T.NONE, T.TRUE, T.FALSE, T.ELLIPSIS, bool(!H[R.OPT])][i];
  return k === NAME || v & 1 ? v : node(k === STRING ? K.STR : K.CONST, v);
};
const atFor = () => at('for') || at('async');
/** What stands between ( and ), [ and ], { and }. */
const display = (open: string): number => {
  const close = { '(': ')', '[': ']', '{': '}' }[open] ?? syntaxError();
  const line = lex.line;
  const items: number[] = [];
  let comma = false;
  let isDict = true;
  lex.next();
  while (!at(close)) {
    if (open === '(' && at('yield')) {
      items.push(yieldExpr());
      break;
    }
    const double = open === '{' && accept('**');
    const key = double ? 0 : starOrTest();
    const pair = double || (open === '{' && nodeKind(key) !== K.STAR && accept(':'));
    if (items.length && open === '{' && pair !== isDict)
      syntaxError(isDict ? 'expecting key:value for dict' : 'expecting just a value for set');
    isDict = pair;
    const value = double ? binary(0) : pair ? test() : 0;
    if (!items.length && atFor()) {
      const c = comprehension(open === '(' ? 4 : open === '[' ? 5 : pair ? 6 : 7, key, value);
      expect(close);
      return c;
    }
    items.push(key);
    if (pair) items.push(value);
    if (!accept(',')) break;
    comma = true;
  }
  expect(close);
  if (open === '(' && !comma && items.length) return items[0];
  return counted(open === '(' ? K.TUPLE : open === '[' ? K.LIST : isDict ? K.DICT : K.SET, items, line);
};

/** An f-string is `'…{}…'.format(…)`, as in MicroPython. */
const formatted = (): number => {
  const after = lex.place();
  const saved: [string, number, boolean, number[]] = [body, cursor, raw, args];
  const given: number[] = [];
  let template = '';
  for (const part of lex.parts)
    if (part.fixed_) template += part.body_.replace(/[{}]/g, '$&$&');
    else {
      [body, cursor, raw, args] = [part.body_, 0, part.raw_, given];
      template += stretch(false);
    }
  [body, cursor, raw, args] = saved;
  lex.goTo(after);
  lex.next();
  // Without fields only doubled braces are left to undo.
  if (!given.length) return node(K.STR, textConst(template.replace(/([{}])\1/g, '$1')));
  return counted(K.CALL, [node(K.ATTR, node(K.STR, textConst(template)), q_format), ...given]);
};
let body = '';
let cursor = 0;
let raw = false;
let args: number[] = [];
const fstringError = (): never => syntaxError('malformed f-string');

/** Copies fixed text and turns replacement fields into `{…}` with their expressions in args; a specification ends at }. */
const stretch = (inSpec: boolean): string => {
  let out = '';
  for (;;) {
    const text = (raw ? /^[^{}]*/ : /^(?:[^{}\\]|\\[^])*/).exec(body.slice(cursor))![0];
    out += raw ? text : unescape(text, false);
    cursor += text.length;
    const c = body[cursor];
    if (!c || (c === '}' && inSpec)) return out;
    if (body[cursor + 1] === c && !inSpec) {
      out += c + c;
      cursor += 2;
    } else out += c === '{' ? field() : fstringError();
  }
};
const field = (): string => {
  // The expression ends at `!`, `:` or `}` outside brackets and strings.
  const from = ++cursor;
  for (let nest = 0; ; cursor++) {
    const c = body[cursor] ?? fstringError();
    if (/["']/.test(c)) cursor = skipLiteral(body, cursor) - 1;
    else if (!nest && (/[:}]/.test(c) || (c === '!' && body[cursor + 1] !== '='))) break;
    else if (/[([{]/.test(c)) nest++;
    else if (/[)\]}]/.test(c)) nest--;
  }
  let text = body.slice(from, cursor);
  // `{x=}` shows its own text.
  const shown = /^(.*[^=!<>])=[ \t]*$/s.exec(text);
  let out = '{';
  if (shown) {
    out = text + out;
    text = shown[1];
  }
  if (!text.trim()) fstringError();
  const saved = lex.place();
  lex.openPart(text);
  args.push(at('yield') ? yieldExpr() : list(starOrTest));
  if (lex.kind !== END) fstringError();
  lex.goTo(saved);
  if (body[cursor] === '!') {
    out += '!' + body[cursor + 1];
    cursor += 2;
    while (body[cursor] === ' ') cursor++;
  } else if (shown && body[cursor] === '}') out += '!r';
  if (body[cursor] === ':') {
    cursor++;
    out += ':' + stretch(true);
  }
  if (body[cursor++] !== '}') fstringError();
  return out + '}';
};

// ---- Parameters. ----

/** Kinds of PARAM: 0 positional, 1 *args, 2 **kwargs, 3 bare star, 4 slash. Default 0 when there is none. */
export const parameters = (close: string): number => {
  const items: number[] = [];
  const annotated = close === ')';
  let sawDefault = false;
  let sawStar = false;
  while (!at(close)) {
    let kind = 0;
    let name: number = Q0;
    let value = 0;
    if (accept('**')) kind = 2;
    else if (accept('*')) kind = at(',') || at(close) ? 3 : 1;
    else if (accept('/')) kind = 4;
    if (kind === 3 && sawStar) syntaxError();
    if (kind < 3) {
      name = expectName();
      if (annotated && accept(':')) test();
      if (!kind && accept('=')) {
        value = test();
        sawDefault = true;
      } else if (!kind && sawDefault && !sawStar)
        syntaxError('non-default argument follows default argument');
    }
    if (kind === 1 || kind === 3) {
      if (sawStar) syntaxError();
      sawStar = true;
    }
    for (const i of items) if (kind < 3 && child(i, 0) === name) syntaxError('argument name reused');
    items.push(node(K.PARAM, name, value, small(kind)));
    if (kind === 2) {
      accept(',');
      break;
    }
    if (!accept(',')) break;
    if (kind === 3 && at(close)) syntaxError();
  }
  if (items.length > 0 && child(items[items.length - 1], 2) >> 1 === 3) syntaxError();
  return counted(K.PARAMS, items);
};
