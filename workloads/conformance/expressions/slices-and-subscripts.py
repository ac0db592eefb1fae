# What a subscript passes to __getitem__, __setitem__ and __delitem__.
class Probe:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print('set', key, value)

    def __delitem__(self, key):
        print('del', key)


p = Probe()
print('int', p[1], p[-1])
print('tuple', p[1, 2], p[1,], p[()])
print('slice', p[:], p[1:], p[:2], p[::3], p[1:2:3])
print('slice of anything', p['a':None:[]])
print('slices in a tuple', p[1:2, ..., ::-1, None])
print('starred', p[*'ab'], p[0, *[1, 2], 3], p[*()])
print('nested', p[p[1:2]].start, p[p[1]:p[2]])
print('ellipsis', p[...] is Ellipsis)
print('walrus inside', p[n := 5], n)
print('lambda inside', p[lambda: 0].__name__)
print('conditional bounds', p[1 if n else 2:3 if not n else 4])
p[1:2] = 'x'
p['k'], p[1, 2] = 'ab'
del p[0], p[::2]
p[0] += (1,) if isinstance(p[0], tuple) else 1
s = p[1:10:2]
print('slice attributes', s.start, s.stop, s.step, s.indices(5), s == slice(1, 10, 2))
print('slice of slices', p[1:2][0:1] if False else slice(slice(1), None))
for bad in (1, None, object):
    try:
        bad[0]
    except TypeError as e:
        print('not subscriptable:', e)
try:
    (1)[0] = 1
except TypeError as e:
    print('no assignment:', e)
try:
    del 'abc'[0]
except TypeError as e:
    print('no deletion:', e)
print('class subscript', list[int], dict[str, int], type(list[int]).__name__)
