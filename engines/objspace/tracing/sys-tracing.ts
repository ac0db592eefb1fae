// `sys.settrace` and `sys.setprofile`: two tools of the monitor whose callbacks call a thread's function with frame, event and argument. Models CPython's
// Python/legacy_tracing.c and the trampolines of Python/sysmodule.c.
import { callNested } from '../descroperation.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { ThreadState } from '../threads/thread.ts';
import { exceptionOf } from '../types/exceptions.ts';
import type { FramePayload } from '../types/frame.ts';
import { instructionLines, instrumentRunning } from './instrument.ts';
import { bitOf, monitorOf, PROFILE_TOOL, TRACE_TOOL } from './monitor.ts';
import type { EventName, HostCallback, TracedFrame } from './monitor.ts';

type Hook = 'w_trace' | 'w_profile';
interface Hooks {
  w_trace: W | null;
  w_profile: W | null;
}

const hooksOfSpace = new WeakMap<Space, Map<ThreadState, Hooks>>();

function hooksOf(space: Space): Map<ThreadState, Hooks> {
  let all = hooksOfSpace.get(space);
  if (all === undefined) {
    const made = (all = new Map<ThreadState, Hooks>());
    hooksOfSpace.set(space, made);
    space.roots.push((visit) => {
      for (const { w_trace, w_profile } of made.values()) {
        if (w_trace !== null) visit(w_trace);
        if (w_profile !== null) visit(w_profile);
      }
    });
    space.atFinish.push(() => {
      for (const thread of [...made.keys()]) {
        setHook(space, 'w_trace', null, thread);
        setHook(space, 'w_profile', null, thread);
      }
    });
  }
  return all;
}

export const getHook = (space: Space, hook: Hook): W | null =>
  hooksOf(space).get(space.thread)?.[hook] ?? null;

export function setHook(space: Space, hook: Hook, w_function: W | null, thread = space.thread): void {
  const all = hooksOf(space);
  const hooks = all.get(thread) ?? { w_trace: null, w_profile: null };
  const w_old = hooks[hook];
  hooks[hook] = w_function === null ? null : space.own(w_function);
  if (w_old !== null) space.drop(w_old);
  if (hooks.w_trace === null && hooks.w_profile === null) all.delete(thread);
  else all.set(thread, hooks);
  const monitor = monitorOf(space);
  const tool = monitor.tools[hook === 'w_trace' ? TRACE_TOOL : PROFILE_TOOL];
  const callbacks = hook === 'w_trace' ? TRACE : PROFILE;
  tool.events = 0;
  tool.hostCallbacks.clear();
  if ([...all.values()].some((one) => one[hook] !== null)) {
    for (const [name, callback] of Object.entries(callbacks)) {
      const event = bitOf(name as EventName);
      tool.events |= event;
      tool.hostCallbacks.set(event, callback);
    }
  }
  monitor.update(space);
  if (w_function !== null) instrumentRunning(space);
}

/** Of every thread that there is now. */
export function setHookOfAll(space: Space, hook: Hook, w_function: W | null): void {
  for (const thread of [...space.scheduler.alive]) setHook(space, hook, w_function, thread);
}

/** Calls it; a function that fails is not called again. */
function callHook(space: Space, frame: TracedFrame, hook: Hook, w_function: W, what: string, w_arg: W): W {
  try {
    return callNested(space, w_function, [space.frameobject(frame), space.newstr(what), w_arg]);
  } catch (e) {
    setHook(space, hook, null);
    if (hook === 'w_trace' && frame.w_frame !== null) setFrameTrace(space, frame, null);
    throw e;
  }
}

function setFrameTrace(space: Space, frame: TracedFrame, w_function: W | null): void {
  const payload = space.data(space.frameobject(frame)) as FramePayload;
  if (w_function !== null) frame.keepObject();
  const w_old = payload.w_trace;
  payload.w_trace = w_function === null ? null : space.own(w_function);
  if (w_old !== null) space.drop(w_old);
}

