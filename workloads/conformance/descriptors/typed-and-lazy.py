# Descriptors in use: validation with __set_name__, lazy values, class-level access.
class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.name = name
        self.slot = '_' + name

    def __get__(self, obj, owner):
        if obj is None:
            return self
        try:
            return getattr(obj, self.slot)
        except AttributeError:
            raise AttributeError(f'{self.name} is not set') from None

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f'{self.name} wants {self.kind.__name__}, got {type(value).__name__}')
        setattr(obj, self.slot, value)

    def __delete__(self, obj):
        delattr(obj, self.slot)


class Lazy:
    def __init__(self, function):
        self.function = function

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner):
        if obj is None:
            return self
        value = obj.__dict__[self.name] = self.function(obj)
        return value


class Point:
    x = Typed(int)
    y = Typed(int)

    @Lazy
    def norm(self):
        print('computing', end=' ')
        return self.x ** 2 + self.y ** 2


p = Point()
p.x, p.y = 3, 4
print('values', p.x, p.y, vars(p))
print('lazy', p.norm, p.norm, 'norm' in vars(p))
try:
    p.x = 'a'
except TypeError as e:
    print(e)
del p.y
try:
    p.y
except AttributeError as e:
    print(e, e.__cause__, e.__suppress_context__)
print('class access', Point.x.name, Point.norm.name, type(Point.x).__name__)


class ClassProperty:
    def __init__(self, f):
        self.f = f

    def __get__(self, obj, owner):
        return self.f(owner)


class Sub(Point):
    @ClassProperty
    def title(cls):
        return cls.__name__.lower()


class SubSub(Sub):
    pass


print('class property', Sub.title, SubSub.title, SubSub().title)
from functools import cached_property


class C:
    @cached_property
    def v(self):
        print('once', end=' ')
        return [1]


c = C()
print(c.v is c.v, vars(c))
c.v = 'overwritten'
print(c.v)
del c.v
print(c.v)
