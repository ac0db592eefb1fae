// What this engine keeps beside a prepared code object: hot counters, what the JIT has compiled of it, and what its recorder asks of code.
// Models the JIT's part of PyPy's pypy/interpreter/pycode.py and pypy/module/pypyjit/interp_jit.py.
import { CodeFlag, CodeObject } from '../frontend/code-object.ts';
import { Op } from '../frontend/opcodes.ts';
import type { W } from '../objspace/object.ts';
import { PreparedCode } from '../objspace/prepared-code.ts';
import type { CodePayload } from '../objspace/types/function.ts';
import { newCounters, newEntryCounter } from './jit/hooks.ts';
import { unwrap } from './object.ts';
import type { Raw, W_Object } from './object.ts';
import type { PypySpace } from './space.ts';
import { combine } from './superinstructions.ts';

/** By these names a program gets at frames of callers, or has their lines told. */
const LOOKING = new Set([
  '_getframe',
  'currentframe',
  '_current_frames',
  'extract_stack',
  'print_stack',
  'format_stack',
  'warn',
  'getLogger',
]);
const mayLook = ({ names, consts }: CodeObject): boolean =>
  names.some((name) => LOOKING.has(name)) || consts.some((c) => c instanceof CodeObject && mayLook(c));

const CALLS = new Set<number>([Op.CALL, Op.CALL_KW, Op.CALL_FUNCTION_EX]);

export class Code extends PreparedCode<Raw> {
  /** Backward jumps left before the JIT is asked, by index / 2 of the jump's target. */
  readonly counters: Int32Array;
  /** Calls left before the JIT is asked. */
  entries: number;
  declare instructions: Int32Array;
  /** Where they begin in CODE (code-arena.ts); -1: nowhere at present. */
  start = -1;
  /** The JIT's own: compiled loops and entries of this code. */
  compiled: unknown = null;
  /** The same of the function as a whole. */
  entryUnit: unknown = null;
  /** By index / 2 of a YIELD_VALUE: 1 it stands in no `try`, 2 it does; 0 not known yet. */
  yields: Int8Array | null = null;
  private freshStack: (Raw | null)[] | null = null;
  readonly hasLoops: boolean;
  readonly hasCalls: boolean;
  /** Locals that arguments are bound to. */
  readonly parameterCount: number;
  /** Stands for a builtin: its frames are not to be seen. */
  isHidden = false;
  /** Index of a RETURN_VALUE; -1: there is none. */
  readonly returns: number;
  /** Index behind the first RESUME: cells are there by then. */
  readonly prologue: number;
  /** Its parameters are its first locals, and RESUME its first instruction. */
  readonly isPlain: boolean;
  /** Its parameters are its first locals, and a call runs it: cells may come before RESUME. */
  readonly isInline: boolean;

  constructor(space: PypySpace, w_code: W, source: CodeObject) {
    super(
      w_code,
      source,
      space.constsOf(w_code).map((w) => unwrap(w)),
      combine,
    );
    this.counters = newCounters(this.offsets.length);
    this.entries = newEntryCounter();
    this.parameterCount =
      source.argcount +
      source.kwonlyargcount +
      ((source.flags & CodeFlag.VARARGS) !== 0 ? 1 : 0) +
      ((source.flags & CodeFlag.VARKEYWORDS) !== 0 ? 1 : 0);
    const ops = this.original.filter((_, i) => i % 2 === 0);
    const returns = ops.indexOf(Op.RETURN_VALUE);
    this.returns = returns < 0 ? -1 : returns * 2;
    this.hasCalls = ops.some((op) => CALLS.has(op));
    this.hasLoops = ops.includes(Op.JUMP_BACKWARD);
    this.prologue = ops.indexOf(Op.RESUME) * 2 + 2;
    this.isPlain = this.isSimple && this.prologue === 2;
    this.isInline = this.isSimple && !this.isGenerator;
    // A module: with all that it defines. The library looks at callers seldom, and is seen when it does.
    const { libraryZip } = space.host;
    const { filename } = source;
    const isOfLibrary =
      (libraryZip !== null && filename.startsWith(libraryZip)) || /^<(frozen|native) /.test(filename);
    if ((source.flags & CodeFlag.OPTIMIZED) === 0 && !isOfLibrary && !space.callersAreSeen)
      space.callersAreSeen = mayLook(source);
  }

  /** What the stack of a generator is a copy of: locals and operands, none of them set. */
  get emptyStack(): readonly (Raw | null)[] {
    let stack = this.freshStack;
    if (stack === null) {
      stack = [];
      while (stack.length < this.frameSize + 2) stack.push(null);
      this.freshStack = stack;
    }
    return stack;
  }
}

export function prepared(space: PypySpace, w_code: W): Code {
  const payload = (unwrap(w_code) as W_Object).v as CodePayload;
  return (payload.prepared ??= new Code(space, w_code, payload.code)) as Code;
}
