// The import statement: `sys.modules`, packages, relative names, native modules, source files of directories and of the library's zip.
// Models what CPython's Python/import.c and Lib/importlib/_bootstrap*.py do together; finders that a program puts on `sys.meta_path`
// are asked in their turn. Left out: `sys.path_hooks`.
import type { Builtin } from './gateway.ts';
import { andThen } from './continuation.ts';
import type { Frame } from './continuation.ts';
import { call, getattr, getattrOr, repr, setattr } from './descroperation.ts';
import type { OperationError } from './error.ts';
import { leaf, resumable } from './gateway.ts';
import { tellOfCached, timed } from './import-times.ts';
import { decodeSource } from '../frontend/source-decoding.ts';
import { repr as reprOfText } from '../kernels/text.ts';
import type { CodeObject } from '../frontend/index.ts';
import { cachePathOf, codeOfLibraryFile, codeOfSourceFile } from './compiled-files.ts';
import { compileSource } from './compile-source.ts';
import type { W } from './object.ts';
import { Payload } from './object.ts';
import {
  adoptImportLibrary,
  areHooksUntouched,
  importLibrary,
  isBootstrapName,
  libraryFinderType,
  newLibrarySpec,
  newSourceLoader,
  presentSpec,
} from './importlib-library.ts';
import { installOpen } from './modules/_io/standard-streams.ts';
import { newName } from './modules/posix/paths.ts';
import { warnNested } from './modules/warn.ts';
import { isNative, nativeModule, pythonPartOf } from './modules/index.ts';
import { importing, isImportedElsewhere, whenImported } from './module-locks.ts';
import { libraryPartOf } from './modules/library-parts.ts';
import { defineTypes } from './modules/module-definition.ts';
import { raise, raiseWith } from './raise.ts';
import { callMethod, runSteps } from './steps.ts';
import { registerSource } from './source-lines.ts';
import type { Space } from './space.ts';
import type { TypeDefinition } from './typedef.ts';
import { newCode } from './types/code.ts';
import { exceptionOf } from './types/exceptions.ts';
import { moduleOf, newModule } from './types/module.ts';
import { newSpec } from './types/namespace.ts';
import { archiveOf, findOnPath, isForLibrary, readSourceFile } from './module-finding.ts';
import type { Found } from './module-finding.ts';

// --- errors

/** An ImportError with its attributes. */
function importError(
  space: Space,
  type: 'ImportError' | 'ModuleNotFoundError',
  text: string,
  fields: { name?: W; path?: W; nameFrom?: W },
): OperationError {
  const error = raise(space, type, text);
  const payload = exceptionOf(space, space.errorValue(error));
  const set = (i: number, w: W | undefined): void => {
    if (w !== undefined) payload.fields[i] = space.own(w);
  };
  set(1, fields.name);
  set(2, fields.path);
  set(3, fields.nameFrom);
  return error;
}

function notFound(space: Space, name: string, more = ''): OperationError {
  return importError(space, 'ModuleNotFoundError', `No module named '${name}'${more}`, {
    name: space.newstr(name),
  });
}

const isNone = (space: Space, w: W): boolean => space.is(w, space.w_None);
const isText = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.str);

const texts = (space: Space, w_list: W): string[] =>
  space
    .listOfNested(w_list)
    .filter((w) => isText(space, w))
    .map((w) => space.str_w(w));

const tailOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
const parentOf = (name: string): string => name.slice(0, Math.max(name.lastIndexOf('.'), 0));

// --- loaders and finders as objects

/** A source file's loader. */
class Loader extends Payload {
  readonly name: string;
  readonly path: string;
  constructor(name: string, path: string) {
    super();
    this.name = name;
    this.path = path;
  }
  traverse(): void {}
  forget(): void {}
}

const loaderOf = (space: Space, w: W): Loader => space.data(w) as Loader;

function sourceOf(space: Space, path: string): Uint8Array {
  const bytes = readSourceFile(space, path);
  if (bytes === null) throw raise(space, 'OSError', `could not read ${path}`);
  return bytes;
}

function codeOfFile(space: Space, path: string): W {
  const optimize = Math.min(space.host.flags.optimize, 2) as 0 | 1 | 2;
  const compile = (): CodeObject =>
    compileSource(space, sourceOf(space, path), path, 'exec', { optimize }).code;
  if (archiveOf(space, path) === null) return newCode(space, codeOfSourceFile(space, path, compile));
  registerSource(space, path, () => decodeSource(sourceOf(space, path), path));
  const isLibrary = space.host.libraryZip !== null && path.startsWith(`${space.host.libraryZip}/`);
  return newCode(space, isLibrary ? codeOfLibraryFile(space, path, compile) : compile());
}

