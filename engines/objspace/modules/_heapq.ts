// The module `_heapq`: a list as a heap, smallest or largest item first. Models CPython's Modules/_heapqmodule.c: the same order of
// comparisons, and the same complaint when a comparison changes the list. Comparisons of exact ints, floats and strs, and of
// tuples of such, are made here.
import * as intKernel from '../../kernels/int.ts';
import * as text from '../../kernels/text.ts';
import { compare, truth } from '../descroperation.ts';
import { resumable } from '../gateway.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { LT } from '../operations.ts';
import { loop } from '../loop-frame.ts';
import type { LoopFrame } from '../loop-frame.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** `a < b` where that needs no Python; undefined otherwise. */
function lessAtOnce(space: Space, w_a: W, w_b: W): boolean | undefined {
  const type = space.type(w_a);
  if (type !== space.type(w_b)) return undefined;
  const { int, float, str, tuple } = space.types;
  if (type === int) {
    const a = space.int_w(w_a);
    const b = space.int_w(w_b);
    return typeof a === 'number' && typeof b === 'number' ? a < b : intKernel.compare(a, b) < 0;
  }
  if (type === float) return space.float_w(w_a) < space.float_w(w_b);
  if (type === str) return text.compare(space.text_w(w_a), space.text_w(w_b)) < 0;
  if (type !== tuple) return undefined;
  const order = space.orderplainly(w_a, w_b);
  return order === order ? order < 0 : undefined;
}

/**
 * One sift as a state machine: `step` gets the truth of the comparison it asked for, and answers null when it is done, else the places
 * of the two items to compare (left less than right).
 */
interface Sift {
  start(): [number, number] | null;
  step(isLess: boolean): [number, number] | null;
}

/** Towards the root, from `place`, not above `top`. */
class SiftUpwards implements Sift {
  private readonly space: Space;
  private readonly w_heap: W;
  private readonly top: number;
  private place: number;
  private readonly max: boolean;
  constructor(space: Space, w_heap: W, top: number, place: number, max: boolean) {
    this.space = space;
    this.w_heap = w_heap;
    this.top = top;
    this.place = place;
    this.max = max;
  }
  start(): [number, number] | null {
    if (this.place <= this.top) return null;
    const parent = (this.place - 1) >> 1;
    return this.max ? [parent, this.place] : [this.place, parent];
  }
  step(isLess: boolean): [number, number] | null {
    if (!isLess) return null;
    const parent = (this.place - 1) >> 1;
    this.space.listswap(this.w_heap, this.place, parent);
    this.place = parent;
    return this.start();
  }
}

/** From `place` to a leaf by the smaller children, then up again. */
class SiftDownwards implements Sift {
  private readonly space: Space;
  private readonly w_heap: W;
  private readonly from: number;
  private place: number;
  private readonly max: boolean;
  private readonly end: number;
  private up: SiftUpwards | null = null;
  constructor(space: Space, w_heap: W, place: number, max: boolean, from = place) {
    this.space = space;
    this.w_heap = w_heap;
    this.from = from;
    this.place = place;
    this.max = max;
    this.end = space.listlen(w_heap);
  }
  start(): [number, number] | null {
    const { end } = this;
    while (this.place < end >> 1) {
      const left = 2 * this.place + 1;
      if (left + 1 < end) return this.max ? [left + 1, left] : [left, left + 1];
      this.descend(left);
    }
    this.up = new SiftUpwards(this.space, this.w_heap, this.from, this.place, this.max);
    return this.up.start();
  }
  private descend(child: number): void {
    this.space.listswap(this.w_heap, child, this.place);
    this.place = child;
  }
  step(isLess: boolean): [number, number] | null {
    if (this.up !== null) return this.up.step(isLess);
    const left = 2 * this.place + 1;
    this.descend(isLess ? left : left + 1);
    return this.start();
  }
}

