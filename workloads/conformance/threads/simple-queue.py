# queue.SimpleQueue: order, waiting, timeouts, errors.
# needs: threads
# reference: native
import queue
import threading
import time

q = queue.SimpleQueue()
print('empty', q.empty(), q.qsize())
for item in 'abc':
    q.put(item)
print('filled', q.empty(), q.qsize(), q.get(), q.get_nowait(), q.get(timeout=1))
for call in (q.get_nowait, lambda: q.get(False), lambda: q.get(timeout=0.01), lambda: q.get(block=False, timeout=5)):
    try:
        call()
    except queue.Empty as error:
        print('empty', type(error).__module__, type(error).__name__, error.args)
try:
    q.get(timeout=-1)
except ValueError as error:
    print(error)
try:
    q.get(timeout='soon')
except TypeError:
    print('a time is a number')

q.put('ignored arguments', block=False, timeout=-3)
print(q.get())


def late():
    time.sleep(0.02)
    q.put('late')


threading.Thread(target=late).start()
print('waited for', q.get())

many = queue.SimpleQueue()
out = []


def take():
    while (item := many.get()) is not None:
        out.append(item)


takers = [threading.Thread(target=take) for _ in range(3)]
for taker in takers:
    taker.start()
for n in range(300):
    many.put(n)
for taker in takers:
    many.put(None)
for taker in takers:
    taker.join()
print('all came', sorted(out) == list(range(300)), many.empty())
print(queue.SimpleQueue[int])
