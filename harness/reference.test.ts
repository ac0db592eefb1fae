import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadReference } from './reference.ts';
import type { Reference } from './reference.ts';

let reference: Reference;
beforeAll(async () => {
  reference = await loadReference();
});
afterAll(() => reference.close());

const run = (text: string, more: object = {}) => reference.run({ text, filename: 'prog.py', ...more });

describe('a program runs as `python prog.py` would run it', () => {
  test('streams, arguments, stdin', async () => {
    const text = 'import sys\nprint(sys.argv[1:], input(), __name__)\nprint("err", file=sys.stderr)\n';
    expect(await run(text, { args: ['a b'], stdin: 'typed\n' })).toEqual({
      stdout: "['a b'] typed __main__\n",
      stderr: 'err\n',
      status: 0,
    });
  });

  test('no frame of ours lies below the main module', async () => {
    const { stdout } = await run('import sys\nprint(sys._getframe().f_back, len(sys._current_frames()))\n');
    expect(stdout).toBe('None 1\n');
  });

  test('an exception is status 1 with its traceback and source lines', async () => {
    const { stderr, status } = await run('def f():\n    return 1 / 0\n\nf()\n');
    expect(status).toBe(1);
    expect(stderr.replaceAll('/tmp/program/', '')).toBe(
      [
        'Traceback (most recent call last):',
        '  File "prog.py", line 4, in <module>',
        '    f()',
        '    ~^^',
        '  File "prog.py", line 2, in f',
        '    return 1 / 0',
        '           ~~^~~',
        'ZeroDivisionError: division by zero',
        '',
      ].join('\n'),
    );
  });

  test.each([
    ['raise SystemExit', 0, ''],
    ['import sys; sys.exit(7)', 7, ''],
    ['import sys; sys.exit("text")', 1, 'text\n'],
    ['raise SystemExit(-1)', 255, ''],
  ])('%s', async (text, status, stderr) => {
    expect(await run(text)).toEqual({ stdout: '', stderr, status });
  });

  test("the program's excepthook is called once, with its own frames alone", async () => {
    const text =
      'import sys\ndef hook(k, v, tb):\n    print(k.__name__, tb.tb_lineno, tb.tb_next)\nsys.excepthook = hook\n1/0\n';
    expect(await run(text)).toEqual({ stdout: 'ZeroDivisionError 5 None\n', stderr: '', status: 1 });
  });

  test('atexit, then destruction of the main module, cycles among it', async () => {
    const text = `import atexit
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
a = D('plain')
b = D('cycle'); b.self = b
atexit.register(print, 'atexit')
def uses_globals(): return a
`;
    expect((await run(text)).stdout.split('\n').sort()).toEqual(['', 'atexit', 'del cycle', 'del plain']);
    expect((await run(text)).stdout).toMatch(/^atexit\n/);
  });

  test('an event loop that runs', async () => {
    const text =
      'import asyncio\nasync def main():\n    await asyncio.sleep(0.001)\n    return 5\nprint(asyncio.run(main()))\n';
    expect((await run(text)).stdout).toBe('5\n');
  });

  test('deep recursion is a RecursionError, in Python and in C', async () => {
    const text = `def f(n): return f(n + 1)
class A:
    def __repr__(self): return repr(self)
for op in (lambda: f(0), lambda: repr(A())):
    try: op()
    except RecursionError: print('caught')
`;
    expect((await run(text)).stdout).toBe('caught\ncaught\n');
  });
});

describe('one program leaves nothing to the next', () => {
  test('modules, builtins, settings', async () => {
    await run(`import sys, builtins, colorsys, warnings, os, gc, json
builtins.left = 1; sys.left_over = 1; json.left = 1
sys.setrecursionlimit(300); gc.disable(); gc.set_threshold(5); os.chdir('/')
os.environ['LEFT'] = '1'; warnings.simplefilter('error'); sys.path.insert(0, '/left')
sys.stdout.close()
`);
    const { stdout } = await run(`import sys, builtins, gc, os, warnings
print(hasattr(builtins, 'left'), 'colorsys' in sys.modules, sys.getrecursionlimit(), gc.isenabled(), gc.get_threshold())
print(os.environ.get('LEFT'), '/left' in sys.path, os.getcwd() == sys.path[0], any(f[0] == 'error' for f in warnings.filters))
`);
    expect(stdout).toBe('False False 1000 True (2000, 10, 0)\nNone False True False\n');
  });

  test('an endless loop is ended, and the next program runs', async () => {
    const { died } = await run('print("begun", flush=True)\nwhile True: pass\n', { timeMs: 300 });
    expect(died).toBe('over 300 ms');
    expect((await run('print("next")')).stdout).toBe('next\n');
  });
});

describe('call', () => {
  const source =
    'import ast\ndef tree(text):\n    return ast.dump(ast.parse(text))\ndef double(x, y):\n    return [x * 2, y]\n';
  test('arguments and answer are JSON', async () => {
    expect(await reference.call(source, 'double', 21, { a: [null] })).toEqual([42, { a: [null] }]);
    expect(await reference.call(source, 'tree', 'x')).toBe(
      "Module(body=[Expr(value=Name(id='x', ctx=Load()))])",
    );
  });
  test('a Python exception rejects with its text', async () => {
    await expect(reference.call(source, 'tree', 'x = = 1')).rejects.toThrow('SyntaxError: invalid syntax');
  });
});
