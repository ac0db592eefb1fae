# print: separators, ends, several values.
print()
print('a', 'b', 'c')
print('a', 'b', sep='')
print(1, 2, 3, sep=', ', end='.\n')
print('no end', end='')
print('; went on')
print([1, 'two', 3.5, None], ('x',), True)
print('one\ttab', 'line\nbreak')
