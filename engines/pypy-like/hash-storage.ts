// Storage of dict, set and frozenset: entries in order of insertion, found in one of three ways by what the key is. Models PyPy's
// rpython/rtyper/lltypesystem/rordereddict.py and the strategies of pypy/objspace/std/dictmultiobject.py, setobject.py.
//
//   exact    a host value is equal exactly where the Python values are: ints, strs, floats, bool, None, objects compared by identity.
//            Up to eight entries whose keys are raw, or objects compared by identity, are searched one by one; beyond, a host Map leads to the entry.
//   hashed   bytes, tuples, strs with astral code points: an open-addressed index over a hash of our own that agrees with ==.
//   general  the first key with an equality of its own (a user's class, a frozenset) turns the table to Python's hashes and ==, for all keys.
import { foldInt, hashInt, hashText } from '../kernels/hash.ts';
import { CodePoints } from '../kernels/text.ts';
import { equalNested, hashKeyNested } from '../objspace/descroperation.ts';
import type { SetOperation } from '../objspace/space.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import type { CodePayload, FunctionPayload } from '../objspace/types/function.ts';
import { unwrap, W_Box, W_Float, wrap } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';

type HostKey = string | number | bigint | object;

const SMALL = 8;
const DELETED = -1;

/** How keys of a type are told apart; void when the type's version changes. */
const VALUE = 1;
const IDENTITY = 2;
const EXOTIC = 3;
const HASHED = 4;
interface KeyKind {
  version: number;
  kind: number;
}
const keyKinds = new WeakMap<TypeObject, KeyKind>();

/** The one asked for last: tables mostly hold keys of one type. */
let lastType: TypeObject | null = null;
let lastVersion = 0;
let lastKind = 0;

function keyKind(space: PypySpace, type: TypeObject): number {
  const { version } = type;
  if (type === lastType && version === lastVersion) return lastKind;
  const known = keyKinds.get(type);
  const kind = known !== undefined && known.version === version ? known.kind : findKeyKind(space, type);
  lastType = type;
  lastVersion = version;
  return (lastKind = kind);
}

function findKeyKind(space: PypySpace, type: TypeObject): number {
  const { types } = space;
  const { compare, hash } = type.slots;
  let kind = EXOTIC;
  const isOwn = compare === types.object.slots.compare;
  if (isOwn && (hash === types.object.slots.hash || hasNameHash(space, type))) kind = IDENTITY;
  else {
    for (const base of [types.str, types.int, types.float]) {
      if (type.isSubtype(base) && compare === base.slots.compare && hash === base.slots.hash) kind = VALUE;
    }
    for (const base of [types.bytes, types.tuple]) {
      if (type.isSubtype(base) && compare === base.slots.compare && hash === base.slots.hash) kind = HASHED;
    }
    if (types.type && compare === types.type.slots.compare && hash === types.type.slots.hash) kind = IDENTITY;
  }
  keyKinds.set(type, { version: type.version, kind });
  return kind;
}

/**
 * The hash of the library's enums is that of the member's name, which stays: a member is found by what it is. The code is recognised, not the class: one
 * with a `__hash__` of its own is asked.
 */
function hasNameHash(space: PypySpace, type: TypeObject): boolean {
  const w_hash = type.lookup('__hash__');
  if (w_hash === undefined || space.type(w_hash) !== space.types.function) return false;
  const { w_code, qualname } = space.data(w_hash) as FunctionPayload;
  const { code } = space.data(w_code) as CodePayload;
  return qualname === 'Enum.__hash__' && code.names.join() === 'hash,_name_';
}

/** Equal to an int's where the values are. */
function floatKey(x: number): HostKey {
  return Number.isInteger(x) && !Number.isSafeInteger(x) ? BigInt(x) : x;
}

const BY_HASH = Symbol('by hash');
const BY_EQUALITY = Symbol('by equality');

function hostKey(space: PypySpace, o: Raw): HostKey | symbol {
  if (typeof o !== 'object') return o;
  if (o.type === lastType && lastKind === IDENTITY && lastType.version === lastVersion) return o;
  if (o instanceof W_Float) return floatKey(o.v);
  const { type, v } = o;
  const { types } = space;
  if (type === types.bool) return v as number;
  if (type === types.NoneType) return o;
  if (type === types.tuple || type === types.bytes) return BY_HASH;
  if (type === types.int) return v as bigint;
  switch (keyKind(space, type)) {
    case IDENTITY:
      return o;
    case VALUE:
      if (v instanceof CodePoints) return BY_HASH;
      return type.isSubtype(types.float) ? floatKey(v as number) : (v as HostKey);
    case HASHED:
      return BY_HASH;
    default:
      return BY_EQUALITY;
  }
}

