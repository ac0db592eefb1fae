// `memoryview` and its iterator: views of a buffer's items with shape, strides and a native format. Models CPython's
// Objects/memoryobject.c; leaves out suboffsets and formats of several characters.
import { leaf, nesting, resumable } from '../gateway.ts';
import { callSpecial, index } from '../descroperation.ts';
import { andThen, runNested } from '../continuation.ts';
import { BufferPayload, STOP } from '../object.ts';
import type { Payload, W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import type { CompareFn } from '../typeobject.ts';
import { normalize } from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import { halfFromBits, halfToBits } from '../../kernels/struct.ts';
import { hashBytes } from '../../kernels/hash.ts';
import { bufferMethod, sharedMethods } from './bytes.ts';
import { isInt } from './int.ts';
import { exhaust, indexIteratorType, IndexIterator } from './iterators.ts';
import { adjust, unpackSlice } from './slice.ts';
import { isStr } from './str.ts';
import { exportsBuffer, FULL_RO, releaseBuffer, requestBuffer, UserBuffer } from './user-buffer.ts';

/** Sizes of the native formats on a 64-bit machine. */
const SIZES: Readonly<Record<string, number>> = {
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  P: 8,
  e: 2,
  f: 4,
  d: 8,
};
const SIGNED = 'bhilqn';

/** What a view shows of the underlying bytes; strides count bytes. */
interface Shown {
  bytes: Uint8Array;
  offset: number;
  format: string;
  shape: readonly number[];
  strides: readonly number[];
  readonly: boolean;
}

export class MemoryView extends BufferPayload {
  /** The object viewed, owned; null once released. */
  w_obj: W | null;
  /** Its payload, whose size is locked meanwhile; null where it cannot change anyway. */
  source: BufferPayload | null;
  readonly shown: Shown;
  readonly itemsize: number;
  /** Kept when it was asked for while the view had its object. */
  hash: Int | null = null;
  constructor(w_obj: W, source: BufferPayload | null, shown: Shown) {
    super();
    this.w_obj = w_obj;
    this.source = source;
    this.shown = shown;
    this.itemsize = SIZES[shown.format];
    if (source !== null) source.exports++;
  }

  get count(): number {
    return this.shown.shape.reduce((a, b) => a * b, 1);
  }

  get isContiguous(): boolean {
    const { shape, strides } = this.shown;
    const dense = denseStrides(shape, this.itemsize);
    return shape.includes(0) || strides.every((stride, i) => shape[i] === 1 || stride === dense[i]);
  }

  override buffer(space: Space): Uint8Array {
    this.check(space);
    if (this.isContiguous) return this.content(space);
    throw raise(space, 'BufferError', 'memoryview: underlying buffer is not C-contiguous');
  }

  override content(space: Space): Uint8Array {
    this.check(space);
    const { bytes, offset } = this.shown;
    const size = this.count * this.itemsize;
    if (this.isContiguous) return bytes.subarray(offset, offset + size);
    const packed = new Uint8Array(size);
    let to = 0;
    this.eachOffset((from) => {
      packed.set(bytes.subarray(from, from + this.itemsize), to);
      to += this.itemsize;
    });
    return packed;
  }

  override get readonly(): boolean {
    return this.shown.readonly;
  }

  override get sizeInMemory(): number {
    return 144 + 24 * this.shown.shape.length;
  }

  /** Offsets of the items in C order. */
  eachOffset(visit: (offset: number) => void): void {
    const { shape, strides, offset } = this.shown;
    const walk = (dimension: number, at: number): void => {
      if (dimension === shape.length) return visit(at);
      for (let i = 0; i < shape[dimension]; i++) walk(dimension + 1, at + i * strides[dimension]);
    };
    walk(0, offset);
  }

  check(space: Space): void {
    if (this.w_obj === null)
      throw raise(space, 'ValueError', 'operation forbidden on released memoryview object');
  }

  /** Another view of the same object; `w_obj` is owned by the caller's hand. */
  derive(space: Space, changes: Partial<Shown>): W {
    const view = new MemoryView(space.own(this.w_obj!), this.source, { ...this.shown, ...changes });
    return space.newobj(space.types.memoryview, view);
  }

  unlock(): void {
    if (this.source !== null) this.source.exports--;
    this.source = null;
  }

  traverse(visit: (w: W) => void): void {
    if (this.w_obj !== null) visit(this.w_obj);
  }
  forget(): void {
    this.w_obj = null;
    this.unlock();
  }
}

/**
 * Whether a view keeps `source` from changing its size. Where nothing is told of a view's death, those that nobody can reach any longer hold
 * nothing: `bytes(memoryview(b)[:n])` before `del b[:n]` (asyncio/streams.py) leaves two of them.
 */
export function isLocked(space: Space, source: BufferPayload): boolean {
  if (source.exports === 0) return false;
  if (space.controls.diesUnseen !== true) return true;
  for (const w of space.controls.collector.objects(null)) {
    const payload = space.data(w);
    if (payload instanceof MemoryView && payload.source === source) return true;
  }
  source.exports = 0;
  return false;
}

function denseStrides(shape: readonly number[], itemsize: number): number[] {
  const strides = new Array<number>(shape.length);
  let stride = itemsize;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}

/** The payload, of a view that is not released. */
function viewOf(space: Space, w: W): MemoryView {
  const view = space.data(w) as MemoryView;
  view.check(space);
  return view;
}

/** `memoryview(w_obj)` */
export function newView(space: Space, w_obj: W): W {
  const type = space.type(w_obj);
  if (type.isSubtype(space.types.memoryview)) return viewOf(space, w_obj).derive(space, {});
  if (isStr(space, w_obj) || isInt(space, w_obj)) throw notBytesLike(space, w_obj);
  if (exportsBuffer(space, w_obj)) {
    const { w_wrapper, source } = requestBuffer(space, w_obj, FULL_RO);
    const { shown } = viewOf(space, source.w_view!);
    return space.newobj(space.types.memoryview, new MemoryView(space.own(w_wrapper), source, { ...shown }));
  }
  const w_passedOn = passedOn(space, w_obj);
  if (w_passedOn !== null) return newView(space, w_passedOn);
  let bytes: Uint8Array;
  try {
    bytes = space.buffer_w(w_obj);
  } catch (e) {
    space.dropError(space.asOperationError(e));
    throw notBytesLike(space, w_obj);
  }
  const data: Payload | null = type.isSubtype(space.types.bytes) ? null : space.data(w_obj);
  const source = data instanceof BufferPayload ? data : null;
  const format = source === null ? 'B' : source.itemFormat;
  // The array itself, as it stands now: while `source` is locked, its bytes stay where they are.
  const shown: Shown = {
    bytes,
    offset: 0,
    format,
    shape: [bytes.length / SIZES[format]],
    strides: [SIZES[format]],
    readonly: source === null || source.readonly,
  };
  return space.newobj(space.types.memoryview, new MemoryView(space.own(w_obj), source, shown));
}

/** The view that an object passes on instead of bytes of its own; null: it does not. */
function passedOn(space: Space, w_obj: W): W | null {
  const data: unknown = space.data(w_obj);
  return data instanceof BufferPayload ? data.passedOn(space) : null;
}

const notBytesLike = (space: Space, w: W) =>
  raise(space, 'TypeError', `memoryview: a bytes-like object is required, not '${space.type(w).name}'`);

// --- items

function unpack(space: Space, { bytes, format }: Shown, at: number): W {
  const size = SIZES[format];
  if (format === 'B') return space.newint(bytes[at]);
  if (format === 'c') return space.newbytes(bytes.slice(at, at + 1));
  if (format === '?') return space.newbool(bytes[at] !== 0);
  const data = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  if (format === 'e') return space.newfloat(halfFromBits(data.getUint16(0, true)));
  if (format === 'f') return space.newfloat(data.getFloat32(0, true));
  if (format === 'd') return space.newfloat(data.getFloat64(0, true));
  const signed = SIGNED.includes(format);
  if (size === 1) return space.newint(data.getInt8(0));
  if (size === 2) return space.newint(signed ? data.getInt16(0, true) : data.getUint16(0, true));
  if (size === 4) return space.newint(signed ? data.getInt32(0, true) : data.getUint32(0, true));
  return space.newint(normalize(signed ? data.getBigInt64(0, true) : data.getBigUint64(0, true)));
}

/** Stores one item; special methods of the value run nested, as in CPython's pack_single. */
function pack(space: Space, { bytes, format }: Shown, at: number, w_value: W): void {
  const size = SIZES[format];
  const wrongType = () => raise(space, 'TypeError', `memoryview: invalid type for format '${format}'`);
  const wrongValue = () => raise(space, 'ValueError', `memoryview: invalid value for format '${format}'`);
  const type = space.type(w_value);
  const data = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  if (format === 'c') {
    if (!type.isSubtype(space.types.bytes)) throw wrongType();
    const value = space.bytes_w(w_value);
    if (value.length !== 1) throw wrongValue();
    bytes[at] = value[0];
  } else if (format === '?') {
    bytes[at] = space.isTrueNested(w_value) ? 1 : 0;
  } else if (format === 'e' || format === 'f' || format === 'd') {
    if (!type.isSubtype(space.types.float) && type.slots.float === null && type.slots.index === null)
      throw wrongType();
    const value = type.isSubtype(space.types.float) ? space.float_w(w_value) : space.floatNested(w_value);
    if (format === 'e') {
      const bits = halfToBits(value);
      if (bits === undefined) throw raise(space, 'OverflowError', 'float too large to pack with e format');
      data.setUint16(0, bits, true);
    } else if (format === 'f') data.setFloat32(0, value, true);
    else data.setFloat64(0, value, true);
  } else {
    if (!isInt(space, w_value) && type.slots.index === null) throw wrongType();
    const w_int = isInt(space, w_value) ? w_value : runNested(space, () => index(space, w_value));
    const value = BigInt(space.int_w(w_int));
    const bits = size * 8;
    const fits = SIGNED.includes(format) ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
    if (fits !== value) throw wrongValue();
    for (let i = 0, rest = BigInt.asUintN(bits, value); i < size; i++, rest >>= 8n)
      bytes[at + i] = Number(rest & 255n);
  }
}

function noSubViews(space: Space): never {
  throw raise(space, 'NotImplementedError', 'multi-dimensional sub-views are not implemented');
}

/** Where the item `i` of dimension `dimension` begins, as a distance. */
function distance(space: Space, { shape, strides }: Shown, dimension: number, i: number): number {
  const at = i < 0 ? i + shape[dimension] : i;
  if (at < 0 || at >= shape[dimension]) {
    throw raise(space, 'IndexError', `index out of bounds on dimension ${dimension + 1}`);
  }
  return at * strides[dimension];
}

function withIndex(space: Space, w_key: W, then: (i: number) => W): W {
  const go = (w_int: W): W => {
    const i = space.int_w(w_int);
    if (typeof i === 'number') return then(i);
    throw raise(space, 'IndexError', `cannot fit '${space.type(w_key).name}' into an index-sized integer`);
  };
  return isInt(space, w_key) ? go(w_key) : andThen(space, space.top, index(space, w_key), go);
}

const isIndex = (space: Space, w: W): boolean => isInt(space, w) || space.type(w).slots.index !== null;

/** Hands the offset of the item that `w_key` names to `item`, or the view's slice to `sliced`. */
function subscript(
  space: Space,
  w: W,
  w_key: W,
  item: (view: MemoryView, offset: number) => W,
  sliced: (view: MemoryView, changes: Partial<Shown>) => W,
): W {
  const view = viewOf(space, w);
  const { shown } = view;
  const dimensions = shown.shape.length;
  if (dimensions === 0) {
    const isEmpty = space.type(w_key) === space.types.tuple && space.tuple_w(w_key).length === 0;
    if (isEmpty) return item(view, shown.offset);
    if (space.is(w_key, space.w_Ellipsis)) return sliced(view, {});
    throw raise(space, 'TypeError', 'invalid indexing of 0-dim memory');
  }
  if (isIndex(space, w_key)) {
    return withIndex(space, w_key, (i) => {
      const by = distance(space, viewOf(space, w).shown, 0, i);
      if (dimensions > 1) return noSubViews(space);
      return item(view, shown.offset + by);
    });
  }
  if (space.type(w_key) === space.types.slice) {
    return unpackSlice(space, w_key, (bounds) => {
      const { start, step, count } = adjust(bounds, shown.shape[0]);
      return sliced(viewOf(space, w), {
        offset: shown.offset + start * shown.strides[0],
        shape: [count, ...shown.shape.slice(1)],
        strides: [shown.strides[0] * step, ...shown.strides.slice(1)],
      });
    });
  }
  if (space.type(w_key).isSubtype(space.types.tuple)) {
    const keys_w = space.tuple_w(w_key);
    if (keys_w.every((w_part) => isIndex(space, w_part))) {
      if (keys_w.length < dimensions) return noSubViews(space);
      if (keys_w.length > dimensions) {
        throw raise(
          space,
          'TypeError',
          `cannot index ${dimensions}-dimension view with ${keys_w.length}-element tuple`,
        );
      }
      const from = (k: number, at: number): W => {
        if (k === keys_w.length) return item(viewOf(space, w), at);
        return withIndex(space, keys_w[k], (i) => from(k + 1, at + distance(space, shown, k, i)));
      };
      return from(0, shown.offset);
    }
    if (keys_w.every((w_part) => space.type(w_part) === space.types.slice)) {
      throw raise(space, 'NotImplementedError', 'multi-dimensional slicing is not implemented');
    }
  }
  throw raise(space, 'TypeError', 'memoryview: invalid slice key');
}

function setItem(space: Space, w: W, w_key: W, w_value: W | null): W {
  if (viewOf(space, w).readonly) throw raise(space, 'TypeError', 'cannot modify read-only memory');
  if (w_value === null) throw raise(space, 'TypeError', 'cannot delete memory');
  return subscript(
    space,
    w,
    w_key,
    (view, offset) => {
      pack(space, view.shown, offset, w_value);
      return space.w_None;
    },
    (view, changes) => {
      if (view.shown.shape.length > 1) {
        throw raise(
          space,
          'NotImplementedError',
          'memoryview slice assignments are currently restricted to ndim = 1',
        );
      }
      const w_other = newView(space, w_value);
      const other = viewOf(space, w_other);
      const { format, shape } = other.shown;
      // A copy: what is stored may overlap what is read.
      const content = other.content(space).slice();
      releaseView(space, w_other);
      const part: Shown = { ...view.shown, ...changes };
      const sameFormat = format === part.format && shape.length === 1;
      if (!sameFormat || content.length !== part.shape[0] * view.itemsize) {
        throw raise(
          space,
          'ValueError',
          'memoryview assignment: lvalue and rvalue have different structures',
        );
      }
      for (let i = 0; i < part.shape[0]; i++) {
        const from = i * view.itemsize;
        part.bytes.set(content.subarray(from, from + view.itemsize), part.offset + i * part.strides[0]);
      }
      return space.w_None;
    },
  );
}

function toList(space: Space, { shown }: MemoryView): W {
  const walk = (dimension: number, at: number): W => {
    if (dimension === shown.shape.length) return unpack(space, shown, at);
    const items_w: W[] = [];
    for (let i = 0; i < shown.shape[dimension]; i++)
      items_w.push(walk(dimension + 1, at + i * shown.strides[dimension]));
    return space.newlist(items_w);
  };
  return walk(0, shown.offset);
}

const compare: CompareFn = (space, w_a, w_b, op) => {
  const EQ = 2;
  const NE = 3;
  if (op !== EQ && op !== NE) return space.w_NotImplemented;
  const answer = (equal: boolean): W => space.newbool(equal === (op === EQ));
  const a = space.data(w_a) as MemoryView;
  if (a.w_obj === null) return answer(space.is(w_a, w_b));
  let w_other = w_b;
  if (space.type(w_b).isSubtype(space.types.memoryview)) {
    if ((space.data(w_b) as MemoryView).w_obj === null) return answer(space.is(w_a, w_b));
  } else {
    try {
      w_other = newView(space, w_b);
    } catch (e) {
      space.dropError(space.asOperationError(e));
      return space.w_NotImplemented;
    }
  }
  const b = viewOf(space, w_other);
  const { shape } = a.shown;
  if (shape.length !== b.shown.shape.length || shape.some((n, i) => n !== b.shown.shape[i]))
    return answer(false);
  if (a.shown.format === b.shown.format && !'fd'.includes(a.shown.format)) {
    const other = b.content(space);
    return answer(a.content(space).every((value, i) => value === other[i]));
  }
  return answer(space.equalNested(toList(space, a), toList(space, b)));
};

// --- cast

function formatOf(format: string): string | undefined {
  const plain = format.startsWith('@') ? format.slice(1) : format;
  return plain.length === 1 && Object.hasOwn(SIZES, plain) ? plain : undefined;
}

function cast(space: Space, w: W, formatText: string, w_shape: W | undefined): W {
  const view = viewOf(space, w);
  const typeError = (text: string) => raise(space, 'TypeError', `memoryview: ${text}`);
  const dimensions = view.shown.shape.length;
  if (!view.isContiguous) throw typeError('casts are restricted to C-contiguous views');
  if ((w_shape !== undefined || dimensions !== 1) && view.shown.shape.includes(0)) {
    throw typeError('cannot cast view with zeros in shape or strides');
  }
  let shape: number[] | undefined;
  if (w_shape !== undefined) {
    const type = space.type(w_shape);
    if (!type.isSubtype(space.types.list) && !type.isSubtype(space.types.tuple)) {
      throw raise(space, 'TypeError', 'shape must be a list or a tuple');
    }
    shape = space.listOfNested(w_shape).map((w_n) => {
      if (!isInt(space, w_n)) throw typeError('shape must be a list of integers');
      const n = Number(space.int_w(w_n));
      if (n <= 0)
        throw raise(space, 'ValueError', 'memoryview.cast(): elements of shape must be integers > 0');
      return n;
    });
    if (dimensions !== 1 && shape.length !== 1) throw typeError('cast must be 1D -> ND or ND -> 1D');
  }
  const format = formatOf(formatText);
  if (format === undefined) {
    throw raise(
      space,
      'ValueError',
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    );
  }
  const isByte = (f: string): boolean => 'bBc'.includes(f);
  if (!isByte(format) && !isByte(view.shown.format))
    throw typeError('cannot cast between two non-byte formats');
  const size = view.count * view.itemsize;
  if (size % SIZES[format] !== 0) throw typeError('length is not a multiple of itemsize');
  shape ??= [size / SIZES[format]];
  if (shape.reduce((a, b) => a * b, 1) * SIZES[format] !== size) {
    throw typeError('product(shape) * itemsize != buffer size');
  }
  return view.derive(space, { format, shape, strides: denseStrides(shape, SIZES[format]) });
}

export function releaseView(space: Space, w: W): W {
  const view = space.data(w) as MemoryView;
  if (view.w_obj === null) return space.w_None;
  const n = view.exports;
  if (n > 0) throw raise(space, 'BufferError', `memoryview has ${n} exported buffer${n === 1 ? '' : 's'}`);
  const { source } = view;
  space.drop(view.w_obj);
  view.forget();
  if (source instanceof UserBuffer && source.exports === 0) releaseBuffer(space, source);
  return space.w_None;
}

/** PEP 688: gives back what `__buffer__` answered. */
export const releaseBufferMethod = nesting(
  '__release_buffer__',
  '$self, buffer, /',
  (space: Space, w: W, w_view: W) => {
    if (!space.type(w_view).isSubtype(space.types.memoryview))
      throw raise(space, 'TypeError', 'expected a memoryview object');
    const { w_obj } = space.data(w_view) as MemoryView;
    if (w_obj === null) throw raise(space, 'ValueError', "memoryview's buffer has already been released");
    const w_own = space.type(w).isSubtype(space.types.memoryview) ? (space.data(w) as MemoryView).w_obj : w;
    if (w_own === null || !space.is(w_obj, w_own))
      throw raise(space, 'ValueError', "memoryview's buffer is not this object");
    return releaseView(space, w_view);
  },
);

function hash(space: Space, w: W): W {
  const view = space.data(w) as MemoryView;
  if (view.hash !== null) return space.newint(view.hash);
  view.check(space);
  if (!view.readonly) throw raise(space, 'ValueError', 'cannot hash writable memoryview object');
  if (!'bBc'.includes(view.shown.format)) {
    throw raise(space, 'ValueError', "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  }
  const caller = space.top;
  // What the view shows must not change either: an object that cannot be hashed says so.
  return andThen(space, caller, callSpecial(space, view.w_obj!, '__hash__', [])!, () =>
    space.newint((view.hash = hashBytes(view.content(space)))),
  );
}

const attribute = (read: (space: Space, view: MemoryView) => W, doc: string): Getset => ({
  get: (space, w) => read(space, viewOf(space, w)),
  doc,
});

const ints = (space: Space, values: readonly number[]): W =>
  space.newtuple(values.map((n) => space.newint(n)));

function search(space: Space, w: W, w_value: W): number[] {
  const view = viewOf(space, w);
  if (view.shown.shape.length !== 1) noSubViews(space);
  const found: number[] = [];
  space.listOfNested(toList(space, view)).forEach((w_item, i) => {
    if (space.equalNested(w_item, w_value)) found.push(i);
  });
  return found;
}

function lengthOf(space: Space, w: W): number {
  const view = viewOf(space, w);
  if (view.shown.shape.length === 0) throw raise(space, 'TypeError', '0-dim memory has no length');
  return view.shown.shape[0];
}

export const memoryViewType: TypeDefinition = {
  name: 'memoryview',
  ownLayout: true,
  isBase: false,
  isSequence: true,
  hasWeakrefs: true,
  doc: 'Create a new memoryview object which references the given object.',
  slots: {
    new: (space, _type, args_w, names) => {
      if (names !== null && names.some((name) => name !== 'object')) {
        throw raise(space, 'TypeError', `memoryview() got an unexpected keyword argument '${names[0]}'`);
      }
      if (args_w.length === 0)
        throw raise(space, 'TypeError', "memoryview() missing required argument 'object' (pos 1)");
      if (args_w.length > 1) {
        throw raise(space, 'TypeError', `memoryview() takes at most 1 argument (${args_w.length} given)`);
      }
      return newView(space, args_w[0]);
    },
    repr: (space, w) => {
      const released = (space.data(w) as MemoryView).w_obj === null ? 'released ' : '';
      return space.newstr(`<${released}memory at ${space.address(w)}>`);
    },
    hash,
    compare,
    length: (space, w) => space.newint(lengthOf(space, w)),
    getitem: (space, w, w_key) =>
      subscript(
        space,
        w,
        w_key,
        (view, offset) => unpack(space, view.shown, offset),
        (view, changes) => view.derive(space, changes),
      ),
    setitem: setItem,
    iter: (space, w) => {
      const { shape } = viewOf(space, w).shown;
      if (shape.length === 0) throw raise(space, 'TypeError', 'invalid indexing of 0-dim memory');
      if (shape.length > 1) noSubViews(space);
      return space.newobj(space.types.memory_iterator, new MemoryIterator(space.own(w)));
    },
  },
  methods: [
    ...sharedMethods((space, value) => space.newbytes(value), 'memoryview(b"\\xc0\\xff\\xee")').filter(
      (row) => row.name === 'hex',
    ),
    bufferMethod,
    releaseBufferMethod,
    nesting('release', '$self, /', releaseView, {
      doc: 'Release the underlying buffer exposed by the memoryview object.',
    }),
    leaf('__enter__', '$self, /', (space: Space, w: W) => {
      viewOf(space, w);
      return w;
    }),
    nesting('__exit__', '$self, /, *exc_info', (space: Space, w: W) => releaseView(space, w)),
    leaf('tobytes', "$self, /, order='C'", (space: Space, w: W, w_order: W) => {
      const { name } = space.type(w_order);
      const isText = space.type(w_order).isSubtype(space.types.str);
      if (!isText && !space.is(w_order, space.w_None))
        throw raise(space, 'TypeError', `tobytes() argument 'order' must be str or None, not ${name}`);
      if (isText && !['C', 'F', 'A'].includes(space.str_w(w_order)))
        throw raise(space, 'ValueError', "order must be 'C', 'F' or 'A'");
      return space.newbytes(viewOf(space, w).content(space).slice());
    }),
    leaf('tolist', '$self, /', (space: Space, w: W) => toList(space, viewOf(space, w)), {
      doc: 'Return the data in the buffer as a list of elements.',
    }),
    leaf(
      'toreadonly',
      '$self, /',
      (space: Space, w: W) => viewOf(space, w).derive(space, { readonly: true }),
      { doc: 'Return a readonly version of the memoryview.' },
    ),
    resumable('cast', '$self, /, format: str, shape=NULL', cast, {
      doc: 'Cast a memoryview to a new format or shape.',
    }),
    resumable('count', '$self, value, /', (space: Space, w: W, w_value: W) =>
      space.newint(search(space, w, w_value).length),
    ),
    resumable(
      'index',
      '$self, value, start: bound = 0, stop: bound = 9007199254740991, /',
      (space: Space, w: W, w_value: W, start: number, stop: number) => {
        const n = lengthOf(space, w);
        const from = start < 0 ? Math.max(0, start + n) : start;
        const to = stop < 0 ? stop + n : stop;
        const at = search(space, w, w_value).find((i) => i >= from && i < to);
        if (at === undefined) throw raise(space, 'ValueError', 'memoryview.index(x): x not found');
        return space.newint(at);
      },
    ),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    obj: attribute(
      (_space, view) => (view.source instanceof UserBuffer ? view.source.w_exporter : view.w_obj)!,
      'The underlying object of the memoryview.',
    ),
    nbytes: attribute((space, view) => space.newint(view.count * view.itemsize), 'The size in bytes.'),
    readonly: attribute((space, view) => space.newbool(view.readonly), 'Whether the memory is read only.'),
    itemsize: attribute((space, view) => space.newint(view.itemsize), 'The size in bytes of each element.'),
    format: attribute((space, view) => space.newstr(view.shown.format), 'The format of each element.'),
    ndim: attribute((space, view) => space.newint(view.shown.shape.length), 'The number of dimensions.'),
    shape: attribute((space, view) => ints(space, view.shown.shape), 'The size of each dimension.'),
    strides: attribute((space, view) => ints(space, view.shown.strides), 'Bytes to step in each dimension.'),
    suboffsets: attribute((space) => space.newtuple([]), 'Used internally for PIL-style arrays.'),
    c_contiguous: attribute((space, view) => space.newbool(view.isContiguous), 'Contiguous in C order.'),
    f_contiguous: attribute(
      (space, view) => space.newbool(view.isContiguous && view.shown.shape.length <= 1),
      'Contiguous in Fortran order.',
    ),
    contiguous: attribute((space, view) => space.newbool(view.isContiguous), 'Contiguous in memory.'),
  },
};

// --- iteration

export class MemoryIterator extends IndexIterator {}

export const memoryIteratorType: TypeDefinition = {
  ...indexIteratorType({
    name: 'memory_iterator',
    length: lengthOf,
    empty: (space) => space.newtuple([]),
    iternext: (space, w) => {
      const iterator = space.data(w) as MemoryIterator;
      if (iterator.w_over === null) return STOP;
      const { shown } = viewOf(space, iterator.w_over);
      if (iterator.index >= shown.shape[0]) return exhaust(space, iterator);
      return unpack(space, shown, shown.offset + shown.strides[0] * iterator.index++);
    },
  }),
  methods: [],
};
