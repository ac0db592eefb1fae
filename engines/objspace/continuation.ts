// The explicit stack: Python's frames and those of resumable builtins in one chain, so that no call of Python code from
// a builtin recurses on the host's stack. Models what CPython's Python/ceval.c gets from "stackless" Python-to-Python calls,
// extended to builtins that call back. A thread switch swaps `space.top` inside a frame's turn (threads/scheduler.ts).
import type { Space } from './space.ts';
import { OperationError } from './error.ts';
import { STOP, SUSPEND } from './object.ts';
import type { W } from './object.ts';
import type { ThreadState } from './threads/thread.ts';

/**
 * One entry of the explicit stack. `resume` gets what the frame above answered (nothing at its first turn) and does one
 * of two things: it answers a value, having taken itself off the stack (`space.top = this.back`), or it answers SUSPEND,
 * with the frame that is to run next on top. It throws OperationError, having taken itself off.
 */
export abstract class Frame {
  back: Frame | null = null;

  abstract resume(space: Space, w_value: W | undefined): W;

  /** The frame above ended with `error`. Most frames pass it on. */
  raise(space: Space, error: OperationError): W {
    space.top = this.back;
    throw error;
  }
}

/**
 * While a continuation runs: the caller that its operation began with, and what stands in that caller's place now. They differ where a
 * function further out has put a continuation of its own between the two; closures still name the caller of the beginning.
 */
let beganWith: Frame | null | undefined;
let nowBelow: Frame | null = null;

/** The rest of an operation that is waiting for the result of a frame. */
export class Continuation extends Frame {
  private readonly next: (w_value: W) => W;
  private readonly caller: Frame | null;
  private readonly onError: ((error: OperationError) => W) | undefined;
  /** Temporaries that the interrupted step still needs; the space fills and empties it. */
  kept: W[] | null = null;

  constructor(caller: Frame | null, next: (w_value: W) => W, onError?: (error: OperationError) => W) {
    super();
    this.caller = caller;
    this.next = next;
    this.onError = onError;
  }

  resume(space: Space, w_value: W | undefined): W {
    space.top = this.back;
    if (this.kept !== null) space.giveBackAfterStep(this.kept);
    return this.run(this.next, w_value!);
  }

  private run<T>(step: (argument: T) => W, argument: T): W {
    const began = beganWith;
    const below = nowBelow;
    beganWith = this.caller;
    nowBelow = this.back;
    try {
      return step(argument);
    } finally {
      beganWith = began;
      nowBelow = below;
    }
  }

  override raise(space: Space, error: OperationError): W {
    space.top = this.back;
    if (this.kept !== null) space.giveBackAfterStep(this.kept);
    if (this.onError === undefined) throw error;
    return this.run(this.onError, error);
  }
}

/**
 * Code of Python's is about to run on the host's stack in the middle of a builtin's step: what continuations below began with is nothing to it.
 * Answers what `continuationsGoOn` is to put back.
 */
export function continuationsStandStill(): Frame | null | undefined {
  const began = beganWith;
  beganWith = undefined;
  return began;
}
export function continuationsGoOn(began: Frame | null | undefined): void {
  beganWith = began;
}

let innermost: Barrier | null = null;

/** The barrier of the last run of frames on the host's stack; null outside any. */
export function innermostBarrier(): Barrier | null {
  return innermost;
}

/**
 * Marks where a run of frames ends: the builtin below it, or whoever runs the program, waits on the host's stack. While another thread's
 * run lies above on the host's stack, the thread that gets here stays here with its result.
 */
export class Barrier extends Frame {
  readonly owner: ThreadState;
  readonly outer: Barrier | null;
  /** The run of the program itself: no builtin waits below it. */
  readonly isRoot: boolean;
  private w_parked: W | null = null;
  private parkedError: OperationError | null = null;

  constructor(space: Space, isRoot: boolean) {
    super();
    this.owner = space.thread;
    this.outer = innermost;
    this.isRoot = isRoot;
  }

  resume(space: Space, w_value: W | undefined): W {
    this.w_parked = w_value === STOP ? STOP : space.own(w_value!);
    space.scheduler.park(this);
    return SUSPEND;
  }

  override raise(space: Space, error: OperationError): W {
    this.parkedError = error;
    space.scheduler.park(this);
    return SUSPEND;
  }

