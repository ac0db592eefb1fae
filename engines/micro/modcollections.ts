// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// collections: deque, namedtuple, OrderedDict; and the tuples with named fields that other modules answer with. A deque:
// header, allocated slots | checked, head | count, items, bound. Models py/objdeque.c, py/objnamedtuple.c, py/objattrtuple.c.
import { T } from './layout.ts';
import { H, alloc, keep } from './heap.ts';
import { text, intern, Qs } from './qstr.ts';
import {
  type,
  fun,
  classMethod,
  module,
  typeOf,
  isUser,
  isStr,
  isHeap,
  bool,
  small,
  fail,
  typeError,
  valueError,
  nameOf,
  put,
  print,
  slots,
  str,
  tupleOf,
  argCount,
  intArg,
  truth,
  seqIndex,
  deeper,
  shallower,
  newTuple,
  strArg,
  repr as reprOf,
} from './obj.ts';
import { newClass, className } from './objtype.ts';
import { newDict } from './objdict.ts';
import * as map from './map.ts';
import { forEach, newIter } from './runtime.ts';
import { newList, listAppend } from './objlist.ts';
import { callN } from './vm.ts';

// ---- Tuples with names: as a tuple, and behind the items one word with the tuple of names. ----

export function newAttrTuple(names: number[], values: number[]): number {
  const n = values.length;
  const namesTuple = tupleOf(...names);
  const p = alloc(n + 3);
  H[p] = -T.ATTRTUPLE;
  H[p + 1] = n;
  values.forEach((v, i) => (H[p + 2 + i] = v));
  H[p + 2 + n] = namesTuple;
  return p;
}
function fieldIndex(names: number, name: number): number {
  for (let i = 0; i < H[names + 1]; i++) if (H[names + 2 + i] === name) return i;
  return -1;
}
type(T.ATTRTUPLE, 'tuple', T.TUPLE, {
  ...slots[T.TUPLE >> 3],
  make_: undefined,
  attr_: (v, name) => {
    const i = fieldIndex(H[v + 2 + H[v + 1]], name);
    return i < 0 ? 0 : H[v + 2 + i];
  },
  print_: (v) => {
    const names = H[v + 2 + H[v + 1]];
    put('(');
    for (let i = 0; i < H[v + 1]; i++) {
      put(`${i > 0 ? ', ' : ''}${text(H[names + 2 + i])}=`);
      print(H[v + 2 + i], true);
    }
    put(')');
  },
});

/** A namedtuple class is a user's class over tuple; its names lie in the class dict under `_fields`. */
const [q_fields, q_new, q_repr, q_asdict, q_getattr, q_setattr] = Qs(
  '_fields __new__ __repr__ _asdict __getattr__ __setattr__',
);

const fieldsOf = (cls: number): number => {
  const own = map.get(H[cls + 3] + 1, q_fields);
  return own ? own : fieldsOf(H[H[cls + 2] + 2]);
};
const makeNamed = fun('__new__', 'v', (n, nkw, a) => {
  const cls = H[a];
  const names = fieldsOf(cls);
  const count = H[names + 1];
  const given = n - 1;
  if (given + nkw !== count) {
    typeError(
      given + nkw > count
        ? `function takes ${count} positional arguments but ${given + nkw} were given`
        : `function missing ${count - given - nkw} required positional arguments`,
    );
  }
  const t = alloc(count + 2);
  H[t] = -T.TUPLE;
  H[t + 1] = count;
  for (let i = 0; i < given; i++) H[t + 2 + i] = H[a + 1 + i];
  for (let i = 0; i < nkw; i++) {
    const name = H[a + n + 2 * i];
    const k = fieldIndex(names, name);
    if (k < 0) typeError(`unexpected keyword argument '${text(name)}'`);
    if (H[t + 2 + k]) typeError(`function got multiple values for argument '${text(name)}'`);
    H[t + 2 + k] = H[a + n + 2 * i + 1];
  }
  const p = alloc(5);
  H[p] = cls;
  H[p + 4] = t;
  return p;
});
const namedRepr = fun('__repr__', '1', (v) => {
  const names = fieldsOf(typeOf(v));
  const native = isUser(typeOf(v)) ? H[v + 4] : v;
  let s = text(className(typeOf(v))) + '(';
  for (let i = 0; i < H[names + 1]; i++)
    s += `${i > 0 ? ', ' : ''}${text(H[names + 2 + i])}=${reprOf(H[native + 2 + i])}`;
  return str(s + ')');
});
const namedGet = fun('__getattr__', '2', (v, name) => {
  const names = fieldsOf(typeOf(v));
  const i = fieldIndex(names, name);
  if (i < 0) fail(T.AttributeError, `'${nameOf(v)}' object has no attribute '${text(name)}'`);
  return H[H[v + 4] + 2 + i];
});
const namedSet = fun('__setattr__', '3', (_v) => fail(T.AttributeError, "can't set attribute"));
const namedDict = fun('_asdict', '1', (v) => {
  const names = fieldsOf(typeOf(v));
  const d = callN(T.ORDERED);
  keep(d);
  for (let i = 0; i < H[names + 1]; i++) map.set(d + 1, H[names + 2 + i], H[H[v + 4] + 2 + i]);
  return d;
});
for (const f of [namedRepr, namedGet, namedSet, namedDict]) classMethod(f, 3);
classMethod(makeNamed, 2);
function namedtuple(name: number, fields: number): number {
  let names: number;
  if (isStr(fields)) {
    const l = newList(0);
    for (const w of text(fields).split(/[\s,]+/)) if (w !== '') listAppend(l, intern(str(w)));
    names = newTuple(H[l + 2], H[l + 3]);
  } else {
    const l = newList(0);
    keep(l);
    forEach(fields, (f) => listAppend(l, intern(strArg(f))));
    names = newTuple(H[l + 2], H[l + 3]);
  }
  keep(names);
  const dict = newDict();
  map.set(dict + 1, q_fields, names);
  map.set(dict + 1, q_new, makeNamed);
  map.set(dict + 1, q_repr, namedRepr);
  map.set(dict + 1, q_getattr, namedGet);
  map.set(dict + 1, q_asdict, namedDict);
  map.set(dict + 1, q_setattr, namedSet);
  const base = tupleOf(T.TUPLE);
  return newClass(name, base, dict);
}

