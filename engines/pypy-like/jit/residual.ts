// An instruction that a trace does not take apart: its operands go to the interpreter's own body of it (cold-ops.ts), on a stack of its
// own. The types of operands are guarded, so that what called no Python code while it was recorded calls none later; should it do so all
// the same, that runs nested. Exceptions leave the trace behind the instruction.
import { opNames, stackPopped, stackPushed, Op } from '../../frontend/opcodes.ts';
import { runFrames } from '../../objspace/continuation.ts';
import { STOP, SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import type { PypySpace } from '../space.ts';
import { bodies, DONE, finish } from '../cold-ops.ts';
import type { Code } from '../code.ts';
import { PyFrame } from '../frame.ts';
import { unwrap } from '../object.ts';
import type { Raw } from '../object.ts';
import type { ArrayKind, Callee, Ins } from './ir.ts';
import { ofType } from './layout.ts';
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

/** What an operation answers, frames that it pushed run to their end on the host's stack. */
export function nestedAnswer(space: PypySpace, operation: () => W): W {
  const below = space.top;
  const w = operation();
  if (w !== SUSPEND) return w;
  space.enterNested();
  try {
    return runFrames(space, below, SUSPEND);
  } finally {
    space.leaveNested();
  }
}

/** Runs one instruction with these operands; answers what it pushes. */
function runInstruction(
  r: Recorder,
  code: Code,
  pc: number,
  op: number,
  arg: number,
  popped: number,
  pushed: number,
): Callee['run'] {
  const { space, f } = r;
  const stack: (Raw | null)[] = [];
  for (let i = 0; i < code.frameSize + 4; i++) stack.push(null);
  const frame = new PyFrame(code, f.func, f.globals, f.builtins, stack, 0, 0, 0, false);
  frame.shared = false;
  const bottom = code.localCount;
  return ((...operands: (Raw | null)[]) => {
    for (let i = 0; i < popped; i++) stack[bottom + i] = operands[i];
    frame.pc = pc + 2;
    frame.sp = bottom + popped;
    const w = nestedAnswer(space, () => bodies[op](space, frame, stack, frame.sp, arg));
    if (w !== DONE) finish(space, frame, w === STOP ? null : unwrap(w));
    if (pushed === 1) return stack[frame.sp - 1];
    return pushed === 0 ? undefined : stack.slice(frame.sp - pushed, frame.sp);
  }) as Callee['run'];
}

/** Records the instruction as a call. `guardFrom`: operands below are known well enough. */
export function residual(
  r: Recorder,
  arg: number,
  options: { effect?: Callee['effect']; guarded?: boolean } = {},
): void {
  const { op, pc } = r;
  const popped = stackPopped(op, arg);
  const pushed = stackPushed(op, arg);
  let allBuiltin = true;
  for (let n = 0; n < popped; n++) {
    const ref = r.peek(n);
    const value = r.value(n) as Raw | null;
    if (value === null) continue;
    if (typeof value === 'object' && value.type.isHeap) allBuiltin = false;
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
  const callee: Callee = {
    name: opNames[op],
    run: runInstruction(r, r.f.code, pc, op, arg, popped, pushed),
    result: pushed === 0 ? '-' : pushed === 1 ? 'w' : 'p',
    effect:
      options.effect ??
      (allBuiltin && (READS.has(op) || (op === Op.BINARY_OP && arg < 13)) ? 'reads' : 'any'),
    raises: true,
  };
  const result = r.call(callee, operands);
  r.pop(popped);
  if (pushed === 1) r.push(result);
  else for (let i = 0; i < pushed; i++) r.push(r.getitem(result, r.int(i), results));
}
