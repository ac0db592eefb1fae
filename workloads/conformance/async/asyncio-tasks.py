# asyncio: order of tasks, gather, cancellation, results. No real waiting.
# needs: asyncio
import asyncio

log = []


async def worker(name, steps):
    for i in range(steps):
        log.append(f'{name}{i}')
        await asyncio.sleep(0)
    return name * steps


async def fail():
    await asyncio.sleep(0)
    raise ValueError('failed')


async def forever():
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        log.append('cancelled')
        raise


async def main():
    print('gather', await asyncio.gather(worker('a', 2), worker('b', 3), worker('c', 1)))
    print('interleaved', ' '.join(log))
    log.clear()
    t = asyncio.create_task(worker('t', 1), name='named')
    print('task not begun', log, t.done(), t.get_name())
    print(await t, t.done(), t.result())
    results = await asyncio.gather(fail(), worker('x', 1), return_exceptions=True)
    print('exceptions returned', results)
    try:
        await asyncio.gather(fail(), worker('y', 1))
    except ValueError as e:
        print('first exception', e)
    f = asyncio.create_task(forever())
    await asyncio.sleep(0)
    print('cancel', f.cancel(), f.cancelled())
    try:
        await f
    except asyncio.CancelledError:
        print('awaited', f.cancelled(), log[-1])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(forever())
            group.create_task(fail())
    except* ValueError as g:
        print('group', g.exceptions)
    try:
        async with asyncio.timeout(0):
            await asyncio.Event().wait()
    except TimeoutError:
        print('timeout')
    fut = asyncio.get_running_loop().create_future()
    fut.add_done_callback(lambda f: print('callback', f.result()))
    fut.set_result(5)
    print('before the callback', await fut)
    await asyncio.sleep(0)
    try:
        fut.set_result(6)
    except asyncio.InvalidStateError as e:
        # The text is that of the C accelerator or of the library's Python, not the language's.
        print(type(e).__name__)
    return 'done'


print(asyncio.run(main()))
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
try:
    asyncio.run(5)
except TypeError as e:
    print(e)
