// The shared word's numbers as values: the one place where the harness spells out what `SharedLayout` and
// `WatchdogBits` of engine.ts fix as types.
import type { LimitHit, SharedLayout, WatchdogBits } from '../engines/engine.ts';

export const LAYOUT: SharedLayout = {
  word: 0,
  signal: 1,
  switchInterval: 2,
  limit: 3,
  sigint: 4,
  wake: 5,
  handledSignals: 6,
  unwatched: 7,
};

export const BITS: WatchdogBits = { interrupt: 1, stop: 2, switchThread: 4, signal: 8 };

/** Order of `shared[LAYOUT.limit]`. */
export const LIMITS: readonly LimitHit[] = [
  'time',
  'heap',
  'process-memory',
  'recursion',
  'bytecodes',
  'output',
];

/** Int32 elements of the shared buffer; those past `SharedLayout` are the harness's own. */
export const SHARED_ELEMENTS = 16;

/** State of the stdin channel: bytes delivered by the watchdog's thread, -1 at the end, PENDING while it reads. */
export const STDIN_STATE = 8;
export const STDIN_IDLE = -3;
export const STDIN_PENDING = -2;
export const STDIN_END = -1;
export const STDIN_CHUNK = 1 << 16;

/** Who holds it may write to the parent. */
export const CHANNEL_LOCK = 9;
