// @inline-constants-from ../../frontend/opcodes.ts Op
// Generators that a traced loop runs: the body is followed from where it stands to its next YIELD_VALUE. Its frame is there already and keeps its own stack:
// locals are places of that array, loaded when first used and stored at the yield, so that a loop carries them in variables as it does attributes.
import { Op } from '../../frontend/opcodes.ts';
import { runNested } from '../../objspace/continuation.ts';
import { STOP } from '../../objspace/object.ts';
import { IterationFrame } from '../../objspace/step-frames.ts';
import { GeneratorPayload } from '../../objspace/types/generator.ts';
import type { Code } from '../code.ts';
import type { PyFrame } from '../frame.ts';
import { CREATED, DONE, RUNNING, SUSPENDED } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import type { PypySpace } from '../space.ts';
import { guardDone, quickCallee } from './direct-residuals.ts';
import type { Callee, Ins } from './ir.ts';
import {
  FRAME_BUILTINS,
  FRAME_CODE,
  FRAME_GLOBALS,
  FRAME_PC,
  FRAME_SP,
  FRAME_STACK,
  FRAME_STATE,
  frameStack,
  GENERATOR_BUSY,
  GENERATOR_FRAME,
  ofType,
  PAYLOAD,
  listPlaces,
} from './layout.ts';
import { generators, recordFunctions } from './recorder.ts';
import type { AbstractFrame, Recorder } from './recorder.ts';
import { define, known } from './record-values.ts';
import { guardNesting } from './residual.ts';

/** FOR_ITER over a generator: its body goes on. False: not to be followed. */
export function resumeGenerator(r: Recorder, value: Exclude<Raw, string | number>, sent?: Ins): boolean {
  const { space } = r;
  const payload = value.v as GeneratorPayload;
  const body = payload.frame as PyFrame;
  const { code, stateNumber } = body;
  if ((generators.ofManyTurns.get(code) ?? 0) > 1) return false;
  if (payload.isDelegateBusy || (stateNumber !== SUSPENDED && stateNumber !== CREATED)) return false;
  // Suspended in a handler, or a frame that something else has taken over.
  if (body.shared || body.base !== 0 || body.namespace !== null || body.handled!.value !== null) return false;
  if (r.frames.length > r.params.inline_depth || r.ins.length > r.params.inline_limit) return false;
  if (r.frames.some((frame) => frame.code === code)) return false;
  const generator = r.asClass(r.peek(sent === undefined ? 0 : 1), ofType(space.types.generator));
  const state = r.getfield(generator, PAYLOAD);
  r.guard(r.getfield(state, GENERATOR_BUSY), false);
  const frame = r.getfield(state, GENERATOR_FRAME);
  r.asConstant(r.getfield(frame, FRAME_CODE), code, 'p');
  r.asConstant(r.getfield(frame, FRAME_GLOBALS), body.globals, 'p');
  r.asConstant(r.getfield(frame, FRAME_BUILTINS), body.builtins, 'p');
  r.guardInt(r.getfield(frame, FRAME_STATE), stateNumber);
  r.guardInt(r.getfield(frame, FRAME_PC), body.pc);
  r.guardInt(r.getfield(frame, FRAME_SP), body.sp);
  r.emit('guard_depth', [], r.frames.length, undefined, r.snapshot());
  r.setfield(frame, FRAME_STATE, r.int(RUNNING));
  const entry = { how: 'generator', values: [frame], place: r.depth, base: 0 } as const;
  r.goOnIn(code, entry, body.sp, sent ?? known(unwrap(space.w_None)), body.pc);
  return true;
}

define(Op.SEND, (r, arg) => {
  const { space } = r;
  const [receiver, sent] = [r.value(1), r.value(0)];
  if (typeof receiver !== 'object' || sent !== unwrap(space.w_None))
    return r.abort('unsupported-value', 'something sent');
  if (receiver.type === space.types.generator && resumeGenerator(r, receiver, r.peek())) return;
  askNext(r, receiver, arg);
});
define(Op.END_SEND, (r) => {
  const value = r.peek();
  r.pop(2);
  r.push(value);
});
define(Op.GET_YIELD_FROM_ITER, (r, arg) => {
  const value = r.value();
  if (typeof value === 'object' && value.type === r.space.types.generator)
    return void r.asClass(r.peek(), ofType(value.type));
  recordFunctions[Op.GET_ITER]!(r, arg);
});

