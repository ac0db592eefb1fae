// `bool`: the two values, and what differs from int. Models CPython's Objects/boolobject.c.
import { andThen } from '../continuation.ts';
import { truth } from '../descroperation.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { BinaryFn } from '../typeobject.ts';
import { invert } from '../../kernels/int.ts';
import { intType } from './int.ts';

/** Of two bools a bool, else what ints give. */
function logical(run: (a: boolean, b: boolean) => boolean, ofInts: BinaryFn): BinaryFn {
  return (space, w_a, w_b) => {
    const { bool } = space.types;
    if (space.type(w_a) !== bool || space.type(w_b) !== bool) return ofInts(space, w_a, w_b);
    return space.newbool(run(space.is(w_a, space.w_True), space.is(w_b, space.w_True)));
  };
}

const INVERT_WARNING =
  "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.";

const { and, or, xor } = intType.slots!;

export const boolType: TypeDefinition = {
  name: 'bool',
  base: 'int',
  isBase: false,
  doc: 'Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.',
  slots: {
    new: (space, _type, args_w, names) => {
      if (names !== null) throw raise(space, 'TypeError', 'bool() takes no keyword arguments');
      if (args_w.length > 1) {
        throw raise(space, 'TypeError', `bool expected at most 1 argument, got ${args_w.length}`);
      }
      if (args_w.length === 0) return space.w_False;
      const caller = space.top;
      return andThen(space, caller, truth(space, args_w[0]), (w) => w);
    },
    repr: (space: Space, w: W) => space.newstr(space.is(w, space.w_True) ? 'True' : 'False'),
    and: logical((a, b) => a && b, and!),
    or: logical((a, b) => a || b, or!),
    xor: logical((a, b) => a !== b, xor!),
    invert: (space, w) => {
      space.warnNested('DeprecationWarning', INVERT_WARNING);
      return space.newint(invert(space.int_w(w)));
    },
  },
};
