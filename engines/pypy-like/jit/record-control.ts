// @inline-constants-from ../../frontend/opcodes.ts Op
// Record functions of jumps and iteration. A guard on a condition leaves to the other branch, with the condition gone from the stack.
import { Op } from '../../frontend/opcodes.ts';
import type { IndexIterator } from '../../objspace/types/iterators.ts';
import type { RangePayload, RangeIterator } from '../../objspace/types/range.ts';
import { quickNext } from '../iteration.ts';
import { NO_SLOTS } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import type { Code } from '../code.ts';
import { runNested } from '../../objspace/continuation.ts';
import { STOP } from '../../objspace/object.ts';
import { wrap } from '../object.ts';
import { constant } from './ir.ts';
import type { Callee, Ins } from './ir.ts';
import {
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
  TUPLE_ITEMS,
  tupleItems,
} from './layout.ts';
import type { Recorder } from './recorder.ts';
import { listStorage } from './record-operators.ts';
import { resumeGenerator } from './record-generators.ts';
import { define } from './record-values.ts';
import { residual } from './residual.ts';

define(Op.JUMP_FORWARD, (r, arg) => {
  r.nextPc = arg;
});
define(Op.JUMP_BACKWARD_NO_INTERRUPT, (r, arg) => {
  r.nextPc = arg;
});

/** Loops that are compiled, or are about to be, on their own: asked by the recorder of outer ones. */
export const loops = { isCompiled: (_code: Code, _pc: number): boolean => false };

define(Op.JUMP_BACKWARD, (r, arg) => {
  r.nextPc = arg;
  const { loop } = r;
  if (r.isInLoopFrame && arg === loop.pc && loop.parameters === null) return;
  if (r.top.entry?.how === 'generator') {
    // Turns without a yield are followed as they come.
    if (++r.top.turns > MOST_TURNS) return r.abort('inner-loop', 'within a generator');
    return;
  }
  // A loop within this one is compiled first; this one becomes a bridge of it.
  if (r.mustComeRound) return r.abort('inner-loop');
  // An outer loop comes round by way of the loop that this trace belongs to.
  const isOuter = loop.parameters === null && arg <= loop.pc && r.pc > loop.pc;
  if (isOuter && ++r.backwardJumps <= 8 && !loops.isCompiled(r.f.code, arg)) return;
  if (!r.isInLoopFrame) return r.abort('inner-loop');
  const target = r.units.loopUnit(r.f.code, arg, r.f.globals, r.depth);
  if (target === null) return r.abort('inner-loop', 'it is not compiled');
  r.end = { kind: 'tail', snap: r.snapshotAt(arg, 0), target };
});

/** Turns that a generator's loop may take from one yield to the next. */
const MOST_TURNS = 4;

function jumpIf(wanted: boolean) {
  return (r: Recorder, arg: number): void => {
    const holds = r.value() === (r.space.w_True as unknown as Raw);
    const condition = r.asBool(r.peek());
    const jumps = holds === wanted;
    const other = r.snapshotAt(jumps ? r.pc + 2 : arg, 1);
    r.guard(condition, holds, other);
    r.pop();
    if (jumps) r.nextPc = arg;
  };
}
define(Op.POP_JUMP_IF_TRUE, jumpIf(true));
define(Op.POP_JUMP_IF_FALSE, jumpIf(false));

function jumpIfNone(wanted: boolean) {
  return (r: Recorder, arg: number): void => {
    const none = r.space.w_None as unknown as Raw;
    const isNone = r.value() === none;
    const jumps = isNone === wanted;
    const condition = r.emit('same', [r.boxed(r.peek()), constant(none, 'p')]);
    r.guard(condition, isNone, r.snapshotAt(jumps ? r.pc + 2 : arg, 1));
    r.pop();
    if (jumps) r.nextPc = arg;
  };
}
define(Op.POP_JUMP_IF_NONE, jumpIfNone(true));
define(Op.POP_JUMP_IF_NOT_NONE, jumpIfNone(false));

// --- iteration

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

