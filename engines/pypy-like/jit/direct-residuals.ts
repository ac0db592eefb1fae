// @inline-constants-from ../../frontend/opcodes.ts Op
// Instructions on builtin values that have no trace operations, as plain calls of host functions, without the frame and the nested run that residual.ts
// gives to an instruction's body. Such a function does all or nothing: where it answers that it has done nothing, the trace is left and the
// interpreter runs the instruction. So it never raises and never calls Python code.
import { Op } from '../../frontend/opcodes.ts';
import { quickCompare } from '../arithmetic.ts';
import { bodies } from '../cold-ops.ts';
import { PyFrame } from '../frame.ts';
import { HashStorage } from '../hash-storage.ts';
import { FLOATS, INTS, OBJECTS, STRS } from '../list-strategy.ts';
import { NO_SLOTS, unwrap, W_Float, W_Object } from '../object.ts';
import type { Raw } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { Callee, Ins, Kind } from './ir.ts';
import { constant } from './ir.ts';
import {
  LIST_STRATEGY,
  listFloats,
  listInts,
  listObject,
  listObjects,
  listStrs,
  ofType,
  TUPLE_ITEMS,
  tupleItems,
  TYPE_VERSION,
} from './layout.ts';
import type { Recorder } from './recorder.ts';

type Run = (...operands: never[]) => unknown;

interface Options {
  effect?: Callee['effect'];
  isApart?: boolean;
  range?: Callee['range'];
}

const callees = new WeakMap<PypySpace, Map<string, Callee>>();
/** One callee for each name: its code is the host's to optimise once. */
export function quickCallee(
  space: PypySpace,
  name: string,
  make: () => Run,
  result: Kind,
  { effect = 'reads', isApart = false, range }: Options = {},
): Callee {
  let known = callees.get(space);
  if (known === undefined) callees.set(space, (known = new Map()));
  let callee = known.get(name);
  if (callee === undefined) {
    callee = { name, run: make(), result, effect, isApart, range, raises: false };
    known.set(name, callee);
  }
  return callee;
}

/** The operand, its type guarded. */
function guarded(r: Recorder, n: number): void {
  const value = r.value(n) as Raw | null;
  const ref = r.peek(n);
  if (value === null || ref.isConst) return;
  if (typeof value === 'number') r.asInt(ref);
  else if (typeof value === 'string') r.asStr(ref);
  else if (ref.kind !== 'f' && ref.kind !== 'b') r.asClass(ref, ofType(value.type));
}

/** Guards the types of the topmost operands; answers them, the lowest first. */
function operands(r: Recorder, count: number): Ins[] {
  for (let n = 0; n < count; n++) guarded(r, n);
  const refs: Ins[] = [];
  for (let n = count - 1; n >= 0; n--) refs.push(r.boxed(r.peek(n)));
  return refs;
}

/** Leaves to the interpreter where the function answered undefined. */
function orLeave(r: Recorder, callee: Callee, args: Ins[]): Ins {
  const answer = r.emit('call', args, callee, callee.result);
  r.guard(r.emit('is_set', [answer]), true);
  return answer;
}

/** The function answers whether it has changed what it was to change; the interpreter runs the instruction where it has not. */
export function guardDone(r: Recorder, condition: Ins): void {
  const snap = r.snapshot();
  snap.repeats = false;
  r.guard(condition, true, snap);
}

function done(r: Recorder, popped: number, result: Ins): true {
  r.pop(popped);
  r.push(result);
  return true;
}

const APART: Options = { effect: 'reads', isApart: true };

type Direct = (r: Recorder, arg: number) => boolean;
/** By opcode; list-parts.ts adds to them. */
export const directs: (Direct | undefined)[] = [];

/** Records the instruction in this way; false, and nothing recorded: it has none. */
export function recordDirectly(r: Recorder, arg: number): boolean {
  return directs[r.op]?.(r, arg) ?? false;
}

// --- items

const SUBSCRIPT = 26;

