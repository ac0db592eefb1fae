// Where events of tracing come from: every instruction of a code object that is traced is replaced by INSTRUMENTED_LINE, whose body tells what is
// about to happen, puts the one instruction back and runs it; the next that is reached puts the replacement in its place again. Code
// comes to that state when it is entered, and leaves it when nobody listens any more. Models CPython's Python/instrumentation.c, which has an
// instruction for each event instead. Which instructions begin a line: its initialize_lines.
// Left out: LINE and RESUME told apart for several tools at one place, CALL of LOAD_SUPER_ATTR.
import { codePositions } from '../../frontend/code-object.ts';
import { Op, opFlags, OpFlag } from '../../frontend/opcodes.ts';
import type { OperationError } from '../error.ts';
import type { W } from '../object.ts';
import { nextPythonFrame } from '../python-frame.ts';
import type { PreparedCode } from '../prepared-code.ts';
import { raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { MethodPayload } from '../types/function.ts';
import { bitOf, monitorOf, TRACING } from './monitor.ts';
import type { TracedFrame } from './monitor.ts';

const PY_START = bitOf('PY_START');
const PY_RESUME = bitOf('PY_RESUME');
const PY_RETURN = bitOf('PY_RETURN');
const PY_YIELD = bitOf('PY_YIELD');
const CALL = bitOf('CALL');
const LINE = bitOf('LINE');
const INSTRUCTION = bitOf('INSTRUCTION');
const JUMP = bitOf('JUMP');
const BRANCH_LEFT = bitOf('BRANCH_LEFT');
const BRANCH_RIGHT = bitOf('BRANCH_RIGHT');
const C_RETURN = bitOf('C_RETURN');
const C_RAISE = bitOf('C_RAISE');
const EXCEPTION_HANDLED = bitOf('EXCEPTION_HANDLED');
const STOP_ITERATION = bitOf('STOP_ITERATION');
const PY_UNWIND = bitOf('PY_UNWIND');

/** Never the first of a line: skipped by whoever jumps to them, or the business of the interpreter alone. */
const NO_LINE = new Set<number>([Op.RESUME, Op.END_FOR, Op.END_SEND, Op.END_ASYNC_FOR, Op.POP_ITER]);
/** A finished loop goes on behind END_FOR or END_SEND. */
const SKIPS_ONE = new Set<number>([Op.FOR_ITER, Op.SEND]);
const CONDITIONAL = new Set<number>([
  Op.POP_JUMP_IF_FALSE,
  Op.POP_JUMP_IF_TRUE,
  Op.POP_JUMP_IF_NONE,
  Op.POP_JUMP_IF_NOT_NONE,
]);
const UNCONDITIONAL = new Set<number>([Op.JUMP_BACKWARD, Op.JUMP_FORWARD]);
const CALLS = new Set<number>([Op.CALL, Op.CALL_KW, Op.CALL_FUNCTION_EX]);

/** What is known of a code object that is traced. */
interface Instrumented {
  /** Line of each instruction; -1: none. By index / 2. */
  readonly lines: Int32Array;
  readonly startsLine: Uint8Array;
}

/** What is going on in a frame. */
interface FrameState {
  /** The instruction that ran last; -1: none of this call. */
  previous: number;
  /** Told of, but perhaps not run yet. */
  told: number;
  /** The builtin that the last instruction has called, owned, with its first argument. */
  w_callable: W | null;
  w_first: W | null;
  /** Where a loop's head stands whose way is not known yet. */
  branch: number;
}

const known = new WeakMap<PreparedCode<unknown>, Instrumented>();
const instrumented = new WeakSet<PreparedCode<unknown>>();
const frames = new WeakMap<TracedFrame, FrameState>();
/** The one instruction that has been put back. */
let bared: PreparedCode<unknown> | null = null;
let baredAt = -1;

function linesOf(code: PreparedCode<unknown>): Instrumented {
  const found = known.get(code);
  if (found !== undefined) return found;
  const { original, offsets } = code;
  const positions = codePositions(code.source);
  const count = offsets.length;
  const lines = Int32Array.from(offsets, (offset) => positions[offset / 2]?.lineno ?? -1);
  const startsLine = new Uint8Array(count);
  let first = 0;
  while (first < count && original[2 * first] !== Op.RESUME) first++;
  let current = -1;
  for (let i = first; i < count; i++) {
    if (NO_LINE.has(original[2 * i])) continue;
    if (lines[i] >= 0 && lines[i] !== current) startsLine[i] = 1;
    current = lines[i];
  }
  const mark = (target: number): void => {
    if (target < count && lines[target] >= 0 && !NO_LINE.has(original[2 * target])) startsLine[target] = 1;
  };
  for (let i = first; i < count; i++) {
    const op = original[2 * i];
    if ((opFlags[op] & OpFlag.JUMP) === 0 || op === Op.END_ASYNC_FOR) continue;
    mark(original[2 * i + 1] / 2 + (SKIPS_ONE.has(op) ? 1 : 0));
  }
  for (const { target } of code.handlers) mark(target / 2);
  const made = { lines, startsLine };
  known.set(code, made);
  return made;
}

/** Lines of the instructions, for jumps by `f_lineno`. */
export const instructionLines = (code: PreparedCode<unknown>): Int32Array => linesOf(code).lines;

function instrument(space: Space, code: PreparedCode<unknown>): void {
  linesOf(code);
  instrumented.add(code);
  monitorOf(space).forgetCompiled?.(code);
  const { instructions, original } = code;
  for (let at = 0; at < original.length; at += 2) {
    instructions[at] = Op.INSTRUMENTED_LINE;
    instructions[at + 1] = original[at + 1];
  }
}

function restore(code: PreparedCode<unknown>): void {
  instrumented.delete(code);
  if (bared === code) bared = null;
  code.instructions.set(code.original);
}

/** At a check of the eval loop, while anybody listens. True: the code of `frame` is traced from here on, and the loop has to go on from the frame's state. */
export function serveTracing(space: Space, frame: TracedFrame): boolean {
  const monitor = monitorOf(space);
  if (!monitor.isAwake || monitor.isBusy(space)) return false;
  const { code } = frame;
  if (instrumented.has(code)) return false;
  instrument(space, code);
  const at = frame.pc - 2;
  if (code.original[at] === Op.RESUME && monitor.isOn) begin(space, frame, at);
  return true;
}

/** The functions that run just now are traced from their next instruction on, not only from their next check. */
export function instrumentRunning(space: Space): void {
  for (let frame = nextPythonFrame(space.top); frame !== null; frame = frame.caller()) {
    const { code } = frame as TracedFrame;
    if (!instrumented.has(code)) instrument(space, code);
  }
}

/** `told` gets every instruction from the next one on; null: nobody does. */
export function watchInstructions(
  space: Space,
  told: ((frame: TracedFrame, at: number) => void) | null,
): void {
  const monitor = monitorOf(space);
  monitor.atInstruction = told;
  monitor.update(space);
  if (told !== null) instrumentRunning(space);
}

export const isTracing = (space: Space): boolean => (space.scheduler.shared[0] & TRACING) !== 0;

export const isInstrumented = (code: PreparedCode<unknown>): boolean => instrumented.has(code);

/** The body of INSTRUMENTED_LINE, with `frame.pc` behind it: the frame is left with the instruction to be run next. */
export function traceStep(space: Space, frame: TracedFrame): void {
  const { code } = frame;
  const at = frame.pc - 2;
  tellAgain();
  const monitor = monitorOf(space);
  if (!monitor.isOn) {
    const state = frames.get(frame);
    if (state !== undefined) {
      forgetCall(space, state);
      state.told = state.branch = -1;
    }
    if (!monitor.isAwake) {
      restore(code);
      frame.pc = at;
      return;
    }
  }
  monitor.atInstruction?.(frame, at);
  if (monitor.isOn && !monitor.isBusy(space)) {
    const state = stateOf(frame);
    if (state.told !== at) {
      state.told = -1;
      tell(space, frame, state, at);
      // A callback has set `f_lineno`: `pc` stands behind the target, whose line is not told of again.
      if (frame.pc !== at + 2) {
        frame.pc -= 2;
        state.previous = frame.pc;
        return;
      }
      state.previous = at;
      // These are the last of their run: the next in this frame is another call.
      const op = code.original[at];
      state.told = op === Op.RETURN_VALUE || op === Op.RETURN_GENERATOR ? -1 : at;
    }
  }
  frame.pc = at;
  if (!instrumented.has(code)) return;
  code.instructions[at] = LEAVING.get(code.original[at]) ?? code.original[at];
  bared = code;
  baredAt = at;
}

/** Instructions that leave the frame cover themselves: the caller may stand before the very same one, of the same code. */
const LEAVING: ReadonlyMap<number, number> = new Map([
  [Op.RETURN_VALUE, Op.INSTRUMENTED_RETURN_VALUE],
  [Op.YIELD_VALUE, Op.INSTRUMENTED_YIELD_VALUE],
]);

/** The instruction that was laid bare tells again when it is reached the next time. */
export function tellAgain(): void {
  if (bared !== null && instrumented.has(bared)) bared.instructions[baredAt] = Op.INSTRUMENTED_LINE;
  bared = null;
}

function stateOf(frame: TracedFrame): FrameState {
  let state = frames.get(frame);
  if (state === undefined) {
    state = { previous: -1, told: -1, w_callable: null, w_first: null, branch: -1 };
    frames.set(frame, state);
  }
  return state;
}

const offsetAt = (space: Space, code: PreparedCode<unknown>, at: number): W =>
  space.newint(code.offsets[at / 2] ?? code.source.code.length);

/** A frame starts or goes on. */
function begin(space: Space, frame: TracedFrame, at: number): void {
  const state = stateOf(frame);
  const { code } = frame;
  const isStart = (code.original[at + 1] & 3) === 0;
  if (isStart) {
    forgetCall(space, state);
    state.branch = -1;
  }
  state.told = state.previous = at;
  monitorOf(space).fire(space, frame, isStart ? PY_START : PY_RESUME, at, offsetAt(space, code, at), []);
}

function forgetCall(space: Space, state: FrameState): void {
  if (state.w_callable !== null) space.drop(state.w_callable);
  if (state.w_first !== null) space.drop(state.w_first);
  state.w_callable = state.w_first = null;
}

function tellOfCall(space: Space, frame: TracedFrame, state: FrameState, event: number): void {
  const { w_callable, w_first } = state;
  if (w_callable === null) return;
  state.w_callable = state.w_first = null;
  const monitor = monitorOf(space);
  const w_offset = offsetAt(space, frame.code, state.previous);
  try {
    monitor.fire(space, frame, event, state.previous, w_offset, [w_callable, w_first ?? monitor.w_missing]);
  } finally {
    space.drop(w_callable);
    if (w_first !== null) space.drop(w_first);
  }
}

function tell(space: Space, frame: TracedFrame, state: FrameState, at: number): void {
  const { code, stack } = frame;
  const monitor = monitorOf(space);
  const op = code.original[at];
  const arg = code.original[at + 1];
  tellOfCall(space, frame, state, C_RETURN);
  if (state.branch >= 0) {
    const from = state.branch;
    state.branch = -1;
    const isOver = at !== from + 2;
    const event = isOver ? BRANCH_RIGHT : BRANCH_LEFT;
    const to = isOver && code.original[at] === Op.POP_ITER ? at + 2 : at;
    monitor.fire(space, frame, event, from, offsetAt(space, code, from), [offsetAt(space, code, to)]);
    if (frame.pc !== at + 2) return;
  }
  if (op === Op.RESUME) return begin(space, frame, at);
  const { lines, startsLine } = linesOf(code);
  const line = lines[at / 2];
  if (startsLine[at / 2] === 1) {
    const { previous } = state;
    const isNew = previous < 0 || code.original[previous] === Op.RESUME || lines[previous / 2] !== line;
    if (isNew) monitor.fire(space, frame, LINE, at, space.newint(line), []);
    if (frame.pc !== at + 2) return;
  }
  const w_offset = offsetAt(space, code, at);
  monitor.fire(space, frame, INSTRUCTION, at, w_offset, []);
  if (frame.pc !== at + 2) return;
  const top = stack[frame.sp - 1] as W;
  if (op === Op.RETURN_VALUE) monitor.fire(space, frame, PY_RETURN, at, w_offset, [top]);
  else if (op === Op.YIELD_VALUE) monitor.fire(space, frame, PY_YIELD, at, w_offset, [top]);
  else if (op === Op.END_SEND) tellEnd(space, frame, at, w_offset);
  else if (CALLS.has(op)) tellCall(space, frame, state, at, w_offset);
  else if (UNCONDITIONAL.has(op)) {
    monitor.fire(space, frame, JUMP, at, w_offset, [offsetAt(space, code, arg)]);
  } else if (op === Op.FOR_ITER) state.branch = at;
  else if (CONDITIONAL.has(op)) {
    const isJump =
      op === Op.POP_JUMP_IF_FALSE
        ? space.is(top, space.w_False)
        : op === Op.POP_JUMP_IF_TRUE
          ? space.is(top, space.w_True)
          : space.is(top, space.w_None) === (op === Op.POP_JUMP_IF_NONE);
    const behind = code.original[at + 2] === Op.NOT_TAKEN ? at + 4 : at + 2;
    const target = isJump ? arg : behind;
    const event = isJump ? BRANCH_RIGHT : BRANCH_LEFT;
    monitor.fire(space, frame, event, at, w_offset, [offsetAt(space, code, target)]);
  }
}

/** A generator or coroutine that was delegated to has returned, with nothing raised: the StopIteration that it would have been. */
function tellEnd(space: Space, frame: TracedFrame, at: number, w_offset: W): void {
  const monitor = monitorOf(space);
  const { stack, sp } = frame;
  const type = space.type(stack[sp - 2] as W);
  if (type !== space.types.generator && type !== space.types.coroutine) return;
  if (!monitor.wants(STOP_ITERATION, frame.code)) return;
  const error = raiseWith(space, 'StopIteration', [stack[sp - 1] as W]);
  monitor.fire(space, frame, STOP_ITERATION, at, w_offset, [space.errorValue(error)]);
  space.dropError(error);
}

function tellCall(space: Space, frame: TracedFrame, state: FrameState, at: number, w_offset: W): void {
  const { code, stack, sp } = frame;
  const monitor = monitorOf(space);
  if (!monitor.wants(CALL, code)) return;
  const op = code.original[at];
  const arg = code.original[at + 1];
  const place = op === Op.CALL ? sp - arg - 2 : op === Op.CALL_KW ? sp - arg - 3 : sp - 4;
  let w_callable = stack[place] as W;
  let w_first: W | null = null;
  if (op === Op.CALL_FUNCTION_EX) {
    const w_args = stack[sp - 2] as W;
    const isTuple = space.type(w_args).isSubtype(space.types.tuple);
    if (isTuple && space.tuple_w(w_args).length > 0) w_first = space.tuple_w(w_args)[0];
  } else if (stack[place + 1] !== null && stack[place + 1] !== undefined) w_first = stack[place + 1] as W;
  else if (space.type(w_callable) === space.types.method) {
    const method = space.data(w_callable) as MethodPayload;
    w_first = method.w_self;
    w_callable = method.w_function;
  } else if (arg > 0) w_first = stack[place + 2] as W;
  const isPython = space.type(w_callable) === space.types.function;
  if (!isPython) {
    forgetCall(space, state);
    state.w_callable = space.own(w_callable);
    state.w_first = w_first === null ? null : space.own(w_first);
  }
  monitor.fire(space, frame, CALL, at, w_offset, [w_callable, w_first ?? monitor.w_missing]);
}

/** An exception comes up in `frame` at the instruction before its `pc`, or passes it; answers the one that goes on. */
export function tracedRaise(
  space: Space,
  frame: TracedFrame,
  error: OperationError,
  isAgain: boolean,
): OperationError {
  if (!monitorOf(space).isOn) return error;
  const { code } = frame;
  const at = frame.pc - 2;
  const state = stateOf(frame);
  return telling(space, error, (w_value) => {
    const monitor = monitorOf(space);
    tellOfCall(space, frame, state, C_RAISE);
    state.branch = -1;
    state.told = -1;
    const w_offset = offsetAt(space, code, at);
    const op = code.original[at];
    if (!isAgain && (op === Op.YIELD_VALUE || op === Op.RETURN_GENERATOR))
      monitor.fire(space, frame, bitOf('PY_THROW'), at, w_offset, [w_value]);
    monitor.fire(space, frame, bitOf(isAgain ? 'RERAISE' : 'RAISE'), at, w_offset, [w_value]);
  });
}

/** The exception has found its handler, on whose stack it lies; answers what a callback has raised instead. */
export function tracedHandled(space: Space, frame: TracedFrame): OperationError | null {
  const monitor = monitorOf(space);
  if (!monitor.isOn || monitor.isBusy(space)) return null;
  const w_value = frame.stack[frame.sp - 1] as W;
  try {
    const w_offset = offsetAt(space, frame.code, frame.pc);
    monitor.fire(space, frame, EXCEPTION_HANDLED, frame.pc, w_offset, [w_value]);
    return null;
  } catch (e) {
    return space.asOperationError(e);
  }
}

/** The exception leaves the frame. */
export function tracedUnwind(space: Space, frame: TracedFrame, error: OperationError): OperationError {
  if (!monitorOf(space).isOn) return error;
  const at = frame.pc - 2;
  return telling(space, error, (w_value) =>
    monitorOf(space).fire(space, frame, PY_UNWIND, at, offsetAt(space, frame.code, at), [w_value]),
  );
}

/** A callback that fails puts its own exception in the place of the one that it was told of. */
function telling(space: Space, error: OperationError, tellIt: (w_value: W) => void): OperationError {
  if (monitorOf(space).isBusy(space)) return error;
  try {
    tellIt(space.errorValue(error));
    return error;
  } catch (e) {
    const raised = space.asOperationError(e);
    space.dropError(error);
    return raised;
  }
}
