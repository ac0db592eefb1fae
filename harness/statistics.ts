// Statistics of two-level measurements (processes, and iterations within each) as pure functions: order statistics,
// a seeded random source, changepoints and warm-up classes (after Barrett et al., "Virtual Machine Warmup Blows Hot and
// Cold"), and the interval of a ratio by hierarchical bootstrap (after Kalibera & Jones) with a correction for few
// processes. Leaves out every clock, file and table; times are ms, series are in the order taken.
import {
  geometricMean as geometricMeanOf,
  medianAbsoluteDeviation,
  median as medianOf,
  quantileSorted,
  probit,
} from 'simple-statistics';

// ---------------------------------------------------------------------------------------------- order statistics

export function median(values: readonly number[]): number {
  return values.length === 0 ? NaN : medianOf(values as number[]);
}

/** Median absolute deviation, unscaled; times 1.4826 it estimates the deviation of a normal. */
export function mad(values: readonly number[]): number {
  return values.length === 0 ? NaN : medianAbsoluteDeviation(values as number[]);
}

export function quantile(values: readonly number[], p: number): number {
  return values.length === 0
    ? NaN
    : quantileSorted(
        [...values].sort((a, b) => a - b),
        p,
      );
}

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const v of values) sum += v;
  return values.length === 0 ? NaN : sum / values.length;
}

/** Of positive values; NaN where there is none. */
export function geometricMean(values: readonly number[]): number {
  return values.length === 0 ? NaN : geometricMeanOf(values as number[]);
}

/** With n − 1 below the line; 0 for a single value. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const m = mean(values);
  let sum = 0;
  for (const v of values) sum += (v - m) ** 2;
  return sum / (values.length - 1);
}

// ------------------------------------------------------------------------------------------------- random source

/** Uniform in [0, 1). */
export type Random = () => number;

/** A small seeded generator (a 32-bit state stepped by the golden ratio, then mixed): good for resampling and shuffling, not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
  };
}

/** A seed that differs for each name, so that one workload's resampling does not depend on which others ran. */
export function deriveSeed(seed: number, ...names: readonly string[]): number {
  let h = (seed ^ 0x811c9dc5) >>> 0;
  for (const name of names) {
    for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193) >>> 0;
    h = Math.imul(h ^ 0xff, 0x01000193) >>> 0;
  }
  return h;
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

// -------------------------------------------------------------------------------------------------- t distribution

