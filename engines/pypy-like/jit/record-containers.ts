// @inline-constants-from ../../frontend/opcodes.ts Op
// Operators of builtin containers and texts that make a new one or add to one, as plain calls (direct-residuals.ts): sums, products and parts of
// sequences, displays and comprehensions being filled. None of them calls Python code.
import { Intrinsic1, Op } from '../../frontend/opcodes.ts';
import type { SlicePayload } from '../../objspace/types/slice.ts';
import type { HashStorage } from '../hash-storage.ts';
import * as lists from '../list-strategy.ts';
import { NO_SLOTS, unwrap, W_Object, wrap } from '../object.ts';
import type { Raw } from '../object.ts';
import type { PypySpace } from '../space.ts';
import { recordAppend } from './builtin-recorders.ts';
import { guardDone, quickCallee, storeInDict } from './direct-residuals.ts';
import type { Callee, Ins } from './ir.ts';
import { partBySlice } from './list-parts.ts';
import { listPlaces } from './layout.ts';
import { guardType, isScalar } from './plain-values.ts';
import type { Recorder } from './recorder.ts';
import { operatorMethods } from './record-operators.ts';
import { define, known } from './record-values.ts';
import { residual } from './residual.ts';

type Run = (...operands: never[]) => unknown;

const isOf = (o: Raw | null, type: unknown): o is W_Object =>
  typeof o === 'object' && o !== null && o.type === type;
const newList = (space: PypySpace): W_Object => new W_Object(space.types.list, [], null, NO_SLOTS, 0);

// --- sequences

/** Longer ones are left to the interpreter, which looks at what memory there is. */
const LONGEST = 1_000_000;

const concatLists = (space: PypySpace) => (a: W_Object, b: W_Object) => {
  const list = newList(space);
  const [x, y] = [a.v as unknown[], b.v as unknown[]];
  if (a.strategy === b.strategy || y.length === 0) {
    list.v = x.concat(y);
    list.strategy = a.strategy;
  } else lists.fill(list, lists.items(a).concat(lists.items(b)));
  return list;
};
const repeatList = (space: PypySpace) => (a: W_Object, count: number) => {
  const items = a.v as unknown[];
  if (items.length * count > LONGEST) return undefined;
  const list = newList(space);
  const storage: unknown[] = [];
  for (let k = 0; k < count; k++) for (let i = 0; i < items.length; i++) storage.push(items[i]);
  list.v = storage;
  list.strategy = storage.length === 0 ? 0 : a.strategy;
  return list;
};
const concatTuples = (space: PypySpace) => (a: W_Object, b: W_Object) => {
  const items = (a.v as Raw[]).concat(b.v as Raw[]);
  if (items.length === 0) return a;
  return new W_Object(space.types.tuple, items, null, NO_SLOTS, 0);
};
const repeatBytes = (space: PypySpace) => (bytes: W_Object, count: number) => {
  const content = bytes.v as Uint8Array;
  const { length } = content;
  if (length * count > LONGEST) return undefined;
  const whole = new Uint8Array(Math.max(length * count, 0));
  if (length === 1) whole.fill(content[0]);
  else for (let k = 0; k < count; k++) whole.set(content, k * length);
  return unwrap(space.newbytes(whole));
};
const repeatText = () => (text: string, count: number) => {
  if (text.length * count > LONGEST) return undefined;
  return count <= 0 ? '' : text.repeat(count);
};

const ADD = 0;
const MULTIPLY = 5;
const IN_PLACE = 13;
const SUBSCRIPT = 26;

function done(r: Recorder, popped: number, result: Ins): true {
  r.pop(popped);
  r.push(result);
  return true;
}

/** Both operands with their types guarded, the lower first. */
function both(r: Recorder): [Ins, Ins] {
  guardType(r, r.peek(1), r.value(1));
  guardType(r, r.peek(0), r.value(0));
  return [r.boxed(r.peek(1)), r.boxed(r.peek(0))];
}

