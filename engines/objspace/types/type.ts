// `type`: making classes, calling them, their attributes. Models type_new, type_call, type_getattro and the `__bases__`, `__mro__`, …
// descriptors of CPython's Objects/typeobject.c, PEP 487 (`__set_name__`, `__init_subclass__`), PEP 3115 namespaces. Left out: `mro()`
// overridden by a metaclass is honoured at creation only.
import { attributeErrorOf } from '../descroperation.ts';
import { sizeofMethod } from './sizeof.ts';
import { andThen } from '../continuation.ts';
import { call, callSpecial } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import { isSlotMethod, updateSlots } from '../slot-wrappers.ts';
import type { Space } from '../space.ts';
import { MemberDescriptor } from './descriptors.ts';
import { GetsetDescriptor } from '../typedef.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import { computeMro, Layout, TypeObject } from '../typeobject.ts';
import { moduleOf } from './module.ts';
import { qualifiedName } from './object.ts';
import { encodeText, isStr } from './str.ts';
import { hostOf } from '../../kernels/text.ts';
import { referencesTo } from './weakref.ts';
import { typeAttributes } from './type-attributes.ts';
import { sizesOf } from './type-sizes.ts';

const typeOf = (space: Space, w: W): TypeObject => space.data(w) as TypeObject;

// --- calling a class

function typeCall(space: Space, w_type: W, args_w: readonly W[], names: readonly string[] | null): W {
  const type = typeOf(space, w_type);
  if (type === space.types.type && names === null && args_w.length === 1) return space.type(args_w[0]).w_self;
  if (type === space.types.type && args_w.length - (names?.length ?? 0) !== 3) {
    throw raise(space, 'TypeError', 'type() takes 1 or 3 arguments');
  }
  if (type.slots.new === null)
    throw raise(space, 'TypeError', `cannot create '${qualifiedName(space, type)}' instances`);
  const caller = space.top;
  const w_new = type.slots.new(space, type, args_w, names);
  if (w_new !== SUSPEND && !type.isHeap) {
    const made = space.type(w_new);
    const { init } = made.slots;
    if (init === null || init === noInit) return w_new;
    // object's own has nothing to complain about where the type's `__new__` took the arguments.
    const base = space.types.object.slots;
    if (made === type && init === base.init && type.slots.new !== base.new) return w_new;
  }
  return w_new === SUSPEND
    ? initialisedLater(space, caller, type, args_w, names)
    : initialised(space, caller, type, w_new, args_w, names);
}

function initialised(
  space: Space,
  caller: Space['top'],
  type: TypeObject,
  w_instance: W,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const made = space.type(w_instance);
  if (!made.isSubtype(type)) return w_instance;
  const { init } = made.slots;
  if (init === null || init === noInit) return w_instance;
  return init(space, w_instance, args_w, names) === SUSPEND
    ? instanceLater(space, caller, w_instance)
    : w_instance;
}

const instanceLater = (space: Space, caller: Space['top'], w_instance: W): W =>
  andThen(space, caller, SUSPEND, () => w_instance);

const initialisedLater = (
  space: Space,
  caller: Space['top'],
  type: TypeObject,
  args_w: readonly W[],
  names: readonly string[] | null,
): W =>
  andThen(space, caller, SUSPEND, (w_instance) =>
    initialised(space, caller, type, w_instance, args_w, names),
  );

/** For types whose `__new__` has done everything: tells `typeCall` that there is nothing to call. */
export function noInit(space: Space): W {
  return space.w_None;
}

// --- making a class

/** The most derived metaclass of the bases' and `winner`. */
export function calculateMetaclass(space: Space, winner: TypeObject, bases_w: readonly W[]): TypeObject {
  for (const w_base of bases_w) {
    const metatype = space.type(w_base);
    if (winner.isSubtype(metatype)) continue;
    if (!metatype.isSubtype(winner)) {
      throw raise(
        space,
        'TypeError',
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
      );
    }
    winner = metatype;
  }
  return winner;
}

