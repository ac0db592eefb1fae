// Records one trace: follows the interpreter instruction by instruction, before each is executed, with the actual values at hand. For
// each it notes what the instruction does to values as trace operations, and guards for whatever it took for granted from what it saw.
// What the frames hold is mirrored by references to operations. The record functions stand in record-*.ts, one an opcode, found by its
// number; none executes anything. Models LuaJIT's lj_record.c.
//
// A guard's snapshot says where the interpreter goes on when it fails: by default at the instruction itself, with its operands still on
// the stack, so everything an instruction does to the heap must come after its last guard.
import { opNames } from '../../frontend/opcodes.ts';
import { raise } from '../../objspace/raise.ts';
import type { PyFrame } from '../frame.ts';
import type { Raw, W_Object } from '../object.ts';
import { PendingOperator } from '../pending-operator.ts';
import type { Cache } from '../specialize.ts';
import type { PypySpace } from '../space.ts';
import type { Code } from '../code.ts';
import { Abort } from './abort-reasons.ts';
import type { AbortReason } from './abort-reasons.ts';
import { constant, intConst, make, opTable } from './ir.ts';
import type { ArrayKind, Callee, Field, HostClass, Ins, Kind, OpName } from './ir.ts';
import type { Params } from './params.ts';
import { Snapshot } from './snapshot.ts';
import type { FrameOrigin } from './shadow-frames.ts';
import type { FrameEntry, FrameSnapshot, OperatorOf } from './snapshot.ts';
import type { CallableUnit, TraceEnd, TraceNode } from './trace-tree.ts';

/** An empty operand, or a local that is not bound. */
export const NULL = constant(null, 'w');

/** Bridges from an instruction that asks for a value's class. */
const MANY_SHAPES = 2;
/** Part of the operations that a tree may have. */
const ALMOST_FULL = 0.5;

const initResult: Callee = {
  name: '__init__ result',
  run: ((result: unknown, space: PypySpace) => {
    if (result !== (space.w_None as unknown)) {
      const { name } = space.typeOf(result as Raw);
      throw raise(space, 'TypeError', `__init__() should return None, not '${name}'`);
    }
  }) as Callee['run'],
  result: '-',
  effect: 'reads',
  raises: true,
};

/** What the recorder knows of one frame of the interpreter. */
export class AbstractFrame {
  readonly code: Code;
  /** Of an inlined frame: null. */
  readonly entry: FrameEntry | null;
  /** Locals and operands; in the loop's frame undefined: as at the loop's header. */
  readonly refs: (Ins | undefined)[] = [];
  /** While it waits for a frame above: behind the call, and how much of its stack stays. */
  pc = 0;
  /** Of a generator's body: backward jumps since it went on. */
  turns = 0;
  /** Null until the interpreter has run it. */
  origin: FrameOrigin | null = null;
  /** What stands for it in the tracebacks of exceptions that it is handling. */
  shadows: readonly Ins[] = [];

  constructor(code: Code, entry: FrameEntry | null) {
    this.code = code;
    this.entry = entry;
  }
}

const originOf = ({ code, func, globals, builtins }: PyFrame): FrameOrigin => ({
  code,
  func,
  globals,
  builtins,
});

/** The loop or function that a trace belongs to, as far as recording needs to know. */
export interface Loop {
  /** Of a function: slots of its parameters. */
  readonly parameters: readonly number[] | null;
  readonly code: Code;
  readonly pc: number;
  /** Recordings of it that were given up. */
  readonly aborts: number;
  /** Slots of the loop's frame at its header, one operation each for all traces of the tree. */
  readonly slots: Map<number, Ins>;
  /** Their narrowed forms, by trace. */
  readonly entryKinds: Map<number, Kind>;
  /** Operations that have been recorded of it. */
  readonly size: number;
}

/** What the method answers is to be a bool. */
const isTested = ({ wantsBool, isNegated }: OperatorOf): boolean => wantsBool || isNegated === true;

