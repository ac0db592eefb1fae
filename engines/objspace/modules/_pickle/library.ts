// What `_pickle` shares with the library's Python modules: the registries of `copyreg` and the names that changed since Python 2. Models
// PickleState of CPython's Modules/_pickle.c: looked up once, when the module is first imported.
import { runNested } from '../../continuation.ts';
import { call, getattr, setattr } from '../../descroperation.ts';
import type { OperationError } from '../../error.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';

/** Owned by the space. */
export interface LibraryNames {
  w_dispatchTable: W;
  w_extensionRegistry: W;
  w_invertedRegistry: W;
  w_extensionCache: W;
  w_nameMapping: W;
  w_importMapping: W;
  w_reverseNameMapping: W;
  w_reverseImportMapping: W;
  w_encode: W;
  w_partial: W;
  w_getattr: W;
}

const names = new WeakMap<Space, LibraryNames>();

export function loadLibraryNames(space: Space): void {
  if (names.has(space)) return;
  const imported = (module: string): W => {
    runNested(space, () => call(space, space.builtin('__import__'), [space.newstr(module)]));
    return space.dictgetstr(space.w_modules, module)!;
  };
  const attribute = (module: string, name: string): W => {
    const w_module = imported(module);
    return space.own(runNested(space, () => getattr(space, w_module, name)));
  };
  const table = (module: string, name: string): W => {
    const w = attribute(module, name);
    if (space.type(w).isSubtype(space.types.dict)) return w;
    const text = `${module}.${name} should be a dict, not ${space.type(w).name}`;
    throw raise(space, 'RuntimeError', text);
  };
  const found: LibraryNames = {
    w_dispatchTable: table('copyreg', 'dispatch_table'),
    w_extensionRegistry: table('copyreg', '_extension_registry'),
    w_invertedRegistry: table('copyreg', '_inverted_registry'),
    w_extensionCache: table('copyreg', '_extension_cache'),
    w_nameMapping: table('_compat_pickle', 'NAME_MAPPING'),
    w_importMapping: table('_compat_pickle', 'IMPORT_MAPPING'),
    w_reverseNameMapping: table('_compat_pickle', 'REVERSE_NAME_MAPPING'),
    w_reverseImportMapping: table('_compat_pickle', 'REVERSE_IMPORT_MAPPING'),
    w_encode: attribute('codecs', 'encode'),
    w_partial: attribute('functools', 'partial'),
    w_getattr: space.own(space.builtin('getattr')),
  };
  names.set(space, found);
  const all = (visit: (w: W) => void): void => Object.values(found).forEach((w) => visit(w as W));
  space.roots.push(all);
  space.atFinish.push(() => {
    names.delete(space);
    all((w) => space.drop(w));
  });
}

export const libraryNames = (space: Space): LibraryNames => names.get(space)!;

/** `error`, raised while `handled` was (`__context__`). */
export function whileHandling(space: Space, handled: OperationError, error: OperationError): OperationError {
  const w_value = space.errorValue(error);
  runNested(space, () => setattr(space, w_value, '__context__', space.errorValue(handled)));
  space.dropError(handled);
  return error;
}
