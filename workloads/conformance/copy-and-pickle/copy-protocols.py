# copy.copy and copy.deepcopy: sharing, memo, cycles, hooks, slots, replace.
# needs: collections, copy, dataclasses
import copy
class P:
    def __init__(self, x, y=None):
        self.x, self.y = x, y
class Slots:
    __slots__ = ('a', 'b', '__dict__')
class Hook:
    def __init__(self, v): self.v = v
    def __copy__(self): return Hook(('copied', self.v))
    def __deepcopy__(self, memo): return Hook(('deep', copy.deepcopy(self.v, memo), isinstance(memo, dict)))
class Sub(list):
    pass
inner = [1]
p = P(inner, (inner, 2))
shallow, deep = copy.copy(p), copy.deepcopy(p)
print('shallow', shallow is not p, shallow.x is inner, shallow.__dict__ is not p.__dict__)
print('deep', deep.x is not inner, deep.x, deep.y[0] is deep.x)
print('immutables are the same', [copy.copy(v) is v and copy.deepcopy(v) is v for v in (1, 'a', 1.5, None, (), b'',
    frozenset([1]), len, P, ..., range(3), lambda: 0, 2j, True, type)])
t1, t2 = (1, 'a'), (1, inner)
print('tuples', copy.deepcopy(t1) is t1, copy.deepcopy(t2) is t2, copy.copy(t2) is t2, copy.deepcopy(t2)[1] is inner)
print('containers', [type(copy.copy(v)).__name__ for v in ([1], {1: 2}, {1}, bytearray(b'a'))],
    copy.deepcopy({'k': [inner, inner]})['k'][0] is not inner, (lambda d: d[0] is d[1])(copy.deepcopy([inner, inner])))
s = Slots(); s.a = inner; s.extra = 1
c = copy.copy(s)
print('slots', c.a is inner, c.extra, hasattr(c, 'b'), copy.deepcopy(s).a is inner)
h = Hook([1]); print('hooks', copy.copy(h).v, copy.deepcopy(h).v)
z = Sub([inner]); z.tag = inner
w = copy.deepcopy(z)
print('subclass', type(w).__name__, w, w.tag is w[0], copy.copy(z).tag is inner)
loop = P(None); loop.x = loop; loop.y = {'me': loop}
d = copy.deepcopy(loop); print('cycle', d.x is d, d.y['me'] is d, d is not loop)
memo = {}
copy.deepcopy(inner, memo)
print('memo', memo[id(inner)] is not inner, copy.deepcopy(inner, memo) is memo[id(inner)])
class Reduce:
    def __reduce__(self): return (P, ('via reduce',), {'y': 'state'})
r = copy.copy(Reduce()); print('reduce', type(r).__name__, r.x, r.y)
class State:
    def __getstate__(self): return {'only': 'this'}
    def __setstate__(self, state): self.got = state
q = State(); q.lost = 1; print('state', copy.copy(q).__dict__)
class NewArgs(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    def __getnewargs__(self): return tuple(self)
print('newargs', copy.copy(NewArgs(1, 2)), type(copy.deepcopy(NewArgs([1], 2))).__name__)
from dataclasses import dataclass
from collections import namedtuple
@dataclass
class D: a: int; b: int = 2
print('replace', copy.replace(D(1), b=5), copy.replace(namedtuple('N', 'x y')(1, 2), x=9),
    copy.replace(__import__('datetime').date(2024, 1, 31), month=3))
for f in (lambda: copy.copy((i for i in ())), lambda: copy.deepcopy(iter(open)), lambda: copy.replace(5),
    lambda: copy.deepcopy(__import__('sys')), lambda: copy.copy(memoryview(b'a')), lambda: copy.replace(D(1), zz=1)):
    try:
        f(); print('copied')
    except Exception as error:
        print(type(error).__name__, error)
print('iterators', next(copy.copy(iter([1, 2]))), list(copy.copy(iter('ab'))),
    copy.copy(P).__name__)