/** Units by what they are of, compiled or not yet. */
export interface Units {
  /** Null: of no use, because its recordings are given up again and again. */
  functionUnit(code: Code, globals: W_Object): CallableUnit | null;
  /** Bridges that began at an instruction. */
  bridgesAt(code: Code, pc: number): number;
  /** Calls whatever function it is given, with so many arguments; `canCall`: whether it is one for that. */
  dynamicUnit(code: Code, pc: number, count: number): CallableUnit & { readonly canCall: Callee };
  loopUnit(code: Code, pc: number, globals: W_Object, depth: number): CallableUnit | null;
}

export type Recording = 'going-on' | 'done';
/** Answers nothing, or throws Abort. `arg`: the instruction's. */
export type RecordFunction = (r: Recorder, arg: number) => void;
export const recordFunctions: (RecordFunction | undefined)[] = [];

/** record-generators.ts, which needs this file. */
export const generators = {
  /**
   * How often a body's loop took too many turns from one yield to the next: where that is not for once, it is run by the interpreter, which has compiled
   * code for that loop.
   */
  ofManyTurns: new WeakMap<Code, number>(),
  load: (_r: Recorder, _frame: AbstractFrame, _i: number): void => {},
  end: (_r: Recorder): void => {},
  comeRound: (_r: Recorder, _target: number): boolean => false,
};

/** record-exceptions.ts, which needs this file. */
export const exceptions = {
  /** The last instruction raised, and `f` stands at the handler, a frame of the trace: recorded. */
  caught: (_r: Recorder, _f: PyFrame): boolean => false,
  /** Whether `f` stands where an exception of the call that is waited for is handled. */
  isHandledIn: (_r: Recorder, _f: PyFrame): boolean => false,
  /** The call that is waited for has raised, and nothing of the trace handles that: recorded. */
  leaves: (_r: Recorder): boolean => false,
  begin: (_r: Recorder): void => {},
  /** Whether an exception of this instruction would be followed. */
  mayRaise: (_r: Recorder): boolean => false,
  /** As an instruction that is left to the interpreter's body. */
  residual: (_r: Recorder, _arg: number): void => {},
  /** Calls `__exit__`; what it answers is pushed. */
  callExit: (_r: Recorder, _func: W_Object, _ref: Ins, _args: readonly Ins[]): void => {},
};

export class Recorder {
  readonly space: PypySpace;
  readonly params: Params;
  /** The value stack of the thread that is followed. */
  private readonly thread: unknown;
  readonly loop: Loop;
  /** The exit that it started from; null for a root trace. */
  readonly from: Snapshot | null;
  readonly frames: AbstractFrame[] = [];
  readonly ins: Ins[] = [];
  /** How much of what the tree may have it has. */
  private readonly fullness: number;
  /** Instruction that is being recorded: its interpreter frame, index, number and argument. */
  f: PyFrame;
  pc: number;
  /** The instruction before. */
  lastPc = 0;
  op = 0;
  /** Where the interpreter must be next, as a check; set by jumps. */
  nextPc = 0;
  /** The trace is whole. */
  end: TraceEnd | null = null;
  private stopped: string | undefined = undefined;
  /** Bytecode instructions that were recorded. */
  count = 0;
  /** Milliseconds that this has taken. */
  spent = 0;
  /** Of other loops than its own. */
  backwardJumps = 0;
  /** Where each operation came from: code and instruction, by Ins.origin. */
  readonly origins: { code: Code; pc: number }[] = [];
  private framesHere: FrameSnapshot[] | null = null;
  private readonly narrowedSlots = new Map<number, Ins>();
  /** A frame that the interpreter is about to enter, and where. */
  private expected: Code | null = null;
  private expectedPc = 0;
  /** A call that is not followed: recording goes on when this frame runs again. */
  waitsFor: PyFrame | null = null;
  /** The instruction is a call that Python code may be called from: what that does is not shown. */
  mayCallBack: { effect: Callee['effect'] } | null = null;
  readonly units: Units;
  /** Operations before the instruction that is being recorded. */
  insBefore = 0;
  /** What a call that is waited for answers, where it is pushed as it is. */
  awaited: Ins | null = null;
  /** The rest of recording an instruction, for when it has been executed. */
  postponed: ((f: PyFrame) => void) | null = null;

