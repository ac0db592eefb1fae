// @inline-constants-from ../frontend/opcodes.ts Op
// @inline-constants-from ./superinstructions.ts Super
// Quickening: an instruction that meets what it has a form for becomes that form, with what it learnt in the cache of its place: attributes by map and
// type version, names by the version of their namespace. Models PyPy's mapdict.py caches (LOAD_ATTR_caching, LOOKUP_METHOD_mapdict) and
// celldict.py. A form that fails goes back at once; after MOST_MISSES failures the place stays general, so that mixed types do not flip for ever.
import { Op, opBase } from '../frontend/opcodes.ts';
import { isMethodLike } from '../objspace/instructions/names.ts';
import type { BuiltinRow } from '../objspace/gateway.ts';
import type { W } from '../objspace/object.ts';
import { MemberDescriptor } from '../objspace/types/descriptors.ts';
import type { Property } from '../objspace/types/property.ts';
import { ModulePayload } from '../objspace/types/module.ts';
import { TypeObject } from '../objspace/typeobject.ts';
import { CACHES } from './code-arena.ts';
import type { Code } from './code.ts';
import type { DirectCall } from './direct-calls.ts';
import type { NamePlan } from './enter.ts';
import type { PyFrame } from './frame.ts';
import type { HashStorage } from './hash-storage.ts';
import { isFloat } from './list-strategy.ts';
import { FLOAT } from './map.ts';
import type { InstanceMap } from './map.ts';
import { unwrap, W_Float, W_Object } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';
import { Super } from './superinstructions.ts';

const MOST_MISSES = 16;
/** A namespace changes often while its module runs. */
const MOST_NAME_MISSES = 200;

/** What a place has learnt. One shape for every family, so that loads of it stay monomorphic. */
export class Cache {
  map: InstanceMap | null = null;
  /** STORE_ATTR: the map after the attribute was added; null where it is there already. */
  nextMap: InstanceMap | null = null;
  /** Version of the type, or of the globals. */
  version = -1;
  /** Version of builtins. */
  version2 = -1;
  index = 0;
  isFloat = false;
  /** Method or value of the class: a change of the class changes the version. */
  value: Raw | null = null;
  /** CALL_KW: the names, of the tuple in `value`. */
  names: readonly string[] | null = null;
  /** CALL_KW of a builtin: its row, and the way to call it. */
  row: BuiltinRow | null = null;
  direct: DirectCall | null = null;
  /** CALL_KW of a Python function: where its operands go. */
  plan: NamePlan | null = null;
  misses = 0;
  /** LOAD_ATTR, STORE_ATTR of objects of several classes: what was learnt of each. `index` of a load: one of the two below where the class has the value. */
  shapes: Cache[] | null = null;
}

/** That of an instruction; made where it has none. */
function cacheOf({ caches, start }: Code, index: number): Cache {
  let cache = caches[index] as Cache | null;
  if (cache === null) {
    cache = caches[index] = new Cache();
    if (start >= 0) CACHES[(start >> 1) + index] = cache;
  }
  return cache;
}

export const CLASS_METHOD = -1;
export const CLASS_VALUE = -2;
/** More classes than this at one place are looked up in the general way. */
const MOST_SHAPES = 8;
/** A place that learns nothing more, because classes change or are too many. */
const MOST_LESSONS = 200;

/** What a place knows of objects like this one. */
export function shapeOf(shapes: readonly Cache[], o: W_Object): Cache | null {
  const { map } = o;
  for (let i = 0; i < shapes.length; i++) {
    const shape = shapes[i];
    if (shape.map === map) return shape.version === o.type.version ? shape : null;
  }
  return null;
}

function learn(site: Cache, map: InstanceMap, version: number): Cache | null {
  site.misses++;
  const shapes = (site.shapes ??= []);
  let shape = shapes.find((known) => known.map === map);
  if (shape === undefined) {
    if (shapes.length >= MOST_SHAPES) return null;
    shapes.push((shape = new Cache()));
  }
  shape.map = map;
  shape.version = version;
  return shape;
}

