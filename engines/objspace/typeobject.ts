// Type objects: method resolution order, look-up with a cache, and the slots through which operations find their
// implementation. Models CPython's Objects/typeobject.c (type_modified, mro_implementation, update_one_slot). Creating
// a class from a statement is types/type.ts.
import type { BinarySlot, Comparison, InplaceSlot, UnarySlot } from './operations.ts';
import { Payload } from './object.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';

export type UnaryFn = (space: Space, w_x: W) => W;
export type BinaryFn = (space: Space, w_a: W, w_b: W) => W;
export type CompareFn = (space: Space, w_a: W, w_b: W, op: Comparison) => W;
export type GetAttrFn = (space: Space, w_x: W, name: string) => W;
export type SetAttrFn = (space: Space, w_x: W, name: string, w_value: W | null) => W;
/** `w_x` is null when the descriptor is looked up on the class itself. */
export type DescrGetFn = (space: Space, w_descr: W, w_x: W | null, w_type: W) => W;
export type DescrSetFn = (space: Space, w_descr: W, w_x: W, w_value: W | null) => W;
/** Positional arguments first, then those named in `names`, in order. All borrowed. */
export type CallFn = (space: Space, w_f: W, args_w: readonly W[], names: readonly string[] | null) => W;
export type NewFn = (
  space: Space,
  type: TypeObject,
  args_w: readonly W[],
  names: readonly string[] | null,
) => W;

/**
 * What an operation on a value of the type does. Every slot answers a value or SUSPEND; binary slots may answer
 * NotImplemented, `iternext` STOP. `null`: the type has no such operation.
 */
export type Slots = { [K in BinarySlot]: BinaryFn | null } & { [K in InplaceSlot]: BinaryFn | null } & {
  [K in UnarySlot]: UnaryFn | null;
} & {
  bool: UnaryFn | null;
  int: UnaryFn | null;
  float: UnaryFn | null;
  index: UnaryFn | null;
  repr: UnaryFn | null;
  str: UnaryFn | null;
  hash: UnaryFn | null;
  call: CallFn | null;
  getattr: GetAttrFn | null;
  setattr: SetAttrFn | null;
  compare: CompareFn | null;
  iter: UnaryFn | null;
  iternext: UnaryFn | null;
  descrGet: DescrGetFn | null;
  descrSet: DescrSetFn | null;
  new: NewFn | null;
  init: CallFn | null;
  finalize: UnaryFn | null;
  length: UnaryFn | null;
  getitem: BinaryFn | null;
  setitem: ((space: Space, w_x: W, w_key: W, w_value: W | null) => W) | null;
  contains: BinaryFn | null;
  concat: BinaryFn | null;
  repeat: BinaryFn | null;
  inplaceConcat: BinaryFn | null;
  inplaceRepeat: BinaryFn | null;
  await: UnaryFn | null;
  aiter: UnaryFn | null;
  anext: UnaryFn | null;
};

export type SlotKey = keyof Slots;

/**
 * All slots empty. A literal, not a loop over names: V8 gives objects of one literal one layout, and turns an object that grows by computed
 * names into a hash table, where each look at a slot costs 10 ns and more.
 */
export const emptySlots = (): Slots => ({
  add: null,
  subtract: null,
  multiply: null,
  matrixMultiply: null,
  trueDivide: null,
  floorDivide: null,
  remainder: null,
  divmod: null,
  power: null,
  lshift: null,
  rshift: null,
  and: null,
  xor: null,
  or: null,
  inplaceAdd: null,
  inplaceSubtract: null,
  inplaceMultiply: null,
  inplaceMatrixMultiply: null,
  inplaceTrueDivide: null,
  inplaceFloorDivide: null,
  inplaceRemainder: null,
  inplacePower: null,
  inplaceLshift: null,
  inplaceRshift: null,
  inplaceAnd: null,
  inplaceXor: null,
  inplaceOr: null,
  negative: null,
  positive: null,
  invert: null,
  absolute: null,
  bool: null,
  int: null,
  float: null,
  index: null,
  repr: null,
  str: null,
  hash: null,
  call: null,
  getattr: null,
  setattr: null,
  compare: null,
  iter: null,
  iternext: null,
  descrGet: null,
  descrSet: null,
  new: null,
  init: null,
  finalize: null,
  length: null,
  getitem: null,
  setitem: null,
  contains: null,
  concat: null,
  repeat: null,
  inplaceConcat: null,
  inplaceRepeat: null,
  await: null,
  aiter: null,
  anext: null,
});

export const SLOT_KEYS = Object.keys(emptySlots()) as readonly SlotKey[];

/**
 * How instances are stored. A class can have several bases only if their layouts are one inside the other; `parent` is the layout that
 * this one extends.
 */
export class Layout {
  readonly name: string;
  readonly parent: Layout | null;
  constructor(name: string, parent: Layout | null) {
    this.name = name;
    this.parent = parent;
  }
  extends(other: Layout): boolean {
    return this === other || (this.parent !== null && this.parent.extends(other));
  }
}