function executeFile(space: Space, w_module: W, path: string): W {
  const { w_dict } = moduleOf(space, w_module);
  if (space.dictgetstr(w_dict, '__builtins__') === undefined)
    space.dictsetstr(w_dict, '__builtins__', space.w_builtins);
  const install = libraryPartOf(space, path);
  if (install === null) return space.runcode(codeOfFile(space, path), w_dict, w_dict, null);
  const caller = space.top;
  return andThen(space, caller, space.runcode(codeOfFile(space, path), w_dict, w_dict, null), (w_answer) => {
    install(space, w_dict);
    return w_answer;
  });
}

/** The Python part of a native module, compiled once and kept as the library's code is. */
function executePythonPart(space: Space, w_module: W, name: string, source: string): W {
  const { w_dict } = moduleOf(space, w_module);
  space.dictsetstr(w_dict, '__builtins__', space.w_builtins);
  const filename = `<native ${name}>`;
  const compile = (): CodeObject => compileSource(space, source, filename, 'exec').code;
  registerSource(space, filename, () => source);
  const code = codeOfLibraryFile(space, `.zip/native-${name}`, compile, filename);
  return space.runcode(newCode(space, code), w_dict, w_dict, null);
}

const sourceLoaderType: TypeDefinition = {
  name: '_frozen_importlib_external.SourceFileLoader',
  hasDict: true,
  slots: {
    new: (space, type, args_w) => {
      if (args_w.length !== 2) {
        throw raise(space, 'TypeError', `${type.name} expected 2 arguments, got ${args_w.length}`);
      }
      const isText = (w: W): boolean => space.type(w).isSubtype(space.types.str);
      if (!args_w.every(isText)) throw raise(space, 'TypeError', 'a module name and a path must be str');
      return space.newobj(type, new Loader(space.str_w(args_w[0]), space.str_w(args_w[1])));
    },
  },
  methods: [
    leaf('create_module', '$self, spec, /', (space: Space) => space.w_None),
    resumable('exec_module', '$self, module, /', (space: Space, w: W, w_module: W) =>
      andThen(space, space.top, executeFile(space, w_module, loaderOf(space, w).path), () => space.w_None),
    ),
    leaf(
      'is_package',
      '$self, fullname, /',
      (space: Space, w: W) => loaderOf(space, w).path.endsWith('/__init__.py'),
      {
        result: 'bool',
      },
    ),
    leaf('get_filename', '$self, name=None, /', (space: Space, w: W) => loaderOf(space, w).path, {
      result: 'str',
    }),
    leaf('get_source', '$self, fullname, /', (space: Space, w: W) => {
      const { path } = loaderOf(space, w);
      return space.newstr(decodeSource(sourceOf(space, path), path));
    }),
    leaf('get_code', '$self, fullname, /', (space: Space, w: W) =>
      codeOfFile(space, loaderOf(space, w).path),
    ),
    leaf('get_data', '$self, path: str, /', (space: Space, _w: W, path: string) =>
      space.newbytes(sourceOf(space, path)),
    ),
  ],
  getset: {
    name: { get: (space, w) => space.newstr(loaderOf(space, w).name) },
    path: { get: (space, w) => space.newstr(loaderOf(space, w).path) },
  },
};

const findSpecRow = (find: (space: Space, name: string, w_path: W) => W | null) =>
  resumable(
    'find_spec',
    'fullname: str, path=None, target=None, /',
    (space: Space, name: string, w_path: W) => find(space, name, w_path) ?? space.w_None,
  );

const builtinImporterType: TypeDefinition = {
  name: '_frozen_importlib.BuiltinImporter',
  staticMethods: [
    findSpecRow(nativeSpec),
    resumable('create_module', 'spec, /', (space: Space, w_spec: W) =>
      andThen(space, space.top, getattr(space, w_spec, 'name'), (w_name) => {
        const isText = space.type(w_name).isSubtype(space.types.str);
        const w_module = isText ? nativeModule(space, space.str_w(w_name)) : null;
        if (w_module !== null) return w_module;
        const text = (w: W): W => space.newstr(`${space.str_w(w)} is not a built-in module`);
        return andThen(space, space.top, repr(space, w_name), (w) => {
          throw raiseWith(space, 'ImportError', [text(w)]);
        });
      }),
    ),
    leaf('exec_module', 'module, /', () => undefined, { result: 'none' }),
    leaf('is_package', 'fullname, /', () => false, { result: 'bool' }),
    leaf('get_source', 'fullname, /', (space: Space) => space.w_None),
    leaf('get_code', 'fullname, /', (space: Space) => space.w_None),
  ],
};

