# Parts of lists read and replaced in hot loops, by bounds and steps of all kinds; items moved by insert, pop and reverse.
class Numbers:
    def __init__(self, state): self.state = state
    def choice(self, items):
        self.state = (self.state * 1366 + 150889) % 714025
        return items[self.state * len(items) // 714025]
rnd = Numbers(7)
def part(o, a, b, c): return o[a:b:c]
def part2(o, a, b): return o[a:b]
def store(o, a, b, v): o[a:b] = v
def ins(l, i, x): l.insert(i, x)
def popat(l, i): return l.pop(i)
pools = [list(range(7)), [x * .5 for x in range(6)], list('abcdef'), [None, 1, 'x', 2.0, (1,)], []]
others = ['hello wörld', b'bytes!!', tuple(range(6)), bytearray(b'abc'), range(9)]
out = []
B = [None, 0, 1, 2, 3, -1, -2, -5, 9, -9, 100]
for r in range(1500):
    l = list(rnd.choice(pools))
    a, b = rnd.choice(B), rnd.choice(B)
    c = rnd.choice([None, 1, 2, -1, -2, 3, -7] if r % 50 else [0])
    try: out.append(part(l, a, b, c))
    except Exception as e: out.append(repr(e))
    o = rnd.choice(others)
    try: out.append(part(o, a, b, c))
    except Exception as e: out.append(repr(e))
    out.append(part2(l, a, b)); out.append(part2(o, a, b))
    v = list(rnd.choice(pools))
    if r % 3 == 0: v = l
    if r % 31 == 0: v = 'str'
    if r % 37 == 0: v = (x for x in range(3))
    m = list(l)
    store(m, a, b, v if v is not l else m); out.append(list(m))
    i = rnd.choice([0, 1, -1, -3, 5, 50, -50])
    ins(m, i, rnd.choice([1, 2.5, 'z', None])); out.append(list(m))
    try: out.append(popat(m, rnd.choice([0, 0, 0, -1, 1, 2, 77])))
    except Exception as e: out.append(repr(e))
    m.reverse(); out.append(m)
class I:
    def __index__(self): return 2
l = list(range(8))
for k in range(40): part(l, 1, 5, 2)
print(part(l, I(), None, I()), part(l, True, 5, 1), part2(l, False, I()))
def own(n):
    t = 0
    for k in range(n):
        s = slice(k % 3, None, 2); t += len(l[s]); u = slice(None, -k % 4); t += sum(l[u])
        l[:3] = l[2::-1]; t += l[0]; l[k % 8:] = l[k % 8:]
        s2 = slice(1, k); t += s2.stop
        if k % 50 == 49: out.append(s2)
    return t
print(own(300), l)
def fl(n):
    p = [float(x) for x in range(6)]; q = p.pop
    for k in range(n):
        p.insert(k % 7, k * .5); q(0); p[1:3] = p[3:5]; p[k % 5:k % 5] = [1.0]; q(-1)
        if k == n - 3: p.insert(1, 'mixed')
        if k == n - 2: p[2:2] = [7, 'x']
    return p
print(fl(100), fl(333))
total = 0
for c in repr(out): total = (total * 31 + ord(c)) % 1000000007
print(len(out), total)
for i in range(0, 60): print(out[i])
