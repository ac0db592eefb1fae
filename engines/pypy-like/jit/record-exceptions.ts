// @inline-constants-from ../../frontend/opcodes.ts Op
// Exceptions raised and caught within a trace. Where the handler stands is known from the code, so an exception is a jump: the frames on its way are
// dropped, the traceback gets an entry for each, and the trace goes on at the handler. One that no frame of the unit handles ends the trace
// (TraceEnd 'raise'): the unit answers THROWN, and its callers go on from there in the same way. Models the unwinding of ../eval-loop.ts.
//
// A frame that compiled code has left was never made: its traceback entry gets one with the locals as they were. The frame that handles the
// exception goes on; its entry gets a shadow, which becomes the frame where the trace is left (resume.ts), or gets its locals when it is over.
import { Op } from '../../frontend/opcodes.ts';
import { setContext } from '../../objspace/instructions/exceptions.ts';
import { exceptionOf } from '../../objspace/types/exceptions.ts';
import type { FramePayload } from '../../objspace/types/frame.ts';
import { tracebackOf, TracebackPayload } from '../../objspace/types/traceback.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import { unwrap, W_Object, wrap } from '../object.ts';
import type { Raw } from '../object.ts';
import type { PypySpace } from '../space.ts';
import { boolConst, constant } from './ir.ts';
import type { Callee, Ins } from './ir.ts';
import { quickCallee } from './direct-residuals.ts';
import { HANDLED_VALUE, ofType, SPACE_HANDLED, tupleObject } from './layout.ts';
import { guardVersion } from './record-attributes.ts';
import { exceptions } from './recorder.ts';
import type { AbstractFrame, Recorder } from './recorder.ts';
import { define, known } from './record-values.ts';
import { residual } from './residual.ts';
import { frameIn, frameObject } from './shadow-frames.ts';
import type { Snapshot } from './snapshot.ts';
import { raised } from './thrown.ts';

type Run = Callee['run'];
/** What touches exceptions, tracebacks and frames that are over: nothing of them is a place of a trace. */
const APART = { effect: 'writes', isApart: true } as const;

// --- tracebacks

/** The exception passes the frame of that object: one entry more in front of its traceback. */
function addEntry(space: PypySpace, exception: Raw, object: W_Object, offset: number): TracebackPayload {
  const payload = exceptionOf(space, wrap(exception));
  const { w_traceback } = payload;
  if (w_traceback !== null) {
    // The one that was called from here: if compiled code made it, it does not know its caller.
    const inner = space.data(tracebackOf(space, w_traceback).w_frame) as FramePayload;
    if (inner.frame.state === 'done') inner.w_back ??= wrap(object);
  }
  const entry = new TracebackPayload(w_traceback, wrap(object), offset, -1);
  payload.w_traceback = space.newobj(space.types.traceback, entry);
  return entry;
}

/** An entry for a frame of the trace that is over, with its locals. */
function passFrame(r: Recorder, frame: AbstractFrame, at: number, exception: Ins): void {
  const { space } = r;
  const origin = frame.origin!;
  const offset = origin.code.offsets[at / 2];
  const run = (o: Raw, ...locals: (Raw | null)[]): void =>
    void addEntry(space, o, frameObject(space, origin, at, locals), offset);
  const name = `traceback ${origin.code.source.name}`;
  const callee: Callee = { name, run: run as unknown as Run, result: '-', raises: false, ...APART };
  r.emit('call', [exception, ...localsOf(r, frame)], callee, '-');
}
const localsOf = (r: Recorder, frame: AbstractFrame): Ins[] =>
  Array.from({ length: frame.code.localCount }, (_, i) => r.boxed(r.localOf(frame, i)));

/** An entry for the frame that handles the exception. */
function passHandler(r: Recorder, frame: AbstractFrame, at: number, exception: Ins): void {
  const { space } = r;
  const origin = frame.origin!;
  const offset = origin.code.offsets[at / 2];
  const run = (o: Raw): TracebackPayload => {
    const object = frameObject(space, origin, at, []);
    frameIn(space, wrap(object)).sp = 0;
    return addEntry(space, o, object, offset);
  };
  const name = `handler ${origin.code.source.name}`;
  const callee: Callee = { name, run: run as unknown as Run, result: 'p', raises: false, ...APART };
  frame.shadows = [...frame.shadows, r.emit('call', [exception], callee, 'p')];
}

