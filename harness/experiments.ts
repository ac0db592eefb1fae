// Experiments on the lab's own verdicts, each with a bar it must pass: whether 95 % intervals cover the truth (simulated, pure),
// whether an engine against itself comes out as the same (A/A), whether a planted slowdown is found. The last two measure on
// the machine at hand through `compare`, so that what they say holds for the verdicts that users get.
import { compare } from './compare.ts';
import type { CompareHooks, CompareRequest } from './compare.ts';
import type { EngineEntry, Execute } from './execution.ts';
import { profiles } from './measure.ts';
import type { ProfileName } from './measure.ts';
import type { LabResult } from './result.ts';
import { blocksToDecide, SECOND_LOOK } from './second-stage.ts';
import { blockRatio, createRandom, verdictOf } from './statistics.ts';
import type { BlockProcess, Random } from './statistics.ts';

// --------------------------------------------------------------------------------------------------------- coverage

export interface CoverageOptions {
  results: number;
  processes: number;
  iterations: number;
  /** Of a second stage where the verdict is open after `processes`. */
  mostProcesses?: number;
  /** What the ratio is. */
  truth?: number;
  /** Relative deviation between processes and within them. */
  between: number;
  within: number;
  /** Share of processes that something else on the machine slows by half, in whichever engine they are. */
  disturbed?: number;
  /** Relative deviation of the machine from one block to the next. */
  drift?: number;
  seed: number;
}

export interface Coverage extends CoverageOptions {
  covered: number;
  share: number;
  /** Median width of the interval, end to end, relative to the ratio. */
  width: number;
}

/** Standard normal deviates by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Two-level samples of engines that run in blocks: a level a process, noise around it, both log-normal; what the machine does to them comes on top. */
export function simulateBlocks(
  levels: readonly number[],
  {
    processes,
    iterations,
    between,
    within,
    disturbed = 0,
    drift = 0,
  }: Omit<CoverageOptions, 'results' | 'seed'>,
  random: Random,
): BlockProcess[][] {
  const out: BlockProcess[][] = levels.map(() => []);
  for (let block = 0; block < processes; block++) {
    const machine = Math.exp(drift * normal(random));
    for (const [i, level] of levels.entries()) {
      const own = level * machine * Math.exp(between * normal(random)) * (random() < disturbed ? 1.5 : 1);
      const steady = Array.from({ length: iterations }, () => own * Math.exp(within * normal(random)));
      out[i].push({ block, steady });
    }
  }
  return out;
}

/** What `lab compare` takes for no difference unless told. */
const MARGIN = 0.02;

/** How often the interval of a ratio contains the true one. */
export function coverage(options: CoverageOptions): Coverage {
  const random = createRandom(options.seed);
  const { truth = 1.3, processes, mostProcesses = processes } = options;
  let covered = 0;
  const widths: number[] = [];
  for (let i = 0; i < options.results; i++) {
    const [a, b] = simulateBlocks([truth, 1], { ...options, processes: mostProcesses }, random);
    const of = (blocks: number, confidence?: number) =>
      blockRatio(a.slice(0, blocks), b.slice(0, blocks), {
        seed: options.seed + i,
        ...(confidence === undefined ? {} : { confidence }),
      });
    let ratio = of(processes);
    if (mostProcesses > processes && verdictOf(ratio, processes, MARGIN) === "can't tell")
      ratio = of(
        Math.max(processes + 1, Math.min(mostProcesses, blocksToDecide(ratio, processes, MARGIN))),
        SECOND_LOOK,
      );
    if (ratio.low <= truth && truth <= ratio.high) covered++;
    widths.push((ratio.high - ratio.low) / ratio.value);
  }
  widths.sort((a, b) => a - b);
  return { ...options, covered, share: covered / options.results, width: widths[widths.length >> 1] };
}

/** Coverage in 92-98 %. */
export const COVERAGE_BAR = [0.92, 0.98] as const;

// ------------------------------------------------------------------------------------------------------------- A/A

export interface AaPair {
  workload: string;
  engine: string;
  /** One a repetition. */
  verdicts: string[];
  /** Warm-up class of both sides is flat. */
  flat: boolean;
  /** Both sides reach a steady state in nearly all processes: flat, or warm-up and then flat. */
  steady: boolean;
  /** Why there is no verdict. */
  error?: string;
}

export interface AaSummary {
  /** Pairs with a verdict, and all that were asked for. */
  pairs: number;
  planned: number;
  /** Pairs that an engine cannot run, with the reason. */
  failed: string[];
  comparisons: number;
  bothDirections: string[];
  different: number;
  undecided: number;
  flat: number;
  flatUndecided: number;
  steady: number;
  steadyUndecided: number;
  passed: boolean;
}

