// Iterators over builtin containers, by `__getitem__`, and over a callable until a sentinel; `reversed`. One payload class for each kind, so that
// an engine's FOR_ITER can know what it has. Models CPython's Objects/iterobject.c, listiter_*, tupleiter_*, unicodeiter_*, striter_*, setiter_* and
// Objects/enumobject.c (reversed_*). Those over dicts stand with dict's views, those over ranges in range.ts.
import { andThen } from '../continuation.ts';
import { call, callSpecial, compare, getitem, length, truth } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import { leaf, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import type { BuiltinTypeName } from '../builtin-types.ts';
import { Payload, STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { EQ } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { UnaryFn } from '../typeobject.ts';

/** An iterator is its own iterator. */
export const selfIter: UnaryFn = (_space, w) => w;

/** An iterator over one container by index; `w_over` is null once it is exhausted. */
export abstract class IndexIterator extends Payload {
  w_over: W | null;
  index: number;
  /** `w_over` has one owner more already. */
  constructor(w_over: W, index = 0) {
    super();
    this.w_over = w_over;
    this.index = index;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_over !== null) visit(this.w_over);
  }
  forget(): void {
    this.w_over = null;
  }
  override releaseInto(release: (w: W) => void): void {
    const { w_over } = this;
    if (w_over === null) return;
    this.w_over = null;
    release(w_over);
  }
}

export function exhaust(space: Space, iterator: { w_over: W | null }): W {
  const w = iterator.w_over;
  iterator.w_over = null;
  if (w !== null) space.drop(w);
  return STOP;
}

const overOf = (space: Space, w: W): IndexIterator => space.data(w) as IndexIterator;

/** `(iter, (container,), index)`, and for an exhausted one `(iter, (empty,))`. */
function reduceIndex(name: 'iter' | 'reversed', empty: (space: Space) => W): BuiltinRow {
  return leaf('__reduce__', '$self, /', (space: Space, w: W) => {
    const { w_over, index } = overOf(space, w);
    if (w_over === null) return space.newtuple([space.builtin('iter'), space.newtuple([empty(space)])]);
    return space.newtuple([space.builtin(name), space.newtuple([w_over]), space.newint(index)]);
  });
}

const emptyTuple = (space: Space): W => space.newtuple([]);
const emptyList = (space: Space): W => space.newlist([]);

export interface IndexKind {
  name: BuiltinTypeName;
  length: (space: Space, w_over: W) => number;
  empty: (space: Space) => W;
  iternext: UnaryFn;
}

export function indexIteratorType({ name, length: len, empty, iternext }: IndexKind): TypeDefinition {
  return {
    name,
    isBase: false,
    slots: { iter: selfIter, iternext },
    methods: [
      leaf(
        '__length_hint__',
        '$self, /',
        (space: Space, w: W) => {
          const { w_over, index } = overOf(space, w);
          return w_over === null ? 0 : Math.max(0, len(space, w_over) - index);
        },
        { result: 'int', effect: 'reads' },
      ),
      reduceIndex('iter', empty),
      leaf('__setstate__', '$self, state: index, /', (space: Space, w: W, state: number) => {
        const iterator = overOf(space, w);
        if (iterator.w_over !== null) {
          iterator.index = Math.max(0, Math.min(state, len(space, iterator.w_over)));
        }
        return space.w_None;
      }),
    ],
  };
}

export class ListIterator extends IndexIterator {}
export class TupleIterator extends IndexIterator {}
export function listIter(space: Space, w_list: W): W {
  return space.newobj(space.types.list_iterator, new ListIterator(space.own(w_list)));
}

export function tupleIter(space: Space, w_tuple: W): W {
  return space.newobj(space.types.tuple_iterator, new TupleIterator(space.own(w_tuple)));
}

// --- backwards over a list

export class ListReverseIterator extends IndexIterator {}

export function listReversed(space: Space, w_list: W): W {
  const iterator = new ListReverseIterator(space.own(w_list), space.listlen(w_list) - 1);
  return space.newobj(space.types.list_reverseiterator, iterator);
}

const listReverseType: TypeDefinition = {
  name: 'list_reverseiterator',
  isBase: false,
  slots: {
    iter: selfIter,
    iternext: (space, w) => {
      const iterator = space.data(w) as ListReverseIterator;
      const { w_over, index } = iterator;
      if (w_over === null) return STOP;
      if (index < 0 || index >= space.listlen(w_over)) {
        iterator.index = -1;
        return exhaust(space, iterator);
      }
      iterator.index = index - 1;
      return space.listitem(w_over, index);
    },
  },
  methods: [
    leaf(
      '__length_hint__',
      '$self, /',
      (space: Space, w: W) => {
        const { w_over, index } = overOf(space, w);
        return w_over === null || space.listlen(w_over) < index + 1 ? 0 : index + 1;
      },
      { result: 'int', effect: 'reads' },
    ),
    reduceIndex('reversed', emptyList),
    leaf('__setstate__', '$self, state: index, /', (space: Space, w: W, state: number) => {
      const iterator = overOf(space, w);
      if (iterator.w_over !== null) {
        iterator.index = Math.max(-1, Math.min(state, space.listlen(iterator.w_over) - 1));
      }
      return space.w_None;
    }),
  ],
};

// --- by __getitem__

export class SequenceIterator extends IndexIterator {}

export function sequenceIterator(space: Space, w_x: W): W {
  return space.newobj(space.types.iterator, new SequenceIterator(space.own(w_x)));
}

/** The item at `index`, or STOP where `__getitem__` raises IndexError or StopIteration. */
function itemOrStop(space: Space, iterator: IndexIterator, index: number): W {
  const ended = (error: OperationError): W => {
    const { IndexError, StopIteration } = space.types;
    if (!error.matches(IndexError) && !error.matches(StopIteration)) throw error;
    space.dropError(error);
    return exhaust(space, iterator);
  };
  const caller = space.top;
  let w_item: W;
  try {
    w_item = getitem(space, iterator.w_over!, space.newint(index));
  } catch (e) {
    return ended(space.asOperationError(e));
  }
  return andThen(space, caller, w_item, (w) => w, ended);
}

const sequenceType: TypeDefinition = {
  name: 'iterator',
  isBase: false,
  slots: {
    iter: selfIter,
    iternext: (space, w) => {
      const iterator = space.data(w) as SequenceIterator;
      if (iterator.w_over === null) return STOP;
      if (iterator.index === Number.MAX_SAFE_INTEGER)
        throw raise(space, 'OverflowError', 'iter index too large');
      return itemOrStop(space, iterator, iterator.index++);
    },
  },
  methods: [
    resumable('__length_hint__', '$self, /', (space: Space, w: W) => {
      const { w_over, index } = overOf(space, w);
      if (w_over === null) return space.newint(0);
      if (space.type(w_over).slots.length === null) return space.w_NotImplemented;
      const caller = space.top;
      return andThen(space, caller, length(space, w_over), (w_n) =>
        space.newint(Math.max(0, Number(space.int_w(w_n)) - index)),
      );
    }),
    reduceIndex('iter', emptyTuple),
    leaf('__setstate__', '$self, state: index, /', (space: Space, w: W, state: number) => {
      const iterator = overOf(space, w);
      if (iterator.w_over !== null) iterator.index = Math.max(0, state);
      return space.w_None;
    }),
  ],
};

// --- reversed

export class Reversed extends IndexIterator {}

function isSequence(space: Space, w_x: W): boolean {
  const type = space.type(w_x);
  return (
    type.slots.getitem !== null && !type.isSubtype(space.types.dict) && type !== space.types.mappingproxy
  );
}

const reversedType: TypeDefinition = {
  name: 'reversed',
  ownLayout: true,
  doc: 'Return a reverse iterator over the values of the given sequence.',
  slots: {
    new: (space, type, args_w, names) => {
      if (names !== null && type === space.types.reversed)
        throw raise(space, 'TypeError', 'reversed() takes no keyword arguments');
      if (args_w.length !== 1)
        throw raise(space, 'TypeError', `reversed expected 1 argument, got ${args_w.length}`);
      const [w_x] = args_w;
      const w_method = space.type(w_x).lookup('__reversed__');
      if (w_method !== undefined && !space.is(w_method, space.w_None)) {
        return space.callMethodObject(w_method, w_x, [], null);
      }
      if (w_method !== undefined || !isSequence(space, w_x)) {
        throw raise(space, 'TypeError', `'${space.type(w_x).name}' object is not reversible`);
      }
      const caller = space.top;
      return andThen(space, caller, length(space, w_x), (w_n) =>
        space.newobj(type, new Reversed(space.own(w_x), Number(space.int_w(w_n)) - 1)),
      );
    },
    iter: selfIter,
    iternext: (space, w) => {
      const iterator = space.data(w) as Reversed;
      const { w_over, index } = iterator;
      if (w_over === null) return STOP;
      if (index < 0) return exhaust(space, iterator);
      iterator.index = index - 1;
      return itemOrStop(space, iterator, index);
    },
  },
  methods: [
    resumable('__length_hint__', '$self, /', (space: Space, w: W) => {
      const { w_over, index } = overOf(space, w);
      if (w_over === null) return space.newint(0);
      const caller = space.top;
      return andThen(space, caller, length(space, w_over), (w_n) =>
        space.newint(Number(space.int_w(w_n)) < index + 1 ? 0 : index + 1),
      );
    }),
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_over, index } = overOf(space, w);
      const w_type = space.type(w).w_self;
      if (w_over === null) return space.newtuple([w_type, space.newtuple([space.newtuple([])])]);
      return space.newtuple([w_type, space.newtuple([w_over]), space.newint(index)]);
    }),
    resumable('__setstate__', '$self, state: index, /', (space: Space, w: W, state: number) => {
      const iterator = overOf(space, w);
      if (iterator.w_over === null) return space.w_None;
      const caller = space.top;
      return andThen(space, caller, length(space, iterator.w_over), (w_n) => {
        iterator.index = Math.max(-1, Math.min(state, Number(space.int_w(w_n)) - 1));
        return space.w_None;
      });
    }),
  ],
};

