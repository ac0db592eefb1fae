// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// map, filter, zip, enumerate, reversed, iter(f, x), and the singletons None, Ellipsis, NotImplemented. Models
// py/objmap.c, objfilter.c, objzip.c, objenumerate.c, objreversed.c, objgetitemiter.c.
import { R, T } from './layout.ts';
import { H, alloc, keep } from './heap.ts';
import { Q } from './qstr.ts';
import { type, truth, newTuple, box, put, argCount, small, equal, tooDeep } from './obj.ts';
import { getIter, iterNext, len, subscr, binaryOp } from './runtime.ts';
import { call, callN } from './vm.ts';
import { tryAttr } from './objtype.ts';

type(T.NONETYPE, 'NoneType', 0, {
  print_: () => put('None'),
  unary_: (op) => (op === 25 ? T.FALSE : 0),
});
type(T.ELLIPSISTYPE, 'ellipsis', 0, { print_: () => put('Ellipsis') });
type(T.NOTIMPLTYPE, 'NotImplementedType', 0, { print_: () => put('NotImplemented') });

/** map and zip: header, function (or 0), number of iterators, iterators. */
const several = (least: number) => (n: number, _k: number, a: number, t: number) => {
  argCount(n, least, 99);
  const f = least && 1;
  const p = alloc(3 + n - f);
  H[p] = -t;
  H[p + 1] = f && H[a];
  H[p + 2] = n - f;
  for (let i = f; i < n; i++) {
    const it = getIter(H[a + i]);
    H[p + 3 + i - f] = it;
  }
  return p;
};
/** The next item of each iterator to the stack, and what is made of them. */
const together = (make: (p: number, n: number, top: number) => number) => (p: number) => {
  const top = H[R.TOP];
  const n = H[p + 2];
  if (top + n > H[R.STACK_HI]) tooDeep();
  let i = 0;
  for (; i < n; i++) {
    const v = iterNext(H[p + 3 + i]);
    if (!v) break;
    H[top + i] = v;
    H[R.TOP] = top + i + 1;
  }
  const r = n && i === n ? make(p, n, top) : 0;
  H[R.TOP] = top;
  return r;
};
type(T.MAP, 'map', 0, { next_: together((p, n, top) => call(H[p + 1], n, 0, top)) }, { $v: several(2) });
type(T.ZIP, 'zip', 0, { next_: together((_p, n, top) => newTuple(n, top)) }, { $v: several(0) });
type(
  T.FILTER,
  'filter',
  0,
  {
    next_: (p) => {
      const mark = H[R.TP];
      for (let v; (v = iterNext(H[p + 2])); H[R.TP] = mark) {
        keep(v);
        if (truth(H[p + 1] === T.NONE ? v : callN(H[p + 1], v))) return v;
      }
      return 0;
    },
  },
  { $2: (f, v) => box(-T.FILTER, f, getIter(v)) },
);
type(
  T.ENUMERATE,
  'enumerate',
  0,
  {
    next_: (p) => {
      const v = iterNext(H[p + 1]);
      if (!v) return 0;
      keep(v);
      const r = box(-T.TUPLE, 2, H[p + 2], v);
      H[p + 2] = binaryOp(13, H[p + 2], 3);
      return r;
    },
  },
  { '$12 iterable start': (v, start) => box(-T.ENUMERATE, getIter(v), start || 1) },
);
const q_reversed = Q('__reversed__');
type(
  T.REVERSED,
  'reversed',
  0,
  { next_: (p) => (H[p + 2] > 0 ? subscr(H[p + 1], small(--H[p + 2]), T.STOP) : 0) },
  {
    $1: (v) => {
      const own = tryAttr(v, q_reversed);
      return own ? callN(own) : box(-T.REVERSED, v, len(v));
    },
  },
);
// iter(f, sentinel)
type(T.COROUTINE, 'callable_iterator', 0, {
  next_: (p) => {
    const v = H[p + 1] && callN(H[p + 1]);
    if (!v || !equal(v, H[p + 2])) return v;
    H[p + 1] = 0;
    return 0;
  },
});
export const callIterator = (f: number, sentinel: number) => box(-T.COROUTINE, f, sentinel);
