// Storage of dicts: entries in order of insertion, found through a host Map by the value of their key. Models what a program
// can see of CPython's Objects/dictobject.c, not its layout. Two modes: as long as every key is equal to what its host key is equal to
// (strings, numbers, tuples of them, objects compared by identity) one Map look-up decides; the first key with an equality of its own
// turns the table to real hashes and `==`. The price: such a table is slower than a plain hash table from then on.
import { equalNested, hashKeyNested } from '../objspace/descroperation.ts';
import type { W } from '../objspace/object.ts';
import { unwrap, wrap } from './object.ts';
import type { Any, Atom } from './object.ts';
import { TRAVERSE } from './refcount.ts';
import { CodePoints } from '../kernels/text.ts';
import type { CpythonSpace } from './space.ts';
import type { TypeObject } from '../objspace/typeobject.ts';

/** Host key: equal (SameValueZero) exactly where Python's keys are. */
export type HostKey = string | number | bigint | Any;

/** How keys of a type are told apart; by type, void when its version changes. */
const VALUE = 1;
const IDENTITY = 2;
const BY_HASH = 3;
interface KeyKind {
  version: number;
  kind: number;
}
const keyKinds = new WeakMap<TypeObject, KeyKind>();

function keyKind(space: CpythonSpace, type: TypeObject): number {
  const known = keyKinds.get(type);
  if (known !== undefined && known.version === type.version) return known.kind;
  const { types } = space;
  const { compare, hash: hashSlot } = type.slots;
  let kind = BY_HASH;
  if (compare === types.object.slots.compare && hashSlot === types.object.slots.hash) kind = IDENTITY;
  else {
    for (const base of [types.str, types.int, types.float, types.bytes, types.tuple]) {
      if (base && type.isSubtype(base) && compare === base.slots.compare && hashSlot === base.slots.hash)
        kind = VALUE;
    }
    if (types.type && compare === types.type.slots.compare && hashSlot === types.type.slots.hash)
      kind = IDENTITY;
  }
  keyKinds.set(type, { version: type.version, kind });
  return kind;
}

const textKey = (text: string): string => (text.charCodeAt(0) === 0 ? `\0s${text}` : text);

function floatKey(o: Any): HostKey {
  const x = o.v as number;
  if (x !== x) return o;
  return Number.isInteger(x) && !Number.isSafeInteger(x) ? BigInt(x) : x;
}

/** `undefined`: only hash and `==` can tell. */
export function hostKey(space: CpythonSpace, o: Any): HostKey | undefined {
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
  if (!Array.isArray(v)) return undefined;
  let text = `\0t${v.length}`;
  for (let i = 0; i < v.length; i++) {
    const part = hostKey(space, v[i] as Any);
    switch (typeof part) {
      case 'number':
        text += `,${part}`;
        break;
      case 'string':
        text += `,'${part.length}'${part}`;
        break;
      case 'bigint':
        text += `,${part}`;
        break;
      case 'object':
        text += `,@${space.idNumber(part)}`;
        break;
      default:
        return undefined;
    }
  }
  return text;
}

let nextVersion = 1;

export class DictTable {
  /** Host key → index of the entry; in hash mode hash → indices. */
  private map = new Map<HostKey, number>();
  private buckets: Map<number | bigint, number[]> | null = null;
  /** In hash mode the hash of each key, which is asked for once. */
  private hashes: (number | bigint)[] = [];
  /** Owned. A removed entry is undefined. */
  keys: (Any | undefined)[] = [];
  values: (Any | undefined)[] = [];
  used = 0;
  /** Changes whenever a key comes or goes: what caches of an index guard. */
  version = nextVersion++;

  /** Index of the entry; -1: none. */
  find(space: CpythonSpace, o: Any): number {
    if (this.buckets === null) {
      const key = hostKey(space, o);
      if (key !== undefined) return this.map.get(key) ?? -1;
      if (this.used === 0) {
        hashOf(space, o);
        return -1;
      }
      this.useHashes(space);
    }
    return this.findByHash(space, o, hashOf(space, o));
  }

  findText(space: CpythonSpace, text: string): number {
    if (this.buckets === null) return this.map.get(textKey(text)) ?? -1;
    return this.find(space, unwrap(space.newstr(text)));
  }

