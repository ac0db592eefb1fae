// The module `array`: numbers of one C type in a row. Models CPython's Modules/arraymodule.c on a 64-bit machine (`l` has eight bytes,
// `u` and `w` four). Left out: machine formats other than our own in `_array_reconstructor`.
import { readField, rangeOf, writeInt } from '../../kernels/struct.ts';
import type { Field, FieldKind } from '../../kernels/struct.ts';
import { fromPoints, pointAt } from '../../kernels/text.ts';
import type { Int } from '../../kernels/int.ts';
import { andThen, runNested } from '../continuation.ts';
import { call, compare, equalNested, getattr, index } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { BufferPayload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { hasBuffer } from '../types/bytes.ts';
import { forEach } from '../types/collecting.ts';
import { indexIteratorType, IndexIterator, exhaust } from '../types/iterators.ts';
import { isLocked } from '../types/memoryview.ts';
import type { ModuleDefinition } from './module-definition.ts';

interface Code extends Omit<Field, 'low' | 'high'> {
  /** `u`, `w`: characters. */
  readonly isText: boolean;
}

const code = (letter: string, kind: FieldKind, size: number, signed = false, isText = false): Code => ({
  code: letter,
  kind,
  size,
  signed,
  offset: 0,
  count: 1,
  isText,
});

const TYPECODES = 'bBuwhHiIlLqQfd';
const CODES: Readonly<Record<string, Code>> = {
  b: code('b', 'int', 1, true),
  B: code('B', 'int', 1),
  u: code('u', 'int', 4, false, true),
  w: code('w', 'int', 4, false, true),
  h: code('h', 'int', 2, true),
  H: code('H', 'int', 2),
  i: code('i', 'int', 4, true),
  I: code('I', 'int', 4),
  l: code('l', 'int', 8, true),
  L: code('L', 'int', 8),
  q: code('q', 'int', 8, true),
  Q: code('Q', 'int', 8),
  f: code('f', 'float', 4),
  d: code('d', 'float', 8),
};

type NumberArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Type codes whose items the host has as numbers, on a little-endian machine as this one is. */
const NUMBERS: Readonly<Record<string, (new (buffer: ArrayBuffer) => NumberArray) | undefined>> = {
  b: Int8Array,
  B: Uint8Array,
  h: Int16Array,
  H: Uint16Array,
  i: Int32Array,
  I: Uint32Array,
  f: Float32Array,
  d: Float64Array,
};

export class ArrayPayload extends BufferPayload {
  readonly code: Code;
  storage: Uint8Array;
  view: DataView;
  /** The storage as numbers; null: the type code's items are none of the host's. */
  items: NumberArray | null;
  length = 0;
  constructor(of: Code, capacity: number) {
    super();
    this.code = of;
    const storage = new Uint8Array(capacity * of.size);
    this.storage = storage;
    this.view = new DataView(storage.buffer);
    this.items = itemsOf(of, storage);
  }
  override buffer(): Uint8Array {
    return this.storage.subarray(0, this.length * this.code.size);
  }
  override get readonly(): boolean {
    return false;
  }
  override get itemFormat(): string {
    return this.code.isText ? 'I' : this.code.code;
  }
  override get sizeInMemory(): number {
    return 64 + this.storage.length;
  }
  resize(space: Space, length: number): void {
    if (length === this.length) return;
    if (isLocked(space, this))
      throw raise(space, 'BufferError', 'cannot resize an array that is exporting buffers');
    const bytes = length * this.code.size;
    if (bytes > this.storage.length || bytes < this.storage.length >> 1) {
      const grown =
        length === 0 ? 0 : length > this.length ? length + (length >> 4) + (length < 8 ? 3 : 7) : length;
      const storage = new Uint8Array(grown * this.code.size);
      storage.set(this.storage.subarray(0, Math.min(bytes, this.length * this.code.size)));
      this.storage = storage;
      this.view = new DataView(storage.buffer);
      this.items = itemsOf(this.code, storage);
    }
    this.length = length;
  }
  item(space: Space, i: number): W {
    const { items } = this;
    if (items !== null) return this.code.kind === 'float' ? space.newfloat(items[i]) : space.newint(items[i]);
    const value = readField(this.view, this.storage, i * this.code.size, this.code, 0, true);
    if (this.code.isText) return space.newtext(fromPoints(Uint32Array.of(value as number)));
    return this.code.kind === 'float' ? space.newfloat(value as number) : space.newint(value as Int);
  }
  traverse(): void {}
  forget(): void {}
}

function itemsOf({ code: letter }: Code, storage: Uint8Array): NumberArray | null {
  const Items = NUMBERS[letter];
  return Items === undefined ? null : new Items(storage.buffer as ArrayBuffer);
}

/** The least and the greatest number that an item of host ints can be; null: floats, or no numbers of the host. */
export function intRange({ items, code: of }: ArrayPayload): readonly [number, number] | null {
  if (items === null || of.kind === 'float') return null;
  const [low, high] = rangeOf(of.size, of.signed);
  return [Number(low), Number(high)];
}

const arrayOf = (space: Space, w: W): ArrayPayload => space.data(w) as ArrayPayload;
const isArray = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types['array.array']);

