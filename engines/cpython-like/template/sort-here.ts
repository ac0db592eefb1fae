// `sorted(…)` and `list.sort(…)` whose keys are computed by code that comes to its end at once and are ordered by the host: no frame, no list of
// entries. What has to wait in the middle, and keys that only Python code can order, go on in objspace's frame with the keys that are there
// (../../objspace/types/list-sort.ts). Models list_sort_impl of CPython's Objects/listobject.c.
import { andThen, continuationsGoOn, continuationsStandStill } from '../../objspace/continuation.ts';
import { sortByKey } from '../../kernels/timsort.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import { raise } from '../../objspace/raise.ts';
import { enter } from '../../objspace/step-frames.ts';
import { extendLater } from '../../objspace/types/collecting.ts';
import { sortedBy, sortList, sortTaken } from '../../objspace/types/list-sort.ts';
import { wrap } from '../object.ts';
import type { Any } from '../object.ts';
import { decref } from '../refcount.ts';
import { order, sortItems } from '../sort.ts';
import type { CpythonSpace } from '../space.ts';
import { mapped } from './driven-iterators.ts';
import { collectHere, directLimitHere, isCollected, mayRun, putFrameUnder, putUnder } from './host-run.ts';

/** `sorted(iterable, key=…, reverse=…)`, owned, or SUSPEND. */
export function sortedHere(space: CpythonSpace, iterable: Any, key: Any | null, reverse: boolean): Any {
  const { list: LIST, tuple } = space.types;
  const { top } = space;
  let list: Any;
  if (iterable.type === LIST || iterable.type === tuple) {
    const items = (iterable.v as Any[]).slice();
    for (let i = 0; i < items.length; i++) items[i].rc++;
    list = space.container(LIST, items);
  } else if (isCollected(space, iterable)) {
    list = space.container(LIST, []);
    let isAll: boolean;
    try {
      isAll = collectHere(space, iterable, list);
    } catch (e) {
      decref(list);
      throw e;
    }
    if (!isAll) {
      const w_key = key === null ? space.w_None : wrap(key);
      const sorted = (w_list: W): W =>
        andThen(space, space.top, sortList(space, w_list, w_key, reverse), () => w_list);
      putUnder(space, top, extendLater(space, wrap(iterable), space.temporary(list), sorted));
      return SUSPEND as unknown as Any;
    }
  } else {
    const w = sortedBy(space, wrap(iterable), key === null ? space.w_None : wrap(key), reverse);
    return w === SUSPEND ? (w as unknown as Any) : space.take(w);
  }
  const w_list = space.temporary(list);
  if (sortHere(space, list, key, reverse)) return space.take(w_list);
  andThen(space, top, SUSPEND, () => w_list);
  return SUSPEND as unknown as Any;
}

/** Sorts a list in place; false: it waits, and goes on when what is on top now has answered; then None is the answer. */
export function sortHere(space: CpythonSpace, list: Any, key: Any | null, reverse: boolean): boolean {
  if (key === null) {
    return (
      sortItems(space, list.v as Any[], reverse) ||
      sortList(space, wrap(list), space.w_None, reverse) !== SUSPEND
    );
  }
  const { top } = space;
  const items = list.v as Any[];
  const keys: Any[] = [];
  // Nobody sees the items while they are sorted.
  list.v = [];
  const isAll = mayRun(space) && computeKeys(space, list, items, key, keys);
  if (isAll && sortByKeys(space, items, keys, reverse)) {
    const seen = list.v as Any[];
    list.v = items;
    for (let i = 0; i < keys.length; i++) decref(keys[i]);
    if (seen.length === 0) return true;
    for (let i = 0; i < seen.length; i++) decref(seen[i]);
    throw raise(space, 'ValueError', 'list modified during sort');
  }
  const frame = sortTaken(
    space,
    wrap(list),
    wrap(key),
    reverse,
    items as unknown as W[],
    keys as unknown as W[],
  );
  if (space.top === top) return enter(space, frame) !== SUSPEND;
  putFrameUnder(space, top, frame);
  return false;
}

/** false: it has been left in the middle of a key, or begins with frames. */
function computeKeys(space: CpythonSpace, list: Any, items: Any[], key: Any, keys: Any[]): boolean {
  const { poolBase, directLimit, top } = space;
  const began = continuationsStandStill();
  space.poolBase = space.pool.length;
  space.directLimit = directLimitHere(space);
  space.hostRuns++;
  try {
    for (let i = 0; i < items.length; i++) {
      const o = items[i];
      o.rc++;
      const r = mapped(space, key, o);
      if (r === undefined) return false;
      keys.push(r!);
    }
    return true;
  } catch (e) {
    space.top = top;
    const seen = list.v as Any[];
    list.v = items;
    for (let i = 0; i < keys.length; i++) decref(keys[i]);
    for (let i = 0; i < seen.length; i++) decref(seen[i]);
    throw e;
  } finally {
    space.hostRuns--;
    if (space.pool.length > space.poolBase) space.drain();
    space.poolBase = poolBase;
    space.directLimit = directLimit;
    continuationsGoOn(began);
  }
}

/** Up to so many items, insertion is faster than the host's sort. */
const FEW = 12;

/** Orders both by the keys, stable; false: nothing has happened, only Python code can tell. */
function sortByKeys(space: CpythonSpace, items: Any[], keys: Any[], reverse: boolean): boolean {
  const { length } = items;
  if (length < 2) return true;
  if (length > FEW) {
    const primitive = primitiveKeys(space, keys);
    if (primitive !== null) {
      if (reverse) {
        primitive.reverse();
        items.reverse();
      }
      sortByKey(primitive as number[], items);
      if (reverse) items.reverse();
      return true;
    }
  }
  const places = new Array<number>(length);
  for (let i = 0; i < length; i++) places[i] = reverse ? length - 1 - i : i;
  if (length <= FEW) {
    for (let i = 1; i < length; i++) {
      const place = places[i];
      let k = i;
      for (; k > 0; k--) {
        const sign = order(space, keys[place], keys[places[k - 1]]);
        if (sign !== sign) return false;
        if (sign >= 0) break;
        places[k] = places[k - 1];
      }
      places[k] = place;
    }
  } else {
    let fits = true;
    places.sort((a, b) => {
      const sign = fits ? order(space, keys[a], keys[b]) : 0;
      if (sign === sign) return sign;
      fits = false;
      return 0;
    });
    if (!fits) return false;
  }
  const given = items.slice();
  for (let i = 0; i < length; i++) items[i] = given[places[reverse ? length - 1 - i : i]];
  return true;
}

/** Host values that order as the keys do. */
function primitiveKeys(space: CpythonSpace, keys: readonly Any[]): unknown[] | null {
  const { int, float, str } = space.types;
  const { type } = keys[0];
  if (type !== int && type !== float && type !== str) return null;
  const kind = type === str ? 'string' : 'number';
  const values: unknown[] = [];
  for (let i = 0; i < keys.length; i++) {
    const { type: is, v } = keys[i];
    if (is !== type || typeof v !== kind || v !== v) return null;
    values.push(v);
  }
  return values;
}
