// The instructions of all code that runs, in one array that never moves: V8 has it as a constant in the eval loop, which then fetches an instruction
// without asking what it fetches from (measured: 5 to 8 % of the loop's time). Each code object's `instructions` are a view of its part. What does not
// fit any more is made room for: code that runs in no frame gets an array of its own again, and a new place when it is next entered.
import { Unsupported } from '../objspace/error.ts';
import { Code } from './code.ts';
import { PyFrame } from './frame.ts';
import type { PypySpace } from './space.ts';
import type { Cache } from './specialize.ts';

const SIZE = 1 << 21;
export let CODE: Int32Array;
/** Inline caches of all code that has a place, each at half that of its instruction; a code object has its own in `caches`, too. No longer than what has been used. */
export const CACHES: (Cache | null)[] = [null];

/** Before anything runs, once: a start-up snapshot would hold eight megabytes of zeros. The eval loop has it as a constant of its closure (eval-loop.ts). */
export function makeArena(): void {
  CODE ??= new Int32Array(SIZE);
}

/** Something whose instructions are run. */
export interface Placed {
  instructions: Int32Array;
  /** Where they begin in CODE; -1: nowhere at present. */
  start: number;
}

/** A free part of the array, from here to before there. */
interface Gap {
  from: number;
  to: number;
}

let gaps: Gap[] = [{ from: 0, to: SIZE }];
let placed: Placed[] = [];

function take(length: number): number {
  for (;;) {
    const gap = gaps.at(-1);
    if (gap === undefined) return -1;
    if (gap.to - gap.from >= length) {
      gap.from += length;
      return gap.from - length;
    }
    gaps.pop();
  }
}

/** Everything leaves the array but what a frame, of whatever thread, runs just now: a loop that has called a builtin counts on its place. */
export function evict(space: PypySpace): void {
  const kept = new Set<Placed>();
  for (const { top, machine } of space.scheduler.alive) {
    // The running thread's stand in the space.
    for (let frame = machine === null ? space.top : top; frame !== null; frame = frame.back)
      if (frame instanceof PyFrame) kept.add(frame.code);
  }
  const staying: Placed[] = [];
  for (const one of placed) {
    // What a recorder has put beside a frame's own code is run as that is.
    if (kept.has(one) || (space.recorder !== null && !(one instanceof Code))) staying.push(one);
    else {
      one.instructions = one.instructions.slice();
      CACHES.fill(null, one.start >> 1, (one.start + one.instructions.length) >> 1);
      one.start = -1;
    }
  }
  staying.sort((a, b) => a.start - b.start);
  placed = staying;
  gaps = [];
  let from = 0;
  for (const { start, instructions } of staying) {
    gaps.push({ from, to: start });
    from = start + instructions.length;
  }
  gaps.push({ from, to: SIZE });
}

/** Whose code stands here: that of another interpreter in the same process goes when this one runs, so that nothing keeps it. */
let owner: PypySpace | null = null;

/** Gives the instructions a place; answers where they begin. */
export function place(space: PypySpace, one: Placed): number {
  if (space !== owner) {
    owner = space;
    evict(space);
  }
  const { instructions } = one;
  const { length } = instructions;
  let start = take(length);
  if (start < 0) {
    evict(space);
    start = take(length);
    if (start < 0) throw new Unsupported('code size', `${length / 2} instructions`);
  }
  one.start = start;
  one.instructions = CODE.subarray(start, start + length);
  one.instructions.set(instructions);
  while (CACHES.length < (start + length) >> 1) CACHES.push(null);
  if (one instanceof Code) {
    const { caches } = one;
    for (let i = 0; i < caches.length; i++) CACHES[(start >> 1) + i] = caches[i] as Cache | null;
  }
  placed.push(one);
  return start;
}
