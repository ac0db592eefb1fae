// Times kernels beside the oracle (wasm CPython, same process) on the same work: node scripts/bench-kernels.mjs [name part]
// Prints milliseconds, best of several, and the ratio ours / oracle. Neither side pays an interpreter loop: the oracle's work is one
// C call or a comprehension around it, ours a host loop.
import { importBundled, loadOracle } from './frontend-oracle.mjs';

const kernel = (name) => importBundled(`engines/kernels/${name}.ts`);
const [int, float, text, format, hash, table, sets, sort, codecs] = await Promise.all(
  ['int', 'float', 'text', 'format', 'hash', 'ordered-table', 'set-table', 'timsort', 'codecs'].map(kernel),
);
const python = await loadOracle();
python.runPython(`
import random, sys, time
sys.set_int_max_str_digits(0)
rng = random.Random(1)
digits = ''.join(rng.choice('123456789') for _ in range(100000))
big = int(digits)
floats = [rng.uniform(-1e3, 1e3) for _ in range(20000)]
ints = [rng.randrange(10**9) for _ in range(1000000)]
words = [''.join(rng.choice('abcdefghij') for _ in range(8)) for _ in range(100000)]
line = ' '.join(words[:20000])
wide = 'Ünïcödé テスト ' * 10000
def best(f, runs=5):
    times = []
    for _ in range(runs):
        start = time.perf_counter(); f(); times.append(time.perf_counter() - start)
    return min(times) * 1000
`);
const read = (name) => python.runPython(`import json\njson.dumps(${name})`);
const digits = python.runPython('digits');
const floats = JSON.parse(read('floats'));
const ints = JSON.parse(read('ints'));
const words = JSON.parse(read('words'));
const line = words.slice(0, 20000).join(' ');
const wide = 'Ünïcödé テスト '.repeat(10000);
int.intLimits.maxStrDigits = 0;
const big = int.parse(digits, 10);
const utf8 = codecs.encode(wide, 'utf-8', 'strict');
const equal = (a, b) => a === b;
const keyOperations = { equal, hashText: (t) => hash.hashTextLow(t) };

function fill() {
  const d = new table.OrderedTable(keyOperations);
  for (let i = 0; i < words.length; i++) {
    const w = words[i];
    const e = d.findText(w, w);
    if (e >= 0) d.values[e] = i;
    else d.addText(w, w, i);
  }
  return d;
}
const filled = fill();
const fewInts = ints.slice(0, 100000);
const lists = (n) => ints.slice(0, n);

