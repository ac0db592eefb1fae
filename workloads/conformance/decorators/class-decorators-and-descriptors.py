# Decorators written as classes, on methods, with and without binding.
import functools


class Trace:
    def __init__(self, f):
        functools.update_wrapper(self, f)
        self.f = f
        self.log = []

    def __call__(self, *args):
        self.log.append(args[1:] if args and not isinstance(args[0], int) else args)
        return self.f(*args)

    def __get__(self, obj, owner=None):
        return self if obj is None else functools.partial(self, obj)


class NoBind:
    def __init__(self, f): self.f = f
    def __call__(self, *args): return self.f(*args)


class A:
    @Trace
    def m(self, x):
        """doc of m"""
        return x * 2

    @NoBind
    def n(self, x='missing'):
        return (self, x)


a = A()
print(a.m(1), a.m(2), A.m.log, A.m.__doc__, A.m.__name__)
print('not bound: self is the argument', a.n('arg'))


def with_args(*dargs, **dkw):
    if len(dargs) == 1 and callable(dargs[0]) and not dkw:
        return with_args()(dargs[0])
    return lambda f: functools.wraps(f)(lambda *a: (f(*a), dargs, dkw))


@with_args
def bare(): return 'bare'


@with_args(1, k=2)
def full(): return 'full'


print(bare(), full())


def add_repr(cls):
    def __repr__(self):
        return f'{cls.__name__}({", ".join(f"{k}={v!r}" for k, v in vars(self).items())})'
    cls.__repr__ = __repr__
    return cls


@add_repr
class P:
    def __init__(self, x, y): self.x, self.y = x, y


print(P(1, 'two'))


def singleton(cls):
    return cls()


@singleton
class only:
    value = 42


print(only.value, type(only).__name__)


class Multi:
    def __init__(self, f): self.options = [f]

    def add(self, f):
        self.options.append(f)
        return self

    def __call__(self, x): return [o(x) for o in self.options]


@Multi
def op(x): return x + 1


@op.add
def op(x): return x * 10


print(op(3))


@functools.lru_cache(maxsize=2)
def slow(x):
    print('computing', x, end=' ')
    return x


print(slow(1), slow(1), slow(2), slow(3), slow(1), slow.cache_info())


@functools.singledispatch
def show(x): return 'object'


@show.register
def _(x: int): return 'int'


@show.register(list)
def _(x): return 'list'


print(show(1), show(True), show([]), show('s'))


class M:
    @functools.singledispatchmethod
    def f(self, x): return 'other'

    @f.register
    def _(self, x: str): return 'str'

    @staticmethod
    @functools.cache
    def c(x): return [x]


print(M().f('a'), M().f(1), M.c(1) is M.c(1))
