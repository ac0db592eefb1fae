// The shape of a compiled loop, and what may stand in front of it. A unit has three levels:
//   entry      once: the slots that the tree uses are read and tested for the representation that the loop keeps them in;
//   preheader  whatever the loop's main trace computes, loads and guards without depending on the iteration; a bridge that changes
//              something of that comes back to here, so that an outer loop recorded as a bridge has an inner loop proper;
//   header     phis: slots that the main trace changes, and places of the heap whose value is carried in a variable (`promoted`): their
//              stores are left to the exits.
// The main trace is taken through the passes once to find what is invariant and which stores repeat; and again with what was found.
// In PyPy this is done by peeling an iteration off (optimizeopt/unroll.py), in LuaJIT by lj_opt_loop.c; here no iteration is copied,
// because the interpreter has run one before it comes to the backward jump where compiled code is entered.
import { make, opTable, root } from '../ir.ts';
import type { ArrayKind, Callee, Field, Ins, Kind, OpName } from '../ir.ts';
import { exposedPlaces, TUPLE_ITEMS, tupleObject } from '../layout.ts';
import { Snapshot } from '../snapshot.ts';
import { bridgesOf, guessOf } from '../trace-tree.ts';
import type { RecordedTree, TraceEnd, TraceNode, Variable } from '../trace-tree.ts';
import { finishAway } from './ends.ts';
import { entryKey, flushAll, kindOf, lengthOf } from './heap.ts';
import { Optimizer, unboxed } from './optimizer.ts';
import type { Block, BlockEnd, Frame, Pass } from './optimizer.ts';
import { boundsOf, INT32, learn, lengthsOf, UINT32, within } from './ranges.ts';
import { State } from './state.ts';
import { force } from './virtuals.ts';

export interface EntrySlot {
  readonly index: number;
  /** `slot`, of the kind that the loop keeps it in. */
  readonly ins: Ins;
  /** Assigned by bridges that come back to the preheader. */
  isAssigned: boolean;
  /** An int of 32 bits at every turn; null: not known to be one. */
  word: Word | null;
}

/** The guard that a variable of 32 bits passes wherever it is assigned. */
export type Word = 'guard_int32' | 'guard_uint32';

export interface Phi {
  readonly ins: Ins;
  readonly init: Ins;
  readonly word: Word | null;
}

/** An optimised tree, ready to be emitted. */
export interface Unit {
  /** Its slots are arguments; it has neither preheader nor header. */
  isFunction: boolean;
  slots: readonly EntrySlot[];
  preheader: Ins[];
  phis: readonly Phi[];
  /** State at the header: the eval breaker leaves with it. */
  header: Snapshot;
  body: Block;
  branches: ReadonlyMap<Ins, Block>;
  /** The loop was entered where a slot was not of the kind that the loop keeps it in. */
  entry: Snapshot;
}

interface Promotion {
  readonly base: Ins;
  readonly place: Field | ArrayKind;
  readonly index: Ins | null;
  readonly phi: Ins;
  readonly init: Ins;
  readonly word: Word | null;
}

const RAW: readonly Kind[] = ['i', 'f', 's', 'b'];

/** What the main trace may write: kinds of places, of arrays with the indices where all are constants; null: anything. */
type Written = Map<Field | ArrayKind, Set<number> | 'everywhere'> | null;

