// Counts references: runs the conformance programs on cpython-like, plain and with `-X poison=1`, and says what is still alive after
// the interpreter's end (leaks) and how often the engine touched something dead (uses after free: faults of the host). Programs that the
// engine cannot run yet (a missing module, a stated `Unsupported`) are left out. `npm run build` first. Last line: `leaks N uses-after-free N`.
// `node scripts/check-refs.mjs [filter] [--verbose]`
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const programs = join(root, 'workloads/conformance');
const TIME_LIMIT = 20_000;

if (isMainThread) await main();
else await serve();

async function serve() {
  const { createEngine } = await import(join(root, 'dist/engines/cpython-like.js'));
  parentPort.on('message', ({ path, poison }) => {
    const errors = [];
    const host = {
      readStdin: () => 0,
      writeStdout() {},
      writeStderr: (bytes) => errors.push(Buffer.from(bytes)),
      isTerminal: { stdin: false, stdout: false, stderr: false },
      shared: new Int32Array(new SharedArrayBuffer(64)),
      emit() {},
      now: () => performance.now(),
    };
    const request = {
      program: path === null ? { kind: 'source', text: '', filename: '<empty>' } : { kind: 'file', path },
      args: [],
      env: {},
      cwd: root,
      fileSystem: { kind: 'read-only' },
      limits: {},
      options: { poison, 'lab.leftovers': '1' },
      flags: [],
      events: [],
    };
    try {
      const session = createEngine().start(request, host);
      session.main();
      const { counters } = session.close();
      const text = Buffer.concat(errors).toString();
      // What daemon threads hold stays with them, under CPython as well.
      const alive = counters['daemons-at-end'] > 0 ? 0 : counters['alive-at-end'];
      parentPort.postMessage({ alive, missing: /ModuleNotFoundError/.test(text) });
    } catch (e) {
      const missing = typeof e?.capability === 'string';
      parentPort.postMessage(missing ? { missing } : { fault: String(e?.stack ?? e) });
    }
  });
}

async function main() {
  const filter = process.argv.slice(2).find((a) => !a.startsWith('--')) ?? '';
  const verbose = process.argv.includes('--verbose');
  const names = readdirSync(programs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(programs, name)).map((file) => `${name}/${file}`))
    .filter((name) => name.endsWith('.py') && name.includes(filter))
    // There is no watchdog here, whose ticks alarms and timers wait for.
    .filter((name) => !/^# needs:.*\bsignal\b/m.test(readFileSync(join(programs, name), 'utf8')));
  let worker = null;
  const run = (path, poison) =>
    new Promise((settle) => {
      worker ??= new Worker(fileURLToPath(import.meta.url));
      const stop = (answer) => {
        clearTimeout(timer);
        worker?.removeAllListeners('message');
        worker?.removeAllListeners('error');
        settle(answer);
      };
      const timer = setTimeout(() => {
        void worker.terminate();
        worker = null;
        stop({ skipped: true });
      }, TIME_LIMIT);
      worker.on('message', stop);
      worker.on('error', (e) => {
        worker = null;
        stop({ fault: String(e) });
      });
      worker.postMessage({ path, poison });
    });
  const { alive: base } = await run(null, '0');
  let leaks = 0;
  let faults = 0;
  let checked = 0;
  let left = 0;
  for (const name of names) {
    for (const poison of ['0', '1']) {
      const { alive, missing, fault, skipped } = await run(join(programs, name), poison);
      if (missing || skipped) {
        left++;
        break;
      }
      if (poison === '0') checked++;
      if (fault !== undefined) {
        faults++;
        console.log(
          `${name}${poison === '1' ? ' (poison)' : ''}: ${fault
            .split('\n')
            .slice(0, verbose ? 8 : 2)
            .join(' | ')}`,
        );
      } else if (alive > base) {
        if (poison === '0') leaks += alive - base;
        if (poison === '0') console.log(`${name}: ${alive - base} alive`);
      }
    }
  }
  console.log(`${checked} of ${names.length} programs run, ${left} left out`);
  console.log(`leaks ${leaks} uses-after-free ${faults}`);
  process.exit(leaks + faults === 0 ? 0 : 1);
}
