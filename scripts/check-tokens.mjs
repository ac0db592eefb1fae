// Compares our token lists with the oracle's `tokenize` over the library or over files: `node scripts/check-tokens.mjs [FILE…]`.
// Last line: `tokens A/N`.
import { readFileSync } from 'node:fs';
import { checksum, importBundled, libraryFiles, loadOracle, openCache } from './frontend-oracle.mjs';

const named = process.argv.slice(2);
const files =
  named.length === 0
    ? libraryFiles()
    : named.map((name) => {
        const bytes = new Uint8Array(readFileSync(name));
        return { name, bytes, checksum: checksum(bytes) };
      });
const { dumpTokens } = await importBundled('engines/frontend/parser-exports.ts');
const cache = openCache('tokens');

async function oracleTokens(bytes) {
  const py = await loadOracle();
  py.globals.set('source_bytes', py.toPy(bytes));
  return py.runPython(`
import io, tokenize
lines = []
try:
    for token in tokenize.tokenize(io.BytesIO(bytes(source_bytes)).readline):
        token_range = "%d,%d-%d,%d:" % (token.start + token.end)
        lines.append("%-20s%-15s%-15r" % (token_range, tokenize.tok_name[token.exact_type], token.string))
except (tokenize.TokenError, SyntaxError) as error:
    lines = ['ERROR']
"\\n".join(lines) + "\\n"
`);
}

let same = 0;
let shown = 0;
for (const file of files) {
  let known = cache.get(file.checksum);
  if (known === undefined) {
    known = checksum(await oracleTokens(file.bytes));
    cache.set(file.checksum, known);
  }
  const answer = dumpTokens(file.bytes, { exact: true });
  const ours = answer.ok ? answer.text : 'ERROR\n';
  if (checksum(ours) === known) same++;
  else if (shown++ < 5) {
    const a = ours.split('\n');
    const b = (await oracleTokens(file.bytes)).split('\n');
    const i = a.findIndex((line, n) => line !== b[n]);
    console.log(`${file.name}, token ${i}\n  ours   ${a[i]}\n  oracle ${b[i]}`);
  }
}
cache.save();
console.log(`tokens ${same}/${files.length}`);
process.exit(same === files.length ? 0 : 1);
