// Decides what is recorded, compiled and run: the hooks that the interpreter calls when a loop or function is hot, exits and their counts,
// bridges, emission in batches, what is given up and for how long. Models lj_trace.c, and compile.py and warmspot.py of
// rpython/jit/metainterp.
import { Op } from '../../frontend/opcodes.ts';
import { place } from '../code-arena.ts';
import { prepared } from '../code.ts';
import type { Placed } from '../code-arena.ts';
import type { Code } from '../code.ts';
import { pushFunction } from '../frame.ts';
import type { PyFrame } from '../frame.ts';
import { OperationError } from '../../objspace/error.ts';
import type { W } from '../../objspace/object.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import { unwinding } from '../../objspace/instructions/exceptions.ts';
import type { Raw, W_Object } from '../object.ts';
import { unwrap, W_Float, wrap } from '../object.ts';
import type { PypySpace } from '../space.ts';
import { Abort } from './abort-reasons.ts';
import type { AbortReason } from './abort-reasons.ts';
import { bindBuiltinRecorders } from './builtin-recorders.ts';
import { CompiledUnit, left } from './compiled-unit.ts';
import type { Left } from './compiled-unit.ts';
import { DynamicUnit, MOST_ARGUMENTS } from './dynamic-call.ts';
import { canGenerateCode, emitUnit } from './emit-js.ts';
import type { Layout } from './emit-js.ts';
import { MOVED, STAY } from './hooks.ts';
import type { JitHooks } from './hooks.ts';
import type { Kind } from './ir.ts';
import { instanceObject } from './layout.ts';
import { allPasses, optimize } from './optimize/index.ts';
import type { Params } from './params.ts';
import { loops } from './record-control.ts';
import './record-calls.ts';
import './record-containers.ts';
import './record-exceptions.ts';
import './record-iteration.ts';
import './record-special.ts';
import { exceptions, Recorder } from './recorder.ts';
import type { Units } from './recorder.ts';
import { makeFrames } from './resume.ts';
import { nameCaller } from './shadow-frames.ts';
import type { Snapshot } from './snapshot.ts';
import { failWith, raised, THROWN } from './thrown.ts';
import { noteSpared, Worth } from './trace-worth.ts';
import { guessOf } from './trace-tree.ts';
import type { CallableUnit } from './trace-tree.ts';

const NEVER = 0x7fff_ffff;
/** Calls of a unit until V8 has had its chance, and how long each is at most. */
const YOUNG = 300;
const YOUNG_ROUNDS = 2;
const ROUNDS = 200;
/** Each emission of a tree waits so much longer than the one before, until leaving has cost what emitting it costs: so many exits an operation. */
const GROWTH = 1.5;
const EXITS_AN_OPERATION = 1;
/** What a trace that is left costs, in milliseconds: as much may be spent on ending that. */
const EXIT_TIME = 0.002;
/** Compiled functions that host code calls, within one another: each takes of the host's stack what an entry of the loop takes. */
const MOST_HERE = 8;
/** Recordings that wait for a call to return, within one another. */
const WAITING = 6;
/** Bridges from one instruction: what differs each time is not worth another. */
const MOST_BRIDGES = 16;
/** Calls of a unit that is not compiled, after which nothing is waited for. */
const MOST_MISSES = 20;
/** Milliseconds that beginning and ending a recording take, beside its steps. */
const RECORDING_TIME = 0.03;
/** What a run may spend beyond its share, in milliseconds: something at once, and the more of the rest the longer it has gone on. */
const AT_ONCE = 2;
/** The same for what compiled code calls. */
const WANTED = 10;
/** Calls of such a unit until it is recorded. */
const WANTED_AFTER = 2;
const LATER = 200;
const LATER_BEGINS = 50;
const LATER_SHARE = 0.15;
/** Emissions from which on the budget shrinks. */
const MANY_EMISSIONS = 100;
/** Times that a variable of a loop was not what it is kept as, before it is kept as something else. */
const WRONG_GUESSES = 8;
const isInt32 = (value: unknown): boolean => ((value as number) | 0) === value;

