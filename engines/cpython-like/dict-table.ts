// Storage of dicts: entries in order of insertion. Models what a program can see of CPython's Objects/dictobject.c, not its layout. As long as every
// key is equal to what its value on the host is equal to (strings, numbers, tuples of them, objects compared by identity), the host decides: in a
// few entries by looking at each, in more by one look-up in a Map, for tuples and wide numbers in an index by hashes of our own. The first key with
// an equality of its own turns the table to real hashes and `==`. The price: such a table is slower than a plain hash table from then on.
import { equalNested, hashKeyNested } from '../objspace/descroperation.ts';
import { foldInt } from '../kernels/hash.ts';
import { HashIndex } from './hash-index.ts';
import { unwrap, wrap } from './object.ts';
import type { Any, Atom } from './object.ts';
import { BY_HASH, IDENTITY, keyKind, VALUE } from './key-kinds.ts';
import { dealloc, Storage } from './refcount.ts';
import { CodePoints } from '../kernels/text.ts';
import { quickEqual } from './ops/quick-operators.ts';
import type { CpythonSpace } from './space.ts';
import { equalHere, hashHere } from './template/nested-calls.ts';
import type { TypeObject } from '../objspace/typeobject.ts';

/** Host key: equal (SameValueZero) exactly where Python's keys are. */
export type HostKey = string | number | bigint | Any;

const textKey = (text: string): string => (text.charCodeAt(0) === 0 ? `\0s${text}` : text);

function floatKey(o: Any): HostKey {
  const x = o.v as number;
  if (x !== x) return o;
  return Number.isInteger(x) && !Number.isSafeInteger(x) ? BigInt(x) : x;
}

/** Of anything but a tuple; `undefined`: only hash and `==` can tell. */
function hostKey(space: CpythonSpace, o: Any): HostKey | undefined {
  const { type, v } = o;
  const { types } = space;
  if (type === types.str) return typeof v === 'string' ? textKey(v) : `\0a${(v as CodePoints).toString()}`;
  if (type === types.int) return v as number | bigint;
  if (type === types.NoneType) return o;
  if (type === types.bool) return v as number;
  if (type === types.float) return floatKey(o);
  const kind = keyKind(space, type);
  if (kind === IDENTITY) return o;
  if (kind === BY_HASH) return undefined;
  if (typeof v === 'string') return textKey(v);
  if (v instanceof CodePoints) return `\0a${v.toString()}`;
  if (type.isSubtype(types.int)) return v as number | bigint;
  if (type.isSubtype(types.float)) return floatKey(o);
  if (v instanceof Uint8Array) {
    let text = '\0b';
    for (let i = 0; i < v.length; i++) text += String.fromCharCode(v[i]);
    return text;
  }
  return undefined;
}

/** What a Map has the key under, or the hash is of where it is a wide number; undefined for a tuple. */
const mappedKey = (space: CpythonSpace, o: Any): HostKey | undefined =>
  isTuple(space, o) ? undefined : hostKey(space, o);

function isTuple(space: CpythonSpace, o: Any): boolean {
  if (o.type === space.types.tuple) return true;
  return Array.isArray(o.v) && keyKind(space, o.type) === VALUE;
}

/** Can the host tell what is equal to this key? */
function isOfHost(space: CpythonSpace, o: Any): boolean {
  const { str, int, tuple } = space.types;
  const { type } = o;
  if (type === str || type === int) return true;
  if (type !== tuple && !isTuple(space, o)) return hostKey(space, o) !== undefined;
  const items = o.v as Any[];
  for (let i = 0; i < items.length; i++) if (!isOfHost(space, items[i])) return false;
  return true;
}

/** Of two keys of the host. */
function isSame(space: CpythonSpace, a: Any, b: Any): boolean {
  if (a === b) return true;
  const { str, int, tuple } = space.types;
  if (a.type === int && b.type === int) return a.v === b.v;
  if (a.type === str && b.type === str && typeof a.v === 'string') return a.v === b.v;
  if (a.type === tuple && b.type === tuple) return isSameTuple(space, a.v as Any[], b.v as Any[]);
  if (isTuple(space, a)) return isTuple(space, b) && isSameTuple(space, a.v as Any[], b.v as Any[]);
  return !isTuple(space, b) && hostKey(space, a) === hostKey(space, b);
}