/** `yield from` what is not followed: its own `__next__`, nested. Whether there was an item shows when it has been executed. */
function askNext(r: Recorder, receiver: Exclude<Raw, string | number>, arg: number): void {
  const { space } = r;
  const { type } = receiver;
  const { iternext } = type.slots;
  if (type.isHeap || iternext === null) return r.abort('unsupported-value', `yield from a ${type.name}`);
  guardNesting(r);
  const callee = {
    name: `next of ${type.name}`,
    run: ((o: Raw) => {
      const w = runNested(space, () => iternext(space, wrap(o)));
      return w === STOP ? null : w;
    }) as Callee['run'],
    result: 'w',
    effect: 'any',
    raises: true,
  } satisfies Callee as Callee & { effect: Callee['effect'] };
  const object = r.asClass(r.peek(1), ofType(type));
  const item = r.call(callee, [object]);
  r.mayCallBack = callee;
  const takeResult = ((o: W_Object, found: Raw | null) =>
    found === null && o.v instanceof GeneratorPayload
      ? o.v.takeResult(space)
      : space.w_None) as Callee['run'];
  const result = r.emit(
    'call',
    [object, item],
    {
      name: 'result of generator',
      run: takeResult,
      result: 'w',
      effect: 'writes',
      isApart: true,
      raises: false,
    },
    'w',
  );
  const ended = r.snapshotAt(arg, 1, [result]);
  const next = r.snapshotAt(r.pc + 2, 1, [item]);
  r.postponed = (f) => {
    const more = f.pc === r.lastPc + 2;
    r.guard(r.emit('is_set', [item]), more, more ? ended : next);
    r.pop();
    r.push(more ? item : result);
    r.nextPc = f.pc;
  };
}

/** A slot of a generator's frame that the trace has not touched. */
generators.load = (r: Recorder, frame: AbstractFrame, i: number): void => {
  const stack = r.getfield(frame.entry!.values[0], FRAME_STACK);
  frame.refs[i] = r.getitem(stack, r.int(i), frameStack);
};

/** The handler of the whole body only turns a StopIteration into a RuntimeError; any other makes the collector watch the generator. */
function isPlainYield(code: Code, pc: number): boolean {
  let handler = code.handlerOf(pc);
  // That of `yield from` speaks for the inner generator alone.
  while (handler !== null && code.original[handler.target] === Op.CLEANUP_THROW)
    handler = code.handlerOf(handler.target);
  return handler === null || code.original[handler.target] === Op.CALL_INTRINSIC_1;
}

/** The body on top, with so many slots in use, is suspended behind the yield at `pc`. */
function suspend(r: Recorder, pc: number, depth: number): void {
  const { top } = r;
  const [frame] = top.entry!.values;
  const stack = r.getfield(frame, FRAME_STACK);
  for (let i = 0; i < depth; i++) {
    const ref = top.refs[i];
    if (ref !== undefined) r.setitem(stack, r.int(i), ref, frameStack);
  }
  r.setfield(frame, FRAME_PC, r.int(pc + 2));
  r.setfield(frame, FRAME_SP, r.int(depth));
  r.setfield(frame, FRAME_STATE, r.int(SUSPENDED));
  r.frames.pop();
}

/** Hands an item over to the builtin that runs the generator whose frame is on top; false, and nothing done: there is none, or it may do more with the item. */
const handOver = (space: PypySpace) => (value: Raw) => {
  const { back, w_generator } = space.top as PyFrame;
  if (!(back instanceof IterationFrame) || !back.waitsFor(w_generator)) return false;
  const w_item = wrap(value);
  if (!back.canTake(space, w_item)) return false;
  back.handOver(space, w_item);
  return true;
};

