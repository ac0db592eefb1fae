# abc: abstract methods, registration, subclass hooks; the mixins of collections.abc.
# needs: abc, collections
import abc
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, MutableMapping, MutableSequence, Sequence, Set, Sized, Collection, Generator, Awaitable, Buffer
class Shape(abc.ABC):
    @property
    @abc.abstractmethod
    def area(self): ...
    @abc.abstractmethod
    def name(self): return 'default name'
    @staticmethod
    @abc.abstractmethod
    def make(): ...
class Half(Shape):
    area = 5
class Full(Half):
    def name(self): return super().name() + '!'
    @staticmethod
    def make(): return Full()
for cls in (Shape, Half, Full):
    try:
        print('made', cls().name(), sorted(cls.__abstractmethods__))
    except TypeError as error:
        print(error, sorted(cls.__abstractmethods__))
class One(abc.ABC):
    @abc.abstractmethod
    def only(self): ...
try:
    One()
except TypeError as error:
    print(error)
print('register', One.register(int) is int, isinstance(5, One), issubclass(bool, One), int.__mro__[1].__name__,
    issubclass(str, One))
class Quack(abc.ABC):
    @classmethod
    def __subclasshook__(cls, sub):
        if cls is Quack:
            return any('quack' in b.__dict__ for b in sub.__mro__) or NotImplemented
        return NotImplemented
class Duck:
    def quack(self): ...
print('hook', issubclass(Duck, Quack), isinstance(Duck(), Quack), issubclass(int, Quack))
kinds = (Hashable, Iterable, Iterator, Sized, Container, Collection, Sequence, Mapping, Set, Callable, MutableSequence,
    Generator, Buffer)
for value in ([], (), {}, set(), 'a', b'', 5, iter([]), range(1), (x for x in ()), len, {}.keys(), {}.values(),
    bytearray(), object()):
    print(type(value).__name__, [k.__name__ for k in kinds if isinstance(value, k)])
class Seq(Sequence):
    def __init__(self, *a): self.a = a
    def __len__(self): return len(self.a)
    def __getitem__(self, i): return self.a[i]
s = Seq(3, 1, 3)
print('sequence', list(s), 1 in s, list(reversed(s)), s.index(3), s.index(3, 1), s.count(3))
class Map(MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = Map(); m.update(a=1, b=2)
print('mapping', dict(m), m.get('z', 0), m.pop('a'), m.setdefault('c', 3), list(m.items()), 'b' in m, m.keys() & {'b'},
    m == {'b': 2, 'c': 3}, m.popitem(), len(m), list(m.values()), m.clear(), bool(m))
class Bits(Set):
    def __init__(self, items): self.items = sorted(set(items))
    def __contains__(self, x): return x in self.items
    def __iter__(self): return iter(self.items)
    def __len__(self): return len(self.items)
    def __repr__(self): return f'Bits({self.items})'
print('set', Bits('ab') | Bits('bc'), Bits('ab') & 'b', Bits('ab') - Bits('a'), Bits('ab') ^ Bits('bc'),
    Bits('a') < Bits('ab'), Bits('a') == {'a'}, Bits('ab').isdisjoint('c'), Bits([1])._hash() == Bits([1])._hash())
class Vector(MutableSequence):
    def __init__(self): self.l = []
    def __len__(self): return len(self.l)
    def __getitem__(self, i): return self.l[i]
    def __setitem__(self, i, v): self.l[i] = v
    def __delitem__(self, i): del self.l[i]
    def insert(self, i, v): self.l.insert(i, v)
v = Vector()
v.append(1)
v.extend([2, 3])
v += [4]
v.reverse()
v.remove(2)
print('mutable', v.l, v.pop(), v.pop(0), v.l)
