// @inline-constants-from ../../frontend/opcodes.ts Op
// Record functions of calls and returns. A call of a Python function is followed into its frame, of a class into its `__init__`; builtins with a
// recorder (builtin-recorders.ts) become trace operations, other leaf builtins calls with the effect that their row declares.
import { CodeFlag } from '../../frontend/code-object.ts';
import { Op } from '../../frontend/opcodes.ts';
import { Builtin } from '../../objspace/gateway.ts';
import { BoundBuiltin } from '../../objspace/types/descriptors.ts';
import type { FunctionPayload, MethodPayload } from '../../objspace/types/function.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import { prepared } from '../code.ts';
import { newBody } from '../frame.ts';
import type { Code } from '../code.ts';
import { rootMap } from '../map.ts';
import * as lists from '../list-strategy.ts';
import { unwrap, W_Object } from '../object.ts';
import type { Raw } from '../object.ts';
import { recorderOf, typeRecorders } from './builtin-recorders.ts';
import { consumeGenerator } from './consumers.ts';
import { callDirectly, callNamed, callType, callTypeNested } from './direct-builtins.ts';
import { MOST_ARGUMENTS } from './dynamic-call.ts';
import { constant } from './ir.ts';
import type { Callee, Ins } from './ir.ts';
import {
  BOUND_DESCRIPTOR,
  BOUND_SELF,
  closureCells,
  FUNCTION_CLOSURE,
  instanceObject,
  METHOD_FUNCTION,
  METHOD_SELF,
  ofType,
  PAYLOAD,
  slotItems,
  TUPLE_ITEMS,
  tupleItems,
} from './layout.ts';
import { bindLocals, guardFunction, namesIn, valuesByName } from './record-arguments.ts';
import { guardVersion } from './record-attributes.ts';
import { hasPlainInit, isPlainException, newException } from './record-exceptions.ts';
import { listStorage, operatorMethods } from './record-operators.ts';
import { exceptions, NULL } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { define, newCell } from './record-values.ts';
import { callNested, residual } from './residual.ts';
import type { FrameEntry } from './snapshot.ts';

