# Builtins that take all items of an iterator, and sorts with keys: errors in the middle, deep recursion, who dies when.

class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f'K{self.v}'
def run():
    out = []
    data = [5, 3, 9, 1, 1, 7]
    out.append(sorted(data)); out.append(sorted(data, reverse=True)); out.append(sorted(data, key=lambda x: -x))
    out.append(sorted(enumerate(data), key=lambda p: p[1] % 2, reverse=True))
    out.append(sorted(enumerate(data), key=lambda p: p[1] % 2))
    out.append(sorted(data, key=K)); out.append(sorted((K(x) for x in data)))
    out.append(sorted((K(x) for x in data), reverse=True, key=None))
    def bad(x):
        if x == 9: raise ValueError('nine')
        return x
    l = list(data)
    try: l.sort(key=bad)
    except ValueError as e: out.append((str(e), l))
    try: sorted(data, key=bad)
    except ValueError as e: out.append(str(e))
    l = list(data)
    def mod(x):
        l.append(x); return x
    try: l.sort(key=mod)
    except ValueError as e: out.append((str(e), l))
    seen = []
    def look(x):
        seen.append(len(l)); return x
    l.sort(key=look); out.append((seen, l))
    def mix(x): return x if x % 2 else str(x)
    try: sorted(data + [2], key=mix)
    except TypeError as e: out.append(str(e))
    def g():
        for x in data: yield x
        raise KeyError('end')
    for f in (list, tuple, set, sorted):
        try: f(g())
        except KeyError as e: out.append((f.__name__, str(e)))
    l = [0]
    try: l.extend(g())
    except KeyError: out.append(l)
    out.append(list(map(next, [iter([1]), iter([2]), iter([]), iter([3])])))
    try: out.append(set(map(lambda x: [x], data)))
    except TypeError as e: out.append(str(e))
    class H:
        def __init__(s, x): s.x = x
        def __hash__(s): order.append(('hash', s.x)); return 1
        def __eq__(s, o): order.append(('eq', s.x, o.x)); return s.x == o.x
    order = []
    def hs():
        for x in (1, 2, 1): order.append(('make', x)); yield H(x)
    out.append(len(set(hs()))); out.append(order)
    class StopHash:
        def __hash__(s): raise StopIteration('h')
    try: out.append(set(StopHash() for _ in range(3)))
    except StopIteration as e: out.append('stop ' + str(e))
    def deep(n): return sorted((deep(n - 1) if i == 0 else [i] for i in range(3)), key=len) if n else [[9]]
    out.append(str(deep(30)))
    def deep2(n): return list(x for x in (deep2(n - 1) if n else [1, 2]))
    out.append(deep2(200))
    def deep3(n): return tuple(map(lambda v: v + 1, deep3(n - 1))) if n else (1, 2)
    out.append(deep3(150))
    def deep4(n): return sorted(deep4(n - 1), key=lambda v: (deep4(0), -v)) if n else [1, 2]
    out.append(deep4(60))
    try:
        def inf(n): return list(inf(n + 1) for _ in range(2))
        inf(0)
    except RecursionError as e: out.append('rec')
    try:
        def inf2(n): return sorted([1, 2], key=lambda v: inf2(n + 1))
        inf2(0)
    except RecursionError as e: out.append('rec')
    words = 'the quick brown fox jumps over the lazy dog and then some more words follow here'.split()
    out.append(sorted(words, key=len)); out.append(sorted(words, key=str.lower, reverse=True)); out.append(sorted(words, key=lambda w: (len(w), w)))
    words.sort(key=lambda w: w[-1]); out.append(words); words.sort(reverse=True); out.append(words)
    out.append(sorted([(1, K(2)), (1, K(1)), (0, K(5))]))
    try: sorted([1], key=3)
    except TypeError as e: out.append(str(e))
    try: sorted([1], foo=3)
    except TypeError as e: out.append(str(e))
    try: sorted(3)
    except TypeError as e: out.append(str(e))
    out.append(sorted('hello', reverse=1)); out.append(sorted({3: 1, 2: 2})); out.append(sorted(range(5), reverse=True))
    out.append(max(data, key=lambda x: x % 5)); out.append(sum(x * 2 for x in map(lambda v: v + 1, data)))
    out.append(list(filter(lambda v: v > 2, map(lambda v: v + 1, data)))); out.append(tuple(x for x in ()))

    log = []
    class D:
        def __init__(s, i): s.i = i
        def __del__(s): log.append(s.i)
    def ds():
        for i in range(4): yield D(i)
    l = list(ds()); log.append('made'); del l; out.append(log[:]); log.clear()
    list(map(lambda d: d.i, ds())); out.append(log[:]); log.clear()
    sum(d.i for d in ds()); out.append(log[:]); log.clear()
    sorted(ds(), key=lambda d: -d.i); out.append(log[:])
    return out
a = run()
for _ in range(30): b = run()
assert str(a) == str(b), (a, b)
for line in a: print(line)
