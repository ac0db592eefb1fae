# Code that changes under compiled functions: kinds of operands, globals, classes, locals written through a frame, errors and limits.
import sys


def add(a, b):
    return a + b


def kinds():
    pairs = [(1, 2), (1.5, 2.5), ('a', 'b'), ([1], [2]), (2**53 - 1, 1), (10**30, 1), (1, 2.5), (True, 1)]
    for a, b in pairs:
        out = None
        for _ in range(20):
            out = add(a, b)
        print(out)


limit = 3


def below(n):
    return n < limit


def rebinding():
    global limit
    seen = []
    for i in range(60):
        seen.append(below(i % 7))
        if i == 30:
            limit = 5
        if i == 45:
            limit = 2.5
    print(sum(seen), limit)


class A:
    def __init__(self, x):
        self.x = x

    def get(self):
        return self.x


class B(A):
    __slots__ = ('y',)

    def get(self):
        return -self.x


def attributes():
    a, b = A(1), B(2)
    total = 0
    for i in range(40):
        total += (a if i % 3 else b).get()
    A.get = lambda self: 100
    for i in range(40):
        total += a.get() + b.get()
    del a.x
    try:
        for i in range(40):
            total += b.x
            total += a.x
    except AttributeError as e:
        print(e)
    print(total)


def written(n):
    t = 0
    for i in range(n):
        t += 1
        if i % 10 == 9:
            poke()
    return t


def poke():
    sys._getframe(1).f_locals['t'] = 1000


def overflow():
    x = 1
    for i in range(70):
        x = x * 2 + i
    print(x, x // 3, x % 1000, x >> 5, x & 255)
    y = 9007199254740991
    for i in range(3):
        y += 1
    print(y, -y, y * y)


def zero():
    print([-1 * i for i in range(2)], [0 * -5, -4 % 2, -4 // 5, 0 // -3], [-0.0 * i for i in (1, 2)])


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


def recursion():
    print(deep(400))
    try:
        deep(10**6)
    except RecursionError as e:
        print(e)
    print(deep(300))


def numbers(n):
    for i in range(n):
        got = yield i
        if got:
            yield got * 10


def generators():
    print([x for x in numbers(30)][-1], sum(numbers(50)), max(x % 7 for x in numbers(20)))
    g = numbers(5)
    print(next(g), g.send(4), next(g), g.close())
    def outer():
        r = yield from inner()
        yield r
    def inner():
        try:
            yield 1
            yield 2
        except ValueError:
            yield 'caught'
        return 'end'
    for _ in range(20):
        last = list(outer())
    g = outer()
    print(last, next(g), g.throw(ValueError()), list(g))


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print('gone', self.name)


def destruction():
    kept = None
    for i in range(4):
        kept = Noisy(i)
        print('made', i)
    kept = None
    print('end')


def errors():
    def fails(i):
        return [1, 2, 3][i]

    caught = 0
    for i in range(40):
        try:
            fails(i % 5)
        except IndexError:
            caught += 1
    print(caught)
    try:
        for i in range(40):
            1 / (39 - i)
    except ZeroDivisionError as e:
        tb = e.__traceback__
        print(e, tb.tb_lineno - errors.__code__.co_firstlineno, tb.tb_frame.f_locals['i'])


def sorting():
    class Key:
        def __init__(self, n):
            self.n = n

        def __lt__(self, other):
            return self.n < other.n

    items = [Key(i * 37 % 101) for i in range(60)]
    print([k.n for k in sorted(items)][:5], sorted(range(20), key=lambda n: -n % 7)[:6])
    print(sorted(items, key=lambda k: k.n)[-1].n, list(map(lambda n: n * n, range(12)))[-1])


kinds()
rebinding()
attributes()
print(written(50))
overflow()
zero()
recursion()
generators()
destruction()
errors()
sorting()
