// @inline-constants-from ../../frontend/opcodes.ts Op
// Calls, and making functions. Models the CALL family of Python/bytecodes.c.
import { CodeFlag } from '../../frontend/code-object.ts';
import { FunctionAttribute, Op } from '../../frontend/opcodes.ts';
import { call } from '../../objspace/descroperation.ts';
import type { Builtin } from '../../objspace/gateway.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import { FunctionPayload } from '../../objspace/types/function.ts';
import type { CodePayload, MethodPayload } from '../../objspace/types/function.ts';
import { newInstance, plainInit } from '../enter.ts';
import type { PyFrame } from '../frame.ts';
import { wrap } from '../object.ts';
import type { Any, Obj } from '../object.ts';
import type { DictTable } from '../dict-table.ts';
import { directCall, directNamedCall } from '../direct-calls.ts';
import { dealloc, decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { cacheAt } from '../specialize.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { DONE, ENTERED, bodies, define, finishes, pushValue } from './bodies.ts';
import { enterPython } from './entering.ts';
import { directTypeCall, quickTypeCall } from './quick-types.ts';

/** A call of a class whose instances need no more than `__init__`: that is entered, and the call's result is the instance. */
export function enterInit(
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  place: number,
  end: number,
  sp: number,
  callee: Obj,
  init: Obj,
  names: readonly string[] | null,
): W {
  const last = names === null ? end : end - names.length;
  const made = newInstance(space, callee.v as TypeObject, S, place + 2, last);
  init.rc++;
  S[place] = init;
  S[place + 1] = made;
  try {
    enterPython(space, f, S, place, place + 1, end, sp, names);
  } catch (e) {
    decref(callee);
    throw e;
  }
  made.rc++;
  (space.top as PyFrame).instance = made;
  if (--callee.rc === 0) dealloc(callee);
  return ENTERED;
}

define(Op.CALL, (space, f, S, sp, arg) => {
  const place = sp - arg - 2;
  const first = S[place + 1] === null ? place + 2 : place + 1;
  const callee = S[place]!;
  const { type } = callee;
  const { types } = space;
  if (type === types.function) return enterPython(space, f, S, place, first, sp, sp, null);
  if (type === types.type && first === place + 2) {
    const init = plainInit(space, callee.v as TypeObject);
    if (init !== null) return enterInit(space, f, S, place, sp, sp, callee as Obj, init, null);
    const made = quickTypeCall(space, callee.v as TypeObject, S, first, arg);
    if (made !== undefined) {
      for (let i = sp - 1; i >= first; i--) {
        const operand = S[i]!;
        if (--operand.rc === 0) dealloc(operand);
      }
      S[place] = made;
      f.sp = place + 1;
      if (--callee.rc === 0) dealloc(callee);
      return DONE;
    }
    const w = directTypeCall(space, callee.v as TypeObject, S, first, arg);
    if (w !== undefined) return w;
  }
  if (
    type === types.builtin_function_or_method ||
    type === types.method_descriptor ||
    type === types.wrapper_descriptor
  ) {
    const builtin = callee.v as Builtin;
    const direct = directCall(space, builtin, sp - first);
    if (direct !== null) {
      const o = direct(space, S, first, builtin.w_self as Any | null);
      if (o === (SUSPEND as unknown)) return SUSPEND;
      if (o !== undefined) {
        for (let i = sp - 1; i >= first; i--) {
          const operand = S[i]!;
          if (--operand.rc === 0) dealloc(operand);
        }
        S[place] = o;
        f.sp = place + 1;
        if (--callee.rc === 0) dealloc(callee);
        return DONE;
      }
    }
  }
  return call(space, wrap(callee), S.slice(first, sp) as unknown as W[]);
});
/** The names of a call, made once for its instruction. */
function namesOf(space: CpythonSpace, f: PyFrame, tuple: Any): readonly string[] {
  const cache = cacheAt(f, f.pc);
  if (cache.value !== tuple || cache.names === null) {
    cache.value = tuple;
    cache.names = (tuple.v as W[]).map((w) => space.str_w(w));
  }
  return cache.names;
}

define(Op.CALL_KW, (space, f, S, sp, arg) => {
  const tuple = S[sp - 1]!;
  const names = namesOf(space, f, tuple);
  const end = sp - 1;
  const place = end - arg - 2;
  const first = S[place + 1] === null ? place + 2 : place + 1;
  const callee = S[place]!;
  const { types } = space;
  let w: W | null = null;
  if (callee.type === types.function) w = enterPython(space, f, S, place, first, end, sp, names);
  else if (callee.type === types.type && first === place + 2) {
    const init = plainInit(space, callee.v as TypeObject);
    if (init !== null) w = enterInit(space, f, S, place, end, sp, callee as Obj, init, names);
  }
  if (w !== null) {
    // A constant of the code: never its last owner.
    tuple.rc--;
    return w;
  }
  if (callee.type === types.builtin_function_or_method || callee.type === types.method_descriptor) {
    const builtin = callee.v as Builtin;
    const direct = directNamedCall(space, builtin, end - first, names);
    if (direct !== null) {
      const o = direct(space, S, first, builtin.w_self as Any | null);
      if (o === (SUSPEND as unknown)) return SUSPEND;
      if (o !== undefined) {
        tuple.rc--;
        for (let i = end - 1; i >= first; i--) {
          const operand = S[i]!;
          if (--operand.rc === 0) dealloc(operand);
        }
        S[place] = o;
        f.sp = place + 1;
        if (--callee.rc === 0) dealloc(callee);
        return DONE;
      }
    }
  }
  const args_w = S.slice(first, end) as unknown as W[];
  return call(space, wrap(callee), args_w, names);
});
/**
 * `f(*args)` and `f(*args, **kwargs)` of a Python function, of a bound method, of a class that is no more than its `__init__`: the arguments are
 * laid out above the operands.
 */
function enterSpread(space: CpythonSpace, f: PyFrame, S: (Any | null)[], sp: number): W | null {
  const callee = S[sp - 4]!;
  const tuple = S[sp - 2]!;
  const kwargs = S[sp - 1];
  const { types } = space;
  if (tuple.type !== types.tuple || S[sp - 3] !== null) return null;
  let target = callee;
  let self: Any | null = null;
  let init: Obj | null = null;
  if (callee.type === types.method) {
    const method = callee.v as MethodPayload;
    target = method.w_function as unknown as Any;
    self = method.w_self as unknown as Any;
  } else if (callee.type === types.type) init = plainInit(space, callee.v as TypeObject);
  if (target.type !== types.function && init === null) return null;
  let names: string[] | null = null;
  const values: Any[] = [];
  if (kwargs !== null) {
    if (kwargs.type !== types.dict) return null;
    const table = kwargs.v as DictTable;
    for (let i = 0; i < table.keys.length; i++) {
      const key = table.keys[i];
      if (key === undefined) continue;
      if (key.type !== types.str || typeof key.v !== 'string') return null;
      (names ??= []).push(key.v);
      values.push(table.values[i]!);
    }
  }
  const items = tuple.v as Any[];
  let end = sp;
  target.rc++;
  S[end++] = target;
  if (init !== null) S[end++] = null;
  else if (self !== null) {
    self.rc++;
    S[end++] = self;
  }
  for (let i = 0; i < items.length; i++) {
    items[i].rc++;
    S[end++] = items[i];
  }
  for (let i = 0; i < values.length; i++) {
    values[i].rc++;
    S[end++] = values[i];
  }
  try {
    if (init !== null) enterInit(space, f, S, sp, end, sp, callee as Obj, init, names);
    else enterPython(space, f, S, sp, sp + 1, end, sp, names);
  } catch (e) {
    for (let i = end - 1; i >= sp; i--) {
      const o = S[i];
      if (o !== null) decref(o);
    }
    throw e;
  }
  f.sp = sp - 4;
  if (kwargs !== null && --kwargs.rc === 0) dealloc(kwargs);
  if (--tuple.rc === 0) dealloc(tuple);
  if (--callee.rc === 0) dealloc(callee);
  return ENTERED;
}

/** `__name__` of the globals, where it was found last time; tables tell by their version whether keys have come or gone. */
function moduleName(space: CpythonSpace, f: PyFrame): Any | undefined {
  const { code } = f;
  const table = f.globals.v as DictTable;
  if (code.globalsVersion !== table.version) {
    code.nameIndex = table.findText(space, '__name__');
    code.globalsVersion = table.version;
  }
  return code.nameIndex < 0 ? undefined : table.values[code.nameIndex];
}

define(Op.MAKE_FUNCTION, (space, f, S, sp) => {
  const code = S[sp - 1]!;
  const { code: source } = code.v as CodePayload;
  const { globals, builtins } = f;
  globals.rc++;
  builtins.rc++;
  // The operand's reference to the code becomes the function's.
  const payload = new FunctionPayload(
    wrap(code),
    wrap(globals),
    wrap(builtins),
    source.name,
    source.qualname,
  );
  const module = moduleName(space, f);
  if (module !== undefined) {
    module.rc++;
    payload.w_module = wrap(module);
  }
  if ((source.flags & CodeFlag.HAS_DOCSTRING) !== 0) payload.w_doc = space.own(space.constsOf(wrap(code))[0]);
  S[sp - 1] = space.container(space.types.function, payload);
  return DONE;
});

const spreadCall = bodies[Op.CALL_FUNCTION_EX];
define(
  Op.CALL_FUNCTION_EX,
  (space, f, S, sp, arg) => enterSpread(space, f, S, sp) ?? spreadCall(space, f, S, sp, arg),
);

/** What a tuple holds, owned; the tuple is given back, and mostly nobody else has it. */
function itemsOf(tuple: Any): W[] {
  const items = tuple.v as Any[];
  if (tuple.rc === 1) tuple.v = [];
  else for (let i = 0; i < items.length; i++) items[i].rc++;
  decref(tuple);
  return items as unknown as W[];
}

finishes[Op.LOAD_BUILD_CLASS] = pushValue;
define(Op.SET_FUNCTION_ATTRIBUTE, (space, f, S, sp, arg) => {
  const payload = S[sp - 1]!.v as FunctionPayload;
  const value = S[sp - 2]!;
  switch (arg) {
    case FunctionAttribute.DEFAULTS:
      payload.defaults_w = itemsOf(value);
      break;
    case FunctionAttribute.CLOSURE:
      payload.closure_w = itemsOf(value);
      break;
    case FunctionAttribute.KWDEFAULTS:
      payload.w_kwdefaults = wrap(value);
      break;
    case FunctionAttribute.ANNOTATIONS:
      payload.w_annotations = wrap(value);
      break;
    case FunctionAttribute.ANNOTATE:
      payload.w_annotate = wrap(value);
      break;
  }
  S[sp - 2] = S[sp - 1];
  f.sp = sp - 1;
  return DONE;
});
