// The module `itertools`. Models CPython's Modules/itertoolsmodule.c. Iterators that may pass over many items search in a frame; those
// that hand on one item at a time go on in a continuation. Left out: pickling, which 3.14 has removed.
import { sizeOfInt } from '../argument.ts';
import { constructor } from '../constructor.ts';
import type { BuiltinTypeName } from '../builtin-types.ts';
import { andThen, attempt } from '../continuation.ts';
import { binary, call, compare, iter, next, truth } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { OperationError } from '../error.ts';
import { Payload, STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { EQ } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { enter, IterationFrame } from '../step-frames.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { NewFn, TypeObject, UnaryFn } from '../typeobject.ts';
import { tupleOf } from '../types/collecting.ts';
import { selfIter } from '../types/iterators.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** Owned references by position, and numbers; each iterator names its places. */
class State extends Payload {
  w: (W | null)[];
  n: number[];
  constructor(w: (W | null)[], n: number[] = []) {
    super();
    this.w = w;
    this.n = n;
  }
  traverse(visit: (w: W) => void): void {
    for (const w of this.w) if (w !== null) visit(w);
  }
  forget(): void {
    this.w = this.w.map(() => null);
  }
}

const stateOf = (space: Space, w: W): State => space.data(w) as State;

function put(space: Space, state: State, i: number, w: W | null): void {
  const w_old = state.w[i] ?? null;
  state.w[i] = w === null ? null : space.own(w);
  if (w_old !== null) space.drop(w_old);
}

function iterator(
  name: BuiltinTypeName,
  create: NewFn | null,
  iternext: UnaryFn,
  more: Partial<TypeDefinition> = {},
): TypeDefinition {
  return {
    name,
    ownLayout: true,
    ...more,
    slots: { ...(create === null ? {} : { new: create }), iter: selfIter, iternext, ...more.slots },
  };
}

const withIterator = (space: Space, w_iterable: W, done: (w_iterator: W) => W): W =>
  andThen(space, space.top, iter(space, w_iterable), done);

const withItem = (space: Space, w_iterator: W, done: (w_item: W) => W): W => {
  const caller = space.top;
  const w_item = next(space, w_iterator);
  return w_item === SUSPEND ? andThen(space, caller, w_item, done) : done(w_item);
};

const withTuple = (space: Space, w_iterable: W, done: (items_w: readonly W[]) => W): W =>
  andThen(space, space.top, tupleOf(space, w_iterable), (w) => done(space.tuple_w(w)));

/** Iterators over all iterables, in order. */
function withIterators(space: Space, iterables_w: readonly W[], done: (iterators_w: W[]) => W): W {
  const found_w: W[] = [];
  const from = (i: number): W =>
    i === iterables_w.length
      ? done(found_w)
      : withIterator(space, iterables_w[i], (w) => {
          found_w.push(w);
          return from(i + 1);
        });
  return from(0);
}

const own = (space: Space, items_w: readonly W[]): W[] => items_w.map((w) => space.own(w));

const genericClass = {
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
};

// --- searching

/** Takes items until `condition` of one answers as wanted, and answers that item. */
class SearchFrame extends IterationFrame {
  private readonly condition: (w_item: W) => W;
  private readonly wanted: boolean;
  private w_item: W | null = null;
  private tested = false;
  constructor(space: Space, w_iterator: W, condition: (w_item: W) => W, wanted: boolean) {
    super(space, w_iterator);
    this.condition = condition;
    this.wanted = wanted;
  }
  protected item(space: Space, w_item: W): W | null {
    this.w_item = space.own(w_item);
    const w = this.condition(w_item);
    return w === SUSPEND ? w : this.test(space, w);
  }
  private test(space: Space, w: W): W | null {
    if (w === STOP) return STOP;
    this.tested = true;
    const w_truth = truth(space, w);
    return w_truth === SUSPEND ? w_truth : this.decide(space, w_truth);
  }
  private decide(space: Space, w_truth: W): W | null {
    this.tested = false;
    if (space.is(w_truth, space.w_True) === this.wanted) return this.w_item;
    space.drop(this.w_item!);
    this.w_item = null;
    return null;
  }
  protected override answered(space: Space, w: W): W | null {
    return this.tested ? this.decide(space, w) : this.test(space, w);
  }
  protected end(): W {
    return STOP;
  }
  protected override release(space: Space): void {
    super.release(space);
    if (this.w_item !== null) space.drop(this.w_item);
  }
}

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

// --- one iterable

const accumulate = iterator(
  'itertools.accumulate',
  constructor('accumulate', 'iterable, func=None, *, initial=None', ((
    space: Space,
    type: TypeObject,
    w_iterable: W,
    w_function: W,
    w_initial: W,
  ) =>
    withIterator(space, w_iterable, (w_iterator) => {
      const hasInitial = !space.is(w_initial, space.w_None);
      const hasFunction = !space.is(w_function, space.w_None);
      // Places: iterator, function, total, initial value to be given first.
      const refs = [
        space.own(w_iterator),
        hasFunction ? space.own(w_function) : null,
        null,
        hasInitial ? space.own(w_initial) : null,
      ];
      return space.newobj(type, new State(refs));
    })) as never),
  (space, w) => {
    const state = stateOf(space, w);
    const [w_iterator, w_function, w_total, w_initial] = state.w;
    const give = (w_next: W): W => {
      put(space, state, 2, w_next);
      return w_next;
    };
    if (w_initial !== null) {
      const w_first = give(w_initial);
      put(space, state, 3, null);
      return w_first;
    }
    return withItem(space, w_iterator!, (w_item) => {
      if (w_item === STOP) return STOP;
      if (w_total === null) return give(w_item);
      const caller = space.top;
      const w_sum =
        w_function === null
          ? binary(space, 'add', w_total, w_item)
          : call(space, w_function, [w_total, w_item]);
      return andThen(space, caller, w_sum, give);
    });
  },
);

const batched = iterator(
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
      space.newobj(type, new State([space.own(w_iterator)], [n, strict ? 1 : 0])),
    );
  }) as never),
  (space, w) => {
    const state = stateOf(space, w);
    const [w_iterator] = state.w;
    const [n, strict] = state.n;
    if (w_iterator === null) return STOP;
    const items_w: W[] = [];
    const more = (): W => {
      while (items_w.length < n) {
        const caller = space.top;
        const w_item = next(space, w_iterator);
        if (w_item === SUSPEND)
          return andThen(space, caller, w_item, (w_next) => (take(w_next) ? more() : finish()));
        if (!take(w_item)) return finish();
      }
      return finish();
    };
    const take = (w_item: W): boolean => {
      if (w_item === STOP) return false;
      items_w.push(w_item);
      return true;
    };
    const finish = (): W => {
      if (items_w.length < n) {
        put(space, state, 0, null);
        if (items_w.length === 0) return STOP;
        if (strict === 1) throw raise(space, 'ValueError', 'batched(): incomplete batch');
      }
      return space.newtuple(items_w);
    };
    return more();
  },
);

