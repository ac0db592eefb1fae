# Assigning several names at once.
a, b = 1, 2
a, b = b, a
print('swapped', a, b)
(c, d), e = (3, 4), 5
print('nested', c, d, e)
first, *rest = [1, 2, 3, 4]
print('rest', first, rest)
*start, last = 'abc'
head, *middle, tail = range(5)
print('star', start, last, head, middle, tail)
for name, (x, y) in (('p', (1, 2)), ('q', (3, 4))):
    print(name, x + y)
x = y = []
print('one list', x is y)
try:
    a, b = 1, 2, 3
except ValueError:
    print('too many: ValueError')
