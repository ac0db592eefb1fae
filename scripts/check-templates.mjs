// Functions from templates against the eval loop alone: runs the conformance programs (or the files named) on cpython-like with `-X jit=0` and
// with `-X jit=threshold=N` and compares streams, exit status, and how many objects are alive at the end. `npm run build` first. Last line:
// `programs N, different N`. `node scripts/check-templates.mjs [--threshold 1] [--poison] [filter or files…]`
import { join, resolve } from 'node:path';
import { isMainThread, parentPort } from 'node:worker_threads';
import { conformanceNames, PROGRAMS, workerRuns } from './conformance-worker.mjs';
import { startSession } from './in-process-session.mjs';

const TIME_LIMIT = 30_000;

if (isMainThread) await main();
else await serve();

async function serve() {
  parentPort.on('message', async ({ path, options }) => {
    const written = [];
    const take = (name) => (bytes) => written.push(`${name}:${Buffer.from(bytes).toString('latin1')}`);
    try {
      const session = await startSession(
        'cpython-like',
        { kind: 'file', path },
        {
          options: { ...options, 'lab.leftovers': '1' },
          env: { PYTHONHASHSEED: '0' },
          stdout: take('out'),
          stderr: take('err'),
        },
      );
      session.main();
      const outcome = session.close();
      parentPort.postMessage({
        text: written.join('\n'),
        status: outcome.status,
        alive: outcome.counters['alive-at-end'],
      });
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
  const threshold = option('--threshold', '1');
  const at = args.indexOf('--poison');
  if (at >= 0) args.splice(at, 1);
  const poison = at >= 0 ? '1' : '0';
  const files = args.filter((a) => a.endsWith('.py'));
  const paths =
    files.length > 0
      ? files.map((file) => resolve(file))
      : conformanceNames(args).map((name) => join(PROGRAMS, name));
  const run = workerRuns(import.meta.url, TIME_LIMIT);
  let different = 0;
  let unchecked = 0;
  for (const path of paths) {
    const plain = await run({ path, options: { jit: '0', poison } });
    const compiled = await run({ path, options: { jit: `threshold=${threshold}`, poison } });
    if (plain.timeout && compiled.timeout) {
      unchecked++;
      console.log(`${path}: not checked, at its time limit both ways`);
      continue;
    }
    const clean = (answer) => JSON.stringify(answer).replace(/0x[0-9a-f]{6,}/g, '0x…');
    if (clean(plain) === clean(compiled)) continue;
    different++;
    console.log(`${path}:`);
    const show = ({ text = '', ...rest }) => [JSON.stringify(rest), ...text.split('\n')];
    const [a, b] = [show(plain), show(compiled)];
    const i = a.findIndex((line, k) => line !== b[k]);
    console.log(`  jit=0: ${a[i]?.slice(0, 400)}\n  jit=1: ${b[i]?.slice(0, 600)}`);
  }
  console.log(`programs ${paths.length - unchecked}, different ${different}`);
  process.exit(different === 0 ? 0 : 1);
}
