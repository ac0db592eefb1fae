// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// list, tuple, slice, range, named tuples' base, and the iterators over sequences. A list: header, allocated, length,
// items. Models py/objlist.c, py/objtuple.c, py/objslice.c, py/objrange.c, py/sequence.c.
import { R, T, UNIT } from './layout.ts';
import { H, alloc, realloc, free, keep } from './heap.ts';
import { Q, Qs } from './qstr.ts';
import {
  type,
  typeOf,
  isHeap,
  isTuple,
  bool,
  small,
  box,
  fail,
  typeError,
  valueError,
  nameOf,
  put,
  print,
  printItems,
  newTuple,
  seqIndex,
  intArg,
  equal,
  truth,
  argCount,
  noKw,
  keyword,
  hash,
  slots,
  unhashable,
  compared,
} from './obj.ts';
import { unwrap } from './objtype.ts';
import { newInt, isInt } from './objint.ts';
import { newIter, forEach, binaryOp, subscr } from './runtime.ts';
import { callN } from './vm.ts';

export function newList(n: number): number {
  const p = alloc(4);
  H[p] = -T.LIST;
  const room = n < 4 ? 4 : n;
  H[p + 1] = room;
  H[p + 3] = alloc(room);
  H[p + 2] = n;
  return p;
}
export function listAppend(l: number, v: number): void {
  const n = H[l + 2];
  if (n === H[l + 1]) grow(l, n < 4 ? 4 : n * 2);
  H[H[l + 3] + n] = v;
  H[l + 2] = n + 1;
}
function grow(l: number, room: number): void {
  if (H[R.LOCK] > 0) alloc(room);
  H[l + 3] = realloc(H[l + 3], room);
  H[l + 1] = room;
}
export function listExtend(l: number, v: number): void {
  if (!(v & 3) && (H[v] === -T.LIST || H[v] === -T.TUPLE)) {
    const isList = H[v] === -T.LIST;
    const n = isList ? H[v + 2] : H[v + 1];
    const have = H[l + 2];
    if (have + n > H[l + 1]) grow(l, have + n);
    const from = isList ? H[v + 3] : v + 2;
    H.copyWithin(H[l + 3] + have, from, from + n);
    H[l + 2] = have + n;
    return;
  }
  forEach(v, (x) => listAppend(l, x));
}
/** A list of any iterable. */
export function listOf(v: number): number {
  const l = newList(0);
  listExtend(l, v);
  return l;
}
export function tupleFrom(v: number): number {
  if (isTuple(v)) return v;
  const l = listOf(v);
  return newTuple(H[l + 2], H[l + 3]);
}
/** Items of a list or tuple: word index and count. */
export const itemsOf = (v: number) => (H[v] === -T.LIST ? H[v + 3] : v + 2);
export const countOf = (v: number) => (H[v] === -T.LIST ? H[v + 2] : H[v + 1]);

/** Bounds of a slice over n items. */
export const SLICE = { start_: 0, stop_: 0, step_: 1, n_: 0 };
export function sliceBounds(s: number, n: number): void {
  const part = (v: number, none: number) => (v === T.NONE ? none : intIndex(v));
  const step = part(H[s + 3], 1);
  if (!step) valueError("slice step can't be zero");
  const clip = (x: number, low: number, high: number) => {
    if (x < 0) x += n;
    return x < low ? low : x > high ? high : x;
  };
  let start: number;
  let stop: number;
  if (step > 0) {
    start = H[s + 1] === T.NONE ? 0 : clip(intIndex(H[s + 1]), 0, n);
    stop = H[s + 2] === T.NONE ? n : clip(intIndex(H[s + 2]), 0, n);
  } else {
    start = H[s + 1] === T.NONE ? n - 1 : clip(intIndex(H[s + 1]), -1, n - 1);
    stop = H[s + 2] === T.NONE ? -1 : clip(intIndex(H[s + 2]), -1, n - 1);
  }
  SLICE.start_ = start;
  SLICE.stop_ = stop;
  SLICE.step_ = step;
  SLICE.n_ =
    step > 0 ? Math.max(0, Math.ceil((stop - start) / step)) : Math.max(0, Math.ceil((start - stop) / -step));
}
/** Start and length of a slice of a type that knows no other step than 1. */
export function plainSlice(s: number, n: number): [number, number] {
  sliceBounds(s, n);
  if (SLICE.step_ !== 1) fail(T.NotImplementedError, 'only slices with step=1 (aka None) are supported');
  return [SLICE.start_, SLICE.n_];
}
/** Slice parts may be ints beyond the machine word: they are clipped. */
function intIndex(v: number): number {
  if (v & 1) return v >> 1;
  if (isHeap(v, -T.INT)) return H[v + 1 + H[v + 1]] < 0 ? -0x3fffffff : 0x3fffffff;
  return intArg(v);
}

