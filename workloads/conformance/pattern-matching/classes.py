# Class patterns: __match_args__, keywords, built-in types, errors.
# needs: python-3.10
from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int = 0


class Shape:
    __match_args__ = ('kind', 'size')

    def __init__(self, kind, size):
        self.kind, self.size = kind, size


class NoArgs:
    pass


def f(v):
    match v:
        case Point(0, 0):
            return 'origin'
        case Point(x, y=0):
            return f'on the x axis at {x}'
        case Point(x=px, y=py) if px == py:
            return f'diagonal {px}'
        case Shape('round', size):
            return f'round {size}'
        case Shape(size=int(s) | float(s)):
            return f'size {s}'
        case bool(b):
            return f'bool {b}'
        case int(n) | float(n):
            return f'number {n}'
        case str(s):
            return f'text {s}'
        case dict(d) | list(d) | tuple(d):
            return f'container {d}'
        case NoArgs(attr=a):
            return f'attr {a}'
        case object():
            return 'object'


n = NoArgs()
n.attr = 5
for v in (Point(0), Point(3), Point(2, 2), Point(1, 2), Shape('round', 1), Shape('square', 2.5), Shape('x', 'y'), True, 4, 1.5, 's', {}, [1], (2,), n, NoArgs(), None):
    print(type(v).__name__, '->', f(v))


class Meta(type):
    def __instancecheck__(cls, o):
        print('instancecheck', end=' ')
        return o == 'magic'


class Checked(metaclass=Meta):
    pass


match 'magic':
    case Checked():
        print('hook used')


class Prop:
    __match_args__ = ('p',)

    @property
    def p(self):
        print('property read', end=' ')
        return 7


match Prop():
    case Prop(1):
        print('no')
    case Prop(7):
        print('seven')
bad = {'too many': ('Point(1, 2, 3)', Point(1, 2)), 'no match args': ('NoArgs(1)', n), 'twice': ('Point(1, x=1)', Point(1)), 'int two': ('int(1, 2)', 1),
       'not a class': ('factory(1)', 1), 'int attr': ('int(real=5)', 5)}


def factory(x): ...


for what, (pattern, subject) in bad.items():
    try:
        exec(f'match subject:\n case {pattern}: print({what!r}, "matched")\n case _: print({what!r}, "did not match")')
    except TypeError as e:
        print(what, '->', e)
for value in (['x'], 'x', (1,)):
    class Bad:
        __match_args__ = value
    try:
        match Bad():
            case Bad(a):
                print('matched')
            case _:
                print('not matched', value)
    except TypeError as e:
        print(e)
