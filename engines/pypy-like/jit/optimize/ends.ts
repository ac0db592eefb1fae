// Ends that leave a unit for good: its frame returns, or another loop of the frame goes on as a unit of its own. Objects that were not made are
// made, stores that were put off are done.
import type { TraceNode } from '../trace-tree.ts';
import { RAW_SLOTS } from '../layout.ts';
import { flushAll } from './heap.ts';
import { unboxed } from './optimizer.ts';
import type { BlockEnd, Optimizer } from './optimizer.ts';
import { force } from './virtuals.ts';

export function finishAway(o: Optimizer, node: TraceNode): BlockEnd {
  const { kind, snap, value, target } = node.end;
  if (kind === 'return' || kind === 'raise') {
    const result = o.boxed(force(o, o.valueOf(value!)));
    flushAll(o);
    return { to: kind, value: result };
  }
  const recorded = snap.frames[0].slots.map((slot) => (slot === null ? null : o.valueOf(slot)));
  const slots = o.frame.completeSlots(recorded, o).map((slot, i) => {
    if (slot === null) return null;
    const value = force(o, slot);
    const float = unboxed(value);
    return o.frame.handsOverRaw && float.kind === 'f' && i < RAW_SLOTS ? float : o.boxed(value);
  });
  flushAll(o);
  return { to: 'tail', target: target!, slots };
}
