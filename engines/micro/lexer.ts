// @inline-constants-from ./layout.ts T
// @inline-scalars
// Source bytes to tokens, one at a time; the position can be saved and set back, which is how the compiler looks ahead.
// Models py/lexer.c. Literal text is decoded into the scratch writer and becomes a str or bytes object in the heap.
import { T } from './layout.ts';
import { keep } from './heap.ts';
import { internBytes } from './qstr.ts';
import {
  newFloat,
  putByte,
  putChar,
  putBytes,
  W,
  wn,
  rewind,
  take,
  fail,
  box,
  str,
  newTuple,
} from './obj.ts';
import { parseInt10 } from './objint.ts';
import { newComplex } from './objfloat.ts';

/** Token kinds; operators and keywords are told by `text`. */
export const END = 0;
export const NEWLINE = 1;
export const INDENT = 2;
export const DEDENT = 3;
export const NAME = 4;
export const NUMBER = 5;
export const STRING = 6;
export const BYTES = 7;
export const FSTRING = 8;
export const OPERATOR = 9;
export const KEYWORD = 10;

let src: Uint8Array = new Uint8Array(0);
let pos = 0;
let end = 0;
let depth = 0;
/** Widths of the open indentations; bounded by the nesting of the program. */
let indents: number[] = [0];
let pending = 0;
let lineStart = true;
let fileName = 0;

/** The present token. */
export let kind = END;
/** Operator or keyword text; of other tokens ''. */
export let word = '';
/** Value: qstr of a name, number or string object. */
export let value = 0;
export let line = 1;
/** Where the token begins and ends. */
export let start = 0;
export let stop = 0;

