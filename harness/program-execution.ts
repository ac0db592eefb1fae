// The executor of programs: a Python of this machine, in a process group of its own. Without a measure plan it is the
// program's own command line to the letter; with one, drivers/measure.py loads the file and times it by the program's clock.
// What it finds streams through a side file. Leaves out what a foreign program cannot do: other views of the file
// system, counted bytecodes, events.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { z } from 'zod';
import type { LimitHit, MemoryFigures, Program, PythonException } from '../engines/engine.ts';
import { CapturedStream } from './captured-stream.ts';
import { limitMessage, signalNumber } from './embedded-execution.ts';
import type {
  ExecuteOptions,
  ExecutionJob,
  ExecutionResult,
  ExecutionState,
  MemoryPoint,
  ProgramEntry,
  Sample,
} from './execution.ts';
import { ROOT } from './folders.ts';

/** How long a program may take to end after SIGINT before it is killed. */
const GRACE_MS = 400;
/** Memory is looked at often while a program is young, so that a short one has a peak at all. */
const YOUNG_MS = 500;
const YOUNG_POLL_MS = 10;
const POLL_MS = 50;
/** Streams that a grandchild holds open are given up this long after the program ended. */
const STREAM_GRACE_MS = 300;

const reportSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('started'), epochMs: z.number() }),
  z.object({ event: z.literal('main'), ms: z.number() }),
  z.object({ event: z.literal('first'), ms: z.number(), repr: z.string() }),
  z.object({ event: z.literal('sample'), ms: z.number(), loops: z.number().int() }),
  z.object({
    event: z.literal('failed'),
    phase: z.enum(['main', 'call']),
    type: z.string(),
    text: z.string(),
    traceback: z.string(),
  }),
  z.object({ event: z.literal('end'), peak: z.number().optional(), current: z.number().optional() }),
]);
type Report = z.infer<typeof reportSchema>;

/** Reads the side file as it grows, a line at a time. */
class ReportReader {
  readonly #file: string;
  readonly #take: (report: Report) => void;
  #offset = 0;
  #rest = '';

  constructor(file: string, take: (report: Report) => void) {
    this.#file = file;
    this.#take = take;
  }

