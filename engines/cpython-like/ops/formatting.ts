// @inline-constants-from ../../frontend/opcodes.ts Op
// The parts of f-strings. Models FORMAT_SIMPLE, … of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import { call, callSpecial, repr, str } from '../../objspace/descroperation.ts';
import type { W } from '../../objspace/object.ts';
import { raise } from '../../objspace/raise.ts';
import { newInterpolation, newTemplate } from '../../objspace/types/template.ts';
import type { CpythonSpace } from '../space.ts';
import { at, define } from './bodies.ts';

define(Op.FORMAT_SIMPLE, (space, _f, S, sp) => {
  const w_x = at(S, sp - 1);
  if (space.type(w_x) === space.types.str) return w_x;
  return format(space, w_x, space.newstr(''));
});
define(Op.FORMAT_WITH_SPEC, (space, _f, S, sp) => format(space, at(S, sp - 2), at(S, sp - 1)));

function format(space: CpythonSpace, w_x: W, w_spec: W): W {
  const caller = space.top;
  return andThen(space, caller, callSpecial(space, w_x, '__format__', [w_spec])!, (w) => {
    if (!space.type(w).isSubtype(space.types.str)) {
      throw raise(space, 'TypeError', `__format__ must return a str, not ${space.type(w).name}`);
    }
    return w;
  });
}
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
