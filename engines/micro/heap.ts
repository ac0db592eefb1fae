// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// The one buffer: root words, read-only strings, then the heap of `--heap` bytes (stack region, allocation table, blocks).
// Blocks of 16 bytes, two bits each in the table (free, head, tail, marked head); mark and sweep, nothing moves. Models
// MicroPython's py/gc.c. Words are scanned conservatively, so that items and tables need no header of their own.
// Natives need no handles: what was allocated since the last call or backward jump of the loop is a root (`temps`).
import { R, T, ROOT_WORDS, LAST_LEAF, UNIT, EMPTY_BYTES, FLOATS } from './layout.ts';
import { noMemory, flushText } from './obj.ts';
import { flushMapCache } from './map.ts';
import { flushInts } from './objint.ts';
import { closeHandle } from './modio.ts';

/** Views of the one buffer: words, bytes, doubles, 64-bit ints, any kind. */
export let H: Int32Array<ArrayBuffer>;
export let B: Uint8Array<ArrayBuffer>;
export let F: Float64Array<ArrayBuffer>;
export let I: BigInt64Array<ArrayBuffer>;
export let V: DataView<ArrayBuffer>;

/** Byte offset of the allocation table, word index of the first block, number of blocks. */
let table = 0;
let pool = 0;
let poolEnd = 0;
let blocks = 0;
/** By size in blocks, from 16 on in steps by half: where the next search begins. Shorter runs before it wait for a collection. */
const hint = new Int32Array(56);
const leastOf = (i: number) => (i < 16 ? i : ((i & 1) + 2) << ((i >> 1) - 5));
/** Objects allocated since the eval loop last reset TP. */
let temps = new Int32Array(256);
const markStack = new Int32Array(1024);
/** For a table byte: index of its first free block of four, 4 when none is free. */
const firstFree = new Uint8Array(256);
for (let i = 0; i < 256; i++)
  firstFree[i] = !(i & 3) ? 0 : !(i & 12) ? 1 : !(i & 48) ? 2 : !(i & 192) ? 3 : 4;

/** Costs, deterministic. Blocks in use now and at most, allocations, collections. */
export let used = 0;
export let peak = 0;
export let allocations = 0;
export let collections = 0;
/** Debug switches: collect before every allocation; let the n-th allocation from now fail. */
let stress = false;
let failAfter = -1;
let sinceCollect = 0;
/** No block from here on is in use. */
let high = 0;
/**
 * Without a threshold a collection comes when as many blocks were taken as it left, but an eighth of a big heap: what
 * lives stays together, so that long runs are found behind it, and the host's caches hold what is in use.
 */
let soon = 0;

let onCollect: (freed: number, ms: number) => void = () => {};

export const watchCollections = (watch: (freed: number, ms: number) => void): void => {
  onCollect = watch;
};

export const debugHeap = (collectAlways: boolean, failAfterN: number): void => {
  stress = collectAlways;
  failAfter = failAfterN;
};

/** Makes the buffer. `romWords`: words of the read-only strings. Answers the word index where they go. */
export const startHeap = (romWords: number, heapBytes: number, stackBytes: number): number => {
  const rom = ROOT_WORDS;
  const base = (rom + romWords + 3) & ~3;
  const words = heapBytes >> 2;
  H = new Int32Array((base + words + 3) & ~1);
  B = new Uint8Array(H.buffer);
  F = new Float64Array(H.buffer);
  I = new BigInt64Array(H.buffer);
  V = new DataView(H.buffer);
  const stackWords = Math.min(stackBytes >> 2, words >> 1) & ~3;
  H[R.STACK_LO] = base;
  H[R.STACK_HI] = base + stackWords;
  H[R.TOP] = base;
  H[UNIT] = -T.TUPLE;
  H[EMPTY_BYTES] = -T.BYTES;
  [Math.E, Math.PI, 2 * Math.PI, Infinity, NaN].forEach((x, i) => {
    H[FLOATS + 4 * i] = -T.FLOAT;
    F[FLOATS / 2 + 1 + 2 * i] = x;
  });
  table = (base + stackWords) * 4;
  // A block costs 16 bytes and two bits.
  const rest = words * 4 - stackWords * 4;
  blocks = Math.floor((rest * 4) / 65);
  pool = (table / 4 + Math.ceil(blocks / 16) + 3) & ~3;
  blocks = Math.min(blocks, (base + words - pool) >> 2);
  poolEnd = pool + blocks * 4;
  hint.fill(0);
  used = peak = allocations = collections = sinceCollect = high = 0;
  stress = false;
  failAfter = -1;
  onCollect = () => {};
  soon = Math.max(4096, blocks >> 3);
  forget();
  return rom;
};

/** Total bytes of blocks. */
export const poolBytes = () => blocks * 16;

const stateOf = (b: number) => (B[table + (b >> 2)] >> ((b & 3) << 1)) & 3;

const setState = (b: number, state: number): void => {
  const at = table + (b >> 2);
  const shift = (b & 3) << 1;
  B[at] = (B[at] & ~(3 << shift)) | (state << shift);
};

