# Coroutines without an event loop: send starts and resumes them.


class Pause:
    def __init__(self, label):
        self.label = label

    def __await__(self):
        answer = yield self.label
        return answer

    # MicroPython awaits what __iter__ gives.
    __iter__ = __await__


async def ask(name):
    answer = await Pause('name of ' + name)
    return name + '=' + answer


async def both():
    return [await ask('x'), await ask('y')]


coroutine = both()
print(coroutine.send(None))
print(coroutine.send('1'))
try:
    coroutine.send('2')
except StopIteration as e:
    print('result', e.value)
