// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// list, tuple, slice and range. A list: header, allocated, length, items. Models py/objlist.c, py/objtuple.c,
// py/objslice.c, py/objrange.c, py/sequence.c.
import { R, T, UNIT } from './layout.ts';
import { H, alloc, realloc, free, keep, move } from './heap.ts';
import { Qs } from './qstr.ts';
import {
  type,
  isHeap,
  isTuple,
  bool,
  small,
  box,
  fail,
  typeError,
  valueError,
  indexError,
  nameOf,
  put,
  printItems,
  newTuple,
  tupleOf,
  seqIndex,
  intArg,
  equal,
  truth,
  hash,
  unhashable,
  compared,
} from './obj.ts';
import type { Slots } from './obj.ts';
import { unwrap } from './objtype.ts';
import { newInt, isInt } from './objint.ts';
import { forEach, binaryOp } from './runtime.ts';
import { callN } from './vm.ts';

export const newList = (n: number): number => {
  const p = alloc(4);
  H[p] = -T.LIST;
  H[p + 1] = Math.max(n, 4);
  H[p + 3] = alloc(H[p + 1]);
  H[p + 2] = n;
  return p;
};
export const listAppend = (l: number, v: number): void => {
  const n = H[l + 2];
  if (n === H[l + 1]) grow(l, n < 4 ? 4 : n * 2);
  H[H[l + 3] + n] = v;
  H[l + 2] = n + 1;
};
const grow = (l: number, room: number): void => {
  if (H[R.LOCK] > 0) alloc(room);
  H[l + 3] = realloc(H[l + 3], room);
  H[l + 1] = room;
};
export const listExtend = (l: number, v: number): void => {
  if (isHeap(v, -T.LIST) || isHeap(v, -T.TUPLE)) replace(l, H[l + 2], H[l + 2], v);
  else forEach(v, (x) => listAppend(l, x));
};
/** Items [start, stop) give way to those of a list or tuple. */
const replace = (l: number, start: number, stop: number, v: number): void => {
  const n = H[l + 2];
  const k = v && countOf(v);
  const total = n + k - (stop - start);
  const copy = v === l ? newTuple(k, H[l + 3]) : v;
  if (total > H[l + 1]) grow(l, total);
  const items = H[l + 3];
  move(items + start + k, items + stop, n - stop);
  if (k) move(items + start, itemsOf(copy), k);
  if (total < n) H.fill(0, items + total, items + n);
  H[l + 2] = total;
};
/** A list of any iterable. */
export const listOf = (v: number): number => {
  const l = newList(0);
  listExtend(l, v);
  return l;
};
export const tupleFrom = (v: number): number => {
  if (isTuple(v)) return v;
  const l = listOf(v);
  return newTuple(H[l + 2], H[l + 3]);
};
/** Items of a list or tuple: word index and count, or all. */
export const itemsOf = (v: number) => (H[v] === -T.LIST ? H[v + 3] : v + 2);
export const countOf = (v: number) => (H[v] === -T.LIST ? H[v + 2] : H[v + 1]);
export const all = (v: number) => H.subarray(itemsOf(v), itemsOf(v) + countOf(v));

/** Bounds of a slice over n items. */
export const SLICE = { start_: 0, stop_: 0, step_: 1, n_: 0 };
export const sliceBounds = (s: number, n: number): void => {
  const step = H[s + 3] === T.NONE ? 1 : intIndex(H[s + 3]);
  if (!step) valueError("slice step can't be zero");
  const low = step > 0 ? 0 : -1;
  const start = (SLICE.start_ = clip(H[s + 1], step > 0 ? 0 : n - 1, low, n));
  const stop = (SLICE.stop_ = clip(H[s + 2], step > 0 ? n : -1, low, n));
  SLICE.step_ = step;
  SLICE.n_ = Math.max(0, Math.ceil((stop - start) / step));
};
const clip = (v: number, none: number, low: number, n: number) => {
  if (v === T.NONE) return none;
  const i = intIndex(v);
  return Math.max(low, Math.min(n + low, i < 0 ? i + n : i));
};
/** Types that know no other step than 1 say so. */
export const onlyStep1 = (step: number): void => {
  if (step !== 1) fail(T.NotImplementedError, 'only slices with step=1 (aka None) are supported');
};
/** Slice parts may be ints beyond the machine word: they are clipped. */
const intIndex = (v: number) =>
  isHeap(v, -T.INT) ? (H[v + 1 + H[v + 1]] < 0 ? -0x3fffffff : 0x3fffffff) : intArg(v);

/** A new list or tuple of n items: where they go. */
let made = 0;
const newLike = (v: number, n: number): number => {
  if (H[v] === -T.LIST) {
    made = newList(n);
    return H[made + 3];
  }
  made = UNIT;
  if (!n) return 0;
  made = alloc(n + 2);
  H[made] = -T.TUPLE;
  H[made + 1] = n;
  return made + 2;
};
const pop = (l: number, i: number): number => {
  const v = H[H[l + 3] + i];
  replace(l, i, i + 1, 0);
  if (H[l + 1] > 8 && H[l + 2] * 4 < H[l + 1]) grow(l, H[l + 1] >> 1);
  return v;
};

