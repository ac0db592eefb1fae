// @inline-constants-from ../frontend/opcodes.ts Op
// Bodies of generators between their steps: put on the stack, taken off at a yield, in one go through a whole chain of `yield from`. A link of such a
// chain does nothing else, either way, than SEND, YIELD_VALUE, RESUME and JUMP_BACKWARD_NO_INTERRUPT, which are not worth a turn of the eval loop each.
// Models gen_send_ex2 of CPython's Objects/genobject.c, and what PyPy's JIT makes of nested generators.
import { CodeFlag } from '../frontend/code-object.ts';
import { Op } from '../frontend/opcodes.ts';
import type { OperationError } from '../objspace/error.ts';
import { Builtin } from '../objspace/gateway.ts';
import { SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { IterationFrame } from '../objspace/step-frames.ts';
import { MethodDescriptor } from '../objspace/typedef.ts';
import type { FunctionPayload } from '../objspace/types/function.ts';
import { stopIteration } from '../objspace/types/generator.ts';
import type { GeneratorPayload } from '../objspace/types/generator.ts';
import { prepared } from './code.ts';
import type { Code } from './code.ts';
import { bodies, define, DONE } from './cold-ops.ts';
import { CREATED, newBody, PyFrame, recursionError, RUNNING, SUSPENDED } from './frame.ts';
import { unwrap, wrap } from './object.ts';
import type { Raw, W_Object } from './object.ts';
import type { PypySpace } from './space.ts';

/** Puts the body of a generator on the stack. */
export function pushGenerator(space: PypySpace, f: PyFrame): W {
  const { values } = space;
  if (values.depth >= space.recursionLimit) throw recursionError(space);
  values.depth++;
  f.stateNumber = RUNNING;
  const handled = f.handled!;
  handled.previous = space.handled;
  space.handled = handled;
  f.back = space.top;
  space.top = f;
  return SUSPEND;
}

/** Takes it off at a yield; `f.sp` and `f.pc` are where it goes on. */
export function suspendGenerator(space: PypySpace, f: PyFrame): void {
  f.stateNumber = SUSPENDED;
  if (!f.isWatched && f.code.handlers.length > 1) watchGenerator(space, f);
  space.top = f.back;
  f.back = null;
  const item = f.handled!;
  space.handled = item.previous!;
  item.previous = null;
  space.values.depth--;
}

function isGuarded(code: Code, index: number): boolean {
  let handler = code.handlerOf(index);
  // That of `yield from` speaks for the inner generator alone; what is around it stands around its handler.
  while (handler !== null && code.original[handler.target] === Op.CLEANUP_THROW)
    handler = code.handlerOf(handler.target);
  // The handler of the whole body only turns StopIteration into RuntimeError.
  return handler !== null && code.original[handler.target] !== Op.CALL_INTRINSIC_1;
}

/** A generator's body is suspended inside a `try`: its `finally` is to run when it is collected. */
function watchGenerator(space: PypySpace, f: PyFrame): void {
  if (f.w_generator === null) return;
  const { code } = f;
  const known = (code.yields ??= new Int8Array(code.offsets.length));
  const at = (f.pc - 2) >> 1;
  if (known[at] === 0) known[at] = isGuarded(code, f.pc - 2) ? 2 : 1;
  if (known[at] === 1) return;
  f.isWatched = true;
  space.collector.registerFinalizer(f.w_generator as unknown as W_Object);
}

/** Nothing looks at single instructions: no recorder, nobody who traces, nothing that the watchdog asks for. */
export const isUnwatched = (space: PypySpace): boolean => space.recorder === null && space.shared[0] === 0;

/**
 * A body that has just been put on the stack with what it is sent: if it only hands that to what it delegates to, the body of that is put above it, and
 * so on; if it drops it, that is done. Answers the one that has something to do.
 */
export function intoDelegates(space: PypySpace, body: PyFrame): PyFrame {
  if (!isUnwatched(space)) return body;
  const { generator: GENERATOR } = space.types;
  const { values, recursionLimit } = space;
  // What the space knows is set once, behind the last: each store of a reference costs more than the comparisons here.
  let { depth } = values;
  let { handled } = space;
  const first = body;
  for (;;) {
    const { code, pc, stack, sp } = body;
    const { instructions } = code;
    if (instructions[pc] !== Op.RESUME) break;
    const then = instructions[pc + 2];
    if (then === Op.POP_TOP) {
      body.sp = sp - 1;
      body.pc = pc + 4;
    }
    if (then !== Op.JUMP_BACKWARD_NO_INTERRUPT) break;
    const target = instructions[pc + 3];
    if (instructions[target] !== Op.SEND) break;
    const receiver = stack[sp - 2];
    if (typeof receiver !== 'object' || receiver === null || receiver.type !== GENERATOR) break;
    const payload = receiver.v as GeneratorPayload;
    const inner = payload.frame as PyFrame;
    if (payload.isDelegateBusy || inner.stateNumber !== SUSPENDED || depth >= recursionLimit) break;
    body.pc = target + 2;
    body.waiting = true;
    depth++;
    inner.stateNumber = RUNNING;
    const own = inner.handled!;
    own.previous = handled;
    handled = own;
    inner.back = body;
    inner.stack[inner.sp++] = stack[sp - 1];
    body = inner;
  }
  if (body !== first) {
    values.depth = depth;
    space.handled = handled;
    space.top = body;
  }
  return body;
}

/** A value has been yielded to `f`, which waited at SEND: if it only yields it on, that is done, and so on. Answers the frame that goes on. */
export function yieldOn(space: PypySpace, f: PyFrame): PyFrame {
  if (!isUnwatched(space)) return f;
  const first = f;
  let { depth } = space.values;
  let { handled } = space;
  for (;;) {
    const { back, code } = f;
    const own = f.handled;
    if (code.instructions[f.pc] !== Op.YIELD_VALUE || !(back instanceof PyFrame) || own === null) break;
    const asked = back.code.original[back.pc - 2];
    if (asked !== Op.FOR_ITER && asked !== Op.SEND) break;
    const value = f.stack[--f.sp];
    f.pc += 2;
    f.stateNumber = SUSPENDED;
    if (!f.isWatched && code.handlers.length > 1) watchGenerator(space, f);
    f.back = null;
    handled = own.previous!;
    own.previous = null;
    depth--;
    back.waiting = false;
    f = back;
    if (asked === Op.FOR_ITER) {
      f.stack[f.sp++] = value;
      break;
    }
    f.stack[f.sp - 1] = value;
  }
  if (f !== first) {
    space.values.depth = depth;
    space.handled = handled;
    space.top = f;
  }
  return f;
}

// --- making them

/** A generator function called with exactly its parameters, which stand from `first` on: nothing of its body runs yet, and no frame is entered. */
export function newGeneratorOf(
  space: PypySpace,
  code: Code,
  func: W_Object,
  { name, qualname }: FunctionPayload,
  S: readonly (Raw | null)[],
  first: number,
): Raw {
  return unwrap(space.newgenerator(newBody(space, code, func, S, first, code.argcount), name, qualname));
}

/** `iter(o)` where the class's `__iter__` is a generator function; null: it is not. */
function generatorOf(space: PypySpace, S: (Raw | null)[], place: number): Raw | null {
  const o = S[place]!;
  if (typeof o !== 'object' || !o.type.isHeap) return null;
  const w_iter = o.type.lookup('__iter__');
  if (w_iter === undefined) return null;
  const func = unwrap(w_iter) as W_Object;
  if (func.type !== space.types.function) return null;
  const payload = func.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  if ((code.flags & CodeFlag.GENERATOR) === 0 || !code.isSimple || code.argcount !== 1) return null;
  return newGeneratorOf(space, code, func, payload, S, place);
}

for (const op of [Op.GET_ITER, Op.GET_YIELD_FROM_ITER]) {
  const general = bodies[op];
  define(op, (space, f, S, sp, arg) => {
    const generator = generatorOf(space, S, sp - 1);
    if (generator === null) return general(space, f, S, sp, arg);
    S[sp - 1] = generator;
    return DONE;
  });
}

// --- `next(generator)`, `generator.send(value)`

/** The builtin `next`, or `send` of generators. */
export function isStep(o: Raw): boolean {
  if (typeof o !== 'object' || !(o.v instanceof Builtin)) return false;
  const { v } = o;
  if (v.row.name === 'next') return v.moduleName === 'builtins' && v.w_self === null;
  return v.row.name === 'send' && v instanceof MethodDescriptor && v.owner.name === 'generator';
}

/**
 * CALL of one of these, with its operands from `first` on: the body of a generator that can go on is put on the stack with what it is sent, and its value completes
 * the call as that of a function would. Null: there is no generator, or something to be said about the arguments.
 */
export function stepOf(
  space: PypySpace,
  S: (Raw | null)[],
  place: number,
  first: number,
  sp: number,
): PyFrame | null {
  const count = sp - first;
  if (count !== 1 && count !== 2) return null;
  const o = S[first];
  if (typeof o !== 'object' || o === null || o.type !== space.types.generator) return null;
  const isSend = isSendCall(S[place]!);
  if (isSend && count !== 2) return null;
  const none = unwrap(space.w_None);
  const sent = isSend ? S[first + 1]! : none;
  const payload = o.v as GeneratorPayload;
  const body = payload.frame as PyFrame;
  if (payload.isDelegateBusy) return null;
  if (body.stateNumber !== SUSPENDED && (body.stateNumber !== CREATED || sent !== none)) return null;
  pushGenerator(space, body);
  body.stack[body.sp++] = sent;
  return body;
}

const isSendCall = (callee: Raw): boolean => ((callee as W_Object).v as Builtin).row.name === 'send';

/** The body has ended, with `result` where that is known already: what such a call answers. */
export function endedByCall(
  space: PypySpace,
  S: (Raw | null)[],
  place: number,
  sp: number,
  result: Raw | null,
): Raw {
  const first = S[place + 1] === null ? place + 2 : place + 1;
  if (sp - first === 2 && !isSendCall(S[place]!)) return S[sp - 1]!;
  const payload = (S[first] as W_Object).v as GeneratorPayload;
  throw stopIteration(space, result === null ? payload.takeResult(space) : wrap(result));
}

// --- builtins that take the items of a generator

/** Error of the builtin that a generator's item was given to: on its way to the frames below that. */
let failure: OperationError | null = null;
/** Answered in the place of a value. */
export const FAILED = Object.freeze({ sentinel: 'failed' }) as unknown as W;

export function takeFailure(): OperationError {
  const error = failure!;
  failure = null;
  return error;
}

/** A yielded value goes to the builtin below that asks the generator of `body`, which stays on the stack: the builtin does nothing that could see that. */
export function takesAtOnce(space: PypySpace, { back, w_generator }: PyFrame, value: Raw): boolean {
  if (!(back instanceof IterationFrame) || !back.waitsFor(w_generator) || !back.canTake(space, wrap(value)))
    return false;
  back.handOver(space, wrap(value));
  return true;
}

/**
 * A yielded value goes to the builtin that asks the generator of `body` itself, which has been taken off the stack. Null: the builtin takes the next one, and the body
 * stands on the stack again. Otherwise what the builtin answers; FAILED: it has raised.
 */
export function giveItem(space: PypySpace, builtin: IterationFrame, body: PyFrame, value: Raw): W | null {
  let w_done: W | null;
  try {
    w_done = builtin.handOver(space, wrap(value));
    if (w_done !== null) return w_done;
  } catch (e) {
    failure = space.asOperationError(e);
    return FAILED;
  }
  pushGenerator(space, body);
  return null;
}
