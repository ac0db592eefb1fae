// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-scalars
// Operations on any object: binary and unary operators with their reflected forms, indexing, iteration, membership.
// Builtin types answer through their slots, users' classes through their special methods. Models py/runtime.c.
import { R, T } from './layout.ts';
import { H, keep } from './heap.ts';
import { text, Qs } from './qstr.ts';
import {
  type,
  slots,
  typeOf,
  isUser,
  isHeap,
  isTuple,
  isExcType,
  isType,
  bool,
  small,
  box,
  typeError,
  nameOf,
  truth,
  equal,
  opNames,
  inplaceNames,
  reverseNames,
  isNot,
  attempt,
  seqIndex,
  noConversion,
  OP_EQ,
  OP_LEN,
  notException,
} from './obj.ts';
import {
  userMethod,
  methodOf,
  callMethod0,
  callMethod1,
  callMethod2,
  nativeOf,
  unwrap,
  isSubclass,
} from './objtype.ts';
import { numberBinary, isNumber } from './objint.ts';
import { sliceBounds, SLICE } from './objlist.ts';
import { stopValue } from './vm.ts';

const [q_getitem, q_setitem, q_delitem, q_iter, q_next] = Qs(
  '__getitem__ __setitem__ __delitem__ __iter__ __next__',
);

/** What a user's class answers for an operation; 0 when it has no such method or does not know. */
export const ask = (v: number, name: number, x: number): number => {
  if (!userMethod(v, name)) return 0;
  const r = callMethod1(x);
  return r === T.NOTIMPL ? 0 : r;
};
const native = (op: number, a: number, b: number) => slots[typeOf(a) >> 3].binary_?.(op, a, b);
/** < and >, <= and >= change places. */
const SWAPPED = [1, 0, 2, 4, 3, 5];

/** a op b; `inplace` for augmented assignment. */
export const binaryOp = (op: number, a: number, b: number, inplace = false): number => {
  const ta = typeOf(a);
  const tb = typeOf(b);
  if (op === 6) return bool(contains(b, a));
  let r: number | undefined;
  if (isNumber(ta) && isNumber(tb)) r = numberBinary(op, a, b);
  else if (op === 5) {
    r = ask(a, opNames[5], b) || (!userMethod(a, opNames[OP_EQ]) && ask(b, opNames[5], a)) || 0;
    return r || bool(!truth(binaryOp(OP_EQ, a, b)));
  } else if (isUser(ta) || isUser(tb)) {
    r =
      (inplace && ask(a, inplaceNames[op], b)) ||
      ask(a, opNames[op], b) ||
      ask(b, op < 6 ? opNames[SWAPPED[op]] : reverseNames[op], a) ||
      (!isUser(ta) && native(op, a, b)) ||
      0;
    if (!r) {
      const x = plain(a);
      const y = plain(b);
      // The native parts of instances of users' classes.
      if (!isUser(typeOf(x)) && !isUser(typeOf(y))) return binaryOp(op, x, y, inplace);
      if (op === OP_EQ) return bool(a === b);
    }
  } else {
    if (op === OP_EQ) return bool(equal(a, b));
    r =
      (inplace && native(op + 32, a, b)) ||
      native(op, a, b) ||
      (op < 5 ? native(SWAPPED[op], b, a) : op === 15 && native(op, b, a)) ||
      0;
  }
  return r || typeError(`unsupported types for ${text(opNames[op])}: '${nameOf(a)}', '${nameOf(b)}'`);
};
/** The native part of an instance, but for exceptions. */
export const plain = (v: number): number => {
  const u = unwrap(v);
  return typeOf(u) < T.BaseException ? u : v;
};

export const unaryOp = (op: number, v: number): number => {
  if (methodUser(v, opNames[op])) return callMethod0();
  const u = unwrap(v);
  return (
    slots[typeOf(u) >> 3]?.unary_?.(op, u) ||
    typeError(`unsupported type for ${text(opNames[op])}: '${nameOf(v)}'`)
  );
};
const methodUser = (v: number, name: number) => isUser(typeOf(v)) && methodOf(v, name);

export const len = (v: number): number => {
  if (methodUser(v, opNames[OP_LEN])) {
    const r = callMethod0();
    return r & 1 ? r >> 1 : noConversion(r, 'int');
  }
  const u = unwrap(v);
  const f = slots[typeOf(u) >> 3]?.len_;
  return f ? f(u) : typeError(`object of type '${nameOf(v)}' has no len()`);
};

