// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// str and bytes: UTF-8 behind a header (qstr.ts); methods work on bytes and serve bytearray too. Models py/objstr.c,
// py/objstrunicode.c and py/unicode.c: upper, lower and the is… methods know ASCII alone.
import { T } from './layout.ts';
import { H, B, keep } from './heap.ts';
import { Q, strp, text, asciiFlag, newBytesObject, hashOf, charQstr, Qs } from './qstr.ts';
import {
  type,
  fun,
  classMethod,
  strArg,
  typeOf,
  isStr,
  isHeap,
  isTuple,
  isUser,
  bool,
  small,
  fail,
  typeError,
  compared,
  valueError,
  indexError,
  nameOf,
  put,
  putByte,
  putBytes,
  putChar,
  putStr,
  W,
  wn,
  rewind,
  take,
  newStr,
  str,
  tupleOf,
  getBuffer,
  tryBuffer,
  BUF,
  intArg,
  argCount,
  keyword,
  truth,
  strOf,
  toText,
  bytes as newBytes,
  noConversion,
  notImplicit,
} from './obj.ts';
import type { Rows } from './obj.ts';
import { callN } from './vm.ts';
import { unwrap, methodOf, callMethod0 } from './objtype.ts';
import { newIter, forEach, subscr } from './runtime.ts';
import { newList, listAppend, plainSlice, itemsOf, countOf } from './objlist.ts';
import { isInt, toBig, isIntType, real, floatToInt, toInt } from './objint.ts';
import { floatText, toFloat } from './objfloat.ts';
import { isDict } from './objdict.ts';
import { loadAttr } from './objtype.ts';
import { formatFloat } from './format.ts';

/** Where the bytes of a str, bytes or bytearray lie: set by `look`. */
let at = 0;
let n = 0;
function look(v: number): void {
  if (isStr(v)) {
    const p = strp(v);
    at = p * 4 + 12;
    n = H[p + 1];
  } else if (isHeap(v, -T.BYTES)) {
    at = v * 4 + 12;
    n = H[v + 1];
  } else {
    getBuffer(v);
    at = BUF.at_;
    n = BUF.n_;
  }
}
/** A value of the same kind as self. */
function like(self: number, src: Uint8Array, from: number, len: number): number {
  if (isStr(self)) return newStr(src, from, len);
  if (isHeap(self, -T.BYTES)) return newBytes(src, from, len);
  return makeByteArray(src, from, len);
}
/** Set by objarray.ts, which is loaded after this file. */
let makeByteArray: (src: Uint8Array, at: number, n: number) => number;
export function byteArrayMaker(f: typeof makeByteArray): void {
  makeByteArray = f;
}
function takeLike(self: number, mark: number): number {
  const v = like(self, W, mark, wn - mark);
  rewind(mark);
  return v;
}

// ---- Code points. ----

const isAscii = (p: number) => asciiFlag(p) === 1;
export function charCount(v: number): number {
  const p = strp(v);
  if (isAscii(p)) return H[p + 1];
  let c = 0;
  const from = p * 4 + 12;
  for (let i = 0; i < H[p + 1]; i++) if ((B[from + i] & 0xc0) !== 0x80) c++;
  return c;
}
/** Bytes of the character that begins with byte b. */
const width = (b: number) => (b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4);
/** Byte offset of character i, counted from the string's first byte. */
function offsetOf(p: number, i: number): number {
  if (isAscii(p)) return i;
  let o = 0;
  const from = p * 4 + 12;
  while (i-- > 0 && o < H[p + 1]) o += width(B[from + o]);
  return o;
}
function charsBefore(p: number, offset: number): number {
  if (isAscii(p)) return offset;
  let c = 0;
  for (let i = 0; i < offset; i++) if ((B[p * 4 + 12 + i] & 0xc0) !== 0x80) c++;
  return c;
}
function decodeAt(i: number): number {
  const b = B[i];
  if (b < 0x80) return b;
  if (b < 0xe0) return ((b & 31) << 6) | (B[i + 1] & 63);
  if (b < 0xf0) return ((b & 15) << 12) | ((B[i + 1] & 63) << 6) | (B[i + 2] & 63);
  return ((b & 7) << 18) | ((B[i + 1] & 63) << 12) | ((B[i + 2] & 63) << 6) | (B[i + 3] & 63);
}
export function ord(v: number): number {
  look(v);
  if (isStr(v)) {
    if (charCount(v) !== 1)
      typeError(`ord() expected a character, but string of length ${charCount(v)} found`);
    return decodeAt(at);
  }
  if (n !== 1) typeError(`ord() expected a character, but string of length ${n} found`);
  return B[at];
}
export function chr(c: number): number {
  if (c < 0 || c >= 0x110000) valueError('chr() arg not in range(0x110000)');
  const mark = wn;
  putChar(c);
  return take(mark, -T.STR);
}

// ---- Printing. ----

