// Comparing sequences and searching in them, item by item, with Python's `==`. Items of plain types are compared at once; from the first
// other one on a frame takes over, because its `__eq__` may be Python code, and may change the sequence. Models list_richcompare, list_contains,
// tuple_richcompare and the like of CPython's Objects/listobject.c and tupleobject.c.
import { call, commonComparison, compare, compareReflected, truth } from '../descroperation.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import type { Comparison } from '../operations.ts';
import type { Space } from '../space.ts';
import { enter, RecursiveFrame } from '../step-frames.ts';

export interface SequenceAccess {
  length(space: Space, w: W): number;
  item(space: Space, w: W, i: number): W;
}

export const LIST_ACCESS: SequenceAccess = {
  length: (space, w) => space.listlen(w),
  item: (space, w, i) => space.listitem(w, i),
};

export const TUPLE_ACCESS: SequenceAccess = {
  length: (space, w) => space.tuple_w(w).length,
  item: (space, w, i) => space.tuple_w(w)[i],
};

/** Types whose comparison calls nothing: it is over when it answers. */
function isPlain(space: Space, w: W): boolean {
  const type = space.type(w);
  const { int, str, float, bool, bytes, NoneType } = space.types;
  return (
    type === int || type === str || type === float || type === bool || type === NoneType || type === bytes
  );
}

// --- comparison of two sequences

class CompareFrame extends RecursiveFrame {
  private readonly w_a: W;
  private readonly w_b: W;
  private readonly op: Comparison;
  private readonly access: SequenceAccess;
  private i: number;
  /** What the answer that comes next is: of an item's `__eq__` or `==`, its truth, of a method, or of the last comparison. */
  private state: 'next' | 'called' | 'equal' | 'truth' | 'lastCalled' | 'last' = 'next';
  /** Owned: the items whose method has been called. */
  private w_x: W | null = null;
  private w_y: W | null = null;

  constructor(space: Space, access: SequenceAccess, w_a: W, w_b: W, op: Comparison, i: number) {
    super();
    this.count(space, 'in comparison');
    this.access = access;
    this.w_a = space.own(w_a);
    this.w_b = space.own(w_b);
    this.op = op;
    this.i = i;
  }

  protected step(space: Space, w_value: W | undefined): W {
    const { access, w_a, w_b } = this;
    for (;;) {
      if (this.state === 'last') return w_value!;
      if (this.state === 'lastCalled') {
        this.state = 'last';
        return this.unlessReflected(space, w_value!, this.op);
      }
      if (this.state === 'next') {
        const { i } = this;
        if (i >= access.length(space, w_a) || i >= access.length(space, w_b)) {
          return byLength(space, access, w_a, w_b, this.op);
        }
        const w_x = access.item(space, w_a, i);
        const w_y = access.item(space, w_b, i);
        if (space.is(w_x, w_y)) {
          this.i++;
          continue;
        }
        this.state = 'called';
        w_value = this.callMethod(space, w_x, w_y, EQ) ?? undefined;
        if (w_value === undefined) {
          this.state = 'equal';
          w_value = compare(space, w_x, w_y, EQ);
        }
        if (w_value === SUSPEND) return SUSPEND;
      }
      if (this.state === 'called') {
        this.state = 'equal';
        w_value = this.unlessReflected(space, w_value!, EQ);
        if (w_value === SUSPEND) return SUSPEND;
      }
      if (this.state === 'equal') {
        this.state = 'truth';
        w_value = truth(space, w_value!);
        if (w_value === SUSPEND) return SUSPEND;
      }
      this.state = 'next';
      if (!space.is(w_value!, space.w_True)) return this.differ(space);
      this.i++;
      space.endStep(undefined);
    }
  }

  /** The first items that differ decide. */
  private differ(space: Space): W {
    const { access, w_a, w_b, op, i } = this;
    this.state = 'last';
    // Their `==` may have taken these items away: then the lengths decide, of equality, too.
    if (i >= access.length(space, w_a) || i >= access.length(space, w_b)) {
      return byLength(space, access, w_a, w_b, op);
    }
    if (op === EQ) return space.w_False;
    if (op === NE) return space.w_True;
    const w_x = access.item(space, w_a, i);
    const w_y = access.item(space, w_b, i);
    this.state = 'lastCalled';
    const w_answer = this.callMethod(space, w_x, w_y, op);
    if (w_answer === SUSPEND) return SUSPEND;
    this.state = 'last';
    return w_answer === null ? compare(space, w_x, w_y, op) : this.unlessReflected(space, w_answer, op);
  }

  /** Of both items' class, in Python; null: there is none. */
  private callMethod(space: Space, w_x: W, w_y: W, op: Comparison): W | null {
    const w_method = commonComparison(space, w_x, w_y, op);
    if (w_method === null) return null;
    this.forgetItems(space);
    this.w_x = space.own(w_x);
    this.w_y = space.own(w_y);
    return call(space, w_method, [w_x, w_y]);
  }

