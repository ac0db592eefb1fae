// Which process runs when, and for how long: profiles (processes × iterations), shuffled interleaved blocks, time
// budgets, and the loop that executes one workload on all engines, one fresh process at a time. Knows no statistics and
// no output; what it is given as `execute` may be an executor or a test's fake.
import type {
  EngineEntry,
  Execute,
  ExecutionJob,
  ExecutionResult,
  MeasurePlan,
  Sample,
} from './execution.ts';
import type { Limits, RunRequest } from '../engines/engine.ts';
import { disturbedBlocks } from './machine-witness.ts';
import type { Readings } from './machine-witness.ts';
import type { Further } from './second-stage.ts';
import { createRandom, deriveSeed, median, MIN_PROCESSES, shuffled } from './statistics.ts';

export type ProfileName = 'quick' | 'default' | 'rigorous';

export interface Profile {
  processes: number;
  /** Samples wanted of each process. */
  iterations: number;
  /** A sample lasts at least this long: 1 ms is the floor, 5 ms keeps a timer's and a scheduler's jitter under 1 %. */
  minSampleMs: number;
  /** Sampling in one process ends after this. */
  budgetMs: number;
  /**
   * A workload ends after this many ms, or this many for each engine where that is more. Pooled: a slow starter may use
   * what quick ones leave.
   */
  wallMs?: number;
  wallPerEngineMs?: number;
  /** Where a verdict is still open after `processes`, engines of that ratio get up to so many. */
  mostProcesses?: number;
}

/** Up to five engines and one workload end in 17 s with `--quick`: room for the start and for a slow last process below 20 s. */
export const profiles: Record<ProfileName, Profile> = {
  quick: {
    processes: 3,
    iterations: 10,
    minSampleMs: 5,
    budgetMs: 2000,
    wallMs: 17_000,
    wallPerEngineMs: 3400,
  },
  default: { processes: 10, iterations: 30, minSampleMs: 5, budgetMs: 3000, mostProcesses: 30 },
  rigorous: { processes: 30, iterations: 2000, minSampleMs: 5, budgetMs: 6000 },
};

/** A process that has begun gets at least this long for its samples. */
const LEAST_BUDGET_MS = 50;
/** Before an engine has run once, what its first process is thought to cost besides its samples, and each later one. */
const UNKNOWN_OVERHEAD_MS = 600;
const UNKNOWN_LATER_MS = 250;
/** Output kept of one execution; the rest is counted. */
const CAPTURE_BYTES = 4 * 2 ** 20;

/** One program as it is to be measured. */
export interface Workload {
  name: string;
  /** Its name without the size, where it runs at several. */
  program?: string;
  path: string;
  sha256: string;
  mode: 'function' | 'whole';
  /** Arguments of `workload(…)`. */
  args: readonly (number | string)[];
  n?: number;
  size?: string;
  tags?: string[];
  /** Heap that a 64-bit MicroPython needs for it, where the manifest says so. */
  heapBytes?: number;
}

export interface MeasureSettings extends Profile {
  seed: number;
  limits: Limits & { timeMs: number; outputBytes: number };
  env: Record<string, string>;
  cwd: string;
}

/** One execution that was made, with its place in the order. */
export interface Measured {
  workload: Workload;
  entry: EngineEntry;
  block: number;
  startedAt: number;
  /** Time the child took, as seen from here. */
  wallMs: number;
  /** What the witness of the machine said before and after. */
  witness?: Readings;
  result: ExecutionResult;
}

/** An execution made by an earlier, stopped run: it is not made again. */
export interface Done {
  engine: string;
  block: number;
  ok: boolean;
  witness?: Readings;
}

export interface MeasureHooks {
  signal?: AbortSignal;
  /** Monotonic ms. */
  now(): number;
  /** A fixed piece of work timed, in ms: where it is given, blocks in which the machine was disturbed are run again. */
  witness?(): number;
  /** Asked once when all planned blocks are run: what else is to be measured. */
  further?(): Further | undefined;
  /**
   * Before each execution; `remainingMs` is what is expected from here to the end of the workload, or, while an engine has yet to run
   * for the first time (`isBound`), what it takes at the most.
   */
  onBegin?(at: {
    entry: EngineEntry;
    block: number;
    done: number;
    total: number;
    remainingMs: number;
    isBound: boolean;
  }): void;
  onSample?(entry: EngineEntry, sample: Sample, index: number): void;
  onEnd?(measured: Measured): void;
}

/**
 * Blocks of all engines: every second one is the mirror image of the one before it (ABBA), so that a drift of the machine
 * within a pair of blocks cancels; the order of each pair is drawn anew.
 */
export function blocks<T>(items: readonly T[], count: number, seed: number): T[][] {
  const random = createRandom(seed);
  const out: T[][] = [];
  for (let b = 0; b < count; b++) out.push(b % 2 === 0 ? shuffled(items, random) : [...out[b - 1]].reverse());
  return out;
}

