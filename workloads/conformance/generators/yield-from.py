# yield from: delegation of values, sends, throws, close, and the result.
def inner():
    total = 0
    try:
        while True:
            x = yield total
            if x is None:
                return ('result', total)
            total += x
    except ValueError as e:
        print('  inner caught', e)
        yield 'after'
        return 'recovered'
    finally:
        print('  inner finally')


def outer():
    r = yield from inner()
    print('  outer got', r)
    r = yield from [1, 2]
    print('  list gives', r)
    yield 'end'


g = outer()
print(next(g), g.send(5), g.send(6))
print(g.send(None), next(g), next(g))
g = outer()
next(g)
print(g.throw(ValueError('v')))
print(next(g))
g = outer()
next(g)
g.close()
print('closed')


class It:
    def __iter__(self): return self
    def __next__(self): return 'n'
    def send(self, v): return ('send', v)
    def throw(self, *a): return ('throw', type(a[0]).__name__)
    def close(self): print('  It.close')


def deleg():
    yield from It()


g = deleg()
print(next(g), g.send(1), g.throw(KeyError('x')))
g.close()


def plain():
    yield from iter('ab')


g = plain()
next(g)
try:
    g.send(1)
except AttributeError as e:
    print(e)
g = plain()
next(g)
try:
    g.throw(KeyError('through a plain iterator'))
except KeyError as e:
    print(e)


def not_iterable():
    yield from 5


try:
    next(not_iterable())
except TypeError as e:
    print(e)


def self_ref():
    yield from holder[0]


holder = [self_ref()]
try:
    next(holder[0])
except ValueError as e:
    print(e)
g = outer()
next(g)
print('gi_yieldfrom', g.gi_yieldfrom.__name__, g.gi_running, g.gi_suspended)


def tree(t):
    if isinstance(t, list):
        for x in t:
            yield from tree(x)
    else:
        yield t


print(list(tree([1, [2, [3, [], 4]], 5])))
