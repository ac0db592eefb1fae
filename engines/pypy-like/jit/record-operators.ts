// @inline-constants-from ../../frontend/opcodes.ts Op
// Record functions of operators, comparisons, tests, subscripts. Operands decide what is recorded: ints and floats become arithmetic of the trace,
// items of lists and tuples accesses to their storage; everything else builtin is left to the interpreter's body.
import { Op } from '../../frontend/opcodes.ts';
import type { ByteArray } from '../../objspace/types/bytearray.ts';
import { FLOATS, INTS, OBJECTS, STRS } from '../list-strategy.ts';
import { unwrap, wrap } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import { pow } from '../../kernels/float.ts';
import { constant } from './ir.ts';
import type { ArrayKind, Callee, Ins, OpName } from './ir.ts';
import {
  BYTEARRAY_LENGTH,
  BYTEARRAY_STORAGE,
  byteArrayItems,
  BYTES_CONTENT,
  bytesItems,
  LIST_STORAGE,
  LIST_STRATEGY,
  listFloats,
  listInts,
  listObjects,
  listStrs,
  ofType,
  PAYLOAD,
  TUPLE_ITEMS,
  tupleItems,
} from './layout.ts';
import { arrayItem, storeArrayItem } from './record-arrays.ts';
import { floatFloordiv, floatMod, intAnd, intLshift, intOr, intXor, isSafe } from './arithmetic.ts';
import type { Recorder } from './recorder.ts';
import { indexBelow } from './record-index.ts';
import { define, known, listParts } from './record-values.ts';
import { residual } from './residual.ts';
import { recordWide } from './wide-ints.ts';
import { asWords } from './word-operands.ts';

export const isFloat = (r: Recorder, o: Raw): boolean =>
  typeof o === 'object' && o.type === r.space.types.float;

const isInt = (r: Recorder, o: Raw): boolean =>
  typeof o === 'number' || (typeof o === 'object' && o.type === r.space.types.int);

const SUBSCRIPT = 26;
const IN_PLACE = 13;

/** Special methods of the program's classes: record-special.ts, which needs this file. Each answers whether it has recorded the instruction. */
export const operatorMethods = {
  binary: (_r: Recorder, _arg: number): boolean => false,
  compare: (_r: Recorder, _arg: number): boolean => false,
  unary: (_r: Recorder, _name: string): boolean => false,
  getitem: (_r: Recorder, _arg: number): boolean => false,
  setitem: (_r: Recorder): boolean => false,
  contains: (_r: Recorder, _arg: number): boolean => false,
  /** Of builtin sequences: record-containers.ts. */
  sequences: (_r: Recorder, _arg: number): boolean => false,
  call: (_r: Recorder, _ref: Ins, _callee: Raw, _args: readonly Ins[], _place: number): boolean => false,
};

/** By operator number below IN_PLACE. */
const INT_OPS: (OpName | undefined)[] = [];
INT_OPS[0] = 'int_add_ovf';
INT_OPS[1] = 'int_and_ovf';
INT_OPS[2] = 'int_floordiv';
INT_OPS[3] = 'int_lshift_ovf';
INT_OPS[5] = 'int_mul_ovf';
INT_OPS[6] = 'int_mod';
INT_OPS[7] = 'int_or_ovf';
INT_OPS[9] = 'int_rshift';
INT_OPS[10] = 'int_sub_ovf';
INT_OPS[11] = 'int_truediv';
INT_OPS[12] = 'int_xor_ovf';
const FLOAT_OPS: (OpName | undefined)[] = [];
FLOAT_OPS[0] = 'float_add';
FLOAT_OPS[5] = 'float_mul';
FLOAT_OPS[10] = 'float_sub';
FLOAT_OPS[11] = 'float_div';

const floatCallees = {
  2: { name: 'floordiv', run: floatFloordiv, result: 'f', effect: 'pure', raises: false },
  6: { name: 'mod', run: floatMod, result: 'f', effect: 'pure', raises: false },
} as const;

function overflows(operator: number, a: number, b: number): boolean {
  switch (operator) {
    case 0:
      return !isSafe(a + b);
    case 1:
      return !isSafe(intAnd(a, b));
    case 3:
      return b >= 0 && !isSafe(intLshift(a, b));
    case 5:
      return !isSafe(a * b);
    case 7:
      return !isSafe(intOr(a, b));
    case 10:
      return !isSafe(a - b);
    case 12:
      return !isSafe(intXor(a, b));
    default:
      return false;
  }
}

