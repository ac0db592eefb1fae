# getattr, setattr, delattr, hasattr, vars, dir, callable, isinstance, issubclass, type.
class A:
    x = 1
    def __getattr__(self, name):
        if name == 'boom':
            raise ValueError('inside getattr')
        if name.startswith('dyn'):
            return name.upper()
        raise AttributeError(f'no {name}!')
a = A()
print('getattr', getattr(a, 'x'), getattr(a, 'dyn1'), getattr(a, 'zz', 'default'), hasattr(a, 'dyn'), hasattr(a, 'zz'))
setattr(a, 'odd name', 5); setattr(a, 'y', 6)
print('vars', vars(a), getattr(a, 'odd name'), a.__dict__ is vars(a))
delattr(a, 'y')
print('dir', 'x' in dir(a), 'y' in dir(a), [n for n in dir(a) if not n.startswith('__')])
class D:
    def __dir__(self):
        return ['b', 'a', 'c']
print('own dir', dir(D()))
def local():
    one, two = 1, 2
    return sorted(dir()), vars() == locals()
print('dir and vars of a function', local())
print('callable', callable(len), callable(A), callable(a), callable(lambda: 0), callable(5),
    callable(type('C', (), {'__call__': None})()))
print('isinstance', isinstance(True, int), isinstance(1, (str, (float, int))), isinstance(1, int | str),
    isinstance(None, int | None), isinstance([], list), issubclass(bool, int), issubclass(A, (str, object)),
    issubclass(int, int | str))
class Meta(type):
    def __instancecheck__(cls, obj):
        return obj == 'yes'
    def __subclasscheck__(cls, sub):
        return sub is int
class M(metaclass=Meta):
    pass
print('checks', isinstance('yes', M), isinstance('no', M), isinstance(M(), M), issubclass(int, M), issubclass(str, M))
class Fake:
    __class__ = int
print('__class__ lies', isinstance(Fake(), int), type(Fake()).__name__, isinstance(Fake(), Fake))
T = type('T', (A,), {'z': 3})
print('type', T, T.__bases__, T().z, T().x, type(T).__name__, type(5) is int)
for code in ("getattr(a, 'boom')", "hasattr(a, 'boom')", "getattr(a, 'zz')", "getattr(a, 5)", "getattr(a)",
    "setattr(5, 'x', 1)", "delattr(a, 'nope')", "setattr(a, 1, 2)", "vars(5)", "dir(1, 2)", "isinstance(1, 5)",
    "isinstance(1, [int])", "isinstance(1, (int, 5))", "isinstance('', (int, 5))", "issubclass(1, int)",
    "issubclass(int, 'a')", "type(1, 2)", "type('X', 1, {})", "type('X', (), [])", "type('X', (int, str), {})",
    "type('X', (bool,), {})", "type()", "isinstance(1)", "isinstance([], list[int])", "hasattr(a, None)",
    "setattr(object(), 'x', 1)", "setattr(int, 'x', 1)", "delattr(int, '__add__')", "object(1)", "object().x"):
    try:
        print(code, '=', eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