/** The same as SiftUpwards as far as no Python is needed: the place that was reached; below 0: -1 - a place to go on from. */
function siftUpPlainly(space: Space, w_heap: W, from: number, max: boolean): number {
  let place = from;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const w_item = space.listitem(w_heap, place);
    const w_parent = space.listitem(w_heap, parent);
    const isLess = max ? lessAtOnce(space, w_parent, w_item) : lessAtOnce(space, w_item, w_parent);
    if (isLess === undefined) return -1 - place;
    if (!isLess) break;
    space.listswap(w_heap, place, parent);
    place = parent;
  }
  return place;
}

/** The way down of SiftDownwards from the root, likewise. */
function siftDownPlainly(space: Space, w_heap: W, max: boolean): number {
  const end = space.listlen(w_heap);
  let place = 0;
  while (place < end >> 1) {
    let child = 2 * place + 1;
    if (child + 1 < end) {
      const w_left = space.listitem(w_heap, child);
      const w_right = space.listitem(w_heap, child + 1);
      const isLess = max ? lessAtOnce(space, w_right, w_left) : lessAtOnce(space, w_left, w_right);
      if (isLess === undefined) return -1 - place;
      if (!isLess) child++;
    }
    space.listswap(w_heap, place, child);
    place = child;
  }
  return place;
}

/** Runs the sifts that `next` hands out one after the other, then answers `w_result`. */
function runSifts(space: Space, w_heap: W, w_result: W, next: () => Sift | null): W {
  let sift = next();
  let pair = sift?.start() ?? null;
  const size = space.listlen(w_heap);
  /** Goes as far as it can without Python; true: all done. */
  const advance = (): boolean => {
    for (;;) {
      while (pair === null) {
        if (sift === null) return true;
        sift = next();
        if (sift === null) return true;
        pair = sift.start();
      }
      const isLess = lessAtOnce(space, space.listitem(w_heap, pair[0]), space.listitem(w_heap, pair[1]));
      if (isLess === undefined) return false;
      pair = sift!.step(isLess);
    }
  };
  if (advance()) return w_result;
  let asked = false;
  const turn = (frame: LoopFrame, w_answer: W | undefined): W => {
    if (w_answer !== undefined && !asked) {
      asked = true;
      const w = truth(space, w_answer);
      if (w === SUSPEND) return w;
      w_answer = w;
    }
    if (w_answer !== undefined) {
      if (space.listlen(w_heap) !== size)
        throw raise(space, 'RuntimeError', 'list changed size during iteration');
      pair = sift!.step(space.is(w_answer, space.w_True));
      if (advance()) return frame.finish(w_result);
    }
    asked = false;
    return compare(space, space.listitem(w_heap, pair![0]), space.listitem(w_heap, pair![1]), LT);
  };
  return loop(space, [w_heap, w_result], turn);
}

function checkHeap(space: Space, w_heap: W, name: string): void {
  if (!space.type(w_heap).isSubtype(space.types.list)) {
    const got = space.type(w_heap).name;
    throw raise(
      space,
      'TypeError',
      `${name}() argument ${name.startsWith('heapify') || name.startsWith('heappop') ? '' : '1 '}must be list, not ${got}`,
    );
  }
}

const once = (sift: Sift): (() => Sift | null) => {
  let left: Sift | null = sift;
  return () => {
    const given = left;
    left = null;
    return given;
  };
};

function push(space: Space, w_heap: W, w_item: W, max: boolean): W {
  space.listappend(w_heap, w_item);
  const place = siftUpPlainly(space, w_heap, space.listlen(w_heap) - 1, max);
  if (place >= 0) return space.w_None;
  return runSifts(space, w_heap, space.w_None, once(new SiftUpwards(space, w_heap, 0, -1 - place, max)));
}

function pop(space: Space, w_heap: W, max: boolean): W {
  const n = space.listlen(w_heap);
  if (n === 0) throw raise(space, 'IndexError', 'index out of range');
  const w_last = space.listpop(w_heap, n - 1);
  if (n === 1) return w_last;
  return replaceRoot(space, w_heap, w_last, max);
}