/** An object of one more class at a place that has met several. */
function learnLoad(space: PypySpace, site: Cache, name: string, wantsMethod: boolean, o: Raw): void {
  if (!(o instanceof W_Object) || o.map === null || o.map.isDict || site.misses > MOST_LESSONS) return;
  const { type, map } = o;
  if (type.slots.getattr !== space.types.object.slots.getattr || o.v instanceof TypeObject) return;
  const attribute = map.find(name);
  const w_descr = type.lookup(name);
  if (w_descr !== undefined) {
    const descrType = space.type(w_descr);
    const { descrGet, descrSet } = descrType.slots;
    if (descrSet !== null) return;
    if (attribute === undefined) {
      const isMethod = wantsMethod && isMethodLike(space, descrType);
      if (!isMethod && descrGet !== null) return;
      const shape = learn(site, map, type.version);
      if (shape === null) return;
      shape.index = isMethod ? CLASS_METHOD : CLASS_VALUE;
      shape.value = unwrap(w_descr);
      return;
    }
  } else if (attribute === undefined) return;
  const shape = learn(site, map, type.version);
  if (shape === null) return;
  shape.index = attribute.index;
  shape.isFloat = attribute.kind === FLOAT;
}

/** STORE_ATTR at such a place; false: nothing has happened. */
export function storeByShape(shape: Cache, o: W_Object, value: Raw): boolean {
  const { slots } = o;
  const { index, nextMap } = shape;
  if (shape.isFloat) {
    if (!isFloat(value)) return false;
    if (nextMap === null) {
      (slots[index] as W_Float).v = value.v;
      return true;
    }
    value = new W_Float(value.type, value.v);
  }
  if (nextMap === null) slots[index] = value;
  else {
    if (slots.length !== index) return false;
    slots.push(value);
    o.map = nextMap;
  }
  return true;
}

export function cacheAt(f: PyFrame, pc: number): Cache {
  return cacheOf(f.code, (pc - 2) >> 1);
}

function become(f: PyFrame, pc: number, op: number): void {
  f.code.instructions[pc - 2] = op;
}

/** Back to the general form. */
export function deoptimize(f: PyFrame, pc: number): void {
  const { instructions, original } = f.code;
  const op = original[pc - 2];
  instructions[pc - 2] = opBase[op];
  cacheAt(f, pc).misses++;
}

const mayTry = (f: PyFrame, pc: number): boolean => cacheAt(f, pc).misses < MOST_MISSES;

export function specializeLoadGlobal(space: PypySpace, f: PyFrame, pc: number, arg: number): void {
  const cache = cacheAt(f, pc);
  const { dict } = space.types;
  if (cache.misses > MOST_NAME_MISSES || f.globals.type !== dict || f.builtins.type !== dict) return;
  const name = f.code.names[arg >> 1];
  const globals = f.globals.v as HashStorage;
  globals.overwritten ??= [];
  let i = space.findName(globals, name);
  if (i >= 0) {
    cache.version = globals.version;
    cache.index = i;
    become(f, pc, Op.LOAD_GLOBAL_MODULE);
    return;
  }
  const builtins = f.builtins.v as HashStorage;
  builtins.overwritten ??= [];
  i = space.findName(builtins, name);
  if (i < 0) return;
  cache.version = globals.version;
  cache.version2 = builtins.version;
  cache.index = i;
  become(f, pc, Op.LOAD_GLOBAL_BUILTIN);
}

/** LOAD_NAME of what is in the namespace itself, where that is a plain dict. */
export function specializeLoadName(space: PypySpace, f: PyFrame, pc: number, arg: number): void {
  const { namespace } = f;
  const cache = cacheAt(f, pc);
  if (namespace === null || namespace.type !== space.types.dict || cache.misses > MOST_NAME_MISSES) return;
  const storage = namespace.v as HashStorage;
  const i = space.findName(storage, f.code.names[arg]);
  if (i >= 0) {
    cache.version = storage.version;
    cache.index = i;
    become(f, pc, Super.LOAD_NAME_LOCAL);
    return;
  }
  if (namespace !== f.globals || f.builtins.type !== space.types.dict) return;
  const builtins = f.builtins.v as HashStorage;
  builtins.overwritten ??= [];
  const k = space.findName(builtins, f.code.names[arg]);
  if (k < 0) return;
  cache.version = storage.version;
  cache.version2 = builtins.version;
  cache.index = k;
  become(f, pc, Super.LOAD_NAME_BUILTIN);
}

