// The interpreter's objects as traces see them: fields, kinds of arrays, tests. One `Field` for each use of a property, so that the content
// of a tuple (`v`, never changes) and the storage of a list (`v` as well) are different places.
import type { TypeObject } from '../../objspace/typeobject.ts';
import type { InstanceMap } from '../map.ts';
import { W_Float, W_Object } from '../object.ts';
import { ListIterator, TupleIterator } from '../../objspace/types/iterators.ts';
import { SlicePayload } from '../../objspace/types/slice.ts';
import { RangeIterator, RangePayload } from '../../objspace/types/range.ts';
import { CellPayload, MethodPayload } from '../../objspace/types/function.ts';
import type { ArrayKind, Field, HostClass, Kind } from './ir.ts';

const field = (name: string, property: string, kind: Kind, immutable = false): Field => ({
  name,
  property,
  kind,
  immutable,
});
const array = (name: string, kind: Kind, immutable = false): ArrayKind => ({ name, kind, immutable });

/** Of every value but ints and strs. That of an instance of a Python class changes only with its map. */
export const TYPE = field('type', 'type', 'p', true);
export const MAP = field('map', 'map', 'p');
export const SLOTS = field('slots', 'slots', 'p');
/** The private box of a float slot. */
export const FLOAT_SLOT = field('float slot', 'v', 'f');
export const slotItems = array('slots', 'w');

export const LIST_STRATEGY = field('list.strategy', 'strategy', 'i');
export const LIST_STORAGE = field('list.v', 'v', 'p');
export const listInts = array('list ints', 'i');
export const listFloats = array('list floats', 'f');
export const listStrs = array('list strs', 's');
export const listObjects = array('list objects', 'w');
/** What changes when a list does. */
export const listPlaces = [LIST_STORAGE, LIST_STRATEGY, listInts, listFloats, listStrs, listObjects];

export const TUPLE_ITEMS = field('tuple.v', 'v', 'p', true);
export const tupleItems = array('tuple items', 'w', true);

/** State of a builtin object. */
export const PAYLOAD = field('payload', 'v', 'p', true);

export const RANGE_NEXT = field('range_iterator.next', 'next', 'i');
export const RANGE_STEP = field('range_iterator.step', 'step', 'i', true);
export const RANGE_REMAINING = field('range_iterator.remaining', 'remaining', 'i');

export const RANGE_START = field('range.start', 'start', 'w', true);
export const RANGE_STOP = field('range.stop', 'stop', 'w', true);
export const RANGE_STEP_OF = field('range.step', 'step', 'w', true);
export const RANGE_LENGTH = field('range.length', 'length', 'w', true);

export const SLICE_START = field('slice.start', 'w_start', 'w', true);
export const SLICE_STOP = field('slice.stop', 'w_stop', 'w', true);
export const SLICE_STEP = field('slice.step', 'w_step', 'w', true);

export const ITERATOR_OVER = field('iterator.over', 'w_over', 'w');
export const ITERATOR_INDEX = field('iterator.index', 'index', 'i');

