// @inline-constants-from ../../frontend/opcodes.ts Op
// Raising, handlers, `with`. Models RAISE_VARARGS, PUSH_EXC_INFO, CHECK_EXC_MATCH, … of Python/bytecodes.c.
import { qualifiedName } from '../../objspace/types/object.ts';
import { Op, specialMethods } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import { call } from '../../objspace/descroperation.ts';
import { OperationError } from '../../objspace/error.ts';
import type { W } from '../../objspace/object.ts';
import { raise } from '../../objspace/raise.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { checkGroupMatch } from '../../objspace/types/exception-group.ts';
import { exceptionOf } from '../../objspace/types/exceptions.ts';
import { unwrap, wrap } from '../object.ts';
import { decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { DONE, at, define, pop, pushValue, RAISED, replace } from './bodies.ts';
import { isMethodLike } from './names.ts';

/** Set while an exception goes on that has its traceback entry of this frame already. */
export const unwinding = { again: false };

export function reraised(space: CpythonSpace, w_exception: W): OperationError {
  unwinding.again = true;
  return new OperationError(space.type(w_exception), space.own(w_exception), null);
}

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

function checkExceptionClass(space: CpythonSpace, w_type: W): void {
  const type = space.type(w_type);
  const bad = (w: W): boolean =>
    !space.type(w).isSubtype(space.types.type) ||
    !(space.data(w) as TypeObject).isSubtype(space.types.BaseException);
  const wrong = type.isSubtype(space.types.tuple) ? space.tuple_w(w_type).some(bad) : bad(w_type);
  if (wrong) {
    throw raise(space, 'TypeError', 'catching classes that do not inherit from BaseException is not allowed');
  }
}
define(
  Op.CHECK_EXC_MATCH,
  (space, _f, S, sp) => {
    const type = space.type(at(S, sp - 2));
    const w_type = at(S, sp - 1);
    checkExceptionClass(space, w_type);
    const matches = (w: W): boolean => type.isSubtype(space.data(w) as TypeObject);
    return space.newbool(
      space.type(w_type).isSubtype(space.types.tuple) ? space.tuple_w(w_type).some(matches) : matches(w_type),
    );
  },
  replace(1),
);
define(
  Op.CHECK_EG_MATCH,
  (space, f, S, sp) => {
    const w_exception = at(S, sp - 2);
    // A single exception gets a group whose traceback starts in this frame.
    const isGroup = space.type(w_exception).isSubtype(space.types.BaseExceptionGroup);
    const w_traceback = isGroup ? null : space.newtraceback(null, space.frameobject(f), f.lasti, -1);
    return checkGroupMatch(space, w_exception, at(S, sp - 1), w_traceback);
  },
  (space, f, S, sp, _arg, o) => {
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
  },
);

/** Hangs what is being handled to a new exception, and breaks a cycle in the chain (_PyErr_SetObject). */
export function setContext(space: CpythonSpace, w_exception: W): void {
  const w_context = space.handledException();
  if (w_context === null || w_context === w_exception) return;
  for (let w: W = w_context; ;) {
    const payload = exceptionOf(space, w);
    if (payload.w_context === null) break;
    if (payload.w_context === w_exception) {
      space.drop(payload.w_context);
      payload.w_context = null;
      break;
    }
    w = payload.w_context;
  }
  const payload = exceptionOf(space, w_exception);
  const w_old = payload.w_context;
  payload.w_context = space.own(w_context);
  if (w_old !== null) space.drop(w_old);
}

/** `raise x`: x a class or an instance, made into the error of the instance. */
function toException(space: CpythonSpace, w_x: W, message: string, then: (w_exception: W) => W): W {
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

define(Op.RAISE_VARARGS, (space, f, S, sp, arg) => {
  if (arg === 0) {
    const w_exception = space.handledException();
    if (w_exception === null) throw raise(space, 'RuntimeError', 'No active exception to reraise');
    throw reraised(space, w_exception);
  }
  const throwIt = (w_exception: W): never => {
    setContext(space, w_exception);
    throw new OperationError(space.type(w_exception), space.own(w_exception), null);
  };
  void f;
  const w_x = at(S, sp - arg);
  if (arg === 1 && space.type(w_x).isSubtype(space.types.BaseException)) {
    setContext(space, w_x);
    space.raised = new OperationError(space.type(w_x), space.own(w_x), null);
    return RAISED;
  }
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
define(Op.RERAISE, (space, f, S, sp, arg) => {
  if (arg > 0) {
    // The line of the traceback stays that of the instruction that raised.
    const offset = S[sp - 1 - arg]!.v as number;
    f.pc = f.code.indexOfOffset(offset) + 2;
  }
  space.raised = reraised(space, at(S, sp - 1));
  return RAISED;
});
define(
  Op.WITH_EXCEPT_START,
  (space, _f, S, sp) => {
    const w_exception = at(S, sp - 1);
    const w_type = space.type(w_exception).w_self;
    const w_traceback = exceptionOf(space, w_exception).w_traceback ?? space.w_None;
    const self = S[sp - 4];
    const args_w = [w_type, w_exception, w_traceback];
    return call(space, at(S, sp - 5), self === null ? args_w : [wrap(self), ...args_w]);
  },
  pushValue,
);

const notContext: Readonly<Record<string, string>> = {
  __enter__: 'object does not support the context manager protocol (missed __enter__ method)',
  __exit__: 'object does not support the context manager protocol (missed __exit__ method)',
  __aenter__: 'object does not support the asynchronous context manager protocol (missed __aenter__ method)',
  __aexit__: 'object does not support the asynchronous context manager protocol (missed __aexit__ method)',
};
define(
  Op.LOAD_SPECIAL,
  (space, f, S, sp, arg) => {
    const name = specialMethods[arg];
    const w_x = at(S, sp - 1);
    const type = space.type(w_x);
    const w_method = type.lookup(name);
    if (w_method === undefined) {
      const isAsync = name.startsWith('__a');
      const other = isAsync ? '__enter__' : '__aenter__';
      const otherExit = isAsync ? '__exit__' : '__aexit__';
      const hint =
        type.lookup(other) !== undefined && type.lookup(otherExit) !== undefined
          ? ` but it supports the ${isAsync ? 'context manager' : 'asynchronous context manager'} protocol. Did you mean to use '${isAsync ? 'with' : 'async with'}'?`
          : '';
      throw raise(space, 'TypeError', `'${type.name}' ${notContext[name]}${hint}`);
    }
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
