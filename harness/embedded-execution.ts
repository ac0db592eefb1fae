// The executor of embedded engines: one fresh child process (child.ts) for each execution, spoken to by two pipes (child-channel.ts).
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type {
  DumpAnswer,
  DumpRequest,
  EngineDescription,
  EngineEvent,
  LimitHit,
  Outcome,
} from '../engines/engine.ts';
import { commandOf, HOST_FLAGS, isSnapshotRefused } from './child-form.ts';
import type { ChildCommand } from './child-form.ts';
import { engineHost } from './engine-host.ts';
import { CapturedStream } from './captured-stream.ts';
import { talkTo } from './child-channel.ts';
import type {
  EmbeddedEntry,
  ExecuteOptions,
  ExecutionJob,
  ExecutionResult,
  ExecutionState,
  MemoryPoint,
  Sample,
} from './execution.ts';
import type { ChildArguments, ChildJob, FromChild, ToChild } from './worker-protocol.ts';

/** How long an aborted child may take for its own end (KeyboardInterrupt, atexit) before it is killed. */
const ABORT_GRACE_MS = 400;
/** A child that has not ended this long after its time limit is beyond help. */
const LIMIT_GRACE_MS = 2000;

export const LIMIT_TEXTS: Record<LimitHit, string> = {
  time: 'the time limit is over',
  heap: 'the heap limit is reached',
  'process-memory': 'the memory limit of the process is reached',
  recursion: 'the recursion limit is reached',
  bytecodes: 'the limit of bytecodes is reached',
  output: 'the output limit is reached',
};

interface Child {
  process: ChildProcess;
  command: ChildCommand;
  send(message: ToChild): void;
}

/** Starts a child for `job`. Its own process group when captured, so that a terminal's Ctrl-C is the parent's to judge. */
function startChild(
  child: ChildArguments,
  job: ChildJob,
  stdio: 'inherit' | 'capture',
  onMessage: (message: FromChild) => void,
): Child {
  const stream = stdio === 'inherit' ? 'inherit' : 'pipe';
  const command = commandOf(child, job);
  const process = spawn(engineHost().path, command.args, {
    stdio: [stream, stream, stream, 'pipe', 'pipe'],
    detached: stdio === 'capture',
    env: command.env,
  });
  return { process, command, send: talkTo(process, job, onMessage) };
}

export function signalNumber(name: NodeJS.Signals): number {
  return constants.signals[name] ?? 0;
}

export async function executeEmbedded(
  job: ExecutionJob,
  options: ExecuteOptions = {},
): Promise<ExecutionResult> {
  return (await executeOnce(job, options)) ?? (await executeOnce(job, options))!;
}

