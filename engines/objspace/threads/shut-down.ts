// The end of a program's threads: `threading._shutdown` waits for those that are no daemons. Models wait_for_thread_shutdown of CPython's
// Python/pylifecycle.c.
import { runNested } from '../continuation.ts';
import { call } from '../descroperation.ts';
import { reportUnraisable } from '../modules/sys.ts';
import type { Space } from '../space.ts';

export function shutDownThreads(space: Space): void {
  const w_threading = space.dictgetstr(space.w_modules, 'threading');
  if (w_threading === undefined || space.is(w_threading, space.w_None)) return;
  try {
    runNested(space, () => call(space, space.getattr(w_threading, '_shutdown'), []));
  } catch (e) {
    const error = space.asOperationError(e);
    runNested(space, () =>
      reportUnraisable(space, error, 'Exception ignored on threading shutdown', w_threading),
    );
  }
  space.endStep(undefined);
}
