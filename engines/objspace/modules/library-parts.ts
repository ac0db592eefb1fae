// Functions of pure-Python modules of the library that host code stands in for, as a C accelerator would: installed when the module's body has
// run. The module keeps its source and all else. Each is there by a measurement (docs/decisions/).
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import { installTextCompiler } from './_sre/compile-text.ts';

/** By the file's path in the library. */
const PARTS: Readonly<Record<string, (space: Space, w_dict: W) => void>> = {
  're/_compiler.py': installTextCompiler,
};

/** What is to be done after the body of a library's file; null for most. */
export const libraryPartOf = (space: Space, path: string): ((space: Space, w_dict: W) => void) | null => {
  const { libraryZip } = space.host;
  if (libraryZip === null || !path.startsWith(libraryZip)) return null;
  return PARTS[path.slice(libraryZip.length + 1)] ?? null;
};
