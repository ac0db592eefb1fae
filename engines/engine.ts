// The contract between an engine (a Python implementation) and whoever runs it. Types only: plain data in, plain data
// out, so that every part of a request and of an answer can cross a process border. Imports nothing.

/** Ids as the command line spells them; registry.ts says which exist. */
export type EngineId = string;

/** What `lab dis`, `lab ast`, … can ask for. */
export type DumpKind =
  | 'tokens'
  | 'ast'
  | 'symtable'
  | 'bytecode'
  | 'quickened'
  | 'trace-recorded'
  | 'trace-optimised'
  | 'trace-js'
  | 'heap';

export interface Capabilities {
  /** Values carry reference counts that a program can see: destruction at the last drop. */
  refcounts: boolean;
  gc: 'refcount+cycles' | 'tracing' | 'mark-sweep' | 'host' | 'unknown';
  /** `none`: threads run at the same time; `no-threads`: the implementation has no threads at all. */
  gil: 'gil' | 'none' | 'no-threads' | 'unknown';
  jit: 'none' | 'specialising' | 'tracing' | 'method' | 'unknown';
  /** The heap can be capped in bytes (`limits.heapBytes`), with a MemoryError inside Python. */
  heapCap: boolean;
  /** False: it cannot take a SIGINT while it runs, so the watchdog ends it instead. */
  interruptible: boolean;
  dumps: readonly DumpKind[];
}

export interface EngineOption {
  /** As after `-X`: `jit`, `gil`, `sched`. */
  name: string;
  values: string;
  default: string;
  meaning: string;
}

export interface EngineDescription {
  id: EngineId;
  /** `platform.python_implementation()` of what runs the program: `CPython`, `PyPy`, `MicroPython`. */
  implementation: string;
  /** Version of the Python language, `3.14.2`. */
  languageVersion: string;
  /** Version of the implementation, where it differs from the language's. */
  implementationVersion: string;
  /** What it was built with or runs on, one line. */
  compiler: string;
  capabilities: Capabilities;
  options: readonly EngineOption[];
}

/** What is to be run. `filename` is what tracebacks and `co_filename` say. */
export type Program =
  | { kind: 'source'; text: string; filename: string }
  | { kind: 'file'; path: string }
  | { kind: 'module'; name: string }
  /** `dash`: written as `-`, so that `sys.argv[0]` is '-' and arguments may follow. */
  | { kind: 'stdin'; dash?: boolean }
  | { kind: 'repl' };

/** What the program sees of the file system. `memory`: absolute path → contents, nothing else exists. */
export type FileSystemView =
  { kind: 'real' } | { kind: 'read-only' } | { kind: 'memory'; files: Record<string, string | Uint8Array> };

export interface Limits {
  /** Wall-clock milliseconds of the whole run, kept by the watchdog. */
  timeMs?: number;
  /** Bytes of the Python heap, as the engine models it; `capabilities.heapCap`. */
  heapBytes?: number;
  /** Bytes of the operating system's process, kept by whoever started it. */
  processBytes?: number;
  /** `sys.setrecursionlimit` at start. */
  recursion?: number;
  /** Bytecodes executed, where the engine counts them. */
  bytecodes?: number;
  /** Bytes of stdout and stderr together. */
  outputBytes?: number;
}

export interface RunRequest {
  program: Program;
  /** `sys.argv[1:]`; the first element follows from the program. */
  args: readonly string[];
  env: Record<string, string>;
  cwd: string;
  fileSystem: FileSystemView;
  limits: Limits;
  /** Engine options as `-X name=value` gives them. */
  options: Record<string, string>;
  /** Interpreter flags as `python` spells them: `-O`, `-B`, `-u`, `-i`, `-W error` … each one argument. */
  flags: readonly string[];
  /** Ask for events of these kinds (`all` for each); empty for none. */
  events: readonly string[];
}

/** Something that happened inside the engine: `gc`, `gil`, `trace`, `deopt`, `heap` …; times are host milliseconds. */
export interface EngineEvent {
  kind: string;
  name: string;
  at: number;
  data?: Record<string, string | number | boolean | null>;
}

/** The exception a program ended with. */
export interface PythonException {
  type: string;
  text: string;
  /** The whole traceback as the implementation prints it. */
  traceback: string;
}

/** Which stated limit ended the run. */
export type LimitHit = 'time' | 'heap' | 'process-memory' | 'recursion' | 'bytecodes' | 'output';

/** Three numbers that are never mixed; bytes. Absent: the engine has no such number. */
export interface MemoryFigures {
  /** By the engine's own object layout; deterministic. */
  modelledCurrent?: number;
  modelledPeak?: number;
  /** Host heap after collections that agree. */
  hostHeap?: number;
  /** VmHWM of the process. */
  processPeak?: number;
}

