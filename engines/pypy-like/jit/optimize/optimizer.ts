// Runs a recorded tree through the passes: every instruction goes down the chain (index.ts), where a pass answers a value that stands
// for it, drops it, or hands it on; what comes out at the end is appended. Guards that have a bridge fork what is known and take the
// bridge's trace through the same chain, nested. Models the chain of PyPy's rpython/jit/metainterp/optimizeopt/optimizer.py.
import { constant, fits, make, opTable } from '../ir.ts';
import type { ArrayKind, Field, Ins, Kind, OpName } from '../ir.ts';
import { Snapshot } from '../snapshot.ts';
import type { FrameEntry, FrameSnapshot, PendingStore, VirtualContent } from '../snapshot.ts';
import type { CallableUnit, TraceNode } from '../trace-tree.ts';
import { State } from './state.ts';

/** Answers what stands for `ins`; null: nothing is needed; undefined: the next pass may look. */
export type Visit = (o: Optimizer, ins: Ins) => Ins | null | undefined;

export interface Pass {
  readonly name: string;
  readonly visit: Visit;
  /** What follows from the failure of a guard, at the start of its bridge. */
  readonly failed?: (o: Optimizer, guard: Ins) => void;
}

/** Straight code with its end. */
export interface Block {
  code: Ins[];
  end: BlockEnd;
}

export type BlockEnd =
  /** To the loop's header: values of the phis. */
  | { to: 'inner'; values: readonly Ins[] }
  /** To the code in front of the loop: values of the entry slots. */
  | { to: 'outer'; values: readonly Ins[] }
  | { to: 'leave'; snap: Snapshot }
  /** The frame of the unit returns. */
  | { to: 'return'; value: Ins }
  /** An exception leaves the frame of the unit. */
  | { to: 'raise'; value: Ins }
  /** To a loop of the same frame that is a unit of its own; slots that hold what they did when the unit was entered are null. */
  | { to: 'tail'; target: CallableUnit; slots: readonly (Ins | null)[] };

/** Where new code goes and what an exit there needs; loop.ts has the one for loops. */
export interface Frame {
  /** A guard that fails was really wrong; false where guards are made to fail. */
  readonly failureTells: boolean;
  /** The slots of its frame are not in the interpreter's: another unit that goes on in it takes floats as they are. */
  readonly handsOverRaw: boolean;
  /** Tries to place the instruction in front of the loop; false: it stays where it is. */
  hoist(o: Optimizer, ins: Ins): boolean;
  /** Slots of the loop's frame that the recorded snapshot does not name. */
  completeSlots(slots: readonly (Ins | null)[], o: Optimizer): (Ins | null)[];
  /** The value of `slot` in the loop's frame at the header. */
  slotValue(ins: Ins, o: Optimizer): Ins;
  /** What a bridge or the main trace ends with. */
  finish(o: Optimizer, node: TraceNode): BlockEnd;
}

export class Optimizer {
  readonly passes: readonly Pass[];
  readonly frame: Frame;
  state: State;
  /** Bridge of an emitted guard. */
  readonly branches = new Map<Ins, Block>();
  /** virtuals.ts: objects that are being made, and fields of theirs that could not be set at once. */
  readonly inForcing = new Set<Ins>();
  readonly late: { base: Ins; place: Field | ArrayKind; index: Ins | null; inner: Ins }[] = [];
  /** Off where only the main trace matters. */
  withBridges = true;
  /** Depth of bridges; 0: the main trace. */
  depth = 0;
  /** The recorded instruction that is being worked on. */
  private recorded: Ins | null = null;
  private readonly constants: Map<string, Ins>;
  private readonly objectConstants: Map<unknown, Ins>;
  private readonly numbers: { next: number };

  constructor(passes: readonly Pass[], frame: Frame, state = new State(), like?: Optimizer) {
    this.passes = passes;
    this.frame = frame;
    this.state = state;
    this.constants = like?.constants ?? new Map();
    this.objectConstants = like?.objectConstants ?? new Map();
    this.numbers = like?.numbers ?? { next: 0 };
  }

  // --- values

