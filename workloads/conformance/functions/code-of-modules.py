# Functions made of a module's code, and what functions take from their maker.
import types

names = {}
function = types.FunctionType(compile('a = 1\nb = a + 1', 'module', 'exec'), names)
function()
print('globals are locals', names['a'], names['b'])
function()

names = {'type': type, '__builtins__': {'len': len}}
exec('def first(): pass\nsecond = type(first)(first.__code__, {})', names)
print('builtins', names['second'].__builtins__ is names['__builtins__'])


def plain():
    pass


for value in 42, None:
    try:
        plain.__type_params__ = value
    except TypeError as error:
        print('type parameters', error)


def nothing(argument):
    yield


for call in lambda: nothing(*1), lambda: dir(**1):
    try:
        call()
    except TypeError as error:
        print(error)


class Broken(Exception):
    def __new__(cls):
        return cls


body = nothing(1)
next(body)
try:
    body.throw(Broken)
except TypeError:
    print('thrown inside', list(body))


class Base:
    value = 1


class Meta(type):
    def mro(cls):
        return cls, Base, object


class Weird(metaclass=Meta):
    pass


print(Weird.value, end=' ')
Base.value = 2
print(Weird.value)
