// Speed of the front end against the reference's `compile()`, in one run: the whole library, parsing and code generation apart,
// in steady state (the best of some rounds after warm-up), and the first file of a fresh process. `node scripts/bench-frontend.mjs`
// [--rounds N]. The reference's module is compiled with optimisation, as ours is by the host; both run in this Node.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { importBundled, libraryFiles, loadOracle, root } from './frontend-oracle.mjs';
import { inlineConstants } from './inline-constants.mjs';

const at = process.argv.indexOf('--rounds');
const rounds = at < 0 ? 5 : Number(process.argv[at + 1]);
const files = libraryFiles();
const { parse, compileTree } = await importBundled('engines/frontend/index.ts', 'frontend-bench');
const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);

const python = await loadOracle();
python.globals.set('library', python.toPy(files.map((file) => file.bytes)));
python.runPython(`
import time, warnings
warnings.simplefilter('ignore')
library = [bytes(source) for source in library]
def compile_library():
    start = time.perf_counter()
    for source in library:
        compile(source, 'f.py', 'exec', dont_inherit=True)
    return (time.perf_counter() - start) * 1000
`);
const reference = python.globals.get('compile_library');

let best = { parse: Infinity, generate: Infinity, reference: Infinity };
for (let round = 0; round < rounds; round++) {
  let parsing = 0;
  let generating = 0;
  for (const file of files) {
    const start = performance.now();
    const { tree, warnings } = parse(file.bytes, { filename: 'f.py' });
    const middle = performance.now();
    compileTree(tree, 'f.py', {}, warnings);
    generating += performance.now() - middle;
    parsing += middle - start;
  }
  // Turn and turn about, so that the machine's drift meets both.
  best = {
    parse: Math.min(best.parse, parsing),
    generate: Math.min(best.generate, generating),
    reference: Math.min(best.reference, reference()),
  };
}
const ours = best.parse + best.generate;
console.log(`library: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB; best of ${rounds} rounds`);
console.log(
  `parse ${best.parse.toFixed(0)} ms, code ${best.generate.toFixed(0)} ms, together ${ours.toFixed(0)} ms`,
);
console.log(
  `reference ${best.reference.toFixed(0)} ms: ours ${(best.reference / ours).toFixed(2)} times its speed`,
);

// The first file of a fresh process: from before the bundle is loaded to the code object.
const source =
  Array.from(
    { length: 25 },
    (_, i) =>
      `def f${i}(a, b=${i}):\n    for x in a:\n        if x > b: return [y for y in a if y]\n    return b`,
  ).join('\n') + '\n';
const folder = join(root, '.cache', 'bench-frontend');
mkdirSync(folder, { recursive: true });
await esbuild.build({
  entryPoints: [join(root, 'engines/frontend/index.ts')],
  outfile: join(folder, 'frontend.mjs'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  plugins: [inlineConstants()],
  logLevel: 'warning',
});
writeFileSync(
  join(folder, 'first.mjs'),
  `const start = performance.now();
const { compile } = await import('./frontend.mjs');
const loaded = performance.now();
compile(${JSON.stringify(source)}, 'f.py', 'exec');
const done = performance.now();
console.log(JSON.stringify([loaded - start, done - loaded]));
`,
);
const hosts = [process.execPath, join(root, 'node_modules/.bin/node')];
for (const host of hosts) {
  const samples = [];
  for (let i = 0; i < 7; i++)
    samples.push(JSON.parse(execFileSync(host, [join(folder, 'first.mjs')], { encoding: 'utf8' })));
  samples.sort((a, b) => a[0] + a[1] - b[0] - b[1]);
  const [load, first] = samples[3];
  const version = execFileSync(host, ['--version'], { encoding: 'utf8' }).trim();
  console.log(
    `first 100-line file in a fresh process, node ${version}: ${(load + first).toFixed(1)} ms (load ${load.toFixed(1)}, compile ${first.toFixed(1)}; median of 7)`,
  );
}