// --- hashes of our own, as int32

const mix = (h: number, x: number): number => Math.imul(h ^ x, 0x9e3779b1) ^ (h >>> 15);

function numberHash(x: number): number {
  if ((x | 0) === x) return x;
  return (x | 0) ^ Math.imul((x / 4294967296) | 0, 0x85ebca6b) ^ Math.imul((x * 4097) | 0, 31);
}

function unitsHash(units: ArrayLike<number>): number {
  let h = units.length;
  for (let i = 0; i < units.length; i++) h = (Math.imul(h, 31) + units[i]) | 0;
  return h;
}

/** A hash that agrees with == of builtin values; undefined where some part has an equality of its own. */
function ownHash(space: PypySpace, o: Raw): number | undefined {
  if (typeof o === 'number') return numberHash(o);
  if (typeof o === 'string') {
    let h = o.length;
    for (let i = 0; i < o.length; i++) h = (Math.imul(h, 31) + o.charCodeAt(i)) | 0;
    return h;
  }
  const { v, type } = o;
  const { types } = space;
  if (type === types.tuple || Array.isArray(v)) {
    if (type !== types.tuple && keyKind(space, type) !== HASHED) return undefined;
    const items = v as Raw[];
    let h = items.length + 0x345678;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      const part = typeof item === 'number' ? numberHash(item) : ownHash(space, item);
      if (part === undefined) return undefined;
      h = mix(h, part);
    }
    return h;
  }
  if (v instanceof Uint8Array) return unitsHash(v);
  if (v instanceof CodePoints) return unitsHash(v.points);
  const key = hostKey(space, o);
  switch (typeof key) {
    case 'number':
      return numberHash(key);
    case 'string':
      return ownHash(space, key);
    case 'bigint':
      return Number(BigInt.asIntN(32, key ^ (key >> 53n)));
    case 'object':
      return numberHash(space.idNumber(key));
    default:
      return undefined;
  }
}

/** Python's own hash, folded. */
function pythonHash(space: PypySpace, o: Raw, isSet: boolean): number {
  if (typeof o === 'string') return foldInt(hashText(o));
  const use = isSet ? 'set element' : 'dict key';
  if (typeof o === 'object' && o.type.isHeap) {
    const w_method = o.type.lookup('__hash__');
    if (w_method !== undefined && space.type(w_method) === space.types.function) {
      const folded = foldResult(
        space,
        unwrap(hashKeyNested(space, wrap(o), use, () => space.callfunction(w_method, [wrap(o)], null))),
      );
      if (folded !== undefined) return folded;
    }
  }
  return foldInt(space.int_w(hashKeyNested(space, wrap(o), use)));
}

/** Hashes of texts beyond the safe ints, which a class's `__hash__` mostly answers. */
const foldedBoxes = new WeakMap<W_Box, number>();

/** What a `__hash__` answered; undefined: it is no plain int. */
function foldResult(space: PypySpace, answer: Raw): number | undefined {
  if (typeof answer === 'number') return foldInt(hashInt(answer));
  if (!(answer instanceof W_Box) || answer.type !== space.types.int) return undefined;
  let folded = foldedBoxes.get(answer);
  if (folded === undefined)
    foldedBoxes.set(answer, (folded = foldInt(space.int_w(space.hashOfInt(wrap(answer))))));
  return folded;
}

let nextVersion = 1;
/** Hash that the last `find` worked with, for the insertion after it: Python code sees one call of `__hash__`. */
let lastHash = 0;
/** It is one of our own, not Python's. */
let isLastOwn = false;

const NO_VALUES: (Raw | undefined)[] = [];

// Of a small table. Apart by type: a comparison that has seen values of all types is a call for the host, one of two strings mostly is of two lengths.

function indexOfText(keys: readonly (Raw | undefined)[], text: string): number {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key === 'string' && key === text) return i;
  }
  return -1;
}

function indexOfNumber(keys: readonly (Raw | undefined)[], n: number): number {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key === 'number' && key === n) return i;
  }
  return -1;
}

