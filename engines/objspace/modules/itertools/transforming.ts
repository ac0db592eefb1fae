// `itertools.accumulate`, `batched`, `chain`, `pairwise`, `starmap`, `zip_longest`: other items out of those of one or more iterators. What they
// call may suspend; an item is then handed on by a continuation, which is made only then. Models accumulate_*, batched_*, chain_*, pairwise_*,
// starmap_* and zip_longest_* of CPython's Modules/itertoolsmodule.c.
import { add } from '../../../kernels/int.ts';
import { constructor } from '../../constructor.ts';
import { andThen } from '../../continuation.ts';
import { binary, call, next } from '../../descroperation.ts';
import { resumable } from '../../gateway.ts';
import { Payload, STOP, SUSPEND } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { TypeObject } from '../../typeobject.ts';
import { tupleIter } from '../../types/iterators.ts';
import {
  genericClass,
  iterator,
  Over,
  OverWithFunction,
  ownAll,
  withIterator,
  withIterators,
  withItem,
  withTuple,
} from './iterator-type.ts';

// --- accumulate

class Accumulate extends Over {
  /** Null: addition. */
  w_function: W | null = null;
  w_total: W | null = null;
  /** To be given first; null once it is. */
  w_initial: W | null = null;
  override traverse(visit: (w: W) => void): void {
    super.traverse(visit);
    const { w_function, w_total, w_initial } = this;
    if (w_function !== null) visit(w_function);
    if (w_total !== null) visit(w_total);
    if (w_initial !== null) visit(w_initial);
  }
  override forget(): void {
    super.forget();
    this.w_function = this.w_total = this.w_initial = null;
  }
  give(space: Space, w_next: W): W {
    const w_old = this.w_total;
    this.w_total = space.own(w_next);
    if (w_old !== null) space.drop(w_old);
    return w_next;
  }
  take(space: Space, w_item: W): W {
    const { w_total, w_function } = this;
    if (w_item === STOP) return STOP;
    if (w_total === null) return this.give(space, w_item);
    const { int } = space.types;
    if (w_function === null && space.type(w_item) === int && space.type(w_total) === int)
      return this.give(space, space.newint(add(space.int_w(w_total), space.int_w(w_item))));
    const caller = space.top;
    const w_sum =
      w_function === null
        ? binary(space, 'add', w_total, w_item)
        : call(space, w_function, [w_total, w_item]);
    return w_sum === SUSPEND ? this.later(space, caller) : this.give(space, w_sum);
  }
  private later(space: Space, caller: Space['top']): W {
    return andThen(space, caller, SUSPEND, (w_sum) => this.give(space, w_sum));
  }
}

export const accumulate = iterator(
  'itertools.accumulate',
  constructor('accumulate', 'iterable, func=None, *, initial=None', ((
    space: Space,
    type: TypeObject,
    w_iterable: W,
    w_function: W,
    w_initial: W,
  ) =>
    withIterator(space, w_iterable, (w_iterator) => {
      const state = new Accumulate(space.own(w_iterator));
      if (!space.is(w_function, space.w_None)) state.w_function = space.own(w_function);
      if (!space.is(w_initial, space.w_None)) state.w_initial = space.own(w_initial);
      return space.newobj(type, state);
    })) as never),
  (space, w) => {
    const state = space.data(w) as Accumulate;
    if (state.w_initial !== null) {
      const w_first = state.w_initial;
      state.w_initial = null;
      state.give(space, w_first);
      space.drop(w_first);
      return w_first;
    }
    const caller = space.top;
    const w_item = next(space, state.w_iterator!);
    if (w_item !== SUSPEND) return state.take(space, w_item);
    return andThen(space, caller, w_item, (w_late) => state.take(space, w_late));
  },
);

// --- batched

class Batched extends Over {
  readonly size: number;
  readonly strict: boolean;
  constructor(w_iterator: W, size: number, strict: boolean) {
    super(w_iterator);
    this.size = size;
    this.strict = strict;
  }
}

export const batched = iterator(
  'itertools.batched',
  constructor('batched', 'iterable, n: index, *, strict: bool = False', ((
    space: Space,
    type: TypeObject,
    w_iterable: W,
    n: number,
    strict: boolean,
  ) => {
    if (n < 1) throw raise(space, 'ValueError', 'n must be at least one');
    return withIterator(space, w_iterable, (w_iterator) =>
      space.newobj(type, new Batched(space.own(w_iterator), n, strict)),
    );
  }) as never),
  (space, w) => {
    const state = space.data(w) as Batched;
    return state.w_iterator === null ? STOP : fillBatch(space, state, state.w_iterator, []);
  },
);

