// Programs for jit.test.ts, each with the least number of loops that must get compiled. Bounded and deterministic; what they print is
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
def cyclic(n):
    keep = None
    for i in range(n):
        a, b = Point(i), Point(i)
        a.me, a.other, b.other = a, b, a
        keep = a
    return keep.me is keep, keep.other.other is keep, keep.x
print(cyclic(50))
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
  'names of a module, one given the value of another': {
    compiles: 2,
    text: `x = y = z = i = 0
while i < 40:
    i += 1
    x = y = z
    k = 0
    while k < 3:
        k += 1
        if i == 32:
            print(i, x, y, z)
    else:
        y -= 1
    z = i + 1
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

def by_builtin(n):
    c = 0
    for i in range(n):
        try:
            c += int('%d' % i) + ord('%c' % (i if i < 60 else -i))
        except OverflowError:
            c += 1000
        if i > 70:
            try:
                c += {}[i]
            except KeyError as e:
                c -= e.args[0]
    return c

print(raised(100), from_below(100), by_builtin(90))
after(100)
`,
  },
  'recursion, functions with loops, two loops in a row': {
    compiles: 2,
    text: `import sys
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)

def gcd(a, b):
    while b:
        a, b = b, a % b
    return a

def ack(m, n):
    if m == 0:
        return n + 1
    return ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))

def even(n):
    return True if n == 0 else odd(n - 1)

def odd(n):
    return False if n == 0 else even(n - 1)

def two_loops(xs):
    t = 0
    for x in xs:
        t += x
    for x in xs:
        if x == 7:
            return t, x
    return t

def power(base, exponent):
    result = base
    for _ in range(exponent - 1):
        result = result * base
    return result

class Node:
    def __init__(self, depth):
        self.left = self.right = None
        if depth > 0:
            self.left = Node(depth - 1)
            self.right = Node(depth - 1)
    def size(self):
        return 1 if self.left is None else 1 + self.left.size() + self.right.size()

def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)

def failing(n):
    if n == 0:
        raise ValueError(sys._getframe().f_lineno)
    return failing(n - 1) + 1

def main(n):
    t = 0
    for i in range(n):
        t += gcd(i * 12, n * 7) + power(i - 5, 1 + i % 4) + (even(i % 9) is True)
        t += sum(two_loops([i, 7, k])[0] if i % 2 else 1 for k in range(3))
    return t

print(fib(13), ack(2, 9), main(80), Node(6).size(), deep(700), two_loops([1, 2]))
for depth in 3, 60, 5000:
    try:
        print(deep(depth))
    except RecursionError as e:
        print(e)
try:
    failing(30)
except ValueError as e:
    tb, lines = e.__traceback__, []
    while tb is not None:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame.f_locals.get('n')))
        tb = tb.tb_next
    print(e, len(lines), lines[-3:])
`,
  },
  'operators, properties and calls of classes, many classes at one place': {
    compiles: 1,
    text: `class V:
    def __init__(self, x, y):
        self.x = x; self.y = y
    def __add__(self, o):
        if isinstance(o, V): return V(self.x + o.x, self.y + o.y)
        return NotImplemented
    def __radd__(self, o):
        if isinstance(o, int): return V(self.x + o, self.y + o)
        return NotImplemented
    def __mul__(self, k):
        if k == 77: return NotImplemented
        return V(self.x * k, self.y * k)
    def __neg__(self): return V(-self.x, -self.y)
    def __eq__(self, o):
        if not isinstance(o, V): return NotImplemented
        return self.x == o.x and self.y == o.y
    def __lt__(self, o): return self.x < o.x
    def __getitem__(self, i): return self.x if i == 0 else self.y
    def __call__(self, k): return self.x + k
    @property
    def norm(self): return self.x * self.x + self.y * self.y
    def __repr__(self): return 'V(%r, %r)' % (self.x, self.y)
class Sh:
    def __init__(self, n): self.n = n
    def area(self): return self.n
class Sq(Sh):
    def area(self): return self.n * self.n
class Ci(Sh):
    def area(self): return 3 * self.n
class Tr(Sh):
    def area(self): return self.n // 2
class Di(Sh):
    def area(self): return self.n + 1
class Ex(Sh):
    def area(self): return self.n - 1
def f(n):
    v = V(0, 0); w = V(1, 2); t = 0; e = 0; errs = 0
    for i in range(n):
        v = v + w
        if i % 3 == 0: v = -v
        if v == w: e += 1
        if v == 5: e += 1
        if v < w: e += 2
        t += v[0] + v[i & 1] + v(3) + v.norm
        try:
            v = v * (77 if i == n - 3 else 1)
        except TypeError as x:
            errs += 1; print(x)
        if v.x > 1000: v = V(0, 1)
    u = V(1, 1)
    for i in range(20):
        u = i + u
    try:
        print(1.5 + u)
    except TypeError as x: print(x)
    return v, t, e, errs, u
def g(n):
    shapes = [k(i) for i, k in enumerate([Sh, Sq, Ci, Tr, Di, Ex] * 5)]
    t = 0
    for i in range(n):
        for s in shapes:
            t += s.area()
    return t
print(f(300), g(40))
`,
  },
  'generators, and builtins that call back': {
    compiles: 2,
    text: `def count(n):
    k = 0
    while k < n:
        got = yield k
        k += 1 if got is None else got
    return k

def chain(n):
    r = yield from count(n)
    yield -r

class Key:
    def __init__(self, k):
        self.k = k
    def __eq__(self, other):
        return self.k == other.k
    def __hash__(self):
        return self.k % 7
    def __str__(self):
        return 'key %d' % self.k

def main(n):
    t, d = 0, {}
    for i in range(n):
        for v in chain(i % 5):
            t += v
        t += sum(v * 2 for v in count(3)) + max([3, i % 4, 2], key=lambda v: -v)
        d[Key(i % 11)] = i
        t += d[Key(i % 3)] + len('%s' % Key(i)) + len(f'{Key(i)}')
        t += sorted([i % 3, 2, 1], key=lambda v: v * (-1) ** i)[0]
        try:
            for v in count(4):
                if v == i % 6:
                    raise KeyError(v)
        except KeyError as e:
            t -= e.args[0]
    return t, len(d)

print(main(90))
`,
  },
  'slices of a class with __getitem__, identity with a bool, a residual instruction within itself': {
    compiles: 3,
    text: `class L(list):
    def __getitem__(self, i):
        return list.__getitem__(self, i)

class Own:
    def __init__(self, left):
        self.left = left
    def __getitem__(self, part):
        return (self.left, part.start, part.stop)

def slices(n):
    items, own, out = L([1, 2, 3, 4]), Own(7), None
    for i in range(n):
        items = L(items[-3:] + [i])
        out = own[i:n]
    return items, out

def same(n):
    count = 0
    for i in range(n):
        count += complex.__eq__(complex(i, 0.0), i) is (i % 3 < 5)
        count += (i > 3) is not (i > 5)
    return count

class Nested:
    def __init__(self, depth):
        self.depth = depth
    def __format__(self, spec):
        return self.shown(spec)
    def shown(self, spec):
        if self.depth == 0:
            return spec
        return f'<{Nested(self.depth - 1):{spec}}{self.depth}{Nested(self.depth - 1):{spec}}>'

def formats(n):
    out = ''
    for i in range(n):
        out = f'{Nested(3):{"ab"[i & 1]}}'
    return out

print(slices(60), same(60), formats(12))
`,
  },
  'generators in loops': {
    compiles: 10,
    text: `def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
def evens(xs):
    for x in xs:
        if x % 2 == 0:
            yield x
def squares(xs):
    for x in xs:
        yield x * x
def failing(n):
    for i in range(n):
        if i == n - 1:
            raise ValueError('end %d' % i)
        yield i
def delegating(n):
    yield -1
    yield from count(n)
    yield -2
def guarded(n):
    try:
        for i in range(n):
            yield i
    finally:
        log.append('closed %d' % n)
log = []
def closure(k):
    total = 0
    def gen(n):
        nonlocal total
        for i in range(n):
            total += k
            yield total
    return gen
def early(n):
    for i in range(n):
        yield i
        if i == 7:
            return 'done'
def tree(depth):
    if depth > 0:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)
def walk(node):
    if node is not None:
        for x in walk(node[0]):
            yield x
        yield node[1]
        for x in walk(node[2]):
            yield x
def main():
    out = []
    for r in range(6):
        t = 0
        for x in count(30): t += x
        for x in evens(range(40)): t += x
        for x in squares(evens(count(20))): t += x
        try:
            for x in failing(20): t += x
        except ValueError as e:
            t += len(str(e))
        for x in delegating(12): t += x
        for x in guarded(9):
            t += x
            if x == r + 3: break
        for x in closure(3)(15): t += x
        for x in early(10): t += x
        for x in tree(4): t += x
        for x in walk(((None, 1, None), 2, (None, 3, ((None, 4, None), 5, None)))): t += x
        t += sum(x * y for x, y in zip(count(10), count(12)))
        g = count(25)
        for a in g:
            b = next(g, None)
            t += a * (b or 1)
        def selfish():
            for i in range(30):
                if i == 20:
                    try:
                        next(me)
                    except ValueError as e:
                        log.append(str(e))
                yield i
        me = selfish()
        for x in me: t += x
        g = count(10**9)
        for x in g:
            if x > 50: break
            t += x
        t += next(g)
        t += len([y for x in count(7) for y in count(x)])
        out.append(t)
    print(out, log)
    frames = []
    try:
        for x in failing(50): pass
    except ValueError as e:
        tb = e.__traceback__
        while tb is not None:
            frames.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
            tb = tb.tb_next
    print(frames)
main()
`,
  },
  'stars, keywords, containers of builtin values': {
    compiles: 1,
    text: `def total(*values, scale=1, **extra):
    t = 0
    for v in values:
        t += v
    return t * scale + len(extra)
def pair(a, b=7):
    return a * 10 + b
def passing(function, *args, **kwargs):
    return function(*args, **kwargs)
class Box:
    def __init__(self, *items, label='none', **more):
        self.items = items
        self.label = label
        self.more = more
def made(k):
    def add(x, y=k):
        return x + y
    return add
def main():
    t = 0
    data = bytearray(b'some bytes here')
    table = {}
    seen = set()
    words = ['a', 'bb', 'ccc', 'bb', 'a']
    for i in range(60):
        t += total(1, i, 3) + total() + total(i, scale=2) + total(5, other=1, third=i)
        t += pair(i) + pair(i, b=2) + pair(b=i, a=1) + pair(*(i, 4)) + pair(**{'a': i, 'b': 3})
        t += passing(total, i, 2, scale=3, left=1) + passing(pair, i) + passing(max, i, 17)
        box = Box(i, 2, label=str(i), rest=i)
        t += len(box.items) + len(box.label) + box.more['rest']
        t += made(i)(1) + (lambda a, *b, c=i: a + len(b) + c)(1, 2, 3)
        data[i % 15] = (data[i % 15] * 7 + i) % 256
        t += data[-1 - i % 15] + b'abc'[i % 3]
        key = (i % 7, words[i % 5])
        if key in table:
            table[key] += 1
        else:
            table[key] = table.get((i, 'zz'), i)
        table.setdefault(i % 9, []).append(i)
        seen.add(key)
        seen.discard((i % 3, 'a'))
        t += len(table) + len(seen) + table.pop(i + 1000, 5)
        t += ('b' in words) + ('bb' in words) + (i in [1, 2, 3.0, True]) + ('cc' in 'abccd') + (None in (i, None))
        text = f'{i}-{words[i % 5]}-{i / 4}'
        t += len(text[1:-1]) + len(words[1:i % 5]) + len((i, 2, 3)[:i % 3]) + (text < 'b') + (key > (3, 'b'))
        empty = []
        empty.append(i if i % 2 else str(i))
        mixed = [i, 'x', 2.5]
        same = [1.5, i / 2]
        t += len(empty) + mixed[0] + int(same[1]) + len({'k': i, 'l': 2}) + len([*mixed, *empty])
        try:
            t += table[('none', i)]
        except KeyError as e:
            t += e.args[0][1]
        try:
            pair(1, 2, 3)
        except TypeError as e:
            t += len(str(e))
        try:
            data[99] = 1
        except IndexError as e:
            t += len(str(e))
    print(t, sorted(table.items(), key=str), sorted(seen, key=str), data)
main()
`,
  },
};