// --- sets

export class SetIterator extends Payload {
  w_over: W | null;
  position = 0;
  readonly size: number;
  remaining: number;
  constructor(w_over: W, size: number) {
    super();
    this.w_over = w_over;
    this.size = size;
    this.remaining = size;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_over !== null) visit(this.w_over);
  }
  forget(): void {
    this.w_over = null;
  }
}

export function setIter(space: Space, w_set: W): W {
  return space.newobj(space.types.set_iterator, new SetIterator(space.own(w_set), space.setlen(w_set)));
}

const setIteratorType: TypeDefinition = {
  name: 'set_iterator',
  isBase: false,
  slots: {
    iter: selfIter,
    iternext: (space, w) => {
      const iterator = space.data(w) as SetIterator;
      const { w_over } = iterator;
      if (w_over === null) return STOP;
      if (space.setlen(w_over) !== iterator.size || iterator.remaining < 0) {
        iterator.remaining = -1;
        throw raise(space, 'RuntimeError', 'Set changed size during iteration');
      }
      const isOver = space.hasOrderedSets && iterator.remaining === 0;
      const entry = isOver ? null : space.setnext(w_over, iterator.position);
      if (entry === null) return exhaust(space, iterator);
      iterator.position = entry.next;
      iterator.remaining--;
      return entry.w_key;
    },
  },
  methods: [
    leaf(
      '__length_hint__',
      '$self, /',
      (space: Space, w: W) => {
        const { w_over, size, remaining } = space.data(w) as SetIterator;
        return w_over === null || space.setlen(w_over) !== size ? 0 : remaining;
      },
      { result: 'int', effect: 'reads' },
    ),
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_over, position } = space.data(w) as SetIterator;
      const items_w: W[] = [];
      if (w_over !== null) {
        for (let e = space.setnext(w_over, position); e; e = space.setnext(w_over, e.next))
          items_w.push(e.w_key);
      }
      return space.newtuple([space.builtin('iter'), space.newtuple([space.newlist(items_w)])]);
    }),
  ],
};

