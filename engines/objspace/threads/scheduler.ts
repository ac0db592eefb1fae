// The GIL and the threads behind it: which thread runs, until when, what happens when none can. Models CPython's Python/ceval_gil.c (the
// request to drop the GIL after the switch interval) over stacks of frames in one isolate. Left out: threads at the same time.
//
// A switch swaps `space.top` and the engine's part of the state (ThreadMachine) inside the turn of some frame; `runFrames` goes on with whatever
// is on top then. So a thread can leave at every place where its frames could be left by a call: at a check of the eval loop, and where it waits.
// A nesting builtin has host frames below a `Barrier`: its thread is not switched at a check, and if it waits there the others run on top
// of it; it can go beyond its barrier when they have left the host's stack again.
import { Frame, innermostBarrier, runNested } from '../continuation.ts';
import type { Barrier } from '../continuation.ts';
import { call } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { PythonFrame } from '../python-frame.ts';
import type { Space } from '../space.ts';
import { HostClock, VirtualClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { deadlockReport } from './deadlock-report.ts';
import { policyOf } from './policy.ts';
import type { Policy } from './policy.ts';
import { Signals } from './signals.ts';
import { Deadlock, StopRun } from './stop-run.ts';
import { ThreadState } from './thread.ts';
import type { WaitFrame, WaitQueue } from './wait.ts';

// Bits and places of the watchdog's word (engine.ts: WatchdogBits, SharedLayout).
const INTERRUPT = 1;
const STOP = 2;
const SWITCH = 4;
const SIGNAL = 8;
const WORD = 0;
const INTERVAL = 2;
const WAKE = 5;

/** Longest single sleep of the isolate, ms: what nobody announces (`WaitRequest.poll`) is looked for after it. */
const POLL_INTERVAL = 5;

/** How often alarms are looked for, microseconds. */
const ALARM_TICK = 1000;

/** Seconds between the report of a deadlock and the end of the run: a person may still press Ctrl-C, as under CPython. */
const DEADLOCK_GRACE = 3;

export interface GilEvent {
  /** The thread that runs now, and the one that did: number and name. */
  to: number;
  toName: string;
  from: number;
  fromName: string;
  /** `interval`, `start`, `end`, `nested`, or what the thread waits for. */
  reason: string;
  /** How long `from` ran, and `to` waited for its turn, ms. */
  held: number;
  waited: number;
}

export interface SchedulerOptions {
  shared: Int32Array;
  /** Host time, ms. */
  now: () => number;
  /** `-X sched`, `-X deadlock`. */
  sched?: string;
  deadlock?: string;
  processId: number;
  emit?: (event: GilEvent) => void;
  writeError: (text: string) => void;
}

/** Lowest frame of a thread other than the main one: calls its function, and ends the thread. */
class ThreadStart extends Frame {
  private w_function: W | null;
  private readonly args_w: readonly W[];
  private readonly names: readonly string[] | null;
  private readonly thread: ThreadState;
  private readonly onEnd: (error: OperationError | null, w_function: W) => void;
  private hasBegun = false;

  constructor(
    space: Space,
    thread: ThreadState,
    w_function: W,
    args_w: readonly W[],
    names: readonly string[] | null,
    onEnd: (error: OperationError | null, w_function: W) => void,
  ) {
    super();
    this.thread = thread;
    this.w_function = space.own(w_function);
    this.args_w = args_w.map((w) => space.own(w));
    this.names = names;
    this.onEnd = onEnd;
  }

  resume(space: Space): W {
    if (!this.hasBegun) {
      this.hasBegun = true;
      try {
        if (call(space, this.w_function!, this.args_w, this.names) === SUSPEND) return SUSPEND;
      } catch (e) {
        return this.end(space, space.asOperationError(e));
      }
    }
    return this.end(space, null);
  }

  override raise(space: Space, error: OperationError): W {
    return this.end(space, error);
  }

  private end(space: Space, error: OperationError | null): W {
    space.endStep(undefined);
    this.onEnd(error, this.w_function!);
    this.release(space);
    space.endStep(undefined);
    for (const run of this.thread.atExit) run(this.thread);
    this.thread.atExit.clear();
    space.endStep(undefined);
    space.scheduler.leave();
    return SUSPEND;
  }

  release(space: Space): void {
    if (this.w_function === null) return;
    space.drop(this.w_function);
    for (const w of this.args_w) space.drop(w);
    this.w_function = null;
  }
}

export class Scheduler {
  readonly signals: Signals;
  readonly clock: Clock;
  readonly main: ThreadState;
  readonly isDeterministic: boolean;
  /** Every thread that has begun and not ended, in the order of their start; the main one first. */
  readonly alive: ThreadState[];
  /** Hand-overs so far. */
  switches = 0;
  private readonly space: Space;
  private readonly options: SchedulerOptions;
  readonly shared: Int32Array;
  private readonly policy: Policy;
  private readonly ready: ThreadState[] = [];
  /** Waits with an end, the nearest first. */
  private readonly timers: WaitFrame[] = [];
  /** Waits that have to be asked, because no thread announces what they are for. */
  private readonly polled = new Set<WaitFrame>();
  private started = 0;
  /** Microseconds, as CPython keeps it. */
  private interval = 5000;
  private heldSince: number;
  /** The interval was over in a nested run. */
  private isSwitchPending = false;
  /** Only the main thread runs from now on. */
  private isFrozen = false;
  private reportedAt = -1;
  private report = '';

  constructor(space: Space, options: SchedulerOptions) {
    this.space = space;
    this.options = options;
    this.shared = options.shared;
    this.policy = policyOf(options.sched) ?? policyOf(undefined)!;
    this.isDeterministic = this.policy.isDeterministic;
    this.clock = this.isDeterministic ? new VirtualClock(options.now()) : new HostClock(options.now);
    this.signals = new Signals(space, options.shared);
    this.main = space.thread;
    this.main.status = 'running';
    this.alive = [this.main];
    this.heldSince = this.clock.now();
  }

  now(): number {
    return this.clock.now();
  }

  get processId(): number {
    return this.options.processId;
  }

  // --- the switch interval

  get switchInterval(): number {
    return this.interval * 1e-6;
  }
  set switchInterval(seconds: number) {
    this.interval = Math.max(1, Math.trunc(seconds * 1e6));
    this.setTimer();
  }

  /** The watchdog sets the bit at each interval, while somebody could use it. */
  private setTimer(): void {
    const wanted = this.alive.length > 1 || this.signals.hasAlarm;
    if (this.isDeterministic) {
      if (wanted) Atomics.or(this.shared, WORD, SWITCH);
      else Atomics.and(this.shared, WORD, ~SWITCH);
      return;
    }
    const most = this.signals.hasAlarm ? Math.min(this.interval, ALARM_TICK) : this.interval;
    const us = wanted ? Math.min(most, 2 ** 30) : 0;
    if (this.shared[INTERVAL] === us) return;
    Atomics.store(this.shared, INTERVAL, us);
    Atomics.notify(this.shared, INTERVAL);
  }

  /** An alarm was set or is over. */
  alarmsChanged(): void {
    this.setTimer();
  }

  // --- at a check

  /**
   * Serves the watchdog's requests at a check of the eval loop. True: the top of the stack is another one now (another thread's, or a
   * signal handler's frame): the loop leaves with SUSPEND, its frame saved as behind the instruction that checked.
   */
  serve(): boolean {
    const { shared, space } = this;
    const word = Atomics.load(shared, WORD);
    if ((word & STOP) !== 0) throw new StopRun();
    if ((word & (INTERRUPT | SIGNAL)) !== 0) this.signals.take();
    if ((word & SWITCH) !== 0) {
      if (this.isDeterministic) this.clock.tick();
      else Atomics.and(shared, WORD, ~SWITCH);
      if (this.signals.hasAlarm) this.signals.takeAlarms(this.now());
    }
    if (this.signals.isPending) {
      if (space.thread === this.main) return this.signals.deliver();
      // The main thread has to see to it, as soon as it can run at all.
      if (!this.isNested()) {
        this.wakeMain();
        const at = this.ready.indexOf(this.main);
        if (at >= 0 && this.canRun(this.main)) {
          this.giveTurn(at, 'signal');
          return true;
        }
      }
    }
    return (word & SWITCH) !== 0 && this.alive.length > 1 && this.intervalIsOver();
  }

  private intervalIsOver(): boolean {
    if (this.isNested()) {
      this.isSwitchPending = true;
      return false;
    }
    this.isSwitchPending = false;
    if (!this.policy.isDue()) return false;
    this.wakeTimers();
    if (this.polled.size > 0) this.askPolled();
    const at = this.chooseReady();
    if (at < 0) return false;
    this.giveTurn(at, 'interval');
    return true;
  }

  /** A nested run is over: a request that came under it is served at the next check. */
  nestedRunEnded(): void {
    if (this.isSwitchPending) Atomics.or(this.shared, WORD, SWITCH);
  }

  /** The running thread has host frames on top of the host's stack, so that it cannot be left at a check. */
  private isNested(): boolean {
    const innermost = innermostBarrier();
    return innermost !== null && !innermost.isRoot && innermost.owner === this.space.thread;
  }

  private canRun(thread: ThreadState): boolean {
    if (this.isFrozen && thread !== this.main) return false;
    return thread.parkedAt === null || thread.parkedAt === innermostBarrier();
  }

  /** Index in `ready` of the thread whose turn it is; -1: none can run. */
  private chooseReady(): number {
    const { ready } = this;
    if (ready.length === 0) return -1;
    if (this.signals.isPending) {
      const at = ready.indexOf(this.main);
      if (at >= 0 && this.canRun(this.main)) return at;
    }
    if (ready.every((thread) => this.canRun(thread))) return this.policy.choose(ready);
    const able = ready.filter((thread) => this.canRun(thread));
    return able.length === 0 ? -1 : ready.indexOf(able[this.policy.choose(able)]);
  }

  private giveTurn(at: number, reason: string): void {
    const { space } = this;
    const [next] = this.ready.splice(at, 1);
    const from = space.thread;
    from.status = 'ready';
    this.ready.push(from);
    this.switchTo(next, reason);
  }

  // --- hand-over

  private switchTo(next: ThreadState, reason: string): void {
    const { space } = this;
    const from = space.thread;
    if (next === from) {
      next.status = 'running';
      return;
    }
    const now = this.now();
    this.switches++;
    this.options.emit?.({
      to: next.index,
      toName: next.name,
      from: from.index,
      fromName: from.name,
      reason,
      held: now - this.heldSince,
      waited: now - next.since,
    });
    from.since = this.heldSince = now;
    from.top = space.top;
    from.machine = space.swapthreadmachine(next.machine!);
    next.machine = null;
    next.status = 'running';
    next.since = now;
    space.thread = next;
    space.top = next.top;
    next.top = null;
  }

  /** The running thread cannot go on: another one takes over, or the isolate sleeps until one can. Called in the turn of a frame. */
  private giveWay(reason: string): void {
    const { space } = this;
    space.endStep(undefined);
    for (;;) {
      const at = this.chooseReady();
      if (at >= 0) return this.switchTo(this.ready.splice(at, 1)[0], reason);
      this.sleep();
    }
  }

  /** For WaitFrame: waits until somebody wakes the thread, or its time comes. */
  rest(frame: WaitFrame): void {
    const { thread, request } = frame;
    thread.status = 'waiting';
    thread.wait = frame;
    const { queue } = request;
    if (queue !== null && !queue.waiting.includes(frame)) {
      // Woken in vain: it keeps its place in the row.
      const before = queue.waiting.findIndex((other) => other.since > frame.since);
      if (before < 0) queue.waiting.push(frame);
      else queue.waiting.splice(before, 0, frame);
    }
    if (request.poll !== undefined) this.polled.add(frame);
    this.giveWay(request.reason);
  }

  private makeReady(thread: ThreadState): void {
    if (thread.status !== 'waiting' && thread.status !== 'new') return;
    if (thread.wait !== null) this.polled.delete(thread.wait);
    thread.wait = null;
    thread.status = 'ready';
    thread.since = this.now();
    this.ready.push(thread);
  }

  /** Whoever waits there longest looks again; answers its wait. */
  wake(queue: WaitQueue): WaitFrame | undefined {
    const frame = queue.waiting.shift();
    if (frame !== undefined) this.makeReady(frame.thread);
    return frame;
  }

  wakeAll(queue: WaitQueue): void {
    while (queue.waiting.length > 0) this.wake(queue);
  }

  private wakeMain(): void {
    const { wait } = this.main;
    wait?.request.queue?.remove(wait);
    this.makeReady(this.main);
  }

  // --- time

  addTimer(frame: WaitFrame): void {
    if (frame.deadline === Infinity) return;
    const { timers } = this;
    let at = timers.length;
    while (at > 0 && timers[at - 1].deadline > frame.deadline) at--;
    timers.splice(at, 0, frame);
  }

  private wakeTimers(): void {
    const { timers } = this;
    if (timers.length === 0) return;
    const now = this.now();
    while (timers.length > 0 && (timers[0].isOver || timers[0].deadline <= now)) {
      const frame = timers.shift()!;
      if (frame.isOver || frame.thread.wait !== frame) continue;
      frame.request.queue?.remove(frame);
      this.makeReady(frame.thread);
    }
  }

  private askPolled(): void {
    for (const frame of this.polled) {
      if (frame.request.poll!()) this.makeReady(frame.thread);
    }
  }

  /** Nobody can run: the isolate sleeps until the nearest timer, a signal, a limit or what comes from outside. */
  private sleep(): void {
    const { shared, timers, signals } = this;
    for (;;) {
      const seen = Atomics.load(shared, WAKE);
      const word = Atomics.load(shared, WORD);
      if ((word & STOP) !== 0) throw new StopRun();
      if ((word & (INTERRUPT | SIGNAL)) !== 0) signals.take();
      if (signals.hasAlarm) signals.takeAlarms(this.now());
      if (signals.isPending) this.wakeMain();
      this.wakeTimers();
      if (this.polled.size > 0) this.askPolled();
      if (this.chooseReady() >= 0) return;
      while (timers.length > 0 && timers[0].isOver) timers.shift();
      let until = Math.min(timers[0]?.deadline ?? Infinity, signals.nextAlarm);
      if (until === Infinity && this.polled.size === 0) until = this.deadlocked();
      // No ticks of the switch interval meanwhile.
      if (!this.isDeterministic && shared[INTERVAL] !== 0) Atomics.store(shared, INTERVAL, 0);
      this.clock.pass(until, (ms) => {
        const most = this.polled.size > 0 ? POLL_INTERVAL : ms;
        if (Math.min(ms, most) > 0) Atomics.wait(shared, WAKE, seen, Math.min(ms, most));
      });
      if (!this.isDeterministic) this.setTimer();
    }
  }

  // --- deadlocks

  /** No thread can ever go on, but for a signal. Says so once; ends the run after the time of grace. Answers how long to sleep. */
  private deadlocked(): number {
    const stuck = this.alive.filter((thread) => thread.wait !== null || thread.parkedAt !== null);
    if (stuck.some((thread) => thread.wait?.request.isExternal === true)) return Infinity;
    const now = this.options.now();
    const grace = this.options.deadlock ?? String(DEADLOCK_GRACE);
    if (this.reportedAt < 0) {
      this.reportedAt = now;
      this.report = deadlockReport(this.space, this.alive, this.now());
      this.options.writeError(this.report);
    }
    if (grace === 'wait' || this.signals.hasHandlers) return Infinity;
    const left = this.reportedAt + Number(grace) * 1000 - now;
    if (left <= 0) throw new Deadlock('every thread waits for another', this.report);
    // Host time goes by here even under a virtual clock.
    if (!this.isDeterministic) return this.now() + left;
    Atomics.wait(this.shared, WAKE, Atomics.load(this.shared, WAKE), left);
    return this.now();
  }

  // --- start and end of threads

  /** A new thread that runs `w_function(*args)` when its turn comes. `onEnd` runs in it when it is over, and takes over the error. */
  start(
    w_function: W,
    args_w: readonly W[],
    names: readonly string[] | null,
    onEnd: (error: OperationError | null, w_function: W) => void,
  ): ThreadState {
    const { space } = this;
    const thread = new ThreadState(++this.started);
    thread.top = new ThreadStart(space, thread, w_function, args_w, names, onEnd);
    thread.machine = space.newthreadmachine();
    this.alive.push(thread);
    this.makeReady(thread);
    this.setTimer();
    return thread;
  }

  /** For ThreadStart: the running thread is over. */
  leave(): void {
    const { space } = this;
    const { thread } = space;
    thread.status = 'done';
    this.alive.splice(this.alive.indexOf(thread), 1);
    this.setTimer();
    space.top = null;
    this.giveWay('end');
    thread.machine = null;
    thread.top = null;
  }

  /** For Barrier: the running thread is at the end of a nested run whose host frames lie below those of others. */
  park(barrier: Barrier): void {
    const { thread } = this.space;
    thread.parkedAt = barrier;
    thread.status = 'ready';
    this.ready.push(thread);
    this.giveWay('nested');
  }

  /** What a signal that came while the running thread waits has to do: true when a frame was pushed for it. Main thread only. */
  deliverSignals(): boolean {
    return this.space.thread === this.main && this.signals.isPending && this.signals.deliver();
  }

  /** Serves requests while the running thread waits in a call of the host's: handlers run nested. */
  serveNested(): void {
    const { space } = this;
    const word = Atomics.load(this.shared, WORD);
    if ((word & STOP) !== 0) throw new StopRun();
    if ((word & (INTERRUPT | SIGNAL)) !== 0) this.signals.take();
    if (!this.signals.isPending || space.thread !== this.main) return;
    runNested(space, () => {
      this.signals.deliver();
      return SUSPEND;
    });
  }

  // --- what others ask

  /** The topmost Python frame of a thread. */
  frameOf(thread: ThreadState): PythonFrame | null {
    let frame = thread === this.space.thread ? this.space.top : thread.top;
    while (frame !== null && !(frame instanceof PythonFrame)) frame = frame.back;
    return frame;
  }

  // --- the end of the run

  /** From now on only the main thread runs: daemon threads stay where they are. */
  freeze(): void {
    this.isFrozen = true;
  }

  /** The run was ended from outside: the main thread is the running one, with nothing on its stack; all others are gone. */
  abandon(): void {
    const { space, main } = this;
    if (space.thread !== main) {
      space.swapthreadmachine(main.machine!);
      main.machine = null;
      space.thread = main;
    }
    main.status = 'running';
    main.wait = null;
    main.parkedAt = null;
    space.top = null;
    this.isFrozen = true;
    this.alive.length = 1;
    this.ready.length = 0;
    this.timers.length = 0;
    this.polled.clear();
    this.setTimer();
  }
}
