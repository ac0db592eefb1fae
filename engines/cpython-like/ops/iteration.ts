// @inline-constants-from ../../frontend/opcodes.ts Op
// Iterators in loops. Models GET_ITER and the FOR_ITER family of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import type { OperationError } from '../../objspace/error.ts';
import { nextItem } from '../../objspace/instructions/iteration.ts';
import { isTracing, tracedRaise } from '../../objspace/tracing/instrument.ts';
import { STOP, SUSPEND } from '../../objspace/object.ts';
import type { PyFrame } from '../frame.ts';
import { wrap } from '../object.ts';
import type { CpythonSpace } from '../space.ts';
import { DONE, define, finishes, pushValue } from './bodies.ts';
import { quickNext } from './quick-next.ts';

define(
  Op.FOR_ITER,
  (space, f, S, sp, arg) => {
    const iterator = S[sp - 1]!;
    const item = quickNext(space, iterator);
    if (item !== undefined) {
      S[sp] = item;
      f.sp = sp + 1;
      return DONE;
    }
    const w = nextItem(space, f, wrap(iterator));
    if (w === SUSPEND) return w;
    if (w === STOP) {
      f.pc = arg + 2;
      return DONE;
    }
    S[sp] = space.take(w);
    f.sp = sp + 1;
    return DONE;
  },
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
  if (isTracing(space)) error = tracedRaise(space, f, error, false);
  space.dropError(error);
  return true;
}
finishes[Op.GET_LEN] = pushValue;
