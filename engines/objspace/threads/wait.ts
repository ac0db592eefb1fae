// Waiting: a frame on the waiting thread's stack that is resumed when there may be something to go on with. Models what CPython's
// Python/parking_lot.c and Python/lock.c do with the operating system's primitives.
import { andThen } from '../continuation.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import { push, StepFrame } from '../step-frames.ts';
import type { ThreadState } from './thread.ts';

/** Where threads wait for one thing, in the order they came. */
export class WaitQueue {
  readonly waiting: WaitFrame[] = [];

  get first(): WaitFrame | undefined {
    return this.waiting[0];
  }

  remove(frame: WaitFrame): void {
    const at = this.waiting.indexOf(frame);
    if (at >= 0) this.waiting.splice(at, 1);
  }
}

export interface WaitRequest {
  /** As reports and events call it: `lock`, `sleep`, `join`, `queue`. */
  reason: string;
  /** Where a waker finds it; null: only time ends the wait. */
  queue: WaitQueue | null;
  /** Asked whenever the thread is woken, and takes what it waits for: true ends the wait. */
  attempt: () => boolean;
  /** Seconds; negative: no end. */
  timeout: number;
  /** Something outside the program can end the wait, so that it is no deadlock. */
  isExternal?: boolean;
  /** Asked by the scheduler before it lets the isolate sleep, for what no other thread announces. */
  poll?: () => boolean;
}

/** Answers True when the attempt succeeded, False when the time was over. */
export class WaitFrame extends StepFrame {
  readonly request: WaitRequest;
  readonly thread: ThreadState;
  /** ms on the scheduler's clock; Infinity: none. */
  readonly deadline: number;
  /** Since when it waits. */
  readonly since: number;
  /** Among the timers of the scheduler, or not any more. */
  isOver = false;
  /** What it waits for was handed to it, so that nobody else can take it first. */
  isGranted = false;

  constructor(thread: ThreadState, request: WaitRequest, now: number) {
    super();
    this.thread = thread;
    this.request = request;
    this.since = now;
    this.deadline = request.timeout < 0 ? Infinity : now + request.timeout * 1000;
  }

  protected step(space: Space): W {
    const { scheduler } = space;
    // What is there is taken before a handler may raise: a lock that is acquired for good can be released again.
    if (this.isGranted || this.request.attempt()) return space.w_True;
    if (scheduler.deliverSignals()) return SUSPEND;
    if (scheduler.now() >= this.deadline) return space.w_False;
    scheduler.rest(this);
    return SUSPEND;
  }

  protected release(): void {
    this.isOver = true;
    this.request.queue?.remove(this);
  }
}

/** Thrown instead of waiting; nothing has happened yet. One object for all: making one would cost more than the wait. */
export const WOULD_WAIT = new Error('would wait');
let isRefused = false;

/** Runs `operation`, which calls nothing of the program; undefined: it would have to wait. */
export function withoutWaiting<T>(operation: () => T): T | undefined {
  isRefused = true;
  try {
    return operation();
  } catch (e) {
    if (e === WOULD_WAIT) return undefined;
    throw e;
  } finally {
    isRefused = false;
  }
}

/**
 * Lets the running thread wait; the caller answers what this answers. `then` gets true when the attempt succeeded, false when the
 * time was over.
 */
export function wait(space: Space, request: WaitRequest, then: (isDone: boolean) => W): W {
  const { scheduler } = space;
  if (request.attempt()) return then(true);
  if (request.timeout === 0) return then(false);
  if (isRefused) throw WOULD_WAIT;
  const caller = space.top;
  const frame = new WaitFrame(space.thread, request, scheduler.now());
  scheduler.addTimer(frame);
  return andThen(space, caller, push(space, frame), (w) => then(space.is(w, space.w_True)));
}
