// Each rule on a script that relies on something and on one that does not; each rule's experiment on two real implementations.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dumpSource } from '../../engines/frontend/dump.ts';
import { EXPERIMENTS } from '../commands/check.ts';
import { execute } from '../execute.ts';
import { findEngine } from '../registry.ts';
import { checkScript, importProbe, probeAnswers, SYNTAX } from './check-script.ts';
import { rules } from './rules.ts';
import { isNode } from './syntax-tree.ts';

function check(source: string) {
  const answer = dumpSource({
    kind: 'ast',
    source,
    filename: 'script.py',
    isFile: false,
    optimize: 0,
    options: { data: true },
  });
  if (!answer.ok || !isNode(answer.data)) throw new Error('no tree');
  return checkScript(answer.data);
}

const found = (source: string) =>
  check(source).findings.flatMap((f) => f.places.map((p) => `${f.rule.id}:${p.line}`));

/** Rule → scripts that rely on it (with its line), and scripts that look alike and do not. */
const examples: Record<string, { relies: [string, number][]; not: string[] }> = {
  'set-order': {
    relies: [
      ['for x in {1, 2}:\n    print(x)', 1],
      ['s = set()\nprint(list(s))', 2],
      ["names = {n for n in 'abc'}\n','.join(names)", 2],
      ['s = {1} | {2}\ns.pop()', 2],
      ['a = {1}\n[x for x in a.union({2})]', 2],
    ],
    not: ['s = {1}\nprint(sorted(s), len(s), 1 in s)', 's = {1}\ns = []\nlist(s)', 'sum(x for x in {1, 2})'],
  },
  'dict-order': {
    relies: [['d = {}\nfor k, v in d.items():\n    print(k)', 2]],
    not: ['d = {}\nd["a"] = 1\nprint(sorted(d.items()))'],
  },
  'immediate-del': {
    relies: [['class C:\n    def __del__(self): pass', 2]],
    not: ['def __del__(self): pass', 'class C:\n    def __exit__(self, *a): pass'],
  },
  'unclosed-file': {
    relies: [['text = open("f").read()', 1]],
    not: ['with open("f") as f:\n    f.read()', 'f = open("f")\nf.close()'],
  },
  'identity-of-values': {
    relies: [
      ['x = 1\nprint(x is 257)', 2],
      ['y is not "a"', 1],
      ['z is -1', 1],
    ],
    not: ['x is None', 'x is not True', 'a is b'],
  },
  'id-as-address': { relies: [['seen.add(id(x))', 1]], not: ['user.id', 'user.id()'] },
  'reference-counts': {
    relies: [
      ['import sys\nsys.getrefcount(x)', 2],
      ['from sys import getsizeof as size\nsize(1)', 2],
    ],
    not: ['def getsizeof(x): ...\ngetsizeof(1)'],
  },
  collector: {
    relies: [['import gc\nn = gc.collect()', 2]],
    not: ['import gc\ngc.collect()'],
  },
  'weak-references': {
    relies: [['from weakref import ref\nr = ref(x)', 2]],
    not: ['def ref(x): ...\nref(1)'],
  },
  'recursion-depth': {
    relies: [
      ['import sys\nsys.setrecursionlimit(10**6)', 2],
      ['try:\n    f()\nexcept RecursionError:\n    pass', 3],
    ],
    not: ['try:\n    f()\nexcept ValueError:\n    pass'],
  },
  'text-in-a-loop': {
    relies: [["s = ''\nfor c in x:\n    s += str(c) + ','", 3]],
    not: ["s = ''\ns += 'a'", 'n = 0\nfor i in x:\n    n += i'],
  },
  'generator-cleanup': {
    relies: [['def g():\n    try:\n        yield 1\n    finally:\n        print()', 1]],
    not: ['def g():\n    yield 1', 'def f():\n    try:\n        return 1\n    finally:\n        print()'],
  },
  'hash-values': {
    relies: [['print(hash("a") % 8)', 1]],
    not: ['class C:\n    def __hash__(self):\n        return hash(self.x)'],
  },
  'changed-while-iterated': {
    relies: [['for k in d:\n    del d[k]', 1]],
    not: ['for k in list(d):\n    del d[k]', 'for k in d:\n    del e[k]'],
  },
  'error-texts': {
    relies: [['try:\n    f()\nexcept KeyError as e:\n    print(str(e) == "x")', 4]],
    not: ['print(str(n) == "x")'],
  },
  'interpreter-internals': {
    relies: [
      ['import sys\nsys._getframe(1)', 2],
      ['f.__code__', 1],
    ],
    not: ['f.__name__'],
  },
  'compiled-files': {
    relies: [
      ['from marshal import dumps\ndumps(x)', 2],
      ['import importlib.util\nimportlib.util.cache_from_source(p)', 2],
      ['print(__cached__)', 1],
    ],
    not: ['import json\njson.dumps(x)', 'compile(s, "f", "exec")'],
  },
  'threads-and-lock': {
    relies: [['import threading\nthreading.Thread(target=f).start()', 2]],
    not: ['import threading\nthreading.Lock()'],
  },
};

