// @inline-constants-from ./layout.ts T
// Hash tables: under dicts, instances, classes and module globals. A map is three words: count << 1 | ordered, allocated
// slots, table (two words a slot, no header). Open addressing, grown when full, sizes as in MicroPython's py/map.c, so
// that the same program needs the same memory and sees the same order. An ordered map (OrderedDict) is searched through.
import { T } from './layout.ts';
import { H, alloc, realloc, free } from './heap.ts';
import { equal, hash } from './obj.ts';
import { qstrPointer } from './qstr.ts';

// prettier-ignore
const SIZES = [0, 2, 4, 6, 8, 10, 12, 17, 23, 29, 37, 47, 59, 73, 97, 127, 167, 223, 293, 389, 521, 691, 919, 1223,
  1627, 2161, 3229, 4831, 7243, 10861, 16273, 24407, 36607, 54907];

export function tableSize(n: number): number {
  for (const s of SIZES) if (s >= n) return s;
  return (n + (n >> 1)) | 1;
}

/** By qstr: the slot at which it was found last, in any map. */
const slotCache = new Uint8Array(1024);

/** Hints only, so a collection may keep them; the class-attribute cache is emptied here too. */
export let classEpoch = 1;
export function flushMapCache(): void {
  classEpoch++;
}

/** Word index of the slot with this key, or 0. The value is the next word. */
export function find(m: number, key: number): number {
  const n = H[m + 1];
  const table = H[m + 2];
  if (!n) return 0;
  if ((key & 7) === 2) {
    const guess = slotCache[(key >> 3) & 1023];
    if (guess < n && H[table + guess * 2] === key) return table + guess * 2;
    if (!(H[m] & 1)) {
      const start = (H[qstrPointer(key) + 2] & 0xffff) % n;
      let pos = start;
      do {
        const k = H[table + pos * 2];
        if (k === key) {
          slotCache[(key >> 3) & 1023] = pos;
          return table + pos * 2;
        }
        if (!k) return 0;
        if (!(k & 3) && equal(k, key)) return table + pos * 2;
        if (++pos === n) pos = 0;
      } while (pos !== start);
      return 0;
    }
  }
  if (H[m] & 1) {
    hash(key);
    for (let at = table, end = table + (H[m] >> 1) * 2; at < end; at += 2)
      if (H[at] === key || equal(H[at], key)) return at;
    return 0;
  }
  const start = (hash(key) >>> 0) % n;
  let pos = start;
  do {
    const k = H[table + pos * 2];
    if (!k) return 0;
    if (k === key || (k !== T.STOP && equal(k, key))) return table + pos * 2;
    if (++pos === n) pos = 0;
  } while (pos !== start);
  return 0;
}

/** The slot for this key, made if there is none (its value is 0 then). */
export function add(m: number, key: number): number {
  const found = find(m, key);
  if (found) return found;
  for (;;) {
    const n = H[m + 1];
    const table = H[m + 2];
    if (H[m] & 1) {
      const used = H[m] >> 1;
      if (used === n) {
        H[m + 2] = realloc(table, tableSize(n + 1) * 2);
        H[m + 1] = tableSize(n + 1);
        continue;
      }
      H[m] += 2;
      H[table + used * 2] = key;
      H[table + used * 2 + 1] = 0;
      return table + used * 2;
    }
    if (n > 0 && H[m] >> 1 < n) {
      const start = (hash(key) >>> 0) % n;
      let pos = start;
      do {
        const k = H[table + pos * 2];
        if (!k || k === T.STOP) {
          H[m] += 2;
          H[table + pos * 2] = key;
          H[table + pos * 2 + 1] = 0;
          return table + pos * 2;
        }
        if (++pos === n) pos = 0;
      } while (pos !== start);
    }
    hash(key);
    rehash(m, tableSize(n + 1));
  }
}

function rehash(m: number, size: number): void {
  const old = H[m + 2];
  const oldSize = H[m + 1];
  const fresh = alloc(size * 2);
  H[m + 1] = size;
  H[m + 2] = fresh;
  // Keys that a user's class hashes may throw: then the map is left empty, as in MicroPython.
  H[m] &= 1;
  let count = 0;
  for (let at = old, end = old + oldSize * 2; at < end; at += 2) {
    const key = H[at];
    if (!key || key === T.STOP) continue;
    let pos = ((key & 7) === 2 ? H[qstrPointer(key) + 2] & 0xffff : hash(key) >>> 0) % size;
    while (H[fresh + pos * 2]) if (++pos === size) pos = 0;
    H[fresh + pos * 2] = key;
    H[fresh + pos * 2 + 1] = H[at + 1];
    count++;
  }
  H[m] += count * 2;
  if (old) free(old);
}

/** Takes a key out and answers its value, or 0. */
export function remove(m: number, key: number): number {
  const at = find(m, key);
  if (!at) return 0;
  const value = H[at + 1];
  removeAt(m, at);
  return value;
}

export function removeAt(m: number, at: number): void {
  const table = H[m + 2];
  if (H[m] & 1) {
    const end = table + (H[m] >> 1) * 2;
    H.copyWithin(at, at + 2, end);
    H[end - 2] = H[end - 1] = 0;
  } else {
    let next = at + 2;
    if (next === table + H[m + 1] * 2) next = table;
    H[at] = !H[next] ? 0 : T.STOP;
    H[at + 1] = 0;
  }
  H[m] -= 2;
}

/** The next slot in use at or after `pos`; -1 at the end. Positions are slot numbers. */
export function nextSlot(m: number, pos: number): number {
  const n = H[m + 1];
  const table = H[m + 2];
  for (; pos < n; pos++) {
    const k = H[table + pos * 2];
    if (k && k !== T.STOP) return pos;
  }
  return -1;
}
export const keyAt = (m: number, pos: number) => H[H[m + 2] + pos * 2];
export const valueAt = (m: number, pos: number) => H[H[m + 2] + pos * 2 + 1];

/** Room for n entries without growing. */
export function reserve(m: number, n: number): void {
  if (!n) return;
  const size = n;
  H[m + 2] = alloc(size * 2);
  H[m + 1] = size;
}

export function clearMap(m: number): void {
  const table = H[m + 2];
  H[m] &= 1;
  H[m + 1] = 0;
  H[m + 2] = 0;
  if (table) free(table);
}

export function copyMap(from: number, to: number): void {
  H[to + 1] = H[from + 1];
  const n = H[from + 1];
  if (n > 0) {
    const t = alloc(n * 2);
    H.copyWithin(t, H[from + 2], H[from + 2] + n * 2);
    H[to + 2] = t;
  }
  H[to] = H[from];
}

/** Value under a key, or 0. */
export function get(m: number, key: number): number {
  const at = find(m, key);
  return !at ? 0 : H[at + 1];
}
export function set(m: number, key: number, value: number): void {
  H[add(m, key) + 1] = value;
}