/** Checks and converts a value, and answers how to store it. */
function converter(
  space: Space,
  { code: letter, kind, size, signed, isText }: Code,
  w: W,
): (view: DataView, at: number) => void {
  const type = space.type(w);
  if (isText) {
    if (!type.isSubtype(space.types.str))
      throw raise(space, 'TypeError', `array item must be a unicode character, not ${type.name}`);
    const text = space.text_w(w);
    if (text.length !== 1) {
      const got = `a string of length ${text.length}`;
      throw raise(space, 'TypeError', `array item must be a unicode character, not ${got}`);
    }
    const point = pointAt(text, 0);
    return (view, at) => view.setUint32(at, point, true);
  }
  if (kind === 'float') {
    let x: number;
    if (type.isSubtype(space.types.float)) x = space.float_w(w);
    else if (type.isSubtype(space.types.int)) x = space.floatOfInt(w);
    else x = space.floatNested(w);
    return size === 4
      ? (view, at) => view.setFloat32(at, x, true)
      : (view, at) => view.setFloat64(at, x, true);
  }
  if (!type.isSubtype(space.types.int) && type.slots.index === null) {
    throw raise(space, 'TypeError', `'${type.name}' object cannot be interpreted as an integer`);
  }
  const value = type.isSubtype(space.types.int)
    ? space.int_w(w)
    : space.int_w(runNested(space, () => index(space, w)));
  const [low, high] = rangeOf(size, signed);
  if (value < low || value > high) throw raise(space, 'OverflowError', outOfRange(letter, value < low));
  return (view, at) => writeInt(view, at, value, size, true);
}

function outOfRange(letter: string, isLow: boolean): string {
  const names: Record<string, string> = {
    b: 'signed char',
    B: 'unsigned byte integer',
    h: 'signed short integer',
    H: 'unsigned short',
    i: 'signed integer',
    I: 'unsigned int',
  };
  if (letter === 'l' || letter === 'q') return 'int too big to convert';
  if (letter === 'L' || letter === 'Q')
    return isLow ? "can't convert negative int to unsigned" : 'int too big to convert';
  if (letter === 'I' && isLow) return "can't convert negative value to unsigned int";
  return `${names[letter]} is ${isLow ? 'less than minimum' : 'greater than maximum'}`;
}

function append(space: Space, array: ArrayPayload, w: W): void {
  const store = converter(space, array.code, w);
  const at = array.length;
  array.resize(space, at + 1);
  store(array.view, at * array.code.size);
}

function insert(space: Space, array: ArrayPayload, where: number, w: W): void {
  const store = converter(space, array.code, w);
  const { length } = array;
  const at = Math.min(Math.max(where < 0 ? where + length : where, 0), length);
  const { size } = array.code;
  array.resize(space, length + 1);
  array.storage.copyWithin((at + 1) * size, at * size, length * size);
  store(array.view, at * size);
}

