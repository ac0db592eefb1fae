// Jumps by `frame.f_lineno = …` in a trace function: which kinds of values the stack holds at each instruction, whether the stack of here
// can become that of there by dropping values, and the jump. Models frame_lineno_set_impl and mark_stacks of CPython's Objects/frameobject.c.
import { codePositions } from '../../frontend/code-object.ts';
import { Op, stackEffect } from '../../frontend/opcodes.ts';
import { warnNested } from '../modules/warn.ts';
import type { OperationError } from '../error.ts';
import type { W } from '../object.ts';
import type { PreparedCode } from '../prepared-code.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { bitOf, monitorOf } from './monitor.ts';
import type { TracedFrame } from './monitor.ts';

/**
 * Kinds of values; a stack is a number with a digit for each, the topmost lowest. That a deeper stack is the larger number, and
 * which one of two as deep, decides which of several instructions of a line is jumped to.
 */
const ITERATOR = 1n;
const HANDLED = 2n;
const OBJECT = 3n;
const NULL = 4n;
const LASTI = 5n;
const DIGIT = 3n;
const MOST_VALUES = 21n;

type Stack = bigint;
const EMPTY: Stack = 0n;
const UNKNOWN: Stack = -1n;
const TOO_DEEP: Stack = -2n;

const topOf = (stack: Stack): bigint => stack & 7n;
const popped = (stack: Stack): Stack => (stack < 0n ? stack : stack >> DIGIT);
function pushed(stack: Stack, kind: bigint): Stack {
  if (stack < 0n) return stack;
  return stack >= 1n << (DIGIT * (MOST_VALUES - 1n)) ? TOO_DEEP : (stack << DIGIT) | kind;
}
const kindAt = (stack: Stack, n: number): bigint =>
  stack < 0n ? OBJECT : (stack >> (DIGIT * BigInt(n - 1))) & 7n;

function swapped(stack: Stack, n: number): Stack {
  if (stack < 0n) return stack;
  const shift = DIGIT * BigInt(n - 1);
  const top = topOf(stack);
  const other = kindAt(stack, n);
  return (stack & ~((7n << shift) | 7n)) | (top << shift) | other;
}

function depthOf(stack: Stack): number {
  let depth = 0;
  for (let rest = stack; rest > 0n; rest >>= DIGIT) depth++;
  return depth;
}

/** The stack before each instruction, by index / 2. */
function stacksOf(code: PreparedCode<unknown>): Stack[] {
  const { original, handlers } = code;
  const count = original.length / 2;
  const stacks: Stack[] = new Array<Stack>(count + 1).fill(UNKNOWN);
  stacks[0] = EMPTY;
  for (let again = true; again;) {
    again = false;
    for (let i = 0; i < count; i++) {
      const stack = stacks[i];
      if (stack === UNKNOWN) continue;
      const op = original[2 * i];
      const arg = original[2 * i + 1];
      // Of a jump: its target.
      const target = arg / 2;
      switch (op) {
        case Op.POP_JUMP_IF_FALSE:
        case Op.POP_JUMP_IF_TRUE:
        case Op.POP_JUMP_IF_NONE:
        case Op.POP_JUMP_IF_NOT_NONE:
          stacks[target] = stacks[i + 1] = popped(stack);
          break;
        case Op.SEND:
          stacks[target] = stacks[i + 1] = stack;
          break;
        case Op.JUMP_BACKWARD:
        case Op.JUMP_BACKWARD_NO_INTERRUPT:
          again ||= stacks[target] === UNKNOWN && target < i;
          stacks[target] = stack;
          break;
        case Op.JUMP_FORWARD:
          stacks[target] = stack;
          break;
        case Op.GET_ITER:
        case Op.GET_AITER:
          stacks[i + 1] = pushed(popped(stack), ITERATOR);
          break;
        case Op.FOR_ITER:
          stacks[target] = stacks[i + 1] = pushed(stack, OBJECT);
          break;
        case Op.END_ASYNC_FOR:
          stacks[i + 1] = popped(popped(stack));
          break;
        case Op.PUSH_EXC_INFO:
          stacks[i + 1] = pushed(stack, HANDLED);
          break;
        case Op.POP_EXCEPT:
          stacks[i + 1] = popped(stack);
          break;
        case Op.RETURN_VALUE:
        case Op.RAISE_VARARGS:
        case Op.RERAISE:
          break;
        case Op.PUSH_NULL:
          stacks[i + 1] = pushed(stack, NULL);
          break;
        case Op.LOAD_GLOBAL:
          stacks[i + 1] = (arg & 1) === 0 ? pushed(stack, OBJECT) : pushed(pushed(stack, OBJECT), NULL);
          break;
        case Op.LOAD_ATTR:
          stacks[i + 1] = (arg & 1) === 0 ? stack : pushed(pushed(popped(stack), OBJECT), NULL);
          break;
        case Op.SWAP:
          stacks[i + 1] = swapped(stack, arg);
          break;
        case Op.COPY:
          stacks[i + 1] = pushed(stack, kindAt(stack, arg));
          break;
        default: {
          let after = stack;
          let effect = stackEffect(op, arg, false);
          for (; effect < 0; effect++) after = popped(after);
          for (; effect > 0; effect--) after = pushed(after, OBJECT);
          stacks[i + 1] = after;
        }
      }
    }
    for (const { start, target, depth, lasti } of handlers) {
      let stack = stacks[start / 2];
      if (stack === UNKNOWN || stacks[target / 2] !== UNKNOWN) continue;
      again = true;
      for (let over = depthOf(stack) - depth; over > 0; over--) stack = popped(stack);
      if (lasti) stack = pushed(stack, LASTI);
      stacks[target / 2] = pushed(stack, HANDLED);
    }
  }
  return stacks;
}

