// An instruction that a trace does not take apart: its operands go to the interpreter's own body of it (cold-ops.ts), on a stack of its
// own. The types of operands are guarded, so that what called no Python code while it was recorded calls none later; should it do so all
// the same, that runs nested. Exceptions leave the trace behind the instruction.
import { opNames, stackPopped, stackPushed, Op } from '../../frontend/opcodes.ts';
import { runFrames, runNested } from '../../objspace/continuation.ts';
import { STOP, SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import type { PypySpace } from '../space.ts';
import { bodies, DONE, finish } from '../cold-ops.ts';
import type { Code } from '../code.ts';
import { PyFrame, pushFunction } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Raw } from '../object.ts';
import type { ArrayKind, Callee, Ins } from './ir.ts';
import { recordDirectly } from './direct-residuals.ts';
import { ofType } from './layout.ts';
import { isScalar } from './plain-values.ts';
import { NULL } from './recorder.ts';
import type { Recorder } from './recorder.ts';

const results: ArrayKind = { name: 'results', kind: 'w', immutable: true };

/** Instructions that only look, or make something new, where their operands are builtin. */
const READS = new Set<number>([
  Op.BINARY_SLICE,
  Op.BUILD_LIST,
  Op.BUILD_MAP,
  Op.BUILD_SET,
  Op.BUILD_SLICE,
  Op.BUILD_STRING,
  Op.BUILD_TUPLE,
  Op.COMPARE_OP,
  Op.CONTAINS_OP,
  Op.CONVERT_VALUE,
  Op.FORMAT_SIMPLE,
  Op.FORMAT_WITH_SPEC,
  Op.GET_LEN,
  Op.LOAD_ATTR,
  Op.TO_BOOL,
  Op.UNARY_INVERT,
  Op.UNARY_NEGATIVE,
  Op.UNARY_NOT,
  Op.UNPACK_SEQUENCE,
  Op.UNPACK_EX,
  Op.GET_ITER,
  Op.LOAD_COMMON_CONSTANT,
]);

/** Those of them that push no frame where their operands are builtin, whatever these hold. */
const NEVER_CALLS = new Set<number>([
  Op.BINARY_SLICE,
  Op.BUILD_LIST,
  Op.BUILD_SLICE,
  Op.BUILD_STRING,
  Op.BUILD_TUPLE,
  Op.LOAD_COMMON_CONSTANT,
]);

/** Those that look at their operands alone: with scalars they call nothing. */
const OF_OPERANDS = new Set<number>([
  Op.BINARY_OP,
  Op.BINARY_SLICE,
  Op.BUILD_SLICE,
  Op.BUILD_STRING,
  Op.CALL_INTRINSIC_1,
  Op.COMPARE_OP,
  Op.CONTAINS_OP,
  Op.CONVERT_VALUE,
  Op.FORMAT_SIMPLE,
  Op.FORMAT_WITH_SPEC,
  Op.GET_LEN,
  Op.LOAD_ATTR,
  Op.TO_BOOL,
  Op.UNARY_INVERT,
  Op.UNARY_NEGATIVE,
  Op.UNPACK_SEQUENCE,
]);

/**
 * So deep on the host's stack a trace calls nothing that may call Python code: the interpreter does that without the host's stack. Nor does it where there are
 * several threads: one that waits in such a call keeps those below it on the host's stack from going on, for which it may be waiting. Nor where the program
 * looks at the frames of callers, which the trace has not made.
 */
const DEEPEST = 16;
const mayNest = new WeakMap<PypySpace, Callee>();
export function guardNesting(r: Recorder): void {
  const { space } = r;
  let callee = mayNest.get(space);
  if (callee === undefined) {
    const { alive } = space.scheduler;
    const run = (): boolean => space.nestedDepth < DEEPEST && alive.length === 1 && !space.callersAreSeen;
    callee = { name: 'may nest', run: run as Callee['run'], result: 'b', effect: 'reads', raises: false };
    mayNest.set(space, callee);
  }
  if (!(callee.run as () => boolean)())
    return r.abort('calls-back', 'too deep, one of several threads, or frames are looked at');
  r.guard(r.emit('call', [], callee, 'b'), true);
}

/** A call of a Python function that has no unit: it runs nested on the host's stack. */
export function callNested(r: Recorder, func: Ins, args: readonly Ins[], place: number): Ins {
  const { space } = r;
  guardNesting(r);
  const run = (w_func: Raw, ...args_w: Raw[]): Raw =>
    unwrap(runNested(space, () => pushFunction(space, wrap(w_func), args_w.map(wrap), null)));
  const callee: Callee = {
    name: 'nested call',
    run: run as Callee['run'],
    result: 'w',
    effect: 'any',
    raises: true,
  };
  const boxed = [func, ...args].map((arg) => r.boxed(arg));
  const snap = r.snapshot(true);
  const result = r.emit('call_raises', boxed, callee, 'w', snap);
  r.pop(r.depth - place);
  r.waitsFor = r.f;
  r.awaited = result;
  r.postponed = () => r.push(result);
  return result;
}

