// `set` and `frozenset`. Models CPython's Objects/setobject.c; the table, and with it the order of items, is the engine's (`space.set…`). A
// user's `__hash__` and `__eq__` run nested below the table.
import { sizeofMethod } from './sizeof.ts';
import { andThen } from '../continuation.ts';
import { hash } from '../descroperation.ts';
import { leaf, nesting, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import { runNested } from '../continuation.ts';
import type { W } from '../object.ts';
import { EQ, GE, GT, LE, LT, NE } from '../operations.ts';
import type { Comparison } from '../operations.ts';
import { raise, raiseWith } from '../raise.ts';
import type { SetOperation, Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { Slots } from '../typeobject.ts';
import { forEach, listOf } from './collecting.ts';
import { containerRepr } from './container-text.ts';
import { setIter } from './iterators.ts';
import { hashFrozenset } from '../../kernels/hash.ts';
import type { Int } from '../../kernels/int.ts';

export function isAnySet(space: Space, w: W): boolean {
  const type = space.type(w);
  return type.isSubtype(space.types.set) || type.isSubtype(space.types.frozenset);
}

export function setItems(space: Space, w_set: W): W[] {
  const items_w: W[] = [];
  for (let e = space.setnext(w_set, 0); e; e = space.setnext(w_set, e.next)) {
    items_w.push(e.w_key);
    // The comparison of such a key may take it out of the set.
    if (space.type(e.w_key).isHeap) space.drop(space.own(e.w_key));
  }
  return items_w;
}

function copyOf(space: Space, w_set: W): W {
  const w_plain = space.combinesets('copy', w_set, w_set, false);
  if (w_plain !== null) return w_plain;
  const w_copy = space.newset();
  for (const w of setItems(space, w_set)) space.setadd(w_copy, w);
  return w_copy;
}

/** A working set as the kind of set that `w_like` is; never of a subclass. */
function asKindOf(space: Space, w_like: W, w_set: W): W {
  if (space.type(w_like).isSubtype(space.types.set)) return w_set;
  const w_plain = space.combinesets('copy', w_set, w_set, true);
  if (w_plain !== null) return w_plain;
  return space.newfrozenset(setItems(space, w_set));
}

/** Adds all items of an iterable, then `done`. */
export function updateSet(space: Space, w_set: W, w_other: W, done: () => W): W {
  if (isAnySet(space, w_other)) {
    if (space.mergesets(w_set, w_other)) return done();
    for (const w of setItems(space, w_other)) space.setadd(w_set, w);
    return done();
  }
  return addEach(space, w_set, w_other, done);
}

function addEach(space: Space, w_set: W, w_other: W, done: () => W): W {
  const add = (w_item: W): null => {
    space.setadd(w_set, w_item);
    return null;
  };
  return forEach(space, w_other, [w_set], add, done);
}

/** Runs `step` over each of the operands, then `done`. */
function overAll(others_w: readonly W[], step: (w_other: W, next: () => W) => W, done: () => W): W {
  const from = (i: number): W => (i === others_w.length ? done() : step(others_w[i], () => from(i + 1)));
  return from(0);
}

/** What of an iterable is in `w_set`, as a new set. */
export function intersection(space: Space, w_set: W, w_other: W, done: (w_both: W) => W): W {
  if (isAnySet(space, w_other)) {
    const w_plain = space.combinesets('and', w_set, w_other, false);
    if (w_plain !== null) return done(w_plain);
  }
  const w_both = space.newset();
  if (isAnySet(space, w_other)) {
    const swap = space.setlen(w_other) > space.setlen(w_set);
    const [w_few, w_many] = swap ? [w_set, w_other] : [w_other, w_set];
    for (const w of setItems(space, w_few)) if (space.sethas(w_many, w)) space.setadd(w_both, w);
    return done(w_both);
  }
  const take = (w_item: W): null => {
    if (space.sethas(w_set, w_item)) space.setadd(w_both, w_item);
    return null;
  };
  return forEach(space, w_other, [w_set, w_both], take, () => done(w_both));
}

/** Takes the items of an iterable out of `w_set`. */
export function subtract(space: Space, w_set: W, w_other: W, done: () => W): W {
  if (space.is(w_set, w_other)) {
    space.setclear(w_set);
    return done();
  }
  const drop = (w_item: W): null => {
    space.setdiscard(w_set, w_item);
    return null;
  };
  if (isAnySet(space, w_other)) {
    setItems(space, w_other).forEach(drop);
    return done();
  }
  return forEach(space, w_other, [w_set], drop, done);
}

export function setOf(space: Space, w_iterable: W, done: (w_set: W) => W): W {
  const w_set = space.newset();
  return updateSet(space, w_set, w_iterable, () => done(w_set));
}

/** Items in one of the two only; changes `w_set`. */
export function symmetricUpdate(space: Space, w_set: W, w_other: W, done: () => W): W {
  const flip = (w_from: W): W => {
    for (const w of setItems(space, w_from)) if (!space.setdiscard(w_set, w)) space.setadd(w_set, w);
    return done();
  };
  if (space.is(w_set, w_other)) {
    space.setclear(w_set);
    return done();
  }
  if (isAnySet(space, w_other)) return flip(w_other);
  const caller = space.top;
  const w_from = space.newset();
  return andThen(
    space,
    caller,
    updateSet(space, w_from, w_other, () => w_from),
    flip,
  );
}

function isSubset(space: Space, w_a: W, w_b: W): boolean {
  if (space.setlen(w_a) > space.setlen(w_b)) return false;
  const plainly = space.issubsetplainly(w_a, w_b);
  if (plainly !== undefined) return plainly;
  for (let e = space.setnext(w_a, 0); e; e = space.setnext(w_a, e.next)) {
    if (!space.sethas(w_b, e.w_key)) return false;
  }
  return true;
}

function compareSets(space: Space, w_a: W, w_b: W, op: Comparison): W {
  if (!isAnySet(space, w_b)) return space.w_NotImplemented;
  const n = space.setlen(w_a);
  const m = space.setlen(w_b);
  switch (op) {
    case EQ:
      return space.newbool(n === m && isSubset(space, w_a, w_b));
    case NE:
      return space.newbool(n !== m || !isSubset(space, w_a, w_b));
    case LE:
      return space.newbool(isSubset(space, w_a, w_b));
    case LT:
      return space.newbool(n < m && isSubset(space, w_a, w_b));
    case GE:
      return space.newbool(isSubset(space, w_b, w_a));
    case GT:
      return space.newbool(n > m && isSubset(space, w_b, w_a));
  }
}

/** A set as a key is looked for as the frozenset of its items. */
function asKey(space: Space, w_key: W): W {
  const type = space.type(w_key);
  if (!type.isSubtype(space.types.set)) return w_key;
  const w_hash = type.lookup('__hash__');
  if (w_hash !== undefined && !space.is(w_hash, space.w_None)) return w_key;
  return space.newfrozenset(setItems(space, w_key));
}

/** `|`, `&`, … take sets only, and answer a set of the left one's kind. */
function operator(how: SetOperation, run: (space: Space, w_result: W, w_other: W, done: () => W) => W) {
  return (space: Space, w_a: W, w_b: W): W => {
    if (!isAnySet(space, w_a) || !isAnySet(space, w_b)) return space.w_NotImplemented;
    const w_plain = space.combinesets(how, w_a, w_b, !space.type(w_a).isSubtype(space.types.set));
    if (w_plain !== null) return w_plain;
    const w_result = copyOf(space, w_a);
    return run(space, w_result, w_b, () => asKindOf(space, w_a, w_result));
  };
}

function inplaceOperator(run: (space: Space, w_set: W, w_other: W, done: () => W) => W) {
  return (space: Space, w_a: W, w_b: W): W =>
    isAnySet(space, w_b) ? run(space, w_a, w_b, () => w_a) : space.w_NotImplemented;
}

/** Replaces the items of `w_set` by those of `w_items`. */
function replaceItems(space: Space, w_set: W, w_items: W): void {
  const items_w = setItems(space, w_items);
  space.setclear(w_set);
  for (const w of items_w) space.setadd(w_set, w);
}

function intersectionUpdate(space: Space, w_set: W, w_other: W, done: () => W): W {
  return intersection(space, w_set, w_other, (w_both) => {
    replaceItems(space, w_set, w_both);
    return done();
  });
}

const commonSlots: Partial<Slots> = {
  repr: (space, w) => {
    const type = space.type(w);
    const { set, frozenset } = space.types;
    if (space.setlen(w) === 0) return space.newstr(`${type.name}()`);
    const items_w = setItems(space, w);
    // The copy owns the items while their texts are made.
    const w_items = space.newtuple(items_w);
    const plain = type === set;
    return containerRepr(space, w, `${type.name}(...)`, {
      open: plain ? '{' : `${type === frozenset ? 'frozenset' : type.name}({`,
      part: (n) => {
        if (n >= items_w.length) return null;
        return { before: n === 0 ? '' : ', ', w: items_w[n] };
      },
      close: () => (plain ? '}' : '})'),
      keep: w_items,
    });
  },
  compare: compareSets,
  iter: setIter,
  length: (space, w) => space.newint(space.setlen(w)),
  contains: (space, w, w_key) => space.newbool(space.sethas(w, asKey(space, w_key))),
  or: operator('or', updateSet),
  and: operator('and', intersectionUpdate),
  subtract: operator('subtract', subtract),
  xor: operator('xor', symmetricUpdate),
};

/** A method of one other set as its operator does it; null: it has to be done item by item. */
function combinedWith(space: Space, how: SetOperation, w: W, others_w: readonly W[]): W | null {
  if (others_w.length !== 1 || !isAnySet(space, others_w[0])) return null;
  return space.combinesets(how, w, others_w[0], !space.type(w).isSubtype(space.types.set));
}

/** Methods that leave the set as it is. */
const commonMethods: readonly BuiltinRow[] = [
  sizeofMethod,
  resumable(
    'union',
    '$self, /, *others',
    (space: Space, w: W, others_w: readonly W[]) => {
      const w_result = copyOf(space, w);
      return overAll(
        others_w,
        (w_other, next) => updateSet(space, w_result, w_other, next),
        () => asKindOf(space, w, w_result),
      );
    },
    { doc: 'Return a new set with elements from the set and all others.' },
  ),
  resumable(
    'intersection',
    '$self, /, *others',
    (space: Space, w: W, others_w: readonly W[]) => {
      const w_plain = combinedWith(space, 'and', w, others_w);
      if (w_plain !== null) return w_plain;
      const w_result = copyOf(space, w);
      return overAll(
        others_w,
        (w_other, next) => intersectionUpdate(space, w_result, w_other, next),
        () => asKindOf(space, w, w_result),
      );
    },
    { doc: 'Return a new set with elements common to the set and all others.' },
  ),
  resumable(
    'difference',
    '$self, /, *others',
    (space: Space, w: W, others_w: readonly W[]) => {
      const w_plain = combinedWith(space, 'subtract', w, others_w);
      if (w_plain !== null) return w_plain;
      const w_result = copyOf(space, w);
      return overAll(
        others_w,
        (w_other, next) => subtract(space, w_result, w_other, next),
        () => asKindOf(space, w, w_result),
      );
    },
    { doc: 'Return a new set with elements in the set that are not in the others.' },
  ),
  resumable(
    'symmetric_difference',
    '$self, other, /',
    (space: Space, w: W, w_other: W) => {
      const w_plain = combinedWith(space, 'xor', w, [w_other]);
      if (w_plain !== null) return w_plain;
      const w_result = copyOf(space, w);
      return symmetricUpdate(space, w_result, w_other, () => asKindOf(space, w, w_result));
    },
    { doc: 'Return a new set with elements in either the set or other but not both.' },
  ),
  resumable(
    'issubset',
    '$self, other, /',
    (space: Space, w: W, w_other: W) => {
      if (isAnySet(space, w_other)) return space.newbool(isSubset(space, w, w_other));
      return intersection(space, w, w_other, (w_both) =>
        space.newbool(space.setlen(w_both) === space.setlen(w)),
      );
    },
    { doc: 'Report whether another set contains this set.' },
  ),
  resumable(
    'issuperset',
    '$self, other, /',
    (space: Space, w: W, w_other: W) => {
      if (isAnySet(space, w_other)) return space.newbool(isSubset(space, w_other, w));
      const missing = (w_item: W): W | null => (space.sethas(w, w_item) ? null : space.w_False);
      return forEach(space, w_other, [w], missing, () => space.w_True);
    },
    { doc: 'Report whether this set contains another set.' },
  ),
  resumable(
    'isdisjoint',
    '$self, other, /',
    (space: Space, w: W, w_other: W) => {
      const common = (w_item: W): W | null => (space.sethas(w, w_item) ? space.w_False : null);
      return forEach(space, w_other, [w], common, () => space.w_True);
    },
    { doc: 'Return True if two sets have a null intersection.' },
  ),
  leaf(
    'copy',
    '$self, /',
    (space: Space, w: W) =>
      space.type(w) === space.types.frozenset ? w : asKindOf(space, w, copyOf(space, w)),
    { effect: 'reads', doc: 'Return a shallow copy of a set.' },
  ),
  resumable('__reduce__', '$self, /', (space: Space, w: W) => {
    const caller = space.top;
    return andThen(space, caller, space.getstate(w), (w_state) =>
      space.newtuple([space.type(w).w_self, space.newtuple([space.newlist(setItems(space, w))]), w_state]),
    );
  }),
];

const aliasMethod = leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
  space.genericAlias(w_type, w_item),
);

function oneArgument(
  space: Space,
  name: string,
  args_w: readonly W[],
  names: readonly string[] | null,
  strict: boolean,
): W | null {
  const keywords = names?.length ?? 0;
  if (keywords > 0 && strict) throw raise(space, 'TypeError', `${name}() takes no keyword arguments`);
  const n = args_w.length - keywords;
  if (n > 1) throw raise(space, 'TypeError', `${name} expected at most 1 argument, got ${n}`);
  return n === 0 ? null : args_w[0];
}

/** A method that changes the set by each of its arguments. */
const updating = (
  name: string,
  run: (space: Space, w_set: W, w_other: W, done: () => W) => W,
  doc: string,
): BuiltinRow =>
  resumable(
    name,
    '$self, /, *others',
    (space: Space, w: W, others_w: readonly W[]) =>
      overAll(
        others_w,
        (w_other, next) => run(space, w, w_other, next),
        () => space.w_None,
      ),
    { doc },
  );

export const setType: TypeDefinition = {
  name: 'set',
  ownLayout: true,
  hasWeakrefs: true,
  unhashable: true,
  doc: 'Build an unordered collection of unique elements.',
  slots: {
    ...commonSlots,
    new: (space, type) => (type === space.types.set ? space.newset() : space.newinstance(type)),
    init: (space, w_self, args_w, names) => {
      const strict = space.type(w_self).slots.init === space.types.set.slots.init;
      const w_items = oneArgument(space, 'set', args_w, names, strict);
      if (space.setlen(w_self) > 0) space.setclear(w_self);
      if (w_items === null) return space.w_None;
      return updateSet(space, w_self, w_items, () => space.w_None);
    },
    inplaceOr: inplaceOperator(updateSet),
    inplaceAnd: inplaceOperator(intersectionUpdate),
    inplaceSubtract: inplaceOperator(subtract),
    inplaceXor: inplaceOperator(symmetricUpdate),
  },
  methods: [
    ...commonMethods,
    nesting(
      'add',
      '$self, object, /',
      (space: Space, w: W, w_item: W) => {
        space.setadd(w, w_item);
        return space.w_None;
      },
      { doc: 'Add an element to a set.\n\nThis has no effect if the element is already present.' },
    ),
    nesting(
      'discard',
      '$self, object, /',
      (space: Space, w: W, w_item: W) => {
        space.setdiscard(w, asKey(space, w_item));
        return space.w_None;
      },
      {
        doc: 'Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.',
      },
    ),
    nesting(
      'remove',
      '$self, object, /',
      (space: Space, w: W, w_item: W) => {
        if (!space.setdiscard(w, asKey(space, w_item))) throw raiseWith(space, 'KeyError', [w_item]);
        return space.w_None;
      },
      {
        doc: 'Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.',
      },
    ),
    leaf(
      'pop',
      '$self, /',
      (space: Space, w: W) => {
        const entry = space.setlast(w);
        if (entry === null) throw raise(space, 'KeyError', 'pop from an empty set');
        // The set is its owner; from here on the step is.
        space.drop(space.own(entry.w_key));
        space.setdiscard(w, entry.w_key);
        return entry.w_key;
      },
      {
        effect: 'writes',
        doc: 'Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.',
      },
    ),
    leaf(
      'clear',
      '$self, /',
      (space: Space, w: W) => {
        space.setclear(w);
        return space.w_None;
      },
      { effect: 'writes', doc: 'Remove all elements from this set.' },
    ),
    updating('update', updateSet, 'Update the set, adding elements from all others.'),
    updating(
      'intersection_update',
      intersectionUpdate,
      'Update the set, keeping only elements found in it and all others.',
    ),
    updating('difference_update', subtract, 'Update the set, removing elements found in others.'),
    resumable(
      'symmetric_difference_update',
      '$self, other, /',
      (space: Space, w: W, w_other: W) => symmetricUpdate(space, w, w_other, () => space.w_None),
      { doc: 'Update the set, keeping only elements found in either set, but not in both.' },
    ),
  ],
  classMethods: [aliasMethod],
};

/** Hashes of frozensets, by their storage: nested ones would be hashed again and again. */
const frozenHashes = new WeakMap<object, Int>();

export const frozensetType: TypeDefinition = {
  name: 'frozenset',
  ownLayout: true,
  hasWeakrefs: true,
  doc: 'Build an immutable unordered collection of unique elements.',
  slots: {
    ...commonSlots,
    new: (space, type, args_w, names) => {
      const { frozenset } = space.types;
      const strict = type.slots.init === frozenset.slots.init;
      const w_items = oneArgument(space, 'frozenset', args_w, names, strict);
      const finish = (w_frozen: W): W => {
        if (type === frozenset) return w_frozen;
        const w_self = space.newinstance(type);
        space.setvalue(w_self, w_frozen);
        return w_self;
      };
      if (w_items === null) return finish(space.newfrozenset([]));
      if (space.type(w_items) === frozenset) return finish(w_items);
      if (isAnySet(space, w_items)) {
        const w_plain = space.combinesets('copy', w_items, w_items, true);
        return finish(w_plain ?? space.newfrozenset(setItems(space, w_items)));
      }
      return andThen(space, space.top, listOf(space, w_items, false), (w_list) =>
        finish(space.newfrozenset(space.listitems(w_list))),
      );
    },
    hash: (space, w) => {
      const storage = space.data(w);
      const known = frozenHashes.get(storage);
      if (known !== undefined) return space.newint(known);
      const hashes = setItems(space, w).map((w_item) =>
        space.int_w(runNested(space, () => hash(space, w_item))),
      );
      const value = hashFrozenset(hashes);
      frozenHashes.set(storage, value);
      return space.newint(value);
    },
  },
  methods: commonMethods,
  classMethods: [aliasMethod],
};