  /** `f`: the interpreter's frame on top. */
  constructor(space: PypySpace, params: Params, units: Units, loop: Loop, from: Snapshot | null, f: PyFrame) {
    this.units = units;
    this.f = f;
    this.pc = f.pc;
    this.space = space;
    this.thread = space.values;
    this.params = params;
    this.loop = loop;
    this.from = from;
    this.fullness = from === null ? 0 : loop.size / params.unit_limit;
    if (from === null) {
      const frame = new AbstractFrame(loop.code, null);
      this.frames.push(frame);
      if (loop.parameters !== null) {
        for (let i = 0; i < loop.code.localCount; i++)
          frame.refs.push(loop.parameters.includes(i) ? undefined : NULL);
      }
    } else this.startFrom(from);
    let made: PyFrame | null = f;
    for (let i = this.frames.length - 1; i >= 0 && made !== null; i--) {
      if (made.code !== this.frames[i].code) break;
      this.frames[i].origin = originOf(made);
      made = made.back instanceof Object ? (made.back as PyFrame) : null;
    }
    if (from?.raises === true) this.pc = this.top.pc - 2;
  }

  /** A bridge begins with the frames of its exit. */
  private startFrom(from: Snapshot): void {
    for (const { code, pc, entry, slots, depth, shadows } of from.frames) {
      const frame = new AbstractFrame(code as Code, entry);
      frame.pc = pc;
      frame.shadows = shadows;
      for (let i = 0; i < depth; i++) frame.refs.push(slots[i] ?? undefined);
      if (entry !== null && entry.how !== 'generator') for (let i = 0; i < depth; i++) frame.refs[i] ??= NULL;
      this.frames.push(frame);
    }
  }

  abort(reason: AbortReason, detail = ''): never {
    throw new Abort(reason, detail);
  }

  get top(): AbstractFrame {
    return this.frames[this.frames.length - 1];
  }
  /** A root trace of a loop is one turn of it; only if that is never to be had, its last one. A generator's loop that yields each turn is run by others. */
  get mustComeRound(): boolean {
    if (this.from !== null || this.loop.parameters !== null) return false;
    return this.loop.aborts < 2 || this.loop.code.isGenerator;
  }
  /** So many bridges began at this instruction that it is not to be told apart any further. */
  get isPolymorphic(): boolean {
    // The interpreter may have told as many classes apart here: each way behind them would be recorded for each.
    const cache = this.f.code.caches[this.pc >> 1] as Cache | null;
    const met = Math.max(this.units.bridgesAt(this.f.code, this.pc), cache?.shapes?.length ?? 0);
    const { polymorphism } = this.params;
    if (met < Math.min(MANY_SHAPES, polymorphism)) return false;
    // A tree that comes to its limit gets no more bridges: before that there must be one for whatever comes.
    if (this.fullness > ALMOST_FULL) return true;
    return met >= polymorphism;
  }
  /** Values of several classes came here: what they are is no longer taken for granted where it is only asked for. */
  get isManyShaped(): boolean {
    return this.units.bridgesAt(this.f.code, this.pc) >= Math.min(MANY_SHAPES, this.params.polymorphism);
  }
  get isInLoopFrame(): boolean {
    return this.frames.length === 1;
  }

  // --- steps

