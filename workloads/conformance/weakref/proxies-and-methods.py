# weakref.proxy, WeakMethod, and subclasses of ref.
# needs: refcounts, weakref
import weakref
class C:
    def __init__(self, n):
        self.n = n
    def double(self):
        return self.n * 2
    def __add__(self, other):
        return self.n + other
    def __len__(self):
        return self.n
    def __getitem__(self, i):
        return i * self.n
    def __call__(self, x):
        return x + self.n
    def __str__(self):
        return f'C:{self.n}'
    def __iter__(self):
        return iter(range(self.n))
    def __contains__(self, x):
        return x == self.n
c = C(3)
p = weakref.proxy(c)
print('forwards', p.n, p.double(), p + 1, len(p), p[5], p(10), str(p), list(p), 3 in p, bool(p), f'{p}')
p.n = 4
print('assigns', c.n, hasattr(p, 'zz'), isinstance(p, C), type(p).__name__,
    type(weakref.proxy({1})).__name__)
print('same proxy', weakref.proxy(c) is p, p == c, weakref.getweakrefcount(c))
for code in ("hash(p)", "p.zz", "p - 1", "p < 5", "next(p)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
dead = weakref.proxy(C(1))
q = weakref.proxy(c, lambda proxy: print('  proxy callback'))
m = weakref.WeakMethod(c.double)
print('WeakMethod', m()(), m == weakref.WeakMethod(c.double), weakref.ref(c.double)())
print('drop'); del c
print('method', m())
for code in ("p.n", "len(p)", "p + 1", "str(p)", "bool(p)", "p.n.__class__", "p(1)"):
    try:
        print(code, eval(code))
    except ReferenceError as error:
        print(code, '->', error)
class Named(weakref.ref):
    __slots__ = ('name',)
    def __new__(cls, obj, name, callback=None):
        return super().__new__(cls, obj, callback)
    def __init__(self, obj, name, callback=None):
        super().__init__(obj, callback)
        self.name = name
d = C(9)
n1, n2 = Named(d, 'one'), Named(d, 'two', lambda r: print('  dead', r.name))
print('subclass', n1 is n2, n1 == n2, n1.name, n1().n, weakref.getweakrefcount(d))
del d
print('end', n1())
