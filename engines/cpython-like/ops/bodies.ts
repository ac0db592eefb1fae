// The table of instructions that the eval loop does not have inline, so that it stays small enough for V8 to optimise; what they share.
// A body answers a value, which the loop pushes in place of the operands (opcodes.ts says how many), or SUSPEND after it pushed frames, or
// DONE after it changed `frame.sp` and `frame.pc` itself. Operands stay on the stack until the value is there.
import { Op, OPCODE_COUNT, opBase, stackPopped, stackPushed } from '../../frontend/opcodes.ts';
import { Unsupported } from '../../objspace/error.ts';
import { sharedBodies } from '../../objspace/instructions/index.ts';
import { traceStep } from '../../objspace/tracing/instrument.ts';
import type { W } from '../../objspace/object.ts';
import type { PyFrame } from '../frame.ts';
import { wrap } from '../object.ts';
import type { Any } from '../object.ts';
import { decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';

/** The body has done everything to the frame's stack and pc. */
export const DONE = Object.freeze({ sentinel: 'done' }) as unknown as W;

/** The body has put a frame on the stack that takes the place of operands with its result (enter.ts); nothing is left to be done. */
export const ENTERED = Object.freeze({ sentinel: 'entered' }) as unknown as W;

/** The body has left an error in `space.raised`: what a host exception would do, at a tenth of its price. */
export const RAISED = Object.freeze({ sentinel: 'raised' }) as unknown as W;

export type Body = (space: CpythonSpace, f: PyFrame, S: (Any | null)[], sp: number, arg: number) => W;
/** What to do with a value that a body answered, at once or after frames ran; owns `o` (null for STOP). */
export type Finish = (
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  sp: number,
  arg: number,
  o: Any | null,
) => void;

/** Most are the shared ones (objspace/instructions); a file here gives its own where an instruction moves operands itself or has a shorter way. */
export const bodies: Body[] = Array.from(
  { length: 512 },
  (_, op) =>
    (sharedBodies[op] as Body | undefined) ??
    ((_space, f) => {
      throw new Unsupported('opcode', String(f.code.instructions[f.pc - 2]));
    }),
);
export const finishes: (Finish | null)[] = new Array<Finish | null>(512).fill(null);

export function define(op: number, body: Body, finish: Finish | null = null): void {
  bodies[op] = body;
  finishes[op] = finish;
}

export const at = (S: (Any | null)[], i: number): W => wrap(S[i]!);

/** Takes `n` operands off. */
export function pop(S: (Any | null)[], sp: number, n: number): number {
  while (n-- > 0) {
    const o = S[--sp];
    if (o !== null) decref(o);
  }
  return sp;
}

/** Completes the instruction before `f.pc` with the value it waited for (owned; null: STOP). */
export function finish(space: CpythonSpace, f: PyFrame, o: Any | null): void {
  // Not as quickened: a group may begin here.
  const { original } = f.code;
  const op = original[f.pc - 2];
  const arg = original[f.pc - 1];
  const own = finishes[op];
  const S = f.stack;
  if (own !== null) {
    own(space, f, S, f.sp, arg, o);
    return;
  }
  const sp = pop(S, f.sp, stackPopped(op, arg));
  if (stackPushed(op, arg) === 0) {
    decref(o!);
    f.sp = sp;
  } else {
    S[sp] = o;
    f.sp = sp + 1;
  }
}

/** Pops `n`, pushes the value. */
export const replace =
  (n: number): Finish =>
  (_space, f, S, sp, _arg, o) => {
    sp = pop(S, sp, n);
    S[sp] = o;
    f.sp = sp + 1;
  };
export const pushValue = replace(0);

/** Quickened forms fall back to the body of their general one; once all bodies are defined. */
export function shareBodies(): void {
  for (let op = 0; op < OPCODE_COUNT; op++) {
    if (opBase[op] === op) continue;
    bodies[op] = bodies[opBase[op]];
    finishes[op] = finishes[opBase[op]];
  }
  define(Op.INSTRUMENTED_LINE, (space, f) => {
    traceStep(space, f);
    return DONE;
  });
}
