// Finalisers and weak references. The host frees memory on its own and tells nobody when; what Python can see of a collection is decided by a marking of
// our own, at `gc.collect()` and whenever many objects with a finaliser or a weak reference have been made. Models what a major collection
// of PyPy's incminimark shows (rpython/memory/gc/incminimark.py: deal_with_objects_with_finalizers): weak references to everything unreachable
// are cleared, then finalisers run, those of objects that other dying objects refer to at a later collection.
//
// Values that only a closure of host code holds (a builtin in the middle of its work) are not seen: the operands of waiting instructions, which
// stay on the value stack, stand for them.
import { DelegatingFrame } from '../objspace/python-frame.ts';
import type { Collector as CollectorControls } from '../objspace/controls.ts';
import { BufferPayload, Payload } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { madeTypes } from '../objspace/typedef.ts';
import { TypeObject } from '../objspace/typeobject.ts';
import { CodePayload } from '../objspace/types/function.ts';
import { GeneratorPayload } from '../objspace/types/generator.ts';
import type { WeakList } from '../objspace/types/weakref.ts';
import { handledIn, PyFrame } from './frame.ts';
import { HashStorage } from './hash-storage.ts';
import { FLOATS, INTS, STRS } from './list-strategy.ts';
import { unwrap, W_Object, wrap } from './object.ts';
import type { Code } from './code.ts';
import type { PypySpace } from './space.ts';

type Visit = (w: W) => void;

/** The engine's own bit of the watchdog's word: a collection is due. */
export const COLLECT = 16;
/** Instances made before a marking, where anything waits for one, unless `gc.set_threshold` says so; a marking that finds more alive asks for as many. */
const BUDGET = 50_000;
/** While markings find nothing, they become rarer up to this. */
const MOST_BUDGET = 20_000_000;
/** Registrations before the first marking that nobody asked for, and least growth until the next. */
const FIRST_MARKING = 20_000;

function visitContents(o: W_Object, visit: Visit): void {
  const { v, slots, strategy, type } = o;
  // A marker of the eval loop on the value stack, which is no value of Python's (operator-methods.ts).
  if (type === null) return;
  visit(type.w_self);
  for (let i = 0; i < slots.length; i++) if (slots[i] !== undefined) visit(wrap(slots[i]!));
  if (Array.isArray(v)) {
    if (strategy === INTS || strategy === FLOATS || strategy === STRS) return;
    for (let i = 0; i < v.length; i++) visit(v[i] as W);
  } else if (v instanceof HashStorage) {
    const { keys, values } = v;
    for (let i = 0; i < keys.length; i++) if (keys[i] !== undefined) visit(wrap(keys[i]!));
    for (let i = 0; i < values.length; i++) if (values[i] !== undefined) visit(wrap(values[i]!));
  } else if (v instanceof Payload) {
    v.traverse(visit);
    if (v instanceof CodePayload && v.prepared !== null)
      (v.prepared as Code).consts.forEach((c) => visit(wrap(c)));
  }
}

/** Everything reachable from what is pushed. */
class Marking {
  readonly marked = new Set<W_Object>();
  private readonly pending: W_Object[] = [];
  private readonly before: ReadonlySet<W_Object> | null;

  /** `before`: what another marking has reached, where this one does not go. */
  constructor(before: ReadonlySet<W_Object> | null = null) {
    this.before = before;
  }

  readonly visit: Visit = (w) => {
    const o = unwrap(w);
    if (o instanceof W_Object && !this.marked.has(o) && !(this.before?.has(o) ?? false)) {
      this.marked.add(o);
      this.pending.push(o);
    }
  };
  run(): void {
    for (let o = this.pending.pop(); o !== undefined; o = this.pending.pop()) visitContents(o, this.visit);
  }
}

