// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// Interned strings. Those the engine's own code names (`Q('append')`) are laid out once, read-only, in front of the heap;
// those of the program live in the heap, reached through the table in R.QTAB, and are never freed. Models py/qstr.c.
// A str object: header, byte length, hash (16 bits) and ASCII flags, then UTF-8 bytes. Bytes objects are the same.
import { R, T, ROOT_WORDS } from './layout.ts';
import { H, B, alloc, realloc, startHeap } from './heap.ts';

/** Texts of the read-only strings, by id; complete once the modules are loaded. */
const romTexts: string[] = [];
const romIds = new Map<string, number>();
/** Word index of each read-only string; hash table over them, linear probing. */
let romPointers = new Int32Array(0);
const romBuckets = new Int16Array(4096);
/** By hash: the string found last with it. Host-side, fixed size. */
const cache = new Int32Array(1024);

/** The value of a read-only string; for module level only. */
export function Q(text: string): number {
  let id = romIds.get(text);
  if (id === undefined) {
    id = romTexts.length;
    romIds.set(text, id);
    romTexts.push(text);
  }
  return (id << 3) | 2;
}

/** Those of a list with blanks between. */
export const Qs = (list: string) => list.split(' ').map(Q);

// One-character strings are read-only, so that indexing allocates nothing.
Q('');
for (let c = 0; c < 128; c++) Q(String.fromCharCode(c));
/** The qstr of an ASCII character. */
export const charQstr = (c: number) => ((c + 1) << 3) | 2;

export function hashBytes(src: Uint8Array, at: number, n: number): number {
  let h = 5381;
  for (let i = 0; i < n; i++) h = ((h << 5) + h) ^ src[at + i];
  h &= 0xffff;
  return !h ? 1 : h;
}

/** Lays the strings out in front of a new heap. */
export const startStrings = (heapBytes: number, stackBytes: number): void => {
  const encoder = new TextEncoder();
  const data = romTexts.map((t) => encoder.encode(t));
  let words = 0;
  for (const d of data) words += ((d.length + 12 + 15) >> 4) << 2;
  let p = startHeap(words, heapBytes, stackBytes);
  romPointers = new Int32Array(data.length);
  romBuckets.fill(0);
  cache.fill(0);
  data.forEach((d, id) => {
    const hash = hashBytes(d, 0, d.length);
    romPointers[id] = p;
    H[p] = -T.STR;
    H[p + 1] = d.length;
    H[p + 2] = hash;
    B.set(d, p * 4 + 12);
    let slot = hash & 4095;
    while (romBuckets[slot] !== 0) slot = (slot + 1) & 4095;
    romBuckets[slot] = id + 1;
    p += ((d.length + 12 + 15) >> 4) << 2;
  });
  H[R.QTAB] = 0;
  H[R.QCOUNT] = 0;
};

export const qstrCount = () => H[R.QCOUNT];
export const romEnd = () => ROOT_WORDS;

/** Pointer of the str object behind a qstr value. */
export const qstrPointer = (v: number): number => {
  const id = v >> 3;
  return id < romPointers.length ? romPointers[id] : H[H[R.QTAB] + id - romPointers.length];
};

/** Pointer of any str or bytes value. */
export const strp = (v: number): number => (!(v & 3) ? v : qstrPointer(v));

const same = (p: number, src: Uint8Array, at: number, n: number): boolean => {
  if (H[p + 1] !== n) return false;
  const q = p * 4 + 12;
  for (let i = 0; i < n; i++) if (B[q + i] !== src[at + i]) return false;
  return true;
};

/** The qstr with these bytes, or 0. */
export const findQstr = (src: Uint8Array, at: number, n: number, hash: number): number => {
  const hit = cache[hash & 1023];
  if (hit && same(qstrPointer(hit), src, at, n)) return hit;
  for (let slot = hash & 4095; romBuckets[slot] !== 0; slot = (slot + 1) & 4095) {
    const id = romBuckets[slot] - 1;
    if (same(romPointers[id], src, at, n)) return (cache[hash & 1023] = (id << 3) | 2);
  }
  const tab = H[R.QTAB];
  for (let i = H[R.QCOUNT] - 1; i >= 0; i--) {
    const p = H[tab + i];
    if ((H[p + 2] & 0xffff) === hash && same(p, src, at, n))
      return (cache[hash & 1023] = ((i + romPointers.length) << 3) | 2);
  }
  return 0;
};

export const internBytes = (src: Uint8Array, at: number, n: number): number => {
  const hash = hashBytes(src, at, n);
  const found = findQstr(src, at, n, hash);
  if (found) return found;
  const p = newBytesObject(-T.STR, n);
  // The source may lie in the heap: objects do not move, so the offset stays right.
  B.set(src.subarray(at, at + n), p * 4 + 12);
  H[p + 2] = hash;
  const i = H[R.QCOUNT];
  let tab = H[R.QTAB];
  if (!(i & 7)) {
    tab = realloc(tab, i + 8);
    H[R.QTAB] = tab;
  }
  H[tab + i] = p;
  H[R.QCOUNT] = i + 1;
  return ((i + romPointers.length) << 3) | 2;
};

/** Room for n bytes; hash 0 means not computed yet. */
export const newBytesObject = (header: number, n: number): number => {
  const p = alloc((n + 15) >> 2);
  H[p] = header;
  H[p + 1] = n;
  return p;
};

/** The qstr for any str value. */
export const intern = (v: number): number => {
  if (v & 3) return v;
  return internBytes(B, v * 4 + 12, H[v + 1]);
};

/** 16-bit hash of a str or bytes object. */
export const hashOf = (p: number): number => {
  let h = H[p + 2] & 0xffff;
  if (!h) {
    h = hashBytes(B, p * 4 + 12, H[p + 1]);
    if (p >= H[R.STACK_LO]) H[p + 2] |= h;
  }
  return h;
};

/** 1 when all bytes are ASCII, else 2; kept in the object. */
export const asciiFlag = (p: number): number => {
  const f = (H[p + 2] >> 16) & 3;
  if (f) return f;
  let i = p * 4 + 12;
  const end = i + H[p + 1];
  while (i < end && B[i] < 128) i++;
  const flag = i === end ? 1 : 2;
  H[p + 2] |= flag << 16;
  return flag;
};

export const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A str value as the host's string. */
export const text = (v: number): string => {
  const p = strp(v);
  const n = H[p + 1];
  const at = p * 4 + 12;
  if (n < 24) {
    let s = '';
    let i = at;
    for (; i < at + n && B[i] < 128; i++) s += String.fromCharCode(B[i]);
    if (i === at + n) return s;
  }
  return decoder.decode(B.subarray(at, at + n));
};

/** For dumps and precompiled files: all strings of the program, in order. */
export const programStrings = (): number[] =>
  Array.from({ length: H[R.QCOUNT] }, (_, i) => ((i + romPointers.length) << 3) | 2);
export const isRomString = (v: number) => v >> 3 < romPointers.length;