/** Operators of ints that are big, or whose result is. */
const BIG_OPERATIONS: Partial<Record<number, BigOperation>> = {
  0: 'add',
  1: 'and',
  2: 'floorDivide',
  3: 'lshift',
  5: 'multiply',
  6: 'remainder',
  7: 'or',
  9: 'rshift',
  10: 'subtract',
  12: 'xor',
};
type BigOperation =
  'add' | 'and' | 'floorDivide' | 'lshift' | 'multiply' | 'or' | 'remainder' | 'rshift' | 'subtract' | 'xor';
/** Two ints, big ones or not, as they are. */
function asInts(r: Recorder): void {
  for (const n of [1, 0]) {
    const ref = r.peek(n);
    if (typeof r.value(n) === 'number') r.asInt(ref);
    else if (!ref.isConst) r.asClass(ref, ofType(r.space.types.int));
  }
}
const bigCallees = new WeakMap<object, Callee[]>();
function bigOperation(r: Recorder, arg: number, operator: number): void {
  const { space } = r;
  const name = BIG_OPERATIONS[operator];
  if (name === undefined) return residual(r, arg, { effect: 'pure' });
  const { slots } = space.types.int;
  let callees = bigCallees.get(space);
  if (callees === undefined) bigCallees.set(space, (callees = []));
  const callee = (callees[operator] ??= {
    name,
    run: ((a: Raw, b: Raw) => unwrap(slots[name]!(space, wrap(a), wrap(b)))) as Callee['run'],
    result: 'w',
    effect: 'reads',
    raises: true,
  });
  asInts(r);
  const result = r.call(callee, [r.peek(1), r.peek(0)]);
  r.pop(2);
  r.push(result);
}

define(Op.BINARY_OP, (r, arg) => {
  if (arg === SUBSCRIPT) return subscript(r, arg);
  const operator = arg % IN_PLACE;
  const [a, b] = [r.value(1), r.value(0)];
  if (typeof a === 'number' && typeof b === 'number') {
    const op = INT_OPS[operator];
    // A guard against overflow that fails now would fail again.
    if (op === undefined)
      return operator === POWER && intPower(r, b) ? undefined : bigOperation(r, arg, operator);
    asWords(r, operator, b);
    if (overflows(operator, a, b))
      return recordWide(r, operator) ? undefined : bigOperation(r, arg, operator);
    r.asInt(r.peek(1));
    r.asInt(r.peek(0));
    const [x, y] = [r.peek(1), r.peek(0)];
    if (operator === 2 || operator === 6 || operator === 11) {
      if (b === 0) return r.abort('exception', 'division by zero');
      r.guard(r.emit('int_ne', [y, r.int(0)]), true);
    } else if (operator === 9) {
      if (b < 0) return r.abort('exception', 'negative shift count');
      r.guard(r.emit('int_ge', [y, r.int(0)]), true);
    }
    const result = op.endsWith('_ovf') ? r.exiting(op, [x, y]) : r.emit(op, [x, y]);
    r.pop(2);
    return r.push(result);
  }
  const isFloatA = isFloat(r, a);
  const isFloatB = isFloat(r, b);
  if ((isFloatA && (isFloatB || typeof b === 'number')) || (isFloatB && typeof a === 'number')) {
    const op = FLOAT_OPS[operator];
    const callee = floatCallees[operator as 2 | 6] as (typeof floatCallees)[2] | undefined;
    if (op === undefined && callee === undefined) {
      if (operator === POWER && floatPower(r, a, b)) return;
      return residual(r, arg, { effect: 'pure' });
    }
    const x = asFloat(r, r.peek(1), isFloatA);
    const y = asFloat(r, r.peek(0), isFloatB);
    if (operator === 11 || callee !== undefined) {
      const divisor = isFloatB ? (b as { v: number }).v : (b as number);
      if (divisor === 0) return r.abort('exception', 'division by zero');
      r.guard(r.emit('float_ne', [y, constantZero]), true);
    }
    const result = op !== undefined ? r.emit(op, [x, y]) : r.emit('float_call', [x, y], callee, 'f');
    r.pop(2);
    return r.push(result);
  }
  if (isInt(r, a) && isInt(r, b)) {
    asWords(r, operator, b);
    return recordWide(r, operator) ? undefined : bigOperation(r, arg, operator);
  }
  if (operatorMethods.binary(r, arg)) return;
  if (operator === 0 && typeof a === 'string' && typeof b === 'string') {
    const result = r.emit('str_concat', [r.asStr(r.peek(1)), r.asStr(r.peek(0))]);
    // Two halves of a pair could meet.
    r.pop(2);
    return r.push(result);
  }
  if (operatorMethods.sequences(r, arg)) return;
  residual(r, arg);
});
const constantZero = known(0);
constantZero.kind = 'f';

