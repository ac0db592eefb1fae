// @inline-constants-from ../../frontend/opcodes.ts Op
// Record functions of iteration. Iterators over ranges, lists, tuples, texts and bytes, and enumerate and zip over them, are state that a trace keeps in
// variables; those over tables of dicts are asked for the next entry; generators are followed (record-generators.ts); all others are called.
import { Op } from '../../frontend/opcodes.ts';
import type { DictIterator } from '../../objspace/types/dict-views.ts';
import type { BytesIterator } from '../../objspace/types/bytes.ts';
import { selfIter } from '../../objspace/types/iterators.ts';
import type { IndexIterator } from '../../objspace/types/iterators.ts';
import type { RangePayload, RangeIterator } from '../../objspace/types/range.ts';
import type { TextIterator } from '../../objspace/types/str.ts';
import type { Enumerate, Zip } from '../../objspace/types/transforming-iterators.ts';
import { runNested } from '../../objspace/continuation.ts';
import { STOP } from '../../objspace/object.ts';
import type { HashStorage } from '../hash-storage.ts';
import { quickNext } from '../iteration.ts';
import { NO_SLOTS, unwrap, wrap } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import type { PypySpace } from '../space.ts';
import { quickCallee } from './direct-residuals.ts';
import { constant } from './ir.ts';
import type { Callee, Field, Ins } from './ir.ts';
import {
  BYTES_CONTENT,
  BYTES_OVER,
  bytesItems,
  ENUMERATE_INDEX,
  ENUMERATE_ITERATOR,
  ITERATOR_INDEX,
  ITERATOR_OVER,
  LIST_STRATEGY,
  iteratorPayloads,
  ofType,
  PAYLOAD,
  payloadObject,
  RANGE_NEXT,
  RANGE_REMAINING,
  RANGE_START,
  RANGE_STEP,
  RANGE_LENGTH,
  RANGE_STEP_OF,
  rangeIterator,
  TEXT_INDEX,
  TEXT_OVER,
  TUPLE_ITEMS,
  tupleItems,
  ZIP_ITERATORS,
  ZIP_STRICT,
  zipIterators,
} from './layout.ts';
import type { Recorder } from './recorder.ts';
import { listStorage } from './record-operators.ts';
import { resumeGenerator } from './record-generators.ts';
import { define, newTuple } from './record-values.ts';
import { guardNesting, residual } from './residual.ts';

function newObject(
  r: Recorder,
  typeName: 'range_iterator' | 'list_iterator' | 'tuple_iterator',
  payload: Ins,
): Ins {
  const type = constant(r.space.types[typeName], 'p');
  return r.emit(
    'new',
    [type, payload, constant(null, 'p'), constant(NO_SLOTS, 'p'), r.int(0)],
    payloadObject,
  );
}

/** Builtin types whose iterators a trace does not make itself. */
const ITERATED = new Set([
  'bytes',
  'bytearray',
  'dict',
  'dict_items',
  'dict_keys',
  'dict_values',
  'frozenset',
  'set',
]);
function newIterator(r: Recorder, over: string, make: () => (o: Raw) => Raw, object: Ins): Ins {
  const options = { effect: 'reads', isApart: true } as const;
  const callee = quickCallee(r.space, `iterator over ${over}`, make, 'p', options);
  return r.emit('call', [object], callee, 'p');
}