/**
 * An empty array with room for four: one that grows from nothing takes places for seventeen, and most tables have few entries. The host keeps what `pop`
 * leaves of a short array. `nothing` is no constant, so that the literal is not shared until it is written to.
 */
export function roomForFew(nothing: undefined): (Raw | undefined)[] {
  const room: (Raw | undefined)[] = [nothing, nothing, nothing, nothing];
  room.pop();
  room.pop();
  room.pop();
  room.pop();
  return room;
}

export class HashStorage {
  readonly isSet: boolean;
  /** Entries; undefined is a hole. */
  keys: (Raw | undefined)[];
  /** Of a set: never filled. */
  values: (Raw | undefined)[];
  used = 0;
  /** No entry stands before it. */
  first = 0;
  /**
   * Changes whenever a key comes or goes, and in a watched namespace when an entry gets its second value: what caches of an index
   * and constants of a trace guard. No two tables ever have the same.
   */
  version = nextVersion++;
  /** A namespace that LOAD_GLOBAL reads: entries by index that have been overwritten once, and so are no constants. */
  overwritten: boolean[] | null = null;
  /** Exact key → entry; null while there are few, and each is itself what it is told apart by. */
  private exact: Map<HostKey, number> | null = null;
  private hashes: number[] | null = null;
  /** Entry + 1 by hash; 0 is free. */
  private index: Int32Array | null = null;
  private indexUsed = 0;
  private general = false;

  constructor(isSet: boolean) {
    this.isSet = isSet;
    this.keys = roomForFew(undefined);
    this.values = isSet ? NO_VALUES : roomForFew(undefined);
  }

  // --- finding

  /** Entry of a key that is a raw str or int; -1: none. */
  findRaw(space: PypySpace, key: string | number): number {
    const { exact } = this;
    if (exact !== null) {
      const i = exact.get(key);
      return i === undefined ? -1 : i;
    }
    if (this.general) return this.findByHash(space, key, pythonHash(space, key, this.isSet));
    return typeof key === 'string' ? indexOfText(this.keys, key) : indexOfNumber(this.keys, key);
  }

  find(space: PypySpace, o: Raw): number {
    if (typeof o !== 'object') return this.findRaw(space, o);
    const key = this.general ? BY_EQUALITY : hostKey(space, o);
    if (typeof key === 'symbol') {
      const own = key === BY_HASH ? ownHash(space, o) : undefined;
      if (own !== undefined) {
        const found = this.findByHash(space, o, own);
        isLastOwn = true;
        return found;
      }
      const h = pythonHash(space, o, this.isSet);
      if (this.used > 0) this.generalize(space);
      return this.findByHash(space, o, h);
    }
    return this.findExact(key);
  }

  private findExact(key: HostKey): number {
    const { exact } = this;
    if (exact !== null) {
      const i = exact.get(key);
      return i === undefined ? -1 : i;
    }
    const { keys } = this;
    for (let i = 0; i < keys.length; i++) if (keys[i] === key) return i;
    return -1;
  }

  /** The same for the key of another table's entry, whose hash is known there where all keys go by Python's hashes. */
  findEntryOf(space: PypySpace, o: Raw, other: HashStorage, entry: number): number {
    if (!other.general || typeof o !== 'object') return this.find(space, o);
    if (!this.general) {
      if (typeof hostKey(space, o) !== 'symbol') return this.find(space, o);
      if (this.used > 0) this.generalize(space);
    }
    return this.findByHash(space, o, other.hashes![entry]);
  }

  /** Whether keys are told apart without Python code. */
  get isPlain(): boolean {
    return !this.general;
  }

  /** Entry of a key where no Python code can have a say; -1: none; -2: it might. */
  findPlain(space: PypySpace, o: Raw): number {
    if (this.general) return -2;
    if (typeof o !== 'object') return this.findRaw(space, o);
    const key = hostKey(space, o);
    if (key === BY_EQUALITY) return -2;
    if (key !== BY_HASH) return this.findExact(key as HostKey);
    const own = ownHash(space, o);
    return own === undefined ? -2 : this.findByHash(space, o, own);
  }

  private findByHash(space: PypySpace, o: Raw, h: number): number {
    const found = this.probe(space, o, h);
    lastHash = h;
    isLastOwn = false;
    return found;
  }

