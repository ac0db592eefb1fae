# Where instance attributes live and how they are set, replaced and deleted.
class A:
    shared = 'class'

    def __init__(self):
        self.own = 1


a, b = A(), A()
print('dict', a.__dict__, vars(a) is a.__dict__)
a.shared = 'instance'
print('shadow', a.shared, b.shared, A.shared)
del a.shared
print('after del', a.shared)
try:
    del a.shared
except AttributeError as e:
    print('del again:', e)
try:
    a.missing
except AttributeError as e:
    print('missing:', e, '|', e.name, e.obj is a)
a.__dict__['via dict'] = 1
print('any key', getattr(a, 'via dict'), a.__dict__)
a.__dict__ = {'x': 1}
print('replaced dict', a.x, hasattr(a, 'own'))
try:
    a.__dict__ = 5
except TypeError as e:
    print('bad dict:', e)
d = {'own': 'shared dict'}
a.__dict__ = b.__dict__ = d
a.new = 'seen from both'
print('shared dict', b.new, d)
setattr(a, 'not an identifier', 1)
print('setattr', hasattr(a, 'not an identifier'))
try:
    setattr(a, 5, 1)
except TypeError as e:
    print('name type:', e)
try:
    getattr(a, 5, 'default')
except TypeError as e:
    print('name type:', e)
print('getattr default', getattr(a, 'nope', 'default'))
for obj in (5, 'x', None, [], len, object(), 1.5, (), print):
    try:
        obj.attr = 1
    except AttributeError as e:
        print('no dict:', e)


class B(A):
    def __init__(self):
        self.first = 1
        super().__init__()
        self.last = 2


print('order', list(B().__dict__))
o = B()
del o.first
o.first = 'again'
print('moved to the end', list(vars(o)))
print('class attributes', 'shared' in vars(A), 'shared' in vars(B))
A.shared = 'changed'
A.added = lambda self: 'method added later'
print('class changes are seen', b.shared, b.added() if hasattr(b, 'added') else None)
a.__class__ = B
print('class assignment', type(a).__name__, isinstance(a, B))
try:
    a.__class__ = int
except TypeError as e:
    print(e)
try:
    a.__class__ = 5
except TypeError as e:
    print(e)
