// The library's own import system (Lib/importlib/_bootstrap.py and _bootstrap_external.py) taken into an interpreter that has imported by
// host code so far. CPython runs it frozen from the start; here it is loaded when something imports `importlib` or a namespace package is
// met. From then on specs and loaders are of its classes, `sys.meta_path` and `sys.path_hooks` are as CPython has them, and host code goes on finding and
// loading what the standard finders would have found. Models init_importlib and init_importlib_external of Python/pylifecycle.c.
import type { CodeObject } from '../frontend/index.ts';
import { cachePathOf, codeOfLibraryFile } from './compiled-files.ts';
import { compileSource } from './compile-source.ts';
import { call, getattr } from './descroperation.ts';
import { leaf, resumable } from './gateway.ts';
import { importAbsolute, librarySpec } from './imports.ts';
import { findLibraryModules, isInLibrary, readSourceFile } from './module-finding.ts';
import { newBuiltin } from './modules/module-definition.ts';
import { newName } from './modules/posix/paths.ts';
import { Payload } from './object.ts';
import type { W } from './object.ts';
import { raise } from './raise.ts';
import type { Space } from './space.ts';
import { callMethod, runSteps } from './steps.ts';
import type { Steps } from './steps.ts';
import type { TypeDefinition } from './typedef.ts';
import type { TypeObject } from './typeobject.ts';
import { newCode } from './types/code.ts';
import { moduleOf, newModule } from './types/module.ts';

export interface ImportLibrary {
  moduleSpec: TypeObject;
  sourceFileLoader: TypeObject;
  w_builtinImporter: W;
  w_frozenImporter: W;
  w_pathFinder: W;
  /** `sys.path_hooks` as it was made; while it is so, host code does what the hooks would. */
  hooks_w: readonly W[];
}

const libraries = new WeakMap<Space, ImportLibrary>();

export const importLibrary = (space: Space): ImportLibrary | undefined => libraries.get(space);

/** The modules under the names that the library looks for. */
export const isBootstrapName = (name: string): boolean =>
  name === '_frozen_importlib' || name === '_frozen_importlib_external';

/** What a path entry inside the library's zip is asked by `PathFinder`: `sys.path_importer_cache` has it. */
class LibraryFinder extends Payload {
  readonly folder: string;
  constructor(folder: string) {
    super();
    this.folder = folder;
  }
  traverse(): void {}
  forget(): void {}
}

export const libraryFinderType: TypeDefinition = {
  name: '_frozen_importlib_external.LibraryFinder',
  isBase: false,
  methods: [
    leaf('find_spec', '$self, fullname: str, target=None', (space: Space, w: W, name: string) => {
      const { folder } = space.data(w) as LibraryFinder;
      return librarySpec(space, name, folder) ?? space.w_None;
    }),
    leaf('invalidate_caches', '$self, /', () => undefined, { result: 'none' }),
    leaf('iter_modules', "$self, prefix: str = ''", (space: Space, w: W, prefix: string) => {
      const { folder } = space.data(w) as LibraryFinder;
      const found = findLibraryModules(space, folder);
      return space.newlist(
        found.map(({ name, isPackage }) =>
          space.newtuple([space.newstr(prefix + name), space.newbool(isPackage)]),
        ),
      );
    }),
  ],
};

const libraryHook = leaf('library_hook', 'path, /', (space: Space, w_path: W) => {
  const isText = space.type(w_path).isSubtype(space.types.str);
  const path = isText ? space.str_w(w_path) : '';
  if (!isText || !isInLibrary(space, path)) throw raise(space, 'ImportError', 'not in the library');
  return space.newobj(space.types['_frozen_importlib_external.LibraryFinder'], new LibraryFinder(path));
});

/** `zipimport` is imported when a path entry may be an archive. */
const archiveHook = resumable('zip_hook', 'path, /', (space: Space, w_path: W) =>
  runSteps(
    space,
    (function* (): Steps {
      let path = space.type(w_path).isSubtype(space.types.str) ? space.str_w(w_path) : '';
      while (path !== '' && space.host.kindOf(path) === null)
        path = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
      if (path === '' || space.host.kindOf(path) !== 'file')
        throw raise(space, 'ImportError', 'not an archive');
      const w_module = yield importAbsolute(space, 'zipimport');
      return yield* callMethod(space, w_module, 'zipimporter', [w_path]);
    })(),
  ),
);

function bootstrapCode(space: Space, file: string, filename: string): W {
  const path = `${space.host.libraryZip}/importlib/${file}`;
  const compile = (): CodeObject => {
    const source = readSourceFile(space, path);
    if (source === null) throw raise(space, 'ImportError', `the library has no ${path}`);
    return compileSource(space, source, filename, 'exec', { optimize: optimizeOf(space) }).code;
  };
  return newCode(space, codeOfLibraryFile(space, path, compile, filename));
}

