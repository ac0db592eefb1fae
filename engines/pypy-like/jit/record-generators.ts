// @inline-constants-from ../../frontend/opcodes.ts Op
// Generators that a traced loop runs: the body is followed from where it stands to its next YIELD_VALUE. Its frame is there already and keeps its own stack:
// locals are places of that array, loaded when first used and stored at the yield, so that a loop carries them in variables as it does attributes.
import { Op } from '../../frontend/opcodes.ts';
import type { GeneratorPayload } from '../../objspace/types/generator.ts';
import type { PyFrame } from '../frame.ts';
import { CREATED, DONE, RUNNING, SUSPENDED } from '../frame.ts';
import { unwrap } from '../object.ts';
import type { Raw } from '../object.ts';
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
} from './layout.ts';
import { generators } from './recorder.ts';
import type { AbstractFrame, Recorder } from './recorder.ts';
import { define, known } from './record-values.ts';

/** FOR_ITER over a generator: its body goes on. False: not to be followed. */
export function resumeGenerator(r: Recorder, value: Exclude<Raw, string | number>): boolean {
  const { space } = r;
  const payload = value.v as GeneratorPayload;
  const body = payload.frame as PyFrame;
  const { code, stateNumber } = body;
  if (payload.isDelegateBusy || (stateNumber !== SUSPENDED && stateNumber !== CREATED)) return false;
  // Suspended in a handler, or a frame that something else has taken over.
  if (body.shared || body.base !== 0 || body.namespace !== null || body.handled!.value !== null) return false;
  if (r.frames.length > r.params.inline_depth || r.ins.length > r.params.inline_limit) return false;
  if (r.frames.some((frame) => frame.code === code)) return false;
  const generator = r.asClass(r.peek(), ofType(space.types.generator));
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
  r.goOnIn(code, entry, body.sp, known(unwrap(space.w_None)), body.pc);
  return true;
}

/** A slot of a generator's frame that the trace has not touched. */
generators.load = (r: Recorder, frame: AbstractFrame, i: number): void => {
  const stack = r.getfield(frame.entry!.values[0], FRAME_STACK);
  frame.refs[i] = r.getitem(stack, r.int(i), frameStack);
};

/** The handler of the whole body only turns a StopIteration into a RuntimeError; any other makes the collector watch the generator. */
function isPlainYield(r: Recorder): boolean {
  const { code } = r.f;
  const handler = code.handlerOf(r.pc);
  return handler === null || code.original[handler.target] === Op.CALL_INTRINSIC_1;
}

define(Op.YIELD_VALUE, (r) => {
  const { top } = r;
  const { entry } = top;
  if (entry?.how !== 'generator') return r.abort('opcode-not-recorded', 'YIELD_VALUE');
  if (!isPlainYield(r)) return r.abort('frame-kind', 'a yield within a try');
  const value = r.peek();
  const [frame] = entry.values;
  const depth = r.depth - 1;
  const stack = r.getfield(frame, FRAME_STACK);
  for (let i = 0; i < depth; i++) {
    const ref = top.refs[i];
    if (ref !== undefined) r.setitem(stack, r.int(i), ref, frameStack);
  }
  r.setfield(frame, FRAME_PC, r.int(r.pc + 2));
  r.setfield(frame, FRAME_SP, r.int(depth));
  r.setfield(frame, FRAME_STATE, r.int(SUSPENDED));
  r.frames.pop();
  r.push(value);
  r.nextPc = r.top.pc;
});

/** The body has ended: so does the loop over it. */
generators.end = (r: Recorder): void => {
  const [frame] = r.top.entry!.values;
  r.setfield(frame, FRAME_STATE, r.int(DONE));
  r.frames.pop();
  const { code, pc } = r.top;
  r.nextPc = code.original[pc - 1] + 2;
};