  private probe(space: PypySpace, o: Raw, h: number): number {
    restart: for (;;) {
      const { index, hashes, version } = this;
      if (index === null) return -1;
      const mask = index.length - 1;
      let perturb = h >>> 0;
      for (let i = h & mask; ; i = (i * 5 + 1 + perturb) & mask) {
        const slot = index[i];
        if (slot === 0) return -1;
        if (slot > 0 && hashes![slot - 1] === h) {
          const same = equalKeys(space, this.keys[slot - 1]!, o);
          // The keys' own `==` may have changed the table.
          if (this.version !== version) continue restart;
          if (same) return slot - 1;
        }
        perturb >>>= 5;
      }
    }
  }

  // --- inserting

  /** Stores; false: the key was there (and stays). */
  set(space: PypySpace, o: Raw, value: Raw): boolean {
    if (typeof o !== 'object') return this.setRaw(space, o, value);
    const i = this.find(space, o);
    if (i >= 0) {
      this.replace(i, value);
      return false;
    }
    this.insert(space, o, value);
    return true;
  }

  /** The value that is there, or else the one given, which is from now on: one call of `__hash__` for both (PyDict_SetDefaultRef). */
  setDefault(space: PypySpace, o: Raw, value: Raw): Raw {
    const i = this.find(space, o);
    if (i >= 0) return this.values[i]!;
    this.insert(space, o, value);
    return value;
  }

  setRaw(space: PypySpace, key: string | number, value: Raw): boolean {
    const i = this.findRaw(space, key);
    if (i >= 0) {
      this.replace(i, value);
      return false;
    }
    if (this.general) {
      this.insert(space, key, value);
      return true;
    }
    this.appendRaw(space, key, value);
    return true;
  }

  private appendRaw(space: PypySpace, key: string | number, value: Raw | undefined): void {
    const place = this.append(space, key, value);
    // Read after the insertion, which may have closed holes and made the map anew.
    const { exact } = this;
    if (exact !== null) exact.set(key, place);
    else if (this.keys.length > SMALL) this.makeExact(space);
  }

  /** Set: adds; false: it was there. */
  add(space: PypySpace, o: Raw): boolean {
    if (typeof o !== 'object' && !this.general) {
      if (this.findRaw(space, o) >= 0) return false;
      this.appendRaw(space, o, undefined);
      return true;
    }
    if (this.find(space, o) >= 0) return false;
    this.insert(space, o, undefined);
    return true;
  }

  replace(i: number, value: Raw): void {
    this.values[i] = value;
    const { overwritten } = this;
    if (overwritten !== null && overwritten[i] !== true) {
      overwritten[i] = true;
      this.version = nextVersion++;
    }
  }

  /** A key that `find` has just not found. */
  private insert(space: PypySpace, o: Raw, value: Raw | undefined): void {
    const key = this.general ? BY_EQUALITY : hostKey(space, o);
    if (typeof key === 'symbol') {
      const h = lastHash;
      if (!this.general && (key === BY_EQUALITY || !isLastOwn)) this.generalize(space);
      this.intoIndex(this.append(space, o, value), h);
      if (!this.general && this.exact === null && this.keys.length > SMALL) this.makeExact(space);
      return;
    }
    const place = this.append(space, o, value);
    if (this.exact !== null) this.exact.set(key, place);
    else if (key !== o || this.keys.length > SMALL) this.makeExact(space);
  }

  private append(space: PypySpace, key: Raw, value: Raw | undefined): number {
    if (this.keys.length > 32 && this.used * 2 < this.keys.length) this.compact(space);
    this.used++;
    this.version = nextVersion++;
    if (value !== undefined) this.values.push(value);
    return this.keys.push(key) - 1;
  }

  private makeExact(space: PypySpace): void {
    const exact = (this.exact = new Map<HostKey, number>());
    this.keys.forEach((key, i) => {
      if (key === undefined) return;
      const host = hostKey(space, key);
      if (typeof host !== 'symbol') exact.set(host, i);
    });
  }

  private intoIndex(place: number, h: number): void {
    const hashes = (this.hashes ??= []);
    while (hashes.length < place) hashes.push(0);
    hashes[place] = h;
    if (this.index === null) this.index = new Int32Array(16);
    else if ((this.indexUsed + 1) * 3 > this.index.length * 2) this.growIndex();
    this.place(this.index, place, h);
    this.indexUsed++;
  }

