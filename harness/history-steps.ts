// Where a figure followed over runs changed for good: changepoints of its logarithm, so that one disturbed run is no step.
// Pure functions.
import type { TimelinePoint, TimelineStep } from './result.ts';
import { changepoints, LEVEL_TOLERANCE, mean, noiseLevel } from './statistics.ts';

/** Fewer points on a side than this are no level, unless they are the last ones and there are no more yet. */
const SHORTEST_LEVEL = 2;

/** A run that stands out from neighbours which agree with one another was disturbed: they speak for it. */
function undisturbed(
  before: number | undefined,
  v: number,
  after: number | undefined,
  noise: number,
): number {
  if (before === undefined || after === undefined || Math.abs(before - after) > 3 * noise) return v;
  const around = (before + after) / 2;
  return Math.abs(v - around) > 5 * noise ? around : v;
}

/** Steps of a series in the order of time. Points without a time are left out; they are told by themselves. */
export function stepsOf(points: readonly TimelinePoint[]): TimelineStep[] {
  const timed = points.flatMap((p, index) => (p.steady ? [{ index, log: Math.log(p.steady.value) }] : []));
  if (timed.length < 2 * SHORTEST_LEVEL) return [];
  const raw = timed.map((t) => t.log);
  const noise = Math.max(noiseLevel(raw), LEVEL_TOLERANCE / 2);
  const logs = raw.map((v, i) => undisturbed(raw[i - 1], v, raw[i + 1], noise));
  const penalty = 3 * Math.log(logs.length) * noise * noise * (1 + 20 / logs.length);
  const starts = [0, ...changepoints(logs, penalty, SHORTEST_LEVEL)];
  const levels = starts.map((from, k) => mean(logs.slice(from, starts[k + 1] ?? logs.length)));
  return starts.slice(1).flatMap((start, k): TimelineStep[] => {
    const ratio = Math.exp(levels[k + 1] - levels[k]);
    if (Math.abs(Math.log(ratio)) < Math.log1p(LEVEL_TOLERANCE)) return [];
    return [
      { index: timed[start].index, before: Math.exp(levels[k]), after: Math.exp(levels[k + 1]), ratio },
    ];
  });
}
