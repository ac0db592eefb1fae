# Stars in lists, tuples, sets and dictionaries.
xs = [1, 2]
print([*xs, 3, *xs])
print((*xs, 0))
print(sorted({*xs, 5}))
print(sorted({'a': 1, **{'b': 2, 'c': 3}}.items()))
print([*range(3), *'ab'])
