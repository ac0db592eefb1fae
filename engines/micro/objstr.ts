// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// str and bytes: UTF-8 behind a header (qstr.ts). Methods work on host strings of one character a byte and serve bytearray
// too; places in a str are counted in characters. Models py/objstr.c, py/objstrunicode.c and py/unicode.c: upper, lower and
// the is… methods know ASCII alone. The format languages are in format.ts.
import { T } from './layout.ts';
import { H, B } from './heap.ts';
import { Q, strp, text, asciiFlag, hashOf, charQstr } from './qstr.ts';
import {
  type,
  isStr,
  isHeap,
  isTuple,
  isUser,
  typeOf,
  bool,
  small,
  fail,
  typeError,
  compared,
  valueError,
  put,
  putByte,
  putBytes,
  putChar,
  putLatin,
  wn,
  take,
  newStr,
  q_empty,
  tupleOf,
  getBuffer,
  tryBuffer,
  BUF,
  intArg,
  truth,
  strOf,
  latin,
  fromLatin,
  strArg,
  notImplicit,
  hexDigits,
  codeOf,
} from './obj.ts';
import type { Rows, Slots } from './obj.ts';
import { callN } from './vm.ts';
import { unwrap, methodOf, callMethod0 } from './objtype.ts';
import { forEach } from './runtime.ts';
import { newList, listAppend, listOf, onlyStep1, clipIndex, all } from './objlist.ts';
import { isInt } from './objint.ts';
import { format, percent } from './format.ts';

const kindOf = (v: number) => (isStr(v) ? -T.STR : isHeap(v, -T.BYTES) ? -T.BYTES : -T.BYTEARRAY);
/** A value of the same kind as self. */
const like = (self: number, s: string) => fromLatin(s, kindOf(self));

// ---- Code points. ----

export const isAscii = (v: number) => asciiFlag(strp(v)) === 1;
/** Characters among the bytes of a host string. */
const countChars = (s: string) => s.replace(/[\x80-\xbf]/g, '').length;
export const charCount = (v: number) => (isAscii(v) ? H[strp(v) + 1] : countChars(latin(v)));
/** Bytes of the character that begins with byte b. */
const width = (b: number) => (b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4);
/** Byte offset of character i, counted from the string's first byte. */
const offsetOf = (v: number, i: number): number => {
  if (!isStr(v) || isAscii(v)) return i;
  const p = strp(v);
  let o = 0;
  while (i-- > 0 && o <= H[p + 1]) o += width(B[p * 4 + 12 + o]);
  return o;
};
const decodeAt = (i: number): number => {
  const w = width(B[i]);
  let c = w < 2 ? B[i] : B[i] & (0x7f >> w);
  for (let k = 1; k < w; k++) c = (c << 6) | (B[i + k] & 63);
  return c;
};
export const ord = (v: number): number => {
  getBuffer(v);
  const n = isStr(v) ? charCount(v) : BUF.n_;
  if (n !== 1) typeError(`ord() expected a character, but string of length ${n} found`);
  getBuffer(v);
  return isStr(v) ? decodeAt(BUF.at_) : B[BUF.at_];
};
export const chr = (c: number): number => {
  if (c < 0 || c >= 0x110000) valueError('chr() arg not in range(0x110000)');
  const mark = wn;
  putChar(c);
  return take(mark, -T.STR);
};

// ---- Printing. ----

export const printStr = (v: number, repr: boolean): void => {
  getBuffer(v);
  const { at_: at, n_: n } = BUF;
  const isS = isStr(v);
  if (!repr && isS) return putBytes(B, at, n);
  if (!isS) putByte(98);
  const s = latin(v);
  const quote = s.includes("'") && !s.includes('"') ? 34 : 39;
  putByte(quote);
  for (let i = at; i < at + n;) {
    const c = isS ? decodeAt(i) : B[i];
    i += isS ? width(c < 128 ? c : B[i]) : 1;
    const k = '\n\r\t'.indexOf(String.fromCharCode(c));
    if (k >= 0) put('\\' + 'nrt'[k]);
    else if (c < 32 || c === 127 || (c > 126 && !isS)) put('\\x' + hexDigits(c, 2));
    else if ((c >= 0xd800 && c < 0xe000) || c > 0x10ffff) put((c > 0xffff ? '\\U00' : '\\u') + hexDigits(c));
    else {
      if (c === quote || c === 92) putByte(92);
      putChar(c);
    }
  }
  putByte(quote);
};

// ---- Search. ----

