// Random programs (fuzz-programs.mjs), JIT forced against JIT off, in one process: `node engines/pypy-like/jit/bench/fuzz-loops.mjs [PROGRAMS] [SEED]`. A
// program that differs is printed with its seed (`TEXT=1`: and its text). Needs the built engine.
import { createEngine } from '../../../../dist/engines/pypy-like.js';
import { program } from './fuzz-programs.mjs';

const programs = Number(process.argv[2] ?? 50);
const firstSeed = Number(process.argv[3] ?? 1);

async function run(text, jit) {
  let output = '';
  const decoder = new TextDecoder();
  const write = (bytes) => void (output += decoder.decode(bytes));
  const host = {
    readStdin: () => 0,
    writeStdout: write,
    writeStderr: write,
    isTerminal: { stdin: false, stdout: false, stderr: false },
    shared: new Int32Array(new SharedArrayBuffer(64)),
    emit: () => {},
    now: () => performance.now(),
  };
  const request = {
    program: { kind: 'source', text, filename: 'fuzz.py' },
    args: [],
    env: { PYTHONHASHSEED: '0' },
    cwd: '/',
    fileSystem: { kind: 'memory', files: {} },
    limits: {},
    options: { jit },
    flags: [],
    events: [],
  };
  try {
    const session = await createEngine().start(request, host);
    await session.main();
    const counters = session.counters();
    await session.close();
    if (counters['jit-faults'] > 0) output += `${counters['jit-faults']} faults of the JIT`;
    return { output, loops: counters['jit-loops'] ?? 0, bridges: counters['jit-bridges'] ?? 0 };
  } catch (e) {
    return { output: `${output}\nfault: ${e.stack}`, loops: 0, bridges: 0 };
  }
}

const settings = [
  'budget=0,threshold=2,trace_eagerness=2,function_threshold=2',
  'budget=0,threshold=5,trace_eagerness=3,function_threshold=3,fail_guards=1',
  'budget=0,threshold=20,trace_eagerness=8,function_threshold=20',
];
let differences = 0;
let loops = 0;
let bridges = 0;
for (let seed = firstSeed; seed < firstSeed + programs; seed++) {
  const text = program(seed);
  const plain = await run(text, 'off');
  for (const setting of settings) {
    const traced = await run(text, setting);
    loops += traced.loops;
    bridges += traced.bridges;
    if (traced.output === plain.output) continue;
    differences++;
    console.log(`seed ${seed} with ${setting}\n--- off\n${plain.output}\n--- on\n${traced.output}`);
    if (process.env.TEXT !== undefined) console.log(text);
    break;
  }
}
console.log(`programs ${programs} differences ${differences} (${loops} loops, ${bridges} bridges)`);
process.exitCode = differences > 0 ? 1 : 0;
