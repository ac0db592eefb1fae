// @inline-constants-from ../../frontend/opcodes.ts Op
// Attributes at instructions that see objects of several classes, or properties: a few forms side by side, each under the guard of its class's
// version, where quickening has one. undefined: not here; null: a getter was left, as `space.exit` says. Models the polymorphic inline caches that
// CPython has not; its instructions go back to the general form there.
import { Op } from '../../frontend/opcodes.ts';
import type { Property } from '../../objspace/types/property.ts';
import type { FunctionWrapper } from '../../objspace/types/descriptors.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import { GetsetDescriptor } from '../../objspace/typedef.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import type { DictTable } from '../dict-table.ts';
import type { PyFrame } from '../frame.ts';
import { Materialised, Obj, unwrap, wrap } from '../object.ts';
import type { Any } from '../object.ts';
import { dealloc } from '../refcount.ts';
import { isMethodLike } from '../ops/index.ts';
import { isNext, sharedKeys } from '../shared-keys.ts';
import type { CpythonSpace } from '../space.ts';
import { attributeForm, Cache, storeForm } from '../specialize.ts';
import { EXIT_SUSPEND } from './runtime.ts';
import { attributeLater, callHere, methodOf } from './special-calls.ts';

/** Forms at one instruction; the oldest makes room. */
const MOST_FORMS = 8;
/** A property with a plain function as its getter. */
const PROPERTY = -1;
/** Of the instance alone, by name: it may have a dict of its own. */
const OWN = -2;
/** A method, or a value of the class, where the instance has nothing of that name. */
const METHOD = -3;
const VALUE = -4;
/** Of a class, whose form is its own; `index` is the version of its metaclass. */
const OF_CLASS = -5;
/** A class method of a class that is asked itself. */
const CLASS_METHOD = -6;
/** Of the instance alone, else what `__getattr__` says. */
const HOOK = -7;
/** What the `__get__` of a class of Python's says: of a data descriptor, or behind what the instance has itself. */
const DATA_DESCRIPTOR = -8;
const DESCRIPTOR = -9;
/** A getter of a builtin type. */
const GETTER = -10;
/** Nothing here. */
const NONE = -11;

/** What an instruction has met. */
export class Forms {
  readonly name: string;
  readonly wantsMethod: boolean;
  readonly versions: number[] = [];
  readonly ops: number[] = [];
  readonly caches: Cache[] = [];
  private next = 0;
  constructor(name: string, wantsMethod: boolean) {
    this.name = name;
    this.wantsMethod = wantsMethod;
  }
  add(version: number, op: number, cache: Cache): number {
    const i = this.next;
    this.next = (i + 1) % MOST_FORMS;
    this.versions[i] = version;
    this.ops[i] = op;
    this.caches[i] = cache;
    return i;
  }
}

/** `o.name`, owned, where it is known already and needs no code of Python's. */
export function loadPlain(space: CpythonSpace, o: Any, forms: Forms): Any | undefined {
  const version = o.v instanceof TypeObject ? -1 - o.v.version : o.type.version;
  const i = forms.versions.indexOf(version);
  if (i < 0) return undefined;
  const cache = forms.caches[i];
  let r: Any | undefined;
  switch (forms.ops[i]) {
    case Op.LOAD_ATTR_INSTANCE_VALUE:
    case Op.LOAD_ATTR_SLOT: {
      const d = (o as Obj).d as Any[] | null;
      if (d === null) return undefined;
      r = d[cache.index];
      break;
    }
    case Op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES:
      if ((o as Obj).d instanceof Materialised) return undefined;
      r = cache.value!;
      break;
    case Op.LOAD_ATTR_NONDESCRIPTOR_NO_DICT:
    case Op.LOAD_ATTR_CLASS:
      r = cache.value!;
      break;
    case OWN:
      r = ownValue(space, o, forms.name);
      break;
    case VALUE:
      r = ownValue(space, o, forms.name) ?? cache.value!;
      break;
    case OF_CLASS:
      if (o.type.version === cache.index) r = cache.value!;
      break;
  }
  if (r !== undefined) r.rc++;
  return r;
}

