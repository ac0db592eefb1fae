// Operators whose special method is a compiled function: it is called on the host's stack with copies of the operands, which stay the instruction's.
// An answer that wants more (NotImplemented, a `__bool__` that gave no bool) goes on in shared code; so does that of a method which had to
// be left, behind a continuation under its frame. undefined: not here; null: left, as `space.exit` says. Models the slot functions of CPython's
// Objects/typeobject.c (slot_nb_add, slot_mp_subscript, slot_tp_richcompare, …) called without a C frame in between.
import { andThen, Continuation } from '../../objspace/continuation.ts';
import {
  binaryReflected,
  checkedIterator,
  checkedLength,
  compareReflected,
  isTrueNested,
  truth,
} from '../../objspace/descroperation.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import { COMPARISON_METHODS, NE, OPERATIONS } from '../../objspace/operations.ts';
import type { BinarySlot, Comparison, InplaceSlot } from '../../objspace/operations.ts';
import { raise } from '../../objspace/raise.ts';
import { attributeTold } from '../../objspace/types/exceptions.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { binaryOperators } from '../../frontend/opcodes.ts';
import { prepared } from '../code.ts';
import type { Code } from '../code.ts';
import { frameFor } from '../frame.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any, Obj } from '../object.ts';
import { quickTruth } from '../ops/quick-operators.ts';
import { decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { EXIT_RAISED, EXIT_SUSPEND } from './runtime.ts';

/** What a method that was left completes with; else the instruction itself does (`finish`). */
type Next = (w: W) => W;

/** The frame of the last call that was left. */
let left: PyFrame | null = null;

/** A frame of a plain function on the value stack, with copies of `n` operands (at most three) as its arguments; `back` is the caller's. */
export function entered(
  space: CpythonSpace,
  func: Obj,
  code: Code,
  payload: FunctionPayload,
  n: number,
  a: Any,
  b: Any,
  c: Any,
): PyFrame {
  const { values } = space;
  const returnTo = values.top;
  const base = returnTo + 1;
  const { slots } = values;
  if (base + code.frameSize > slots.length) values.reserve(returnTo, code.frameSize + 256);
  func.rc++;
  slots[returnTo] = func;
  a.rc++;
  slots[base] = a;
  if (n > 1) {
    b.rc++;
    slots[base + 1] = b;
  }
  if (n > 2) {
    c.rc++;
    slots[base + 2] = c;
  }
  for (let i = base + n; i < base + code.localCount; i++) slots[i] = null;
  const g = frameFor(space, code, func, payload, base, returnTo, false);
  values.top = base + code.frameSize;
  values.depth++;
  return g;
}

/** Calls a compiled function with `n` operands of the instruction, which keeps them. */
export function callHere(
  space: CpythonSpace,
  f: PyFrame,
  func: Obj,
  n: number,
  a: Any,
  b: Any,
  c: Any,
): Any | null | undefined {
  const payload = func.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  const { run } = code;
  if (run === null || !code.isSimple || code.argcount !== n || space.values.depth >= space.directLimit)
    return undefined;
  const g = entered(space, func, code, payload, n, a, b, c);
  g.back = f;
  space.top = g;
  const r = run(space, g);
  if (r === null) {
    left = g;
    f.waiting = true;
  }
  return r;
}

/** A call was left: what comes of it goes through `next` before the instruction gets it. */
function later(space: CpythonSpace, f: PyFrame, next: Next): null {
  if (space.exit !== EXIT_RAISED) {
    const continuation = new Continuation(f, next);
    continuation.back = f;
    left!.back = continuation;
  }
  left = null;
  return null;
}

/** A `__getattr__` was left: what comes out of it passes, an AttributeError is told its attribute on the way. */
export function attributeLater(space: CpythonSpace, f: PyFrame, o: Any, name: string): null {
  const continuation = new Continuation(
    f,
    (w) => w,
    (error) => {
      throw attributeTold(space, error, wrap(o), name);
    },
  );
  continuation.back = f;
  left!.back = continuation;
  left = null;
  return null;
}

/** What shared code makes of an answer. */
function completed(space: CpythonSpace, f: PyFrame, r: Any, next: Next): Any | null {
  const w = next(space.temporary(r));
  if (w !== SUSPEND) return space.take(w);
  f.waiting = true;
  if (space.pool.length > space.poolBase) space.drain();
  space.exit = EXIT_SUSPEND;
  return null;
}

/** The plain function that a class has for a special method; null: none, or something else. */
export function methodOf(space: CpythonSpace, type: TypeObject, name: string): Obj | null {
  if (!type.isHeap) return null;
  const w = type.lookup(name);
  return w !== undefined && space.type(w) === space.types.function ? (unwrap(w) as Obj) : null;
}

interface Operator {
  slot: BinarySlot;
  method: string;
  inplace: InplaceSlot | null;
}
const OPERATORS: readonly (Operator | null)[] = binaryOperators.map(([, symbol]) => {
  const isInplace = symbol.endsWith('=');
  const plain = isInplace ? symbol.slice(0, -1) : symbol;
  const shown = plain === '**' ? '** or pow()' : plain;
  const operation = OPERATIONS.find((o) => o.shape === 'binary' && o.symbol === shown);
  if (operation === undefined) return null;
  const inplace = isInplace
    ? OPERATIONS.find((o) => o.shape === 'inplace' && o.symbol === symbol)
    : undefined;
  return {
    slot: operation.slot as BinarySlot,
    method: operation.method,
    inplace: (inplace?.slot as InplaceSlot | undefined) ?? null,
  };
});
const SUBSCRIPT = 26;

/** `a <operator> b` */
export function binaryHere(
  space: CpythonSpace,
  f: PyFrame,
  operator: number,
  a: Any,
  b: Any,
): Any | null | undefined {
  const { type } = a;
  if (!type.isHeap) return undefined;
  if (operator === SUBSCRIPT) {
    const getitem = methodOf(space, type, '__getitem__');
    return getitem === null ? undefined : callHere(space, f, getitem, 2, a, b, b);
  }
  const found = OPERATORS[operator];
  if (found === null) return undefined;
  const { slot, inplace } = found;
  if (inplace !== null && type.slots[inplace] !== null) return undefined;
  // A class derived from that of `a` is asked first.
  if (b.type !== type && b.type.isSubtype(type)) return undefined;
  const method = methodOf(space, type, found.method);
  if (method === null) return undefined;
  const r = callHere(space, f, method, 2, a, b, b);
  if (r === undefined) return r;
  const w_no = space.w_NotImplemented;
  if (r !== null && wrap(r) !== w_no) return r;
  const next: Next = (w) =>
    w === w_no ? binaryReflected(space, inplace ?? slot, slot, wrap(a), wrap(b)) : w;
  return r === null ? later(space, f, next) : completed(space, f, r, next);
}

/** `a < b`, …; with `asBool` its truth. */
export function compareHere(
  space: CpythonSpace,
  f: PyFrame,
  op: Comparison,
  a: Any,
  b: Any,
  asBool: boolean,
): Any | null | undefined {
  const { type } = a;
  if (!type.isHeap || (b.type !== type && b.type.isSubtype(type))) return undefined;
  let method = methodOf(space, type, COMPARISON_METHODS[op]);
  // The `__ne__` of `object` asks `__eq__`.
  const negates =
    method === null && op === NE && type.lookup('__ne__') === space.types.object.lookup('__ne__');
  if (negates) method = methodOf(space, type, '__eq__');
  if (method === null) return undefined;
  const r = callHere(space, f, method, 2, a, b, b);
  if (r === undefined) return r;
  if (r !== null && r.type === space.types.bool) {
    if (!negates) return r;
    r.rc--;
    return boolean(space, wrap(r) !== space.w_True);
  }
  const w_no = space.w_NotImplemented;
  if (r !== null && !asBool && !negates && wrap(r) !== w_no) return r;
  const next: Next = (w) => {
    const caller = space.top;
    if (w !== w_no && negates)
      return andThen(space, caller, truth(space, w), (w_is) => space.newbool(w_is !== space.w_True));
    const w_answer = w === w_no ? compareReflected(space, wrap(a), wrap(b), op) : w;
    return asBool ? andThen(space, caller, w_answer, (w_value) => truth(space, w_value)) : w_answer;
  };
  return r === null ? later(space, f, next) : completed(space, f, r, next);
}

/** `item in a`, or not. */
export function containsHere(
  space: CpythonSpace,
  f: PyFrame,
  a: Any,
  item: Any,
  negate: boolean,
): Any | null | undefined {
  const method = methodOf(space, a.type, '__contains__');
  if (method === null) return undefined;
  const r = callHere(space, f, method, 2, a, item, item);
  // The instruction itself negates what comes later.
  if (r === undefined) return r;
  if (r === null) return later(space, f, (w) => truth(space, w));
  if (r.type !== space.types.bool) {
    // Whatever runs for its truth runs to its end before it is negated.
    const is = quickTruth(space, r) ?? isTrueNested(space, wrap(r));
    decref(r);
    return boolean(space, is !== negate);
  }
  r.rc--;
  return boolean(space, (wrap(r) === space.w_True) !== negate);
}

function boolean(space: CpythonSpace, is: boolean): Any {
  const o = unwrap(is ? space.w_True : space.w_False);
  o.rc++;
  return o;
}

/** `bool(a)`, or `not a`. */
export function truthHere(space: CpythonSpace, f: PyFrame, a: Any, negate: boolean): Any | null | undefined {
  const { type } = a;
  if (!type.isHeap) return undefined;
  if (type.slots.bool === null) {
    if (type.slots.length === null) return boolean(space, !negate);
    return truthOfLength(space, f, a, negate);
  }
  const method = methodOf(space, type, '__bool__');
  if (method === null) return undefined;
  const r = callHere(space, f, method, 1, a, a, a);
  if (r === undefined) return r;
  const next: Next = (w) => {
    if (space.type(w) !== space.types.bool)
      throw raise(space, 'TypeError', `__bool__ should return bool, returned ${space.type(w).name}`);
    return negate ? space.newbool(w !== space.w_True) : w;
  };
  if (r === null) return later(space, f, next);
  if (r.type !== space.types.bool) return completed(space, f, r, next);
  if (!negate) return r;
  r.rc--;
  return boolean(space, wrap(r) !== space.w_True);
}

function truthOfLength(space: CpythonSpace, f: PyFrame, a: Any, negate: boolean): Any | null | undefined {
  const method = methodOf(space, a.type, '__len__');
  if (method === null) return undefined;
  const r = callHere(space, f, method, 1, a, a, a);
  if (r === undefined) return r;
  if (r !== null && r.type === space.types.int && typeof r.v === 'number' && r.v >= 0) {
    r.rc--;
    return boolean(space, (r.v !== 0) !== negate);
  }
  const next: Next = (w) => {
    const caller = space.top;
    return andThen(space, caller, checkedLength(space, w), (w_n) =>
      space.newbool((space.int_w(w_n) !== 0) !== negate),
    );
  };
  return r === null ? later(space, f, next) : completed(space, f, r, next);
}

/** `len(a)` by a class's own method. */
export function lengthHere(space: CpythonSpace, f: PyFrame, a: Any): Any | null | undefined {
  const method = methodOf(space, a.type, '__len__');
  if (method === null) return undefined;
  const r = callHere(space, f, method, 1, a, a, a);
  if (r === undefined) return r;
  if (r !== null && r.type === space.types.int && typeof r.v === 'number' && r.v >= 0) return r;
  const next: Next = (w) => checkedLength(space, w);
  return r === null ? later(space, f, next) : completed(space, f, r, next);
}

/** `a[key] = value`; what the method answers is given back. */
export function storeHere(space: CpythonSpace, f: PyFrame, a: Any, key: Any, value: Any): boolean | null {
  const method = methodOf(space, a.type, '__setitem__');
  if (method === null) return false;
  const r = callHere(space, f, method, 3, a, key, value);
  if (r === undefined) return false;
  if (r === null) return r;
  decref(r);
  return true;
}

/** `iter(a)` */
export function iterHere(space: CpythonSpace, f: PyFrame, a: Any): Any | null | undefined {
  const method = methodOf(space, a.type, '__iter__');
  if (method === null) return undefined;
  const r = callHere(space, f, method, 1, a, a, a);
  if (r === undefined) return r;
  if (r !== null && r.type.slots.iternext !== null) return r;
  const next: Next = (w) => checkedIterator(space, w);
  return r === null ? later(space, f, next) : completed(space, f, r, next);
}
