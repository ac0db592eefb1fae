// The machine of a run, put together from its request: which file system its view is, and the operating system around it.
import type { FileSystemView } from '../../engine.ts';
import { readFileSync } from 'node:fs';
import type { FileSystem } from '../file-system.ts';
import { MemoryFiles } from './memory-files.ts';
import { Machine } from './processes.ts';
import { RealFiles } from './real-files.ts';
import type { StandardStreams } from './standard-streams.ts';

/** `library`: the zip of the pure-Python library, which exists in every view. */
export function openMachine(
  view: FileSystemView,
  cwd: string,
  streams: StandardStreams,
  library: string | null,
): { files: FileSystem; system: Machine } {
  let files: FileSystem;
  if (view.kind === 'memory') {
    const mounted = library === null ? {} : { [library]: readFileSync(library) };
    files = new MemoryFiles(streams, { ...mounted, ...view.files }, cwd);
  } else {
    files = new RealFiles(streams, cwd, view.kind === 'read-only');
  }
  return { files, system: new Machine(files, streams) };
}
