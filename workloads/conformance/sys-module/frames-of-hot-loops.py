# Frames that are looked at from hot loops: of callers, for the first time late, and of the loop's own, with lines and variables as they are then.
import sys
late = []
def look(x, depth):
    if x > 3700 and x % 30 == 1:
        f = sys._getframe(depth)
        late.append((f.f_code.co_name, f.f_lineno, f.f_locals.get('i'), f.f_locals.get('t'), f.f_back.f_lineno,  f.f_back.f_locals.get('n')))
    return x
def never(x, depth):
    locals()
    return look(x, depth)
def mid(i):
    t = i * 2
    t += never(i, 2)
    return t
def mid2(i):
    t = i * 2
    for k in range(2):
        t += never(i, 2)
    return t
class B:
    def __init__(self, i): self.v = never(i, 2)
    def __add__(self, i):
        t = 5
        return t + never(i, 2)
    @property
    def p(self): return never(self.v, 2)
def rec(i, k):
    if k <= 0: return never(i, 2)
    return rec(i, k - 1) + 1
def f(n):
    t = 0
    for i in range(n):
        t += i
        t += mid(i)
        t += mid2(i)
        b = B(i)
        t += b + i
        t += b.p
        t += rec(i, 3)
    return t
print(f(4000))
print(len(late))
for l in late: print(l)
def ex(i):
    try:
        raise KeyError(i)
    except KeyError as e:
        never(i, 2)
    return i
def g(n):
    t = 0
    while t < n:
        t += 1
        i = t
        ex(t)
        try:
            never(i, 2)
            raise ValueError
        except ValueError as e:
            never(i, 2)
            if t > 3800 and t % 20 == 1: late.append((e.__traceback__.tb_lineno, e.__traceback__.tb_frame.f_lineno, e.__traceback__.tb_frame.f_locals['t']))
late.clear()
g(4000)
for l in late: print(l)
