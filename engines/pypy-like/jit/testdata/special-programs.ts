// Programs for jit.test.ts about special methods of the program's classes in traces: `in`, `!=`, descriptors, metaclasses; what frozen dataclasses, enums
// and abstract classes are made of. Bounded and deterministic.
export const specialPrograms: Record<string, { compiles: number; text: string }> = {
  'special methods, descriptors and metaclasses; enums and abstract classes': {
    compiles: 8,
    text: `from enum import Enum, Flag, IntEnum, auto
from abc import ABC, abstractmethod


class Bag:
    def __init__(self, items):
        self.items = items

    def __contains__(self, x):
        if x == 77:
            raise KeyError(x)
        if x % 5 == 0:
            return self.items  # a list, not a bool
        if x % 7 == 0:
            return 0
        return x in self.items

    def __eq__(self, other):
        if not isinstance(other, Bag):
            return NotImplemented
        return len(self.items) == len(other.items)


class Odd(Bag):
    def __eq__(self, other):
        return self.items  # neither a bool


class Loud(Bag):
    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return 'differs' if self is not other else ''


class Color(Enum):
    RED = 'r'
    GREEN = 'g'
    BLUE = 'b'

    @property
    def warm(self):
        return self is Color.RED


class Perm(Flag):
    NONE = 0
    R = auto()
    W = auto()
    X = auto()


class Level(IntEnum):
    LOW = 1
    MID = 2
    HIGH = 3


class Point:
    """As a frozen dataclass."""

    def __init__(self, x, y):
        object.__setattr__(self, 'x', x)
        object.__setattr__(self, 'y', y)

    def __setattr__(self, name, value):
        raise AttributeError('cannot assign to ' + name)

    def __eq__(self, other):
        if other.__class__ is self.__class__:
            return (self.x, self.y) == (other.x, other.y)
        return NotImplemented

    def __hash__(self):
        return hash((self.x, self.y))

    def __lt__(self, other):
        return (self.x, self.y) < (other.x, other.y)


class Scaled(Point):
    def __init__(self, x, y, z):
        super().__init__(x, y)
        object.__setattr__(self, 'z', z)


class Meta(type):
    made = 0

    def __call__(cls, *args, scale=1):
        Meta.made += 1
        o = super().__call__(*args)
        o.scale = scale
        return o

    def describe(cls):
        return 'meta ' + cls.__name__


class Made(metaclass=Meta):
    def __init__(self, a, b=2):
        self.a = a
        self.b = b

    def describe(self):
        return 'made'


class Shape(ABC):
    def __init__(self, n):
        self.n = n

    @abstractmethod
    def area(self): ...


class Square(Shape):
    def area(self):
        return self.n * self.n


class Rect(Shape):
    def __init__(self, n, m):
        super().__init__(n)
        self.m = m

    def area(self):
        return self.n * self.m


class Half:
    """A descriptor with __get__ alone."""

    def __get__(self, o, cls):
        return 'class' if o is None else o.n / 2


class Slotted:
    __slots__ = ('a', 'n')
    half = Half()

    def __init__(self, n):
        object.__setattr__(self, 'a', n)
        object.__setattr__(self, 'n', n + 1)


def contains(n):
    bag = Bag([1, 2, 3])
    empty = Bag([])
    counts = [0, 0, 0, 0]
    for i in range(n):
        if i % 50 == 49:
            try:
                77 in bag
            except KeyError as e:
                counts[0] += e.args[0]
        b = bag if i % 3 else empty
        if i % 20 in b:
            counts[1] += 1
        if i % 20 not in b:
            counts[2] += 1
        counts[3] += (i in b if i != 77 else 1)
    return counts


def unequal(n):
    bags = [Bag([1]), Bag([2]), Bag([1, 2]), Odd([]), Odd([1]), Loud([1]), Loud([2]), 5, None]
    count = 0
    texts = ''
    for i in range(n):
        a = bags[i % 7]
        b = bags[(i * 5 + 2) % 9]
        if a != b:
            count += 1
        x = a != b
        if not isinstance(x, bool):
            count += len(x)
        if i < 20:
            texts += repr(x)
    return count, texts


def enums(n):
    t = 0
    colors = list(Color)
    perm = Perm.R | Perm.X
    for i in range(n):
        c = colors[i % 3]
        t += len(c.value) + (Color('g') is c) + c.warm
        if Perm.W in perm or Perm.R in perm:
            t += 1
        perm = (Perm.R | Perm.X) if i % 4 else (perm | Perm.W)
        level = Level(1 + i % 3)
        t += level * 2 - -level + {Level.LOW: 5, Level.MID: 6, Level.HIGH: 7}[level]
        t += {Color.RED: 1, Color.GREEN: 2, Color.BLUE: 3}[c]
        try:
            Color('x') if i % 100 == 99 else Color['RED']
        except ValueError as e:
            t += len(str(e))
    return t, perm


def data(n):
    t = 0
    last = Point(0, 0)
    things = {}
    for i in range(n):
        p = Point(i % 11, i % 3)
        if p != last:
            t += 1
        if p < last:
            t += 2
        s = Scaled(i, 2, i * 0.5)
        t += s.z
        things[p] = s != p, p != Point(1, i % 2)
        t += things[p][1]
        last = p
        try:
            p.x = 3
        except AttributeError as e:
            t += len(e.args[0])
    return t, len(things), things[Point(3, 0)], things[Point(1, 1)]


def classes(n):
    t = 0
    for i in range(n):
        m = Made(i) if i % 2 else Made(i, 5, scale=3)
        t += m.b * m.scale
        t += len(m.describe()) + len(type(m).__name__)
        s = Square(i) if i % 3 else Rect(i, 2)
        t += s.area()
        o = Slotted(i)
        t += o.half + o.a
        if i % 40 == 39:
            try:
                Shape(1)
            except TypeError as e:
                t += len(str(e))
            try:
                Made(1, 2, 3)
            except TypeError as e:
                t += len(str(e))
    return t, Meta.made, Slotted.half, Meta.describe(Made), type(Made).describe(Made)


for f in (contains, unequal, enums, data, classes):
    print(f.__name__, f(130))
    print(f.__name__, f(143))
`,
  },
  'attributes by name': {
    compiles: 2,
    text: `class Base:
    kind = 'base'
    shared = [1]
    def method(self): return 1
    @property
    def prop(self): return self.a * 2
    @classmethod
    def made(cls): return cls.__name__

class Plain(Base):
    def __init__(self, a, b):
        self.a = a
        self.b = b

class Late(Base):
    def __getattr__(self, name):
        if name.startswith('x'):
            return name * 2
        raise AttributeError(name)
    def __init__(self, a):
        self.a = a

class Slots:
    __slots__ = ('a', 'q')
    def __init__(self, a):
        self.a = a

class Meta(type):
    answer = 42
    def __getattr__(cls, name):
        if name == 'z':
            return 'Z'
        raise AttributeError(name)

class WithMeta(metaclass=Meta):
    b = 5

class Empty:
    pass

def names(n):
    objects = [Plain(1, 2.5), Plain('t', 0.5), Late(3), Slots(4), Base, Plain, WithMeta, Empty(), 5, 'text', Empty]
    wanted = ['a', 'b', 'kind', 'prop', 'missing', 'xx', 'q', 'z', 'answer', 'shared', '__class__', '__name__', '__dict__', 'upper']
    seen = {}
    count = 0
    for i in range(n):
        o = objects[i % 11]
        name = wanted[(i // 11) % 14]
        if hasattr(o, name):
            count += 1
            value = getattr(o, name)
            if isinstance(value, (int, float)):
                count += value
        try:
            key = repr(getattr(o, name))[:14] if name != '__dict__' else 'd'
        except AttributeError as e:
            key = str(e)
        seen[key] = seen.get(key, 0) + 1
        if i % 97 == 0:
            objects[7].missing = i
        elif i % 97 == 50:
            del objects[7].missing
            objects[0].b += 1.0
    return count, seen

def steady(n):
    t = 0
    rows = [Plain(i, i * 0.5) for i in range(5)]
    fields = ('a', 'b')
    for i in range(n):
        row = rows[i % 5]
        for name in fields:
            t += getattr(row, name)
            t += hasattr(row, name) + hasattr(Plain, name) + hasattr(Plain, 'kind')
        if i == n - 30:
            Plain.a = property(lambda self: 100)
        if i == n - 20:
            del Plain.a
            Base.b = 7
    return t

for k in range(2):
    c, seen = names(700)
    print(c, sorted(seen.items()))
    print(steady(200))
`,
  },
  '__setitem__ of classes, of derived ones and of builtin ones; what it answers is dropped': {
    compiles: 1,
    text: `class Doubling(dict):
    log = 0
    def __setitem__(self, k, v):
        self.log += 1
        dict.__setitem__(self, k, v * 2)
    def __getitem__(self, k):
        return dict.__getitem__(self, k) + 1
class Row:
    def __init__(self, n):
        self.d = [0] * n
        self.n = n
    def __setitem__(self, k, v):
        if k >= self.n:
            raise IndexError(k)
        self.d[k] = v
        return 'not wanted'
    def __getitem__(self, k):
        return self.d[k]
class Picky(Row):
    def __setitem__(self, k, v):
        if k == 3:
            raise KeyError(v)
        Row.__setitem__(self, k, v)
class Lazy:
    def __setitem__(self, k, v):
        yield 1
class Next(list):
    def __setitem__(self, k, v):
        super().__setitem__(k, v + 1)
class Any:
    def __init__(self):
        self.x = []
    def __setitem__(self, k, *v):
        self.x.append((k, v))
class Down:
    def __setitem__(self, k, v):
        if k:
            self[k - 1] = v
        else:
            self.done = v
def run(n):
    d, a, p, g, l, s, r = Doubling(), Row(10), Picky(10), Lazy(), Next([0] * 10), Any(), Down()
    errors = 0
    for i in range(n):
        d[i & 7] = i
        try:
            a[i % 11] = d[i & 7]
            p[i % 5] = i
        except IndexError as e:
            errors += e.args[0]
        except KeyError:
            errors += 1
        g[i] = 1
        l[i % 10] = i
        a[i % 10] += 1
        r[i % 6] = i
        if i < 3:
            s[i] = i
    return dict(d), d.log, a.d, p.d, errors, list(l), s.x, r.done
print(run(5), run(300))
`,
  },
  'generators whose loops take many turns between yields, nested as deep as a list is long': {
    compiles: 1,
    text: `def some(n):
    i = 0
    while True:
        j = 0
        while j < 7:
            j += 1
            i += 1
        if i > n:
            return
        yield i
def fails(n):
    for k in range(n):
        for j in range(9):
            pass
        if k == n - 1:
            raise ValueError(k)
        yield k
class Chain:
    def __init__(self, rest, v):
        self.rest, self.v = rest, v
    def __iter__(self):
        for i in range(6):
            pass
        if self.rest:
            for x in self.rest:
                yield x
        yield self.v
def chain(n):
    c = None
    for i in range(n):
        c = Chain(c, i)
    return c
def run(n):
    t = 0
    for r in range(n):
        for x in some(60):
            t += x
            if x > 40 and r % 3 == 0:
                break
        try:
            for x in fails(6):
                t += x
        except ValueError as e:
            t -= e.args[0]
    return t
print(run(60))
for n in (5, 60, 300):
    count = 0
    for x in chain(n):
        count += x
    print(count)
def own():
    for i in range(20):
        for j in range(9):
            pass
        try:
            next(g)
        except ValueError as e:
            yield str(e)
for r in range(8):
    g = own()
    lines = 0
    for line in g:
        lines += len(line)
    print(lines)
`,
  },
};
