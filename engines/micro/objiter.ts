// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// map, filter, zip, enumerate, reversed, iter(f, x), and the singletons None, Ellipsis, NotImplemented. Models
// py/objmap.c, objfilter.c, objzip.c, objenumerate.c, objreversed.c, objgetitemiter.c.
import { R, T } from './layout.ts';
import { H, alloc, keep } from './heap.ts';
import { Q, Qs } from './qstr.ts';
import { type, truth, newTuple, box, put, noKw, argCount, keyword, small, equal, tooDeep } from './obj.ts';
import { getIter, iterNext, len, subscr, binaryOp } from './runtime.ts';
import { call, callN } from './vm.ts';
import { tryAttr } from './objtype.ts';

type(T.NONETYPE, 'NoneType', 0, {
  print_: () => put('None'),
  unary_: (op) => (op === 25 ? T.FALSE : op === 27 ? small(0) : 0),
});
type(T.ELLIPSISTYPE, 'ellipsis', 0, { print_: () => put('Ellipsis') });
type(T.NOTIMPLTYPE, 'NotImplementedType', 0, { print_: () => put('NotImplemented') });

/** Header, function (or 0), then the iterators. */
function several(t: number, f: number, n: number, a: number): number {
  const p = alloc(3 + n);
  H[p] = -t;
  H[p + 1] = f;
  H[p + 2] = n;
  for (let i = 0; i < n; i++) H[p + 3 + i] = getIter(H[a + i]);
  return p;
}
/** The next item of each iterator to the stack; false when one is at its end. */
function round(p: number, top: number): boolean {
  const n = H[p + 2];
  if (top + n > H[R.STACK_HI]) tooDeep();
  for (let i = 0; i < n; i++) {
    const v = iterNext(H[p + 3 + i]);
    if (!v) return false;
    H[top + i] = v;
    H[R.TOP] = top + i + 1;
  }
  return true;
}
type(T.MAP, 'map', 0, {
  make_: (t, n, nkw, a) => {
    noKw(nkw);
    argCount(n, 2, 99);
    return several(t, H[a], n - 1, a + 1);
  },
  iter_: (v) => v,
  next_: (p) => {
    const top = H[R.TOP];
    const r = round(p, top) ? call(H[p + 1], H[p + 2], 0, top) : 0;
    H[R.TOP] = top;
    return r;
  },
});
type(T.ZIP, 'zip', 0, {
  make_: (t, n, nkw, a) => {
    noKw(nkw);
    return several(t, 0, n, a);
  },
  iter_: (v) => v,
  next_: (p) => {
    const top = H[R.TOP];
    const r = H[p + 2] > 0 && round(p, top) ? newTuple(H[p + 2], top) : 0;
    H[R.TOP] = top;
    return r;
  },
});
type(T.FILTER, 'filter', 0, {
  make_: (t, n, nkw, a) => {
    noKw(nkw);
    argCount(n, 2, 2);
    return box(-t, H[a], getIter(H[a + 1]));
  },
  iter_: (v) => v,
  next_: (p) => {
    const mark = H[R.TP];
    for (;;) {
      const v = iterNext(H[p + 2]);
      if (!v) return 0;
      if (!(v & 3)) keep(v);
      if (H[p + 1] === T.NONE ? truth(v) : truth(callN(H[p + 1], v))) return v;
      H[R.TP] = mark;
    }
  },
});
const [q_iterable, q_start] = Qs('iterable start');
type(T.ENUMERATE, 'enumerate', 0, {
  make_: (t, n, nkw, a) => {
    argCount(n, nkw > 0 ? 0 : 1, 2);
    const it = n > 0 ? H[a] : keyword(nkw, a + n, q_iterable);
    const start = n > 1 ? H[a + 1] : keyword(nkw, a + n, q_start) || 1;
    return box(-t, getIter(it), start);
  },
  iter_: (v) => v,
  next_: (p) => {
    const v = iterNext(H[p + 1]);
    if (!v) return 0;
    if (!(v & 3)) keep(v);
    const top = H[R.TOP];
    H[top] = H[p + 2];
    H[top + 1] = v;
    const r = newTuple(2, top);
    H[p + 2] = binaryOp(13, H[p + 2], 3, false);
    return r;
  },
});
const q_reversed = Q('__reversed__');
type(T.REVERSED, 'reversed', 0, {
  make_: (t, n, nkw, a) => {
    noKw(nkw);
    argCount(n, 1, 1);
    const own = tryAttr(H[a], q_reversed);
    if (own) return callN(own);
    return box(-t, H[a], len(H[a]));
  },
  iter_: (v) => v,
  next_: (p) => (H[p + 2] > 0 ? subscr(H[p + 1], small(--H[p + 2]), T.STOP) : 0),
});
// iter(f, sentinel)
type(T.COROUTINE, 'callable_iterator', 0, {
  iter_: (v) => v,
  next_: (p) => {
    if (!H[p + 1]) return 0;
    const v = callN(H[p + 1]);
    if (!equal(v, H[p + 2])) return v;
    H[p + 1] = 0;
    return 0;
  },
});
export const callIterator = (f: number, sentinel: number) => box(-T.COROUTINE, f, sentinel);
