// pypy-like's JIT against its interpreter: runs the conformance programs (or the files named) with the JIT off and forced, in each of SETTINGS or that
// of `--jit`, and compares streams and exit status; a fault inside the JIT is a difference too. `npm run build` first. Last line:
// `programs N, different N`. `node scripts/check-jit.mjs [--jit PARAMETERS] [--every K] [filter or files…]`
import { join, resolve } from 'node:path';
import { isMainThread, parentPort } from 'node:worker_threads';
import { conformanceNames, PROGRAMS, workerRuns } from './conformance-worker.mjs';
import { FORCED } from './forced-jit.mjs';
import { startSession } from './in-process-session.mjs';

const TIME_LIMIT = 60_000;

if (isMainThread) await main();
else await serve();

async function serve() {
  parentPort.on('message', async ({ path, jit }) => {
    const written = [];
    const take = (name) => (bytes) => written.push(`${name}:${Buffer.from(bytes).toString('latin1')}`);
    try {
      const session = await startSession(
        'pypy-like',
        { kind: 'file', path },
        { options: { jit }, env: { PYTHONHASHSEED: '0' }, stdout: take('out'), stderr: take('err') },
      );
      session.main();
      const outcome = session.close();
      const faults = outcome.counters['jit-faults'] ?? 0;
      parentPort.postMessage({ text: written.join('\n'), status: outcome.status, faults });
    } catch (e) {
      parentPort.postMessage({ text: written.join('\n'), fault: String(e?.stack ?? e) });
    }
  });
}

async function main() {
  const args = process.argv.slice(2);
  const option = (name, otherwise) => {
    const at = args.indexOf(name);
    return at < 0 ? otherwise : args.splice(at, 2)[1];
  };
  const own = option('--jit', null);
  const settings = own === null ? FORCED : [own];
  const every = Number(option('--every', '1'));
  const files = args.filter((a) => a.endsWith('.py'));
  const paths = (
    files.length > 0
      ? files.map((file) => resolve(file))
      : conformanceNames(args).map((name) => join(PROGRAMS, name))
  ).filter((_, i) => i % every === 0);
  const run = workerRuns(import.meta.url, TIME_LIMIT);
  // Addresses and times of a run are its own.
  const clean = (answer) => JSON.stringify(answer).replace(/0x[0-9a-f]{6,}/g, '0x…');
  let different = 0;
  let unchecked = 0;
  for (const path of paths) {
    const plain = await run({ path, jit: 'off' });
    if (plain.timeout) {
      unchecked++;
      console.log(`${path}: not checked, at its time limit with the JIT off`);
      continue;
    }
    for (const jit of settings) {
      const traced = await run({ path, jit });
      if (clean(plain) === clean(traced)) continue;
      different++;
      const show = ({ text = '', ...rest }) => [...text.split('\n'), JSON.stringify(rest)];
      const [a, b] = [show(plain), show(traced)];
      const i = a.findIndex((line, k) => line !== b[k]);
      console.log(`${path} with ${jit}:`);
      if (process.env.TEXT !== undefined) console.log(traced.text, traced.fault);
      console.log(`  off: ${a[i]?.slice(0, 400)}\n  on:  ${b[i]?.slice(0, 600)}`);
      break;
    }
  }
  console.log(`programs ${paths.length - unchecked}, different ${different}`);
  process.exit(different === 0 ? 0 : 1);
}