const POWER = 8;
const HIGHEST = 4;
/** A small constant power, as products. */
function intPower(r: Recorder, exponent: number): boolean {
  const ref = r.peek(0);
  const base = r.value(1) as number;
  if (!ref.isConst || exponent < 1 || exponent > HIGHEST || !isSafe(base ** exponent)) return false;
  const x = r.asInt(r.peek(1));
  let result = x;
  for (let i = 1; i < exponent; i++) result = r.exiting('int_mul_ovf', [result, x]);
  r.pop(2);
  r.push(result);
  return true;
}
const powerOfFloats: Callee = {
  name: 'pow',
  run: pow as Callee['run'],
  result: 'f',
  effect: 'pure',
  raises: false,
};
/** Where the result is a finite float: no pole, no complex number, no overflow. */
function floatPower(r: Recorder, a: Raw, b: Raw): boolean {
  const number = (o: Raw): number => (typeof o === 'number' ? o : ((o as W_Object).v as number));
  const [base, exponent] = [number(a), number(b)];
  const isEven = r.peek(0).isConst && exponent > 0 && Number.isInteger(exponent);
  if ((!isEven && base <= 0) || !Number.isFinite(base ** exponent) || !Number.isFinite(base)) return false;
  const x = asFloat(r, r.peek(1), typeof a !== 'number');
  const y = asFloat(r, r.peek(0), typeof b !== 'number');
  const infinity = constant(Infinity, 'f');
  if (!isEven) {
    r.guard(r.emit('float_gt', [x, constantZero]), true);
    r.guard(r.emit('float_lt', [r.emit('float_abs', [y]), infinity]), true);
  }
  const result =
    isEven && exponent === 2 ? r.emit('float_mul', [x, x]) : r.emit('float_call', [x, y], powerOfFloats, 'f');
  r.guard(r.emit('float_lt', [r.emit('float_abs', [result]), infinity]), true);
  r.pop(2);
  r.push(result);
  return true;
}

function asFloat(r: Recorder, ref: Ins, isFloatValue: boolean): Ins {
  return isFloatValue ? r.asFloat(ref) : r.emit('int_to_float', [r.asInt(ref)]);
}

const hostInt = (o: Raw): number | bigint => (typeof o === 'number' ? o : (o as { v: bigint }).v);
const bigComparison = (name: string, run: (x: number | bigint, y: number | bigint) => boolean): Callee => ({
  name: `${name} of ints`,
  run: ((a: Raw, b: Raw) => run(hostInt(a), hostInt(b))) as Callee['run'],
  result: 'b',
  effect: 'pure',
  raises: false,
});
/** A big int is outside the safe range, so that one of each is never equal. */
const bigComparisons = {
  lt: bigComparison('lt', (x, y) => x < y),
  le: bigComparison('le', (x, y) => x <= y),
  eq: bigComparison('eq', (x, y) => x === y),
  ne: bigComparison('ne', (x, y) => x !== y),
  gt: bigComparison('gt', (x, y) => x > y),
  ge: bigComparison('ge', (x, y) => x >= y),
};

