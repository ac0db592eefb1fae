# __prepare__: the class body runs in whatever mapping it returns.
class Log(dict):
    def __init__(self):
        super().__init__()
        self.log = []

    def __setitem__(self, key, value):
        self.log.append(f'set {key}')
        super().__setitem__(key, value)

    def __getitem__(self, key):
        if not key.startswith('__'):
            self.log.append(f'get {key}')
        return super().__getitem__(key)

    def __delitem__(self, key):
        self.log.append(f'del {key}')
        super().__delitem__(key)


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        return Log()

    def __new__(mcls, name, bases, ns):
        cls = super().__new__(mcls, name, bases, dict(ns))
        cls.log = [x for x in ns.log if '__' not in x]
        return cls


class A(metaclass=Meta):
    x = 1
    y = x + len('ab')
    del x

    def f(self): ...
    f = staticmethod(f)


print(A.log)


class Auto(dict):
    def __missing__(self, key):
        if key.startswith('__'):
            raise KeyError(key)
        self[key] = len(self)
        return self[key]


class EnumLike(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        return Auto()


class Colour(metaclass=EnumLike):
    red
    green
    blue = 77
    yellow


order = [n for n in vars(Colour) if not n.startswith('__')]
print('names from nowhere', order)


class Multi(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        class Ns(dict):
            def __setitem__(self, k, v):
                if callable(v) and k in self:
                    v = (*self[k], v) if isinstance(self[k], tuple) else (self[k], v)
                super().__setitem__(k, v)
        return Ns()


class Over(metaclass=Multi):
    def f(): return 1
    def f(): return 2
    def f(): return 3


print('overloads', [g() for g in Over.f])


class BadPrepare(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        return 5


try:
    class C(metaclass=BadPrepare):
        pass
except TypeError as e:
    print(e)
try:
    class D(metaclass=Meta, flag=True):
        pass
except TypeError as e:
    print(e)


class NoCell(type):
    def __new__(mcls, name, bases, ns):
        ns.pop('__classcell__', None)
        return super().__new__(mcls, name, bases, ns)


try:
    class E(metaclass=NoCell):
        def f(self):
            return __class__
except RuntimeError as e:
    print(str(e).split(',')[0])
import types
print('types.new_class', types.new_class('N', (int,), {}, lambda ns: ns.update(k=1)).k)
print('resolve', types.resolve_bases([list[int]]), types.prepare_class('P', (), {'metaclass': EnumLike})[0].__name__)
