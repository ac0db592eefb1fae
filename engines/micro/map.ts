// @inline-constants-from ./layout.ts T
// Hash tables: under dicts, instances, classes and module globals. A map is three words: count << 1 | ordered, allocated
// slots, table (two words a slot, no header). Open addressing, grown when full, sizes as in MicroPython's py/map.c, so
// that the same program needs the same memory and sees the same order. An ordered map (OrderedDict) is searched through.
import { T } from './layout.ts';
import { H, alloc, realloc, free, move } from './heap.ts';
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

/** By qstr: a map without it, the qstr itself, and what `epoch` was: other keys may be equal to qstrs. */
const misses = new Int32Array(3072);
let epoch = 0;

/** Hints only, so a collection may keep them; the class-attribute cache is emptied here too. */
export let classEpoch = 1;
export const flushMapCache = (): void => {
  misses.fill(0);
  classEpoch++;
};

/** Word index of the slot with this key, or 0. The value is the next word. */
export const find = (m: number, key: number): number => {
  const n = H[m + 1];
  const table = H[m + 2];
  if (!n) return 0;
  const isQ = (key & 7) === 2;
  const place = (key >> 3) & 1023;
  if (isQ) {
    const guess = table + slotCache[place];
    if (guess < table + n * 2 && H[guess] === key) return guess;
    if (misses[place] === m && misses[place + 1024] === key && misses[place + 2048] === epoch) return 0;
  }
  if (H[m] & 1) {
    for (let at = table, end = table + (H[m] >> 1) * 2; at < end; at += 2)
      if (H[at] === key || equal(H[at], key)) return at;
    return 0;
  }
  const start = (isQ ? H[qstrPointer(key) + 2] & 0xffff : hash(key) >>> 0) % n;
  let pos = start;
  do {
    const at = table + pos * 2;
    const k = H[at];
    if (!k) break;
    if (k === key || (k !== T.STOP && equal(k, key))) {
      if (pos < 128 && isQ) slotCache[place] = pos * 2;
      return at;
    }
    if (++pos === n) pos = 0;
  } while (pos !== start);
  if (isQ) {
    misses[place] = m;
    misses[place + 1024] = key;
    misses[place + 2048] = epoch;
  }
  return 0;
};

/** The slot for this key, made if there is none (its value is 0 then). */
export const add = (m: number, key: number): number => {
  const found = find(m, key);
  if (found) return found;
  const used = H[m] >> 1;
  if (used === H[m + 1]) {
    const size = tableSize(used + 1);
    if (H[m] & 1) {
      H[m + 2] = realloc(H[m + 2], size * 2);
      H[m + 1] = size;
    } else {
      hash(key);
      rehash(m, size);
    }
  }
  H[m] += 2;
  if ((key & 7) === 2) misses[(key >> 3) & 1023] = 0;
  else if (!(key & 1)) epoch++;
  return H[m] & 1 ? put(H[m + 2] + used * 2, key, 0) : insert(m, key, 0);
};
/** Into the first free place from where its hash points. */
const insert = (m: number, key: number, value: number): number => {
  let pos = (hash(key) >>> 0) % H[m + 1];
  for (;;) {
    const at = H[m + 2] + pos * 2;
    if (!H[at] || H[at] === T.STOP) return put(at, key, value);
    if (++pos === H[m + 1]) pos = 0;
  }
};
const put = (at: number, key: number, value: number): number => {
  H[at] = key;
  H[at + 1] = value;
  return at;
};

const rehash = (m: number, size: number): void => {
  const old = H[m + 2];
  const end = old + H[m + 1] * 2;
  H[m + 2] = alloc(size * 2);
  H[m + 1] = size;
  // Keys that a user's class hashes may throw: then the map is left empty, as in MicroPython.
  const count = H[m];
  H[m] &= 1;
  for (let at = old; at < end; at += 2) if (H[at] && H[at] !== T.STOP) insert(m, H[at], H[at + 1]);
  H[m] = count;
  if (old) free(old);
};

/** Takes a key out and answers its value, or 0. */
export const remove = (m: number, key: number): number => {
  const at = find(m, key);
  if (!at) return 0;
  const value = H[at + 1];
  removeAt(m, at);
  return value;
};

export const removeAt = (m: number, at: number): void => {
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
};

/** The next slot in use at or after `pos`; -1 at the end. Positions are slot numbers. */
export const nextSlot = (m: number, pos: number): number => {
  for (; pos < H[m + 1]; pos++) {
    const k = H[H[m + 2] + pos * 2];
    if (k && k !== T.STOP) return pos;
  }
  return -1;
};
/** Word indices of the entries: key, value. The map may change meanwhile. */
export function* entries(m: number): Generator<number> {
  for (let pos = -1; (pos = nextSlot(m, pos + 1)) >= 0;) yield H[m + 2] + pos * 2;
}

/** Room for n entries without growing. */
export const reserve = (m: number, n: number): void => {
  if (n) H[m + 2] = alloc(n * 2);
  H[m + 1] = n;
};

export const clearMap = (m: number): void => {
  const table = H[m + 2];
  H[m] &= 1;
  H[m + 1] = H[m + 2] = 0;
  if (table) free(table);
};

export const copyMap = (from: number, to: number): void => {
  reserve(to, H[from + 1]);
  move(H[to + 2], H[from + 2], H[from + 1] * 2);
  H[to] = H[from];
};

/** Value under a key, or 0. */
export const get = (m: number, key: number): number => {
  const at = find(m, key);
  return at && H[at + 1];
};
export const set = (m: number, key: number, value: number): void => {
  H[add(m, key) + 1] = value;
};
