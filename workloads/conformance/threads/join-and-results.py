# Starting, joining, naming threads; results passed through a list; exceptions stay in their thread.
# needs: threads, threading
# reference: native
import threading
results = [None] * 5
def work(i, power=2):
    results[i] = i**power
threads = [threading.Thread(target=work, args=(i,), kwargs={'power': 3}, name=f'worker-{i}') for i in range(5)]
print('before', [t.is_alive() for t in threads], threads[0].ident, threads[0].daemon)
for t in threads:
    t.start()
for t in threads:
    t.join()
print('results', results, [t.is_alive() for t in threads], threads[2].name, threads[0].ident is not None)
print('main', threading.current_thread() is threading.main_thread(), threading.main_thread().name,
    threading.active_count())
names = []
t = threading.Thread(target=lambda: names.append((threading.current_thread().name, threading.current_thread() is t,
    threading.get_ident() == t.ident)), name='me')
t.start(); t.join()
print('inside', names)
class Summer(threading.Thread):
    def __init__(self, values):
        super().__init__()
        self.values = values
        self.total = None
    def run(self):
        self.total = sum(self.values)
s = Summer(range(101))
s.start(); s.join()
print('subclass', s.total)
caught = []
threading.excepthook = lambda args: caught.append((args.exc_type.__name__, str(args.exc_value), args.thread.name))
t = threading.Thread(target=lambda: 1 / 0, name='failing')
t.start(); t.join()
print('hook', caught)
t = threading.Thread(target=exit, name='exits')
t.start(); t.join()
print('SystemExit is silent', len(caught))
for f in (lambda: t.start(), lambda: threading.Thread(target=print).join(), lambda: threading.current_thread().join(),
    lambda: threading.Thread(group=1)):
    try:
        f()
    except (RuntimeError, AssertionError) as error:
        print(type(error).__name__, error)
t = threading.Thread(target=print, args=('printed by a thread',))
t.start(); t.join(); t.join(timeout=1)
print('joined twice', t.is_alive())