/** Answers undefined where the child could not start from its snapshot: the next one starts without. */
async function executeOnce(job: ExecutionJob, options: ExecuteOptions): Promise<ExecutionResult | undefined> {
  const entry = job.entry as EmbeddedEntry;
  const host = engineHost();
  const began = performance.now();
  const beganEpoch = performance.timeOrigin + began;
  const events: EngineEvent[] = [];
  const samples: Sample[] = [];
  const memoryPoints: MemoryPoint[] = [];
  const times: ExecutionResult['times'] = { total: 0 };
  let state: ExecutionState | undefined;
  let message: string | undefined;
  let outcome: Outcome | undefined;
  let resultRepr: string | undefined;
  let outputBytes: number | undefined;
  const out = new CapturedStream(job.captureBytes);
  const err = new CapturedStream(job.captureBytes);

  const result = (status: number): ExecutionResult => ({
    engine: entry.id,
    state: state!,
    status,
    message,
    outcome,
    stdout: out.text(),
    stderr: err.text(),
    outputBytes: outputBytes ?? out.bytes + err.bytes,
    truncated: out.truncated || err.truncated,
    times: { ...times, total: performance.now() - began },
    samples,
    resultRepr,
    memory: outcome?.memory ?? {},
    ...(job.memoryEveryMs === undefined ? {} : { memoryPoints }),
    host: { name: host.name, flags: HOST_FLAGS, warnings: host.warnings },
    events,
  });

  if (!existsSync(entry.bundle)) {
    state = 'not-started';
    message = `${entry.id} is not built: run \`npm run build\``;
    return result(127);
  }

  const { memoryEveryMs } = job;
  const task = {
    mode: 'run' as const,
    request: job.request,
    measure: job.measure,
    ...(memoryEveryMs === undefined ? {} : { memoryEveryMs }),
  };
  const onMessage = (m: FromChild): void => {
    switch (m.type) {
      case 'started':
        times.spawn = m.at - beganEpoch;
        times.start = m.startMs;
        break;
      case 'main':
        times.main = m.ms;
        outcome = m.outcome;
        break;
      case 'first':
        times.first = m.ms;
        resultRepr = m.repr;
        break;
      case 'sample':
        samples.push(m.sample);
        options.onSample?.(m.sample, samples.length - 1);
        break;
      case 'event':
        events.push(m.event);
        break;
      case 'memory':
        memoryPoints.push(m.point);
        break;
      case 'call-failed':
        state ??= 'python-error';
        message ??= m.text;
        if (m.traceback) err.push(Buffer.from(m.traceback));
        break;
      case 'fault':
        state ??= 'died';
        message ??= `the engine failed: ${m.text}`;
        break;
      case 'limit':
        state ??= 'limit';
        message ??= limitMessage(m.limit, job);
        outcome = { status: 124, counters: {}, memory: {}, ...outcome, limit: m.limit };
        break;
      case 'end':
        outcome = { ...m.outcome, memory: { ...m.memory, ...m.outcome.memory } };
        outputBytes = m.outputBytes;
        break;
    }
  };
  const { processBytes } = job.request.limits;
  const {
    process: child,
    command,
    send,
  } = startChild({ bundle: entry.bundle, processBytes }, { task }, job.stdio, onMessage);
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin?.on('error', () => {}); // the program may end without reading it
  child.stdin?.end(job.stdin ?? '');

  const kill = () => child.kill('SIGKILL');
  const forward = (signal: NodeJS.Signals) => send({ type: 'signal', signal });
  const timers: NodeJS.Timeout[] = [];
  const { timeMs } = job.request.limits;
  if (timeMs !== undefined) {
    timers.push(
      setTimeout(() => {
        state ??= 'limit';
        message ??= LIMIT_TEXTS.time;
        kill();
      }, timeMs + LIMIT_GRACE_MS),
    );
  }
  const onAbort = () => {
    state = 'interrupted';
    message = 'interrupted';
    forward('SIGINT');
    timers.push(setTimeout(kill, ABORT_GRACE_MS));
  };
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const passed: NodeJS.Signals[] =
    job.stdio === 'inherit' ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] : [];
  for (const name of passed) process.on(name, forward);

  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('error', (e) => {
      state ??= 'not-started';
      message ??= `cannot start the engine's host ${host.path}: ${e.message}`;
      resolve([127, null]);
    });
    child.on('close', (c, s) => resolve([c, s]));
  });
  for (const timer of timers) clearTimeout(timer);
  options.signal?.removeEventListener('abort', onAbort);
  for (const name of passed) process.off(name, forward);

  if (state === undefined && times.spawn === undefined && isSnapshotRefused(command, code, signal))
    return undefined;
  const ended = outcome !== undefined && times.main !== undefined;
  if (state === undefined && outcome?.limit) {
    state = 'limit';
    message = limitMessage(outcome.limit, job);
  }
  if (state === undefined && signal !== null && !ended) {
    state = 'died';
    message = `the engine's process was ended by ${signal}`;
  }
  if (state === undefined && !ended && outcome === undefined) {
    state = 'died';
    message = `the engine's process ended with status ${code} before the program did`;
  }
  if (state === undefined) {
    const failed = outcome!.status !== 0 || outcome!.exception !== undefined;
    state = failed ? 'python-error' : 'ok';
    if (failed) message = exceptionLine(outcome!) ?? `exit status ${outcome!.status}`;
  }
  return result(outcome?.status ?? (signal ? 128 + signalNumber(signal) : (code ?? 1)));
}

/** The last line of a traceback. */
function exceptionLine(outcome: Outcome): string | undefined {
  const e = outcome.exception;
  return e && (e.text ? `${e.type}: ${e.text}` : e.type);
}

export function limitMessage(limit: LimitHit, job: ExecutionJob): string {
  const { timeMs, processBytes, heapBytes, outputBytes } = job.request.limits;
  const figure: Partial<Record<LimitHit, string>> = {
    time: timeMs === undefined ? '' : ` (${timeMs / 1000} s)`,
    'process-memory': processBytes === undefined ? '' : ` (${Math.round(processBytes / 2 ** 20)} MiB)`,
    heap: heapBytes === undefined ? '' : ` (${heapBytes} bytes)`,
    output: outputBytes === undefined ? '' : ` (${outputBytes} bytes)`,
  };
  return LIMIT_TEXTS[limit] + (figure[limit] ?? '');
}

/** One question to an engine in a fresh child: its description, or a dump. */
async function ask<T>(
  entry: EmbeddedEntry,
  task: ChildJob['task'],
  pick: (m: FromChild) => T | undefined,
): Promise<T> {
  if (!existsSync(entry.bundle)) throw new Error(`${entry.id} is not built: run \`npm run build\``);
  let answer: T | undefined;
  let fault = '';
  const onMessage = (m: FromChild): void => {
    if (m.type === 'fault') fault = m.text;
    answer ??= pick(m);
  };
  const { process: child, command } = startChild(
    { bundle: entry.bundle, processBytes: undefined },
    { task },
    'capture',
    onMessage,
  );
  child.stdin?.end();
  child.stdout?.resume();
  const err = new CapturedStream(1 << 16);
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const isRefused = await new Promise<boolean>((resolve) => {
    child.on('error', (e) => {
      fault = e.message;
      resolve(false);
    });
    child.on('close', (status, signal) =>
      resolve(answer === undefined && !fault && isSnapshotRefused(command, status, signal)),
    );
  });
  if (isRefused) return ask(entry, task, pick);
  if (answer === undefined) throw new Error(`${entry.id} gave no answer: ${fault || err.text().trim()}`);
  return answer;
}

export function dumpEmbedded(entry: EmbeddedEntry, request: DumpRequest): Promise<DumpAnswer> {
  return ask(entry, { mode: 'dump', request }, (m) => (m.type === 'dump' ? m.answer : undefined));
}

export function describeEmbedded(entry: EmbeddedEntry): Promise<EngineDescription> {
  return ask(entry, { mode: 'describe' }, (m) => (m.type === 'description' ? m.description : undefined));
}
