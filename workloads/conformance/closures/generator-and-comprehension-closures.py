# Cells captured by generators, comprehensions and class bodies.
def gen():
    x = 0
    def bump():
        nonlocal x
        x += 10
        return x
    while True:
        yield x, bump
        x += 1


g = gen()
x, bump = next(g)
print('first', x, bump())
print('after a bump', next(g)[0], bump(), next(g)[0])


def comprehension(x):
    funcs = [lambda y: (x, y, z) for z in range(3)]
    x = 'later'
    return [f(i) for i, f in enumerate(funcs)]


print('comprehension', comprehension('early'))


def genexp():
    n = 1
    ge = (n * k for k in range(3))
    n = 5
    return list(ge)


print('generator expression reads late', genexp())


def first_iterable():
    items = [1, 2]
    ge = (i for i in items)
    items = [3, 4]
    return list(ge)


print('but its first iterable early', first_iterable())


def inner_iterable():
    items = [1, 2]
    ge = ((i, j) for i in 'ab' for j in items)
    items = [3]
    return list(ge)


print('and its inner iterables late', inner_iterable())


def cls(x):
    class C:
        y = x
        x = 'class x'
        z = x

        def get(self):
            return x

    return C.y, C.z, C().get()


try:
    print('class body', cls('function x'))
except NameError as e:
    print('class body', type(e).__name__, e)


def cls2(x):
    class C:
        y = [x for _ in range(2)]
        w = (lambda: x)()

        def get(self):
            return x
    x = 'changed'
    return C.y, C.w, C().get()


print('class body comprehension', cls2('start'))


def make():
    return [[lambda: (i, j) for j in range(2)] for i in range(2)]


print('nested', [[f() for f in row] for row in make()])


def walrus():
    fs = [(last := k, lambda: last) for k in range(3)]
    return last, [f() for _, f in fs]


print('walrus leaks to the function', walrus())
