// micropython-wasm: the real MicroPython behind the contract. Expectations of text were read off the native unix port.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, createEngine } from './micropython-wasm.ts';
import { keepingHost, run, source } from './testing/run-engine.ts';

const engine = createEngine();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-micropython-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const asModule = { 'lab.module-name': 'workload' };

describe('a program', () => {
  it('gets arguments, neighbours and stdin', async () => {
    write('neighbour.py', 'print("imported", __name__)\n');
    const path = write(
      'whole.py',
      'import sys, neighbour\nprint(sys.argv, __name__, input("? "), sys.stdin.read())\n',
    );
    const ran = await run(engine, {
      program: { kind: 'file', path },
      args: ['a'],
      stdin: 'one\ntwo',
      cwd: '/',
    });
    expect(ran.stdout).toBe(`imported neighbour\n? ['${path}', 'a'] __main__ one two\n`);
    expect(ran.outcome).toMatchObject({ status: 0, exception: undefined });
  });

  it('leaves a traceback of its own frames alone', async () => {
    const path = write('raises.py', 'def f(x):\n    return 1 // x\nf(0)\n');
    const traceback = `Traceback (most recent call last):\n  File "${path}", line 3, in <module>\n  File "${path}", line 2, in f\nZeroDivisionError: divide by zero\n`;
    const ran = await run(engine, { program: { kind: 'file', path } });
    expect(ran.stderr).toBe(traceback);
    expect(ran.outcome).toMatchObject({
      status: 1,
      exception: { type: 'ZeroDivisionError', text: 'divide by zero', traceback },
    });
  });

  it('says a syntax error as MicroPython does', async () => {
    const ran = await run(engine, { program: source('def f(:\n', 'x.py') });
    expect(ran.stderr).toBe(
      'Traceback (most recent call last):\n  File "x.py", line 1\nSyntaxError: invalid syntax\n',
    );
    expect(ran.outcome.status).toBe(1);
  });

  it.each([
    ['import sys; sys.exit(7)', 7, ''],
    ['import sys; sys.exit()', 0, ''],
    ['import sys; sys.exit("bye")', 1, 'bye\n'],
    ['raise EOFError', 1, expect.stringContaining('EOFError') as string],
  ])('%s', async (text, status, stderr) => {
    const ran = await run(engine, { program: source(text) });
    expect([ran.outcome.status, ran.stderr]).toEqual([status, stderr]);
  });

  it('comes from -m, from stdin and from the prompt', async () => {
    write('as_module.py', 'import sys\nprint(__name__, sys.argv[1:])\n');
    const module = await run(engine, {
      program: { kind: 'module', name: 'as_module' },
      args: ['x'],
      cwd: folder,
    });
    expect(module.stdout).toBe("__main__ ['x']\n");
    expect((await run(engine, { program: { kind: 'stdin' }, stdin: 'print(6 * 7)' })).stdout).toBe('42\n');
    expect((await run(engine, { program: { kind: 'repl' }, stdin: 'x = 20\nx + 1\n' })).stdout).toContain(
      '\n21\n>>> ',
    );
  });

  it('is refused what it cannot have', async () => {
    for (const wishes of [
      { flags: ['-x'] },
      { limits: { heapBytes: 1 << 20 } },
      { options: { heapsize: 'big' } },
    ]) {
      const ran = await run(engine, wishes);
      expect(ran.outcome).toMatchObject({ status: 2, exception: { type: 'Unsupported' } });
      expect(ran.stderr).toMatch(/^micropython-wasm: /);
    }
  });

  it('takes -O for its assertions and leaves alone what means nothing to it', async () => {
    const text = 'assert False\nprint("on")';
    expect((await run(engine, { program: source(text), flags: ['-O', '-B', '-W', 'error'] })).stdout).toBe(
      'on\n',
    );
    expect((await run(engine, { program: source(text) })).outcome.exception?.type).toBe('AssertionError');
  });
});

