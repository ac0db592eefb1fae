// The engine through its contract: programs whose output real MicroPython has given (programs/*.exp, made again by
// scripts/micro-expect.mjs), run as they are and under the stress switches, with the heap checker after each.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DumpAnswer, EngineHost, FileSystemView, Outcome, Program, RunRequest } from '../engine.ts';
import { createEngine, checkHeap } from './engine.ts';
import type { HeapMap } from './dump.ts';

const folder = join(import.meta.dirname, 'programs');
const programs = readdirSync(folder).filter((n) => n.endsWith('.py'));

interface Result {
  out: string;
  outcome: Outcome;
  wrong: string[];
}
function host(
  write: (b: Uint8Array) => void,
  shared = new Int32Array(new SharedArrayBuffer(16)),
): EngineHost {
  return {
    readStdin: () => 0,
    writeStdout: write,
    writeStderr: write,
    isTerminal: { stdin: false, stdout: false, stderr: false },
    shared,
    emit: () => {},
    now: () => performance.now(),
  };
}
function request(program: Program, options: Record<string, string>, fileSystem: FileSystemView): RunRequest {
  return { program, args: [], env: {}, cwd: '/', fileSystem, limits: {}, options, flags: [], events: [] };
}
function run(
  text: string,
  options: Record<string, string> = {},
  fileSystem: FileSystemView = { kind: 'memory', files: {} },
): Result {
  const chunks: Uint8Array[] = [];
  const program: Program = { kind: 'source', text, filename: 'test.py' };
  const session = createEngine().start(
    request(program, options, fileSystem),
    host((b) => chunks.push(b.slice())),
  );
  if (session instanceof Promise) throw new Error('micro starts at once');
  const outcome = session.main() as Outcome;
  session.close();
  return { out: Buffer.concat(chunks).toString(), outcome, wrong: checkHeap() };
}

describe('programs', () => {
  for (const name of programs) {
    const text = readFileSync(join(folder, name), 'utf8');
    const expected = readFileSync(join(folder, name.replace(/py$/, 'exp')), 'utf8');
    it(`${name} prints what MicroPython prints`, () => {
      expect(run(text, { heap: '256k' }).out).toBe(expected);
    });
    it(`${name} survives a collection before every allocation`, () => {
      const r = run(text, { heap: '256k', 'gc-stress': '1' });
      expect(r.out).toBe(expected);
      expect(r.wrong).toEqual([]);
    });
  }
  it('runs all but the library program in 16 KiB', () => {
    for (const name of programs.filter((n) => n !== 'library.py')) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(run(text, { heap: '16k' }).out).toBe(
        readFileSync(join(folder, name.replace(/py$/, 'exp')), 'utf8'),
      );
    }
  });
});

describe('differences from CPython', () => {
  const differences = join(import.meta.dirname, '..', '..', 'workloads', 'differences', 'micro');
  for (const name of readdirSync(differences).filter((n) => n.endsWith('.py'))) {
    it(`${name} is still one, with cause and workaround`, () => {
      const text = readFileSync(join(differences, name), 'utf8');
      const head = (key: string) => new RegExp(`^# ${key}: (.+)$`, 'm').exec(text)?.[1];
      expect(run(text).out.trim()).toBe(head('micro'));
      expect(head('micro')).not.toBe(head('cpython'));
      expect(head('cause') && head('workaround')).toBeTruthy();
    });
  }
});

