# Data descriptors beat the instance, the instance beats non-data descriptors.
class Data:
    def __init__(self, tag):
        self.tag = tag

    def __get__(self, obj, owner=None):
        return (self.tag, 'class' if obj is None else 'instance', owner.__name__)

    def __set__(self, obj, value):
        print('  set', self.tag, value)

    def __delete__(self, obj):
        print('  delete', self.tag)


class NonData:
    def __get__(self, obj, owner=None):
        return 'non-data'


class SetOnly:
    def __set__(self, obj, value):
        obj.__dict__['s'] = ('stored', value)


class DeleteOnly:
    def __delete__(self, obj):
        print('  delete only')


class A:
    d = Data('d')
    n = NonData()
    s = SetOnly()
    x = DeleteOnly()


a = A()
print('get', a.d, A.d)
a.d = 1
del a.d
a.__dict__['d'] = 'ignored'
print('data descriptor wins', a.d)
print('non-data', a.n, A.n)
a.n = 'instance'
print('instance wins', a.n)
del a.n
print('again', a.n)
print('set-only reads itself', type(a.s).__name__)
a.s = 5
print('then the instance dict', a.s)
del a.x
try:
    a.x = 1
except AttributeError as e:
    print('no __set__:', e)
try:
    del a.s
except AttributeError as e:
    print('no __delete__:', e)
A.d = 'replaced'
print('assigning on the class replaces it', A.d, a.d)


class Raise:
    def __get__(self, obj, owner=None):
        raise AttributeError('descriptor raised')


class B:
    r = Raise()


b = B()
b.__dict__['r'] = 'not used: __get__ was found'
print('hasattr', hasattr(b, 'r'), getattr(b, 'r', 'default') if not hasattr(b, 'r') else b.__dict__['r'])


class OnInstance:
    pass


o = OnInstance()
o.d = Data('on the instance')
print('descriptors work on classes only', type(o.d).__name__)


class Meta(type):
    md = Data('metaclass data')
    mn = NonData()


class C(metaclass=Meta):
    md = 'class attribute'
    mn = 'class attribute'


print('metaclass data descriptor beats the class', C.md)
print('class beats a non-data one', C.mn)


class Inner:
    __get__ = lambda self, obj, owner: 'lambda as __get__'


class D:
    i = Inner()


D.i2 = Inner()
print(D().i, D.i2)
i = Inner()
i.__get__ = 'instance attribute ignored'
D.i3 = i
print(D.i3)
