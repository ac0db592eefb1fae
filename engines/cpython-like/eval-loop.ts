// @inline-constants-from ../frontend/opcodes.ts Op
// The main switch: runs Python frames until the stack's top is no Python frame. Calls and returns between Python functions stay inside
// the loop. Hot instructions are inline, quickened forms beside their general ones; all others are in cold-ops.ts. Models
// Python/ceval.c and Python/generated_cases.c.h. V8 optimises a function up to 61,440 bytes of its bytecode: eval-loop.test.ts watches.
//
// Ownership: every slot of the value stack and every local owns its reference, also what LOAD_FAST_BORROW pushes; which of them real
// CPython would only borrow is known from the code (refcounts as `sys.getrefcount` shows them: borrowed.ts).
import { Op } from '../frontend/opcodes.ts';
import type { OperationError } from '../objspace/error.ts';
import { STOP, SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import type { CellPayload, FunctionPayload, MethodPayload } from '../objspace/types/function.ts';
import { prepared } from './code.ts';
import type { Code } from './code.ts';
import { bodies, DONE, finish, makeGenerator, unboundLocal, unwinding } from './cold-ops.ts';
import { DONE as FRAME_DONE, PyFrame, recursionError, RUNNING, SUSPENDED } from './frame.ts';
import { Obj, unwrap, wrap } from './object.ts';
import type { Any } from './object.ts';
import { dealloc, decref } from './refcount.ts';
import type { CpythonSpace } from './space.ts';
import { addTraceback, serveBreaker } from './unwind.ts';

/** Gives the frame's references back and takes it off the stack. */
function leaveFrame(space: CpythonSpace, f: PyFrame): void {
  const { values } = space;
  values.depth--;
  f.stateNumber = FRAME_DONE;
  if (f.handled !== null) {
    space.handled = f.handled.previous!;
    f.handled.previous = null;
    const { value } = f.handled;
    f.handled.value = null;
    if (value !== null) decref(value);
  }
  if (f.w_frame !== null) {
    const func = f.shared ? f.stack[f.returnTo] : null;
    const wasShared = f.shared;
    f.detach();
    if (wasShared) {
      f.stack = f.stack.slice();
      values.slots[f.returnTo] = null;
      values.top = f.previousTop;
      if (func !== null) decref(func);
    }
    return;
  }
  f.releaseLocals();
  if (f.shared) {
    const { stack, returnTo } = f;
    const func = stack[returnTo];
    stack[returnTo] = null;
    values.top = f.previousTop;
    if (func !== null) decref(func);
  }
}

/** A call of a function with exactly its arguments: they are its first locals already. */
function enterInline(
  space: CpythonSpace,
  f: PyFrame,
  code: Code,
  func: Obj,
  payload: FunctionPayload,
  base: number,
  returnTo: number,
): PyFrame {
  const { values } = space;
  if (values.depth >= space.recursionLimit) throw recursionError(space);
  const S = values.slots;
  const end = base + code.localCount;
  if (base + code.frameSize > S.length) values.reserve(base, code.frameSize + 256);
  for (let i = base + code.argcount; i < end; i++) S[i] = null;
  const callee = new PyFrame(
    code,
    func,
    payload.w_globals as unknown as Obj,
    payload.w_builtins as unknown as Obj,
    S,
    base,
    returnTo,
    values.top,
    true,
  );
  values.top = base + code.frameSize;
  values.depth++;
  callee.back = f;
  space.top = callee;
  return callee;
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
    int: INT,
    float: FLOAT,
    function: FUNCTION,
    method: METHOD,
    bool: BOOL,
    list: LIST,
    tuple: TUPLE,
  } = space.types;
  const { shared } = space;
  const TRUE = unwrap(space.w_True);
  const FALSE = unwrap(space.w_False);
  const NONE = unwrap(space.w_None);
  const small = space.smallInts;
  let pc = f.pc;
  let sp = f.sp;
  if (f.thrown !== null) {
    error = f.thrown;
    f.thrown = null;
  } else if (f.waiting) {
    f.waiting = false;
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
  }

  frames: for (;;) {
    const { code, stack: S, base } = f;
    const { instructions, consts } = code;
    sp = f.sp;
    pc = f.pc;
    try {
      if (error !== undefined) {
        const raised: OperationError = error;
        error = undefined;
        throw raised;
      }
      for (;;) {
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
            if (shared[0] !== 0) {
              f.pc = pc;
              f.sp = sp;
              serveBreaker(space);
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

          // --- jumps
          case Op.JUMP_BACKWARD:
          case Op.JUMP_BACKWARD_NO_JIT:
          case Op.JUMP_BACKWARD_JIT:
            if (shared[0] !== 0) {
              f.pc = pc;
              f.sp = sp;
              serveBreaker(space);
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

          // --- operators
          case Op.TO_BOOL: {
            const o = S[sp - 1]!;
            if (o.type === BOOL) continue;
            break;
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
                let r: number;
                if (arg === 0 || arg === 13) r = x + y;
                else if (arg === 10 || arg === 23) r = x - y;
                else if (arg === 5 || arg === 18) r = x * y;
                else break;
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
              let i = b.v as number;
              if (i < 0) i += items.length;
              if (i >= 0 && i < items.length) {
                const o = items[i];
                o.rc++;
                S[--sp - 1] = o;
                if (--b.rc === 0) dealloc(b);
                if (--a.rc === 0) dealloc(a);
                continue;
              }
            }
            break;
          }
          case Op.COMPARE_OP: {
            const b = S[sp - 1]!;
            const a = S[sp - 2]!;
            if ((a.type === INT && b.type === INT) || (a.type === FLOAT && b.type === FLOAT)) {
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
            break;
          }
          case Op.STORE_SUBSCR: {
            const key = S[sp - 1]!;
            const container = S[sp - 2]!;
            if (container.type === LIST && key.type === INT) {
              const items = container.v as Any[];
              let i = key.v as number;
              if (i < 0) i += items.length;
              if (i >= 0 && i < items.length) {
                const old = items[i];
                items[i] = S[sp - 3]!;
                sp -= 3;
                if (--key.rc === 0) dealloc(key);
                if (--container.rc === 0) dealloc(container);
                if (--old.rc === 0) dealloc(old);
                continue;
              }
            }
            break;
          }

          // --- calls
          case Op.CALL: {
            const place = sp - arg - 2;
            let callee = S[place]!;
            if (!f.shared) break;
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
              const first = S[place + 1] === null ? place + 2 : place + 1;
              if (target.isSimple && target.argcount === sp - first) {
                f.pc = pc;
                f.sp = place;
                f = enterInline(space, f, target, callee as Obj, payload, first, place);
                continue frames;
              }
            }
            break;
          }
          case Op.RETURN_VALUE: {
            const result = S[--sp]!;
            f.sp = sp;
            const back = f.back;
            const { inline, returnTo } = f;
            leaveFrame(space, f);
            space.top = back;
            if (inline) {
              f = back as PyFrame;
              f.stack[returnTo] = result;
              f.sp = returnTo + 1;
              continue frames;
            }
            if (back instanceof PyFrame) {
              f = back;
              f.waiting = false;
              sp = f.sp;
              pc = f.pc;
              finish(space, f, result);
              continue frames;
            }
            return space.temporary(result);
          }
          case Op.RETURN_GENERATOR: {
            f.pc = pc;
            f.sp = sp;
            const generator = space.take(makeGenerator(space, f));
            const back = f.back;
            const { inline, returnTo } = f;
            leaveFrame(space, f);
            space.top = back;
            if (inline) {
              f = back as PyFrame;
              f.stack[returnTo] = generator;
              f.sp = returnTo + 1;
              continue frames;
            }
            if (back instanceof PyFrame) {
              f = back;
              f.waiting = false;
              sp = f.sp;
              pc = f.pc;
              finish(space, f, generator);
              continue frames;
            }
            return space.temporary(generator);
          }
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
              finish(space, f, value);
              continue frames;
            }
            return space.temporary(value);
          }
        }

        // --- everything else is out of line
        f.sp = sp;
        f.pc = pc;
        const w = bodies[op](space, f, S, sp, arg);
        if (w === DONE) {
          sp = f.sp;
          pc = f.pc;
        } else if (w === SUSPEND) {
          f.waiting = true;
          if (space.pool.length > space.poolBase) space.drain();
          const top = space.top;
          if (!(top instanceof PyFrame)) return SUSPEND;
          f = top;
          if (f.sent !== null) {
            f.stack[f.sp++] = f.sent;
            f.sent = null;
          } else if (f.thrown !== null) {
            error = f.thrown;
            f.thrown = null;
          }
          continue frames;
        } else {
          finish(space, f, w === STOP ? null : space.take(w));
          sp = f.sp;
          pc = f.pc;
        }
      }
    } catch (e) {
      let raised = space.asOperationError(e);
      if (space.pool.length > space.poolBase) space.drain();
      for (;;) {
        if (unwinding.again) unwinding.again = false;
        else {
          f.pc = pc;
          addTraceback(space, f, raised);
        }
        const handler = f.code.handlerOf(pc - 2);
        const { stack } = f;
        if (handler !== null) {
          const depth = f.base + f.code.localCount + handler.depth;
          while (sp > depth) {
            const o = stack[--sp];
            if (o !== null) decref(o);
          }
          if (handler.lasti) {
            stack[sp++] = space.ownedInt(f.code.offsets[(pc - 2) / 2]);
          }
          stack[sp++] = unwrap(space.errorValue(raised));
          raised.w_value = null;
          f.sp = sp;
          f.pc = handler.target;
          break;
        }
        f.sp = sp;
        const back = f.back;
        leaveFrame(space, f);
        space.top = back;
        f.back = null;
        if (!(back instanceof PyFrame)) throw raised;
        f = back;
        f.waiting = false;
        sp = f.sp;
        pc = f.pc;
      }
      raised = undefined!;
      continue frames;
    }
  }
}

/** Puts the body of a generator on the stack. */
export function pushGenerator(space: CpythonSpace, f: PyFrame): W {
  const { values } = space;
  if (values.depth >= space.recursionLimit) throw recursionError(space);
  values.depth++;
  f.stateNumber = RUNNING;
  f.handled!.previous = space.handled;
  space.handled = f.handled!;
  f.back = space.top;
  space.top = f;
  return SUSPEND;
}

export { wrap };
