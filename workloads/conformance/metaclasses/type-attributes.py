# Attributes of type objects: names, docs, flags that can or cannot be changed.
class A:
    """doc"""
    def m(self): ...


print('doc', A.__doc__, '| name', A.__name__, '| module', A.__module__)
A.__name__ = 'Renamed'
print('renamed', A.__name__, A.__qualname__, repr(A))
A.__qualname__ = 'Else.Where'
A.__module__ = 'some.module'
print('repr follows', repr(A), repr(A()).split(' object')[0])
A.__doc__ = 'new doc'
print('doc', A.__doc__)
for name, value in [('__name__', 5), ('__name__', 'nul\0'), ('__qualname__', 5), ('__dict__', {}), ('__mro__', ()), ('__bases__', int),
                    ('__flags__', 1), ('__basicsize__', 1), ('__abstractmethods__', 5)]:
    try:
        setattr(A, name, value)
        print(name, 'set to', repr(value))
    except (TypeError, AttributeError, ValueError) as e:
        print(name, '->', type(e).__name__ + ':', e)
for name in ('__name__', '__module__', '__doc__', '__dict__'):
    try:
        delattr(A, name)
        print('del', name, 'works')
    except (TypeError, AttributeError) as e:
        print('del', name, '->', type(e).__name__ + ':', e)
for cls in (int, list, type, object):
    try:
        cls.extra = 1
    except TypeError as e:
        print(e)
try:
    int.__add__ = None
except TypeError as e:
    print(e)
try:
    del str.upper
except TypeError as e:
    print(e)
print('builtin names', int.__module__, int.__qualname__, type(None).__name__, type(...).__name__, type(NotImplemented).__name__)
print('type.__dict__ reads', type(vars(type)['__name__']).__name__, type.__name__, vars(type)['__name__'].__get__(int))


class B:
    __name__ = 'class attribute'
    __module__ = 'mine'


print('own __name__', B.__name__, B().__name__, B.__module__)


class C:
    def __class__(self): ...


print('weird', type(C()) is C)
print('dir(type) against dir(instance)', 'mro' in dir(type), 'mro' in dir(int), 'mro' in dir(A))
print('setting __module__ dropped the line', hasattr(A, '__firstlineno__'), A.__static_attributes__)


class D:
    def __init__(self):
        self.a = self.b = 1
        for self.c in 'x':
            self.d, [self.e] = 1, [2]

    def other(self, that):
        self.f += 1
        that.g = 1


print('static attributes', sorted(D.__static_attributes__))