/** Kept with a code object: loops by their header's instruction, the function itself at -1. */
type UnitsOfCode = Map<number, CompiledUnit>;
const ENTRY = -1;

export interface TraceEvent {
  readonly name: 'recorded' | 'aborted' | 'compiled' | 'thrown-away';
  readonly unit: CompiledUnit;
  readonly detail: string;
}

export class TraceEngine implements JitHooks, Units {
  readonly space: PypySpace;
  readonly params: Params;
  readonly threshold: number;
  readonly functionThreshold: number;
  private readonly dynamicUnits = new WeakMap<Code, Map<number, DynamicUnit>>();
  readonly counters = {
    loops: 0,
    functions: 0,
    bridges: 0,
    aborts: 0,
    emissions: 0,
    exits: 0,
    'thrown-away': 0,
    faults: 0,
  };
  readonly abortCounts = new Map<AbortReason, number>();
  readonly all: CompiledUnit[] = [];
  /** Called for what happens, for events and logs. */
  onEvent: (event: TraceEvent) => void = () => {};
  /** What is being recorded. */
  private recorder: Recorder | null = null;
  /** Recordings that wait for a call to return; the last began last. */
  private readonly waiting: Recorder[] = [];
  /** Milliseconds spent on recording, optimising and emitting. */
  private spent = 0;
  /** When something was hot for the first time; starting the interpreter is no time in which a program runs. */
  private started = 0;
  private armed: Int32Array | null = null;
  private armedAt = 0;
  private readonly layout: Layout;
  private readonly canCompile = canGenerateCode();

  constructor(space: PypySpace, params: Params) {
    this.space = space;
    this.params = params;
    this.threshold = params.threshold;
    this.functionThreshold = params.function_threshold;
    bindBuiltinRecorders(space);
    const { float } = space.types;
    this.layout = {
      floatType: float,
      w_True: space.w_True,
      w_False: space.w_False,
      newFloat: (value) => new W_Float(float, value),
      raise: (exception: W_Object) => failWith(new OperationError(exception.type, wrap(exception), null)),
      allocations: space.collector,
    };
    // The host takes a field that has had one value ever for constant, and would throw the eval loop's code away with the first recording.
    space.recorder = this;
    space.recorder = null;
    loops.isCompiled = (code, pc) => (code.compiled as UnitsOfCode | null)?.get(pc)?.compiled != null;
  }

  get isRecording(): boolean {
    return this.recorder !== null;
  }

  // --- units

  private unitAt(code: Code, pc: number, globals: W_Object, depth: number, isFunction = false): CompiledUnit {
    const table = (code.compiled ??= new Map()) as UnitsOfCode;
    const key = isFunction ? ENTRY : pc;
    let unit = table.get(key);
    if (unit === undefined) {
      unit = new CompiledUnit(code, pc, globals, depth, isFunction);
      table.set(key, unit);
      if (isFunction) code.entryUnit = unit;
      this.all.push(unit);
    }
    return unit;
  }

  functionUnit(code: Code, globals: W_Object): CompiledUnit | null {
    if (code.isGenerator || !code.isOptimized) return null;
    const unit = this.unitAt(code, code.prologue, globals, code.localCount, true);
    if (unit.isHopeless || unit.globals !== globals) return null;
    // It is called from compiled code: its own is wanted soon. A counter below zero may be one of the first (hooks.ts), which would start at the threshold.
    if (unit.compiled === null && unit.aborts === 0)
      code.entries = code.entries < 0 ? WANTED_AFTER : Math.min(code.entries, WANTED_AFTER);
    return unit;
  }

