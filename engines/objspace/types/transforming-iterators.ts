// `enumerate`, `zip`, `map`, `filter`: iterators over other iterators. What they call may suspend; an item is then handed on by
// a continuation, and `filter`, which may pass over many, has a frame. Models CPython's Objects/enumobject.c and Python/bltinmodule.c
// (filter_*, map_*, zip_*). Left out: reusing the last result tuple where nobody else has it.
import { andThen } from '../continuation.ts';
import { call, index, isTrueNested, iter, next, truth } from '../descroperation.ts';
import { leaf } from '../gateway.ts';
import { add } from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import { Payload, STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { enter } from '../step-frames.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { selfIter } from './iterators.ts';
import { FirstFrame } from './first-frame.ts';

/** An iterator for each of `iterables_w`, then `done` with them (borrowed). */
function iterators(space: Space, iterables_w: readonly W[], done: (iterators_w: W[]) => W): W {
  return iteratorsFrom(space, iterables_w, [], done);
}

function iteratorsFrom(
  space: Space,
  iterables_w: readonly W[],
  found_w: W[],
  done: (iterators_w: W[]) => W,
): W {
  for (let i = found_w.length; i < iterables_w.length; i++) {
    const caller = space.top;
    const w = iter(space, iterables_w[i]);
    if (w === SUSPEND) return iteratorsLater(space, caller, iterables_w, found_w, done);
    found_w.push(w);
  }
  return done(found_w);
}

const iteratorsLater = (
  space: Space,
  caller: Space['top'],
  iterables_w: readonly W[],
  found_w: W[],
  done: (iterators_w: W[]) => W,
): W =>
  andThen(space, caller, SUSPEND, (w) => {
    found_w.push(w);
    return iteratorsFrom(space, iterables_w, found_w, done);
  });

/** `strict=` of `zip` and `map`, the only keyword they have. */
function takeStrict(
  space: Space,
  name: string,
  args_w: readonly W[],
  names: readonly string[] | null,
): { args_w: readonly W[]; strict: boolean } {
  if (names === null || names.length === 0) return { args_w, strict: false };
  if (names.length > 1) {
    throw raise(space, 'TypeError', `${name}() takes at most 1 keyword argument (${names.length} given)`);
  }
  for (const keyword of names) {
    if (keyword === 'strict') continue;
    throw raise(space, 'TypeError', `${name}() got an unexpected keyword argument '${keyword}'`);
  }
  const count = args_w.length - names.length;
  return { args_w: args_w.slice(0, count), strict: isTrueNested(space, args_w[count]) };
}

function noKeywords(space: Space, type: TypeObject, base: TypeObject, names: readonly string[] | null): void {
  if (names === null || names.length === 0) return;
  if (type.isHeap && type.slots.init !== base.slots.init) return;
  throw raise(space, 'TypeError', `${base.name}() takes no keyword arguments`);
}

// --- enumerate

export class Enumerate extends Payload {
  w_iterator: W | null;
  index: Int;
  constructor(w_iterator: W, index: Int) {
    super();
    this.w_iterator = w_iterator;
    this.index = index;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_iterator !== null) visit(this.w_iterator);
  }
  forget(): void {
    this.w_iterator = null;
  }
}

function enumerateArguments(
  space: Space,
  args_w: readonly W[],
  names: readonly string[] | null,
): [W, W | null] {
  const count = args_w.length - (names?.length ?? 0);
  if (args_w.length > 2) {
    throw raise(space, 'TypeError', `enumerate() takes at most 2 arguments (${args_w.length} given)`);
  }
  let w_iterable = count > 0 ? args_w[0] : null;
  let w_start = count > 1 ? args_w[1] : null;
  names?.forEach((name, k) => {
    const w_value = args_w[count + k];
    if (name === 'iterable' && w_iterable === null) w_iterable = w_value;
    else if (name === 'start' && w_start === null) w_start = w_value;
    else throw raise(space, 'TypeError', `'${name}' is an invalid keyword argument for enumerate()`);
  });
  if (w_iterable === null) {
    throw raise(space, 'TypeError', "enumerate() missing required argument 'iterable'");
  }
  return [w_iterable, w_start];
}

function numbered(space: Space, payload: Enumerate, w_item: W): W {
  if (w_item === STOP) return STOP;
  const n = payload.index;
  payload.index = add(n, 1);
  return space.newtuplefrom([space.newint(n), w_item]);
}

const numberedLater = (space: Space, caller: Space['top'], payload: Enumerate): W =>
  andThen(space, caller, SUSPEND, (w) => numbered(space, payload, w));

const enumerateType: TypeDefinition = {
  name: 'enumerate',
  ownLayout: true,
  doc: 'Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  slots: {
    new: (space, type, args_w, names) => {
      const [w_iterable, w_start] = enumerateArguments(space, args_w, names);
      const caller = space.top;
      const from = (start: Int): W =>
        andThen(space, caller, iter(space, w_iterable), (w_iterator) =>
          space.newobj(type, new Enumerate(space.own(w_iterator), start)),
        );
      if (w_start === null) return from(0);
      return andThen(space, caller, index(space, w_start), (w) => from(space.int_w(w)));
    },
    iter: selfIter,
    iternext: (space, w) => {
      const payload = space.data(w) as Enumerate;
      const caller = space.top;
      const w_item = next(space, payload.w_iterator!);
      return w_item === SUSPEND ? numberedLater(space, caller, payload) : numbered(space, payload, w_item);
    },
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_iterator, index: n } = space.data(w) as Enumerate;
      return space.newtuple([space.type(w).w_self, space.newtuple([w_iterator!, space.newint(n)])]);
    }),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
};

