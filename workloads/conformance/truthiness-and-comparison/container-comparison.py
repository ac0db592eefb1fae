# Equality and order of containers: element by element, lengths, types, identity.
nan = float('nan')
print('lexicographic', [1, 2] < [1, 3], [1, 2] < [1, 2, 0], (1,) > (), 'a' < 'ab' < 'b', [] < [0], [[1], 2] < [[1], 3])
print('types', [1] == (1,), [1] != (1,), {1} == frozenset({1}), b'a' == bytearray(b'a'), {1: 1} == {1.0: True}, range(3) == [0, 1, 2], range(0) == range(2, 2), range(0, 3, 2) == range(0, 4, 2), 'a' == b'a')
print('nan', nan == nan, [nan] == [nan], (nan,) < (nan,), [nan] == [float('nan')], nan in [nan], {nan: 1} == {nan: 1}, {nan} == {nan}, [nan].count(nan), max([nan, 1]) is nan, max([1, nan]))


class Loud:
    def __init__(self, v): self.v = v

    def __eq__(self, o):
        print(f'{self.v}=={getattr(o, "v", o)}', end=' ')
        return self.v == getattr(o, 'v', o)

    def __lt__(self, o):
        print(f'{self.v}<{getattr(o, "v", o)}', end=' ')
        return self.v < getattr(o, 'v', o)

    def __hash__(self): return hash(self.v)


a, b, c = Loud(1), Loud(2), Loud(3)
print([a, b] == [a, c])
print([a, b] < [Loud(1), Loud(3)])
print([a] == [a, b], '(lengths first)')
print((a, b) == (Loud(1), Loud(2)))
print({1: a} == {1: Loud(1)})
print(Loud(1) in [b, Loud(1), c])
print('sets', {1, 2} < {1, 2, 3}, {1, 2} <= {2, 1}, {1} < {2}, {1} > {2}, {1, 2} > set(), {1}.isdisjoint({2}), sorted([{3}, {1}], key=len) == [{3}, {1}])
for text in ('[1] < (1,)', '{} < {}', '[1, "a"] < [1, 2]', '[1, "a"] == [1, 2]', '{1} < [1]', 'range(1) < range(2)', '1j < 2j', '[None] < [1]', '(1, None) < (2, None)', 'None < 1', '"a" < b"a"', 'object() < object()', 'int < str', 'slice(1) < slice(2)', '{1: 2}.items() < {1: 2, 3: 4}.items()', '{1}.__lt__([1])', '[].__lt__(())', 'b"a" < bytearray(b"b")', 'memoryview(b"a") == b"a"', 'memoryview(b"a") < b"b"'):
    try:
        print(text, eval(text))
    except TypeError as e:
        print(text, '->', e)
print('numbers', 1 == 1.0 == True == 1 + 0j, 10 ** 20 == 1e20, 2 ** 53 + 1 == 2.0 ** 53 + 1, 0.1 + 0.2 == 0.3, -0.0 == 0.0, float('inf') > 10 ** 400)
print('views', {1: 2}.keys() == {1}, {1: 2}.items() == {(1, 2)}, {1: 2}.values() == {1: 2}.values(), {1: 2}.keys() & {1, 3})
