// Taking all items of an iterable: `list(…)`, `extend`, `tuple(…)`, unpacking. Builtin containers are read directly, anything else through a
// frame that owns the list as it grows. Models list_extend of CPython's Objects/listobject.c, PySequence_Tuple of abstract.c and
// UNPACK_SEQUENCE, UNPACK_EX of Python/bytecodes.c.
import { charAt } from '../../kernels/text.ts';
import { andThen, runNested } from '../continuation.ts';
import { iter } from '../descroperation.ts';
import { Payload, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { enter, IterationFrame } from '../step-frames.ts';
import { askLengthHint, selfIter } from './iterators.ts';
import type { RangePayload } from './range.ts';

/** More items than this are a MemoryError: the host would end the process rather than tell. */
export const MAX_ITEMS = 2 ** 27;

/** Items that are made for this are made at once up to so many. */
export const MOST_AT_ONCE = 65536;

class ExtendFrame extends IterationFrame {
  private readonly w_list: W;
  private readonly done: (w_list: W) => W;
  constructor(space: Space, w_iterator: W, w_list: W, done: (w_list: W) => W) {
    super(space, w_iterator);
    this.w_list = space.own(w_list);
    this.done = done;
  }
  protected item(space: Space, w_item: W): null {
    space.listappend(this.w_list, w_item);
    return null;
  }
  override canTake(space: Space): boolean {
    return space.listlen(this.w_list) < MAX_ITEMS;
  }
  protected end(): W {
    return this.done(this.w_list);
  }
  protected override release(space: Space): void {
    super.release(space);
    space.drop(this.w_list);
  }
}

/** The frame that appends what an iterator has left, where the engine has begun with that. */
export const extendLater = (space: Space, w_iterator: W, w_list: W, done: (w_list: W) => W): IterationFrame =>
  new ExtendFrame(space, w_iterator, w_list, done);

/** Keeps items alive for this step whose comparison or hash may empty the container that they came from. */
function held(space: Space, items_w: readonly W[]): readonly W[] {
  for (const w of items_w) if (space.type(w).isHeap) space.drop(space.own(w));
  return items_w;
}

/** What a builtin iterable holds that is neither list, tuple, dict nor set, and whose items nobody has to be asked for. */
export abstract class DirectPayload extends Payload {
  /** All items in order; undefined where there are too many to have them all at once. */
  abstract directItems(space: Space): readonly W[] | undefined;
}

/** Items of a builtin container, text, range or view, as they stand; undefined for anything that has to be asked. */
export function directItems(space: Space, w_x: W): readonly W[] | undefined {
  const type = space.type(w_x);
  const { tuple, list, dict, set, frozenset, str } = space.types;
  if (type === tuple) return space.tuple_w(w_x);
  if (type === list) return held(space, space.listitems(w_x));
  if (type === dict) {
    const keys_w: W[] = [];
    for (let e = space.dictnext(w_x, 0); e; e = space.dictnext(w_x, e.next)) keys_w.push(e.w_key);
    return held(space, keys_w);
  }
  if (type === set || type === frozenset) {
    const keys_w: W[] = [];
    for (let e = space.setnext(w_x, 0); e; e = space.setnext(w_x, e.next)) keys_w.push(e.w_key);
    return held(space, keys_w);
  }
  if (type === str) {
    const text = space.text_w(w_x);
    const { length } = text;
    if (length > MOST_AT_ONCE) return undefined;
    const items_w: W[] = [];
    for (let i = 0; i < length; i++) items_w.push(space.newtext(charAt(text, i)));
    return items_w;
  }
  const { range, dict_keys, dict_values, dict_items } = space.types;
  if (type === range || type === dict_items || type === dict_values || type === dict_keys) {
    const items_w = (space.data(w_x) as DirectPayload).directItems(space);
    return items_w === undefined || type === range ? items_w : held(space, items_w);
  }
  return undefined;
}

/** The host would fill its memory before it fails. */
function checkRoom(space: Space, w_range: W): void {
  const { length } = space.data(w_range) as RangePayload;
  if (length <= MAX_ITEMS) return;
  if (typeof length === 'bigint' && BigInt.asIntN(64, length) !== length)
    throw raise(space, 'OverflowError', 'Python int too large to convert to C ssize_t');
  throw raise(space, 'MemoryError', '');
}

/** Appends all items of `w_iterable` to `w_list`, then `done`. What was appended before an error stays. */
export function extendList(space: Space, w_list: W, w_iterable: W, done: (w_list: W) => W, hint = true): W {
  const items_w = directItems(space, w_iterable);
  if (items_w !== undefined) {
    space.listsplice(w_list, space.listlen(w_list), 0, items_w);
    return done(w_list);
  }
  const type = space.type(w_iterable);
  if (type === space.types.range && hint) checkRoom(space, w_iterable);
  const isAll = space.collect(w_list, w_iterable, () => extendLater(space, w_iterable, w_list, done));
  if (isAll !== undefined) return isAll ? done(w_list) : SUSPEND;
  if (type.slots.iter === selfIter && !type.isHeap)
    return enter(space, new ExtendFrame(space, w_iterable, w_list, done));
  return extendByIteration(space, w_list, w_iterable, done, hint);
}

function extendByIteration(space: Space, w_list: W, w_iterable: W, done: (w_list: W) => W, hint: boolean): W {
  return andThen(space, space.top, iter(space, w_iterable), (w_iterator) =>
    andThen(space, space.top, hint ? askLengthHint(space, w_iterable) : space.w_None, () =>
      enter(space, new ExtendFrame(space, w_iterator, w_list, done)),
    ),
  );
}

/** A new list of all items; `hint`: asks for the number of items first, as `list` does and `tuple` does not. */
export function listOf(space: Space, w_iterable: W, hint = true): W {
  const items_w = directItems(space, w_iterable);
  if (items_w !== undefined) return space.newlist(items_w);
  return extendList(space, space.newlist([]), w_iterable, itself, hint);
}

const itself = (w_list: W): W => w_list;

/** All items as a tuple; a tuple is its own. */
export function tupleOf(space: Space, w_iterable: W): W {
  if (space.type(w_iterable) === space.types.tuple) return w_iterable;
  const items_w = directItems(space, w_iterable);
  // Nobody else has the array: only a tuple's items are its own.
  if (items_w !== undefined) return space.newtuplefrom(items_w as W[]);
  return tupleByList(space, w_iterable);
}

function tupleByList(space: Space, w_iterable: W): W {
  return extendList(
    space,
    space.newlist([]),
    w_iterable,
    (w_list) => space.newtuple(space.listitems(w_list)),
    false,
  );
}

class EachFrame extends IterationFrame {
  private readonly keep_w: readonly W[];
  private readonly each: (w_item: W) => W | null;
  private readonly done: () => W;
  constructor(
    space: Space,
    w_iterator: W,
    keep_w: readonly W[],
    each: (w_item: W) => W | null,
    done: () => W,
  ) {
    super(space, w_iterator);
    for (const w of keep_w) space.own(w);
    this.keep_w = keep_w;
    this.each = each;
    this.done = done;
  }
  protected item(_space: Space, w_item: W): W | null {
    return this.each(w_item);
  }
  protected end(): W {
    return this.done();
  }
  protected override release(space: Space): void {
    super.release(space);
    for (const w of this.keep_w) space.drop(w);
  }
}

/** The frame that goes on with `forEach` likewise. */
export const eachLater = (
  space: Space,
  w_iterator: W,
  keep_w: readonly W[],
  each: (w_item: W) => W | null,
  done: () => W,
): IterationFrame => new EachFrame(space, w_iterator, keep_w, each, done);

/**
 * `each` for every item: null to go on, anything else ends the loop as its result. `each` does not suspend; `keep_w` are the values that it
 * and `done` work on.
 */
export function forEach(
  space: Space,
  w_iterable: W,
  keep_w: readonly W[],
  each: (w_item: W) => W | null,
  done: () => W,
): W {
  const items_w = directItems(space, w_iterable);
  if (items_w === undefined) {
    const type = space.type(w_iterable);
    if (type.slots.iter === selfIter && !type.isHeap)
      return enter(space, new EachFrame(space, w_iterable, keep_w, each, done));
    return eachByIteration(space, w_iterable, keep_w, each, done);
  }
  for (const w_item of items_w) {
    const w_result = each(w_item);
    if (w_result !== null) return w_result;
  }
  return done();
}

function eachByIteration(
  space: Space,
  w_iterable: W,
  keep_w: readonly W[],
  each: (w_item: W) => W | null,
  done: () => W,
): W {
  return andThen(space, space.top, iter(space, w_iterable), (w_iterator) =>
    enter(space, new EachFrame(space, w_iterator, keep_w, each, done)),
  );
}

class FirstItemsFrame extends IterationFrame {
  private readonly w_list: W;
  private readonly most: number;
  constructor(space: Space, w_iterator: W, most: number) {
    super(space, w_iterator);
    this.w_list = space.own(space.newlist([]));
    this.most = most;
  }
  protected item(space: Space, w_item: W): W | null {
    space.listappend(this.w_list, w_item);
    return space.listlen(this.w_list) >= this.most ? this.w_list : null;
  }
  protected override answered(_space: Space, w_list: W): W {
    return w_list;
  }
  protected end(): W {
    return this.w_list;
  }
  protected override release(space: Space): void {
    super.release(space);
    space.drop(this.w_list);
  }
}

/** Up to `most` items (all: Infinity) of an iterator as a list; no more are asked for. */
export function firstItems(space: Space, w_iterator: W, most: number): W {
  if (most <= 0) return space.newlist([]);
  return enter(space, new FirstItemsFrame(space, w_iterator, most));
}

/** Items of any iterable, run nested; they live as long as this step. */
export function listOfNested(space: Space, w_iterable: W): W[] {
  return space.listitems(runNested(space, () => listOf(space, w_iterable)));
}

/** Runs an iterator as far as an unpacking needs it. */
class UnpackFrame extends IterationFrame {
  private readonly w_list: W;
  private readonly count: number;
  private readonly after: number;
  private readonly starred: boolean;
  constructor(space: Space, w_iterator: W, count: number, after: number, starred: boolean) {
    super(space, w_iterator);
    this.w_list = space.own(space.newlist([]));
    this.count = count;
    this.after = after;
    this.starred = starred;
  }
  protected item(space: Space, w_item: W): W | null {
    if (!this.starred && space.listlen(this.w_list) === this.count) {
      throw raise(space, 'ValueError', `too many values to unpack (expected ${this.count})`);
    }
    space.listappend(this.w_list, w_item);
    return null;
  }
  protected end(space: Space): W {
    return unpacked(space, space.listitems(this.w_list), this.count, this.after, this.starred);
  }
  protected override release(space: Space): void {
    super.release(space);
    space.drop(this.w_list);
  }
}

function unpacked(space: Space, items_w: readonly W[], count: number, after: number, starred: boolean): W {
  const n = items_w.length;
  const wanted = count + after;
  if (n < wanted) {
    const least = starred ? 'at least ' : '';
    throw raise(space, 'ValueError', `not enough values to unpack (expected ${least}${wanted}, got ${n})`);
  }
  if (!starred) return space.newtuple(items_w);
  const w_middle = space.newlist(items_w.slice(count, n - after));
  return space.newtuple([...items_w.slice(0, count), w_middle, ...items_w.slice(n - after)]);
}

/**
 * For assignments to several targets: a tuple of the `count` values, or of `count` values, a list, and `after` values where `starred`.
 * May suspend.
 */
export function unpackIterable(
  space: Space,
  w_iterable: W,
  count: number,
  after: number,
  starred: boolean,
): W {
  const type = space.type(w_iterable);
  const { tuple, list } = space.types;
  if (type === tuple || type === list) {
    const items_w = type === tuple ? space.tuple_w(w_iterable) : space.listitems(w_iterable);
    if (!starred && items_w.length > count) {
      throw raise(
        space,
        'ValueError',
        `too many values to unpack (expected ${count}, got ${items_w.length})`,
      );
    }
    return unpacked(space, items_w, count, after, starred);
  }
  const direct_w = directItems(space, w_iterable);
  // Where the number is wrong the iterator finds the words for it.
  if (direct_w !== undefined && (starred ? direct_w.length >= count + after : direct_w.length === count)) {
    return unpacked(space, direct_w, count, after, starred);
  }
  if (type.slots.iter === null && type.slots.getitem === null) {
    throw raise(space, 'TypeError', `cannot unpack non-iterable ${type.name} object`);
  }
  if (type.slots.iter === selfIter && !type.isHeap)
    return enter(space, new UnpackFrame(space, w_iterable, count, after, starred));
  return unpackByIteration(space, w_iterable, count, after, starred);
}

function unpackByIteration(space: Space, w_iterable: W, count: number, after: number, starred: boolean): W {
  return andThen(space, space.top, iter(space, w_iterable), (w_iterator) =>
    enter(space, new UnpackFrame(space, w_iterator, count, after, starred)),
  );
}