  private place(index: Int32Array, place: number, h: number): void {
    const mask = index.length - 1;
    let perturb = h >>> 0;
    let i = h & mask;
    // The same order of steps as in `probe`.
    while (index[i] > 0) {
      perturb >>>= 5;
      i = (i * 5 + 1 + perturb) & mask;
    }
    index[i] = place + 1;
  }

  private growIndex(): void {
    const old = this.index!;
    let live = 0;
    for (const slot of old) if (slot > 0) live++;
    let size = 16;
    while (size < live * 4) size *= 2;
    const index = new Int32Array(size);
    for (const slot of old) if (slot > 0) this.place(index, slot - 1, this.hashes![slot - 1]);
    this.index = index;
    this.indexUsed = live;
  }

  /** From now on all keys go by Python's hashes. A hash may run Python code: the table is as it was until all are known. */
  private generalize(space: PypySpace): void {
    if (this.general) return;
    for (;;) {
      const { version } = this;
      const hashes: number[] = [];
      for (const key of this.keys) hashes.push(key === undefined ? 0 : pythonHash(space, key, this.isSet));
      if (this.version !== version) continue;
      this.general = true;
      this.exact = null;
      this.rebuild(hashes);
      return;
    }
  }

  private rebuild(hashes: number[]): void {
    this.hashes = hashes;
    let size = 16;
    while (size < this.keys.length * 3) size *= 2;
    const index = new Int32Array(size);
    this.indexUsed = 0;
    this.keys.forEach((key, i) => {
      if (key === undefined) return;
      this.place(index, i, hashes[i]);
      this.indexUsed++;
    });
    this.index = index;
  }

  // --- removing

  /** Takes an entry out. */
  removeAt(space: PypySpace, i: number): void {
    const key = this.keys[i]!;
    const host = this.general ? BY_HASH : hostKey(space, key);
    if (typeof host === 'symbol') this.outOfIndex(i);
    else if (this.exact !== null) this.exact.delete(host);
    this.version = nextVersion++;
    this.used--;
    if (this.overwritten !== null) this.overwritten[i] = false;
    const { keys, values, isSet } = this;
    if (i === keys.length - 1) {
      do {
        keys.pop();
        if (!isSet) values.pop();
      } while (keys.length > 0 && keys[keys.length - 1] === undefined);
      if (this.first > keys.length) this.first = keys.length;
    } else {
      keys[i] = undefined;
      if (!isSet) values[i] = undefined;
      if (i === this.first) while (keys[this.first] === undefined) this.first++;
    }
  }

  private outOfIndex(entry: number): void {
    const index = this.index!;
    const h = this.hashes![entry];
    const mask = index.length - 1;
    let perturb = h >>> 0;
    for (let i = h & mask; ; i = (i * 5 + 1 + perturb) & mask) {
      if (index[i] === entry + 1) {
        index[i] = DELETED;
        return;
      }
      perturb >>>= 5;
    }
  }

