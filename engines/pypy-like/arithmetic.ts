// Operators of the eval loop on host numbers, out of line where they are rare. Ints: an answer outside the safe range, or NaN, is none; the caller
// goes on with the general operation. Operator numbers are those of BINARY_OP (frontend/opcodes.ts: binaryOperators), comparisons COMPARE_OP's.
import type { ArrayPayload } from '../objspace/modules/array.ts';
import type { ByteArray } from '../objspace/types/bytearray.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import type { HashStorage } from './hash-storage.ts';
import { EMPTY, FLOATS } from './list-strategy.ts';
import { NO_SLOTS, W_Float, unwrap, W_Object } from './object.ts';
import type { Raw, W_Box } from './object.ts';
import { slicedBy } from './slices.ts';
import type { PypySpace } from './space.ts';

export function holds(comparison: number, x: number, y: number): boolean {
  switch (comparison) {
    case 0:
      return x < y;
    case 1:
      return x <= y;
    case 2:
      return x === y;
    case 3:
      return x !== y;
    case 4:
      return x > y;
    default:
      return x >= y;
  }
}

const WORD = 4294967296;
/** Of two, up to what a safe int has. */
const POWERS: number[] = [];
for (let i = 0; i < 53; i++) POWERS.push(2 ** i);
const isInt32 = (x: number): boolean => (x | 0) === x;

/** Of 32-bit numbers, which the host divides as such: never -0. */
const remainderOf32 = (x: number, y: number): number => ((x | 0) % (y | 0)) | 0;

/** The rarer operators of ints. */
export function intOperation(operator: number, x: number, y: number): number {
  switch (operator) {
    case 6:
    case 19: {
      if (y === 0) return NaN;
      // The host's remainder of doubles is a call of `fmod`.
      const r = isInt32(x) && isInt32(y) ? remainderOf32(x, y) : x % y;
      return r !== 0 && r < 0 !== y < 0 ? r + y : r + 0;
    }
    case 2:
    case 15: {
      if (y === 0) return NaN;
      const r = isInt32(x) && isInt32(y) ? remainderOf32(x, y) : x % y;
      // x - r is exact: its magnitude is not above that of x.
      const q = (x - r) / y;
      return r !== 0 && r < 0 !== y < 0 ? q - 1 : q + 0;
    }
    case 1:
    case 14:
      if (isInt32(x) && isInt32(y)) return x & y;
      if (x < 0 || y < 0) return NaN;
      if (x < WORD || y < WORD) return (x & y) >>> 0;
      return (Math.floor(x / WORD) & Math.floor(y / WORD)) * WORD + ((x & y) >>> 0);
    case 7:
    case 20:
      if (isInt32(x) && isInt32(y)) return x | y;
      if (x < 0 || y < 0) return NaN;
      if (x < WORD && y < WORD) return (x | y) >>> 0;
      return (Math.floor(x / WORD) | Math.floor(y / WORD)) * WORD + ((x | y) >>> 0);
    case 12:
    case 25:
      if (isInt32(x) && isInt32(y)) return x ^ y;
      if (x < 0 || y < 0) return NaN;
      if (x < WORD && y < WORD) return (x ^ y) >>> 0;
      return (Math.floor(x / WORD) ^ Math.floor(y / WORD)) * WORD + ((x ^ y) >>> 0);
    case 3:
    case 16:
      return y >= 0 && y < 53 ? x * POWERS[y] : NaN;
    case 9:
    case 22:
      if (y < 0) return NaN;
      if (isInt32(x)) return y < 32 ? x >> y : x < 0 ? -1 : 0;
      if (y < 53) return Math.floor(x / POWERS[y]);
      return x < 0 ? -1 : 0;
    default:
      return NaN;
  }
}

/** An int and a float: + - * /; null for what is rarer. */
export function floatOperation(type: TypeObject, operator: number, x: number, y: number): W_Float | null {
  switch (operator) {
    case 0:
    case 13:
      return new W_Float(type, x + y);
    case 10:
    case 23:
      return new W_Float(type, x - y);
    case 5:
    case 18:
      return new W_Float(type, x * y);
    case 11:
    case 24:
      return y === 0 ? null : new W_Float(type, x / y);
    default:
      return null;
  }
}

/** Results beyond are objspace's, which knows the limits. */
const MOST_REPEATED = 1 << 16;

