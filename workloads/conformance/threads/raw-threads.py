# The module _thread itself: starting, handles, identities, errors of its functions.
# needs: threads
# reference: native
import _thread
import time

results = []
lock = _thread.allocate_lock()


def work(a, b=2, *, c=3):
    with lock:
        results.append((a, b, c))


lock.acquire()
idents = [
    _thread.start_new_thread(work, (1,)),
    _thread.start_new_thread(work, (1, 5)),
    _thread.start_new_thread(work, (1,), {'c': 7}),
]
print('started', len(set(idents)))
lock.release()
while len(results) < 3:
    time.sleep(0.001)
print(sorted(results), _thread.get_ident() == _thread._get_main_thread_ident())

for call in (
    lambda: _thread.start_new_thread(5, ()),
    lambda: _thread.start_new_thread(work, [1]),
    lambda: _thread.start_new_thread(work, (), 5),
    lambda: _thread.start_joinable_thread(5),
    lambda: _thread.start_joinable_thread(work, handle=3),
    lambda: _thread._ThreadHandle().join(),
    lambda: _thread.stack_size(-1),
    lambda: _thread.stack_size(100),
    lambda: _thread.interrupt_main(99),
    lambda: _thread.allocate_lock().release(),
    lambda: _thread.RLock().release(),
    lambda: lock.acquire(False, 1),
    lambda: lock.acquire(True, -5),
    lambda: lock.acquire(timeout=1e20),
    lambda: type('Sub', (_thread.LockType,), {}),
):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)

handle = _thread.start_joinable_thread(lambda: time.sleep(0.02), daemon=False)
print('running', handle.is_done(), handle.ident != 0)
handle.join(0.001)
print('still running', handle.is_done())
handle.join()
handle.join()
print('done', handle.is_done())
try:
    _thread.start_joinable_thread(print, handle=handle)
except RuntimeError as error:
    print(error)

own = _thread._ThreadHandle()
errors = []


def joins_itself():
    try:
        own.join()
    except RuntimeError as error:
        errors.append(str(error))


_thread.start_joinable_thread(joins_itself, handle=own)
own.join()
print(errors)

reentrant = _thread.RLock()
print(reentrant.acquire(), reentrant.acquire(False), reentrant._recursion_count(), reentrant._is_owned())
state = reentrant._release_save()
print(state[0], reentrant._is_owned(), reentrant._recursion_count())
reentrant._acquire_restore(state)
print(reentrant._recursion_count())
print(_thread.exit is not None, _thread.error is RuntimeError, _thread.TIMEOUT_MAX > 1e9)


def leaves():
    _thread.exit()


_thread.start_joinable_thread(leaves).join()
print('exit is silent')
