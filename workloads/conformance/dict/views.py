# keys, values and items: live views, set operations, reversed, and their repr.
d = {'a': 1, 'b': 2, 'c': 3}
k, v, i = d.keys(), d.values(), d.items()
print('repr', k, v, i)
d['d'] = 4
print('live', len(k), list(v), ('d', 4) in i, ('d', 5) in i, 4 in v, 'a' in k)
print('set operations', sorted(k & {'a', 'z'}), sorted(k | ['q']), sorted(k - 'ab'), sorted(k ^ {'a', 'x'}),
    sorted({'a', 'z'} - k), type(k & k).__name__)
print('items as a set', sorted(i & {('a', 1), ('b', 9)}), i - {('a', 1)} == {('b', 2), ('c', 3), ('d', 4)})
print('compare', k == {'a', 'b', 'c', 'd'}, k >= {'a'}, k < {'a'}, k.isdisjoint('xyz'), v == v,
    d.values() == d.values(), d.keys() == dict(d).keys())
print('reversed', list(reversed(k)), list(reversed(v)), list(reversed(i)))
print('mapping', dict(k.mapping) == d, type(k.mapping).__name__)
try:
    k.mapping['z'] = 1
except TypeError as error:
    print('mapping is read only', error)
print('unhashable values', {'x': []}.items() == {'x': []}.items(), ('x', []) in {'x': []}.items())
for code in ("k[0]", "i & 5", "{'x': []}.items() | set()", "hash(k)", "k + k", "len(iter(k))", "next(k)", "k.add('z')",
    "v & v"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
for action in ('d["new"] = 1', 'del d["a"]', 'd["b"] = 0', 'd.clear()', 'd.pop("c"); d["e"] = 1'):
    d = {'a': 1, 'b': 2, 'c': 3}
    seen = []
    try:
        for key in d:
            seen.append(key)
            if key == 'a':
                exec(action)
        print('during iteration', action, seen)
    except RuntimeError as error:
        print('during iteration', action, seen, '->', error)
it = iter({'p': 1, 'q': 2})
print('hint', it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__())