define(Op.CALL, (r, arg) => {
  const { space } = r;
  const place = r.depth - arg - 2;
  let callee = r.value(arg + 1);
  let calleeRef = r.peek(arg + 1);
  let selfRef = r.peek(arg);
  let hasSelf = (r.value(arg) as Raw | null) !== null;
  let self = hasSelf ? r.value(arg) : null;
  if (typeof callee !== 'object') return r.abort('exception', 'a call of what is not callable');
  if (callee.type === space.types.method && !hasSelf) {
    const method = callee.v as MethodPayload;
    const state = r.getfield(r.asClass(calleeRef, ofType(space.types.method)), PAYLOAD);
    calleeRef = r.getfield(state, METHOD_FUNCTION);
    selfRef = r.getfield(state, METHOD_SELF);
    self = method.w_self as unknown as Raw;
    callee = method.w_function as unknown as W_Object;
    hasSelf = true;
  }
  if (!hasSelf) {
    const bound = boundBuiltin(r, calleeRef, callee as W_Object);
    if (bound !== null) {
      ({ callee, calleeRef, self, selfRef } = bound);
      hasSelf = true;
    }
  }
  const args: Ins[] = hasSelf ? [selfRef] : [];
  for (let n = arg - 1; n >= 0; n--) args.push(r.peek(n));
  if (callee.type === space.types.function) {
    const base = r.f.shared ? (hasSelf ? place + 1 : place + 2) : -1;
    return callPython(r, callee as W_Object, calleeRef, args, [], place, base);
  }
  if (callee.v instanceof Builtin) {
    const { row } = callee.v;
    const recorder = recorderOf(callee.v);
    if (!calleeRef.isConst && r.isPolymorphic) return residual(r, arg, { effect: 'any' });
    guardBuiltin(r, calleeRef, callee as W_Object);
    const values = (self === null ? [] : [self]).concat(
      Array.from({ length: arg }, (_, i) => r.value(arg - 1 - i)),
    );
    if (consumeGenerator(r, callee, calleeRef, args, values, place)) return;
    if (recorder !== undefined) {
      const result = recorder(r, args, values);
      if (result !== undefined) {
        r.pop(arg + 2);
        return r.push(result);
      }
    }
    if (FRAME_BUILTINS.has(row.name)) return r.abort('frame-kind', `${row.name} looks at frames`);
    const result = callDirectly(r, callee, callee.v, args, values);
    r.pop(arg + 2);
    return r.push(result);
  }
  if (!hasSelf && callMetaclass(r, callee, calleeRef, args, [], place)) return;
  if (isPlainClass(r, callee) && !hasSelf) {
    const type = callee.v;
    const recorder = typeRecorders.get(type.isHeap ? '' : type.name);
    if (recorder !== undefined) {
      r.asConstant(calleeRef, callee, 'p');
      const values = Array.from({ length: arg }, (_, i) => r.value(arg - 1 - i));
      const result = recorder(r, args, values);
      if (result !== undefined) {
        r.pop(arg + 2);
        return r.push(result);
      }
    }
    if (!type.isHeap && isPlainException(space, type) && instantiate(r, type, calleeRef, args, place)) return;
    if (!type.isHeap && arg === 1 && consumeGenerator(r, callee, calleeRef, args, [r.value()], place)) return;
    const made = type.isHeap ? undefined : callBuiltinType(r, type, calleeRef, callee, arg);
    if (made !== undefined) {
      r.pop(arg + 2);
      return r.push(made);
    }
    if (instantiate(r, type, calleeRef, args, place)) return;
    if (!type.isHeap && calleeRef.isConst && type.name !== 'super') {
      const answer = callTypeNested(r, callee, type, args);
      r.pop(arg + 2);
      return r.push(answer);
    }
    return residual(r, arg, { effect: 'any' });
  }
  if (!hasSelf && operatorMethods.call(r, calleeRef, callee, args, place)) return;
  residual(r, arg, { effect: 'any' });
});

/** A class that is called as `type` says. */
const isPlainClass = (r: Recorder, callee: Raw): callee is W_Object & { readonly v: TypeObject } =>
  callee instanceof W_Object &&
  callee.v instanceof TypeObject &&
  callee.type.slots.call === r.space.types.type.slots.call;

/** A class whose metaclass has a `__call__` in Python, as that of enums. */
function callMetaclass(
  r: Recorder,
  callee: Raw,
  calleeRef: Ins,
  args: readonly Ins[],
  names: readonly string[],
  place: number,
): boolean {
  if (!(callee instanceof W_Object) || !(callee.v instanceof TypeObject)) return false;
  if (!callee.type.isHeap || isPlainClass(r, callee)) return false;
  const w_call = callee.type.lookup('__call__');
  if (w_call === undefined || r.space.type(w_call) !== r.space.types.function) return false;
  r.asConstant(calleeRef, callee, 'p');
  guardVersion(r, callee.type);
  const func = unwrap(w_call) as W_Object;
  callPython(r, func, constant(func, 'p'), [constant(callee, 'p'), ...args], names, place, -1);
  return true;
}

/** A bound method of a builtin type, another object each time, taken apart; null: none, or not to be. */
function boundBuiltin(
  r: Recorder,
  ref: Ins,
  callee: W_Object,
): { callee: W_Object; calleeRef: Ins; self: Raw; selfRef: Ins } | null {
  if (!(callee.v instanceof BoundBuiltin) || ref.isConst || callee.type.isHeap) return null;
  const { method, w_self, owner, w_descr } = callee.v;
  if (w_self === null || owner !== null || w_descr === null) return null;
  const descr = unwrap(w_descr) as W_Object;
  if (descr.v !== method) return null;
  const state = r.getfield(r.asClass(ref, ofType(callee.type)), PAYLOAD);
  r.asConstant(r.getfield(state, BOUND_DESCRIPTOR), w_descr, 'p');
  const selfRef = r.getfield(state, BOUND_SELF);
  return { callee: descr, calleeRef: constant(w_descr, 'p'), self: w_self as unknown as Raw, selfRef };
}

