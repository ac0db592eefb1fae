// What happens beside the main path of the eval loop: traceback entries, requests of the watchdog. Models pytraceback.py and the actions of
// executioncontext.py in PyPy's pypy/interpreter.
import type { OperationError } from '../objspace/error.ts';
import { exceptionOf, setTraceback } from '../objspace/types/exceptions.ts';
import { COLLECT } from './collector.ts';
import { serveTracing } from '../objspace/tracing/instrument.ts';
import { TRACING } from '../objspace/tracing/monitor.ts';
import type { PyFrame } from './frame.ts';
import type { PypySpace } from './space.ts';

export function addTraceback(space: PypySpace, f: PyFrame, error: OperationError): void {
  if (f.code.isHidden) return;
  const payload = exceptionOf(space, space.errorValue(error));
  const w_frame = space.frameobject(f);
  setTraceback(space, payload, space.newtraceback(payload.w_traceback, w_frame, f.lasti, -1));
}

/** At a check. True: another frame is on top of the stack now, and the loop leaves with SUSPEND. */
export function serveBreaker(space: PypySpace): boolean {
  const { shared, collector } = space;
  if ((shared[0] & COLLECT) !== 0) collector.collectIfDue();
  if ((shared[0] & TRACING) !== 0 && serveTracing(space, space.top as PyFrame)) return true;
  return (shared[0] & ~TRACING) !== 0 && space.scheduler.serve();
}
