# Which values can be keys, and which keys are the same.
d = {1: 'one', 'a': 'text', (1, 2): 'tuple', None: 'none', 2.5: 'float', b'x': 'bytes'}
for key in (1, 'a', (1, 2), None, 2.5, b'x'):
    print(repr(key), d[key])
d[1.0] = 'one again'
d[True] = 'and again'
print('one key', len(d), d[1])
for bad in ([1], {}, {1}):
    try:
        d[bad] = 0
    except TypeError:
        print('no key:', type(bad).__name__)