const chain = iterator(
  'itertools.chain',
  (space, type, args_w, names) => {
    if (names !== null && names.length > 0)
      throw raise(space, 'TypeError', 'chain() takes no keyword arguments');
    return withIterator(space, space.newtuple(args_w), (w) =>
      space.newobj(type, new State([space.own(w), null])),
    );
  },
  chainNext,
  {
    classMethods: [
      resumable('from_iterable', '$type, iterable, /', (space: Space, w_type: W, w_iterable: W) =>
        withIterator(space, w_iterable, (w) =>
          space.newobj(space.data(w_type) as TypeObject, new State([space.own(w), null])),
        ),
      ),
      ...genericClass.classMethods,
    ],
  },
);

/** Places: iterator over iterables, iterator of the present one. */
function chainNext(space: Space, w: W): W {
  const state = stateOf(space, w);
  for (;;) {
    const [w_outer, w_inner] = state.w;
    if (w_outer === null) return STOP;
    if (w_inner === null) {
      const opened = (w_iterable: W): W => {
        if (w_iterable === STOP) {
          put(space, state, 0, null);
          return STOP;
        }
        return withIterator(space, w_iterable, (w_iterator) => {
          put(space, state, 1, w_iterator);
          return chainNext(space, w);
        });
      };
      return withItem(space, w_outer, opened);
    }
    const caller = space.top;
    const w_item = next(space, w_inner);
    if (w_item === SUSPEND) {
      return andThen(space, caller, w_item, (w_next) => {
        if (w_next !== STOP) return w_next;
        put(space, state, 1, null);
        return chainNext(space, w);
      });
    }
    if (w_item !== STOP) return w_item;
    put(space, state, 1, null);
  }
}

