# Set algebra with operators and methods, subsets, in-place forms and messages.
a, b = {1, 2, 3, 4}, {3, 4, 5}
show = lambda s: sorted(s)
print('operators', show(a | b), show(a & b), show(a - b), show(a ^ b))
print('methods', show(a.union(b, [9])), show(a.intersection(b, {4})), show(a.difference([1], (2,))),
    show(a.symmetric_difference([1, 7])), show(a.union()), a.intersection() == a, a.union() is a)
print('compare', a < b, {3, 4} < b, b <= b, b < b, a == {4, 3, 2, 1}, a != b, a >= {1}, {1} <= {1.0},
    a.issubset(range(9)), a.issuperset([]), a.isdisjoint([7, 8]))
print('neither way', {1} < {2}, {1} > {2}, {1} == {2}, sorted([{1, 2}, {1}], key=len))
s = {1, 2}
same = s
s |= {3}; s &= {2, 3, 4}; s ^= {4}; s -= {3}
print('in place', show(s), s is same)
s.update([5, 6], 'x'); s.discard('x'); s.discard('nope'); s.remove(5); s.add(6)
print('update', show(s), len(s))
s.intersection_update([6, 2]); s.difference_update([2]); s.symmetric_difference_update([1])
print('update forms', show(s), s.copy() is s)
s.clear()
print('repr', s, {1}, {'a'}, frozenset(), frozenset([1]), {frozenset()}, set('') == set())
print('members', {1, 1.0, True}, {0, False}, len({float('nan'), float('nan')}), {(1, 2), (1, 2)}, 'a' in {'a'}, {None})
print('frozen inside', frozenset([1]) in {frozenset([1])}, {1} in [frozenset([1])], set([1]) in {frozenset([1])})
print('types', type({1} | frozenset([2])).__name__, type(frozenset([2]) | {1}).__name__,
    type(frozenset([1]) - {1}).__name__,
    {1} == frozenset([1]))
for code in ("{1} | [2]", "{1}.union(5)", "{[]}", "{1}.remove(2)", "set().pop()", "{1} + {2}", "{1}[0]", "hash({1})",
    "{1} < [1]", "set(5)", "[] in {1}", "{1}.add([])", "{1}.add()", "set(1, 2)", "{1} & None", "{{}}", "[] | {1}"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
