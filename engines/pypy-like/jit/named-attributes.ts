// `getattr` and `hasattr` in traces: a plain attribute is looked up by the object's map at run time, whatever its name is. Like other plain calls these do
// nothing where there is more to it (a descriptor, a `__getattr__`, a name that is missing): then the trace is left. What copy, dataclasses and their
// like do for every field.
import type { W } from '../../objspace/object.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import { FLOAT } from '../map.ts';
import { unwrap, W_Float, W_Object } from '../object.ts';
import type { Raw, Slot } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { BuiltinRecorder } from './builtin-recorders.ts';
import { quickCallee } from './direct-residuals.ts';
import type { Ins } from './ir.ts';
import type { Recorder } from './recorder.ts';

/** What is found in a class is the value itself, when it is asked of the class or of an instance; a function only of the class. */
function isItself(space: PypySpace, w: W, isOfClass: boolean): boolean {
  const type = space.type(w);
  const { descrGet, descrSet } = type.slots;
  return descrSet === null && (descrGet === null || (isOfClass && type === space.types.function));
}

/** A plain attribute; null: there is none of that name; undefined: there is more to it. */
function finder(space: PypySpace): (o: Raw, name: Raw) => Slot | null {
  const { object, type: metatype, float } = space.types;
  return (o, name) => {
    if (!(o instanceof W_Object) || typeof name !== 'string') return undefined;
    const { type, map, v } = o;
    if (v instanceof TypeObject) {
      if (type.slots.getattr !== metatype.slots.getattr || type.lookup(name) !== undefined) return undefined;
      const w_found = v.lookup(name);
      if (w_found === undefined) return null;
      return isItself(space, w_found, true) ? unwrap(w_found) : undefined;
    }
    if (type.slots.getattr !== object.slots.getattr || map === null || map.isDict) return undefined;
    const w_ofClass = type.lookup(name);
    const attribute = map.find(name);
    if (attribute === undefined) {
      if (w_ofClass === undefined) return type.hasDict || type.isHeap ? null : undefined;
      return isItself(space, w_ofClass, false) ? unwrap(w_ofClass) : undefined;
    }
    if (w_ofClass !== undefined && space.type(w_ofClass).slots.descrSet !== null) return undefined;
    const content = o.slots[attribute.index];
    return attribute.kind === FLOAT ? new W_Float(float, (content as W_Float).v) : content;
  };
}

type Find = ReturnType<typeof finder>;

/** The call, where it answers something now. */
function found(r: Recorder, name: string, make: () => Find, args: readonly Ins[], values: readonly Raw[]) {
  if (typeof values[1] !== 'string') return undefined;
  const callee = quickCallee(r.space, name, make, 'w', { effect: 'reads' });
  const answer = (callee.run as unknown as Find)(values[0], values[1]);
  if (answer === undefined || answer === null) return undefined;
  const ref = r.emit('call', [r.boxed(args[0]), r.asStr(args[1])], callee, 'w');
  r.guard(r.emit('is_set', [ref]), true);
  return ref;
}

/** With a default, a name that is missing is nothing that the builtin is needed for; but the default is another one each time. */
export const getattr: BuiltinRecorder = (r, args, values) => {
  if (values.length !== 2) return undefined;
  const make = (): Find => {
    const find = finder(r.space);
    return (o, name) => find(o, name) ?? undefined;
  };
  return found(r, 'attribute by name', make, args, values);
};

export const hasattr: BuiltinRecorder = (r, args, values) => {
  if (values.length !== 2) return undefined;
  const { w_True, w_False } = r.space;
  const make = (): Find => {
    const find = finder(r.space);
    return (o, name) => {
      const value = find(o, name);
      return value === undefined ? undefined : unwrap(value === null ? w_False : w_True);
    };
  };
  return found(r, 'has attribute', make, args, values);
};
