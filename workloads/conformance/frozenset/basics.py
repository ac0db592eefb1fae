# frozenset: identity, hashing independent of order, use as key and immutability.
f = frozenset('abc')
print('same object', frozenset(f) is f, f.copy() is f, frozenset() is frozenset(), frozenset([]) is frozenset(''))
print('hash', hash(frozenset([1, 2, 3])) == hash(frozenset([3, 2, 1])), hash(frozenset()) == hash(frozenset([])),
    hash(frozenset([1])) == hash(frozenset([1.0])))
print('key', {frozenset('ab'): 'v'}[frozenset('ba')], len({frozenset([1]), frozenset([1]), frozenset([2])}))
print('algebra', sorted(f | {'z'}), sorted(f & {'a', 'b'}), sorted(f - {'a'}),
    sorted(f ^ {'a', 'q'}), type(f | f).__name__)
g = f
g |= {'d'}
print('|= makes a new one', g is f, len(f), len(g))
print('compare', f == set('abc'), f < set('abcd'), f.issuperset('ab'), f.isdisjoint('xyz'))
for name in ('add', 'remove', 'discard', 'pop', 'clear', 'update'):
    print('no', name, hasattr(f, name), end='; ')
print()
class Sub(frozenset):
    pass
s = Sub([1, 2])
print('subclass', s, type(s | {3}).__name__, type(s.copy()).__name__, type(frozenset(s)).__name__,
    s == frozenset([1, 2]), Sub(s) is s)
print('power set', sorted(sorted(p) for p in {frozenset(c for i,
    c in enumerate('xyz') if n >> i & 1) for n in range(8)}))
nested = frozenset([frozenset([1]), frozenset()])
print('nested', len(nested), frozenset() in nested, set() in nested, {1} in nested)
for code in ("frozenset([[]])", "f.add", "f[0]", "frozenset(1)", "frozenset(1, 2)", "f + f", "f < 'abc'",
    "frozenset(x=1)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
print('constant folding', 'a' in {'a', 'b'}, 3 in {1, 2}, [c for c in 'hello' if c in {'l', 'h'}])
