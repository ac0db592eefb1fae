# Containers that change during a for loop.
l = [1, 2, 3, 4]
seen = []
for x in l:
    seen.append(x)
    if x == 2:
        l.remove(1)
print('list: removal skips', seen, l)
l = [1, 2]
for x in l:
    if len(l) < 6:
        l.append(x * 10)
print('list: appends are seen', l)
l = [3, 2, 1]
for x in l:
    l.sort()
print('list: sorted in the loop', l)
l = [1, 2, 3]
for x in l:
    l.clear()
print('list: cleared', x, l)
for make in (lambda: {1: 'a', 2: 'b'}, lambda: {1, 2}):
    c = make()
    try:
        for x in c:
            c.update({x + 10: 0} if isinstance(c, dict) else {x + 10})
    except RuntimeError as e:
        print(type(c).__name__, e)
d = {1: 'a', 2: 'b'}
try:
    for k in d:
        del d[k]
        d[k + 10] = 1
except RuntimeError as e:
    print('same size, other keys:', e)
d = {'a': 1, 'b': 2}
for k in d:
    d[k] = 0
for k in list(d):
    del d[k]
print('values, then a copy', d)
d = {1: 1, 2: 2, 3: 3}
for view in (d.items(), d.values(), d.keys()):
    try:
        for v in view:
            d[99] = d.pop(1, 0)
            d[len(d) + 100] = 1
    except RuntimeError as e:
        print(e)
it = iter({1: 1})
s = {1, 2, 3}
it = iter(s)
next(it)
s.clear()
try:
    next(it)
except RuntimeError as e:
    print('set cleared:', e)
import collections
q = collections.deque([1, 2])
try:
    for x in q:
        q.append(x)
except RuntimeError as e:
    print(e)
b = bytearray(b'ab')
for x in b:
    if len(b) < 5:
        b.append(x + 1)
print('bytearray', b)
r = range(3)
for i in r:
    r = range(0)
    i = 100
print('rebinding does nothing', i)
s = 'abc'
for c in s:
    s += c
print('strings', s)


class Shrinks:
    def __init__(self): self.n = 5
    def __len__(self): return self.n
    def __getitem__(self, i):
        self.n -= 1
        if i >= self.n:
            raise IndexError
        return i


print('own sequence', list(Shrinks()))
n = 0
x = [0, 1, 2, 3]
for i, x[i % 4] in enumerate([9, 8, 7]):
    n += 1
print('target inside the list', x, n)
