// @inline-constants-from ../../frontend/opcodes.ts Op
// Steps of generators whose bodies are compiled: for loops and SEND of compiled functions, and for builtins. A body that delegates by `yield from` to
// another is passed over: what is at the end of such a chain runs, and what that yields goes to whoever asked at the chain's beginning. CPython
// (SEND_GEN of Python/bytecodes.c) runs each body on the way for each item. On the explicit stack everything stands as if it had been so.
import { Op } from '../../frontend/opcodes.ts';
import type { GeneratorPayload } from '../../objspace/types/generator.ts';
import { pushGenerator } from '../eval-loop.ts';
import { CREATED, DONE, SUSPENDED } from '../frame.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any } from '../object.ts';
import { dealloc } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { EXIT_INTERPRET } from './runtime.ts';

/** Of RESUME: the body is suspended in a `yield from` or an `await`. */
const DELEGATES = 2;
/** From SEND to the RESUME behind its YIELD_VALUE. */
const TO_RESUME = 4;

/** The compiled body that a suspended one delegates to, if it is suspended itself. */
function delegateOf(space: CpythonSpace, f: PyFrame): PyFrame | null {
  const { pc, code, stack } = f;
  const { original } = code;
  if ((original[pc + 1] & 3) < DELEGATES || original[pc + 2] !== Op.JUMP_BACKWARD_NO_INTERRUPT) return null;
  const send = original[pc + 3];
  if (send !== pc - TO_RESUME || original[send] !== Op.SEND) return null;
  const receiver = stack[f.sp - 1]!;
  if (receiver.type !== space.types.generator) return null;
  const generator = receiver.v as GeneratorPayload;
  const body = generator.frame as PyFrame;
  if (body.stateNumber !== SUSPENDED || generator.isDelegateBusy || body.code.run === null) return null;
  return body;
}

/** The chain from `body` down to the frame that has yielded stands still again. */
function suspendChain(space: CpythonSpace, body: PyFrame): void {
  for (;;) {
    const f = space.top as PyFrame;
    f.waiting = false;
    // Behind YIELD_VALUE again, without what was to be sent.
    f.pc += TO_RESUME - 2;
    const sent = f.stack[--f.sp]!;
    f.stack[f.sp] = null;
    sent.rc--;
    f.stateNumber = SUSPENDED;
    const { back } = f;
    f.back = null;
    const item = f.handled!;
    space.handled = item.previous!;
    item.previous = null;
    space.values.depth--;
    space.top = back;
    if (f === body) return;
  }
}

/**
 * Runs a generator's compiled body (new or suspended, on no stack) with `value`, which becomes its own: what it has yielded, or its result where it
 * is DONE then; null: left, with the frames on the stack. `iterating`: see PyFrame, for whoever ends it where it does not come so far here.
 */
export function stepOf(
  space: CpythonSpace,
  body: PyFrame,
  value: Any,
  iterating: GeneratorPayload | null,
): Any | null {
  const { values } = space;
  let inner = body;
  let next = inner.stateNumber === SUSPENDED ? delegateOf(space, inner) : null;
  pushGenerator(space, inner);
  inner.iterating = iterating;
  while (next !== null && values.depth < space.recursionLimit) {
    // As SEND leaves it.
    value.rc++;
    inner.stack[inner.sp++] = value;
    inner.pc -= TO_RESUME - 2;
    inner.waiting = true;
    inner = next;
    next = delegateOf(space, inner);
    pushGenerator(space, inner);
  }
  inner.stack[inner.sp++] = value;
  for (;;) {
    const { run } = inner.code;
    if (run === null) {
      space.exit = EXIT_INTERPRET;
      return null;
    }
    const r = run(space, inner);
    if (r === null || inner === body) return r;
    if (inner.stateNumber !== DONE) {
      suspendChain(space, body);
      return r;
    }
    // It has ended: the one that delegates to it takes the result when its SEND is asked again.
    inner = space.top as PyFrame;
    inner.waiting = false;
    inner.pc += TO_RESUME - 2;
    const generator = inner.stack[inner.sp - 2]!.v as GeneratorPayload;
    if (wrap(r) === space.w_None) r.rc--;
    else generator.w_result = wrap(r);
  }
}

/** Can a generator's body run here? */
export function isReady(generator: GeneratorPayload): boolean {
  const body = generator.frame as PyFrame;
  return (
    body.code.run !== null &&
    !generator.isDelegateBusy &&
    (body.stateNumber === SUSPENDED || body.stateNumber === CREATED)
  );
}

/**
 * SEND to a generator that can be run here: what it has yielded, or null at its end, with its value in `space.sentResult`; undefined and false
 * as below.
 */
export function sendTo(
  space: CpythonSpace,
  f: PyFrame,
  receiver: Any,
  value: Any,
): Any | null | undefined | false {
  const generator = receiver.v as GeneratorPayload;
  const body = generator.frame as PyFrame;
  if (body.stateNumber === DONE) {
    if (receiver.type !== space.types.generator) return undefined;
    space.sentResult = unwrap(generator.w_result ?? space.own(space.w_None));
    generator.w_result = null;
    return null;
  }
  if (!isReady(generator) || space.values.depth >= space.directLimit) return undefined;
  if (body.stateNumber === CREATED && value !== unwrap(space.w_None)) return undefined;
  f.waiting = true;
  value.rc++;
  const r = stepOf(space, body, value, null);
  if (r === null) return false;
  f.waiting = false;
  if ((body.stateNumber as number) !== DONE) return r;
  space.sentResult = r;
  return null;
}

/** The next value of a generator that a loop of `f` runs over, if it can be run here; undefined: it cannot; false: the driver has to go on. */
export function nextOfGenerator(
  space: CpythonSpace,
  f: PyFrame,
  generator: GeneratorPayload,
): Any | null | undefined | false {
  const body = generator.frame as PyFrame;
  if (!isReady(generator) || space.values.depth >= space.directLimit) return undefined;
  f.waiting = true;
  const none = unwrap(space.w_None);
  none.rc++;
  const r = stepOf(space, body, none, null);
  if (r === null) return false;
  f.waiting = false;
  if (body.stateNumber !== DONE) return r;
  if (--r.rc === 0) dealloc(r);
  return null;
}