export function getSlice(v: number, s: number): number {
  sliceBounds(s, countOf(v));
  const { start_: start, step_: step, n_: n } = SLICE;
  const isList = H[v] === -T.LIST;
  if (!isList) {
    if (!n) return UNIT;
    const p = alloc(n + 2);
    H[p] = -T.TUPLE;
    H[p + 1] = n;
    for (let i = 0; i < n; i++) H[p + 2 + i] = H[v + 2 + start + i * step];
    return p;
  }
  const p = newList(n);
  const from = H[v + 3];
  const to = H[p + 3];
  for (let i = 0; i < n; i++) H[to + i] = H[from + start + i * step];
  return p;
}

function listSubscr(l: number, index: number, value: number): number {
  const n = H[l + 2];
  if (isHeap(index, -T.SLICE)) {
    if (value === T.STOP) return getSlice(l, index);
    sliceBounds(index, n);
    const { start_: start, step_: step } = SLICE;
    const stop = Math.max(start, SLICE.stop_);
    if (!value) {
      if (step !== 1) {
        fail(T.NotImplementedError);
      }
      H.copyWithin(H[l + 3] + start, H[l + 3] + stop, H[l + 3] + n);
      H.fill(0, H[l + 3] + n - (stop - start), H[l + 3] + n);
      H[l + 2] = n - (stop - start);
      return T.NONE;
    }
    if (step !== 1) fail(T.NotImplementedError);
    const v = unwrap(value);
    if (!isHeap(v, -T.LIST) && !isTuple(v)) typeError(`object '${nameOf(value)}' isn't a tuple or list`);
    const k = countOf(v);
    const copy = v === l ? newTuple(k, H[l + 3]) : v;
    const total = n + k - (stop - start);
    if (total > H[l + 1]) grow(l, total);
    const items = H[l + 3];
    H.copyWithin(items + start + k, items + stop, items + n);
    H.copyWithin(items + start, itemsOf(copy), itemsOf(copy) + k);
    if (total < n) H.fill(0, items + total, items + n);
    H[l + 2] = total;
    return T.NONE;
  }
  const i = seqIndex(l, index, n);
  if (value === T.STOP) return H[H[l + 3] + i];
  if (!value) pop(l, i);
  else H[H[l + 3] + i] = value;
  return T.NONE;
}
function pop(l: number, i: number): number {
  const items = H[l + 3];
  const v = H[items + i];
  H.copyWithin(items + i, items + i + 1, items + H[l + 2]);
  const n = --H[l + 2];
  H[items + n] = 0;
  if (H[l + 1] > 8 && n * 4 < H[l + 1]) {
    H[l + 3] = realloc(items, H[l + 1] >> 1);
    H[l + 1] >>= 1;
  }
  return v;
}

/** Compares two runs of items by one of the six comparisons. */
export function compareItems(op: number, a: number, na: number, b: number, nb: number): boolean {
  if (op === 2 && na !== nb) return false;
  const n = Math.min(na, nb);
  for (let i = 0; i < n; i++) {
    const x = H[a + i];
    const y = H[b + i];
    if (equal(x, y)) continue;
    if (op === 2) return false;
    return truth(binaryOp(op, x, y, false));
  }
  return compared(op, na - nb) === T.TRUE;
}
function multiply(v: number, times: number, header: number): number {
  const n = countOf(v);
  const k = Math.max(0, intArg(times));
  if (n * k > 1 << 26) alloc(n * k);
  let p: number;
  let to: number;
  if (header === -T.LIST) {
    p = newList(n * k);
    to = H[p + 3];
  } else {
    if (n * k === 0) return UNIT;
    p = alloc(n * k + 2);
    H[p] = header;
    H[p + 1] = n * k;
    to = p + 2;
  }
  if (n === 1) H.fill(H[itemsOf(v)], to, to + k);
  else for (let i = 0; i < k; i++) H.copyWithin(to + i * n, itemsOf(v), itemsOf(v) + n);
  return p;
}