function printQuoted(from: number, len: number, isBytes: boolean): void {
  let single = false;
  let double = false;
  for (let i = 0; i < len; i++) {
    if (B[from + i] === 39) single = true;
    if (B[from + i] === 34) double = true;
  }
  const quote = single && !double ? 34 : 39;
  putByte(quote);
  for (let i = 0; i < len;) {
    const c = isBytes ? B[from + i] : decodeAt(from + i);
    i += isBytes ? 1 : width(B[from + i]);
    if (c === quote || c === 92) {
      putByte(92);
      putByte(c);
    } else if (c >= 32 && c < 127) putByte(c);
    else if (c === 10) put('\\n');
    else if (c === 13) put('\\r');
    else if (c === 9) put('\\t');
    else if (isBytes || c < 0x80) put('\\x' + c.toString(16).padStart(2, '0'));
    else if (c >= 0xd800 && c < 0xe000) put('\\u' + c.toString(16));
    else putChar(c);
  }
  putByte(quote);
}
export function printStr(v: number, repr: boolean): void {
  const p = strp(v);
  if (repr) printQuoted(p * 4 + 12, H[p + 1], false);
  else putBytes(B, p * 4 + 12, H[p + 1]);
}
export function printBytes(from: number, len: number): void {
  putByte(98);
  printQuoted(from, len, true);
}

// ---- Search. ----

/** Offset of the needle at or after `from`, before `to`; -1 when absent. Backwards with step -1. */
function search(hay: number, from: number, to: number, needle: number, len: number, step: number): number {
  const last = to - len;
  if (step > 0) {
    for (let i = from; i <= last; i++) {
      let k = 0;
      while (k < len && B[hay + i + k] === B[needle + k]) k++;
      if (k === len) return i;
    }
  } else
    for (let i = last; i >= from; i--) {
      let k = 0;
      while (k < len && B[hay + i + k] === B[needle + k]) k++;
      if (k === len) return i;
    }
  return -1;
}
/** The other string of a method; it must be of the same kind. Bytes methods take any buffer. */
function other(self: number, v: number): number {
  const u = unwrap(v);
  if (isStr(self) ? !isStr(u) : isStr(u) || !tryBuffer(u)) notImplicit(v, isStr(self) ? 'str' : 'bytes');
  return u;
}
/** start and end arguments (characters) as byte offsets. */
function range(self: number, start: number, end: number): [number, number] {
  look(self);
  const p = isStr(self) ? strp(self) : 0;
  const len = p ? charCount(self) : n;
  const clip = (v: number, none: number) => {
    if (!v || v === T.NONE) return none;
    const i = intArg(v);
    return i < 0 ? Math.max(0, i + len) : i;
  };
  const a = clip(start, 0);
  const b = clip(end, len);
  const e = Math.min(b, len);
  if (!p) return [a, e];
  return [a > len ? n + 1 : offsetOf(p, a), offsetOf(p, e)];
}
function find(self: number, what: number, start: number, end: number, step: number): number {
  if (!isStr(self) && isInt(what)) {
    if (intArg(what) < 0 || intArg(what) > 255) valueError('bytes value out of range');
    const mark = wn;
    putByte(intArg(what));
    what = take(mark, -T.BYTES);
  }
  const o = other(self, what);
  const [a, b] = range(self, start, end);
  look(o);
  const needle = at;
  const len = n;
  look(self);
  if (a > b || a > n) return -1;
  const i = search(at, a, b, needle, len, step);
  return i < 0 || !isStr(self) ? i : charsBefore(strp(self), i);
}

const isSpace = (c: number) => c === 32 || (c >= 9 && c <= 13);

function strip(self: number, chars: number, sides: number): number {
  look(self);
  let set = ' \t\n\r\v\f';
  if (chars && chars !== T.NONE) {
    const o = other(self, chars);
    look(o);
    set = '';
    for (let i = 0; i < n; i++) set += String.fromCharCode(B[at + i]);
    look(self);
  }
  let a = 0;
  let b = n;
  const has = (c: number) => set.includes(String.fromCharCode(c));
  if (sides & 1) while (a < b && has(B[at + a])) a++;
  if (sides & 2) while (b > a && has(B[at + b - 1])) b--;
  if (!a && b === n && !isHeap(self, -T.BYTEARRAY)) return self;
  return like(self, B, at + a, b - a);
}

function split(self: number, sep: number, most: number): number {
  const l = newList(0);
  keep(l);
  let left = !most ? -1 : intArg(most);
  look(self);
  let from = 0;
  if (!sep || sep === T.NONE) {
    for (;;) {
      while (from < n && isSpace(B[at + from])) from++;
      if (from >= n) break;
      let to = from;
      if (!left) {
        // The rest keeps its blanks inside, but not those at its end.
        to = n;
        while (to > from && isSpace(B[at + to - 1])) to--;
        listAppend(l, like(self, B, at + from, n - from));
        break;
      }
      while (to < n && !isSpace(B[at + to])) to++;
      left--;
      listAppend(l, like(self, B, at + from, to - from));
      look(self);
      from = to;
    }
    return l;
  }
  const o = other(self, sep);
  look(o);
  const needle = at;
  const len = n;
  if (!len) valueError('empty separator');
  look(self);
  for (;;) {
    const i = !left ? -1 : search(at, from, n, needle, len, 1);
    listAppend(l, like(self, B, at + from, (i < 0 ? n : i) - from));
    look(self);
    if (i < 0) break;
    left--;
    from = i + len;
  }
  return l;
}
function rsplit(self: number, sep: number, most: number): number {
  if (!most || intArg(most) < 0) return split(self, sep, 0);
  if (!sep || sep === T.NONE) fail(T.NotImplementedError, 'rsplit(None,n)');
  const o = other(self, sep);
  look(o);
  const needle = at;
  const len = n;
  if (!len) valueError('empty separator');
  let left = intArg(most);
  const l = newList(0);
  keep(l);
  look(self);
  let end = n;
  const found: number[] = [];
  for (;;) {
    const i = left-- <= 0 ? -1 : search(at, 0, end, needle, len, -1);
    found.push(i < 0 ? 0 : i + len, end);
    if (i < 0) break;
    end = i;
  }
  for (let i = found.length - 2; i >= 0; i -= 2) {
    look(self);
    listAppend(l, like(self, B, at + found[i], found[i + 1] - found[i]));
  }
  return l;
}
const q_keepends = Q('keepends');
function splitlines(count: number, nkw: number, a: number): number {
  const self = H[a];
  const keepArg = count > 1 ? H[a + 1] : keyword(nkw, a + count, q_keepends);
  const ends = keepArg !== 0 && truth(keepArg);
  const l = newList(0);
  keep(l);
  look(self);
  let from = 0;
  while (from < n) {
    let to = from;
    while (to < n && B[at + to] !== 10 && B[at + to] !== 13) to++;
    let next = to;
    if (next < n) next += B[at + to] === 13 && to + 1 < n && B[at + to + 1] === 10 ? 2 : 1;
    listAppend(l, like(self, B, at + from, (ends ? next : to) - from));
    look(self);
    from = next;
  }
  return l;
}