const optimizeOf = (space: Space): 0 | 1 | 2 => Math.min(space.host.flags.optimize, 2) as 0 | 1 | 2;

function* runBootstrap(space: Space, name: string, file: string, filename: string): Steps {
  const w_module = newModule(space, name);
  const { w_dict } = moduleOf(space, w_module);
  space.dictsetstr(w_dict, '__builtins__', space.w_builtins);
  space.dictsetstr(space.w_modules, name, w_module);
  yield space.runcode(bootstrapCode(space, file, filename), w_dict, w_dict, null);
  return w_module;
}

/** Loads it, once. */
export function adoptImportLibrary(space: Space): W {
  if (libraries.has(space)) return space.w_None;
  return runSteps(space, adopt(space));
}

/** Classes of the library that the host has before the library is there. */
const HOST_CLASSES = [
  '_frozen_importlib.ModuleSpec',
  '_frozen_importlib.BuiltinImporter',
  '_frozen_importlib_external.PathFinder',
  '_frozen_importlib_external.SourceFileLoader',
] as const;

function* adopt(space: Space): Steps {
  const w_imp = yield importAbsolute(space, '_imp');
  for (const name of ['_thread', '_warnings', '_weakref', 'posix', '_io', 'marshal'])
    yield importAbsolute(space, name);
  const w_sys = space.dictgetstr(space.w_modules, 'sys')!;
  const w_core = yield* runBootstrap(
    space,
    '_frozen_importlib',
    '_bootstrap.py',
    '<frozen importlib._bootstrap>',
  );
  yield* callMethod(space, w_core, '_setup', [w_sys, w_imp]);
  const w_external = yield* runBootstrap(
    space,
    '_frozen_importlib_external',
    '_bootstrap_external.py',
    '<frozen importlib._bootstrap_external>',
  );
  yield* callMethod(space, w_external, '_set_bootstrap_module', [w_core]);
  const core = moduleOf(space, w_core).w_dict;
  const external = moduleOf(space, w_external).w_dict;
  space.dictsetstr(core, '_bootstrap_external', w_external);
  const find = resumable('_find_and_load', 'name: str, import_, /', (s: Space, name: string) =>
    importAbsolute(s, name),
  );
  space.dictsetstr(core, '_find_and_load', newBuiltin(space, find, '_frozen_importlib'));

  const w_loaders = yield* callMethod(space, w_external, '_get_supported_file_loaders');
  const w_finderClass = yield getattr(space, w_external, 'FileFinder');
  const w_makeHook = yield getattr(space, w_finderClass, 'path_hook');
  const w_fileHook = yield call(space, w_makeHook, space.listOfNested(w_loaders));
  const hooks_w = [
    newBuiltin(space, libraryHook, '_frozen_importlib_external'),
    newBuiltin(space, archiveHook, '_frozen_importlib_external'),
    w_fileHook,
  ].map((w) => space.own(w));
  const w_hooks = space.dictgetstr(space.w_sysDict, 'path_hooks')!;
  // Those of the program come first, as they would where it had put them in front.
  hooks_w.forEach((w) => space.listappend(w_hooks, w));

  const classOf = (w_dict: W, name: string): W => space.dictgetstr(w_dict, name)!;
  const typeOf = (w: W): TypeObject => space.data(w) as TypeObject;
  const library: ImportLibrary = {
    moduleSpec: typeOf(classOf(core, 'ModuleSpec')),
    sourceFileLoader: typeOf(classOf(external, 'SourceFileLoader')),
    w_builtinImporter: space.own(classOf(core, 'BuiltinImporter')),
    w_frozenImporter: space.own(classOf(core, 'FrozenImporter')),
    w_pathFinder: space.own(classOf(external, 'PathFinder')),
    hooks_w,
  };
  libraries.set(space, library);
  replaceFinders(space, library);
  replaceSpecs(space, library);
  // What stood for the library's classes so far is no class of the program's any more.
  const { types } = space;
  for (const key of HOST_CLASSES) types.object.subclasses.delete(types[key]);
  return space.w_None;
}

function replaceFinders(space: Space, library: ImportLibrary): void {
  const w_finders = space.dictgetstr(space.w_sysDict, 'meta_path')!;
  const { types } = space;
  for (let i = 0; i < space.listlen(w_finders); i++) {
    const w = space.listitem(w_finders, i);
    if (space.is(w, types['_frozen_importlib.BuiltinImporter'].w_self)) {
      space.listset(w_finders, i, library.w_builtinImporter);
      space.listinsert(w_finders, i + 1, library.w_frozenImporter);
    } else if (space.is(w, types['_frozen_importlib_external.PathFinder'].w_self)) {
      space.listset(w_finders, i, library.w_pathFinder);
    }
  }
}

