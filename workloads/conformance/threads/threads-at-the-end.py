# The end of a program: it waits for its threads, then come exit functions; daemon threads stay behind.
# needs: threads
# reference: native
import atexit
import sys
import threading
import time


def work(name, before):
    threading.main_thread().join()
    if before:
        before.join()
    print('done', name)


def daemon():
    time.sleep(60)
    print('never')


atexit.register(print, 'exit function')
threading._register_atexit(print, 'before the threads are joined')
before = None
for name in 'abc':
    before = threading.Thread(target=work, args=(name, before))
    before.start()
threading.Thread(target=daemon, daemon=True).start()


def fails():
    raise KeyError('in a thread')


def leaves():
    sys.exit('nobody hears this')


for target in (fails, leaves):
    thread = threading.Thread(target=target, name=target.__name__)
    thread.start()
    thread.join()
    print(target.__name__, 'ended', thread.is_alive())
print('end of the main thread')
