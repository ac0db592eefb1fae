// Where the compiled library is kept between runs: a folder beside the engines' bundles, named after the library and the bundle that
// compiled it, so that neither a new library nor a new compiler finds the old one's code.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CodeCache {
  read(key: string): Uint8Array | null;
  write(key: string, bytes: Uint8Array): void;
}

const stamp = (path: string): string => {
  const { mtimeMs, size } = statSync(path);
  return `${Math.floor(mtimeMs).toString(36)}-${size.toString(36)}`;
};

/** `moduleUrl` of the bundle. Undefined where it is none (tests run the sources), or the folder cannot be written. */
export function openCodeCache(library: string | null, moduleUrl: string): CodeCache | undefined {
  if (library === null) return undefined;
  let bundle: string;
  try {
    bundle = fileURLToPath(moduleUrl);
  } catch {
    return undefined;
  }
  const engines = dirname(bundle);
  if (!/\.c?js$/.test(bundle) || !engines.endsWith(join('dist', 'engines'))) return undefined;
  let folder: string;
  try {
    folder = join(dirname(engines), 'cache', `${stamp(library)}-${stamp(bundle)}`);
  } catch {
    return undefined;
  }
  let isMade = false;
  let canWrite = true;
  return {
    read: (key) => {
      try {
        return readFileSync(join(folder, key));
      } catch {
        return null;
      }
    },
    write: (key, bytes) => {
      if (!canWrite) return;
      try {
        if (!isMade) mkdirSync(folder, { recursive: true });
        isMade = true;
        const draft = join(folder, `${key}.${process.pid}.${Math.random().toString(36).slice(2)}`);
        writeFileSync(draft, bytes);
        renameSync(draft, join(folder, key));
      } catch {
        canWrite = false;
      }
    },
  };
}
