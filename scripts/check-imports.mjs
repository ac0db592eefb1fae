// Imports every module of the library on an engine and on the reference: what the reference imports and the engine does not is listed with
// its error. `node scripts/check-imports.mjs [--engine NAME] [filter]`; `npm run build` first. Last line: `imported N of M`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const engine = process.argv.includes('--engine')
  ? process.argv[process.argv.indexOf('--engine') + 1]
  : 'cpython-like';
const filter =
  process.argv.slice(2).find((a, i, all) => !a.startsWith('--') && all[i - 1] !== '--engine') ?? '';

/** Names of all modules in the library's zip, from its directory. */
function libraryModules() {
  const require = createRequire(import.meta.url);
  const zip = readFileSync(join(dirname(require.resolve('pyodide/package.json')), 'python_stdlib.zip'));
  const names = new Set();
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0;) {
    const name = zip.readUInt16LE(at + 28);
    const path = zip.toString('latin1', at + 46, at + 46 + name);
    if (path.endsWith('.py'))
      names.add(
        path
          .slice(0, -3)
          .replace(/\/__init__$/, '')
          .replaceAll('/', '.'),
      );
    const next = at + 46 + name + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    at = zip.readUInt32LE(next) === 0x02014b50 ? next : -1;
  }
  // What is started by being imported, belongs to the reference alone, or opens a browser.
  return [...names].filter(
    (name) =>
      !/^(_?pyodide|_sysconfigdata|site-packages)|__main__$|^(antigravity|this|idlelib)|^_pyrepl/.test(name),
  );
}

const program = (names) => `
import sys
for _name in ${JSON.stringify(names)}:
    try:
        __import__(_name)
        print('ok', _name)
    except BaseException as e:
        print('no', _name, type(e).__name__ + ':', ' '.join(str(e).split())[:160])
`;

/** Answers module → error text, or null for those that import. */
function run(which, names) {
  const folder = mkdtempSync(join(tmpdir(), 'check-imports-'));
  const results = new Map();
  try {
    let left = names;
    // A module that ends the process is told, and the rest goes on in a new one.
    while (left.length > 0) {
      const file = join(folder, 'imports.py');
      writeFileSync(file, program(left));
      const { stdout } = spawnSync(
        process.execPath,
        [join(root, 'dist/cli.js'), 'run', '--engine', which, file],
        {
          encoding: 'utf8',
          timeout: 240_000,
          maxBuffer: 1 << 26,
        },
      );
      const before = results.size;
      for (const line of stdout.split('\n')) {
        const [, verdict, name, error] = /^(ok|no) (\S+)(?: (.*))?$/.exec(line) ?? [];
        if (verdict !== undefined) results.set(name, verdict === 'ok' ? null : error);
      }
      left = names.filter((name) => !results.has(name));
      if (left.length > 0) {
        results.set(left[0], 'the process ended');
        left = left.slice(1);
      }
      if (results.size === before) break;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

const names = libraryModules().filter((name) => name.includes(filter));
const expected = run('cpython-wasm', names);
const wanted = names.filter((name) => expected.get(name) === null);
const found = run(engine, wanted);
const missing = wanted.filter((name) => found.get(name) !== null);
for (const name of missing) console.log(`${name}: ${found.get(name)}`);
console.log(`imported ${wanted.length - missing.length} of ${wanted.length}`);
process.exitCode = missing.length === 0 ? 0 : 1;