function writtenBy(node: TraceNode): Written {
  const written: NonNullable<Written> = new Map();
  const everywhere = (place: Field | ArrayKind): void => void written.set(place, 'everywhere');
  for (const { op, aux, args } of node.ins) {
    if (op === 'setfield') everywhere(aux as Field);
    else if (op === 'setitem') {
      const indices = written.get(aux as ArrayKind) ?? new Set<number>();
      if (indices === 'everywhere') continue;
      if (args[1].isConst) written.set(aux as ArrayKind, indices.add(args[1].aux as number));
      else everywhere(aux as ArrayKind);
    } else if (op === 'arraypush' || op === 'arraypop') {
      everywhere(aux as ArrayKind);
      everywhere(lengthOf(aux as ArrayKind));
    } else if (op === 'call' || op === 'call_raises' || op === 'call_caught' || op === 'call_unit') {
      const callee = aux as Callee;
      if (callee.isApart === true) {
        if (callee.effect !== 'pure') exposedPlaces.forEach(everywhere);
        continue;
      }
      if (callee.effect === 'any') return null;
      if (callee.effect !== 'writes') continue;
      if (callee.writes === undefined) return null;
      for (const place of callee.writes) {
        everywhere(place);
        if (!('property' in place)) everywhere(lengthOf(place));
      }
    }
  }
  return written;
}

function mayWrite(written: Written, place: Field | ArrayKind, index: Ins | null): boolean {
  if (written === null) return true;
  const indices = written.get(place);
  if (indices === undefined) return false;
  return indices === 'everywhere' || index === null || !index.isConst || indices.has(index.aux as number);
}

/** The object that a value was loaded from, through whatever else. */
function originOf(ins: Ins): Ins {
  let from = root(ins);
  while (opTable[from.op].effect === 'load') from = root(from.args[0]);
  return from;
}

/** What the value is, also where it was a tuple's on its way: several names are bound at once by way of one. */
function recordedKind(value: Ins): Kind {
  while (value.op === 'getitem' && value.args[1].isConst) {
    const [items] = value.args;
    const tuple = items.op === 'getfield' && items.aux === TUPLE_ITEMS ? root(items.args[0]) : items;
    const made = tuple.op === 'new' && tuple.aux === tupleObject ? tuple.args[1] : tuple;
    const item = made.op === 'newarray' ? made.args[value.args[1].aux as number] : undefined;
    if (item === undefined) break;
    value = item;
  }
  return value.kind;
}

const WORDS: ReadonlySet<OpName> = new Set([
  'guard_uint32',
  'int_and_ovf',
  'int_mod',
  'int_rshift',
  'str_len',
  'arraylen',
]);
/** Whether the bridge brings a word of 32 bits for the slot, as far as its operation tells. */
function isWordAt({ kind, snap }: TraceEnd, slot: number): boolean {
  const value = kind === 'loop' ? (snap.frames[0].slots[slot] ?? null) : null;
  if (value === null || WORDS.has(value.op)) return true;
  return value.isConst
    ? (value.aux as number) >>> 0 === value.aux
    : value.op === 'slot' && value.aux === slot;
}

class LoopFrame implements Frame {
  readonly failureTells: boolean;
  readonly handsOverRaw = false;
  private readonly tree: RecordedTree;
  private readonly passes: readonly Pass[];
  private readonly written: Written;
  /** Slots whose value at some end is not that of the header; of the main trace alone. */
  private readonly assigned = new Set<number>();
  private readonly assignedByMain = new Set<number>();
  private readonly kinds = new Map<number, Kind>();
  private readonly slots = new Map<number, EntrySlot>();
  private readonly slotPhis = new Map<number, Ins>();
  private readonly invariant = new Set<Ins>();
  private readonly preheader: Ins[] = [];
  private readonly hoisted: Ins[] = [];
  private readonly hoistedPlaces = new Set<Field | ArrayKind>();
  /** What guards were asked about that could stand in front of the loop and do not: what they tell holds behind them alone. */
  private readonly unsure = new Set<Ins>();
  private promotions: Promotion[] = [];
  /** What holds in front of the loop, whatever the iteration. */
  private outside = new State();
  private shared!: Optimizer;
  private isCollecting = true;
  private candidates: { base: Ins; place: Field | ArrayKind; index: Ins | null; value: Ins }[] = [];

