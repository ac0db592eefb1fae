# An object that saves itself in __del__: it lives on, and __del__ runs once (PEP 442).
# needs: refcounts, weakref
class Phoenix:
    saved = []
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print('  del', self.name, end=' ')
        if not Phoenix.saved:
            Phoenix.saved.append(self)
            print('saved', end='')
        print()
print('first drop'); p = Phoenix('p'); del p
print('alive', Phoenix.saved[0].name)
print('second drop: no second __del__'); Phoenix.saved.clear(); print('gone')
import weakref
class Weak(Phoenix):
    pass
w = Weak('w')
ref = weakref.ref(w, lambda r: print('  callback'))
print('with a weak reference'); del w
print('reference after resurrection', ref() is None, len(Phoenix.saved))
Phoenix.saved.clear()
print('cleared', ref())
class Errors:
    def __del__(self):
        raise ValueError('in __del__')
import sys
seen = []
sys.unraisablehook = lambda u: seen.append((u.exc_type.__name__, str(u.exc_value), u.err_msg is None or u.err_msg))
print('exception in __del__ is not raised'); e = Errors(); del e
print('hook saw', seen[0][:2])
class Replaced:
    pass
r = Replaced()
Replaced.__del__ = lambda self: print('  __del__ added to the class later')
r.__del__ = lambda: print('  never: looked up on the class')
print('late __del__'); del r
class Parent:
    def __del__(self):
        print('  parent del')
class Child(Parent):
    def __del__(self):
        print('  child del')
        super().__del__()
print('inherited'); Child(); print('without super'); type('Other', (Parent,), {})(); print('end')
class InInit:
    def __init__(self):
        raise RuntimeError('no')
    def __del__(self):
        print('  del although __init__ failed')
try:
    InInit()
except RuntimeError as error:
    print('caught', error)
    error.__traceback__ = None
print('last')
