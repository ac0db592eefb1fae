# threading.local, daemon threads at exit, contextvars in threads, thread pools.
# needs: threads, concurrent, contextvars, threading
# reference: native
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
data = threading.local()
data.x = 'main'
seen = []
def work(n):
    seen.append(hasattr(data, 'x'))
    data.x = n
    barrier.wait()
    seen.append(data.x == n)
barrier = threading.Barrier(3)
ts = [threading.Thread(target=work, args=(i,)) for i in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print('local', seen.count(False), seen.count(True), data.x)
class Mine(threading.local):
    default = 'class'
    def __init__(self, start):
        self.items = [start]
m = Mine(7); m.items.append(8); other = []
t = threading.Thread(target=lambda: other.append((m.items, m.default))); t.start(); t.join()
print('subclass', m.items, other)
with ThreadPoolExecutor(max_workers=3) as pool:
    print('map', list(pool.map(lambda x: x * x, range(6))))
    futures = {pool.submit(pow, 2, n): n for n in range(4)}
    print('submit', sorted((futures[f], f.result()) for f in as_completed(futures)))
    bad = pool.submit(lambda: [][1])
    print('exception', repr(bad.exception()), bad.done(), bad.cancelled())
    done, pending = wait([pool.submit(int, '5')])
    print('wait', len(done), len(pending), done.pop().result())
try:
    pool.submit(print)
except RuntimeError as error:
    print('after shutdown', error)
import contextvars
var = contextvars.ContextVar('var', default='unset'); var.set('main value')
got = []
t = threading.Thread(target=lambda: got.append(var.get())); t.start(); t.join()
ctx = contextvars.copy_context()
t = threading.Thread(target=ctx.run, args=(lambda: got.append(var.get()),)); t.start(); t.join()
print('context in copy', got[1])
started = threading.Event()
def forever():
    started.set()
    threading.Event().wait()
d = threading.Thread(target=forever, daemon=True); d.start(); started.wait()
child = []
t = threading.Thread(target=lambda: child.append(threading.Thread().daemon), daemon=True)
t.start()
t.join()
print('daemon', d.daemon, d.is_alive(), 'inherited', child)
print('program ends although the daemon waits')
