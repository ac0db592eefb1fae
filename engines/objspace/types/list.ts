// `list`. Models CPython's Objects/listobject.c; how items are stored is the engine's (`space.list…`), sorting is list-sort.ts.
import { sizeofMethod } from './sizeof.ts';
import { andThen } from '../continuation.ts';
import { index } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { extendList, listOf, MAX_ITEMS } from './collecting.ts';
import { containerRepr, itemsPlan } from './container-text.ts';
import { listIter, listReversed } from './iterators.ts';
import { sortList } from './list-sort.ts';
import { compareSequences, LIST_ACCESS, searchSequence } from './sequence-search.ts';
import { adjust, unpackSlice } from './slice.ts';

/** Reads the index of a subscript and hands it to `then`; the length is asked for after `__index__`. */
function withIndex(space: Space, w_list: W, w_key: W, text: string, then: (i: number) => W): W {
  const go = (w_n: W): W => {
    const value = space.int_w(w_n);
    if (typeof value !== 'number')
      throw raise(space, 'IndexError', `cannot fit '${space.type(w_key).name}' into an index-sized integer`);
    const length = space.listlen(w_list);
    const i = value < 0 ? value + length : value;
    if (i < 0 || i >= length) throw raise(space, 'IndexError', text);
    return then(i);
  };
  if (space.type(w_key) === space.types.int) return go(w_key);
  if (space.type(w_key).slots.index === null && !space.type(w_key).isSubtype(space.types.int)) {
    throw raise(space, 'TypeError', `list indices must be integers or slices, not ${space.type(w_key).name}`);
  }
  return andThen(space, space.top, index(space, w_key), go);
}

function getitem(space: Space, w_list: W, w_key: W): W {
  const type = space.type(w_key);
  if (type === space.types.int) {
    const value = space.int_w(w_key);
    if (typeof value === 'number') {
      const length = space.listlen(w_list);
      const i = value < 0 ? value + length : value;
      if (i >= 0 && i < length) return space.listitem(w_list, i);
    }
  }
  if (type === space.types.slice) return getslice(space, w_list, w_key);
  return getitemOfIndex(space, w_list, w_key);
}

function getitemOfIndex(space: Space, w_list: W, w_key: W): W {
  return withIndex(space, w_list, w_key, 'list index out of range', (i) => space.listitem(w_list, i));
}

function getslice(space: Space, w_list: W, w_slice: W): W {
  return unpackSlice(space, w_slice, (bounds) => {
    const { start, step, count } = adjust(bounds, space.listlen(w_list));
    const items_w = new Array<W>(count);
    for (let k = 0, i = start; k < count; k++, i += step) items_w[k] = space.listitem(w_list, i);
    return space.newlist(items_w);
  });
}

function setitem(space: Space, w_list: W, w_key: W, w_value: W | null): W {
  if (space.type(w_key) === space.types.slice) {
    return w_value === null ? deleteSlice(space, w_list, w_key) : assignSlice(space, w_list, w_key, w_value);
  }
  return withIndex(space, w_list, w_key, 'list assignment index out of range', (i) => {
    if (w_value === null) space.listsplice(w_list, i, 1, []);
    else space.listset(w_list, i, w_value);
    return space.w_None;
  });
}

function deleteSlice(space: Space, w_list: W, w_slice: W): W {
  return unpackSlice(space, w_slice, (bounds) => {
    const { start, step, count } = adjust(bounds, space.listlen(w_list));
    if (count === 0) return space.w_None;
    if (step === 1) {
      space.listsplice(w_list, start, count, []);
      return space.w_None;
    }
    const stride = Math.abs(step);
    const lowest = step > 0 ? start : start + step * (count - 1);
    const kept_w = space.listitems(w_list).filter((_, i) => {
      const k = (i - lowest) / stride;
      return !(k >= 0 && k < count && Number.isInteger(k));
    });
    space.listsplice(w_list, 0, space.listlen(w_list), kept_w);
    return space.w_None;
  });
}

