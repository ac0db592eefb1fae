# partial, partialmethod, cached_property, wraps: how they bind and what they keep.
# needs: functools
import functools


def f(*args, **kw):
    return args, kw


p = functools.partial(f, 1, k=2)
print(p(3, k=4, z=5), p.func is f, p.args, p.keywords)
print('nested partials flatten', functools.partial(p, 9).args, functools.partial(p, 9).func is f)
p.attr = 'own dict'
print(p.attr, repr(functools.partial(int, base=2)))


class A:
    m = functools.partial(f, 'plain')
    pm = functools.partialmethod(f, 'method')

    def base(self, x, y=0): return ('base', x, y)
    ten = functools.partialmethod(base, 10)

    @functools.cached_property
    def cached(self):
        print('computed', end=' ')
        return object()

    @functools.lru_cache
    def lru(self, x): return [x]


a = A()
print('partialmethod binds', a.pm(1)[0][0] is a, a.pm(1)[0][1:], a.ten(y=1), A.ten(a, 2))
print(a.cached is a.cached, 'cached' in vars(a))
print('lru keyed by self', a.lru(1) is a.lru(1), a.lru(1) is A().lru(1), a.lru(1) is a.lru(1.0))
try:
    functools.partial()
except TypeError as e:
    print(e)
try:
    functools.partial(5)
except TypeError as e:
    print(e)


def original(a: int, b=1):
    """doc"""


original.extra = 'kept'


@functools.wraps(original)
def wrapper(*args): ...


print(wrapper.__name__, wrapper.__doc__, wrapper.extra, wrapper.__wrapped__ is original, wrapper.__module__, sorted(wrapper.__annotations__))
print('reduce', functools.reduce(lambda a, b: a + b, [1, 2, 3]), functools.reduce(max, [], 'initial'))
try:
    functools.reduce(max, [])
except TypeError as e:
    print(e)
key = functools.cmp_to_key(lambda x, y: (x > y) - (x < y))
print('cmp_to_key', sorted([3, 1, 2], key=key), key(1) < key(2), key(1) == key(1))


@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(50), fib.cache_info(), fib.cache_parameters())
fib.cache_clear()
print(fib.cache_info())
try:
    fib([])
except TypeError as e:
    print(e)


@functools.lru_cache(maxsize=1, typed=True)
def typed(x): return type(x).__name__


print(typed(1), typed(1.0), typed(True), typed.cache_info())
print('placeholder', functools.partial(f, functools.Placeholder, 2)(1), functools.Placeholder)
try:
    functools.partial(f, 1, functools.Placeholder)
except TypeError as e:
    print(e)
