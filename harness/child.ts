// Main thread of an engine's child process: the watchdog. It starts the Worker that holds the engine, and stays free
// while Python runs: signals, time, memory and output limits, the switch interval and stdin are served here and reach
// the engine through the shared word (engine.ts, SharedLayout). What the engine does not answer, this thread ends.
import { Worker } from 'node:worker_threads';
import { read, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LimitHit, MemoryFigures } from '../engines/engine.ts';
import { encodeMessage, FROM_CHILD, MessageDecoder, TO_CHILD } from './child-channel.ts';
import type {
  ChildArguments,
  ChildJob,
  FromChild,
  FromWorker,
  ToChild,
  WorkerData,
} from './worker-protocol.ts';
import {
  BITS,
  LAYOUT,
  LIMITS,
  SHARED_ELEMENTS,
  STDIN_CHUNK,
  STDIN_END,
  STDIN_IDLE,
  STDIN_STATE,
} from './watchdog-layout.ts';

/** An engine that honours the word answers well within this; one that does not is ended after it. */
const STOP_GRACE_MS = 8;
const MEMORY_POLL_MS = 20;
/** A SIGINT this long after one that the engine has not even looked at means: end it (a person presses Ctrl-C again). */
const SECOND_INTERRUPT_MS = 150;
/** The engine's own stack. Python's recursion limits are far below it; wasm CPython needs some 100 MiB at the deepest. */
const STACK_MIB = 256;

const shared = new Int32Array(new SharedArrayBuffer(SHARED_ELEMENTS * 4));
const stdin = new Uint8Array(new SharedArrayBuffer(STDIN_CHUNK));
shared[STDIN_STATE] = STDIN_IDLE;

let interruptible = true;
let ending = false;
let armed = 0;
let interruptedAt = 0;

function send(message: FromChild): void {
  const bytes = encodeMessage(message);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(FROM_CHILD, bytes, done);
  } catch {
    // The parent has gone; the other pipe says so too.
  }
}

/** Something happened: whoever sleeps on the wake counter looks again. */
function wake(): void {
  Atomics.add(shared, LAYOUT.wake, 1);
  Atomics.notify(shared, LAYOUT.wake);
}

function raise(bit: number): void {
  Atomics.or(shared, LAYOUT.word, bit);
  wake();
}

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

/** A profile of the host is written by an ordinary end. */
const isProfiled = process.execArgv.some((flag) => /-prof\b/.test(flag));

/**
 * Says the last message and leaves, by a signal: an ordinary end would take down the Worker's heap piece by piece (80 ms after large imports), and
 * wait for the reads that are pending in the thread pool. The parent goes by the message.
 */
function leave(message: FromChild, status: number): void {
  if (ending) return;
  ending = true;
  send(message);
  end(status);
}

function end(status: number): void {
  if (isProfiled && (shared[STDIN_STATE] === STDIN_IDLE || shared[STDIN_STATE] === STDIN_END))
    process.exit(status);
  process.kill(process.pid, 'SIGKILL');
}

function overLimit(limit: LimitHit, graceMs: number): void {
  Atomics.store(shared, LAYOUT.limit, LIMITS.indexOf(limit));
  raise(BITS.stop);
  setTimeout(() => {
    if (!ending) void worker.terminate();
    leave({ type: 'limit', limit }, 124);
  }, graceMs);
}

function onSignal(name: NodeJS.Signals): void {
  const number = process.getBuiltinModule('node:os').constants.signals[name];
  if (name === 'SIGINT') {
    const unserved = (Atomics.load(shared, LAYOUT.word) & BITS.interrupt) !== 0;
    if (!interruptible || (unserved && performance.now() - interruptedAt > SECOND_INTERRUPT_MS)) {
      void worker.terminate();
      return leave(
        {
          type: 'end',
          outcome: { status: 130, counters: {}, memory: {} },
          memory: memory({}),
          outputBytes: 0,
        },
        130,
      );
    }
    if (!unserved) interruptedAt = performance.now();
    Atomics.store(shared, LAYOUT.sigint, number);
    return raise(BITS.interrupt);
  }
  if (Atomics.load(shared, LAYOUT.handledSignals) & (1 << number)) {
    Atomics.store(shared, LAYOUT.signal, number);
    return raise(BITS.signal);
  }
  process.removeAllListeners(name);
  process.kill(process.pid, name);
}

const memory = (m: MemoryFigures): MemoryFigures => ({ ...m, processPeak: processPeak() });

/** What Node 24 and later answer of a Worker; the lab's own types are those of Node 20. */
interface HeapReader {
  getHeapStatistics?(): Promise<{ used_heap_size: number; external_memory: number }>;
}
let memoryBegun = 0;

/**
 * Reports what is in use at each interval. The engine's thread answers for its isolate in between its own instructions,
 * busy or not; a host that cannot ask it (Node before 24) leaves that figure out.
 */