function isSameTuple(space: CpythonSpace, a: readonly Any[], b: readonly Any[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!isSame(space, a[i], b[i])) return false;
  return true;
}

// --- hashes of our own: 0 … 2^30 - 1, small ints on the host; the same for keys that are equal, and nothing that a program sees

const HASH_BITS = 0x3fff_ffff;
/** The host cannot tell what is equal to the key. */
const NOT_OF_HOST = -1;

const bits = new Float64Array(1);
const halves = new Int32Array(bits.buffer);

/** Spread over all bits: the index takes the lowest. */
function spread(h: number): number {
  const x = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  return (x ^ (x >>> 13)) & HASH_BITS;
}

function hashOfNumber(x: number): number {
  const i = x | 0;
  if (i === x) return spread(i);
  bits[0] = x;
  return spread(Math.imul(halves[1], 0x9e37_79b1) ^ halves[0]);
}

function hashOfText(text: string): number {
  let h = text.length;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0;
  return h & HASH_BITS;
}

function hashOfItem(space: CpythonSpace, o: Any): number {
  const { str, int, tuple } = space.types;
  const { type, v } = o;
  if (type === int && typeof v === 'number') return hashOfNumber(v);
  if (type === str && typeof v === 'string') return hashOfText(v);
  if (type === tuple || isTuple(space, o)) return hashOfTuple(space, v as Any[]);
  const key = hostKey(space, o);
  switch (typeof key) {
    case 'number':
      return hashOfNumber(key);
    case 'string':
      return hashOfText(key);
    case 'bigint':
      return hashOfNumber(Number(BigInt.asIntN(32, key)));
    case 'undefined':
      return NOT_OF_HOST;
    default:
      return spread(space.idNumber(key));
  }
}

function hashOfTuple(space: CpythonSpace, items: readonly Any[]): number {
  let h = items.length;
  for (let i = 0; i < items.length; i++) {
    const part = hashOfItem(space, items[i]);
    if (part < 0) return NOT_OF_HOST;
    h = (Math.imul(h, 1000003) ^ part) | 0;
  }
  return spread(h);
}

/** A number that a host Map has no quick hash for. */
const isWide = (key: HostKey): key is number => typeof key === 'number' && (key | 0) !== key;

/** Answer of a search that the host cannot decide. */
export const UNKNOWN = -2;

/** Up to so many entries are looked at one by one. */
const FEW = 8;

let nextVersion = 1;
/** Hash of the key that was looked for last, where it belongs into the index, for the insertion after it. */
let lastHash = NOT_OF_HOST;

export class DictTable extends Storage {
  /** Host key → index of the entry; null: there are few, nobody has asked yet, or hashes decide. */
  private map: Map<HostKey, number> | null = null;
  /** Beside `map`: tuples and wide numbers. */
  private index: HashIndex | null = null;
  /** Real hashes, folded to 32 bits. */
  private hashed: HashIndex | null = null;
  /** Beside `hashed`, the hash of each key, which is asked for once. */
  private hashes: (number | bigint)[] | null = null;
  /** Owned. A removed entry is undefined. */
  keys: (Any | undefined)[] = [];
  values: (Any | undefined)[] = [];
  used = 0;
  /** No entry stands before it. */
  first = 0;
  /** Changes whenever a key comes or goes: what caches of an index guard. */
  version = nextVersion++;

  /** Index of the entry; -1: none. */
  find(space: CpythonSpace, o: Any): number {
    const i = this.findPlain(space, o);
    if (i !== UNKNOWN) return i;
    if (this.hashed === null) {
      if (this.used === 0) {
        hashOf(space, o);
        return -1;
      }
      this.useHashes(space);
    }
    return this.findByHash(space, o, hashOf(space, o));
  }

