// @inline-constants-from ../frontend/opcodes.ts Op
// @inline-constants-from ./superinstructions.ts Super
// Calls beside the plainest one: by name and with unpacked arguments into Python functions, which the eval loop enters without leaving; builtins by
// their direct calls. Models CALL_FUNCTION_KW and CALL_FUNCTION_EX of PyPy's pypy/interpreter/pyopcode.py.
import { Op } from '../frontend/opcodes.ts';
import { call } from '../objspace/descroperation.ts';
import type { Builtin } from '../objspace/gateway.ts';
import type { W } from '../objspace/object.ts';
import { STOP, SUSPEND } from '../objspace/object.ts';
import type { MethodPayload } from '../objspace/types/function.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import { bodies, define, DONE } from './cold-ops.ts';
import { directCall, namedCall } from './direct-calls.ts';
import { directTypeCall } from './direct-types.ts';
import { callMethod, enterCallable, enterWith, initOf } from './enter.ts';
import type { PyFrame } from './frame.ts';
import { endedByCall, isStep, stepOf } from './generator-steps.ts';
import type { HashStorage } from './hash-storage.ts';
import { FLOATS } from './list-strategy.ts';
import { wrap } from './object.ts';
import type { Raw, W_Object } from './object.ts';
import type { PypySpace } from './space.ts';
import { cacheAt, specializeCall, specializeStep } from './specialize.ts';
import type { Cache } from './specialize.ts';
import { Super } from './superinstructions.ts';

type Stack = (Raw | null)[];

/** What is called by a row of the gateway. */
function isBuiltinType({ types }: PypySpace, type: TypeObject): boolean {
  return (
    type === types.builtin_function_or_method ||
    type === types.method_descriptor ||
    type === types.wrapper_descriptor ||
    type === types['method-wrapper']
  );
}

/** A builtin, or a builtin type, called directly; undefined: in the general way. */
function callDirectly(
  space: PypySpace,
  f: PyFrame,
  S: Stack,
  place: number,
  first: number,
  end: number,
): Raw | W | undefined {
  const callee = S[place]!;
  if (typeof callee !== 'object') return undefined;
  const { type } = callee;
  const { types } = space;
  if (isBuiltinType(space, type)) {
    const builtin = callee.v as Builtin;
    const direct = directCall(space, builtin, end - first);
    if (direct === null) return undefined;
    if (builtin.w_self === null) specializeCall(f, f.pc, callee, end - first, direct);
    return direct(space, S, first, builtin.w_self as unknown as Raw | null);
  }
  if (type !== types.type) return undefined;
  const direct = directTypeCall(callee.v as TypeObject, end - first);
  if (direct === null) return undefined;
  specializeCall(f, f.pc, callee, end - first, direct);
  return direct(space, S, first, null);
}

define(
  Op.CALL,
  (space, f, S, sp, arg) => {
    const place = sp - arg - 2;
    const first = S[place + 1] === null ? place + 2 : place + 1;
    if (isStep(S[place]!)) {
      const body = stepOf(space, S, place, first, sp);
      if (body !== null) {
        specializeStep(f, f.pc, S[place]!);
        return SUSPEND;
      }
    }
    const o = callDirectly(space, f, S, place, first, sp);
    if (o !== undefined) {
      if (o === SUSPEND || o === STOP) return o as W;
      S[place] = o as Raw;
      f.sp = place + 1;
      return DONE;
    }
    return call(space, wrap(S[place]!), S.slice(first, sp) as unknown as W[]);
  },
  (space, f, S, sp, arg, o) => {
    const place = sp - arg - 2;
    // `next` or `send`, whose generator has ended.
    if (o === null) {
      const { sent } = f;
      f.sent = null;
      o = endedByCall(space, S, place, sp, sent);
    }
    S[place] = o;
    f.sp = place + 1;
  },
);

// What does not fit any more, and what goes on in frames.
bodies[Super.CALL_DIRECT] = bodies[Super.CALL_STEP] = bodies[Op.CALL];

/** The names of a call, made once for its instruction. */
function namesOf(space: PypySpace, f: PyFrame, tuple: W_Object): readonly string[] {
  const cache = cacheAt(f, f.pc);
  if (cache.value !== tuple || cache.names === null) {
    cache.value = tuple;
    cache.plan = null;
    cache.names = (tuple.v as W[]).map((w) => space.str_w(w));
  }
  return cache.names;
}

define(Op.CALL_KW, (space, f, S, sp, arg) => {
  const names = namesOf(space, f, S[sp - 1] as W_Object);
  const end = sp - 1;
  const place = end - arg - 2;
  const first = S[place + 1] === null ? place + 2 : place + 1;
  const callee = S[place]!;
  if (typeof callee === 'object' && isBuiltinType(space, callee.type)) {
    const builtin = callee.v as Builtin;
    const cache = cacheAt(f, f.pc);
    const { row } = builtin;
    const shape = 2 * (end - first) + (builtin.w_self === null ? 0 : 1);
    if (cache.row !== row || cache.index !== shape) {
      cache.row = row;
      cache.index = shape;
      cache.direct = namedCall(space, builtin, end - first, names);
    }
    if (cache.direct !== null) {
      const o = cache.direct(space, S, first, builtin.w_self as unknown as Raw | null);
      if (o !== undefined) {
        if (o === SUSPEND || o === STOP) return o as W;
        S[place] = o as Raw;
        f.sp = place + 1;
        return DONE;
      }
    }
  }
  return call(space, wrap(callee), S.slice(first, end) as unknown as W[], names);
});

