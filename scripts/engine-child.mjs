// One run in the harness's own child process, seen from outside: for benchmarks of the watchdog's latency.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { talkTo } from '../dist/child-channel.js';
import { commandOf } from '../dist/child-form.js';
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
    const seen = [];
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
    const job = { task: { mode: 'run', request } };
    const { args, env } = commandOf({ bundle: join(root, bundle), processBytes: undefined }, job);
    const p = spawn(enginesHost(), args, { stdio: ['pipe', 'ignore', 'ignore', 'pipe', 'pipe'], env });
    const end = setTimeout(() => p.kill('SIGKILL'), LONGEST);
    p.on('close', () => {
      clearTimeout(end);
      seen.push([{ type: 'end' }, performance.now()]);
      resolve(seen);
    });
    const send = talkTo(p, job, (m) => {
      seen.push([m, performance.now()]);
      if (m.type === 'started') after(send);
    });
  });
}
