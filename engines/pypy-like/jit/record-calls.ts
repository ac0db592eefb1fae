// @inline-constants-from ../../frontend/opcodes.ts Op
// Record functions of calls and returns. A call of a Python function is followed into its frame, of a class into its `__init__`; builtins with a
// recorder (builtin-recorders.ts) become trace operations, other leaf builtins calls with the effect that their row declares.
import { Op } from '../../frontend/opcodes.ts';
import { Builtin } from '../../objspace/gateway.ts';
import type { FunctionPayload, MethodPayload } from '../../objspace/types/function.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import { prepared } from '../code.ts';
import { rootMap } from '../map.ts';
import { unwrap, W_Object } from '../object.ts';
import type { Raw } from '../object.ts';
import { builtinRecorders, typeRecorders } from './builtin-recorders.ts';
import { constant } from './ir.ts';
import type { Ins } from './ir.ts';
import {
  FUNCTION_CODE,
  FUNCTION_GLOBALS,
  instanceObject,
  METHOD_FUNCTION,
  METHOD_SELF,
  ofType,
  PAYLOAD,
  slotItems,
} from './layout.ts';
import { guardVersion } from './record-attributes.ts';
import { NULL } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { define } from './record-values.ts';
import { residual } from './residual.ts';

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
    const code = prepared(space, (func.v as FunctionPayload).w_code);
    if (!code.isSimple || code.argcount !== args.length)
      return r.abort('call-not-recorded', 'star, keyword or default arguments');
    if (code.isGenerator) return r.abort('call-not-recorded', 'a generator');
    const functionRef = guardFunction(r, calleeRef, func);
    const base = r.f.shared ? (hasSelf ? place + 1 : place + 2) : -1;
    return r.enter(
      code,
      { how: 'call', values: [functionRef], place, base },
      args.map((ref) => ref),
      r.pc + 2,
    );
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
    if (row.kind === 'leaf') return residual(r, arg, { guarded: false, effect: row.effect });
    return residual(r, arg, { effect: 'any' });
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
    if (instantiate(r, type, calleeRef, args, place)) return;
    return residual(r, arg, { effect: 'any' });
  }
  residual(r, arg, { effect: 'any' });
});

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
  r.enter(
    code,
    { how: 'init', values: [constant(init, 'p'), instance], place, base },
    [instance, ...args],
    r.pc + 2,
  );
  return true;
}

define(Op.RETURN_VALUE, (r) => {
  const result = r.peek();
  if (r.isInLoopFrame) return r.abort('left-frame');
  r.leave(result);
});

export { NULL };