  /** The method's answer, or for NotImplemented that of the rest of the comparison. */
  private unlessReflected(space: Space, w_answer: W, op: Comparison): W {
    return space.is(w_answer, space.w_NotImplemented)
      ? compareReflected(space, this.w_x!, this.w_y!, op)
      : w_answer;
  }

  protected release(space: Space): void {
    space.drop(this.w_a);
    space.drop(this.w_b);
    this.forgetItems(space);
  }

  private forgetItems(space: Space): void {
    if (this.w_x === null) return;
    space.drop(this.w_x);
    space.drop(this.w_y!);
    this.w_x = this.w_y = null;
  }
}

export function holds(op: Comparison, sign: number): boolean {
  switch (op) {
    case 0:
      return sign < 0;
    case 1:
      return sign <= 0;
    case 2:
      return sign === 0;
    case 3:
      return sign !== 0;
    case 4:
      return sign > 0;
    case 5:
      return sign >= 0;
  }
}

function byLength(space: Space, access: SequenceAccess, w_a: W, w_b: W, op: Comparison): W {
  return space.newbool(holds(op, access.length(space, w_a) - access.length(space, w_b)));
}

export function compareSequences(space: Space, access: SequenceAccess, w_a: W, w_b: W, op: Comparison): W {
  const n = access.length(space, w_a);
  const m = access.length(space, w_b);
  // Lists that cannot be equal are not looked into; tuples are, as CPython's are.
  if (n !== m && access === LIST_ACCESS && (op === EQ || op === NE)) return space.newbool(op === NE);
  const isPlainly = access === LIST_ACCESS || access === TUPLE_ACCESS;
  const answer = isPlainly ? space.compareplainly(w_a, w_b, op) : undefined;
  if (answer !== undefined) return space.newbool(answer);
  for (let i = 0; i < n && i < m; i++) {
    const w_x = access.item(space, w_a, i);
    const w_y = access.item(space, w_b, i);
    if (space.is(w_x, w_y)) continue;
    if (!isPlain(space, w_x) || !isPlain(space, w_y)) {
      return enter(space, new CompareFrame(space, access, w_a, w_b, op, i));
    }
    if (space.is(compare(space, w_x, w_y, EQ), space.w_True)) continue;
    if (op === EQ || op === NE) return space.newbool(op === NE);
    return compare(space, w_x, w_y, op);
  }
  return space.newbool(holds(op, n - m));
}

// --- search

export interface Search {
  /** The first index, and the bound, asked again before each item. */
  start: number;
  end: () => number;
  item: (i: number) => W;
  /** Null to go on. */
  found: (i: number) => W | null;
  absent: () => W;
}

class SearchFrame extends RecursiveFrame {
  private readonly w_sequence: W;
  private readonly w_value: W;
  private readonly search: Search;
  private i: number;
  private state: 'next' | 'equal' | 'truth' = 'next';

  constructor(space: Space, w_sequence: W, w_value: W, search: Search, i: number) {
    super();
    this.count(space, 'in comparison');
    this.w_sequence = space.own(w_sequence);
    this.w_value = space.own(w_value);
    this.search = search;
    this.i = i;
  }

  protected step(space: Space, w_answer: W | undefined): W {
    const { search, w_value } = this;
    for (;;) {
      let match = false;
      if (this.state === 'next') {
        if (this.i >= search.end()) return search.absent();
        const w_item = search.item(this.i);
        match = space.is(w_item, w_value);
        if (!match) {
          this.state = 'equal';
          w_answer = compare(space, w_item, w_value, EQ);
          if (w_answer === SUSPEND) return SUSPEND;
        }
      }
      if (this.state === 'equal') {
        this.state = 'truth';
        w_answer = truth(space, w_answer!);
        if (w_answer === SUSPEND) return SUSPEND;
      }
      if (this.state === 'truth') match = space.is(w_answer!, space.w_True);
      this.state = 'next';
      if (match) {
        const w_found = search.found(this.i);
        if (w_found !== null) return w_found;
      }
      this.i++;
      space.endStep(undefined);
    }
  }

  protected release(space: Space): void {
    space.drop(this.w_sequence);
    space.drop(this.w_value);
  }
}

/** Looks for items that are or equal `w_value`. */
export function searchSequence(space: Space, w_sequence: W, w_value: W, search: Search): W {
  const plain = isPlain(space, w_value);
  let i = search.start;
  for (; i < search.end(); i++) {
    const w_item = search.item(i);
    if (!space.is(w_item, w_value)) {
      if (!plain || !isPlain(space, w_item)) {
        return enter(space, new SearchFrame(space, w_sequence, w_value, search, i));
      }
      if (!space.is(compare(space, w_item, w_value, EQ), space.w_True)) continue;
    }
    const w_found = search.found(i);
    if (w_found !== null) return w_found;
  }
  return search.absent();
}
