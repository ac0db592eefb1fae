// The operators over exact builtin types, without slots, continuations and the pool: numbers, texts, subscripts, comparisons, membership,
// truth. Models the specialised families of Python/bytecodes.c (BINARY_OP_ADD_FLOAT, …_SUBSCR_DICT, COMPARE_OP_STR, CONTAINS_OP_SET,
// TO_BOOL_LIST, …). undefined: not here, the general way decides and words the errors.
import { copyBytes } from '../../kernels/byte-slab.ts';
import type { Text } from '../../kernels/text.ts';
import { charAt, concat, slice } from '../../kernels/text.ts';
import type { Comparison } from '../../objspace/operations.ts';
import { EQ, NE } from '../../objspace/operations.ts';
import {
  bitAnd,
  bitOr,
  bitXor,
  floorDivide,
  leftShift,
  remainder,
  rightShift,
} from '../template/int-operations.ts';
import { ByteArray } from '../../objspace/types/bytearray.ts';
import type { SlicePayload } from '../../objspace/types/slice.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { UNKNOWN } from '../dict-table.ts';
import type { DictTable } from '../dict-table.ts';
import { unwrap } from '../object.ts';
import type { Any } from '../object.ts';
import type { SetStorage } from '../set-storage.ts';
import type { CpythonSpace } from '../space.ts';

const MOST = Number.MAX_SAFE_INTEGER;

/** `a ** b` for ints while every step is exact; NaN: not here. */
function intPower(x: number, y: number): number {
  if (y < 0) return NaN;
  let result = 1;
  for (let square = x; y > 0; y = Math.floor(y / 2)) {
    if (y % 2 === 1) result *= square;
    if (y > 1) square *= square;
    if (!(Math.abs(result) <= MOST) || !(Math.abs(square) <= MOST)) return NaN;
  }
  return result;
}

/** `x % y` as Python has it, y finite and not 0. */
function floatRemainder(x: number, y: number): number {
  const r = x % y;
  if (r === 0) return y < 0 ? -0 : 0;
  return r < 0 !== y < 0 ? r + y : r;
}

