// Iterators over exact builtin types, and calls of builtin types with plain arguments, without shared code: no slots, no pool. Models the fast
// ways of GET_ITER and of the vectorcalls of `range`, `list`, `tuple`, `int`, `str`, … (CALL_TUPLE_1, CALL_STR_1, CALL_TYPE_1 of
// Python/bytecodes.c). undefined: not here, the general way decides and words the errors.
import { isAscii } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import type { W } from '../../objspace/object.ts';
import { DictIterator } from '../../objspace/types/dict-views.ts';
import { ExceptionPayload } from '../../objspace/types/exceptions.ts';
import { ListIterator, selfIter, SetIterator, TupleIterator } from '../../objspace/types/iterators.ts';
import { RangeIterator, RangePayload } from '../../objspace/types/range.ts';
import { TextIterator } from '../../objspace/types/str.ts';
import { listOf, tupleOf } from '../../objspace/types/collecting.ts';
import { updateSet } from '../../objspace/types/set.ts';
import { Enumerate, MapPayload, Zip } from '../../objspace/types/transforming-iterators.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { DictTable } from '../dict-table.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any } from '../object.ts';
import { SetStorage } from '../set-storage.ts';
import type { CpythonSpace } from '../space.ts';
import { quickTruth } from './quick-operators.ts';

/** `iter(o)`, owned. */
export function quickIter(space: CpythonSpace, o: Any): Any | undefined {
  const { types } = space;
  const { type } = o;
  if (type === types.list) {
    o.rc++;
    return space.container(types.list_iterator, new ListIterator(wrap(o)));
  }
  if (type === types.tuple) {
    o.rc++;
    return space.container(types.tuple_iterator, new TupleIterator(wrap(o)));
  }
  if (type === types.range) {
    const { start, step, length } = o.v as RangePayload;
    return quickRange(space, start as number, step as number, length as number);
  }
  if (type === types.generator || (type.slots.iter === selfIter && !type.isHeap)) {
    o.rc++;
    return o;
  }
  if (type === types.dict) {
    o.rc++;
    return space.container(types.dict_keyiterator, new DictIterator(wrap(o), (o.v as DictTable).used, 0));
  }
  if (type === types.str) {
    o.rc++;
    const kind = isAscii(o.v as Text) ? types.str_ascii_iterator : types.str_iterator;
    return space.container(kind, new TextIterator(wrap(o)));
  }
  if (type === types.set || type === types.frozenset) {
    o.rc++;
    return space.container(types.set_iterator, new SetIterator(wrap(o), (o.v as SetStorage).table.size));
  }
  return undefined;
}

/** The iterator of a range of host numbers. */
function quickRange(space: CpythonSpace, start: number, step: number, length: number): Any | undefined {
  if (typeof start !== 'number' || typeof step !== 'number' || typeof length !== 'number') return undefined;
  if (!Number.isSafeInteger(start + step * length)) return undefined;
  return space.container(space.types.range_iterator, new RangeIterator(start, step, length));
}

/** `iter(range(start, stop, step))`, owned. */
export function rangeIterator(
  space: CpythonSpace,
  start: number,
  stop: number,
  step: number,
): Any | undefined {
  if (step === 0) return undefined;
  const span = step > 0 ? stop - start : start - stop;
  const stride = step > 0 ? step : -step;
  const length = span <= 0 ? 0 : stride === 1 ? span : Math.floor((span - 1) / stride) + 1;
  return quickRange(space, start, step, length);
}

function intAt(space: CpythonSpace, o: Any): number {
  return o.type === space.types.int && typeof o.v === 'number' ? o.v : NaN;
}

const DIGITS = /^[+-]?\d{1,15}$/;
const DECIMAL = /^[+-]?\d{1,15}(\.\d{1,15})?$/;

/** An instance of a class that has neither `__new__` nor `__init__`. */
function quickObject(space: CpythonSpace, type: TypeObject): Any | undefined {
  const { object } = space.types;
  if (type.isAbstract || type.slots.new !== object.slots.new || type.slots.init !== object.slots.init)
    return undefined;
  if (type.layout !== object.layout && type.slotCount === 0) return undefined;
  return space.container(type, null);
}

/** An exception of a type that has no attributes of its own, and no `__init__` but that of BaseException; owned. */
export function quickException(space: CpythonSpace, type: TypeObject, args: readonly Any[]): Any | undefined {
  const { BaseException } = space.types;
  if (type.layout !== BaseException.layout || type.isAbstract) return undefined;
  if (type.slots.new !== BaseException.slots.new || type.slots.init !== BaseException.slots.init)
    return undefined;
  for (let i = 0; i < args.length; i++) args[i].rc++;
  return space.container(type, new ExceptionPayload(args as unknown as readonly W[], 0));
}

