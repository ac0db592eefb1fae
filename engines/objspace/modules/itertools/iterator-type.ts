// What the iterators of itertools have in common: how their types are declared, the iterator that most of them take items from, and asking for
// iterators, items and tuples where each may suspend.
import { andThen } from '../../continuation.ts';
import { iter, next } from '../../descroperation.ts';
import { leaf } from '../../gateway.ts';
import type { BuiltinTypeName } from '../../builtin-types.ts';
import { Payload, SUSPEND } from '../../object.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import type { NewFn, UnaryFn } from '../../typeobject.ts';
import { tupleOf } from '../../types/collecting.ts';
import { selfIter } from '../../types/iterators.ts';

/** An iterator that takes its items from another one, and lets go of it at the end. */
export class Over extends Payload {
  w_iterator: W | null;
  /** `w_iterator` has one owner more already. */
  constructor(w_iterator: W) {
    super();
    this.w_iterator = w_iterator;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_iterator !== null) visit(this.w_iterator);
  }
  forget(): void {
    this.w_iterator = null;
  }
  end(space: Space): void {
    const { w_iterator } = this;
    this.w_iterator = null;
    if (w_iterator !== null) space.drop(w_iterator);
  }
}

/** The same with a function of the program's. */
export class OverWithFunction extends Over {
  w_function: W;
  constructor(w_iterator: W, w_function: W) {
    super(w_iterator);
    this.w_function = w_function;
  }
  override traverse(visit: (w: W) => void): void {
    super.traverse(visit);
    if (this.w_function !== null) visit(this.w_function);
  }
  override forget(): void {
    super.forget();
    this.w_function = null as unknown as W;
  }
}

export function iterator(
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

export const withIterator = (space: Space, w_iterable: W, done: (w_iterator: W) => W): W =>
  andThen(space, space.top, iter(space, w_iterable), done);

export const withItem = (space: Space, w_iterator: W, done: (w_item: W) => W): W => {
  const caller = space.top;
  const w_item = next(space, w_iterator);
  return w_item === SUSPEND ? andThen(space, caller, w_item, done) : done(w_item);
};

export const withTuple = (space: Space, w_iterable: W, done: (items_w: readonly W[]) => W): W =>
  andThen(space, space.top, tupleOf(space, w_iterable), (w) => done(space.tuple_w(w)));

/** Iterators over all iterables, in order. */
export function withIterators(space: Space, iterables_w: readonly W[], done: (iterators_w: W[]) => W): W {
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

export const ownAll = (space: Space, items_w: readonly W[]): W[] => items_w.map((w) => space.own(w));

export const genericClass = {
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
};
