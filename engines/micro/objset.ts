// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// set and frozenset: header, allocated slots, count, table of one word a slot. Models py/objset.c and mp_set in py/map.c.
import { T } from './layout.ts';
import { H, alloc, free, keep } from './heap.ts';
import {
  type,
  typeOf,
  bool,
  small,
  put,
  print,
  deeper,
  shallower,
  equal,
  hash,
  argCount,
  noKw,
  fail,
  unhashable,
} from './obj.ts';
import type { Rows } from './obj.ts';
import { tableSize } from './map.ts';
import { forEach } from './runtime.ts';
import { unwrap } from './objtype.ts';
import { keyError } from './objdict.ts';

export function newSet(header: number): number {
  const p = alloc(4);
  H[p] = header;
  return p;
}
export const isSet = (v: number) => (v & 3) === 0 && (H[v] === -T.SET || H[v] === -T.FROZENSET);

/** Word index of the slot with v, or 0. */
function find(s: number, v: number): number {
  const n = H[s + 1];
  const h = hash(v) >>> 0;
  if (!n) return 0;
  const start = h % n;
  let pos = start;
  do {
    const x = H[H[s + 3] + pos];
    if (!x) return 0;
    if (x === v || (x !== T.STOP && equal(x, v))) return H[s + 3] + pos;
    if (++pos === n) pos = 0;
  } while (pos !== start);
  return 0;
}
export function setAdd(s: number, v: number): void {
  if (find(s, v)) return;
  if (H[s + 2] === H[s + 1]) {
    const size = tableSize(H[s + 1] + 1);
    const old = H[s + 3];
    const oldSize = H[s + 1];
    const fresh = alloc(size);
    H[s + 3] = fresh;
    H[s + 1] = size;
    for (let i = 0; i < oldSize; i++) if (H[old + i] && H[old + i] !== T.STOP) insert(s, H[old + i]);
    if (old) free(old);
  }
  insert(s, v);
  H[s + 2]++;
}
function insert(s: number, v: number): void {
  const n = H[s + 1];
  let pos = (hash(v) >>> 0) % n;
  while (H[H[s + 3] + pos] && H[H[s + 3] + pos] !== T.STOP) if (++pos === n) pos = 0;
  H[H[s + 3] + pos] = v;
}
function setRemove(s: number, v: number): boolean {
  const at = find(s, v);
  if (!at) return false;
  let next = at + 1;
  if (next === H[s + 3] + H[s + 1]) next = H[s + 3];
  H[at] = !H[next] ? 0 : T.STOP;
  H[s + 2]--;
  return true;
}
export const setHas = (s: number, v: number) => find(s, v) !== 0;
export function setUpdate(s: number, v: number): void {
  forEach(v, (x) => setAdd(s, x));
}
function each(s: number, see: (v: number) => void): void {
  for (let i = 0; i < H[s + 1]; i++) {
    const v = H[H[s + 3] + i];
    if (v && v !== T.STOP) see(v);
  }
}
function copy(s: number, header = H[s]): number {
  const p = newSet(header);
  if (H[s + 1] > 0) {
    const t = alloc(H[s + 1]);
    H.copyWithin(t, H[s + 3], H[s + 3] + H[s + 1]);
    H[p + 3] = t;
    H[p + 1] = H[s + 1];
    H[p + 2] = H[s + 2];
  }
  return p;
}
/** Any iterable as a set. */
function asSet(v: number): number {
  const u = unwrap(v);
  if (isSet(u)) return u;
  const s = newSet(-T.SET);
  keep(s);
  setUpdate(s, v);
  return s;
}
function difference(a: number, b: number): number {
  const s = newSet(H[a]);
  each(a, (v) => {
    if (!setHas(b, v)) setAdd(s, v);
  });
  return s;
}
function intersection(a: number, b: number): number {
  const s = newSet(H[a]);
  each(a, (v) => {
    if (setHas(b, v)) setAdd(s, v);
  });
  return s;
}
function subset(a: number, b: number, proper: boolean): boolean {
  if (proper && H[a + 2] === H[b + 2]) return false;
  let all = true;
  each(a, (v) => {
    if (!setHas(b, v)) all = false;
  });
  return all;
}
function become(a: number, b: number): void {
  H.copyWithin(a + 1, b + 1, b + 4);
}

/** Set operations between sets, and key views which become sets. */
export function setOp(op: number, x: number, y: number): number {
  const b = unwrap(y);
  if (!isSet(b) && typeOf(b) !== T.DICTVIEW) {
    if (op === 2) return T.FALSE;
    return 0;
  }
  const a = asSet(x);
  const c = asSet(b);
  const inplace = op >= 40 && H[a] === -T.SET && a === x;
  switch (op) {
    case 0:
      return bool(subset(a, c, true));
    case 1:
      return bool(subset(c, a, true));
    case 2:
      return bool(H[a + 2] === H[c + 2] && subset(a, c, false));
    case 3:
      return bool(subset(a, c, false));
    case 4:
      return bool(subset(c, a, false));
  }
  if (op >= 32 && !inplace) return 0;
  let r: number;
  switch (op & 31) {
    case 8:
      if (inplace) {
        setUpdate(a, c);
        return a;
      }
      r = copy(a);
      setUpdate(r, c);
      break;
    case 9: {
      r = difference(a, c);
      const more = difference(c, a);
      each(more, (v) => setAdd(r, v));
      break;
    }
    case 10:
      r = intersection(a, c);
      break;
    case 14:
      r = difference(a, c);
      break;
    default:
      return 0;
  }
  if (inplace) {
    become(a, r);
    return a;
  }
  return r;
}