/** A loop of a generator that a builtin runs: `sum` of it, say, where that is no loop of the program's. The builtin gets its items on the way. */
function yieldToBuiltin(r: Recorder): boolean {
  const { space, f } = r;
  const { back } = f;
  if (!r.isInLoopFrame || r.loop.parameters !== null || !f.code.isGenerator || space.top !== f) return false;
  if (!(back instanceof IterationFrame) || !back.waitsFor(f.w_generator)) return false;
  if (!isPlainYield(f.code, r.pc) || !back.canTake(space, wrap(r.value()))) return false;
  const callee: Callee = {
    ...quickCallee(space, 'hand over', () => handOver(space) as Callee['run'], 'b', { effect: 'writes' }),
    writes: listPlaces,
  };
  guardDone(r, r.emit('call', [r.boxed(r.peek())], callee, 'b'));
  r.pop();
  r.push(known(unwrap(space.w_None)));
  return true;
}

define(Op.YIELD_VALUE, (r) => {
  const { entry } = r.top;
  if (entry?.how !== 'generator')
    return yieldToBuiltin(r) ? undefined : r.abort('opcode-not-recorded', 'YIELD_VALUE');
  if (!isPlainYield(r.f.code, r.pc)) return r.abort('frame-kind', 'a yield within a try');
  const value = r.peek();
  suspend(r, r.pc, r.depth - 1);
  // SEND puts it in the place of what was sent.
  if (isSend(r.top)) r.pop();
  r.push(value);
  r.nextPc = r.top.pc;
});

/** A yield whose body goes on at `target` when it is resumed, with nothing happening on the way; -1: there is none. */
function yieldBefore(code: Code, target: number): number {
  const { original } = code;
  for (let pc = 0; pc + 7 < original.length; pc += 2) {
    if (original[pc] !== Op.YIELD_VALUE || original[pc + 2] !== Op.RESUME) continue;
    if (original[pc + 4] !== Op.POP_TOP || original[pc + 6] !== Op.JUMP_BACKWARD) continue;
    if (original[pc + 7] === target && isPlainYield(code, pc)) return pc;
  }
  return -1;
}

/**
 * A body's loop comes round without having yielded. Where resuming the body would lead to that very place, it is as if it had been suspended there and its
 * caller asked anew: the caller's loop has come round.
 */
generators.comeRound = (r: Recorder, target: number): boolean => {
  const { frames, loop } = r;
  // The jump of the resumed body itself.
  if (r.f.code.original[r.pc - 6] === Op.YIELD_VALUE) return false;
  const yields: number[] = [];
  for (let i = frames.length - 1; i > 0; i--) {
    const { code, entry, pc } = frames[i];
    if (entry?.how !== 'generator') return false;
    const at = yieldBefore(code, i === frames.length - 1 ? target : pc - 2);
    if (at < 0) return false;
    yields.push(at);
  }
  const { code, pc, origin, refs } = frames[0];
  if (code.original[pc - 2] !== Op.FOR_ITER || origin === null) return false;
  const isOwn = loop.parameters === null && pc - 2 === loop.pc;
  if (!isOwn && r.mustComeRound) return false;
  const unit = isOwn ? null : r.units.loopUnit(code, pc - 2, origin.globals, refs.length);
  if (!isOwn && unit === null) return false;
  for (const at of yields) suspend(r, at, r.depth);
  const snap = r.snapshotAt(pc - 2, 0);
  r.end = isOwn ? { kind: 'loop', snap } : { kind: 'tail', snap, target: unit! };
  return true;
};
const isSend = ({ code, pc }: AbstractFrame): boolean => code.original[pc - 2] === Op.SEND;

/** The body has ended: so does the loop over it. */
generators.end = (r: Recorder): void => {
  const result = r.peek();
  const [frame] = r.top.entry!.values;
  r.setfield(frame, FRAME_STATE, r.int(DONE));
  r.frames.pop();
  const { code, pc } = r.top;
  const target = code.original[pc - 1];
  if (isSend(r.top)) {
    r.pop();
    r.push(result);
    r.nextPc = target;
  } else r.nextPc = target + 2;
};
