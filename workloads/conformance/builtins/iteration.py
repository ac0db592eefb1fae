# enumerate, zip, map, filter, reversed, iter, next, all, any, sum: laziness, errors and protocols.
def gen(name, n):
    for i in range(n):
        print('  ', name, i)
        yield i
print('enumerate', list(enumerate('ab')), list(enumerate('ab', -1)), list(enumerate('ab', start=10**20)),
    next(enumerate('x')))
print('zip', list(zip('abc', range(2))), list(zip()), list(zip('ab')), list(zip('ab', 'cd', strict=True)))
print('zip stops at the first that ends')
a, b = gen('a', 3), gen('b', 1)
print(list(zip(a, b)), next(a))
for args in ((('abc', 'de')), ('ab', 'cde'), ('ab', 'cd', 'e'), ('', 'a')):
    try:
        list(zip(*args, strict=True))
    except ValueError as error:
        print('strict', args, error)
print('map', list(map(str, [1, 2])), list(map(lambda x, y: x + y, [1, 2, 3], [10, 20])), list(map(pow, [2, 3], [3, 2])),
    list(map(None, [])))
try:
    list(map(int, '12', '34', strict=True))
except ValueError as error:
    print('strict map', error)
except TypeError as error:
    print('strict map', error)
try:
    list(map(lambda a, b: a, 'ab', 'c', strict=True))
except ValueError as error:
    print('strict map', error)
print('filter', list(filter(None, [0, 1, '', 'a', None])), list(filter(lambda x: x % 2, range(5))))
print('all any', all([]), any([]), all(gen('all', 3)), any(gen('any', 3)))
print('iter callable', list(iter(iter([1, 2, 0, 3]).__next__, 0)), next(iter([]), 'default'))
print('sum', sum([]), sum([1, 2], 10), sum([[1], [2]], []), sum((0.1, 0.2)), sum([True, 1.5]), sum(x for x in range(5)),
    sum([1, 2], start=5))
class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10
    def __len__(self):
        return 3
print('sequence protocol', list(Old()), list(reversed(Old())), 20 in Old(), max(Old()))
for code in ("enumerate()", "enumerate(5)", "zip(1)", "map(str)", "list(map(5, [1]))", "filter(1)", "reversed({1})",
    "reversed(5)", "iter(5)", "iter(5, 0)", "next([])", "next(iter([]))", "sum(5)", "sum(['a'])", "sum([1], 'a')",
    "sum(['a'], '')", "sum([b'a'], b'')", "all(5)", "any()", "enumerate('a', 'b')", "zip([], strict=1, x=2)", "next()",
    "list(map(len, [1]))", "reversed(iter([]))"):
    try:
        print(code, '=', eval(code))
    except StopIteration:
        print(code, '-> StopIteration')
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
