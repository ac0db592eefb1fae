// The hash table under set and frozenset, slot for slot as CPython's Objects/setobject.c has it, so that iteration gives the order of a
// 64-bit CPython: linear probes, perturbation by the whole hash, the same moments of growth, the same short cuts of set algebra.
// Hashes come in two halves (hash.ts).

export interface SetOperations<K> {
  /** Of keys whose hashes are equal and that are not identical. May run Python code, and change the table. */
  equal(a: K, b: K): boolean;
}

const LINEAR_PROBES = 9;
const PERTURB_SHIFT = 5;
const MIN_SIZE = 8;

/** Marks a slot whose key was taken out. */
const DUMMY = Symbol('dummy');
type Slot<K> = K | null | typeof DUMMY;

// Copies of a blank array are made faster than a new one is filled.
const NO_KEYS: null[][] = [];
const ZEROS: number[][] = [];
for (let bits = 3; bits <= 9; bits++) {
  NO_KEYS[bits] = new Array<null>(1 << bits).fill(null);
  ZEROS[bits] = new Array<number>(1 << bits).fill(0);
}

/** A new array of `length` times null or 0; `length`: a power of two. */
function blank<T>(kept: T[][], length: number): T[] {
  const bits = 31 - Math.clz32(length);
  return bits < kept.length ? kept[bits].slice() : new Array<T>(length).fill(kept[3][0]);
}

export class SetTable<K> {
  private readonly operations: SetOperations<K>;
  private slots: Slot<K>[] = blank(NO_KEYS, MIN_SIZE);
  // Plain arrays: most sets are small, and a typed array costs more to make than they do.
  private lows: number[] = blank(ZEROS, MIN_SIZE);
  private highs: number[] = blank(ZEROS, MIN_SIZE);
  private mask = MIN_SIZE - 1;
  /** Slots with a key or a dummy. */
  private fill = 0;
  /** Number of keys. */
  size = 0;

  /** Bytes of the table where it does not lie within the set's object, 16 a slot. */
  get sizeOutside(): number {
    return this.mask < MIN_SIZE ? 0 : (this.mask + 1) * 16;
  }
  private finger = 0;
  /** Changes with every key that comes or goes. */
  changes = 0;

  constructor(operations: SetOperations<K>) {
    this.operations = operations;
  }

  /** Slot of an equal key; else the slot where it would go, as -1 - slot. */
  private search(key: K, low: number, high: number): number {
    restart: for (;;) {
      const { slots, lows, highs, mask, changes } = this;
      let perturbLow = low;
      let perturbHigh = high;
      let i = low & mask;
      // CPython takes the last dummy that it met.
      let free = -1;
      for (;;) {
        const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
        for (let at = i; at <= last; at++) {
          const found = slots[at];
          if (found === null) return -1 - (free >= 0 ? free : at);
          if (lows[at] === low && highs[at] === high && found !== DUMMY) {
            if (found === key) return at;
            const same = this.operations.equal(found, key);
            if (this.changes !== changes) continue restart;
            if (same) return at;
          } else if (found === DUMMY) free = at;
        }
        perturbLow = (perturbLow >>> PERTURB_SHIFT) | (perturbHigh << (32 - PERTURB_SHIFT));
        perturbHigh >>>= PERTURB_SHIFT;
        i = (Math.imul(i, 5) + 1 + perturbLow) & mask;
      }
    }
  }

  /** The key in the set that equals `key`. */
  get(key: K, low: number, high: number): K | undefined {
    const at = this.search(key, low, high);
    return at < 0 ? undefined : (this.slots[at] as K);
  }

  has(key: K, low: number, high: number): boolean {
    return this.search(key, low, high) >= 0;
  }

  /** False: it was there. */
  add(key: K, low: number, high: number): boolean {
    const found = this.search(key, low, high);
    if (found >= 0) return false;
    const at = -1 - found;
    const reused = this.slots[at] === DUMMY;
    this.slots[at] = key;
    this.lows[at] = low;
    this.highs[at] = high;
    this.size++;
    this.changes++;
    if (reused) return true;
    this.fill++;
    if (this.fill * 5 >= this.mask * 3) this.grow();
    return true;
  }

  private grow(): void {
    this.resize(this.size > 50000 ? this.size * 2 : this.size * 4);
  }

  private resize(atLeast: number): void {
    let length = MIN_SIZE;
    while (length <= atLeast) length *= 2;
    if (length === MIN_SIZE && this.slots.length === MIN_SIZE && this.fill === this.size) return;
    const { slots, lows, highs } = this;
    this.slots = blank(NO_KEYS, length);
    this.lows = blank(ZEROS, length);
    this.highs = blank(ZEROS, length);
    this.mask = length - 1;
    this.fill = this.size;
    for (let at = 0; at < slots.length; at++) {
      const key = slots[at];
      if (key !== null && key !== DUMMY) this.insertClean(key, lows[at], highs[at]);
    }
  }

  /** Into a table that has no dummies and no equal key. */
  private insertClean(key: K, low: number, high: number): void {
    const { slots, mask } = this;
    let perturbLow = low;
    let perturbHigh = high;
    let i = low & mask;
    for (;;) {
      const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
      for (let at = i; at <= last; at++) {
        if (slots[at] === null) {
          slots[at] = key;
          this.lows[at] = low;
          this.highs[at] = high;
          return;
        }
      }
      perturbLow = (perturbLow >>> PERTURB_SHIFT) | (perturbHigh << (32 - PERTURB_SHIFT));
      perturbHigh >>>= PERTURB_SHIFT;
      i = (Math.imul(i, 5) + 1 + perturbLow) & mask;
    }
  }

  /** The key that was taken out, or undefined. */
  discard(key: K, low: number, high: number): K | undefined {
    const at = this.search(key, low, high);
    if (at < 0) return undefined;
    return this.takeOut(at);
  }

