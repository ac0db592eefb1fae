// A loop or function of the program that is traced: where it is, what was recorded and compiled of it, how it is called by other compiled code, and
// what its exits left. Units call one another on the host's stack; where one is left, all that wait for it are left as well, and the
// interpreter's frames are made from what each saved.
import type { Code } from '../code.ts';
import type { PyFrame } from '../frame.ts';
import type { W_Object } from '../object.ts';
import type { Compiled, Exit } from './emit-js.ts';
import type { Ins, Kind } from './ir.ts';
import type { Unit } from './optimize/index.ts';
import { Op } from '../../frontend/opcodes.ts';
import { Snapshot } from './snapshot.ts';
import type { CallableUnit, RecordedTree, TraceNode, Variable } from './trace-tree.ts';
import { Worth } from './trace-worth.ts';

/** What a unit that was left says of its frames. */
export interface Left {
  readonly unit: CompiledUnit;
  /** Null: it is not compiled, and stands where it was to begin. */
  readonly exit: Exit | null;
  readonly values: readonly unknown[];
  /** The function of the frame, which is still to be made; null: it is there. */
  func: W_Object | null;
  /** Slots of the frame that is to be made as the unit began with them; null: the exit names them all. */
  scratch: readonly unknown[] | null;
  /** Nothing of it has run. */
  readonly isEntry: boolean;
  /** Turns of a loop that were begun. */
  readonly turns: number;
}
/** Innermost first. */
export const left: Left[] = [];

export class CompiledUnit implements CallableUnit {
  readonly code: Code;
  /** Header of the loop; of a function: behind its RESUME. */
  readonly pc: number;
  /** The namespace that it was recorded in; constants of the trace come from it. */
  readonly globals: W_Object;
  readonly parameters: readonly number[] | null;
  slots = new Map<number, Ins>();
  entryKinds = new Map<number, Kind>();
  readonly wide = new Set<number>();
  guesses = new Map<Variable, Snapshot>();
  root: TraceNode | null = null;
  header: Snapshot;
  /** Operations of the tree that was recorded. */
  size = 0;
  unit: Unit | null = null;
  compiled: Compiled | null = null;
  emissions = 0;
  /** Bridges that were recorded since the unit was emitted. */
  waitingBridges = 0;
  exitsSinceBridge = 0;
  /** Times that a slot was not of the kind that the unit keeps it in. */
  entryFailures = 0;
  aborts = 0;
  /** Why recordings were given up, with counts. */
  readonly reasons = new Map<string, number>();
  wasThrownAway = 0;
  /** Recordings were given up too often. */
  isHopeless = false;
  /** Units with calls of this one. */
  readonly callers = new Set<CompiledUnit>();
  /** Calls of the compiled function by the interpreter. */
  enters = 0;
  /** Instructions of its main trace. */
  length = 0;
  /** Whether it pays to enter it. */
  worth = new Worth();
  /** Exits of it. */
  exits = 0;
  /** Calls by compiled code since it was compiled last, or never: each leaves all that wait for it. */
  misses = 0;
  /** What it was called with while it was not compiled. */
  private given: readonly unknown[] = [];

  // --- as a callee of traces (CallableUnit)
  readonly name: string;
  readonly result = 'w';
  readonly effect = 'any';
  readonly raises = true;
  readonly weight = 1;
  /** The code that calls go to now. */
  now: Activation;

  constructor(code: Code, pc: number, globals: W_Object, depth: number, isFunction: boolean) {
    this.code = code;
    this.pc = pc;
    this.globals = globals;
    this.name = `${code.source.qualname}${isFunction ? '()' : ''}`;
    this.parameters = isFunction ? parametersOf(code) : null;
    this.header = this.headerAt(depth);
    this.now = new Uncompiled(this);
  }

  /** Calls go by way of `now`. */
  run(): never {
    throw new Error('a unit is not called directly');
  }

