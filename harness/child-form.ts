// With which flags a child starts from a start-up snapshot, and where that is.

/** Beside the bundle `path`. */
export function snapshotPath(path: string): string {
  return path.replace(/\.c?js$/, '.snapshot');
}

/** Of the host that makes the snapshot, and of a child that starts from it. */
export const SNAPSHOT_FLAGS: readonly string[] = [
  // The seed of the build's hashes stays: else every table in the snapshot is made anew (5 ms of 25).
  '--no-rehash-snapshot',
  // The watchdog is no main thread, and must hear of signals all the same (watchdog-thread.ts).
  '--expose-internals',
  '--disable-sigusr1',
  // Of the 8 MB that a main thread has.
  '--stack-size=7600',
];
