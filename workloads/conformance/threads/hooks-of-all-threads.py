# needs: threads
# reference: native
# Trace and profile functions that are set for all threads, for new ones alone, and taken away again; excepthook of threads.
import sys
import threading


def work(n):
    total = 0
    for i in range(n):
        total += i
    return total


def recorder(into):
    def record(frame, event, argument):
        if frame.f_code is work.__code__:
            into.append(event)
        return record

    return record


def in_thread(target, *args):
    thread = threading.Thread(target=target, args=args)
    thread.start()
    thread.join()


new_only = []
threading.settrace(recorder(new_only))
work(1)
print('settrace: here', new_only)
in_thread(work, 1)
print('settrace: in a thread', new_only)
print('gettrace', threading.gettrace() is not None, sys.gettrace())
threading.settrace(None)
in_thread(work, 1)
print('after', len(new_only))

profiled = []
threading.setprofile(recorder(profiled))
work(1)
in_thread(work, 1)
print('setprofile', profiled)
threading.setprofile(None)

started = threading.Event()
go_on = threading.Event()
told = []


def waits():
    started.set()
    go_on.wait()
    work(1)


thread = threading.Thread(target=waits)
thread.start()
started.wait()
threading.setprofile_all_threads(recorder(told))
go_on.set()
thread.join()
work(1)
threading.setprofile_all_threads(None)
work(1)
print('setprofile_all_threads', told, sys.getprofile())

started.clear()
go_on.clear()
traced = []
thread = threading.Thread(target=waits)
thread.start()
started.wait()
threading.settrace_all_threads(recorder(traced))
go_on.set()
thread.join()
work(1)
threading.settrace_all_threads(None)
work(1)
print('settrace_all_threads', traced, sys.gettrace())

caught = []
threading.excepthook = lambda args: caught.append((args.exc_type.__name__, str(args.exc_value), args.thread.name))


def fails():
    raise ValueError('in the thread')


thread = threading.Thread(target=fails, name='failing')
thread.start()
thread.join()
print('excepthook', caught)
threading.excepthook = threading.__excepthook__


def leaves():
    raise SystemExit('quietly')


in_thread(leaves)
print('SystemExit ends the thread alone')


def hook_fails(args):
    raise RuntimeError('in the hook')


threading.excepthook = hook_fails
messages = []
sys.excepthook = lambda kind, value, trace: messages.append((kind.__name__, str(value)))
stderr, sys.stderr = sys.stderr, type('Quiet', (), {'write': lambda self, text: len(text), 'flush': lambda self: None})()
in_thread(fails)
sys.stderr = stderr
print('a failing hook', messages)
