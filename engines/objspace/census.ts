// Modelled bytes over a run: a walk over what is alive at the checks of the eval loop, one after a quarter as many checks as the last walk found
// objects, so that walking never takes much more time than the program. The checks come at the same places in every run, and so the figures are the
// same in every run. The peak is the highest walk's: what lived and died between two of them is not in it.
import type { RunRequest } from '../engine.ts';

/** What lives. */
export interface Alive {
  bytes: number;
  objects: number;
}

/** Set by whoever wants the figures; the run is then slower, and compiles nothing. */
const CENSUS_OPTION = 'lab.census';

export const wantsCensus = (request: RunRequest): boolean => request.options[CENSUS_OPTION] === '1';

/** Checks between two walks at least: a walk has a price of its own. */
const LEAST_CHECKS = 64;

export class Census {
  peak = 0;
  private left = LEAST_CHECKS;
  private readonly walk: () => Alive;

  constructor(walk: () => Alive) {
    this.walk = walk;
  }

  /** At each check. */
  check(): void {
    if (--this.left <= 0) this.take();
  }

  /** A walk now; answers the bytes. */
  take(): number {
    const { bytes, objects } = this.walk();
    this.peak = Math.max(this.peak, bytes);
    this.left = Math.max(LEAST_CHECKS, objects >> 2);
    return bytes;
  }
}
