// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// Operations on any object: binary and unary operators with their reflected forms, indexing, iteration, membership.
// Builtin types answer through their slots, users' classes through their special methods. Models py/runtime.c.
import { R, T } from './layout.ts';
import { H, keep } from './heap.ts';
import { text, Qs } from './qstr.ts';
import {
  slots,
  typeOf,
  isUser,
  isStr,
  isTuple,
  isExcType,
  isType,
  bool,
  box,
  typeError,
  nameOf,
  truth,
  equal,
  opNames,
  inplaceNames,
  reverseNames,
  isNot,
  noConversion,
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
import { stopped } from './vm.ts';

const [q_getitem, q_setitem, q_delitem, q_iter, q_next] = Qs(
  '__getitem__ __setitem__ __delitem__ __iter__ __next__',
);

/** a op b; `inplace` for augmented assignment. */
export function binaryOp(op: number, a: number, b: number, inplace: boolean): number {
  const ta = typeOf(a);
  const tb = typeOf(b);
  if (isNumber(ta) && isNumber(tb)) {
    const r = numberBinary(op, a, b);
    if (r) return r;
    return unsupported(op, a, b);
  }
  const ua = isUser(ta);
  const ub = isUser(tb);
  if (op === 2) return equalOp(a, b, ua, ub);
  if (op === 5) {
    if (ua || ub) {
      const m = ua ? userMethod(a, opNames[5]) : 0;
      if (m) {
        const r = callMethod1(m, b);
        if (r !== T.NOTIMPL) return r;
      }
    }
    if (ub && (!ua || !userMethod(a, opNames[2]))) {
      const m = userMethod(b, opNames[5]);
      if (m) {
        const r = callMethod1(m, a);
        if (r !== T.NOTIMPL) return r;
      }
    }
    const r = equalOp(a, b, ua, ub);
    return bool(!truth(r));
  }
  if (op === 6) return bool(contains(b, a));
  if (!ua && !ub) {
    if (inplace) {
      const s = slots[ta >> 3].binary_;
      const r = s ? s(op + 32, a, b) : 0;
      if (r) return r;
    }
    const s = slots[ta >> 3].binary_;
    let r = s ? s(op, a, b) : 0;
    if (r) return r;
    if (op === 15 && (isNumber(ta) || tb !== ta)) {
      // n * sequence
      const t = slots[tb >> 3].binary_;
      r = t && isNumber(ta) && ta !== T.FLOAT ? t(op, b, a) : 0;
      if (r) return r;
    }
    if (op < 5) {
      const t = slots[tb >> 3].binary_;
      r = t ? t(SWAPPED[op], b, a) : 0;
      if (r) return r;
    }
    return unsupported(op, a, b);
  }
  let r = 0;
  if (ua) {
    if (inplace) {
      const m = userMethod(a, inplaceNames[op]);
      if (m) {
        r = callMethod1(m, b);
        if (r !== T.NOTIMPL) return r;
      }
    }
    const m = userMethod(a, opNames[op]);
    if (m) {
      r = callMethod1(m, b);
      if (r !== T.NOTIMPL) return r;
    }
  }
  if (ub) {
    const name = op < 5 ? opNames[SWAPPED[op]] : reverseNames[op];
    const m = name ? userMethod(b, name) : 0;
    if (m) {
      r = callMethod1(m, a);
      if (r !== T.NOTIMPL) return r;
    }
  }
  if (!ua) {
    const s = slots[ta >> 3].binary_;
    r = s ? s(op, a, b) : 0;
    if (r) return r;
  }
  // The native parts of instances of users' classes.
  const na = unwrap(a);
  const nb = unwrap(b);
  if ((na !== a || nb !== b) && !isUser(typeOf(na)) && !isUser(typeOf(nb)) && typeOf(na) < T.BaseException) {
    return binaryOp(op, na, nb, inplace);
  }
  return unsupported(op, a, b);
}
/** < and >, <= and >= change places. */
const SWAPPED = [1, 0, 2, 4, 3];

function equalOp(a: number, b: number, ua: boolean, ub: boolean): number {
  // What a user's __eq__ answers need not be a bool.
  if (ua) {
    const m = userMethod(a, opNames[2]);
    if (m) {
      const r = callMethod1(m, b);
      if (r !== T.NOTIMPL) return r;
    }
  }
  if (ub) {
    const m = userMethod(b, opNames[2]);
    if (m) {
      const r = callMethod1(m, a);
      if (r !== T.NOTIMPL) return r;
    }
  }
  if (ua || ub) {
    const na = unwrap(a);
    const nb = unwrap(b);
    if (na === a && nb === b) return bool(a === b);
    if (typeOf(na) >= T.BaseException) return bool(a === b);
    return bool(equal(na, nb));
  }
  return bool(equal(a, b));
}

function unsupported(op: number, a: number, b: number): never {
  return typeError(`unsupported types for ${text(opNames[op])}: '${nameOf(a)}', '${nameOf(b)}'`);
}

export function unaryOp(op: number, v: number): number {
  const t = typeOf(v);
  if (isUser(t)) {
    const m = methodOf(v, opNames[op]);
    if (m) return callMethod0(m, v);
    const native = nativeOf(v);
    if (native) return unaryOp(op, native);
  } else {
    const s = slots[t >> 3].unary_;
    const r = s ? s(op, v) : 0;
    if (r) return r;
  }
  return typeError(`unsupported type for ${text(opNames[op])}: '${nameOf(v)}'`);
}

/** len(v), or -1 when it has none. */
export function tryLen(v: number): number {
  if (isStr(v)) return slots[T.STR >> 3].unary_!(26, v) >> 1;
  if (!(v & 3)) {
    switch (H[v]) {
      case -T.TUPLE:
      case -T.BYTES:
        return H[v + 1];
      case -T.LIST:
        return H[v + 2];
      case -T.DICT:
        return H[v + 1] >> 1;
    }
    if (H[v] > 0) {
      const m = methodOf(v, opNames[26]);
      if (m) {
        const r = callMethod0(m, v);
        if (!(r & 1)) noConversion(r, 'int');
        return r >> 1;
      }
      const native = nativeOf(v);
      return native ? tryLen(native) : -1;
    }
  }
  if (v & 1) return -1;
  const s = slots[typeOf(v) >> 3].unary_;
  const r = s ? s(26, v) : 0;
  return !r ? -1 : r >> 1;
}
export function len(v: number): number {
  const n = tryLen(v);
  if (n < 0) typeError(`object of type '${nameOf(v)}' has no len()`);
  return n;
}

/** value STOP loads, 0 deletes, anything else stores. */
export function subscr(o: number, index: number, value: number): number {
  const t = typeOf(o);
  if (isUser(t)) {
    const m = userMethod(o, value === T.STOP ? q_getitem : !value ? q_delitem : q_setitem);
    if (m) {
      if (value === T.STOP) return callMethod1(m, index);
      if (!value) callMethod1(m, index);
      else callMethod2(m, index, value);
      return T.NONE;
    }
    const native = nativeOf(o);
    if (native) return subscr(native, index, value);
  } else {
    const s = slots[t >> 3].subscr_;
    const r = s ? s(o, index, value) : 0;
    if (r) return r;
  }
  if (value === T.STOP) return isNot(o, 'subscriptable');
  return typeError(`'${nameOf(o)}' object doesn't support item ${!value ? 'deletion' : 'assignment'}`);
}

/** An iterator: header, kind of the sequence by its own type, the sequence, position. */
export function newIter(v: number): number {
  return box(-T.ITER, v, 0);
}

export function getIter(v: number): number {
  const t = typeOf(v);
  if (isUser(t)) {
    let m = userMethod(v, q_iter);
    if (m) return callMethod0(m, v);
    const native = nativeOf(v);
    if (native && typeOf(native) < T.BaseException) return getIter(native);
    m = userMethod(v, q_getitem);
    if (m) return newIter(v);
  } else {
    const s = slots[t >> 3];
    if (s.iter_) return s.iter_(v);
    if (s.next_) return v;
  }
  return isNot(v, 'iterable');
}
/** The next item, or 0 at the end. */
export function iterNext(it: number): number {
  const t = typeOf(it);
  if (isUser(t)) {
    const m = userMethod(it, q_next);
    if (!m) {
      const native = nativeOf(it);
      if (native) return iterNext(native);
      return isNot(it, 'an iterator');
    }
    const top = H[R.TOP];
    const cur = H[R.CUR];
    try {
      return callMethod0(m, it);
    } catch (e) {
      return stopped(e, top, cur);
    }
  }
  const s = slots[t >> 3].next_;
  if (s === undefined) return isNot(it, 'an iterator');
  H[R.SAVED] = T.NONE;
  return s(it);
}

export function contains(container: number, v: number): boolean {
  const t = typeOf(container);
  if (isUser(t)) {
    const m = userMethod(container, opNames[6]);
    if (m) return truth(callMethod1(m, v));
    const native = nativeOf(container);
    if (native && typeOf(native) < T.BaseException && !userMethod(container, q_iter))
      return contains(native, v);
  } else {
    const s = slots[t >> 3].binary_;
    const r = s ? s(6, container, v) : 0;
    if (r) return r === T.TRUE;
    if (slots[t >> 3].iter_ === undefined && slots[t >> 3].next_ === undefined)
      return typeError(`unsupported types for __contains__: '${nameOf(container)}', '${nameOf(v)}'`);
  }
  const it = getIter(container);
  keep(it);
  const mark = H[R.TP];
  for (let x = iterNext(it); x; x = iterNext(it)) {
    if (equal(x, v)) return true;
    H[R.TP] = mark;
  }
  return false;
}

/** Does an exception match what an except clause names? */
export function exceptionMatch(exc: number, wanted: number): boolean {
  const t = typeOf(exc);
  if (isTuple(wanted)) {
    for (let i = 0; i < H[wanted + 1]; i++) if (exceptionMatch(exc, H[wanted + 2 + i])) return true;
    return false;
  }
  if (!isType(wanted) || !isExcType(wanted)) typeError('exceptions must derive from BaseException');
  return isSubclass(isType(exc) ? exc : t, wanted);
}

/** Visits all items; natives in loops let go of the garbage of each round. */
export function forEach(v: number, see: (x: number) => void): void {
  const it = getIter(v);
  keep(it);
  const mark = H[R.TP];
  for (let x = iterNext(it); x; x = iterNext(it)) {
    if (!(x & 3)) keep(x);
    see(x);
    H[R.TP] = mark;
  }
}