  /** Called before the interpreter executes the instruction at `f.pc`. */
  step(f: PyFrame): Recording {
    if (this.space.values !== this.thread) this.abort('interrupted', 'another thread runs');
    const isElsewhere = f.pc !== this.nextPc || f.code !== this.top.code;
    if (this.count > 0 && this.expected === null && isElsewhere) {
      if (exceptions.caught(this, f) && this.end !== null) return 'done';
    }
    const { top, mayCallBack } = this;
    this.mayCallBack = null;
    if (mayCallBack !== null && f !== this.f) {
      mayCallBack.effect = 'any';
      this.waitsFor = this.f;
      return 'going-on';
    }
    this.f = f;
    this.lastPc = this.pc;
    this.pc = f.pc;
    this.framesHere = null;
    if (this.postponed !== null) {
      // What the last instruction did is known only now.
      const postponed = this.postponed;
      this.postponed = this.awaited = null;
      if (f.code !== top.code) this.abort('calls-back', opNames[this.op]);
      postponed(f);
      this.framesHere = null;
    }
    if (this.expected !== null) {
      if (f.code !== this.expected || f.pc !== this.expectedPc)
        this.abort('frame-kind', 'a call led elsewhere');
      this.expected = null;
    } else if (this.count > 0 && (f.code !== top.code || f.pc !== this.nextPc)) {
      this.abort(f.code === top.code ? 'exception' : 'calls-back', opNames[this.op]);
    }
    top.origin ??= originOf(f);
    const depth = f.sp - f.base;
    // Another activation of the same code, or a signal's handler, may run first.
    if (this.count === 0 && this.from !== null && f.pc !== top.pc) this.abort('desynchronised', 'elsewhere');
    if (this.count === 0) while (top.refs.length < depth) top.refs.push(undefined);
    if (f.code !== top.code || top.refs.length !== depth) {
      this.abort('desynchronised', `${opNames[this.op]} left ${top.refs.length} slots, not ${depth}`);
    }
    if (this.isInLoopFrame && this.count > 0 && f.pc === this.loop.pc && this.loop.parameters === null) {
      this.end = { kind: 'loop', snap: this.snapshot() };
      return 'done';
    }
    const { original } = f.code;
    this.op = original[f.pc];
    this.nextPc = f.pc + 2;
    this.count++;
    if (this.ins.length > this.params.trace_limit) this.stop('trace-too-long');
    else this.record(original[f.pc + 1]);
    return this.end === null ? 'going-on' : 'done';
  }

  private record(arg: number): void {
    const recordFunction = recordFunctions[this.op];
    const before = (this.insBefore = this.ins.length);
    const refsBefore = [...this.top.refs];
    const framesBefore = this.frames.length;
    this.narrowedHere.clear();
    /** The instruction has not happened. Its guards and loads do no harm and may be referred to by now; stores must not stay. */
    const undo = (): void => {
      const dropped = new Set<Ins>();
      for (const ins of this.ins.splice(before)) {
        const { effect } = opTable[ins.op];
        const isDropped = effect === 'store' || effect === 'call' || ins.args.some((arg) => dropped.has(arg));
        if (isDropped) dropped.add(ins);
        else this.ins.push(ins);
      }
      while (this.frames.length > framesBefore) this.frames.pop();
      this.top.refs.splice(0, this.top.refs.length, ...refsBefore.map((ref) => this.latest(ref)));
    };
    try {
      if (recordFunction === undefined) this.abort('opcode-not-recorded', opNames[this.op]);
      try {
        recordFunction(this, arg);
      } catch (e) {
        // It will raise: the interpreter's own body of it does that, where the exception is followed.
        if (!(e instanceof Abort) || e.reason !== 'exception') throw e;
        if (!exceptions.mayRaise(this) || this.frames.length !== framesBefore) throw e;
        undo();
        exceptions.residual(this, arg);
      }
    } catch (e) {
      if (!(e instanceof Abort) || e.reason === 'desynchronised') throw e;
      undo();
      this.expected = null;
      this.postponed = null;
      this.framesHere = null;
      this.stop(e.reason, e.detail);
    }
  }

  private latest(ref: Ins | undefined): Ins | undefined {
    while (ref !== undefined && this.narrowedHere.has(ref)) ref = this.narrowedHere.get(ref);
    return ref;
  }
  private readonly narrowedHere = new Map<Ins, Ins>();

  /** The trace cannot go on: a bridge ends here and leaves; a root trace is given up. */
  stop(reason: AbortReason, detail = ''): void {
    if (this.from === null || this.count <= 1) this.abort(reason, detail);
    this.end = { kind: 'leave', snap: this.snapshot() };
    this.stopped = detail === '' ? reason : `${reason}: ${detail}`;
  }

