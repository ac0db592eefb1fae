// `lab run` on the engines of the object space, end to end in a child process: streams, statuses, tracebacks, signals, limits, deep recursion, and
// conformance programs against what real CPython printed. Texts here are those of CPython 3.14.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDifferences } from '../differences.ts';
import { DIST, ROOT } from '../folders.ts';

interface Ran {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lab-run-engines-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

interface Options {
  stdin?: string;
  interrupt?: boolean;
  cwd?: string;
}

/** `interrupt`: SIGINT goes to the command once stdout has shown `ready`. */
function run(
  engine: string,
  args: readonly string[],
  { stdin = '', interrupt = false, cwd = folder }: Options = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const words = [join(DIST, 'cli.js'), 'run', '--engine', engine, ...args];
    const child = spawn(process.execPath, words, { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
      if (!interrupt || !stdout.includes('ready')) return;
      interrupt = false;
      setTimeout(() => child.kill('SIGINT'), 100);
    });
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

const HEADER = 'Traceback (most recent call last):';
const text = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('');

describe.each(['cpython-like', 'pypy-like'])('%s', (engine) => {
  const python = (args: readonly string[], options?: Options): Promise<Ran> => run(engine, args, options);

  describe('programs', () => {
    it('-c: its output, its arguments, its text in tracebacks', async () => {
      const ran = await python(['-c', 'import sys; print(sys.argv, end=""); 1/0', 'a', '-O']);
      expect(ran).toEqual({
        status: 1,
        signal: null,
        stdout: "['-c', 'a', '-O']",
        stderr: text(
          HEADER,
          '  File "<string>", line 1, in <module>',
          '    import sys; print(sys.argv, end=""); 1/0',
          '                                         ~^~',
          'ZeroDivisionError: division by zero',
        ),
      });
    });
    it('stdin: the program, without its text in tracebacks', async () => {
      const ran = await python(['-', 'q'], { stdin: 'import sys\nprint(sys.argv)\n1/0\n' });
      expect(ran).toEqual({
        status: 1,
        signal: null,
        stdout: "['-', 'q']\n",
        stderr: text(HEADER, '  File "<stdin>", line 3, in <module>', 'ZeroDivisionError: division by zero'),
      });
    });
    it('a file: the traceback names its functions and marks its expressions', async () => {
      const path = file('fails.py', ['def f(x):', '    return x["k"] + 1', 'print("before")', 'f({})']);
      expect(await python([path])).toEqual({
        status: 1,
        signal: null,
        stdout: 'before\n',
        stderr: text(
          HEADER,
          `  File "${path}", line 4, in <module>`,
          '    f({})',
          '    ~^^^^',
          `  File "${path}", line 2, in f`,
          '    return x["k"] + 1',
          '           ~^^^^^',
          "KeyError: 'k'",
        ),
      });
    });
    it('what a program reads from stdin', async () => {
      const code = 'import sys\nfor line in sys.stdin: print(line.strip().upper())';
      const ran = await python(['-c', code], { stdin: 'one\nhéllo\n' });
      expect(ran).toEqual({ status: 0, signal: null, stdout: 'ONE\nHÉLLO\n', stderr: '' });
    });
    it.each([
      ['sys.exit()', 0, ''],
      ['sys.exit(3)', 3, ''],
      ['sys.exit("sorry")', 1, 'sorry\n'],
      ['raise SystemExit(True)', 1, ''],
    ])('%s', async (code, status, stderr) => {
      expect(await python(['-c', `import sys; ${code}`])).toMatchObject({ status, stderr });
    });
  });

  describe('SIGINT', () => {
    it.each([
      [
        'in a busy loop',
        ['print("ready", flush=True)', 'while True:', '    x = 1'],
        /^Traceback .*\n {2}File ".*", line [23], in <module>\n(?: {4}.*\n)+KeyboardInterrupt\n$/,
      ],
      [
        'in time.sleep',
        ['import time', 'print("ready", flush=True)', 'time.sleep(20)'],
        /^Traceback .*\n {2}File ".*", line 3, in <module>\n {4}time\.sleep\(20\)\n {4}~+\^+\nKeyboardInterrupt\n$/,
      ],
      [
        'in a builtin that calls Python',
        ['def f(x):', '    return x + 1', 'print("ready", flush=True)', 'sum(map(f, range(10 ** 9)))'],
        /^Traceback .*\n {2}File ".*", line 4, in <module>\n {4}sum\(.*\n {4}~+\^+\n(?: {2}File ".*", line [12], in f\n(?: {4}.*\n)+)?KeyboardInterrupt\n$/,
      ],
    ])('%s is KeyboardInterrupt, and the command ends by the signal', async (name, lines, traceback) => {
      const ran = await python([file(`${name.replaceAll(' ', '-')}.py`, lines)], { interrupt: true });
      expect(ran).toMatchObject({ status: null, signal: 'SIGINT', stdout: 'ready\n' });
      expect(ran.stderr).toMatch(traceback);
    });
    it('that the program catches leaves it running', async () => {
      const path = file('catches.py', [
        'try:',
        '    print("ready", flush=True)',
        '    while True: pass',
        'except KeyboardInterrupt as e:',
        '    print("caught", repr(e))',
      ]);
      const ran = await python([path], { interrupt: true });
      expect(ran).toEqual({
        status: 0,
        signal: null,
        stdout: 'ready\ncaught KeyboardInterrupt()\n',
        stderr: '',
      });
    });
  });

  describe('limits', () => {
    it('time: status 124 and why; no handler runs', async () => {
      const code = 'try:\n    while True: pass\nfinally:\n    print("handler")';
      expect(await python(['--timeout', '1', '-c', code])).toEqual({
        status: 124,
        signal: null,
        stdout: '',
        stderr: 'lab: the time limit is over (1 s)\n',
      });
    });
    it('recursion of every kind ends in RecursionError, not in the host', async () => {
      const path = file('deep.py', [
        'def f(n): return f(n + 1) if n < 10 ** 6 else n',
        'def g(): yield from g()',
        'class A:',
        '    def __repr__(self): return repr([self])',
        '    def __eq__(self, other): return [self] == [other]',
        '    def __getattr__(self, name): return getattr(self, name + "x")',
        'nested = []',
        'for _ in range(10 ** 5): nested = [nested]',
        'deeds = [lambda: f(0), lambda: list(g()), lambda: repr(A()), lambda: A() == A(), lambda: A().x,',
        '         lambda: repr(nested), lambda: list(map(lambda x: f(0), [1]))]',
        'for deed in deeds:',
        '    try: deed()',
        '    except RecursionError as e: print(str(e)[:32])',
        'f(0)',
      ]);
      const ran = await python([path]);
      expect(ran.stdout).toBe('maximum recursion depth exceeded\n'.repeat(7));
      expect(ran.status).toBe(1);
      expect(ran.stderr).toMatch(
        /^Traceback[^]*\[Previous line repeated 99\d more times\]\nRecursionError: maximum recursion depth exceeded\n$/,
      );
    });
  });

  describe('StopIteration from under an iterator', () => {
    it('ends whatever loops over it, raised at once or by a call', async () => {
      const path = file('stops.py', [
        'def step(i): return next(i)',
        'for f in (next, step):',
        '    items = lambda: map(f, [iter("ab")] * 3)',
        '    for x in items(): print(x, end=" ")',
        '    a, b = items()',
        '    c, *d = items()',
        '    print(a, b, c, d, [*items()], "z" in items(), "".join(items()), list(zip(items())))',
        '    print(*items())',
        'def wrong():',
        '    for x in map(lambda x: [][x], [1]): pass',
        'wrong()',
      ]);
      const ran = await python([path]);
      const line = "a b a b a ['b'] ['a', 'b'] False ab [('a',), ('b',)]\na b\n";
      expect(ran.stdout).toBe(line + line);
      expect(ran.stderr).toMatch(/line 10, in <lambda>[^]*IndexError: list index out of range\n$/);
    });
  });

  describe('builtins that call back', () => {
    it('RecursionError at the limit through __init__, a property, map and sorted, and none under a raised one', async () => {
      const path = file('callbacks.py', [
        'import sys',
        'class A:',
        '    def __init__(self, n): self.n = A(n - 1).n + 1 if n else 0',
        'class B:',
        '    def __init__(self, n): self.n = n',
        '    @property',
        '    def p(self): return B(self.n - 1).p + 1 if self.n else 0',
        'def m(n): return list(map(m, [n - 1]))[0] + 1 if n else 0',
        'def s(n): return len(sorted([1, 2], key=lambda x: s(n - 1) if x == 1 else 0)) - 2 + n if n else 0',
        'deeds = [lambda n: A(n).n, lambda n: B(n).p, m, s]',
        'for deed in deeds:',
        '    try: deed(10 ** 5)',
        '    except RecursionError as e: print(e)',
        'sys.setrecursionlimit(10 ** 6)',
        'print([deed(10 ** 5) for deed in deeds])',
      ]);
      const ran = await python([path]);
      expect(ran.stderr).toBe('');
      expect(ran.stdout).toBe(
        'maximum recursion depth exceeded\n'.repeat(4) + '[100000, 100000, 100000, 100000]\n',
      );
    });
    it('a generator that an exception closes runs its finally once', async () => {
      const path = file('closes.py', [
        'def gen():',
        '    try:',
        '        yield 1',
        '        raise ValueError("inside")',
        '    finally: print("finally")',
        'def over():',
        '    try:',
        '        for i in range(9): yield i',
        '    finally: print("over")',
        'try: list(gen())',
        'except ValueError as e: print(e)',
        'def fail(x): raise KeyError(x)',
        'g = over()',
        'try: list(map(fail, g))',
        'except KeyError as e: print(repr(e))',
        'g.close(); g.close()',
      ]);
      expect(await python([path])).toMatchObject({
        stdout: 'finally\ninside\nKeyError(0)\nover\n',
        stderr: '',
        status: 0,
      });
    });
  });

  describe('conformance programs', () => {
    const { differences = [] } = readDifferences(engine) ?? {};
    const documented = new Set(differences.flatMap((d) => d.programs));
    const programs = (
      'classes/new-and-init dict/evaluation-order dict/methods exception-groups/except-star exception-groups/return-and-loops ' +
      'f-strings/format-protocol generators/return-and-stopiteration generators/yield-from closures/core-basics ' +
      'descriptors/binding-protocol metaclasses/metaclass-basics context-managers/core-with'
    )
      .split(' ')
      .filter((name) => !documented.has(name));
    it.each(programs)('%s', async (name) => {
      const path = join(ROOT, 'workloads/conformance', name);
      const ran = await python([`${path}.py`], { cwd: ROOT });
      expect(ran.stdout).toBe(readFileSync(`${path}.expected`, 'utf8'));
      expect(ran.status).toBe(0);
    });
  });
});