/** The callee is this builtin; a class method bound to a class, another object each time, is so by what it is bound of and to. */
function guardBuiltin(r: Recorder, ref: Ins, callee: W_Object): void {
  if (ref.isConst) return;
  const { v } = callee;
  if (!(v instanceof BoundBuiltin) || v.owner === null || v.w_descr === null || callee.type.isHeap) {
    r.asConstant(ref, callee, 'p');
    return;
  }
  const state = r.getfield(r.asClass(ref, ofType(callee.type)), PAYLOAD);
  r.asConstant(r.getfield(state, BOUND_DESCRIPTOR), v.w_descr, 'p');
  r.asConstant(r.getfield(state, BOUND_SELF), v.w_self, 'w');
}

function callBuiltinType(
  r: Recorder,
  type: TypeObject,
  calleeRef: Ins,
  callee: Raw,
  count: number,
): Ins | undefined {
  if (!calleeRef.isConst) return undefined;
  const values = Array.from({ length: count }, (_, i) => r.value(count - 1 - i));
  return callType(r, callee, type, count, values);
}

/** A call of a Python function with these arguments, the last ones by name; `base`: where the positional ones lie already. */
function callPython(
  r: Recorder,
  func: W_Object,
  calleeRef: Ins,
  args: readonly Ins[],
  names: readonly string[],
  place: number,
  base: number,
): void {
  if (names.length === 0 && callDynamic(r, calleeRef, func, args, place)) return;
  const code = prepared(r.space, (func.v as FunctionPayload).w_code);
  let ref: Ins;
  let locals = args;
  if (names.length === 0 && code.isSimple && code.argcount === args.length)
    ref = guardFunction(r, calleeRef, func);
  else {
    ({ ref, locals } = bindLocals(r, code, calleeRef, func, args, names));
    base = -1;
  }
  if (code.isGenerator) {
    if ((code.flags & CodeFlag.GENERATOR) === 0) return r.abort('frame-kind', 'a coroutine');
    return makeGenerator(r, code, ref, locals, place);
  }
  if (isCalled(r, code)) return callFunction(r, code, func, ref, locals, place);
  r.enter(code, { how: 'call', values: [ref], place, base }, locals, r.pc + 2);
}

exceptions.callExit = (r, func, ref, args) => callPython(r, func, ref, args, [], r.depth, -1);

/** A generator, its body in front of the first instruction behind RETURN_GENERATOR. */
function makeGenerator(r: Recorder, code: Code, func: Ins, locals: readonly Ins[], place: number): void {
  const { space } = r;
  r.emit('guard_depth', [], r.frames.length, undefined, r.snapshot());
  const run = (w_func: W_Object, ...given: (Raw | null)[]): Raw => {
    const payload = w_func.v as FunctionPayload;
    return unwrap(space.newgenerator(newBody(space, code, w_func, given), payload.name, payload.qualname));
  };
  const callee: Callee = {
    name: `new generator ${code.source.name}`,
    run: run as unknown as Callee['run'],
    result: 'p',
    effect: 'reads',
    isApart: true,
    raises: false,
  };
  const made = r.emit(
    'call',
    [func, ...locals].map((ref) => r.boxed(ref)),
    callee,
    'p',
  );
  r.pop(r.depth - place);
  r.waitsFor = r.f;
  r.postponed = () => r.push(made);
}

/** The callee is another function each time. */
function callDynamic(r: Recorder, ref: Ins, func: W_Object, args: readonly Ins[], place: number): boolean {
  const isLookedUp = ref.op === 'call' && (ref.aux as Callee).name.startsWith('attribute ');
  if (ref.isConst || (!isLookedUp && !r.isPolymorphic)) return false;
  if (args.length >= MOST_ARGUMENTS) return false;
  const unit = r.units.dynamicUnit(r.f.code, r.pc, args.length);
  const { canCall } = unit;
  if (!(canCall.run as unknown as (func: Raw) => boolean)(func)) return false;
  r.guard(r.emit('call', [ref], canCall, 'b'), true);
  r.callUnit(unit, ref, args, place);
  return true;
}

