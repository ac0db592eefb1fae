# itertools: laziness, groups, products, and what each does at its edges.
# needs: itertools
import itertools as it


def noisy(s):
    for c in s:
        print(c, end='')
        yield c


print('| chain', list(it.chain('ab', [1], ())), list(it.chain.from_iterable(['ab', 'c'])))
print('count', list(it.islice(it.count(5, -2), 3)), next(it.count(1.5, .25)), it.count(2), it.count(1, 2))
print('cycle', list(it.islice(it.cycle('ab'), 5)), list(it.cycle('')))
print('repeat', list(it.repeat('x', 3)), it.repeat(1, -5), list(map(pow, range(4), it.repeat(2))))
print('accumulate', list(it.accumulate([1, 2, 3])), list(it.accumulate([3, 1, 2], max)), list(it.accumulate('abc', initial='>')), list(it.accumulate([])))
print('batched', list(it.batched('abcde', 2)))
for args, kw in ((('abc', 0), {}), (('abcde', 2), {'strict': True})):
    try:
        list(it.batched(*args, **kw))
    except ValueError as e:
        print('batched', e)
print('compress', list(it.compress('abcd', [1, 0, True, ''])), list(it.compress('abc', [1])))
print('drop and take', list(it.dropwhile(str.islower, 'abCd')), list(it.takewhile(str.islower, 'abCd')), list(it.filterfalse(str.islower, 'aBc')))
print('groupby', [(k, list(g)) for k, g in it.groupby('aabccca')], [(k, len(list(g))) for k, g in it.groupby([1, 3, 2, 4, 5], lambda x: x % 2)])
groups = it.groupby('aabb')
k1, g1 = next(groups)
k2, g2 = next(groups)
print('an old group is empty', k1, list(g1), k2, list(g2))
print('islice', list(it.islice('abcdef', 2)), list(it.islice('abcdef', 1, None, 2)), list(it.islice(noisy('abc'), 0)))
print('pairwise', list(it.pairwise('abcd')), list(it.pairwise('a')))
print('starmap', list(it.starmap(pow, [(2, 3), (3, 2)])))
print('zip_longest', list(it.zip_longest('ab', [1], fillvalue='-')), list(it.zip_longest()))
print('product', [''.join(p) for p in it.product('ab', repeat=2)], list(it.product()), list(it.product('a', [])))
print('permutations', [''.join(p) for p in it.permutations('abc', 2)], list(it.permutations('ab', 3)), list(it.permutations([])))
print('combinations', [''.join(p) for p in it.combinations('abcd', 2)], list(it.combinations('ab', 3)), [''.join(p) for p in it.combinations_with_replacement('ab', 2)])
a, b = it.tee(noisy('xyz'))
print(next(a), next(a), list(b), list(a))
for bad in (lambda: it.islice('a', -1), lambda: it.islice('a', 1, 2, 0), lambda: it.count('x'), lambda: it.combinations('a', -1), lambda: it.product(5), lambda: it.repeat(), lambda: it.tee('a', -1), lambda: it.permutations('a', 'x'), lambda: it.zip_longest('a', fill=1), lambda: it.chain(5).__next__(), lambda: it.accumulate(5)):
    try:
        bad()
        print('no error')
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ':', e)