describe('memory', () => {
  it('ends a program that wants too much with a MemoryError, and goes on when it is caught', () => {
    const r = run(
      'l = []\ntry:\n    while True: l.append(bytes(100))\nexcept MemoryError as e:\n    l = None\n    print(e)\nprint(len([1] * 100))\n',
      { heap: '16k' },
    );
    expect(r.out).toMatch(/^memory allocation failed, allocating \d+ bytes\n100\n$/);
    expect(r.wrong).toEqual([]);
  });
  it('refuses more than any heap holds', () => {
    const text = `l = list(range(1000))\nfor n in 10**9, 10**8, 10**7:\n    try:\n        n * l\n    except MemoryError:\n        print(len(l))\n`;
    expect(run(text).out).toBe('1000\n1000\n1000\n');
  });
  it('leaves the heap whole wherever an allocation fails', () => {
    const text = readFileSync(join(folder, 'control.py'), 'utf8');
    let fine = 0;
    for (let n = 0; n < 900; n++) {
      const r = run(text, { heap: '64k', 'fail-alloc': String(n) });
      expect(r.wrong, `allocation ${n}`).toEqual([]);
      if (r.outcome.status === 0) fine++;
      else expect(r.outcome.exception?.type, `allocation ${n}`).toBe('MemoryError');
    }
    expect(fine).toBeGreaterThan(0);
  });
  it('counts exactly and the same each time', () => {
    const text = 'd = {}\nfor i in range(1000): d[i] = [i]\n';
    const [a, b] = [run(text).outcome, run(text).outcome];
    expect(a.counters).toEqual(b.counters);
    expect(a.memory.modelledPeak).toBeGreaterThan(1000 * 32);
  });
});

