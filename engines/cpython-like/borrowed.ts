// Which references of the value stacks CPython 3.14 only borrows. LOAD_FAST_BORROW counts here like LOAD_FAST, because a tag on each stack
// slot would cost every instruction; where a program looks at a count (`sys.getrefcount`), what real CPython does not have is
// taken off again. The compiler makes a borrowed load only where the value is used up in the same basic block, so which operands
// of a frame are borrowed follows from the instructions before its present one.
import { Op, opFlags, OpFlag, stackPopped, stackPushed } from '../frontend/opcodes.ts';
import type { Code } from './code.ts';
import { PyFrame } from './frame.ts';
import type { Any } from './object.ts';
import type { CpythonSpace } from './space.ts';

/** First instruction of the basic block of `index`: behind the last jump, at the last target. */
function blockStart(code: Code, index: number): number {
  const { original, handlers } = code;
  const targets = new Set<number>();
  for (let at = 0; at < original.length; at += 2) {
    if ((opFlags[original[at]] & OpFlag.JUMP) !== 0) targets.add(original[at + 1]);
  }
  for (const handler of handlers) targets.add(handler.target);
  for (let at = index; at > 0; at -= 2) {
    if (targets.has(at) || (opFlags[original[at - 2]] & OpFlag.JUMP) !== 0) return at;
  }
  return 0;
}

/** From the top of the stack down: is the operand borrowed? Those of earlier blocks are not. */
function borrowedOperands(code: Code, index: number): boolean[] {
  const { original } = code;
  const stack: boolean[] = [];
  const pop = (n: number): void => {
    for (; n > 0; n--) stack.pop();
  };
  for (let at = blockStart(code, index); at < index; at += 2) {
    const op = original[at];
    const arg = original[at + 1];
    switch (op) {
      case Op.LOAD_FAST_BORROW:
        stack.push(true);
        break;
      case Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
        stack.push(true, true);
        break;
      case Op.COPY:
        stack.push(stack[stack.length - arg] ?? false);
        break;
      case Op.SWAP: {
        const top = stack.length - 1;
        const other = stack.length - arg;
        if (other >= 0) [stack[top], stack[other]] = [stack[other], stack[top]];
        break;
      }
      case Op.LOAD_ATTR: {
        // As a method call the receiver stays where it was.
        const owner = stack.pop() ?? false;
        stack.push(false);
        if ((arg & 1) === 1) stack.push(owner);
        break;
      }
      default:
        pop(stackPopped(op, arg));
        for (let n = stackPushed(op, arg); n > 0; n--) stack.push(false);
    }
  }
  return stack.reverse();
}

/** References to `o` on value stacks that real CPython would not count. */
export function borrowedCount(space: CpythonSpace, o: Any): number {
  let count = 0;
  let callee: PyFrame | null = null;
  for (let frame = space.top; frame !== null; frame = frame.back) {
    if (!(frame instanceof PyFrame)) continue;
    const index = frame.pc - 2;
    if (index < 0) {
      callee = frame;
      continue;
    }
    const borrowed = borrowedOperands(frame.code, index);
    const bottom = frame.base + frame.code.localCount;
    let above = frame.sp;
    // A call made by the loop itself has moved its operands to the callee already.
    if (callee !== null && callee.inline && callee.back === frame) {
      const { original } = frame.code;
      above += stackPopped(original[index], original[index + 1]);
    }
    callee = frame;
    for (let i = 0; i < borrowed.length && above - 1 - i >= bottom; i++) {
      if (borrowed[i] && frame.stack[above - 1 - i] === o) count++;
    }
  }
  return count;
}
