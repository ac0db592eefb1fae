// Two results of the same programs and engines, before and after: what became faster, slower, or fails now. Judged from the raw
// samples of both, as a comparison judges two engines. What was not run under equal conditions is named, never hidden.
// Pure functions.
import type { DiffRow, LabResult, ResultDiff, ResultRow } from './result.ts';
import { steadySamples } from './steady-samples.ts';
import { deriveSeed, overallRatio, steadyRatio, verdictOf } from './statistics.ts';

export interface DiffOptions {
  seed: number;
  /** Differences up to this are none. */
  margin: number;
}

export function diffResults(before: LabResult, after: LabResult, options: DiffOptions): ResultDiff {
  const pairs = [...keysOf(before), ...keysOf(after)].filter(
    (k, i, all) => all.findIndex((o) => o.workload === k.workload && o.engine === k.engine) === i,
  );
  const rows = pairs.map(({ workload, engine }) => diffRow(before, after, workload, engine, options));
  const overall = [...new Set(rows.map((r) => r.engine))].flatMap((engine) => {
    const ratios = rows.flatMap((r) => (r.engine === engine && r.ratio ? [r.ratio.value] : []));
    if (ratios.length < 2) return [];
    const { value, low, high } = overallRatio(ratios);
    const ratio = Number.isFinite(high) ? { value, low, high } : { value };
    return [{ engine, ratio, workloads: ratios.length }];
  });
  return { rows, overall, doubts: doubtsOf(before, after) };
}

function keysOf(result: LabResult): { workload: string; engine: string }[] {
  return result.analysis.workloads.flatMap((w) =>
    w.rows.map((r) => ({ workload: w.workload, engine: r.engine })),
  );
}

function diffRow(
  before: LabResult,
  after: LabResult,
  workload: string,
  engine: string,
  { seed, margin }: DiffOptions,
): DiffRow {
  const sides = [before, after].map((result) => {
    const analysis = result.analysis.workloads.find((w) => w.workload === workload);
    const row = analysis?.rows.find((r) => r.engine === engine);
    return {
      result,
      row,
      measured: analysis?.measured,
      of: result.workloads.find((w) => w.name === workload),
    };
  });
  const [a, b] = sides;
  const head = { workload, engine };
  if (!a.row || !b.row) {
    return { ...head, verdict: 'not compared', note: `only in the ${a.row ? 'first' : 'second'} result` };
  }
  const times = {
    ...(a.row.steady ? { before: a.row.steady } : {}),
    ...(b.row.steady ? { after: b.row.steady } : {}),
  };
  if (a.of?.n !== b.of?.n)
    return { ...head, ...times, verdict: 'not compared', note: `n was ${a.of?.n}, is ${b.of?.n}` };
  if (a.of?.sha256 !== b.of?.sha256)
    return { ...head, ...times, verdict: 'not compared', note: 'the program itself has changed' };
  const neverRan = [a.row, b.row].some((r) => r.state === 'interrupted' || r.state === 'not-run');
  if (neverRan) return { ...head, ...times, verdict: 'not compared', note: 'one run was stopped before it' };
  const fails = ({ state, error }: ResultRow): string | undefined =>
    state === 'ok' ? undefined : (error ?? state);
  const was = fails(a.row);
  const is = fails(b.row);
  if (is !== undefined)
    return { ...head, ...times, verdict: was === undefined ? 'broken' : 'fails in both', note: is };
  if (was !== undefined) return { ...head, ...times, verdict: 'mended', note: `was: ${was}` };
  if (a.measured !== b.measured)
    return {
      ...head,
      ...times,
      verdict: 'not compared',
      note: `measured as ${a.measured}, then as ${b.measured}`,
    };
  const samples = sides.map((s) => steadySamples(s.result, workload, engine));
  const ratio = steadyRatio(samples[1], samples[0], { seed: deriveSeed(seed, workload, engine, 'diff') });
  const processes = Math.min(samples[0].length, samples[1].length);
  const { value, low, high } = ratio;
  return {
    ...head,
    ...times,
    ratio: Number.isFinite(high) ? { value, low, high } : { value },
    verdict: verdictOf(ratio, processes, margin),
  };
}

function doubtsOf(before: LabResult, after: LabResult): string[] {
  const doubts: string[] = [];
  const [a, b] = [before.environment, after.environment];
  if (a.fingerprint !== b.fingerprint)
    doubts.push(`different machines (${a.cpu.model}, ${b.cpu.model}): their times cannot be compared`);
  if (before.partial || after.partial)
    doubts.push(`the ${before.partial ? 'first' : 'second'} run was stopped before its end`);
  if (before.plan.profile !== after.plan.profile)
    doubts.push(`different profiles: ${before.plan.profile}, then ${after.plan.profile}`);
  const load = [a, b].map((e) => e.loadAverage.start / e.cpu.cores);
  if (Math.max(...load) > 0.5 && Math.abs(load[0] - load[1]) > 0.25)
    doubts.push(
      `the machine's load was ${a.loadAverage.start.toFixed(1)}, then ${b.loadAverage.start.toFixed(1)}`,
    );
  for (const engine of before.engines) {
    const now = after.engines.find((e) => e.id === engine.id);
    if (now === undefined) continue;
    if (engine.implementationVersion !== now.implementationVersion)
      doubts.push(
        `${engine.id} was ${engine.implementationVersion ?? 'of no version'}, is ${now.implementationVersion ?? 'of no version'}`,
      );
    if (engine.host !== undefined && now.host !== undefined && engine.host.name !== now.host.name)
      doubts.push(`${engine.id} ran on ${engine.host.name}, then on ${now.host.name}`);
  }
  return doubts;
}
