// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// dict, OrderedDict and their views. A dict is a header and a map (map.ts). Models py/objdict.c.
import { T } from './layout.ts';
import { H, alloc } from './heap.ts';
import { Q } from './qstr.ts';
import * as map from './map.ts';
import {
  type,
  typeOf,
  isHeap,
  isTuple,
  isUser,
  bool,
  small,
  box,
  fail,
  valueError,
  put,
  print,
  printItems,
  equal,
  argCount,
  newTuple,
  tupleOf,
  isNot,
} from './obj.ts';
import type { Slots } from './obj.ts';
import { unwrap, lookupAttr, callMethod0 } from './objtype.ts';
import { forEach, subscr } from './runtime.ts';
import { callN } from './vm.ts';
import { itemsOf, countOf, listOf } from './objlist.ts';
import { setOp } from './objset.ts';

export const newDict = (n = 0): number => {
  const p = alloc(4);
  H[p] = -T.DICT;
  map.reserve(p + 1, n);
  return p;
};
export const isDict = (v: number) => isHeap(v, -T.DICT) || isHeap(v, -T.ORDERED);

export function keyError(key: number): never {
  throw box(-T.KeyError, tupleOf(key));
}

const q_keys = Q('keys');
export const dictUpdate = (d: number, from: number): void => {
  const v = unwrap(from);
  const set = (k: number, x: number) => map.set(d + 1, k, x);
  if (isDict(v)) {
    if (v !== d) for (const at of map.entries(v + 1)) set(H[at], H[at + 1]);
  } else if (isUser(typeOf(from)) && lookupAttr(from, q_keys))
    forEach(callMethod0(), (k) => set(k, subscr(from, k, T.STOP)));
  else
    forEach(from, (pair) => {
      const l = isHeap(pair, -T.LIST) || isTuple(pair) ? pair : listOf(pair);
      if (countOf(l) !== 2) valueError('dict update sequence has wrong length');
      set(H[itemsOf(l)], H[itemsOf(l) + 1]);
    });
};
/** The keywords of a call. */
const withKeywords = (d: number, n: number, nkw: number, a: number): void => {
  for (let at = a + n; nkw--; at += 2) map.set(d + 1, H[at], H[at + 1]);
};

const sameDict = (a: number, b: number): boolean => {
  if (H[a + 1] >> 1 !== H[b + 1] >> 1) return false;
  const ordered = H[a + 1] & H[b + 1] & 1;
  const others = map.entries(b + 1);
  for (const at of map.entries(a + 1)) {
    if (ordered && !equal(H[others.next().value as number], H[at])) return false;
    const other = map.find(b + 1, H[at]);
    if (!other || !equal(H[at + 1], H[other + 1])) return false;
  }
  return true;
};
const copy = (d: number): number => {
  const p = newDict();
  H[p] = H[d];
  map.copyMap(d + 1, p + 1);
  return p;
};
const item = (d: number, key: number, value: number): number => {
  const m = d + 1;
  const at = map.find(m, key);
  if (!at && (!value || value === T.STOP)) keyError(key);
  if (value === T.STOP) return H[at + 1];
  if (value) map.set(m, key, value);
  else map.removeAt(m, at);
  return T.NONE;
};
const slots: Slots = {
  print_: (v) => {
    const ordered = H[v] === -T.ORDERED;
    printItems(ordered ? 'OrderedDict({' : '{', ordered ? '})' : '}', map.entries(v + 1), (at) => {
      const value = H[at + 1];
      print(H[at], true);
      put(': ');
      print(value, true);
    });
  },
  len_: (v) => H[v + 1] >> 1,
  binary_: (op, a, b) => {
    if (op === 6) return bool(map.find(a + 1, b) > 0);
    if (!isDict(b)) return 0;
    if (op === 2) return bool(sameDict(a, b));
    if (op !== 8 && op !== 40) return 0;
    const d = op === 8 ? copy(a) : a;
    dictUpdate(d, b);
    return d;
  },
  subscr_: item,
  iter_: (d) => box(-T.DICTVIEW, d, 4),
};
const dictMake = (n: number, nkw: number, a: number, t: number): number => {
  argCount(n, 0, 1);
  const p = newDict();
  H[p] = -t;
  H[p + 1] = t === T.ORDERED ? 1 : 0;
  if (n > 0) dictUpdate(p, H[a]);
  withKeywords(p, n, nkw, a);
  return p;
};
const view = (kind: number) => (d: number) => box(-T.DICTVIEW, d, kind);
type(T.DICT, 'dict', 0, slots, {
  $v: dictMake,
  clear$1: (d) => (map.clearMap(d + 1), T.NONE),
  copy$1: copy,
  get$23: (d, k, v) => map.get(d + 1, k) || v || T.NONE,
  pop$23: (d, k, v) => map.remove(d + 1, k) || v || keyError(k),
  popitem$1: (d) => {
    const m = d + 1;
    let pos = map.nextSlot(m, 0);
    if (pos < 0) fail(T.KeyError, 'popitem(): dictionary is empty');
    if (H[m] & 1) pos = (H[m] >> 1) - 1;
    const at = H[m + 2] + pos * 2;
    const r = newTuple(2, at);
    map.removeAt(m, at);
    return r;
  },
  setdefault$23: (d, k, v) => {
    const at = map.add(d + 1, k) + 1;
    return (H[at] ||= v || T.NONE);
  },
  update$v: (n, nkw, a) => {
    argCount(n, 1, 2);
    if (n > 1) dictUpdate(H[a], H[a + 1]);
    withKeywords(H[a], n, nkw, a);
    return T.NONE;
  },
  items$1: view(0),
  keys$1: view(1),
  values$1: view(2),
  __getitem__$2: (d, k) => item(d, k, T.STOP),
  __setitem__$3: item,
  __delitem__$2: (d, k) => item(d, k, 0),
  fromkeys$c23: (cls, keys, value) => {
    const d = callN(cls);
    forEach(keys, (k) => subscr(d, k, value || T.NONE));
    return d;
  },
});
type(T.ORDERED, 'OrderedDict', T.DICT, slots, { $v: dictMake });

/** Views and iterators: header, dict, kind (0 items, 1 keys, 2 values; iterators 3 more), position. */
const entry = (at: number, kind: number): number => (kind ? H[at + kind - 1] : newTuple(2, at));
type(T.DICTVIEW, 'dict_view', 0, {
  print_: (v) =>
    printItems(`dict_${['items', 'keys', 'values'][H[v + 2] % 3]}([`, '])', map.entries(H[v + 1] + 1), (at) =>
      print(entry(at, H[v + 2] % 3), true),
    ),
  len_: (v) => H[H[v + 1] + 1] >> 1,
  unary_: (op, v) => (op === 27 && H[v + 2] > 1 ? small(v >> 2) : 0),
  binary_: (op, a, b) => {
    if (H[a + 2] > 1) return 0;
    if (H[a + 2] && op === 6) return bool(map.find(H[a + 1] + 1, b) > 0);
    return op === 6 ? 0 : setOp(op, a, b);
  },
  iter_: (v) => (H[v + 2] > 2 ? v : box(-T.DICTVIEW, H[v + 1], H[v + 2] + 3)),
  next_: (it) => {
    const m = H[it + 1] + 1;
    if (H[it + 2] < 3) isNot(it, 'an iterator');
    const pos = map.nextSlot(m, H[it + 3]);
    if (pos < 0) return 0;
    H[it + 3] = pos + 1;
    return entry(H[m + 2] + pos * 2, H[it + 2] - 3);
  },
});