// ---- deque: header, allocated, head, count, items, greatest length | flags. ----

const at = (d: number, i: number) => H[d + 4] + ((H[d + 2] + i) % H[d + 1]);
function grow(d: number): void {
  const n = H[d + 3];
  const room = Math.min(H[d + 5], Math.max(4, n * 2));
  const fresh = alloc(room);
  for (let i = 0; i < n; i++) H[fresh + i] = H[at(d, i)];
  H[d + 4] = fresh;
  H[d + 1] = room;
  H[d + 2] = 0;
}
function pushRight(d: number, v: number): void {
  if (!H[d + 5]) return;
  if (H[d + 3] === H[d + 5]) {
    if (H[d + 6]) fail(T.IndexError, 'full');
    popLeft(d);
  } else if (H[d + 3] === H[d + 1]) grow(d);
  H[at(d, H[d + 3])] = v;
  H[d + 3]++;
}
function pushLeft(d: number, v: number): void {
  if (!H[d + 5]) return;
  if (H[d + 3] === H[d + 5]) {
    if (H[d + 6]) fail(T.IndexError, 'full');
    popRight(d);
  } else if (H[d + 3] === H[d + 1]) grow(d);
  H[d + 2] = (H[d + 2] + H[d + 1] - 1) % H[d + 1];
  H[d + 3]++;
  H[at(d, 0)] = v;
}
function popLeft(d: number): number {
  if (!H[d + 3]) fail(T.IndexError, 'empty');
  const v = H[at(d, 0)];
  H[at(d, 0)] = 0;
  H[d + 2] = (H[d + 2] + 1) % H[d + 1];
  H[d + 3]--;
  return v;
}
function popRight(d: number): number {
  if (!H[d + 3]) fail(T.IndexError, 'empty');
  const i = at(d, H[d + 3] - 1);
  const v = H[i];
  H[i] = 0;
  H[d + 3]--;
  return v;
}
type(
  T.DEQUE,
  'deque',
  0,
  {
    make_: (_t, n, _k, a) => {
      argCount(n, 2, 3);
      const d = alloc(7);
      H[d] = -T.DEQUE;
      const most = n > 1 && H[a + 1] !== T.NONE ? intArg(H[a + 1]) : 0x3fffffff;
      if (most < 0) valueError();
      H[d + 5] = most;
      H[d + 6] = 0;
      forEach(H[a], (v) => pushRight(d, v));
      if (n > 2) H[d + 6] = truth(H[a + 2]) ? 1 : 0;
      return d;
    },
    unary_: (op, d) => (op === 26 ? small(H[d + 3]) : op === 25 ? bool(H[d + 3] > 0) : 0),
    iter_: newIter,
    subscr_: (d, i, value) => {
      if (!value) return 0;
      if (isHeap(i, -T.SLICE)) return 0;
      const k = seqIndex(d, i, H[d + 3]);
      if (value === T.STOP) return H[at(d, k)];
      H[at(d, k)] = value;
      return T.NONE;
    },
    print_: (d) => {
      deeper();
      put('deque([');
      for (let i = 0; i < H[d + 3]; i++) {
        if (i > 0) put(', ');
        print(H[at(d, i)], true);
      }
      put('])');
      shallower();
    },
  },
  {
    append$2: (d, v) => (pushRight(d, v), T.NONE),
    appendleft$2: (d, v) => (pushLeft(d, v), T.NONE),
    pop$1: popRight,
    popleft$1: popLeft,
    extend$2: (d, v) => (forEach(v, (x) => pushRight(d, x)), T.NONE),
  },
);

module('collections', {
  deque: T.DEQUE,
  namedtuple$2: namedtuple,
  OrderedDict: T.ORDERED,
});
