// @inline-constants-from ../../frontend/opcodes.ts Op
// Template strings (PEP 750): strings and interpolations as two tuples; a value, its text and perhaps a format.
import { Op } from '../../frontend/opcodes.ts';
import { newInterpolation, newTemplate } from '../types/template.ts';
import { at, define } from './instruction.ts';

define(Op.BUILD_TEMPLATE, (space, _f, S, sp) => newTemplate(space, at(S, sp - 2), at(S, sp - 1)));
define(Op.BUILD_INTERPOLATION, (space, _f, S, sp, arg) => {
  const first = sp - 2 - (arg & 1);
  const w_spec = (arg & 1) === 1 ? at(S, sp - 1) : space.newstr('');
  return newInterpolation(space, at(S, first), at(S, first + 1), arg >> 2, w_spec);
});
