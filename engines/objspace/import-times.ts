// `-X importtime`, PYTHONPROFILEIMPORTTIME: how long each import took, alone and with those within it, on standard error. Models import_find_and_load of CPython's
// Python/import.c. `-X importtime=2` tells of modules that were there already, too. Imports of several threads at once are counted as one stack, as there.
import { attempt } from './continuation.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';

interface ImportTimes {
  level: number;
  /** Milliseconds of the imports within the present one. */
  within: number;
  isBegun: boolean;
  tellsCached: boolean;
}

const states = new WeakMap<Space, ImportTimes | null>();

function stateOf(space: Space): ImportTimes | null {
  let state = states.get(space);
  if (state === undefined) {
    const { xOptions, environment, flags } = space.host;
    const fromEnvironment = flags.ignore_environment === 0 ? environment.PYTHONPROFILEIMPORTTIME : undefined;
    const asked = xOptions.importtime ?? (fromEnvironment || undefined);
    state = asked === undefined ? null : { level: 0, within: 0, isBegun: false, tellsCached: asked === '2' };
    states.set(space, state);
  }
  return state;
}

const inMicroseconds = (milliseconds: number): string => String(Math.floor(milliseconds * 1000));

function tell(space: Space, state: ImportTimes, self: string, cumulative: string, name: string): void {
  const line = `import time: ${self.padStart(9)} | ${cumulative.padStart(10)} | ${' '.repeat(2 * state.level)}${name}\n`;
  const head = state.isBegun ? '' : 'import time: self [us] | cumulative | imported package\n';
  state.isBegun = true;
  space.host.files.write(2, new TextEncoder().encode(head + line));
}

/** A module that was in `sys.modules`. */
export function tellOfCached(space: Space, name: string): void {
  const state = stateOf(space);
  if (state !== null && state.tellsCached) tell(space, state, 'cached', 'cached', name);
}

/** Imports a module by `run`. */
export function timed(space: Space, name: string, run: () => W): W {
  const state = stateOf(space);
  if (state === null) return run();
  const { within } = state;
  const began = space.host.monotonic() * 1000;
  state.within = 0;
  state.level++;
  const ended = (): void => {
    const took = space.host.monotonic() * 1000 - began;
    state.level--;
    tell(space, state, inMicroseconds(Math.max(0, took - state.within)), inMicroseconds(took), name);
    state.within = within + took;
  };
  return attempt(
    space,
    space.top,
    run,
    (w_module) => {
      ended();
      return w_module;
    },
    (error) => {
      ended();
      throw error;
    },
  );
}
