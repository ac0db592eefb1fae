// Items of an `array.array`: numbers read from and written to its storage where the type code's items are numbers of the host, one plain call for
// those of eight bytes and for characters.
import { intRange } from '../../objspace/modules/array.ts';
import type { ArrayPayload } from '../../objspace/modules/array.ts';
import { writeInt } from '../../kernels/struct.ts';
import { unwrap } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import type { PypySpace } from '../space.ts';
import { guardDone, quickCallee } from './direct-residuals.ts';
import type { Callee, Ins } from './ir.ts';
import { ARRAY_CODE, ARRAY_ITEMS, ARRAY_LENGTH, arrayItems, ofType, PAYLOAD } from './layout.ts';
import { indexBelow } from './record-index.ts';
import type { Recorder } from './recorder.ts';

type Run = Callee['run'];

const isItemOf = (r: Recorder, o: Raw, index: number): o is W_Object => {
  if (typeof o !== 'object' || o.type !== r.space.types['array.array']) return false;
  const { length } = o.v as ArrayPayload;
  return index < length && index >= -length;
};

/** The array's state, its type code guarded, and the index as one of its items. */
function placeOf(r: Recorder, array: W_Object, index: number): { state: Ins; at: Ins } {
  const { code, length } = array.v as ArrayPayload;
  const state = r.getfield(r.asClass(r.peek(1), ofType(array.type)), PAYLOAD);
  r.asConstant(r.getfield(state, ARRAY_CODE), code, 'p');
  return { state, at: indexBelow(r, r.getfield(state, ARRAY_LENGTH), r.peek(0), index, length) };
}

const readItem = (space: PypySpace) => (array: ArrayPayload, i: number) => unwrap(array.item(space, i));

/** `array[index]`, both on top of the stack; null: not an array, or no such item. */
export function arrayItem(r: Recorder, container: Raw, index: number): Ins | null {
  if (!isItemOf(r, container, index)) return null;
  const { state, at } = placeOf(r, container, index);
  const kind = arrayItems[(container.v as ArrayPayload).code.code];
  if (kind !== undefined) return r.getitem(r.getfield(state, ARRAY_ITEMS), at, kind);
  const callee = quickCallee(r.space, 'item of array', () => readItem(r.space) as Run, 'w', {
    isApart: true,
  });
  return r.emit('call', [state, at], callee, 'w');
}

const writeLong = (array: ArrayPayload, i: number, value: number): boolean => {
  if (!array.code.signed && value < 0) return false;
  writeInt(array.view, i * 8, value, 8, true);
  return true;
};

/** `array[index] = value`, index on top of the stack, then the array, then the value; false, and nothing recorded: not an array, or what it does not hold. */
export function storeArrayItem(r: Recorder, container: Raw, index: number, value: Raw): boolean {
  if (!isItemOf(r, container, index)) return false;
  const array = container.v as ArrayPayload;
  const { code } = array;
  const isNumber = typeof value === 'number';
  if (code.isText || !(isNumber || (typeof value === 'object' && value.type === r.space.types.float)))
    return false;
  const kind = arrayItems[code.code];
  if (kind === undefined) {
    if (!isNumber || (!code.signed && value < 0)) return false;
    const { state, at } = placeOf(r, container, index);
    const options = { effect: 'writes', isApart: true } as const;
    const callee = quickCallee(r.space, 'store in array', () => writeLong as Run, 'b', options);
    guardDone(r, r.emit('call', [state, at, r.asInt(r.peek(2))], callee, 'b'));
    r.pop(3);
    return true;
  }
  const range = intRange(array);
  // What is stored into four bytes is not what is read again.
  if (code.code === 'f' || (range !== null && (!isNumber || value < range[0] || value > range[1])))
    return false;
  const { state, at } = placeOf(r, container, index);
  let stored: Ins;
  if (range === null) {
    stored = isNumber ? r.emit('int_to_float', [r.asInt(r.peek(2))]) : r.asFloat(r.peek(2));
  } else {
    stored = r.asInt(r.peek(2));
    r.guard(r.emit('int_ge', [stored, r.int(range[0])]), true);
    r.guard(r.emit('int_le', [stored, r.int(range[1])]), true);
  }
  r.setitem(r.getfield(state, ARRAY_ITEMS), at, stored, kind);
  r.pop(3);
  return true;
}
