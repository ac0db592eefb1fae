// `bytearray` and its iterator: bytes that change in place, over the rows it shares with `bytes`. Models CPython's
// Objects/bytearrayobject.c, the capacities of its resizing included; deletion at the front moves the rest (no `ob_start`).
import { andThen } from '../continuation.ts';
import { callSpecial, index } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { BufferPayload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { CompareFn } from '../typeobject.ts';
import * as bytes from '../../kernels/bytes.ts';
import { fromUnits } from '../../kernels/text.ts';
import {
  bufferMethod,
  bytesOf,
  bytesPercent,
  constructBytes,
  contentOf,
  fromHex,
  hasBuffer,
  isBytesLike,
  maketrans,
  needle,
  warnOfBytes,
  warnOfComparison,
  sharedMethods,
} from './bytes.ts';
import { holds, isInt } from './int.ts';
import { askLengthHint, exhaust, indexIteratorType, IndexIterator } from './iterators.ts';
import { repeatCount } from './list.ts';
import { isLocked, releaseBufferMethod } from './memoryview.ts';
import { adjust, unpackSlice } from './slice.ts';
import { isStr } from './str.ts';

/** More bytes than this are a MemoryError: the host would end the process rather than tell. */
const MAX_BYTES = 2 ** 32;
/** Up to here the host's array is made twice as long as it has to be when it grows. */
const LARGE = 2 ** 22;
/** So few bytes are stored one by one: the host's own way takes longer to begin. */
const SHORT = 16;

export class ByteArray extends BufferPayload {
  /** At least as long as the capacity, twice that once it has grown; only the first `length` bytes mean something. */
  storage: Uint8Array;
  length: number;
  /** What CPython would have allocated. */
  capacity: number;
  private view: Uint8Array | null = null;
  constructor(content: Uint8Array) {
    super();
    this.length = content.length;
    // CPython keeps one byte more, for a zero behind the last.
    this.storage = new Uint8Array(content.length === 0 ? 0 : content.length + 1);
    this.capacity = this.storage.length;
    this.storage.set(content);
  }

  get bytes(): Uint8Array {
    return (this.view ??= this.storage.subarray(0, this.length));
  }

  override buffer(): Uint8Array {
    return this.bytes;
  }

  override get readonly(): boolean {
    return false;
  }

  override get sizeInMemory(): number {
    return 56 + this.capacity;
  }

  /** Raises BufferError where a view would lose its ground. */
  mayResize(space: Space): void {
    if (isLocked(space, this))
      throw raise(space, 'BufferError', 'Existing exports of data: object cannot be re-sized');
  }

  /** New bytes at the end are what happens to be there. */
  resize(space: Space, length: number): void {
    if (length === this.length) return;
    this.mayResize(space);
    if (length > MAX_BYTES) throw raise(space, 'MemoryError', '');
    const { capacity } = this;
    const kept = Math.min(length, this.length);
    this.view = null;
    this.length = length;
    if (length + 1 <= capacity && length >= capacity >> 1) return;
    let wanted = length + 1;
    if (length >= capacity >> 1 && length <= Math.floor(capacity * 1.125)) {
      wanted = length + (length >> 3) + (length < 9 ? 3 : 6);
    }
    this.capacity = wanted;
    // The host's arrays cost more to make than room does.
    if (wanted <= this.storage.length && wanted >= this.storage.length >> 2) return;
    const storage = new Uint8Array(wanted < LARGE && wanted > capacity && capacity > 0 ? 2 * wanted : wanted);
    storage.set(this.storage.subarray(0, kept));
    this.storage = storage;
  }

  /** Replaces `count` bytes from `start` on by `by`, which may be bytes of this very array. */
  splice(space: Space, start: number, count: number, by: Uint8Array): void {
    const old = this.length;
    const growth = by.length - count;
    const content = by.buffer === this.storage.buffer ? by.slice() : by;
    if (growth !== 0) this.mayResize(space);
    if (growth > 0) this.resize(space, old + growth);
    if (growth !== 0 && start + count < old) this.storage.copyWithin(start + by.length, start + count, old);
    if (growth < 0) this.resize(space, old + growth);
    if (content.length > SHORT) this.storage.set(content, start);
    else for (let i = 0; i < content.length; i++) this.storage[start + i] = content[i];
  }

  /** Bytes of something else, at the end. */
  extend(space: Space, content: Uint8Array, count: number): void {
    const at = this.length;
    this.resize(space, at + count);
    const { storage } = this;
    if (count > SHORT) storage.set(count === content.length ? content : content.subarray(0, count), at);
    else for (let i = 0; i < count; i++) storage[at + i] = content[i];
  }

  append(space: Space, value: number): void {
    const at = this.length;
    this.resize(space, at + 1);
    this.storage[at] = value;
  }

  traverse(): void {}
  forget(): void {}
}

const NOTHING = new Uint8Array(0);

const arrayOf = (space: Space, w: W): ByteArray => space.data(w) as ByteArray;

/** A new bytearray with a copy of `content`. */
export const newByteArray = (space: Space, content: Uint8Array): W =>
  space.newobj(space.types.bytearray, new ByteArray(content));

/** Reads an item's new value (_getbytevalue) and hands it to `then`. */
function withByte(space: Space, w: W, then: (value: number) => W): W {
  const go = (w_int: W): W => {
    const value = space.int_w(w_int);
    if (value < 0 || value > 255) throw raise(space, 'ValueError', 'byte must be in range(0, 256)');
    return then(Number(value));
  };
  if (isInt(space, w)) return go(w);
  return andThen(space, space.top, index(space, w), go);
}

/** The position that a subscript means, from the end where negative; whether it is in range is for the caller to see. */
function withPosition(space: Space, w_key: W, then: (i: number) => W): W {
  const go = (w_int: W): W => {
    const i = space.int_w(w_int);
    if (typeof i === 'number') return then(i);
    throw raise(space, 'IndexError', `cannot fit '${space.type(w_key).name}' into an index-sized integer`);
  };
  const type = space.type(w_key);
  if (type === space.types.int) return go(w_key);
  if (!isInt(space, w_key) && type.slots.index === null) {
    throw raise(space, 'TypeError', `bytearray indices must be integers or slices, not ${type.name}`);
  }
  return andThen(space, space.top, index(space, w_key), go);
}

/** `i` counted from the start, or an IndexError. */
function inRange(space: Space, array: ByteArray, i: number): number {
  const at = i < 0 ? i + array.length : i;
  if (at < 0 || at >= array.length) throw raise(space, 'IndexError', 'bytearray index out of range');
  return at;
}

function getItem(space: Space, w: W, w_key: W): W {
  const array = arrayOf(space, w);
  if (space.type(w_key) === space.types.slice) {
    return unpackSlice(space, w_key, (bounds) => {
      const { start, step, count } = adjust(bounds, array.length);
      return newByteArray(space, bytes.slice(array.bytes, start, count, step));
    });
  }
  return withPosition(space, w_key, (i) => space.newint(array.storage[inRange(space, array, i)]));
}

function setItem(space: Space, w: W, w_key: W, w_value: W | null): W {
  const array = arrayOf(space, w);
  if (space.type(w_key) === space.types.slice) {
    if (w_value === null) return assignSlice(space, array, w_key, NOTHING);
    const type = space.type(w_value);
    const { slots } = type;
    if (isBytesLike(space, w_value)) return assignSlice(space, array, w_key, contentOf(space, w_value));
    if (
      isStr(space, w_value) ||
      isInt(space, w_value) ||
      slots.index !== null ||
      slots.int !== null ||
      slots.float !== null
    ) {
      throw raise(
        space,
        'TypeError',
        'can assign only bytes, buffers, or iterables of ints in range(0, 256)',
      );
    }
    return bytesOf(space, w_value, (value) => assignSlice(space, array, w_key, value), 'bytearray');
  }
  return withPosition(space, w_key, (i) => {
    if (w_value === null) {
      array.splice(space, inRange(space, array, i), 1, NOTHING);
      return space.w_None;
    }
    return withByte(space, w_value, (value) => {
      array.storage[inRange(space, array, i)] = value;
      return space.w_None;
    });
  });
}

function assignSlice(space: Space, array: ByteArray, w_slice: W, value: Uint8Array): W {
  return unpackSlice(space, w_slice, (bounds) => {
    const { start, step, count } = adjust(bounds, array.length);
    if (step === 1) array.splice(space, start, count, value);
    else if (value.length === 0) deleteStrided(space, array, start, step, count);
    else if (value.length !== count) {
      throw raise(
        space,
        'ValueError',
        `attempt to assign bytes of size ${value.length} to extended slice of size ${count}`,
      );
    } else {
      const content = value.buffer === array.storage.buffer ? value.slice() : value;
      for (let k = 0, i = start; k < count; k++, i += step) array.storage[i] = content[k];
    }
    return space.w_None;
  });
}

function deleteStrided(space: Space, array: ByteArray, start: number, step: number, count: number): void {
  array.mayResize(space);
  if (count === 0) return;
  const stride = Math.abs(step);
  const lowest = step > 0 ? start : start + step * (count - 1);
  let to = lowest;
  for (let i = lowest; i < array.length; i++) {
    const offset = i - lowest;
    if (offset % stride !== 0 || offset / stride >= count) array.storage[to++] = array.storage[i];
  }
  array.resize(space, to);
}

const compare: CompareFn = (space, w_a, w_b, op) => {
  if (!isBytesLike(space, w_a)) return space.w_NotImplemented;
  warnOfComparison(space, 'bytearray', w_b, op);
  if (!isBytesLike(space, w_b) && (isStr(space, w_b) || isInt(space, w_b) || !hasBuffer(space, w_b))) {
    return space.w_NotImplemented;
  }
  return space.newbool(holds(bytes.compare(space.buffer_w(w_a), space.buffer_w(w_b)), op));
};

/** The buffer of what is added to a bytearray. */
function addend(space: Space, w: W, w_other: W): Uint8Array {
  if (!isStr(space, w_other) && !isInt(space, w_other) && hasBuffer(space, w_other))
    return space.buffer_w(w_other);
  throw raise(space, 'TypeError', `can't concat ${space.type(w_other).name} to ${space.type(w).name}`);
}

function repeated(space: Space, w: W, w_count: W): Uint8Array {
  const n = repeatCount(space, w_count);
  const value = space.buffer_w(w);
  if (n * value.length > MAX_BYTES) throw raise(space, 'MemoryError', '');
  return value.length === 0 ? NOTHING : bytes.repeat(value, n);
}

function extend(space: Space, w: W, w_iterable: W): W {
  const array = arrayOf(space, w);
  const add = (value: Uint8Array): W => {
    array.splice(space, array.length, 0, value);
    return space.w_None;
  };
  if (isBytesLike(space, w_iterable)) return add(space.buffer_w(w_iterable));
  if (isStr(space, w_iterable) && !space.isTrueNested(w_iterable)) return space.w_None;
  if (isStr(space, w_iterable)) {
    throw raise(space, 'TypeError', `expected iterable of integers; got: '${space.type(w_iterable).name}'`);
  }
  const { slots, name } = space.type(w_iterable);
  if (slots.iter === null && slots.getitem === null) {
    if (!isInt(space, w_iterable) && hasBuffer(space, w_iterable)) return add(space.buffer_w(w_iterable));
    throw raise(space, 'TypeError', `can't extend bytearray with ${name}`);
  }
  // How long it may be is asked first, and may fail (PyObject_LengthHint).
  return andThen(space, space.top, askLengthHint(space, w_iterable), () =>
    bytesOf(space, w_iterable, add, 'bytearray'),
  );
}

function pop(space: Space, w: W, i: number): W {
  const array = arrayOf(space, w);
  if (array.length === 0) throw raise(space, 'IndexError', 'pop from empty bytearray');
  const at = i < 0 ? i + array.length : i;
  if (at < 0 || at >= array.length) throw raise(space, 'IndexError', 'pop index out of range');
  const value = array.storage[at];
  array.splice(space, at, 1, NOTHING);
  return space.newint(value);
}

/** Class, arguments, state. Protocols before 3 know no bytes: the content goes as Latin-1 text. */
function reduce(space: Space, w: W, protocol: number): W {
  const content = arrayOf(space, w).bytes;
  const args_w: W[] = [];
  if (content.length > 0) {
    if (protocol < 3) args_w.push(space.newtext(fromUnits(content)), space.newstr('latin-1'));
    else args_w.push(space.newbytes(content.slice()));
  }
  return andThen(space, space.top, callSpecial(space, w, '__getstate__', [])!, (w_state) =>
    space.newtuple([space.type(w).w_self, space.newtuple(args_w), w_state]),
  );
}

/** bytearray escapes a single quote even where double quotes surround it. */
function repr(space: Space, w: W): W {
  const text = bytes.repr(arrayOf(space, w).bytes);
  const shown = text.startsWith('b"') ? text.replaceAll("'", "\\'") : text;
  return space.newstr(`${space.type(w).name}(${shown})`);
}

const none = (space: Space, change: () => void): W => {
  change();
  return space.w_None;
};

export const byteArrayType: TypeDefinition = {
  name: 'bytearray',
  ownLayout: true,
  unhashable: true,
  doc: 'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer',
  slots: {
    new: (space, type) => space.newobj(type, new ByteArray(NOTHING)),
    init: (space, w_self, args_w, names) =>
      constructBytes(space, 'bytearray', args_w, names, (value) => {
        const array = arrayOf(space, w_self);
        array.splice(space, 0, array.length, value);
        return space.w_None;
      }),
    repr,
    str: (space, w) => {
      warnOfBytes(space, 'str() on a bytearray instance');
      return repr(space, w);
    },
    compare,
    iter: (space, w) => space.newobj(space.types.bytearray_iterator, new ByteArrayIterator(space.own(w))),
    length: (space, w) => space.newint(arrayOf(space, w).length),
    getitem: getItem,
    setitem: setItem,
    contains: (space, w, w_item) => {
      const got = space.type(w_item).name;
      const sub = needle(space, w_item, `a bytes-like object is required, not '${got}'`);
      return space.newbool(bytes.find(space.buffer_w(w), sub) >= 0);
    },
    concat: (space, w_a, w_b) =>
      newByteArray(space, bytes.concat([space.buffer_w(w_a), addend(space, w_a, w_b)])),
    repeat: (space, w, w_count) => newByteArray(space, repeated(space, w, w_count)),
    inplaceConcat: (space, w, w_other) => {
      const array = arrayOf(space, w);
      array.splice(space, array.length, 0, addend(space, w, w_other));
      return w;
    },
    inplaceRepeat: (space, w, w_count) => {
      const array = arrayOf(space, w);
      array.splice(space, 0, array.length, repeated(space, w, w_count));
      return w;
    },
    remainder: (space, w_a, w_b) =>
      space.type(w_a).isSubtype(space.types.bytearray)
        ? bytesPercent(space, space.buffer_w(w_a), w_b, (value) => newByteArray(space, value))
        : space.w_NotImplemented,
  },
  methods: [
    ...sharedMethods(newByteArray, 'bytearray.fromhex("c0ffee")'),
    bufferMethod,
    releaseBufferMethod,
    resumable(
      'append',
      '$self, item, /',
      (space: Space, w: W, w_item: W) =>
        withByte(space, w_item, (value) => none(space, () => arrayOf(space, w).append(space, value))),
      { doc: 'Append a single item to the end of the bytearray.\n\n  item\n    The item to be appended.' },
    ),
    leaf('clear', '$self, /', (space: Space, w: W) => none(space, () => arrayOf(space, w).resize(space, 0)), {
      effect: 'writes',
      doc: 'Remove all items from the bytearray.',
    }),
    leaf('copy', '$self, /', (space: Space, w: W) => newByteArray(space, space.buffer_w(w)), {
      effect: 'reads',
      doc: 'Return a copy of B.',
    }),
    resumable('extend', '$self, iterable_of_ints, /', extend, {
      doc: 'Append all the items from the iterator or sequence to the bytearray.\n\n  iterable_of_ints\n    The iterable of items to append.',
    }),
    resumable(
      'insert',
      '$self, index: index, item, /',
      (space: Space, w: W, at: number, w_item: W) =>
        withByte(space, w_item, (value) => {
          const array = arrayOf(space, w);
          const i = at < 0 ? Math.max(0, at + array.length) : Math.min(at, array.length);
          return none(space, () => array.splice(space, i, 0, Uint8Array.of(value)));
        }),
      {
        doc: 'Insert a single item into the bytearray before the given index.\n\n  index\n    The index where the value is to be inserted.\n  item\n    The item to be inserted.',
      },
    ),
    leaf('pop', '$self, index: index = -1, /', pop, {
      effect: 'writes',
      doc: 'Remove and return a single item from B.\n\n  index\n    The index from where to remove the item.\n    -1 (the default value) means remove the last item.\n\nIf no index argument is given, will pop the last item.',
    }),
    resumable(
      'remove',
      '$self, value, /',
      (space: Space, w: W, w_value: W) =>
        withByte(space, w_value, (value) => {
          const array = arrayOf(space, w);
          const at = array.bytes.indexOf(value);
          if (at < 0) throw raise(space, 'ValueError', 'value not found in bytearray');
          return none(space, () => array.splice(space, at, 1, NOTHING));
        }),
      {
        doc: 'Remove the first occurrence of a value in the bytearray.\n\n  value\n    The value to remove.',
      },
    ),
    leaf(
      'resize',
      '$self, size: index, /',
      (space: Space, w: W, size: number) => {
        const array = arrayOf(space, w);
        const old = array.length;
        if (size < 0) throw raise(space, 'ValueError', `Can only resize to positive sizes, got ${size}`);
        array.resize(space, size);
        if (size > old) array.storage.fill(0, old, size);
        return space.w_None;
      },
      {
        effect: 'writes',
        doc: 'Resize the internal buffer of bytearray to len.\n\n  size\n    New size to resize to.',
      },
    ),
    leaf(
      'reverse',
      '$self, /',
      (space: Space, w: W) => none(space, () => void arrayOf(space, w).bytes.reverse()),
      { effect: 'writes', doc: 'Reverse the order of the values in B in place.' },
    ),
    leaf('__alloc__', '$self, /', (space: Space, w: W) => arrayOf(space, w).capacity, {
      result: 'int',
      effect: 'reads',
      doc: 'B.__alloc__() -> int\n\nReturn the number of bytes actually allocated.',
    }),
    leaf('__sizeof__', '$self, /', (space: Space, w: W) => arrayOf(space, w).sizeInMemory, {
      result: 'int',
      effect: 'reads',
      doc: 'Returns the size of the bytearray object in memory, in bytes.',
    }),
    resumable('__reduce__', '$self, /', (space: Space, w: W) => reduce(space, w, 2), {
      doc: 'Return state information for pickling.',
    }),
    resumable('__reduce_ex__', '$self, proto: index = 0, /', reduce, {
      doc: 'Return state information for pickling.',
    }),
  ],
  classMethods: [
    resumable('fromhex', '$type, string, /', (space: Space, w_type: W, w_text: W) =>
      fromHex(space, w_type, w_text, space.types.bytearray, newByteArray),
    ),
  ],
  staticMethods: [maketrans],
};

// --- iteration

export class ByteArrayIterator extends IndexIterator {}

export const byteArrayIteratorType: TypeDefinition = indexIteratorType({
  name: 'bytearray_iterator',
  length: (space, w) => arrayOf(space, w).length,
  empty: (space) => space.newtuple([]),
  iternext: (space, w) => {
    const iterator = space.data(w) as ByteArrayIterator;
    if (iterator.w_over === null) return STOP;
    const array = arrayOf(space, iterator.w_over);
    if (iterator.index >= array.length) return exhaust(space, iterator);
    return space.newint(array.storage[iterator.index++]);
  },
});