function watchMemory(everyMs: number): void {
  const begun = performance.now();
  let asking = false;
  const look = async () => {
    if (asking || ending) return;
    asking = true;
    const ms = performance.now() - begun;
    const processSize = process.memoryUsage.rss();
    let hostHeap: number | undefined;
    try {
      const heap = await (worker as HeapReader).getHeapStatistics?.();
      if (heap) hostHeap = heap.used_heap_size + heap.external_memory;
    } catch {
      // The thread has ended, or has not begun.
    }
    asking = false;
    if (!ending)
      send({ type: 'memory', point: { ms, processSize, ...(hostHeap === undefined ? {} : { hostHeap }) } });
  };
  memoryBegun = begun;
  void look();
  setInterval(() => void look(), everyMs);
}

/** Fills the stdin channel once; asynchronous, so that signals and limits are served meanwhile. */
function readStdin(): void {
  const buffer = Buffer.allocUnsafe(STDIN_CHUNK);
  const done = (state: number) => {
    Atomics.store(shared, STDIN_STATE, state);
    wake();
  };
  read(0, buffer, 0, STDIN_CHUNK, null, (error, n) => {
    if (error?.code === 'EAGAIN') return void setTimeout(readStdin, 5);
    if (error || n === 0) return done(STDIN_END);
    stdin.set(buffer.subarray(0, n));
    done(n);
  });
}

/** Sets `switchThread` each interval while the engine wants one; asleep while it does not. */
async function switchTimer(): Promise<void> {
  for (;;) {
    const us = Atomics.load(shared, LAYOUT.switchInterval);
    if (us > 0) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(1, us / 1000)));
      raise(BITS.switchThread);
    } else {
      const waiting = Atomics.waitAsync(shared, LAYOUT.switchInterval, us);
      if (waiting.async) await waiting.value;
    }
  }
}

function startWorker({ bundle, processBytes }: ChildArguments): Worker {
  const data: WorkerData = { bundle, shared, stdin };
  const worker = new Worker(join(dirname(fileURLToPath(import.meta.url)), 'worker.cjs'), {
    workerData: data,
    stdin: true, // the engine's streams are the file descriptors themselves
    resourceLimits: {
      stackSizeMb: STACK_MIB,
      ...(processBytes ? { maxOldGenerationSizeMb: Math.ceil(processBytes / 2 ** 20) } : {}),
    },
  });

  worker.on('message', (message: FromWorker) => {
    if (ending) return;
    switch (message.type) {
      case 'stdin':
        return readStdin();
      case 'output-limit':
        return overLimit('output', 0);
      case 'modelled':
        return void send({
          type: 'memory',
          point: { ms: performance.now() - memoryBegun, modelled: message.bytes },
        });
      case 'started':
        interruptible = message.interruptible;
        return void send({ ...message, armed });
      case 'end': {
        const figures = memory(message.memory);
        return leave(
          { ...message, memory: figures, outcome: { ...message.outcome, memory: figures } },
          message.outcome.status,
        );
      }
      case 'fault':
        return leave(message, 70);
      default:
        return void send(message);
    }
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') leave({ type: 'limit', limit: 'process-memory' }, 124);
    else leave({ type: 'fault', text: error.stack ?? String(error) }, 70);
  });
  worker.on('exit', (code) =>
    leave({ type: 'fault', text: `the engine's thread ended with status ${code}` }, 70),
  );
  return worker;
}

function start(job: ChildJob): void {
  const limits = job.task.mode === 'run' ? job.task.request.limits : {};
  worker.postMessage(job);
  armed = performance.timeOrigin + performance.now();
  if (limits.timeMs !== undefined) setTimeout(() => overLimit('time', STOP_GRACE_MS), limits.timeMs);
  if (limits.processBytes !== undefined) {
    const cap = limits.processBytes;
    setInterval(() => {
      if (process.memoryUsage.rss() > cap && !ending) overLimit('process-memory', 0);
    }, MEMORY_POLL_MS);
  }
  if (job.task.mode === 'run' && job.task.memoryEveryMs !== undefined) watchMemory(job.task.memoryEveryMs);
  void switchTimer();
}

const [bundle, processBytes] = process.argv.slice(2);
const worker = startWorker({
  bundle,
  processBytes: processBytes === undefined ? undefined : Number(processBytes),
});

// Signals reach the program by the parent's word alone: a terminal's Ctrl-C goes to the whole process group, and would
// arrive twice.
process.on('SIGINT', () => {});
// What other processes send to this one. Node would start its debugger at SIGUSR1.
for (const name of ['SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const) process.on(name, onSignal);

const fromParent = new MessageDecoder<ToChild>((message) => {
  if (message.type === 'job') start(message.job);
  else onSignal(message.signal);
});

/** Serves what the parent says; without a parent there is nothing to go on for. */
function listen(): void {
  const buffer = Buffer.allocUnsafeSlow(1 << 16);
  read(TO_CHILD, buffer, 0, buffer.length, null, (error, n) => {
    if (error || n === 0) {
      if (!ending) end(129);
      return;
    }
    fromParent.push(buffer.subarray(0, n));
    listen();
  });
}
listen();
