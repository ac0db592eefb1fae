# contextlib: contextmanager, ExitStack, suppress, redirect, nullcontext, closing, decorators.
# needs: contextlib, io
import contextlib
import io


@contextlib.contextmanager
def tag(name):
    print(f'<{name}>', end='')
    try:
        yield name
    except ValueError as e:
        print(f'[{name} saw {e}]', end='')
        if name == 'again':
            raise
    finally:
        print(f'</{name}>', end='')


with tag('a') as a:
    print(a, end='')
print()
with tag('b'):
    raise ValueError('v')
print()
try:
    with tag('again'):
        raise ValueError('w')
except ValueError as e:
    print(' reraised', e)


@tag('decorated')
def f(x):
    print(x, end='')


f(1)
f(2)
print()


@contextlib.contextmanager
def empty():
    if False:
        yield


@contextlib.contextmanager
def twice():
    yield 1
    yield 2


for cm in (empty, twice):
    try:
        with cm():
            pass
    except RuntimeError as e:
        print(e)


@contextlib.contextmanager
def yields_on():
    try:
        yield
    except KeyError:
        yield 'again'


try:
    with yields_on():
        raise KeyError('k')
except RuntimeError as e:
    print(e)
with contextlib.ExitStack() as stack:
    for n in 'xyz':
        stack.enter_context(tag(n))
    stack.callback(print, 'callback', end=' ')
    stack.push(lambda *exc: print('push', exc[0], end=' '))
    kept = stack.pop_all()
print('nothing closed yet', end=' ')
kept.close()
print()
with contextlib.suppress(KeyError, IndexError):
    [][0]
print('suppressed')
with contextlib.suppress(ValueError):
    raise ExceptionGroup('g', [ValueError(1)])
print('group suppressed')
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print('captured')
print(repr(out.getvalue()))
with contextlib.nullcontext(5) as n, contextlib.closing(io.StringIO('t')) as s:
    print(n, s.read())
print(s.closed)
try:
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise KeyError('first')
except ZeroDivisionError as e:
    print('stack error', e, '| context', repr(e.__context__))


class D(contextlib.ContextDecorator):
    def __enter__(self): print('(', end='')
    def __exit__(self, *a): print(')')


@D()
def g():
    print('in', end='')


g()
print(isinstance(D(), contextlib.AbstractContextManager), isinstance(5, contextlib.AbstractContextManager))
