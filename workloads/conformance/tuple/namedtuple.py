# collections.namedtuple and typing.NamedTuple: fields, defaults, replacement, errors.
# needs: python-3.10, collections, typing
from collections import namedtuple
from typing import NamedTuple
P = namedtuple('P', 'x y', defaults=[0])
p = P(1)
print('fields', p, p.x, p[1], P._fields, P._field_defaults, p._asdict(), P._make([3, 4]), p._replace(y=9))
print('tuple ways', p == (1, 0), hash(p) == hash((1, 0)), [*p], p + (2,), len(p), 0 in p, p < P(2))
x, y = p
print('unpacked', x, y, 'keyword', P(y=1, x=2), 'repr of nested', P(P(1, 2), 'a'))
print('rename', namedtuple('R', 'a class a _b', rename=True)._fields, namedtuple('C', 'a, b,c')._fields,
    namedtuple('E', [])())
match p:
    case P(x=1, y=other):
        print('pattern', other)
class Point(NamedTuple):
    """A point."""
    x: int
    y: int = 5
    def norm1(self):
        return abs(self.x) + abs(self.y)
q = Point(-2)
print('class form', q, q.norm1(), Point.__doc__, Point._field_defaults, Point.__annotations__,
    Point.__mro__[1].__name__)
for code in ("P()", "P(1, 2, 3)", "P(1, z=2)", "namedtuple('P', 'x x')", "namedtuple('P', 'class')",
    "namedtuple('P', '_x')", "namedtuple('1P', 'x')", "p._replace(z=1)", "P._make([1])[1]", "P._make([])",
    "namedtuple('P', 'x', defaults=[1, 2])", "p.z", "Point('a', 'b', 'c')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
try:
    p.x = 5
except AttributeError as error:
    print('read only', error)
class Q(P):
    __slots__ = ()
    def __str__(self):
        return f'<{self.x},{self.y}>'
print('subclass', Q(1, 2), repr(Q(1, 2)), Q(1, 2)._replace(x=5), type(Q(1, 2)._replace(x=5)).__name__, P.x.__doc__)
