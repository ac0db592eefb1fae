// What happens beside the main path of the eval loop: traceback entries, requests of the watchdog. Models pytraceback.py and the actions of
// executioncontext.py in PyPy's pypy/interpreter.
import { OperationError } from '../objspace/error.ts';
import { StopRun } from '../objspace/program-session.ts';
import { exceptionOf, setTraceback } from '../objspace/types/exceptions.ts';
import type { PyFrame } from './frame.ts';
import type { PypySpace } from './space.ts';

const INTERRUPT = 1;
const STOP_RUN = 2;
const SWITCH = 4;

export function addTraceback(space: PypySpace, f: PyFrame, error: OperationError): void {
  const payload = exceptionOf(space, space.errorValue(error));
  const w_frame = space.frameobject(f);
  setTraceback(space, payload, space.newtraceback(payload.w_traceback, w_frame, f.lasti, -1));
}

/** Bits of the watchdog's word. */
export function serveBreaker(space: PypySpace): void {
  const { shared, collector } = space;
  if (collector.isDue) collector.collectIfDue();
  if ((shared[0] & STOP_RUN) !== 0) throw new StopRun();
  if ((shared[0] & INTERRUPT) !== 0) {
    Atomics.and(shared, 0, ~INTERRUPT);
    shared[4] = 0;
    throw new OperationError(space.types.KeyboardInterrupt, null, null);
  }
  if ((shared[0] & SWITCH) !== 0) Atomics.and(shared, 0, ~SWITCH);
}
