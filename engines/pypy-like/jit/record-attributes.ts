// @inline-constants-from ../../frontend/opcodes.ts Op
// Record functions of attributes. The map of an instance says where an attribute is; what comes from the class is a constant while the
// type's version stays. Data descriptors written in Python, `__getattr__` and the like are calls: record-calls.ts enters properties.
import { Op } from '../../frontend/opcodes.ts';
import { isMethodLike } from '../../objspace/instructions/names.ts';
import { FunctionWrapper, MemberDescriptor } from '../../objspace/types/descriptors.ts';
import { Property } from '../../objspace/types/property.ts';
import { ModulePayload } from '../../objspace/types/module.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import type { HashStorage } from '../hash-storage.ts';
import { FLOAT } from '../map.ts';
import { NO_SLOTS, unwrap, W_Object } from '../object.ts';
import type { Raw } from '../object.ts';
import { quickCallee } from './direct-residuals.ts';
import { attributeReader } from './dynamic-call.ts';
import { constant } from './ir.ts';
import type { Ins } from './ir.ts';
import {
  FLOAT_SLOT,
  floatObject,
  MAP,
  methodPayload,
  ofMap,
  ofType,
  payloadObject,
  SLOTS,
  slotItems,
  STORAGE_VALUES,
  STORAGE_VERSION,
  storageValues,
  TYPE_VERSION,
} from './layout.ts';
import { NULL } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { isFloat } from './record-operators.ts';
import { define, known } from './record-values.ts';
import { residual } from './residual.ts';

/** Set by record-special.ts, which needs this file. */
export const specialMethod = {
  call: (_r: Recorder, _func: Raw, _args: readonly Ins[], _place: number): boolean => false,
};

/** What the class says stays true. */
export function guardVersion(r: Recorder, type: TypeObject): void {
  r.guardInt(r.getfield(constant(type, 'p'), TYPE_VERSION), type.version, true);
}

/** The value with its layout guarded: by map, which implies the type, or by type. */
export function guardShape(r: Recorder, ref: Ins, value: Raw): Ins {
  if (typeof value === 'number') return r.asInt(ref);
  if (typeof value === 'string') return r.asStr(ref);
  if (isFloat(r, value)) return ref.kind === 'f' ? ref : r.asClass(ref, ofType(value.type));
  if (ref.isConst) {
    if (value instanceof W_Object && value.map !== null) {
      // A constant object's map may change.
      return r.asClass(ref, ofMap(value.map));
    }
    return ref;
  }
  return r.asClass(
    ref,
    value instanceof W_Object && value.map !== null ? ofMap(value.map) : ofType(value.type),
  );
}

function loadSlot(r: Recorder, object: Ins, index: number, isFloatSlot: boolean): Ins {
  const slots = r.getfield(object, SLOTS);
  if (!isFloatSlot) return r.getitem(slots, r.int(index), slotItems);
  const box = r.emit('getitem', [slots, r.int(index)], slotItems, 'p');
  return r.getfield(box, FLOAT_SLOT);
}

