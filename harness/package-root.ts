// Where the lab's own files are: the folder of the package that this code runs from, bundled (`dist/`) or not.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'python-implementation-lab';

function findRoot(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const file = join(at, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === NAME)
      return at;
    if (at === dirname(at)) throw new Error(`the folder of the package ${NAME} was not found`);
  }
}

export const packageRoot = findRoot();