/** Builtins that look at the frames of their callers, which compiled code has not made. */
const FRAME_BUILTINS = new Set([
  'locals',
  'globals',
  'vars',
  'dir',
  'eval',
  'exec',
  '__import__',
  '_getframe',
  '_getframemodulename',
  'currentframe',
  'warn',
  'warn_explicit',
  'settrace',
  'setprofile',
  'setrecursionlimit',
  'breakpoint',
  'getrefcount',
  'collect',
  'enable',
  'disable',
]);

/** Frames of one function within one another that are followed. */
const UNROLLED = 1;
/** Of a function with calls that is followed: twice the number of its instructions. */
const LONGEST = 160;
/** The same of one that is followed wherever it is called, in a trace of fewer operations than these: a call of it would cost more than what it does. */
const SHORT = 60;
const STILL_SHORT = 500;

/** A call is not followed: of a function with a loop, of one that is in the trace already, or where the trace has got long or deep. */
export function isCalled(r: Recorder, code: Code): boolean {
  if (code.hasLoops || r.frames.length > r.params.inline_depth || r.ins.length > r.params.inline_limit)
    return true;
  const isShort = code.original.length <= SHORT && r.ins.length < STILL_SHORT;
  // What calls others itself is a unit of its own, but for the first that a trace meets: each function within one another multiplies the ways
  // through all of them.
  if (code.hasCalls && !isShort && (r.from !== null || r.frames.length > 1 || code.original.length > LONGEST))
    return true;
  let same = 0;
  for (const frame of r.frames) if (frame.code === code) same++;
  return same >= UNROLLED;
}

/** Calls the function's own unit, with the prologue of the function (cells) done here. */
export function callFunction(
  r: Recorder,
  code: Code,
  func: W_Object,
  functionRef: Ins,
  args: readonly Ins[],
  place: number,
  entry?: FrameEntry,
): void {
  const { w_globals } = func.v as FunctionPayload;
  const unit = r.units.functionUnit(code, w_globals as unknown as W_Object);
  if (unit === null) {
    if (entry !== undefined && entry.how !== 'call')
      return r.abort('call-not-recorded', `${code.source.qualname} is not compiled`);
    return void callNested(r, functionRef, args, place);
  }
  const locals: (Ins | undefined)[] = [...args];
  for (let i = 0; i < code.prologue; i += 2) {
    const at = code.original[i + 1];
    if (code.original[i] === Op.MAKE_CELL) locals[at] = newCell(r, locals[at] ?? NULL);
    else if (code.original[i] === Op.COPY_FREE_VARS) {
      const closure = r.getfield(r.getfield(functionRef, PAYLOAD), FUNCTION_CLOSURE);
      const first = code.localCount - at;
      for (let k = 0; k < at; k++) locals[first + k] = r.getitem(closure, r.int(k), closureCells);
    }
  }
  r.callUnit(
    unit,
    functionRef,
    locals.filter((local) => local !== undefined),
    place,
    entry,
    code,
  );
}