const pathFinderType: TypeDefinition = {
  name: '_frozen_importlib_external.PathFinder',
  staticMethods: [
    findSpecRow(sourceSpec),
    leaf('invalidate_caches', '', () => undefined, { result: 'none' }),
  ],
};

function nativeSpec(space: Space, name: string): W | null {
  if (!isNative(name)) return null;
  const library = importLibrary(space);
  if (library !== undefined)
    return newLibrarySpec(space, library, name, library.w_builtinImporter, 'built-in', null, false);
  const w_loader = space.types['_frozen_importlib.BuiltinImporter'].w_self;
  return newSpec(space, name, w_loader, 'built-in', null, false);
}

function sourceSpec(space: Space, name: string, w_path: W): W | null {
  const w_entries = isNone(space, w_path) ? space.dictgetstr(space.w_sysDict, 'path') : w_path;
  if (w_entries === undefined) return null;
  const found = findOnPath(space, tailOf(name), texts(space, w_entries));
  return found === null ? null : foundSpec(space, name, found);
}

function foundSpec(space: Space, name: string, found: Found): W {
  const library = importLibrary(space);
  const places_w = found.places === null ? null : found.places.map((place) => newName(space, place, false));
  if (found.file === null) return newSpec(space, name, space.w_None, null, places_w, false);
  const { file } = found;
  if (library !== undefined && archiveOf(space, file) === null) {
    const w_loader = newSourceLoader(space, library, space.newstr(name), newName(space, file, false));
    return newLibrarySpec(space, library, name, w_loader, file, places_w, true);
  }
  const type = space.types['_frozen_importlib_external.SourceFileLoader'];
  const w_loader = space.newobj(type, new Loader(name, file));
  if (library !== undefined) return newLibrarySpec(space, library, name, w_loader, file, places_w, true);
  const w_spec = newSpec(space, name, w_loader, file, places_w, true);
  const cached = archiveOf(space, file) === null ? cachePathOf(space, file) : null;
  if (cached !== null) {
    const w_cached = newName(space, cached, false);
    for (const field of ['cached', '_cached']) space.setdictvalue(w_spec, field, w_cached);
  }
  return w_spec;
}

// --- the library's zip, for finders that Python code asks

/** The spec of a module that lies in a folder of the library. */
export function librarySpec(space: Space, name: string, folder: string): W | null {
  const found = findOnPath(space, tailOf(name), [folder]);
  return found === null || found.file === null ? null : foundSpec(space, name, found);
}

/** The classes on `sys.meta_path`, then what needs imports: the standard streams. Called once, when `sys` and `builtins` exist. */
export function installFinders(space: Space): void {
  defineTypes(space, [builtinImporterType, sourceLoaderType, pathFinderType, libraryFinderType]);
  const w_finders = space.dictgetstr(space.w_sysDict, 'meta_path')!;
  space.listappend(w_finders, space.types['_frozen_importlib.BuiltinImporter'].w_self);
  space.listappend(w_finders, space.types['_frozen_importlib_external.PathFinder'].w_self);
  for (const name of ['sys', 'builtins']) {
    const { w_dict } = moduleOf(space, space.dictgetstr(space.w_modules, name)!);
    space.dictsetstr(w_dict, '__spec__', nativeSpec(space, name)!);
    space.dictsetstr(w_dict, '__loader__', space.types['_frozen_importlib.BuiltinImporter'].w_self);
    space.dictsetstr(w_dict, '__package__', space.newstr(''));
  }
  installOpen(space);
}

const shuttingDown = (space: Space): OperationError =>
  raise(space, 'ImportError', 'sys.meta_path is None, Python is likely shutting down');