const dictItem = (space: PypySpace) => (dict: W_Object, key: Raw) => {
  const storage = dict.v as HashStorage;
  // The values of a namespace have places in traces.
  if (storage.overwritten !== null) return undefined;
  const i = storage.findPlain(space, key);
  return i < 0 ? undefined : storage.values[i];
};
directs[Op.BINARY_OP] = (r, arg) => {
  if (arg !== SUBSCRIPT) return false;
  const { space } = r;
  const [container, key] = [r.value(1), r.value(0)];
  if (typeof container !== 'object') return false;
  if (container.type !== space.types.dict && !isDictLike(space, container, 'getitem')) return false;
  const callee = itemOfDict(space);
  if ((callee.run as Run as (o: Raw, k: Raw) => unknown)(container, key) === undefined) return false;
  guardVersionOf(r, container as W_Object);
  return done(r, 2, orLeave(r, callee, operands(r, 2)));
};

/** A dict of a subclass that leaves this to dict: an item that is there is found without asking the subclass. */
function isDictLike(space: PypySpace, o: Raw, slot: 'getitem' | 'setitem' | 'contains'): o is W_Object {
  if (!(o instanceof W_Object) || !(o.v instanceof HashStorage) || o.v.isSet) return false;
  return o.type.slots[slot] === space.types.dict.slots[slot];
}
function guardVersionOf(r: Recorder, { type }: W_Object): void {
  if (type.isHeap) r.guardInt(r.getfield(constant(type, 'p'), TYPE_VERSION), type.version, true);
}

export const storeInDict = (space: PypySpace) => (dict: W_Object, key: Raw, value: Raw) => {
  const storage = dict.v as HashStorage;
  if (storage.overwritten !== null) return false;
  if (typeof key !== 'object') {
    if (!storage.isPlain) return false;
    storage.setRaw(space, key, value);
    return true;
  }
  const i = storage.findPlain(space, key);
  if (i === -2) return false;
  if (i >= 0) storage.replace(i, value);
  else storage.set(space, key, value);
  return true;
};
directs[Op.STORE_SUBSCR] = (r) => {
  const { space } = r;
  const [container, key] = [r.value(1), r.value(0)];
  if (typeof container !== 'object' || !isDictLike(space, container, 'setitem')) return false;
  const storage = container.v as HashStorage;
  if (storage.overwritten !== null || storage.findPlain(space, key) === -2) return false;
  guardVersionOf(r, container);
  const options: Options = { effect: 'writes', isApart: true };
  const callee = quickCallee(space, 'store in dict', () => storeInDict(space) as Run, 'b', options);
  guarded(r, 1);
  guarded(r, 0);
  const args = [r.boxed(r.peek(1)), r.boxed(r.peek(0)), r.boxed(r.peek(2))];
  guardDone(r, r.emit('call', args, callee, 'b'));
  r.pop(3);
  return true;
};

// --- membership: 1, 0, or -1 where that is not for here to say

const inTable = (space: PypySpace) => (key: Raw, container: W_Object) => {
  const i = (container.v as HashStorage).findPlain(space, key);
  return i === -2 ? -1 : i >= 0 ? 1 : 0;
};
const EQUAL = 2;
const inItems = (space: PypySpace) => (wanted: Raw, container: W_Object) => {
  const items = container.v as Raw[];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item === wanted) return 1;
    if (typeof item !== 'object' && typeof wanted !== 'object') continue;
    const isEqual = quickCompare(space, EQUAL, item, wanted);
    if (isEqual === true) return 1;
    // An object that stands before it may have an equality of its own; a float that is no number is itself.
    if (isEqual === undefined || item instanceof W_Float) return -1;
  }
  return 0;
};
const inRaw = () => (wanted: Raw, container: W_Object) => ((container.v as Raw[]).includes(wanted) ? 1 : 0);
const inText = () => (part: string, text: string) => (text.includes(part) ? 1 : 0);

