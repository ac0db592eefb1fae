// Where the interpreter meets the tracing JIT. The interpreter counts backward jumps and calls; when a counter runs out it asks. Without a
// JIT installed (the default) the eval loop is left and entered again then.
import { TRACING } from '../../objspace/tracing/monitor.ts';
import type { W } from '../../objspace/object.ts';
import { makeYoung } from '../frame.ts';
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
 * Without a JIT: about so many instructions of one loop or function are executed until the frame's operands are moved to young memory (frame.ts:
 * makeYoung). In that time a program should not make more objects than the host's young generation has room for.
 */
const YOUNG_INSTRUCTIONS = 1 << 18;
const FIRST_ENTRIES = 1 << 13;
/**
 * So many moves until the eval loop is entered again. What the host has optimised for a loop in the middle of its run knows nothing of the variables
 * there are, and takes 10 to 15 % more time than what it has optimised for an entry; a program that runs long would never see the latter.
 */
const MOVES = 16;
let movesLeft = 1;

/** Without a JIT: turns of a loop, or calls of a function, from one move to the next. */
const youngTurns = (instructions: number): number =>
  instructions < 256 ? (YOUNG_INSTRUCTIONS / (instructions + 1)) | 0 : 1024;

/** Without a JIT, when the counter of a loop or function has run out; answers whether the eval loop is to be entered again. */
function isTimeToEnter(space: PypySpace, frame: PyFrame): boolean {
  makeYoung(space.values, frame);
  if (--movesLeft > 0) return false;
  movesLeft = MOVES;
  return true;
}

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

/** What the loop calls when a counter has run out; answers the frame that goes on, null: the same, as if nothing had happened. The same frame: see MOVES. */
export function loopHot(space: PypySpace, frame: PyFrame, pc: number): PyFrame | null {
  if ((space.shared[0] & TRACING) !== 0) return null;
  const { counters } = frame.code;
  if (jit === null) {
    counters[pc >> 1] = youngTurns(counters.length);
    return isTimeToEnter(space, frame) ? frame : null;
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
    code.entries = youngTurns(code.counters.length);
    return isTimeToEnter(space, frame) ? frame : null;
  }
  if (code.entries < EARLY) {
    code.entries = jit.functionThreshold;
    return null;
  }
  return jit.onFunctionHot(space, frame) === MOVED ? (space.top as PyFrame) : null;
}

export function newCounters(length: number): Int32Array {
  if (jit === null) return new Int32Array(length).fill(early > 0 ? 0 : youngTurns(length));
  return new Int32Array(length).fill(early > 0 ? EARLY : jit.threshold);
}
/** After `newCounters` of the same code. */
export function newEntryCounter(): number {
  if (jit === null) return early-- > 0 ? 0 : FIRST_ENTRIES;
  return early-- > 0 ? EARLY : jit.functionThreshold;
}