/** The base whose layout the new class extends. */
function bestBase(space: Space, bases: readonly TypeObject[]): TypeObject {
  let best = bases[0];
  for (const base of bases) {
    if (!base.isBase)
      throw raise(space, 'TypeError', `type '${qualifiedName(space, base)}' is not an acceptable base type`);
    if (best.layout.extends(base.layout)) continue;
    if (!base.layout.extends(best.layout)) {
      throw raise(space, 'TypeError', 'multiple bases have instance lay-out conflict');
    }
    best = base;
  }
  return best;
}

function typeNew(
  space: Space,
  metatype: TypeObject,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const keywords = names?.length ?? 0;
  const positional = args_w.length - keywords;
  if (positional !== 3) {
    throw raise(space, 'TypeError', `type.__new__() takes exactly 3 arguments (${positional} given)`);
  }
  const [w_name, w_bases, w_namespace] = args_w;
  const expect = (w: W, type: TypeObject, place: number, article: string) => {
    if (space.type(w).isSubtype(type)) return;
    throw raise(
      space,
      'TypeError',
      `type.__new__() argument ${place} must be ${article}, not ${space.type(w).name}`,
    );
  };
  expect(w_name, space.types.str, 1, 'str');
  expect(w_bases, space.types.tuple, 2, 'tuple');
  expect(w_namespace, space.types.dict, 3, 'dict');
  let bases_w = space.tuple_w(w_bases);
  if (bases_w.length === 0) bases_w = [space.types.object.w_self];
  for (const w_base of bases_w) {
    if (space.type(w_base).isSubtype(space.types.type)) continue;
    if (space.type(w_base).lookup('__mro_entries__') === undefined) continue;
    throw raise(space, 'TypeError', "type() doesn't support MRO entry resolution; use types.new_class()");
  }
  const winner = calculateMetaclass(space, metatype, bases_w);
  if (winner !== metatype && winner.slots.new !== typeNew)
    return winner.slots.new!(space, winner, args_w, names);
  for (const w_base of bases_w) {
    if (space.type(w_base).isSubtype(space.types.type)) continue;
    throw raise(space, 'TypeError', 'bases must be types');
  }
  const name = space.str_w(w_name);
  if (!name.isWellFormed()) encodeText(space, w_name, 'utf-8', 'strict');
  if (name.includes('\0')) throw raise(space, 'ValueError', 'type name must not contain null characters');
  const w_type = makeClass(space, winner, name, bases_w, w_namespace);
  const type = typeOf(space, w_type);
  const caller = space.top;
  return andThen(space, caller, computeClassMro(space, type, winner), () => {
    finishClass(space, type);
    const extra_w = args_w.slice(positional);
    return andThen(space, caller, setNames(space, type), () =>
      andThen(space, caller, initSubclass(space, type, extra_w, names), () => w_type),
    );
  });
}

