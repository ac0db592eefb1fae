// The next item of iterators over builtin containers, also through `enumerate` and `zip`, where one is there and taking it calls nothing: no
// temporaries, no answer of shared code. The end of an iterator, and whatever is wrong with it, is left to its `iternext`. Pairs that are taken
// apart at once need no tuple: CPython uses the one of the last turn again (enum_next and zip_next of its Objects/enumobject.c and
// Python/bltinmodule.c).
import { charAt } from '../../kernels/text.ts';
import { unwrap } from '../object.ts';
import type { Any } from '../object.ts';
import type { DictTable } from '../dict-table.ts';
import type { SetStorage } from '../set-storage.ts';
import type { CpythonSpace } from '../space.ts';
import type { DictIterator } from '../../objspace/types/dict-views.ts';
import type { IndexIterator, SetIterator } from '../../objspace/types/iterators.ts';
import type { RangeIterator } from '../../objspace/types/range.ts';
import type { TextIterator } from '../../objspace/types/str.ts';
import type { Enumerate, Zip } from '../../objspace/types/transforming-iterators.ts';

/** Is there an item that `pull` can take? Changes nothing that a program sees. */
function isReady(space: CpythonSpace, it: Any): boolean {
  const { type } = it;
  const { types } = space;
  if (type === types.list_iterator || type === types.tuple_iterator) {
    const { w_over, index } = it.v as IndexIterator;
    return w_over !== null && index < (unwrap(w_over).v as Any[]).length;
  }
  if (type === types.range_iterator) return (it.v as RangeIterator).remaining > 0;
  if (
    type === types.dict_itemiterator ||
    type === types.dict_keyiterator ||
    type === types.dict_valueiterator
  ) {
    const iterator = it.v as DictIterator;
    if (iterator.w_over === null || iterator.remaining <= 0) return false;
    const { keys, used } = unwrap(iterator.w_over).v as DictTable;
    if (iterator.size !== used) return false;
    let { position } = iterator;
    while (position < keys.length && keys[position] === undefined) position++;
    iterator.position = position;
    return position < keys.length;
  }
  if (type === types.enumerate) {
    const { w_iterator, index } = it.v as Enumerate;
    return typeof index === 'number' && index < 0x7fff_ffff && isReady(space, unwrap(w_iterator!));
  }
  if (type === types.zip) {
    const { iterators_w } = it.v as Zip;
    // The same iterator twice gives two items.
    if (iterators_w.length === 2 && iterators_w[0] === iterators_w[1]) return false;
    if (iterators_w.length === 0 || iterators_w.length > 2) return false;
    for (let i = 0; i < iterators_w.length; i++) {
      const inner = unwrap(iterators_w[i]);
      if (inner.type === types.zip || inner.type === types.enumerate || !isReady(space, inner)) return false;
    }
    return true;
  }
  if (type === types.str_ascii_iterator || type === types.str_iterator) {
    const { w_text, index } = it.v as TextIterator;
    return w_text !== null && index < (unwrap(w_text).v as { length: number }).length;
  }
  if (type === types.set_iterator) {
    const iterator = it.v as SetIterator;
    if (iterator.w_over === null || iterator.remaining <= 0) return false;
    const { table } = unwrap(iterator.w_over).v as SetStorage;
    if (table.size !== iterator.size) return false;
    const at = table.next(iterator.position);
    if (at < 0) return false;
    iterator.position = at;
    return true;
  }
  return false;
}