/** The other string of a method; it must be of the same kind. Bytes methods take any buffer. */
const other = (self: number, v: number): string => {
  const u = unwrap(v);
  return isStr(self) === isStr(u) && tryBuffer(u) ? latin(u) : notImplicit(v, isStr(self) ? 'str' : 'bytes');
};
const byteArg = (v: number): number => {
  const b = intArg(v);
  return b & ~255 ? valueError('bytes value out of range') : b;
};
const separator = (self: number, v: number): string => other(self, v) || valueError('empty separator');
/** The part between start and end, and the byte offset where it begins; undefined when they cross. */
let from = 0;
const part = (self: number, start: number, end: number): string | undefined => {
  const s = latin(self);
  const n = isStr(self) ? charCount(self) : s.length;
  const a = clipIndex(start, 0, n);
  const b = Math.min(n, clipIndex(end, n, n));
  from = offsetOf(self, a);
  return a > b ? undefined : s.slice(from, offsetOf(self, b));
};
const finder = (back: boolean, must: boolean) => (self: number, what: number, start: number, end: number) => {
  let needle: string;
  if (!isStr(self) && isInt(what)) {
    needle = String.fromCharCode(byteArg(what));
  } else needle = other(self, what);
  const s = part(self, start, end);
  let i = s === undefined ? -1 : back ? s.lastIndexOf(needle) : s.indexOf(needle);
  if (i < 0) return must ? valueError('substring not found') : small(i);
  i += from;
  return small(isStr(self) && !isAscii(self) ? countChars(latin(self).slice(0, i)) : i);
};
const affix = (ends: boolean) => (self: number, what: number, start: number, end: number) => {
  const s = part(self, start, end);
  const test = (w: number) =>
    s !== undefined && (ends ? s.endsWith(other(self, w)) : s.startsWith(other(self, w)));
  return bool(isTuple(what) ? all(what).some(test) : test(what));
};

const strip = (sides: number) => (self: number, chars: number) => {
  const s = latin(self);
  const set = chars && chars !== T.NONE ? other(self, chars) : ' \t\n\r\v\f';
  let a = 0;
  let b = s.length;
  if (sides & 1) while (a < b && set.includes(s[a])) a++;
  if (sides & 2) while (b > a && set.includes(s[b - 1])) b--;
  return !a && b === s.length && !isHeap(self, -T.BYTEARRAY) ? self : like(self, s.slice(a, b));
};

const listLike = (self: number, parts: string[]): number => {
  const l = newList(0);
  for (const s of parts) listAppend(l, like(self, s));
  return l;
};
const split = (back: boolean) => (self: number, sep: number, most: number) => {
  const left = most ? intArg(most) : -1;
  let s = latin(self);
  let parts: string[] = [];
  if (sep && sep !== T.NONE) {
    const by = separator(self, sep);
    parts = s.split(by);
    const over = parts.length - 1 - left;
    if (left >= 0 && over > 0) {
      const at = back ? 0 : left;
      parts.splice(at, over + 1, parts.slice(at, at + over + 1).join(by));
    }
  } else if (left < 0) parts = s.match(/[^ \t-\r]+/g) ?? [];
  else if (back) fail(T.NotImplementedError, 'rsplit(None,n)');
  else {
    s = s.replace(/^[ \t-\r]+/, '');
    while (s) {
      const m = /^([^ \t-\r]+)[ \t-\r]*/.exec(s)!;
      parts.push(parts.length < left ? m[1] : s);
      s = parts.length > left ? '' : s.slice(m[0].length);
    }
  }
  return listLike(self, parts);
};

const partition = (back: boolean) => (self: number, sep: number) => {
  const by = separator(self, sep);
  const s = latin(self);
  const i = back ? s.lastIndexOf(by) : s.indexOf(by);
  const empty = like(self, '');
  if (i < 0) return back ? tupleOf(empty, empty, self) : tupleOf(self, empty, empty);
  return tupleOf(like(self, s.slice(0, i)), like(self, by), like(self, s.slice(i + by.length)));
};

const join = (self: number, items: number): number => {
  let l = unwrap(items);
  if (!isHeap(l, -T.LIST) && !isTuple(l)) l = listOf(items);
  const mark = wn;
  all(l).forEach((x, i) => {
    const v = unwrap(x);
    if (isStr(self) ? !isStr(v) : isStr(v) || !(isHeap(v, -T.BYTES) || isHeap(v, -T.BYTEARRAY)))
      typeError('join expects a list of str/bytes objects consistent with self object');
    if (i) putBuffer(self);
    putBuffer(v);
  });
  return take(mark, kindOf(self));
};
const putBuffer = (v: number): void => {
  getBuffer(v);
  putBytes(B, BUF.at_, BUF.n_);
};

