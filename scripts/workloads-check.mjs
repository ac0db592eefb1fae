// Runs the workloads on every real Python there is and compares their answers with the stored ones.
// `node scripts/workloads-check.mjs [--engines a,b] [--sizes tiny,small] [NAME…]`; prints milliseconds of the second call
// (the first, where they are taken once) and ends with status 1 when an answer differs or a program fails.
import { engines, installed, readManifest, run } from './workloads-engines.mjs';

const words = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = words.indexOf(name);
  return at < 0 ? otherwise : words.splice(at, 2)[1].split(',');
};
const chosenEngines = option('--engines', Object.keys(engines));
const sizes = option('--sizes', ['tiny']);
for (const name of chosenEngines) {
  if (name in engines) continue;
  console.error(`workloads-check: unknown engine ${name}; there are ${Object.keys(engines).join(', ')}`);
  process.exit(2);
}
const rows = readManifest().workloads.filter(
  (row) => row.sizes && (words.length === 0 || words.includes(row.name)),
);

let failures = 0;
const cells = new Map();
for (const engine of chosenEngines) {
  if (!installed(engine)) {
    console.log(`${engine}: not installed, left out`);
    continue;
  }
  const jobs = rows
    .filter(engines[engine].suits)
    .flatMap((row) =>
      sizes.map((size) => ({ name: row.name, n: row.sizes[size], size, expected: row.answers[size] })),
    );
  const results = await run(engine, jobs, 2);
  for (const result of results) {
    const right = result.ok && result.answer === result.expected;
    cells.set(
      `${result.name} ${result.size} ${engine}`,
      right ? (result.second ?? result.first).toFixed(1) : 'FAILED',
    );
    if (right) continue;
    failures++;
    console.log(`${engine}  ${result.name}(${result.n}): ${result.answer}`);
    if (result.ok) console.log(`  expected: ${result.expected}`);
  }
}
const columns = chosenEngines.flatMap((engine) => sizes.map((size) => ({ engine, size })));
console.log(['workload', ...columns.map(({ engine, size }) => `${engine} ${size}`)].join('\t'));
for (const row of rows) {
  console.log(
    [row.name, ...columns.map((c) => cells.get(`${row.name} ${c.size} ${c.engine}`) ?? '-')].join('\t'),
  );
}
console.log(failures === 0 ? 'all answers agree' : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
