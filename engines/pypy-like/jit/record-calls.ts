// @inline-constants-from ../../frontend/opcodes.ts Op
// Record functions of calls and returns. A call of a Python function is followed into its frame, of a class into its `__init__`; builtins with a
// recorder (builtin-recorders.ts) become trace operations, other leaf builtins calls with the effect that their row declares.
import { Op } from '../../frontend/opcodes.ts';
import { Builtin } from '../../objspace/gateway.ts';
import type { FunctionPayload, MethodPayload } from '../../objspace/types/function.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import { prepared } from '../code.ts';
import type { Code } from '../code.ts';
import { append as appendItem } from '../list-strategy.ts';
import { rootMap } from '../map.ts';
import { unwrap, W_Object, wrap } from '../object.ts';
import type { Raw } from '../object.ts';
import { builtinRecorders, recordAppend, typeRecorders } from './builtin-recorders.ts';
import { callDirectly, callType } from './direct-builtins.ts';
import { constant } from './ir.ts';
import type { Callee, Ins } from './ir.ts';
import {
  closureCells,
  FUNCTION_CLOSURE,
  FUNCTION_CODE,
  FUNCTION_GLOBALS,
  FUNCTION_VERSION,
  instanceObject,
  METHOD_FUNCTION,
  METHOD_SELF,
  ofType,
  PAYLOAD,
  slotItems,
} from './layout.ts';
import { guardVersion } from './record-attributes.ts';
import { operatorMethods } from './record-operators.ts';
import { NULL } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { define, known, newCell } from './record-values.ts';
import { callNested, residual } from './residual.ts';
import type { FrameEntry } from './snapshot.ts';

/** Guards that the callee has this code and these globals; the function itself may be another each time. */
function guardFunction(r: Recorder, ref: Ins, func: W_Object): Ins {
  const payload = func.v as FunctionPayload;
  if (ref.isConst) {
    const state = constant(payload, 'p');
    r.asConstant(r.getfield(state, FUNCTION_CODE), payload.w_code, 'p', true);
    return ref;
  }
  const object = r.asClass(ref, ofType(r.space.types.function));
  const state = r.getfield(object, PAYLOAD);
  r.asConstant(r.getfield(state, FUNCTION_CODE), payload.w_code, 'p');
  r.asConstant(r.getfield(state, FUNCTION_GLOBALS), payload.w_globals, 'p');
  return object;
}

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
  const args: Ins[] = hasSelf ? [selfRef] : [];
  for (let n = arg - 1; n >= 0; n--) args.push(r.peek(n));
  if (callee.type === space.types.function) {
    const func = callee as W_Object;
    if (callDynamic(r, calleeRef, func, args, place)) return;
    const code = prepared(space, (func.v as FunctionPayload).w_code);
    if (code.isGenerator) {
      return void callNested(r, guardFunction(r, calleeRef, func), args, place);
    }
    if (!code.isSimple || code.argcount !== args.length)
      return enterBound(r, code, calleeRef, func, args, [], place);
    const functionRef = guardFunction(r, calleeRef, func);
    if (isCalled(r, code)) return callFunction(r, code, func, functionRef, args, place);
    const base = r.f.shared ? (hasSelf ? place + 1 : place + 2) : -1;
    return r.enter(code, { how: 'call', values: [functionRef], place, base }, args, r.pc + 2);
  }
  if (callee.v instanceof Builtin) {
    const { row } = callee.v;
    const recorder = builtinRecorders.get(row);
    if (!calleeRef.isConst) r.asConstant(calleeRef, callee, 'p');
    const values = (self === null ? [] : [self]).concat(
      Array.from({ length: arg }, (_, i) => r.value(arg - 1 - i)),
    );
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
  if (
    callee instanceof W_Object &&
    callee.v instanceof TypeObject &&
    callee.type === space.types.type &&
    !hasSelf
  ) {
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
    const made = type.isHeap ? undefined : callBuiltinType(r, type, calleeRef, callee, arg);
    if (made !== undefined) {
      r.pop(arg + 2);
      return r.push(made);
    }
    if (instantiate(r, type, calleeRef, args, place)) return;
    return residual(r, arg, { effect: 'any' });
  }
  if (!hasSelf && operatorMethods.call(r, calleeRef, callee, args, place)) return;
  residual(r, arg, { effect: 'any' });
});

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

/** A call with keywords, or one that leaves defaults: the function itself is guarded. */
function enterBound(
  r: Recorder,
  code: Code,
  calleeRef: Ins,
  func: W_Object,
  args: readonly Ins[],
  names: readonly string[],
  place: number,
): void {
  const { source } = code;
  const payload = func.v as FunctionPayload;
  const positional = args.length - names.length;
  if (!code.isSimple || args.length > code.argcount || code.isGenerator) {
    return r.abort('call-not-recorded', 'star or keyword-only arguments');
  }
  const locals: (Ins | undefined)[] = args.slice(0, positional);
  names.forEach((name, i) => {
    const at = source.localsplusnames.indexOf(name);
    if (at < source.posonlyargcount || at >= code.argcount || locals[at] !== undefined) {
      return r.abort('exception', 'arguments that do not fit');
    }
    locals[at] = args[positional + i];
  });
  const defaults = payload.defaults_w ?? [];
  const firstDefault = code.argcount - defaults.length;
  for (let i = 0; i < code.argcount; i++) {
    if (locals[i] !== undefined) continue;
    if (i < firstDefault) return r.abort('exception', 'an argument is missing');
    locals[i] = known(unwrap(defaults[i - firstDefault]));
  }
  if (!calleeRef.isConst) r.asConstant(calleeRef, func, 'p');
  r.guardInt(r.getfield(constant(payload, 'p'), FUNCTION_VERSION), payload.version, true);
  if (isCalled(r, code)) return callFunction(r, code, func, constant(func, 'p'), locals as Ins[], place);
  r.enter(code, { how: 'call', values: [constant(func, 'p')], place, base: -1 }, locals as Ins[], r.pc + 2);
}