/** Compares two runs of items by one of the six comparisons. */
const compareItems = (op: number, a: number, n: number, b: number, m: number): number => {
  if (op === 2 && n !== m) return T.FALSE;
  for (let i = 0; i < n && i < m; i++)
    if (!equal(H[a + i], H[b + i])) return op === 2 ? T.FALSE : bool(truth(binaryOp(op, H[a + i], H[b + i])));
  return compared(op, n - m);
};

const seqBinary = (op: number, a: number, b: number): number => {
  const isList = H[a] === -T.LIST;
  const o = unwrap(b);
  const same = isList ? isHeap(o, -T.LIST) : isTuple(o);
  const n = countOf(a);
  if (op < 5) return same ? compareItems(op, itemsOf(a), n, itemsOf(o), countOf(o)) : op === 2 ? T.FALSE : 0;
  if (op === 6) return bool(indexOf(a, b) >= 0);
  if (op === 13 && same) {
    const to = newLike(a, n + countOf(o));
    move(to, itemsOf(a), n);
    move(to + n, itemsOf(o), countOf(o));
    return made;
  }
  if ((op === 15 || (op === 47 && isList)) && isInt(b)) {
    const k = Math.max(0, intArg(b));
    if (n * k > 1 << 26) alloc(n * k);
    const to = newLike(a, n * k);
    if (n === 1) H.fill(H[itemsOf(a)], to, to + k);
    else for (let i = 0; i < k; i++) move(to + i * n, itemsOf(a), n);
    if (op === 15) return made;
    move(a + 1, made + 1, 3);
    return a;
  }
  if (op === 45 && isList) {
    listExtend(a, b);
    return a;
  }
  return 0;
};
/** Place of x among the items, or -1. */
const indexOf = (v: number, x: number, from = 0, to = countOf(v)): number => {
  for (let i = from; i < to && i < countOf(v); i++) if (equal(H[itemsOf(v) + i], x)) return i;
  return -1;
};
const place = (v: number, x: number, from?: number, to?: number) => {
  const i = indexOf(v, x, from, to);
  return i < 0 ? valueError('object not in sequence') : i;
};
/** A start or end argument. */
export const clipIndex = (v: number, none: number, n: number): number => {
  if (!v || v === T.NONE) return none;
  const i = intArg(v);
  return i < 0 ? Math.max(0, i + n) : i;
};

/** Sorts in place: a stable merge of index runs, so that keys are computed once. */
export const sortList = (l: number, key: number, reverse: number): number => {
  const byKey = key && key !== T.NONE;
  const n = H[l + 2];
  const keys = newList(n);
  keep(keys);
  for (let i = 0; i < n; i++) {
    const k = byKey ? callN(key, H[H[l + 3] + i]) : H[H[l + 3] + i];
    H[H[keys + 3] + i] = k;
  }
  const items = H[l + 3];
  const k = H[keys + 3];
  const down = reverse && truth(reverse);
  let from = Array.from({ length: n }, (_, i) => (down ? n - 1 - i : i));
  let into: number[] = [];
  const mark = H[R.TP];
  for (let width = 1; width < n; width *= 2) {
    for (let o = 0; o < n;) {
      let i = o;
      const middle = Math.min(o + width, n);
      let j = middle;
      const end = Math.min(middle + width, n);
      for (; o < end; H[R.TP] = mark) {
        const x = H[k + from[j]];
        const y = H[k + from[i]];
        into[o++] =
          i < middle && (j >= end || !(x & y & 1 ? x < y : truth(binaryOp(0, x, y)))) ? from[i++] : from[j++];
      }
    }
    [from, into] = [into, from];
  }
  if (down) from.reverse();
  // What a key function has done to the list meanwhile stays.
  if (H[l + 3] === items)
    H.set(
      from.map((i) => H[items + i]),
      items,
    );
  free(k);
  H[keys + 3] = H[keys + 2] = 0;
  return T.NONE;
};

