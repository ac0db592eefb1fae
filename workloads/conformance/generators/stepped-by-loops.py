# A loop that steps a generator: what it is sent, where the value goes, frames, errors in the middle, throw and tracing meanwhile.
import sys


def counted(n):
    for k in range(n):
        sent = yield k
        if sent is not None:
            print('sent', sent, end=' ')


def squares():
    for k in range(3):
        yield k, k * k


class Holder:
    pass


def targets():
    found = []
    for a, b in squares():
        found.append(a + b)
    holder = Holder()
    for holder.pair in squares():
        found.append(holder.pair)
    for found[0] in counted(3):
        pass
    for _ in counted(0):
        found.append('never')
    else:
        found.append('else')
    return found


print('targets', targets())


def fails():
    yield 1
    raise KeyError('inside')


def caught(steps):
    seen = []
    try:
        for x in steps():
            seen.append(x)
    except KeyError as error:
        seen.append((repr(error), error.__traceback__.tb_next.tb_lineno - fails.__code__.co_firstlineno))
    return seen


print('error', [caught(fails) for _ in range(3)])


def thrown_into():
    generator = counted(5)
    for x in generator:
        if x == 1:
            try:
                generator.throw(ValueError('thrown'))
            except ValueError as error:
                print('came back:', error, end=' ')
    return x


print('throw', thrown_into())


def sends():
    generator = counted(6)
    seen = []
    for x in generator:
        seen.append((x, generator.send(x * 10)))
    return seen


print('send', sends())


def looks():
    a = 1
    yield sorted(sys._getframe().f_locals), sys._getframe(1).f_code.co_name
    b = a + 1
    yield sorted(locals())


def looked():
    seen = []
    for what in looks():
        seen.append(what)
    return seen


print('frames', looked())

itself = None


def reenters():
    for x in itself:
        yield x


itself = reenters()
try:
    print(list(itself))
except ValueError as error:
    print('itself', error)

events = []


def traced_steps():
    yield 1
    yield 2


def traced():
    for x in traced_steps():
        if x == 1:
            sys.settrace(tracer)


def tracer(frame, event, arg):
    code = frame.f_code
    if code.co_name in ('traced', 'traced_steps'):
        events.append((code.co_name, event, frame.f_lineno - code.co_firstlineno))
    return tracer


for _ in range(3):
    traced()
    sys.settrace(None)
print('traced', events)