const replace = (self: number, old: number, into: number, most: number): number => {
  const a = other(self, old);
  const b = other(self, into);
  const s = latin(self);
  const parts = a ? s.split(a) : ['', ...(s.match(isStr(self) ? /[^][\x80-\xbf]*/g : /[^]/g) ?? []), ''];
  const left = most ? intArg(most) : -1;
  if (parts.length < 2 || !left) return self;
  const rest = left < 0 ? [] : parts.splice(left + 1);
  return like(self, parts.join(b) + (rest.length ? a + rest.join(a) : ''));
};
const count = (self: number, what: number, start: number, end: number): number => {
  const needle = other(self, what);
  const s = part(self, start, end) ?? '';
  return small(needle ? s.split(needle).length - 1 : 1 + (isStr(self) ? countChars(s) : s.length));
};

const is = (test: RegExp) => (self: number) => bool(test.test(latin(self)));

/** bytes → str. UTF-8 must be well formed. */
const UTF8 =
  /[\0-\x7f]|[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3}|([\xe0-\xef][\x80-\xbf]?|[\xf0-\xf7][\x80-\xbf]{0,2}|[^])/g;
const bad = (): never => fail(T.UnicodeError);
export const decoded = (s: string, ascii: boolean, errors = 'strict'): string =>
  /[\x80-\xff]/.test(s)
    ? s.replace(ascii ? /([\x80-\xff])/g : UTF8, (m, wrong) =>
        !wrong ? m : errors === 'replace' ? '\xef\xbf\xbd' : errors === 'ignore' ? '' : bad(),
      )
    : s;
/** An encoding other than UTF-8 and ASCII is unknown. */
const isAsciiName = (encoding: number): boolean => {
  const name = encoding ? text(encoding) : 'utf8';
  if (!/^(utf-?8|ascii)$/i.test(name)) fail(T.LookupError, 'unknown encoding: ' + name);
  return /a/i.test(name);
};
/** The bytes of a str. */
const encoded = (v: number, encoding: number) => (isAsciiName(encoding) && !isAscii(v) ? bad() : latin(v));
const decode = (v: number, encoding: number, errors: number): number =>
  fromLatin(decoded(latin(v), isAsciiName(encoding), errors ? text(errors) : 'strict'), -T.STR);

// ---- Operators. ----

/** The order of two runs of bytes. */
export const compareBytes = (p: number, pn: number, q: number, qn: number): number => {
  for (let i = 0; i < pn && i < qn; i++) if (B[p + i] !== B[q + i]) return B[p + i] - B[q + i];
  return pn - qn;
};
export const textBinary = (op: number, a: number, b: number): number => {
  const isS = isStr(a);
  const kind = kindOf(a);
  if (op === 19) return kind === -T.BYTEARRAY ? 0 : percent(a, b);
  const mark = wn;
  if (op === 15) {
    if (!isInt(b)) return 0;
    const times = intArg(b);
    if (times === 1 && kind !== -T.BYTEARRAY) return a;
    for (let i = 0; i < times; i++) putBuffer(a);
    return take(mark, kind);
  }
  const o = unwrap(b);
  if (op === 6 && !isS && isInt(o)) return bool(latin(a).includes(String.fromCharCode(intArg(o))));
  if (isS !== isStr(o) || !tryBuffer(o) || (op < 5 && isHeap(o, -T.ARRAY))) {
    if (op === 6 || op === 13) notImplicit(b, isS ? 'str' : 'bytes');
    return op === 2 ? T.FALSE : 0;
  }
  if (op < 5) {
    const { at_: q, n_: qn } = BUF;
    tryBuffer(a);
    return compared(op, compareBytes(BUF.at_, BUF.n_, q, qn));
  }
  if (op === 6) return bool(latin(a).includes(latin(o)));
  if (op !== 13) return 0;
  if (!BUF.n_ && kind !== -T.BYTEARRAY) return a;
  putBuffer(a);
  if (wn === mark && kind === kindOf(o) && kind !== -T.BYTEARRAY) return o;
  putBuffer(o);
  return take(mark, kind);
};

/** bytes() and bytearray(): what their argument says, written to the scratch. */
export const putBytesOf = (value: number, encoding: number): void => {
  if (!value) return;
  const v = unwrap(value);
  if (isStr(v)) {
    putLatin(encoding ? encoded(v, encoding) : typeError('string argument without an encoding'));
    return;
  }
  if (encoding) typeError('wrong number of arguments');
  if (isInt(v)) {
    const len = intArg(v);
    if (len < 0) valueError();
    for (let i = 0; i < len; i++) putByte(0);
  } else if (tryBuffer(v)) putBytes(B, BUF.at_, BUF.n_);
  else if (isUser(typeOf(value)) && methodOf(value, q_bytes)) putBuffer(callMethod0());
  else
    forEach(value, (x) => {
      putByte(byteArg(x));
    });
};
const q_bytes = Q('__bytes__');