/** Replaces `count` items from `start` on by raw bytes. */
function splice(space: Space, array: ArrayPayload, start: number, count: number, bytes: Uint8Array): void {
  const { size } = array.code;
  const added = bytes.length / size;
  const { length } = array;
  const content = bytes.slice();
  const tail = array.storage.slice((start + count) * size, length * size);
  array.resize(space, length - count + added);
  array.storage.set(content, start * size);
  array.storage.set(tail, (start + added) * size);
}

function fromBytes(space: Space, array: ArrayPayload, bytes: Uint8Array): void {
  if (bytes.length % array.code.size !== 0)
    throw raise(space, 'ValueError', 'bytes length not a multiple of item size');
  splice(space, array, array.length, 0, bytes);
}

function like(space: Space, array: ArrayPayload, bytes: Uint8Array): W {
  const made = new ArrayPayload(array.code, bytes.length / array.code.size);
  made.storage.set(bytes);
  made.length = bytes.length / array.code.size;
  return space.newobj(space.types['array.array'], made);
}

function extend(space: Space, w: W, w_items: W): W {
  const array = arrayOf(space, w);
  if (isArray(space, w_items)) {
    const other = arrayOf(space, w_items);
    if (other.code.code !== array.code.code)
      throw raise(space, 'TypeError', 'can only extend with array of same kind');
    splice(space, array, array.length, 0, other.buffer());
    return space.w_None;
  }
  return forEach(
    space,
    w_items,
    [w],
    (w_item) => {
      append(space, array, w_item);
      return null;
    },
    () => space.w_None,
  );
}

function addText(space: Space, array: ArrayPayload, w: W): void {
  const text = space.text_w(w);
  const points = new Uint32Array(text.length);
  for (let i = 0; i < points.length; i++) points[i] = pointAt(text, i);
  splice(space, array, array.length, 0, new Uint8Array(points.buffer));
}