/** Arithmetic where one operand is a float. */
function floatOperation(space: CpythonSpace, operator: number, x: number, y: number): Any | undefined {
  switch (operator) {
    case 0:
    case 13:
      return space.boxFloat(x + y);
    case 10:
    case 23:
      return space.boxFloat(x - y);
    case 5:
    case 18:
      return space.boxFloat(x * y);
    case 11:
    case 24:
      return y === 0 ? undefined : space.boxFloat(x / y);
    case 6:
    case 19:
      if (y === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return undefined;
      return space.boxFloat(floatRemainder(x, y));
    case 8:
    case 21:
      // Squares and roots alone: the host's pow differs from the C library's in the last place elsewhere.
      return y === 2 && Number.isFinite(x * x) ? space.boxFloat(x * x) : undefined;
    default:
      return undefined;
  }
}

/** Host numbers as ints, bools among them. */
function intOperation(space: CpythonSpace, operator: number, x: number, y: number): Any | undefined {
  let r: number;
  switch (operator) {
    case 0:
    case 13:
      r = x + y;
      break;
    case 10:
    case 23:
      r = x - y;
      break;
    case 5:
    case 18:
      // No negative zero.
      r = x * y + 0;
      break;
    case 1:
    case 14:
      r = bitAnd(x, y);
      break;
    case 2:
    case 15:
      r = floorDivide(x, y);
      break;
    case 3:
    case 16:
      r = leftShift(x, y);
      break;
    case 6:
    case 19:
      r = remainder(x, y);
      break;
    case 7:
    case 20:
      r = bitOr(x, y);
      break;
    case 8:
    case 21:
      r = intPower(x, y);
      break;
    case 9:
    case 22:
      r = rightShift(x, y);
      break;
    case 11:
    case 24:
      return y === 0 ? undefined : space.boxFloat(x / y);
    case 12:
    case 25:
      r = bitXor(x, y);
      break;
    default:
      return undefined;
  }
  return r <= MOST && r >= -MOST ? space.ownedInt(r) : undefined;
}

/** The value of `a <operator> b`, owned. */
export function quickBinary(space: CpythonSpace, operator: number, a: Any, b: Any): Any | undefined {
  const { types } = space;
  const { type } = a;
  if (operator === 26) return quickItem(space, a, b);
  if (operator === MULTIPLY && b.type === types.int && (type === types.str || type === types.list))
    return repeated(space, a, b.v);
  if (type === types.str) {
    if (b.type !== type || (operator !== 0 && operator !== 13)) return undefined;
    const x = a.v as Text;
    const y = b.v as Text;
    if (x.length === 0 || y.length === 0) {
      const o = x.length === 0 ? b : a;
      o.rc++;
      return o;
    }
    return space.boxText(concat(x, y));
  }
  if (type === types.float) {
    if (b.type === types.float || (b.type === types.int && typeof b.v === 'number'))
      return floatOperation(space, operator, a.v as number, b.v as number);
    return undefined;
  }
  if (type === types.int || type === types.bool) {
    if (typeof a.v !== 'number') return undefined;
    if (b.type === types.float) return floatOperation(space, operator, a.v, b.v as number);
    if ((b.type !== types.int && b.type !== types.bool) || typeof b.v !== 'number') return undefined;
    // Two bools have a say of their own about & | ^.
    if (type === types.bool && b.type === type) return undefined;
    return intOperation(space, operator, a.v, b.v);
  }
  if (operator === 0 && type === b.type && (type === types.list || type === types.tuple)) {
    const x = a.v as Any[];
    const y = b.v as Any[];
    if (type === types.tuple && (x.length === 0 || y.length === 0)) return undefined;
    const items = x.concat(y);
    for (let i = 0; i < items.length; i++) items[i].rc++;
    return space.container(type, items);
  }
  return undefined;
}

const MULTIPLY = 5;
/** Larger results are left to the way that can fail. */
const MOST_REPEATED = 1 << 16;

/** A str or list times `n`. */
function repeated(space: CpythonSpace, o: Any, n: unknown): Any | undefined {
  if (typeof n !== 'number') return undefined;
  const { type, v } = o;
  if (type === space.types.str) {
    if (n === 1) {
      o.rc++;
      return o;
    }
    if (typeof v !== 'string' || v.length * n > MOST_REPEATED) return undefined;
    return space.boxText(n > 0 ? v.repeat(n) : '');
  }
  const items = v as Any[];
  const { length } = items;
  if (length * n > MOST_REPEATED) return undefined;
  const all: Any[] = [];
  for (let i = 0; i < n; i++) for (let j = 0; j < length; j++) all.push(items[j]);
  for (let j = 0; j < length; j++) items[j].rc += Math.max(n, 0);
  return space.container(type, all);
}

/** `a[b]`. */
export function quickItem(space: CpythonSpace, a: Any, b: Any): Any | undefined {
  const { types } = space;
  const { type } = a;
  if (type === types.dict) {
    const table = a.v as DictTable;
    const i = table.find(space, b);
    if (i < 0) return undefined;
    const o = table.values[i]!;
    o.rc++;
    return o;
  }
  if (b.type === types.int) {
    let i = b.v as number;
    if (typeof i !== 'number') return undefined;
    if (type === types.str) {
      const text = a.v as Text;
      if (i < 0) i += text.length;
      if (i < 0 || i >= text.length) return undefined;
      return typeof text === 'string' ? space.character(text.charCodeAt(i)) : space.boxText(charAt(text, i));
    }
    if (type === types.list || type === types.tuple) {
      const items = a.v as Any[];
      if (i < 0) i += items.length;
      if (i < 0 || i >= items.length) return undefined;
      const o = items[i];
      o.rc++;
      return o;
    }
    if (type === types.bytes || type === types.bytearray) {
      const { v } = a;
      const bytes = v instanceof ByteArray ? v.storage : (v as Uint8Array);
      const length = (v as ByteArray | Uint8Array).length;
      if (i < 0) i += length;
      return i < 0 || i >= length ? undefined : space.ownedInt(bytes[i]);
    }
    return undefined;
  }
  if (b.type === types.slice) {
    const { w_start, w_stop, w_step } = b.v as SlicePayload;
    return w_step === space.w_None
      ? quickSlice(space, a, unwrap(w_start), unwrap(w_stop))
      : quickSteps(space, a, unwrap(w_start), unwrap(w_stop), unwrap(w_step));
  }
  return undefined;
}

/** The same where no key's own equality can have a say: nothing of Python's runs. */
export function plainItem(space: CpythonSpace, a: Any, b: Any): Any | undefined {
  if (a.type !== space.types.dict) return quickItem(space, a, b);
  const table = a.v as DictTable;
  const i = table.findPlain(space, b);
  if (i < 0) return undefined;
  const o = table.values[i]!;
  o.rc++;
  return o;
}

/** A bound of a slice in 0…length; -1: not a plain one. */
export function sliceBound(space: CpythonSpace, o: Any, none: number, length: number): number {
  if (o === unwrap(space.w_None)) return none;
  if (o.type !== space.types.int || typeof o.v !== 'number') return -1;
  const i = o.v < 0 ? o.v + length : o.v;
  return i < 0 ? 0 : i > length ? length : i;
}

/** `a[from:to]`. */
export function quickSlice(space: CpythonSpace, a: Any, from: Any, to: Any): Any | undefined {
  const { types } = space;
  const { type } = a;
  if (type !== types.list && type !== types.tuple && type !== types.str && type !== types.bytes)
    return undefined;
  const { length } = a.v as { length: number };
  const start = sliceBound(space, from, 0, length);
  const stop = sliceBound(space, to, length, length);
  if (start < 0 || stop < 0) return undefined;
  const count = stop > start ? stop - start : 0;
  if (type === types.str) {
    if (count === length) {
      a.rc++;
      return a;
    }
    return space.boxText(slice(a.v as Text, start, count));
  }
  if (type === types.bytes) {
    return count <= 1 || count === length
      ? undefined
      : space.take(space.newbytes(copyBytes(a.v as Uint8Array, start, stop)));
  }
  if (type === types.tuple && (count === 0 || count === length)) {
    const o = count === 0 ? unwrap(space.newtuple([])) : a;
    o.rc++;
    return o;
  }
  const items = (a.v as Any[]).slice(start, start + count);
  for (let i = 0; i < items.length; i++) items[i].rc++;
  return space.container(type, items);
}

/** `a[from:to:by]` of lists, tuples and plain texts. */
function quickSteps(space: CpythonSpace, a: Any, from: Any, to: Any, by: Any): Any | undefined {
  const { list, tuple, str, int } = space.types;
  const { type } = a;
  if (by.type !== int || typeof by.v !== 'number' || by.v === 0) return undefined;
  if (type !== list && type !== tuple && (type !== str || typeof a.v !== 'string')) return undefined;
  const step = by.v;
  const { length } = a.v as { length: number };
  // Downwards the bounds lie between -1 and the last.
  const low = step < 0 ? -1 : 0;
  const high = step < 0 ? length - 1 : length;
  const start = stepBound(space, from, step < 0 ? high : low, low, high, length);
  const stop = stepBound(space, to, step < 0 ? low : high, low, high, length);
  if (start !== start || stop !== stop) return undefined;
  if (type === str) {
    const text = a.v as string;
    let result = '';
    for (let i = start; step < 0 ? i > stop : i < stop; i += step) result += text[i];
    return space.boxText(result);
  }
  const items: Any[] = [];
  for (let i = start; step < 0 ? i > stop : i < stop; i += step) {
    const o = (a.v as Any[])[i];
    o.rc++;
    items.push(o);
  }
  if (type === tuple && items.length === 0) {
    const o = unwrap(space.newtuple([]));
    o.rc++;
    return o;
  }
  return space.container(type, items);
}

function stepBound(
  space: CpythonSpace,
  o: Any,
  none: number,
  low: number,
  high: number,
  length: number,
): number {
  if (o === unwrap(space.w_None)) return none;
  if (o.type !== space.types.int || typeof o.v !== 'number') return NaN;
  const i = o.v < 0 ? o.v + length : o.v;
  return i < low ? low : i > high ? high : i;
}

/** `a[b] = value`; false: not here. Takes no reference; the old value goes to the pool. */
export function quickStore(space: CpythonSpace, a: Any, b: Any, value: Any): boolean {
  const { types } = space;
  if (a.type === types.dict) {
    (a.v as DictTable).set(space, b, value);
    return true;
  }
  if (b.type !== types.int || value.type !== types.int || a.type !== types.bytearray) return false;
  const array = a.v as ByteArray;
  let i = b.v as number;
  const byte = value.v as number;
  if (typeof i !== 'number' || !(byte >= 0 && byte <= 255)) return false;
  if (i < 0) i += array.length;
  if (i < 0 || i >= array.length) return false;
  array.storage[i] = byte;
  return true;
}

/** The same where nothing of Python's runs; what was there goes to the pool. */
export function plainStore(space: CpythonSpace, a: Any, b: Any, value: Any): boolean {
  if (a.type !== space.types.dict) return false;
  return (a.v as DictTable).setPlain(space, b, value);
}

/** `a is b or a == b`, where no special method can have a say. */
export function quickEqual(space: CpythonSpace, a: Any, b: Any): boolean | undefined {
  if (a === b) return true;
  const { int, float, str, bool, tuple, list, dict, NoneType } = space.types;
  const { type } = a;
  const other = b.type;
  if (type === other) {
    if (type === int || type === float) return a.v === b.v;
    if (type === str) return typeof a.v === 'string' || typeof b.v === 'string' ? a.v === b.v : undefined;
    if (type === tuple) {
      const x = a.v as Any[];
      const y = b.v as Any[];
      for (let i = 0; i < x.length && i < y.length; i++) {
        const same = quickEqual(space, x[i], y[i]);
        if (same !== true) return same;
      }
      return x.length === y.length;
    }
    if (type === bool || type === NoneType || byIdentity(space, type)) return false;
    if (type !== list && type !== dict) return undefined;
    // Content that contains itself is the general way's.
    if (nesting >= DEEPEST) return undefined;
    nesting++;
    const same =
      type === list
        ? (a.v as Any[]).length === (b.v as Any[]).length &&
          quickCompareItems(space, a.v as Any[], b.v as Any[], EQ)
        : sameEntries(space, a.v as DictTable, b.v as DictTable);
    nesting--;
    return same;
  }
  const isNumber = type === int || type === float || type === bool;
  const isOtherNumber = other === int || other === float || other === bool;
  if (isNumber && isOtherNumber)
    return typeof a.v === 'number' && typeof b.v === 'number' ? a.v === b.v : undefined;
  // None of these has a say about another's kind.
  if (
    (isNumber || type === str || type === NoneType || byIdentity(space, type)) &&
    (isOtherNumber || other === str || other === NoneType || byIdentity(space, other))
  )
    return false;
  return undefined;
}

const DEEPEST = 20;
let nesting = 0;

/** `==` of two dicts. */
function sameEntries(space: CpythonSpace, a: DictTable, b: DictTable): boolean | undefined {
  if (a.used !== b.used) return false;
  const { keys, values } = a;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (key === undefined) continue;
    const k = b.findPlain(space, key);
    if (k < 0) return k === UNKNOWN ? undefined : false;
    const same = quickEqual(space, values[i]!, b.values[k]!);
    if (same !== true) return same;
  }
  return true;
}