/** A new frame is for the thread's function, anything else for what that answered. */
function trace(space: Space, frame: TracedFrame, what: string, w_arg: W): void {
  const w_thread = getHook(space, 'w_trace');
  if (w_thread === null) return;
  let w_function: W | null = w_thread;
  if (what !== 'call') {
    if (frame.w_frame === null) return;
    w_function = (space.data(frame.w_frame) as FramePayload).w_trace;
    if (w_function === null) return;
  }
  const w_answer = callHook(space, frame, 'w_trace', w_function, what, w_arg);
  if (!space.is(w_answer, space.w_None)) setFrameTrace(space, frame, w_answer);
}

function profile(space: Space, frame: TracedFrame, what: string, w_arg: W): void {
  const w_function = getHook(space, 'w_profile');
  if (w_function !== null) callHook(space, frame, 'w_profile', w_function, what, w_arg);
}

const payloadOf = (space: Space, frame: TracedFrame): FramePayload | null =>
  frame.w_frame === null ? null : (space.data(frame.w_frame) as FramePayload);

const traced =
  (what: string, withArgument: boolean): HostCallback =>
  (space, frame, rest_w) =>
    trace(space, frame, what, withArgument ? rest_w[0] : space.w_None);

const profiled =
  (what: string, withArgument: boolean): HostCallback =>
  (space, frame, rest_w) =>
    profile(space, frame, what, withArgument ? rest_w[0] : space.w_None);

function traceLine(space: Space, frame: TracedFrame): void {
  if (payloadOf(space, frame)?.traceLines === true) trace(space, frame, 'line', space.w_None);
}

const raised: HostCallback = (space, frame, [w_value]) => {
  const { w_traceback } = exceptionOf(space, w_value);
  const type = space.type(w_value);
  trace(space, frame, 'exception', space.newtuple([type.w_self, w_value, w_traceback ?? space.w_None]));
};

/** Functions of C alone: a builtin, or a method descriptor bound to what it was called with. */
const called =
  (what: string): HostCallback =>
  (space, frame, [w_callable, w_first]) => {
    const type = space.type(w_callable);
    let w_shown = w_callable;
    if (type === space.types.method_descriptor) {
      if (w_first === undefined || space.is(w_first, monitorOf(space).w_missing)) return;
      w_shown = type.slots.descrGet!(space, w_callable, w_first, space.type(w_first).w_self);
    } else if (type !== space.types.builtin_function_or_method) return;
    profile(space, frame, what, w_shown);
  };

const TRACE: Partial<Record<EventName, HostCallback>> = {
  PY_START: traced('call', false),
  PY_RESUME: traced('call', false),
  PY_THROW: traced('call', false),
  PY_RETURN: traced('return', true),
  PY_YIELD: traced('return', true),
  PY_UNWIND: traced('return', false),
  LINE: traceLine,
  // A loop on one line begins that line anew at each turn.
  JUMP: (space, frame) => {
    const at = frame.pc - 2;
    const target = frame.code.original[at + 1];
    const lines = instructionLines(frame.code);
    if (target <= at && lines[target / 2] === lines[at / 2]) traceLine(space, frame);
  },
  INSTRUCTION: (space, frame) => {
    if (payloadOf(space, frame)?.traceOpcodes === true) trace(space, frame, 'opcode', space.w_None);
  },
  RAISE: raised,
  STOP_ITERATION: raised,
};

const PROFILE: Partial<Record<EventName, HostCallback>> = {
  PY_START: profiled('call', false),
  PY_RESUME: profiled('call', false),
  PY_THROW: profiled('call', false),
  PY_RETURN: profiled('return', true),
  PY_YIELD: profiled('return', true),
  PY_UNWIND: profiled('return', false),
  CALL: called('c_call'),
  C_RETURN: called('c_return'),
  C_RAISE: called('c_exception'),
};
