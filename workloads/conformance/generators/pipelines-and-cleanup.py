# Generators closed in pipelines, in for loops with break, with with blocks inside.
from contextlib import closing, contextmanager


@contextmanager
def res(name):
    print('  open', name)
    try:
        yield name
    finally:
        print('  close', name)


def source(n):
    with res('source'):
        for i in range(n):
            yield i


def stage(it):
    with closing(it) as it, res('stage'):
        for i in it:
            yield i * i


p = stage(source(10))
for v in p:
    if v > 3:
        print('break at', v)
        break
p.close()
print('closed in order')
p = stage(source(1))
print('exhausted', list(p))


def fails():
    with res('failing'):
        yield 1
        raise ValueError('boom')


try:
    for v in stage(fails()):
        print('value', v)
except ValueError as e:
    print('error', e)


def swallow():
    for i in range(3):
        try:
            yield i
        except KeyError as e:
            print('  swallowed', e)


g = swallow()
next(g)
print('throw moves on', g.throw(KeyError(1)), g.throw(KeyError(2)))
try:
    g.throw(KeyError(3))
except StopIteration:
    print('end')


def nested_finally():
    try:
        try:
            yield 1
        finally:
            print('  inner', end=' ')
            yield 2
    finally:
        print('  outer', end=' ')


g = nested_finally()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


def ping(other, n):
    for i in range(n):
        yield f'{i}'
        if other:
            yield from other


print(list(ping(ping(None, 2), 2)))


def permutations(items):
    if not items:
        yield ()
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (x, *rest)


print(len(list(permutations('abcd'))), next(permutations('xyz')))


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


import itertools
print(list(itertools.islice(primes(), 10)))
