# Arguments and look-ups at their edges: keywords of subclasses, sets as keys, lists that change, views that are gone.
import collections, operator
m = memoryview(b'abc'); h = hash(m); m.release(); print(hash(m) == h == hash(b'abc'))
for sep in (b'\xff', '\xff', 'ab', '\u0100'):
    try: print(b'ab'.hex(sep))
    except ValueError as e: print(e)
class PseudoFloat:
    pass
for f in ('%c', b'%c'):
    try: f % PseudoFloat()
    except TypeError as e: print(e)
    try: f % 1.5
    except TypeError as e: print(e)
class F(float):
    def __init__(self, v, newarg=None): self.newarg = newarg
print(F(2.5, newarg=3).newarg)
class L(list):
    def __new__(cls, seq, newarg=None):
        self = super().__new__(cls, seq); self.newarg = newarg; return self
print(L([1], newarg=3).newarg)
class L1(list):
    def __init__(self, seq, newarg=None):
        super().__init__(seq)
try: L1([1], newarg=2)
except TypeError as e: print(e)
for bad in (lambda: float(x=1), lambda: list(sequence=()), lambda: type('S', (list,), {})(x=1), lambda: type('S', (float,), {})(x=1), lambda: str(1,2,3,4)):
    try: print(bad())
    except TypeError as e: print(e)
class S(set): pass
print(S('ab') in {frozenset('ab')})
s = {frozenset('ab')}; s.discard(S('ab')); print(s)
class H(set):
    def __hash__(self): return 5
print(H('ab') in {frozenset('ab')})
d = collections.deque(range(5)); it = iter(d); next(it); d.pop()
try: next(it)
except RuntimeError as e: print(e, operator.length_hint(it))
class X:
    def __index__(self):
        a.clear(); return 42
a = [X(), X()]; print(bytes(a))
