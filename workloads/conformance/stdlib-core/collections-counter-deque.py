# collections: Counter and deque.
# needs: collections
from collections import Counter, deque
c = Counter('abracadabra')
print('counter', c, c['z'], c.most_common(2), c.total(), sorted(c.elements())[:3])
c.update('aaa'); c.subtract({'b': 5, 'q': 1})
print('update', c, c.most_common()[-1], +c, -c)
d = Counter(a=3, b=1)
print('algebra', d + Counter(a=1, c=2), d - Counter(a=1, b=5), d & Counter(a=1, b=9), d | Counter(a=1, b=9),
    d <= Counter(a=3, b=2), d == Counter(a=3, b=1, z=0))
print('build', Counter(), Counter({'x': 2}), Counter([1, 1, 2]), Counter(x=1).copy(), 'zz' in d)
del d['nothing']
q = deque([1, 2, 3], maxlen=3)
q.append(4); print('maxlen', q, q.maxlen); q.appendleft(0); print(q)
q.extend([7, 8]); print('extend', q); q.extendleft([1, 2]); print('extendleft', q)
r = deque('abcdef')
r.rotate(2); print('rotate', r); r.rotate(-3); print(r, r.index('e'), r.count('a'), r[0], r[-1])
r.insert(2, 'X'); r.remove('a'); r.reverse(); print('changed', r, r.pop(), r.popleft(), len(r))
r[1] = 'Y'; del r[0]; print('items', r, r.copy() == r, r + deque('z'), r * 2, list(reversed(r)))
print('compare', deque([1]) < deque([2]), deque([1]) == deque([1]), deque([1]) == [1], deque() or 'empty')
for code in ("deque().pop()", "deque().popleft()", "deque([1])[1]", "deque([1]).remove(2)", "deque([1]).index(2)",
    "deque([1], maxlen=1).insert(0, 2)", "deque(maxlen=-1)", "deque([1])[0:1]", "hash(deque())", "deque([1]) + [1]",
    "Counter.fromkeys('a')", "Counter(1)", "deque(5)", "q.rotate('a')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
m = deque([1, 2, 3])
try:
    for x in m:
        m.append(x)
except RuntimeError as error:
    print('iteration', error)