const cycle = iterator(
  'itertools.cycle',
  constructor('cycle', 'iterable, /', ((space: Space, type: TypeObject, w_iterable: W) =>
    withIterator(space, w_iterable, (w_iterator) =>
      space.newobj(type, new State([space.own(w_iterator), space.own(space.newlist([]))], [0])),
    )) as never),
  (space, w) => {
    const state = stateOf(space, w);
    const [w_iterator, w_saved] = state.w;
    const again = (): W => {
      const length = space.listlen(w_saved!);
      if (length === 0) return STOP;
      const at = state.n[0];
      state.n[0] = at + 1 >= length ? 0 : at + 1;
      return space.listitem(w_saved!, at);
    };
    if (w_iterator === null) return again();
    return withItem(space, w_iterator, (w_item) => {
      if (w_item !== STOP) {
        space.listappend(w_saved!, w_item);
        return w_item;
      }
      put(space, state, 0, null);
      return again();
    });
  },
);

const predicate = (name: string) =>
  constructor(name, 'predicate, iterable, /', ((
    space: Space,
    type: TypeObject,
    w_predicate: W,
    w_iterable: W,
  ) =>
    withIterator(space, w_iterable, (w_iterator) =>
      space.newobj(type, new State([space.own(w_iterator), space.own(w_predicate)], [0])),
    )) as never);

const dropwhile = iterator('itertools.dropwhile', predicate('dropwhile'), (space, w) => {
  const state = stateOf(space, w);
  const [w_iterator, w_predicate] = state.w;
  if (state.n[0] === 1) return next(space, w_iterator!);
  const caller = space.top;
  const frame = new SearchFrame(space, w_iterator!, (w_item) => call(space, w_predicate!, [w_item]), false);
  return andThen(space, caller, enter(space, frame), (w_item) => {
    if (w_item !== STOP) state.n[0] = 1;
    return w_item;
  });
});

const takewhile = iterator('itertools.takewhile', predicate('takewhile'), (space, w) => {
  const state = stateOf(space, w);
  const [w_iterator, w_predicate] = state.w;
  if (state.n[0] === 1) return STOP;
  return withItem(space, w_iterator!, (w_item) => {
    if (w_item === STOP) return STOP;
    const caller = space.top;
    return andThen(space, caller, call(space, w_predicate!, [w_item]), (w_answer) =>
      andThen(space, caller, truth(space, w_answer), (w_truth) => {
        if (space.is(w_truth, space.w_True)) return w_item;
        state.n[0] = 1;
        return STOP;
      }),
    );
  });
});

const filterfalse = iterator('itertools.filterfalse', predicate('filterfalse'), (space, w) => {
  const [w_iterator, w_predicate] = stateOf(space, w).w;
  const byItself = space.is(w_predicate!, space.w_None) || space.is(w_predicate!, space.types.bool.w_self);
  const condition = (w_item: W): W => (byItself ? w_item : call(space, w_predicate!, [w_item]));
  return enter(space, new SearchFrame(space, w_iterator!, condition, false));
});

const starmap = iterator('itertools.starmap', predicate('starmap'), (space, w) => {
  const [w_iterator, w_function] = stateOf(space, w).w;
  return withItem(space, w_iterator!, (w_item) => {
    if (w_item === STOP) return STOP;
    if (space.type(w_item).isSubtype(space.types.tuple))
      return call(space, w_function!, space.tuple_w(w_item));
    return withTuple(space, w_item, (args_w) => call(space, w_function!, args_w));
  });
});

const compress = iterator(
  'itertools.compress',
  constructor('compress', 'data, selectors', ((space: Space, type: TypeObject, w_data: W, w_selectors: W) =>
    withIterators(space, [w_data, w_selectors], (iterators_w) =>
      space.newobj(type, new State(own(space, iterators_w))),
    )) as never),
  (space, w) => {
    const [w_data, w_selectors] = stateOf(space, w).w;
    const condition = (): W => next(space, w_selectors!);
    return enter(space, new SearchFrame(space, w_data!, condition, true));
  },
);

