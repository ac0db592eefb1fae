// @inline-constants-from ../frontend/opcodes.ts Op
// @inline-constants-from ./superinstructions.ts Super
// The main switch: runs Python frames until the stack's top is no Python frame. Calls and returns between Python functions stay inside the
// loop. Hot instructions are inline, quickened forms beside their general ones; all others are in cold-ops.ts. Models PyPy's
// pypy/interpreter/pyopcode.py over CPython 3.14's instructions. V8 optimises a function up to 61,440 bytes of its bytecode: eval-loop.test.ts watches.
//
// Ints are host numbers: overflow is a comparison with two literals, and -0 is avoided by adding 0 to products.
import { tellAgain, tracedHandled, tracedRaise, tracedUnwind } from '../objspace/tracing/instrument.ts';
import { TRACING } from '../objspace/tracing/monitor.ts';
import { Op } from '../frontend/opcodes.ts';
import { Continuation } from '../objspace/continuation.ts';
import { call } from '../objspace/descroperation.ts';
import { OperationError } from '../objspace/error.ts';
import { reraised, setContext, unwinding } from '../objspace/instructions/exceptions.ts';
import { unboundLocal } from '../objspace/instructions/names.ts';
import { STOP, SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { raise, raiseWith } from '../objspace/raise.ts';
import type { Property } from '../objspace/types/property.ts';
import { IterationFrame, StepFrame } from '../objspace/step-frames.ts';
import type { CellPayload, CodePayload, FunctionPayload, MethodPayload } from '../objspace/types/function.ts';
import type { GeneratorPayload } from '../objspace/types/generator.ts';
import type { IndexIterator } from '../objspace/types/iterators.ts';
import type { ModulePayload } from '../objspace/types/module.ts';
import type { RangeIterator } from '../objspace/types/range.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import {
  containerOperation,
  floatOperation,
  intOperation,
  quickCompare,
  quickContains,
  storeByte,
  subscript,
} from './arithmetic.ts';
import { place } from './code-arena.ts';
import { prepared } from './code.ts';
import type { Code } from './code.ts';
import { bodies, DONE, endsLoop, finish, makeGenerator, newCell, takeOperands } from './cold-ops.ts';
import { enterCall } from './calls.ts';
import {
  constructed,
  enterCallable,
  enterGetter,
  enterInit,
  enterInline,
  enterWith,
  leaveFrame,
  plainInit,
} from './enter.ts';
import { AGAIN, CREATED, DONE as DONE_FRAME, PyFrame, reuseFor, RUNNING, SUSPENDED } from './frame.ts';
import {
  FAILED,
  giveItem,
  intoDelegates,
  isUnwatched,
  newGeneratorOf,
  pushGenerator,
  stepOf,
  suspendGenerator,
  takeFailure,
  takesAtOnce,
  yieldOn,
} from './generator-steps.ts';
import type { HashStorage } from './hash-storage.ts';
import { quickNext, quickPair } from './iteration.ts';
import { functionHot, jit, loopHot } from './jit/hooks.ts';
import { EMPTY, FLOATS, INTS, OBJECTS, setItem, STRS } from './list-strategy.ts';
import { NO_SLOTS, unwrap, W_Float, W_Object, wrap } from './object.ts';
import { DROPPED, enterOperator, enterSetItem, OPERATOR, operatorAnswer } from './operator-methods.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';
import {
  CLASS_METHOD,
  deoptimize,
  shapeOf,
  specializeLoadAttr,
  specializeLoadGlobal,
  specializeLoadName,
  specializeStoreAttr,
  specializeStoreName,
  storeByShape,
} from './specialize.ts';
import type { Cache } from './specialize.ts';
import './super-methods.ts';
import { Super } from './superinstructions.ts';
import { addTraceback, serveBreaker } from './unwind.ts';

/** Puts the first instruction of a group back, which is to run next. */
function undo(code: Code, pc: number): void {
  code.instructions[pc - 2] = code.original[pc - 2];
}

/** How many arguments a function takes that are its first locals; -1: it is not entered so, or has not been called yet. */
function argumentsOf(func: W_Object): number {
  const { prepared: code } = ((func.v as FunctionPayload).w_code as unknown as W_Object).v as CodePayload;
  return code !== null && (code as Code).isPlain ? (code as Code).argcount : -1;
}

/** An exception that is made without Python code: `raise` of the class makes it. */
function isPlainException(space: PypySpace, type: TypeObject): boolean {
  if (!type.isSubtype(space.types.BaseException)) return false;
  if (!type.isHeap) return true;
  const w_new = type.lookup('__new__');
  const w_init = type.lookup('__init__');
  const { BaseException } = space.types;
  return w_new === BaseException.lookup('__new__') && w_init === BaseException.lookup('__init__');
}

/** A frame goes on that was left: with the value that its instruction waited for, or an error; answers the error that is to be raised in it. */
function takeAnswer(
  space: PypySpace,
  f: PyFrame,
  w_value: W | undefined,
  error: OperationError | undefined,
): OperationError | undefined {
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
        finish(space, f, w_value === STOP ? null : unwrap(w_value!));
      } catch (e) {
        return space.asOperationError(e);
      }
    }
  } else if (f.sent !== null) {
    f.stack[f.sp++] = f.sent;
    f.sent = null;
  } else if (f.jumpsTo >= 0) {
    if (error === undefined) f.pc = f.jumpsTo;
    f.jumpsTo = -1;
  }
  return error;
}

/** A generator's body has ended, resumed by a builtin: that gets STOP, the value waits in the payload. */
function bodyEnded(space: PypySpace, f: PyFrame, result: Raw): W {
  if (wrap(result) !== space.w_None)
    ((f.w_generator as unknown as W_Object).v as GeneratorPayload).w_result = wrap(result);
  return STOP;
}

/**
 * Runs frames of builtins: hands them a value (SUSPEND: none, the one on top begins), until a Python frame is on top, or one that the caller knows how
 * to go on with. Answers what that one is to get; SUSPEND: nothing.
 */
function answerBuiltins(space: PypySpace, w: W): W {
  let { top } = space;
  while (top instanceof StepFrame || top instanceof Continuation) {
    w = top.resume(space, w === SUSPEND ? undefined : w);
    ({ top } = space);
    // Mostly that: its class is the first in its chain of prototypes, both others are none of them.
    if (top instanceof PyFrame) return w;
  }
  return w;
}

/** Runs `f`, the top of the explicit stack, and whatever Python frames come after it. `w_value`: what the frame above answered; `error`: it ended with that. */
export type EvalLoop = (f: PyFrame, w_value: W | undefined, error: OperationError | undefined) => W;

/**
 * The loop of one interpreter. What it asks for again and again (the instructions of all code, types, singletons) are variables of this function
 * that are assigned once: in the closure, as long as the process has one, they are constants for V8, in no register and with no guard.
 */
