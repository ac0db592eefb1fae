// @inline-constants-from ../frontend/opcodes.ts Op
// Calls of builtin types with arguments of builtin types, where all that happens is the making of a value: `range(n)`, `list(x)`, `str(n)`, … Everything
// else, every error among it, is the type's own `__new__` (../objspace/types). Does what PyPy's fastcalls do for W_TypeObject.
import { Op } from '../frontend/opcodes.ts';
import { andThen } from '../objspace/continuation.ts';
import type { OperationError } from '../objspace/error.ts';
import { STOP, SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import type { Space } from '../objspace/space.ts';
import type { ByteArray } from '../objspace/types/bytearray.ts';
import { extendList, forEach, listOf, tupleOf } from '../objspace/types/collecting.ts';
import { updateDict } from '../objspace/types/dict.ts';
import { selfIter } from '../objspace/types/iterators.ts';
import { RangePayload } from '../objspace/types/range.ts';
import { Enumerate, MapPayload, Zip } from '../objspace/types/transforming-iterators.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import type { DirectCall } from './direct-calls.ts';
import { bodies, define, DONE } from './cold-ops.ts';
import { HashStorage, roomForFew } from './hash-storage.ts';
import { newIterator, quickNext, quickPair } from './iteration.ts';
import { INTS, items } from './list-strategy.ts';
import { NO_SLOTS, unwrap, W_Float, W_Object, wrap } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';

function rangeOf(space: PypySpace, start: Raw, stop: Raw, step: Raw): Raw | undefined {
  if (typeof start !== 'number' || typeof stop !== 'number' || typeof step !== 'number' || step === 0)
    return undefined;
  return unwrap(space.newobj(space.types.range, new RangePayload(start, stop, step)));
}

/** A new array of what a builtin container has; undefined: it has to be asked. */
export function contents(space: PypySpace, o: Raw): Raw[] | undefined {
  if (typeof o === 'string') return o.split('');
  if (typeof o !== 'object') return undefined;
  const { types } = space;
  const { type, v } = o;
  switch (type) {
    case types.list:
      return items(o as W_Object);
    case types.tuple:
      return (v as Raw[]).slice();
    case types.dict:
    case types.set:
    case types.frozenset: {
      const { keys } = v as HashStorage;
      const found: Raw[] = [];
      for (let i = 0; i < keys.length; i++) if (keys[i] !== undefined) found.push(keys[i]!);
      return found;
    }
    case types.range: {
      const { start, length, step } = v as RangePayload;
      if (typeof start !== 'number' || typeof length !== 'number' || typeof step !== 'number')
        return undefined;
      const found: Raw[] = [];
      for (let i = 0; i < length; i++) found.push(start + i * step);
      return found;
    }
  }
  return undefined;
}

/** What is made of all items. */
type Finish = (space: PypySpace, found: Raw[]) => W;

/**
 * All items of an iterator of a builtin type, handed to `finish`, without a frame for as long as nothing is called; undefined: of another type. What goes on later
 * stands in functions of its own: a closure here would cost its context at each call.
 */
export function drained(space: PypySpace, o: Raw, finish: Finish): W | undefined {
  if (!isDrainable(space, o)) return undefined;
  const iternext = o.type.slots.iternext!;
  const found = roomForFew(undefined) as Raw[];
  for (;;) {
    const quick = quickNext(space, o);
    if (quick === undefined) break;
    found.push(quick);
  }
  const caller = space.top;
  try {
    for (;;) {
      const w = iternext(space, wrap(o));
      if (w === STOP) break;
      if (w === SUSPEND) return drainLater(space, caller, o, found, finish);
      found.push(unwrap(w));
    }
  } catch (e) {
    stopped(space, space.asOperationError(e));
  }
  return finish(space, found);
}

/** An iterator of a builtin type, but for those whose items are made by frames. */
function isDrainable(space: PypySpace, o: Raw): o is W_Object {
  if (!(o instanceof W_Object)) return false;
  const { type } = o;
  const { iter, iternext } = type.slots;
  return !type.isHeap && iter === selfIter && iternext !== null && !isMadeByFrames(space, o);
}

/** StopIteration out of an `iternext` ends it, too. */
function stopped(space: PypySpace, error: OperationError): void {
  if (!error.matches(space.types.StopIteration)) throw error;
}

/** From here on the general way: an item is being made. */
function drainLater(space: PypySpace, caller: Space['top'], o: W_Object, found: Raw[], finish: Finish): W {
  const rest = (w_item: W): W => {
    if (w_item === STOP) return finish(space, found);
    found.push(unwrap(w_item));
    const below = space.top;
    const w_list = extendList(space, wrap(space.listOf([])), wrap(o), (w_found) => w_found, false);
    return andThen(space, below, w_list, (w_found) => {
      const items_ = items(w_found as unknown as W_Object);
      for (let i = 0; i < items_.length; i++) found.push(items_[i]);
      return finish(space, found);
    });
  };
  return andThen(space, caller, SUSPEND, rest, (error) => {
    stopped(space, error);
    return finish(space, found);
  });
}

/** `iter(o)` of builtin containers and iterators. */
function quickIter(space: PypySpace, o: Raw): W | undefined {
  const { types } = space;
  const type = space.typeOf(o);
  const { iter } = type.slots;
  if (iter === selfIter) return wrap(o);
  switch (type) {
    case types.list:
    case types.tuple:
    case types.range:
    case types.str:
    case types.dict:
    case types.dict_items:
    case types.dict_keys:
    case types.dict_values:
    case types.set:
    case types.generator:
      return iter!(space, wrap(o));
  }
  return undefined;
}

const generalIter = bodies[Op.GET_ITER];
define(Op.GET_ITER, (space, f, S, sp, arg) => {
  const o = S[sp - 1]!;
  if (typeof o === 'object' && (o.type === space.types.list || o.type === space.types.tuple)) {
    S[sp - 1] = newIterator(space, o as W_Object);
    return DONE;
  }
  const w_iterator = quickIter(space, o);
  if (w_iterator === undefined) return generalIter(space, f, S, sp, arg);
  S[sp - 1] = unwrap(w_iterator);
  return DONE;
});

export const listFrom: Finish = (space, found) => wrap(space.listOf(found));

function setFrom(space: PypySpace, found: readonly Raw[]): W {
  const storage = new HashStorage(true);
  for (let i = 0; i < found.length; i++) storage.add(space, found[i]);
  return wrap(new W_Object(space.types.set, storage, null, NO_SLOTS, 0));
}

/** The items of an iterator of a builtin type, each added as it comes; undefined: of another type. */
function setOfIterator(space: PypySpace, o: Raw): W | undefined {
  if (!isDrainable(space, o)) return undefined;
  const storage = new HashStorage(true);
  const w_set = wrap(new W_Object(space.types.set, storage, null, NO_SLOTS, 0));
  const iternext = o.type.slots.iternext!;
  const caller = space.top;
  for (;;) {
    let w: W;
    try {
      w = iternext(space, wrap(o));
    } catch (e) {
      stopped(space, space.asOperationError(e));
      return w_set;
    }
    if (w === STOP) return w_set;
    if (w === SUSPEND) return addLater(space, caller, o, storage, w_set);
    storage.add(space, unwrap(w));
  }
}

function addLater(space: PypySpace, caller: Space['top'], o: W_Object, storage: HashStorage, w_set: W): W {
  const rest = (w_item: W): W => {
    if (w_item === STOP) return w_set;
    storage.add(space, unwrap(w_item));
    return setOfItems(space, wrap(o), storage, w_set);
  };
  return andThen(space, caller, SUSPEND, rest, (error) => {
    stopped(space, error);
    return w_set;
  });
}

/** The items of a generator, each added as it comes. */
function setOfItems(
  space: PypySpace,
  w_generator: W,
  storage = new HashStorage(true),
  w_set = wrap(new W_Object(space.types.set, storage, null, NO_SLOTS, 0)),
): W {
  const add = (w_item: W): null => {
    storage.add(space, unwrap(w_item));
    return null;
  };
  return forEach(space, w_generator, [w_set], add, () => w_set);
}

/** Its items are made by frames: a generator, or a `map` of a Python function. It has no hint of its length. */
export function isMadeByFrames({ types }: PypySpace, o: Raw): boolean {
  if (typeof o !== 'object') return false;
  if (o.type === types.generator) return true;
  if (o.type !== types.map) return false;
  const f = unwrap((o.v as MapPayload).w_function);
  return typeof f === 'object' && f.type === types.function;
}

function tupleFrom(space: PypySpace, found: Raw[]): W {
  if (found.length === 0) return space.newtuple([]);
  return wrap(new W_Object(space.types.tuple, found, null, NO_SLOTS, 0));
}

/** A copy of a dict, or one of the pairs that `zip` gives. */
function dictOf(space: PypySpace, o: Raw): Raw | undefined {
  if (!(o instanceof W_Object)) return undefined;
  const { types } = space;
  if (o.type === types.dict)
    return new W_Object(types.dict, (o.v as HashStorage).copy(space), null, NO_SLOTS, 0);
  if (o.type !== types.zip || (o.v as Zip).iterators_w.length !== 2 || (o.v as Zip).strict) return undefined;
  const storage = new HashStorage(false);
  const dict = new W_Object(types.dict, storage, null, NO_SLOTS, 0);
  /** Value and key. */
  const parts: (Raw | null)[] = [null, null];
  while (quickPair(space, o, parts, 0)) storage.set(space, parts[1]!, parts[0]!);
  const [w_keys, w_values] = (o.v as Zip).iterators_w;
  // One of the two has come to its end, and nothing is called to say so.
  if (w_keys !== w_values && isPlainIterator(space, w_keys) && isPlainIterator(space, w_values)) {
    if (types.zip.slots.iternext!(space, wrap(o)) === STOP) return dict;
  }
  return updateDict(space, wrap(dict), wrap(o), () => wrap(dict)) as unknown as Raw;
}

/** Of a builtin container that is not asked to hash or compare: to go on with it calls nothing. */
function isPlainIterator({ types }: PypySpace, w_iterator: W): boolean {
  const o = unwrap(w_iterator);
  if (typeof o !== 'object') return false;
  const { type } = o;
  return type === types.list_iterator || type === types.tuple_iterator || type === types.range_iterator;
}

/** `bytes` of a bytearray or a list of ints. */
function bytesFrom(space: PypySpace, o: Raw): Raw | undefined {
  if (typeof o !== 'object') return undefined;
  const { types } = space;
  if (o.type === types.bytes) return o;
  if (o.type === types.bytearray) return unwrap(space.newbytes((o.v as ByteArray).bytes.slice()));
  if (o.type !== types.list || (o as W_Object).strategy !== INTS) return undefined;
  const ints = o.v as number[];
  const content = new Uint8Array(ints.length);
  for (let i = 0; i < ints.length; i++) {
    if (ints[i] < 0 || ints[i] > 255) return undefined;
    content[i] = ints[i];
  }
  return unwrap(space.newbytes(content));
}

const MOST_DIGITS = 15;
function intOf(space: PypySpace, o: Raw): Raw | undefined {
  if (typeof o === 'number') return o;
  if (typeof o === 'string') {
    if (o.length === 0 || o.length > MOST_DIGITS) return undefined;
    let n = 0;
    for (let i = 0; i < o.length; i++) {
      const digit = o.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) return undefined;
      n = n * 10 + digit;
    }
    return n;
  }
  if (o.type === space.types.bool) return o.v as number;
  if (o.type !== space.types.float) return undefined;
  const whole = Math.trunc(o.v as number) + 0;
  return Number.isSafeInteger(whole) ? whole : undefined;
}

