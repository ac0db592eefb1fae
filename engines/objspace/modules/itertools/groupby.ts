// `itertools.groupby`: runs of items with equal keys, each as an iterator over the same source. Models groupby_* and _grouper_* of CPython's
// Modules/itertoolsmodule.c. Items, keys and comparisons that are there at once need no continuation.
import { constructor } from '../../constructor.ts';
import { andThen } from '../../continuation.ts';
import { call, compare, iter, next, truth } from '../../descroperation.ts';
import { Payload, STOP, SUSPEND } from '../../object.ts';
import type { W } from '../../object.ts';
import { EQ } from '../../operations.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { NewFn, TypeObject } from '../../typeobject.ts';
import { genericClass, iterator, Over, withIterator } from './iterator-type.ts';

class Groupby extends Over {
  /** Null: items are their own keys. */
  w_key: W | null;
  /** Key of the present group; null before the first. */
  w_target: W | null = null;
  /** Key of the item at hand, and that item; null where it was handed on. */
  w_now: W | null = null;
  w_item: W | null = null;
  /** Number of the present group: groupers of others have no more items. */
  group = 0;
  constructor(w_iterator: W, w_key: W | null) {
    super(w_iterator);
    this.w_key = w_key;
  }
  override traverse(visit: (w: W) => void): void {
    super.traverse(visit);
    const { w_key, w_target, w_now, w_item } = this;
    if (w_key !== null) visit(w_key);
    if (w_target !== null) visit(w_target);
    if (w_now !== null) visit(w_now);
    if (w_item !== null) visit(w_item);
  }
  override forget(): void {
    super.forget();
    this.w_key = this.w_target = this.w_now = this.w_item = null;
  }
  keep(space: Space, w_item: W, w_now: W): void {
    const { w_item: w_oldItem, w_now: w_oldKey } = this;
    this.w_item = space.own(w_item);
    this.w_now = space.own(w_now);
    if (w_oldItem !== null) space.drop(w_oldItem);
    if (w_oldKey !== null) space.drop(w_oldKey);
  }
  /** The item at hand, handed on; STOP where a comparison has taken it meanwhile. */
  take(space: Space): W {
    const { w_item, w_now } = this;
    if (w_item === null) return STOP;
    this.w_item = this.w_now = null;
    space.drop(w_item);
    if (w_now !== null) space.drop(w_now);
    return w_item;
  }
}

/** Takes the next item and its key; None, or STOP at the end. */
function step(space: Space, state: Groupby): W {
  const caller = space.top;
  const w_item = next(space, state.w_iterator!);
  if (w_item === SUSPEND) return stepLater(space, caller, state);
  return keyed(space, state, w_item);
}

const stepLater = (space: Space, caller: Space['top'], state: Groupby): W =>
  andThen(space, caller, SUSPEND, (w_item) => keyed(space, state, w_item));

function keyed(space: Space, state: Groupby, w_item: W): W {
  if (w_item === STOP) return STOP;
  const { w_key } = state;
  if (w_key === null) {
    state.keep(space, w_item, w_item);
    return space.w_None;
  }
  const caller = space.top;
  const w_now = call(space, w_key, [w_item]);
  if (w_now === SUSPEND) return keyLater(space, caller, state, w_item);
  state.keep(space, w_item, w_now);
  return space.w_None;
}

const keyLater = (space: Space, caller: Space['top'], state: Groupby, w_item: W): W =>
  andThen(space, caller, SUSPEND, (w_now) => {
    state.keep(space, w_item, w_now);
    return space.w_None;
  });

/** True or False. */
function sameKey(space: Space, w_a: W, w_b: W): W {
  const isSame = space.equalplainly(w_a, w_b);
  if (isSame !== undefined) return isSame ? space.w_True : space.w_False;
  const caller = space.top;
  const w_answer = compare(space, w_a, w_b, EQ);
  return w_answer === space.w_True || w_answer === space.w_False
    ? w_answer
    : truthOfAnswer(space, caller, w_answer);
}

const truthOfAnswer = (space: Space, caller: Space['top'], w_answer: W): W =>
  andThen(space, caller, w_answer, (w) => truth(space, w));

// --- the groups

/** Goes on until an item with another key is at hand. `w_same`: the comparison with the one at hand, where it is made already. */
function search(space: Space, w: W, state: Groupby, w_compared: W | null): W {
  let w_same = w_compared;
  for (;;) {
    const { w_target, w_now } = state;
    if (w_now !== null) {
      if (w_target === null) return newGroup(space, w, state);
      if (w_same === null) {
        const caller = space.top;
        w_same = sameKey(space, w_target, w_now);
        if (w_same === SUSPEND) return searchCompared(space, caller, w, state);
      }
      if (!space.is(w_same, space.w_True)) return newGroup(space, w, state);
      w_same = null;
    }
    const caller = space.top;
    const w_answer = step(space, state);
    if (w_answer === STOP) return STOP;
    if (w_answer === SUSPEND) return searchStepped(space, caller, w, state);
  }
}