/** `+` of two lists or tuples, `*` of a text or a list and an int; null: of something else. */
export function containerOperation(space: PypySpace, operator: number, a: Raw, b: Raw): Raw | null {
  if (operator === 5 || operator === 18) {
    if (typeof b !== 'number') return null;
    if (typeof a === 'string') {
      // A text that begins with the second half of a code point could close one that it ends with.
      if (a.length * b > MOST_REPEATED || (a.charCodeAt(0) & 0xfc00) === 0xdc00) return null;
      return b <= 0 ? '' : a.repeat(b);
    }
    if (operator !== 5 || typeof a !== 'object' || a.type !== space.types.list) return null;
    const items = a.v as Raw[];
    if (items.length !== 1 || b > MOST_REPEATED) return null;
    const { strategy } = a as W_Object;
    const repeated: Raw[] = [];
    for (let i = 0; i < b; i++) repeated.push(items[0]);
    return new W_Object(a.type, repeated, null, NO_SLOTS, repeated.length === 0 ? EMPTY : strategy);
  }
  if ((operator !== 0 && operator !== 13) || typeof a !== 'object' || typeof b !== 'object') return null;
  const { list, tuple } = space.types;
  const { type } = a;
  if (type !== b.type) return null;
  if (type === tuple) {
    const [x, y] = [a.v as Raw[], b.v as Raw[]];
    if (x.length === 0) return b;
    return y.length === 0 ? a : new W_Object(tuple, x.concat(y), null, NO_SLOTS, 0);
  }
  if (type !== list || operator !== 0) return null;
  const [x, y] = [a as W_Object, b as W_Object];
  if (x.strategy !== y.strategy || x.strategy === EMPTY) return null;
  return new W_Object(list, (x.v as Raw[]).concat(y.v as Raw[]), null, NO_SLOTS, x.strategy);
}

/** `a[b]` of builtin containers; null: not here, or there is no such item. */
export function subscript(space: PypySpace, a: Raw, b: Raw): Raw | null {
  const { dict, tuple, slice, bytes, bytearray } = space.types;
  if (typeof a === 'object') {
    if (a.type === dict) {
      const storage = a.v as HashStorage;
      const i = storage.find(space, b);
      return i < 0 ? null : storage.values[i]!;
    }
    if (a.type === tuple && typeof b === 'number') {
      const items = a.v as Raw[];
      const i = b < 0 ? b + items.length : b;
      return i >= 0 && i < items.length ? items[i] : null;
    }
    if (a.type === bytes && typeof b === 'number') {
      const values = a.v as Uint8Array;
      const i = b < 0 ? b + values.length : b;
      return i >= 0 && i < values.length ? values[i] : null;
    }
    if (a.type === bytearray && typeof b === 'number') {
      const { storage, length } = a.v as ByteArray;
      const i = b < 0 ? b + length : b;
      return i >= 0 && i < length ? storage[i] : null;
    }
    if (typeof b === 'number' && a.type === space.types['array.array']) {
      const array = a.v as ArrayPayload;
      const i = b < 0 ? b + array.length : b;
      return i >= 0 && i < array.length ? unwrap(array.item(space, i)) : null;
    }
    return typeof b === 'object' && b.type === slice ? slicedBy(space, a, b as W_Object) : null;
  }
  if (typeof a === 'string' && typeof b === 'number') {
    const i = b < 0 ? b + a.length : b;
    return i >= 0 && i < a.length ? a[i] : null;
  }
  if (typeof a === 'string' && typeof b === 'object' && b.type === slice)
    return slicedBy(space, a, b as W_Object);
  return null;
}

/** `a[i] = value` of a bytearray; false: not an index and a byte, or out of range. */
export function storeByte({ v }: W_Object, i: Raw, value: Raw): boolean {
  if (typeof i !== 'number' || typeof value !== 'number') return false;
  const { storage, length } = v as ByteArray;
  if (i < 0) i += length;
  if (i < 0 || i >= length || value < 0 || value > 255) return false;
  storage[i] = value;
  return true;
}

const EQUAL = 2;
const UNEQUAL = 3;

