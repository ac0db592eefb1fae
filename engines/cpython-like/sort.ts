// `list.sort` without a key on the items themselves, where all are numbers, texts or tuples of such, which the host orders as Python does: nothing
// can be called, so no frame and no list of entries is needed. Everything else is objspace's (../objspace/types/list-sort.ts). Models the checks of
// list_sort_impl before the sort in CPython's Objects/listobject.c (unsafe_long_compare, unsafe_latin_compare, unsafe_tuple_compare).
import { compare as compareTexts } from '../kernels/text.ts';
import type { Text } from '../kernels/text.ts';
import { sortByKey } from '../kernels/timsort.ts';
import type { Any } from './object.ts';
import type { CpythonSpace } from './space.ts';

/** Up to so many items, insertion is faster than the host's sort with its calls. */
const FEW = 12;

/** Of atoms whose values the host orders as Python does; stable. */
function insertionSort(items: Any[], reverse: boolean): void {
  for (let i = 1; i < items.length; i++) {
    const item = items[i];
    const value = item.v as number;
    let k = i;
    for (; k > 0; k--) {
      const before = items[k - 1].v as number;
      if (reverse ? before >= value : before <= value) break;
      items[k] = items[k - 1];
    }
    items[k] = item;
  }
}

/** Below, at or above 0; NaN: only Python's comparison can tell. */
export function order(space: CpythonSpace, a: Any, b: Any): number {
  const { int, float, bool, str, tuple } = space.types;
  const { type, v } = a;
  if (type === int || type === float || type === bool) {
    if (b.type !== int && b.type !== float && b.type !== bool) return NaN;
    const x = v as number;
    const y = b.v as number;
    // Host ints of both kinds and floats compare exactly.
    return x < y ? -1 : x > y ? 1 : x === x && y === y ? 0 : NaN;
  }
  if (b.type !== type) return NaN;
  if (type === str) {
    if (typeof v === 'string' && typeof b.v === 'string') return v < b.v ? -1 : v > b.v ? 1 : 0;
    return compareTexts(v as Text, b.v as Text);
  }
  return type === tuple ? orderOfItems(space, v as Any[], b.v as Any[]) : NaN;
}

function orderOfItems(space: CpythonSpace, x: readonly Any[], y: readonly Any[]): number {
  for (let i = 0; i < x.length && i < y.length; i++) {
    // An item is equal to itself, also where its type has no order.
    if (x[i] === y[i]) continue;
    const sign = order(space, x[i], y[i]);
    if (sign !== 0) return sign;
  }
  return x.length - y.length;
}

/** False: nothing has happened. */
function sortTuples(space: CpythonSpace, items: Any[], reverse: boolean): boolean {
  const { tuple } = space.types;
  for (let i = 1; i < items.length; i++) if (items[i].type !== tuple) return false;
  const sorted = items.slice();
  // Equal items keep their order, backwards too.
  if (reverse) sorted.reverse();
  let fits = true;
  if (sorted.length <= FEW) {
    for (let i = 1; i < sorted.length; i++) {
      const item = sorted[i];
      let k = i;
      for (; k > 0; k--) {
        const sign = orderOfItems(space, item.v as Any[], sorted[k - 1].v as Any[]);
        if (sign !== sign) return false;
        if (sign >= 0) break;
        sorted[k] = sorted[k - 1];
      }
      sorted[k] = item;
    }
  } else {
    sorted.sort((a, b) => {
      const sign = fits ? orderOfItems(space, a.v as Any[], b.v as Any[]) : 0;
      if (sign === sign) return sign;
      fits = false;
      return 0;
    });
  }
  if (!fits) return false;
  if (reverse) sorted.reverse();
  for (let i = 0; i < items.length; i++) items[i] = sorted[i];
  return true;
}

/** Sorts `items` in place, stable; false: nothing has happened. */
export function sortItems(space: CpythonSpace, items: Any[], reverse: boolean): boolean {
  if (items.length === 0) return true;
  const { type, v } = items[0];
  const { int, float, str, tuple } = space.types;
  if (type === tuple) return sortTuples(space, items, reverse);
  if (type !== int && type !== float && type !== str) return false;
  const kind = type === str ? 'string' : 'number';
  if (typeof v !== kind) return false;
  for (let i = 0; i < items.length; i++) {
    const o = items[i];
    if (o.type !== type || typeof o.v !== kind || o.v !== o.v) return false;
  }
  // Equal items keep their order, in a reversed list too.
  if (items.length <= FEW) {
    insertionSort(items, reverse);
    return true;
  }
  if (reverse) items.reverse();
  const keys: unknown[] = [];
  for (let i = 0; i < items.length; i++) keys.push(items[i].v);
  sortByKey(keys as number[] | string[], items);
  if (reverse) items.reverse();
  return true;
}
