# The name after `as` is deleted at the end of its handler.
e = 'module value'
try:
    1 / 0
except ZeroDivisionError as e:
    print('inside', e)
print('still bound', 'e' in globals())


def f():
    e = 'local'
    try:
        raise ValueError('v')
    except ValueError as e:
        kept = e
    try:
        return e
    except UnboundLocalError as u:
        return str(u), kept


print(f())


def deleted_inside():
    try:
        raise ValueError('v')
    except ValueError as e:
        del e
    return 'deleting it first is fine'


print(deleted_inside())


def rebound():
    try:
        raise ValueError('v')
    except ValueError as e:
        e = 'rebound'
    return 'e' in locals()


print('rebound in the handler', rebound())


def loop():
    for i in range(2):
        try:
            raise KeyError(i)
        except KeyError as e:
            if i == 0:
                continue
            break
    return 'e' in locals()


print('after continue and break', loop())


def returns():
    def closure():
        return e
    try:
        raise KeyError('k')
    except KeyError as e:
        inside = closure()
    try:
        closure()
    except NameError as n:
        return repr(inside), str(n)


print(returns())


class C:
    try:
        raise KeyError('in a class body')
    except KeyError as caught:
        seen = str(caught)


print('class body', C.seen, hasattr(C, 'caught'))


def generator():
    try:
        raise KeyError('g')
    except KeyError as e:
        yield str(e)
        yield type(e).__name__
    yield 'e' in locals()


print('generator', list(generator()))
