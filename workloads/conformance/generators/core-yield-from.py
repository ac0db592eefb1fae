# yield from passes values through and gives the result.


def inner(n):
    for i in range(n):
        yield i
    return 'sum %d' % sum(range(n))


def outer():
    a = yield from inner(2)
    print('got', a)
    b = yield from inner(3)
    print('got', b)
    yield from 'xy'


print(list(outer()))


def walk(tree):
    if tree:
        left, value, right = tree
        yield from walk(left)
        yield value
        yield from walk(right)


print(list(walk((((), 1, ()), 2, ((), 3, ())))))
