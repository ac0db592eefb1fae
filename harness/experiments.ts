// Experiments on the lab's own verdicts, each with a bar it must pass: whether 95 % intervals cover the truth (simulated, pure),
// whether an engine against itself comes out as the same (A/A), whether a planted slowdown is found. The last two measure on
// the machine at hand through `compare`, so that what they say holds for the verdicts that users get.
import { compare } from './compare.ts';
import type { CompareHooks, CompareRequest } from './compare.ts';
import type { EngineEntry, Execute } from './execution.ts';
import { profiles } from './measure.ts';
import type { ProfileName } from './measure.ts';
import type { LabResult } from './result.ts';
import { createRandom, steadyRatio } from './statistics.ts';
import type { Random } from './statistics.ts';

// --------------------------------------------------------------------------------------------------------- coverage

export interface CoverageOptions {
  results: number;
  processes: number;
  iterations: number;
  /** Relative deviation between processes and within them. */
  between: number;
  within: number;
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

/** Two-level samples of one engine: a level a process, noise around it, both log-normal. */
export function simulateProcesses(
  level: number,
  { processes, iterations, between, within }: Omit<CoverageOptions, 'results' | 'seed'>,
  random: Random,
): number[][] {
  return Array.from({ length: processes }, () => {
    const own = level * Math.exp(between * normal(random));
    return Array.from({ length: iterations }, () => own * Math.exp(within * normal(random)));
  });
}

/** How often the interval of a ratio contains the true one. */
export function coverage(options: CoverageOptions): Coverage {
  const random = createRandom(options.seed);
  const truth = 1.3;
  let covered = 0;
  const widths: number[] = [];
  for (let i = 0; i < options.results; i++) {
    const ratio = steadyRatio(
      simulateProcesses(truth, options, random),
      simulateProcesses(1, options, random),
      { seed: options.seed + i },
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
}

export interface AaSummary {
  pairs: number;
  comparisons: number;
  bothDirections: string[];
  different: number;
  undecided: number;
  flat: number;
  flatUndecided: number;
  passed: boolean;
}

/** Each engine against itself on each workload, `repeats` times. */
export async function runAa(
  request: Omit<CompareRequest, 'baseline' | 'resume'>,
  hooks: CompareHooks,
  repeats: number,
  onPair?: (pair: AaPair) => void,
): Promise<AaPair[]> {
  const pairs = new Map<string, AaPair>();
  for (const entry of request.entries) {
    for (let r = 0; r < repeats && !hooks.signal?.aborted; r++) {
      const twin = { ...entry, id: `${entry.id}#2` };
      const result = await compare(
        {
          ...request,
          entries: [entry, twin],
          baseline: entry.id,
          settings: { ...request.settings, seed: request.settings.seed + r },
        },
        { ...hooks, onWorkload: undefined, onExecution: undefined },
      );
      for (const [workload, pair] of aaOf(result)) {
        const key = `${workload} ${entry.id}`;
        const known = pairs.get(key) ?? { workload, engine: entry.id, verdicts: [], flat: true };
        known.verdicts.push(pair.verdict);
        known.flat &&= pair.flat;
        pairs.set(key, known);
        if (r === repeats - 1) onPair?.(known);
      }
    }
  }
  return [...pairs.values()];
}

function aaOf(result: LabResult): [string, { verdict: string; flat: boolean }][] {
  return result.analysis.workloads.flatMap((w): [string, { verdict: string; flat: boolean }][] => {
    const verdict = w.rows.find((r) => r.verdict !== undefined && r.verdict !== 'baseline')?.verdict;
    if (verdict === undefined) return [];
    const flat = w.rows.every((r) => r.warmup === undefined || r.warmup.class === 'flat');
    return [[w.workload, { verdict, flat }]];
  });
}

/** Never both directions; 95 % same or undecided; undecided at most a quarter where both sides are flat. */
export function summariseAa(pairs: readonly AaPair[]): AaSummary {
  const all = pairs.flatMap((p) => p.verdicts);
  const flat = pairs.filter((p) => p.flat).flatMap((p) => p.verdicts);
  const count = (list: readonly string[], ...wanted: string[]) =>
    list.filter((v) => wanted.includes(v)).length;
  const both = pairs.filter((p) => p.verdicts.includes('faster') && p.verdicts.includes('slower'));
  const different = count(all, 'faster', 'slower');
  const flatUndecided = count(flat, "can't tell");
  return {
    pairs: pairs.length,
    comparisons: all.length,
    bothDirections: both.map((p) => `${p.workload} on ${p.engine}`),
    different,
    undecided: count(all, "can't tell"),
    flat: flat.length,
    flatUndecided,
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
  ratio?: { value: number; low?: number; high?: number };
}

export async function runPlanted(
  request: Omit<CompareRequest, 'baseline' | 'resume' | 'entries'> & { entry: EngineEntry },
  hooks: CompareHooks,
  { factor, trials, onTrial }: { factor: number; trials: number; onTrial?(trial: PlantedTrial): void },
): Promise<PlantedTrial[]> {
  const { entry, ...rest } = request;
  const twin = `${entry.id}#slow`;
  const out: PlantedTrial[] = [];
  for (let trial = 1; trial <= trials && !hooks.signal?.aborted; trial++) {
    const result = await compare(
      {
        ...rest,
        entries: [entry, { ...entry, id: twin }],
        baseline: entry.id,
        execute: withSlowTwin(request.execute, twin, factor),
        settings: { ...request.settings, seed: request.settings.seed + trial },
      },
      { ...hooks, onWorkload: undefined, onExecution: undefined },
    );
    if (hooks.signal?.aborted) break;
    const row = result.analysis.workloads[0]?.rows.find((r) => r.engine === twin);
    const done = {
      trial,
      verdict: row?.verdict ?? row?.error ?? 'no verdict',
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
export function simulatedPlans(): { name: string; processes: number; iterations: number }[] {
  const { quick, default: usual, rigorous } = profiles;
  return [
    { name: 'quick', processes: quick.processes, iterations: quick.iterations },
    { name: 'five processes', processes: 5, iterations: usual.iterations },
    { name: 'default', processes: usual.processes, iterations: usual.iterations },
    { name: 'rigorous', processes: rigorous.processes, iterations: 100 },
  ];
}
