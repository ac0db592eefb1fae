# Lock and RLock: mutual exclusion, non-blocking and timed acquire, ownership, with.
# needs: threads, threading
# reference: native
import threading
counter = 0
lock = threading.Lock()
def add():
    global counter
    for _ in range(2000):
        with lock:
            value = counter
            counter = value + 1
threads = [threading.Thread(target=add) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print('counted', counter)
print('locked', lock.locked(), lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01))
lock.release()
r = threading.RLock()
print('reentrant', r.acquire(), r.acquire(), r.acquire(blocking=False))
seen = []
t = threading.Thread(target=lambda: seen.append(r.acquire(blocking=False)))
t.start(); t.join()
print('other thread', seen)
r.release(); r.release(); r.release()
def other_releases():
    try:
        r.release()
    except RuntimeError as error:
        seen.append(str(error))
r.acquire()
t = threading.Thread(target=other_releases); t.start(); t.join()
print('other releases', seen[1]); r.release()
plain = threading.Lock()
plain.acquire()
t = threading.Thread(target=plain.release); t.start(); t.join()
print('a Lock may be released by another', plain.locked())
for f in (lambda: plain.release(), lambda: r.release(), lambda: lock.acquire(False, 1),
    lambda: lock.acquire(timeout=-2), lambda: lock.acquire(True, -1)):
    try:
        print(f())
    except (RuntimeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    with threading.Lock() as got:
        print('with gives', got); raise KeyError('inside')
except KeyError as error:
    print('released by with', error)
sem = threading.BoundedSemaphore(2)
print('semaphore', sem.acquire(), sem.acquire(), sem.acquire(blocking=False)); sem.release(2)
try:
    sem.release()
except ValueError as error:
    print(error)
