# Annotated targets: what is stored, what is evaluated, what is refused.
# needs: python-3.14
from annotationlib import get_annotations

log = []


def t(x):
    log.append(x)
    return x


class Box:
    pass


box = Box()
box.attr: t('attribute annotation') = t('value')
d = {}
d[t('key')]: t('subscript annotation') = t('item')
(name): t('parenthesised annotation') = t('p')
print('evaluated now', log)


class C:
    a: int = 1
    (b): int = 2
    self_attr: 'str'
    if a:
        conditional: float
    else:
        not_reached: float
    for i in range(2):
        in_loop: i
    _private: 1
    __mangled: 2


print(get_annotations(C))


def f():
    box.x: undefined_never_looked_at
    y: also_undefined = 5
    d['k']: undefined_again = 1
    return y, d


try:
    print('in functions names are not evaluated, subscripts are not either', f())
except NameError as e:
    print(e)


class D:
    x: int
    x: str


print('last wins', D.__annotations__)


class E:
    __annotations__ = {'own': 'dict'}


print(E.__annotations__)


class F:
    def __init__(self):
        self.z: int = 0


print('self attributes are not collected', F.__annotations__, F().z)
type_ = int


class G:
    x: type_
    type_ = str


print('class scope first', G.__annotations__)
try:
    del G.__annotations__
    print(G.__annotations__)
except AttributeError as e:
    print(e)
for text in ('a, b: int', '(a, b): int = 1', 'a: int, b: int', 'f(): int', 'x: int = y: str = 1', 'x: *y', 'x: (yield)', 'def f(x: (yield)): pass', 'x: await y', 'x: (z := 1)', 'def f() -> (yield): pass',
             'def f(*a: *b): pass', 'def f(*a: b): pass', 'def f(**a: *b): pass', '[a]: int', '1: int', 'x.y: int = 1', 'x: int += 1', 'lambda x: int: 0', 'def f(a: int b): pass', 'None: int', 'x: lambda: 0 = 1', 'class A: x: (y := 1)'):
    try:
        compile(text, '<a>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
