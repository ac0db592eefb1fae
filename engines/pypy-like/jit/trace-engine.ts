// Decides what is recorded, compiled and run: the hooks that the interpreter calls when a loop is hot, the state of each loop, exits and
// their counts, bridges, emission in batches, what is given up and for how long. Models lj_trace.c, and compile.py and warmspot.py of
// rpython/jit/metainterp.
import { Op } from '../../frontend/opcodes.ts';
import type { Code } from '../code.ts';
import type { PyFrame } from '../frame.ts';
import type { W_Object } from '../object.ts';
import { W_Float } from '../object.ts';
import type { PypySpace } from '../space.ts';
import { Abort } from './abort-reasons.ts';
import type { AbortReason } from './abort-reasons.ts';
import { bindBuiltinRecorders } from './builtin-recorders.ts';
import { canGenerateCode, emitUnit, raised } from './emit-js.ts';
import type { Compiled, Exit, Layout } from './emit-js.ts';
import { MOVED, STAY } from './hooks.ts';
import type { JitHooks } from './hooks.ts';
import type { Ins, Kind } from './ir.ts';
import { allPasses, optimize } from './optimize/index.ts';
import type { Unit } from './optimize/index.ts';
import type { Params } from './params.ts';
import { loops } from './record-control.ts';
import './record-calls.ts';
import { Recorder } from './recorder.ts';
import { leaveTrace } from './resume.ts';
import { Snapshot } from './snapshot.ts';
import { bridgesOf, sizeOf } from './trace-tree.ts';
import type { RecordedTree, TraceNode } from './trace-tree.ts';

const NEVER = 0x7fff_ffff;
/** Calls of a unit until V8 has had its chance, and how long each is at most. */
const YOUNG = 300;
const YOUNG_ROUNDS = 12;

/** A loop of the program: where it is, and what has become of it. */
export class CompiledLoop {
  readonly code: Code;
  readonly pc: number;
  /** The namespace that the loop was recorded in; constants of the trace come from it. */
  readonly globals: W_Object;
  slots = new Map<number, Ins>();
  entryKinds = new Map<number, Kind>();
  root: TraceNode | null = null;
  header: Snapshot;
  unit: Unit | null = null;
  compiled: Compiled | null = null;
  emissions = 0;
  /** Bridges that were recorded since the unit was emitted. */
  waitingBridges = 0;
  exitsSinceBridge = 0;
  /** Times that a slot was not of the kind that the unit keeps it in. */
  entryFailures = 0;
  aborts = 0;
  wasThrownAway = 0;
  /** Calls of the compiled function. */
  enters = 0;

  constructor(code: Code, pc: number, globals: W_Object, depth: number) {
    this.code = code;
    this.pc = pc;
    this.globals = globals;
    this.header = new Snapshot([{ code, pc, entry: null, depth, slots: [] }]);
  }

  get tree(): RecordedTree {
    return { root: this.root!, entryKinds: this.entryKinds, header: this.header };
  }
}

/** Kept with a code object: loops by instruction. */
type LoopsOfCode = Map<number, CompiledLoop>;

export interface TraceEvent {
  readonly name: 'recorded' | 'aborted' | 'compiled' | 'thrown-away';
  readonly loop: CompiledLoop;
  readonly detail: string;
}

export class TraceEngine implements JitHooks {
  readonly space: PypySpace;
  readonly params: Params;
  readonly threshold: number;
  readonly functionThreshold = NEVER;
  readonly counters = {
    loops: 0,
    bridges: 0,
    aborts: 0,
    emissions: 0,
    exits: 0,
    'thrown-away': 0,
  };
  readonly abortCounts = new Map<AbortReason, number>();
  readonly all: CompiledLoop[] = [];
  /** Called for what happens, for events and logs. */
  onEvent: (event: TraceEvent) => void = () => {};
  /** What is being recorded. */
  private recorder: Recorder | null = null;
  private recordedLoop: CompiledLoop | null = null;
  private armed: Int32Array | null = null;
  private armedAt = 0;
  private readonly layout: Layout;
  private readonly canCompile = canGenerateCode();

  constructor(space: PypySpace, params: Params) {
    this.space = space;
    this.params = params;
    this.threshold = params.threshold;
    bindBuiltinRecorders(space);
    const { float } = space.types;
    this.layout = {
      floatType: float,
      w_True: space.w_True,
      w_False: space.w_False,
      newFloat: (value) => new W_Float(float, value),
    };
    loops.isCompiled = (code, pc) => this.loopAt(code, pc)?.compiled != null;
  }

  get isRecording(): boolean {
    return this.recorder !== null;
  }

