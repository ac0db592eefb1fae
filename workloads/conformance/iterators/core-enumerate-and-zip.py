# enumerate, zip, reversed, map, filter.
print(list(enumerate('ab')), list(enumerate('ab', 1)))
print(list(zip([1, 2, 3], 'ab')), list(zip()))
print(list(reversed([1, 2, 3])), list(reversed(range(3))))
print(list(map(str, [1, 2])), list(map(lambda a, b: a * b, [1, 2], [3, 4])))
print(list(filter(lambda n: n > 1, [0, 1, 2, 3])), list(filter(None, [0, 1, '', 'x'])))
for number, (name, size) in enumerate(zip(['a', 'b'], [10, 20])):
    print(number, name, size)
columns = list(zip(*[(1, 2, 3), (4, 5, 6)]))
print(columns)