/** CALL_KW and CALL_FUNCTION_EX of a Python function, or a class with a plain `__init__`; null: of something else, the body does it. */
export function enterCall(
  space: PypySpace,
  f: PyFrame,
  S: Stack,
  sp: number,
  op: number,
  arg: number,
): PyFrame | null {
  return op === Op.CALL_KW ? enterNamed(space, f, S, sp, arg) : enterSpread(space, f, S, sp);
}

function enterNamed(space: PypySpace, f: PyFrame, S: Stack, sp: number, arg: number): PyFrame | null {
  const end = sp - 1;
  const place = end - arg - 2;
  let callee = S[place] as W_Object;
  if (typeof callee !== 'object') return null;
  const { types } = space;
  let first = place + 2;
  if (S[place + 1] !== null) first--;
  else if (callee.type === types.method) {
    const method = callee.v as MethodPayload;
    S[place + 1] = method.w_self as unknown as Raw;
    S[place] = callee = method.w_function as unknown as W_Object;
    first--;
  }
  const { type } = callee;
  let next: PyFrame;
  if (type === types.function) {
    const names = namesOf(space, f, S[sp - 1] as W_Object);
    next = enterWith(space, f, S, callee, place, first, end, names, cacheAt(f, f.pc));
  } else if (first === place + 2 && (callMethod(space, callee) !== null || initOf(space, callee) !== null)) {
    const names = namesOf(space, f, S[sp - 1] as W_Object);
    const entered = enterCallable(space, f, S, place, end, names, cacheAt(f, f.pc));
    if (entered === null) return null;
    next = entered;
  } else return null;
  f.sp = place;
  return next;
}

/** The cache of a call whose names are mostly the same, though they are found anew each time. */
function siteOf(f: PyFrame, names: readonly string[]): Cache {
  const site = cacheAt(f, f.pc);
  const known = site.names;
  let isSame = known !== null && known.length === names.length;
  for (let i = 0; isSame && i < names.length; i++) isSame = known![i] === names[i];
  if (!isSame) {
    site.names = names;
    site.plan = null;
  }
  return site;
}

/** The arguments are laid out above the operands. */
function enterSpread(space: PypySpace, f: PyFrame, S: Stack, sp: number): PyFrame | null {
  const callee = S[sp - 4] as W_Object;
  const tuple = S[sp - 2] as W_Object;
  const kwargs = S[sp - 1] as W_Object | null;
  const { types } = space;
  if (typeof callee !== 'object' || S[sp - 3] !== null) return null;
  if (typeof tuple !== 'object') return null;
  if (tuple.type !== types.tuple && (tuple.type !== types.list || tuple.strategy === FLOATS)) return null;
  let func: W_Object | null = callee;
  /** What goes before the arguments. */
  let receiver: W_Object | null = null;
  let isClass = false;
  if (callee.type === types.method) {
    const { w_self, w_function } = callee.v as MethodPayload;
    receiver = w_self as unknown as W_Object;
    func = w_function as unknown as W_Object;
  } else if (callee.type !== types.function) {
    func = callMethod(space, callee);
    receiver = callee;
    if (func === null) {
      func = initOf(space, callee);
      isClass = true;
    }
  }
  if (func === null || func.type !== types.function) return null;
  const items = tuple.v as Raw[];
  let names: string[] | null = null;
  let storage: HashStorage | null = null;
  if (kwargs !== null) {
    if (typeof kwargs !== 'object' || kwargs.type !== types.dict) return null;
    storage = kwargs.v as HashStorage;
    if (storage.used > 0) {
      names = [];
      for (const key of storage.keys) {
        if (key === undefined) continue;
        if (typeof key !== 'string') return null;
        names.push(key);
      }
    }
  }
  const count = items.length + (names === null ? 0 : names.length) + 1;
  if (f.shared) space.values.reserve(sp, count + 1);
  else while (S.length < sp + count) S.push(null);
  const made = isClass ? space.instanceWith(callee.v as TypeObject, null) : null;
  let end = sp;
  if (receiver !== null) S[end++] = made ?? receiver;
  for (let i = 0; i < items.length; i++) S[end++] = items[i];
  if (names !== null) {
    const { values } = storage!;
    for (let i = 0; i < values.length; i++) if (values[i] !== undefined) S[end++] = values[i]!;
  }
  const next = enterWith(space, f, S, func, sp - 4, sp, end, names, names === null ? null : siteOf(f, names));
  next.instance = made;
  f.sp = sp - 4;
  return next;
}
