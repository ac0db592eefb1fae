// The benchmarks of workloads/bench in steady state: cpython-like without and with functions from templates beside CPython 3.14 in WebAssembly, milliseconds
// of processor time a call, the least of those after the first half of the time. Each engine and program has a process of its own on the
// pinned host. `npm run build` first. `node scripts/bench-workloads.mjs [filter] [milliseconds=3000] [--size small] [--engines a,b]`
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

async function measure(engineName, path, n, budget) {
  const [bundle, jit] = engineName.split(':');
  const { createEngine } = await import(pathToFileURL(join(root, `dist/engines/${bundle}.js`)).href);
  const request = {
    program: { kind: 'source', text: readFileSync(path, 'utf8'), filename: path },
    args: [],
    env: {},
    cwd: root,
    fileSystem: { kind: 'real' },
    limits: {},
    options: { 'lab.module-name': 'bench', ...(jit === undefined ? {} : { jit }) },
    flags: [],
    events: [],
  };
  const host = {
    readStdin: () => 0,
    writeStdout() {},
    writeStderr: (bytes) => process.stderr.write(bytes),
    isTerminal: {},
    shared: new Int32Array(new SharedArrayBuffer(64)),
    emit() {},
    now: () => performance.now(),
  };
  const engine = await createEngine();
  const session = await engine.start(request, host);
  await session.main();
  const processor = () => {
    const { user, system } = (process.threadCpuUsage ?? process.cpuUsage).call(process);
    return (user + system) / 1000;
  };
  const began = processor();
  let least = Infinity;
  let turns = 0;
  let first = 0;
  while (processor() - began < budget || turns < 3) {
    const from = processor();
    const answer = session.call('workload', [n]);
    if (!answer.ok) throw new Error(answer.exception.traceback);
    const took = processor() - from;
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

function pinnedHost() {
  const require = createRequire(import.meta.url);
  for (const name of [
    `node-${process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ]) {
    try {
      const path = join(dirname(require.resolve(`${name}/package.json`)), 'bin/node');
      if (existsSync(path)) return path;
    } catch {
      // the fallback stands
    }
  }
  return process.execPath;
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
  const figures = engines.map((engine) => {
    try {
      const out = execFileSync(
        pinnedHost(),
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
