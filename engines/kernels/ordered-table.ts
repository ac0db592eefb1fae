// The insertion-ordered hash table under dict. Models the compact table of CPython's Objects/dictobject.c, with one change for the host:
// keys that are texts are found through the host's own string hashes (siphash of each key looked up would cost 100 ns and more).
//
// Entries stand in arrays in order of insertion; a deleted one leaves a hole until the next growth. Up to eight entries are searched
// one by one. Beyond that, texts are in a Map, all other keys in an open-addressed index. That split is right only while no key can
// equal a text without being one: the first *exotic* key (an instance of a str subclass, or of a class with its own __eq__) puts
// the table into general form, where every key goes by its hash.
import { CodePoints } from './text.ts';
import type { Text } from './text.ts';

export interface KeyOperations<K> {
  /** Of keys whose hashes are equal and that are not identical. May run Python code, and change the table. */
  equal(a: K, b: K): boolean;
  /** Hash of a text as int32, the same that other keys which equal it are looked up with. */
  hashText(text: Text): number;
}

const SMALL = 8;
const DELETED = -1;

export class OrderedTable<K, V> {
  private readonly operations: KeyOperations<K>;
  /** Entries; undefined in `keys` is a hole. */
  keys: (K | undefined)[] = [];
  values: (V | undefined)[] = [];
  private texts: (Text | null)[] = [];
  private hashes: number[] = [];
  /** Number of entries that are no holes. */
  size = 0;
  /** Changes with every key that comes or goes; iterators and lookups that ran Python code compare it. */
  changes = 0;
  /** Entry + 1 by hash; 0 is free. Null while small. */
  private index: Int32Array | null = null;
  private indexUsed = 0;
  private byText: Map<string, number> | null = null;
  private byAstral: Map<string, number> | null = null;
  private general = false;

  constructor(operations: KeyOperations<K>) {
    this.operations = operations;
  }

  /** Entry of a key that is exactly a str, or -1. */
  findText(text: Text, key: K): number {
    if (this.general) return this.findByHash(key, this.operations.hashText(text), text);
    if (this.byText !== null) {
      const found = typeof text === 'string' ? this.byText.get(text) : this.byAstral!.get(text.toString());
      return found === undefined ? -1 : found;
    }
    const { texts } = this;
    if (typeof text === 'string') {
      for (let e = 0; e < texts.length; e++) if (texts[e] === text) return e;
      return -1;
    }
    const host = text.toString();
    return texts.findIndex((t) => t instanceof CodePoints && t.toString() === host);
  }

  /** Entry of a key that cannot equal a str: a number, a tuple, whatever compares by identity. */
  findHashed(key: K, hash: number): number {
    return this.findByHash(key, hash, null);
  }

  /** Entry of a key that may equal anything. */
  findExotic(key: K, hash: number): number {
    if (!this.general && this.texts.some((t) => t !== null)) this.generalize();
    return this.findByHash(key, hash, null);
  }

  private findByHash(key: K, hash: number, text: Text | null): number {
    restart: for (;;) {
      const { keys, hashes, changes } = this;
      const { index } = this;
      if (index === null) {
        for (let e = 0; e < keys.length; e++) {
          if (hashes[e] !== hash) continue;
          const found = keys[e];
          if (found === undefined || (this.texts[e] !== null && !this.general)) continue;
          if (found === key) return e;
          const same = this.same(e, found, key, text);
          if (this.changes !== changes) continue restart;
          if (same) return e;
        }
        return -1;
      }
      const mask = index.length - 1;
      let perturb = hash >>> 0;
      for (let i = hash & mask; ; i = (i * 5 + 1 + perturb) & mask) {
        const slot = index[i];
        if (slot === 0) return -1;
        if (slot > 0 && hashes[slot - 1] === hash) {
          const found = keys[slot - 1]!;
          if (found === key) return slot - 1;
          const same = this.same(slot - 1, found, key, text);
          if (this.changes !== changes) continue restart;
          if (same) return slot - 1;
        }
        perturb >>>= 5;
      }
    }
  }

  private same(e: number, found: K, key: K, text: Text | null): boolean {
    const other = this.texts[e];
    if (typeof text === 'string' && typeof other === 'string') return text === other;
    return this.operations.equal(found, key);
  }

  /** Adds a key that is a str and was not found. */
  addText(text: Text, key: K, value: V): void {
    this.append(key, value, text, this.general ? this.operations.hashText(text) : 0);
  }

  /** Adds any other key that was not found. */
  addHashed(key: K, hash: number, value: V, exotic = false): void {
    if (exotic && !this.general) this.generalize();
    this.append(key, value, null, hash);
  }

  private append(key: K, value: V, text: Text | null, hash: number): void {
    if (this.keys.length >= SMALL && this.keys.length >= 2 * this.size) this.compact();
    const e = this.keys.length;
    this.keys.push(key);
    this.values.push(value);
    this.texts.push(text);
    this.hashes.push(hash);
    this.size++;
    this.changes++;
    if (this.index === null) {
      // Past the linear search a table needs both ways, even if one is empty.
      if (e >= SMALL) {
        this.buildIndex();
        if (!this.general) this.buildTexts();
      }
    } else if (text !== null && !this.general) {
      this.putText(text, e);
    } else if ((this.indexUsed + 1) * 3 > this.index.length * 2) {
      this.buildIndex();
    } else {
      this.putIndex(this.index, hash, e);
    }
  }

