// Source text by file name, for tracebacks and warnings: files of the host, and texts that were registered because no file has them
// (`-c`, modules of the library's zip). Models what CPython's linecache is asked for by its own printing.
import { decodeSource } from '../frontend/source-decoding.ts';
import type { Space } from './space.ts';

type Lines = readonly string[] | (() => readonly string[]);

const CACHES = new WeakMap<Space, Map<string, Lines>>();

function cacheOf(space: Space): Map<string, Lines> {
  let cache = CACHES.get(space);
  if (cache === undefined) CACHES.set(space, (cache = new Map()));
  return cache;
}

/** The text of a name that is no file's, or is cheaper to have than to read. */
export function registerSource(space: Space, filename: string, text: () => string): void {
  cacheOf(space).set(filename, () => text().split('\n'));
}

function readLines(space: Space, filename: string): readonly string[] {
  if (filename.startsWith('<')) return [];
  const bytes = space.host.readFile(filename);
  if (bytes === null) return [];
  try {
    return decodeSource(bytes, filename).split(/\r\n|\r|\n/);
  } catch {
    return [];
  }
}

/** Lines `first` to `last` (from 1) without white space at their ends; empty where the file has none. */
export function sourceLines(space: Space, filename: string, first: number, last: number): string[] {
  const cache = cacheOf(space);
  let lines = cache.get(filename);
  if (lines === undefined) lines = readLines(space, filename);
  else if (typeof lines === 'function') lines = lines();
  cache.set(filename, lines);
  const result: string[] = [];
  for (let line = first; line <= last; line++) result.push((lines[line - 1] ?? '').trimEnd());
  return result;
}
