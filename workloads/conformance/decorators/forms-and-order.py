# Decorators: evaluated from the top, applied from the bottom; any expression; classes too.
def deco(name):
    print('  evaluate', name)

    def apply(f):
        print('  apply', name, 'to', getattr(f, '__name__', f))
        return f

    return apply


@deco('first')
@deco('second')
def f(x=print('  default evaluated after decorators')):
    pass


@deco('class')
class C:
    print('  class body')

    @deco('method')
    def m(self): ...


@lambda f: f()
def value():
    return 'called at once'


print(value)


@lambda f: print('decorating', f.__name__)
def printed(): ...


print('result of print', printed)
table = {'k': [lambda f: ('decorated', f.__name__)]}


@table['k'][0]
def g(): ...


print(g)


@(deco if False else staticmethod)
def s(): ...


print(type(s).__name__)


@(w := lambda f: 'walrus')
def h(): ...


print(h, callable(w))


def counted(f):
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return f(*args, **kwargs)
    wrapper.calls = 0
    return wrapper


@counted
def fact(n):
    return n * fact(n - 1) if n else 1


print(fact(5), fact.calls, fact.__name__)
from functools import wraps


def named(f):
    @wraps(f)
    def inner(*a):
        return f(*a)
    return inner


@named
def original(x: int) -> str:
    """doc"""


print(original.__name__, original.__doc__, original.__wrapped__.__name__, original.__qualname__, original.__annotations__)


class Register(dict):
    def __call__(self, f):
        self[f.__name__] = f
        return f


register = Register()


@register
def a(): return 1


@register
def b(): return 2


print(sorted(register), sum(x() for x in register.values()))
try:
    @5
    def bad(): ...
except TypeError as e:
    print(e)
try:
    @undefined
    def never(): ...
except NameError as e:
    print(e)
print('never' in globals())


class Bound:
    def deco(f):
        return lambda self: f(self) + '!'

    @deco
    def m(self): return 'm'

    @property
    @deco
    def p(self): return 'p'


print(Bound().m(), Bound().p)
