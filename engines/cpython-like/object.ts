// The header of every value: a reference count and a type, as PyObject_HEAD. Two host shapes only, because a load of `rc` through
// one or two shapes costs 1-2 ns and through four or more 11 (docs/decisions/object-header.md). Models CPython's
// Include/object.h and the tracked objects of Python/gc.c.
import type { W } from '../objspace/object.ts';
import type { TypeObject } from '../objspace/typeobject.ts';

/** Counts of immortal objects (None, small ints, builtin types) start here; whatever happens, they stay far above zero. */
export const IMMORTAL = 1 << 29;

/** A value that refers to no other: int, float, complex, str, bytes, bool, None. `v` is the host value. */
export class Atom {
  rc: number;
  type: TypeObject;
  v: unknown;
  constructor(type: TypeObject, v: unknown) {
    this.rc = 1;
    this.type = type;
    this.v = v;
  }
}

/** `outside` of an object that no running collection looks at. */
export const NOT_MEMBER = -1;

/**
 * A value that can refer to others, and so is tracked by the cycle collector. `v`: the items of a list or tuple, the table of a dict
 * or set, a Payload, or the host value of a builtin type's subclass. `d`: values of `__slots__`, then the attributes by the shared keys
 * of the class (an array of owned values, undefined where unset), or Materialised; null where there are none yet.
 */
export class Obj {
  rc: number;
  type: TypeObject;
  v: unknown;
  d: unknown;
  /** The collector's list of the object's generation; null while untracked. */
  next: Obj | null;
  prev: Obj | null;
  /** Weak references to it, the first of a chain; set by modules/weakref.ts. */
  weak: unknown;
  /** While the collector runs: references from outside its members, or one of its marks; else NOT_MEMBER (cycle-collector.ts). */
  outside: number;
  constructor(type: TypeObject, v: unknown) {
    this.rc = 1;
    this.outside = NOT_MEMBER;
    this.type = type;
    this.v = v;
    this.d = null;
    this.next = null;
    this.prev = null;
    this.weak = null;
  }
}

export type Any = Atom | Obj;

/** Attributes in a dict of their own, because it was asked for or because they do not fit the shared keys. Both owned. */
export class Materialised {
  readonly slots: (Any | undefined)[];
  dict: Obj;
  constructor(slots: (Any | undefined)[], dict: Obj) {
    this.slots = slots;
    this.dict = dict;
  }
}

/** The engine's view of a wrapped value. */
export const unwrap = (w: W): Any => w as unknown as Any;
export const wrap = (o: Any): W => o as unknown as W;
