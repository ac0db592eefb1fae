# An exception in a thread goes to the hook; the program goes on and ends with status 0, or with what main raises.
# needs: threads, atexit, threading
# reference: native
import sys
import threading
class Capture:
    def __init__(self):
        self.text = ''
    def write(self, s):
        self.text += s
    def flush(self):
        pass
saved, sys.stderr = sys.stderr, Capture()
def fails():
    raise LookupError('in thread')
t = threading.Thread(target=fails, name='T'); t.start(); t.join()
text, sys.stderr = sys.stderr.text, saved
lines = text.splitlines()
print('first line', lines[0])
print('last line', lines[-1])
print('has traceback', 'in fails' in text, 'Traceback (most recent call last):' in lines)
order = []
def worker():
    try:
        order.append('start')
        raise ValueError('inside')
    except ValueError as error:
        order.append(f'caught {error}')
    finally:
        order.append('finally')
t = threading.Thread(target=worker); t.start(); t.join()
print(order)
info = []
def exc_info():
    info.append(sys.exc_info()[0])
try:
    raise KeyError('main handles')
except KeyError:
    t = threading.Thread(target=exc_info); t.start(); t.join()
    print('handled exception is per thread', info, sys.exc_info()[0].__name__)
late = threading.Thread(target=lambda: (gate.wait(), print('non-daemon thread finishes after main')))
gate = threading.Event(); late.start()
import atexit
atexit.register(print, 'atexit after the threads')
gate.set(); late.join()
raise SystemExit(3)
