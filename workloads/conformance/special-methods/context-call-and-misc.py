# __call__, __enter__/__exit__, __instancecheck__, __class__, __sizeof__, __reduce__ and others in one place.
import copy
import operator


class Misc:
    def __index__(self): return 2
    def __sizeof__(self): return 'not used by us'
    def __copy__(self): return 'copied'
    def __deepcopy__(self, memo): return f'deep copied {type(memo).__name__}'
    def __replace__(self, **kw): return f'replaced {kw}'
    def __getnewargs__(self): return ()
    def __fspath__(self): return '/some/path'
    def __length_hint__(self): return 12
    def __set_name__(self, owner, name): print('set_name', name)
    def __mro_entries__(self, bases): return ()
    def __matmul__(self, o): return 'matmul'


m = Misc()
print('index', [0, 1, 2][m], 'abc'[m], (1, 2, 3)[:m], operator.index(m), 'x' * m if False else [0] * m, range(10)[m], hex(m))
print('copy', copy.copy(m), copy.deepcopy(m), copy.replace(m, a=1))
import os
print('fspath', os.fspath(m), os.path.join(m, 'x'))
print('hint', operator.length_hint(m), operator.length_hint([1]), operator.length_hint(5, 3))
print('matmul', m @ 1)


class Getitem:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print('setitem', k, v)
    def __delitem__(self, k): print('delitem', k)
    def __call__(self, *a, **k): return (a, k)
    def __iter__(self): yield from (1, 2)
    def __next__(self): return 'next'
    def __await__(self): yield


g = Getitem()
g[1], g['k'] = g
del g[...]
print(next(g), [*g], g(*g, **{'z': 1}), g[g(1)])
print('type call', type(g)() is not g, type(g).__call__(g, 5))


class Inst(type):
    def __instancecheck__(cls, x): return 'truthy'
    def __subclasscheck__(cls, x): return []
    def __dir__(cls): return ['b', 'a']


class I(metaclass=Inst): ...


print('checks give bool', isinstance(5, I), issubclass(int, I), dir(I))
print('missing attributes of object', sorted(set(dir(object)) - set(dir(type('X', (), {})()))), hasattr(object, '__dict__'))
print('object has', [n for n in sorted(dir(object))])


class Reduce:
    def __init__(self, *a): self.a = a
    def __reduce__(self): return (Reduce, ('from', 'reduce'), {'extra': 1})


r = copy.copy(Reduce())
print('reduce', r.a, r.extra)
