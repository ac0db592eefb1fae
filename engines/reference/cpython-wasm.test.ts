// cpython-wasm against what `python` does: each expectation is CPython's own behaviour, and those of text were read off a native
// one (the version aside). Runs in the test's process, so that no build is needed; the watchdog has tests of its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, createEngine } from './cpython-wasm.ts';
import { keepingHost, run, source } from './testing/run-engine.ts';

const engine = createEngine();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-cpython-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const asModule = { 'lab.module-name': 'workload' };

describe('a whole program is as `python` runs it', () => {
  it('with arguments, flags, stdin, sys.path[0] and __file__', async () => {
    write('neighbour.py', 'print("imported", __name__)\n');
    const path = write(
      'whole.py',
      'import sys, neighbour\nassert False\nprint(sys.argv[1:], sys.path[0], __name__, __file__, sys.stdin.read(), sys.flags.dont_write_bytecode)\n',
    );
    const ran = await run(engine, {
      program: { kind: 'file', path },
      args: ['a', '-O'],
      flags: ['-O', '-B'],
      stdin: 'in',
      cwd: folder,
    });
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toBe(`imported neighbour\n['a', '-O'] ${folder} __main__ ${path} in 1\n`);
    expect(ran.outcome).toMatchObject({ status: 0, exception: undefined });
  });

  it('with the interpreter’s own modules and nothing of Pyodide', async () => {
    const text =
      'import sys; print(sys.path[0] == "", [m for m in sys.modules if "pyodide" in m or m == "js"], sys.excepthook is sys.__excepthook__)';
    expect((await run(engine, { program: source(text) })).stdout).toBe('True [] True\n');
  });

  it('with CPython’s traceback, and no frame of ours', async () => {
    const path = write('raises.py', 'def f(x):\n    return 1 + x\n\nf("a")\n');
    const ran = await run(engine, { program: { kind: 'file', path } });
    const traceback = `Traceback (most recent call last):
  File "${path}", line 4, in <module>
    f("a")
    ~^^^^^
  File "${path}", line 2, in f
    return 1 + x
           ~~^~~
TypeError: unsupported operand type(s) for +: 'int' and 'str'
`;
    expect(ran.stderr).toBe(traceback);
    expect(ran.outcome).toMatchObject({
      status: 1,
      exception: { type: 'TypeError', text: "unsupported operand type(s) for +: 'int' and 'str'", traceback },
    });
  });

  it('and a syntax error has no traceback', async () => {
    const path = write('syntax.py', 'def f(:\n');
    const expected = `  File "${path}", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax\n`;
    for (const options of [{}, asModule]) {
      const ran = await run(engine, { program: { kind: 'file', path }, options });
      expect(ran.stderr).toBe(expected);
      expect(ran.outcome).toMatchObject({ status: 1, exception: { type: 'SyntaxError' } });
    }
  });

  it.each([
    ['import sys; sys.exit(7)', 7, ''],
    ['import sys; sys.exit("bye")', 1, 'bye\n'],
    ['import sys; sys.exit()', 0, ''],
    ['import sys; sys.exit(-1)', 255, ''],
    ['import os; os._exit(9)', 9, ''],
  ])('%s', async (text, status, stderr) => {
    for (const options of [{}, asModule]) {
      const ran = await run(engine, { program: source(text), options });
      expect([ran.outcome.status & 255, ran.stderr, ran.outcome.exception]).toEqual([
        status,
        stderr,
        undefined,
      ]);
    }
  });

  it('from -m, from stdin and at the prompt', async () => {
    write('package_like.py', 'import sys\nprint(__name__, sys.argv[1:])\n');
    const module = await run(engine, {
      program: { kind: 'module', name: 'package_like' },
      args: ['x'],
      cwd: folder,
    });
    expect(module.stdout).toBe("__main__ ['x']\n");
    expect((await run(engine, { program: { kind: 'stdin' }, stdin: 'print(6 * 7)' })).stdout).toBe('42\n');
    const repl = await run(engine, { program: { kind: 'repl' }, stdin: 'x = 20\nx + 1\n' });
    expect(repl.stdout).toContain('21\n');
    expect(repl.stderr).toContain('>>> ');
  });

  it.each([{}, asModule])('a missing module or file is said as CPython says it (%j)', async (options) => {
    const module = await run(engine, { program: { kind: 'module', name: 'no_such_module' }, options });
    expect(module.stderr).toMatch(/: No module named no_such_module\n$/);
    expect(module.outcome.status).toBe(1);
    const file = await run(engine, { program: { kind: 'file', path: join(folder, 'none.py') }, options });
    expect(file.stderr).toMatch(/: can't open file '.*none\.py': \[Errno 44\] No such file or directory\n$/);
    expect(file.outcome.status).toBe(2);
  });

  it('bytes pass as they are', async () => {
    const text =
      'import sys; sys.stdout.buffer.write(bytes(range(256))); sys.stderr.buffer.write(sys.stdin.buffer.read())';
    const { host, stdout, stderr } = keepingHost('\u00e9\u{1f600}');
    const session = await engine.start(
      {
        program: source(text),
        args: [],
        env: {},
        cwd: '/',
        fileSystem: { kind: 'real' },
        limits: {},
        options: {},
        flags: [],
        events: [],
      },
      host,
    );
    await session.main();
    await session.close();
    expect(stdout()).toBe(Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString('utf8'));
    expect(stderr()).toBe('\u00e9\u{1f600}');
  });
});

describe('a program whose functions are called', () => {
  const text = `print(__name__)
import atexit; atexit.register(print, 'at exit')
total = 0
def add(n, name='x'):
    global total
    total += n
    return total, name
def bad(): raise ValueError('no \\ud800')
class E(Exception): pass
def own(): raise E
`;

  it('is not __main__, keeps its state, and ends as an interpreter does', async () => {
    const ran = await run(engine, {
      program: source(text),
      options: asModule,
      calls: [
        ['add', 2],
        ['add', 3, 'y\u00e9'],
        ['add', 0.5],
      ],
    });
    expect(ran.calls).toEqual([
      { ok: true, repr: "(2, 'x')" },
      { ok: true, repr: "(5, 'y\u00e9')" },
      { ok: true, repr: "(5.5, 'x')" },
    ]);
    expect(ran.has).toBe(true);
    expect(ran.stdout).toBe('workload\nat exit\n');
    expect(ran.memory.hostHeap).toBeGreaterThan(1 << 24);
  });

  it('says what was raised, with frames of the program alone', async () => {
    const { calls } = await run(engine, {
      program: source(text, 'calls.py'),
      calls: [['bad'], ['none'], ['own']],
    });
    const [bad, none, own] = calls.map((c) => (c.ok ? undefined : c.exception));
    expect(bad).toMatchObject({ type: 'ValueError', text: 'no \\ud800' });
    expect(bad!.traceback).toMatch(
      /^Traceback \(most recent call last\):\n {2}File "calls\.py", line 8, in bad\n/,
    );
    expect(none).toMatchObject({ type: 'NameError' });
    expect(own).toMatchObject({ type: 'E', text: '' });
  });
});

describe('limits and interrupts', () => {
  const INTERRUPT = 1;

  it.each(['while True: pass', 'import time; time.sleep(30)'])(
    '%s ends by KeyboardInterrupt',
    async (text) => {
      const begun = 'import sys; sys.stdin.read()\n';
      const ran = await run(engine, { program: source(begun + text), word: INTERRUPT });
      expect(ran.outcome).toMatchObject({ status: 130, exception: { type: 'KeyboardInterrupt' } });
      const caught = `try:\n    ${begun}    ${text.replace('; ', '\n    ')}\nexcept KeyboardInterrupt: print('caught')`;
      expect((await run(engine, { program: source(caught), word: INTERRUPT })).stdout).toBe('caught\n');
    },
  );

  it('time.sleep refuses what CPython refuses, and takes its time', async () => {
    const text = `import time
for wrong in (-1, 'x', None, float('nan')):
    try: time.sleep(wrong)
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
begin = time.monotonic(); time.sleep(0.05); time.sleep(True * 0.05); print(0.09 < time.monotonic() - begin < 5)`;
    expect((await run(engine, { program: source(text) })).stdout).toBe(
      `ValueError sleep length must be non-negative
TypeError 'str' object cannot be interpreted as an integer or float
TypeError 'NoneType' object cannot be interpreted as an integer or float
ValueError Invalid value NaN (not a number)
True
`,
    );
  });

  it('a heap limit is a MemoryError inside Python', async () => {
    const text = 'try: kept = [bytes(1 << 20) for _ in range(500)]\nexcept MemoryError: print("MemoryError")';
    const ran = await run(engine, { program: source(text), limits: { heapBytes: 64 << 20 } });
    expect(ran.stdout).toBe('MemoryError\n');
    // Linear memory grows a fifth beyond what is asked for.
    expect(ran.memory.hostHeap).toBeLessThanOrEqual((64 << 20) * 1.2);
  });

  it('a recursion limit is where the RecursionError comes', async () => {
    const text = 'def f(n):\n    try: return f(n + 1)\n    except RecursionError: return n\nprint(f(1))';
    const { stdout } = await run(engine, { program: source(text), limits: { recursion: 200 } });
    expect(Number(stdout)).toBeGreaterThan(150);
    expect(Number(stdout)).toBeLessThan(200);
  });
});

describe('views of the file system', () => {
  const touch =
    'import os\ntry: open("new.txt", "w").write("x"); print("written")\nexcept OSError as e: print(e.strerror)\nprint(open("old.txt").read())';

  it('real: the host’s files, read and written', async () => {
    write('old.txt', 'old');
    const text = `${touch}\nos.rename("new.txt", "renamed.txt"); os.mkdir("d"); print(sorted(os.listdir("d")), os.path.isdir("d")); os.rmdir("d"); open("renamed.txt", "a").write("y")`;
    expect((await run(engine, { program: source(text), cwd: folder })).stdout).toBe(
      'written\nold\n[] True\n',
    );
    expect(readFileSync(join(folder, 'renamed.txt'), 'utf8')).toBe('xy');
  });

  it('read-only: the same files, and every change is refused', async () => {
    write('old.txt', 'old');
    const text = `${touch}
for change in (lambda: os.remove("old.txt"), lambda: os.mkdir("d"), lambda: os.rename("old.txt", "x"), lambda: os.chmod("old.txt", 0), lambda: open("old.txt", "r+"), lambda: os.truncate("old.txt", 0), lambda: os.symlink("a", "b")):
    try: change(); print("changed")
    except OSError as e: print(e.strerror)`;
    const ran = await run(engine, { program: source(text), cwd: folder, fileSystem: { kind: 'read-only' } });
    expect(ran.stdout).toBe(`Read-only file system\nold\n${'Read-only file system\n'.repeat(7)}`);
    expect(readFileSync(join(folder, 'old.txt'), 'utf8')).toBe('old');
  });

  it('memory: what was given, and nothing of the host', async () => {
    const files = {
      '/home/me/main.py': 'import other, os\nprint(other.x, os.getcwd(), os.path.exists("/etc/passwd"))\n',
      '/home/me/other.py': 'x = 5',
    };
    const ran = await run(engine, {
      program: { kind: 'file', path: 'main.py' },
      cwd: '/home/me',
      fileSystem: { kind: 'memory', files },
    });
    expect(ran.stdout).toBe('5 /home/me False\n');
  });
});

describe('dumps', () => {
  const dump = (kind: string, text: string, options: Record<string, string | boolean> = {}) =>
    engine.dump(
      { kind: kind as 'ast', program: source(text, 'x.py'), options, flags: [] },
      keepingHost().host,
    );

  it('show tokens, tree, symbols and bytecode', async () => {
    expect(await dump('tokens', 'a = 1\n', { exact: true })).toMatchObject({
      ok: true,
      text: expect.stringMatching(/1,2-1,3: +EQUAL +'='/) as string,
    });
    expect(await dump('ast', 'a', { indent: 'none' })).toEqual({
      ok: true,
      text: "Module(body=[Expr(value=Name(id='a', ctx=Load()))])\n",
    });
    expect(await dump('symtable', 'def f(x):\n    return lambda: x\n')).toMatchObject({
      ok: true,
      text: expect.stringContaining('x: free referenced') as string,
    });
    expect(await dump('bytecode', 'a + b', { caches: true })).toMatchObject({
      ok: true,
      text: expect.stringMatching(/BINARY_OP +0 \(\+\)\n +CACHE/) as string,
    });
    expect(
      await dump('quickened', 'def f():\n    t = 0\n    for i in range(99): t += i\nf()\n'),
    ).toMatchObject({ ok: true, text: expect.stringContaining('BINARY_OP_ADD_INT') as string });
  });

  it('answer a syntax error as CPython prints it, and what they cannot show', async () => {
    expect(await dump('bytecode', 'x = = 1')).toEqual({
      ok: false,
      error: '  File "x.py", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n',
    });
    expect(await dump('tokens', '(')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^x\.py:\d+:\d+: error: unexpected EOF/) as string,
    });
    expect(await dump('trace-js', '1')).toMatchObject({
      ok: false,
      error: expect.stringContaining('Unsupported') as string,
    });
  });
});

it('describes itself as the implementation does', async () => {
  const description = await engine.describe();
  const facts = await ask();
  expect(description).toMatchObject({
    implementation: facts.implementation,
    languageVersion: facts.languageVersion,
    implementationVersion: facts.implementationVersion,
  });
  expect(facts.compiler).toContain(description.compiler.split(';')[0]);
});
