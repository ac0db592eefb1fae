# WeakValueDictionary, WeakKeyDictionary, WeakSet and finalize.
# needs: refcounts, weakref
import weakref
class C:
    def __init__(self, name):
        self.name = name
    def __repr__(self):
        return f'C({self.name})'
values = weakref.WeakValueDictionary()
a, b = C('a'), C('b')
values['a'], values['b'] = a, b
print('values', dict(values), len(values), values.get('zz', 'default'), 'a' in values)
del a
print('after del', sorted(values), len(values), 'a' in values, values.get('a'))
values['temp'] = C('temporary')
print('temporary never stays', sorted(values))
try:
    values['a']
except KeyError as error:
    print('KeyError', error)
keys = weakref.WeakKeyDictionary()
k = C('k')
keys[k] = 'data'; keys[b] = 'more'
print('keys', sorted(map(repr, keys)), keys[k])
del k
print('after del', sorted(map(repr, keys)), len(keys))
items = weakref.WeakSet([b])
items.add(C('gone'))
print('set', list(items), len(items), b in items)
del b
print('set after del', list(items), len(keys), len(values))
x = C('x')
fin = weakref.finalize(x, print, '  finalized', 'x', sep=': ')
print('finalize alive', fin.alive, fin.peek()[1] is print)
del x
print('dead', fin.alive, fin(), fin.peek())
y = C('y')
fin = weakref.finalize(y, lambda: 'result')
print('called early', fin(), fin.alive, fin())
z = C('z')
fin = weakref.finalize(z, print, 'never'); print('detach', fin.detach()[0] is z, fin.alive); del z
kept = [C(str(i)) for i in range(5)]
d = weakref.WeakValueDictionary((c.name, c) for c in kept)
print('iterating while items die')
for name, value in list(d.items()):
    kept.clear()
del value
print('left', len(d))
last = C('last')
w = weakref.finalize(last, print, 'never')
print('atexit', w.atexit)
w.atexit = False
w.detach()
print('detached', w.alive)
