// Programs for jit.test.ts about what a trace does with generators that builtins consume or ask for one item, with names for arguments and starts, and with
// bytes and bytearrays. Bounded and deterministic.
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
};