/** The frame is over: its shadows are what is left of it. */
function fillShadows(r: Recorder, frame: AbstractFrame): void {
  const { space } = r;
  for (const shadow of frame.shadows) {
    const run = (entry: TracebackPayload, ...locals: (Raw | null)[]): void => {
      const over = frameIn(space, entry.w_frame);
      over.stack = locals;
      over.sp = locals.length;
    };
    const callee: Callee = {
      name: 'locals of frame',
      run: run as unknown as Run,
      result: '-',
      raises: false,
      ...APART,
    };
    r.emit('call', [shadow, ...localsOf(r, frame)], callee, '-');
  }
}

// --- unwinding

/** The frame that handles what is raised at the instruction; -1: none of the trace. */
function handlerIndex(r: Recorder): number {
  const { frames } = r;
  for (let i = frames.length - 1; i >= 0; i--) {
    const { code, pc } = frames[i];
    if (code.handlerOf(i === frames.length - 1 ? r.pc : pc - 2) !== null) return i;
  }
  return -1;
}

/** Bodies of generators have handled exceptions of their own, and end with theirs. */
const isFollowed = (r: Recorder): boolean => r.frames.every(({ entry }) => entry?.how !== 'generator');

/** Nothing is recorded yet: whether it can be. */
function mayPropagate(r: Recorder): boolean {
  if (!isFollowed(r) || r.frames.some(({ origin }) => origin === null)) return false;
  return handlerIndex(r) >= 0 || !r.mustComeRound;
}

/** The exception goes where it is handled, or out of the unit; `isAgain`: the frame on top has its traceback entry. */
function propagate(r: Recorder, exception: Ins, isAgain: boolean): void {
  const { frames } = r;
  const handling = handlerIndex(r);
  for (let i = frames.length - 1; ; i--) {
    const frame = frames[i];
    const { code } = frame;
    const at = i === frames.length - 1 ? r.pc : frame.pc - 2;
    const isNoted = (isAgain && i === frames.length - 1) || code.isHidden;
    if (i > handling) {
      if (!isNoted) passFrame(r, frame, at, exception);
      fillShadows(r, frame);
      if (i > 0) continue;
      r.end = { kind: 'raise', snap: r.snapshot(), value: exception };
      return;
    }
    if (!isNoted) passHandler(r, frame, at, exception);
    const { depth, lasti, target } = code.handlerOf(at)!;
    frames.length = i + 1;
    frame.refs.length = code.localCount + depth;
    if (lasti) frame.refs.push(r.int(code.offsets[at / 2]));
    frame.refs.push(exception);
    r.goOnAt(frame, target);
    return;
  }
}

const takeError = (space: PypySpace): Callee => {
  const run = (): Raw => {
    const { error } = raised;
    raised.error = undefined;
    return unwrap(space.errorValue(space.asOperationError(error)));
  };
  return { ...quickCallee(space, 'error', () => run as never, 'p', { effect: 'writes' }), writes: [] };
};
const isCatchable = (space: PypySpace): Callee => {
  const run = (): boolean => {
    try {
      raised.error = space.asOperationError(raised.error);
      return true;
    } catch {
      return false;
    }
  };
  return quickCallee(space, 'is an exception', () => run as never, 'b', { effect: 'writes', isApart: true });
};

/** The error of a call goes on from there; `behind`: the state where it is the interpreter's. */
function takeAndPropagate(r: Recorder, behind: Snapshot): void {
  const { space } = r;
  // What is none of Python's is for the interpreter.
  r.guard(r.emit('call', [], isCatchable(space), 'b'), true, behind);
  propagate(r, r.emit('call', [], takeError(space), 'p'), false);
}

exceptions.isHandledIn = (r, f) => {
  const { frames } = r;
  const i = handlerIndex(r);
  if (i < 0) return false;
  const { code, pc } = frames[i];
  const handler = code.handlerOf(i === frames.length - 1 ? r.pc : pc - 2)!;
  const depth = code.localCount + handler.depth + (handler.lasti ? 2 : 1);
  return f.code === code && f.pc === handler.target && f.sp - f.base === depth;
};

/** The last instruction has raised, by way of its last operation: recorded, if it can be. */
function followError(r: Recorder): boolean {
  const { ins } = r;
  const call = ins[ins.length - 1] as Ins | undefined;
  if (
    call === undefined ||
    ins.length <= r.insBefore ||
    (call.op !== 'call_raises' && call.op !== 'call_unit')
  )
    return false;
  if (r.postponed !== null && r.awaited === null) return false;
  const pushed = r.awaited === null ? [] : [r.awaited];
  if (call.op === 'call_raises') {
    call.op = 'call_caught';
    call.snap = null;
    if (call.kind === '-') call.kind = 'w';
  }
  r.postponed = r.awaited = r.mayCallBack = null;
  r.emit('guard_raised', [call], undefined, '-', r.snapshotAt(r.pc + 2, 0, pushed));
  takeAndPropagate(r, r.snapshot(true));
  return true;
}

