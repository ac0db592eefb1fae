# pickle of instances: __reduce__, state, slots, new arguments, persistent ids, dispatch, missing classes.
# needs: collections, copyreg, dataclasses, enum, io, pickle
import copyreg
import enum
import io
import pickle
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass
class Plain:
    def __init__(self): print('  init is not called when loading')
class Slots:
    __slots__ = ('a', 'b')
class State:
    def __init__(self, v): self.v, self.cache = v, 'big'
    def __getstate__(self): return {'v': self.v}
    def __setstate__(self, state): self.v = state['v'] * 2; self.cache = None
class New:
    def __new__(cls, *args, **kw): self = super().__new__(cls); self.args = (args, kw); return self
    def __getnewargs_ex__(self): return ((1,), {'k': 2})
class Reduced:
    def __reduce_ex__(self, protocol): return (dict, ([('p', protocol)],))
class Items(list):
    def __init__(self, *a): super().__init__(*a)
    def append(self, x): super().append(('appended', x))
class Point(namedtuple('Point', 'x y')): pass
@dataclass(frozen=True)
class D: a: int; b: list
class Colour(enum.Enum): RED = 1; BLUE = 'b'
class Error(Exception):
    def __init__(self, code, text): super().__init__(code, text); self.code = code
def function(): return 'module function'
class Outer:
    class Inner: pass
    @classmethod
    def cm(cls): return cls.__name__
roundtrip = lambda v, p=4: pickle.loads(pickle.dumps(v, p))
p = Plain(); p.x = [1]; q = roundtrip(p); print('plain', q.__dict__, type(q).__name__, q is not p)
s = Slots(); s.a = 1; print('slots', roundtrip(s).a, hasattr(roundtrip(s), 'b'))
print('state', roundtrip(State(5)).v, roundtrip(State(5)).cache, 'new', roundtrip(New()).args, 'reduce',
    [roundtrip(Reduced(), n) for n in (0, 2, 5)])
# Two items: of a single one the C accelerator calls extend, the library's Python append.
i = Items(['a', 'b']); i.tag = 1; r = roundtrip(i); print('list subclass', type(r).__name__, r, r.tag)
e = roundtrip(Error(5, 'text')); print('exception', repr(e), e.code, e.args)
print('library', roundtrip(Point(1, 2)), roundtrip(D(1, [2])), roundtrip(Colour.RED) is Colour.RED,
    roundtrip(Counter('aab')), roundtrip(deque([1, 2], 3)), roundtrip(OrderedDict(b=1, a=2)),
    roundtrip(defaultdict(list, k=[1])), roundtrip(defaultdict(int)).default_factory)
print('names', roundtrip(function) is function, roundtrip(Outer.Inner) is Outer.Inner, roundtrip(Outer.cm)(),
    roundtrip([].append)(1), roundtrip(str.upper)('a'), roundtrip(D(1, []).__eq__)(D(1, [])))
class C:
    def __init__(self, v): self.v = v
copyreg.pickle(C, lambda c: (C, (c.v + 1,))); print('copyreg', roundtrip(C(1)).v)
class Persist(pickle.Pickler):
    def persistent_id(self, obj): return 'file:' + obj.name if isinstance(obj, Handle) else None
class Handle:
    def __init__(self, name): self.name = name
class Restore(pickle.Unpickler):
    def persistent_load(self, pid): return Handle('restored ' + pid)
    def find_class(self, module, name):
        if name == 'eval': raise pickle.UnpicklingError('forbidden ' + name)
        return super().find_class(module, name)
f = io.BytesIO()
Persist(f, 4).dump([Handle('h'), 1])
print('persistent', Restore(io.BytesIO(f.getvalue())).load()[0].name)
class Over(pickle.Pickler):
    def reducer_override(self, obj): return (int, ('7',)) if isinstance(obj, Handle) else NotImplemented
f = io.BytesIO(); Over(f).dump([Handle('x')]); print('override', pickle.loads(f.getvalue()))
class BadReduce:
    def __init__(self, r): self.r = r
    def __reduce__(self): return self.r
try:
    pickle.loads(f.getvalue()[:-3])
except (EOFError, pickle.UnpicklingError):
    print('truncated')  # which of the two it is, accelerator and library do not agree on
for call in (lambda: Restore(io.BytesIO(pickle.dumps(eval))).load(),
    lambda: pickle.dumps(BadReduce(5)), lambda: pickle.dumps(BadReduce(())), lambda: pickle.dumps(BadReduce((5, ()))),
    lambda: pickle.dumps(BadReduce((int, 5))), lambda: pickle.dumps(BadReduce('no_such_global')),
    lambda: pickle.loads(pickle.dumps(BadReduce((int, ('x',))))), lambda: pickle.dumps(Slots(), 0),
    lambda: pickle.loads(pickle.dumps(BadReduce((list, (), None, iter([1]), None))))):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split(' at 0x')[0])