  dynamicUnit(code: Code, pc: number, count: number): DynamicUnit {
    let units = this.dynamicUnits.get(code);
    if (units === undefined) this.dynamicUnits.set(code, (units = new Map<number, DynamicUnit>()));
    // The same call may be one with the receiver or without it.
    const key = pc * MOST_ARGUMENTS + count;
    let unit = units.get(key);
    if (unit !== undefined) return unit;
    const unitOf = (code: Code, globals: W_Object) => this.functionUnit(code, globals);
    unit = new DynamicUnit(this.space, unitOf, count);
    units.set(key, unit);
    return unit;
  }

  loopUnit(code: Code, pc: number, globals: W_Object, depth: number): CallableUnit | null {
    const unit = this.unitAt(code, pc, globals, depth);
    if (unit.isHopeless || unit.globals !== globals) return null;
    if (unit.compiled === null && unit.aborts === 0) {
      const { counters } = code;
      const left = counters[pc >> 1];
      counters[pc >> 1] = left < 0 ? WANTED_AFTER : Math.min(left, WANTED_AFTER);
    }
    return unit;
  }

  /** Whether there is time for more: what the JIT costs stays below a share of the run, whatever the program is like. */
  private mayCompile(isWanted = false): boolean {
    const { budget } = this.params;
    if (budget === 0) return true;
    // The host compiles what is emitted once more, on time that is not seen here: a program of very many loops gets less of them.
    const share = budget / Math.max(1, this.counters.emissions / MANY_EMISSIONS);
    const now = performance.now();
    if (this.started === 0) this.started = now;
    const elapsed = now - this.started;
    if (elapsed < this.params.settle) return false;
    const later = Math.min(LATER, Math.max(0, elapsed - LATER_BEGINS) * LATER_SHARE);
    const more = isWanted ? AT_ONCE + WANTED : AT_ONCE;
    const forExits = (this.counters.exits * EXIT_TIME * share) / budget;
    return this.spent < (elapsed * share) / 100 + more + (later * share) / budget + forExits;
  }

  /** Asked again after so many more turns or calls. */
  private wait(unit: CompiledUnit, count: number): void {
    if (unit.parameters !== null) unit.code.entries = count;
    else unit.code.counters[unit.pc >> 1] = count;
  }

  // --- hooks

  onFunctionHot(space: PypySpace, f: PyFrame): number {
    const { code } = f;
    if (!this.canCompile || code.isGenerator || !code.isOptimized) {
      code.entries = NEVER;
      return STAY;
    }
    if (this.recorder !== null || space.shared[0] !== 0) return STAY;
    return this.hot(this.unitAt(code, f.pc, f.globals, code.localCount, true), f);
  }

  onLoopHot(_space: PypySpace, f: PyFrame, pc: number): number {
    if (!this.canCompile) {
      f.code.counters[pc >> 1] = NEVER;
      return STAY;
    }
    if (this.recorder !== null) return STAY;
    const { code } = f;
    if (!(code.compiled as UnitsOfCode | null)?.has(pc) && !this.mayCompile()) {
      // One of very many loops, or just too early: nothing is kept of it yet.
      code.counters[pc >> 1] = this.threshold >> 2;
      return STAY;
    }
    return this.hot(this.unitAt(code, pc, f.globals, f.sp - f.base), f);
  }

  private hot(unit: CompiledUnit, f: PyFrame): number {
    if (unit.isHopeless) this.wait(unit, NEVER);
    // The same code in another namespace: left to the interpreter.
    else if (unit.globals !== f.globals) this.wait(unit, this.threshold);
    else if (unit.compiled !== null) return this.run(unit, f);
    else return this.start(unit, f);
    return STAY;
  }

  // --- recording

