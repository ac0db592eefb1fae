# What can be called: functions, bound methods, classes, instances, partials, and callable() about each.
from functools import partial


class Callable:
    def __call__(self, *args, **kwargs):
        return args, kwargs


class NotCallable:
    pass


c = Callable()
print('instance', c(1, k=2), callable(c), callable(NotCallable()))
n = NotCallable()
n.__call__ = lambda: 'ignored'
print('__call__ on the instance does not count', callable(n))
try:
    n()
except TypeError as e:
    print(e)


class Chain:
    @property
    def __call__(self):
        return lambda: 'through a property'


print('__call__ as a property', Chain()())


class Nest:
    __call__ = Callable()


print('__call__ is itself callable object', Nest()(1, 2))
f = [].append
print('bound builtin', callable(f), f.__self__, f.__name__)
m = c.__call__
print('bound method', m.__self__ is c, m.__func__ is Callable.__call__, m == c.__call__, m is c.__call__)
print('class call', Callable().__class__ is Callable, type.__call__(Callable).__class__.__name__)
p = partial(c, 1, 2, a=3)
print('partial', p(4, b=5), partial(p, 0, a=9)(), p.args, p.keywords)
print('unbound', str.upper('abc'), int.__add__(2, 3), list.__len__([1, 2]))
for f in (lambda: str.upper(), lambda: str.upper(5), lambda: list.append(5, 1), lambda: int.__add__('a', 1)):
    try:
        f()
    except TypeError as e:
        print('wrong receiver:', e)
print('method of a method', c.__call__.__call__.__call__(7))
print('callable types', [callable(x) for x in (int, len, c.__call__, partial, None, 'f', type)])


class Meta(type):
    def __call__(cls, *args):
        return f'{cls.__name__} not created, args {args}'


class Odd(metaclass=Meta):
    pass


print('metaclass __call__', Odd(1, 2))
