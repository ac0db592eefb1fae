// Has V8 optimised what pypy-like's JIT emits? Runs each benchmark workload (or those named) for some seconds in a process of its own and asks V8 for
// the status of every compiled unit that was entered often enough. `npm run build` first. `node scripts/check-hot-units.mjs [--seconds N] [NAME…]`.
// Last line: `hot units N, not optimised N`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callWorkload, startSession } from './in-process-session.mjs';

/** Calls after which V8 has had its chance. */
const OFTEN = 300;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { workloads } = JSON.parse(readFileSync(join(root, 'workloads/manifest.json'), 'utf8'));
const args = process.argv.slice(2);
if (args[0] === '--child') await child(args[1], Number(args[2]));
else main();

async function child(name, seconds) {
  const row = workloads.find((workload) => workload.name === name);
  if (row === undefined) throw new Error(`there is no workload ${name}`);
  const { file, sizes } = row;
  const text = readFileSync(join(root, 'workloads', file), 'utf8');
  const program = {
    kind: 'source',
    text: text.replace("if __name__ == '__main__':", 'if False:'),
    filename: `${name}.py`,
  };
  const session = await startSession('pypy-like', program, { env: { PYTHONHASHSEED: '0' } });
  session.main();
  const [, size] = Object.entries(sizes).sort(([, a], [, b]) => a - b)[0];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    callWorkload(session, size);
    // V8 compiles beside the program and installs the code when it comes to rest.
    await new Promise((go) => setImmediate(go));
  }
  const units = session.traceLog()?.units ?? [];
  const hot = units.filter(({ state, entered }) => state === 'compiled' && entered >= OFTEN);
  console.log(
    JSON.stringify(
      hot.map(({ kind, name, line, entered, operations, host }) => ({
        kind,
        name,
        line,
        entered,
        operations,
        host,
      })),
    ),
  );
}

function main() {
  const at = args.indexOf('--seconds');
  const seconds = at < 0 ? 4 : Number(args.splice(at, 2)[1]);
  const names = args.length > 0 ? args : workloads.map(({ name }) => name);
  let [hot, cold] = [0, 0];
  for (const name of names) {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--allow-natives-syntax',
        '--stack-size=3900',
        fileURLToPath(import.meta.url),
        '--child',
        name,
        String(seconds),
      ],
      { encoding: 'utf8', timeout: 120_000 },
    );
    const line = stdout.trim().split('\n').pop();
    if (!line?.startsWith('[')) {
      console.log(`${name}: did not run: ${stderr.trim().split('\n').pop()}`);
      cold++;
      continue;
    }
    const units = JSON.parse(line);
    const others = units.filter(({ host }) => host !== 'optimised');
    hot += units.length;
    cold += others.length;
    console.log(`${name}: ${units.length} hot units, ${others.length} not optimised`);
    for (const { kind, name: of, line: at, entered, operations, host } of others)
      console.log(`  ${kind} ${of}:${at} ${host}, ${operations} operations, entered ${entered} times`);
  }
  console.log(`hot units ${hot}, not optimised ${cold}`);
  process.exitCode = cold === 0 ? 0 : 1;
}
