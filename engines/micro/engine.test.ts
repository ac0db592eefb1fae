// The engine through its contract: programs whose output real MicroPython has given (programs/*.exp, made again by
// scripts/micro-expect.mjs), run as they are and under the stress switches, with the heap checker after each.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineHost, FileSystemView, Outcome, Program, RunRequest } from '../engine.ts';
import { createEngine, checkHeap } from './engine.ts';

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
    const files = { '/m.mpy': d.data as Uint8Array };
    expect(run('import m', {}, { kind: 'memory', files }).out).toBe(run(text).out);
  });
  it('dumps bytecode and the map of the heap', () => {
    const program: Program = { kind: 'source', text: 'x = [1.5] * 3\n', filename: 'm.py' };
    const dump = (kind: 'bytecode' | 'heap') =>
      createEngine().dump(
        { kind, program, options: {}, flags: [] },
        host(() => {}),
      );
    expect(dump('bytecode')).toMatchObject({ ok: true, text: expect.stringContaining('BINARY *') });
    expect(dump('heap')).toMatchObject({
      ok: true,
      data: { byType: { float: { objects: expect.any(Number) } } },
    });
  });
});
