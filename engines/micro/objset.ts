// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// set and frozenset: header, allocated slots, count, table of one word a slot. Models py/objset.c and mp_set in py/map.c.
import { T } from './layout.ts';
import { H, alloc, free, keep, move } from './heap.ts';
import { type, typeOf, bool, small, box, printItems, equal, hash, fail, unhashable, isHeap } from './obj.ts';
import type { Rows, Slots } from './obj.ts';
import { tableSize } from './map.ts';
import { forEach, some } from './runtime.ts';
import { unwrap } from './objtype.ts';
import { keyError } from './objdict.ts';

export const newSet = (header: number) => box(header);
const isSet = (v: number) => isHeap(v, -T.SET) || isHeap(v, -T.FROZENSET);

/** Word index of the slot with v, or of the first free one with `free`; 0 when there is none. */
const find = (s: number, v: number, free = false): number => {
  const n = H[s + 1];
  let at = H[s + 3] + ((hash(v) >>> 0) % n);
  for (let left = n; left--; at = at + 1 < H[s + 3] + n ? at + 1 : H[s + 3]) {
    const x = H[at];
    if (free ? !x || x === T.STOP : x === v || (x && x !== T.STOP && equal(x, v))) return at;
    if (!x) return 0;
  }
  return 0;
};
export const setAdd = (s: number, v: number): void => {
  if (find(s, v)) return;
  const n = H[s + 1];
  if (H[s + 2] === n) {
    const old = H[s + 3];
    H[s + 3] = alloc(tableSize(n + 1));
    H[s + 1] = tableSize(n + 1);
    for (let i = old; i < old + n; i++) if (H[i] && H[i] !== T.STOP) H[find(s, H[i], true)] = H[i];
    if (old) free(old);
  }
  H[find(s, v, true)] = v;
  H[s + 2]++;
};
const remove = (s: number, v: number): number => {
  const at = find(s, v);
  if (at) {
    const next = at + 1 === H[s + 3] + H[s + 1] ? H[s + 3] : at + 1;
    H[at] = H[next] && T.STOP;
    H[s + 2]--;
  }
  return at;
};
export const setUpdate = (s: number, v: number) => forEach(v, (x) => setAdd(s, x));
/** The items; the set may change meanwhile. */
function* each(s: number): Generator<number> {
  for (let i = 0; i < H[s + 1]; i++) {
    const v = H[H[s + 3] + i];
    if (v && v !== T.STOP) yield v;
  }
}
const copy = (s: number): number => {
  const p = newSet(H[s]);
  if (H[s + 1]) {
    const t = alloc(H[s + 1]);
    move(t, H[s + 3], H[s + 1]);
    H.set([H[s + 1], H[s + 2], t], p + 1);
  }
  return p;
};
/** Any iterable as a set. */
const asSet = (v: number): number => {
  const u = unwrap(v);
  if (isSet(u)) return u;
  const s = newSet(-T.SET);
  setUpdate(s, v);
  return s;
};
/** The items of a that b has, or has not. */
const sift = (a: number, b: number, wanted: boolean): number => {
  const s = newSet(H[a]);
  for (const v of each(a)) if (find(b, v) > 0 === wanted) setAdd(s, v);
  return s;
};
const subset = (a: number, b: number) => H[a + 2] <= H[b + 2] && !H[sift(a, b, false) + 2];
const become = (a: number, b: number): number => {
  move(a + 1, b + 1, 3);
  return T.NONE;
};

/** a | b, ^, &, - by the number of the operation; 0 for any other. */
const combine = (op: number, a: number, b: number): number => {
  if (op === 10) return sift(a, b, true);
  if (op !== 8 && op !== 9 && op !== 14) return 0;
  const r = op === 8 ? copy(a) : sift(a, b, false);
  if (op < 10) for (const v of each(op === 8 ? b : sift(b, a, false))) setAdd(r, v);
  return r;
};
/** Set operations between sets, and key views which become sets. */
export const setOp = (op: number, x: number, y: number): number => {
  const u = unwrap(y);
  if (!isSet(u) && typeOf(u) !== T.DICTVIEW) return op === 2 ? T.FALSE : 0;
  const a = asSet(x);
  const b = asSet(u);
  const d = H[a + 2] - H[b + 2];
  if (op < 5)
    return bool(
      (op > 1 || d !== 0) && (op !== 2 || !d) && (op === 1 || op === 4 ? subset(b, a) : subset(a, b)),
    );
  if (op < 32) return combine(op, a, b);
  if (H[a] !== -T.SET) return 0;
  const r = combine(op & 31, a, b);
  if (r) become(a, r);
  return r && a;
};

const slots: Slots = {
  print_: (s: number) => {
    const frozen = H[s] === -T.FROZENSET;
    const [open, close] = H[s + 2] ? ['{', '}'] : frozen ? ['', ''] : ['set()', ''];
    printItems(frozen ? 'frozenset(' + open : open, frozen ? close + ')' : close, each(s));
  },
  len_: (s) => H[s + 2],
  unary_: (op, s) =>
    op === 27
      ? H[s] === -T.SET
        ? unhashable(s)
        : small([...each(s)].reduce((h, v) => (h + hash(v)) | 0, 0))
      : 0,
  binary_: (op, a, b) => (op === 6 ? bool(find(a, b) > 0) : setOp(op, a, b)),
  iter_: (s) => box(-T.SETITER, s),
};
// The iterator over a set's slots.
type(T.SETITER, 'iterator', 0, {
  next_: (it) => {
    const s = H[it + 1];
    while (H[it + 2] < H[s + 1]) {
      const v = H[H[s + 3] + H[it + 2]++];
      if (v && v !== T.STOP) return v;
    }
    return 0;
  },
});
const make = (n: number, _k: number, a: number, t: number): number => {
  const s = newSet(-t);
  keep(s);
  if (n > 0) setUpdate(s, H[a]);
  return s;
};
const combining = (op: number, inPlace: boolean) => (n: number, _k: number, a: number) => {
  let s = copy(H[a]);
  for (let i = 1; i < n; i++) s = combine(op, s, asSet(H[a + i]));
  return inPlace ? become(H[a], s) : s;
};
const frozenRows: Rows = {
  $v: make,
  copy$1: copy,
  difference$v: combining(14, false),
  intersection$v: combining(10, false),
  union$v: combining(8, false),
  symmetric_difference$v: combining(9, false),
  isdisjoint$2: (a, b) => bool(!some(b, (v) => find(a, v) > 0)),
  issubset$2: (a, b) => bool(subset(a, asSet(b))),
  issuperset$2: (a, b) => bool(subset(asSet(b), a)),
  __contains__$2: (a, b) => bool(find(a, b) > 0),
};
type(T.FROZENSET, 'frozenset', 0, slots, frozenRows);
type(T.SET, 'set', 0, slots, {
  ...frozenRows,
  add$2: (s, v) => (setAdd(s, v), T.NONE),
  remove$2: (s, v) => (remove(s, v) ? T.NONE : keyError(v)),
  discard$2: (s, v) => (remove(s, v), T.NONE),
  pop$1: (s) => {
    for (const v of each(s)) {
      remove(s, v);
      return v;
    }
    return fail(T.KeyError, 'pop from an empty set');
  },
  clear$1: (s) => become(s, newSet(-T.SET)),
  update$v: combining(8, true),
  difference_update$v: combining(14, true),
  intersection_update$v: combining(10, true),
  symmetric_difference_update$v: combining(9, true),
});
