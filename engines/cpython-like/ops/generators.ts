// @inline-constants-from ../../frontend/opcodes.ts Op
// Generators, coroutines, asynchronous iteration. Models SEND, GET_AWAITABLE, … of Python/bytecodes.c.
import { CodeFlag } from '../../frontend/code-object.ts';
import { Op } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import { call, callSpecial, iter } from '../../objspace/descroperation.ts';
import type { OperationError } from '../../objspace/error.ts';
import { STOP } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import { raise } from '../../objspace/raise.ts';
import { exceptionOf } from '../../objspace/types/exceptions.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import { SUSPENDED } from '../frame.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap } from '../object.ts';
import type { Any } from '../object.ts';
import { decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { DONE, at, define, pop, pushValue } from './bodies.ts';
import { reraised } from './exceptions.ts';

const RESUME_LIKE = CodeFlag.COROUTINE | CodeFlag.ITERABLE_COROUTINE;

define(Op.GET_YIELD_FROM_ITER, (space, f, S, sp) => {
  const w_x = at(S, sp - 1);
  const type = space.type(w_x);
  if (type === space.types.coroutine) {
    if ((f.code.flags & RESUME_LIKE) === 0) {
      throw raise(space, 'TypeError', "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return w_x;
  }
  return type === space.types.generator ? w_x : iter(space, w_x);
});
/** SEND: the next value of a delegate, or its end with a value. */
define(
  Op.SEND,
  (space, f, S, sp) => {
    const w_receiver = at(S, sp - 2);
    const w_value = at(S, sp - 1);
    const caller = space.top;
    const ended = (error: OperationError): W => {
      if (!error.matches(space.types.StopIteration)) throw error;
      const w_exception = space.errorValue(error);
      const w_result = exceptionOf(space, w_exception).fields[0] ?? space.w_None;
      f.sent = unwrap(space.own(w_result));
      space.dropError(error);
      return STOP;
    };
    const type = space.type(w_receiver);
    let w_answer: W;
    try {
      if (type === space.types.generator || type === space.types.coroutine) {
        w_answer = callSpecial(space, w_receiver, 'send', [w_value])!;
      } else if (w_value === space.w_None && type.slots.iternext !== null) {
        // A native iterator may stop without a StopIteration; the generic one of a class hides its value.
        const w_next = type.isHeap ? type.lookup('__next__') : undefined;
        w_answer =
          w_next === undefined
            ? type.slots.iternext(space, w_receiver)
            : callSpecial(space, w_receiver, '__next__', [])!;
      } else {
        w_answer = andThen(space, caller, space.getattr(w_receiver, 'send'), (w_send) =>
          call(space, w_send, [w_value]),
        );
      }
    } catch (e) {
      return ended(space.asOperationError(e));
    }
    return andThen(space, caller, w_answer, (w) => w, ended);
  },
  (space, f, S, sp, arg, o) => {
    if (o === null) {
      // Returned: its value takes the place of what was sent, and the loop is left.
      const value = f.sent ?? unwrap(space.own(space.w_None));
      f.sent = null;
      const old = S[sp - 1]!;
      S[sp - 1] = value;
      decref(old);
      f.sp = sp;
      f.pc = arg;
      return;
    }
    const old = S[sp - 1]!;
    S[sp - 1] = o;
    f.sp = sp;
    decref(old);
  },
);
define(Op.END_SEND, (_space, f, S, sp) => {
  const receiver = S[sp - 2]!;
  S[sp - 2] = S[sp - 1];
  f.sp = sp - 1;
  decref(receiver);
  return DONE;
});
define(Op.CLEANUP_THROW, (space, f, S, sp) => {
  const w_exception = at(S, sp - 1);
  if (!space.type(w_exception).isSubtype(space.types.StopIteration)) {
    throw reraised(space, w_exception);
  }
  const w_value = exceptionOf(space, w_exception).fields[0] ?? space.w_None;
  space.own(w_value);
  sp = pop(S, sp, 3);
  S[sp++] = unwrap(space.own(space.w_None));
  S[sp++] = unwrap(w_value);
  f.sp = sp;
  return DONE;
});
define(Op.GET_AWAITABLE, (space, _f, S, sp, arg) => {
  const w_x = at(S, sp - 1);
  const type = space.type(w_x);
  if (arg !== 0 && type.slots.await === null && type !== space.types.coroutine) {
    const which = arg === 1 ? '__aenter__' : '__aexit__';
    throw raise(
      space,
      'TypeError',
      `'async with' received an object from ${which} that does not implement __await__: ${type.name}`,
    );
  }
  const caller = space.top;
  return andThen(space, caller, space.awaititer(w_x), (w) => {
    if (space.type(w) === space.types.coroutine) {
      const frame = (space.data(w) as unknown as { frame?: PyFrame }).frame;
      if (frame !== undefined && frame.stateNumber === SUSPENDED && frame.yieldFrom() !== null) {
        throw raise(space, 'RuntimeError', 'coroutine is being awaited already');
      }
    }
    return w;
  });
});
define(Op.GET_AITER, (space, _f, S, sp) => {
  const w_x = at(S, sp - 1);
  const type = space.type(w_x);
  if (type.slots.aiter === null) {
    throw raise(space, 'TypeError', `'async for' requires an object with __aiter__ method, got ${type.name}`);
  }
  const caller = space.top;
  return andThen(space, caller, type.slots.aiter(space, w_x), (w) => {
    if (space.type(w).slots.anext !== null) return w;
    throw raise(
      space,
      'TypeError',
      `'async for' received an object from __aiter__ that does not implement __anext__: ${space.type(w).name}`,
    );
  });
});
define(
  Op.GET_ANEXT,
  (space, _f, S, sp) => {
    const w_x = at(S, sp - 1);
    const type = space.type(w_x);
    if (type.slots.anext === null) {
      throw raise(
        space,
        'TypeError',
        `'async for' requires an iterator with __anext__ method, got ${type.name}`,
      );
    }
    const caller = space.top;
    return andThen(space, caller, type.slots.anext(space, w_x), (w) => {
      if (space.type(w) === space.types.async_generator) return w;
      const { slots, name } = space.type(w);
      if (slots.await !== null || space.type(w) === space.types.generator) return space.awaititer(w);
      throw raise(space, 'TypeError', `'async for' received an invalid object from __anext__: ${name}`);
    });
  },
  pushValue,
);
define(Op.END_ASYNC_FOR, (space, f, S, sp) => {
  const w_exception = at(S, sp - 1);
  if (!space.type(w_exception).isSubtype(space.types.StopAsyncIteration)) throw reraised(space, w_exception);
  f.sp = pop(S, sp, 2);
  return DONE;
});

/** RETURN_GENERATOR: the body leaves the shared stack with its locals; borrowed answer. */
export function makeGenerator(space: CpythonSpace, f: PyFrame): W {
  const { code, base, stack } = f;
  const own = new Array<Any | null>(code.frameSize + 2).fill(null);
  for (let i = 0; i < code.localCount; i++) {
    own[i] = stack[base + i];
    stack[base + i] = null;
  }
  const body = f.asGenerator(own);
  const payload = body.func!.v as FunctionPayload;
  return space.newgenerator(body, payload.name, payload.qualname);
}
