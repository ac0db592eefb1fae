// The module `_thread`: locks and the start of threads over the engine's thread states (`space.controls.threads`). Models CPython's
// Modules/_threadmodule.c. Left out: joinable handles, thread-local storage (the library has both in Python).
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import * as int from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import type { ModuleDefinition } from './module-definition.ts';

const TIMEOUT_MAX = 9223372036;

class Lock extends Payload {
  /** Thread that holds it; null: free. Plain locks may be released by another. */
  owner: Int | null = null;
  count = 0;
  traverse(): void {}
  forget(): void {}
}

const lockOf = (space: Space, w: W): Lock => space.data(w) as Lock;

function waitTime(space: Space, blocking: boolean, timeout: number): number {
  if (!blocking) {
    if (timeout !== -1) throw raise(space, 'ValueError', "can't specify a timeout for a non-blocking call");
    return 0;
  }
  if (timeout < 0 && timeout !== -1)
    throw raise(space, 'ValueError', 'timeout value must be a non-negative number');
  if (timeout > TIMEOUT_MAX) throw raise(space, 'OverflowError', 'timeout value is too large');
  return timeout;
}

function acquire(space: Space, w: W, blocking: boolean, timeout: number, reentrant: boolean): W {
  const lock = lockOf(space, w);
  const { threads } = space.controls;
  const me = threads.current();
  const isFree = (): boolean => lock.owner === null || (reentrant && int.equal(lock.owner, me));
  const take = (): W => {
    lock.owner = me;
    lock.count++;
    return space.w_True;
  };
  const patience = waitTime(space, blocking, timeout);
  if (isFree()) return take();
  if (patience === 0) return space.w_False;
  return threads.wait(isFree, patience, (ready) => (ready ? take() : space.w_False));
}

function release(space: Space, w: W, reentrant: boolean): void {
  const lock = lockOf(space, w);
  if (reentrant) {
    const mine = lock.owner !== null && int.equal(lock.owner, space.controls.threads.current());
    if (!mine) throw raise(space, 'RuntimeError', 'cannot release un-acquired lock');
    if (--lock.count === 0) lock.owner = null;
    return;
  }
  if (lock.owner === null) throw raise(space, 'RuntimeError', 'release unlocked lock');
  lock.owner = null;
  lock.count = 0;
}

function lockType(name: '_thread.lock' | '_thread.RLock', reentrant: boolean): TypeDefinition {
  const acquireRow = (method: string) =>
    resumable(
      method,
      '$self, blocking: bool = True, timeout: float = -1',
      (space: Space, w: W, blocking: boolean, timeout: number) =>
        acquire(space, w, blocking, timeout, reentrant),
    );
  const releaseRow = (method: string) =>
    leaf(method, '$self, /', (space: Space, w: W) => release(space, w, reentrant), { result: 'none' });
  const locked = leaf('locked', '$self, /', (space: Space, w: W) => lockOf(space, w).owner !== null, {
    result: 'bool',
  });
  return {
    name,
    ownLayout: true,
    hasWeakrefs: true,
    isBase: reentrant,
    slots: {
      new: (space, type) => space.newobj(type, new Lock()),
      repr: (space, w) => {
        const { owner, count } = lockOf(space, w);
        const state = owner === null ? 'unlocked' : 'locked';
        const more = reentrant ? ` owner=${owner ?? 0} count=${count}` : '';
        return space.newstr(`<${state} ${name} object${more} at ${space.address(w)}>`);
      },
    },
    methods: [
      acquireRow('acquire'),
      acquireRow('acquire_lock'),
      resumable('__enter__', '$self, /', (space: Space, w: W) => acquire(space, w, true, -1, reentrant)),
      releaseRow('release'),
      releaseRow('release_lock'),
      leaf('__exit__', '$self, /, *args', (space: Space, w: W) => release(space, w, reentrant), {
        result: 'none',
      }),
      locked,
      ...(reentrant
        ? [
            leaf(
              '_is_owned',
              '$self, /',
              (space: Space, w: W) => {
                const { owner } = lockOf(space, w);
                return owner !== null && int.equal(owner, space.controls.threads.current());
              },
              { result: 'bool' },
            ),
            leaf('_recursion_count', '$self, /', (space: Space, w: W) => lockOf(space, w).count, {
              result: 'int',
            }),
          ]
        : []),
    ],
  };
}

function start(space: Space, w_function: W, w_args: W, w_kwargs?: W): Int {
  if (space.type(w_function).slots.call === null)
    throw raise(space, 'TypeError', 'first arg must be callable');
  if (!space.type(w_args).isSubtype(space.types.tuple))
    throw raise(space, 'TypeError', '2nd arg must be a tuple');
  if (w_kwargs !== undefined && !space.type(w_kwargs).isSubtype(space.types.dict))
    throw raise(space, 'TypeError', 'optional 3rd arg must be a dictionary');
  const { args_w, names } = space.unpackArguments(space.tuple_w(w_args) as W[], w_kwargs ?? space.newdict());
  return space.controls.threads.start(w_function, args_w, names);
}

const startRow = (name: string) => leaf(name, 'function, args, kwargs=NULL, /', start, { result: 'int' });
const allocateRow = (name: string) =>
  leaf(name, '', (space: Space) => space.newobj(space.types['_thread.lock'], new Lock()));

export const threadModule: ModuleDefinition = {
  name: '_thread',
  types: [lockType('_thread.lock', false), lockType('_thread.RLock', true)],
  functions: [
    startRow('start_new_thread'),
    startRow('start_new'),
    allocateRow('allocate_lock'),
    allocateRow('allocate'),
    leaf('get_ident', '', (space: Space) => space.controls.threads.current(), { result: 'int' }),
    leaf('get_native_id', '', (space: Space) => space.controls.threads.current(), { result: 'int' }),
    leaf('_get_main_thread_ident', '', () => 1, { result: 'int' }),
    leaf('_count', '', (space: Space) => space.controls.threads.count() - 1, { result: 'int' }),
    leaf('_is_main_interpreter', '', () => true, { result: 'bool' }),
    leaf('daemon_threads_allowed', '', () => true, { result: 'bool' }),
    leaf('stack_size', 'size: index = 0, /', () => 0, { result: 'int' }),
    leaf('exit', '', (space: Space) => {
      throw raiseWith(space, 'SystemExit', []);
    }),
    leaf('interrupt_main', 'signum: index = 2, /', (space: Space) => {
      throw raiseWith(space, 'KeyboardInterrupt', []);
    }),
  ],
  values: (space) => ({
    LockType: space.types['_thread.lock'].w_self,
    error: space.types.RuntimeError.w_self,
    TIMEOUT_MAX: space.newfloat(TIMEOUT_MAX),
  }),
};