/** Each workload with each engine; every stretch of the order holds workloads and engines evenly, so that a part of it stands for all. */
export function spreadPairs<W, E>(workloads: readonly W[], engines: readonly E[]): [W, E][] {
  return engines.flatMap((_, turn) =>
    workloads.map((workload, i): [W, E] => [workload, engines[(i + turn) % engines.length]]),
  );
}

export interface AaOptions {
  repeats: number;
  /** No further pair is begun when it would probably end after this many ms. */
  budgetMs?: number;
  /** Pairs of an earlier run, which are not measured again. */
  done?: readonly AaPair[];
  onPair?(pair: AaPair): void;
  /** Each comparison with its raw samples, and a name for it. */
  onResult?(name: string, result: LabResult): void;
  /** What is left, as far as it fits the budget. */
  onLeft?(pairs: number, ms: number): void;
}

/** Each engine against itself on each workload, `repeats` times; every pair that is measured is measured in full. */
export async function runAa(
  request: Omit<CompareRequest, 'baseline' | 'resume'>,
  hooks: CompareHooks,
  { repeats, budgetMs = Infinity, done = [], onPair, onLeft, onResult }: AaOptions,
): Promise<AaPair[]> {
  const pairs = [...done];
  const known = (workload: string, engine: string) =>
    done.some((p) => p.workload === workload && p.engine === engine);
  const queue = spreadPairs(request.workloads, request.entries).filter(([w, e]) => !known(w.name, e.id));
  const begun = hooks.now();
  for (const [i, [workload, entry]] of queue.entries()) {
    const elapsed = hooks.now() - begun;
    const perPair = i === 0 ? 0 : elapsed / i;
    if (hooks.signal?.aborted || elapsed + perPair > budgetMs) break;
    const left = queue.length - i;
    if (i > 0) onLeft?.(left, Math.min(left * perPair, budgetMs - elapsed));
    const pair: AaPair = {
      workload: workload.name,
      engine: entry.id,
      verdicts: [],
      flat: true,
      steady: true,
    };
    for (let r = 0; r < repeats && pair.error === undefined; r++) {
      const result = await compare(
        {
          ...request,
          workloads: [workload],
          entries: [entry, { ...entry, id: `${entry.id}#2` }],
          baseline: entry.id,
          settings: { ...request.settings, seed: request.settings.seed + r },
        },
        { ...hooks, onWorkload: undefined, onExecution: undefined },
      );
      // Half a pair says nothing: it is measured again when the run is resumed.
      if (hooks.signal?.aborted) return pairs;
      onResult?.(`${workload.name}-${entry.id}-${r + 1}`, result);
      const { rows } = result.analysis.workloads[0];
      const verdict = rows.find((x) => x.verdict !== undefined && x.verdict !== 'baseline')?.verdict;
      if (verdict === undefined) pair.error = rows.find((x) => x.error !== undefined)?.error ?? 'no verdict';
      else pair.verdicts.push(verdict);
      const every = (...classes: string[]) =>
        rows.every((x) => x.warmup === undefined || classes.includes(x.warmup.class));
      pair.flat &&= every('flat');
      pair.steady &&= every('flat', 'warm-up');
    }
    pairs.push(pair);
    onPair?.(pair);
  }
  return pairs;
}

/**
 * Never both directions; 95 % same or undecided; undecided at most a quarter where both sides are flat. What runs on V8 begins slowly as a
 * rule, so that next to nothing may be flat: how it is where a steady state follows a warm-up is counted beside it.
 */
export function summariseAa(every: readonly AaPair[], planned = every.length): AaSummary {
  const pairs = every.filter((p) => p.error === undefined);
  const all = pairs.flatMap((p) => p.verdicts);
  const flat = pairs.filter((p) => p.flat).flatMap((p) => p.verdicts);
  const count = (list: readonly string[], ...wanted: string[]) =>
    list.filter((v) => wanted.includes(v)).length;
  const both = pairs.filter((p) => p.verdicts.includes('faster') && p.verdicts.includes('slower'));
  const different = count(all, 'faster', 'slower');
  const steady = pairs.filter((p) => p.steady).flatMap((p) => p.verdicts);
  const flatUndecided = count(flat, "can't tell");
  const steadyUndecided = count(steady, "can't tell");
  return {
    pairs: pairs.length,
    planned,
    failed: every.flatMap((p) => (p.error === undefined ? [] : [`${p.workload} on ${p.engine}: ${p.error}`])),
    comparisons: all.length,
    bothDirections: both.map((p) => `${p.workload} on ${p.engine}`),
    different,
    undecided: count(all, "can't tell"),
    flat: flat.length,
    flatUndecided,
    steady: steady.length,
    steadyUndecided,
    passed:
      all.length > 0 &&
      both.length === 0 &&
      different <= 0.05 * all.length &&
      flatUndecided <= 0.25 * flat.length,
  };
}

