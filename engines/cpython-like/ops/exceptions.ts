// @inline-constants-from ../../frontend/opcodes.ts Op
// Raising, handlers, `with`. Models RAISE_VARARGS, PUSH_EXC_INFO, CHECK_EXC_MATCH, … of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import { call } from '../../objspace/descroperation.ts';
import { OperationError } from '../../objspace/error.ts';
import { reraised, setContext } from '../../objspace/instructions/exceptions.ts';
import { isMethodLike, specialMethod } from '../../objspace/instructions/names.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import { decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { quickException } from './quick-types.ts';
import { DONE, RAISED, at, bodies, define, finishes, pop, pushValue, replace } from './bodies.ts';

define(Op.PUSH_EXC_INFO, (space, f, S, sp) => {
  const exception = S[sp - 1]!;
  const { handled } = space;
  S[sp - 1] = handled.value ?? unwrap(space.own(space.w_None));
  S[sp] = exception;
  exception.rc++;
  handled.value = exception;
  f.sp = sp + 1;
  return DONE;
});
define(Op.POP_EXCEPT, (space, f, S, sp) => {
  const { handled } = space;
  const old = handled.value;
  const previous = S[sp - 1]!;
  if (wrap(previous) === space.w_None) {
    handled.value = null;
    decref(previous);
  } else {
    handled.value = previous;
  }
  f.sp = sp - 1;
  if (old !== null) decref(old);
  return DONE;
});

finishes[Op.CHECK_EXC_MATCH] = replace(1);
finishes[Op.CHECK_EG_MATCH] = (space, f, S, sp, _arg, o) => {
  const [w_match, w_rest] = o!.v as W[];
  space.own(w_rest);
  space.own(w_match);
  sp = pop(S, sp, 2);
  S[sp++] = unwrap(w_rest);
  S[sp++] = unwrap(w_match);
  f.sp = sp;
  decref(o!);
  if (w_match !== space.w_None) {
    const { handled } = space;
    const old = handled.value;
    handled.value = unwrap(space.own(w_match));
    if (old !== null) decref(old);
  }
};

const raise = bodies[Op.RAISE_VARARGS];

/** The exception that a program raises: nothing need be thrown on the host. */
function raised(space: CpythonSpace, w_x: W): W {
  setContext(space, w_x);
  space.raised = new OperationError(space.type(w_x), space.own(w_x), null);
  return RAISED;
}

/** Does a call of the class give an instance of it, whatever its `__init__` does? */
function makesInstances(type: TypeObject): boolean {
  let builtin = type;
  while (builtin.isHeap) builtin = builtin.base!;
  return type.slots.new === builtin.slots.new;
}

define(Op.RAISE_VARARGS, (space, f, S, sp, arg) => {
  if (arg === 0) {
    const w_handled = space.handledException();
    if (w_handled === null) return raise(space, f, S, sp, arg);
    space.raised = reraised(space, w_handled);
    return RAISED;
  }
  if (arg !== 1) return raise(space, f, S, sp, arg);
  const w_x = at(S, sp - 1);
  const { BaseException, type: metatype } = space.types;
  if (space.type(w_x).isSubtype(BaseException)) return raised(space, w_x);
  const type = unwrap(w_x).v;
  if (space.type(w_x) !== metatype || !(type instanceof TypeObject)) return raise(space, f, S, sp, arg);
  if (!type.isSubtype(BaseException) || !makesInstances(type)) return raise(space, f, S, sp, arg);
  const made = quickException(space, type, []);
  if (made !== undefined) return raised(space, space.temporary(made));
  const caller = space.top;
  const w = call(space, w_x, []);
  if (w !== SUSPEND) return raised(space, w);
  return andThen(space, caller, w, (w_made) => {
    setContext(space, w_made);
    throw new OperationError(space.type(w_made), space.own(w_made), null);
  });
});
// Where it is told as raised from: placeOfReraise.
define(Op.RERAISE, (space, _f, S, sp) => {
  space.raised = reraised(space, at(S, sp - 1));
  return RAISED;
});
/** What an exception that goes on is told to have been raised by: for a RERAISE with an argument the instruction that it was caught from. */
export function placeOfReraise(f: PyFrame, pc: number, sp: number): number {
  const { original } = f.code;
  const arg = original[pc - 1];
  if (original[pc - 2] !== Op.RERAISE || arg === 0) return pc;
  const offset = f.stack[sp - 1 - arg]!.v as number;
  return f.code.indexOfOffset(offset) + 2;
}
finishes[Op.WITH_EXCEPT_START] = pushValue;

define(
  Op.LOAD_SPECIAL,
  (space, f, S, sp, arg) => {
    const w_x = at(S, sp - 1);
    const type = space.type(w_x);
    const w_method = specialMethod(space, w_x, arg);
    const methodType = space.type(w_method);
    if (isMethodLike(space, methodType)) {
      S[sp] = S[sp - 1];
      S[sp - 1] = unwrap(space.own(w_method));
      f.sp = sp + 1;
      return DONE;
    }
    return methodType.slots.descrGet === null
      ? w_method
      : methodType.slots.descrGet(space, w_method, w_x, type.w_self);
  },
  (_space, f, S, sp, _arg, o) => {
    sp = pop(S, sp, 1);
    S[sp++] = o;
    S[sp++] = null;
    f.sp = sp;
  },
);
