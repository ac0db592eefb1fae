// One Python thread: a stack of frames of its own, and what native modules keep for it. All threads of a program run in one isolate, one at a
// time; scheduler.ts says which. Models PyThreadState (Include/cpython/pystate.h).
import type { Barrier, Frame } from '../continuation.ts';
import type { WaitFrame } from './wait.ts';

declare const machine: unique symbol;

/**
 * What an engine keeps for a thread apart from the top of its explicit stack: its stack of values, the exceptions it handles, its
 * recursion depth. Made by `space.newthreadmachine`; only the engine looks inside.
 */
export interface ThreadMachine {
  readonly [machine]: never;
}

/** `new`: not begun; `ready`: could run; `waiting`: for a lock, a time, a queue; `done`: its function has returned. */
export type ThreadStatus = 'new' | 'ready' | 'running' | 'waiting' | 'done';

/** pthread's identities are addresses 8 MB apart: the default size of a stack. */
const FIRST_IDENT = 0x7f3a_4000_0000;
const IDENT_STEP = 0x80_0000;

export class ThreadState {
  /** 0: the main thread. */
  readonly index: number;
  /** `threading.get_ident()`. */
  readonly ident: number;
  /** As the operating system would call it; for events and reports. */
  name: string;
  status: ThreadStatus = 'new';
  /** Top of its explicit stack while another thread runs. */
  top: Frame | null = null;
  /** Null while it runs: the space has it. */
  machine: ThreadMachine | null = null;
  /** What it waits for, if it does. */
  wait: WaitFrame | null = null;
  /** Its nested run has ended, but host frames of other threads lie above its own: it can go on when they are gone. */
  parkedAt: Barrier | null = null;
  /** When it came to its status, ms. */
  since = 0;
  /** Ended with the thread: thread-local storage. Called while the thread is still the running one. */
  readonly atExit = new Set<(thread: ThreadState) => void>();

  constructor(index: number) {
    this.index = index;
    this.ident = FIRST_IDENT - index * IDENT_STEP;
    this.name = index === 0 ? 'MainThread' : `Thread-${index}`;
  }

  get isMain(): boolean {
    return this.index === 0;
  }
}
