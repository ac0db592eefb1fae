// Feeds mutated pieces of the library to our parser and to the oracle: `node scripts/fuzz-frontend.mjs [--runs N] [--seed S]
// [--show N] [--mode exec|eval|single] [--from FOLDER]`; --from takes the pieces from other `.py` files, `--from corpus` from the
// corpus of wrong programs. Counts agreement on accept / reject and on the whole tree or error; a crash or a run of more
// than five seconds ends it. Differences are listed in `.cache/fuzz-frontend/<seed>.txt`, shortest first.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled, libraryFiles, oracleErrors, ourError, root } from './frontend-oracle.mjs';

const options = { runs: 2000, seed: 1, show: 10, mode: 'exec', from: '' };
for (let i = 2; i < process.argv.length; i += 2) {
  const name = process.argv[i].slice(2);
  if (!(name in options)) throw new Error(`unknown option --${name}`);
  options[name] = typeof options[name] === 'number' ? Number(process.argv[i + 1]) : process.argv[i + 1];
}

let state = options.seed >>> 0;
/** Mulberry32: a number in [0, n). */
function random(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
}
const pick = (list) => list[random(list.length)];

const vocabulary = (
  'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
  'import in is lambda nonlocal not or pass raise return try while with yield match case type _ print x y f ' +
  '( ) [ ] { } , : ; . = == := -> ... + - * ** / // % @ & | ^ ~ << >> < > <= >= != <> += -= ! \\ # $ ? ` ' +
  '0 1 07 0x 1_ 1e 1.5 2j "a" \'b\' b"c" r"\\d" f"{x}" f"{x!r:>{y}}" t"{z}" f"{ " """ \' " é € "\\x1" u"u" "\\N{DASH}"'
).split(' ');
const spaces = ['\n', ' ', '\t', '\n    ', '\n  ', '\\\n', '\f', '\r\n', '  '];

function readTexts() {
  if (options.from === '') return libraryFiles().map((file) => new TextDecoder().decode(file.bytes));
  const corpus = join(root, 'engines/frontend/testdata/syntax-errors');
  const folder = options.from === 'corpus' ? corpus : options.from;
  return readdirSync(folder)
    .filter((name) => /\.(?:py|txt)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/^%.*\n/gm, ''));
}
const files = readTexts().map((text) => text.split('\n'));

/** A few lines of a library file, from a line of any depth on, with the common indentation removed. */
function piece() {
  const lines = pick(files);
  const start = random(lines.length);
  const chosen = lines.slice(start, start + 1 + random(8)).filter((line) => line.trim() !== '');
  if (chosen.length === 0) return 'x = 1\n';
  const indent = /^ */.exec(chosen[0])[0].length;
  return (
    chosen.map((line) => (line.slice(0, indent).trim() === '' ? line.slice(indent) : line)).join('\n') + '\n'
  );
}

const tokenPattern = /\w+|\s+|[^\w\s]/gu;

function mutate(source) {
  for (let n = 1 + random(3); n > 0; n--) {
    const tokens = source.match(tokenPattern) ?? [];
    const at = random(tokens.length + 1);
    switch (random(9)) {
      case 0:
        tokens.splice(at, 1);
        break;
      case 1:
        tokens.splice(at, 0, pick(vocabulary), ' ');
        break;
      case 2:
        tokens.splice(at, 1, pick(vocabulary));
        break;
      case 3:
        if (at + 1 < tokens.length) [tokens[at], tokens[at + 1]] = [tokens[at + 1], tokens[at]];
        break;
      case 4:
        tokens.splice(at, 0, tokens[random(tokens.length)] ?? '');
        break;
      case 5:
        tokens.splice(at, 1, pick(spaces));
        break;
      case 6: {
        const other = piece().match(tokenPattern) ?? [];
        const from = random(other.length);
        tokens.splice(at, random(3), ...other.slice(from, from + 1 + random(5)));
        break;
      }
      case 7:
        tokens.splice(at, 1 + random(4));
        break;
      default: {
        const i = random(source.length);
        source = source.slice(0, i) + pick([...'()[]{}"\'\\:=,.*!#\n \t0aé']) + source.slice(i + random(2));
        continue;
      }
    }
    source = tokens.join('');
  }
  return source;
}

const { parse, dumpAst } = await importBundled('engines/frontend/parser-exports.ts');
const differences = [];
let verdicts = 0;
let whole = 0;
let rejected = 0;
let done = 0;
let slowest = 0;
const started = performance.now();
while (done < options.runs) {
  const batch = [];
  while (batch.length < Math.min(500, options.runs - done)) batch.push(mutate(piece()));
  const theirs = await oracleErrors(batch, options.mode, true, true);
  batch.forEach((source, i) => {
    let ours;
    const start = performance.now();
    try {
      ours = ourError(parse, source, options.mode, dumpAst);
    } catch (error) {
      console.log(`crash on ${JSON.stringify(source)}\n${error.stack}`);
      process.exitCode = 1;
      ours = ['crash', String(error)];
    }
    const time = performance.now() - start;
    if (time > slowest) slowest = time;
    if (time > 5000) console.log(`${time.toFixed(0)} ms for ${JSON.stringify(source)}`);
    const accepted = typeof theirs[i] === 'string';
    if (!accepted) rejected++;
    if ((typeof ours === 'string') === accepted) verdicts++;
    const isFuture = !accepted && /^future feature|^not a chance/.test(theirs[i][1]);
    if (isFuture || JSON.stringify(ours) === JSON.stringify(theirs[i])) whole++;
    else differences.push({ source, ours, theirs: theirs[i] });
  });
  done += batch.length;
}
differences.sort(
  (a, b) =>
    Number((typeof a.ours === 'string') === (typeof a.theirs === 'string')) -
      Number((typeof b.ours === 'string') === (typeof b.theirs === 'string')) ||
    a.source.length - b.source.length,
);
const listing = differences
  .map(
    (d) =>
      `${JSON.stringify(d.source)}\n  ours   ${JSON.stringify(d.ours)}\n  oracle ${JSON.stringify(d.theirs)}\n`,
  )
  .join('');
const folder = join(root, '.cache', 'fuzz-frontend');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${options.seed}.txt`), listing);
console.log(
  listing
    .split('\n')
    .slice(0, options.show * 3)
    .join('\n'),
);
const percent = (n) => ((100 * n) / done).toFixed(3) + ' %';
console.log(
  `${done} runs, seed ${options.seed}, ${((performance.now() - started) / 1000).toFixed(0)} s, ${rejected} wrong sources, ` +
    `slowest ${slowest.toFixed(0)} ms: accept/reject ${percent(verdicts)}, tree or error ${percent(whole)}`,
);
