// The cycle collector: trial deletion over the objects that can refer to others, in a young and an old generation, run to its end at
// once. Models the algorithm of CPython's Python/gc.c (deduce_unreachable, handle_weakrefs, finalize_garbage, delete_garbage) with the
// thresholds that 3.14 shows; the slices of its incremental collector are not modelled.
import type { W } from '../objspace/object.ts';
import type { Collector } from '../objspace/controls.ts';
import { clearTrashWeakrefs } from '../objspace/types/weakref.ts';
import { DictTable } from './dict-table.ts';
import { NOT_MEMBER, Obj, unwrap, wrap } from './object.ts';
import type { Any } from './object.ts';
import { decref, releaseContents, traverse } from './refcount.ts';
import type { CpythonSpace } from './space.ts';

/** A bit of `gc.set_debug`: what is found stays, in `gc.garbage`. */
const DEBUG_SAVEALL = 32;

/** Marks an object whose finaliser has run: once in its life (PEP 442). */
const finalized = new WeakSet<Obj>();

function emptyList(): Obj {
  const head = new Obj(null!, null);
  head.next = head;
  head.prev = head;
  return head;
}

/** Marks of `outside`, beside a count of 0 and more: gc_refs in the header of CPython's objects. */
const REACHED = -2;
/** Seen in its turn without anything that reaches it so far. */
const TENTATIVE = -3;

const pending: Obj[] = [];

function subtractOne(target: Any): void {
  const o = target as Obj;
  // An Atom has no such field: the comparison fails.
  if (o.outside > 0) o.outside--;
}

function reach(target: Any): void {
  const o = target as Obj;
  if (o.outside >= 0) {
    o.outside = REACHED;
    pending.push(o);
  }
}

/**
 * `traverse` with `subtractOne`, and below with `reach`, without a call for each item of what most objects are: a collection looks at everything
 * that is young twice.
 */
function subtractItems(items: readonly (Any | undefined)[]): void {
  for (let i = 0; i < items.length; i++) {
    const o = items[i] as Obj | undefined;
    if (o !== undefined && o.outside > 0) o.outside--;
  }
}
function reachItems(items: readonly (Any | undefined)[]): void {
  for (let i = 0; i < items.length; i++) {
    const o = items[i] as Obj | undefined;
    if (o !== undefined && o.outside >= 0) {
      o.outside = REACHED;
      pending.push(o);
    }
  }
}

function subtractFrom(o: Obj): void {
  const { v, d, type } = o;
  if (d === null && !type.isHeap && Array.isArray(v)) {
    subtractItems(v as Any[]);
    return;
  }
  if (v instanceof DictTable && d === null && !type.isHeap) {
    subtractItems(v.keys);
    subtractItems(v.values);
    return;
  }
  if (!(v === null || Array.isArray(v)) || !(d === null || Array.isArray(d))) {
    traverse(o, subtractOne);
    return;
  }
  if (v !== null) subtractItems(v as Any[]);
  if (d !== null) subtractItems(d as Any[]);
  if (type.isHeap) subtractOne(unwrap(type.w_self));
}

function reachFrom(o: Obj): void {
  const { v, d, type } = o;
  if (d === null && !type.isHeap && Array.isArray(v)) {
    reachItems(v as Any[]);
    return;
  }
  if (v instanceof DictTable && d === null && !type.isHeap) {
    reachItems(v.keys);
    reachItems(v.values);
    return;
  }
  if (!(v === null || Array.isArray(v)) || !(d === null || Array.isArray(d))) {
    traverse(o, reach);
    return;
  }
  if (v !== null) reachItems(v as Any[]);
  if (d !== null) reachItems(d as Any[]);
  if (type.isHeap) reach(unwrap(type.w_self));
}

/** Those that only the others refer to; `own` references of each are the collector's. Leaves the marks as it found them. */
function unreachableOf(members: readonly Obj[], own: number): Obj[] {
  for (let i = 0; i < members.length; i++) {
    const o = members[i];
    o.outside = o.rc - own;
  }
  for (let i = 0; i < members.length; i++) subtractFrom(members[i]);
  for (let i = 0; i < members.length; i++) {
    const o = members[i];
    if (o.outside <= 0) continue;
    o.outside = REACHED;
    reachFrom(o);
    while (pending.length > 0) reachFrom(pending.pop()!);
  }
  const unreachable: Obj[] = [];
  for (let i = 0; i < members.length; i++) {
    const o = members[i];
    if (o.outside !== REACHED) unreachable.push(o);
    o.outside = NOT_MEMBER;
  }
  return unreachable;
}

function reachInTurn(target: Any): void {
  const o = target as Obj;
  if (o.outside === TENTATIVE) pending.push(o);
  if (o.outside === TENTATIVE || o.outside === 0) o.outside = 1;
}

/**
 * The same answer, and the others in the order that CPython's lists have after a collection (move_unreachable): what is found reachable only
 * later goes behind the rest. The order decides which finalisers run first when the interpreter ends.
 */
