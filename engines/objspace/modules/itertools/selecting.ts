// `itertools.islice`, `takewhile`, `dropwhile`, `filterfalse`, `compress`: some of the items. Those that may pass over many search in a frame; those
// that hand on one item at a time go on in a continuation. Models islice_*, takewhile_*, dropwhile_*, filterfalse_* and compress_* of CPython's
// Modules/itertoolsmodule.c.
import { constructor } from '../../constructor.ts';
import { andThen, runNested } from '../../continuation.ts';
import { call, index, next, truth } from '../../descroperation.ts';
import { STOP, SUSPEND } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { enter, IterationFrame } from '../../step-frames.ts';
import type { TypeObject } from '../../typeobject.ts';
import { FirstFrame } from '../../types/first-frame.ts';
import { iterator, Over, OverWithFunction, withIterator, withIterators } from './iterator-type.ts';

/** Passes over `count` items and answers the one behind them. */
class SkipFrame extends IterationFrame {
  private left: number;
  constructor(space: Space, w_iterator: W, count: number) {
    super(space, w_iterator);
    this.left = count;
  }
  protected item(_space: Space, w_item: W): W | null {
    return this.left-- === 0 ? w_item : null;
  }
  protected end(): W {
    return STOP;
  }
}

// --- islice

class Slice extends Over {
  /** Index of the item wanted next. */
  wanted: number;
  readonly stop: number;
  readonly step: number;
  /** Items taken so far. */
  taken = 0;
  constructor(w_iterator: W, start: number, stop: number, step: number) {
    super(w_iterator);
    this.wanted = start;
    this.stop = stop;
    this.step = step;
  }
  got(space: Space, w_item: W): W {
    if (w_item === STOP) return this.finish(space);
    this.taken = this.wanted + 1;
    this.wanted += this.step;
    return w_item;
  }
  finish(space: Space): W {
    this.end(space);
    return STOP;
  }
}

/** `sys.maxsize` */
const MAX_SIZE = 2n ** 63n - 1n;

/** Bounds of `islice`: None or a number from 0 on. */
function sliceBound(space: Space, w: W | undefined, fallback: number, text: string): number {
  if (w === undefined || space.is(w, space.w_None)) return fallback;
  const type = space.type(w);
  if (type.slots.index === null) throw raise(space, 'ValueError', text);
  const value = space.int_w(runNested(space, () => index(space, w)));
  if (value < 0 || value > MAX_SIZE) throw raise(space, 'ValueError', text);
  // Nobody takes as many.
  return Math.min(Number(value), Number.MAX_SAFE_INTEGER);
}

const STOP_TEXT = 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.';
const INDEX_TEXT = 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.';
const STEP_TEXT = 'Step for islice() must be a positive integer or None.';

function sliceNext(space: Space, w: W): W {
  const state = space.data(w) as Slice;
  const { w_iterator, wanted } = state;
  if (w_iterator === null) return STOP;
  if (wanted !== state.taken || wanted >= state.stop) return sliceAfterSkip(space, state, w_iterator);
  const caller = space.top;
  const w_item = next(space, w_iterator);
  return w_item === SUSPEND ? sliceLater(space, caller, state) : state.got(space, w_item);
}

const sliceLater = (space: Space, caller: Space['top'], state: Slice): W =>
  andThen(space, caller, SUSPEND, (w_item) => state.got(space, w_item));

function sliceAfterSkip(space: Space, state: Slice, w_iterator: W): W {
  const { wanted, stop, taken } = state;
  const caller = space.top;
  if (wanted < stop) {
    const skip = new SkipFrame(space, w_iterator, wanted - taken);
    return andThen(space, caller, enter(space, skip), (w_item) => state.got(space, w_item));
  }
  // What lies before the end is still taken, so that the iterator stands where a slice would leave it.
  if (taken >= stop || stop === Infinity) return state.finish(space);
  state.taken = stop;
  const skip = new SkipFrame(space, w_iterator, stop - taken - 1);
  return andThen(space, caller, enter(space, skip), () => state.finish(space));
}

