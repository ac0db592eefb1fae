// Writes engines/kernels/unicode-data-tables.ts, the database behind the module unicodedata, from the reference's own module (Unicode 16).
// Runs are `length,value` in base 36. `node scripts/make-unicode-data.mjs`
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';

const python = await loadPyodide({ stdout: () => {}, stderr: () => {} });
const json = python.runPython(`
import json, unicodedata as u
def runs(f):
    values = []; index = {}; out = []; last = None; n = 0
    for c in range(0x110000):
        v = f(chr(c))
        if v not in index: index[v] = len(values); values.append(v)
        if v == last: n += 1
        else:
            if n: out.append((n, index[last]))
            last = v; n = 1
    out.append((n, index[last]))
    return values, out
data = {k: runs(f) for k, f in dict(
    CATEGORY=u.category, BIDIRECTIONAL=u.bidirectional, COMBINING=u.combining,
    EAST_ASIAN_WIDTH=u.east_asian_width, MIRRORED=u.mirrored).items()}
data['DECOMPOSITION'] = [[c, u.decomposition(chr(c))] for c in range(0x110000)
    if u.decomposition(chr(c)) and not 0xac00 <= c < 0xd7a4]
data['NUMERIC'] = [[c, u.numeric(chr(c)), u.digit(chr(c), -1), u.decimal(chr(c), -1)]
    for c in range(0x110000) if u.numeric(chr(c), None) is not None]
data['VERSION'] = u.unidata_version
json.dumps(data)
`);
const data = JSON.parse(json);
const lines = [
  '// Written by scripts/make-unicode-data.mjs from the reference; do not edit. Unicode data: Unicode License v3.',
  `export const UNIDATA_VERSION = ${JSON.stringify(data.VERSION)};`,
];
for (const name of ['CATEGORY', 'BIDIRECTIONAL', 'COMBINING', 'EAST_ASIAN_WIDTH', 'MIRRORED']) {
  const [values, runs] = data[name];
  const text = runs.map(([n, v]) => `${n.toString(36)},${v.toString(36)}`).join(' ');
  lines.push(`export const ${name}_VALUES: readonly string[] = ${JSON.stringify(values.map(String))};`);
  lines.push(`export const ${name}_RUNS = ${JSON.stringify(text)};`);
}
const decompositions = data.DECOMPOSITION.map(([c, text]) => `${c.toString(36)}:${text}`).join(';');
lines.push(`export const DECOMPOSITIONS = ${JSON.stringify(decompositions)};`);
const numbers = data.NUMERIC.map(
  ([c, n, digit, decimal]) => `${c.toString(36)}:${n}:${digit}:${decimal}`,
).join(';');
lines.push(`export const NUMBERS = ${JSON.stringify(numbers)};`);
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
writeFileSync(join(root, 'engines/kernels/unicode-data-tables.ts'), `${lines.join('\n')}\n`);