/** Is `==` of two such objects whether they are the same? */
function byIdentity(space: CpythonSpace, type: TypeObject): boolean {
  return type.slots.compare === space.types.object.slots.compare;
}

/** Of two lists or two tuples: the first items that differ decide. */
export function quickCompareItems(
  space: CpythonSpace,
  x: readonly Any[],
  y: readonly Any[],
  op: Comparison,
): boolean | undefined {
  const isEquality = op === EQ || op === NE;
  for (let i = 0; i < x.length && i < y.length; i++) {
    const same = quickEqual(space, x[i], y[i]);
    if (same === undefined) return undefined;
    if (!same) return isEquality ? op === NE : quickCompare(space, x[i], y[i], op);
  }
  const order = x.length - y.length;
  if (isEquality) return (order === 0) === (op === EQ);
  return op === 0 ? order < 0 : op === 1 ? order <= 0 : op === 4 ? order > 0 : order >= 0;
}

/** Numbers, texts and None. */
function isPlain({ types }: CpythonSpace, type: TypeObject): boolean {
  return type === types.str || type === types.int || type === types.float || type === types.NoneType;
}

/** `a <op> b`. */
export function quickCompare(space: CpythonSpace, a: Any, b: Any, op: Comparison): boolean | undefined {
  const { types } = space;
  if (a.type === b.type && (a.type === types.tuple || a.type === types.list))
    return quickCompareItems(space, a.v as Any[], b.v as Any[], op);
  if (op === EQ || op === NE) {
    // A NaN is not equal to itself here, unlike in a container.
    if (a === b && a.type === types.float) return (a.v === b.v) === (op === EQ);
    // Nor need an object that has an `__eq__` be.
    if (a === b && !isPlain(space, a.type) && !byIdentity(space, a.type)) return undefined;
    const same = quickEqual(space, a, b);
    return same === undefined ? undefined : same === (op === EQ);
  }
  const { type } = a;
  if (type === types.str) {
    if (b.type !== type || typeof a.v !== 'string' || typeof b.v !== 'string') return undefined;
  } else if (type === types.int || type === types.float) {
    if (b.type !== types.int && b.type !== types.float) return undefined;
    if (typeof a.v !== 'number' || typeof b.v !== 'number') return undefined;
  } else return undefined;
  const x = a.v as number;
  const y = b.v as number;
  return op === 0 ? x < y : op === 1 ? x <= y : op === 4 ? x > y : x >= y;
}

