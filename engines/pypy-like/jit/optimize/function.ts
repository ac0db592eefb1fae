// The shape of a compiled function: its parameters come as arguments, nothing comes round, so nothing stands in front of anything. Every exit
// names all of the frame's slots, because a caller that is compiled code has made no frame.
import { make } from '../ir.ts';
import type { Ins } from '../ir.ts';
import { Snapshot } from '../snapshot.ts';
import type { RecordedTree, TraceNode } from '../trace-tree.ts';
import { finishAway } from './ends.ts';
import type { EntrySlot, Unit } from './loop.ts';
import { Optimizer } from './optimizer.ts';
import type { BlockEnd, Frame, Pass } from './optimizer.ts';

class FunctionFrame implements Frame {
  readonly failureTells: boolean;
  readonly handsOverRaw = true;
  private readonly tree: RecordedTree;
  private readonly passes: readonly Pass[];
  private readonly slots = new Map<number, EntrySlot>();

  constructor(tree: RecordedTree, passes: readonly Pass[], failureTells: boolean) {
    this.tree = tree;
    this.passes = passes;
    this.failureTells = failureTells;
  }

  hoist(): boolean {
    return false;
  }

  slotValue(ins: Ins): Ins {
    return this.slots.get(ins.aux as number)!.ins;
  }

  completeSlots(slots: readonly (Ins | null)[], o: Optimizer): (Ins | null)[] {
    return slots.map((value, i) => value ?? this.slots.get(i)?.ins ?? o.konst(null, 'w'));
  }

  finish(o: Optimizer, node: TraceNode): BlockEnd {
    const { kind, snap } = node.end;
    if (kind === 'leave') return { to: 'leave', snap: o.capture(snap) };
    return finishAway(o, node);
  }

  build(): Unit {
    const o = new Optimizer(this.passes, this);
    for (const index of this.tree.parameters!) {
      this.slots.set(index, {
        index,
        ins: o.numbered(make('slot', [], index, 'w')),
        isAssigned: false,
        word: null,
      });
    }
    const header = o.capture(this.tree.header);
    const body = o.run(this.tree.root);
    return {
      isFunction: true,
      slots: [...this.slots.values()],
      preheader: [],
      phis: [],
      header,
      body,
      branches: o.branches,
      entry: new Snapshot(header.frames, false, this.tree.header),
    };
  }
}

export function optimizeFunction(tree: RecordedTree, passes: readonly Pass[], failureTells = true): Unit {
  return new FunctionFrame(tree, passes, failureTells).build();
}
