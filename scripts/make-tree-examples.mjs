// Fills in the trees of engines/frontend/testdata/trees.txt by the oracle. Entries as in the corpus of wrong programs: `%%`
// with an optional mode, the source, and `%=` before the text of `ast.dump(tree, include_attributes=True)`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oracleErrors, root } from './frontend-oracle.mjs';

const file = join(root, 'engines/frontend/testdata/trees.txt');
const blocks = readFileSync(file, 'utf8').split(/^%% ?/m);
const entries = blocks.slice(1).map((block) => {
  const [head, ...lines] = block.replace(/\n$/, '').split('\n');
  return { head, source: lines.filter((line) => !line.startsWith('%=')).join('\n') };
});
let text = blocks[0];
for (const { head, source } of entries) {
  const mode = /mode=(\w+)/.exec(head)?.[1] ?? 'exec';
  const [answer] = await oracleErrors([source], mode, true, true);
  if (typeof answer !== 'string') throw new Error(`${source}: ${JSON.stringify(answer)}`);
  text += `%%${head === '' ? '' : ' ' + head}\n${source}\n%= ${answer}\n`;
}
writeFileSync(file, text);
console.log(`${entries.length} trees`);