/** The callee is another function each time. */
function callDynamic(r: Recorder, ref: Ins, func: W_Object, args: readonly Ins[], place: number): boolean {
  const isLookedUp = ref.op === 'call' && (ref.aux as Callee).name.startsWith('attribute ');
  if (ref.isConst || (!isLookedUp && !r.isPolymorphic)) return false;
  const { canCall, dynamic } = r.units;
  if (!(canCall.run as unknown as (func: Raw, count: number) => boolean)(func, args.length)) return false;
  r.guard(r.emit('call', [ref, r.int(args.length)], canCall, 'b'), true);
  r.callUnit(dynamic, ref, args, place);
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

/** A call is not followed: of a function with a loop, of one that is in the trace already, or where the trace has got long or deep. */
export function isCalled(r: Recorder, code: Code): boolean {
  if (code.hasLoops || r.frames.length > r.params.inline_depth || r.ins.length > r.params.inline_limit)
    return true;
  // What calls others itself is a unit of its own, but for the first that a trace meets: each function within one another multiplies the ways
  // through all of them.
  if (code.hasCalls && (r.from !== null || r.frames.length > 1 || code.original.length > LONGEST))
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
  if (callee.type !== space.types.function) return residual(r, arg, { effect: 'any' });
  const args: Ins[] = hasSelf ? [selfRef] : [];
  for (let n = arg; n >= 1; n--) args.push(r.peek(n));
  const names = ((r.value() as W_Object).v as Raw[]).map(String);
  const code = prepared(space, ((callee as W_Object).v as FunctionPayload).w_code);
  enterBound(r, code, calleeRef, callee as W_Object, args, names, place);
});

// --- containers that comprehensions fill

define(Op.LIST_APPEND, (r, arg) => {
  const args = [r.peek(arg), r.peek()];
  if (recordAppend(r, args, [r.value(arg), r.value()]) === undefined) {
    callBuiltin(r, 'append', (list, item) => appendItem(list as W_Object, item), args);
  }
  r.pop();
});
define(Op.SET_ADD, (r, arg) => {
  const { space } = r;
  callBuiltin(r, 'add', (set, item) => void space.setadd(wrap(set), wrap(item)), [r.peek(arg), r.peek()]);
  r.pop();
});
define(Op.MAP_ADD, (r, arg) => {
  const { space } = r;
  const args = [r.peek(arg + 1), r.peek(1), r.peek()];
  callBuiltin(r, 'set item', (dict, key, value) => space.dictset(wrap(dict), wrap(key), wrap(value)), args);
  r.pop(2);
});
function callBuiltin(r: Recorder, name: string, run: (...args: Raw[]) => void, args: readonly Ins[]): void {
  const callee: Callee = { name, run: run as Callee['run'], result: '-', effect: 'any', raises: true };
  r.call(
    callee,
    args.map((ref) => r.boxed(ref)),
  );
}

/** A class whose instances `object.__new__` makes, and whose `__init__` takes exactly these arguments. */
function instantiate(
  r: Recorder,
  type: TypeObject,
  calleeRef: Ins,
  args: readonly Ins[],
  place: number,
): boolean {
  const { space } = r;
  const { object, function: functionType } = space.types;
  if (!type.isHeap || type.isAbstract || type.slots.new !== object.slots.new || type.slots.finalize !== null)
    return false;
  if (type.layout !== object.layout && type.slotCount === 0) return false;
  const w_init = type.lookup('__init__');
  if (w_init === undefined) return false;
  const init = unwrap(w_init) as W_Object;
  if (init.type !== functionType) return false;
  const payload = init.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  if (!code.isSimple || code.isGenerator || code.argcount !== args.length + 1) return false;
  r.asConstant(calleeRef, type.w_self, 'p');
  guardVersion(r, type);
  const map = rootMap(type);
  const slots: Ins[] = [];
  if (map !== null) for (let i = 0; i < map.size; i++) slots.push(constant(undefined, 'w'));
  const instance = r.emit(
    'new',
    [
      constant(type, 'p'),
      constant(null, 'p'),
      constant(map, 'p'),
      r.emit('newarray', slots, slotItems),
      r.int(0),
    ],
    instanceObject,
  );
  const base = r.f.shared ? place + 1 : -1;
  if (isCalled(r, code)) {
    const ref = constant(init, 'p');
    const entry: FrameEntry = { how: 'init', values: [ref, instance], place, base: -1 };
    callFunction(r, code, init, ref, [instance, ...args], place, entry);
    return true;
  }
  r.enter(
    code,
    { how: 'init', values: [constant(init, 'p'), instance], place, base },
    [instance, ...args],
    r.pc + 2,
  );
  return true;
}

define(Op.RETURN_VALUE, (r) => r.leave(r.peek()));

export { NULL };
