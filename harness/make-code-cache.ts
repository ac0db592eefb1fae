// Run by the build on the engines' host: `node dist/make-code-cache.js BUNDLE.cjs…` writes V8's code cache of each bundle, taken after a
// program has run twice, so that it holds what every start compiles: the first run compiles the library's modules, the second reads them.
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { codeCachePath, loadScript } from './load-bundle.ts';
import { warmUp } from './warm-up.ts';

for (const path of process.argv.slice(2)) {
  // Else V8 throws away what ran at the start alone before the cache is made. A cache notes its flags: they must be as usual when it is.
  setFlagsFromString('--no-flush-bytecode');
  const { script, module } = loadScript(path);
  for (let run = 0; run < 2; run++) await warmUp(module);
  setFlagsFromString('--flush-bytecode');
  const cache = codeCachePath(path);
  writeFileSync(`${cache}.new`, script.createCachedData());
  renameSync(`${cache}.new`, cache);
}
