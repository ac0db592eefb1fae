# Further classes and functions of random programs: special methods, attributes, inheritance, generators, frames. A program gets those that it names.
class V:
    """Every operator, from both sides."""

    __slots__ = ('u', 'k')
    __match_args__ = ('u', 'k')

    def __init__(self, u, k=0):
        self.u = u % 1009
        self.k = k % 101

    def __sub__(self, o):
        if type(o) is V:
            return V(self.u - o.u, self.k + o.k)
        return V(self.u - o, self.k) if type(o) is int else NotImplemented

    def __rsub__(self, o):
        return V(o - self.u, self.k + 1)

    def __mul__(self, o):
        return V(self.u * o, self.k) if type(o) is int else NotImplemented

    __rmul__ = __mul__

    def __imul__(self, o):
        self.u = self.u * o % 1009
        return self

    def __truediv__(self, o):
        return self.u / (o or 1)

    def __floordiv__(self, o):
        return V(self.u // o, self.k)

    def __rfloordiv__(self, o):
        return o // (self.u + 1)

    def __mod__(self, o):
        return self.u % o

    def __divmod__(self, o):
        return divmod(self.u, o)

    def __pow__(self, o, m=None):
        return V(pow(self.u, o % 5, m or 1009))

    def __rpow__(self, o):
        return o ** (self.u % 4)

    def __matmul__(self, o):
        return self.u * o.u + self.k * o.k

    def __lshift__(self, o):
        return V(self.u << o % 5)

    def __rshift__(self, o):
        self.k += o % 3
        return self

    def __and__(self, o):
        return self.u & int(o)

    __rand__ = __and__

    def __or__(self, o):
        return V(self.u | o.u) if isinstance(o, V) else NotImplemented

    def __ixor__(self, o):
        return V(self.u ^ o, self.k)

    def __invert__(self):
        return ~self.u

    def __pos__(self):
        return V(self.u + 1, self.k)

    def __abs__(self):
        return self.k

    def __round__(self, n=0):
        return self.u - self.u % 10

    def __float__(self):
        return self.u / 2

    def __int__(self):
        return self.u

    def __eq__(self, o):
        return self.u == o.u and self.k == o.k if isinstance(o, V) else self.u == o

    def __hash__(self):
        return self.u % 3

    def __lt__(self, o):
        return (self.u, self.k) < (o.u, o.k)

    def __le__(self, o):
        return self.u <= (o.u if isinstance(o, V) else o)

    def __iter__(self):
        yield self.u
        yield self.k

    def __repr__(self):
        return f'V({self.u}, {self.k})'

    def __format__(self, spec):
        return format(self.u, spec or 'x')


class Key:
    """Of dicts and sets, with hashes that meet."""

    def __init__(self, k):
        self.k = k

    def __hash__(self):
        return self.k % 3

    def __eq__(self, o):
        return isinstance(o, Key) and self.k == o.k

    def __repr__(self):
        return f'Key({self.k})'


class Watch:
    """Sees each access to an attribute."""

    def __init__(self):
        object.__setattr__(self, 'seen', 0)
        self.u = 5

    def __getattribute__(self, name):
        seen = object.__getattribute__(self, 'seen')
        object.__setattr__(self, 'seen', (seen + 1) % 997)
        return object.__getattribute__(self, name)

    def __setattr__(self, name, v):
        object.__setattr__(self, name, v % 101)

    def __delattr__(self, name):
        object.__setattr__(self, name, -1)


class Lazy:
    """A descriptor that is no data descriptor."""

    def __init__(self, f):
        self.f = f

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, o, owner=None):
        if o is None:
            return self
        value = o.__dict__[self.name] = self.f(o)
        return value


class Base:
    kinds = []

    def __init_subclass__(cls, step=1, **kw):
        super().__init_subclass__(**kw)
        cls.step = step
        Base.kinds.append(cls.__name__)

    def __init__(self, v, *args):
        self.v = v
        self.args = args

    def go(self, x):
        return x + self.step

    @Lazy
    def slow(self):
        return self.v * 3

    @classmethod
    def make(cls, v):
        return cls(v)

    @property
    def t(self):
        return self.v % 7

    @t.setter
    def t(self, v):
        self.v = v % 103

    @t.deleter
    def t(self):
        self.v = 0


class Left(Base, step=2):
    def go(self, x):
        return super().go(x) * 2 % 1009


class Right(Base, step=3):
    def __init__(self, v, *args):
        super().__init__(v + 1, *args, 'r')

    def go(self, x):
        return super().go(x) + 5


class Both(Left, Right, step=4):
    def go(self, x):
        def inner():
            return __class__.step + super(Both, self).go(x)

        return inner()


class Seq:
    """The old protocol of iteration, with slices."""

    def __init__(self, items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, at):
        return Seq(self.items[at]) if isinstance(at, slice) else self.items[at]

    def __setitem__(self, at, v):
        self.items[at] = v

    def __delitem__(self, at):
        del self.items[at]

    def __reversed__(self):
        return iter(self.items[::-1])


