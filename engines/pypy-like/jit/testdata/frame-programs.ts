// Programs for jit.test.ts that look at frames: their own, those of their callers, from within what compiled code calls. One that is late to look is the
// conformance program frames-of-hot-loops.
export const framePrograms: Record<string, { compiles: number; text: string }> = {
  'callers and their lines, locals, from each kind of call': {
    compiles: 1,
    text: `import sys
def where():
    f = sys._getframe(1)
    return f.f_lineno, f.f_locals.get('i'), f.f_locals.get('t'), f.f_code.co_name
def mid(x):
    r = where()
    return r
def deep(x):
    f = sys._getframe()
    out = []
    while f is not None:
        out.append((f.f_code.co_name, f.f_lineno, f.f_locals.get('i') if f.f_code.co_name != '<module>' else 0))
        f = f.f_back
    return out
def inner(x):
    y = x + 1
    return (deep(y),
            y)
def outer(i):
    if i % 3:
        return inner(i)
    return inner(
        i)
def f(n):
    t = 0
    for i in range(n):
        t += i
        r = where()
        m = mid(i)
        if i % 10 == 5: print(r, m)
        o = outer(i)
        if i % 10 == 7: print(o)
    return t
print(f(40))
def g(n):
    me = sys._getframe()
    loc = me.f_locals
    t = 0
    for i in range(n):
        t += i
        if i % 8 == 3: print(me.f_lineno, loc['i'], loc['t'], me.f_locals['t'])
    return t
print(g(40))
def h(n):
    me = sys._getframe()
    t = 0
    for i in range(n):
        t += i * me.f_locals['i'] + me.f_lineno
        me.f_locals['t'] = t % 100
        for j in range(3):
            t += me.f_locals['j']
    return t
print(h(40))
def lc(n):
    t = 0
    for i in range(n):
        t += sum(v for k, v in locals().items() if type(v) is int)
        t += eval('i + t') % 10
    return t
print(lc(40) % 1000007)
def gen(n):
    for k in range(n):
        f = sys._getframe()
        b = f.f_back
        yield (f.f_lineno, f.f_locals['k'], b.f_code.co_name, b.f_lineno, b.f_locals.get('t'))
def usegen(n):
    t = 0
    for i in gen(n):
        t += i[0] + i[3]
        if i[1] % 9 == 4: print(i)
    return t
print(usegen(40))
class A:
    def __init__(self, v):
        f = sys._getframe(1)
        self.v = v, f.f_lineno, f.f_locals.get('i')
    def __add__(self, o):
        return sys._getframe(1).f_lineno + sys._getframe(1).f_locals['i'] + o
    @property
    def p(self): return sys._getframe(1).f_locals['i']
    def __iter__(self):
        yield sys._getframe(1).f_locals['i']
        yield sys._getframe(1).f_lineno
    def __enter__(self): return sys._getframe(1).f_lineno
    def __exit__(self, *a): self.e = sys._getframe(1).f_lineno
    def __getattr__(self, name): return sys._getframe(1).f_lineno, name
def cls(n):
    t = 0
    for i in range(n):
        a = A(i)
        t += a + 1
        t += a.p
        for v in a: t += v
        with a as l:
            t += l
        t += a.e + a.zzz[0]
        t += sum(A(1))
        if i % 11 == 6: print(a.v, t)
    return t
print(cls(40))
def lazily(n):
    t = 0
    for i in range(n):
        t += i
        if i == n - 5: print(where())
    return t
print(lazily(3000))
import warnings
warnings.simplefilter('always')
def warns(i):
    if i % 50 == 49: warnings.warn('w', stacklevel=2)
    return i
def wl(n):
    t = 0
    for i in range(n):
        t += warns(i)
        t += len(sorted([1, 2], key=warns))
    return t
with warnings.catch_warnings(record=True) as c:
    warnings.simplefilter('always')
    wl(200)
print([x.lineno for x in c])
`,
  },
  'a frame of its own, while its loop runs': {
    compiles: 1,
    text: `import sys
def f(n):
    me = sys._getframe()
    loc = me.f_locals
    t = 0
    for i in range(n):
        t += i
        if i % 2: t += loc['i'] + loc.get('t')
        t += me.f_lineno
        t += len(loc) + ('i' in loc) + sum(v for k, v in sorted(loc.items()) if type(v) is int)
        t += dict(loc)['i']
        t += len(sorted(loc))
        t += len(list(loc))
        t += len(str(me).split('line')[1].split(',')[0])
        t += (loc | {})['i']
        t += max(loc.values(), key=lambda v: v if type(v) is int else 0)
        for k in loc:
            t += len(k)
        a = {**loc}
        t += a['i']
        t %= 100003
    return t
print(f(50))
def show(x, f):
    locals()
    return f.f_lineno + f.f_locals['i']
def g(n):
    me = sys._getframe()
    t = 0
    for i in range(n):
        t += i
        t += show(i, me)
        t += sum([show(i, me) for k in range(2)])
        t += sum(map(lambda k: show(i, me), [1, 2]))
        t %= 100003
    return t
print(g(50))
def h(n):
    t = 0
    for i in range(n):
        try:
            t += 1
            raise KeyError(i)
        except KeyError as e:
            f = e.__traceback__.tb_frame
            t += f.f_lineno + f.f_locals['i'] + e.__traceback__.tb_lineno
    return t
print(h(50))
`,
  },
  'lines of warnings from instructions': {
    compiles: 1,
    text: `import warnings, sys
warnings.simplefilter('always')
def h(b):
    return ~b
def f(n):
    t = 0
    for i in range(n):
        t += i
        x = ~(t > 3)
        y = h(t > 3)
    return t
with warnings.catch_warnings(record=True) as c:
    warnings.simplefilter('always')
    f(30)
print([x.lineno for x in c])
`,
  },
};
