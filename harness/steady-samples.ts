// From the raw executions of a result to times per call, and from these to the steady ones: the numbers that every ratio is
// made of. Pure functions.
import { calmBlocks } from './machine-witness.ts';
import type { Calm } from './machine-witness.ts';
import type { LabResult, ResultExecution, WorkloadAnalysis } from './result.ts';
import { steadyState } from './statistics.ts';
import type { SteadyState } from './statistics.ts';

/** Blocks of a workload in which the machine was disturbed, and whether there are enough others to do without. */
export function calmOf(result: Pick<LabResult, 'executions' | 'plan'>, workload: string): Calm {
  const good = result.executions.filter((e) => e.workload === workload && e.state === 'ok');
  return calmBlocks(good, result.plan.processes);
}

/** Of each process its times per call in ms; a whole program is one. */
export function timesPerCall(
  executions: readonly ResultExecution[],
  measured: WorkloadAnalysis['measured'],
): number[][] {
  return executions.map((e) =>
    measured === 'call'
      ? e.samples.map(([ms, loops]) => ms / loops)
      : [measured === 'main' ? e.times.main! : e.times.total],
  );
}

/** Where the steady part of each process begins; whole programs have no other part. */
export function steadyStates(
  perCall: readonly number[][],
  measured: WorkloadAnalysis['measured'],
): SteadyState[] {
  return measured === 'call'
    ? perCall.map(steadyState)
    : perCall.map(() => ({ class: 'flat', from: 0, changes: [] }));
}

/** Steady times per call of each good process of one engine with one workload. */
export function steadySamples(result: LabResult, workload: string, engine: string): number[][] {
  const measured = result.analysis.workloads.find((w) => w.workload === workload)?.measured ?? 'call';
  const { leftOut } = calmOf(result, workload);
  const good = result.executions.filter(
    (e) => e.workload === workload && e.engine === engine && e.state === 'ok' && !leftOut.has(e.block),
  );
  const perCall = timesPerCall(good, measured).filter((p) => p.length > 0);
  const states = steadyStates(perCall, measured);
  return perCall.map((p, i) => p.slice(states[i].from));
}
