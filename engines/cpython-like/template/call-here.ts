// Calls of what is known only when it is called: compiled functions, also with defaults or `*args`, methods bound to an object, classes whose call is
// their `__init__`, on the host's stack; builtin types with plain arguments. Models CALL_PY_GENERAL, CALL_BOUND_METHOD_GENERAL and
// CALL_ALLOC_AND_ENTER_INIT of CPython's Python/bytecodes.c.
import type { Builtin } from '../../objspace/gateway.ts';
import { call } from '../../objspace/descroperation.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import type { FunctionPayload, MethodPayload } from '../../objspace/types/function.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { prepared } from '../code.ts';
import { enterInline, plainInit } from '../enter.ts';
import type { PyFrame } from '../frame.ts';
import { wrap } from '../object.ts';
import type { Any, Obj } from '../object.ts';
import { enterInit } from '../ops/calls.ts';
import { enterPython } from '../ops/entering.ts';
import { directTypeCall, quickTypeCall } from '../ops/quick-types.ts';
import { directCall } from '../direct-calls.ts';
import { dealloc } from '../refcount.ts';
import { collected } from './collected.ts';
import { EXIT_SUSPEND } from './runtime.ts';
import { methodOf } from './special-calls.ts';
import type { CpythonSpace } from '../space.ts';

/** A bound method of a plain function becomes that function and its receiver; undefined: no such method. */
function unbound(space: CpythonSpace, S: (Any | null)[], place: number): Any | undefined {
  const callee = S[place]!;
  const method = callee.v as MethodPayload;
  const func = method.w_function as unknown as Any;
  const self = method.w_self as unknown as Any;
  if (func.type !== space.types.function) return undefined;
  func.rc++;
  self.rc++;
  S[place] = func;
  S[place + 1] = self;
  if (--callee.rc === 0) dealloc(callee);
  return func;
}

/** The same for CALL_KW, whose names are under `sp`. */
export function callNamed(
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  sp: number,
  n: number,
  names: readonly string[],
): Any | null | undefined {
  const { types } = space;
  const end = sp - 1;
  const place = end - n - 2;
  let callee = S[place]!;
  if (callee.type === types.method && S[place + 1] === null) {
    const func = unbound(space, S, place);
    if (func === undefined) return undefined;
    callee = func;
  }
  if (callee.type === types.function) {
    const { run } = prepared(space, (callee.v as FunctionPayload).w_code);
    if (run === null || space.values.depth >= space.directLimit) return undefined;
    const first = S[place + 1] === null ? place + 2 : place + 1;
    const tuple = S[end]!;
    enterPython(space, f, S, place, first, end, sp, names);
    // A constant of the code: never its last owner.
    tuple.rc--;
    return run(space, space.top as PyFrame);
  }
  if (callee.type !== types.type || S[place + 1] !== null) return undefined;
  const init = plainInit(space, callee.v as TypeObject);
  if (init === null) return undefined;
  const { run } = prepared(space, (init.v as FunctionPayload).w_code);
  if (run === null || space.values.depth >= space.directLimit) return undefined;
  const tuple = S[end]!;
  enterInit(space, f, S, place, end, sp, callee as Obj, init, names);
  tuple.rc--;
  return run(space, space.top as PyFrame);
}

/** CALL with its operands below `sp`: its value, which takes their place; undefined: not here; null: left. */
export function callOperands(
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  sp: number,
  n: number,
): Any | null | undefined {
  const { types } = space;
  const place = sp - n - 2;
  let callee = S[place]!;
  if (callee.type === types.method && S[place + 1] === null) {
    const func = unbound(space, S, place);
    if (func === undefined) return undefined;
    callee = func;
  }
  if (callee.type.isHeap && S[place + 1] === null) {
    // An object whose class has a plain `__call__`: that function, and the object as its receiver.
    const method = methodOf(space, callee.type, '__call__');
    if (method !== null) {
      method.rc++;
      S[place + 1] = callee;
      S[place] = callee = method;
    }
  }
  if (callee.type === types.function) {
    const payload = callee.v as FunctionPayload;
    const code = prepared(space, payload.w_code);
    const { run } = code;
    if (run === null || space.values.depth >= space.directLimit) return undefined;
    const first = S[place + 1] === null ? place + 2 : place + 1;
    if (f.shared && code.isSimple && code.argcount === sp - first) {
      f.sp = place;
      return run(space, enterInline(space, f, code, callee as Obj, payload, first, place, sp - first));
    }
    enterPython(space, f, S, place, first, sp, sp, null);
    return run(space, space.top as PyFrame);
  }
  if (S[place + 1] !== null) return undefined;
  if (callee.type === types.builtin_function_or_method) return builtinHere(space, f, S, sp, n, callee);
  if (callee.type !== types.type) return undefined;
  const type = callee.v as TypeObject;
  const init = plainInit(space, type);
  if (init !== null) {
    const { run } = prepared(space, (init.v as FunctionPayload).w_code);
    if (run === null || space.values.depth >= space.directLimit) return undefined;
    enterInit(space, f, S, place, sp, sp, callee as Obj, init, null);
    return run(space, space.top as PyFrame);
  }
  let made: Any | null | undefined = quickTypeCall(space, type, S, place + 2, n);
  if (made === undefined && n === 1) made = collected(space, type, S[place + 2]!);
  if (made === undefined) {
    if (type.isHeap) return undefined;
    const w =
      directTypeCall(space, type, S, place + 2, n) ??
      call(space, wrap(callee), S.slice(place + 2, sp) as unknown as W[]);
    made = w === SUSPEND ? null : space.take(w);
  }
  if (made === null) return waiting(space, f);
  for (let i = sp - 1; i >= place + 2; i--) {
    const o = S[i]!;
    if (--o.rc === 0) dealloc(o);
  }
  callee.rc--;
  return made;
}

function waiting(space: CpythonSpace, f: PyFrame): null {
  f.waiting = true;
  if (space.pool.length > space.poolBase) space.drain();
  space.exit = EXIT_SUSPEND;
  return null;
}

/** A builtin, mostly one that is bound to an object. */
function builtinHere(
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  sp: number,
  n: number,
  callee: Any,
): Any | null | undefined {
  const builtin = callee.v as Builtin;
  const direct = directCall(space, builtin, n);
  if (direct === null) return undefined;
  const first = sp - n;
  const r = direct(space, S, first, builtin.w_self as Any | null);
  if (r === undefined) return undefined;
  if (r === (SUSPEND as unknown)) return waiting(space, f);
  for (let i = sp - 1; i >= first; i--) {
    const o = S[i]!;
    if (--o.rc === 0) dealloc(o);
  }
  if (--callee.rc === 0) dealloc(callee);
  return r;
}