  read(): void {
    let fd: number;
    try {
      fd = openSync(this.#file, 'r');
    } catch {
      return;
    }
    try {
      const buffer = Buffer.alloc(64 * 1024);
      for (let n = readSync(fd, buffer, 0, buffer.length, this.#offset); n > 0;) {
        this.#offset += n;
        this.#rest += buffer.toString('latin1', 0, n); // the driver writes ASCII
        n = readSync(fd, buffer, 0, buffer.length, this.#offset);
      }
    } finally {
      closeSync(fd);
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) {
      const parsed = reportSchema.safeParse(JSON.parse(line));
      if (parsed.success) this.#take(parsed.data);
    }
  }
}

/** A number or text as every Python reads it. */
function literal(value: number | string): string {
  if (typeof value === 'string')
    return JSON.stringify(value).replace(
      /[\u007f-\uffff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  if (Number.isInteger(value)) return BigInt(value).toString();
  if (Number.isFinite(value)) return String(value);
  return `float("${value === Infinity ? 'inf' : value === -Infinity ? '-inf' : 'nan'}")`;
}

export const pythonTuple = (values: readonly (number | string)[]): string =>
  `(${values.map((v) => `${literal(v)},`).join('')})`;

/** Flags and options before the program's name, as the implementation spells them. */
function interpreterArguments(job: ExecutionJob, implementation: string): string[] {
  const { flags, options, limits } = job.request;
  const given = new Set(flags);
  const extra = Object.entries(options)
    .filter(([name]) => !name.startsWith('lab.'))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .filter((text) => !given.has(text))
    // PyPy has an option of its own for its compiler.
    .flatMap((text) =>
      implementation === 'PyPy' && text.startsWith('jit=') ? ['--jit', text.slice(4)] : ['-X', text],
    );
  if (limits.heapBytes !== undefined && implementation === 'MicroPython')
    extra.push('-X', `heapsize=${limits.heapBytes}`);
  return [...flags, ...extra];
}

function programArguments(
  program: Program,
  args: readonly string[],
  implementation: string,
  terminal: boolean,
): string[] {
  switch (program.kind) {
    case 'file':
      return [program.path, ...args];
    case 'source':
      return ['-c', program.text, ...args];
    case 'module':
      return ['-m', program.name, ...args];
    case 'stdin':
      // MicroPython reads its input without being told to, and takes `-` for a file.
      return implementation === 'MicroPython' || !(program.dash || args.length > 0) ? [] : ['-', ...args];
    case 'repl':
      return terminal ? [] : ['-i'];
  }
}

/** What of the request a foreign program cannot do. */
function unsupported(job: ExecutionJob, implementation: string): string | undefined {
  const { program, fileSystem, limits } = job.request;
  if (fileSystem.kind !== 'real') return `a ${fileSystem.kind} view of the file system`;
  if (limits.bytecodes !== undefined) return 'a limit of bytecodes';
  if (limits.recursion !== undefined && !job.measure) return 'a recursion limit without a measured function';
  if (limits.heapBytes !== undefined && implementation !== 'MicroPython' && implementation !== 'PyPy')
    return 'a heap limit';
  if (job.measure && program.kind !== 'file' && program.kind !== 'source')
    return `measuring a ${program.kind}`;
  return undefined;
}

/** A size in /proc/PID/status, in bytes; undefined where there is none. */
function processSizeOf(pid: number, name: 'VmHWM' | 'VmRSS'): number | undefined {
  try {
    const match = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(
      readFileSync(`/proc/${pid}/status`, 'latin1'),
    );
    return match ? Number(match[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** The exception that a traceback on stderr ends with. */
export function exceptionOf(stderr: string): PythonException | undefined {
  const at = Math.max(
    stderr.lastIndexOf('\nTraceback (most recent call last):'),
    stderr.startsWith('Traceback (') ? 0 : -1,
  );
  const syntax = /(?:^|\n) {2}File "[^\n]*\n(?: {4}[^\n]*\n)*(?=\w*(?:Syntax|Indentation|Tab)Error: )/.exec(
    stderr,
  );
  const from = at >= 0 ? at : (syntax?.index ?? -1);
  if (from < 0) return undefined;
  const traceback = stderr.slice(from).replace(/^\n/, '');
  // The first line after the header that is not indented; a message may have lines of its own.
  const last = /^(?!Traceback )([A-Za-z_][\w.]*)(?:: ([^]*))?/m.exec(traceback);
  return last ? { type: last[1]!, text: (last[2] ?? '').replace(/\n$/, ''), traceback } : undefined;
}

/** Ends the child's group, or the child alone where it shares ours. */
function signalGroup(child: ChildProcess, own: boolean, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(own ? -child.pid : child.pid, signal);
  } catch {
    // Gone already.
  }
}

export async function executeProgram(
  job: ExecutionJob,
  options: ExecuteOptions = {},
): Promise<ExecutionResult> {
  const entry = job.entry as ProgramEntry;
  const { request, measure } = job;
  const { implementation, implementationVersion } = entry.description;
  const began = performance.now();
  const beganEpoch = performance.timeOrigin + began;
  const out = new CapturedStream(job.captureBytes);
  const err = new CapturedStream(job.captureBytes);
  const times: ExecutionResult['times'] = { total: 0 };
  const samples: Sample[] = [];
  const memory: MemoryFigures = {};
  const memoryPoints: MemoryPoint[] = [];
  const flags = interpreterArguments(job, implementation);
  let resultRepr: string | undefined;
  let exception: PythonException | undefined;
  let failure: string | undefined;
  let limit: LimitHit | undefined;
  let interrupted = false;

  const finish = (state: ExecutionState, status: number, message?: string): ExecutionResult => ({
    engine: entry.id,
    state,
    status,
    message,
    outcome: state === 'not-started' ? undefined : { status, exception, limit, counters: {}, memory },
    stdout: out.text(),
    stderr: err.text(),
    outputBytes: out.bytes + err.bytes,
    truncated: out.truncated || err.truncated,
    times: { ...times, total: performance.now() - began },
    samples,
    resultRepr,
    memory,
    ...(job.memoryEveryMs === undefined ? {} : { memoryPoints }),
    host: { name: `${implementation} ${implementationVersion}`, flags, warnings: [] },
    events: [],
  });

  const lacking = unsupported(job, implementation);
  if (lacking !== undefined)
    return finish('not-started', 2, `Unsupported: ${entry.id} is a program on PATH: no ${lacking}`);
  if (options.signal?.aborted) return finish('interrupted', 130, 'interrupted before it started');

  const folder = measure ? mkdtempSync(join(tmpdir(), 'lab-measure-')) : undefined;
  try {
    const [file, ...prefix] = entry.command as [string, ...string[]];
    const argv = [...prefix, ...flags];
    let reader: ReportReader | undefined;
    if (measure && folder !== undefined) {
      const report = join(folder, 'report.jsonl');
      let path: string;
      if (request.program.kind === 'file') path = request.program.path;
      else {
        path = join(folder, 'source.py');
        writeFileSync(path, (request.program as { text: string }).text);
      }
      argv.push(
        join(ROOT, 'harness/drivers/measure.py'),
        report,
        request.options['lab.module-name'] ?? 'workload',
        measure.function,
        pythonTuple(measure.args),
        String(measure.iterations),
        String(measure.minSampleMs),
        String(measure.budgetMs),
        request.limits.recursion === undefined ? '-' : String(request.limits.recursion),
        path,
        ...request.args,
      );
      reader = new ReportReader(report, (event) => {
        switch (event.event) {
          case 'started':
            times.start = Math.max(0, event.epochMs - beganEpoch);
            break;
          case 'main':
            times.main = event.ms;
            break;
          case 'first':
            times.first = event.ms;
            resultRepr = event.repr;
            samples.push({ ms: event.ms, loops: 1 });
            options.onSample?.(samples.at(-1)!, samples.length - 1);
            break;
          case 'sample':
            samples.push({ ms: event.ms, loops: event.loops });
            options.onSample?.(samples.at(-1)!, samples.length - 1);
            break;
          case 'failed':
            exception = { type: event.type, text: event.text, traceback: event.traceback };
            failure = event.text === '' ? event.type : `${event.type}: ${event.text}`;
            break;
          case 'end':
            if (event.peak !== undefined) memory.processPeak = Math.max(memory.processPeak ?? 0, event.peak);
            break;
        }
      });
    } else {
      const terminal = job.stdio === 'inherit' && isatty(0);
      argv.push(...programArguments(request.program, request.args, implementation, terminal));
    }

    const env = { ...request.env };
    if (request.limits.heapBytes !== undefined && implementation === 'PyPy')
      env['PYPY_GC_MAX'] = String(request.limits.heapBytes);
    // A terminal's foreground group must stay ours, or the program could not read from it.
    const own = job.stdio === 'capture' && process.platform !== 'win32';
    const counted = job.stdio === 'inherit' && request.limits.outputBytes !== undefined;
    const stream = job.stdio === 'capture' || counted ? 'pipe' : 'inherit';
    const child = spawn(file, argv, {
      cwd: request.cwd,
      env,
      stdio: [job.stdio === 'capture' ? 'pipe' : 'inherit', stream, stream],
      detached: own,
      windowsHide: true,
    });

    const timers = new Set<NodeJS.Timeout>();
    let killing = false;
    const kill = (): void => signalGroup(child, own, 'SIGKILL');
    /** SIGINT first, so that Python can end as it does by Ctrl-C; then there is no more asking. */
    const end = (): void => {
      if (killing) return;
      killing = true;
      signalGroup(child, own, 'SIGINT');
      timers.add(setTimeout(kill, GRACE_MS));
    };
    const over = (which: LimitHit): void => {
      if (limit === undefined && !interrupted) limit = which;
      if (which === 'time') end();
      else kill();
    };

    const receive = (into: CapturedStream, through?: NodeJS.WriteStream) => (chunk: Buffer) => {
      const cap = request.limits.outputBytes ?? Infinity;
      const room = Math.max(0, cap - out.bytes - err.bytes);
      // What comes after the limit was written before the signal arrived: it is no part of the run.
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
      if (part.length > 0) {
        into.push(part);
        through?.write(part);
      }
      if (chunk.length > room) over('output');
    };
    child.stdout?.on('data', receive(out, counted ? process.stdout : undefined));
    child.stderr?.on('data', receive(err, counted ? process.stderr : undefined));
    child.stdin?.on('error', () => {}); // the program may end without reading it
    child.stdin?.end(job.stdin ?? '');

    if (request.limits.timeMs !== undefined)
      timers.add(setTimeout(() => over('time'), request.limits.timeMs));
    const onAbort = (): void => {
      interrupted = true;
      end();
    };
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const forward = (signal: NodeJS.Signals): void => signalGroup(child, own, signal);
    // The terminal gives Ctrl-C to the whole foreground group; from elsewhere it comes to us alone.
    const keep = (): void => {};
    const passed: NodeJS.Signals[] =
      job.stdio === 'inherit' ? ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] : [];
    const onInterrupt = isatty(0) || isatty(1) || isatty(2) ? keep : forward;
    if (job.stdio === 'inherit') process.on('SIGINT', onInterrupt);
    for (const name of passed) process.on(name, forward);

    const look = (): void => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const peak = processSizeOf(child.pid, 'VmHWM');
      if (peak !== undefined) memory.processPeak = Math.max(memory.processPeak ?? 0, peak);
      const cap = request.limits.processBytes;
      if (cap !== undefined && (processSizeOf(child.pid, 'VmRSS') ?? 0) > cap) over('process-memory');
      reader?.read();
      // A measured program tells its own peak at its end, and is disturbed as little as can be.
      const young = !measure && performance.now() - began < YOUNG_MS;
      timers.add(setTimeout(look, young ? YOUNG_POLL_MS : POLL_MS));
    };
    look();
    if (job.memoryEveryMs !== undefined) {
      const sample = (): void => {
        const processSize = child.pid === undefined ? undefined : processSizeOf(child.pid, 'VmRSS');
        if (processSize !== undefined) memoryPoints.push({ ms: performance.now() - began, processSize });
      };
      sample();
      timers.add(setInterval(sample, job.memoryEveryMs));
    }

    const ended = await new Promise<{
      status: number | null;
      signal: NodeJS.Signals | null;
      error?: NodeJS.ErrnoException;
    }>((done) => {
      child.on('error', (error: NodeJS.ErrnoException) => done({ status: null, signal: null, error }));
      child.on('close', (status, signal) => done({ status, signal }));
      child.on('exit', (status, signal) => {
        const giveUp = setTimeout(() => {
          child.stdout?.destroy();
          child.stderr?.destroy();
          done({ status, signal });
        }, STREAM_GRACE_MS);
        timers.add(giveUp);
      });
    });
    for (const timer of timers) clearTimeout(timer);
    // What the program started and left behind belongs to its group.
    if (own && ended.error === undefined) kill();
    options.signal?.removeEventListener('abort', onAbort);
    process.removeListener('SIGINT', onInterrupt);
    for (const name of passed) process.removeListener(name, forward);
    reader?.read();

    if (ended.error) {
      const { code, message } = ended.error;
      const missing = code === 'ENOENT' ? `${file}: no such program (or no such working directory)` : message;
      return finish('not-started', 127, missing);
    }
    const status = ended.signal === null ? (ended.status ?? 1) : 128 + signalNumber(ended.signal);
    if (limit !== undefined) return finish('limit', 124, limitMessage(limit, job));
    if (interrupted) return finish('interrupted', status === 0 ? 130 : status, 'interrupted');
    if (ended.signal !== null && ended.signal !== 'SIGINT') {
      const text = constants.signals[ended.signal] === undefined ? 'a signal' : ended.signal;
      return finish('died', status, `${entry.id} was killed by ${text}`);
    }
    if (status === 0) return finish('ok', 0);
    exception ??= exceptionOf(err.text());
    const said =
      exception && (exception.text === '' ? exception.type : `${exception.type}: ${exception.text}`);
    return finish('python-error', status, failure ?? said?.split('\n')[0] ?? `ended with status ${status}`);
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