const rows: Rows = {
  find$24: finder(false, false),
  rfind$24: finder(true, false),
  index$24: finder(false, true),
  rindex$24: finder(true, true),
  join$2: join,
  split$13: split(false),
  rsplit$13: split(true),
  'splitlines$12 - keepends': (self, ends) =>
    listLike(
      self,
      (latin(self).match(/[^\r\n]*(\r\n|[\r\n])|[^\r\n]+/g) ?? []).map((s) =>
        ends && truth(ends) ? s : s.replace(/[\r\n]+$/, ''),
      ),
    ),
  startswith$24: affix(false),
  endswith$24: affix(true),
  strip$12: strip(3),
  lstrip$12: strip(1),
  rstrip$12: strip(2),
  replace$34: replace,
  count$24: count,
  partition$2: partition(false),
  rpartition$2: partition(true),
  center$2: (self, w) => {
    const pad = intArg(w) - (isStr(self) ? charCount(self) : latin(self).length);
    return pad > 0 ? like(self, ' '.repeat(pad >> 1) + latin(self) + ' '.repeat((pad + 1) >> 1)) : self;
  },
  lower$1: (s) =>
    like(
      s,
      latin(s).replace(/[A-Z]+/g, (x) => x.toLowerCase()),
    ),
  upper$1: (s) =>
    like(
      s,
      latin(s).replace(/[a-z]+/g, (x) => x.toUpperCase()),
    ),
  isspace$1: is(/^[ \t-\r]+$/),
  isalpha$1: is(/^[a-z]+$/i),
  isdigit$1: is(/^\d+$/),
  isupper$1: is(/^[^a-z]*[A-Z][^a-z]*$/),
  islower$1: is(/^[^A-Z]*[a-z][^A-Z]*$/),
};
const notHex = (): never => valueError('non-hex digit');
/** Pairs of hexadecimal digits to bytes and back. */
export const unhex = (s: string) =>
  s.replace(/[^][^]?/g, (x) => (/^[\da-f]{2}$/i.test(x) ? String.fromCharCode(parseInt(x, 16)) : notHex()));
export const hexOf = (s: string, sep = '') =>
  s.replace(/[^]/g, (c, i) => (i ? sep : '') + hexDigits(codeOf(c), 2));
export const hex = (header: number) => (v: number, sep: number) =>
  fromLatin(hexOf(latin(v), sep ? latin(sep)[0] : ''), header);
export const bytesRows: Rows = {
  ...rows,
  'decode$13 - encoding errors': decode,
  hex$12: hex(-T.STR),
  fromhex$c2: (cls, s) => {
    const t = text(strArg(s));
    if (!/^(\s*[\da-f]{2})*\s*$/i.test(t)) notHex();
    const b = fromLatin(unhex(t.replace(/\s/g, '')), -T.BYTES);
    return cls === T.BYTES ? b : callN(cls, b);
  },
};

const common: Slots = { print_: printStr, binary_: textBinary };
type(
  T.STR,
  'str',
  0,
  {
    ...common,
    len_: charCount,
    unary_: (op, v) => (op === 27 ? small(hashOf(strp(v))) : 0),
    item_: (v, i, value) => {
      if (value !== T.STOP) return 0;
      const at = strp(v) * 4 + 12 + offsetOf(v, i);
      return B[at] < 128 ? charQstr(B[at]) : newStr(B, at, width(B[at]));
    },
    slice_: (v, start, n, step, value) => {
      if (value !== T.STOP) return 0;
      onlyStep1(step);
      const a = offsetOf(v, start);
      return n === charCount(v) ? v : newStr(B, strp(v) * 4 + 12 + a, offsetOf(v, start + n) - a);
    },
  },
  {
    ...rows,
    '$03 object encoding errors': (v, encoding, errors) => {
      if (!v || (!encoding && !errors)) return v ? strOf(v) : q_empty;
      return isStr(v) ? typeError('decoding str is not supported') : decode(v, encoding, errors);
    },
    encode$13: (s, encoding) => fromLatin(encoded(s, encoding), -T.BYTES),
    format$v: format,
  },
);
type(
  T.BYTES,
  'bytes',
  0,
  {
    ...common,
    len_: (v) => H[v + 1],
    unary_: (op, v) => (op === 27 ? small(hashOf(v)) : 0),
    item_: (v, i, value) => (value === T.STOP ? small(B[v * 4 + 12 + i]) : 0),
    slice_: (v, start, n, step, value) => {
      if (value !== T.STOP) return 0;
      onlyStep1(step);
      return newStr(B, v * 4 + 12 + start, n, -T.BYTES);
    },
  },
  {
    ...bytesRows,
    '$03 - encoding': (v, encoding) => {
      if (v && isHeap(v, -T.BYTES)) return v;
      const mark = wn;
      putBytesOf(v, encoding);
      return take(mark, -T.BYTES);
    },
  },
);