// --- zip and map: an item of each

const NO_ITERATORS: readonly W[] = [];

/** Iterators that go side by side. */
abstract class SideBySide extends Payload {
  iterators_w: readonly W[];
  strict: boolean;
  constructor(iterators_w: readonly W[], strict: boolean) {
    super();
    this.iterators_w = iterators_w;
    this.strict = strict;
  }
  /** From the last on: that is how a tuple of CPython's lets go of its items. */
  traverse(visit: (w: W) => void): void {
    const { iterators_w } = this;
    for (let i = iterators_w.length - 1; i >= 0; i--) visit(iterators_w[i]);
  }
  forget(): void {
    this.iterators_w = NO_ITERATORS;
  }
}

function lengthsDiffer(space: Space, name: string, i: number, how: 'shorter' | 'longer'): never {
  const plural = i === 1 ? ' ' : 's 1-';
  throw raise(space, 'ValueError', `${name}() argument ${i + 1} is ${how} than argument${plural}${i}`);
}

/** Items from all, beside the `items_w` that are there, then `done`; STOP as soon as one has none left, after the check that `strict` asks for. */
function takeEach(
  space: Space,
  payload: SideBySide,
  name: string,
  items_w: W[],
  done: (space: Space, payload: SideBySide, items_w: W[]) => W,
): W {
  const { iterators_w } = payload;
  for (let i = items_w.length; i < iterators_w.length; i++) {
    const caller = space.top;
    const w_item = next(space, iterators_w[i]);
    if (w_item === SUSPEND) return takeLater(space, caller, payload, name, items_w, done);
    if (w_item === STOP) return stopped(space, payload, name, i);
    items_w.push(w_item);
  }
  return done(space, payload, items_w);
}

function takeLater(
  space: Space,
  caller: Space['top'],
  payload: SideBySide,
  name: string,
  items_w: W[],
  done: (space: Space, payload: SideBySide, items_w: W[]) => W,
): W {
  return andThen(space, caller, SUSPEND, (w) => {
    if (w === STOP) return stopped(space, payload, name, items_w.length);
    items_w.push(w);
    return takeEach(space, payload, name, items_w, done);
  });
}

/** The iterator at `i` has no further item. */
function stopped(space: Space, { iterators_w, strict }: SideBySide, name: string, i: number): W {
  if (!strict) return STOP;
  if (i > 0) return lengthsDiffer(space, name, i, 'shorter');
  const noneLeft = (k: number): W => {
    if (k === iterators_w.length) return STOP;
    const caller = space.top;
    return andThen(space, caller, next(space, iterators_w[k]), (w) =>
      w === STOP ? noneLeft(k + 1) : lengthsDiffer(space, name, k, 'longer'),
    );
  };
  return noneLeft(1);
}

/** `__setstate__(strict)`. */
const setStrict = (space: Space, w: W, strict: boolean): W => {
  (space.data(w) as SideBySide).strict = strict;
  return space.w_None;
};

export class Zip extends SideBySide {}

const zipped = (space: Space, _zip: SideBySide, items_w: W[]): W => space.newtuplefrom(items_w);

const zipType: TypeDefinition = {
  name: 'zip',
  ownLayout: true,
  doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
  slots: {
    new: (space, type, all_w, names) => {
      const { args_w, strict } = takeStrict(space, 'zip', all_w, names);
      return iterators(space, args_w, (iterators_w) =>
        space.newobj(
          type,
          new Zip(
            iterators_w.map((w) => space.own(w)),
            strict,
          ),
        ),
      );
    },
    iter: selfIter,
    iternext: (space, w) => {
      const payload = space.data(w) as Zip;
      if (payload.iterators_w.length === 0) return STOP;
      return takeEach(space, payload, 'zip', [], zipped);
    },
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { iterators_w, strict } = space.data(w) as Zip;
      const parts_w = [space.type(w).w_self, space.newtuple(iterators_w)];
      if (strict) parts_w.push(space.w_True);
      return space.newtuple(parts_w);
    }),
    leaf('__setstate__', '$self, state: bool, /', setStrict),
  ],
};

export class MapPayload extends SideBySide {
  w_function: W;
  constructor(w_function: W, iterators_w: readonly W[], strict: boolean) {
    super(iterators_w, strict);
    this.w_function = w_function;
  }
  override traverse(visit: (w: W) => void): void {
    super.traverse(visit);
    visit(this.w_function);
  }
  override forget(): void {
    super.forget();
    this.w_function = null as unknown as W;
  }
  override releaseInto(release: (w: W) => void): void {
    const { w_function, iterators_w } = this;
    this.forget();
    release(w_function);
    for (let i = 0; i < iterators_w.length; i++) release(iterators_w[i]);
  }
}

