// `tuple`. Models CPython's Objects/tupleobject.c; the items are the engine's (`space.tuple_w`).
import { hashTuple } from '../../kernels/hash.ts';
import type { Int } from '../../kernels/int.ts';
import { andThen } from '../continuation.ts';
import { hash, index } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { tupleOf } from './collecting.ts';
import { containerRepr, itemsPlan } from './container-text.ts';
import { tupleIter } from './iterators.ts';
import { repeatCount, repeated } from './list.ts';
import { compareSequences, searchSequence, TUPLE_ACCESS } from './sequence-search.ts';
import { adjust, unpackSlice } from './slice.ts';

// The common ways make no closures: V8 allocates the context of one at the entry of its function, whether it is needed or not.
function getitem(space: Space, w_tuple: W, w_key: W): W {
  const type = space.type(w_key);
  if (type === space.types.int) return itemAt(space, w_tuple, w_key, w_key);
  if (type === space.types.slice) return getslice(space, w_tuple, w_key);
  return getitemOfIndex(space, w_tuple, w_key);
}

function itemAt(space: Space, w_tuple: W, w_key: W, w_n: W): W {
  const value = space.int_w(w_n);
  if (typeof value !== 'number')
    throw raise(space, 'IndexError', `cannot fit '${space.type(w_key).name}' into an index-sized integer`);
  const items_w = space.tuple_w(w_tuple);
  const i = value < 0 ? value + items_w.length : value;
  if (i < 0 || i >= items_w.length) throw raise(space, 'IndexError', 'tuple index out of range');
  return items_w[i];
}

function getslice(space: Space, w_tuple: W, w_slice: W): W {
  return unpackSlice(space, w_slice, (bounds) => {
    const items_w = space.tuple_w(w_tuple);
    const { start, step, count } = adjust(bounds, items_w.length);
    if (count === items_w.length && step === 1 && space.type(w_tuple) === space.types.tuple) return w_tuple;
    const part_w = new Array<W>(count);
    for (let k = 0, i = start; k < count; k++, i += step) part_w[k] = items_w[i];
    return space.newtuple(part_w);
  });
}

function getitemOfIndex(space: Space, w_tuple: W, w_key: W): W {
  const type = space.type(w_key);
  if (type.slots.index === null && !type.isSubtype(space.types.int)) {
    throw raise(space, 'TypeError', `tuple indices must be integers or slices, not ${type.name}`);
  }
  return andThen(space, space.top, index(space, w_key), (w_n) => itemAt(space, w_tuple, w_key, w_n));
}

/** Hashes of the items one after the other; those of classes may suspend. */
function tupleHash(space: Space, w_tuple: W): W {
  const items_w = space.tuple_w(w_tuple);
  const hashes: Int[] = [];
  const from = (i: number): W => {
    for (; i < items_w.length; i++) {
      const caller = space.top;
      const w_hash = hash(space, items_w[i]);
      if (w_hash === SUSPEND) {
        return andThen(space, caller, w_hash, (w) => {
          hashes.push(space.int_w(w));
          return from(i + 1);
        });
      }
      hashes.push(space.int_w(w_hash));
    }
    return space.newint(hashTuple(hashes));
  };
  return from(0);
}

export const tupleType: TypeDefinition = {
  name: 'tuple',
  ownLayout: true,
  isSequence: true,
  doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
  slots: {
    new: (space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null) => {
      const { tuple } = space.types;
      const keywords = names?.length ?? 0;
      if (keywords > 0 && type.slots.init === tuple.slots.init) {
        throw raise(space, 'TypeError', 'tuple() takes no keyword arguments');
      }
      const n = args_w.length - keywords;
      if (n > 1) throw raise(space, 'TypeError', `tuple expected at most 1 argument, got ${n}`);
      const caller = space.top;
      const w_items = n === 0 ? space.newtuple([]) : tupleOf(space, args_w[0]);
      if (type === tuple) return w_items;
      return andThen(space, caller, w_items, (w) => {
        const w_self = space.newinstance(type);
        space.setvalue(w_self, w);
        return w_self;
      });
    },
    repr: (space, w) => {
      const items_w = space.tuple_w(w);
      if (items_w.length === 0) return space.newstr('()');
      const closing = (parts: number): string => (parts === 1 ? ',)' : ')');
      return containerRepr(
        space,
        w,
        '(...)',
        itemsPlan('(', closing, (i) => items_w[i]),
      );
    },
    hash: tupleHash,
    compare: (space, w_a, w_b, op) =>
      space.type(w_b).isSubtype(space.types.tuple)
        ? compareSequences(space, TUPLE_ACCESS, w_a, w_b, op)
        : space.w_NotImplemented,
    iter: tupleIter,
    length: (space, w) => space.newint(space.tuple_w(w).length),
    getitem,
    contains: (space, w_tuple, w_value) => {
      const items_w = space.tuple_w(w_tuple);
      return searchSequence(space, w_tuple, w_value, {
        start: 0,
        end: () => items_w.length,
        item: (i) => items_w[i],
        found: () => space.w_True,
        absent: () => space.w_False,
      });
    },
    concat: (space, w_a, w_b) => {
      if (!space.type(w_b).isSubtype(space.types.tuple)) {
        const got = space.type(w_b).name;
        throw raise(space, 'TypeError', `can only concatenate tuple (not "${got}") to tuple`);
      }
      const { tuple } = space.types;
      const a_w = space.tuple_w(w_a);
      const b_w = space.tuple_w(w_b);
      if (a_w.length === 0 && space.type(w_b) === tuple) return w_b;
      if (b_w.length === 0 && space.type(w_a) === tuple) return w_a;
      return space.newtuple([...a_w, ...b_w]);
    },
    repeat: (space, w, w_count) => {
      const items_w = space.tuple_w(w);
      const same = repeatCount(space, w_count) === 1 || items_w.length === 0;
      if (same && space.type(w) === space.types.tuple) return w;
      return space.newtuple(repeated(space, items_w, w_count));
    },
  },
  methods: [
    resumable(
      'index',
      '$self, value, start: bound = 0, stop: bound = 9007199254740991, /',
      (space: Space, w_tuple: W, w_value: W, start: number, stop: number) => {
        const items_w = space.tuple_w(w_tuple);
        const n = items_w.length;
        return searchSequence(space, w_tuple, w_value, {
          start: start < 0 ? Math.max(0, start + n) : start,
          end: () => (stop < 0 ? stop + n : Math.min(stop, n)),
          item: (i) => items_w[i],
          found: (i) => space.newint(i),
          absent: () => {
            throw raise(space, 'ValueError', 'tuple.index(x): x not in tuple');
          },
        });
      },
      { doc: 'Return first index of value.\n\nRaises ValueError if the value is not present.' },
    ),
    resumable(
      'count',
      '$self, value, /',
      (space: Space, w_tuple: W, w_value: W) => {
        const items_w = space.tuple_w(w_tuple);
        let n = 0;
        return searchSequence(space, w_tuple, w_value, {
          start: 0,
          end: () => items_w.length,
          item: (i) => items_w[i],
          found: () => {
            n++;
            return null;
          },
          absent: () => space.newint(n),
        });
      },
      { doc: 'Return number of occurrences of value.' },
    ),
    leaf('__getnewargs__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.newtuple(space.tuple_w(w))]),
    ),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
};
