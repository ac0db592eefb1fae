// The real Pythons that workloads are checked with: the two wasm ones inside this process, programs on PATH by a driver
// script. Stands apart from the harness on purpose: it checks the data that the harness is later measured with.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const workloads = join(root, 'workloads');
const driver = join(root, 'scripts', 'workloads-driver.py');

export const readManifest = () => JSON.parse(readFileSync(join(workloads, 'manifest.json'), 'utf8'));

/** A program by its Python, as `runsOn` and `needs.features` say. */
const suits =
  (kind, without = []) =>
  (row) =>
    row.runsOn.includes(kind) && !row.needs.features.some((feature) => without.includes(feature));

const python2 = () => {
  const command = ['python2.7', join(homedir(), '.pyenv', 'versions', '2.7.18', 'bin', 'python2.7')];
  return command.find((candidate) => spawnSync(candidate, ['--version']).status === 0);
};

/** Name → how to run. `batch`: one process for everything, where starting costs seconds. */
export const engines = {
  'cpython-wasm': { suits: suits('cpython', ['threads']), run: (jobs, calls) => runOnPyodide(jobs, calls) },
  'micropython-wasm': { suits: suits('micropython'), run: (jobs, calls) => runOnMicroPython(jobs, calls) },
  python3: { suits: suits('cpython'), command: () => ['python3'] },
  pypy3: { suits: suits('pypy'), command: () => ['pypy3'] },
  micropython: { suits: suits('micropython'), command: () => ['micropython', '-X', 'heapsize=256M'] },
  'python2.7': { suits: suits('python2'), command: () => [python2()] },
  jython: { suits: suits('python2'), command: () => ['jython'], batch: true },
};

export function installed(name) {
  const { command } = engines[name];
  if (!command) return true;
  const [program] = command();
  return program !== undefined && spawnSync(program, ['-c', 'print(1)']).status === 0;
}

/** @returns {Promise<{name: string, n: number, first?: number, second?: number, ok: boolean, answer: string}[]>} */
export async function run(engine, jobs, calls = 2, timeoutMs = 120_000) {
  const { command, batch, run: inProcess } = engines[engine];
  if (inProcess) return inProcess(jobs, calls);
  const groups = batch ? [jobs] : jobs.map((job) => [job]);
  return groups.flatMap((group) => runProgram(command(), group, calls, timeoutMs));
}

export function runProgram(command, jobs, calls, timeoutMs) {
  const words = jobs.map(({ name, n }) => `${name}:${n}`);
  const child = spawnSync(
    command[0],
    [...command.slice(1), driver, join(workloads, 'bench'), String(calls), ...words],
    {
      encoding: 'utf8',
      timeout: timeoutMs,
    },
  );
  const lines = child.stdout.split('\n').filter((line) => line.split('\t').length >= 6);
  return jobs.map((job, index) => {
    if (!lines[index]) {
      return {
        ...job,
        ok: false,
        answer: (child.error?.message ?? child.stderr.trim().split('\n').at(-1)) || 'no answer',
      };
    }
    const [, , first, second, state, ...answer] = lines[index].trimEnd().split('\t');
    return {
      ...job,
      first: Number(first),
      second: Number(second),
      ok: state === 'ok',
      answer: answer.join('\t'),
    };
  });
}

let pyodide;

/** Each workload in a namespace of its own in one interpreter. */
async function runOnPyodide(jobs, calls) {
  const { loadPyodide } = await import('pyodide');
  pyodide ??= await loadPyodide({ jsglobals: {} });
  return jobs.map((job) => {
    const globals = pyodide.runPython(`{'__name__': ${JSON.stringify(job.name)}}`);
    const execute = (code) => pyodide.runPython(code, { globals });
    const result = timed(job, calls, {
      load: () => execute(readFileSync(join(workloads, 'bench', `${job.name}.py`), 'utf8')),
      forget: () => execute('ANSWERS.clear()'),
      call: () => execute(`workload(${job.n})`),
    });
    globals.destroy();
    return result;
  });
}

/** Each workload in an interpreter of its own. */
async function runOnMicroPython(jobs, calls) {
  const { loadMicroPython } = await import('@micropython/micropython-webassembly-pyscript/micropython.mjs');
  const results = [];
  for (const job of jobs) {
    const interpreter = await loadMicroPython({ heapsize: 64 * 1024 * 1024 });
    results.push(
      timed(job, calls, {
        load: () =>
          interpreter.runPython(
            `__name__ = '${job.name}'\n` + readFileSync(join(workloads, 'bench', `${job.name}.py`), 'utf8'),
          ),
        forget: () => interpreter.runPython('ANSWERS.clear()'),
        call: () => {
          interpreter.runPython(`answer_of_workload = workload(${job.n})`);
          return interpreter.globals.get('answer_of_workload');
        },
      }),
    );
  }
  return results;
}

function timed(job, calls, { load, forget, call }) {
  const times = [];
  try {
    load();
    if (calls === 0) forget();
    let answer;
    for (let index = 0; index < Math.max(calls, 1); index++) {
      const start = performance.now();
      answer = call();
      times.push(performance.now() - start);
    }
    return { ...job, first: times[0], second: times[1], ok: true, answer };
  } catch (error) {
    return { ...job, ok: false, answer: String(error.message).trim().split('\n').at(-1) };
  }
}

/** Real CPython of at least 3.9 for what the wasm build cannot run (threads). */
export function nativePython() {
  const probe =
    'import platform, sys; print(platform.python_implementation(), sys.version_info[:2] >= (3, 9))';
  return ['python3', '/usr/bin/python3'].find((candidate) => {
    if (candidate.startsWith('/') && !existsSync(candidate)) return false;
    return spawnSync(candidate, ['-c', probe], { encoding: 'utf8' }).stdout?.trim() === 'CPython True';
  });
}
