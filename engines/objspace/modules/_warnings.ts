// The module `_warnings`: default filters and the decision what becomes of a warning, so that the library's `warnings` need not compile
// patterns. Models CPython's Python/_warnings.c. What is shown goes through the library's `_showwarnmsg`. Left out: the source line
// of zip imports (`module_globals`), frames of importlib.
import { runNested } from '../continuation.ts';
import { callNested, equalNested, isTrueNested } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { importAbsolute } from '../imports.ts';
import type { W } from '../object.ts';
import { OperationError } from '../error.ts';
import type { PythonFrame } from '../python-frame.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { nativeModule } from './index.ts';
import { warnLate } from './warn.ts';
import type { TypeObject } from '../typeobject.ts';
import { moduleOf } from '../types/module.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** Changes with the filters: registries of an older version are void. */
const versions = new WeakMap<Space, number>();
const versionOf = (space: Space): number => versions.get(space) ?? 1;

const attribute = (space: Space, w: W, name: string): W => runNested(space, () => space.getattr(w, name));

const library = (space: Space): W => runNested(space, () => importAbsolute(space, 'warnings'));

interface Warning {
  w_message: W;
  w_category: W;
  w_filename: W;
  lineno: number;
  w_module: W;
  w_registry: W;
  w_source: W;
}

const isText = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.str);

/** A filter's pattern: None, a text that is to be equal, or a compiled pattern. */
function matches(space: Space, w_pattern: W, w_text: W): boolean {
  if (space.is(w_pattern, space.w_None)) return true;
  if (isText(space, w_pattern)) return equalNested(space, w_pattern, w_text);
  return isTrueNested(space, callNested(space, attribute(space, w_pattern, 'match'), [w_text]));
}

function actionFor(space: Space, warning: Warning, w_text: W): string {
  const w_library = library(space);
  const w_context = callNested(space, attribute(space, w_library, '_get_context'), []);
  for (const w_filter of space.listOfNested(attribute(space, w_context, '_filters'))) {
    const [w_action, w_message, w_category, w_module, w_line] = space.tuple_w(w_filter);
    const isSub = callNested(space, space.builtin('issubclass'), [warning.w_category, w_category]);
    if (!isTrueNested(space, isSub)) continue;
    const line = Number(space.int_w(w_line));
    if (line !== 0 && line !== warning.lineno) continue;
    if (!matches(space, w_message, w_text) || !matches(space, w_module, warning.w_module)) continue;
    return space.str_w(w_action);
  }
  return space.str_w(attribute(space, w_library, 'defaultaction'));
}

/** True: the key was there; else it is there from now on. */
function alreadyWarned(space: Space, w_registry: W, w_key: W): boolean {
  const w_version = space.dictgetstr(w_registry, 'version');
  if (w_version === undefined || Number(space.int_w(w_version)) !== versionOf(space)) {
    space.dictclear(w_registry);
    space.dictsetstr(w_registry, 'version', space.newint(versionOf(space)));
  }
  const w_seen = space.dictget(w_registry, w_key);
  if (w_seen !== undefined && isTrueNested(space, w_seen)) return true;
  space.dictset(w_registry, w_key, space.w_True);
  return false;
}

/** Has this action shown the warning before? Notes that it has now. */
function isSilenced(space: Space, action: string, warning: Warning, w_text: W): boolean {
  const { w_category, w_registry, lineno } = warning;
  const zero = space.newint(0);
  const registry = (): W => (space.is(w_registry, space.w_None) ? space.newdict() : w_registry);
  switch (action) {
    case 'ignore':
      return true;
    case 'always':
    case 'all':
      return false;
    case 'once':
      return alreadyWarned(
        space,
        attribute(space, library(space), 'onceregistry'),
        space.newtuple([w_text, w_category]),
      );
    case 'module':
      return alreadyWarned(space, registry(), space.newtuple([w_text, w_category, zero]));
    case 'default':
      return alreadyWarned(space, registry(), space.newtuple([w_text, w_category, space.newint(lineno)]));
  }
  throw raise(space, 'RuntimeError', `Unrecognized action ('${action}') in warnings.filters`);
}

function warnExplicit(space: Space, warning: Warning): void {
  const isWarning = space.type(warning.w_message).isSubtype(space.types.Warning);
  const w_text = isWarning ? runNested(space, () => space.str(warning.w_message)) : warning.w_message;
  const w_category = isWarning ? space.type(warning.w_message).w_self : warning.w_category;
  const w_message = isWarning ? warning.w_message : callNested(space, w_category, [w_text]);
  if (space.controls.isFinalizing()) {
    const place = `${space.str_w(warning.w_filename)}:${warning.lineno}`;
    if (warnLate(space, space.data(w_category) as TypeObject, space.str_w(w_text), place)) return;
  }
  const found = { ...warning, w_category, w_message };
  const action = actionFor(space, found, w_text);
  if (action === 'error') throw new OperationError(space.type(w_message), space.own(w_message), null);
  if (isSilenced(space, action, found, w_text)) return;
  const w_library = library(space);
  const w_shown = callNested(space, attribute(space, w_library, 'WarningMessage'), [
    w_message,
    w_category,
    found.w_filename,
    space.newint(found.lineno),
    space.w_None,
    space.w_None,
    found.w_source,
  ]);
  callNested(space, attribute(space, w_library, '_showwarnmsg'), [w_shown]);
}

