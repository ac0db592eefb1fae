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
  unary,
} from '../../objspace/descroperation.ts';
import type { W } from '../../objspace/object.ts';
import { OPERATIONS } from '../../objspace/operations.ts';
import type { BinarySlot, Comparison, InplaceSlot } from '../../objspace/operations.ts';
import { unwrap, wrap } from '../object.ts';
import { decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { at, define, pop } from './bodies.ts';

const OPERATORS: readonly (BinarySlot | InplaceSlot | null)[] = binaryOperators.map(([, symbol]) => {
  if (symbol === '[]') return null;
  const shown = symbol === '**' ? '** or pow()' : symbol;
  return OPERATIONS.find((o) => o.symbol === shown)!.slot as BinarySlot | InplaceSlot;
});

define(Op.BINARY_OP, (space, _f, S, sp, arg) => {
  const w_a = at(S, sp - 2);
  const w_b = at(S, sp - 1);
  const slot = OPERATORS[arg];
  if (slot === null) return getitem(space, w_a, w_b);
  return arg < 13
    ? binary(space, slot as BinarySlot, w_a, w_b)
    : inplace(space, slot as InplaceSlot, w_a, w_b);
});

define(Op.COMPARE_OP, (space, _f, S, sp, arg) => {
  const caller = space.top;
  const w = compare(space, at(S, sp - 2), at(S, sp - 1), (arg >> 5) as Comparison);
  if ((arg & 16) === 0) return w;
  return andThen(space, caller, w, (w_result) => truth(space, w_result));
});

define(
  Op.CONTAINS_OP,
  (space, _f, S, sp) => contains(space, at(S, sp - 1), at(S, sp - 2)),
  (space, f, S, sp, arg, o) => {
    sp = pop(S, sp, 2);
    const isIn = (wrap(o!) === space.w_True) !== ((arg & 1) === 1);
    decref(o!);
    S[sp] = unwrap(space.own(space.newbool(isIn)));
    f.sp = sp + 1;
  },
);

define(Op.UNARY_NEGATIVE, (space, _f, S, sp) => unary(space, 'negative', at(S, sp - 1)));
define(Op.UNARY_INVERT, (space, _f, S, sp) => unary(space, 'invert', at(S, sp - 1)));
define(Op.UNARY_NOT, (space, _f, S, sp) => {
  const caller = space.top;
  return andThen(space, caller, truth(space, at(S, sp - 1)), (w) => space.newbool(w !== space.w_True));
});
define(Op.TO_BOOL, (space, _f, S, sp) => truth(space, at(S, sp - 1)));

define(Op.STORE_SUBSCR, (space, _f, S, sp) => setitem(space, at(S, sp - 2), at(S, sp - 1), at(S, sp - 3)));
define(Op.DELETE_SUBSCR, (space, _f, S, sp) => setitem(space, at(S, sp - 2), at(S, sp - 1), null));

export function newslice(space: CpythonSpace, parts_w: readonly W[]): W {
  return call(space, space.types.slice.w_self, parts_w);
}
define(Op.BINARY_SLICE, (space, _f, S, sp) =>
  getitem(space, at(S, sp - 3), newslice(space, [at(S, sp - 2), at(S, sp - 1)])),
);
define(Op.STORE_SLICE, (space, _f, S, sp) =>
  setitem(space, at(S, sp - 3), newslice(space, [at(S, sp - 2), at(S, sp - 1)]), at(S, sp - 4)),
);
