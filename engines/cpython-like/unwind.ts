// What happens beside the main path of the eval loop: traceback entries, requests of the watchdog. Models PyTraceBack_Here
// (Python/traceback.c) and _Py_HandlePending (Python/ceval_gil.c).
import type { OperationError } from '../objspace/error.ts';
import { exceptionOf, setTraceback } from '../objspace/types/exceptions.ts';
import { serveTracing } from '../objspace/tracing/instrument.ts';
import { TRACING } from '../objspace/tracing/monitor.ts';
import type { PyFrame } from './frame.ts';
import type { CpythonSpace } from './space.ts';

export function addTraceback(space: CpythonSpace, f: PyFrame, error: OperationError): void {
  const payload = exceptionOf(space, space.errorValue(error));
  const w_frame = space.frameobject(f);
  setTraceback(space, payload, space.newtraceback(payload.w_traceback, w_frame, f.lasti, -1));
  space.drain();
}

/** At a check. True: another frame is on top of the stack now, and the loop leaves with SUSPEND. */
export function serveBreaker(space: CpythonSpace): boolean {
  const { shared, collector } = space;
  if (collector.isDue) collector.collectIfDue();
  if ((shared[0] & TRACING) !== 0 && serveTracing(space, space.top as PyFrame)) return true;
  return (shared[0] & ~TRACING) !== 0 && space.scheduler.serve();
}
