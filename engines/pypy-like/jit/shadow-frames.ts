// Frame objects in tracebacks for frames that compiled code has not made (record-exceptions.ts): of those that are over, with their locals; of one that goes
// on, a shadow, which becomes the frame's own object where the trace is left (resume.ts).
import { exceptionOf } from '../../objspace/types/exceptions.ts';
import { FramePayload } from '../../objspace/types/frame.ts';
import type { Frame } from '../../objspace/continuation.ts';
import type { W } from '../../objspace/object.ts';
import { tracebackOf } from '../../objspace/types/traceback.ts';
import type { TracebackPayload } from '../../objspace/types/traceback.ts';
import type { Code } from '../code.ts';
import { DONE, PyFrame } from '../frame.ts';
import { unwrap } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import type { PypySpace } from '../space.ts';

/** What the frame object of a traced frame shows of it, locals excepted. */
export interface FrameOrigin {
  readonly code: Code;
  readonly func: W_Object;
  readonly globals: W_Object;
  readonly builtins: W_Object;
}

/** A frame object as `origin` says, with these locals, at that instruction. */
export function frameObject(
  space: PypySpace,
  origin: FrameOrigin,
  at: number,
  locals: (Raw | null)[],
): W_Object {
  const { code, func, globals, builtins } = origin;
  const frame = new PyFrame(code, func, globals, builtins, locals, 0, 0, 0, false);
  frame.shared = false;
  frame.stateNumber = DONE;
  frame.pc = at + 2;
  const w_frame = space.newobj(space.types.frame, new FramePayload(frame));
  frame.w_frame = w_frame;
  return unwrap(w_frame) as W_Object;
}
export const frameIn = (space: PypySpace, w_frame: W): PyFrame =>
  (space.data(w_frame) as FramePayload).frame as PyFrame;

/** The interpreter has made the frame for which `entry` of a traceback has a shadow. */
export function connectShadow(space: PypySpace, entry: TracebackPayload, frame: PyFrame): void {
  const w_shadow = entry.w_frame;
  const payload = space.data(w_shadow) as { -readonly [K in keyof FramePayload]: FramePayload[K] };
  payload.frame = frame;
  frame.w_frame ??= w_shadow;
  if (frame.w_frame === w_shadow) return;
  // It had an object already, which the frame that was called from it is to name as well.
  entry.w_frame = frame.w_frame;
  if (entry.w_next === null) return;
  const inner = space.data(tracebackOf(space, entry.w_next).w_frame) as FramePayload;
  if (inner.w_back === w_shadow) inner.w_back = frame.w_frame;
}

/** The exception has passed a frame that `caller` called: if compiled code left that one, it does not know by whom it was called. */
export function nameCaller(space: PypySpace, w_exception: W, caller: Frame | null): void {
  const { w_traceback } = exceptionOf(space, w_exception);
  if (w_traceback === null || !(caller instanceof PyFrame)) return;
  const payload = space.data(tracebackOf(space, w_traceback).w_frame) as FramePayload;
  if (payload.frame.state === 'done') payload.w_back ??= space.frameobject(caller);
}
