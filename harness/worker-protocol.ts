// Messages between the three processes' parts: parent ⇄ child's main thread (the watchdog) ⇄ Worker (the engine).
// Plain data only; times in milliseconds since the epoch where they cross a process border, else durations.
import type {
  DumpAnswer,
  DumpRequest,
  EngineDescription,
  EngineEvent,
  LimitHit,
  MemoryFigures,
  Outcome,
  RunRequest,
} from '../engines/engine.ts';
import type { MeasurePlan, MemoryPoint, Sample } from './execution.ts';

/** What a child is started for. */
export type ChildTask =
  | { mode: 'run'; request: RunRequest; measure?: MeasurePlan; memoryEveryMs?: number }
  | { mode: 'dump'; request: DumpRequest }
  | { mode: 'describe' };

export interface ChildJob {
  task: ChildTask;
}

/** The child's arguments: what it must know to start its Worker, which loads the bundle while the job is still on its way. */
export interface ChildArguments {
  /** Absolute path of the engine's bundle. */
  bundle: string;
  /** The limit on the process's memory in bytes. */
  processBytes: number | undefined;
}

/** Parent → child. */
export type ToChild = { type: 'job'; job: ChildJob } | { type: 'signal'; signal: NodeJS.Signals };

/** Worker → watchdog → parent; the watchdog adds what only it knows to `end`. */
export type FromWorker =
  | {
      type: 'started';
      /** Epoch ms of the engine side's first instruction. */ at: number;
      startMs: number;
      interruptible: boolean;
      /** Epoch ms at which the watchdog's clock began; set by the watchdog. */
      armed?: number;
    }
  | { type: 'main'; ms: number; outcome: Outcome }
  | { type: 'first'; ms: number; repr: string }
  | { type: 'sample'; sample: Sample }
  | { type: 'event'; event: EngineEvent }
  /** Between two calls: what the engine itself says is in use. The watchdog adds the time. */
  | { type: 'modelled'; bytes: number }
  | { type: 'description'; description: EngineDescription }
  | { type: 'dump'; answer: DumpAnswer }
  /** stdin is wanted by the engine. */
  | { type: 'stdin' }
  /** The output limit is reached; the engine stands still. */
  | { type: 'output-limit' }
  /** A measured function raised, gave another result than before, or is missing. */
  | { type: 'call-failed'; text: string; traceback: string }
  | { type: 'fault'; text: string }
  | { type: 'end'; outcome: Outcome; memory: MemoryFigures; outputBytes: number };

export type FromChild =
  | Exclude<FromWorker, { type: 'stdin' | 'output-limit' | 'modelled' }>
  | { type: 'limit'; limit: LimitHit }
  | { type: 'memory'; point: MemoryPoint };

/** `workerData` of the engine's Worker. */
export interface WorkerData {
  bundle: string;
  shared: Int32Array;
  stdin: Uint8Array;
}

/** `workerData` of a watchdog that is a Worker. */
export interface WatchdogData {
  shared: Int32Array;
  stdin: Uint8Array;
  task: ChildTask;
  /** Epoch ms at which the time of the task began. */
  armed: number;
  /** Bytes of the process at which the engine's heap comes to its end. */
  lastBytes: number;
}
