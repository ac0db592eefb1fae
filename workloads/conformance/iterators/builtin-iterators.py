# map, filter, zip, enumerate, reversed, range iterators: laziness, errors in the middle, state.
def loud(x):
    print(f'<{x}>', end='')
    return x


m = map(loud, [1, 2, 3])
print('lazy', end=' ')
print(next(m), list(m), list(m))
print('map of several', list(map(lambda *a: a, 'abc', [1, 2])), list(map(pow, [2, 3], [3, 2])))
print('filter', list(filter(None, [0, 1, '', 'x', [], [0]])), list(filter(str.isdigit, 'a1b2')))
print('zip', list(zip()), list(zip('ab')), list(zip('abc', range(2), strict=False)))
for args in (('ab', [1]), ('a', [1, 2]), ('ab', [1, 2], 'x'), ('a', [1], [])):
    try:
        list(zip(*args, strict=True))
    except ValueError as e:
        print('strict:', e)
try:
    list(map(lambda a, b: (a, b), 'ab', 'xyz', strict=True))
except ValueError as e:
    print('map strict:', e)
print('enumerate', list(enumerate('ab', 10)), list(enumerate('ab', start=-1)), next(enumerate([None], 2 ** 65)))
print('reversed', list(reversed('abc')), list(reversed({'x': 1, 'y': 2})), list(reversed(range(0, 10, 3))), list(reversed({1: 'v'}.items())))
print('nested zip', list(zip(*[iter('abcdef')] * 2)))
it = map(lambda x: 10 // x, [5, 0, 2])
print(next(it), end=' ')
try:
    next(it)
except ZeroDivisionError:
    print('error, then', next(it))
r = range(5)
i1, i2 = iter(r), iter(r)
print('independent', next(i1), next(i1), next(i2))
print('exhausted', (z := zip('a', 'b')) and list(z), list(z))


class Boom:
    def __iter__(self): raise ValueError('iter fails')


for f in (lambda: map(len, Boom()), lambda: zip([1], Boom()), lambda: filter(None, Boom()), lambda: enumerate(Boom()), lambda: list(Boom()), lambda: max(Boom()), lambda: sorted(Boom())):
    try:
        f()
    except ValueError as e:
        print(e, end='; ')
print()
l = [1, 2, 3, 4]
rev = reversed(l)
next(rev)
l.pop()
l.pop()
print('reversed over a shrunk list', list(rev))
print('sum any all', sum([[1], [2]], []), any([]), all([]), sum(map(bool, [1, 0, 'x'])))
print('min max', max('abc', key=lambda c: -ord(c)), min([3, 1, 2], default=0), max([], default='d'), max((1, 'a'), (1, 'b')), min([1, True], [True, 0]))
print('sorted is stable', sorted([(1, 'b'), (0, 'x'), (1, 'a')], key=lambda p: p[0]), sorted('bca', reverse=True))