  constructor(tree: RecordedTree, passes: readonly Pass[], failureTells: boolean) {
    this.failureTells = failureTells;
    this.tree = tree;
    this.passes = passes;
    this.written = writtenBy(tree.root);
    const ends: TraceNode[] = [tree.root, ...bridgesOf(tree.root)];
    for (const node of ends) {
      if (node.end.kind !== 'loop') continue;
      node.end.snap.frames[0].slots.forEach((value, i) => {
        if (value === null || (value.op === 'slot' && value.aux === i)) return;
        this.assigned.add(i);
        if (node === tree.root) this.assignedByMain.add(i);
      });
    }
    const used = new Set<number>(this.assigned);
    for (const node of ends) for (const ins of node.ins) if (ins.op === 'slot') used.add(ins.aux as number);
    for (const i of [...used].sort((a, b) => a - b)) this.kinds.set(i, this.kindOfSlot(i, ends));
  }

  /** The representation in which every way to the header brings the slot. */
  private kindOfSlot(i: number, ends: readonly TraceNode[]): Kind {
    const kind = this.tree.entryKinds.get(i) ?? 'w';
    if (!RAW.includes(kind)) return 'w';
    for (const { end } of ends) {
      if (end.kind !== 'loop') continue;
      const value = end.snap.frames[0].slots[i] ?? null;
      if (value === null || value.op === 'slot') continue;
      if (recordedKind(value) !== kind) return 'w';
    }
    return kind;
  }

  // --- the optimizer's questions

  slotValue(ins: Ins, _o: Optimizer): Ins {
    const index = ins.aux as number;
    return this.slotPhis.get(index) ?? this.entrySlot(index).ins;
  }

  private entrySlot(index: number): EntrySlot {
    let slot = this.slots.get(index);
    if (slot === undefined) {
      const ins = this.shared.numbered(make('slot', [], index, this.kinds.get(index) ?? 'w'));
      slot = { index, ins, isAssigned: false, word: null };
      this.slots.set(index, slot);
      this.invariant.add(ins);
    }
    return slot;
  }

  completeSlots(slots: readonly (Ins | null)[], _o: Optimizer): (Ins | null)[] {
    const completed = [...slots];
    for (const i of this.assigned) {
      while (completed.length <= i) completed.push(null);
      completed[i] ??= this.slotPhis.get(i) ?? this.entrySlot(i).ins;
    }
    // What is in the frame already need not be written.
    return completed.map((value, i) =>
      value !== null && value.op === 'slot' && value.aux === i && !this.assigned.has(i) ? null : value,
    );
  }

  private isInvariant(ins: Ins): boolean {
    return ins.isConst || this.invariant.has(ins);
  }

  hoist(_o: Optimizer, ins: Ins): boolean {
    const { effect, exits } = opTable[ins.op];
    if (!ins.args.every((arg) => this.isInvariant(arg))) return false;
    if (effect === 'load') {
      const place = ins.op === 'arraylen' ? lengthOf(ins.aux as ArrayKind) : (ins.aux as Field | ArrayKind);
      if (!place.immutable) {
        if (mayWrite(this.written, place, ins.op === 'getitem' ? ins.args[1] : null)) return false;
        this.hoistedPlaces.add(place);
      }
    } else if (ins.op === 'guard_class') {
      const field = (ins.aux as { test?: { field: Field } }).test?.field;
      if (field !== undefined && !field.immutable) {
        if (mayWrite(this.written, field, null)) return false;
        this.hoistedPlaces.add(field);
      }
    } else if (ins.op === 'call') {
      if ((ins.aux as Callee).effect !== 'pure') return false;
    } else if (effect !== 'pure' && effect !== 'guard') return false;
    if (exits) {
      const source = ins.snap!.source;
      if (source.bridge !== null || source.isFixed) {
        for (const arg of ins.args) this.unsure.add(originOf(arg));
        return false;
      }
      ins.snap = this.headerSnapshot(source);
    }
    this.invariant.add(ins);
    this.preheader.push(ins);
    this.hoisted.push(ins);
    return true;
  }

