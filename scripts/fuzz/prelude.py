# What every random program begins with: classes, functions, generators and coroutines of each kind that its statements use.
import math
import sys


class P:
    count = 0

    def __init__(self, a, b=2):
        self.a = a
        self.b = b

    def m(self, x):
        self.a = (self.a + x) % 1009
        return self.a - x

    def __add__(self, o):
        if isinstance(o, P):
            return P((self.a + o.a) % 997, self.b)
        return NotImplemented if o == 13 else P((self.a + o) % 997, self.b)

    def __radd__(self, o):
        return P((o + self.a) % 997, self.b) if o != 11 else NotImplemented

    def __iadd__(self, o):
        self.a = (self.a + o) % 499
        return self

    def __eq__(self, o):
        return self.a == o.a if isinstance(o, P) else NotImplemented

    def __hash__(self):
        return hash(self.a)

    def __lt__(self, o):
        return self.a < o.a

    def __len__(self):
        return self.a % 4

    def __getitem__(self, i):
        if i > 5:
            raise IndexError(i)
        return self.a * i

    def __setitem__(self, i, v):
        self.b = (i + v) % 31

    def __contains__(self, x):
        return x % 3 == self.a % 3

    def __call__(self, x=1):
        return self.a + x

    def __neg__(self):
        return P(-self.a, self.b)

    def __int__(self):
        return self.a

    def __index__(self):
        return self.a % 5

    @property
    def p(self):
        return self.a * 2 + 1

    @p.setter
    def p(self, v):
        self.a = v % 101

    @classmethod
    def cm(cls, x):
        cls.count += 1
        return x + 1

    @staticmethod
    def sm(x):
        return x - 1

    def __enter__(self):
        self.b += 1
        return self

    def __exit__(self, t, v, tb):
        self.b -= 1
        return t is KeyError


class Q(P):
    def m(self, x):
        self.b += 1
        return super().m(x) + 1

    def __lt__(self, o):
        return self.b < o.b

    def __bool__(self):
        return self.b % 3 != 0


class R(P):
    __slots__ = ('z',)

    def m(self, x):
        self.z = x
        return self.z // 2

    def __getattr__(self, name):
        if name == 'missing':
            return self.a + 5
        raise AttributeError(name)


class Slotted:
    __slots__ = ('u', 'v')

    def __init__(self, u):
        self.u = u


class Percent:
    """A data descriptor."""

    def __set_name__(self, owner, name):
        self.name = '_' + name

    def __get__(self, o, owner=None):
        return 50 if o is None else getattr(o, self.name, 7)

    def __set__(self, o, v):
        setattr(o, self.name, v % 100)


class Meta(type):
    made = 0

    def __call__(cls, *args):
        Meta.made += 1
        return super().__call__(*args)

    def __instancecheck__(cls, o):
        return type(o) is cls or o == 4

    def __getitem__(cls, i):
        return i + 3


class D(metaclass=Meta):
    share = Percent()

    def __init__(self, v=1):
        self.share = v

    def __iter__(self):
        return Count(self.share % 4)


class Count:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


class I(int):
    def __add__(self, o):
        return I(int(self) + o + 1)


class S(str):
    def __len__(self):
        return 3


class L(list):
    def __getitem__(self, i):
        return list.__getitem__(self, i) + 1 if type(i) is int else list.__getitem__(self, i)


class DD(dict):
    def __missing__(self, k):
        return k * 2


class E(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class E2(E):
    pass


G = 1
H = [0]


def fact(n):
    return 1 if n < 2 else n * fact(n - 1) % 10007


def even(n):
    return True if n <= 0 else odd(n - 1)


def odd(n):
    return False if n <= 0 else even(n - 1)


def tree(n):
    return None if n <= 0 else (tree(n - 1), n, tree(n - 2))


def weight(t):
    if t is None:
        return 1
    left, n, right = t
    return (weight(left) + n * weight(right)) % 1009


def gen(n):
    for k in range(n):
        yield k * 2


def gen2(n):
    t = 0
    while t < n:
        got = yield t
        t += 1 if got is None else got
    return t


def dele(n):
    r = yield from gen2(n)
    yield r


def careful(n):
    t = 0
    for k in range(n):
        try:
            t += yield (k, t)
        except E as e:
            t += e.code % 17
        except TypeError:
            t -= 1
        finally:
            t += 2
    return t


def drive(n, x):
    g = careful(n)
    out = 0
    try:
        out = next(g)[1]
        while True:
            out += g.send(x)[1]
            if out % 3 == 1:
                out += g.throw(E(x))[1]
    except StopIteration as stop:
        return out + stop.value
    finally:
        g.close()


class Turn:
    def __await__(self):
        got = yield 1
        return 3 if got is None else got


async def co(n):
    t = 0
    for k in range(n):
        t += await Turn()
        if k == 3:
            raise E(t)
    return t


async def agen(n):
    for k in range(n):
        yield k + await Turn()


class AC:
    async def __aenter__(self):
        return await Turn()

    async def __aexit__(self, t, v, tb):
        return t is E


async def atop(n):
    t = 0
    async with AC() as a:
        async for k in agen(n):
            t += k * a
        t += await co(n)
    return t + sum([k async for k in agen(2)])


def run(c, x=None):
    steps = 0
    try:
        c.send(None)
        while True:
            steps += 1
            c.send(x)
    except StopIteration as stop:
        return stop.value * 10 + steps


def star(*args, k=1, **kw):
    return len(args) + k + sum(kw.values())


def dflt(x, y=3, *, z=1):
    return x * y + z


def posonly(a, b=2, /, c=3, *rest, d=4):
    return a + 2 * b + 3 * c + 4 * d + len(rest)


def may(x):
    if x % 5 == 3:
        raise E(x)
    if x % 7 == 5:
        raise KeyError(x)
    return x + 1


def deep(x):
    try:
        return may(x) + 1
    finally:
        P.count += 1


def chain(x):
    try:
        return may(x)
    except E as e:
        raise E2(e.code + 1) from e


def group(x):
    try:
        if x % 3:
            raise ExceptionGroup('g', [E(x), KeyError(x), ValueError(x)][: x % 4 + 1])
        return 0
    except* E as g:
        x += len(g.exceptions)
    except* (KeyError, ValueError) as g:
        x += 10 * len(g.exceptions)
    return x


def adder(k):
    total = 0

    def add(x):
        nonlocal total
        total += x + k
        return total % 1000

    return add


def loopsum(xs):
    t = 0
    for x in xs:
        t += x
    return t


def twice(f):
    def wrapper(*args, **kw):
        return f(*args, **kw) + f(*args, **kw)

    return wrapper


@twice
def bump(x, y=1):
    return x + y


def finding(xs, x):
    for i, v in enumerate(xs):
        try:
            if v == x:
                return i
            if v > 50:
                continue
            if v < -50:
                break
        finally:
            x += 1
    else:
        return -2
    return -3


def swapped(x):
    return x + 2


def original(x):
    return x + 1


def where():
    return sys._getframe(1).f_lineno % 7
