// The benchmarks of workloads/bench in steady state: cpython-like without and with functions from templates beside CPython 3.14 in WebAssembly, milliseconds
// a call, the least of all calls in that time (the processor time of a thread comes in ticks of 4 ms here, too coarse). Each engine and program has a process of its own on the
// pinned host. Engine `js` is the hand-written JavaScript of workloads/yardsticks. `npm run build` first. `node scripts/bench-workloads.mjs [filter] [milliseconds=3000] [--size small] [--engines a,b]`
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enginesHost } from './engines-host.mjs';
import { callWorkload, startSession } from './in-process-session.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const yardstick = (path) => path.replace('/bench/', '/yardsticks/').replace(/\.py$/, '.js');

/** What calls the workload once, on an engine or as hand-written JavaScript. */
async function caller(engineName, path, n) {
  if (engineName === 'js') {
    const { workload } = await import(yardstick(path));
    return () => workload(n);
  }
  const [id, jit] = engineName.split(':');
  const program = { kind: 'source', text: readFileSync(path, 'utf8'), filename: path };
  const options = { 'lab.module-name': 'bench', ...(jit === undefined ? {} : { jit }) };
  const session = await startSession(id, program, { options, fileSystem: 'real' });
  await session.main();
  return () => callWorkload(session, n);
}

async function measure(engineName, path, n, budget) {
  const call = await caller(engineName, path, n);
  const began = performance.now();
  let least = Infinity;
  let turns = 0;
  let first = 0;
  while (performance.now() - began < budget || turns < 3) {
    const from = performance.now();
    call();
    const took = performance.now() - from;
    if (turns++ === 0) first = took;
    least = Math.min(least, took);
  }
  process.stdout.write(JSON.stringify({ least, first }));
  process.exit(0);
}

if (process.argv[2] === '--child') {
  const [, , , engine, path, n, budget] = process.argv;
  await measure(engine, path, Number(n), Number(budget));
}

const args = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = args.indexOf(name);
  return at < 0 ? otherwise : args.splice(at, 2)[1];
};
const size = option('--size', 'small');
const engines = option('--engines', 'cpython-like:0,cpython-like:1,cpython-wasm').split(',');
const [filter = '', budget = '3000'] = args;
const { workloads } = JSON.parse(readFileSync(join(root, 'workloads/manifest.json'), 'utf8'));
const ratios = [];
console.log(
  `${'ms a call'.padEnd(20)}${engines.map((e) => e.padStart(16)).join('')}   ratio  (first call of the last but one)`,
);
for (const { name, kind, file, sizes } of workloads) {
  if (kind !== 'bench' || !new RegExp(filter).test(name)) continue;
  if (engines.includes('js') && !existsSync(yardstick(join(root, 'workloads', file)))) continue;
  const figures = engines.map((engine) => {
    try {
      const out = execFileSync(
        enginesHost(),
        [
          '--stack-size=3900',
          fileURLToPath(import.meta.url),
          '--child',
          engine,
          join(root, 'workloads', file),
          String(sizes[size]),
          budget,
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 },
      );
      return JSON.parse(out);
    } catch (e) {
      return { least: NaN, first: NaN, text: String(e.stderr ?? e).slice(-300) };
    }
  });
  const [{ least: ours, first }, { least: theirs }] = figures.slice(-2);
  const ratio = ours / theirs;
  if (ratio === ratio) ratios.push(ratio);
  console.log(
    name.padEnd(20) +
      figures.map(({ least }) => least.toFixed(2).padStart(16)).join('') +
      ratio.toFixed(2).padStart(8) +
      first.toFixed(0).padStart(10) +
      (figures.find((f) => f.text)?.text ?? ''),
  );
}
const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
console.log(`geometric mean ${mean.toFixed(2)}, above 1.6: ${ratios.filter((r) => r > 1.6).length}`);