define(Op.LOAD_ATTR, (r, arg) => {
  const value = r.value();
  const name = r.f.code.names[arg >> 1];
  const wantsMethod = (arg & 1) === 1;
  const { space } = r;
  const type = space.typeOf(value);
  const done = (first: Ins, second: Ins = NULL): void => {
    r.pop();
    r.push(first);
    if (wantsMethod) r.push(second);
  };
  if (value instanceof W_Object && type === space.types.module && value.v instanceof ModulePayload) {
    const storage = (unwrap(value.v.w_dict) as W_Object).v as HashStorage;
    const index = space.findName(storage, name);
    if (index < 0 || type.lookup(name) !== undefined) return residual(r, arg);
    if (!r.peek().isConst) r.asConstant(r.peek(), value, 'p');
    storage.overwritten ??= [];
    r.guardInt(r.getfield(constant(storage, 'p'), STORAGE_VERSION), storage.version, true);
    if (storage.overwritten[index] !== true) return done(known(storage.values[index]!));
    const values = r.getfield(constant(storage, 'p'), STORAGE_VALUES);
    return done(r.getitem(values, r.int(index), storageValues));
  }
  if (value instanceof W_Object && value.v instanceof TypeObject)
    return loadClassAttribute(r, arg, name, value.v, done);
  if (type.slots.getattr !== space.types.object.slots.getattr) return residual(r, arg);
  const map = value instanceof W_Object ? value.map : null;
  if (map !== null && map.isDict) return residual(r, arg);
  if (map !== null && r.isPolymorphic && !r.peek().isConst) {
    const reader = attributeReader(space, name, wantsMethod);
    if ((reader.run as (o: Raw) => unknown)(value) !== undefined) {
      const object = r.boxed(r.peek());
      const found = r.emit('call', [object], reader, 'w');
      r.guard(r.emit('is_set', [found]), true);
      return done(found, object);
    }
  }
  const w_descr = type.lookup(name);
  const attribute = map?.find(name);
  const object = guardShape(r, r.peek(), value);
  if (type.isHeap) guardVersion(r, type);
  if (w_descr !== undefined) {
    const descr = unwrap(w_descr);
    const descrType = space.typeOf(descr);
    if (descr instanceof W_Object && descr.v instanceof MemberDescriptor) {
      if (!type.isSubtype(descr.v.owner)) return residual(r, arg);
      const content = loadSlot(r, object, descr.v.index, false);
      if ((value as W_Object).slots[descr.v.index] === undefined)
        return r.abort('exception', 'a slot that is not set');
      r.guard(r.emit('is_set', [content]), true);
      return done(content);
    }
    if (w_descr === space.types.object.lookup('__class__')) return done(known(unwrap(type.w_self)));
    const { descrGet, descrSet } = descrType.slots;
    if (attribute === undefined) {
      if (wantsMethod && isMethodLike(space, descrType))
        return done(known(descr), object.kind === 'f' ? r.boxed(object) : object);
      if (descrGet === null && descrSet === null) return done(known(descr));
      if (descrType === space.types.function) return done(boundMethod(r, known(descr), r.boxed(object)));
      if (descr instanceof W_Object && descr.v instanceof FunctionWrapper && descr.v.w_function !== null) {
        const wrapped = unwrap(descr.v.w_function);
        if (space.typeOf(wrapped) !== space.types.function) return residual(r, arg);
        if (descrType === space.types.staticmethod) return done(known(wrapped));
        if (descrType === space.types.classmethod)
          return done(boundMethod(r, known(wrapped), known(unwrap(type.w_self))));
      }
      if (descrType.name === 'getset_descriptor' && !type.isHeap)
        return residual(r, arg, { isLeaf: true, effect: 'reads' });
      if (
        !wantsMethod &&
        descr instanceof W_Object &&
        descr.v instanceof Property &&
        callProperty(r, descr.v, object)
      )
        return;
      if (!wantsMethod && callGetter(r, descr, type, object)) return;
      return residual(r, arg);
    }
    if (
      !wantsMethod &&
      descr instanceof W_Object &&
      descr.v instanceof Property &&
      callProperty(r, descr.v, object)
    )
      return;
    if (descrSet !== null) {
      if (!wantsMethod && callGetter(r, descr, type, object)) return;
      return residual(r, arg);
    }
  }
  if (attribute === undefined) return r.abort('exception', `no attribute ${name}`);
  done(loadSlot(r, object, attribute.index, attribute.kind === FLOAT));
});

function callProperty(r: Recorder, { w_get }: Property, object: Ins): boolean {
  if (w_get === null) return false;
  return specialMethod.call(r, unwrap(w_get), [r.boxed(object)], r.depth - 1);
}

/** A descriptor of the program's own, as enum's `value`: the interpreter enters its `__get__` (enterGetter). */
function callGetter(r: Recorder, descr: Raw, type: TypeObject, object: Ins): boolean {
  if (!(descr instanceof W_Object) || !descr.type.isHeap || descr.v instanceof Property) return false;
  const w_get = descr.type.lookup('__get__');
  if (w_get === undefined) return false;
  const args = [known(descr), r.boxed(object), known(unwrap(type.w_self))];
  guardVersion(r, descr.type);
  return specialMethod.call(r, unwrap(w_get), args, r.depth - 1);
}