  /** The run's result when its thread came here before its turn; else `w_answer`. */
  result(space: Space, w_answer: W | undefined): W {
    const { owner, w_parked, parkedError } = this;
    if (w_parked === null && parkedError === null) return w_answer!;
    owner.parkedAt = null;
    if (parkedError !== null) throw parkedError;
    if (w_parked !== STOP) space.drop(w_parked!);
    return w_parked!;
  }
}

/**
 * `answer` is what an operation answered: a value is handed to `next` at once; for SUSPEND, `next` is put under the frames that the
 * operation pushed on top of `caller`. Use: `const caller = space.top; return andThen(space, caller, space.call(…), (w) => …)`.
 */
export function andThen(
  space: Space,
  caller: Frame | null,
  w_answer: W,
  next: (w_value: W) => W,
  onError?: (error: OperationError) => W,
): W {
  if (w_answer !== SUSPEND) return next(w_answer);
  const continuation = new Continuation(caller, next, onError);
  const below = caller === beganWith ? nowBelow : caller;
  let lowest = space.top!;
  while (lowest.back !== below) lowest = lowest.back!;
  // The temporaries of this step stay with its outermost continuation, which outlives the inner ones.
  continuation.kept = space.keepForContinuation();
  if (lowest instanceof Continuation && lowest.kept !== null) {
    continuation.kept = continuation.kept === null ? lowest.kept : [...lowest.kept, ...continuation.kept];
    lowest.kept = null;
  }
  lowest.back = continuation;
  continuation.back = below;
  return SUSPEND;
}

/** `andThen` over an operation that may also fail at once: one handler for errors of both ways. */
export function attempt(
  space: Space,
  caller: Frame | null,
  start: () => W,
  next: (w_value: W) => W,
  onError: (error: OperationError) => W,
): W {
  let w_answer: W;
  try {
    w_answer = start();
  } catch (e) {
    return onError(space.asOperationError(e));
  }
  return andThen(space, caller, w_answer, next, onError);
}

/**
 * Runs frames until the stack is down to `bottom` again; answers what the last frame answered. `w_answer` is what the
 * operation that may have pushed them said.
 */
export function runFrames(space: Space, bottom: Frame | null, w_answer: W): W {
  let w_value: W | undefined = w_answer === SUSPEND ? undefined : w_answer;
  let error: OperationError | undefined;
  while (space.top !== bottom) {
    const frame: Frame = space.top!;
    try {
      let w_result: W;
      if (error !== undefined) {
        const raised: OperationError = error;
        error = undefined;
        w_result = frame.raise(space, raised);
      } else {
        w_result = frame.resume(space, w_value);
      }
      w_value = space.endStep(w_result === SUSPEND ? undefined : w_result);
    } catch (e) {
      error = space.asOperationError(e);
      space.endStep(undefined);
    }
  }
  if (error !== undefined) throw error;
  return w_value!;
}

/**
 * Runs an operation to its end on the host's stack, for builtins of the nesting kind. While it runs, a thread that must wait runs the
 * others nested, and the host's stack bounds the depth (`space.enterNested` raises RecursionError in time).
 */
export function runNested(space: Space, operation: () => W): W {
  const below = space.top;
  const barrier = new Barrier(space, false);
  barrier.back = below;
  space.enterNested();
  const began = beganWith;
  beganWith = undefined;
  space.top = innermost = barrier;
  try {
    const w_answer = operation();
    if (w_answer !== SUSPEND) return w_answer;
    return barrier.result(space, runFrames(space, barrier, w_answer));
  } finally {
    innermost = barrier.outer;
    space.leaveNested();
    beganWith = began;
    space.top = below;
    space.scheduler?.nestedRunEnded();
  }
}

/** Runs a program, or one call into it from outside, in the main thread, which has nothing on its stack. Threads take turns meanwhile. */
export function runProgram(space: Space, operation: () => W): W {
  const barrier = new Barrier(space, true);
  space.top = innermost = barrier;
  try {
    const w_answer = operation();
    if (w_answer !== SUSPEND) return w_answer;
    return barrier.result(space, runFrames(space, barrier, w_answer));
  } finally {
    innermost = barrier.outer;
    space.top = null;
  }
}

/** True for the exceptions that Python code can catch; everything else is a fault of ours. */
export function isOperationError(e: unknown): e is OperationError {
  return e instanceof OperationError;
}
