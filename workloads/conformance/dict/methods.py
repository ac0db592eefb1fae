# Lookups, defaults, removal, merging, views and the messages of dict.
d = {'a': 1, 'b': 2}
print('get', d.get('a'), d.get('z'), d.get('z', 0), d.setdefault('a', 9), d.setdefault('c'), d)
print('pop', d.pop('c'), d.pop('zz', 'default'), d.popitem(), d)
d.update({'x': 1}, y=2); d.update([('z', 3), 'pq']); d.update()
print('update', d)
print('merge', {'a': 1} | {'a': 2, 'b': 3}, {**{'a': 1}, 'a': 5}, dict(d, a=0), {'a': 1} | {} is not None)
e = d
e |= [('w', 0)]
print('in place', e is d, 'w' in d)
print('order', {'b': 1, 'a': 2, 'b': 3}, list(d), list(reversed(d)))
d['a'] = 'moved?'
print('overwriting keeps the place', list(d)[0])
del d['a']; d['a'] = 'back'
print('re-inserting goes last', list(d)[-1])
print('fromkeys', dict.fromkeys('ab'), dict.fromkeys([1, 2], []), dict.fromkeys({}))
shared = dict.fromkeys('ab', [])
shared['a'].append(1)
print('shared value', shared)
print('equal', {'a': 1, 'b': 2} == {'b': 2, 'a': 1}, {1: 1} == {1.0: True}, {} == [], {'a': 1} != {'a': 2})
print('build', dict(), dict(a=1), dict([['k', 1]]), dict({1: 2}), dict(zip('ab', [1, 2])), dict([('a', 1), ('a', 2)]),
    dict({'a': 1}, a=2))
for code in ("d['nope']", "{}.popitem()", "{}.pop('a')", "{[]: 1}", "{}[[]]", "dict([1])", "dict(['abc'])", "dict(1)",
    "dict(a=1, **{'a': 2})", "{} | []", "{} < {}", "{}.update(5)", "{}.get()", "dict({}, {})", "hash({})",
    "{}.setdefault([], 1)", "{}.fromkeys(5)", "{**[1]}", "{}.update([(1, 2, 3)])", "{}.pop()", "{} + {}",
    "dict(**{1: 2})"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
