import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedTable } from './ordered-table.ts';
import { textFromHost } from './text.ts';
import type { Text } from './text.ts';

/** A key as an engine has it: a str, a number, or an instance that equals some text. */
class Key {
  readonly value: Text | number;
  readonly exotic: boolean;
  constructor(value: Text | number, exotic = false) {
    this.value = value;
    this.exotic = exotic;
  }
}

/** A poor hash, so that keys collide. */
const hashText = (text: Text): number => {
  const host = String(text);
  return (host.charCodeAt(0) * 31 + host.length) | 0;
};
const hashOf = (key: Key): number =>
  typeof key.value === 'number' ? (key.value % 17) | 0 : hashText(key.value);
const nameOf = (key: Key): string => `${typeof key.value === 'number' ? 'number' : 'text'} ${key.value}`;
const operations = { equal: (a: Key, b: Key): boolean => nameOf(a) === nameOf(b), hashText };

function find(table: OrderedTable<Key, number>, key: Key): number {
  if (key.exotic) return table.findExotic(key, hashOf(key));
  return typeof key.value === 'number' ? table.findHashed(key, hashOf(key)) : table.findText(key.value, key);
}

function set(table: OrderedTable<Key, number>, key: Key, value: number): void {
  const e = find(table, key);
  if (e >= 0) table.values[e] = value;
  else if (typeof key.value === 'number' || key.exotic) table.addHashed(key, hashOf(key), value, key.exotic);
  else table.addText(key.value, key, value);
}

function entries(table: OrderedTable<Key, number>): [string, number][] {
  const result: [string, number][] = [];
  for (let e = table.next(0); e >= 0; e = table.next(e + 1))
    result.push([nameOf(table.keys[e]!), table.values[e]!]);
  return result;
}

const anyKey = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((n) => new Key(n)),
  fc.constantFrom('a', 'b', 'ab', 'x', 'y', 'zz', '', '😀', '😀a').map((s) => new Key(textFromHost(s))),
  fc.string({ maxLength: 2 }).map((s) => new Key(textFromHost(s))),
);
const exoticKey = fc.constantFrom('a', 'b', 'ab', 'q').map((s) => new Key(s, true));

describe('ordered table', () => {
  it.each([
    ['texts and numbers', anyKey],
    [
      'with keys that equal texts',
      fc.oneof({ weight: 9, arbitrary: anyKey }, { weight: 1, arbitrary: exoticKey }),
    ],
  ] as const)('behaves as a Map: %s', (_name, key) => {
    const step = fc.tuple(
      fc.constantFrom('set', 'set', 'set', 'delete', 'pop', 'copy', 'clear?'),
      key,
      fc.nat(),
    );
    for (const program of fc.sample(fc.array(step, { maxLength: 150, minLength: 20 }), {
      numRuns: 300,
      seed: 314,
    })) {
      let table = new OrderedTable<Key, number>(operations);
      const model = new Map<string, number>();
      for (const [operation, k, value] of program) {
        const name = nameOf(k);
        const e = find(table, k);
        expect(e >= 0).toBe(model.has(name));
        if (operation === 'set') {
          set(table, k, value);
          model.set(name, value);
        } else if (operation === 'delete' && e >= 0) {
          table.deleteAt(e);
          model.delete(name);
        } else if (operation === 'pop' && table.size > 0) {
          const last = table.last();
          const popped = nameOf(table.keys[last]!);
          expect(popped).toBe([...model.keys()].at(-1));
          table.deleteAt(last);
          model.delete(popped);
        } else if (operation === 'copy') {
          table = table.copy();
        } else if (operation === 'clear?' && value % 8 === 0) {
          table.clear();
          model.clear();
        }
        expect(table.size).toBe(model.size);
      }
      expect(entries(table)).toEqual([...model]);
    }
  });

  it('keeps the position of an iteration while entries go, and counts changes', () => {
    const table = new OrderedTable<Key, number>(operations);
    for (let i = 0; i < 20; i++) set(table, new Key(i), i);
    const before = table.changes;
    const seen: number[] = [];
    for (let e = table.next(0); e >= 0; e = table.next(e + 1)) {
      seen.push(table.values[e]!);
      if (e % 2 === 0) table.deleteAt(e);
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(table.changes).not.toBe(before);
    expect(table.size).toBe(10);
  });

  it('stays short under a queue', () => {
    const table = new OrderedTable<Key, number>(operations);
    for (let i = 0; i < 10_000; i++) {
      set(table, new Key(i), i);
      if (i >= 5) table.deleteAt(find(table, new Key(i - 5)));
    }
    expect(table.size).toBe(5);
    expect(table.keys.length).toBeLessThan(32);
  });

  it('looks again when a comparison changed the table', () => {
    let calls = 0;
    const table: OrderedTable<object, number> = new OrderedTable<object, number>({
      equal: () => {
        if (calls++ === 0) table.clear();
        return false;
      },
      hashText: () => 0,
    });
    table.addHashed({}, 3, 1);
    expect(table.findHashed({}, 3)).toBe(-1);
    expect(calls).toBe(1);
  });
});