function loadClassAttribute(
  r: Recorder,
  arg: number,
  name: string,
  owner: TypeObject,
  done: (first: Ins, second?: Ins) => void,
): void {
  const { space } = r;
  const metatype = space.typeOf(r.value());
  if (metatype !== space.types.type && metatype.slots.getattr !== space.types.type.slots.getattr)
    return residual(r, arg);
  const w_ofMeta = metatype.lookup(name);
  // One that is no data descriptor comes after what the class itself has.
  const isBehind =
    w_ofMeta !== undefined &&
    space.type(w_ofMeta).slots.descrSet === null &&
    owner.lookup(name) !== undefined;
  if (w_ofMeta !== undefined && !isBehind) {
    if (name === '__name__' && metatype === space.types.type) {
      if (r.peek().isConst && !owner.isHeap) return done(known(unwrap(space.newstr(owner.shortName))));
      const run = () => (o: W_Object) => unwrap(space.newstr((o.v as TypeObject).shortName));
      const callee = quickCallee(space, 'name of class', run as never, 'w', {
        effect: 'reads',
        isApart: true,
      });
      return done(r.emit('call', [r.asClass(r.peek(), ofType(metatype))], callee, 'w'));
    }
    // `__doc__` and the like: the metatype's own.
    const own = space.typeOf(unwrap(w_ofMeta)).name === 'getset_descriptor';
    const isOwn = own && metatype === space.types.type;
    return residual(r, arg, isOwn ? { isLeaf: true, effect: 'reads' } : {});
  }
  const w_found = owner.lookup(name);
  if (w_found === undefined) return residual(r, arg);
  const found = unwrap(w_found);
  const foundType = space.typeOf(found);
  const isWrapper = foundType === space.types.staticmethod || foundType === space.types.classmethod;
  if (isWrapper && found instanceof W_Object && found.v instanceof FunctionWrapper) {
    if (found.v.w_function === null) return residual(r, arg);
    const wrapped = unwrap(found.v.w_function);
    const isFunction = space.typeOf(wrapped) === space.types.function;
    const isClass = foundType === space.types.classmethod;
    if (!isFunction) return residual(r, arg);
    const owned = r.value();
    constantClass(r, owner);
    if (!isClass) return done(known(wrapped));
    // As the interpreter's own LOAD_ATTR: the function and the class, for a call.
    if ((arg & 1) === 1) return done(known(wrapped), known(owned));
    return done(boundMethod(r, known(wrapped), known(owned)));
  }
  if (foundType.slots.descrGet !== null && !isMethodLike(space, foundType)) return residual(r, arg);
  constantClass(r, owner);
  done(known(found));
}

/** The class on top is this one, as it is now; its metatype too. */
function constantClass(r: Recorder, owner: TypeObject): void {
  const metatype = r.space.typeOf(r.value());
  if (!r.peek().isConst) r.asConstant(r.peek(), r.value(), 'p');
  if (metatype.isHeap) guardVersion(r, metatype);
  if (owner.isHeap) guardVersion(r, owner);
}

/** A new object each time, which a call takes apart again. */
function boundMethod(r: Recorder, func: Ins, self: Ins): Ins {
  const state = r.emit('new', [func, self], methodPayload);
  const type = constant(r.space.types.method, 'p');
  return r.emit('new', [type, state, constant(null, 'p'), constant(NO_SLOTS, 'p'), r.int(0)], payloadObject);
}