function create(space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W {
  const isOwn = type === space.types['array.array'];
  if (names !== null && isOwn) throw raise(space, 'TypeError', 'array.array() takes no keyword arguments');
  const positional = args_w.length - (names?.length ?? 0);
  if (positional < 1) throw raise(space, 'TypeError', 'array() takes at least 1 argument (0 given)');
  if (positional > 2)
    throw raise(space, 'TypeError', `array() takes at most 2 arguments (${positional} given)`);
  const [w_code, w_initial] = args_w;
  if (!space.type(w_code).isSubtype(space.types.str)) {
    const got = space.type(w_code).name;
    throw raise(space, 'TypeError', `array() argument 1 must be a unicode character, not ${got}`);
  }
  const letter = space.str_w(w_code);
  if ([...letter].length !== 1) {
    const text = `array() argument 1 must be a unicode character, not a string of length ${space.text_w(w_code).length}`;
    throw raise(space, 'TypeError', text);
  }
  const { types } = space;
  const known = CODES[letter] as Code | undefined;
  if (letter === 'u') {
    const text = "The 'u' type code is deprecated and will be removed in Python 3.16";
    space.warnNested('DeprecationWarning', text);
  }
  if (positional === 2 && known !== undefined && !known.isText) {
    const isText = space.type(w_initial).isSubtype(types.str);
    if (isText) {
      const text = `cannot use a str to initialize an array with typecode '${letter}'`;
      throw raise(space, 'TypeError', text);
    }
    if (isArray(space, w_initial) && arrayOf(space, w_initial).code.isText) {
      const text = `cannot use a unicode array to initialize an array with typecode '${letter}'`;
      throw raise(space, 'TypeError', text);
    }
  }
  if (known === undefined)
    throw raise(space, 'ValueError', 'bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)');
  const array = new ArrayPayload(known, 0);
  const w = space.newobj(type, array);
  if (positional < 2) return w;
  const initial = space.type(w_initial);
  if (known.isText && initial.isSubtype(types.str)) {
    addText(space, array, w_initial);
    return w;
  }
  if (initial.isSubtype(types.bytes) || initial.isSubtype(types.bytearray)) {
    fromBytes(space, array, space.buffer_w(w_initial));
    return w;
  }
  return andThen(
    space,
    space.top,
    isArray(space, w_initial) ? convertArray(space, w, w_initial) : extend(space, w, w_initial),
    () => w,
  );
}

/** From an array of another type, item by item. */
function convertArray(space: Space, w: W, w_other: W): W {
  const other = arrayOf(space, w_other);
  const array = arrayOf(space, w);
  for (let i = 0; i < other.length; i++) append(space, array, other.item(space, i));
  return space.w_None;
}

function place(space: Space, array: ArrayPayload, w_index: W, what: string): number {
  const at = Number(space.int_w(runNested(space, () => index(space, w_index))));
  const i = at < 0 ? at + array.length : at;
  if (i < 0 || i >= array.length) throw raise(space, 'IndexError', what);
  return i;
}

function getItem(space: Space, w: W, w_key: W): W {
  const array = arrayOf(space, w);
  const { size } = array.code;
  if (space.type(w_key) === space.types.slice) {
    const { start, step, count } = space.sliceNested(w_key, array.length);
    const bytes = new Uint8Array(count * size);
    for (let k = 0, i = start; k < count; k++, i += step)
      bytes.set(array.storage.subarray(i * size, (i + 1) * size), k * size);
    return like(space, array, bytes);
  }
  if (!space.type(w_key).isSubtype(space.types.int) && space.type(w_key).slots.index === null)
    throw raise(space, 'TypeError', 'array indices must be integers');
  return array.item(space, place(space, array, w_key, 'array index out of range'));
}

function setItem(space: Space, w: W, w_key: W, w_value: W | null): W {
  const array = arrayOf(space, w);
  const { size } = array.code;
  if (space.type(w_key) !== space.types.slice) {
    if (!space.type(w_key).isSubtype(space.types.int) && space.type(w_key).slots.index === null)
      throw raise(space, 'TypeError', 'array indices must be integers');
    const i = place(space, array, w_key, 'array assignment index out of range');
    if (w_value === null) splice(space, array, i, 1, new Uint8Array(0));
    else converter(space, array.code, w_value)(array.view, i * size);
    return space.w_None;
  }
  const { start, step, count } = space.sliceNested(w_key, array.length);
  let bytes = new Uint8Array(0);
  if (w_value !== null) {
    if (!isArray(space, w_value)) {
      const text = `can only assign array (not "${space.type(w_value).name}") to array slice`;
      throw raise(space, 'TypeError', text);
    }
    const other = arrayOf(space, w_value);
    if (other.code.code !== array.code.code)
      throw raise(space, 'TypeError', 'bad argument type for built-in operation');
    bytes = other.buffer().slice();
  }
  if (step === 1) {
    splice(space, array, start, count, bytes);
    return space.w_None;
  }
  if (w_value === null) {
    const gone = new Set<number>();
    for (let k = 0, i = start; k < count; k++, i += step) gone.add(i);
    const kept: number[] = [];
    for (let i = 0; i < array.length; i++) if (!gone.has(i)) kept.push(i);
    const rest = new Uint8Array(kept.length * size);
    kept.forEach((i, k) => rest.set(array.storage.subarray(i * size, (i + 1) * size), k * size));
    splice(space, array, 0, array.length, rest);
    return space.w_None;
  }
  if (bytes.length / size !== count) {
    const text = `attempt to assign array of size ${bytes.length / size} to extended slice of size ${count}`;
    throw raise(space, 'ValueError', text);
  }
  for (let k = 0, i = start; k < count; k++, i += step)
    array.storage.set(bytes.subarray(k * size, (k + 1) * size), i * size);
  return space.w_None;
}

function find(space: Space, array: ArrayPayload, w_value: W, from = 0, to = Infinity): number {
  for (let i = from; i < Math.min(array.length, to); i++)
    if (equalNested(space, array.item(space, i), w_value)) return i;
  return -1;
}

function repeated(space: Space, array: ArrayPayload, count: number): Uint8Array {
  const content = array.buffer();
  const n = Math.max(0, count);
  if (content.length * n > 2 ** 32) throw raise(space, 'MemoryError', '');
  const bytes = new Uint8Array(content.length * n);
  for (let k = 0; k < n; k++) bytes.set(content, k * content.length);
  return bytes;
}

function sameKind(space: Space, w_a: W, w_b: W, doing: string): ArrayPayload {
  if (!isArray(space, w_b))
    throw raise(
      space,
      'TypeError',
      `${doing} (not "${space.type(w_b).name}")${doing.startsWith('can only append') ? ' to array' : ''}`,
    );
  const b = arrayOf(space, w_b);
  if (b.code.code !== arrayOf(space, w_a).code.code)
    throw raise(space, 'TypeError', 'bad argument type for built-in operation');
  return b;
}

const listOf = (space: Space, array: ArrayPayload): W =>
  space.newlist(Array.from({ length: array.length }, (_, i) => array.item(space, i)));

const textOf = (array: ArrayPayload) => fromPoints(new Uint32Array(array.buffer().slice().buffer));

const arrayType: TypeDefinition = {
  name: 'array.array',
  ownLayout: true,
  hasWeakrefs: true,
  isSequence: true,
  unhashable: true,
  slots: {
    new: create,
    length: (space, w) => space.newint(arrayOf(space, w).length),
    iter: (space, w) => space.newobj(space.types['array.arrayiterator'], new ArrayIterator(space.own(w))),
    getitem: getItem,
    setitem: setItem,
    contains: (space, w, w_value) => space.newbool(find(space, arrayOf(space, w), w_value) >= 0),
    concat: (space, w_a, w_b) => {
      const a = arrayOf(space, w_a);
      const b = sameKind(space, w_a, w_b, 'can only append array');
      const bytes = new Uint8Array(a.buffer().length + b.buffer().length);
      bytes.set(a.buffer());
      bytes.set(b.buffer(), a.buffer().length);
      return like(space, a, bytes);
    },
    repeat: (space, w, w_count) => {
      const array = arrayOf(space, w);
      return like(space, array, repeated(space, array, Number(space.int_w(w_count))));
    },
    inplaceConcat: (space, w, w_other) => {
      if (!isArray(space, w_other)) {
        const got = space.type(w_other).name;
        throw raise(space, 'TypeError', `can only extend with array (not "${got}")`);
      }
      return andThen(space, space.top, extend(space, w, w_other), () => w);
    },
    inplaceRepeat: (space, w, w_count) => {
      const array = arrayOf(space, w);
      splice(space, array, 0, array.length, repeated(space, array, Number(space.int_w(w_count))));
      return w;
    },
    repr: (space, w) => {
      const array = arrayOf(space, w);
      const start = `${space.type(w).shortName}('${array.code.code}'`;
      if (array.length === 0) return space.newstr(`${start})`);
      const w_content = array.code.isText ? space.newtext(textOf(array)) : listOf(space, array);
      return andThen(space, space.top, space.repr(w_content), (w_text) =>
        space.newstr(`${start}, ${space.str_w(w_text)})`),
      );
    },
    compare: (space, w_a, w_b, op) => {
      if (!isArray(space, w_a) || !isArray(space, w_b)) return space.w_NotImplemented;
      const a = arrayOf(space, w_a);
      const b = arrayOf(space, w_b);
      if (a.length !== b.length && (op === EQ || op === NE)) return space.newbool(op === NE);
      const shared = Math.min(a.length, b.length);
      for (let i = 0; i < shared; i++) {
        const w_x = a.item(space, i);
        const w_y = b.item(space, i);
        if (equalNested(space, w_x, w_y)) continue;
        if (op === EQ) return space.w_False;
        if (op === NE) return space.w_True;
        return compare(space, w_x, w_y, op);
      }
      const n = a.length - b.length;
      return space.newbool([n < 0, n <= 0, n === 0, n !== 0, n > 0, n >= 0][op]);
    },
  },
  methods: [
    leaf('append', '$self, v, /', (space: Space, w: W, w_v: W) => append(space, arrayOf(space, w), w_v), {
      result: 'none',
    }),
    leaf('buffer_info', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.newint(space.id(w)), space.newint(arrayOf(space, w).length)]),
    ),
    leaf('byteswap', '$self, /', (space: Space, w: W) => {
      const { code: of, storage, length } = arrayOf(space, w);
      for (let i = 0; i < length; i++) storage.subarray(i * of.size, (i + 1) * of.size).reverse();
      return space.w_None;
    }),
    leaf('clear', '$self, /', (space: Space, w: W) => arrayOf(space, w).resize(space, 0), { result: 'none' }),
    leaf('__copy__', '$self, /', (space: Space, w: W) =>
      like(space, arrayOf(space, w), arrayOf(space, w).buffer()),
    ),
    leaf('__deepcopy__', '$self, memo, /', (space: Space, w: W) =>
      like(space, arrayOf(space, w), arrayOf(space, w).buffer()),
    ),
    leaf(
      'count',
      '$self, v, /',
      (space: Space, w: W, w_v: W) => {
        const array = arrayOf(space, w);
        let n = 0;
        for (let i = 0; i < array.length; i++) if (equalNested(space, array.item(space, i), w_v)) n++;
        return n;
      },
      { result: 'int' },
    ),
    resumable('extend', '$self, bb, /', extend),
    resumable('fromfile', '$self, f, n: index, /', (space: Space, w: W, w_file: W, n: number) => {
      const array = arrayOf(space, w);
      if (n < 0) throw raise(space, 'ValueError', 'negative count');
      const wanted = n * array.code.size;
      const caller = space.top;
      return andThen(space, caller, getattr(space, w_file, 'read'), (w_read) =>
        andThen(space, caller, call(space, w_read, [space.newint(wanted)]), (w_bytes) => {
          if (!space.type(w_bytes).isSubtype(space.types.bytes))
            throw raise(space, 'TypeError', "read() didn't return bytes");
          const bytes = space.bytes_w(w_bytes);
          fromBytes(space, array, bytes);
          if (bytes.length < wanted) throw raise(space, 'EOFError', "read() didn't return enough bytes");
          return space.w_None;
        }),
      );
    }),
    leaf('fromlist', '$self, list, /', (space: Space, w: W, w_list: W) => {
      if (!space.type(w_list).isSubtype(space.types.list))
        throw raise(space, 'TypeError', 'arg must be list');
      const array = arrayOf(space, w);
      const before = array.length;
      try {
        for (const w_item of space.listitems(w_list)) append(space, array, w_item);
      } catch (e) {
        array.resize(space, before);
        throw e;
      }
      return space.w_None;
    }),
    leaf('frombytes', '$self, buffer, /', (space: Space, w: W, w_buffer: W) => {
      if (space.type(w_buffer).isSubtype(space.types.str) || !hasBuffer(space, w_buffer)) {
        const got = space.type(w_buffer).name;
        throw raise(space, 'TypeError', `a bytes-like object is required, not '${got}'`);
      }
      fromBytes(space, arrayOf(space, w), space.buffer_w(w_buffer));
      return space.w_None;
    }),
    leaf('fromunicode', '$self, ustr, /', (space: Space, w: W, w_text: W) => {
      const array = arrayOf(space, w);
      if (!space.type(w_text).isSubtype(space.types.str)) {
        const got = space.type(w_text).name;
        throw raise(space, 'TypeError', `fromunicode() argument must be str, not ${got}`);
      }
      if (!array.code.isText)
        throw raise(
          space,
          'ValueError',
          "fromunicode() may only be called on unicode type arrays ('u' or 'w')",
        );
      addText(space, array, w_text);
      return space.w_None;
    }),
    leaf(
      'index',
      '$self, v, start: bound = 0, stop: bound = 9223372036854775807, /',
      (space: Space, w: W, w_v: W, start: number, stop: number) => {
        const array = arrayOf(space, w);
        const clip = (i: number): number => (i < 0 ? Math.max(0, i + array.length) : i);
        const i = find(space, array, w_v, clip(start), clip(stop));
        if (i < 0) throw raise(space, 'ValueError', 'array.index(x): x not in array');
        return i;
      },
      { result: 'int' },
    ),
    leaf(
      'insert',
      '$self, i: index, v, /',
      (space: Space, w: W, i: number, w_v: W) => insert(space, arrayOf(space, w), i, w_v),
      { result: 'none' },
    ),
    leaf('pop', '$self, i: index = -1, /', (space: Space, w: W, at: number) => {
      const array = arrayOf(space, w);
      if (array.length === 0) throw raise(space, 'IndexError', 'pop from empty array');
      const i = at < 0 ? at + array.length : at;
      if (i < 0 || i >= array.length) throw raise(space, 'IndexError', 'pop index out of range');
      const w_item = array.item(space, i);
      splice(space, array, i, 1, new Uint8Array(0));
      return w_item;
    }),
    resumable('__reduce_ex__', '$self, value, /', (space: Space, w: W, w_protocol: W) => {
      if (!space.type(w_protocol).isSubtype(space.types.int))
        throw raise(space, 'TypeError', '__reduce_ex__ argument should be an integer');
      const array = arrayOf(space, w);
      const w_type = space.type(w).w_self;
      const w_dict = space.getdict(w) ?? space.w_None;
      const w_code = space.newstr(array.code.code);
      if (space.int_w(w_protocol) < 3) {
        const w_items = listOf(space, array);
        return space.newtuple([w_type, space.newtuple([w_code, w_items]), w_dict]);
      }
      const caller = space.top;
      const w_array = call(space, space.builtin('__import__'), [space.newstr('array')]);
      return andThen(space, caller, w_array, (w_module) =>
        andThen(space, caller, getattr(space, w_module, '_array_reconstructor'), (w_make) =>
          space.newtuple([
            w_make,
            space.newtuple([
              w_type,
              w_code,
              space.newint(machineFormat(array.code)),
              space.newbytes(array.buffer().slice()),
            ]),
            w_dict,
          ]),
        ),
      );
    }),
    leaf('remove', '$self, v, /', (space: Space, w: W, w_v: W) => {
      const array = arrayOf(space, w);
      const i = find(space, array, w_v);
      if (i < 0) throw raise(space, 'ValueError', 'array.remove(x): x not in array');
      splice(space, array, i, 1, new Uint8Array(0));
      return space.w_None;
    }),
    leaf('reverse', '$self, /', (space: Space, w: W) => {
      const { code: of, storage, length } = arrayOf(space, w);
      const old = storage.slice(0, length * of.size);
      for (let i = 0; i < length; i++)
        storage.set(old.subarray(i * of.size, (i + 1) * of.size), (length - 1 - i) * of.size);
      return space.w_None;
    }),
    resumable('tofile', '$self, f, /', (space: Space, w: W, w_file: W) => {
      const caller = space.top;
      return andThen(space, caller, getattr(space, w_file, 'write'), (w_write) =>
        andThen(
          space,
          caller,
          call(space, w_write, [space.newbytes(arrayOf(space, w).buffer().slice())]),
          () => space.w_None,
        ),
      );
    }),
    leaf('tolist', '$self, /', (space: Space, w: W) => listOf(space, arrayOf(space, w))),
    leaf('tobytes', '$self, /', (space: Space, w: W) => space.newbytes(arrayOf(space, w).buffer().slice())),
    leaf('tounicode', '$self, /', (space: Space, w: W) => {
      const array = arrayOf(space, w);
      if (!array.code.isText)
        throw raise(
          space,
          'ValueError',
          "tounicode() may only be called on unicode type arrays ('u' or 'w')",
        );
      return space.newtext(textOf(array));
    }),
    leaf('__sizeof__', '$self, /', (space: Space, w: W) => arrayOf(space, w).sizeInMemory, { result: 'int' }),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    typecode: {
      get: (space, w) => space.newstr(arrayOf(space, w).code.code),
      doc: 'the typecode character used to create the array',
    },
    itemsize: {
      get: (space, w) => space.newint(arrayOf(space, w).code.size),
      doc: 'the size, in bytes, of one array item',
    },
  },
};