/** Asks the finders in turn; None where nobody knows the module. */
function findSpec(space: Space, name: string, w_path: W): W {
  const w_finders = space.dictgetstr(space.w_sysDict, 'meta_path') ?? space.w_None;
  if (isNone(space, w_finders)) throw shuttingDown(space);
  const finders_w = space.listOfNested(w_finders);
  const caller = space.top;
  const native = space.types['_frozen_importlib.BuiltinImporter'].w_self;
  const source = space.types['_frozen_importlib_external.PathFinder'].w_self;
  const ask = (i: number): W => {
    if (i >= finders_w.length) return space.w_None;
    const w_finder = finders_w[i];
    const library = importLibrary(space);
    if (space.is(w_finder, native)) return nativeSpec(space, name) ?? ask(i + 1);
    if (space.is(w_finder, source)) {
      const w_entries = isNone(space, w_path) ? space.dictgetstr(space.w_sysDict, 'path') : w_path;
      const found = w_entries === undefined ? null : findOnPath(space, tailOf(name), texts(space, w_entries));
      if (found === null) return ask(i + 1);
      if (found.file !== null && !isForLibrary(space, found.file)) return foundSpec(space, name, found);
      // Namespace packages have a path that follows `sys.path`, modules of archives a zipimporter, compiled files a loader of their own.
      return andThen(space, caller, adoptImportLibrary(space), () => findSpec(space, name, w_path));
    }
    if (library !== undefined) {
      if (space.is(w_finder, library.w_builtinImporter)) return nativeSpec(space, name) ?? ask(i + 1);
      if (space.is(w_finder, library.w_frozenImporter)) return ask(i + 1);
      if (space.is(w_finder, library.w_pathFinder) && areHooksUntouched(space, library)) {
        const w_entries = isNone(space, w_path) ? space.dictgetstr(space.w_sysDict, 'path') : w_path;
        const isPlain = w_entries !== undefined && space.type(w_entries) === space.types.list;
        const found = isPlain ? findOnPath(space, tailOf(name), texts(space, w_entries)) : null;
        if (isPlain && found === null) return ask(i + 1);
        if (found !== null && found.file !== null && !isForLibrary(space, found.file))
          return foundSpec(space, name, found);
      }
    }
    return andThen(space, caller, getattrOr(space, w_finder, 'find_spec', space.w_None), (w_find) => {
      if (isNone(space, w_find)) return ask(i + 1);
      const args_w = [space.newstr(name), w_path, space.w_None];
      return andThen(space, caller, call(space, w_find, args_w), (w_spec) =>
        isNone(space, w_spec) ? ask(i + 1) : w_spec,
      );
    });
  };
  return ask(0);
}

// --- loading

/** What every module knows of where it came from; `__path__` of packages, `__file__` of those with a location. */
function initialiseAttributes(space: Space, caller: Frame | null, w_module: W, w_spec: W, next: () => W): W {
  if (!space.type(w_module).isSubtype(space.types.module)) return next();
  const { w_dict } = moduleOf(space, w_module);
  const library = importLibrary(space);
  if (library !== undefined && space.type(w_spec) === library.moduleSpec) {
    initialiseFromSpec(space, w_dict, w_spec);
    return next();
  }
  const copy = (name: string, attribute: string, onlyIf: (w: W) => boolean, then: () => W): W =>
    andThen(space, caller, getattrOr(space, w_spec, attribute, space.w_None), (w) => {
      if (onlyIf(w)) space.dictsetstr(w_dict, name, w);
      return then();
    });
  const always = (): boolean => true;
  const present = (w: W): boolean => !isNone(space, w);
  return copy('__name__', 'name', always, () =>
    copy('__loader__', 'loader', always, () =>
      copy('__package__', 'parent', always, () => {
        space.dictsetstr(w_dict, '__spec__', w_spec);
        return copy('__path__', 'submodule_search_locations', present, () =>
          andThen(space, caller, getattrOr(space, w_spec, 'has_location', space.w_False), (w_has) =>
            space.isTrueNested(w_has)
              ? copy('__file__', 'origin', present, () => copy('__cached__', 'cached', present, next))
              : next(),
          ),
        );
      }),
    ),
  );
}

/** The same from a spec of the library's class, whose fields are read as they lie. */
function initialiseFromSpec(space: Space, w_dict: W, w_spec: W): void {
  const at = (name: string): W => space.getdictvalue(w_spec, name) ?? space.w_None;
  const w_name = at('name');
  const w_places = at('submodule_search_locations');
  const isPackage = !isNone(space, w_places);
  space.dictsetstr(w_dict, '__name__', w_name);
  space.dictsetstr(w_dict, '__loader__', at('loader'));
  const w_parent = isPackage ? w_name : space.newstr(parentOf(space.str_w(w_name)));
  space.dictsetstr(w_dict, '__package__', w_parent);
  space.dictsetstr(w_dict, '__spec__', w_spec);
  if (isPackage) space.dictsetstr(w_dict, '__path__', w_places);
  if (!space.isTrueNested(at('_set_fileattr'))) return;
  space.dictsetstr(w_dict, '__file__', at('origin'));
  if (isNone(space, at('_cached')) && isText(space, at('origin'))) {
    // `spec.cached` is made when it is first asked for.
    const origin = space.str_w(at('origin'));
    const cached = origin.endsWith('.py') ? cachePathOf(space, origin) : origin;
    if (origin === cached ? origin.endsWith('.pyc') : cached !== null)
      space.setdictvalue(w_spec, '_cached', newName(space, cached!, false));
  }
  if (!isNone(space, at('_cached'))) space.dictsetstr(w_dict, '__cached__', at('_cached'));
}