function partition(members: readonly Obj[]): { reachable: Obj[]; unreachable: Obj[] } {
  for (const o of members) o.outside = o.rc;
  for (const o of members) traverse(o, subtractOne);
  const reachable: Obj[] = [];
  const look = (o: Obj): void => {
    if (o.outside === 0) o.outside = TENTATIVE;
    else {
      o.outside = REACHED;
      reachable.push(o);
      traverse(o, reachInTurn);
    }
  };
  for (const o of members) look(o);
  // `look` puts what it moves behind the others.
  for (let i = 0; i < pending.length; i++) look(pending[i]);
  pending.length = 0;
  const unreachable = members.filter((o) => o.outside === TENTATIVE);
  for (const o of members) o.outside = NOT_MEMBER;
  return { reachable, unreachable };
}

export class CycleCollector implements Collector {
  isEnabled = true;
  threshold: [number, number, number] = [2000, 10, 0];
  debug = 0;
  w_garbage: W | null = null;
  /** Containers made since the last young collection, less those that died. */
  count = 0;
  /** Asks the eval loop for a collection at its next check. */
  isDue = false;
  /** Called at every check of the eval loop: by a run whose objects are counted as it goes. */
  private atCheck: (() => void) | null = null;
  private youngRuns = 0;
  private oldPending = 0;
  private oldTotal = 0;
  private isRunning = false;
  private frozen = 0;
  private young = emptyList();
  private readonly old = emptyList();
  private readonly permanent = emptyList();
  /** What the interpreter is made of: lives as long as it, so that no collection looks at it. */
  private readonly initial = emptyList();
  private readonly statistics = [0, 1, 2].map(() => ({ collections: 0, collected: 0, uncollectable: 0 }));
  private readonly space: CpythonSpace;

  constructor(space: CpythonSpace) {
    this.space = space;
  }

  track(o: Obj): void {
    const { young } = this;
    const last = young.prev!;
    o.prev = last;
    o.next = young;
    last.next = o;
    young.prev = o;
    if (++this.count > this.threshold[0] && this.threshold[0] > 0) this.isDue = true;
  }
  /** Another head for the list of young containers (young-memory.ts). */
  renewYoung(): void {
    if (this.isRunning) return;
    const { young } = this;
    const head = emptyList();
    if (young.next !== young) {
      const first = young.next!;
      const last = young.prev!;
      head.next = first;
      head.prev = last;
      first.prev = last.next = head;
    }
    this.young = head;
  }
  untrack(o: Obj): void {
    const { next, prev } = o;
    if (next === null) return;
    prev!.next = next;
    next.prev = prev;
    o.next = o.prev = null;
    if (this.count > 0) this.count--;
  }

  /** What the thresholds ask for. */
  collectIfDue(): void {
    this.isDue = this.atCheck !== null;
    if (this.atCheck !== null) {
      this.atCheck();
      if (this.threshold[0] <= 0 || this.count <= this.threshold[0]) return;
    }
    if (!this.isEnabled || this.isRunning) return;
    const full = ++this.youngRuns > this.threshold[1] && this.oldPending > this.oldTotal >> 2;
    this.collect(full ? 2 : 0);
  }

  collect(generation: 0 | 1 | 2): number {
    if (this.isRunning) return 0;
    this.isRunning = true;
    try {
      return this.run(generation === 2);
    } finally {
      this.isRunning = false;
    }
  }

  private run(full: boolean): number {
    const { young, old, space } = this;
    const members: Obj[] = [];
    for (let o = young.next!; o !== young; o = o.next!) members.push(o);
    if (full) for (let o = old.next!; o !== old; o = o.next!) members.push(o);
    this.count = 0;
    const unreachable = unreachableOf(members, 0);
    this.moveToOld();
    if (full) {
      this.oldTotal = members.length - unreachable.length;
      this.oldPending = 0;
      this.youngRuns = 0;
    } else {
      this.oldPending += members.length - unreachable.length;
    }
    const collected = this.finish(unreachable);
    const row = this.statistics[full ? 2 : 0];
    row.collections++;
    row.collected += collected;
    space.drain();
    return collected;
  }

  private moveToOld(): void {
    this.moveYoung(this.old);
  }
  private moveYoung(target: Obj): void {
    const { young } = this;
    if (young.next === young) return;
    const first = young.next!;
    const last = young.prev!;
    const end = target.prev!;
    end.next = first;
    first.prev = end;
    last.next = target;
    target.prev = last;
    young.next = young.prev = young;
  }

  /** A part of what the interpreter is made of can go from now on: the module `__main__` at the end of the program. */
  release(o: Obj): void {
    if (o.next === null) return;
    this.unlink(o);
    this.track(o);
  }

  /** A full collection that leaves its survivors in the order of CPython's lists. */
  collectInOrder(): void {
    this.moveToOld();
    const { old } = this;
    const members: Obj[] = [];
    for (let o = old.next!; o !== old; o = o.next!) members.push(o);
    const { reachable, unreachable } = partition(members);
    let last = old;
    const link = (o: Obj): void => {
      last.next = o;
      o.prev = last;
      last = o;
    };
    reachable.forEach(link);
    unreachable.forEach(link);
    link(old);
    this.isRunning = true;
    try {
      this.finish(unreachable);
    } finally {
      this.isRunning = false;
    }
    this.space.drain();
  }

