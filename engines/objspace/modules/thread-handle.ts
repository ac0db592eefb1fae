// `_thread._ThreadHandle`: what `threading` keeps of a thread to join it. Models ThreadHandle of CPython's Modules/_threadmodule.c.
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ThreadState } from '../threads/thread.ts';
import { wait, WaitQueue } from '../threads/wait.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { Int } from '../../kernels/int.ts';
import { secondsOf } from './thread-lock.ts';

export class ThreadHandle extends Payload {
  state: 'not-started' | 'running' | 'done' = 'not-started';
  ident: Int = 0;
  thread: ThreadState | null = null;
  readonly joiners = new WaitQueue();

  begin(thread: ThreadState): void {
    this.state = 'running';
    this.ident = thread.ident;
    this.thread = thread;
  }
  end(space: Space): void {
    this.state = 'done';
    space.scheduler.wakeAll(this.joiners);
  }

  traverse(): void {}
  forget(): void {}
}

export const handleOf = (space: Space, w: W): ThreadHandle => space.data(w) as ThreadHandle;

export function join(space: Space, handle: ThreadHandle, w_timeout: W): W {
  const timeout = space.is(w_timeout, space.w_None) ? -1 : secondsOf(space, w_timeout);
  if (handle.state === 'not-started') throw raise(space, 'RuntimeError', 'thread not started');
  if (handle.state === 'running' && handle.thread === space.thread)
    throw raise(space, 'RuntimeError', 'Cannot join current thread');
  const attempt = (): boolean => handle.state === 'done';
  return wait(space, { reason: 'join', queue: handle.joiners, attempt, timeout }, () => space.w_None);
}

export const handleType: TypeDefinition = {
  name: '_thread._ThreadHandle',
  ownLayout: true,
  hasWeakrefs: false,
  isBase: false,
  slots: {
    new: (space, type) => space.newobj(type, new ThreadHandle()),
    repr: (space, w) => space.newstr(`<_ThreadHandle object: ident=${handleOf(space, w).ident}>`),
  },
  methods: [
    resumable('join', '$self, timeout=None, /', (space: Space, w: W, w_timeout: W) =>
      join(space, handleOf(space, w), w_timeout),
    ),
    leaf('is_done', '$self, /', (space: Space, w: W) => handleOf(space, w).state === 'done', {
      result: 'bool',
    }),
    leaf(
      '_set_done',
      '$self, /',
      (space: Space, w: W) => {
        const handle = handleOf(space, w);
        if (handle.state === 'not-started') throw raise(space, 'RuntimeError', 'thread not started');
        handle.end(space);
      },
      { result: 'none' },
    ),
  ],
  getset: { ident: { get: (space, w) => space.newint(handleOf(space, w).ident) } },
};
