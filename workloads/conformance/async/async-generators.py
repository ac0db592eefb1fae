# Async generators by hand: asend, athrow, aclose, the wrapped values.
def drive(awaitable):
    it = awaitable.__await__()
    seen = []
    while True:
        try:
            seen.append(next(it))
        except StopIteration as e:
            return seen, e.value


class Pause:
    def __init__(self, v): self.v = v
    def __await__(self): yield self.v


async def gen():
    try:
        got = yield 1
        print('  got', got)
        await Pause('paused')
        try:
            yield 2
        except ValueError as e:
            print('  caught', e)
            yield 'recovered'
        yield 3
    finally:
        print('  finally')
        await Pause('in finally')


g = gen()
print('type', type(g).__name__, g.__name__, g.ag_running, type(g.__anext__()).__name__)
print(drive(g.asend(None)), drive(g.asend('hello')), drive(g.athrow(ValueError('v'))), drive(g.__anext__()))
try:
    drive(g.__anext__())
except StopAsyncIteration as e:
    print('end', e.args)
try:
    drive(g.__anext__())
except StopAsyncIteration:
    print('still ended')
g = gen()
drive(g.__anext__())
print('aclose', drive(g.aclose()), drive(g.aclose()))
g = gen()
print('aclose before start', drive(g.aclose()))
g = gen()
try:
    drive(g.asend('early'))
except TypeError as e:
    print(e)
drive(g.aclose())


async def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
drive(g.__anext__())
try:
    drive(g.aclose())
except RuntimeError as e:
    print(e)


async def leaks():
    yield 1
    raise StopAsyncIteration('x')


async def consume():
    out = []
    async for v in gen():
        out.append(v)
    return out


print(drive(consume()))


async def comp():
    return [v async for v in gen()], {v: v async for v in gen() if v != 2}, [w async for w in (v async for v in gen())]


print(drive(comp()))
g = leaks()
drive(g.__anext__())
try:
    drive(g.__anext__())
except RuntimeError as e:
    print(e)
for text in ('async def f():\n yield 1\n return 2', 'async def f():\n yield from x', 'def f():\n await x', 'def f():\n async for x in y: pass', 'async def f():\n return (yield)',
             'async def f(): [await x for x in y]', 'def f(): [x async for x in y]', 'async with x: pass', 'lambda: await x', 'async def f(): lambda: await x',
             'async def f():\n def g(): await x', 'await = 1', 'async = 1', 'class A: await x'):
    try:
        compile(text, '<a>', 'exec')
        print(repr(text), 'compiles')
    except SyntaxError as e:
        print(repr(text), '->', e.msg)