export class Collector implements CollectorControls {
  isEnabled = true;
  debug = 0;
  w_garbage: W | null = null;
  /** Objects that may still be made before the next marking. */
  budget = BUDGET;
  /** The budget that the last marking gave. */
  private given = BUDGET;
  private least = BUDGET;
  /** Objects whose finaliser is still to run, in the order of their making. */
  private finalizable: W_Object[] = [];
  private readonly finalized = new WeakSet<W_Object>();
  readonly weakLists = new Map<W_Object, WeakList>();
  private nextMarking = FIRST_MARKING;
  private isRunning = false;
  private isBudgetSpent = false;
  private alive = 0;
  private interval = BUDGET;
  /** The last marking found something to do. */
  private hasFound = false;
  private readonly statistics = [0, 1, 2].map(() => ({ collections: 0, collected: 0, uncollectable: 0 }));
  /** What `gc.freeze` has taken out of all collections. */
  private frozen: Set<W_Object> | null = null;
  private atCheck: (() => void) | null = null;
  private readonly space: PypySpace;

  constructor(space: PypySpace) {
    this.space = space;
  }

  registerFinalizer(o: W_Object): void {
    this.finalizable.push(o);
    this.grown();
  }
  registerWeakList(o: W_Object, list: WeakList): void {
    this.weakLists.set(o, list);
    this.grown();
  }
  spent(): void {
    this.grant(this.interval);
    this.isBudgetSpent = true;
    if (this.finalizable.length + this.weakLists.size > 0) this.ask();
  }
  private grant(budget: number): void {
    this.budget = this.given = budget;
  }
  /** A collection at the next check of the loop, interpreted or compiled. */
  private ask(): void {
    Atomics.or(this.space.shared, 0, COLLECT);
  }
  private grown(): void {
    if (this.finalizable.length + this.weakLists.size >= this.nextMarking) this.ask();
  }

  /** Calls at every check of the eval loop: for a run whose objects are counted as it goes. */
  callAtChecks(atCheck: () => void): void {
    this.atCheck = atCheck;
    this.ask();
  }

  collectIfDue(): void {
    Atomics.and(this.space.shared, 0, ~COLLECT);
    if (this.atCheck !== null) {
      this.atCheck();
      this.ask();
      if (!this.isBudgetSpent && this.finalizable.length + this.weakLists.size < this.nextMarking) return;
    }
    if (!this.isEnabled || this.least <= 0) {
      this.nextMarking *= 2;
      return;
    }
    this.forgetEnded();
    const waiting = this.finalizable.length + this.weakLists.size;
    // Most coroutines end soon: a marking for those few that do not costs more than it finds.
    if (waiting >= (this.isBudgetSpent ? 1 : this.nextMarking / 2)) this.collect(2);
    this.isBudgetSpent = false;
  }
  /** Bodies that have ended have nothing left to finalise. */
  private forgetEnded(): void {
    this.finalizable = this.finalizable.filter(
      ({ v }) => !(v instanceof GeneratorPayload && v.state === 'done'),
    );
  }

  /** PyPy's `gc.collect()` answers None. Every collection is of everything: the generation only says where it is counted. */
  collect(generation: 0 | 1 | 2): null {
    if (this.isRunning) return null;
    this.isRunning = true;
    try {
      const statistics = this.statistics[generation];
      statistics.collections++;
      statistics.collected += this.run();
    } finally {
      this.isRunning = false;
    }
    this.interval = this.hasFound ? this.leastInterval() : Math.min(4 * this.interval, MOST_BUDGET);
    this.grant(Math.max(this.interval, this.alive));
    this.nextMarking = Math.max(FIRST_MARKING, 2 * (this.finalizable.length + this.weakLists.size));
    return null;
  }

