// Loads an engine's bundle in the engine's thread. The big ones are CommonJS (`dist/engines/<id>.cjs`), because V8's code cache
// (`<id>.cjs.cache`, made with the build by make-code-cache.ts) can be given to a classic script and not to a module: with it nothing is
// parsed at the start of a program. A cache that V8 does not take (another host, other flags) costs nothing but its use.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';
import type { EngineModule } from '../engines/engine.ts';

/** Where a bundle is, as its `import.meta.url` says. */
export interface BundlePlace {
  url: string;
}

export interface EvaluatedBundle {
  module: EngineModule;
  place: BundlePlace;
}

export interface LoadedScript extends EvaluatedBundle {
  script: Script;
}

/** Of the bundle `<id>.js`, the classic script. */
export function scriptPath(bundle: string): string {
  return bundle.replace(/\.js$/, '.cjs');
}

/** Beside the bundle `path`. */
export function codeCachePath(path: string): string {
  return `${path}.cache`;
}

interface LoadedModule {
  exports: object;
  place: BundlePlace;
}
type Wrapper = (exports: object, require: NodeJS.Require, module: LoadedModule, path: string) => void;

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** `require` of a bundle: what it asks for at its start are the host's own modules, which need no search. */
function requireFor(path: string): NodeJS.Require {
  let search: NodeJS.Require | undefined;
  const own = (id: string): unknown => process.getBuiltinModule(id) ?? (search ??= createRequire(path))(id);
  return own as NodeJS.Require;
}

/** Evaluates a CommonJS bundle as Node would, with its code cache where there is one. The bundle's own text is the function that Node would wrap it in. */
export function loadScript(path: string): LoadedScript {
  // The bundles are ASCII: a string of one byte a character, which the host takes as it was read.
  const script = new Script(readFileSync(path, 'latin1'), {
    filename: path,
    cachedData: readIfThere(codeCachePath(path)),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return { script, ...evaluate(script, path) };
}

/** Each call makes a module of its own: they share the functions' code and nothing else. */
export function evaluate(script: Script, path: string): EvaluatedBundle {
  const place = { url: pathToFileURL(path).href };
  const module = { exports: {}, place };
  (script.runInThisContext() as Wrapper)(module.exports, requireFor(path), module, path);
  return { module: module.exports as EngineModule, place };
}

/** `bundle`: absolute path of `<id>.js`. */
export async function loadBundle(bundle: string): Promise<EngineModule> {
  const script = scriptPath(bundle);
  if (script !== bundle && existsSync(script)) return loadScript(script).module;
  return (await import(pathToFileURL(bundle).href)) as EngineModule;
}