const count = iterator(
  'itertools.count',
  constructor('count', 'start=0, step=1', ((space: Space, type: TypeObject, w_start: W, w_step: W) => {
    const isNumber = (w: W): boolean => {
      const { slots } = space.type(w);
      return slots.index !== null || slots.float !== null || slots.add !== null;
    };
    if (!isNumber(w_start) || space.type(w_start).isSubtype(space.types.str))
      throw raise(space, 'TypeError', 'a number is required');
    return space.newobj(type, new State([space.own(w_start), space.own(w_step)]));
  }) as never),
  (space, w) => {
    const state = stateOf(space, w);
    const [w_now, w_step] = state.w;
    const caller = space.top;
    const w_given = space.own(w_now!);
    return andThen(
      space,
      caller,
      binary(space, 'add', w_now!, w_step!),
      (w_next) => {
        put(space, state, 0, w_next);
        space.drop(w_given);
        return w_given;
      },
      (error) => {
        space.drop(w_given);
        throw error;
      },
    );
  },
  {
    slots: {
      repr: (space, w) => {
        const [w_now, w_step] = stateOf(space, w).w;
        const caller = space.top;
        const isOne = space.type(w_step!) === space.types.int && space.int_w(w_step!) === 1;
        return andThen(space, caller, space.repr(w_now!), (w_a) => {
          if (isOne) return space.newstr(`count(${space.str_w(w_a)})`);
          return andThen(space, caller, space.repr(w_step!), (w_b) =>
            space.newstr(`count(${space.str_w(w_a)}, ${space.str_w(w_b)})`),
          );
        });
      },
    },
  },
);

const repeat = iterator(
  'itertools.repeat',
  constructor('repeat', 'object, times: index = NULL', ((
    space: Space,
    type: TypeObject,
    w_object: W,
    times: number | undefined,
  ) =>
    space.newobj(
      type,
      new State([space.own(w_object)], [times === undefined ? -1 : Math.max(times, 0)]),
    )) as never),
  (space, w) => {
    const state = stateOf(space, w);
    if (state.n[0] === 0) return STOP;
    if (state.n[0] > 0) state.n[0]--;
    return state.w[0]!;
  },
  {
    slots: {
      repr: (space, w) => {
        const state = stateOf(space, w);
        return andThen(space, space.top, space.repr(state.w[0]!), (w_text) => {
          const times = state.n[0] < 0 ? '' : `, ${state.n[0]}`;
          return space.newstr(`repeat(${space.str_w(w_text)}${times})`);
        });
      },
    },
    methods: [
      leaf('__length_hint__', '$self, /', (space: Space, w: W) => {
        const [times] = stateOf(space, w).n;
        if (times < 0) throw raise(space, 'TypeError', 'len() of unsized object');
        return space.newint(times);
      }),
    ],
  },
);

/** Bounds of `islice`: None or a number from 0 on. */
function sliceBound(space: Space, w: W | undefined, fallback: number, text: string): number {
  if (w === undefined || space.is(w, space.w_None)) return fallback;
  const type = space.type(w);
  if (type.slots.index === null) throw raise(space, 'ValueError', text);
  const w_index = type.isSubtype(space.types.int) ? w : space.listOfNested(space.newtuple([w]))[0];
  const value = Number(space.int_w(w_index));
  if (value < 0 || value > Number.MAX_SAFE_INTEGER) throw raise(space, 'ValueError', text);
  return value;
}