/** value STOP loads, 0 deletes, anything else stores. */
export const subscr = (o: number, index: number, value: number): number => {
  const t = typeOf(o);
  if (isUser(t)) {
    if (userMethod(o, value === T.STOP ? q_getitem : value ? q_setitem : q_delitem)) {
      const r = value && value !== T.STOP ? callMethod2(index, value) : callMethod1(index);
      return value === T.STOP ? r : T.NONE;
    }
    const native = nativeOf(o);
    if (native) return subscr(native, index, value);
  } else {
    const s = slots[t >> 3];
    let r: number | undefined;
    if (!s.item_ || !(value || s.slice_)) r = s.subscr_?.(o, index, value);
    else if (!isHeap(index, -T.SLICE)) r = s.item_(o, seqIndex(o, index, s.len_!(o)), value);
    else if (s.slice_) {
      sliceBounds(index, s.len_!(o));
      r = s.slice_(o, SLICE.start_, SLICE.n_, SLICE.step_, value);
    }
    if (r) return r;
  }
  return value === T.STOP
    ? isNot(o, 'subscriptable')
    : typeError(`'${nameOf(o)}' object doesn't support item ${value ? 'assignment' : 'deletion'}`);
};

export const getIter = (v: number): number => {
  const t = typeOf(v);
  if (isUser(t)) {
    if (userMethod(v, q_iter)) return callMethod0();
    const u = plain(v);
    if (u !== v) return getIter(u);
    if (userMethod(v, q_getitem)) return box(-T.ITER, v);
  } else {
    const s = slots[t >> 3];
    if (s.iter_) return s.iter_(v);
    if (s.next_) return v;
    if (s.item_) return box(-T.ITER, v);
  }
  return isNot(v, 'iterable');
};
/** The next item, or 0 at the end. */
export const iterNext = (it: number): number => {
  const t = typeOf(it);
  if (isUser(t)) {
    if (userMethod(it, q_next)) return attempt(T.StopIteration, callMethod0, stopValue);
    const native = nativeOf(it);
    if (native) return iterNext(native);
  }
  const s = slots[t >> 3]?.next_;
  if (!s) return isNot(it, 'an iterator');
  H[R.SAVED] = T.NONE;
  return s(it);
};
// The iterator over anything that is indexed: header, sequence, position.
type(T.ITER, 'iterator', 0, {
  next_: (it) => {
    const v = H[it + 1];
    const i = H[it + 2]++;
    const { len_, item_ } = slots[typeOf(v) >> 3] ?? {};
    if (!len_) return nextOfUser(v, i);
    if (i < len_(v)) return item_!(v, i, T.STOP);
    H[it + 2] = i;
    return 0;
  },
});
// Apart, as `search` below: the host makes room for what a function's closures share each time that it is entered.
const nextOfUser = (v: number, i: number): number => {
  const end = () => 0;
  return attempt(T.StopIteration, () => attempt(T.IndexError, () => subscr(v, small(i), T.STOP), end), end);
};

export const contains = (container: number, v: number): boolean => {
  if (userMethod(container, opNames[6])) return truth(callMethod1(v));
  if (!userMethod(container, q_iter)) {
    const u = plain(container);
    const r = !isUser(typeOf(u)) && native(6, u, v);
    if (r) return r === T.TRUE;
  }
  return search(container, v);
};
const search = (container: number, v: number) => some(container, (x) => equal(x, v));
/** Does any item pass the test? */
export const some = (v: number, test: (x: number) => boolean | void): boolean => {
  const it = getIter(v);
  keep(it);
  const mark = H[R.TP];
  // Natives in loops let go of the garbage of each round.
  for (let x; (x = iterNext(it)); H[R.TP] = mark) {
    keep(x);
    if (test(x)) return true;
  }
  return false;
};
export const forEach = (v: number, see: (x: number) => unknown) => some(v, (x) => void see(x));

/** Does an exception match what an except clause names? */
export const exceptionMatch = (exc: number, wanted: number): boolean => {
  if (isTuple(wanted)) {
    for (let i = H[wanted + 1]; i; i--) if (exceptionMatch(exc, H[wanted + 1 + i])) return true;
    return false;
  }
  if (!isType(wanted) || !isExcType(wanted)) notException();
  return isSubclass(isType(exc) ? exc : typeOf(exc), wanted);
};
