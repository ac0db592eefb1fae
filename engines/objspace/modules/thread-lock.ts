// `_thread.lock` and `_thread.RLock`. Models CPython's Python/lock.c: a lock that is free goes to whoever asks first, but one that somebody has
// waited for longer than a millisecond is handed to that thread, so that a loop around a lock does not keep others out.
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ThreadState } from '../threads/thread.ts';
import { wait, WaitQueue } from '../threads/wait.ts';
import type { TypeDefinition } from '../typedef.ts';
import * as int from '../../kernels/int.ts';

/** Seconds; what CPython's clock type allows. */
export const TIMEOUT_MAX = 9223372036;

/** ms (TIME_TO_BE_FAIR_NS). */
const TIME_TO_BE_FAIR = 1;

export class Lock extends Payload {
  /** Who took it; null: free. A plain lock may be released by another thread. */
  owner: ThreadState | null = null;
  count = 0;
  queue = new WaitQueue();

  take(thread: ThreadState): void {
    this.owner = thread;
    this.count++;
  }
  free(space: Space): void {
    this.owner = null;
    this.count = 0;
    const { first } = this.queue;
    if (first === undefined) return;
    const { scheduler } = space;
    const isPatient = scheduler.now() - first.since > TIME_TO_BE_FAIR;
    const woken = scheduler.wake(this.queue);
    if (woken === undefined || !isPatient) return;
    woken.isGranted = true;
    this.take(woken.thread);
  }

  traverse(): void {}
  forget(): void {}
}

const lockOf = (space: Space, w: W): Lock => space.data(w) as Lock;

/** Nanoseconds fit 64 bits. */
function inRange(space: Space, seconds: number): number {
  if (Math.abs(seconds) < 2 ** 63 / 1e9) return seconds;
  throw raise(space, 'OverflowError', 'timestamp out of range for platform time_t');
}

/** Seconds to wait from a number or None (`timeout=None` of queues and handles: no end). */
export function secondsOf(space: Space, w: W): number {
  const type = space.type(w);
  if (type.isSubtype(space.types.float)) {
    const seconds = space.float_w(w);
    if (seconds !== seconds) throw raise(space, 'ValueError', 'Invalid value NaN (not a number)');
    return inRange(space, seconds);
  }
  if (type.isSubtype(space.types.int)) return inRange(space, space.floatOfInt(w));
  throw raise(space, 'TypeError', `'${type.name}' object cannot be interpreted as an integer`);
}

function waitTime(space: Space, blocking: boolean, w_timeout: W | undefined): number {
  const timeout = w_timeout === undefined ? -1 : secondsOf(space, w_timeout);
  if (!blocking) {
    if (timeout !== -1) throw raise(space, 'ValueError', "can't specify a timeout for a non-blocking call");
    return 0;
  }
  if (timeout < 0 && timeout !== -1)
    throw raise(space, 'ValueError', 'timeout value must be a non-negative number');
  if (timeout > TIMEOUT_MAX) throw raise(space, 'OverflowError', 'timeout value is too large');
  return timeout;
}

function acquire(space: Space, w: W, reentrant: boolean, blocking: boolean, w_timeout?: W): W {
  const lock = lockOf(space, w);
  const { thread } = space;
  const timeout = waitTime(space, blocking, w_timeout);
  const attempt = (): boolean => {
    if (lock.owner !== null && !(reentrant && lock.owner === thread)) return false;
    lock.take(thread);
    return true;
  };
  return wait(space, { reason: 'lock', queue: lock.queue, attempt, timeout }, (isDone) =>
    space.newbool(isDone),
  );
}

function release(space: Space, w: W, reentrant: boolean): void {
  const lock = lockOf(space, w);
  if (reentrant) {
    if (lock.owner !== space.thread) throw raise(space, 'RuntimeError', 'cannot release un-acquired lock');
    if (--lock.count === 0) lock.free(space);
    return;
  }
  if (lock.owner === null) throw raise(space, 'RuntimeError', 'release unlocked lock');
  lock.free(space);
}