function makeClass(
  space: Space,
  metatype: TypeObject,
  name: string,
  bases_w: readonly W[],
  w_namespace: W,
): W {
  const bases = bases_w.map((w) => typeOf(space, w));
  const base = bestBase(space, bases);
  const type = new TypeObject(name, 'builtins', base.layout);
  type.isHeap = true;
  type.base = base;
  type.bases = bases;
  for (const b of bases) space.own(b.w_self);
  for (let entry = space.dictnext(w_namespace, 0); entry; entry = space.dictnext(w_namespace, entry.next)) {
    if (!space.type(entry.w_key).isSubtype(space.types.str)) {
      space.warnNested('RuntimeWarning', `non-string key in the __dict__ of class ${name}`);
      continue;
    }
    type.dict.set(space.str_w(entry.w_key), space.own(entry.w_value));
  }
  takeQualname(space, type);
  const w_cell = type.dict.get('__classcell__');
  type.dict.delete('__classcell__');
  takeSlots(space, type, base, bases);
  if (!type.dict.has('__module__')) {
    const w_module = space.currentModuleName();
    if (w_module !== null) type.dict.set('__module__', space.own(w_module));
  }
  const w_doc = type.dict.get('__doc__');
  if (w_doc !== undefined && isStr(space, w_doc) && !hostOf(space.text_w(w_doc)).isWellFormed())
    encodeText(space, w_doc, 'utf-8', 'strict');
  if (w_doc === undefined) type.dict.set('__doc__', space.own(space.w_None));
  // `__new__` is a static method, `__init_subclass__` and `__class_getitem__` are class methods, said or not.
  for (const special of ['__new__', '__init_subclass__', '__class_getitem__']) {
    const w_function = type.dict.get(special);
    if (w_function === undefined || space.type(w_function) !== space.types.function) continue;
    const w_wrapped =
      special === '__new__' ? space.newstaticmethod(w_function) : space.newclassmethod(w_function);
    type.dict.set(special, space.own(w_wrapped));
    space.drop(w_function);
  }
  if (type.dict.has('__eq__') && !type.dict.has('__hash__'))
    type.dict.set('__hash__', space.own(space.w_None));
  const w_type = space.newtype(type, metatype);
  if (w_cell !== undefined) {
    if (space.type(w_cell) !== space.types.cell) {
      const found = space.type(w_cell);
      const text = `__classcell__ must be a nonlocal cell, not <class '${qualifiedName(space, found)}'>`;
      throw raise(space, 'TypeError', text);
    }
    space.setcell(w_cell, w_type);
    space.drop(w_cell);
  }
  const w_dictCell = type.dict.get('__classdictcell__');
  if (w_dictCell !== undefined) {
    // What the class's namespace is from now on: names that annotations look up see later changes.
    space.setcell(w_dictCell, space.newtypedict(w_type));
    type.dict.delete('__classdictcell__');
    space.drop(w_dictCell);
  }
  return w_type;
}

function takeQualname(space: Space, type: TypeObject): void {
  const w_qualname = type.dict.get('__qualname__');
  if (w_qualname === undefined) return;
  if (!space.type(w_qualname).isSubtype(space.types.str)) {
    throw raise(space, 'TypeError', `type __qualname__ must be a str, not ${space.type(w_qualname).name}`);
  }
  type.qualname = space.str_w(w_qualname);
  type.dict.delete('__qualname__');
  space.drop(w_qualname);
}

