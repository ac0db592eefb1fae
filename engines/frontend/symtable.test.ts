// Symbol tables against the view that the reference's `symtable` module gives of its own.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPyodide } from 'pyodide';
import type { PyodideInterface } from 'pyodide';
import { futureFeatures } from './future.ts';
import { parse } from './parse.ts';
import { buildSymtable } from './symtable.ts';
import { symtableText } from './symtable-view.ts';

const program = `
import symtable
def show(table, depth, out):
    pad = '    ' * depth
    kind = getattr(table.get_type(), 'value', table.get_type())
    out.append(f"{pad}{kind} {table.get_name()!r} line {table.get_lineno()}" + (' nested' if table.is_nested() else ''))
    for name in sorted(table.get_identifiers()):
        s = table.lookup(name)
        words = [w.replace('_', '-') for w in ('parameter', 'local', 'global', 'declared_global', 'nonlocal', 'free', 'assigned',
            'referenced', 'imported', 'annotated', 'type_parameter', 'namespace', 'comp_iter', 'comp_cell', 'free_class')
            if getattr(s, 'is_' + w)()]
        out.append(f"{pad}    {name}: {' '.join(words)}")
    for child in table.get_children():
        show(child, depth + 1, out)
    return out
def go(source):
    return '\\n'.join(show(symtable.symtable(source, 'f.py', 'exec'), 0, [])) + '\\n'
def library(name):
    import importlib.util
    spec = importlib.util.find_spec(name)
    return spec.loader.get_source(name)
`;

const sources: Record<string, string> = {
  closures: `
def f(a, b=1, *c, d, **e):
    def g():
        nonlocal a
        a = b
        global x, y
        x = 1
        return lambda z: z + a + y
    import os, os.path as p, m.n
    from q import r as s
    return g, c, d, e, os, p, m, s
`,
  classes: `
class C(B, metaclass=M):
    "doc"
    a = 1
    __b = 2
    def f(self):
        __class__
        self.__c = __b
        return super().f(), a
    def g(self): nonlocal_a = a
    [x for x in y if (lambda: x)()]
    class D:
        e: int = a
`,
  comprehensions: `
def f(y):
    a = [x for x in y]
    b = {x: z for x, z in y if (w := x)}
    c = (x for x in y for q in x)
    d = [lambda: x for x in y]
    e = {[x for x in z] for z in y}
class C:
    a = 1
    b = [a for _ in range(a)]
g = [i for i in h if [j for j in i]]
`,
  annotations: `
x: int = 1
def f(a: A, *b: B, c: C = 1, **d: D) -> E:
    y: F
    return a
class G:
    z: H
    if z:
        w: I = 2
    def m(self, q: z) -> w: pass
`,
  generics: `
type Alias[T: int, *Ts, **P] = dict[T, Ts]
def f[T: (int, str) = bool](x: T) -> T:
    return [T for _ in x]
class C[T, U = T](Base[T]):
    type A = T
    def m[V](self, a: T, b: V = U) -> "C": ...
    x: T
`,
  patterns: `
match x:
    case [a, *b] | {"k": a, **b}: pass
    case C(d, e=f) as g if (h := g): pass
try: pass
except E as e: pass
with a as (i, j): pass
for k in l: pass
del m
async def n():
    async with o as p: await q
    return [r async for r in s]
f"{t}{u!r:{v}}"
t"{w}"
`,
};

let python: PyodideInterface;
beforeAll(async () => {
  python = await loadPyodide();
  python.runPython(program);
});

function ours(source: string): string {
  const { tree } = parse(source, { filename: 'f.py' });
  return symtableText(buildSymtable(tree, 'f.py', futureFeatures(tree, 'f.py', 0)).top);
}

describe('symbol tables', () => {
  it.each(Object.keys(sources))('of %s', (name) => {
    const go = python.globals.get('go') as (source: string) => string;
    expect(ours(sources[name])).toBe(go(sources[name]));
  });
  it.each(['dataclasses', 'typing', 'enum', 'asyncio.taskgroups', 'argparse'])(
    'of the library module %s',
    (name) => {
      const go = python.globals.get('go') as (source: string) => string;
      const source = (python.globals.get('library') as (name: string) => string)(name);
      expect(ours(source)).toBe(go(source));
    },
  );
});