  private putText(text: Text, e: number): void {
    if (typeof text === 'string') this.byText!.set(text, e);
    else this.byAstral!.set(text.toString(), e);
  }

  private buildTexts(): void {
    this.byText = new Map();
    this.byAstral = new Map();
    const { texts, keys } = this;
    for (let e = 0; e < texts.length; e++) {
      const text = texts[e];
      if (text !== null && keys[e] !== undefined) this.putText(text, e);
    }
  }

  private putIndex(index: Int32Array, hash: number, e: number): void {
    const mask = index.length - 1;
    let perturb = hash >>> 0;
    let i = hash & mask;
    while (index[i] > 0) {
      perturb >>>= 5;
      i = (i * 5 + 1 + perturb) & mask;
    }
    if (index[i] === 0) this.indexUsed++;
    index[i] = e + 1;
  }

  private buildIndex(): void {
    const { keys, texts, hashes, general } = this;
    let count = 0;
    for (let e = 0; e < keys.length; e++)
      if (keys[e] !== undefined && (general || texts[e] === null)) count++;
    let length = 16;
    while (length < count * 3) length *= 2;
    const index = new Int32Array(length);
    this.index = index;
    this.indexUsed = 0;
    for (let e = 0; e < keys.length; e++) {
      if (keys[e] !== undefined && (general || texts[e] === null)) this.putIndex(index, hashes[e], e);
    }
  }

  /** Every key by its hash, from now on. */
  private generalize(): void {
    this.general = true;
    this.byText = null;
    this.byAstral = null;
    const { texts, hashes, keys } = this;
    for (let e = 0; e < texts.length; e++) {
      const text = texts[e];
      if (text !== null && keys[e] !== undefined) hashes[e] = this.operations.hashText(text);
    }
    if (this.index !== null) this.buildIndex();
  }

  /** Takes out an entry; its key and value are still to be read before. */
  deleteAt(e: number): void {
    const text = this.texts[e];
    if (text !== null && !this.general) {
      if (typeof text === 'string') this.byText?.delete(text);
      else this.byAstral?.delete(text.toString());
    } else if (this.index !== null) {
      const { index } = this;
      const mask = index.length - 1;
      const hash = this.hashes[e];
      let perturb = hash >>> 0;
      let i = hash & mask;
      while (index[i] !== e + 1) {
        perturb >>>= 5;
        i = (i * 5 + 1 + perturb) & mask;
      }
      index[i] = DELETED;
    }
    this.keys[e] = undefined;
    this.values[e] = undefined;
    this.texts[e] = null;
    this.size--;
    this.changes++;
    // Holes at the end go at once, so that a queue or stack of keys stays short.
    let { length } = this.keys;
    while (length > 0 && this.keys[length - 1] === undefined) length--;
    if (length < this.keys.length) {
      this.keys.length = length;
      this.values.length = length;
      this.texts.length = length;
      this.hashes.length = length;
      if (length === 0) this.clear();
    }
  }

  clear(): void {
    this.keys = [];
    this.values = [];
    this.texts = [];
    this.hashes = [];
    this.size = 0;
    this.changes++;
    this.index = null;
    this.indexUsed = 0;
    this.byText = null;
    this.byAstral = null;
    this.general = false;
  }

  /** Closes the holes. Only when a key is added, so that positions hold while there are but deletions. */
  private compact(): void {
    const { keys, values, texts, hashes } = this;
    let to = 0;
    for (let e = 0; e < keys.length; e++) {
      if (keys[e] === undefined) continue;
      if (to !== e) {
        keys[to] = keys[e];
        values[to] = values[e];
        texts[to] = texts[e];
        hashes[to] = hashes[e];
      }
      to++;
    }
    keys.length = values.length = texts.length = hashes.length = to;
    this.index = null;
    this.byText = null;
    this.byAstral = null;
    if (to > SMALL) {
      this.buildIndex();
      if (!this.general) this.buildTexts();
    }
  }

  /** First entry at or after `position`, or -1. */
  next(position: number): number {
    const { keys } = this;
    for (let e = position; e < keys.length; e++) if (keys[e] !== undefined) return e;
    return -1;
  }

  /** The last entry, or -1. */
  last(): number {
    return this.keys.length - 1;
  }

  /** First entry at or before `position`, or -1: for reversed(). */
  previous(position: number): number {
    const { keys } = this;
    for (let e = Math.min(position, keys.length - 1); e >= 0; e--) if (keys[e] !== undefined) return e;
    return -1;
  }

  /** A table of its own with the same entries. */
  copy(): OrderedTable<K, V> {
    const copy = new OrderedTable<K, V>(this.operations);
    copy.keys = this.keys.slice();
    copy.values = this.values.slice();
    copy.texts = this.texts.slice();
    copy.hashes = this.hashes.slice();
    copy.size = this.size;
    copy.general = this.general;
    if (this.index !== null) {
      copy.index = this.index.slice();
      copy.indexUsed = this.indexUsed;
    }
    if (this.byText !== null) {
      copy.byText = new Map(this.byText);
      copy.byAstral = new Map(this.byAstral);
    }
    return copy;
  }

  /** Text of an entry's key, where that is a str. */
  textAt(e: number): Text | null {
    return this.texts[e];
  }

  /** Hash of an entry's key; of a text only in general form. */
  hashAt(e: number): number {
    const text = this.texts[e];
    return text !== null && !this.general ? this.operations.hashText(text) : this.hashes[e];
  }
}
