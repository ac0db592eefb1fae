// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// collections: deque, namedtuple, OrderedDict; and the tuples with named fields that other modules answer with. Models
// py/objdeque.c, py/objnamedtuple.c, py/objattrtuple.c.
import { T } from './layout.ts';
import { H, alloc } from './heap.ts';
import { text, intern, Qs } from './qstr.ts';
import {
  type,
  module,
  functions,
  typeOf,
  isStr,
  fail,
  valueError,
  indexError,
  nameOf,
  put,
  print,
  printItems,
  slots,
  str,
  tupleOf,
  argCount,
  intArg,
  truth,
  strArg,
  wn,
  take,
  table,
  unexpected,
  givenTwice,
} from './obj.ts';
import { newClass, newInstance, nativeOf } from './objtype.ts';
import { newDict } from './objdict.ts';
import * as map from './map.ts';
import { forEach } from './runtime.ts';
import { listOf, all } from './objlist.ts';

// ---- Tuples with names: as a tuple, and behind the items one word with the tuple of names. ----

export const newAttrTuple = (names: number[], values: number[]): number => {
  const n = values.length;
  const fields = tupleOf(...names);
  const p = alloc(n + 3);
  H.set([-T.ATTRTUPLE, n, ...values, fields], p);
  return p;
};
/** `(a=1, b=2)` */
const printNamed = (open: string, fields: number, tuple: number): void => {
  let i = 0;
  printItems(open, ')', all(tuple), (v) => {
    put(text(H[fields + 2 + i++]) + '=');
    print(v, true);
  });
};
const field = (fields: number, tuple: number, name: number): number => {
  const i = all(fields).indexOf(name);
  return i < 0 ? 0 : H[tuple + 2 + i];
};
type(T.ATTRTUPLE, 'tuple', T.TUPLE, {
  ...slots[T.TUPLE >> 3],
  attr_: (v, name) => field(H[v + 2 + H[v + 1]], v, name),
  print_: (v) => printNamed('(', H[v + 2 + H[v + 1]], v),
});

/** A namedtuple class is a user's class over tuple; its names lie in the class dict under `_fields`. */
const [q_fields] = Qs('_fields');
const fieldsOf = (cls: number): number => map.get(H[cls + 3] + 1, q_fields) || fieldsOf(H[H[cls + 2] + 2]);
const named = table({
  __new__$sv: (n, nkw, a) => {
    const fields = fieldsOf(H[a]);
    const count = H[fields + 1];
    argCount(n - 1 + nkw, count, count);
    const t = tupleOf(...H.subarray(a + 1, a + n), ...Array<number>(nkw).fill(0));
    for (let i = a + n; i < a + n + 2 * nkw; i += 2) {
      const k = t + 2 + all(fields).indexOf(H[i]);
      if (k < t + 2) unexpected(H[i]);
      if (H[k]) givenTwice(H[i]);
      H[k] = H[i + 1];
    }
    const p = newInstance(H[a]);
    H[p + 4] = t;
    return p;
  },
  __repr__$i1: (v) => {
    const mark = wn;
    printNamed(nameOf(v) + '(', fieldsOf(typeOf(v)), nativeOf(v));
    return take(mark, -T.STR);
  },
  __getattr__$i2: (v, name) =>
    field(fieldsOf(typeOf(v)), nativeOf(v), name) ||
    fail(T.AttributeError, `'${nameOf(v)}' object has no attribute '${text(name)}'`),
  __setattr__$i3: () => fail(T.AttributeError, "can't set attribute"),
  _asdict$i1: (v) => {
    const d = functions[T.ORDERED >> 3](0, 0, 0, T.ORDERED);
    const fields = all(fieldsOf(typeOf(v)));
    fields.forEach((name, i) => map.set(d + 1, name, H[nativeOf(v) + 2 + i]));
    return d;
  },
});
const namedtuple = (name: number, fields: number): number => {
  const names = isStr(fields)
    ? text(fields)
        .split(/[\s,]+/)
        .filter((w) => w)
        .map((w) => intern(str(w)))
    : Array.from(all(listOf(fields)), (f) => intern(strArg(f)));
  const dict = newDict();
  map.set(dict + 1, q_fields, tupleOf(...names));
  for (const [q, f] of named) map.set(dict + 1, q, f);
  return newClass(name, tupleOf(T.TUPLE), dict);
};

// ---- deque: header, allocated, head, count, items, greatest length, checked. ----

const at = (d: number, i: number) => H[d + 4] + ((H[d + 2] + i + H[d + 1]) % H[d + 1]);
const push = (left: boolean) => (d: number, v: number) => {
  const n = H[d + 3];
  const room = H[d + 1];
  if (!H[d + 5]) return T.NONE;
  if (n === H[d + 5]) {
    if (H[d + 6]) indexError('full');
    pop(!left)(d);
  } else if (n === room) {
    const more = Math.min(H[d + 5], Math.max(4, n * 2));
    const fresh = alloc(more);
    for (let i = 0; i < n; i++) H[fresh + i] = H[at(d, i)];
    H.set([more, 0, n, fresh], d + 1);
  }
  H[at(d, left ? -1 : H[d + 3])] = v;
  H[d + 3]++;
  if (left) H[d + 2] = (H[d + 2] + H[d + 1] - 1) % H[d + 1];
  return T.NONE;
};
const pop = (left: boolean) => (d: number) => {
  if (!H[d + 3]) indexError('empty');
  const i = at(d, left ? 0 : H[d + 3] - 1);
  const v = H[i];
  H[i] = 0;
  H[d + 3]--;
  if (left) H[d + 2] = (H[d + 2] + 1) % H[d + 1];
  return v;
};
const append = push(false);
const extend = (d: number, v: number): number => {
  forEach(v, (x) => append(d, x));
  return T.NONE;
};
type(
  T.DEQUE,
  'deque',
  0,
  {
    len_: (d) => H[d + 3],
    item_: (d, i, value) => {
      if (value === T.STOP) return H[at(d, i)];
      if (value) H[at(d, i)] = value;
      return value && T.NONE;
    },
    print_: (d) =>
      printItems(
        'deque([',
        '])',
        Array.from({ length: H[d + 3] }, (_, i) => H[at(d, i)]),
      ),
  },
  {
    $23: (v, most, checked) => {
      const bound = most === T.NONE ? 0x3fffffff : intArg(most);
      if (bound < 0) valueError();
      const d = alloc(7);
      H[d] = -T.DEQUE;
      H[d + 5] = bound;
      extend(d, v);
      H[d + 6] = checked && truth(checked) ? 1 : 0;
      return d;
    },
    append$2: append,
    appendleft$2: push(true),
    pop$1: pop(false),
    popleft$1: pop(true),
    extend$2: extend,
  },
);

module('collections', { deque: T.DEQUE, namedtuple$2: namedtuple, OrderedDict: T.ORDERED });
