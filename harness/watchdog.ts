// The watchdog of an engine's child process: it stays free while Python runs. Signals, time, memory and output limits, the switch
// interval and stdin are served here and reach the engine through the shared word (engine.ts, SharedLayout). What the engine does
// not answer, this thread ends. It is the child's main thread, with the engine in a Worker (child.ts), or, where the main thread
// has the engine out of a start-up snapshot, a Worker itself (watchdog-thread.ts).
import { read, readFileSync } from 'node:fs';
import type { LimitHit, MemoryFigures, Outcome } from '../engines/engine.ts';
import { MessageDecoder, sendToParent, TO_CHILD } from './child-channel.ts';
import type { ChildTask, FromChild, FromWorker, ToChild } from './worker-protocol.ts';
import { BITS, LAYOUT, LIMITS, STDIN_CHUNK, STDIN_END, STDIN_IDLE, STDIN_STATE } from './watchdog-layout.ts';

/** An engine that honours the word answers well within this; one that does not is ended after it. */
const STOP_GRACE_MS = 8;
const MEMORY_POLL_MS = 20;
/** A SIGINT this long after one that the engine has not even looked at means: end it (a person presses Ctrl-C again). */
const SECOND_INTERRUPT_MS = 150;

/** Signals that other processes may send to this one. Node would start its debugger at SIGUSR1. */
export const WATCHED_SIGNALS = ['SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const;

/** VmHWM of this process in bytes (`ru_maxrss` would be inherited from a big parent). */
function processPeak(): number | undefined {
  try {
    const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1'));
    if (match) return Number(match[1]) * 1024;
  } catch {
    // not Linux
  }
  return process.resourceUsage().maxRSS * 1024;
}

/** What the child says of memory beside the engine's own figures. */
export const withProcessPeak = (m: MemoryFigures): MemoryFigures => ({ ...m, processPeak: processPeak() });

/** A profile of the host is written by an ordinary end. */
const isProfiled = (): boolean => process.execArgv.some((flag) => /-prof\b/.test(flag));

/**
 * Leaves by a signal: an ordinary end would take down the heaps piece by piece (80 ms after large imports), and wait for the reads that are
 * pending in the thread pool. The parent goes by the last message.
 */
export function endProcess(shared: Int32Array, status: number): void {
  if (isProfiled() && (shared[STDIN_STATE] === STDIN_IDLE || shared[STDIN_STATE] === STDIN_END))
    process.exit(status);
  process.kill(process.pid, 'SIGKILL');
}

/** What Node 24 and later answer of a Worker; the lab's own types are those of Node 20. */
interface HeapFigures {
  used_heap_size: number;
  external_memory: number;
}

export interface WatchdogSide {
  shared: Int32Array;
  stdin: Uint8Array;
  /** Whatever the engine's thread is when it must not go on; the process is ended right after. */
  stopEngine(): void;
  /** Restores what a signal does where nobody wants it. */
  stopListening(signal: NodeJS.Signals): void;
  /** Of the engine's isolate, busy or not; absent where nobody can ask it. */
  heap?(): Promise<HeapFigures> | undefined;
  /** Its messages go as JSON (child-channel.ts). */
  speaksPlainly?: boolean;
  /** Bytes of the process at which it is ended though no limit was asked for: the host would abort soon. */
  lastBytes?: number;
}

export class Watchdog {
  private readonly side: WatchdogSide;
  private readonly shared: Int32Array;
  private interruptible = true;
  private ending = false;
  private interruptedAt = 0;
  private memoryBegun = 0;
  private onJob: (task: ChildTask) => void = () => {};

  constructor(side: WatchdogSide) {
    this.side = side;
    this.shared = side.shared;
  }

  private send(message: FromChild): void {
    sendToParent(message, this.shared, this.side.speaksPlainly);
  }

  /** Something happened: whoever sleeps on the wake counter looks again. */
  private wake(): void {
    Atomics.add(this.shared, LAYOUT.wake, 1);
    Atomics.notify(this.shared, LAYOUT.wake);
  }

  private raise(bit: number): void {
    Atomics.or(this.shared, LAYOUT.word, bit);
    this.wake();
  }

  /** Says the last message and ends the process. */
  leave(message: FromChild, status: number): void {
    if (this.ending) return;
    this.ending = true;
    this.send(message);
    endProcess(this.shared, status);
  }

  private overLimit(limit: LimitHit, graceMs: number): void {
    Atomics.store(this.shared, LAYOUT.limit, LIMITS.indexOf(limit));
    this.raise(BITS.stop);
    setTimeout(() => {
      if (!this.ending) this.side.stopEngine();
      this.leave({ type: 'limit', limit }, 124);
    }, graceMs);
  }

  onSignal(name: NodeJS.Signals): void {
    const { shared } = this;
    const number = process.getBuiltinModule('node:os').constants.signals[name];
    if (name === 'SIGINT') {
      const unserved = (Atomics.load(shared, LAYOUT.word) & BITS.interrupt) !== 0;
      const isLate = unserved && performance.now() - this.interruptedAt > SECOND_INTERRUPT_MS;
      if (!this.interruptible || isLate) {
        this.side.stopEngine();
        const outcome: Outcome = { status: 130, counters: {}, memory: {} };
        return this.leave({ type: 'end', outcome, memory: withProcessPeak({}), outputBytes: 0 }, 130);
      }
      if (!unserved) this.interruptedAt = performance.now();
      Atomics.store(shared, LAYOUT.sigint, number);
      return this.raise(BITS.interrupt);
    }
    if (Atomics.load(shared, LAYOUT.handledSignals) & (1 << number)) {
      Atomics.store(shared, LAYOUT.signal, number);
      return this.raise(BITS.signal);
    }
    this.side.stopListening(name);
    process.kill(process.pid, name);
  }

  /**
   * Reports what is in use at each interval. The engine's thread answers for its isolate in between its own instructions,
   * busy or not; a host that cannot ask it (Node before 24) leaves that figure out.
   */
  private watchMemory(everyMs: number): void {
    const begun = performance.now();
    let asking = false;
    const look = async () => {
      if (asking || this.ending) return;
      asking = true;
      const ms = performance.now() - begun;
      const processSize = process.memoryUsage.rss();
      let hostHeap: number | undefined;
      try {
        const heap = await this.side.heap?.();
        if (heap) hostHeap = heap.used_heap_size + heap.external_memory;
      } catch {
        // The thread has ended, or has not begun.
      }
      asking = false;
      if (this.ending) return;
      this.send({
        type: 'memory',
        point: { ms, processSize, ...(hostHeap === undefined ? {} : { hostHeap }) },
      });
    };
    this.memoryBegun = begun;
    void look();
    setInterval(() => void look(), everyMs);
  }

  /** Fills the stdin channel once; asynchronous, so that signals and limits are served meanwhile. */
  private readStdin(): void {
    const buffer = Buffer.allocUnsafe(STDIN_CHUNK);
    const done = (state: number) => {
      Atomics.store(this.shared, STDIN_STATE, state);
      this.wake();
    };
    read(0, buffer, 0, STDIN_CHUNK, null, (error, n) => {
      if (error?.code === 'EAGAIN') return void setTimeout(() => this.readStdin(), 5);
      if (error || n === 0) return done(STDIN_END);
      this.side.stdin.set(buffer.subarray(0, n));
      done(n);
    });
  }

  /** Sets `switchThread` each interval while the engine wants one; asleep while it does not. */
  private async switchTimer(): Promise<void> {
    for (;;) {
      const us = Atomics.load(this.shared, LAYOUT.switchInterval);
      if (us > 0) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(1, us / 1000)));
        this.raise(BITS.switchThread);
      } else {
        const waiting = Atomics.waitAsync(this.shared, LAYOUT.switchInterval, us);
        if (waiting.async) await waiting.value;
      }
    }
  }

  private watchSize(cap: number, everyMs: number): void {
    setInterval(() => {
      if (process.memoryUsage.rss() > cap && !this.ending) this.overLimit('process-memory', 0);
    }, everyMs);
  }

  /** From now on the limits of `task` are kept. `since`: what has gone already of its time, in ms. */
  begin(task: ChildTask, since: number): void {
    const limits = task.mode === 'run' ? task.request.limits : {};
    if (limits.timeMs !== undefined)
      setTimeout(() => this.overLimit('time', STOP_GRACE_MS), Math.max(0, limits.timeMs - since));
    const { lastBytes } = this.side;
    if (limits.processBytes !== undefined) this.watchSize(limits.processBytes, MEMORY_POLL_MS);
    else if (lastBytes !== undefined) this.watchSize(lastBytes, 5 * MEMORY_POLL_MS);
    if (task.mode === 'run' && task.memoryEveryMs !== undefined) this.watchMemory(task.memoryEveryMs);
    void this.switchTimer();
  }

  /** What the engine's thread says. */
  onMessage(message: FromWorker): void {
    if (this.ending) return;
    switch (message.type) {
      case 'stdin':
        return this.readStdin();
      case 'output-limit':
        return this.overLimit('output', 0);
      case 'modelled':
        return this.send({
          type: 'memory',
          point: { ms: performance.now() - this.memoryBegun, modelled: message.bytes },
        });
      case 'started':
        this.interruptible = message.interruptible;
        return this.send(message);
      case 'end': {
        const memory = withProcessPeak(message.memory);
        const outcome = { ...message.outcome, memory };
        return this.leave({ ...message, memory, outcome }, outcome.status);
      }
      case 'fault':
        return this.leave(message, 70);
      default:
        return this.send(message);
    }
  }

  /** Serves what the parent says; without a parent there is nothing to go on for. */
  listen(onJob: (task: ChildTask) => void): void {
    this.onJob = onJob;
    this.readParent();
  }
  private readonly fromParent = new MessageDecoder<ToChild>((message) => {
    if (message.type === 'job') this.onJob(message.job.task);
    else this.onSignal(message.signal);
  });
  private readParent(): void {
    const buffer = Buffer.allocUnsafeSlow(1 << 16);
    read(TO_CHILD, buffer, 0, buffer.length, null, (error, n) => {
      if (error || n === 0) {
        if (!this.ending) endProcess(this.shared, 129);
        return;
      }
      this.fromParent.push(buffer.subarray(0, n));
      this.readParent();
    });
  }
}