/** The item, owned, of an iterator that is ready. */
function pull(space: CpythonSpace, it: Any): Any {
  const { type } = it;
  const { types } = space;
  let o: Any;
  if (type === types.list_iterator || type === types.tuple_iterator) {
    const iterator = it.v as IndexIterator;
    o = (unwrap(iterator.w_over!).v as Any[])[iterator.index++];
  } else if (type === types.range_iterator) {
    const range = it.v as RangeIterator;
    const value = range.next;
    range.remaining--;
    range.next = value + range.step;
    return space.ownedInt(value);
  } else if (type === types.dict_keyiterator || type === types.dict_valueiterator) {
    const iterator = it.v as DictIterator;
    const table = unwrap(iterator.w_over!).v as DictTable;
    iterator.remaining--;
    const at = iterator.position++;
    o = type === types.dict_keyiterator ? table.keys[at]! : table.values[at]!;
  } else if (type === types.set_iterator) {
    const iterator = it.v as SetIterator;
    iterator.remaining--;
    o = (unwrap(iterator.w_over!).v as SetStorage).table.keyAt(iterator.position++);
  } else if (type === types.str_ascii_iterator || type === types.str_iterator) {
    const iterator = it.v as TextIterator;
    const text = unwrap(iterator.w_text!).v as string;
    const i = iterator.index++;
    if (typeof text === 'string') return space.character(text.charCodeAt(i));
    return space.boxText(charAt(text, i));
  } else if (type === types.zip && (it.v as Zip).iterators_w.length === 1) {
    return space.container(types.tuple, [pull(space, unwrap((it.v as Zip).iterators_w[0]))]);
  } else {
    const first = pullFirst(space, it);
    return space.container(types.tuple, [first, pullSecond(space, it)]);
  }
  o.rc++;
  return o;
}

function pullFirst(space: CpythonSpace, it: Any): Any {
  const { types } = space;
  if (it.type === types.enumerate) {
    const payload = it.v as Enumerate;
    const index = payload.index as number;
    payload.index = index + 1;
    return space.ownedInt(index);
  }
  if (it.type === types.zip) return pull(space, unwrap((it.v as Zip).iterators_w[0]));
  const iterator = it.v as DictIterator;
  const key = (unwrap(iterator.w_over!).v as DictTable).keys[iterator.position]!;
  key.rc++;
  return key;
}

/** After `pullFirst`. */
function pullSecond(space: CpythonSpace, it: Any): Any {
  const { types } = space;
  if (it.type === types.enumerate) return pull(space, unwrap((it.v as Enumerate).w_iterator!));
  if (it.type === types.zip) return pull(space, unwrap((it.v as Zip).iterators_w[1]));
  const iterator = it.v as DictIterator;
  iterator.remaining--;
  const value = (unwrap(iterator.w_over!).v as DictTable).values[iterator.position++]!;
  value.rc++;
  return value;
}

/** The next item, owned; undefined: not here. */
export function quickNext(space: CpythonSpace, it: Any): Any | undefined {
  const { type } = it;
  const { types } = space;
  // The commonest in one go.
  if (type === types.list_iterator || type === types.tuple_iterator) {
    const iterator = it.v as IndexIterator;
    const { w_over, index } = iterator;
    if (w_over === null) return undefined;
    const items = unwrap(w_over).v as Any[];
    if (index >= items.length) return undefined;
    iterator.index = index + 1;
    const o = items[index];
    o.rc++;
    return o;
  }
  if (type === types.dict_keyiterator || type === types.dict_valueiterator) {
    const iterator = it.v as DictIterator;
    if (iterator.w_over === null || iterator.remaining <= 0) return undefined;
    const { keys, values, used } = unwrap(iterator.w_over).v as DictTable;
    if (iterator.size !== used) return undefined;
    let { position } = iterator;
    while (position < keys.length && keys[position] === undefined) position++;
    iterator.position = position;
    if (position >= keys.length) return undefined;
    iterator.position = position + 1;
    iterator.remaining--;
    const o = (type === types.dict_keyiterator ? keys : values)[position]!;
    o.rc++;
    return o;
  }
  return isReady(space, it) ? pull(space, it) : undefined;
}

/** The first of the next pair, owned, with the second in `space.second`; undefined: not here. */
export function quickPair(space: CpythonSpace, it: Any): Any | undefined {
  const { types } = space;
  const { type } = it;
  if (type !== types.enumerate && type !== types.dict_itemiterator) {
    if (type !== types.zip || (it.v as Zip).iterators_w.length !== 2) return undefined;
  }
  if (!isReady(space, it)) return undefined;
  const first = pullFirst(space, it);
  space.second = pullSecond(space, it);
  return first;
}