const COMPARISONS = ['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const;
define(Op.COMPARE_OP, (r, arg) => {
  const name = COMPARISONS[arg >> 5];
  const [a, b] = [r.value(1), r.value(0)];
  const done = (condition: Ins): void => {
    r.pop(2);
    r.push(condition);
  };
  if (typeof a === 'number' && typeof b === 'number') {
    return done(r.emit(`int_${name}`, [r.asInt(r.peek(1)), r.asInt(r.peek(0))]));
  }
  if (isInt(r, a) && isInt(r, b)) {
    asInts(r);
    return done(r.emit('call', [r.peek(1), r.peek(0)], bigComparisons[name], 'b'));
  }
  const [isFloatA, isFloatB] = [isFloat(r, a), isFloat(r, b)];
  if ((isFloatA && (isFloatB || typeof b === 'number')) || (isFloatB && typeof a === 'number')) {
    const x = asFloat(r, r.peek(1), isFloatA);
    const y = asFloat(r, r.peek(0), isFloatB);
    return done(r.emit(`float_${name}`, [x, y]));
  }
  if (typeof a === 'string' && typeof b === 'string' && (name === 'eq' || name === 'ne')) {
    return done(r.emit(`str_${name}`, [r.asStr(r.peek(1)), r.asStr(r.peek(0))]));
  }
  if (operatorMethods.compare(r, arg)) return;
  residual(r, arg);
});

define(Op.CONTAINS_OP, (r, arg) => {
  if (!operatorMethods.contains(r, arg)) residual(r, arg);
});

define(Op.IS_OP, (r, arg) => {
  const [x, y] = [r.boxed(r.peek(1)), r.boxed(r.peek(0))];
  let same: Ins;
  const plain = [0, 1].find((n) => isObject(r, r.value(n)));
  if (plain === undefined) {
    // By value for numbers and texts.
    const { space } = r;
    const run = ((a: Raw, b: Raw) => space.is(wrap(a), wrap(b))) as Callee['run'];
    same = r.call({ name: 'is', run, result: 'b', effect: 'pure', raises: false }, [x, y]);
  } else {
    // One side whose identity is the host's is enough.
    if (!r.peek(plain).isConst) r.asClass(r.peek(plain), ofType((r.value(plain) as W_Object).type));
    same = r.emit('same', [r.boxed(r.peek(1)), r.boxed(r.peek(0))]);
  }
  r.pop(2);
  r.push(arg === 1 ? r.emit('not', [same]) : same);
});
/** A value whose identity is the host's. */
function isObject(r: Recorder, o: Raw | null): boolean {
  if (typeof o !== 'object' || o === null) return false;
  const { float, int, str, bytes, complex, frozenset } = r.space.types;
  return ![float, int, str, bytes, complex, frozenset].includes(o.type);
}

// --- truth

function isTrue(r: Recorder): Ins | null {
  const value = r.value();
  const ref = r.peek();
  const { types } = r.space;
  if (ref.kind === 'b') return ref;
  if (typeof value === 'number') return r.emit('int_ne', [r.asInt(ref), r.int(0)]);
  if (typeof value === 'string') return r.emit('int_ne', [r.emit('str_len', [r.asStr(ref)]), r.int(0)]);
  if (value.type === types.bool) return r.asBool(ref);
  if (value.type === types.float) return r.emit('float_ne', [r.asFloat(ref), constantZero]);
  return null;
}
define(Op.TO_BOOL, (r, arg) => {
  const value = r.value();
  if (typeof value === 'object' && value.type === r.space.types.NoneType) {
    r.asConstant(r.peek(), value, 'p');
    r.pop();
    return r.push(known(r.space.w_False as unknown as Raw));
  }
  if (typeof value === 'object' && value.type === r.space.types.list) {
    const { storage, kind } = listStorage(r, r.peek(), value as W_Object);
    const condition = r.emit('int_ne', [r.emit('arraylen', [storage], kind), r.int(0)]);
    r.pop();
    return r.push(condition);
  }
  const condition = isTrue(r);
  if (condition === null) return residual(r, arg);
  r.pop();
  r.push(condition);
});
define(Op.UNARY_NOT, (r) => {
  const condition = r.asBool(r.peek());
  r.pop();
  r.push(r.emit('not', [condition]));
});
define(Op.UNARY_NEGATIVE, (r, arg) => {
  const value = r.value();
  let result: Ins;
  if (typeof value === 'number') result = r.exiting('int_sub_ovf', [r.int(0), r.asInt(r.peek())]);
  else if (isFloat(r, value)) result = r.emit('float_neg', [r.asFloat(r.peek())]);
  else if (operatorMethods.unary(r, '__neg__')) return;
  else return residual(r, arg);
  r.pop();
  r.push(result);
});
define(Op.UNARY_INVERT, (r, arg) => {
  const value = r.value();
  // A bool: the warning names the line.
  if (typeof value === 'object' && value.type === r.space.types.bool)
    return r.abort('unsupported-value', 'the inversion of a bool');
  if (typeof value !== 'number') return residual(r, arg);
  const result = r.exiting('int_sub_ovf', [r.int(-1), r.asInt(r.peek())]);
  r.pop();
  r.push(result);
});

// --- items

const STORAGES: (ArrayKind | undefined)[] = [];
STORAGES[INTS] = listInts;
STORAGES[FLOATS] = listFloats;
STORAGES[STRS] = listStrs;
STORAGES[OBJECTS] = listObjects;

/** The storage of a list whose strategy is guarded. */
export function listStorage(
  r: Recorder,
  ref: Ins,
  list: W_Object,
): { list: Ins; storage: Ins; kind: ArrayKind } {
  const object = r.asClass(ref, ofType(r.space.types.list));
  r.guardInt(r.getfield(object, LIST_STRATEGY), list.strategy);
  return {
    list: object,
    storage: r.getfield(object, LIST_STORAGE),
    kind: STORAGES[list.strategy] ?? listObjects,
  };
}

listParts.of = (r, list, count) => {
  const { storage, kind } = listStorage(r, r.peek(), list);
  r.guardInt(r.emit('arraylen', [storage], kind), count);
  const parts: Ins[] = [];
  for (let i = count - 1; i >= 0; i--) parts.push(r.getitem(storage, r.int(i), kind));
  return parts;
};

/** An index made sure to lie in the array. */
export function indexInto(
  r: Recorder,
  array: Ins,
  kind: ArrayKind,
  ref: Ins,
  index: number,
  length: number,
): Ins {
  return indexBelow(r, r.emit('arraylen', [array], kind), ref, index, length);
}

const isByteOf = (r: Recorder, o: Raw, index: number): o is W_Object =>
  typeof o === 'object' &&
  o.type === r.space.types.bytearray &&
  index < (o.v as ByteArray).length &&
  index >= -(o.v as ByteArray).length;

/** A byte of a bytearray: its storage is longer than what means something. */
function byteOf(
  r: Recorder,
  ref: Ins,
  array: ByteArray,
  indexRef: Ins,
  index: number,
): { storage: Ins; at: Ins } {
  const state = r.getfield(r.asClass(ref, ofType(r.space.types.bytearray)), PAYLOAD);
  const at = indexBelow(r, r.getfield(state, BYTEARRAY_LENGTH), indexRef, index, array.length);
  return { storage: r.getfield(state, BYTEARRAY_STORAGE), at };
}

function subscript(r: Recorder, arg: number): void {
  const [container, index] = [r.value(1), r.value(0)];
  const { types } = r.space;
  if (typeof index === 'number' && typeof container === 'object') {
    const length = Array.isArray(container.v) ? container.v.length : 0;
    let item: Ins | null = null;
    if (container.type === types.list) {
      const { storage, kind } = listStorage(r, r.peek(1), container as W_Object);
      item = r.getitem(storage, indexInto(r, storage, kind, r.peek(0), index, length), kind);
    } else if (container.type === types.tuple) {
      const items = r.getfield(r.asClass(r.peek(1), ofType(types.tuple)), TUPLE_ITEMS);
      item = r.getitem(items, indexInto(r, items, tupleItems, r.peek(0), index, length), tupleItems);
    } else if (container.type === types.bytes) {
      const bytes = r.getfield(r.asClass(r.peek(1), ofType(types.bytes)), BYTES_CONTENT);
      const count = (container.v as unknown as Uint8Array).length;
      item = r.getitem(bytes, indexInto(r, bytes, bytesItems, r.peek(0), index, count), bytesItems);
    } else if (isByteOf(r, container, index)) {
      const { storage, at } = byteOf(r, r.peek(1), container.v as ByteArray, r.peek(0), index);
      item = r.getitem(storage, at, byteArrayItems);
    } else {
      item = arrayItem(r, container, index);
    }
    if (item !== null) {
      r.pop(2);
      return r.push(item);
    }
  }
  if (typeof index === 'number' && typeof container === 'string') {
    const text = r.asStr(r.peek(1));
    const at = r.asInt(r.peek(0));
    const length = r.emit('str_len', [text]);
    if (index >= container.length || index < -container.length)
      return r.abort('exception', 'index out of range');
    let position = at;
    if (index < 0) {
      r.guard(r.emit('int_lt', [at, r.int(0)]), true);
      position = r.emit('int_add', [at, length]);
      r.guard(r.emit('int_ge', [position, r.int(0)]), true);
    } else {
      r.guard(r.emit('int_ge', [at, r.int(0)]), true);
      r.guard(r.emit('int_lt', [at, length]), true);
    }
    const item = r.emit('str_char', [text, position]);
    r.pop(2);
    return r.push(item);
  }
  if (operatorMethods.getitem(r, arg) || operatorMethods.sequences(r, arg)) return;
  residual(r, arg, typeof container === 'object' && container.type === types.dict ? { effect: 'reads' } : {});
}

/** Whether a value can stand in a storage of this strategy as it is. */
export function fitsStrategy(r: Recorder, strategy: number, value: Raw): boolean {
  if (strategy === OBJECTS) return true;
  if (strategy === INTS) return typeof value === 'number';
  if (strategy === FLOATS) return isFloat(r, value);
  return strategy === STRS && typeof value === 'string';
}
export function intoStorage(r: Recorder, strategy: number, ref: Ins): Ins {
  if (strategy === INTS) return r.asInt(ref);
  if (strategy === FLOATS) return r.asFloat(ref);
  return strategy === STRS ? r.asStr(ref) : r.boxed(ref);
}

/** `array[index] = value` of a bytearray. */
function storeByte(r: Recorder, array: ByteArray, index: number): void {
  const byte = r.asInt(r.peek(2));
  r.guard(r.emit('int_ge', [byte, r.int(0)]), true);
  r.guard(r.emit('int_le', [byte, r.int(255)]), true);
  const { storage, at } = byteOf(r, r.peek(1), array, r.peek(0), index);
  r.setitem(storage, at, byte, byteArrayItems);
  r.pop(3);
}

define(Op.STORE_SUBSCR, (r, arg) => {
  const [value, container, index] = [r.value(2), r.value(1), r.value(0)];
  if (
    typeof index === 'number' &&
    isByteOf(r, container as Raw, index) &&
    typeof value === 'number' &&
    value >= 0 &&
    value <= 255
  ) {
    return storeByte(r, (container as W_Object).v as ByteArray, index);
  }
  if (typeof index === 'number' && storeArrayItem(r, container as Raw, index, value as Raw)) return;
  if (
    typeof index !== 'number' ||
    typeof container !== 'object' ||
    container.type !== r.space.types.list ||
    !fitsStrategy(r, (container as W_Object).strategy, value)
  ) {
    if (operatorMethods.setitem(r)) return;
    return residual(r, arg);
  }
  const list = container as W_Object;
  const { storage, kind } = listStorage(r, r.peek(1), list);
  const stored = intoStorage(r, list.strategy, r.peek(2));
  const at = indexInto(r, storage, kind, r.peek(0), index, (list.v as unknown[]).length);
  r.setitem(storage, at, stored, kind);
  r.pop(3);
});

// --- what only the interpreter's body does

for (const op of [
  Op.BINARY_SLICE,
  Op.STORE_SLICE,
  Op.BUILD_LIST,
  Op.BUILD_MAP,
  Op.BUILD_SET,
  Op.BUILD_SLICE,
  Op.BUILD_STRING,
  Op.CONVERT_VALUE,
  Op.FORMAT_SIMPLE,
  Op.FORMAT_WITH_SPEC,
  Op.GET_LEN,
  Op.DELETE_SUBSCR,
  Op.SET_UPDATE,
  Op.DICT_UPDATE,
  Op.UNPACK_EX,
  Op.LOAD_SPECIAL,
  Op.MAKE_FUNCTION,
  Op.MATCH_CLASS,
  Op.MATCH_KEYS,
  Op.MATCH_MAPPING,
  Op.MATCH_SEQUENCE,
  Op.DICT_MERGE,
  Op.DELETE_ATTR,
  Op.SET_FUNCTION_ATTRIBUTE,
]) {
  define(op, residual);
}
