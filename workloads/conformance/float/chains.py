# Chains of float operators over locals, attributes and ints: errors in the middle, attributes that change their type, signs of zero.
class P:
    def __init__(self, x): self.x = x; self.n = 3; self.w = None
def f(p, q, a, b, k):
    out = []
    for i in range(60):
        p.x += a * b
        p.x -= q.x * 0.5 - p.x / (b + 2)
        d = p.x - q.x
        e = d * d + a * a - k + i * 0.25
        g = (a - b) * (a + b) / (k + 1)
        h = k * a - b / 2 + 3 * a - d % 1.5 + e // 7.0 + (2.0 ** 3) * a
        q.x = -e * 1e-6 + h * 1e-3
        if p.x < q.x: out.append((1, i))
        if p.w is None: out.append(0)
        if q.w is not None: out.append(5)
        if i < p.n: out.append(i)
        if p.n < i: out.append(-i)
        out.append((d, e, g, h))
        a = a + 1e300 * (i == 55) * 1e300 - a * 0.001
    return out
for k in (3, 0, -1, 2**60, True, 1.5):
    try:
        r = f(P(1.5), P(2.25), 0.75, 1.25, k)
        print(len(r), r[-3:], r[5:9])
    except Exception as e:
        print(type(e).__name__, e)
class Q:
    def __init__(self, v): self.v = v
def mixed(objs):
    t = 0.0
    r = []
    for o in objs:
        try:
            t = t * 0.5 + o.v
            u = o.v * 2.0 - t / o.v
            o.v += 1.5
            o.v = o.v * t
            r.append((t, u, o.v))
        except Exception as e:
            r.append(repr(e))
    return r
for _ in range(3):
    print(mixed([Q(1.0), Q(2), Q(0.0), Q(-0.0), Q('a'), Q(None), Q(3.5), Q(1j), Q(2**70), Q(True)] * 3)[:12])
def zero(a, b):
    return a * b / (b - b)
def neg(a, b):
    return -(a * b) + a, -a * b
for args in ((1.0, 2.0), (0.0, -0.0), (float('inf'), 0.0), (float('nan'), 1.0)):
    try: print(zero(*args))
    except Exception as e: print(repr(e))
    print(neg(*args))
