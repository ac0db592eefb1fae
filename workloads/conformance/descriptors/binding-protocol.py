# __get__ called by hand: functions, classmethod, staticmethod, property, slots and method descriptors.
def f(self):
    return ('f', self)


print('function', f.__get__(5)(), f.__get__(5, int).__self__, f.__get__(None, int) is f)
try:
    f.__get__(None)
except TypeError as e:
    print(e)
try:
    f.__get__(None, None)
except TypeError as e:
    print(e)
print('classmethod', classmethod(f).__get__(None, int)(), classmethod(f).__get__(5)())
print('staticmethod', staticmethod(f).__get__(5, int) is f)
print('property', property(lambda self: self + 1).__get__(5), type(property(f).__get__(None, int)).__name__)
print('method descriptor', str.upper.__get__('abc')(), list.append.__get__(None, list) is list.append)
try:
    str.upper.__get__(5)
except TypeError as e:
    print(e)
print('wrapper descriptor', int.__add__.__get__(5)(3), type(int.__add__).__name__, type((5).__add__).__name__)
print('classmethod descriptor', type(vars(dict)['fromkeys']).__name__, vars(dict)['fromkeys'].__get__(None, dict)('ab'))


class S:
    __slots__ = ('a',)


s = S()
S.a.__set__(s, 1)
print('member', S.a.__get__(s), type(S.a).__name__, S.a.__get__(None, S) is S.a)
try:
    S.a.__get__(5)
except TypeError as e:
    print(e)
S.a.__delete__(s)
try:
    s.a
except AttributeError as e:
    print(e)
print('getset', type(vars(type(f))['__code__']).__name__, type(f).__code__.__get__(f) is f.__code__)
try:
    type(f).__code__.__get__(5)
except TypeError as e:
    print(e)
print('objclass', str.upper.__objclass__, S.a.__objclass__.__name__, int.__add__.__name__)


class Wrapped:
    method = classmethod(staticmethod(f))
    prop = property(classmethod(f))


print('chained: classmethod no longer calls inner __get__', type(vars(Wrapped)['method']).__name__)
try:
    print(Wrapped.method())
except TypeError as e:
    print(e)


class Callable:
    def __call__(self, *args):
        return args

    def __get__(self, obj, owner):
        return lambda *args: ('bound', *args)


class UsesClassmethod:
    m = classmethod(Callable())


print(len(UsesClassmethod.m(1)))


class Iter:
    class Desc:
        def __get__(self, obj, owner):
            return lambda: iter([1, 2])

    __iter__ = Desc()


print('special method through a descriptor', list(Iter()))