function removeModule(space: Space, name: string): void {
  space.dictpop(space.w_modules, space.newstr(name));
}

/** `_load_unlocked`: makes the module, puts it into `sys.modules`, runs it; answers what stands there afterwards. */
function load(space: Space, name: string, w_spec: W): W {
  const caller = space.top;
  const set = (flag: boolean): W => setattr(space, presentSpec(w_spec), '_initializing', space.newbool(flag));
  const loaded = (): W => {
    const w_module = space.dictgetstr(space.w_modules, name);
    if (w_module === undefined) {
      throw importError(space, 'ImportError', `module '${name}' not in sys.modules`, {
        name: space.newstr(name),
      });
    }
    // The last imported is the last of the dict.
    space.dictpop(space.w_modules, space.newstr(name));
    space.dictsetstr(space.w_modules, name, w_module);
    return andThen(space, caller, set(false), () => w_module);
  };
  const failed = (error: OperationError): W => {
    removeModule(space, name);
    return andThen(space, caller, set(false), () => {
      throw error;
    });
  };
  const guarded = (run: () => W): W => {
    let w_answer: W;
    try {
      w_answer = run();
    } catch (e) {
      return failed(space.asOperationError(e));
    }
    return andThen(space, caller, w_answer, loaded, failed);
  };
  return andThen(space, caller, getattr(space, w_spec, 'loader'), (w_loader) => {
    const library = importLibrary(space);
    const isBuiltin =
      space.is(w_loader, space.types['_frozen_importlib.BuiltinImporter'].w_self) ||
      (library !== undefined && space.is(w_loader, library.w_builtinImporter));
    if (isBuiltin && isNative(name)) {
      const w_module = nativeModule(space, name)!;
      return initialiseAttributes(space, caller, w_module, w_spec, () => {
        space.dictsetstr(space.w_modules, name, w_module);
        const source = pythonPartOf(name);
        return source === null ? w_module : guarded(() => executePythonPart(space, w_module, name, source));
      });
    }
    if (library !== undefined && isNone(space, w_loader)) {
      // A namespace package; the library makes its loader.
      const w_core = space.dictgetstr(space.w_modules, '_frozen_importlib')!;
      return runSteps(space, callMethod(space, w_core, '_load_unlocked', [w_spec]));
    }
    const isOurs = isHostLoader(space, w_loader);
    const make =
      isNone(space, w_loader) || isOurs
        ? space.w_None
        : andThen(space, caller, getattrOr(space, w_loader, 'create_module', space.w_None), (w_create) =>
            isNone(space, w_create) ? w_create : call(space, w_create, [w_spec]),
          );
    return andThen(space, caller, make, (w_made) => {
      const w_module = isNone(space, w_made) ? newModule(space, name) : w_made;
      return initialiseAttributes(space, caller, w_module, w_spec, () =>
        andThen(space, caller, set(true), () => {
          space.dictsetstr(space.w_modules, name, w_module);
          if (isNone(space, w_loader)) return loaded();
          return guarded(() => {
            if (isOurs) return executeFile(space, w_module, loaderPath(space, w_loader));
            return andThen(space, caller, getattr(space, w_loader, 'exec_module'), (w_execute) =>
              call(space, w_execute, [w_module]),
            );
          });
        }),
      );
    });
  });
}

/** A loader of source files whose work host code does: ours, or the library's as it stands in the library. */
function isHostLoader(space: Space, w_loader: W): boolean {
  const type = space.type(w_loader);
  if (type === space.types['_frozen_importlib_external.SourceFileLoader']) return true;
  const library = importLibrary(space);
  return library !== undefined && type === library.sourceFileLoader && areHooksUntouched(space, library);
}

function loaderPath(space: Space, w_loader: W): string {
  const w_path = space.getdictvalue(w_loader, 'path');
  return w_path === undefined ? loaderOf(space, w_loader).path : space.str_w(w_path);
}

