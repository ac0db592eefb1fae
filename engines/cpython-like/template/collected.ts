// `list(it)`, `tuple(it)` and `set(it)` of a generator, a `map` or another builtin iterator: its items are taken in one loop of the host, and a frame
// is only made where Python code in the middle cannot come to its end at once. Models list_extend of CPython's Objects/listobject.c,
// PySequence_Tuple of abstract.c and set_update_internal of setobject.c.
import { eachLater, extendLater } from '../../objspace/types/collecting.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any } from '../object.ts';
import { decref } from '../refcount.ts';
import { SetStorage } from '../set-storage.ts';
import type { CpythonSpace } from '../space.ts';
import { collectHere, isCollected, putUnder } from './host-run.ts';

/** The new container, owned; undefined: not here; null: it waits for the frames that are on top now. */
export function collected(space: CpythonSpace, type: TypeObject, it: Any): Any | null | undefined {
  const { list, tuple, set } = space.types;
  if ((type !== list && type !== tuple && type !== set) || !isCollected(space, it)) return undefined;
  const { top } = space;
  const into = space.container(type, type === set ? new SetStorage(space) : []);
  let isAll: boolean;
  try {
    isAll = collectHere(space, it, into);
  } catch (e) {
    decref(into);
    throw e;
  }
  if (isAll) {
    if (type !== tuple || (into.v as Any[]).length > 0) return into;
    decref(into);
    const empty = unwrap(space.newtuple([]));
    empty.rc++;
    return empty;
  }
  const w_it = wrap(it);
  let w_into = wrap(into);
  if (type === set) {
    const add = (w_item: typeof w_it): null => {
      space.setadd(w_into, w_item);
      return null;
    };
    putUnder(
      space,
      top,
      eachLater(space, w_it, [w_into], add, () => w_into),
    );
  } else if (type === list)
    putUnder(
      space,
      top,
      extendLater(space, w_it, w_into, (w_list) => w_list),
    );
  else {
    // What the rest is added to is no tuple yet.
    w_into = wrap(space.container(list, into.v));
    into.v = [];
    decref(into);
    const asTuple = (w_list: typeof w_it): typeof w_it => space.newtuple(space.listitems(w_list));
    putUnder(space, top, extendLater(space, w_it, w_into, asTuple));
  }
  // The frame's own reference is left.
  decref(unwrap(w_into));
  return null;
}
