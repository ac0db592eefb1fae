// A warning from host code: the library's `warnings.warn`, called as if by the running Python frame. Models PyErr_WarnEx of CPython's
// Python/_warnings.c, which falls back on the library in the same way once it is imported.
import type { BuiltinTypeName } from '../builtin-types.ts';
import { runNested } from '../continuation.ts';
import { call, callNested } from '../descroperation.ts';
import { importAbsolute } from '../imports.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';

/** Raises where a filter makes the warning an error. */
export function warnNested(space: Space, category: BuiltinTypeName, text: string): void {
  const w_warnings = runNested(space, () => importAbsolute(space, 'warnings'));
  const w_warn = runNested(space, () => space.getattr(w_warnings, 'warn'));
  callNested(space, w_warn, [space.newstr(text), space.types[category].w_self]);
}

/** The same for a place in a source text: `warnings.warn_explicit(text, category, filename, lineno)`. */
export function warnExplicitNested(
  space: Space,
  category: BuiltinTypeName,
  text: string,
  filename: string,
  lineno: number,
): void {
  const w_warnings = runNested(space, () => importAbsolute(space, 'warnings'));
  const w_warn = runNested(space, () => space.getattr(w_warnings, 'warn_explicit'));
  callNested(space, w_warn, [
    space.newstr(text),
    space.types[category].w_self,
    space.newstr(filename),
    space.newint(lineno),
  ]);
}

/** `RuntimeWarning: coroutine 'f' was never awaited`, worded by the library (_PyErr_WarnUnawaitedCoroutine). */
export function warnUnawaited(space: Space, w_coroutine: W): W {
  const w_warnings = runNested(space, () => importAbsolute(space, 'warnings'));
  const w_warn = runNested(space, () => space.getattr(w_warnings, '_warn_unawaited_coroutine'));
  return call(space, w_warn, [w_coroutine]);
}