  private start(unit: CompiledUnit, f: PyFrame): number {
    // Compiled code that calls it is left each time until it is there: what that cost pays only then.
    const isWanted = unit.callers.size > 0 && unit.aborts === 0;
    if (!this.mayCompile(isWanted)) {
      const threshold = unit.parameters === null ? this.threshold : this.functionThreshold;
      this.wait(unit, threshold >> (isWanted ? 6 : 2));
      return STAY;
    }
    // A unit that is being recorded calls itself, or a loop in a call of it is the same one.
    if (this.waiting.length >= WAITING || this.waiting.some((recorder) => recorder.loop === unit))
      return STAY;
    unit.slots = new Map();
    unit.entryKinds = unit.parameters === null ? this.kindsIn(f) : new Map<number, Kind>();
    unit.header = unit.headerAt(f.sp - f.base);
    unit.guesses = new Map();
    for (const [slot, kind] of unit.entryKinds) {
      if (kind === 'i' && !isInt32(f.stack[f.base + slot])) guessOf(unit, slot).isFixed = true;
    }
    this.begin(unit, null, f);
    return MOVED;
  }

  private kindsIn(f: PyFrame): Map<number, Kind> {
    const kinds = new Map<number, Kind>();
    for (let i = 0; i < f.sp - f.base; i++) kinds.set(i, this.kindOf(f.stack[f.base + i]));
    return kinds;
  }
  private kindOf(value: unknown): Kind {
    if (typeof value === 'number') return 'i';
    if (typeof value === 'string') return 's';
    if (value instanceof W_Float) return 'f';
    return value === this.space.w_True || value === this.space.w_False ? 'b' : 'w';
  }

  bridgesAt(code: Code, pc: number): number {
    return this.bridgeCounts.get(code)?.get(pc) ?? 0;
  }
  private readonly bridgeCounts = new WeakMap<Code, Map<number, number>>();
  private countBridge({ frames }: Snapshot): void {
    const { code, pc } = frames[frames.length - 1];
    let counts = this.bridgeCounts.get(code as Code);
    if (counts === undefined) this.bridgeCounts.set(code as Code, (counts = new Map<number, number>()));
    counts.set(pc, (counts.get(pc) ?? 0) + 1);
  }

  private begin(unit: CompiledUnit, from: Snapshot | null, f: PyFrame): void {
    if (from !== null) this.countBridge(from);
    const recorder = new Recorder(this.space, this.params, this, unit, from, f);
    this.recorder = recorder;
    this.space.recorder = this;
    if (from?.raises !== true) return;
    // What the exception does is known before the interpreter does it; where it leaves the unit, that is all.
    try {
      exceptions.begin(recorder);
      if (recorder.end !== null) this.finish(recorder);
    } catch (e) {
      this.stopRecording();
      if (e instanceof Abort) this.noteAbort(e, recorder);
      else this.noteFault(e, unit);
    }
  }

  /** What the interpreter executes of a frame while something is recorded: instructions that each call `step`, or, beside the trace, its own. */
  startOf(code: Code, f: PyFrame): number {
    if (this.recorder === null) {
      const { waiting } = this;
      const last = waiting[waiting.length - 1];
      if (last.waitsFor !== f && !exceptions.isHandledIn(last, f)) {
        if (last.waitsFor!.state === 'done') {
          waiting.pop();
          if (waiting.length === 0) this.space.recorder = null;
          if (exceptions.leaves(last)) this.finish(last);
          else this.noteAbort(new Abort('exception', 'a call did not return'), last);
        }
        return code.start;
      }
      waiting.pop();
      last.waitsFor = null;
      this.recorder = last;
    }
    let recording = this.recordingCode.get(code);
    if (recording === undefined) {
      const instructions = code.original.slice();
      for (let i = 0; i < instructions.length; i += 2) instructions[i] = Op.ENTER_EXECUTOR;
      recording = { instructions, start: -1 };
      this.recordingCode.set(code, recording);
    }
    return recording.start < 0 ? place(this.space, recording) : recording.start;
  }
  private readonly recordingCode = new WeakMap<Code, Placed>();

  private disarm(): void {
    if (this.armed !== null) this.armed[this.armedAt] = Op.ENTER_EXECUTOR;
    this.armed = null;
  }