const mapped = (space: Space, payload: SideBySide, items_w: W[]): W =>
  call(space, (payload as MapPayload).w_function, items_w);

/** The next of a `map`, where the first iterators have given their items already. */
export const mapBeside = (space: Space, payload: MapPayload, items_w: W[]): W =>
  takeEach(space, payload, 'map', items_w, mapped);

const mapLater = (space: Space, caller: Space['top'], w_function: W): W =>
  andThen(space, caller, SUSPEND, (w) => (w === STOP ? STOP : call(space, w_function, [w])));

const mapType: TypeDefinition = {
  name: 'map',
  ownLayout: true,
  doc: 'Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.',
  slots: {
    new: (space, type, all_w, names) => {
      const { args_w, strict } = takeStrict(space, 'map', all_w, names);
      if (args_w.length < 2) throw raise(space, 'TypeError', 'map() must have at least two arguments.');
      const [w_function] = args_w;
      return iterators(space, args_w.slice(1), (iterators_w) => {
        const own_w = iterators_w.map((w) => space.own(w));
        return space.newobj(type, new MapPayload(space.own(w_function), own_w, strict));
      });
    },
    iter: selfIter,
    iternext: (space, w) => {
      const payload = space.data(w) as MapPayload;
      const { w_function, iterators_w } = payload;
      if (iterators_w.length > 1) {
        return takeEach(space, payload, 'map', [], mapped);
      }
      const caller = space.top;
      const w_item = next(space, iterators_w[0]);
      if (w_item === STOP) return STOP;
      return w_item === SUSPEND ? mapLater(space, caller, w_function) : call(space, w_function, [w_item]);
    },
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_function, iterators_w, strict } = space.data(w) as MapPayload;
      const parts_w = [space.type(w).w_self, space.newtuple([w_function, ...iterators_w])];
      if (strict) parts_w.push(space.w_True);
      return space.newtuple(parts_w);
    }),
    leaf('__setstate__', '$self, state: bool, /', setStrict),
  ],
};

// --- filter

export class Filter extends Payload {
  w_function: W;
  w_iterator: W;
  constructor(w_function: W, w_iterator: W) {
    super();
    this.w_function = w_function;
    this.w_iterator = w_iterator;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_function);
    visit(this.w_iterator);
  }
  forget(): void {
    this.w_function = this.w_iterator = null as unknown as W;
  }
}

/** So many items may be left out before a frame takes over, which frees each one's temporaries. */
const MOST_WITHOUT_FRAME = 16;

/** One `next` of a filter: goes on until an item passes. Where nothing is called, there is no frame. */
function nextOf(space: Space, { w_function, w_iterator }: Filter): W {
  // The item itself is the condition.
  const isTruth = space.is(w_function, space.w_None) || space.is(w_function, space.types.bool.w_self);
  if (!isTruth) return firstThatHolds(space, w_function, w_iterator);
  for (let i = 0; i < MOST_WITHOUT_FRAME; i++) {
    const w_item = space.nextplainly(w_iterator);
    if (w_item === undefined) break;
    const caller = space.top;
    const w_truth = truth(space, w_item);
    if (w_truth === SUSPEND) return itemIfTrue(space, caller, w_item, w_function, w_iterator);
    if (space.is(w_truth, space.w_True)) return w_item;
  }
  return enter(space, new FirstFrame(space, w_iterator, (w_item) => w_item, true));
}

const itemIfTrue = (space: Space, caller: Space['top'], w_item: W, w_function: W, w_iterator: W): W =>
  andThen(space, caller, SUSPEND, (w_truth) =>
    space.is(w_truth, space.w_True) ? w_item : firstThatHolds(space, w_function, w_iterator),
  );

function firstThatHolds(space: Space, w_function: W, w_iterator: W): W {
  const isNone = space.is(w_function, space.w_None);
  const holds = isNone ? (w_item: W) => w_item : (w_item: W) => call(space, w_function, [w_item]);
  return enter(space, new FirstFrame(space, w_iterator, holds, true, w_function));
}

const filterType: TypeDefinition = {
  name: 'filter',
  ownLayout: true,
  doc: 'Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.',
  slots: {
    new: (space, type, args_w, names) => {
      noKeywords(space, type, space.types.filter, names);
      const count = args_w.length - (names?.length ?? 0);
      if (count !== 2) throw raise(space, 'TypeError', `filter expected 2 arguments, got ${count}`);
      const caller = space.top;
      return andThen(space, caller, iter(space, args_w[1]), (w_iterator) =>
        space.newobj(type, new Filter(space.own(args_w[0]), space.own(w_iterator))),
      );
    },
    iter: selfIter,
    iternext: (space, w) => nextOf(space, space.data(w) as Filter),
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_function, w_iterator } = space.data(w) as Filter;
      return space.newtuple([space.type(w).w_self, space.newtuple([w_function, w_iterator])]);
    }),
  ],
};

export const transformingIteratorTypes: readonly TypeDefinition[] = [
  enumerateType,
  zipType,
  mapType,
  filterType,
];
