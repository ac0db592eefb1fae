# In-place methods on containers and own classes: identity, fall-back, results kept or lost.
class V:
    def __init__(self, *items): self.items = list(items)
    def __iadd__(self, other):
        self.items += other
        return self
    def __add__(self, other): return V(*self.items, *other)
    def __ior__(self, other): return None
    def __repr__(self): return f'V{self.items}'


v = w = V(1)
v += [2]
print(v is w, w)
v = v + [3]
print(v is w, v, w)
v |= 1
print('None is kept', v)
d = {'k': [1]}
d['k'] += [2]
print(d)
t = ([],)
try:
    t[0] += ['kept although it fails']
except TypeError as e:
    print(e, t)


class Desc:
    def __get__(self, o, c): return [0]
    def __set__(self, o, v): print('descriptor set', v)


class H:
    d = Desc()

    def __getattr__(self, n): return 10
    def __getitem__(self, k): return f'<{k}>'
    def __setitem__(self, k, v): print('setitem', k, v)


h = H()
h.d += [1]
h.new += 5
print(vars(h))
h['x'] += '!'
h[1:2] += '?'
l = [1, 2, 3]
l[1:2] += 'ab'
l *= 2
print(l)
l[::2] = [0] * 5
print(l)
s = frozenset('a')
r = s
s |= {'b'}
print('immutable', r is s, sorted(s))
n = 5
m = n
n += 0
print('ints', n is m)
x = y = [1]
x *= 0
print('emptied alias', y)
b = bytearray(b'a')
c = b
b += b'b'
b *= 2
print('bytearray', c, c is b)
st = {1, 2, 3}
al = st
st -= {1}; st &= {2, 9}; st ^= {5}
print('set', sorted(al), al is st)
dd = {'a': 1}
e = dd
dd |= {'b': 2}
print('dict', e is dd, e)


class NI:
    def __iadd__(self, o): return NotImplemented
    def __radd__(self, o): return 'radd'


z = NI()
try:
    z += 1
except TypeError as err:
    print(err)
q = 1
q += NI()
print(q)


def local():
    total = 0
    def add(k):
        nonlocal total
        total += k
        return total
    return [add(k) for k in range(4)]


print(local())
