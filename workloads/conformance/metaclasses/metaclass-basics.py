# Metaclasses: which one is used, their attributes and methods, conflicts.
class M(type):
    level = 'from the metaclass'

    def shout(cls):
        return cls.__name__.upper()

    def __len__(cls):
        return 42

    def __iter__(cls):
        return iter(cls.items)

    def __contains__(cls, x):
        return x in cls.items

    def __repr__(cls):
        return f'<M {cls.__name__}>'

    def __add__(cls, other):
        return f'{cls.__name__}+{other}'

    def __bool__(cls):
        return False

    @property
    def prop(cls):
        return f'prop of {cls.__name__}'


class A(metaclass=M):
    items = [1, 2]

    def __len__(self):
        return 1


class B(A):
    items = 'xy'


print('methods', A.shout(), B.shout(), len(A), len(A()), list(B), 1 in A, A + 1, bool(A), bool(A()))
print('repr', A, [B], type(A).__name__, type(B) is M)
print('attribute of the metaclass', A.level, hasattr(A(), 'level'), A.prop, hasattr(A(), 'prop'))
A.level = 'own'
print('shadowed', A.level, B.level, M.level)


class M2(type):
    pass


class C(metaclass=M2):
    pass


try:
    class D(A, C):
        pass
except TypeError as e:
    print(e)


class M3(M, M2):
    pass


class E(A, C, metaclass=M3):
    items = ()


print('derived metaclass', type(E).__name__, E)


def function_meta(name, bases, ns, **kw):
    return (name, bases, sorted(k for k in ns if not k.startswith('__')), kw)


class F(metaclass=function_meta, extra=1):
    x = 1


print('any callable', F)


class Factory:
    @staticmethod
    def __prepare__(name, bases):
        return {'prepared': True}

    def __new__(cls, name, bases, ns):
        return type(name, bases, dict(ns))


class G(metaclass=Factory):
    pass


print('plain class as metaclass', G.prepared, type(G).__name__)


class Count(type):
    made = 0

    def __call__(cls, *args):
        Count.made += 1
        obj = super().__call__(*args)
        obj.serial = Count.made
        return obj


class H(metaclass=Count):
    def __init__(self, x):
        self.x = x


print('__call__', H('a').serial, H('b').serial, H('c').x)
print('type of types', type(type) is type, isinstance(type, object), isinstance(object, type), issubclass(type, object))
