// Times tokenizer and parser over the library, round by round: `node scripts/bench-parser.mjs [--rounds N] [--oracle]`.
// With --oracle also the real CPython's `ast.parse` in the same process, so that the two can be compared as a ratio.
import { importBundled, libraryFiles, loadOracle } from './frontend-oracle.mjs';

const rounds = Number(/--rounds (\d+)/.exec(process.argv.join(' '))?.[1] ?? 6);
const { parse, tokenize } = await importBundled('engines/frontend/parser-exports.ts');
const files = libraryFiles();
const decoder = new TextDecoder();
const sources = files.map((file) => decoder.decode(file.bytes));
const size = sources.reduce((sum, text) => sum + text.length, 0);
console.log(`${files.length} files, ${(size / 1e6).toFixed(1)} MB, Node ${process.version}`);
for (let round = 1; round <= rounds; round++) {
  let start = performance.now();
  for (const source of sources) tokenize(source);
  const tokens = performance.now() - start;
  start = performance.now();
  for (const source of sources) parse(source);
  const parsing = performance.now() - start;
  console.log(`round ${round}: tokens ${tokens.toFixed(0)} ms, parse ${parsing.toFixed(0)} ms`);
}
if (process.argv.includes('--oracle')) {
  const py = await loadOracle();
  py.globals.set('sources', py.toPy(sources));
  for (let round = 1; round <= 3; round++) {
    const seconds = py.runPython(`
import _ast, time, warnings
warnings.simplefilter('ignore')
start = time.perf_counter()
for source in sources:
    compile(source, 'f.py', 'exec', _ast.PyCF_ONLY_AST)
time.perf_counter() - start
`);
    console.log(`oracle, compile to ast objects, round ${round}: ${(seconds * 1000).toFixed(0)} ms`);
  }
}
