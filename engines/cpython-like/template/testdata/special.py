# Special methods, properties and calls of many classes from compiled functions: what they answer, what they raise, where they are left half way.
import sys


class Base:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f'{type(self).__name__}({self.x!r})'


class Num(Base):
    def __add__(self, other):
        if isinstance(other, Num):
            return Num(self.x + other.x)
        return NotImplemented

    def __radd__(self, other):
        return ('radd', other, self.x)

    def __mul__(self, other):
        return NotImplemented

    def __imul__(self, other):
        self.x *= 2
        return self

    def __sub__(self, other):
        total = 0
        for i in range(3):
            total += i
        if self.x == 7:
            raise ValueError('seven')
        return total

    def __eq__(self, other):
        if isinstance(other, Num):
            return self.x == other.x
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, int):
            return [self.x] if self.x < other else []
        return NotImplemented

    def __hash__(self):
        return hash(self.x)


class Sub(Num):
    def __radd__(self, other):
        return ('sub radd', other, self.x)

    def __gt__(self, other):
        return 'gt'


class Other(Base):
    def __radd__(self, other):
        return ('other radd', other)

    def __rmul__(self, other):
        return ('other rmul', other)


class Box(Base):
    def __len__(self):
        return self.x

    def __getitem__(self, i):
        if i == self.x:
            raise IndexError('end')
        return i * 2

    def __setitem__(self, i, value):
        self.x = value
        return 'ignored'

    def __contains__(self, item):
        return item if self.x else []

    def __call__(self, *args, k=1):
        return args, k


class Truth(Base):
    def __bool__(self):
        return self.x


class Gen(Base):
    def __iter__(self):
        for i in range(self.x):
            yield i


class NotIter(Base):
    def __iter__(self):
        return 5


class Count(Base):
    def __iter__(self):
        return self

    def __next__(self):
        if self.x == 0:
            raise StopIteration
        self.x -= 1
        return self.x


class Prop(Base):
    @property
    def p(self):
        if self.x == 3:
            raise AttributeError('three')
        return self.x + 1

    def __getattr__(self, name):
        return ('hook', name)

    def m(self):
        return ('m', self.x)


class Slots:
    __slots__ = ('x', 'y')

    def __init__(self, x):
        self.x = x

    def m(self):
        return ('slots', self.x)


class Own:
    p = 'class'

    def __init__(self, x):
        self.x = x
        self.m = lambda: ('own', x)


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


def operators(values, out):
    for a in values:
        for b in values:
            for f in (
                lambda: a + b,
                lambda: a * b,
                lambda: a - b,
                lambda: a == b,
                lambda: a != b,
                lambda: a < b,
                lambda: a > b,
                lambda: 1 if a < b else 2,
                lambda: not (a == b),
            ):
                out.append(repr(attempt(f)))


def inplace(n):
    a = Num(1)
    s = 0
    for i in range(n):
        b = a
        a *= 3
        assert a is b
        c = Num(i)
        c += Num(1)
        s += c.x
        try:
            c += 5
        except TypeError as e:
            last = str(e)
        d = 5
        d += c
        s += d[2]
    return a.x, s, last


def containers(n):
    out = []
    for i in range(n):
        b = Box(i % 4)
        out.append((len(b), [x for x in b], bool(b), not b, 3 in b, 0 in b, '' not in b, b[1 + i % 4] if i % 4 != 1 else None))
        b[0] = 9
        out.append((b.x, b(1, 2), b(k=i), b()))
        if b:
            out.append('true')
        out.append(attempt(lambda: b[b.x]))
    out.append(attempt(len, Box(-1)))
    out.append(attempt(len, Box('x')))
    out.append(attempt(lambda: 1 if Box(-1) else 2))
    out.append(attempt(lambda: len(Box(2**100))))
    return out


def truths(n):
    out = []
    for i in range(n):
        for t in (Truth(True), Truth(False), Truth(3), Truth(None)):
            out.append(attempt(lambda: 'y' if t else 'n'))
            out.append(attempt(lambda: not t))
            out.append(attempt(lambda: t and 1 or 2))
    return out


