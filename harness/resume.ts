// Going on with a comparison that was stopped: which of its executions still count, and why a stored result is not one that
// this comparison could go on with. Pure functions.
import type { OutputTable } from './group-outputs.ts';
import type { LabResult, ResultExecution } from './result.ts';
import { UsageError } from './run-arguments.ts';

/** Throws a UsageError that says what differs; equal are the plan, the machine, the engines, and the programs run already. */
export function checkResumable(earlier: LabResult, now: LabResult, workloads: LabResult['workloads']): void {
  const refuse = (what: string) => {
    throw new UsageError(`cannot go on with the stored result: ${what}; leave out --resume to begin anew`);
  };
  const { wallBudgetMs: _a, ...was } = earlier.plan;
  const { wallBudgetMs: _b, ...is } = now.plan;
  for (const key of Object.keys({ ...was, ...is }) as (keyof typeof was)[])
    if (was[key] !== is[key])
      refuse(`its ${key} is ${was[key] ?? 'not set'}, now it is ${is[key] ?? 'not set'}`);
  if (earlier.environment.fingerprint !== now.environment.fingerprint) refuse('it is from another machine');
  const ids = (r: LabResult) => r.engines.map((e) => e.id).join(', ');
  if (ids(earlier) !== ids(now)) refuse(`its engines are ${ids(earlier)}`);
  for (const engine of earlier.engines) {
    const same = now.engines.find((e) => e.id === engine.id)!;
    if (engine.implementationVersion !== same.implementationVersion)
      refuse(`${engine.id} was ${engine.implementationVersion}, is ${same.implementationVersion}`);
  }
  for (const workload of earlier.workloads) {
    const same = workloads.find((w) => w.name === workload.name);
    if (same === undefined) refuse(`it has ${workload.name}, which is not asked for now`);
    else if (same.sha256 !== workload.sha256 || same.n !== workload.n)
      refuse(`${workload.name} has changed since`);
  }
}

/** The executions that ended by themselves, renumbered from 0, their outputs put into `outputs`. */
export function keptExecutions(earlier: LabResult, outputs: OutputTable): ResultExecution[] {
  const stored = new Map(earlier.outputs.map((o) => [o.id, o]));
  return earlier.executions
    .filter((e) => e.state !== 'interrupted' && e.state !== 'not-started')
    .map((e, sequence) => {
      const { id: _id, ...output } = stored.get(e.output)!;
      return { ...e, sequence, output: outputs.add(output) };
    });
}
