# Very deep chains are freed without exhausting the stack; each link dies in turn.
# needs: refcounts, functools
class Link:
    count = 0
    def __init__(self, rest):
        self.rest = rest
    def __del__(self):
        Link.count += 1
chain = None
for _ in range(50_000):
    chain = Link(chain)
print('built'); chain = None
print('links freed', Link.count)
nested = []
for _ in range(100_000):
    nested = [nested]
nested = None
print('nested lists freed')
t = ()
for _ in range(100_000):
    t = (t,)
del t
print('nested tuples freed')
d = {}
for _ in range(50_000):
    d = {'d': d}
d.clear()
print('nested dicts freed')
def generator(inner):
    yield inner
g = None
for _ in range(1000):
    g = generator(g)
    next(g)
del g
print('nested generators freed')
f = len
for _ in range(10_000):
    f = (lambda inner: lambda: inner)(f)
del f
print('nested closures freed')
import functools
p = print
for _ in range(10_000):
    p = functools.partial(int, p)
del p
print('nested partials freed')
count = 0
class Probe:
    def __del__(self):
        global count
        count += 1
mixed = Probe()
for i in range(30_000):
    mixed = [mixed] if i % 3 == 0 else (mixed,) if i % 3 == 1 else {'m': mixed}
print('before', count); mixed = None; print('after', count)