directs[Op.CONTAINS_OP] = (r, arg) => {
  const { space } = r;
  const { types } = space;
  const [wanted, container] = [r.value(1), r.value(0)];
  let callee: Callee;
  if (typeof container === 'string') {
    if (typeof wanted !== 'string') return false;
    callee = quickCallee(space, 'in text', inText, 'i', { effect: 'pure' });
  } else {
    if (typeof container !== 'object') return false;
    const { type } = container;
    if (
      isDictLike(space, container, 'contains') ||
      ((type === types.set || type === types.frozenset) && !isSet(space, wanted))
    ) {
      callee = quickCallee(space, 'in table', () => inTable(space) as Run, 'i', APART);
      guardVersionOf(r, container as W_Object);
    } else if (type === types.list || type === types.tuple) {
      const { strategy } = container as W_Object;
      const isRawList =
        type === types.list &&
        ((strategy === INTS && typeof wanted === 'number') ||
          (strategy === STRS && typeof wanted === 'string'));
      if (type === types.list && !isRawList && strategy !== OBJECTS) return false;
      callee = isRawList
        ? quickCallee(space, 'in list of raw values', inRaw, 'i')
        : quickCallee(space, 'in items', () => inItems(space) as Run, 'i', type === types.tuple ? APART : {});
      if (isRawList) r.guardInt(r.getfield(r.asClass(r.peek(), ofType(type)), LIST_STRATEGY), strategy);
      else if (type === types.list)
        r.guardInt(r.getfield(r.asClass(r.peek(), ofType(type)), LIST_STRATEGY), OBJECTS);
    } else return false;
  }
  const found = (callee.run as Run as (a: Raw, b: Raw) => number)(wanted, container);
  if (found < 0) return false;
  const answer = r.emit('call', operands(r, 2), callee, 'i');
  if (callee.effect !== 'pure') r.guard(r.emit('int_ge', [answer, r.int(0)]), true);
  return done(r, 2, r.emit((arg & 1) === 1 ? 'int_eq' : 'int_ne', [answer, r.int(0)]));
};
/** A set that is looked for in a set is looked for as a frozenset. */
const isSet = (space: PypySpace, o: Raw): boolean =>
  typeof o === 'object' && o.type.isSubtype(space.types.set);

// --- comparisons

const MOST_COMPARED = 4;
const TESTS = ['<', '<=', '===', '!==', '>', '>='];

/** Compares items by turns, a₀ b₀ a₁ b₁ …: the first that differ decide. What is not a number is equal to itself here. */
function itemsCompare(count: number, comparison: number): Run {
  const names = Array.from({ length: count }, (_, i) => `a${i}, b${i}`);
  const test = TESTS[comparison];
  const answer = (i: number): string =>
    test === '===' ? 'false' : test === '!==' ? 'true' : `a${i} ${test} b${i}`;
  const lines = names.map(
    (_, i) => `if (a${i} !== b${i} && (a${i} === a${i} || b${i} === b${i})) return ${answer(i)};`,
  );
  const ofEqual = test.endsWith('=') && test !== '!==';
  return new Function(`return (${names.join(', ')}) => { ${lines.join(' ')} return ${ofEqual}; }`)() as Run;
}

/** Two short tuples of numbers and texts, taken apart: no branch of the trace depends on which of their items differ. */
function compareTuples(r: Recorder, comparison: number, a: Raw, b: Raw): boolean {
  const { space } = r;
  const { tuple, float } = space.types;
  if (typeof a !== 'object' || typeof b !== 'object' || a.type !== tuple || b.type !== tuple) return false;
  const [x, y] = [a.v as Raw[], b.v as Raw[]];
  const isFloat = (o: Raw): boolean => typeof o === 'object' && o.type === float;
  if (x.length !== y.length || x.length > MOST_COMPARED) return false;
  const isEasy = (o: Raw, i: number): boolean =>
    typeof o === 'object' ? isFloat(o) && isFloat(y[i]) : typeof o === typeof y[i];
  if (!x.every(isEasy)) return false;
  const itemsOf = (n: number): Ins => {
    const items = r.getfield(r.asClass(r.peek(n), ofType(tuple)), TUPLE_ITEMS);
    r.guardInt(r.emit('arraylen', [items], tupleItems), x.length);
    return items;
  };
  const narrowed = (item: Ins, o: Raw): Ins => {
    if (typeof o === 'number') return r.asInt(item);
    return typeof o === 'string' ? r.asStr(item) : r.asFloat(item);
  };
  const [left, right] = [itemsOf(1), itemsOf(0)];
  const given: Ins[] = [];
  for (let i = 0; i < x.length; i++) {
    given.push(narrowed(r.getitem(left, r.int(i), tupleItems), x[i]));
    given.push(narrowed(r.getitem(right, r.int(i), tupleItems), y[i]));
  }
  const make = (): Run => itemsCompare(x.length, comparison);
  const callee = quickCallee(space, `compare ${x.length} items ${comparison}`, make, 'b', { effect: 'pure' });
  return done(r, 2, r.emit('call', given, callee, 'b'));
}

