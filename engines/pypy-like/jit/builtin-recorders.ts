// Builtins that become trace operations instead of calls. Contract of a recorder: it gets references and actual values of the receiver and
// the positional arguments, guards what it takes for granted, and answers the result's reference; undefined, before anything but guards was
// recorded: the call is left to the builtin. Found by the gateway's row, which is the builtin itself, whatever name it is called by.
import type { BuiltinRow } from '../../objspace/gateway.ts';
import { Builtin } from '../../objspace/gateway.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import type { W } from '../../objspace/object.ts';
import { NO_SLOTS, unwrap, W_Object, wrap } from '../object.ts';
import type { Raw } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { Callee, Ins } from './ir.ts';
import { constant } from './ir.ts';
import { methodRecorders } from './direct-builtins.ts';
import { quickCallee } from './direct-residuals.ts';
import {
  BYTES_CONTENT,
  bytesItems,
  ofType,
  payloadObject,
  rangePayload,
  TUPLE_ITEMS,
  tupleItems,
} from './layout.ts';
import { all, any, extend } from './list-builtins.ts';
import { insert, popAt, reverse } from './list-parts.ts';
import { getattr, hasattr } from './named-attributes.ts';
import type { Recorder } from './recorder.ts';
import { fitsStrategy, intoStorage, isFloat, listStorage } from './record-operators.ts';
import { known, newTuple } from './record-values.ts';
import { guardShape, guardVersion, storeAttribute } from './record-attributes.ts';

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
  if (value.type === types.bytes) {
    const content = r.getfield(r.asClass(ref, ofType(types.bytes)), BYTES_CONTENT);
    return r.emit('arraylen', [content], bytesItems);
  }
  const { type } = value;
  const { length } = type.slots;
  if (length === null || ref.kind === 'f' || ref.kind === 'b') return undefined;
  // The slot of a builtin type: its own, or what a class of the program has inherited.
  const owner = type.mro.find((one) => !one.isHeap && one.slots.length !== null);
  if (owner === undefined || owner.slots.length !== length || !MEASURED.has(owner.name)) return undefined;
  const object = guardShape(r, ref, value);
  if (type.isHeap) guardVersion(r, type);
  const run = () => (o: Raw) => unwrap(length(r.space, wrap(o)));
  const isApart = owner.name !== 'list';
  const callee = quickCallee(r.space, `len of ${owner.name}`, run as never, 'i', {
    effect: 'reads',
    isApart,
  });
  return r.emit('call', [r.boxed(object)], callee, 'i');
};
const MEASURED = new Set([
  'bytearray',
  'collections.deque',
  'dict',
  'dict_items',
  'dict_keys',
  'dict_values',
  'frozenset',
  'list',
  'set',
]);

const divmod: BuiltinRecorder = (r, [xRef, yRef], [x, y]) => {
  if (typeof x !== 'number' || typeof y !== 'number' || y === 0) return undefined;
  const [a, b] = [r.asInt(xRef), r.asInt(yRef)];
  r.guard(r.emit('int_ne', [b, r.int(0)]), true);
  return newTuple(r, [r.emit('int_floordiv', [a, b]), r.emit('int_mod', [a, b])]);
};

