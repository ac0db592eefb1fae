// How the table at the foot of a type's file becomes a type object. Models PyPy's pypy/interpreter/typedef.py and CPython's
// PyType_Ready.
import { callBuiltin } from './argument.ts';
import { Builtin } from './gateway.ts';
import type { BuiltinRow } from './gateway.ts';
import { BUILTIN_TYPE_NAMES, EXCEPTION_NAMES, MODULE_TYPE_NAMES } from './builtin-types.ts';
import type { BuiltinTypeName } from './builtin-types.ts';
import { NATIVE_TYPE_NAMES } from './native-type-names.ts';
import { Payload } from './object.ts';
import type { W } from './object.ts';
import { fillSlotOf, wrappersOf } from './slot-wrappers.ts';
import { NEW_DOC, slotDoc } from './slot-docs.ts';
import type { Space } from './space.ts';
import { computeMro, Layout, SLOT_KEYS, TypeObject } from './typeobject.ts';
import type { SlotKey, Slots } from './typeobject.ts';

export interface Getset {
  get: (space: Space, w_x: W) => W;
  set?: (space: Space, w_x: W, w_value: W | null) => void;
  doc?: string;
  /** A field of the object's struct in CPython (PyMemberDef): says so when it is set. */
  member?: boolean;
}

export interface TypeDefinition {
  name: BuiltinTypeName;
  /** As Python shows it, where the key is not the name: `ReferenceType` of `weakref.ReferenceType`. */
  module?: string;
  base?: BuiltinTypeName;
  /** Further bases, whose layout `base` has. */
  alsoBases?: readonly BuiltinTypeName[];
  doc?: string;
  /** Instances are stored in a way of their own, so that two such types cannot both be bases of a class. */
  ownLayout?: boolean;
  isBase?: boolean;
  hasDict?: boolean;
  /** Places for values of its own in each instance, asked for by `space.getslot` from the base's count on; the type needs a layout of its own. */
  slotCount?: number;
  hasWeakrefs?: boolean;
  isSequence?: boolean;
  isMapping?: boolean;
  slots?: Partial<Slots>;
  methods?: readonly BuiltinRow[];
  classMethods?: readonly BuiltinRow[];
  staticMethods?: readonly BuiltinRow[];
  getset?: Readonly<Record<string, Getset>>;
  /** Set to None in the dict: `__hash__` of mutable containers. */
  unhashable?: boolean;
  /** Further values of the dict. */
  constants?: (space: Space) => Readonly<Record<string, W>>;
}

/** A static method of a builtin type: `str.maketrans`. */
export class StaticBuiltin extends Builtin {
  readonly owner: TypeObject;
  constructor(row: BuiltinRow, owner: TypeObject) {
    super(row, null, null);
    this.owner = owner;
  }
}

/** A getter and setter as a descriptor's payload. */
export class GetsetDescriptor extends Payload {
  readonly name: string;
  readonly owner: TypeObject;
  readonly getset: Getset;
  constructor(name: string, owner: TypeObject, getset: Getset) {
    super();
    this.name = name;
    this.owner = owner;
    this.getset = getset;
  }
  traverse(): void {}
  forget(): void {}
}

/** A builtin's function as found in a type's dict: `str.join`, `int.__add__`, `dict.fromkeys`. */
export class MethodDescriptor extends Builtin {
  readonly owner: TypeObject;
  /** Shows a slot. */
  readonly isWrapper: boolean;
  constructor(builtinRow: BuiltinRow, owner: TypeObject, isWrapper: boolean) {
    super(builtinRow, null, null);
    this.owner = owner;
    this.isWrapper = isWrapper;
  }
  override get isSlotWrapper(): boolean {
    return this.isWrapper;
  }
  override get calledName(): string {
    return this.row.name === '__init__' ? this.owner.name : this.row.name;
  }
  override get shownName(): string {
    return `${this.owner.qualname}.${this.row.name}()`;
  }
}

/** A type object without its dict: enough for values to be made. First step of two, because descriptors are values too. */
export function makeType(space: Space, definition: TypeDefinition): TypeObject {
  const { name, base = 'object' } = definition;
  // The module's own dots, where it is told, are no part of the name.
  const { module } = definition;
  const dot = module !== undefined && name.startsWith(`${module}.`) ? module.length : name.indexOf('.');
  const baseType = name === 'object' ? null : space.types[base];
  const layout =
    baseType === null || definition.ownLayout ? new Layout(name, baseType?.layout ?? null) : baseType.layout;
  const type = new TypeObject(
    name.slice(dot + 1),
    definition.module ?? (dot < 0 ? 'builtins' : name.slice(0, dot)),
    layout,
  );
  // As error texts call it (tp_name); classes of the library's Python code have their bare name.
  if (type.module !== 'builtins' && !type.module.startsWith('_frozen_importlib')) {
    type.name = `${type.module}.${type.name}`;
  }
  type.base = baseType;
  const also = (definition.alsoBases ?? []).map((other) => space.types[other]);
  type.bases = baseType === null ? [] : [baseType, ...also];
  type.mro = computeMro(type, type.bases)!;
  type.isBase = definition.isBase ?? true;
  type.slotOffset = baseType?.slotCount ?? 0;
  type.slotCount = type.slotOffset + (definition.slotCount ?? 0);
  type.hasDict = definition.hasDict ?? baseType?.hasDict ?? false;
  type.hasWeakrefs = definition.hasWeakrefs ?? baseType?.hasWeakrefs ?? false;
  type.isSequence = definition.isSequence ?? false;
  type.isMapping = definition.isMapping ?? false;
  Object.assign(type.slots, definition.slots);
  // An `__init__` written as a row, for its signature, fills the slot too.
  const initRow = definition.methods?.find((row) => row.name === '__init__');
  if (initRow !== undefined && !definition.slots?.init) {
    // Error texts call it by the class.
    const init = new Builtin({ ...initRow, name: type.name }, null, null);
    type.slots.init = (s, w_self, args_w, names) => callBuiltin(s, init, [w_self, ...args_w], names);
  }
  if (baseType !== null) {
    inheritSlots(type, baseType);
    // A final type that says nothing of its construction has none (Py_TPFLAGS_DISALLOW_INSTANTIATION).
    if (definition.isBase === false && base === 'object' && !definition.slots?.new) type.slots.new = null;
    for (const parent of type.bases) parent.subclasses.add(type);
  }
  space.types[name] = type;
  return type;
}