/** `o.name`, owned; a method's plain function with `space.isMethod` set. */
export function loadHere(space: CpythonSpace, f: PyFrame, o: Any, forms: Forms): Any | null | undefined {
  const { type } = o;
  space.isMethod = false;
  // Classes are known by themselves, whatever their metaclass.
  const version = o.v instanceof TypeObject ? -1 - o.v.version : type.version;
  let i = forms.versions.indexOf(version);
  if (i < 0) {
    i = learn(space, o, version, forms);
    if (i < 0) return undefined;
  }
  const cache = forms.caches[i];
  let r: Any | undefined;
  switch (forms.ops[i]) {
    case Op.LOAD_ATTR_INSTANCE_VALUE:
    case Op.LOAD_ATTR_SLOT: {
      const d = (o as Obj).d as Any[] | null;
      if (d === null) return undefined;
      r = d[cache.index];
      if (r === undefined && forms.ops[i] === Op.LOAD_ATTR_INSTANCE_VALUE) r = ownValue(space, o, forms.name);
      if (r === undefined) return undefined;
      break;
    }
    case Op.LOAD_ATTR_METHOD_WITH_VALUES: {
      if ((o as Obj).d instanceof Materialised) {
        r = ownValue(space, o, forms.name);
        if (r !== undefined) break;
      }
      space.isMethod = true;
      r = cache.value!;
      break;
    }
    case Op.LOAD_ATTR_METHOD_NO_DICT:
      space.isMethod = true;
      r = cache.value!;
      break;
    case Op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES: {
      if ((o as Obj).d instanceof Materialised) r = ownValue(space, o, forms.name);
      r ??= cache.value!;
      break;
    }
    case NONE:
      return undefined;
    case OWN:
      r = ownValue(space, o, forms.name);
      if (r === undefined) return undefined;
      break;
    case METHOD:
      r = ownValue(space, o, forms.name);
      if (r !== undefined) break;
      space.isMethod = true;
      r = cache.value!;
      break;
    case VALUE:
      r = ownValue(space, o, forms.name) ?? cache.value!;
      break;
    case OF_CLASS:
      if (type.version !== cache.index) {
        forms.versions[i] = NaN;
        return undefined;
      }
      r = cache.value!;
      break;
    case CLASS_METHOD:
      if (type.version !== cache.index) {
        forms.versions[i] = NaN;
        return undefined;
      }
      space.isMethod = true;
      r = cache.value!;
      break;
    case HOOK: {
      r = ownValue(space, o, forms.name);
      if (r !== undefined) break;
      const name = space.intern(forms.name);
      const value = callHere(space, f, cache.value as Obj, 2, o, name, name);
      space.isMethod = false;
      return value === null ? attributeLater(space, f, o, forms.name) : value;
    }
    case PROPERTY: {
      const value = callHere(space, f, cache.value as Obj, 1, o, o, o);
      space.isMethod = false;
      return value;
    }
    case DESCRIPTOR:
      r = ownValue(space, o, forms.name);
      if (r !== undefined) break;
    // falls through
    case DATA_DESCRIPTOR: {
      const descr = cache.value!;
      if (descr.type.version !== cache.version2) {
        forms.versions[i] = NaN;
        return undefined;
      }
      const value = callHere(space, f, cache.method as Obj, 3, descr, o, unwrap(type.w_self));
      space.isMethod = false;
      return value;
    }
    case GETTER:
      if (type.version !== cache.index) {
        forms.versions[i] = NaN;
        return undefined;
      }
      return answered(space, f, (cache.value!.v as GetsetDescriptor).getset.get(space, wrap(o)));
    default:
      r = cache.value!;
  }
  r.rc++;
  return r;
}

/** The answer of shared code, owned; null: it is waited for. */
function answered(space: CpythonSpace, f: PyFrame, w: W): Any | null {
  if (w !== SUSPEND) return space.take(w);
  f.waiting = true;
  if (space.pool.length > space.poolBase) space.drain();
  space.exit = EXIT_SUSPEND;
  return null;
}

/** What an instance has in its own attributes, wherever they are. */
function ownValue(space: CpythonSpace, o: Any, name: string): Any | undefined {
  const { d } = o as Obj;
  if (d === null || d === undefined) return undefined;
  if (d instanceof Materialised) {
    const table = d.dict.v as DictTable;
    const i = table.findText(space, name);
    return i < 0 ? undefined : table.values[i];
  }
  const i = sharedKeys(o.type).find(name);
  return i < 0 ? undefined : (d as Any[])[i];
}

/** Index of the form for `o`, now that it has one; -1: it has none. */
function learn(space: CpythonSpace, o: Any, version: number, forms: Forms): number {
  // What a module has is not told by its class.
  if (o.type === space.types.module) return -1;
  const cache = new Cache();
  let op = attributeForm(space, o, forms.name, forms.wantsMethod, cache);
  if (op === 0)
    op = o.v instanceof TypeObject ? ofClass(space, o, forms, cache) : ofInstance(space, o, forms, cache);
  return forms.add(version, op, cache);
}