define(Op.GET_ITER, (r, arg) => {
  const value = r.value();
  const { types } = r.space;
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
  if (
    value.type === types.range_iterator ||
    value.type === types.list_iterator ||
    value.type === types.generator
  ) {
    r.asClass(r.peek(), ofType(value.type));
    return;
  }
  residual(r, arg);
});

define(Op.FOR_ITER, (r, arg) => {
  const value = r.value();
  const { types } = r.space;
  if (typeof value !== 'object') return r.abort('unsupported-value', 'an iterator');
  if (value.type === types.range_iterator) {
    const state = r.getfield(r.asClass(r.peek(), ofType(types.range_iterator)), PAYLOAD);
    const remaining = r.getfield(state, RANGE_REMAINING);
    const more = (value.v as RangeIterator).remaining > 0;
    r.guard(r.emit('int_gt', [remaining, r.int(0)]), more);
    if (!more) return void (r.nextPc = arg + 2);
    const next = r.getfield(state, RANGE_NEXT);
    const step = r.getfield(state, RANGE_STEP);
    r.setfield(state, RANGE_REMAINING, r.emit('int_sub', [remaining, r.int(1)]));
    // One step past the last item is a host number still: GET_ITER made sure.
    r.setfield(state, RANGE_NEXT, r.emit('int_add', [next, step]));
    return r.push(next);
  }
  if (value.type === types.list_iterator || value.type === types.tuple_iterator)
    return nextItem(r, arg, value as W_Object);
  if (value.type === types.generator && resumeGenerator(r, value)) return;
  return anyIterator(r, arg, value);
});

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
const iteratorPlaces = [ITERATOR_OVER, ITERATOR_INDEX, RANGE_NEXT, RANGE_REMAINING];

/** Asks the iterator's own `__next__`. Whether there was an item shows when it has been executed. */
function anyIterator(r: Recorder, arg: number, iterator: Exclude<Raw, string | number>): void {
  const { space } = r;
  const { type } = iterator;
  const { iternext } = type.slots;
  if (type.isHeap || iternext === null) {
    return r.abort('unsupported-value', `an iterator of type ${type.name}`);
  }
  const isOwn = OWN_STATE.has(type.name);
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
    isApart: isOwn && type !== space.types.list_reverseiterator,
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

function nextItem(r: Recorder, arg: number, iterator: W_Object): void {
  const { types } = r.space;
  const position = iterator.v as IndexIterator;
  const state = r.getfield(r.asClass(r.peek(), ofType(iterator.type)), PAYLOAD);
  const overRef = r.getfield(state, ITERATOR_OVER);
  if (position.w_over === null) return r.abort('unsupported-value', 'an exhausted iterator');
  const over = position.w_over as unknown as W_Object;
  const index = r.getfield(state, ITERATOR_INDEX);
  const length = (over.v as unknown[]).length;
  const isList = iterator.type === types.list_iterator;
  if (isList && over.type !== types.list) return r.abort('unsupported-value', 'a list of a subclass');
  if (isList && over.strategy === 0) {
    const list = r.asClass(overRef, ofType(types.list));
    r.guardInt(r.getfield(list, LIST_STRATEGY), 0);
    r.setfield(state, ITERATOR_OVER, constant(null, 'w'));
    return void (r.nextPc = arg + 2);
  }
  let storage: Ins;
  let kind;
  if (isList) ({ storage, kind } = listStorage(r, overRef, over));
  else {
    storage = r.getfield(r.asClass(overRef, ofType(types.tuple)), TUPLE_ITEMS);
    kind = tupleItems;
  }
  const count = r.emit('arraylen', [storage], kind);
  const more = position.index < length;
  r.guard(r.emit('int_lt', [index, count]), more);
  if (!more) {
    r.setfield(state, ITERATOR_OVER, constant(null, 'w'));
    return void (r.nextPc = arg + 2);
  }
  const item = r.getitem(storage, index, kind);
  r.setfield(state, ITERATOR_INDEX, r.emit('int_add', [index, r.int(1)]));
  r.push(item);
}
