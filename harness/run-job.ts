// The engine's side of a child process: runs one job on one engine. The event loop of its thread may stand still for as long as
// Python code runs; whatever must happen meanwhile is the watchdog's (watchdog.ts), in the other thread.
import { fstatSync, writeSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import type { Engine, EngineHost, MemoryFigures, Outcome, RunRequest, Session } from '../engines/engine.ts';
import type { MeasurePlan } from './execution.ts';
import type { ChildTask, FromWorker } from './worker-protocol.ts';
import {
  BITS,
  LAYOUT,
  STDIN_CHUNK,
  STDIN_END,
  STDIN_IDLE,
  STDIN_PENDING,
  STDIN_STATE,
} from './watchdog-layout.ts';

/** What the engine's side is lent by the thread it runs in. */
export interface EngineSide {
  shared: Int32Array;
  stdin: Uint8Array;
  post(message: FromWorker): void;
  /** Epoch ms of this side's first instruction. */
  firstInstruction: number;
  /** On the thread's clock: when it began to make the engine. */
  begun: number;
}

// One job to a process.
let shared: Int32Array;
let stdin: Uint8Array;
let post: (message: FromWorker) => void;

// --- streams

let outputBytes = 0;
let outputLimit = Infinity;

/** Writes all of `bytes`; a full pipe is waited for, a closed one is the program's BrokenPipeError to come. */
function writeAll(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EAGAIN') throw e;
      Atomics.wait(shared, LAYOUT.wake, shared[LAYOUT.wake], 1);
    }
  }
}

function write(fd: number, bytes: Uint8Array): void {
  const room = outputLimit - outputBytes;
  outputBytes += bytes.length;
  if (bytes.length <= room) return writeAll(fd, bytes);
  writeAll(fd, bytes.subarray(0, Math.max(0, room)));
  post({ type: 'output-limit' });
  for (;;) Atomics.wait(shared, LAYOUT.wake, shared[LAYOUT.wake]); // until the watchdog ends this thread
}

let leftover: Uint8Array = new Uint8Array(0);

/** Asks the watchdog's thread to read, so that a signal or a limit can end the wait. */
function readStdin(into: Uint8Array): number {
  while (leftover.length === 0) {
    const wake = Atomics.load(shared, LAYOUT.wake);
    const state = Atomics.load(shared, STDIN_STATE);
    if (state === STDIN_END) return 0;
    if (state >= 0) {
      leftover = stdin.slice(0, state);
      Atomics.store(shared, STDIN_STATE, STDIN_IDLE);
      break;
    }
    if (shared[LAYOUT.word] & (BITS.interrupt | BITS.stop | BITS.signal)) return -1;
    if (state === STDIN_IDLE) {
      Atomics.store(shared, STDIN_STATE, STDIN_PENDING);
      post({ type: 'stdin' });
    }
    Atomics.wait(shared, LAYOUT.wake, wake);
  }
  const n = Math.min(into.length, leftover.length, STDIN_CHUNK);
  into.set(leftover.subarray(0, n));
  leftover = leftover.subarray(n);
  return n;
}

/** Of Linux's character devices, the memory's: /dev/null and its like. */
const MEMORY_DEVICES = 1;

/** node:tty loads the host's network modules (2 ms), so only what can be a terminal is asked of it. */
function isTerminal(fd: number): boolean {
  try {
    const status = fstatSync(fd);
    if (!status.isCharacterDevice()) return false;
    if (process.platform === 'linux' && status.rdev >> 8 === MEMORY_DEVICES) return false;
    return process.getBuiltinModule('node:tty').isatty(fd);
  } catch {
    return false;
  }
}

function makeHost(): EngineHost {
  return {
    readStdin,
    writeStdout: (bytes) => write(1, bytes),
    writeStderr: (bytes) => write(2, bytes),
    isTerminal: { stdin: isTerminal(0), stdout: isTerminal(1), stderr: isTerminal(2) },
    shared,
    emit: (event) => post({ type: 'event', event }),
    now: () => performance.now(),
  };
}

// --- memory

/** Host heap after collections until two readings agree within 1 %. */
function settledHeap(): number {
  // Not by the command line: V8 takes no code cache that was made under other flags.
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  let last = Infinity;
  for (let i = 0; i < 6; i++) {
    gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    const now = heapUsed + arrayBuffers;
    if (Math.abs(now - last) <= 0.01 * last) return now;
    last = now;
  }
  return last;
}

let tellMemory: ((session: Session) => void) | undefined;

/** Says the engine's own figure to the watchdog, once in each interval; only the engine's thread can ask for it, so between calls. */
function tellEvery(ms: number): (session: Session) => void {
  let last = -Infinity;
  return (session) => {
    const now = performance.now();
    if (now - last < ms) return;
    last = now;
    const bytes = session.memory().modelledCurrent;
    if (bytes !== undefined) post({ type: 'modelled', bytes });
  };
}

// --- measuring

