// The host's collector takes note of every new object that is stored into an old one (a call of its write barrier, and a note to be looked at
// later). What nearly every instruction stores into is as old as the interpreter: the value stack, the pool of temporaries, the head of the list of
// young containers. They are made anew every so many calls and turns of loops, so that they stay as young as what is put there.
import type { Any } from './object.ts';
import type { PyFrame } from './frame.ts';
import type { CpythonSpace, ValueStack } from './space.ts';

/** Calls and backward jumps from one time to the next: in that time a program should not make more than the host's young generation has room for. */
const PERIOD = 1 << 15;
/** Slots that stay free above the topmost frame. */
const SLACK = 256;
/** A larger array is a page of its own for the host, and old when it has survived once. */
const MOST_YOUNG = 8192;

/** Gives an array a new backing store; whoever holds the array does not notice. */
function renew(items: (Any | null)[], n: number): void {
  const kept = items.slice(0, n);
  // An empty array has the backing store that all such share.
  items.length = 0;
  for (let i = 0; i < n; i++) items.push(kept[i]);
}

function renewStack({ slots, top }: ValueStack): void {
  const n = Math.min(top + SLACK, slots.length);
  if (n <= MOST_YOUNG) renew(slots, n);
}

/** At a check of `f`, when `space.turns` has run out. */
export function stayYoung(space: CpythonSpace, f: PyFrame): void {
  space.turns[0] = PERIOD;
  renewStack(space.values);
  if (!f.shared) renew(f.stack, f.stack.length);
  const { pool } = space;
  if (pool.length > 0 && pool.length < SLACK) renew(pool, pool.length);
  space.collector.renewYoung();
}
