// @inline-constants-from ../../frontend/opcodes.ts Op
// What the functions made from templates call, and what they are bound to. A compiled function has the signature of `Run`: it answers the owned
// value that its frame has returned (the frame is off the stack) or yielded, or null when whoever drives frames has to go on with
// `space.top`, whose `pc`, `sp` and operands are complete; `space.exit` says how. Nothing is lost when host frames are left that way,
// because every frame of Python's is on the explicit stack.
import { Op } from '../../frontend/opcodes.ts';
import { STOP, SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import { enterInline } from '../enter.ts';
import { constructed, leaveFrame } from '../eval-loop.ts';
import { SUSPENDED } from '../frame.ts';
import type { PyFrame } from '../frame.ts';
import type { Any } from '../object.ts';
import { DONE, ENTERED, finish, RAISED, makeGenerator } from '../ops/index.ts';
import type { CpythonSpace } from '../space.ts';

export type Run = (space: CpythonSpace, f: PyFrame) => Any | null;

/** How a compiled function was left with null. */
export const EXIT_INTERPRET = 0;
/** A body answered SUSPEND. */
export const EXIT_SUSPEND = 1;
/** The watchdog's request has put another frame on top: back to whoever runs frames. */
export const EXIT_SWITCH = 2;
/** The error is in `space.raised`. */
export const EXIT_RAISED = 3;

/** Host frames of compiled functions that may lie on top of each other; then the driver goes on with an empty host stack. */
const MOST_DIRECT = 160;
const MOST_DIRECT_NESTED = 24;

/** Up to which depth of Python's frames compiled functions may call each other on the host's stack. */
export function directLimit(space: CpythonSpace): number {
  const room = space.nestedDepth === 0 ? MOST_DIRECT : space.nestedDepth < 8 ? MOST_DIRECT_NESTED : 1;
  const limit = space.values.depth + room;
  return limit < space.recursionLimit ? limit : space.recursionLimit;
}

/** The frame of a function called by an instruction of `f` is on top: runs it. false: the driver has to. */
function runEntered(space: CpythonSpace, f: PyFrame): boolean {
  const g = space.top as PyFrame;
  const { run } = g.code;
  if (run === null || g.pc !== 0 || space.values.depth > space.directLimit) {
    space.exit = EXIT_INTERPRET;
    return false;
  }
  const r = run(space, g);
  if (r === null) return false;
  f.stack[f.sp++] = r;
  return true;
}

/** What the eval loop does with the answer of a body that is not DONE; false: the compiled function is left. */
export function settle(space: CpythonSpace, f: PyFrame, w: W): boolean {
  if (w === DONE) {
    if (space.pool.length > space.poolBase) space.drain();
    return true;
  }
  if (w === ENTERED) return runEntered(space, f);
  if (w === RAISED) {
    space.exit = EXIT_RAISED;
    return false;
  }
  if (w === SUSPEND) {
    f.waiting = true;
    if (space.pool.length > space.poolBase) space.drain();
    space.exit = EXIT_SUSPEND;
    return false;
  }
  finish(space, f, w === STOP ? null : space.take(w));
  return true;
}

/** The frame has returned `result` and is to be left, in the general case. */
export function leave(space: CpythonSpace, f: PyFrame, result: Any): Any {
  const { back, instance } = f;
  f.instance = null;
  leaveFrame(space, f);
  space.top = back;
  return instance === null ? result : constructed(space, instance, result);
}

/** RETURN_GENERATOR. */
export function returnGenerator(space: CpythonSpace, f: PyFrame): Any {
  const generator = makeGenerator(space, f);
  const { back } = f;
  leaveFrame(space, f);
  space.top = back;
  return generator;
}

/** YIELD_VALUE: the body leaves the stack; `f.pc` and `f.sp` are set. */
export function yieldOut(space: CpythonSpace, f: PyFrame, value: Any): Any {
  f.stateNumber = SUSPENDED;
  const { back } = f;
  f.back = null;
  const item = f.handled!;
  space.handled = item.previous!;
  item.previous = null;
  space.values.depth--;
  space.top = back;
  return value;
}

/** Operands of a call by a frame with a stack of its own go to the shared stack. */
export { enterInline };
export const isResume = (op: number): boolean => op === Op.RESUME || op === Op.RESUME_CHECK;