const islice = iterator(
  'itertools.islice',
  (space, type, args_w, names) => {
    if (names !== null && names.length > 0)
      throw raise(space, 'TypeError', 'islice() takes no keyword arguments');
    if (args_w.length < 2 || args_w.length > 4) {
      const bound = args_w.length < 2 ? 'at least 2' : 'at most 4';
      throw raise(space, 'TypeError', `islice expected ${bound} arguments, got ${args_w.length}`);
    }
    const [w_iterable, ...bounds_w] = args_w;
    const [w_start, w_stop, w_step] = bounds_w.length === 1 ? [undefined, bounds_w[0], undefined] : bounds_w;
    const stopText = 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.';
    const indexText = 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.';
    const stepText = 'Step for islice() must be a positive integer or None.';
    const stop = sliceBound(space, w_stop, Infinity, bounds_w.length === 1 ? stopText : stopText);
    const start = sliceBound(space, w_start, 0, indexText);
    const step = sliceBound(space, w_step, 1, stepText);
    if (step < 1) throw raise(space, 'ValueError', stepText);
    return withIterator(space, w_iterable, (w_iterator) =>
      // Numbers: the next index wanted, the end, the step, items taken so far.
      space.newobj(type, new State([space.own(w_iterator)], [start, stop, step, 0])),
    );
  },
  (space, w) => {
    const state = stateOf(space, w);
    const [w_iterator] = state.w;
    const [wanted, stop, step, taken] = state.n;
    if (w_iterator === null) return STOP;
    const finish = (): W => {
      put(space, state, 0, null);
      return STOP;
    };
    if (wanted >= stop) {
      // What lies before the end is still taken, so that the iterator stands where a slice would leave it.
      if (taken >= stop || stop === Infinity) return finish();
      const skipped = stop - taken;
      state.n[3] = stop;
      return andThen(space, space.top, enter(space, new SkipFrame(space, w_iterator, skipped - 1)), finish);
    }
    const got = (w_item: W): W => {
      if (w_item === STOP) return finish();
      state.n[3] = wanted + 1;
      state.n[0] = wanted + step;
      return w_item;
    };
    if (wanted === taken) return withItem(space, w_iterator, got);
    return andThen(space, space.top, enter(space, new SkipFrame(space, w_iterator, wanted - taken)), got);
  },
);

const pairwise = iterator(
  'itertools.pairwise',
  constructor('pairwise', 'iterable, /', ((space: Space, type: TypeObject, w_iterable: W) =>
    withIterator(space, w_iterable, (w_iterator) =>
      space.newobj(type, new State([space.own(w_iterator), null])),
    )) as never),
  (space, w) => {
    const state = stateOf(space, w);
    const pair = (): W => {
      const [w_iterator, w_old] = state.w;
      if (w_iterator === null) return STOP;
      return withItem(space, w_iterator, (w_item) => {
        if (w_item === STOP) {
          put(space, state, 0, null);
          put(space, state, 1, null);
          return STOP;
        }
        if (w_old === null) {
          put(space, state, 1, w_item);
          return pair();
        }
        const w_pair = space.newtuple([w_old, w_item]);
        put(space, state, 1, w_item);
        return w_pair;
      });
    };
    return pair();
  },
);

// --- groupby

/** Places: iterator, key function, key of the present group, key of the item at hand, that item. */
const groupby = iterator(
  'itertools.groupby',
  constructor('groupby', 'iterable, key=None', ((space: Space, type: TypeObject, w_iterable: W, w_key: W) =>
    withIterator(space, w_iterable, (w_iterator) => {
      const hasKey = !space.is(w_key, space.w_None);
      const refs = [space.own(w_iterator), hasKey ? space.own(w_key) : null, null, null, null];
      return space.newobj(type, new State(refs, [0]));
    })) as never),
  (space, w) => {
    const state = stateOf(space, w);
    // A new group: older groupers have no more items.
    state.n[0]++;
    const emit = (): W => {
      put(space, state, 2, state.w[3]);
      const w_key = state.w[3]!;
      const grouper = new State([space.own(w), space.own(w_key)], [state.n[0]]);
      const w_grouper = space.newobj(space.types['itertools._grouper'], grouper);
      return space.newtuple([w_key, w_grouper]);
    };
    const search = (): W => {
      const [, , w_target, w_now] = state.w;
      if (w_now === null) return andThen(space, space.top, groupStep(space, state), stepped);
      if (w_target === null) return emit();
      const caller = space.top;
      return andThen(space, caller, sameKey(space, w_target, w_now), (w_same) =>
        space.is(w_same, space.w_True) ? andThen(space, caller, groupStep(space, state), stepped) : emit(),
      );
    };
    const stepped = (w_answer: W): W => (w_answer === STOP ? STOP : search());
    // Without a key function, items and their comparison may be there at once.
    while (state.w[1] === null) {
      const [w_iterator, , w_target, w_now] = state.w;
      if (w_now !== null) {
        if (w_target === null) return emit();
        const isSame = space.equalplainly(w_target, w_now);
        if (isSame === undefined) break;
        if (!isSame) return emit();
      }
      if (!stepPlainly(space, state, w_iterator!)) break;
    }
    return search();
  },
  genericClass,
);

/** The next item, which is its own key, if it is to be had at once. */
function stepPlainly(space: Space, state: State, w_iterator: W): boolean {
  const w_item = space.nextplainly(w_iterator);
  if (w_item === undefined) return false;
  put(space, state, 4, w_item);
  put(space, state, 3, w_item);
  return true;
}