/** `_Class__name` for private names. */
function mangle(className: string, name: string): string {
  const stripped = className.replace(/^_+/, '');
  if (stripped === '' || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  return `_${stripped}${name}`;
}

function takeSlots(space: Space, type: TypeObject, base: TypeObject, bases: readonly TypeObject[]): void {
  type.slotOffset = base.slotCount;
  type.slotCount = base.slotCount;
  type.hasDict = bases.some((b) => b.hasDict);
  type.hasWeakrefs = bases.some((b) => b.hasWeakrefs);
  const inherited = { hasDict: type.hasDict, hasWeakrefs: type.hasWeakrefs };
  takeSlotNames(space, type, base);
  // A module's dict is part of the module; subclasses have no other.
  if (base.isSubtype(space.types.module)) type.hasDict = false;
  const put = (name: string, getset: Getset): void => {
    if (type.dict.has(name)) return;
    const w = space.newobj(space.types.getset_descriptor, new GetsetDescriptor(name, type, getset));
    type.dict.set(name, space.own(w));
  };
  if (type.hasDict && !inherited.hasDict) put('__dict__', instanceDict);
  if (type.hasWeakrefs && !inherited.hasWeakrefs) put('__weakref__', instanceWeakrefs);
}

const instanceDict: Getset = {
  get: (space, w) => {
    const type = space.type(w);
    if (type.isSubtype(space.types.module)) return moduleOf(space, w).w_dict;
    // The dict of a class is that of its builtin base, whatever other base its metaclass has.
    if (type.isSubtype(space.types.type)) return ofClasses(space).get(space, w);
    return space.getdict(w)!;
  },
  set: (space, w, w_value) => {
    const type = space.type(w);
    if (type.isSubtype(space.types.module)) throw raise(space, 'AttributeError', 'readonly attribute');
    if (type.isSubtype(space.types.type))
      throw raise(space, 'AttributeError', "attribute '__dict__' of 'type' objects is not writable");
    // Deleted, it is an empty one.
    if (w_value !== null && !space.type(w_value).isSubtype(space.types.dict)) {
      const got = space.type(w_value).name;
      throw raise(space, 'TypeError', `__dict__ must be set to a dictionary, not a '${got}'`);
    }
    space.setdict(w, w_value ?? space.newdict());
  },
};
function ofClasses(space: Space): Getset {
  const w_descriptor = space.types.type.dict.get('__dict__')!;
  return (space.data(w_descriptor) as GetsetDescriptor).getset;
}
/** The first weak reference; which one that is, nothing depends on. */
/** The first of the references to the instance. */
const instanceWeakrefs: Getset = { get: (space, w) => referencesTo(space, w)[0] ?? space.w_None };

function takeSlotNames(space: Space, type: TypeObject, base: TypeObject): void {
  const w_slots = type.dict.get('__slots__');
  if (w_slots === undefined) {
    type.hasDict = true;
    // Types with items behind their fields have no room for the list.
    if (sizesOf(base)[1] === 0 || base.isSubtype(space.types.type)) type.hasWeakrefs = true;
    return;
  }
  const isText = space.type(w_slots).isSubtype(space.types.str);
  const names = (isText ? [w_slots] : space.listOfNested(w_slots)).map((w) => {
    if (!space.type(w).isSubtype(space.types.str)) {
      throw raise(space, 'TypeError', `__slots__ items must be strings, not '${space.type(w).name}'`);
    }
    return space.str_w(w);
  });
  if (names.some((name) => name !== '__dict__' && name !== '__weakref__') && sizesOf(base)[1] !== 0) {
    throw raise(space, 'TypeError', `nonempty __slots__ not supported for subtype of '${base.name}'`);
  }
  for (const name of names) {
    if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) {
      throw raise(space, 'TypeError', '__slots__ must be identifiers');
    }
    if (name === '__dict__') {
      if (type.hasDict) throw raise(space, 'TypeError', '__dict__ slot disallowed: we already got one');
      type.hasDict = true;
    } else if (name === '__weakref__') {
      if (type.hasWeakrefs)
        throw raise(space, 'TypeError', '__weakref__ slot disallowed: we already got one');
      type.hasWeakrefs = true;
    } else {
      const mangled = mangle(type.name, name);
      if (type.dict.has(mangled))
        throw raise(space, 'ValueError', `'${name}' in __slots__ conflicts with class variable`);
      type.slotNames.push(mangled);
    }
  }
  type.slotNames.sort();
  type.slotCount = type.slotOffset + type.slotNames.length;
  if (type.slotNames.length > 0) type.layout = new Layout(type.name, base.layout);
  type.slotNames.forEach((name, i) => {
    const w_member = space.newobj(
      space.types.member_descriptor,
      new MemberDescriptor(name, type, type.slotOffset + i),
    );
    type.dict.set(name, space.own(w_member));
  });
}

/** Asks the metaclass's `mro()` where it has its own. */
function computeClassMro(space: Space, type: TypeObject, metatype: TypeObject): W {
  const w_mro = metatype.lookup('mro');
  if (w_mro === undefined || w_mro === space.types.type.dict.get('mro')) {
    type.mro = defaultMro(space, type);
    return space.w_None;
  }
  // While it runs the class has the default order, as CPython's does.
  type.mro = defaultMro(space, type);
  const caller = space.top;
  return andThen(space, caller, space.callMethodObject(w_mro, type.w_self, [], null), (w_answer) => {
    type.mro = space.listOfNested(w_answer).map((w) => {
      if (!space.type(w).isSubtype(space.types.type)) {
        throw raise(space, 'TypeError', `mro() returned a non-class ('${space.type(w).name}')`);
      }
      const base = typeOf(space, w);
      if (!type.layout.extends(base.layout)) {
        throw raise(space, 'TypeError', `mro() returned base with unsuitable layout ('${base.name}')`);
      }
      return base;
    });
    const known = new Set(defaultMro(space, type));
    for (const base of type.mro) if (!known.has(base)) (base.dependents ??= new Set()).add(type);
    return space.w_None;
  });
}