  headerAt(depth: number): Snapshot {
    const isFunction = this.parameters !== null;
    const slots = isFunction ? new Array<null>(this.code.localCount).fill(null) : [];
    // A function begins with its RESUME: what is asked of the interpreter there is served.
    const pc = isFunction ? this.pc - 2 : this.pc;
    return new Snapshot([{ code: this.code, pc, entry: null, depth, slots, shadows: [] }]);
  }

  get tree(): RecordedTree {
    const { root, entryKinds, wide, guesses, header, parameters } = this;
    return { root: root!, entryKinds, wide, guesses, header, parameters };
  }

  install(compiled: Compiled | null): void {
    this.compiled = compiled;
    this.misses = 0;
    this.now = compiled === null ? new Uncompiled(this) : new Activation(this, compiled);
  }

  /** From the interpreter, whose frame stands where the unit begins. */
  enter(f: PyFrame, depth: number, rounds: number): unknown {
    const { stack, base } = f;
    const run = this.now.run as (...args: unknown[]) => unknown;
    const { parameters } = this;
    if (parameters === null) return run(stack, base, depth, rounds, 0);
    switch (parameters.length) {
      case 1:
        return run(f.func, depth, stack[base + parameters[0]]);
      case 2:
        return run(f.func, depth, stack[base + parameters[0]], stack[base + parameters[1]]);
      default:
        return run(f.func, depth, ...parameters.map((i) => stack[base + i]));
    }
  }
}

/** One emission of a unit: what it leaves is known by it even when the unit has been emitted again in the meantime. */
export class Activation {
  readonly unit: CompiledUnit;
  readonly run: (...args: never[]) => unknown;
  private readonly compiled: Compiled | null;

  constructor(unit: CompiledUnit, compiled: Compiled | null, run = compiled!.run) {
    this.unit = unit;
    this.compiled = compiled;
    this.run = run;
  }

  /** Called when `run` answered undefined, before it is called again. */
  save(): void {
    const { unit } = this;
    const compiled = this.compiled!;
    const exit = compiled.exits[compiled.exit()];
    const values = compiled.take();
    const func = exit.func >= 0 ? (values[exit.func] as W_Object) : null;
    if (exit.tail === null) {
      left.push({
        unit,
        exit,
        values,
        func,
        scratch: null,
        isEntry: exit === compiled.exits[0],
        turns: compiled.turns(),
      });
      return;
    }
    // The one that went on in the frame has been saved.
    if (func === null) return;
    const frame = left[left.length - 1];
    frame.func = func;
    frame.scratch = values[exit.scratch] as unknown[];
  }
}

/** Stands for the code of a unit that has none (yet): it is left where it begins. */
class Uncompiled extends Activation {
  /** What it was called with. */
  private given: readonly unknown[] = [];

  constructor(unit: CompiledUnit) {
    super(unit, null, (...args: unknown[]) => {
      this.given = args;
      return undefined;
    });
  }

  override save(): void {
    const { given, unit } = this;
    unit.misses++;
    const { code, parameters } = unit;
    this.given = [];
    const at = { unit, exit: null, values: [], isEntry: true, turns: 0 };
    if (parameters === null) {
      code.counters[unit.pc >> 1]--;
      left.push({ ...at, func: null, scratch: null });
      return;
    }
    const [func, , ...args] = given;
    const scratch = new Array<unknown>(code.localCount).fill(null);
    parameters.forEach((slot, i) => (scratch[slot] = args[i]));
    left.push({ ...at, func: func as W_Object, scratch });
  }
}

/** Slots that are set at the RESUME of a function: arguments, cells and free variables. */
function parametersOf(code: Code): number[] {
  const slots = new Set<number>();
  for (let i = 0; i < code.parameterCount; i++) slots.add(i);
  for (let i = 0; i < code.prologue; i += 2) {
    const arg = code.original[i + 1];
    if (code.original[i] === Op.MAKE_CELL) slots.add(arg);
    else if (code.original[i] === Op.COPY_FREE_VARS) {
      for (let k = code.localCount - arg; k < code.localCount; k++) slots.add(k);
    }
  }
  return [...slots].sort((a, b) => a - b);
}
