// Programs by language feature whose code objects and listings are compared with the reference's. A program whose listing
// shows a set of more than one element says {#unordered}: the order depends on hashes.

export const programs: Record<string, string> = {
  names: `
a = b
global_ = a
def f(x, y=1, /, z=2, *args, k, l=3, **kw):
    "Docstring
    indented."
    global a, q
    a = x; del a
    q = y
    del x
    print(x)
    for x in args: w = x
    return w, z, k, l, kw
`
    .replace('"Docstring', '"""Docstring')
    .replace('indented."', 'indented."""'),
  closures: `
def outer(a, b):
    c = 1
    def inner(d=a):
        nonlocal c
        c += b + d
        def innermost(): return a, c
        return innermost
    class K:
        a = a
        def m(self): return __class__, super().m(), super(K, self).n, c
        def __private(self): self.__x = self.y = 1; self.__private()
    del b
    return inner, K, lambda a, *b: (yield a)
`,
  'control flow': `
def f(a):
    for i in a:
        if i > 1 and i < 10 or not i: continue
        elif i is None: break
        elif i is not None and 1 < i < 5 != 7: pass
        else: a = b if c else d
    else:
        e()
    while True:
        if a: break
        while a or b:
            if c: return 1
            try: continue
            finally: d()
    while 0: never()
    if 0: never()
    elif "constant": always()
    assert a, "message"
    assert 0
    x = a and b or c and not d
    return not a in b, a not in (1, 2, 3), a in [1, 2], a in {4}
`,
  exceptions: `
def f(a):
    try:
        b()
    except (E, F) as e:
        return e
    except G:
        raise
    except:
        raise H from None
    else:
        c()
    finally:
        d()
    for x in a:
        try:
            if x: continue
            return x
        except E as e:
            break
        finally:
            with m as n: return
    try: a()
    except* E as e: b()
    except* (F, G): c()
    else: d()
    finally: e()
    try:
        try: a
        finally:
            try: b
            finally: lambda: c
    except E: pass
`,
  with: `
def f():
    with a as b, c as (d, e), g: return b
    for x in y:
        with a as x.b:
            if x: break
            with c: continue
    with (a as b, c): yield b
async def g():
    async with a as b, c:
        async for d in e:
            if d: break
            await d
        else: return
    return [x async for x in y if await x], {x: y for x in z async for y in x}
async def h():
    yield (x async for x in y)
    async with a: yield 1
`,
  comprehensions: `
x = [a for a in b if a for c in a if c or a]
y = {a: c for a, c in b}
z = {a for a in [b]}
w = (a for a in b for c in [a] if c)
def f(a, b):
    c = [lambda: (a, d) for d in b]
    e = [[g for g in d] for d in b]
    h = any(i for i in a), all(not i for i in a), tuple(i for i in a), list(i for i in a)
    return [(j := k) for k in a], j
class C:
    l = 1
    m = [l for n in range(l)]
    o = [(lambda: n) for n in m]
    p = [[q for q in n] for n in m]
`,
  annotations: `
x: int = 1
y: str
(z): float
a.b: int
a[1:2, c]: d
class C:
    e: f
    if e:
        g: "h" = 1
    def m(self, i: e, *j: k, l: m = 1, **n: o) -> e: p: q = 1
def f(*args: *Ts): pass
`,
  'future annotations': `
from __future__ import annotations
x: a.b[c, d:e, ...] = 1
def f(a: (b, c), d: lambda x, *y, z=1: x, e: f"{g!r:>{h}}", i: -j ** k, l: not m or n) -> {o: p, **q}: r: s
class C:
    t: [u for v in w if x] | {y}
    z: a if b else c(d, *e, f=g, **h)
`,
  generics: `
type A = int
type B[T: int, *Ts, **P] = dict[T, Ts, P]
def f[T: (int, str) = bool](x: T = 1, *, y: T = 2) -> T: return x
class C[T, U = T](Base[T], metaclass=M):
    a: T
    def m[V](self, v: V) -> T: return self.a, T
    type D[W] = W | T
@decorated
class E[T]: pass
@decorated(1)
async def g[T](): await T
`,
  patterns: `
def f(x):
    match x:
        case 1 | 2.5 | -3 | 1+2j | "s" | b"b" | None | True: return 1
        case a.b.c: pass
        case [a, b, *c]: return a, b, c
        case [a, *_, b]: return a, b
        case [_, _] | (_, *_): pass
        case {"k": v, 1: [w], **rest}: return v, w, rest
        case {}: pass
        case C(a, b, k=c, l=D()): return a
        case (1 | 2) as n if n > x: return n
        case [a, b] | [b, a, _] if a: pass
        case str() as s: return s
        case _: return 0
    match x, 1:
        case y: pass
`,
  strings: `
f"{a}", f"{a!r}", f"{a!s:>{b}}", f"{{}}", f"a{b}c{d=}", f"", f"{a:%Y-%m}", rf"\\d{a}"
t"{a} b {c!r:>5}", t"", t"x"
"%s and %r" % (a, b), "%5s%-3s%.2s%%" % (a, b, c), "%d" % (a,), "%s" % a
"a" "b" f"c{d}" "e", b"x" b"y"
f"{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}{l}{m}{n}{o}{p}{q}"
`,
  displays: `
[1, 2, 3], (1, 2, 3), [a, *b, c], (*a, b), {1: 2, **a, 3: b}, {*a, 1}
x = [1, 2, 3, 4]; y = (1, (2, "a", None), ...); z = {1: 2, 3: 4}
a, b = b, a
a, b, c = c, b, a
a, (b, *c), *d = e
[a, b.c, d[e]] = f = g
for x in [1, 2, 3]: pass
for x in [a, b]: pass
x = ${'[' + Array.from({ length: 40 }, (_, i) => (i % 7 === 3 ? 'a' : i)).join(', ') + ']'}
y = ${'(' + Array.from({ length: 40 }, (_, i) => i).join(', ') + ')'}
z = ${'{' + Array.from({ length: 50 }, (_, i) => `${i}: a${i}`).join(', ') + '}'}
`,
  sets: `
# {#unordered}
x = {1, 2, 3}
y = a in {1, 2, 3, "b", (4, 5), 1.0}
for z in {"a", "b"}: pass
`,
  calls: `
f(a, b=c, *d, **e)
f(*a); f(**a); f(*a, *b, c); f(a, *b, **c, d=e); f(x=1, **a, y=2, **b)
a.b(c).d(e, f=g).h
import a as module, b.c.d as e, f.g
from . import x
from .y import z as w, v
from ..q import *
module.f(1); module.g(x=2)
(a
 .b(c)
 .d)(
  e)
f(${Array.from({ length: 35 }, (_, i) => 'a' + i).join(', ')})
f(${Array.from({ length: 20 }, (_, i) => `a${i}=${i}`).join(', ')})
a.f(${Array.from({ length: 20 }, (_, i) => `a${i}=${i}`).join(', ')})
`,
  assignments: `
a.b += 1; a[b] -= c; a[b:c] *= d; a[b:c:d] //= e; a[1:2] **= 3; a |= b; a @= b; a >>= 1
a[b] = a[b:c] = a[:] = a[b:c:d] = a[1:2:3]
del a.b, a[b], a[b:c], (c, [d])
(x := 1), [y := 2, y ** 2]
a = b = c.d = e
x[(a, b):c, ...]
x[
  a
].b = 1
`,
  generators: `
def f():
    x = yield
    y = yield x
    z = yield from y
    try: yield
    finally: return z
def g():
    while (a := (yield)): pass
async def h():
    x = await a
    return x
async def i():
    async for x in y:
        yield x
h = lambda: (yield from x)
`,
  'many locals': `
def f():
    ${Array.from({ length: 80 }, (_, i) => `v${i} = ${i}`).join('; ')}
    if v1: del v70, v2
    for i in v3: print(v70, v2, v79)
    return v1, v17, v70, v16 + v15
`,
  'long jumps': `
def f(a):
    for i in a:
        if i:
            ${Array.from({ length: 120 }, (_, i) => `a.f${i}(i)`).join('\n            ')}
        else: continue
    while a:
        try: ${Array.from({ length: 60 }, (_, i) => `a.f${i}(i)`).join('; ')}
        except E: a()
`,
  decorators: `
@a
@b.c(d)
def f(): pass
@a
class C(b, *c, d=e, **f):
    "doc"
    @property
    def g(self): return self._g
    @g.setter
    def g(self, value):
        self._g = value
        self.other = lambda: self.third
`,
  lines: `
x = (a +
     b *
     c)
if (a and
    b):
    y(
      1,
      2)
def f(a,
      b=1):
    return (
        a
    )
pass; pass
class C: pass
for x in (
    y): z
`,
};