/** Time for one workload on so many engines. */
export function wallBudgetOf({ wallMs, wallPerEngineMs }: Profile, engines: number): number {
  if (wallMs === undefined && wallPerEngineMs === undefined) return Infinity;
  return Math.max(wallMs ?? 0, (wallPerEngineMs ?? 0) * engines);
}

/** Runs one workload on all engines. Never throws for an engine's sake: what goes wrong is a result's `state`. */
export async function measureWorkload(
  workload: Workload,
  entries: readonly EngineEntry[],
  settings: MeasureSettings,
  execute: Execute,
  hooks: MeasureHooks,
  done: readonly Done[] = [],
): Promise<Measured[]> {
  const begun = hooks.now();
  const wallBudget = wallBudgetOf(settings, entries.length);
  const made: Measured[] = [];
  const costs = new Costs();
  const isDone = ({ entry, block }: Queue[number]) =>
    done.some((d) => d.engine === entry.id && (d.block === block || !d.ok)) ||
    made.some((m) => m.entry === entry && (m.block === block || m.result.state !== 'ok'));
  let taking = new Set(entries.map((e) => e.id));
  const seed = deriveSeed(settings.seed, workload.name);
  const ofBlocks = (from: number, to: number): Queue =>
    blocks(entries, to, seed)
      .flatMap((block, b) => block.map((entry) => ({ entry, block: b })))
      .filter((q) => q.block >= from && taking.has(q.entry.id) && !isDone(q));

  // What an earlier run did beyond the plan stays as it is.
  let queue = ofBlocks(0, settings.processes);
  let end = Math.max(settings.processes, ...done.map((d) => d.block + 1));
  let planned = end;
  let further = hooks.further;
  /** Blocks in place of disturbed ones, as many as were planned at most; then those of a second stage. */
  const furtherBlocks = (): number => {
    // Where there are too few for a verdict, speed is what was asked for.
    const disturbed = settings.processes < MIN_PROCESSES ? 0 : disturbedBlocks([...done, ...made]).size;
    const again = Math.min(disturbed, settings.processes) - (end - planned);
    if (again > 0 || further === undefined) return again;
    const asked = further();
    further = undefined;
    if (asked === undefined || asked.blocks <= planned) return 0;
    const more = asked.blocks - planned;
    taking = new Set(asked.engines);
    planned = asked.blocks;
    return more;
  };
  let reading = NaN;

  while (!hooks.signal?.aborted) {
    const left = wallBudget - (hooks.now() - begun);
    if (queue.length === 0) {
      const next = ofBlocks(end, end + Math.max(0, furtherBlocks()));
      const whole = wholeBlocks(next, left, (id) => costs.expected(id, settings.budgetMs));
      if (whole.length === 0) break;
      queue = whole;
      end = queue.at(-1)!.block + 1;
    }
    queue = dropForTime(queue, left, costs);
    if (queue.length === 0) break;
    const { entry, block } = queue[0];
    const budgetMs =
      workload.mode === 'whole'
        ? 0
        : sampleBudget(
            queue.map((q) => q.entry.id),
            left,
            costs,
            settings.budgetMs,
          );
    hooks.onBegin?.({
      entry,
      block,
      done: made.length,
      total: made.length + queue.length,
      remainingMs: Math.min(
        Math.max(left, 0),
        queue.reduce((sum, q) => sum + costs.expected(q.entry.id, settings.budgetMs), 0),
      ),
      isBound: queue.some((q) => !costs.ran(q.entry.id)),
    });
    if (hooks.witness && Number.isNaN(reading)) reading = hooks.witness();
    const startedAt = hooks.now();
    const result = await executeSafely(execute, jobOf(workload, entry, settings, budgetMs), hooks);
    const wallMs = hooks.now() - startedAt;
    const before = reading;
    // The reading after one process is the reading before the next.
    if (hooks.witness) reading = hooks.witness();
    const witness: Readings | undefined = hooks.witness && [before, reading];
    const measured = { workload, entry, block, startedAt, wallMs, result, ...(witness ? { witness } : {}) };
    made.push(measured);
    costs.add(measured);
    hooks.onEnd?.(measured);
    queue = queue.slice(1);
    // What failed once is a row with its error: nine more processes would say it again, each for a whole time limit.
    if (result.state !== 'ok') queue = queue.filter((q) => q.entry.id !== entry.id);
  }
  return made;
}

/** What an engine's processes have cost so far. */
class Costs {
  private readonly made = new Map<string, { overhead: number[]; all: number[] }>();

  add(m: Measured): void {
    const entry = this.made.get(m.entry.id) ?? { overhead: [], all: [] };
    const sampled = m.result.samples.reduce((sum, s) => sum + s.ms, 0);
    entry.overhead.push(Math.max(0, m.wallMs - sampled) + (m.result.samples[0]?.ms ?? 0));
    entry.all.push(m.wallMs);
    this.made.set(m.entry.id, entry);
  }

  ran(id: string): boolean {
    return this.made.has(id);
  }

