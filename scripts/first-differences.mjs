// `node scripts/first-differences.mjs RESULT.json [--all]`: the failures of `lab conformance --json RESULT.json`, each by the first
// line that differs, or by the exception and the line of the program that it came from; like ones together. It is
// what a list of differences (workloads/differences/) is written from. Without `--all` only what is not documented.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const programs = join(dirname(fileURLToPath(import.meta.url)), '..', 'workloads', 'conformance');
const [file] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (file === undefined) {
  console.error('usage: node scripts/first-differences.mjs RESULT.json [--all]');
  process.exit(2);
}
const all = process.argv.includes('--all');
const cut = (line) => (line === undefined ? '(end)' : line.slice(0, 120));

/** What to sort a failure by, and what to print of it. */
function firstDifference({ program, got = '', reason }) {
  if (reason !== undefined) return { key: reason.split('\n')[0], text: '' };
  const expected = readFileSync(join(programs, `${program}.expected`), 'utf8').split('\n');
  const lines = got.split('\n');
  const at = lines.findIndex((line, i) => line !== expected[i]);
  const differs = at < 0 ? lines.length : at;
  if (!/^(Traceback|\[stderr\])/.test(lines[differs] ?? '')) {
    return { key: 'output', text: `- ${cut(expected[differs])}\n    + ${cut(lines[differs])}` };
  }
  // The exception is the last line of the traceback, its place the last frame in the program itself.
  const rest = lines.slice(differs).filter((line) => line !== '' && !line.startsWith('['));
  const name = `${program.split('/')[1]}.py`;
  const frame = rest.findLast((line) => line.includes(name));
  const number = /line (\d+)/.exec(frame ?? '')?.[1];
  const source = readFileSync(join(programs, `${program}.py`), 'utf8').split('\n');
  const place = number === undefined ? '' : `line ${number}: ${cut(source[number - 1]?.trim())}`;
  return { key: rest.at(-1) ?? 'ended with a status', text: place };
}

for (const engine of JSON.parse(readFileSync(file, 'utf8')).engines) {
  const failed = engine.results.filter((r) => r.verdict === 'failed' && (all || r.documented === undefined));
  const groups = new Map();
  for (const result of failed) {
    const { key, text } = firstDifference(result);
    groups.set(key, [...(groups.get(key) ?? []), { program: result.program, text }]);
  }
  console.log(`${engine.id}: ${failed.length} failures`);
  for (const [key, members] of [...groups].sort(([, a], [, b]) => b.length - a.length)) {
    console.log(`\n  ${key} (${members.length})`);
    for (const { program, text } of members) console.log(`  ${program}${text === '' ? '' : `\n    ${text}`}`);
  }
}