  private findByHash(space: CpythonSpace, o: Any, h: number | bigint): number {
    restart: for (;;) {
      // An `__eq__` that cleared the table has turned it back to host keys.
      if (this.buckets === null) this.useHashes(space);
      const bucket = this.buckets!.get(h);
      if (bucket === undefined) return -1;
      const { version } = this;
      for (const i of bucket) {
        const key = this.keys[i]!;
        if (key === o) return i;
        key.rc++;
        let same: boolean;
        try {
          same = equalNested(space, wrap(key), wrap(o));
        } finally {
          space.drop(wrap(key));
        }
        if (version !== this.version) continue restart;
        if (same) return i;
      }
      return -1;
    }
  }

  /** Turns the table to real hashes; keys that were found by host keys have no `__hash__` in Python. */
  private useHashes(space: CpythonSpace): void {
    const hashes = this.keys.map((key) => (key === undefined ? 0 : hashOf(space, key)));
    this.indexHashes(hashes);
    this.map.clear();
  }

  private indexHashes(hashes: (number | bigint)[]): void {
    this.hashes = hashes;
    this.buckets = new Map();
    this.keys.forEach((key, i) => {
      if (key !== undefined) this.intoBucket(hashes[i], i);
    });
  }

  private intoBucket(h: number | bigint, i: number): void {
    const bucket = this.buckets!.get(h);
    if (bucket === undefined) this.buckets!.set(h, [i]);
    else bucket.push(i);
  }

  /** Stores a value, owning it; the old one goes to the pool. True: the key is new (and owned). */
  set(space: CpythonSpace, key: Any, value: Any): boolean {
    if (this.buckets === null) {
      const host = hostKey(space, key);
      if (host !== undefined) {
        const i = this.map.get(host);
        if (i !== undefined) {
          this.replace(space, i, value);
          return false;
        }
        const place = this.append(space, key, value);
        this.map.set(host, place);
        return true;
      }
      this.useHashes(space);
    }
    const h = hashOf(space, key);
    const i = this.findByHash(space, key, h);
    if (i >= 0) {
      this.replace(space, i, value);
      return false;
    }
    const place = this.append(space, key, value);
    this.hashes[place] = h;
    this.intoBucket(h, place);
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

  /** Takes the entry out; its key and value become the caller's (owned). */
  removeAt(space: CpythonSpace, i: number): Any | undefined {
    const key = this.keys[i]!;
    const value = this.values[i];
    if (this.buckets === null) {
      this.map.delete(hostKey(space, key)!);
    } else {
      const h = this.hashes[i];
      const bucket = this.buckets.get(h)!;
      bucket.splice(bucket.indexOf(i), 1);
      if (bucket.length === 0) this.buckets.delete(h);
    }
    this.version = nextVersion++;
    this.used--;
    if (i === this.keys.length - 1) {
      this.keys.pop();
      this.values.pop();
      while (this.keys.length > 0 && this.keys[this.keys.length - 1] === undefined) {
        this.keys.pop();
        this.values.pop();
      }
    } else {
      this.keys[i] = undefined;
      this.values[i] = undefined;
    }
    return value;
  }

  /** Removes the holes; only before an insertion, as in CPython, because positions of running iterators move. */
  private compact(space: CpythonSpace): void {
    const hashes = this.hashes.filter((_, i) => this.keys[i] !== undefined);
    const keys = this.keys.filter((key) => key !== undefined) as Any[];
    this.values = this.values.filter((value) => value !== undefined);
    this.keys = keys;
    if (this.buckets === null) {
      this.map.clear();
      keys.forEach((key, i) => this.map.set(hostKey(space, key)!, i));
    } else {
      this.indexHashes(hashes);
    }
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
    this.map.clear();
    this.buckets = null;
    this.hashes = [];
    this.used = 0;
    this.version = nextVersion++;
    return all;
  }

  [TRAVERSE](visit: (w: W) => void): void {
    for (let i = 0; i < this.keys.length; i++) {
      const key = this.keys[i];
      if (key === undefined) continue;
      visit(wrap(key));
      visit(wrap(this.values[i]!));
    }
  }
}

function hashOf(space: CpythonSpace, o: Any): number | bigint {
  const w_hash = hashKeyNested(space, wrap(o), 'dict key');
  return (w_hash as unknown as Atom).v as number | bigint;
}
