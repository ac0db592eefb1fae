// Ends of a run that no Python code sees: host exceptions that unwind everything without running handlers.
import type { LimitHit, PythonException } from '../../engine.ts';
import { ImmediateExit } from '../error.ts';
import type { Space } from '../space.ts';

/** A stated limit is over, or whoever runs the engine wants it to end. */
export class StopRun extends Error {}

/** Every thread waits for another, for good. `report` says who waits for what, for stderr. */
export class Deadlock extends Error {
  readonly report: string;
  constructor(text: string, report: string) {
    super(text);
    this.report = report;
  }
}

/** A signal whose default is to end the process. */
export class Killed extends Error {
  readonly signal: number;
  constructor(signal: number) {
    super(`killed by signal ${signal}`);
    this.signal = signal;
  }
}

const LIMITS: readonly LimitHit[] = ['time', 'heap', 'process-memory', 'recursion', 'bytecodes', 'output'];
const LIMIT = 3;

export interface EndOfRun {
  status: number;
  limit?: LimitHit;
  exception?: PythonException;
  /** Nothing is flushed, no exit function runs. */
  isImmediate: boolean;
}

/** How a run ended that was not ended by Python code; null: `e` is something else. The main thread is the running one afterwards. */
export function endOfRun(space: Space, e: unknown): EndOfRun | null {
  const { scheduler } = space;
  if (e instanceof StopRun) {
    const limit = LIMITS[scheduler.shared[LIMIT]];
    scheduler.abandon();
    return { status: 124, limit, isImmediate: false };
  }
  if (e instanceof Killed) {
    scheduler.abandon();
    return { status: 128 + e.signal, isImmediate: true };
  }
  if (e instanceof Deadlock) {
    scheduler.abandon();
    const exception = { type: 'Deadlock', text: e.message, traceback: e.report };
    return { status: 1, exception, isImmediate: false };
  }
  if (e instanceof ImmediateExit) {
    scheduler.abandon();
    return { status: e.status, isImmediate: true };
  }
  return null;
}
