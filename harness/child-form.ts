// The two forms of an engine's child process: from a start-up snapshot, with the engine in the main thread (snapshot-main.ts), or from the
// bundle, with the engine in a Worker (child.ts). What an engine does is the same in both; docs/decisions/start-up.md has the times.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { engineHost, PINNED_NODE } from './engine-host.ts';
import { DIST } from './folders.ts';
import { scriptPath } from './load-bundle.ts';
import { snapshotHost } from './snapshot-host.ts';
import type { ChildArguments, ChildJob } from './worker-protocol.ts';

/** Of the engines' host: a first generation that holds what a start and the usual imports make, so that it is hardly collected meanwhile. */
export const HOST_FLAGS: readonly string[] = ['--min-semi-space-size=32', '--max-semi-space-size=32'];

/** How a child is started, on the engines' host. */
export interface ChildCommand {
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  isFromSnapshot: boolean;
}

/** Beside the bundle `path`; made by the build. */
export function snapshotPath(path: string): string {
  return path.replace(/\.c?js$/, '.snapshot');
}

/** KiB of the main thread's stack that the engine gets; the rest is the host's own. */
const STACK_KIB = 7600;
/** Without so much of it an engine in the main thread would not go as deep as Python's recursion limits let it. */
const LEAST_STACK_KIB = 8000;

/**
 * V8's, of a snapshot's build as well as of its children: the code of the host's own modules, which lies in the snapshot for the watchdog's
 * Worker, is taken under the same flags alone (40 ms of processor time otherwise).
 */
export const V8_FLAGS: readonly string[] = [
  // The seed of the build's hashes stays: else every table in the snapshot is made anew (5 ms of 45).
  '--no-rehash-snapshot',
  // What has run at the build keeps its bytecode.
  '--no-flush-bytecode',
  `--stack-size=${STACK_KIB}`,
];
// The watchdog is no main thread, and must hear of signals all the same (watchdog-thread.ts).
const SNAPSHOT_FLAGS: readonly string[] = [...V8_FLAGS, '--expose-internals'];

/** Node's exit status where it does not take a snapshot: of another version or processor. */
const REFUSED = 14;
/** What a host dies of that has trusted a damaged snapshot. */
const FAULTS: ReadonlySet<NodeJS.Signals | null> = new Set([
  'SIGABRT',
  'SIGBUS',
  'SIGILL',
  'SIGSEGV',
  'SIGTRAP',
]);

/** `LAB_CHILD_FORM=worker`: never from a snapshot. */
let isWorkerOnly = process.env.LAB_CHILD_FORM === 'worker';

/** Whether a child that has ended before it said anything could not start from its snapshot; none is tried from then on. */
export function isSnapshotRefused(
  { isFromSnapshot }: ChildCommand,
  status: number | null,
  signal: NodeJS.Signals | null,
): boolean {
  if (!isFromSnapshot || (status !== REFUSED && !FAULTS.has(signal))) return false;
  isWorkerOnly = true;
  return true;
}

/** Soft limit of a main thread's stack in KiB, which children inherit; Infinity where it is none, or where only another process could tell. */
export function stackLimit(limits = '/proc/self/limits'): number {
  try {
    const [, soft] = /^Max stack size\s+(\d+|unlimited)/m.exec(readFileSync(limits, 'latin1')) ?? [];
    return soft === undefined || soft === 'unlimited' ? Infinity : Number(soft) / 1024;
  } catch {
    return Infinity; // not Linux: 8 MiB by default on macOS
  }
}

/** Beside a snapshot: what it was made on. */
export function madeOnPath(snapshot: string): string {
  return `${snapshot}.host`;
}

function isMadeHere(snapshot: string): boolean {
  try {
    return readFileSync(madeOnPath(snapshot), 'latin1') === snapshotHost(PINNED_NODE);
  } catch {
    return false;
  }
}

let hasStack: boolean | undefined;

/** The snapshot of `bundle`, unless it is older, which is of a bundle that was there before. */
function currentSnapshot(bundle: string): string | undefined {
  const snapshot = snapshotPath(bundle);
  const made = statSync(snapshot, { throwIfNoEntry: false });
  const from = statSync(scriptPath(bundle), { throwIfNoEntry: false });
  return made && from && made.mtimeMs >= from.mtimeMs && isMadeHere(snapshot) ? snapshot : undefined;
}

/**
 * The snapshot to start from. None on another host than the one that has made it; on Windows, whose main threads have a stack of 1 MB, and
 * wherever it is small; and where a memory limit or a trace of memory wants the engine in an isolate that another thread can look at.
 */
function snapshotFor({ bundle, processBytes }: ChildArguments, { task }: ChildJob): string | undefined {
  if (isWorkerOnly || process.platform === 'win32' || engineHost().warnings.length > 0) return undefined;
  if (processBytes !== undefined || (task.mode === 'run' && task.memoryEveryMs !== undefined))
    return undefined;
  hasStack ??= stackLimit() >= LEAST_STACK_KIB;
  return hasStack ? currentSnapshot(bundle) : undefined;
}

/**
 * The snapshot is read into memory by malloc, twenty megabytes of it: in pages of 2 MB that is 12 ms of 55 less. Where glibc or the kernel
 * has none, nothing changes. The program's own environment travels in the request.
 */
function withHugePages(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GLIBC_TUNABLES: own } = env;
  return { ...env, GLIBC_TUNABLES: `${own ? `${own}:` : ''}glibc.malloc.hugetlb=1` };
}

export function commandOf(child: ChildArguments, job: ChildJob): ChildCommand {
  const { bundle, processBytes } = child;
  const own = processBytes === undefined ? [bundle] : [bundle, String(processBytes)];
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  const snapshot = snapshotFor(child, job);
  return snapshot === undefined
    ? { args: [...HOST_FLAGS, join(DIST, 'child.cjs'), ...own], env, isFromSnapshot: false }
    : {
        args: [...HOST_FLAGS, ...SNAPSHOT_FLAGS, '--snapshot-blob', snapshot, 'engine', ...own],
        env: process.platform === 'linux' ? withHugePages(env) : env,
        isFromSnapshot: true,
      };
}
