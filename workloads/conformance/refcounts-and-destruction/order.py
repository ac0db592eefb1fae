# The order in which several objects die together: function locals, containers, instances, unpacking.
# needs: refcounts
class D:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print(self.name, end=' ')
def locals_in_order():
    c, a, b = D('first-assigned'), D('second'), D('third')
print('locals:', end=' '); locals_in_order(); print()
def arguments(x, y, *args, k, **kw):
    z = D('z')
print('arguments:', end=' ')
arguments(D('x'), D('y'), D('arg'), k=D('k'), other=D('other'))
print()
print('list:', end=' '); xs = [D('0'), D('1'), D('2')]; del xs; print()
print('tuple:', end=' '); t = (D('0'), D('1'), D('2')); del t; print()
print('dict:', end=' '); d = {D('k0'): D('v0'), 1: D('v1')}; del d; print()
print('dict clear:', end=' '); d = {'a': D('a'), 'b': D('b')}; d.clear(); print()
print('list slice:', end=' ')
xs = [D('0'), D('1'), D('2'), D('3')]
del xs[1:3]
print('|', end=' ')
xs[:] = []
print()
class Node:
    def __init__(self, name, child):
        self.name, self.child = name, child
        self.extra = D(name + '.extra')
    def __del__(self):
        print(self.name, end=' ')
print('outer before inner:', end=' '); n = Node('outer', Node('inner', D('leaf'))); del n; print()
def closure():
    held = D('held')
    def inner():
        return held
    return inner
print('closure:', end=' '); f = closure(); print('made', end=' '); del f; print()
def nested():
    a = D('outer-local')
    def g():
        b = D('inner-local')
    g()
    print('back', end=' ')
print('nested:', end=' '); nested(); print()
print('tuple assignment:', end=' ')
a, b = D('a1'), D('b1')
a, b = D('a2'), D('b2')
print('|', end=' ')
del a, b
print()
print('loop variable:', end=' ')
for i in (D('i0'), D('i1')):
    print('body', end=' ')
print('loop over', end=' '); del i; print()
print('while popping:', end=' '); stack = [D('s0'), D('s1')]
while stack:
    stack.pop(); print('.', end=' ')
print()
print('partial unpack:', end=' ')
try:
    p, q, r = D('u0'), D('u1')
except ValueError:
    print('too few', end=' ')
print()
