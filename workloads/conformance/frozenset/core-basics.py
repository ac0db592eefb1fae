# Sets that cannot be changed can be keys.
f = frozenset([1, 2, 2])
print(sorted(f), len(f), 1 in f)
print('union', sorted(f | {3}), 'equal to a set', f == {1, 2})
d = {f: 'found'}
print(d[frozenset([2, 1])])
print('can grow', hasattr(f, 'add'))
