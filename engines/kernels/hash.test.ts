// Expectations: hash.expected.json, written by scripts/make-hash-expectations.mjs from a native 64-bit CPython.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex } from './float.ts';
import * as hash from './hash.ts';
import { normalize } from './int.ts';
import type { Int } from './int.ts';
import { SetTable } from './set-table.ts';
import { fromPoints } from './text.ts';

type Step = [operation: string, keys: (number | string)[], order: (number | string)[]];
interface Answers {
  texts: [number[], string][];
  bytes: [number[], string][];
  ints: [string, string][];
  floats: [string, string][];
  complexes: [string, string, string][];
  tuples: [string[], string][];
  frozensets: [string[], string][];
  sets: Step[][];
}
const { seeds } = JSON.parse(readFileSync(new URL('./hash.expected.json', import.meta.url), 'utf8')) as {
  seeds: Record<string, Answers>;
};
const int = (text: string): Int => normalize(BigInt(text));

describe('hashes of a 64-bit CPython', () => {
  it.each(Object.keys(seeds))('texts and bytes under PYTHONHASHSEED=%s', (seed) => {
    hash.setHashKey(Number(seed));
    for (const [points, expected] of seeds[seed].texts)
      expect(String(hash.hashText(fromPoints(Uint32Array.from(points)))), String(points)).toBe(expected);
    for (const [bytes, expected] of seeds[seed].bytes)
      expect(String(hash.hashBytes(Uint8Array.from(bytes)))).toBe(expected);
  });

  it('numbers', () => {
    const { ints, floats, complexes } = seeds['0'];
    for (const [n, expected] of ints) expect(String(hash.hashInt(int(n))), n).toBe(expected);
    for (const [x, expected] of floats) expect(String(hash.hashFloat(fromHex(x))), x).toBe(expected);
    for (const [real, imag, expected] of complexes) {
      const parts = [hash.hashFloat(fromHex(real)), hash.hashFloat(fromHex(imag))];
      expect(String(hash.hashComplex(parts[0], parts[1]))).toBe(expected);
    }
  });

  it('tuples and frozensets', () => {
    for (const [items, expected] of seeds['0'].tuples)
      expect(String(hash.hashTuple(items.map(int))), String(items)).toBe(expected);
    for (const [items, expected] of seeds['0'].frozensets)
      expect(String(hash.hashFrozenset(items.map(int))), String(items)).toBe(expected);
  });

  it('goes between its two forms', () => {
    for (const value of [
      0,
      1,
      -2,
      2 ** 31,
      -(2 ** 31),
      2 ** 53 - 1,
      -(2 ** 53 - 1),
      2n ** 53n,
      -(2n ** 53n),
      2n ** 63n - 1n,
      -(2n ** 63n),
    ]) {
      const low = hash.lowOfInt(value);
      expect(hash.intOfHalves(low, hash.hashHigh)).toBe(value);
      expect(hash.foldInt(value)).toBe(hash.fold(low, hash.hashHigh));
    }
  });
});

describe('order of sets', () => {
  type Key = number | string;
  const half = (key: Key): [Key, number, number] => {
    if (typeof key === 'string') {
      const low = hash.hashTextLow(key);
      return [key, low, hash.hashHigh];
    }
    const low = hash.lowOfInt(hash.hashInt(key));
    return [key, low, hash.hashHigh];
  };
  const operations = { equal: (a: Key, b: Key): boolean => a === b };
  const from = (keys: Key[]): SetTable<Key> => {
    const table = new SetTable<Key>(operations);
    for (const key of keys) table.add(...half(key));
    return table;
  };

  it('is that of CPython after any operations', () => {
    hash.setHashKey(0);
    for (const program of seeds['0'].sets) {
      let table = new SetTable<Key>(operations);
      program.forEach(([operation, keys, order], step) => {
        switch (operation) {
          case 'add':
            table.add(...half(keys[0]));
            break;
          case 'discard':
            table.discard(...half(keys[0]));
            break;
          case 'pop':
            table.pop();
            break;
          case 'merge':
            table.merge(from(keys));
            break;
          case 'minus':
            table.differenceUpdate(from(keys));
            break;
          case 'xor':
            table.symmetricUpdate(from(keys));
            break;
          case 'and':
            table = table.intersection(from(keys));
            break;
          case 'or': {
            const copy = table.copy();
            copy.merge(from(keys));
            table = copy;
            break;
          }
          case 'sub':
            table = table.difference(from(keys));
            break;
          case 'copy':
            table = table.copy();
            break;
          default:
            for (const key of keys) table.add(...half(key));
        }
        expect(table.keys(), `step ${step}: ${operation}`).toEqual(order);
        expect(table.size).toBe(order.length);
      });
    }
  });

  it('starts a search again when a comparison changed the set', () => {
    let changed = false;
    const table: SetTable<object> = new SetTable<object>({
      equal: () => {
        if (!changed) {
          changed = true;
          table.clear();
        }
        return false;
      },
    });
    table.add({}, 5, 0);
    expect(table.has({}, 5, 0)).toBe(false);
    expect(changed).toBe(true);
    expect(table.size).toBe(0);
  });
});
