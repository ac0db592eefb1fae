// Who runs next, and when: in turn at the switch interval, as CPython does it (Python/ceval_gil.c), or a schedule that depends on nothing but the
// program: by a seed, or a switch at each check. The last two find mistakes that one schedule in a million shows.
import type { ThreadState } from './thread.ts';

export interface Policy {
  /** The interval is a number of checks, and time is virtual. */
  readonly isDeterministic: boolean;
  /** Asked at a check when another thread could run: is it its turn? */
  isDue(): boolean;
  /** Index of the next one in `ready`, which is in the order of readiness. */
  choose(ready: readonly ThreadState[]): number;
}

export const inTurn: Policy = { isDeterministic: false, isDue: () => true, choose: () => 0 };

export const eachCheck: Policy = { isDeterministic: true, isDue: () => true, choose: () => 0 };

/** mulberry32: 32 bits of state, enough for schedules, the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Longest run of a thread, in checks: short enough for a race between two loops of a few hundred turns to show in some seeds. */
const LONGEST = 64;

export function seeded(seed: number): Policy {
  const random = generator(seed);
  let left = 1 + Math.floor(random() * LONGEST);
  return {
    isDeterministic: true,
    isDue() {
      if (--left > 0) return false;
      left = 1 + Math.floor(random() * LONGEST);
      return true;
    },
    choose: (ready) => Math.floor(random() * ready.length),
  };
}

/** `-X sched=…`: absent, `each`, or a whole number. Undefined: none of them. */
export function policyOf(option: string | undefined): Policy | undefined {
  if (option === undefined) return inTurn;
  if (option === 'each') return eachCheck;
  return /^\d+$/.test(option) ? seeded(Number(option)) : undefined;
}
