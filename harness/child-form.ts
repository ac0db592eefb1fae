// The two forms of an engine's child process: from a start-up snapshot, with the engine in the main thread (snapshot-main.ts), or from the
// bundle, with the engine in a Worker (child.ts). What an engine does is the same in both; docs/decisions/start-up.md has the times.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { engineHost } from './engine-host.ts';
import { DIST } from './folders.ts';
import type { ChildArguments, ChildJob } from './worker-protocol.ts';

/** Beside the bundle `path`; made by the build. */
export function snapshotPath(path: string): string {
  return path.replace(/\.c?js$/, '.snapshot');
}

const SNAPSHOT_FLAGS: readonly string[] = [
  // The seed of the build's hashes stays: else every table in the snapshot is made anew (5 ms of 45).
  '--no-rehash-snapshot',
  // The watchdog is no main thread, and must hear of signals all the same (watchdog-thread.ts).
  '--expose-internals',
  // Of the 8 MB that a main thread has.
  '--stack-size=7600',
];

/** Node's exit status where it does not take a snapshot: of another version or processor, or damaged. */
const REFUSED = 14;

/** `LAB_CHILD_FORM=worker`: never from a snapshot. */
let isWorkerOnly = process.env.LAB_CHILD_FORM === 'worker';

/** True once, when a child could not start from its snapshot; none is tried from then on. */
export function isSnapshotRefused(status: number): boolean {
  if (status !== REFUSED || isWorkerOnly) return false;
  isWorkerOnly = true;
  return true;
}

/**
 * The snapshot to start from. None on another host than the one that has made it; on Windows, whose main threads have a stack of 1 MB;
 * and where a memory limit or a trace of memory wants the engine in an isolate that another thread can look at.
 */
function snapshotFor({ bundle, processBytes }: ChildArguments, { task }: ChildJob): string | undefined {
  if (isWorkerOnly || process.platform === 'win32' || engineHost().warnings.length > 0) return undefined;
  if (processBytes !== undefined || (task.mode === 'run' && task.memoryEveryMs !== undefined))
    return undefined;
  const snapshot = snapshotPath(bundle);
  return existsSync(snapshot) ? snapshot : undefined;
}

/** Of the host's command line, what stands before the child's own arguments. */
export function formOf(child: ChildArguments, job: ChildJob): readonly string[] {
  const snapshot = snapshotFor(child, job);
  if (snapshot === undefined) return [join(DIST, 'child.cjs')];
  return [...SNAPSHOT_FLAGS, '--snapshot-blob', snapshot, 'engine'];
}
