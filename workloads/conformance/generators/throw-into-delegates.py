# Throwing into a generator that delegates: what it returns, what it sees on the stack, what becomes the context.
import sys


def frames():
    names, frame = [], sys._getframe(1)
    while frame is not None and frame.f_code.co_name != '<module>':
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def inner(value):
    try:
        yield frames()
    except ValueError:
        yield frames()
    return value


def outer(value):
    got = yield from inner(value)
    yield 'returned', got


for value in (5, (5,), None):
    g = outer(value)
    print('stack', next(g), g.throw(ValueError), next(g))


def returns_at_once(value):
    try:
        yield 'waiting'
    except ValueError:
        return value


def middle(value):
    got = yield from returns_at_once(value)
    yield 'middle got', got


for value in (5, (5,), StopIteration(5)):
    g = middle(value)
    print(next(g), g.throw(ValueError('in')))


def handling():
    try:
        raise KeyError('first')
    except KeyError:
        yield


g = handling()
next(g)
try:
    g.throw(ValueError)
except ValueError as e:
    print('context', repr(e.__context__))


class Own:
    def __iter__(self): return self
    def __next__(self): return frames()
    def throw(self, *args): return frames()


def over_own():
    yield from Own()


g = over_own()
print('own iterator', next(g), g.throw(ValueError))


def kept():
    return sys._getframe()


def calls():
    return kept()


frame = calls()
max(1, 2), (lambda: (lambda: 0)())()
print('finished frames', frame.f_code.co_name, frame.f_back.f_code.co_name, frame.f_back.f_back.f_code.co_name)
