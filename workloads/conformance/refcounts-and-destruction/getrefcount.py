# sys.getrefcount of fresh objects under names, containers, closures and calls (3.14 borrows local loads).
# needs: refcounts
import sys
def local():
    x = object()
    one = sys.getrefcount(x)
    y = x
    two = sys.getrefcount(x)
    box = [x, x, x]
    five = sys.getrefcount(x)
    del y
    box.clear()
    return one, two, five, sys.getrefcount(x)
print('local', local())
g = object()
print('global', sys.getrefcount(g))
h = g
d = {'k': g}
print('global with alias and dict', sys.getrefcount(g))
print('temporary', sys.getrefcount(object()), sys.getrefcount([]))
def parameter(p):
    return sys.getrefcount(p)
fresh = object()
print('parameter of a temporary', parameter(object()), 'of a name', parameter(fresh))
class C:
    pass
c = C()
base = sys.getrefcount(c)
c.me = c
print('self reference', sys.getrefcount(c) - base)
del c.me
bound = c.__init__
print('bound method', sys.getrefcount(c) - base)
del bound
print('back', sys.getrefcount(c) - base)
def closure():
    v = object()
    before = sys.getrefcount(v)
    f = lambda: v
    return before, sys.getrefcount(v)
print('cell', closure())
class K:
    pass
n = sys.getrefcount(K)
instances = [K() for _ in range(10)]
print('class and its instances', sys.getrefcount(K) - n)
instances.clear()
print('instances gone', sys.getrefcount(K) - n)
items = [object()]
print('in a loop', [sys.getrefcount(v) for v in items], [sys.getrefcount(v) for v in (items[0],)])
t = (items[0],) * 5
print('tuple repeat', sys.getrefcount(items[0]))
print('immortal do not move', sys.getrefcount(None) == (lambda many: sys.getrefcount(None))([None] * 1000),
    sys.getrefcount(1) == (lambda many: sys.getrefcount(1))([1] * 1000))