function partition(self: number, sep: number, step: number): number {
  const o = other(self, sep);
  look(o);
  const needle = at;
  const len = n;
  if (!len) valueError('empty separator');
  look(self);
  const i = search(at, 0, n, needle, len, step);
  const empty = like(self, B, at, 0);
  if (i < 0) return step > 0 ? tupleOf(self, empty, empty) : tupleOf(empty, empty, self);
  const middle = isHeap(self, -T.BYTEARRAY) ? like(self, B, at + i, len) : sep;
  const head = like(self, B, at, i);
  look(self);
  const tail = like(self, B, at + i + len, n - i - len);
  return tupleOf(head, middle, tail);
}

function join(self: number, items: number): number {
  let l = unwrap(items);
  if (!isHeap(l, -T.LIST) && !isTuple(l)) {
    l = newList(0);
    forEach(items, (v) => listAppend(l, v));
  }
  keep(l);
  const count = countOf(l);
  // Length first: the result is the one allocation.
  look(self);
  let total = n * Math.max(0, count - 1);
  for (let i = 0; i < count; i++) {
    const v = unwrap(H[itemsOf(l) + i]);
    if (isStr(self) ? !isStr(v) : isStr(v) || (!isHeap(v, -T.BYTES) && !isHeap(v, -T.BYTEARRAY)))
      typeError('join expects a list of str/bytes objects consistent with self object');
    look(v);
    total += n;
  }
  if (total < 11 || isHeap(self, -T.BYTEARRAY)) {
    const mark = wn;
    for (let i = 0; i < count; i++) {
      if (i > 0) {
        look(self);
        putBytes(B, at, n);
      }
      look(unwrap(H[itemsOf(l) + i]));
      putBytes(B, at, n);
    }
    return takeLike(self, mark);
  }
  const p = newBytesObject(isStr(self) ? -T.STR : -T.BYTES, total);
  let to = p * 4 + 12;
  for (let i = 0; i < count; i++) {
    if (i > 0) {
      look(self);
      B.copyWithin(to, at, at + n);
      to += n;
    }
    look(unwrap(H[itemsOf(l) + i]));
    B.copyWithin(to, at, at + n);
    to += n;
  }
  return p;
}

function replace(self: number, from: number, into: number, most: number): number {
  const a = other(self, from);
  const b = other(self, into);
  let left = !most ? -1 : intArg(most);
  look(b);
  const toAt = at;
  const toN = n;
  look(a);
  const needle = at;
  const len = n;
  look(self);
  const mark = wn;
  let done = 0;
  let hits = 0;
  for (let i = 0; left; left--, hits++) {
    const k = search(at, i, n, needle, len, 1);
    if (k < 0) break;
    putBytes(B, at + done, k - done);
    putBytes(B, toAt, toN);
    done = k + len;
    i = !len ? k + 1 : done;
    if (!len && k >= n) {
      hits++;
      break;
    }
  }
  if (!hits && !isHeap(self, -T.BYTEARRAY)) {
    rewind(mark);
    return self;
  }
  putBytes(B, at + done, n - done);
  return takeLike(self, mark);
}
function countOccurrences(self: number, what: number, start: number, end: number): number {
  const o = other(self, what);
  const [a, b] = range(self, start, end);
  look(o);
  const needle = at;
  const len = n;
  look(self);
  if (!len)
    return small(
      Math.max(
        0,
        isStr(self) ? charsBefore(strp(self), b) - charsBefore(strp(self), Math.min(a, b)) + 1 : b - a + 1,
      ),
    );
  let c = 0;
  for (let i = a; ; c++) {
    const k = search(at, i, b, needle, len, 1);
    if (k < 0) return small(c);
    i = k + len;
  }
}
function affix(self: number, what: number, start: number, end: number, ends: boolean): number {
  if (isTuple(what)) {
    for (let i = 0; i < H[what + 1]; i++)
      if (affix(self, H[what + 2 + i], start, end, ends) === T.TRUE) return T.TRUE;
    return T.FALSE;
  }
  const o = other(self, what);
  const [a, b] = range(self, start, end);
  look(o);
  const needle = at;
  const len = n;
  look(self);
  if (a > b || len > b - a || a > n) return T.FALSE;
  const i = ends ? b - len : a;
  return bool(search(at, i, i + len, needle, len, 1) >= 0);
}

