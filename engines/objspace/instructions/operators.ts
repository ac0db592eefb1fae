// @inline-constants-from ../../frontend/opcodes.ts Op
// Operators, subscripts, displays, formatting.
import { binaryOperators, Op } from '../../frontend/opcodes.ts';
import { TextBuilder } from '../../kernels/text.ts';
import { andThen } from '../continuation.ts';
import {
  binary,
  call,
  callSpecial,
  compare,
  contains,
  getitem,
  inplace,
  length,
  repr,
  setitem,
  str,
  truth,
  unary,
} from '../descroperation.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { OPERATIONS } from '../operations.ts';
import type { BinarySlot, Comparison, InplaceSlot } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { newInterpolation, newTemplate } from '../types/template.ts';
import { at, define } from './instruction.ts';

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
  if ((arg & 16) === 0 || w === space.w_True || w === space.w_False) return w;
  return w === SUSPEND ? truthLater(space, caller) : truth(space, w);
});

const truthLater = (space: Space, caller: Space['top']): W =>
  andThen(space, caller, SUSPEND, (w_result) => truth(space, w_result));

define(Op.CONTAINS_OP, (space, _f, S, sp) => contains(space, at(S, sp - 1), at(S, sp - 2)));

define(Op.UNARY_NEGATIVE, (space, _f, S, sp) => unary(space, 'negative', at(S, sp - 1)));

define(Op.UNARY_INVERT, (space, _f, S, sp) => unary(space, 'invert', at(S, sp - 1)));

define(Op.UNARY_NOT, (space, _f, S, sp) => {
  const caller = space.top;
  return andThen(space, caller, truth(space, at(S, sp - 1)), (w) => space.newbool(w !== space.w_True));
});

define(Op.TO_BOOL, (space, _f, S, sp) => truth(space, at(S, sp - 1)));

define(Op.STORE_SUBSCR, (space, _f, S, sp) => setitem(space, at(S, sp - 2), at(S, sp - 1), at(S, sp - 3)));

define(Op.DELETE_SUBSCR, (space, _f, S, sp) => setitem(space, at(S, sp - 2), at(S, sp - 1), null));

function newslice(space: Space, parts_w: readonly W[]): W {
  return call(space, space.types.slice.w_self, parts_w);
}

define(Op.BINARY_SLICE, (space, _f, S, sp) =>
  getitem(space, at(S, sp - 3), newslice(space, [at(S, sp - 2), at(S, sp - 1)])),
);

define(Op.STORE_SLICE, (space, _f, S, sp) =>
  setitem(space, at(S, sp - 3), newslice(space, [at(S, sp - 2), at(S, sp - 1)]), at(S, sp - 4)),
);

define(Op.BUILD_SET, (space, _f, S, sp, arg) => {
  const w_set = space.newset();
  for (let i = sp - arg; i < sp; i++) space.setadd(w_set, at(S, i));
  return w_set;
});

define(Op.BUILD_MAP, (space, _f, S, sp, arg) => {
  const w_dict = space.newdict();
  for (let i = sp - 2 * arg; i < sp; i += 2) space.dictset(w_dict, at(S, i), at(S, i + 1));
  return w_dict;
});

define(Op.BUILD_SLICE, (space, _f, S, sp, arg) =>
  newslice(space, arg === 3 ? [at(S, sp - 3), at(S, sp - 2), at(S, sp - 1)] : [at(S, sp - 2), at(S, sp - 1)]),
);

define(Op.BUILD_STRING, (space, _f, S, sp, arg) => {
  const builder = new TextBuilder();
  for (let i = sp - arg; i < sp; i++) builder.add(space.text_w(at(S, i)));
  return space.newtext(builder.done());
});

define(Op.GET_LEN, (space, _f, S, sp) => length(space, at(S, sp - 1)));

function format(space: Space, w_x: W, w_spec: W): W {
  const caller = space.top;
  return andThen(space, caller, callSpecial(space, w_x, '__format__', [w_spec])!, (w) => {
    if (!space.type(w).isSubtype(space.types.str)) {
      throw raise(space, 'TypeError', `__format__ must return a str, not ${space.type(w).name}`);
    }
    return w;
  });
}

define(Op.FORMAT_SIMPLE, (space, _f, S, sp) => {
  const w_x = at(S, sp - 1);
  if (space.type(w_x) === space.types.str) return w_x;
  return format(space, w_x, space.newstr(''));
});

define(Op.FORMAT_WITH_SPEC, (space, _f, S, sp) => format(space, at(S, sp - 2), at(S, sp - 1)));

define(Op.CONVERT_VALUE, (space, _f, S, sp, arg) => {
  const w_x = at(S, sp - 1);
  if (arg === 1) return str(space, w_x);
  if (arg === 2) return repr(space, w_x);
  return call(space, space.builtin('ascii'), [w_x]);
});

/** Template strings: strings and interpolations as two tuples; a value, its text and perhaps a format. */
define(Op.BUILD_TEMPLATE, (space, _f, S, sp) => newTemplate(space, at(S, sp - 2), at(S, sp - 1)));

define(Op.BUILD_INTERPOLATION, (space, _f, S, sp, arg) => {
  const first = sp - 2 - (arg & 1);
  const w_spec = (arg & 1) === 1 ? at(S, sp - 1) : space.newstr('');
  return newInterpolation(space, at(S, first), at(S, first + 1), arg >> 2, w_spec);
});