  /** The interpreter is made, and the program begins. */
  started(): void {
    this.moveYoung(this.initial);
    this.count = 0;
    this.isDue = false;
  }

  /** Weak references first, then finalisers, then the cycles are broken; what a finaliser resurrected stays. */
  private finish(unreachable: Obj[]): number {
    if (unreachable.length === 0) return 0;
    const { space } = this;
    for (const o of unreachable) o.rc++;
    const referred = unreachable.filter((o) => o.weak !== null);
    if (referred.length > 0) {
      const trash = new Set(unreachable);
      clearTrashWeakrefs(space, referred.map(wrap), (w) => trash.has(unwrap(w) as Obj));
    }
    let ran = false;
    for (const o of unreachable) {
      if (o.type.slots.finalize === null || finalized.has(o)) continue;
      finalized.add(o);
      ran = true;
      space.runFinalizer(o);
    }
    let dead = unreachable;
    if (ran) dead = this.stillUnreachable(unreachable);
    const { w_garbage } = this;
    if ((this.debug & DEBUG_SAVEALL) !== 0 && w_garbage !== null)
      for (const o of dead) space.listappend(w_garbage, wrap(o));
    else for (const o of dead) releaseContents(o);
    for (const o of unreachable) decref(o);
    return dead.length;
  }

  /** One owner of each is this collection. */
  private stillUnreachable(candidates: Obj[]): Obj[] {
    return unreachableOf(candidates, 1);
  }

  markFinalized(o: Obj): boolean {
    if (finalized.has(o)) return false;
    finalized.add(o);
    return true;
  }

  callAtChecks(atCheck: () => void): void {
    this.atCheck = atCheck;
    this.isDue = true;
  }
  /** What is tracked and was made since the program began. */
  eachMade(visit: (o: Obj) => void): void {
    for (const head of [this.young, this.old, this.permanent])
      for (let o = head.next!; o !== head; o = o.next!) visit(o);
  }

  // --- what the module gc shows
  counts(): [number, number, number] {
    return [this.count, Math.min(this.youngRuns, this.threshold[1]), 0];
  }
  stats(): readonly { collections: number; collected: number; uncollectable: number }[] {
    return this.statistics;
  }
  private listed(head: Obj): W[] {
    const found: W[] = [];
    for (let o = head.next!; o !== head; o = o.next!) found.push(wrap(o));
    return found;
  }
  objects(generation: number | null): W[] {
    if (generation === 0) return this.listed(this.young);
    if (generation === 1) return [];
    const old_w = [...this.listed(this.initial), ...this.listed(this.old)];
    return generation === 2 ? old_w : [...this.listed(this.young), ...old_w];
  }
  isTracked(w: W): boolean {
    const o = unwrap(w);
    if (!(o instanceof Obj) || o.next === null) return false;
    // Without Py_TPFLAGS_HAVE_GC; that the collector's list holds them costs less than telling them apart when they are made.
    const { object, bytearray } = this.space.types;
    return o.type !== object && o.type !== bytearray;
  }
  isFinalized(w: W): boolean {
    const o = unwrap(w);
    return o instanceof Obj && finalized.has(o);
  }
  referents(w: W): W[] {
    const o = unwrap(w);
    const found: W[] = [];
    if (!(o instanceof Obj)) return found;
    traverse(o, (target) => void found.push(wrap(target)));
    // CPython goes through a list from its end, and does not visit the keys of a dict that has only strs.
    const { list, dict, str } = this.space.types;
    if (o.type.isSubtype(list)) return found.reverse();
    if (o.type.isSubtype(dict)) {
      const entries = found.slice(0, 2 * this.space.dictlen(w));
      const rest = found.slice(entries.length);
      const values = entries.filter((_, i) => i % 2 === 1);
      if (entries.every((key, i) => i % 2 === 1 || this.space.type(key) === str)) return [...values, ...rest];
    }
    return found;
  }
  freeze(): void {
    this.moveToOld();
    const { old, permanent } = this;
    while (old.next !== old) {
      const o = old.next!;
      this.unlink(o);
      o.next = permanent;
      o.prev = permanent.prev;
      permanent.prev!.next = o;
      permanent.prev = o;
      this.frozen++;
    }
  }
  private unlink(o: Obj): void {
    o.prev!.next = o.next;
    o.next!.prev = o.prev;
  }
  unfreeze(): void {
    const { old, permanent } = this;
    while (permanent.next !== permanent) {
      const o = permanent.next!;
      this.unlink(o);
      o.next = old;
      o.prev = old.prev;
      old.prev!.next = o;
      old.prev = o;
    }
    this.frozen = 0;
  }
  freezeCount(): number {
    return this.frozen;
  }
  /** Everything that is tracked and alive, for the leak check. */
  alive(): Obj[] {
    return this.objects(null).map((w) => unwrap(w) as Obj);
  }
}