directs[Op.COMPARE_OP] = (r, arg) => {
  const { space } = r;
  const [a, b] = [r.value(1), r.value(0)];
  const comparison = arg >> 5;
  if (quickCompare(space, comparison, a, b) === undefined) return false;
  if (compareTuples(r, comparison, a, b)) return true;
  const areTexts = typeof a === 'string';
  const make = () =>
    ((x: Raw, y: Raw) => {
      const isTrue = quickCompare(space, comparison, x, y);
      return isTrue === undefined ? -1 : isTrue ? 1 : 0;
    }) as Run;
  const options: Options = areTexts ? { effect: 'pure' } : APART;
  const name = `compare ${areTexts ? 'texts' : 'values'} ${comparison}`;
  const answer = r.emit('call', operands(r, 2), quickCallee(space, name, make, 'i', options), 'i');
  if (!areTexts) r.guard(r.emit('int_ge', [answer, r.int(0)]), true);
  return done(r, 2, r.emit('int_ne', [answer, r.int(0)]));
};

// --- parts

/** A bound of a slice: a small int or None. */
const isBound = (space: PypySpace, o: Raw): boolean =>
  typeof o === 'number' || (typeof o === 'object' && o.type === space.types.NoneType);

function place(bound: Raw, otherwise: number, length: number): number {
  if (typeof bound !== 'number') return otherwise;
  if (bound < 0) return Math.max(0, bound + length);
  return Math.min(bound, length);
}
const textPart = () => (text: string, from: Raw, to: Raw) => {
  const start = place(from, 0, text.length);
  const end = place(to, text.length, text.length);
  return end <= start ? '' : text.substring(start, end);
};
const listPart = (space: PypySpace) => (list: W_Object, from: Raw, to: Raw) => {
  const items = list.v as unknown[];
  const start = place(from, 0, items.length);
  const end = place(to, items.length, items.length);
  const part = end <= start ? [] : items.slice(start, end);
  return new W_Object(space.types.list, part, null, NO_SLOTS, part.length === 0 ? 0 : list.strategy);
};
const bytesPart = (space: PypySpace) => (bytes: W_Object, from: Raw, to: Raw) => {
  const content = bytes.v as Uint8Array;
  const start = place(from, 0, content.length);
  const end = place(to, content.length, content.length);
  return unwrap(space.newbytes(content.slice(start, end)));
};
const tuplePart = (space: PypySpace) => (tuple: W_Object, from: Raw, to: Raw) => {
  const items = tuple.v as Raw[];
  const start = place(from, 0, items.length);
  const end = place(to, items.length, items.length);
  if (start === 0 && end === items.length) return tuple;
  const part = end <= start ? [] : items.slice(start, end);
  if (part.length === 0) return unwrap(space.newtuple([]));
  return new W_Object(space.types.tuple, part, null, NO_SLOTS, 0);
};

directs[Op.BINARY_SLICE] = (r) => {
  const { space } = r;
  const { types } = space;
  const [container, from, to] = [r.value(2), r.value(1), r.value(0)];
  if (!isBound(space, from) || !isBound(space, to)) return false;
  let callee: Callee;
  if (typeof container === 'string')
    callee = quickCallee(space, 'part of text', textPart, 's', { effect: 'pure' });
  else if (typeof container !== 'object') return false;
  else if (container.type === types.list)
    callee = quickCallee(space, 'part of list', () => listPart(space) as Run, 'w');
  else if (container.type === types.bytes)
    callee = quickCallee(space, 'part of bytes', () => bytesPart(space) as Run, 'w', APART);
  else if (container.type === types.tuple)
    callee = quickCallee(space, 'part of tuple', () => tuplePart(space) as Run, 'w', APART);
  else return false;
  return done(r, 3, r.emit('call', operands(r, 3), callee, callee.result));
};

// --- building

