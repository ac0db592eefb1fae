// Hashes of tuples and frozensets from those of their items, as 64-bit CPython combines them. Models tuple_hash of Objects/tupleobject.c (xxHash)
// and frozenset_hash of Objects/setobject.c.
import { normalize } from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';

const MASK = 0xffff_ffff_ffff_ffffn;
const XXPRIME_1 = 11400714785074694791n;
const XXPRIME_2 = 14029467366897019727n;
const XXPRIME_5 = 2870177450012600261n;

const signed = (hash: bigint): Int => normalize(BigInt.asIntN(64, hash));

export function combineTuple(hashes: readonly bigint[]): Int {
  let acc = XXPRIME_5;
  for (const hash of hashes) {
    acc = (acc + (hash & MASK) * XXPRIME_2) & MASK;
    acc = ((acc << 31n) | (acc >> 33n)) & MASK;
    acc = (acc * XXPRIME_1) & MASK;
  }
  acc = (acc + (BigInt(hashes.length) ^ (XXPRIME_5 ^ 3527539n))) & MASK;
  return acc === MASK ? 1546275796 : signed(acc);
}

const shuffle = (h: bigint): bigint => ((h ^ 89869747n ^ ((h << 16n) & MASK)) * 3644798167n) & MASK;

/** `hashes` in any order. */
export function combineSet(hashes: readonly bigint[]): Int {
  let hash = 0n;
  for (const h of hashes) hash ^= shuffle(h & MASK);
  hash ^= ((BigInt(hashes.length) + 1n) * 1927868237n) & MASK;
  hash ^= (hash >> 11n) ^ (hash >> 25n);
  hash = (hash * 69069n + 907133923n) & MASK;
  return hash === MASK ? 590923713 : signed(hash);
}
