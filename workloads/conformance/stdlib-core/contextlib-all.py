# contextlib: contextmanager, ExitStack, suppress, redirect, closing, nullcontext, decorators.
# needs: contextlib, io
import contextlib as c
import io
@c.contextmanager
def tag(name):
    print('<' + name + '>')
    try:
        yield name.upper()
    except ValueError as error:
        print('  swallowed', error)
    finally:
        print('</' + name + '>')
with tag('a') as value:
    print('body', value)
with tag('b'):
    raise ValueError('inside')
try:
    with tag('c'):
        raise KeyError('passes')
except KeyError as error:
    print('outside', error)
@tag('deco')
def decorated(x):
    return x * 2
print(decorated(4), decorated(5))
with c.ExitStack() as stack:
    print('entered', [stack.enter_context(tag(n)) for n in 'xy'])
    stack.callback(print, 'callback', 1, sep='-')
    stack.push(lambda *exc: print('pushed', exc[0].__name__ if exc[0] else None) or True)
    raise RuntimeError('suppressed by the stack')
with c.ExitStack() as stack:
    stack.enter_context(tag('moved'))
    kept = stack.pop_all()
print('left without closing'); kept.close()
with c.suppress(ZeroDivisionError, KeyError):
    1 / 0
with c.suppress(ValueError):
    raise ExceptionGroup('g', [ValueError(1)])
print('suppress goes on')
out = io.StringIO()
with c.redirect_stdout(out):
    print('captured')
print('redirected', repr(out.getvalue()))
class Res:
    def close(self):
        print('closed')
with c.closing(Res()) as res, c.nullcontext(5) as five:
    print('five', five)
class Deco(c.ContextDecorator):
    def __enter__(self): print('enter'); return self
    def __exit__(self, *exc): print('exit'); return False
@Deco()
def work(): print('working')
work()
@c.contextmanager
def bad(): yield 1; yield 2
@c.contextmanager
def empty():
    return
    yield
@c.contextmanager
def changes():
    try:
        yield
    except KeyError as error:
        raise RuntimeError('translated') from error
for make, exc in ((bad, None), (empty, None), (bad, ValueError('v')), (changes, KeyError('k')),
    (changes, StopIteration('s'))):
    try:
        with make():
            if exc: raise exc
    except Exception as error:
        print(make.__name__, type(error).__name__, error, repr(error.__cause__))
try:
    with 5: pass
except TypeError as error:
    print(error)
print('abstract', isinstance(Res(), c.AbstractContextManager), isinstance(Deco(), c.AbstractContextManager))
