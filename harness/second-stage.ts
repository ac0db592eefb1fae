// A second stage of measuring, where the planned blocks leave a verdict open (Stein's two-stage sampling): how many blocks a ratio needs follows from how
// wide its interval is after the first, that is from the variance alone. One look more, no peeking until something turns up, and the second
// look asks for more than the first, so that an interval covers the truth as often as it says (docs/decisions/second-stage.md).
import { MIN_PROCESSES } from './statistics.ts';
import type { Interval } from './statistics.ts';
import type { ResultRow } from './result.ts';

/** What else is to be measured of a workload. */
export interface Further {
  engines: ReadonlySet<string>;
  /** Blocks in all, those of the plan among them. */
  blocks: number;
}

/** The interval is to become so narrow that its half is this part of the margin: an engine that is the same comes out as *same*, mostly. */
const PART_OF_MARGIN = 0.6;

/** Level of an interval after a second look, which is a 95 % one for what both looks together say (Pocock's bound for two). */
export const SECOND_LOOK = 0.97;

/** Blocks that bring the interval of a ratio of `blocks` blocks down to where it can decide. */
export function blocksToDecide(
  ratio: Pick<Interval, 'low' | 'high'>,
  blocks: number,
  margin: number,
): number {
  const half = Math.log(ratio.high / ratio.low) / 2;
  return Math.ceil(blocks * (half / (PART_OF_MARGIN * Math.log1p(margin))) ** 2);
}

/** The engines whose verdict is open, with the baseline, and how many blocks they need; `most` at the most. */
export function furtherBlocks(
  rows: readonly ResultRow[],
  baseline: string,
  margin: number,
  most: number,
): Further | undefined {
  const open = rows.filter(
    (r) => r.verdict === "can't tell" && r.processes >= MIN_PROCESSES && r.ratio?.low !== undefined,
  );
  if (open.length === 0) return undefined;
  const needs = open.map(({ ratio, processes }) =>
    blocksToDecide({ low: ratio!.low!, high: ratio!.high! }, processes, margin),
  );
  return {
    engines: new Set([baseline, ...open.map((r) => r.engine)]),
    blocks: Math.min(most, Math.max(...needs)),
  };
}
