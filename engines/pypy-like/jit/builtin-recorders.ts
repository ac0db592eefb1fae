// Builtins that become trace operations instead of calls. Contract of a recorder: it gets references and actual values of the receiver and
// the positional arguments, guards what it takes for granted, and answers the result's reference; undefined, before anything but guards was
// recorded: the call is left to the builtin. Found by the gateway's row, which is the builtin itself, whatever name it is called by.
import type { BuiltinRow } from '../../objspace/gateway.ts';
import { Builtin } from '../../objspace/gateway.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import type { W } from '../../objspace/object.ts';
import { unwrap, W_Object } from '../object.ts';
import type { Raw } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { Callee, Ins } from './ir.ts';
import { constant } from './ir.ts';
import { methodRecorders } from './direct-builtins.ts';
import { ofType, TUPLE_ITEMS, tupleItems } from './layout.ts';
import type { Recorder } from './recorder.ts';
import { fitsStrategy, intoStorage, isFloat, listStorage } from './record-operators.ts';
import { known } from './record-values.ts';
import { guardShape, guardVersion } from './record-attributes.ts';

export type BuiltinRecorder = (r: Recorder, args: readonly Ins[], values: readonly Raw[]) => Ins | undefined;
export const builtinRecorders = new Map<BuiltinRow, BuiltinRecorder>();
/** Classes that are called: by name. */
export const typeRecorders = new Map<string, BuiltinRecorder>();

// --- functions of builtins

const len: BuiltinRecorder = (r, [ref], [value]) => {
  const { types } = r.space;
  if (typeof value === 'string') return r.emit('str_len', [r.asStr(ref)]);
  if (typeof value !== 'object') return undefined;
  if (value.type === types.list) {
    const { storage, kind } = listStorage(r, ref, value as W_Object);
    return r.emit('arraylen', [storage], kind);
  }
  if (value.type === types.tuple) {
    const items = r.getfield(r.asClass(ref, ofType(types.tuple)), TUPLE_ITEMS);
    return r.emit('arraylen', [items], tupleItems);
  }
  return undefined;
};

const abs: BuiltinRecorder = (r, [ref], [value]) => {
  if (typeof value === 'number') {
    const x = r.asInt(ref);
    const isNegative = r.emit('int_lt', [x, r.int(0)]);
    r.guard(isNegative, value < 0);
    return value < 0 ? r.exiting('int_sub_ovf', [r.int(0), x]) : x;
  }
  return isFloat(r, value) ? r.emit('float_abs', [r.asFloat(ref)]) : undefined;
};

/** `min` and `max` of two numbers of one type, without a branch for ints. */
const extreme =
  (isMax: boolean): BuiltinRecorder =>
  (r, args, values) => {
    if (args.length !== 2) return undefined;
    const [a, b] = values;
    if (typeof a === 'number' && typeof b === 'number') {
      return r.emit(isMax ? 'int_max' : 'int_min', [r.asInt(args[0]), r.asInt(args[1])]);
    }
    if (!isFloat(r, a) || !isFloat(r, b)) return undefined;
    const [x, y] = [r.asFloat(args[0]), r.asFloat(args[1])];
    const [p, q] = [(a as { v: number }).v, (b as { v: number }).v];
    // The second one is taken only if it is really greater (less).
    const takesSecond = isMax ? q > p : q < p;
    r.guard(r.emit(isMax ? 'float_gt' : 'float_lt', [y, x]), takesSecond);
    return takesSecond ? y : x;
  };

const isinstance: BuiltinRecorder = (r, [ref, classRef], [value, wanted]) => {
  if (!(wanted instanceof W_Object) || !(wanted.v instanceof TypeObject)) return undefined;
  const { type: metatype } = r.space.types;
  if (wanted.type !== metatype) return undefined;
  const type = r.space.typeOf(value);
  // A class may claim another with `__class__`.
  if (type.isHeap && type.lookup('__class__') !== r.space.types.object.lookup('__class__')) return undefined;
  if (!classRef.isConst) r.asConstant(classRef, wanted, 'p');
  if (ref.kind === 'w' || ref.kind === 'p') guardShape(r, ref, value);
  return constant(type.isSubtype(wanted.v), 'b');
};

const ord: BuiltinRecorder = (r, [ref], [value]) => {
  if (typeof value !== 'string' || value.length !== 1) return undefined;
  const text = r.asStr(ref);
  r.guardInt(r.emit('str_len', [text]), 1);
  return r.emit('str_ord', [text]);
};

const pureCall = (name: string, run: Callee['run'], result: Callee['result']): Callee => ({
  name,
  run,
  result,
  effect: 'pure',
  raises: false,
});
const fromCharCode = pureCall('chr', ((x: number) => String.fromCharCode(x)) as Callee['run'], 's');
const chr: BuiltinRecorder = (r, [ref], [value]) => {
  if (typeof value !== 'number' || value < 0 || value > 0xd7ff) return undefined;
  const x = r.asInt(ref);
  r.guard(r.emit('int_ge', [x, r.int(0)]), true);
  r.guard(r.emit('int_le', [x, r.int(0xd7ff)]), true);
  return r.emit('call', [x], fromCharCode, 's');
};

