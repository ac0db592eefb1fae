// The figures that the micro engine is judged by, measured in fresh processes of the pinned host: `node scripts/micro-figures.mjs
// [speed|startup|heaps]… [--only regex] [--ms budget] [--runs n]`. `npm run build` first; speed needs a native `micropython` on PATH
// (or MICROPYTHON=path) and the npm wasm build. Steady state is the least of all calls within the budget, through the session's
// `call` for micro and for wasm alike (a main program of WebAssembly stays in the host's baseline code for ever).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enginesHost } from './engines-host.mjs';
import { startSession } from './in-process-session.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const self = fileURLToPath(import.meta.url);
const native = process.env.MICROPYTHON ?? 'micropython';

// ---- Inside a child.

async function child([job, engine, path, n, budget]) {
  if (job === 'speed') {
    const program = { kind: 'source', text: readFileSync(path, 'utf8'), filename: path };
    const options = { 'lab.module-name': 'bench', ...(engine === 'micro' ? { heap: '4m' } : {}) };
    const session = await startSession(engine, program, { options, fileSystem: 'real' });
    await session.main();
    const times = [];
    const began = performance.now();
    while (performance.now() - began < +budget || times.length < 5) {
      const from = performance.now();
      const answer = session.call('workload', [+n]);
      times.push(performance.now() - from);
      if (!answer.ok) throw new Error(answer.exception.traceback);
    }
    console.log(JSON.stringify({ first: times[0], steady: Math.min(...times) }));
  } else {
    // Loading the bundle with its code cache, starting a heap, running a program that does nothing.
    const from = performance.now();
    const { Script } = await import('node:vm');
    const loaded = performance.now();
    const text = readFileSync(path, 'latin1');
    const script = new Script(text, {
      filename: path,
      cachedData: readFileSync(path + '.cache'),
    });
    const module = { exports: {} };
    script.runInThisContext()(module.exports, process.getBuiltinModule, module, path);
    const evaluated = performance.now();
    const quiet = () => {};
    const session = module.exports.createEngine().start(
      {
        program: { kind: 'source', text: 'pass', filename: 'p' },
        args: [],
        env: {},
        cwd: root,
        fileSystem: { kind: 'real' },
        limits: {},
        options: {},
        flags: [],
        events: [],
      },
      {
        readStdin: () => 0,
        writeStdout: quiet,
        writeStderr: quiet,
        isTerminal: {},
        shared: new Int32Array(16),
        emit: quiet,
        now: () => performance.now(),
      },
    );
    session.main();
    const done = performance.now();
    console.log(
      JSON.stringify({
        node: loaded - from,
        load: evaluated - loaded,
        run: done - evaluated,
        total: done - loaded,
        rejected: script.cachedDataRejected,
      }),
    );
  }
  process.exit(0);
}
if (process.argv[2] === '--child') await child(process.argv.slice(3));

// ---- The parent.

const args = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = args.indexOf(name);
  return at < 0 ? otherwise : args.splice(at, 2)[1];
};
const only = new RegExp(option('--only', ''));
const budget = option('--ms', '1500');
const runs = +option('--runs', '7');
const size = option('--size', 'small');
const asked = (name) => args.length === 0 || args.includes(name);

const inChild = (...words) =>
  JSON.parse(
    execFileSync(enginesHost(), [self, '--child', ...words.map(String)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
    }),
  );

const scratch = mkdtempSync(join(tmpdir(), 'micro-figures-'));
process.on('exit', () => rmSync(scratch, { recursive: true }));
const driver = join(scratch, 'driver.py');
writeFileSync(
  driver,
  `import sys, time
sys.path.insert(0, sys.argv[1])
f = __import__(sys.argv[2]).workload
n = int(sys.argv[3])
least = 1e9
began = time.ticks_us()
turns = 0
while time.ticks_diff(time.ticks_us(), began) < int(sys.argv[4]) * 1000 or turns < 5:
    t = time.ticks_us()
    f(n)
    t = time.ticks_diff(time.ticks_us(), t)
    least = min(least, t)
    turns += 1
print(least / 1000)
`,
);
function onNative(name, n, heap = '256m') {
  const words = ['-X', `heapsize=${heap}`, driver, join(root, 'workloads/bench'), name, String(n), budget];
  const r = spawnSync(native, words, { encoding: 'utf8', timeout: 120_000 });
  return r.status === 0 ? +r.stdout : NaN;
}

