# What a class statement does: namespace, qualified names, keyword arguments, class cell.
print('order of evaluation')


def base(name):
    print('  base', name)
    return type(name, (), {})


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print('  prepare', name, [b.__name__ for b in bases], kw)
        return {'injected': 'by prepare'}

    def __new__(mcls, name, bases, ns, **kw):
        print('  new', name, [k for k in ns if not k.startswith('__')], kw)
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print('  init', name, kw)
        super().__init__(name, bases, ns)


class A(base('X'), base('Y'), metaclass=Meta, flag=1):
    print('  body sees', injected)
    z = 1


print('class attributes', A.z, A.injected, A.__mro__[1].__name__)


class Outer:
    class Inner:
        def method(self):
            class Local:
                pass
            return Local

    name = __qualname__


print('qualnames', Outer.Inner.__qualname__, Outer.Inner().method().__qualname__, Outer.name)
print('repr', Outer.Inner, type(Outer.Inner()).__name__)
T = type('T', (int,), {'double': lambda self: self * 2, '__doc__': 'made by type()'})
print('type()', T(4).double(), T.__doc__, T.__module__, T.__qualname__)
ns = {}
C = type('C', (), ns)
ns['late'] = 1
print('namespace is copied', hasattr(C, 'late'), type(C.__dict__).__name__)
try:
    C.__dict__['x'] = 1
except TypeError as e:
    print(e)


class K:
    def who(self):
        return __class__


print('__class__ cell', K().who() is K, K.who.__code__.co_freevars, K.who.__closure__[0].cell_contents is K)


def bases_from_star(*bases, **kw):
    class D(*bases, **kw):
        pass
    return D


print('starred bases', bases_from_star(int, metaclass=type).__bases__)
for text in ('class A(int, int): pass', 'class A(5): pass', 'class A(None): pass', 'class A(bool): pass',
             'class A(int, str): pass', 'class A(x=1): pass', 'class A(metaclass=5): pass', 'class A(type(None)): pass',
             'class A(object, int): pass', 'class A(type(len)): pass', 'class A(slice, range): pass'):
    try:
        exec(text)
        print(text, 'works')
    except TypeError as e:
        print(text, '->', e)
