// Functions from templates against the eval loop alone: runs the conformance programs (or the files named) on cpython-like with `-X jit=0` and
// with `-X jit=threshold=N` and compares streams, exit status, and how many objects are alive at the end. `npm run build` first. Last line:
// `programs N, different N`. `node scripts/check-templates.mjs [--threshold 1] [--poison] [filter or files…]`
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const programs = join(root, 'workloads/conformance');
const TIME_LIMIT = 30_000;

if (isMainThread) await main();
else await serve();

async function serve() {
  const { createEngine } = await import(join(root, 'dist/engines/cpython-like.js'));
  parentPort.on('message', ({ path, options }) => {
    const written = [];
    const take = (name) => (bytes) => written.push(`${name}:${Buffer.from(bytes).toString('latin1')}`);
    const host = {
      readStdin: () => 0,
      writeStdout: take('out'),
      writeStderr: take('err'),
      isTerminal: { stdin: false, stdout: false, stderr: false },
      shared: new Int32Array(new SharedArrayBuffer(64)),
      emit() {},
      now: () => performance.now(),
    };
    const request = {
      program: { kind: 'file', path },
      args: [],
      env: { PYTHONHASHSEED: '0' },
      cwd: root,
      fileSystem: { kind: 'read-only' },
      limits: {},
      options: { ...options, 'lab.leftovers': '1' },
      flags: [],
      events: [],
    };
    try {
      const session = createEngine().start(request, host);
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
  const names =
    files.length > 0
      ? files
      : readdirSync(programs, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .flatMap(({ name }) => readdirSync(join(programs, name)).map((file) => join(programs, name, file)))
          .filter((path) => path.endsWith('.py') && args.every((a) => path.includes(a)))
          // There is no watchdog here, whose ticks alarms and timers wait for.
          .filter((path) => !/^# needs:.*\bsignal\b/m.test(readFileSync(path, 'utf8')));
  let worker = null;
  const run = (path, options) =>
    new Promise((settle) => {
      worker ??= new Worker(fileURLToPath(import.meta.url), { resourceLimits: { stackSizeMb: 64 } });
      const stop = (answer) => {
        clearTimeout(timer);
        worker?.removeAllListeners('message');
        worker?.removeAllListeners('error');
        settle(answer);
      };
      const timer = setTimeout(() => {
        void worker.terminate();
        worker = null;
        stop({ timeout: true });
      }, TIME_LIMIT);
      worker.on('message', stop);
      worker.on('error', (e) => {
        worker = null;
        stop({ fault: String(e) });
      });
      worker.postMessage({ path, options });
    });
  let different = 0;
  for (const path of names) {
    const plain = await run(path, { jit: '0', poison });
    const compiled = await run(path, { jit: `threshold=${threshold}`, poison });
    if (plain.timeout && compiled.timeout) continue;
    const clean = (answer) => JSON.stringify(answer).replace(/0x[0-9a-f]{6,}/g, '0x…');
    if (clean(plain) === clean(compiled)) continue;
    different++;
    console.log(`${path}:`);
    const show = ({ text = '', ...rest }) => [JSON.stringify(rest), ...text.split('\n')];
    const [a, b] = [show(plain), show(compiled)];
    const i = a.findIndex((line, k) => line !== b[k]);
    console.log(`  jit=0: ${a[i]?.slice(0, 400)}\n  jit=1: ${b[i]?.slice(0, 600)}`);
  }
  console.log(`programs ${names.length}, different ${different}`);
  process.exit(different === 0 ? 0 : 1);
}
