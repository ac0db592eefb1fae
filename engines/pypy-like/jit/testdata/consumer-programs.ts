// Programs for jit.test.ts about what a trace does with generators that builtins consume or ask for one item, with names for arguments and starts, with
// bytes and bytearrays, and beside other threads. Bounded and deterministic.
export const consumerPrograms: Record<string, { compiles: number; text: string }> = {
  'generators consumed with keys, starts and defaults; bytes that grow': {
    compiles: 6,
    text: `def gen(n):
    for i in range(n):
        yield i * 3 % 7
def f(n):
    r = []
    for k in range(n):
        r.append((sum((x for x in range(k % 5)), 10), sum((x * 0.1 for x in range(k % 5)), 1), sum(([x] for x in range(3)), [k]),
          max((x for x in range(k % 3)), default=-1), min((x for x in range(1, 4)), key=lambda v: -v),
          sorted((x % 4 for x in range(6)), reverse=True), sorted((x % 4 for x in range(6)), key=lambda v: (v & 1, v)), sorted((x % 4 for x in range(6)), key=lambda v: v, reverse=True)))
    return r
def g(n):
    out = bytearray()
    data = bytes(range(256))
    for i in range(n):
        out.append(data[i & 255])
        out.append(data[-1 - (i & 127)])
        out.extend(data[i & 15: (i & 15) + 3] * (i & 3))
        out.extend(bytes([i & 255, 7]))
        if out[i] > 250: out[i] = 3
    return bytes(out)
for _ in range(2):
    r = f(60)
    b = g(300)
    print(str(r[::5]), len(b), b[::7], r[17])
try:
    for i in range(200):
        sum((x for x in range(3)), 'a')
except TypeError as e: print(e)
try:
    for i in range(200):
        max((x for x in range(i < 150)))
except ValueError as e: print(i, e)
def h(n):
    out = bytearray(b'abc')
    for i in range(n):
        try:
            out.append(i)
        except ValueError as e:
            return str(e), i
print(h(3000))
def h2(n):
    out = bytearray(b'abc')
    m = None
    for i in range(n):
        if i == 150: m = memoryview(out)
        out.append(1)
try: h2(300)
except BufferError as e: print(e)
data = b'abc'
def h3(n):
    t = 0
    for i in range(n):
        try: t += data[i % 4]
        except IndexError: t += 1000
    return t
print(h3(300))
`,
  },
  'one item of a generator at a time': {
    compiles: 6,
    text: `def count(a):
    while True:
        yield a
        a += 1
def lim(n):
    for i in range(n):
        yield i * 2
def withret(n):
    for i in range(n):
        yield i
    return n * 7
def f(n):
    c = count(5)
    t = 0
    for i in range(n):
        t += next(c)
    return t, next(c)
def g(n):
    t = []
    for i in range(n):
        it = lim(i % 4)
        t.append((next(it, None), next(it, -1), next(it, 'x')))
    return t[-5:], len(t)
def h(n):
    r = 0
    for i in range(n):
        it = lim(2)
        try:
            while True:
                r += next(it)
        except StopIteration as e:
            r += 100 if e.value is None else 7
    return r
def h2(n):
    r = 0
    for i in range(n):
        it = withret(2)
        try:
            while True:
                r += next(it)
        except StopIteration as e:
            r += e.value
    return r
def bad():
    yield 1
    raise ValueError('bad')
def h3(n):
    r = []
    for i in range(n):
        it = bad()
        next(it)
        try: next(it)
        except ValueError as e:
            r.append((str(e), e.__traceback__.tb_next.tb_frame.f_code.co_name, e.__traceback__.tb_lineno))
    return r[-1], len(set(r))
def pairs(it):
    it = iter(it)
    while True:
        try:
            a = next(it); b = next(it)
        except StopIteration:
            return
        yield a, b
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, (a + b) % 1000
def merge(n):
    x, y = fib(), count(1)
    out = 0
    a, b = next(x), next(y)
    for _ in range(n):
        if a < b: out += a; a = next(x)
        else: out -= b; b = next(y)
    return out
for _ in range(2):
    print(f(200), g(100), h(80), h2(80), h3(60), sum(a * b for a, b in pairs(lim(101))), merge(300))
`,
  },
  'classes with metaclasses, tables looked through, values of many classes': {
    compiles: 6,
    text: `from enum import Enum, IntEnum, Flag
class S(Enum):
    A = 1
    B = 2
    @property
    def fin(self): return self in (S.B,)
class F(Flag):
    X = 1
    Y = 2
class M(type):
    def __instancecheck__(cls, o): return o == 5
class C(metaclass=M): pass
class N(type): pass
class D(metaclass=N):
    k = 3
class E(D): pass
def f(n):
    t = 0
    for i in range(n):
        s = S.A if i % 3 else S.B
        t += s.fin + (s.value * 2) + isinstance(s, S) + isinstance(i, C) + isinstance(D(), D) + D.k + isinstance(E(), D)
        fl = F.X | F.Y if i & 1 else F.X
        t += (F.Y in fl) + (s.__class__ is S) + len(s.__class__.__name__)
        if i == n - 5: N.__instancecheck__ = lambda cls, o: False
        if i == n - 4: D.k = 10
        if i == n - 3: N.k = property(lambda c: 99)
        if i == n - 2: S.foo = 3
    del N.__instancecheck__, N.k
    D.k = 3
    return t
def g(n):
    out = []
    d = {i: str(i) for i in range(7)}
    st = {3, 1, 2}
    for k in range(n):
        m = {(1, 2): k, (k, 'a'): 2, 'x': 3, None: 4}
        t = 0
        for a in d: t += a
        for a in d.values(): t += len(a)
        for a in st: t += a
        for a in d.keys(): t ^= a
        out.append((m[1, 2], m[k, 'a'], len(m), t, all(x > 0 for x in st), any(x > k for x in st), all([x for x in (k, 1)])))
        if k == n - 2:
            try:
                for a in d: d[100 + a] = 1
            except RuntimeError as e: out.append(str(e))
            d = {1: '2'}
    return out[-6:]
class P:
    def __init__(s, x): s.x = x
class Q(P): pass
class R(P): pass
def many(n):
    vals = [1, 'a', 2.5, None, [1], (2,), {3: 4}, P(1), Q(2), R(3), True, b'x']
    c = {}
    t = 0
    for i in range(n):
        v = vals[i % len(vals)]
        k = type(v).__name__
        c[k] = c.get(k, 0) + 1
        if isinstance(v, (int, float)): t += v
        elif isinstance(v, P): t += v.x
        elif type(v) in (list, tuple): t += len(v)
        elif isinstance(v, dict): t += 7
    return t, sorted(c.items())
for _ in range(2): print(f(120), g(60), many(240))
`,
  },
  'threads that wait for each other within compiled code': {
    compiles: 1,
    text: `import queue, threading
class Box:
    def __init__(self, room):
        self.lock = threading.Condition()
        self.items = []
        self.room = room
    def put(self, item):
        with self.lock:
            while len(self.items) >= self.room:
                self.lock.wait()
            self.items.append(item)
            self.lock.notify_all()
    def take(self):
        with self.lock:
            while not self.items:
                self.lock.wait()
            item = self.items.pop(0)
            self.lock.notify_all()
            return item
def work(source, target):
    while True:
        item = source.take()
        if item is None:
            target.put(None)
            return
        target.put(max(map(lambda k: k * item % 7, range(4))) + sum(k for k in range(item % 5)))
def run(n, workers):
    source, target = Box(3), queue.Queue(4)
    target.take = target.get
    threads = [threading.Thread(target=work, args=(source, target)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    def feed():
        for i in range(n):
            source.put(i)
        for _ in threads:
            source.put(None)
    feeder = threading.Thread(target=feed)
    feeder.start()
    total = ended = 0
    while ended < workers:
        item = target.get()
        if item is None:
            ended += 1
        else:
            total += item
    for thread in threads:
        thread.join()
    feeder.join()
    return total
print([run(60, k) for k in (1, 2, 4)])
`,
  },
  'loops of generators that builtins run, outside any loop of the program': {
    compiles: 6,
    text: `n = 400
def shown(name, f):
    r = f()
    print(name, r if not isinstance(r, list) else (len(r), r[-3:]))
def rb(text):
    pos = 0
    while True:
        pos = text.find('ab', pos)
        if pos < 0: return
        yield pos
        pos += 1
def nested(n):
    state = 9
    for i in range(n // 10):
        parts = []
        for k in range(10):
            state = (state * 1366 + 150889) % 714025
            parts.append(state % 7)
        yield sum(parts), i
shown('sum', lambda: sum(i * i for i in range(n)))
shown('sumf', lambda: sum(i * 0.5 for i in range(n)))
shown('list', lambda: list(i ^ 5 for i in range(n)))
shown('any', lambda: any(i == n - 1 for i in range(n)))
shown('all', lambda: all(i < n - 1 for i in range(n)))
shown('max', lambda: max(i * 7919 % 10007 for i in range(n)))
shown('min', lambda: min((i * 7919 % 10007, i) for i in range(n)))
shown('rb', lambda: list(rb('xxab' * (n // 4))))
shown('nested', lambda: list(nested(n)))
shown('sorted', lambda: sorted(-i for i in range(n)))
shown('tuple', lambda: len(tuple(i for i in range(n) if i % 3)))
shown('join', lambda: len(''.join(str(i) for i in range(n))))
shown('mixed', lambda: sum((i if i % 100 else i * 1.5) for i in range(n)))
shown('big', lambda: sum(i << 60 for i in range(n)))
def err():
    try: return sum(1 // (n - 5 - i) for i in range(n))
    except ZeroDivisionError as e: return repr(e)
shown('err', err)
def ext():
    l = [1]
    l.extend(l[-1] + i for i in range(60))
    l += (len(l) for i in range(n // 10))
    return l
shown('ext', ext)
class B:
    def __bool__(self): return False
shown('bools', lambda: any(B() if i % 100 == 0 else False for i in range(n)))
shown('strs', lambda: max(str(i) for i in range(n)))
def src():
    got = yield 0
    for i in range(n):
        got = yield (i, got)
shown('src', lambda: list(src()))
`,
  },
};
