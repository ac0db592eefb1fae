# Union, intersection, difference; subsets.
a, b = {1, 2, 3, 4}, {3, 4, 5}
print('union', sorted(a | b), sorted(a.union(b)))
print('intersection', sorted(a & b), sorted(a.intersection(b)))
print('difference', sorted(a - b), sorted(b.difference(a)))
print('either', sorted(a ^ b), sorted(a.symmetric_difference(b)))
print('subset', {1, 2} <= a, {1, 2}.issubset(b), a < a, a >= {1})
print('disjoint', a.isdisjoint({9}), a.isdisjoint(b))
print('equal', {1, 2} == {2, 1})
a &= b
a |= {0}
print('in place', sorted(a))
