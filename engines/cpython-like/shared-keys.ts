// Names of the attributes of a class's instances, and where each has its value: shared by all of them. Models the split-table
// dictionaries of CPython's Objects/dictobject.c (PEP 412, inline values of 3.13). An instance whose attributes come in another order
// than the keys, or are too many, gets a dict of its own (Materialised).
import type { TypeObject } from '../objspace/typeobject.ts';
import type { Obj } from './object.ts';

/** SHARED_KEYS_MAX_SIZE. */
const MOST_KEYS = 30;

export class SharedKeys {
  readonly index = new Map<string, number>();
  readonly names: string[] = [];
  /** Where values begin: behind those of `__slots__`. */
  readonly offset: number;
  /**
   * The values of a new instance: all slots and all keys that are known, unset. Copied, because an array that grows one by one takes
   * seventeen places at the second.
   */
  readonly template: undefined[] = [];
  /** What enter.ts has found out for this version of the class: its `__init__`, where a call is no more than that. Borrowed. */
  initVersion = -1;
  init: Obj | null = null;
  /** What key-kinds.ts has. */
  kindVersion = -1;
  kind = 0;
  private readonly type: TypeObject;
  constructor(type: TypeObject) {
    this.type = type;
    this.offset = type.slotCount;
    for (let i = 0; i < this.offset; i++) this.template.push(undefined);
  }

  /** Index into the values; -1: no such key. */
  find(name: string): number {
    return this.index.get(name) ?? -1;
  }

  /** -1: no more room. */
  add(name: string): number {
    if (this.names.length >= MOST_KEYS) return -1;
    const i = this.offset + this.names.length;
    this.names.push(name);
    this.template.push(undefined);
    this.index.set(name, i);
    // Instances may now hide what caches have found in the class.
    if (this.type.lookup(name) !== undefined) this.type.modified();
    return i;
  }
}

/** May the value at `i`, which is unset, be set? Values are set in the order of the keys, so that they are in the order of their coming. */
export function isNext(d: readonly unknown[], i: number): boolean {
  for (let k = i + 1; k < d.length; k++) if (d[k] !== undefined) return false;
  return true;
}

export function sharedKeys(type: TypeObject): SharedKeys {
  return (type.instanceKeys ??= new SharedKeys(type)) as SharedKeys;
}