function ofInstance(space: CpythonSpace, o: Any, forms: Forms, cache: Cache): number {
  const { type } = o;
  const { types } = space;
  const w_descr = type.lookup(forms.name);
  if (w_descr !== undefined && type.slots.getattr === types.object.slots.getattr) {
    const { v } = unwrap(w_descr);
    if (v instanceof GetsetDescriptor && type.isSubtype(v.owner)) {
      cache.value = unwrap(w_descr);
      cache.index = type.version;
      return GETTER;
    }
  }
  if (!type.isHeap || !(o instanceof Obj)) return NONE;
  if (type.slots.getattr !== types.object.slots.getattr) {
    const w_hook = type.lookup('__getattr__');
    if (w_descr !== undefined || w_hook === undefined || space.type(w_hook) !== types.function) return NONE;
    if (type.lookup('__getattribute__') !== types.object.lookup('__getattribute__')) return NONE;
    cache.value = unwrap(w_hook);
    return HOOK;
  }
  if (w_descr === undefined) return type.hasDict ? OWN : NONE;
  const descr = unwrap(w_descr);
  if (descr.type === types.property) {
    const { w_get } = space.data(w_descr) as Property;
    if (w_get === null || space.type(w_get) !== types.function) return NONE;
    cache.value = unwrap(w_get);
    return PROPERTY;
  }
  if (descr.type === types.staticmethod) {
    cache.value = unwrap((descr.v as FunctionWrapper).w_function!);
    return VALUE;
  }
  cache.value = descr;
  if (forms.wantsMethod && isMethodLike(space, descr.type)) return METHOD;
  const { descrGet, descrSet } = descr.type.slots;
  if (descrGet === null) return descrSet === null ? VALUE : NONE;
  const method = methodOf(space, descr.type, '__get__');
  if (method === null) return NONE;
  cache.method = method;
  cache.version2 = descr.type.version;
  return descrSet === null ? DESCRIPTOR : DATA_DESCRIPTOR;
}

function ofClass(space: CpythonSpace, o: Any, forms: Forms, cache: Cache): number {
  const { types } = space;
  const metatype = o.type;
  const owner = o.v as TypeObject;
  if (metatype.slots.getattr !== types.type.slots.getattr) return NONE;
  const w_meta = metatype.lookup(forms.name);
  if (w_meta !== undefined) {
    const { v } = unwrap(w_meta);
    if (!(v instanceof GetsetDescriptor) || !metatype.isSubtype(v.owner)) return NONE;
    cache.value = unwrap(w_meta);
    cache.index = metatype.version;
    return GETTER;
  }
  const w_found = owner.lookup(forms.name);
  if (w_found === undefined) return NONE;
  const found = unwrap(w_found);
  cache.index = metatype.version;
  if (found.type === types.classmethod && forms.wantsMethod) {
    const { w_function } = found.v as FunctionWrapper;
    if (w_function === null || space.type(w_function) !== types.function) return NONE;
    cache.value = unwrap(w_function);
    return CLASS_METHOD;
  }
  if (found.type === types.staticmethod) cache.value = unwrap((found.v as FunctionWrapper).w_function!);
  else if (found.type.slots.descrGet !== null && found.type !== types.function) return NONE;
  else cache.value = found;
  return OF_CLASS;
}

/** `o.name = value`; takes no reference of either. */
export function storeHereByForm(space: CpythonSpace, o: Any, value: Any, forms: Forms): boolean {
  const { type } = o;
  let i = forms.versions.indexOf(type.version);
  if (i < 0) {
    const cache = new Cache();
    const op = storeForm(space, o, forms.name, cache);
    if (op === 0) return false;
    i = forms.add(type.version, op, cache);
  }
  const { index } = forms.caches[i];
  const d = ((o as Obj).d ??= space.emptyAttributes(type)) as Any[];
  const old = d[index];
  if (old === undefined) {
    if (!Array.isArray(d)) return false;
    if (forms.ops[i] === Op.STORE_ATTR_SLOT) {
      if (index >= d.length) return false;
    } else if (!(index < d.length && isNext(d, index)) && d.length !== index) return false;
  }
  value.rc++;
  d[index] = value;
  if (old !== undefined && --old.rc === 0) dealloc(old);
  return true;
}