function sameKey(space: Space, w_a: W, w_b: W): W {
  if (space.is(w_a, w_b)) return space.w_True;
  const caller = space.top;
  return andThen(space, caller, compare(space, w_a, w_b, EQ), (w) => truth(space, w));
}

/** Takes the next item and its key; STOP at the end. */
function groupStep(space: Space, state: State): W {
  const [w_iterator, w_function] = state.w;
  return withItem(space, w_iterator!, (w_item) => {
    if (w_item === STOP) return STOP;
    const got = (w_key: W): W => {
      put(space, state, 4, w_item);
      put(space, state, 3, w_key);
      return space.w_None;
    };
    if (w_function === null) return got(w_item);
    return andThen(space, space.top, call(space, w_function, [w_item]), got);
  });
}

/** Places: the groupby, the key of this group; the number says which group it is. */
const grouper = iterator('itertools._grouper', null, (space, w) => {
  const own_ = stateOf(space, w);
  const parent = stateOf(space, own_.w[0]!);
  if (parent.n[0] !== own_.n[0]) return STOP;
  if (parent.w[1] === null && (parent.w[4] !== null || stepPlainly(space, parent, parent.w[0]!))) {
    const isSame = space.equalplainly(own_.w[1]!, parent.w[3]!);
    if (isSame === false) return STOP;
    if (isSame) {
      const w_item = parent.w[4]!;
      space.own(w_item);
      space.drop(w_item);
      put(space, parent, 4, null);
      return w_item;
    }
  }
  const give = (): W => {
    const w_item = parent.w[4]!;
    const caller = space.top;
    return andThen(space, caller, sameKey(space, own_.w[1]!, parent.w[3]!), (w_same) => {
      if (!space.is(w_same, space.w_True)) return STOP;
      space.own(w_item);
      space.drop(w_item);
      put(space, parent, 4, null);
      return w_item;
    });
  };
  if (parent.w[4] !== null) return give();
  return andThen(space, space.top, groupStep(space, parent), (w_answer) =>
    w_answer === STOP ? STOP : give(),
  );
});

// --- several iterables

const zipLongest = iterator(
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
      // The fill value first; the number of iterators that still give.
      space.newobj(type, new State([space.own(w_fill), ...own(space, iterators_w)], [positional])),
    );
  },
  (space, w) => {
    const state = stateOf(space, w);
    const size = state.w.length - 1;
    if (size === 0 || state.n[0] === 0) return STOP;
    const items_w: W[] = [];
    const from = (i: number): W => {
      if (i > size) return space.newtuple(items_w);
      const w_iterator = state.w[i];
      if (w_iterator === null) {
        items_w.push(state.w[0]!);
        return from(i + 1);
      }
      return withItem(space, w_iterator, (w_item) => {
        if (w_item !== STOP) items_w.push(w_item);
        else {
          state.n[0]--;
          if (state.n[0] === 0) return STOP;
          put(space, state, i, null);
          items_w.push(state.w[0]!);
        }
        return from(i + 1);
      });
    };
    return from(1);
  },
);

// --- combinatorics: pools as tuples, indices as numbers

/** Pools owned, then the order of indices; `first` says that the first row has not been given. */
class Rows extends Payload {
  pools_w: W[];
  indices: number[];
  first = true;
  done: boolean;
  extra: number[] = [];
  constructor(pools_w: W[], indices: number[], done: boolean) {
    super();
    this.pools_w = pools_w;
    this.indices = indices;
    this.done = done;
  }
  traverse(visit: (w: W) => void): void {
    this.pools_w.forEach(visit);
  }
  forget(): void {
    this.pools_w = [];
  }
}

function rowsIterator(
  name: BuiltinTypeName,
  create: NewFn,
  advance: (rows: Rows, sizes: number[]) => boolean,
): TypeDefinition {
  return iterator(name, create, (space, w) => {
    const rows = space.data(w) as Rows;
    if (rows.done) return STOP;
    const pools = rows.pools_w.map((w_pool) => space.tuple_w(w_pool));
    if (rows.first) rows.first = false;
    else if (
      !advance(
        rows,
        pools.map((pool) => pool.length),
      )
    ) {
      rows.done = true;
      return STOP;
    }
    return space.newtuple(
      rows.indices.map((index, i) => (pools.length === 1 ? pools[0][index] : pools[i][index])),
    );
  });
}

