// A warning from host code: the library's `warnings.warn`, called as if by the running Python frame. Models PyErr_WarnEx of CPython's
// Python/_warnings.c, which falls back on the library in the same way once it is imported.
import type { BuiltinTypeName } from '../builtin-types.ts';
import { runNested } from '../continuation.ts';
import { call, callNested } from '../descroperation.ts';
import { importAbsolute } from '../imports.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { TypeObject } from '../typeobject.ts';
import { moduleOf } from '../types/module.ts';
import { writeTo } from './_io/standard-streams.ts';
import { nativeModule } from './index.ts';

/** What the filters ignore unless told otherwise (init_filters of Python/_warnings.c). */
const QUIET = [
  'DeprecationWarning',
  'PendingDeprecationWarning',
  'ImportWarning',
  'ResourceWarning',
] as const;

/**
 * At the interpreter's end the library may be gone and nothing can be imported (get_warnings_attr): the warning is written as it stands, where the
 * filters of `_warnings` let it. False: the library is still there.
 */
export function warnLate(space: Space, type: TypeObject, text: string, place = '<sys>:0'): boolean {
  if (!space.controls.isFinalizing()) return false;
  const w_library = space.dictgetstr(space.w_modules, 'warnings');
  if (w_library !== undefined && !space.is(w_library, space.w_None)) return false;
  // Where the library was never imported, nobody has made filters of the command line's options.
  const ignored = new RegExp(`^i[a-z]*(::(Warning|${type.name})?)?$`);
  if (space.host.warnOptions.some((option) => ignored.test(option))) return true;
  const { w_dict } = moduleOf(space, nativeModule(space, '_warnings')!);
  const w_filters = space.dictgetstr(w_dict, 'filters') ?? space.w_None;
  // The module's own names may be None by now; what is left are the filters that every run begins with.
  const isCleared = space.is(w_filters, space.w_None);
  if (isCleared && QUIET.some((name) => type.isSubtype(space.types[name]))) return true;
  for (const w_filter of isCleared ? [] : space.listOfNested(w_filters)) {
    const [w_action, w_message, w_category, w_module] = space.tuple_w(w_filter);
    if (!space.is(w_message, space.w_None) || !space.is(w_module, space.w_None)) continue;
    if (!type.isSubtype(space.data(w_category) as TypeObject)) continue;
    if (space.str_w(w_action) === 'ignore') return true;
    break;
  }
  const w_stderr = space.dictgetstr(space.w_sysDict, 'stderr') ?? space.w_None;
  if (!space.is(w_stderr, space.w_None))
    runNested(space, () => writeTo(space, w_stderr, `${place}: ${type.name}: ${text}\n`));
  return true;
}

/** Raises where a filter makes the warning an error. */
export function warnNested(space: Space, category: BuiltinTypeName, text: string): void {
  if (warnLate(space, space.types[category], text)) return;
  // The filters that every run begins with are still what they were; the library need not be imported to say so.
  if (
    (category === 'ImportWarning' || category === 'ResourceWarning') &&
    space.host.warnOptions.length === 0 &&
    space.dictgetstr(space.w_modules, 'warnings') === undefined
  )
    return;
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
  const w_name = runNested(space, () => space.getattr(w_coroutine, '__qualname__'));
  if (warnLate(space, space.types.RuntimeWarning, `coroutine '${space.str_w(w_name)}' was never awaited`))
    return space.w_None;
  const w_warnings = runNested(space, () => importAbsolute(space, 'warnings'));
  const w_warn = runNested(space, () => space.getattr(w_warnings, '_warn_unawaited_coroutine'));
  return call(space, w_warn, [w_coroutine]);
}