describe('contract', () => {
  it('prints tracebacks in MicroPython form', () => {
    const r = run('def f():\n    x = 1\n    return x.y\n\nf()\n');
    expect(r.out).toBe(
      'Traceback (most recent call last):\n  File "test.py", line 5, in <module>\n  File "test.py", line 3, in f\n' +
        "AttributeError: 'int' object has no attribute 'y'\n",
    );
    expect(r.outcome).toMatchObject({ status: 1, exception: { type: 'AttributeError' } });
  });
  it('answers sys.exit with its status', () => {
    expect(run('import sys\nsys.exit(3)').outcome.status).toBe(3);
    expect(run('raise SystemExit').outcome.status).toBe(0);
  });
  it('imports modules and packages from the view it is given', () => {
    const files = { '/m.py': 'x = 5\n', '/p/__init__.py': 'from . import q\n', '/p/q.py': 'y = 6\n' };
    const r = run('import m, p.q\nprint(m.x + p.q.y, open("/m.py").read())', {}, { kind: 'memory', files });
    expect(r.out).toBe('11 x = 5\n\n');
  });
  it('stops at a limit without running handlers, and turns an interrupt into KeyboardInterrupt', () => {
    const text = 'try:\n    while True: pass\nexcept BaseException as e:\n    print("caught", type(e))\n';
    const outcomes = [1, 2].map((bit) => {
      const shared = new Int32Array(new SharedArrayBuffer(16));
      let out = '';
      shared[0] = bit;
      const h = host((b) => (out += Buffer.from(b).toString()), shared);
      const program: Program = { kind: 'source', text, filename: 't.py' };
      const s = createEngine().start(request(program, {}, { kind: 'memory', files: {} }), h);
      return [out, (s as { main(): Outcome }).main(), out].slice(1);
    });
    expect(outcomes[0]).toMatchObject([{ status: 0 }, "caught <class 'KeyboardInterrupt'>\n"]);
    expect(outcomes[1]).toMatchObject([{ limit: 'time' }, '']);
  });
  it('calls functions of the program', () => {
    const program: Program = { kind: 'source', text: 'def add(a, b): return a + b\n', filename: 't.py' };
    const s = createEngine().start(
      request(program, {}, { kind: 'memory', files: {} }),
      host(() => {}),
    );
    if (s instanceof Promise) throw new Error();
    void s.main();
    expect(s.has('add')).toBe(true);
    expect(s.call('add', [1, 2])).toEqual({ ok: true, repr: '3' });
    expect(s.call('add', ['a', 2])).toMatchObject({ ok: false, exception: { type: 'TypeError' } });
  });
  it('saves and loads precompiled code', () => {
    const text =
      'def f(x, *, y=2):\n    "doc"\n    return x + y + len("a longer text") + 2**40\nprint(f(1, y=3), (1, "t", None), 1.5)\n';
    const program: Program = { kind: 'source', text, filename: 'm.py' };
    const d = createEngine().dump(
      { kind: 'bytecode', program, options: { precompiled: true }, flags: [] },
      host(() => {}),
    );
    if (d instanceof Promise || !d.ok) throw new Error('no precompiled code');
    // As the host reads small files: a part of a bigger buffer.
    const files = { '/m.mpy': Buffer.from(d.data as Uint8Array) };
    expect(run('import m', {}, { kind: 'memory', files }).out).toBe(run(text).out);
    // Cut or changed anywhere, a file is refused.
    for (let i = 4; i < files['/m.mpy'].length; i++) {
      const changed = Buffer.from(files['/m.mpy']);
      changed[i] ^= 0x10;
      for (const bytes of [changed, changed.subarray(0, i)])
        expect(run('import m', {}, { kind: 'memory', files: { '/m.mpy': bytes } }).out).toContain(
          'ValueError: incompatible .mpy file',
        );
    }
  });
  it('dumps tokens, bytecode and the map of the heap', () => {
    const program: Program = { kind: 'source', text: 'x = [1.5] * 3\n', filename: 'm.py' };
    const dump = (kind: 'tokens' | 'bytecode' | 'heap') =>
      createEngine().dump(
        { kind, program, options: {}, flags: [] },
        host(() => {}),
      );
    expect(dump('tokens')).toEqual({
      ok: true,
      text:
        '   1  NAME x\n   1  OPERATOR =\n   1  OPERATOR [\n   1  NUMBER 1.5\n   1  OPERATOR ]\n' +
        '   1  OPERATOR *\n   1  NUMBER 3\n   1  NEWLINE\n   2  END\n',
    });
    expect(dump('bytecode')).toMatchObject({ ok: true, text: expect.stringContaining('BINARY *') });
    expect(dump('heap')).toMatchObject({
      ok: true,
      data: { byType: { float: { objects: expect.any(Number) } } },
    });
  });
  it('dumps the trees of its statements, constants folded, suites indented', () => {
    const tree = (text: string) =>
      createEngine().dump(
        { kind: 'ast', program: { kind: 'source', text, filename: 'm.py' }, options: {}, flags: [] },
        host(() => {}),
      );
    const text = [
      'from a.b import (c as d, e)',
      'def f(n, *args, k=2*3) -> int:',
      '    for i in range(n): t += i * -j; u = not a < b <= c',
      '    return [q for q in t if q], {1: 2, **z}, x[1:]',
      'with (g() as f1, h() as f2): pass',
      "print(f'{a!r}')",
    ].join('\n');
    expect(tree(text)).toEqual({
      ok: true,
      text: [
        '   1  from (ATTR a .b) import ( c as d , e )',
        '   2  def f (PARAMS (PARAM n) (PARAM *args) (PARAM k 6))',
        '   3    for i in (CALL range n)',
        '   3      += t (BINOP * i (UNARY - j))',
        '   3      = u (NOT (COMPARE a < b <= c))',
        '   4    return (TUPLE (COMP list q - (FOR q t) (COMP_IF q)) (DICT 1 2 - z) (SUBSCR x (SLICE 1 - -)))',
        '   5  with ( (CALL g) as f1 , (CALL h) as f2 )',
        '   5    pass',
        "   6  expression (CALL print (CALL (ATTR '{!r}' .format) a))",
        '',
      ].join('\n'),
    });
    expect(tree('x = (1,\ny = 2\n')).toMatchObject({
      ok: false,
      error: expect.stringContaining('SyntaxError'),
    });
    expect(tree('a b\n')).toMatchObject({ ok: false, error: expect.stringContaining('SyntaxError') });
  });
  it('has a tree of every program of its tests that it compiles', () => {
    const folder = new URL('./programs/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.py'));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) {
      const program: Program = {
        kind: 'source',
        text: readFileSync(new URL(name, folder), 'utf8'),
        filename: name,
      };
      const dump = (kind: 'ast' | 'bytecode') =>
        createEngine().dump(
          { kind, program, options: {}, flags: [] },
          host(() => {}),
        ) as DumpAnswer;
      expect([name, dump('ast').ok]).toEqual([name, dump('bytecode').ok]);
    }
  });
  it('tells how the heap looked after each collection', () => {
    const text = 'import gc\nkept = []\nfor i in range(3):\n    kept.append([i] * 40)\n    gc.collect()\n';
    const program: Program = { kind: 'source', text, filename: 'm.py' };
    const answer = createEngine().dump(
      { kind: 'heap', program, options: {}, flags: [] },
      host(() => {}),
    );
    if (answer instanceof Promise || !answer.ok) throw new Error('no map');
    const { history, total, used, largestFree } = answer.data as HeapMap;
    expect(history).toHaveLength(3);
    expect(history[2].used).toBeGreaterThan(history[0].used);
    expect(history[2].allocations).toBeGreaterThan(history[1].allocations);
    expect(used + largestFree).toBeLessThanOrEqual(total);
    expect(answer.text).toMatch(/rows all free\)/);
  });
});

