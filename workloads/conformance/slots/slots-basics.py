# __slots__: storage, inheritance, missing dict, errors.
class P:
    __slots__ = ('x', 'y')

    def __init__(self, x):
        self.x = x


p = P(1)
print('value', p.x, '| no dict', hasattr(p, '__dict__'))
try:
    p.y
except AttributeError as e:
    print('empty slot:', e)
try:
    p.z = 1
except AttributeError as e:
    print('no such slot:', e)
p.y = 2
del p.y
try:
    del p.y
except AttributeError as e:
    print('deleted twice:', e)


class Q(P):
    pass


q = Q(1)
q.z = 'subclass without slots has a dict'
print(q.z, vars(q))


class R(P):
    __slots__ = ('z',)


r = R(1)
r.z = 3
print('inherited slots', r.x, r.z, hasattr(r, '__dict__'), R.__slots__, P.__slots__)


class S:
    __slots__ = 'single'


class T:
    __slots__ = {'a': 'doc of a', 'b': None}


class U:
    __slots__ = ('__dict__', 'fast')


S().single = 1
print('string', S.__slots__, '| dict', T.__slots__, T.a.__doc__)
u = U()
u.fast, u.slow = 1, 2
print('dict on demand', vars(u))


class V:
    __slots__ = ('__private',)

    def __init__(self):
        self.__private = 1


print('mangled', [n for n in vars(V) if 'private' in n])


class W(P):
    __slots__ = ('x',)


w = W(1)
print('shadowed slot', w.x, P.x.__get__(w, W) if False else hasattr(w, 'x'))
try:
    P.x.__get__(w)
except AttributeError as e:
    print('the base slot stays empty:', e)
bad = ["class A:\n __slots__ = ('a',)\n a = 1", "class A:\n __slots__ = ('1a',)", "class A:\n __slots__ = (5,)",
       "class A(int):\n __slots__ = ('a',)", "class A(tuple):\n __slots__ = ()", "class A:\n __slots__ = ('a', 'a')",
       "class A:\n __slots__ = ('__dict__', '__dict__')", "class B:\n __slots__ = ('b',)\nclass A(P, B): pass",
       "class B:\n __slots__ = ()\nclass A(P, B):\n __slots__ = ()", "class A(U):\n __slots__ = ('__dict__',)",
       "class A(list):\n __slots__ = ('n',)", "class A:\n __slots__ = 5"]
for text in bad:
    try:
        exec(text)
        print(repr(text), 'works')
    except (TypeError, ValueError) as e:
        print(repr(text), '->', e)
P.x = 'class attribute now'
try:
    p.x = 5
except AttributeError as e:
    print('descriptor gone:', e)
print(p.x)


class Base:
    __slots__ = ()


class A(Base):
    __slots__ = ('a',)


class B(Base):
    __slots__ = ('a',)


x = A()
x.a = 'moved'
x.__class__ = B
print('same layout: class may change', type(x).__name__, x.a)