/** Numbers of enum machine_format_code, for a little-endian machine. */
function machineFormat({ kind, size, signed, isText }: Code): number {
  if (isText) return 20;
  if (kind === 'float') return size === 4 ? 14 : 16;
  if (size === 1) return signed ? 1 : 0;
  const base = { 2: 2, 4: 6, 8: 10 }[size]!;
  return base + (signed ? 2 : 0);
}

const FORMATS: Readonly<Record<number, string>> = {
  0: 'B',
  1: 'b',
  2: 'H',
  4: 'h',
  6: 'I',
  8: 'i',
  10: 'Q',
  12: 'q',
  14: 'f',
  16: 'd',
  20: 'w',
};

class ArrayIterator extends IndexIterator {}

const arrayIteratorType: TypeDefinition = indexIteratorType({
  name: 'array.arrayiterator',
  length: (space, w) => arrayOf(space, w).length,
  empty: (space) => space.newtuple([]),
  iternext: (space, w) => {
    const iterator = space.data(w) as ArrayIterator;
    if (iterator.w_over === null) return STOP;
    const array = arrayOf(space, iterator.w_over);
    if (iterator.index >= array.length) return exhaust(space, iterator);
    return array.item(space, iterator.index++);
  },
});

/** `collections.abc.MutableSequence.register(array)` */
function registerSequence(space: Space): void {
  const names_w = space.newtuple([space.newstr('MutableSequence')]);
  const w_abc = runNested(space, () =>
    call(space, space.builtin('__import__'), [
      space.newstr('collections.abc'),
      space.w_None,
      space.w_None,
      names_w,
    ]),
  );
  const w_class = runNested(space, () => getattr(space, w_abc, 'MutableSequence'));
  const w_register = runNested(space, () => getattr(space, w_class, 'register'));
  runNested(space, () => call(space, w_register, [space.types['array.array'].w_self]));
}

