// Signals on their way to Python: what the watchdog reports, what the program raises itself, alarms. Handlers run in the main thread, at its next
// check or while it waits. Models CPython's Modules/signalmodule.c (trip_signal, _PyErr_CheckSignalsTstate) and setitimer(2).
import { call } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import { enter, StepFrame } from '../step-frames.ts';
import { Killed } from './stop-run.ts';
import { WaitQueue } from './wait.ts';

export const SIGINT = 2;
export const SIGALRM = 14;
export const SIGVTALRM = 26;
export const SIGPROF = 27;

/** Signals whose default is to be ignored: SIGCHLD, SIGCONT, SIGURG, SIGWINCH. Stopping ones are not modelled and ignored as well. */
const IGNORED_BY_DEFAULT: ReadonlySet<number> = new Set([17, 18, 19, 20, 21, 22, 23, 28]);

const INTERRUPT = 1;
const SWITCH = 4;
const SIGNAL = 8;
const WORD = 0;
const SIGNAL_NUMBER = 1;
const SIGINT_PENDING = 4;
const HANDLED = 6;
const UNWATCHED = 7;

/** A watchdog that does not start within this never will. */
const LONGEST_START_MS = 5000;

/** `interrupt`: KeyboardInterrupt without a function of Python's; what SIGINT does at the start. */
export type Handler =
  { kind: 'default' } | { kind: 'ignore' } | { kind: 'interrupt' } | { kind: 'python'; w_function: W };

/** One of setitimer's three clocks. */
interface IntervalTimer {
  readonly signal: number;
  /** ms on its clock; Infinity: off. */
  at: number;
  /** ms; 0: once. */
  interval: number;
}

/** Runs the handlers of all pending signals, one after the other, on top of what the main thread does. */
class HandlerFrame extends StepFrame {
  protected step(space: Space): W {
    const { signals } = space.scheduler;
    for (;;) {
      const signal = signals.next();
      if (signal === null) return space.w_None;
      const handler = signals.handlerOf(signal);
      if (handler.kind === 'interrupt') throw new OperationError(space.types.KeyboardInterrupt, null, null);
      if (handler.kind !== 'python') continue;
      const frame = space.currentFrame(0);
      const w_frame = frame === null ? space.w_None : space.frameobject(frame);
      if (call(space, handler.w_function, [space.newint(signal), w_frame]) === SUSPEND) return SUSPEND;
    }
  }

  protected release(): void {}
}

export class Signals {
  /** Handlers run so far: what `signal.pause` waits for. */
  delivered = 0;
  /** Told of each signal with a handler, as it comes in: `signal.set_wakeup_fd`. */
  wakeup: ((signal: number) => void) | null = null;
  /** Signals held back by `pthread_sigmask`. */
  readonly blocked = new Set<number>();
  readonly pending: number[] = [];
  /** Threads that wait for signals to come in. */
  readonly arrivals = new WaitQueue();
  private readonly space: Space;
  private readonly shared: Int32Array;
  private readonly handlers = new Map<number, Handler>([
    [SIGINT, { kind: 'interrupt' }],
    [13, { kind: 'ignore' }], // SIGPIPE and SIGXFSZ: errors of calls instead (Python/pylifecycle.c)
    [25, { kind: 'ignore' }],
  ]);
  private readonly timers: readonly IntervalTimer[] = [
    { signal: SIGALRM, at: Infinity, interval: 0 },
    { signal: SIGVTALRM, at: Infinity, interval: 0 },
    { signal: SIGPROF, at: Infinity, interval: 0 },
  ];

  constructor(space: Space, shared: Int32Array) {
    this.space = space;
    this.shared = shared;
    space.roots.push((visit) => {
      for (const handler of this.handlers.values()) if (handler.kind === 'python') visit(handler.w_function);
    });
  }

  // --- handlers

  handlerOf(signal: number): Handler {
    return this.handlers.get(signal) ?? { kind: 'default' };
  }

  /** Takes the handler over; what was there lives on as a temporary. */
  setHandler(signal: number, handler: Handler): void {
    const old = this.handlerOf(signal);
    if (handler.kind === 'python') this.space.own(handler.w_function);
    this.handlers.set(signal, handler);
    if (old.kind === 'python') this.space.drop(old.w_function);
    if (signal === SIGINT || signal > 31) return;
    if (handler.kind === 'default') {
      Atomics.and(this.shared, HANDLED, ~(1 << signal));
      return;
    }
    Atomics.or(this.shared, HANDLED, 1 << signal);
    // From now on the signal must not have its default effect.
    if (this.shared[UNWATCHED] === 1) Atomics.wait(this.shared, UNWATCHED, 1, LONGEST_START_MS);
  }