function mapAscii(self: number, f: (c: number, i: number) => number): number {
  look(self);
  const mark = wn;
  for (let i = 0; i < n; i++) putByte(f(B[at + i], i));
  return takeLike(self, mark);
}
const upper = (c: number) => (c >= 97 && c <= 122 ? c - 32 : c);
const lower = (c: number) => (c >= 65 && c <= 90 ? c + 32 : c);
const isUpper = (c: number) => c >= 65 && c <= 90;
const isLower = (c: number) => c >= 97 && c <= 122;
const isDigit = (c: number) => c >= 48 && c <= 57;
function every(test: (c: number) => boolean) {
  return (self: number) => {
    look(self);
    if (!n) return T.FALSE;
    for (let i = 0; i < n; i++) if (!test(B[at + i])) return T.FALSE;
    return T.TRUE;
  };
}
function cased(wanted: (c: number) => boolean) {
  return (self: number) => {
    look(self);
    let any = false;
    for (let i = 0; i < n; i++) {
      const c = B[at + i];
      if (!isUpper(c) && !isLower(c)) continue;
      if (!wanted(c)) return T.FALSE;
      any = true;
    }
    return bool(any);
  };
}
function center(self: number, w: number): number {
  const want = intArg(w);
  look(self);
  if (isStr(self)) {
    const chars = charCount(self);
    look(self);
    const pad = want - chars;
    if (pad <= 0) return self;
    const mark = wn;
    const left = pad >> 1;
    put(' '.repeat(left));
    putBytes(B, at, n);
    put(' '.repeat(pad - left));
    return takeLike(self, mark);
  }
  const pad = want - n;
  if (pad <= 0) return like(self, B, at, n);
  const mark = wn;
  put(' '.repeat(pad >> 1));
  putBytes(B, at, n);
  put(' '.repeat(pad - (pad >> 1)));
  return takeLike(self, mark);
}

/** bytes → str: UTF-8 must be well formed. */
export function checkUtf8(from: number, len: number, src = B): boolean {
  let need = 0;
  for (let i = from; i < from + len; i++) {
    const c = src[i];
    if (need > 0) {
      if ((c & 0xc0) !== 0x80) return false;
      need--;
    } else if (c >= 0xf8 || (c & 0xc0) === 0x80) return false;
    else if (c >= 0xc0) need = width(c) - 1;
  }
  return need === 0;
}
const [q_utf8, q_utf8b] = Qs('utf-8 utf8');
function decodeStr(v: number, encoding: number, errors: number): number {
  getBuffer(v);
  const from = BUF.at_;
  const len = BUF.n_;
  const enc = !encoding ? 'utf-8' : text(encoding).toLowerCase();
  const mode = !errors ? 'strict' : text(errors);
  if (encoding === q_utf8 || encoding === q_utf8b || enc === 'utf-8' || enc === 'utf8' || enc === 'ascii') {
    if (checkUtf8(from, len) && enc !== 'ascii') return newStr(B, from, len);
    const mark = wn;
    for (let i = from; i < from + len;) {
      const c = B[i];
      const w = enc === 'ascii' ? 1 : width(c);
      let good = enc === 'ascii' ? c < 128 : c < 0x80 || (c >= 0xc0 && c < 0xf8 && i + w <= from + len);
      for (let k = 1; good && k < w; k++) if ((B[i + k] & 0xc0) !== 0x80) good = false;
      if (good) {
        putBytes(B, i, w);
        i += w;
        continue;
      }
      if (mode === 'replace') putChar(0xfffd);
      else if (mode !== 'ignore') {
        rewind(mark);
        fail(T.UnicodeError);
      }
      i++;
    }
    return take(mark, -T.STR);
  }
  if (enc === 'latin-1' || enc === 'latin1') {
    const mark = wn;
    for (let i = from; i < from + len; i++) putChar(B[i]);
    return take(mark, -T.STR);
  }
  return fail(T.ValueError, `unknown encoding: ${text(encoding)}`);
}

const [q_encoding, q_errors] = Qs('encoding errors');
const decode = (count: number, nkw: number, a: number) =>
  decodeStr(
    H[a],
    count > 1 ? H[a + 1] : keyword(nkw, a + count, q_encoding),
    count > 2 ? H[a + 2] : keyword(nkw, a + count, q_errors),
  );

// ---- Operators. ----

function compareBytes(p: number, pn: number, q: number, qn: number): number {
  const len = Math.min(pn, qn);
  for (let i = 0; i < len; i++) if (B[p + i] !== B[q + i]) return B[p + i] - B[q + i];
  return pn - qn;
}
function binary(op: number, a: number, b: number): number {
  const isS = isStr(a);
  if (op === 19) return isS || isHeap(a, -T.BYTES) ? percent(a, b) : 0;
  if (op === 15) {
    if (!isInt(b)) return 0;
    const times = Math.max(0, intArg(b));
    look(a);
    if (times === 1 && isS) return a;
    if (n * times < 11) {
      const mark = wn;
      for (let i = 0; i < times; i++) putBytes(B, at, n);
      return takeLike(a, mark);
    }
    const len = n;
    const p = newBytesObject(isS ? -T.STR : -T.BYTES, len * times);
    look(a);
    for (let i = 0; i < times; i++) B.copyWithin(p * 4 + 12 + i * len, at, at + len);
    return p;
  }
  const o = unwrap(b);
  if (isS) {
    if (!isStr(o)) {
      if (op === 6 || op === 13) notImplicit(b, 'str');
      return 0;
    }
  } else if (op === 6 && isInt(b)) {
    look(a);
    const c = intArg(b);
    for (let i = 0; i < n; i++) if (B[at + i] === c) return T.TRUE;
    return T.FALSE;
  } else if (isStr(o) || !tryBuffer(o)) {
    if (op === 6 || op === 13) notImplicit(b, 'bytes');
    return op === 2 ? T.FALSE : 0;
  }
  look(o);
  const q = at;
  const qn = n;
  look(a);
  if (op < 5) return compared(op, op === 2 && n !== qn ? 1 : compareBytes(at, n, q, qn));
  switch (op) {
    case 6:
      return bool(search(at, 0, n, q, qn, 1) >= 0);
    case 13: {
      const len = n;
      if (isS) {
        if (!len) return o;
        if (!qn) return a;
      } else if (!len && isHeap(o, -T.BYTES)) return o;
      else if (!qn) return a;
      if (len + qn < 11) {
        const mark = wn;
        putBytes(B, at, len);
        putBytes(B, q, qn);
        return take(mark, isS ? -T.STR : -T.BYTES);
      }
      const p = newBytesObject(isS ? -T.STR : -T.BYTES, len + qn);
      B.copyWithin(p * 4 + 12, at, at + len);
      B.copyWithin(p * 4 + 12 + len, q, q + qn);
      return p;
    }
  }
  return 0;
}