/** An operator of sequences; false, and nothing recorded: not of these. */
export function binaryOfSequences(r: Recorder, arg: number): boolean {
  const { space } = r;
  const { list, tuple } = space.types;
  const [a, b] = [r.value(1), r.value(0)];
  const operator = arg % IN_PLACE;
  if (arg === SUBSCRIPT) return part(r, a, b);
  if (operator === ADD) {
    if (isOf(a, tuple) && isOf(b, tuple)) {
      const callee = quickCallee(space, 'sum of tuples', () => concatTuples(space) as Run, 'w', {
        isApart: true,
      });
      return done(r, 2, r.emit('call', both(r), callee, 'w'));
    }
    if (!isOf(a, list) || !isOf(b, list)) return false;
    if (arg >= IN_PLACE) {
      const refs = both(r);
      r.emit('call', refs, extender(space), '-');
      return done(r, 2, refs[0]);
    }
    const callee = quickCallee(space, 'sum of lists', () => concatLists(space) as Run, 'w');
    return done(r, 2, r.emit('call', both(r), callee, 'w'));
  }
  if (operator !== MULTIPLY) return false;
  const [sequence, count] = typeof b === 'number' ? [a, b] : [b, a];
  if (typeof count !== 'number') return false;
  const isText = typeof sequence === 'string';
  const isBytes = isOf(sequence, space.types.bytes);
  if (!isText && !isBytes && (!isOf(sequence, list) || arg >= IN_PLACE)) return false;
  const length = isText ? sequence.length : (sequence.v as unknown[]).length;
  if (length * count > LONGEST) return false;
  const callee = isText
    ? quickCallee(space, 'text repeated', repeatText, 'w', { isApart: true })
    : isBytes
      ? quickCallee(space, 'bytes repeated', () => repeatBytes(space) as Run, 'w', { isApart: true })
      : quickCallee(space, 'list repeated', () => repeatList(space) as Run, 'w');
  const refs = both(r);
  if (sequence === b) refs.reverse();
  const answer = r.emit('call', refs, callee, 'w');
  r.guard(r.emit('is_set', [answer]), true);
  return done(r, 2, answer);
}

operatorMethods.sequences = binaryOfSequences;

/** A part of a sequence by a slice with bounds that are ints or None. */
function part(r: Recorder, container: Raw, slice: Raw): boolean {
  const { space } = r;
  const { types } = space;
  if (!isOf(slice, types.slice)) return false;
  const { w_start, w_stop, w_step } = slice.v as SlicePayload;
  const isBound = (w: unknown): boolean => typeof w === 'number' || w === (space.w_None as unknown);
  if (![w_start, w_stop, w_step].every(isBound) || (w_step as unknown) === 0) return false;
  const type = space.typeOf(container);
  if (type.isHeap || !SLICED.has(type.name)) return false;
  const { getitem } = type.slots;
  const name = `part of ${type.name} by slice`;
  const run = () => (o: Raw, by: Raw) => unwrap(getitem!(space, wrap(o), wrap(by)));
  const isApart = type !== types.list;
  const callee: Callee = {
    ...quickCallee(space, name, () => run() as Run, 'w', { effect: 'reads', isApart }),
    raises: true,
  };
  guardType(r, r.peek(1), container);
  if (!r.peek().isConst) return partBySlice(r, container, slice);
  return done(r, 2, r.call(callee, [r.boxed(r.peek(1)), r.peek(0)]));
}
const SLICED = new Set(['bytearray', 'bytes', 'list', 'str', 'tuple']);

// --- filling

const extend = () => (target: W_Object, source: W_Object) => {
  const isList = typeof source.strategy === 'number' && source.strategy === lists.FLOATS;
  const added = isList ? lists.items(source) : (source.v as Raw[]).slice();
  lists.splice(target, (target.v as unknown[]).length, 0, added);
};
const extender = (space: PypySpace): Callee => ({
  ...quickCallee(space, 'extend list', extend, '-', { effect: 'writes' }),
  writes: listPlaces,
});
define(Op.LIST_EXTEND, (r, arg) => {
  const { list, tuple } = r.space.types;
  const source = r.value(0);
  if (!isOf(r.value(arg), list) || (!isOf(source, list) && !isOf(source, tuple))) return residual(r, arg);
  guardType(r, r.peek(arg), r.value(arg));
  guardType(r, r.peek(0), source);
  r.emit('call', [r.peek(arg), r.peek(0)], extender(r.space), '-');
  r.pop();
});
export const isExtendable = (r: Recorder, o: Raw): boolean =>
  isOf(o, r.space.types.list) || isOf(o, r.space.types.tuple);
