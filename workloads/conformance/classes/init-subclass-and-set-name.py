# __init_subclass__ and __set_name__: when they run, in which order, with what.
class Descriptor:
    def __init__(self, tag):
        self.tag = tag

    def __set_name__(self, owner, name):
        print('  set_name', self.tag, owner.__name__, name)


class Base:
    registry = []

    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, key))
        print('  init_subclass', cls.__name__, key)


print('class statement')


class A(Base, key='a'):
    x = Descriptor('one')
    y = Descriptor('two')
    z = x


print('inherited')


class B(A):
    pass


print('type()')
C = type('C', (Base,), {'d': Descriptor('three')}, key='c')
print('registry', Base.registry)
print('later assignment does not call __set_name__')
A.late = Descriptor('late')
try:
    class D(Base, unknown=1):
        pass
except TypeError as e:
    print(e)


class Failing:
    def __set_name__(self, owner, name):
        raise ValueError('no')


try:
    class E:
        f = Failing()
except ValueError as e:
    print('error', e, e.__notes__)
print('implicit classmethod', type(vars(Base)['__init_subclass__']).__name__)


class Left(Base):
    def __init_subclass__(cls, left=0, **kw):
        print('  left', left)
        super().__init_subclass__(**kw)


class Right(Base):
    def __init_subclass__(cls, right=0, **kw):
        print('  right', right)
        super().__init_subclass__(**kw)


print('cooperative')


class Both(Left, Right, left=1, right=2, key=3):
    pass


class OnInstance:
    def __init__(self):
        self.__set_name__ = lambda *a: print('  wrong: instance attribute used')


class F:
    g = OnInstance()


print('looked up on the type')