function defaultMro(space: Space, type: TypeObject): TypeObject[] {
  const seen = new Set<TypeObject>();
  for (const base of type.bases) {
    if (seen.has(base)) throw raise(space, 'TypeError', `duplicate base class ${base.name}`);
    seen.add(base);
  }
  const mro = computeMro(type, type.bases);
  if (mro !== null) return mro;
  // The heads that none of the lists could give up, in the order of CPython's message.
  const names = unmergedBases(type.bases)
    .map((base) => base.name.slice(base.name.lastIndexOf('.') + 1))
    .join(', ');
  throw raise(
    space,
    'TypeError',
    `Cannot create a consistent method resolution order (MRO) for bases ${names}`,
  );
}

/** What is left over where the order of bases contradicts itself (set_mro_error). */
function unmergedBases(bases: readonly TypeObject[]): TypeObject[] {
  const lists = [...bases.map((base) => [...base.mro]), [...bases]];
  for (;;) {
    const left = lists.filter((list) => list.length > 0);
    const next = left.map((list) => list[0]).find((t) => !left.some((list) => list.indexOf(t) > 0));
    if (next === undefined) return [...new Set(left.map((list) => list[0]))];
    for (const list of left) if (list[0] === next) list.shift();
  }
}

function finishClass(space: Space, type: TypeObject): void {
  for (const t of type.mro) space.own(t.w_self);
  for (const base of type.bases) base.subclasses.add(type);
  type.isSequence = type.mro.some((t) => t.isSequence);
  type.isMapping = type.mro.some((t) => t.isMapping);
  type.modified();
  updateSlots(space, type);
}

function setNames(space: Space, type: TypeObject): W {
  const entries = [...type.dict.entries()];
  const go = (from: number): W => {
    for (let i = from; i < entries.length; i++) {
      const [name, w_value] = entries[i];
      if (space.type(w_value).lookup('__set_name__') === undefined) continue;
      const caller = space.top;
      const failed = (e: unknown): never => {
        const error = space.asOperationError(e);
        const note = `Error calling __set_name__ on '${space.type(w_value).name}' instance '${name}' in '${type.name}'`;
        space.addNote(error, note);
        throw error;
      };
      let w_answer: W;
      try {
        w_answer = callSpecial(space, w_value, '__set_name__', [type.w_self, space.newstr(name)])!;
      } catch (e) {
        failed(e);
      }
      if (w_answer! === SUSPEND) return andThen(space, caller, w_answer!, () => go(i + 1), failed);
    }
    return space.w_None;
  };
  return go(0);
}

function initSubclass(
  space: Space,
  type: TypeObject,
  extra_w: readonly W[],
  names: readonly string[] | null,
): W {
  const found = type.mro.slice(1).find((t) => t.dict.has('__init_subclass__'));
  if (found === undefined) return space.w_None;
  if (found === space.types.object) {
    if (extra_w.length === 0) return space.w_None;
    throw raise(space, 'TypeError', `${type.name}.__init_subclass__() takes no keyword arguments`);
  }
  const w_method = found.dict.get('__init_subclass__')!;
  const get = space.type(w_method).slots.descrGet;
  const caller = space.top;
  const w_bound = get === null ? w_method : get(space, w_method, null, type.w_self);
  return andThen(space, caller, w_bound, (w) => call(space, w, extra_w, names));
}

// --- attributes of a class