exceptions.caught = (r, f) => {
  if (!mayPropagate(r)) return false;
  if (handlerIndex(r) >= 0) return exceptions.isHandledIn(r, f) && followError(r);
  return f !== r.f && r.f.state === 'done' && followError(r);
};
exceptions.leaves = (r) => mayPropagate(r) && handlerIndex(r) < 0 && followError(r);

/** Instructions that are nothing but their body: it raises, and has done nothing before. */
const RAISES = new Set<number>([
  Op.BINARY_OP,
  Op.BINARY_SLICE,
  Op.COMPARE_OP,
  Op.CONTAINS_OP,
  Op.DELETE_SUBSCR,
  Op.LOAD_ATTR,
  Op.STORE_SUBSCR,
  Op.UNPACK_SEQUENCE,
]);
exceptions.mayRaise = (r) => RAISES.has(r.op) && mayPropagate(r);
exceptions.residual = (r, arg) => residual(r, arg);

/** A bridge from where a call raised. */
exceptions.begin = (r) => {
  if (!mayPropagate(r)) return r.abort('exception', 'not followed');
  takeAndPropagate(r, r.snapshot(true));
};

// --- raising

/** The class makes its instances as BaseException does, whatever its `__init__`. */
export function isPlainException(space: PypySpace, type: TypeObject): boolean {
  const { BaseException } = space.types;
  if (!type.isSubtype(BaseException) || type.slots.new !== BaseException.slots.new) return false;
  return !type.isHeap || type.lookup('__new__') === BaseException.lookup('__new__');
}
export const hasPlainInit = (space: PypySpace, type: TypeObject): boolean =>
  type.slots.init === space.types.BaseException.slots.init &&
  (!type.isHeap || type.lookup('__init__') === space.types.BaseException.lookup('__init__'));

/** A new instance, before its `__init__`. */
export function newException(r: Recorder, type: TypeObject, args: readonly Ins[]): Ins {
  const { space } = r;
  if (type.isHeap) guardVersion(r, type);
  const make = type.slots.new!;
  const run = (...values: Raw[]): Raw => unwrap(make(space, type, values.map(wrap), null));
  const callee: Callee = {
    name: `new ${type.name}`,
    run: run as unknown as Run,
    result: 'p',
    effect: 'reads',
    isApart: true,
    raises: false,
  };
  return r.emit(
    'call',
    args.map((arg) => r.boxed(arg)),
    callee,
    'p',
  );
}

const contextSetter = (space: PypySpace): Callee => ({
  ...quickCallee(space, 'set context', () => ((o: Raw) => setContext(space, wrap(o))) as never, '-', {
    effect: 'writes',
  }),
  writes: [],
});
const setCause = (space: PypySpace) => (o: Raw, cause: Raw) => {
  const payload = exceptionOf(space, wrap(o));
  payload.w_cause = wrap(cause) === space.w_None ? null : wrap(cause);
  payload.suppressContext = true;
};

/** The exception that `raise x` means, `n` operands from the top; undefined: not of these. */
function exceptionAt(r: Recorder, n: number): Ins | undefined {
  const { space } = r;
  const value = r.value(n);
  if (typeof value !== 'object') return undefined;
  if (value instanceof W_Object && value.v instanceof TypeObject) {
    const type = value.v;
    if (value.type !== space.types.type || !isPlainException(space, type) || !hasPlainInit(space, type))
      return undefined;
    if (!r.peek(n).isConst) r.asConstant(r.peek(n), value, 'p');
    return newException(r, type, []);
  }
  if (!value.type.isSubtype(space.types.BaseException)) return undefined;
  return r.asClass(r.peek(n), ofType(value.type));
}