/** `_find_and_load` for a name that is not in `sys.modules`. */
function findAndLoad(space: Space, name: string): W {
  const caller = space.top;
  if (isBootstrapName(name) && space.host.libraryZip !== null) {
    return andThen(space, caller, adoptImportLibrary(space), () => {
      const w_module = space.dictgetstr(space.w_modules, name);
      if (w_module === undefined) throw notFound(space, name);
      return w_module;
    });
  }
  const parent = parentOf(name);
  if (parent === '') return findAndLoadOn(space, name, space.w_None, null);
  return andThen(space, caller, importAbsolute(space, parent), () => {
    const w_ready = space.dictgetstr(space.w_modules, name);
    if (w_ready !== undefined) return w_ready;
    const w_parent = space.dictgetstr(space.w_modules, parent);
    if (w_parent === undefined) throw notFound(space, parent);
    return andThen(
      space,
      caller,
      getattrOr(space, w_parent, '__path__', space.w_NotImplemented),
      (w_path) => {
        if (space.is(w_path, space.w_NotImplemented))
          throw notFound(space, name, `; '${parent}' is not a package`);
        return findAndLoadOn(space, name, w_path, w_parent);
      },
    );
  });
}

function findAndLoadOn(space: Space, name: string, w_path: W, w_parent: W | null): W {
  const caller = space.top;
  return andThen(space, caller, findSpec(space, name, w_path), (w_spec) => {
    if (isNone(space, w_spec)) throw notFound(space, name);
    if (w_parent === null) return load(space, name, w_spec);
    const tail = tailOf(name);
    return withUninitialised(space, caller, w_parent, tail, () =>
      andThen(space, caller, load(space, name, w_spec), (w_module) =>
        bindInParent(space, caller, parentOf(name), tail, w_module),
      ),
    );
  });
}

/** The attribute of the package as it is now: a module may have replaced or taken out its parent. */
function bindInParent(space: Space, caller: Frame | null, parent: string, tail: string, w_module: W): W {
  const w_parent = space.dictgetstr(space.w_modules, parent);
  if (w_parent === undefined) throw raiseWith(space, 'KeyError', [space.newstr(parent)]);
  const bound = (): W => w_module;
  const warned = (error: OperationError): W => {
    if (!error.matches(space.types.AttributeError)) throw error;
    space.dropError(error);
    const child = reprOfText(tail);
    const text = `Cannot set an attribute on ${reprOfText(parent)} for child module ${child}`;
    warnNested(space, 'ImportWarning', text);
    return w_module;
  };
  let w_answer: W;
  try {
    w_answer = setattr(space, w_parent, tail, w_module);
  } catch (e) {
    return warned(space.asOperationError(e));
  }
  return andThen(space, caller, w_answer, bound, warned);
}

/** While a submodule is loaded its parent's spec lists it, for the text of the error that a circular import gives. */
function withUninitialised(space: Space, caller: Frame | null, w_parent: W, tail: string, run: () => W): W {
  return andThen(space, caller, getattrOr(space, w_parent, '__spec__', space.w_None), (w_spec) =>
    andThen(space, caller, getattrOr(space, w_spec, '_uninitialized_submodules', space.w_None), (w_names) => {
      if (isNone(space, w_names)) return run();
      space.listappend(w_names, space.newstr(tail));
      const remove = (): void => {
        const at = space.listlen(w_names) - 1;
        if (at >= 0) space.listpop(w_names, at);
      };
      const done = (w: W): W => {
        remove();
        return w;
      };
      const failed = (error: OperationError): W => {
        remove();
        throw error;
      };
      let w_answer: W;
      try {
        w_answer = run();
      } catch (e) {
        return failed(space.asOperationError(e));
      }
      return andThen(space, caller, w_answer, done, failed);
    }),
  );
}

/** The module of an absolute name, imported if need be. */
export function importAbsolute(space: Space, name: string): W {
  return isImportedElsewhere(space, name) ? importWhenFree(space, name) : presentOrImported(space, name);
}

function importWhenFree(space: Space, name: string): W {
  return whenImported(space, name, () => presentOrImported(space, name));
}

function presentOrImported(space: Space, name: string): W {
  const w_module = space.dictgetstr(space.w_modules, name);
  if (w_module === undefined) return importLocked(space, name);
  if (isNone(space, w_module)) return halted(space, name);
  tellOfCached(space, name);
  return w_module;
}

function importLocked(space: Space, name: string): W {
  return importing(space, name, () => timed(space, name, () => findAndLoad(space, name)));
}