  /** The program has a function for some signal: it may wait for that one. */
  get hasHandlers(): boolean {
    return [...this.handlers].some(([signal, { kind }]) => kind === 'python' && signal !== SIGINT);
  }

  /** Gives the handlers back, at the end of the run. */
  forgetHandlers(): void {
    for (const signal of [...this.handlers.keys()]) this.setHandler(signal, { kind: 'default' });
  }

  // --- coming in

  /** What the watchdog has put into the shared words. */
  take(): void {
    const { shared } = this;
    const word = Atomics.load(shared, WORD);
    if ((word & INTERRUPT) !== 0) {
      Atomics.and(shared, WORD, ~INTERRUPT);
      shared[SIGINT_PENDING] = 0;
      this.raise(SIGINT);
    }
    if ((word & SIGNAL) !== 0) {
      Atomics.and(shared, WORD, ~SIGNAL);
      this.raise(shared[SIGNAL_NUMBER]);
    }
  }

  /** The process gets a signal. */
  raise(signal: number): void {
    if (this.blocked.has(signal)) {
      if (!this.pending.includes(signal)) this.pending.push(signal);
      this.space.scheduler.wakeAll(this.arrivals);
      return;
    }
    const { kind } = this.handlerOf(signal);
    if (kind === 'ignore' || (kind === 'default' && IGNORED_BY_DEFAULT.has(signal))) return;
    if (kind === 'default') throw new Killed(signal);
    if (!this.pending.includes(signal)) this.pending.push(signal);
    // Seen at the next check, whoever raised it.
    Atomics.or(this.shared, WORD, SWITCH);
    this.wakeup?.(signal);
  }

  get isPending(): boolean {
    const { pending, blocked } = this;
    return pending.length > 0 && (blocked.size === 0 || pending.some((signal) => !blocked.has(signal)));
  }

  /** Takes the pending signal of the lowest number. */
  next(): number | null {
    const able = this.pending.filter((signal) => !this.blocked.has(signal));
    if (able.length === 0) return null;
    const signal = Math.min(...able);
    this.pending.splice(this.pending.indexOf(signal), 1);
    this.delivered++;
    return signal;
  }

  /** In the main thread: true when a frame was pushed, which runs the handlers. Raises KeyboardInterrupt where there is no function for it. */
  deliver(): boolean {
    const able = this.pending.filter((signal) => !this.blocked.has(signal));
    if (able.length === 1 && this.handlerOf(able[0]).kind === 'interrupt') {
      this.next();
      throw new OperationError(this.space.types.KeyboardInterrupt, null, null);
    }
    enter(this.space, new HandlerFrame());
    return true;
  }

  /** Signals taken off the mask may be due now, and some may end the process. */
  unblocked(): void {
    for (const signal of [...this.pending]) {
      if (this.blocked.has(signal)) continue;
      this.pending.splice(this.pending.indexOf(signal), 1);
      this.raise(signal);
    }
  }

  // --- alarms

  private clockOf(which: number): number {
    const { scheduler, host } = this.space;
    return which === 0 || scheduler.isDeterministic ? scheduler.now() : host.processTime() * 1000;
  }

  /** `setitimer(2)`, in ms; answers the old value and interval. */
  setTimer(which: 0 | 1 | 2, value: number, interval: number): [number, number] {
    const old = this.timerOf(which);
    const timer = this.timers[which];
    timer.at = value > 0 ? this.clockOf(which) + value : Infinity;
    timer.interval = value > 0 ? interval : 0;
    this.space.scheduler.alarmsChanged();
    return old;
  }

  timerOf(which: 0 | 1 | 2): [number, number] {
    const { at, interval } = this.timers[which];
    return at === Infinity ? [0, 0] : [Math.max(at - this.clockOf(which), 0.001), interval];
  }

  get hasAlarm(): boolean {
    return this.timers.some(({ at }) => at !== Infinity);
  }

  /** When the next alarm by the real clock goes off, ms. */
  get nextAlarm(): number {
    return this.timers[0].at;
  }

  takeAlarms(now: number): void {
    this.timers.forEach((timer, which) => {
      if (timer.at === Infinity) return;
      const at = which === 0 ? now : this.clockOf(which);
      if (timer.at > at) return;
      // Ticks that were missed are one signal, as with real timers.
      if (timer.interval > 0) timer.at = Math.max(timer.at + timer.interval, at);
      else timer.at = Infinity;
      this.raise(timer.signal);
    });
    if (!this.hasAlarm) this.space.scheduler.alarmsChanged();
  }
}