define(Op.CALL_KW, (r, arg) => {
  const { space } = r;
  const place = r.depth - arg - 3;
  let callee = r.value(arg + 2);
  let calleeRef = r.peek(arg + 2);
  let selfRef = r.peek(arg + 1);
  let hasSelf = (r.value(arg + 1) as Raw | null) !== null;
  if (typeof callee !== 'object') return r.abort('exception', 'a call of what is not callable');
  if (callee.type === space.types.method && !hasSelf) {
    const state = r.getfield(r.asClass(calleeRef, ofType(space.types.method)), PAYLOAD);
    calleeRef = r.getfield(state, METHOD_FUNCTION);
    selfRef = r.getfield(state, METHOD_SELF);
    callee = (callee.v as MethodPayload).w_function as unknown as W_Object;
    hasSelf = true;
  }
  const args: Ins[] = hasSelf ? [selfRef] : [];
  for (let n = arg; n >= 1; n--) args.push(r.peek(n));
  const names = ((r.value() as W_Object).v as Raw[]).map(String);
  if (callee.type === space.types.function)
    return callPython(r, callee as W_Object, calleeRef, args, names, place, -1);
  if (callee.v instanceof Builtin && !FRAME_BUILTINS.has(callee.v.row.name)) {
    const values = Array.from({ length: arg }, (_, i) => r.value(arg - i));
    if (hasSelf) values.unshift(r.value(arg + 1));
    if (consumeGenerator(r, callee, calleeRef, args, values, place, names)) return;
    guardBuiltin(r, calleeRef, callee as W_Object);
    const result = callNamed(r, callee.v, args, values, names);
    if (result !== undefined) {
      r.pop(arg + 3);
      return r.push(result);
    }
  }
  if (!hasSelf && callMetaclass(r, callee, calleeRef, args, names, place)) return;
  if (isPlainClass(r, callee) && !hasSelf && instantiate(r, callee.v, calleeRef, args, place, names)) return;
  residual(r, arg, { effect: 'any' });
});

/** `f(*args, **kwargs)`: the arguments are taken out of a tuple or list whose length is guarded, and of a dict whose keys are. */
define(Op.CALL_FUNCTION_EX, (r, arg) => {
  const { space } = r;
  const { types } = space;
  const place = r.depth - 4;
  const given = r.value(1);
  const kwargs = r.value(0) as Raw | null;
  const callee = r.value(3);
  if (typeof callee !== 'object' || (r.value(2) as Raw | null) !== null || typeof given !== 'object')
    return residual(r, arg, { effect: 'any' });
  const isList = given.type === types.list;
  if ((!isList && given.type !== types.tuple) || (given.v as Raw[]).length > MOST_SPREAD)
    return residual(r, arg, { effect: 'any' });
  const { type } = callee;
  const isMethod = type === types.method;
  const target = isMethod ? ((callee.v as MethodPayload).w_function as unknown as Raw) : callee;
  const isFunction = typeof target === 'object' && target.type === types.function;
  const isClass = isPlainClass(r, callee) && callee.v.isHeap;
  const isBuiltin = callee.v instanceof Builtin && kwargs === null;
  if (!isFunction && !isClass && !isBuiltin) return residual(r, arg, { effect: 'any' });
  const names = kwargs === null ? [] : namesIn(space, kwargs);
  if (names === null) return residual(r, arg, { effect: 'any' });
  const { args, values } = isList ? itemsOfList(r, r.peek(1), given) : itemsOfTuple(r, r.peek(1), given);
  if (kwargs !== null) args.push(...valuesByName(r, r.asClass(r.peek(0), ofType(types.dict)), names));
  let calleeRef = r.peek(3);
  if (isMethod) {
    const state = r.getfield(r.asClass(calleeRef, ofType(types.method)), PAYLOAD);
    calleeRef = r.getfield(state, METHOD_FUNCTION);
    args.unshift(r.getfield(state, METHOD_SELF));
  }
  if (isFunction) return callPython(r, target as W_Object, calleeRef, args, names, place, -1);
  if (isClass) {
    if (instantiate(r, callee.v as TypeObject, calleeRef, args, place, names)) return;
    return residual(r, arg, { effect: 'any' });
  }
  let builtin = callee.v as Builtin;
  if (FRAME_BUILTINS.has(builtin.row.name))
    return r.abort('frame-kind', `${builtin.row.name} looks at frames`);
  let called = callee as W_Object;
  let all = values;
  const bound = boundBuiltin(r, calleeRef, called);
  if (bound !== null) {
    ({ callee: called, calleeRef } = bound);
    builtin = called.v as Builtin;
    args.unshift(bound.selfRef);
    all = [bound.self, ...values];
  }
  if (!calleeRef.isConst && r.isPolymorphic) return residual(r, arg, { effect: 'any' });
  guardBuiltin(r, calleeRef, called);
  const result = recorderOf(builtin)?.(r, args, all) ?? callDirectly(r, called, builtin, args, all);
  r.pop(4);
  r.push(result);
});
/** Arguments of a spread tuple or list, whose length is guarded. */
interface Spread {
  readonly args: Ins[];
  readonly values: readonly Raw[];
}
function itemsOfTuple(r: Recorder, ref: Ins, { v }: { readonly v: unknown }): Spread {
  const items = r.getfield(r.asClass(ref, ofType(r.space.types.tuple)), TUPLE_ITEMS);
  const values = v as Raw[];
  r.guardInt(r.emit('arraylen', [items], tupleItems), values.length);
  return { args: values.map((_, i) => r.getitem(items, r.int(i), tupleItems)), values };
}
function itemsOfList(r: Recorder, ref: Ins, o: Raw): Spread {
  const list = o as W_Object;
  const { storage, kind } = listStorage(r, ref, list);
  const values = lists.items(list);
  if (list.strategy === 0) return { args: [], values };
  r.guardInt(r.emit('arraylen', [storage], kind), values.length);
  return { args: values.map((_, i) => r.boxed(r.getitem(storage, r.int(i), kind))), values };
}
/** More arguments than this are left to the interpreter's body. */
const MOST_SPREAD = 12;

