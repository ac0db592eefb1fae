// Where the interpreter meets the tracing JIT. The interpreter counts backward jumps and calls; when a counter runs out it asks. Without a
// JIT installed (the default) counters start so high that nothing of it is ever called.
import { TRACING } from '../../objspace/tracing/monitor.ts';
import type { PyFrame } from '../frame.ts';
import type { PypySpace } from '../space.ts';

/** PyPy's parameters (rpython/rlib/jit.py). */
export const JIT_DEFAULTS = { threshold: 1039, functionThreshold: 1619, traceEagerness: 200 } as const;

/** What a hook answers: nothing has changed, the interpreter goes on where it was. */
export const STAY = 0;
/** The frames have changed: the interpreter goes on with `space.top`, a Python frame, at its `pc` and `sp`. */
export const MOVED = 1;

/**
 * While a hook runs, the frame holds all of its state: `pc`, `sp`, locals and operands on its stack. Where something was raised the hook
 * answers MOVED with `thrown` of the topmost frame set and its `pc` behind the instruction that raised: the interpreter unwinds from there.
 */
export interface JitHooks {
  /** `JUMP_BACKWARD` to the instruction at `pc`; `frame.pc` is `pc` already. Called each time while the counter is below zero. */
  onLoopHot(space: PypySpace, frame: PyFrame, pc: number): number;
  /** The first `RESUME` of a function; `frame.pc` is behind it. Called each time while `code.entries` is below zero. */
  onFunctionHot(space: PypySpace, frame: PyFrame): number;
  /** Where a new code object's counters start. */
  readonly threshold: number;
  readonly functionThreshold: number;
}

const NEVER = 0x7fff_ffff;

export let jit: JitHooks | null = null;
/** Before any code is prepared: counters of code that is there already stay where they are. */
export function installJit(hooks: JitHooks | null): void {
  jit = hooks;
}

/** What the loop calls when a counter has run out. */
export function loopHot(space: PypySpace, frame: PyFrame, pc: number): number {
  if ((space.shared[0] & TRACING) !== 0) return STAY;
  if (jit !== null) return jit.onLoopHot(space, frame, pc);
  frame.code.counters[pc >> 1] = NEVER;
  return STAY;
}
export function functionHot(space: PypySpace, frame: PyFrame): number {
  if ((space.shared[0] & TRACING) !== 0) return STAY;
  if (jit !== null) return jit.onFunctionHot(space, frame);
  frame.code.entries = NEVER;
  return STAY;
}

export const newCounters = (length: number): Int32Array =>
  new Int32Array(length).fill(jit === null ? NEVER : jit.threshold);
export const newEntryCounter = (): number => (jit === null ? NEVER : jit.functionThreshold);
