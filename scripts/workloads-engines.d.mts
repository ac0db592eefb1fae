// Types of workloads-engines.mjs for the tests.
export interface WorkloadJob {
  name: string;
  n: number;
}
export interface WorkloadRun extends WorkloadJob {
  /** Milliseconds of the first and of the second call. */
  first?: number;
  second?: number;
  ok: boolean;
  /** What workload(n) returned, or the last line of the error. */
  answer: string;
}
export interface RealEngine {
  suits(row: { runsOn: readonly string[]; needs: { features: readonly string[] } }): boolean;
}
export const root: string;
export const workloads: string;
export const engines: Record<string, RealEngine>;
export function installed(name: string): boolean;
export function run<J extends WorkloadJob>(
  engine: string,
  jobs: readonly J[],
  calls?: number,
  timeoutMs?: number,
): Promise<(J & WorkloadRun)[]>;
