// What happens beside the main path of the eval loop: traceback entries, requests of the watchdog. Models PyTraceBack_Here
// (Python/traceback.c) and _Py_HandlePending (Python/ceval_gil.c).
import { OperationError } from '../objspace/error.ts';
import { exceptionOf, setTraceback } from '../objspace/types/exceptions.ts';
import type { PyFrame } from './frame.ts';
import type { CpythonSpace } from './space.ts';

/** A stated limit is over: unwinds without running handlers. */
export class StopRun extends Error {}

const INTERRUPT = 1;
const STOP_RUN = 2;
const SWITCH = 4;

export function addTraceback(space: CpythonSpace, f: PyFrame, error: OperationError): void {
  const payload = exceptionOf(space, space.errorValue(error));
  const w_frame = space.frameobject(f);
  setTraceback(space, payload, space.newtraceback(payload.w_traceback, w_frame, f.lasti, -1));
  space.drain();
}

/** Bits of the watchdog's word. */
export function serveBreaker(space: CpythonSpace): void {
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