  get node(): TraceNode {
    return { ins: this.ins, end: this.end!, stopped: this.stopped, origins: this.origins };
  }

  // --- the mirrored frames

  /** Reference to slot `i` of the frame on top. */
  slot(i: number): Ins {
    return this.localOf(this.top, i);
  }
  localOf(frame: AbstractFrame, i: number): Ins {
    const ref = frame.refs[i];
    if (ref !== undefined) return ref;
    if (frame.entry !== null) {
      if (frame.entry.how !== 'generator') return NULL;
      generators.load(this, frame, i);
      return frame.refs[i]!;
    }
    const narrowed = this.narrowedSlots.get(i);
    if (narrowed !== undefined) return narrowed;
    let ins = this.loop.slots.get(i);
    if (ins === undefined) {
      ins = make('slot', [], i, 'w');
      this.loop.slots.set(i, ins);
    }
    if (!this.noted.has(ins)) {
      this.noted.add(ins);
      this.ins.push(ins);
    }
    return ins;
  }
  private readonly noted = new Set<Ins>();

  get depth(): number {
    return this.top.refs.length;
  }
  /** The `n`th operand from the top, 0 the topmost. */
  peek(n = 0): Ins {
    return this.slot(this.depth - 1 - n);
  }
  push(ins: Ins): void {
    this.top.refs.push(ins);
  }
  pop(n = 1): void {
    this.top.refs.length -= n;
  }
  setLocal(i: number, ins: Ins): void {
    this.top.refs[i] = ins;
  }
  /** What slot `i` holds now. */
  valueOf(i: number): Raw | null {
    return this.f.stack[this.f.base + i];
  }
  /** What the `n`th operand is now. */
  value(n = 0): Raw {
    return this.f.stack[this.f.sp - 1 - n]!;
  }

  /** Every mention of a value becomes that of its narrowed form. */
  private replace(old: Ins, by: Ins): void {
    this.narrowedHere.set(old, by);
    for (const { refs } of this.frames) {
      for (let i = 0; i < refs.length; i++) if (refs[i] === old) refs[i] = by;
    }
    if (old.op === 'slot' && old === this.loop.slots.get(old.aux as number))
      this.narrowedSlots.set(old.aux as number, by);
    else for (const [i, ins] of this.narrowedSlots) if (ins === old) this.narrowedSlots.set(i, by);
    this.framesHere = null;
  }

  // --- operations

  emit(op: OpName, args: Ins[], aux: unknown = undefined, kind?: Kind, snap: Snapshot | null = null): Ins {
    const ins = make(op, args, aux, kind, snap);
    ins.origin = this.originHere();
    this.ins.push(ins);
    return ins;
  }
  private originHere(): number {
    const last = this.origins[this.origins.length - 1];
    const { code } = this.f;
    if (last === undefined || last.code !== code || last.pc !== this.pc)
      this.origins.push({ code, pc: this.pc });
    return this.origins.length - 1;
  }
  /** An operation that may leave the trace, to run this instruction again. */
  exiting(op: OpName, args: Ins[], aux?: unknown, kind?: Kind): Ins {
    return this.emit(op, args, aux, kind, this.snapshot());
  }
  getfield(base: Ins, field: Field): Ins {
    return this.emit('getfield', [base], field, field.kind);
  }
  setfield(base: Ins, field: Field, value: Ins): void {
    this.emit('setfield', [base, this.fit(value, field.kind)], field);
  }
  getitem(array: Ins, index: Ins, kind: ArrayKind): Ins {
    return this.emit('getitem', [array, index], kind, kind.kind);
  }
  setitem(array: Ins, index: Ins, value: Ins, kind: ArrayKind): void {
    this.emit('setitem', [array, index, this.fit(value, kind.kind)], kind);
  }
  private fit(value: Ins, kind: Kind): Ins {
    return kind === 'w' ? this.boxed(value) : value;
  }
  /** As a frame slot or a call takes it. */
  boxed(value: Ins): Ins {
    if (value.kind === 'f') return this.emit('box_float', [value]);
    if (value.kind === 'b') return this.emit('bool_to_w', [value]);
    return value;
  }
  call(callee: Callee, args: Ins[]): Ins {
    const boxed = args.map((arg) => arg);
    return callee.raises
      ? this.emit('call_raises', boxed, callee, callee.result, this.snapshot(true))
      : this.emit('call', boxed, callee, callee.result);
  }

