# __getattribute__, __getattr__, __setattr__, __delattr__ and __dir__.
class A:
    def __init__(self):
        print('  init sets', end=' ')
        self.x = 1

    def __getattr__(self, name):
        if name.startswith('dyn'):
            return f'made {name}'
        raise AttributeError(f'nothing like {name}')

    def __setattr__(self, name, value):
        print(f'setattr {name}={value!r}')
        super().__setattr__(name, value)

    def __delattr__(self, name):
        print(f'delattr {name}')
        object.__delattr__(self, name)

    def __dir__(self):
        return ['z', 'a', 'dyn1']


a = A()
print('found: no __getattr__', a.x)
print('missing', a.dynamic, getattr(a, 'nope', 'default'), hasattr(a, 'dyn9'), hasattr(a, 'nope'))
a.y = 2
del a.y
try:
    del a.y
except AttributeError as e:
    print(e)
print('dir sorts', dir(a))


class B:
    x = 'class'

    def __init__(self):
        self.y = 'instance'

    def __getattribute__(self, name):
        print(f'[{name}]', end=' ')
        return super().__getattribute__(name)

    def method(self):
        return self.y


b = B()
print(b.x)
print(b.method())
print(b.__dict__)
print('special methods bypass it', len(str(b)) > 0, bool(b), type(b).__name__)


class C:
    def __getattribute__(self, name):
        raise AttributeError('from getattribute')

    def __getattr__(self, name):
        return f'fallback {name}'


print(C().anything, C().__class__, type(C()).__name__)


class D:
    @property
    def p(self):
        raise AttributeError('inside the property')

    def __getattr__(self, name):
        return f'getattr({name}) after the property failed'


print(D().p)


class E:
    def __getattr__(self, name):
        return lambda *a: (name, a)


e = E()
print('call', e.foo(1))
for op in (lambda: len(e), lambda: e + 1, lambda: e[0], lambda: iter(e)):
    try:
        op()
    except TypeError as err:
        print('implicit look-ups skip __getattr__:', err)


class F:
    def __getattr__(self, name):
        return self.other


try:
    F().x
except RecursionError as err:
    print('recursion:', type(err).__name__)


class G:
    def __dir__(self):
        return 5


try:
    dir(G())
except TypeError as err:
    print(err)
