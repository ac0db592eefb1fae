// Runs a Python file on the micro engine without the harness: `node scripts/micro-run.mjs [--heap 16k] [-X name=value]
// file.py args…`. Bundles the engine into dist/micro-run/ first when its sources are newer; with `--minified` in front, as
// the bundle whose size counts. For MicroPython's test-suite and for measuring the engine alone.
import { existsSync, mkdirSync, readdirSync, statSync, writeSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const minified = process.argv[2] === '--minified';
const out = join(root, 'dist', 'micro-run', minified ? 'micro.min.mjs' : 'micro.mjs');

async function bundle() {
  const folder = join(root, 'engines', 'micro');
  const newest = Math.max(...readdirSync(folder).map((f) => statSync(join(folder, f)).mtimeMs));
  if (existsSync(out) && statSync(out).mtimeMs > newest) return;
  mkdirSync(dirname(out), { recursive: true });
  if (minified) {
    const { bundle } = await import('./micro-bundle.mjs');
    writeFileSync(out, (await bundle()).code);
    return;
  }
  const esbuild = await import('esbuild');
  const { inlineConstants } = await import('./inline-constants.mjs');
  await esbuild.build({
    entryPoints: [join(folder, 'engine.ts')],
    outfile: out,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    plugins: [inlineConstants()],
    logLevel: 'warning',
  });
}

await bundle();
const args = process.argv.slice(minified ? 3 : 2);
const options = {};
let compileTo;
let check = false;
let times = false;
let calls = [];
while (args[0]?.startsWith('-') && args[0] !== '-') {
  const a = args.shift();
  if (a === '--heap') options.heap = args.shift();
  else if (a === '--stack') options.stack = args.shift();
  else if (a === '-X') {
    const [k, v] = args.shift().split('=');
    options[k] = v ?? '1';
  } else if (a === '--compile-only') compileTo = args.pop();
  else if (a === '--check') check = true;
  else if (a === '--time') times = true;
  else if (a === '--call') calls.push(args.shift());
}
const before = performance.now();
// The minified bundle is the interpreter alone, without the engine's dumps.
const { createEngine, checkHeap, MicroSession } = await import(out);
const engine = createEngine?.() ?? { start: (r, h) => new MicroSession(r, h) };
const writeAll = (fd, b) => {
  for (let at = 0; at < b.length;) at += writeSync(fd, b, at);
};
const host = {
  readStdin: (into) => {
    try {
      return readSync(0, into);
    } catch {
      return 0;
    }
  },
  writeStdout: (b) => writeAll(1, b),
  writeStderr: (b) => writeAll(2, b),
  isTerminal: { stdin: false, stdout: false, stderr: false },
  shared: new Int32Array(new SharedArrayBuffer(16)),
  emit: () => {},
  now: () => performance.now(),
};
const program = { kind: args[0] === '-' ? 'stdin' : 'file', path: args[0] };
if (compileTo) {
  const d = engine.dump({ kind: 'bytecode', program, options: { precompiled: true }, flags: [] }, host);
  if (!d.ok) {
    process.stderr.write(d.error);
    process.exit(1);
  }
  writeFileSync(compileTo, d.data);
  process.exit(0);
}
const session = engine.start(
  {
    program,
    args: args.slice(1),
    env: {},
    cwd: process.cwd(),
    fileSystem: { kind: 'real' },
    limits: {},
    options,
    flags: [],
    events: [],
  },
  host,
);
const started = performance.now();
const outcome = session.main();
for (const c of calls) {
  const first = performance.now();
  let r = session.call(c, []);
  const took = performance.now() - first;
  let best = Infinity;
  for (let i = 0; i < 30; i++) {
    const t = performance.now();
    r = session.call(c, []);
    best = Math.min(best, performance.now() - t);
    if (performance.now() - first > 3000) break;
  }
  console.error(
    `${c}: first ${took.toFixed(2)} ms, best ${best.toFixed(3)} ms, ${r.ok ? r.repr.slice(0, 60) : r.exception.traceback}`,
  );
}
const closing = session.close();
if (times) console.error(`load ${(started - before).toFixed(1)} ms`, outcome.counters, outcome.memory);
if (check && checkHeap) for (const w of checkHeap()) console.error('heap:', w);
process.exitCode = outcome.status || closing.status;
