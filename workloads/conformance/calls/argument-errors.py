# TypeErrors of calls to Python functions: which message for which mistake.
def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def four(a, b, c, d): pass
def opt(a, b=1): pass
def star(a, *rest): pass
def kwonly(a, *, k): pass
def kwonly2(*, j, k, l): pass
def kwmix(a, b=2, *, k, m=4): pass
def posonly(a, b, /): pass
def posonly_kw(a, /, **kw): pass
def posmix(a, /, b): pass


class C:
    def method(self, a): pass
    def nothing(): pass
    def __init__(self, x): pass

    @classmethod
    def cm(cls, a): pass

    @staticmethod
    def sm(a): pass


c = C(0)
calls = [
    'none(1)', 'none(1, 2)', 'none(x=1)', 'one()', 'one(1, 2)', 'one(b=1)', 'one(1, a=1)', 'two(1)', 'two()',
    'two(b=1)', 'three()', 'four()', 'four(1, c=2)', 'opt()', 'opt(1, 2, 3)', 'opt(1, 2, b=3)', 'opt(1, c=3)',
    'star()', 'star(a=1, b=2)', 'kwonly(1)', 'kwonly(1, 2)', 'kwonly(1, 2, k=3)', 'kwonly()', 'kwonly2()',
    'kwonly2(j=1)', 'kwmix(1, 2, 3)', 'kwmix(1, 2, 3, k=4)', 'kwmix(k=1, z=1)', 'posonly(1, b=2)',
    'posonly(a=1, b=2)', 'posonly()', 'posonly_kw(a=1)', 'posmix(1)', 'posmix(a=1, b=2)', 'c.method()',
    'c.method(1, 2)', 'c.nothing()', 'C()', 'C(1, 2)', 'C.cm()', 'C.sm()', 'c.cm(1, 2)', 'C.method(c)',
    'one(*5)', 'one(**5)', 'one(*[1], *[2])', 'one(**{"a": 1}, **{"a": 2})', 'one(**{1: 2})', 'one(a=1, **{"a": 2})',
    'one(1, *None)', 'one(**None)', '(lambda: 0)(1)', '(lambda x: 0)()', 'c(1)', 'None()', '"x"(1)', 'one(1, **[])',
    'opt(1, bb=1)', 'opt(aa=1)',
]
for call in calls:
    try:
        eval(call)
        print(f'{call:28} no error')
    except TypeError as e:
        print(f'{call:28} {e}')
