# What the GIL protects and what not: increments without a call in them are whole, threads take turns, a waiting one gets its lock.
# needs: threads
# reference: native
import sys
import threading
import time

sys.setswitchinterval(1e-5)


class Counter:
    n = 0


counter = Counter()
total = 0


def increment(times):
    global total
    for _ in range(times):
        counter.n += 1
        total += 1


threads = [threading.Thread(target=increment, args=(20_000,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('attribute', counter.n, 'global', total)

seen = set()
stop = False


def spin(name):
    while not stop:
        seen.add(name)


threads = [threading.Thread(target=spin, args=(name,)) for name in 'abc']
for thread in threads:
    thread.start()
while len(seen) < 3:
    pass
stop = True
for thread in threads:
    thread.join()
print('everyone had a turn', sorted(seen))

lock = threading.Lock()
done = threading.Event()


def hog():
    while not done.is_set():
        with lock:
            for _ in range(200):
                pass


def patient():
    for _ in range(3):
        with lock:
            time.sleep(0.001)
    done.set()


threads = [threading.Thread(target=hog), threading.Thread(target=patient)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('a lock in a loop is given up', done.is_set())

sys.setswitchinterval(0.005)
print('interval', sys.getswitchinterval(), sys._is_gil_enabled())
for bad in (0, -1):
    try:
        sys.setswitchinterval(bad)
    except ValueError as error:
        print(error)
