# type(x), x.__class__, class changes and their limits.
class A:
    def hello(self): return 'A'


class B:
    def hello(self): return 'B'


class S:
    __slots__ = ('x',)


class I(int): pass


a = A()
a.data = 1
a.__class__ = B
print(a.hello(), a.data, type(a) is B)
for obj, cls in ((a, S), (S(), A), (5, I), (I(5), int), ([], A), (a, 5), (A, B), (a, object), (object(), A), (lambda: 0, A)):
    try:
        obj.__class__ = cls
        print('changed to', cls.__name__)
    except TypeError as e:
        print(e)
try:
    del a.__class__
except TypeError as e:
    print(e)


class Liar:
    __class__ = property(lambda self: dict)


x = Liar()
print('isinstance believes __class__', isinstance(x, dict), isinstance(x, Liar), type(x).__name__, x.__class__.__name__)


class M(type): pass


class N(type): pass


class Meta(metaclass=M): pass


Meta.__class__ = N
print('metaclass changed', type(Meta).__name__)
print('type of types', type(type(5)) is type, type.__class__ is type, object.__class__ is type)
print('three arguments', type('X', (A,), {'y': 1})().hello(), type('X', (), {}).__bases__)
import types
m = types.ModuleType('m')


class Mod(types.ModuleType):
    def __call__(self): return 'callable module'


m.__class__ = Mod
print(m())
print('subclass checks', issubclass(bool, int), issubclass(A, A), issubclass(type, object), isinstance(A, type), isinstance(None, type(None)))
try:
    type(None)()
    print('NoneType() is None', type(None)() is None, type(...)() is ..., type(NotImplemented)() is NotImplemented)
    type(None)(1)
except TypeError as e:
    print(e)
for final in (bool, type(None), type(len), type(lambda: 0), slice, range, memoryview, type(iter([])), type(x for x in ())):
    try:
        type('Sub', (final,), {})
        print('subclassable', final.__name__)
    except TypeError as e:
        print(e)
