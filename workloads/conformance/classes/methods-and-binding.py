# How functions become methods, and what does not.
from types import MethodType


class A:
    def m(self, x=0):
        return ('m', type(self).__name__, x)

    @classmethod
    def c(cls, x=0):
        return ('c', cls.__name__, x)

    @staticmethod
    def s(x=0):
        return ('s', x)

    builtin = len
    lam = lambda self: 'lambda'
    nested = MethodType(lambda self, y: (self, y), 'fixed')


class B(A):
    pass


b = B()
print('bound', b.m(1), b.c(2), b.s(3), B.c(4), B.s(5), B.m(b, 6))
print('builtins do not bind', b.builtin([1, 2]), b.lam())
print('a bound method stays bound', b.nested(1))
print('per-access object', b.m is b.m, b.m == b.m, b.m.__func__ is A.m, A.m is A.m)
other = B()
print('equality needs the same self', b.m == other.m, hash(b.m) == hash(b.m))
b.m = lambda *a: ('instance function gets no self', a)
print(b.m(1))
b.bound = MethodType(A.m, other)
print('bound by hand', b.bound(9), b.bound.__self__ is other)
print('classmethod self', B.c.__self__ is B, b.c.__self__ is B, b.c.__func__ is vars(A)['c'].__func__)
print('raw', type(vars(A)['c']).__name__, type(vars(A)['s']).__name__, callable(vars(A)['s']))
print('staticmethod called directly', vars(A)['s'](1))
try:
    vars(A)['c'](1)
except TypeError as e:
    print(e)
print('names', A.m.__name__, A.m.__qualname__, b.c.__qualname__, b.c.__name__)
print('attributes pass through', b.bound.__doc__, b.bound.__module__)
A.m.tag = 'on the function'
print('read through the method', other.m.tag)
try:
    other.m.tag = 1
except AttributeError as e:
    print('not written:', e)


class Eq:
    def __eq__(self, o):
        return True
    __hash__ = None

    def m(self):
        pass


print('methods compare self by identity', Eq().m == Eq().m)
try:
    MethodType(A.m, None)
except TypeError as e:
    print(e)
try:
    MethodType(5, 1)
except TypeError as e:
    print(e)
print('wrapped', classmethod(A.s).__wrapped__ is A.s, staticmethod(A.s).__name__)