function truth(space: PypySpace, is: boolean): W {
  return is ? space.w_True : space.w_False;
}

/** By name of the type and number of arguments. */
const OF_TYPE: Readonly<Record<string, DirectCall>> = {
  'range/1': (space, S, at) => rangeOf(space, 0, S[at]!, 1),
  'range/2': (space, S, at) => rangeOf(space, S[at]!, S[at + 1]!, 1),
  'range/3': (space, S, at) => rangeOf(space, S[at]!, S[at + 1]!, S[at + 2]!),
  'list/0': (space) => space.listOf([]),
  'list/1': (space, S, at) => {
    const o = S[at]!;
    const found = contents(space, o);
    if (found !== undefined) return space.listOf(found);
    if (isMadeByFrames(space, o)) return listOf(space, wrap(o), false);
    return drained(space, o, listFrom);
  },
  'tuple/1': (space, S, at) => {
    const o = S[at]!;
    if (typeof o === 'object' && o.type === space.types.tuple) return o;
    const found = contents(space, o);
    if (found !== undefined) return tupleFrom(space, found);
    if (isMadeByFrames(space, o)) return tupleOf(space, wrap(o));
    return drained(space, o, tupleFrom);
  },
  'set/0': (space) => space.newset(),
  'set/1': (space, S, at) => {
    const o = S[at]!;
    const found = contents(space, o);
    if (found !== undefined) return setFrom(space, found);
    return isMadeByFrames(space, o) ? setOfItems(space, wrap(o)) : setOfIterator(space, o);
  },
  'bytes/1': (space, S, at) => bytesFrom(space, S[at]!),
  'dict/0': (space) => space.newdict(),
  'dict/1': (space, S, at) => dictOf(space, S[at]!),
  'str/1': (space, S, at) => {
    const o = S[at]!;
    if (typeof o === 'string') return o;
    return typeof o === 'number' ? String(o) : undefined;
  },
  'int/1': (space, S, at) => intOf(space, S[at]!),
  'float/1': (space, S, at) => {
    const o = S[at]!;
    if (typeof o === 'number') return new W_Float(space.types.float, o);
    return typeof o === 'object' && o.type === space.types.float ? o : undefined;
  },
  'bool/1': (space, S, at) => {
    const o = S[at]!;
    if (typeof o === 'number') return truth(space, o !== 0);
    if (typeof o === 'string') return truth(space, o !== '');
    const { type, v } = o;
    const { types } = space;
    if (type === types.bool) return o;
    if (type === types.list || type === types.tuple) return truth(space, (v as Raw[]).length !== 0);
    return undefined;
  },
  'type/1': (space, S, at) => space.typeOf(S[at]!).w_self,
  'enumerate/1': (space, S, at) => {
    const w_iterator = quickIter(space, S[at]!);
    if (w_iterator === undefined) return undefined;
    return unwrap(space.newobj(space.types.enumerate, new Enumerate(w_iterator, 0)));
  },
  'map/2': (space, S, at) => {
    const w_iterator = quickIter(space, S[at + 1]!);
    if (w_iterator === undefined) return undefined;
    return unwrap(space.newobj(space.types.map, new MapPayload(wrap(S[at]!), [w_iterator], false)));
  },
  'zip/2': (space, S, at) => {
    const w_first = quickIter(space, S[at]!);
    if (w_first === undefined) return undefined;
    const w_second = quickIter(space, S[at + 1]!);
    if (w_second === undefined) return undefined;
    return unwrap(space.newobj(space.types.zip, new Zip([w_first, w_second], false)));
  },
};

const made = new WeakMap<TypeObject, (DirectCall | null)[]>();
const MOST = 3;

/** The function for a call of `type` with `n` arguments on the stack; null where there is none. */
export function directTypeCall(type: TypeObject, n: number): DirectCall | null {
  if (type.isHeap || n > MOST) return null;
  let calls = made.get(type);
  if (calls === undefined) {
    calls = [];
    for (let i = 0; i <= MOST; i++) calls.push(OF_TYPE[`${type.name}/${i}`] ?? null);
    made.set(type, calls);
  }
  return calls[n];
}
