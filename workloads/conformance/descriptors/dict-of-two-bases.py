# `__dict__` where a class, a module, an exception has a second base with a dict of its own; arguments for copying of the wrong type.
import sys
import types


class Base:
    pass


def attempt(action, *args):
    try:
        print(action.__name__, action(*args))
    except Exception as error:
        print(action.__name__, type(error).__name__, error)


def replaced(o):
    o.__dict__ = {'a': 1}
    return o.__dict__


def deleted(o):
    del o.__dict__
    return o.__dict__


class Meta1(type, Base):
    pass


class Meta2(Base, type):
    pass


class D(metaclass=Meta1):
    pass


class E(metaclass=Meta2):
    pass


for cls in Base, D, E:
    attempt(replaced, cls)
    attempt(deleted, cls)
    print(type(cls.__dict__).__name__, '__module__' in cls.__dict__)


class Module1(types.ModuleType, Base):
    pass


for module in Module1('spam'), types.ModuleType('eggs'):
    attempt(replaced, module)
    module.__dict__['x'] = 1
    print(module.x)


class Exception1(Exception, Base):
    pass


for exception in Exception(), Exception1():
    attempt(replaced, exception)
    print(exception.a)


class Pair:
    def __init__(self, pair):
        self.pair = pair

    def __getnewargs_ex__(self):
        return self.pair


def reduced(o):
    return len(o.__reduce_ex__(2))


for pair in ((1,), 'no dict'), ('no tuple', {}), (), 'no pair', ((1,), {}):
    attempt(reduced, Pair(pair))
attempt(sys.call_tracing, str, (2,))
attempt(sys.call_tracing, str, 2)
