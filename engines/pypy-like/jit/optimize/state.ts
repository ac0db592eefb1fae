// What the optimiser knows at one point of a trace. Forked where a bridge leaves the main path, so that the bridge starts with all that
// is known there and what it learns stays its own.
import type { ArrayKind, Field, Ins, VirtualClass } from './places.ts';

/** Content of a place of the heap, as far as it is known. */
export interface HeapEntry {
  readonly base: Ins;
  readonly place: Field | ArrayKind;
  readonly index: Ins | null;
  readonly value: Ins;
  /** The store has not been done yet: exits do it. */
  readonly isPending: boolean;
}

/** An object that has not been made (yet). */
export interface VirtualObject {
  readonly op: 'new' | 'newarray';
  readonly aux: VirtualClass;
  readonly fields: readonly Ins[];
}

export class State {
  /** Recorded instruction → what stands for it. */
  values = new Map<Ins, Ins>();
  /** Pure results by operation and operands. */
  available = new Map<string, Ins>();
  /** Least and greatest value of ints. */
  bounds = new Map<Ins, readonly [number, number]>();
  heap = new Map<string, HeapEntry>();
  virtuals = new Map<Ins, VirtualObject>();
  /** Values that something else stands for by now: virtual objects that had to be made, what a guard found to be a constant. */
  replaced = new Map<Ins, Ins>();
  /** Objects made in this trace that nothing else refers to yet. */
  fresh = new Set<Ins>();
  /** Pairs of objects, by their numbers, that a guard found to be different. */
  distinct: Set<string> | null = null;
  /** Kinds of places written since the header; null: anything. */
  written: Set<Field | ArrayKind> | null = new Set();
  code: Ins[] = [];

  fork(): State {
    const other = new State();
    other.values = new Map(this.values);
    other.available = new Map(this.available);
    other.bounds = new Map(this.bounds);
    other.heap = new Map(this.heap);
    other.virtuals = new Map(this.virtuals);
    other.replaced = new Map(this.replaced);
    other.fresh = new Set(this.fresh);
    other.distinct = this.distinct;
    other.written = this.written === null ? null : new Set(this.written);
    return other;
  }
}