/** Goes on with a batch that has `items_w` already. */
function fillBatch(space: Space, state: Batched, w_iterator: W, items_w: W[]): W {
  while (items_w.length < state.size) {
    const caller = space.top;
    const w_item = next(space, w_iterator);
    if (w_item === SUSPEND) return batchLater(space, caller, state, w_iterator, items_w);
    if (w_item === STOP) return lastBatch(space, state, items_w);
    items_w.push(w_item);
  }
  return space.newtuplefrom(items_w);
}

function batchLater(space: Space, caller: Space['top'], state: Batched, w_iterator: W, items_w: W[]): W {
  return andThen(space, caller, SUSPEND, (w_item) => {
    if (w_item === STOP) return lastBatch(space, state, items_w);
    items_w.push(w_item);
    return fillBatch(space, state, w_iterator, items_w);
  });
}

function lastBatch(space: Space, state: Batched, items_w: readonly W[]): W {
  state.end(space);
  if (items_w.length === 0) return STOP;
  if (state.strict) throw raise(space, 'ValueError', 'batched(): incomplete batch');
  return space.newtuple(items_w);
}

// --- chain

/** `w_iterator` gives the iterables. */
class Chain extends Over {
  /** The present one's iterator. */
  w_inner: W | null = null;
  override traverse(visit: (w: W) => void): void {
    super.traverse(visit);
    if (this.w_inner !== null) visit(this.w_inner);
  }
  override forget(): void {
    super.forget();
    this.w_inner = null;
  }
  endInner(space: Space): void {
    space.drop(this.w_inner!);
    this.w_inner = null;
  }
}

export const chain = iterator(
  'itertools.chain',
  (space, type, args_w, names) => {
    if (names !== null && names.length > 0)
      throw raise(space, 'TypeError', 'chain() takes no keyword arguments');
    const w_iterables = tupleIter(space, space.newtuple(args_w));
    return space.newobj(type, new Chain(space.own(w_iterables)));
  },
  chainNext,
  {
    classMethods: [
      resumable('from_iterable', '$type, iterable, /', (space: Space, w_type: W, w_iterable: W) =>
        withIterator(space, w_iterable, (w) =>
          space.newobj(space.data(w_type) as TypeObject, new Chain(space.own(w))),
        ),
      ),
      ...genericClass.classMethods,
    ],
  },
);

function chainNext(space: Space, w: W): W {
  const state = space.data(w) as Chain;
  const { w_inner } = state;
  if (w_inner === null) return chainOpen(space, w, state);
  const caller = space.top;
  const w_item = next(space, w_inner);
  if (w_item === STOP) {
    state.endInner(space);
    return chainOpen(space, w, state);
  }
  return w_item === SUSPEND ? chainLater(space, caller, w, state) : w_item;
}

function chainLater(space: Space, caller: Space['top'], w: W, state: Chain): W {
  return andThen(space, caller, SUSPEND, (w_item) => {
    if (w_item !== STOP) return w_item;
    state.endInner(space);
    return chainOpen(space, w, state);
  });
}

/** Goes on to the next iterable that has an item. */
function chainOpen(space: Space, w: W, state: Chain): W {
  if (state.w_iterator === null) return STOP;
  return withItem(space, state.w_iterator, (w_iterable) => {
    if (w_iterable === STOP) {
      state.end(space);
      return STOP;
    }
    return withIterator(space, w_iterable, (w_iterator) => {
      state.w_inner = space.own(w_iterator);
      return chainNext(space, w);
    });
  });
}

// --- pairwise

class Pairwise extends Over {
  w_old: W | null = null;
  override traverse(visit: (w: W) => void): void {
    super.traverse(visit);
    if (this.w_old !== null) visit(this.w_old);
  }
  override forget(): void {
    super.forget();
    this.w_old = null;
  }
  /** The item before; null at the beginning. */
  replaceOld(space: Space, w_item: W | null): void {
    const { w_old } = this;
    this.w_old = w_item === null ? null : space.own(w_item);
    if (w_old !== null) space.drop(w_old);
  }
  take(space: Space, w_item: W): W {
    const { w_old } = this;
    if (w_item === STOP) {
      this.end(space);
      this.replaceOld(space, null);
      return STOP;
    }
    if (w_old === null) {
      this.replaceOld(space, w_item);
      return pairNext(space, this);
    }
    const w_pair = space.newtuple([w_old, w_item]);
    this.replaceOld(space, w_item);
    return w_pair;
  }
}