describe('memory', () => {
  it('keeps room for long runs beside objects that live long', () => {
    // Every twentieth of many short-lived lists stays; the list that holds them grows to long runs.
    const text = `
def f():
    kept = []
    for i in range(60000):
        l = [i, i]
        if not i % 20:
            kept.append(l)
    return len(kept)
print(f())
`;
    expect(run(text, { heap: '384k' })).toMatchObject({ out: '3000\n', wrong: [] });
  });
  it('keeps the digits of big ints in the buffer', () => {
    const text = `
import gc
xs = [s * (2**k + d) for k in (31, 53, 63, 64, 65, 511, 512, 1024, 1100) for d in (-1, 0, 1) for s in (1, -1)]
before = [str(x) for x in xs]
gc.collect()
print(before == [str(x) for x in xs], sum(xs), xs[-1] >> 1000, xs[-1] & 2**70 - 1, xs[-3] ^ xs[3])
`;
    const [plus, minus] = [(1n << 1100n) + 1n, -(1n << 1100n)];
    const third = -(1n << 31n);
    expect(run(text, { heap: '64k' }).out).toBe(
      `True 0 ${-plus >> 1000n} ${-plus & ((1n << 70n) - 1n)} ${minus ^ third}\n`,
    );
  });
  it('searches on in a long text without reading it anew', () => {
    const text = `
text = 'é' + 'abc,' * 30000
n = at = 0
while True:
    at = text.find(',', at) + 1
    if not at:
        break
    n += 1
    if n == 500:
        break
view = memoryview(b'x' * 100)
print(n, bytes(view[:50]).count(b'x'), bytes(view).count(b'x'))
`;
    expect(run(text, { heap: '1m' }).out).toBe('500 50 100\n');
  });
});

describe('the interactive mode', () => {
  function type(text: string): { out: string; outcome: Outcome } {
    let out = '';
    let at = 0;
    const typed = Buffer.from(text);
    const session = createEngine().start(request({ kind: 'repl' }, {}, { kind: 'memory', files: {} }), {
      ...host((b) => (out += Buffer.from(b).toString())),
      readStdin: (into) => {
        const n = Math.min(into.length, 7, typed.length - at);
        into.set(typed.subarray(at, at + n));
        at += n;
        return n;
      },
    });
    if (session instanceof Promise) throw new Error('micro starts at once');
    return { outcome: session.main() as Outcome, out: out.slice(out.indexOf('>>> ')) };
  }
  it('answers expressions and keeps names', () => {
    expect(type('x = 5\nx + 1\nNone\n').out).toBe('>>> >>> 6\n>>> >>> \n');
  });
  it('waits for the end of a block, a bracket and a long string', () => {
    expect(type('for i in range(2):\n    i\n\n[1, # (\n2]\n"""a\nb"""\n').out).toBe(
      ">>> ... ... 0\n1\n>>> ... [1, 2]\n>>> ... 'a\\nb'\n>>> \n",
    );
  });
  it('goes on after an exception and ends with SystemExit', () => {
    const { out, outcome } = type('1/0\n1 +\nimport sys; sys.exit(3)\n');
    expect(out).toContain('  File "<stdin>", line 1, in <module>\nZeroDivisionError: divide by zero\n');
    expect(out).toContain('SyntaxError');
    expect(outcome.status).toBe(3);
  });
});