/** Runs one instruction with these operands; answers what it pushes. */
function runInstruction(
  r: Recorder,
  callee: { readonly effect: Callee['effect'] },
  isLeaf: boolean,
  code: Code,
  pc: number,
  op: number,
  arg: number,
  popped: number,
  pushed: number,
): Callee['run'] {
  const { space, f } = r;
  const { func, globals, builtins } = f;
  const newFrame = (): PyFrame => {
    const stack: (Raw | null)[] = [];
    for (let i = 0; i < code.frameSize + 4; i++) stack.push(null);
    const frame = new PyFrame(code, func, globals, builtins, stack, 0, 0, 0, false);
    frame.shared = false;
    return frame;
  };
  const reserved = newFrame();
  let isBusy = false;
  const bottom = code.localCount;
  const execute = (frame: PyFrame, operands: (Raw | null)[]): unknown => {
    const { stack } = frame;
    for (let i = 0; i < popped; i++) stack[bottom + i] = operands[i];
    frame.pc = pc + 2;
    frame.sp = bottom + popped;
    const body = (): W => bodies[op](space, frame, stack, frame.sp, arg);
    const { top } = space;
    let w = isLeaf ? body() : runNested(space, body);
    if (w === SUSPEND) w = runFrames(space, top, w);
    if (w !== DONE) finish(space, frame, w === STOP ? null : unwrap(w));
    if (pushed === 1) return stack[frame.sp - 1];
    return pushed === 0 ? undefined : stack.slice(frame.sp - pushed, frame.sp);
  };
  return ((...operands: (Raw | null)[]) => {
    if (isLeaf) return execute(reserved, operands);
    // Python code that it calls may come to this very instruction again.
    if (isBusy) return execute(newFrame(), operands);
    isBusy = true;
    try {
      return execute(reserved, operands);
    } finally {
      isBusy = false;
    }
  }) as Callee['run'];
}

/** What it shows is in the interpreter's frames, which compiled code leaves as they were. */
const showsFrame = ({ types }: PypySpace, value: Raw): boolean =>
  typeof value === 'object' && (value.type === types.frame || value.type === types.FrameLocalsProxy);

/** Records the instruction as a call. `guardFrom`: operands below are known well enough. */
export function residual(
  r: Recorder,
  arg: number,
  options: { effect?: Callee['effect']; guarded?: boolean; isLeaf?: boolean } = {},
): void {
  if (recordDirectly(r, arg)) return;
  const { op, pc } = r;
  const popped = stackPopped(op, arg);
  const pushed = stackPushed(op, arg);
  let allBuiltin = true;
  let allScalar = true;
  for (let n = 0; n < popped; n++) {
    const ref = r.peek(n);
    const value = r.value(n) as Raw | null;
    if (value === null) continue;
    if (showsFrame(r.space, value) && !NEVER_CALLS.has(op))
      r.abort('unsupported-value', 'a frame, which the trace keeps elsewhere');
    if (typeof value === 'object' && value.type.isHeap) allBuiltin = false;
    if (!isScalar(value)) allScalar = false;
    if (options.guarded === false || ref.isConst) continue;
    if (typeof value === 'number') r.asInt(ref);
    else if (typeof value === 'string') r.asStr(ref);
    else if (ref.kind !== 'f' && ref.kind !== 'b') r.asClass(ref, ofType(value.type));
  }
  const operands: Ins[] = [];
  for (let n = popped - 1; n >= 0; n--) {
    const ref = r.peek(n);
    operands.push(ref === NULL ? ref : r.boxed(ref));
  }
  const reads = allBuiltin && (READS.has(op) || (op === Op.BINARY_OP && arg < 13));
  const callee = {
    name: opNames[op],
    run: (() => undefined) as Callee['run'],
    result: pushed === 0 ? '-' : pushed === 1 ? 'w' : 'p',
    effect: options.effect ?? (reads || (allScalar && OF_OPERANDS.has(op)) ? 'reads' : 'any'),
    isApart: allScalar && OF_OPERANDS.has(op),
    raises: true,
  } satisfies Callee as Callee & { run: Callee['run']; effect: Callee['effect'] };
  const isLeaf =
    options.isLeaf === true || (allBuiltin && NEVER_CALLS.has(op)) || (allScalar && OF_OPERANDS.has(op));
  callee.run = runInstruction(r, callee, isLeaf, r.f.code, pc, op, arg, popped, pushed);
  if (callee.effect === 'any' && !isLeaf) guardNesting(r);
  r.mayCallBack = callee;
  const result = r.call(callee, operands);
  r.pop(popped);
  if (pushed === 1) r.push(result);
  else for (let i = 0; i < pushed; i++) r.push(r.getitem(result, r.int(i), results));
}
