# __cause__, __context__, __suppress_context__: set by whom, and cycles broken.
def show(e):
    chain = []
    while e is not None:
        chain.append(f'{type(e).__name__}({e})')
        if e.__cause__ is not None:
            chain.append('<-cause-')
            e = e.__cause__
        elif e.__context__ is not None and not e.__suppress_context__:
            chain.append('<-context-')
            e = e.__context__
        else:
            break
    print('  ', ' '.join(chain))


def caught(f):
    try:
        f()
    except Exception as e:
        show(e)
        return e


def implicit():
    try:
        1 / 0
    except ZeroDivisionError:
        {}['k']


def explicit():
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise ValueError('explicit') from z


def from_none():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError('clean') from None


def from_class():
    raise ValueError('x') from KeyError


def in_finally():
    try:
        1 / 0
    finally:
        raise ValueError('in finally')


def three():
    try:
        try:
            raise KeyError(1)
        except KeyError:
            raise ValueError(2)
    except ValueError:
        raise TypeError(3)


caught(implicit)
caught(explicit)
e = caught(from_none)
print('context kept', repr(e.__context__), e.__suppress_context__)
caught(from_class)
caught(in_finally)
caught(three)


def reraise_same():
    try:
        raise KeyError('a')
    except KeyError as a:
        try:
            raise ValueError('b')
        except ValueError:
            raise a


e = caught(reraise_same)
print('cycle broken', repr(e.__context__), repr(e.__context__.__context__))


def sibling():
    try:
        raise KeyError('first')
    except KeyError:
        pass
    raise ValueError('no context left')


caught(sibling)
for bad in (5, 'text', int):
    try:
        raise ValueError('v') from bad
    except TypeError as e:
        print(e)
x = ValueError('x')
x.__cause__ = KeyError('set by hand')
print('setting the cause suppresses', x.__suppress_context__)
for name in ('__cause__', '__context__'):
    try:
        setattr(x, name, 5)
    except TypeError as e:
        print(e)
try:
    del x.__cause__
except TypeError as e:
    print(e)


def call_in_handler():
    def helper():
        raise TypeError('from a function called in a handler')
    try:
        raise KeyError('k')
    except KeyError:
        helper()


caught(call_in_handler)