define(Op.GET_ITER, (r, arg) => {
  const value = r.value();
  const { types } = r.space;
  if (typeof value === 'string') {
    const { iter } = types.str.slots;
    const text = r.asStr(r.peek());
    r.pop();
    return r.push(newIterator(r, 'str', () => (o: Raw) => unwrap(iter!(r.space, wrap(o))), text));
  }
  if (typeof value !== 'object') return residual(r, arg);
  if (value.type === types.range) {
    const range = value.v as RangePayload;
    if (
      typeof range.start !== 'number' ||
      typeof range.step !== 'number' ||
      typeof range.length !== 'number'
    ) {
      return residual(r, arg);
    }
    const payload = r.getfield(r.asClass(r.peek(), ofType(types.range)), PAYLOAD);
    const start = r.asInt(r.getfield(payload, RANGE_START));
    const step = r.asInt(r.getfield(payload, RANGE_STEP_OF));
    const length = r.asInt(r.getfield(payload, RANGE_LENGTH));
    // The end must be a host number as well: one step past the last item is.
    const span = r.exiting('int_mul_ovf', [step, length]);
    r.exiting('int_add_ovf', [start, span]);
    const state = r.emit('new', [start, step, length], rangeIterator);
    r.pop();
    return r.push(newObject(r, 'range_iterator', state));
  }
  if (value.type === types.list || value.type === types.tuple) {
    const name = value.type === types.list ? 'list_iterator' : 'tuple_iterator';
    const over = r.asClass(r.peek(), ofType(value.type));
    const state = r.emit('new', [over, r.int(0)], iteratorPayloads[name]);
    r.pop();
    return r.push(newObject(r, name, state));
  }
  const { iter } = value.type.slots;
  if (value.type === types.generator || (!value.type.isHeap && iter === selfIter))
    return void r.asClass(r.peek(), ofType(value.type));
  if (ITERATED.has(value.type.name) && !value.type.isHeap) {
    const object = r.asClass(r.peek(), ofType(value.type));
    const make = () => (o: Raw) => unwrap(iter!(r.space, wrap(o)));
    r.pop();
    return r.push(newIterator(r, value.type.name, make, object));
  }
  residual(r, arg);
});

/**
 * A turn of an iterator that is followed: all guards have been recorded, so that several go side by side; what it stores is still to come.
 * `item`: null where there is none.
 */
interface Turn {
  readonly item: Ins | null;
  readonly store: () => void;
}

/** Null: not of these, and nothing but guards and loads recorded. */
function turnOf(r: Recorder, ref: Ins, iterator: Raw): Turn | null {
  if (typeof iterator !== 'object') return null;
  const { types } = r.space;
  switch (iterator.type) {
    case types.range_iterator:
      return turnOfRange(r, ref, iterator);
    case types.list_iterator:
    case types.tuple_iterator:
      return turnOfItems(r, ref, iterator as W_Object);
    case types.str_iterator:
    case types.str_ascii_iterator:
      return turnOfText(r, ref, iterator as W_Object);
    case types.bytes_iterator:
      return turnOfBytes(r, ref, iterator as W_Object);
    case types.enumerate:
      return turnOfEnumerate(r, ref, iterator as W_Object);
    case types.zip:
      return turnOfZip(r, ref, iterator as W_Object);
  }
  return null;
}

const stateOf = (r: Recorder, ref: Ins, iterator: Exclude<Raw, string | number>): Ins =>
  r.getfield(r.asClass(ref, ofType(iterator.type)), PAYLOAD);

function turnOfRange(r: Recorder, ref: Ins, iterator: Exclude<Raw, string | number>): Turn {
  const state = stateOf(r, ref, iterator);
  const remaining = r.getfield(state, RANGE_REMAINING);
  const more = (iterator.v as RangeIterator).remaining > 0;
  r.guard(r.emit('int_gt', [remaining, r.int(0)]), more);
  if (!more) return { item: null, store: () => {} };
  const next = r.getfield(state, RANGE_NEXT);
  const step = r.getfield(state, RANGE_STEP);
  const store = (): void => {
    r.setfield(state, RANGE_REMAINING, r.emit('int_sub', [remaining, r.int(1)]));
    // One step past the last item is a host number still: GET_ITER made sure.
    r.setfield(state, RANGE_NEXT, r.emit('int_add', [next, step]));
  };
  return { item: next, store };
}

const NULL_OVER = constant(null, 'w');

