# Closures share cells, not values.
def counter():
    n = 0

    def up():
        nonlocal n
        n += 1
        return n

    def get():
        return n

    return up, get


up, get = counter()
up()
up()
print('shared', get(), up(), get())
up2, get2 = counter()
print('fresh per call', get2(), up.__closure__[0] is get.__closure__[0], up.__closure__[0] is up2.__closure__[0])
fs = [lambda: i for i in range(3)]
print('late binding', [f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print('default trick', [f() for f in fs])
fs = [(lambda j: lambda: j)(i) for i in range(3)]
print('factory', [f() for f in fs])


def loop():
    out = []
    for i in range(3):
        out.append(lambda: i)
        print('inside', out[0](), end=' ')
    i = 'rebound'
    return out


print([f() for f in loop()])


def later():
    def use():
        return value
    try:
        use()
    except NameError as e:
        print('empty cell:', type(e).__name__, e)
    value = 1
    print('filled', use())
    del value
    try:
        use()
    except NameError as e:
        print('deleted:', e)
    try:
        value
    except UnboundLocalError as e:
        print('owner:', e)
    value = 2
    return use


print('again', later()())


def params(a, *args, k=0, **kw):
    return lambda: (a, args, k, kw)


print('parameters as cells', params(1, 2, k=3, z=4)())


def deep():
    x = 'top'

    def one():
        def two():
            def three():
                return x
            return three
        return two
    return one()()()


print('through levels', deep())
cell = up.__closure__[0]
cell.cell_contents = 40
print('written cell', up())
from types import CellType, FunctionType
empty = CellType()
try:
    empty.cell_contents
except ValueError as e:
    print('empty:', e)
print('cell order', CellType(1) < CellType(2), CellType(1) == CellType(1), empty < CellType(0))
print('rebuilt', FunctionType(get.__code__, {}, 'g', None, (CellType('mine'),))())
