# Defaults are evaluated once, at the def, in the enclosing scope.
def collect(x, into=[]):
    into.append(x)
    return into


print('shared list', collect(1), collect(2), collect(3, []), collect(4))
n = 1


def late(a=n):
    return a


n = 2
print('bound at def', late(), late(n))
order = []


def mark(name, value):
    order.append(name)
    return value


@(lambda f: mark('decorator applied', f))
def g(a=mark('a', 1), *, k=mark('k', 2), b_annotated: int = mark('b', 3)) -> None:
    pass


print('order', order)


def scoped():
    fs = []
    for i in range(3):
        def h(x, i=i):
            return x, i
        fs.append(h)
    return [f(0) for f in fs]


print('loop trick', scoped())


class C:
    size = 3

    def m(self, n=size, m=size * 2):
        return n, m


print('class body names', C().m())
C.size = 10
print('not looked up again', C().m())


def sentinel(x=None, *, missing=object()):
    return x is None, missing is sentinel.__kwdefaults__['missing']


print('sentinel', sentinel())


def previous(a, b=lambda: a_global):
    return b()


a_global = 'looked up late'
print('lambda default', previous(1))
for text in ('def f(a=1, b): pass', 'def f(a, a): pass', 'def f(*, **k): pass', 'def f(*): pass', 'def f(a, /, /): pass',
             'def f(*a, *b): pass', 'def f(**k, a): pass', 'def f(/): pass', 'def f(*a=1): pass', 'lambda a=1, b: 0',
             'def f(a, *, /): pass', 'def f(None): pass', 'def f(a.b): pass', 'def f((a, b)): pass', 'def f(a: int=1, b): 0'):
    try:
        compile(text, '<def>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
