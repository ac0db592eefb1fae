# isinstance and issubclass: hooks, abstract base classes, virtual subclasses.
from abc import ABC, ABCMeta, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Sized


class Meta(type):
    def __instancecheck__(cls, obj):
        return obj == 'yes'

    def __subclasscheck__(cls, sub):
        return sub is int


class Odd(metaclass=Meta):
    pass


print('hooks', isinstance('yes', Odd), isinstance(5, Odd), issubclass(int, Odd), issubclass(str, Odd))
print('exact type skips the hook', isinstance(Odd(), Odd))
print('tuples', isinstance(5, (str, (float, (int,)))), issubclass(bool, (str, int)), isinstance(5, ()))


class Fake:
    @property
    def __class__(self):
        return int


print('__class__ lies', isinstance(Fake(), int), type(Fake()) is int, issubclass(type(Fake()), int))


class Shape(ABC):
    @abstractmethod
    def area(self):
        return 'base area'

    @property
    @abstractmethod
    def name(self): ...

    @classmethod
    @abstractmethod
    def make(cls): ...


class Half(Shape):
    def area(self):
        return super().area() + ' extended'


class Full(Half):
    name = 'full'

    @classmethod
    def make(cls):
        return cls()


for cls in (Shape, Half):
    try:
        cls()
    except TypeError as e:
        print(e)
print(Full.make().area(), Full().name, sorted(Half.__abstractmethods__), Full.__abstractmethods__)


@Shape.register
class Virtual:
    pass


print('virtual', isinstance(Virtual(), Shape), issubclass(Virtual, Shape), Shape in Virtual.__mro__)


class Structural(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        return True if hasattr(other, 'quack') else NotImplemented


class Duck:
    def quack(self): ...


print('structural', isinstance(Duck(), Structural), isinstance(5, Structural))


class It:
    def __iter__(self): return iter(())
    def __len__(self): return 0
    __hash__ = None


print('one-trick protocols', [issubclass(It, c) for c in (Iterable, Iterator, Sized, Hashable, Callable, Sequence)])
print('containers', isinstance({}, Mapping), isinstance((), Sequence), isinstance(range(3), Sequence), isinstance('', Sequence))
for bad in (5, 'int', None, (int, 5), [int]):
    try:
        print(isinstance('x', bad))
    except TypeError as e:
        print(e)
try:
    issubclass(5, int)
except TypeError as e:
    print(e)
Half.area = lambda self: 'late'
try:
    Half()
except TypeError as e:
    print('abstract set fixed at creation:', e)
