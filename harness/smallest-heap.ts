// The smallest heap in which an engine still runs a workload, by bisection (measuring, point 9): for engines whose heap can be
// capped. Each attempt is a fresh process that runs the workload once. Supposes that what works in a heap works in any larger
// one; a collector may break that by a block or two, so that the answer is a heap that did work, above one that did not.
import { basename, dirname } from 'node:path';
import type { Capabilities } from '../engines/engine.ts';
import type { EngineEntry, Execute, ExecutionJob, ExecutionResult } from './execution.ts';
import { jobOf } from './measure.ts';
import type { MeasureSettings, Workload } from './measure.ts';
import type { HeapSearch } from './result.ts';

export interface HeapBounds {
  /** The first heap tried. */
  start: number;
  /** Nothing above it is tried. */
  most: number;
  /** Nothing below it is tried. */
  least: number;
  /** Ends when works and fails are this close, as a share of the one that works, or 16 bytes apart. */
  grain: number;
}

export const HEAP_BOUNDS: HeapBounds = { start: 64 * 1024, most: 2 ** 31, least: 512, grain: 0.01 };

/** All heaps are in blocks of this many bytes, as MicroPython's and ours are. */
const BLOCK = 16;
const blocks = (bytes: number): number => Math.round(bytes / BLOCK) * BLOCK;

export interface Attempt {
  worked: boolean;
  why?: string;
}

/** Bisects; `attempt` throws to end the search early, and what is known until then is in `attempts`. */
export async function bisectHeap(
  attempt: (bytes: number) => Promise<Attempt>,
  attempts: HeapSearch['attempts'],
  { start, most, least, grain }: HeapBounds = HEAP_BOUNDS,
): Promise<{ bytes?: number; fails?: number }> {
  let works: number | undefined;
  let fails: number | undefined;
  const look = async (bytes: number): Promise<void> => {
    const { worked, why } = await attempt(bytes);
    attempts.push({ bytes, worked, ...(why === undefined || worked ? {} : { why }) });
    if (worked) works = bytes;
    else fails = bytes;
  };
  for (let bytes = blocks(Math.min(most, Math.max(least, start))); ;) {
    await look(bytes);
    if (works !== undefined && fails !== undefined) break;
    if (works !== undefined) {
      if (bytes <= least) return { bytes: works };
      bytes = Math.max(least, blocks(bytes / 2));
    } else {
      if (bytes >= most) return { fails };
      bytes = Math.min(most, bytes * 2);
    }
  }
  while (works! - fails! > Math.max(BLOCK, grain * works!)) await look(blocks((works! + fails!) / 2));
  return { bytes: works, fails };
}

/** Why the search makes no sense for this engine; undefined where it does. */
export function heapCapLacking(capabilities: Pick<Capabilities, 'heapCap'>): string | undefined {
  return capabilities.heapCap ? undefined : 'its heap has no cap';
}

/**
 * What is run in each heap. An engine of ours calls the function itself. A program on PATH imports the file and calls it: the
 * driver that times it would need a heap of its own.
 */
export function heapJob(
  workload: Workload,
  entry: EngineEntry,
  settings: MeasureSettings,
  heapBytes: number,
): ExecutionJob | string {
  const capped = { ...settings, limits: { ...settings.limits, heapBytes }, iterations: 1, minSampleMs: 0 };
  const job = jobOf(workload, entry, capped, 0);
  if (workload.mode === 'whole' || entry.kind === 'embedded') return job;
  const module = basename(workload.path).replace(/\.py$/, '');
  if (!/^[A-Za-z_]\w*$/.test(module)) return `a program on PATH cannot import ${basename(workload.path)}`;
  const args = workload.args.map((a) => (typeof a === 'number' ? String(a) : JSON.stringify(a))).join(', ');
  const text = `import ${module}\n${module}.workload(${args})\n`;
  const { measure: _, ...whole } = job;
  const options = { ...job.request.options };
  delete options['lab.module-name'];
  return {
    ...whole,
    request: {
      ...job.request,
      program: { kind: 'source', text, filename: '<string>' },
      cwd: dirname(workload.path),
      options,
    },
  };
}

/** An attempt that was stopped from outside is no answer. */
class Stopped extends Error {}

export interface HeapQuestion {
  workload: Workload;
  entry: EngineEntry;
  settings: MeasureSettings;
  /** Of a run without a small heap: what the program printed as a whole, its result, and how long it took; a thrashing collector is given a multiple. */
  usual?: { stdout?: string; resultRepr?: string; totalMs: number; modelledPeak?: number };
  bounds?: Partial<HeapBounds>;
}

/** A heap in which the collector runs most of the time is one in which it does not work: this many times as long, or at least so many ms. */
const SLOWEST = 20;
const LEAST_TIME_MS = 5000;

export async function smallestHeap(
  { workload, entry, settings, usual, bounds = {} }: HeapQuestion,
  execute: Execute,
  { signal, onAttempt }: { signal?: AbortSignal; onAttempt?(bytes: number, number: number): void } = {},
): Promise<HeapSearch> {
  const answer: HeapSearch = { engine: entry.id, workload: workload.name, attempts: [] };
  const limits = { ...settings.limits };
  if (usual !== undefined)
    limits.timeMs = Math.min(limits.timeMs, Math.max(LEAST_TIME_MS, SLOWEST * usual.totalMs));
  const from = { ...HEAP_BOUNDS, ...bounds };
  if (bounds.start === undefined && usual?.modelledPeak) from.start = usual.modelledPeak;
  const refused = heapJob(workload, entry, settings, from.start);
  if (typeof refused === 'string') return { ...answer, note: refused };
  const attempt = async (bytes: number): Promise<Attempt> => {
    onAttempt?.(bytes, answer.attempts.length + 1);
    const job = heapJob(workload, entry, { ...settings, limits }, bytes) as ExecutionJob;
    const result = await execute(job, { signal });
    if (result.state === 'interrupted' || signal?.aborted) throw new Stopped();
    return judge(result, usual);
  };
  try {
    const found = await bisectHeap(attempt, answer.attempts, from);
    Object.assign(answer, found);
    if (found.bytes === undefined)
      answer.note = `does not work in ${from.most} bytes: ${answer.attempts.at(-1)?.why ?? 'no reason told'}`;
    else if (found.fails === undefined) {
      // A cap that nothing ever runs into is none: wasm CPython's memory begins at 20 MiB and more, whatever is told.
      answer.note = `works in whatever heap it is given, down to ${from.least} bytes: its cap does not bind`;
      delete answer.bytes;
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    answer.note = 'stopped before its end';
  }
  return answer;
}

/** Another output is as wrong as an exception. */
function judge(result: ExecutionResult, usual: HeapQuestion['usual']): Attempt {
  if (result.state !== 'ok') {
    // MicroPython's build for PCs prints tracebacks to its standard output.
    const printed = /^MemoryError\b.*$/m.exec(`${result.stderr}\n${result.stdout}`)?.[0];
    return { worked: false, why: printed ?? (result.message ?? result.state).split('\n', 1)[0] };
  }
  if (usual === undefined) return { worked: true };
  if (usual.stdout !== undefined && result.stdout !== usual.stdout)
    return { worked: false, why: 'it prints something else' };
  const { resultRepr } = result;
  if (resultRepr !== undefined && usual.resultRepr !== undefined && resultRepr !== usual.resultRepr)
    return { worked: false, why: 'its result is another' };
  return { worked: true };
}