  /** The same where the host can tell; UNKNOWN: only Python code can. */
  findPlain(space: CpythonSpace, o: Any): number {
    if (this.hashed !== null) return UNKNOWN;
    const { type, v } = o;
    const { str, int } = space.types;
    lastHash = NOT_OF_HOST;
    if (typeof v === 'number' ? type === int : type === str && typeof v === 'string') {
      if (this.isFlat(space)) return this.findFlat(space, o, type, v);
      return this.findMapped(space, o, typeof v === 'string' ? textKey(v) : (v as number));
    }
    if (!this.isFlat(space) && isTuple(space, o)) {
      const h = hashOfTuple(space, v as Any[]);
      return h >= 0 ? this.findIndexed(space, o, h) : UNKNOWN;
    }
    if (type !== space.types.tuple && keyKind(space, type) === IDENTITY) {
      // Nothing else is equal to it.
      if (this.map !== null) return this.map.get(o) ?? -1;
      const { keys } = this;
      for (let i = 0; i < keys.length; i++) if (keys[i] === o) return i;
      return -1;
    }
    return isOfHost(space, o) ? this.findOfHost(space, o) : UNKNOWN;
  }

  /** Hash of the key of an entry, where it is kept. */
  hashAt(i: number): number | bigint | undefined {
    return this.hashes?.[i];
  }

  /** The same with the key's hash, where another table knows it. */
  findEntry(space: CpythonSpace, o: Any, h: number | bigint | undefined): number {
    if (h === undefined || (this.hashed === null && isOfHost(space, o))) return this.find(space, o);
    return this.used === 0 ? -1 : this.findByHash(space, o, h);
  }

  findText(space: CpythonSpace, text: string): number {
    if (this.map !== null) return this.map.get(textKey(text)) ?? -1;
    return this.find(space, unwrap(space.newstr(text)));
  }

  /** Entries are looked at one by one, because they are few; a copy of many gets its index when it is first asked. */
  private isFlat(space: CpythonSpace): boolean {
    if (this.map !== null) return false;
    if (this.keys.length <= FEW) return true;
    this.indexHostKeys(space);
    return false;
  }