function strSubscr(v: number, i: number, value: number): number {
  if (value !== T.STOP) return 0;
  const p = strp(v);
  const ascii = isAscii(p);
  const len = ascii ? H[p + 1] : charCount(v);
  if (isHeap(i, -T.SLICE)) {
    const [start, count] = plainSlice(i, len);
    if (count === len) return v;
    const from = offsetOf(p, start);
    const to = ascii ? from + count : offsetOf(p, start + count);
    return newStr(B, p * 4 + 12 + from, to - from);
  }
  let k = i & 1 ? i >> 1 : indexArg(v, i);
  if (k < 0) k += len;
  if (k < 0 || k >= len) fail(T.IndexError, 'str index out of range');
  if (ascii) return charQstr(B[p * 4 + 12 + k]);
  const o = offsetOf(p, k);
  return newStr(B, p * 4 + 12 + o, width(B[p * 4 + 12 + o]));
}
function indexArg(v: number, i: number): number {
  if (!isIntType(typeOf(i))) typeError(`${nameOf(v)} indices must be integers, not ${nameOf(i)}`);
  return intArg(i);
}
function bytesSubscr(v: number, i: number, value: number): number {
  if (value !== T.STOP) return 0;
  const len = H[v + 1];
  if (isHeap(i, -T.SLICE)) {
    const [start, count] = plainSlice(i, len);
    return newBytes(B, v * 4 + 12 + start, count);
  }
  let k = i & 1 ? i >> 1 : indexArg(v, i);
  if (k < 0) k += len;
  if (k < 0 || k >= len) fail(T.IndexError, 'bytes index out of range');
  return small(B[v * 4 + 12 + k]);
}

/** bytes() and bytearray(): what their argument says, written to the scratch. */
export function putBytesOf(count: number, nkw: number, a: number): void {
  argCount(count, 0, 3);
  if (!count) return;
  const v = unwrap(H[a]);
  if (isStr(v)) {
    if (count < 2 && !keyword(nkw, a + count, q_encoding)) typeError('string argument without an encoding');
    return putStr(v);
  }
  if (count > 1) typeError('wrong number of arguments');
  if (isInt(v)) {
    const len = intArg(v);
    if (len < 0) valueError();
    const zero = new Uint8Array(Math.min(len, 4096));
    for (let left = len; left > 0; left -= zero.length) putBytes(zero, 0, Math.min(left, zero.length));
    return;
  }
  if (tryBuffer(v)) return putBytes(B, BUF.at_, BUF.n_);
  const m = isUser(typeOf(H[a])) ? methodOf(H[a], q_bytes) : 0;
  if (m) {
    const r = callMethod0(m, H[a]);
    getBuffer(r);
    return putBytes(B, BUF.at_, BUF.n_);
  }
  forEach(H[a], (x) => {
    const b = intArg(x);
    if (b < 0 || b > 255) valueError('bytes value out of range');
    putByte(b);
  });
}
const q_bytes = Q('__bytes__');

const finder = (step: number, must: boolean) => (self: number, what: number, start: number, end: number) => {
  const i = find(self, what, start, end, step);
  if (i < 0 && must) valueError('substring not found');
  return small(i);
};
const rows: Rows = {
  find$24: finder(1, false),
  rfind$24: finder(-1, false),
  index$24: finder(1, true),
  rindex$24: finder(-1, true),
  join$2: join,
  split$13: split,
  rsplit$13: rsplit,
  splitlines$v: splitlines,
  startswith$24: (s, w, a, b) => affix(s, w, a, b, false),
  endswith$24: (s, w, a, b) => affix(s, w, a, b, true),
  strip$12: (s, c) => strip(s, c, 3),
  lstrip$12: (s, c) => strip(s, c, 1),
  rstrip$12: (s, c) => strip(s, c, 2),
  replace$34: replace,
  count$24: countOccurrences,
  partition$2: (s, p) => partition(s, p, 1),
  rpartition$2: (s, p) => partition(s, p, -1),
  center$2: center,
  lower$1: (s) => mapAscii(s, lower),
  upper$1: (s) => mapAscii(s, upper),
  isspace$1: every(isSpace),
  isalpha$1: every((c) => isUpper(c) || isLower(c)),
  isdigit$1: every(isDigit),
  isupper$1: cased(isUpper),
  islower$1: cased(isLower),
};
/** bytes.fromhex, on the class it is called on. */
const fromhex = classMethod(
  fun('fromhex', '2', (cls, s) => {
    const t = text(strArg(s)).replaceAll(/\s/g, '');
    if (!/^([0-9a-f]{2})*$/i.test(t)) valueError('non-hex digit');
    const mark = wn;
    for (let i = 0; i < t.length; i += 2) putByte(parseInt(t.slice(i, i + 2), 16));
    const b = take(mark, -T.BYTES);
    return cls === T.BYTES ? b : callN(cls, b);
  }),
);
export function hex(v: number, sep: number, header: number): number {
  let s = -1;
  if (sep) {
    getBuffer(sep);
    s = B[BUF.at_];
  }
  getBuffer(v);
  const mark = wn;
  for (let i = 0; i < BUF.n_; i++) {
    if (i > 0 && s >= 0) putByte(s);
    put(B[BUF.at_ + i].toString(16).padStart(2, '0'));
  }
  return take(mark, header);
}
export const bytesRows: Rows = {
  ...rows,
  decode$v: decode,
  hex$12: (v, sep) => hex(v, sep, -T.STR),
  fromhex: fromhex,
};

