// Bounds of pypy-like's JIT. Latency: how long an endless loop in compiled code takes to answer a SIGINT, the end of a time limit, another thread
// that waits its turn. Programs that a JIT could drown in: 10^4 different loops, and one place that sees a hundred classes: time with the JIT on over
// time with it off, memory of both. `npm run build` first. `node scripts/bench-jit-bounds.mjs [RUNS [latency|programs]]`. Last line: the worst of each.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInChild } from './engine-child.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const runs = Number(process.argv[2] ?? 5);
/** `latency` or `programs`; both unless told. */
const part = process.argv[3];

// --- endless loops

const PRELUDE = `class Node:
    def __init__(self, v): self.v = v
    def step(self, x): return self.v + x
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
def numbers():
    while True: yield 1
xs = list(range(20000))
`;
const LOOPS = {
  'ints alone': 'i = 0\n    while True: i += 1',
  'nested loops': 'while True:\n        for j in range(100):\n            for k in range(10): pass',
  'a method call': 'o = Node(1); t = 0\n    while True: t = o.step(t) & 1023',
  objects: 't = 0\n    while True: t = Node(t & 7).step(1)',
  'a slow builtin': 'while True: sum(xs)',
  recursion: 'while True: deep(50)',
  'a generator': 't = 0\n    for k in numbers(): t = (t + k) & 1023',
  'an endless generator in a builtin': 'sum(numbers())',
  exceptions:
    't = 0\n    while True:\n        try:\n            if t & 1: raise KeyError\n            t += 1\n        except KeyError: t += 2',
};
const programOf = (body) => `${PRELUDE}def spin():\n    ${body}\nspin()\n`;

const child = (text, limits, after) => runInChild('dist/engines/pypy-like.cjs', text, limits, after);
const answered = (seen) => seen.find(([m]) => m.type === 'main' || m.type === 'limit' || m.type === 'end')[1];

async function interrupts(text) {
  const delays = [];
  for (let i = 0; i < runs; i++) {
    let sent = 0;
    const seen = await child(text, {}, (send) =>
      setTimeout(() => {
        sent = performance.now();
        send({ type: 'signal', signal: 'SIGINT' });
      }, 700),
    );
    delays.push(answered(seen) - sent);
  }
  return delays;
}

async function limits(text) {
  const delays = [];
  for (let i = 0; i < runs; i++) {
    const seen = await child(text, { timeMs: 700 });
    const { armed } = seen.find(([m]) => m.type === 'started')[0];
    delays.push(performance.timeOrigin + answered(seen) - armed - 700);
  }
  return delays;
}

/** A thread that asks for the time whenever it has its turn, beside one in the endless loop: the gaps beyond its own interval. */
function switches(text) {
  const body = text.replace(/spin\(\)\n$/, '');
  const program = `${body}
import threading, time, os
gaps = []
threading.Thread(target=spin, daemon=True).start()
time.sleep(0.5)
last = time.perf_counter()
for _ in range(40):
    time.sleep(0)
    for _ in range(100): pass
    now = time.perf_counter()
    gaps.append((now - last) * 1000)
    last = now
gaps.sort()
print(gaps[20], gaps[-1])
os._exit(0)
`;
  const file = join(mkdtempSync(join(tmpdir(), 'lab-')), 'switch.py');
  writeFileSync(file, program);
  const args = [join(root, 'dist/cli.js'), 'run', '--engine', 'pypy-like', '--timeout', '20', file];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return stdout.trim().split(' ').map(Number);
}

const median = (xs) => [...xs].sort((a, b) => a - b)[xs.length >> 1];
const show = (x) => (Number.isFinite(x) ? x.toFixed(1) : '?').padStart(7);
const worst = { interrupt: 0, limit: 0, switch: 0 };
if (part !== 'programs')
  console.log('ms, median and worst             SIGINT           time limit       thread switch');
