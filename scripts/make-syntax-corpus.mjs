// Fills in what the oracle says of each program of the corpus of wrong programs: `node scripts/make-syntax-corpus.mjs [FILE…]`.
// A corpus file (engines/frontend/testdata/syntax-errors/*.txt) is a list of entries:
//   %% [mode=eval|single] [json]     begins one; with `json` the source is one JSON string, else it is the lines that follow
//   %= ANSWER                        from the parser: null (accepted) or [type, msg, lineno, offset, end_lineno, end_offset, text]
//   %~ ANSWER                        from the symbol table or the compiler: the parser accepts the program
// Sources in lines have no newline at their end. Lines that begin with `%#` are comments.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oracleErrors, root } from './frontend-oracle.mjs';

const folder = join(root, 'engines/frontend/testdata/syntax-errors');
const named = process.argv.slice(2);
const files = named.length > 0 ? named : readdirSync(folder).map((name) => join(folder, name));

let total = 0;
for (const file of files.filter((name) => name.endsWith('.txt')).sort()) {
  const entries = [];
  let preamble = '';
  for (const line of readFileSync(file, 'utf8').replace(/\n$/, '').split('\n')) {
    if (line.startsWith('%%')) entries.push({ head: line, lines: [] });
    else if (line.startsWith('%=') || line.startsWith('%~')) continue;
    else if (entries.length === 0) preamble += line + '\n';
    else entries.at(-1).lines.push(line);
  }
  for (const entry of entries) {
    entry.mode = /mode=(\w+)/.exec(entry.head)?.[1] ?? 'exec';
    entry.source = entry.head.includes('json') ? JSON.parse(entry.lines.join('')) : entry.lines.join('\n');
  }
  for (const mode of new Set(entries.map((entry) => entry.mode))) {
    const ofMode = entries.filter((entry) => entry.mode === mode);
    const sources = ofMode.map((entry) => entry.source);
    const parsed = await oracleErrors(sources, mode, true);
    const compiled = await oracleErrors(sources, mode, false);
    ofMode.forEach((entry, i) => {
      // An error without its line comes from behind the parser (`from __future__ import nope`).
      const fromParser = parsed[i] !== null && !(parsed[i][6] === null && parsed[i][2] !== null);
      if (fromParser || compiled[i] === null) entry.answer = '%= ' + JSON.stringify(parsed[i]);
      else entry.answer = '%~ ' + JSON.stringify(compiled[i]);
    });
  }
  writeFileSync(file, preamble + entries.map((e) => [e.head, ...e.lines, e.answer, ''].join('\n')).join(''));
  total += entries.length;
}
console.log(`${total} programs in ${files.length} files`);
