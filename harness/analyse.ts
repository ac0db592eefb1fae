// From the raw executions of a result to its rows, ratios, groups and doubts: pure functions, so that a stored file can be judged again.
import { describeDifference, firstLine, groupOutputs } from './group-outputs.ts';
import { growthOf } from './growth.ts';
import type {
  LabResult,
  OverallRatio,
  ResultExecution,
  ResultInterval,
  ResultMemory,
  ResultRow,
  ResultWarning,
  WorkloadAnalysis,
} from './result.ts';
import {
  blockRatio,
  classify,
  deriveSeed,
  median,
  overallRatio,
  steadyTime,
  verdictOf,
} from './statistics.ts';
import type { BlockProcess, Interval } from './statistics.ts';
import type { Calm } from './machine-witness.ts';
import { SECOND_LOOK } from './second-stage.ts';
import { calmOf, steadyStates, timesPerCall } from './steady-samples.ts';
import { doubtsOf, toWarning } from './warnings.ts';
import type { Doubt, Judged, Measurements } from './warnings.ts';

/** Everything in `analysis`, from the rest of a result. */
export function analyse(result: LabResult): LabResult['analysis'] {
  const done = result.workloads.map((w) => analyseWorkload(result, w.name));
  const workloads = done.map((d) => d.analysis);
  const analysis = { workloads, overall: [], warnings: done.flatMap((d) => d.warnings) };
  const judged = { ...result, analysis: { ...analysis, overall: overallRatios({ ...result, analysis }) } };
  setGrowth(judged);
  return judged.analysis;
}

export function setGrowth(result: LabResult): void {
  const growth = growthOf(result);
  if (growth.length > 0) result.analysis.growth = growth;
}

interface EngineMeasurements {
  row: ResultRow;
  /** Steady times per call of each good process, with its block. */
  steady: BlockProcess[];
  doubts: Doubt[];
  measurements?: Measurements;
}

export function analyseWorkload(
  result: LabResult,
  name: string,
): { analysis: WorkloadAnalysis; warnings: ResultWarning[] } {
  const workload = result.workloads.find((w) => w.name === name)!;
  const executions = result.executions.filter((e) => e.workload === name);
  const good = executions.filter((e) => e.state === 'ok');
  const measured =
    workload.mode === 'function'
      ? 'call'
      : good.length > 0 && good.every((e) => e.times.main !== undefined)
        ? 'main'
        : 'process';
  const calm = calmOf(result, name);
  const byEngine = result.engines.map((engine) =>
    analyseEngine(
      result,
      engine.id,
      workload,
      measured,
      executions.filter((e) => e.engine === engine.id),
      calm,
    ),
  );

  const baseline = result.plan.baseline;
  const base = byEngine.find((m) => m.row.engine === baseline);
  const judged: { engine: string; judged: Judged }[] = [];
  for (const m of byEngine) {
    if (m.row.state !== 'ok' || base?.row.state !== 'ok') continue;
    if (m === base) {
      m.row.verdict = 'baseline';
      continue;
    }
    const seed = deriveSeed(result.plan.seed, name, m.row.engine);
    const processes = Math.min(m.steady.length, base.steady.length);
    // More than were planned are left only where a second stage has been.
    const confidence = processes > result.plan.processes ? SECOND_LOOK : 0.95;
    const ratio = blockRatio(m.steady, base.steady, { seed, confidence });
    const verdict = verdictOf(ratio, processes, result.plan.margin);
    m.row.ratio = finite(ratio);
    m.row.verdict = verdict;
    judged.push({ engine: m.row.engine, judged: { ratio, verdict, processes, margin: result.plan.margin } });
  }
  const warnings = byEngine.flatMap((m) => {
    if (!m.measurements) return [];
    const own = judged.filter((j) => m === base || j.engine === m.row.engine).map((j) => j.judged);
    return m.doubts.map((d) => toWarning(d, m.measurements!, own));
  });

  // Whatever ended by the program's own doing has printed what it prints; a process that was stopped has not.
  const printed = result.engines.flatMap(({ id }) => {
    const own = executions.filter((e) => e.engine === id && (e.state === 'ok' || e.state === 'python-error'));
    return own.length > 0 ? [{ engine: id, output: mostCommon(own.map((e) => e.output)) }] : [];
  });
  const outputOf = (id: number) => result.outputs.find((o) => o.id === id)!;
  const groups = groupOutputs(printed, {
    ...(baseline === undefined ? {} : { baseline }),
    raises: (id) => outputOf(id).exceptionLine !== undefined,
  });
  const differences = groups.slice(1).map((g, i) => ({
    group: i + 1,
    ...describeDifference(outputOf(groups[0].output), outputOf(g.output), {
      expected: groups[0].engines.join(', '),
      actual: g.engines.join(', '),
    }),
  }));
  const rows = byEngine.map((m) => m.row);
  const analysis: WorkloadAnalysis = {
    workload: name,
    measured,
    ...(baseline === undefined ? {} : { baseline }),
    unanimous:
      groups.length === 1 &&
      printed.length === result.engines.length &&
      // An engine whose processes print different things agrees with nobody.
      result.engines.every(
        ({ id }) => new Set(executions.filter((e) => e.engine === id).map((e) => e.output)).size === 1,
      ),
    groups,
    differences,
    rows,
  };
  return { analysis, warnings };
}