/** A range whose step is known; the iterator over it needs no object then. */
const range: BuiltinRecorder = (r, args, values) => {
  if (args.length < 1 || args.length > 3 || !values.every((o) => typeof o === 'number')) return undefined;
  const step = args.length === 3 ? (values[2] as number) : 1;
  if (step === 0 || (args.length === 3 && !args[2].isConst)) return undefined;
  const start = args.length === 1 ? r.int(0) : r.asInt(args[0]);
  const stop = r.asInt(args.length === 1 ? args[0] : args[1]);
  const [low, high] = step > 0 ? [start, stop] : [stop, start];
  let span = low.isConst && low.aux === 0 ? high : r.exiting('int_sub_ovf', [high, low]);
  span = r.emit('int_max', [span, r.int(0)]);
  const stride = Math.abs(step);
  if (stride !== 1)
    span = r.emit('int_floordiv', [r.exiting('int_add_ovf', [span, r.int(stride - 1)]), r.int(stride)]);
  const state = r.emit('new', [start, stop, r.int(step), span], rangePayload);
  const fields = [
    constant(r.space.types.range, 'p'),
    state,
    constant(null, 'p'),
    constant(NO_SLOTS, 'p'),
    r.int(0),
  ];
  return r.emit('new', fields, payloadObject);
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

/** `min` and `max` of two numbers, without a branch for ints; an int beside a float is compared as one, which is exact as far as ints are numbers of the host. */
const extreme =
  (isMax: boolean): BuiltinRecorder =>
  (r, args, values) => {
    if (args.length !== 2) return undefined;
    const [a, b] = values;
    if (typeof a === 'number' && typeof b === 'number') {
      return r.emit(isMax ? 'int_max' : 'int_min', [r.asInt(args[0]), r.asInt(args[1])]);
    }
    if (!values.every((o) => typeof o === 'number' || isFloat(r, o))) return undefined;
    const [x, y] = args.map((ref, i) => (typeof values[i] === 'number' ? r.asInt(ref) : r.asFloat(ref)));
    const [p, q] = values.map((o) => (typeof o === 'number' ? o : (o as { v: number }).v));
    const asFloat = (ref: Ins): Ins => (ref.kind === 'i' ? r.emit('int_to_float', [ref]) : ref);
    // The second one is taken only if it is really greater (less).
    const takesSecond = isMax ? q > p : q < p;
    r.guard(r.emit(isMax ? 'float_gt' : 'float_lt', [asFloat(y), asFloat(x)]), takesSecond);
    return takesSecond ? y : x;
  };

const CHECKS = ['__instancecheck__', '__subclasscheck__'];
/** Classes whose metatype has no say in what their instances are. */
function plainClasses(r: Recorder, wanted: Raw): TypeObject[] | undefined {
  const { tuple, type: metatype } = r.space.types;
  if (!(wanted instanceof W_Object)) return undefined;
  const candidates = wanted.type === tuple ? (wanted.v as Raw[]) : [wanted];
  const classes: TypeObject[] = [];
  const metatypes = new Set<TypeObject>();
  for (const one of candidates) {
    if (!(one instanceof W_Object) || !(one.v instanceof TypeObject)) return undefined;
    if (one.type !== metatype) {
      if (CHECKS.some((name) => one.type.lookup(name) !== metatype.lookup(name))) return undefined;
      metatypes.add(one.type);
    }
    classes.push(one.v);
  }
  for (const type of metatypes) guardVersion(r, type);
  return classes;
}
const isinstance: BuiltinRecorder = (r, [ref, classRef], [value, wanted]) => {
  const classes = plainClasses(r, wanted);
  if (classes === undefined) return undefined;
  const type = r.space.typeOf(value);
  // A class may claim another with `__class__`.
  if (type.isHeap && type.lookup('__class__') !== r.space.types.object.lookup('__class__')) return undefined;
  if (!classRef.isConst) {
    if ((wanted as W_Object).type === r.space.types.tuple) return undefined;
    r.asConstant(classRef, wanted, 'p');
  }
  if (r.isManyShaped && (ref.kind === 'w' || ref.kind === 'p')) {
    const answer = r.emit('call', [ref], instanceTest(r.space, wanted as W_Object, classes), 'i');
    r.guard(r.emit('int_ge', [answer, r.int(0)]), true);
    return r.emit('int_ne', [answer, r.int(0)]);
  }
  if (ref.kind === 'w' || ref.kind === 'p') guardShape(r, ref, value);
  return constant(
    classes.some((one) => type.isSubtype(one)),
    'b',
  );
};
const instanceTests = new WeakMap<W_Object, Callee>();
/** Whether a value is of these classes, found out at run time: 1, 0, or -1 where its class has a say. */
function instanceTest(space: PypySpace, wanted: W_Object, classes: readonly TypeObject[]): Callee {
  let callee = instanceTests.get(wanted);
  if (callee === undefined) {
    const { object } = space.types;
    const run = (o: Raw): number => {
      const type = space.typeOf(o);
      for (let i = 0; i < classes.length; i++) if (type.isSubtype(classes[i])) return 1;
      return type.isHeap && type.lookup('__class__') !== object.lookup('__class__') ? -1 : 0;
    };
    callee = {
      name: 'is instance',
      run: run as Callee['run'],
      result: 'i',
      effect: 'reads',
      isApart: true,
      raises: false,
    };
    instanceTests.set(wanted, callee);
  }
  return callee;
}
const issubclass: BuiltinRecorder = (r, [ref, classRef], [value, wanted]) => {
  const classes = plainClasses(r, wanted);
  if (classes === undefined || !(value instanceof W_Object) || !(value.v instanceof TypeObject))
    return undefined;
  if (!classRef.isConst) {
    if ((wanted as W_Object).type === r.space.types.tuple) return undefined;
    r.asConstant(classRef, wanted, 'p');
  }
  r.asConstant(ref, value, 'p');
  if (value.v.isHeap) guardVersion(r, value.v);
  const type = value.v;
  return constant(
    classes.some((one) => type.isSubtype(one)),
    'b',
  );
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

typeRecorders.set('range', range);
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
  const { space } = r;
  if (r.isManyShaped && (args[0].kind === 'w' || args[0].kind === 'p')) {
    const run = () => (o: Raw) => space.typeOf(o).w_self;
    const callee = quickCallee(space, 'type of', run as never, 'p', { effect: 'reads', isApart: true });
    return r.emit('call', [args[0]], callee, 'p');
  }
  guardShape(r, args[0], value);
  return known(space.typeOf(value).w_self as unknown as Raw);
});

