// @inline-constants-from ../frontend/opcodes.ts Op
// @inline-constants-from ./superinstructions.ts Super
// Instructions that the eval loop does not have inline. Most are objspace's shared ones (../objspace/instructions), which answer a value that the loop
// pushes in place of the operands; here are those that move operands, cells and exception state themselves, and what completes an instruction
// whose value came later. A body answers a value, or SUSPEND after it pushed frames, or DONE after it changed `frame.sp` and `frame.pc` itself.
import { isTracing, tracedRaise, traceStep } from '../objspace/tracing/instrument.ts';
import {
  FunctionAttribute,
  Op,
  opBase,
  OPCODE_COUNT,
  stackPopped,
  stackPushed,
} from '../frontend/opcodes.ts';
import { Unsupported } from '../objspace/error.ts';
import type { OperationError } from '../objspace/error.ts';
import { checkUnpacked, splitUnpacked } from '../objspace/instructions/calls.ts';
import { reraised } from '../objspace/instructions/exceptions.ts';
import { sharedBodies } from '../objspace/instructions/index.ts';
import { isMethodLike, specialMethod, unboundLocal } from '../objspace/instructions/names.ts';
import { SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import type { FunctionWrapper } from '../objspace/types/descriptors.ts';
import { exceptionOf } from '../objspace/types/exceptions.ts';
import { CellPayload } from '../objspace/types/function.ts';
import type { FunctionPayload } from '../objspace/types/function.ts';
import { TypeObject } from '../objspace/typeobject.ts';
import type { PyFrame } from './frame.ts';
import { append } from './list-strategy.ts';
import { NO_SLOTS, unwrap, W_Object, wrap } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';
import { Super } from './superinstructions.ts';

/** The body has done everything to the frame's stack and pc. */
export const DONE = Object.freeze({ sentinel: 'done' }) as unknown as W;

type Stack = (Raw | null)[];
type Body = (space: PypySpace, f: PyFrame, S: Stack, sp: number, arg: number) => W;
/** What to do with a value that a body answered, at once or after frames ran; null for STOP. */
type Finish = (space: PypySpace, f: PyFrame, S: Stack, sp: number, arg: number, o: Raw | null) => void;

export const bodies: Body[] = [];
const finishes: (Finish | null)[] = [];
for (let op = 0; op < 512; op++) {
  bodies.push((sharedBodies[op] as Body | undefined) ?? unknownInstruction);
  finishes.push(null);
}
function unknownInstruction(_space: PypySpace, f: PyFrame): never {
  throw new Unsupported('opcode', String(f.code.instructions[f.pc - 2]));
}

export function define(op: number, body: Body, finish: Finish | null = null): void {
  bodies[op] = body;
  finishes[op] = finish;
}

/** Completes the instruction before `f.pc` with the value it waited for (null: STOP). */
export function finish(space: PypySpace, f: PyFrame, o: Raw | null): void {
  const { original } = f.code;
  const op = original[f.pc - 2];
  const arg = original[f.pc - 1];
  const own = finishes[op];
  const S = f.stack;
  if (own !== null) {
    own(space, f, S, f.sp, arg, o);
    return;
  }
  const sp = f.sp - stackPopped(op, arg);
  if (stackPushed(op, arg) === 0) f.sp = sp;
  else {
    S[sp] = o;
    f.sp = sp + 1;
  }
}

/** Pops `n`, pushes the value. */
const replace =
  (n: number): Finish =>
  (_space, f, S, sp, _arg, o) => {
    S[sp - n] = o;
    f.sp = sp - n + 1;
  };
/** Pops `n` and forgets the value. */
const drop =
  (n: number): Finish =>
  (_space, f, _S, sp) => {
    f.sp = sp - n;
  };
/** Pops `n`, pushes the value, and a NULL where the instruction's lowest bit asks for one. */
const replaceForCall =
  (n: number): Finish =>
  (_space, f, S, sp, arg, o) => {
    sp -= n;
    S[sp++] = o;
    if ((arg & 1) === 1) S[sp++] = null;
    f.sp = sp;
  };

for (const op of [
  Op.GET_LEN,
  Op.GET_ANEXT,
  Op.WITH_EXCEPT_START,
  Op.MATCH_SEQUENCE,
  Op.MATCH_MAPPING,
  Op.MATCH_KEYS,
  Op.IMPORT_FROM,
]) {
  finishes[op] = replace(0);
}
finishes[Op.CHECK_EXC_MATCH] = replace(1);
for (const op of [Op.LIST_EXTEND, Op.SET_UPDATE, Op.DICT_UPDATE, Op.DICT_MERGE]) finishes[op] = drop(1);
finishes[Op.LOAD_GLOBAL] = replaceForCall(0);
finishes[Op.LOAD_SUPER_ATTR] = replaceForCall(3);
finishes[Op.CONTAINS_OP] = (space, f, S, sp, arg, o) => {
  const isIn = (wrap(o!) === space.w_True) !== ((arg & 1) === 1);
  S[sp - 2] = unwrap(space.newbool(isIn));
  f.sp = sp - 1;
};

// --- attributes

/** The function of `Class.name` where that is a class method, and the metaclass has nothing by that name; else null. */
function classMethod(space: PypySpace, o: Raw, name: string): Raw | null {
  if (!(o instanceof W_Object) || !(o.v instanceof TypeObject)) return null;
  const { type: metatype } = o;
  const { type, classmethod, function: functionType } = space.types;
  if (metatype.slots.getattr !== type.slots.getattr || metatype.lookup(name) !== undefined) return null;
  const w_found = o.v.lookup(name);
  if (w_found === undefined || space.type(w_found) !== classmethod) return null;
  const { w_function } = space.data(w_found) as FunctionWrapper;
  if (w_function === null || space.type(w_function) !== functionType) return null;
  return unwrap(w_function);
}

/** A method call on an attribute: pushes the plain function and the receiver where that saves the bound method. */
define(
  Op.LOAD_ATTR,
  (space, f, S, sp, arg) => {
    const w_x = wrap(S[sp - 1]!);
    const name = f.code.names[arg >> 1];
    const type = space.type(w_x);
    if ((arg & 1) === 1) {
      const method = classMethod(space, S[sp - 1]!, name);
      if (method !== null) {
        S[sp] = S[sp - 1];
        S[sp - 1] = method;
        f.sp = sp + 1;
        return DONE;
      }
    }
    if ((arg & 1) === 1 && type.slots.getattr === space.types.object.slots.getattr) {
      const w_method = type.lookup(name);
      if (w_method !== undefined && isMethodLike(space, space.type(w_method))) {
        if (space.getdictvalue(w_x, name) === undefined) {
          S[sp] = S[sp - 1];
          S[sp - 1] = unwrap(w_method);
          f.sp = sp + 1;
          return DONE;
        }
      }
    }
    return type.slots.getattr!(space, w_x, name);
  },
  replaceForCall(1),
);
define(
  Op.LOAD_SPECIAL,
  (space, f, S, sp, arg) => {
    const w_x = wrap(S[sp - 1]!);
    const w_method = specialMethod(space, w_x, arg);
    const methodType = space.type(w_method);
    if (isMethodLike(space, methodType)) {
      S[sp] = S[sp - 1];
      S[sp - 1] = unwrap(w_method);
      f.sp = sp + 1;
      return DONE;
    }
    const { descrGet } = methodType.slots;
    return descrGet === null ? w_method : descrGet(space, w_method, w_x, space.type(w_x).w_self);
  },
  (_space, f, S, sp, _arg, o) => {
    S[sp - 1] = o;
    S[sp] = null;
    f.sp = sp + 1;
  },
);

// --- locals and cells

define(Op.STORE_DEREF, (_space, f, S, sp, arg) => {
  f.cellAt(arg).w_value = wrap(S[sp - 1]!);
  f.sp = sp - 1;
  return DONE;
});
define(Op.DELETE_DEREF, (space, f, _S, _sp, arg) => {
  const cell = f.cellAt(arg);
  if (cell.w_value === null) throw unboundLocal(space, f, arg);
  cell.w_value = null;
  return DONE;
});
/** A cell of what a local holds, if anything. */
export const newCell = (space: PypySpace, o: Raw | null): W_Object =>
  new W_Object(space.types.cell, new CellPayload(o === null ? null : wrap(o)), null, NO_SLOTS, 0);
define(Op.MAKE_CELL, (space, f, S, _sp, arg) => {
  S[f.base + arg] = newCell(space, S[f.base + arg]);
  return DONE;
});
define(Op.COPY_FREE_VARS, (_space, f, S, _sp, arg) => {
  const cells_w = (f.func.v as FunctionPayload).closure_w!;
  const first = f.base + f.code.localCount - arg;
  for (let i = 0; i < arg; i++) S[first + i] = unwrap(cells_w[i]);
  return DONE;
});
define(Op.DELETE_FAST, (space, f, S, _sp, arg) => {
  const i = f.base + arg;
  if (S[i] === null) throw unboundLocal(space, f, arg);
  S[i] = null;
  return DONE;
});
define(Op.LOAD_FAST_AND_CLEAR, (_space, f, S, sp, arg) => {
  const i = f.base + arg;
  S[sp] = S[i];
  S[i] = null;
  f.sp = sp + 1;
  return DONE;
});

// --- building

/** The topmost `n`, in an array of just that size: one that grows item by item has room for seventeen. */
export function takeOperands(S: Stack, sp: number, n: number): Raw[] {
  switch (n) {
    case 1:
      return [S[sp - 1]!];
    case 2:
      return [S[sp - 2]!, S[sp - 1]!];
    case 3:
      return [S[sp - 3]!, S[sp - 2]!, S[sp - 1]!];
    case 4:
      return [S[sp - 4]!, S[sp - 3]!, S[sp - 2]!, S[sp - 1]!];
  }
  return S.slice(sp - n, sp) as Raw[];
}
define(Op.BUILD_LIST, (space, f, S, sp, arg) => {
  S[sp - arg] = space.listOf(takeOperands(S, sp, arg));
  f.sp = sp - arg + 1;
  return DONE;
});
define(Op.BUILD_TUPLE, (space, f, S, sp, arg) => {
  S[sp - arg] =
    arg === 0
      ? unwrap(space.newtuple([]))
      : new W_Object(space.types.tuple, takeOperands(S, sp, arg), null, NO_SLOTS, 0);
  f.sp = sp - arg + 1;
  return DONE;
});
const buildText = bodies[Op.BUILD_STRING];
define(Op.BUILD_STRING, (space, f, S, sp, arg) => {
  let text = '';
  for (let i = sp - arg; i < sp; i++) {
    const part = S[i];
    // Half a code point at an end, and the next may begin with the other.
    if (typeof part !== 'string' || (part.charCodeAt(part.length - 1) & 0xfc00) === 0xd800)
      return buildText(space, f, S, sp, arg);
    text += part;
  }
  S[sp - arg] = text;
  f.sp = sp - arg + 1;
  return DONE;
});
define(Op.LIST_APPEND, (_space, f, S, sp, arg) => {
  append(S[sp - 1 - arg] as W_Object, S[sp - 1]!);
  f.sp = sp - 1;
  return DONE;
});
define(Op.SET_ADD, (space, f, S, sp, arg) => {
  space.setadd(wrap(S[sp - 1 - arg]!), wrap(S[sp - 1]!));
  f.sp = sp - 1;
  return DONE;
});
define(Op.MAP_ADD, (space, f, S, sp, arg) => {
  space.dictset(wrap(S[sp - 2 - arg]!), wrap(S[sp - 2]!), wrap(S[sp - 1]!));
  f.sp = sp - 2;
  return DONE;
});

function pushUnpacked(f: PyFrame, S: Stack, sp: number, items_w: readonly W[]): void {
  sp--;
  for (let i = items_w.length - 1; i >= 0; i--) S[sp++] = unwrap(items_w[i]);
  f.sp = sp;
}
const unpackIterable = bodies[Op.UNPACK_SEQUENCE];
define(
  Op.UNPACK_SEQUENCE,
  (space, f, S, sp, arg) => {
    const o = S[sp - 1]!;
    if (typeof o === 'object' && o.type === space.types.tuple) {
      const items = (o as W_Object).v as Raw[];
      if (items.length === arg) {
        pushUnpacked(f, S, sp, items as unknown as W[]);
        return DONE;
      }
    }
    return unpackIterable(space, f, S, sp, arg);
  },
  (space, f, S, sp, arg, o) => pushUnpacked(f, S, sp, checkUnpacked(space, wrap(S[sp - 1]!), wrap(o!), arg)),
);
finishes[Op.UNPACK_EX] = (space, f, S, sp, arg, o) =>
  pushUnpacked(f, S, sp, splitUnpacked(space, wrap(o!), arg));

define(Op.SET_FUNCTION_ATTRIBUTE, (space, f, S, sp, arg) => {
  const payload = (S[sp - 1] as W_Object).v as FunctionPayload;
  const w_value = wrap(S[sp - 2]!);
  switch (arg) {
    case FunctionAttribute.DEFAULTS:
      payload.defaults_w = space.tuple_w(w_value);
      break;
    case FunctionAttribute.CLOSURE:
      payload.closure_w = space.tuple_w(w_value);
      break;
    case FunctionAttribute.KWDEFAULTS:
      payload.w_kwdefaults = w_value;
      break;
    case FunctionAttribute.ANNOTATIONS:
      payload.w_annotations = w_value;
      break;
    case FunctionAttribute.ANNOTATE:
      payload.w_annotate = w_value;
      break;
  }
  S[sp - 2] = S[sp - 1];
  f.sp = sp - 1;
  return DONE;
});

// --- iteration, generators

finishes[Op.FOR_ITER] = (_space, f, S, sp, arg, o) => {
  if (o === null) {
    f.pc = arg + 2;
    f.sp = sp;
    return;
  }
  S[sp] = o;
  f.sp = sp + 1;
};
/** An error from what FOR_ITER waited for: a StopIteration, whoever raised it, ends the loop as STOP does. */
export function endsLoop(space: PypySpace, f: PyFrame, error: OperationError): boolean {
  if (f.code.original[f.pc - 2] !== Op.FOR_ITER || !error.matches(space.types.StopIteration)) return false;
  if (isTracing(space)) tracedRaise(space, f, error, false);
  return true;
}
finishes[Op.SEND] = (space, f, S, sp, arg, o) => {
  f.sp = sp;
  if (o !== null) {
    S[sp - 1] = o;
    return;
  }
  // Returned: its value takes the place of what was sent, and the loop is left.
  S[sp - 1] = f.sent ?? unwrap(space.w_None);
  f.sent = null;
  f.pc = arg;
};
define(Op.END_SEND, (_space, f, S, sp) => {
  S[sp - 2] = S[sp - 1];
  f.sp = sp - 1;
  return DONE;
});
define(Op.CLEANUP_THROW, (space, f, S, sp) => {
  const w_exception = wrap(S[sp - 1]!);
  if (!space.type(w_exception).isSubtype(space.types.StopIteration)) throw reraised(space, w_exception);
  S[sp - 3] = unwrap(space.w_None);
  S[sp - 2] = unwrap(exceptionOf(space, w_exception).fields[0] ?? space.w_None);
  f.sp = sp - 1;
  return DONE;
});
define(Op.END_ASYNC_FOR, (space, f, S, sp) => {
  const w_exception = wrap(S[sp - 1]!);
  if (!space.type(w_exception).isSubtype(space.types.StopAsyncIteration)) throw reraised(space, w_exception);
  f.sp = sp - 2;
  return DONE;
});

/** RETURN_GENERATOR: the body leaves the shared stack with its locals. */
export function makeGenerator(space: PypySpace, f: PyFrame): W {
  const payload = f.func.v as FunctionPayload;
  return space.newgenerator(f.asGenerator(), payload.name, payload.qualname);
}

// --- exceptions

define(Op.PUSH_EXC_INFO, (space, f, S, sp) => {
  const exception = S[sp - 1] as W_Object;
  const { handled } = space;
  S[sp - 1] = handled.value ?? unwrap(space.w_None);
  S[sp] = exception;
  handled.value = exception;
  f.sp = sp + 1;
  return DONE;
});
define(Op.POP_EXCEPT, (space, f, S, sp) => {
  const previous = S[sp - 1]!;
  space.handled.value = wrap(previous) === space.w_None ? null : (previous as W_Object);
  f.sp = sp - 1;
  return DONE;
});
finishes[Op.CHECK_EG_MATCH] = (space, f, S, sp, _arg, o) => {
  const [w_match, w_rest] = (o as W_Object).v as W[];
  S[sp - 2] = unwrap(w_rest);
  S[sp - 1] = unwrap(w_match);
  f.sp = sp;
  if (w_match !== space.w_None) space.handled.value = unwrap(w_match) as W_Object;
};
define(Op.RERAISE, (space, f, S, sp, arg) => {
  // The line of the traceback stays that of the instruction that raised.
  if (arg > 0) f.pc = f.code.indexOfOffset(S[sp - 1 - arg] as number) + 2;
  throw reraised(space, wrap(S[sp - 1]!));
});

// --- recording (jit/): the recorder looks at the instruction, and lets it be executed

define(Op.ENTER_EXECUTOR, (space, f) => {
  f.pc -= 2;
  return space.recorder !== null && space.recorder.step(f) ? DONE : SUSPEND;
});

// Quickened forms fall back to the body of their general one.
for (let op = 0; op < OPCODE_COUNT; op++) {
  if (opBase[op] === op) continue;
  bodies[op] = bodies[opBase[op]];
  finishes[op] = finishes[opBase[op]];
}
// As do groups that leave their first instruction to it.
bodies[Super.LOAD_TYPE_NAME] = bodies[Op.LOAD_ATTR];
bodies[Super.TO_BOOL_JUMP_IF_FALSE] = bodies[Super.TO_BOOL_JUMP_IF_TRUE] = bodies[Op.TO_BOOL];
bodies[Op.INSTRUMENTED_LINE] = (space, f) => {
  traceStep(space, f);
  return DONE;
};
