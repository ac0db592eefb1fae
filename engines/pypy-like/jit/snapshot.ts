// Resume data: what the interpreter's frames hold at the instruction where a trace may be left. The recorder makes a snapshot of its
// abstract frames before each instruction; the optimiser maps it to what it made of the values, adds stores that it has put off and
// the content of objects that were never made. Models LuaJIT's lj_snap and PyPy's resume.py (pending fields, virtuals).
import type { ArrayKind, Field, HostClass, Ins } from './ir.ts';
import type { BinarySlot, Comparison } from '../../objspace/operations.ts';
import type { TraceNode } from './trace-tree.ts';

/** How an inlined frame was entered: what the interpreter needs to make it again. */
export interface FrameEntry {
  /**
   * `dropped`: what it answers is not wanted. `init`: a call of a class, which answers the instance. `operator`: of a special method that may answer NotImplemented. `generator`: a body that goes
   * on; its frame exists, and empty slots of a snapshot are as they are there.
   */
  readonly how: 'call' | 'dropped' | 'init' | 'operator' | 'generator';
  /** The function object, of a generator its frame; for `init` also the instance that the call of the class answers, for `operator` both operands. */
  readonly values: readonly Ins[];
  /** Where the result goes and where the locals begin, counted from the caller's first local. */
  readonly place: number;
  readonly base: number;
  readonly operator?: OperatorOf;
}

/** Slot of the operator, `contains`, or number of the comparison; whether that is to answer a bool. */
export interface OperatorOf {
  readonly operator: BinarySlot | Comparison | 'contains';
  readonly wantsBool: boolean;
  /** The truth of what the method answers, the other way round: `not in`, and `!=` by way of `__eq__`. */
  readonly isNegated?: boolean;
  /** The method is the right operand's: it comes first among the arguments. */
  readonly isReflected: boolean;
}

export interface FrameSnapshot {
  /** The interpreter's code object; opaque here. */
  readonly code: unknown;
  /** Instruction that runs next in this frame, as the interpreter counts; in callers, the one that waits for its answer. */
  readonly pc: number;
  /** Null for the frame of the loop, which exists. */
  readonly entry: FrameEntry | null;
  /** Slots in use: locals and operands. */
  readonly depth: number;
  /** Locals, then operands. Null in the loop's frame: not changed since the loop was entered; in others: an empty slot. */
  readonly slots: readonly (Ins | null)[];
  /** Entries of tracebacks whose frame object stands for this frame (record-exceptions.ts). */
  readonly shadows: readonly Ins[];
}

/** A store that has been put off until the trace is left. */
export interface PendingStore {
  readonly base: Ins;
  readonly place: Field | ArrayKind;
  /** For arrays. */
  readonly index: Ins | null;
  readonly value: Ins;
}

/** An object that exists only in exits. */
export interface VirtualContent {
  readonly op: 'new' | 'newarray';
  readonly aux: HostClass | ArrayKind;
  readonly fields: readonly Ins[];
}

export class Snapshot {
  readonly frames: readonly FrameSnapshot[];
  /** The instruction raised: the interpreter handles the error instead of running it again. */
  readonly raises: boolean;
  readonly pending: readonly PendingStore[];
  readonly virtuals: ReadonlyMap<Ins, VirtualContent>;
  /** The recorded snapshot that this one came from; itself where recorded. Counts and bridges are kept with that. */
  readonly source: Snapshot;
  /** Recorded: what was recorded from here on, when this exit had become hot. */
  bridge: TraceNode | null = null;
  /** Recorded: times that the trace was left here. */
  failures = 0;
  /** Recorded: further attempts to record are put off until `failures` reaches this. */
  nextAttempt = 0;
  attempts = 0;
  /** Recorded: fails when something that was taken for constant has changed; the tree is of no use then. */
  isStale = false;
  /** Recorded: the guard may not be moved in front of the loop, because it failed there too often. */
  isFixed = false;
  /** Counts that a variable of the loop was no int of 32 bits, which it had been taken for. */
  isGuess = false;
  /** Recorded: instructions that the interpreter is spared on the way from where the unit begins to here (trace-worth.ts). */
  spared = 0;
  /** Going on here is right even where the guard holds: the instruction is run again. */
  repeats = false;
  /** Taken when a unit that was called from here was left: its frames stand on top of these. */
  awaits: FrameEntry | null = null;
  /** Optimised: the guard was moved in front of the loop. */
  isHoisted = false;
  /** Optimised: its number in the emitted unit. */
  exit = -1;

  constructor(
    frames: readonly FrameSnapshot[],
    raises = false,
    source: Snapshot | null = null,
    pending: readonly PendingStore[] = [],
    virtuals: ReadonlyMap<Ins, VirtualContent> = new Map(),
  ) {
    this.frames = frames;
    this.raises = raises;
    this.source = source ?? this;
    this.pending = pending;
    this.virtuals = virtuals;
  }

  /** Every value that leaving here needs, objects that are to be made excepted. */
  *values(): Iterable<Ins> {
    const made = this.virtuals;
    if (this.awaits !== null) for (const value of this.awaits.values) if (!made.has(value)) yield value;
    for (const frame of this.frames) {
      if (frame.entry !== null) for (const value of frame.entry.values) if (!made.has(value)) yield value;
      for (const value of frame.slots) if (value !== null && !made.has(value)) yield value;
      yield* frame.shadows;
    }
    for (const store of this.pending) {
      if (!made.has(store.base)) yield store.base;
      if (store.index !== null) yield store.index;
      if (!made.has(store.value)) yield store.value;
    }
    for (const content of made.values())
      for (const value of content.fields) if (!made.has(value)) yield value;
  }
}
