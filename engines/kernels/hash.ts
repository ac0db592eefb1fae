// Python's hashes, as a 64-bit CPython computes them: numbers modulo 2^61 - 1, siphash13 for text and bytes, xxHash for tuples, frozenset's
// mixing. Models CPython's Python/pyhash.c and the hash functions of tuple and frozenset.
//
// Two forms. As a Python int: a number or bigint (`Int`). For tables: two signed halves, of which functions named `…Low` answer the lower
// and leave the upper in `hashHigh`, so that no bigint is made on the way. `fold` makes one int32 of them, for tables whose order
// does not show.
import type { Int } from './int.ts';
import { normalize } from './int.ts';
import { decompose } from './float.ts';
import { isWide } from './text.ts';
import type { Text } from './text.ts';

/** Upper half of the hash that was computed last. */
export let hashHigh = 0;

const WORD = 2 ** 32;

// One word seen in both ways, the lower half first on every host there is: a bigint is made and taken apart without arithmetic on bigints.
const word = new BigInt64Array(1);
const halves = new Int32Array(word.buffer);

/** The int whose halves they are. */
export function intOfHalves(low: number, high: number): Int {
  // Safe while the upper half has 21 bits.
  if (high >= -0x200000 && high < 0x200000) {
    const value = high * WORD + (low >>> 0);
    if (value >= -Number.MAX_SAFE_INTEGER) return value;
  }
  halves[0] = low;
  halves[1] = high;
  return word[0];
}

export function lowOfInt(hash: Int): number {
  if (typeof hash === 'number') {
    hashHigh = Math.floor(hash / WORD) | 0;
    return hash | 0;
  }
  word[0] = hash;
  hashHigh = halves[1];
  return halves[0];
}

/** One int32 for a table. Ints from 0 to 2^31 stay as they are. */
export function fold(low: number, high: number): number {
  return low ^ Math.imul(high, 0x9e3779b1);
}

export function foldInt(hash: Int): number {
  const low = lowOfInt(hash);
  return low ^ Math.imul(hashHigh, 0x9e3779b1);
}

// --- numbers

const MODULUS = (1n << 61n) - 1n;
const INF = 314159;
const IMAG = 1000003n;

export function hashInt(a: Int): Int {
  if (typeof a === 'number') return a === -1 ? -2 : a;
  let h = (a < 0n ? -a : a) % MODULUS;
  if (a < 0n) h = -h;
  return h === -1n ? -2 : normalize(h);
}

/** A NaN's hash is that of its identity: the caller's. */
export function hashFloat(x: number): Int {
  if (Number.isSafeInteger(x)) return x === -1 ? -2 : x + 0;
  if (x === Infinity) return INF;
  if (x === -Infinity) return -INF;
  if (Number.isInteger(x)) return hashInt(BigInt(x));
  const [m, e] = decompose(Math.abs(x));
  // Modulo 2^61 - 1, times a power of two is a rotation.
  const turn = BigInt((((e % 61) + 61) % 61) | 0);
  let h = (BigInt(m) << turn) | 0n;
  h = (h & MODULUS) + (h >> 61n);
  if (h >= MODULUS) h -= MODULUS;
  if (x < 0) h = -h;
  return h === -1n ? -2 : normalize(h);
}

export function hashComplex(real: Int, imag: Int): Int {
  const h = BigInt.asIntN(64, BigInt(real) + IMAG * BigInt(imag));
  return h === -1n ? -2 : normalize(h);
}

/** What a `__hash__` answered, as a hash: an int that does not fit is hashed itself. */
export function hashOfAnswer(a: Int): Int {
  if (a === -1) return -2;
  return typeof a === 'bigint' && BigInt.asIntN(64, a) !== a ? hashInt(a) : a;
}

// --- siphash13

let k0Low = 0;
let k0High = 0;
let k1Low = 0;
let k1High = 0;

/**
 * The key for text and bytes. A number is PYTHONHASHSEED: 0 no key at all, others through CPython's generator; bytes (16 at least)
 * are the key itself.
 */
export function setHashKey(seed: number | Uint8Array): void {
  knownTexts.fill('');
  const key = new Uint8Array(24);
  if (typeof seed !== 'number') key.set(seed.subarray(0, 24));
  else if (seed !== 0) {
    let x = seed >>> 0;
    for (let i = 0; i < key.length; i++) {
      x = (Math.imul(x, 214013) + 2531011) >>> 0;
      key[i] = (x >>> 16) & 255;
    }
  }
  const words = new DataView(key.buffer);
  k0Low = words.getInt32(0, true);
  k0High = words.getInt32(4, true);
  k1Low = words.getInt32(8, true);
  k1High = words.getInt32(12, true);
}

