# functools: partial, reduce, lru_cache, cached_property, singledispatch, wraps, total_ordering, cmp_to_key.
# needs: functools
import functools as f
p = f.partial(pow, 2)
print('partial', p(5), p, p.func is pow, p.args, p.keywords, f.partial(p, 3)(),
    f.partial(f.partial(int, base=2), '101')(), f.partial(print, 'a', sep='-').keywords)
print('placeholder', f.partial(pow, f.Placeholder, 3)(2), f.partial(divmod, f.Placeholder, 4)(9))
print('reduce', f.reduce(lambda a, b: a * b, [1, 2, 3, 4]), f.reduce(max, [], 'initial'),
    f.reduce(lambda a, b: a + b, ['a', 'b'], '>'), f.reduce(None, [5]))
calls = []
@f.lru_cache(maxsize=2)
def square(n, *, k=1):
    calls.append(n); return n * n * k
square(1); square(2); square(1); square(3); square(2)
print('lru', calls, square.cache_info(), square(1.0), square.cache_info().hits, square.__wrapped__(5),
    square.cache_parameters())
square.cache_clear()
print(square.cache_info())
@f.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print('cache', fib(90), fib.cache_info().misses, f.lru_cache(typed=True)(lambda x: x).cache_parameters())
class C:
    @f.cached_property
    def value(self):
        print('  computed'); return 42
    @f.singledispatchmethod
    def show(self, x): return 'other'
    @show.register
    def _(self, x: int): return 'int'
    half = f.partialmethod(lambda self, a, b: (a, b), 1)
c = C()
print('cached_property', c.value, c.value, c.__dict__)
del c.value
print(c.value, c.show(1), c.show('a'), c.half(2))
@f.singledispatch
def kind(x): return 'object'
@kind.register(int)
def _(x): return 'int'
@kind.register
def _(x: list | tuple): return 'sequence'
print('singledispatch', kind(1), kind(True), kind('a'), kind([]), kind(()), kind.dispatch(bool)(0),
    sorted(t.__name__ for t in kind.registry))
def deco(fn):
    @f.wraps(fn)
    def inner(*a): return fn(*a)
    return inner
@deco
def documented(x): "Doc."
print('wraps', documented.__name__, documented.__doc__, documented.__wrapped__.__name__)
@f.total_ordering
class T:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print('ordering', T(1) <= T(1), T(2) > T(1), T(1) >= T(2))
for code in ("f.partial()", "f.partial(5)", "f.reduce(max, [])", "f.reduce(max)", "square([])", "f.lru_cache('a')",
    "kind()", "f.total_ordering(type('X', (), {}))", "f.partial(pow, 2, f.Placeholder)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