  // --- guards; each answers the narrowed value and puts it in the place of the old one

  private narrow(op: OpName, ref: Ins, aux?: unknown, kind?: Kind): Ins {
    const answer = this.exiting(op, [ref], aux, kind);
    this.replace(ref, answer);
    return answer;
  }
  asInt(ref: Ins): Ins {
    if (ref.kind === 'i') return ref;
    return this.narrow('guard_int', ref);
  }
  /** An int, as one of 32 bits where `value` is: not negative, or else with a sign. */
  asWord(ref: Ins, value: number): Ins {
    if (value >= 0) return value > 0xffff_ffff ? ref : this.narrow('guard_uint32', ref);
    return value >= -0x8000_0000 ? this.narrow('guard_int32', ref) : ref;
  }
  asFloat(ref: Ins): Ins {
    if (ref.kind === 'f') return ref;
    return this.narrow('guard_float', ref);
  }
  asStr(ref: Ins): Ins {
    if (ref.kind === 's') return ref;
    return this.narrow('guard_str', ref);
  }
  asBool(ref: Ins): Ins {
    if (ref.kind === 'b') return ref;
    return this.narrow('guard_bool', ref);
  }
  /** An instance of the host class, test and all. */
  asClass(ref: Ins, wanted: HostClass): Ins {
    if (ref.op === 'new' && ref.aux === wanted) return ref;
    // Its class is known by what it is.
    if (ref.kind === 'b' || ref.kind === 'f') return this.boxed(ref);
    return this.narrow('guard_class', ref, wanted);
  }
  /** This very value from now on. `isStale`: when it is another one, what was compiled is out of date. */
  asConstant(ref: Ins, value: unknown, kind: Kind, isStale = false): Ins {
    if (ref.isConst) return ref;
    const snap = this.snapshot();
    if (isStale) snap.isStale = true;
    this.emit('guard_value', [ref], value, kind, snap);
    const answer = constant(value, kind);
    this.replace(ref, answer);
    return answer;
  }
  /** The condition holds, or does not; `otherwise`: where the interpreter goes on when it is the other way round. */
  guard(condition: Ins, holds: boolean, otherwise: Snapshot = this.snapshot()): void {
    if (condition.isConst) return;
    this.emit(holds ? 'guard_true' : 'guard_false', [condition], undefined, '-', otherwise);
  }
  guardInt(ref: Ins, value: number, isStale = false): void {
    if (ref.isConst) return;
    const snap = this.snapshot();
    if (isStale) snap.isStale = true;
    this.emit('guard_value', [ref], value, 'i', snap);
  }
  int(value: number): Ins {
    return intConst(value);
  }

  // --- calls

  /** The interpreter enters this function now: its frame is followed. */
  enter(code: Code, entry: FrameEntry, locals: readonly Ins[], pc: number): void {
    if (this.frames.length > this.params.inline_depth) this.abort('inlined-too-deep');
    this.top.pc = pc;
    this.top.refs.length = entry.place;
    const frame = new AbstractFrame(code, entry);
    for (const ins of locals) frame.refs.push(ins);
    while (frame.refs.length < code.localCount) frame.refs.push(NULL);
    this.frames.push(frame);
    this.expected = code;
    this.expectedPc = 0;
  }

  /** An exception is handled in that frame, which goes on at `pc`. */
  goOnAt(frame: AbstractFrame, pc: number): void {
    frame.pc = pc;
    this.framesHere = null;
    this.expected = frame.code;
    this.expectedPc = pc;
  }

