# Which events a trace function gets: one-liners, class bodies, ends of iterators and of delegates, generators that are closed.
import sys


def show(function):
    first = function.__code__.co_firstlineno
    events = []

    def trace(frame, what, arg):
        if frame.f_code.co_filename == __file__:
            line = None if frame.f_lineno is None else frame.f_lineno - first
            shown = arg[0].__name__ if what == 'exception' else ''
            events.append(f'{frame.f_code.co_name} {line} {what} {shown}'.rstrip())
            return trace

    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(None)
    print(function.__name__)
    for event in events:
        print('   ', event)


def one_liners():
    one = lambda: 1
    one()
    class Empty: pass
    class Documented:
        "text"
        x = 1


def stops():
    class Never:
        def __iter__(self): return self
        def __next__(self): raise StopIteration
    for _ in Never():
        pass
    for _ in iter([1]):
        pass


def delegates():
    def inner():
        yield 1
        return 2

    def outer():
        yield from inner()

    for _ in outer():
        pass


def awaits():
    async def inner():
        return 1

    async def outer():
        return await inner()

    try:
        outer().send(None)
    except StopIteration:
        pass


def closed():
    def numbers():
        try:
            yield 1
        finally:
            pass

    generator = numbers()
    next(generator)
    generator.close()


for function in one_liners, stops, delegates, awaits, closed:
    show(function)
