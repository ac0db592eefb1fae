// @inline-constants-from ../../frontend/opcodes.ts Op
// Parts of lists, read and replaced, and the methods of lists that move items, as plain calls on the storage (direct-residuals.ts). Slices whose bounds are ints
// or None are taken apart by traces, so that the slice object is not made. Models Objects/listobject.c and PySlice_AdjustIndices of Objects/sliceobject.c.
import { Op } from '../../frontend/opcodes.ts';
import { clip } from '../../kernels/text.ts';
import { adjust, newslice } from '../../objspace/types/slice.ts';
import type { SlicePayload } from '../../objspace/types/slice.ts';
import * as lists from '../list-strategy.ts';
import { EMPTY, FLOATS } from '../list-strategy.ts';
import { NO_SLOTS, unwrap, W_Object, wrap } from '../object.ts';
import type { Raw, W_Float } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { BuiltinRecorder } from './builtin-recorders.ts';
import { directs, guardDone, quickCallee } from './direct-residuals.ts';
import { constant } from './ir.ts';
import type { Callee, Ins } from './ir.ts';
import {
  listPlaces,
  ofType,
  PAYLOAD,
  payloadObject,
  SLICE_START,
  SLICE_STEP,
  SLICE_STOP,
  slicePayload,
} from './layout.ts';
import type { Recorder } from './recorder.ts';
import { known } from './record-values.ts';

type Run = Callee['run'];

const isNone = (space: PypySpace, o: Raw): boolean =>
  typeof o === 'object' && o.type === space.types.NoneType;
const isBound = (space: PypySpace, o: Raw): boolean => typeof o === 'number' || isNone(space, o);
const isList = (space: PypySpace, o: Raw | undefined | null): o is W_Object =>
  typeof o === 'object' && o !== null && o.type === space.types.list;

// --- slices

directs[Op.BUILD_SLICE] = (r, arg) => {
  const { space } = r;
  for (let n = 0; n < arg; n++) if (!isBound(space, r.value(n))) return false;
  const step = arg === 3 ? r.boxed(r.peek(0)) : known(unwrap(space.w_None));
  const [start, stop] = [r.boxed(r.peek(arg - 1)), r.boxed(r.peek(arg - 2))];
  const state = r.emit('new', [start, stop, step], slicePayload);
  const fields = [
    constant(space.types.slice, 'p'),
    state,
    constant(null, 'p'),
    constant(NO_SLOTS, 'p'),
    r.int(0),
  ];
  r.pop(arg);
  r.push(r.emit('new', fields, payloadObject));
  return true;
};

/** A bound that is an int or None, as the trace met it. */
function bound(r: Recorder, ref: Ins, o: Raw): Ins {
  return typeof o === 'number' ? r.asInt(ref) : r.asConstant(ref, o, 'w');
}

/** The slice's bounds and step, guarded; null: others than ints and None. */
export function boundsOf(r: Recorder, ref: Ins, slice: W_Object): [Ins, Ins, Ins] | null {
  const { w_start, w_stop, w_step } = slice.v as SlicePayload;
  const values = [w_start, w_stop, w_step].map((w) => unwrap(w));
  if (!values.every((o) => isBound(r.space, o)) || values[2] === 0) return null;
  const state = r.getfield(r.asClass(ref, ofType(r.space.types.slice)), PAYLOAD);
  const fields = [SLICE_START, SLICE_STOP, SLICE_STEP].map((field, i) =>
    bound(r, r.getfield(state, field), values[i]),
  );
  // A step of 0 raises.
  if (fields[2].kind === 'i') r.guard(r.emit('int_ne', [fields[2], r.int(0)]), true);
  return fields as [Ins, Ins, Ins];
}

/** Every `step`th item, in storage form. */
function stride(storage: readonly unknown[], from: Raw, to: Raw, step: number): unknown[] {
  const isBack = step < 0;
  const start = typeof from === 'number' ? from : isBack ? Infinity : 0;
  const stop = typeof to === 'number' ? to : isBack ? -Infinity : Infinity;
  const bounds = adjust({ start, stop, step }, storage.length);
  const part: unknown[] = [];
  for (let k = 0, i = bounds.start; k < bounds.count; k++, i += step) part.push(storage[i]);
  return part;
}
const strideOfList = (space: PypySpace) => (list: W_Object, from: Raw, to: Raw, step: Raw) => {
  const part = stride(list.v as unknown[], from, to, typeof step === 'number' ? step : 1);
  return new W_Object(space.types.list, part, null, NO_SLOTS, part.length === 0 ? EMPTY : list.strategy);
};
const strideOf = (space: PypySpace) => (o: Raw, from: Raw, to: Raw, step: Raw) => {
  const slice = newslice(space, wrap(from), wrap(to), wrap(step));
  return unwrap(space.typeOf(o).slots.getitem!(space, wrap(o), slice));
};