function make(t: number, n: number, nkw: number, a: number): number {
  noKw(nkw);
  argCount(n, 0, 1);
  const s = newSet(-t);
  keep(s);
  if (n > 0) setUpdate(s, H[a]);
  return s;
}
const slots = {
  make_: make,
  print_: (s: number) => {
    deeper();
    const frozen = H[s] === -T.FROZENSET;
    if (frozen) put('frozenset(');
    if (!H[s + 2]) put(frozen ? '' : 'set()');
    else {
      put('{');
      let first = true;
      each(s, (v) => {
        if (!first) put(', ');
        first = false;
        print(v, true);
      });
      put('}');
    }
    if (frozen) put(')');
    shallower();
  },
  unary_: (op: number, s: number) => {
    if (op === 26) return small(H[s + 2]);
    if (op === 25) return bool(H[s + 2] > 0);
    if (op === 27) {
      if (H[s] === -T.SET) return unhashable(s);
      let h = 0;
      each(s, (v) => (h = (h + hash(v)) | 0));
      return small(h);
    }
    return 0;
  },
  binary_: (op: number, a: number, b: number) => (op === 6 ? bool(setHas(a, b)) : setOp(op, a, b)),
  iter_: (s: number) => {
    const it = alloc(4);
    H[it] = -T.SETITER;
    H[it + 1] = s;
    return it;
  },
};
// The iterator over a set's slots.
type(T.SETITER, 'iterator', 0, {
  iter_: (v) => v,
  next_: (it) => {
    const s = H[it + 1];
    while (H[it + 2] < H[s + 1]) {
      const v = H[H[s + 3] + H[it + 2]++];
      if (v && v !== T.STOP) return v;
    }
    return 0;
  },
});
const updating = (f: (a: number, b: number) => number) => (n: number, _k: number, a: number) => {
  for (let i = 1; i < n; i++) become(H[a], f(H[a], asSet(H[a + i])));
  return T.NONE;
};
const making = (f: (a: number, b: number) => number) => (n: number, _k: number, a: number) => {
  let s = H[a];
  for (let i = 1; i < n; i++) s = f(s, asSet(H[a + i]));
  return n === 1 ? copy(s) : s;
};
const union = (a: number, b: number) => {
  const s = copy(a);
  setUpdate(s, b);
  return s;
};
const symmetric = (a: number, b: number) => {
  const s = difference(a, b);
  each(difference(b, a), (v) => setAdd(s, v));
  return s;
};
const frozenRows: Rows = {
  copy$1: (s) => copy(s),
  difference$v: making(difference),
  intersection$v: making(intersection),
  union$v: making(union),
  symmetric_difference$2: (a, b) => symmetric(a, asSet(b)),
  isdisjoint$2: (a, b) => {
    let hit = false;
    forEach(b, (v) => {
      if (setHas(a, v)) hit = true;
    });
    return bool(!hit);
  },
  issubset$2: (a, b) => bool(subset(a, asSet(b), false)),
  issuperset$2: (a, b) => bool(subset(asSet(b), a, false)),
  __contains__$2: (a, b) => bool(setHas(a, b)),
};
type(T.FROZENSET, 'frozenset', 0, slots, frozenRows);
type(T.SET, 'set', 0, slots, {
  ...frozenRows,
  add$2: (s, v) => (setAdd(s, v), T.NONE),
  remove$2: (s, v) => {
    if (!setRemove(s, v)) keyError(v);
    return T.NONE;
  },
  discard$2: (s, v) => (setRemove(s, v), T.NONE),
  pop$1: (s) => {
    for (let i = 0; i < H[s + 1]; i++) {
      const v = H[H[s + 3] + i];
      if (v && v !== T.STOP) {
        setRemove(s, v);
        return v;
      }
    }
    return fail(T.KeyError, 'pop from an empty set');
  },
  clear$1: (s) => (become(s, newSet(-T.SET)), T.NONE),
  update$v: (n, _k, a) => {
    for (let i = 1; i < n; i++) setUpdate(H[a], H[a + i] === H[a] ? copy(H[a]) : H[a + i]);
    return T.NONE;
  },
  difference_update$v: updating(difference),
  intersection_update$v: updating(intersection),
  symmetric_difference_update$2: (a, b) => (become(a, symmetric(a, asSet(b))), T.NONE),
});
