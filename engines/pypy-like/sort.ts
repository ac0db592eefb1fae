// `list.sort` without a key on the storage itself, where the items are ints, floats, texts or tuples of such: nothing can be called, so no frame and no
// list of entries is needed. Everything else is objspace's (../objspace/types/list-sort.ts). Models the unwrapped sorts of PyPy's listobject.py
// (IntegerListStrategy.sort and its like).
import { compare as compareTexts } from '../kernels/text.ts';
import { sortByKey } from '../kernels/timsort.ts';
import { FLOATS, INTS, STRS } from './list-strategy.ts';
import { W_Float, wrap } from './object.ts';
import type { Raw, W_Object } from './object.ts';
import type { PypySpace } from './space.ts';

/** Up to so many items insertion is faster than the host's sort with its calls. */
const SMALL = 12;

/** Below, at or above 0; NaN: only Python's comparison can tell. */
export function order(space: PypySpace, a: Raw, b: Raw): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const { str, tuple } = space.types;
  if (typeof a === 'object' && typeof b === 'object' && a.type === tuple && b.type === tuple)
    return orderOfItems(space, a.v as Raw[], b.v as Raw[]);
  const x = numberOf(space, a);
  const y = numberOf(space, b);
  // Host ints of both kinds and floats compare exactly.
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : x === x && y === y ? 0 : NaN;
  if (space.type(wrap(a)) !== str || space.type(wrap(b)) !== str) return NaN;
  return compareTexts(space.text_w(wrap(a)), space.text_w(wrap(b)));
}

function orderOfItems(space: PypySpace, x: readonly Raw[], y: readonly Raw[]): number {
  for (let i = 0; i < x.length && i < y.length; i++) {
    // Within tuples, and there alone, what is the same is equal without being asked.
    if (x[i] === y[i]) continue;
    const sign = order(space, x[i], y[i]);
    if (sign !== 0) return sign;
  }
  return x.length - y.length;
}

/** The host value of an int, a float or a bool. */
function numberOf(space: PypySpace, o: Raw): number | bigint | undefined {
  if (typeof o === 'number') return o;
  if (typeof o === 'string') return undefined;
  if (o instanceof W_Float) return o.type === space.types.float ? o.v : undefined;
  return o.type === space.types.int || o.type === space.types.bool ? (o.v as number | bigint) : undefined;
}

/** Stable; undefined where two of them are not ordered on the host. */
function sorted<T>(items: T[], orderOf: (a: T, b: T) => number): T[] | undefined {
  if (items.length <= SMALL) {
    for (let i = 1; i < items.length; i++) {
      const item = items[i];
      let k = i;
      for (; k > 0; k--) {
        const sign = orderOf(item, items[k - 1]);
        if (sign !== sign) return undefined;
        if (sign >= 0) break;
        items[k] = items[k - 1];
      }
      items[k] = item;
    }
    return items;
  }
  let fits = true;
  items.sort((a, b) => {
    const sign = fits ? orderOf(a, b) : 0;
    if (sign === sign) return sign;
    fits = false;
    return 0;
  });
  return fits ? items : undefined;
}

const numberOrder = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sortNumbers(items: number[]): number[] {
  if (items.length <= SMALL) return sorted(items, numberOrder)!;
  let at = 1;
  while (at < items.length && items[at] >= items[at - 1]) at++;
  if (at === items.length) return items;
  return Array.from(Float64Array.from(items).sort());
}

/** True: the list is sorted. False: nothing has happened. */
export function sortPlainly(space: PypySpace, list: W_Object, reverse: boolean): boolean {
  const storage = list.v as unknown[];
  if (storage.length < 2) return true;
  switch (list.strategy) {
    case INTS:
      list.v = sortNumbers((storage as number[]).slice());
      break;
    case FLOATS: {
      const items = (storage as number[]).slice();
      // Where there are both -0 and 0, and around NaN, the order of the list itself counts.
      let zero: number | undefined;
      for (let i = 0; i < items.length; i++) {
        const item = items[i];
        if (item !== item) return false;
        if (item === 0 && !Object.is((zero ??= item), item)) return false;
      }
      list.v = sortNumbers(items);
      break;
    }
    case STRS: {
      const items = (storage as string[]).slice();
      if (items.length <= SMALL) sorted(items, textOrder);
      else sortByKey(items.slice(), items);
      list.v = items;
      break;
    }
    default: {
      const { tuple } = space.types;
      const items = (storage as Raw[]).slice();
      for (let i = 0; i < items.length; i++) {
        const item = items[i];
        if (typeof item !== 'object' || item.type !== tuple) return false;
      }
      // Equal items keep their order, backwards too.
      if (reverse) items.reverse();
      const done = sorted(items, (a, b) => order(space, a, b));
      if (done === undefined) return false;
      if (reverse) done.reverse();
      list.v = done;
      return true;
    }
  }
  if (reverse) (list.v as unknown[]).reverse();
  return true;
}