  /** Leaving in front of the loop: the frame stands at the loop's header. */
  private headerSnapshot(source: Snapshot): Snapshot {
    const frame = this.tree.header.frames[0];
    const slots: (Ins | null)[] = [];
    for (const i of this.assigned) slots[i] = this.entrySlot(i).ins;
    for (let i = 0; i < slots.length; i++) slots[i] ??= null;
    const snap = new Snapshot(
      [{ code: frame.code, pc: frame.pc, entry: null, depth: frame.depth, slots, shadows: [] }],
      false,
      source,
    );
    snap.isHoisted = true;
    snap.repeats = true;
    return snap;
  }

  finish(o: Optimizer, node: TraceNode): BlockEnd {
    const { kind, snap } = node.end;
    if (kind === 'leave') return { to: 'leave', snap: o.capture(snap) };
    if (kind !== 'loop') return finishAway(o, node);
    const isMain = o.depth === 0;
    const recorded = snap.frames[0].slots;
    const valueAt = (i: number): Ins => {
      const value = recorded[i] ?? null;
      if (value !== null) return o.valueOf(value);
      return this.slotPhis.get(i) ?? this.entrySlot(i).ins;
    };
    if (!isMain && !this.mayJoinHeader(o, valueAt)) return this.toPreheader(o, valueAt, snap);
    const values: Ins[] = [];
    for (const [i, phi] of this.slotPhis) {
      values.push(this.as(o, valueAt(i), phi.kind, snap, this.entrySlot(i).word, i));
    }
    if (isMain && this.isCollecting) {
      this.collect(o);
      this.findWords(o, values);
    }
    for (const { base, place, index, phi, word } of this.promotions) {
      const entry = o.state.heap.get(entryKey({ base, place, index, value: phi, isPending: true }));
      const value = entry === undefined ? this.reload(o, base, place, index) : o.resolve(entry.value);
      values.push(this.as(o, unboxed(value), phi.kind, snap, word, place));
    }
    flushAll(o, (entry) =>
      this.promotions.some((p) => entryKey({ ...p, value: p.phi, isPending: true }) === entryKey(entry)),
    );
    return { to: 'inner', values };
  }

  private reload(o: Optimizer, base: Ins, place: Field | ArrayKind, index: Ins | null): Ins {
    return index === null
      ? o.emit('getfield', [base], place, place.kind)!
      : o.emit('getitem', [base, index], place, place.kind)!;
  }

  /** The value in the representation that a variable of the loop has. */
  private as(
    o: Optimizer,
    value: Ins,
    kind: Kind,
    snap: Snapshot,
    word: Word | null,
    variable: Variable,
  ): Ins {
    const ins = this.asKind(o, value, kind, snap);
    if (word === null) return ins;
    // Counted with the variable, wherever it is: that it is no word means that it is kept as something else from then on.
    const source = word === 'guard_int32' ? this.guess(variable) : snap;
    const exit = new Snapshot(snap.frames, snap.raises, source);
    exit.repeats = snap.repeats;
    return o.emit(word, [ins], undefined, undefined, exit)!;
  }
  private guess(variable: Variable): Snapshot {
    return guessOf(this.tree, variable);
  }
  private asKind(o: Optimizer, value: Ins, kind: Kind, snap: Snapshot): Ins {
    let ins = force(o, value);
    if (kind === 'w' || kind === 'p') return o.boxed(ins);
    if (ins.kind === kind) return ins;
    ins = o.boxed(ins);
    const guard =
      kind === 'i' ? 'guard_int' : kind === 'f' ? 'guard_float' : kind === 's' ? 'guard_str' : 'guard_bool';
    return o.emit(guard, [ins], undefined, undefined, snap)!;
  }

  /** Nothing that stands in front of the loop has changed on the way to the end of this bridge. */
  private mayJoinHeader(o: Optimizer, valueAt: (i: number) => Ins): boolean {
    for (const slot of this.slots.values()) {
      if (!this.slotPhis.has(slot.index) && valueAt(slot.index) !== slot.ins) return false;
    }
    const { written } = o.state;
    for (const place of this.hoistedPlaces) if (written === null || written.has(place)) return false;
    return true;
  }