function analyseEngine(
  result: LabResult,
  engine: string,
  workload: LabResult['workloads'][number],
  measured: WorkloadAnalysis['measured'],
  executions: readonly ResultExecution[],
  calm: Calm,
): EngineMeasurements {
  const good = executions.filter((e) => e.state === 'ok' && !calm.leftOut.has(e.block));
  const failed = executions.find((e) => e.state !== 'ok' && e.state !== 'interrupted');
  const memory = medianMemory(good.length > 0 ? good : executions);
  const nothing = { engine, processes: good.length, iterations: 0, perProcess: [], memory };
  const failure = (state: ResultRow['state'], error: string): EngineMeasurements => ({
    row: { ...nothing, state, error },
    steady: [],
    doubts: [],
  });

  if (failed) {
    const wrong = failed.exception?.type === 'AssertionError';
    const text = errorText(failed, result);
    const when =
      good.length > 0 ? `${text} (in process ${good.length + 1}, after ${good.length} that ran)` : text;
    return failure(wrong ? 'wrong-result' : (failed.state as ResultRow['state']), when);
  }
  if (good.length === 0)
    return executions.length > 0
      ? failure('interrupted', 'interrupted before its first process had ended')
      : failure('not-run', 'not run: the comparison was stopped before');

  const perCall = timesPerCall(good, measured);
  if (perCall.some((p) => p.length === 0))
    return failure('died', 'no call was measured: the engine found no function `workload` to call');
  const states = steadyStates(perCall, measured);
  const steady = perCall.map((p, i) => p.slice(states[i].from));
  const seed = deriveSeed(result.plan.seed, workload.name, engine, 'steady');
  const steadyInterval = steadyTime(steady, { seed });
  const row: ResultRow = {
    ...nothing,
    state: 'ok',
    iterations: median(perCall.map((p) => p.length)),
    steady: finite(steadyInterval),
    perProcess: steady.map(median),
  };
  const counted = result.byteCounts?.find((c) => c.engine === engine && c.workload === workload.name);
  if (counted?.peak !== undefined) {
    memory.modelledCurrent = counted.current;
    memory.modelledPeak = counted.peak;
  }
  const heap = result.heapSearches?.find((s) => s.engine === engine && s.workload === workload.name);
  if (heap?.bytes !== undefined) row.smallestHeap = heap.bytes;
  const startups = good.flatMap((e) => startupOf(e));
  if (startups.length > 0) row.startup = ofProcesses(startups, seed);
  if (measured === 'call') {
    row.first = ofProcesses(
      good.map((e, i) => e.times.first ?? perCall[i][0]),
      seed,
    );
    const { class: warmupClass, counts } = classify(states);
    row.warmup = {
      class: warmupClass,
      counts: counts as Record<string, number>,
      steadyFrom: median(states.map((s) => s.from)),
      untilSteadyMs: median(
        good.map((e, i) => e.samples.slice(0, states[i].from).reduce((sum, [ms]) => sum + ms, 0)),
      ),
    };
  }
  const counters = good.at(-1)!.counters;
  if (counters) row.counters = counters;

  const measurements: Measurements = {
    engine,
    workload: workload.name,
    mode: workload.mode,
    processes: good.length,
    processesWanted: result.plan.processes,
    iterationsWanted: result.plan.iterations,
    samples: good.map((e, i) =>
      measured === 'call'
        ? e.samples.map(([ms, loops]) => ({ ms, loops }))
        : [{ ms: perCall[i][0], loops: 1 }],
    ),
    steadyStates: states,
    ...(measured === 'call' ? { warmup: classify(states) } : {}),
    steady: steadyInterval,
    ...(result.engines.find((e) => e.id === engine)?.code === 'webassembly' ? { webAssembly: true } : {}),
    outputs: new Set(good.map((e) => e.output)).size,
    hostWarnings: [...new Set(good.flatMap((e) => e.hostWarnings ?? []))],
    disturbed: { processes: calm.used, worst: calm.worst },
    loadAverage: result.environment.loadAverage.start,
    cores: result.environment.cpu.cores,
  };
  return {
    row,
    steady: steady.map((p, i) => ({ block: good[i].block, steady: p })),
    doubts: doubtsOf(measurements),
    measurements,
  };
}

