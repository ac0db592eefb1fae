# send, throw and close: where the value or exception arrives and what comes back.
def echo():
    got = yield 'ready'
    while True:
        try:
            got = yield ('got', got)
        except ValueError as e:
            got = f'caught {e}'


g = echo()
try:
    g.send(5)
except TypeError as e:
    print('send first:', e)
print(next(g), g.send(1), g.send(None), next(g))
print(g.throw(ValueError('v')), g.throw(ValueError), g.send('still alive'))
try:
    g.throw(KeyError('k'))
except KeyError as e:
    print('passed through', e)
try:
    g.send(1)
except StopIteration as e:
    print('finished', e.value)


def cleanup():
    try:
        yield 1
    except GeneratorExit:
        print('  GeneratorExit seen')
        raise
    finally:
        print('  finally')


g = cleanup()
next(g)
print('close', g.close(), g.close())
g = cleanup()
print('close before start', g.close())
print('closed is exhausted', list(g))


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


def returns():
    try:
        yield
    except GeneratorExit:
        return 'value from close'


g = returns()
next(g)
print('close returns', g.close())


def raises():
    try:
        yield
    finally:
        raise KeyError('in finally')


g = raises()
next(g)
try:
    g.close()
except KeyError as e:
    print('close raises', e, type(e.__context__).__name__)
g = echo()
try:
    g.throw(IndexError('not started'))
except IndexError as e:
    print(e, list(g))
for args in ((5,), (int,), (ValueError, 1, 2, 3), ('x',), (ValueError(1), 2)):
    g = echo()
    next(g)
    try:
        g.throw(*args)
    except TypeError as e:
        print('throw', args, e)
