// Whether entering a unit saves anything: what the interpreter is spared, in instructions, against what it costs to enter compiled code and to make the
// frames again where it is left. Counted, not timed, so that two runs of a program decide alike. A unit that costs more than it saves, by ways out that
// will have no bridge, is entered the more seldom the longer that goes on; in the end it is thrown away.
import type { Left } from './compiled-unit.ts';
import type { Ins } from './ir.ts';
import type { TraceNode } from './trace-tree.ts';

/** Instructions of the interpreter that take as long as to enter and leave compiled code, and to make one more frame. */
const ENTRY = 40;
const FRAME = 15;
/** The same for an entry that comes to its end. */
const RETURN = 10;
/** Instructions that a call of another unit is taken for. */
const CALL = 30;
/** Entries that are judged together. */
const JUDGED = 64;
/** Turns or calls that the interpreter runs itself where entering does not pay; four times as many each time. */
const REST = 256;
/** Times in a row that it did not pay until the unit is thrown away. */
const PATIENCE = 6;

/** Notes with each exit of the tree how far it is from where the unit begins; answers the length of the main trace. */
export function noteSpared(node: TraceNode, before = 0): number {
  let calls = 0;
  let behind = 0;
  const at = ({ origin }: Ins): number => {
    behind = Math.max(behind, origin + 1);
    return before + behind + calls;
  };
  for (const ins of node.ins) {
    const spared = at(ins);
    if (ins.op === 'call_unit') calls += CALL;
    const { snap } = ins;
    if (snap === null) continue;
    snap.spared = spared;
    if (snap.bridge !== null) noteSpared(snap.bridge, spared);
  }
  const all = before + (node.origins?.length ?? 0) + calls;
  node.end.snap.spared = all;
  return all;
}

/** What one entry spared, less its cost; `units`: those that were left. */
function gainOf(units: readonly Left[]): number {
  let gain = -ENTRY;
  for (let i = 0; i < units.length; i++) {
    const { unit, exit, turns } = units[i];
    if (i > 0) gain -= FRAME;
    if (exit === null) continue;
    gain += exit.snap.source.spared - FRAME * (exit.snap.frames.length - 1);
    if (turns > 1) gain += (turns - 1) * unit.length;
  }
  return gain;
}

/** What is to be done with a unit. */
export type Verdict = 'enter' | 'rest' | 'throw away';

/** Of the entries of one unit by the interpreter. */
export class Worth {
  private entries = 0;
  private balance = 0;
  private inVain = 0;

  /** After an entry whose way out is final. */
  judge(units: readonly Left[]): Verdict {
    this.balance += gainOf(units);
    if (++this.entries < JUDGED) return 'enter';
    const isWorthwhile = this.balance >= 0;
    this.entries = this.balance = 0;
    if (isWorthwhile) {
      this.inVain = 0;
      return 'enter';
    }
    return ++this.inVain < PATIENCE ? 'rest' : 'throw away';
  }

  /** After an entry that came to its end in compiled code, by way of so many instructions at least. */
  returned(length: number): void {
    this.balance += Math.max(length - RETURN, 0);
  }

  /** Turns or calls until the next entry. */
  get rest(): number {
    return REST << (2 * (this.inVain - 1));
  }
}
