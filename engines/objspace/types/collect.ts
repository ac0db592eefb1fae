// All items of an iterable, gathered without recursion on the host's stack: for `join`, `bytes(…)` and their like.
import { andThen } from '../continuation.ts';
import { iter } from '../descroperation.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import { listOf } from './collecting.ts';

/**
 * Calls `then` with the items; they live as long as the step that it runs in. `hint`: as PySequence_Fast does it, a list of the iterator, which
 * (not the iterable) is asked for the number of items.
 */
export function collect(space: Space, w_iterable: W, then: (items_w: W[]) => W, hint = false): W {
  const type = space.type(w_iterable);
  if (type === space.types.list) return then(space.listitems(w_iterable));
  if (type === space.types.tuple) return then([...space.tuple_w(w_iterable)]);
  // A frame owns the list as it grows: temporaries would be handed on from item to item.
  const gather = (w_source: W): W =>
    andThen(space, space.top, listOf(space, w_source, hint), (w_list) => then(space.listitems(w_list)));
  return hint ? andThen(space, space.top, iter(space, w_iterable), gather) : gather(w_iterable);
}