function newInstance(r: Recorder, type: TypeObject): Ins {
  const map = rootMap(type);
  const slots: Ins[] = [];
  if (map !== null) for (let i = 0; i < map.size; i++) slots.push(constant(undefined, 'w'));
  const fields = [constant(type, 'p'), constant(null, 'p'), constant(map, 'p')];
  return r.emit('new', [...fields, r.emit('newarray', slots, slotItems), r.int(0)], instanceObject);
}

/** A class whose instances `object.__new__` makes, or `BaseException.__new__`, and whose `__init__` takes exactly these arguments. */
function instantiate(
  r: Recorder,
  type: TypeObject,
  calleeRef: Ins,
  args: readonly Ins[],
  place: number,
  names: readonly string[] = [],
): boolean {
  const { space } = r;
  const { object, function: functionType } = space.types;
  const isException = isPlainException(space, type);
  if (isException && hasPlainInit(space, type) && names.length === 0) {
    r.asConstant(calleeRef, type.w_self, 'p');
    const made = newException(r, type, args);
    r.pop(r.depth - place);
    r.push(made);
    return true;
  }
  if (!type.isHeap || type.isAbstract || type.slots.finalize !== null) return false;
  if (!isException && type.slots.new !== object.slots.new) return false;
  if (!isException && type.layout !== object.layout && type.slotCount === 0) return false;
  const w_init = type.lookup('__init__');
  if (w_init === undefined) return false;
  const init = unwrap(w_init) as W_Object;
  if (init.type !== functionType) return false;
  const payload = init.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  if (code.isGenerator) return false;
  const isPlain = names.length === 0 && code.isSimple && code.argcount === args.length + 1;
  r.asConstant(calleeRef, type.w_self, 'p');
  guardVersion(r, type);
  const positional = args.slice(0, args.length - names.length);
  const instance = isException ? newException(r, type, positional) : newInstance(r, type);
  const base = r.f.shared && isPlain ? place + 1 : -1;
  const ref = constant(init, 'p');
  const given = [instance, ...args];
  const locals = isPlain ? given : bindLocals(r, code, ref, init, given, names).locals;
  const entry: FrameEntry = { how: 'init', values: [ref, instance], place, base };
  if (isCalled(r, code)) callFunction(r, code, init, ref, locals, place, { ...entry, base: -1 });
  else r.enter(code, entry, locals, r.pc + 2);
  return true;
}

define(Op.RETURN_VALUE, (r) => r.leave(r.peek()));

export { NULL };
