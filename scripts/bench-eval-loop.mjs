// What the families of instructions of an engine cost beside CPython 3.14 in WebAssembly: small loops, one for each family, nanoseconds a
// turn. Each engine and program has a process of its own on the pinned host; times are the processor's, of the main thread, so that other
// programs on the machine disturb little; the second half of the run counts. `npm run build` first.
// `node scripts/bench-eval-loop.mjs [filter] [milliseconds=1500] [engine=cpython-like] [option=value …]`, as in `… '' 1500 pypy-like jit=off`;
// last line: `geometric mean N`.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { enginesHost } from './engines-host.mjs';
import { callWorkload, processorMs, startSession } from './in-process-session.mjs';

/** Claim → program; `workload(n)` takes n turns. */
const PROGRAMS = {
  'int loop': `
def workload(n):
    t = 0
    i = 0
    while i < n:
        t += i * 2
        i += 1
`,
  'float loop': `
def workload(n):
    x = 0.0
    y = 1.5
    for i in range(n):
        x = x * 0.5 + y * 2.0 - 0.25
`,
  'call of a function': `
def f(a, b):
    return a
def workload(n):
    for i in range(n):
        f(i, n)
`,
  'call with defaults and names': `
def f(a, b=1, *, c=2):
    return a
def workload(n):
    for i in range(n):
        f(i, c=n)
`,
  '*args through a decorator': `
def deco(f):
    def wrapper(*args):
        return f(*args)
    return wrapper
@deco
def f(a):
    return a
def workload(n):
    for i in range(n):
        f(i)
`,
  'method and attribute': `
class A:
    def __init__(self):
        self.x = 0
    def add(self, d):
        self.x += d
def workload(n):
    a = A()
    for i in range(n):
        a.add(i)
`,
  property: `
class A:
    @property
    def x(self):
        return 1
def workload(n):
    a = A()
    for i in range(n):
        a.x
`,
  'new instance': `
class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y
def workload(n):
    for i in range(n):
        P(i, n)
`,
  'builtins len, append, isinstance': `
def workload(n):
    l = []
    for i in range(n):
        l.append(i)
        len(l)
        isinstance(i, int)
`,
  unpacking: `
def workload(n):
    pairs = [(i, i) for i in range(100)]
    for k in range(n // 100):
        for a, b in pairs:
            pass
`,
  'generator in a for': `
def g(n):
    for i in range(n):
        yield i
def workload(n):
    for x in g(n):
        pass
`,
  'generator under sum': `
def workload(n):
    sum(i for i in range(n))
`,
  'list items': `
def workload(n):
    flags = [True] * n
    for i in range(2, n):
        if flags[i]:
            flags[i] = False
`,
  'dict of ints': `
def workload(n):
    d = {}
    for i in range(n):
        k = i & 1023
        d[k] = d.get(k, 0) + 1
`,
  texts: `
def workload(n):
    words = ['a', 'bb', 'ccc', 'dddd']
    d = {}
    for i in range(n):
        w = words[i & 3]
        if w in d:
            d[w] += 1
        else:
            d[w] = 1
        w.startswith('b')
`,
  'set of pairs': `
def workload(n):
    s = set()
    for i in range(n):
        p = (i & 63, i & 7)
        if p not in s:
            s.add(p)
`,
  'exception raised and caught': `
def workload(n):
    d = {}
    for i in range(n):
        try:
            d[i]
        except KeyError:
            pass
`,
};

/** Runs in the child: measures one program on one engine. */
async function measure(id, text, n, budget, options) {
  const program = { kind: 'source', text, filename: 'bench.py' };
  const session = await startSession(id, program, {
    options: { 'lab.module-name': 'bench', ...options },
    fileSystem: 'real',
  });
  await session.main();
  const turn = () => callWorkload(session, n);
  const began = processorMs();
  while (processorMs() - began < budget / 2) turn();
  const from = processorMs();
  let turns = 0;
  while (processorMs() - from < budget / 2) {
    turn();
    turns++;
  }
  process.stdout.write(String(((processorMs() - from) / turns / n) * 1e6));
  process.exit(0);
}

if (process.argv[2] === '--child') {
  const [, , , id, name, budget, ...settings] = process.argv;
  const options = Object.fromEntries(settings.map((setting) => setting.split('=')));
  await measure(id, PROGRAMS[name], 20_000, Number(budget), options);
}

const [, , filter = '', budget = '1500', engine = 'cpython-like', ...settings] = process.argv;
const run = (id, name, options) =>
  Number(
    execFileSync(enginesHost(), [fileURLToPath(import.meta.url), '--child', id, name, budget, ...options], {
      encoding: 'utf8',
    }),
  );
const ratios = [];
console.log(`${'ns a turn'.padEnd(36)}${engine.padStart(12)}  cpython-wasm   ratio`);
for (const name of Object.keys(PROGRAMS)) {
  if (!name.includes(filter)) continue;
  const own = run(engine, name, settings);
  const wasm = run('cpython-wasm', name, []);
  ratios.push(own / wasm);
  const columns = [
    own.toFixed(1).padStart(12),
    wasm.toFixed(1).padStart(14),
    (own / wasm).toFixed(2).padStart(8),
  ];
  console.log(name.padEnd(36) + columns.join(''));
}
const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
console.log(`geometric mean ${mean.toFixed(2)}`);