const KEYWORDS = new Set(
  'False None True __debug__ and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);
const OPERATORS = new Set(
  '+ - * ** / // % @ << >> & | ^ ~ < > <= >= == != ( ) [ ] { } , : . ; = -> += -= *= /= //= %= @= &= |= ^= >>= <<= **= := ...'.split(
    ' ',
  ),
);

export interface Place {
  src_: Uint8Array;
  pos_: number;
  end_: number;
  depth_: number;
  indents_: number[];
  pending_: number;
  lineStart_: boolean;
  kind_: number;
  word_: string;
  value_: number;
  line_: number;
  start_: number;
  stop_: number;
}
export function place(): Place {
  return {
    src_: src,
    pos_: pos,
    end_: end,
    depth_: depth,
    indents_: indents.slice(),
    pending_: pending,
    lineStart_: lineStart,
    kind_: kind,
    word_: word,
    value_: value,
    line_: line,
    start_: start,
    stop_: stop,
  };
}
export function goTo(p: Place): void {
  src = p.src_;
  pos = p.pos_;
  end = p.end_;
  depth = p.depth_;
  indents = p.indents_.slice();
  pending = p.pending_;
  lineStart = p.lineStart_;
  kind = p.kind_;
  word = p.word_;
  value = p.value_;
  line = p.line_;
  start = p.start_;
  stop = p.stop_;
}

export function open(source: Uint8Array, file: number): void {
  src = source;
  fileName = file;
  pos = 0;
  end = source.length;
  if (src[0] === 0xef && src[1] === 0xbb && src[2] === 0xbf) pos = 3;
  depth = 0;
  indents = [0];
  pending = 0;
  lineStart = true;
  line = 0;
  next();
}
/** Reads a part of the source as an expression inside brackets (f-strings). */
export function openPart(from: Uint8Array): void {
  src = from;
  pos = 0;
  end = from.length;
  depth = 1;
  lineStart = false;
  pending = 0;
  next();
}
export const sourceText = (a: number, b: number) => src.subarray(a, b);

export function syntaxError(message = 'invalid syntax', t: number = T.SyntaxError): never {
  const args = box(-T.TUPLE, 1, str(message));
  const p = box(-t, newTuple(1, args + 2));
  const { addTraceback } = tracing;
  addTraceback(p, fileName, line, 0);
  throw p;
}
/** Set by compile.ts, which knows the block's name. */
export const tracing = { addTraceback: (_e: number, _f: number, _l: number, _b: number): void => {} };

const isDigit = (c: number) => c >= 48 && c <= 57;
const isIdent = (c: number) =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c >= 128 || isDigit(c);

/** Skips blanks and comments; true when a line end was crossed outside brackets. */
function indentation(): void {
  for (;;) {
    let width = 0;
    let p = pos;
    for (; p < end; p++) {
      const c = src[p];
      if (c === 32) width++;
      else if (c === 9) width = (width + 8) & ~7;
      else if (c === 12) width = 0;
      else break;
    }
    const c = src[p];
    if (p >= end) {
      pos = p;
      pending = -(indents.length - 1);
      indents = [0];
      return;
    }
    if (c === 35) while (p < end && src[p] !== 10 && src[p] !== 13) p++;
    if (p >= end) {
      pos = p;
      continue;
    }
    if (src[p] === 10 || src[p] === 13) {
      if (src[p] === 13 && src[p + 1] === 10) p++;
      pos = p + 1;
      line++;
      continue;
    }
    if (c === 92 && (src[p + 1] === 10 || src[p + 1] === 13)) {
      pos = p + 2;
      line++;
      continue;
    }
    pos = p;
    const top = indents[indents.length - 1];
    if (width > top) {
      indents.push(width);
      pending = 1;
    } else if (width < top) {
      while (width < indents[indents.length - 1]) {
        indents.pop();
        pending--;
      }
      if (width !== indents[indents.length - 1])
        syntaxError("unindent doesn't match any outer indent level", T.IndentationError);
    }
    return;
  }
}

export function next(): void {
  word = '';
  if (lineStart) {
    lineStart = false;
    line++;
    indentation();
  }
  start = pos;
  if (pending) {
    kind = pending > 0 ? INDENT : DEDENT;
    pending += pending > 0 ? -1 : 1;
    stop = pos;
    return;
  }
  let c = 0;
  for (;;) {
    if (pos >= end) {
      if (depth > 0 || kind === NEWLINE || kind === DEDENT || kind === END) kind = END;
      else kind = NEWLINE;
      if (kind === NEWLINE) lineStart = true;
      stop = pos;
      return;
    }
    c = src[pos];
    if (c === 32 || c === 9 || c === 12) pos++;
    else if (c === 35) while (pos < end && src[pos] !== 10 && src[pos] !== 13) pos++;
    else if (c === 10 || c === 13) {
      start = pos;
      if (c === 13 && src[pos + 1] === 10) pos++;
      pos++;
      if (depth > 0) {
        line++;
        continue;
      }
      kind = NEWLINE;
      stop = start;
      lineStart = true;
      return;
    } else if (c === 92 && (src[pos + 1] === 10 || src[pos + 1] === 13)) {
      pos += src[pos + 1] === 13 && src[pos + 2] === 10 ? 3 : 2;
      line++;
    } else break;
  }
  start = pos;
  if (isIdent(c) && !isDigit(c)) return name();
  if (isDigit(c) || (c === 46 && isDigit(src[pos + 1]))) return number();
  if (c === 34 || c === 39) return strings();
  let op = String.fromCharCode(c);
  if (!OPERATORS.has(op) && op !== '!') syntaxError();
  while (pos + op.length < end && op.length < 3) {
    const more = op + String.fromCharCode(src[pos + op.length]);
    if (!OPERATORS.has(more) && more !== '..') break;
    op = more;
  }
  if (op === '..') op = '.';
  if (op === '!') {
    if (src[pos + 1] !== 61) syntaxError();
    op = '!=';
  }
  pos += op.length;
  if (op === '(' || op === '[' || op === '{') depth++;
  else if (op === ')' || op === ']' || op === '}') depth--;
  kind = OPERATOR;
  word = op;
  stop = pos;
}

function name(): void {
  let p = pos;
  while (p < end && isIdent(src[p])) p++;
  const n = p - pos;
  // A prefix of a string?
  if (n <= 2 && (src[p] === 34 || src[p] === 39)) {
    const prefix = String.fromCharCode(...src.subarray(pos, p)).toLowerCase();
    if (/^(r|u|b|f|rb|br|rf|fr)$/.test(prefix)) return strings();
  }
  let ascii = '';
  if (n < 10) for (let i = pos; i < p; i++) ascii += String.fromCharCode(src[i]);
  if (KEYWORDS.has(ascii)) {
    kind = KEYWORD;
    word = ascii;
  } else {
    kind = NAME;
    value = internBytes(src, pos, n);
  }
  pos = p;
  stop = p;
}

function number(): void {
  let p = pos;
  let isFloat = false;
  const hex =
    src[p] === 48 &&
    (src[p + 1] | 32) !== 101 &&
    isIdent(src[p + 1]) &&
    !isDigit(src[p + 1]) &&
    src[p + 1] !== 95 &&
    (src[p + 1] | 32) !== 106;
  for (; p < end; p++) {
    const c = src[p];
    if (
      !hex &&
      (c | 32) === 101 &&
      (isDigit(src[p + 1]) || ((src[p + 1] === 43 || src[p + 1] === 45) && true))
    ) {
      isFloat = true;
      if (src[p + 1] === 43 || src[p + 1] === 45) p++;
    } else if (c === 46 && !hex) isFloat = true;
    else if (!isIdent(c)) break;
  }
  let s = '';
  for (let i = pos; i < p; i++) s += String.fromCharCode(src[i]);
  pos = p;
  stop = p;
  kind = NUMBER;
  const imaginary = /[jJ]$/.test(s) && !hex;
  if (isFloat || imaginary) {
    const body = imaginary ? s.slice(0, -1) : s;
    if (!/^(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][+-]?\d[\d_]*)?$/.test(body))
      syntaxError('invalid syntax for number');
    const x = Number(body.replaceAll('_', ''));
    value = imaginary ? newComplex(0, x) : newFloat(x);
    return;
  }
  if (!hex && s.length > 1 && s[0] === '0' && !/^[0_]+$/.test(s))
    syntaxError('invalid syntax for integer with base 10');
  const base = /^0x/i.test(s) ? 16 : /^0o/i.test(s) ? 8 : /^0b/i.test(s) ? 2 : 10;
  value = parseInt10(s.replaceAll('_', ''), 0);
  if (!value) syntaxError(`invalid syntax for integer with base ${hex ? base : 10}`);
}

