// Which host value stands for which Python value. An int is a host number while it is safe, a str a host string while every code point is
// one UTF-16 unit; everything else is one of three host shapes. Models the object layouts of PyPy's pypy/objspace/std (W_FloatObject,
// mapdict.py's ObjectWithoutDict, W_ListObject). No counts, no headers: garbage is the host's.
import type { W } from '../objspace/object.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import type { InstanceMap } from './map.ts';

/** A float. `v` is always a host number, so that the host keeps it unboxed in compiled code. Immutable but for a map's float slots. */
export class W_Float {
  type: TypeObject;
  v: number;
  constructor(type: TypeObject, v: number) {
    this.type = type;
    this.v = v;
  }
}

/**
 * A value that refers to no other and has no attributes: an int outside the safe range (`v`: bigint), a str with code points above U+FFFF
 * (`v`: CodePoints), bytes, complex, bool (`v`: 1 or 0), None and the other singletons.
 */
export class W_Box {
  type: TypeObject;
  v: unknown;
  constructor(type: TypeObject, v: unknown) {
    this.type = type;
    this.v = v;
  }
}

/** Everything else. One shape for all of them, so that a load of `type` meets three shapes at most. */
export class W_Object {
  type: TypeObject;
  /**
   * list: its items as `strategy` says; tuple: its items; dict, set, frozenset: HashStorage; a builtin object with a state: its Payload;
   * an instance of a subclass of int, float, str, bytes, complex: the host value; a plain instance: null.
   */
  v: unknown;
  /** Layout of the attributes; null where the type's instances have none (no `__dict__`, no `__slots__`). */
  map: InstanceMap | null;
  /** Values of the attributes by the map; shorter than the map's size where the last ones were never set. */
  slots: Slot[];
  /** Lists: list-strategy.ts. Else 0. */
  strategy: number;
  constructor(type: TypeObject, v: unknown, map: InstanceMap | null, slots: Slot[], strategy: number) {
    this.type = type;
    this.v = v;
    this.map = map;
    this.slots = slots;
    this.strategy = strategy;
  }
}

export type Raw = number | string | W_Float | W_Box | W_Object;
/** A slot of an instance: undefined where the attribute is not set. */
export type Slot = Raw | undefined;

/** For objects without attributes; never written to. */
export const NO_SLOTS: Slot[] = [];

/** The engine's view of a wrapped value. */
export const unwrap = (w: W): Raw => w as unknown as Raw;
export const wrap = (o: Raw): W => o as unknown as W;
