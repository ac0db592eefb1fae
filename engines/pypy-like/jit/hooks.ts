// Where the interpreter meets the tracing JIT. The interpreter counts backward jumps and calls; when a counter runs out it asks. Without a
// JIT installed (the default) the eval loop is left and entered again then.
import { TRACING } from '../../objspace/tracing/monitor.ts';
import type { W } from '../../objspace/object.ts';
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
  /**
   * A call from host code: what the function answers, if it is compiled and comes to its end at once; SUSPEND: its frame is on top, as after a call that
   * has begun; undefined: it is to be called in the usual way.
   */
  callHere(space: PypySpace, w_function: W, args_w: readonly W[]): W | undefined;
  /** Where a new code object's counters start. */
  readonly threshold: number;
  readonly functionThreshold: number;
}

/**
 * Without a JIT: turns until the eval loop is entered again. What the host has optimised for a loop in the middle of its run knows nothing of the
 * variables there are, and takes 10 to 15 % more time than what it has optimised for an entry; a program that runs long would never see the latter.
 */
const TURNS = 1 << 17;

/**
 * Counters of the first code objects: their first backward jumps and calls go to the hooks, which do nothing but set the counters (without a JIT they start
 * at 0). So the calls of the hooks have been seen when the host optimises the eval loop; else their first one would throw away what it has optimised.
 */
const EARLY = -0x4000_0000;
let early = 64;

export let jit: JitHooks | null = null;
/** Before any code is prepared: counters of code that is there already stay where they are. */
export function installJit(hooks: JitHooks | null): void {
  jit = hooks;
}

/** What the loop calls when a counter has run out; answers the frame that goes on, null: the same, as if nothing had happened. The same frame: see TURNS. */
export function loopHot(space: PypySpace, frame: PyFrame, pc: number): PyFrame | null {
  if ((space.shared[0] & TRACING) !== 0) return null;
  const { counters } = frame.code;
  if (jit === null) {
    counters[pc >> 1] = TURNS;
    return frame;
  }
  if (counters[pc >> 1] < EARLY) {
    counters[pc >> 1] = jit.threshold;
    return null;
  }
  return jit.onLoopHot(space, frame, pc) === MOVED ? (space.top as PyFrame) : null;
}
export function functionHot(space: PypySpace, frame: PyFrame): PyFrame | null {
  if ((space.shared[0] & TRACING) !== 0) return null;
  const { code } = frame;
  if (jit === null) {
    code.entries = TURNS;
    return frame;
  }
  if (code.entries < EARLY) {
    code.entries = jit.functionThreshold;
    return null;
  }
  return jit.onFunctionHot(space, frame) === MOVED ? (space.top as PyFrame) : null;
}

export function newCounters(length: number): Int32Array {
  if (jit === null) return new Int32Array(length).fill(early > 0 ? 0 : TURNS);
  return new Int32Array(length).fill(early > 0 ? EARLY : jit.threshold);
}
/** After `newCounters` of the same code. */
export function newEntryCounter(): number {
  if (jit === null) return early-- > 0 ? 0 : TURNS;
  return early-- > 0 ? EARLY : jit.functionThreshold;
}
