// `lab run` is `python` to the letter: streams, statuses, sys.argv, sys.path[0], signals; on real CPython in a child process.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST } from '../folders.ts';

interface Ran {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

interface Settings {
  stdin?: string;
  /** Sent once stdout has shown `ready`. */
  signal?: NodeJS.Signals;
  env?: Record<string, string>;
}

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lab-run-')));
  mkdirSync(join(folder, 'package'));
  writeFileSync(join(folder, 'package', '__main__.py'), 'import sys; print("package main", sys.argv[1:])\n');
  writeFileSync(join(folder, 'beside.py'), 'VALUE = 7\n');
  writeFileSync(
    join(folder, 'script.py'),
    'import sys, beside\nprint(__name__, sys.argv, sys.path[0] == sys.argv[0].rpartition("/")[0], beside.VALUE)\n',
  );
  writeFileSync(join(folder, 'fails.py'), 'def f():\n    return 1 / 0\nprint("before")\nf()\n');
  writeFileSync(join(folder, 'spins.py'), 'print("ready", flush=True)\nwhile True:\n    pass\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lab(args: readonly string[], { stdin, signal, env }: Settings = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(DIST, 'cli.js'), ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
      if (signal && stdout.includes('ready')) {
        const name = signal;
        signal = undefined;
        setTimeout(() => child.kill(name), 50);
      }
    });
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.stdin.on('error', () => {});
    child.stdin.end(stdin ?? '');
    child.on('close', (status, ended) => resolve({ status, signal: ended, stdout, stderr }));
  });
}

const python = (args: readonly string[], settings?: Settings) =>
  lab(['run', '--engine', 'cpython-wasm', ...args], settings);

describe('lab run', () => {
  it('a file: argv, the folder of the script first on the path', async () => {
    const ran = await python([join(folder, 'script.py'), 'a', '-x', '--engine', 'b']);
    const argv = `['${join(folder, 'script.py')}', 'a', '-x', '--engine', 'b']`;
    expect(ran).toEqual({ status: 0, signal: null, stdout: `__main__ ${argv} True 7\n`, stderr: '' });
  });
  it('-c, with flags before it', async () => {
    const ran = await python(['-OO', '-c', 'import sys; print(sys.flags.optimize, sys.argv)', '-O', 'x']);
    expect(ran.stdout).toBe("2 ['-c', '-O', 'x']\n");
  });
  it('-m and a folder with __main__.py', async () => {
    expect((await python(['-m', 'package', '1'])).stdout).toBe("package main ['1']\n");
    expect((await python(['package', '2'])).stdout).toBe("package main ['2']\n");
  });
  it('a program from stdin, named - or not', async () => {
    const stdin = 'import sys\nprint(sys.argv)\n';
    expect((await python(['-', 'q'], { stdin })).stdout).toBe("['-', 'q']\n");
    expect((await python([], { stdin })).stdout).toBe("['']\n");
  });
  it('stdin, the environment and the working directory are the program’s', async () => {
    const code = 'import os, sys; print(sys.stdin.read().upper(), os.environ["LAB_TEST"], os.getcwd())';
    const ran = await python(['-c', code], { stdin: 'héllo', env: { LAB_TEST: 'from outside' } });
    expect(ran.stdout).toBe(`HÉLLO from outside ${folder}\n`);
  });
  it('an uncaught exception: traceback on stderr without a frame of ours, status 1', async () => {
    const ran = await python(['fails.py']);
    expect(ran.status).toBe(1);
    expect(ran.stdout).toBe('before\n');
    expect(ran.stderr).toBe(
      [
        'Traceback (most recent call last):',
        `  File "${join(folder, 'fails.py')}", line 4, in <module>`,
        '    f()',
        '    ~^^',
        `  File "${join(folder, 'fails.py')}", line 2, in f`,
        '    return 1 / 0',
        '           ~~^~~',
        'ZeroDivisionError: division by zero',
        '',
      ].join('\n'),
    );
  });
  it.each([
    ['sys.exit()', 0, ''],
    ['sys.exit(3)', 3, ''],
    ['sys.exit("sorry")', 1, 'sorry\n'],
  ])('%s', async (code, status, stderr) => {
    expect(await python(['-c', `import sys; ${code}`])).toMatchObject({ status, stderr });
  });
  it('a file that is not there: as python says it, status 2', async () => {
    expect(await python(['gone.py'])).toMatchObject({
      status: 2,
      stderr: `lab run: can't open file '${join(folder, 'gone.py')}': [Errno 2] No such file or directory\n`,
    });
  });
  it('SIGINT is a KeyboardInterrupt, and the command ends by the signal as python does', async () => {
    const ran = await python(['spins.py'], { signal: 'SIGINT' });
    expect(ran).toMatchObject({ signal: 'SIGINT' });
    expect(ran.stderr).toMatch(/Traceback[^]*line [23], in <module>[^]*KeyboardInterrupt\n$/);
  });
  it('a time limit: status 124 and why', async () => {
    expect(await python(['--timeout', '1.5', 'spins.py'])).toMatchObject({
      status: 124,
      stdout: 'ready\n',
      stderr: 'lab: the time limit is over (1.5 s)\n',
    });
  });
  it('an output limit', async () => {
    const ran = await python(['--max-output', '10k', '-c', 'while True: print("x" * 99)']);
    expect(ran.status).toBe(124);
    expect(ran.stdout.length).toBe(10240);
    expect(ran.stderr).toBe('lab: the output limit is reached (10240 bytes)\n');
  });
  it('--stats: one line of JSON at the end of stderr', async () => {
    const ran = await python(['--stats', '-c', 'print(1)']);
    const stats = JSON.parse(ran.stderr) as { times: { main: number }; memory: { processPeak: number } };
    expect(stats.times.main).toBeGreaterThan(0);
    expect(stats.memory.processPeak).toBeGreaterThan(2 ** 20);
  });
  it('what is wrong with the command line is told, status 2', async () => {
    expect(await lab(['run', '--engine', 'nothing', '-c', '1'])).toMatchObject({ status: 2 });
    expect(await python(['--nonsense'])).toMatchObject({
      status: 2,
      stderr: 'lab run: unknown option --nonsense; `lab run --help` lists them\n',
    });
    expect(await python(['--timeout', 'soon', '-c', '1'])).toMatchObject({ status: 2 });
    expect(await python(['-c'])).toMatchObject({ status: 2 });
  });
  it('an engine on PATH gets the same words', async () => {
    const ran = await lab(['run', '--engine', 'python3', '-c', 'import sys; print(sys.argv)', '-O', 'x']);
    expect(ran).toMatchObject({ status: 0, stdout: "['-c', '-O', 'x']\n" });
  });
});

describe('lab repl', () => {
  it('reads, evaluates, prints', async () => {
    const ran = await lab(['repl', '--engine', 'cpython-wasm'], { stdin: 'x = 6\nx * 7\nprint("bye")\n' });
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('42');
    expect(ran.stdout).toContain('bye');
  });
});