// ----------------------------------------------------------------------------------------------- planted slowdown

/** Its time is in proportion to n, its result is not: 20 % more of n is an engine that is 20 % slower. */
export const PLANTED_PROGRAM = `def workload(n=1000):
    total = 0
    for i in range(n):
        total = (total + i * 3) % 65521
    return None
`;

/** Runs the twin with so much more to do. */
export function withSlowTwin(execute: Execute, twin: string, factor: number): Execute {
  return (job, options) => {
    if (job.entry.id !== twin || job.measure === undefined) return execute(job, options);
    const args = job.measure.args.map((a) => (typeof a === 'number' ? Math.round(a * factor) : a));
    return execute({ ...job, measure: { ...job.measure, args } }, options);
  };
}

export interface PlantedTrial {
  trial: number;
  verdict: string;
  /** What the verdict stands on: processes of each side, and the median number of samples of one. */
  processes: number;
  samples: number;
  ratio?: { value: number; low?: number; high?: number };
}

export interface PlantedOptions {
  factor: number;
  trials: number;
  /** Ends within this: each trial has an equal share, and samples for less where that is short. */
  budgetMs?: number;
  done?: readonly PlantedTrial[];
  onTrial?(trial: PlantedTrial): void;
  onResult?(name: string, result: LabResult): void;
}

export async function runPlanted(
  request: Omit<CompareRequest, 'baseline' | 'resume' | 'entries'> & { entry: EngineEntry },
  hooks: CompareHooks,
  { factor, trials, budgetMs, done = [], onTrial, onResult }: PlantedOptions,
): Promise<PlantedTrial[]> {
  const { entry, ...rest } = request;
  const twin = `${entry.id}#slow`;
  const out = [...done];
  const begun = hooks.now();
  for (let trial = out.length + 1; trial <= trials && !hooks.signal?.aborted; trial++) {
    const left = budgetMs === undefined ? undefined : budgetMs - (hooks.now() - begun);
    const result = await compare(
      {
        ...rest,
        entries: [entry, { ...entry, id: twin }],
        baseline: entry.id,
        ...(left === undefined ? {} : { totalMs: left / (trials - trial + 1) }),
        execute: withSlowTwin(request.execute, twin, factor),
        settings: { ...request.settings, seed: request.settings.seed + trial },
      },
      { ...hooks, onWorkload: undefined, onExecution: undefined },
    );
    if (hooks.signal?.aborted) break;
    onResult?.(`planted-${entry.id}-${trial}`, result);
    const row = result.analysis.workloads[0]?.rows.find((r) => r.engine === twin);
    const done = {
      trial,
      verdict: row?.verdict ?? row?.error ?? 'no verdict',
      processes: row?.processes ?? 0,
      samples: row?.iterations ?? 0,
      ...(row?.ratio ? { ratio: row.ratio } : {}),
    };
    out.push(done);
    onTrial?.(done);
  }
  return out;
}

/** Of 20 trials: all with the default profile, 16 with the rigorous one, which is asked for smaller slowdowns. */
export function plantedNeeded(profile: ProfileName, trials: number): number {
  return profile === 'rigorous' ? Math.ceil(0.8 * trials) : trials;
}

/** Two-level plans of the profiles, as far as a simulation can stand for them. */
export function simulatedPlans(): {
  name: string;
  processes: number;
  iterations: number;
  mostProcesses?: number;
  truth?: number;
}[] {
  const { quick, default: usual, rigorous } = profiles;
  return [
    { name: 'quick', processes: quick.processes, iterations: quick.iterations },
    { name: 'five processes', processes: 5, iterations: usual.iterations },
    { name: 'default', processes: usual.processes, iterations: usual.iterations },
    // Close to one verdicts are open, so that there is a second stage.
    ...[1, 1.02, 1.05].map((truth) => ({
      name: 'default',
      processes: usual.processes,
      iterations: usual.iterations,
      mostProcesses: usual.mostProcesses!,
      truth,
    })),
    { name: 'rigorous', processes: rigorous.processes, iterations: 100 },
  ];
}