/** A comparison of builtin values that calls nothing; undefined: not here. */
export function quickCompare(space: PypySpace, comparison: number, a: Raw, b: Raw): boolean | undefined {
  if (typeof a === 'string') return typeof b === 'string' ? textsCompare(comparison, a, b) : undefined;
  const { float, tuple, bool, NoneType } = space.types;
  if (typeof a === 'number') {
    if (typeof b === 'number') return holds(comparison, a, b);
    return typeof b === 'object' && b.type === float ? holds(comparison, a, b.v as number) : undefined;
  }
  const { type } = a;
  if (type === float) {
    if (typeof b === 'number') return holds(comparison, a.v as number, b);
    return typeof b === 'object' && b.type === float
      ? holds(comparison, a.v as number, b.v as number)
      : undefined;
  }
  if (typeof b !== 'object') return undefined;
  if (type === tuple && b.type === tuple) return tuplesCompare(space, comparison, a.v as Raw[], b.v as Raw[]);
  if (comparison !== EQUAL && comparison !== UNEQUAL) return undefined;
  if ((type === bool || type === NoneType) && (b.type === bool || b.type === NoneType))
    return (a === b) === (comparison === EQUAL);
  // Neither has an equality of its own.
  const { compare } = space.types.object.slots;
  if (type.slots.compare === compare && b.type.slots.compare === compare)
    return (a === b) === (comparison === EQUAL);
  return undefined;
}

/** Texts on the host are compared by units, which are code points here. */
function textsCompare(comparison: number, a: string, b: string): boolean {
  switch (comparison) {
    case 0:
      return a < b;
    case 1:
      return a <= b;
    case EQUAL:
      return a === b;
    case UNEQUAL:
      return a !== b;
    case 4:
      return a > b;
    default:
      return a >= b;
  }
}

/** A float is itself by its value. */
const isSameNan = (a: Raw, b: Raw): boolean =>
  a instanceof W_Float && b instanceof W_Float && Object.is(a.v, b.v);

/** The first items that differ decide. An item is equal to itself, whatever its `==` says. */
function tuplesCompare(
  space: PypySpace,
  comparison: number,
  a: readonly Raw[],
  b: readonly Raw[],
): boolean | undefined {
  if (a.length !== b.length && (comparison === EQUAL || comparison === UNEQUAL))
    return comparison === UNEQUAL;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    if (a[i] === b[i]) continue;
    const same = quickCompare(space, EQUAL, a[i], b[i]);
    if (same === undefined) return undefined;
    if (same || isSameNan(a[i], b[i])) continue;
    if (comparison === EQUAL) return false;
    return comparison === UNEQUAL ? true : quickCompare(space, comparison, a[i], b[i]);
  }
  return holds(comparison, a.length, b.length);
}

/** `o in container` of builtin values where nothing is called to compare; undefined: not here. */
export function quickContains(space: PypySpace, container: Raw, o: Raw): boolean | undefined {
  if (typeof container === 'string') return typeof o === 'string' ? container.includes(o) : undefined;
  if (typeof container !== 'object') return undefined;
  const { tuple, list, frozenset, set, type } = space.types;
  if (container.type === frozenset || container.type === set) {
    // A set is looked for as a frozenset.
    if (typeof o === 'object' && o.type !== tuple && o.type !== type) return undefined;
    return (container.v as HashStorage).find(space, o) >= 0;
  }
  if (container.type !== tuple && container.type !== list) return undefined;
  const items = container.v as Raw[];
  if ((container as W_Object).strategy === FLOATS) return undefined;
  if (typeof o === 'object') return containsObject(space, items, o);
  for (let i = 0; i < items.length; i++) {
    if (items[i] === o) return true;
    if (typeof items[i] === 'object') return undefined;
  }
  return false;
}

/** An object that is compared by identity, among such; undefined: one of them may have a say of its own. */
function containsObject(
  space: PypySpace,
  items: readonly Raw[],
  o: W_Float | W_Box | W_Object,
): boolean | undefined {
  const isPlain = isComparedByIdentity(space, o.type);
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item === o) return true;
    if (!isPlain) return undefined;
    if (typeof item === 'object' && item.type !== o.type && !isComparedByIdentity(space, item.type))
      return undefined;
  }
  return false;
}

const isComparedByIdentity = ({ types }: PypySpace, type: TypeObject): boolean =>
  type.slots.compare === types.object.slots.compare || type === types.NoneType;
