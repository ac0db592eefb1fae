// Random programs (fuzz/programs.mjs) on pypy-like with the JIT off, forced, and forced with every guard failing once, on cpython-like and on the oracle,
// real CPython: what they print must be the same. A program that differs is shrunk (fuzz/shrink.mjs) and printed; `--keep FOLDER` writes it there.
// `npm run build` first. `node scripts/fuzz.mjs [PROGRAMS] [--seed FIRST] [--only off,oracle…] [--no-shrink] [--keep FOLDER]`. Last line: the counts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { program } from './fuzz/programs.mjs';
import { runner, RUNS } from './fuzz/runs.mjs';
import { shrink } from './fuzz/shrink.mjs';

if (isMainThread) await main();

async function main() {
  const args = process.argv.slice(2);
  const option = (name, otherwise) => {
    const at = args.indexOf(name);
    return at < 0 ? otherwise : args.splice(at, 2)[1];
  };
  const flag = (name) => {
    const at = args.indexOf(name);
    return at >= 0 && args.splice(at, 1).length > 0;
  };
  const seed = Number(option('--seed', '1'));
  const only = option('--only', null)?.split(',');
  const keep = option('--keep', null);
  const noShrink = flag('--no-shrink');
  const count = Number(args[0] ?? 50);
  const runs = RUNS.filter(({ name, engine }) => !only || only.includes(name) || only.includes(engine));
  const run = runner();
  /** Outputs in the order of `runs`; engines at the same time, runs on one engine one after another. */
  const outputsOf = async (text) => {
    const answers = new Map();
    const byEngine = Map.groupBy(runs, ({ engine }) => engine);
    await Promise.all(
      [...byEngine.values()].map(async (group) => {
        for (const one of group) answers.set(one, await run(one, text));
      }),
    );
    return runs.map((one) => answers.get(one));
  };
  /** Which runs differ from which: those of one engine from its first, engines from the oracle. */
  const differing = (answers) => {
    const oracle = runs.findIndex(({ engine }) => engine === 'oracle');
    const pairs = runs.map((one, i) => {
      const first = runs.findIndex(({ engine }) => engine === one.engine);
      const other = first !== i ? first : oracle >= 0 ? oracle : 0;
      return { name: one.name, i, other };
    });
    return pairs.filter(({ i, other }) => answers[i].output !== answers[other].output);
  };

  const counts = new Map(runs.map(({ name }) => [name, 0]));
  let [different, loops, bridges] = [0, 0, 0];
  for (let at = seed; at < seed + count; at++) {
    const text = program(at);
    const answers = await outputsOf(text);
    if ((at - seed) % 250 === 249) console.error(`${at - seed + 1} programs, ${different} different`);
    for (const answer of answers) [loops, bridges] = [loops + answer.loops, bridges + answer.bridges];
    const found = differing(answers);
    if (found.length === 0) continue;
    different++;
    for (const { name } of found) counts.set(name, counts.get(name) + 1);
    const [{ name, i, other }] = found;
    console.log(`seed ${at}: ${found.map((one) => one.name).join('; ')}`);
    const firstDifference = ({ output: a }, { output: b }) => {
      const [x, y] = [a.split('\n'), b.split('\n')];
      const line = x.findIndex((text, k) => text !== y[k]);
      return `  ${runs[other].name}: ${y[line]}\n  ${name}: ${x[line]}`;
    };
    console.log(firstDifference(answers[i], answers[other]));
    if (noShrink) continue;
    const [mine, its] = [runs[i], runs[other]];
    const hasEnded = ({ output }) => !/^fault|^does not end/.test(output);
    const small = await shrink(text, async (candidate) => {
      const reference = await run(its, candidate);
      // Only what still runs: a syntax error differs in its words, and a program whose loop has lost its count takes all the time or memory there is.
      if (/SyntaxError|IndentationError/.test(reference.output) || !hasEnded(reference)) return false;
      const answer = await run(mine, candidate);
      return answer.output !== reference.output && hasEnded(answer) === hasEnded(answers[i]);
    });
    console.log(small);
    if (keep === null) continue;
    mkdirSync(keep, { recursive: true });
    writeFileSync(join(keep, `seed-${at}.py`), small);
  }
  const each = [...counts].map(([name, n]) => `${name} ${n}`).join(', ');
  console.log(`programs ${count}, different ${different} (${each}; ${loops} loops, ${bridges} bridges)`);
  process.exit(different === 0 ? 0 : 1);
}
