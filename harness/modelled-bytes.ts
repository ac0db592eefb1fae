// Modelled bytes of engines that know them only when their objects are counted as the program goes: one further process of each with
// each workload, because counting makes it slow. The program runs once, or its function is called once; the times are thrown away.
import type { EngineEntry, Execute } from './execution.ts';
import { jobOf } from './measure.ts';
import type { MeasureSettings, Workload } from './measure.ts';
import type { ByteCount } from './result.ts';

/** Told to the engine: count, compile nothing. */
const COUNTING = { 'lab.census': '1' };
/** Interpreted and walked through again and again, a program takes this many times as long as measured, at the most. */
const SLOWER = 30;
const LEAST_MS = 5000;
/** Not worth a try in less than a start takes. */
const SHORTEST_MS = 1000;

export const countsBytes = (entry: EngineEntry): boolean =>
  entry.kind === 'embedded' && entry.countsBytes === true;

/** `usualMs`: what a measured process took up to the end of the first call; `leftMs`: what may be spent. */
export async function countBytes(
  workload: Workload,
  entry: EngineEntry,
  settings: MeasureSettings,
  { usualMs, leftMs }: { usualMs: number; leftMs: number },
  execute: Execute,
  signal?: AbortSignal,
): Promise<ByteCount> {
  const of = { engine: entry.id, workload: workload.name };
  const timeMs = Math.min(settings.limits.timeMs, leftMs, Math.max(LEAST_MS, SLOWER * usualMs));
  if (timeMs < SHORTEST_MS) return { ...of, note: 'not counted: no time was left' };
  const counted = { ...entry, options: { ...entry.options, ...COUNTING } };
  const limits = { ...settings.limits, timeMs };
  const job = jobOf(workload, counted, { ...settings, iterations: 1, limits }, 0);
  const { state, message, memory, outcome } = await execute(job, { signal });
  const { modelledCurrent, modelledPeak } = { ...outcome?.memory, ...memory };
  if (state === 'ok' && modelledCurrent !== undefined && modelledPeak !== undefined)
    return { ...of, current: modelledCurrent, peak: modelledPeak };
  const why = state === 'limit' ? `not done after ${Math.round(timeMs / 1000)} s` : (message ?? state);
  return { ...of, note: `not counted: ${why.split('\n', 1)[0]}` };
}
