# asyncio.Queue, Lock, Semaphore, Event and Condition: fairness and order.
# needs: asyncio
import asyncio


async def producer(q, n):
    for i in range(n):
        await q.put(i)
        print('put', i, end=' ')
    await q.put(None)


async def consumer(q, name):
    while (item := await q.get()) is not None:
        print(f'{name} got', item, end=' ')
        q.task_done()
    await q.put(None)


async def locked(lock, name, order):
    async with lock:
        order.append(f'{name} in')
        await asyncio.sleep(0)
        order.append(f'{name} out')


async def main():
    q = asyncio.Queue(maxsize=2)
    await asyncio.gather(producer(q, 4), consumer(q, 'A'))
    print('| queue', q.qsize(), q.full())
    order = []
    lock = asyncio.Lock()
    await asyncio.gather(*(locked(lock, n, order) for n in 'abc'))
    print('lock is fair', order)
    order.clear()
    sem = asyncio.Semaphore(2)
    await asyncio.gather(*(locked(sem, n, order) for n in 'xyz'))
    print('semaphore', order)
    event = asyncio.Event()
    got = []

    async def waiter(n):
        await event.wait()
        got.append(n)

    tasks = [asyncio.create_task(waiter(n)) for n in range(3)]
    await asyncio.sleep(0)
    print('waiting', got, event.is_set())
    event.set()
    await asyncio.gather(*tasks)
    print('released', got)
    pq = asyncio.PriorityQueue()
    for x in (3, 1, 2):
        pq.put_nowait(x)
    print('priority', [pq.get_nowait() for _ in range(3)])
    try:
        pq.get_nowait()
    except asyncio.QueueEmpty as e:
        print('empty', type(e).__name__)
    cond = asyncio.Condition()

    async def waits():
        async with cond:
            await cond.wait()
            return 'notified'

    t = asyncio.create_task(waits())
    await asyncio.sleep(0)
    async with cond:
        cond.notify()
    print(await t)
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    done, pending = await asyncio.wait([asyncio.create_task(waiter(9))], timeout=None)
    print(len(done), len(pending))
    print([await c for c in asyncio.as_completed([asyncio.sleep(0, 'one')])])


asyncio.run(main())
