// Programs for jit.test.ts: ints of 32 bits and beyond where bits are worked on and remainders taken; tables that are added to and taken from.
export const wordPrograms: Record<string, { compiles: number; text: string }> = {
  'words that are masked, shifted and rotated': {
    compiles: 5,
    text: `def f(n, start):
    x = start
    out = []
    for i in range(n):
        x = (x * 1103515245 + 12345) & 0xffffffff
        if i % 37 == 5: x = x >> 3
        if i % 101 == 7: x = -1
        if i % 211 == 9: x = 1 << 40
        out.append(x ^ i)
    return sum(out), x
def rot(w, k): return (w >> k | w << (32 - k)) & 0xffffffff
def g(n, a, b):
    for i in range(n):
        a, b = rot(b, i & 31), (a + b + i) & 0xffffffff
    return a, b
def h(n):
    t = 0
    for i in range(n):
        best = -1
        for j in range(20):
            if (i * j) % 7 == 3: best = (best ^ j) & 255
        t += best
    return t
def k(n):
    r = 0
    for i in range(n):
        r |= 1 << (i % 45)
        if r >> (i % 50) & 1: r ^= i << (i % 33)
    return r
def inv(n):
    a = 0xdeadbeef; c = 0
    for i in range(n):
        a = ~a & 0xffffffff ^ i
        c += ~a & (i << 3) | -i >> 1
        c ^= -5 | a
    return a, c
for s in range(4):
    print(f(300, s), f(250, -s), f(250, s << 35), f(20, s << 70))
    print(g(200, s * 12345678901, 99999), g(100, s, -s), g(100, 1 << 60, s))
    print(h(30), k(200 + s), inv(200))
`,
  },
  'remainders and quotients around the bounds of words and safe ints': {
    compiles: 2,
    text: `def f(n, lo, step, m):
    s = 0
    for i in range(n):
        x = lo + i * step
        s = (s * 31 + x % 7 + x // 7 + x % 65536 * 3 + x // 1000003 + x % 2147483647 + x // 2147483647 + x % m + x // m) % 1000000007
        s ^= x % 3 + x // 10
    return s
def g(n, lo, step):
    s = 0
    for i in range(n):
        x = lo + i * step
        s += x % -7 + x // -7 + x % 4294967295 - x // 4294967296
        if x >= 0:
            s += x % 11 + x // 11
            y = x & 0xffffffff
            s += y % 10 + y // 10 + y % 8 + (y >> 3) % 5
    return s
for lo, step in ((0, 1), (-30, 1), (2**31 - 30, 1), (-2**31 - 30, 1), (2**32 - 30, 1), (2**52 - 30, 1), (-2**52 - 30, 1), (2**53 - 90, 1), (-2**53 + 1, 1), (-2**53 - 30, 1), (2**53 - 30, 1), (0, 12345678), (-99, 2**40 + 1)):
    for m in (5, -5, 2**31, 2**32 + 1, 2**52 + 1, -2**53 + 1):
        print(f(60, lo, step, m))
    print(g(60, lo, step), g(60, lo, -step))
`,
  },
  'sets and dicts that are taken from, rows of pools': {
    compiles: 3,
    text: `from itertools import combinations, permutations, product, combinations_with_replacement
def f(n):
    s = set(); d = {}; out = 0
    for i in range(n):
        s.add(i); s.add((i, str(i % 7)))
        d[i] = i; d['k%d' % (i % 10)] = i
        if i > 5:
            s.remove(i - 5)
            s.remove((i - 5, str((i - 5) % 7)))
            out += d.pop(i - 5)
        if i % 50 == 49:
            try: s.remove('none')
            except KeyError as e: out += len(str(e))
            try: d.pop('none')
            except KeyError as e: out += len(str(e))
            out += d.pop('none', 3)
    return out, len(s), len(d)
class K:
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v % 3
    def __eq__(self, o): return isinstance(o, K) and self.v == o.v
def g(n):
    s = set(); d = {}; t = 0
    for i in range(n):
        s.add(K(i)); d[K(i)] = i
        if i > 3:
            s.remove(K(i - 3)); t += d.pop(K(i - 3))
    return t, len(s), len(d)
def h(n):
    t = 0
    for k in range(n):
        for a, b in combinations(range(8), 2): t += a * b + k
        for p in permutations((1, 2, 3)): t ^= p[0] * p[2]
        for a, b in product('ab', (1, 2, 3)): t += ord(a) * b
        for c in combinations_with_replacement([1, 2, 3], 2): t += sum(c)
    return t
print([f(300) for _ in range(3)], g(100), g(100), h(40))
try:
    for i in range(200):
        if i == 199: {1}.remove(2)
        x = {i}; x.remove(i)
except KeyError as e:
    print(repr(e), i)
`,
  },
  'comparisons of ints, big ones among them': {
    compiles: 2,
    text: `def f(n, base):
    out = [0] * 6
    for i in range(n):
        a = base + i; b = (base + n // 2) if i % 3 else -base
        if a < b: out[0] += 1
        if a <= b: out[1] += 1
        if a == b: out[2] += 1
        if a != b: out[3] += 1
        if a > b: out[4] += 1
        if a >= b: out[5] += 1
    return out
def g(n):
    x = 3; t = 0
    for i in range(n):
        x = x * x % (1 << 127) + i
        while x > 1 << 90: x = (x & (1 << 90) - 1) + (x >> 90); t += 1
        if x == 5 or True == x: t += 1000
    return x, t
for b in (0, 5, 2**53 - 70, 2**53 + 5, 2**64, -2**53 - 70, 2**100, True):
    print(f(60, b), f(150, b))
print(g(200))
`,
  },
  'variables of loops that outgrow 32 bits, or begin beyond them': {
    compiles: 5,
    text: `def total(n, step, start):
    t = start
    for i in range(n):
        t += i * step
    return t
class Sum:
    def __init__(self):
        self.t = 0
    def add(self, n, step):
        for i in range(n):
            self.t += step
            if self.t > 2 ** 40:
                self.t = -7
        return self.t
def product(n, base):
    p = 1
    i = 0
    while i < n:
        p = p * base
        i += 1
        if p > 10 ** 30:
            p = i
    return p, i
def near(first, last):
    seen = 0
    for i in range(first, last):
        seen ^= i
    return seen
out = []
for r in range(12):
    out.append((total(40, 2 ** (r * 4), 0), total(30, -(2 ** (r * 4)), 5), total(9, 1, 2 ** (26 + r))))
    out.append(Sum().add(50, 10 ** r))
    out.append(product(60, r + 1))
    out.append((near(2 ** 31 - 20, 2 ** 31 + 20), near(-2 ** 31 - 9, -2 ** 31 + 9), near(2 ** 53 - 9, 2 ** 53 + 9)))
print(out)
`,
  },
  'quotients and remainders by a variable': {
    compiles: 2,
    text: `def both(x, y, n):
    s = 0
    for i in range(n):
        s += (x + i) // y + (x - i) % y
    return s
def table(values):
    out = []
    for x in values:
        for y in values:
            try:
                out.append((x // y, x % y))
            except ZeroDivisionError:
                out.append(None)
    return out
values = [0, 1, -1, 2, -2, 7, -7, 2 ** 31 - 1, -2 ** 31, 2 ** 31, 2 ** 32, -2 ** 32, 2 ** 53 - 1, -(2 ** 53 - 1), 12345, -12345]
print([both(x, y, 12) for x in values for y in values if y])
print(table(values))
`,
  },
  'floats that a function hands over to its loop': {
    compiles: 3,
    text: `def run(n, x, k):
    y = x * 0.5
    z = None
    s = 'a'
    for i in range(n):
        y = y * 0.99 + x
        if i == k:
            raise ValueError(y)
        z = y + 1.0
    return y, z, s
def seen(n, x):
    a = x + 0.25
    b = x * 2.0
    c = 3.5
    while n > 0:
        if n == 7:
            return sorted(locals().items())
        n -= 1
        a += b
    return a, b, c
def mixed(x, n):
    t = x * 1.5
    u = x - 1.0
    for i in range(n):
        t = int(t) if i % 5 == 4 else t + u
        if t > 400:
            u = 'no'
    return t, u
out = []
for r in range(150):
    try:
        out.append(run(r % 13, r * 0.1, 5 if r % 7 == 0 else -1))
    except ValueError as e:
        out.append(e.args)
    out.append(seen(r % 11, r * 0.3))
    try:
        out.append(mixed(r * 0.5, r % 20))
    except TypeError as e:
        out.append(str(e))
print(out)
`,
  },
};
