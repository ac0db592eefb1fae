# Signal handlers: when they run, in which thread, what a wait does that is interrupted.
# needs: threads, signal
# reference: native
import signal
import threading
import time


def handler(number, frame):
    print('handler', signal.Signals(number).name, threading.current_thread().name, frame is not None)


print('before', signal.getsignal(signal.SIGUSR1), signal.getsignal(signal.SIGINT) is signal.default_int_handler)
print('old', signal.signal(signal.SIGUSR1, handler), signal.getsignal(signal.SIGUSR1) is handler)
signal.raise_signal(signal.SIGUSR1)
print('after the call')


def worker():
    try:
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    except ValueError as error:
        print(error)
    signal.raise_signal(signal.SIGUSR1)
    time.sleep(0.01)


thread = threading.Thread(target=worker)
thread.start()
thread.join()

lock = threading.Lock()
lock.acquire()
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.02)
print('a wait goes on after its handler', lock.acquire(timeout=0.1))


class Alarm(Exception):
    pass


def loud(number, frame):
    raise Alarm(number)


signal.signal(signal.SIGALRM, loud)
for name, wait in [
    ('lock', lock.acquire),
    ('sleep', lambda: time.sleep(10)),
    ('join', threading.Thread(target=time.sleep, args=(0.1,)).run),
    ('loop', lambda: [None for _ in iter(int, 1)]),
    ('pause', signal.pause),
]:
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    try:
        wait()
    except Alarm as error:
        print('raised out of', name, error.args[0] == signal.SIGALRM, signal.getitimer(signal.ITIMER_REAL))

ticks = []


def tick(number, frame):
    ticks.append(number)
    if len(ticks) >= 3:
        signal.setitimer(signal.ITIMER_REAL, 0)


signal.signal(signal.SIGALRM, tick)
signal.setitimer(signal.ITIMER_REAL, 0.005, 0.005)
while len(ticks) < 3:
    pass
print('ticks', len(ticks) >= 3, signal.alarm(0))

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
signal.raise_signal(signal.SIGUSR1)
print('held back', signal.sigpending() == {signal.SIGUSR1}, signal.sigwait([signal.SIGUSR1]) == signal.SIGUSR1)
print('mask', signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1]) == {signal.SIGUSR1}, signal.sigpending())
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
signal.raise_signal(signal.SIGUSR1)

for call in (
    lambda: signal.signal(99, handler),
    lambda: signal.signal(signal.SIGKILL, handler),
    lambda: signal.signal(signal.SIGUSR1, 'text'),
    lambda: signal.raise_signal(99),
    lambda: signal.setitimer(7, 1),
    lambda: signal.setitimer(signal.ITIMER_REAL, -1),
    lambda: signal.getsignal(0),
    lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [0]),
):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
print(signal.strsignal(signal.SIGTERM), signal.strsignal(signal.SIGRTMIN), len(signal.valid_signals()))
print(repr(signal.SIGINT), repr(signal.SIG_IGN), signal.ItimerError.__mro__[1])

import _thread

try:
    _thread.interrupt_main()
    time.sleep(5)
except KeyboardInterrupt as error:
    print('interrupted', error.args)
