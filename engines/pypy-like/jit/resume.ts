// Leaving a trace: makes the interpreter's frames what they would be, from an exit's snapshot and the values that the compiled code left.
// Objects that were never made are made here, stores that were put off are done. Models rpython/jit/metainterp/resume.py (ResumeDataReader).
import type { FunctionPayload } from '../../objspace/types/function.ts';
import type { TracebackPayload } from '../../objspace/types/traceback.ts';
import type { Code } from '../code.ts';
import { frameFor, RUNNING } from '../frame.ts';
import type { PyFrame } from '../frame.ts';
import type { Raw } from '../object.ts';
import { NO_SLOTS, W_Float, W_Object } from '../object.ts';
import { DROPPED } from '../operator-methods.ts';
import { PendingOperator } from '../pending-operator.ts';
import { AS_IS, BOOL, EMPTY, FLOAT, formIn, KEPT, planOf } from './exit-plan.ts';
import type { ExitPlan } from './exit-plan.ts';
import { connectShadow } from './shadow-frames.ts';
import type { FrameEntry } from './snapshot.ts';
import type { PypySpace } from '../space.ts';
import type { Exit } from './emit-js.ts';
import type { Left } from './compiled-unit.ts';
import type { ArrayKind, Field, HostClass, Ins } from './ir.ts';

/** Makes the frames of units that were left, from the outermost one, whose frame is `f`; answers the topmost. */
export function makeFrames(space: PypySpace, f: PyFrame, units: readonly Left[]): PyFrame {
  let frame = f;
  let instance: W_Object | null = null;
  for (let i = units.length - 1; i >= 0; i--) {
    const { unit, exit, values, func, scratch, isEntry } = units[i];
    if (i < units.length - 1) {
      frame = pushFrame(space, frame, unit.code, func!, frame.sp - frame.base, -1);
      frame.instance = instance;
    }
    if (scratch !== null) {
      scratch.forEach((value, at) => (frame.stack[frame.base + at] = value as Raw | null));
    }
    const [header] = unit.header.frames;
    if (exit === null || isEntry) {
      frame.pc = header.pc;
      frame.sp = frame.base + header.depth;
    } else {
      ({ frame, instance } = leaveTrace(space, frame, exit, values));
      continue;
    }
    instance = null;
  }
  return frame;
}

/** Puts the frames of `exit` on top of the unit's frame `f`; answers the topmost. */
function leaveTrace(
  space: PypySpace,
  f: PyFrame,
  exit: Exit,
  values: readonly unknown[],
): { frame: PyFrame; instance: W_Object | null } {
  const plan = (exit.plan ??= planOf(exit));
  if (plan !== null) return follow(space, f, exit, plan, values);
  const { snap, places } = exit;
  const made = new Map<Ins, unknown>();

  /** The value as the operation has it. */
  const raw = (ins: Ins): unknown => {
    if (ins.op === 'const') return ins.aux;
    if (made.has(ins)) return made.get(ins);
    const content = snap.virtuals.get(ins);
    if (content === undefined) return values[places.get(ins)!];
    if (content.op === 'newarray') {
      const array: unknown[] = [];
      made.set(ins, array);
      for (const item of content.fields) array.push(held(item, (content.aux as ArrayKind).kind));
      return array;
    }
    const { construct, fields } = content.aux as HostClass;
    // An object may contain itself: fields that are not known yet are set afterwards.
    const object = new (construct as unknown as new (...args: unknown[]) => Record<string, unknown>)(
      ...fields.map((field, i) => (isPlain(content.fields[i]) ? held(content.fields[i], field.kind) : null)),
    );
    made.set(ins, object);
    fields.forEach((field, i) => {
      if (!isPlain(content.fields[i])) object[field.property] = held(content.fields[i], field.kind);
    });
    return object;
  };
  const isPlain = (ins: Ins): boolean => ins.op === 'const' || !snap.virtuals.has(ins);
  /** As a place of that kind holds it. */
  const held = (ins: Ins, kind: string): unknown => {
    const value = raw(ins);
    if (kind !== 'w' && kind !== 'p') return value;
    if (ins.kind === 'f') return new W_Float(space.types.float, value as number);
    if (ins.kind === 'b') return value === true ? space.w_True : space.w_False;
    return value;
  };

  for (const { base, place, index, value } of snap.pending) {
    const target = raw(base) as Record<string | number, unknown>;
    const at = index === null ? (place as Field).property : (raw(index) as number);
    target[at] = held(value, place.kind);
  }
  const instanceFor = (entry: FrameEntry): W_Object | null =>
    instanceOf(space, entry, (i) => held(entry.values[i], 'w') as Raw);
  let frame = f;
  for (const { code, pc, entry, depth, slots, shadows } of snap.frames) {
    if (entry !== null) {
      const instance = instanceFor(entry);
      if (entry.how === 'generator') frame = pushBody(space, frame, raw(entry.values[0]) as PyFrame);
      else {
        const func = raw(entry.values[0]) as W_Object;
        frame = pushFrame(space, frame, code as Code, func, entry.place, entry.base);
      }
      frame.instance = instance;
    }
    frame.pc = pc;
    const { stack, base } = frame;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i];
      if (slot !== null) stack[base + i] = held(slot, 'w') as Raw | null;
      else if (entry !== null && entry.how !== 'generator') stack[base + i] = null;
    }
    frame.sp = base + depth;
    for (const shadow of shadows) connectShadow(space, raw(shadow) as TracebackPayload, frame);
  }
  return { frame, instance: snap.awaits === null ? null : instanceFor(snap.awaits) };
}

