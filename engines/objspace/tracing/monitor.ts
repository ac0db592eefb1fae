// Who wants to know of what a program does: tools, their events, their callbacks. Models the interpreter's side of CPython's Python/instrumentation.c
// (PEP 669): six tools of programs, two more of which `sys.setprofile` and `sys.settrace` are made (legacy_tracing.c). Where events come
// from is instrument.ts.
import type { OperationError } from '../error.ts';
import { call } from '../descroperation.ts';
import { runNested } from '../continuation.ts';
import type { W } from '../object.ts';
import type { PreparedCode } from '../prepared-code.ts';
import type { PythonFrame } from '../python-frame.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ThreadState } from '../threads/thread.ts';

/** An event's bit is two to the power of its place; from RAISE to RERAISE for all code only. */
export const EVENTS = [
  'PY_START',
  'PY_RESUME',
  'PY_RETURN',
  'PY_YIELD',
  'CALL',
  'LINE',
  'INSTRUCTION',
  'JUMP',
  'BRANCH_LEFT',
  'BRANCH_RIGHT',
  'STOP_ITERATION',
  'RAISE',
  'EXCEPTION_HANDLED',
  'PY_UNWIND',
  'PY_THROW',
  'RERAISE',
  'C_RETURN',
  'C_RAISE',
  'BRANCH',
] as const;
export type EventName = (typeof EVENTS)[number];
export const bitOf = (name: EventName): number => 1 << EVENTS.indexOf(name);

/** Events of a place in the code: a callback may switch them off there. */
export const LOCAL_EVENTS = (1 << 11) - 1;
/** Tools that programs may take; behind them those of setprofile and settrace. */
export const TOOLS = 6;
export const PROFILE_TOOL = 6;
export const TRACE_TOOL = 7;

/** Stays set in the shared word while anybody listens, so that eval loops ask `serveTracing` at their checks. */
export const TRACING = 1 << 17;

/** A frame as both engines lay it out, to see operands. */
export interface TracedFrame extends PythonFrame {
  readonly code: PreparedCode<unknown>;
  pc: number;
  sp: number;
  /** First local. */
  readonly base: number;
  readonly stack: unknown[];
  /** Takes the topmost operand off as POP_EXCEPT does: the exception handled before it is handled again. */
  leaveHandler(): void;
}

/** Gets what a program's callback gets behind code and place. */
export type HostCallback = (space: Space, frame: TracedFrame, rest_w: readonly W[]) => void;

export class Tool {
  w_name: W | null = null;
  events = 0;
  readonly callbacks = new Map<number, W>();
  readonly hostCallbacks = new Map<number, HostCallback>();
  local = new WeakMap<object, number>();
  hasLocal = false;
  /** `code → event → offsets` where DISABLE was answered. */
  disabled = new WeakMap<object, Map<number, Set<number>>>();
}

export class Monitor {
  readonly tools: readonly Tool[] = Array.from({ length: TOOLS + 2 }, () => new Tool());
  /** Some tool wants some event. */
  isOn = false;
  /** Gets every instruction before it runs: the engine's own, no program sees it. Set by `watchInstructions`. */
  atInstruction: ((frame: TracedFrame, at: number) => void) | null = null;
  /** The engine's own: a code object that is to be traced must not run compiled. */
  forgetCompiled: ((code: PreparedCode<unknown>) => void) | null = null;
  w_disable!: W;
  w_missing!: W;
  /** What a callback is told of just now; 0: none is. */
  event = 0;
  /** Threads that run a callback: nothing in it is told of. */
  private readonly busy = new WeakMap<ThreadState, number>();

  isBusy(space: Space): boolean {
    return (this.busy.get(space.thread) ?? 0) > 0;
  }
  /** Runs what is not to be traced, or what is although a callback runs (`sys.call_tracing`). */
  within<T>(space: Space, change: 1 | 'free', run: () => T): T {
    const { thread } = space;
    const depth = this.busy.get(thread) ?? 0;
    this.busy.set(thread, change === 'free' ? 0 : depth + 1);
    try {
      return run();
    } finally {
      this.busy.set(thread, depth);
    }
  }