/** Quantile `p` of Student's t with `df` ≥ 1 degrees of freedom (fractions allowed), to better than 0.5 % for the tails used here. */
export function studentQuantile(p: number, df: number): number {
  if (!Number.isFinite(df) || df > 1e6) return probit(p);
  if (df < 1) df = 1;
  // Closed forms at 1 and 2; the expansion in 1/df is good from 3 on. Between them, linear in 1/df.
  const at1 = () => Math.tan(Math.PI * (p - 0.5));
  const at2 = () => (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
  if (df < 2) return at1() + ((1 - 1 / df) / 0.5) * (at2() - at1());
  if (df < 3) {
    const w = (0.5 - 1 / df) / (0.5 - 1 / 3);
    return at2() + w * (expansion(p, 3) - at2());
  }
  return expansion(p, df);
}

function expansion(p: number, df: number): number {
  const z = probit(p);
  const z2 = z * z;
  const g1 = (z * (z2 + 1)) / 4;
  const g2 = (z * ((5 * z2 + 16) * z2 + 3)) / 96;
  const g3 = (z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / 384;
  const g4 = (z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945)) / 92160;
  return z + g1 / df + g2 / df ** 2 + g3 / df ** 3 + g4 / df ** 4;
}

// ---------------------------------------------------------------------------------- outliers, changepoints, classes

/** Indices of values far from the median of their neighbourhood; the first `keep`, and those that follow them at once, are none: they may be warm-up. */
export function outliers(series: readonly number[], keep = 1): number[] {
  const found: number[] = [];
  const half = 5;
  for (let i = keep; i < series.length; i++) {
    const from = Math.max(keep, Math.min(i - half, series.length - 2 * half - 1));
    const window = series.slice(from, from + 2 * half + 1);
    if (window.length < 5) continue;
    const centre = median(window);
    const spread = Math.max(1.4826 * mad(window), 0.005 * centre);
    // One-sided on purpose: what disturbs a measurement (another program, a page fault) only ever adds time.
    if (series[i] > centre + 5 * spread) found.push(i);
  }
  // Three in a row are a level, not a disturbance; and what follows a slow start at once is still warm-up.
  const run = (i: number, step: number): number => (found.includes(i + step) ? 1 + run(i + step, step) : 0);
  const fromStart = (i: number) => keep > 0 && i - run(i, -1) === keep;
  return found.filter((i) => run(i, -1) + run(i, 1) < 2 && !fromStart(i));
}

/**
 * Changepoints of the mean by PELT (pruned exact linear time) with squared error and `penalty` for each change.
 * Answers the starts of the segments after the first.
 */
export function changepoints(series: readonly number[], penalty: number, minLength = 1): number[] {
  const n = series.length;
  const sum = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    sum[i + 1] = sum[i] + series[i];
    squares[i + 1] = squares[i] + series[i] * series[i];
  }
  const cost = (from: number, to: number) => {
    const s = sum[to] - sum[from];
    return squares[to] - squares[from] - (s * s) / (to - from);
  };
  const best = new Float64Array(n + 1).fill(Infinity);
  const previous = new Int32Array(n + 1);
  best[0] = -penalty;
  let candidates = [0];
  for (let to = minLength; to <= n; to++) {
    for (const from of candidates) {
      if (to - from < minLength) continue;
      const total = best[from] + cost(from, to) + penalty;
      if (total < best[to]) {
        best[to] = total;
        previous[to] = from;
      }
    }
    candidates = candidates.filter(
      (from) => to - from < minLength || best[from] + cost(from, to) <= best[to],
    );
    candidates.push(to);
  }
  const starts: number[] = [];
  for (let at = previous[n]; at > 0; at = previous[at]) starts.unshift(at);
  return starts;
}

/** How one process behaved; `inconsistent` is said of several processes that differ. */
export type WarmupClass = 'flat' | 'warm-up' | 'slowdown' | 'no-steady-state';

export interface SteadyState {
  class: WarmupClass;
  /** Index of the first steady sample; where there is no steady state, of the last half. */
  from: number;
  /** Starts of segments after the first. */
  changes: readonly number[];
}

/** Two levels closer than this are the same level: below it a change is real for nobody. */
export const LEVEL_TOLERANCE = 0.02;

/** Steady state of one process from its samples' times per call. Works on logarithms, so that levels are ratios. */
export function steadyState(series: readonly number[]): SteadyState {
  const n = series.length;
  if (n <= 2) return { class: 'flat', from: n > 1 ? 1 : 0, changes: [] };
  const log = series.map((v) => Math.log(Math.max(v, 1e-9)));
  for (const i of outliers(series)) {
    const around = [...log.slice(Math.max(1, i - 3), i), ...log.slice(i + 1, i + 4)];
    if (around.length > 0) log[i] = median(around);
  }
  const noise = Math.max(noiseLevel(log), LEVEL_TOLERANCE / 4);
  // The noise itself is a guess from few differences in a short series, hence the last factor.
  const changes = changepoints(log, 3 * Math.log(n) * noise * noise * (1 + 20 / n));
  const starts = [0, ...changes];
  const level = (k: number) => mean(log.slice(starts[k], starts[k + 1] ?? n));
  const last = level(starts.length - 1);
  const tolerance = Math.max(Math.log1p(LEVEL_TOLERANCE), noise);
  let from = n;
  for (let k = starts.length - 1; k >= 0 && Math.abs(level(k) - last) <= tolerance; k--) from = starts[k];
  if (n - from < Math.max(2, n / 4)) return { class: 'no-steady-state', from: Math.floor(n / 2), changes };
  if (from === 0) return { class: 'flat', from: 1, changes };
  const before = starts.filter((s) => s < from).map((_, k) => level(k));
  const slower = before.every((l) => l >= last - tolerance);
  return { class: slower ? 'warm-up' : 'slowdown', from, changes };
}

/** Deviation of the noise around whatever levels there are: from differences of neighbours, which a few steps cannot sway. */
export function noiseLevel(series: readonly number[]): number {
  const differences = series.slice(2).map((v, i) => Math.abs(v - series[i + 1]));
  return differences.length === 0 ? 0 : (median(differences) * 1.4826) / Math.SQRT2;
}