/** One or more adjacent literals. An f-string keeps its raw text: the compiler takes it apart. */
function strings(): void {
  const mark = wn;
  let isBytes = false;
  let first = true;
  let formatted = false;
  /** Raw bodies of the parts, for the f-string compiler: bounded by the source. */
  parts = [];
  let lineAfter = line;
  for (;;) {
    let p = pos;
    let raw = false;
    let f = false;
    let b = false;
    for (; src[p] !== 34 && src[p] !== 39; p++) {
      const c = src[p] | 32;
      if (c === 114) raw = true;
      else if (c === 98) b = true;
      else if (c === 102) f = true;
    }
    if (first) isBytes = b;
    else if (b !== isBytes) syntaxError();
    first = false;
    const quote = src[p];
    const triple = src[p + 1] === quote && src[p + 2] === quote;
    p += triple ? 3 : 1;
    const from = p;
    const partMark = wn;
    for (;;) {
      if (p >= end) {
        rewind(mark);
        syntaxError();
      }
      const c = src[p];
      if (c === quote && (!triple || (src[p + 1] === quote && src[p + 2] === quote))) break;
      if (c === 10 || (c === 13 && src[p + 1] !== 10)) {
        if (!triple) {
          rewind(mark);
          syntaxError();
        }
        lineAfter++;
      }
      if (c === 92 && !raw && !f) p = escape(p, b);
      else if (c === 92) {
        if (!f) {
          putByte(92);
          putByte(src[p + 1]);
        }
        if (src[p + 1] === 10) lineAfter++;
        p += 2;
      } else if (c === 13) {
        if (!f) putByte(10);
        if (src[p + 1] === 10) lineAfter++;
        p += src[p + 1] === 10 ? 2 : 1;
      } else if (c === 123 && f && src[p + 1] !== 123) {
        // Skip a replacement field: quotes of the same kind may stand inside it.
        p = skipField(p + 1, quote, triple);
      } else if (c === 123 && f) p += 2;
      else {
        if (!f) putByte(c);
        p++;
      }
    }
    if (f) {
      formatted = true;
      parts.push({ raw_: raw, body_: src.slice(from, p), fixed_: false });
    } else {
      parts.push({ raw_: raw, body_: W.slice(partMark, wn), fixed_: true });
    }
    p += triple ? 3 : 1;
    pos = p;
    stop = p;
    // Adjacent literals: blanks between, and line ends inside brackets.
    let q = p;
    let crossed = 0;
    for (;;) {
      const c = src[q];
      if (c === 32 || c === 9) q++;
      else if (c === 92 && (src[q + 1] === 10 || src[q + 1] === 13)) {
        q += src[q + 1] === 13 && src[q + 2] === 10 ? 3 : 2;
        crossed++;
      } else if (depth > 0 && c === 10) {
        q++;
        crossed++;
      } else if (depth > 0 && c === 13) q++;
      else if (depth > 0 && c === 35) while (q < end && src[q] !== 10) q++;
      else break;
    }
    if (q >= end) break;
    let r = q;
    while (r < q + 2 && /[rubfRUBF]/.test(String.fromCharCode(src[r]))) r++;
    if (src[r] !== 34 && src[r] !== 39) break;
    lineAfter += crossed;
    pos = q;
  }
  if (formatted) {
    rewind(mark);
    kind = FSTRING;
    value = 0;
  } else {
    kind = isBytes ? BYTES : STRING;
    const n = wn - mark;
    if (isBytes) value = take(mark, -T.BYTES);
    else if (n <= 10) {
      value = internBytes(W, mark, n);
      rewind(mark);
    } else value = take(mark, -T.STR);
    keep(value);
  }
  line = lineAfter;
}
export interface Part {
  raw_: boolean;
  body_: Uint8Array;
  fixed_: boolean;
}
export let parts: Part[] = [];

