// Conformance programs for checks that run an engine in a Worker of their own: which there are, and a Worker that is replaced after a fault or
// at its time limit, so that one program's end is no other's.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Megabytes of V8's heap after which a Worker is ended, as one that failed. */
const MOST_HEAP = 1500;

/** The folder of all programs. */
export const PROGRAMS = join(dirname(fileURLToPath(import.meta.url)), '../workloads/conformance');

/** `feature/program.py` of all whose name has each of `parts`, but those that wait for a watchdog, which is not there. */
export function conformanceNames(parts) {
  return readdirSync(PROGRAMS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(PROGRAMS, name)).map((file) => `${name}/${file}`))
    .filter((name) => name.endsWith('.py') && parts.every((part) => name.includes(part)))
    .filter((name) => !/^# needs:.*\bsignal\b/m.test(readFileSync(join(PROGRAMS, name), 'utf8')));
}

/**
 * Answers what the Worker of `url` posts for a message; `{ timeout: true }` or `{ fault }` where it does not. After `most` answers the Worker is
 * replaced: an engine keeps code of every program that it has run.
 */
export function workerRuns(url, timeLimit, most = Infinity) {
  let worker = null;
  let answers = 0;
  const end = () => {
    void worker?.terminate();
    worker = null;
    answers = 0;
  };
  return (message) =>
    new Promise((settle) => {
      worker ??= new Worker(fileURLToPath(url), {
        resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: MOST_HEAP },
      });
      const stop = (answer) => {
        clearTimeout(timer);
        worker?.removeAllListeners('message');
        worker?.removeAllListeners('error');
        if (answer.fault !== undefined || answer.timeout || ++answers >= most) end();
        settle(answer);
      };
      const timer = setTimeout(() => stop({ timeout: true }), timeLimit);
      worker.on('message', stop);
      worker.on('error', (e) => stop({ fault: String(e) }));
      worker.postMessage(message);
    });
}
