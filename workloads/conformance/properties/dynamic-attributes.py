# Attributes made on the fly: __getattr__ with properties, class-level properties, instance-level descriptors.
class Lazy:
    def __getattr__(self, name):
        print(f'[make {name}]', end=' ')
        value = name.upper()
        setattr(self, name, value)
        return value


l = Lazy()
print(l.a, l.a, vars(l))


class Frozen:
    def __init__(self, **kw):
        for k, v in kw.items():
            object.__setattr__(self, k, v)

    def __setattr__(self, name, value):
        raise AttributeError(f'cannot set {name}')

    def __delattr__(self, name):
        raise AttributeError(f'cannot delete {name}')


f = Frozen(x=1)
for op in (lambda: setattr(f, 'x', 2), lambda: delattr(f, 'x'), lambda: f.__dict__.update(x=3)):
    try:
        op()
        print('went around it', f.x)
    except AttributeError as e:
        print(e)


class Proxy:
    def __init__(self, target): object.__setattr__(self, '_target', target)
    def __getattribute__(self, name):
        if name == '_target':
            return object.__getattribute__(self, name)
        return getattr(object.__getattribute__(self, '_target'), name)
    def __setattr__(self, name, value): setattr(self._target, name, value)


class T:
    v = 1


t = T()
p = Proxy(t)
p.v = 5
print(t.v, p.v, p.__class__.__name__, type(p).__name__, isinstance(p, T))


class Celsius:
    def __init__(self, degrees=0): self.degrees = degrees
    @property
    def fahrenheit(self): return self.degrees * 9 / 5 + 32
    @fahrenheit.setter
    def fahrenheit(self, value): self.degrees = (value - 32) * 5 / 9


c = Celsius(100)
print(c.fahrenheit, end=' ')
c.fahrenheit = 32
print(c.degrees, vars(c))
c.fahrenheit += 9
print(c.degrees)


def make_class(fields):
    def getter(name): return property(lambda self: self._data[name], lambda self, v: self._data.__setitem__(name, v))
    return type('Record', (), {'__init__': lambda self, **kw: setattr(self, '_data', kw), **{f: getter(f) for f in fields}})


R = make_class(['x', 'y'])
r = R(x=1, y=2)
r.x += 10
print(r.x, r.y, r._data)


class Meta(type):
    @property
    def version(cls): return f'{cls.__name__} 1.0'
    @version.setter
    def version(cls, v): print('setting', v)


class M(metaclass=Meta):
    pass


M.version = 2
print(M.version, hasattr(M(), 'version'), 'version' in vars(M))


class Abstract:
    @property
    def must(self): raise NotImplementedError('must')


try:
    Abstract().must
except NotImplementedError as e:
    print('not turned into AttributeError', e)
print(hasattr(Lazy, 'b'), hasattr(Lazy(), 'b'))
