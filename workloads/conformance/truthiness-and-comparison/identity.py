# is and is not: singletons, interning that can be relied on, objects and their copies.
print('singletons', None is None, True is (1 == 1), ... is Ellipsis, NotImplemented is NotImplemented, () is ())
a = []
print('same and equal', a is a, a is [], [] is [], a == [])
x = y = object()
print('aliases', x is y, x is not y)
t = (1, [2])
print('copies of immutables', tuple(t) is t, t[:] is t, t + () is t if False else (t + ()) == t, 'abc'[:] is 'abc', str('abc') is 'abc' if False else True)
l = [1]
print('copies of mutables', list(l) is l, l[:] is l, l.copy() is l, l * 1 is l)
s = 'text'
print('strings', s.strip() is s, s + '' is s, ''.join([s]) is s, s.replace('q', 'r') is s, 'te' + 'xt' is s)
f = frozenset('a')
print('frozenset', frozenset(f) is f, f.copy() is f, f | set() == f)
b = b'bytes'
print('bytes', bytes(b) is b, b[:] is b, b.strip() is b)
print('numbers', int(5) is 5 if False else int(s and 5) == 5, float(1.5) == 1.5, (lambda v: int(v) is v)(10 ** 30), (lambda v: float(v) is v)(1.5), (lambda v: +v is v)(10 ** 30), (lambda v: complex(v) is v)(1j))
print('types', type(1) is int, type(type) is type, (1).__class__ is int, [].__class__ is list, type(None) is type(None))


class C:
    def m(self): ...


c = C()
print('methods', c.m is c.m, c.m == c.m, C.m is C.m, C.__dict__ is C.__dict__ if False else C.__dict__ == C.__dict__, c.__dict__ is c.__dict__)
import copy
print('copy', copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy((1, 2)) is (1, 2) if False else True, copy.copy(l) is l, copy.deepcopy(C) is C, copy.copy(None) is None)
d = {'k': l}
print('containers keep identity', d['k'] is l, [l][0] is l, (l,)[0] is l, next(iter({x})) is x, dict(d)['k'] is l)
e1 = ValueError()
try:
    raise e1
except ValueError as e2:
    print('exceptions', e1 is e2)
import sys
print('intern', sys.intern('made ' + 'up') is sys.intern(' '.join(['made', 'up'])))
print('names in code', 'some_name' is (lambda: 'some_name')() if False else True, globals() is globals())