/** The items' common strategy, as `fill` of list-strategy.ts finds it. */
function strategyOf(r: Recorder, values: readonly Raw[]): number {
  const { float } = r.space.types;
  if (values.every((o) => typeof o === 'number')) return INTS;
  if (values.every((o) => typeof o === 'string')) return STRS;
  if (values.every((o) => typeof o === 'object' && o.type === float)) return FLOATS;
  return OBJECTS;
}
const STORAGES = { [INTS]: listInts, [STRS]: listStrs, [FLOATS]: listFloats, [OBJECTS]: listObjects };

directs[Op.BUILD_LIST] = (r, arg) => {
  const { space } = r;
  const values: Raw[] = [];
  for (let n = arg - 1; n >= 0; n--) values.push(r.value(n));
  const strategy = arg === 0 ? 0 : strategyOf(r, values);
  if (strategy === OBJECTS) {
    // The strategy goes by all of them: one that is no int, str or float for sure, or two of different kinds.
    const first = values.findIndex((o) => typeof o === 'object' && o.type !== space.types.float);
    if (first >= 0) guarded(r, arg - 1 - first);
    else for (let n = 0; n < arg; n++) guarded(r, n);
  }
  const items: Ins[] = [];
  for (let n = arg - 1; n >= 0; n--) {
    const ref = r.peek(n);
    if (strategy === INTS) items.push(r.asInt(ref));
    else if (strategy === STRS) items.push(r.asStr(ref));
    else if (strategy === FLOATS) items.push(r.asFloat(ref));
    else items.push(r.boxed(ref));
  }
  const storage = r.emit('newarray', items, STORAGES[(strategy || OBJECTS) as typeof OBJECTS]);
  const fields = [
    constant(space.types.list, 'p'),
    storage,
    constant(null, 'p'),
    constant(NO_SLOTS, 'p'),
    r.int(strategy),
  ];
  return done(r, arg, r.emit('new', fields, listObject));
};

const newDict = (space: PypySpace) => () =>
  new W_Object(space.types.dict, new HashStorage(false), null, NO_SLOTS, 0);
export const emptyDict = (space: PypySpace): Callee =>
  quickCallee(space, 'new dict', () => newDict(space) as Run, 'p', APART);
/** Stores under a key that is a host value in a dict whose keys all are. */
export const storeText = (space: PypySpace): Callee => {
  const make = () =>
    ((dict: W_Object, key: string | number, value: Raw) =>
      void (dict.v as HashStorage).setRaw(space, key, value)) as Run;
  return quickCallee(space, 'fill dict', make, '-', { effect: 'writes', isApart: true });
};
export const itemOfDict = (space: PypySpace): Callee =>
  quickCallee(space, 'dict item', () => dictItem(space) as Run, 'w', APART);

directs[Op.BUILD_MAP] = (r, arg) => {
  const { space } = r;
  const probe = new HashStorage(false);
  for (let n = 1; n < 2 * arg; n += 2)
    if (typeof r.value(n) === 'object' && probe.findPlain(space, r.value(n)) === -2) return false;
  for (let n = 1; n < 2 * arg; n += 2) guarded(r, n);
  const made = r.emit('call', [], emptyDict(space), 'p');
  for (let n = 2 * arg - 1; n > 0; n -= 2) {
    const entry = [made, r.boxed(r.peek(n)), r.boxed(r.peek(n - 1))];
    if (typeof r.value(n) !== 'object') {
      r.emit('call', entry, storeText(space), '-');
      continue;
    }
    const options: Options = { effect: 'writes', isApart: true };
    const callee = quickCallee(space, 'store in dict', () => storeInDict(space) as Run, 'b', options);
    // Nobody has seen the dict yet: the instruction makes another one.
    r.guard(r.emit('call', entry, callee, 'b'), true);
  }
  return done(r, 2 * arg, made);
};

