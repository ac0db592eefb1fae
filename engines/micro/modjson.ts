// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// json: dump, dumps, load, loads. Models extmod/modjson.c: what JSON does not know is printed as Python would.
import { T } from './layout.ts';
import { H } from './heap.ts';
import { text, Q } from './qstr.ts';
import {
  module,
  isStr,
  isTuple,
  isHeap,
  put,
  putLatin,
  print,
  printItems,
  wn,
  rewind,
  take,
  valueError,
  newFloat,
  deeper,
  shallower,
  latin,
  fromLatin,
  hexDigits,
  codeOf,
} from './obj.ts';
import * as map from './map.ts';
import { newList, listAppend, all } from './objlist.ts';
import { newDict, isDict } from './objdict.ts';
import { unwrap, loadAttr } from './objtype.ts';
import { newBig } from './objint.ts';
import { chr } from './objstr.ts';
import { writeTo } from './modio.ts';
import { callN } from './vm.ts';

const ESCAPES = '\b\f\n\r\t';
const putJson = (value: number, comma: string, colon: string): void => {
  const v = unwrap(value);
  const nested = (x: number) => putJson(x, comma, colon);
  if (v === T.NONE) put('null');
  else if (v === T.TRUE) put('true');
  else if (v === T.FALSE) put('false');
  else if (isStr(v))
    putLatin(
      `"${latin(v).replace(/["\\\0-\x1f]/g, (c) => {
        const i = ESCAPES.indexOf(c);
        return '\\' + (i > 1 ? 'bfnrt'[i] : c > '\x1f' ? c : 'u' + hexDigits(codeOf(c), 4));
      })}"`,
    );
  else if (isHeap(v, -T.LIST) || isTuple(v)) printItems('[', ']', all(v), nested, comma);
  else if (isDict(v))
    printItems(
      '{',
      '}',
      map.entries(v + 1),
      (at) => {
        const [key, x] = [H[at], H[at + 1]];
        const quote = isStr(key) ? '' : '"';
        put(quote);
        nested(key);
        put(quote + colon);
        nested(x);
      },
      comma,
    );
  else print(value, true);
};
/** Writes to the scratch. */
const dump = (value: number, separators: number): void => {
  if (!separators || separators === T.NONE) return putJson(value, ', ', ': ');
  const [comma, colon] = all(separators);
  putJson(value, text(comma), text(colon));
};

/** A recursive-descent reader of a host string of bytes. */
const parse = (s: string): number => {
  const token = /[ \n\r\t]*(?:"((?:[^"\\]|\\[^])*)"|([-+.\deE]+)|(\w+|[^]|$))/y;
  let text: string | undefined;
  let number: string | undefined;
  let word: string | undefined;
  const next = () => {
    [, text, number, word] = token.exec(s)!;
  };
  const bad = (): never => valueError('syntax error in JSON');
  const value = (): number => {
    if (text !== undefined)
      return fromLatin(
        text.replace(/\\(u(....)|[^])/g, (_m, c, hex) =>
          hex ? latin(chr(parseInt(hex, 16))) : (ESCAPES['bfnrt'.indexOf(c)] ?? c),
        ),
        -T.STR,
      );
    if (number)
      return /^-?\d+$/.test(number) ? newBig(BigInt(number)) : newFloat(isNaN(+number) ? bad() : +number);
    const i = ['null', 'true', 'false'].indexOf(word!);
    if (i >= 0) return [T.NONE, T.TRUE, T.FALSE][i];
    if (word !== '[' && word !== '{') bad();
    const close = word === '[' ? ']' : '}';
    const made = close === ']' ? newList(0) : newDict();
    deeper();
    next();
    while (word !== close) {
      const v = value();
      next();
      if (close === ']') listAppend(made, v);
      else {
        if (word !== ':') bad();
        next();
        map.set(made + 1, v, value());
        next();
      }
      if (word === ',') next();
      else if (word !== close) bad();
    }
    shallower();
    return made;
  };
  next();
  const r = value();
  next();
  return word === '' ? r : bad();
};

const q_read = Q('read');
module('json', {
  'dumps$1 - separators': (v, separators) => {
    const mark = wn;
    dump(v, separators);
    return take(mark, -T.STR);
  },
  'dump$2 - - separators': (v, stream, separators) => {
    const mark = wn;
    dump(v, separators);
    writeTo(stream, mark);
    rewind(mark);
    return T.NONE;
  },
  loads$1: (v) => parse(latin(v)),
  load$1: (f) => parse(latin(callN(loadAttr(f, q_read)))),
});
