// Bundles the command line, the child process's two halves and each engine on its own (one isolate = one engine).
// `node scripts/build.mjs [--only NAME]…`; entries that do not exist yet are left out.
import * as esbuild from 'esbuild';
import { existsSync, mkdirSync, readFileSync, rmSync, chmodSync, writeFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inlineConstants } from './inline-constants.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'dist');
const only = process.argv.flatMap((a, i, all) => (all[i - 1] === '--only' ? [a] : []));

/** Bundle name → entry file. */
const entries = {
  cli: 'harness/cli.ts',
  child: 'harness/child.ts',
  worker: 'harness/worker.ts',
  'engines/cpython-wasm': 'engines/reference/cpython-wasm.ts',
  'engines/micropython-wasm': 'engines/reference/micropython-wasm.ts',
  'engines/cpython-like': 'engines/cpython-like/engine.ts',
  'engines/pypy-like': 'engines/pypy-like/engine.ts',
  'engines/micro': 'engines/micro/engine.ts',
  'engines/front-end': 'engines/frontend/engine.ts',
  frontend: 'engines/frontend/index.ts',
};

const present = Object.entries(entries).filter(
  ([name, file]) => existsSync(join(root, file)) && (only.length === 0 || only.includes(name)),
);
if (only.length === 0) rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'engines'), { recursive: true });
const pkg = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const external = Object.keys({ ...pkg.dependencies, ...pkg.optionalDependencies });

await Promise.all(
  present.map(([name, file]) =>
    esbuild.build({
      entryPoints: [{ in: join(root, file), out: name }],
      outdir: out,
      // The command line loads a command's code when it is called; an engine is one file.
      splitting: name === 'cli',
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: true,
      legalComments: 'none',
      external,
      plugins: [inlineConstants()],
      banner: name === 'cli' ? { js: '#!/usr/bin/env node' } : {},
      logLevel: 'warning',
    }),
  ),
);
// Our engines once more as scripts, for V8's code cache (harness/engine-bundle.ts).
await Promise.all(
  present
    .filter(([name]) => /^engines\/(cpython-like|pypy-like|micro)$/.test(name))
    .map(([name]) =>
      esbuild.build({
        entryPoints: [join(out, `${name}.js`)],
        outfile: join(out, `${name}.cjs`),
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        define: { 'import.meta.url': '__bundleUrl' },
        logLevel: 'warning',
      }),
    ),
);
if (present.some(([name]) => name === 'cli')) chmodSync(join(out, 'cli.js'), 0o755);

// `sys.executable`: one program for each engine of ours, called as `python` is.
mkdirSync(join(out, 'bin'), { recursive: true });
for (const name of ['cpython-like', 'pypy-like']) {
  const program = join(out, 'bin', name);
  const lines = [
    '#!/bin/sh',
    `exec "${process.execPath}" "${join(out, 'cli.js')}" run --engine ${name} "$@"`,
    '',
  ];
  writeFileSync(program, lines.join('\n'));
  chmodSync(program, 0o755);
}
