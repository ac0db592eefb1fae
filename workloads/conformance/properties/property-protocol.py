# property: getter, setter, deleter, doc, inheritance, errors.
class A:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        """doc of x"""
        return self._x

    @x.setter
    def x(self, value):
        self._x = value * 2

    @x.deleter
    def x(self):
        self._x = 'deleted'

    @property
    def read_only(self):
        return 'r'

    write_only = property(None, lambda self, v: print('  wrote', v))
    nothing = property()


a = A()
print('get', a.x)
a.x = 5
print('set', a.x)
del a.x
print('del', a.x, '| doc', A.x.__doc__, '| name', A.x.__name__)
for text in ('a.read_only = 1', 'del a.read_only', 'a.write_only', 'a.nothing', 'a.nothing = 1', 'del a.nothing'):
    try:
        exec(text)
    except AttributeError as e:
        print(text, '->', e)
a.write_only = 3
print('parts', A.x.fget.__name__, A.x.fset is not None, A.read_only.fset)


class B(A):
    @A.x.getter
    def x(self):
        return ('B', super().x)

    @property
    def read_only(self):
        return super().read_only + 's'


b = B()
print('inherited setter, new getter', b.x, b.read_only)
b.x = 4
print(b.x)


class C(A):
    x = 'plain attribute'


c = C()
c.x = 5
print('replaced', c.x, vars(c))
p = property(lambda self: 1, doc='given doc')
print('doc', p.__doc__, property(lambda self: 1).__doc__)
p2 = p.setter(lambda self, v: None)
print('copies', p2 is p, p2.fget is p.fget, p2.__doc__)


class D:
    @property
    def broken(self):
        return self.missing


try:
    D().broken
except AttributeError as e:
    print('error inside:', e)
print('isabstract', property(lambda s: 0).__isabstractmethod__)


class E:
    def _get(self):
        return type(self).__name__
    first = property(_get)
    second = property(lambda self: self._get())


class F(E):
    def _get(self):
        return 'overridden'


print('bound early, bound late', F().first, F().second)


class Sub(property):
    """Docs of the subclass"""


print('subclass', Sub(lambda s: 1, doc='d').__doc__, Sub(lambda s: 1).__doc__)
vars_a = vars(a)
vars_a['x'] = 'in the dict'
print('property wins over the dict', a.x)