  private toPreheader(o: Optimizer, valueAt: (i: number) => Ins, snap: Snapshot): BlockEnd {
    const values: Ins[] = [];
    for (const slot of [...this.slots.values()]) {
      const value = valueAt(slot.index);
      if (value === slot.ins) {
        // As it is, even where a guard on the way has told what it is.
        values.push(value);
        continue;
      }
      slot.isAssigned = true;
      values.push(this.as(o, value, slot.ins.kind, snap, slot.word, slot.index));
    }
    flushAll(o);
    return { to: 'outer', values };
  }

  // --- words of 32 bits

  /**
   * Slots that the host can keep in a register for integers, if it is told so where the loop begins: those that every turn makes a word without sign,
   * and all others with one for as long as nothing else is seen in them.
   */
  private findWords(o: Optimizer, values: readonly Ins[]): void {
    const notWords = new Set<Ins>();
    for (const { op, args, snap } of o.state.code)
      if (op === 'guard_uint32' && snap!.source.bridge !== null) notWords.add(root(args[0]));
    let at = 0;
    for (const [i, phi] of this.slotPhis) {
      const value = values[at++];
      if (phi.kind !== 'i') continue;
      const bounds = boundsOf(o, value);
      const isUnsigned = !value.isConst && within(bounds, UINT32);
      let word: Word | null = null;
      if (!(isUnsigned && bounds[1] > INT32[1]) && !this.guess(i).isFixed) word = 'guard_int32';
      else if (isUnsigned && !notWords.has(phi) && !this.tree.wide.has(i)) {
        if ([...bridgesOf(this.tree.root)].every(({ end }) => isWordAt(end, i))) word = 'guard_uint32';
      }
      this.entrySlot(i).word = word;
      if (word === null) continue;
      const range = word === 'guard_int32' ? INT32 : UINT32;
      for (const ins of [phi, this.entrySlot(i).ins]) this.outside.bounds.set(ins, range);
    }
    // Others that the main trace leaves as they are: a bound, a divisor.
    for (const slot of this.slots.values()) {
      const { index, ins } = slot;
      if (ins.kind !== 'i' || this.slotPhis.has(index) || this.guess(index).isFixed) continue;
      slot.word = 'guard_int32';
      this.outside.bounds.set(ins, INT32);
    }
  }

  // --- carried places

  /** Stores that every iteration repeats at the same place. */
  private collect(o: Optimizer): void {
    for (const entry of o.state.heap.values()) {
      if (!entry.isPending || !this.isInvariant(entry.base)) continue;
      if (entry.index !== null && !this.isInvariant(entry.index)) continue;
      this.candidates.push({ ...entry, value: unboxed(o.resolve(entry.value)) });
    }
  }

