# What happens at the end of a program and not before, one program between the lines of dashes.
class A:
    def __del__(self):
        print('gone')
a = A()
a.me = a
# ---
import weakref
class B: pass
b = B()
r = weakref.ref(b, lambda _: print('callback'))
# ---
def g():
    try:
        yield 1
    finally:
        print('finally')
x = g()
next(x)
# ---
def g():
    yield 1
    yield 2
started, created = g(), g()
next(started)
# ---
import io
class Raw(io.RawIOBase):
    def writable(self): return True
    def write(self, b):
        print('written', bytes(b))
        return len(b)
text = io.TextIOWrapper(io.BufferedWriter(Raw()), encoding='ascii')
text.write('late')
# ---
import weakref
class C: pass
kept = [C() for _ in range(3)]
some = weakref.WeakSet(kept)
by_name = weakref.WeakValueDictionary(first=kept[0])
print(len(some), len(by_name))
# ---
import io, sys
sys.stdout = io.StringIO()
print('nobody sees this')
# ---
class Meta(type):
    def __del__(cls):
        print('class', cls.__name__)
class D(metaclass=Meta): pass
# ---
class E(int):
    __slots__ = ()
    def __del__(self):
        print('number', int(self))
e = {'e': [E(5)]}
# ---
import weakref
class F: pass
f = F()
last = weakref.finalize(f, print, 'finalize')
# ---
import atexit
class G:
    def __del__(self):
        print('made at the exit')
@atexit.register
def leave():
    global late
    late = G()
# ---
import threading, time
class H:
    def __del__(self): print('of a thread')
def work():
    h = H()
    time.sleep(0.01)
    return h
t = threading.Thread(target=work)
t.start()
