// Times the library's kernels on engines side by side: `node scripts/bench-library.mjs [name part] [seconds a kernel] [--engines a:jit=off,b,…]`, `npm run build`
// first. Each engine runs scripts/library-kernels.py in a process of its own; least of all calls, against real CPython in wasm (always run). Last
// line: the geometric mean of the ratios and the worst.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const at = args.indexOf('--engines');
const engines = (at < 0 ? 'cpython-like,pypy-like' : args.splice(at, 2)[1]).split(',');
const [pattern = '', seconds = '0.3'] = args;

function times(engineName) {
  const [engine, option] = engineName.split(':');
  const output = execFileSync(
    process.execPath,
    [
      join(here, '../dist/cli.js'),
      'run',
      '--engine',
      engine,
      ...(option ? ['-X', option] : []),
      join(here, 'library-kernels.py'),
      pattern,
      seconds,
    ],
    { encoding: 'utf8' },
  );
  return new Map(
    output
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([name, ms]) => [name, Number(ms)]),
  );
}

const reference = times('cpython-wasm');
const columns = engines.map((engine) => times(engine));
console.log(`${'ms'.padEnd(24)}${['cpython-wasm', ...engines].map((e) => e.padStart(22)).join('')}`);
const ratios = engines.map(() => []);
for (const [name, base] of reference) {
  const cells = columns.map((column, i) => {
    const ratio = column.get(name) / base;
    ratios[i].push([ratio, name]);
    return `${column.get(name).toFixed(3)} ×${ratio.toFixed(2)}`.padStart(22);
  });
  console.log(`${name.padEnd(24)}${base.toFixed(3).padStart(22)}${cells.join('')}`);
}
engines.forEach((engine, i) => {
  const mean = Math.exp(ratios[i].reduce((sum, [r]) => sum + Math.log(r), 0) / ratios[i].length);
  const worst = ratios[i]
    .slice()
    .sort(([a], [b]) => b - a)
    .slice(0, 8);
  console.log(
    `${engine}: geometric mean ×${mean.toFixed(2)}, ${worst.map(([r, n]) => `${n} ×${r.toFixed(1)}`).join(', ')}`,
  );
});
