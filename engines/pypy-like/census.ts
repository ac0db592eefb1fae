// The bytes of everything that the program has made and that is alive, as 64-bit PyPy lays it out (rpython/memory/gctypelayout.py, rlist.py,
// rordereddict.py; pypy/objspace/std). The sizes of builtin types are those that `gc.get_rpy_memory_usage` tells on PyPy 7.3, and the test holds
// them. What cannot be told on this host: whether two equal strs are one object (they are counted once), and whether two equal ints are (each
// place that holds one is counted, as PyPy boxes an int anew whenever it leaves a list of ints or a loop). What the interpreter itself is
// made of is not counted, nor dead objects that a real collector would not have met yet, nor frames.
import { CodePoints } from '../kernels/text.ts';
import type { Alive } from '../objspace/census.ts';
import { BufferPayload } from '../objspace/object.ts';
import { HashStorage } from './hash-storage.ts';
import type { Interpreter } from './interpreter.ts';
import { FLOATS, INTS, STRS } from './list-strategy.ts';
import { FLOAT } from './map.ts';
import { unwrap, W_Box, W_Float, W_Object } from './object.ts';
import type { Raw } from './object.ts';

const WORD = 8;
/** Header and length of an array of the collector's. */
const ARRAY = 16;
/** W_IntObject, W_FloatObject. */
const NUMBER = 16;

const roundUp = (bytes: number): number => Math.ceil(bytes / WORD) * WORD;
/** A low-level string: header, hash, length, the bytes, a zero. */
const lowString = (bytes: number): number => roundUp(24 + bytes + 1);

/** UTF-8 bytes of a text. */
const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Sizes of builtin objects besides what they refer to. */
const SIZES: Readonly<Record<string, number>> = {
  object: 8,
  complex: 24,
  slice: 32,
  range: 48,
  function: 176,
  method: 32,
  builtin_function_or_method: 160,
  code: 400,
  generator: 280,
  coroutine: 280,
  async_generator: 280,
  frame: 180,
  type: 512,
  module: 80,
  property: 48,
  staticmethod: 32,
  classmethod: 32,
  memoryview: 72,
  array: 40,
  cell: 24,
  zip: 32,
  map: 24,
  enumerate: 32,
};
/** Iterators and other objects of few fields. */
const OTHER_SIZE = 32;
/** An exception with its list of arguments and what it keeps of its context. */
const EXCEPTION_SIZE = 144;

/** Places of an array of entries that has grown to hold `used`: an eighth and eight more each time. */
function entryRoom(used: number): number {
  let room = 8;
  while (room < used) room += (room >> 3) + 8;
  return room;
}

/** Places of the index: grown when two thirds are in use, to at least twice what is then wanted. */
function indexRoom(used: number): number {
  let size = 16;
  for (;;) {
    const most = Math.floor((size * 2) / 3);
    if (used <= most) return size;
    const estimate = (most + Math.min(most + 1, 30_000)) * 2;
    while (size <= estimate) size *= 2;
  }
}

/** The ordered dict under dict, set and frozenset. */
export function sizeOfTable(used: number, entry: number): number {
  if (used === 0) return 0;
  const index = indexRoom(used);
  const width = index <= 256 ? 1 : index <= 65_536 ? 2 : index <= 2 ** 32 ? 4 : 8;
  return 56 + ARRAY + roundUp(index * width) + ARRAY + entryRoom(used) * entry;
}

/** An instance: five fields, of which the last holds the rest; numbers stand unboxed in an array of their own. */
export function sizeOfInstance(plain: number, unboxed: number): number {
  const fields = plain + (unboxed > 0 ? 1 : 0);
  return 56 + (unboxed > 0 ? ARRAY + WORD * unboxed : 0) + (fields > 5 ? ARRAY + WORD * (fields - 4) : 0);
}

class Count {
  readonly alive: Alive = { bytes: 0, objects: 0 };
  private readonly texts = new Set<string>();
  private readonly space: Interpreter;

  constructor(space: Interpreter) {
    this.space = space;
  }

  private add(bytes: number): void {
    this.alive.bytes += bytes;
    this.alive.objects++;
  }

  /** A value where a place holds it that could hold any. */
  place(o: Raw | undefined): void {
    if (o === undefined) return;
    if (typeof o === 'number') this.add(NUMBER);
    else if (typeof o === 'string') this.text(o);
    else if (o instanceof W_Float) this.add(NUMBER);
    else if (o instanceof W_Box) this.box(o);
  }

  private text(text: string): void {
    if (this.texts.has(text)) return;
    this.texts.add(text);
    this.add(32 + lowString(utf8Length(text)));
  }