  /** Closes the holes; only before an insertion, because positions of running iterators move. */
  private compact(space: PypySpace): void {
    const { keys, values, hashes, overwritten, isSet } = this;
    const newKeys: Raw[] = [];
    const newValues: Raw[] = [];
    const newHashes: number[] = [];
    const flags: boolean[] = [];
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === undefined) continue;
      newKeys.push(keys[i]!);
      if (!isSet) newValues.push(values[i]!);
      newHashes.push(hashes?.[i] ?? 0);
      flags.push(overwritten?.[i] ?? false);
    }
    this.keys = newKeys;
    this.values = newValues;
    this.first = 0;
    if (overwritten !== null) this.overwritten = flags;
    if (this.general) {
      this.rebuild(newHashes);
      return;
    }
    if (this.exact !== null) this.makeExact(space);
    if (this.index !== null) {
      this.hashes = newHashes;
      const index = new Int32Array(this.index.length);
      this.indexUsed = 0;
      newKeys.forEach((key, i) => {
        if (hostKey(space, key) !== BY_HASH) return;
        this.place(index, i, newHashes[i]);
        this.indexUsed++;
      });
      this.index = index;
    }
  }

  /** Takes over all entries of a dict's table; false: Python's hashes decide in one of them, and nothing has happened. */
  merge(space: PypySpace, from: HashStorage): boolean {
    if (this.general || from.general) return false;
    const { keys, values } = from;
    if (this.keys.length === 0 && from.index === null && this.overwritten === null) {
      const hasHoles = from.used < keys.length;
      this.keys = hasHoles ? keys.filter((key) => key !== undefined) : keys.slice();
      this.values = hasHoles ? values.filter((_, i) => keys[i] !== undefined) : values.slice();
      this.first = 0;
      this.used = from.used;
      this.version = nextVersion++;
      if (from.exact !== null) this.makeExact(space);
      return true;
    }
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key !== undefined) this.set(space, key, values[i]!);
    }
    return true;
  }

  /** Moves an entry to the end or to the beginning, the latter by making the table anew; false: no such key. */
  move(space: PypySpace, o: Raw, toEnd: boolean): boolean {
    const i = this.find(space, o);
    if (i < 0) return false;
    const key = this.keys[i]!;
    const value = this.values[i]!;
    if (toEnd) {
      if (i === this.keys.length - 1) return true;
      this.removeAt(space, i);
      this.set(space, key, value);
      return true;
    }
    if (i === this.first) return true;
    const { keys, values } = this;
    this.clear();
    this.set(space, key, value);
    for (let k = 0; k < keys.length; k++) {
      const other = keys[k];
      if (other !== undefined && k !== i) this.set(space, other, values[k]!);
    }
    return true;
  }

  clear(): void {
    this.keys = [];
    this.values = [];
    this.exact = null;
    this.hashes = this.index = null;
    this.indexUsed = 0;
    this.used = this.first = 0;
    this.general = false;
    if (this.overwritten !== null) this.overwritten = [];
    this.version = nextVersion++;
  }

  /** What two sets are together; null where a key has an equality of its own, which may be Python code. */
  combined(space: PypySpace, how: SetOperation, other: HashStorage): HashStorage | null {
    if (this.general || other.general) return null;
    if (how === 'copy') return this.copy(space);
    const result = how === 'or' ? this.copy(space) : new HashStorage(true);
    if (how === 'and') {
      // The items of the smaller one, in its order.
      const [few, many] =
        other.used > this.used ? [this as HashStorage, other] : [other, this as HashStorage];
      few.eachKey((key) => {
        if (many.find(space, key) >= 0) result.addNew(space, key);
      });
      return result;
    }
    if (how !== 'or') {
      this.eachKey((key) => {
        if (other.find(space, key) < 0) result.addNew(space, key);
      });
    }
    if (how === 'or') other.eachKey((key) => void result.add(space, key));
    else if (how === 'xor') {
      other.eachKey((key) => {
        if (this.find(space, key) < 0) result.addNew(space, key);
      });
    }
    return result;
  }

  /** A key that is known not to be there. */
  private addNew(space: PypySpace, key: Raw): void {
    if (typeof key === 'object') this.add(space, key);
    else this.insert(space, key, undefined);
  }

  private eachKey(visit: (key: Raw) => void): void {
    const { keys } = this;
    for (let i = this.first; i < keys.length; i++) {
      const key = keys[i];
      if (key !== undefined) visit(key);
    }
  }

  /** An equal table; positions of holes are not kept. */
  copy(space: PypySpace): HashStorage {
    const { keys, values, isSet } = this;
    const copy = new HashStorage(isSet);
    if (!this.general && this.index === null) {
      for (let i = 0; i < keys.length; i++) {
        if (keys[i] === undefined) continue;
        copy.keys.push(keys[i]);
        if (!isSet) copy.values.push(values[i]);
      }
      copy.used = this.used;
      if (this.exact !== null) copy.makeExact(space);
      return copy;
    }
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === undefined) continue;
      if (isSet) copy.add(space, keys[i]!);
      else copy.set(space, keys[i]!, values[i]!);
    }
    return copy;
  }
}

function equalKeys(space: PypySpace, a: Raw, b: Raw): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' && typeof b !== 'object') return false;
  if (typeof a === 'object' && typeof b === 'object') {
    const { tuple } = space.types;
    if (a.type === tuple && b.type === tuple) {
      const x = a.v as Raw[];
      const y = b.v as Raw[];
      if (x.length !== y.length) return false;
      for (let i = 0; i < x.length; i++) if (x[i] !== y[i] && !equalKeys(space, x[i], y[i])) return false;
      return true;
    }
  }
  return equalNested(space, wrap(a), wrap(b));
}