  /** Answers how many objects with a finaliser or a weak reference it found. */
  private run(): number {
    const { space } = this;
    const marking = this.markRoots();
    this.alive = marking.marked.size;
    const dead: [W_Object, WeakList][] = [];
    const alive: [W_Object, WeakList][] = [];
    for (const entry of this.weakLists) {
      if (marking.marked.has(entry[0])) {
        alive.push(entry);
        continue;
      }
      for (const reference of entry[1].references) reference.target = null;
      dead.push(entry);
    }
    // Callbacks belong to references that are reachable themselves.
    const dying = this.takeDying(marking);
    this.forgetReferences(alive, marking, dying);
    for (const o of dying) {
      this.finalized.add(o);
      space.runFinalizer(o);
    }
    for (const [o, list] of dead) {
      for (const reference of list.references) {
        if (reference.w_self !== null && !marking.marked.has(reference.w_self as unknown as W_Object)) {
          reference.w_callback = null;
        }
      }
      space.clearweakrefs(wrap(o));
      this.weakLists.delete(o);
    }
    this.hasFound = dying.length + dead.length > 0;
    return dying.length + dead.length;
  }

  /** References to the living and classes that nobody holds leave their lists; what a finaliser may see or bring back does not. */
  private forgetReferences(
    entries: readonly [W_Object, WeakList][],
    { marked }: Marking,
    dying: readonly W_Object[],
  ): void {
    const late = new Marking(marked);
    for (const o of dying) late.visit(wrap(o));
    for (const o of this.finalizable) late.visit(wrap(o));
    late.run();
    const isAlive = (w: W): boolean => {
      const o = unwrap(w) as W_Object;
      return marked.has(o) || late.marked.has(o);
    };
    for (const [o, list] of entries) if (list.forgetUnless(isAlive)) this.weakLists.delete(o);
    this.forgetClasses(this.space.types.object, isAlive);
  }

  /** Classes are held weakly by their bases. */
  private forgetClasses(base: TypeObject, isAlive: (w: W) => boolean): void {
    for (const type of base.subclasses) {
      if (isAlive(type.w_self)) this.forgetClasses(type, isAlive);
      else type.becomeUnreached();
    }
  }

  private markRoots(): Marking {
    const { space } = this;
    const marking = new Marking();
    const { visit } = marking;
    for (const { top, machine } of space.scheduler.alive) {
      // The running thread's stand in the space.
      for (let frame = machine === null ? space.top : top; frame !== null; frame = frame.back) {
        if (frame instanceof PyFrame) frame.visitAll(visit);
        else if (frame instanceof DelegatingFrame) frame.body.traverse(visit);
        else visitHost(frame, visit, 2);
      }
      let item: typeof space.handled | null = machine === null ? space.handled : handledIn(machine);
      for (; item !== null; item = item.previous) {
        if (item.value !== null) visit(wrap(item.value));
      }
    }
    for (const type of madeTypes(space)) visit(type.w_self);
    visit(space.w_modules);
    visit(space.w_sysDict);
    if (space.w_builtinsModule !== undefined) visit(space.w_builtinsModule);
    if (space.w_builtins !== undefined) visit(space.w_builtins);
    for (const tell of space.roots) tell(visit);
    this.frozen?.forEach((o) => visit(wrap(o)));
    marking.run();
    return marking;
  }