  /** The interpreter is about to execute the instruction at `f.pc`, with all state in the frame; false: no longer recording. */
  step(f: PyFrame): boolean {
    this.disarm();
    const { recorder } = this;
    if (recorder === null) return false;
    const begin = performance.now();
    try {
      if (this.space.shared[0] !== 0) throw new Abort('interrupted');
      const answer = recorder.step(f);
      recorder.spent += performance.now() - begin;
      if (answer === 'done') {
        this.finish(recorder);
        return false;
      }
    } catch (e) {
      this.stopRecording();
      if (e instanceof Abort) this.noteAbort(e, recorder);
      else this.noteFault(e, recorder.loop as CompiledUnit);
      return false;
    }
    const { waitsFor } = recorder;
    if (waitsFor !== null && waitsFor !== f) {
      // Something builtin called Python code.
      this.waiting.push(recorder);
      this.recorder = null;
      return false;
    }
    const { instructions } = this.recordingCode.get(f.code)!;
    instructions[f.pc] = f.code.original[f.pc];
    this.armed = instructions;
    this.armedAt = f.pc;
    if (waitsFor !== null) {
      // The call is executed from here; what it runs is not shown.
      this.waiting.push(recorder);
      this.recorder = null;
    }
    return true;
  }

  private stopRecording(): void {
    this.recorder = null;
    if (this.waiting.length === 0) this.space.recorder = null;
  }

  private noteAbort(abort: Abort, recorder: Recorder): void {
    const unit = recorder.loop as CompiledUnit;
    this.spent += recorder.spent + RECORDING_TIME;
    this.counters.aborts++;
    this.abortCounts.set(abort.reason, (this.abortCounts.get(abort.reason) ?? 0) + 1);
    unit.reasons.set(abort.message, (unit.reasons.get(abort.message) ?? 0) + 1);
    this.onEvent({ name: 'aborted', unit, detail: abort.message });
    const { from } = recorder;
    const { abort_limit, trace_eagerness } = this.params;
    if (from !== null) {
      from.attempts++;
      from.nextAttempt = from.attempts >= abort_limit ? Infinity : from.failures * 2 + trace_eagerness;
      return;
    }
    // A generator's loop that yields will do so the next time.
    unit.aborts += unit.code.isGenerator ? 2 : 1;
    if (unit.aborts >= abort_limit) this.giveUp(unit);
    const threshold = unit.parameters === null ? this.threshold : this.functionThreshold;
    this.wait(unit, unit.isHopeless ? NEVER : threshold * 2 ** Math.min(unit.aborts, 12));
  }

  /** Nothing is compiled of it any more; what calls it is recorded anew. */
  private giveUp(unit: CompiledUnit): void {
    unit.isHopeless = true;
    this.wait(unit, NEVER);
    for (const caller of unit.callers) {
      if (caller.compiled !== null) this.throwAway(caller, `calls ${unit.name}, which is not compiled`);
    }
    unit.callers.clear();
  }

  private finish(recorder: Recorder): void {
    const unit = recorder.loop as CompiledUnit;
    this.spent += recorder.spent + RECORDING_TIME;
    this.stopRecording();
    const { from, node } = recorder;
    for (const { aux } of node.ins) if (aux instanceof CompiledUnit) aux.callers.add(unit);
    (node.end.target as CompiledUnit | undefined)?.callers.add(unit);
    if (from === null) {
      unit.root = node;
      unit.size = node.ins.length;
      if (unit.parameters === null) this.counters.loops++;
      else this.counters.functions++;
      this.onEvent({ name: 'recorded', unit, detail: `${node.ins.length} operations` });
      this.compile(unit);
      return;
    }
    from.bridge = node;
    unit.size += node.ins.length;
    this.counters.bridges++;
    unit.waitingBridges++;
    unit.exitsSinceBridge >>= 1;
    this.onEvent({ name: 'recorded', unit, detail: `bridge of ${node.ins.length} operations` });
  }

  // --- compiling

