# collections: defaultdict, OrderedDict, ChainMap, UserDict.
# needs: collections
from collections import ChainMap, OrderedDict, UserDict, UserList, UserString, defaultdict
d = defaultdict(list)
d['a'].append(1); d['a'].append(2)
print('defaultdict', d, d.get('zz'), 'zz' in d, d['b'], len(d), d.default_factory, d == {'a': [1, 2], 'b': []})
d.default_factory = None
for code in ("d['c']", "defaultdict(5)", "defaultdict(list, 5)"):
    try:
        print(eval(code))
    except (KeyError, TypeError) as error:
        print(code, '->', type(error).__name__, error)
print('merge', defaultdict(int, a=1) | {'b': 2}, type({'b': 2} | defaultdict(int)).__name__, d.copy())
tree = lambda: defaultdict(tree)
t = tree(); t['x']['y']['z'] = 1
print('tree', t['x']['y']['z'], len(t['x']))
o = OrderedDict(b=1, a=2)
o['c'] = 3; o.move_to_end('b'); print('ordered', o, list(reversed(o)))
o.move_to_end('c', last=False); print('front', list(o), o.popitem(), o.popitem(last=False), o)
print('equality', OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {'b': 2, 'a': 1},
    OrderedDict(a=1) | {'b': 2})
for code in ("o.move_to_end('zz')", "OrderedDict().popitem()", "o.pop('zz')"):
    try:
        print(eval(code))
    except KeyError as error:
        print(code, '->', error)
base, over = {'x': 1, 'y': 2}, {'x': 10}
m = ChainMap(over, base)
print('chain', m['x'], m['y'], dict(m), list(m), len(m), m.maps[1] is base, m)
m['y'] = 20
del m['x']
print('writes go first', over, base, m.new_child({'z': 0})['z'], m.parents['y'])
try:
    del m['x']
except KeyError as error:
    print('delete', error)
class Lower(UserDict):
    def __setitem__(self, key, value):
        self.data[key.lower()] = value
u = Lower({'A': 1}, B=2); u.update(C=3); u.setdefault('D', 4)
print('UserDict', u, isinstance(u, dict), u | {'E': 5})
class L(UserList):
    def append(self, x):
        super().append(x * 2)
l = L([1])
l.append(5)
print('UserList', l, l[:1], type(l[:1]).__name__, l + [1], UserString('ab').upper() + 'c',
    type(UserString('a') * 2).__name__)