function seqBinary(op: number, a: number, b: number): number {
  const isList = H[a] === -T.LIST;
  switch (op) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4: {
      const o = unwrap(b);
      if (isList ? !isHeap(o, -T.LIST) : !isTuple(o)) return op === 2 ? T.FALSE : 0;
      return bool(compareItems(op, itemsOf(a), countOf(a), itemsOf(o), countOf(o)));
    }
    case 13: {
      if (isList ? !isHeap(b, -T.LIST) : !isTuple(b)) return 0;
      const n = countOf(a);
      const k = countOf(b);
      if (isList) {
        const p = newList(n + k);
        H.copyWithin(H[p + 3], H[a + 3], H[a + 3] + n);
        H.copyWithin(H[p + 3] + n, H[b + 3], H[b + 3] + k);
        return p;
      }
      if (n + k === 0) return UNIT;
      const p = alloc(n + k + 2);
      H[p] = -T.TUPLE;
      H[p + 1] = n + k;
      H.copyWithin(p + 2, a + 2, a + 2 + n);
      H.copyWithin(p + 2 + n, b + 2, b + 2 + k);
      return p;
    }
    case 15:
      return isInt(b) ? multiply(a, b, isList ? -T.LIST : -T.TUPLE) : 0;
    case 45:
      if (!isList) return 0;
      listExtend(a, b);
      return a;
    case 47: {
      if (!isList || !isInt(b)) return 0;
      const p = multiply(a, b, -T.LIST);
      H.copyWithin(a + 1, p + 1, p + 4);
      return a;
    }
  }
  return 0;
}
function indexOf(v: number, x: number, from = 0, to = countOf(v)): number {
  for (let i = from; i < to && i < countOf(v); i++) if (equal(H[itemsOf(v) + i], x)) return i;
  return -1;
}
function countEqual(v: number, x: number): number {
  let n = 0;
  for (let i = 0; i < countOf(v); i++) if (equal(H[itemsOf(v) + i], x)) n++;
  return n;
}
function index(n: number, _nkw: number, a: number): number {
  argCount(n, 2, 4);
  const v = H[a];
  const len = countOf(v);
  const clip = (x: number) => Math.min(len, Math.max(0, x < 0 ? x + len : x));
  const i = indexOf(v, H[a + 1], n > 2 ? clip(intArg(H[a + 2])) : 0, n > 3 ? clip(intArg(H[a + 3])) : len);
  if (i < 0) valueError('object not in sequence');
  return small(i);
}

const [q_key, q_reverse] = Qs('key reverse');
/** Sorts in place: stable merge of index runs, so that keys are computed once. */
export function sortList(l: number, nkw: number, a: number): void {
  const key = keyword(nkw, a, q_key) || T.NONE;
  const reverse = keyword(nkw, a, q_reverse);
  const n = H[l + 2];
  if (n < 2 && key === T.NONE) return;
  // The list looks empty to what the keys call.
  const keys = newList(n);
  keep(keys);
  for (let i = 0; i < n; i++)
    H[H[keys + 3] + i] = key === T.NONE ? H[H[l + 3] + i] : callN(key, H[H[l + 3] + i]);
  const items = H[l + 3];
  const k = H[keys + 3];
  const less = (x: number, y: number): boolean => (x & y & 1 ? x < y : truth(binaryOp(0, x, y, false)));
  const down = reverse !== 0 && truth(reverse);
  let from = Array.from({ length: n }, (_, i) => (down ? n - 1 - i : i));
  let into: number[] = new Array<number>(n);
  const mark = H[R.TP];
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += width * 2) {
      const middle = Math.min(start + width, n);
      const end = Math.min(start + width * 2, n);
      let i = start;
      let j = middle;
      for (let o = start; o < end; o++) {
        if (i < middle && (j >= end || !less(H[k + from[j]], H[k + from[i]]))) into[o] = from[i++];
        else into[o] = from[j++];
        H[R.TP] = mark;
      }
    }
    [from, into] = [into, from];
  }
  if (down) from.reverse();
  const sorted = from.map((i) => H[items + i]);
  if (H[l + 3] !== items) return;
  for (let i = 0; i < n; i++) H[items + i] = sorted[i];
  free(H[keys + 3]);
  H[keys + 3] = 0;
  H[keys + 2] = 0;
}

