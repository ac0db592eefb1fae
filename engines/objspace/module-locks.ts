// Locks of modules that are being imported: a thread that wants a module which another one is importing waits until it is complete, unless that one
// waits in turn for what this thread imports: then it gets the module as far as it has come. Models _ModuleLock and _lock_unlock_module
// of CPython's Lib/importlib/_bootstrap.py.
import { attempt } from './continuation.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';
import type { ThreadState } from './threads/thread.ts';
import { wait, WaitQueue } from './threads/wait.ts';

class ModuleLock {
  owner: ThreadState;
  /** How often its owner holds it. */
  count = 1;
  readonly queue = new WaitQueue();
  constructor(owner: ThreadState) {
    this.owner = owner;
  }
}

/** Locks that are held, by the module's name. */
const held = new WeakMap<Space, Map<string, ModuleLock>>();
/** `_blocking_on`: what a thread waits for. */
const blockedOn = new WeakMap<ThreadState, ModuleLock>();

function locksOf(space: Space): Map<string, ModuleLock> {
  let locks = held.get(space);
  if (locks === undefined) held.set(space, (locks = new Map()));
  return locks;
}

/** Whether the owner of the lock waits, over any number of others, for what this thread holds. */
function wouldDeadlock(thread: ThreadState, lock: ModuleLock): boolean {
  const seen = new Set<ModuleLock>();
  for (let next: ModuleLock | undefined = lock; next !== undefined; next = blockedOn.get(next.owner)) {
    if (next.owner === thread) return true;
    if (seen.has(next)) return false;
    seen.add(next);
  }
  return false;
}

/** Another thread is importing the module. */
export function isImportedElsewhere(space: Space, name: string): boolean {
  const lock = held.get(space)?.get(name);
  return lock !== undefined && lock.owner !== space.thread;
}

/** `then` once nobody else imports the module, or where waiting for that would never end. */
export function whenImported(space: Space, name: string, then: () => W): W {
  const locks = locksOf(space);
  const { thread } = space;
  const lock = locks.get(name);
  if (lock === undefined || lock.owner === thread || wouldDeadlock(thread, lock)) return then();
  blockedOn.set(thread, lock);
  const isFree = (): boolean => locks.get(name) !== lock;
  return attempt(
    space,
    space.top,
    () =>
      wait(space, { reason: 'import', queue: lock.queue, attempt: isFree, timeout: -1 }, () => space.w_None),
    () => {
      blockedOn.delete(thread);
      return then();
    },
    (error) => {
      blockedOn.delete(thread);
      throw error;
    },
  );
}

/** Runs an import with the module's lock held. */
export function importing(space: Space, name: string, run: () => W): W {
  const locks = locksOf(space);
  const { thread } = space;
  let lock = locks.get(name);
  // Held by another thread: that one waits for this one.
  if (lock !== undefined && lock.owner !== thread) return run();
  if (lock !== undefined) lock.count++;
  else locks.set(name, (lock = new ModuleLock(thread)));
  const own = lock;
  const release = (): void => {
    if (--own.count > 0) return;
    locks.delete(name);
    space.scheduler.wakeAll(own.queue);
  };
  return attempt(
    space,
    space.top,
    run,
    (w_module) => {
      release();
      return w_module;
    },
    (error) => {
      release();
      throw error;
    },
  );
}