const product = rowsIterator(
  'itertools.product',
  (space, type, args_w, names) => {
    const positional = args_w.length - (names?.length ?? 0);
    let times = 1;
    names?.forEach((name, i) => {
      if (name !== 'repeat')
        throw raise(space, 'TypeError', `product() got an unexpected keyword argument '${name}'`);
      const w_times = args_w[positional + i];
      if (!space.type(w_times).isSubtype(space.types.int)) {
        throw raise(
          space,
          'TypeError',
          `'${space.type(w_times).name}' object cannot be interpreted as an integer`,
        );
      }
      times = sizeOfInt(space, w_times);
    });
    if (times < 0) throw raise(space, 'ValueError', 'repeat argument cannot be negative');
    const pools_w: W[] = [];
    const from = (i: number): W => {
      if (i < positional) {
        return andThen(space, space.top, tupleOf(space, args_w[i]), (w) => {
          pools_w.push(w);
          return from(i + 1);
        });
      }
      const all_w: W[] = [];
      for (let t = 0; t < times; t++) all_w.push(...own(space, pools_w));
      const isEmpty = all_w.some((w) => space.tuple_w(w).length === 0);
      return space.newobj(
        type,
        new Rows(
          all_w,
          all_w.map(() => 0),
          isEmpty,
        ),
      );
    };
    return from(0);
  },
  (rows, sizes) => {
    for (let i = rows.indices.length - 1; i >= 0; i--) {
      if (++rows.indices[i] < sizes[i]) return true;
      rows.indices[i] = 0;
    }
    return false;
  },
);

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const pooled = (
  name: string,
  start: (rows: Rows, n: number, r: number) => void,
  isEmpty: (n: number, r: number) => boolean,
) =>
  constructor(name, 'iterable, r: index', ((space: Space, type: TypeObject, w_iterable: W, r: number) => {
    if (r < 0) throw raise(space, 'ValueError', 'r must be non-negative');
    return andThen(space, space.top, tupleOf(space, w_iterable), (w_pool) => {
      const n = space.tuple_w(w_pool).length;
      const rows = new Rows([space.own(w_pool)], upTo(isEmpty(n, r) ? 0 : r), isEmpty(n, r));
      start(rows, n, r);
      return space.newobj(type, rows);
    });
  }) as never);

const combinations = rowsIterator(
  'itertools.combinations',
  pooled(
    'combinations',
    () => undefined,
    (n, r) => r > n,
  ),
  ({ indices }, [n]) => {
    const r = indices.length;
    let i = r - 1;
    while (i >= 0 && indices[i] === i + n - r) i--;
    if (i < 0) return false;
    indices[i]++;
    for (let j = i + 1; j < r; j++) indices[j] = indices[j - 1] + 1;
    return true;
  },
);

const combinationsWithReplacement = rowsIterator(
  'itertools.combinations_with_replacement',
  pooled(
    'combinations_with_replacement',
    (rows) => void rows.indices.fill(0),
    (n, r) => n === 0 && r > 0,
  ),
  ({ indices }, [n]) => {
    let i = indices.length - 1;
    while (i >= 0 && indices[i] === n - 1) i--;
    if (i < 0) return false;
    indices.fill(indices[i] + 1, i);
    return true;
  },
);

const permutations = rowsIterator(
  'itertools.permutations',
  constructor('permutations', 'iterable, r=None', ((
    space: Space,
    type: TypeObject,
    w_iterable: W,
    w_r: W,
  ) => {
    const isNone = space.is(w_r, space.w_None);
    if (!isNone && !space.type(w_r).isSubtype(space.types.int)) {
      throw raise(space, 'TypeError', 'Expected int as r');
    }
    return andThen(space, space.top, tupleOf(space, w_iterable), (w_pool) => {
      const n = space.tuple_w(w_pool).length;
      const r = isNone ? n : Number(space.int_w(w_r));
      if (r < 0) throw raise(space, 'ValueError', 'r must be non-negative');
      const rows = new Rows([space.own(w_pool)], upTo(r > n ? 0 : r), r > n);
      // All indices, and how many swaps each place has before it.
      rows.extra = [...upTo(n), ...upTo(r).map((i) => n - i)];
      return space.newobj(type, rows);
    });
  }) as never),
  (rows, [n]) => {
    const r = rows.indices.length;
    const { extra } = rows;
    for (let i = r - 1; i >= 0; i--) {
      const cycles = n + i;
      extra[cycles]--;
      if (extra[cycles] === 0) {
        const moved = extra[i];
        extra.copyWithin(i, i + 1, n);
        extra[n - 1] = moved;
        extra[cycles] = n - i;
      } else {
        const j = n - extra[cycles];
        [extra[i], extra[j]] = [extra[j], extra[i]];
        for (let k = 0; k < r; k++) rows.indices[k] = extra[k];
        return true;
      }
    }
    return false;
  },
);

