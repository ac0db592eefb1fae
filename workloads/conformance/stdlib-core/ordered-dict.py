# OrderedDict: order and moving, both ends, views, iteration while it changes, subclasses with methods of their own, keys with an equality.
# needs: collections, pickle, copy
from collections import OrderedDict
import pickle, copy
def show(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
od = OrderedDict([('a', 1), ('b', 2), ('c', 3)])
print(od, repr(OrderedDict()), len(od), od == {'a': 1, 'b': 2, 'c': 3}, od == OrderedDict([('b', 2), ('a', 1), ('c', 3)]), od != OrderedDict(a=1, b=2, c=3))
od.move_to_end('a'); print(od); od.move_to_end('c', last=False); print(od); od.move_to_end('c', False); print(list(od))
show(lambda: od.move_to_end('zz'))
print(od.popitem(), od.popitem(last=False), od); od['x'] = 1; od['b'] = 5; print(od)
show(lambda: OrderedDict().popitem())
print(od.keys(), od.values(), od.items(), list(reversed(od)), list(reversed(od.items())), list(reversed(od.values())))
print(type(od.keys()).__name__, type(od.items()).__name__, type(iter(od)).__name__, type(od.keys()).__mro__)
print(od.pop('b'), od.pop('q', None)); show(lambda: od.pop('q')); print(od.setdefault('n', 4), od.setdefault('x'), od.setdefault('m'), od)
def mutate(change):
    d = OrderedDict.fromkeys('abcd', 0)
    seen = []
    for k in d:
        seen.append(k); change(d, k)
        if len(seen) > 20: break
    return seen, d
show(lambda: mutate(lambda d, k: d.__setitem__(k + 'x', 1)))
show(lambda: mutate(lambda d, k: d.pop(k)))
show(lambda: mutate(lambda d, k: d.move_to_end(k)))
show(lambda: mutate(lambda d, k: d.__setitem__(k, 5)))
show(lambda: mutate(lambda d, k: d.pop(k) if k == 'd' else None))
show(lambda: mutate(lambda d, k: d.clear()))
print(OrderedDict.fromkeys('abc'), OrderedDict.fromkeys([1, 2], value=7), od.copy(), copy.copy(od), copy.deepcopy(od), pickle.loads(pickle.dumps(od)))
print(od | {'k': 1}, {'k': 1, 'x': 9} | od, type({} | od).__name__); od |= [('p', 1)]; print(od); od.update(z=1, x=2); print(od); od.update({'a': 1}, b=3); od.update([('zz', 1)]); print(od)
show(lambda: OrderedDict(1, 2)); show(lambda: od.update(1, 2)); show(lambda: OrderedDict(5))
print(sorted(od.keys() & {'x', 'p'}), od.keys() | {1} == set(od) | {1}, ('x', 2) in od.items(), 'x' in od.keys(), 2 in od.values(), len(od.items()))
class Upper(OrderedDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
u = Upper(a=1, b=2); u['c'] = 3; u.update({'d': 4}); print(u, u.copy(), type(u.copy()).__name__, u.setdefault('e', 9), u)
class Lru(OrderedDict):
    def __init__(self, size): super().__init__(); self.size = size
    def __getitem__(self, k): v = super().__getitem__(k); self.move_to_end(k); return v
    def __setitem__(self, k, v):
        if k in self: self.move_to_end(k)
        super().__setitem__(k, v)
        if len(self) > self.size: self.popitem(last=False)
c = Lru(3)
for i in range(20): c[i % 5] = i; c[i % 5]
print(c, c.size, list(c.items()), c.__dict__)
class M(OrderedDict):
    def __missing__(self, k): return k * 2
print(M(a=1)['q'], M(a=1).get('q'))
od = OrderedDict(); od['self'] = od; print(od); od.attr = 3; print(od.__dict__, od.__reduce__()[:4])
it = iter(OrderedDict(a=1, b=2)); next(it); print(it.__reduce__(), list(it), list(it))
it = iter(OrderedDict(a=1, b=2).items()); print(next(it), it.__reduce__())
show(lambda: hash(od)); print(OrderedDict.__doc__, isinstance(od, dict), OrderedDict.__module__, OrderedDict.__qualname__)
big = OrderedDict((i, i) for i in range(1000))
for i in range(0, 1000, 3): del big[i]
for i in range(1, 1000, 3): big.move_to_end(i)
for i in range(200): big.popitem(last=False)
big.move_to_end(997, last=False); print(list(big)[:5], list(big)[-5:], len(big), big[998 if 998 in big else 997])
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 3
    def __eq__(self, o): return isinstance(o, K) and self.n == o.n
    def __repr__(self): return f'K{self.n}'
d = OrderedDict((K(i), i) for i in range(9)); d.move_to_end(K(4)); d.move_to_end(K(7), last=False); print(d, d[K(4)], d.popitem(False), d.popitem(), K(5) in d, d.pop(K(5)), K(5) in d, d)
print(eval(repr(OrderedDict(a=[1]))), str(OrderedDict(a=1)), bool(OrderedDict()), OrderedDict([(1, 2)]) == OrderedDict([(1, 2)]), OrderedDict() == {}, OrderedDict(a=1) < {1: 2} if False else None)
show(lambda: OrderedDict(a=1) < OrderedDict())
