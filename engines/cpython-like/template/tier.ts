// @inline-constants-from ../../frontend/opcodes.ts Op
// @inline-constants-from ../superinstructions.ts Super
// When code is compiled from templates, and when it is taken back. Heat counts down at the start of frames and at backward jumps; a compiled code
// object gets ENTER_TEMPLATE in the place of its RESUMEs and backward jumps (ENTER_EXECUTOR of CPython's Python/optimizer.c). A site whose guess fails
// too often is marked in the profile, and the code is compiled again without the guess.
import { Op } from '../../frontend/opcodes.ts';
import { TRACING } from '../../objspace/tracing/monitor.ts';
import type { Code } from '../code.ts';
import type { PyFrame } from '../frame.ts';
import type { CpythonSpace } from '../space.ts';
import { Super } from '../superinstructions.ts';
import { compile } from './compile.ts';
import { TooLong } from './emitter.ts';
import { GENERIC } from './profile.ts';

/** Calls and turns of loops before code is compiled. */
export const DEFAULT_THRESHOLD = 400;
/** Failures at one site before the guess is given up. */
const MOST_EXITS = 6;
/** Compilations of one code object; after these it stays with what it has. */
const MOST_COMPILATIONS = 12;
/** Larger code is the interpreter's alone. */
const MOST_INSTRUCTIONS = 1500;
const NEVER = 0x3fff_ffff;

export interface TierOptions {
  threshold: number;
  poison: boolean;
  /** Gets the text of what is compiled. */
  dump: ((name: string, text: string) => void) | null;
}

interface Unit {
  compilations: number;
  exitSites: readonly number[];
  counts: Int32Array;
}

const units = new WeakMap<Code, Unit>();

let options: TierOptions | null = null;
let isForbidden = false;

/** null: the eval loop alone. */
export function setTier(to: TierOptions | null): void {
  options = to;
}

/** Heat of new code. */
export function initialHeat(): number {
  return options === null ? NEVER : options.threshold;
}

/** The code of `f` has become hot. */
export function heated(space: CpythonSpace, f: PyFrame): void {
  const { code } = f;
  // What is traced is not compiled, and gets hot again afterwards.
  if ((space.shared[0] & TRACING) !== 0) {
    code.heat = initialHeat();
    return;
  }
  code.heat = NEVER;
  if (options === null || isForbidden || code.instructions.length > 2 * MOST_INSTRUCTIONS) return;
  const unit = units.get(code) ?? { compilations: 0, exitSites: [], counts: new Int32Array(0) };
  units.set(code, unit);
  if (unit.compilations++ > MOST_COMPILATIONS) return;
  let compiled;
  try {
    compiled = compile(space, f, exits, options.poison);
  } catch (e) {
    if (e instanceof EvalError) {
      isForbidden = true;
      return;
    }
    if (e instanceof TooLong) return;
    throw e;
  }
  if (compiled === null) return;
  options.dump?.(code.source.qualname, compiled.text);
  unit.exitSites = compiled.exitSites;
  unit.counts = new Int32Array(compiled.exitSites.length);
  code.run = compiled.run;
  const { instructions, original } = code;
  for (let at = 0; at < original.length; at += 2) {
    const op = original[at];
    const entry = op === Op.RESUME ? at : op === Op.JUMP_BACKWARD ? original[at + 1] : -1;
    if (compiled.entries.includes(entry)) instructions[at] = Super.ENTER_TEMPLATE;
  }
}

/** A handler of exceptions begins to run: one that does so often is compiled too, with the next compilation of its code. */
export function handlerEntered(code: Code, target: number): void {
  const count = code.seen[target >> 1];
  if (count > MOST_EXITS) return;
  code.seen[target >> 1] = count + 1;
  if (count === MOST_EXITS && code.run !== null) takeBack(code);
}

/** Back to the interpreter, until it is hot again. */
function takeBack(code: Code): void {
  code.run = null;
  const { instructions, original } = code;
  for (let at = 0; at < original.length; at += 2) {
    if (instructions[at] === Super.ENTER_TEMPLATE) instructions[at] = original[at];
  }
  code.heat = options!.threshold;
}

const exits = {
  sideExit(space: CpythonSpace, code: Code, site: number): null {
    space.exit = 0;
    const unit = units.get(code)!;
    if (code.run !== null && site < unit.counts.length && ++unit.counts[site] > MOST_EXITS) {
      const pc = unit.exitSites[site];
      // A place that had not run before has a profile of its own by now; a call has none, and is never compiled as such.
      const isCall = code.original[pc] === Op.CALL;
      if (isCall || code.seen[pc >> 1] !== 0 || code.caches[pc >> 1] !== null) fail(code, pc);
      takeBack(code);
    }
    return null;
  },
  watched(space: CpythonSpace, code: Code): null {
    space.exit = 0;
    code.isWatched = true;
    takeBack(code);
    return null;
  },
};

/** A guess at `pc` has failed: where it was about one kind of operands, the next has the kinds that came since; then none. */
function fail(code: Code, pc: number): void {
  const at = pc >> 1;
  if ((code.failed[at]++ & 0xff) > 0 || (code.seen[at] & (code.seen[at] - 1)) === 0) code.seen[at] |= GENERIC;
}