  private compile(unit: CompiledUnit): void {
    const begin = performance.now();
    const failsGuards = this.params.fail_guards > 0;
    try {
      unit.unit = optimize(unit.tree, allPasses, !failsGuards);
      const instances = unit.root!.ins.filter(({ op, aux }) => op === 'new' && aux === instanceObject).length;
      unit.install(emitUnit(unit.unit, this.layout, this.space.shared, failsGuards, instances));
    } catch (e) {
      this.noteFault(e, unit);
      return;
    }
    this.spent += performance.now() - begin;
    unit.emissions++;
    unit.enters = 0;
    unit.length = noteSpared(unit.root!);
    unit.worth = new Worth();
    unit.waitingBridges = unit.exitsSinceBridge = 0;
    this.counters.emissions++;
    // From now on the interpreter asks each time.
    this.wait(unit, 0);
    this.onEvent({ name: 'compiled', unit, detail: `${unit.compiled!.source.length} characters` });
  }

  /** A fault of ours costs the program its speed, not its life; tests look at the count. */
  private noteFault(e: unknown, unit: CompiledUnit): void {
    this.counters.faults++;
    this.throwAway(unit, `fault: ${e instanceof Error ? e.message : String(e)}`);
    this.giveUp(unit);
  }

  private throwAway(unit: CompiledUnit, reason: string): void {
    unit.install(null);
    unit.unit = null;
    unit.root = null;
    unit.wasThrownAway++;
    this.counters['thrown-away']++;
    if (unit.wasThrownAway > 20) this.giveUp(unit);
    this.wait(unit, Math.min(this.threshold, 64) * 2 ** Math.min(unit.wasThrownAway, 14));
    this.onEvent({ name: 'thrown-away', unit, detail: reason });
  }

  // --- running

  private run(unit: CompiledUnit, f: PyFrame): number {
    const { space } = this;
    for (;;) {
      // V8 optimises what is called often better than a loop that it has to replace while it runs (OSR): it knows nothing then of the
      // variables that the loop carries. So a young unit comes back now and then.
      const rounds = unit.enters++ < YOUNG ? YOUNG_ROUNDS : ROUNDS;
      const room = Math.ceil(this.params.host_frames / (1 + space.nestedDepth));
      const depth = Math.min(space.recursionLimit - space.values.depth, room);
      const { now } = unit;
      let answer: unknown;
      space.compiledRuns++;
      try {
        answer = unit.enter(f, depth, rounds);
      } finally {
        space.compiledRuns--;
      }
      if (answer !== undefined) {
        unit.worth.returned(unit.length);
        if (answer === THROWN) return this.raiseFrom(f);
        return this.returnFrom(f, answer as Raw);
      }
      now.save();
      if ((left[0].exit === null || !left[0].isEntry) && this.isFinal(left[0])) this.judge(unit);
      const [{ exit, isEntry }] = left;
      if (left.length > 1 || left[0].unit !== unit) return this.leave(f);
      if (isEntry) {
        left.length = 0;
        this.notEntered(unit, f);
        return STAY;
      }
      const comesBack = exit!.snap.source === unit.header && unit.parameters === null;
      if (!comesBack || space.shared[0] !== 0) return this.leave(f);
      makeFrames(space, f, left);
      left.length = 0;
    }
  }

