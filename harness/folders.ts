// Where the lab's own files are, seen from a bundle (dist/, dist/chunks/) as from the sources (vitest).
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (
      existsSync(manifest) &&
      JSON.parse(readFileSync(manifest, 'utf8')).name === 'python-implementation-lab'
    )
      return folder;
    if (dirname(folder) === folder)
      throw new Error('the folder of the lab was not found: package.json is missing');
  }
}

/** The folder with package.json. */
export const ROOT = findRoot();

/** Bundles: `child.cjs`, `worker.cjs`, `engines/<id>.js`. */
export const DIST = join(ROOT, 'dist');
