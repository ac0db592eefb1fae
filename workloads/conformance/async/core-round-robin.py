# Two coroutines take turns in a scheduler of a few lines.


class Turn:
    def __await__(self):
        yield

    # MicroPython awaits what __iter__ gives.
    __iter__ = __await__


async def count(name, n):
    for i in range(n):
        print(name, i)
        await Turn()


ready = [count('a', 3), count('b', 1), count('c', 2)]
while ready:
    task = ready.pop(0)
    try:
        task.send(None)
        ready.append(task)
    except StopIteration:
        print('one is done')
