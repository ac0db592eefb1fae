// @inline-constants-from ../../frontend/opcodes.ts Op
// Raising and matching of exceptions.
import { qualifiedName } from '../types/object.ts';
import { Op } from '../../frontend/opcodes.ts';
import { andThen } from '../continuation.ts';
import { call } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import type { BuiltinTypes } from '../builtin-types.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { checkGroupMatch } from '../types/exception-group.ts';
import { exceptionOf } from '../types/exceptions.ts';
import type { TypeObject } from '../typeobject.ts';
import { at, define } from './instruction.ts';

/** Set while an exception goes on that has its traceback entry of this frame already. */
export const unwinding = { again: false };

export function reraised(space: Space, w_exception: W): OperationError {
  unwinding.again = true;
  return new OperationError(space.type(w_exception), space.own(w_exception), null);
}

function checkExceptionClass(space: Space, w_type: W): void {
  const type = space.type(w_type);
  const bad = (w: W): boolean =>
    !space.type(w).isSubtype(space.types.type) ||
    !(space.data(w) as TypeObject).isSubtype(space.types.BaseException);
  const wrong = type.isSubtype(space.types.tuple) ? space.tuple_w(w_type).some(bad) : bad(w_type);
  if (wrong) {
    throw raise(space, 'TypeError', 'catching classes that do not inherit from BaseException is not allowed');
  }
}

define(Op.CHECK_EXC_MATCH, (space, _f, S, sp) => {
  const type = space.type(at(S, sp - 2));
  const w_type = at(S, sp - 1);
  checkExceptionClass(space, w_type);
  const matches = (w: W): boolean => type.isSubtype(space.data(w) as TypeObject);
  return space.newbool(
    space.type(w_type).isSubtype(space.types.tuple) ? space.tuple_w(w_type).some(matches) : matches(w_type),
  );
});

define(Op.CHECK_EG_MATCH, (space, f, S, sp) => {
  const w_exception = at(S, sp - 2);
  // A single exception gets a group whose traceback starts in this frame.
  const isGroup = space.type(w_exception).isSubtype(space.types.BaseExceptionGroup);
  const w_traceback = isGroup ? null : space.newtraceback(null, space.frameobject(f), f.lasti, -1);
  return checkGroupMatch(space, w_exception, at(S, sp - 1), w_traceback);
});

/** Hangs what is being handled to a new exception, and breaks a cycle in the chain (_PyErr_SetObject). */
export function setContext(space: Space, w_exception: W): void {
  const w_context = space.handledException();
  if (w_context === null || w_context === w_exception) return;
  // A chain that is a cycle already has been made by a program: `slow` goes at half the speed and is met again.
  let slow = exceptionOf(space, w_context);
  let slowMoves = false;
  for (let payload = slow; payload.w_context !== null;) {
    if (payload.w_context === w_exception) {
      space.drop(payload.w_context);
      payload.w_context = null;
      break;
    }
    payload = exceptionOf(space, payload.w_context);
    if (payload === slow) break;
    if (slowMoves) slow = exceptionOf(space, slow.w_context!);
    slowMoves = !slowMoves;
  }
  const payload = exceptionOf(space, w_exception);
  const w_old = payload.w_context;
  payload.w_context = space.own(w_context);
  if (w_old !== null) space.drop(w_old);
}

/** An error of host code that takes the place of another: that one is its cause and its context (_PyErr_FormatFromCause). */
export function raiseFrom(
  space: Space,
  cause: OperationError,
  type: keyof BuiltinTypes,
  text: string,
): OperationError {
  const error = raise(space, type, text);
  const w_cause = space.errorValue(cause);
  const payload = exceptionOf(space, space.errorValue(error));
  if (payload.w_context !== null) space.drop(payload.w_context);
  payload.w_cause = space.own(w_cause);
  payload.w_context = space.own(w_cause);
  payload.suppressContext = true;
  space.dropError(cause);
  return error;
}

/** `raise x`: x a class or an instance, made into the error of the instance. */
function toException(space: Space, w_x: W, message: string, then: (w_exception: W) => W): W {
  const type = space.type(w_x);
  if (
    type.isSubtype(space.types.type) &&
    (space.data(w_x) as TypeObject).isSubtype(space.types.BaseException)
  ) {
    const caller = space.top;
    return andThen(space, caller, call(space, w_x, []), (w) => {
      if (!space.type(w).isSubtype(space.types.BaseException)) {
        const made = space.type(w).name;
        throw raise(
          space,
          'TypeError',
          `calling <class '${qualifiedName(space, space.data(w_x) as TypeObject)}'> should have returned an instance of BaseException, not <class '${made}'>`,
        );
      }
      return then(w);
    });
  }
  if (type.isSubtype(space.types.BaseException)) return then(w_x);
  throw raise(space, 'TypeError', message);
}

define(Op.RAISE_VARARGS, (space, _f, S, sp, arg) => {
  if (arg === 0) {
    const w_exception = space.handledException();
    if (w_exception === null) throw raise(space, 'RuntimeError', 'No active exception to reraise');
    throw reraised(space, w_exception);
  }
  const throwIt = (w_exception: W): never => {
    setContext(space, w_exception);
    throw new OperationError(space.type(w_exception), space.own(w_exception), null);
  };
  return toException(space, at(S, sp - arg), 'exceptions must derive from BaseException', (w_exception) => {
    if (arg === 1) return throwIt(w_exception);
    const w_cause = at(S, sp - 1);
    const payload = exceptionOf(space, w_exception);
    const setCause = (w: W | null): void => {
      const w_old = payload.w_cause;
      payload.w_cause = w === null ? null : space.own(w);
      payload.suppressContext = true;
      if (w_old !== null) space.drop(w_old);
    };
    if (w_cause === space.w_None) {
      setCause(null);
      return throwIt(w_exception);
    }
    return toException(space, w_cause, 'exception causes must derive from BaseException', (w) => {
      setCause(w);
      return throwIt(w_exception);
    });
  });
});

define(Op.WITH_EXCEPT_START, (space, _f, S, sp) => {
  const w_exception = at(S, sp - 1);
  const w_type = space.type(w_exception).w_self;
  const w_traceback = exceptionOf(space, w_exception).w_traceback ?? space.w_None;
  const self = S[sp - 4];
  const args_w = [w_type, w_exception, w_traceback];
  return call(space, at(S, sp - 5), self === null ? args_w : [self, ...args_w]);
});
