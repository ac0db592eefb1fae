// Detection against fake programs that behave as real ones do (a shim, a broken one, one that hangs, another Python under the
// name python3), made of shell scripts, and against the real python3 that every machine has.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detectPrograms } from './detect-programs.ts';

let folder: string;
let bin: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-detect-'));
  bin = join(folder, 'bin');
  mkdirSync(bin);
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

function script(path: string, body: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A program that answers the probe with these facts and counts how often it was asked. */
const answering = (facts: object): string =>
  `echo asked >> '${join(folder, 'asked')}'\necho 'lab-probe:${JSON.stringify(facts)}'`;

const cpython2 = {
  implementation: 'CPython',
  languageVersion: '2.7.18',
  version: '2.7.18 (default) [GCC 12.2.0]',
  refcounts: true,
  threads: true,
  bits: 64,
};
const pypy = {
  implementation: 'PyPy',
  name: 'pypy',
  languageVersion: '3.9.16',
  implementationVersion: '7.3.11',
  pypyVersion: '7.3.11',
  version: '3.9.16 (7.3.11, date) [PyPy 7.3.11 with GCC 12.2.0]',
  compiler: '',
  pypyjit: true,
  threads: true,
};

/** PATH has the fakes first, and then what `sh` needs. */
const detect = (more: Parameters<typeof detectPrograms>[0] = {}) =>
  detectPrograms({
    env: { ...process.env, PATH: bin, HOME: folder },
    cacheDirectory: null,
    timeoutMs: 5000,
    cwd: folder,
    ...more,
  });

/** The python3 of this machine and nothing else. */
const realPython = {
  env: process.env,
  config: { programs: { python3: { command: ['python3'] } }, searchPath: false },
};

describe('what it is, and not what it is called', () => {
  it('sees the PyPy under the name python3 and the Python 2 under the name python', async () => {
    script(join(bin, 'python3'), answering(pypy));
    script(join(bin, 'python'), answering(cpython2));
    const found = await detect();
    expect(found.map((p) => [p.id, p.description?.implementation, p.description?.languageVersion])).toEqual([
      ['python3', 'PyPy', '3.9.16'],
      ['python', 'CPython', '2.7.18'],
    ]);
    expect(found[0]!.description).toMatchObject({
      implementationVersion: '7.3.11',
      compiler: expect.stringContaining('PyPy 7.3.11 with GCC') as string,
      capabilities: { refcounts: false, gc: 'tracing', gil: 'gil', jit: 'tracing' },
    });
    expect(found[1]!.description!.capabilities).toMatchObject({ refcounts: true, jit: 'none' });
  });

  it('asks the real python3, which knows its GIL, its compiler and its own file', async () => {
    const [found] = await detect(realPython);
    expect(found).toMatchObject({ id: 'python3', answer: { state: 'ok' } });
    expect(found!.description!.languageVersion).toMatch(/^3\.\d+\.\d+$/);
    expect(found!.description!.compiler).toMatch(/\d+ bit$/);
  });

  it('ignores names that only begin like one', async () => {
    script(join(bin, 'python3-config'), 'echo no');
    script(join(bin, 'pythonx'), 'echo no');
    writeFileSync(join(bin, 'pypy3'), 'not executable');
    mkdirSync(join(bin, 'micropython'));
    expect(await detect()).toEqual([]);
  });
});

describe('what cannot run', () => {
  it('is a row that says why', async () => {
    script(join(bin, 'python3'), 'echo "pyenv: python3: command not found" >&2; exit 127');
    script(join(bin, 'python3.12'), 'exit 0');
    script(join(bin, 'pypy3'), 'kill -SEGV $$');
    writeFileSync(join(bin, 'micropython'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]));
    chmodSync(join(bin, 'micropython'), 0o755);
    script(join(bin, 'jython'), "echo 'lab-probe:{not json'");
    const found = Object.fromEntries((await detect()).map((p) => [p.id, p.answer]));
    expect(found['python3']).toEqual({
      state: 'broken',
      message: 'pyenv: python3: command not found (status 127)',
    });
    expect(found['python3.12']).toMatchObject({
      state: 'broken',
      message: expect.stringContaining('said nothing') as string,
    });
    expect(found['pypy3']).toMatchObject({
      state: 'broken',
      message: expect.stringContaining('SIGSEGV') as string,
    });
    expect(found['micropython']!.state).toBe('broken');
    expect(found['jython']!.state).toBe('broken');
  });

  it('is ended when it hangs, with what it started, and the others do not wait for it', async () => {
    const marker = join(folder, 'left-behind');
    script(join(bin, 'python3'), `(sleep 2; echo x > '${marker}') & sleep 60`);
    script(join(bin, 'pypy3'), answering(pypy));
    const begin = performance.now();
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, HOME: folder };
    const found = (await detect({ env, timeoutMs: 1000 })).filter((p) => p.path.startsWith(bin));
    expect(found.map((p) => p.answer.state)).toEqual(['hangs', 'ok']);
    expect(performance.now() - begin).toBeLessThan(15_000);
    await new Promise((resolve) => setTimeout(resolve, 1800));
    expect(readdirSync(folder)).not.toContain('left-behind');
  });
});

