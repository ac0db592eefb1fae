// Runs one program on one engine and answers what it prints: the Worker of fuzz.mjs, one for each engine and one for the oracle, real CPython in wasm. A
// Worker is replaced at its time limit, after a fault, and now and then to give its memory back.
import { isMainThread, parentPort } from 'node:worker_threads';
import { workerRuns } from '../conformance-worker.mjs';
import { FORCED } from '../forced-jit.mjs';
import { startSession } from '../in-process-session.mjs';

const TIME_LIMIT = 120_000;
/** The oracle's start takes a second, and much longer on a machine that has other work. */
const START_LIMIT = 600_000;
/** Runs on an engine after which its Worker is replaced. */
const MOST_RUNS = 300;

/** Who runs a program: name, engine, parameters of its JIT. The first is what the others are compared with; the oracle is the last. */
export const RUNS = [
  { name: 'off', engine: 'pypy-like', jit: 'off' },
  ...FORCED.slice(0, 2).map((jit) => ({ name: jit, engine: 'pypy-like', jit })),
  { name: 'cpython-like', engine: 'cpython-like', jit: '0' },
  { name: 'oracle', engine: 'oracle', jit: '' },
];

async function onEngine({ engine, jit, text }) {
  const decoder = new TextDecoder();
  let output = '';
  const take = (bytes) => void (output += decoder.decode(bytes, { stream: true }));
  const session = await startSession(
    engine,
    { kind: 'source', text, filename: 'fuzz.py' },
    { options: { jit }, env: { PYTHONHASHSEED: '0' }, stdout: take, stderr: take },
  );
  session.main();
  const { counters } = session.close();
  if (counters['jit-faults'] > 0) output += `faults of the JIT: ${counters['jit-faults']}`;
  return { output, loops: counters['jit-loops'] ?? 0, bridges: counters['jit-bridges'] ?? 0 };
}

let oracle = null;
const ON_ORACLE = `
def run(text):
    import contextlib, io, traceback
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            exec(compile(text, 'fuzz.py', 'exec'), {'__name__': '__main__'})
        except BaseException:
            traceback.print_exc()
    return out.getvalue()
run
`;
async function onOracle({ text }) {
  if (oracle === null) {
    const { loadPyodide } = await import('pyodide');
    oracle = (await loadPyodide()).runPython(ON_ORACLE);
  }
  return { output: oracle(text), loops: 0, bridges: 0 };
}

if (!isMainThread) {
  parentPort.on('message', async (message) => {
    try {
      parentPort.postMessage(await (message.engine === 'oracle' ? onOracle(message) : onEngine(message)));
    } catch (e) {
      parentPort.postMessage({ fault: String(e?.stack ?? e) });
    }
  });
}

/** Runs programs on Workers that it keeps: `run(RUN, text)` answers `{ output, loops, bridges }`. */
export function runner() {
  const workers = new Map();
  return async ({ engine, jit }, text) => {
    if (!workers.has(engine)) {
      const limits = engine === 'oracle' ? [START_LIMIT] : [TIME_LIMIT, MOST_RUNS];
      workers.set(engine, workerRuns(import.meta.url, ...limits));
    }
    const answer = await workers.get(engine)({ engine, jit, text });
    if (answer.timeout) return { output: 'does not end', loops: 0, bridges: 0 };
    if (answer.fault !== undefined) return { output: `fault: ${answer.fault}`, loops: 0, bridges: 0 };
    return { ...answer, output: answer.output.replace(/0x[0-9a-f]{6,}/g, '0x…') };
  };
}