// --- iter(callable, sentinel)

export class CallableIterator extends Payload {
  w_callable: W | null;
  w_sentinel: W | null;
  constructor(w_callable: W, w_sentinel: W) {
    super();
    this.w_callable = w_callable;
    this.w_sentinel = w_sentinel;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_callable !== null) visit(this.w_callable);
    if (this.w_sentinel !== null) visit(this.w_sentinel);
  }
  forget(): void {
    this.w_callable = this.w_sentinel = null;
  }
}

export function newCallableIterator(space: Space, w_callable: W, w_sentinel: W): W {
  const iterator = new CallableIterator(space.own(w_callable), space.own(w_sentinel));
  return space.newobj(space.types.callable_iterator, iterator);
}

function endCallable(space: Space, iterator: CallableIterator): W {
  if (iterator.w_callable !== null) space.drop(iterator.w_callable);
  if (iterator.w_sentinel !== null) space.drop(iterator.w_sentinel);
  iterator.forget();
  return STOP;
}

const callableType: TypeDefinition = {
  name: 'callable_iterator',
  isBase: false,
  slots: {
    iter: selfIter,
    iternext: (space, w) => {
      const iterator = space.data(w) as CallableIterator;
      if (iterator.w_callable === null) return STOP;
      const stopped = (error: OperationError): W => {
        if (!error.matches(space.types.StopIteration)) throw error;
        space.dropError(error);
        return endCallable(space, iterator);
      };
      const check = (w_item: W): W => {
        // The call may have used the iterator up.
        if (iterator.w_sentinel === null) return STOP;
        const below = space.top;
        if (space.is(w_item, iterator.w_sentinel)) return endCallable(space, iterator);
        return andThen(space, below, compare(space, iterator.w_sentinel, w_item, EQ), (w_equal) =>
          andThen(space, below, truth(space, w_equal), (w_truth) =>
            space.is(w_truth, space.w_True) ? endCallable(space, iterator) : w_item,
          ),
        );
      };
      const caller = space.top;
      let w_answer: W;
      try {
        w_answer = call(space, iterator.w_callable, []);
      } catch (e) {
        return stopped(space.asOperationError(e));
      }
      return w_answer === SUSPEND ? andThen(space, caller, w_answer, check, stopped) : check(w_answer);
    },
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_callable, w_sentinel } = space.data(w) as CallableIterator;
      const w_iter = space.builtin('iter');
      if (w_callable === null) return space.newtuple([w_iter, space.newtuple([space.newtuple([])])]);
      return space.newtuple([w_iter, space.newtuple([w_callable, w_sentinel!])]);
    }),
  ],
};

