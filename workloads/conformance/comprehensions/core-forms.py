# List, set, dictionary comprehensions and generator expressions.
print('squares', [n * n for n in range(6)])
print('even', [n for n in range(10) if n % 2 == 0])
print('pairs', [(x, y) for x in 'ab' for y in range(2)])
print('nested', [[r * c for c in range(3)] for r in range(3)])
print('flat', [n for row in [[1, 2], [3]] for n in row])
print('set', sorted({len(w) for w in ['a', 'bb', 'cc']}))
print('dictionary', sorted({w: len(w) for w in ['a', 'bb']}.items()))
print('generator', sum(n * n for n in range(5)))
n = 'kept'
_ = [n for n in range(3)]
print('the name outside', n)