function typeGetattr(space: Space, w_type: W, name: string): W {
  const type = typeOf(space, w_type);
  const metatype = space.type(w_type);
  const w_meta = metatype.lookup(name);
  const metaSlots = w_meta === undefined ? null : space.type(w_meta).slots;
  if (metaSlots !== null && metaSlots.descrGet !== null && metaSlots.descrSet !== null) {
    return metaSlots.descrGet(space, w_meta!, w_type, metatype.w_self);
  }
  const w_own = type.lookup(name);
  if (w_own !== undefined) {
    const get = space.type(w_own).slots.descrGet;
    return get === null ? w_own : get(space, w_own, null, w_type);
  }
  if (metaSlots !== null && metaSlots.descrGet !== null)
    return metaSlots.descrGet(space, w_meta!, w_type, metatype.w_self);
  if (w_meta !== undefined) return w_meta;
  throw attributeErrorOf(space, w_type, name, `type object '${type.name}' has no attribute '${name}'`);
}

function typeSetattr(space: Space, w_type: W, name: string, w_value: W | null): W {
  const type = typeOf(space, w_type);
  if (!type.isHeap) {
    throw raise(
      space,
      'TypeError',
      `cannot set '${name}' attribute of immutable type '${qualifiedName(space, type)}'`,
    );
  }
  const w_meta = space.type(w_type).lookup(name);
  const set = w_meta === undefined ? null : space.type(w_meta).slots.descrSet;
  if (set !== null) return set(space, w_meta!, w_type, w_value);
  const w_old = type.dict.get(name);
  if (w_value === null) {
    if (w_old === undefined)
      throw raise(space, 'AttributeError', `type object '${type.name}' has no attribute '${name}'`);
    type.dict.delete(name);
  } else {
    type.dict.set(name, space.own(w_value));
  }
  if (w_old !== undefined) space.drop(w_old);
  type.modified();
  if (isSlotMethod(name)) updateSlots(space, type, name);
  return space.w_None;
}

function typeRepr(space: Space, w_type: W): W {
  return space.newstr(`<class '${qualifiedName(space, typeOf(space, w_type))}'>`);
}

const tupleOfTypes = (space: Space, types: readonly TypeObject[]): W =>
  space.newtuple(types.map((t) => t.w_self));

function setBases(space: Space, w_type: W, w_value: W | null): void {
  const type = typeOf(space, w_type);
  if (!type.isHeap)
    throw raise(space, 'TypeError', `cannot set '__bases__' attribute of immutable type '${type.name}'`);
  if (w_value === null) cannotDelete(space, type, '__bases__');
  if (!space.type(w_value).isSubtype(space.types.tuple)) {
    throw raise(
      space,
      'TypeError',
      `can only assign tuple to ${type.name}.__bases__, not ${space.type(w_value).name}`,
    );
  }
  const bases_w = space.tuple_w(w_value);
  if (bases_w.length === 0) {
    throw raise(space, 'TypeError', `can only assign non-empty tuple to ${type.name}.__bases__, not ()`);
  }
  const w_other = bases_w.find((w) => !space.type(w).isSubtype(space.types.type));
  if (w_other !== undefined) {
    throw raise(
      space,
      'TypeError',
      `${type.name}.__bases__ must be tuple of classes, not '${space.type(w_other).name}'`,
    );
  }
  const bases = bases_w.map((w) => typeOf(space, w));
  if (bases.some((base) => base.isSubtype(type))) {
    throw raise(space, 'TypeError', 'a __bases__ item causes an inheritance cycle');
  }
  const base = bestBase(space, bases);
  if (base.layout !== type.base!.layout) {
    throw raise(
      space,
      'TypeError',
      `__bases__ assignment: '${base.name}' ${base.isHeap ? 'object layout' : 'deallocator'} differs from '${type.base!.name}'`,
    );
  }
  const old = { bases: type.bases, mro: type.mro };
  type.bases = bases;
  try {
    type.mro = defaultMro(space, type);
  } catch (e) {
    type.bases = old.bases;
    throw e;
  }
  type.base = base;
  for (const t of [...bases, ...type.mro]) space.own(t.w_self);
  for (const t of [...old.bases, ...old.mro]) space.drop(t.w_self);
  for (const t of old.bases) t.subclasses.delete(type);
  for (const t of bases) t.subclasses.add(type);
  refreshSubclasses(space, type);
}

