// Iterators of builtin types in a `for`, one step without the object space between, and without the tuples that a loop takes apart at once: `for i, x in
// enumerate(…)`, `for a, b in zip(…)`, `for k, v in d.items()`. What PyPy's JIT does to such tuples (virtuals), the interpreter does here.
// Exhaustion and every error are the general way's (../objspace/types): nothing has happened yet when it is asked.
import type { ByteArray, ByteArrayIterator } from '../objspace/types/bytearray.ts';
import type { BytesIterator } from '../objspace/types/bytes.ts';
import type { DictIterator } from '../objspace/types/dict-views.ts';
import { ListIterator, TupleIterator } from '../objspace/types/iterators.ts';
import type { IndexIterator, SetIterator } from '../objspace/types/iterators.ts';
import type { RangeIterator } from '../objspace/types/range.ts';
import type { TextIterator } from '../objspace/types/str.ts';
import type { Enumerate, Zip } from '../objspace/types/transforming-iterators.ts';
import type { HashStorage } from './hash-storage.ts';
import { getItem } from './list-strategy.ts';
import { NO_SLOTS, W_Object, wrap } from './object.ts';
import type { Raw, W_Box } from './object.ts';
import type { PypySpace } from './space.ts';

/** `iter` of a list or a tuple. Apart from the eval loop, where V8 would call two constructors instead of making two objects. */
export function newIterator({ types }: PypySpace, o: W_Object): W_Object {
  return o.type === types.list
    ? new W_Object(types.list_iterator, new ListIterator(wrap(o)), null, NO_SLOTS, 0)
    : new W_Object(types.tuple_iterator, new TupleIterator(wrap(o)), null, NO_SLOTS, 0);
}

/** Leaves out what may end or fail: true if the next step gives an item. */
function hasNext(space: PypySpace, iterator: Raw): boolean {
  if (typeof iterator !== 'object') return false;
  const { types } = space;
  const { type, v } = iterator;
  switch (type) {
    case types.list_iterator: {
      const { w_over, index } = v as IndexIterator;
      return w_over !== null && index < ((w_over as unknown as W_Object).v as Raw[]).length;
    }
    case types.range_iterator:
      return (v as RangeIterator).remaining > 0;
    case types.tuple_iterator: {
      const { w_over, index } = v as IndexIterator;
      return w_over !== null && index < ((w_over as unknown as W_Object).v as Raw[]).length;
    }
    case types.str_ascii_iterator:
    case types.str_iterator: {
      const { w_text, index } = v as TextIterator;
      return typeof w_text === 'string' && index < (w_text as string).length;
    }
    case types.bytes_iterator: {
      const { w_bytes, index } = v as BytesIterator;
      return w_bytes !== null && index < ((w_bytes as unknown as W_Box).v as Uint8Array).length;
    }
    case types.bytearray_iterator: {
      const { w_over, index } = v as ByteArrayIterator;
      return w_over !== null && index < ((w_over as unknown as W_Object).v as ByteArray).length;
    }
    case types.dict_keyiterator:
    case types.dict_valueiterator:
    case types.dict_itemiterator:
    case types.set_iterator:
      return hasEntry(v as DictIterator | SetIterator);
    case types.enumerate: {
      const { w_iterator, index } = v as Enumerate;
      return typeof index === 'number' && w_iterator !== null && hasNext(space, w_iterator as unknown as Raw);
    }
    case types.zip: {
      const { iterators_w } = v as Zip;
      if (iterators_w.length === 0) return false;
      for (let i = 0; i < iterators_w.length; i++) {
        const part = iterators_w[i] as unknown as W_Object;
        // One iterator in two places, or below two of them, may have one item only.
        if (iterators_w.indexOf(iterators_w[i]) !== i || typeof part !== 'object') return false;
        if (part.type === types.enumerate || part.type === types.zip) return false;
        if (!hasNext(space, part)) return false;
      }
      return true;
    }
  }
  return false;
}

/** Moves on to the next entry; false: there is none, or the table has changed. */
function hasEntry(iterator: DictIterator | SetIterator): boolean {
  const { w_over, size, remaining } = iterator;
  if (w_over === null || remaining === 0) return false;
  const { used, keys, first } = (w_over as unknown as W_Object).v as HashStorage;
  if (used !== size) return false;
  let i = Math.max(iterator.position, first);
  while (i < keys.length && keys[i] === undefined) i++;
  iterator.position = i;
  return i < keys.length;
}

