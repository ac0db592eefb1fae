// `npm run size`: builds the micro engine as micro-bundle.mjs says, prints its
// parts and the total, minified and by gzip, beside engines/micro/size-budget.json. Status 1 above the ratchet, which only
// ever goes down until it meets the cap.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundle } from './micro-bundle.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const budget = JSON.parse(readFileSync(join(root, 'engines/micro/size-budget.json'), 'utf8'));

const { code, files } = await bundle();
const bytes = Buffer.from(code);
const sizes = new Map([...files].map(([path, n]) => [path.replace(/^.*engines\/micro\//, ''), n]));
const rows = [];
const seen = new Set();
for (const [part, { cap, files: names }] of Object.entries(budget.parts)) {
  const size = names.reduce((n, f) => n + (sizes.get(f) ?? 0), 0);
  names.forEach((f) => seen.add(f));
  rows.push([part, size, cap]);
}
const rest = [...sizes].filter(([f]) => !seen.has(f));
if (rest.length > 0)
  rows.push([`not in any part: ${rest.map(([f]) => f).join(', ')}`, rest.reduce((n, [, s]) => n + s, 0), 0]);
for (const [part, size, cap] of rows)
  console.log(
    `${part.padEnd(44)} ${String(size).padStart(7)} of ${String(cap).padStart(7)}${size > cap ? '  over its share' : ''}`,
  );
const zipped = gzipSync(bytes, { level: 9 }).length;
console.log(
  `${'minified'.padEnd(44)} ${String(bytes.length).padStart(7)} of ${String(budget.minified).padStart(7)}`,
);
console.log(`${'gzip'.padEnd(44)} ${String(zipped).padStart(7)} of ${String(budget.gzip).padStart(7)}`);
if (process.argv.includes('--files'))
  for (const [f, n] of [...sizes].sort((a, b) => b[1] - a[1])) console.log(`  ${f.padEnd(24)} ${n}`);
const { ratchet } = budget;
if (bytes.length > budget.minified || zipped > budget.gzip)
  console.log(`over the cap; the ratchet stands at ${ratchet.minified} and ${ratchet.gzip}`);
if (bytes.length > ratchet.minified || zipped > ratchet.gzip) process.exitCode = 1;
