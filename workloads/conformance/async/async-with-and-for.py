# async with and async for: the protocols, exceptions, else, errors.
def run(coro):
    steps = 0
    while True:
        try:
            coro.send(None)
            steps += 1
        except StopIteration as e:
            return e.value, steps


class Tick:
    def __await__(self): yield


class Res:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow

    async def __aenter__(self):
        print('  enter', self.name)
        await Tick()
        return self

    async def __aexit__(self, kind, exc, tb):
        await Tick()
        print('  exit', self.name, kind.__name__ if kind else None)
        return self.swallow


class Count:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self

    async def __anext__(self):
        await Tick()
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i


async def main():
    async with Res('a') as a, Res('b', swallow=True):
        print('  body', a.name)
        raise ValueError('swallowed')
    out = []
    async for i in Count(3):
        if i == 2:
            continue
        out.append(i)
    else:
        out.append('else')
    async for i in Count(5):
        if i == 2:
            break
    else:
        out.append('never')
    async with (Res('p') as p, Res('q')):
        return out, i


print(run(main()))


async def fails():
    async with Res('outer'):
        async for i in Count(3):
            1 / (i - 2)


try:
    run(fails())
except ZeroDivisionError as e:
    print('error', e)


class SyncOnly:
    def __enter__(self): ...
    def __exit__(self, *a): ...
    def __iter__(self): return iter('a')


class BadExit:
    async def __aenter__(self): ...
    def __aexit__(self, *a): return 5


class BadEnter:
    def __aenter__(self): return 5
    async def __aexit__(self, *a): ...


class BadNext:
    def __aiter__(self): return self
    def __anext__(self): return 5


class BadIter:
    async def __aiter__(self): ...


async def use_with(x):
    async with x:
        pass


async def use_for(x):
    async for _ in x:
        pass


import warnings
warnings.simplefilter('ignore')
for use, x in ((use_with, SyncOnly()), (use_with, BadExit()), (use_with, BadEnter()), (use_with, 5), (use_for, SyncOnly()), (use_for, BadNext()), (use_for, BadIter()), (use_for, [1])):
    try:
        run(use(x))
        print('fine')
    except TypeError as e:
        print(type(x).__name__, e)


def sync_with_async():
    with Res('x'):
        pass


try:
    sync_with_async()
except TypeError as e:
    print(e)
