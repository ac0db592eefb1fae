# Generators handed to builtins, unpacking, starred calls, in and joins; side effects show how far each reads.
def noisy(n):
    for i in range(n):
        print(i, end='.')
        yield i
    print('end', end=' ')


print('| list', list(noisy(3)))
print('| in stops early', 1 in noisy(5))
print('| any', any(noisy(5)), '| all', all(noisy(5)))
print('| next', next(noisy(5)))
a, *b = noisy(3)
print('| unpack', a, b)
try:
    x, y = noisy(5)
except ValueError as e:
    print('|', e)
print('| zip', list(zip(noisy(2), noisy(5))))
print('| zip the other way', list(zip(noisy(5), noisy(2))))
print('| max', max(noisy(3)), '| sum', sum(noisy(3)))
print('| call', (lambda *a: a)(*noisy(2)))
print('| join', ','.join(str(i) for i in noisy(2)))
print('| dict', dict((i, i) for i in noisy(2)), '| set', set(noisy(2)))
print('| sorted', sorted(noisy(3), reverse=True))
print('| slice assignment', end=' ')
l = [9, 9]
l[1:1] = noisy(2)
print(l)
l.extend(noisy(1))
print('| extend', l)
l += noisy(1)
print('| +=', l)
print('| enumerate', [p for p in enumerate(noisy(2))])
print('| map is lazy', type(map(str, noisy(2))).__name__)
print('| filter', [i for i in filter(None, noisy(3))])
print('| bytes', bytes(noisy(3)), '| tuple', tuple(noisy(1)))
for i in noisy(5):
    if i == 1:
        break
print('| broke')
g = noisy(3)
for i in g:
    break
print('| goes on', list(g), list(g))
import itertools
print('| islice', list(itertools.islice(noisy(9), 1, 4, 2)))
print('| chain', list(itertools.chain(noisy(1), noisy(2))))
one, two = itertools.tee(noisy(3))
print('| tee', next(one), next(two), next(one), list(two), list(one))
