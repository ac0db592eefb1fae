// What was recorded for one loop: the root trace, and bridges from exits that became hot. Every trace is kept as it was recorded, so
// that the whole tree can be optimised and emitted again as one function when it has grown.
import type { Ins, Kind } from './ir.ts';
import type { Snapshot } from './snapshot.ts';

/** Where a trace ends. `loop`: at the loop's header again; `leave`: goes on in the interpreter. */
export interface TraceEnd {
  readonly kind: 'loop' | 'leave';
  /** The state there: one frame for `loop`. */
  readonly snap: Snapshot;
}

export interface TraceNode {
  readonly ins: readonly Ins[];
  readonly end: TraceEnd;
}

/** All that was recorded for one loop. */
export interface RecordedTree {
  readonly root: TraceNode;
  /** How the slots stood when recording began: what the entry tests for. Kinds `i`, `f`, `s`, `b`; else `w`. */
  readonly entryKinds: ReadonlyMap<number, Kind>;
  /** The one snapshot of the loop's header, nothing changed. */
  readonly header: Snapshot;
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
