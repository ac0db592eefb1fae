# Hashes of tuples, frozensets, ranges, slices and None-free containers (xxHash mixing, 64-bit).
# reference: native
print('tuples', [hash(t) for t in ((), (0,), (1,), (1, 2), (2, 1), (0, 0), (0, 0, 0), (-1,), (-1, -2), (1, (2, 3)),
    ((1, 2), 3), (0.5, 1), (2**61,), (10**30, -5))])
print('order matters', hash((1, 2)) != hash((2, 1)), hash((1, 1.0)) == hash((1.0, True)))
print('frozensets', [hash(frozenset(s)) for s in ([], [0], [1], [1, 2], [2, 1], [1, 2, 3], range(10), [0.5], [(1, 2)],
    [-1, -2])])
print('nested', hash(frozenset([frozenset(), frozenset([1])])), hash((frozenset([1]), (2,))))
print('long tuple', hash(tuple(range(100))), hash(tuple(range(1000))))
print('slices', hash(slice(1, 2, 3)), hash(slice(0, 0, 0)))
class P:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        return self.x == other.x
    def __hash__(self):
        return hash((self.x,))
print('user', hash(P(5)) == hash((5,)))
class H:
    def __init__(self, h):
        self.h = h
    def __hash__(self):
        return self.h
for h in (0, -1, -2, 2**61 - 1, 2**61, 2**63 - 1, 2**63, 2**64, -(2**63), -(2**63) - 1, 10**30, True):
    print('__hash__ returns', h, 'hash', hash(H(h)))
print('cached hashes agree', hash((1, 'a')) == hash((1, 'a')), hash('abc') == hash('ab' + 'c'),
    hash(b'abc') == hash(bytearray(b'abc').__bytes__() if hasattr(bytearray, '__bytes__') else b'abc'))
print('empty text', hash(''), hash(b''))
