// @inline-constants-from ../../frontend/opcodes.ts Op
// Operators, comparisons, subscripts. Models the BINARY_OP, COMPARE_OP, CONTAINS_OP and *_SUBSCR families of Python/bytecodes.c.
import { Op, binaryOperators } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import {
  binary,
  call,
  compare,
  contains,
  getitem,
  inplace,
  setitem,
  truth,
} from '../../objspace/descroperation.ts';
import type { W } from '../../objspace/object.ts';
import { OPERATIONS } from '../../objspace/operations.ts';
import type { BinarySlot, Comparison, InplaceSlot } from '../../objspace/operations.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any } from '../object.ts';
import { dealloc, decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { raise, raiseWith } from '../../objspace/raise.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import type { DictTable } from '../dict-table.ts';
import { at, bodies, define, DONE, pop, RAISED } from './bodies.ts';
import { enterPython } from './entering.ts';
import {
  quickBinary,
  quickCompare,
  quickContains,
  quickSlice,
  quickStore,
  quickTruth,
  sliceBound,
} from './quick-operators.ts';

/** Items that are given to a host function as arguments. */
const MOST_SPREAD = 10_000;

const OPERATORS: readonly (BinarySlot | InplaceSlot | null)[] = binaryOperators.map(([, symbol]) => {
  if (symbol === '[]') return null;
  const shown = symbol === '**' ? '** or pow()' : symbol;
  return OPERATIONS.find((o) => o.symbol === shown)!.slot as BinarySlot | InplaceSlot;
});

/** Takes two operands off for one, owned. */
function pushed2(f: PyFrame, S: (Any | null)[], sp: number, o: Any): W {
  const b = S[sp - 1]!;
  const a = S[sp - 2]!;
  S[sp - 2] = o;
  f.sp = sp - 1;
  if (--b.rc === 0) dealloc(b);
  if (--a.rc === 0) dealloc(a);
  return DONE;
}

function pushedTruth(space: CpythonSpace, f: PyFrame, S: (Any | null)[], sp: number, is: boolean): W {
  const o = unwrap(is ? space.w_True : space.w_False);
  o.rc++;
  return pushed2(f, S, sp, o);
}

/** `a[b]` by a class's own `__getitem__`. */
function enterGetitem(space: CpythonSpace, f: PyFrame, S: (Any | null)[], sp: number, method: Any): W {
  const b = S[sp - 1];
  const a = S[sp - 2];
  S[sp] = b;
  S[sp - 1] = a;
  S[sp - 2] = method;
  method.rc++;
  try {
    return enterPython(space, f, S, sp - 2, sp - 1, sp + 1, sp, null);
  } catch (e) {
    S[sp - 1] = b;
    S[sp - 2] = a;
    method.rc--;
    throw e;
  }
}

/** What the error about an index calls a sequence. */
function indexed(space: CpythonSpace, type: TypeObject): string | null {
  const { list, tuple, str } = space.types;
  return type === list ? 'list' : type === tuple ? 'tuple' : type === str ? 'string' : null;
}

define(Op.BINARY_OP, (space, f, S, sp, arg) => {
  const o = quickBinary(space, arg, S[sp - 2]!, S[sp - 1]!);
  if (o !== undefined) return pushed2(f, S, sp, o);
  const w_a = at(S, sp - 2);
  const w_b = at(S, sp - 1);
  const slot = OPERATORS[arg];
  if (slot === null) {
    const type = space.type(w_a);
    if (type === space.types.dict) {
      // The look-up above has found that there is no such key.
      space.raised = raiseWith(space, 'KeyError', [w_b]);
      return RAISED;
    }
    if (space.type(w_b) === space.types.int && typeof unwrap(w_b).v === 'number') {
      // Nor an item of that index.
      const kind = indexed(space, type);
      if (kind !== null) {
        space.raised = raise(space, 'IndexError', `${kind} index out of range`);
        return RAISED;
      }
    }
    const w_method = type.isHeap ? type.lookup('__getitem__') : undefined;
    if (w_method !== undefined && space.type(w_method) === space.types.function)
      return enterGetitem(space, f, S, sp, unwrap(w_method));
    return getitem(space, w_a, w_b);
  }
  return arg < 13
    ? binary(space, slot as BinarySlot, w_a, w_b)
    : inplace(space, slot as InplaceSlot, w_a, w_b);
});

define(Op.COMPARE_OP, (space, f, S, sp, arg) => {
  const holds = quickCompare(space, S[sp - 2]!, S[sp - 1]!, (arg >> 5) as Comparison);
  if (holds !== undefined) return pushedTruth(space, f, S, sp, holds);
  const caller = space.top;
  const w = compare(space, at(S, sp - 2), at(S, sp - 1), (arg >> 5) as Comparison);
  if ((arg & 16) === 0) return w;
  return andThen(space, caller, w, (w_result) => truth(space, w_result));
});

define(
  Op.CONTAINS_OP,
  (space, f, S, sp, arg) => {
    const isIn = quickContains(space, S[sp - 1]!, S[sp - 2]!);
    if (isIn !== undefined) return pushedTruth(space, f, S, sp, isIn !== ((arg & 1) === 1));
    return contains(space, at(S, sp - 1), at(S, sp - 2));
  },
  (space, f, S, sp, arg, o) => {
    sp = pop(S, sp, 2);
    const isIn = (wrap(o!) === space.w_True) !== ((arg & 1) === 1);
    decref(o!);
    S[sp] = unwrap(space.own(space.newbool(isIn)));
    f.sp = sp + 1;
  },
);

/** The top of the stack becomes True or False. */
function replacedByTruth(space: CpythonSpace, f: PyFrame, S: (Any | null)[], sp: number, is: boolean): W {
  const old = S[sp - 1]!;
  const o = unwrap(is ? space.w_True : space.w_False);
  o.rc++;
  S[sp - 1] = o;
  f.sp = sp;
  if (--old.rc === 0) dealloc(old);
  return DONE;
}
define(Op.UNARY_NOT, (space, f, S, sp) => {
  const is = quickTruth(space, S[sp - 1]!);
  if (is !== undefined) return replacedByTruth(space, f, S, sp, !is);
  const caller = space.top;
  return andThen(space, caller, truth(space, at(S, sp - 1)), (w) => space.newbool(w !== space.w_True));
});
define(Op.TO_BOOL, (space, f, S, sp) => {
  const is = quickTruth(space, S[sp - 1]!);
  return is === undefined ? truth(space, at(S, sp - 1)) : replacedByTruth(space, f, S, sp, is);
});

define(Op.STORE_SUBSCR, (space, f, S, sp) => {
  const key = S[sp - 1]!;
  const container = S[sp - 2]!;
  const value = S[sp - 3]!;
  if (!quickStore(space, container, key, value))
    return setitem(space, wrap(container), wrap(key), wrap(value));
  f.sp = sp - 3;
  value.rc--;
  if (--container.rc === 0) dealloc(container);
  if (--key.rc === 0) dealloc(key);
  if (value.rc === 0) dealloc(value);
  return DONE;
});

export function newslice(space: CpythonSpace, parts_w: readonly W[]): W {
  return call(space, space.types.slice.w_self, parts_w);
}
define(Op.BINARY_SLICE, (space, f, S, sp) => {
  const o = quickSlice(space, S[sp - 3]!, S[sp - 2]!, S[sp - 1]!);
  if (o === undefined) return getitem(space, at(S, sp - 3), newslice(space, [at(S, sp - 2), at(S, sp - 1)]));
  sp = pop(S, sp, 3);
  S[sp] = o;
  f.sp = sp + 1;
  return DONE;
});

const storeSlice = bodies[Op.STORE_SLICE];
define(Op.STORE_SLICE, (space, f, S, sp, arg) => {
  const value = S[sp - 4]!;
  const { list, tuple } = space.types;
  const target = S[sp - 3]!;
  if (target.type !== list || (value.type !== list && value.type !== tuple) || value === target)
    return storeSlice(space, f, S, sp, arg);
  const items = target.v as Any[];
  const start = sliceBound(space, S[sp - 2]!, 0, items.length);
  const stop = sliceBound(space, S[sp - 1]!, items.length, items.length);
  const added = value.v as Any[];
  if (start < 0 || stop < 0 || added.length > MOST_SPREAD) return storeSlice(space, f, S, sp, arg);
  for (let i = 0; i < added.length; i++) added[i].rc++;
  const removed = items.splice(start, stop > start ? stop - start : 0, ...added);
  f.sp = pop(S, sp, 4);
  for (let i = removed.length - 1; i >= 0; i--) decref(removed[i]);
  return DONE;
});

const deleteSubscr = bodies[Op.DELETE_SUBSCR];
define(Op.DELETE_SUBSCR, (space, f, S, sp, arg) => {
  const target = S[sp - 2]!;
  const key = S[sp - 1]!;
  const { list, dict, int } = space.types;
  if (target.type === list && key.type === int && typeof key.v === 'number') {
    const items = target.v as Any[];
    const i = key.v < 0 ? key.v + items.length : key.v;
    if (i < 0 || i >= items.length) return deleteSubscr(space, f, S, sp, arg);
    const old = i === items.length - 1 ? items.pop()! : items.splice(i, 1)[0];
    f.sp = pop(S, sp, 2);
    decref(old);
    return DONE;
  }
  if (target.type !== dict) return deleteSubscr(space, f, S, sp, arg);
  const table = target.v as DictTable;
  const i = table.find(space, key);
  if (i < 0) {
    space.raised = raiseWith(space, 'KeyError', [wrap(key)]);
    return RAISED;
  }
  const oldKey = table.keys[i]!;
  const old = table.removeAt(space, i)!;
  f.sp = pop(S, sp, 2);
  decref(oldKey);
  decref(old);
  return DONE;
});
