# Return values, StopIteration inside generators, and what for loops do with them.
def gen(v):
    yield 1
    return v


for value in (None, 5, (1, 2), StopIteration(9)):
    g = gen(value)
    next(g)
    try:
        next(g)
    except StopIteration as e:
        print('return', value, '-> value', repr(e.value), 'args', e.args)
print('for ignores it', list(gen(99)), sum(gen(5)))


def leaks():
    yield 1
    raise StopIteration('inner')


try:
    list(leaks())
except RuntimeError as e:
    print(e, '| cause', repr(e.__cause__), '| context', e.__context__ is e.__cause__)


def next_leaks():
    yield next(iter([]))


try:
    list(next_leaks())
except RuntimeError as e:
    print(e)
try:
    list(next(iter([])) for _ in 'a')
except RuntimeError as e:
    print('genexp:', e)
print('list comprehension stops nothing:', end=' ')
try:
    [next(iter([])) for _ in 'a']
except StopIteration as e:
    print('StopIteration', e.args)


def guarded():
    try:
        yield next(iter([]))
    except StopIteration:
        return 'guarded'
    yield 'never'


print(list(guarded()))


def thrown():
    try:
        yield 1
    except StopIteration:
        yield 'caught it'


g = thrown()
next(g)
print(g.throw(StopIteration))
g = gen(1)
next(g)
try:
    g.throw(StopIteration('thrown'))
except RuntimeError as e:
    print('thrown StopIteration:', e)


class Iter:
    def __iter__(self): return self
    def __next__(self): raise StopIteration('from __next__')


def f():
    r = yield from Iter()
    yield ('yield from value', r)


print(list(f()))
print('next default', next(Iter(), 'default'))
print('attributes', StopIteration(1, 2).value, StopIteration().value, StopIteration(None).args)
