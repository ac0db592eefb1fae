// `list.sort` without a key on the storage itself, where the items are ints, floats, texts or tuples of such: nothing can be called, so no frame and no
// list of entries is needed. Everything else is objspace's (../objspace/types/list-sort.ts). Models the unwrapped sorts of PyPy's listobject.py
// (IntegerListStrategy.sort and its like).
import { quickCompare } from './arithmetic.ts';
import { FLOATS, INTS, STRS } from './list-strategy.ts';
import type { Raw, W_Object } from './object.ts';
import type { PypySpace } from './space.ts';

/** Up to so many items insertion is faster than the host's sort with its calls. */
const SMALL = 12;
const LESS = 0;

/** Stable; `isLess` may answer undefined: not in this way, and then so does this. */
function sorted<T>(items: T[], isLess: (a: T, b: T) => boolean | undefined): T[] | undefined {
  if (items.length <= SMALL) {
    for (let i = 1; i < items.length; i++) {
      const item = items[i];
      let k = i;
      for (; k > 0; k--) {
        const less = isLess(item, items[k - 1]);
        if (less === undefined) return undefined;
        if (!less) break;
        items[k] = items[k - 1];
      }
      items[k] = item;
    }
    return items;
  }
  let fits = true;
  items.sort((a, b) => {
    if (!fits) return 0;
    const less = isLess(a, b);
    if (less === true) return -1;
    const greater = less === undefined ? undefined : isLess(b, a);
    if (greater === undefined) fits = false;
    return greater === true ? 1 : 0;
  });
  return fits ? items : undefined;
}

const lessNumber = (a: number, b: number): boolean => a < b;
const lessText = (a: string, b: string): boolean => a < b;

function sortNumbers(items: number[]): number[] {
  if (items.length <= SMALL) return sorted(items, lessNumber)!;
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
      // Of -0 and 0, and around NaN, the order of the list itself counts.
      for (let i = 0; i < items.length; i++) if (items[i] === 0 || items[i] !== items[i]) return false;
      list.v = sortNumbers(items);
      break;
    }
    case STRS: {
      const items = (storage as string[]).slice();
      list.v = items.length <= SMALL ? sorted(items, lessText)! : items.sort();
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
      const done = sorted(items, (a, b) => quickCompare(space, LESS, a, b));
      if (done === undefined) return false;
      if (reverse) done.reverse();
      list.v = done;
      return true;
    }
  }
  if (reverse) (list.v as unknown[]).reverse();
  return true;
}