/** Class of a warning: that of an instance, else what was given, else UserWarning. */
function categoryOf(space: Space, w_message: W, w_category: W): W {
  const { Warning, UserWarning, type } = space.types;
  if (space.type(w_message).isSubtype(Warning)) return space.type(w_message).w_self;
  if (space.is(w_category, space.w_None)) return UserWarning.w_self;
  const isClass = space.type(w_category).isSubtype(type);
  if (
    !isClass ||
    !isTrueNested(space, callNested(space, space.builtin('issubclass'), [w_category, Warning.w_self]))
  ) {
    const text = `category must be a Warning subclass, not '${space.type(w_category).name}'`;
    throw raise(space, 'TypeError', text);
  }
  return w_category;
}

const isInternal = (file: string): boolean =>
  file.startsWith('<native ') || (file.includes('importlib') && file.includes('_bootstrap'));

/** The frame that a warning is about, `level` counted from 1, without those of files to skip. */
function frameAt(space: Space, level: number, prefixes: readonly string[]): PythonFrame | null {
  const fileOf = (frame: PythonFrame): string => space.str_w(attribute(space, frame.w_code, 'co_filename'));
  if (level > 1) space.notelook();
  let frame = space.currentFrame(0);
  // Frames that CPython does not have, and importlib's, count where the warning itself comes from one.
  const isOwn = frame === null || isInternal(fileOf(frame));
  const first = frame;
  const isSkipped = (x: PythonFrame): boolean => {
    const file = fileOf(x);
    return prefixes.some((prefix) => file.startsWith(prefix)) || (!isOwn && x !== first && isInternal(file));
  };
  for (let left = level; frame !== null; frame = frame.caller()) {
    if (isSkipped(frame)) continue;
    if (--left <= 0) return frame;
  }
  return null;
}

function warn(
  space: Space,
  w_message: W,
  w_category: W,
  stacklevel: number,
  w_source: W,
  w_prefixes?: W,
): void {
  const w_found = categoryOf(space, w_message, w_category);
  const prefixes = w_prefixes === undefined ? [] : space.tuple_w(w_prefixes).map((w) => space.str_w(w));
  const level = prefixes.length > 0 ? Math.max(stacklevel, 2) : stacklevel;
  const frame = frameAt(space, level, prefixes);
  const w_globals = frame === null ? space.w_sysDict : frame.w_globals;
  let w_registry = space.dictgetstr(w_globals, '__warningregistry__');
  if (w_registry === undefined) {
    w_registry = space.newdict();
    space.dictsetstr(w_globals, '__warningregistry__', w_registry);
  }
  warnExplicit(space, {
    w_message,
    w_category: w_found,
    w_filename: frame === null ? space.newstr('<sys>') : attribute(space, frame.w_code, 'co_filename'),
    lineno: frame === null ? 0 : (frame.lineno ?? 0),
    w_module: space.dictgetstr(w_globals, '__name__') ?? space.newstr('<string>'),
    w_registry,
    w_source,
  });
}

const none = { result: 'none' } as const;

export const warningsModule: ModuleDefinition = {
  name: '_warnings',
  doc: '_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.',
  functions: [
    resumable(
      'warn',
      'message, category=None, stacklevel: index = 1, source=None, *, skip_file_prefixes=NULL',
      warn,
      none,
    ),
    resumable(
      'warn_explicit',
      'message, category, filename, lineno: index, module=None, registry=None, module_globals=None, source=None',
      (
        space: Space,
        w_message: W,
        w_category: W,
        w_filename: W,
        lineno: number,
        w_module: W,
        w_registry: W,
        _globals: W,
        w_source: W,
      ) => {
        const fileType = space.type(w_filename);
        if (!fileType.isSubtype(space.types.str))
          throw raise(
            space,
            'TypeError',
            `warn_explicit() argument 'filename' must be str, not ${fileType.name}`,
          );
        const name = space.str_w(w_filename).replace(/\.py$/, '') || '<unknown>';
        const w_named = space.is(w_module, space.w_None) ? space.newstr(name) : w_module;
        const warning = {
          w_message,
          w_category,
          w_filename,
          lineno,
          w_module: w_named,
          w_registry,
          w_source,
        };
        warnExplicit(space, warning);
      },
      none,
    ),
    leaf(
      '_filters_mutated_lock_held',
      '',
      (space: Space) => void versions.set(space, versionOf(space) + 1),
      none,
    ),
    // One thread at a time runs Python code, and these are held for no operation that lets another one run.
    leaf('_acquire_lock', '', () => undefined, none),
    leaf('_release_lock', '', () => undefined, none),
  ],
  values: (space) => {
    const filter = (
      action: string,
      category: 'DeprecationWarning' | 'PendingDeprecationWarning' | 'ImportWarning' | 'ResourceWarning',
      module: string | null,
    ): W =>
      space.newtuple([
        space.newstr(action),
        space.w_None,
        space.types[category].w_self,
        module === null ? space.w_None : space.newstr(module),
        space.newint(0),
      ]);
    const contextvars = moduleOf(space, nativeModule(space, '_contextvars')!).w_dict;
    const w_variable = space.dictgetstr(contextvars, 'ContextVar')!;
    return {
      filters: space.newlist([
        filter('default', 'DeprecationWarning', '__main__'),
        filter('ignore', 'DeprecationWarning', null),
        filter('ignore', 'PendingDeprecationWarning', null),
        filter('ignore', 'ImportWarning', null),
        filter('ignore', 'ResourceWarning', null),
      ]),
      _defaultaction: space.newstr('default'),
      _onceregistry: space.newdict(),
      _warnings_context: callNested(space, w_variable, [space.newstr('warnings_context')]),
    };
  },
};
