// Where the compiled library is kept between runs: a folder beside the engines' bundles, named after the library and the bundle that
// compiled it, so that neither a new library nor a new compiler finds the old one's code. What the build has compiled there stands in one
// file besides, `pack`: a line of JSON, { key: [offset, length] } counted from behind the line, then the bytes (scripts/build.mjs writes it).
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

type Pack = ReadonlyMap<string, Uint8Array>;

/** Read as a whole: files one by one would be 15 ms of an import of sixty modules. */
function readPack(folder: string): Pack {
  const pack = new Map<string, Uint8Array>();
  try {
    const bytes = readFileSync(join(folder, 'pack'));
    const start = bytes.indexOf(10) + 1;
    const index = JSON.parse(bytes.toString('latin1', 0, start)) as Record<string, [number, number]>;
    for (const [key, [offset, length]] of Object.entries(index))
      pack.set(key, new Uint8Array(bytes.buffer, bytes.byteOffset + start + offset, length));
  } catch {
    // None, or damaged: each has a file of its own.
  }
  return pack;
}

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
  let pack: Pack | undefined;
  return {
    read: (key) => {
      const packed = (pack ??= readPack(folder)).get(key);
      if (packed !== undefined) return packed;
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
        if (pack?.has(key)) {
          // Of code that is good no longer: the build has been moved, and code knows its file.
          rmSync(join(folder, 'pack'), { force: true });
          pack = new Map();
        }
        const draft = join(folder, `${key}.${process.pid}.${Math.random().toString(36).slice(2)}`);
        writeFileSync(draft, bytes);
        renameSync(draft, join(folder, key));
      } catch {
        canWrite = false;
      }
    },
  };
}
