// Differential fuzzing of the compiler's second half: pieces of the library, with lines and tokens deleted, doubled, swapped or
// replaced, compiled here and by the reference; what both accept must give identical code objects.
// `node scripts/fuzz-codegen.mjs [--runs N] [--seed N] [--show N]`. Deterministic for a seed. Last line: `accepted A identical B`.
import { importBundled, libraryFiles, loadOracle } from './frontend-oracle.mjs';

const option = (name, fallback) => {
  const at = process.argv.indexOf('--' + name);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const runs = option('runs', 5000);
let seed = option('seed', 1);
const show = option('show', 5);

function random(n) {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
}

const { compile, compareCode, loads, disassemble } = await importBundled(
  'engines/frontend/index.ts',
  'frontend-fuzz',
);

/** Top-level statements of at most 40 lines. */
const decoder = new TextDecoder();
const pieces = [];
for (const file of libraryFiles()) {
  const lines = decoder.decode(file.bytes).split('\n');
  let start = 0;
  for (let i = 1; i <= lines.length; i++) {
    if (i < lines.length && !/^(def|class|async|if|for|with|try|@|while|match)\b/.test(lines[i])) continue;
    const piece = lines.slice(start, i);
    if (piece.length > 2 && piece.length <= 40 && piece.some((line) => line.startsWith(' ')))
      pieces.push(piece);
    start = i;
  }
}

const words =
  'a b self None True False 0 1 -1 2.5 "s" b"x" () [] {} [1,2,3] (1,2) {1,2} ... + - * / // % ** << | & == != < in not is and or if else for while try: finally: except: return yield break continue pass lambda: await async with as del global nonlocal raise assert import *a **k := , : ( ) [ ] = += -= . f"{a}" x[1:2] x[a:b] super() any(x for x in a)'.split(
    ' ',
  );
const tokens = /[A-Za-z_]\w*|\d[\w.]*|"[^"\n]*"|'[^'\n]*'|\*\*|\/\/|[-+*/%&|^<>=!:]=|<<|>>|->|[^\s\w]/g;

function mutateLine(line) {
  const found = [...line.matchAll(tokens)];
  if (found.length === 0) return line;
  const pick = found[random(found.length)];
  const end = pick.index + pick[0].length;
  switch (random(4)) {
    case 0:
      return line.slice(0, pick.index) + words[random(words.length)] + line.slice(end);
    case 1:
      return line.slice(0, pick.index) + line.slice(end);
    case 2:
      return line.slice(0, end) + ' ' + words[random(words.length)] + ' ' + line.slice(end);
    default: {
      const other = found[random(found.length)][0];
      return line.slice(0, pick.index) + other + line.slice(end);
    }
  }
}

const openers = [
  'if a:',
  'for a in b:',
  'while a:',
  'while True:',
  'with a as b:',
  'try:',
  'def f(a, *b):',
  'async def f(a):',
  'class C(a):',
  'match a:\n  case [b, *_] if a:',
  'if 0:',
  'if not a and b or 1:',
];
const closers = ['finally: z()', 'except E as e: return', 'except* E: x', 'else: y', 'except (a, b): raise'];

/** Puts a run of lines into a compound statement. */
function wrap(lines) {
  const start = random(lines.length);
  const end = Math.min(lines.length, start + 1 + random(6));
  const indent = /^\s*/.exec(lines[start])[0];
  const opener = openers[random(openers.length)];
  const depth = opener.includes('\n') ? '      ' : '    ';
  const result = lines.slice(0, start);
  result.push(...opener.split('\n').map((line) => indent + line));
  for (const line of lines.slice(start, end)) result.push(line.trim() === '' ? line : depth + line);
  if (opener === 'try:') {
    if (random(2) === 0) result.push(indent + closers[1]);
    result.push(indent + closers[random(closers.length)]);
  } else if (random(4) === 0) result.push(indent + closers[3]);
  result.push(...lines.slice(end));
  return result;
}

function mutate() {
  let lines = pieces[random(pieces.length)].slice();
  for (let n = 1 + random(4); n > 0; n--) {
    const i = random(lines.length);
    switch (random(7)) {
      case 0:
        lines.splice(i, 1);
        break;
      case 1:
        lines.splice(random(lines.length), 0, lines[i]);
        break;
      case 2:
      case 3:
        lines = wrap(lines);
        break;
      default:
        lines[i] = mutateLine(lines[i]);
    }
    if (lines.length === 0) lines = ['pass'];
  }
  return lines.join('\n') + '\n';
}

const python = await loadOracle();
python.runPython(`
import marshal, warnings
warnings.simplefilter('ignore')
def code_of(source, level):
    try:
        return marshal.dumps(compile(source, 'f.py', 'exec', dont_inherit=True, optimize=level))
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
`);
const codeOf = python.globals.get('code_of');

let accepted = 0;
let identical = 0;
let disagreed = 0;
let shown = 0;
for (let run = 0; run < runs; run++) {
  const source = mutate();
  const level = random(3);
  const answer = codeOf(source, level);
  let ours;
  let fault;
  try {
    ours = compile(source, 'f.py', 'exec', { optimize: level }).code;
  } catch (error) {
    if (error.constructor.name !== 'PythonSyntaxError') fault = error;
  }
  if (fault !== undefined) {
    console.log(`run ${run}: ${fault.stack}\n${source}`);
    process.exitCode = 1;
    continue;
  }
  if (answer === undefined || answer === null) {
    if (ours !== undefined) {
      disagreed++;
      if (shown++ < show) console.log(`run ${run}: accepted here alone\n${source}`);
    }
    continue;
  }
  const bytes = Uint8Array.from(answer.toJs());
  answer.destroy();
  if (ours === undefined) {
    disagreed++;
    if (shown++ < show) console.log(`run ${run}: accepted by the reference alone\n${source}`);
    continue;
  }
  accepted++;
  let same = true;
  compareCode(ours, loads(bytes), (mine, theirs, fields) => {
    if (fields.length === 0) return;
    same = false;
    if (shown++ >= show) return;
    console.log(`run ${run} -O${level}: ${theirs.qualname}: ${fields.join(', ')}\n${source}`);
    if (mine !== undefined) {
      const options = { depth: 0, showOffsets: true, showPositions: true };
      const a = disassemble(mine, options).split('\n');
      const b = disassemble(theirs, options).split('\n');
      const at = b.findIndex((line, i) => line !== a[i]);
      for (let i = at; i < at + 6; i++) console.log(`  - ${a[i]}\n  + ${b[i]}`);
    }
  });
  if (same) identical++;
}
if (identical !== accepted) process.exitCode = 1;
console.log(`${runs} runs, ${disagreed} accepted by one side alone`);
console.log(`accepted ${accepted} identical ${identical}`);