/** What the frame of a call has as its `instance`; `valueAt` answers what its entry names. */
function instanceOf(
  space: PypySpace,
  { how, operator }: FrameEntry,
  valueAt: (i: number) => Raw,
): W_Object | null {
  if (how === 'call' || how === 'generator') return null;
  if (how === 'dropped') return DROPPED;
  if (how === 'init') return valueAt(1) as W_Object;
  const pending = new PendingOperator(operator!, valueAt(1), valueAt(2));
  return new W_Object(space.types.object, pending, null, NO_SLOTS, 0);
}

/** `leaveTrace` where nothing is to be made. */
function follow(
  space: PypySpace,
  f: PyFrame,
  { snap }: Exit,
  { constants, frames, stores, awaited }: ExitPlan,
  values: readonly unknown[],
): { frame: PyFrame; instance: W_Object | null } {
  const valueAt = (source: number, form: number): unknown => {
    const value = source >= 0 ? values[source] : constants[~source];
    if (form === FLOAT) return new W_Float(space.types.float, value as number);
    if (form === BOOL) return value === true ? space.w_True : space.w_False;
    return value;
  };
  for (let i = 0; i < stores.length; i++) {
    const { base, property, index, value, form } = stores[i];
    const target = valueAt(base, AS_IS) as Record<string | number, unknown>;
    if (index === null) target[property] = valueAt(value, form);
    else target[valueAt(index, AS_IS) as number] = valueAt(value, form);
  }
  const instanceFor = (entry: FrameEntry, sources: readonly number[]): W_Object | null => {
    if (entry.how === 'call' || entry.how === 'generator') return null;
    return instanceOf(space, entry, (i) => valueAt(sources[i], formIn(entry.values[i], 'w')) as Raw);
  };
  let frame = f;
  for (let k = 0; k < frames.length; k++) {
    const { code, pc, entry, depth } = snap.frames[k];
    const { sources, forms, entry: named, shadows } = frames[k];
    if (entry !== null) {
      const instance = instanceFor(entry, named);
      const first = valueAt(named[0], AS_IS);
      if (entry.how === 'generator') frame = pushBody(space, frame, first as PyFrame);
      else frame = pushFrame(space, frame, code as Code, first as W_Object, entry.place, entry.base);
      frame.instance = instance;
    }
    const { stack, base } = frame;
    for (let i = 0; i < forms.length; i++) {
      const form = forms[i];
      if (form === EMPTY) stack[base + i] = null;
      else if (form !== KEPT) stack[base + i] = valueAt(sources[i], form) as Raw;
    }
    frame.pc = pc;
    frame.sp = base + depth;
    for (let i = 0; i < shadows.length; i++)
      connectShadow(space, valueAt(shadows[i], AS_IS) as TracebackPayload, frame);
  }
  return { frame, instance: snap.awaits === null ? null : instanceFor(snap.awaits, awaited) };
}

/** The body of a generator goes on, as `caller` asked: eval-loop.ts, pushGenerator. */
function pushBody(space: PypySpace, caller: PyFrame, body: PyFrame): PyFrame {
  space.values.depth++;
  body.stateNumber = RUNNING;
  body.handled!.previous = space.handled;
  space.handled = body.handled!;
  body.back = caller;
  caller.waiting = true;
  space.top = body;
  return body;
}

/** The frame that a call from `caller` made: eval-loop.ts, enterInline. */
function pushFrame(
  space: PypySpace,
  caller: PyFrame,
  code: Code,
  func: W_Object,
  place: number,
  offset: number,
): PyFrame {
  const { values } = space;
  const payload = func.v as FunctionPayload;
  const base = caller.shared && offset >= 0 ? caller.base + offset : values.top;
  const returnTo = caller.base + place;
  values.reserve(base, code.frameSize + 256);
  const frame = frameFor(space, code, func, payload, base, returnTo, true);
  values.top = base + code.frameSize;
  values.depth++;
  frame.back = caller;
  space.top = frame;
  return frame;
}
