// Maps: hidden classes of instances. A map is one node of a tree that grows from the root map of a class with every attribute that an instance gets;
// instances that got the same attributes in the same order share it. Models PyPy's pypy/objspace/std/mapdict.py (PlainAttribute,
// UnboxedPlainAttribute, DevolvedDictTerminator).
//
// An attribute whose first value was a float is a *float slot*: it holds a W_Float that belongs to this instance alone, which a store changes in
// place and a load copies. Compiled traces read and write its `v` and make no object at all. The first value of another type turns the name to a plain
// one for the whole class, for ever.
import type { TypeObject } from '../objspace/typeobject.ts';
import type { Slot, W_Object } from './object.ts';

export const PLAIN = 0;
export const FLOAT = 1;

export class Attribute {
  readonly name: string;
  /** Index into `slots`. */
  readonly index: number;
  readonly kind: typeof PLAIN | typeof FLOAT;
  constructor(name: string, index: number, kind: typeof PLAIN | typeof FLOAT) {
    this.name = name;
    this.index = index;
    this.kind = kind;
  }
}

/** Beyond so many attributes an instance gets a dict of its own: a class used as a table would grow the tree for ever. */
const MOST_ATTRIBUTES = 80;

export class InstanceMap {
  readonly type: TypeObject;
  readonly root: InstanceMap;
  readonly parent: InstanceMap | null;
  /** What this node adds; null at the root. */
  readonly last: Attribute | null;
  /** Slots in use, those of `__slots__` included, which come first. */
  readonly size: number;
  /** The attributes are in a dict, which is the slot behind those of `__slots__`. */
  readonly isDict: boolean;
  private readonly plain = new Map<string, InstanceMap>();
  private readonly floats = new Map<string, InstanceMap>();
  private index: Map<string, Attribute> | null = null;
  private dictMap: InstanceMap | null = null;
  /** Root: the class's plain `__init__` (enter.ts), and the version of the class that had it. */
  init: W_Object | null = null;
  initVersion = -1;
  /** Root: slots of the instance that has had the most. */
  most: number;
  /** Root: names that have been seen with other values than floats. */
  private readonly neverFloat: Set<string>;

  constructor(type: TypeObject, parent: InstanceMap | null, last: Attribute | null, isDict = false) {
    this.type = type;
    this.parent = parent;
    this.last = last;
    this.isDict = isDict;
    this.root = parent === null ? this : parent.root;
    this.neverFloat = parent === null ? new Set() : parent.root.neverFloat;
    this.size = last === null ? (parent?.size ?? type.slotCount) : last.index + 1;
    this.most = this.size;
    if (this.root.most < this.size) this.root.most = this.size;
  }

  find(name: string): Attribute | undefined {
    this.index ??= new Map(this.attributes().map((attribute) => [attribute.name, attribute]));
    return this.index.get(name);
  }

  /** In the order in which they were set. */
  attributes(): Attribute[] {
    return this.last === null ? [] : [...this.parent!.attributes(), this.last];
  }

  /** The map of an instance of this map after it got `name`; null: too many, it is to have a dict. */
  add(name: string, isFloat: boolean): InstanceMap | null {
    const asFloat = isFloat && !this.neverFloat.has(name);
    const transitions = asFloat ? this.floats : this.plain;
    let next = transitions.get(name);
    if (next === undefined) {
      if (this.size - this.root.size >= MOST_ATTRIBUTES) return null;
      if (!asFloat) this.neverFloat.add(name);
      next = new InstanceMap(this.type, this, new Attribute(name, this.size, asFloat ? FLOAT : PLAIN));
      transitions.set(name, next);
    }
    return next;
  }

  /** The same attributes with `name` plain, whatever it was. Slots stay as they are: a float slot's box is a value like any other. */
  withPlain(name: string): InstanceMap {
    this.neverFloat.add(name);
    let map = this.root;
    for (const attribute of this.attributes()) {
      map = map.add(attribute.name, attribute.kind === FLOAT && attribute.name !== name)!;
    }
    return map;
  }

  /** The same attributes without `name`; its slot is taken out by the caller. */
  without(name: string): InstanceMap {
    let map = this.root;
    for (const attribute of this.attributes()) {
      if (attribute.name !== name) map = map.add(attribute.name, attribute.kind === FLOAT)!;
    }
    return map;
  }

  /** For instances of the class whose attributes are in a dict. */
  get withDict(): InstanceMap {
    const { root } = this;
    return (root.dictMap ??= new InstanceMap(root.type, root, null, true));
  }
}

/** Where instances of a class begin; null for types whose instances have no attributes. */
export function rootMap(type: TypeObject): InstanceMap | null {
  if (!type.hasDict && type.slotCount === 0) return null;
  return (type.instanceKeys ??= new InstanceMap(type, null, null)) as InstanceMap;
}

/** Slots of a new instance: as many as `map` has, all unset, and room for those that others of the class got. */
export function emptySlots(map: InstanceMap): Slot[] {
  const { size, most } = map;
  const slots = roomFor(undefined, most > size ? most : size);
  for (let i = 0; i < size; i++) slots.push(undefined);
  return slots;
}

/**
 * An empty array with room: one that grows from nothing takes places for seventeen at its first item. The host keeps what `pop` leaves of a short one.
 * `nothing` is no constant, so that the literals are not shared until they are written to.
 */
function roomFor(nothing: undefined, n: number): Slot[] {
  switch (n) {
    case 0:
      return [];
    case 1: {
      const slots: Slot[] = [nothing];
      slots.pop();
      return slots;
    }
    case 2: {
      const slots: Slot[] = [nothing, nothing];
      slots.pop();
      slots.pop();
      return slots;
    }
    case 3: {
      const slots: Slot[] = [nothing, nothing, nothing];
      slots.pop();
      slots.pop();
      slots.pop();
      return slots;
    }
    case 4: {
      const slots: Slot[] = [nothing, nothing, nothing, nothing];
      slots.pop();
      slots.pop();
      slots.pop();
      slots.pop();
      return slots;
    }
    case 5:
    case 6: {
      const slots: Slot[] = [nothing, nothing, nothing, nothing, nothing, nothing];
      while (slots.length > 0) slots.pop();
      return slots;
    }
    case 7:
    case 8: {
      const slots: Slot[] = [nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing];
      while (slots.length > 0) slots.pop();
      return slots;
    }
    default:
      return [];
  }
}

/** Adds an attribute that the instance has not got. */
export function addSlot(o: W_Object, map: InstanceMap, value: Slot): void {
  o.map = map;
  const { slots } = o;
  const { index } = map.last!;
  while (slots.length < index) slots.push(undefined);
  if (index < slots.length) slots[index] = value;
  else slots.push(value);
}