/** `o[slice]` of a builtin sequence whose type is guarded; false, and nothing recorded: other bounds. */
export function partBySlice(r: Recorder, container: Raw, slice: W_Object): boolean {
  const { space } = r;
  const type = space.typeOf(container);
  const bounds = boundsOf(r, r.peek(), slice);
  if (bounds === null) return false;
  const callee =
    type === space.types.list
      ? quickCallee(space, 'stride of list', () => strideOfList(space) as Run, 'w')
      : {
          ...quickCallee(space, `stride of ${type.name}`, () => strideOf(space) as Run, 'w', {
            effect: 'reads',
            isApart: true,
          }),
          raises: true,
        };
  const args = [r.boxed(r.peek(1)), ...bounds.map((ref) => r.boxed(ref))];
  const part = callee.raises ? r.call(callee, args) : r.emit('call', args, callee, 'w');
  r.pop(2);
  r.push(part);
  return true;
}

// --- replacing

/** `list[from:to] = source`; false: nothing done, items of another kind. */
function storePart(list: W_Object, from: Raw, to: Raw, source: W_Object): boolean {
  const storage = list.v as unknown[];
  const { length } = storage;
  const start = typeof from === 'number' ? clip(from, length) : 0;
  const stop = Math.max(start, typeof to === 'number' ? clip(to, length) : length);
  let added = source.v as unknown[];
  const isEmpty = added.length === 0;
  if (!isEmpty && list.strategy !== source.strategy) return false;
  if (added === storage) added = added.slice();
  const count = stop - start;
  if (count === added.length) {
    for (let i = 0; i < count; i++) storage[start + i] = added[i];
    return true;
  }
  const tail = storage.slice(stop);
  storage.length = start;
  for (let i = 0; i < added.length; i++) storage.push(added[i]);
  for (let i = 0; i < tail.length; i++) storage.push(tail[i]);
  if (storage.length === 0) list.strategy = EMPTY;
  return true;
}
const changing = (space: PypySpace, name: string, run: () => Run, result: Callee['result']): Callee => ({
  ...quickCallee(space, name, run, result, { effect: 'writes' }),
  writes: listPlaces,
});

directs[Op.STORE_SLICE] = (r) => {
  const { space } = r;
  const [source, list, from, to] = [r.value(3), r.value(2), r.value(1), r.value(0)];
  if (!isList(space, list) || !isList(space, source) || !isBound(space, from) || !isBound(space, to))
    return false;
  if (source.strategy !== EMPTY && source.strategy !== list.strategy) return false;
  const type = ofType(space.types.list);
  const callee = changing(space, 'store part of list', () => storePart as Run, 'b');
  const bounds = [bound(r, r.peek(1), from), bound(r, r.peek(0), to)].map((ref) => r.boxed(ref));
  guardDone(
    r,
    r.emit('call', [r.asClass(r.peek(2), type), ...bounds, r.asClass(r.peek(3), type)], callee, 'b'),
  );
  r.pop(4);
  return true;
};

// --- methods

/** Items of any kind: the list may have another strategy than while it was recorded. */
function insertItem(list: W_Object, at: number, o: Raw): void {
  const { length } = list.v as unknown[];
  const place = clip(at, length);
  if (place === length) return lists.append(list, o);
  if (!lists.fits(list, [o])) lists.generalize(list);
  (list.v as unknown[]).splice(place, 0, list.strategy === FLOATS ? (o as W_Float).v : o);
}
export const insert: BuiltinRecorder = (r, args, values) => {
  const { space } = r;
  const [list, at, o] = values;
  if (args.length !== 3 || !isList(space, list) || typeof at !== 'number' || o === list) return undefined;
  const callee = changing(space, 'insert', () => insertItem as Run, '-');
  r.emit('call', [r.asClass(args[0], ofType(list.type)), r.asInt(args[1]), r.boxed(args[2])], callee, '-');
  return known(unwrap(space.w_None));
};

function popItem(list: W_Object, at: number): Raw | undefined {
  const { length } = list.v as unknown[];
  const place = at < 0 ? at + length : at;
  return place < 0 || place >= length ? undefined : lists.pop(list, place);
}
/** `list.pop(i)`; the plain `pop()` takes the storage itself (builtin-recorders.ts). */
export const popAt: BuiltinRecorder = (r, args, values) => {
  const { space } = r;
  const [list, at] = values;
  if (args.length !== 2 || !isList(space, list) || typeof at !== 'number') return undefined;
  const { length } = list.v as unknown[];
  if (at >= length || at < -length) return undefined;
  const callee = changing(space, 'pop at', () => popItem as Run, 'w');
  const item = r.emit('call', [r.asClass(args[0], ofType(list.type)), r.asInt(args[1])], callee, 'w');
  guardDone(r, r.emit('is_set', [item]));
  return item;
};

function reverseItems(list: W_Object): void {
  (list.v as unknown[]).reverse();
}
export const reverse: BuiltinRecorder = (r, args, [list]) => {
  const { space } = r;
  if (args.length !== 1 || !isList(space, list)) return undefined;
  const callee = changing(space, 'reverse', () => reverseItems as Run, '-');
  r.emit('call', [r.asClass(args[0], ofType(list.type))], callee, '-');
  return known(unwrap(space.w_None));
};