const common: Slots = {
  len_: countOf,
  binary_: seqBinary,
  slice_: (v, start, n, step, value) => {
    if (value === T.STOP) {
      const to = newLike(v, n);
      const from = itemsOf(v) + start;
      for (let i = 0; i < n; i++) H[to + i] = H[from + i * step];
      return made;
    }
    if (H[v] !== -T.LIST) return 0;
    if (step !== 1) fail(T.NotImplementedError);
    const o = unwrap(value);
    if (value && !isHeap(o, -T.LIST) && !isTuple(o))
      typeError(`object '${nameOf(value)}' isn't a tuple or list`);
    replace(v, start, start + n, o);
    return T.NONE;
  },
};
const rows = {
  index$24: (v: number, x: number, from: number, to: number) => {
    const n = countOf(v);
    return small(place(v, x, clipIndex(from, 0, n), clipIndex(to, n, n)));
  },
  count$2: (v: number, x: number) => {
    let n = 0;
    for (let i = 0; i < countOf(v); i++) if (equal(H[itemsOf(v) + i], x)) n++;
    return small(n);
  },
};
type(
  T.LIST,
  'list',
  0,
  {
    ...common,
    print_: (v) => printItems('[', ']', all(v)),
    item_: (l, i, value) => {
      const at = H[l + 3] + i;
      if (value === T.STOP) return H[at];
      if (value) H[at] = value;
      else pop(l, i);
      return T.NONE;
    },
  },
  {
    ...rows,
    $01: (v) => (v ? listOf(v) : newList(0)),
    append$2: (l, v) => (listAppend(l, v), T.NONE),
    extend$2: (l, v) => (listExtend(l, v), T.NONE),
    pop$12: (l, i) => pop(l, H[l + 2] ? seqIndex(l, i || -1, H[l + 2]) : indexError('pop from empty list')),
    insert$3: (l, at, v) => {
      const n = H[l + 2];
      const i = Math.min(n, clipIndex(at, 0, n));
      replace(l, i, i, tupleOf(v));
      return T.NONE;
    },
    remove$2: (l, v) => (pop(l, place(l, v)), T.NONE),
    reverse$1: (l) => (all(l).reverse(), T.NONE),
    clear$1: (l) => {
      const fresh = newList(0);
      move(l + 1, fresh + 1, 3);
      return T.NONE;
    },
    copy$1: listOf,
    'sort$1 - key reverse': sortList,
  },
);

type(
  T.TUPLE,
  'tuple',
  0,
  {
    ...common,
    print_: (v) => printItems('(', H[v + 1] === 1 ? ',)' : ')', all(v)),
    unary_: (op, v) => {
      let h = H[v + 1] && 5381;
      if (op !== 27) return 0;
      for (let i = 0; i < H[v + 1]; i++) h = (Math.imul(h, 33) + hash(H[v + 2 + i])) | 0;
      return small(h);
    },
    item_: (v, i, value) => (value === T.STOP ? H[v + 2 + i] : 0),
  },
  { ...rows, $01: (v) => (v ? tupleFrom(v) : UNIT) },
);

// ---- slice and range. ----

const attrs = Qs('- start stop step');
const attr = (v: number, name: number) => {
  const i = attrs.indexOf(name);
  return i > 0 ? H[v + i] : T.STOP;
};
type(
  T.SLICE,
  'slice',
  0,
  {
    print_: (v) => printItems('slice(', ')', H.subarray(v + 1, v + 4)),
    attr_: (v, name) => {
      const x = attr(v, name);
      return x === T.STOP ? 0 : x;
    },
    unary_: (op, v) => (op === 27 ? unhashable(v) : 0),
    binary_: (op, a, b) => (op === 2 && isHeap(b, -T.SLICE) ? compareItems(2, a + 1, 3, b + 1, 3) : 0),
  },
  {
    $13: (a, b, c) => (b ? box(-T.SLICE, a, b, c || T.NONE) : box(-T.SLICE, T.NONE, a, T.NONE)),
    indices$2: (s, n) => {
      sliceBounds(s, intArg(n));
      return tupleOf(small(SLICE.start_), small(SLICE.stop_), small(SLICE.step_));
    },
  },
);

// range: header, start, stop, step as raw words.
const rangeLen = (v: number) => Math.max(0, Math.ceil((H[v + 2] - H[v + 1]) / H[v + 3]));
type(
  T.RANGE,
  'range',
  0,
  {
    print_: (v) => put(`range(${H[v + 1]}, ${H[v + 2]}${H[v + 3] === 1 ? '' : ', ' + H[v + 3]})`),
    len_: rangeLen,
    unary_: (op, v) => (op === 27 ? small(rangeLen(v)) : 0),
    binary_: (op, a, b) => {
      const n = rangeLen(a);
      if (op === 6) {
        const i = isInt(b) ? (intArg(b) - H[a + 1]) / H[a + 3] : -1;
        return bool(i === Math.floor(i) && i >= 0 && i < n);
      }
      if (op !== 2) return 0;
      return bool(
        isHeap(b, -T.RANGE) &&
          n === rangeLen(b) &&
          (!n || (H[a + 1] === H[b + 1] && (n === 1 || H[a + 3] === H[b + 3]))),
      );
    },
    item_: (v, i, value) => (value === T.STOP ? newInt(H[v + 1] + i * H[v + 3]) : 0),
    slice_: (v, start, _n, step, value) =>
      value === T.STOP
        ? box(-T.RANGE, H[v + 1] + start * H[v + 3], H[v + 1] + SLICE.stop_ * H[v + 3], step * H[v + 3])
        : 0,
    attr_: (v, name) => {
      const x = attr(v, name);
      return x === T.STOP ? 0 : newInt(x);
    },
  },
  {
    $13: (a, b, c) => {
      const step = c ? intArg(c) : 1;
      if (!step) valueError('zero step');
      return b ? box(-T.RANGE, intArg(a), intArg(b), step) : box(-T.RANGE, 0, intArg(a), 1);
    },
  },
);
