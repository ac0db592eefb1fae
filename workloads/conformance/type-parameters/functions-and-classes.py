# PEP 695: type parameters of functions, classes and aliases; their scopes.
# needs: python-3.12, typing
def f[T](x: T) -> T:
    return x


def g[T: int, *Ts, **P](x: T, *args: *Ts) -> None: ...


class C[T, U: (int, str) = int]:
    attr: T

    def m[V](self, v: V) -> U:
        return T, V

    inner = T


print('parameters', f.__type_params__, g.__type_params__, C.__type_params__)
print('kinds', [type(p).__name__ for p in g.__type_params__])
T, Ts, P = g.__type_params__
print('bound', T.__bound__, T.__constraints__, T.__name__, T.__covariant__, T.__infer_variance__)
U = C.__type_params__[1]
print('constraints', U.__constraints__, U.__bound__, U.__default__, U.has_default(), C.__type_params__[0].has_default())
print('bases', C.__bases__, C.__orig_bases__, C[int], C[int, str])
print('methods see them', C().m(1), C.inner is C.__type_params__[0])
print('names do not leak', 'T' in dir(C), f.__qualname__, g.__defaults__)
type Alias[K] = dict[K, list[Alias[K]]]
print('alias', Alias, Alias.__name__, Alias.__type_params__, Alias[int], Alias.__value__)
type Simple = int | str
print(Simple.__value__, type(Simple).__name__, isinstance(5, Simple.__value__))
type Lazy = not_yet_defined
try:
    Lazy.__value__
except NameError as e:
    print('lazy', e)
not_yet_defined = 5
print(Lazy.__value__)


def lazy_bound[T: undefined_bound](): ...


try:
    lazy_bound.__type_params__[0].__bound__
except NameError as e:
    print('lazy bound', e)


class D[T](list[T]):
    pass


print(D[int]([1]), D.__mro__[1:3])
for bad in (lambda: C[int, str, float], lambda: Simple[int], lambda: f[int], lambda: isinstance(1, Simple) if False else Simple()):
    try:
        print(bad())
    except TypeError as e:
        print(e)


def shadow(T):
    def inner[T](): return T
    return inner, T


i, t = shadow('outer')
print(type(i()).__name__, t)


class Outer[A]:
    class Inner[B]:
        both = (A, B)

    def method[B](self): return lambda: (A, B)


print(Outer.Inner.both, Outer().method()())
for text in ('def f[T, T](): pass', 'def f[](): pass', 'class A[T: (yield)]: pass', 'def f[*T: int](): pass', 'type X[T] = (yield)', 'def f[T = int, U](): pass', 'def f[T](x: (T := 1)): pass', 'type x.y = 1', 'type = 5',
             'type X = 1, 2', 'class A[T](T := int): pass', 'lambda[T]: 0', 'def f[T: await x](): pass', 'type X[T := 1] = 2', 'def f[1](): pass', 'def f[T](T): return T', 'def f[T]():\n nonlocal T', 'def f[__T](): pass'):
    try:
        compile(text, '<t>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