/**
 * Samples `plan.function` in order, the first call being the first sample. tinybench drives the iterations with its own
 * warm-up off, so that the whole curve is kept; each sample is a loop of calls that lasts `minSampleMs` at least.
 */
async function measure(session: Session, plan: MeasurePlan): Promise<boolean> {
  if (!session.has(plan.function)) {
    post({ type: 'call-failed', text: `the program has no function ${plan.function}()`, traceback: '' });
    return false;
  }
  let failed: { text: string; traceback: string } | undefined;
  let repr: string | undefined;
  const callOnce = (): void => {
    const answer = session.call(plan.function, plan.args);
    tellMemory?.(session);
    if (!answer.ok) {
      const { type, text, traceback } = answer.exception;
      failed = { text: text ? `${type}: ${text}` : type, traceback };
    } else if (repr === undefined) {
      repr = answer.repr;
    } else if (answer.repr !== repr) {
      failed = { text: `${plan.function}() gave ${answer.repr} after ${repr}`, traceback: '' };
    }
  };
  const timed = (loops: number): number => {
    const from = performance.now();
    for (let i = 0; i < loops && failed === undefined; i++) callOnce();
    return performance.now() - from;
  };

  const first = timed(1);
  if (failed !== undefined) {
    post({ type: 'call-failed', ...(failed as { text: string; traceback: string }) });
    return false;
  }
  post({ type: 'first', ms: first, repr: repr! });
  post({ type: 'sample', sample: { ms: first, loops: 1 } });

  const budget = new AbortController();
  const begun = performance.now();
  let perCall = first;
  const { Bench } = await import('tinybench');
  const bench = new Bench({
    iterations: plan.iterations - 1,
    time: 0,
    warmup: false,
    throws: true,
    signal: budget.signal,
  });
  // `async: false`: else tinybench calls once more to find out.
  const sample = () => {
    const loops = Math.max(1, Math.ceil(plan.minSampleMs / Math.max(perCall, 1e-6)));
    const ms = timed(loops);
    perCall = ms / loops;
    if (failed === undefined) post({ type: 'sample', sample: { ms, loops } });
    if (failed !== undefined || performance.now() - begun + ms > plan.budgetMs) budget.abort();
    return { overriddenDuration: perCall };
  };
  bench.add(plan.function, sample, { async: false });
  if (plan.iterations > 1 && first < plan.budgetMs) bench.runSync();
  if (failed !== undefined) {
    post({ type: 'call-failed', ...(failed as { text: string; traceback: string }) });
    return false;
  }
  return true;
}

// --- the job

function withHostHeap(memory: MemoryFigures, measured: boolean): MemoryFigures {
  return measured && memory.hostHeap === undefined ? { ...memory, hostHeap: settledHeap() } : memory;
}

async function run(
  engine: Engine,
  request: RunRequest,
  plan: MeasurePlan | undefined,
  side: EngineSide,
): Promise<void> {
  const { interruptible } = (await engine.describe()).capabilities;
  const session = await engine.start(request, makeHost());
  const startMs = performance.now() - side.begun;
  post({ type: 'started', at: side.firstInstruction, startMs, interruptible });
  tellMemory?.(session);
  const before = performance.now();
  let outcome: Outcome = await session.main();
  post({ type: 'main', ms: performance.now() - before, outcome });
  tellMemory?.(session);
  if (plan && outcome.status === 0 && !outcome.exception && !(await measure(session, plan)))
    outcome = { ...outcome, status: 1 };
  const memory = withHostHeap(session.memory(), plan !== undefined);
  const closed = await session.close();
  if (closed.status !== 0 && outcome.status === 0) outcome = closed;
  post({ type: 'end', outcome: { ...outcome, counters: session.counters(), memory }, memory, outputBytes });
}

async function runTask(engine: Engine, task: ChildTask, side: EngineSide): Promise<void> {
  const empty: Outcome = { status: 0, counters: {}, memory: {} };
  switch (task.mode) {
    case 'run':
      outputLimit = task.request.limits.outputBytes || Infinity;
      if (task.memoryEveryMs !== undefined) tellMemory = tellEvery(task.memoryEveryMs);
      return run(engine, task.request, task.measure, side);
    case 'describe':
      post({ type: 'description', description: await engine.describe() });
      break;
    case 'dump': {
      const answer = await engine.dump(task.request, makeHost());
      post({ type: 'dump', answer });
      break;
    }
  }
  post({ type: 'end', outcome: empty, memory: {}, outputBytes });
}

/** Ends with a message of type `end` or `fault`. */
export async function runJob(
  engine: Engine | Promise<Engine>,
  task: ChildTask | Promise<ChildTask>,
  side: EngineSide,
): Promise<void> {
  ({ shared, stdin, post } = side);
  try {
    await runTask(await engine, await task, side);
  } catch (e) {
    post({ type: 'fault', text: e instanceof Error ? (e.stack ?? String(e)) : String(e) });
  }
}
