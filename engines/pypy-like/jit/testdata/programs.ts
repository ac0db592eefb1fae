// Programs for trace-engine.test.ts, each with the least number of loops that must get compiled. Bounded and deterministic; what they print is
// compared between runs of one engine with and without the JIT.
export const programs: Record<string, { compiles: number; text: string }> = {
  'ints, overflow, division': {
    compiles: 4,
    text: `def while_loop(n):
    t = i = 0
    while i < n:
        t += i * 2 - 7
        i += 1
    return t, i

def overflow(n):
    x = 1
    for i in range(n):
        x = x * 3 + i
        if x > 10 ** 30:
            x %= 1000003
    return x

def signs(n):
    out = []
    for i in range(-n, n):
        out.append((i // 7, i % 7, i // -7, i % -7, -i, ~i, i >> 1, i * 0))
    return out[::37]

def bits(n):
    a, b = 1, 0
    for i in range(n):
        a = (a << 3) ^ (a >> 11) ^ i
        a &= 0xFFFFFFFFFF
        b |= a & -a
    return a, b

print(while_loop(300), overflow(400), signs(60), bits(500))
`,
  },
  floats: {
    compiles: 3,
    text: `def mixed(n):
    x = 0.0
    y = 1
    for i in range(n):
        x = x * 0.5 + i
        y = x if i % 50 == 49 else y
    return x, y

def zeros(n):
    out = []
    z = 0.0
    for i in range(n):
        z = -z
        out.append(z * i)
    return [str(v) for v in out[:6]], str(z)

def float_mod(n):
    t = 0.0
    for i in range(n):
        t += (i - 50.5) % 7.0 + (i - 50.5) // 3.0 - abs(0.25 - i)
    return t

print(mixed(300), zeros(101), float_mod(200))
`,
  },
  'lists and tuples': {
    compiles: 4,
    text: `def fill(n):
    a = [0] * n
    for i in range(n):
        a[i] = i * i
    for i in range(1, n):
        a[-i] += a[i - 1]
    return sum(a), a[-1]

def change_of_strategy(n):
    a = [1, 2, 3]
    for i in range(n):
        a.append(i if i != 40 else 0.5)
        if i > 60:
            a.append('s')
    return len(a), a[40:50], a[-3:]

def tuples(n):
    t = (0, 1)
    for i in range(n):
        a, b = t
        t = (b, (a + b) % 1000)
    return t

def out_of_range(n):
    xs = list(range(50))
    t = 0
    try:
        for i in range(n):
            t += xs[i]
    except IndexError as e:
        return t, i, str(e)

print(fill(100), change_of_strategy(90), tuples(120), out_of_range(100))
`,
  },
  instances: {
    compiles: 4,
    text: `class Point:
    def __init__(self, x, y=0.5):
        self.x = x
        self.y = y
    def plus(self, other):
        return Point(self.x + other.x, self.y + other.y)
    def bump(self):
        self.x += 1
        self.y *= 1.5
        return self.x

class Slotted:
    __slots__ = ('a', 'b')

class Other(Point):
    def bump(self):
        return -1

def allocate(n):
    p = Point(0)
    for i in range(n):
        p = p.plus(Point(i, 0.25))
    return p.x, p.y

def polymorphic(n):
    items = [Point(1), Other(2), Point(3.5), Point('s' and 4)]
    t = 0
    for i in range(n):
        t += items[i % 4].bump()
    return t, [(p.x, p.y) for p in items][1:3:2]

def slots(n):
    s = Slotted()
    s.a, s.b = 0, 1
    for i in range(n):
        s.a, s.b = s.b, (s.a + s.b) % 9973
    return s.a, s.b

def attribute_changes_type(n):
    p = Point(0, 0.0)
    for i in range(n):
        p.y = p.y + 1 if i < 50 else i
    return p.y

def identity(n):
    keep = []
    p = Point(1)
    for i in range(n):
        q = Point(i)
        if i % 30 == 0:
            keep.append(q)
            p = q
        p.y = i
    return len(keep), [k.y for k in keep], p is keep[-1]

print(allocate(100), polymorphic(10), slots(100), attribute_changes_type(90), identity(100))
def late(n):
    out = []
    for i in range(n):
        if i == 50:
            Point.bump = lambda self: self.x + 100
        out.append(Point(i).bump())
    return out[48:53]
print(late(80))
`,
  },
  'calls, closures, cells': {
    compiles: 4,
    text: `def add(a, b=10, *, c=0):
    return a + b

def simple(a, b=10):
    return a * 2 + b

def keywords(n):
    t = 0
    for i in range(n):
        t += simple(i) + simple(b=i, a=2) + simple(i, 3)
    return t

def counter():
    count = 0
    def step(k):
        nonlocal count
        count += k
        return count
    return step

def closures(n):
    step = counter()
    t = 0
    for i in range(n):
        t += step(i)
    return t

def functions(n):
    fs = [lambda x: x + 1, lambda x: x * 2, abs]
    t = 0
    for i in range(n):
        t = fs[i % 3](t) % 1001
    return t

def rec(k):
    return 1 if k < 2 else k * rec(k - 1)

def recursive(n):
    t = 0
    for i in range(n):
        t += rec(i % 12)
    return t

print(keywords(100), closures(100), functions(100), recursive(60))
G = 1
def reads_global(n):
    t = 0
    for i in range(n):
        t += G
        if i == 50:
            globals()['G'] = 5
    return t
print(reads_global(100))
total = 0
for i in range(200):
    total += i
    if i == 150:
        last = total
print(total, last, i)
`,
  },
  'nested loops and branches': {
    compiles: 4,
    text: `def nested(n):
    t = 0
    for i in range(n):
        for j in range(i % 11):
            if (i + j) % 3 == 0:
                t += i * j
            elif j > 5:
                t -= 1
    return t

def primes(n):
    sieve = [True] * (n + 1)
    i = 2
    while i * i <= n:
        if sieve[i]:
            for j in range(i * i, n + 1, i):
                sieve[j] = False
        i += 1
    return [k for k in range(2, n + 1) if sieve[k]][-5:]

def collatz(n):
    best = (0, 0)
    for start in range(1, n):
        x, steps = start, 0
        while x != 1:
            x = x // 2 if x % 2 == 0 else 3 * x + 1
            steps += 1
        if steps > best[0]:
            best = (steps, start)
    return best

def matrix(n):
    a = [[i + j for j in range(n)] for i in range(n)]
    c = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            s = 0
            for k in range(n):
                s += a[i][k] * a[k][j]
            c[i][j] = s
    return c[-1][-1], sum(map(sum, c))

print(nested(60), primes(300), collatz(120), matrix(9))
`,
  },
  'strings, dicts, iterators': {
    compiles: 4,
    text: `def count(text):
    seen = {}
    for ch in text:
        seen[ch] = seen.get(ch, 0) + 1
    return sorted(seen.items())[:4]

def build(n):
    s = ''
    for i in range(n):
        s += chr(97 + i % 26)
        if s[i] == 'q':
            s = s[:-1] + 'Q'
    return s[-30:], len(s)

def many(n):
    t = 0
    d = {i: i * i for i in range(n)}
    for i, (k, v) in enumerate(d.items()):
        t += i * k - v
    for a, b in zip(range(n), reversed(range(n))):
        t += a * b
    for x in {1, 2, 3} | set(range(n)):
        t ^= x
    for x in 'astral \\U0001f600 text' * 3:
        t += len(x)
    return t

def none(n):
    last = None
    c = 0
    for i in range(n):
        if last is None or last is not i:
            c += 1
        last = None if i % 3 == 0 else i
    return c

print(count('the quick brown fox' * 9), build(90), many(60), none(80))
`,
  },
  exceptions: {
    compiles: 2,
    text: `def raised(n):
    c = 0
    for i in range(n):
        try:
            if i % 10 == 9:
                raise ValueError(i)
            c += 1
        except ValueError as e:
            c += e.args[0]
        finally:
            c += 1
    return c

def from_below(n):
    def f(k):
        return [1, 2, 3][k]
    c = 0
    for i in range(n):
        try:
            c += f(i % 5)
        except IndexError:
            c += 100
    return c

def after(n):
    t = 0
    for i in range(n):
        t += i
    raise KeyError(t)

print(raised(100), from_below(100))
after(100)
`,
  },
};