function assignSlice(space: Space, w_list: W, w_slice: W, w_value: W): W {
  return unpackSlice(space, w_slice, (bounds) => {
    const plain = bounds.step === 1;
    if (space.type(w_value).slots.iter === null && space.type(w_value).slots.getitem === null) {
      throw raise(
        space,
        'TypeError',
        plain && bounds.start === 0 && bounds.stop === Number.MAX_SAFE_INTEGER
          ? 'can only assign an iterable'
          : 'must assign iterable to extended slice',
      );
    }
    const caller = space.top;
    return andThen(space, caller, listOf(space, w_value), (w_items) => {
      const items_w = space.listitems(w_items);
      const { start, stop, step, count } = adjust(bounds, space.listlen(w_list));
      if (plain) {
        space.listsplice(w_list, start, Math.max(0, stop - start), items_w);
        return space.w_None;
      }
      if (items_w.length !== count) {
        throw raise(
          space,
          'ValueError',
          `attempt to assign sequence of size ${items_w.length} to extended slice of size ${count}`,
        );
      }
      items_w.forEach((w, k) => space.listset(w_list, start + k * step, w));
      return space.w_None;
    });
  });
}

function concat(space: Space, w_a: W, w_b: W): W {
  if (!space.type(w_b).isSubtype(space.types.list)) {
    throw raise(space, 'TypeError', `can only concatenate list (not "${space.type(w_b).name}") to list`);
  }
  return space.newlist([...space.listitems(w_a), ...space.listitems(w_b)]);
}

/** How often a sequence is repeated; what does not fit a Py_ssize_t is an error even for an empty one. */
export function repeatCount(space: Space, w_count: W): number {
  const count = space.int_w(w_count);
  if (typeof count === 'bigint' && BigInt.asIntN(64, count) !== count) {
    throw raise(space, 'OverflowError', "cannot fit 'int' into an index-sized integer");
  }
  return Math.max(0, Number(count));
}

/** The items `n` times over. */
export function repeated(space: Space, items_w: readonly W[], w_count: W): W[] {
  const count = repeatCount(space, w_count);
  if (items_w.length * count > MAX_ITEMS) throw raise(space, 'MemoryError', '');
  const result_w = new Array<W>(items_w.length * count);
  for (let k = 0; k < result_w.length; k++) result_w[k] = items_w[k % items_w.length];
  return result_w;
}

function indexOf(space: Space, w_list: W, w_value: W, start: number, stop: number): W {
  const length = space.listlen(w_list);
  const from = start < 0 ? Math.max(0, start + length) : start;
  const to = stop < 0 ? stop + length : stop;
  return searchSequence(space, w_list, w_value, {
    start: from,
    end: () => Math.min(to, space.listlen(w_list)),
    item: (i) => space.listitem(w_list, i),
    found: (i) => space.newint(i),
    absent: () => {
      throw raise(space, 'ValueError', 'list.index(x): x not in list');
    },
  });
}

function count(space: Space, w_list: W, w_value: W): W {
  let n = 0;
  return searchSequence(space, w_list, w_value, {
    start: 0,
    end: () => space.listlen(w_list),
    item: (i) => space.listitem(w_list, i),
    found: () => {
      n++;
      return null;
    },
    absent: () => space.newint(n),
  });
}

function remove(space: Space, w_list: W, w_value: W): W {
  return searchSequence(space, w_list, w_value, {
    start: 0,
    end: () => space.listlen(w_list),
    item: (i) => space.listitem(w_list, i),
    found: (i) => {
      if (i < space.listlen(w_list)) space.listsplice(w_list, i, 1, []);
      return space.w_None;
    },
    absent: () => {
      throw raise(space, 'ValueError', 'list.remove(x): x not in list');
    },
  });
}

function pop(space: Space, w_list: W, i: number): W {
  const length = space.listlen(w_list);
  if (length === 0) throw raise(space, 'IndexError', 'pop from empty list');
  const at = i < 0 ? i + length : i;
  if (at < 0 || at >= length) throw raise(space, 'IndexError', 'pop index out of range');
  return space.listpop(w_list, at);
}