  /** The one instruction for a constant. */
  konst(value: unknown, kind: Kind): Ins {
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') {
      const key = `${kind}${typeof value === 'number' && Object.is(value, -0) ? '-0' : String(value)}`;
      let ins = this.constants.get(key);
      if (ins === undefined) {
        ins = this.numbered(constant(value, kind));
        this.constants.set(key, ins);
      }
      return ins;
    }
    let ins = this.objectConstants.get(value);
    if (ins === undefined) {
      ins = this.numbered(constant(value, kind));
      this.objectConstants.set(value, ins);
    }
    return ins;
  }

  numbered(ins: Ins): Ins {
    ins.id = this.numbers.next++;
    return ins;
  }

  /** What stands for an instruction of this unit now. */
  resolve(ins: Ins): Ins {
    const { replaced } = this.state;
    let made = replaced.get(ins);
    while (made !== undefined) {
      ins = made;
      made = replaced.get(ins);
    }
    return ins;
  }

  /** What stands for a recorded instruction. */
  valueOf(recorded: Ins): Ins {
    if (recorded.op === 'const') return this.konst(recorded.aux, recorded.kind);
    const value = this.state.values.get(recorded);
    if (value !== undefined) return this.resolve(value);
    if (recorded.op === 'slot') return this.frame.slotValue(recorded, this);
    throw new Error(`${recorded.op} is used but was not recorded`);
  }

  /** `ins` as a frame slot or an attribute holds it. */
  boxed(ins: Ins): Ins {
    if (ins.kind === 'f') return this.emit('box_float', [ins])!;
    if (ins.kind === 'b') return this.emit('bool_to_w', [ins])!;
    return ins;
  }

  /** `ins` as a place of that kind holds it. */
  boxedFor(kind: Kind, ins: Ins): Ins {
    return kind === ins.kind ? ins : this.boxed(ins);
  }

  isVirtual(ins: Ins): boolean {
    return this.state.virtuals.has(ins) && !this.state.replaced.has(ins);
  }

  // --- code

  /** A new instruction, from the first pass on. */
  emit(
    op: OpName,
    args: Ins[],
    aux: unknown = undefined,
    kind?: Kind,
    snap: Snapshot | null = null,
  ): Ins | null {
    return this.send(make(op, args, aux, kind, snap));
  }

  /** Through the passes behind `after`. */
  send(ins: Ins, after?: Pass): Ins | null {
    if (this.recorded !== null) ins.origin = this.recorded.origin;
    const { passes } = this;
    let at = after === undefined ? 0 : passes.indexOf(after) + 1;
    for (; at < passes.length; at++) {
      const answer = passes[at].visit(this, ins);
      if (answer !== undefined) return answer;
    }
    return this.append(ins);
  }

  /** To the end of the code, or in front of the loop. `ins.snap` is still the recorded snapshot. */
  append(ins: Ins): Ins {
    this.numbered(ins);
    if (this.depth === 0 && this.frame.hoist(this, ins)) return ins;
    const { snap } = ins;
    if (snap !== null) {
      const bridge = snap.source.bridge;
      ins.snap = this.capture(snap);
      if (bridge !== null && this.withBridges) this.branches.set(ins, this.branch(bridge, ins));
    }
    this.state.code.push(ins);
    return ins;
  }

  private branch(bridge: TraceNode, guard: Ins): Block {
    const main = this.state;
    const { recorded } = this;
    this.state = main.fork();
    this.depth++;
    if (this.frame.failureTells) for (const pass of this.passes) pass.failed?.(this, guard);
    const block = this.run(bridge);
    this.depth--;
    this.state = main;
    this.recorded = recorded;
    return block;
  }

  run(node: TraceNode): Block {
    for (const recorded of node.ins) this.visit(recorded);
    const { state } = this;
    const end = this.frame.finish(this, node);
    return { code: state.code, end };
  }

  private visit(recorded: Ins): void {
    this.recorded = recorded;
    if (recorded.op === 'slot') {
      this.state.values.set(recorded, this.frame.slotValue(recorded, this));
      return;
    }
    const letters = opTable[recorded.op].args;
    const last = letters.endsWith('*') ? letters.length - 2 : letters.length - 1;
    const args = recorded.args.map((arg, i) => {
      const value = this.valueOf(arg);
      const want = letters[Math.min(i, last)];
      // Optimising may leave a value unboxed that was recorded boxed.
      return fits(value.kind, want === '?' && isBoxed(arg.kind) ? 'w' : want) ? value : this.boxed(value);
    });
    const value = this.send(make(recorded.op, args, recorded.aux, recorded.kind, recorded.snap));
    if (value !== null) this.state.values.set(recorded, value);
  }

  // --- exits

  /** A recorded snapshot with the values of here and now. */
  capture(recorded: Snapshot): Snapshot {
    const { awaits } = recorded;
    return this.captureFrames(
      recorded.frames.map((frame) => ({
        code: frame.code,
        pc: frame.pc,
        entry: frame.entry && { ...frame.entry, values: frame.entry.values.map((v) => this.valueOf(v)) },
        depth: frame.depth,
        slots: frame.slots.map((v) => (v === null ? null : this.valueOf(v))),
        shadows: frame.shadows.map((v) => this.valueOf(v)),
      })),
      recorded,
      awaits && { ...awaits, values: awaits.values.map((v) => this.valueOf(v)) },
    );
  }

  /** The same for frames whose values are those of this unit. */
  captureFrames(frames: FrameSnapshot[], recorded: Snapshot, awaits: FrameEntry | null = null): Snapshot {
    const virtuals = new Map<Ins, VirtualContent>();
    const here = (value: Ins): Ins => {
      const ins = unboxed(this.resolve(value));
      const object = this.state.virtuals.get(ins);
      if (object !== undefined && !virtuals.has(ins)) {
        // Entered first: objects may refer to each other.
        virtuals.set(ins, { op: object.op, aux: object.aux as never, fields: [] });
        virtuals.set(ins, { op: object.op, aux: object.aux as never, fields: object.fields.map(here) });
      }
      return ins;
    };
    const mapped = frames.map((frame, depth) => {
      const slots = depth === 0 ? this.frame.completeSlots(frame.slots, this) : frame.slots;
      return {
        code: frame.code,
        pc: frame.pc,
        entry: frame.entry && { ...frame.entry, values: frame.entry.values.map(here) },
        depth: frame.depth,
        slots: slots.map((v) => (v === null ? null : here(v))),
        shadows: frame.shadows.map(here),
      };
    });
    const awaited = awaits && { ...awaits, values: awaits.values.map(here) };
    const pending: PendingStore[] = [];
    for (const entry of this.state.heap.values()) {
      if (!entry.isPending) continue;
      pending.push({
        base: here(entry.base),
        place: entry.place,
        index: entry.index,
        value: here(entry.value),
      });
    }
    const snap = new Snapshot(mapped, recorded.raises, recorded.source, pending, virtuals);
    snap.repeats = recorded.repeats;
    snap.awaits = awaited;
    return snap;
  }
}

const isBoxed = (kind: Kind): boolean => kind === 'w' || kind === 'p' || kind === 'i' || kind === 's';

/** Exits box by themselves, so that boxes need not be made before. */
export function unboxed(ins: Ins): Ins {
  return ins.op === 'box_float' || ins.op === 'bool_to_w' ? ins.args[0] : ins;
}