export interface Classification {
  class: WarmupClass | 'inconsistent';
  counts: Partial<Record<WarmupClass, number>>;
}

/** The class of several processes: theirs, where all but one in ten agree; else `inconsistent` with the counts. */
export function classify(processes: readonly SteadyState[]): Classification {
  const counts: Partial<Record<WarmupClass, number>> = {};
  for (const p of processes) counts[p.class] = (counts[p.class] ?? 0) + 1;
  const [most] = (Object.entries(counts) as [WarmupClass, number][]).sort((a, b) => b[1] - a[1]);
  if (most === undefined) return { class: 'flat', counts };
  return { class: processes.length - most[1] <= processes.length / 10 ? most[0] : 'inconsistent', counts };
}

// -------------------------------------------------------------------------------------------- intervals and verdicts

export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface BootstrapOptions {
  seed: number;
  confidence?: number;
  resamples?: number;
}

/** One engine's steady samples: for each process its times per call. */
export type Processes = readonly (readonly number[])[];

/** Logarithm of each process's median: the unit that everything below compares. */
function logMedians(processes: Processes): number[] {
  return processes.map((p) => Math.log(median(p)));
}

/** For each process, logarithms of medians of resampled iterations. Drawing them once and picking later costs a hundredth of nesting. */
function resampledMedians(processes: Processes, random: Random, size: number): number[][] {
  return processes.map((process) => {
    const sorted = Float64Array.from(process).sort();
    const n = sorted.length;
    if (n === 1) return [Math.log(sorted[0])];
    // Counted by rank, not sorted: a process may hold thousands of iterations.
    const drawn = new Uint32Array(n);
    return Array.from({ length: size }, () => {
      drawn.fill(0);
      for (let i = 0; i < n; i++) drawn[Math.floor(random() * n)]++;
      let rank = 0;
      let seen = drawn[0];
      while (seen < n / 2) seen += drawn[++rank];
      // With exactly half of an even number drawn up to here, the other middle one is the next that was drawn.
      let next = rank;
      if (2 * seen === n) while (drawn[++next] === 0);
      return Math.log((sorted[rank] + sorted[next]) / 2);
    });
  });
}

/** Share of processes that is left out at either end before the mean is taken. */
const TRIM = 0.2;

const trimmedAt = (k: number): number => Math.floor(TRIM * k);

/** Mean of the middle: what stands far off on either side has no weight. `values` are sorted in place. */
function trimmedMean(values: Float64Array): number {
  values.sort();
  const g = trimmedAt(values.length);
  let sum = 0;
  for (let i = g; i < values.length - g; i++) sum += values[i];
  return sum / (values.length - 2 * g);
}

/** Variance of a trimmed mean, by the winsorized variance (after Yuen, 1974); without trimming, the variance by the number. */
function trimmedVariance(sorted: Float64Array): number {
  const k = sorted.length;
  const g = trimmedAt(k);
  const left = k - 2 * g;
  if (left < 2) return 0;
  const winsorized = Array.from(sorted, (x, i) => (i < g ? sorted[g] : i >= k - g ? sorted[k - g - 1] : x));
  return (variance(winsorized) * (k - 1)) / (left * (left - 1));
}

/** Bootstrap distribution of the trimmed mean: processes are drawn first, then by `value` what the iterations of each allow. */
function bootstrapMeans(units: number, resamples: number, random: Random, value: (unit: number) => number) {
  const draw = new Float64Array(units);
  return Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < units; i++) draw[i] = value(Math.floor(random() * units));
    return trimmedMean(draw);
  });
}

const pick = (pool: readonly number[], random: Random): number =>
  pool[pool.length === 1 ? 0 : Math.floor(random() * pool.length)];

/** Variance of one process's median by its iterations alone. */
const noiseOf = (pools: readonly number[][]): number =>
  mean(pools.map((pool) => (pool.length > 1 ? variance(pool) : 0)));

interface Deviations {
  centre: number;
  /** Of each resample from the centre, scaled. */
  values: Float64Array;
  /** Variance of the centre, and the degrees of freedom it stands on. */
  variance: number;
  freedom: number;
}