/** Marks blocks [b, end) as tails (2) or free (0), whole bytes at a time. */
const setRun = (b: number, end: number, state: number): void => {
  for (; b < end && b & 3; b++) setState(b, state);
  const whole = (end - b) >> 2;
  if (whole > 0) {
    B.fill(state === 2 ? 0xaa : 0, table + (b >> 2), table + (b >> 2) + whole);
    b += whole << 2;
  }
  for (; b < end; b++) setState(b, state);
};
/** Blocks of the object whose head is b. */
const runLength = (b: number): number => {
  let e = b + 1;
  while (e < blocks && stateOf(e) === 2) {
    e++;
    if (!(e & 3)) while (e + 4 <= blocks && B[table + (e >> 2)] === 0xaa) e += 4;
  }
  return e - b;
};

/** A free block, or -1. */
const findBlock = (): number => {
  const end = (blocks + 3) >> 2;
  // Blocks of the byte before the hint are taken, so the byte can be read whole.
  for (let at = hint[1] >> 2; at < end; at++) {
    const f = firstFree[B[table + at]];
    if (f < 4) {
      const b = (at << 2) + f;
      hint[1] = b + 1;
      return b < blocks ? b : -1;
    }
  }
  hint[1] = blocks;
  return -1;
};
/** First block of a free run of n, or -1. Moves the hint of that size. */
const findRun = (n: number): number => {
  if (n === 1) return findBlock();
  const c = 30 - Math.clz32(n);
  const size = n < 16 ? n : 2 * c + (n >> c) + 8;
  let b = hint[size];
  let run = 0;
  for (; b < blocks && run < n; b++) {
    const four = b & 3 ? 1 : B[table + (b >> 2)];
    if (!four && run + 4 <= n && b + 4 <= blocks) {
      run += 4;
      b += 3;
    } else if (stateOf(b)) {
      run = 0;
      // Skip whole bytes in use.
      if ((b & 3) === 3) while (b + 4 < blocks && firstFree[B[table + ((b + 1) >> 2)]] === 4) b += 4;
    } else run++;
  }
  hint[size] = b;
  return run < n ? -1 : b - n;
};
/** Copies a few words, upwards. */
export const copy = (to: number, from: number, n: number): void => {
  for (let i = 0; i < n; i++) H[to + i] = H[from + i];
};
export const move = (to: number, from: number, n: number) => H.copyWithin(to, from, from + n);
/** Two bytes of the buffer, least first. */
export const word = (at: number) => B[at] | (B[at + 1] << 8);

/** Zeroed words, a new head; throws MemoryError. Until TP is set back the object is a root. */
export const alloc = (words: number): number => {
  const p = tryAlloc(words);
  if (!p) noMemory(words * 4);
  return p;
};

export const tryAlloc = (words: number): number => {
  const n = (words + 3) >> 2;
  allocations++;
  if (H[R.LOCK] > 0 || words > 1 << 28) return 0;
  if (stress) collect();
  if (failAfter >= 0 && failAfter-- === 0) return 0;
  if (sinceCollect >= (H[R.THRESHOLD] > 0 ? H[R.THRESHOLD] - 1 : soon)) collect();
  let b = n === 1 ? findBlock() : findRun(n);
  if (b < 0) {
    collect();
    b = findRun(n);
    if (b < 0) return 0;
  }
  sinceCollect += n;
  used += n;
  if (used > peak) peak = used;
  if (b + n > high) high = b + n;
  const p = pool + (b << 2);
  if (n === 1) {
    B[table + (b >> 2)] |= 1 << ((b & 3) << 1);
    H[p] = H[p + 1] = H[p + 2] = H[p + 3] = 0;
  } else {
    setState(b, 1);
    setRun(b + 1, b + n, 2);
    H.fill(0, p, p + (n << 2));
  }
  keep(p);
  return p;
};

/** Makes p a root until TP is set back. */
export const keep = (p: number): void => {
  const t = H[R.TP];
  if (t === temps.length) {
    const more = new Int32Array(t * 2);
    more.set(temps);
    temps = more;
  }
  temps[t] = p;
  H[R.TP] = t + 1;
};

export const sizeOf = (p: number): number => runLength((p - pool) >> 2) * 16;

/** Block b is free again: searches begin no later than a run that it may complete. */
const lowerHints = (b: number): void => {
  for (let i = 1; i < 56; i++) hint[i] = Math.min(hint[i], Math.max(0, b + 1 - leastOf(i)));
};

/** Gives a block back at once; the caller knows that nobody refers to it. */
export const free = (p: number): void => {
  if (p < pool) return;
  const first = (p - pool) >> 2;
  const n = runLength(first);
  setRun(first, first + n, 0);
  used -= n;
  lowerHints(first);
};

