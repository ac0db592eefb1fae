# Metaclasses in use: registration, validation, operator overloading on classes, instance caching.
class Registry(type):
    classes = {}

    def __new__(mcls, name, bases, ns, *, abstract=False, **kw):
        cls = super().__new__(mcls, name, bases, ns)
        if not abstract:
            mcls.classes[name.lower()] = cls
        return cls

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.options = {k: v for k, v in kw.items() if k != 'abstract'}

    def __getitem__(cls, name): return cls.classes[name]
    def __contains__(cls, name): return name in cls.classes
    def __iter__(cls): return iter(sorted(cls.classes))
    def __len__(cls): return len(cls.classes)
    def __or__(cls, other): return f'{cls.__name__} or {other.__name__}'
    def __call__(cls, *args, **kw):
        obj = super().__call__(*args, **kw)
        obj.made_by = 'metaclass'
        return obj
    def __instancecheck__(cls, obj): return hasattr(obj, 'made_by')
    def __setattr__(cls, name, value):
        print(f'[{cls.__name__}.{name} = {value!r}]', end=' ')
        super().__setattr__(name, value)


class Base(metaclass=Registry, abstract=True):
    pass


class Dog(Base, sound='woof'):
    pass


class Cat(Base, sound='miaow', lives=9):
    def __init__(self, name): self.name = name


print()
print(list(Base), len(Base), 'dog' in Base, Base['cat'] is Cat, Dog.options, Cat.options)
print(Cat('Tom').name, Cat('Tom').made_by, isinstance(Dog(), Cat), Dog | Cat)
Dog.legs = 4
print(Dog().legs)


class Interface(type):
    def __new__(mcls, name, bases, ns):
        for base in bases:
            for required in getattr(base, 'required', ()):
                if required not in ns:
                    raise TypeError(f'{name} lacks {required}')
        return super().__new__(mcls, name, bases, ns)


class Shape(metaclass=Interface):
    required = ('area',)


class Square(Shape):
    def area(self): return 4


try:
    class Bad(Shape):
        pass
except TypeError as e:
    print(e)


class Cached(type):
    def __init__(cls, *a):
        super().__init__(*a)
        cls._cache = {}

    def __call__(cls, *args):
        if args not in cls._cache:
            cls._cache[args] = super().__call__(*args)
        return cls._cache[args]


class Point(metaclass=Cached):
    def __init__(self, x, y): self.x, self.y = x, y


print(Point(1, 2) is Point(1, 2), Point(1, 2) is Point(2, 1), len(Point._cache))


class Final(type):
    def __new__(mcls, name, bases, ns):
        for b in bases:
            if isinstance(b, Final):
                raise TypeError(f'{b.__name__} is final')
        return super().__new__(mcls, name, bases, dict(ns))


class Leaf(metaclass=Final): ...


try:
    type('Sub', (Leaf,), {})
except TypeError as e:
    print('type() finds the metaclass:', e)


class WithAttr(type):
    def __getattr__(cls, name): return f'{cls.__name__}.{name} made up'


class W(metaclass=WithAttr): ...


print(W.anything, hasattr(W(), 'anything'))
