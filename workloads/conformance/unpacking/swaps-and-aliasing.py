# Parallel assignment with overlapping targets, chained targets, augmented targets.
a, b, c = 1, 2, 3
a, b, c = c, a, b
print('rotation', a, b, c)
x = [1, 2, 3]
x[0], x[1] = x[1], x[0]
print('items', x)
i = 0
i, x[i] = 2, 'two'
print('index uses the new i', i, x)
x[i], i = 'last', 0
print('index uses the old i', i, x)
x = y = [0]
x[0], y = 5, 'rebound'
print(x, y)
a = [1, 2]
a[0], a = 'into the old list', a
print(a)
a, a = 1, 2
print('last wins', a)
(a, b), b = (1, 2), 3
print(a, b)
x = {}
x['self'] = x
print('self reference', x['self'] is x)
a = b = c = 0
a += 1
print('chained ints', a, b, c)
l = m = []
l += [1]
print('chained list', m)
x, y = y, x = 1, 2
print('chain of tuples', x, y)
i = a = [10, 20, 30]
i = a[len(i) - 1] = 'ab'
print('i is bound first', i, a)


class Log:
    def __setattr__(self, n, v): print(f'{n}={v}', end=' ')
    def __setitem__(self, k, v): print(f'[{k}]={v}', end=' ')


o = Log()
o.a = o['k'] = o.b = 'v'
print()
o.a, (o['x'], *o.rest), o.b = 1, 'abc', 2
print()
[o.p, o.q] = {'k1': 1, 'k2': 2}
print()
for o.i, o['j'] in [(1, 2), (3, 4)]:
    print(end='; ')
print()


def order():
    def t(n, v=None):
        print(n, end=' ')
        return v
    d, e = {}, {}
    t('d', d)[t('k1')], t('e', e)[t('k2')] = t('v1'), t('v2')
    print()
    t('d', d)[t('k')] = t('e', e)[t('m')] = t('value')
    print()
    t('l', [0])[t('i', 0)] += t('r', 1)
    print()


order()
fib = 0, 1
for _ in range(10):
    fib = fib[1], sum(fib)
print(fib)
g = (n for n in (1, 2, 3))
first, *rest = g
print(first, rest, list(g))
*a, = 'xyz'
*a, b = a
print(a, b)
a = *range(3), *'ab'
print(a)
(n), [m] = 1, [2]
print(n, m)
t = 1, 2
t += 3,
print(t)
s, = {5}
print(s)
head, (second, *_), *tail = 1, 'two', 3, 4
print(head, second, _, tail)
