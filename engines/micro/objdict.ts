// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// dict, OrderedDict and their views. A dict is a header and a map (map.ts). Models py/objdict.c.
import { T } from './layout.ts';
import { H, alloc } from './heap.ts';
import { Q } from './qstr.ts';
import * as map from './map.ts';
import {
  type,
  fun,
  locals,
  classMethod,
  typeOf,
  isHeap,
  isUser,
  bool,
  small,
  box,
  fail,
  typeError,
  valueError,
  put,
  print,
  deeper,
  shallower,
  equal,
  argCount,
  newError,
  newTuple,
  unhashable,
} from './obj.ts';
import type { Rows } from './obj.ts';
import { unwrap, lookupAttr, M0, callMethod0 } from './objtype.ts';
import { forEach, subscr } from './runtime.ts';
import { callN } from './vm.ts';
import { itemsOf, countOf, listOf } from './objlist.ts';
import { setOp } from './objset.ts';

export function newDict(n = 0): number {
  const p = alloc(4);
  H[p] = -T.DICT;
  if (n > 0) map.reserve(p + 1, n);
  return p;
}
export const isDict = (v: number) => (v & 3) === 0 && (H[v] === -T.DICT || H[v] === -T.ORDERED);

export function keyError(key: number): never {
  const p = newError(T.KeyError);
  const args = box(-T.TUPLE, 1, key);
  H[p + 1] = args;
  throw p;
}

const q_keys = Q('keys');
export function dictUpdate(d: number, from: number): void {
  const v = unwrap(from);
  if (isDict(v)) {
    if (v === d) return;
    const m = v + 1;
    for (let pos = map.nextSlot(m, 0); pos >= 0; pos = map.nextSlot(m, pos + 1))
      map.set(d + 1, map.keyAt(m, pos), map.valueAt(m, pos));
    return;
  }
  if (isUser(typeOf(from)) && lookupAttr(from, q_keys)) {
    const keys = callMethod0(M0, from);
    forEach(keys, (k) => map.set(d + 1, k, subscr(from, k, T.STOP)));
    return;
  }
  forEach(from, (pair) => {
    const l = isHeap(pair, -T.LIST) || isHeap(pair, -T.TUPLE) ? pair : listOf(pair);
    if (countOf(l) !== 2) valueError('dict update sequence has wrong length');
    map.set(d + 1, H[itemsOf(l)], H[itemsOf(l) + 1]);
  });
}

function print_(v: number): void {
  const ordered = H[v] === -T.ORDERED;
  deeper();
  put(ordered ? 'OrderedDict({' : '{');
  const m = v + 1;
  let first = true;
  for (let pos = map.nextSlot(m, 0); pos >= 0; pos = map.nextSlot(m, pos + 1)) {
    if (!first) put(', ');
    first = false;
    print(map.keyAt(m, pos), true);
    put(': ');
    print(map.valueAt(m, pos), true);
  }
  put(ordered ? '})' : '}');
  shallower();
}
function sameDict(a: number, b: number): boolean {
  if (H[a + 1] >> 1 !== H[b + 1] >> 1) return false;
  const m = a + 1;
  let other = -1;
  const bothOrdered = H[a] === -T.ORDERED && H[b] === -T.ORDERED;
  for (let pos = map.nextSlot(m, 0); pos >= 0; pos = map.nextSlot(m, pos + 1)) {
    const key = map.keyAt(m, pos);
    if (bothOrdered) {
      other = map.nextSlot(b + 1, other + 1);
      if (!equal(map.keyAt(b + 1, other), key)) return false;
    }
    const at = map.find(b + 1, key);
    if (!at || !equal(map.valueAt(m, pos), H[at + 1])) return false;
  }
  return true;
}
function copy(d: number): number {
  const p = alloc(4);
  H[p] = H[d];
  map.copyMap(d + 1, p + 1);
  return p;
}
function view(d: number, kind: number): number {
  return box(-T.DICTVIEW, d, kind);
}
function make(t: number, n: number, nkw: number, a: number): number {
  argCount(n, 0, 1);
  const p = alloc(4);
  H[p] = -t;
  if (t === T.ORDERED) H[p + 1] = 1;
  if (n > 0) dictUpdate(p, H[a]);
  for (let i = 0; i < nkw; i++) map.set(p + 1, H[a + n + 2 * i], H[a + n + 2 * i + 1]);
  return p;
}
const slots = {
  make_: make,
  print_,
  unary_: (op: number, v: number) =>
    op === 26 ? small(H[v + 1] >> 1) : op === 25 ? bool(H[v + 1] >> 1 > 0) : op === 27 ? noHash() : 0,
  binary_: (op: number, a: number, b: number) => {
    if (op === 6) return bool(map.find(a + 1, b) !== 0);
    if (op === 2) return isDict(b) ? bool(sameDict(a, b)) : 0;
    if (op === 8 || op === 40) {
      if (!isDict(b)) return 0;
      const d = op === 8 ? copy(a) : a;
      dictUpdate(d, b);
      return d;
    }
    return 0;
  },
  subscr_: (d: number, key: number, value: number) => {
    if (value === T.STOP) {
      const at = map.find(d + 1, key);
      return !at ? keyError(key) : H[at + 1];
    }
    if (!value) {
      if (!map.remove(d + 1, key)) keyError(key);
    } else map.set(d + 1, key, value);
    return T.NONE;
  },
  iter_: (d: number) => box(-T.DICTVIEW, d, 3),
};
const noHash = (): never => typeError("unsupported type for __hash__: 'dict'");
const rows: Rows = {
  clear$1: (d) => (map.clearMap(d + 1), T.NONE),
  copy$1: copy,
  get$23: (d, k, v) => map.get(d + 1, k) || v || T.NONE,
  pop$23: (d, k, v) => {
    const r = map.remove(d + 1, k);
    if (r) return r;
    return v || keyError(k);
  },
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
    const found = map.get(d + 1, k);
    if (found) return found;
    map.set(d + 1, k, v || T.NONE);
    return v || T.NONE;
  },
  update$v: (n, nkw, a) => {
    argCount(n, 1, 2);
    if (n > 1) dictUpdate(H[a], H[a + 1]);
    for (let i = 0; i < nkw; i++) map.set(H[a] + 1, H[a + n + 2 * i], H[a + n + 2 * i + 1]);
    return T.NONE;
  },
  keys$1: (d) => view(d, 1),
  values$1: (d) => view(d, 2),
  items$1: (d) => view(d, 0),
  __getitem__$2: (d, k) => slots.subscr_(d, k, T.STOP),
  __setitem__$3: (d, k, v) => slots.subscr_(d, k, v),
  __delitem__$2: (d, k) => slots.subscr_(d, k, 0),
};
type(T.DICT, 'dict', 0, slots, rows);
type(T.ORDERED, 'OrderedDict', T.DICT, slots, {});

