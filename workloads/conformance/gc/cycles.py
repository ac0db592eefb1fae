# Cycles are freed by gc.collect(), which returns how many unreachable objects it found.
# needs: refcounts, gc
import gc
gc.disable()
gc.collect()
class Node:
    def __init__(self, name):
        self.name = name
        self.other = None
    def __del__(self):
        print('  del', self.name)
a, b = Node('a'), Node('b')
a.other, b.other = b, a
del a, b
print('two in a cycle'); n = gc.collect(); print('found', n)
s = Node('self'); s.other = s; del s
print('self cycle', gc.collect())
xs = []; xs.append(xs); del xs
print('list cycle', gc.collect())
d = {}; d['d'] = d; del d
print('dict cycle', gc.collect())
print('nothing left', gc.collect(), gc.garbage)
def make():
    def recursive(n):
        return recursive(n - 1) if n else 0
    return recursive(3)
make()
print('recursive closure is a cycle', gc.collect() > 0)
class Plain:
    pass
p = Plain(); q = Plain(); p.q = q; q.p = p
r = Plain(); r.p = p
del p, q
print('reachable from r', gc.collect())
del r
print('now unreachable', gc.collect())
t = ([],); t[0].append(t); del t
print('tuple and list', gc.collect())
class Class:
    pass
del Class
print('classes are cycles', gc.collect() > 0)
try:
    raise ValueError
except ValueError as e:
    e.me = e
print('exception in itself', gc.collect() > 0)
g = (lambda: (yield))()
class Box:
    pass
box = Box(); box.gen = g; next(g); del g, box
print('generator without a cycle', gc.collect())
ring = [Plain() for _ in range(10)]
for i, o in enumerate(ring):
    o.next = ring[(i + 1) % 10]
del ring, o
print('ring of ten', gc.collect())
