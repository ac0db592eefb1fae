// Storage of set and frozenset: the kernel's table with CPython's order, over counted keys. Hashes of ints and texts are computed here,
// those of other types through their slot.
import {
  hashHigh,
  hashInt,
  hashTextLow,
  lowOfInt,
  tupleEnd,
  tupleItem,
  tupleStart,
} from '../kernels/hash.ts';
import type { Int } from '../kernels/int.ts';
import { SetTable } from '../kernels/set-table.ts';
import type { Text } from '../kernels/text.ts';
import { equalNested, hashKeyNested } from '../objspace/descroperation.ts';
import type { SetOperation } from '../objspace/space.ts';
import { IDENTITY, keyKind } from './key-kinds.ts';
import { unwrap, wrap } from './object.ts';
import { quickEqual } from './ops/quick-operators.ts';
import type { Any } from './object.ts';
import { decref, Storage } from './refcount.ts';
import type { CpythonSpace } from './space.ts';
import { equalHere, hashHere } from './template/nested-calls.ts';

/** Upper half of the hash that `hashLow` computed last. */
let high = 0;

/** Ints and texts only. */
export function isFlat(space: CpythonSpace, items: readonly Any[]): boolean {
  const { int, str } = space.types;
  for (let i = 0; i < items.length; i++) if (items[i].type !== int && items[i].type !== str) return false;
  return true;
}

/** Lower half of the hash of such a tuple; the upper one in `hashHigh` of the kernel. */
export function flatTuple(space: CpythonSpace, items: readonly Any[]): number {
  const { int } = space.types;
  tupleStart();
  for (let i = 0; i < items.length; i++) {
    const { type, v } = items[i];
    const low = type === int ? lowOfInt(hashInt(v as Int)) : hashTextLow(v as Text);
    tupleItem(low, hashHigh);
  }
  return tupleEnd(items.length);
}

function hashLow(space: CpythonSpace, o: Any): number {
  const { type, v } = o;
  let low: number;
  if (type === space.types.int) low = lowOfInt(hashInt(v as Int));
  else if (type === space.types.str) low = hashTextLow(v as Text);
  else if (type === space.types.tuple && isFlat(space, v as Any[])) low = flatTuple(space, v as Any[]);
  else if (type.slots.hash === space.types.object.slots.hash) low = lowOfInt(space.idNumber(o) / 16);
  else {
    const h = type.isHeap ? hashHere(space, o, 'set element') : undefined;
    low = lowOfInt(h ?? (unwrap(hashKeyNested(space, wrap(o), 'set element')).v as Int));
  }
  high = hashHigh;
  return low;
}

class KeyComparison {
  readonly space: CpythonSpace;
  constructor(space: CpythonSpace) {
    this.space = space;
  }
  equal(a: Any, b: Any): boolean {
    const { int, str } = this.space.types;
    if (a.type === b.type && (a.type === int || (a.type === str && typeof a.v === 'string')))
      return a.v === b.v;
    const same = quickEqual(this.space, a, b);
    if (same !== undefined) return same;
    a.rc++;
    this.space.drop(wrap(a));
    return equalHere(this.space, a, b) ?? equalNested(this.space, wrap(a), wrap(b));
  }
}

let comparison: KeyComparison | null = null;

/** One for all sets of a space. */
function comparisonOf(space: CpythonSpace): KeyComparison {
  if (comparison === null || comparison.space !== space) comparison = new KeyComparison(space);
  return comparison;
}

/** A key whose hash and comparisons are the host's: no Python code runs for it. */
function isPlain(space: CpythonSpace, o: Any): boolean {
  const { types } = space;
  const { type } = o;
  if (type === types.tuple) return isFlat(space, o.v as Any[]);
  if (type === types.float || type === types.bytes || type === types.bool || type === types.NoneType)
    return true;
  return keyKind(space, type) === IDENTITY;
}

export class SetStorage extends Storage {
  readonly table: SetTable<Any>;
  private readonly space: CpythonSpace;
  /** All keys that there have been are plain ones. */
  plain = true;

  constructor(space: CpythonSpace, table: SetTable<Any> = new SetTable<Any>(comparisonOf(space))) {
    super();
    this.space = space;
    this.table = table;
  }

  /** What two storages of plain keys are together; owns its keys. */
  combined(how: SetOperation, other: SetStorage): SetStorage {
    const { table } = this;
    let result: SetTable<Any>;
    if (how === 'copy') result = table.copy();
    else if (how === 'and') result = table.intersection(other.table);
    else if (how === 'subtract') result = table.difference(other.table);
    else if (how === 'or') {
      result = table.copy();
      result.merge(other.table);
    } else {
      // As CPython: what the left one has alone is put to a copy of the right one.
      result = other.table.copy();
      result.symmetricUpdate(table);
    }
    for (let at = result.next(0); at >= 0; at = result.next(at + 1)) result.keyAt(at).rc++;
    return new SetStorage(this.space, result);
  }

  /** Takes in the plain keys of another. */
  merge(other: SetStorage): void {
    const { table } = this;
    if (other === this) return;
    if (table.size === 0) {
      table.merge(other.table);
      for (let at = table.next(0); at >= 0; at = table.next(at + 1)) table.keyAt(at).rc++;
      return;
    }
    const from = other.table;
    table.reserve(from.size);
    for (let at = from.next(0); at >= 0; at = from.next(at + 1)) {
      const key = from.keyAt(at);
      if (table.add(key, from.lowAt(at), from.highAt(at))) key.rc++;
    }
  }

  /** Does the host know which keys are equal to this one? */
  private knows(o: Any): boolean {
    const { int, str } = this.space.types;
    return this.plain && (o.type === int || o.type === str || isPlain(this.space, o));
  }
  /** undefined: only Python code can tell. */
  hasPlain(o: Any): boolean | undefined {
    return this.knows(o) ? this.has(o) : undefined;
  }
  /** false: nothing is done, only Python code can tell. */
  addPlain(o: Any): boolean {
    if (!this.knows(o)) return false;
    this.add(o);
    return true;
  }
  /** Was it there? undefined: nothing is done, only Python code can tell. */
  discardPlain(o: Any): boolean | undefined {
    if (!this.knows(o)) return undefined;
    const gone = this.discard(o);
    if (gone === undefined) return false;
    decref(gone);
    return true;
  }
  has(o: Any): boolean {
    const low = hashLow(this.space, o);
    return this.table.has(o, low, high);
  }
  add(o: Any): boolean {
    const low = hashLow(this.space, o);
    if (!this.table.add(o, low, high)) return false;
    if (this.plain) {
      const { int, str } = this.space.types;
      if (o.type !== str && o.type !== int) this.plain = isPlain(this.space, o);
    }
    o.rc++;
    return true;
  }
  /** The key taken out; its reference becomes the caller's. */
  discard(o: Any): Any | undefined {
    const low = hashLow(this.space, o);
    return this.table.discard(o, low, high);
  }
  takeAll(): Any[] {
    const keys = this.table.keys();
    this.table.clear();
    return keys;
  }

  traverse(visit: (o: Any) => void): void {
    const { table } = this;
    for (let at = table.next(0); at >= 0; at = table.next(at + 1)) visit(table.keyAt(at));
  }
  release(): void {
    this.traverse(decref);
  }
}
