// The warning that a file was not closed. Models fileio_dealloc_warn of CPython's Modules/_io/fileio.c.
import { runNested } from '../../continuation.ts';
import { callNested } from '../../descroperation.ts';
import { importAbsolute } from '../../imports.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import { reportUnraisable } from '../sys.ts';

/** Warns of `w_source`, which is being destroyed; where a filter makes it an error, nobody can catch it. */
export function warnUnclosed(space: Space, w_source: W): void {
  const isLoaded = space.dictgetstr(space.w_modules, 'warnings') !== undefined;
  const { warnOptions } = space.host;
  // What the default filters ignore need not load the library.
  if (!isLoaded && warnOptions.length === 0) return;
  try {
    const w_text = runNested(space, () => space.repr(w_source));
    const w_warnings = runNested(space, () => importAbsolute(space, 'warnings'));
    const w_warn = runNested(space, () => space.getattr(w_warnings, 'warn'));
    callNested(space, w_warn, [
      space.newstr(`unclosed file ${space.str_w(w_text)}`),
      space.types.ResourceWarning.w_self,
      space.newint(1),
      w_source,
    ]);
  } catch (e) {
    const error = space.asOperationError(e);
    runNested(space, () =>
      reportUnraisable(space, error, 'Exception ignored while finalizing file', w_source),
    );
  }
}