function pairNext(space: Space, state: Pairwise): W {
  const { w_iterator } = state;
  if (w_iterator === null) return STOP;
  const caller = space.top;
  const w_item = next(space, w_iterator);
  if (w_item !== SUSPEND) return state.take(space, w_item);
  return pairLater(space, caller, state);
}

const pairLater = (space: Space, caller: Space['top'], state: Pairwise): W =>
  andThen(space, caller, SUSPEND, (w_item) => state.take(space, w_item));

export const pairwise = iterator(
  'itertools.pairwise',
  constructor('pairwise', 'iterable, /', ((space: Space, type: TypeObject, w_iterable: W) =>
    withIterator(space, w_iterable, (w_iterator) =>
      space.newobj(type, new Pairwise(space.own(w_iterator))),
    )) as never),
  (space, w) => pairNext(space, space.data(w) as Pairwise),
);

// --- starmap

export const starmap = iterator(
  'itertools.starmap',
  constructor('starmap', 'function, iterable, /', ((
    space: Space,
    type: TypeObject,
    w_function: W,
    w_iterable: W,
  ) =>
    withIterator(space, w_iterable, (w_iterator) =>
      space.newobj(type, new OverWithFunction(space.own(w_iterator), space.own(w_function))),
    )) as never),
  (space, w) => {
    const { w_iterator, w_function } = space.data(w) as OverWithFunction;
    const caller = space.top;
    const w_item = next(space, w_iterator!);
    if (w_item === STOP) return STOP;
    if (w_item !== SUSPEND) return callStarred(space, w_function, w_item);
    return andThen(space, caller, w_item, (w_late) =>
      w_late === STOP ? STOP : callStarred(space, w_function, w_late),
    );
  },
);

function callStarred(space: Space, w_function: W, w_item: W): W {
  if (space.type(w_item).isSubtype(space.types.tuple)) return call(space, w_function, space.tuple_w(w_item));
  return withTuple(space, w_item, (args_w) => call(space, w_function, args_w));
}

// --- zip_longest

class ZipLongest extends Payload {
  w_fill: W;
  /** Null: it has no more items. */
  iterators_w: (W | null)[];
  /** How many still have items. */
  left: number;
  constructor(w_fill: W, iterators_w: W[]) {
    super();
    this.w_fill = w_fill;
    this.iterators_w = iterators_w;
    this.left = iterators_w.length;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_fill);
    for (const w of this.iterators_w) if (w !== null) visit(w);
  }
  forget(): void {
    this.w_fill = null as unknown as W;
    this.iterators_w = [];
  }
}

export const zipLongest = iterator(
  'itertools.zip_longest',
  (space, type, args_w, names) => {
    const positional = args_w.length - (names?.length ?? 0);
    let w_fill = space.w_None;
    names?.forEach((name, i) => {
      if (name !== 'fillvalue')
        throw raise(space, 'TypeError', 'zip_longest() got an unexpected keyword argument');
      w_fill = args_w[positional + i];
    });
    return withIterators(space, args_w.slice(0, positional), (iterators_w) =>
      space.newobj(type, new ZipLongest(space.own(w_fill), ownAll(space, iterators_w))),
    );
  },
  (space, w) => {
    const state = space.data(w) as ZipLongest;
    return state.left === 0 ? STOP : longestRow(space, state, []);
  },
);

/** Goes on with a row that has `items_w` already. */
function longestRow(space: Space, state: ZipLongest, items_w: W[]): W {
  const { iterators_w } = state;
  for (let i = items_w.length; i < iterators_w.length; i++) {
    const w_iterator = iterators_w[i];
    if (w_iterator === null) {
      items_w.push(state.w_fill);
      continue;
    }
    const caller = space.top;
    const w_item = next(space, w_iterator);
    if (w_item === SUSPEND) return longestLater(space, caller, state, items_w);
    if (!takeOrFill(space, state, items_w, w_item)) return STOP;
  }
  return space.newtuple(items_w);
}

/** The next item of a row; false: nobody has one. */
function takeOrFill(space: Space, state: ZipLongest, items_w: W[], w_item: W): boolean {
  if (w_item !== STOP) {
    items_w.push(w_item);
    return true;
  }
  state.left--;
  if (state.left === 0) return false;
  const i = items_w.length;
  space.drop(state.iterators_w[i]!);
  state.iterators_w[i] = null;
  items_w.push(state.w_fill);
  return true;
}

function longestLater(space: Space, caller: Space['top'], state: ZipLongest, items_w: W[]): W {
  return andThen(space, caller, SUSPEND, (w_item) =>
    takeOrFill(space, state, items_w, w_item) ? longestRow(space, state, items_w) : STOP,
  );
}