const searchCompared = (space: Space, caller: Space['top'], w: W, state: Groupby): W =>
  andThen(space, caller, SUSPEND, (w_answer) => search(space, w, state, w_answer));

const searchStepped = (space: Space, caller: Space['top'], w: W, state: Groupby): W =>
  andThen(space, caller, SUSPEND, (w_late) => (w_late === STOP ? STOP : search(space, w, state, null)));

function newGroup(space: Space, w: W, state: Groupby): W {
  const { w_target, w_now } = state;
  state.w_target = space.own(w_now!);
  if (w_target !== null) space.drop(w_target);
  const group = new Group(space.own(w), space.own(w_now!), state.group);
  return space.newtuplefrom([w_now!, space.newobj(space.types['itertools._grouper'], group)]);
}

const general = constructor('groupby', 'iterable, key=None', ((
  space: Space,
  type: TypeObject,
  w_iterable: W,
  w_key: W,
) =>
  withIterator(space, w_iterable, (w_iterator) =>
    space.newobj(
      type,
      new Groupby(space.own(w_iterator), space.is(w_key, space.w_None) ? null : space.own(w_key)),
    ),
  )) as never);

const create: NewFn = (space, type, args_w, names) => {
  if (args_w.length !== 1 || names !== null) return general(space, type, args_w, names);
  const caller = space.top;
  const w_iterator = iter(space, args_w[0]);
  return w_iterator === SUSPEND
    ? createLater(space, caller, type)
    : space.newobj(type, new Groupby(space.own(w_iterator), null));
};

const createLater = (space: Space, caller: Space['top'], type: TypeObject): W =>
  andThen(space, caller, SUSPEND, (w_iterator) =>
    space.newobj(type, new Groupby(space.own(w_iterator), null)),
  );

export const groupby = iterator(
  'itertools.groupby',
  create,
  (space, w) => {
    const state = space.data(w) as Groupby;
    state.group++;
    return search(space, w, state, null);
  },
  genericClass,
);

// --- the items of a group

class Group extends Payload {
  w_groupby: W;
  w_key: W;
  readonly number: number;
  constructor(w_groupby: W, w_key: W, number: number) {
    super();
    this.w_groupby = w_groupby;
    this.w_key = w_key;
    this.number = number;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_groupby);
    visit(this.w_key);
  }
  forget(): void {
    this.w_groupby = this.w_key = null as unknown as W;
  }
}

/** `_grouper(groupby, key)`, as copies of old pickles ask for it: from here on the groupby's current group. */
function makeGroup(space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W {
  if (names !== null && names.length > 0)
    throw raise(space, 'TypeError', '_grouper() takes no keyword arguments');
  if (args_w.length !== 2) {
    throw raise(space, 'TypeError', `_grouper expected 2 arguments, got ${args_w.length}`);
  }
  const [w_groupby, w_key] = args_w;
  const given = space.type(w_groupby);
  if (!given.isSubtype(space.types['itertools.groupby'])) {
    throw raise(space, 'TypeError', `_grouper() argument 1 must be itertools.groupby, not ${given.name}`);
  }
  const state = space.data(w_groupby) as Groupby;
  return space.newobj(type, new Group(space.own(w_groupby), space.own(w_key), ++state.group));
}

export const grouper = iterator('itertools._grouper', makeGroup, (space, w) => {
  const { w_groupby, w_key, number } = space.data(w) as Group;
  const state = space.data(w_groupby) as Groupby;
  if (state.group !== number) return STOP;
  if (state.w_item !== null) return giveIfSame(space, state, w_key);
  const caller = space.top;
  const w_answer = step(space, state);
  if (w_answer === STOP) return STOP;
  if (w_answer !== SUSPEND) return giveIfSame(space, state, w_key);
  return giveStepped(space, caller, state, w_key);
});

const giveStepped = (space: Space, caller: Space['top'], state: Groupby, w_key: W): W =>
  andThen(space, caller, SUSPEND, (w_late) => (w_late === STOP ? STOP : giveIfSame(space, state, w_key)));

function giveIfSame(space: Space, state: Groupby, w_key: W): W {
  const caller = space.top;
  const w_same = sameKey(space, w_key, state.w_now!);
  if (w_same === SUSPEND) return giveCompared(space, caller, state);
  return space.is(w_same, space.w_True) ? state.take(space) : STOP;
}

const giveCompared = (space: Space, caller: Space['top'], state: Groupby): W =>
  andThen(space, caller, SUSPEND, (w) => (space.is(w, space.w_True) ? state.take(space) : STOP));
