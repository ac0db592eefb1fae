// One run in the harness's own child process, seen from outside: for benchmarks of the watchdog's latency.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enginesHost } from './engines-host.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** What does not answer is ended after so many milliseconds, and shows as a long time. */
const LONGEST = 30_000;

/**
 * Runs `text` on the engine of `bundle` (a path below the repository); `after(send)` is called once the engine has started. Resolves to pairs
 * [message, ms on this process's clock], the last one `{ type: 'end' }`.
 */
export function runInChild(bundle, text, limits, after = () => {}) {
  return new Promise((resolve) => {
    const p = spawn(enginesHost(), [join(root, 'dist/child.cjs'), join(root, bundle)], {
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    const seen = [];
    const end = setTimeout(() => p.kill('SIGKILL'), LONGEST);
    p.on('message', (m) => {
      seen.push([m, performance.now()]);
      if (m.type === 'started') after((message) => p.send(message));
    });
    p.on('close', () => {
      clearTimeout(end);
      seen.push([{ type: 'end' }, performance.now()]);
      resolve(seen);
    });
    const request = {
      program: { kind: 'source', text, filename: 'spin.py' },
      args: [],
      env: {},
      cwd: root,
      fileSystem: { kind: 'real' },
      limits,
      options: {},
      flags: [],
      events: [],
    };
    p.send({ type: 'job', job: { task: { mode: 'run', request } } });
  });
}
