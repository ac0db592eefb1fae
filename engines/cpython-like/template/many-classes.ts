// @inline-constants-from ../../frontend/opcodes.ts Op
// Attributes at instructions that see objects of several classes, or properties: a few forms side by side, each under the guard of its class's
// version, where quickening has one. undefined: not here; null: a getter was left, as `space.exit` says. Models the polymorphic inline caches that
// CPython has not; its instructions go back to the general form there.
import { Op } from '../../frontend/opcodes.ts';
import type { Property } from '../../objspace/types/property.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap } from '../object.ts';
import type { Any, Obj } from '../object.ts';
import { dealloc } from '../refcount.ts';
import { isNext } from '../shared-keys.ts';
import type { CpythonSpace } from '../space.ts';
import { attributeForm, Cache, storeForm } from '../specialize.ts';
import { callHere } from './special-calls.ts';

/** Forms at one instruction; the oldest makes room. */
const MOST_FORMS = 8;
/** A property with a plain function as its getter. */
const PROPERTY = -1;

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

/** `o.name`, owned; a method's plain function with `space.isMethod` set. */
export function loadHere(space: CpythonSpace, f: PyFrame, o: Any, forms: Forms): Any | null | undefined {
  const { type } = o;
  space.isMethod = false;
  // A class and its instances are told apart.
  const version = type === space.types.type ? -1 - (o.v as TypeObject).version : type.version;
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
      if (r === undefined) return undefined;
      break;
    }
    case Op.LOAD_ATTR_METHOD_WITH_VALUES: {
      const { d } = o as Obj;
      if (d !== null && !Array.isArray(d)) return undefined;
      space.isMethod = true;
      r = cache.value!;
      break;
    }
    case Op.LOAD_ATTR_METHOD_NO_DICT:
      space.isMethod = true;
      r = cache.value!;
      break;
    case Op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES: {
      const { d } = o as Obj;
      if (d != null && !Array.isArray(d)) return undefined;
      r = cache.value!;
      break;
    }
    case PROPERTY: {
      const value = callHere(space, f, cache.value as Obj, 1, o, o, o);
      space.isMethod = false;
      return value;
    }
    default:
      r = cache.value!;
  }
  r.rc++;
  return r;
}

/** Index of the form for `o`, now that it has one; -1: it has none. */
function learn(space: CpythonSpace, o: Any, version: number, forms: Forms): number {
  const { type } = o;
  const { types } = space;
  // What a module has is not told by its class.
  if (type === types.module) return -1;
  const cache = new Cache();
  const op = attributeForm(space, o, forms.name, forms.wantsMethod, cache);
  if (op !== 0) return forms.add(version, op, cache);
  if (!type.isHeap || type.slots.getattr !== types.object.slots.getattr) return -1;
  const w_property = type.lookup(forms.name);
  if (w_property === undefined || space.type(w_property) !== types.property) return -1;
  const { w_get } = space.data(w_property) as Property;
  if (w_get === null || space.type(w_get) !== types.function) return -1;
  cache.value = unwrap(w_get);
  cache.index = 1;
  return forms.add(version, PROPERTY, cache);
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