const ROWS = [
  ['big int: multiply 10^5 digits', 'lambda: big * big', () => int.mul(big, big)],
  ['big int: print 10^5 digits', 'lambda: str(big)', () => int.toDecimal(big)],
  ['big int: parse 10^5 digits', 'lambda: int(digits)', () => int.parse(digits, 10)],
  [
    'big int: pow(3, n, m) of 1000 bits',
    'lambda: pow(3, big >> 331000, (big >> 331100) | 1)',
    () => int.powmod(3, int.rshift(big, 331000), int.or(int.rshift(big, 331100), 1)),
  ],
  ['float: repr ×20000', 'lambda: [repr(x) for x in floats]', () => floats.map(float.repr)],
  ['float: parse ×20000', 'lambda: [float(s) for s in shown]', () => shown.map(float.parse)],
  [
    'float: format .3f ×20000',
    "lambda: [format(x, '.3f') for x in floats]",
    () => floats.map((x) => format.formatFloat(x, '.3f')),
  ],
  [
    'int: format 08,d ×20000',
    "lambda: [format(x, '08,d') for x in ints[:20000]]",
    () => lists(20000).map((x) => format.formatInt(x, '08,d')),
  ],
  ['str: split', 'lambda: line.split()', () => text.split(line, null)],
  ['str: split by a blank', "lambda: line.split(' ')", () => text.split(line, ' ')],
  ['str: replace', "lambda: line.replace('ab', 'xyz')", () => text.replace(line, 'ab', 'xyz')],
  ['str: find, absent', "lambda: line.find('zzz')", () => text.find(line, 'zzz')],
  ['str: count', "lambda: line.count('ab')", () => text.count(line, 'ab')],
  ['str: upper', 'lambda: line.upper()', () => text.upper(line)],
  ['str: upper, wide', 'lambda: wide.upper()', () => text.upper(wide)],
  ['str: isalpha, wide', 'lambda: wide.isprintable()', () => text.isprintable(wide)],
  ['str: title', 'lambda: line.title()', () => text.title(line)],
  ['str: repr', 'lambda: repr(wide)', () => text.repr(wide)],
  [
    'str: translate',
    "lambda: line.translate({97: 'x'})",
    () => text.translate(line, (c) => (c === 97 ? 'x' : undefined)),
  ],
  ['str: join ×20000', "lambda: ','.join(words[:20000])", () => text.join(',', words.slice(0, 20000))],
  ['str: splitlines', 'lambda: lined.splitlines()', () => text.splitlines(lined)],
  ['utf-8: encode', 'lambda: wide.encode()', () => codecs.encode(wide, 'utf-8', 'strict')],
  ['utf-8: decode', 'lambda: utf8.decode()', () => codecs.decode(utf8, 'utf-8', 'strict')],
  [
    'hash: 10^5 texts',
    'lambda: [hash(w + "x") for w in words]',
    () => words.map((w) => hash.hashTextLow(w + 'x')),
  ],
  ['dict: 10^5 texts in', 'lambda: {w: i for i, w in enumerate(words)}', fill],
  [
    'dict: 10^5 texts looked up',
    'lambda: [filled[w] for w in words]',
    () => words.map((w) => filled.values[filled.findText(w, w)]),
  ],
  [
    'dict: 10^5 ints in',
    'lambda: {k: k for k in ints[:100000]}',
    () => {
      const d = new table.OrderedTable(keyOperations);
      for (const k of fewInts) if (d.findHashed(k, k) < 0) d.addHashed(k, k, k);
    },
  ],
  [
    'set: 10^5 ints in',
    'lambda: set(ints[:100000])',
    () => {
      const s = new sets.SetTable({ equal });
      for (const k of fewInts) s.add(k, k, 0);
    },
  ],
  ['sort: 10^6 ints', 'lambda: sorted(ints)', () => sort.sortNumbers(ints.slice())],
  [
    'sort: 10^6 ints with values',
    'lambda: sorted(ints, key=lambda x: x)',
    () => sort.sortByKey(ints.slice(), ints.slice()),
  ],
  ['sort: 10^5 texts', 'lambda: sorted(words)', () => sort.sortStrings(words.slice())],
];
const shown = floats.map(float.repr);
const lined = line.replaceAll(' ', '\n');
python.runPython(
  "shown = [repr(x) for x in floats]\nlined = line.replace(' ', '\\n')\nutf8 = wide.encode()\nfilled = {w: i for i, w in enumerate(words)}",
);

const only = process.argv[2] ?? '';
const ratios = [];
for (const [name, source, run] of ROWS) {
  if (!name.includes(only)) continue;
  const theirs = python.runPython(`best(${source})`);
  let ours = Infinity;
  for (let i = 0; i < 12; i++) {
    const start = performance.now();
    run();
    ours = Math.min(ours, performance.now() - start);
  }
  const ratio = ours / theirs;
  ratios.push(ratio);
  console.log(
    `${name.padEnd(36)} ${ours.toFixed(3).padStart(10)} ms  oracle ${theirs.toFixed(3).padStart(10)} ms  ×${ratio.toFixed(2)}`,
  );
}
const mean = Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length);
console.log(`geometric mean ×${mean.toFixed(2)}, host ${process.version}`);
process.exit(0);
