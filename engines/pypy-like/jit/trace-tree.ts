// What was recorded for one loop or function: the root trace, and bridges from exits that became hot. Every trace is kept as it was recorded, so
// that the whole tree can be optimised and emitted again as one function when it has grown.
import type { ArrayKind, Callee, Field, Ins, Kind } from './ir.ts';
import type { Code } from '../code.ts';
import { Snapshot } from './snapshot.ts';

/**
 * Where a trace ends. `loop`: at the loop's header again; `leave`: goes on in the interpreter; `return`: the unit's frame returns `value`;
 * `tail`: at the header of another loop of the unit's frame, which goes on as a unit of its own; `raise`: the exception `value` leaves the unit's
 * frame, which has its entry in the traceback.
 */
export interface TraceEnd {
  readonly kind: 'loop' | 'leave' | 'return' | 'tail' | 'raise';
  /** The state there: one frame for `loop` and `tail`. */
  readonly snap: Snapshot;
  readonly value?: Ins;
  readonly target?: CallableUnit;
}

export interface TraceNode {
  readonly ins: readonly Ins[];
  readonly end: TraceEnd;
  /** Instructions that operations were recorded for, by `Ins.origin`. */
  readonly origins?: readonly { readonly code: Code; readonly pc: number }[];
  /** Why it ends where it leaves. */
  readonly stopped?: string;
}

/** A unit as others call it: emitted code asks for `run` each time, because it changes with every emission. */
export interface CallableUnit extends Callee {
  /** What its calls take of the host's stack, in frames. */
  readonly weight: number;
}

/** What a loop carries from turn to turn: a slot of the frame, a place of an object. */
export type Variable = number | Field | ArrayKind;

/** All that was recorded for one loop or function. */
export interface RecordedTree {
  readonly root: TraceNode;
  /** How the slots stood when recording began: what the entry tests for. Kinds `i`, `f`, `s`, `b`; else `w`. */
  readonly entryKinds: ReadonlyMap<number, Kind>;
  /** Slots that were seen to hold ints beyond 32 bits where the loop kept them as such. */
  readonly wide: ReadonlySet<number>;
  /** By variable of the loop: where it is counted that it was no int of 32 bits with a sign; `isFixed`: it is not taken for one any more. */
  readonly guesses: Map<Variable, Snapshot>;
  /** The one snapshot of the loop's header, nothing changed. */
  readonly header: Snapshot;
  /** Of a function: the slots that its arguments are in, in the order in which they are handed over; null for a loop. */
  readonly parameters: readonly number[] | null;
}

/** Where it is counted that the variable was no int of 32 bits with a sign. */
export function guessOf(
  { guesses, header }: Pick<RecordedTree, 'guesses' | 'header'>,
  variable: Variable,
): Snapshot {
  let source = guesses.get(variable);
  if (source === undefined) {
    guesses.set(variable, (source = new Snapshot(header.frames)));
    source.isGuess = true;
  }
  return source;
}

/** Guards with a bridge, from the root on. */
export function* bridgesOf(node: TraceNode): Iterable<TraceNode> {
  for (const ins of node.ins) {
    const bridge = ins.snap?.bridge;
    if (bridge) {
      yield bridge;
      yield* bridgesOf(bridge);
    }
  }
}

export function sizeOf(node: TraceNode): number {
  let size = node.ins.length;
  for (const bridge of bridgesOf(node)) size += bridge.ins.length;
  return size;
}