  private loopAt(code: Code, pc: number): CompiledLoop | undefined {
    return (code.compiled as LoopsOfCode | null)?.get(pc);
  }

  // --- hooks

  onFunctionHot(_space: PypySpace, f: PyFrame): number {
    f.code.entries = NEVER;
    return STAY;
  }

  onLoopHot(_space: PypySpace, f: PyFrame, pc: number): number {
    if (this.recorder !== null) return STAY;
    if (!this.canCompile) {
      f.code.counters[pc >> 1] = NEVER;
      return STAY;
    }
    const loop = this.loopAt(f.code, pc);
    if (loop !== undefined && loop.compiled !== null && loop.globals === f.globals) return this.run(loop, f);
    return this.startLoop(f, pc, loop);
  }

  // --- recording

  private startLoop(f: PyFrame, pc: number, known: CompiledLoop | undefined): number {
    let loop = known;
    if (loop !== undefined && loop.compiled !== null) {
      // The same code in another namespace: left to the interpreter.
      f.code.counters[pc >> 1] = this.threshold;
      return STAY;
    }
    if (loop === undefined) {
      loop = new CompiledLoop(f.code, pc, f.globals, f.sp - f.base);
      const table = (f.code.compiled ??= new Map()) as LoopsOfCode;
      table.set(pc, loop);
      this.all.push(loop);
    }
    loop.slots = new Map();
    loop.entryKinds = this.kindsIn(f);
    loop.header = new Snapshot([{ code: f.code, pc, entry: null, depth: f.sp - f.base, slots: [] }]);
    this.begin(loop, null);
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

  private begin(loop: CompiledLoop, from: Snapshot | null): void {
    this.recordedLoop = loop;
    this.recorder = new Recorder(this.space, this.params, loop, from);
    this.space.recorder = this;
  }

  /** Instructions of a code object, each replaced by the one that calls `step`. */
  instructionsOf(code: Code): Int32Array {
    let instructions = this.recordingCode.get(code);
    if (instructions === undefined) {
      instructions = code.original.slice();
      for (let i = 0; i < instructions.length; i += 2) instructions[i] = Op.ENTER_EXECUTOR;
      this.recordingCode.set(code, instructions);
    }
    return instructions;
  }
  private readonly recordingCode = new WeakMap<Code, Int32Array>();

  private disarm(): void {
    if (this.armed !== null) this.armed[this.armedAt] = Op.ENTER_EXECUTOR;
    this.armed = null;
  }

  /** The interpreter is about to execute the instruction at `f.pc`, with all state in the frame; false: no longer recording. */
  step(f: PyFrame): boolean {
    this.disarm();
    const { recorder } = this;
    if (recorder === null) return false;
    try {
      if (this.space.shared[0] !== 0) throw new Abort('interrupted');
      if (recorder.step(f) === 'done') {
        this.finish(recorder);
        return false;
      }
    } catch (e) {
      this.stopRecording();
      if (!(e instanceof Abort)) throw e;
      this.noteAbort(e, recorder);
      return false;
    }
    const instructions = this.instructionsOf(f.code);
    instructions[f.pc] = f.code.original[f.pc];
    this.armed = instructions;
    this.armedAt = f.pc;
    return true;
  }

  private stopRecording(): void {
    this.recorder = null;
    this.space.recorder = null;
  }

  private noteAbort(abort: Abort, recorder: Recorder): void {
    const loop = this.recordedLoop!;
    this.counters.aborts++;
    this.abortCounts.set(abort.reason, (this.abortCounts.get(abort.reason) ?? 0) + 1);
    this.onEvent({ name: 'aborted', loop, detail: abort.message });
    const { from } = recorder;
    if (from !== null) {
      from.attempts++;
      from.nextAttempt =
        from.attempts >= this.params.abort_limit ? Infinity : from.failures * 2 + this.params.trace_eagerness;
      return;
    }
    loop.aborts++;
    const isHopeless = loop.aborts >= this.params.abort_limit;
    loop.code.counters[loop.pc >> 1] = isHopeless ? NEVER : this.threshold * 2 ** Math.min(loop.aborts, 12);
  }

  private finish(recorder: Recorder): void {
    const loop = this.recordedLoop!;
    this.stopRecording();
    const { from, node } = recorder;
    if (from === null) {
      loop.root = node;
      this.counters.loops++;
      this.onEvent({ name: 'recorded', loop, detail: `${node.ins.length} operations` });
      this.compile(loop);
      return;
    }
    from.bridge = node;
    this.counters.bridges++;
    loop.waitingBridges++;
    loop.exitsSinceBridge >>= 1;
    this.onEvent({ name: 'recorded', loop, detail: `bridge of ${node.ins.length} operations` });
  }

  // --- compiling

  private compile(loop: CompiledLoop): void {
    loop.unit = optimize(loop.tree, allPasses, this.params.fail_guards === 0);
    loop.compiled = emitUnit(loop.unit, this.layout, this.params.fail_guards > 0);
    loop.emissions++;
    loop.enters = 0;
    loop.waitingBridges = loop.exitsSinceBridge = 0;
    this.counters.emissions++;
    this.onEvent({ name: 'compiled', loop, detail: `${loop.compiled.source.length} characters` });
  }

  private throwAway(loop: CompiledLoop, reason: string): void {
    loop.compiled = null;
    loop.unit = null;
    loop.root = null;
    loop.wasThrownAway++;
    this.counters['thrown-away']++;
    loop.code.counters[loop.pc >> 1] =
      loop.wasThrownAway > 20 ? NEVER : Math.min(this.threshold, 64) * 2 ** Math.min(loop.wasThrownAway, 14);
    this.onEvent({ name: 'thrown-away', loop, detail: reason });
  }

  // --- running

  private run(loop: CompiledLoop, f: PyFrame): number {
    const { space } = this;
    const compiled = loop.compiled!;
    let exit: Exit;
    let frame: PyFrame;
    do {
      // V8 optimises what is called often better than a loop that it has to replace while it runs (OSR): it knows nothing then of the
      // variables that the loop carries. So a young unit comes back now and then.
      const rounds = loop.enters++ < YOUNG ? YOUNG_ROUNDS : NEVER;
      const number = compiled.run(f.stack, f.base, space.shared, rounds);
      if (number === 0) {
        this.notEntered(loop, f);
        return STAY;
      }
      exit = compiled.exits[number];
      frame = leaveTrace(space, f, exit, compiled.take());
    } while (exit.snap.source === loop.header && space.shared[0] === 0);
    const { snap } = exit;
    const { source } = snap;
    this.counters.exits++;
    if (source !== loop.header) this.countExit(loop, snap, frame);
    if (snap.raises) {
      const { error } = raised;
      raised.error = undefined;
      throw error;
    }
    return MOVED;
  }

  private countExit(loop: CompiledLoop, snap: Snapshot, frame: PyFrame): void {
    const { source } = snap;
    const { params } = this;
    source.failures++;
    if (source.isStale && source.failures > 2) {
      this.throwAway(loop, 'something taken for constant has changed');
      return;
    }
    // Every emission starts V8's tiers anew: the first bridges go in at once, later ones wait for more company each time.
    const patience = params.quiet_exits * 2 ** Math.min(loop.emissions - 1, 12);
    if (loop.waitingBridges > 0 && ++loop.exitsSinceBridge > patience) {
      if (loop.emissions < params.emit_limit) this.compile(loop);
      else loop.waitingBridges = 0;
      return;
    }
    if (
      source.failures <= params.trace_eagerness ||
      source.bridge !== null ||
      source.failures < source.nextAttempt
    ) {
      return;
    }
    if (snap.isHoisted) {
      // It fails again and again where the loop is entered: from now on it stays in its place, where a bridge can begin.
      if (!source.isFixed && loop.emissions < params.emit_limit) {
        source.isFixed = true;
        source.failures = 0;
        this.compile(loop);
      }
      return;
    }
    if (snap.raises || sizeOf(loop.root!) > params.unit_limit || loop.emissions >= params.emit_limit) {
      source.nextAttempt = Infinity;
      return;
    }
    void frame;
    this.begin(loop, source);
  }

  /** A slot was not of the kind that the loop keeps it in. */
  private notEntered(loop: CompiledLoop, f: PyFrame): void {
    loop.entryFailures++;
    if (loop.entryFailures < 8 || loop.emissions >= this.params.emit_limit) {
      if (loop.entryFailures > 5000) this.throwAway(loop, 'never entered');
      return;
    }
    let changed = false;
    for (const { index, ins } of loop.unit!.slots) {
      if (ins.kind !== 'w' && this.kindOf(f.stack[f.base + index]) !== ins.kind) {
        loop.entryKinds.set(index, 'w');
        changed = true;
      }
    }
    if (changed) {
      loop.entryFailures = 0;
      this.compile(loop);
    }
  }

  /** Totals for the outcome of a run. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const [name, count] of Object.entries(this.counters)) counts[`jit-${name}`] = count;
    for (const [reason, count] of this.abortCounts) counts[`jit-abort-${reason}`] = count;
    return counts;
  }
}

export { bridgesOf };
