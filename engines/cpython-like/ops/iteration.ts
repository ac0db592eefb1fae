// @inline-constants-from ../../frontend/opcodes.ts Op
// Iterators in loops. Models GET_ITER and the FOR_ITER family of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import { iter, length, nextOrStop } from '../../objspace/descroperation.ts';
import type { OperationError } from '../../objspace/error.ts';
import type { PyFrame } from '../frame.ts';
import type { CpythonSpace } from '../space.ts';
import { at, define, pushValue } from './bodies.ts';

define(Op.GET_ITER, (space, _f, S, sp) => iter(space, at(S, sp - 1)));
define(
  Op.FOR_ITER,
  (space, _f, S, sp) => nextOrStop(space, at(S, sp - 1)),
  (_space, f, S, sp, arg, o) => {
    if (o === null) {
      f.pc = arg + 2;
      f.sp = sp;
      return;
    }
    S[sp] = o;
    f.sp = sp + 1;
  },
);
/** An error from what FOR_ITER waited for: a StopIteration, whoever raised it, ends the loop as STOP does. */
export function endsLoop(space: CpythonSpace, f: PyFrame, error: OperationError): boolean {
  if (f.code.original[f.pc - 2] !== Op.FOR_ITER) return false;
  if (!error.matches(space.types.StopIteration)) return false;
  space.dropError(error);
  return true;
}
define(Op.GET_LEN, (space, _f, S, sp) => length(space, at(S, sp - 1)), pushValue);