/** The order and slots of a class and all below it, after its bases changed. */
function refreshSubclasses(space: Space, type: TypeObject): void {
  type.modified();
  updateSlots(space, type);
  for (const subclass of type.everySubclass()) {
    const mro = defaultMro(space, subclass);
    for (const t of mro) space.own(t.w_self);
    for (const t of subclass.mro) space.drop(t.w_self);
    subclass.mro = mro;
    refreshSubclasses(space, subclass);
  }
}

function cannotDelete(space: Space, type: TypeObject, name: string): never {
  const text = `cannot delete '${name}' attribute of immutable type '${type.name}'`;
  throw raise(space, 'TypeError', text);
}

function nameSetter(attribute: 'name' | 'qualname'): (space: Space, w_type: W, w_value: W | null) => void {
  return (space, w_type, w_value) => {
    const type = typeOf(space, w_type);
    if (!type.isHeap) {
      throw raise(
        space,
        'TypeError',
        `cannot set '__${attribute}__' attribute of immutable type '${type.name}'`,
      );
    }
    if (w_value === null) return cannotDelete(space, type, `__${attribute}__`);
    if (!space.type(w_value).isSubtype(space.types.str)) {
      const got = space.type(w_value).name;
      throw raise(
        space,
        'TypeError',
        `can only assign string to ${type.name}.__${attribute}__, not '${got}'`,
      );
    }
    const text = space.str_w(w_value);
    if (attribute === 'name' && !text.isWellFormed()) encodeText(space, w_value, 'utf-8', 'strict');
    if (attribute === 'name' && text.includes('\0')) {
      throw raise(space, 'ValueError', 'type name must not contain null characters');
    }
    type[attribute] = text;
  };
}

/** `isinstance` without hooks: the type, or what `__class__` claims. */
export function isInstanceByType(space: Space, w_x: W, type: TypeObject): boolean {
  return space.type(w_x).isSubtype(type);
}

