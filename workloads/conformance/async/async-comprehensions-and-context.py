# Asynchronous comprehensions, nested ones, and asynchronous context managers from contextlib.
# needs: contextlib
import contextlib


def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value


class Tick:
    def __await__(self): yield


async def numbers(n):
    for i in range(n):
        await Tick()
        yield i


async def double(x):
    await Tick()
    return x * 2


@contextlib.asynccontextmanager
async def res(name):
    print('open', name, end=' ')
    await Tick()
    try:
        yield name
    except ValueError as e:
        print('saw', e, end=' ')
    finally:
        await Tick()
        print('close', name, end=' ')


async def main():
    print([x async for x in numbers(3)], {x async for x in numbers(2)}, {x: -x async for x in numbers(2)})
    print([await double(x) for x in range(3)], [await double(x) async for x in numbers(3) if x % 2 == 0])
    print([[y async for y in numbers(x)] for x in range(3)], [(x, y) async for x in numbers(2) for y in 'ab'])
    print([x for x in [y async for y in numbers(2)]], await double(await double(1)))
    gen = (x * 10 async for x in numbers(3))
    print(type(gen).__name__, [x async for x in gen])
    mixed = (await double(x) for x in range(2))
    print(type(mixed).__name__, [x async for x in mixed])
    async with res('a') as a, res('b'):
        print('in', a, end=' ')
        raise ValueError('v')
    print()
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(res('one'))
        stack.push_async_callback(double, 1)
        stack.callback(print, 'sync callback', end=' ')
    print()
    async with contextlib.aclosing(numbers(5)) as n:
        async for x in n:
            if x == 1:
                break
    print('closed', n.ag_frame)
    async with contextlib.nullcontext('null') as v:
        print(v)
    total = 0
    async for x in numbers(4):
        if x == 1:
            continue
        total += x
    else:
        total += 100
    return total


print(run(main()))


async def conditional(): return await double(1) if (await double(1)) > 1 else None


async def boolean(): return (await double(0)) or (await double(5))


async def in_call(): return max(await double(1), await double(3)), [await double(1), *[await double(2)]], f'{await double(4)}', {'k': await double(5)}


async def lambda_inside(): return (lambda x: x + 1)(await double(1))


async def power(): return await double(2) ** 2, -await double(1), not await double(0)


for f in (conditional, boolean, in_call, lambda_inside, power):
    print(f.__name__, run(f()))