class Small(int):
    """A value of a kind of its own, made by __new__."""

    made = 0

    def __new__(cls, v, scale=1):
        cls.made += 1
        return super().__new__(cls, v * scale % 211)

    def __mul__(self, o):
        return Small(int(self) * int(o))

    def __bool__(self):
        return int(self) % 3 > 0


class Doubt:
    """Its truth, length and hash raise now and then."""

    def __init__(self, v):
        self.v = v

    def __bool__(self):
        if self.v % 5 == 4:
            raise E(self.v)
        return self.v % 2 == 0

    def __len__(self):
        return self.v % 6 - 1

    def __contains__(self, x):
        return [] if x % 2 else [x]


class Keeps:
    """A context that is left in various ways."""

    def __init__(self, v):
        self.v = v
        self.log = 0

    def __enter__(self):
        if self.v % 11 == 10:
            raise E(self.v)
        self.log += 1
        return self.v

    def __exit__(self, kind, e, tb):
        self.log = (self.log * 3 + (0 if kind is None else len(kind.__name__))) % 1009
        if kind is ZeroDivisionError:
            raise E2(self.v) from e
        return kind is not None and issubclass(kind, LookupError)


def flow(n):
    """What it is sent counts."""
    t = 0
    try:
        for k in range(n):
            got = yield t % 1009
            t += k + (got or 0)
    finally:
        t += 1
    return t


def flat(xs):
    for k in xs:
        if isinstance(k, (list, tuple)):
            yield from flat(k)
        else:
            yield k


def stopper(n):
    for k in range(n):
        if k == 3:
            raise StopIteration(k)
        yield k


def stubborn(n):
    while n > 0:
        n -= 1
        try:
            yield n
        except E:
            yield -n
        except GeneratorExit:
            return n


def mixed(n, x):
    """A generator that is sent to, thrown at, closed."""
    g = stubborn(n)
    out = next(g)
    try:
        out += g.throw(E(x))
        out += next(g)
        out += g.send(x)
    except StopIteration as stop:
        out += 100
    return out + (g.close() or 0)


async def agen3(n):
    t = 0
    try:
        for k in range(n):
            got = yield t
            t += await Turn() + (got or k)
    except E as e:
        yield e.code
    finally:
        t += 1


async def asent(n, x):
    g = agen3(n)
    t = 0
    try:
        t += await g.__anext__()
        t += await g.asend(x)
        t += await g.athrow(E(x % 50))
        await g.__anext__()
    except StopAsyncIteration:
        t += 1
    await g.aclose()
    return t


def names_here(n=0):
    """Ints among the caller's names, by name."""
    f = sys._getframe(1 + n)
    return sorted((k, v) for k, v in f.f_locals.items() if type(v) is int and k in ('x', 'y', 'z', 'i', 'n', 'u', 'k'))


def callers():
    """Where the callers stand."""
    f = sys._getframe(1)
    at = []
    while f is not None and f.f_code.co_name != '<module>':
        at.append((f.f_code.co_name, f.f_lineno))
        f = f.f_back
    return at


def seen_from(x):
    u = x + 1
    return len(names_here(1)) + sum(line for _, line in callers()) + names_here()[0][1]


def lines_of(e):
    tb = e.__traceback__
    at = []
    while tb is not None:
        at.append(tb.tb_lineno)
        tb = tb.tb_next
    return at


def caught(x):
    try:
        return chain(x) + (1 // (x % 4))
    except E2 as e:
        return sum(lines_of(e)) + sum(lines_of(e.__cause__)) + e.code
    except Exception as e:
        e.add_note(str(x))
        return len(e.__notes__) + sum(lines_of(e)) + names_here()[0][1]


def ways_out(x, n):
    for k in range(n):
        try:
            if k == x % 5:
                continue
            if k == x % 7:
                break
            if k == x % 11:
                return k
            x += k
        except E:
            x += 100
        else:
            x += 1
        finally:
            if k == 6:
                return -k
            x += 2
    else:
        return x + 1000
    return x


def reraises(x):
    try:
        try:
            return may(x)
        except KeyError:
            raise
        except E as e:
            raise ValueError(x) from None
    except (KeyError, ValueError) as e:
        return x + len(str(e)) + (e.__context__ is not None) + (e.__suppress_context__ is True)


def cells(n):
    made = []
    for k in range(n):
        made.append(lambda u, k=k: u + k + n)
        made.append(lambda u: u - k)
    n += 1
    return made


def ack(m, n):
    if m == 0:
        return n + 1
    return ack(m - 1, 1 if n == 0 else ack(m, n - 1))


def kwonly(*, u, k=2, **rest):
    return u * k + len(rest)


def keeps_default(x, acc=[]):
    acc.append(x)
    del acc[:-4]
    return sum(acc)


def unbound(x):
    if x % 3:
        k = x
    try:
        return k
    except UnboundLocalError as e:
        return len(str(e))


def deleted(x):
    k = x
    for j in range(3):
        if j == x % 4:
            del k
            k = j
    return k


def passes_on(*args, **kw):
    return dflt(*args, **kw)


def wide(a, b, c, d, e, f, g, h):
    return a + 2 * b + 3 * c - d + e - f + g * h % 7


def finish(c):
    """What a coroutine returns."""
    try:
        while True:
            c.send(None)
    except StopIteration as stop:
        return stop.value
