# weakref.ref: calling, callbacks, equality, hash, sharing and what cannot be referenced.
# needs: refcounts, weakref
import weakref
class C:
    def __init__(self, n=0):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
    def __hash__(self):
        return self.n
a = C(1)
r = weakref.ref(a)
print('call', r() is a, r().n)
print('shared without callback', weakref.ref(a) is r, weakref.getweakrefcount(a), weakref.getweakrefs(a) == [r])
with_callback = weakref.ref(a, lambda ref: print('  callback', ref() is None))
print('with callback', with_callback is r, weakref.getweakrefcount(a), with_callback.__callback__ is not None,
    r.__callback__)
b = C(1)
s = weakref.ref(b)
print('equal as long as alive', r == s, hash(r) == hash(s), r != s)
hash(r)
print('drop'); del a
print('dead', r(), hash(r), r == s, with_callback.__callback__)
try:
    t = weakref.ref(b, print); c = C(2); u = weakref.ref(c); del c; hash(u)
except TypeError as error:
    print('never hashed', error)
del t
print('callback order')
d = C(3)
refs = [weakref.ref(d, lambda ref, i=i: print('  callback', i)) for i in range(3)]
del d
print('dropped reference makes no call')
e = C(4); x = weakref.ref(e, lambda ref: print('  never')); del x, e
for value in (5, 'a', None, (1,), [], {}, object(), 1.5, True, b'', range(2), slice(1)):
    try:
        weakref.ref(value)
        print('ok', type(value).__name__)
    except TypeError as error:
        print(error)
for value in (set(), frozenset(), lambda: 0, int, len, (i for i in ''), __import__('sys'), memoryview(b''), bytearray):
    print('ok', type(weakref.ref(value)).__name__, type(value).__name__)
class Slots:
    __slots__ = ('x',)
class WithWeak:
    __slots__ = ('__weakref__',)
class SubList(list): pass
class SubInt(int): pass
class SubTuple(tuple): pass
for cls in (Slots, WithWeak, SubList, SubInt, SubTuple):
    try:
        o = cls(); weakref.ref(o); print('ok', cls.__name__)
    except TypeError as error:
        print(error)
import sys
errors = []
sys.unraisablehook = lambda u: errors.append(str(u.exc_value))
f = C(5); y = weakref.ref(f, lambda ref: 1 / 0); del f
print('error in callback', errors)