export function specializeStoreName(space: PypySpace, f: PyFrame, pc: number, arg: number): void {
  const { namespace } = f;
  const cache = cacheAt(f, pc);
  if (namespace === null || namespace.type !== space.types.dict || cache.misses > MOST_NAME_MISSES) return;
  const storage = namespace.v as HashStorage;
  const i = space.findName(storage, f.code.names[arg]);
  if (i < 0) return;
  // A name that a loop of the module stores is no constant, whoever asks later.
  storage.overwritten ??= [];
  storage.replace(i, storage.values[i]!);
  cache.version = storage.version;
  cache.index = i;
  become(f, pc, Super.STORE_NAME_LOCAL);
}

export function specializeLoadAttr(space: PypySpace, f: PyFrame, pc: number, arg: number, o: Raw): void {
  const cache = cacheAt(f, pc);
  const name = f.code.names[arg >> 1];
  const wantsMethod = (arg & 1) === 1;
  if (cache.misses >= MOST_MISSES) {
    learnLoad(space, cache, name, wantsMethod, o);
    return;
  }
  const type = space.typeOf(o);
  const { types } = space;
  if (o instanceof W_Object) {
    if (type === types.module && o.v instanceof ModulePayload) {
      const storage = (unwrap(o.v.w_dict) as W_Object).v as HashStorage;
      const i = space.findName(storage, name);
      if (i < 0 || type.lookup(name) !== undefined) return;
      storage.overwritten ??= [];
      cache.version = storage.version;
      cache.index = i;
      become(f, pc, Op.LOAD_ATTR_MODULE);
      return;
    }
    if (o.v instanceof TypeObject) {
      specializeClassAttr(space, f, pc, name, o.v, type, cache);
      return;
    }
  }
  if (type.slots.getattr !== types.object.slots.getattr) return;
  const w_descr = type.lookup(name);
  const map = o instanceof W_Object ? o.map : null;
  if (map !== null && map.isDict) return;
  const attribute = map?.find(name);
  if (w_descr !== undefined) {
    const descr = unwrap(w_descr);
    const descrType = space.typeOf(descr);
    if (descr instanceof W_Object && descr.v instanceof MemberDescriptor) {
      if (!type.isSubtype(descr.v.owner)) return;
      cache.version = type.version;
      cache.index = descr.v.index;
      become(f, pc, Op.LOAD_ATTR_SLOT);
      group(f, pc, Super.LOCAL_SLOT, Super.LOCALS_ATTR);
      return;
    }
    const { descrGet, descrSet } = descrType.slots;
    if (name === '__class__' && !wantsMethod && w_descr === types.object.lookup('__class__')) {
      cache.version = type.version;
      cache.value = unwrap(type.w_self);
      become(f, pc, Op.LOAD_ATTR_NONDESCRIPTOR_NO_DICT);
      return;
    }
    if (descrType === types.property && !wantsMethod && o instanceof W_Object) {
      const { w_get } = (descr as W_Object).v as Property;
      if (w_get === null || space.type(w_get) !== types.function) return;
      cache.version = type.version;
      cache.value = descr;
      become(f, pc, Op.LOAD_ATTR_PROPERTY);
      return;
    }
    if (attribute === undefined) {
      cache.map = map;
      cache.version = type.version;
      cache.value = descr;
      if (wantsMethod && isMethodLike(space, descrType)) {
        become(f, pc, map === null ? Op.LOAD_ATTR_METHOD_NO_DICT : Op.LOAD_ATTR_METHOD_WITH_VALUES);
        group(f, pc, Super.LOCAL_METHOD, -1);
      } else if (descrGet === null && descrSet === null && map !== null) {
        become(f, pc, Op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES);
      }
      return;
    }
    if (descrSet !== null) return;
  }
  if (attribute === undefined) return;
  cache.map = map;
  cache.version = type.version;
  cache.index = attribute.index;
  cache.isFloat = attribute.kind === FLOAT;
  become(f, pc, Op.LOAD_ATTR_INSTANCE_VALUE);
  group(f, pc, Super.LOCAL_ATTR, Super.LOCALS_ATTR);
  const { instructions, original } = f.code;
  if (pc >= 4 && original[pc - 4] === Op.COPY && original[pc - 3] === 1) {
    instructions[pc - 4] = Super.COPY_ATTR;
    if (pc >= 6 && original[pc - 6] === Op.LOAD_FAST_BORROW && instructions[pc - 6] === Op.LOAD_FAST_BORROW)
      instructions[pc - 6] = Super.LOCAL_COPY_ATTR;
  }
}