/** None in `sys.modules`. */
function halted(space: Space, name: string): never {
  const w_finders = space.dictgetstr(space.w_sysDict, 'meta_path');
  if (space.controls.isFinalizing() && w_finders !== undefined && isNone(space, w_finders))
    throw shuttingDown(space);
  throw importError(space, 'ModuleNotFoundError', `import of ${name} halted; None in sys.modules`, {
    name: space.newstr(name),
  });
}

// --- the statement

/** The package that relative names start from: `__package__`, else by `__spec__` or `__name__`. */
function packageOf(space: Space, w_globals: W, next: (name: string) => W): W {
  const at = (name: string): W => space.dictgetstr(w_globals, name) ?? space.w_None;
  const w_package = at('__package__');
  if (!isNone(space, w_package)) {
    if (!isText(space, w_package)) throw raise(space, 'TypeError', '__package__ must be a string');
    return next(space.str_w(w_package));
  }
  const w_spec = at('__spec__');
  if (!isNone(space, w_spec)) {
    return andThen(space, space.top, getattr(space, w_spec, 'parent'), (w_parent) => {
      if (!isText(space, w_parent)) throw raise(space, 'TypeError', '__spec__.parent must be a string');
      return next(space.str_w(w_parent));
    });
  }
  const w_name = at('__name__');
  if (isNone(space, w_name)) throw raise(space, 'KeyError', "'__name__' not in globals");
  warnNested(
    space,
    'ImportWarning',
    "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__",
  );
  const name = space.str_w(w_name);
  return next(space.dictgetstr(w_globals, '__path__') !== undefined ? name : parentOf(name));
}

function absoluteName(space: Space, packageName: string, name: string, level: number): string {
  if (packageName === '')
    throw raise(space, 'ImportError', 'attempted relative import with no known parent package');
  let base = packageName;
  for (let i = 1; i < level; i++) {
    if (!base.includes('.'))
      throw raise(space, 'ImportError', 'attempted relative import beyond top-level package');
    base = parentOf(base);
  }
  return name === '' ? base : `${base}.${name}`;
}

/** `__import__`: for `import a.b` answers `a`, for `from a.b import c` answers `a.b`. */
export function importName(space: Space, name: string, w_globals: W, w_fromlist: W, level: number): W {
  if (level < 0) throw raise(space, 'ValueError', 'level must be >= 0');
  if (level === 0) {
    if (name === '') throw raise(space, 'ValueError', 'Empty module name');
    return importResolved(space, name, name, w_fromlist, level);
  }
  if (!space.type(w_globals).isSubtype(space.types.dict)) {
    throw raise(space, 'KeyError', "'__name__' not in globals");
  }
  return packageOf(space, w_globals, (packageName) =>
    importResolved(space, absoluteName(space, packageName, name, level), name, w_fromlist, level),
  );
}

function importResolved(space: Space, full: string, name: string, w_fromlist: W, level: number): W {
  const caller = space.top;
  return andThen(space, caller, importAbsolute(space, full), (w_module) => {
    const hasList = !isNone(space, w_fromlist) && space.isTrueNested(w_fromlist);
    if (hasList) {
      return andThen(space, caller, getattrOr(space, w_module, '__path__', space.w_None), (w_path) =>
        isNone(space, w_path) ? w_module : importListed(space, w_module, w_fromlist, false),
      );
    }
    if (level > 0 && name === '') return w_module;
    const dot = name.indexOf('.');
    if (dot < 0) return w_module;
    const top = full.slice(0, full.length - (name.length - dot));
    return level === 0
      ? importAbsolute(space, top)
      : (space.dictgetstr(space.w_modules, top) ?? missingTop(space, top));
  });
}

function missingTop(space: Space, name: string): never {
  throw raise(space, 'KeyError', `'${name}' not in sys.modules as expected`);
}