  /** The body of a generator goes on at `pc`, with `sent` on top of its `depth` slots; its caller waits with its operands as they are. */
  goOnIn(code: Code, entry: FrameEntry, depth: number, sent: Ins, pc: number): void {
    this.top.pc = this.pc + 2;
    const frame = new AbstractFrame(code, entry);
    for (let i = 0; i < depth; i++) frame.refs.push(undefined);
    frame.refs.push(sent);
    this.frames.push(frame);
    this.expected = code;
    this.expectedPc = pc;
  }

  /** A call that is not followed: of a unit of its own, whose result is pushed at `place`. Operands from there on go. */
  callUnit(
    unit: CallableUnit,
    func: Ins,
    args: readonly Ins[],
    place: number,
    entry: FrameEntry = { how: 'call', values: [], place, base: -1 },
    code: Code | null = null,
  ): void {
    const { frames, top } = this;
    this.emit('guard_depth', [], frames.length, undefined, this.snapshot());
    const boxed = [func, ...args].map((arg) => this.boxed(arg));
    top.refs.length = place;
    const snap = new Snapshot(this.frameSnapshots(this.pc + 2));
    snap.awaits = entry;
    const result = this.emit('call_unit', boxed, unit, 'w', snap);
    this.framesHere = null;
    this.waitsFor = this.f;
    if (entry.how === 'call') this.awaited = result;
    this.postponed = () => {
      const behind = this.lastPc + 2;
      this.emit('guard_returned', [result], undefined, '-', new Snapshot(this.frameSnapshots(behind), true));
      if (entry.how === 'dropped') {
        this.framesHere = null;
        return;
      }
      if (code !== null && entry.how !== 'call' && this.pushAnswer(code, entry, result, behind)) return;
      if (entry.how === 'operator') this.push(this.finishOperator(entry, result, behind));
      else this.push(this.answer(entry, result, behind));
      this.framesHere = null;
    };
  }

  /**
   * Pushes what a special method or an `__init__` has answered, as it should be. Where it is something else, the interpreter goes on with
   * the method's frame at its end. False: that may well be, and is for the interpreter's own function to say.
   */
  private pushAnswer(code: Code, entry: FrameEntry, result: Ins, behind: number): boolean {
    if (entry.how === 'operator' && code.names.includes('NotImplemented')) return false;
    const { space } = this;
    const slots = new Array<Ins | null>(code.localCount).fill(null);
    const depth = code.localCount + 1;
    const end = { code, pc: code.returns, entry, depth, slots: [...slots, result], shadows: [] };
    const snap = new Snapshot([...this.frameSnapshots(behind), end]);
    snap.repeats = true;
    this.framesHere = null;
    if (entry.how === 'init') {
      const isNone = this.emit('same', [this.boxed(result), constant(space.w_None, 'p')]);
      this.emit('guard_true', [isNone], undefined, '-', snap);
      this.push(entry.values[1]);
    } else if (isTested(entry.operator!))
      this.push(this.negated(entry, this.emit('guard_bool', [result], undefined, undefined, snap)));
    else {
      const isMissing = this.emit('same', [this.boxed(result), constant(space.w_NotImplemented, 'p')]);
      this.emit('guard_false', [isMissing], undefined, '-', snap);
      this.push(result);
    }
    return true;
  }

  /** What a call that was entered so answers, when its frame has returned `result`; `behind`: the call. */
  private answer(entry: FrameEntry, result: Ins, behind: number): Ins {
    if (entry.how !== 'init') return result;
    const none = this.space.w_None as unknown as Raw;
    if (!result.isConst) this.raising(initResult, [this.boxed(result), constant(this.space, 'p')], behind);
    else if (result.aux !== none) this.abort('unsupported-value', '__init__ with a result');
    return entry.values[1];
  }

