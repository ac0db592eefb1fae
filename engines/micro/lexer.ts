// @inline-constants-from ./layout.ts T
// @inline-scalars
// Source to tokens, one at a time; the position can be saved and set back, which is how the compiler looks ahead. The
// source is a host string of one character a byte. Models py/lexer.c. Literals become str or bytes objects in the heap.
import { T } from './layout.ts';
import { keep } from './heap.ts';
import { internBytes } from './qstr.ts';
import {
  newFloat,
  putChar,
  putLatin,
  latinOf,
  fromLatin,
  W,
  wn,
  rewind,
  fail,
  newError,
  addTraceback,
} from './obj.ts';
import { RADIX, parseInt10 } from './objint.ts';
import { newComplex } from './objfloat.ts';

/** Token kinds; operators and keywords are told by `word`. */
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

let src = '';
let pos = 0;
let depth = 0;
/** Widths of the open indentations; bounded by the nesting of the program. */
let indents = [0];
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

const KEYWORDS = new Set(
  'False None True __debug__ and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

export type Place = [string, number, number, number[], number, boolean, number, string, number, number];
export const place = (): Place => [src, pos, depth, indents, pending, lineStart, kind, word, value, line];
export const goTo = (p: Place): void => {
  [src, pos, depth, indents, pending, lineStart, kind, word, value, line] = p;
};

export const open = (source: Uint8Array, file: number): void => {
  fileName = file;
  goTo([
    latinOf(source)
      .replace(/^\xef\xbb\xbf/, '')
      .replace(/\r\n?/g, '\n'),
    0,
    0,
    [0],
    0,
    true,
    END,
    '',
    0,
    0,
  ]);
  next();
};
/** Reads a part of the source as an expression inside brackets (f-strings). */
export const openPart = (from: string): void => {
  goTo([from, 0, 1, indents, 0, false, kind, '', 0, line]);
  next();
};

export function syntaxError(message = 'invalid syntax', t: number = T.SyntaxError): never {
  const p = newError(t, message);
  addTraceback(p, fileName, line, 0);
  throw p;
}

const countLines = (s: string) => s.split('\n').length - 1;

/** Skips empty lines, then tells how many blocks begin or end. */
const indentation = (): void => {
  const LINE = /([ \t\f]*)(?:#.*)?(\n|\\\n)?/y;
  let m: RegExpExecArray;
  for (; ; line++) {
    LINE.lastIndex = pos;
    m = LINE.exec(src)!;
    if (!m[2]) break;
    pos += m[0].length;
  }
  let width = 0;
  if (pos + m[0].length >= src.length) pos = src.length;
  else {
    pos += m[1].length;
    for (const c of m[1]) width = c === ' ' ? width + 1 : c === '\t' ? (width + 8) & ~7 : 0;
  }
  if (width > indents[0]) {
    indents = [width, ...indents];
    pending = 1;
  } else for (; width < indents[0]; pending--) indents = indents.slice(1);
  if (width !== indents[0]) syntaxError("unindent doesn't match any outer indent level", T.IndentationError);
};

/** Blanks, then a line end, a string's beginning, a number, a name or an operator; nothing at the end. */
const TOKEN =
  /((?:[ \t\f]|\\\n)*(?:#.*)?)(?:(\n)|([rubfRUBF]{0,2})("""|'''|"|')|(0[xXoObB]\w*|(?=\.?\d)[\d_]*\.?[\d_]*(?:[eE][-+]?\d[\d_]*)?\w*)|([\w\x80-\xff]+)|(\*\*=?|\/\/=?|>>=?|<<=?|->|:=|!=|\.\.\.|[-+*/%@&|^<>=]=?|[~(){}[\],:.;])|$)/y;
export const next = (): void => {
  word = '';
  if (lineStart) {
    lineStart = false;
    line++;
    indentation();
  }
  if (pending) {
    kind = pending > 0 ? INDENT : DEDENT;
    pending += pending > 0 ? -1 : 1;
    return;
  }
  TOKEN.lastIndex = pos;
  const m = TOKEN.exec(src) ?? syntaxError();
  const [all, blank, newline, prefix, quote, digits, name, operator] = m;
  pos += all.length;
  line += countLines(blank);
  if (newline && depth > 0) {
    line++;
    return next();
  }
  if (quote) strings(prefix, quote);
  else if (digits) number(digits);
  else if (operator) {
    kind = OPERATOR;
    word = operator;
    if (/[([{]/.test(word)) depth++;
    if (/[)\]}]/.test(word)) depth--;
  } else if (name) {
    kind = KEYWORDS.has(name) ? KEYWORD : NAME;
    if (kind === KEYWORD) word = name;
    else value = internText(name);
  } else {
    kind = newline || (depth < 1 && kind > DEDENT) ? NEWLINE : END;
    lineStart = kind === NEWLINE;
  }
};
/** The qstr with these bytes. */
export const internText = (s: string): number => {
  const mark = wn;
  putLatin(s);
  const q = internBytes(W, mark, wn - mark);
  rewind(mark);
  return q;
};

const number = (s: string): void => {
  kind = NUMBER;
  const radix = /^0[xob]/i.exec(s);
  const imaginary = !radix && /j$/i.test(s);
  if (imaginary || (!radix && /[.e]/i.test(s))) {
    const body = imaginary ? s.slice(0, -1) : s;
    if (/[^\d_.e+-]/i.test(body)) syntaxError('invalid syntax for number');
    const x = +body.replaceAll('_', '');
    value = imaginary ? newComplex(0, x) : newFloat(x);
  } else
    value =
      parseInt10(s, 0) ||
      syntaxError('invalid syntax for integer with base ' + (radix ? RADIX[s[1].toLowerCase()] : 10));
};

/** Parts of adjacent literals: text, or what an f-string has between its quotes. */
export interface Part {
  raw_: boolean;
  body_: string;
  fixed_: boolean;
}
export let parts: Part[] = [];
const STRINGS = /(?:[ \t\f]|\\\n)*([rubf]{0,2})("""|'''|"|')/iy;
const STRINGS_INSIDE = /(?:[ \t\f\n]|\\\n|#.*)*([rubf]{0,2})("""|'''|"|')/iy;
/** One or more adjacent literals, behind the first quote. An f-string keeps its raw text: the parser takes it apart. */
const strings = (prefix: string, quote: string): void => {
  const from = pos;
  const isBytes = /b/i.test(prefix);
  parts = [];
  for (;;) {
    const raw = /r/i.test(prefix);
    const f = /f/i.test(prefix);
    if (/b/i.test(prefix) !== isBytes) syntaxError();
    const start = pos;
    for (; !src.startsWith(quote, pos); pos = skip(src, pos, f, quote.length > 1))
      if (pos >= src.length || (src[pos] === '\n' && !quote[1])) syntaxError();
    const body = src.slice(start, pos);
    pos += quote.length;
    parts.push({ raw_: raw, fixed_: !f, body_: f || raw ? body : unescape(body, isBytes) });
    const more = depth > 0 ? STRINGS_INSIDE : STRINGS;
    more.lastIndex = pos;
    const m = more.exec(src);
    if (!m) break;
    pos += m[0].length;
    [, prefix, quote] = m;
  }
  line += countLines(src.slice(from, pos));
  kind = parts.every((p) => p.fixed_) ? (isBytes ? BYTES : STRING) : FSTRING;
  const s = parts.map((p) => p.body_).join('');
  value = kind === FSTRING ? 0 : textConst(s, isBytes);
};
/** A constant str (a short one is a qstr) or bytes. */
export const textConst = (s: string, isBytes = false): number => {
  const v = !isBytes && s.length < 11 ? internText(s) : fromLatin(s, isBytes ? -T.BYTES : -T.STR);
  keep(v);
  return v;
};

/** Goes over one character of a literal's body, an escape, or a replacement field of an f-string. */
const skip = (s: string, p: number, f: boolean, triple: boolean): number => {
  if (s[p] === '\\') return p + 2;
  if (!f || s[p] !== '{') return p + 1;
  if (s[p + 1] === '{') return p + 2;
  let nest = 0;
  for (p++; p < s.length; p++) {
    const c = s[p];
    if (c === '}' && !nest) return p + 1;
    if (/[{([]/.test(c)) nest++;
    else if (/[})\]]/.test(c)) nest--;
    else if (c === '"' || c === "'") {
      // Inside a format specification the quote of the literal itself ends it: an error told later.
      const after = skipLiteral(s, p);
      if (after > s.length) return p;
      p = after - 1;
    } else if (c === '\n' && !triple) break;
  }
  return p;
};
/** Position after the string literal whose quote stands at p; beyond the end when it does not end. */
export const skipLiteral = (s: string, p: number): number => {
  const f = /f.?$/i.test(s.slice(Math.max(0, p - 2), p));
  const quote = s.startsWith(s[p].repeat(3), p) ? s[p].repeat(3) : s[p];
  for (p += quote.length; p < s.length; p = skip(s, p, f, quote.length > 1))
    if (s.startsWith(quote, p)) return p + quote.length;
  return s.length + 1;
};

/** The bytes that a literal's text stands for. */
export const unescape = (s: string, isBytes: boolean): string =>
  s.replace(
    /\\(\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])/g,
    (whole: string, e: string) => {
      const i = 'abtnvfr\\\'"\n'.indexOf(e);
      if (i >= 0) return ['\x07', '\b', '\t', '\n', '\v', '\f', '\r', '\\', "'", '"', ''][i];
      const octal = /[0-7]/.test(e[0]);
      if (!octal && !(isBytes ? /x/ : /[xuU]/).test(e[0]))
        return e === 'N' && !isBytes ? fail(T.NotImplementedError, 'unicode name escapes') : whole;
      const n = octal ? parseInt(e, 8) : parseInt(e.slice(1), 16);
      if (!(n <= 0x10ffff)) syntaxError();
      if (isBytes) return String.fromCharCode(n & 255);
      const mark = wn;
      putChar(n);
      const text = latinOf(W.subarray(mark, wn));
      rewind(mark);
      return text;
    },
  );
