// Bodies that go on in a Python function: it is entered by the loop, and its result comes in the place of the operands.
import type { W } from '../../objspace/object.ts';
import { enterFromGenerator, enterFunction } from '../enter.ts';
import type { PyFrame } from '../frame.ts';
import type { Any } from '../object.ts';
import type { CpythonSpace } from '../space.ts';
import { ENTERED } from './bodies.ts';

/** The operands from `first` to before `end` become the callee's. An error in matching them leaves them to the unwinding of the caller. */
export function enterPython(
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  place: number,
  first: number,
  end: number,
  sp: number,
  names: readonly string[] | null,
): W {
  const enter = f.shared ? enterFunction : enterFromGenerator;
  f.sp = place;
  try {
    enter(space, f, S, place, first, end, names);
  } catch (e) {
    f.sp = sp;
    throw e;
  }
  return ENTERED;
}
