# Generator objects: state, names, frames, running twice, comparison with inspect.
import inspect


def g(a):
    b = a + 1
    yield b
    c = yield
    return c


x = g(1)
print('created', inspect.getgeneratorstate(x), x.gi_frame.f_locals, x.gi_frame.f_lineno - g.__code__.co_firstlineno)
next(x)
print('suspended', inspect.getgeneratorstate(x), x.gi_frame.f_locals, x.gi_frame.f_lineno - g.__code__.co_firstlineno)
x.close()
print('closed', inspect.getgeneratorstate(x), x.gi_frame, x.gi_code is g.__code__)
print('names', x.__name__, x.__qualname__, type(x).__name__, (i for i in ()).__name__)
x.__name__ = 'other'
print('renamed', x.__name__, g.__name__)
try:
    x.__name__ = 5
except TypeError as e:
    print(e)


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as e:
    print(e)


def state():
    yield inspect.getgeneratorstate(it)


it = state()
print('while running', next(it))
print('iter is itself', iter(it) is it, inspect.isgenerator(it), inspect.isgeneratorfunction(state), hasattr(it, '__len__'))
try:
    it[0]
except TypeError as e:
    print(e)
try:
    len(it)
except TypeError as e:
    print(e)
try:
    type(it)()
except TypeError as e:
    print(e)


def exc_state():
    try:
        raise KeyError('inner')
    except KeyError:
        yield 'suspended in except'
        import sys
        yield type(sys.exception()).__name__


e = exc_state()
next(e)
import sys
print('outside no exception', sys.exception())
try:
    raise ValueError('outer')
except ValueError:
    print('generator keeps its own', next(e), '| we keep ours', type(sys.exception()).__name__)


def two():
    print('  body starts at the first next')
    yield 1


t = two()
print('made')
next(t)
