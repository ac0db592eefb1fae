// Bundles the command line, the child process's two halves and each engine on its own (one isolate = one engine).
// `node scripts/build.mjs [--only NAME]…`; entries that do not exist yet are left out.
import * as esbuild from 'esbuild';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { enginesHost } from './engines-host.mjs';
import { inlineConstants } from './inline-constants.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'dist');
const only = process.argv.flatMap((a, i, all) => (all[i - 1] === '--only' ? [a] : []));

/** Bundle name → entry file. */
const entries = {
  cli: 'harness/cli.ts',
  child: 'harness/child.ts',
  'child-channel': 'harness/child-channel.ts',
  'child-form': 'harness/child-form.ts',
  worker: 'harness/worker.ts',
  'watchdog-thread': 'harness/watchdog-thread.ts',
  'make-code-cache': 'harness/make-code-cache.ts',
  'make-snapshot': 'harness/make-snapshot.ts',
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
// Of the bundles that are about to be replaced.
for (const [name] of present) rmSync(join(out, `${name}.snapshot`), { force: true });
mkdirSync(join(out, 'engines'), { recursive: true });
const pkg = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const external = [...Object.keys({ ...pkg.dependencies, ...pkg.optionalDependencies }), 'internal/*'];

const common = {
  outdir: out,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  legalComments: 'none',
  external,
  plugins: [inlineConstants()],
  logLevel: 'warning',
};

/** Engines that are loaded with V8's code cache: CommonJS, and a module beside it for whoever imports (harness/load-bundle.ts). */
const CACHED = ['engines/cpython-like', 'engines/pypy-like', 'engines/micro'];
/** Of these, the ones that a child starts from a snapshot. */
const SNAPSHOTS = ['engines/cpython-like', 'engines/pypy-like'];
/**
 * A cached bundle brings the function that Node wraps a CommonJS module in: harness/load-bundle.ts has it as the script's value and need not
 * copy three megabytes of text to put it round; `require` finds its module called.
 */
const PARAMETERS = '(exports, require, module, __filename)';
const BEFORE = `(f => (typeof module === 'undefined' ? f : f${PARAMETERS}))((function ${PARAMETERS} {`;
const AFTER = '}))';
/** What `import.meta` is in CommonJS. */
const PLACE = "{ url: require('node:url').pathToFileURL(__filename).href }";
/** The child's two threads ask for the host's own modules alone, which need no search. */
const OWN_MODULES_FIRST = 'require = ((load) => (id) => process.getBuiltinModule(id) ?? load(id))(require);';
/** The child's two threads start sooner without the host's loader of modules. */
const COMMON_JS = [...CACHED, 'child', 'worker', 'watchdog-thread', 'make-snapshot'];

await Promise.all(
  present.map(async ([name, file]) => {
    const entryPoints = [{ in: join(root, file), out: name }];
    if (!COMMON_JS.includes(name)) {
      return esbuild.build({
        ...common,
        entryPoints,
        // The command line loads a command's code when it is called; an engine is one file.
        splitting: name === 'cli',
        chunkNames: 'chunks/[name]-[hash]',
        format: 'esm',
        banner: name === 'cli' ? { js: '#!/usr/bin/env node' } : {},
      });
    }
    const isCached = CACHED.includes(name);
    await esbuild.build({
      ...common,
      entryPoints,
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      minifyWhitespace: isCached,
      banner: {
        js: isCached
          ? `${BEFORE}const __bundle = module.place ?? ${PLACE};`
          : `${OWN_MODULES_FIRST}const __bundle = ${PLACE};`,
      },
      footer: isCached ? { js: AFTER } : {},
      // An object: who loads the bundle can say where it is, later too (harness/snapshot-main.ts).
      define: { 'import.meta.url': '__bundle.url' },
      // Nothing but the host's own modules can be asked for out of a snapshot.
      external: name === 'make-snapshot' ? ['internal/*'] : external,
    });
    if (!isCached) return;
    const id = name.slice('engines/'.length);
    writeFileSync(join(out, `${name}.js`), `export { createEngine } from './${id}.cjs';\n`);
  }),
);

// V8's code cache of each, made on the host that will use it. Without it an engine starts all the same.
const cached = present.flatMap(([name]) => (CACHED.includes(name) ? [join(out, `${name}.cjs`)] : []));
if (cached.length > 0 && existsSync(join(out, 'make-code-cache.js'))) {
  const made = spawnSync(enginesHost(), [join(out, 'make-code-cache.js'), ...cached], { encoding: 'utf8' });
  if (made.status !== 0) console.warn(`no code cache: ${made.stderr || made.error}`);
}

// What that run has compiled of the library, in one file for each bundle (engines/objspace/machine/code-cache.ts).
const caches = join(out, 'cache');
for (const folder of cached.length > 0 && existsSync(caches) ? readdirSync(caches) : []) {
  const index = {};
  const parts = [];
  let offset = 0;
  for (const key of readdirSync(join(caches, folder))) {
    if (key === 'pack') continue;
    const bytes = readFileSync(join(caches, folder, key));
    index[key] = [offset, bytes.length];
    parts.push(bytes);
    offset += bytes.length;
  }
  const draft = join(caches, folder, `pack.${process.pid}`);
  writeFileSync(draft, Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...parts]));
  renameSync(draft, join(caches, folder, 'pack'));
}

// A start-up snapshot of each engine that can be made ahead, when all that it reads is there (harness/make-snapshot.ts).
const maker = join(out, 'make-snapshot.cjs');
const form = join(out, 'child-form.js');
const { V8_FLAGS } = existsSync(form) ? await import(pathToFileURL(form).href) : {};
for (const bundle of existsSync(maker) && V8_FLAGS ? cached : []) {
  if (!SNAPSHOTS.some((name) => bundle.endsWith(`${name}.cjs`))) continue;
  const snapshot = bundle.replace(/\.cjs$/, '.snapshot');
  const draft = `${snapshot}.new`;
  const args = [...V8_FLAGS, '--snapshot-blob', draft, '--build-snapshot', maker, bundle, draft];
  const made = spawnSync(enginesHost(), args, {
    encoding: 'utf8',
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  if (made.status === 0) {
    renameSync(`${draft}.host`, `${snapshot}.host`);
    renameSync(draft, snapshot);
  } else {
    console.warn(`no start-up snapshot: ${(made.stderr || String(made.error)).slice(0, 2000)}`);
  }
}

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
