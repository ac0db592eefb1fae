// Functions from templates called by builtins: the frame that a builtin has pushed is run at once, on the host's stack, and its value is the
// builtin's answer where SUSPEND and a continuation would be. Whatever does not come to its end that way (an exception, a wait, a request of the
// watchdog, an instruction left to the interpreter) stays on the explicit stack as if it had never been tried.
import { continuationsGoOn, continuationsStandStill } from '../../objspace/continuation.ts';
import { STOP, SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import type { Frame } from '../../objspace/continuation.ts';
import { IterationFrame } from '../../objspace/step-frames.ts';
import type { GeneratorPayload } from '../../objspace/types/generator.ts';
import { selfIter } from '../../objspace/types/iterators.ts';
import { recursionError } from '../frame.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap } from '../object.ts';
import type { Any } from '../object.ts';
import type { SetStorage } from '../set-storage.ts';
import type { CpythonSpace } from '../space.ts';
import { dealloc } from '../refcount.ts';
import { isDriven, ownedNext, passRaised, passThrown } from './driven-iterators.ts';
import { stepOf } from './generator-steps.ts';
import type { Run } from './runtime.ts';

/** Such runs on top of each other: each may have a few frames of builtins and a hundred of functions above it. */
const MOST_RUNS = 12;
/** Frames of Python's on top of the one that is run. */
const MOST_DIRECT = 40;

/** The bound for compiled functions that a builtin calls now. */
export function directLimitHere(space: CpythonSpace): number {
  const limit = space.values.depth + MOST_DIRECT;
  return limit < space.recursionLimit ? limit : space.recursionLimit;
}

export const mayRun = (space: CpythonSpace): boolean => space.hostRuns < MOST_RUNS;

/** Runs `f`, which is on top; null: it stays on the stack, and the builtin answers SUSPEND. */
export function runHere(space: CpythonSpace, f: PyFrame, run: Run): Any | null {
  const { poolBase, directLimit } = space;
  const began = continuationsStandStill();
  space.poolBase = space.pool.length;
  space.directLimit = directLimitHere(space);
  space.hostRuns++;
  let result: Any | null = null;
  try {
    result = run(space, f);
    if (result === null) passRaised(space);
  } catch (e) {
    passThrown(space, e);
  } finally {
    space.hostRuns--;
    if (space.pool.length > space.poolBase) space.drain();
    space.poolBase = poolBase;
    space.directLimit = directLimit;
    continuationsGoOn(began);
  }
  return result;
}

/** The same for the body of a generator (generator-steps.ts), which is not on the stack yet. */
export function stepHere(
  space: CpythonSpace,
  body: PyFrame,
  value: Any,
  iterating: GeneratorPayload | null,
): Any | null {
  const { poolBase, directLimit, values } = space;
  if (values.depth >= space.recursionLimit) throw recursionError(space);
  const began = continuationsStandStill();
  space.poolBase = space.pool.length;
  space.directLimit = directLimitHere(space);
  space.hostRuns++;
  let result: Any | null = null;
  try {
    result = stepOf(space, body, value, iterating);
    if (result === null) passRaised(space);
  } catch (e) {
    passThrown(space, e);
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
    const w = frame instanceof IterationFrame ? iterate(space, frame) : frame.resume(space, undefined);
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

/**
 * A builtin's loop over code of Python's that is compiled (`sum(f(x) for x in …)`, `list(map(f, …))`): the builtin's frame is handed one item after
 * the other. Left in the middle, everything is on the explicit stack as if the frame had asked.
 */
function iterate(space: CpythonSpace, frame: IterationFrame): W {
  const { w_unasked } = frame;
  if (w_unasked === null || !isDriven(space, unwrap(w_unasked))) return frame.resume(space, undefined);
  const it = unwrap(w_unasked);
  const { directLimit } = space;
  space.directLimit = directLimitHere(space);
  space.hostRuns++;
  frame.waitForItems();
  try {
    for (;;) {
      let o: Any | null | undefined;
      try {
        o = ownedNext(space, it);
      } catch (e) {
        return frame.raise(space, space.asOperationError(e));
      }
      if (o === undefined) return SUSPEND;
      if (o === null) return frame.resume(space, STOP);
      const w_done = frame.handOver(space, space.temporary(o));
      if (w_done !== null) return w_done;
      if (space.pool.length > space.poolBase) space.drain();
    }
  } finally {
    space.hostRuns--;
    space.directLimit = directLimit;
  }
}

/**
 * All further items of an iterator to the end of a list or tuple, or into a set, without a frame of a builtin's; false: it waits for the frames that are on top
 * of the caller's now, and whoever has asked has to be put under them (`putUnder`).
 */
export function collectHere(space: CpythonSpace, it: Any, into: Any): boolean {
  const { poolBase, directLimit, top } = space;
  const began = continuationsStandStill();
  space.poolBase = space.pool.length;
  space.directLimit = directLimitHere(space);
  space.hostRuns++;
  const isSet = into.type === space.types.set;
  let isAsking = true;
  try {
    for (;;) {
      const o = ownedNext(space, it);
      if (o === undefined) return false;
      if (o === null) return true;
      if (isSet) {
        if ((into.v as SetStorage).addPlain(o)) {
          if (--o.rc === 0) dealloc(o);
          continue;
        }
        isAsking = false;
        space.temporary(o);
        (into.v as SetStorage).add(o);
        isAsking = true;
        space.drain();
      }
      // What has run may have given the list other items.
      else (into.v as Any[]).push(o);
    }
  } catch (e) {
    space.top = top;
    // The function of a `map` may end it so.
    const error = space.asOperationError(e);
    if (!isAsking || !error.matches(space.types.StopIteration)) throw error;
    space.dropError(error);
    return true;
  } finally {
    space.hostRuns--;
    if (space.pool.length > space.poolBase) space.drain();
    space.poolBase = poolBase;
    space.directLimit = directLimit;
    continuationsGoOn(began);
  }
}

/** A builtin iterator, for whose items `collectHere` may ask now. */
export function isCollected(space: CpythonSpace, { type }: Any): boolean {
  if (type.isHeap || space.hostRuns >= MOST_RUNS) return false;
  return type === space.types.generator || (type.slots.iter === selfIter && type.slots.iternext !== null);
}

/** The frame of a builtin that has waited without one for what is above `caller` on the stack: its next item. */
export function putUnder(space: CpythonSpace, caller: Frame | null, frame: IterationFrame): void {
  frame.waitForItems();
  putFrameUnder(space, caller, frame);
}
export function putFrameUnder(space: CpythonSpace, caller: Frame | null, frame: Frame): void {
  let lowest = space.top!;
  while (lowest.back !== caller) lowest = lowest.back!;
  lowest.back = frame;
  frame.back = caller;
}
