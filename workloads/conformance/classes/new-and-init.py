# __new__ makes, __init__ fills; what happens when either is odd.
class A:
    def __new__(cls, *args, **kw):
        print('new', cls.__name__, args, kw, end=' | ')
        return super().__new__(cls)

    def __init__(self, *args, **kw):
        print('init', args, kw)


A(1, k=2)
A.__new__(A, 'only new')
print()


class Other:
    def __new__(cls):
        return 'not an instance'

    def __init__(self):
        print('not called')


print('other type: no init', Other())


class Sub(A):
    def __new__(cls, x):
        return A.__new__(Sub2, x)


class Sub2(Sub):
    def __init__(self, x):
        print('init of the actual type', type(self).__name__)


Sub(1)


class Int(int):
    def __new__(cls, value, unit):
        self = super().__new__(cls, value)
        self.unit = unit
        return self


i = Int('42', 'mm')
print('immutable base', i + 1, i.unit, type(i + 1).__name__)


class Single:
    it = None

    def __new__(cls):
        if cls.it is None:
            cls.it = super().__new__(cls)
        return cls.it


print('singleton', Single() is Single())


class BadInit:
    def __init__(self):
        return 5


class OnlyNew:
    def __new__(cls, x):
        return super().__new__(cls)


class OnlyInit:
    def __init__(self, x):
        self.x = x


class Nothing:
    pass


for text in ('BadInit()', 'Nothing(1)', 'Nothing(x=1)', 'OnlyNew(1)', 'OnlyNew()', 'OnlyInit(1)', 'OnlyInit()',
             'object.__new__(Nothing, 1)', 'object.__new__(OnlyInit, 1)', 'object.__new__(int)', 'object.__new__(5)',
             'int.__new__(str)', 'list.__new__(tuple)', 'object().__init__(1)', 'OnlyNew(1).__init__(1)',
             'OnlyInit(1).__init__()', 'tuple.__new__()', 'bool.__new__(int)', 'int.__new__(bool)'):
    try:
        value = eval(text)
        print(text, 'gives', type(value).__name__)
    except TypeError as e:
        print(text, '->', e)
print('__new__ is static', type(vars(A)['__new__']).__name__)
obj = Nothing()
print('init again', OnlyInit.__init__(obj, 7), obj.x)