  callHere(space: PypySpace, w_function: W, args_w: readonly W[]): W | undefined {
    const func = unwrap(w_function) as W_Object;
    const { w_code, w_globals } = func.v as FunctionPayload;
    const code = prepared(space, w_code);
    const unit = code.entryUnit as CompiledUnit | null;
    if (unit === null || unit.compiled === null || code.entries >= 0) return undefined;
    if (!code.isSimple || code.prologue !== 2 || args_w.length !== code.argcount) return undefined;
    if (unit.globals !== (w_globals as unknown as W_Object) || args_w.length > 3) return undefined;
    if (this.recorder !== null || space.shared[0] !== 0 || space.nestedDepth >= MOST_HERE) return undefined;
    const room = Math.ceil(this.params.host_frames / (2 + space.nestedDepth));
    const depth = Math.min(space.recursionLimit - space.values.depth - 1, room);
    const { now } = unit;
    const run = now.run as unknown as (func: W_Object, depth: number, ...args: readonly W[]) => unknown;
    let answer: unknown;
    unit.enters++;
    space.nestedDepth++;
    space.compiledRuns++;
    try {
      if (args_w.length === 1) answer = run(func, depth, args_w[0]);
      else if (args_w.length === 2) answer = run(func, depth, args_w[0], args_w[1]);
      else answer = run(func, depth, ...args_w);
    } finally {
      space.nestedDepth--;
      space.compiledRuns--;
    }
    if (answer !== undefined && answer !== THROWN) {
      unit.worth.returned(unit.length);
      return wrap(answer as Raw);
    }
    if (answer === undefined) now.save();
    // The frame that it would have been entered from, from which all goes on as there.
    const began = pushFunction(space, w_function, args_w, null);
    const f = space.top as PyFrame;
    f.pc = code.prologue;
    if (answer === THROWN) {
      unit.worth.returned(unit.length);
      this.raiseFrom(f);
      return began;
    }
    if ((left[0].exit === null || !left[0].isEntry) && this.isFinal(left[0])) this.judge(unit);
    this.leave(f);
    return began;
  }

  /** A unit that costs more than it saves is entered more seldom, or not at all. */
  private judge(unit: CompiledUnit): void {
    switch (unit.worth.judge(left)) {
      case 'rest':
        return this.wait(unit, unit.worth.rest);
      case 'throw away':
        this.throwAway(unit, 'left almost each time, and at once');
        if (!unit.isHopeless) this.wait(unit, this.threshold << Math.min(4 + unit.wasThrownAway, 14));
    }
  }

  /** Nothing will be compiled for this way out: what leaves by it now will do so later. */
  private isFinal({ unit, exit }: Left): boolean {
    if (exit === null) return unit.isHopeless || unit.misses > MOST_MISSES;
    const { source } = exit.snap;
    const { emit_limit, trace_eagerness } = this.params;
    if (source.nextAttempt === Infinity || unit.emissions >= emit_limit) return true;
    // It should have had its bridge, and there was no time for that.
    return source.failures > trace_eagerness && source.bridge === null;
  }

  /** The frame of the unit returns: the interpreter executes a RETURN_VALUE of its code. */
  private returnFrom(f: PyFrame, answer: Raw): number {
    f.sp = f.base + f.code.localCount;
    f.stack[f.sp++] = answer;
    f.pc = f.code.returns;
    return MOVED;
  }

  /** An exception leaves the frame, which has its entry in the traceback already. */
  private raiseFrom(f: PyFrame): number {
    f.sp = f.base + f.code.localCount;
    // No handler covers the RESUME.
    f.pc = f.code.prologue;
    const error = this.space.asOperationError(raised.error);
    raised.error = undefined;
    f.thrown = error;
    nameCaller(this.space, this.space.errorValue(error), f.back);
    unwinding.again = true;
    return MOVED;
  }

  private leave(f: PyFrame): number {
    const { space } = this;
    const [{ unit, exit, isEntry }] = left;
    const frame = makeFrames(space, f, left);
    left.length = 0;
    this.counters.exits++;
    unit.exits++;
    if (exit === null) {
      // A loop that compiled code goes on to is counted there: that the interpreter comes round in it may never happen.
      const isHot = unit.parameters === null && unit.code.counters[unit.pc >> 1] < 0;
      return isHot && this.recorder === null ? this.goOnHot(unit, frame) : MOVED;
    }
    if (isEntry) {
      this.notEntered(unit, frame);
      return MOVED;
    }
    const { snap } = exit;
    if (snap.source !== unit.header && unit.compiled !== null) this.countExit(unit, snap);
    if (snap.raises) {
      const { error } = raised;
      raised.error = undefined;
      // The interpreter raises it behind the instruction that did; what no Python code can catch goes on from here.
      frame.thrown = space.asOperationError(error);
      if (frame.thrown.w_value !== null) nameCaller(space, frame.thrown.w_value, frame);
    }
    return MOVED;
  }

