// Counts references: runs the conformance programs on cpython-like, plain and with `-X poison=1`, and says what is still alive after
// the interpreter's end (leaks) and how often the engine touched something dead (uses after free: faults of the host). Programs that the
// engine cannot run yet (a missing module, a stated `Unsupported`) are left out. `npm run build` first. Last line: `leaks N uses-after-free N`.
// `node scripts/check-refs.mjs [filter] [--verbose]`
import { join } from 'node:path';
import { isMainThread, parentPort } from 'node:worker_threads';
import { conformanceNames, PROGRAMS, workerRuns } from './conformance-worker.mjs';
import { startSession } from './in-process-session.mjs';

const TIME_LIMIT = 20_000;

if (isMainThread) await main();
else await serve();

async function serve() {
  parentPort.on('message', async ({ path, poison }) => {
    const errors = [];
    const program =
      path === null ? { kind: 'source', text: '', filename: '<empty>' } : { kind: 'file', path };
    try {
      const session = await startSession('cpython-like', program, {
        options: { poison, 'lab.leftovers': '1' },
        stderr: (bytes) => errors.push(Buffer.from(bytes)),
      });
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
  const names = conformanceNames([filter]);
  const run = workerRuns(import.meta.url, TIME_LIMIT);
  const { alive: base } = await run({ path: null, poison: '0' });
  let leaks = 0;
  let faults = 0;
  let checked = 0;
  let left = 0;
  for (const name of names) {
    for (const poison of ['0', '1']) {
      const { alive, missing, fault, timeout } = await run({ path: join(PROGRAMS, name), poison });
      if (missing || timeout) {
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
