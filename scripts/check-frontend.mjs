// Compares trees and code objects of our front end with the oracle's, over the library or over any files:
// `node scripts/check-frontend.mjs [--optimize 0,1,2] [--show N] [--match TEXT] [FILE…]`. Code objects are compared recursively
// in all fields; each counts once. Last line: `parsed A/N ast B/N code C/D`; status 1 below 99 %.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareCode } from './code-difference.mjs';
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
let show = 5;
let levels = [0, 1, 2];
let match = '';
const named = [];
for (let i = 0; i < args.length; i++) {
  if (args[i] === '--show') show = Number(args[++i]);
  else if (args[i] === '--optimize') levels = args[++i].split(',').map(Number);
  else if (args[i] === '--match') match = args[++i];
  else named.push(args[i]);
}
const files = (
  named.length === 0
    ? libraryFiles()
    : named.map((name) => {
        const bytes = new Uint8Array(readFileSync(name));
        return { name, bytes, checksum: checksum(bytes) };
      })
).filter((file) => file.name.includes(match));

const { compile, parse, dumpAst, loads, constantRepr, disassemble } = await importBundled(
  'engines/frontend/index.ts',
  'frontend',
);
const trees = openCache('ast-dump');

let oracle;

/** Runs a program in the oracle; null where a source kills the whole interpreter, of which a new one is then started. */
async function askOracle(variables, program) {
  oracle ??= await loadOracle();
  try {
    for (const [name, value] of Object.entries(variables)) oracle.globals.set(name, value);
    return oracle.runPython(program);
  } catch {
    const { loadPyodide } = await import('pyodide');
    oracle = await loadPyodide({ stdout: () => {}, stderr: () => {} });
    return null;
  }
}

/** The oracle's marshalled code, kept on disk; empty where it does not compile. */
async function oracleCode(file, level) {
  const path = join(root, '.cache', 'frontend-oracle', pyodideVersion, `code-${level}`, file.checksum);
  if (existsSync(path)) return new Uint8Array(readFileSync(path));
  oracle ??= await loadOracle();
  const answer = await askOracle(
    { source_bytes: oracle.toPy(file.bytes), level },
    `
import marshal, warnings
warnings.simplefilter('ignore')
try:
    answer = marshal.dumps(compile(bytes(source_bytes), 'f.py', 'exec', dont_inherit=True, optimize=level))
except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
    answer = b''
answer
`,
  );
  const copy = new Uint8Array(answer === null ? 0 : answer.toJs());
  answer?.destroy();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, copy);
  return copy;
}

async function oracleTree(file) {
  let text = trees.get(file.checksum);
  if (text === undefined) {
    oracle ??= await loadOracle();
    text = checksum(
      (await askOracle(
        { source_bytes: oracle.toPy(file.bytes) },
        `
import ast, warnings
warnings.simplefilter('ignore')
try:
    answer = ast.dump(compile(bytes(source_bytes), 'f.py', 'exec', ast.PyCF_ONLY_AST), include_attributes=True)
except Exception as error:
    answer = 'ERROR ' + repr(error)
answer
`,
      )) ?? 'ERROR killed',
    );
    trees.set(file.checksum, text);
  }
  return text;
}

function showDifference(file, level, ours, theirs, fields) {
  console.log(`${file.name} -O${level}: ${theirs.qualname} line ${theirs.firstlineno}: ${fields.join(', ')}`);
  if (ours === undefined) return;
  for (const field of fields) {
    if (field === 'consts') {
      console.log('  ours   ' + ours.consts.map((c) => constantRepr(c).slice(0, 60)).join(' | '));
      console.log('  oracle ' + theirs.consts.map((c) => constantRepr(c).slice(0, 60)).join(' | '));
    } else if (typeof theirs[field] !== 'object')
      console.log(`  ${field}: ours ${ours[field]}, oracle ${theirs[field]}`);
    else if (field === 'names' || field === 'localsplusnames') {
      console.log('  ours   ' + ours[field].join(' ') + '\n  oracle ' + theirs[field].join(' '));
    }
  }
  const options = { depth: 0, showOffsets: true, showPositions: true };
  const a = disassemble(ours, options)
    .split('\n')
    .filter((l) => l.trim() !== '');
  const b = disassemble(theirs, options)
    .split('\n')
    .filter((l) => l.trim() !== '');
  const strip = (line) => line.replace(/0x[0-9a-f]+/g, '');
  let i = 0;
  while (i < Math.max(a.length, b.length) && strip(a[i] ?? '') === strip(b[i] ?? '')) i++;
  for (let k = Math.max(0, i - 3); k < i; k++) console.log('    ' + a[k]);
  for (let k = i; k < Math.min(i + 5, Math.max(a.length, b.length)); k++)
    console.log('  - ' + (a[k] ?? '') + '\n  + ' + (b[k] ?? ''));
}

let parsed = 0;
let sameTrees = 0;
const same = levels.map(() => 0);
const total = levels.map(() => 0);
let shown = 0;
let skipped = 0;
for (const file of files) {
  let ok = true;
  try {
    const { tree } = parse(file.bytes, { filename: 'f.py' });
    parsed++;
    const dump = dumpAst(tree, { includeAttributes: true });
    const theirs = await oracleTree(file);
    if (theirs === dump || theirs === checksum(dump)) sameTrees++;
    else if (shown++ < show) console.log(`${file.name}: tree differs`);
  } catch (error) {
    ok = false;
    if (shown++ < show) console.log(`${file.name}: ${named.length === 0 ? error.stack : error.message}`);
  }
  for (const [k, level] of levels.entries()) {
    const bytes = await oracleCode(file, level);
    if (bytes.length === 0) {
      skipped++;
      continue;
    }
    const theirs = loads(bytes);
    let ours;
    if (ok) {
      try {
        ours = compile(file.bytes, 'f.py', 'exec', { optimize: level }).code;
      } catch (error) {
        if (shown++ < show) console.log(`${file.name} -O${level}: ${error.stack}`);
      }
    }
    compareCode(ours, theirs, constantRepr, (mine, other, fields) => {
      total[k]++;
      if (fields.length === 0) same[k]++;
      else if (mine !== undefined && shown++ < show) showDifference(file, level, mine, other, fields);
    });
  }
}
trees.save();
for (const [k, level] of levels.entries()) {
  console.log(
    `optimize ${level}: ${same[k]}/${total[k]} code objects identical (${((100 * same[k]) / total[k]).toFixed(2)} %)`,
  );
}
if (skipped > 0) console.log(`${skipped} compilations left out: the oracle does not compile them`);
const sum = (list) => list.reduce((a, b) => a + b, 0);
console.log(
  `parsed ${parsed}/${files.length} ast ${sameTrees}/${files.length} code ${sum(same)}/${sum(total)}`,
);
process.exitCode = sum(same) >= 0.99 * sum(total) && parsed === files.length ? 0 : 1;