type(
  T.LIST,
  'list',
  0,
  {
    make_: (_t, n, nkw, a) => {
      noKw(nkw);
      argCount(n, 0, 1);
      return !n ? newList(0) : listOf(H[a]);
    },
    print_: (v) => printItems('[', ']', H[v + 2], H[v + 3]),
    unary_: (op, v) => (op === 26 ? small(H[v + 2]) : op === 25 ? bool(H[v + 2] > 0) : 0),
    binary_: (op, a, b) => (op === 6 ? bool(indexOf(a, b) >= 0) : seqBinary(op, a, b)),
    subscr_: listSubscr,
    iter_: newIter,
  },
  {
    append$2: (l, v) => (listAppend(l, v), T.NONE),
    extend$2: (l, v) => (listExtend(l, v), T.NONE),
    pop$12: (l, i) => {
      if (!H[l + 2]) fail(T.IndexError, 'pop from empty list');
      return pop(l, seqIndex(l, i || -1, H[l + 2]));
    },
    insert$3: (l, at, v) => {
      const n = H[l + 2];
      let i = intArg(at);
      if (i < 0) i = Math.max(0, i + n);
      if (i > n) i = n;
      listAppend(l, T.NONE);
      H.copyWithin(H[l + 3] + i + 1, H[l + 3] + i, H[l + 3] + n);
      H[H[l + 3] + i] = v;
      return T.NONE;
    },
    remove$2: (l, v) => {
      const i = indexOf(l, v);
      if (i < 0) valueError('object not in sequence');
      pop(l, i);
      return T.NONE;
    },
    index$v: index,
    count$2: (l, v) => small(countEqual(l, v)),
    reverse$1: (l) => {
      H.subarray(H[l + 3], H[l + 3] + H[l + 2]).reverse();
      return T.NONE;
    },
    clear$1: (l) => {
      const fresh = newList(0);
      H.copyWithin(l + 1, fresh + 1, fresh + 4);
      return T.NONE;
    },
    copy$1: (l) => listOf(l),
    sort$v: (n, nkw, a) => {
      argCount(n, 1, 1);
      sortList(H[a], nkw, a + n);
      return T.NONE;
    },
  },
);

type(
  T.TUPLE,
  'tuple',
  0,
  {
    make_: (_t, n, nkw, a) => {
      noKw(nkw);
      argCount(n, 0, 1);
      return !n ? UNIT : tupleFrom(H[a]);
    },
    print_: (v) => printItems('(', H[v + 1] === 1 ? ',)' : ')', H[v + 1], v + 2),
    unary_: (op, v) =>
      op === 26 ? small(H[v + 1]) : op === 25 ? bool(H[v + 1] > 0) : op === 27 ? small(hash(v)) : 0,
    binary_: (op, a, b) => (op === 6 ? bool(indexOf(a, b) >= 0) : seqBinary(op, a, b)),
    subscr_: (v, i, value) => {
      if (value !== T.STOP) return 0;
      if (isHeap(i, -T.SLICE)) return getSlice(v, i);
      return H[v + 2 + seqIndex(v, i, H[v + 1])];
    },
    iter_: newIter,
  },
  {
    index$v: index,
    count$2: (l, v) => small(countEqual(l, v)),
  },
);

/** Next of the sequence iterator: position and sequence are in the iterator. */
function iterStep(it: number): number {
  const v = H[it + 1];
  const i = H[it + 2];
  if (!(v & 3)) {
    switch (H[v]) {
      case -T.LIST:
        if (i >= H[v + 2]) return 0;
        H[it + 2] = i + 1;
        return H[H[v + 3] + i];
      case -T.TUPLE:
      case -T.ATTRTUPLE:
        if (i >= H[v + 1]) return 0;
        H[it + 2] = i + 1;
        return H[v + 2 + i];
      case -T.RANGE: {
        const step = H[v + 3];
        const cur = H[v + 1] + i * step;
        if (step > 0 ? cur >= H[v + 2] : cur <= H[v + 2]) return 0;
        H[it + 2] = i + 1;
        return newInt(cur);
      }
    }
  }
  return sequenceStep(it, v, i);
}
/** Any object with __getitem__ or a native subscript: until IndexError. */
function sequenceStep(it: number, v: number, i: number): number {
  const top = H[R.TOP];
  const cur = H[R.CUR];
  H[it + 2] = i + 1;
  const s = slots[typeOf(v) >> 3];
  if (!(v & 3) && H[v] < 0 && s.unary_ && i >= s.unary_(26, v) >> 1) return 0;
  try {
    return subscr(v, small(i), T.STOP);
  } catch (e) {
    if (typeof e !== 'number' || (typeOf(e) !== T.IndexError && typeOf(e) !== T.StopIteration)) throw e;
    H[R.TOP] = top;
    H[R.CUR] = cur;
    return 0;
  }
}
type(T.ITER, 'iterator', 0, { iter_: (v) => v, next_: iterStep });