type(
  T.STR,
  'str',
  0,
  {
    make_: (_t, count, nkw, a) => {
      argCount(count, 0, 3);
      if (!count) return Q_EMPTY;
      if (count === 1 && !nkw) return strOf(H[a]);
      if (isStr(H[a])) typeError('decoding str is not supported');
      return decode(count, nkw, a);
    },
    print_: printStr,
    unary_: (op, v) =>
      op === 26
        ? small(charCount(v))
        : op === 25
          ? bool(H[strp(v) + 1] > 0)
          : op === 27
            ? small(hashOf(strp(v)))
            : 0,
    binary_: binary,
    subscr_: strSubscr,
    iter_: newIter,
  },
  {
    ...rows,
    encode$13: (s, encoding) => {
      if (encoding && text(encoding) === 'ascii' && !isAscii(strp(s))) fail(T.UnicodeError);
      look(s);
      return newBytes(B, at, n);
    },
    format$v: format,
  },
);
const Q_EMPTY = Q('');

type(
  T.BYTES,
  'bytes',
  0,
  {
    make_: (_t, count, nkw, a) => {
      if (count === 1 && isHeap(H[a], -T.BYTES)) return H[a];
      const mark = wn;
      putBytesOf(count, nkw, a);
      return take(mark, -T.BYTES);
    },
    print_: (v) => printBytes(v * 4 + 12, H[v + 1]),
    unary_: (op, v) =>
      op === 26 ? small(H[v + 1]) : op === 25 ? bool(H[v + 1] > 0) : op === 27 ? small(hashOf(v)) : 0,
    binary_: binary,
    subscr_: bytesSubscr,
    iter_: newIter,
  },
  bytesRows,
);

// ---- The format language. ----

