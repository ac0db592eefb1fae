// Traced loops beside the same loops written by hand in JavaScript, in one process and interleaved: nanoseconds an iteration (best of many
// short samples, which a busy machine disturbs least) and their ratio. Needs the built engine: `node scripts/build.mjs --only engines/pypy-like`.
// `node engines/pypy-like/jit/bench/loops.mjs [ROUNDS]`, on the pinned host; answers are compared.
import { createEngine } from '../../../../dist/engines/pypy-like.js';

const rounds = Number(process.argv[2] ?? 60);
if (!(rounds >= 1)) {
  console.error(`loops.mjs: '${process.argv[2]}' is no number of rounds: loops.mjs [ROUNDS [LOOP]]`);
  process.exit(2);
}
const python = `
def while_int(n):
    t = i = 0
    while i < n:
        t += i * 2
        i += 1
    return t

def for_range(n):
    t = 0
    for i in range(n):
        t += i & 255
    return t

def floats(n):
    x = 0.5
    for i in range(n):
        x = x * 0.999 + 0.25
    return x

ITEMS = list(range(1000))

def list_items(n):
    t = 0
    xs = ITEMS
    for k in range(n // 1000):
        for x in xs:
            t += x
    return t

def list_index(n):
    xs = [0.5] * 1000
    i = 0
    t = 0.0
    for k in range(n):
        t += xs[i]
        xs[i] = t * 0.5
        i += 1
        if i == 1000:
            i = 0
    return t

class Counter:
    def __init__(self, step):
        self.step = step
        self.total = 0
        self.mean = 0.0

    def add(self, x):
        self.total += x * self.step
        self.mean = (self.mean + x) * 0.5

def attributes(n):
    c = Counter(3)
    for i in range(n):
        c.total += c.step
        c.mean = c.mean * 0.5 + 1.0
    return c.total + c.mean

def method(n):
    c = Counter(3)
    for i in range(n):
        c.add(i & 15)
    return c.total + c.mean

def add3(a, b, c):
    return a + b + c

def function(n):
    t = 0
    for i in range(n):
        t = add3(t, i, 1)
    return t

def branches(n):
    a = b = 0
    for i in range(n):
        if i % 3 == 0:
            a += i
        elif i % 7 == 0:
            b += a & 1023
        else:
            a -= 1
    return a + b

def collatz(n):
    steps = 0
    x = 27
    for i in range(n):
        if x == 1:
            x = 27
        elif x % 2 == 0:
            x //= 2
        else:
            x = 3 * x + 1
        steps += x & 1
    return steps
`;

class Counter {
  constructor(step) {
    this.step = step;
    this.total = 0;
    this.mean = 0;
  }
  add(x) {
    this.total += x * this.step;
    this.mean = (this.mean + x) * 0.5;
  }
}
const ITEMS = Array.from({ length: 1000 }, (_, i) => i);
const add3 = (a, b, c) => a + b + c;
const javascript = {
  while_int(n) {
    let t = 0;
    let i = 0;
    while (i < n) {
      t += i * 2;
      i += 1;
    }
    return t;
  },
  for_range(n) {
    let t = 0;
    for (let i = 0; i < n; i++) t += i & 255;
    return t;
  },
  floats(n) {
    let x = 0.5;
    for (let i = 0; i < n; i++) x = x * 0.999 + 0.25;
    return x;
  },
  list_items(n) {
    let t = 0;
    for (let k = 0; k < n / 1000; k++) for (const x of ITEMS) t += x;
    return t;
  },
  list_index(n) {
    const xs = new Array(1000).fill(0.5);
    let i = 0;
    let t = 0;
    for (let k = 0; k < n; k++) {
      t += xs[i];
      xs[i] = t * 0.5;
      i += 1;
      if (i === 1000) i = 0;
    }
    return t;
  },
  attributes(n) {
    const c = new Counter(3);
    for (let i = 0; i < n; i++) {
      c.total += c.step;
      c.mean = c.mean * 0.5 + 1;
    }
    return c.total + c.mean;
  },
  method(n) {
    const c = new Counter(3);
    for (let i = 0; i < n; i++) c.add(i & 15);
    return c.total + c.mean;
  },
  function(n) {
    let t = 0;
    for (let i = 0; i < n; i++) t = add3(t, i, 1);
    return t;
  },
  branches(n) {
    let a = 0;
    let b = 0;
    for (let i = 0; i < n; i++) {
      if (i % 3 === 0) a += i;
      else if (i % 7 === 0) b += a & 1023;
      else a -= 1;
    }
    return a + b;
  },
  collatz(n) {
    let steps = 0;
    let x = 27;
    for (let i = 0; i < n; i++) {
      if (x === 1) x = 27;
      else if (x % 2 === 0) x = Math.floor(x / 2);
      else x = 3 * x + 1;
      steps += x & 1;
    }
    return steps;
  },
};

const write = (stream) => (bytes) => stream.write(bytes);
const host = {
  readStdin: () => 0,
  writeStdout: write(process.stdout),
  writeStderr: write(process.stderr),
  isTerminal: { stdin: false, stdout: false, stderr: false },
  shared: new Int32Array(new SharedArrayBuffer(64)),
  emit: () => {},
  now: () => performance.now(),
};
const session = await createEngine().start(
  {
    program: { kind: 'source', text: python, filename: 'loops.py' },
    args: [],
    env: {},
    cwd: '/',
    fileSystem: { kind: 'real' },
    limits: {},
    options: process.env.JIT === undefined ? {} : { jit: process.env.JIT },
    flags: [],
    events: [],
  },
  host,
);
await session.main();

const N = 100_000;
const ratios = [];
console.log(
  `loop          traced     JS   ratio   (ns an iteration, best of ${rounds} samples of ${N}; ${process.version})`,
);
for (const name of Object.keys(javascript).filter(
  (n) => process.argv[3] === undefined || n === process.argv[3],
)) {
  const best = { python: Infinity, js: Infinity };
  let answers;
  for (let round = 0; round < rounds; round++) {
    let start = performance.now();
    const answer = session.call(name, [N]);
    best.python = Math.min(best.python, performance.now() - start);
    start = performance.now();
    const expected = javascript[name](N);
    best.js = Math.min(best.js, performance.now() - start);
    answers = [answer.repr ?? JSON.stringify(answer), expected];
  }
  const [got, expected] = answers;
  if (Number(got) !== expected) throw new Error(`${name} answers ${got}, not ${expected}`);
  const ns = (ms) => (ms / N) * 1e6;
  ratios.push(best.python / best.js);
  console.log(
    `${name.padEnd(12)}${ns(best.python).toFixed(2).padStart(8)}${ns(best.js).toFixed(2).padStart(7)}${(best.python / best.js).toFixed(2).padStart(8)}`,
  );
}
const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
console.log(`geometric mean of ratios ${mean.toFixed(2)}`);
if (process.env.SOURCES !== undefined) {
  for (const loop of session.jit.all)
    if (loop.compiled) console.log(`--- ${loop.code.source.qualname}\n${loop.compiled.source}`);
}