// ---- slice and range. ----

const attrs = ['start', 'stop', 'step'].map(Q);
type(
  T.SLICE,
  'slice',
  0,
  {
    make_: (_t, n, nkw, a) => {
      noKw(nkw);
      argCount(n, 1, 3);
      if (n === 1) return box(-T.SLICE, T.NONE, H[a], T.NONE);
      return box(-T.SLICE, H[a], H[a + 1], n > 2 ? H[a + 2] : T.NONE);
    },
    print_: (v) => {
      put('slice(');
      for (let i = 1; i < 4; i++) {
        print(H[v + i], true);
        put(i < 3 ? ', ' : ')');
      }
    },
    attr_: (v, name) => (attrs.includes(name) ? H[v + 1 + attrs.indexOf(name)] : 0),
    unary_: (op, v) => (op === 27 ? unhashable(v) : 0),
    binary_: (op, a, b) => (op === 2 && isHeap(b, -T.SLICE) ? bool(compareItems(2, a + 1, 3, b + 1, 3)) : 0),
  },
  {
    indices$2: (s, n) => {
      sliceBounds(s, intArg(n));
      const p = newTuple(3, s + 1);
      H[p + 2] = small(SLICE.start_);
      H[p + 3] = small(SLICE.stop_);
      H[p + 4] = small(SLICE.step_);
      return p;
    },
  },
);

const rangeLen = (v: number) => {
  const n =
    H[v + 3] > 0 ? Math.ceil((H[v + 2] - H[v + 1]) / H[v + 3]) : Math.ceil((H[v + 1] - H[v + 2]) / -H[v + 3]);
  return Math.max(0, n);
};
type(T.RANGE, 'range', 0, {
  make_: (_t, n, nkw, a) => {
    noKw(nkw);
    argCount(n, 1, 3);
    const p = box(-T.RANGE, 0, 0, 1);
    if (n === 1) H[p + 2] = intArg(H[a]);
    else {
      H[p + 1] = intArg(H[a]);
      H[p + 2] = intArg(H[a + 1]);
      if (n === 3) H[p + 3] = intArg(H[a + 2]);
      if (!H[p + 3]) valueError('zero step');
    }
    return p;
  },
  print_: (v) => put(`range(${H[v + 1]}, ${H[v + 2]}${H[v + 3] === 1 ? '' : ', ' + H[v + 3]})`),
  unary_: (op, v) =>
    op === 26 ? newInt(rangeLen(v)) : op === 25 ? bool(rangeLen(v) > 0) : op === 27 ? small(rangeLen(v)) : 0,
  binary_: (op, a, b) => {
    if (op === 6) {
      if (!isInt(b)) return T.FALSE;
      const x = intArg(b) - H[a + 1];
      const i = x / H[a + 3];
      return bool(i === Math.floor(i) && i >= 0 && i < rangeLen(a));
    }
    if (op !== 2) return 0;
    if (!isHeap(b, -T.RANGE)) return T.FALSE;
    const n = rangeLen(a);
    return bool(
      n === rangeLen(b) && (n === 0 || (H[a + 1] === H[b + 1] && (n === 1 || H[a + 3] === H[b + 3]))),
    );
  },
  subscr_: (v, i, value) => {
    if (value !== T.STOP) return 0;
    const n = rangeLen(v);
    if (isHeap(i, -T.SLICE)) {
      sliceBounds(i, n);
      return box(
        -T.RANGE,
        H[v + 1] + SLICE.start_ * H[v + 3],
        H[v + 1] + SLICE.stop_ * H[v + 3],
        SLICE.step_ * H[v + 3],
      );
    }
    return newInt(H[v + 1] + seqIndex(v, i, n) * H[v + 3]);
  },
  iter_: newIter,
  attr_: (v, name) => (attrs.includes(name) ? newInt(H[v + 1 + attrs.indexOf(name)]) : 0),
});
