# slice objects: attributes, indices(), comparison, hash (3.12), and what a class receives.
# needs: python-3.11
class Show:
    def __getitem__(self, key):
        return key
    def __setitem__(self, key, value):
        print('set', key, value)
    def __delitem__(self, key):
        print('del', key)
s = Show()
print('one', s[1:2], s[:], s[::], s[::-1], s[1:], s['a':'b'], s[None:5])
print('several', s[1:2, 3], s[..., 0], s[1:2, ::3], s[()], s[(1, 2)], s[1,], s[lambda: 0:1].start.__name__)
s[1:2] = 5
del s[::2, 1]
print('star', s[*[1, 2], 3], s[*range(2)])
for args in ((None, None, None), (1, 5, None), (-3, None, 2), (None, None, -1), (100, -100, -3), (5, 2, 1),
    (-1, -20, -1), (0, 0, 1)):
    cut = slice(*args)
    print('indices', cut, [cut.indices(n) for n in (0, 1, 6)], list(range(6))[cut] == list(range(*cut.indices(6))))
print('huge', slice(10**30).indices(5), slice(-(10**30), 10**30, 10**30).indices(5), slice(None).indices(10**30))
a = slice(1, 2, 3)
print('attributes', a.start, a.stop, a.step, slice(5).start, slice(5).stop)
print('compare', slice(1) == slice(None, 1), slice(1, 2) < slice(1, 3), a == (1, 2, 3), slice(1) != slice(2))
print('hash', hash(slice(1, 2)) == hash(slice(1, 2)), {slice(1): 'x'}[slice(1)])
class I:
    def __init__(self, n):
        self.n = n
    def __index__(self):
        return self.n
    def __repr__(self):
        return f'I({self.n})'
print('index objects', 'abcdef'[I(1):I(4)], slice(I(0), I(3)).indices(10), slice(I(1)))
for code in ("slice()", "slice(1, 2, 3, 4)", "a.indices(-1)", "a.indices(1.0)", "slice('a').indices(3)",
    "slice(1, 2, 0).indices(3)", "[1, 2]['a':]", "'abc'[1:2, 3]", "hash(slice([]))", "slice(1)[0]", "(1, 2)[None]",
    "slice(1, 'b') < slice(1, 2)", "slice(start=1)", "len(a)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
try:
    a.start = 5
except AttributeError as error:
    print('read only', error)