  /**
   * Of the unreachable objects with a finaliser those that run it now; what they refer to lives on. An object that another one of them refers to
   * waits for a later collection; of a cycle the oldest goes first.
   */
  private takeDying(marking: Marking): W_Object[] {
    const { marked } = marking;
    const candidates = this.finalizable.filter((o) => !marked.has(o));
    if (candidates.length === 0) return [];
    // 1: seen in this turn; 2: reachable from a candidate's turn; 3: lives on. `marked` is 3.
    const state = new Map<W_Object, number>();
    const stateOf = (o: W_Object): number => (marked.has(o) ? 3 : (state.get(o) ?? 0));
    const spread = (from: W_Object, before: number, after: number): void => {
      const pending = [from];
      if (stateOf(from) !== before) return;
      state.set(from, after);
      for (let o = pending.pop(); o !== undefined; o = pending.pop()) {
        visitContents(o, (w) => {
          const target = unwrap(w);
          if (!(target instanceof W_Object) || stateOf(target) !== before) return;
          state.set(target, after);
          pending.push(target);
        });
      }
    };
    for (const candidate of candidates) {
      const pending = [candidate];
      for (let o = pending.pop(); o !== undefined; o = pending.pop()) {
        const s = stateOf(o);
        if (s === 0) {
          state.set(o, 1);
          visitContents(o, (w) => {
            const target = unwrap(w);
            if (target instanceof W_Object && stateOf(target) !== 3) pending.push(target);
          });
        } else if (s === 2) spread(o, 2, 3);
      }
      spread(candidate, 1, 2);
    }
    const dying = new Set<W_Object>();
    for (const candidate of candidates) {
      if (stateOf(candidate) !== 2) continue;
      dying.add(candidate);
      spread(candidate, 2, 3);
    }
    this.finalizable = this.finalizable.filter((o) => !dying.has(o));
    return [...dying];
  }

  // --- what the module gc shows; on PyPy most of this is absent
  /** How many instances are made before a collection, no more often than as many as are alive: 0 stops those that nobody asks for. */
  get threshold(): [number, number, number] {
    return [this.least, 0, 0];
  }
  set threshold([least]: [number, number, number]) {
    this.least = least;
    this.interval = this.leastInterval();
    this.grant(this.interval);
  }
  private leastInterval(): number {
    return this.least <= 0 ? MOST_BUDGET : this.least;
  }
  /** Instances made since the last collection. */
  counts(): [number, number, number] {
    return [Math.max(0, this.given - this.budget), 0, 0];
  }
  stats(): readonly { collections: number; collected: number; uncollectable: number }[] {
    return this.statistics;
  }
  /** All is of one generation, the oldest. */
  objects(generation: number | null = null): W[] {
    if (generation !== null && generation < 2) return [];
    return [...this.markRoots().marked].map((o) => wrap(o));
  }
  /** Whether it may hold what refers back to it: a container, an instance of a class statement's. */
  isTracked(w: W): boolean {
    const o = unwrap(w);
    if (!(o instanceof W_Object)) return false;
    const { v, type } = o;
    if (v instanceof TypeObject) return v.isHeap;
    if (type.isHeap || Array.isArray(v) || v instanceof HashStorage) return true;
    return v instanceof Payload && !(v instanceof BufferPayload);
  }
  isFinalized(w: W): boolean {
    const o = unwrap(w);
    return o instanceof W_Object && this.finalized.has(o);
  }
  referents(w: W): W[] {
    const o = unwrap(w);
    const found: W[] = [];
    if (!(o instanceof W_Object)) return found;
    visitContents(o, (target) => void found.push(target));
    // A marking has no use for what such lists hold.
    if (o.strategy === INTS || o.strategy === FLOATS || o.strategy === STRS)
      found.push(...this.space.listitems(w));
    // The type of all but a class's instances is the interpreter's.
    return o.type.isHeap ? found : found.slice(1);
  }
  freeze(): void {
    this.frozen = this.markRoots().marked;
  }
  unfreeze(): void {
    this.frozen = null;
  }
  freezeCount(): number {
    return this.frozen?.size ?? 0;
  }
}

/** Fields of a builtin's frame that hold values. */
function visitHost(holder: object, visit: Visit, depth: number): void {
  for (const value of Object.values(holder)) {
    if (typeof value !== 'object' || value === null) continue;
    if (value instanceof W_Object) visit(wrap(value));
    else if (value instanceof Payload) value.traverse(visit);
    else if (value instanceof HashStorage) {
      value.keys.forEach((key) => key !== undefined && visit(wrap(key)));
      value.values.forEach((item) => item !== undefined && visit(wrap(item)));
    } else if (depth > 0 && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)) {
      visitHost(value, visit, depth - 1);
    }
  }
}