export const TEXT_OVER = field('text iterator.text', 'w_text', 'w');
/** Of iterators over texts and bytes. */
export const TEXT_INDEX = field('text iterator.index', 'index', 'i');
export const BYTES_OVER = field('bytes iterator.bytes', 'w_bytes', 'w');
export const BYTES_CONTENT = field('bytes.v', 'v', 'p', true);
const BYTE: readonly [number, number] = [0, 255];
export const bytesItems: ArrayKind = { ...array('bytes', 'i', true), range: BYTE };
/** Of a bytearray: what works on bytes in host code may change them. */
export const BYTEARRAY_STORAGE: Field = { ...field('bytearray.storage', 'storage', 'p'), isExposed: true };
export const BYTEARRAY_LENGTH: Field = { ...field('bytearray.length', 'length', 'i'), isExposed: true };
export const byteArrayItems: ArrayKind = { ...array('bytearray items', 'i'), isExposed: true, range: BYTE };
/** Of an `array.array`, the same; no two type codes share storage. */
export const ARRAY_CODE = field('array.code', 'code', 'p', true);
export const ARRAY_ITEMS: Field = { ...field('array.items', 'items', 'p'), isExposed: true };
export const ARRAY_LENGTH: Field = { ...field('array.length', 'length', 'i'), isExposed: true };
const arrayItemsOf = (code: string, range?: readonly [number, number]): ArrayKind => ({
  ...array(`array ${code}`, range === undefined ? 'f' : 'i'),
  isExposed: true,
  range,
});
/** By the type codes whose items are numbers of the host. */
export const arrayItems: Readonly<Partial<Record<string, ArrayKind>>> = {
  b: arrayItemsOf('b', [-128, 127]),
  B: arrayItemsOf('B', BYTE),
  h: arrayItemsOf('h', [-0x8000, 0x7fff]),
  H: arrayItemsOf('H', [0, 0xffff]),
  i: arrayItemsOf('i', [-0x8000_0000, 0x7fff_ffff]),
  I: arrayItemsOf('I', [0, 0xffff_ffff]),
  f: arrayItemsOf('f'),
  d: arrayItemsOf('d'),
};
export const exposedPlaces: readonly (Field | ArrayKind)[] = [
  BYTEARRAY_STORAGE,
  BYTEARRAY_LENGTH,
  byteArrayItems,
  ARRAY_ITEMS,
  ARRAY_LENGTH,
  ...(Object.values(arrayItems) as ArrayKind[]),
];
export const ENUMERATE_ITERATOR = field('enumerate.iterator', 'w_iterator', 'w', true);
export const ENUMERATE_INDEX = field('enumerate.index', 'index', 'w');
export const ZIP_ITERATORS = field('zip.iterators', 'iterators_w', 'p', true);
export const ZIP_STRICT = field('zip.strict', 'strict', 'b');
export const zipIterators = array('zip iterators', 'w', true);

export const GENERATOR_FRAME = field('generator.frame', 'frame', 'p', true);
export const GENERATOR_BUSY = field('generator.isDelegateBusy', 'isDelegateBusy', 'b');
/** Of a generator's frame, which is used for nothing else. */
export const FRAME_CODE = field('frame.code', 'code', 'p', true);
export const FRAME_GLOBALS = field('frame.globals', 'globals', 'p', true);
export const FRAME_BUILTINS = field('frame.builtins', 'builtins', 'p', true);
export const FRAME_STATE = field('frame.state', 'stateNumber', 'i');
export const FRAME_PC = field('frame.pc', 'pc', 'i');
export const FRAME_SP = field('frame.sp', 'sp', 'i');
export const FRAME_STACK = field('frame.stack', 'stack', 'p');
export const frameStack = array('frame slots', 'w');

/** What the thread, or the generator that runs, handles. */
export const SPACE_HANDLED = field('space.handled', 'handled', 'p');
export const HANDLED_VALUE = field('handled.value', 'value', 'w');

export const METHOD_FUNCTION = field('method.function', 'w_function', 'p', true);
export const METHOD_SELF = field('method.self', 'w_self', 'w', true);

/** Of a bound builtin. */
export const BOUND_DESCRIPTOR = field('bound.descriptor', 'w_descr', 'p', true);
export const BOUND_SELF = field('bound.self', 'w_self', 'w', true);

export const FUNCTION_CODE = field('function.code', 'w_code', 'p');
export const FUNCTION_VERSION = field('function.version', 'version', 'i');
export const FUNCTION_CLOSURE = field('function.closure', 'closure_w', 'p');
export const FUNCTION_DEFAULTS = field('function.defaults', 'defaults_w', 'p');
export const functionDefaults = array('defaults', 'w', true);
export const FUNCTION_KWDEFAULTS = field('function.kwdefaults', 'w_kwdefaults', 'p');
export const FUNCTION_GLOBALS = field('function.globals', 'w_globals', 'p');
export const closureCells = array('closure', 'p', true);
export const CELL_CONTENT = field('cell.content', 'w_value', 'w');

