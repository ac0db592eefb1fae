// Functions from templates called by builtins: the frame that a builtin has pushed is run at once, on the host's stack, and its value is the
// builtin's answer where SUSPEND and a continuation would be. Whatever does not come to its end that way (an exception, a wait, a request of the
// watchdog, an instruction left to the interpreter) stays on the explicit stack as if it had never been tried.
import { continuationsGoOn, continuationsStandStill } from '../../objspace/continuation.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import type { Frame } from '../../objspace/continuation.ts';
import type { PyFrame } from '../frame.ts';
import type { Any } from '../object.ts';
import type { CpythonSpace } from '../space.ts';
import { EXIT_RAISED } from './runtime.ts';
import type { Run } from './runtime.ts';

/** Such runs on top of each other: each may have a few frames of builtins and a hundred of functions above it. */
const MOST_RUNS = 12;
/** Frames of Python's on top of the one that is run. */
const MOST_DIRECT = 40;

export const mayRun = (space: CpythonSpace): boolean => space.hostRuns < MOST_RUNS;

/** Runs `f`, which is on top; null: it stays on the stack, and the builtin answers SUSPEND. */
export function runHere(space: CpythonSpace, f: PyFrame, run: Run): Any | null {
  const { poolBase, directLimit } = space;
  const began = continuationsStandStill();
  space.poolBase = space.pool.length;
  const limit = space.values.depth + MOST_DIRECT;
  space.directLimit = limit < space.recursionLimit ? limit : space.recursionLimit;
  space.hostRuns++;
  let result: Any | null = null;
  try {
    result = run(space, f);
    if (result === null && space.exit === EXIT_RAISED) {
      (space.top as PyFrame).thrown = space.raised;
      space.raised = null;
    }
  } catch (e) {
    // Goes on in the frame that it came from, when frames are run again.
    (space.top as PyFrame).thrown = space.asOperationError(e);
  } finally {
    space.hostRuns--;
    if (space.pool.length > space.poolBase) space.drain();
    space.poolBase = poolBase;
    space.directLimit = directLimit;
    continuationsGoOn(began);
  }
  return result;
}

/** The answer of a builtin's call. */
export function answerOf(space: CpythonSpace, f: PyFrame, run: Run): W {
  const result = runHere(space, f, run);
  return result === null ? SUSPEND : space.temporary(result);
}

/**
 * The first step of a builtin's frame on top of the stack, at once: what it asks of Python is mostly there when it has asked, and then no
 * continuation of the builtin's caller is needed. The temporaries of that caller stay below the step's.
 */
export function beginHere(space: CpythonSpace, frame: Frame): W {
  if (space.hostRuns >= MOST_RUNS) return SUSPEND;
  const { poolBase } = space;
  const began = continuationsStandStill();
  space.poolBase = space.pool.length;
  space.hostRuns++;
  try {
    const w = frame.resume(space, undefined);
    if (w !== SUSPEND) return space.endStep(w)!;
    if (space.pool.length > space.poolBase) space.drain();
    return SUSPEND;
  } catch (e) {
    if (space.pool.length > space.poolBase) space.drain();
    throw e;
  } finally {
    space.hostRuns--;
    space.poolBase = poolBase;
    continuationsGoOn(began);
  }
}