  private promote(): void {
    interface Access {
      base: Ins;
      index: Ins | null;
    }
    const accesses = new Map<Field | ArrayKind, Access[]>();
    const touch = (place: Field | ArrayKind, base: Ins, index: Ins | null): void => {
      const list = accesses.get(place) ?? [];
      if (!list.some((other) => root(other.base) === root(base) && other.index === index))
        list.push({ base, index });
      accesses.set(place, list);
    };
    for (const { base, place, index } of this.candidates) touch(place, base, index);
    for (const ins of this.shared.state.code) {
      if (ins.op === 'getfield' || ins.op === 'setfield') touch(ins.aux as Field, ins.args[0], null);
      else if (ins.op === 'getitem' || ins.op === 'setitem')
        touch(ins.aux as ArrayKind, ins.args[0], ins.args[1]);
      // Pushing and popping work on the host's array itself.
      else if (ins.op === 'arraypush' || ins.op === 'arraypop')
        touch(ins.aux as ArrayKind, ins.args[0], null);
    }
    const hasCalls = (mayLook: (callee: Callee) => boolean): boolean =>
      this.shared.state.code.some(
        ({ op, aux }) =>
          opTable[op].effect === 'call' && (aux as Callee).effect !== 'pure' && mayLook(aux as Callee),
      );
    const callsLook = hasCalls(({ isApart }) => isApart !== true);
    const callsLookAtExposed = hasCalls(() => true);
    /** Told apart by their index, or by a guard in front of the loop. */
    const areApart = (a: Access, b: Access): boolean => {
      if (a.index !== null && b.index !== null && a.index !== b.index && a.index.isConst && b.index.isConst)
        return true;
      const [x, y] = [root(a.base), root(b.base)];
      if (x === y || !this.isInvariant(a.base) || !this.isInvariant(b.base)) return false;
      if (x.isConst && y.isConst) return true;
      this.keepApart(a.base, b.base);
      return true;
    };
    for (const { base, place, index, value } of this.candidates) {
      // Two places that might be one share no variable.
      const own = accesses.get(place)!.find((a) => root(a.base) === root(base) && a.index === index)!;
      if (place.isExposed === true ? callsLookAtExposed : callsLook) continue;
      if (!accesses.get(place)!.every((other) => other === own || areApart(own, other))) continue;
      if (value.op === 'new' || value.op === 'newarray') continue;
      // A list may be of another strategy there: its items are places of another kind then.
      if (index !== null && this.unsure.has(originOf(base))) continue;
      const kind: Kind = RAW.includes(value.kind) ? value.kind : place.kind;
      const load =
        index === null
          ? make('getfield', [base], place, place.kind)
          : make('getitem', [base, index], place, place.kind);
      if (index !== null) this.keepWithin(base, index, place as ArrayKind);
      let init = this.shared.numbered(load);
      this.preheader.push(init);
      if (kind !== init.kind && RAW.includes(kind)) {
        const guard =
          kind === 'i'
            ? 'guard_int'
            : kind === 'f'
              ? 'guard_float'
              : kind === 's'
                ? 'guard_str'
                : 'guard_bool';
        const snap = this.headerSnapshot(new Snapshot(this.tree.header.frames));
        init = this.shared.numbered(make(guard, [init], undefined, undefined, snap));
        this.preheader.push(init);
      }
      const word = kind === 'i' && !this.guess(place).isFixed ? 'guard_int32' : null;
      if (word !== null) {
        const snap = this.headerSnapshot(this.guess(place));
        init = this.shared.numbered(make(word, [init], undefined, undefined, snap));
        this.preheader.push(init);
      }
      const phi = this.shared.numbered(make('phi', [], this.promotions.length, kind));
      if (word !== null) this.outside.bounds.set(phi, INT32);
      this.promotions.push({ base, place, index, phi, init, word });
    }
  }

  /** A guard in front of the loop that two references are not to one object. */
  private keepApart(a: Ins, b: Ins): void {
    const [x, y] = [root(a), root(b)];
    const key = x.id < y.id ? `${x.id} ${y.id}` : `${y.id} ${x.id}`;
    const distinct = (this.outside.distinct ??= new Set());
    if (distinct.has(key)) return;
    distinct.add(key);
    const same = this.shared.numbered(make('same', [a, b]));
    const snap = this.headerSnapshot(new Snapshot(this.tree.header.frames));
    const guard = this.shared.numbered(make('guard_false', [same], undefined, '-', snap));
    this.preheader.push(same, guard);
  }

  /** A guard in front of the loop that there is such an item: exits store it, even those before the loop's own test. */
  private keepWithin(base: Ins, index: Ins, array: ArrayKind): void {
    const length = this.shared.numbered(make('arraylen', [base], array));
    const isWithin = this.shared.numbered(make('int_lt', [index, length]));
    const snap = this.headerSnapshot(new Snapshot(this.tree.header.frames));
    const guard = this.shared.numbered(make('guard_true', [isWithin], undefined, '-', snap));
    this.preheader.push(length, isWithin, guard);
  }

