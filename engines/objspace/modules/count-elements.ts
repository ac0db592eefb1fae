// `_collections._count_elements`, what `Counter.update` does over an iterable. Models it in CPython's Modules/_collectionsmodule.c. Where the items are
// texts they are counted on the host, and each one's number is added to the mapping once: nobody can look in between.
import type { Text } from '../../kernels/text.ts';
import { andThen } from '../continuation.ts';
import { binary, call, getattr, setitem } from '../descroperation.ts';
import { resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import { listOf } from '../types/collecting.ts';

/** Fewer items are not worth a table of their own. */
const FEW = 16;

interface Counted {
  readonly w_key: W;
  n: number;
}

/** How often each text occurs, by first sight; null where an item is no text that the host compares. */
function countTexts(space: Space, items_w: readonly W[]): Counted[] | null {
  const { str } = space.types;
  const known = new Map<string, Counted>();
  const counts: Counted[] = [];
  for (let i = 0; i < items_w.length; i++) {
    const w = items_w[i];
    if (space.type(w) !== str) return null;
    const text: Text = space.text_w(w);
    if (typeof text !== 'string') return null;
    const counted = known.get(text);
    if (counted !== undefined) counted.n++;
    else {
      const fresh = { w_key: w, n: 1 };
      known.set(text, fresh);
      counts.push(fresh);
    }
  }
  return counts;
}

/** The characters of a text below 256; null where there are others. */
function countCharacters(space: Space, text: Text): Counted[] | null {
  if (typeof text !== 'string') return null;
  const numbers = new Uint32Array(256);
  const order: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 255) return null;
    if (numbers[unit]++ === 0) order.push(unit);
  }
  return order.map((unit) => ({ w_key: space.newtext(String.fromCharCode(unit)), n: numbers[unit] }));
}

/** Adds `n` to the number under a key of a mapping that is a dict in all that counts; false: no plain number is there. */
function addPlainly(space: Space, w_mapping: W, w_key: W, n: number): boolean {
  const w_old = space.dictget(w_mapping, w_key);
  let old = 0;
  if (w_old !== undefined) {
    if (space.type(w_old) !== space.types.int) return false;
    const value = space.int_w(w_old);
    if (typeof value !== 'number' || value + n > Number.MAX_SAFE_INTEGER) return false;
    old = value;
  }
  space.dictset(w_mapping, w_key, space.newint(old + n));
  return true;
}

/** One after the other from `start` on, through the mapping's methods where it must be. */
function countOneByOne(
  space: Space,
  w_mapping: W,
  items_w: readonly W[],
  isPlainDict: boolean,
  start: number,
): W {
  for (let i = start; i < items_w.length; i++) {
    const w_key = items_w[i];
    if (isPlainDict && addPlainly(space, w_mapping, w_key, 1)) continue;
    const caller = space.top;
    return andThen(space, caller, getattr(space, w_mapping, 'get'), (w_get) =>
      andThen(space, caller, call(space, w_get, [w_key, space.newint(0)]), (w_n) =>
        andThen(space, caller, binary(space, 'add', w_n, space.newint(1)), (w_more) =>
          andThen(space, caller, setitem(space, w_mapping, w_key, w_more), () =>
            countOneByOne(space, w_mapping, items_w, isPlainDict, i + 1),
          ),
        ),
      ),
    );
  }
  return space.w_None;
}

/** All are texts: a number that is no plain one is left to the methods, as often as its text occurs. */
function addCounts(space: Space, w_mapping: W, counts: readonly Counted[]): W {
  const rest_w: W[] = [];
  for (const { w_key, n } of counts) {
    if (addPlainly(space, w_mapping, w_key, n)) continue;
    for (let k = 0; k < n; k++) rest_w.push(w_key);
  }
  return countOneByOne(space, w_mapping, rest_w, true, 0);
}

/** `Counter.update` over an iterable. */
export const countElements = resumable(
  '_count_elements',
  'mapping, iterable, /',
  (space: Space, w_mapping: W, w_iterable: W) => {
    const type = space.type(w_mapping);
    const { dict, str } = space.types;
    // Counter has a `__delitem__` of its own, so the slot says nothing; what counts are the two methods used here.
    const isPlainDict =
      type.isSubtype(dict) &&
      type.lookup('get') === dict.lookup('get') &&
      type.lookup('__setitem__') === dict.lookup('__setitem__');
    if (isPlainDict && space.type(w_iterable) === str && space.text_w(w_iterable).length >= FEW) {
      const counts = countCharacters(space, space.text_w(w_iterable));
      if (counts !== null) return addCounts(space, w_mapping, counts);
    }
    return andThen(space, space.top, listOf(space, w_iterable), (w_list) => {
      const items_w = space.listitems(w_list);
      const counts = isPlainDict && items_w.length >= FEW ? countTexts(space, items_w) : null;
      return counts !== null
        ? addCounts(space, w_mapping, counts)
        : countOneByOne(space, w_mapping, items_w, isPlainDict, 0);
    });
  },
);
