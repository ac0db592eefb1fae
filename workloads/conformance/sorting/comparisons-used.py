# Which comparisons a sort makes, in which order, and how many: only <, with the binary insertion and merges of timsort.
class Logged:
    log = []
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        Logged.log.append((self.n, other.n))
        return self.n < other.n

def comparisons(values, **options):
    Logged.log = []
    out = sorted((Logged(v) for v in values), **options)
    return [x.n for x in out], Logged.log

for values in ([], [1], [1, 2], [2, 1], [1, 2, 3], [3, 2, 1], [2, 3, 1], [3, 1, 2], [1, 3, 2], [2, 1, 3], [1, 1, 1],
    [4, 3, 2, 1, 5], [1, 2, 3, 0], [5, 1, 4, 2, 3]):
    print(values, *comparisons(values))
print('reverse', comparisons([2, 3, 1], reverse=True))
shuffled = [(i * 37) % 101 for i in range(101)]
for name, values in (('ascending', list(range(200))), ('descending', list(range(200, 0, -1))),
    ('two runs', list(range(100)) * 2), ('saw', [i % 10 for i in range(200)]), ('shuffled', shuffled),
    ('nearly', list(range(90)) + [5, 50, 25]), ('equal', [7] * 200)):
    result, log = comparisons(values)
    print(name, result == sorted(values), 'comparisons', len(log))
print('max', end=' ')
Logged.log = []
class Both(Logged):
    def __gt__(self, other):
        Logged.log.append(('gt', self.n, other.n))
        return self.n > other.n
max(Both(1), Both(3), Both(2))
print(Logged.log, end=' min ')
Logged.log = []
min([Both(2), Both(1), Both(3)])
print(Logged.log)
class OnlyGt:
    def __init__(self, n):
        self.n = n
    def __gt__(self, other):
        return self.n > other.n
print('reflected >', [x.n for x in sorted(map(OnlyGt, [3, 1, 2]))])
