// The module `_bisect`: where an item belongs in a sorted sequence. Models CPython's Modules/_bisectmodule.c.
import { andThen } from '../continuation.ts';
import * as operations from '../descroperation.ts';
import { resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { LT } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** The place in a list among items that the host orders; -1: not in this way. */
function plainPlace(space: Space, w_list: W, w_x: W, low: number, right: boolean): number {
  let lo = low;
  let hi = space.listlen(w_list);
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    const sign = space.orderplainly(w_x, space.listitem(w_list, middle));
    if (sign !== sign) return -1;
    if (right ? sign < 0 : sign <= 0) hi = middle;
    else lo = middle + 1;
  }
  return lo;
}

/** Calls `found` with the place; `w_x` is compared as it is, the items by `w_key` of them. */
function search(
  space: Space,
  w_a: W,
  w_x: W,
  low: number,
  w_high: W,
  w_key: W,
  right: boolean,
  found: (place: number) => W,
): W {
  if (low < 0) throw raise(space, 'ValueError', 'lo must be non-negative');
  const caller = space.top;
  const keyed = !space.is(w_key, space.w_None);
  if (!keyed && space.is(w_high, space.w_None) && space.type(w_a) === space.types.list) {
    const place = plainPlace(space, w_a, w_x, low, right);
    if (place >= 0) return found(place);
  }
  const halve = (from: number, to: number): W => {
    let lo = from;
    let hi = to;
    const decide = (middle: number, isLess: boolean): void => {
      // Left: the item is less than x. Right: x is less than the item.
      if (isLess === right) hi = middle;
      else lo = middle + 1;
    };
    const compared = (w_item: W): W =>
      right ? operations.compare(space, w_x, w_item, LT) : operations.compare(space, w_item, w_x, LT);
    if (lo < hi) {
      const middle = Math.floor((lo + hi) / 2);
      const after = (w: W): W =>
        andThen(space, caller, operations.truth(space, w), (w_truth) => {
          decide(middle, space.is(w_truth, space.w_True));
          return halve(lo, hi);
        });
      const w_at = operations.getitem(space, w_a, space.newint(middle));
      return andThen(space, caller, w_at, (w_item) => {
        if (!keyed) return andThen(space, caller, compared(w_item), after);
        return andThen(space, caller, operations.call(space, w_key, [w_item]), (w) =>
          andThen(space, caller, compared(w), after),
        );
      });
    }
    return found(lo);
  };
  if (!space.is(w_high, space.w_None)) {
    return andThen(space, caller, operations.index(space, w_high), (w) => {
      const high = Number(space.int_w(w));
      if (high >= 0) return halve(low, high);
      return andThen(space, caller, operations.length(space, w_a), (w_n) =>
        halve(low, Number(space.int_w(w_n))),
      );
    });
  }
  return andThen(space, caller, operations.length(space, w_a), (w_n) => halve(low, Number(space.int_w(w_n))));
}

const SIGNATURE = 'a, x, lo: index = 0, hi=None, *, key=None';

const bisect = (name: string, right: boolean) =>
  resumable(name, SIGNATURE, (space: Space, w_a: W, w_x: W, low: number, w_high: W, w_key: W) =>
    search(space, w_a, w_x, low, w_high, w_key, right, (place) => space.newint(place)),
  );

const insort = (name: string, right: boolean) =>
  resumable(name, SIGNATURE, (space: Space, w_a: W, w_x: W, low: number, w_high: W, w_key: W) => {
    const caller = space.top;
    const insert = (w_by: W): W =>
      search(space, w_a, w_by, low, w_high, w_key, right, (place) => {
        if (space.type(w_a) === space.types.list) {
          space.listinsert(w_a, Math.min(place, space.listlen(w_a)), w_x);
          return space.w_None;
        }
        return andThen(space, caller, operations.getattr(space, w_a, 'insert'), (w_insert) =>
          andThen(
            space,
            caller,
            operations.call(space, w_insert, [space.newint(place), w_x]),
            () => space.w_None,
          ),
        );
      });
    if (space.is(w_key, space.w_None)) return insert(w_x);
    return andThen(space, caller, operations.call(space, w_key, [w_x]), insert);
  });

export const bisectModule: ModuleDefinition = {
  name: '_bisect',
  doc: 'Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this can be an improvement over the more\ncommon approach.\n',
  functions: [
    bisect('bisect_right', true),
    insort('insort_right', true),
    bisect('bisect_left', false),
    insort('insort_left', false),
  ],
};
