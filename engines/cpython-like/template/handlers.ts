// Exceptions in functions from templates whose handlers are compiled too: what a callee has left in `space.raised`, or what host code has thrown, is
// unwound to the function's own frame, and the function begins again at the handler as if the frame came in there. Everything else is left
// to whoever drives frames. Models the table-driven exception_unwind of CPython's Python/ceval.c.
import { TRACING } from '../../objspace/tracing/monitor.ts';
import { unwind } from '../eval-loop.ts';
import { PyFrame, RUNNING } from '../frame.ts';
import type { CpythonSpace } from '../space.ts';
import { EXIT_RAISED } from './runtime.ts';

/** Unwinds `space.raised` to the handler in `f` of the instruction before `pc`; false: the driver has to. */
export function rescue(space: CpythonSpace, f: PyFrame, pc: number): boolean {
  if ((space.shared[0] & TRACING) !== 0) return false;
  const top = space.top;
  for (let g = top; g !== f; g = g.back) {
    // A handler above this frame, or a builtin in between.
    if (!(g instanceof PyFrame) || g.code.handlerOf(g.pc - 2) !== null) return false;
  }
  const from = top as PyFrame;
  const raised = space.raised!;
  space.raised = null;
  space.exit = 0;
  return unwind(space, from, from === f ? pc : from.pc, from.sp, raised) === f;
}

/** The same for what host code has thrown while `f` ran. */
export function rescueThrown(space: CpythonSpace, f: PyFrame, e: unknown): boolean {
  // Thrown on behalf of the caller, when the frame had been left.
  if (f.stateNumber !== RUNNING) throw e;
  space.raised = space.asOperationError(e);
  space.exit = EXIT_RAISED;
  return f.code.handlerOf(f.pc - 2) !== null && rescue(space, f, f.pc);
}