function replaceRoot(space: Space, w_heap: W, w_item: W, max: boolean): W {
  const w_root = space.own(space.listitem(w_heap, 0));
  space.listset(w_heap, 0, w_item);
  space.drop(w_root);
  const leaf = siftDownPlainly(space, w_heap, max);
  if (leaf < 0)
    return runSifts(space, w_heap, w_root, once(new SiftDownwards(space, w_heap, -1 - leaf, max, 0)));
  const place = siftUpPlainly(space, w_heap, leaf, max);
  if (place >= 0) return w_root;
  return runSifts(space, w_heap, w_root, once(new SiftUpwards(space, w_heap, 0, -1 - place, max)));
}

function replace(space: Space, w_heap: W, w_item: W, max: boolean): W {
  if (space.listlen(w_heap) === 0) throw raise(space, 'IndexError', 'index out of range');
  return replaceRoot(space, w_heap, w_item, max);
}

function pushpop(space: Space, w_heap: W, w_item: W, max: boolean): W {
  if (space.listlen(w_heap) === 0) return w_item;
  const w_root = space.listitem(w_heap, 0);
  const decided = (isLess: boolean): W => {
    if (!isLess) return w_item;
    if (space.listlen(w_heap) === 0) throw raise(space, 'IndexError', 'index out of range');
    return replaceRoot(space, w_heap, w_item, max);
  };
  const [w_a, w_b] = max ? [w_item, w_root] : [w_root, w_item];
  const isLess = lessAtOnce(space, w_a, w_b);
  if (isLess !== undefined) return decided(isLess);
  let asked = false;
  return loop(space, [w_heap, w_item, w_root], (frame, w_answer) => {
    if (w_answer === undefined) return compare(space, w_a, w_b, LT);
    if (!asked) {
      asked = true;
      return truth(space, w_answer);
    }
    return frame.finish(decided(space.is(w_answer, space.w_True)));
  });
}

/** The order of parents that keeps a sub-heap in the cache matters to C alone; the comparisons come in the same order up to 2500 items. */
function heapify(space: Space, w_heap: W, max: boolean): W {
  let i = space.listlen(w_heap) >> 1;
  return runSifts(space, w_heap, space.w_None, () =>
    i === 0 ? null : new SiftDownwards(space, w_heap, --i, max),
  );
}

const rows = (suffix: string, max: boolean) => [
  resumable(`heappush${suffix}`, 'heap, item, /', (space: Space, w_heap: W, w_item: W) => {
    checkHeap(space, w_heap, `heappush${suffix}`);
    return push(space, w_heap, w_item, max);
  }),
  resumable(`heappushpop${suffix}`, 'heap, item, /', (space: Space, w_heap: W, w_item: W) => {
    checkHeap(space, w_heap, `heappushpop${suffix}`);
    return pushpop(space, w_heap, w_item, max);
  }),
  resumable(`heappop${suffix}`, 'heap, /', (space: Space, w_heap: W) => {
    checkHeap(space, w_heap, `heappop${suffix}`);
    return pop(space, w_heap, max);
  }),
  resumable(`heapreplace${suffix}`, 'heap, item, /', (space: Space, w_heap: W, w_item: W) => {
    checkHeap(space, w_heap, `heapreplace${suffix}`);
    return replace(space, w_heap, w_item, max);
  }),
  resumable(`heapify${suffix}`, 'heap, /', (space: Space, w_heap: W) => {
    checkHeap(space, w_heap, `heapify${suffix}`);
    return heapify(space, w_heap, max);
  }),
];

export const heapqModule: ModuleDefinition = {
  name: '_heapq',
  doc: 'Heap queue algorithm (a.k.a. priority queue).',
  functions: [...rows('', false), ...rows('_max', true)],
};
