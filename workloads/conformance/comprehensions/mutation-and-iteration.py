# Comprehensions over things that change, iterate oddly or fail.
a = [1, 2, 3]
print('remove while iterating', [a.remove(v) or v for v in a], a)
b = [1]
print('append while iterating', [b.append(v + 1) or v for v in b if v < 5], b)
d = {1: 'a', 2: 'b'}
try:
    [d.pop(k) for k in d]
except RuntimeError as e:
    print(e, d)
try:
    [d.setdefault(k + 10) for k in d]
except RuntimeError as e:
    print(e)
s = {1, 2, 3}
try:
    [s.add(v + 10) for v in s]
except RuntimeError as e:
    print(e)
d = {1: 0, 2: 0}
for k in d:
    d[k] += 1
print('changing values is fine', d)
it = iter(range(6))
print('shared iterator', [(x, next(it)) for x in it])
it = iter('abcdef')
print('two loops on one iterator', [(x, y) for x in it for y in it])


class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print('own iterator', [i for i in Countdown(3)], [i + j for i, j in zip(Countdown(3), Countdown(9))])


class Broken:
    def __iter__(self): return self
    def __next__(self): raise ValueError('iteration failed')


try:
    [x for x in Broken()]
except ValueError as e:
    print(e)


class BadIter:
    def __iter__(self): return 5


for make in (lambda: [x for x in BadIter()], lambda: {x for x in 5}, lambda: {k: v for k, v in [1]}, lambda: [x for x, y in ['abc']],
             lambda: {k: v for k, v in {'a': 1}}, lambda: {[]: 1 for _ in 'a'}, lambda: {[] for _ in 'a'}):
    try:
        make()
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
print('big', len([i for i in range(10 ** 5) if i % 3 == 0]), sum([1 for _ in range(1000)]))
m = [[1, 2, 3], [4, 5, 6]]
print('transpose', [[row[i] for row in m] for i in range(3)], [*zip(*m)])
print('matrix product', [[sum(x * y for x, y in zip(r, c)) for c in zip(*m)] for r in m])
print('primes', [n for n in range(2, 40) if all(n % p for p in range(2, int(n ** .5) + 1))])