def iterations(n):
    out = []
    for i in range(n):
        out.append([x for x in Gen(i % 5)] + [y for y in Count(i % 3)])
        total = 0
        for a in Gen(3):
            for b in Count(a):
                total += a * b
        out.append(total)
        out.append(attempt(lambda: [z for z in NotIter(1)]))
        out.append(attempt(lambda: [z for z in i]))
        out.append([k for k in range(i)] + [k for k in range(i, 0, -2)] + list(range(3, i)))
        out.append(attempt(lambda: [k for k in range(1, 2, 0)]))
        out.append(attempt(lambda: [k for k in range(1.5)]))
        out.append([k for k in range(True)] + [k for k in range(2**60, 2**60 + 2)])
    return out


def attributes(n):
    out = []
    things = [Prop(1), Prop(3), Slots(2), Own(4), Num(5), Box(6), Prop, Own]
    for i in range(n):
        for t in things:
            out.append(attempt(lambda: t.x))
            out.append(attempt(lambda: t.m()) if t is not Prop else 'class')
            p = attempt(lambda: t.p)
            out.append(p if not isinstance(p, property) else 'property')
            try:
                t.x = t.x
                t.y = i
            except AttributeError as e:
                out.append(str(e))
        if i == 10:
            Own.x2 = 1
            Prop.m = lambda self: 'changed'
            things[0].m = lambda: 'hidden'
            del things[3].m
        if i == 20:
            things[0].__dict__['x'] = 77
    return out


def types(n):
    out = []
    for i in range(n):
        out.append((int(1.9), int('-12'), int(' 7 '), int(True), int(2**70), float('1.5'), float(3), str(i), str('s'), str(None), bool(i), bool([])))
        out.append((list((1, i)), tuple([1, i]), tuple(()), list('ab'), type(i), list(), dict(), set()))
        out.append((list(enumerate((1, 2))), list(zip((1, 2), 'ab')), list(zip([1], range(5))), attempt(int, 'x'), attempt(lambda: int(float('nan')))))
        out.append(attempt(lambda: zip([1], 5)))
    return out


def left_half_way(n):
    """Methods that recurse too deep to be called on the host's stack, and ones that are not compiled yet."""

    class Deep(Base):
        def __add__(self, other):
            if self.x == 0:
                return NotImplemented if other == 'no' else 0
            return 1 + (Deep(self.x - 1) + other)

        def __lt__(self, other):
            return self.x == 0 or Deep(self.x - 1) < other

        def __len__(self):
            return 0 if self.x == 0 else len(Deep(self.x - 1)) + 1

        def __getitem__(self, i):
            return i if self.x == 0 else Deep(self.x - 1)[i + 1]

        def __bool__(self):
            return self.x == 0 or not not Deep(self.x - 1)

        def __contains__(self, i):
            return i in Deep(self.x - 1) if self.x else True

        @property
        def p(self):
            return 0 if self.x == 0 else Deep(self.x - 1).p + 1

        def __iter__(self):
            return iter([1]) if self.x == 0 else iter(Deep(self.x - 1))

    out = []
    for i in range(n):
        d = Deep(260)
        out.append((d + 1, d < 1, len(d), d[0], bool(d), not d, 5 in d, 5 not in d, d.p, [x for x in d]))
        out.append(attempt(lambda: d + 'no'))
        out.append(attempt(lambda: len(Deep(-1)))[0])
    return out


values = [Num(1), Num(7), Sub(1), Sub(2), Other(1), 1, 'a', [1]]
for k in range(4):
    out = []
    operators(values, out)
    print(out if k == 3 else len(out))
for f in (inplace, containers, truths, iterations, attributes, types):
    print(f.__name__, f(40))
print(left_half_way(12))
print(sys.getrefcount(values[0]), sys.getrefcount(values[2]))