/** As C's realloc; words beyond the old size are zero. In place when the blocks behind it are free. p may be 0. */
export const realloc = (p: number, words: number): number => {
  if (!p) return words > 0 ? alloc(words) : 0;
  const first = (p - pool) >> 2;
  const old = sizeOf(p) >> 4;
  const n = (words + 3) >> 2;
  if (n === old) return p;
  if (n < old) {
    if (!n) {
      free(p);
      return 0;
    }
    setRun(first + n, first + old, 0);
    used -= old - n;
    lowerHints(first + n);
    return p;
  }
  if (!H[R.LOCK] && failAfter < 0) {
    let b = first + old;
    while (b < first + n && b < blocks && !stateOf(b)) {
      b++;
      if (!(b & 3)) while (b + 4 <= first + n && b + 4 <= blocks && !B[table + (b >> 2)]) b += 4;
    }
    if (b === first + n) {
      setRun(first + old, first + n, 2);
      H.fill(0, p + old * 4, p + n * 4);
      used += n - old;
      sinceCollect += n - old;
      if (used > peak) peak = used;
      if (b > high) high = b;
      return p;
    }
  }
  const fresh = alloc(words);
  move(fresh, p, old * 4);
  free(p);
  return fresh;
};

let marked = 0;
let overflow = false;

/** Marks w if it is the head of an unmarked block. */
const markWord = (w: number): void => {
  if (w & 3 || w < pool || w >= poolEnd) return;
  const b = (w - pool) >> 2;
  const at = table + (b >> 2);
  const shift = (b & 3) << 1;
  if (((B[at] >> shift) & 3) !== 1) return;
  B[at] |= 3 << shift;
  const header = H[w];
  if (header < 0 && header >= LAST_LEAF && (header & 7) === 2) return;
  if (marked < markStack.length) markStack[marked++] = w;
  else overflow = true;
};

const markInside = (p: number): void => {
  let b = (p - pool) >> 2;
  do {
    const w = pool + (b << 2);
    const x0 = H[w];
    const x1 = H[w + 1];
    const x2 = H[w + 2];
    const x3 = H[w + 3];
    if (x0 >= pool) markWord(x0);
    if (x1 >= pool) markWord(x1);
    if (x2 >= pool) markWord(x2);
    if (x3 >= pool) markWord(x3);
    b++;
  } while (b < blocks && stateOf(b) === 2);
};

const drain = (): void => {
  while (marked > 0) markInside(markStack[--marked]);
  // The stack was too small: whatever is marked is looked into again.
  while (overflow) {
    overflow = false;
    for (let b = 0; b < blocks; b++) {
      if (stateOf(b) === 3) {
        const p = pool + (b << 2);
        if (H[p] < 0 && H[p] >= LAST_LEAF && (H[p] & 7) === 2) continue;
        markInside(p);
        while (marked > 0) markInside(markStack[--marked]);
      }
    }
  }
};

/** Empties what is found again by its address. */
const forget = (): void => {
  flushMapCache();
  flushInts();
  flushText();
};
export const collect = (): void => {
  const start = performance.now();
  const before = used;
  collections++;
  sinceCollect = 0;
  forget();
  for (let i = 1; i < ROOT_WORDS; i++) markWord(H[i]);
  for (let i = H[R.STACK_LO]; i < H[R.TOP]; i++) markWord(H[i]);
  const n = H[R.TP];
  for (let i = 0; i < n; i++) markWord(temps[i]);
  drain();
  sweep();
  hint.fill(0);
  soon = Math.max(4096, blocks >> 3, used);
  onCollect((before - used) * 16, performance.now() - start);
};

const sweep = (): void => {
  let dead = false;
  let live = 0;
  const end = (high + 3) >> 2;
  high = 0;
  for (let at = 0; at < end; at++) {
    const four = B[table + at];
    if (!four) {
      dead = false;
      continue;
    }
    let out = 0;
    for (let k = 0; k < 8; k += 2) {
      const state = (four >> k) & 3;
      if (state === 3) {
        dead = false;
        out |= 1 << k;
        live++;
      } else if (state === 2) {
        if (!dead) {
          out |= 2 << k;
          live++;
        }
      } else if (state === 1) {
        dead = true;
        const p = pool + (((at << 2) + (k >> 1)) << 2);
        if (H[p] === -T.FILE || H[p] === -T.FILEIO) closeHandle(p);
      }
    }
    B[table + at] = out;
    if (out) high = (at << 2) + 4;
  }
  used = live;
};

/** One letter a block: for `gc.mem_info(1)`, `dump('heap')` and the checker. */
export const eachBlock = (see: (p: number, size: number, free: boolean) => void): void => {
  let b = 0;
  while (b < blocks) {
    const s = stateOf(b);
    let n = 1;
    if (!s) while (b + n < blocks && !stateOf(b + n)) n++;
    else while (b + n < blocks && stateOf(b + n) === 2) n++;
    see(pool + (b << 2), n, s === 0);
    b += n;
  }
};

/** Walks the table and says what is wrong with it; empty when all is well. */
export const checkHeap = (): string[] => {
  const wrong: string[] = [];
  let before = 0;
  let count = 0;
  for (let b = 0; b < blocks; b++) {
    const s = stateOf(b);
    if (s === 2 && !before) wrong.push(`block ${b}: tail without head`);
    if (s === 3) wrong.push(`block ${b}: mark left behind`);
    if (s) count++;
    before = s;
  }
  if (count !== used) wrong.push(`${count} blocks in use, ${used} counted`);
  return wrong;
};
