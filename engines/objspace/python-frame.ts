// What shared code may know of an engine's Python frame: enough for frame objects, tracebacks, generators, `sys._getframe`, `super()`.
// Storage of locals and operands is the engine's. Models the accessors of CPython's Include/cpython/pyframe.h and genobject.h.
import { Frame } from './continuation.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';
import type { GeneratorPayload } from './types/generator.ts';

/** As `inspect.getgeneratorstate` tells them; a plain frame is `running` from its call on. */
export type FrameState = 'created' | 'running' | 'suspended' | 'done';

export abstract class PythonFrame extends Frame {
  /** The frame object (types/frame.ts), once something asked for it; borrowed, its deallocation sets null. Made by `space.frameobject`. */
  w_frame: W | null = null;
  /** The generator, coroutine or async generator whose body this is; borrowed, it owns the frame. */
  w_generator: W | null = null;

  abstract get state(): FrameState;
  abstract get w_code(): W;
  abstract get w_globals(): W;
  abstract get w_builtins(): W;
  /** Byte offset of the instruction that runs or is suspended; -1 before the first. */
  abstract get lasti(): number;
  /** Its line; null where CPython says None. */
  abstract get lineno(): number | null;
  /** `f_locals`: the namespace of a module or class body (borrowed), else a new dict of the present values. */
  abstract locals(): W;
  /** Writes one local back, as `f_locals` of a function does; false: no such variable. */
  abstract setlocal(name: string, w_value: W): boolean;
  /** `gi_yieldfrom`, `cr_await`: what a suspended body delegates to; borrowed. */
  abstract yieldFrom(): W | null;
  /** The engine's own, in the place of a builtin: nobody gets to see it. */
  get isHidden(): boolean {
    return false;
  }
  /** Next Python frame below, for `f_back`; null at the bottom, and for a suspended generator. */
  abstract caller(): PythonFrame | null;
  /** The frame object has state of its own: it lives as long as the frame, in engines where nothing else holds it. */
  keepObject(): void {}
  /** Gives every local and operand back (`frame.clear`, a generator that is closed before its start, deallocation). */
  abstract clear(): void;
  /** The generator whose body this is has died. */
  leaveGenerator(_generator: GeneratorPayload): void {
    this.w_generator = null;
  }
  /** Suspended where nothing but the end of its body would see GeneratorExit: to close it is to clear it. */
  get closesAtOnce(): boolean {
    return false;
  }
  /** References owned by a frame that is not on the explicit stack (suspended, or finished and kept by its frame object). */
  abstract traverse(visit: (w: W) => void): void;
}

/**
 * Stands on the stack for a suspended body while `throw` or `close` runs what it delegates to: `sys._getframe` and `f_back` see the body
 * there, as CPython links its frame for that time. Made by `delegating`.
 */
export class DelegatingFrame extends Frame {
  readonly body: PythonFrame;
  constructor(body: PythonFrame) {
    super();
    this.body = body;
  }
  resume(space: Space, w_value: W | undefined): W {
    space.top = this.back;
    return w_value!;
  }
}

/** Puts `body` in sight for what is going to run; the caller takes it off by `end` when that has answered or failed at once. */
export function delegating(space: Space, body: PythonFrame): DelegatingFrame {
  const frame = new DelegatingFrame(body);
  body.back = frame.back = space.top;
  space.top = frame;
  return frame;
}

/** The Python frame at `frame` or below it. */
export function nextPythonFrame(frame: Frame | null): PythonFrame | null {
  for (let f = frame; f !== null; f = f.back) {
    if (f instanceof PythonFrame && !f.isHidden) return f;
    if (f instanceof DelegatingFrame) return f.body;
  }
  return null;
}
