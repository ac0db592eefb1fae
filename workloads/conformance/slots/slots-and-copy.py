# Slots with pickling, copying, weak references and class attributes.
# needs: copy, pickle, weakref
import copy
import pickle
import weakref


class P:
    __slots__ = ('x', 'y', '_hidden')

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __repr__(self):
        return f'P({self.x!r}, {self.y!r})'


p = P(1, [2])
q = copy.copy(p)
print('shallow', q, q == p, q.y is p.y, hasattr(q, '_hidden'))
d = copy.deepcopy(p)
print('deep', d, d.y is p.y)
print('state', p.__getstate__())
print('reduce', [type(part).__name__ for part in p.__reduce_ex__(2)])
r = pickle.loads(pickle.dumps(p))
print('pickle', r, type(r).__name__)
for protocol in (0, 1):
    try:
        pickle.dumps(p, protocol)
    except TypeError as e:
        print('old protocol:', e)
try:
    weakref.ref(p)
except TypeError as e:
    print(e)


class W:
    __slots__ = ('__weakref__',)


w = W()
print('weak reference', weakref.ref(w)() is w, weakref.getweakrefcount(w))


class Mixed(P):
    def __init__(self):
        super().__init__(1, 2)
        self.extra = 3


m = Mixed()
print('dict and slots', m.__getstate__(), copy.copy(m).extra)


class Default:
    __slots__ = ('a',)
    b = 'class value'


o = Default()
try:
    o.b = 1
except AttributeError as e:
    print(e)
o.a = o.b
print(o.a, copy.replace(5) if False else o.b)


class State:
    __slots__ = ('a',)

    def __getstate__(self):
        return {'saved': self.a}

    def __setstate__(self, state):
        self.a = state['saved'] + '!'


s = State()
s.a = 'x'
print('own state', copy.copy(s).a, pickle.loads(pickle.dumps(s)).a)
