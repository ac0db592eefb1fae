# RecursionError: raised, caught, and the program goes on.
import sys


def forever(n): return forever(n + 1)


try:
    forever(0)
except RecursionError as e:
    print(type(e).__name__, e, isinstance(e, RuntimeError))


class A:
    def __getattr__(self, name): return getattr(self, name + '_')
    def __eq__(self, o): return self == o
    def __repr__(self): return repr(self)
    def __len__(self): return len(self)
    def __call__(self): return self()
    def __iter__(self): return iter(self)
    def __add__(self, o): return self + o
    def __bool__(self): return bool(self)
    __hash__ = None


a = A()
for name, op in (('getattr', lambda: a.x), ('eq', lambda: a == 1), ('repr', lambda: repr(a)), ('len', lambda: len(a)), ('call', lambda: a()), ('iter', lambda: iter(a)), ('add', lambda: a + 1), ('bool', lambda: bool(a))):
    try:
        op()
        print(name, 'no error')
    except RecursionError:
        print(name, 'RecursionError')


def handled(n):
    try:
        return handled(n + 1)
    except RecursionError:
        return 'bottom'


print('handled at the bottom', handled(0))


def cleanup():
    order = []

    def down(n):
        try:
            down(n + 1)
        finally:
            if n < 3:
                order.append(n)

    try:
        down(0)
    except RecursionError:
        return order


print('finally blocks ran', cleanup())


def g():
    yield from g()


try:
    next(g())
except RecursionError:
    print('generators too')
l = []
l.append(l)
d = {}
d['d'] = d
print('recursive containers', l, d, l == l, d == d)
l2 = []
l2.append(l2)
try:
    l == l2
except RecursionError as e:
    print('comparison', type(e).__name__)
for bad in (0, -1, 'x', 5):
    try:
        sys.setrecursionlimit(bad)
        print(bad, 'accepted')
        sys.setrecursionlimit(1000)
    except (ValueError, TypeError, RecursionError) as e:
        print(type(e).__name__ + ':', str(e).split(' at depth')[0])
sys.setrecursionlimit(1000)
print('still alive', sum(range(10)))
