// What this engine keeps beside a prepared code object: the profile and the compiled form of functions from templates. Models what CPython 3.14
// keeps behind co_executors and in its inline caches.
import { CodeFlag } from '../frontend/code-object.ts';
import type { CodeObject } from '../frontend/code-object.ts';
import { opBase } from '../frontend/opcodes.ts';
import type { W } from '../objspace/object.ts';
import { PreparedCode } from '../objspace/prepared-code.ts';
import type { CodePayload } from '../objspace/types/function.ts';
import type { GeneratorPayload } from '../objspace/types/generator.ts';
import { unwrap } from './object.ts';
import type { Any } from './object.ts';
import type { CpythonSpace } from './space.ts';
import type { CallPlan } from './enter.ts';
import { combine } from './superinstructions.ts';
import type { Run } from './template/runtime.ts';
import { initialHeat } from './template/tier.ts';

export class Code extends PreparedCode<Any> {
  /** What its function or loop from templates is (template/); null: the interpreter. */
  run: Run | null = null;
  /** Counts down to its compilation. */
  heat: number;
  /** What has been seen at each instruction, bits of template/profile.ts; index / 2. */
  readonly seen: Uint8Array;
  /** Guesses given up at each instruction. */
  readonly failed: Uint8Array;
  /** The code of the Python function that a CALL has called last; index / 2. */
  readonly callees: (Code | null)[];
  /** How its calls by name were matched (enter.ts). */
  readonly plans: CallPlan[] = [];
  /** A function with `yield` that is neither a coroutine nor asynchronous. */
  readonly isPlainGenerator: boolean;
  /** Where `__name__` is in the globals, for the functions that this code makes (ops/calls.ts). */
  globalsVersion = 0;
  nameIndex = -1;
  /** Generators of this code that have died, to be used again with their bodies and stacks (ops/generators.ts). */
  readonly spares: GeneratorPayload[] = [];
  private emptySlots: null[] | null = null;
  /** Frame objects of it are about: locals may change behind a call. */
  isWatched = false;

  constructor(space: CpythonSpace, w_code: W, source: CodeObject) {
    super(
      w_code,
      source,
      space.constsOf(w_code).map((w) => unwrap(w)),
      combine,
    );
    for (const name of source.names) space.intern(name);
    this.isPlainGenerator =
      (source.flags & CodeFlag.GENERATOR) !== 0 &&
      (source.flags & (CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) === 0;
    const count = this.offsets.length;
    this.heat = initialHeat();
    this.seen = new Uint8Array(count);
    this.failed = new Uint8Array(count);
    this.callees = new Array<Code | null>(count).fill(null);
  }

  /** A stack for a frame that has one of its own. */
  emptyStack(): (Any | null)[] {
    // With holes as far as V8 can tell, as the shared stack.
    this.emptySlots ??= new Array<null>(this.frameSize + 2).fill(null);
    return this.emptySlots.slice();
  }

  /** The opcode at an index as quickened, without groups and entries. */
  quickened(index: number): number {
    const op = this.instructions[index];
    return opBase[op] === this.original[index] ? op : this.original[index];
  }
}

export function prepared(space: CpythonSpace, w_code: W): Code {
  const payload = unwrap(w_code).v as CodePayload;
  return (payload.prepared ??= new Code(space, w_code, payload.code)) as Code;
}
