# random with a seed gives the same numbers on every implementation of the Mersenne twister.
# needs: random
import random
r = random.Random(42)
print('random', [r.random() for _ in range(3)], r.getrandbits(10), r.getrandbits(64), r.getrandbits(100),
    r.getrandbits(0), r.randbytes(5))
print('ints', [r.randrange(10) for _ in range(5)], r.randrange(5, 50, 7), r.randint(1, 6), r.randrange(10**30),
    r.randrange(-5, 0))
print('choice', r.choice('abcdef'), r.choices([1, 2, 3], k=5), r.choices('ab', weights=[9, 1], k=6),
    r.choices('abc', cum_weights=[1, 2, 10], k=3), r.sample(range(100), 5), r.sample('abcde', 5),
    r.sample(['x', 'y'], k=3, counts=[2, 5]), r.sample(range(2 * 10**9), 3))
xs = list(range(10)); r.shuffle(xs); print('shuffle', xs)
g = lambda x: float(f'{x:.12g}')
print('floats', r.uniform(1, 2), *map(g, [r.triangular(0, 1, 0.5), r.gauss(0, 1), r.gauss(0, 1), r.normalvariate(5, 2),
    r.expovariate(0.5), r.lognormvariate(0, 1)]))
print('more', *map(g, [r.betavariate(2, 3), r.gammavariate(2, 1), r.gammavariate(0.5, 1), r.paretovariate(3),
    r.vonmisesvariate(0, 4), r.weibullvariate(1, 2)]), r.binomialvariate(10, 0.3))
state = r.getstate()
a = r.random()
r.setstate(state)
print('state', r.random() == a, state[0], len(state[1]), state[2])
for seed in (0, 1, -1, 2**100, 'text', b'bytes', bytearray(b'bytes'), 3.0):
    print('seed', seed, random.Random(seed).random())
random.seed(7); print('module', random.random(), random.randint(0, 9), random.choice([1, 2, 3]))
random.seed('a', version=1); print('version 1', random.random())
class Low(random.Random):
    def random(self):
        return 0.25
print('subclass', Low().uniform(0, 8), Low().choice('abcd'), Low().randrange(8), Low().shuffle([1]))
for f in (lambda: r.choice([]), lambda: r.randrange(0), lambda: r.randrange(1, 1), lambda: r.randint(2, 1),
    lambda: r.sample([1], 2), lambda: r.sample({1, 2}, 1), lambda: r.choices([1], [0]), lambda: r.choices([], k=1),
    lambda: r.getrandbits(-1), lambda: r.randrange(1.5), lambda: random.Random([]),
    lambda: r.choices([1, 2], weights=[1]), lambda: r.randrange(1, 10, 0), lambda: r.sample([1], -1),
    lambda: r.setstate((1, 2)), lambda: r.expovariate(0), lambda: random.Random(()), lambda: r.shuffle((1, 2))):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