/** Submodules named in a `from` list are imported; what is not found is left to the look-up of the name. */
function importListed(space: Space, w_module: W, w_fromlist: W, isAll: boolean): W {
  const caller = space.top;
  const names_w = space.listOfNested(w_fromlist);
  return andThen(space, caller, getattr(space, w_module, '__name__'), (w_own) => {
    const own = space.str_w(w_own);
    const handle = (i: number): W => {
      if (i >= names_w.length) return w_module;
      const w_name = names_w[i];
      if (!isText(space, w_name)) {
        const where = isAll ? `${own}.__all__` : "``from list''";
        throw raise(space, 'TypeError', `Item in ${where} must be str, not ${space.type(w_name).name}`);
      }
      const name = space.str_w(w_name);
      if (name === '*') {
        if (isAll) return handle(i + 1);
        return andThen(space, caller, getattrOr(space, w_module, '__all__', space.w_None), (w_all) =>
          isNone(space, w_all)
            ? handle(i + 1)
            : andThen(space, caller, importListed(space, w_module, w_all, true), () => handle(i + 1)),
        );
      }
      return andThen(space, caller, getattrOr(space, w_module, name, space.w_NotImplemented), (w_value) => {
        if (!space.is(w_value, space.w_NotImplemented)) return handle(i + 1);
        const full = `${own}.${name}`;
        const failed = (error: OperationError): W => {
          if (!error.matches(space.types.ModuleNotFoundError)) throw error;
          const w_missing = exceptionOf(space, space.errorValue(error)).fields[1];
          if (w_missing === null || !isText(space, w_missing) || space.str_w(w_missing) !== full) throw error;
          const w_known = space.dictgetstr(space.w_modules, full);
          if (w_known !== undefined && isNone(space, w_known)) throw error;
          space.dropError(error);
          return handle(i + 1);
        };
        let w_answer: W;
        try {
          w_answer = importAbsolute(space, full);
        } catch (e) {
          return failed(space.asOperationError(e));
        }
        return andThen(space, caller, w_answer, () => handle(i + 1), failed);
      });
    };
    return handle(0);
  });
}

/** IMPORT_FROM: an attribute, or a submodule that is only in `sys.modules` as yet. */
export function importFrom(space: Space, w_module: W, name: string): W {
  const caller = space.top;
  const missing = (error: OperationError): W => {
    if (!error.matches(space.types.AttributeError)) throw error;
    space.dropError(error);
    return andThen(space, caller, getattrOr(space, w_module, '__name__', space.w_None), (w_own) => {
      if (!isText(space, w_own)) return cannotImport(space, w_module, null, name);
      const own = space.str_w(w_own);
      const w_submodule = space.dictgetstr(space.w_modules, `${own}.${name}`);
      return w_submodule ?? cannotImport(space, w_module, own, name);
    });
  };
  let w_answer: W;
  try {
    w_answer = getattr(space, w_module, name);
  } catch (e) {
    return missing(space.asOperationError(e));
  }
  return andThen(space, caller, w_answer, (w) => w, missing);
}

function cannotImport(space: Space, w_module: W, own: string | null, name: string): W {
  const caller = space.top;
  const shown = own ?? '<unknown module name>';
  return andThen(space, caller, getattrOr(space, w_module, '__spec__', space.w_None), (w_spec) =>
    andThen(space, caller, getattrOr(space, w_spec, '_initializing', space.w_False), (w_initialising) =>
      andThen(space, caller, getattrOr(space, w_module, '__file__', space.w_None), (w_file) => {
        const known = isText(space, w_file);
        const where = known ? space.str_w(w_file) : 'unknown location';
        const isPartial = space.isTrueNested(w_initialising);
        const text = isPartial
          ? `cannot import name '${name}' from partially initialized module '${shown}' (most likely due to a circular import) (${where})`
          : `cannot import name '${name}' from '${shown}' (${where})`;
        throw importError(space, 'ImportError', text, {
          name: space.newstr(shown),
          path: known ? w_file : undefined,
          nameFrom: space.newstr(name),
        });
      }),
    ),
  );
}

/** `builtins.__import__`. */
export const importRow = resumable(
  '__import__',
  'name, globals=None, locals=None, fromlist=None, level: index = 0',
  (space: Space, w_name: W, w_globals: W, _w_locals: W, w_fromlist: W, level: number) => {
    if (!space.type(w_name).isSubtype(space.types.str))
      throw raise(space, 'TypeError', 'module name must be a string');
    return importName(space, space.str_w(w_name), w_globals, w_fromlist, level);
  },
);

/** `w` is the builtin `__import__`, which IMPORT_NAME does not call but does by itself. */
export const isOriginalImport = (space: Space, w: W): boolean =>
  space.type(w) === space.types.builtin_function_or_method && (space.data(w) as Builtin).row === importRow;

/** `__main__` with its namespace ready for `space.runcode`. */
export function makeMain(space: Space): W {
  const w_main = newModule(space, '__main__');
  const { w_dict } = moduleOf(space, w_main);
  space.dictsetstr(w_dict, '__builtins__', space.dictgetstr(space.w_modules, 'builtins') ?? space.w_builtins);
  space.dictsetstr(space.w_modules, '__main__', w_main);
  return w_main;
}
