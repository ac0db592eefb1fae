# Dictionaries: pop, setdefault, update, fromkeys, copy, clear.
d = {'a': 1, 'b': 2}
print('pop', d.pop('a'), d.pop('zzz', 'nothing'), sorted(d))
print('setdefault', d.setdefault('b', 9), d.setdefault('c', 3), sorted(d.items()))
d.update({'c': 4, 'd': 5})
d.update(e=6)
print('update', sorted(d.items()))
copy = d.copy()
d.clear()
print('clear', d, len(copy))
print('fromkeys', sorted(dict.fromkeys(['x', 'y'], 0).items()))
print('from pairs', sorted(dict([('k', 1), ('l', 2)]).items()), sorted(dict(m=1).items()))
print('popitem', {'only': 1}.popitem())
