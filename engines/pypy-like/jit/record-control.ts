// @inline-constants-from ../../frontend/opcodes.ts Op
// Record functions of jumps. A guard on a condition leaves to the other branch, with the condition gone from the stack.
import { Op } from '../../frontend/opcodes.ts';
import type { Code } from '../code.ts';
import type { Raw } from '../object.ts';
import { constant } from './ir.ts';
import { generators } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { define } from './record-values.ts';

define(Op.JUMP_FORWARD, (r, arg) => {
  r.nextPc = arg;
});
define(Op.JUMP_BACKWARD_NO_INTERRUPT, (r, arg) => {
  r.nextPc = arg;
});

/** Loops that are compiled, or are about to be, on their own: asked by the recorder of outer ones. */
export const loops = { isCompiled: (_code: Code, _pc: number): boolean => false };

define(Op.JUMP_BACKWARD, (r, arg) => {
  r.nextPc = arg;
  const { loop } = r;
  if (r.isInLoopFrame && arg === loop.pc && loop.parameters === null) return;
  if (r.top.entry?.how === 'generator') {
    if (generators.comeRound(r, arg)) return;
    // Turns without a yield are followed as they come.
    if (++r.top.turns > MOST_TURNS) {
      const { ofManyTurns } = generators;
      ofManyTurns.set(r.top.code, (ofManyTurns.get(r.top.code) ?? 0) + 1);
      return r.abort('inner-loop', 'within a generator');
    }
    return;
  }
  // A loop within this one is compiled first; this one becomes a bridge of it.
  if (r.mustComeRound) return r.abort('inner-loop');
  // An outer loop comes round by way of the loop that this trace belongs to.
  const isOuter = loop.parameters === null && arg <= loop.pc && r.pc > loop.pc;
  if (isOuter && ++r.backwardJumps <= 8 && !loops.isCompiled(r.f.code, arg)) return;
  if (!r.isInLoopFrame) return r.abort('inner-loop');
  const target = r.units.loopUnit(r.f.code, arg, r.f.globals, r.depth);
  if (target === null) return r.abort('inner-loop', 'it is not compiled');
  r.end = { kind: 'tail', snap: r.snapshotAt(arg, 0), target };
});

/** Turns that a generator's loop may take from one yield to the next. */
const MOST_TURNS = 4;

function jumpIf(wanted: boolean) {
  return (r: Recorder, arg: number): void => {
    const holds = r.value() === (r.space.w_True as unknown as Raw);
    const condition = r.asBool(r.peek());
    const jumps = holds === wanted;
    const other = r.snapshotAt(jumps ? r.pc + 2 : arg, 1);
    r.guard(condition, holds, other);
    r.pop();
    if (jumps) r.nextPc = arg;
  };
}
define(Op.POP_JUMP_IF_TRUE, jumpIf(true));
define(Op.POP_JUMP_IF_FALSE, jumpIf(false));

function jumpIfNone(wanted: boolean) {
  return (r: Recorder, arg: number): void => {
    const none = r.space.w_None as unknown as Raw;
    const isNone = r.value() === none;
    const jumps = isNone === wanted;
    const condition = r.emit('same', [r.boxed(r.peek()), constant(none, 'p')]);
    r.guard(condition, isNone, r.snapshotAt(jumps ? r.pc + 2 : arg, 1));
    r.pop();
    if (jumps) r.nextPc = arg;
  };
}
define(Op.POP_JUMP_IF_NONE, jumpIfNone(true));
define(Op.POP_JUMP_IF_NOT_NONE, jumpIfNone(false));