/** `[[fill]align][sign][#][0][width][,][.precision][type]` */
interface Spec {
  fill_: string;
  align_: string;
  /** Zeros between sign and digits, unless an alignment is given. */
  zero_: boolean;
  sign_: string;
  alt_: boolean;
  comma_: string;
  width_: number;
  precision_: number;
  type_: string;
}
function parseSpec(s: string): Spec {
  const m = /^(?:([^])?([<>=^]))?([-+ ]?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([a-zA-Z%]?)$/u.exec(s);
  if (!m) return valueError('invalid format specifier');
  return {
    fill_: m[1] ?? (m[5] ? '0' : ' '),
    align_: m[2] ?? '',
    zero_: m[5] !== '',
    sign_: m[3],
    alt_: m[4] !== '',
    comma_: m[7],
    width_: +m[6],
    precision_: m[8] === undefined ? -1 : +m[8],
    type_: m[9],
  };
}
function pad(s: string, sp: Spec, align: string): string {
  const len = Array.from(s).length;
  const missing = sp.width_ - len;
  if (missing <= 0) return s;
  if (align === '<') return s + sp.fill_.repeat(missing);
  if (align === '^') return sp.fill_.repeat(missing >> 1) + s + sp.fill_.repeat(missing - (missing >> 1));
  return sp.fill_.repeat(missing) + s;
}
/** Sign, prefix and digits of a number, padded; zeros go between for '='. */
function padNumber(sign: string, prefix: string, digits: string, sp: Spec): string {
  const align = sp.align_ || (sp.zero_ ? '=' : '>');
  let d = digits;
  if (sp.comma_) {
    const whole = 'boxX'.includes(sp.type_ || 'd') ? d : d.split(/(?=[.e])/, 1)[0];
    const size = sp.comma_ === '_' && 'boxX'.includes(sp.type_ || 'd') ? 4 : 3;
    const rests = d.slice(whole.length);
    let grouped = whole.replace(new RegExp(`\\B(?=(.{${size}})+$)`, 'g'), sp.comma_);
    if (align === '=' && sp.fill_ === '0') {
      let more = whole;
      while (sign.length + prefix.length + grouped.length + rests.length < sp.width_) {
        more = '0' + more;
        grouped = more.replace(new RegExp(`\\B(?=(.{${size}})+$)`, 'g'), sp.comma_);
      }
    }
    d = grouped + rests;
  }
  if (align === '=') {
    const missing = sp.width_ - sign.length - prefix.length - d.length;
    return sign + prefix + (missing > 0 ? sp.fill_.repeat(missing) : '') + d;
  }
  return pad(sign + prefix + d, sp, align);
}
const signOf = (negative: boolean, sp: Spec) =>
  negative ? '-' : sp.sign_ === '+' || sp.sign_ === ' ' ? sp.sign_ : '';

/** An int with at least so many digits; codes other than x, X, o and b are decimal. */
function formatInt(b: bigint, least: number, sp: Spec): string {
  const code = sp.type_;
  const base = code === 'x' || code === 'X' ? 16 : code === 'o' ? 8 : code === 'b' ? 2 : 10;
  const digits = (b < 0n ? -b : b).toString(base).padStart(least, '0');
  const prefix = sp.alt_ && base !== 10 ? '0' + code : '';
  return padNumber(signOf(b < 0n, sp), prefix, code === 'X' ? digits.toUpperCase() : digits, sp);
}
function charOf(v: number): string {
  const c = intArg(v);
  if (c < 0 || c > 0x10ffff) fail(T.OverflowError, 'char not in range(0x110000)');
  return String.fromCodePoint(c);
}

export function formatValue(v: number, spec: string): string {
  const sp = parseSpec(spec);
  const u = unwrap(v);
  const t = typeOf(u);
  const code = sp.type_;
  const unknown = (): never => valueError(`unknown format code '${code}' for object of type '${nameOf(v)}'`);
  if (isIntType(t)) {
    if (code !== '' && 'eEfFgG%'.includes(code)) return formatReal(toFloat(u), sp);
    if (code === 'c') {
      if (sp.sign_) valueError("sign not allowed with integer format specifier 'c'");
      return pad(charOf(u), sp, sp.align_ || '>');
    }
    if (!'dnxXob'.includes(code)) return unknown();
    return formatInt(toBig(u), 0, sp);
  }
  if (t === T.FLOAT) {
    if (code !== '' && !'eEfFgGn%'.includes(code)) return unknown();
    return formatReal(real(u), sp);
  }
  if (sp.align_ === '=') valueError("'=' alignment not allowed in string format specifier");
  if (sp.sign_) valueError('sign not allowed in string format specifier');
  if (code !== '' && code !== 's') return unknown();
  let s = toText(v);
  if (sp.precision_ >= 0) s = Array.from(s).slice(0, sp.precision_).join('');
  return pad(s, sp, sp.align_ || '<');
}
function formatReal(x: number, sp: Spec): string {
  const negative = x < 0 || Object.is(x, -0);
  const a = Math.abs(x);
  let digits: string;
  if (sp.type_ === '%') digits = formatFloat(a * 100, 'f', sp.precision_, sp.alt_) + '%';
  else if (sp.type_ === '' && sp.precision_ < 0) digits = floatText(a);
  else
    digits = formatFloat(
      a,
      sp.type_ === '' ? 'r' : sp.type_ === 'n' ? 'g' : sp.type_,
      sp.precision_,
      sp.alt_,
    );
  return padNumber(signOf(negative && x === x, sp), '', digits, sp);
}

const q_format = Q('__format__');
/** str.format: positional arguments at H[a+1..], then keywords. */
function format(count: number, nkw: number, a: number): number {
  const template = text(H[a]);
  let auto = 0;
  const expand = (s: string, depth: number): string => {
    let out = '';
    for (let i = 0; i < s.length; i++) {
      const c = s[i];
      if (c === '}') {
        if (s[i + 1] !== '}') valueError("single '}' encountered in format string");
        out += '}';
        i++;
        continue;
      }
      if (c !== '{') {
        out += c;
        continue;
      }
      if (s[i + 1] === '{') {
        out += '{';
        i++;
        continue;
      }
      let nest = 1;
      let j = i + 1;
      for (; j < s.length && nest > 0; j++) {
        if (s[j] === '{') nest++;
        else if (s[j] === '}') nest--;
      }
      if (nest > 0) valueError("unmatched '{' in format");
      out += field(s.slice(i + 1, j - 1), depth);
      i = j - 1;
    }
    return out;
  };
  const field = (body: string, depth: number): string => {
    const m = /^((?:[^![:.]|\.|\[[^\]]*\])*?)(?:!([^:]*))?(?::([^]*))?$/.exec(body)!;
    if (!m) return valueError('invalid format specifier');
    if (m[2] !== undefined) {
      if (m[2] === '') valueError('end of format while looking for conversion specifier');
      if (m[2].length > 1) valueError("expected ':' after format specifier");
    }
    let v = lookup(m[1]);
    const conv = m[2];
    if (conv !== undefined) {
      if (conv !== 'r' && conv !== 's') valueError(`unknown conversion specifier ${conv}`);
      v = strOf(v, conv === 'r');
      keep(v);
    }
    const spec = m[3] === undefined ? '' : m[3].includes('{') && depth < 2 ? expand(m[3], depth + 1) : m[3];
    if (isUser(typeOf(v)) && conv === undefined) {
      const f = methodOf(v, q_format);
      if (f) return toText(callMethod1(f, str(spec)));
    }
    return spec === '' ? toText(v) : formatValue(v, spec);
  };
  const lookup = (path: string): number => {
    const m = /^([^.[]*)/.exec(path)!;
    let rest = path.slice(m[1].length);
    let v = 0;
    if (m[1] === '') {
      if (auto < 0) valueError("can't switch from manual field specification to automatic field numbering");
      if (auto >= count - 1) indexError();
      v = H[a + 1 + auto++];
    } else if (/^\d+$/.test(m[1])) {
      if (auto > 0) valueError("can't switch from automatic field numbering to manual field specification");
      auto = -1;
      const k = +m[1];
      if (k >= count - 1) indexError();
      v = H[a + 1 + k];
    } else {
      for (let i = 0; i < nkw; i++) if (text(H[a + count + 2 * i]) === m[1]) v = H[a + count + 2 * i + 1];
      if (!v) throw keyErrorOf(m[1]);
    }
    while (rest !== '') {
      let k: RegExpExecArray | null;
      if ((k = /^\.([^.[]+)/.exec(rest))) v = loadAttr(v, intern(str(k[1])));
      else if ((k = /^\[([^\]]*)\]/.exec(rest)))
        v = subscr(v, /^\d+$/.test(k[1]) ? small(+k[1]) : str(k[1]), T.STOP);
      else return valueError('attributes not supported');
      keep(v);
      rest = rest.slice(k[0].length);
    }
    return v;
  };
  return str(expand(template, 0));
}
import { callMethod1 } from './objtype.ts';
import { intern } from './qstr.ts';
import { newError } from './obj.ts';
function keyErrorOf(name: string): number {
  return newError(T.KeyError, name);
}

const PLAIN = parseSpec('');
/** '…' % args */
function percent(v: number, args: number): number {
  const isS = isStr(v);
  const pattern = isS ? text(v) : latin(v);
  const tuple = isTuple(unwrap(args)) ? unwrap(args) : 0;
  let next = 0;
  const total = tuple ? H[tuple + 1] : 1;
  const take1 = (): number => {
    if (next >= total) typeError('format string needs more arguments');
    return tuple ? H[tuple + 2 + next++] : (next++, args);
  };
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c !== '%') {
      out += c;
      continue;
    }
    if (++i >= pattern.length) valueError('incomplete format');
    if (pattern[i] === '%') {
      out += '%';
      continue;
    }
    let given = 0;
    if (pattern[i] === '(') {
      const end = pattern.indexOf(')', i);
      if (!isDict(unwrap(args))) typeError('format needs a dict');
      if (end < 0) valueError('incomplete format key');
      const name = pattern.slice(i + 1, end);
      given = subscr(args, isS ? str(name) : newBytes(new TextEncoder().encode(name)), T.STOP);
      next = total;
      i = end + 1;
    }
    const sp = { ...PLAIN };
    for (; i < pattern.length; i++) {
      const f = pattern[i];
      if (f === '-') sp.align_ = '<';
      else if (f === '+' || (f === ' ' && sp.sign_ === '')) sp.sign_ = f;
      else if (f === ' ') continue;
      else if (f === '#') sp.alt_ = true;
      else if (f === '0') {
        if (sp.align_ === '') sp.align_ = '=';
        sp.fill_ = '0';
      } else break;
    }
    const number = (): number => {
      if (pattern[i] === '*') {
        i++;
        return intArg(take1());
      }
      let w = 0;
      while (i < pattern.length && /\d/.test(pattern[i])) w = w * 10 + +pattern[i++];
      return w;
    };
    sp.width_ = number();
    if (pattern[i] === '.') {
      i++;
      sp.precision_ = number();
    }
    if (i >= pattern.length) valueError('incomplete format');
    const code = pattern[i];
    const arg = given || take1();
    const align = sp.align_ === '<' ? '<' : '>';
    sp.type_ = code;
    if (sp.align_ === '<') sp.fill_ = ' ';
    switch (code) {
      case 'c':
        if (isStr(arg)) {
          if (charCount(arg) !== 1) typeError('%c needs int or char');
          out += pad(text(arg), sp, align);
        } else if (isInt(arg)) out += pad(charOf(arg), sp, align);
        else typeError('integer needed');
        break;
      case 'd':
      case 'i':
      case 'u':
      case 'x':
      case 'X':
      case 'o': {
        const u = unwrap(arg);
        const v2 = typeOf(u) === T.FLOAT ? floatToInt(real(u)) : isUser(typeOf(u)) ? toInt(u) : u;
        if (!isInt(v2)) noConversion(arg, 'int');
        out += formatInt(toBig(v2), sp.precision_, sp);
        break;
      }
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G': {
        out += formatReal(toFloat(arg), sp);
        break;
      }
      case 'r':
      case 's':
      case 'a': {
        let s = code === 's' ? toText(arg) : text(strOf(arg, true));
        if (!isS) s = code === 's' && !isStr(arg) && tryBuffer(arg) ? latinAt(BUF.at_, BUF.n_) : utf8Latin(s);
        if (sp.precision_ >= 0) s = s.slice(0, sp.precision_);
        sp.fill_ = ' ';
        out += pad(s, sp, align);
        break;
      }
      default:
        valueError(
          `unsupported format character '${code}' (0x${code.charCodeAt(0).toString(16)}) at index ${i}`,
        );
    }
  }
  if (tuple ? next < total : next === 0 && !isDict(unwrap(args)))
    typeError("format string didn't convert all arguments");
  if (isS) return str(out);
  const mark = wn;
  for (let i = 0; i < out.length; i++) putByte(out.charCodeAt(i));
  return take(mark, -T.BYTES);
}
const latin = (v: number) => {
  look(v);
  return latinAt(at, n);
};
export function latinAt(from: number, len: number): string {
  let s = '';
  for (let i = 0; i < len; i++) s += String.fromCharCode(B[from + i]);
  return s;
}
const utf8Latin = (s: string) => String.fromCharCode(...new TextEncoder().encode(s));