/** The load before an instruction that has been quickened does the work of both: the form for one local, and for two. */
function group(f: PyFrame, pc: number, one: number, two: number): void {
  const { instructions, original } = f.code;
  if (pc < 4 || instructions[pc - 4] !== original[pc - 4]) return;
  if (original[pc - 4] === Op.LOAD_FAST_BORROW) instructions[pc - 4] = one;
  else if (original[pc - 4] === Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW && two >= 0) instructions[pc - 4] = two;
}

/** CALL of a builtin, or a builtin type, that does not belong to an object, with as many arguments: what calls it directly. */
export function specializeCall(f: PyFrame, pc: number, callee: Raw, count: number, direct: DirectCall): void {
  if (!mayTry(f, pc)) return;
  const cache = cacheAt(f, pc);
  cache.value = callee;
  cache.index = count;
  cache.direct = direct;
  become(f, pc, Super.CALL_DIRECT);
}

/** CALL of what makes a step of a generator. */
export function specializeStep(f: PyFrame, pc: number, callee: Raw): void {
  if (!mayTry(f, pc)) return;
  cacheAt(f, pc).value = callee;
  become(f, pc, Super.CALL_STEP);
}

/** `Class.name` where neither the metaclass nor a descriptor has a say. */
function specializeClassAttr(
  space: PypySpace,
  f: PyFrame,
  pc: number,
  name: string,
  owner: TypeObject,
  metatype: TypeObject,
  cache: Cache,
): void {
  if (metatype.slots.getattr !== space.types.type.slots.getattr) return;
  if (name === '__name__' && metatype === space.types.type) {
    if ((f.code.original[pc - 1] & 1) === 0) become(f, pc, Super.LOAD_TYPE_NAME);
    return;
  }
  const w_meta = metatype.lookup(name);
  // A data descriptor of the metaclass goes first.
  if (w_meta !== undefined && space.type(w_meta).slots.descrSet !== null) return;
  const w_found: W | undefined = owner.lookup(name);
  if (w_found === undefined) return;
  const found = unwrap(w_found);
  const foundType = space.typeOf(found);
  if (foundType.slots.descrGet !== null && !isMethodLike(space, foundType)) return;
  cache.version2 = metatype.version;
  cache.version = owner.version;
  cache.value = found;
  become(f, pc, Op.LOAD_ATTR_CLASS);
}

export function specializeStoreAttr(
  space: PypySpace,
  f: PyFrame,
  pc: number,
  arg: number,
  o: Raw,
  value: Raw,
): void {
  const site = cacheAt(f, pc);
  const isMixed = site.misses >= MOST_MISSES;
  if (!(o instanceof W_Object) || (isMixed && site.misses > MOST_LESSONS)) return;
  const { type, map } = o;
  if (map === null || map.isDict || type.slots.setattr !== space.types.object.slots.setattr) return;
  const name = f.code.names[arg];
  const w_descr = type.lookup(name);
  if (w_descr !== undefined) {
    const descr = unwrap(w_descr);
    if (descr instanceof W_Object && descr.v instanceof MemberDescriptor && type.isSubtype(descr.v.owner)) {
      if (isMixed) return;
      site.version = type.version;
      site.index = descr.v.index;
      become(f, pc, Op.STORE_ATTR_SLOT);
      return;
    }
    if (space.typeOf(descr).slots.descrSet !== null) return;
  }
  if (!type.hasDict) return;
  const attribute = map.find(name);
  const next = attribute === undefined ? map.add(name, isFloat(value)) : null;
  if (attribute === undefined && next === null) return;
  const cache = isMixed ? learn(site, map, type.version) : site;
  if (cache === null) return;
  const { index, kind } = attribute ?? next!.last!;
  cache.map = map;
  cache.version = type.version;
  cache.nextMap = next;
  cache.index = index;
  cache.isFloat = kind === FLOAT;
  if (isMixed) return;
  become(f, pc, Op.STORE_ATTR_INSTANCE_VALUE);
  if (cache.nextMap !== null || pc < 4) return;
  const { instructions, original } = f.code;
  if (original[pc - 4] === Op.SWAP && original[pc - 3] === 2) instructions[pc - 4] = Super.SWAP_STORE_ATTR;
  else if (original[pc - 4] === Op.LOAD_FAST_BORROW && instructions[pc - 4] === Op.LOAD_FAST_BORROW)
    instructions[pc - 4] = Super.LOCAL_STORE_ATTR;
}