/**
 * What few processes do to a bootstrap: drawing k from k understates the variance between them by (k − 1)/k, and the percentiles are a
 * normal's where a t's are due. Resampling the iterations, on the other hand, adds a noise that the medians hold already. Deviations are
 * therefore scaled to the variance that the medians show (no less than what their iterations alone would give), and by t/z at the
 * end. Simulated coverage is in statistics.test.ts.
 */
function scaled(logs: readonly number[], means: Float64Array, noise: number): Deviations {
  const sorted = Float64Array.from(logs);
  const centre = trimmedMean(sorted);
  const left = sorted.length - 2 * trimmedAt(sorted.length);
  const v = Math.max(trimmedVariance(sorted), noise / sorted.length);
  // By the middle of the draws: the few that hold more disturbed processes than are trimmed lie far off and would make all others look narrow.
  const draws = means.toSorted() as unknown as number[];
  const drawn = (quantileSorted(draws, 0.8413) - quantileSorted(draws, 0.1587)) / 2;
  const scale = drawn > 0 ? Math.sqrt(v) / drawn : 0;
  return { centre, values: means.map((m) => scale * (m - centre)), variance: v, freedom: left - 1 };
}

/** Trimmed mean log of process medians. */
function deviationsOf(processes: Processes, random: Random, resamples: number): Deviations {
  const pools = resampledMedians(processes, random, 100);
  const means = bootstrapMeans(pools.length, resamples, random, (i) => pick(pools[i], random));
  return scaled(logMedians(processes), means, noiseOf(pools));
}

/** Difference of two independent means: Welch's degrees of freedom. */
function difference(a: Deviations, b: Deviations): Deviations {
  const v = a.variance + b.variance;
  const denominator = [a, b].reduce((sum, s) => sum + (s.freedom > 0 ? s.variance ** 2 / s.freedom : 0), 0);
  const fewest = Math.min(a.freedom, b.freedom);
  return {
    centre: a.centre - b.centre,
    values: a.values.map((x, r) => x - b.values[r]),
    variance: v,
    freedom: fewest === 0 ? 0 : denominator > 0 ? Math.max(fewest, v ** 2 / denominator) : Infinity,
  };
}

function intervalOf({ centre, values, freedom }: Deviations, confidence = 0.95): Interval {
  const value = Math.exp(centre);
  // One process says nothing about how processes differ: no interval rather than a false one.
  if (freedom < 1) return { value, low: 0, high: Infinity };
  const tail = (1 - confidence) / 2;
  const widen =
    freedom === Infinity ? 1 : studentQuantile(1 - tail, freedom) / studentQuantile(1 - tail, Infinity);
  values.sort();
  return {
    value,
    low: Math.exp(centre + widen * quantileSorted(values as unknown as number[], tail)),
    high: Math.exp(centre + widen * quantileSorted(values as unknown as number[], 1 - tail)),
  };
}

/** Trimmed geometric mean of process medians with its interval. */
export function steadyTime(processes: Processes, options: BootstrapOptions): Interval {
  const { seed, confidence, resamples = 2000 } = options;
  return intervalOf(deviationsOf(processes, createRandom(seed), resamples), confidence);
}

/** Ratio of steady times, `a` over `b`, of independent processes, with its interval: below 1, `a` takes less time. */
export function steadyRatio(a: Processes, b: Processes, options: BootstrapOptions): Interval {
  const { seed, confidence, resamples = 2000 } = options;
  const random = createRandom(seed);
  return intervalOf(
    difference(deviationsOf(a, random, resamples), deviationsOf(b, random, resamples)),
    confidence,
  );
}

/**
 * The same of processes that ran in blocks, one of each side in each: `a[i]` and `b[i]` are of one block. What slows the machine for the
 * length of a block or longer is in both and falls out of their difference. A t interval of the trimmed mean of the differences between
 * the logarithms of the medians (which hold the noise of the iterations).
 */
