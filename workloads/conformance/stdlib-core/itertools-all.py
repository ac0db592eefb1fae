# itertools: each function once or twice, with laziness and errors.
# needs: itertools, operator
import itertools as it
from operator import mul
print('count', list(it.islice(it.count(5, -2), 3)), list(it.islice(it.count(0.5, 0.25), 3)), it.count(3),
    list(it.islice(it.cycle('ab'), 5)), list(it.repeat(7, 2)), it.repeat(1, 3))
print('accumulate', list(it.accumulate([1, 2, 3, 4])), list(it.accumulate([1, 2, 3], mul, initial=10)),
    list(it.accumulate([])), list(it.accumulate('abc')))
print('chain', list(it.chain('ab', [1])), list(it.chain.from_iterable(['ab', 'c'])),
    list(it.compress('abcd', [1, 0, True, ''])))
print('while', list(it.dropwhile(lambda x: x < 3, [1, 3, 2])), list(it.takewhile(lambda x: x < 3, [1, 3, 2])),
    list(it.filterfalse(None, [0, 1, ''])), list(it.starmap(pow, [(2, 3), (3, 2)])))
print('islice', list(it.islice('abcdef', 2)), list(it.islice('abcdef', 1, None, 2)), list(it.islice('abc', 5, 9)),
    list(it.islice([], None)))
print('groupby', [(k, list(g)) for k, g in it.groupby('aabbba')],
    [(k, len(list(g))) for k, g in it.groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)],
    [k for k, g in it.groupby('aab')])
groups = it.groupby('aab'); k, g = next(groups); next(groups); print('group is gone', list(g))
print('pairs', list(it.pairwise('abcd')), list(it.pairwise('a')), list(it.zip_longest('ab', 'x', fillvalue='-')),
    list(it.batched('abcde', 2)))
print('product', list(it.product('ab', [1, 2])), list(it.product([0, 1], repeat=2)), list(it.product()),
    list(it.product('a', [])))
print('permutations', [''.join(p) for p in it.permutations('abc')], list(it.permutations('ab', 1)),
    list(it.permutations('ab', 3)), list(it.permutations([])))
print('combinations', [''.join(p) for p in it.combinations('abcd', 2)],
    [''.join(p) for p in it.combinations_with_replacement('ab', 3)], list(it.combinations('ab', 0)))
a, b = it.tee(iter('abc'))
print('tee', next(a), next(a), list(b), list(a), len(it.tee([], 3)))
def noisy():
    for i in range(3):
        print('<', i, '>', end=' '); yield i
x, y = it.tee(noisy()); next(x); next(y); next(y); next(x); print('each read once')
for code in ("it.islice([], -1)", "it.islice([], 0, 5, 0)", "it.combinations('a', -1)", "it.batched('a', 0)",
    "list(it.batched('abc', 2, strict=True))", "it.product('a', repeat=-1)", "it.tee([], -1)",
    "list(it.starmap(pow, [5]))", "it.count('a')", "it.repeat()", "it.repeat(1, 'a')", "list(it.cycle([]))",
    "it.permutations(5)", "list(it.chain(5))", "it.groupby()", "it.zip_longest('a', fill=1)",
    "list(it.accumulate([1, 'a']))"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
