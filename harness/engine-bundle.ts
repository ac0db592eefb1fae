// Loads an engine's bundle into the Worker. Where the build left it as a script too (`NAME.cjs`), V8 gets the bytecode that earlier runs
// compiled, so that start-up neither parses nor compiles what it has met before. (A module's cached data would hold top-level
// code alone: it can be made before evaluation only.) The data lies in `dist/cache`, told apart by the bundle's file and by V8's version and flags.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import * as vm from 'node:vm';
import type { EngineModule } from '../engines/engine.ts';

export interface LoadedBundle {
  module: EngineModule;
  /** At the end of a run: keeps what has been compiled, where that pays. */
  keepCompiledCode(): void;
}

/** Making the data takes some 40 ms: a run of this length does not notice, and has met more code than a short one. */
const LONG_RUN_MS = 2000;
/** Data is replaced by data that is so much bigger. */
const WORTHWHILE_GROWTH = 1.05;

/** The wrapper's parameters: CommonJS's, and what the build has put in place of `import.meta.url`. */
type Wrapper = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  bundleUrl: string,
) => void;

function readOrUndefined(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** V8 checks a script's length alone, so the name tells the build. */
function cacheFileOf(script: string): string {
  const { mtimeMs, size } = statSync(script);
  const stamp = `${Math.round(mtimeMs).toString(36)}-${size.toString(36)}-${cachedDataVersionTag().toString(36)}`;
  return join(dirname(dirname(script)), 'cache', `${basename(script, '.cjs')}-${stamp}.code`);
}

function write(file: string, data: Buffer): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, data);
    renameSync(draft, file);
  } catch {
    // a read-only installation goes without
  }
}

export async function loadBundle(bundle: string): Promise<LoadedBundle> {
  const began = performance.now();
  const file = bundle.replace(/\.js$/, '.cjs');
  const text = readOrUndefined(file)?.toString('utf8');
  if (text === undefined) {
    const module = (await import(pathToFileURL(bundle).href)) as EngineModule;
    return { module, keepCompiledCode: () => {} };
  }
  const cacheFile = cacheFileOf(file);
  const cachedData = readOrUndefined(cacheFile);
  const script = new vm.Script(`(function (exports, require, module, __bundleUrl) {${text}\n})`, {
    filename: file,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const usable = cachedData !== undefined && script.cachedDataRejected === false;
  const module = { exports: {} };
  const wrapper = script.runInThisContext() as Wrapper;
  wrapper(module.exports, createRequire(bundle), module, pathToFileURL(bundle).href);
  return {
    module: module.exports as EngineModule,
    keepCompiledCode: () => {
      if (usable && performance.now() - began < LONG_RUN_MS) return;
      const data = script.createCachedData();
      if (!usable || data.length > cachedData.length * WORTHWHILE_GROWTH) write(cacheFile, data);
    },
  };
}