// --- list

const append: BuiltinRecorder = (r, [ref, itemRef], [value, item]) => {
  if (typeof value !== 'object' || value.type !== r.space.types.list || itemRef === undefined)
    return undefined;
  const list = value as W_Object;
  if (list.strategy === 0 || !fitsStrategy(r, list.strategy, item)) return undefined;
  const { storage, kind } = listStorage(r, ref, list);
  const stored = intoStorage(r, list.strategy, itemRef);
  r.emit('arraypush', [storage, stored], kind);
  return known(r.space.w_None as unknown as Raw);
};
export { append as recordAppend };

const pop: BuiltinRecorder = (r, args, [value]) => {
  if (args.length !== 1 || typeof value !== 'object' || value.type !== r.space.types.list) return undefined;
  const list = value as W_Object;
  if (list.strategy === 0 || (list.v as unknown[]).length === 0) return undefined;
  const { storage, kind } = listStorage(r, args[0], list);
  r.guard(r.emit('int_gt', [r.emit('arraylen', [storage], kind), r.int(0)]), true);
  return r.emit('arraypop', [storage], kind, kind.kind);
};

// --- math

function asFloat(r: Recorder, ref: Ins, value: Raw): Ins | undefined {
  if (typeof value === 'number') return r.emit('int_to_float', [r.asInt(ref)]);
  return isFloat(r, value) ? r.asFloat(ref) : undefined;
}
const number = (value: Raw): number => (typeof value === 'number' ? value : (value as { v: number }).v);

/** `math.f(x)` where the host's function says the same; `isDefined`: no ValueError there. */
const mathFunction =
  (run: (x: number) => number, condition?: { op: 'float_ge'; bound: number }): BuiltinRecorder =>
  (r, [ref], [value]) => {
    const x = asFloat(r, ref, value);
    if (x === undefined) return undefined;
    if (condition !== undefined) {
      if (!(number(value) >= condition.bound)) return undefined;
      r.guard(r.emit(condition.op, [x, constant(condition.bound, 'f')]), true);
    } else if (!Number.isFinite(number(value))) return undefined;
    else r.guard(r.emit('float_lt', [r.emit('float_abs', [x]), constant(Infinity, 'f')]), true);
    return r.emit('float_call', [x], pureCall(run.name, run as Callee['run'], 'f'), 'f');
  };

// --- types that are called

typeRecorders.set('float', (r, [ref], [value]) => (ref === undefined ? undefined : asFloat(r, ref, value)));
typeRecorders.set('int', (r, args, [value]) => {
  if (args.length !== 1) return undefined;
  if (typeof value === 'number') return r.asInt(args[0]);
  if (!isFloat(r, value) || !(Math.abs(number(value)) <= 9007199254740991)) return undefined;
  return r.exiting('float_to_int', [r.asFloat(args[0])]);
});
typeRecorders.set('bool', (r, args, [value]) => {
  if (args.length !== 1 || typeof value !== 'number') return undefined;
  return r.emit('int_ne', [r.asInt(args[0]), r.int(0)]);
});
typeRecorders.set('type', (r, args, [value]) => {
  if (args.length !== 1) return undefined;
  guardShape(r, args[0], value);
  return known(r.space.typeOf(value).w_self as unknown as Raw);
});

/** Ties recorders to the rows of this space. */
export function bindBuiltinRecorders(space: PypySpace): void {
  const bind = (w: W | undefined, recorder: BuiltinRecorder): void => {
    if (w === undefined) return;
    const o = unwrap(w);
    if (typeof o === 'object' && o.v instanceof Builtin) builtinRecorders.set(o.v.row, recorder);
  };
  for (const [name, recorder] of Object.entries({
    len,
    abs,
    min: extreme(false),
    max: extreme(true),
    isinstance,
    ord,
    chr,
  })) {
    bind(space.builtin(name), recorder);
  }
  for (const [type, name, recorder] of methodRecorders) bind(space.types[type].lookup(name), recorder);
  bind(space.types.list.lookup('append'), append);
  bind(space.types.list.lookup('pop'), pop);
}

const mathRecorders: Record<string, BuiltinRecorder> = {
  sqrt: mathFunction(Math.sqrt, { op: 'float_ge', bound: 0 }),
  sin: mathFunction(Math.sin),
  cos: mathFunction(Math.cos),
  atan: mathFunction(Math.atan),
  fabs: mathFunction(Math.abs),
};
/** The module `math` is made when it is first imported. */
export function bindModule(space: PypySpace, name: string, w_module: W): void {
  if (name !== 'math') return;
  for (const [attribute, recorder] of Object.entries(mathRecorders)) {
    const w = space.getdictvalue(w_module, attribute);
    const o = w === undefined ? undefined : unwrap(w);
    if (o !== undefined && typeof o === 'object' && o.v instanceof Builtin)
      builtinRecorders.set(o.v.row, recorder);
  }
}

export { guardVersion };