/**
 * A place in `space.types` for every type that there may be, before the first is made: each that came later would give the object another shape, and a load of
 * a type that has met four shapes is a search in a table for V8 (5 to 10 ns), in loops that ask for several.
 */
export function reserveTypes(space: Space): void {
  const places = space.types as Record<string, TypeObject | undefined>;
  for (const names of [BUILTIN_TYPE_NAMES, EXCEPTION_NAMES, MODULE_TYPE_NAMES, NATIVE_TYPE_NAMES])
    for (const name of names) places[name] = undefined;
}

/** The types that have been made. */
export const madeTypes = (space: Space): TypeObject[] =>
  Object.values(space.types as Record<string, TypeObject | undefined>).filter((type) => type !== undefined);

/**
 * To be called after types were added to `space.types`. V8 keeps an object that grew by computed names as a hash table (10 ns a load); one
 * that was seen as a prototype gets places of its own for its properties.
 */
export function settleTypes(space: Space): void {
  const heir = Object.create(space.types) as Record<string, unknown>;
  for (let i = 0; i < 3; i++) readThrough(heir);
}
const readThrough = (heir: Record<string, unknown>): unknown => heir.int;

/** Slots that a type does not define come from its base; equality and hash come together or not at all. */
function inheritSlots(type: TypeObject, base: TypeObject): void {
  const ownCompare = type.slots.compare !== null;
  for (const key of SLOT_KEYS) {
    if (key === 'hash' && ownCompare) continue;
    if (type.slots[key] === null) (type.slots as Record<SlotKey, unknown>)[key] = base.slots[key];
  }
}

/** Fills the dict: wrappers of the slots, methods, getters. Second step. */
export function fillType(space: Space, type: TypeObject, definition: TypeDefinition): void {
  const { dict } = type;
  const put = (name: string, w: W) => void dict.set(name, space.own(w));
  for (const [slot, native] of Object.entries(definition.slots ?? {})) {
    for (const row of wrappersOf(slot as SlotKey, native)) {
      row.doc ??= slotDoc(row.name);
      put(row.name, space.newobj(space.types.wrapper_descriptor, new MethodDescriptor(row, type, true)));
    }
  }
  if (definition.slots?.new)
    put('__new__', space.newobj(space.types.builtin_function_or_method, new NewWrapper(type)));
  for (const row of definition.methods ?? []) {
    put(row.name, space.newobj(space.types.method_descriptor, new MethodDescriptor(row, type, false)));
  }
  for (const row of definition.classMethods ?? []) {
    put(row.name, space.newobj(space.types.classmethod_descriptor, new MethodDescriptor(row, type, false)));
  }
  for (const row of definition.staticMethods ?? []) {
    const w_function = space.newobj(space.types.builtin_function_or_method, new StaticBuiltin(row, type));
    put(row.name, space.newstaticmethod(w_function));
  }
  for (const [name, getset] of Object.entries(definition.getset ?? {})) {
    const kind = getset.member ? space.types.member_descriptor : space.types.getset_descriptor;
    put(name, space.newobj(kind, new GetsetDescriptor(name, type, getset)));
  }
  for (const [name, w] of Object.entries(definition.constants?.(space) ?? {})) put(name, w);
  if (definition.unhashable) put('__hash__', space.w_None);
  // `type` has a getter for the docstrings of classes under this name.
  if (definition.doc !== undefined && definition.name !== 'type')
    put('__doc__', space.newstr(definition.doc));
  else if (!dict.has('__doc__')) put('__doc__', space.w_None);
  type.modified();
  // A special method given as a row, such as `property.__init__`, is found through its slot as well.
  for (const { name } of definition.methods ?? []) fillSlotOf(space, type, name);
}

const NEW_ROW: BuiltinRow = {
  name: '__new__',
  signature: '$type, *args, **kwargs',
  kind: 'resumable',
  effect: 'any',
  result: 'w',
  doc: NEW_DOC,
  run: () => {
    throw new Error('called through NewWrapper');
  },
};

/** `int.__new__`: checks that the class it is asked for is one of its own. */
export class NewWrapper extends Builtin {
  readonly owner: TypeObject;
  constructor(owner: TypeObject) {
    super(NEW_ROW, null, null);
    this.owner = owner;
  }
}
