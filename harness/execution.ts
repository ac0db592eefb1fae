// One execution: one fresh process of one engine with one program, measured or not. These are the shapes that the
// two executors (embedded engines in a child process, programs on PATH) answer with; everything above them
// (`lab run`, `lab compare`, `lab conformance`, reports) stands on `ExecutionResult` alone. All times in milliseconds.
import type {
  EngineDescription,
  EngineEvent,
  EngineId,
  MemoryFigures,
  Outcome,
  RunRequest,
} from '../engines/engine.ts';

/** An engine as the registry knows it. */
export type EngineEntry = EmbeddedEntry | ProgramEntry;

interface EntryBase {
  id: EngineId;
  /** One line for people: what it is. */
  title: string;
  /** `reference`: a real implementation as a yardstick; `lab`: one of ours. */
  role: 'lab' | 'reference';
  /** Heap for comparisons where none is told, of an engine that cannot run without a cap. */
  comparedHeapBytes?: number;
  /** Options it is run with, as `-X name=value` gives them; `id` says them too. */
  options?: Record<string, string>;
}

/** Lives in JavaScript: `bundle` is the absolute path of `dist/engines/<id>.js`. */
export interface EmbeddedEntry extends EntryBase {
  kind: 'embedded';
  bundle: string;
  /** What the host runs it as, where that is not JavaScript: no function of it that runs already is replaced by faster code. */
  code?: 'webassembly';
  /** Tells modelled bytes only when asked to count its objects as it goes, which makes it slow (modelled-bytes.ts). */
  countsBytes?: boolean;
}

/** A Python found on PATH or named in `lab.config.json`; `command` is its argv prefix. */
export interface ProgramEntry extends EntryBase {
  kind: 'program';
  command: readonly string[];
  description: EngineDescription;
}

/** Calls `function(*args)` of the main module again and again after it ran; a sample is a loop of at least `minSampleMs`. */
export interface MeasurePlan {
  function: string;
  args: readonly (number | string)[];
  /** Samples wanted in this process. */
  iterations: number;
  /** Inner loops are calibrated until a sample lasts this long. */
  minSampleMs: number;
  /** No further sample is begun after this many ms of sampling. */
  budgetMs: number;
}

export interface ExecutionJob {
  entry: EngineEntry;
  request: RunRequest;
  /** Absent: the program runs as a whole, once. */
  measure?: MeasurePlan;
  /** `inherit`: the program has the terminal (`lab run`); `capture`: streams are kept, up to `captureBytes` each. */
  stdio: 'inherit' | 'capture';
  captureBytes?: number;
  /** Text for the program's stdin when captured; empty by default. */
  stdin?: string;
  /** Look at the memory this often, in ms. It disturbs: the times of such an execution are compared with nothing. */
  memoryEveryMs?: number;
}

/** What was in use at one moment, `ms` after the engine was told its job; the three numbers that are never mixed, as far as each is known. */
export interface MemoryPoint {
  ms: number;
  /** Resident size of the operating system's process. */
  processSize?: number;
  /** Heap of the host's isolate, its buffers included; collected or not. */
  hostHeap?: number;
  /** By the engine's own object layout. */
  modelled?: number;
}

/** One sample: `loops` calls took `ms` together. */
export interface Sample {
  ms: number;
  loops: number;
}

export interface HostInfo {
  /** `node 26.10.0` or the program's own name and version. */
  name: string;
  flags: readonly string[];
  /** Named doubts about the host itself: `pinned-host-missing`. */
  warnings: readonly string[];
}

export type ExecutionState =
  /** Ran to its end with status 0. */
  | 'ok'
  /** Ended by a Python exception or `sys.exit(non-zero)`. */
  | 'python-error'
  /** Ended by a stated limit: `limit` says which. */
  | 'limit'
  /** The process died or the engine threw: `message` says how. */
  | 'died'
  /** Stopped from outside (Ctrl-C). */
  | 'interrupted'
  /** Could not be started: not built, not found. */
  | 'not-started';

export interface ExecutionResult {
  engine: EngineId;
  state: ExecutionState;
  /** Exit status as a shell would see it (128 + signal number where it was killed). */
  status: number;
  /** For people: what happened and what to do; set in every state but `ok`. */
  message?: string;
  outcome?: Outcome;
  stdout: string;
  stderr: string;
  /** Bytes written by the program in all, kept or not. */
  outputBytes: number;
  truncated: boolean;
  times: {
    /** From the start of the process to the engine's first own instruction. */
    spawn?: number;
    /** Engine start: from there to the point where the program's first line can run. */
    start?: number;
    /** The main module, once. */
    main?: number;
    /** The first call of the measured function. */
    first?: number;
    /** The whole process, as the parent sees it. */
    total: number;
  };
  /** In the order taken; the first call is the first sample. */
  samples: readonly Sample[];
  /** `repr` of the measured function's first result. */
  resultRepr?: string;
  memory: MemoryFigures;
  /** In the order taken; only where `memoryEveryMs` asked for them. */
  memoryPoints?: readonly MemoryPoint[];
  host: HostInfo;
  events: readonly EngineEvent[];
}

export interface ExecuteOptions {
  /** Aborting stops the child (and only it); the result's state is `interrupted` and keeps what was measured. */
  signal?: AbortSignal;
  onSample?(sample: Sample, index: number): void;
}

export type Execute = (job: ExecutionJob, options?: ExecuteOptions) => Promise<ExecutionResult>;