function turnOfItems(r: Recorder, ref: Ins, iterator: W_Object): Turn | null {
  const { types } = r.space;
  const position = iterator.v as IndexIterator;
  if (position.w_over === null) return null;
  const over = position.w_over as unknown as W_Object;
  const isList = iterator.type === types.list_iterator;
  if (isList && over.type !== types.list) return null;
  const state = stateOf(r, ref, iterator);
  const overRef = r.getfield(state, ITERATOR_OVER);
  const index = r.getfield(state, ITERATOR_INDEX);
  const ended: Turn = { item: null, store: () => r.setfield(state, ITERATOR_OVER, NULL_OVER) };
  if (isList && over.strategy === 0) {
    const list = r.asClass(overRef, ofType(types.list));
    r.guardInt(r.getfield(list, LIST_STRATEGY), 0);
    return ended;
  }
  let storage: Ins;
  let kind;
  if (isList) ({ storage, kind } = listStorage(r, overRef, over));
  else {
    storage = r.getfield(r.asClass(overRef, ofType(over.type)), TUPLE_ITEMS);
    kind = tupleItems;
  }
  const count = r.emit('arraylen', [storage], kind);
  const more = position.index < (over.v as unknown[]).length;
  r.guard(r.emit('int_lt', [index, count]), more);
  if (!more) return ended;
  const item = r.getitem(storage, index, kind);
  return { item, store: () => r.setfield(state, ITERATOR_INDEX, r.emit('int_add', [index, r.int(1)])) };
}

function turnOfText(r: Recorder, ref: Ins, iterator: W_Object): Turn | null {
  const { w_text, index } = iterator.v as TextIterator;
  if (typeof w_text !== 'string') return null;
  const state = stateOf(r, ref, iterator);
  const text = r.asStr(r.getfield(state, TEXT_OVER));
  const at = r.getfield(state, TEXT_INDEX);
  const more = index < (w_text as string).length;
  r.guard(r.emit('int_lt', [at, r.emit('str_len', [text])]), more);
  if (!more) return { item: null, store: () => r.setfield(state, TEXT_OVER, NULL_OVER) };
  const item = r.emit('str_char', [text, at]);
  return { item, store: () => r.setfield(state, TEXT_INDEX, r.emit('int_add', [at, r.int(1)])) };
}

function turnOfBytes(r: Recorder, ref: Ins, iterator: W_Object): Turn | null {
  const { w_bytes, index } = iterator.v as BytesIterator;
  const bytes = w_bytes as unknown as W_Object | null;
  const { bytes: bytesType } = r.space.types;
  if (bytes?.type !== bytesType) return null;
  const state = stateOf(r, ref, iterator);
  const content = r.getfield(r.asClass(r.getfield(state, BYTES_OVER), ofType(bytesType)), BYTES_CONTENT);
  const at = r.getfield(state, TEXT_INDEX);
  const more = index < (bytes.v as Uint8Array).length;
  r.guard(r.emit('int_lt', [at, r.emit('arraylen', [content], bytesItems)]), more);
  if (!more) return { item: null, store: () => r.setfield(state, BYTES_OVER, NULL_OVER) };
  const item = r.getitem(content, at, bytesItems);
  return { item, store: () => r.setfield(state, TEXT_INDEX, r.emit('int_add', [at, r.int(1)])) };
}

function turnOfEnumerate(r: Recorder, ref: Ins, iterator: W_Object): Turn | null {
  const { w_iterator, index } = iterator.v as Enumerate;
  if (w_iterator === null || typeof index !== 'number') return null;
  const state = stateOf(r, ref, iterator);
  const inner = turnOf(r, r.getfield(state, ENUMERATE_ITERATOR), w_iterator as unknown as Raw);
  if (inner === null || inner.item === null) return inner;
  const n = r.asInt(r.getfield(state, ENUMERATE_INDEX));
  const next = r.exiting('int_add_ovf', [n, r.int(1)]);
  const item = newTuple(r, [n, r.boxed(inner.item)]);
  const store = (): void => {
    inner.store();
    r.setfield(state, ENUMERATE_INDEX, next);
  };
  return { item, store };
}