export const listType: TypeDefinition = {
  name: 'list',
  ownLayout: true,
  isSequence: true,
  unhashable: true,
  doc: 'Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.',
  slots: {
    new: (space, type) => (type === space.types.list ? space.newlist([]) : space.newinstance(type)),
    init: (space, w_self, args_w, names) => {
      // A class with a `__new__` of its own may give them a meaning.
      if (names !== null && names.length > 0 && space.type(w_self).slots.new === space.types.list.slots.new) {
        throw raise(space, 'TypeError', 'list() takes no keyword arguments');
      }
      const n = args_w.length - (names?.length ?? 0);
      if (n > 1) throw raise(space, 'TypeError', `list expected at most 1 argument, got ${n}`);
      const length = space.listlen(w_self);
      if (length > 0) space.listsplice(w_self, 0, length, []);
      if (n === 0) return space.w_None;
      return extendList(space, w_self, args_w[0], () => space.w_None);
    },
    repr: (space, w) => {
      if (space.listlen(w) === 0) return space.newstr('[]');
      const item = (i: number): W | undefined => (i < space.listlen(w) ? space.listitem(w, i) : undefined);
      return containerRepr(space, w, '[...]', itemsPlan('[', ']', item));
    },
    compare: (space, w_a, w_b, op) =>
      space.type(w_b).isSubtype(space.types.list)
        ? compareSequences(space, LIST_ACCESS, w_a, w_b, op)
        : space.w_NotImplemented,
    iter: listIter,
    length: (space, w) => space.newint(space.listlen(w)),
    getitem,
    setitem,
    contains: (space, w_list, w_value) =>
      searchSequence(space, w_list, w_value, {
        start: 0,
        end: () => space.listlen(w_list),
        item: (i) => space.listitem(w_list, i),
        found: () => space.w_True,
        absent: () => space.w_False,
      }),
    concat,
    repeat: (space, w, w_count) => space.newlist(repeated(space, space.listitems(w), w_count)),
    inplaceConcat: (space, w_list, w_other) => extendList(space, w_list, w_other, (w) => w),
    inplaceRepeat: (space, w, w_count) => {
      const items_w = repeated(space, space.listitems(w), w_count);
      space.listsplice(w, 0, space.listlen(w), items_w);
      return w;
    },
  },
  methods: [
    sizeofMethod,
    leaf(
      'append',
      '$self, object, /',
      (space: Space, w: W, w_item: W) => {
        space.listappend(w, w_item);
        return space.w_None;
      },
      { effect: 'writes', doc: 'Append object to the end of the list.' },
    ),
    leaf(
      'clear',
      '$self, /',
      (space: Space, w: W) => {
        space.listsplice(w, 0, space.listlen(w), []);
        return space.w_None;
      },
      { effect: 'writes', doc: 'Remove all items from list.' },
    ),
    leaf('copy', '$self, /', (space: Space, w: W) => space.newlist(space.listitems(w)), {
      effect: 'reads',
      doc: 'Return a shallow copy of the list.',
    }),
    resumable('count', '$self, value, /', count, { doc: 'Return number of occurrences of value.' }),
    resumable(
      'extend',
      '$self, iterable, /',
      (space: Space, w: W, w_iterable: W) => extendList(space, w, w_iterable, () => space.w_None),
      { doc: 'Extend list by appending elements from the iterable.' },
    ),
    resumable('index', '$self, value, start: bound = 0, stop: bound = 9007199254740991, /', indexOf, {
      doc: 'Return first index of value.\n\nRaises ValueError if the value is not present.',
    }),
    leaf(
      'insert',
      '$self, index: index, object, /',
      (space: Space, w: W, at: number, w_item: W) => {
        const length = space.listlen(w);
        const i = at < 0 ? Math.max(0, at + length) : Math.min(at, length);
        space.listinsert(w, i, w_item);
        return space.w_None;
      },
      { effect: 'writes', doc: 'Insert object before index.' },
    ),
    leaf('pop', '$self, index: index = -1, /', pop, {
      effect: 'writes',
      doc: 'Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.',
    }),
    resumable('remove', '$self, value, /', remove, {
      doc: 'Remove first occurrence of value.\n\nRaises ValueError if the value is not present.',
    }),
    leaf(
      'reverse',
      '$self, /',
      (space: Space, w: W) => {
        space.listsplice(w, 0, space.listlen(w), space.listitems(w).reverse());
        return space.w_None;
      },
      { effect: 'writes', doc: 'Reverse *IN PLACE*.' },
    ),
    resumable(
      'sort',
      '$self, *, key=None, reverse: bool = False',
      (space: Space, w: W, w_key: W, reverse: boolean) => sortList(space, w, w_key, reverse),
      {
        doc: 'Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort them,\nascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order.',
      },
    ),
    leaf('__reversed__', '$self, /', listReversed, { doc: 'Return a reverse iterator over the list.' }),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
};
