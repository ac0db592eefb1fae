# Generators, dicts and lists shared by threads; switch inside map and sort; setting the switch interval.
# needs: threads, threading
# reference: native
import sys
import threading
sys.setswitchinterval(1e-5)
print('interval', sys.getswitchinterval())
shared = []
def append(n):
    for i in range(1000):
        shared.append((n, i))
ts = [threading.Thread(target=append, args=(n,)) for n in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print('append is whole', len(shared), all([i for n, i in shared if n == k] == list(range(1000)) for k in range(4)))
d = {}
def fill(n):
    for i in range(500):
        d[n, i] = i
        d.setdefault('shared', n)
ts = [threading.Thread(target=fill, args=(n,)) for n in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print('dict', len(d), sum(v for k, v in d.items() if k != 'shared'))
inside, resume, errors = threading.Event(), threading.Event(), []
def gen():
    inside.set(); resume.wait()
    yield 1
g = gen()
t = threading.Thread(target=lambda: next(g)); t.start(); inside.wait()
try:
    next(g)
except ValueError as error:
    errors.append(str(error))
resume.set(); t.join()
print('generator in use', errors)
a, b = threading.Semaphore(1), threading.Semaphore(0)
out = []
def ping(x):
    a.acquire(); out.append(f'ping{x}'); b.release(); return x
def pong(x):
    b.acquire(); out.append(f'pong{x}'); a.release(); return x
t = threading.Thread(target=lambda: list(map(ping, range(4)))); t.start()
print('switch inside map and sorted', sorted(range(4), key=pong)); t.join(); print(out)
class Slow:
    def __init__(self, n): self.n = n
    def __hash__(self):
        return 1
    def __eq__(self, other):
        return self.n == other.n
s = {Slow(i) for i in range(30)}
found = []
ts = [threading.Thread(target=lambda: found.append(sum(Slow(i) in s for i in range(60)))) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print('look-ups with __eq__', found)
