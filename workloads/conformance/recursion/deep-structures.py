# Recursion that must work: mutual calls, deep generators, nested data.
import sys


def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)


print('mutual', even(200), odd(201))


def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1)) if n else ackermann(m - 1, 1)


print('ackermann', ackermann(2, 3))


def depth(x):
    return 1 + max(map(depth, x), default=0) if isinstance(x, list) else 0


nested = []
for _ in range(60):
    nested = [nested]
print('nested lists', depth(nested), repr(nested)[:5], len(repr(nested)))


def gen(n):
    yield n
    if n:
        yield from gen(n - 1)


print('generators', sum(gen(100)))
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print('lambda', fact(20))
hanoi = lambda n, a, b, c: hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c) if n else []
print('hanoi', len(hanoi(7, 'a', 'b', 'c')), hanoi(2, 'a', 'b', 'c'))


class Node:
    def __init__(self, value, left=None, right=None): self.value, self.left, self.right = value, left, right

    def insert(self, v):
        side = 'left' if v < self.value else 'right'
        child = getattr(self, side)
        if child:
            child.insert(v)
        else:
            setattr(self, side, Node(v))

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


tree = Node(50)
for v in (30, 70, 20, 40, 60, 80, 35):
    tree.insert(v)
print('tree', list(tree))


def compose(*fs):
    return (lambda x: x) if not fs else (lambda x: fs[0](compose(*fs[1:])(x)))


print('compose', compose(*[lambda x: x + 1] * 30)(0))
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print('fixed point', Y(lambda fib: lambda n: n if n < 2 else fib(n - 1) + fib(n - 2))(12))
old = sys.getrecursionlimit()
sys.setrecursionlimit(3000)


def count(n): return 0 if n == 0 else 1 + count(n - 1)


print('raised limit', count(2500))
sys.setrecursionlimit(old)
