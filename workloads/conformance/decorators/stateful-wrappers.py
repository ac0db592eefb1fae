# Wrappers that keep state, retry, time out by count, and decorate methods, generators and coroutines.
import functools


def retry(times, kinds=(ValueError,)):
    def deco(f):
        @functools.wraps(f)
        def wrapper(*a, **k):
            for attempt in range(1, times + 1):
                try:
                    return f(*a, **k)
                except kinds as e:
                    print(f'attempt {attempt}: {e}', end='; ')
                    last = e
            raise last
        return wrapper
    return deco


calls = 0


@retry(3)
def flaky():
    global calls
    calls += 1
    if calls < 3:
        raise ValueError(f'call {calls}')
    return 'ok'


print(flaky())


@retry(2, kinds=KeyError)
def always(): raise KeyError('always')


try:
    always()
except KeyError as e:
    print('gave up', e)
try:
    retry(1)(lambda: 1 / 0)()
except ZeroDivisionError as e:
    print('not retried', e)


def generator_deco(g):
    @functools.wraps(g)
    def wrapper(*a):
        result = yield from g(*a)
        yield ('result', result)
    return wrapper


@generator_deco
def count(n):
    for i in range(n):
        got = yield i
        if got:
            return got
    return 'done'


print(list(count(2)), count.__name__)
g = count(5)
print(next(g), g.send('early'))


def async_deco(f):
    @functools.wraps(f)
    async def wrapper(*a):
        return ('wrapped', await f(*a))
    return wrapper


@async_deco
async def coro(x): return x


try:
    coro(5).send(None)
except StopIteration as e:
    print(e.value, coro.__name__)


class Stack:
    def __init__(self): self.items = []

    def logged(f):
        @functools.wraps(f)
        def wrapper(self, *a):
            r = f(self, *a)
            print(f'{f.__name__}{a} -> {self.items}', end='; ')
            return r
        return wrapper

    @logged
    def push(self, x): self.items.append(x)

    @logged
    def pop(self): return self.items.pop()

    del logged


s = Stack()
s.push(1), s.push(2), s.pop()
print(hasattr(Stack, 'logged'))


def once(f):
    def wrapper():
        if not hasattr(wrapper, 'value'):
            wrapper.value = f()
        return wrapper.value
    return wrapper


@once
def expensive():
    print('evaluated', end=' ')
    return 42


print(expensive(), expensive())


def stack_of(*ds): return lambda f: functools.reduce(lambda g, d: d(g), reversed(ds), f)


@stack_of(lambda f: lambda: f() + ' outer', lambda f: lambda: f() + ' inner')
def base(): return 'base'


print(base())
dispatch = {}


def on(name): return lambda f: dispatch.setdefault(name, []).append(f) or f


@on('a')
@on('b')
def handler(x): return f'handled {x}'


@on('a')
def second(x): return f'second {x}'


print({k: [f(k) for f in v] for k, v in dispatch.items()})