export const arrayModule: ModuleDefinition = {
  name: 'array',
  doc: 'This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.',
  functions: [
    resumable(
      '_array_reconstructor',
      'arraytype, typecode, mformat_code: index, items, /',
      (space: Space, w_type: W, w_code: W, format: number, w_items: W) => {
        if (!space.type(w_type).isSubtype(space.types.type)) {
          const got = space.type(w_type).name;
          throw raise(space, 'TypeError', `first argument must be a type object, not ${got}`);
        }
        const type = space.data(w_type) as TypeObject;
        if (!type.isSubtype(space.types['array.array']))
          throw raise(space, 'TypeError', `${type.name} is not a subtype of array.array`);
        if (format < 0 || format > 21)
          throw raise(space, 'ValueError', 'third argument must be a valid machine format code.');
        if (!space.type(w_items).isSubtype(space.types.bytes)) {
          const got = space.type(w_items).name;
          throw raise(space, 'TypeError', `fourth argument should be bytes, not ${got}`);
        }
        const letter = space.str_w(w_code);
        const source = CODES[FORMATS[format] ?? FORMATS[format - 1]];
        const target = CODES[letter];
        if (target === undefined)
          throw raise(space, 'ValueError', 'second argument must be a valid type code');
        const isBig = FORMATS[format] === undefined;
        if (source.size === target.size && source.kind === target.kind && !isBig)
          return call(space, w_type, [w_code, w_items]);
        // Item by item, from the other size or order of bytes.
        const bytes = space.bytes_w(w_items);
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        const items_w: W[] = [];
        for (let at = 0; at + source.size <= bytes.length; at += source.size) {
          const value = readField(view, bytes, at, source, 0, !isBig);
          items_w.push(
            source.kind === 'float' ? space.newfloat(value as number) : space.newint(value as Int),
          );
        }
        return call(space, w_type, [w_code, space.newlist(items_w)]);
      },
    ),
  ],
  types: [arrayType, arrayIteratorType],
  hidden: ['array.arrayiterator'],
  values: (space) => (
    registerSequence(space),
    {
      ArrayType: space.types['array.array'].w_self,
      typecodes: space.newstr(TYPECODES),
    }
  ),
};
