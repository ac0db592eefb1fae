# Exceptions thrown into generators: traceback entries, context, handled state.
import sys


def g():
    while True:
        try:
            yield 'waiting'
        except KeyError as e:
            print('  context', repr(e.__context__), '| traceback', e.__traceback__ is not None)
            yield 'handled'


it = g()
next(it)
try:
    1 / 0
except ZeroDivisionError:
    print(it.throw(KeyError('thrown while handling')))
print(next(it))


def passes():
    try:
        yield
    finally:
        print('  sys.exception in finally', repr(sys.exception()))


p = passes()
next(p)
try:
    p.throw(ValueError('v'))
except ValueError as e:
    names = []
    tb = e.__traceback__
    while tb:
        names.append(tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
    print('frames', names)


def raises_new():
    try:
        yield
    except ValueError:
        raise KeyError('new')


r = raises_new()
next(r)
try:
    r.throw(ValueError('old'))
except KeyError as e:
    print('context kept', repr(e.__context__))
e = ValueError('same object')
t = g()
next(t)
try:
    t.throw(e)
except ValueError as caught:
    print('same object', caught is e)


def outer():
    try:
        yield from inner()
    except KeyError:
        yield 'outer handled'


def inner():
    try:
        yield 1
    except ValueError:
        yield 'inner handled'
        raise KeyError('from inner')


o = outer()
print(next(o), o.throw(ValueError), next(o))


def gen_in_except():
    try:
        raise TypeError('inside')
    except TypeError:
        yield type(sys.exception()).__name__
    yield sys.exception()


x = gen_in_except()
try:
    raise OSError('outside')
except OSError:
    print(next(x), type(sys.exception()).__name__)
    print(next(x))


def started(gen):
    next(gen)
    return gen


c = started(passes())
print('close', c.close())
import types


@types.coroutine
def old_style():
    yield


print(type(old_style()).__name__)
