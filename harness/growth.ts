// How an engine's time grows with the size of the problem: the exponent of a power law fitted through the sizes at which a
// program ran (least squares on logarithms), with an interval where there are points enough to have one. Pure functions.
import type { LabResult, ResultInterval } from './result.ts';
import { mean, studentQuantile } from './statistics.ts';

export type Growth = NonNullable<LabResult['analysis']['growth']>[number];

interface Point {
  n: number;
  ms: number;
}

/** Exponent of `ms ∝ n^exponent`; no interval from two points, for they always lie on one line. */
export function fitExponent(points: readonly Point[], confidence = 0.95): ResultInterval | undefined {
  const usable = points.filter((p) => p.n > 0 && p.ms > 0);
  const x = usable.map((p) => Math.log(p.n));
  const y = usable.map((p) => Math.log(p.ms));
  if (new Set(x).size < 2) return undefined;
  const mx = mean(x);
  const my = mean(y);
  const sxx = x.reduce((sum, v) => sum + (v - mx) ** 2, 0);
  const slope = x.reduce((sum, v, i) => sum + (v - mx) * (y[i] - my), 0) / sxx;
  const df = x.length - 2;
  if (df < 1) return { value: slope };
  const residual = x.reduce((sum, v, i) => sum + (y[i] - my - slope * (v - mx)) ** 2, 0);
  const half = studentQuantile(1 - (1 - confidence) / 2, df) * Math.sqrt(residual / df / sxx);
  return { value: slope, low: slope - half, high: slope + half };
}

/** For each program that ran at two sizes or more, each engine's exponent; nothing where there is none. */
export function growthOf(result: Pick<LabResult, 'workloads' | 'engines' | 'analysis'>): Growth[] {
  const programs = new Map<string, LabResult['workloads']>();
  for (const w of result.workloads) {
    if (w.program === undefined || w.n === undefined) continue;
    programs.set(w.program, [...(programs.get(w.program) ?? []), w]);
  }
  const out: Growth[] = [];
  for (const [program, sizes] of programs) {
    for (const { id: engine } of result.engines) {
      const points = sizes
        .flatMap((w): Point[] => {
          const row = result.analysis.workloads
            .find((a) => a.workload === w.name)
            ?.rows.find((r) => r.engine === engine);
          return row?.steady === undefined ? [] : [{ n: w.n!, ms: row.steady.value }];
        })
        .sort((a, b) => a.n - b.n);
      const exponent = fitExponent(points);
      if (exponent !== undefined) out.push({ program, engine, points, exponent });
    }
  }
  return out;
}
