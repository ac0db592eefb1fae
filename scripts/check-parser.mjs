// Compares our trees with the oracle's over the library, or over any files: `node scripts/check-parser.mjs [--show N] [--store]
// [FILE…]`. --store writes the checksums of the library's trees, with which the test suite does without the oracle.
// Equality is that of `ast.dump(tree, include_attributes=True)`. Last line: `parsed A/N ast B/N`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checksum,
  importBundled,
  libraryFiles,
  loadOracle,
  openCache,
  pyodideVersion,
  root,
} from './frontend-oracle.mjs';

const args = process.argv.slice(2);
let show = 3;
let store = false;
const named = [];
for (let i = 0; i < args.length; i++) {
  if (args[i] === '--show') show = Number(args[++i]);
  else if (args[i] === '--store') store = true;
  else named.push(args[i]);
}
const files =
  named.length === 0
    ? libraryFiles()
    : named.map((name) => {
        const bytes = new Uint8Array(readFileSync(name));
        return { name, bytes, checksum: checksum(bytes) };
      });

const { parse, dumpAst } = await importBundled('engines/frontend/parser-exports.ts');
const cache = openCache('ast-dump');

async function oracleDump(bytes) {
  const py = await loadOracle();
  py.globals.set('source_bytes', py.toPy(bytes));
  const text = py.runPython(`
import ast, warnings
warnings.simplefilter('ignore')
try:
    answer = ast.dump(compile(bytes(source_bytes), 'f.py', 'exec', ast.PyCF_ONLY_AST), include_attributes=True)
except SyntaxError as error:
    answer = 'ERROR ' + repr(error)
except (ValueError, RecursionError, MemoryError) as error:
    answer = 'ERROR ' + repr(error)
answer
`);
  return text;
}

function firstDifference(ours, theirs) {
  let i = 0;
  while (i < ours.length && ours[i] === theirs[i]) i++;
  const from = Math.max(0, i - 160);
  return `  ours   …${ours.slice(from, i + 160)}…\n  oracle …${theirs.slice(from, i + 160)}…`;
}

let parsed = 0;
let same = 0;
let total = 0;
let shown = 0;
let time = 0;
for (const file of files) {
  let known = cache.get(file.checksum);
  if (known === undefined) {
    const dump = await oracleDump(file.bytes);
    known = dump.startsWith('ERROR ') ? dump : checksum(dump);
    cache.set(file.checksum, known);
  }
  if (known.startsWith('ERROR ')) {
    // The oracle refuses it: so must we.
    try {
      parse(file.bytes, { filename: 'f.py' });
      console.log(`${file.name}: accepted, the oracle says ${known}`);
    } catch {
      // As it should be.
    }
    continue;
  }
  total++;
  let dump;
  try {
    const start = performance.now();
    const { tree } = parse(file.bytes, { filename: 'f.py' });
    time += performance.now() - start;
    dump = dumpAst(tree, { includeAttributes: true });
    parsed++;
  } catch (error) {
    if (shown++ < show) console.log(`${file.name}: ${error.stack ?? error}`);
    continue;
  }
  if (checksum(dump) === known) same++;
  else if (shown++ < show)
    console.log(`${file.name}\n${firstDifference(dump, await oracleDump(file.bytes))}`);
}
cache.save();
if (store) {
  // Sixteen digits tell as much as sixty-four here.
  const trees = Object.fromEntries(files.map((file) => [file.name, cache.get(file.checksum).slice(0, 16)]));
  writeFileSync(
    join(root, 'engines/frontend/testdata/library-trees.json'),
    JSON.stringify({ pyodide: pyodideVersion, trees }, null, 1) + '\n',
  );
}
console.log(`${time.toFixed(0)} ms for parsing`);
console.log(`parsed ${parsed}/${total} ast ${same}/${total}`);
process.exit(same === total ? 0 : 1);
