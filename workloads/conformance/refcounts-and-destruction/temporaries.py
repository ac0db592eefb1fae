# When temporaries die: in loops, map, comprehensions, chained calls and generator expressions.
# needs: refcounts
class T:
    live = 0
    peak = 0
    def __init__(self, n):
        self.n = n
        T.live += 1
        T.peak = max(T.peak, T.live)
    def __del__(self):
        T.live -= 1
    def __len__(self):
        return 1
    def step(self):
        return T(self.n + 1)
def report(title, value=None):
    print(title, 'value', value, 'peak', T.peak, 'live', T.live)
    T.peak = T.live
for i in range(100):
    T(i)
report('loop body temporaries')
for t in map(T, range(100)):
    pass
report('for over map', t.n)
del t
report('loop variable deleted')
report('sum of len over map', sum(len(c) for c in map(T, range(1000))))
report('any over map', any(c.n == 50 for c in map(T, range(1000))))
report('max by key', max(map(T, range(100)), key=lambda c: c.n).n)
report('list of map', len(list(map(T, range(10)))))
report('filter', len(list(filter(lambda c: c.n % 10 == 0, map(T, range(100))))))
report('chained calls', T(0).step().step().step().n)
report('comprehension', [c.n for c in map(T, range(50))][-1])
report('dict comprehension', len({c.n % 3: c for c in map(T, range(50))}))
report('generator left half way', next(c.n for c in map(T, range(10, 20))))
report('zip', [a.n + b.n for a, b in zip(map(T, range(5)), map(T, range(5)))])
report('sorted', [c.n for c in sorted(map(T, [3, 1, 2]), key=lambda c: c.n)])
report('enumerate', sum(i * c.n for i, c in enumerate(map(T, range(10)))))
report('starred call', (lambda *a: len(a))(*map(T, range(7))))
report('join', ','.join(str(c.n) for c in map(T, range(5))))
report('min', min(c.n for c in [T(5), T(4)]))
report('conditional', (T(1) if T(0).n else T(2)).n)
report('comparison chain', T(1).n < T(2).n < T(3).n)
report('format', f'{T(1).n}{T(2).n}{T(3).n}')