export const STORAGE_VERSION = field('storage.version', 'version', 'i');
export const STORAGE_VALUES = field('storage.values', 'values', 'p');
export const storageValues = array('storage values', 'w');
export const TYPE_VERSION = field('type.version', 'version', 'i');

// --- what traces make

const ATTRIBUTES = field('object.slots', 'slots', 'p');
const STRATEGY = field('object.strategy', 'strategy', 'i');
const make = (
  name: string,
  construct: HostClass['construct'],
  fields: readonly Field[],
  test?: HostClass['test'],
): HostClass => ({
  name,
  construct,
  fields,
  test,
});
const construct = W_Object as unknown as HostClass['construct'];

/** A tuple, iterator, method …: a `W_Object` with its state in `v`. */
export const tupleObject = make('tuple', construct, [TYPE, TUPLE_ITEMS, MAP, ATTRIBUTES, STRATEGY]);
export const payloadObject = make('object', construct, [TYPE, PAYLOAD, MAP, ATTRIBUTES, STRATEGY]);
export const instanceObject = make('instance', construct, [TYPE, PAYLOAD, MAP, SLOTS, STRATEGY]);
export const listObject = make('list', construct, [TYPE, LIST_STORAGE, MAP, ATTRIBUTES, LIST_STRATEGY]);
export const rangeIterator = make('RangeIterator', RangeIterator as unknown as HostClass['construct'], [
  RANGE_NEXT,
  RANGE_STEP,
  RANGE_REMAINING,
]);
/** The length follows from the rest. */
function newRangePayload(start: number, stop: number, step: number): RangePayload {
  return new RangePayload(start, stop, step);
}
export const rangePayload = make('RangePayload', newRangePayload as unknown as HostClass['construct'], [
  RANGE_START,
  RANGE_STOP,
  RANGE_STEP_OF,
  RANGE_LENGTH,
]);
export const slicePayload = make('SlicePayload', SlicePayload as unknown as HostClass['construct'], [
  SLICE_START,
  SLICE_STOP,
  SLICE_STEP,
]);
export const iteratorPayloads = {
  list_iterator: make('ListIterator', ListIterator as unknown as HostClass['construct'], [
    ITERATOR_OVER,
    ITERATOR_INDEX,
  ]),
  tuple_iterator: make('TupleIterator', TupleIterator as unknown as HostClass['construct'], [
    ITERATOR_OVER,
    ITERATOR_INDEX,
  ]),
} as const;
export const floatObject = make('W_Float', W_Float as unknown as HostClass['construct'], [TYPE, FLOAT_SLOT]);
export const cellPayload = make('CellPayload', CellPayload as unknown as HostClass['construct'], [
  CELL_CONTENT,
]);
export const methodPayload = make('MethodPayload', MethodPayload as unknown as HostClass['construct'], [
  METHOD_FUNCTION,
  METHOD_SELF,
]);

const typeTests = new WeakMap<TypeObject, HostClass>();
/** A value of exactly this type. */
export function ofType(type: TypeObject): HostClass {
  let test = typeTests.get(type);
  if (test === undefined) {
    test = make(type.name, construct, [], { field: TYPE, value: type });
    typeTests.set(type, test);
  }
  return test;
}

let mapNumber = 0;
const mapTests = new WeakMap<InstanceMap, HostClass>();
/** An instance with these attributes. */
export function ofMap(map: InstanceMap): HostClass {
  let test = mapTests.get(map);
  if (test === undefined) {
    test = make(`${map.type.name}~${++mapNumber}`, construct, [], { field: MAP, value: map });
    mapTests.set(map, test);
  }
  return test;
}

/** Slots below this may be handed over as raw floats, one bit each. */
export const RAW_SLOTS = 31;
