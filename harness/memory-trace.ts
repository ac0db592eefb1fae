// Memory in use over time: one further process of each engine with each workload, looked at every few milliseconds while it
// runs. Apart from the measured ones, because looking disturbs; its times are thrown away.
import type { EngineEntry, Execute, ExecutionJob, MemoryPoint } from './execution.ts';
import { jobOf } from './measure.ts';
import type { MeasureSettings, Workload } from './measure.ts';
import type { MemoryTrace } from './result.ts';

/** The function is called again and again for this long, so that what is freed between calls shows. */
const TRACED_MS = 1000;
/** A chart has no room for more. */
const MOST_POINTS = 400;

export async function traceMemory(
  workload: Workload,
  entry: EngineEntry,
  settings: MeasureSettings,
  everyMs: number,
  execute: Execute,
  signal?: AbortSignal,
): Promise<MemoryTrace> {
  const usual = jobOf(workload, entry, { ...settings, iterations: 1_000_000, minSampleMs: 1 }, TRACED_MS);
  const job: ExecutionJob = { ...usual, memoryEveryMs: everyMs };
  const { state, message, memoryPoints = [] } = await execute(job, { signal });
  // The engine's thread answers late: what it tells may have been asked before what stands in front of it.
  const inOrder = [...memoryPoints].sort((a, b) => a.ms - b.ms);
  const points = thinned(inOrder, MOST_POINTS).map((p): MemoryTrace['points'][number] => [
    Math.round(p.ms * 10) / 10,
    p.processSize ?? null,
    p.hostHeap ?? null,
    p.modelled ?? null,
  ]);
  const told = message === undefined ? {} : { message: message.split('\n', 1)[0] };
  return { engine: entry.id, workload: workload.name, state, ...told, everyMs, points };
}

/** At most `most` points: of each span of time the highest of each figure, so that no peak is lost. */
export function thinned(points: readonly MemoryPoint[], most: number): MemoryPoint[] {
  if (points.length <= most) return [...points];
  const first = points[0].ms;
  const span = (points.at(-1)!.ms - first) / most || 1;
  const out = new Map<number, MemoryPoint>();
  for (const p of points) {
    const slot = Math.min(most - 1, Math.floor((p.ms - first) / span));
    const kept = out.get(slot);
    if (kept === undefined) out.set(slot, { ...p });
    else
      for (const key of ['processSize', 'hostHeap', 'modelled'] as const)
        if (p[key] !== undefined) kept[key] = Math.max(p[key], kept[key] ?? 0);
  }
  return [...out.values()];
}
