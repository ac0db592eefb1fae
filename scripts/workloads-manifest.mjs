// Refreshes what is derived in workloads/manifest.json and in the programs: answers at the named sizes, made by real
// CPython, the default size (small), and checksums of the files. Rows, tags and sizes are written by hand.
// `node scripts/workloads-manifest.mjs [--native] [--check] [NAME…]`; --native uses python3 on PATH instead of the npm pyodide,
// which is much faster at size large; --check changes nothing and fails when a checksum or a stored answer is out of step.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as prettier from 'prettier';
import { nativePython, readManifest, run, runProgram, workloads } from './workloads-engines.mjs';

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const manifest = readManifest();
const known = new Set(manifest.workloads.map((row) => row.name));
for (const name of names) {
  if (known.has(name)) continue;
  console.error(`workloads-manifest: no row named ${name}; add one to workloads/manifest.json first`);
  process.exit(2);
}
const chosen = manifest.workloads.filter((row) => names.length === 0 || names.includes(row.name));
const pathOf = (row) => join(workloads, row.file);
const checksum = (row) =>
  createHash('sha256')
    .update(readFileSync(pathOf(row)))
    .digest('hex');
const answersIn = (text) => /^ANSWERS = \{[^}]*\}$/m.exec(text)?.[0];

function answersLine(row) {
  const entries = Object.entries(row.sizes).map(([size, n]) => `    ${n}: '${row.answers[size]}',\n`);
  return `ANSWERS = {\n${entries.join('')}}`;
}

if (flags.includes('--check')) {
  const stale = chosen.filter(
    (row) =>
      row.sha256 !== checksum(row) ||
      (row.sizes && answersIn(readFileSync(pathOf(row), 'utf8')) !== answersLine(row)),
  );
  for (const row of stale)
    console.error(`${row.file} changed: run node scripts/workloads-manifest.mjs ${row.name}`);
  process.exit(stale.length > 0 ? 1 : 0);
}

for (const row of chosen) {
  if (row.sizes) {
    const jobs = Object.values(row.sizes).map((n) => ({ name: row.name, n }));
    let results;
    if (flags.includes('--native') || row.needs.features.includes('threads')) {
      const python = nativePython();
      if (!python) throw new Error(`${row.name}: needs a native CPython 3.9 or later on PATH as python3`);
      results = runProgram([python], jobs, 0, 600_000);
    } else {
      results = await run('cpython-wasm', jobs, 0);
    }
    Object.keys(row.sizes).forEach((size, index) => {
      const { ok, answer } = results[index];
      if (!ok) throw new Error(`${row.name} at ${size}: ${answer}`);
      if (/['\\\n]/.test(answer))
        throw new Error(`${row.name}: an answer may hold no quote, backslash or line end: ${answer}`);
      row.answers[size] = answer;
    });
    row.answers = Object.fromEntries(Object.keys(row.sizes).map((size) => [size, row.answers[size]]));
    const text = readFileSync(pathOf(row), 'utf8');
    if (!answersIn(text)) throw new Error(`${row.file}: no line "ANSWERS = {}"`);
    writeFileSync(
      pathOf(row),
      text
        .replace(answersIn(text), () => answersLine(row))
        .replace(/^def workload\(n=\d+\)/m, `def workload(n=${row.sizes.small})`),
    );
  }
  row.sha256 = checksum(row);
  console.log(`${row.name}  ${row.sha256.slice(0, 12)}`);
}
const file = join(workloads, 'manifest.json');
const options = await prettier.resolveConfig(file);
writeFileSync(file, await prettier.format(JSON.stringify(manifest), { ...options, parser: 'json' }));
