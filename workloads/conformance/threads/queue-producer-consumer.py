# queue.Queue between threads: order, sizes, task_done, shutdown, LIFO and priority.
# needs: python-3.8, threads, queue, threading
# reference: native
import queue
import threading
q = queue.Queue(maxsize=2)
received = []
def consumer():
    while (item := q.get()) is not None:
        received.append(item)
        q.task_done()
    q.task_done()
t = threading.Thread(target=consumer); t.start()
for i in range(10):
    q.put(i)
q.put(None); q.join(); t.join()
print('order kept', received, q.qsize(), q.empty(), q.unfinished_tasks)
requests, answers = queue.Queue(), queue.Queue()
def server():
    for n in iter(requests.get, 'stop'):
        answers.put(n * n)
t = threading.Thread(target=server); t.start()
def ask(n):
    requests.put(n)
    return answers.get()
print('ask inside map', list(map(ask, range(6))), sorted(range(4), key=lambda n: -ask(n)))
requests.put('stop'); t.join()
lifo, prio = queue.LifoQueue(), queue.PriorityQueue()
for x in (3, 1, 2):
    lifo.put(x); prio.put((x, str(x)))
print('lifo', [lifo.get() for _ in range(3)], 'priority', [prio.get()[1] for _ in range(3)])
full = queue.Queue(1); full.put_nowait('x')
for f in (lambda: full.put_nowait('y'), lambda: full.put('y', timeout=0.01), lambda: queue.Queue().get_nowait(),
    lambda: queue.SimpleQueue().get(timeout=0.01), lambda: full.get(timeout=-1), lambda: queue.Queue().task_done()):
    try:
        f()
    except Exception as error:
        print(type(error).__name__, error)
many = queue.SimpleQueue()
ts = [threading.Thread(target=lambda k=k: [many.put((k, i)) for i in range(50)]) for k in range(4)]
for t in ts: t.start()
for t in ts: t.join()
items = [many.get() for _ in range(many.qsize())]
print('four producers', len(items), all([i for k, i in items if k == n] == list(range(50)) for n in range(4)))
q = queue.Queue(); blocked = []
def stuck():
    try:
        q.get()
    except queue.ShutDown:
        blocked.append('shut down')
t = threading.Thread(target=stuck); t.start(); q.shutdown(); t.join(); print(blocked)