/** `operator.length_hint` for sizes asked in advance, of classes only: what builtin types would say is of no use here. */
export function askLengthHint(space: Space, w_x: W): W {
  const type = space.type(w_x);
  if (!type.isHeap) return space.w_None;
  const caller = space.top;
  const ignoreTypeError = (error: OperationError): W => {
    if (!error.matches(space.types.TypeError)) throw error;
    space.dropError(error);
    return space.w_NotImplemented;
  };
  const viaHint = (): W => {
    let w_hint: W | undefined;
    try {
      w_hint = callSpecial(space, w_x, '__length_hint__', []);
    } catch (e) {
      w_hint = ignoreTypeError(space.asOperationError(e));
    }
    if (w_hint === undefined) return space.w_None;
    return andThen(
      space,
      caller,
      w_hint,
      (w) => {
        if (space.is(w, space.w_NotImplemented)) return w;
        if (!space.type(w).isSubtype(space.types.int)) {
          const got = space.type(w).name;
          throw raise(space, 'TypeError', `__length_hint__ must be an integer, not ${got}`);
        }
        if (space.int_w(w) < 0) throw raise(space, 'ValueError', '__length_hint__() should return >= 0');
        return w;
      },
      ignoreTypeError,
    );
  };
  if (type.slots.length === null) return viaHint();
  let w_length: W;
  try {
    w_length = length(space, w_x);
  } catch (e) {
    ignoreTypeError(space.asOperationError(e));
    return viaHint();
  }
  return andThen(
    space,
    caller,
    w_length,
    (w) => w,
    (error) => {
      ignoreTypeError(error);
      return viaHint();
    },
  );
}

export const iteratorTypes: readonly TypeDefinition[] = [
  indexIteratorType({
    name: 'list_iterator',
    length: (space, w) => space.listlen(w),
    empty: emptyList,
    iternext: (space, w) => {
      const iterator = space.data(w) as ListIterator;
      const { w_over } = iterator;
      if (w_over === null) return STOP;
      if (iterator.index >= space.listlen(w_over)) return exhaust(space, iterator);
      return space.listitem(w_over, iterator.index++);
    },
  }),
  indexIteratorType({
    name: 'tuple_iterator',
    length: (space, w) => space.tuple_w(w).length,
    empty: emptyTuple,
    iternext: (space, w) => {
      const iterator = space.data(w) as TupleIterator;
      if (iterator.w_over === null) return STOP;
      const items_w = space.tuple_w(iterator.w_over);
      if (iterator.index >= items_w.length) return exhaust(space, iterator);
      return items_w[iterator.index++];
    },
  }),
  listReverseType,
  sequenceType,
  reversedType,
  setIteratorType,
  callableType,
];
