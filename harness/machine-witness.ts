// A witness of the machine: a fixed piece of work, timed before and after each measured process. It depends on nothing that is measured, so
// that blocks of processes may be left out and run again by what it says without a thumb on the scale. It sees what slows the whole machine
// for seconds (a neighbour on a shared host, a back-up, a hot processor); what lasts less than a process may pass between two readings.
import { median, quantile } from './statistics.ts';

/** Readings in ms before and after a process. */
export type Readings = readonly [before: number, after: number];

/** A reading so much above the usual one is a machine that does something else. Quiet ones vary by some percent. */
export const DISTURBED = 1.15;

const PASSES = 5;
const STEPS = 1_000_000;
/** More than a second-level cache holds, so that a neighbour in the shared one shows. */
const CELLS = 1 << 20;

/** The work of one pass: arithmetic, and a read of memory every eighth step. */
function pass(cells: Int32Array): number {
  let x = 1;
  let sum = 0;
  for (let i = 0; i < STEPS; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
    sum ^= x >>> 7;
    if ((i & 7) === 0) sum ^= cells[x >>> 12];
  }
  return sum;
}

/** Answers a function that takes a reading (about 8 ms). The first call warms it up. */
export function createWitness(now: () => number): () => number {
  let cells: Int32Array | undefined;
  return () => {
    if (cells === undefined) {
      cells = new Int32Array(CELLS).fill(1);
      for (let i = 0; i < 4 * PASSES; i++) pass(cells);
    }
    const own = cells;
    const times = Array.from({ length: PASSES }, () => {
      const begun = now();
      pass(own);
      return now() - begun;
    });
    return median(times);
  };
}

/** A process with its place and what the witness said around it. */
export interface Witnessed {
  block: number;
  witness?: Readings;
}

/**
 * Blocks in which the witness took `DISTURBED` times its usual time or more, around any of their processes. Usual is the lower quartile of all its readings:
 * three quarters of them may be disturbed without being taken for the rule.
 */
export function disturbedBlocks(processes: readonly Witnessed[]): Map<number, number> {
  const usual = usualReading(processes);
  const found = new Map<number, number>();
  for (const { block, witness } of processes) {
    if (witness === undefined) continue;
    const factor = Math.max(...witness) / usual;
    if (factor >= DISTURBED) found.set(block, Math.max(factor, found.get(block) ?? 0));
  }
  return found;
}

function usualReading(processes: readonly Witnessed[]): number {
  const all = processes.flatMap((p) => p.witness ?? []);
  return all.length === 0 ? NaN : quantile(all, 0.25);
}

/** Which processes of a workload its figures are made of. */
export interface Calm {
  /** Blocks that are left out. */
  leftOut: ReadonlySet<number>;
  /** Blocks that were disturbed and are used all the same, for want of others, and by how much the machine was slower in the worst. */
  used: number;
  worst: number;
}

/** Leaves disturbed blocks out where seven tenths of the `wanted` processes of each engine (or of those it has) are left without them. */
export function calmBlocks(processes: readonly (Witnessed & { engine: string })[], wanted: number): Calm {
  const disturbed = disturbedBlocks(processes);
  if (disturbed.size === 0) return { leftOut: new Set(), used: 0, worst: 1 };
  const enough = [...new Set(processes.map((p) => p.engine))].every((engine) => {
    const own = processes.filter((p) => p.engine === engine);
    const left = own.filter((p) => !disturbed.has(p.block)).length;
    return left >= Math.ceil(0.7 * Math.min(wanted, own.length));
  });
  return enough
    ? { leftOut: new Set(disturbed.keys()), used: 0, worst: 1 }
    : { leftOut: new Set(), used: disturbed.size, worst: Math.max(...disturbed.values()) };
}