  private takeOut(at: number): K {
    const key = this.slots[at] as K;
    this.slots[at] = DUMMY;
    // No key has this hash.
    this.lows[at] = -1;
    this.highs[at] = -1;
    this.size--;
    this.changes++;
    return key;
  }

  /** Takes out some key; undefined from an empty set. */
  pop(): K | undefined {
    if (this.size === 0) return undefined;
    let at = this.finger & this.mask;
    while (this.slots[at] === null || this.slots[at] === DUMMY) at = at >= this.mask ? 0 : at + 1;
    this.finger = at + 1;
    return this.takeOut(at);
  }

  clear(): void {
    this.slots = blank(NO_KEYS, MIN_SIZE);
    this.lows = blank(ZEROS, MIN_SIZE);
    this.highs = blank(ZEROS, MIN_SIZE);
    this.mask = MIN_SIZE - 1;
    this.fill = 0;
    this.size = 0;
    this.finger = 0;
    this.changes++;
  }

  // --- iteration

  /** First slot at or after `position` that has a key, or -1. */
  next(position: number): number {
    const { slots } = this;
    for (let at = position; at < slots.length; at++) if (slots[at] !== null && slots[at] !== DUMMY) return at;
    return -1;
  }

  keyAt(at: number): K {
    return this.slots[at] as K;
  }

  lowAt(at: number): number {
    return this.lows[at];
  }

  highAt(at: number): number {
    return this.highs[at];
  }

  keys(): K[] {
    return this.slots.filter((slot) => slot !== null && slot !== DUMMY) as K[];
  }

  // --- algebra

  /** Room for `count` more keys, as before an update from a dict. */
  reserve(count: number): void {
    if ((this.fill + count) * 5 >= this.mask * 3) this.resize((this.size + count) * 2);
  }

  /** `self |= other` for another set. */
  merge(other: SetTable<K>): void {
    if (other === this || other.size === 0) return;
    this.reserve(other.size);
    if (this.fill === 0) {
      this.changes++;
      this.fill = this.size = other.size;
      if (this.mask === other.mask && other.fill === other.size) {
        this.slots = other.slots.slice();
        this.lows = other.lows.slice();
        this.highs = other.highs.slice();
        return;
      }
      for (let at = other.next(0); at >= 0; at = other.next(at + 1))
        this.insertClean(other.keyAt(at), other.lows[at], other.highs[at]);
      return;
    }
    for (let at = other.next(0); at >= 0; at = other.next(at + 1))
      this.add(other.keyAt(at), other.lows[at], other.highs[at]);
  }

  copy(): SetTable<K> {
    const copy = new SetTable(this.operations);
    copy.merge(this);
    return copy;
  }

  intersection(other: SetTable<K>): SetTable<K> {
    const result = new SetTable(this.operations);
    const [bigger, smaller] =
      other.size > this.size ? [other, this as SetTable<K>] : [this as SetTable<K>, other];
    for (let at = smaller.next(0); at >= 0; at = smaller.next(at + 1)) {
      const key = smaller.keyAt(at);
      const low = smaller.lows[at];
      const high = smaller.highs[at];
      if (bigger.has(key, low, high)) result.add(key, low, high);
    }
    return result;
  }

  difference(other: SetTable<K>): SetTable<K> {
    if (this.size >> 2 > other.size) {
      const copy = this.copy();
      copy.differenceUpdate(other);
      return copy;
    }
    const result = new SetTable(this.operations);
    for (let at = this.next(0); at >= 0; at = this.next(at + 1)) {
      const key = this.keyAt(at);
      const low = this.lows[at];
      const high = this.highs[at];
      if (!other.has(key, low, high)) result.add(key, low, high);
    }
    return result;
  }

  /** The keys taken out. */
  differenceUpdate(other: SetTable<K>): K[] {
    if (other === this) {
      const all = this.keys();
      this.clear();
      return all;
    }
    const from = other.size >> 3 > this.size ? this.intersection(other) : other;
    const gone: K[] = [];
    for (let at = from.next(0); at >= 0; at = from.next(at + 1)) {
      const key = this.discard(from.keyAt(at), from.lows[at], from.highs[at]);
      if (key !== undefined) gone.push(key);
    }
    this.tidy();
    return gone;
  }

  /** Many dummies go by a resize. */
  tidy(): void {
    if (this.fill - this.size > Math.floor(this.mask / 4)) this.grow();
  }

  /** `self ^= other`: what each has alone. */
  symmetricUpdate(other: SetTable<K>): { added: K[]; gone: K[] } {
    const added: K[] = [];
    const gone: K[] = [];
    for (let at = other.next(0); at >= 0; at = other.next(at + 1)) {
      const key = other.keyAt(at);
      const low = other.lows[at];
      const high = other.highs[at];
      const old = this.discard(key, low, high);
      if (old !== undefined) gone.push(old);
      else {
        this.add(key, low, high);
        added.push(key);
      }
    }
    return { added, gone };
  }

  isSubset(other: SetTable<K>): boolean {
    if (this.size > other.size) return false;
    for (let at = this.next(0); at >= 0; at = this.next(at + 1)) {
      if (!other.has(this.keyAt(at), this.lows[at], this.highs[at])) return false;
    }
    return true;
  }

  isDisjoint(other: SetTable<K>): boolean {
    const [bigger, smaller] =
      other.size > this.size ? [other, this as SetTable<K>] : [this as SetTable<K>, other];
    for (let at = smaller.next(0); at >= 0; at = smaller.next(at + 1)) {
      if (bigger.has(smaller.keyAt(at), smaller.lows[at], smaller.highs[at])) return false;
    }
    return true;
  }
}