// --- tee: links of a chain that is filled as the fastest copy goes

class Link extends Payload {
  w_iterator: W | null;
  /** Null: not yet taken. */
  w_item: W | null = null;
  w_next: W | null = null;
  /** Its item is being taken: another copy that asks, by the iterator itself or in another thread, cannot have it. */
  isRunning = false;
  constructor(w_iterator: W) {
    super();
    this.w_iterator = w_iterator;
  }
  traverse(visit: (w: W) => void): void {
    for (const w of [this.w_iterator, this.w_item, this.w_next]) if (w !== null) visit(w);
  }
  forget(): void {
    this.w_iterator = this.w_item = this.w_next = null;
  }
}

const linkType: TypeDefinition = { name: 'itertools._tee_dataobject', isBase: false };

/** Place: the link to read next. */
const teeObject = iterator(
  'itertools._tee',
  constructor('_tee', 'iterable, /', ((space: Space, _type: TypeObject, w_iterable: W) =>
    withIterator(space, w_iterable, (w) => newTee(space, w))) as never),
  (space, w) => {
    const state = stateOf(space, w);
    const link = space.data(state.w[0]!) as Link;
    const move = (): W => {
      const { w_item, w_next } = link;
      put(space, state, 0, w_next);
      return w_item!;
    };
    if (link.w_item !== null) return move();
    if (link.w_iterator === null) return STOP;
    if (link.isRunning) throw raise(space, 'RuntimeError', 'cannot re-enter the tee iterator');
    const taken = (w_item: W): W => {
      link.isRunning = false;
      if (w_item === STOP) return STOP;
      if (link.w_item === null) {
        link.w_item = space.own(w_item);
        link.w_next = space.own(newLink(space, link.w_iterator!));
      }
      return move();
    };
    const failed = (error: OperationError): W => {
      link.isRunning = false;
      throw error;
    };
    link.isRunning = true;
    const { w_iterator } = link;
    return attempt(space, space.top, () => next(space, w_iterator), taken, failed);
  },
  {
    hasWeakrefs: true,
    methods: [
      leaf('__copy__', '$self, /', (space: Space, w: W) =>
        space.newobj(space.types['itertools._tee'], new State([space.own(stateOf(space, w).w[0]!)])),
      ),
    ],
  },
);

const newLink = (space: Space, w_iterator: W): W =>
  space.newobj(space.types['itertools._tee_dataobject'], new Link(space.own(w_iterator)));

function newTee(space: Space, w_iterator: W): W {
  const type = space.types['itertools._tee'];
  const w_link =
    space.type(w_iterator) === type ? stateOf(space, w_iterator).w[0]! : newLink(space, w_iterator);
  return space.newobj(type, new State([space.own(w_link)]));
}

const tee = resumable('tee', 'iterable, n: index = 2, /', (space: Space, w_iterable: W, n: number) => {
  if (n < 0) throw raise(space, 'ValueError', 'n must be >= 0');
  if (n === 0) return space.newtuple([]);
  return withIterator(space, w_iterable, (w_iterator) => {
    const w_first = newTee(space, w_iterator);
    const copies_w = [w_first];
    while (copies_w.length < n) copies_w.push(newTee(space, w_first));
    return space.newtuple(copies_w);
  });
});

export const itertoolsModule: ModuleDefinition = {
  name: 'itertools',
  functions: [tee],
  types: [
    accumulate,
    batched,
    chain,
    combinations,
    combinationsWithReplacement,
    compress,
    count,
    cycle,
    dropwhile,
    filterfalse,
    groupby,
    grouper,
    islice,
    pairwise,
    permutations,
    product,
    repeat,
    starmap,
    takewhile,
    teeObject,
    linkType,
    zipLongest,
  ],
};
