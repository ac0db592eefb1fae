// `npm run expectations [-- --check] [-- --only GLOB] [-- --native COMMAND]`: runs every conformance program on real CPython
// and stores what it did beside it, with `expectations.json`. `--check` stores nothing and fails when something would change.
import * as esbuild from 'esbuild';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    native: { type: 'string' },
  },
});

// The oldest Node that the lab supports cannot load TypeScript, so the two modules are bundled first.
const out = join(root, 'dist', 'make-expectations');
mkdirSync(out, { recursive: true });
let failed = false;
try {
  await esbuild.build({
    entryPoints: [join(root, 'harness/expectations.ts'), join(root, 'harness/reference.ts')],
    outdir: out,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const load = (name) => import(pathToFileURL(join(out, `${name}.js`)).href);
  const { findNativePython, makeExpectations } = await load('expectations');
  const { loadReference } = await load('reference');
  const wasm = await loadReference();
  const native = await findNativePython(values.native);
  console.log(`${wasm.origin}; ${native?.origin ?? 'no native CPython ≥ 3.13 found'}`);
  const report = await makeExpectations(wasm, native, {
    write: !values.check,
    only: values.only,
  });
  await wasm.close();
  for (const id of report.changed) console.log(`${values.check ? 'differs' : 'stored '} ${id}`);
  for (const problem of report.problems) console.error(`problem ${problem}`);
  console.log(`${report.made} run, ${report.changed.length} changed, ${report.problems.length} problems`);
  failed = report.problems.length > 0 || (values.check && report.changed.length > 0);
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
