# id() of live objects, identity through containers and calls, and what a name refers to after rebinding.
# needs: python-3.8
a = [1]
b = a
b.append(2)
print('aliases', a is b, id(a) == id(b), a)
b = b + [3]
print('rebound', a is b, a, b)
b = a
b += [4]
print('in place', a is b, a)
n = m = 10**6
n += 1
print('ints rebind', n, m, n is m)
def append_to(x, bucket=[]):
    bucket.append(x)
    return bucket
print('default is shared', append_to(1), append_to(2), append_to(3, []), append_to(4), append_to.__defaults__)
rows = [[0] * 2] * 2
rows[0][0] = 9
print('rows shared', rows, rows[0] is rows[1])
rows = [[0] * 2 for _ in range(2)]
rows[0][0] = 9
print('rows apart', rows, rows[0] is rows[1])
items = [object() for _ in range(50)]
print('ids are distinct while alive', len({id(x) for x in items}), all(x is items[i] for i, x in enumerate(items)))
print('container keeps the object', [a][0] is a, {'k': a}['k'] is a, (a,)[0] is a, next(iter([a])) is a,
    (lambda x: x)(a) is a)
def swap(x, y):
    return y, x
p, q = [1], [2]
r, s = swap(p, q)
print('passed through', r is q, s is p)
class C:
    shared = []
    def __init__(self):
        self.own = []
x, y = C(), C()
x.shared.append(1); x.own.append(1)
print('class attribute', y.shared, y.own, x.shared is y.shared)
x.shared = [5]
print('shadowed', C.shared, x.shared, y.shared)
x.__class__.shared += [6]
print('through the class', C.shared, y.shared)
print('is binds like ==', (1 == 1) is True, not a is None, a is not None,
    (a is b) == True)
print('in uses identity first', float('nan') in [float('nan')], [v := float('nan')].count(v))