/** `super().name`: what the classes behind that one say, for instances of this very class. */
define(Op.LOAD_SUPER_ATTR, (r, arg) => {
  const { space } = r;
  const [called, owner, self] = [r.value(2), r.value(1), r.value(0)];
  const name = r.f.code.names[arg >> 2];
  const { super: superType, type: metatype, function: functionType } = space.types;
  const isPlain =
    called === unwrap(superType.w_self) &&
    owner instanceof W_Object &&
    owner.type === metatype &&
    owner.v instanceof TypeObject &&
    self instanceof W_Object &&
    !(self.v instanceof TypeObject);
  if (!isPlain || !self.type.isSubtype(owner.v as TypeObject)) return residual(r, arg);
  const { mro } = self.type;
  let found: Raw | undefined;
  for (let i = mro.indexOf(owner.v as TypeObject) + 1; i < mro.length && found === undefined; i++) {
    const w_found = mro[i].dict.get(name);
    if (w_found !== undefined) found = unwrap(w_found);
  }
  if (found === undefined || name === '__class__') return residual(r, arg);
  if ((arg & 1) === 0 || space.typeOf(found) !== functionType) return residual(r, arg);
  if (!r.peek(2).isConst) r.asConstant(r.peek(2), called, 'p');
  if (!r.peek(1).isConst) r.asConstant(r.peek(1), owner, 'p');
  const object = guardShape(r, r.peek(0), self);
  guardVersion(r, self.type);
  r.pop(3);
  r.push(known(found));
  r.push(object);
});

define(Op.STORE_ATTR, (r, arg) => {
  const owner = r.value(0);
  const { object } = r.space.types;
  if (!(owner instanceof W_Object) || owner.type.slots.setattr !== object.slots.setattr)
    return residual(r, arg);
  if (!storeAttribute(r, r.peek(0), owner, r.f.code.names[arg], r.peek(1), r.value(1)))
    return residual(r, arg);
  r.pop(2);
});

/** What `object.__setattr__` does; false: that is not recorded. */
export function storeAttribute(
  r: Recorder,
  ownerRef: Ins,
  owner: Raw,
  name: string,
  valueRef: Ins,
  stored: Raw,
): boolean {
  const { space } = r;
  if (!(owner instanceof W_Object) || owner.map === null || owner.map.isDict) return false;
  const { type, map } = owner;
  const w_descr = type.lookup(name);
  if (w_descr !== undefined) {
    const descr = unwrap(w_descr);
    if (descr instanceof W_Object && descr.v instanceof MemberDescriptor && type.isSubtype(descr.v.owner)) {
      const object = guardShape(r, ownerRef, owner);
      guardVersion(r, type);
      r.setitem(r.getfield(object, SLOTS), r.int(descr.v.index), valueRef, slotItems);
      return true;
    }
    if (space.typeOf(descr).slots.descrSet !== null) return false;
  }
  if (!type.hasDict) return false;
  const attribute = map.find(name);
  if (attribute === undefined) return addAttribute(r, ownerRef, owner, name, valueRef, stored);
  if (attribute.kind === FLOAT) {
    // Another type than float changes the map of the class.
    if (!isFloat(r, stored)) return false;
    const value = r.asFloat(valueRef);
    const object = guardShape(r, ownerRef, owner);
    guardVersion(r, type);
    const box = r.emit('getitem', [r.getfield(object, SLOTS), r.int(attribute.index)], slotItems, 'p');
    r.setfield(box, FLOAT_SLOT, value);
  } else {
    const object = guardShape(r, ownerRef, owner);
    guardVersion(r, type);
    r.setitem(r.getfield(object, SLOTS), r.int(attribute.index), valueRef, slotItems);
  }
  return true;
}

/** The instance gets one attribute more. */
function addAttribute(
  r: Recorder,
  ownerRef: Ins,
  owner: W_Object,
  name: string,
  valueRef: Ins,
  stored: Raw,
): boolean {
  const { type } = owner;
  const map = owner.map!;
  const next = map.add(name, isFloat(r, stored));
  if (next === null || owner.slots.length !== next.last!.index) return false;
  const isFloatSlot = next.last!.kind === FLOAT;
  let value = isFloatSlot ? r.asFloat(valueRef) : r.boxed(valueRef);
  const object = guardShape(r, ownerRef, owner);
  guardVersion(r, type);
  const slots = r.getfield(object, SLOTS);
  // Others of this map may have fewer or more slots in use.
  r.guardInt(r.emit('arraylen', [slots], slotItems), next.last!.index);
  if (isFloatSlot) value = r.emit('new', [constant(r.space.types.float, 'p'), value], floatObject);
  r.setfield(object, MAP, constant(next, 'p'));
  r.emit('arraypush', [slots, value], slotItems);
  return true;
}