  private goOnHot(unit: CompiledUnit, f: PyFrame): number {
    if (this.space.shared[0] !== 0) return MOVED;
    this.hot(unit, f);
    return MOVED;
  }

  private countExit(unit: CompiledUnit, snap: Snapshot): void {
    const { source } = snap;
    const { params } = this;
    source.failures++;
    if (source.isGuess) {
      if (source.isFixed || source.failures < WRONG_GUESSES || unit.emissions >= params.emit_limit) return;
      source.isFixed = true;
      return this.compile(unit);
    }
    if (source.isStale && source.failures > 2) {
      this.throwAway(unit, 'something taken for constant has changed');
      return;
    }
    // Every emission starts V8's tiers anew: bridges wait for company, and for more each time.
    const quiet = Math.min(params.quiet_exits, 20 * params.trace_eagerness);
    const grown = quiet * GROWTH ** Math.min(unit.emissions - 1, 24);
    if (
      unit.waitingBridges > 0 &&
      ++unit.exitsSinceBridge > Math.min(grown, quiet + EXITS_AN_OPERATION * unit.size)
    ) {
      if (!this.mayCompile()) return;
      if (unit.emissions < params.emit_limit) this.compile(unit);
      else unit.waitingBridges = 0;
      return;
    }
    if (
      source.failures <= params.trace_eagerness ||
      source.bridge !== null ||
      source.failures < source.nextAttempt
    ) {
      return;
    }
    if (!this.mayCompile()) {
      source.nextAttempt = source.failures + params.trace_eagerness;
      return;
    }
    if (snap.isHoisted) {
      // It fails again and again where the loop is entered: from now on it stays in its place, where a bridge can begin.
      if (!source.isFixed && unit.emissions < params.emit_limit) {
        source.isFixed = true;
        source.failures = 0;
        this.compile(unit);
      }
      return;
    }
    const { code, pc } = source.frames[source.frames.length - 1];
    const isCrowded = this.bridgesAt(code as Code, pc) >= MOST_BRIDGES;
    if (isCrowded || unit.size > params.unit_limit || unit.emissions >= params.emit_limit) {
      source.nextAttempt = Infinity;
      return;
    }
    if (this.recorder === null && this.waiting.length < WAITING)
      this.begin(unit, source, this.space.top as PyFrame);
  }

  /** A slot was not of the kind that the loop keeps it in. */
  private notEntered(unit: CompiledUnit, f: PyFrame): void {
    if (unit.emissions >= this.params.emit_limit || unit.unit === null) return;
    const valueIn = (index: number): unknown => f.stack[f.base + index];
    const wrong = unit.unit.slots.filter(
      ({ index, ins }) => ins.kind !== 'w' && this.kindOf(valueIn(index)) !== ins.kind,
    );
    const wide = unit.unit.slots.filter(
      ({ index, word }) => word === 'guard_uint32' && (valueIn(index) as number) >>> 0 !== valueIn(index),
    );
    const big = unit.unit.slots.filter(
      ({ index, word }) => word === 'guard_int32' && !isInt32(valueIn(index)),
    );
    if ((wrong.length === 0 && wide.length === 0 && big.length === 0) || ++unit.entryFailures < WRONG_GUESSES)
      return;
    for (const { index } of wrong) unit.entryKinds.set(index, 'w');
    for (const { index } of wide) unit.wide.add(index);
    for (const { index } of big) unit.guesses.get(index)!.isFixed = true;
    unit.entryFailures = 0;
    this.compile(unit);
  }

  /** Totals for the outcome of a run. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const [name, count] of Object.entries(this.counters)) counts[`jit-${name}`] = count;
    counts['jit-compile-ms'] = Math.round(this.spent);
    for (const [reason, count] of this.abortCounts) counts[`jit-abort-${reason}`] = count;
    return counts;
  }
}
