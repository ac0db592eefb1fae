# collections: deque, namedtuple, OrderedDict.
# needs: collections
from collections import OrderedDict, deque, namedtuple

Point = namedtuple('Point', ['x', 'y'])
p = Point(1, y=2)
print(p, p.x + p[1], p == (1, 2))
a, b = p
print(a, b)
d = deque([], 3)
for n in range(5):
    d.append(n)
print(len(d), d.popleft(), d.popleft())
o = OrderedDict([('z', 1), ('a', 2)])
o['m'] = 3
print(list(o.keys()), list(o.values()))