export function pairedRatio(a: Processes, b: Processes, confidence = 0.95): Interval {
  if (a.length !== b.length) throw new RangeError('pairs want as many processes on one side as on the other');
  const logs = logMedians(b);
  const differences = Float64Array.from(logMedians(a), (x, i) => x - logs[i]);
  const centre = trimmedMean(differences);
  const value = Math.exp(centre);
  const freedom = differences.length - 2 * trimmedAt(differences.length) - 1;
  if (freedom < 1) return { value, low: 0, high: Infinity };
  const half = studentQuantile(1 - (1 - confidence) / 2, freedom) * Math.sqrt(trimmedVariance(differences));
  return { value, low: Math.exp(centre - half), high: Math.exp(centre + half) };
}

/** A process of a block; `steady` are its times per call. */
export interface BlockProcess {
  block: number;
  steady: readonly number[];
}

/**
 * Ratio of what ran in shuffled blocks: by pairs where at least `MIN_PROCESSES` blocks hold both sides and no more than a fifth lack one (up to where the
 * shorter side ends), else as of independent processes. Which of the two is decided by the plan and by what failed, never by the times.
 */
export function blockRatio(
  a: readonly BlockProcess[],
  b: readonly BlockProcess[],
  options: BootstrapOptions,
): Interval {
  const there = new Map(b.map((p) => [p.block, p.steady]));
  const pairs = a.flatMap(({ block, steady }) => {
    const other = there.get(block);
    return other === undefined ? [] : [[steady, other] as const];
  });
  // In a second stage only those run on whose verdict is open, so that one side may have blocks after the last of the other.
  const last = (side: readonly BlockProcess[]) => Math.max(...side.map((p) => p.block));
  const end = Math.min(last(a), last(b));
  const within = (side: readonly BlockProcess[]) => side.filter((p) => p.block <= end).length;
  if (pairs.length >= MIN_PROCESSES && pairs.length >= 0.8 * Math.max(within(a), within(b)))
    return pairedRatio(
      pairs.map((p) => p[0]),
      pairs.map((p) => p[1]),
      options.confidence,
    );
  return steadyRatio(
    a.map((p) => p.steady),
    b.map((p) => p.steady),
    options,
  );
}

export type Verdict = 'faster' | 'slower' | 'same' | "can't tell";

/** Fewer processes than this give no verdict: simulated coverage of 3×10 was 80 % before the correction. */
export const MIN_PROCESSES = 5;

/** What the interval of a time ratio allows to say; `margin` 0.02 means that ±2 % is no difference. */
export function verdictOf(ratio: Interval, processes: number, margin: number): Verdict {
  if (processes < MIN_PROCESSES || Number.isNaN(ratio.value)) return "can't tell";
  if (ratio.high < 1 / (1 + margin)) return 'faster';
  if (ratio.low > 1 + margin) return 'slower';
  if (ratio.low >= 1 / (1 + margin) && ratio.high <= 1 + margin) return 'same';
  return "can't tell";
}

/** Geometric mean of ratios over workloads, with an interval from the workloads' own ratios (a t interval on logarithms); two say nothing of others. */
export function overallRatio(ratios: readonly number[], confidence = 0.95): Interval {
  const logs = ratios.map(Math.log);
  const centre = mean(logs);
  if (ratios.length < 3) return { value: Math.exp(centre), low: 0, high: Infinity };
  const half =
    studentQuantile(1 - (1 - confidence) / 2, ratios.length - 1) * Math.sqrt(variance(logs) / ratios.length);
  return { value: Math.exp(centre), low: Math.exp(centre - half), high: Math.exp(centre + half) };
}

/** pyperf's rule: how many processes an interval of relative width `width` (end to end) needs, from the relative deviation of per-process means. */
export function processesNeeded(perProcess: readonly number[], width = 0.01): number {
  if (perProcess.length < 2) return NaN;
  const relative = Math.sqrt(variance(perProcess)) / mean(perProcess);
  return Math.max(1, Math.ceil((4 * 1.96 ** 2 * relative ** 2) / width ** 2));
}

/**
 * The step of a clock as its readings betray it: the largest of the usual steps that all readings are multiples of, or 0
 * where none is. Too few readings betray nothing.
 */
export function clockStep(readings: readonly number[]): number {
  if (readings.length < 5) return 0;
  for (const step of [15.625, 10, 1, 0.1]) {
    const on = readings.every((r) => Math.abs(r / step - Math.round(r / step)) < 1e-3 && r >= 0);
    if (on) return step;
  }
  return 0;
}
