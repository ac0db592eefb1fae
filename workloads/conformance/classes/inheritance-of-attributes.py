# Class attributes along the MRO: mutable sharing, shadowing, deletion, vars and dir.
class A:
    shared = []
    value = 'A'

    def who(self): return 'A.who'


class B(A):
    value = 'B'


class C(B):
    pass


c = C()
c.shared.append(1)
print('mutable class attribute is shared', A.shared, B.shared is C.shared)
C.shared = ['own']
print('assignment shadows', A.shared, c.shared, B().shared)
print('lookup', c.value, vars(C).get('value', 'not in C'))
B.value = 'changed B'
print('change seen', c.value)
del B.value
print('deleted: next in line', c.value)
try:
    del C.value
except AttributeError as e:
    print(e)
del A.value
try:
    c.value
except AttributeError as e:
    print(e)
c.who = 'instance attribute hides the method'
print(c.who, C.who(c))
A.late = property(lambda self: f'late property of {type(self).__name__}')
print(c.late)
A.__str__ = lambda self: 'patched str'
print(str(c), f'{B()}')


class D(A):
    def who(self): return 'D>' + super().who()
    def __init_subclass__(cls): cls.tag = cls.__name__.lower()


class E(D): pass


print(E().who(), E.tag, hasattr(D, 'tag'))
print('vars order', [k for k in vars(A) if not k.startswith('__')])
print('dir is sorted and merged', [n for n in dir(E()) if not n.startswith('__')])
x = E()
x.own = 1
print('dir of an instance', 'own' in dir(x), 'own' in dir(E))
print('has own', [hasattr(o, 'shared') for o in (A, x)], 'shared' in vars(x), getattr(E, 'shared') is A.shared)


class Counter:
    count = 0

    def __init__(self):
        self.count += 1
        Counter.count += 10


a, b = Counter(), Counter()
print('instance += reads the class', a.count, b.count, Counter.count)
