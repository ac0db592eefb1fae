# Special methods are looked up on the type, not on the instance.
class A:
    pass


a = A()
a.__len__ = lambda: 5
a.__str__ = lambda: 'instance str'
a.__bool__ = lambda: False
a.__eq__ = lambda o: True
a.__iter__ = lambda: iter('x')
a.__enter__ = lambda: 'entered'
a.__add__ = lambda o: 'added'
a.__hash__ = lambda: 7
try:
    len(a)
except TypeError as e:
    print('len', e)
print('str', str(a) == 'instance str', a.__str__())
print('bool', bool(a))
print('eq', a == 5)
for op in (lambda: iter(a), lambda: a + 1):
    try:
        op()
    except TypeError as e:
        print(e)
try:
    with a:
        pass
except TypeError as e:
    print('with', e)
print('hash', hash(a) == 7)
A.__len__ = lambda self: 9
print('set on the class later', len(a), bool(a))
del A.__len__
try:
    len(a)
except TypeError as e:
    print('removed', e)


class B(A):
    __len__ = None


try:
    len(B())
except TypeError as e:
    print('None', e)


class Meta(type):
    def __len__(cls):
        return 100

    def __call__(cls, *args):
        return 'meta call'


class C(metaclass=Meta):
    def __len__(self):
        return 1

    def __call__(self):
        return 'instance call'


print('class and instance', len(C), C(), len(type.__call__(C)), type.__call__(C)())
b = object.__new__(C)
print(len(b), b())


class Static:
    @staticmethod
    def __len__():
        return 3

    @classmethod
    def __contains__(cls, x):
        return cls is Static

    __int__ = property(lambda self: lambda: 12)


print('static, class method, property', len(Static()), 5 in Static(), int(Static()))


class Swap:
    def __repr__(self):
        return 'before'


s = Swap()
print(s, end=' ')
Swap.__repr__ = lambda self: 'after'
print(s)
