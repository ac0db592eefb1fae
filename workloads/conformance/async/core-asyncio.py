# asyncio: run, sleep, gather.
# needs: asyncio
import asyncio


async def work(name, steps):
    for i in range(steps):
        print(name, i)
        await asyncio.sleep(0)
    return name + ' done'


async def main():
    return await asyncio.gather(work('a', 2), work('b', 2))


print(asyncio.run(main()))