define(Op.RAISE_VARARGS, (r, arg) => {
  const { space } = r;
  if (!mayPropagate(r)) return r.abort('exception', 'raised');
  if (arg === 0) {
    if (space.handled.value === null) return r.abort('exception', 'nothing to raise again');
    const value = r.getfield(r.getfield(constant(space, 'p'), SPACE_HANDLED), HANDLED_VALUE);
    r.guard(r.emit('is_set', [value]), true);
    return propagate(r, value, true);
  }
  const exception = exceptionAt(r, arg - 1);
  if (exception === undefined) return r.abort('exception', 'raised');
  if (arg === 2) {
    const cause = r.value();
    let ref: Ins | undefined = r.peek();
    if (wrap(cause) === space.w_None) {
      if (!ref.isConst) r.asConstant(ref, cause, 'p');
      ref = known(cause);
    } else ref = exceptionAt(r, 0);
    if (ref === undefined) return r.abort('exception', 'raised');
    r.emit(
      'call',
      [exception, ref],
      quickCallee(space, 'set cause', () => setCause(space) as never, '-', APART),
      '-',
    );
  }
  r.emit('call', [exception], contextSetter(space), '-');
  propagate(r, exception, false);
});

define(Op.RERAISE, (r) => {
  if (!mayPropagate(r)) return r.abort('exception', 'raised again');
  propagate(r, r.peek(), true);
});

/** The handler of a `with` calls `__exit__` with what is handled. */
define(Op.WITH_EXCEPT_START, (r) => {
  const { space } = r;
  const exit = r.value(4);
  const exception = r.value() as W_Object;
  if (typeof exit !== 'object' || exit.type !== space.types.function)
    return r.abort('call-not-recorded', '__exit__');
  const traceback = (o: Raw): Raw => unwrap(exceptionOf(space, wrap(o)).w_traceback ?? space.w_None);
  const callee = quickCallee(space, 'traceback', () => traceback as never, 'w', { isApart: true });
  const ref = r.asClass(r.peek(), ofType(exception.type));
  const args = [known(unwrap(exception.type.w_self)), ref, r.emit('call', [ref], callee, 'w')];
  if ((r.value(3) as Raw | null) !== null) args.unshift(r.peek(3));
  exceptions.callExit(r, exit as W_Object, r.peek(4), args);
});

// --- handling

define(Op.PUSH_EXC_INFO, (r) => {
  const { space } = r;
  if (!isFollowed(r)) return r.abort('frame-kind', "a handler in a generator's body");
  const handled = r.getfield(constant(space, 'p'), SPACE_HANDLED);
  const value = r.getfield(handled, HANDLED_VALUE);
  const isSet = space.handled.value !== null;
  r.guard(r.emit('is_set', [value]), isSet);
  const exception = r.peek();
  r.setfield(handled, HANDLED_VALUE, exception);
  r.pop();
  r.push(isSet ? value : known(unwrap(space.w_None)));
  r.push(exception);
});

define(Op.POP_EXCEPT, (r) => {
  const { space } = r;
  if (!isFollowed(r)) return r.abort('frame-kind', "a handler in a generator's body");
  const previous = r.peek();
  const none = unwrap(space.w_None);
  const isNone = r.value() === none;
  if (!previous.isConst) r.guard(r.emit('same', [r.boxed(previous), constant(none, 'p')]), isNone);
  const handled = r.getfield(constant(space, 'p'), SPACE_HANDLED);
  r.setfield(handled, HANDLED_VALUE, isNone ? constant(null, 'w') : previous);
  r.pop();
  r.top.shadows = r.top.shadows.slice(0, -1);
});

/** The classes that an `except` names, all of them known; null: not of these. */
function classesIn(r: Recorder): TypeObject[] | null {
  const { space } = r;
  const value = r.value();
  const ref = r.peek();
  const isClass = (o: unknown): o is W_Object =>
    o instanceof W_Object &&
    o.type === space.types.type &&
    o.v instanceof TypeObject &&
    o.v.isSubtype(space.types.BaseException);
  if (isClass(value)) {
    if (!ref.isConst) r.asConstant(ref, value, 'p');
    return [value.v as TypeObject];
  }
  if (typeof value !== 'object' || value.type !== space.types.tuple) return null;
  const items = value.v as Raw[];
  if (!items.every(isClass)) return null;
  // Made of constants just now, or a constant itself.
  const isMade =
    ref.op === 'new' && ref.aux === tupleObject && ref.args[1].args.every((item) => item.isConst);
  if (!isMade && !ref.isConst) r.asConstant(ref, value, 'p');
  return items.map((item) => (item as W_Object).v as TypeObject);
}

define(Op.CHECK_EXC_MATCH, (r, arg) => {
  const exception = r.value(1) as W_Object;
  const classes = classesIn(r);
  if (classes === null) return residual(r, arg);
  r.asClass(r.peek(1), ofType(exception.type));
  r.pop();
  r.push(boolConst(classes.some((type) => exception.type.isSubtype(type))));
});
