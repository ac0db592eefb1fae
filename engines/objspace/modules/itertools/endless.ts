// `itertools.count`, `cycle`, `repeat`: iterators that need no end. Models count_*, cycle_* and repeat_* of CPython's
// Modules/itertoolsmodule.c.
import { constructor } from '../../constructor.ts';
import { andThen } from '../../continuation.ts';
import { binary, next } from '../../descroperation.ts';
import { leaf } from '../../gateway.ts';
import { Payload, STOP, SUSPEND } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { TypeObject } from '../../typeobject.ts';
import { iterator, Over, withIterator } from './iterator-type.ts';

// --- count

/** Either a number of the host's that goes up by one, or two objects that are added (count_nextlong). */
class Count extends Payload {
  n = 0;
  /** Null: `n` is the next item. */
  w_now: W | null;
  w_step: W;
  constructor(w_now: W | null, w_step: W) {
    super();
    this.w_now = w_now;
    this.w_step = w_step;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_now !== null) visit(this.w_now);
    visit(this.w_step);
  }
  forget(): void {
    this.w_now = null;
    this.w_step = null as unknown as W;
  }
}

/** The next item as an object. */
const upcoming = (space: Space, counter: Count): W => counter.w_now ?? space.newint(counter.n);

function countNext(space: Space, w: W): W {
  const counter = space.data(w) as Count;
  if (counter.w_now === null) {
    const { n } = counter;
    if (n < Number.MAX_SAFE_INTEGER) {
      counter.n = n + 1;
      return space.newint(n);
    }
    counter.w_now = space.own(space.newint(n));
  }
  return addStep(space, counter);
}

function addStep(space: Space, counter: Count): W {
  const w_given = space.own(counter.w_now!);
  return andThen(
    space,
    space.top,
    binary(space, 'add', w_given, counter.w_step),
    (w_next) => {
      const w_old = counter.w_now!;
      counter.w_now = space.own(w_next);
      space.drop(w_old);
      space.drop(w_given);
      return w_given;
    },
    (error) => {
      space.drop(w_given);
      throw error;
    },
  );
}

const isOne = (space: Space, w_step: W): boolean =>
  space.type(w_step).isSubtype(space.types.int) && space.int_w(w_step) === 1;

/** PyNumber_Check. */
function isNumber(space: Space, w: W): boolean {
  const type = space.type(w);
  const { index, int, float } = type.slots;
  return index !== null || int !== null || float !== null || type.isSubtype(space.types.complex);
}

function newCount(space: Space, type: TypeObject, w_start: W, w_step: W): W {
  const { int } = space.types;
  const kind = space.type(w_start);
  if (!isNumber(space, w_start) || !isNumber(space, w_step))
    throw raise(space, 'TypeError', 'a number is required');
  if (kind.isSubtype(int) && isOne(space, w_step)) {
    const n = space.int_w(w_start);
    if (typeof n === 'number') {
      const counter = new Count(null, space.own(w_step));
      counter.n = n;
      return space.newobj(type, counter);
    }
  }
  return space.newobj(type, new Count(space.own(w_start), space.own(w_step)));
}

export const count = iterator(
  'itertools.count',
  constructor('count', 'start=0, step=1', newCount as never),
  countNext,
  {
    slots: {
      repr: (space, w) => {
        const counter = space.data(w) as Count;
        const { w_step } = counter;
        const caller = space.top;
        return andThen(space, caller, space.repr(upcoming(space, counter)), (w_a) => {
          if (isOne(space, w_step)) return space.newstr(`count(${space.str_w(w_a)})`);
          return andThen(space, caller, space.repr(w_step), (w_b) =>
            space.newstr(`count(${space.str_w(w_a)}, ${space.str_w(w_b)})`),
          );
        });
      },
    },
  },
);

// --- cycle

/** Saves the items as they come, then goes round. */
class Cycle extends Over {
  w_saved: W;
  at = 0;
  constructor(w_iterator: W, w_saved: W) {
    super(w_iterator);
    this.w_saved = w_saved;
  }
  override traverse(visit: (w: W) => void): void {
    super.traverse(visit);
    visit(this.w_saved);
  }
  override forget(): void {
    super.forget();
    this.w_saved = null as unknown as W;
  }
  taken(space: Space, w_item: W): W {
    if (w_item !== STOP) {
      space.listappend(this.w_saved, w_item);
      return w_item;
    }
    this.end(space);
    return this.again(space);
  }
  again(space: Space): W {
    const { w_saved, at } = this;
    const length = space.listlen(w_saved);
    if (length === 0) return STOP;
    this.at = at + 1 >= length ? 0 : at + 1;
    return space.listitem(w_saved, at);
  }
}

export const cycle = iterator(
  'itertools.cycle',
  constructor('cycle', 'iterable, /', ((space: Space, type: TypeObject, w_iterable: W) =>
    withIterator(space, w_iterable, (w_iterator) =>
      space.newobj(type, new Cycle(space.own(w_iterator), space.own(space.newlist([])))),
    )) as never),
  (space, w) => {
    const state = space.data(w) as Cycle;
    if (state.w_iterator === null) return state.again(space);
    const caller = space.top;
    const w_item = next(space, state.w_iterator);
    if (w_item !== SUSPEND) return state.taken(space, w_item);
    return andThen(space, caller, w_item, (w_late) => state.taken(space, w_late));
  },
);

// --- repeat

class Repeat extends Payload {
  w_object: W;
  /** Below 0: for ever. */
  times: number;
  constructor(w_object: W, times: number) {
    super();
    this.w_object = w_object;
    this.times = times;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_object);
  }
  forget(): void {
    this.w_object = null as unknown as W;
  }
}

export const repeat = iterator(
  'itertools.repeat',
  constructor('repeat', 'object, times: index = NULL', ((
    space: Space,
    type: TypeObject,
    w_object: W,
    times: number | undefined,
  ) =>
    space.newobj(
      type,
      new Repeat(space.own(w_object), times === undefined ? -1 : Math.max(times, 0)),
    )) as never),
  (space, w) => {
    const state = space.data(w) as Repeat;
    if (state.times === 0) return STOP;
    if (state.times > 0) state.times--;
    return state.w_object;
  },
  {
    slots: {
      repr: (space, w) => {
        const { w_object, times } = space.data(w) as Repeat;
        return andThen(space, space.top, space.repr(w_object), (w_text) =>
          space.newstr(`repeat(${space.str_w(w_text)}${times < 0 ? '' : `, ${times}`})`),
        );
      },
    },
    methods: [
      leaf('__length_hint__', '$self, /', (space: Space, w: W) => {
        const { times } = space.data(w) as Repeat;
        if (times < 0) throw raise(space, 'TypeError', 'len() of unsized object');
        return space.newint(times);
      }),
    ],
  },
);