  private box({ v, type }: W_Box): void {
    // Two of each, or one: they are the interpreter's.
    if (type === this.space.types.bool || v === null || v === undefined) return;
    if (typeof v === 'bigint')
      this.add(16 + 32 + ARRAY + WORD * Math.max(1, Math.ceil(v.toString(2).length / 63)));
    else if (v instanceof CodePoints) this.add(32 + lowString(utf8Length(String.fromCodePoint(...v.points))));
    else if (v instanceof Uint8Array) this.add(16 + lowString(v.length));
    else this.add(SIZES[type.name] ?? OTHER_SIZE);
  }

  object(o: W_Object): void {
    const { v, type, map, slots } = o;
    if (v === null && type.isHeap && map !== null) {
      this.instance(o);
      return;
    }
    if (v instanceof HashStorage) this.table(o, v);
    else if (Array.isArray(v)) this.sequence(o, v);
    else if (v instanceof BufferPayload) this.add(24 + ARRAY + v.sizeInMemory);
    else if (type.isSubtype(this.space.types.BaseException)) this.add(EXCEPTION_SIZE);
    else this.add(SIZES[type.name] ?? OTHER_SIZE);
    for (const slot of slots) this.place(slot);
  }

  private instance({ map, slots }: W_Object): void {
    let plain = 0;
    let unboxed = 0;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i];
      if (slot === undefined) continue;
      if (typeof slot === 'number' || slot instanceof W_Float) unboxed++;
      else {
        plain++;
        this.place(slot);
      }
    }
    if (map!.last?.kind === FLOAT && unboxed === 0) unboxed = 1;
    this.add(sizeOfInstance(plain, unboxed));
  }

  private sequence({ v, type, strategy }: W_Object, items: unknown[]): void {
    const { tuple } = this.space.types;
    const n = items.length;
    if (type.isSubtype(tuple)) {
      // Pairs have classes of their own, which hold two ints, two floats or two objects.
      const raw = n === 2 && typeof items[0] === 'number' && typeof items[1] === 'number';
      const floats = n === 2 && items[0] instanceof W_Float && items[1] instanceof W_Float;
      this.add(n === 2 ? 24 : 16 + ARRAY + WORD * n);
      if (!raw && !floats) for (const item of v as Raw[]) this.place(item);
      return;
    }
    this.add(24 + (n === 0 ? 0 : 24 + ARRAY + WORD * n));
    if (strategy === INTS || strategy === FLOATS) return;
    if (strategy === STRS) for (const item of v as string[]) this.text(item);
    else for (const item of v as Raw[]) this.place(item);
  }

  private table(o: W_Object, { keys, values, isSet, used }: HashStorage): void {
    const kinds = new Set<string>();
    for (const key of keys) if (key !== undefined) kinds.add(this.kindOf(key));
    const only = kinds.size === 1 ? [...kinds][0] : 'any';
    const hashed = only === 'any' || (only === 'str' && !isSet) || (only === 'int' && isSet);
    const entry = (isSet ? WORD : 2 * WORD) + (hashed ? WORD : 0);
    const own = !isSet ? 24 : o.type.isSubtype(this.space.types.frozenset) ? 40 : 32;
    this.add(own + sizeOfTable(used, entry));
    for (const key of keys) if (only !== 'int' || typeof key !== 'number') this.place(key);
    for (const value of values) this.place(value);
  }

  /** What a strategy for keys would call it. */
  private kindOf(key: Raw): string {
    if (typeof key === 'number') return 'int';
    if (typeof key === 'string') return 'str';
    if (key instanceof W_Box && key.v instanceof Uint8Array) return 'bytes';
    const { types } = this.space;
    const isIdentity =
      key instanceof W_Object &&
      key.type.slots.compare === types.object.slots.compare &&
      key.type.slots.hash === types.object.slots.hash;
    return isIdentity ? 'identity' : 'any';
  }
}

/** Counts what `base`, the objects that were there before the program, does not hold. */
export function countAlive(space: Interpreter, base: ReadonlySet<W_Object>): Alive {
  const count = new Count(space);
  for (const w of space.collector.objects()) {
    const o = unwrap(w);
    if (o instanceof W_Object && !base.has(o)) count.object(o);
  }
  return count.alive;
}

/** What is there before the program. */
export function aliveAtStart(space: Interpreter): Set<W_Object> {
  return new Set(
    space.collector
      .objects()
      .map((w) => unwrap(w))
      .filter((o) => o instanceof W_Object),
  );
}