  /** A str or an int among few entries. */
  private findFlat(space: CpythonSpace, o: Any, type: TypeObject, v: unknown): number {
    const { keys } = this;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key === o) return i;
      if (key === undefined) continue;
      // What is equal has the same value on the host, whatever its type.
      if (key.v === v && (key.type === type || isSame(space, key, o))) return i;
    }
    return -1;
  }

  private findOfHost(space: CpythonSpace, o: Any): number {
    const { keys } = this;
    if (this.isFlat(space)) {
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (key !== undefined && isSame(space, key, o)) return i;
      }
      return -1;
    }
    if (isTuple(space, o)) return this.findIndexed(space, o, hashOfTuple(space, o.v as Any[]));
    return this.findMapped(space, o, hostKey(space, o)!);
  }

  /** Anything but a tuple. */
  private findMapped(space: CpythonSpace, o: Any, key: HostKey): number {
    return isWide(key) ? this.findIndexed(space, o, hashOfNumber(key)) : (this.map!.get(key) ?? -1);
  }

  private findIndexed(space: CpythonSpace, o: Any, h: number): number {
    lastHash = h;
    const { index, keys } = this;
    if (index === null) return -1;
    const { slots, mask } = index;
    for (let at = h & mask; ; at = (at + 1) & mask) {
      const place = slots[2 * at + 1];
      if (place === 0) return -1;
      if (slots[2 * at] === h && place > 0 && isSame(space, keys[place - 1]!, o)) return place - 1;
    }
  }

  /** An index of all entries by their host keys. */
  private indexHostKeys(space: CpythonSpace): void {
    this.map = new Map();
    this.index = null;
    const { keys } = this;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key !== undefined) this.intoIndex(space, key, i);
    }
  }

  /** `h`: the hash of a tuple or a wide number, where it is known. */
  private intoIndex(space: CpythonSpace, key: Any, i: number, h = NOT_OF_HOST): void {
    if (h < 0) {
      const { type, v } = key;
      const host = type === space.types.int ? (v as number | bigint) : mappedKey(space, key);
      if (host !== undefined && !isWide(host)) {
        this.map!.set(host, i);
        return;
      }
      h = host === undefined ? hashOfTuple(space, v as Any[]) : hashOfNumber(host);
    }
    (this.index ??= new HashIndex()).add(h, i);
  }

  private outOfIndex(space: CpythonSpace, key: Any, i: number): void {
    const host = mappedKey(space, key);
    if (host !== undefined && !isWide(host)) this.map!.delete(host);
    else this.index!.remove(host === undefined ? hashOfTuple(space, key.v as Any[]) : hashOfNumber(host), i);
  }

  private findByHash(space: CpythonSpace, o: Any, h: number | bigint): number {
    restart: for (;;) {
      // An `__eq__` that cleared the table has turned it back to host keys.
      if (this.hashed === null) this.useHashes(space);
      const { slots, mask } = this.hashed!;
      const { version, hashes, keys } = this;
      const folded = foldInt(h);
      for (let at = folded & mask; ; at = (at + 1) & mask) {
        const place = slots[2 * at + 1];
        if (place === 0) return -1;
        if (slots[2 * at] !== folded || place < 0) continue;
        const key = keys[place - 1]!;
        if (key === o) return place - 1;
        if (hashes![place - 1] !== h) continue;
        const same = isEqual(space, key, o);
        if (version !== this.version) continue restart;
        if (same) return place - 1;
      }
    }
  }

  /** Turns the table to real hashes; keys that were found by host keys have no `__hash__` in Python. */
  private useHashes(space: CpythonSpace): void {
    const hashes = this.keys.map((key) => (key === undefined ? 0 : hashOf(space, key)));
    this.indexHashes(hashes);
    this.map = this.index = null;
  }

  private indexHashes(hashes: (number | bigint)[]): void {
    this.hashes = hashes;
    const index = new HashIndex();
    this.keys.forEach((key, i) => {
      if (key !== undefined) index.add(foldInt(hashes[i]), i);
    });
    this.hashed = index;
  }

  /** Stores a value, owning it; the old one goes to the pool. True: the key is new (and owned). */
  set(space: CpythonSpace, key: Any, value: Any): boolean {
    if (this.hashed === null) {
      const place = this.findPlain(space, key);
      if (place !== UNKNOWN) return this.put(space, key, value, place);
      this.useHashes(space);
    }
    const h = hashOf(space, key);
    const i = this.findByHash(space, key, h);
    if (i >= 0) {
      this.replace(space, i, value);
      return false;
    }
    const place = this.append(space, key, value);
    this.hashes![place] = h;
    this.hashed!.add(foldInt(h), place);
    return true;
  }

  /** The same where the host can tell which keys are equal; false: nothing is done. */
  setPlain(space: CpythonSpace, key: Any, value: Any): boolean {
    const place = this.findPlain(space, key);
    if (place === UNKNOWN) return false;
    this.put(space, key, value, place);
    return true;
  }

  /** `i`: the entry with the key, as the host has found it; -1: none. */
  private put(space: CpythonSpace, key: Any, value: Any, i: number): boolean {
    if (i >= 0) {
      this.replace(space, i, value);
      return false;
    }
    const h = lastHash;
    const place = this.append(space, key, value);
    if (this.map !== null) this.intoIndex(space, key, place, h);
    else if (place >= FEW) this.indexHostKeys(space);
    return true;
  }

  private replace(space: CpythonSpace, i: number, value: Any): void {
    const old = this.values[i]!;
    value.rc++;
    this.values[i] = value;
    space.drop(wrap(old));
  }

  private append(space: CpythonSpace, key: Any, value: Any): number {
    if (this.keys.length > 32 && this.used * 2 < this.keys.length) this.compact(space);
    key.rc++;
    value.rc++;
    this.values.push(value);
    this.used++;
    this.version = nextVersion++;
    return this.keys.push(key) - 1;
  }

  /** Takes over all entries of a table; false: real hashes decide in one of them, and nothing has happened. */
  merge(space: CpythonSpace, from: DictTable): boolean {
    if (this.hashed !== null || from.hashed !== null) return false;
    const { keys, values } = from;
    if (this.keys.length > 0) {
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (key !== undefined) this.set(space, key, values[i]!);
      }
      return true;
    }
    const hasHoles = from.used < keys.length;
    this.keys = hasHoles ? keys.filter((key) => key !== undefined) : keys.slice();
    this.values = hasHoles ? values.filter((value) => value !== undefined) : values.slice();
    for (let i = 0; i < this.keys.length; i++) {
      this.keys[i]!.rc++;
      this.values[i]!.rc++;
    }
    this.first = 0;
    this.used = from.used;
    this.version = nextVersion++;
    return true;
  }

  /** Takes the entry out; its key and value become the caller's (owned). */
  removeAt(space: CpythonSpace, i: number): Any | undefined {
    const key = this.keys[i]!;
    const value = this.values[i];
    if (this.hashed === null) {
      if (this.map !== null) this.outOfIndex(space, key, i);
    } else this.hashed.remove(foldInt(this.hashes![i]), i);
    this.version = nextVersion++;
    this.used--;
    if (i === this.keys.length - 1) {
      this.keys.pop();
      this.values.pop();
      while (this.keys.length > 0 && this.keys[this.keys.length - 1] === undefined) {
        this.keys.pop();
        this.values.pop();
      }
      if (this.first > this.keys.length) this.first = this.keys.length;
    } else {
      this.keys[i] = undefined;
      this.values[i] = undefined;
      if (i === this.first) while (this.keys[this.first] === undefined) this.first++;
    }
    return value;
  }

  /** Removes the holes; only before an insertion, as in CPython, because positions of running iterators move. */
  private compact(space: CpythonSpace): void {
    const hashes = this.hashes?.filter((_, i) => this.keys[i] !== undefined);
    const keys = this.keys.filter((key) => key !== undefined) as Any[];
    this.values = this.values.filter((value) => value !== undefined);
    this.keys = keys;
    this.first = 0;
    if (this.hashed !== null) this.indexHashes(hashes!);
    else if (this.map !== null) this.indexHostKeys(space);
  }

  /** Moves an entry to the end or to the beginning, the latter by moving all others; false: no such key. */
  move(space: CpythonSpace, o: Any, toEnd: boolean): boolean {
    const i = this.find(space, o);
    if (i < 0) return false;
    const key = this.keys[i]!;
    const h = this.hashes?.[i];
    if (toEnd) {
      if (i === this.keys.length - 1) return true;
      const value = this.removeAt(space, i)!;
      const place = this.append(space, key, value);
      key.rc--;
      value.rc--;
      if (h !== undefined) {
        this.hashes![place] = h;
        this.hashed!.add(foldInt(h), place);
      } else if (this.map !== null) this.intoIndex(space, key, place);
      return true;
    }
    if (i === this.first) return true;
    this.keys.unshift(...this.keys.splice(i, 1));
    this.values.unshift(...this.values.splice(i, 1));
    this.first = 0;
    if (this.hashed !== null) {
      this.hashes!.splice(i, 1);
      this.indexHashes([h!, ...this.hashes!]);
    } else if (this.map !== null) this.indexHostKeys(space);
    this.version = nextVersion++;
    return true;
  }

  /** Forgets all entries; gives what they owned. */
  takeAll(): Any[] {
    const all: Any[] = [];
    for (let i = 0; i < this.keys.length; i++) {
      if (this.keys[i] === undefined) continue;
      all.push(this.keys[i]!);
      all.push(this.values[i]!);
    }
    this.keys = [];
    this.values = [];
    this.map = this.index = null;
    this.hashed = this.hashes = null;
    this.used = this.first = 0;
    this.version = nextVersion++;
    return all;
  }

  traverse(visit: (o: Any) => void): void {
    const { keys, values } = this;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key === undefined) continue;
      visit(key);
      visit(values[i]!);
    }
  }
  release(): void {
    const { keys, values } = this;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key === undefined) continue;
      if (--key.rc === 0) dealloc(key);
      const value = values[i]!;
      if (--value.rc === 0) dealloc(value);
    }
  }
}

/** `key == o`, where the table may change meanwhile. */
function isEqual(space: CpythonSpace, key: Any, o: Any): boolean {
  const quick = quickEqual(space, key, o);
  if (quick !== undefined) return quick;
  key.rc++;
  try {
    return equalHere(space, key, o) ?? equalNested(space, wrap(key), wrap(o));
  } finally {
    space.drop(wrap(key));
  }
}

function hashOf(space: CpythonSpace, o: Any): number | bigint {
  if (o.type.isHeap) {
    const h = hashHere(space, o, 'dict key');
    if (h !== undefined) return h;
  }
  const w_hash = hashKeyNested(space, wrap(o), 'dict key');
  return (w_hash as unknown as Atom).v as number | bigint;
}