const { workloads } = JSON.parse(readFileSync(join(root, 'workloads/manifest.json'), 'utf8'));
const marked = workloads.filter(
  (w) => w.kind === 'bench' && w.runsOn.includes('micropython') && only.test(w.name),
);
const mean = (xs) => Math.exp(xs.reduce((s, x) => s + Math.log(x), 0) / xs.length);
const least = (f) => {
  const all = Array.from({ length: runs }, f);
  return (key) => all.map((x) => x[key]).sort((a, b) => a - b);
};

if (asked('speed')) {
  console.log(
    'ms a call           micro   native     wasm   micro/native  wasm/micro  native/wasm  first-steady',
  );
  const rows = marked.map(({ name, file, sizes }) => {
    const n = sizes[size];
    const path = join(root, 'workloads', file);
    const ours = inChild('speed', 'micro', path, n, budget);
    const real = onNative(name, n);
    const wasm = inChild('speed', 'micropython-wasm', path, n, budget).steady;
    const extra = ours.first - ours.steady;
    const f = (x, w, d = 2) => x.toFixed(d).padStart(w);
    console.log(
      `${name.padEnd(16)}${f(ours.steady, 9)}${f(real, 9)}${f(wasm, 9)}${f(ours.steady / real, 15)}${f(wasm / ours.steady, 12)}${f(wasm / real, 13)}${f(extra, 14, 0)}`,
    );
    return { toNative: ours.steady / real, overWasm: wasm / ours.steady, native: wasm / real, extra };
  });
  console.log(
    `geometric means over ${rows.length}: micro takes ${mean(rows.map((r) => r.toNative)).toFixed(2)} of native's time; ` +
      `${mean(rows.map((r) => r.overWasm)).toFixed(2)} times faster than wasm; native ${mean(rows.map((r) => r.native)).toFixed(2)} times faster than wasm; ` +
      `first call over steady at worst ${Math.max(...rows.map((r) => r.extra)).toFixed(0)} ms`,
  );
}

if (asked('startup')) {
  const path = join(root, 'dist/engines/micro.cjs');
  const sorted = least(() => inChild('startup', '-', path));
  const show = (key) => `${sorted(key)[0].toFixed(1)} … ${sorted(key)[runs >> 1].toFixed(1)}`;
  console.log(
    `start-up, ms, least … median of ${runs}: ${show('total')} (load ${show('load')}, run ${show('run')}), code cache ${sorted('rejected')[0] ? 'rejected' : 'taken'}`,
  );
}

/** The programs of the memory bar, and the least heap of a 32-bit MicroPython for each. */
const HEAPS = {
  hello: [1664, "print('hello')\n"],
  'fib(20)': [1856, 'def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(20))\n'],
  '100 instances': [
    5056,
    'class A:\n    def __init__(self, x):\n        self.x = x\nl = [A(i) for i in range(100)]\nprint(len(l))\n',
  ],
  'dict of 1000 ints': [18624, 'd = {}\nfor i in range(1000):\n    d[i] = i\nprint(len(d))\n'],
  'list of 1000 ints': [5248, 'l = []\nfor i in range(1000):\n    l.append(i)\nprint(len(l))\n'],
  '200 strings joined': [
    9984,
    "l = []\nfor i in range(200):\n    l.append('item %d' % i)\nprint(len(','.join(l)))\n",
  ],
};
const STACK = 1024;

/** The least multiple of 16 that is enough. */
async function bisect(enough) {
  let [low, high] = [256, 65536];
  while (high - low > 16) {
    const middle = ((low + high) >> 5) << 4;
    if (await enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

if (asked('heaps')) {
  const { loadMicroPython } = await import('@micropython/micropython-webassembly-pyscript/micropython.mjs');
  console.log('bytes                 micro     bar   share   wasm build, whose heap must not grow');
  for (const [name, [bar, text]] of Object.entries(HEAPS)) {
    const path = join(scratch, 'heap.py');
    writeFileSync(path, text);
    const runner = join(root, 'scripts/micro-run.mjs');
    const enough = (heap) =>
      spawnSync(enginesHost(), [
        runner,
        '--minified',
        '--heap',
        `${heap + STACK}`,
        '--stack',
        `${STACK}`,
        path,
      ]).status === 0;
    const real = async (heap) => {
      const out = [];
      const python = await loadMicroPython({ heapsize: heap, linebuffer: true, stdout: (l) => out.push(l) });
      python.runPython(`${text}import micropython\nmicropython.mem_info()\n`);
      return +/total: (\d+)/.exec(out.join('\n'))[1] <= heap;
    };
    const ours = await bisect(enough);
    const theirs = await bisect(real);
    console.log(
      `${name.padEnd(20)}${String(ours).padStart(7)}${String(bar).padStart(8)}${(ours / bar).toFixed(2).padStart(8)}${String(theirs).padStart(8)}`,
    );
  }
}
