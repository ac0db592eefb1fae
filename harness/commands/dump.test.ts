// What the lab's front end shows is what real CPython 3.14 shows, to the letter (addresses apart).
import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { DumpAnswer, DumpKind, Program } from '../../engines/engine.ts';
import { dumpEmbedded } from '../embedded-execution.ts';
import { ROOT } from '../folders.ts';
import { EMBEDDED, FRONT_END } from '../registry.ts';

const oracle = EMBEDDED.find((e) => e.id === 'cpython-wasm')!;

async function both(
  kind: DumpKind,
  program: Program,
  options: Record<string, string | boolean> = {},
): Promise<[DumpAnswer, DumpAnswer]> {
  const request = { kind, program, options, flags: [] };
  const normal = (answer: DumpAnswer): DumpAnswer =>
    answer.ok
      ? { ok: true, text: answer.text.replace(/0x[0-9a-f]+/g, '0x') }
      : { ok: false, error: answer.error };
  return [normal(await dumpEmbedded(FRONT_END, request)), normal(await dumpEmbedded(oracle, request))];
}

const file = (name: string): Program => ({ kind: 'file', path: join(ROOT, 'workloads', name) });
const code = (text: string): Program => ({ kind: 'source', text, filename: '<string>' });

describe('the front end beside CPython', () => {
  it.each<[DumpKind, Record<string, string | boolean>]>([
    ['tokens', {}],
    ['tokens', { exact: true }],
    ['ast', { indent: '2' }],
    ['ast', { attributes: true, indent: 'none' }],
    ['symtable', {}],
    ['bytecode', {}],
    ['bytecode', { caches: true, offsets: true }],
    ['bytecode', { positions: true }],
  ])('%s %o of a program', async (kind, options) => {
    for (const name of [
      'bench/tiny_interpreter.py',
      'conformance/type-parameters/functions-and-classes.py',
    ]) {
      const [ours, theirs] = await both(kind, file(name), options);
      expect(ours).toEqual(theirs);
    }
  });

  it.each([
    'def f(:\n  pass\n',
    'x = (1,\n',
    'if True:\npass\n',
    'return 1\n',
    'f"{a b}"\n',
    "é = 'ü' 3\n",
    '\tx = 1\n  y = 2\n',
    'print "hello"\n',
    'x = 08\n',
    'class C:\n    def f(self):\n        nonlocal y\n',
    'for x in range(10)\n    pass\n',
    'a = 5 if True\n',
  ])('the error of %j', async (text) => {
    const [ours, theirs] = await both('bytecode', code(text));
    expect(ours).toEqual(theirs);
    expect(ours.ok).toBe(false);
  });
});

describe('what quickening has made of a program that ran', () => {
  const loop = code(
    'def f(n):\n    t = 0\n    for i in range(n):\n        t += i * 2\n    return t\nf(300)\n',
  );
  it.each(['cpython-like', 'pypy-like', 'cpython-wasm'])('%s', async (id) => {
    const entry = EMBEDDED.find((e) => e.id === id)!;
    const answer = await dumpEmbedded(entry, { kind: 'quickened', program: loop, options: {}, flags: [] });
    expect(answer).toMatchObject({ ok: true, text: expect.stringContaining('FOR_ITER') });
    const { text } = answer as { text: string };
    // Real CPython leaves the global of a function that ran once as it is.
    expect(text).toMatch(
      id === 'cpython-wasm' ? /FOR_ITER_RANGE/ : /LOAD_GLOBAL_BUILTIN +1 \(range \+ NULL\)/,
    );
  });
});
