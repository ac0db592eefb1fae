// The executor of programs on real Pythons: python3 is on every machine, the others run where they are installed. Every way of
// ending has its test, because each is a different path out.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRequest } from '../engines/engine.ts';
import type { DetectedProgram } from './detect-programs.ts';
import { detectPrograms } from './detect-programs.ts';
import type { ExecutionJob, MeasurePlan, ProgramEntry } from './execution.ts';
import { exceptionOf, executeProgram, pythonTuple } from './program-execution.ts';

let folder: string;
let programs: DetectedProgram[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-test-'));
  programs = await detectPrograms();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function entryOf(implementation: string, id?: string): ProgramEntry | undefined {
  const found = programs.find(
    (p) => p.description?.implementation === implementation && (id === undefined || p.id === id),
  );
  return (
    found && {
      id: found.id,
      kind: 'program',
      role: 'reference',
      title: found.id,
      command: found.command,
      description: found.description!,
    }
  );
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function job(
  entry: ProgramEntry,
  request: Partial<RunRequest>,
  more: Partial<ExecutionJob> = {},
): ExecutionJob {
  const env = Object.fromEntries(
    Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined),
  );
  return {
    entry,
    request: {
      program: { kind: 'source', text: '', filename: '<string>' },
      args: [],
      env,
      cwd: folder,
      fileSystem: { kind: 'real' },
      limits: {},
      options: {},
      flags: [],
      events: [],
      ...request,
    },
    stdio: 'capture',
    ...more,
  };
}

const source = (text: string): RunRequest['program'] => ({ kind: 'source', text, filename: '<string>' });
const plan: MeasurePlan = {
  function: 'workload',
  args: [2000],
  iterations: 6,
  minSampleMs: 5,
  budgetMs: 3000,
};
const WORKLOAD = `import sys
print(__name__, len(sys.argv))
def workload(n=10):
    t = 0
    for i in range(n):
        t += i * 2
    return t
if __name__ == '__main__':
    print('must not be printed')
`;

describe('a whole program', () => {
  it('gets its arguments, stdin and flags, and its streams come back apart', async () => {
    const path = write(
      'whole.py',
      'import sys\nprint(sys.argv[1:], sys.stdin.read())\nassert False\nsys.stderr.write("e")\nsys.exit(3)\n',
    );
    const result = await executeProgram(
      job(
        entryOf('CPython')!,
        { program: { kind: 'file', path }, args: ['a', 'b c'], flags: ['-O'] },
        { stdin: 'text' },
      ),
    );
    expect(result).toMatchObject({
      state: 'python-error',
      status: 3,
      stdout: "['a', 'b c'] text\n",
      stderr: 'e',
    });
    expect(result.memory.processPeak).toBeGreaterThan(1e6);
  });

  it('tells the exception that it ended with', async () => {
    const result = await executeProgram(job(entryOf('CPython')!, { program: source('{}["k"]') }));
    expect(result).toMatchObject({ state: 'python-error', status: 1, message: "KeyError: 'k'" });
    expect(result.outcome?.exception?.type).toBe('KeyError');
  });

  it('does not start what is not there', async () => {
    const entry = { ...entryOf('CPython')!, command: [join(folder, 'none')] };
    expect(await executeProgram(job(entry, {}))).toMatchObject({ state: 'not-started', status: 127 });
  });

  it('says what a program cannot do', async () => {
    const result = await executeProgram(job(entryOf('CPython')!, { fileSystem: { kind: 'read-only' } }));
    expect(result.message).toMatch(/^Unsupported: .*read-only/);
  });

  it('is told apart when it dies of a signal of its own', async () => {
    const result = await executeProgram(
      job(entryOf('CPython')!, { program: source('import os; os.kill(os.getpid(), 9)') }),
    );
    expect(result).toMatchObject({ state: 'died', status: 137 });
  });
});

describe('limits', () => {
  it('end a busy program in time, and what it printed is kept', async () => {
    const program = source('print("begun", flush=True)\nwhile True: pass');
    const result = await executeProgram(job(entryOf('CPython')!, { program, limits: { timeMs: 500 } }));
    expect(result).toMatchObject({ state: 'limit', status: 124, stdout: 'begun\n' });
    expect(result.outcome?.limit).toBe('time');
    expect(result.times.total).toBeLessThan(2500);
  });

  it('kill one that ignores SIGINT, and the process that it started', async () => {
    const marker = join(folder, 'still-alive');
    const program = source(
      `import signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(2.5); open(${JSON.stringify(marker)}, "w")'])
time.sleep(60)`,
    );
    const result = await executeProgram(job(entryOf('CPython')!, { program, limits: { timeMs: 800 } }));
    expect(result).toMatchObject({ state: 'limit', status: 124 });
    expect(result.times.total).toBeLessThan(4000);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(existsSync(marker)).toBe(false);
  });

  it('stop a flood of output at the byte', async () => {
    const program = source('import sys\nwhile True: sys.stdout.write("x" * 65536)');
    const result = await executeProgram(
      job(entryOf('CPython')!, { program, limits: { outputBytes: 1_000_000 } }),
    );
    expect(result.state).toBe('limit');
    expect(result.outcome?.limit).toBe('output');
    expect(result.outputBytes).toBe(1_000_000);
  });

  it('keep the process small', async () => {
    const program = source(
      'import time\nkept = []\nwhile True:\n    kept.append(bytearray(1 << 20)); time.sleep(0.001)',
    );
    const result = await executeProgram(
      job(entryOf('CPython')!, { program, limits: { processBytes: 100 << 20 } }),
    );
    expect(result.outcome?.limit).toBe('process-memory');
  });

  it('count output that is not kept', async () => {
    const program = source('import sys\nfor _ in range(64): sys.stdout.write("x" * 65536)');
    const result = await executeProgram(job(entryOf('CPython')!, { program }, { captureBytes: 1000 }));
    expect(result).toMatchObject({ state: 'ok', outputBytes: 64 * 65536, truncated: true });
    expect(result.stdout).toHaveLength(1000);
  });
});

describe('an abort', () => {
  it('is a KeyboardInterrupt to the program, which may clean up', async () => {
    const abort = new AbortController();
    const program = source(
      'import time\nprint("in", flush=True)\ntry: time.sleep(60)\nexcept KeyboardInterrupt: print("out")',
    );
    const running = executeProgram(job(entryOf('CPython')!, { program }), { signal: abort.signal });
    setTimeout(() => abort.abort(), 700);
    expect(await running).toMatchObject({ state: 'interrupted', stdout: 'in\nout\n' });
  });

  it('keeps the samples that were taken', async () => {
    const path = write('slow.py', 'import time\ndef workload(): time.sleep(0.1)\n');
    const abort = new AbortController();
    const measure = { ...plan, args: [], iterations: 1000, budgetMs: 60_000 };
    const result = await executeProgram(
      job(entryOf('CPython')!, { program: { kind: 'file', path } }, { measure }),
      {
        signal: abort.signal,
        onSample: (_, index) => {
          if (index === 2) abort.abort();
        },
      },
    );
    expect(result.state).toBe('interrupted');
    expect(result.samples.length).toBeGreaterThanOrEqual(3);
  });
});

describe.each(['CPython', 'PyPy', 'Jython', 'MicroPython', 'RustPython', 'GraalVM', 'IronPython'])(
  'measuring on %s',
  (implementation) => {
    it('calls the function, as a module that is not __main__', async ({ skip }) => {
      const entry = entryOf(implementation);
      if (!entry) return skip(`${implementation} is not installed`);
      const path = write('workload.py', WORKLOAD);
      const seen: number[] = [];
      const result = await executeProgram(
        job(entry, { program: { kind: 'file', path }, args: ['x'] }, { measure: plan }),
        {
          onSample: (_, index) => seen.push(index),
        },
      );
      expect(result.stdout.replace(/[(),']/g, '')).toBe('workload 2\n');
      expect(result).toMatchObject({ state: 'ok', resultRepr: '3998000' });
      expect(result.samples).toHaveLength(6);
      expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
      expect(result.samples[0]).toEqual({ ms: result.times.first, loops: 1 });
      for (const sample of result.samples.slice(1))
        expect(sample.ms).toBeGreaterThanOrEqual(plan.minSampleMs);
      expect(result.times.start).toBeGreaterThan(0);
      expect(result.times.main).toBeGreaterThanOrEqual(0);
      if (existsSync('/proc/self/status')) expect(result.memory.processPeak).toBeGreaterThan(1e6);
    });

    it('shows an exception of the program without frames of the driver', async ({ skip }) => {
      const entry = entryOf(implementation);
      if (!entry) return skip(`${implementation} is not installed`);
      const path = write(
        'raises.py',
        'def inner(n):\n    return 1 // n\ndef workload(n):\n    return inner(n)\n',
      );
      const result = await executeProgram(
        job(entry, { program: { kind: 'file', path } }, { measure: { ...plan, args: [0] } }),
      );
      expect(result).toMatchObject({ state: 'python-error', status: 1 });
      expect(result.message).toContain('ZeroDivisionError');
      expect(result.stderr).toContain('in inner');
      // MicroPython has no way to leave frames out of a traceback.
      if (implementation !== 'MicroPython') expect(result.stderr).not.toContain('measure.py');
    });
  },
);

describe('measuring', () => {
  it('ends at the budget', async () => {
    const path = write('sleepy.py', 'import time\ndef workload(): time.sleep(0.05)\n');
    const measure = { ...plan, args: [], iterations: 1000, budgetMs: 300 };
    const result = await executeProgram(
      job(entryOf('CPython')!, { program: { kind: 'file', path } }, { measure }),
    );
    expect(result.state).toBe('ok');
    expect(result.samples.length).toBeGreaterThanOrEqual(4);
    expect(result.samples.length).toBeLessThanOrEqual(8);
  });

  it('refuses a function whose answers differ', async () => {
    const path = write(
      'differs.py',
      'seen = []\ndef workload():\n    seen.append(1)\n    return len(seen)\n',
    );
    const result = await executeProgram(
      job(entryOf('CPython')!, { program: { kind: 'file', path } }, { measure: { ...plan, args: [] } }),
    );
    expect(result.state).toBe('python-error');
    expect(result.message).toMatch(/workload\(\) gave \d+ after 1/);
  });

  it('names a missing function and a syntax error', async () => {
    const none = write('none.py', 'x = 1\n');
    const wrong = write('wrong.py', 'def f(:\n');
    const run = (path: string) =>
      executeProgram(job(entryOf('CPython')!, { program: { kind: 'file', path } }, { measure: plan }));
    expect((await run(none)).message).toBe('NameError: the program has no function workload');
    const syntax = await run(wrong);
    expect(syntax.message).toMatch(/^SyntaxError: /);
    expect(syntax.stderr).toContain('wrong.py", line 1');
    expect(syntax.stderr).not.toContain('measure.py');
  });

  it('leaves nothing behind in the folder of temporary files', async () => {
    const path = write('quick.py', 'import sys\ndef workload(): return sys.argv[0]\n');
    const result = await executeProgram(
      job(
        entryOf('CPython')!,
        { program: { kind: 'file', path } },
        { measure: { ...plan, args: [], iterations: 1 } },
      ),
    );
    expect(result.resultRepr).toBe(`'${path}'`);
    expect(readFileSync(path, 'utf8')).toContain('workload');
  });
});

describe('arguments and tracebacks as text', () => {
  it('writes what every Python reads', () => {
    expect(pythonTuple([])).toBe('()');
    expect(pythonTuple([1, -2.5, 'a"\u00e9', 2 ** 60])).toBe(`(1,-2.5,"a\\"\\u00e9",1152921504606846976,)`);
    expect(pythonTuple([Infinity])).toBe('(float("inf"),)');
  });

  it('finds the exception of the last traceback', () => {
    const text =
      'noise\nTraceback (most recent call last):\n  File "a.py", line 1, in <module>\n    f()\npkg.Error: two\nlines\n';
    expect(exceptionOf(text)).toMatchObject({ type: 'pkg.Error', text: 'two\nlines' });
    expect(
      exceptionOf('  File "a.py", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax\n'),
    ).toMatchObject({
      type: 'SyntaxError',
      text: 'invalid syntax',
    });
    expect(exceptionOf('plain words: no traceback\n')).toBeUndefined();
  });
});
