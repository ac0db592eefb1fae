// @inline-constants-from ../frontend/opcodes.ts Op
// @inline-constants-from ./superinstructions.ts Super
// The main switch: runs Python frames until the stack's top is no Python frame. Calls and returns between Python functions stay inside
// the loop. Hot instructions are inline, quickened forms beside their general ones; all others are in ops/. Models
// Python/ceval.c and Python/generated_cases.c.h. V8 optimises a function up to 61,440 bytes of its bytecode: eval-loop.test.ts watches.
//
// Ownership: every slot of the value stack and every local owns its reference, also what LOAD_FAST_BORROW pushes; which of them real
// CPython would only borrow is known from the code (refcounts as `sys.getrefcount` shows them: borrowed.ts).
import { Op } from '../frontend/opcodes.ts';
import type { OperationError } from '../objspace/error.ts';
import { STOP, SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { Continuation } from '../objspace/continuation.ts';
import { raise } from '../objspace/raise.ts';
import { tellAgain, tracedHandled, tracedRaise, tracedUnwind } from '../objspace/tracing/instrument.ts';
import { TRACING } from '../objspace/tracing/monitor.ts';
import { StepFrame } from '../objspace/step-frames.ts';
import type { CellPayload, FunctionPayload, MethodPayload } from '../objspace/types/function.ts';
import type { GeneratorPayload } from '../objspace/types/generator.ts';
import type { ListIterator } from '../objspace/types/iterators.ts';
import type { ModulePayload } from '../objspace/types/module.ts';
import type { RangeIterator } from '../objspace/types/range.ts';
import type { TypeObject, UnaryFn } from '../objspace/typeobject.ts';
import { prepared } from './code.ts';
import type { Code } from './code.ts';
import {
  bodies,
  DONE,
  ENTERED,
  RAISED,
  endsLoop,
  finish,
  makeGenerator,
  placeOfReraise,
  unboundLocal,
  unwinding,
} from './ops/index.ts';
import type { DictTable } from './dict-table.ts';
import { enterInline } from './enter.ts';
import { CREATED, DONE as FRAME_DONE, PyFrame, recursionError, RUNNING, SUSPENDED } from './frame.ts';
import { unwrap, wrap } from './object.ts';
import type { Any, Obj } from './object.ts';
import { dealloc, decref } from './refcount.ts';
import { isNext } from './shared-keys.ts';
import type { CpythonSpace } from './space.ts';
import { deoptimize, specializeLoadAttr, specializeLoadGlobal, specializeStoreAttr } from './specialize.ts';
import { keepCaller } from '../objspace/types/frame.ts';
import type { Cache } from './specialize.ts';
import { Super } from './superinstructions.ts';
import {
  SEEN_FLOAT,
  SEEN_GENERATOR,
  SEEN_INT,
  SEEN_LIST,
  SEEN_OTHER,
  SEEN_RANGE,
  SEEN_TEXT,
  SEEN_TUPLE,
} from './template/profile.ts';
import { otherOperands } from './template/profile.ts';
import { directLimit, EXIT_RAISED, EXIT_SUSPEND, EXIT_SWITCH } from './template/runtime.ts';
import { mayRun, stepHere } from './template/host-run.ts';
import { handlerEntered, heated } from './template/tier.ts';
import { addTraceback, serveBreaker } from './unwind.ts';

function floorRemainder(x: number, y: number): number {
  const r = x % y;
  return r !== 0 && r < 0 !== y < 0 ? r + y : r;
}

/** The rarer operators on host numbers; NaN: not here. */
function smallIntOperation(operator: number, x: number, y: number): number {
  switch (operator) {
    case 2:
    case 15:
      if (y === 0 || x > 0xf_ffff_ffff_ffff || x < -0xf_ffff_ffff_ffff) return NaN;
      return (x - floorRemainder(x, y)) / y;
    case 6:
    case 19:
      return y === 0 ? NaN : floorRemainder(x, y);
    case 1:
    case 14:
      return (x | 0) === x && (y | 0) === y ? x & y : NaN;
    case 7:
    case 20:
      return (x | 0) === x && (y | 0) === y ? x | y : NaN;
    case 12:
    case 25:
      return (x | 0) === x && (y | 0) === y ? x ^ y : NaN;
    case 3:
    case 16:
      return y >= 0 && y < 21 && (x | 0) === x ? x * (1 << y) : NaN;
    case 9:
    case 22:
      return y >= 0 && y < 32 && (x | 0) === x ? x >> y : NaN;
    default:
      return NaN;
  }
}

/** Gives the frame's references back and takes it off the stack. */
export function leaveFrame(space: CpythonSpace, f: PyFrame): void {
  const { values } = space;
  f.stateNumber = FRAME_DONE;
  if (f.handled !== null) {
    space.handled = f.handled.previous!;
    f.handled.previous = null;
    const { value } = f.handled;
    f.handled.value = null;
    if (value !== null) decref(value);
  }
  if (f.instance !== null) {
    decref(f.instance);
    f.instance = null;
  }
  if (f.w_frame !== null) {
    const func = f.shared ? f.stack[f.returnTo] : null;
    const wasShared = f.shared;
    keepCaller(space, f);
    f.detach();
    if (wasShared) {
      f.stack = f.stack.slice();
      values.slots[f.returnTo] = null;
      values.top = f.previousTop;
    }
    values.depth--;
    f.forgetObject();
    if (func !== null) decref(func);
    return;
  }
  f.releaseLocals();
  // Not before: a destructor that has run just now would have used this frame again, which is the one of its depth.
  values.depth--;
  if (f.shared) {
    const { stack, returnTo } = f;
    const func = stack[returnTo];
    stack[returnTo] = null;
    values.top = f.previousTop;
    if (func !== null) decref(func);
  }
}

/** Puts the first instruction of a group back; it runs next. */
function undo(code: Code, pc: number): number {
  code.instructions[pc - 2] = code.original[pc - 2];
  return pc - 2;
}

/** BINARY_OP's + - * and their in-place forms; never a negative zero for ints, whose zero is made small. */
function arithmetic(operator: number, x: number, y: number): number {
  if (operator === 0 || operator === 13) return x + y;
  if (operator === 10 || operator === 23) return x - y;
  return x * y;
}

function holds(comparison: number, x: number, y: number): boolean {
  switch (comparison) {
    case 0:
      return x < y;
    case 1:
      return x <= y;
    case 2:
      return x === y;
    case 3:
      return x !== y;
    case 4:
      return x > y;
    default:
      return x >= y;
  }
}

/** The general opcode of the instruction before `pc`. */
function generalOpcode(f: PyFrame, pc: number): number {
  return f.code.original[pc - 2];
}

/** `__init__` is done: the call's result is the instance. */
export function constructed(space: CpythonSpace, instance: Any, result: Any): Any {
  result.rc--;
  if (result === unwrap(space.w_None)) return instance;
  const { name } = result.type;
  decref(instance);
  throw raise(space, 'TypeError', `__init__() should return None, not '${name}'`);
}

/** `f` with what it waited for, ready to run; where an error is not handled in it, the frame that does. */
function started(
  space: CpythonSpace,
  f: PyFrame,
  w_value: W | undefined,
  error: OperationError | undefined,
): PyFrame {
  if (f.thrown !== null) {
    error = f.thrown;
    f.thrown = null;
  } else if (f.waiting) {
    f.waiting = false;
    if (error !== undefined && endsLoop(space, f, error)) {
      error = undefined;
      w_value = STOP;
    }
    if (error === undefined) {
      // The value completes the instruction that asked for it.
      try {
        finish(space, f, w_value === STOP ? null : space.take(w_value!));
      } catch (e) {
        error = space.asOperationError(e);
      }
    }
  } else if (f.sent !== null) {
    f.stack[f.sp++] = f.sent;
    f.sent = null;
  } else if (f.jumpsTo >= 0) {
    if (error === undefined) f.pc = f.jumpsTo;
    f.jumpsTo = -1;
  }
  return error === undefined ? f : unwind(space, f, f.pc, f.sp, error);
}

/**
 * Runs the frames of builtins on top of the stack, which got `w_value`, until a Python frame is there again, so that a loop of a builtin
 * over Python code (`sum` of a generator, a sort key) does not leave the eval loop at each turn. null: whoever runs frames has to go on, with
 * `space.w_passed`.
 */
function advance(space: CpythonSpace, w_value: W | undefined): PyFrame | null {
  for (;;) {
    const top = space.top;
    if (top instanceof PyFrame) return started(space, top, w_value, undefined);
    if (!(top instanceof StepFrame) && !(top instanceof Continuation)) {
      space.w_passed = w_value ?? SUSPEND;
      return null;
    }
    const w = top.resume(space, w_value);
    w_value = space.endStep(w === SUSPEND ? undefined : w);
  }
}

/**
 * Runs `f`, the top of the explicit stack, and whatever Python frames come after it. `w_value`: what the frame above answered;
 * `error`: it ended with that instead.
 */
export function evalLoop(
  space: CpythonSpace,
  f: PyFrame,
  w_value: W | undefined,
  error: OperationError | undefined,
): W {
  const {
    range_iterator: RANGE_ITERATOR,
    list_iterator: LIST_ITERATOR,
    tuple_iterator: TUPLE_ITERATOR,
    module: MODULE,
    type: TYPE,
  } = space.types;
  const { generator: GENERATOR, coroutine: COROUTINE } = space.types;
  const {
    int: INT,
    float: FLOAT,
    function: FUNCTION,
    method: METHOD,
    bool: BOOL,
    list: LIST,
    tuple: TUPLE,
    str: STR,
  } = space.types;
  const { shared, collector } = space;
  const TRUE = unwrap(space.w_True);
  const FALSE = unwrap(space.w_False);
  const NONE = unwrap(space.w_None);
  const small = space.smallInts;
  f = started(space, f, w_value, error);
  let { code, stack: S, base, sp, pc } = f;
  let { instructions, consts } = code;
  // What a frame answered whose caller is no Python frame; whether a builtin has put frames on the stack.
  let passes: Any | null = null;
  let advances = false;
  let stops = false;
  // A function from templates runs: `f`, `pc`, `sp` are not what it has thrown in.
  let inTemplate = false;
  // One loop, not one for frames around one for instructions: V8 enters by on-stack replacement at the inner loop of two, and leaves its
  // code with a deoptimisation at each way out of it, that is at each call and return.
  for (;;) {
    entered: try {
      const op = instructions[pc];
      const arg = instructions[pc + 1];
      pc += 2;
      switch (op) {
        case Op.NOP:
        case Op.NOT_TAKEN:
        case Op.CACHE:
          continue;
        case Op.RESUME:
        case Op.RESUME_CHECK:
          if (--code.heat < 0) heated(space, f);
          if (shared[0] !== 0 || collector.isDue) {
            f.pc = pc;
            f.sp = sp;
            if (serveBreaker(space)) return SUSPEND;
          }
          continue;

        // --- locals and constants
        case Op.LOAD_FAST:
        case Op.LOAD_FAST_BORROW: {
          const o = S[base + arg]!;
          o.rc++;
          S[sp++] = o;
          continue;
        }
        case Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
        case Op.LOAD_FAST_LOAD_FAST: {
          const a = S[base + (arg >> 4)]!;
          a.rc++;
          S[sp++] = a;
          const b = S[base + (arg & 15)]!;
          b.rc++;
          S[sp++] = b;
          continue;
        }
        case Op.LOAD_FAST_CHECK: {
          const o = S[base + arg];
          if (o === null) throw unboundLocal(space, f, arg);
          o.rc++;
          S[sp++] = o;
          continue;
        }
        case Op.STORE_FAST: {
          const old = S[base + arg];
          S[base + arg] = S[--sp];
          if (old !== null && --old.rc === 0) dealloc(old);
          continue;
        }
        case Op.STORE_FAST_LOAD_FAST: {
          const old = S[base + (arg >> 4)];
          S[base + (arg >> 4)] = S[sp - 1];
          const o = S[base + (arg & 15)]!;
          o.rc++;
          S[sp - 1] = o;
          if (old !== null && --old.rc === 0) dealloc(old);
          continue;
        }
        case Op.STORE_FAST_STORE_FAST: {
          const old = S[base + (arg >> 4)];
          S[base + (arg >> 4)] = S[sp - 1];
          const old2 = S[base + (arg & 15)];
          S[base + (arg & 15)] = S[sp - 2];
          sp -= 2;
          if (old !== null && --old.rc === 0) dealloc(old);
          if (old2 !== null && --old2.rc === 0) dealloc(old2);
          continue;
        }
        case Op.LOAD_CONST:
        case Op.LOAD_CONST_IMMORTAL:
        case Op.LOAD_CONST_MORTAL: {
          const o = consts[arg];
          o.rc++;
          S[sp++] = o;
          continue;
        }
        case Op.LOAD_SMALL_INT: {
          const o = small[arg + 5];
          o.rc++;
          S[sp++] = o;
          continue;
        }
        case Op.LOAD_DEREF: {
          const w_content = ((S[base + arg] as Obj).v as CellPayload).w_value;
          if (w_content === null) throw unboundLocal(space, f, arg);
          const o = w_content as unknown as Any;
          o.rc++;
          S[sp++] = o;
          continue;
        }
        case Op.POP_TOP:
        case Op.END_FOR:
        case Op.POP_ITER: {
          const o = S[--sp]!;
          if (o !== null && --o.rc === 0) dealloc(o);
          continue;
        }
        case Op.LIST_APPEND:
          (S[sp - 1 - arg]!.v as Any[]).push(S[sp - 1]!);
          sp--;
          continue;
        case Op.PUSH_NULL:
          S[sp++] = null;
          continue;
        case Op.COPY: {
          const o = S[sp - arg];
          if (o !== null) o.rc++;
          S[sp++] = o;
          continue;
        }
        case Op.SWAP: {
          const o = S[sp - 1];
          S[sp - 1] = S[sp - arg];
          S[sp - arg] = o;
          continue;
        }

        // --- groups (superinstructions.ts): a failed guard puts the first instruction back and runs it
        case Super.COMPARE_LOCALS_JUMP: {
          const a = S[base + (arg >> 4)];
          const b = S[base + (arg & 15)];
          if (a !== null && b !== null && a.type === b.type && (a.type === INT || a.type === FLOAT)) {
            code.seen[pc >> 1] |= a.type === INT ? SEEN_INT : SEEN_FLOAT;
            pc = holds(instructions[pc + 1] >> 5, a.v as number, b.v as number)
              ? pc + 4
              : instructions[pc + 3];
            continue;
          }
          pc = undo(code, pc);
          continue;
        }
        case Super.COMPARE_LOCAL_INT_JUMP: {
          const a = S[base + arg];
          if (a !== null && a.type === INT) {
            code.seen[(pc >> 1) + 1] |= SEEN_INT;
            pc = holds(instructions[pc + 3] >> 5, a.v as number, instructions[pc + 1])
              ? pc + 6
              : instructions[pc + 5];
            continue;
          }
          pc = undo(code, pc);
          continue;
        }
        case Super.COMPARE_JUMP: {
          const b = S[sp - 1]!;
          const a = S[sp - 2]!;
          if (a.type === b.type && (a.type === INT || a.type === FLOAT)) {
            const result = holds(arg >> 5, a.v as number, b.v as number);
            code.seen[(pc >> 1) - 1] |= a.type === INT ? SEEN_INT : SEEN_FLOAT;
            sp -= 2;
            if (--b.rc === 0) dealloc(b);
            if (--a.rc === 0) dealloc(a);
            pc = result ? pc + 2 : instructions[pc + 1];
            continue;
          }
          pc = undo(code, pc);
          continue;
        }
        case Super.LOCAL_INT_STORE: {
          const a = S[base + arg];
          if (a !== null && a.type === INT && typeof a.v === 'number') {
            const r = arithmetic(instructions[pc + 3], a.v, instructions[pc + 1]);
            code.seen[(pc >> 1) + 1] |= SEEN_INT;
            if (r <= 9007199254740991 && r >= -9007199254740991) {
              pc += 6;
              if (r > 256 || r < -5) {
                if (a.rc === 1) a.v = r;
                else {
                  a.rc--;
                  S[base + arg] = space.boxInt(r);
                }
              } else {
                const o = small[r + 5];
                o.rc++;
                S[base + arg] = o;
                if (--a.rc === 0) dealloc(a);
              }
              continue;
            }
          }
          pc = undo(code, pc);
          continue;
        }
        case Super.LOCAL_INT_BINARY: {
          const a = S[base + arg];
          if (a !== null && a.type === INT && typeof a.v === 'number') {
            const r = arithmetic(instructions[pc + 3], a.v, instructions[pc + 1]);
            code.seen[(pc >> 1) + 1] |= SEEN_INT;
            if (r <= 9007199254740991 && r >= -9007199254740991) {
              pc += 4;
              if (r > 256 || r < -5) S[sp++] = space.boxInt(r);
              else {
                const o = small[r + 5];
                o.rc++;
                S[sp++] = o;
              }
              continue;
            }
          }
          pc = undo(code, pc);
          continue;
        }
        case Super.INT_BINARY: {
          const a = S[sp - 1]!;
          if (a.type === INT && typeof a.v === 'number') {
            const r = arithmetic(instructions[pc + 1], a.v, arg);
            code.seen[pc >> 1] |= SEEN_INT;
            if (r <= 9007199254740991 && r >= -9007199254740991) {
              pc += 2;
              if (r > 256 || r < -5) {
                if (a.rc === 1) a.v = r;
                else {
                  a.rc--;
                  S[sp - 1] = space.boxInt(r);
                }
              } else {
                const o = small[r + 5];
                o.rc++;
                S[sp - 1] = o;
                if (--a.rc === 0) dealloc(a);
              }
              continue;
            }
          }
          pc = undo(code, pc);
          continue;
        }
        case Super.LOCALS_BINARY: {
          const a = S[base + (arg >> 4)];
          const b = S[base + (arg & 15)];
          if (a !== null && b !== null) {
            if (a.type === INT && b.type === INT) {
              const x = a.v;
              const y = b.v;
              if (typeof x === 'number' && typeof y === 'number' && instructions[pc + 1] !== 26) {
                const r = arithmetic(instructions[pc + 1], x, y);
                code.seen[pc >> 1] |= SEEN_INT;
                if (r <= 9007199254740991 && r >= -9007199254740991) {
                  pc += 2;
                  if (r > 256 || r < -5) S[sp++] = space.boxInt(r);
                  else {
                    const o = small[r + 5];
                    o.rc++;
                    S[sp++] = o;
                  }
                  continue;
                }
              }
            } else if (a.type === FLOAT && b.type === FLOAT) {
              code.seen[pc >> 1] |= SEEN_FLOAT;
              S[sp++] = space.boxFloat(arithmetic(instructions[pc + 1], a.v as number, b.v as number));
              pc += 2;
              continue;
            } else if (a.type === LIST && b.type === INT && instructions[pc + 1] === 26) {
              const o = (a.v as Any[])[b.v as number];
              if (o !== undefined) {
                code.seen[pc >> 1] |= SEEN_LIST;
                pc += 2;
                o.rc++;
                S[sp++] = o;
                continue;
              }
            }
          }
          pc = undo(code, pc);
          continue;
        }
        case Super.BINARY_STORE: {
          const b = S[sp - 1]!;
          const a = S[sp - 2]!;
          const place = base + instructions[pc + 1];
          const old = S[place];
          if (a.type === INT && b.type === INT) {
            const x = a.v;
            const y = b.v;
            if (typeof x === 'number' && typeof y === 'number') {
              const r = arithmetic(arg, x, y);
              code.seen[(pc >> 1) - 1] |= SEEN_INT;
              if (r <= 9007199254740991 && r >= -9007199254740991) {
                pc += 2;
                sp -= 2;
                if (--b.rc === 0) dealloc(b);
                if (r > 256 || r < -5) {
                  // `t += x`: the variable's own box, where nobody else has it.
                  if (a === old && a.rc === 2) {
                    a.v = r;
                    a.rc = 1;
                    continue;
                  }
                  if (a.rc === 1) {
                    a.v = r;
                    S[place] = a;
                  } else {
                    a.rc--;
                    S[place] = space.boxInt(r);
                  }
                } else {
                  const o = small[r + 5];
                  o.rc++;
                  S[place] = o;
                  if (--a.rc === 0) dealloc(a);
                }
                if (old !== null && --old.rc === 0) dealloc(old);
                continue;
              }
            }
          } else if (a.type === FLOAT && b.type === FLOAT) {
            const r = arithmetic(arg, a.v as number, b.v as number);
            code.seen[(pc >> 1) - 1] |= SEEN_FLOAT;
            pc += 2;
            sp -= 2;
            if (--b.rc === 0) dealloc(b);
            if (a === old && a.rc === 2) {
              a.v = r;
              a.rc = 1;
              continue;
            }
            if (a.rc === 1) {
              a.v = r;
              S[place] = a;
            } else {
              a.rc--;
              S[place] = space.boxFloat(r);
            }
            if (old !== null && --old.rc === 0) dealloc(old);
            continue;
          }
          pc = undo(code, pc);
          continue;
        }
        case Super.LOCAL_ATTR: {
          const owner = S[base + arg] as Obj | null;
          if (owner !== null && instructions[pc] === Op.LOAD_ATTR_INSTANCE_VALUE) {
            const cache = code.caches[pc >> 1] as Cache;
            const d = owner.d as Any[] | null;
            if (owner.type.version === cache.version && d !== null) {
              const o = d[cache.index];
              if (o !== undefined) {
                o.rc++;
                S[sp++] = o;
                if ((instructions[pc + 1] & 1) === 1) S[sp++] = null;
                pc += 2;
                continue;
              }
            }
          }
          pc = undo(code, pc);
          continue;
        }

        // --- jumps
        case Op.JUMP_BACKWARD:
        case Op.JUMP_BACKWARD_NO_JIT:
        case Op.JUMP_BACKWARD_JIT:
          if (--code.heat < 0) heated(space, f);
          if (shared[0] !== 0 || collector.isDue) {
            f.pc = pc;
            f.sp = sp;
            if (serveBreaker(space)) {
              f.jumpsTo = arg;
              return SUSPEND;
            }
          }
          pc = arg;
          continue;
        case Op.JUMP_BACKWARD_NO_INTERRUPT:
        case Op.JUMP_FORWARD:
          pc = arg;
          continue;
        case Op.POP_JUMP_IF_FALSE: {
          const o = S[--sp]!;
          o.rc--;
          if (o === FALSE) pc = arg;
          continue;
        }
        case Op.POP_JUMP_IF_TRUE: {
          const o = S[--sp]!;
          o.rc--;
          if (o === TRUE) pc = arg;
          continue;
        }
        case Op.POP_JUMP_IF_NONE: {
          const o = S[--sp]!;
          if (o === NONE) pc = arg;
          if (--o.rc === 0) dealloc(o);
          continue;
        }
        case Op.POP_JUMP_IF_NOT_NONE: {
          const o = S[--sp]!;
          if (o !== NONE) pc = arg;
          if (--o.rc === 0) dealloc(o);
          continue;
        }

        // --- code from templates
        case Super.ENTER_TEMPLATE: {
          f.sp = sp;
          const isJump = code.original[pc - 2] === Op.JUMP_BACKWARD;
          if (isJump) {
            if (shared[0] !== 0 || collector.isDue) {
              f.pc = pc;
              if (serveBreaker(space)) {
                f.jumpsTo = arg;
                return SUSPEND;
              }
            }
            f.pc = arg;
          } else f.pc = pc - 2;
          // Both may be gone: what was compiled has been taken back while the breaker was served.
          if (code.run === null) {
            if (isJump) pc = arg;
            continue;
          }
          const { back, inline, iterating } = f;
          const isBody = f.handled !== null;
          space.directLimit = directLimit(space);
          inTemplate = true;
          const result = code.run(space, f);
          inTemplate = false;
          if (result === null) {
            const { exit } = space;
            if (exit === EXIT_SWITCH) return SUSPEND;
            if (exit === EXIT_SUSPEND) advances = true;
            const top = space.top as PyFrame;
            // Not taken (other globals): what stands there does nothing else.
            if (top === f && f.pc === pc - 2 && exit === 0) f.pc = pc;
            f = top;
            if (exit === EXIT_RAISED) ({ pc, sp } = f);
            break entered;
          }
          if (inline) {
            f = back as PyFrame;
            f.stack[f.sp++] = result;
            break entered;
          }
          const ends = isBody && f.stateNumber !== SUSPENDED;
          if (back instanceof PyFrame) {
            f = back;
            f.waiting = false;
            sp = f.sp;
            pc = f.pc;
            if (ends) {
              if (generalOpcode(f, pc) === Op.SEND) f.sent = result;
              else if (--result.rc === 0) dealloc(result);
            }
            finish(space, f, ends ? null : result);
            break entered;
          }
          if (ends && iterating !== null) {
            if (result === NONE) result.rc--;
            else iterating.w_result = wrap(result);
            f.iterating = null;
            stops = true;
          } else passes = result;
          break entered;
        }

        // --- operators
        case Op.TO_BOOL: {
          const o = S[sp - 1]!;
          const { type } = o;
          let is: boolean;
          if (type === BOOL) continue;
          if (type === INT) is = o.v !== 0;
          else if (type === LIST || type === TUPLE || type === STR) is = (o.v as Any[]).length !== 0;
          else if (o === NONE) is = false;
          else break;
          if (instructions[pc] === Op.POP_JUMP_IF_FALSE) {
            pc = is ? pc + 2 : instructions[pc + 1];
            sp--;
          } else if (instructions[pc] === Op.POP_JUMP_IF_TRUE) {
            pc = is ? instructions[pc + 1] : pc + 2;
            sp--;
          } else {
            const answer = is ? TRUE : FALSE;
            answer.rc++;
            S[sp - 1] = answer;
          }
          if (--o.rc === 0) dealloc(o);
          continue;
        }
        case Op.IS_OP: {
          const b = S[--sp]!;
          const a = S[sp - 1]!;
          const o = (a === b) === (arg === 0) ? TRUE : FALSE;
          o.rc++;
          S[sp - 1] = o;
          if (--a.rc === 0) dealloc(a);
          if (--b.rc === 0) dealloc(b);
          continue;
        }
        case Op.BINARY_OP: {
          const b = S[sp - 1]!;
          const a = S[sp - 2]!;
          if (a.type === INT && b.type === INT) {
            const x = a.v as number;
            const y = b.v as number;
            if (typeof x === 'number' && typeof y === 'number') {
              code.seen[(pc >> 1) - 1] |= SEEN_INT;
              let r: number;
              if (arg === 0 || arg === 13) r = x + y;
              else if (arg === 10 || arg === 23) r = x - y;
              else if (arg === 5 || arg === 18) r = x * y;
              else r = smallIntOperation(arg, x, y);
              if (r !== r) break;
              if (r > 9007199254740991 || r < -9007199254740991) break;
              if (r === 0) r = 0;
              if (--b.rc === 0) dealloc(b);
              if (r >= -5 && r <= 256) {
                const o = small[r + 5];
                o.rc++;
                S[--sp - 1] = o;
                if (--a.rc === 0) dealloc(a);
              } else if (a.rc === 1) {
                a.v = r;
                sp--;
              } else {
                a.rc--;
                S[--sp - 1] = space.boxInt(r);
              }
              continue;
            }
          } else if (a.type === FLOAT && b.type === FLOAT) {
            const x = a.v as number;
            const y = b.v as number;
            code.seen[(pc >> 1) - 1] |= SEEN_FLOAT;
            let r: number;
            if (arg === 0 || arg === 13) r = x + y;
            else if (arg === 10 || arg === 23) r = x - y;
            else if (arg === 5 || arg === 18) r = x * y;
            else break;
            if (--b.rc === 0) dealloc(b);
            if (a.rc === 1) {
              a.v = r;
              sp--;
            } else {
              a.rc--;
              S[--sp - 1] = space.boxFloat(r);
            }
            continue;
          } else if (arg === 26 && b.type === INT && (a.type === LIST || a.type === TUPLE)) {
            const items = a.v as Any[];
            let i = typeof b.v === 'number' ? b.v : -Infinity;
            if (i < 0) i += items.length;
            if (i >= 0 && i < items.length) {
              code.seen[(pc >> 1) - 1] |= a.type === LIST ? SEEN_LIST : SEEN_TUPLE;
              const o = items[i];
              o.rc++;
              S[--sp - 1] = o;
              if (--b.rc === 0) dealloc(b);
              if (--a.rc === 0) dealloc(a);
              continue;
            }
          }
          code.seen[(pc >> 1) - 1] |= otherOperands(space, a, b);
          break;
        }
        case Op.COMPARE_OP: {
          const b = S[sp - 1]!;
          const a = S[sp - 2]!;
          if ((a.type === INT && b.type === INT) || (a.type === FLOAT && b.type === FLOAT)) {
            code.seen[(pc >> 1) - 1] |= a.type === INT ? SEEN_INT : SEEN_FLOAT;
            const x = a.v as number;
            const y = b.v as number;
            let result: boolean;
            switch (arg >> 5) {
              case 0:
                result = x < y;
                break;
              case 1:
                result = x <= y;
                break;
              case 2:
                result = x === y;
                break;
              case 3:
                result = x !== y;
                break;
              case 4:
                result = x > y;
                break;
              default:
                result = x >= y;
            }
            sp--;
            if (--b.rc === 0) dealloc(b);
            if (--a.rc === 0) dealloc(a);
            const o = result ? TRUE : FALSE;
            o.rc++;
            S[sp - 1] = o;
            continue;
          }
          code.seen[(pc >> 1) - 1] |= a.type === STR && b.type === STR ? SEEN_TEXT : SEEN_OTHER;
          break;
        }
        case Op.STORE_SUBSCR: {
          const key = S[sp - 1]!;
          const container = S[sp - 2]!;
          if (container.type === LIST && key.type === INT) {
            const items = container.v as Any[];
            let i = typeof key.v === 'number' ? key.v : -Infinity;
            if (i < 0) i += items.length;
            if (i >= 0 && i < items.length) {
              code.seen[(pc >> 1) - 1] |= SEEN_LIST;
              const old = items[i];
              items[i] = S[sp - 3]!;
              sp -= 3;
              if (--key.rc === 0) dealloc(key);
              if (--container.rc === 0) dealloc(container);
              if (--old.rc === 0) dealloc(old);
              continue;
            }
          }
          code.seen[(pc >> 1) - 1] |= SEEN_OTHER;
          break;
        }

        // --- globals and attributes
        case Op.LOAD_GLOBAL:
          specializeLoadGlobal(space, f, pc, arg);
          break;
        case Op.LOAD_GLOBAL_MODULE: {
          const cache = code.caches[(pc - 2) >> 1] as Cache;
          const table = f.globals.v as DictTable;
          if (table.version !== cache.version) {
            deoptimize(f, pc);
            break;
          }
          const o = table.values[cache.index]!;
          o.rc++;
          S[sp++] = o;
          if ((arg & 1) === 1) S[sp++] = null;
          continue;
        }
        case Op.LOAD_GLOBAL_BUILTIN: {
          const cache = code.caches[(pc - 2) >> 1] as Cache;
          const table = f.builtins.v as DictTable;
          if (table.version !== cache.version2 || (f.globals.v as DictTable).version !== cache.version) {
            deoptimize(f, pc);
            break;
          }
          const o = table.values[cache.index]!;
          o.rc++;
          S[sp++] = o;
          if ((arg & 1) === 1) S[sp++] = null;
          continue;
        }
        case Op.LOAD_ATTR:
          specializeLoadAttr(space, f, pc, arg, S[sp - 1]!);
          break;
        case Op.LOAD_ATTR_INSTANCE_VALUE:
        case Op.LOAD_ATTR_SLOT: {
          const owner = S[sp - 1] as Obj;
          const cache = code.caches[(pc - 2) >> 1] as Cache;
          if (owner.type.version === cache.version) {
            const d = owner.d as Any[] | null;
            if (d !== null) {
              const o = d[cache.index];
              if (o !== undefined) {
                o.rc++;
                S[sp - 1] = o;
                if ((arg & 1) === 1) S[sp++] = null;
                if (--owner.rc === 0) dealloc(owner);
                continue;
              }
            }
          } else deoptimize(f, pc);
          break;
        }
        case Op.LOAD_ATTR_METHOD_WITH_VALUES: {
          const owner = S[sp - 1] as Obj;
          const cache = code.caches[(pc - 2) >> 1] as Cache;
          if (owner.type.version === cache.version && (owner.d === null || Array.isArray(owner.d))) {
            const o = cache.value!;
            o.rc++;
            S[sp - 1] = o;
            S[sp++] = owner;
            continue;
          }
          deoptimize(f, pc);
          break;
        }
        case Op.LOAD_ATTR_METHOD_NO_DICT: {
          const owner = S[sp - 1]!;
          const cache = code.caches[(pc - 2) >> 1] as Cache;
          if (owner.type.version === cache.version) {
            const o = cache.value!;
            o.rc++;
            S[sp - 1] = o;
            S[sp++] = owner;
            continue;
          }
          deoptimize(f, pc);
          break;
        }
        case Op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES:
        case Op.LOAD_ATTR_NONDESCRIPTOR_NO_DICT: {
          const owner = S[sp - 1] as Obj;
          const cache = code.caches[(pc - 2) >> 1] as Cache;
          if (owner.type.version === cache.version && (owner.d == null || Array.isArray(owner.d))) {
            const o = cache.value!;
            o.rc++;
            S[sp - 1] = o;
            if ((arg & 1) === 1) S[sp++] = null;
            if (--owner.rc === 0) dealloc(owner);
            continue;
          }
          deoptimize(f, pc);
          break;
        }
        case Op.LOAD_ATTR_MODULE: {
          const owner = S[sp - 1]!;
          const cache = code.caches[(pc - 2) >> 1] as Cache;
          if (owner.type === MODULE) {
            const table = unwrap((owner.v as ModulePayload).w_dict).v as DictTable;
            if (table.version === cache.version) {
              const o = table.values[cache.index]!;
              o.rc++;
              S[sp - 1] = o;
              if ((arg & 1) === 1) S[sp++] = null;
              if (--owner.rc === 0) dealloc(owner);
              continue;
            }
          }
          deoptimize(f, pc);
          break;
        }
        case Op.LOAD_ATTR_CLASS: {
          const owner = S[sp - 1]!;
          const cache = code.caches[(pc - 2) >> 1] as Cache;
          if (owner.type === TYPE && (owner.v as TypeObject).version === cache.version) {
            const o = cache.value!;
            o.rc++;
            S[sp - 1] = o;
            if ((arg & 1) === 1) S[sp++] = null;
            if (--owner.rc === 0) dealloc(owner);
            continue;
          }
          deoptimize(f, pc);
          break;
        }
        case Op.STORE_ATTR:
          specializeStoreAttr(space, f, pc, arg, S[sp - 1]!);
          break;
        case Op.STORE_ATTR_SLOT:
        case Op.STORE_ATTR_INSTANCE_VALUE: {
          const owner = S[sp - 1] as Obj;
          const cache = code.caches[(pc - 2) >> 1] as Cache;
          if (owner.type.version !== cache.version) {
            deoptimize(f, pc);
            break;
          }
          const d = (owner.d ??= space.emptyAttributes(owner.type)) as Any[];
          const old = d[cache.index];
          if (old !== undefined) {
            d[cache.index] = S[sp - 2]!;
            sp -= 2;
            if (--owner.rc === 0) dealloc(owner);
            if (--old.rc === 0) dealloc(old);
            continue;
          }
          if (op === Op.STORE_ATTR_SLOT || (cache.index < d.length && isNext(d, cache.index))) {
            if (!(cache.index < d.length)) break;
            d[cache.index] = S[sp - 2]!;
            sp -= 2;
            if (--owner.rc === 0) dealloc(owner);
            continue;
          }
          if (d.length === cache.index) {
            d.push(S[sp - 2]!);
            sp -= 2;
            if (--owner.rc === 0) dealloc(owner);
            continue;
          }
          break;
        }

        // --- iteration
        case Op.FOR_ITER: {
          const iterator = S[sp - 1]!;
          const { type } = iterator;
          if (type === RANGE_ITERATOR) {
            code.seen[(pc >> 1) - 1] |= SEEN_RANGE;
            const range = iterator.v as RangeIterator;
            if (range.remaining > 0) {
              const value = range.next;
              range.remaining--;
              range.next = value + range.step;
              const place = base + instructions[pc + 1];
              if (value >= -5 && value <= 256) {
                const o = small[value + 5];
                o.rc++;
                S[sp++] = o;
              } else if (instructions[pc] === Op.STORE_FAST) {
                pc += 2;
                const old = S[place];
                // The box that only the loop's variable still has is taken again: it would die now.
                if (old !== null && old.rc === 1 && old.type === INT) old.v = value;
                else {
                  S[place] = space.boxInt(value);
                  if (old !== null && --old.rc === 0) dealloc(old);
                }
              } else S[sp++] = space.boxInt(value);
            } else pc = arg + 2;
            continue;
          }
          if (type === LIST_ITERATOR) {
            code.seen[(pc >> 1) - 1] |= SEEN_LIST;
            const position = iterator.v as ListIterator;
            if (position.w_over !== null) {
              const items = unwrap(position.w_over).v as Any[];
              if (position.index < items.length) {
                const o = items[position.index++];
                o.rc++;
                if (instructions[pc] === Op.STORE_FAST) {
                  const place = base + instructions[pc + 1];
                  pc += 2;
                  const old = S[place];
                  S[place] = o;
                  if (old !== null && --old.rc === 0) dealloc(old);
                } else S[sp++] = o;
                continue;
              }
            }
          } else if (type === GENERATOR) {
            code.seen[(pc >> 1) - 1] |= SEEN_GENERATOR;
            const generator = iterator.v as GeneratorPayload;
            const body = generator.frame as PyFrame;
            if (
              !generator.isDelegateBusy &&
              (body.stateNumber === SUSPENDED || body.stateNumber === CREATED)
            ) {
              f.pc = pc;
              f.sp = sp;
              f.waiting = true;
              pushGenerator(space, body);
              NONE.rc++;
              body.stack[body.sp++] = NONE;
              f = body;
              break entered;
            }
          } else code.seen[(pc >> 1) - 1] |= type === TUPLE_ITERATOR ? SEEN_TUPLE : SEEN_OTHER;
          break;
        }
        case Op.SEND: {
          const receiver = S[sp - 2]!;
          if (receiver.type === GENERATOR || receiver.type === COROUTINE) {
            const generator = receiver.v as GeneratorPayload;
            const body = generator.frame as PyFrame;
            const value = S[sp - 1]!;
            if (
              !generator.isDelegateBusy &&
              (body.stateNumber === SUSPENDED || (body.stateNumber === CREATED && value === NONE))
            ) {
              f.pc = pc;
              f.sp = sp;
              f.waiting = true;
              pushGenerator(space, body);
              value.rc++;
              body.stack[body.sp++] = value;
              f = body;
              break entered;
            }
          }
          break;
        }

        // --- calls
        case Op.CALL: {
          const place = sp - arg - 2;
          let callee = S[place]!;
          if (!f.shared) {
            if (callee.type === FUNCTION)
              code.callees[(pc >> 1) - 1] = prepared(space, (callee.v as FunctionPayload).w_code);
            break;
          }
          if (callee.type === METHOD && S[place + 1] === null) {
            const method = callee.v as MethodPayload;
            const func = method.w_function as unknown as Any;
            const self = method.w_self as unknown as Any;
            func.rc++;
            self.rc++;
            S[place] = func;
            S[place + 1] = self;
            if (--callee.rc === 0) dealloc(callee);
            callee = func;
          }
          if (callee.type === FUNCTION) {
            const payload = callee.v as FunctionPayload;
            const target = prepared(space, payload.w_code);
            code.callees[(pc >> 1) - 1] = target;
            const first = S[place + 1] === null ? place + 2 : place + 1;
            if (target.isSimple && target.argcount === sp - first) {
              f.pc = pc;
              f.sp = place;
              f = enterInline(space, f, target, callee as Obj, payload, first, place, target.argcount);
              break entered;
            }
          }
          break;
        }
        case Op.INSTRUMENTED_RETURN_VALUE:
          tellAgain();
        // falls through
        case Op.RETURN_VALUE: {
          let result = S[--sp]!;
          f.sp = sp;
          const back = f.back;
          const { inline, instance } = f;
          f.instance = null;
          leaveFrame(space, f);
          space.top = back;
          if (inline) {
            if (instance !== null) result = constructed(space, instance, result);
            f = back as PyFrame;
            f.stack[f.sp++] = result;
            break entered;
          }
          if (back instanceof PyFrame) {
            const ends = f.handled !== null;
            f = back;
            f.waiting = false;
            sp = f.sp;
            pc = f.pc;
            // A generator resumed by FOR_ITER or SEND has come to its end; SEND takes the value.
            if (ends) {
              if (generalOpcode(f, pc) === Op.SEND) f.sent = result;
              else if (--result.rc === 0) dealloc(result);
            }
            finish(space, f, ends ? null : result);
            break entered;
          }
          if (f.iterating !== null) {
            // `iternext` of a builtin's loop: the end is told by STOP, the result waits in the generator.
            if (result === NONE) result.rc--;
            else f.iterating.w_result = wrap(result);
            f.iterating = null;
            stops = true;
          } else passes = result;
          break entered;
        }
        case Op.RETURN_GENERATOR: {
          f.pc = pc;
          f.sp = sp;
          const generator = makeGenerator(space, f);
          const back = f.back;
          const { inline } = f;
          leaveFrame(space, f);
          space.top = back;
          if (inline) {
            f = back as PyFrame;
            f.stack[f.sp++] = generator;
            break entered;
          }
          if (back instanceof PyFrame) {
            f = back;
            f.waiting = false;
            sp = f.sp;
            pc = f.pc;
            finish(space, f, generator);
            break entered;
          }
          passes = generator;
          break entered;
        }
        case Op.INSTRUMENTED_YIELD_VALUE:
          tellAgain();
        // falls through
        case Op.YIELD_VALUE: {
          const value = S[--sp]!;
          f.sp = sp;
          f.pc = pc;
          f.stateNumber = SUSPENDED;
          const back = f.back;
          f.back = null;
          const item = f.handled!;
          space.handled = item.previous!;
          item.previous = null;
          space.values.depth--;
          space.top = back;
          if (back instanceof PyFrame) {
            f = back;
            f.waiting = false;
            sp = f.sp;
            pc = f.pc;
            if (f.code.instructions[pc - 2] === Op.FOR_ITER) f.stack[f.sp++] = value;
            else finish(space, f, value);
            break entered;
          }
          passes = value;
          break entered;
        }
      }

      // --- everything else is out of line
      f.sp = sp;
      f.pc = pc;
      const w = bodies[op](space, f, S, sp, arg);
      if (w === DONE) {
        if (space.pool.length > space.poolBase) space.drain();
        sp = f.sp;
        pc = f.pc;
      } else if (w === ENTERED) {
        f = space.top as PyFrame;
        break entered;
      } else if (w === RAISED) {
        break entered;
      } else if (w === SUSPEND) {
        f.waiting = true;
        if (space.pool.length > space.poolBase) space.drain();
        advances = true;
        break entered;
      } else {
        finish(space, f, w === STOP ? null : space.take(w));
        sp = f.sp;
        pc = f.pc;
      }
      continue;
    } catch (e) {
      if (inTemplate) {
        inTemplate = false;
        f = space.top as PyFrame;
        ({ pc, sp } = f);
      }
      f = unwind(space, f, pc, sp, space.asOperationError(e));
    }
    if (space.raised !== null) {
      const { raised } = space;
      space.raised = null;
      f = unwind(space, f, pc, sp, raised);
    }
    if (passes !== null || advances || stops) {
      let w_answer: W | undefined;
      if (stops) {
        w_answer = STOP;
        stops = false;
        if (space.pool.length > space.poolBase) space.drain();
      } else if (passes !== null) {
        if (space.pool.length > space.poolBase) space.drain();
        w_answer = space.temporary(passes);
        passes = null;
      }
      advances = false;
      const next = advance(space, w_answer);
      if (next === null) return space.w_passed;
      f = next;
    }
    ({ code, stack: S, base, sp, pc } = f);
    ({ instructions, consts } = code);
  }
}

/** Finds the handler of `raised` in `f` or a frame below it, with the error on its stack; answers its frame. */
export function unwind(
  space: CpythonSpace,
  f: PyFrame,
  pc: number,
  sp: number,
  raised: OperationError,
): PyFrame {
  if (space.pool.length > space.poolBase) space.drain();
  for (;;) {
    const isAgain = unwinding.again;
    if (isAgain) {
      unwinding.again = false;
      f.pc = placeOfReraise(f, pc, sp);
    } else {
      f.pc = pc;
      addTraceback(space, f, raised);
    }
    f.sp = sp;
    const isTraced = (space.shared[0] & TRACING) !== 0;
    if (isTraced) raised = tracedRaise(space, f, raised, isAgain);
    const handler = f.code.handlerOf(pc - 2);
    const { stack } = f;
    if (handler !== null) {
      handlerEntered(f.code, handler.target);
      const depth = f.base + f.code.localCount + handler.depth;
      while (sp > depth) {
        const o = stack[--sp];
        if (o !== null) decref(o);
      }
      if (handler.lasti) {
        stack[sp++] = space.ownedInt(f.code.offsets[(f.pc - 2) / 2]);
      }
      stack[sp++] = unwrap(space.errorValue(raised));
      raised.w_value = null;
      // Its arguments are the exception's now.
      space.dropError(raised);
      f.sp = sp;
      f.pc = handler.target;
      if (isTraced) {
        const failed = tracedHandled(space, f);
        if (failed !== null) {
          raised = failed;
          sp = f.sp;
          pc = f.pc + 2;
          continue;
        }
      }
      return f;
    }
    if (isTraced) raised = tracedUnwind(space, f, raised);
    f.sp = sp;
    const back = f.back;
    leaveFrame(space, f);
    space.top = back;
    f.back = null;
    if (!(back instanceof PyFrame)) throw raised;
    f = back;
    f.waiting = false;
    if (endsLoop(space, f, raised)) {
      finish(space, f, null);
      return f;
    }
    sp = f.sp;
    pc = f.pc;
  }
}

/** Puts the body of a generator on the stack. */
export function pushGenerator(space: CpythonSpace, f: PyFrame): W {
  const { values } = space;
  if (values.depth >= space.recursionLimit) throw recursionError(space);
  values.depth++;
  f.stateNumber = RUNNING;
  f.iterating = null;
  f.handled!.previous = space.handled;
  space.handled = f.handled!;
  f.back = space.top;
  space.top = f;
  return SUSPEND;
}

/** `iternext` of generators for builtins: no continuation waits for the end of the body, RETURN_VALUE tells it. */
export function generatorNext(space: CpythonSpace, w_generator: W, general: UnaryFn): W {
  const payload = unwrap(w_generator).v as GeneratorPayload;
  const body = payload.frame as PyFrame;
  if (payload.isDelegateBusy || (body.stateNumber !== SUSPENDED && body.stateNumber !== CREATED))
    return general(space, w_generator);
  const none = unwrap(space.w_None);
  none.rc++;
  if (body.code.run !== null && mayRun(space)) {
    const result = stepHere(space, body, none, payload);
    if (result === null) return SUSPEND;
    body.iterating = null;
    if ((body.stateNumber as number) !== FRAME_DONE) return space.temporary(result);
    if (wrap(result) === space.w_None) result.rc--;
    else payload.w_result = wrap(result);
    return STOP;
  }
  pushGenerator(space, body);
  body.iterating = payload;
  body.sent = none;
  return SUSPEND;
}

export { wrap };