function startupOf(e: ResultExecution): number[] {
  const { spawn, start } = e.times;
  return spawn === undefined && start === undefined ? [] : [(spawn ?? 0) + (start ?? 0)];
}

/** One figure a process, with the interval over them. Zero times (a clock too coarse) are kept off the logarithm. */
function ofProcesses(values: readonly number[], seed: number): ResultInterval {
  return finite(
    steadyTime(
      values.map((v) => [Math.max(v, 1e-6)]),
      { seed },
    ),
  );
}

function finite({ value, low, high }: Interval): ResultInterval {
  return Number.isFinite(high) ? { value, low, high } : { value };
}

function medianMemory(executions: readonly ResultExecution[]): ResultMemory {
  const out: ResultMemory = {};
  for (const key of ['modelledCurrent', 'modelledPeak', 'hostHeap', 'processPeak'] as const) {
    const values = executions.flatMap((e) => e.memory[key] ?? []);
    if (values.length > 0) out[key] = median(values);
  }
  return out;
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0][0];
}

/** One line for the row of an engine that failed. */
function errorText(e: ResultExecution, result: LabResult): string {
  if (e.state === 'python-error') {
    const line = result.outputs.find((o) => o.id === e.output)?.exceptionLine ?? `exit status ${e.status}`;
    return e.exception?.type === 'AssertionError' ? `wrong result: ${line}` : line;
  }
  return (
    firstLine(e.message ?? '') ||
    (e.limit ? `${e.limit} limit reached` : `${e.state}, exit status ${e.status}`)
  );
}

/** Geometric mean over the workloads that both the engine and the baseline finished, and which were left out and why. */
export function overallRatios(result: Pick<LabResult, 'engines' | 'analysis' | 'plan'>): OverallRatio[] {
  const { workloads } = result.analysis;
  if (workloads.length < 2) return [];
  return result.engines.flatMap(({ id }) => {
    if (id === result.plan.baseline) return [];
    const counted: { workload: string; ratio: number }[] = [];
    const excluded: OverallRatio['excluded'] = [];
    for (const w of workloads) {
      const row = w.rows.find((r) => r.engine === id);
      if (row?.ratio) counted.push({ workload: w.workload, ratio: row.ratio.value });
      else {
        const base = w.rows.find((r) => r.engine === result.plan.baseline);
        excluded.push({
          workload: w.workload,
          reason:
            row && row.state !== 'ok'
              ? (row.error ?? row.state)
              : `no ${result.plan.baseline ?? 'baseline'}: ${base?.error ?? 'not run'}`,
        });
      }
    }
    if (counted.length === 0) return [];
    return [
      {
        engine: id,
        ratio: finite(overallRatio(counted.map((w) => w.ratio))),
        workloads: counted.map((w) => w.workload),
        excluded,
      },
    ];
  });
}
