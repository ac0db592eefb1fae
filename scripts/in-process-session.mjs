// An engine's bundle run in this very process, without the harness around it: for benchmarks of its parts and for checks that look inside.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A host without a watchdog; what the program writes is dropped unless `write` takes it. */
function hostOf({ stdout = () => {}, stderr = (bytes) => void process.stderr.write(bytes) }) {
  return {
    readStdin: () => 0,
    writeStdout: stdout,
    writeStderr: stderr,
    isTerminal: { stdin: false, stdout: false, stderr: false },
    shared: new Int32Array(new SharedArrayBuffer(64)),
    emit() {},
    now: () => performance.now(),
  };
}

/** `id`: of `dist/engines`. `options` as `-X`, `env` as the program's; `stdout` and `stderr` take bytes. */
export async function startSession(
  id,
  program,
  { options = {}, env = {}, fileSystem = 'read-only', ...streams } = {},
) {
  const { createEngine } = await import(pathToFileURL(join(root, `dist/engines/${id}.js`)).href);
  const request = {
    program,
    args: [],
    env,
    cwd: root,
    fileSystem: { kind: fileSystem },
    limits: {},
    options,
    flags: [],
    events: [],
  };
  return (await createEngine()).start(request, hostOf(streams));
}

/** Calls `workload(n)` of the session's program; an error of it is thrown. */
export function callWorkload(session, n) {
  const answer = session.call('workload', [n]);
  if (!answer.ok) throw new Error(answer.exception.traceback);
}

/** Milliseconds of the processor that this thread has had. */
export function processorMs() {
  const { user, system } = (process.threadCpuUsage ?? process.cpuUsage).call(process);
  return (user + system) / 1000;
}
