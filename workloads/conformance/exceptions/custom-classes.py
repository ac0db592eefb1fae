# Own exception classes: args, str, pickling-friendly construction, attributes.
import copy
import pickle


class Plain(Exception):
    pass


class WithInit(Exception):
    def __init__(self, code, message='default'):
        self.code = code
        super().__init__(f'{code}: {message}')


class NoSuper(Exception):
    def __init__(self, a, b):
        self.a, self.b = a, b


class WithStr(ValueError):
    def __str__(self):
        return f'custom str of {self.args}'


class Both(KeyError, AttributeError):
    pass


print('args', Plain().args, Plain(1, 2).args, WithInit(5).args, NoSuper(1, 2).args)
print('str', str(Plain('x')), str(WithInit(5, 'm')), str(NoSuper(1, 2)), str(WithStr('w')))
print('repr', repr(Plain('x', 1)), repr(WithInit(5)), repr(NoSuper(1, 2)), repr(WithStr('w')))
e = Plain('a')
e.args = ('b', 'c')
print('args set', e, e.args)
e.args = 'xy'
print('args from any iterable', e.args)
try:
    e.args = 5
except TypeError as t:
    print(t)
e.extra = 1
print('attributes', vars(e))
for exc in (Plain(1, 2), NoSuper(1, 2), WithStr('w')):
    again = pickle.loads(pickle.dumps(exc))
    print('pickle', type(again).__name__, again.args, vars(again))
try:
    print('init with another signature', pickle.loads(pickle.dumps(WithInit(5, 'm'))))
except TypeError as t:
    print(t)
print('copy', copy.copy(e).args, copy.copy(e).extra, copy.copy(e) is e, copy.copy(e) == e)
try:
    raise Both('b')
except AttributeError as b:
    print('caught by the second base', repr(b), str(b))
print('reduce', Plain(1).__reduce__(), e.__reduce__()[2])


class Meta(type):
    def __instancecheck__(cls, obj):
        return True

    def __subclasscheck__(cls, sub):
        return True


class CatchAll(Exception, metaclass=Meta):
    pass


try:
    try:
        raise ValueError('except asks the real type, no hooks')
    except CatchAll:
        print('wrong')
except ValueError as v:
    print(v)
print('state', Plain('p').with_traceback(None), Plain().__setstate__({'k': 1}))
try:
    Plain().with_traceback(5)
except TypeError as t:
    print(t)