/** Ties recorders to the rows of this space. */
/** `object.__setattr__`, as dataclasses that are frozen set their fields by. */
const setattr =
  (space: PypySpace): BuiltinRecorder =>
  (r, args, values) => {
    const [owner, name, stored] = values;
    if (values.length !== 3 || !args[1].isConst || typeof name !== 'string') return undefined;
    if (!(owner instanceof W_Object) || owner.type.layout !== space.types.object.layout) return undefined;
    return storeAttribute(r, args[0], owner, name, args[2], stored) ? known(unwrap(space.w_None)) : undefined;
  };

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
    divmod,
    isinstance,
    issubclass,
    getattr,
    hasattr,
    ord,
    chr,
    any,
    all,
  })) {
    bind(space.builtin(name), recorder);
  }
  for (const [type, name, recorder] of methodRecorders) bind(space.types[type].lookup(name), recorder);
  bind(space.types.list.lookup('append'), append);
  bind(space.types.list.lookup('extend'), extend);
  bind(space.types.object.lookup('__setattr__'), setattr(space));
  bind(space.types.list.lookup('pop'), (r, args, values) => pop(r, args, values) ?? popAt(r, args, values));
  bind(space.types.list.lookup('insert'), insert);
  bind(space.types.list.lookup('reverse'), reverse);
}

const mathRecorders: Record<string, BuiltinRecorder> = {
  sqrt: mathFunction(Math.sqrt, { op: 'float_ge', bound: 0 }),
  sin: mathFunction(Math.sin),
  cos: mathFunction(Math.cos),
  atan: mathFunction(Math.atan),
  fabs: mathFunction(Math.abs),
};
/** The recorder of a builtin; `values`: the receiver and the arguments. */
export function recorderOf(builtin: Builtin): BuiltinRecorder | undefined {
  const known = builtinRecorders.get(builtin.row);
  if (known !== undefined || builtin.moduleName === null) return known;
  const own =
    builtin.moduleName === 'math'
      ? (mathRecorders[builtin.row.name] as BuiltinRecorder | undefined)
      : undefined;
  return own ?? ofFloats(builtin);
}

/** Functions that are declared as pure ones of floats get them, and answer them, without a box. */
function ofFloats(builtin: Builtin): BuiltinRecorder | undefined {
  const { row, parameters, moduleName } = builtin;
  if (row.kind !== 'leaf' || row.effect !== 'pure' || (row.result !== 'float' && row.result !== 'bool'))
    return undefined;
  if (moduleName !== 'math' || parameters.length === 0) return undefined;
  if (
    !parameters.every(
      (p) => p.unwrap === 'float' && p.default === undefined && p.kind.startsWith('positional'),
    )
  )
    return undefined;
  return (r, args, values) => {
    if (args.length !== parameters.length) return undefined;
    if (!values.every((o) => typeof o === 'number' || isFloat(r, o))) return undefined;
    const floats = args.map((ref, i) => asFloat(r, ref, values[i])!);
    const { space } = r;
    const name = `${moduleName}.${row.name}`;
    const run = () => (x: number, y: number) => row.run(space, x, y) as unknown;
    const kind = row.result === 'float' ? 'f' : 'b';
    const callee: Callee = {
      ...quickCallee(space, name, run as never, kind, { effect: 'pure' }),
      raises: true,
    };
    return r.call(callee, floats);
  };
}

export { guardVersion };
