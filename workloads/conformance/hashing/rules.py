# Which objects can be hashed, what defining __eq__ does, and the agreement of hash with equality.
# needs: collections, dataclasses
class Plain: pass
class WithEq:
    def __eq__(self, other): return True
class Both(WithEq):
    __hash__ = object.__hash__
class Child(WithEq): pass
class Again(WithEq):
    def __hash__(self): return 7
class NoneHash:
    __hash__ = None
from collections.abc import Hashable
for cls in (Plain, WithEq, Both, Child, Again, NoneHash):
    try:
        hash(cls())
        print(cls.__name__, 'hashable', isinstance(cls(), Hashable), '__hash__' in cls.__dict__)
    except TypeError as error:
        print(cls.__name__, error, isinstance(cls(), Hashable), cls.__hash__)
for value in (1, 'a', (), (1, []), [], {}, set(), frozenset(), None, ..., range(3), slice(1), b'', bytearray(),
    memoryview(b'a'), memoryview(bytearray(b'a')), int, len, lambda: 0, {}.keys(), {}.values(), iter([]),
    NotImplemented, type):
    try:
        hash(value)
        print('yes', type(value).__name__)
    except (TypeError, ValueError) as error:
        print('no', type(value).__name__, error)
from dataclasses import dataclass
@dataclass
class D: x: int
@dataclass(frozen=True)
class F: x: int
@dataclass(eq=False)
class E: x: int
@dataclass(unsafe_hash=True)
class U: x: int
for cls in (D, F, E, U):
    try:
        one, two = cls(1), cls(1)
        print('dataclass', cls.__name__, hash(one) == hash(two), one == two)
    except TypeError as error:
        print('dataclass', cls.__name__, error)
print('methods', (lambda o: hash(o.m) == hash(o.m) and o.m == o.m)(type('C', (), {'m': lambda self: 0})()))
for bad in ('text', 1.5, None):
    try:
        hash(type('B', (), {'__hash__': lambda self: bad})())
    except TypeError as error:
        print('bad result', error)
print('object.__hash__ of equal', hash(1) == (1).__hash__(), object.__hash__(1) == object.__hash__(1))