  // --- the whole

  build(): Unit {
    this.shared = new Optimizer(this.passes, this);
    for (const i of this.kinds.keys()) this.entrySlot(i);
    // First turn: what is invariant, and which stores repeat. Bridges do not matter for that.
    this.startTurn();
    const first = this.shared;
    first.withBridges = false;
    first.run(this.tree.root);
    // What was found to hold in front of the loop stays.
    this.keepOutside(first.state);
    this.promote();
    this.isCollecting = false;
    // Second turn: the code.
    const second = new Optimizer(this.passes, this, this.outside.fork(), first);
    this.shared = second;
    this.startTurn();
    for (const { base, place, index, phi } of this.promotions) {
      const value = second.boxedFor(place.kind, phi);
      const entry = { base, place, index, value, isPending: true };
      second.state.heap.set(entryKey(entry), entry);
    }
    const header = second.capture(this.tree.header);
    const body = second.run(this.tree.root);
    const phis: Phi[] = [
      ...[...this.slotPhis].map(([i, ins]) => ({
        ins,
        init: this.entrySlot(i).ins,
        word: this.entrySlot(i).word,
      })),
      ...this.promotions.map(({ phi, init, word }) => ({ ins: phi, init, word })),
    ];
    return {
      isFunction: false,
      slots: [...this.slots.values()],
      preheader: this.preheader,
      phis,
      header,
      body,
      branches: second.branches,
      entry: this.headerSnapshot(this.tree.header),
    };
  }

  private startTurn(): void {
    for (const i of this.assignedByMain) {
      const slot = this.entrySlot(i);
      if (!this.slotPhis.has(i)) {
        this.slotPhis.set(i, this.shared.numbered(make('phi', [], i, slot.ins.kind)));
      }
    }
  }

  /** Facts about what stands in front of the loop, for the second turn. */
  private keepOutside(state: State): void {
    const { outside } = this;
    const isOutside = (ins: Ins): boolean => this.isInvariant(ins);
    for (const [key, ins] of state.available)
      if (this.invariant.has(ins) && ins.kind !== '-') outside.available.set(key, ins);
    // Not all that is known of their bounds holds there: guards that stay in the loop told some of it.
    const saved = this.shared.state;
    this.shared.state = outside;
    for (const ins of this.hoisted) {
      if (ins.op === 'arraylen' || ins.op === 'str_len') outside.bounds.set(ins, lengthsOf(ins));
      else if (ins.op === 'guard_true' || ins.op === 'guard_false')
        learn(this.shared, ins.args[0], ins.op === 'guard_true');
    }
    this.shared.state = saved;
    for (const ins of this.hoisted) {
      // A constant stays what it is: guards.ts.
      if (ins.args[0]?.isConst === true) continue;
      if (ins.op === 'guard_true' || ins.op === 'guard_false') {
        outside.replaced.set(ins.args[0], this.shared.konst(ins.op === 'guard_true', 'b'));
      } else if (ins.op === 'guard_value') {
        outside.replaced.set(
          ins.args[0],
          this.shared.konst(ins.aux, ins.kind === 'w' ? kindOf(ins.aux) : ins.kind),
        );
      }
    }
    for (const [key, entry] of state.heap) {
      if (entry.isPending || !isOutside(entry.base) || !isOutside(entry.value)) continue;
      if (entry.index !== null && !isOutside(entry.index)) continue;
      // What the trace itself stores holds behind that store, not in front of the loop.
      if (!entry.place.immutable && !this.hoistedPlaces.has(entry.place)) continue;
      if (!entry.place.immutable && mayWrite(this.written, entry.place, entry.index)) continue;
      outside.heap.set(key, entry);
    }
  }
}

export function optimizeLoop(tree: RecordedTree, passes: readonly Pass[], failureTells = true): Unit {
  return new LoopFrame(tree, passes, failureTells).build();
}