/**
 * Lower half of siphash13 over text units or bytes of `size` bytes each. The four 64-bit words of the state are eight locals: any
 * array or closure here costs a factor.
 */
function sip(text: string, units: Uint8Array | Uint32Array | null, length: number, size: 1 | 2 | 4): number {
  let v0l = k0Low ^ 0x70736575;
  let v0h = k0High ^ 0x736f6d65;
  let v1l = k1Low ^ 0x6e646f6d;
  let v1h = k1High ^ 0x646f7261;
  let v2l = k0Low ^ 0x6e657261;
  let v2h = k0High ^ 0x6c796765;
  let v3l = k1Low ^ 0x79746573;
  let v3h = k1High ^ 0x74656462;
  const perBlock = 8 / size;
  const blocks = Math.floor(length / perBlock);
  let at = 0;
  // One turn for each block, then the last block with the length, then three to finish.
  for (let block = 0; block < blocks + 4; block++) {
    let ml = 0;
    let mh = 0;
    if (block < blocks) {
      if (units === null) {
        if (size === 1) {
          ml =
            text.charCodeAt(at) |
            (text.charCodeAt(at + 1) << 8) |
            (text.charCodeAt(at + 2) << 16) |
            (text.charCodeAt(at + 3) << 24);
          mh =
            text.charCodeAt(at + 4) |
            (text.charCodeAt(at + 5) << 8) |
            (text.charCodeAt(at + 6) << 16) |
            (text.charCodeAt(at + 7) << 24);
          at += 8;
        } else {
          ml = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
          mh = text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 16);
          at += 4;
        }
      } else if (size === 1) {
        ml = units[at] | (units[at + 1] << 8) | (units[at + 2] << 16) | (units[at + 3] << 24);
        mh = units[at + 4] | (units[at + 5] << 8) | (units[at + 6] << 16) | (units[at + 7] << 24);
        at += 8;
      } else {
        ml = units[at] | 0;
        mh = units[at + 1] | 0;
        at += 2;
      }
    } else if (block === blocks) {
      mh = ((length * size) & 255) << 24;
      for (let shift = 0; at < length; at++, shift += 8 * size) {
        const unit = units === null ? text.charCodeAt(at) : units[at];
        if (shift < 32) ml |= unit << shift;
        else mh |= unit << (shift - 32);
      }
    } else if (block === blocks + 1) {
      v2l ^= 0xff;
    }
    v3l ^= ml;
    v3h ^= mh;
    // v0 += v1; v2 += v3; v1 = rotl(v1, 13) ^ v0; v3 = rotl(v3, 16) ^ v2; v0 = rotl(v0, 32)
    v0l = (v0l + v1l) | 0;
    v0h = (v0h + v1h + (v0l >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
    v2l = (v2l + v3l) | 0;
    v2h = (v2h + v3h + (v2l >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
    let t = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
    v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
    v1l = t;
    t = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
    v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
    v3l = t;
    t = v0l;
    v0l = v0h;
    v0h = t;
    // v2 += v1; v0 += v3; v1 = rotl(v1, 17) ^ v2; v3 = rotl(v3, 21) ^ v0; v2 = rotl(v2, 32)
    v2l = (v2l + v1l) | 0;
    v2h = (v2h + v1h + (v2l >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
    v0l = (v0l + v3l) | 0;
    v0h = (v0h + v3h + (v0l >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
    t = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
    v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
    v1l = t;
    t = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
    v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
    v3l = t;
    t = v2l;
    v2l = v2h;
    v2h = t;
    v0l ^= ml;
    v0h ^= mh;
  }
  const low = v0l ^ v1l ^ v2l ^ v3l;
  const high = v0h ^ v1h ^ v2h ^ v3h;
  if (low === -1 && high === -1) {
    hashHigh = -1;
    return -2;
  }
  hashHigh = high;
  return low;
}

/** CPython hashes the units as it stores them: 1, 2 or 4 bytes, whichever the widest code point needs. */
export function hashTextLow(text: Text): number {
  if (text.length === 0) {
    hashHigh = 0;
    return 0;
  }
  if (typeof text !== 'string') return sip('', text.points, text.length, 4);
  const { length } = text;
  if (length > LONGEST_KNOWN) return sip(text, null, length, isWide(text) ? 2 : 1);
  let spread = length;
  for (let i = 0; i < length; i++) spread = Math.imul(spread ^ text.charCodeAt(i), 0x9e3779b1);
  const place = spread >>> (32 - KNOWN_BITS);
  if (knownTexts[place] === text) {
    hashHigh = knownHighs[place];
    return knownLows[place];
  }
  const low = sip(text, null, length, isWide(text) ? 2 : 1);
  knownTexts[place] = text;
  knownLows[place] = low;
  knownHighs[place] = hashHigh;
  return low;
}

// Hashes of the short texts met last: a text has no room for its own, and the rounds cost more than a comparison.
const LONGEST_KNOWN = 32;
const KNOWN_BITS = 13;
const KNOWN = 1 << KNOWN_BITS;
const knownTexts: string[] = new Array<string>(KNOWN).fill('');
const knownLows = new Int32Array(KNOWN);
const knownHighs = new Int32Array(KNOWN);

export function hashText(text: Text): Int {
  return intOfHalves(hashTextLow(text), hashHigh);
}

export function hashBytes(bytes: Uint8Array): Int {
  if (bytes.length === 0) return 0;
  const low = sip('', bytes, bytes.length, 1);
  return intOfHalves(low, hashHigh);
}

// --- 64-bit products in halves

/** Lower half of a × b modulo 2^64; the upper one in `hashHigh`. */
function mul64(al: number, ah: number, bl: number, bh: number): number {
  const a0 = al & 0xffff;
  const a1 = al >>> 16;
  const b0 = bl & 0xffff;
  const b1 = bl >>> 16;
  const p00 = a0 * b0;
  const p01 = a0 * b1;
  const p10 = a1 * b0;
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
  const carry =
    a1 * b1 + Math.floor(p01 / 0x10000) + Math.floor(p10 / 0x10000) + Math.floor(middle / 0x10000);
  hashHigh = (carry + Math.imul(al, bh) + Math.imul(ah, bl)) | 0;
  return ((middle & 0xffff) << 16) | (p00 & 0xffff);
}

// --- tuples: xxHash's rounds (XXPRIME_1, _2, _5)

let accLow = 0;
let accHigh = 0;

/** Starts a tuple's hash; feed it the items' hashes in order by `tupleItem`, then ask `tupleEnd`. Not reentrant. */
export function tupleStart(): void {
  accLow = 0x165667c5;
  accHigh = 0x27d4eb2f;
}

export function tupleItem(low: number, high: number): void {
  const pl = mul64(low, high, 0x27d4eb4f, 0xc2b2ae3d | 0);
  const l = (accLow + pl) | 0;
  const h = (accHigh + hashHigh + (l >>> 0 < pl >>> 0 ? 1 : 0)) | 0;
  // rotl 31
  const rl = (l << 31) | (h >>> 1);
  const rh = (h << 31) | (l >>> 1);
  accLow = mul64(rl, rh, 0x85ebca87 | 0, 0x9e3779b1 | 0);
  accHigh = hashHigh;
}

/** Lower half; the upper one in `hashHigh`. */
export function tupleEnd(length: number): number {
  // length ^ (XXPRIME_5 ^ 3527539)
  const add = length ^ (0x165667c5 ^ 3527539);
  const low = (accLow + add) | 0;
  const high = (accHigh + 0x27d4eb2f + (low >>> 0 < add >>> 0 ? 1 : 0)) | 0;
  if (low === -1 && high === -1) {
    hashHigh = 0;
    return 1546275796;
  }
  hashHigh = high;
  return low;
}

export function hashTuple(items: readonly Int[]): Int {
  tupleStart();
  for (const item of items) {
    const low = lowOfInt(item);
    tupleItem(low, hashHigh);
  }
  const low = tupleEnd(items.length);
  return intOfHalves(low, hashHigh);
}

// --- frozensets

/** Order does not matter, so the items' hashes are spread and combined by exclusive or. */
export function hashFrozenset(items: Iterable<Int>): Int {
  let low = 0;
  let high = 0;
  let size = 0;
  for (const item of items) {
    const l = lowOfInt(item);
    const h = hashHigh;
    // ((h ^ 89869747) ^ (h << 16)) * 3644798167
    const ml = mul64(l ^ 89869747 ^ (l << 16), h ^ ((h << 16) | (l >>> 16)), 3644798167 | 0, 0);
    low ^= ml;
    high ^= hashHigh;
    size++;
  }
  const sl = mul64((size + 1) | 0, 0, 1927868237, 0);
  low ^= sl;
  high ^= hashHigh;
  // h ^= (h >> 11) ^ (h >> 25)
  const r11l = (low >>> 11) | (high << 21);
  const r25l = (low >>> 25) | (high << 7);
  const xl = low ^ r11l ^ r25l;
  const xh = high ^ (high >>> 11) ^ (high >>> 25);
  const pl = mul64(xl, xh, 69069, 0);
  const rl = (pl + 907133923) | 0;
  const rh = (hashHigh + (rl >>> 0 < 907133923 ? 1 : 0)) | 0;
  if (rl === -1 && rh === -1) return 590923713;
  return intOfHalves(rl, rh);
}