/** `**other` of a call: every key is a text, and new. */
const mergeTexts = (space: PypySpace) => (dict: W_Object, other: W_Object) => {
  const storage = dict.v as HashStorage;
  const { keys, values, overwritten } = other.v as HashStorage;
  if (overwritten !== null || !storage.isPlain || other === dict) return false;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (key !== undefined && (typeof key !== 'string' || storage.findRaw(space, key) >= 0)) return false;
  }
  for (let i = 0; i < keys.length; i++)
    if (keys[i] !== undefined) storage.setRaw(space, keys[i] as string, values[i]!);
  return true;
};
directs[Op.DICT_MERGE] = (r, arg) => {
  const { space } = r;
  const [dict, other] = [r.value(arg), r.value(0)];
  const { dict: dictType } = space.types;
  if (typeof dict !== 'object' || dict.type !== dictType) return false;
  if (typeof other !== 'object' || other.type !== dictType) return false;
  const storage = dict.v as HashStorage;
  const { keys, overwritten } = other.v as HashStorage;
  if (overwritten !== null || storage.overwritten !== null) return false;
  if (keys.some((key) => key !== undefined && (typeof key !== 'string' || storage.find(space, key) >= 0)))
    return false;
  const make = () => mergeTexts(space) as Run;
  const callee = quickCallee(space, 'merge texts', make, 'b', { effect: 'writes', isApart: true });
  guarded(r, 0);
  guarded(r, arg);
  guardDone(r, r.emit('call', [r.boxed(r.peek(arg)), r.boxed(r.peek(0))], callee, 'b'));
  r.pop();
  return true;
};

// --- functions

/** Runs an instruction's body that needs nothing of the frame but its namespaces; `S` is filled by the caller. */
function frameFor(r: Recorder, stack: (Raw | null)[]): PyFrame {
  const { f } = r;
  const frame = new PyFrame(f.code, f.func, f.globals, f.builtins, stack, 0, 0, 0, false);
  frame.shared = false;
  return frame;
}
directs[Op.MAKE_FUNCTION] = (r) => {
  const { space } = r;
  const stack: (Raw | null)[] = [null];
  const frame = frameFor(r, stack);
  const body = bodies[Op.MAKE_FUNCTION];
  const run = (code: Raw): Raw => {
    stack[0] = code;
    return unwrap(body(space, frame, stack, 1, 0));
  };
  const callee: Callee = {
    name: 'new function',
    run: run as Run,
    result: 'p',
    effect: 'reads',
    isApart: true,
    raises: false,
  };
  return done(r, 1, r.emit('call', [r.peek()], callee, 'p'));
};
directs[Op.SET_FUNCTION_ATTRIBUTE] = (r, arg) => {
  const { space } = r;
  const stack: (Raw | null)[] = [null, null];
  const frame = frameFor(r, stack);
  const body = bodies[Op.SET_FUNCTION_ATTRIBUTE];
  const run = (value: Raw, func: Raw): void => {
    stack[0] = value;
    stack[1] = func;
    body(space, frame, stack, 2, arg);
    stack[0] = stack[1] = null;
  };
  // The function is new: no trace has loaded anything of it.
  const callee: Callee = {
    name: 'complete function',
    run: run as Run,
    result: '-',
    effect: 'writes',
    isApart: true,
    raises: false,
  };
  r.emit('call', [r.boxed(r.peek(1)), r.peek(0)], callee, '-');
  return done(r, 2, r.peek(0));
};

// --- texts

directs[Op.FORMAT_SIMPLE] = (r) => {
  const value = r.value();
  if (typeof value === 'string') {
    r.asStr(r.peek());
    return true;
  }
  if (typeof value !== 'number') return false;
  return done(r, 1, intText(r, r.asInt(r.peek())));
};
export function intText(r: Recorder, ref: Ins): Ins {
  const callee = quickCallee(r.space, 'text of int', () => String as Run, 's', { effect: 'pure' });
  return r.emit('call', [ref], callee, 's');
}
directs[Op.BUILD_STRING] = (r, arg) => {
  if (arg === 0) return false;
  for (let n = 0; n < arg; n++) if (typeof r.value(n) !== 'string') return false;
  const refs = operands(r, arg);
  return done(
    r,
    arg,
    refs.reduce((text, part) => r.emit('str_concat', [text, part])),
  );
};

// --- truth

const isFilled = () => (o: W_Object) => (o.v as HashStorage).used !== 0;
directs[Op.TO_BOOL] = (r) => {
  const value = r.value();
  if (typeof value !== 'object') return false;
  const { dict, set, frozenset } = r.space.types;
  if (value.type !== dict && value.type !== set && value.type !== frozenset) return false;
  const callee = quickCallee(r.space, 'is filled', isFilled, 'b', APART);
  return done(r, 1, r.emit('call', operands(r, 1), callee, 'b'));
};
