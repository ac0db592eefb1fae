# __hash__ and __eq__ in dicts and sets: when each is called.
class K:
    def __init__(self, name, h):
        self.name, self.h = name, h

    def __hash__(self):
        print(f'hash({self.name})', end=' ')
        return self.h

    def __eq__(self, other):
        print(f'{self.name}=={getattr(other, "name", other)}', end=' ')
        return isinstance(other, K) and self.h == other.h


a, b, c = K('a', 1), K('b', 1), K('c', 2)
d = {}
d[a] = 'A'
print('| insert')
d[b] = 'B'
print('| equal key keeps the old key', [k.name for k in d], d.values())
print(d[a], '| identity first')
print(c in d, '| other hash')
d[c] = 1
print('| second')
s = {a, b, c}
print('| set', sorted(k.name for k in s))
print({a: 1} == {b: 1}, '| dict equality')


class SameHash:
    def __hash__(self): return 1
    def __eq__(self, o): return self is o


items = [SameHash() for _ in range(5)]
d = {x: i for i, x in enumerate(items)}
print('collisions', len(d), [d[x] for x in items])
del d[items[2]]
print('after a deletion', [d[x] for x in items if x in d], items[2] in d)


class Eq:
    def __eq__(self, o): return True


for op in (lambda: {Eq(): 1}, lambda: {Eq()}, lambda: hash(Eq()), lambda: {}.get(Eq()), lambda: Eq() in {1}):
    try:
        op()
    except TypeError as e:
        print(e)


class EqChild(Eq):
    def __hash__(self): return 5


class Restored(Eq):
    __hash__ = object.__hash__


print('hash given again', hash(EqChild()), isinstance(hash(Restored()), int))
print('numbers', len({1, 1.0, True, 1 + 0j}), {1: 'a', True: 'b', 1.0: 'c'}, hash(2 ** 70) == hash(float(2 ** 70)))
print('tuple and frozenset', hash((1, 2)) == hash((1.0, 2.0)), hash(frozenset('ab')) == hash(frozenset('ba')))
for bad in ([], {}, set(), ([],), slice(1), bytearray()):
    try:
        hash(bad)
        print('hashable', bad)
    except TypeError as e:
        print(e)


class Mutable:
    def __init__(self): self.v = 1
    def __hash__(self): return self.v
    def __eq__(self, o): return self.v == o.v


m = Mutable()
d = {m: 'x'}
m.v = 2
print('key changed after insertion', m in d, list(d)[0] is m, len(d))
