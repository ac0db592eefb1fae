// A code object made ready for an eval loop: instructions decoded once to pairs [op, arg] without caches and prefixes, jumps by index,
// constants and names as values, the exception table by instruction. Models what CPython keeps in co_code_adaptive and the unpacking that
// its Python/ceval.c does at every step, and PyPy's pypy/interpreter/pycode.py. What an engine counts and compiles beside it is in its own
// `code.ts`.
import type { CodeObject, Position } from '../frontend/code-object.ts';
import { CodeFlag, codePositions, LocalKind, parseExceptionTable } from '../frontend/code-object.ts';
import { Op, opCaches, opFlags, OpFlag } from '../frontend/opcodes.ts';
import type { W } from './object.ts';

/** Indices into `instructions`. */
export interface Handler {
  start: number;
  end: number;
  target: number;
  depth: number;
  lasti: boolean;
}

let listener: ((code: PreparedCode<unknown>) => void) | null = null;

/** Tells of each code object that is made ready from now on: what a dump lists later. */
export function onPrepared(told: typeof listener): void {
  listener = told;
}

/** Where code is decoded, used again for each: buffers of its own would be half the work for code that runs once. */
let scratch = { indexOf: new Int32Array(0), pairs: new Int32Array(0), places: new Int32Array(0) };

function scratchFor(units: number): typeof scratch {
  if (scratch.indexOf.length <= units) {
    const size = Math.max(1024, 2 * units);
    scratch = {
      indexOf: new Int32Array(size + 1),
      pairs: new Int32Array(2 * size),
      places: new Int32Array(size),
    };
  }
  return scratch;
}

/** `Value`: what the engine's stack holds. */
export abstract class PreparedCode<Value> {
  readonly source: CodeObject;
  readonly w_code: W;
  /** [op, arg] in turn; quickening rewrites the ops. */
  readonly instructions: Int32Array;
  /** The same before quickening. */
  readonly original: Int32Array;
  /** Byte offset in `co_code` by index / 2. */
  readonly offsets: Int32Array;
  readonly handlers: readonly Handler[];
  readonly consts: readonly Value[];
  readonly names: readonly string[];
  /** One inline cache an instruction, made when it specialises; index / 2. */
  readonly caches: (object | null)[];
  readonly argcount: number;
  readonly localCount: number;
  readonly frameSize: number;
  readonly flags: number;
  /** Called with exactly `argcount` positional arguments: those are the first locals, and nothing else is to be done. */
  readonly isSimple: boolean;
  readonly isGenerator: boolean;
  readonly isOptimized: boolean;
  private positions: Position[] | null = null;

  /** `combine` puts superinstructions into the instructions that are run. */
  constructor(
    w_code: W,
    source: CodeObject,
    consts: readonly Value[],
    combine: (instructions: Int32Array) => void,
  ) {
    this.source = source;
    this.w_code = w_code;
    const { code } = source;
    const units = code.length / 2;
    const { indexOf, pairs, places } = scratchFor(units);
    let length = 0;
    let extended = 0;
    let start = -1;
    for (let i = 0; i < units;) {
      const op = code[2 * i];
      const arg = (extended << 8) | code[2 * i + 1];
      if (start < 0) start = i;
      if (op === Op.EXTENDED_ARG) {
        extended = arg;
        i++;
        continue;
      }
      places[length >> 1] = 2 * i;
      const next = i + 1 + opCaches[op];
      // A jump to an instruction goes to its first prefix.
      for (let k = start; k < next && k < units; k++) indexOf[k] = length;
      pairs[length] = op;
      pairs[length + 1] = arg;
      length += 2;
      i = next;
      extended = 0;
      start = -1;
    }
    indexOf.fill(length, start < 0 ? units : start, units + 1);
    for (let at = 0; at < length; at += 2) {
      const op = pairs[at];
      if ((opFlags[op] & OpFlag.JUMP) === 0) continue;
      const next = places[at >> 1] / 2 + 1 + opCaches[op];
      const backward =
        op === Op.JUMP_BACKWARD || op === Op.JUMP_BACKWARD_NO_INTERRUPT || op === Op.END_ASYNC_FOR;
      pairs[at + 1] = indexOf[backward ? next - pairs[at + 1] : next + pairs[at + 1]];
    }
    this.original = pairs.slice(0, length);
    this.instructions = this.original.slice();
    combine(this.instructions);
    this.offsets = places.slice(0, length >> 1);
    this.handlers = parseExceptionTable(source.exceptiontable).map((entry) => ({
      start: indexOf[entry.start / 2],
      end: indexOf[entry.end / 2],
      target: indexOf[entry.target / 2],
      depth: entry.depth,
      lasti: entry.lasti,
    }));
    this.caches = new Array<object | null>(length >> 1).fill(null);
    this.consts = consts;
    this.names = source.names;
    this.argcount = source.argcount;
    this.localCount = source.localsplusnames.length;
    this.frameSize = this.localCount + source.stacksize + 1;
    this.flags = source.flags;
    this.isSimple =
      source.kwonlyargcount === 0 && (source.flags & (CodeFlag.VARARGS | CodeFlag.VARKEYWORDS)) === 0;
    this.isGenerator =
      (source.flags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) !== 0;
    this.isOptimized = (source.flags & CodeFlag.OPTIMIZED) !== 0;
    listener?.(this);
  }

  /** Innermost handler of the instruction at `index`. */
  handlerOf(index: number): Handler | null {
    const { handlers } = this;
    for (let i = 0; i < handlers.length; i++) {
      const handler = handlers[i];
      if (index >= handler.start && index < handler.end) return handler;
    }
    return null;
  }

  /** Index of the instruction at a byte offset. */
  indexOfOffset(offset: number): number {
    return this.offsets.indexOf(offset) * 2;
  }

  lineOf(index: number): number | null {
    this.positions ??= codePositions(this.source);
    if (index < 0) return this.source.firstlineno;
    return this.positions[this.offsets[index / 2] / 2]?.lineno ?? null;
  }

  isFree(i: number): boolean {
    return (this.source.localspluskinds[i] & LocalKind.FREE) !== 0;
  }
}