for (const [name, body] of Object.entries(part === 'programs' ? {} : LOOPS)) {
  const text = programOf(body);
  const [a, b, c] = [await interrupts(text), await limits(text), switches(text)];
  worst.interrupt = Math.max(worst.interrupt, median(a));
  worst.limit = Math.max(worst.limit, median(b));
  worst.switch = Math.max(worst.switch, c[1] ?? Infinity);
  const pair = (xs) => `${show(median(xs))} ${show(Math.max(...xs))}`;
  console.log(`${name.padEnd(32)} ${pair(a)}  ${pair(b)}  ${show(c[0])} ${show(c[1])}`);
}

// --- programs to drown in

function manyLoops(count) {
  const lines = ['import time', 'def run():', '    t = 0'];
  for (let k = 0; k < count; k++) {
    if (k % 20 === 0) lines.push(`    t += part${k}()`);
  }
  lines.push('    return t');
  const parts = [];
  for (let k = 0; k < count; k += 20) {
    parts.push(`def part${k}():`, '    t = 0');
    for (let j = k; j < k + 20; j++) {
      parts.push(`    for i in range(60):`, `        t = (t + i * ${j + 1} ^ ${j % 7}) % ${1009 + j}`);
      if (j % 3 === 0) parts.push(`        if t % ${2 + (j % 5)} == 0: t += ${j}`);
    }
    parts.push('    return t');
  }
  return `${[...parts, ...lines].join('\n')}\nfor _ in range(40): t = run()\nprint(t)\n`;
}

const megamorphic = `classes = []
for k in range(100):
    class C:
        def __init__(self, v): self.v = v; setattr(self, 'w%d' % len(classes), 1)
        def step(self, x, k=k): return (self.v + x * k) % 1009
        @property
        def p(self): return self.v + 1
    classes.append(type('C%d' % k, (C,), {}))
objects = [c(i) for i, c in enumerate(classes)] * 3
def run(n):
    t = 0
    for _ in range(n):
        for o in objects:
            t = o.step(t) + o.p + o.v
            o.v = t & 255
    return t
print(run(12000))
`;

function once(file, jit) {
  const args = [join(root, 'dist/cli.js'), 'run', '--engine', 'pypy-like', '--jit', jit, '--stats', file];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const seconds = Number(/^seconds (.*)$/m.exec(stdout)?.[1]);
  const stats = JSON.parse(stderr.slice(stderr.indexOf('{')));
  return { output: stdout.replace(/^seconds.*\n/m, ''), seconds, stats };
}

const ratios = [];
const drowning = part === 'latency' ? {} : { '10^4 loops': manyLoops(10_000), megamorphic };
for (const [name, text] of Object.entries(drowning)) {
  const file = join(mkdtempSync(join(tmpdir(), 'lab-')), 'program.py');
  const timed = `import time; begin = time.process_time()\n${text}print('seconds', time.process_time() - begin)\n`;
  writeFileSync(file, timed);
  const best = { off: null, default: null };
  for (let i = 0; i < Math.min(runs, 3); i++) {
    for (const jit of ['off', 'default']) {
      const one = once(file, jit);
      if (best[jit] === null || one.seconds < best[jit].seconds) best[jit] = one;
    }
  }
  const { off, default: on } = best;
  if (off.output !== on.output) throw new Error(`${name}: ${off.output} ${on.output}`);
  const ratio = on.seconds / off.seconds;
  ratios.push(ratio);
  const mb = ({ stats }) => (stats.memory.processPeak / 2 ** 20).toFixed(0);
  const c = on.stats.counters ?? {};
  console.log(
    `${name.padEnd(32)} off ${off.seconds.toFixed(2)} s ${mb(off)} MB, on ${on.seconds.toFixed(2)} s ${mb(on)} MB, ratio ${ratio.toFixed(2)} (${c['jit-loops']} loops, ${c['jit-bridges']} bridges, ${c['jit-aborts']} aborts, ${c['jit-compile-ms']} ms)`,
  );
}
const [i, l, s] = [worst.interrupt, worst.limit, worst.switch].map((x) => x.toFixed(1));
console.log(
  `worst interrupt ${i} ms, limit ${l} ms, switch ${s} ms; worst ratio ${Math.max(0, ...ratios).toFixed(2)}`,
);
