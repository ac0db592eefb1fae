# A str or list times an int, and values that stay alive while the value stack and the pool get new backing stores.
import sys


class Item:
    pass


def each(function, *args):
    for _ in range(20):
        result = function(*args)
    return result


def times(a, b):
    return a * b


for a in ('ab', 'x', '', 'é😀', [1, 'x'], [[]], []):
    for n in (0, 1, 2, 5, -3, True):
        print(repr(a), n, each(times, a, n))
text = 'hello'
print(each(times, text, 1) is text, each(times, [text], 1)[0] is text)
for a, n in ((text, 1.5), (text, 1 << 70), ([1], 'x'), ([1], -(1 << 70))):
    try:
        print(each(times, a, n))
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)

item = Item()
many = each(times, [item], 10)
print(sys.getrefcount(item) - sys.getrefcount(many))
del many
print(sys.getrefcount(item))
each(times, [item], -2)
print(sys.getrefcount(item))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def walk(depth):
    yield depth
    if depth > 0:
        yield from walk(depth - 1)
        yield from walk(depth - 1)


# More calls and turns than lie between two such times, at many depths, with operands that wait below.
kept = [[fib(i)] for i in range(20)]
print(kept[-1] + [fib(19), [fib(i) for i in range(15)]], sum(walk(13)), sum(i * 0.5 for i in range(80000)))


def deep(n):
    local = [n]
    return local[0] + deep(n - 1) if n else sum(i % 7 for i in range(40000))


print(deep(300), deep(900))