describe('functions', () => {
  const text =
    'print(__name__)\ntotal = 0\ndef add(n, s="x"):\n    global total\n    total += n\n    return total, s\ndef bad(): raise ValueError("no")\n';

  it('are called in a module that is not __main__ and keeps its state', async () => {
    const ran = await run(engine, {
      program: source(text),
      options: asModule,
      calls: [['add', 2], ['add', 3, 'y\u00e9'], ['add', 0.5], ['bad'], ['none']],
    });
    expect(ran.stdout).toBe('workload\n');
    expect(ran.has).toBe(true);
    expect(ran.calls.slice(0, 3)).toEqual([
      { ok: true, repr: "(2, 'x')" },
      { ok: true, repr: "(5, 'y\\xe9')" },
      { ok: true, repr: "(5.5, 'x')" },
    ]);
    expect(ran.calls[3]).toMatchObject({ ok: false, exception: { type: 'ValueError', text: 'no' } });
    expect(ran.calls[3]).toMatchObject({
      exception: { traceback: expect.not.stringContaining('_lab') as string },
    });
    expect(ran.calls[4]).toMatchObject({ ok: false, exception: { type: 'NameError' } });
  });

  it('count their heap', async () => {
    const ran = await run(engine, {
      program: source('kept = bytearray(50000)\ndef f(): return 1', 'x.py'),
      calls: [['f']],
    });
    expect(ran.memory.modelledCurrent).toBeGreaterThan(50_000);
    expect(ran.memory.modelledCurrent).toBeLessThan(70_000);
  });
});

describe('interrupts', () => {
  const INTERRUPT = 1;

  it.each(['while True: str(1)', 'import time; time.sleep(30)'])(
    '%s',
    async (text) => {
      const ran = await run(engine, {
        program: source(`import sys; sys.stdin.read()\n${text}`),
        word: INTERRUPT,
      });
      expect(ran.outcome).toMatchObject({ status: 130, exception: { type: 'KeyboardInterrupt' } });
    },
    10_000,
  );

  it('sleeping takes its time', async () => {
    const begin = performance.now();
    await run(engine, { program: source('import time; time.sleep(0.3)') });
    expect(performance.now() - begin).toBeGreaterThan(290);
  });
});

describe('views of the file system', () => {
  it('real and read-only', async () => {
    write('old.txt', 'old');
    const text = 'f = open("old.txt", "a"); f.write("+"); f.close(); print(open("old.txt").read())';
    expect((await run(engine, { program: source(text), cwd: folder })).stdout).toBe('old+\n');
    const refused = await run(engine, {
      program: source(text),
      cwd: folder,
      fileSystem: { kind: 'read-only' },
    });
    expect(refused.outcome.exception?.type).toBe('OSError');
    expect(readFileSync(join(folder, 'old.txt'), 'utf8')).toBe('old+');
  });

  it('memory', async () => {
    const files = {
      '/m/main.py': 'import other, os\nprint(other.x, os.listdir("/m"))\n',
      '/m/other.py': 'x = 5',
    };
    const ran = await run(engine, {
      program: { kind: 'file', path: '/m/main.py' },
      cwd: '/m',
      fileSystem: { kind: 'memory', files },
    });
    expect(ran.stdout).toBe("5 ['main.py', 'other.py']\n");
  });
});

it('has nothing to dump, and says so', async () => {
  const answer = await engine.dump(
    { kind: 'bytecode', program: source(''), options: {}, flags: [] },
    keepingHost().host,
  );
  expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(/^Unsupported: /) as string });
});

it('describes itself as the implementation does', async () => {
  const facts = await ask();
  expect(await engine.describe()).toMatchObject({
    implementation: facts.implementation,
    languageVersion: facts.languageVersion,
    implementationVersion: facts.implementationVersion,
    compiler: expect.stringContaining(`${facts.platform} (${facts.build})`) as string,
  });
});