export const islice = iterator(
  'itertools.islice',
  (space, type, args_w, names) => {
    if (names !== null && names.length > 0)
      throw raise(space, 'TypeError', 'islice() takes no keyword arguments');
    if (args_w.length < 2 || args_w.length > 4) {
      const bound = args_w.length < 2 ? 'at least 2' : 'at most 4';
      throw raise(space, 'TypeError', `islice expected ${bound} arguments, got ${args_w.length}`);
    }
    const hasStart = args_w.length > 2;
    const stop = sliceBound(space, args_w[hasStart ? 2 : 1], Infinity, STOP_TEXT);
    const start = sliceBound(space, hasStart ? args_w[1] : undefined, 0, INDEX_TEXT);
    const step = sliceBound(space, args_w[3], 1, STEP_TEXT);
    if (step < 1) throw raise(space, 'ValueError', STEP_TEXT);
    return withIterator(space, args_w[0], (w_iterator) =>
      space.newobj(type, new Slice(space.own(w_iterator), start, stop, step)),
    );
  },
  sliceNext,
);

// --- by a function of the program's

class WithPredicate extends OverWithFunction {
  /** Of takewhile: it is over; of dropwhile: all further items are handed on. */
  decided = false;
}

const predicate = (name: string) =>
  constructor(name, 'predicate, iterable, /', ((
    space: Space,
    type: TypeObject,
    w_predicate: W,
    w_iterable: W,
  ) =>
    withIterator(space, w_iterable, (w_iterator) =>
      space.newobj(type, new WithPredicate(space.own(w_iterator), space.own(w_predicate))),
    )) as never);

export const dropwhile = iterator('itertools.dropwhile', predicate('dropwhile'), (space, w) => {
  const state = space.data(w) as WithPredicate;
  return state.decided ? next(space, state.w_iterator!) : dropFirst(space, state);
});

function dropFirst(space: Space, state: WithPredicate): W {
  const { w_iterator, w_function } = state;
  const caller = space.top;
  const frame = new FirstFrame(space, w_iterator!, (w_item) => call(space, w_function, [w_item]), false);
  return andThen(space, caller, enter(space, frame), (w_item) => {
    if (w_item !== STOP) state.decided = true;
    return w_item;
  });
}

export const takewhile = iterator('itertools.takewhile', predicate('takewhile'), (space, w) => {
  const state = space.data(w) as WithPredicate;
  if (state.decided) return STOP;
  const caller = space.top;
  const w_item = next(space, state.w_iterator!);
  if (w_item === STOP) return STOP;
  if (w_item !== SUSPEND) return takeIf(space, state, w_item);
  return andThen(space, caller, w_item, (w_late) => (w_late === STOP ? STOP : takeIf(space, state, w_late)));
});

function takeIf(space: Space, state: WithPredicate, w_item: W): W {
  const caller = space.top;
  const w_answer = call(space, state.w_function, [w_item]);
  if (w_answer === space.w_True) return w_item;
  return andThen(space, caller, w_answer, (w) =>
    andThen(space, caller, truth(space, w), (w_truth) => {
      if (space.is(w_truth, space.w_True)) return w_item;
      state.decided = true;
      return STOP;
    }),
  );
}

export const filterfalse = iterator('itertools.filterfalse', predicate('filterfalse'), (space, w) => {
  const { w_iterator, w_function } = space.data(w) as WithPredicate;
  const byItself = space.is(w_function, space.w_None) || space.is(w_function, space.types.bool.w_self);
  const condition = (w_item: W): W => (byItself ? w_item : call(space, w_function, [w_item]));
  return enter(space, new FirstFrame(space, w_iterator!, condition, false));
});

// --- by other items

class Compress extends Over {
  w_selectors: W;
  constructor(w_data: W, w_selectors: W) {
    super(w_data);
    this.w_selectors = w_selectors;
  }
  override traverse(visit: (w: W) => void): void {
    super.traverse(visit);
    visit(this.w_selectors);
  }
  override forget(): void {
    super.forget();
    this.w_selectors = null as unknown as W;
  }
}

export const compress = iterator(
  'itertools.compress',
  constructor('compress', 'data, selectors', ((space: Space, type: TypeObject, w_data: W, w_selectors: W) =>
    withIterators(space, [w_data, w_selectors], ([w_a, w_b]) =>
      space.newobj(type, new Compress(space.own(w_a), space.own(w_b))),
    )) as never),
  (space, w) => {
    const { w_iterator, w_selectors } = space.data(w) as Compress;
    const condition = (): W => next(space, w_selectors);
    return enter(space, new FirstFrame(space, w_iterator!, condition, true));
  },
);