  /** The answer of a method that was called, and not followed, may be that it is not implemented. */
  private finishOperator(entry: FrameEntry, result: Ins, behind: number): Ins {
    const { space } = this;
    const operator = entry.operator!;
    const run = (value: Raw, a: Raw, b: Raw): Raw => new PendingOperator(operator, a, b).finish(space, value);
    const callee: Callee = {
      name: 'finish operator',
      run: run as Callee['run'],
      result: 'w',
      effect: 'any',
      raises: true,
    };
    return this.raising(
      callee,
      [result, ...entry.values.slice(1)].map((ref) => this.boxed(ref)),
      behind,
    );
  }
  private raising(callee: Callee, args: Ins[], behind: number): Ins {
    const snap = new Snapshot(this.frameSnapshots(behind), true);
    return this.emit('call_raises', args, callee, callee.result, snap);
  }

  /** The frame on top returns this. */
  leave(result: Ins): void {
    if (this.isInLoopFrame) {
      if (this.mustComeRound) this.abort('left-frame');
      this.end = { kind: 'return', snap: this.snapshot(), value: result };
      return;
    }
    const entry = this.top.entry!;
    if (entry.how === 'generator') return generators.end(this);
    const value = this.value();
    if (entry.how === 'operator') this.guardAnswer(entry, result, value);
    this.frames.pop();
    const { top } = this;
    this.nextPc = top.pc;
    if (entry.how === 'dropped') return;
    this.push(this.negated(entry, this.latest(this.answer(entry, result, top.pc))!));
  }
  private negated({ operator }: FrameEntry, result: Ins): Ins {
    return operator?.isNegated === true ? this.emit('not', [this.asBool(result)]) : result;
  }

  /** A special method that answers NotImplemented, or no bool where one is wanted, leaves to the interpreter, at its RETURN_VALUE. */
  private guardAnswer(entry: FrameEntry, result: Ins, value: Raw): void {
    const missing = this.space.w_NotImplemented as unknown as Raw;
    if (value === missing) this.abort('unsupported-value', 'NotImplemented');
    if (isTested(entry.operator!)) {
      const { w_True, w_False } = this.space;
      if (value !== (w_True as unknown as Raw) && value !== (w_False as unknown as Raw))
        this.abort('unsupported-value', 'a comparison that answers no bool');
      if (result.kind === 'w' || result.kind === 'p') this.asBool(result);
      return;
    }
    if (result.kind !== 'w' && (result.kind !== 'p' || result.isConst || result.op === 'new')) return;
    this.guard(this.emit('same', [result, constant(missing, 'p')]), false);
  }

  // --- snapshots

  /** The state before this instruction. `raises`: the error that it raised is to be handled. */
  snapshot(raises = false): Snapshot {
    if (raises) return new Snapshot(this.frameSnapshots(this.pc + 2), true);
    // One for each guard: failures are counted, and bridges kept, with it.
    const snap = new Snapshot((this.framesHere ??= this.frameSnapshots(this.pc)));
    snap.repeats = true;
    return snap;
  }
  /** The state after `popped` operands went, with `pushed` in their place, at `pc`. */
  snapshotAt(pc: number, popped: number, pushed: readonly Ins[] = []): Snapshot {
    const { refs } = this.top;
    const saved = refs.splice(refs.length - popped, popped);
    refs.push(...pushed);
    const snap = new Snapshot(this.frameSnapshots(pc));
    refs.length -= pushed.length;
    refs.push(...saved);
    return snap;
  }

  private frameSnapshots(pc: number): FrameSnapshot[] {
    const last = this.frames.length - 1;
    return this.frames.map((frame, i) => ({
      code: frame.code,
      pc: i === last ? pc : frame.pc,
      entry: frame.entry,
      depth: frame.refs.length,
      slots: frame.refs.map((ref, at) => {
        if (ref === undefined) return null;
        // As it was at the header, whatever it is called by now.
        return frame.entry === null && this.isUnchanged(ref, at) ? null : ref;
      }),
      shadows: frame.shadows,
    }));
  }
  private isUnchanged(ref: Ins, at: number): boolean {
    return ref === this.loop.slots.get(at) || ref === this.narrowedSlots.get(at);
  }
}

export { opNames };