function turnOfZip(r: Recorder, ref: Ins, iterator: W_Object): Turn | null {
  const { iterators_w, strict } = iterator.v as Zip;
  const { length } = iterators_w;
  if (strict || length === 0 || length > MOST_SIDE_BY_SIDE) return null;
  const state = stateOf(r, ref, iterator);
  r.guard(r.getfield(state, ZIP_STRICT), false);
  const parts = r.getfield(state, ZIP_ITERATORS);
  r.guardInt(r.emit('arraylen', [parts], zipIterators), length);
  const refs = iterators_w.map((_, i) => r.getitem(parts, r.int(i), zipIterators));
  const turns: Turn[] = [];
  for (let i = 0; i < length; i++) {
    const part = iterators_w[i] as unknown as Raw;
    // One iterator in two places takes two turns; what has others below it could have the same one there.
    for (let k = 0; k < i; k++) {
      if (iterators_w[k] === iterators_w[i]) return null;
      r.guard(r.emit('same', [refs[k], refs[i]]), false);
    }
    const { types } = r.space;
    if (typeof part === 'object' && (part.type === types.enumerate || part.type === types.zip)) return null;
    const turn = turnOf(r, refs[i], part);
    if (turn === null) return null;
    turns.push(turn);
    // Those before it have moved on.
    if (turn.item === null) return { item: null, store: () => turns.forEach((one) => one.store()) };
  }
  const item = newTuple(
    r,
    turns.map((turn) => r.boxed(turn.item!)),
  );
  return { item, store: () => turns.forEach((turn) => turn.store()) };
}
const MOST_SIDE_BY_SIDE = 4;

define(Op.FOR_ITER, (r, arg) => {
  const value = r.value();
  const { types } = r.space;
  if (typeof value !== 'object') return r.abort('unsupported-value', 'an iterator');
  const turn = turnOf(r, r.peek(), value);
  if (turn !== null) {
    turn.store();
    if (turn.item === null) return void (r.nextPc = arg + 2);
    return r.push(turn.item);
  }
  if (value.type === types.generator && resumeGenerator(r, value)) return;
  if (OVER_TABLES.has(value.type.name) && !value.type.isHeap && nextEntry(r, arg, value as W_Object)) return;
  return anyIterator(r, arg, value);
});

/** Index of the next entry, where the iterator moves on to it; -1: there is none. */
const entryAfter = (space: PypySpace) => (iterator: W_Object) => {
  const position = iterator.v as DictIterator;
  const { w_over, size, remaining } = position;
  if (w_over !== null && remaining > 0) {
    const { used, keys, first } = (w_over as unknown as W_Object).v as HashStorage;
    if (used === size) {
      let i = Math.max(position.position, first);
      while (i < keys.length && keys[i] === undefined) i++;
      if (i < keys.length) {
        position.position = i + 1;
        position.remaining--;
        return i;
      }
    }
  }
  // At its end, or the dict has changed, which raises.
  iterator.type.slots.iternext!(space, wrap(iterator));
  return -1;
};
const storageUnder = (iterator: W_Object): HashStorage =>
  ((iterator.v as DictIterator).w_over as unknown as W_Object).v as HashStorage;
const keyAt = () => (iterator: W_Object, i: number) => storageUnder(iterator).keys[i];
const valueAt = () => (iterator: W_Object, i: number) => storageUnder(iterator).values[i];

