# Slices with steps, stores and deletions, displays with * and **, attributes of instances with dicts of their own, hooks, class and static methods.
import enum


class Key:
    def __init__(self, x):
        self.x = x

    def __hash__(self):
        if self.x == 3:
            raise ValueError('no hash')
        return 5

    def __eq__(self, other):
        return isinstance(other, Key) and self.x == other.x

    def __repr__(self):
        return f'Key({self.x})'


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


def slices(n):
    out = []
    bounds = (None, 0, 1, -1, 3, -3, 9, -9)
    for i in range(n):
        for s in ([1, 2, 3, 4, 5], (1, 2, 3), 'abcdef', b'abc', [], 'é€😀x'):
            for a in bounds:
                b = bounds[(i * 3 + len(s)) % 8]
                for c in (1, 2, -1, -2, None):
                    out.append(s[a:b:c])
        out.append(attempt(lambda: [1][::0]))
        out.append(attempt(lambda: [1][::'x']))
    return hash(str(out)) if n < 0 else (len(out), str(out)[-800:])


def stores(n):
    out = []
    for i in range(n):
        a = list(range(6))
        a[1:3] = [7, 8, 9]
        a[4:2] = ('x',)
        a[-2:] = a
        a[:0] = [1]
        a[100:200] = 'yz'
        out.append(list(a))
        b = a
        b[:] = b
        del a[0], a[-1]
        out.append((list(a), attempt(lambda: a.__delitem__(99))))
        d = {k: k for k in range(4)}
        del d[1]
        d[Key(1)] = 1
        del d[Key(1)]
        for bad in (1, 'a', Key(9), Key(3)):
            try:
                del d[bad]
            except (KeyError, ValueError) as e:
                out.append(repr(e))
        try:
            del a[50]
        except IndexError as e:
            out.append(str(e))
        try:
            a[1:2] = 5
        except TypeError as e:
            out.append(str(e))
        out.append(d)
    return out[-9:]


def f(*args, **kwargs):
    return args, kwargs


def displays(n):
    out = []
    for i in range(n):
        t = (1, 2)
        d = {'a': 1, 'b': 2}
        out.append(([*t, *[3], *'xy', *range(2), i], {*t, *{4}, *'z'} == {1, 2, 4, 'z'}, {**d, 'b': 3, **{}}, (*t, *t)))
        out.append((f(*t, **d), f(**d, c=3), f(*t, 5, x=1, **{'y': 2})))
        out.append(attempt(lambda: f(**d, **{'a': 5})))
        out.append(attempt(lambda: f(**{1: 2})))
        out.append(attempt(lambda: [*5]))
        out.append(attempt(lambda: {**5}))
        out.append(attempt(lambda: {Key(3): 1}))
        out.append(attempt(lambda: {*[Key(3)]}))
        out.append({Key(1): 1, Key(2): 2, Key(1): 3})
        a, *b = t
        *c, e = [1, 2, 3]
        g, *h, j = (1, 2)
        out.append((a, b, c, e, g, h, j))
        try:
            g, *h, j = (1,)
        except ValueError as v:
            out.append(str(v))
        k, *m = 'abc'
        out.append((k, m))
        l = [1]
        l = [*l, *l]
        out.append(l)
    return out[-12:]


class Color(enum.Enum):
    RED = 1
    BLUE = 2

    @property
    def low(self):
        return self.name.lower()

    def is_red(self):
        return self is Color.RED


class Hook:
    kind = 'class'

    def __init__(self):
        self.own = 1

    def __getattr__(self, name):
        if name == 'bad':
            raise AttributeError('bad one')
        return name * 2

    @classmethod
    def make(cls, x):
        return cls.__name__, x

    @staticmethod
    def plain(x):
        return ('plain', x)

    def method(self):
        return 'method'


class Derived(Hook):
    pass


def attributes(n):
    out = []
    h = Hook()
    g = Derived()
    g.__dict__['late'] = 'late'
    for i in range(n):
        row = []
        for o in (h, g, Hook, Derived, Color.RED, Color.BLUE, Color):
            row.append(str(attempt(lambda: o.own))[:16])
            row.append(attempt(lambda: o.late))
            row.append(attempt(lambda: o.kind))
            row.append(attempt(lambda: o.bad))
            row.append(attempt(lambda: o.make(i)))
            row.append(attempt(lambda: o.plain(i)))
            row.append(attempt(lambda: o.method()))
            row.append(attempt(lambda: o.RED.value))
            row.append(attempt(lambda: o.is_red()))
            row.append(str(attempt(lambda: o.low))[:20] if o is not Color else 0)
            row.append((hasattr(o, 'own'), hasattr(o, 'zz'), hasattr(o, 'bad'), getattr(o, 'nope', 'def'), getattr(o, 'kind', 0)))
            row.append(isinstance(o, (int, Hook, str)))
        if i == 9:
            g.kind = 'instance'
            g.method = lambda: 'own method'
            g.make = lambda x: 'own make'
            Derived.late2 = 1
        if i == 14:
            Hook.own = property(lambda self: 'data')
            Derived.plain = lambda self, x: ('bound', x)
        if i == 18:
            del g.kind, g.method
            Hook.make = classmethod(lambda cls, x: ('new make', cls.__name__))
        out.append(row)
    return out


for k in range(2):
    for t in (slices, stores, displays):
        print(t.__name__, t(20))
print(attributes(24))
