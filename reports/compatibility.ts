// What conformance results say across engines, before it is drawn: per feature how many programs each engine passes, which
// pass everywhere, somewhere, nowhere, and how fast the workloads are that stress the feature. Pure functions.
import type { ConformanceEngine, LabConformance, LabResult } from '../harness/result.ts';

export type Spread = 'all' | 'some' | 'none';

export interface FeatureCell {
  passed: number;
  /** Failures that a list of differences explains, and those that it does not. */
  documented: number;
  failed: number;
  /** Not supported by its own word, or not run. */
  unsupported: number;
  /** Geometric mean of time over the baseline's, of the workloads that stress this feature. */
  speed?: { ratio: number; workloads: string[] };
}

export interface FeatureRow {
  feature: string;
  programs: string[];
  /** How many programs pass on all engines that run them, on some, on none. */
  spread: Record<Spread, number>;
  /** By engine, in the order of the results. */
  cells: FeatureCell[];
}

export const featureOf = (program: string): string => program.slice(0, program.indexOf('/'));

/** Features, by the tags of the workloads that stress them where the words differ. */
const TAGS: Readonly<Record<string, readonly string[]>> = {
  calls: ['function-calls'],
  classes: ['object-oriented', 'attributes', 'method-calls'],
  dict: ['dict-counting', 'dict-lookup'],
  float: ['float-loops'],
  int: ['integer-loops', 'big-integers', 'shifts', 'bit-operations'],
  'inheritance-and-mro': ['polymorphism'],
  iterators: ['itertools'],
  list: ['lists', 'nested-lists'],
  set: ['sets', 'set-algebra'],
  'special-methods': ['operator-overloading'],
  'stdlib-core': ['json', 'regular-expressions', 'dataclasses', 'enums', 'priority-queue'],
  str: ['strings', 'string-building', 'text-processing'],
  tuple: ['tuples'],
};

/** Where a program stands among the engines that could run it. */
export function spreadOf(engines: readonly ConformanceEngine[], program: string): Spread {
  const verdicts = engines
    .map((e) => e.results.find((r) => r.program === program)?.verdict)
    .filter((v) => v === 'passed' || v === 'failed');
  if (verdicts.every((v) => v === 'passed')) return verdicts.length > 0 ? 'all' : 'none';
  return verdicts.includes('passed') ? 'some' : 'none';
}

export function featureRows(
  conformance: LabConformance,
  comparisons: readonly LabResult[] = [],
): FeatureRow[] {
  const { engines, programs } = conformance;
  const features = [...new Set(programs.map((p) => featureOf(p.id)))].sort();
  const byEngine = engines.map((e) => new Map(e.results.map((r) => [r.program, r])));
  return features.map((feature) => {
    const ids = programs.map((p) => p.id).filter((id) => featureOf(id) === feature);
    const spread: Record<Spread, number> = { all: 0, some: 0, none: 0 };
    for (const id of ids) spread[spreadOf(engines, id)]++;
    const cells = engines.map((engine, i): FeatureCell => {
      const cell: FeatureCell = { passed: 0, documented: 0, failed: 0, unsupported: 0 };
      for (const id of ids) {
        const result = byEngine[i].get(id);
        if (result === undefined) continue;
        if (result.verdict === 'passed') cell.passed++;
        else if (result.verdict !== 'failed') cell.unsupported++;
        else if (result.difference !== undefined) cell.documented++;
        else cell.failed++;
      }
      const speed = speedOf(feature, engine.id, comparisons);
      return speed === undefined ? cell : { ...cell, speed };
    });
    return { feature, programs: ids, spread, cells };
  });
}

function speedOf(feature: string, engine: string, comparisons: readonly LabResult[]): FeatureCell['speed'] {
  const tags = [feature, ...(TAGS[feature] ?? [])];
  const found = comparisons.flatMap((result) =>
    result.workloads
      .filter((w) => w.tags?.some((t) => tags.includes(t)))
      .flatMap((w) => {
        const row = result.analysis.workloads
          .find((a) => a.workload === w.name)
          ?.rows.find((r) => r.engine === engine);
        if (row?.verdict === 'baseline') return [{ name: w.name, ratio: 1 }];
        return row?.ratio === undefined ? [] : [{ name: w.name, ratio: row.ratio.value }];
      }),
  );
  if (found.length === 0) return undefined;
  const logs = found.reduce((sum, f) => sum + Math.log(f.ratio), 0);
  return { ratio: Math.exp(logs / found.length), workloads: [...new Set(found.map((f) => f.name))] };
}

export interface Share {
  passed: number;
  /** Programs that it ran or failed to: those it says it cannot run count against it. */
  of: number;
  value: number;
  /** 95 % interval by Wilson's score: the programs stand for the language's uses, and others could have been written. */
  low: number;
  high: number;
}

/** How much of the language an engine has, as a share of the programs. `core` counts only what implementations share. */
export function shareOf(engine: ConformanceEngine, core = false): Share | undefined {
  const results = engine.results.filter(
    (r) => r.verdict !== 'not-run' && (!core || r.program.includes('/core-')),
  );
  const of = results.length;
  if (of === 0) return undefined;
  const passed = results.filter((r) => r.verdict === 'passed').length;
  const p = passed / of;
  const z2 = 1.96 ** 2;
  const centre = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (1.96 * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return { passed, of, value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