export function makeEvalLoop(
  space: PypySpace,
  arena: Int32Array,
  cacheArena: readonly (Cache | null)[],
): EvalLoop {
  const { float: FLOAT, list: LIST, tuple: TUPLE, function: FUNCTION, dict: DICT } = space.types;
  const {
    method: METHOD,
    type: TYPE,
    range_iterator: RANGE_ITERATOR,
    list_iterator: LIST_ITERATOR,
    tuple_iterator: TUPLE_ITERATOR,
    generator: GENERATOR,
    bytearray: BYTEARRAY,
    str: STR,
    int: INT,
  } = space.types;
  const { shared } = space;
  const TRUE = unwrap(space.w_True);
  const FALSE = unwrap(space.w_False);
  const NONE = unwrap(space.w_None);

  return function evalLoop(f: PyFrame, w_value: W | undefined, error: OperationError | undefined): W {
    const CODE = arena;
    const CACHES = cacheArena;
    error = takeAnswer(space, f, w_value, error);
    if (error !== undefined) f = unwind(space, f, f.pc, f.sp, error);
    f = ready(space, f);
    let { code, stack: S } = f;
    // Whole numbers of 32 bits for V8 as well, not values that carry a tag: what is read from a field says nothing about that.
    let base = f.base | 0;
    let sp = f.sp | 0;
    let start = (space.recorder === null ? code.start : space.recorder.startOf(code, f)) | 0;
    if (start < 0) start = place(space, code) | 0;
    // Where the next instruction stands in the array; in a frame, and for everything outside of the loop, it is counted from the code's start.
    let pc = (start + f.pc) | 0;

    // One loop, not one for frames around one for instructions: V8 enters by on-stack replacement at the inner loop of two, and leaves its
    // code with a deoptimisation at each way out of it, that is at each call and return.
    for (;;) {
      // What stays the same from instruction to instruction is carried in a register or a slot: as little as possible is. Raised by this one:
      let raised: OperationError | undefined = undefined;
      /** What a frame that has ended answered, for one of a builtin's below it. */
      let answer: W | null = null;
      /** What an instruction has answered that is otherwise out of line. */
      let given: W | null = null;
      /** A float that an instruction has answered, without its box. */
      let real = 0;
      let isReal = false;
      // Again for code that V8 has entered in the middle, where it knows nothing of them.
      base |= 0;
      start |= 0;
      sp |= 0;
      pc |= 0;
      running: try {
        let op = CODE[pc];
        let arg = CODE[(pc + 1) | 0];
        pc = (pc + 2) | 0;
        switch (op) {
          case Op.NOP:
          case Op.NOT_TAKEN:
          case Op.CACHE:
            continue;
          case Op.RESUME:
          case Op.RESUME_CHECK:
            if (shared[0] !== 0) {
              f.pc = (pc - start) | 0;
              f.sp = sp;
              if (serveBreaker(space)) return SUSPEND;
            }
            if ((arg & 3) === 0 && --code.entries < 0) {
              f.pc = (pc - start) | 0;
              f.sp = sp;
              // Nothing in this branch asks the host for types: taken for the first time, it costs the optimised loop nothing.
              const next = functionHot(space, f);
              if (next === f && jit === null) return AGAIN;
              if (next !== null) {
                f = next;
                break running;
              }
            }
            continue;

          // --- locals and constants
          case Op.LOAD_FAST:
          case Op.LOAD_FAST_BORROW:
            S[sp++] = S[base + arg];
            continue;
          case Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
          case Op.LOAD_FAST_LOAD_FAST:
            S[sp++] = S[base + (arg >> 4)];
            S[sp++] = S[base + (arg & 15)];
            continue;
          case Op.LOAD_FAST_CHECK: {
            const o = S[base + arg];
            if (o === null) throw unboundLocal(space, f, arg);
            S[sp++] = o;
            continue;
          }
          case Op.STORE_FAST:
            S[base + arg] = S[--sp];
            continue;
          case Op.STORE_FAST_LOAD_FAST:
            S[base + (arg >> 4)] = S[sp - 1];
            S[sp - 1] = S[base + (arg & 15)];
            continue;
          case Op.STORE_FAST_STORE_FAST:
            S[base + (arg >> 4)] = S[sp - 1];
            S[base + (arg & 15)] = S[sp - 2];
            sp -= 2;
            continue;
          case Op.LOAD_CONST:
          case Op.LOAD_CONST_IMMORTAL:
          case Op.LOAD_CONST_MORTAL:
            S[sp++] = code.consts[arg];
            continue;
          case Op.LOAD_SMALL_INT:
            S[sp++] = arg;
            continue;
          case Op.LOAD_DEREF: {
            const w_content = ((S[base + arg] as W_Object).v as CellPayload).w_value;
            if (w_content === null) throw unboundLocal(space, f, arg);
            S[sp++] = w_content as unknown as Raw;
            if (CODE[pc] === Op.PUSH_NULL) {
              S[sp++] = null;
              pc += 2;
            }
            continue;
          }
          case Op.MAKE_CELL:
            S[base + arg] = newCell(space, S[base + arg]);
            continue;
          case Op.COPY_FREE_VARS: {
            const cells_w = (f.func.v as FunctionPayload).closure_w!;
            const to = base + code.localCount - arg;
            for (let i = 0; i < arg; i++) S[to + i] = cells_w[i] as unknown as Raw;
            if (CODE[pc] === Op.RESUME && shared[0] === 0 && code.entries > 0) {
              code.entries--;
              pc = (pc + 2) | 0;
            }
            continue;
          }
          case Op.LOAD_FAST_AND_CLEAR:
            S[sp++] = S[base + arg];
            S[base + arg] = null;
            continue;
          case Op.STORE_DEREF:
            ((S[base + arg] as W_Object).v as CellPayload).w_value = S[--sp] as unknown as W;
            continue;
          case Op.POP_TOP:
          case Op.END_FOR:
          case Op.POP_ITER:
            sp--;
            continue;
          case Op.PUSH_NULL:
            S[sp++] = null;
            continue;
          case Op.COPY:
            S[sp] = S[sp - arg];
            sp++;
            continue;
          case Op.SWAP: {
            const o = S[sp - 1];
            S[sp - 1] = S[sp - arg];
            S[sp - arg] = o;
            continue;
          }

          // --- groups (superinstructions.ts): a failed guard puts the first instruction back and runs it
          case Super.COPY_SUBSCR: {
            const key = S[sp - 1]!;
            const container = S[sp - 2]!;
            if (typeof container !== 'number' && typeof container !== 'string') {
              let item: Raw | null = null;
              pc = (pc + 4) | 0;
              if (container.type === LIST) {
                const items = (container as W_Object).v as Raw[];
                if (
                  typeof key === 'number' &&
                  key >= 0 &&
                  key < items.length &&
                  (container as W_Object).strategy !== FLOATS
                )
                  item = items[key];
              } else if (
                container.type === DICT &&
                (typeof key === 'number' || typeof key === 'string' || !key.type.isHeap)
              ) {
                f.pc = (pc - start) | 0;
                f.sp = sp;
                item = subscript(space, container, key);
              }
              if (item !== null) {
                S[sp++] = item;
                continue;
              }
              pc = (pc - 4) | 0;
            }
            S[sp++] = container;
            S[sp++] = key;
            pc = (pc + 2) | 0;
            continue;
          }
          case Super.SWAP_STORE_SUBSCR: {
            const value = S[sp - 1]!;
            const key = S[sp - 2]!;
            const container = S[sp - 3]!;
            if (typeof container !== 'number' && typeof container !== 'string') {
              if (container.type === LIST) {
                const items = (container as W_Object).v as Raw[];
                const { strategy } = container as W_Object;
                if (
                  typeof key === 'number' &&
                  key >= 0 &&
                  key < items.length &&
                  (strategy === OBJECTS || (strategy === INTS && typeof value === 'number'))
                ) {
                  items[key] = value;
                  sp -= 3;
                  pc = (pc + 4) | 0;
                  continue;
                }
              } else if (container.type === DICT) {
                pc = (pc + 4) | 0;
                f.pc = (pc - start) | 0;
                f.sp = sp;
                ((container as W_Object).v as HashStorage).set(space, key, value);
                sp -= 3;
                continue;
              }
            }
            S[sp - 3] = value;
            S[sp - 2] = container;
            S[sp - 1] = key;
            pc = (pc + 2) | 0;
            continue;
          }
          case Super.COMPARE_LOCALS_JUMP: {
            const a = S[base + (arg >> 4)];
            const b = S[base + (arg & 15)];
            if (typeof a === 'number' && typeof b === 'number') {
              // The low bits of a comparison's argument: holds of less (2), greater (4), equal (8), not comparable (1).
              const met = CODE[(pc + 1) | 0] & (a < b ? 2 : a > b ? 4 : 8);
              pc = met !== 0 ? pc + 6 : (start + CODE[(pc + 3) | 0]) | 0;
              continue;
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.COMPARE_LOCAL_INT_JUMP: {
            const a = S[base + arg];
            if (typeof a === 'number') {
              const b = CODE[(pc + 1) | 0];
              const met = CODE[(pc + 3) | 0] & (a < b ? 2 : a > b ? 4 : 8);
              pc = met !== 0 ? pc + 8 : (start + CODE[(pc + 5) | 0]) | 0;
              continue;
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.COMPARE_JUMP: {
            const b = S[sp - 1]!;
            const a = S[sp - 2]!;
            if (typeof a === 'number' && typeof b === 'number') {
              sp -= 2;
              pc = (arg & (a < b ? 2 : a > b ? 4 : 8)) !== 0 ? pc + 4 : (start + CODE[(pc + 1) | 0]) | 0;
              continue;
            }
            const isTrue = quickCompare(space, arg >> 5, a, b);
            if (isTrue !== undefined) {
              sp -= 2;
              pc = isTrue ? pc + 4 : (start + CODE[(pc + 1) | 0]) | 0;
              continue;
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.JUMP_IF_FALSE:
            pc = S[--sp] === FALSE ? (start + arg) | 0 : pc + 2;
            continue;
          case Super.JUMP_IF_TRUE:
            pc = S[--sp] === TRUE ? (start + arg) | 0 : pc + 2;
            continue;
          case Super.JUMP_IF_NONE:
            pc = S[--sp] === NONE ? (start + arg) | 0 : pc + 2;
            continue;
          case Super.JUMP_IF_NOT_NONE:
            pc = S[--sp] !== NONE ? (start + arg) | 0 : pc + 2;
            continue;
          case Super.TO_BOOL_JUMP_IF_FALSE:
          case Super.TO_BOOL_JUMP_IF_TRUE: {
            const o = S[sp - 1]!;
            let isTrue: boolean;
            if (o === TRUE) isTrue = true;
            else if (o === FALSE || o === NONE) isTrue = false;
            else if (typeof o === 'number') isTrue = o !== 0;
            else if (typeof o === 'string') isTrue = o !== '';
            else if (o.type === LIST || o.type === TUPLE) isTrue = ((o as W_Object).v as Raw[]).length !== 0;
            else if (o.type === DICT) isTrue = ((o as W_Object).v as HashStorage).used !== 0;
            else break;
            sp--;
            pc = isTrue === (op === Super.TO_BOOL_JUMP_IF_TRUE) ? (start + CODE[(pc + 1) | 0]) | 0 : pc + 4;
            continue;
          }
          case Super.LOCAL_TO_BOOL_JUMP: {
            const o = S[base + arg]!;
            let isTrue: boolean;
            if (o === TRUE) isTrue = true;
            else if (o === FALSE || o === NONE) isTrue = false;
            else if (typeof o === 'number') isTrue = o !== 0;
            else if (typeof o === 'string') isTrue = o !== '';
            else if (o.type === LIST || o.type === TUPLE) isTrue = ((o as W_Object).v as Raw[]).length !== 0;
            else if (o.type === DICT) isTrue = ((o as W_Object).v as HashStorage).used !== 0;
            else {
              undo(code, pc - start);
              pc -= 2;
              continue;
            }
            const jump = CODE[pc];
            pc = isTrue === (jump === Super.TO_BOOL_JUMP_IF_TRUE) ? (start + CODE[(pc + 3) | 0]) | 0 : pc + 6;
            continue;
          }
          case Super.COPY_JUMP: {
            const o = S[sp - 1];
            const isTrue = o === TRUE;
            if (!isTrue && o !== FALSE) {
              undo(code, pc - start);
              pc -= 2;
              continue;
            }
            // Of `and` and `or`: what decides stays, anything else makes room for the other operand.
            if (isTrue === (CODE[(pc + 2) | 0] === Super.JUMP_IF_TRUE)) pc = (start + CODE[(pc + 3) | 0]) | 0;
            else {
              sp--;
              pc += 8;
            }
            continue;
          }
          case Super.IS_JUMP_IF_FALSE: {
            const b = S[--sp]!;
            const a = S[--sp]!;
            // Objects that are not one are others, but for floats and the like, which go by value.
            // Apart by type: a comparison of anything with anything is a call for the host.
            const same =
              typeof a !== 'number' && typeof a !== 'string'
                ? typeof b !== 'number' &&
                  typeof b !== 'string' &&
                  (a === b || (a.type === b.type && a.type.isHeap === false && space.is(wrap(a), wrap(b))))
                : a === b;
            pc = same === (arg === 0) ? pc + 4 : (start + CODE[(pc + 1) | 0]) | 0;
            continue;
          }
          case Super.CONST_BINARY:
          case Super.SMALL_INT_BINARY:
          case Super.LOCAL_BINARY: {
            const b =
              op === Super.LOCAL_BINARY ? S[base + arg]! : op === Super.CONST_BINARY ? code.consts[arg] : arg;
            const a = S[sp - 1]!;
            const operator = CODE[(pc + 1) | 0];
            if (typeof b === 'number') {
              if (typeof a === 'number') {
                let r: number;
                if (operator === 0 || operator === 13) r = a + b;
                else if (operator === 10 || operator === 23) r = a - b;
                else if (operator === 5 || operator === 18) r = a * b + 0;
                else r = intOperation(operator, a, b);
                if (r <= 9007199254740991 && r >= -9007199254740991) {
                  pc = (pc + 2) | 0;
                  if (CODE[pc] === Op.STORE_FAST) {
                    S[base + CODE[(pc + 1) | 0]] = r;
                    sp = (sp - 1) | 0;
                    pc = (pc + 2) | 0;
                  } else S[sp - 1] = r;
                  continue;
                }
              } else if (operator === 26 && typeof a !== 'number' && typeof a !== 'string') {
                if (a.type === LIST || a.type === TUPLE) {
                  const items = (a as W_Object).v as Raw[];
                  const i = b < 0 ? b + items.length : b;
                  if (i >= 0 && i < items.length) {
                    const item = items[i];
                    S[sp - 1] =
                      (a as W_Object).strategy === FLOATS
                        ? new W_Float(FLOAT, item as unknown as number)
                        : item;
                    pc += 2;
                    continue;
                  }
                }
              }
            } else if (
              typeof b !== 'number' &&
              typeof b !== 'string' &&
              b.type === FLOAT &&
              typeof a !== 'number' &&
              typeof a !== 'string' &&
              a.type === FLOAT &&
              operator !== 26
            ) {
              const x = a.v as number;
              const y = b.v as number;
              let r = NaN;
              if (operator === 0 || operator === 13) r = x + y;
              else if (operator === 10 || operator === 23) r = x - y;
              else if (operator === 5 || operator === 18) r = x * y;
              else if ((operator === 11 || operator === 24) && y !== 0) r = x / y;
              if (r === r) {
                pc = (pc + 2) | 0;
                sp = (sp - 1) | 0;
                real = r;
                isReal = true;
                break;
              }
            }
            S[sp++] = b;
            continue;
          }
          case Super.LOCAL_SLOT: {
            const owner = S[base + arg];
            const cache = CACHES[pc >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner !== null &&
              owner.type.version === cache.version &&
              CODE[pc] === Op.LOAD_ATTR_SLOT
            ) {
              const o = (owner as W_Object).slots[cache.index];
              if (o !== undefined) {
                pc = (pc + 2) | 0;
                const then = CODE[pc];
                // `if o.a is None`
                if (then === Super.JUMP_IF_NONE || then === Super.JUMP_IF_NOT_NONE) {
                  pc =
                    (o === NONE) === (then === Super.JUMP_IF_NONE)
                      ? (start + CODE[(pc + 1) | 0]) | 0
                      : pc + 4;
                  continue;
                }
                S[sp++] = o;
                if ((CODE[(pc - 1) | 0] & 1) === 1) S[sp++] = null;
                continue;
              }
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.LOCAL_METHOD: {
            const owner = S[base + arg]!;
            const cache = CACHES[pc >> 1] as Cache;
            const type = typeof owner === 'number' ? INT : typeof owner === 'string' ? STR : owner.type;
            if (type.version === cache.version) {
              const form = CODE[pc];
              if (
                form === Op.LOAD_ATTR_METHOD_NO_DICT ||
                (form === Op.LOAD_ATTR_METHOD_WITH_VALUES && (owner as W_Object).map === cache.map)
              ) {
                S[sp++] = cache.value;
                S[sp++] = owner;
                pc += 2;
                continue;
              }
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.LOCALS_ATTR: {
            const owner = S[base + (arg & 15)];
            const cache = CACHES[pc >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner !== null &&
              owner.type.version === cache.version
            ) {
              const form = CODE[pc];
              if (
                form === Op.LOAD_ATTR_SLOT ||
                (form === Op.LOAD_ATTR_INSTANCE_VALUE && (owner as W_Object).map === cache.map)
              ) {
                const o = (owner as W_Object).slots[cache.index];
                if (o !== undefined) {
                  if (typeof o === 'number' && CODE[(pc + 2) | 0] === Super.COMPARE_JUMP) {
                    // `if x < o.a`
                    const a = S[base + (arg >> 4)];
                    if (typeof a === 'number') {
                      const met = CODE[(pc + 3) | 0] & (a < o ? 2 : a > o ? 4 : 8);
                      pc = met !== 0 ? pc + 8 : (start + CODE[(pc + 5) | 0]) | 0;
                      continue;
                    }
                  }
                  S[sp++] = S[base + (arg >> 4)];
                  pc = (pc + 2) | 0;
                  if (cache.isFloat === true && (CODE[(pc - 1) | 0] & 1) === 0) {
                    real = (o as W_Float).v;
                    isReal = true;
                    break;
                  }
                  S[sp++] = cache.isFloat === true ? new W_Float(FLOAT, (o as W_Float).v) : o;
                  if ((CODE[(pc - 1) | 0] & 1) === 1) S[sp++] = null;
                  continue;
                }
              }
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.COPY_ATTR: {
            const owner = S[sp - 1];
            const cache = CACHES[pc >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner !== null &&
              (owner as W_Object).map === cache.map &&
              owner.type.version === cache.version &&
              CODE[pc] === Op.LOAD_ATTR_INSTANCE_VALUE
            ) {
              const o = (owner as W_Object).slots[cache.index]!;
              S[sp++] = cache.isFloat === true ? new W_Float(FLOAT, (o as W_Float).v) : o;
              pc += 2;
              continue;
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.LOCAL_COPY_ATTR: {
            const owner = S[base + arg];
            const cache = CACHES[(pc + 2) >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner !== null &&
              (owner as W_Object).map === cache.map &&
              owner.type.version === cache.version &&
              CODE[(pc + 2) | 0] === Op.LOAD_ATTR_INSTANCE_VALUE
            ) {
              const o = (owner as W_Object).slots[cache.index]!;
              S[sp++] = owner;
              S[sp++] = cache.isFloat === true ? new W_Float(FLOAT, (o as W_Float).v) : o;
              pc = (pc + 4) | 0;
              continue;
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.SWAP_STORE_ATTR:
          case Super.LOCAL_STORE_ATTR: {
            const isLocal = op === Super.LOCAL_STORE_ATTR;
            const owner = isLocal ? S[base + arg] : S[sp - 2];
            const cache = CACHES[pc >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner !== null &&
              (owner as W_Object).map === cache.map &&
              owner.type.version === cache.version &&
              cache.nextMap === null &&
              CODE[pc] === Op.STORE_ATTR_INSTANCE_VALUE
            ) {
              const value = S[sp - 1]!;
              const { slots } = owner as W_Object;
              if (cache.isFloat === false) {
                slots[cache.index] = value;
                sp = isLocal ? sp - 1 : sp - 2;
                pc += 2;
                continue;
              }
              if (typeof value !== 'number' && typeof value !== 'string' && value.type === FLOAT) {
                (slots[cache.index] as W_Float).v = value.v as number;
                sp = isLocal ? sp - 1 : sp - 2;
                pc += 2;
                continue;
              }
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.LOCAL_JUMP_IF_NONE:
            pc = S[base + arg] === NONE ? (start + CODE[(pc + 1) | 0]) | 0 : pc + 4;
            continue;
          case Super.LOCAL_JUMP_IF_NOT_NONE:
            pc = S[base + arg] !== NONE ? (start + CODE[(pc + 1) | 0]) | 0 : pc + 4;
            continue;
          case Super.CALL_DIRECT: {
            const place = sp - arg - 2;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            const first = S[place + 1] === null ? place + 2 : place + 1;
            if (S[place] !== cache.value || sp - first !== cache.index) {
              deoptimize(f, pc - start);
              pc -= 2;
              continue;
            }
            f.pc = (pc - start) | 0;
            f.sp = sp;
            const o = cache.direct!(space, S, first, null);
            // It takes the operands in the general way, or has asked Python code.
            if (o === undefined) break;
            if (o === SUSPEND || o === STOP) {
              given = o as W;
              break;
            }
            const then = CODE[pc];
            if (then === Op.POP_TOP) {
              sp = place;
              pc += 2;
              continue;
            }
            if (then === Op.STORE_FAST) {
              S[base + CODE[(pc + 1) | 0]] = o as Raw;
              sp = place;
              pc += 2;
              continue;
            }
            if (then === Super.TO_BOOL_JUMP_IF_FALSE && (o === TRUE || o === FALSE)) {
              sp = place;
              pc = o === TRUE ? pc + 6 : (start + CODE[(pc + 3) | 0]) | 0;
              continue;
            }
            S[place] = o as Raw;
            sp = place + 1;
            continue;
          }
          case Super.CALL_STEP: {
            const place = sp - arg - 2;
            if (S[place] !== (CACHES[(pc - 2) >> 1] as Cache).value) {
              deoptimize(f, pc - start);
              pc -= 2;
              continue;
            }
            f.pc = (pc - start) | 0;
            f.sp = sp;
            const body = stepOf(space, S, place, S[place + 1] === null ? place + 2 : place + 1, sp);
            if (body === null) break;
            f.waiting = true;
            f = intoDelegates(space, body);
            break running;
          }
          case Super.LOCAL_INT_STORE: {
            const a = S[base + arg];
            if (typeof a === 'number') {
              const b = CODE[(pc + 1) | 0];
              const operator = CODE[(pc + 3) | 0];
              const r =
                operator === 0 || operator === 13
                  ? a + b
                  : operator === 10 || operator === 23
                    ? a - b
                    : a * b + 0;
              if (r <= 9007199254740991 && r >= -9007199254740991) {
                pc += 6;
                S[base + arg] = r;
                continue;
              }
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.LOCAL_INT_BINARY: {
            const a = S[base + arg];
            if (typeof a === 'number') {
              const b = CODE[(pc + 1) | 0];
              const operator = CODE[(pc + 3) | 0];
              const r =
                operator === 0 || operator === 13
                  ? a + b
                  : operator === 10 || operator === 23
                    ? a - b
                    : operator === 5 || operator === 18
                      ? a * b + 0
                      : intOperation(operator, a, b);
              if (r <= 9007199254740991 && r >= -9007199254740991) {
                pc = (pc + 4) | 0;
                if (CODE[pc] === Op.STORE_FAST) {
                  S[base + CODE[(pc + 1) | 0]] = r;
                  pc = (pc + 2) | 0;
                } else S[sp++] = r;
                continue;
              }
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.INT_BINARY: {
            const a = S[sp - 1];
            if (typeof a === 'number') {
              const operator = CODE[(pc + 1) | 0];
              const r =
                operator === 0 || operator === 13
                  ? a + arg
                  : operator === 10 || operator === 23
                    ? a - arg
                    : a * arg + 0;
              if (r <= 9007199254740991 && r >= -9007199254740991) {
                pc = (pc + 2) | 0;
                if (CODE[pc] === Super.SWAP_STORE_ATTR) {
                  // `o.a += 1`
                  const owner = S[sp - 2];
                  const cache = CACHES[(pc + 2) >> 1] as Cache;
                  if (
                    typeof owner !== 'number' &&
                    typeof owner !== 'string' &&
                    owner !== null &&
                    (owner as W_Object).map === cache.map &&
                    owner.type.version === cache.version &&
                    cache.nextMap === null &&
                    cache.isFloat === false &&
                    CODE[(pc + 2) | 0] === Op.STORE_ATTR_INSTANCE_VALUE
                  ) {
                    (owner as W_Object).slots[cache.index] = r;
                    sp = (sp - 2) | 0;
                    pc = (pc + 4) | 0;
                    continue;
                  }
                }
                if (CODE[pc] === Op.STORE_FAST) {
                  S[base + CODE[(pc + 1) | 0]] = r;
                  sp = (sp - 1) | 0;
                  pc = (pc + 2) | 0;
                } else S[sp - 1] = r;
                continue;
              }
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.LOCALS_BINARY: {
            const a = S[base + (arg >> 4)];
            const b = S[base + (arg & 15)];
            const operator = CODE[(pc + 1) | 0];
            if (typeof b === 'number') {
              if (typeof a === 'number') {
                const r =
                  operator === 0 || operator === 13
                    ? a + b
                    : operator === 10 || operator === 23
                      ? a - b
                      : a * b + 0;
                if (r <= 9007199254740991 && r >= -9007199254740991 && operator !== 26) {
                  pc = (pc + 2) | 0;
                  if (CODE[pc] === Op.STORE_FAST) {
                    S[base + CODE[(pc + 1) | 0]] = r;
                    pc = (pc + 2) | 0;
                  } else S[sp++] = r;
                  continue;
                }
              } else if (
                typeof a !== 'number' &&
                typeof a !== 'string' &&
                a !== null &&
                a.type === LIST &&
                operator === 26
              ) {
                const items = (a as W_Object).v as Raw[];
                if (b >= 0 && b < items.length) {
                  pc += 2;
                  const item = items[b];
                  S[sp++] =
                    (a as W_Object).strategy === FLOATS
                      ? new W_Float(FLOAT, item as unknown as number)
                      : item;
                  continue;
                }
              }
            } else if (
              typeof a !== 'number' &&
              typeof a !== 'string' &&
              a !== null &&
              typeof b !== 'number' &&
              typeof b !== 'string' &&
              b !== null &&
              a.type === FLOAT &&
              b.type === FLOAT
            ) {
              const x = a.v as number;
              const y = b.v as number;
              real =
                operator === 0 || operator === 13
                  ? x + y
                  : operator === 10 || operator === 23
                    ? x - y
                    : x * y;
              isReal = true;
              pc = (pc + 2) | 0;
              break;
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.BINARY_STORE: {
            const b = S[sp - 1];
            const a = S[sp - 2];
            if (typeof a === 'number') {
              if (typeof b === 'number') {
                const r = arg === 0 || arg === 13 ? a + b : arg === 10 || arg === 23 ? a - b : a * b + 0;
                if (r <= 9007199254740991 && r >= -9007199254740991) {
                  S[base + CODE[(pc + 1) | 0]] = r;
                  pc += 2;
                  sp -= 2;
                  continue;
                }
              }
            } else if (
              typeof a !== 'number' &&
              typeof a !== 'string' &&
              a !== null &&
              typeof b !== 'number' &&
              typeof b !== 'string' &&
              b !== null &&
              a.type === FLOAT &&
              b.type === FLOAT
            ) {
              const x = a.v as number;
              const y = b.v as number;
              S[base + CODE[(pc + 1) | 0]] = new W_Float(
                FLOAT,
                arg === 0 || arg === 13 ? x + y : arg === 10 || arg === 23 ? x - y : x * y,
              );
              pc += 2;
              sp -= 2;
              continue;
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }
          case Super.LOCAL_ATTR: {
            const owner = S[base + arg];
            const cache = CACHES[pc >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner !== null &&
              (owner as W_Object).map === cache.map &&
              owner.type.version === cache.version &&
              CODE[pc] === Op.LOAD_ATTR_INSTANCE_VALUE
            ) {
              const o = (owner as W_Object).slots[cache.index]!;
              pc = (pc + 2) | 0;
              const then = CODE[pc];
              if (then === Super.JUMP_IF_NONE || then === Super.JUMP_IF_NOT_NONE) {
                pc =
                  (o === NONE) === (then === Super.JUMP_IF_NONE) ? (start + CODE[(pc + 1) | 0]) | 0 : pc + 4;
                continue;
              }
              if (cache.isFloat === true && (CODE[(pc - 1) | 0] & 1) === 0) {
                real = (o as W_Float).v;
                isReal = true;
                break;
              }
              S[sp++] = cache.isFloat === true ? new W_Float(FLOAT, (o as W_Float).v) : o;
              if ((CODE[(pc - 1) | 0] & 1) === 1) S[sp++] = null;
              continue;
            }
            undo(code, pc - start);
            pc -= 2;
            continue;
          }

          // --- jumps
          case Op.JUMP_BACKWARD_NO_INTERRUPT:
          case Op.JUMP_FORWARD:
            pc = (start + arg) | 0;
            continue;
          case Op.POP_JUMP_IF_FALSE:
            if (S[--sp] === FALSE) pc = (start + arg) | 0;
            continue;
          case Op.POP_JUMP_IF_TRUE:
            if (S[--sp] === TRUE) pc = (start + arg) | 0;
            continue;
          case Op.POP_JUMP_IF_NONE:
            if (S[--sp] === NONE) pc = (start + arg) | 0;
            continue;
          case Op.POP_JUMP_IF_NOT_NONE:
            if (S[--sp] !== NONE) pc = (start + arg) | 0;
            continue;

          // --- operators
          case Op.TO_BOOL: {
            const o = S[sp - 1]!;
            if (o === TRUE || o === FALSE) continue;
            if (typeof o === 'number') S[sp - 1] = o !== 0 ? TRUE : FALSE;
            else if (typeof o === 'string') S[sp - 1] = o !== '' ? TRUE : FALSE;
            else if (o === NONE) S[sp - 1] = FALSE;
            else if (o.type === LIST || o.type === TUPLE) {
              S[sp - 1] = ((o as W_Object).v as Raw[]).length !== 0 ? TRUE : FALSE;
            } else break;
            continue;
          }
          case Op.FORMAT_SIMPLE: {
            const o = S[sp - 1]!;
            if (typeof o === 'string') continue;
            if (typeof o !== 'number') break;
            S[sp - 1] = String(o);
            continue;
          }
          case Op.UNARY_NOT:
            if (S[sp - 1] === TRUE) S[sp - 1] = FALSE;
            else if (S[sp - 1] === FALSE) S[sp - 1] = TRUE;
            else break;
            continue;
          case Op.UNARY_NEGATIVE: {
            const o = S[sp - 1]!;
            if (typeof o === 'number') S[sp - 1] = 0 - o;
            else if (typeof o !== 'number' && typeof o !== 'string' && o.type === FLOAT)
              S[sp - 1] = new W_Float(FLOAT, -(o.v as number));
            else break;
            continue;
          }
          case Op.IS_OP: {
            const b = S[--sp]!;
            const a = S[sp - 1]!;
            // Apart by type: a comparison of anything with anything is a call for the host.
            const same =
              typeof a !== 'number' && typeof a !== 'string'
                ? typeof b !== 'number' &&
                  typeof b !== 'string' &&
                  (a === b || (a.type === b.type && a.type.isHeap === false && space.is(wrap(a), wrap(b))))
                : a === b;
            S[sp - 1] = same === (arg === 0) ? TRUE : FALSE;
            continue;
          }
          case Op.BINARY_OP: {
            const b = S[sp - 1]!;
            const a = S[sp - 2]!;
            if (typeof a === 'number' && typeof b === 'number') {
              let r: number;
              if (arg === 0 || arg === 13) r = a + b;
              else if (arg === 10 || arg === 23) r = a - b;
              else if (arg === 5 || arg === 18) r = a * b + 0;
              else r = intOperation(arg, a, b);
              if (r <= 9007199254740991 && r >= -9007199254740991) {
                S[--sp - 1] = r;
                continue;
              }
              if ((arg === 11 || arg === 24) && b !== 0) {
                S[--sp - 1] = new W_Float(FLOAT, a / b);
                continue;
              }
              break;
            }
            if (arg === 26) {
              if (
                typeof b === 'number' &&
                typeof a !== 'number' &&
                typeof a !== 'string' &&
                a.type === LIST
              ) {
                const items = (a as W_Object).v as Raw[];
                const i = b < 0 ? b + items.length : b;
                if (i >= 0 && i < items.length) {
                  const item = items[i];
                  S[--sp - 1] =
                    (a as W_Object).strategy === FLOATS
                      ? new W_Float(FLOAT, item as unknown as number)
                      : item;
                  continue;
                }
                raised = raise(space, 'IndexError', 'list index out of range');
                break running;
              }
              f.pc = (pc - start) | 0;
              f.sp = sp;
              const o = subscript(space, a, b);
              if (o !== null) {
                S[--sp - 1] = o;
                continue;
              }
              if (typeof a !== 'number' && typeof a !== 'string' && a.type === DICT) {
                raised = raiseWith(space, 'KeyError', [wrap(b)]);
                break running;
              }
              const next = enterOperator(space, f, S, sp, Op.BINARY_OP, arg);
              if (next === null) break;
              f = next;
              break running;
            }
            if (typeof a !== 'number' && typeof a !== 'string') {
              if (typeof b !== 'number' && typeof b !== 'string') {
                if (a.type === FLOAT && b.type === FLOAT) {
                  const x = a.v as number;
                  const y = b.v as number;
                  let r: number;
                  if (arg === 0 || arg === 13) r = x + y;
                  else if (arg === 10 || arg === 23) r = x - y;
                  else if (arg === 5 || arg === 18) r = x * y;
                  else if ((arg === 11 || arg === 24) && y !== 0) r = x / y;
                  else break;
                  sp = (sp - 2) | 0;
                  real = r;
                  isReal = true;
                  break;
                }
              } else if (typeof b === 'number' && a.type === FLOAT) {
                const o = floatOperation(FLOAT, arg, a.v as number, b);
                if (o === null) break;
                S[--sp - 1] = o;
                continue;
              }
            } else if (typeof a === 'number') {
              if (typeof b !== 'number' && typeof b !== 'string' && b.type === FLOAT) {
                const o = floatOperation(FLOAT, arg, a, b.v as number);
                if (o === null) break;
                S[--sp - 1] = o;
                continue;
              }
            } else if (typeof b === 'string' && (arg === 0 || arg === 13)) {
              S[--sp - 1] = a + b;
              continue;
            }
            const made = containerOperation(space, arg, a, b);
            if (made !== null) {
              S[--sp - 1] = made;
              continue;
            }
            f.pc = (pc - start) | 0;
            f.sp = sp;
            const next = enterOperator(space, f, S, sp, Op.BINARY_OP, arg);
            if (next === null) break;
            f = next;
            break running;
          }
          case Op.COMPARE_OP: {
            const b = S[sp - 1]!;
            const a = S[sp - 2]!;
            if (typeof a === 'number' && typeof b === 'number') {
              S[--sp - 1] = (arg & (a < b ? 2 : a > b ? 4 : 8)) !== 0 ? TRUE : FALSE;
              continue;
            }
            const isTrue = quickCompare(space, arg >> 5, a, b);
            if (isTrue !== undefined) {
              S[--sp - 1] = isTrue ? TRUE : FALSE;
              continue;
            }
            f.pc = (pc - start) | 0;
            f.sp = sp;
            const next = enterOperator(space, f, S, sp, Op.COMPARE_OP, arg);
            if (next === null) break;
            f = next;
            break running;
          }
          case Op.CONTAINS_OP: {
            const container = S[sp - 1]!;
            const o = S[sp - 2]!;
            f.pc = (pc - start) | 0;
            f.sp = sp;
            const isIn =
              typeof container !== 'number' && typeof container !== 'string' && container.type === DICT
                ? ((container as W_Object).v as HashStorage).find(space, o) >= 0
                : quickContains(space, container, o);
            if (isIn === undefined) {
              const next = enterOperator(space, f, S, sp, Op.CONTAINS_OP, arg);
              if (next === null) break;
              f = next;
              break running;
            }
            const isTrue = isIn !== ((arg & 1) === 1);
            if (CODE[pc] === Super.JUMP_IF_FALSE) {
              sp = (sp - 2) | 0;
              pc = isTrue ? pc + 4 : (start + CODE[(pc + 1) | 0]) | 0;
              continue;
            }
            S[--sp - 1] = isTrue ? TRUE : FALSE;
            continue;
          }
          case Op.STORE_SUBSCR: {
            const key = S[sp - 1]!;
            const container = S[sp - 2]!;
            if (typeof container !== 'number' && typeof container !== 'string') {
              if (container.type === LIST) {
                if (typeof key !== 'number') break;
                const items = (container as W_Object).v as Raw[];
                const i = key < 0 ? key + items.length : key;
                if (i < 0 || i >= items.length) break;
                const value = S[sp - 3]!;
                const { strategy } = container as W_Object;
                if (strategy === OBJECTS || (strategy === INTS && typeof value === 'number'))
                  items[i] = value;
                else setItem(container as W_Object, i, value);
                sp -= 3;
                continue;
              }
              if (container.type === DICT) {
                f.pc = (pc - start) | 0;
                f.sp = sp;
                ((container as W_Object).v as HashStorage).set(space, key, S[sp - 3]!);
                sp -= 3;
                continue;
              }
              if (container.type === BYTEARRAY && storeByte(container as W_Object, key, S[sp - 3]!)) {
                sp -= 3;
                continue;
              }
              f.pc = (pc - start) | 0;
              f.sp = sp;
              const next = enterSetItem(space, f, S, sp);
              if (next === null) break;
              f = next;
              break running;
            }
            break;
          }
          case Op.BUILD_LIST:
            if (arg !== 0) break;
            S[sp++] = new W_Object(LIST, [], null, NO_SLOTS, EMPTY);
            continue;
          case Op.BUILD_TUPLE: {
            if (arg === 0) break;
            const items: Raw[] =
              arg === 2
                ? [S[sp - 2]!, S[sp - 1]!]
                : arg === 3
                  ? [S[sp - 3]!, S[sp - 2]!, S[sp - 1]!]
                  : takeOperands(S, sp, arg);
            sp = (sp - arg + 1) | 0;
            S[sp - 1] = new W_Object(TUPLE, items, null, NO_SLOTS, 0);
            continue;
          }
          case Op.LIST_APPEND: {
            const list = S[sp - 1 - arg] as W_Object;
            const item = S[sp - 1]!;
            const { strategy } = list;
            if (
              strategy === OBJECTS ||
              (strategy === INTS && typeof item === 'number') ||
              (strategy === STRS && typeof item === 'string')
            ) {
              (list.v as Raw[]).push(item);
              sp--;
              continue;
            }
            break;
          }

          // --- names and attributes
          case Op.LOAD_GLOBAL:
            specializeLoadGlobal(space, f, pc - start, arg);
            break;
          case Op.LOAD_GLOBAL_MODULE: {
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            const storage = f.globals.v as HashStorage;
            if (storage.version !== cache.version) {
              deoptimize(f, pc - start);
              pc -= 2;
              continue;
            }
            const value = storage.values[cache.index]!;
            if ((arg & 1) === 1) {
              S[sp++] = value;
              S[sp++] = null;
              if (CODE[pc] === Op.LOAD_FAST_BORROW) {
                S[sp++] = S[base + CODE[(pc + 1) | 0]];
                pc += 2;
              }
              continue;
            }
            if (CODE[pc] === Super.IS_JUMP_IF_FALSE) {
              const o = S[--sp]!;
              const same =
                typeof o !== 'number' && typeof o !== 'string'
                  ? typeof value !== 'number' &&
                    typeof value !== 'string' &&
                    (o === value ||
                      (o.type === value.type && o.type.isHeap === false && space.is(wrap(o), wrap(value))))
                  : o === value;
              pc = same === (CODE[(pc + 1) | 0] === 0) ? pc + 6 : (start + CODE[(pc + 3) | 0]) | 0;
              continue;
            }
            S[sp++] = value;
            continue;
          }
          case Op.LOAD_GLOBAL_BUILTIN: {
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            const storage = f.builtins.v as HashStorage;
            if (
              storage.version !== cache.version2 ||
              (f.globals.v as HashStorage).version !== cache.version
            ) {
              deoptimize(f, pc - start);
              pc -= 2;
              continue;
            }
            S[sp++] = storage.values[cache.index]!;
            if ((arg & 1) === 1) {
              S[sp++] = null;
              if (CODE[pc] === Op.LOAD_FAST_BORROW) {
                S[sp++] = S[base + CODE[(pc + 1) | 0]];
                pc += 2;
              }
            }
            continue;
          }
          case Op.LOAD_NAME:
            specializeLoadName(space, f, pc - start, arg);
            break;
          case Super.LOAD_NAME_LOCAL: {
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            const storage = (f.namespace ?? f.globals).v as HashStorage;
            if (storage.version !== cache.version) {
              deoptimize(f, pc - start);
              pc -= 2;
              continue;
            }
            S[sp++] = storage.values[cache.index]!;
            continue;
          }
          case Super.LOAD_NAME_BUILTIN: {
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            const storage = f.builtins.v as HashStorage;
            if (
              storage.version !== cache.version2 ||
              ((f.namespace ?? f.globals).v as HashStorage).version !== cache.version
            ) {
              deoptimize(f, pc - start);
              pc -= 2;
              continue;
            }
            S[sp++] = storage.values[cache.index]!;
            continue;
          }
          case Op.STORE_NAME:
            specializeStoreName(space, f, pc - start, arg);
            break;
          case Super.STORE_NAME_LOCAL: {
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            const storage = (f.namespace ?? f.globals).v as HashStorage;
            if (storage.version !== cache.version) {
              deoptimize(f, pc - start);
              pc -= 2;
              continue;
            }
            storage.replace(cache.index, S[--sp]!);
            continue;
          }
          case Op.LOAD_ATTR: {
            const site = CACHES[(pc - 2) >> 1] as Cache | null;
            if (site !== null && site.shapes !== null) {
              const owner = S[sp - 1]!;
              const shape =
                typeof owner !== 'number' && typeof owner !== 'string'
                  ? shapeOf(site.shapes, owner as W_Object)
                  : null;
              if (shape !== null) {
                const { index } = shape;
                if (index >= 0) {
                  const o = (owner as W_Object).slots[index]!;
                  S[sp - 1] = shape.isFloat === true ? new W_Float(FLOAT, (o as W_Float).v) : o;
                } else S[sp - 1] = shape.value;
                if ((arg & 1) === 1) S[sp++] = index === CLASS_METHOD ? owner : null;
                continue;
              }
            }
            specializeLoadAttr(space, f, pc - start, arg, S[sp - 1]!);
            if ((arg & 1) === 0) {
              f.pc = (pc - start) | 0;
              f.sp = sp;
              const next = enterGetter(space, f, S, sp, code.names[arg >> 1]);
              if (next !== null) {
                f.sp = sp - 1;
                f = next;
                break running;
              }
            }
            break;
          }
          case Op.LOAD_ATTR_INSTANCE_VALUE: {
            const owner = S[sp - 1] as W_Object;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner.map === cache.map &&
              owner.type.version === cache.version
            ) {
              const o = owner.slots[cache.index]!;
              if (cache.isFloat === true && (arg & 1) === 0) {
                sp = (sp - 1) | 0;
                real = (o as W_Float).v;
                isReal = true;
                break;
              }
              S[sp - 1] = cache.isFloat === true ? new W_Float(FLOAT, (o as W_Float).v) : o;
              if ((arg & 1) === 1) S[sp++] = null;
              continue;
            }
            deoptimize(f, pc - start);
            break;
          }
          case Op.LOAD_ATTR_SLOT: {
            const owner = S[sp - 1] as W_Object;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner.type.version === cache.version
            ) {
              const o = owner.slots[cache.index];
              if (o === undefined) break;
              S[sp - 1] = o;
              if ((arg & 1) === 1) S[sp++] = null;
              continue;
            }
            deoptimize(f, pc - start);
            break;
          }
          case Op.LOAD_ATTR_METHOD_WITH_VALUES: {
            const owner = S[sp - 1] as W_Object;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner.map === cache.map &&
              owner.type.version === cache.version
            ) {
              S[sp - 1] = cache.value;
              S[sp++] = owner;
              continue;
            }
            deoptimize(f, pc - start);
            break;
          }
          case Op.LOAD_ATTR_METHOD_NO_DICT: {
            const owner = S[sp - 1]!;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            const type = typeof owner === 'number' ? INT : typeof owner === 'string' ? STR : owner.type;
            if (type.version === cache.version) {
              S[sp - 1] = cache.value;
              S[sp++] = owner;
              continue;
            }
            deoptimize(f, pc - start);
            break;
          }
          case Op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES: {
            const owner = S[sp - 1] as W_Object;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner.map === cache.map &&
              owner.type.version === cache.version
            ) {
              S[sp - 1] = cache.value;
              if ((arg & 1) === 1) S[sp++] = null;
              continue;
            }
            deoptimize(f, pc - start);
            break;
          }
          case Op.LOAD_ATTR_NONDESCRIPTOR_NO_DICT: {
            const owner = S[sp - 1]!;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            const type = typeof owner === 'number' ? INT : typeof owner === 'string' ? STR : owner.type;
            if (type.version === cache.version) {
              S[sp - 1] = cache.value;
              continue;
            }
            deoptimize(f, pc - start);
            break;
          }
          case Op.LOAD_ATTR_MODULE: {
            const owner = S[sp - 1] as W_Object;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            if (typeof owner !== 'number' && typeof owner !== 'string' && owner.type === space.types.module) {
              const storage = ((owner.v as ModulePayload).w_dict as unknown as W_Object).v as HashStorage;
              if (storage.version === cache.version) {
                S[sp - 1] = storage.values[cache.index]!;
                if ((arg & 1) === 1) S[sp++] = null;
                continue;
              }
            }
            deoptimize(f, pc - start);
            break;
          }
          case Op.LOAD_ATTR_CLASS: {
            const owner = S[sp - 1] as W_Object;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner.type.version === cache.version2 &&
              (owner.v as TypeObject).version === cache.version
            ) {
              S[sp - 1] = cache.value;
              if ((arg & 1) === 1) S[sp++] = null;
              continue;
            }
            deoptimize(f, pc - start);
            break;
          }
          case Super.LOAD_TYPE_NAME: {
            const owner = S[sp - 1]!;
            if (typeof owner !== 'number' && typeof owner !== 'string' && owner.type === TYPE) {
              S[sp - 1] = unwrap(space.newname((owner.v as TypeObject).shortName));
              continue;
            }
            deoptimize(f, pc - start);
            break;
          }
          case Op.LOAD_ATTR_PROPERTY: {
            const owner = S[sp - 1] as W_Object;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner.type.version === cache.version
            ) {
              const getter = ((cache.value as W_Object).v as Property).w_get as unknown as W_Object | null;
              if (getter === null || getter.type !== FUNCTION) break;
              f.pc = (pc - start) | 0;
              f.sp = sp;
              const next = enterWith(space, f, S, getter, sp - 1, sp - 1, sp, null);
              f.sp = sp - 1;
              f = next;
              break running;
            }
            deoptimize(f, pc - start);
            break;
          }
          case Op.STORE_ATTR: {
            const site = CACHES[(pc - 2) >> 1] as Cache | null;
            if (site !== null && site.shapes !== null) {
              const owner = S[sp - 1]!;
              const shape =
                typeof owner !== 'number' && typeof owner !== 'string'
                  ? shapeOf(site.shapes, owner as W_Object)
                  : null;
              if (shape !== null && storeByShape(shape, owner as W_Object, S[sp - 2]!)) {
                sp = (sp - 2) | 0;
                continue;
              }
            }
            specializeStoreAttr(space, f, pc - start, arg, S[sp - 1]!, S[sp - 2]!);
            break;
          }
          case Op.STORE_ATTR_INSTANCE_VALUE: {
            const owner = S[sp - 1] as W_Object;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            if (
              typeof owner === 'number' ||
              typeof owner === 'string' ||
              owner.map !== cache.map ||
              owner.type.version !== cache.version
            ) {
              deoptimize(f, pc - start);
              break;
            }
            let value = S[sp - 2]!;
            if (cache.isFloat === true) {
              if (typeof value === 'number' || typeof value === 'string' || value.type !== FLOAT) {
                deoptimize(f, pc - start);
                break;
              }
              if (cache.nextMap === null) {
                (owner.slots[cache.index] as W_Float).v = value.v as number;
                sp -= 2;
                continue;
              }
              value = new W_Float(FLOAT, value.v as number);
            }
            if (cache.nextMap === null) owner.slots[cache.index] = value;
            else {
              if (owner.slots.length !== cache.index) break;
              owner.slots.push(value);
              owner.map = cache.nextMap;
            }
            sp -= 2;
            continue;
          }
          case Op.STORE_ATTR_SLOT: {
            const owner = S[sp - 1] as W_Object;
            const cache = CACHES[(pc - 2) >> 1] as Cache;
            if (
              typeof owner === 'number' ||
              typeof owner === 'string' ||
              owner.type.version !== cache.version
            ) {
              deoptimize(f, pc - start);
              break;
            }
            owner.slots[cache.index] = S[sp - 2]!;
            sp -= 2;
            continue;
          }

          case Op.UNPACK_SEQUENCE: {
            const o = S[sp - 1]!;
            if (typeof o === 'number' || typeof o === 'string') break;
            if (o.type !== TUPLE && (o.type !== LIST || (o as W_Object).strategy === FLOATS)) break;
            const items = o.v as Raw[];
            if (items.length !== arg) break;
            sp--;
            if (arg === 2 && CODE[pc] === Op.STORE_FAST_STORE_FAST) {
              const to = CODE[(pc + 1) | 0];
              S[base + (to >> 4)] = items[0];
              S[base + (to & 15)] = items[1];
              pc += 2;
              continue;
            }
            for (let i = arg - 1; i >= 0; i--) S[sp++] = items[i];
            continue;
          }

          // --- iteration
          case Op.GET_ITER: {
            const o = S[sp - 1]!;
            if (typeof o !== 'number' && typeof o !== 'string' && o.type === GENERATOR) continue;
            break;
          }
          case Op.JUMP_BACKWARD:
          case Op.JUMP_BACKWARD_NO_JIT:
          case Op.JUMP_BACKWARD_JIT:
            if (shared[0] !== 0) {
              f.pc = (pc - start) | 0;
              f.sp = sp;
              if (serveBreaker(space)) {
                f.jumpsTo = arg;
                return SUSPEND;
              }
            }
            pc = (start + arg) | 0;
            if (--code.counters[arg >> 1] < 0) {
              f.pc = (pc - start) | 0;
              f.sp = sp;
              const next = loopHot(space, f, arg);
              if (next === f && jit === null) return AGAIN;
              if (next !== null) {
                f = next;
                break running;
              }
              continue;
            }
            {
              const head = CODE[pc];
              if (head !== Op.FOR_ITER) {
                if (head === Op.NOP) pc = (pc + 2) | 0;
                continue;
              }
            }
            // The usual loops save an instruction each turn.
            op = Op.FOR_ITER;
            arg = CODE[(pc + 1) | 0];
            pc = (pc + 2) | 0;
          // falls through
          case Op.FOR_ITER: {
            const iterator = S[sp - 1] as W_Object;
            const { type } = iterator;
            if (type === RANGE_ITERATOR) {
              const range = iterator.v as RangeIterator;
              if (range.remaining > 0) {
                const value = range.next;
                range.remaining--;
                range.next = value + range.step;
                if (CODE[pc] === Op.STORE_FAST) {
                  S[base + CODE[(pc + 1) | 0]] = value;
                  pc += 2;
                } else S[sp++] = value;
              } else pc = (start + arg + 2) | 0;
              continue;
            }
            if (type === LIST_ITERATOR || type === TUPLE_ITERATOR) {
              const position = iterator.v as IndexIterator;
              const list = position.w_over as unknown as W_Object | null;
              if (list !== null) {
                const items = list.v as Raw[];
                if (position.index < items.length) {
                  const item = items[position.index++];
                  const value =
                    list.strategy === FLOATS ? new W_Float(FLOAT, item as unknown as number) : item;
                  const then = CODE[pc];
                  if (then === Op.STORE_FAST) {
                    S[base + CODE[(pc + 1) | 0]] = value;
                    pc += 2;
                  } else if (then === Op.STORE_FAST_LOAD_FAST) {
                    const to = CODE[(pc + 1) | 0];
                    S[base + (to >> 4)] = value;
                    S[sp++] = S[base + (to & 15)];
                    pc += 2;
                  } else S[sp++] = value;
                  continue;
                }
                position.w_over = null;
              }
              pc = (start + arg + 2) | 0;
              continue;
            }
            if (type === GENERATOR) {
              const generator = iterator.v as GeneratorPayload;
              const body = generator.frame as PyFrame;
              if (
                generator.isDelegateBusy === false &&
                (body.stateNumber === SUSPENDED || body.stateNumber === CREATED)
              ) {
                f.pc = (pc - start) | 0;
                f.sp = sp;
                f.waiting = true;
                pushGenerator(space, body);
                const from = (body.code.start + body.pc) | 0;
                // What is sent is mostly of no interest: RESUME has nothing to look after, POP_TOP drops it.
                if (
                  body.code.start >= 0 &&
                  CODE[from] === Op.RESUME &&
                  CODE[(from + 2) | 0] === Op.POP_TOP &&
                  shared[0] === 0 &&
                  space.recorder === null &&
                  body.thrown === null
                ) {
                  f = body;
                  ({ code, stack: S } = f);
                  base = f.base | 0;
                  sp = f.sp | 0;
                  start = code.start | 0;
                  pc = (start + f.pc + 4) | 0;
                  continue;
                }
                body.stack[body.sp++] = NONE;
                f = intoDelegates(space, body);
                break running;
              }
            } else {
              if (
                CODE[pc] === Op.UNPACK_SEQUENCE &&
                CODE[(pc + 1) | 0] === 2 &&
                quickPair(space, iterator, S, sp)
              ) {
                pc = (pc + 2) | 0;
                if (CODE[pc] === Op.STORE_FAST_STORE_FAST) {
                  const to = CODE[(pc + 1) | 0];
                  S[base + (to >> 4)] = S[sp + 1];
                  S[base + (to & 15)] = S[sp];
                  pc = (pc + 2) | 0;
                } else sp = (sp + 2) | 0;
                continue;
              }
              const item = quickNext(space, iterator);
              if (item !== undefined) {
                S[sp++] = item;
                continue;
              }
            }
            break;
          }
          case Op.SEND: {
            const receiver = S[sp - 2]!;
            if (
              typeof receiver !== 'number' &&
              typeof receiver !== 'string' &&
              (receiver.type === GENERATOR || receiver.type === space.types.coroutine)
            ) {
              const generator = receiver.v as GeneratorPayload;
              const body = generator.frame as PyFrame;
              const value = S[sp - 1]!;
              if (
                generator.isDelegateBusy === false &&
                (body.stateNumber === SUSPENDED || (body.stateNumber === CREATED && value === NONE))
              ) {
                f.pc = (pc - start) | 0;
                f.sp = sp;
                f.waiting = true;
                pushGenerator(space, body);
                body.stack[body.sp++] = value;
                f = intoDelegates(space, body);
                break running;
              }
            }
            break;
          }

          // --- calls
          case Op.CALL: {
            const place = sp - arg - 2;
            let callee = S[place]!;
            if (typeof callee === 'number' || typeof callee === 'string') break;
            if (callee.type === METHOD && S[place + 1] === null) {
              const method = callee.v as MethodPayload;
              S[place + 1] = method.w_self as unknown as Raw;
              S[place] = callee = method.w_function as unknown as W_Object;
            }
            /** What a class with a plain `__init__` has made of itself. */
            let made: W_Object | null = null;
            if (callee.type === TYPE && S[place + 1] === null) {
              const init = plainInit(space, callee.v as TypeObject);
              if (init === null) break;
              f.pc = (pc - start) | 0;
              if (argumentsOf(init) !== sp - place - 1) {
                f.sp = sp;
                const next = enterInit(space, f, S, init, place, sp, null);
                f.sp = place;
                f = next;
                break running;
              }
              made = space.instanceWith(callee.v as TypeObject, null);
              S[place + 1] = made;
              callee = init;
            }
            if (callee.type === FUNCTION) {
              const payload = callee.v as FunctionPayload;
              const target = (((payload.w_code as unknown as W_Object).v as CodePayload).prepared ??
                prepared(space, payload.w_code)) as Code;
              const first = S[place + 1] === null ? place + 2 : place + 1;
              const given = sp - first;
              f.pc = (pc - start) | 0;
              // The usual call, as enterInline and frameFor have it for any. RESUME is done with where it stands first: it has nothing to look after.
              if (
                target.isInline === true &&
                target.argcount === given &&
                target.entries > 0 &&
                target.start >= 0 &&
                shared[0] === 0 &&
                space.recorder === null &&
                f.shared === true
              ) {
                const { values } = space;
                const { depth, frames } = values;
                const top = first + target.frameSize;
                if (depth < frames.length && depth < space.recursionLimit && top <= S.length) {
                  const frame = frames[depth];
                  if (frame.stateNumber === DONE_FRAME && frame.shared === true && frame.w_frame === null) {
                    if (frame.func !== callee || frame.code !== target)
                      reuseFor(frame, target, callee as W_Object, payload);
                    const end = (first + target.localCount) | 0;
                    for (let i = sp; i < end; i++) S[i] = null;
                    frame.base = first;
                    frame.sp = end;
                    frame.returnTo = place;
                    frame.previousTop = values.top;
                    frame.inline = true;
                    frame.stateNumber = RUNNING;
                    values.top = top;
                    values.depth = depth + 1;
                    if (made !== null) frame.instance = made;
                    // Mostly it is: a store of a reference costs more than the comparison.
                    if (frame.back !== f) frame.back = f;
                    space.top = frame;
                    f.sp = place;
                    f = frame;
                    code = target;
                    base = first;
                    sp = end;
                    start = target.start | 0;
                    if (target.isPlain === true) {
                      target.entries--;
                      frame.pc = 2;
                      pc = (start + 2) | 0;
                    } else {
                      frame.pc = 0;
                      pc = start;
                    }
                    continue;
                  }
                }
              }
              f.sp = sp;
              if (
                target.isGenerator === true &&
                target.isSimple === true &&
                target.argcount === given &&
                made === null &&
                isUnwatched(space)
              ) {
                S[place] = newGeneratorOf(space, target, callee as W_Object, payload, S, first);
                sp = place + 1;
                continue;
              }
              const next =
                target.isSimple === true && target.argcount === given && f.shared === true
                  ? enterInline(space, f, target, callee as W_Object, payload, first, place, given)
                  : enterWith(space, f, S, callee as W_Object, place, first, sp, null);
              f.sp = place;
              f = next;
              if (made !== null) f.instance = made;
              if (target.prologue === 2 && shared[0] === 0 && space.recorder === null && target.entries > 0) {
                target.entries--;
                f.pc = 2;
              }
              break running;
            }
            if (callee.type.isHeap) {
              f.pc = (pc - start) | 0;
              f.sp = sp;
              const next = enterCallable(space, f, S, place, sp, null);
              if (next !== null) {
                f.sp = place;
                f = next;
                break running;
              }
            }
            break;
          }
          case Op.CALL_KW:
          case Op.CALL_FUNCTION_EX: {
            f.pc = (pc - start) | 0;
            f.sp = sp;
            const next = enterCall(space, f, S, sp, op, arg);
            if (next === null) break;
            f = next;
            break running;
          }
          case Op.INSTRUMENTED_RETURN_VALUE:
            tellAgain();
          // falls through
          case Op.RETURN_VALUE: {
            let result = S[--sp]!;
            f.sp = sp;
            const { back, inline, returnTo, instance } = f;
            if (instance !== null) f.instance = null;
            const ends = f.handled !== null;
            const ended = f;
            if (ends || f.w_frame !== null || f.shared === false) leaveFrame(space, f);
            else {
              const { values } = space;
              values.depth--;
              values.top = f.previousTop;
              f.stateNumber = DONE_FRAME;
            }
            space.top = back;
            if (inline === true) {
              if (instance !== null) {
                if (instance === OPERATOR) {
                  f = back as PyFrame;
                  pc = (start + f.pc) | 0;
                  sp = f.sp | 0;
                  const w_result = operatorAnswer(space, f, result);
                  if (w_result === SUSPEND) {
                    f.waiting = true;
                    answer = SUSPEND;
                    break running;
                  }
                  f.stack[returnTo] = unwrap(w_result);
                  f.sp = returnTo + 1;
                  break running;
                }
                if (instance === DROPPED) {
                  f = back as PyFrame;
                  f.sp = returnTo;
                  break running;
                }
                if (result === NONE && instance.v === null) result = instance;
                else result = constructed(space, instance, result);
              }
              f = back as PyFrame;
              f.stack[returnTo] = result;
              sp = (returnTo + 1) | 0;
              // As below the switch, without what cannot be.
              if (space.recorder === null && f.code.start >= 0) {
                ({ code, stack: S } = f);
                base = f.base | 0;
                start = code.start | 0;
                pc = (start + f.pc) | 0;
                continue;
              }
              f.sp = sp;
              break running;
            }
            if (back instanceof PyFrame) {
              f = back;
              f.waiting = false;
              sp = f.sp | 0;
              pc = (start + f.pc) | 0;
              // A generator resumed by FOR_ITER or SEND has come to its end; SEND takes the value.
              // A CALL of `next` or `send` raises it.
              if (ends) {
                const asked = f.code.original[f.pc - 2];
                if (asked === Op.SEND || asked === Op.CALL) f.sent = result;
              }
              finish(space, f, ends ? null : result);
              break running;
            }
            answer = ends ? bodyEnded(space, ended, result) : wrap(result);
            break running;
          }
          // --- exceptions: nothing is thrown on the host, which would cost a microsecond
          case Op.RAISE_VARARGS: {
            let o = S[sp - 1] as W_Object;
            if (arg !== 1 || typeof o === 'number' || typeof o === 'string') break;
            f.pc = (pc - start) | 0;
            f.sp = sp;
            if (o.type === TYPE && isPlainException(space, o.v as TypeObject)) {
              o = unwrap(call(space, wrap(o), [])) as W_Object;
              S[sp - 1] = o;
            }
            if (!o.type.isSubtype(space.types.BaseException)) break;
            setContext(space, wrap(o));
            raised = new OperationError(o.type, wrap(o), null);
            break running;
          }
          case Op.PUSH_EXC_INFO: {
            const exception = S[sp - 1] as W_Object;
            const { handled } = space;
            S[sp - 1] = handled.value ?? NONE;
            S[sp++] = exception;
            handled.value = exception;
            continue;
          }
          case Op.POP_EXCEPT: {
            const previous = S[--sp]!;
            space.handled.value = previous === NONE ? null : (previous as W_Object);
            continue;
          }
          case Op.CHECK_EXC_MATCH: {
            const wanted = S[sp - 1]!;
            if (typeof wanted === 'number' || typeof wanted === 'string' || wanted.type !== TYPE) break;
            const type = wanted.v as TypeObject;
            if (!type.isSubtype(space.types.BaseException)) break;
            S[sp - 1] = (S[sp - 2] as W_Object).type.isSubtype(type) ? TRUE : FALSE;
            continue;
          }
          case Op.RERAISE:
            f.sp = sp;
            // The line of the traceback stays that of the instruction that raised.
            f.pc = arg > 0 ? code.indexOfOffset(S[sp - 1 - arg] as number) + 2 : pc - start;
            raised = reraised(space, wrap(S[sp - 1]!));
            break running;
          case Op.RETURN_GENERATOR: {
            f.pc = (pc - start) | 0;
            f.sp = sp;
            const generator = unwrap(makeGenerator(space, f));
            const { back, inline, returnTo } = f;
            leaveFrame(space, f);
            space.top = back;
            if (inline === true) {
              f = back as PyFrame;
              f.stack[returnTo] = generator;
              f.sp = returnTo + 1;
              break running;
            }
            if (back instanceof PyFrame) {
              f = back;
              f.waiting = false;
              sp = f.sp | 0;
              pc = (start + f.pc) | 0;
              finish(space, f, generator);
              break running;
            }
            answer = wrap(generator);
            break running;
          }
          case Op.INSTRUMENTED_YIELD_VALUE:
            tellAgain();
          // falls through
          case Op.YIELD_VALUE: {
            const value = S[--sp]!;
            f.sp = sp;
            f.pc = (pc - start) | 0;
            const { back } = f;
            if (!(back instanceof PyFrame)) {
              if (takesAtOnce(space, f, value)) {
                // What is sent is mostly of no interest.
                if (CODE[(pc + 2) | 0] === Op.POP_TOP && CODE[pc] === Op.RESUME && shared[0] === 0) pc += 4;
                else S[sp++] = NONE;
                continue;
              }
              suspendGenerator(space, f);
            } else {
              suspendGenerator(space, f);
              f = back;
              f.waiting = false;
              sp = f.sp | 0;
              pc = (start + f.pc) | 0;
              const asked = f.code.original[f.pc - 2];
              if (asked === Op.FOR_ITER) {
                if (space.recorder === null && f.code.start >= 0) {
                  ({ code, stack: S } = f);
                  base = f.base | 0;
                  start = code.start | 0;
                  pc = (start + f.pc) | 0;
                  if (CODE[pc] === Op.STORE_FAST) {
                    S[base + CODE[(pc + 1) | 0]] = value;
                    pc = (pc + 2) | 0;
                  } else S[sp++] = value;
                  continue;
                }
                f.stack[sp] = value;
                f.sp = sp + 1;
              } else if (asked === Op.SEND) {
                f.stack[sp - 1] = value;
                f = yieldOn(space, f);
              } else finish(space, f, value);
              break running;
            }
            if (back instanceof IterationFrame && back.waitsFor(f.w_generator)) {
              answer = giveItem(space, back, f, value);
              if (answer !== null) break running;
              // What is sent is mostly of no interest.
              if (CODE[(pc + 2) | 0] === Op.POP_TOP && CODE[pc] === Op.RESUME && shared[0] === 0) pc += 4;
              else S[sp++] = NONE;
              continue;
            }
            answer = wrap(value);
            break running;
          }
        }

        if (isReal) {
          // The operators that come next take it, and an attribute or a local at their end: only that makes a box. An int beside it is exact.
          let then = CODE[pc];
          for (;;) {
            let x = real;
            let y = real;
            let next = (pc + 2) | 0;
            let o: Raw | null;
            if (then === Op.BINARY_OP || then === Super.BINARY_STORE) {
              o = S[sp - 1];
              if (typeof o === 'number') x = o;
              else if (typeof o !== 'number' && typeof o !== 'string' && o !== null && o.type === FLOAT)
                x = o.v as number;
              else break;
            } else if (then === Super.LOCAL_BINARY) {
              o = S[base + CODE[(pc + 1) | 0]];
              if (typeof o === 'number') y = o;
              else if (typeof o !== 'number' && typeof o !== 'string' && o !== null && o.type === FLOAT)
                y = o.v as number;
              else break;
              next = (pc + 4) | 0;
            } else break;
            const operator = CODE[(next - 1) | 0];
            if (operator === 0 || operator === 13) real = x + y;
            else if (operator === 10 || operator === 23) real = x - y;
            else if (operator === 5 || operator === 18) real = x * y;
            else if ((operator === 11 || operator === 24) && y !== 0) real = x / y;
            else break;
            if (then !== Super.LOCAL_BINARY) sp = (sp - 1) | 0;
            pc = next;
            then = CODE[pc];
          }
          if (then === Op.STORE_FAST) {
            S[base + CODE[(pc + 1) | 0]] = new W_Float(FLOAT, real);
            pc = (pc + 2) | 0;
            continue;
          }
          if (then === Super.SWAP_STORE_ATTR) {
            // `o.a += …` of a float slot: no box at all.
            const owner = S[sp - 1];
            const cache = CACHES[(pc + 2) >> 1] as Cache;
            if (
              typeof owner !== 'number' &&
              typeof owner !== 'string' &&
              owner !== null &&
              (owner as W_Object).map === cache.map &&
              owner.type.version === cache.version &&
              cache.nextMap === null &&
              cache.isFloat === true &&
              CODE[(pc + 2) | 0] === Op.STORE_ATTR_INSTANCE_VALUE
            ) {
              ((owner as W_Object).slots[cache.index] as W_Float).v = real;
              sp = (sp - 1) | 0;
              pc = (pc + 4) | 0;
              continue;
            }
          }
          S[sp++] = new W_Float(FLOAT, real);
          continue;
        }

        // --- everything else is out of line
        f.sp = sp;
        f.pc = (pc - start) | 0;
        let w: W;
        if (given === null) w = bodies[op](space, f, S, sp, arg);
        else {
          w = given;
        }
        if (w === DONE) {
          sp = f.sp | 0;
          pc = (start + f.pc) | 0;
        } else if (w === SUSPEND) {
          const { top } = space;
          // Still the same: other instructions are executed from here on (jit/).
          f.waiting = top !== f;
          if (!(top instanceof PyFrame)) {
            answer = SUSPEND;
            break running;
          }
          f = top;
          if (f.sent !== null) {
            f.stack[f.sp++] = f.sent;
            f.sent = null;
          }
          break running;
        } else {
          finish(space, f, w === STOP ? null : unwrap(w));
          sp = f.sp | 0;
          pc = (start + f.pc) | 0;
        }
        continue;
      } catch (e) {
        raised = space.asOperationError(e);
      }
      if (raised !== undefined) f = unwind(space, f, pc - start, sp, raised);
      else if (answer !== null) {
        // Builtins that go on are resumed here: leaving the loop and coming back costs more than most of their steps.
        if (answer === FAILED) throw takeFailure();
        const w_below = answerBuiltins(space, answer);
        const { top } = space;
        if (!(top instanceof PyFrame)) return w_below;
        f = top;
        const failed = takeAnswer(space, f, w_below === SUSPEND ? undefined : w_below, undefined);
        if (failed !== undefined) f = unwind(space, f, f.pc, f.sp, failed);
      }
      if (f.thrown !== null) f = ready(space, f);
      ({ code, stack: S } = f);
      base = f.base | 0;
      sp = f.sp | 0;
      start = (space.recorder === null ? code.start : space.recorder.startOf(code, f)) | 0;
      if (start < 0) start = place(space, code) | 0;
      pc = (start + f.pc) | 0;
    }
  };
}

/** An error that was thrown into a frame before it runs is raised there; answers the frame that goes on. */
function ready(space: PypySpace, f: PyFrame): PyFrame {
  while (f.thrown !== null) {
    const { thrown } = f;
    f.thrown = null;
    f = unwind(space, f, f.pc, f.sp, thrown);
  }
  return f;
}

/** Goes down to the frame that handles the error and puts it where the handler begins; throws where no Python frame of this run does. */
function unwind(space: PypySpace, f: PyFrame, pc: number, sp: number, raised: OperationError): PyFrame {
  // A hook of the JIT may have left other frames on top.
  if (space.top !== f && space.top instanceof PyFrame) {
    f = space.top;
    pc = f.pc;
    sp = f.sp;
  }
  for (;;) {
    // RERAISE has set `f.pc` back for the traceback's sake; the handler is that of the instruction itself.
    const isAgain = unwinding.again;
    if (isAgain) unwinding.again = false;
    else {
      f.pc = pc;
      addTraceback(space, f, raised);
    }
    f.sp = sp;
    const isTraced = (space.shared[0] & TRACING) !== 0;
    if (isTraced) raised = tracedRaise(space, f, raised, isAgain);
    const handler = f.code.handlerOf(pc - 2);
    const { stack } = f;
    if (handler !== null) {
      sp = f.base + f.code.localCount + handler.depth;
      if (handler.lasti) stack[sp++] = f.code.offsets[(f.pc - 2) / 2];
      stack[sp++] = unwrap(space.errorValue(raised));
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
    f.instance = null;
    const { back } = f;
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
