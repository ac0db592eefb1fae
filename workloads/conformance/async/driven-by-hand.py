# Coroutines are driven with send and throw; await needs an iterator of its __await__.
class Ask:
    def __init__(self, what): self.what = what

    def __await__(self):
        answer = yield ('asked', self.what)
        return answer


async def inner(x):
    a = await Ask(x)
    b = await Ask(a)
    return a + b


async def outer():
    try:
        return ('result', await inner(1))
    except ValueError as e:
        return ('handled', str(e), await Ask('again'))
    finally:
        print('  finally')


c = outer()
print('type', type(c).__name__, c.__name__, c.cr_running, c.cr_await)
print(c.send(None), c.send(10))
print('awaiting', c.cr_await.__name__, type(c.cr_await.cr_await).__name__)
try:
    c.send(20)
except StopIteration as e:
    print(e.value)
c = outer()
c.send(None)
print(c.throw(ValueError('v')))
try:
    c.send('x')
except StopIteration as e:
    print(e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)
c = outer()
try:
    c.send('too early')
except TypeError as e:
    print(e)
c.close()
print('closed before start')
c = outer()
c.send(None)
c.close()


async def bad(x):
    await x


class NotIter:
    def __await__(self): return 5


class CoroAwait:
    def __await__(self): return inner(1)


for x in (5, None, NotIter(), [1], iter([]), CoroAwait()):
    c = bad(x)
    try:
        c.send(None)
    except TypeError as e:
        print(e)
    except StopIteration:
        print('finished')
import warnings
warnings.simplefilter('ignore')
c = inner(1)
for op in (lambda: iter(c), lambda: next(c), lambda: c(), lambda: list(c)):
    try:
        op()
    except TypeError as e:
        print(e)
c2 = bad(c)
c2.send(None)
try:
    bad(c).send(None)
except RuntimeError as e:
    print(e)


async def stop():
    raise StopIteration('s')


try:
    stop().send(None)
except RuntimeError as e:
    print(e)
c.close()