/** A call of a builtin type with `n` operands from `first` on, owned. */
export function quickTypeCall(
  space: CpythonSpace,
  type: TypeObject,
  S: (Any | null)[],
  first: number,
  n: number,
): Any | undefined {
  const { types } = space;
  if (type.layout === types.BaseException.layout)
    return quickException(space, type, S.slice(first, first + n) as Any[]);
  if (type.isHeap) return n === 0 ? quickObject(space, type) : undefined;
  if (type === types.range) {
    const a = n > 0 ? intAt(space, S[first]!) : NaN;
    const b = n > 1 ? intAt(space, S[first + 1]!) : 0;
    const c = n > 2 ? intAt(space, S[first + 2]!) : 1;
    if (a !== a || b !== b || c !== c || c === 0 || n > 3) return undefined;
    return space.container(types.range, n === 1 ? new RangePayload(0, a, 1) : new RangePayload(a, b, c));
  }
  if (n === 0) {
    if (type === types.list) return space.container(type, []);
    if (type === types.dict) return space.container(type, new DictTable());
    if (type === types.set) return space.container(type, new SetStorage(space));
    return undefined;
  }
  const o = S[first]!;
  const kind = o.type;
  if (n === 2 && type === types.zip) {
    const a = quickIter(space, o);
    if (a === undefined) return undefined;
    const b = quickIter(space, S[first + 1]!);
    if (b === undefined) {
      // What iter() gave is dropped: nothing has seen it.
      space.drop(wrap(a));
      return undefined;
    }
    return space.container(type, new Zip([wrap(a), wrap(b)], false));
  }
  if (n !== 1) return undefined;
  if (type === types.enumerate) {
    const inner = quickIter(space, o);
    return inner === undefined ? undefined : space.container(type, new Enumerate(wrap(inner), 0));
  }
  if (type === types.list || type === types.tuple) {
    if (kind !== types.list && kind !== types.tuple) return undefined;
    const items = o.v as Any[];
    if (type === types.tuple && (kind === types.tuple || items.length === 0)) {
      const same = kind === types.tuple ? o : unwrap(space.newtuple([]));
      same.rc++;
      return same;
    }
    const copy = items.slice();
    for (let i = 0; i < copy.length; i++) copy[i].rc++;
    return space.container(type, copy);
  }
  if (type === types.int) {
    if (kind === types.int) {
      o.rc++;
      return o;
    }
    if (kind === types.bool) return space.ownedInt(o.v as number);
    if (kind === types.float) {
      const x = Math.trunc(o.v as number) + 0;
      return Number.isSafeInteger(x) ? space.ownedInt(x) : undefined;
    }
    if (kind === types.str && typeof o.v === 'string' && DIGITS.test(o.v))
      return space.ownedInt(Number(o.v) + 0);
    return undefined;
  }
  if (type === types.float) {
    if (kind === types.float) {
      o.rc++;
      return o;
    }
    if (kind === types.int && typeof o.v === 'number') return space.boxFloat(o.v);
    if (kind === types.str && typeof o.v === 'string' && DECIMAL.test(o.v))
      return space.boxFloat(Number(o.v));
    return undefined;
  }
  if (type === types.str) {
    if (kind === types.str) {
      o.rc++;
      return o;
    }
    return kind === types.int && typeof o.v === 'number' ? space.boxDigits(o.v) : undefined;
  }
  if (type === types.bool) {
    const is = quickTruth(space, o);
    if (is === undefined) return undefined;
    const truth = unwrap(is ? space.w_True : space.w_False);
    truth.rc++;
    return truth;
  }
  if (type === types.type) {
    const { w_self } = kind;
    unwrap(w_self).rc++;
    return unwrap(w_self);
  }
  return undefined;
}

/** A call of a builtin type that needs its arguments' iterators, without `__new__` and `__init__` apart; may be SUSPEND. */
export function directTypeCall(
  space: CpythonSpace,
  type: TypeObject,
  S: (Any | null)[],
  first: number,
  n: number,
): W | undefined {
  const { types } = space;
  if (n === 1) {
    const w = wrap(S[first]!);
    if (type === types.list) return listOf(space, w);
    if (type === types.tuple) return tupleOf(space, w);
    if (type === types.set) {
      const w_set = space.newset();
      return updateSet(space, w_set, w, () => w_set);
    }
    return undefined;
  }
  if (n < 2 || n > 3 || type !== types.map) return undefined;
  const it = quickIter(space, S[first + 1]!);
  if (it === undefined) return undefined;
  const func = S[first]!;
  if (n === 3) {
    const other = quickIter(space, S[first + 2]!);
    if (other === undefined) {
      // What iter() gave is dropped: nothing has seen it.
      space.drop(wrap(it));
      return undefined;
    }
    func.rc++;
    return space.temporary(space.container(type, new MapPayload(wrap(func), [wrap(it), wrap(other)], false)));
  }
  func.rc++;
  return space.temporary(space.container(type, new MapPayload(wrap(func), [wrap(it)], false)));
}
