# Tuples: made, indexed, added, compared.
point = (3, 4)
print(point, len(point), point[0], point[-1])
print('one and none', (1,), ())
print('add and repeat', (1, 2) + (3,), (0,) * 3)
print('slices', (1, 2, 3, 4)[1:3])
print('search', 2 in (1, 2), (1, 2, 1).count(1), ('a', 'b').index('b'))
print('as keys', {(0, 0): 'origin'}[(0, 0)])
print('from', tuple('ab'), tuple([1, 2]))
try:
    point[0] = 1
except TypeError:
    print('a tuple cannot be changed')