function isCompatible(from: Stack, to: Stack): boolean {
  if (from < 0n || to < 0n) return false;
  let rest = from;
  while (rest > to) rest = popped(rest);
  let wanted = to;
  for (; rest !== EMPTY; rest = popped(rest), wanted = popped(wanted)) {
    const have = topOf(rest);
    const kind = topOf(wanted);
    if (kind === 0n) return false;
    if (kind === OBJECT ? have === NULL : kind !== NULL && have !== kind) return false;
  }
  return wanted === EMPTY;
}

function whyNot(to: Stack): string {
  if (to === TOO_DEEP) return 'stack is too deep to analyze';
  if (to === UNKNOWN) return "can't jump into an exception handler, or code may be unreachable";
  switch (topOf(to)) {
    case HANDLED:
      return "can't jump into an 'except' block as there's no exception";
    case LASTI:
      return "can't jump into a re-raising block as there's no location";
    case ITERATOR:
      return "can't jump into the body of a for loop";
    default:
      return 'incompatible stacks';
  }
}

/** Where each line begins, once or more: its number, else -1. By index / 2. */
function lineStarts(code: PreparedCode<unknown>): Int32Array {
  const positions = codePositions(code.source);
  let last = -1;
  return Int32Array.from(code.offsets, (offset) => {
    const line = positions[offset / 2]?.lineno ?? -1;
    if (line < 0 || line === last) return -1;
    return (last = line);
  });
}

const refused = (space: Space, text: string): OperationError => raise(space, 'ValueError', text);

const JUMPS_FROM = ['LINE', 'PY_YIELD', 'JUMP', 'BRANCH_LEFT', 'BRANCH_RIGHT'] as const;

/** Jumps are for trace functions, at lines and at yields. */
function checkEvent(space: Space): void {
  const { event } = monitorOf(space);
  if (event === 0) throw refused(space, 'f_lineno can only be set in a trace function');
  if (event === bitOf('PY_START'))
    throw refused(space, "can't jump from the 'call' trace event of a new frame");
  if (event === bitOf('CALL') || event === bitOf('C_RETURN'))
    throw refused(space, "can't jump during a call");
  if (!JUMPS_FROM.some((name) => bitOf(name) === event))
    throw refused(space, "can only jump from a 'line' trace event");
}

function checkedLine(space: Space, code: PreparedCode<unknown>, starts: Int32Array, w_line: W): number {
  const line = BigInt(space.int_w(w_line));
  if (line > 0x7fffffffn || line < -0x80000000n) throw refused(space, 'lineno out of range');
  if (line < code.source.firstlineno)
    throw refused(space, `line ${line} comes before the current code block`);
  let found = -1;
  for (const start of starts) if (start >= line && (found < 0 || start < found)) found = start;
  if (found < 0) throw refused(space, `line ${line} comes after the current code block`);
  return found;
}

/** The instruction of that line to go on at, by index / 2, with the stack that it wants. */
function targetOf(
  space: Space,
  starts: Int32Array,
  stacks: readonly Stack[],
  from: Stack,
  line: number,
): { target: number; stack: Stack } {
  let stack = TOO_DEEP;
  let target = -1;
  let why = '';
  starts.forEach((start, i) => {
    if (start !== line) return;
    const to = stacks[i];
    if (isCompatible(from, to)) {
      if (to > stack) [stack, target] = [to, i];
    } else if (why === '') why = whyNot(to);
  });
  if (target >= 0) return { target, stack };
  if (from === TOO_DEEP) throw refused(space, 'stack to deep to analyze');
  if (from === UNKNOWN) throw refused(space, "can't jump from unreachable code");
  throw refused(space, why || 'cannot find bytecode for specified line');
}

/** What the compiler has proved to be bound at the target may not be. */
function bindLocals(space: Space, frame: TracedFrame): void {
  const { stack, base } = frame;
  const unbound: number[] = [];
  frame.code.source.localsplusnames.forEach((_, i) => {
    if (stack[base + i] === null || stack[base + i] === undefined) unbound.push(base + i);
  });
  if (unbound.length === 0) return;
  const plural = unbound.length === 1 ? '' : 's';
  warnNested(space, 'RuntimeWarning', `assigning None to ${unbound.length} unbound local${plural}`);
  for (const i of unbound) stack[i] = space.own(space.w_None);
}

/** `frame.f_lineno = w_line`, while the frame's instruction is told of: `pc` stands behind the one that is to run instead. */
export function jumpToLine(space: Space, frame: TracedFrame, w_line: W): void {
  if (space.type(w_line) !== space.types.int) throw refused(space, 'lineno must be an integer');
  checkEvent(space);
  const { code } = frame;
  const starts = lineStarts(code);
  const line = checkedLine(space, code, starts, w_line);
  const stacks = stacksOf(code);
  let from = stacks[(frame.pc - 2) / 2];
  const { target, stack: wanted } = targetOf(space, starts, stacks, from, line);
  bindLocals(space, frame);
  for (; from > wanted; from = popped(from)) {
    if (topOf(from) === HANDLED) {
      frame.leaveHandler();
      continue;
    }
    const w = frame.stack[--frame.sp] as W | null;
    frame.stack[frame.sp] = null;
    if (w !== null) space.drop(w);
  }
  frame.pc = 2 * target + 2;
}