const fromkeys = fun('fromkeys', '23', (cls, keys, value) => {
  const d = callN(cls);
  forEach(keys, (k) => subscr(d, k, value || T.NONE));
  return d;
});
locals[T.DICT >> 3]!.set(Q('fromkeys'), classMethod(fromkeys));

/** Views and iterators: header, dict, kind (0 items, 1 keys, 2 values; 3-5 the iterators' order), position. */
const VIEW_NAMES = ['dict_items', 'dict_keys', 'dict_values'];
function entry(d: number, pos: number, kind: number): number {
  const at = H[d + 3] + pos * 2;
  return !kind ? newTuple(2, at) : H[at + kind - 1];
}
type(T.DICTVIEW, 'dict_view', 0, {
  print_: (v) => {
    put(VIEW_NAMES[H[v + 2] % 3] + '([');
    const d = H[v + 1];
    let first = true;
    for (let pos = map.nextSlot(d + 1, 0); pos >= 0; pos = map.nextSlot(d + 1, pos + 1)) {
      if (!first) put(', ');
      first = false;
      print(entry(d, pos, H[v + 2]), true);
    }
    put('])');
  },
  unary_: (op, v) =>
    op === 26 && H[v + 2] < 3
      ? small(H[H[v + 1] + 1] >> 1)
      : op === 27 && H[v + 2] < 3
        ? H[v + 2] === 2
          ? small(v >> 2)
          : unhashable(v)
        : 0,
  binary_: (op, a, b) => {
    if (H[a + 2] === 1 && op === 6) return bool(map.find(H[a + 1] + 1, b) !== 0);
    if (H[a + 2] === 2 || H[a + 2] > 2) return 0;
    if (op === 2 || (op >= 0 && op < 5) || (op >= 8 && op <= 14)) return setOp(op, a, b);
    return 0;
  },
  iter_: (v) => (H[v + 2] > 2 && H[v + 2] < 6 ? v : box(-T.DICTVIEW, H[v + 1], iterKind(H[v + 2]))),
  next_: (it) => {
    const kind = H[it + 2];
    if (kind < 3) return typeError("'dict_view' object isn't an iterator");
    const d = H[it + 1];
    const pos = map.nextSlot(d + 1, H[it + 3]);
    if (pos < 0) return 0;
    H[it + 3] = pos + 1;
    return entry(d, pos, kind === 3 ? 1 : kind === 4 ? 2 : 0);
  },
});
const iterKind = (view: number) => (view === 1 ? 3 : view === 2 ? 4 : 5);
