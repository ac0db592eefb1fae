// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// json: dump, dumps, load, loads. Models extmod/modjson.c: what JSON does not know is printed as Python would.
import { T } from './layout.ts';
import { H, B, keep } from './heap.ts';
import { text, Q } from './qstr.ts';
import {
  module,
  isStr,
  isTuple,
  isHeap,
  put,
  putByte,
  putChar,
  print,
  wn,
  rewind,
  take,
  valueError,
  getBuffer,
  BUF,
  newFloat,
  keyword,
  deeper,
  shallower,
} from './obj.ts';
import * as map from './map.ts';
import { newList, listAppend, itemsOf, countOf } from './objlist.ts';
import { newDict, isDict } from './objdict.ts';
import { strp } from './qstr.ts';
import { unwrap, loadAttr } from './objtype.ts';
import { newBig } from './objint.ts';
import { writeTo } from './modio.ts';
import { callN } from './vm.ts';

function putJsonStr(v: number): void {
  const p = strp(v);
  putByte(34);
  for (let i = p * 4 + 12, end = i + H[p + 1]; i < end; i++) {
    const c = B[i];
    if (c === 34 || c === 92) {
      putByte(92);
      putByte(c);
    } else if (c >= 32) putByte(c);
    else if (c === 10) put('\\n');
    else if (c === 13) put('\\r');
    else if (c === 9) put('\\t');
    else put('\\u' + c.toString(16).padStart(4, '0'));
  }
  putByte(34);
}
function putJson(value: number, comma: string, colon: string): void {
  const v = unwrap(value);
  if (v === T.NONE) put('null');
  else if (v === T.TRUE || v === T.FALSE) put(v === T.TRUE ? 'true' : 'false');
  else if (isStr(v)) putJsonStr(v);
  else if (isHeap(v, -T.LIST) || isTuple(v)) {
    deeper();
    putByte(91);
    for (let i = 0; i < countOf(v); i++) {
      if (i > 0) put(comma);
      putJson(H[itemsOf(v) + i], comma, colon);
    }
    putByte(93);
    shallower();
  } else if (isDict(v)) {
    deeper();
    putByte(123);
    let first = true;
    for (let pos = map.nextSlot(v + 1, 0); pos >= 0; pos = map.nextSlot(v + 1, pos + 1)) {
      if (!first) put(comma);
      first = false;
      const key = map.keyAt(v + 1, pos);
      if (isStr(key)) putJsonStr(key);
      else {
        putByte(34);
        putJson(key, comma, colon);
        putByte(34);
      }
      put(colon);
      putJson(map.valueAt(v + 1, pos), comma, colon);
    }
    putByte(125);
    shallower();
  } else print(value, true);
}
const q_separators = Q('separators');
function separators(n: number, nkw: number, a: number): [string, string] {
  const s = keyword(nkw, a + n, q_separators);
  if (s === 0 || s === T.NONE) return [', ', ': '];
  return [text(H[itemsOf(s)]), text(H[itemsOf(s) + 1])];
}

/** A recursive-descent reader over bytes. */
function parse(data: Uint8Array): number {
  let i = 0;
  const bad = (): never => valueError('syntax error in JSON');
  const skip = () => {
    while (i < data.length && (data[i] === 32 || data[i] === 10 || data[i] === 13 || data[i] === 9)) i++;
  };
  const word = (w: string, v: number): number => {
    for (const c of w) if (data[i++] !== c.charCodeAt(0)) bad();
    return v;
  };
  const value = (): number => {
    skip();
    const c = data[i];
    switch (c) {
      case 110:
        return word('null', T.NONE);
      case 116:
        return word('true', T.TRUE);
      case 102:
        return word('false', T.FALSE);
      case 34: {
        i++;
        const mark = wn;
        for (;;) {
          if (i >= data.length) {
            rewind(mark);
            bad();
          }
          const b = data[i++];
          if (b === 34) break;
          if (b !== 92) {
            putByte(b);
            continue;
          }
          const e = String.fromCharCode(data[i++]);
          if (e === 'u') {
            let n = 0;
            for (let k = 0; k < 4; k++) n = n * 16 + parseInt(String.fromCharCode(data[i++]), 16);
            putChar(n);
          } else {
            const k = 'bfnrt'.indexOf(e);
            putByte(k >= 0 ? [8, 12, 10, 13, 9][k] : e.charCodeAt(0));
          }
        }
        return take(mark, -T.STR);
      }
      case 91: {
        i++;
        deeper();
        const l = newList(0);
        keep(l);
        skip();
        if (data[i] === 93) i++;
        else
          for (;;) {
            listAppend(l, value());
            skip();
            const d = data[i++];
            if (d === 93) break;
            if (d !== 44) bad();
          }
        shallower();
        return l;
      }
      case 123: {
        i++;
        deeper();
        const d = newDict();
        keep(d);
        skip();
        if (data[i] === 125) i++;
        else
          for (;;) {
            const k = value();
            skip();
            if (data[i++] !== 58) bad();
            const v = value();
            map.set(d + 1, k, v);
            skip();
            const e = data[i++];
            if (e === 125) break;
            if (e !== 44) bad();
          }
        shallower();
        return d;
      }
    }
    let s = '';
    while (i < data.length && /[-+.0-9eE]/.test(String.fromCharCode(data[i])))
      s += String.fromCharCode(data[i++]);
    if (/^-?\d+$/.test(s)) return newBig(BigInt(s));
    const x = Number(s);
    if (s === '' || x !== x) bad();
    return newFloat(x);
  };
  skip();
  if (i >= data.length) bad();
  const r = value();
  skip();
  if (i < data.length) bad();
  return r;
}

const q_read = Q('read');
module('json', {
  dumps$v: (n, nkw, a) => {
    const [comma, colon] = separators(n, nkw, a);
    const mark = wn;
    putJson(H[a], comma, colon);
    return take(mark, -T.STR);
  },
  dump$v: (n, nkw, a) => {
    const [comma, colon] = separators(n, nkw, a);
    const mark = wn;
    putJson(H[a], comma, colon);
    writeTo(H[a + 1], mark);
    rewind(mark);
    return T.NONE;
  },
  loads$1: (v) => {
    getBuffer(v);
    return parse(B.slice(BUF.at_, BUF.at_ + BUF.n_));
  },
  load$1: (f) => {
    const data = callN(loadAttr(f, q_read));
    getBuffer(data);
    return parse(B.slice(BUF.at_, BUF.at_ + BUF.n_));
  },
});