  /** Code is to be instrumented. */
  get isAwake(): boolean {
    return this.isOn || this.atInstruction !== null;
  }
  /** After any change of what is wanted. */
  update(space: Space): void {
    this.isOn = this.tools.some((tool) => tool.events !== 0 || tool.hasLocal);
    const { shared } = space.scheduler;
    if (this.isAwake) Atomics.or(shared, 0, TRACING);
    else Atomics.and(shared, 0, ~TRACING);
  }

  wants(event: number, code: PreparedCode<unknown>): boolean {
    return this.tools.some((tool) => ((tool.events | (tool.local.get(code.source) ?? 0)) & event) !== 0);
  }

  /** Tells every tool that listens: those of programs get the code, `place` and `rest_w`; settrace and setprofile the frame and the last of these. */
  fire(space: Space, frame: TracedFrame, event: number, at: number, w_place: W, rest_w: readonly W[]): void {
    if (this.isBusy(space)) return;
    const { event: outer } = this;
    try {
      this.event = event;
      this.tell(space, frame, event, at, w_place, rest_w);
    } finally {
      this.event = outer;
    }
  }

  private tell(
    space: Space,
    frame: TracedFrame,
    event: number,
    at: number,
    w_place: W,
    rest_w: readonly W[],
  ): void {
    const { code } = frame;
    for (let id = 0; id < this.tools.length; id++) {
      const tool = this.tools[id];
      if (((tool.events | (tool.local.get(code.source) ?? 0)) & event) === 0) continue;
      const host = tool.hostCallbacks.get(event);
      if (host !== undefined) {
        this.within(space, 1, () => host(space, frame, rest_w));
        continue;
      }
      const w_callback = tool.callbacks.get(event);
      if (w_callback === undefined || tool.disabled.get(code.source)?.get(event)?.has(at)) continue;
      const args_w = [code.w_code, w_place, ...rest_w];
      const w_answer = this.within(space, 1, () => runNested(space, () => call(space, w_callback, args_w)));
      if (space.is(w_answer, this.w_disable)) this.disable(space, tool, code, event, at);
    }
  }

  private disable(space: Space, tool: Tool, code: PreparedCode<unknown>, event: number, at: number): void {
    if ((event & LOCAL_EVENTS) === 0 && (event & (bitOf('C_RETURN') | bitOf('C_RAISE'))) === 0) {
      const w_old = tool.callbacks.get(event);
      tool.callbacks.delete(event);
      if (w_old !== undefined) space.drop(w_old);
      throw cannotDisable(space, event);
    }
    let places = tool.disabled.get(code.source);
    if (places === undefined) tool.disabled.set(code.source, (places = new Map()));
    let offsets = places.get(event);
    if (offsets === undefined) places.set(event, (offsets = new Set()));
    offsets.add(at);
  }
}

function cannotDisable(space: Space, event: number): OperationError {
  const name = EVENTS[31 - Math.clz32(event)];
  return raise(space, 'ValueError', `Cannot disable ${name} events. Callback removed.`);
}

const monitors = new WeakMap<Space, Monitor>();

export function monitorOf(space: Space): Monitor {
  let monitor = monitors.get(space);
  if (monitor === undefined) {
    const made = (monitor = new Monitor());
    monitors.set(space, made);
    space.atFinish.push(() => {
      for (const tool of made.tools) forgetTool(space, tool);
      made.update(space);
    });
    space.roots.push((visit) => {
      for (const { w_name, callbacks } of made.tools) {
        if (w_name !== null) visit(w_name);
        callbacks.forEach(visit);
      }
    });
  }
  return monitor;
}

export function clearTool(space: Space, tool: Tool): void {
  tool.events = 0;
  tool.local = new WeakMap();
  tool.hasLocal = false;
  tool.disabled = new WeakMap();
  for (const w of tool.callbacks.values()) space.drop(w);
  tool.callbacks.clear();
  tool.hostCallbacks.clear();
}

export function forgetTool(space: Space, tool: Tool): void {
  clearTool(space, tool);
  if (tool.w_name !== null) space.drop(tool.w_name);
  tool.w_name = null;
}