/** `item in a`. */
export function quickContains(space: CpythonSpace, a: Any, item: Any): boolean | undefined {
  const { types } = space;
  const { type } = a;
  if (type === types.dict) return (a.v as DictTable).find(space, item) >= 0;
  if (type === types.set || type === types.frozenset) {
    // A set among sets is looked for by its content (set_contains).
    return item.type.isSubtype(types.set) ? undefined : (a.v as SetStorage).has(item);
  }
  if (type === types.list || type === types.tuple) {
    const items = a.v as Any[];
    for (let i = 0; i < items.length; i++) {
      const same = quickEqual(space, items[i], item);
      if (same !== false) return same;
    }
    return false;
  }
  if (type === types.str && item.type === types.str && typeof a.v === 'string' && typeof item.v === 'string')
    return a.v.includes(item.v);
  return undefined;
}

/** The same where nothing of Python's runs. */
export function plainContains(space: CpythonSpace, a: Any, item: Any): boolean | undefined {
  const { types } = space;
  const { type } = a;
  if (type === types.dict) {
    const i = (a.v as DictTable).findPlain(space, item);
    return i === UNKNOWN ? undefined : i >= 0;
  }
  if (type === types.set || type === types.frozenset) return (a.v as SetStorage).hasPlain(item);
  return quickContains(space, a, item);
}

/** `bool(o)`. */
export function quickTruth(space: CpythonSpace, o: Any): boolean | undefined {
  const { types } = space;
  const { type } = o;
  if (type === types.bool) return o === unwrap(space.w_True);
  if (type === types.int || type === types.float) return o.v !== 0 && o.v === o.v ? true : o.v !== o.v;
  if (type === types.NoneType) return false;
  if (type === types.str || type === types.list || type === types.tuple || type === types.bytes)
    return (o.v as { length: number }).length !== 0;
  if (type === types.dict) return (o.v as DictTable).used !== 0;
  if (type === types.set || type === types.frozenset) return (o.v as SetStorage).table.size !== 0;
  return undefined;
}

/** `len(o)`; -1: not here. */
export function quickLength(space: CpythonSpace, o: Any): number {
  const { types } = space;
  const { type } = o;
  if (type === types.list || type === types.tuple || type === types.str || type === types.bytes)
    return (o.v as { length: number }).length;
  if (type === types.dict) return (o.v as DictTable).used;
  if (type === types.set || type === types.frozenset) return (o.v as SetStorage).table.size;
  return -1;
}