/** Specs by those whose places they have taken. */
const successors = new WeakMap<object, W>();

/** The spec that stands for `w_spec` now: a module may have got another while it was being imported. */
export const presentSpec = (w_spec: W): W => successors.get(w_spec as object) ?? w_spec;

/** Modules that came before get specs and loaders of the library's classes. */
function replaceSpecs(space: Space, library: ImportLibrary): void {
  const old = space.types['_frozen_importlib.ModuleSpec'];
  const w_modules = space.w_modules;
  for (let entry = space.dictnext(w_modules, 0); entry; entry = space.dictnext(w_modules, entry.next)) {
    const w_module = entry.w_value;
    if (!space.type(w_module).isSubtype(space.types.module)) continue;
    const { w_dict } = moduleOf(space, w_module);
    const w_spec = space.dictgetstr(w_dict, '__spec__');
    if (w_spec === undefined || space.type(w_spec) !== old) continue;
    const at = (name: string): W => space.getdictvalue(w_spec, name) ?? space.w_None;
    const w_origin = at('origin');
    const w_loader = space.is(at('loader'), space.types['_frozen_importlib.BuiltinImporter'].w_self)
      ? library.w_builtinImporter
      : space.is(w_origin, space.w_None) || isInLibrary(space, space.str_w(w_origin))
        ? at('loader')
        : newSourceLoader(space, library, at('name'), w_origin);
    const w_new = space.newinstance(library.moduleSpec);
    for (const name of [
      'name',
      'origin',
      'loader_state',
      'submodule_search_locations',
      '_set_fileattr',
      '_cached',
    ])
      space.setdictvalue(w_new, name, at(name));
    space.setdictvalue(w_new, '_uninitialized_submodules', at('_uninitialized_submodules'));
    space.setdictvalue(w_new, 'loader', w_loader);
    const w_initializing = space.getdictvalue(w_spec, '_initializing');
    if (w_initializing !== undefined) space.setdictvalue(w_new, '_initializing', w_initializing);
    space.dictsetstr(w_dict, '__spec__', w_new);
    space.dictsetstr(w_dict, '__loader__', w_loader);
    successors.set(w_spec as object, w_new);
  }
}

export function newSourceLoader(space: Space, library: ImportLibrary, w_name: W, w_path: W): W {
  const w_loader = space.newinstance(library.sourceFileLoader);
  space.setdictvalue(w_loader, 'name', w_name);
  space.setdictvalue(w_loader, 'path', w_path);
  return w_loader;
}

/** A spec as `spec_from_file_location` or `spec_from_loader` makes it. */
export function newLibrarySpec(
  space: Space,
  library: ImportLibrary,
  name: string,
  w_loader: W,
  origin: string | null,
  places_w: readonly W[] | null,
  isFile: boolean,
): W {
  const w = space.newinstance(library.moduleSpec);
  const cached = isFile && !isInLibrary(space, origin!) ? cachePathOf(space, origin!) : null;
  const values: Record<string, W> = {
    name: space.newstr(name),
    loader: w_loader,
    origin: origin === null ? space.w_None : newName(space, origin, false),
    loader_state: space.w_None,
    submodule_search_locations: places_w === null ? space.w_None : space.newlist(places_w),
    _uninitialized_submodules: space.newlist([]),
    _set_fileattr: space.newbool(isFile),
    _cached: cached === null ? space.w_None : newName(space, cached, false),
  };
  for (const [key, w_value] of Object.entries(values)) space.setdictvalue(w, key, w_value);
  return w;
}

/** `sys.path_hooks` still holds our hooks and nothing else. */
export function areHooksUntouched(space: Space, library: ImportLibrary): boolean {
  const w_hooks = space.dictgetstr(space.w_sysDict, 'path_hooks');
  if (w_hooks === undefined || !space.type(w_hooks).isSubtype(space.types.list)) return false;
  const { hooks_w } = library;
  if (space.listlen(w_hooks) !== hooks_w.length) return false;
  return hooks_w.every((w, i) => space.is(w, space.listitem(w_hooks, i)));
}

/** At the interpreter's end: what imports keep goes (finalize_modules_delete_special of CPython's Python/pylifecycle.c). */
export function forgetImportLibrary(space: Space): void {
  for (const name of ['meta_path', 'path_hooks', 'path_importer_cache'])
    space.dictsetstr(space.w_sysDict, name, space.w_None);
  const library = libraries.get(space);
  if (library === undefined) return;
  libraries.delete(space);
  const { w_builtinImporter, w_frozenImporter, w_pathFinder, hooks_w } = library;
  for (const w of [w_builtinImporter, w_frozenImporter, w_pathFinder, ...hooks_w]) space.drop(w);
}
