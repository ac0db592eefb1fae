// All items of an iterable, gathered without recursion on the host's stack: for `join`, `bytes(…)` and their like.
import { andThen } from '../continuation.ts';
import { iter, nextOrStop, stopOf } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import { STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';

/** Calls `then` with the items; they live as long as the step that it runs in. */
export function collect(space: Space, w_iterable: W, then: (items_w: W[]) => W): W {
  const type = space.type(w_iterable);
  if (type === space.types.list) return then(space.listitems(w_iterable));
  if (type === space.types.tuple) return then([...space.tuple_w(w_iterable)]);
  const caller = space.top;
  return andThen(space, caller, iter(space, w_iterable), (w_iterator) => {
    const items_w: W[] = [];
    const take = (w_first: W): W => {
      for (let w = w_first; ;) {
        if (w === STOP) return then(items_w);
        items_w.push(w);
        const below = space.top;
        w = nextOrStop(space, w_iterator);
        if (w === SUSPEND) return andThen(space, below, w, take, ended);
      }
    };
    const ended = (error: OperationError): W => take(stopOf(space, error));
    const below = space.top;
    return andThen(space, below, nextOrStop(space, w_iterator), take, ended);
  });
}