describe('one program, one row', () => {
  it('joins the names of the same executable', async () => {
    const real = script(
      join(folder, 'opt/python3.11'),
      answering({ ...cpython2, languageVersion: '3.11.7', realExecutable: join(folder, 'opt/python3.11') }),
    );
    for (const name of ['python', 'python3', 'python3.11']) symlinkSync(real, join(bin, name));
    const found = await detect();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ id: 'python3', aliases: ['python', 'python3.11'] });
  });

  it('keeps a virtual environment apart from the Python it was made of', async () => {
    const facts = { ...cpython2, languageVersion: '3.11.7', realExecutable: '/opt/python3.11' };
    script(join(bin, 'python3'), answering({ ...facts, prefix: '/venv' }));
    script(join(bin, 'python3.11'), answering({ ...facts, prefix: '/opt' }));
    expect((await detect()).map((p) => p.id)).toEqual(['python3', 'python3.11']);
  });

  it('calls a shadowed program of the same name by its path', async () => {
    script(join(bin, 'python3'), answering({ ...pypy, realExecutable: '/a' }));
    script(join(folder, 'second/python3'), answering({ ...cpython2, realExecutable: '/b' }));
    const found = await detect({ env: { PATH: `${bin}:${join(folder, 'second')}`, HOME: folder } });
    expect(found.map((p) => p.id)).toEqual(['python3', join(folder, 'second/python3')]);
  });

  it('runs the program behind a shim, and shows both', async () => {
    const python = process.env['PATH']!.split(':').map((d) => join(d, 'python3'));
    const [real] = await detect(realPython);
    const binary = (real!.answer.state === 'ok' && real!.answer.facts.executable) || python[0]!;
    script(join(bin, 'python3'), `exec '${binary}' "$@"`);
    const [found] = await detect();
    expect(found).toMatchObject({ id: 'python3', shim: join(bin, 'python3'), command: [binary] });
  });

  it('leaves a launcher alone that is the program', async () => {
    const path = join(bin, 'jython');
    script(
      path,
      answering({
        implementation: 'Jython',
        languageVersion: '2.7.3',
        version: '2.7.3',
        executable: path,
        realExecutable: path,
      }),
    );
    const [found] = await detect();
    expect(found).toMatchObject({ id: 'jython', command: [path], shim: undefined });
    expect(found!.description!.capabilities).toMatchObject({ gc: 'host', gil: 'none' });
  });
});

describe('stored answers', () => {
  const asked = async (): Promise<number> => {
    const { readFileSync } = await import('node:fs');
    return readFileSync(join(folder, 'asked'), 'utf8').split('\n').length - 1;
  };

  it('spare the program until its file changes', async () => {
    const path = script(join(bin, 'python3'), answering(cpython2));
    const cacheDirectory = join(folder, 'cache');
    await detect({ cacheDirectory });
    await detect({ cacheDirectory });
    expect(await asked()).toBe(1);
    script(path, `${answering(pypy)} # changed`);
    const [found] = await detect({ cacheDirectory });
    expect(found!.description!.implementation).toBe('PyPy');
    expect(await asked()).toBe(2);
  });

  it('of a script hold for one place and one chosen version', async () => {
    script(join(bin, 'python3'), answering(cpython2));
    const cacheDirectory = join(folder, 'cache');
    const env = { PATH: bin, HOME: folder };
    await detect({ cacheDirectory, env });
    await detect({ cacheDirectory, env: { ...env, PYENV_VERSION: '3.12.1' } });
    await detect({ cacheDirectory, env, cwd: bin });
    expect(await asked()).toBe(3);
  });

  it('are done without when they cannot be read or written', async () => {
    script(join(bin, 'python3'), answering(cpython2));
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(await detect({ cacheDirectory: join(file, 'cache') })).toHaveLength(1);
    const cacheDirectory = join(folder, 'cache');
    await detect({ cacheDirectory });
    for (const name of readdirSync(cacheDirectory)) writeFileSync(join(cacheDirectory, name), '{"x":1}');
    expect(await detect({ cacheDirectory })).toHaveLength(1);
  });
});

describe('lab.config.json', () => {
  it('adds programs with arguments of their own, beside or instead of PATH', async () => {
    script(join(bin, 'python3'), answering(cpython2));
    const other = script(join(folder, 'opt/my-python'), `[ "$1" = --flag ] || exit 3\n${answering(pypy)}`);
    const programs = { mine: { command: [other, '--flag'], title: 'my own' } };
    const both = await detect({ config: { programs, searchPath: true } });
    expect(both.map((p) => p.id)).toEqual(['mine', 'python3']);
    expect(both[0]).toMatchObject({ command: [other, '--flag'], title: 'my own', answer: { state: 'ok' } });
    const only = await detect({ config: { programs, searchPath: false } });
    expect(only.map((p) => p.id)).toEqual(['mine']);
  });

  it('shows a configured program that is not there as broken', async () => {
    const programs = { gone: { command: [join(folder, 'none')] } };
    const [found] = await detect({ config: { programs, searchPath: false } });
    expect(found!.answer).toMatchObject({
      state: 'broken',
      message: expect.stringContaining('cannot be started') as string,
    });
  });
});
