// @inline-constants-from ../../frontend/opcodes.ts Op
// Iteration, generators, coroutines.
import { CodeFlag } from '../../frontend/code-object.ts';
import { Op } from '../../frontend/opcodes.ts';
import { andThen, attempt } from '../continuation.ts';
import { call, callSpecial, iter, nextOrStop } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import type { PythonFrame } from '../python-frame.ts';
import type { Space } from '../space.ts';
import { STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import { isTracing, tracedRaise } from '../tracing/instrument.ts';
import type { TracedFrame } from '../tracing/monitor.ts';
import { exceptionOf } from '../types/exceptions.ts';
import { asendAwaited } from '../types/async-generator.ts';
import type { GeneratorPayload } from '../types/generator.ts';
import { raiseFrom } from './exceptions.ts';
import { at, define } from './instruction.ts';

define(Op.GET_ITER, (space, _f, S, sp) => iter(space, at(S, sp - 1)));

/** FOR_ITER: the next item, or STOP. Who traces hears of a StopIteration that a class raises in its `__next__`. */
export function nextItem(space: Space, f: PythonFrame, w_iterator: W): W {
  const type = space.type(w_iterator);
  if (!type.isHeap || !isTracing(space) || type.lookup('__next__') === undefined) {
    return nextOrStop(space, w_iterator);
  }
  return attempt(
    space,
    space.top,
    () => callSpecial(space, w_iterator, '__next__', [])!,
    (w) => w,
    (error) => {
      if (!error.matches(space.types.StopIteration)) throw error;
      space.dropError(tracedRaise(space, f as TracedFrame, error, false));
      return STOP;
    },
  );
}
define(Op.FOR_ITER, (space, f, S, sp) => nextItem(space, f, at(S, sp - 1)));

const RESUME_LIKE = CodeFlag.COROUTINE | CodeFlag.ITERABLE_COROUTINE;

define(Op.GET_YIELD_FROM_ITER, (space, f, S, sp) => {
  const w_x = at(S, sp - 1);
  const type = space.type(w_x);
  if (type === space.types.coroutine) {
    if ((f.codeFlags & RESUME_LIKE) === 0) {
      throw raise(space, 'TypeError', "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return w_x;
  }
  return type === space.types.generator ? w_x : iter(space, w_x);
});

/** SEND: the next value of a delegate, or its end with a value. */
define(Op.SEND, (space, f, S, sp) => {
  const w_receiver = at(S, sp - 2);
  const w_value = at(S, sp - 1);
  const caller = space.top;
  const type = space.type(w_receiver);
  // That of a generator's body is told of by END_SEND.
  const isBody = type === space.types.generator || type === space.types.coroutine;
  const ended = (error: OperationError): W => {
    if (!error.matches(space.types.StopIteration)) throw error;
    if (!isBody && isTracing(space)) tracedRaise(space, f as unknown as TracedFrame, error, false);
    const w_exception = space.errorValue(error);
    const w_result = exceptionOf(space, w_exception).fields[0] ?? space.w_None;
    f.delegateEnded(w_result);
    space.dropError(error);
    return STOP;
  };
  let w_answer: W;
  try {
    if (isBody) {
      w_answer = callSpecial(space, w_receiver, 'send', [w_value])!;
    } else if (type === space.types.async_generator_asend) {
      w_answer = asendAwaited(space, w_receiver, w_value, (w_result) => {
        f.delegateEnded(w_result);
        if (isTracing(space)) {
          const error = raiseWith(space, 'StopIteration', [w_result]);
          space.dropError(tracedRaise(space, f as unknown as TracedFrame, error, false));
        }
        return STOP;
      });
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
      const { frame } = space.data(w) as GeneratorPayload;
      if (frame.state === 'suspended' && frame.yieldFrom() !== null) {
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

define(Op.GET_ANEXT, (space, _f, S, sp) => {
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
    const invalid = (cause: OperationError): W => {
      const { name } = space.type(w);
      throw raiseFrom(
        space,
        cause,
        'TypeError',
        `'async for' received an invalid object from __anext__: ${name}`,
      );
    };
    return attempt(
      space,
      caller,
      () => space.awaititer(w),
      (w_iterator) => w_iterator,
      invalid,
    );
  });
});