describe('rules', () => {
  test('each has examples and an experiment, and the other way about', () => {
    const ids = rules.map((r) => r.id).sort();
    expect(Object.keys(examples).sort()).toEqual(ids);
    const experiments = readdirSync(EXPERIMENTS).filter((f) => f.endsWith('.py'));
    expect(experiments.map((f) => basename(f, '.py')).sort()).toEqual(ids);
  });
  for (const [id, { relies, not }] of Object.entries(examples)) {
    test.each(relies)(`${id}: %j`, (source, line) => expect(found(source)).toContain(`${id}:${line}`));
    test.each(not)(`${id} is not in: %j`, (source) =>
      expect(found(source).filter((f) => f.startsWith(`${id}:`))).toEqual([]),
    );
  }
});

describe('syntax and modules', () => {
  test('the newest syntax comes first, with its line', () => {
    const { syntax } = check('x = f"{1}"\nmatch x:\n    case 1: pass\ndef f[T](a, /): (b := 1)\n');
    expect(syntax.map((s) => `${s.version} line ${s.places[0].line}`)).toEqual([
      '3.12 line 4',
      '3.10 line 2',
      '3.8 line 4',
      '3.6 line 1',
    ]);
  });
  test('plain code needs nothing new', () =>
    expect(check('def f(a, *b, **c):\n    return [x for x in a if x]\n').syntax).toEqual([]));
  test('modules with their lines; relative ones are the script’s own', () => {
    expect(check('import os.path\nfrom json import dumps\nfrom . import x\n').modules).toEqual([
      { name: 'os.path', line: 1 },
      { name: 'json', line: 2 },
    ]);
  });
  test('the probe’s output is read back', () => {
    expect(importProbe(['os'])).toContain('for m in ["os"]');
    expect(importProbe([])).not.toContain('open(');
    expect(importProbe([], '/a b/s.py')).toContain('open("/a b/s.py", \'rb\')');
    expect([...probeAnswers('no <syntax> SyntaxError: invalid syntax\n')]).toEqual([
      [SYNTAX, 'SyntaxError: invalid syntax'],
    ]);
    expect([...probeAnswers('ok os\nno nothing ImportError: no module\nnoise\n')]).toEqual([
      ['os', undefined],
      ['nothing', 'ImportError: no module'],
    ]);
  });
});

/** What only another implementation than these two shows; their files say which. */
const NEEDS_PYPY = ['unclosed-file', 'text-in-a-loop'];

describe('experiments on real implementations', async () => {
  const entries = await Promise.all(['cpython-wasm', 'micropython-wasm'].map(findEngine));
  const built = entries.every((e) => e.kind === 'embedded' && existsSync(e.bundle));
  const run = async (entry: (typeof entries)[number], path: string) => {
    const result = await execute({
      entry,
      request: {
        program: { kind: 'source', text: readFileSync(path, 'utf8'), filename: path },
        args: [],
        env: {},
        cwd: process.cwd(),
        fileSystem: { kind: 'real' },
        limits: { timeMs: 60_000, outputBytes: 2 ** 20 },
        options: {},
        flags: [],
        events: [],
      },
      stdio: 'capture',
    });
    return { ...result, printed: result.stdout };
  };
  test.skipIf(!built).each(rules.map((r) => r.id).filter((id) => !NEEDS_PYPY.includes(id)))(
    '%s: two implementations differ, and neither fails',
    async (id) => {
      const [a, b] = await Promise.all(entries.map((e) => run(e, join(EXPERIMENTS, `${id}.py`))));
      expect([a.state, b.state]).toEqual(['ok', 'ok']);
      expect(a.printed).not.toBe(b.printed);
    },
    60_000,
  );
});
