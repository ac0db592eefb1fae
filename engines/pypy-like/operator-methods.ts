// @inline-constants-from ../frontend/opcodes.ts Op
// Operators whose left operand is an instance of a Python class: its method is entered inside the eval loop, like any function. The operands stay where
// they are below it, for what is to be done where it answers NotImplemented, or something that is to become a bool. Models
// pypy/objspace/descroperation.py (_make_binop_impl, _make_comparison_impl) for these cases; all others are objspace's.
import { binaryOperators, Op } from '../frontend/opcodes.ts';
import { andThen } from '../objspace/continuation.ts';
import { compareReflected, truth, unsupported } from '../objspace/descroperation.ts';
import { SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { COMPARISON_METHODS, NE, OPERATIONS } from '../objspace/operations.ts';
import type { Comparison } from '../objspace/operations.ts';
import type { FunctionPayload } from '../objspace/types/function.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import { prepared } from './code.ts';
import { enterWith } from './enter.ts';
import type { PyFrame } from './frame.ts';
import { NO_SLOTS, unwrap, W_Object, wrap } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';

/** Stands in `frame.instance` of a method that was entered for an operator. */
export const OPERATOR = new W_Object(null!, null, null, NO_SLOTS, 0);
/** The same where nobody wants what the method answers: `__setitem__`. */
export const DROPPED = new W_Object(null!, null, null, NO_SLOTS, 0);

const SUBSCRIPT = 26;
const FIRST_IN_PLACE = 13;
/** By BINARY_OP's argument. */
const METHODS = binaryOperators.map(([, symbol]) => {
  if (symbol === '[]') return '__getitem__';
  return OPERATIONS.find(({ symbol: known }) => known === symbol || known.startsWith(`${symbol} or `))!
    .method;
});
const TO_BOOL = 16;

/** The class's method of that name, where it is a function whose frame can be entered with so many arguments. */
function plainMethod(space: PypySpace, type: TypeObject, name: string, count: number): W_Object | null {
  const w_method = type.lookup(name);
  if (w_method === undefined || space.type(w_method) !== space.types.function) return null;
  const method = unwrap(w_method) as W_Object;
  const code = prepared(space, (method.v as FunctionPayload).w_code);
  return code.isSimple && code.argcount === count && !code.isGenerator ? method : null;
}

/** The frame of the left operand's method; null: none of Python's, or there is more to it. */
export function enterOperator(
  space: PypySpace,
  f: PyFrame,
  S: (Raw | null)[],
  sp: number,
  op: number,
  arg: number,
): PyFrame | null {
  const isContains = op === Op.CONTAINS_OP;
  const a = isContains ? S[sp - 1] : S[sp - 2];
  const b = isContains ? S[sp - 2]! : S[sp - 1]!;
  if (!(a instanceof W_Object) || !a.type.isHeap) return null;
  const isSubscript = op === Op.BINARY_OP && arg === SUBSCRIPT;
  // Of a class that derives from a builtin one, `v` is that one's value.
  if (a.v !== null && !isSubscript) return null;
  const { type } = a;
  const typeB = space.typeOf(b);
  let name: string;
  if (isContains) name = '__contains__';
  else if (op === Op.COMPARE_OP) {
    if (typeB !== type && typeB.isHeap && typeB.isSubtype(type)) return null;
    name = COMPARISON_METHODS[arg >> 5];
    if (name === '__ne__' && isUnequalByEqual(space, type)) name = '__eq__';
  } else {
    name = METHODS[arg];
    if (arg !== SUBSCRIPT) {
      const { int, float } = space.types;
      if (typeB !== type && typeB !== int && typeB !== float) return null;
      if (arg >= FIRST_IN_PLACE) {
        if (type.lookup(name) !== undefined) return null;
        name = METHODS[arg - FIRST_IN_PLACE];
      }
    }
  }
  const method = plainMethod(space, type, name, 2);
  if (method === null) return null;
  if (isSubscript) {
    const next = enterWith(space, f, S, method, sp - 2, sp - 2, sp, null);
    f.sp = sp - 2;
    return next;
  }
  let first = sp - 2;
  // A frame with operands of its own has room for two more.
  if (f.shared || isContains) {
    if (f.shared) space.values.reserve(sp, 2);
    first = sp;
    S[sp] = a;
    S[sp + 1] = b;
  }
  const next = enterWith(space, f, S, method, sp - 2, first, first + 2, null);
  next.instance = OPERATOR;
  return next;
}

/** The frame of a method `__setitem__` for the value, container and key on the stack; null: none of Python's. */
export function enterSetItem(space: PypySpace, f: PyFrame, S: (Raw | null)[], sp: number): PyFrame | null {
  const container = S[sp - 2];
  if (!(container instanceof W_Object) || !container.type.isHeap) return null;
  const method = plainMethod(space, container.type, '__setitem__', 3);
  if (method === null) return null;
  const place = sp - 3;
  const value = S[place];
  S[place] = container;
  S[sp - 2] = S[sp - 1];
  S[sp - 1] = value;
  const next = enterWith(space, f, S, method, place, place, sp, null);
  f.sp = place;
  next.instance = DROPPED;
  return next;
}

/** The class leaves `!=` to object, which asks `__eq__`. */
const isUnequalByEqual = (space: PypySpace, type: TypeObject): boolean =>
  type.lookup('__ne__') === space.types.object.lookup('__ne__');

/** What the instruction before `f.pc` answers whose operator's method answered `result`; its operands are on the stack still. */
export function operatorAnswer(space: PypySpace, f: PyFrame, result: Raw): W {
  const op = f.code.original[f.pc - 2];
  const arg = f.code.original[f.pc - 1];
  if (op === Op.CONTAINS_OP) {
    const w_isIn = truth(space, wrap(result));
    // What comes later is completed as any other answer (cold-ops.ts).
    return w_isIn === SUSPEND || (arg & 1) === 0 ? w_isIn : space.newbool(w_isIn !== space.w_True);
  }
  const w_a = wrap(f.stack[f.sp - 2]!);
  const w_b = wrap(f.stack[f.sp - 1]!);
  const isMissing = wrap(result) === space.w_NotImplemented;
  if (op !== Op.COMPARE_OP) {
    if (!isMissing) return wrap(result);
    const symbol = binaryOperators[arg][1];
    const shown = symbol === '**' ? '** or pow()' : symbol;
    throw unsupported(space, shown, w_a, w_b);
  }
  const caller = space.top;
  const comparison = (arg >> 5) as Comparison;
  if (isMissing) {
    const w = compareReflected(space, w_a, w_b, comparison);
    return (arg & TO_BOOL) === 0 ? w : andThen(space, caller, w, (w_result) => truth(space, w_result));
  }
  if (comparison === NE && isUnequalByEqual(space, space.type(w_a)))
    return andThen(space, caller, truth(space, wrap(result)), (w_equal) =>
      space.newbool(w_equal !== space.w_True),
    );
  const w = wrap(result);
  if ((arg & TO_BOOL) === 0 || w === space.w_True || w === space.w_False) return w;
  return andThen(space, caller, w, (w_result) => truth(space, w_result));
}