  /** Least a further process takes: everything but the samples after the first call. `later`: not the first of an engine that has not run. */
  least(id: string, later = false): number {
    const known = this.made.get(id);
    return known ? median(known.overhead) : later ? UNKNOWN_LATER_MS : UNKNOWN_OVERHEAD_MS;
  }

  /** What a further process is expected to take. */
  expected(id: string, budgetMs: number): number {
    const known = this.made.get(id);
    return known ? median(known.all) : UNKNOWN_OVERHEAD_MS + budgetMs;
  }
}

type Queue = { entry: EngineEntry; block: number }[];

/** As many blocks of a queue as fit the time that is left. */
function wholeBlocks(queue: Queue, leftMs: number, expected: (engine: string) => number): Queue {
  let needed = 0;
  const tooLate = queue.find((q) => (needed += expected(q.entry.id)) > leftMs);
  return tooLate === undefined ? queue : queue.filter((q) => q.block < tooLate.block);
}

/** While what must still run does not fit, later processes of the dearest engine are given up; each engine keeps its first. */
export function dropForTime(queue: Queue, leftMs: number, costs: Pick<Costs, 'ran' | 'least'>): Queue {
  const kept = [...queue];
  const need = () =>
    leastOfAll(
      kept.map((q) => q.entry.id),
      costs,
    ) +
    kept.length * LEAST_BUDGET_MS;
  while (need() > leftMs) {
    let dearest = -1;
    for (let i = kept.length - 1; i >= 0; i--) {
      const id = kept[i].entry.id;
      const isFirst = !costs.ran(id) && kept.findIndex((q) => q.entry.id === id) === i;
      if (isFirst) continue;
      if (dearest < 0 || costs.least(id, true) > costs.least(kept[dearest].entry.id, true)) dearest = i;
    }
    if (dearest < 0) break;
    kept.splice(dearest, 1);
  }
  return kept;
}

/** What processes of these engines take besides their samples. */
function leastOfAll(ids: readonly string[], costs: Pick<Costs, 'least'>): number {
  return ids.reduce((sum, id, i) => sum + costs.least(id, ids.indexOf(id) < i), 0);
}

/** Time for the samples of the next process: an equal share of what is left when all that must run has run. */
export function sampleBudget(
  ids: readonly string[],
  leftMs: number,
  costs: Pick<Costs, 'least'>,
  mostMs: number,
): number {
  const reserved = leastOfAll(ids, costs);
  return Math.max(LEAST_BUDGET_MS, Math.min(mostMs, (leftMs - reserved) / ids.length));
}

/** Of an engine that cannot run without a cap: room enough that its collector is what is measured, not its end. */
function comparedHeap(entry: EngineEntry, workload: Workload): number | undefined {
  if (entry.comparedHeapBytes === undefined) return undefined;
  return Math.max(entry.comparedHeapBytes, 2 * (workload.heapBytes ?? 0));
}

export function jobOf(
  workload: Workload,
  entry: EngineEntry,
  settings: MeasureSettings,
  budgetMs: number,
): ExecutionJob {
  const { timeMs, processBytes, outputBytes } = settings.limits;
  const heapBytes = settings.limits.heapBytes ?? comparedHeap(entry, workload);
  const request: RunRequest = {
    program: { kind: 'file', path: workload.path },
    args: [],
    env: settings.env,
    cwd: settings.cwd,
    fileSystem: { kind: 'real' },
    limits: {
      timeMs,
      outputBytes,
      ...(processBytes === undefined ? {} : { processBytes }),
      ...(heapBytes === undefined ? {} : { heapBytes }),
    },
    // Under a name of its own the program's `if __name__ == '__main__'` stays out: the first call is a first call.
    options: { ...entry.options, ...(workload.mode === 'function' ? { 'lab.module-name': 'workload' } : {}) },
    flags: [],
    events: [],
  };
  const measure: MeasurePlan = {
    function: 'workload',
    args: workload.args,
    iterations: settings.iterations,
    minSampleMs: settings.minSampleMs,
    budgetMs,
  };
  return {
    entry,
    request,
    ...(workload.mode === 'function' ? { measure } : {}),
    stdio: 'capture',
    captureBytes: Math.min(CAPTURE_BYTES, outputBytes),
  };
}

/** An executor that throws is a fault of ours, but one engine's fault must not end the comparison. */
async function executeSafely(
  execute: Execute,
  job: ExecutionJob,
  hooks: MeasureHooks,
): Promise<ExecutionResult> {
  try {
    return await execute(job, {
      signal: hooks.signal,
      onSample: (sample, index) => hooks.onSample?.(job.entry, sample, index),
    });
  } catch (error) {
    return {
      engine: job.entry.id,
      state: 'died',
      status: 1,
      message: `the lab failed to run it: ${error instanceof Error ? error.message : String(error)}`,
      stdout: '',
      stderr: '',
      outputBytes: 0,
      truncated: false,
      times: { total: 0 },
      samples: [],
      memory: {},
      host: { name: 'unknown', flags: [], warnings: [] },
      events: [],
    };
  }
}