export { extender };

define(Op.LIST_APPEND, (r, arg) => {
  const args = [r.peek(arg), r.peek()];
  if (recordAppend(r, args, [r.value(arg), r.value()]) === undefined) {
    const run = (): Run => lists.append as Run;
    const callee: Callee = {
      ...quickCallee(r.space, 'append', run, '-', { effect: 'writes' }),
      writes: listPlaces,
    };
    guardType(r, r.peek(arg), r.value(arg));
    r.emit('call', [r.peek(arg), r.boxed(r.peek())], callee, '-');
  }
  r.pop();
});

const addToSet = (space: PypySpace) => (set: W_Object, item: Raw) => {
  const storage = set.v as HashStorage;
  const i = storage.findPlain(space, item);
  if (i === -1) storage.add(space, item);
  return i !== -2;
};
define(Op.SET_ADD, (r, arg) => {
  const { space } = r;
  const [set, item] = [r.value(arg), r.value()];
  const isSetItem = typeof item === 'object' && item.type.isSubtype(space.types.set);
  if (isSetItem || ((set as W_Object).v as HashStorage).findPlain(space, item) === -2)
    return residual(r, arg);
  guardType(r, r.peek(), item);
  guardType(r, r.peek(arg), set);
  const options = { effect: 'writes', isApart: true } as const;
  const callee = quickCallee(space, 'set add', () => addToSet(space) as Run, 'b', options);
  guardDone(r, r.emit('call', [r.peek(arg), r.boxed(r.peek())], callee, 'b'));
  r.pop();
});
define(Op.MAP_ADD, (r, arg) => {
  const { space } = r;
  const [dict, key] = [r.value(arg + 1), r.value(1)];
  const storage = (dict as W_Object).v as HashStorage;
  if (storage.overwritten !== null || storage.findPlain(space, key) === -2) return residual(r, arg);
  guardType(r, r.peek(1), key);
  guardType(r, r.peek(arg + 1), dict);
  const options = { effect: 'writes', isApart: true } as const;
  const callee = quickCallee(space, 'store in dict', () => storeInDict(space) as Run, 'b', options);
  guardDone(r, r.emit('call', [r.peek(arg + 1), r.boxed(r.peek(1)), r.boxed(r.peek())], callee, 'b'));
  r.pop(2);
});

const tupleOfList = (space: PypySpace) => (list: W_Object) => {
  const items = lists.items(list);
  if (items.length === 0) return unwrap(space.newtuple([]));
  return new W_Object(space.types.tuple, items, null, NO_SLOTS, 0);
};
// Of the intrinsics those that look at nothing but their operand.
define(Op.CALL_INTRINSIC_1, (r, arg) => {
  const { space } = r;
  if (arg === Intrinsic1.LIST_TO_TUPLE && isOf(r.value(), space.types.list)) {
    guardType(r, r.peek(), r.value());
    const callee = quickCallee(space, 'tuple of list', () => tupleOfList(space) as Run, 'w');
    return void done(r, 1, r.emit('call', [r.peek()], callee, 'w'));
  }
  if (arg === Intrinsic1.UNARY_POSITIVE && isScalar(r.value())) return residual(r, arg);
  r.abort('opcode-not-recorded', `CALL_INTRINSIC_1 ${arg}`);
});

define(Op.LOAD_COMMON_CONSTANT, (r, arg) => {
  const { space } = r;
  const { types } = space;
  const names = [
    types.AssertionError.w_self,
    types.NotImplementedError.w_self,
    types.tuple.w_self,
    space.commonConstants.all,
    space.commonConstants.any,
  ];
  const w = names[arg] as (typeof names)[number] | undefined;
  if (w === undefined) return residual(r, arg);
  r.push(known(unwrap(w)));
});