/** After a fork only the forking thread is there: the lock begins anew. */
function reinitialise(space: Space, w: W): void {
  const lock = lockOf(space, w);
  lock.owner = null;
  lock.count = 0;
  lock.queue = new WaitQueue();
}

const none = { result: 'none' } as const;

const reentrantOnly = [
  leaf('_is_owned', '$self, /', (space: Space, w: W) => lockOf(space, w).owner === space.thread, {
    result: 'bool',
  }),
  leaf(
    '_recursion_count',
    '$self, /',
    (space: Space, w: W) => {
      const { owner, count } = lockOf(space, w);
      return owner === space.thread ? count : 0;
    },
    { result: 'int' },
  ),
  leaf('_release_save', '$self, /', (space: Space, w: W) => {
    const lock = lockOf(space, w);
    const { owner, count } = lock;
    if (owner === null) throw raise(space, 'RuntimeError', 'cannot release un-acquired lock');
    lock.free(space);
    return space.newtuple([space.newint(count), space.newint(owner.ident)]);
  }),
  resumable('_acquire_restore', '$self, state, /', (space: Space, w: W, w_state: W) => {
    const lock = lockOf(space, w);
    const type = space.type(w_state);
    if (!type.isSubtype(space.types.tuple))
      throw raise(space, 'TypeError', `_acquire_restore() argument 1 must be tuple, not ${type.name}`);
    if (space.tuple_w(w_state).length !== 2)
      throw raise(
        space,
        'TypeError',
        `_acquire_restore() argument 1 must be a tuple of 2 items, not ${space.tuple_w(w_state).length}`,
      );
    const [w_count, w_owner] = space.tuple_w(w_state);
    const ident = space.int_w(w_owner);
    const attempt = (): boolean => {
      if (lock.owner !== null) return false;
      lock.owner = space.scheduler.alive.find((t) => int.equal(t.ident, ident)) ?? space.thread;
      return true;
    };
    return wait(space, { reason: 'lock', queue: lock.queue, attempt, timeout: -1 }, () => {
      lock.count = Number(space.int_w(w_count));
      return space.w_None;
    });
  }),
];

export function lockType(name: '_thread.lock' | '_thread.RLock', reentrant: boolean): TypeDefinition {
  const acquireRow = (method: string) =>
    resumable(
      method,
      '$self, blocking: bool = True, timeout=NULL',
      (space: Space, w: W, blocking: boolean, w_timeout?: W) =>
        acquire(space, w, reentrant, blocking, w_timeout),
    );
  const releaseRow = (method: string) =>
    leaf(method, '$self, /', (space: Space, w: W) => release(space, w, reentrant), none);
  const lockedRow = (method: string) =>
    leaf(method, '$self, /', (space: Space, w: W) => lockOf(space, w).owner !== null, { result: 'bool' });
  return {
    name,
    ownLayout: true,
    hasWeakrefs: true,
    isBase: reentrant,
    slots: {
      new: (space, type, args_w, names) => {
        if (!reentrant && (args_w.length > 0 || names !== null))
          throw raise(space, 'TypeError', `lock() takes no arguments`);
        return space.newobj(type, new Lock());
      },
      repr: (space, w) => {
        const { owner, count } = lockOf(space, w);
        const state = owner === null ? 'unlocked' : 'locked';
        const more = reentrant ? ` owner=${owner?.ident ?? 0} count=${count}` : '';
        return space.newstr(`<${state} ${name} object${more} at ${space.address(w)}>`);
      },
    },
    methods: [
      acquireRow('acquire'),
      resumable('__enter__', '$self, /', (space: Space, w: W) => acquire(space, w, reentrant, true)),
      releaseRow('release'),
      leaf('__exit__', '$self, /, *args', (space: Space, w: W) => release(space, w, reentrant), none),
      lockedRow('locked'),
      leaf('_at_fork_reinit', '$self, /', reinitialise, none),
      ...(reentrant
        ? reentrantOnly
        : [acquireRow('acquire_lock'), releaseRow('release_lock'), lockedRow('locked_lock')]),
    ],
  };
}

export const newLock = (space: Space): W => space.newobj(space.types['_thread.lock'], new Lock());