/** The end of a replacement field that begins at p (after its brace): the position after the closing brace. */
function skipField(p: number, quote: number, triple: boolean): number {
  let nest = 0;
  for (; p < end; p++) {
    const c = src[p];
    if (c === 123 || c === 40 || c === 91) nest++;
    else if (c === 125 && !nest) return p + 1;
    else if (c === 125 || c === 41 || c === 93) nest--;
    else if (c === 34 || c === 39) {
      // Inside a format specification the quote of the literal itself ends it: an error told later.
      const after = skipLiteral(src, p, end);
      if (after > end && c === quote) return p;
      p = after - 1;
    } else if (c === 10 && !triple) return p;
  }
  return p;
}
/** Position after the string literal whose quote stands at p; beyond `to` when it does not end. */
export function skipLiteral(s: Uint8Array, p: number, to: number): number {
  const c = s[p];
  const isF =
    p > 0 && ((s[p - 1] | 32) === 102 || (p > 1 && (s[p - 1] | 32) === 114 && (s[p - 2] | 32) === 102));
  const three = s[p + 1] === c && s[p + 2] === c;
  p += three ? 3 : 1;
  while (p < to) {
    if (s[p] === c && (!three || (s[p + 1] === c && s[p + 2] === c))) return p + (three ? 3 : 1);
    if (s[p] === 92) p += 2;
    else if (isF && s[p] === 123 && s[p + 1] !== 123) {
      let nest = 0;
      for (p++; p < to && !(s[p] === 125 && !nest); p++) {
        if (s[p] === 123 || s[p] === 40 || s[p] === 91) nest++;
        else if (s[p] === 125 || s[p] === 41 || s[p] === 93) nest--;
        else if (s[p] === 34 || s[p] === 39) p = skipLiteral(s, p, to) - 1;
      }
      p++;
    } else p++;
  }
  return to + 1;
}

const ESCAPES: Record<string, number> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** Writes what the escape at p means and answers where it ends. */
function escape(p: number, isBytes: boolean): number {
  const c = src[p + 1];
  const ch = String.fromCharCode(c);
  if (c === 10) return p + 2;
  if (c === 13) return p + (src[p + 2] === 10 ? 3 : 2);
  const simple = ESCAPES[ch];
  if (simple !== undefined) {
    putByte(simple);
    return p + 2;
  }
  if (c >= 48 && c <= 55) {
    let n = 0;
    let i = p + 1;
    for (; i < p + 4 && src[i] >= 48 && src[i] <= 55; i++) n = n * 8 + src[i] - 48;
    if (isBytes) putByte(n);
    else putChar(n);
    return i;
  }
  const digits = ch === 'x' ? 2 : isBytes ? 0 : ch === 'u' ? 4 : ch === 'U' ? 8 : 0;
  if (digits > 0) {
    let n = 0;
    for (let i = 0; i < digits; i++) {
      const d = parseInt(String.fromCharCode(src[p + 2 + i]), 16);
      if (d !== d) syntaxError();
      n = n * 16 + d;
    }
    if (n > 0x10ffff) syntaxError();
    if (isBytes) putByte(n);
    else putChar(n);
    return p + 2 + digits;
  }
  if (ch === 'N' && !isBytes) fail(T.NotImplementedError, 'unicode name escapes');
  putByte(92);
  putBytes(src, p + 1, 1);
  return p + 2;
}
/** Decodes the text of an f-string's fixed stretch into the writer. */
export function decodeStretch(body: Uint8Array, from: number, to: number, raw: boolean): void {
  const keepSrc = src;
  const keepEnd = end;
  src = body;
  end = to;
  let p = from;
  while (p < to) {
    if (src[p] === 92 && !raw) p = escape(p, false);
    else putByte(src[p++]);
  }
  src = keepSrc;
  end = keepEnd;
}