const pair = (space: PypySpace, a: Raw, b: Raw): Raw =>
  new W_Object(space.types.tuple, [a, b], null, NO_SLOTS, 0);

/** Index of the next entry, where `hasEntry` has left it. */
function nextEntry(iterator: DictIterator | SetIterator): number {
  iterator.remaining--;
  return iterator.position++;
}

/** The next item of what `hasNext`. */
function take(space: PypySpace, iterator: W_Object): Raw {
  const { types } = space;
  const { type, v } = iterator;
  switch (type) {
    case types.list_iterator: {
      const position = v as IndexIterator;
      return getItem(position.w_over as unknown as W_Object, position.index++);
    }
    case types.range_iterator: {
      const range = v as RangeIterator;
      const value = range.next;
      range.remaining--;
      range.next = value + range.step;
      return value;
    }
    case types.tuple_iterator: {
      const position = v as IndexIterator;
      return ((position.w_over as unknown as W_Object).v as Raw[])[position.index++];
    }
    case types.str_ascii_iterator:
    case types.str_iterator: {
      const position = v as TextIterator;
      return (position.w_text as unknown as string)[position.index++];
    }
    case types.bytes_iterator: {
      const position = v as BytesIterator;
      return ((position.w_bytes as unknown as W_Box).v as Uint8Array)[position.index++];
    }
    case types.bytearray_iterator: {
      const position = v as ByteArrayIterator;
      return ((position.w_over as unknown as W_Object).v as ByteArray).storage[position.index++];
    }
    case types.dict_keyiterator:
    case types.set_iterator: {
      const storage = ((v as DictIterator).w_over as unknown as W_Object).v as HashStorage;
      return storage.keys[nextEntry(v as DictIterator)]!;
    }
    case types.dict_valueiterator: {
      const storage = ((v as DictIterator).w_over as unknown as W_Object).v as HashStorage;
      return storage.values[nextEntry(v as DictIterator)]!;
    }
    case types.dict_itemiterator: {
      const storage = ((v as DictIterator).w_over as unknown as W_Object).v as HashStorage;
      const i = nextEntry(v as DictIterator);
      return pair(space, storage.keys[i]!, storage.values[i]!);
    }
    case types.enumerate: {
      const payload = v as Enumerate;
      const item = take(space, payload.w_iterator as unknown as W_Object);
      const n = payload.index as number;
      payload.index = n + 1;
      return pair(space, n, item);
    }
    default: {
      const { iterators_w } = v as Zip;
      const items: Raw[] = [];
      for (let i = 0; i < iterators_w.length; i++)
        items.push(take(space, iterators_w[i] as unknown as W_Object));
      return new W_Object(types.tuple, items, null, NO_SLOTS, 0);
    }
  }
}

/** The next item; undefined: not in this way. */
export function quickNext(space: PypySpace, iterator: W_Object): Raw | undefined {
  return hasNext(space, iterator) ? take(space, iterator) : undefined;
}

/**
 * The next item of an iterator over pairs, taken apart by the UNPACK_SEQUENCE that follows: its second part goes to `S[sp]`, the first above it. False:
 * not in this way.
 */
export function quickPair(space: PypySpace, iterator: W_Object, S: (Raw | null)[], sp: number): boolean {
  const { types } = space;
  const { type, v } = iterator;
  if (type === types.enumerate) {
    if (!hasNext(space, iterator)) return false;
    const payload = v as Enumerate;
    S[sp] = take(space, payload.w_iterator as unknown as W_Object);
    const n = payload.index as number;
    payload.index = n + 1;
    S[sp + 1] = n;
    return true;
  }
  if (type === types.zip) {
    const { iterators_w } = v as Zip;
    if (iterators_w.length !== 2 || !hasNext(space, iterator)) return false;
    S[sp + 1] = take(space, iterators_w[0] as unknown as W_Object);
    S[sp] = take(space, iterators_w[1] as unknown as W_Object);
    return true;
  }
  if (type !== types.dict_itemiterator || !hasNext(space, iterator)) return false;
  const storage = ((v as DictIterator).w_over as unknown as W_Object).v as HashStorage;
  const i = nextEntry(v as DictIterator);
  S[sp] = storage.values[i]!;
  S[sp + 1] = storage.keys[i]!;
  return true;
}