export const typeType: TypeDefinition = {
  name: 'type',
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
  slots: {
    new: typeNew,
    init: (space, w_self, args_w, names) => {
      void w_self;
      const positional = args_w.length - (names?.length ?? 0);
      if (positional !== 1 && positional !== 3) {
        throw raise(space, 'TypeError', 'type.__init__() takes 1 or 3 arguments');
      }
      return space.w_None;
    },
    call: typeCall,
    getattr: typeGetattr,
    setattr: typeSetattr,
    repr: typeRepr,
    or: (space, w_a, w_b) => space.newunion(w_a, w_b),
  },
  methods: [
    sizeofMethod,
    leaf('mro', '$self, /', (space: Space, w_type: W) =>
      space.newlist(defaultMro(space, typeOf(space, w_type)).map((t) => t.w_self)),
    ),
    leaf('__subclasses__', '$self, /', (space: Space, w_type: W) =>
      space.newlist([...typeOf(space, w_type).subclasses].map((t) => t.w_self)),
    ),
    leaf('__instancecheck__', '$self, instance, /', (space: Space, w_type: W, w_x: W) =>
      space.isInstanceReal(w_x, w_type),
    ),
    leaf('__subclasscheck__', '$self, subclass, /', (space: Space, w_type: W, w_sub: W) =>
      space.isSubclassReal(w_sub, w_type),
    ),
    resumable('__dir__', '$self, /', (space: Space, w_type: W) => {
      const names = new Set(typeOf(space, w_type).mro.flatMap((t) => [...t.dict.keys()]));
      return space.newlist([...names].sort().map((name) => space.newstr(name)));
    }),
  ],
  classMethods: [resumable('__prepare__', '$cls, /, *args, **kwargs', (space: Space) => space.newdict())],
  getset: {
    __name__: { get: (space, w) => space.newname(typeOf(space, w).shortName), set: nameSetter('name') },
    __qualname__: { get: (space, w) => space.newstr(typeOf(space, w).qualname), set: nameSetter('qualname') },
    __module__: {
      get: (space, w) => {
        const type = typeOf(space, w);
        return type.isHeap
          ? (type.dict.get('__module__') ?? space.newstr('builtins'))
          : space.newstr(type.module);
      },
      set: (space, w, w_value) => {
        if (w_value === null) cannotDelete(space, typeOf(space, w), '__module__');
        setInDict(space, w, '__module__', w_value);
        if (typeOf(space, w).dict.has('__firstlineno__')) setInDict(space, w, '__firstlineno__', null);
      },
    },
    __bases__: { get: (space, w) => tupleOfTypes(space, typeOf(space, w).bases), set: setBases },
    __base__: { get: (space, w) => typeOf(space, w).base?.w_self ?? space.w_None, member: true },
    __mro__: { get: (space, w) => tupleOfTypes(space, typeOf(space, w).mro) },
    __dict__: { get: (space, w) => space.newtypedict(w) },
    __doc__: {
      get: (space, w) => {
        // What `type` has under this name is this descriptor itself.
        if (w === space.types.type.w_self) return space.newstr(typeType.doc!);
        const w_doc = typeOf(space, w).dict.get('__doc__') ?? space.w_None;
        const get = space.type(w_doc).slots.descrGet;
        return get === null ? w_doc : get(space, w_doc, null, w);
      },
      set: (space, w, w_value) => {
        if (w_value === null) cannotDelete(space, typeOf(space, w), '__doc__');
        setInDict(space, w, '__doc__', w_value);
      },
    },
    __abstractmethods__: {
      get: (space, w) => {
        const w_names =
          w === space.types.type.w_self ? undefined : typeOf(space, w).dict.get('__abstractmethods__');
        if (w_names !== undefined) return w_names;
        throw raise(space, 'AttributeError', '__abstractmethods__');
      },
      set: (space, w, w_value) => {
        if (w_value === null && !typeOf(space, w).dict.has('__abstractmethods__'))
          throw raise(space, 'AttributeError', '__abstractmethods__');
        setInDict(space, w, '__abstractmethods__', w_value);
        typeOf(space, w).isAbstract = w_value !== null && space.isTrueNested(w_value);
      },
    },
    __text_signature__: {
      get: (space, w) => {
        const { isHeap, name } = typeOf(space, w);
        const text = isHeap ? undefined : CONSTRUCTOR_SIGNATURES[name];
        return text === undefined ? space.w_None : space.newstr(text);
      },
    },
    ...typeAttributes,
  },
};

/** `__text_signature__` of builtin types whose construction takes what it says; the others have none, as in CPython. */
const CONSTRUCTOR_SIGNATURES: Readonly<Record<string, string>> = {
  bool: '(object=False, /)',
  cell: '([contents])',
  classmethod: '(function, /)',
  complex: '(real=0, imag=0)',
  enumerate: '(iterable, start=0)',
  filter: '(function, iterable, /)',
  float: '(x=0, /)',
  frozenset: '(iterable=(), /)',
  list: '(iterable=(), /)',
  map: '(function, iterable, /, *iterables, strict=False)',
  mappingproxy: '(mapping)',
  memoryview: '(object)',
  method: '(function, instance, /)',
  module: '(name, doc=None)',
  NoneType: '()',
  object: '()',
  property: '(fget=None, fset=None, fdel=None, doc=None)',
  reversed: '(sequence, /)',
  set: '(iterable=(), /)',
  staticmethod: '(function, /)',
  tuple: '(iterable=(), /)',
  zip: '(*iterables, strict=False)',
};

function setInDict(space: Space, w_type: W, name: string, w_value: W | null): void {
  const type = typeOf(space, w_type);
  if (!type.isHeap)
    throw raise(space, 'TypeError', `cannot set '${name}' attribute of immutable type '${type.name}'`);
  const w_old = type.dict.get(name);
  if (w_value === null) type.dict.delete(name);
  else type.dict.set(name, space.own(w_value));
  if (w_old !== undefined) space.drop(w_old);
  type.modified();
}