export interface Outcome {
  /** As a process's: 0, 1, `sys.exit`'s, 130 after an unhandled KeyboardInterrupt. */
  status: number;
  exception?: PythonException;
  limit?: LimitHit;
  /** Deterministic costs: bytecodes, calls, allocations, guards failed …; names are the engine's, listed in its README. */
  counters: Record<string, number>;
  memory: MemoryFigures;
}

/** Answer of one call of a function of the program. */
export type CallOutcome =
  { ok: true; /** `repr` of the result. */ repr: string } | { ok: false; exception: PythonException };

/** Bits of the shared word. The watchdog sets them, the engine clears what it has served. Bits from 16 on are the engine's own. */
export interface WatchdogBits {
  /** SIGINT arrived: raise KeyboardInterrupt in the main thread. */
  interrupt: 1;
  /** A stated limit is over: unwind without running handlers, answer with `limit`. */
  stop: 2;
  /** The switch interval is over: another thread may run. */
  switchThread: 4;
  /** A signal other than SIGINT is pending; its number stands in the word `signal`. */
  signal: 8;
}

/** Int32 indices into the shared buffer (`EngineHost.shared`). */
export interface SharedLayout {
  /** The eval-breaker word (WatchdogBits): read it as a plain element at backward jumps and calls. */
  word: 0;
  /** Number of the pending signal. */
  signal: 1;
  /** Switch interval in microseconds; the engine writes it, 0 turns the watchdog's timer off. */
  switchInterval: 2;
  /** Which limit is over: index into `['time', 'heap', 'process-memory', 'recursion', 'bytecodes', 'output']`. */
  limit: 3;
  /** SIGINT's number (2) while one is pending, for engines that poll a byte of their own (wasm CPython). */
  sigint: 4;
  /** Counts whatever happens from outside. To sleep: read it, look for work, then `Atomics.wait(shared, 5, read, ms)`. */
  wake: 5;
  /** Bit n: the engine wants signal n in the word; other signals have their default effect on the process. */
  handledSignals: 6;
  /** 1 while the watchdog is still starting and hears no signals: who has set `handledSignals` waits until it is 0. */
  unwatched: 7;
}

/** What whoever runs an engine lends it. All calls are synchronous: a busy engine never returns to the event loop. */
export interface EngineHost {
  /** Reads up to `into.length` bytes; 0 at the end; -1 when a signal or limit came first (EINTR). Blocks. */
  readStdin(into: Uint8Array): number;
  writeStdout(bytes: Uint8Array): void;
  writeStderr(bytes: Uint8Array): void;
  isTerminal: { stdin: boolean; stdout: boolean; stderr: boolean };
  /** See SharedLayout; 16 elements on a SharedArrayBuffer. */
  shared: Int32Array;
  emit(event: EngineEvent): void;
  /** Monotonic host time, ms. */
  now(): number;
}

/**
 * One interpreter with one program, from start to end.
 * `main` runs the program as `__main__` and may be called once. Then, for a workload, `call` calls a function of the
 * main module's namespace as often as wished. `close` runs what an interpreter runs at its end (atexit, flushing).
 */
export interface Session {
  main(): Outcome | Promise<Outcome>;
  /** Calls `name(*args)`, with ints, floats and strings as arguments. Throws nothing that is Python's. */
  call(name: string, args: readonly (number | string)[]): CallOutcome;
  /** True when the main module has a callable of that name. */
  has(name: string): boolean;
  counters(): Record<string, number>;
  memory(): MemoryFigures;
  close(): Outcome | Promise<Outcome>;
}

export interface DumpRequest {
  kind: DumpKind;
  program: Program;
  /** Kind-specific switches: `{ caches: true, offsets: true }`. */
  options: Record<string, string | boolean>;
  flags: readonly string[];
}

export type DumpAnswer =
  | {
      ok: true;
      text: string;
      data?: unknown;
      /** For stderr: what the compiler warns of. */ warnings?: string;
    }
  | { ok: false; /** As the implementation prints it, a SyntaxError with its caret. */ error: string };

export interface Engine {
  describe(): EngineDescription | Promise<EngineDescription>;
  start(request: RunRequest, host: EngineHost): Session | Promise<Session>;
  dump(request: DumpRequest, host: EngineHost): DumpAnswer | Promise<DumpAnswer>;
}

/** What every engine bundle (`dist/engines/<id>.js`) exports. */
export interface EngineModule {
  createEngine(): Engine;
  /**
   * Makes what the next `start` needs and no request changes. Called at most once, when a start-up snapshot is built: without
   * a shared buffer, streams, or anything of the machine or the time of the build.
   */
  prepare?(): void;
}
