# An AttributeError knows which attribute of which object was wanted, whoever raised it; what it says already stays.
class Hook:
    near = None
    def __getattr__(self, name):
        raise AttributeError('hook', 23)
class Bare:
    def __getattr__(self, name):
        raise AttributeError
class Told:
    def __getattr__(self, name):
        raise AttributeError('told', name='other', obj=7)
class Own:
    def __getattribute__(self, name):
        raise AttributeError('own')
class Subclass(AttributeError):
    pass
class Derived:
    def __getattr__(self, name):
        raise Subclass('derived')
class Other:
    def __getattr__(self, name):
        raise ValueError('no attribute error')
class Calls:
    def __getattr__(self, name):
        return self.deeper(name)
    def deeper(self, name):
        raise AttributeError(name)
def statement(o):
    return o.nearby
def method(o):
    return o.nearby()
def builtin(o):
    return getattr(o, 'nearby')
for cls in (Hook, Bare, Told, Own, Derived, Other, Calls):
    for way in (statement, method, builtin):
        o = cls()
        for _ in range(3):
            try:
                way(o)
            except Exception as error:
                found = type(error).__name__, error.args, getattr(error, 'name', '-'), getattr(error, 'obj', '-') is o
        print(cls.__name__, way.__name__, *found)
class Chain:
    def __getattr__(self, name):
        if name == 'outer':
            return self.inner
        raise AttributeError('chain')
c = Chain()
try:
    c.outer
except AttributeError as error:
    print('the innermost look-up tells', error.name, error.obj is c)
print('default', getattr(Hook(), 'nearby', 'none'), hasattr(Hook(), 'nearby'))