/** Pairs of a dict, without the tuple; keys, values, items of a set. False, and nothing recorded: there is none left. */
function nextEntry(r: Recorder, arg: number, iterator: W_Object): boolean {
  const { w_over, size, remaining } = iterator.v as DictIterator;
  if (w_over === null || remaining === 0) return false;
  if (((w_over as unknown as W_Object).v as HashStorage).used !== size) return false;
  const { space } = r;
  const object = r.asClass(r.peek(), ofType(iterator.type));
  const index = r.call(nextEntryOf(space), [object]);
  r.guard(r.emit('int_ge', [index, r.int(0)]), true, r.snapshotAt(arg + 2, 0));
  const apart = { effect: 'reads', isApart: true } as const;
  const { dict_itemiterator, dict_valueiterator } = space.types;
  const part = (name: string, at: typeof keyAt): Ins =>
    r.emit('call', [object, index], quickCallee(space, name, at, 'w', apart), 'w');
  if (iterator.type === dict_itemiterator)
    r.push(newTuple(r, [part('key of entry', keyAt), part('value of entry', valueAt)]));
  else if (iterator.type === dict_valueiterator) r.push(part('value of entry', valueAt));
  else r.push(part('key of entry', keyAt));
  return true;
}
const nextEntryOf = (space: PypySpace): Callee => {
  const callee = quickCallee(space, 'next entry', () => entryAfter(space), 'i', {
    effect: 'writes',
    isApart: true,
  });
  return { ...callee, raises: true };
};

/** Iterators over builtin containers: they change themselves and nothing else. */
const OWN_STATE = new Set([
  'bytes_iterator',
  'dict_itemiterator',
  'dict_keyiterator',
  'dict_valueiterator',
  'list_reverseiterator',
  'set_iterator',
  'str_ascii_iterator',
  'str_iterator',
]);
/** Those that make rows of pools that they have taken whole. */
const OF_POOLS = new Set([
  'itertools.combinations',
  'itertools.combinations_with_replacement',
  'itertools.permutations',
  'itertools.product',
]);
const iteratorPlaces: Field[] = [
  ITERATOR_OVER,
  ITERATOR_INDEX,
  RANGE_NEXT,
  RANGE_REMAINING,
  TEXT_OVER,
  TEXT_INDEX,
  BYTES_OVER,
  ENUMERATE_INDEX,
];
/** Those of them that have no places in traces. */
const OVER_TABLES = new Set(['dict_itemiterator', 'dict_keyiterator', 'dict_valueiterator', 'set_iterator']);

/** Asks the iterator's own `__next__`. Whether there was an item shows when it has been executed. */
function anyIterator(r: Recorder, arg: number, iterator: Exclude<Raw, string | number>): void {
  const { space } = r;
  const { type } = iterator;
  const { iternext } = type.slots;
  if (type.isHeap || iternext === null) {
    return r.abort('unsupported-value', `an iterator of type ${type.name}`);
  }
  const isOfPool = OF_POOLS.has(type.name);
  const isOwn = isOfPool || OWN_STATE.has(type.name);
  if (!isOwn) guardNesting(r);
  const callee: Callee = {
    name: `next of ${type.name}`,
    run: ((o: Raw) => {
      const item = quickNext(space, o as W_Object);
      if (item !== undefined) return item;
      const w = isOwn ? iternext(space, wrap(o)) : runNested(space, () => iternext(space, wrap(o)));
      return w === STOP ? null : w;
    }) as Callee['run'],
    result: 'w',
    effect: isOwn ? 'writes' : 'any',
    writes: isOwn ? iteratorPlaces : undefined,
    isApart: isOfPool || OVER_TABLES.has(type.name),
    raises: true,
  };
  const item = r.call(callee, [r.asClass(r.peek(), ofType(type))]);
  if (!isOwn) r.mayCallBack = callee;
  const ended = r.snapshotAt(arg + 2, 0);
  const next = r.snapshotAt(r.pc + 2, 0, [item]);
  r.postponed = (f) => {
    const more = f.pc === r.lastPc + 2;
    r.guard(r.emit('is_set', [item]), more, more ? ended : next);
    if (more) r.push(item);
    r.nextPc = f.pc;
  };
}