export class TypeObject extends Payload {
  /** The wrapped type itself; borrowed, because it owns this payload. Set by the space. */
  w_self: W = null as unknown as W;
  /** `tp_name`, as error texts have it: with its module where a builtin type has one. */
  name: string;
  qualname: string;
  /** `__module__` of builtin types; classes keep theirs in the dict. */
  module: string;
  bases: TypeObject[] = [];
  /** Classes that have this one in their order by an `mro()` of their metaclass, and not among their bases. */
  dependents: Set<TypeObject> | null = null;
  base: TypeObject | null = null;
  mro: TypeObject[] = [];
  /** Owned values by name, in the order of definition. Not-string keys are not modelled. */
  readonly dict = new Map<string, W>();
  readonly slots: Slots = emptySlots();
  layout: Layout;
  /** Made by a class statement or `type(…)`: mutable, collected. */
  isHeap = false;
  /** May be a base. */
  isBase = true;
  /** Instances have `__dict__`, can be referenced weakly. */
  hasDict = false;
  hasWeakrefs = false;
  isAbstract = false;
  /** `Py_TPFLAGS_SEQUENCE`, `MAPPING`: what `match` asks for. */
  isSequence = false;
  isMapping = false;
  /** Names of this class's own `__slots__`, and where the first of them is stored. */
  slotNames: string[] = [];
  slotOffset = 0;
  /** Slots in all, the bases' included. */
  slotCount = 0;
  /** Changes with every change of this type or a base: what inline caches and the JIT guard. */
  version: number;
  readonly subclasses = new Set<TypeObject>();
  /** Those that a collection has found unreachable: as long as the host has them they are told of changes. */
  private unreached: WeakRef<TypeObject>[] = [];
  /** Engine's own: the layout of new instances (shared keys, root map). */
  instanceKeys: unknown = null;
  /** null: neither the class nor a base has the name. */
  private readonly cache = new Map<string, W | null>();

  private static nextVersion = 1;

  constructor(name: string, module: string, layout: Layout) {
    super();
    this.name = name;
    this.qualname = name;
    this.module = module;
    this.layout = layout;
    this.version = TypeObject.nextVersion++;
  }

  private bareName: string | null = null;

  /** `__name__` */
  get shortName(): string {
    if (this.isHeap) return this.name;
    return (this.bareName ??= this.name.slice(this.name.lastIndexOf('.') + 1));
  }

  /** The attribute `name` of the first type in the MRO that has it; borrowed. */
  lookup(name: string): W | undefined {
    const w_known = this.cache.get(name);
    if (w_known !== undefined) return w_known ?? undefined;
    let w_found: W | undefined;
    for (const type of this.mro) {
      w_found = type.dict.get(name);
      if (w_found !== undefined) break;
    }
    this.cache.set(name, w_found ?? null);
    return w_found;
  }

  /** The type of the MRO that has `name` in its own dict. */
  whereDefined(name: string): TypeObject | undefined {
    return this.mro.find((type) => type.dict.has(name));
  }

  isSubtype(other: TypeObject): boolean {
    if (this === other) return true;
    const { mro } = this;
    for (let i = 1; i < mro.length; i++) if (mro[i] === other) return true;
    return false;
  }

  /** Something in the dict or the bases changed: caches of this type and all below it are void. */
  modified(): void {
    this.version = TypeObject.nextVersion++;
    this.cache.clear();
    for (const subclass of this.everySubclass()) subclass.modified();
    const { dependents } = this;
    if (dependents === null) return;
    // Each may name the other in its order.
    this.dependents = null;
    for (const type of dependents) type.modified();
    this.dependents = dependents;
  }

  /** Nothing of the program's leads here: `__subclasses__` of the bases shows it no more, as after the end of a class on CPython. */
  becomeUnreached(): void {
    for (const base of this.bases) if (base.subclasses.delete(this)) base.unreached.push(new WeakRef(this));
  }

  /** Also those that the program cannot see any more. */
  everySubclass(): Iterable<TypeObject> {
    if (this.unreached.length === 0) return this.subclasses;
    const all = new Set(this.subclasses);
    this.unreached = this.unreached.filter((reference) => {
      const type = reference.deref();
      if (type !== undefined) all.add(type);
      return type !== undefined;
    });
    return all;
  }

  traverse(visit: (w: W) => void): void {
    for (const w of this.dict.values()) visit(w);
    for (const type of this.bases) visit(type.w_self);
    // The MRO holds the type itself too; CPython's collector finds that cycle, and so must ours.
    for (const type of this.mro) visit(type.w_self);
  }

  forget(): void {
    for (const base of this.bases) base.subclasses.delete(this);
    for (const base of this.mro) base.dependents?.delete(this);
    this.dict.clear();
    this.bases = [];
    this.mro = [];
    this.base = null;
    this.cache.clear();
  }
}

/**
 * C3 linearisation of a class with `bases`, itself first; null where the bases cannot be ordered.
 */
export function computeMro(type: TypeObject, bases: readonly TypeObject[]): TypeObject[] | null {
  const sequences = [...bases.map((base) => [...base.mro]), [...bases]];
  const result = [type];
  for (;;) {
    const left = sequences.filter((sequence) => sequence.length > 0);
    if (left.length === 0) return result;
    const next = left
      .map((sequence) => sequence[0])
      .find((candidate) => !left.some((s) => s.indexOf(candidate) > 0));
    if (next === undefined) return null;
    result.push(next);
    for (const sequence of left) if (sequence[0] === next) sequence.shift();
  }
}
