# types.coroutine, iscoroutine…, aiter and anext, coroutine attributes.
import inspect
import types


@types.coroutine
def switch(value):
    got = yield value
    return ('got', got)


async def use():
    return await switch('s')


c = use()
print(c.send(None))
try:
    c.send('back')
except StopIteration as e:
    print(e.value)
print('flags', [bool(f.__code__.co_flags & 0x80) for f in (use, switch)], bool(switch.__code__.co_flags & 0x100))


async def agen():
    yield 1
    yield 2


def plain(): ...


u, a, p = use(), agen(), switch(1)
print('inspect', [inspect.iscoroutinefunction(f) for f in (use, agen, switch, plain)], [inspect.isasyncgenfunction(f) for f in (use, agen)])
print('awaitable', [inspect.isawaitable(x) for x in (u, a, p, 5)], inspect.iscoroutine(u), inspect.iscoroutine(p), inspect.isasyncgen(a))
print('state', inspect.getcoroutinestate(u))
u.close()
print('closed', inspect.getcoroutinestate(u), u.cr_frame)


def drive(x):
    it = x.__await__()
    try:
        while True:
            next(it)
    except StopIteration as e:
        return e.value


async def main():
    it = aiter(agen())
    return [await anext(it), await anext(it), await anext(it, 'default')]


print(drive(main()))


async def exhausted():
    it = agen()
    async for _ in it: ...
    await anext(it)


try:
    drive(exhausted())
except StopAsyncIteration as e:
    print('StopAsyncIteration', e.args)
for op in (lambda: aiter(5), lambda: aiter([1]), lambda: anext(5), lambda: anext(iter([]))):
    try:
        op()
    except TypeError as e:
        print(e)
try:
    types.coroutine(5)
except TypeError as e:
    print(e)


class Gen:
    def __iter__(self): return self
    def __next__(self): raise StopIteration('generator-based by hand')


@types.coroutine
def returns_iterable():
    return switch(5)


async def both():
    return await returns_iterable()


c = both()
print(c.send(None))
c.close()
print('repr', repr(u).split(' at ')[0], repr(a).split(' at ')[0])
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Coroutine
print('abc', isinstance(u, Coroutine), isinstance(u, Awaitable), isinstance(a, AsyncGenerator), isinstance(a, AsyncIterator))
a2 = a.aclose()
print(drive(a2))
