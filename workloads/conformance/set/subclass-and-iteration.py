# Subclasses of set, changes while iterating, elements with their own equality.
class Tagged(set):
    tag = 'none'
t = Tagged([1, 2])
t.tag = 'mine'
print('results', type(t | {3}).__name__, type(t.union([3])).__name__, type(t.copy()).__name__, type({3} | t).__name__,
    type(t & t).__name__, hasattr(t.copy(), 'tag'), t.tag)
print('repr', Tagged([1]), Tagged(), t == {1, 2})
for action in ('add', 'discard', 'swap'):
    s = {1, 2, 3}
    try:
        for x in s:
            if action == 'add':
                s.add(x + 100)
            elif action == 'discard':
                s.discard(x)
            else:
                s.discard(x); s.add(x)
        print('unchanged size', action)
    except RuntimeError as error:
        print(action, '->', error)
class Letter:
    def __init__(self, c, n):
        self.c, self.n = c, n
    def __eq__(self, other):
        return self.c == other.c
    def __hash__(self):
        return hash(self.c == 'a')
    def __repr__(self):
        return f'{self.c}{self.n}'
s = {Letter('a', 1), Letter('a', 2), Letter('a', 3)}
print('first one stays', s)
s.add(Letter('a', 4))
print('add keeps the old one', s)
s = {Letter('a', 5)} | s
print('union keeps the left', s, s & {Letter('a', 9)} == s, {Letter('a', 1)} == {Letter('a', 2)})
it = iter({1, 2, 3})
print('hint', it.__length_hint__(), next(it) in (1, 2, 3), it.__length_hint__())
removed = {1, 2, 3}
popped = sorted(removed.pop() for _ in range(3))
print('pop all', popped, removed)
class Members(set):
    def __contains__(self, x):
        return True
print('own contains', 99 in Members(), Members() >= {99}, {99} <= Members())
print('comprehension', sorted({x % 3 for x in range(10)}), {c for c in 'aaa'}, {*'ab', *'bc'} == set('abc'))
x = {1}
print('set in set is looked up as frozen', {1} in {frozenset({1})}, x in {frozenset(x)})
